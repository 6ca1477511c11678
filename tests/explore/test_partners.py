"""Explorer of lesson 6: who can help when one partner fails, and what shared shocks leave of it."""

import time

import pytest

from derisking import data
from derisking.explore import japan_alliance as ja

PAIR = ("the European Union", "Japan")


def widths(chart):
    """Bars as drawn, by their label."""
    ax = chart.fig.axes[0]
    names = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    return dict(zip(names, (round(bar.get_width(), 3) for bar in ax.patches), strict=True))


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


def test_the_slider_moves_one_bar_and_leaves_the_others():
    low, high = widths(ja.draw(*PAIR, 0.0)[0]), widths(ja.draw(*PAIR, 0.5)[0])
    assert low["Japan, shocks shared 0.0"] == pytest.approx(18 * 0.9)
    assert high["Japan, shocks shared 0.5"] == pytest.approx(18 * 0.45)
    assert {n: w for n, w in low.items() if "shared" not in n} == {n: w for n, w in high.items() if "shared" not in n}
    assert len(low) == len(ja.PARTNERS) - 1


@pytest.mark.parametrize(("correlation", "chance"), [(0.0, 0.9), (0.5, 0.45), (1.0, 0.0)])
def test_what_stands_at_the_ends(correlation, chance):
    assert ja.stands(correlation) == pytest.approx(chance)
    _, line = ja.draw(*PAIR, correlation)
    assert f"stands in {100 * chance:.0f} of 100 years" in line


def test_the_question_above_the_controls_has_an_answer():
    """The bank's answer: at 0.4 the United States, with separate shocks, helps more than Japan; at 0.3 not yet."""
    assert ja.draw(*PAIR, 0.3)[1].endswith("nobody.")
    assert ja.draw(*PAIR, 0.4)[1].endswith("the United States.")


def test_every_pair_draws_and_its_words_are_its_numbers():
    for first in ja.PARTNERS:
        for second in ja.PARTNERS:
            if first != second:
                chart, line = ja.draw(first, second, 0.2)
                assert f"makes {ja.help_left(first)[second]} of the inputs" in line and line in chart.alt


def test_same_partner_twice_is_one_sentence():
    explorer = ja.partners().set(second="the European Union")
    assert explorer.error.startswith("No picture for this setting: choose two different partners")
    assert not explorer.set(second="Taiwan").error


def test_redraw_is_quick():
    explorer = ja.partners()
    times = []
    for step in range(7):
        start = time.process_time()
        explorer.set(correlation=step / 10)
        times.append(time.process_time() - start)
    assert sorted(times)[3] < 0.15  # the budget of the page, in processor time: the machine may be busy
