"""What an author of `data/forecasts.csv` can break without breaking its description; `authoring.lint` looks."""

import re
from collections import Counter
from collections.abc import Iterator

from derisking.forecasts import SHORT, Forecast

LIVE = 8  # at least


def faults(forecasts: list[Forecast], dates: dict[str, str], known: set[str]) -> list[str]:
    """A sentence for each fault. dates: event -> its date, as the table has it; known: rows as `settled_by` names them."""
    own = [f"forecasts.csv, {one.id}: {words}" for one in forecasts for words in _one(one, dates, known)]
    return own + _together(forecasts)


def _one(one: Forecast, dates: dict[str, str], known: set[str]) -> Iterator[str]:
    told = f"{one.known} {one.settled} {one.base_how}"
    rows = {one.settled_by, *one.base_rows, *(f"event:{id}" for id in one.shown)} - {""}
    missing = sorted((rows | {f"{kind}:{id}" for kind, id in SHORT.findall(told)}) - known)
    if missing:
        yield f"no table has {', '.join(missing)}; take an id that is there."
        return
    if one.closes <= one.as_of:
        yield "it closes on the day one stands on, or before; give it time."
    if {id for kind, id in SHORT.findall(one.known) if kind == "event"} != set(one.shown):
        yield "`shown` must name the events that `known` links, and no others."
    seen = [*one.shown, *(id for kind, _, id in (row.partition(":") for row in one.base_rows) if kind == "event")]
    late = [id for id in seen if not one.live and not _by(dates[id], str(one.as_of))]
    if late:
        yield f"{', '.join(late)} came after {one.as_of}: nobody could see it or count it that day."
    if one.settled_by and one.settled_by.partition(":")[2] in re.findall(r"[\w-]+", f"{one.known} {one.base_how}"):
        yield "the row that settles it is shown before the card turns; show only what was there that day."
    if one.base_hits > one.base_cases:
        yield "more cases came true than were counted."
    yield from _open(one) if one.live else _settled(one, dates)


def _open(one: Forecast) -> Iterator[str]:
    if one.outcome is not None or one.settled or one.settled_by:
        yield "a live one has no outcome; once it has, it is asked in a lesson or where lessons recall."
    if not one.page:
        yield "a live one needs the page that will settle it."


def _settled(one: Forecast, dates: dict[str, str]) -> Iterator[str]:
    if one.outcome is None or not one.settled or not one.settled_by:
        yield "a back-test needs its outcome, what came, and the row that settles it."
        return
    kind, _, id = one.settled_by.partition(":")
    if kind == "event" and _by(dates[id], str(one.as_of)[: len(dates[id])]) and len(dates[id]) == 10:
        yield "the row that settles it is not later than the day one stands on."
    if kind == "event" and one.outcome and not _by(dates[id], str(one.closes)):
        yield "it came true after its last day, so the outcome is no."
    if one.page:
        yield "only a live one names a page."


def _by(date: str, day: str) -> bool:
    """Whether something of a day, month or year happened by a day."""
    return date <= day[: len(date)]


def _together(forecasts: list[Forecast]) -> list[str]:
    tested = [one for one in forecasts if not one.live]
    places = Counter((one.lesson, one.place) for one in tested)
    found = [f"forecasts.csv: {lesson} needs one forecast in the lesson and two to recall." for lesson in sorted({one.lesson for one in tested}) if (places[lesson, "lesson"], places[lesson, "recall"]) != (1, 2)]  # fmt: skip
    yes = sum(bool(one.outcome) for one in tested)
    if abs(2 * yes - len(tested)) > 1:
        found.append(f"forecasts.csv: {yes} of {len(tested)} came true; as many must not have.")
    if len(forecasts) - len(tested) < LIVE:
        found.append(f"forecasts.csv: fewer than {LIVE} live ones.")
    return found


def check() -> list[str]:
    """The faults of the shipped table."""
    from derisking import data, forecasts

    events, facts = data.load("policy_events"), data.load("facts")
    known = {f"event:{id}" for id in events["event_id"]} | {f"fact:{id}" for id in facts["id"]}
    known |= {f"table:{name}" for name in data.names()}
    return faults(list(forecasts.every().values()), dict(zip(events["event_id"], events["date"], strict=True)), known)
