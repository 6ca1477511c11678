"""Forecasts from the record: a question, the day one stands on, what was known, and what came. The table is `data/forecasts.csv`.

A back-test has an outcome; a live one has none yet, and names the page that will settle it.
"""

import datetime
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from derisking import data

BEFORE = "forecast-"  # what the learner's record calls one: this, then its id
COIN = 0.25  # the Brier score of who always says one half
ENOUGH = 6  # forecasts before calibration says anything
BANDS = ((0, 20), (20, 40), (40, 60), (60, 80), (80, 100))  # of probabilities, in per cent; the last one holds 100 too
SHORT = re.compile(r"\]\((event|fact):([a-z0-9-]+)\)")


@dataclass(frozen=True)
class Forecast:
    """One row. as_of, closes: days; shown: ids of the events that may be seen on that day; outcome: None as long as nobody knows.

    known, settled, base_how: Markdown with links to rows, written out by `linked`. settled_by: "event:…", "fact:…" or "table:…".
    """

    id: str
    lesson: str
    place: str
    question: str
    as_of: datetime.date
    shown: tuple[str, ...]
    known: str
    closes: datetime.date
    outcome: bool | None
    settled_by: str
    settled: str
    base_hits: int
    base_cases: int
    base_rows: tuple[str, ...]
    base_how: str
    page: str

    live = property(lambda self: self.place == "live")
    base = property(lambda self: 100 * self.base_hits / self.base_cases)
    counted = property(lambda self: {"hits": self.base_hits, "cases": self.base_cases})


def made(row: dict[str, str]) -> Forecast:
    """A forecast of the cells of its row. Raises ValueError for a day or a number that is none."""
    cells: dict[str, Any] = {name: row[name] for name in Forecast.__annotations__}
    cells |= {name: datetime.date.fromisoformat(row[name]) for name in ("as_of", "closes")}
    cells |= {name: tuple(filter(None, row[name].split(";"))) for name in ("shown", "base_rows")}
    cells |= {name: int(row[name]) for name in ("base_hits", "base_cases")}
    return Forecast(**cells | {"outcome": {"yes": True, "no": False, "": None}[row["outcome"]]})


@cache
def every() -> dict[str, Forecast]:
    """All forecasts by their ids, in the order of the table."""
    rows = data.load("forecasts").astype(object).fillna("").astype(str).to_dict("records")
    return {row["id"]: made(row) for row in rows}


def outcomes() -> list[dict]:
    """What a page needs to score what its reader's record holds: id, outcome and base rate of each that is settled."""
    return [{"id": one.id, "outcome": one.outcome, "base": one.counted} for one in every().values() if not one.live]


def score(said: float, outcome: bool) -> float:
    """The Brier score of a probability in per cent: the square of its distance from what came, 0 to 1."""
    return (said / 100 - outcome) ** 2


def calibration(pairs: list[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """(mean said, share that came true, number), in per cent, of each band of probabilities that was used. pairs: (said, came true)."""
    found = []
    for low, high in BANDS:
        own = [(said, came) for said, came in pairs if low <= said < high or said == high == 100]
        if own:
            said, came = map(sum, zip(*own, strict=True))
            found.append((said / len(own), 100 * came / len(own), len(own)))
    return found


# --- where it stands ------------------------------------------------------------------------------------------------------


@cache
def _sources() -> dict[str, tuple[str, str]]:
    """(address, who says so) of each event and fact."""
    events, facts = data.load("policy_events"), data.load("facts")
    rows = [("event", *row) for row in events[["event_id", "url", "source_title"]].itertuples(index=False)]
    rows += [("fact", *row) for row in facts[["id", "url", "source"]].itertuples(index=False)]
    return {f"{kind}:{id}": (url, data.issuer(source)) for kind, id, url, source in rows}


def target(row: str) -> str:
    """Where a link to a row leads, and what its reader sees when hovering.

    row: "event:its-id", "fact:its-id", or "table:its-name". Raises KeyError for an unknown one.
    """
    kind, _, id = row.partition(":")
    if kind == "table":
        return f'{data.resource(id)["sources"][0]["path"]} "the table {id} · opens the producer of the data"'
    address, source = _sources()[row]
    return f'{address} "{kind}: {id} · {source} · opens the source"'


def linked(text: str) -> str:
    """Markdown with the address and the title of each row that it links."""
    return SHORT.sub(lambda hit: f"]({target(f'{hit[1]}:{hit[2]}')})", text)
