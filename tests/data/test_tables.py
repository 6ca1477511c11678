"""What the tables promise: types, keys, codes, sums, and the results that their sources lead one to expect."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pytest

from derisking import data

NAMES = data.names()
EXPECTED = {
    *("imports", "trade_totals", "products", "normal_trade", "raw_material_supply", "supply_risk", "material_uses"),
    *("mineral_production", "mineral_prices", "chip_inputs", "chip_input_shares", "chip_input_shares_2019"),
    *("chip_input_steps", "chip_input_firms", "chip_sales", "fab_capacity", "asml_sales", "ai_accelerators"),
    *("ai_models", "transistors", "state_aid", "countries", "policy_events", "claim_check", "ledger", "glossary"),
    "facts",
}
NON_COMMERCIAL = {
    "chip_inputs",
    "chip_input_shares",
    "chip_input_shares_2019",
    "chip_input_steps",
    "chip_input_firms",
}


# --- every table ------------------------------------------------------------------------------------------------------


def test_the_tables_are_all_there():
    assert set(NAMES) >= EXPECTED


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


@pytest.mark.parametrize(("name", "codes"), [("imports", "hs6"), ("normal_trade", "cn8"), ("products", "hs6")])
def test_product_codes_are_text(name, codes):
    assert str(data.load(name)[codes].dtype) == "str"


@pytest.mark.parametrize("name", sorted(NON_COMMERCIAL - {"chip_inputs", "chip_input_steps"}))
def test_chip_countries_are_known_codes(name):
    rows = data.load(name)
    known = set(data.load("countries")["iso3"]) | {"EUR", "VAR"}
    assert set(rows["country_iso3"]) <= known
    blocks = rows["country_iso3"].isin(["EUR", "VAR"])
    if name == "chip_input_firms":
        assert not rows.loc[rows["firm"] == "Various companies", "single"].any()
    else:
        assert (rows["single"] == ~blocks).all()


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


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_shares_add_up_or_the_group_is_flagged(name):
    rows = data.load(name)
    totals = rows.groupby(GROUPS[name])["share_pct"].transform("sum").round(6)
    assert (rows["complete"] == totals.map(_adds_up)).all()
    assert not rows["complete"].all(), "the flag would be idle"


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


@pytest.mark.parametrize("name", ["chip_input_shares", "chip_input_firms"])
def test_every_chip_input_adds_up(name):
    totals = data.load(name).groupby("input_id")["share_pct"].sum().round(6)
    assert totals.map(_adds_up).all(), totals[~totals.map(_adds_up)]


def test_2019_edition_adds_up_but_for_two_listed_inputs():
    totals = data.load("chip_input_shares_2019").groupby("input")["share_pct"].sum().round(6)
    assert totals[~totals.map(_adds_up)].to_dict() == {"Dicing tools": 104.0, "Die attaching tools": 103.0}
    assert "104" in data.resource("chip_input_shares_2019")["known_problems"]


@pytest.mark.parametrize(
    ("material", "year", "total"),
    [
        ("gallium", 2024, 848_000),
        ("indium", 2024, 1_091),
        ("rare earths", 2024, 384_000),
        ("tungsten", 2024, 81_610),
        ("silicon", 2024, 4_568),
    ],
)
def test_world_production_adds_up_to_the_printed_total(material, year, total):
    rows = data.load("mineral_production").query("material == @material and year == @year")
    parts = rows.loc[~rows["is_total"], "production"].sum()
    printed = rows.loc[rows["is_total"], "production"]
    assert len(printed) == 1 and parts == pytest.approx(total)
    assert parts == pytest.approx(float(printed.iloc[0]), rel=0.011)


def test_withheld_figures_are_empty_and_flagged():
    rows = data.load("mineral_production")
    assert (rows["production"].isna() == rows["withheld"]).all() and rows["withheld"].sum() == 2
    assert rows.loc[rows["withheld"], "country"].unique().tolist() == ["United States"]


def test_asml_regions_add_up_to_the_reported_sales():
    totals = data.load("asml_sales").groupby("year")["total_net_sales_meur"].sum()
    assert totals.loc[2022] == pytest.approx(21_173.4, abs=0.2) and totals.loc[2023] == pytest.approx(27_558.5, abs=0.2)


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


def _shares(values: pd.Series) -> pd.Series:
    return (values / values.sum()).sort_values(ascending=False)


@pytest.mark.parametrize(
    ("cn8", "year", "million", "leader", "percent", "hhi"),
    [
        ("81129289", 2022, 15.4, "CN", 97.4, 0.948),
        ("81129289", 2023, 7.1, "CN", 86.6, 0.757),
        ("81129289", 2024, 11.3, "CN", 67.9, 0.503),
        ("81129295", 2022, 2.6, "CN", 45.0, 0.403),
        ("81129295", 2023, 2.9, "CN", 52.5, 0.488),
        ("81129295", 2024, 3.7, "CN", 33.5, 0.470),
        ("28042910", 2022, 269, "DZ", 40, 0.324),
        ("28042910", 2023, 421, "DZ", 46.5, 0.319),
        ("28042910", 2024, 483, "DZ", 37, 0.283),
        ("28046900", 2022, 1139, "NO", 66.8, 0.469),
        ("28046900", 2023, 889, "NO", 70.2, 0.504),
        ("28046900", 2024, 660, "NO", 55.6, 0.336),
    ],
)
def test_normal_trade_expected_results(cn8, year, million, leader, percent, hhi):
    rows = data.load("normal_trade").query("cn8 == @cn8 and year == @year")
    shares = _shares(rows.set_index("partner")["value_eur"])
    exact = 0.05 if percent % 1 else 0.5
    assert rows["value_eur"].sum() / 1e6 == pytest.approx(million, abs=0.05 if million < 100 else 0.5)
    assert 100 * shares[leader] == pytest.approx(percent, abs=exact)
    assert (shares**2).sum() == pytest.approx(hhi, abs=0.0005)


@pytest.mark.parametrize(
    ("hs6", "importer", "exporter", "percent", "hhi"),
    [
        ("850511", "EU27", "CHN", 88.6, 0.787),
        ("850511", "JPN", "CHN", 27.6, 0.264),
        ("850511", "JPN", "PHL", 32.4, 0.264),
        ("850511", "JPN", "VNM", 27.9, 0.264),
        ("280469", "EU27", "CHN", 8.9, 0.275),
        ("280469", "EU27", "NOR", 48.3, 0.275),
        ("280469", "JPN", "CHN", 66.5, 0.461),
        ("810411", "EU27", "CHN", 80.0, 0.673),
        ("810411", "JPN", "CHN", 98.0, 0.961),
        ("810194", "EU27", "CHN", 40.3, 0.253),
        ("810194", "JPN", "CHN", 99.6, 0.993),
        ("811292", "EU27", "CHN", 44.0, 0.289),
        ("811292", "JPN", "CHN", 19.2, 0.140),
        ("280429", "EU27", "DZA", 59, 0.401),
    ],
)
def test_imports_expected_results_of_2024(hs6, importer, exporter, percent, hhi):
    rows = data.load("imports").query("hs6 == @hs6 and importer == @importer and year == 2024")
    shares = _shares(rows.set_index("exporter")["value_kusd"])
    assert 100 * shares[exporter] == pytest.approx(percent, abs=0.05 if percent % 1 or percent in {80, 44, 98} else 0.5)
    assert (shares**2).sum() == pytest.approx(hhi, abs=0.0005)


@pytest.mark.parametrize(
    ("scope", "material", "stage", "percent"),
    [
        ("EU sourcing", "Magnesium", "processing", 97),
        ("EU sourcing", "Tungsten", "processing", 31),
        ("EU sourcing", "Gallium", "processing", 69),
        ("EU sourcing", "Germanium", "processing", 83),
        ("Global supply", "Gallium", "processing", 94),
        ("Global supply", "Germanium", "processing", 83),
    ],
)
def test_supply_study_expected_shares_of_china(scope, material, stage, percent):
    rows = data.load("raw_material_supply").query(
        "scope == @scope and material == @material and stage == @stage and country == 'China'"
    )
    assert rows["share_pct"].round().tolist() == [percent]


def _majorities() -> dict[str, set[str]]:
    """Inputs where a side holds more than half, by summed shares as printed (a member's firms count for the EU; so
    does a row for Europe as a block, which changes nothing at this threshold)."""
    rows = data.load("chip_input_shares")
    members = {*data.load("countries").query("eu_member")["iso3"], "EUR"}
    sides = {"EU": members, "Japan": {"JPN"}, "pair": members | {"JPN"}, "USA": {"USA"}, "China": {"CHN"}}
    held = {
        side: rows[rows["country_iso3"].isin(codes)].groupby("input_id")["share_pct"].sum()
        for side, codes in sides.items()
    }
    return {side: set(share.index[share > 50]) for side, share in held.items()}


def test_majorities_in_the_2025_edition():
    found = _majorities()
    assert data.load("chip_input_shares")["input_id"].nunique() == 96
    counts = {side: len(inputs) for side, inputs in found.items()}
    assert counts == {"EU": 12, "Japan": 22, "pair": 36, "USA": 37, "China": 2}
    names = data.load("chip_inputs").set_index("input_id")["input"]
    need_both = found["pair"] - found["EU"] - found["Japan"]
    assert set(names[sorted(need_both)]) == {"Dry stripping tools", "Photomask inspection and repair tools"}


def test_chip_shares_expected_values():
    shares = data.load("chip_input_shares").set_index(["input_id", "country_iso3"])["share_pct"]
    expected = {
        ("N20", "NLD"): 100,
        ("N22", "NLD"): 99.3,
        ("N19", "NLD"): 81.5,
        ("N19", "JPN"): 15.0,
        ("N32", "JPN"): 95.2,
        ("N26", "JPN"): 56,
        ("S2", "CHN"): 24,
        ("S2", "TWN"): 18,
        ("S2", "EUR"): 8,
        ("S1", "EUR"): 10,
        ("N85", "USA"): 52,
        ("N85", "GBR"): 43,
    }
    assert {key: shares[key] for key in expected} == expected
    years = data.load("chip_input_shares").groupby("input_id")["year"].first().value_counts()
    assert years.to_dict() == {2025: 84, 2022: 7, 2019: 4, 2021: 1}


def test_firms_agree_with_countries():
    """Firms' shares, added up by country, never exceed the country's share: what is missing is the small firms in
    "Various companies". A firm counted twice would show here (the 2025 rows of both tables come from one source)."""
    firms = data.load("chip_input_firms").query("single and year == 2025")
    added = firms.groupby(["input_id", "country_iso3"])["share_pct"].sum()
    countries = (
        data.load("chip_input_shares").query("year == 2025").set_index(["input_id", "country_iso3"])["share_pct"]
    )
    both = pd.concat([added.rename("firms"), countries.rename("countries")], axis=1, join="inner")
    assert len(both) > 250
    assert (both["countries"] - both["firms"]).between(-0.2, 3.0).all()


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


def test_accelerators_and_models_expected_values():
    chips = data.load("ai_accelerators")
    assert len(chips) == 175
    foundries = chips["foundry"].dropna()
    assert len(foundries) == 109 and (foundries == "TSMC").sum() == 86 and (foundries.str.contains("TSMC")).sum() == 87
    a100 = chips.set_index("name").loc["NVIDIA A100"]
    assert (a100["transistors_bn"], a100["tpp"]) == (54.2, 4992)
    models = data.load("ai_models")
    assert len(models) == 942 and models["training_compute_flop"].notna().sum() == 507
    assert str(models["published"].max().date()) == "2025-10-28"


def test_doubling_time_of_transistor_counts():
    rows = data.load("transistors")
    slope, _ = np.polyfit(rows["year"], np.log2(rows["transistors"]), 1)
    correlation = np.corrcoef(rows["year"], np.log2(rows["transistors"]))[0, 1]
    assert len(rows) == 99 and 1 / slope == pytest.approx(1.995, abs=0.0005)
    assert correlation**2 == pytest.approx(0.980, abs=0.0005)


def test_supply_risk_and_prices():
    scores = data.load("supply_risk")
    assert len(scores) == 292 and scores.query("assessment_year == 2023")["supply_risk"].max() < 10
    prices = data.load("mineral_prices").set_index(["series", "year"])["price"]
    metal = "European price, germanium metal (99.999 %)"
    assert (prices[metal, 2021], prices[metal, 2025]) == (1187, 4100)


def test_state_aid_has_an_address_and_no_repeated_decision():
    rows = data.load("state_aid")
    assert len(rows) == 10 and rows["url"].str.startswith("http").all()
    assert math.isclose(rows["aid_meur"].sum(), 13_712.5) and (rows["investment_meur"].dropna() > 0).all()


def test_bundles_are_not_called_comparable():
    products = data.load("products").set_index("material")["comparable"]
    assert len(products) == 30
    assert products[~products].index.tolist() == [
        "graphite",
        "coal",
        "rare gases",
        "gallium and germanium",
        "permanent magnets",
    ]
