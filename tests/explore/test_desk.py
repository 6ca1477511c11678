"""Explorer of lesson 7: the budget desk, its remembered plans, who beats whom, and the rival's answer."""

import pytest
from support.explored import at

from derisking.explore import policy_cases as cases
from derisking.explore import policy_code as code
from derisking.explore import policy_lab as lab
from derisking.explore import policy_payers as payers
from derisking.explore import policy_ranges as ranges
from derisking.explore import policy_spend as spent
from derisking.explore import policy_views as views
from derisking.models import supply

NONE = cases.AS_IT_IS
TABLES = {case: lab.standard(case) for case in lab.CASES}


def view(case="advanced", money=(0, 0, 0, 0), **more):
    base = {"plan": "A", "behind": lab.NOTHING, "view": lab.LOSSES, "round": lab.ONE, "change": NONE, "kept": {}}
    return lab.rows_state(base | dict(zip(lab.MEASURES, money, strict=True)) | more, TABLES[case])


def row(money, case="advanced", change=NONE):
    """A plan's line in the tables: mean, its error, worst, its error, share without loss, dots, how many beat it, the best."""
    return code.results_of(lab.lines_of(change, TABLES[case])[lab.place_of(list(money), TABLES[case])])


@pytest.mark.parametrize("case, change", [("advanced", NONE), ("simple", "new plants deliver three years later")])
def test_the_table_is_the_tested_model(case, change):
    setting = lab.CASES[case]
    for measure in range(4):
        money = [0.0] * 4
        money[measure] = setting.budget
        plan, assumed = supply.Portfolio(*money), cases.changed(setting.assumed, change)
        found = supply.simulate(plan, assumed, runs=lab.RUNS, seed=lab.SEED)
        mean, error, worst, worst_error, none, dots, *_ = row(money, case, change)
        assert mean == pytest.approx(found.expected, abs=2e-3) and worst == pytest.approx(found.worst, abs=0.012)
        assert [error, worst_error] == pytest.approx([found.expected_error, found.worst_error], abs=0.026)
        assert none == pytest.approx(found.none, abs=5.1e-3) and sum(dots) == 100
        people = supply.accounts(plan, assumed, runs=lab.RUNS, seed=lab.SEED)
        shown = view(case, money, view=lab.PEOPLE, change=change)["picture"]["rows"]
        assert [r["pays"] for r in shown] == pytest.approx(people["pays"].tolist(), abs=5e-3)
        assert [r["gains"] for r in shown] == pytest.approx(people["gains"].tolist(), abs=5e-3)


def test_changes_and_who_beats_a_plan_are_the_tested_model():
    base, plan = lab.CASES["advanced"].assumed, supply.Portfolio(stockpile=3, home=3, alliance=3)
    before = supply.simulate(plan, base).expected
    for change in lab.CHANGES:
        new = cases.changed(base, change)
        assert (new == base) == (supply.simulate(plan, new).expected == before) == (change == NONE), change
    plans = supply.all_plans(12.0, lab.CASES["advanced"].assumed, step=2.0, runs=lab.RUNS, seed=lab.SEED)
    for money in ((0, 0, 6, 6), (6, 2, 2, 2), (12, 0, 0, 0)):
        ahead = plans.table[plans.beats[:, lab.place_of(list(money), TABLES["advanced"])]].sort_values("worst")
        shown = view(money=money, view=lab.ALL, kept={"A": dict(zip(lab.MEASURES, money, strict=True))})
        best = "none" if ahead.empty else cases.in_words(ahead.iloc[0][list(lab.MEASURES)])
        assert shown["rows"][0][5] == best and lab.verdict(len(ahead)) in shown["line"]


@pytest.mark.parametrize("case, unit", [("advanced", 2), ("simple", 1)])
def test_goals_have_the_answers_that_they_state(case, unit):
    seen = {tuple(int(part) // unit for part in money): view(case, money)["goals"] for money in TABLES[case]["plans"]}

    def reached(which):
        return {money for money, goals in seen.items() if goals[which]}

    cheapest, half = reached(0), row([0] * 4, case)[0] / 2
    assert cheapest and all(row([unit * part for part in money], case)[0] <= half for money in cheapest)
    assert len({sum(money) for money in cheapest}) == 1 and sum(next(iter(cheapest))) <= 3
    assert reached(1) == {(3, 1, 1, 1), (4, 1, 0, 1)}
    assert not any(view(case, [unit * part for part in money], round=lab.TWO)["goals"][1] for money in reached(1))


def test_no_single_building_pays_taxpayers_back_and_a_contract_moves_sales():
    full = [dict(zip(lab.MEASURES, m, strict=True)) for m in TABLES["advanced"]["plans"] if sum(m) == 12]
    seen = [(money, at(payers.payers(), **money).view["goals"]) for money in full]
    assert not any(goals[0] for money, goals in seen if [*money.values()].count(0) == 3)
    assert all(goals[1] == (money["second_source"] + money["alliance"] > 0) for money, goals in seen)


def test_ten_billion_can_beat_plan_f_of_exercise_7():
    told = {tuple(vars(p).values()): spent.spend_state(vars(p), spent.spend_tables()) for p in supply.portfolios(12, 1)}
    assert all(told[m]["rows"][0][1:4] == told[m]["rows"][i][1:4] for i, m in enumerate(spent.LETTERS.values(), 1))
    assert {(5, 1, 2, 2), (6, 1, 1, 2)} < {money for money, view in told.items() if view["goals"][0]}
    assert told[5, 2, 0, 3]["title"] == "Y loses clearly less than F on average; in the worst five of 100 it is level"


def test_the_rival_makes_the_move_that_hurts_most():
    t = TABLES["advanced"]
    worst = {tuple(m): max(cases.MOVES, key=lambda move, m=m: row(m, change=move)[0]) for m in t["plans"]}
    assert all(lab.answer(lab.place_of([*money], t), t) == move for money, move in worst.items())
    assert view(money=(last := max(worst)), round=lab.TWO)["line"].startswith(f"The rival {cases.MOVES[worst[last]]}.")
    assert {*worst.values()} == set(cases.MOVES), "which move hurts depends on the plan"


def test_every_number_of_a_result_has_its_error():
    for what in lab.VIEWS.values():
        shown = at(lab.desk(), view=what, stockpile=4.0)
        exact = shown.view.get("assumes", shown.chart.caption) + (shown.line + shown.chart.alt) * (what == lab.ROWS)
        many = {lab.LOSSES: 5, lab.ALL: 4, lab.ROWS: 3}.get(what, 1)
        assert exact.count("±") == many and "two standard errors" in exact


def test_the_refill_and_own_assumptions():
    assert "full again each January, at no further cost" in set(ranges.table()["shown"])
    assert not cases.changed(lab.CASES["advanced"].assumed, "the store is filled only once").refill
    assumed = supply.Assumptions(stock_price=6.0)
    explorer = at(lab.desk(assumed=assumed), stockpile=12.0)
    assert not explorer.keeps, "the record keeps plans of the desk as it is"
    found = supply.simulate(supply.Portfolio(stockpile=12), assumed, runs=lab.RUNS, seed=lab.SEED)
    assert f"It loses {found.expected:.1f} on average" in explorer.line


def test_the_axis_stays():
    """Two plans can be compared because nothing but the dots moves; no mean or tail lies beyond the axis."""
    for tables in TABLES.values():
        for change in (NONE, *cases.MOVES):
            assert max(map(code.worst_of, lab.lines_of(change, tables))) < tables["column"] * views.COLUMNS
