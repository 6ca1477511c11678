"""Lesson 4's explorers: the chain on the map; the wall, three hits and three rules."""

import itertools
import math
import re

import pandas as pd
import pytest

from derisking import data
from derisking.charts.axes import ACTORS
from derisking.charts.vector import outlines
from derisking.explore import chain_tables, chain_walk, chain_wall
from derisking.explore import value_chain as chain
from derisking.models import supply

AREAS, FIRMS = list(chain.AREAS), list(chain.FIRMS)
EVERYBODY = [*AREAS, *FIRMS]


def setting(*hits, months=3, service=24, guess=chain.NOT_YET, rules=3):
    first, second, third = [*hits, *[chain.NOBODY] * 3][:3]
    return {**locals(), "hits": None}


def seen(*hits, **more):
    return chain.chain_state(setting(*hits, **more), chain.tables())


def left(*hits):
    """What is left of each input, from the functions of `models.supply`: firms of a country that is hit take nothing more."""
    matrix = chain.inputs().matrix
    codes = set().union(*[chain.codes_of(hit) for hit in hits if hit in AREAS])
    rest = supply.available(matrix, codes & set(matrix))
    for firm in {hit for hit in hits if hit in FIRMS and chain.FIRMS[hit][0] not in codes}:
        rest = rest - pd.Series(chain.firm_shares(firm)).reindex(matrix.index).fillna(0.0)
    return rest.clip(lower=0.0)


def found(*hits, **more):
    """Per rule: what is left of output, and the id of the input that decides, or ""."""
    t = chain.tables()
    results = chain.chain_results(setting(**more), t, chain.lefts(hits, chain.gone_codes(hits, t), t))
    return {rule: (output, t["bricks"][i]["id"] if i >= 0 else "") for rule, (output, i) in results.items()}


def by_the_models(hits, months, service):
    """What is left by the three rules, from the functions of `models.supply`."""
    rest, about = left(*hits), chain.inputs().about
    market = about["market_usd_m"].where(about["kind"].isin(["tool", "material"])).dropna()
    scarcest = rest.groupby(about["kind"]).idxmin()
    weeks = {**chain.STOCK_WEEKS, "material": months * chain.PER_MONTH, "tool": service * chain.PER_MONTH}
    stocks = {place: weeks[kind] for kind, place in scarcest.items()}
    path = supply.output_path(rest[scarcest].to_dict(), stocks, 1.0, chain.JUDGED, chain.RAMP_WEEKS)
    weighted = supply.chain_output(rest.reindex(market.index), market, math.inf)
    return [supply.chain_output(rest), weighted, path["output"].mean()]


def test_no_input_is_counted_twice():
    """Groups whose parts have shares are out; a wafer stays although machines for wafers point to it."""
    about = chain.inputs().about
    assert {"N19", "N36", "N55", "N120", "S1"}.isdisjoint(about.index)
    assert {"N26", "N20", "N84", "S2", "S3"} <= set(about.index)
    assert len(about) < data.load("chip_input_shares")["input_id"].nunique()


@pytest.mark.parametrize("months, service", [(0, 24), (3, 6), (24, 36)])
def test_every_state_is_the_tested_model(months, service):
    """One hit by everybody, and hits that overlap: a country and its firm, the EU and a member, the same one twice."""
    overlapping = [chain.WORST, ("Japan", "Disco", "TSMC"), (chain_tables.EU, "Netherlands", "ASML")]
    for hits in [*((name,) for name in EVERYBODY), *overlapping]:
        outputs = [output for output, _ in found(*hits, months=months, service=service).values()]
        assert outputs == pytest.approx(by_the_models(hits, months, service), abs=1e-9), hits
    assert chain.hits_of(setting("Japan", "Japan", "TSMC"), {}) == ["Japan", "TSMC"]


def test_worked_answers_of_the_lesson():
    """A niche, one machine for 25 million dollars, stops the world under the naive minimum only."""
    niche, europe, japan, nobody = (found(name) for name in ("Singapore", chain_tables.EU, "Japan", chain.NOBODY))
    assert niche[chain.MINIMUM] == (0.0, "N77")
    assert "world market of 25 million" in chain.chain().goals[2].done
    assert chain.inputs().about.loc["N77", "market_usd_m"] == pytest.approx(25, abs=0.5)
    assert niche[chain.WEIGHTED][0] > 0.98 and niche[chain.TIME][0] > 0.98
    assert europe[chain.MINIMUM][0] == 0
    assert europe[chain.WEIGHTED] == (pytest.approx(0.786, abs=0.005), "N20")
    assert japan[chain.TIME] == (pytest.approx(0.62, abs=0.01), "N26")
    assert found("Japan", months=12) == found("Japan", months=24), "as a question says"
    assert found("Japan", months=24)[chain.TIME] == (pytest.approx(0.92, abs=0.02), "S2")
    assert list(nobody.values()) == [(pytest.approx(1), "")] * 3
    assert left("Taiwan").drop(chain_tables.LEADING).min() == pytest.approx(0.72, abs=0.01)
    assert [chain.broken_by(name) for name in ("Taiwan", "TSMC", "Singapore")] == [1, 1, 5]


def test_each_goal_has_the_answer_that_it_states():
    """Every set of three is tried: what no firms break more than, and which three alone break sixty."""
    goals = chain.chain().goals
    broken = {hits: chain.broken_by(*hits) for hits in itertools.combinations(EVERYBODY[1:], 3)}
    most = max(broken[hits] for hits in broken if {*hits} <= {*FIRMS})
    firms = [{*hits} for hits in broken if broken[hits] == most and {*hits} <= {*FIRMS}]
    assert firms == [{*chain.WORST}] and {chain.FIRMS[firm][0] for firm in chain.WORST} == {"USA"}
    assert re.findall(r"\d+", goals[0].done) == [str(most), str(chain.broken_by("United States"))] == ["22", "27"]
    assert [{*hits} for hits in broken if broken[hits] >= 60] == [{"United States", "Japan", chain_tables.EU}]
    assert re.findall(r"\d+", goals[1].done) == ["64", "60", "56"]
    assert seen("Japan", "United States", chain_tables.EU)["goals"][1]
    assert all(seen(*chain.WORST, guess=guess, rules=0)["goals"][0] for guess in chain.GUESSES)
    assert [name for name in EVERYBODY if seen(name)["goals"][2]] == ["Singapore"]
    for months in (0, 24):
        assert [m for m in range(37) if seen(chain_tables.EU, service=m, months=months)["goals"][3]] == [17]


def test_before_a_guess_nothing_breaks_and_afterwards_it_is_said_and_a_finger_hits_each_brick(monkeypatch):
    assert seen(chain.NOBODY)["line"] == "Nobody is hit. Choose whom to hit."
    assert seen("TSMC")["line"].startswith("Hit: TSMC. Broken: Newest plants. Chips that still come: 46 %")
    before, after = (seen(*chain.WORST, guess=guess, rules=0) for guess in (chain.NOT_YET, "15 to 30"))
    assert before["title"] == "A brick for each thing that chips need" and ": 66 of them" in seen(chain.NOBODY)["alt"]
    assert not before["picture"]["broken"] and set(before["picture"]["out"]) == {None} and not any(before["goals"])
    assert seen(*chain.WORST)["picture"]["out"][:1] == after["picture"]["out"], "one rule at a time"
    assert "No chip at all" in after["picture"]["told"] and "Nothing is left of one: Direct" in after["line"]
    assert not re.search(r"\b22\b|left|%", before["alt"]) and {row[3] for row in before["rows"]} == {"0"}
    assert after["title"] == "22 bricks break; you said 15 to 30" and len(after["picture"]["broken"]) == 22
    wall = {width: chain.wall(after["picture"], width)["svg"] for width in range(280, 681, 20)}
    assert all(svg.count("data-key") == 80 and svg.count("data-take") == 66 for svg in wall.values()), "up or fallen"

    def least(svg):
        return min(float(x) for pair in re.findall(r'width="([^"]+)" height="([^"]+)"[^>]*><title>', svg) for x in pair)

    assert min(map(least, wall.values())) >= 24
    monkeypatch.setattr(chain_wall, "HIGH", 20)
    assert least(chain.wall(after["picture"], 400)["svg"]) < 24, "the canary"
    assert {brick["colour"] for brick in chain.tables()["bricks"]} <= {*ACTORS.values(), "#6f757c", ""}


def test_shares_of_the_map_are_those_of_the_tables():
    """A step that is one row of the table shows that row; what the table lacks comes from the registry; all sum to 1."""
    t = chain_tables.tables()
    held = {step["name"]: step["held"] for step in t["steps"]}
    assert all(sum(shares.values()) == pytest.approx(1) for shares in held.values())
    assert held["Silicon wafers"]["JP"] == pytest.approx(data.fact("wafers-japan-2019").value / 100)
    assert held["Coating machines"]["JP"] == pytest.approx(data.fact("resist-tools-japan-2025").value / 100, abs=0.002)
    assert held["Photoresist"]["JP"] == data.fact("photoresist-japan-share").value / 100
    assert held["Plants, newest chips"]["TW"] == pytest.approx(data.fact("leading-edge-taiwan-2022").value / 100)
    assert 0.9 < held["Older lithography"]["NL"] < 0.91, "four kinds, weighed by market"
    assert {place for shares in held.values() for place in shares} <= {*outlines.PLACES, chain_tables.OTHERS}
    assert {place for place, _ in outlines.LANDS} == {*outlines.PLACES, ""}


def test_the_walk_says_who_holds_a_step_once_it_is_guessed_and_counts_what_was_right():
    walk = chain_walk.walk()
    (*steps, whole), mine = walk.controls["step"].values, {"who": chain_walk.OPEN, "shown": chain_walk.MINE}
    leads = {step["name"]: chain_walk.first_of(step) for step in chain_tables.tables()["steps"]}
    right, wrong = ({step: {"who": leads[step] if good else "UK"} for step in steps} for good in (True, False))
    for step in steps:
        asked = walk.view_of({"step": step, **mine, "kept": {}})
        assert {row[1] for row in asked["rows"]} == {"guess first"} and "%" not in asked["line"] + asked["alt"], step
        assert not asked["picture"]["holders"] and {*asked["picture"]["places"]} == {*chain_walk.ANSWERS}, step
        for kept, said in ((right, "Right: "), (wrong, "Not UK: ")):
            view = walk.view_of({"step": step, **mine, "kept": kept})
            lit = [place for place, about in view["picture"]["places"].items() if about["tone"] == "leads"]
            assert lit == [leads[step]] and view["title"].startswith(said + outlines.PLACES[lit[0]][0]), step
            assert all(f"{one['name']} {one['shown']}" in view["line"] for one in view["picture"]["holders"]), step
    four = {**dict(list(right.items())[:4]), **dict(list(wrong.items())[4:6])}
    seen = [walk.view_of({"step": whole, **mine, "kept": kept}) for kept in ({}, four, wrong)]
    assert [view["goals"] for view in seen] == [[False] * 3, [True, True, False], [True] * 3]
    assert [view["judged"][1] for view in seen[1:]] == [["4 of 6 right.", True], ["0 of 6 right.", False]]
    assert seen[1]["title"] == "You guessed 6 of 12 steps, 4 rightly" and not seen[0]["picture"]["places"]
    assert len(seen[2]["picture"]["places"]) == 5 and "Japan 4, 5, 8; Netherlands 6, 7" in seen[2]["alt"]
    assert max(len(one["steps"]) for one in seen[2]["picture"]["places"].values()) == 4, "as the last goal says"
    at_once = {"step": "EUV machines", "who": chain_walk.OPEN, "shown": chain_walk.ALL, "kept": {}}
    assert "Netherlands 100 % (ASML). World shares by headquarters, 2025" in walk.view_of(at_once)["line"]


def test_stocks_and_service_count_where_they_can_be_moved_and_are_an_input():
    """Europe seems harmless only as long as machines are assumed to run without their makers; no sentence sells that as a finding."""
    parts = [found(chain_tables.EU, service=months)[chain.TIME][0] for months in (3, 6, 12, 24)]
    assert parts == [pytest.approx(part, abs=0.01) for part in (0.23, 0.35, 0.60, 1.0)]
    assert "is your input" in chain.ASSUMED and "is our guess" in chain.ASSUMED
    service = chain.chain().controls["service"]
    assert (service.value, service.min, service.max) == (24, 0, 36) and "we guess 24" in service.label
