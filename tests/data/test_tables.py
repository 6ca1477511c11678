"""What the tables promise: types, keys, codes, sums, and the results that their sources lead one to expect."""

from __future__ import annotations

import re

import numpy as np
import pytest

from derisking import data
from derisking.authoring import formulas

NAMES = data.names()
NON_COMMERCIAL = {"chip_inputs", *(f"chip_input_{name}" for name in ("shares", "shares_2019", "steps", "firms"))}


# --- every table ------------------------------------------------------------------------------------------------------


def faults(name):
    """What is wrong with one table's cells or with its description, one sentence each."""
    entry, frame = data.resource(name), data.load(name)
    return [f"{name}: {fault}" for fault in [*unclean(frame), *undescribed(entry), *uncounted(entry, frame)]]


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
    needed = ("title", "description", "vintage", "hash", "changes", "known_problems", "renew", "licence_checked")
    found = [f"{key} is empty" for key in needed if not str(entry.get(key, "")).strip()]
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


def uncounted(entry, frame):
    """Rows or lines that are not what the description counts; rows without a key that stand there twice."""
    lines = (data.folder() / entry["path"]).read_text(encoding="utf-8").count("\n")
    found = [] if len(frame) and entry["rows"] == len(frame) == lines - 1 else ["rows are not what is counted"]
    keyless = not entry["schema"].get("primaryKey") and entry["name"] not in {"transistors", "material_uses"}
    return found + (["a row stands there twice"] if keyless and frame.duplicated().any() else [])


def test_tables_are_clean_described_and_counted():
    found = [fault for name in NAMES for fault in faults(name)]
    assert not found, "\n".join(found)


def test_canaries_of_cells_and_descriptions():
    entry, frame = data.resource("state_aid"), data.load("state_aid")
    column = frame.columns[[str(kind) == "str" for kind in frame.dtypes]][0]
    for cell in (" x", "a\tb", "&amp;"):
        assert unclean(frame.assign(**{column: cell}))
    for changes in ({"vintage": " "}, {"licence_checked": "2026"}, {"lessons": []}, {"lessons": ["9-x"]}):
        assert undescribed(entry | changes)
    assert undescribed(entry | {"sources": [{"title": "x"}]})
    assert undescribed(entry | {"schema": {"fields": [{"name": "x", "type": "number", "description": ""}]}})
    assert uncounted(entry | {"rows": 1}, frame) and uncounted(entry, frame.iloc[:0])


def test_every_file_is_described_and_every_description_has_a_file():
    place = data.folder()
    described = {data.resource(name)["path"] for name in NAMES}
    present = {file.relative_to(place).as_posix() for file in place.rglob("*.csv")}
    assert present == described


def test_non_commercial_tables_stand_apart():
    inside = {name for name in NAMES if data.resource(name)["path"].startswith("eto/")}
    limited = {name for name in NAMES if "NC" in data.resource(name)["licenses"][0]["name"]}
    assert inside == limited == NON_COMMERCIAL
    assert "NonCommercial" in (data.folder() / "eto" / "LICENSE.md").read_text(encoding="utf-8")


def test_nothing_is_heavier_than_it_needs_to_be():
    assert sum(data.resource(name)["bytes"] for name in NAMES) < 1_500_000


# --- codes ------------------------------------------------------------------------------------------------------------


def test_namibia_is_a_country():
    countries = data.load("countries").set_index("iso3")
    assert countries.loc["NAM", "iso2"] == "NA" and countries["eu_member"].sum() == 27
    trade = data.load("normal_trade")
    assert trade["partner"].notna().all() and data.load("imports")["exporter"].eq("NAM").any()


def test_product_codes_are_text_and_chip_countries_known():
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


# --- sums -------------------------------------------------------------------------------------------------------------

GROUPS = {
    "raw_material_supply": ["scope", "material", "stage"],
    "material_uses": ["material"],
    "fab_capacity": ["series", "year", "forecast"],
}


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


def test_printed_sums_and_listed_gaps_of_the_supply_study():
    rows = data.load("raw_material_supply")
    totals = rows.groupby(["scope", "material", "stage"]).agg(
        total=("share_pct", "sum"), printed=("group_total_pct", "first"), complete=("complete", "first")
    )
    assert np.allclose(totals["total"], totals["printed"], atol=0.051)
    assert len(totals) == 218 and (~totals["complete"]).sum() == 65
    worst = totals[totals["total"] < 88.9]
    found = {material for _, material, _ in worst.index}
    assert found == {"Chromium", "Roundwood", "Sapele wood", "Tungsten", "Vanadium"}
    assert all(material in data.resource("raw_material_supply")["known_problems"] for material in found)


def test_2019_edition_adds_up_but_for_two_listed_inputs():
    totals = data.load("chip_input_shares_2019").groupby("input")["share_pct"].sum().round(6)
    assert totals[~totals.map(_adds_up)].to_dict() == {"Dicing tools": 104.0, "Die attaching tools": 103.0}
    assert "104" in data.resource("chip_input_shares_2019")["known_problems"]


def test_world_production_adds_up_to_the_printed_total():
    wanted = {"gallium": 848_000, "indium": 1_091, "rare earths": 384_000, "tungsten": 81_610, "silicon": 4_568}
    for material, total in wanted.items():
        rows = data.load("mineral_production").query("material == @material and year == 2024")
        parts, (printed,) = rows.loc[~rows["is_total"], "production"].sum(), rows.loc[rows["is_total"], "production"]
        assert parts == pytest.approx(total) and parts == pytest.approx(float(printed), rel=0.011), material


def test_withheld_figures_are_empty_and_flagged():
    rows = data.load("mineral_production")
    assert (rows["production"].isna() == rows["withheld"]).all() and rows["withheld"].sum() == 2
    assert rows.loc[rows["withheld"], "country"].unique().tolist() == ["United States"]


def test_trade_totals_are_the_sums_of_the_imports():
    totals = data.load("trade_totals").set_index(["year", "hs6", "area"])
    sums = data.load("imports").groupby(["year", "hs6", "importer"])["value_kusd"].sum()
    assert len(totals) == 30 * 6 * 2
    together = totals.join(sums.rename_axis(["year", "hs6", "area"]))
    # Each flow is rounded to a dollar, so a sum of a few hundred may be half a thousand dollars off.
    assert np.allclose(together["imports_extra_kusd"], together["value_kusd"].fillna(0), atol=0.5)
    alone = totals.drop("EU27", level="area")
    assert (alone["imports_intra_kusd"] == 0).all() and (totals["imports_intra_kusd"] > 0).any()


# --- expected results -------------------------------------------------------------------------------------------------

# What the sources lead one to expect and no text quotes; what is quoted stands in facts.csv and is computed again there.
EXPECTED = """
2.6    total(normal_trade, 81129295, 2022) / 1e6
2.9    total(normal_trade, 81129295, 2023) / 1e6
0.403  concentration(normal_trade, 81129295, 2022)
0.488  concentration(normal_trade, 81129295, 2023)
0.470  concentration(normal_trade, 81129295, 2024)
40     share(normal_trade, 28042910, DZ, 2022)
46.5   share(normal_trade, 28042910, DZ, 2023)
889    total(normal_trade, 28046900, 2023) / 1e6
66.8   share(normal_trade, 28046900, NO, 2022)
70.2   share(normal_trade, 28046900, NO, 2023)
0.469  concentration(normal_trade, 28046900, 2022)
0.504  concentration(normal_trade, 28046900, 2023)
0.336  concentration(normal_trade, 28046900, 2024)
31.0   cell(raw_material_supply, share_pct, scope == 'EU sourcing', material == Tungsten, stage == processing, country == China)
1187   cell(mineral_prices, price, 'European price, germanium metal' in series, year == 2021)
13712.5 sum(state_aid, aid_meur)
10     count(state_aid)
292    count(supply_risk)
0      count(supply_risk, assessment_year == 2023, supply_risk >= 10)
942    count(ai_models)
507    count(ai_models, training_compute_flop != MISSING)
87     count(ai_accelerators, TSMC in foundry)
54.2   cell(ai_accelerators, transistors_bn, name == 'NVIDIA A100')
21173.4 total(asml_sales, 2022)
27558.5 total(asml_sales, 2023)
30     count(products)
"""


def unexpected(lines):
    """Lines of "value formula" that do not come out, within half of the last written digit (asml: of the sum's parts)."""
    found = []
    for value, text in (line.split(maxsplit=1) for line in lines.strip().splitlines()):
        figure, step = formulas.evaluate(text), 0.5 * 10.0 ** -len(value.partition(".")[2])
        found += (
            [f"{text}: {figure:.6g}, not {value}"]
            if abs(figure - float(value)) > step * (4 if "asml" in text else 1)
            else []
        )
    return found


def test_figures_that_no_text_quotes():
    assert unexpected(EXPECTED) == []
    assert unexpected("41 share(normal_trade, 28042910, DZ, 2022)"), "the canary"


def test_the_two_inputs_that_need_both_and_the_years_of_the_2025_edition():
    rows = data.load("chip_input_shares")
    names = data.load("chip_inputs").set_index("input_id")["input"]
    members = {*data.load("countries").query("eu_member")["iso3"], "EUR"}
    sides = (members, {"JPN"}, members | {"JPN"})
    held = [rows[rows["country_iso3"].isin(side)].groupby("input_id")["share_pct"].sum() for side in sides]
    first, second, pair = (set(share.index[share > 50]) for share in held)
    assert set(names[sorted(pair - first - second)]) == {"Dry stripping tools", "Photomask inspection and repair tools"}
    assert rows.groupby("input_id")["year"].first().value_counts().to_dict() == {2025: 84, 2022: 7, 2019: 4, 2021: 1}


def test_firms_agree_with_countries():
    """Firms' shares, added up by country, never exceed the country's share: what is missing is the small firms in
    "Various companies". A firm counted twice would show here (the 2025 rows of both tables come from one source)."""
    firms = data.load("chip_input_firms").query("single and year == 2025")
    added = firms.groupby(["input_id", "country_iso3"])["share_pct"].sum()
    countries = (
        data.load("chip_input_shares").query("year == 2025").set_index(["input_id", "country_iso3"])["share_pct"]
    )
    missing = (countries - added).dropna()
    assert len(missing) > 250 and missing.between(-0.2, 3.0).all()


def test_stages_and_sizes_of_chip_inputs():
    inputs = data.load("chip_inputs").set_index("input_id")
    assert inputs.index[inputs["stage"].isna()].tolist() == ["N99"]
    assert inputs.loc["N20", ["stage", "market_usd_m", "market_year"]].tolist() == ["fabrication", 13_000, 2025]
    assert inputs.loc["N0", "market_usd_m"] == 574_100 and inputs.loc["N8", "market_usd_m"] == 44
    assert inputs.loc["N19", "umbrella"] and not inputs.loc["N20", "umbrella"]


def test_steps_have_no_circles():
    steps = data.load("chip_input_steps")
    towards = steps.groupby("input_id")["target_id"].agg(list).to_dict()
    done: set[str] = set()

    def walk(place: str, path: tuple[str, ...]) -> None:
        assert place not in path, path
        if place not in done:
            for target in towards.get(place, []):
                walk(target, (*path, place))
            done.add(place)

    for start in towards:
        walk(start, ())
    assert len(done) > 100


def test_chip_sales_have_one_preferred_figure_a_year():
    rows = data.load("chip_sales")
    series = rows[rows["preferred"]].set_index("year")["sales_usd_bn"]
    assert series.index.tolist() == list(range(1995, 2026))
    assert series.loc[[1995, 2001, 2020, 2022, 2024, 2025]].tolist() == [144, 139, 440.4, 574.1, 630.5, 791.7]
    assert rows.loc[rows["status"] == "forecast", "year"].tolist() == [2026]
    assert not rows.loc[rows["status"] == "forecast", "preferred"].any()


def test_rival_series_of_1990_stand_side_by_side():
    rows = data.load("fab_capacity")
    found = rows.set_index(["series", "year", "region"])[["share_pct", "note"]].sort_index()
    assert found.loc[("bcg-sia", 1990, "Europe"), "share_pct"] == 44
    assert "Disputed" in found.loc[("bcg-sia", 1990, "Europe"), "note"]
    assert found.loc[("ic-sales-firms", 1990, "Europe"), "share_pct"] == 9
    assert found.loc[("esia-semi", 1995, "Europe"), "share_pct"] == 10.1
    assert (rows.loc[rows["forecast"], "year"] >= 2025).all()
    assert rows.groupby("series")["covers"].nunique().eq(1).all()


def test_models_accelerators_and_state_aid():
    assert str(data.load("ai_models")["published"].max().date()) == "2025-10-28"
    rows = data.load("state_aid")
    assert rows["url"].str.startswith("http").all() and (rows["investment_meur"].dropna() > 0).all()


def test_bundles_are_not_called_comparable():
    products = data.load("products")
    bundles = {"graphite", "coal", "rare gases", "gallium and germanium", "permanent magnets"}
    assert set(products.loc[~products["comparable"], "material"]) == bundles
