"""Explorer of lesson 7: the budget desk, its remembered plans, and who beats whom."""

import itertools
import time

import pytest

from derisking import progress
from derisking.explore import policy_cases as cases
from derisking.explore import policy_lab as lab
from derisking.models import supply

NONE = cases.AS_IT_IS


@pytest.fixture
def desk():
    return lab.desk()


@pytest.mark.parametrize("case", list(lab.CASES))
@pytest.mark.parametrize("view", list(lab.VIEWS.values()))
@pytest.mark.parametrize("change", [NONE, "new plants deliver three years later"])
def test_every_view_at_the_corners(case, view, change):
    explorer = lab.desk(case)
    budget = lab.CASES[case].budget
    for measure, money in itertools.product(lab.MEASURES, (0.0, budget)):
        everything = {name: money if name == measure else 0.0 for name in lab.MEASURES}
        explorer.set(view=view, change=change, **everything)
        assert not explorer.error
        assert len(explorer.chart.alt) > 80


@pytest.mark.parametrize("change", list(lab.CHANGES))
def test_every_change_changes_something(change):
    base = lab.CASES["advanced"].assumed
    new = cases.changed(base, change)
    assert (new == base) == (change == NONE)
    plan = supply.Portfolio(stockpile=3, home=3, alliance=3)
    before, after = (supply.simulate(plan, assumed).expected for assumed in (base, new))
    assert (before == after) == (change == NONE)


def test_a_favourite_is_clearly_beaten_and_says_so(desk):
    desk.set(home=6.0, alliance=6.0, view="plans")
    assert "clearly lose less, on average and in the worst 5 %" in desk.line
    row = desk.chart.table.iloc[0]
    assert row["plan"] == "plan A"
    assert row["clearly beaten by"] != "none"
    ahead = cases.beaters(desk.desk.everything(NONE), supply.Portfolio(home=6, alliance=6))
    own = supply.simulate(supply.Portfolio(home=6, alliance=6), runs=lab.RUNS, seed=lab.SEED)
    assert (ahead[["cost", "expected", "worst"]] <= [own.cost, own.expected, own.worst]).all(axis=None)


def test_nobody_clearly_beats_the_frontier(desk):
    plans = desk.desk.everything(NONE)
    for _, row in plans.table[~plans.table["beaten"]].iterrows():
        assert cases.beaters(plans, supply.Portfolio(*row[list(lab.MEASURES)])).empty
    with pytest.raises(KeyError):
        cases.beaters(plans, supply.Portfolio(stockpile=1))


def test_every_number_of_a_result_has_its_error(desk):
    for view in lab.VIEWS.values():
        desk.set(view=view, stockpile=4.0)
        assert desk.line.count("±") == 4, "mean and worst, of the plan and of doing nothing"
        assert "±" in desk.chart.caption
    found = supply.simulate(supply.Portfolio(stockpile=4), runs=lab.RUNS, seed=lab.SEED)
    assert f"{found.worst:.1f} ± {2 * found.worst_error:.1f}" in desk.line


def test_the_refill_is_a_row_and_a_choice():
    table = cases.assumptions()
    assert "full again each January, at no further cost" in set(table["on the desk"])
    assert not cases.changed(lab.CASES["advanced"].assumed, "the store is filled only once").refill
    assert "correlation" in table.loc["How far shocks are shared, 0 to 1", "on the desk"]


def test_some_changes_turn_the_winner_round(desk):
    """Not every switch leaves the same best plan: each of these drops what the first winner leans on."""

    def best(change):
        table = desk.desk.everything(change).table
        return table.loc[table["expected"].idxmin(), list(lab.MEASURES)]

    assert best(NONE)["alliance"] > 0
    assert best("what stops the rival stops the ally too")["alliance"] == 0
    assert best(NONE)["home"] == 0 < best("home plants can double their output in a crisis")["home"]
    assert best("the store is filled only once")["stockpile"] < best(NONE)["stockpile"]
    single = [supply.Portfolio(**{name: 12.0}) for name in lab.MEASURES]
    needed = cases.changed(lab.CASES["advanced"].assumed, "the rival needs what you and the ally make")
    means = [supply.simulate(plan, needed, runs=lab.RUNS).expected for plan in single]
    assert list(lab.MEASURES)[means.index(min(means))] == "alliance"


def test_offers_show_every_group_in_both_tables():
    for change in (NONE, "what stops the rival stops the ally too"):
        table = cases.offers(change=change)
        assert list(table) == list(cases.OFFERS)
        assert {"taxpayers", "workers at home", "suppliers of the rival", "mean loss"} <= set(table.index)
    assert all("±" in words for words in table.loc["worst 5 %"])
    with pytest.raises(KeyError):
        cases.offers(change="the moon falls down")


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
    desk.set(stockpile=4.0)
    before = desk.line
    desk.set(change="disruptions last twice as long", alliance=6.0)
    desk.set(stockpile=4.0, change=NONE, alliance=0.0)
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
    table = desk.desk.everything(NONE).table
    assert lab.in_words(table.loc[table["worst"].idxmin()]) in desk.chart.alt


def test_own_assumptions():
    assumed = supply.Assumptions(stock_price=6.0)
    explorer = lab.desk(assumed=assumed).set(stockpile=12.0)
    found = supply.simulate(supply.Portfolio(stockpile=12), assumed, runs=lab.RUNS, seed=lab.SEED)
    assert f"Mean loss {found.expected:.1f} ±" in explorer.line


def test_redraw_is_quick(desk):
    """Processor time, so that a busy machine does not fail it. Money moves, then assumptions; the first sight of all
    plans under a new assumption (210 plans, 20,000 decades each) is counted apart."""
    times, first = [], []
    for view in lab.VIEWS.values():
        for money in (2.0, 4.0, 6.0, 8.0):
            desk.set(view=view)
            start = time.process_time()
            desk.set(stockpile=money)
            times.append(time.process_time() - start)
        for change in list(lab.CHANGES)[1:4]:
            start = time.process_time()
            desk.set(change=change)
            (first if view == "plans" else times).append(time.process_time() - start)
    assert sorted(times)[len(times) // 2] < 0.15, "about 0.07 on a quiet machine"
    assert sorted(first)[len(first) // 2] < 0.6, "about 0.2 on a quiet machine"


def test_nine_plans_have_room(desk):
    """Eight teams and a common plan: all are named in the picture's table and in its alt text."""
    desk.set(view="plans")
    for i, letter in enumerate(lab.PLANS):
        desk.set(plan=letter)
        desk.set(stockpile=2.0 * (i % 4), home=2.0 * (i % 3))
        assert not desk.error
    assert len(desk.chart.table) == 9
    assert all(f"plan {letter} costs" in desk.chart.alt for letter in lab.PLANS)
