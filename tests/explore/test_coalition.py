"""The coalition explorer of lesson 5: who can cut what, how the cut fades, and every setting draws."""

import itertools

import numpy as np
import pytest

from derisking.explore import export_controls as x
from derisking.models import supply

US, NL, THREE = "the United States alone", "the Netherlands alone", "the United States, the Netherlands and Japan"
DEPOSITION, EUV = "deposition machines", "EUV machines"


def view(item, coalition, own_years=10, seat=x.CONTROLLER):
    return x.coalition_state({"item": item, "coalition": coalition, "own_years": own_years, "seat": seat}, x.tables())


def test_a_store_fills_the_gap_and_shares_are_the_tables():
    """A year of need lasts a year if nothing else comes, two and a half if four tenths are missing, for ever if little is."""
    for members, lasts in ((1, 1), (0.6, 2.5)):
        times, cut, left = x.running(members, 10_000, 1.0)
        ends = next(time for time, part in zip(times, left, strict=True) if part < 0.99)
        assert ends == pytest.approx(lasts, abs=0.1)
        assert cut == x.running(members, 10_000, 0.0)[1]
    assert x.running(0.4, 3, 1.0)[2] == [1.0] * (12 * x.LAST_YEAR + 1)
    assert x.holders(EUV).to_dict() == {"NLD": 1.0}
    assert x.holders(DEPOSITION)["USA"] == pytest.approx(0.603, abs=0.002)
    assert x.holders(x.GALLIUM)["CHN"] == pytest.approx(0.989, abs=0.001)
    for item in x.INPUTS:
        assert x.holders(item).sum() == pytest.approx(1)
        assert x.holders(item).index.is_unique


def test_question_of_the_lesson_has_its_answer_and_the_reverse():
    """The lone control leaks a third and is over after 4 years, the joint one after 8; then China is the largest outsider."""
    lone, joint = (f"{shown['line']} {shown['later']}" for shown in (view(DEPOSITION, US), view(DEPOSITION, THREE)))
    assert "33 % of that leaks" in lone and "4.1 years" in lone and "Japan" in lone
    assert "9 % of that leaks" in joint and "7.8 years" in joint and "China, the target itself" in joint
    assert "Nobody else makes it" in view(EUV, NL)["line"] and "nothing is cut" in view(EUV, US)["line"]
    shown = view(x.GALLIUM, x.CHINA_ALONE, seat=x.TARGET)
    assert "rest of the world" in shown["alt"].lower() and "2 % available at first" in shown["title"]
    assert "Russia" in shown["later"]


@pytest.mark.parametrize("seat", [x.CONTROLLER, x.TARGET, x.WARNED])
def test_every_setting_is_the_tested_model(seat):
    for item, coalition, own_years in itertools.product(x.INPUTS, x.COALITIONS, (2, 20)):
        shown = view(item, coalition, own_years, seat)
        assert coalition in shown["alt"] and item in shown["alt"] and shown["assumes"] == x.LIMITS
        assert "nan" not in shown["line"] + shown["alt"] + shown["title"]
        members = x.tables()[f"{item} | {coalition}"][0]
        cut = supply.denied(members, np.arange(12 * x.LAST_YEAR + 1) / 12, spare=x.SPARE, own_years=own_years)
        # One who was warned has a store, and sees what would be left without it.
        first, *more = shown["picture"]["lines"]
        wanted = cut if seat == x.CONTROLLER else 1 - cut
        assert (more[0] if seat == x.WARNED else first)["y"] == pytest.approx(100 * wanted, abs=1e-9)
        others = seat == x.CONTROLLER and coalition not in [x.CHINA_ALONE, x.ALL_BUT_CHINA]
        assert bool(more) == (seat == x.WARNED or others)
        assert not others or np.subtract(more[0]["y"], first["y"]).min() > -1e-9, "nobody cuts more than all others"


def test_goals_have_the_answers_that_they_state():
    ways = [[who for who in x.COALITIONS if view(DEPOSITION, who)["goals"][goal]] for goal in (0, 3)]
    assert ways == [["the United States and Japan", THREE], [THREE]]
    alone = {(who, item) for who in x.COALITIONS for item in x.INPUTS if view(item, who)["goals"][1]}
    step_below, coats = "immersion machines, a step below", "machines that coat with photoresist"
    assert alone == {(NL, step_below), ("Japan alone", coats)}
    assert [years for years in range(2, 21) if view(x.GALLIUM, x.CHINA_ALONE, years, x.WARNED)["goals"][2]] == [2]
