"""What the tables promise: types, keys, codes, sums, and the results that their sources lead one to expect."""

import graphlib
import re

import numpy as np
import pytest

from derisking import data

NAMES = data.names()
NON_COMMERCIAL = {"chip_inputs", *(f"chip_input_{name}" for name in ("shares", "shares_2019", "steps", "firms"))}


def faults(name):
    """What is wrong with one table's cells or with its description, one sentence each. Rows are counted, and keys judged, by
    `build` (tests/house/test_commands.py, test_data.py)."""
    found, entry = unclean(data.load(name)), data.resource(name)
    keyless = not entry["schema"].get("primaryKey") and name not in {"transistors", "material_uses"}
    found += ["a row stands there twice"] * (keyless and data.load(name).duplicated().any())
    return [f"{name}: {fault}" for fault in [*found, *undescribed(entry)]]


def unclean(frame):
    """Spaces at the ends, line breaks (a message's line number is the file's), leftover marks, rows that stand there twice."""
    found = []
    for column in frame.columns[[str(kind) == "str" for kind in frame.dtypes]]:
        text = frame[column].dropna()
        wrong = text[(text != text.str.strip()) | text.str.contains(r"[\n\r\t]|�|&amp;", regex=True)]
        found += [f"column {column}: {cell!r} has a stray space or mark" for cell in wrong.unique()]
    return found


def undescribed(entry):
    """What a description lacks."""
    needed = "title asks group description vintage hash changes known_problems renew licence_checked"
    found = [f"{key} is empty" for key in needed.split() if not str(entry.get(key, "")).strip()]
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", entry.get("licence_checked", "")):
        found.append("licence_checked is no day")
    if not entry["lessons"] or not all(re.fullmatch(r"0[0-7]-[a-z-]+", lesson) for lesson in entry["lessons"]):
        found.append("lessons are missing or misspelt")
    linked = [*entry["sources"], *entry["licenses"]]
    found += [f"{link['title']!r} has no address" for link in linked if not link.get("path", "").startswith("http")]
    for field in entry["schema"]["fields"]:
        if not field.get("description", "").strip():
            found.append(f"column {field['name']}: no description")
        if field["type"] == "number" and not field.get("unit"):
            found.append(f"column {field['name']}: a number needs a unit")
    return found


def test_tables_are_clean_and_described():
    found = [fault for name in NAMES for fault in faults(name)]
    assert not found, "\n".join(found)


def test_canaries_of_cells_and_descriptions():
    entry, frame = data.resource("state_aid"), data.load("state_aid")
    column = frame.columns[[str(kind) == "str" for kind in frame.dtypes]][0]
    for cell in (" x", "a\tb", "&amp;"):
        assert unclean(frame.assign(**{column: cell}))
    for changes in ({"vintage": " "}, {"asks": ""}, {"licence_checked": "2026"}, {"lessons": []}, {"lessons": ["9-x"]}):
        assert undescribed(entry | changes)
    assert undescribed(entry | {"sources": [{"title": "x"}]})
    assert undescribed(entry | {"schema": {"fields": [{"name": "x", "type": "number", "description": ""}]}})


def test_each_file_is_described_light_and_with_its_licence():
    place = data.folder()
    described = {data.resource(name)["path"] for name in NAMES}
    assert {file.relative_to(place).as_posix() for file in place.rglob("*.csv")} == described
    inside = {name for name in NAMES if data.resource(name)["path"].startswith("eto/")}
    limited = {name for name in NAMES if "NC" in data.resource(name)["licenses"][0]["name"]}
    assert inside == limited == NON_COMMERCIAL
    assert "NonCommercial" in (data.folder() / "eto" / "LICENSE.md").read_text(encoding="utf-8")
    assert sum(data.resource(name)["bytes"] for name in NAMES) < 1_900_000


def test_namibia_is_a_country_and_codes_are_text_and_known():
    countries = data.load("countries").set_index("iso3")
    assert countries.loc["NAM", "iso2"] == "NA" and countries["eu_member"].sum() == 27
    assert data.load("normal_trade")["partner"].notna().all() and data.load("imports")["exporter"].eq("NAM").any()
    for name, codes in (("imports", "hs6"), ("normal_trade", "cn8"), ("products", "hs6")):
        assert str(data.load(name)[codes].dtype) == "str", name
    known = set(data.load("countries")["iso3"]) | {"EUR", "VAR"}
    shares, older, firms = (data.load(f"chip_input_{name}") for name in ("shares", "shares_2019", "firms"))
    for rows in (shares, older, firms):
        assert set(rows["country_iso3"]) <= known
    for rows in (shares, older):
        assert (rows["single"] == ~rows["country_iso3"].isin(["EUR", "VAR"])).all()
    assert not firms.loc[firms["firm"] == "Various companies", "single"].any()


def test_importers_do_not_supply_themselves():
    rows = data.load("imports")
    members = set(data.load("countries").query("eu_member")["iso3"])
    assert not (rows["exporter"] == rows["importer"]).any()
    assert not rows.loc[rows["importer"] == "EU27", "exporter"].isin(members).any()


GROUPS = {"raw_material_supply": ["scope", "material", "stage"], "material_uses": ["material"]}
GROUPS |= {"fab_capacity": ["series", "year", "forecast"]}


def _adds_up(total: float) -> bool:
    return 98 <= total <= 102


def test_shares_add_up_or_the_group_is_flagged():
    for name, groups in GROUPS.items():
        rows = data.load(name)
        totals = rows.groupby(groups)["share_pct"].transform("sum").round(6)
        assert (rows["complete"] == totals.map(_adds_up)).all(), name
        assert not rows["complete"].all(), "the flag would be idle"
    for name in ("chip_input_shares", "chip_input_firms"):
        totals = data.load(name).groupby("input_id")["share_pct"].sum().round(6)
        assert totals.map(_adds_up).all(), totals[~totals.map(_adds_up)]


def test_sums_that_are_off_are_listed_among_the_known_problems():
    rows = data.load("raw_material_supply")
    groups = rows.groupby(["scope", "material", "stage"])
    totals = groups.agg(total=("share_pct", "sum"), printed=("group_total_pct", "first"))
    assert np.allclose(totals["total"], totals["printed"], atol=0.051)
    worst = {material for _, material, _ in totals.index[totals["total"] < 88.9]}
    assert len(worst) == 5
    assert all(material in data.resource("raw_material_supply")["known_problems"] for material in worst)
    older = data.load("chip_input_shares_2019").groupby("input")["share_pct"].sum().round(6)
    listed = {f"{name} ({total:.0f})".lower() for name, total in older[~older.map(_adds_up)].items()}
    assert listed == {"dicing tools (104)", "die attaching tools (103)"}
    assert all(words in data.resource("chip_input_shares_2019")["known_problems"] for words in listed)


def test_production_and_trade_add_up():
    """A figure that its country withholds is empty and flagged."""
    rows = data.load("mineral_production")
    assert (rows["production"].isna() == rows["withheld"]).all() and rows["withheld"].any()
    for material in ("gallium", "indium", "rare earths", "tungsten", "silicon"):
        lines = rows[(rows["material"] == material) & (rows["year"] == 2024)]
        parts, (printed,) = (lines.loc[lines["is_total"] == total, "production"] for total in (False, True))
        assert parts.sum() == pytest.approx(float(printed), rel=0.011), material
    totals = data.load("trade_totals").set_index(["year", "hs6", "area"])
    sums = data.load("imports").groupby(["year", "hs6", "importer"])["value_kusd"].sum()
    assert len(totals) == 30 * 6 * 2
    together = totals.join(sums.rename_axis(["year", "hs6", "area"]))
    # Each flow is rounded to a dollar, so a sum of a few hundred may be half a thousand dollars off.
    assert np.allclose(together["imports_extra_kusd"], together["value_kusd"].fillna(0), atol=0.5)
    alone = totals.drop("EU27", level="area")
    assert (alone["imports_intra_kusd"] == 0).all() and (totals["imports_intra_kusd"] > 0).any()


def test_firms_agree_with_countries():
    """Firms' shares, added up by country, never exceed the country's share: what is missing is the small firms in
    "Various companies". A firm counted twice would show here (the 2025 rows of both tables come from one source)."""
    firms = data.load("chip_input_firms").query("single and year == 2025")
    added = firms.groupby(["input_id", "country_iso3"])["share_pct"].sum()
    countries = data.load("chip_input_shares").query("year == 2025").set_index(["input_id", "country_iso3"])
    missing = (countries["share_pct"] - added).dropna()
    assert len(missing) > 250 and missing.between(-0.2, 3.0).all()


def test_steps_have_no_circles_and_years_one_preferred_figure():
    steps = data.load("chip_input_steps")
    order = graphlib.TopologicalSorter(steps.groupby("input_id")["target_id"].agg(list).to_dict()).static_order()
    assert len(list(order)) > 100, "a circle raises an error"
    rows = data.load("chip_sales")
    assert rows.loc[rows["preferred"], "year"].tolist() == list(range(1995, 2026))
    assert not rows.loc[rows["status"] == "forecast", "preferred"].any()


def test_rival_series_of_1990_stand_side_by_side():
    rows = data.load("fab_capacity")
    europe = rows.query("year == 1990 and region == 'Europe'").set_index("series")
    assert "Disputed" in europe["note"]["bcg-sia"]
    assert europe["share_pct"]["bcg-sia"] > 4 * europe["share_pct"]["ic-sales-firms"]
    assert rows.groupby("series")["covers"].nunique().eq(1).all()
