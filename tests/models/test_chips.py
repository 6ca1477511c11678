"""The chip models reproduce worked numbers, reach their limits, and say what is wrong with a unit."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from derisking import data
from derisking.models import chips

# yield model -> share of good dies among those of 814 mm² and of 105 mm², at 0.1 defects per cm²
YIELDS = {chips.yield_poisson: (0.4431, 0.9003), chips.yield_murphy: (0.4681, 0.9012)}
YIELDS |= {chips.yield_negative_binomial: (0.4867, 0.9019)}


def test_dies_by_formula():
    worked = {100: 640, 814: 63, 105: 608, 407: 140, 11_250: 0, 46_225: 0}
    assert {area: chips.dies_per_wafer(300, area) for area in worked} == worked
    assert chips.dies_per_wafer(200, 100) == 269


@pytest.mark.parametrize("wrong", [(0, 100), (300, -1), (300, float("nan")), ("300", 100)])
def test_sizes_must_be_positive(wrong):
    with pytest.raises(ValueError, match="positive"):
        chips.dies_per_wafer(*wrong)


@pytest.mark.parametrize("function", YIELDS)
def test_yields(function):
    assert (function(8.14, 0.1), function(1.05, 0.1)) == pytest.approx(YIELDS[function], abs=5e-5)
    assert function(0, 0.1) == function(1, 0) == 1
    with pytest.raises(ValueError, match="millimetres"):
        function(814, 0.1)
    with pytest.raises(ValueError, match="negative"):
        function(-1, 0.1)


def test_clusters_between_seeds_and_poisson():
    assert chips.yield_negative_binomial(8.14, 0.1, 2) == pytest.approx(0.5051, abs=5e-5)
    assert chips.yield_negative_binomial(8.14, 0.1, 1) == pytest.approx(1 / 1.814)
    assert chips.yield_negative_binomial(8.14, 0.1, 1e7) == pytest.approx(chips.yield_poisson(8.14, 0.1), rel=1e-6)


@given(st.floats(0.01, 20), st.floats(0, 3))
def test_yield_is_a_share_and_variation_raises_it(area, density):
    values = [function(area, density) for function in YIELDS]
    assert all(0 < value <= 1 for value in values)
    assert values[0] <= min(values) * (1 + 1e-12), "at the same average density, Poisson is the lowest"
    assert all(function(area, density + 0.1) < value for function, value in zip(YIELDS, values, strict=True))


def test_cost_per_good_die():
    cost = [chips.cost_per_good_die(16_988, 300, area, 0.1, alpha=3) for area in (814, 407, 105)]
    assert cost == pytest.approx([554.1, 177.7, 30.98], rel=5e-4)
    assert 1 - 2 * cost[1] / cost[0] == pytest.approx(0.3585, abs=5e-5), "two halves cost less than one big die"
    assert chips.cost_per_good_die(16_988, 300, 814, 0) == pytest.approx(269.7, abs=0.05), "without defects"
    assert chips.cost_per_good_die(16_988, 300, 814, 0.1) > cost[0], "at random is worse than in clusters"
    with pytest.raises(ValueError, match="No whole die"):
        chips.cost_per_good_die(16_988, 300, 46_225, 0.1)


def test_rayleigh_and_moore():
    worked = {(13.5, 0.33): 10.23, (13.5, 0.55): 6.136, (193, 1.35): 35.74, (193, 1.35, 0.28): 40.03}
    assert [chips.smallest_half_pitch(*asked) for asked in worked] == pytest.approx(list(worked.values()), rel=5e-4)
    with pytest.raises(ValueError, match="limit"):
        chips.smallest_half_pitch(193, 1.35, 0.2)
    table = data.load("transistors")
    fit = chips.growth(table["year"], table["transistors"])
    assert fit.n == 99
    assert (fit.years, fit.low, fit.high) == pytest.approx((1.995, 1.939, 2.054), abs=1e-3)
    assert fit.r_squared == pytest.approx(0.9797, abs=5e-5)


@given(st.floats(0.5, 5), st.floats(1, 1e9))
def test_doubling_time_is_found_whatever_the_unit(years, unit):
    t = np.arange(1971, 2001)
    assert chips.doubling_time(t, unit * 2 ** ((t - 1971) / years)) == pytest.approx(years)


@pytest.mark.parametrize("years, counts", [([1, 2], [1, 2]), ([1, 2, 3], [1, 0, 2]), ([1, 2, 3], [4, 2, 1])])
def test_nonsense_has_no_doubling_time(years, counts):
    with pytest.raises(ValueError):
        chips.doubling_time(years, counts)


FAB = chips.Fab(plant=20e9, wafers=600_000, price=20_000, running=4_000, upkeep=0.05, years=5)


def test_a_fab_breaks_even_where_its_profit_is_zero():
    assert chips.break_even(FAB) == pytest.approx(5e9 / (600_000 * 16_000))
    assert chips.fab_profit(FAB, chips.break_even(FAB)) == pytest.approx(0, abs=1)
    assert chips.fab_profit(FAB, 1) == pytest.approx(4.6e9)
    assert chips.fab_profit(FAB, 1, good=0.6) == pytest.approx(-0.2e9)
    assert chips.break_even(FAB, good=0.6, aid=5e9) == pytest.approx(5 / 6)
    assert chips.break_even(FAB, good=0.2) == math.inf, "one that loses with every wafer never does"
    assert chips.fab_profit(FAB, 1, good=0.1) < chips.fab_profit(FAB, 0.5, good=0.1)
    with pytest.raises(ValueError, match="Aid lies between 0"):
        chips.fab_profit(FAB, 1, aid=21e9)
    with pytest.raises(ValueError, match="wafers must be a positive number"):
        chips.break_even(FAB._replace(wafers=0))
