"""Figures that the module computes from its own tables, one function each.

Every row of `data/facts.csv` with an entry in `computed_by` names a function of this module. A function takes nothing,
reads tables through `derisking.data` and returns one plain number in the unit of its row; a test calls all of them
and compares the result with the registry within the written rounding. Families of figures (the share of a supplier,
the concentration of a product) are made by the small factories at the top, so that a figure is one line.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd

from derisking import data
from derisking.models import indicators

Figure = Callable[[], float]

EU = frozenset(
    [
        "AUT",
        "BEL",
        "BGR",
        "HRV",
        "CYP",
        "CZE",
        "DNK",
        "EST",
        "FIN",
        "FRA",
        "DEU",
        "GRC",
        "HUN",
        "IRL",
        "ITA",
        "LVA",
        "LTU",
        "LUX",
        "MLT",
        "NLD",
        "POL",
        "PRT",
        "ROU",
        "SVK",
        "SVN",
        "ESP",
        "SWE",
    ]
)
# "EUR" is how the chip table writes Europe as one block (sales, design and fabrication).
EU_AND_BLOCK = EU | {"EUR"}

MAGNETS, SILICON, MAGNESIUM, TUNGSTEN = "850511", "280469", "810411", "810194"
BUNDLE, RARE_GASES, BAUXITE, BARYTES = "811292", "280429", "260600", "251110"
GALLIUM_CN, GERMANIUM_CN, HELIUM_CN, SILICON_CN = "81129289", "81129295", "28042910", "28046900"


def _documented(function: Figure, text: str) -> Figure:
    function.__doc__ = text
    return function


# --- imports of 30 raw materials (tables imports, trade_totals) -------------------------------------------------------


def _suppliers(hs6: str, importer: str, year: int) -> pd.Series:
    return indicators.by_supplier(data.load("imports"), hs6=hs6, importer=importer, year=year)


def _share(hs6: str, importer: str, exporter: str, year: int) -> Figure:
    def figure() -> float:
        return 100 * indicators.import_share(_suppliers(hs6, importer, year), exporter)

    return _documented(
        figure, f"Part of {importer}'s imports of {hs6} that came from {exporter} in {year}, % of value."
    )


def _hhi(hs6: str, importer: str, year: int) -> Figure:
    def figure() -> float:
        return indicators.concentration(_suppliers(hs6, importer, year))

    return _documented(figure, f"Concentration (HHI, 0 to 1) of {importer}'s suppliers of {hs6} in {year}.")


def _value(hs6: str, importer: str, year: int) -> Figure:
    def figure() -> float:
        return float(_suppliers(hs6, importer, year).sum()) / 1000

    return _documented(figure, f"{importer}'s imports of {hs6} in {year}, million USD.")


def _table(year: int, importer: str = "EU27") -> pd.DataFrame:
    return indicators.indicators_table(data.load("imports"), data.load("trade_totals"), year, importer)


def _passing(year: int, **limits: float) -> pd.DataFrame:
    result = indicators.screen(_table(year), **limits)
    return result[result["passes"]]


def _indicator(hs6: str, column: str, year: int) -> Figure:
    def figure() -> float:
        return float(_table(year).loc[hs6, column])

    return _documented(figure, f"Indicator {column} of the EU for {hs6} in {year} (ratio).")


def small_flow_threshold() -> float:
    """Value below which a flow is flagged as small, million USD."""
    return indicators.SMALL_FLOW_KUSD / 1000


def products_in_replication() -> float:
    """Products in our replication of the Commission's screen (count)."""
    return float(len(_table(2024)))


def products_passing_2022() -> float:
    """Products above all three thresholds in 2022 (count)."""
    return float(len(_passing(2022)))


def products_passing_2024() -> float:
    """Products above all three thresholds in 2024 (count)."""
    return float(len(_passing(2024)))


def products_passing_2022_stricter() -> float:
    """Products that pass in 2022 with the concentration threshold at 0.5 (count)."""
    return float(len(_passing(2022, concentration=0.5)))


def products_passing_2024_stricter() -> float:
    """Products that pass in 2024 with the concentration threshold at 0.5 (count)."""
    return float(len(_passing(2024, concentration=0.5)))


def products_passing_both_years() -> float:
    """Products that pass in 2022 and in 2024 (count)."""
    return float(len(_passing(2022).index.intersection(_passing(2024).index)))


def products_passing_china_first_2022() -> float:
    """Products that pass in 2022 and have China as the largest supplier (count)."""
    return float((_passing(2022)["top_supplier"] == "CHN").sum())


def products_passing_china_first_2024() -> float:
    """Products that pass in 2024 and have China as the largest supplier (count)."""
    return float((_passing(2024)["top_supplier"] == "CHN").sum())


magnets_eu_china_value_2022 = _share(MAGNETS, "EU27", "CHN", 2022)
magnets_eu_china_value_2024 = _share(MAGNETS, "EU27", "CHN", 2024)
magnets_eu_hhi_2022 = _hhi(MAGNETS, "EU27", 2022)
magnets_eu_hhi_2024 = _hhi(MAGNETS, "EU27", 2024)
magnets_eu_imports_2024 = _value(MAGNETS, "EU27", 2024)
magnets_japan_china_value_2024 = _share(MAGNETS, "JPN", "CHN", 2024)
magnets_japan_philippines_2024 = _share(MAGNETS, "JPN", "PHL", 2024)
magnets_japan_vietnam_2024 = _share(MAGNETS, "JPN", "VNM", 2024)
magnets_japan_hhi_2024 = _hhi(MAGNETS, "JPN", 2024)
magnets_usa_china_value_2024 = _share(MAGNETS, "USA", "CHN", 2024)
magnets_korea_china_value_2024 = _share(MAGNETS, "KOR", "CHN", 2024)
silicon_eu_china_2024 = _share(SILICON, "EU27", "CHN", 2024)
silicon_eu_norway_2024 = _share(SILICON, "EU27", "NOR", 2024)
silicon_eu_hhi_2024 = _hhi(SILICON, "EU27", 2024)
silicon_japan_china_2024 = _share(SILICON, "JPN", "CHN", 2024)
silicon_japan_hhi_2024 = _hhi(SILICON, "JPN", 2024)
magnesium_eu_china_2022 = _share(MAGNESIUM, "EU27", "CHN", 2022)
magnesium_eu_china_2024 = _share(MAGNESIUM, "EU27", "CHN", 2024)
magnesium_eu_hhi_2024 = _hhi(MAGNESIUM, "EU27", 2024)
magnesium_japan_china_2024 = _share(MAGNESIUM, "JPN", "CHN", 2024)
magnesium_japan_hhi_2024 = _hhi(MAGNESIUM, "JPN", 2024)
tungsten_eu_china_2024 = _share(TUNGSTEN, "EU27", "CHN", 2024)
tungsten_eu_hhi_2024 = _hhi(TUNGSTEN, "EU27", 2024)
tungsten_japan_china_2024 = _share(TUNGSTEN, "JPN", "CHN", 2024)
tungsten_japan_hhi_2024 = _hhi(TUNGSTEN, "JPN", 2024)
bundle_eu_china_2024 = _share(BUNDLE, "EU27", "CHN", 2024)
bundle_eu_hhi_2024 = _hhi(BUNDLE, "EU27", 2024)
bundle_eu_substitution_2024 = _indicator(BUNDLE, "substitution", 2024)
bundle_japan_china_2024 = _share(BUNDLE, "JPN", "CHN", 2024)
bundle_japan_hhi_2024 = _hhi(BUNDLE, "JPN", 2024)
magnets_eu_reliance_2024 = _indicator(MAGNETS, "reliance", 2024)
magnets_eu_substitution_2024 = _indicator(MAGNETS, "substitution", 2024)
helium_eu_algeria_2024 = _share(RARE_GASES, "EU27", "DZA", 2024)
helium_eu_concentration_2022 = _hhi(RARE_GASES, "EU27", 2022)
helium_eu_concentration_2024 = _hhi(RARE_GASES, "EU27", 2024)
bauxite_eu_concentration_2022 = _hhi(BAUXITE, "EU27", 2022)
bauxite_eu_concentration_2024 = _hhi(BAUXITE, "EU27", 2024)
barytes_eu_concentration_2022 = _hhi(BARYTES, "EU27", 2022)
barytes_eu_concentration_2024 = _hhi(BARYTES, "EU27", 2024)
barytes_eu_substitution_2024 = _indicator(BARYTES, "substitution", 2024)


# --- EU imports under normal trade (table normal_trade) ---------------------------------------------------------------


def _normal(cn8: str, year: int) -> pd.Series:
    rows = data.load("normal_trade")
    rows = rows[(rows["cn8"] == cn8) & (rows["year"] == year)]
    return rows.groupby("partner")["value_eur"].sum()


def _normal_share(cn8: str, partner: str, year: int) -> Figure:
    def figure() -> float:
        return 100 * indicators.import_share(_normal(cn8, year), partner)

    return _documented(figure, f"Part of EU imports of {cn8} (normal trade) from {partner} in {year}, % of value.")


def _normal_hhi(cn8: str, year: int) -> Figure:
    def figure() -> float:
        return indicators.concentration(_normal(cn8, year))

    return _documented(figure, f"Concentration (HHI) of EU suppliers of {cn8} (normal trade) in {year}.")


def _normal_value(cn8: str, year: int) -> Figure:
    def figure() -> float:
        return float(_normal(cn8, year).sum()) / 1e6

    return _documented(figure, f"EU imports of {cn8} (normal trade) in {year}, million EUR.")


gallium_eu_china_import_value_2022 = _normal_share(GALLIUM_CN, "CN", 2022)
gallium_eu_china_import_value_2023 = _normal_share(GALLIUM_CN, "CN", 2023)
gallium_eu_china_import_value_2024 = _normal_share(GALLIUM_CN, "CN", 2024)
gallium_eu_canada_2024 = _normal_share(GALLIUM_CN, "CA", 2024)
gallium_eu_russia_2022 = _normal_share(GALLIUM_CN, "RU", 2022)
gallium_eu_russia_2024 = _normal_share(GALLIUM_CN, "RU", 2024)


def _normal_share_of_rest(cn8: str, partner: str, without: str, year: int) -> Figure:
    def figure() -> float:
        return 100 * indicators.import_share(_normal(cn8, year).drop(without), partner)

    return _documented(
        figure,
        f"Share of {partner} in EU imports of {cn8} (normal trade) from all but {without} in {year}, % of value.",
    )


gallium_eu_canada_of_rest_2024 = _normal_share_of_rest(GALLIUM_CN, "CA", "CN", 2024)
gallium_eu_russia_of_rest_2024 = _normal_share_of_rest(GALLIUM_CN, "RU", "CN", 2024)
gallium_eu_hhi_2022 = _normal_hhi(GALLIUM_CN, 2022)
gallium_eu_hhi_2023 = _normal_hhi(GALLIUM_CN, 2023)
gallium_eu_hhi_2024 = _normal_hhi(GALLIUM_CN, 2024)
gallium_eu_imports_2022 = _normal_value(GALLIUM_CN, 2022)
gallium_eu_imports_2023 = _normal_value(GALLIUM_CN, 2023)
gallium_eu_imports_2024 = _normal_value(GALLIUM_CN, 2024)
germanium_eu_china_import_value_2022 = _normal_share(GERMANIUM_CN, "CN", 2022)
germanium_eu_china_import_value_2023 = _normal_share(GERMANIUM_CN, "CN", 2023)
germanium_eu_china_import_value_2024 = _normal_share(GERMANIUM_CN, "CN", 2024)
germanium_eu_imports_2024 = _normal_value(GERMANIUM_CN, 2024)
helium_normal_algeria_2024 = _normal_share(HELIUM_CN, "DZ", 2024)
helium_normal_qatar_2024 = _normal_share(HELIUM_CN, "QA", 2024)
helium_normal_hhi_2022 = _normal_hhi(HELIUM_CN, 2022)
helium_normal_hhi_2023 = _normal_hhi(HELIUM_CN, 2023)
helium_normal_hhi_2024 = _normal_hhi(HELIUM_CN, 2024)
helium_normal_imports_2022 = _normal_value(HELIUM_CN, 2022)
helium_normal_imports_2023 = _normal_value(HELIUM_CN, 2023)
helium_normal_imports_2024 = _normal_value(HELIUM_CN, 2024)
silicon_normal_norway_2024 = _normal_share(SILICON_CN, "NO", 2024)
silicon_normal_imports_2022 = _normal_value(SILICON_CN, 2022)
silicon_normal_imports_2024 = _normal_value(SILICON_CN, 2024)


# --- the EU's raw-material study (table raw_material_supply) ----------------------------------------------------------


def _study(scope: str, material: str, stage: str, country: str) -> Figure:
    def figure() -> float:
        rows = data.load("raw_material_supply")
        chosen = rows[(rows["scope"] == scope) & (rows["material"] == material) & (rows["stage"] == stage)]
        return float(chosen.loc[chosen["country"] == country, "share_pct"].sum())

    return _documented(figure, f"{scope}, {material}, {stage}: part of {country}, % (averages of 2016-2020).")


gallium_eu_sourcing_china_study = _study("EU sourcing", "Gallium", "processing", "China")
germanium_eu_sourcing_china_study = _study("EU sourcing", "Germanium", "processing", "China")
magnesium_eu_sourcing_china_study = _study("EU sourcing", "Magnesium", "processing", "China")
borate_eu_sourcing_turkiye_study = _study("EU sourcing", "Borate", "extraction", "Türkiye")
neodymium_eu_sourcing_china_study = _study("EU sourcing", "Neodymium", "processing", "China")
gallium_world_china_eu_study = _study("Global supply", "Gallium", "processing", "China")
germanium_world_china_eu_study = _study("Global supply", "Germanium", "processing", "China")
magnesium_world_china_study = _study("Global supply", "Magnesium", "processing", "China")
neodymium_world_china_study = _study("Global supply", "Neodymium", "processing", "China")


# --- world production and prices (tables mineral_production, mineral_prices) ------------------------------------------


def _production(material: str, year: int) -> pd.Series:
    rows = data.load("mineral_production")
    rows = rows[(rows["material"] == material) & (rows["year"] == year)]
    rows = rows[~rows["country"].str.startswith("World total")]
    return rows.set_index("country")["production"].dropna()


def _world_share(material: str, country: str, year: int) -> Figure:
    def figure() -> float:
        values = _production(material, year)
        return float(100 * values.loc[country] / values.sum())

    return _documented(figure, f"Part of world production of {material} in {country}, {year}, %.")


def _price(material: str, series: str, year: int) -> float:
    rows = data.load("mineral_prices")
    chosen = rows[(rows["material"] == material) & (rows["year"] == year)]
    return float(chosen.loc[chosen["series"].str.contains(series, regex=False), "price"].iloc[0])


def _price_of(material: str, series: str, year: int) -> Figure:
    return _documented(lambda: _price(material, series, year), f"Price of {material}, {year}, USD per kg.")


def _price_ratio(material: str, series: str, later: int, earlier: int) -> Figure:
    def figure() -> float:
        return _price(material, series, later) / _price(material, series, earlier)

    return _documented(figure, f"Price of {material} in {later} as a multiple of the one in {earlier} (ratio).")


gallium_world_china_2024 = _world_share("gallium", "China", 2024)
rare_earths_mined_china_2024 = _world_share("rare earths", "China", 2024)
tungsten_mined_china_2024 = _world_share("tungsten", "China", 2024)
gallium_price_2022 = _price_of("gallium", "gallium metal", 2022)
gallium_price_2023 = _price_of("gallium", "gallium metal", 2023)
gallium_price_2024 = _price_of("gallium", "gallium metal", 2024)
gallium_price_2025 = _price_of("gallium", "gallium metal", 2025)
germanium_price_2022 = _price_of("germanium", "germanium metal", 2022)
germanium_price_2023 = _price_of("germanium", "germanium metal", 2023)
germanium_price_2024 = _price_of("germanium", "germanium metal", 2024)
germanium_price_2025 = _price_of("germanium", "germanium metal", 2025)
germanium_price_ratio_2025_2022 = _price_ratio("germanium", "germanium metal", 2025, 2022)
gallium_price_ratio_2025_2022 = _price_ratio("gallium", "gallium metal", 2025, 2022)
neodymium_price_ratio_2024_2022 = _price_ratio("rare earths", "Neodymium", 2024, 2022)


def germanium_price_rise_2022_2025() -> float:
    """Rise of the European germanium price from 2022 to 2025, %."""
    return 100 * (germanium_price_ratio_2025_2022() - 1)


# --- who makes each input to chips (table chip_input_shares) ----------------------------------------------------------


def _input_shares() -> pd.DataFrame:
    """Market shares, one row per input (id) and one column per country code, % (0 where a country is not named)."""
    rows = data.load("chip_input_shares")
    return rows.pivot_table(index="input_id", columns="country_iso3", values="share_pct", aggfunc="sum", fill_value=0.0)


def _combined(codes: frozenset[str]) -> pd.Series:
    table = _input_shares()
    return table[[code for code in table.columns if code in codes]].sum(axis=1)


def _majority(codes: frozenset[str], text: str) -> Figure:
    return _documented(
        lambda: float((_combined(codes) > 50).sum()),
        f"Chip inputs of which {text} together hold more than half (count).",
    )


def _input(input_id: str, country: str) -> Figure:
    def figure() -> float:
        rows = data.load("chip_input_shares")
        chosen = rows[(rows["input_id"] == input_id) & (rows["country_iso3"] == country)]
        return float(chosen["share_pct"].iloc[0])

    return _documented(figure, f"Part of the world market for chip input {input_id} held by {country}, %.")


def chip_inputs_with_shares() -> float:
    """Inputs with country shares in the 2025 edition (count)."""
    return float(len(_input_shares()))


inputs_eu_majority = _majority(EU_AND_BLOCK, "EU members")
inputs_japan_majority = _majority(frozenset({"JPN"}), "Japanese firms")
inputs_eu_japan_majority = _majority(EU_AND_BLOCK | {"JPN"}, "EU members and Japan")
inputs_usa_majority = _majority(frozenset({"USA"}), "US firms")
inputs_china_majority = _majority(frozenset({"CHN"}), "Chinese firms")


def inputs_need_both() -> float:
    """Inputs where the EU and Japan hold more than half only together (count)."""
    eu, japan = _combined(EU_AND_BLOCK), _combined(frozenset({"JPN"}))
    return float(((eu + japan > 50) & (eu <= 50) & (japan <= 50)).sum())


euv_netherlands_2025 = _input("N20", "NLD")
immersion_netherlands_2025 = _input("N22", "NLD")
lithography_netherlands_2025 = _input("N19", "NLD")
lithography_japan_2025 = _input("N19", "JPN")
krf_netherlands_2025 = _input("N105", "NLD")
iline_japan_2025 = _input("N106", "JPN")
resist_tools_japan_2025 = _input("N32", "JPN")
dicing_japan_2025 = _input("N71", "JPN")
wafer_handlers_japan_2025 = _input("N11", "JPN")
mask_ebeam_japan_2025 = _input("N29", "JPN")
mask_ebeam_austria_2025 = _input("N29", "AUT")
ald_netherlands_2025 = _input("N41", "NLD")
ald_japan_2025 = _input("N41", "JPN")
test_tools_japan_2025 = _input("N120", "JPN")
deposition_usa_2025 = _input("N36", "USA")
process_control_usa_2025 = _input("N60", "USA")
wafers_japan_2019 = _input("N26", "JPN")
wafers_germany_2019 = _input("N26", "DEU")
photomasks_japan_2019 = _input("N33", "JPN")
design_software_usa_2019 = _input("N84", "USA")
core_ip_usa_2019 = _input("N85", "USA")
core_ip_uk_2019 = _input("N85", "GBR")
chip_sales_usa_2022 = _input("S1", "USA")
chip_sales_europe_2022 = _input("S1", "EUR")
chip_sales_japan_2022 = _input("S1", "JPN")
chip_sales_korea_2022 = _input("S1", "KOR")
chip_sales_taiwan_2022 = _input("S1", "TWN")
chip_sales_china_2022 = _input("S1", "CHN")
logic_design_usa_2022 = _input("N6", "USA")
logic_design_europe_2022 = _input("N6", "EUR")
memory_design_korea_2022 = _input("N5", "KOR")
fabrication_china_2022 = _input("S2", "CHN")
fabrication_taiwan_2022 = _input("S2", "TWN")
fabrication_japan_2022 = _input("S2", "JPN")
fabrication_korea_2022 = _input("S2", "KOR")
fabrication_usa_2022 = _input("S2", "USA")
fabrication_europe_2022 = _input("S2", "EUR")
packaging_china_2022 = _input("S3", "CHN")
packaging_taiwan_2022 = _input("S3", "TWN")
packaging_japan_2022 = _input("S3", "JPN")
packaging_europe_2022 = _input("S3", "EUR")


def inputs_eu_japan_both_ten() -> float:
    """Inputs where the EU and Japan each hold at least a tenth (count)."""
    return float(((_combined(EU_AND_BLOCK) >= 10) & (_combined(frozenset({"JPN"})) >= 10)).sum())


def inputs_eu_ten() -> float:
    """Inputs of which EU members hold at least a tenth of the world market (count)."""
    return float((_combined(EU_AND_BLOCK) >= 10).sum())


def inputs_eu_usa_both_ten() -> float:
    """Inputs of which EU members and US firms each hold at least a tenth (count)."""
    return float(((_combined(EU_AND_BLOCK) >= 10) & (_combined(frozenset({"USA"})) >= 10)).sum())


def inputs_eu_japan_absent() -> float:
    """Inputs where the EU and Japan together hold less than a tenth (count)."""
    return float((_combined(EU_AND_BLOCK | {"JPN"}) < 10).sum())


# --- ASML's sales (table asml_sales) ----------------------------------------------------------------------------------


def _asml(region: str, year: int) -> Figure:
    def figure() -> float:
        rows = data.load("asml_sales")
        sales = rows[rows["year"] == year].set_index("customer_region")["total_net_sales_meur"]
        return float(100 * sales.loc[region] / sales.sum())

    return _documented(figure, f"Part of ASML's total net sales to customers in {region}, {year}, %.")


asml_china_share_2022 = _asml("China", 2022)
asml_china_share_2023 = _asml("China", 2023)
asml_japan_share_2022 = _asml("Japan", 2022)
asml_japan_share_2023 = _asml("Japan", 2023)
asml_taiwan_share_2022 = _asml("Taiwan", 2022)
asml_taiwan_share_2023 = _asml("Taiwan", 2023)


def asml_china_ratio_2023_2022() -> float:
    """ASML's sales to China in 2023 as a multiple of those in 2022 (ratio)."""
    rows = data.load("asml_sales")
    china = rows[rows["customer_region"] == "China"].set_index("year")["total_net_sales_meur"]
    return float(china.loc[2023] / china.loc[2022])


def asml_china_growth_2023() -> float:
    """Growth of ASML's sales to China from 2022 to 2023, %."""
    return 100 * (asml_china_ratio_2023_2022() - 1)


# --- chips and computing power (tables ai_accelerators, ai_models, transistors, chip_sales) ---------------------------


def _accelerators() -> pd.DataFrame:
    return data.load("ai_accelerators")


def accelerators_in_table() -> float:
    """AI accelerators in the table (count)."""
    return float(len(_accelerators()))


def accelerators_foundry_known() -> float:
    """AI accelerators whose maker (foundry) is known (count)."""
    return float(_accelerators()["foundry"].notna().sum())


def accelerators_tsmc() -> float:
    """AI accelerators made by TSMC alone (count)."""
    return float((_accelerators()["foundry"] == "TSMC").sum())


def accelerators_tsmc_share() -> float:
    """TSMC's part of the accelerators whose foundry is known, %."""
    return 100 * accelerators_tsmc() / accelerators_foundry_known()


def _performance(name: str) -> Figure:
    def figure() -> float:
        rows = _accelerators()
        return float(rows.loc[rows["name"] == name, "tpp"].iloc[0])

    return _documented(figure, f"Total processing performance of the {name} (a count without a unit).")


h100_tpp = _performance("NVIDIA H100 SXM5 80GB")
a100_tpp = _performance("NVIDIA A100 SXM4 80 GB")
h20_tpp = _performance("NVIDIA HGX H20")


def h20_density() -> float:
    """Performance density of the H20: its performance over the area of the H100 die from which it is cut down."""
    return h20_tpp() / _number("h100-die-area")


def _compute(model: str) -> Figure:
    def figure() -> float:
        rows = data.load("ai_models")
        return float(rows.loc[rows["model"] == model, "training_compute_flop"].iloc[0])

    return _documented(figure, f"Computing power used to train {model}, FLOP (an estimate).")


training_compute_alexnet = _compute("AlexNet")
training_compute_gpt3 = _compute("GPT-3 175B (davinci)")
training_compute_gpt4 = _compute("GPT-4")
training_compute_llama31 = _compute("Llama 3.1-405B")
training_compute_grok4 = _compute("Grok 4")
training_compute_deepseek_v3 = _compute("DeepSeek-V3")


def training_compute_deepseek_v3_over_gpt4() -> float:
    """Computing power of DeepSeek-V3's training as a share of GPT-4's, %."""
    return 100 * training_compute_deepseek_v3() / training_compute_gpt4()


def training_compute_gpt4_over_gpt3() -> float:
    """Computing power of GPT-4's training as a multiple of GPT-3's (ratio)."""
    return training_compute_gpt4() / training_compute_gpt3()


def models_above_1e25() -> float:
    """Notable AI models trained with more than 10^25 FLOP (count)."""
    return float((data.load("ai_models")["training_compute_flop"] > 1e25).sum())


def _moore_fit() -> tuple[float, float, int]:
    rows = data.load("transistors")
    years = rows["year"].to_numpy(dtype=float)
    doublings = np.log2(rows["transistors"].to_numpy(dtype=float))
    slope, start = np.polyfit(years - 1971, doublings, 1)
    residual = doublings - (start + slope * (years - 1971))
    spread = doublings - doublings.mean()
    return 1 / slope, 1 - float(residual @ residual) / float(spread @ spread), len(rows)


def moore_doubling_time() -> float:
    """Doubling time of transistor counts, years: least squares on log2 of the counts, 1971-2021."""
    return float(_moore_fit()[0])


def moore_fit_r2() -> float:
    """Part of the variation of log2 counts that the fitted line explains (0 to 1)."""
    return float(_moore_fit()[1])


def moore_chips() -> float:
    """Processors in the fit (count)."""
    return float(_moore_fit()[2])


def _number(fact_id: str) -> float:
    return float(data.fact(fact_id).value)


def chip_sales_growth_per_year() -> float:
    """Average growth of world chip sales from 1995 to 2025, % a year (nominal dollars)."""
    return 100 * ((_number("world-chip-sales-2025") / _number("world-chip-sales-1995")) ** (1 / 30) - 1)


def chip_sales_fall_2001() -> float:
    """Fall of world chip sales in 2001 against 2000, %."""
    return 100 * (1 - _number("world-chip-sales-2001") / _number("world-chip-sales-2000"))


def chips_act_output_multiple() -> float:
    """Output needed to go from the baseline to the target share while the market doubles (ratio)."""
    return 2 * _number("chips-act-target") / _number("chips-act-baseline-2020")


def euv_tool_average_price_2025() -> float:
    """ASML's EUV sales per EUV system in 2025, million EUR."""
    return 1000 * _number("asml-euv-sales-2025") / _number("asml-euv-systems-2025")


def lithography_asml_units_share_2023() -> float:
    """ASML's part of lithography machines shipped by the three makers in 2023, % of units."""
    units = {firm: _number(f"lithography-{firm}-units-2023") for firm in ("asml", "canon", "nikon")}
    return 100 * units["asml"] / sum(units.values())


def eu_japan_goods_balance_2023() -> float:
    """EU goods balance with Japan in 2023: the whole balance minus services, billion EUR."""
    return _number("eu-japan-balance-2023") - _number("eu-japan-services-balance-2023")


def _ratio_percent(part: str, whole: str, text: str) -> Figure:
    return _documented(lambda: 100 * _number(part) / _number(whole), text)


esmc_aid_intensity = _ratio_percent("esmc-state-aid", "esmc-investment", "Aid for ESMC as a part of investment, %.")
kumamoto_1_aid_intensity = _ratio_percent(
    "kumamoto-1-aid", "kumamoto-1-cost-jpy", "Aid for the first Kumamoto fab as a part of investment in yen, %."
)
kioxia_aid_intensity = _ratio_percent("kioxia-aid", "kioxia-investment", "Aid for Kioxia as a part of investment, %.")
rapidus_capital_part = _ratio_percent(
    "rapidus-founding-capital", "rapidus-aid-to-2025", "Rapidus' founding capital as a part of its subsidies, %."
)


# --- what one chip costs (formulas of lesson 3) -----------------------------------------------------------------------


def _gross_dies(area_mm2: float, diameter_mm: float = 300.0) -> int:
    wafer = math.pi * diameter_mm**2 / (4 * area_mm2)
    return math.floor(wafer - math.pi * diameter_mm / math.sqrt(2 * area_mm2))


def _cost_per_good_die(area_mm2: float, defects_per_cm2: float = 0.1, clustering: float = 3.0) -> float:
    yielded = (1 + area_mm2 / 100 * defects_per_cm2 / clustering) ** -clustering
    return _number("wafer-price-5nm") / (_gross_dies(area_mm2) * yielded)


def big_die_cost() -> float:
    """Cost of a good die as large as an H100's at 0.1 defects per square centimetre, USD."""
    return _cost_per_good_die(_number("h100-die-area"))


def half_die_cost() -> float:
    """Cost of a good die of half that size, USD."""
    return _cost_per_good_die(_number("h100-die-area") / 2)


def small_die_cost() -> float:
    """Cost of a good die as large as a phone chip's under the same assumptions, USD."""
    return _cost_per_good_die(_number("phone-chip-die-area"))


def two_halves_saving() -> float:
    """How much less two good half dies cost than one good big die, %."""
    return 100 * (1 - 2 * half_die_cost() / big_die_cost())


def euv_single_exposure_limit() -> float:
    """Rayleigh's limit of a standard EUV machine, half-pitch in nm: 0.25 x wavelength / aperture."""
    return 0.25 * _number("euv-wavelength") / _number("euv-aperture")


def duv_exposure_at_028() -> float:
    """Half-pitch of an immersion ArF machine with factor 0.28 and aperture 1.35, nm."""
    return 0.28 * _number("duv-wavelength") / 1.35


# --- counts of the module's own tables --------------------------------------------------------------------------------


def claims_checked() -> float:
    """Claims of the news story in the claim check (count)."""
    return float(len(data.load("claim_check")))


def state_aid_decisions() -> float:
    """State-aid decisions in the table (count); not a full list of EU chip aid."""
    return float(len(data.load("state_aid")))


def state_aid_total() -> float:
    """Aid in the decisions of the table together, billion EUR."""
    return float(data.load("state_aid")["aid_meur"].sum()) / 1000


def _promises(text: str, **wanted: str) -> Figure:
    def figure() -> float:
        rows = data.load("ledger")
        for column, value in wanted.items():
            rows = rows[rows[column] == value]
        return float(len(rows))

    return _documented(figure, f"Promises in the ledger {text} (count).")


ledger_promises_japan = _promises("between the EU and Japan", partner="EU-JP")
ledger_delivered_japan = _promises("between the EU and Japan, delivered", partner="EU-JP", status="delivered")
ledger_promises_korea = _promises("between the EU and South Korea", partner="EU-KR")
ledger_delivered_korea = _promises("between the EU and South Korea, delivered", partner="EU-KR", status="delivered")
ledger_information_promises = _promises("to tell each other something", form="information")
ledger_information_delivered = _promises(
    "to tell each other something, delivered", form="information", status="delivered"
)
