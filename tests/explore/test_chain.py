"""Lesson 4's explorer: countries off, three rules; and the diagram of who sells to whom."""

import time

import pytest

from derisking import charts, data
from derisking.explore import value_chain as chain
from derisking.explore import who_sells

AREAS = list(chain.AREAS)


def test_no_input_is_counted_twice():
    """Groups whose parts have shares are out; a wafer stays although machines for wafers point to it."""
    about = chain.inputs().about
    assert {"N19", "N36", "N55", "N120", "S1"}.isdisjoint(about.index)
    assert {"N26", "N20", "N84", "S2", "S3"} <= set(about.index)
    assert len(about) < data.load("chip_input_shares")["input_id"].nunique()


def test_nobody_off_leaves_everything():
    assert all(output == pytest.approx(1) for output, _ in chain.results(chain.NOBODY).values())
    assert all(name == "" for _, name in chain.results(chain.NOBODY).values())


def test_a_niche_stops_the_world_under_the_naive_minimum_only():
    """The answer to the lesson's question: one machine for 25 million dollars."""
    found = chain.results("Singapore")
    assert found[chain.MINIMUM] == (0.0, "N77")
    assert chain.inputs().about.loc["N77", "market_usd_m"] < 30
    assert found[chain.WEIGHTED][0] > 0.98
    assert found[chain.TIME][0] > 0.98


def test_worked_answers_of_the_lesson():
    europe, japan = chain.results(chain.EU), chain.results("Japan")
    assert europe[chain.MINIMUM][0] == 0
    assert europe[chain.WEIGHTED] == (pytest.approx(0.786, abs=0.005), "N20")
    assert japan[chain.TIME] == (pytest.approx(0.62, abs=0.01), "N26")
    assert chain.results("Japan", months=24)[chain.TIME][0] > 0.9


def test_more_countries_or_smaller_stocks_never_help():
    for area in AREAS:
        alone, both = chain.results(area), chain.results(area, "Japan")
        assert all(both[rule][0] <= alone[rule][0] + 1e-9 for rule in chain.RULES)
        small, large = (chain.results(area, months=months)[chain.TIME][0] for months in (0, 24))
        assert small <= large + 1e-9


def test_the_same_country_twice_changes_nothing():
    assert chain.results("China", "China") == chain.results("China")


@pytest.mark.parametrize("rule", chain.RULES)
@pytest.mark.parametrize(
    "first, second", [("nobody", "nobody"), ("Japan", "nobody"), (chain.EU, "Japan"), ("China", "United States")]
)
def test_corner_values_draw(first, second, rule):
    for months in (0, 24):
        chart, line = chain.draw(first, second, rule, months)
        assert "<img" in chart.html()
        assert "Limit of this rule" in line
        if rule != chain.TIME and first != "nobody":
            assert charts.leader(chart.table.head(chain.SHOWN)) in chart.alt


def test_the_choice_of_rows_decides_about_taiwan():
    """E26: without a row for the newest plants Taiwan looks almost harmless; with it, it does not."""
    printed, added = (chain.results("Taiwan", rows=rows) for rows in chain.ROWS)
    assert printed[chain.MINIMUM][0] == pytest.approx(0.72, abs=0.01)
    assert added[chain.MINIMUM] == (pytest.approx(0.31, abs=0.01), chain.LEADING)
    assert added[chain.TIME][0] < printed[chain.TIME][0]
    assert added[chain.WEIGHTED] == printed[chain.WEIGHTED]
    assert chain.results("Japan", rows=chain.WITH_LEADING)[chain.MINIMUM] == chain.results("Japan")[chain.MINIMUM]


def test_unknown_country():
    with pytest.raises(KeyError):
        chain.remaining("Atlantis")


def test_no_stale_state():
    fig, _ = charts.figure()
    with charts.reusing(fig):
        first = chain.draw("Singapore")[0].html()
        chain.draw("Japan", chain.EU, chain.TIME, 5)[0].html()
        assert chain.draw("Singapore")[0].html() == first


def test_redraw_is_quick():
    """Processor time, so that a busy machine does not decide."""
    fig, _ = charts.figure()
    taken = []
    for step in range(9):
        start = time.process_time()
        with charts.reusing(fig):
            chain.draw("Japan", "nobody", chain.RULES[step % 3], step)[0].html()
        taken.append(time.process_time() - start)
    assert sorted(taken)[4] <= 0.15


def test_explorer_moves():
    shown = chain.chain()
    before = shown.chart.alt
    shown.set(first="Taiwan", rows=chain.WITH_LEADING)
    assert "Leading-edge logic" in shown.chart.alt
    shown.set(first="Japan", rule=chain.TIME, months=12)
    assert shown.error == ""
    assert shown.chart.alt != before


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
