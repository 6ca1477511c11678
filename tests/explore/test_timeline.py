"""The timeline of lesson 1: the filters mean what they say, the lesson's questions have their answers, all settings draw."""

import itertools
import time

import pytest

from derisking import charts, data, explore
from derisking.charts.timeline import TOLD
from derisking.explore import reading_news as news

RESTRICTIONS = "restrictions on trade"
CORNERS = list(itertools.product(news.ACTORS, news.KINDS, [(1986, 1986), (1986, 2026), (2026, 2026)]))


def test_every_stage_and_kind_has_its_group():
    events = data.load("policy_events")
    assert set(events["stage"]) <= {stage for group in news.STAGES.values() for stage in group}
    assert set(events["kind"]) == {kind for group in news.KINDS.values() for kind in group}
    years = events["date"].str[:4].astype(int)
    assert (years.min(), years.max()) == (news.FIRST, news.LAST)
    assert len(news.select()) == len(events)
    assert news.LISTED == TOLD


def test_kinds_share_nothing_and_miss_nothing():
    parts = [len(news.select(kind=kind)) for kind in news.KINDS if kind != news.EVERYTHING]
    assert sum(parts) == len(news.select())


def test_actor_is_matched_as_a_whole_code():
    """ "US" must not be found inside another name, and an actor is who acts, not who is hit."""
    for name, code in news.ACTORS.items():
        if code:
            assert all(code in actors.split(";") for actors in news.select(name)["actors"])
    assert not news.select("China", "laws and proposals")["actors"].str.fullmatch("US").any()


def test_years_may_come_in_either_order():
    assert news.select(start=2024, end=2022).equals(news.select(start=2022, end=2024))
    assert news.draw(start=2024, end=2022)[0].title == news.draw(start=2022, end=2024)[0].title


def test_lesson_restrictions_by_the_eu():
    eu, nl = news.select("European Union", RESTRICTIONS), news.select("Netherlands", RESTRICTIONS)
    # Against Russia the EU acted in 2014 and 2022; chip tools for every destination came onto its list only in 2025.
    assert list(eu["date"])[:3] == ["2014-07-31", "2022-02-25", "2025-11-15"]
    assert nl["date"].iloc[0].startswith("2019")
    assert "2025-11-15" in news.draw("European Union", RESTRICTIONS)[1]


def test_lesson_japan_has_one_rule_at_three_stages():
    rows = news.select("Japan", RESTRICTIONS, 2023, 2023)
    assert list(rows["stage"]) == ["reported", "announced", "published", "in-force"]
    assert rows["event_id"].str.startswith("jp-23-items").sum() == 3


@pytest.mark.parametrize("actor, kind, years", CORNERS[:: len(CORNERS) // 24])
def test_corner_values_draw(actor, kind, years):
    chart, line = news.draw(actor, kind, *years)
    assert "<img" in chart.html()
    assert line
    chosen = news.select(actor, kind, *years)
    assert len(chart.table) == len(chosen)
    if chosen.empty:
        assert "no entries" in chart.alt
    else:
        assert chosen["title"].iloc[0] in chart.alt
        assert chosen["step"].value_counts().index[0] in chart.alt.split("By stage: ")[1].split(",")[0]


def test_moving_every_control_redraws_without_an_error():
    explorer = explore.timeline()
    seen = {explorer.chart.html()}
    for setting in ({"actor": "Japan"}, {"kind": RESTRICTIONS}, {"start": 1990}, {"end": 2026}):
        explorer.set(**setting)
        assert explorer.error == ""
        seen.add(explorer.chart.html())
    assert len(seen) == 5
    explorer.set(actor=news.EVERYBODY, kind=news.EVERYTHING, start=2023, end=2023)
    assert explorer.chart.html() == explore.timeline().chart.html()


def test_redraw_is_quick():
    news.draw()[0].html()
    taken = []
    fig, _ = charts.figure()
    for year in range(2018, 2027):
        start = time.process_time()
        with charts.reusing(fig):
            news.draw("Japan", news.EVERYTHING, year, 2026)[0].html()
        taken.append(time.process_time() - start)
    assert sorted(taken)[4] <= 0.15  # the budget of the page; about half of it on two quiet cores
