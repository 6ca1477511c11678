"""Lesson 1: the record of acts, filtered by who acts, what kind of act it is, and years."""

from __future__ import annotations

from functools import cache

import pandas as pd

from derisking import charts, data
from derisking import widgets as controls
from derisking.explore.base import Explorer

LISTED = 16  # charts.timeline writes the titles of at most this many
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
LIMITS = (
    "One rule may stand here several times, once per stage. The table is densest for 2022-2026; an empty line means that "
    "our table has nothing, not that nothing happened."
)


@cache
def _record() -> tuple[pd.DataFrame, str]:
    """All events, with the year and the grouped stage of each, and the citation."""
    events = data.load("policy_events")
    group = {stage: name for name, stages in STAGES.items() for stage in stages}
    return events.assign(year=events["date"].str[:4].astype(int), step=events["stage"].map(group)), data.cite(
        "policy_events"
    )


def select(actor: str = EVERYBODY, kind: str = EVERYTHING, start: int = FIRST, end: int = LAST) -> pd.DataFrame:
    """Rows of `policy_events` that fit, earliest first, with the columns `year` and `step` (grouped stage) added.

    actor: a key of ACTORS, who acts or signs; kind: a key of KINDS; start, end: years, both included, in either order.
    Raises KeyError for another actor or kind.
    """
    events, _ = _record()
    code, kinds = ACTORS[actor], KINDS[kind]
    first, last = sorted((int(start), int(end)))
    fits = events["year"].between(first, last)
    if code:
        fits &= events["actors"].str.split(";").map(lambda names: code in names)
    if kinds:
        fits &= events["kind"].isin(kinds)
    return events[fits].sort_values("date", kind="stable").reset_index(drop=True)


def draw(
    actor: str = EVERYBODY, kind: str = EVERYTHING, start: int = FIRST, end: int = LAST
) -> tuple[charts.Chart, str]:
    """The chosen acts in time and a line about them; arguments as in `select`.

    Up to LISTED acts stand as a list with titles, more as dots in one row per stage.
    """
    chosen, (first, last) = select(actor, kind, start, end), sorted((int(start), int(end)))
    what = "all kinds of acts" if kind == EVERYTHING else kind
    who = "" if actor == EVERYBODY else f", {actor}"
    years = str(first) if first == last else f"{first}-{last}"
    entries = "1 entry" if len(chosen) == 1 else f"{len(chosen) or 'no'} entries"
    title = f"{what[0].upper()}{what[1:]}{who}, {years}: {entries}"
    if chosen.empty:
        return _nothing(title), f"{title}. Widen the years, or choose another actor or kind."
    table = chosen[["date", "title", "stage", "kind", "actors"]]
    chart = charts.timeline(
        chosen,
        by="step",
        order=list(STAGES),
        title=title,
        source=_record()[1],
        caption=LIMITS,
        table=table,
        alt=f"Timeline. {title}. By stage: {_steps(chosen)}. {_ends(chosen)}",
    )
    return chart, _ends(chosen) + (" Narrow your choice to see the titles." if len(chosen) > LISTED else "")


def _steps(chosen: pd.DataFrame) -> str:
    """How many acts stand at each stage, most frequent first."""
    counts = chosen["step"].value_counts()
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _ends(chosen: pd.DataFrame) -> str:
    """The first and the last act in words."""
    first, last = chosen.iloc[0], chosen.iloc[-1]
    ends = f"First: {first['title']} ({first['date']})."
    if len(chosen) > 1:
        ends += f" Last: {last['title']} ({last['date']})."
    return ends


def _nothing(title: str) -> charts.Chart:
    """A card that says that the table holds nothing here: a result too, but one to read with care."""
    fig, ax = charts.figure(height=1.1)
    ax.axis("off")
    ax.text(0.5, 0.5, "No entry in our table.", ha="center", va="center")
    return charts.Chart(
        fig, f"Empty timeline. {title}.", _record()[1], select().iloc[:0][["date", "title"]], LIMITS, title
    )


def timeline() -> Explorer:
    """The explorer of lesson 1: filter the record by actor, kind and years. Source: the table `policy_events`."""
    return Explorer(
        {
            "actor": controls.Select("Who acts or signs", list(ACTORS), EVERYBODY),
            "kind": controls.Select("What kind of act", list(KINDS), EVERYTHING),
            "start": controls.Range("From year", 2023, FIRST, LAST, 1),
            "end": controls.Range("To year", 2023, FIRST, LAST, 1),
        },
        draw,
        "Whom do the first restrictions by the European Union hit, and when do its controls on chip tools come?",
    )
