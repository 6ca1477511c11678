"""The coalition explorer of lesson 5: who can cut what, how the cut fades, and every setting draws."""

import itertools
import time

import numpy as np
import pytest

from derisking import charts, explore
from derisking.explore import export_controls as x

US, NL, THREE = "the United States alone", "the Netherlands alone", "the United States, the Netherlands and Japan"
DEPOSITION, EUV = "deposition machines", "EUV machines"


def test_rivals_grow_from_what_they_have():
    """A small outsider doubles in the time set; one that holds everything stays there; nobody grows from nothing."""
    times = np.array([0.0, 3.0, 6.0])
    assert x.rivals_over_time(0.01, 3, times) == pytest.approx([0.01, 0.0198, 0.0388], abs=1e-4)
    assert x.rivals_over_time(0.5, 3, times) == pytest.approx([0.5, 2 / 3, 0.8])
    assert x.rivals_over_time(1, 3, times) == pytest.approx([1, 1, 1])
    assert x.rivals_over_time(0, 3, times) == pytest.approx([0, 0, 0])


@pytest.mark.parametrize("start, doubling", [(-0.1, 3), (1.1, 3), (0.5, 0), (0.5, -1)])
def test_impossible_settings_are_refused(start, doubling):
    with pytest.raises(ValueError):
        x.rivals_over_time(start, doubling)


def test_store_fills_the_gap_until_it_is_empty():
    """A year of need lasts one year if nothing else comes, two years if outsiders serve half and do not grow."""
    assert x.TIMES[np.argmin(x.course(0, 3, stock=1).supply)] == pytest.approx(1.0, abs=0.1)
    slow = x.course(0.5, 10_000, stock=1).supply
    assert x.TIMES[np.flatnonzero(slow < 0.99)[0]] == pytest.approx(2.0, abs=0.1)
    assert (x.course(0.5, 3, stock=1).cut == x.course(0.5, 3).cut).all()


def test_shares_are_those_of_the_tables():
    assert x.holders(EUV).to_dict() == {"NLD": 1.0}
    assert x.holders(DEPOSITION)["USA"] == pytest.approx(0.603, abs=0.002)
    assert x.holders(x.GALLIUM)["CHN"] == pytest.approx(0.989, abs=0.001)
    for item in x.INPUTS:
        assert x.holders(item).sum() == pytest.approx(1)
        assert x.holders(item).index.is_unique


def test_lone_control_leaks_unless_a_monopolist_imposes_it():
    assert x.outsiders(EUV, NL).sum() == 0
    assert x.outsiders(EUV, US).sum() == 1
    assert "Nobody else makes it" in x.draw(EUV, NL, 3, x.CONTROLLER)[1]
    assert "nothing is cut" in x.draw(EUV, US, 3, x.CONTROLLER)[1]
    lone, joint = (x.course(float(x.outsiders(DEPOSITION, who).sum()), 3).cut for who in (US, THREE))
    assert (lone < joint).all()


def test_question_of_the_lesson_has_its_answer():
    """Pace 3: the lone control loses half after 5.5 years, the joint one after 9; then only the target is left to grow."""
    lone = x.draw(DEPOSITION, US, 3, x.CONTROLLER)[1]
    joint = x.draw(DEPOSITION, THREE, 3, x.CONTROLLER)[1]
    assert "5.5 years" in lone and "Japan" in lone
    assert "8.9 years" in joint and "China, the target itself" in joint


def test_reverse_dependence():
    chart, line = x.draw(x.GALLIUM, x.CHINA_ALONE, 3, x.TARGET)
    assert "rest of the world" in chart.alt.lower() and "1 % available" in chart.title
    assert "Russia" in line


@pytest.mark.parametrize("seat", x.SEATS)
@pytest.mark.parametrize("doubling", [1, 8])
def test_every_setting_draws(seat, doubling):
    for item, coalition in itertools.product(x.INPUTS, x.COALITIONS):
        chart, line = x.draw(item, coalition, doubling, seat)
        assert coalition in chart.alt and item in chart.alt
        assert line and "nan" not in line + chart.alt + chart.title
        assert chart.caption == x.LIMITS
    assert "<img" in chart.html()


def test_moving_the_controls():
    tool = explore.coalition()
    before = tool.chart.html()
    for change in ({"item": EUV}, {"coalition": NL}, {"seat": x.WARNED}):
        tool.set(**change)
        assert not tool.error
    assert tool.chart.html() != before
    tool.set(item=DEPOSITION, coalition=US, seat=x.CONTROLLER)
    assert tool.chart.html() == before  # no stale state


def test_redraw_is_quick():
    fig, _ = charts.figure()
    taken = []
    for step in range(9):
        start = time.process_time()
        with charts.reusing(fig):
            x.draw(DEPOSITION, US, 2 + step / 2, x.WARNED)[0].html()
        taken.append(time.process_time() - start)
    assert sorted(taken)[4] <= 0.15  # about 0.05 on two quiet cores; the budget of the page is 0.15
