"""Lesson 4's explorers: the chain on the map, countries and firms away, three rules; and the diagram of who sells to whom."""

import math

import pytest

from derisking import data
from derisking.charts.vector import outlines
from derisking.explore import chain_tables, chain_walk, who_sells
from derisking.explore import value_chain as chain
from derisking.models import supply

AREAS, FIRMS = list(chain.AREAS), list(chain.FIRMS)
EVERYBODY = [*AREAS, *FIRMS]
START = {"away": chain.NOBODY, "rule": chain.MINIMUM, "months": 3, "service": 24}


def seen(**settings):
    return chain.chain_state({**START, **settings}, chain.tables())


def found(name, months=3, service=24):
    """Per rule: what is left of output, and the id of the input that decides, or ""."""
    v, t = {"away": name, "rule": chain.TIME, "months": months, "service": service}, chain.tables()
    listed, sold = chain.chain_rows(v, t)
    results = chain.chain_results(v, t, listed, sold, chain.chain_time(v, t, listed))
    return {rule: (output, binds["id"] if binds else "") for rule, (output, binds) in results.items()}


def by_the_models(name, months, service):
    """What is left by the three rules, from the functions of `models.supply`."""
    left, about = chain.remaining(name), chain.inputs().about
    market = about["market_usd_m"].where(about["kind"].isin(["tool", "material"])).dropna()
    scarcest = left.groupby(about["kind"]).idxmin()
    weeks = {**chain.STOCK_WEEKS, "material": months * chain.PER_MONTH, "tool": service * chain.PER_MONTH}
    stocks = {place: weeks[kind] for kind, place in scarcest.items()}
    path = supply.output_path(left[scarcest].to_dict(), stocks, 1.0, chain.JUDGED, chain.RAMP_WEEKS)
    weighted = supply.chain_output(left.reindex(market.index), market, math.inf)
    return [supply.chain_output(left), weighted, path["output"].mean()]


def test_no_input_is_counted_twice():
    """Groups whose parts have shares are out; a wafer stays although machines for wafers point to it."""
    about = chain.inputs().about
    assert {"N19", "N36", "N55", "N120", "S1"}.isdisjoint(about.index)
    assert {"N26", "N20", "N84", "S2", "S3"} <= set(about.index)
    assert len(about) < data.load("chip_input_shares")["input_id"].nunique()


@pytest.mark.parametrize("months, service", [(0, 24), (3, 6), (24, 36)])
def test_every_state_is_the_tested_model(months, service):
    for name in EVERYBODY:
        outputs = [output for output, _ in found(name, months, service).values()]
        assert outputs == pytest.approx(by_the_models(name, months, service), abs=1e-9), name


def test_worked_answers_of_the_lesson():
    """A niche, one machine for 25 million dollars, stops the world under the naive minimum only."""
    niche, europe, japan, nobody = (found(name) for name in ("Singapore", chain_tables.EU, "Japan", chain.NOBODY))
    assert niche[chain.MINIMUM] == (0.0, "N77") and chain.inputs().about.loc["N77", "market_usd_m"] < 30
    assert niche[chain.WEIGHTED][0] > 0.98 and niche[chain.TIME][0] > 0.98
    assert europe[chain.MINIMUM][0] == 0
    assert europe[chain.WEIGHTED] == (pytest.approx(0.786, abs=0.005), "N20")
    assert japan[chain.TIME] == (pytest.approx(0.62, abs=0.01), "N26")
    assert found("Japan", 24)[chain.TIME][0] > 0.9
    assert list(nobody.values()) == [(pytest.approx(1), "")] * 3


def test_the_row_that_we_added_and_the_answer_of_each_goal():
    """Without a row for the newest plants Taiwan looks almost harmless; with it, it does not."""
    assert chain.remaining("Taiwan").drop(chain_tables.LEADING).min() == pytest.approx(0.72, abs=0.01)
    assert found("Taiwan")[chain.MINIMUM] == (pytest.approx(0.31, abs=0.01), chain_tables.LEADING)
    assert [name for name in EVERYBODY if seen(away=name)["goals"][0]] == ["TSMC"]
    assert [name for name in EVERYBODY if seen(away=name)["goals"][1]] == ["Singapore"]
    assert [m for m in range(37) if seen(away=chain_tables.EU, rule=chain.TIME, service=m)["goals"][2]] == [17]
    walk = chain_walk.walk()
    stands = [step for step in walk.controls["step"].values if walk.view_of({"step": step})["goals"][0]]
    assert stands == ["EUV machines"]


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
    places = {place for shares in held.values() for place in shares}
    assert places <= {*outlines.PLACES, chain_tables.OTHERS}
    assert {place for place, _ in outlines.LANDS} == {*outlines.PLACES, ""}
    assert [about[5] for about in outlines.PLACES.values() if about[5] not in AREAS] == []


def test_a_firm_takes_no_more_than_its_country():
    t = chain_tables.tables()
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
    for name in EVERYBODY:
        view = seen(away=name)
        rows = view["picture"]["rows"]
        assert "Limit of this rule" in view["line"]
        assert [row["name"] for row in rows if row["broken"] and row["name"] not in view["alt"]] == []
        assert [float(row[1]) >= 50 for row in view["rows"][:12]] == [row["broken"] for row in rows]


def test_the_walk_says_who_holds_a_step():
    walk = chain_walk.walk()
    views = {step: walk.view_of({"step": step}) for step in walk.controls["step"].values}
    whole, use = views.pop(chain_walk.WHOLE), views.pop(chain_walk.USE)
    assert len(whole["picture"]["places"]) == 5 and "Japan 4, 5, 8; Netherlands 6, 7" in whole["alt"]
    assert len(use["picture"]["places"]) == len(outlines.PLACES)
    for step, view in views.items():
        lit = view["picture"]["places"]
        leads = [place for place, about in lit.items() if about["tone"] == "leads"]
        assert len(leads) == 1 and outlines.PLACES[leads[0]][0] in view["line"], step
        assert all(line in view["line"] for about in lit.values() for line in about["lines"][:1]), step
    assert "Netherlands 100 % (ASML). World shares by headquarters, 2025" in views["EUV machines"]["line"]


def test_stocks_and_service_count_where_they_can_be_moved_and_are_an_input():
    """Europe seems harmless only as long as machines are assumed to run without their makers; no sentence sells that as a finding."""
    shown = chain.chain()
    rules = shown.data()["when"]
    assert {rules[name][:2] == ["rule", chain.TIME] for name in ("months", "service")} == {True}
    assert all("with stocks" in rules[name][2] for name in ("months", "service"))
    left = [found(chain_tables.EU, service=months)[chain.TIME][0] for months in (3, 6, 12, 24)]
    assert left == [pytest.approx(part, abs=0.01) for part in (0.23, 0.35, 0.60, 1.0)]
    assert "your input" in chain.LIMIT[chain.TIME] and "two years" not in chain.LIMIT[chain.TIME]
    service = chain.chain().controls["service"]
    assert (service.value, service.min, service.max) == (24, 0, 36) and "we guess 24" in service.label


def test_the_designer_is_the_customer_of_the_plants():
    """The work runs design, fabrication, packaging; the money does not run back along it. Each segment is on the diagram."""
    names = {box.name for box in who_sells.BOXES}
    assert {name for pair in who_sells.HANDS for name in pair} == names
    paid = who_sells.chain_map().table.set_index("segment")["is paid by"]
    assert set(paid.index) == names
    assert paid["Fabrication"] == paid["Packaging, test"] == "Design"
    assert paid["Design"] == "Users"
    assert "Fabrication" in paid["Machines"] and paid["Users"] == "–"
