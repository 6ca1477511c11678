"""Explorer of lesson 6: who can help when one partner fails, and what shared shocks leave of it."""

import pytest

from derisking import data
from derisking.explore import japan_alliance as ja

PAIR = ("the European Union", "Japan")


def test_counts_agree_with_the_registry():
    """Counts of the lesson, the bars and the registry are the same numbers."""
    table = ja.strengths(*PAIR)
    half = table["together"] > 50
    assert len(table) == data.fact("chip-inputs-with-shares").value
    assert half.sum() == data.fact("inputs-eu-japan-majority").value
    assert (half & (table["first"] <= 50) & (table["second"] <= 50)).sum() == data.fact("inputs-need-both").value
    assert (table["together"] < 10).sum() == data.fact("inputs-eu-japan-absent").value
    assert (table["first"] >= ja.MAKES).sum() == data.fact("inputs-eu-ten").value
    counts = ja.help_left(PAIR[0])
    assert counts["Japan"] == data.fact("inputs-eu-japan-both-ten").value
    assert counts["the United States"] == data.fact("inputs-eu-usa-both-ten").value


def view(first, second, correlation):
    return ja.partners_state({"first": first, "second": second, "correlation": correlation}, ja.tables())


def widths(shown):
    """Bars as drawn, by their label."""
    return {bar["name"]: round(bar["value"], 3) for bar in shown["picture"]["bars"]}


def test_the_slider_moves_one_bar_and_leaves_the_others():
    low, high = widths(view(*PAIR, 0.0)), widths(view(*PAIR, 0.5))
    assert low["Japan, shared 0.0"] == pytest.approx(18 * 0.9)
    assert high["Japan, shared 0.5"] == pytest.approx(18 * 0.45)
    assert {n: w for n, w in low.items() if "shared" not in n} == {n: w for n, w in high.items() if "shared" not in n}
    assert len(low) == len(ja.PARTNERS) - 1


@pytest.mark.parametrize(("correlation", "chance"), [(0.0, 0.9), (0.5, 0.45), (1.0, 0.0)])
def test_what_stands_at_the_ends(correlation, chance):
    assert ja.stands(correlation) == pytest.approx(chance)
    assert f"stands in {100 * chance:.0f} of 100 years" in view(*PAIR, correlation)["line"]


def test_every_pair_says_its_numbers():
    for first in ja.PARTNERS:
        for second in ja.PARTNERS:
            if first != second:
                shown = view(first, second, 0.2)
                assert (
                    f"makes {ja.help_left(first)[second]} of the inputs" in shown["line"]
                    and shown["line"] in shown["alt"]
                )


def test_goals_have_one_answer_each():
    """The bank's answer is the first: at 0.4 the United States, with separate shocks, helps more than Japan; at 0.3 not yet."""
    found = [set(), set(), set()]
    for first in ja.PARTNERS:
        for second in ja.PARTNERS:
            for tenth in range(11):
                for i, reached in enumerate(view(first, second, tenth / 10).get("goals", [])):
                    found[i] |= {(first, second, tenth)} if reached else set()
    usa = "the United States"
    assert found == [{(*PAIR, 4)}, {("Japan", usa, 0), (usa, "Japan", 0)}, {(usa, "Japan", 5)}]


def test_same_partner_twice_is_one_sentence_and_no_picture():
    explorer = ja.partners()
    explorer.set(second="the European Union")
    assert explorer.error == "Choose two different partners: nobody insures with himself." and explorer.chart is None
    assert not explorer.set(second="Taiwan").error
