"""The timeline of lesson 1: the filters mean what they say, the lesson's questions have their answers, all settings draw."""

import itertools

import pytest

from derisking import data
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
    assert (
        view(news.EVERYBODY, news.EVERYTHING, 2024, 2022)["title"]
        == view(news.EVERYBODY, news.EVERYTHING, 2022, 2024)["title"]
    )


def test_lesson_restrictions_by_the_eu():
    eu, nl = news.select("European Union", RESTRICTIONS), news.select("Netherlands", RESTRICTIONS)
    # Against Russia the EU acted in 2014 and 2022; chip tools for every destination came onto its list only in 2025.
    assert list(eu["date"])[:3] == ["2014-07-31", "2022-02-25", "2025-11-15"]
    assert nl["date"].iloc[0].startswith("2019")
    assert "2025-11-15" in view("European Union", RESTRICTIONS, 1986, 2026)["line"]


def test_lesson_japan_has_one_rule_at_three_stages():
    rows = news.select("Japan", RESTRICTIONS, 2023, 2023)
    assert list(rows["stage"]) == ["reported", "announced", "published", "in-force"]
    assert rows["event_id"].str.startswith("jp-23-items").sum() == 3


def view(actor, kind, start, end):
    return news.record_state({"actor": actor, "kind": kind, "start": start, "end": end}, news.tables())


@pytest.mark.parametrize("actor, kind, years", CORNERS[:: len(CORNERS) // 24])
def test_the_picture_holds_what_the_filter_gives(actor, kind, years):
    shown, chosen = view(actor, kind, *years), news.select(actor, kind, *years)
    assert [row[0] for row in shown["rows"]] == list(chosen["title"])
    assert len(shown["picture"]["acts"]) == len(chosen)
    if chosen.empty:
        assert "no entries" in shown["alt"]
    else:
        assert chosen["title"].iloc[0] in shown["alt"]
        top = chosen["step"].value_counts()
        assert f"{top.index[0]} {top.iloc[0]}" in shown["alt"]


def test_goals_have_the_answers_that_they_state():
    years = range(news.FIRST, news.LAST + 1)
    first = [who for who in news.ACTORS if view(who, RESTRICTIONS, 2023, 2023)["goals"][0]]
    assert first == ["Japan"] and [r[2] for r in view("Japan", RESTRICTIONS, 2023, 2023)["rows"]][1:] == [
        "announced",
        "published",
        "in-force",
    ]
    second = {(a, b) for a in years for b in years if view("European Union", RESTRICTIONS, a, b)["goals"][1]}
    assert second == {pair for a in (2023, 2024, 2025) for b in (2025, 2026) for pair in ((a, b), (b, a))}
    assert news.select("European Union", RESTRICTIONS, 2023, 2026)["date"].tolist() == ["2025-11-15"]
    third = {(a, b) for a in years for b in years if view("Netherlands", RESTRICTIONS, a, b)["goals"][2]}
    assert third and all(min(pair) <= 2019 <= max(pair) < 2023 for pair in third)
