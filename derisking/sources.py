"""Where the numbers and dates of a lesson come from, and which of them may be out of date.

`sources.check("02-de-risking")` shows the panel *Check before you quote*: statements with a shelf life, compared with today.
`sources.bibliography("02-de-risking")` lists everything the lesson quotes, to read or to print. Both read `data/quoted.csv` (which lesson
quotes which row) and the columns citation, source_class, looked_at, as_of and until of `facts` and `policy_events`. Nothing is fetched.
"""

import dataclasses
import datetime
import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from derisking import cards, data

MONTHS = 6  # a statement last seen to hold longer ago than this should be looked up again
CLASSES = {"primary": "primary", "quality": "edited", "computed": "computed here"}


@dataclasses.dataclass(frozen=True)
class Row:
    """One quoted fact or event: what it says, and what is known about its source. Days are None where the registry has none."""

    kind: str
    id: str
    text: str
    citation: str
    source_class: str
    url: str
    computed_by: str
    looked_at: datetime.date | None
    as_of: datetime.date | None
    until: datetime.date | None
    suspended: bool = False


# --- reading the registry -------------------------------------------------------------------------------------------


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _figure(value: str, unit: str) -> str:
    """A figure as people write it: EUR 15 million, 0.1 %, 4800."""
    scales = {"bn": " billion", "tn": " trillion", "m": " million", "": ""}
    currency, _, scale = unit.partition(" ")
    if len(currency) == 3 and currency.isupper() and scale in scales:
        return f"{currency} {value}{scales[scale]}"
    return value if unit in ("count", "ratio", "year") else f"{value} {unit}"


def _row(kind: str, cells: dict[str, str]) -> Row:
    """A row of either table in the form both share."""
    if kind == "fact":
        key, what = cells["id"], f"{_figure(cells['value'], cells['unit'])}: {cells['definition']}"
    else:
        key, what = cells["event_id"], f"{cells['title']} ({cells['date']})"
    words = f"{what} {cells.get('summary', '')}".lower()
    days: dict[str, Any] = {name: _day(cells[name]) for name in ("looked_at", "as_of", "until")}
    texts: dict[str, Any] = {name: cells.get(name, "") for name in ("citation", "source_class", "url", "computed_by")}
    if re.search(r", \d{4}-\d\d-\d\d$", texts["citation"]):  # the day of the event, not of the text
        texts["citation"] = f"{texts['citation'][:-12]}, for: {cells['title']} ({written(_day(cells['date']))})"
    return Row(kind, key, what, suspended="suspen" in words, **texts, **days)


@cache
def registry() -> dict[tuple[str, str], Row]:
    """Every fact and event by (kind, id)."""
    rows = {}
    for kind, table in (("fact", "facts"), ("event", "policy_events")):
        for cells in data.load(table).astype(object).fillna("").astype(str).to_dict("records"):
            row = _row(kind, cells)
            rows[kind, row.id] = row
    return rows


def lessons() -> list[str]:
    """Every lesson of the index, and "teaching" for the teachers' texts, in order."""
    return sorted(data.load("quoted")["lesson"].unique())


def quoted(lesson: str) -> list[Row]:
    """The rows that a lesson quotes, each once, facts before events. Raises DataError for a lesson the index does not have."""
    index = data.load("quoted")
    if lesson not in set(index["lesson"]):
        raise data.DataError(f"data/quoted.csv has no lesson {lesson!r}; it has {', '.join(lessons())}.")
    chosen = index[index["lesson"] == lesson][["kind", "id"]].drop_duplicates()
    rows = [registry()[kind, row_id] for kind, row_id in chosen.itertuples(index=False)]
    return sorted(rows, key=lambda row: (row.kind != "fact", row.id))


# --- shelf life -----------------------------------------------------------------------------------------------------


def written(day: datetime.date) -> str:
    """A day as people write it: 10 November 2026."""
    return f"{day.day} {day:%B} {day.year}"


def months_between(earlier: datetime.date, later: datetime.date) -> int:
    """Whole months from one day to a later one; 0 when the order is the other way round."""
    months = 12 * (later.year - earlier.year) + later.month - earlier.month - (later.day < earlier.day)
    return max(0, months)


def passed(row: Row, today: datetime.date, months: int = MONTHS) -> bool:
    """Is the row's own end behind us, or was it last seen to hold more than `months` ago?"""
    if row.until is not None and row.until < today:
        return True
    return row.until is None and row.as_of is not None and months_between(row.as_of, today) > months


def state(row: Row, today: datetime.date) -> str:
    """One sentence about a row with as_of or until, or "" for a row without a shelf life."""
    looked = f"we last looked on {written(row.looked_at)}" if row.looked_at else "we have not looked since"
    subject = "The suspension" if row.suspended else "It"
    if row.until is not None:
        verb = "was to end on" if row.until < today else "runs until"
        return f"{subject} {verb} {written(row.until)}; {looked}."
    if row.as_of is not None:
        old = months_between(row.as_of, today)
        since = f" That is {old} months ago." if old > MONTHS else ""
        return f"Last seen to hold on {written(row.as_of)}; {looked}.{since}"
    return ""


def shelf_life(rows: list[Row], today: datetime.date) -> list[Row]:
    """The rows with as_of or until: first those with an end of their own that has passed, then by day."""
    dated = [row for row in rows if row.as_of or row.until]
    return sorted(dated, key=lambda row: (row.until is None, not passed(row, today), row.until or row.as_of, row.id))


def check(lesson: str, today: datetime.date | None = None) -> cards.Panel:
    """The panel *Check before you quote* of one lesson, as the last line of a cell shows it.

    lesson: such as "02-de-risking"; today: the day to compare with, by default the computer's date.
    Raises DataError for an unknown lesson.
    """
    today = today or datetime.date.today()
    rows = shelf_life(quoted(lesson), today)
    ended = sum(passed(row, today) for row in rows if row.until)
    old = sum(passed(row, today) for row in rows if not row.until)
    head = f"Check before you quote ({written(today)})"
    many = "1 fact" if len(rows) == 1 else f"{len(rows)} facts"
    said = [f"{many} here can go out of date." if rows else "Nothing in this lesson goes out of date."]
    said += [f"{ended} had an end that has passed: look up what came after it."] * bool(ended)
    verb = "was" if old == 1 else "were"
    said += [f"{old} {'of the others ' * bool(ended)}{verb} last seen to hold over {MONTHS} months ago."] * bool(old)
    lead = " ".join(said)
    items = []
    for row in rows:
        words = f"{row.text.rstrip('.')}. {state(row, today)}"
        over = bool(row.until) and passed(row, today)
        items.append({"ended": over, "words": words, "url": row.url, "link": f"Look it up: {_host(row.url)}"})
    page = cards.render("sources.html.jinja", head=head, lead=lead, items=items, ordered=False)
    return cards.Panel(page, "\n".join([head, lead, *(f"- {one['words']} {one['url']}" for one in items)]))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


# --- bibliography -----------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Entry:
    """One line of a bibliography; `rows` counts the statements that rest on it."""

    citation: str
    url: str
    source_class: str
    looked_at: datetime.date | None
    rows: int

    def words(self) -> str:
        looked = f"looked at on {written(self.looked_at)}" if self.looked_at else "not looked at"
        kind = CLASSES.get(self.source_class, "no accepted source yet")
        times = "1 statement" if self.rows == 1 else f"{self.rows} statements"
        return f"{self.citation.rstrip('.')}. [{kind}; {looked}; {times}]"


def _computed(row: Row) -> str:
    """The citation of the table behind a computed figure."""
    named = re.search(r"from the table ([a-z_]+)", row.citation)
    if not named or named[1] == "facts":
        return "Computed from other rows of the table facts"
    entry = data.resource(named[1])
    producer = entry.get("producer") or entry["sources"][0]["title"]
    title = entry["title"].removeprefix(f"{producer}: ")
    return f"Computed from the table {named[1]}. {producer}: {title}. {entry['vintage']}"


def entries(lesson: str) -> list[Entry]:
    """The bibliography of one lesson, in alphabetical order: one entry per address, or per table behind computed figures, under the
    fullest of its citations. Raises DataError for an unknown lesson.
    """
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in quoted(lesson):
        table = _computed(row) if row.source_class == "computed" else ""
        groups.setdefault((table, row.url, row.source_class), []).append(row)
    listed = []
    for (table, url, kind), rows in groups.items():
        citation = table or max((row.citation or row.text for row in rows), key=len)
        looked = max((row.looked_at for row in rows if row.looked_at), default=None)
        listed.append(Entry(citation, url, kind, looked, len(rows)))
    return sorted(listed, key=lambda entry: (entry.citation.casefold(), entry.url))


def bibliography(lesson: str) -> cards.Panel:
    """A list of all sources that a lesson quotes, to read or to print: citation, link, class, day looked at.

    lesson: such as "02-de-risking". Raises DataError for an unknown lesson.
    """
    listed = entries(lesson)
    head = f"The {len(listed)} sources of this lesson"
    lines = [f"{number}. {entry.words()} {entry.url}" for number, entry in enumerate(listed, start=1)]
    items = [{"ended": False, "words": one.words(), "url": one.url, "link": _host(one.url)} for one in listed]
    page = cards.render("sources.html.jinja", head=head, lead="", items=items, ordered=True)
    return cards.Panel(page, "\n".join([head, *lines]))
