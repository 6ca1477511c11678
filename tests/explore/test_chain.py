"""Lesson 4's explorer: countries off, three rules; and the diagram of who sells to whom."""

import pytest

from derisking import data
from derisking.explore import chain_inputs, who_sells
from derisking.explore import value_chain as chain

AREAS = list(chain.AREAS)


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


@pytest.mark.parametrize("rows", chain.ROWS)
def test_every_state_is_the_tested_model(rows):
    for area in AREAS:
        for months in (0, 3, 24):
            v, t = {"first": area, "rule": chain.TIME, "months": months, "rows": rows}, chain.tables()
            listed, sold = chain.chain_rows(v, t)
            found = chain.chain_results(v, t, listed, sold, chain.chain_time(v, t, listed))
            for rule, (output, name) in chain_inputs.results(area, months=months, rows=rows).items():
                assert found[rule][0] == pytest.approx(output, abs=1e-9)
                assert (found[rule][1]["id"] if found[rule][1] else "") == name


@pytest.mark.parametrize("rule", chain.RULES)
def test_words_name_what_leads(rule):
    for area in AREAS[1:]:
        shown = chain.chain_state({"first": area, "rule": rule, "months": 3, "rows": chain.AS_PRINTED}, chain.tables())
        assert "Limit of this rule" in shown["line"]
        if rule != chain.TIME:
            most = max(float(row[1]) for row in shown["rows"][: chain.SHOWN])
            assert any(row[0] in shown["alt"] and float(row[1]) == most for row in shown["rows"][: chain.SHOWN])


def test_goals_have_one_answer_each():
    base = {"first": chain.NOBODY, "rule": chain.MINIMUM, "months": 3, "rows": chain.AS_PRINTED}

    def reached(which, **settings):
        return chain.chain_state({**base, **settings}, chain.tables())["goals"][which]

    assert [area for area in AREAS if reached(0, first=area)] == ["Singapore"]
    assert [m for m in range(25) if reached(1, first="Japan", rule=chain.TIME, months=m)] == [8]
    assert [rows for rows in chain.ROWS if reached(2, first="Taiwan", rows=rows)] == [chain.WITH_LEADING]


def test_the_choice_of_rows_decides_about_taiwan():
    """E26: without a row for the newest plants Taiwan looks almost harmless; with it, it does not."""
    printed, added = (chain_inputs.results("Taiwan", rows=rows) for rows in chain.ROWS)
    assert printed[chain.MINIMUM][0] == pytest.approx(0.72, abs=0.01)
    assert added[chain.MINIMUM] == (pytest.approx(0.31, abs=0.01), chain.LEADING)
    assert added[chain.TIME][0] < printed[chain.TIME][0]
    assert added[chain.WEIGHTED] == printed[chain.WEIGHTED]
    assert (
        chain_inputs.results("Japan", rows=chain.WITH_LEADING)[chain.MINIMUM]
        == chain_inputs.results("Japan")[chain.MINIMUM]
    )


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
