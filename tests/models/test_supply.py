"""The models of supply reproduce worked numbers and obey their own logic; each says no to impossible input."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derisking import data
from derisking.models import budget, supply

INPUTS = pd.Series({"wafers": 0.8, "resist": 0.4, "litho": 1.0, "gases": 0.9})
fractions = st.lists(st.floats(0.01, 1), min_size=1, max_size=8)


def test_rules_from_minimum_to_mean():
    found = [supply.chain_output(INPUTS, elasticity=e) for e in (0, 0.5, 1, math.inf)]
    assert found == pytest.approx([0.4, 0.6825, 0.2880**0.25, 0.7750], abs=5e-5)


@given(fractions, st.floats(0.05, 5))
def test_output_lies_between_the_scarcest_and_the_mean_or_above(values, elasticity):
    available = pd.Series(values)
    output = supply.chain_output(available, elasticity=elasticity)
    assert min(values) - 1e-9 <= output <= max(values) + 1e-9
    assert output >= supply.chain_output(available, elasticity=elasticity / 2) - 1e-9


def test_path_with_stocks_and_substitutes():
    stocks = {"resist": 2.0, "wafers": 1.0}
    path = supply.output_path({"resist": 0.4, "wafers": 0.8}, stocks, weeks=8)
    assert path["output"].tolist() == pytest.approx([1, 1, 1, 0.6, 0.4, 0.4, 0.4, 0.4])
    assert path["bottleneck"].tolist() == ["", "", "", *["resist"] * 5]
    path = supply.output_path({"resist": 0.4, "wafers": 0.8}, stocks, substitution=0.25, weeks=8)
    assert path["output"].tolist() == pytest.approx([1, 1, 1, 1, 0.75, 0.55, 0.55, 0.55])
    assert stocks == {"resist": 2.0, "wafers": 1.0}, "the caller's stocks are left alone"
    with pytest.raises(ValueError, match="negative"):
        supply.output_path({"a": 0.5}, {"a": -1})


@given(st.floats(0, 1), st.floats(0, 20), st.floats(0, 1), st.integers(0, 20))
def test_more_stock_never_hurts_and_nothing_comes_from_nothing(flow, stock, substitution, ramp):
    made = supply.output_path({"a": flow}, {"a": stock}, substitution, 20, ramp)["output"]
    more = supply.output_path({"a": flow}, {"a": stock + 1}, substitution, 20, ramp)["output"]
    assert more.sum() >= made.sum() - 1e-9
    assert made.sum() <= stock + 20 * (flow + substitution * (1 - flow)) + 1e-9
    assert made.between(0, 1).all()


def test_a_niche_stops_the_world_and_a_monopolist_is_replaced():
    """A lone control leaks, and allies close the gap."""
    matrix = supply.share_matrix(data.load("chip_input_shares"))
    assert (supply.group_share(matrix, ["USA"]) > 0.5).sum() == 37
    left = supply.available(matrix, ["CHN"])
    assert supply.chain_output(left) < 0.4
    assert supply.chain_output(left, elasticity=math.inf) > 0.9
    assert (supply.available(matrix, []) == 1).all()
    with pytest.raises(ValueError, match="codes"):
        supply.available(matrix, ["China"])
    assert supply.denied(1.0, [0, 5, 10, 20], spare=5, own_years=10).tolist() == pytest.approx([1, 0.5, 0, 0])
    assert supply.denied(0.6, [0], spare=0.5).tolist() == pytest.approx([0.4])
    for wrong in ({"coalition": 1.5}, {"coalition": 0.5, "spare": -1}, {"coalition": 0.5, "own_years": 0}):
        with pytest.raises(ValueError):
            supply.denied(years=[0], **wrong)


@given(st.floats(0, 1), st.floats(0, 3), st.floats(0.5, 30))
def test_denial_is_a_share_that_only_falls(coalition, spare, own_years):
    given = {"years": np.arange(0, 30), "spare": spare, "own_years": own_years}
    path, more = (supply.denied(members, **given) for members in (coalition, min(1, coalition + 0.1)))
    assert ((path >= 0) & (path <= coalition + 1e-9)).all()
    assert (np.diff(path) <= 1e-12).all() and (more >= path - 1e-9).all()


MEASURES = ["stockpile", "second_source", "home", "alliance"]


def test_same_seed_same_luck_and_more_money_less_loss():
    base, again = (supply.simulate(supply.Portfolio(1, 1, 1, 1)) for _ in range(2))
    assert (base.losses == again.losses).all()
    assert (base.losses != supply.simulate(supply.Portfolio(1, 1, 1, 1), seed=8).losses).any()
    for measure in MEASURES:
        more = supply.simulate(supply.Portfolio(**{**dict.fromkeys(MEASURES, 1), measure: 4}))
        assert more.expected < base.expected and more.worst < base.worst


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 30), min_size=4, max_size=4))
def test_shares_of_supply_stay_shares(money):
    shares = supply.supply_shares(supply.Portfolio(*money), supply.Assumptions())
    assert shares.sum(axis=1) == pytest.approx(1)
    assert (shares >= -1e-9).all()


def test_failures_are_as_frequent_as_assumed():
    for shared in (0.0, 0.6):
        failed, months = budget._fate(supply.Assumptions(shared=shared), 4000, 7)
        risks = [supply.Assumptions().risks[name] for name in supply.SOURCES]
        assert failed.mean(axis=(0, 1)) == pytest.approx(risks, abs=0.01)
    assert 0 < months.mean() < 10
    assert [supply.both_fail(0.05, rho) for rho in (0, 0.6, 1)] == pytest.approx([0.0025, 0.031, 0.05])


def dominated(table):
    """True for rows that another row beats: no worse in cost, expected and worst (less is better) and better in one."""
    values = table[["cost", "expected", "worst"]].to_numpy(dtype=float)
    no_worse = (values[:, None, :] <= values[None, :, :] + 1e-12).all(axis=2)
    better = (values[:, None, :] < values[None, :, :] - 1e-12).any(axis=2)
    return pd.Series((no_worse & better).any(axis=0), index=table.index)


def test_each_switch_moves_the_plan_it_should():
    """Each added assumption hurts or helps the measure that it is about, and leaves the others as they were."""
    plans = {name: supply.Portfolio(**{name: 6.0}) for name in MEASURES}
    base = {name: supply.simulate(plan).expected for name, plan in plans.items()}

    def moved(**changes):
        assumed = supply.Assumptions(**changes)
        found = {name: supply.simulate(plan, assumed).expected - base[name] for name, plan in plans.items()}
        return {name: int(np.sign(round(value, 9))) for name, value in found.items()}

    assert moved(refill=False) == {"stockpile": 1, "second_source": 0, "home": 0, "alliance": 0}
    assert set(moved(ally_falls_too=True).values()) == {1}
    assert set(moved(home_spare=1.0).values()) == {-1}, "there are some plants at home already"
    assert moved(deterrence=1.0) == {"stockpile": 0, "second_source": 0, "home": -1, "alliance": -1}


def test_correlation_of_failures_is_what_is_counted():
    """The formula against a count of failures; it lies well below `shared`, and near 1 when the ally falls too."""
    for assumed in (supply.Assumptions(), supply.Assumptions(shared=0.9), supply.Assumptions(ally_falls_too=True)):
        failed = budget._fate(assumed, 20_000, 3)[0].reshape(-1, 4)
        counted = np.corrcoef(failed[:, 0], failed[:, 1])[0, 1]
        assert supply.failure_correlation(assumed) == pytest.approx(counted, abs=0.01)
    assert supply.failure_correlation(supply.Assumptions(shared=0.0)) == pytest.approx(0, abs=1e-6)
    assert supply.failure_correlation(supply.Assumptions()) == pytest.approx(0.07, abs=0.005)


def test_errors_are_the_spread_over_seeds():
    """What is printed behind ± is what other seeds do; for one plan and for the gap between two."""
    plans = supply.Portfolio(stockpile=12), supply.Portfolio(alliance=12)
    runs = [[supply.simulate(plan, seed=seed) for plan in plans] for seed in range(40)]
    gaps = [supply.compare(*pair) for pair in runs]
    first = [pair[0] for pair in runs]
    for results in (first, gaps):
        for name in ("expected", "worst"):
            values, errors = ([getattr(one, word) for one in results] for word in (name, f"{name}_error"))
            assert 0.7 < np.mean(errors) / np.std(values, ddof=1) < 1.4
    with pytest.raises(ValueError, match="equally often"):
        supply.compare(runs[0][0], supply.simulate(plans[1], runs=200))


def test_clearly_beaten_agrees_with_the_errors_of_the_difference():
    """From batches the desk reads nearly the same verdicts as from all runs; nobody clearly beats a cheaper plan."""
    plans = supply.all_plans(12, step=4.0, runs=4000)
    table, differ = plans.table, 0
    found = [supply.simulate(supply.Portfolio(*row[MEASURES]), runs=4000) for _, row in table.iterrows()]
    for i, one in enumerate(found):
        for j, other in enumerate(found):
            differ += supply.beats(one, other) != plans.beats[i, j]
    assert differ <= 0.03 * len(found) ** 2
    beaten = plans.beats.any(axis=0)
    assert (beaten <= dominated(table)).all(), "clearly beaten is stricter"
    small = pd.DataFrame({"cost": [1, 1, 2, 1], "expected": [5, 6, 5, 5], "worst": [9, 9, 8, 9]})
    assert dominated(small).tolist() == [False, True, False, False]
    assert not beaten[table["cost"].idxmin()]
    with pytest.raises(ValueError, match="multiple of 40"):
        supply.all_plans(12, runs=1001)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 12), min_size=4, max_size=4))
def test_accounts_add_up_in_one_unit(money):
    """All net incomes together are the avoided loss minus the cost; bills are the cost; moved sales cancel."""
    choice = supply.Portfolio(*money)
    table = supply.accounts(choice).set_index("who")
    saved = supply.simulate(supply.Portfolio()).expected - supply.simulate(choice).expected
    assert table["net"].sum() == pytest.approx(saved - choice.cost, abs=1e-6)
    assert table.loc[["taxpayers", "firms that use the input"], "pays"].sum() == pytest.approx(choice.cost)
    assert (table[["pays", "gains"]] >= -1e-9).all(axis=None)
