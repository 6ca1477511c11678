"""Explorer of lesson 6: shares of two partners and the pooling of shocks."""

import time

import pytest

from derisking import data
from derisking.explore import japan_alliance as ja

PAIR = ("the European Union", "Japan")


def test_counts_agree_with_the_registry():
    """The line under the picture and the figures of the lesson are the same numbers."""
    table = ja.strengths(*PAIR)
    half = table["together"] > 50
    assert len(table) == data.fact("chip-inputs-with-shares").value
    assert half.sum() == data.fact("inputs-eu-japan-majority").value
    assert (half & (table["first"] <= 50) & (table["second"] <= 50)).sum() == data.fact("inputs-need-both").value
    assert (table["together"] < 10).sum() == data.fact("inputs-eu-japan-absent").value


@pytest.mark.parametrize(("correlation", "benefit"), [(0.0, "100 %"), (1.0, "0 %")])
def test_pooling_at_the_ends(correlation, benefit):
    _, line = ja.draw(*PAIR, correlation)
    assert f": {benefit} of the possible benefit" in line


def test_the_leader_of_the_alt_text_leads():
    chart, _ = ja.draw(*PAIR, 0.3)
    assert ja.strengths(*PAIR).index[0] in chart.alt


def test_order_of_partners_does_not_change_the_counts():
    lines = {ja.draw(*pair, 0.5)[1] for pair in (PAIR, PAIR[::-1])}
    assert len(lines) == 1


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
