"""The wafer, the fab and the eight zooms of lesson 3: formulas and picture agree, corner values draw, goals have the answers that they state."""

import itertools
from functools import cache

import numpy as np
import pytest

from derisking import data, explore
from derisking.explore import chip_basics as wafer
from derisking.explore import eight_zooms

POISSON, MURPHY, CLUSTERS = wafer.MODELS.values()


@pytest.fixture(autouse=True, scope="module")
def same_dies():
    """The same dies are asked for again and again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wafer, "corners", cache(wafer.corners))
        yield


def view(area, density, model=POISSON, spare=0.0):
    return wafer.wafer_state({"area": area, "density": density, "model": model, "spare": spare}, wafer.tables())


def fine(area, density, model, spare=0.0):
    """Which dies of the picture can be sold."""
    side = area**0.5
    return np.array(wafer.survivors(wafer.corners(side), side, density, wafer.tables()[model], spare))


def test_worked_example_and_question_of_the_lesson():
    """Where half of the large dies fail, about nine in a hundred small ones do."""
    rows = {row[0]: row[1] for row in view(814, 0.1)["rows"]}
    assert rows == {"whole dies": "63", "yield, %": "44.3", "good dies": "27.9", "dollars per good die": "608.58"}
    assert view(105, 0.1)["rows"][3][1] == "31.03"
    density = next(d / 100 for d in range(100) if wafer.expected_yield(814, d / 100, POISSON) < 0.5)
    for near in (density - 0.01, density):
        assert 100 * (1 - wafer.expected_yield(105, near, POISSON)) == pytest.approx(9, abs=1.6)


@pytest.mark.parametrize("area", [105, 814])
def test_dies_are_whole_and_apart(area):
    """69 large dies can be drawn where the formula says 63."""
    side = area**0.5
    places = np.array(wafer.corners(side))
    assert len(places) == {105: 621, 814: 69}[area]
    for dx, dy in itertools.product((0, side), repeat=2):
        assert (np.hypot(places[:, 0] + dx, places[:, 1] + dy) <= wafer.DIAMETER / 2 + 1e-6).all()
    assert len(np.unique(np.round(places / side, 3), axis=0)) == len(places)


@pytest.mark.parametrize("model", wafer.MODELS.values())
def test_picture_is_near_the_model(model):
    for area, density in [(105, 0.1), (407, 0.1), (814, 0.1), (100, 0.5)]:
        expected = wafer.expected_yield(area, density, model)
        assert fine(area, density, model).mean() == pytest.approx(expected, abs=0.08), area
    specks = wafer.specks(model)
    assert (np.hypot(*specks.T) <= 1).all() and len(specks) > wafer.MOST * np.pi * 15**2


def test_defects_only_add_up():
    """Moving the density to the right never heals a die."""
    states = [fine(225, d, CLUSTERS) for d in (0, 0.1, 0.3, 0.5)]
    assert states[0].all() and all((later <= earlier).all() for earlier, later in itertools.pairwise(states))


@pytest.mark.parametrize("area, density", [(30, 0), (30, wafer.MOST), (858, 0), (858, wafer.MOST)])
def test_words_count_what_is_drawn(area, density):
    shown = view(area, density, CLUSTERS)
    good = shown["picture"]["looks"].count(0)
    assert f"{good:,} good" in shown["alt"] and shown["rows"][2][2] == f"{good}" and f"{area} mm²" in shown["title"]


def test_goals_of_the_wafer_have_the_answers_that_they_state():
    assert [d for d in range(51) if view(814, d / 100)["goals"][0]] == [8, 9]
    areas = [wafer.SMALLEST, *range(70, 140), 814, wafer.LARGEST]  # the yield falls with the area
    assert [a for a in areas if view(a, 0.1)["goals"][1]] == [*range(78, 134)]
    cheap = {(m, s) for m in wafer.MODELS.values() for s in wafer.SPARES.values() if view(814, 0.1, m, s)["goals"][2]}
    assert cheap == {(m, wafer.REPAIRABLE) for m in wafer.MODELS.values()}
    assert "9 in 100 dies fail" in view(105, 0.09)["line"]


@pytest.mark.parametrize("model", wafer.MODELS.values())
def test_spare_blocks_raise_the_yield_in_formula_and_picture(model):
    plain, spare = (fine(814, 0.1, model, share) for share in (0.0, wafer.REPAIRABLE))
    looks = view(814, 0.1, model, wafer.REPAIRABLE)["picture"]["looks"]
    assert looks == [1 - s if p == s else 2 for p, s in zip(plain, spare, strict=True)] and 2 in looks
    assert (spare >= plain).all() and spare.sum() > plain.sum()
    assert wafer.expected_yield(814, 0.1, model, wafer.REPAIRABLE) == wafer.expected_yield(407, 0.1, model)
    assert spare.mean() == pytest.approx(wafer.expected_yield(407, 0.1, model), abs=0.12)


def fab(**settings):
    return wafer.fab_state({"plant": 20, "used": 80, "good": 60, "aid": 0} | settings, None)


def test_the_fab_answers_its_question_and_its_goals():
    assert "leader breaks even at 52 % of the plant, the newcomer not even with a full plant" in fab()["later"]
    assert "newcomer at 83 % of the plant" in fab(aid=5)["later"]
    assert "newcomer at 76 % of the plant" in fab(good=75)["later"]
    assert [u for u in range(20, 101) if fab(used=u)["goals"][0]] == [52, 53]
    assert [g for g in range(30, 101) if fab(used=100, good=g)["goals"][1]] == [62]
    assert [a for a in range(11) if fab(aid=a)["goals"][2]] == [6]


def paid(firm):
    return firm["plant"] + firm["wafers"]


def test_corner_values_of_the_fab_stay_on_the_axis():
    for plant, used, good, aid in itertools.product((10, 30), (20, 100), (30, 100), (0, 10)):
        shown = fab(plant=plant, used=used, good=good, aid=aid)
        firms = shown["picture"]["firms"]
        assert all(0 <= part <= wafer.MOST_MONEY for one in firms for part in (paid(one), paid(one) + one["profit"]))
        assert not any(word in shown["line"] + shown["alt"] for word in ("nan", "inf "))


def test_eight_zooms_draw_the_facts_and_each_goal_has_one_picture():
    """Each length drawn is the registry's; a goal is reached at one zoom with one length laid beside it, and the last only by the crystal."""
    explorer, t = explore.zooms(), eight_zooms.tables()
    long = [thing["nm"] for thing in t["things"]]
    assert long == sorted(long, reverse=True)
    small = "hair-width", "line-width-4004", "light-red", "gate-pitch-3nm", "euv-resolution", "silicon-lattice"
    facts = {"wafer-diameter": 1e6, "die-length-4004": 1e6} | dict.fromkeys(small, 1)
    assert set(long) == {data.fact(key).value * unit for key, unit in facts.items()} | {814**0.5 * 1e6}
    for step, nm in enumerate(long):
        assert 0.05 < nm / (eight_zooms.WIDEST / 10**step) < 0.9  # it fills a fair part of its picture
        drawn = eight_zooms.zoom_picture(explorer.view_of({"zoom": step, "ruler": "3"})["picture"], 660)["svg"]
        next_one = explorer.controls["zoom"].labels[min(step + 1, 8)]
        assert (f'data-take="{next_one}"' in drawn) == (step < 8)  # a click on the box
    settings = itertools.product(range(9), t["rulers"])
    views = {(step, key): explorer.view_of({"zoom": step, "ruler": key}) for step, key in settings}
    reached = [[at for at, view in views.items() if view["goals"][n]] for n in range(3)]
    assert reached == [[(6, "380")], [(7, "13.5")], [(8, "3")]] and views[8, "380"]["picture"]["far"]
    assert all(view["title"].endswith(t["things"][step]["size"]) for (step, _), view in views.items())
    assert "45 nm" in views[6, "3"]["title"] and "1,000,000 times" in views[6, "3"]["title"]
    assert "It is 15 times" in views[6, "3"]["line"] and "15 times" in explorer.goals[2].done
    assert f"{data.fact('euv-resolution').value:.0f} nm" in explorer.goals[1].done
    assert 8 < 380 / long[6] < 9 and "eight times as long" in explorer.goals[0].done
