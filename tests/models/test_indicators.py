"""The indicators give the known results on the module's tables, and obey the laws they should obey."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given
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


def test_hhi_known_values():
    assert ind.hhi([1.0]) == 1
    assert ind.hhi(pd.Series([0.56, 0.16, 0.14, 0.10, 0.04])) == pytest.approx(0.3704)
    assert ind.hhi([1.0, 0.01]) == pytest.approx(0.9804, abs=5e-5), "rounded shares never exceed one"


WRONG = [([56, 16, 14, 10, 4], "per cents"), ([1.0] * 100, "per cents"), ([0.5, 0.2], "not 1"), ([0.5, 0.6], "not 1")]
WRONG += [([1.2, -0.2], "negative"), ([0.5, float("nan"), 0.5], "missing"), ([float("inf")], "infinite")]
WRONG += [([], "one number per supplier"), ([[0.5, 0.5]], "one number per supplier")]


@pytest.mark.parametrize(("shares", "words"), WRONG)
def test_hhi_says_what_is_wrong(shares, words):
    with pytest.raises(ValueError, match=words):
        ind.hhi(shares)


@given(values_lists, st.randoms(), st.floats(0.01, 1e3))
def test_laws_of_the_index(values, random, factor):
    """It lies between equal suppliers and one; order, unit and a supplier of nothing do not matter; merging never lowers it."""
    index = ind.concentration(pd.Series(values))
    assert 1 / len(values) - 1e-9 <= index <= 1 + 1e-9
    for same in (random.sample(values, len(values)), [value * factor for value in values], [*values, 0.0]):
        assert ind.concentration(pd.Series(same)) == pytest.approx(index)
    assert ind.concentration(pd.Series([sum(values[:2]), *values[2:]])) >= index - 1e-12


def test_shares_and_a_misspelt_supplier():
    imports = pd.Series({"CHN": 3.0, "JPN": 1.0})
    assert ind.shares(imports).to_dict() == {"CHN": 0.75, "JPN": 0.25}
    with pytest.raises(ValueError, match="Near: CHN"):
        ind.import_share(imports, "CHI")
    with pytest.raises(ValueError, match="zero"):
        ind.shares(imports * 0)
    with pytest.raises(ValueError, match="missing"):
        ind.shares(pd.Series([1.0, None]))


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


# --- expected results on the tables; shares and concentrations that texts quote are recomputed in tests/authoring
@pytest.mark.parametrize(("year", "expected"), [(2022, EU_2022), (2024, EU_2024)])
def test_which_products_pass_the_screen(table, year, expected):
    result = ind.screen(table(year))
    assert len(result) == 30
    assert set(result.index[result["passes"]]) == expected
    leaders = result.loc[result["passes"], "top_supplier"]
    assert set(leaders.index[leaders == "CHN"]) == {"810411", "850511"}


def test_products_at_the_edge(table):
    result = ind.screen(table(2024))
    edge = result.loc[["280429", "251110", "260600"]]
    assert edge["concentration"].round(3).tolist() == [0.401, 0.404, 0.412]
    assert edge["fails"].tolist() == ["", "substitution", ""]
    assert result.loc["811292", "fails"] == "concentration, substitution", "the bundle hides gallium"
    assert set(result.index[result["small_flow"]]) == {"250490", "280480", "283692", "811212"}


def test_unknown_year_or_importer_lists_what_there_is(imports, table):
    with pytest.raises(ValueError, match=r"2022, 2024"):
        table(2023)
    with pytest.raises(ValueError, match="EU27"):
        ind.by_supplier(imports, hs6="850511", importer="EU", year=2024)


def test_a_higher_threshold_lets_no_more_through_and_the_threshold_is_not_above(table):
    result = table(2024)
    for concentration, reliance, third in itertools.product((0.0, 0.4, 0.8), (0.0, 0.5), (0.0, 1.0, 2.5)):
        base = {"concentration": concentration, "reliance": reliance, "substitution": third}
        loose = ind.screen(result, **base)
        assert (loose["passes"] == (loose["fails"] == "")).all()
        for test, limit in base.items():
            assert not (ind.screen(result, **{**base, test: limit + 0.1})["passes"] & ~loose["passes"]).any()
    row = pd.DataFrame({"concentration": [0.4], "reliance": [0.9], "substitution": [2.0]})
    assert ind.screen(row)["fails"].tolist() == ["concentration"]
    with pytest.raises(ValueError, match="missing"):
        ind.screen(row.assign(reliance=None))
