"""Lesson 1: the record of acts, filtered by who acts, what kind of act it is, and years."""

from __future__ import annotations

from functools import cache

from derisking import data
from derisking import widgets as controls
from derisking.charts import vector
from derisking.charts.words import day, moment
from derisking.explore.base import Explorer, Goal

FIRST, LAST = 1986, 2026  # the years that the table covers
EVERYBODY, EVERYTHING = "everybody", "everything"
ACTORS = {
    EVERYBODY: "",
    "European Union": "EU",
    "Netherlands": "NL",
    "Japan": "JP",
    "South Korea": "KR",
    "United States": "US",
    "China": "CN",
}
KINDS = {
    EVERYTHING: (),
    "restrictions on trade": ("restriction",),
    "restrictions eased": ("suspension",),
    "partnerships and treaties": ("partnership", "treaty", "summit"),
    "laws and proposals": ("legislation", "proposal"),
    "strategies and speeches": ("strategy", "diplomacy"),
    "money: aid and investment": ("state-aid", "investment"),
    "acts of firms": ("company",),
    "reports, courts, shocks": ("assessment", "court", "shock"),
}
# Twelve stages are too many to tell apart in a picture; the table below it keeps the exact word.
STAGES = {
    "announced or reported": ("announced", "proposed", "reported"),
    "published or adopted": ("published", "adopted"),
    "signed": ("signed",),
    "in force": ("in-force",),
    "held or done": ("held", "started", "completed"),
    "suspended or ended": ("suspended", "ended"),
}
FEW = 2  # acts of which the first and the last are named at once; among more they may be what a goal asks for
LIMITS = "The table is densest for 2022-2026. An empty line means that it has nothing, not that nothing happened."


@cache
def tables() -> dict[str, object]:
    """All acts, earliest first, with what the picture and the words need; the actors' codes and the kinds' members."""
    lane = {stage: i for i, stages in enumerate(STAGES.values()) for stage in stages}
    acts = [
        {
            "date": row.date,
            "day": day(row.date),
            "title": row.title,
            "stage": row.stage,
            "kind": row.kind,
            "actors": row.actors,
            "year": int(row.date[:4]),
            "lane": lane[row.stage],
            "at": round(_fraction(row.date), 3),
        }
        for row in data.load("policy_events").sort_values("date", kind="stable").itertuples()
    ]
    return {
        "acts": acts,
        "actors": ACTORS,
        "kinds": {name: list(kinds) for name, kinds in KINDS.items()},
        "lanes": list(STAGES),
    }


def _fraction(text: str) -> float:
    """A date as a year and a part of it."""
    stamp = moment(text)
    return stamp.year + (stamp.day_of_year - 1) / 366


def record_state(v, t):
    """The acts of an actor and a kind within years (in either order): and a line about them."""
    first, last = min(v["start"], v["end"]), max(v["start"], v["end"])
    code, kinds = t["actors"][v["actor"]], t["kinds"][v["kind"]]
    acts = [
        act
        for act in t["acts"]
        if first <= act["year"] <= last
        and (not code or code in act["actors"].split(";"))
        and (not kinds or act["kind"] in kinds)
    ]
    what = "all kinds of acts" if v["kind"] == EVERYTHING else v["kind"]
    who = "" if v["actor"] == EVERYBODY else f", {v['actor']}"
    years = f"{first:.0f}" if first == last else f"{first:.0f}-{last:.0f}"
    number = "1 entry" if len(acts) == 1 else f"{len(acts)} entries" if acts else "no entries"
    title = f"{what[0:1].upper()}{what[1:]}{who}, {years}: {number}"
    stages, ends = f"By stage: {stage_words(acts, t['lanes'])}.", act_ends(acts) if acts else ""
    few, many = len(acts) <= FEW, f"{len(acts)} entries: too many to name here."
    if v["kind"] == "restrictions on trade" and first == last == 2023 and v["actor"] in ["China", "United States"]:
        many = f"No rule of {'the ' if code == 'US' else ''}{v['actor']} stands here three times."
        stages = f"{many} {stages}"
    line = (
        (ends if few else stages)
        if acts
        else f"{title}, because our table holds none. Choose another actor, or widen what you look at."
    )
    return {
        "title": title,
        "line": line,
        "later": "" if few else ends,
        "alt": f"Timeline. {title}. {stages}{' ' + ends if few else ''}" if acts else f"Empty timeline. {title}.",
        "caption": LIMITS,
        "heads": ["title", "date", "stage", "kind", "actors"],
        "rows": [[act["title"], act["date"], act["stage"], act["kind"], act["actors"]] for act in acts],
        "picture": {"lanes": t["lanes"], "acts": acts, "years": [first, last], "many": many},
        "goals": record_goals(v, acts),
    }


def record_goals(v, acts):
    """Which of the three goals of `timeline` are reached."""
    restrictions = v["kind"] == "restrictions on trade"
    return [
        restrictions and v["actor"] == "Japan" and v["start"] == v["end"] == 2023,
        restrictions
        and v["actor"] == "European Union"
        and 0 < len(acts) == len([act for act in acts if act["year"] == 2025]),
        restrictions and v["actor"] == "Netherlands" and len(acts) == 1 and acts[0]["date"] == "2019-07",
    ]


def stage_words(acts, lanes):
    """How many acts stand at each stage."""
    counts = [[lane, len([act for act in acts if act["lane"] == i])] for i, lane in enumerate(lanes)]
    return ", ".join([f"{lane} {count}" for lane, count in counts if count])


def act_ends(acts):
    """The first and the last act in words."""
    ends = f"First: {acts[0]['title']} ({acts[0]['date']})."
    return f"{ends} Last: {acts[-1]['title']} ({acts[-1]['date']})." if len(acts) > 1 else ends


def timeline() -> Explorer:
    """The explorer of lesson 1: filter the record by actor, kind and years. Source: the table `policy_events`."""
    everything = ("actor", "kind", "start", "end")
    return Explorer(
        "timeline",
        {
            "actor": controls.Select("Who acts or signs", list(ACTORS), EVERYBODY),
            "kind": controls.Select("What kind of act", list(KINDS), EVERYTHING),
            "start": controls.Range("From year", 2023, FIRST, LAST, 1),
            "end": controls.Range("To year", 2023, FIRST, LAST, 1),
        },
        record_state,
        vector.record,
        tables=tables(),
        source=data.cite("policy_events"),
        question="Who restricted trade first, and in how many steps?",
        goals=[
            Goal(
                "Besides the Dutch rule, one more stands here three times in 2023: announced, published, in force. Choose who made it.",
                "Announced on 31 March, published on 23 May, in force on 23 July: Japan’s rule, of which the story has no word. It shows "
                "Japan as a partner only.",
                ("actor",),
                {"kind": "restrictions on trade"},
            ),
            Goal(
                "Now the European Union. Move the two years until only its controls on chip tools for all destinations are left.",
                "2025: the EU's own list took over what its members had controlled alone. Its earlier entries were aimed at Russia.",
                ("start", "end"),
                {"actor": "European Union", "kind": "restrictions on trade", "start": 1986.0, "end": 2026.0},
            ),
            Goal(
                "Which was the first Dutch restriction of all? Set actor, kind and years so that it stands alone.",
                "In July 2019 a licence was not renewed: no law, no announcement, and only reported later. The first step left no text.",
                everything,
                {"start": 1986.0, "end": 2026.0},
            ),
        ],
    )
