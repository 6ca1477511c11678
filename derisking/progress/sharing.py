"""Taking the record out, showing a teacher some of it, and giving it up."""

import contextlib
import csv
import io
import json
import sqlite3
from pathlib import Path

from derisking import cards, places
from derisking.progress import store
from derisking.progress.store import rows
from derisking.progress.summary import said
from derisking.spreadsheet import harmless

RECORD = "quiz-record.json"  # what a student hands in beside the notebook
FORECAST = "forecast-"  # begins the name of a prediction that is one


def hints(lesson: str | None = None) -> list[dict]:
    """Hints seen in the exercises: one dictionary per task with lesson, item (the task), hints and checks (how often it was run)."""
    by_task: dict[tuple[str, str], dict] = {}
    for row in rows("check", lesson):
        entry = by_task.setdefault((row["lesson"], row["item"]), _no_hints(row["lesson"], row["item"]))
        entry["checks"] += 1
        entry["hints"] = max(entry["hints"], int(row["hints"] or 0))
    for row in store.read("SELECT key, value FROM meta WHERE key LIKE 'hints %' ORDER BY key"):
        _, owner, item = [*row["key"].split(" ", 2), "", ""][:3]
        if item and row["value"].isdigit() and lesson in (None, owner):
            entry = by_task.setdefault((owner, item), _no_hints(owner, item))
            entry["hints"] = max(entry["hints"], int(row["value"]))
    return list(by_task.values())


def _no_hints(lesson: str, item: str) -> dict:
    return {"lesson": lesson, "item": item, "hints": 0, "checks": 0}


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
    for seen in hints():
        if seen["hints"]:
            flat = {"kind": "hint", "at": "", "lesson": seen["lesson"], "item": seen["item"]}
            kept.append(flat | dict.fromkeys(columns) | {"hints": seen["hints"]})
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


def reset(confirm: bool = False) -> cards.Panel:
    """Delete the learner's record. Nothing happens without confirm=True."""
    path = store.location()
    if path is None or not path.exists():
        return said("There is no record to delete.")
    if confirm is not True:
        count = sum(len(rows(kind)) for kind in store.TABLES)
        return said(f"This deletes {count} entries for good. To go on, run: progress.reset(confirm=True)")
    try:
        store.clear()
    except (store.RecordError, sqlite3.Error) as error:
        return said(f"The record was not deleted: {error}")
    return said("Your record is empty now.")


def share(lesson: str, confirm: bool = False) -> cards.Panel:
    """Show what a teacher would get of one lesson; with confirm=True write it into the exercise's folder for hand-in.

    The file is exercises/<lesson>/quiz-record.json (format 2). It holds the answers to the lesson's questions, those in the
    pre-test and the post-test among them, when these tests were handed in, the forecasts made up to this lesson, and per
    exercise task how many hints were seen and how often the check was run. Answers of a lesson without an exercise (lesson 0) go with the next lesson that has one.
    """
    folder = (places.course() or Path.cwd()) / "exercises" / lesson
    following = _next_exercise(lesson)
    if following:
        return said(
            f"{lesson} has no exercise to hand in. Its answers go with those of the next lesson: "
            f'progress.share("{following}").'
        )
    content = _shared(lesson)
    if confirm is True:
        if not folder.is_dir():
            return said(f"There is no folder exercises/{lesson}. Open the course folder that holds your exercises.")
        try:
            _write_whole(folder / RECORD, json.dumps(content, ensure_ascii=False, indent=1))
        except store.RecordError as error:
            return said(str(error))
        counts = f"answers: {len(content['answers'])}, tasks with checks or hints: {len(content['hints'])}"
        return said(f"Written: exercises/{lesson}/quiz-record.json ({counts}). Delete the file to take it back.")
    return _preview(
        content,
        f'Nothing is written yet, and nobody has to share. To go on, run: progress.share("{lesson}", confirm=True)',
    )


def preview(lesson: str) -> cards.Panel:
    """What a teacher would get of one lesson, for a page that has a button to go on. Writes nothing."""
    return _preview(_shared(lesson), "Nothing is written yet, and nobody has to share.")


def _next_exercise(lesson: str) -> str:
    """For a lesson that has answers but no exercise folder: the next lesson that has one. "" where there is nothing to say."""
    folders = _exercise_folders()
    if lesson in folders or not rows("answer", lesson):
        return ""
    return next((name for name in folders if name > lesson), "")


def _exercise_folders() -> list[str]:
    folder = (places.course() or Path.cwd()) / "exercises"
    return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _shared(lesson: str) -> dict:
    """What a record for hand-in holds, as plain data. Verdicts on the two tests stay out: they come with the post-test."""
    folders = _exercise_folders()
    before = max((name for name in folders if name < lesson), default="")
    with_answers = sorted({row["lesson"] for row in rows("answer")})
    carried = [name for name in with_answers if before < name < lesson and name not in folders]
    answers, tests_taken = [], []
    for owner in [*carried, lesson]:
        answers += [_shared_answer(row) for row in rows("answer", owner)]
        taken = {row["item"]: row["at"] for row in rows("score", owner) if row["item"] in ("pre", "post")}
        tests_taken += [{"lesson": owner, "test": name, "at": at} for name, at in taken.items()]
    seen = [{"task": row["item"], "hints": row["hints"], "checks": row["checks"]} for row in hints(lesson)]
    made = [row for row in rows("prediction") if row["item"].startswith(FORECAST) and row["lesson"] <= lesson]
    foreseen = [{key: row[key] for key in ("at", "lesson", "item", "guess")} for row in made]
    shared = {"format": 2, "lesson": lesson, "answers": answers, "tests": tests_taken}
    return shared | {"forecasts": foreseen, "hints": seen}


def _shared_answer(row: dict) -> dict:
    keys = ["at", "lesson", "item", "objective", "mode", "response"]
    if row["mode"] not in ("pre", "post"):
        keys += ["correct", "score", "misconceptions"]
    return {key: row[key] for key in keys}


def _preview(content: dict, end: str) -> cards.Panel:
    answers, seen, lesson = content["answers"], content["hints"], content["lesson"]
    in_tests = sum(entry["mode"] in ("pre", "post") for entry in answers)
    elsewhere = sorted({entry["lesson"] for entry in answers} - {lesson})
    carried = f" Among them are your answers of {' and '.join(elsewhere)}." if elsewhere else ""
    words = (
        f"Your teacher would get: your answers ({len(answers)}; every try, with its time; {in_tests} of them from the "
        f"pre-test and the post-test), when you handed in these tests, your forecasts up to this lesson "
        f"({len(content['forecasts'])}), and how many hints you saw and how often you ran the check in each exercise task "
        f"({len(seen)} so far).{carried} Nothing else is in it, such as your other predictions. {end}"
    )
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return cards.Panel(cards.render("progress/said.html.jinja", words=words, content=text), f"{words}\n{text}")


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
