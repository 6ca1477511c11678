"""Explorer of lesson 7: the budget desk, its remembered plans, who beats whom, and the rival's answer."""

import time

import pytest

from derisking import progress
from derisking.explore import policy_cases as cases
from derisking.explore import policy_lab as lab
from derisking.models import supply

NONE = cases.AS_IT_IS
TABLES = {case: lab.standard(case) for case in lab.CASES}


@pytest.fixture
def desk():
    found = lab.desk()
    found._goals.stage = len(found.goals)
    return found


def view(case="advanced", money=(0, 0, 0, 0), **more):
    base = {"plan": "A", "behind": lab.NOTHING, "view": lab.LOSSES, "round": lab.ONE, "change": NONE, "kept": {}}
    return lab.desk_state(base | dict(zip(lab.MEASURES, money, strict=True)) | more, TABLES[case])


@pytest.mark.parametrize("case", list(lab.CASES))
@pytest.mark.parametrize("change", [NONE, "new plants deliver three years later"])
def test_the_table_is_the_tested_model(case, change):
    setting = lab.CASES[case]
    for measure in range(4):
        money = [0.0] * 4
        money[measure] = setting.budget
        plan = supply.Portfolio(*money)
        found = supply.simulate(plan, cases.changed(setting.assumed, change), runs=lab.RUNS, seed=lab.SEED)
        row = TABLES[case]["by_change"][change]["rows"][TABLES[case]["place"][lab.key_of(money)]]
        wanted = [found.expected, found.expected_error, found.worst, found.worst_error, found.none]
        assert row[:5] == pytest.approx(wanted, abs=2e-3)
        assert sum(row[5]) == 100
        people = supply.accounts(plan, cases.changed(setting.assumed, change), runs=lab.RUNS, seed=lab.SEED)
        shown = view(case, money, view=lab.PEOPLE, change=change)["picture"]["rows"]
        assert [r["pays"] for r in shown] == pytest.approx(people["pays"].tolist(), abs=5e-3)
        assert [r["gains"] for r in shown] == pytest.approx(people["gains"].tolist(), abs=5e-3)


@pytest.mark.parametrize("change", list(lab.CHANGES))
def test_every_change_changes_something(change):
    base = lab.CASES["advanced"].assumed
    new = cases.changed(base, change)
    assert (new == base) == (change == NONE)
    plan = supply.Portfolio(stockpile=3, home=3, alliance=3)
    before, after = (supply.simulate(plan, assumed).expected for assumed in (base, new))
    assert (before == after) == (change == NONE)


def test_who_beats_a_plan_is_the_tested_model():
    plans = supply.all_plans(12.0, lab.CASES["advanced"].assumed, step=2.0, runs=lab.RUNS, seed=lab.SEED)
    for money in ((0, 0, 6, 6), (6, 2, 2, 2), (12, 0, 0, 0)):
        ahead = cases.beaters(plans, supply.Portfolio(*map(float, money)))
        shown = view(money=money, view=lab.ALL, kept={"A": dict(zip(lab.MEASURES, money, strict=True))})
        assert lab.verdict(len(ahead)) in shown["line"]
        assert (shown["rows"][0][5] == "none") == ahead.empty
        if len(ahead):
            best = [float(x) for x in ahead.sort_values("worst").iloc[0][list(lab.MEASURES)]]
            assert shown["rows"][0][5] == lab.in_words(best)
    with pytest.raises(KeyError):
        cases.beaters(plans, supply.Portfolio(stockpile=1))


@pytest.mark.parametrize("case, unit", [("advanced", 2), ("simple", 1)])
def test_goals_have_the_answers_that_they_state(case, unit):
    def reached(which, **more):
        every = TABLES[case]["plans"]
        return {
            tuple(int(part) // unit for part in money) for money in every if view(case, money, **more)["goals"][which]
        }

    assert reached(0) == {(4, 0, 0, 0)} if case == "advanced" else {(3, 0, 0, 0)}
    rows, place = TABLES[case]["by_change"][NONE]["rows"], TABLES[case]["place"]
    cheapest = reached(1)
    assert cheapest and all(
        rows[place[lab.key_of([unit * part for part in money])]][0] <= rows[0][0] / 2 for money in cheapest
    )
    assert len({sum(money) for money in cheapest}) == 1 and sum(next(iter(cheapest))) <= 3
    assert reached(2) == {(3, 1, 1, 1), (4, 1, 0, 1)}
    assert reached(3, round=lab.TWO) == {(3, 1, 1, 1)}


def test_the_rival_makes_the_move_that_hurts_most():
    seen = set()
    for money in TABLES["advanced"]["plans"]:
        shown = view(money=money, round=lab.TWO)
        means = {}
        for move in cases.MOVES:
            means[move] = TABLES["advanced"]["by_change"][move]["rows"][TABLES["advanced"]["place"][lab.key_of(money)]][
                0
            ]
        worst = max(means, key=means.get)
        seen.add(worst)
        assert shown["line"].startswith(f"The rival {cases.MOVES[worst]}.")
    assert seen == set(cases.MOVES), "which move hurts depends on the plan"


def test_every_number_of_a_result_has_its_error(desk):
    for what in lab.VIEWS.values():
        desk.set(view=what, stockpile=4.0)
        assert desk.line.count("±") == 4, "mean and worst, of the plan and of what stands behind it"
        assert "±" in desk.chart.caption


def test_the_refill_is_a_row_and_a_choice():
    table = cases.assumptions()
    assert "full again each January, at no further cost" in set(table["on the desk"])
    assert not cases.changed(lab.CASES["advanced"].assumed, "the store is filled only once").refill
    assert "correlation" in table.loc["How far shocks are shared, 0 to 1", "on the desk"]


def test_some_changes_turn_the_winner_round():
    """Not every switch leaves the same best plan: each of these drops what the first winner leans on."""

    def best(change):
        rows = TABLES["advanced"]["by_change"][change]["rows"]
        place = min(range(len(rows)), key=lambda i: rows[i][0])
        return dict(zip(lab.MEASURES, TABLES["advanced"]["plans"][place], strict=True))

    assert best(NONE)["alliance"] > 0
    assert best("what stops the rival stops the ally too")["alliance"] == 0
    assert best(NONE)["home"] == 0 < best("home plants can double their output in a crisis")["home"]
    assert best("the store is filled only once")["stockpile"] < best(NONE)["stockpile"]


def test_offers_show_every_group_in_both_tables():
    for change in (NONE, "what stops the rival stops the ally too"):
        table = cases.offers(change=change)
        assert list(table) == list(cases.OFFERS)
        assert {"taxpayers", "workers at home", "suppliers of the rival", "mean loss"} <= set(table.index)
    assert all("±" in words for words in table.loc["worst 5 %"])
    with pytest.raises(KeyError):
        cases.offers(change="the moon falls down")


def test_the_budget_cannot_be_overspent(desk):
    desk.set(stockpile=12.0)
    desk.set(home=4.0)
    assert desk.values["home"] == 0 and not desk.error
    assert "The budget is 12" in view(money=(12, 0, 4, 0))["error"].replace("the budget", "The budget")


def test_plans_are_remembered_and_come_back(desk):
    desk.set(stockpile=6.0, view=lab.ALL)
    desk.set(plan="B")
    assert desk.values["stockpile"] == 6.0, "a new plan starts where you are"
    desk.set(stockpile=0.0, alliance=4.0)
    assert [row[0] for row in desk.view["rows"]] == ["plan A", "plan B"]
    desk.set(plan="A")
    assert (desk.values["stockpile"], desk.values["alliance"]) == (6.0, 0.0)
    desk.set(view=lab.LOSSES, behind="B")
    assert "; plan B " in desk.line
    assert (
        sum(desk.view["picture"]["others"]) == 100 and desk.view["picture"]["others"] != desk.view["picture"]["counts"]
    )


def test_the_axis_stays(desk):
    """Two plans can be compared because nothing but the dots moves; no mean or tail lies beyond the axis."""
    widest = TABLES["advanced"]["column"] * cases.COLUMNS
    for case in lab.CASES:
        for change in (NONE, *cases.MOVES):
            assert max(row[2] for row in TABLES[case]["by_change"][change]["rows"]) < widest


def test_the_record_keeps_plans(monkeypatch):
    kept = {}
    monkeypatch.setattr(progress, "keep", kept.__setitem__)
    monkeypatch.setattr(progress, "note", kept.get)
    first = lab.desk()
    first.set(stockpile=4.0, alliance=2.0)
    first.set(view="people")
    again = lab.desk()
    assert again.values["alliance"] == 2.0 and again._goals.stage == len(again.goals)
    assert lab.desk("simple").values["alliance"] == 0.0
    for broken in ('{"A": {"stockpile": 999}}', "[1]"):
        kept["07-policy-lab/desk/advanced"] = broken
        assert lab.desk().values["stockpile"] == 0.0


def test_own_assumptions():
    assumed = supply.Assumptions(stock_price=6.0)
    explorer = lab.desk(assumed=assumed).set(stockpile=12.0)
    found = supply.simulate(supply.Portfolio(stockpile=12), assumed, runs=lab.RUNS, seed=lab.SEED)
    assert f"Mean loss {found.expected:.1f} ±" in explorer.line


def test_redraw_is_quick(desk):
    """Processor time, so that a busy machine does not fail it; the first sight of a new assumption is counted elsewhere."""
    times = []
    for what in lab.VIEWS.values():
        desk.set(view=what)
        for money in (2.0, 4.0, 6.0, 8.0):
            start = time.process_time()
            desk.set(stockpile=money)
            assert desk.chart.html()
            times.append(time.process_time() - start)
    assert sorted(times)[len(times) // 2] < 0.1, "about 0.01 on a quiet machine"
