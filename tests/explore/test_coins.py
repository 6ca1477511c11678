"""The coins of lesson 7: the page's decades are the tested model's, each year says what happens, goals have their answers."""

import numpy as np
import pytest

from derisking import explore
from derisking.explore import policy_cases as cases
from derisking.explore import twelve_coins as coins
from derisking.exports.web import stage
from derisking.models import supply

T, DESK, DOUBTS, EVEN = coins.tables(), explore.coins(), explore.doubts(), dict.fromkeys(coins.MEASURES, 3.0)


def view(**values):
    return DESK.view_of(DESK.start | values)


@pytest.mark.parametrize("move", ["", *cases.MOVES])
def test_the_decades_of_the_page_are_those_of_the_model(move):
    assumed = cases.changed(coins.CASE.assumed, move or cases.AS_IT_IS)
    for money in ((0, 0, 0, 0), (12, 0, 0, 0), (0, 12, 0, 0), (0, 0, 12, 0), (0, 0, 0, 12), (1, 5, 2, 4)):
        plan = supply.Portfolio(*map(float, money))
        losses = supply.simulate(plan, assumed, runs=cases.RUNS, seed=cases.SEED).losses[: coins.DECADES]
        years = [coins.bad_years(i, move == coins.OFTEN, T) for i in range(100 if move == coins.OFTEN else 700)]
        found = coins.lost([*vars(plan).values()], years, move, T)
        assert found == pytest.approx(losses[: len(found)].tolist(), abs=0.02)  # a length is kept to a part
        mean, error, worst, _ = coins.mean_and_tail(found[:100])
        assert [mean, error] == pytest.approx([np.mean(losses[:100]), np.std(losses[:100]) / 10], abs=0.02)
        assert worst == pytest.approx(np.sort(losses[:100])[-5:].mean(), abs=0.02)


def test_each_year_says_what_happens_and_the_years_add_up_to_the_marble():
    over = view(**EVEN, decade=23)
    assert [row[0] for row in over["rows"]] == [str(year) for year in range(1, 11)]
    assert over["rows"][2][1].startswith("A stop of 21.7 months begins: 70 % of what comes from the rival and")
    assert over["rows"][3][1].startswith("Your new plants begin to deliver.") and "Every source" in over["rows"][0][1]
    total = sum(year["lost"] for year in over["picture"]["years"])
    assert "Decade 23 is over: your 12 coins saved" in over["title"] and f" {total:.1f} b" not in over["title"]
    assert "saved 26.9 of 44.0" in view(stockpile=9.0, decade=18)["title"], "17.1 are lost: the numbers shown add up"
    lost = view(**EVEN, moment=11)["picture"]["sides"][0]["losses"][22], sum(one for one, _ in over["result"][3][1:])
    assert lost == pytest.approx((total, total)), "the marble, and what the course's last page draws"
    assert len(view(**EVEN, decade=23, moment=3)["rows"]) == 3 and "error" in view(stockpile=9.0, alliance=4.0)


def test_goals_have_the_answers_that_they_state():
    def goal(n, **values):
        return view(**(DESK.goals[n].start | values))["goals"][n]

    assert [n for n in range(13) if goal(0, stockpile=float(n))] == [7] and "Seven coins" in DESK.goals[0].done
    assert goal(1, **EVEN, moment=10) and not goal(1, **EVEN, moment=9) and not goal(1, stockpile=11.0, moment=10)
    assert [hundred for hundred in range(1, 8) if goal(2, hundred=hundred)] == [3, 6, 7]
    means = coins.after_the_move()
    good = {plan for plan, mean in means.items() if mean < T["enough"]}
    assert len(good) > 3 and all(min(plan) > 0 for plan in good), "something of everything"
    for plan in [*sorted(good)[:3], (12.0, 0.0, 0.0, 0.0), (3.0, 3.0, 3.0, 3.0)]:
        shown = coins.rival_state(dict(zip(coins.MEASURES, plan, strict=True), moment=12), T)
        assert f": {means[plan]:.1f} billion lost, not" in shown["title"], "the move that hurts most"
        assert shown["goals"] == [plan in good]
    assert len(stage.script(DESK).encode()) < 60_000
    for n, (name, steps) in enumerate({"price": [x / 2 for x in range(12, 3, -1)], "share": [*range(2, 46)]}.items()):
        met = [x for x in steps if DOUBTS.view_of(DOUBTS.start | {name: float(x)})["goals"][n]]
        assert met == steps[: len(met)] and f"At {met[-1]:g} " in DOUBTS.goals[n].done
