"""Lesson 4's explorers: the chain on the map, countries and firms away, three rules; and the diagram of who sells to whom."""

import pytest

from derisking import data
from derisking.charts.vector import outlines
from derisking.explore import chain_inputs, chain_steps, chain_walk, who_sells
from derisking.explore import value_chain as chain

AREAS, FIRMS = list(chain.AREAS), list(chain.FIRMS)
START = {"away": chain.NOBODY, "rule": chain.MINIMUM, "months": 3}


def seen(**settings):
    return chain.chain_state({**START, **settings}, chain.tables())


def test_no_input_is_counted_twice():
    """Groups whose parts have shares are out; a wafer stays although machines for wafers point to it."""
    about = chain.inputs().about
    assert {"N19", "N36", "N55", "N120", "S1"}.isdisjoint(about.index)
    assert {"N26", "N20", "N84", "S2", "S3"} <= set(about.index)
    assert len(about) < data.load("chip_input_shares")["input_id"].nunique()


def test_nobody_off_leaves_everything():
    assert all(output == pytest.approx(1) for output, _ in chain_inputs.results(chain.NOBODY).values())
    assert all(name == "" for _, name in chain_inputs.results(chain.NOBODY).values())


def test_a_niche_stops_the_world_under_the_naive_minimum_only():
    """The answer to the lesson's question: one machine for 25 million dollars."""
    found = chain_inputs.results("Singapore")
    assert found[chain.MINIMUM] == (0.0, "N77")
    assert chain.inputs().about.loc["N77", "market_usd_m"] < 30
    assert found[chain.WEIGHTED][0] > 0.98
    assert found[chain.TIME][0] > 0.98


def test_worked_answers_of_the_lesson():
    europe, japan = chain_inputs.results(chain_inputs.EU), chain_inputs.results("Japan")
    assert europe[chain.MINIMUM][0] == 0
    assert europe[chain.WEIGHTED] == (pytest.approx(0.786, abs=0.005), "N20")
    assert japan[chain.TIME] == (pytest.approx(0.62, abs=0.01), "N26")
    assert chain_inputs.results("Japan", months=24)[chain.TIME][0] > 0.9


def test_more_countries_or_smaller_stocks_never_help():
    for area in AREAS:
        alone, both = chain_inputs.results(area), chain_inputs.results(area, "Japan")
        assert all(both[rule][0] <= alone[rule][0] + 1e-9 for rule in chain.RULES)
        small, large = (chain_inputs.results(area, months=months)[chain.TIME][0] for months in (0, 24))
        assert small <= large + 1e-9


def test_the_same_country_twice_changes_nothing():
    assert chain_inputs.results("China", "China") == chain_inputs.results("China")


def test_every_state_is_the_tested_model():
    for name in [*AREAS, *FIRMS]:
        for months in (0, 3, 24):
            v, t = {"away": name, "rule": chain.TIME, "months": months}, chain.tables()
            listed, sold = chain.chain_rows(v, t)
            found = chain.chain_results(v, t, listed, sold, chain.chain_time(v, t, listed))
            for rule, (output, binds) in chain_inputs.results(name, months=months).items():
                assert found[rule][0] == pytest.approx(output, abs=1e-9)
                assert (found[rule][1]["id"] if found[rule][1] else "") == binds


def test_goals_have_one_answer_each():
    everybody = [*AREAS, *FIRMS]
    assert [name for name in everybody if seen(away=name)["goals"][0]] == ["TSMC"]
    assert [name for name in everybody if seen(away=name)["goals"][1]] == ["Singapore"]
    assert [m for m in range(25) if seen(away="Japan", rule=chain.TIME, months=m)["goals"][2]] == [8]
    walk = chain_walk.walk()
    stands = [step for step in walk.controls["step"].values if walk.view_of({"step": step})["goals"][0]]
    assert stands == ["EUV machines"]


def test_shares_of_the_map_are_those_of_the_tables():
    """A step that is one row of the table shows that row; what the table lacks comes from the registry; all sum to 1."""
    t = chain_steps.tables()
    held = {step["name"]: step["held"] for step in t["steps"]}
    assert all(sum(shares.values()) == pytest.approx(1) for shares in held.values())
    assert held["Silicon wafers"]["JP"] == pytest.approx(data.fact("wafers-japan-2019").value / 100)
    assert held["Coating machines"]["JP"] == pytest.approx(data.fact("resist-tools-japan-2025").value / 100, abs=0.002)
    assert held["Photoresist"]["JP"] == data.fact("photoresist-japan-share").value / 100
    assert held["Plants, newest chips"]["TW"] == pytest.approx(data.fact("leading-edge-taiwan-2022").value / 100)
    assert 0.9 < held["Older lithography"]["NL"] < 0.91, "four kinds, weighed by market"
    places = {place for shares in held.values() for place in shares}
    assert places <= {*outlines.PLACES, chain_steps.OTHERS}
    assert {place for place, _ in outlines.LANDS} == {*outlines.PLACES, ""}
    assert [about[5] for about in outlines.PLACES.values() if about[5] not in AREAS] == []


def test_a_firm_takes_no_more_than_its_country():
    t = chain_steps.tables()
    for firm, (code, _) in chain.FIRMS.items():
        country = next(name for name, codes in chain.AREAS.items() if codes == (code,))
        pairs = zip(t["lost"][firm], t["lost"][country], strict=True)
        assert all(mine <= all_ + 0.005 for mine, all_ in pairs), firm
        assert (chain.remaining(firm) >= chain.remaining(country) - 0.005).all(), firm


def test_what_breaks_is_said_and_shown():
    gone = seen(away="TSMC")
    assert gone["title"] == "TSMC stops: newest chips stop, others go on"
    assert "Plants, newest chips (69 % lost; could take over: South Korea, at 3.2 times today's output)" in gone["line"]
    assert [row["number"] for row in gone["picture"]["rows"] if row["broken"]] == [11]
    assert gone["picture"]["places"]["TW"]["tone"] == "gone" and "✕ TSMC" in gone["picture"]["places"]["TW"]["lines"]
    assert "EUV machines (100 % lost; could take over: nobody else)" in seen(away="ASML")["line"]
    assert "No step breaks" in seen(away="Singapore")["alt"] and "half or less" in gone["caption"]
    for name in [*AREAS, *FIRMS]:
        for rule in chain.RULES:
            view = seen(away=name, rule=rule)
            broken = [row["name"] for row in view["picture"]["rows"] if row["broken"]]
            assert "Limit of this rule" in view["line"]
            assert [step for step in broken if step not in view["alt"]] == []
            assert [float(row[1]) >= 50 for row in view["rows"][:12]] == [
                row["broken"] for row in view["picture"]["rows"]
            ]


def test_the_walk_says_who_holds_a_step():
    walk = chain_walk.walk()
    for step in walk.controls["step"].values:
        view = walk.view_of({"step": step})
        lit = view["picture"]["places"]
        if step in (chain_walk.WHOLE, chain_walk.USE):
            assert len(lit) == (5 if step == chain_walk.WHOLE else len(outlines.PLACES))
            assert step == chain_walk.USE or "Japan 4, 5, 8; Netherlands 6, 7" in view["alt"]
            continue
        leads = [place for place, about in lit.items() if about["tone"] == "leads"]
        assert len(leads) == 1 and outlines.PLACES[leads[0]][0] in view["line"], step
        assert all(line in view["line"] for about in lit.values() for line in about["lines"][:1]), step
    assert (
        "Netherlands 100 % (ASML). World shares by headquarters, 2025" in walk.view_of({"step": "EUV machines"})["line"]
    )


def test_the_row_that_we_added_decides_about_taiwan():
    """E26: without a row for the newest plants Taiwan looks almost harmless; with it, it does not."""
    left = chain.remaining("Taiwan")
    assert left.drop(chain_inputs.LEADING).min() == pytest.approx(0.72, abs=0.01)
    assert chain_inputs.results("Taiwan")[chain.MINIMUM] == (pytest.approx(0.31, abs=0.01), chain_inputs.LEADING)


def test_unknown_country():
    with pytest.raises(KeyError):
        chain.remaining("Atlantis")


def test_the_stock_can_be_moved_only_where_it_counts():
    shown = chain.chain()
    shown._goals.stage = 3
    assert "with stocks" in shown.controls["months"].idle
    assert shown.set(rule=chain.TIME).controls["months"].idle == ""


def test_map_names_every_segment():
    chart = who_sells.chain_map()
    assert "<img" in chart.html()
    names = {box.name for box in who_sells.BOXES}
    assert {name for pair in who_sells.HANDS for name in pair} == names
    assert {name for pair in who_sells.MONEY for name in pair} <= names


def test_the_designer_is_the_customer_of_the_plants():
    """The work runs design, fabrication, packaging; the money does not run back along it."""
    paid = who_sells.chain_map().table.set_index("segment")["is paid by"]
    assert paid["Fabrication"] == paid["Packaging, test"] == "Design"
    assert paid["Design"] == "Users"
    assert "Fabrication" in paid["Machines"] and paid["Users"] == "–"
