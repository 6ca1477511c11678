"""The coalition explorer of lesson 5: who can cut what, how the cut fades, and every setting draws."""

import itertools
import time

import numpy as np
import pytest

from derisking import charts, explore
from derisking.explore import export_controls as x

US, NL, THREE = "the United States alone", "the Netherlands alone", "the United States, the Netherlands and Japan"
DEPOSITION, EUV = "deposition machines", "EUV machines"


def test_course_is_the_tested_model():
    """Six tenths, outsiders sell half as much again: 0.6 - 0.5 * 0.4 = 0.4 is cut at once; a monopolist cuts all."""
    assert x.course(0.6, 10).cut[0] == pytest.approx(0.4)
    assert x.course(1, 10).cut[[0, 60, 120]] == pytest.approx([1, 0.5, 0])
    assert x.course(0.6, 10).cut + x.course(0.6, 10).supply == pytest.approx(np.ones(len(x.TIMES)))


@pytest.mark.parametrize("members, own_years", [(-0.1, 3), (1.1, 3), (0.5, 0)])
def test_impossible_settings_are_refused(members, own_years):
    with pytest.raises(ValueError):
        x.course(members, own_years)


def test_store_fills_the_gap_until_it_is_empty():
    """A year of need lasts a year if nothing else comes, two and a half if four tenths are missing, for ever if little is."""
    found = [x.course(members, 10_000, stock=1).supply for members in (1, 0.6)]
    assert [x.TIMES[np.flatnonzero(s < 0.99)[0]] for s in found] == pytest.approx([1, 2.5], abs=0.1)
    assert (x.course(0.4, 3, stock=1).supply == 1).all()
    assert (x.course(0.6, 3, stock=1).cut == x.course(0.6, 3).cut).all()


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
    assert "Nobody else makes it" in x.draw(EUV, NL, 10, x.CONTROLLER)[1]
    assert "nothing is cut" in x.draw(EUV, US, 10, x.CONTROLLER)[1]
    lone, joint = (x.course(1 - float(x.outsiders(DEPOSITION, who).sum()), 10).cut for who in (US, THREE))
    assert lone[0] < joint[0] and (lone <= joint).all()


def test_question_of_the_lesson_has_its_answer():
    """The lone control leaks a third and is over after 4 years, the joint one after 8; then China is the largest outsider."""
    lone = x.draw(DEPOSITION, US, 10, x.CONTROLLER)[1]
    joint = x.draw(DEPOSITION, THREE, 10, x.CONTROLLER)[1]
    assert "33 % of that leaks" in lone and "4.1 years" in lone and "Japan" in lone
    assert "9 % of that leaks" in joint and "7.8 years" in joint and "China, the target itself" in joint


def test_reverse_dependence():
    chart, line = x.draw(x.GALLIUM, x.CHINA_ALONE, 10, x.TARGET)
    assert "rest of the world" in chart.alt.lower() and "2 % available at the start" in chart.title
    assert "Russia" in line


@pytest.mark.parametrize("seat", x.SEATS)
@pytest.mark.parametrize("own_years", [2, 20])
def test_every_setting_draws(seat, own_years):
    for item, coalition in itertools.product(x.INPUTS, x.COALITIONS):
        chart, line = x.draw(item, coalition, own_years, seat)
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
            x.draw(DEPOSITION, US, 2 + step, x.WARNED)[0].html()
        taken.append(time.process_time() - start)
    assert sorted(taken)[4] <= 0.15  # about 0.05 on two quiet cores; the budget of the page is 0.15


def test_the_corner_of_the_rule():
    """E11: the H20 and the L20 lie just below two lines at once; the A800 was free only under the rule of 2022."""
    rows = x.chips_beside_the_line().set_index("chip")
    free = [chip for chip, row in rows.iterrows() if not x.caught(row["score"], row["density"])]
    assert free == ["L20 (2023)", "H20 (2023)"]
    assert x.caught(2400, 1.6) and x.caught(1600, 3.2) and x.caught(4800, 0.1)
    assert not x.caught(2399, 3.19) and not x.caught(1599, 20) and not x.caught(4799, 1.59)
    assert rows.loc["H20 (2023)"].tolist() == [2368, 2.9]
    assert rows.loc["A800 (2022)", "density"] == rows.loc["A100", "density"]


def test_the_rule_map_draws_and_names_the_chips_outside():
    chart = explore.rule_map()
    assert "<img" in chart.html()
    assert "L20 (2023) and H20 (2023) lie just outside" in chart.alt and "2,368" in chart.alt
