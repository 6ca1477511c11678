"""Explorer of lesson 7: the budget desk, its remembered plans, and who beats whom."""

import itertools
import time

import pytest

from derisking import progress
from derisking.explore import policy_lab as lab
from derisking.models import supply

NONE = next(iter(lab.CHANGES))


@pytest.fixture
def desk():
    return lab.desk()


@pytest.mark.parametrize("case", list(lab.CASES))
@pytest.mark.parametrize("view", list(lab.VIEWS.values()))
@pytest.mark.parametrize(("correlation", "change"), [(0.0, NONE), (0.9, "new plants deliver three years later")])
def test_every_view_at_the_corners(case, view, correlation, change):
    explorer = lab.desk(case)
    budget = lab.CASES[case].budget
    for measure, money in itertools.product(lab.MEASURES, (0.0, budget)):
        everything = {name: money if name == measure else 0.0 for name in lab.MEASURES}
        explorer.set(view=view, correlation=correlation, change=change, **everything)
        assert not explorer.error
        assert len(explorer.chart.alt) > 80


@pytest.mark.parametrize("change", list(lab.CHANGES))
def test_every_change_changes_something(change):
    base = lab.CASES["advanced"].assumed
    new = lab.changed(base, base.correlation, change)
    assert (new == base) == (change == NONE)


def test_a_favourite_is_dominated_and_says_so(desk):
    desk.set(home=6.0, alliance=6.0, view="plans")
    assert "lose less, on average and in the worst 5 %" in desk.line
    row = desk.chart.table.iloc[0]
    assert row["plan"] == "plan A"
    assert row["beaten by"] != "none"
    ahead = lab.beaters(desk.desk.everything(0.2, NONE), supply.Portfolio(home=6, alliance=6))
    own = supply.simulate(supply.Portfolio(home=6, alliance=6), runs=lab.RUNS, seed=lab.SEED)
    assert (ahead[["cost", "expected", "worst"]] <= [own.cost, own.expected, own.worst]).all(axis=None)


def test_nobody_beats_the_frontier(desk):
    table = desk.desk.everything(0.2, NONE)
    for _, row in table[~table["dominated"]].iterrows():
        assert lab.beaters(table, supply.Portfolio(*row[list(lab.MEASURES)])).empty


def test_correlation_decides_between_stock_and_ally():
    """What the lesson says: the ally's tail is smaller at 0, the stockpile's at 0.6."""

    def tails(correlation):
        assumed = lab.changed(lab.CASES["advanced"].assumed, correlation, NONE)
        plans = supply.Portfolio(stockpile=12), supply.Portfolio(alliance=12)
        return [supply.simulate(plan, assumed, runs=lab.RUNS, seed=lab.SEED).worst for plan in plans]

    means = {
        name: supply.simulate(supply.Portfolio(**{name: 12.0}), runs=lab.RUNS, seed=lab.SEED).expected
        for name in lab.MEASURES
    }
    assert min(means, key=means.get) == "stockpile"
    stock, ally = tails(0.0)
    assert ally < stock
    stock, ally = tails(0.6)
    assert stock < ally - 5
    stock, ally = tails(0.2)
    assert abs(stock - ally) < 0.5, "a tie where the lesson starts"


def test_over_budget_is_one_sentence_and_not_remembered(desk):
    desk.set(stockpile=12.0)
    desk.set(home=4.0)
    assert desk.error == (
        "No picture for this setting: plan A costs 16 billion and the budget is 12; take 4 away from something."
    )
    assert desk.desk.plans["A"] == supply.Portfolio(stockpile=12)
    desk.set(stockpile=8.0)
    assert not desk.error


def test_plans_are_remembered_and_come_back(desk):
    desk.set(stockpile=6.0, view="plans")
    desk.set(plan="B")
    assert desk.values["stockpile"] == 6.0, "a new plan starts where you are"
    desk.set(stockpile=0.0, alliance=4.0)
    assert list(desk.chart.table["plan"]) == ["plan A", "plan B"]
    desk.set(plan="A")
    assert (desk.values["stockpile"], desk.values["alliance"]) == (6.0, 0.0)
    assert desk.desk.plans["B"] == supply.Portfolio(alliance=4)


def test_no_stale_state(desk):
    """The same setting gives the same line, whatever was set between."""
    desk.set(stockpile=4.0, correlation=0.2)
    before = desk.line
    desk.set(correlation=0.7, change="disruptions last twice as long", alliance=6.0)
    desk.set(stockpile=4.0, correlation=0.2, change=NONE, alliance=0.0)
    assert desk.line == before
    assert lab.desk().values["stockpile"] == 0.0, "a new desk starts empty"


def test_the_record_keeps_plans(monkeypatch):
    kept = {}
    monkeypatch.setattr(progress, "keep", kept.__setitem__)
    monkeypatch.setattr(progress, "note", kept.get)
    first = lab.desk()
    first.set(stockpile=4.0, alliance=2.0)
    first.set(view="people")
    assert lab.desk().values["alliance"] == 2.0
    assert lab.desk("simple").values["alliance"] == 0.0
    kept["07-policy-lab/desk/advanced"] = '{"A": {"stockpile": 999}}'
    assert lab.desk().values["stockpile"] == 0.0
    kept["07-policy-lab/desk/advanced"] = "[1]"
    assert lab.desk().values["stockpile"] == 0.0


def test_alt_names_the_best_plan(desk):
    desk.set(view="plans", stockpile=2.0)
    table = desk.desk.everything(0.2, NONE)
    assert lab.in_words(table.loc[table["worst"].idxmin()]) in desk.chart.alt


def test_own_assumptions():
    assumed = supply.Assumptions(stock_price=6.0)
    explorer = lab.desk(assumed=assumed).set(stockpile=12.0)
    found = supply.simulate(supply.Portfolio(stockpile=12), assumed, runs=lab.RUNS, seed=lab.SEED)
    assert f"Expected loss {found.expected:.1f}" in explorer.line


def test_redraw_is_quick(desk):
    """Processor time, so that a busy machine does not fail it."""
    times = []
    for view in lab.VIEWS.values():
        for money in (2.0, 4.0, 6.0, 8.0):
            desk.set(view=view)
            start = time.process_time()
            desk.set(stockpile=money)
            times.append(time.process_time() - start)
    assert sorted(times)[len(times) // 2] < 0.15, "about 0.05 on a quiet machine"


def test_nine_plans_have_room(desk):
    """Eight teams and a common plan: all are named in the picture's table and in its alt text."""
    desk.set(view="plans")
    for i, letter in enumerate(lab.PLANS):
        desk.set(plan=letter)
        desk.set(stockpile=2.0 * (i % 4), home=2.0 * (i % 3))
        assert not desk.error
    assert len(desk.chart.table) == 9
    assert all(f"plan {letter} costs" in desk.chart.alt for letter in lab.PLANS)
