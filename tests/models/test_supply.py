"""The models of supply reproduce worked numbers and obey their own logic; each says no to impossible input."""

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derisking import data
from derisking.models import supply

INPUTS = pd.Series({"wafers": 0.8, "resist": 0.4, "litho": 1.0, "gases": 0.9})
fractions = st.lists(st.floats(0.01, 1), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def matrix():
    return supply.share_matrix(data.load("chip_input_shares"))


@pytest.fixture(scope="module")
def europe():
    countries = data.load("countries")
    return [*countries.loc[countries["eu_member"], "iso3"], "EUR"]


# --- the chain -----------------------------------------------------------------------------------------------------


def test_rules_from_minimum_to_mean():
    found = [supply.chain_output(INPUTS, elasticity=e) for e in (0, 0.5, 1, math.inf)]
    assert found == pytest.approx([0.4, 0.6825, 0.2880**0.25, 0.7750], abs=5e-5)
    assert supply.bottleneck(INPUTS) == "resist"


@given(fractions, st.floats(0.05, 5))
def test_output_lies_between_the_scarcest_and_the_mean_or_above(values, elasticity):
    available = pd.Series(values)
    output = supply.chain_output(available, elasticity=elasticity)
    assert min(values) - 1e-9 <= output <= max(values) + 1e-9
    assert output >= supply.chain_output(available, elasticity=elasticity / 2) - 1e-9


def test_weights_matter_and_the_minimum_ignores_them():
    weights = pd.Series({"wafers": 100, "resist": 1, "litho": 100, "gases": 100})
    assert supply.chain_output(INPUTS, weights, 0) == 0.4
    assert supply.chain_output(INPUTS, weights, math.inf) > 0.89
    gone = pd.Series({"a": 0.0, "b": 1.0})
    assert supply.chain_output(gone, elasticity=0.5) == supply.chain_output(gone, elasticity=1) == 0


@pytest.mark.parametrize(
    ("available", "weights", "elasticity", "words"),
    [([1.2], None, 0, "fractions"), ([float("nan")], None, 0, "fractions"), ([0.5], None, -1, "elasticity"),
     ([0.5, 0.5], [1], 1, "Weights"), ([0.5], [-1], 1, "Weights")],
)  # fmt: skip
def test_chain_output_says_what_is_wrong(available, weights, elasticity, words):
    with pytest.raises(ValueError, match=words):
        supply.chain_output(pd.Series(available), None if weights is None else pd.Series(weights), elasticity)


def test_path_with_stocks_and_substitutes():
    stocks = {"resist": 2.0, "wafers": 1.0}
    path = supply.output_path({"resist": 0.4, "wafers": 0.8}, stocks, weeks=8)
    assert path["output"].tolist() == pytest.approx([1, 1, 1, 0.6, 0.4, 0.4, 0.4, 0.4])
    assert path["bottleneck"].tolist() == ["", "", "", *["resist"] * 5]
    path = supply.output_path({"resist": 0.4, "wafers": 0.8}, stocks, substitution=0.25, weeks=8)
    assert path["output"].tolist() == pytest.approx([1, 1, 1, 1, 0.75, 0.55, 0.55, 0.55])
    assert stocks == {"resist": 2.0, "wafers": 1.0}, "the caller's stocks are left alone"


@given(st.floats(0, 1), st.floats(0, 20), st.floats(0, 1), st.integers(0, 20))
def test_more_stock_never_hurts_and_nothing_comes_from_nothing(flow, stock, substitution, ramp):
    made = supply.output_path({"a": flow}, {"a": stock}, substitution, 20, ramp)["output"]
    more = supply.output_path({"a": flow}, {"a": stock + 1}, substitution, 20, ramp)["output"]
    assert more.sum() >= made.sum() - 1e-9
    assert made.sum() <= stock + 20 * (flow + substitution * (1 - flow)) + 1e-9
    assert made.between(0, 1).all()


def test_negative_stock_is_refused():
    with pytest.raises(ValueError, match="negative"):
        supply.output_path({"a": 0.5}, {"a": -1})


def test_counts_on_the_edition_of_2025(matrix, europe):
    together = supply.group_share(matrix, europe) + supply.group_share(matrix, ["JPN"])
    assert len(together) == 96 and (together > 0.5).sum() == 36
    assert (supply.group_share(matrix, ["USA"]) > 0.5).sum() == 37
    assert (supply.group_share(matrix, ["CHN"]) > 0.5).sum() == 2


def test_naive_minimum_lets_a_niche_stop_the_world(matrix):
    left = supply.available(matrix, ["CHN"])
    assert supply.chain_output(left) < 0.4
    assert supply.chain_output(left, elasticity=math.inf) > 0.9
    assert (supply.available(matrix, []) == 1).all()
    with pytest.raises(ValueError, match="codes"):
        supply.available(matrix, ["China"])


# --- a control that leaks ----------------------------------------------------------------------------------------------


def test_a_monopolist_does_not_leak_but_is_replaced_in_time():
    assert supply.leak(1.0, spare=5) == 0
    path = supply.denied(1.0, [0, 5, 10, 20], spare=5, own_years=10)
    assert path.tolist() == pytest.approx([1, 0.5, 0, 0])


def test_a_lone_control_leaks_and_allies_close_the_gap():
    assert supply.leak(0.5, spare=1) == pytest.approx(1)
    assert supply.leak(0.5, spare=0.5) == pytest.approx(0.5)
    assert supply.leak(0.9, spare=0.5) < supply.leak(0.5, spare=0.5)
    assert supply.leak(0.0, spare=0.5) == 0


@given(st.floats(0, 1), st.floats(0, 3), st.floats(0.5, 30), st.floats(0, 10))
def test_denial_is_a_share_that_only_falls(coalition, spare, own_years, delay):
    path = supply.denied(coalition, np.arange(0, 30), spare=spare, own_years=own_years, delay=delay)
    assert ((path >= 0) & (path <= coalition + 1e-9)).all()
    assert (np.diff(path) <= 1e-12).all()
    assert (
        supply.denied(min(1, coalition + 0.1), np.arange(0, 30), spare=spare, own_years=own_years, delay=delay)
        >= path - 1e-9
    ).all()


def test_control_refuses_nonsense():
    for wrong in ({"coalition": 1.5}, {"coalition": 0.5, "spare": -1}, {"coalition": 0.5, "own_years": 0}):
        with pytest.raises(ValueError):
            supply.denied(years=[0], **wrong)


# --- two partners ----------------------------------------------------------------------------------------------------------

PRODUCTS = ["lithography", "other tools", "materials", "power", "memory"]
EXPORTS = pd.DataFrame({"EU": [20, 8, 4, 24, 4], "JP": [2, 20, 16, 10, 12], "KR": [0, 4, 4, 2, 70]}, index=PRODUCTS)
WORLD = pd.Series([24, 70, 40, 60, 306], index=PRODUCTS)


def test_comparative_advantage():
    found = supply.comparative_advantage(EXPORTS, WORLD)
    assert found["EU"].round(2).tolist() == [6.94, 0.95, 0.83, 3.33, 0.11]
    assert found["JP"].round(2).tolist() == [0.69, 2.38, 3.33, 1.39, 0.33]


def test_pooling_and_joint_failure():
    assert [supply.pooled_deviation(10, 2, rho) for rho in (0, 0.6, 1)] == pytest.approx([7.071, 8.944, 10], abs=1e-3)
    assert [supply.both_fail(0.05, rho) for rho in (0, 0.6, 1)] == pytest.approx([0.0025, 0.031, 0.05])
    with pytest.raises(ValueError):
        supply.pooled_deviation(10, 3, -0.9)


def test_one_friend_lowers_the_loss_and_raises_concentration():
    risks = pd.Series({"C": 0.2, "J": 0.05, "E": 0.03, "O": 0.1})
    rows = [((0.7, 0.1, 0.1, 0.1), 0.158), ((0.4, 0.25, 0.2, 0.15), 0.1135), ((0.1, 0.8, 0.05, 0.05), 0.0665)]
    for shares, loss in rows:
        assert supply.expected_loss(pd.Series(shares, index=risks.index), risks) == pytest.approx(loss)


# --- the budget ---------------------------------------------------------------------------------------------------------------

MEASURES = ["stockpile", "second_source", "home", "alliance"]


def test_same_seed_same_luck_other_seed_other_luck():
    first, again = supply.simulate(supply.Portfolio(2)), supply.simulate(supply.Portfolio(2))
    assert (first.losses == again.losses).all()
    assert (first.losses != supply.simulate(supply.Portfolio(2), seed=8).losses).any()


@pytest.mark.parametrize("measure", MEASURES)
def test_more_money_never_raises_the_loss_of_any_run_by_much(measure):
    base = supply.simulate(supply.Portfolio(1, 1, 1, 1))
    more = supply.simulate(dataclasses.replace(supply.Portfolio(1, 1, 1, 1), **{measure: 4}))
    assert more.expected < base.expected
    assert more.worst < base.worst


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 30), min_size=4, max_size=4))
def test_shares_of_supply_stay_shares(money):
    shares = supply.supply_shares(supply.Portfolio(*money), supply.Assumptions())
    assert shares.sum(axis=1) == pytest.approx(1)
    assert (shares >= -1e-9).all()


def test_frequency_of_failures_is_what_was_assumed():
    for correlation in (0.0, 0.6):
        failed, months = supply._fate(supply.Assumptions(correlation=correlation), 4000, 7)
        risks = [supply.Assumptions().risks[name] for name in supply.SOURCES]
        assert failed.mean(axis=(0, 1)) == pytest.approx(risks, abs=0.01)
    assert 0 < months.mean() < 10


def test_correlation_hurts_the_alliance_more_than_it_hurts_no_policy():
    def saving(correlation):
        assumed = supply.Assumptions(correlation=correlation)
        return (
            supply.simulate(supply.Portfolio(), assumed).worst
            - supply.simulate(supply.Portfolio(alliance=4), assumed).worst
        )

    assert saving(0.9) < 0.7 * saving(0.0)


def test_a_favourite_is_dominated_and_the_frontier_is_not():
    table = supply.frontier(10, runs=500)
    assert len(table) == 126
    assert not table["dominated"].iloc[0], "spending nothing is the cheapest"
    only_home = table[(table["home"] == 10)].iloc[0]
    assert only_home["dominated"]
    best = table.loc[table["expected"].idxmin()]
    assert not best["dominated"]
    assert (best[MEASURES] > 0).sum() >= 2, "a mix beats any single measure"


def test_dominated_on_a_small_table():
    table = pd.DataFrame({"cost": [1, 1, 2, 1], "expected": [5, 6, 5, 5], "worst": [9, 9, 8, 9]})
    assert supply.dominated(table).tolist() == [False, True, False, False]


def test_who_pays_adds_up():
    choice = supply.Portfolio(4, 2, 2, 2)
    table = supply.who_pays(choice).set_index("who")
    bills = table.loc[["taxpayers", "firms that use the input"], "pays"].sum()
    assert bills == pytest.approx(choice.cost)
    makers = table.drop(index=["taxpayers", "firms that use the input"])
    assert makers["net"].sum() == pytest.approx(0), "what one supplier wins another loses"
    assert table.loc["suppliers of the rival", "net"] < 0


def test_budget_and_assumptions_are_checked():
    with pytest.raises(ValueError, match="budget"):
        supply.simulate(supply.Portfolio(8, 8), budget=10)
    with pytest.raises(ValueError, match="less than nothing"):
        supply.Portfolio(-1)
    with pytest.raises(ValueError, match="not 1"):
        supply.Assumptions(shares={"rival": 0.6, "ally": 0.6, "others": 0.1, "home": 0.1})
    with pytest.raises(ValueError, match="sources"):
        supply.Assumptions(risks={"rival": 0.1})
    with pytest.raises(ValueError, match="runs"):
        supply.simulate(supply.Portfolio(), runs=10)


def test_output_next_to_the_geometric_mean():
    """An elasticity that differs from 1 by a rounding error is 1."""
    assert supply.chain_output(pd.Series([0.5]), elasticity=0.9999999999999999) == pytest.approx(0.5)
