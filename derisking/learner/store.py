"""The kernel's end of the record's port: a snapshot for the page, the entries that the page puts into the record, and other messages.

A snapshot has the form that the browser of the web edition keeps: rows of each kind, and notes by their keys.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from derisking import progress
from derisking.progress.store import TABLES, location, read, rows

# What the forms of an exercise that is open in this notebook hold: `exercises.form` says.
drafts: Callable[[], dict] = dict  # `keep_draft` below is the other half
OWN = ("seed", "put aside", "form ")  # beginnings of keys that are no business of the page


def state() -> tuple[int, int] | None:
    """What tells whether the record's file has changed; None without one."""
    path = location()
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return found and (found.st_mtime_ns, found.st_size)


def snapshot() -> dict:
    """The record for a page."""
    kept = {kind: [_row(row) for row in rows(kind)] for kind in TABLES}
    notes = {row["key"]: _note(row["key"], row["value"]) for row in read("SELECT key, value FROM meta")}
    own = {_renamed(key): value for key, value in notes.items() if not key.startswith(OWN)}
    return {"format": "derisking-web-record", "version": 1, **kept, "notes": own, "drafts": drafts()}


def _row(row: dict) -> dict:
    return {key: value for key, value in row.items() if key not in ("id", "more")}


def _note(key: str, value: str):
    """A draft is an answer, and so JSON; other notes are texts."""
    return json.loads(value) if key.startswith("draft ") else value


def _renamed(key: str) -> str:
    """A key as the page knows it; the plans of lesson 7 had another one in records of 2026."""
    return key.replace("07-policy-lab/desk/", "plans desk-")


def keep_draft(key: str, value: dict) -> bool:
    """No exercise is open."""
    return False


def put(content: dict) -> dict:
    """Keep {"entry": a row with its kind, or a note with key and value}; says whether that is done, and once why not."""
    entry = dict(content["entry"])
    kind = entry.pop("kind", "")
    if kind == "draft":
        ok = keep_draft(str(entry["key"]), entry["value"])
    elif kind in TABLES:
        ok = progress.record(kind, str(entry.pop("lesson")), str(entry.pop("item")), **entry)
    else:
        value = entry["value"]
        ok = progress.keep(str(entry["key"]), value if isinstance(value, str) else json.dumps(value))
    return {"ok": ok, "note": progress.message()}


# Type of a message from the page -> what answers it: takes and gives plain JSON. Rooms that have more to say add to it.
answers: dict[str, Callable[[dict], dict]] = {
    "put": put,
    "look": lambda content: {},  # whether somebody else has written is looked up with every message
}


def receive(content: object) -> dict | None:
    """The answer to a message from the page; None for what is none."""
    if not isinstance(content, dict) or str(content.get("type")) not in answers:
        return None
    return {"id": content.get("id"), **answers[content["type"]](content)}
