"""The pictures of lesson 1: what hangs on the story's sentences; in the timeline the filters mean what they say, the lesson's questions have their answers, all settings draw."""

import itertools
import re

from support.explored import at

from derisking import data, explore
from derisking.charts import vector
from derisking.explore import reading_news as news
from derisking.explore import story_apart as story
from derisking.questions import bank

RESTRICTIONS = "restrictions on trade"
ACTS = news.tables()["acts"]


def view(actor=news.EVERYBODY, kind=news.EVERYTHING, start=news.FIRST, end=news.LAST):
    return news.record_state({"actor": actor, "kind": kind, "start": start, "end": end}, news.tables())


def dates(*settings):
    return [row[1] for row in view(*settings)["rows"]]


def test_every_act_has_its_stage_kind_and_year():
    """Kinds share nothing and miss nothing."""
    events = data.load("policy_events")
    stages = [stage for group in news.STAGES.values() for stage in group]
    kinds = [kind for group in news.KINDS.values() for kind in group]
    assert set(events["stage"]) <= set(stages) and len(stages) == len(set(stages))
    assert set(events["kind"]) == set(kinds) and len(kinds) == len(set(kinds))
    years = [act["year"] for act in ACTS]
    assert (min(years), max(years)) == (news.FIRST, news.LAST)
    assert len(view()["rows"]) == len(ACTS) == len(events)


def test_each_filter_gives_what_it_says():
    """An actor is who acts, not who is hit, and a whole code: "US" must not be found inside another name."""
    events = data.load("policy_events").sort_values("date", kind="stable")
    years = events["date"].str[:4].astype(int)
    for (actor, code), (kind, members) in itertools.product(news.ACTORS.items(), news.KINDS.items()):
        acts = events["actors"].str.contains(f"(?:^|;){code}(?:;|$)") if code else True
        fits = acts & (events["kind"].isin(members) if members else True)
        for start, end in ((1986, 1986), (2022, 2024), (1986, 2026)):
            wanted = events.loc[fits & years.between(start, end), "title"].tolist()
            shown = view(actor, kind, end, start)  # years may come in either order
            assert [row[0] for row in shown["rows"]] == wanted
            assert len(shown["picture"]["acts"]) == len(wanted)
            assert (wanted[0] if wanted else "no entries") in shown["alt"] + shown["later"]
    assert "By stage: published or adopted 2, in force 1." in view("European Union", RESTRICTIONS)["alt"]


def test_one_or_two_years_show_quarters():
    drawn = [vector.record(view(start=first, end=2023)["picture"], 360)["svg"] for first in (2023, 2022, 2021)]
    assert [one.count(">Jul<") for one in drawn] == [1, 2, 0]


def test_questions_and_goals_have_their_answers():
    """Against Russia the EU acted in 2014 and 2022; chip tools for every destination came onto its list only in 2025."""
    assert dates("European Union", RESTRICTIONS)[:3] == ["2014-07-31", "2022-02-25", "2025-11-15"]
    assert dates("Netherlands", RESTRICTIONS)[0].startswith("2019")
    assert "2025-11-15" in view("European Union", RESTRICTIONS)["later"]
    japan = view("Japan", RESTRICTIONS, 2023, 2023)["rows"]
    assert [row[2] for row in japan] == ["reported", "announced", "published", "in-force"], "one rule at three stages"
    years = range(2010, news.LAST + 1)
    assert [who for who in news.ACTORS if view(who, RESTRICTIONS, 2023, 2023)["goals"][0]] == ["Japan"]
    second = {(a, b) for a in years for b in years if view("European Union", RESTRICTIONS, a, b)["goals"][1]}
    assert second == {pair for a in (2023, 2024, 2025) for b in (2025, 2026) for pair in ((a, b), (b, a))}
    assert dates("European Union", RESTRICTIONS, 2023, 2026) == ["2025-11-15"]
    third = {(a, b) for a in years for b in years if view("Netherlands", RESTRICTIONS, a, b)["goals"][2]}
    assert third and all(min(pair) <= 2019 <= max(pair) < 2023 for pair in third)


def test_each_sentence_has_the_records_verdict_and_an_act_of_its_weeks_or_none():
    explorer, claims = explore.story(), data.load("claim_check").set_index("claim_id")
    t, guess = explorer.tables, {story.START: {"guess": "6 to 9"}}
    cards = bank.load(story.LESSON)[story.STORY].raw["cards"]
    assert [one["id"] for one in t["sentences"]] == [card["claim"] for card in cards] == [*story.SENTENCES]
    assert [one["verdict"] for one in t["sentences"]] == [claims.loc[id, "verdict_2023"] for id in story.SENTENCES]
    events = data.load("policy_events")
    assert len(t["acts"]) == events["date"].between(story.FIRST, story.LAST).sum() == len(story.ACTS)
    whole = at(explorer, 1, sentence=story.WHOLE, kept=guess)
    assert whole.view["title"] == "8 of 12 lead to an act, 4 hang loose"
    answers = [at(explorer, 0, kept={story.START: {"guess": one}}).view["judged"][0] for one in story.GUESSES]
    assert answers[::3] == [["", False], ["You said 10 to 12: no, 8 of 12 do.", False]] and answers[2][1]
    assert at(explorer, 0, kept=guess).svg(660).count("<path") == 0, "and no thread is seen yet"
    assert "reach 6 of 16 acts" in whole.line and "China" not in whole.line
    taps = {name: at(explorer, 2, act=id).view for id, name in story.ACTS.items()}
    assert [name for name, view in taps.items() if view["goals"][2]] == ["China’s notice"]
    assert [taps[name]["title"] for name in ("Dutch order", "cable paper")] == ["Dutch order: a thread reaches it", "cable paper: no thread, but it restricts no trade"]  # fmt: skip
    assert "China" in taps["China’s notice"]["line"]
    loose = {one["id"]: one["verdict"] for one in t["sentences"] if one["act"] < 0}
    checked = [id for id, verdict in loose.items() if verdict in ("accurate", "imprecise", "wrong")]
    assert checked == [story.FACT], "of the loose ones one could be checked on the day"
    assert [at(explorer, 3, sentence=one).view["goals"][3] for one in story.SENTENCES].count(True) == 1


def test_no_verdict_and_no_thread_before_its_sentence_is_pulled_out():
    for stage, seen in ((0, False), (1, True)):
        shown = at(explore.story(), stage)
        drawn = f"{shown.svg(660)} {shown.svg(328)} {shown.line} {shown.chart.alt} {shown.view['rows'][:12]}"
        assert bool(re.search(r"<path|\b(?:" + "|".join(story.COLOURS) + r")\b", drawn)) == seen, stage
