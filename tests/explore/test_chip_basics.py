"""The wafer of lesson 3: formulas and picture agree, corner values draw, the same setting gives the same picture."""

import itertools
import math
import time

import numpy as np
import pandas as pd
import pytest

from derisking import charts, explore
from derisking.explore import chip_basics as wafer
from derisking.models import chips

POISSON, MURPHY, CLUSTERS = wafer.MODELS.values()
CORNERS = [(area, diameter, density) for area in (30, 858) for diameter in (150, 300) for density in (0, wafer.MOST)]


def test_worked_example_of_the_lesson():
    found = wafer.results(814, 300, 0.1, POISSON)
    assert found["dies"] == 63
    assert found["yield"] == pytest.approx(0.4431, abs=5e-5)
    assert found["cost"] == pytest.approx(16_988 / (63 * 0.4431), rel=1e-3)
    assert wafer.results(105, 300, 0.1, POISSON)["cost"] == pytest.approx(31.03, abs=0.01)


@pytest.mark.parametrize("model, value", [(POISSON, 0.4431), (MURPHY, 0.4681), (CLUSTERS, 0.4867)])
def test_yield_models(model, value):
    assert wafer.expected_yield(814, 0.1, model) == pytest.approx(value, abs=5e-5)


def test_question_of_the_explorer_has_its_answer():
    """Where half of the large dies fail, about nine in a hundred small ones do."""
    density = next(d / 100 for d in range(100) if wafer.expected_yield(814, d / 100, POISSON) < 0.5)
    for near in (density - 0.01, density):
        assert 100 * (1 - wafer.expected_yield(105, near, POISSON)) == pytest.approx(9, abs=1.6)


@pytest.mark.parametrize("model", wafer.MODELS.values())
@pytest.mark.parametrize("area, density", [(105, 0.1), (407, 0.1), (814, 0.1), (100, 0.5)])
def test_picture_is_near_the_model(area, density, model):
    side = area**0.5
    positions = chips.dies_on_grid(300, side, side)
    drawn = wafer.survivors(positions, side, 300, density, model).mean()
    assert drawn == pytest.approx(wafer.expected_yield(area, density, model), abs=0.08)


def test_defects_only_add_up():
    """Moving the density to the right never heals a die."""
    positions = chips.dies_on_grid(300, 15, 15)
    states = [wafer.survivors(positions, 15, 300, d, CLUSTERS) for d in (0, 0.1, 0.3, 0.5)]
    assert states[0].all()
    assert all((later <= earlier).all() for earlier, later in itertools.pairwise(states))


def test_specks_lie_on_the_wafer_and_stay():
    for model in wafer.MODELS.values():
        specks = wafer._specks(model)
        assert (np.hypot(*specks.T) <= 1).all()
        assert len(specks) > wafer.MOST * np.pi * 15**2


@pytest.mark.parametrize("area, diameter, density", CORNERS)
@pytest.mark.parametrize("model", [POISSON, CLUSTERS])
def test_corner_values_draw(area, diameter, density, model):
    chart, line = wafer.draw(area, density, diameter, model)
    assert "<img" in chart.html()
    good = int(chart.table["in this picture"].iloc[2])
    assert f"{good:,} good" in chart.alt
    assert f"{area:.0f} mm²" in chart.title
    assert f"{good:,} good" in line


def test_no_stale_state():
    """The same setting gives the same picture, whatever was drawn before on the same figure."""
    fig, _ = charts.figure()
    with charts.reusing(fig):
        first = wafer.draw(814, 0.1, 300, POISSON)[0].html()
        wafer.draw(50, 0.7, 200, CLUSTERS)[0].html()
        assert wafer.draw(814, 0.1, 300, POISSON)[0].html() == first


def test_redraw_costs_little_more_than_a_bar_chart():
    """Six hundred dies, about 45 ms on a quiet machine; compared with a chart drawn in turn, because machines differ."""
    fig, _ = charts.figure()
    values = pd.Series(range(1, 11), index=[f"name {i}" for i in range(10)])
    taken = {"wafer": [], "bars": []}
    for step in range(7):
        with charts.reusing(fig):
            start = time.perf_counter()
            wafer.draw(105 + step, 0.1, 300, POISSON)[0].html()
            middle = time.perf_counter()
            charts.bars(values + step, title="t", unit="u", source="s", alt="name 9 leads").html()
        taken["wafer"].append(middle - start)
        taken["bars"].append(time.perf_counter() - middle)
    assert min(taken["wafer"]) <= 2.5 * min(taken["bars"])


def test_explorer_answers_its_question():
    """Every control moves the picture, and the line gives the answer."""
    found = explore.wafer()
    assert found.set(area=814, density=0.08).line.startswith("Yield 52 %")
    assert found.set(area=814, density=0.09).line.startswith("Yield 48 %")
    assert "9 in 100 dies fail" in found.set(area=105).line
    before = found.chart.html()
    assert found.set(spare=wafer.REPAIRABLE).chart.html() != before
    assert found.set(model="murphy", spare=0.0).chart.html() != before
    assert not found.error


# --- spare blocks: a defect costs a block, not the die -------------------------------------------------------------------


@pytest.mark.parametrize("model", wafer.MODELS.values())
def test_spare_blocks_raise_the_yield_in_formula_and_picture(model):
    side = 814**0.5
    positions = chips.dies_on_grid(300, side, side)
    plain, spare = (wafer.survivors(positions, side, 300, 0.1, model, share) for share in (0, wafer.REPAIRABLE))
    assert (spare >= plain).all() and spare.sum() > plain.sum()
    assert wafer.expected_yield(814, 0.1, model, wafer.REPAIRABLE) == wafer.expected_yield(407, 0.1, model)
    assert spare.mean() == pytest.approx(wafer.expected_yield(407, 0.1, model), abs=0.12)


def test_running_out_of_spare_blocks_is_as_rare_as_the_code_says():
    """Of 144 blocks on half of the largest die, 12 may fail: counted by Poisson at the dirtiest setting."""
    expected = wafer.MOST * wafer.LARGEST / 100 * wafer.REPAIRABLE
    enough = sum(np.exp(-expected) * expected**n / math.factorial(n) for n in range(13))
    assert 1 - enough < 1e-3


# --- the fab -------------------------------------------------------------------------------------------------------------


def test_the_fab_explorer_answers_its_question():
    found = explore.fab()
    assert "leader breaks even at 52 % of the plant, the newcomer not even with a full plant" in found.line
    assert "newcomer at 83 % of the plant" in found.set(aid=5).line
    assert "newcomer at 76 % of the plant" in found.set(aid=0, good=75).line
    assert not found.error


def test_every_control_of_the_fab_moves_the_picture():
    found = explore.fab()
    for name, value in {"plant": 28, "used": 50, "good": 90, "aid": 3}.items():
        before = found.chart.html()
        assert found.set(**{name: value}).chart.html() != before, name
    assert not found.error


@pytest.mark.parametrize("plant, used, good, aid", list(itertools.product((10, 30), (20, 100), (30, 100), (0, 10))))
def test_corner_values_of_the_fab_draw(plant, used, good, aid):
    chart, line = wafer.draw_fab(plant, used, good, aid)
    assert "<img" in chart.html() and "leader breaks even" in chart.alt and line.endswith("dollars.")
    assert not any(word in line + chart.alt for word in ("nan", "inf "))
