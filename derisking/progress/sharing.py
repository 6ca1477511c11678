"""Taking the record out, and giving a teacher some of it."""

import contextlib
import csv
import io
import json
from pathlib import Path

from derisking import places
from derisking.progress import store
from derisking.progress.store import rows
from derisking.spreadsheet import harmless

RECORD = "quiz-record.json"  # what a student hands in beside the notebook


def _hints() -> dict[tuple[str, str], int]:
    """(lesson, task) -> how many hints were seen."""
    seen = {(row["lesson"], row["item"]): int(row["hints"] or 0) for row in rows("check")}
    for row in store.read("SELECT key, value FROM meta WHERE key LIKE 'hints %' ORDER BY key"):
        _, owner, item = [*row["key"].split(" ", 2), "", ""][:3]
        if item and row["value"].isdigit():
            seen[owner, item] = max(seen.get((owner, item), 0), int(row["value"]))
    return seen


def events() -> list[dict]:
    """Everything kept, as flat rows for a table: kind, at, lesson, item, then the columns of all kinds.

    Rows of kind "hint" (one per task with hints) and "sentence" (one per sentence written) have no time.
    """
    columns = list(dict.fromkeys(column for own in store.COLUMNS.values() for column in own))
    kept = []
    for kind in store.TABLES:
        for row in rows(kind):
            flat = {"kind": kind} | {key: row[key] for key in ("at", "lesson", "item")}
            kept.append(flat | {column: store.plain(row.get(column)) for column in columns})
    for (lesson, item), count in _hints().items():
        if count:
            flat = {"kind": "hint", "at": "", "lesson": lesson, "item": item}
            kept.append(flat | dict.fromkeys(columns) | {"hints": count})
    for written in store.sentences():
        flat = {"kind": "sentence", "at": "", "lesson": written["lesson"], "item": written["item"]}
        kept.append(flat | dict.fromkeys(columns) | {"response": written["text"]})
    return sorted(kept, key=lambda row: row["at"])


def export() -> Path:
    """Write the whole record as my-progress.csv into the course folder and return where.

    Raises RecordError, and leaves what was there, if the file cannot be written.
    """
    target = (places.course() or Path.cwd()) / "my-progress.csv"
    kept = events()
    heads = list(kept[0]) if kept else ["kind", "at", "lesson", "item"]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, heads)
    writer.writeheader()
    writer.writerows({key: harmless(value) for key, value in row.items()} for row in kept)
    _write_whole(target, text.getvalue())
    return target


def hand_in(lesson: str, content: dict) -> str:
    """Write what a learner shares of one lesson into the exercise's folder, as quiz-record.json; returns what is said of it.

    content: format 2, made by the page (`shared` in learner/src/record.js): answers, tests handed in, forecasts up to this lesson, and per
    exercise task how many hints were seen and how often it was checked. Raises RecordError if the file cannot be written.
    """
    place = f"exercises/{lesson}"
    folder = (places.course() or Path.cwd()) / place
    if not folder.is_dir():
        return f"There is no folder {place}. Open the course folder that holds your exercises."
    _write_whole(folder / RECORD, json.dumps(content, ensure_ascii=False, indent=1))
    return f"Written: {place}/{RECORD}. Delete the file to take it back."


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that it is never half there. Raises RecordError with a sentence for the learner."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        part.replace(path)
    except OSError as error:
        raise store.RecordError(
            f"{path.name} was not written ({error.strerror or error}); what was there before is still there. "
            "Make room on the disk, or close the file in other programs, and run this again."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
