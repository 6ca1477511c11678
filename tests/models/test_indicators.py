"""The indicators give the known results on the module's tables, and obey the laws they should obey."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derisking import data
from derisking.models import indicators as ind

EU_2022 = {"252800", "252910", "260600", "280470", "283691", "720293", "810411", "850511"}
EU_2024 = EU_2022 | {"260200", "280429", "811010"}
values_lists = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30)


@pytest.fixture(scope="module")
def imports():
    return data.load("imports")


@pytest.fixture(scope="module")
def table(imports):
    totals = data.load("trade_totals")
    return lambda year, importer="EU27": ind.indicators_table(imports, totals, year, importer)


# --- the index -------------------------------------------------------------------------------------------------


def test_hhi_known_values():
    assert ind.hhi([1.0]) == 1
    assert ind.hhi(pd.Series([0.56, 0.16, 0.14, 0.10, 0.04])) == pytest.approx(0.3704)


def test_hhi_of_rounded_shares_never_exceeds_one():
    assert ind.hhi([1.0, 0.01]) == pytest.approx(0.9804, abs=5e-5)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([56, 16, 14, 10, 4], "per cents"),
        ([60.0, 20.0], "per cents"),
        ([100], "per cents"),
        ([1.0] * 100, "per cents"),
        ([0.5, 0.2], "not 1"),
        ([0.5, 0.6], "not 1"),
        ([1.2, -0.2], "negative"),
        ([0.5, float("nan"), 0.5], "missing"),
        ([float("inf")], "infinite"),
        ([], "one number per supplier"),
        ([[0.5, 0.5]], "one number per supplier"),
    ],
)
def test_hhi_says_what_is_wrong(shares, words):
    with pytest.raises(ValueError, match=words):
        ind.hhi(shares)


@given(values_lists)
def test_hhi_lies_between_equal_suppliers_and_one(values):
    index = ind.concentration(pd.Series(values))
    assert 1 / len(values) - 1e-9 <= index <= 1 + 1e-9


@given(values_lists, st.randoms())
def test_order_of_suppliers_does_not_matter(values, random):
    shuffled = random.sample(values, len(values))
    assert ind.concentration(pd.Series(values)) == pytest.approx(ind.concentration(pd.Series(shuffled)))


@given(st.lists(st.floats(0.01, 1e6), min_size=2, max_size=30))
def test_merging_two_suppliers_never_lowers_it(values):
    merged = [values[0] + values[1], *values[2:]]
    assert ind.concentration(pd.Series(merged)) >= ind.concentration(pd.Series(values)) - 1e-12


@given(values_lists, st.floats(0.01, 1e3))
def test_the_unit_does_not_matter(values, factor):
    series = pd.Series(values)
    assert ind.concentration(series * factor) == pytest.approx(ind.concentration(series))


@given(values_lists)
def test_a_supplier_of_nothing_changes_nothing(values):
    assert ind.concentration(pd.Series([*values, 0.0])) == pytest.approx(ind.concentration(pd.Series(values)))


# --- shares and the other two indicators -------------------------------------------------------------------------


def test_shares_keep_the_index_and_sum_to_one():
    parts = ind.shares(pd.Series({"CHN": 3.0, "JPN": 1.0}))
    assert parts.to_dict() == {"CHN": 0.75, "JPN": 0.25}


def test_shares_of_nothing_and_of_gaps_are_errors():
    with pytest.raises(ValueError, match="zero"):
        ind.shares(pd.Series([0.0, 0.0]))
    with pytest.raises(ValueError, match="missing"):
        ind.shares(pd.Series([1.0, None]))


def test_a_misspelt_supplier_is_an_error_that_names_near_ones():
    with pytest.raises(ValueError, match="Near: CHN"):
        ind.import_share(pd.Series({"CHN": 3.0, "JPN": 1.0}), "CHI")


def test_reliance_and_substitution():
    assert ind.extra_eu_reliance(3, 1) == 0.75
    assert ind.extra_eu_reliance(3, 0) == 1, "a single country has no intra trade"
    assert ind.substitution(3, 2) == 1.5
    assert ind.substitution(3, 0) == math.inf
    for function in (ind.extra_eu_reliance, ind.substitution):
        with pytest.raises(ValueError, match="zero"):
            function(0, 0)
        with pytest.raises(ValueError, match="negative"):
            function(-1, 2)


# --- expected results on the tables --------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "expected"), [(2022, EU_2022), (2024, EU_2024)])
def test_which_products_pass_the_screen(table, year, expected):
    result = ind.screen(table(year))
    assert len(result) == 30
    assert set(result.index[result["passes"]]) == expected
    leaders = result.loc[result["passes"], "top_supplier"]
    assert set(leaders.index[leaders == "CHN"]) == {"810411", "850511"}


def test_products_at_the_edge(table):
    result = ind.screen(table(2024))
    assert result["concentration"].loc[["280429", "251110", "260600"]].round(3).tolist() == [0.401, 0.404, 0.412]
    assert result["fails"].loc[["280429", "251110", "260600"]].tolist() == ["", "substitution", ""]


def test_the_bundle_hides_gallium(table):
    bundle = ind.screen(table(2024)).loc["811292"]
    assert bundle["fails"] == "concentration, substitution"
    assert bundle["top_share"] == pytest.approx(0.440, abs=5e-4)


@pytest.mark.parametrize(
    ("hs6", "importer", "share", "index"),
    [
        ("850511", "EU27", 88.6, 0.787),
        ("850511", "JPN", 27.6, 0.264),
        ("280469", "EU27", 8.9, 0.275),
        ("280469", "JPN", 66.5, 0.461),
        ("810411", "EU27", 80.0, 0.673),
        ("810411", "JPN", 98.0, 0.961),
        ("810194", "EU27", 40.3, 0.253),
        ("810194", "JPN", 99.6, 0.993),
        ("811292", "EU27", 44.0, 0.289),
        ("811292", "JPN", 19.2, 0.140),
    ],
)
def test_china_and_concentration_2024(imports, hs6, importer, share, index):
    values = ind.by_supplier(imports, hs6=hs6, importer=importer, year=2024)
    assert 100 * ind.import_share(values, "CHN") == pytest.approx(share, abs=0.05)
    assert ind.concentration(values) == pytest.approx(index, abs=5e-4)


def test_gallium_in_normal_trade():
    trade = data.load("normal_trade")
    gallium = trade[trade["cn8"] == "81129289"]
    found = [ind.concentration(gallium[gallium["year"] == year]["value_eur"]) for year in (2022, 2023, 2024)]
    assert found == pytest.approx([0.948, 0.757, 0.503], abs=5e-4)


def test_small_flows_are_flagged(table):
    result = table(2024)
    assert set(result.index[result["small_flow"]]) == {"250490", "280480", "283692", "811212"}


@pytest.mark.parametrize("importer", ["JPN", "USA", "CHN", "KOR", "TWN"])
def test_a_single_country_relies_on_others_by_construction(table, importer):
    assert (table(2024, importer)["reliance"] == 1).all()


def test_imports_and_totals_agree(table):
    totals = data.load("trade_totals")
    extra = totals[(totals["year"] == 2024) & (totals["area"] == "EU27")].set_index("hs6")["imports_extra_kusd"]
    assert (table(2024)["value_kusd"] - extra).abs().max() < 1


def test_unknown_year_or_importer_lists_what_there_is(imports, table):
    with pytest.raises(ValueError, match=r"2022, 2024"):
        table(2023)
    with pytest.raises(ValueError, match="EU27"):
        ind.by_supplier(imports, hs6="850511", importer="EU", year=2024)


# --- laws of the screen ----------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    st.floats(0, 1), st.floats(0, 1), st.floats(0, 3), st.sampled_from(["concentration", "reliance", "substitution"])
)
def test_a_higher_threshold_never_lets_more_through(table, first, second, third, test):
    base = {"concentration": first, "reliance": second, "substitution": third}
    result = table(2024)
    loose, strict = ind.screen(result, **base), ind.screen(result, **{**base, test: base[test] + 0.1})
    assert not (strict["passes"] & ~loose["passes"]).any()
    assert (loose["passes"] == (loose["fails"] == "")).all()


def test_on_the_threshold_is_not_above_it_and_gaps_are_errors():
    row = pd.DataFrame({"concentration": [0.4], "reliance": [0.9], "substitution": [2.0]})
    assert ind.screen(row)["fails"].tolist() == ["concentration"]
    with pytest.raises(ValueError, match="missing"):
        ind.screen(row.assign(reliance=None))
