"""Explorer of lesson 6: who can help when one partner fails, and what shared shocks leave of it."""

import pytest

from derisking import data
from derisking.explore import japan_alliance as ja

PAIR = ("the European Union", "Japan")


def view(first, second, correlation):
    return ja.partners_state({"first": first, "second": second, "correlation": correlation}, ja.tables())


def test_counts_agree_with_the_registry():
    """Counts of the lesson, the bars and the registry are the same numbers."""
    counts = ja.tables()["counts"][PAIR[0]]
    assert ja.tables()["own"][PAIR[0]] == data.fact("inputs-eu-ten").value
    assert counts["Japan"] == data.fact("inputs-eu-japan-both-ten").value
    assert counts["the United States"] == data.fact("inputs-eu-usa-both-ten").value


@pytest.mark.parametrize(("correlation", "chance"), [(0.0, 0.9), (0.5, 0.45), (1.0, 0.0)])
def test_the_slider_moves_one_bar_and_leaves_the_others(correlation, chance):
    shown = view(*PAIR, correlation)
    widths = {bar["name"]: bar["value"] for bar in shown["picture"]["bars"]}
    assert widths.pop(f"Japan, shared {correlation:.1f}") == pytest.approx(18 * chance)
    assert f"stands in {100 * chance:.0f} of 100 years" in shown["line"]
    still = {bar["name"]: bar["value"] for bar in view(*PAIR, 0.2)["picture"]["bars"]}
    assert widths.items() <= still.items() and len(widths) == len(ja.PARTNERS) - 2


def test_goals_have_one_answer_each_and_every_pair_says_its_numbers():
    """The bank's answer is the first: at 0.4 the United States, with separate shocks, helps more than Japan; at 0.3 not yet."""
    found = [set(), set(), set()]
    pairs = [(first, second) for first in ja.PARTNERS for second in ja.PARTNERS if first != second]
    for first, second in pairs:
        for tenth in range(11):
            shown = view(first, second, tenth / 10)
            assert f"makes {ja.help_left(first)[second]} of the inputs" in shown["line"]
            assert shown["line"] in shown["alt"]
            for answers, reached in zip(found, shown["goals"], strict=True):
                answers |= {(first, second, tenth)} if reached else set()
    usa = "the United States"
    assert found == [{(*PAIR, 4)}, {("Japan", usa, 0), (usa, "Japan", 0)}, {(usa, "Japan", 5)}]
