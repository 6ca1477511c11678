"""The learner's own record: answers, predictions, checks and scores in one small local file.

The file is `progress.sqlite` in the course folder. It never leaves this computer unless the learner exports it.
Every write is one transaction, so two open notebooks or a killed kernel cannot spoil it. A file that is damaged or
belongs to another program is renamed, never overwritten; a file of a newer version is left alone.
The record is off while nbgrader runs a notebook, under pytest, and when DERISKING_RECORD=off is set.
"""

from __future__ import annotations

import datetime
import html
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from derisking import places

FILE = "progress.sqlite"
VERSION = 1
APPLICATION = 0x64725153  # "drQS": says that the file is ours
WAIT = 5.0  # seconds to wait for another notebook's write

# kind -> its own columns; every table also has at, lesson, item, and more (JSON for the rest).
COLUMNS = {
    "answer": ("objective", "mode", "correct", "score", "response", "misconceptions"),
    "prediction": ("guess",),
    "check": ("objective", "points", "max_points", "outcome", "hints"),
    "score": ("score", "maximum"),
}
TABLES = {"answer": "answers", "prediction": "predictions", "check": "checks", "score": "scores"}

_message = ""  # the last problem, for whoever shows it first
_told: set[str] = set()
_checked: set[Path] = set()


class RecordError(OSError):
    """The record cannot be used; the text says why and what to do."""


# --- where -------------------------------------------------------------------------------------------------------


def location() -> Path | None:
    """Where the record is kept, or None when it is off or there is no course folder."""
    if not is_on():
        return None
    folder = places.course()
    return folder / FILE if folder else None


def is_on() -> bool:
    """Whether answers are kept. Off for nbgrader, under pytest (unless asked for), and with DERISKING_RECORD=off."""
    wish = os.environ.get("DERISKING_RECORD", "").lower()
    if wish == "off" or os.environ.get("NBGRADER_EXECUTION"):
        return False
    return wish == "on" or "PYTEST_VERSION" not in os.environ


# --- opening -----------------------------------------------------------------------------------------------------


def _connect(path: Path) -> sqlite3.Connection:
    link = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    link.row_factory = sqlite3.Row
    return link


def _open() -> sqlite3.Connection:
    """A connection to a sound record of our own version. Raises RecordError with a sentence for the learner."""
    path = location()
    if path is None:
        if is_on():
            raise RecordError("Answers are not kept: no course folder was found around this notebook.")
        raise RecordError("Answers are not kept: the record is switched off.")
    try:
        problem = _problem(path)
        if problem:
            _set_aside(path, problem)
        link = _connect(path)
        try:
            _prepare(link, path)
        except BaseException:
            link.close()
            raise
        return link
    except RecordError:
        raise
    except (sqlite3.Error, OSError) as error:
        raise RecordError(
            f"Answers are not kept: {path.name} cannot be written ({error}). Check that the course folder is writable."
        ) from error


def _problem(path: Path) -> str:
    """Why the file must be set aside, or "". Looks once per file and process, and again if the file is replaced."""
    if path in _checked and path.exists():
        return ""
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        return ""
    try:
        with closing(_connect(path)) as link:
            tables = link.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            application = link.execute("PRAGMA application_id").fetchone()[0]
            if tables and application != APPLICATION:
                return "belongs to another program"
            if link.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return "is damaged"
    except sqlite3.OperationalError:
        raise  # locked, read-only, no access: not a reason to touch the file
    except sqlite3.DatabaseError:
        return "is damaged or is not a record"
    return ""


def _set_aside(path: Path, problem: str) -> None:
    now = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"progress.damaged-{now}.sqlite")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"progress.damaged-{now}-{number}.sqlite")
    path.rename(target)
    journal = path.with_name(path.name + "-journal")
    if journal.exists():
        journal.rename(target.with_name(target.name + "-journal"))
    _tell(f"{path.name} {problem}. It was kept as {target.name}, and a new record was started.")


def _prepare(link: sqlite3.Connection, path: Path) -> None:
    """Make the tables of a new file; refuse a newer one."""
    version = link.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise RecordError(
            f"Answers are not kept: {path.name} was written by a newer version of the module. "
            "Update the module, or move the file away to start a new record."
        )
    if version == 0:
        link.execute("BEGIN EXCLUSIVE")
        if link.execute("PRAGMA user_version").fetchone()[0] == 0:  # nobody was faster
            for kind, table in TABLES.items():
                own = "".join(f", {column}" for column in COLUMNS[kind])
                link.execute(
                    f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, at TEXT, lesson TEXT, item TEXT{own}, more)"
                )
            link.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
            link.execute("INSERT INTO meta VALUES ('seed', ?)", (str(int.from_bytes(os.urandom(4))),))
            link.execute(f"PRAGMA application_id = {APPLICATION}")
            link.execute(f"PRAGMA user_version = {VERSION}")
        link.execute("COMMIT")
    _checked.add(path)


def _tell(text: str) -> None:
    global _message
    if text not in _told:
        _told.add(text)
        _message = f"{_message} {text}".strip()


def message() -> str:
    """The problem with the record, the first time it is asked for; "" afterwards and when all is well."""
    global _message
    text, _message = _message, ""
    return text


# --- writing and reading -----------------------------------------------------------------------------------------


def record(kind: str, lesson: str, item: str, **payload) -> bool:
    """Keep one event in one transaction; True when it is safely on disk.

    kind: "answer", "prediction", "check" or "score". lesson: "02-de-risking". item: question, prediction or task id.
    payload: the columns of that kind (see COLUMNS), for checks points, max_points, outcome and hints used; anything
    else that JSON can hold is kept too. Never raises for a missing or unwritable record: `message()` says what is wrong.
    Raises ValueError for an unknown kind.
    """
    if kind not in TABLES:
        raise ValueError(f"progress.record: unknown kind {kind!r}. Use one of {', '.join(TABLES)}.")
    own = [_plain(payload.pop(column, None)) for column in COLUMNS[kind]]
    now = datetime.datetime.now().astimezone().isoformat(timespec="milliseconds")
    values = [now, lesson, item, *own, json.dumps(payload, ensure_ascii=False, default=str)]
    columns = ", ".join(["at", "lesson", "item", *COLUMNS[kind], "more"])
    marks = ", ".join("?" * len(values))
    return _write(f"INSERT INTO {TABLES[kind]} ({columns}) VALUES ({marks})", values)


def _plain(value):
    if value is None or isinstance(value, (str, int, float)):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def _write(statement: str, values) -> bool:
    try:
        with closing(_open()) as link:
            link.execute("BEGIN IMMEDIATE")
            link.execute(statement, values)
            link.execute("COMMIT")
        return True
    except RecordError as error:
        if is_on():
            _tell(str(error))
    except sqlite3.Error as error:
        _checked.clear()  # look at the file again next time
        _tell(f"An answer was not kept: the record could not be written ({error}).")
    return False


def _read(statement: str, values=()) -> list[dict]:
    path = location()
    if path is None or not path.exists():
        return []
    try:
        with closing(_open()) as link:
            return [dict(row) for row in link.execute(statement, values)]
    except (RecordError, sqlite3.Error) as error:
        _tell(str(error))
        return []


def rows(kind: str, lesson: str | None = None, item: str | None = None) -> list[dict]:
    """Events of one kind, oldest first, as dictionaries; JSON columns are decoded. Empty when there is no record."""
    wanted = {"lesson": lesson, "item": item}
    wanted = {key: value for key, value in wanted.items() if value is not None}
    where = " AND ".join(f"{key} = ?" for key in wanted) or "1"
    found = _read(f"SELECT * FROM {TABLES[kind]} WHERE {where} ORDER BY id", list(wanted.values()))
    for row in found:
        for key in ("response", "misconceptions", "guess", "more"):
            if isinstance(row.get(key), str):
                row[key] = _decode(row[key])
    return found


def _decode(text: str):
    try:
        return json.loads(text)
    except ValueError:
        return text


def first_and_latest(lesson: str | None = None) -> dict[str, tuple[dict, dict]]:
    """Question id -> (first try, latest try) of every answered question."""
    found: dict[str, tuple[dict, dict]] = {}
    for row in rows("answer", lesson):
        first = found[row["item"]][0] if row["item"] in found else row
        found[row["item"]] = (first, row)
    return found


def seed() -> int:
    """The learner's own number for shuffling; starts the record if need be. 0 without one, so that quizzes still reopen alike."""
    try:
        with closing(_open()) as link:
            return int(link.execute("SELECT value FROM meta WHERE key = 'seed'").fetchone()[0])
    except (RecordError, sqlite3.Error, TypeError, ValueError) as error:
        if is_on():
            _tell(str(error))
        return 0


def note(key: str) -> str | None:
    """A remembered text, or None."""
    found = _read("SELECT value FROM meta WHERE key = ?", (key,))
    return found[0]["value"] if found else None


def keep(key: str, value: str) -> bool:
    """Remember a text under a key."""
    return _write("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


# --- what it means -------------------------------------------------------------------------------------------------


def trouble() -> dict[str, float]:
    """Objective id -> how badly it went, 0 (all right at the latest try) to 1; first tries count half.

    Only objectives with an answer in practice or recall appear.
    """
    points: dict[str, list[float]] = {}
    tries: dict[tuple, list[dict]] = {}
    for row in rows("answer"):
        if row["mode"] in ("practice", "recall"):
            tries.setdefault((row["item"], row["objective"]), []).append(row)
    for (_, objective), entries in tries.items():
        points.setdefault(objective, []).append(1 - (entries[0]["score"] + entries[-1]["score"]) / 2)
    return {objective: sum(values) / len(values) for objective, values in points.items()}


def summary() -> list[dict]:
    """One row per objective of the course: lesson, objective, text, answered, first (right at first try), repeat.

    answered, first and repeat count questions (practice and recall) and, for `checks`, exercise tasks with full points.
    """
    from derisking import objectives

    latest: dict[tuple, list[dict]] = {}
    for row in rows("answer"):
        if row["mode"] in ("practice", "recall"):
            latest.setdefault((row["objective"], row["item"]), []).append(row)
    found = []
    for objective in objectives.load():
        tries = [entries for (owner, _), entries in latest.items() if owner == objective.id]
        found.append(
            {
                "lesson": objective.lesson,
                "objective": objective.id,
                "text": objective.text,
                "answered": len(tries),
                "first": sum(bool(entries[0]["correct"]) for entries in tries),
                "repeat": sum(not entries[-1]["correct"] for entries in tries),
            }
        )
    return found


def tests() -> dict[str, dict[str, tuple[float, float]]]:
    """Lesson -> {"pre": (score, maximum), "post": ...}: raw results of the two tests, latest hand-in. Empty before the post-test."""
    found: dict[str, dict] = {}
    for row in rows("score"):
        if row["item"] in ("pre", "post"):
            found.setdefault(row["lesson"], {})[row["item"]] = (row["score"], row["maximum"])
    released = any("post" in entry for entry in found.values())
    return found if released else {}


class Panel:
    """A text for people: HTML in a notebook, plain words elsewhere."""

    def __init__(self, markup: str, words: str):
        self._markup, self._words = markup, words

    def _repr_html_(self) -> str:
        return self._markup

    def __str__(self) -> str:
        return self._words

    __repr__ = __str__


CARD = (
    "background:#ffffff;color:#1b2733;border:1px solid #c9d3dc;border-left:4px solid #1f6391;border-radius:6px;"
    "padding:12px 16px;margin:8px 0;max-width:46rem;line-height:1.5;font-size:14px"
)


def _table(heads: list[str], body: list[list[str]]) -> str:
    cell = "text-align:left;padding:4px 10px;border-bottom:1px solid #d5dde4;color:#1b2733;background:#ffffff"
    top = "".join(f'<th style="{cell}">{head}</th>' for head in heads)
    lines = "".join("<tr>" + "".join(f'<td style="{cell}">{entry}</td>' for entry in row) + "</tr>" for row in body)
    return f'<table style="border-collapse:collapse;margin:6px 0"><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>'


def show() -> Panel:
    """The learner's panel: per lesson and objective what is answered, what was right at the first try, what to repeat."""
    told = message()
    if location() is None or not location().exists():
        why = (
            "The record is switched off." if not is_on() else "Nothing is kept yet. Answer a question, then come back."
        )
        words = f"{told} {why}".strip()
        return Panel(f'<div style="{CARD}"><p>{html.escape(words)}</p></div>', words)
    found = [row for row in summary() if row["answered"]]
    lessons = list(dict.fromkeys(row["lesson"] for row in found))
    by_lesson, by_objective = [], []
    for lesson in lessons:
        own = [row for row in found if row["lesson"] == lesson]
        counts = [sum(row[key] for row in own) for key in ("answered", "first", "repeat")]
        by_lesson.append([lesson, *map(str, counts)])
        by_objective += [
            [r["objective"], html.escape(r["text"]), *(str(r[k]) for k in ("answered", "first", "repeat"))] for r in own
        ]
    return Panel(_show_html(told, by_lesson, by_objective, found), _show_words(told, by_lesson))


def _show_html(told: str, by_lesson: list, by_objective: list, found: list[dict]) -> str:
    again = [f"{row['objective']} ({html.escape(row['text'])})" for row in found if row["repeat"]]
    repeat = (
        f"<p><strong>To repeat:</strong> {' '.join(again)}</p>" if again else "<p>Nothing to repeat at the moment.</p>"
    )
    parts = [
        f'<div style="{CARD}">',
        f"<p>{html.escape(told)}</p>" if told else "",
        "<p><strong>Your progress</strong></p>",
    ]
    parts.append(_table(["Lesson", "Answered", "Right at first try", "To repeat"], by_lesson))
    parts += [repeat, "<details><summary>Per objective</summary>"]
    parts.append(_table(["", "Objective", "Answered", "Right at first try", "To repeat"], by_objective) + "</details>")
    raw = [
        [lesson, *(_points(entry.get(name)) for name in ("pre", "post"))] for lesson, entry in sorted(tests().items())
    ]
    if raw:
        parts.append(
            "<p><strong>Before and after</strong> (points per lesson; with two questions each, one point is little)</p>"
        )
        parts.append(_table(["Lesson", "Pre-test", "Post-test"], raw))
    parts.append("<p>This record is on your computer only. Copy it with <code>progress.export()</code>.</p></div>")
    return "".join(parts)


def _points(entry) -> str:
    return f"{entry[0]:g} of {entry[1]:g}" if entry else "not taken"


def _show_words(told: str, by_lesson: list) -> str:
    lines = [f"{lesson}: {a} answered, {f} right at first try, {r} to repeat" for lesson, a, f, r in by_lesson]
    return "\n".join([told] * bool(told) + (lines or ["Nothing is kept yet."]))


# --- taking it out, giving it up -------------------------------------------------------------------------------------


def hints(lesson: str | None = None) -> list[dict]:
    """Hints seen in the exercises: one dictionary per task with lesson, item (the task), hints and checks (how often it was run)."""
    found: dict[tuple[str, str], dict] = {}
    for row in rows("check", lesson):
        entry = found.setdefault((row["lesson"], row["item"]), _no_hints(row["lesson"], row["item"]))
        entry["checks"] += 1
        entry["hints"] = max(entry["hints"], int(row["hints"] or 0))
    for row in _read("SELECT key, value FROM meta WHERE key LIKE 'hints %' ORDER BY key"):
        _, owner, item = [*row["key"].split(" ", 2), "", ""][:3]
        if item and row["value"].isdigit() and lesson in (None, owner):
            entry = found.setdefault((owner, item), _no_hints(owner, item))
            entry["hints"] = max(entry["hints"], int(row["value"]))
    return list(found.values())


def _no_hints(lesson: str, item: str) -> dict:
    return {"lesson": lesson, "item": item, "hints": 0, "checks": 0}


def events(lesson: str | None = None) -> list[dict]:
    """Everything kept, as flat rows for a table: kind, at, lesson, item, then the columns of all kinds.

    A row of kind "hint" stands for each task with hints; it has no time.
    """
    columns = list(dict.fromkeys(column for own in COLUMNS.values() for column in own))
    found = []
    for kind in TABLES:
        for row in rows(kind, lesson):
            flat = {"kind": kind} | {key: row[key] for key in ("at", "lesson", "item")}
            found.append(flat | {column: _plain(row.get(column)) for column in columns})
    for seen in hints(lesson):
        if seen["hints"]:
            flat = {"kind": "hint", "at": "", "lesson": seen["lesson"], "item": seen["item"]}
            found.append(flat | dict.fromkeys(columns) | {"hints": seen["hints"]})
    return sorted(found, key=lambda row: row["at"])


def export(path=None) -> Path:
    """Write the whole record as CSV and return where. path: a file; default my-progress.csv in the course folder."""
    import csv

    target = Path(path) if path else (places.course() or Path.cwd()) / "my-progress.csv"
    found = events()
    heads = list(found[0]) if found else ["kind", "at", "lesson", "item"]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows({key: _harmless(value) for key, value in row.items()} for row in found)
    return target


def _harmless(value):
    """A typed answer must not become a formula in a spreadsheet."""
    risky = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if risky else value


def reset(confirm: bool = False) -> Panel:
    """Delete the learner's record. Nothing happens without confirm=True."""
    path = location()
    if path is None or not path.exists():
        return _said("There is no record to delete.")
    if confirm is not True:
        count = sum(len(rows(kind)) for kind in TABLES)
        return _said(f"This deletes {count} entries for good. To go on, run: progress.reset(confirm=True)")
    try:
        with closing(_open()) as link:
            link.execute("BEGIN IMMEDIATE")
            for table in TABLES.values():
                link.execute(f"DELETE FROM {table}")
            link.execute("DELETE FROM meta WHERE key != 'seed'")
            link.execute("COMMIT")
            link.execute("VACUUM")
    except (RecordError, sqlite3.Error) as error:
        return _said(f"The record was not deleted: {error}")
    return _said("Your record is empty now.")


def share(lesson: str, confirm: bool = False) -> Panel:
    """Show what a teacher would get of one lesson; with confirm=True write it into the exercise's folder for hand-in.

    The file is exercises/<lesson>/quiz-record.json (format 2). It holds the answers to the lesson's questions, those in the
    pre-test and the post-test among them, when these tests were handed in, and per exercise task how many hints were seen
    and how often the check was run. Answers of a lesson without an exercise (lesson 0) go with the next lesson that has one.
    """
    folder = (places.course() or Path.cwd()) / "exercises" / lesson
    following = _next_exercise(lesson)
    if following:
        return _said(
            f"{lesson} has no exercise to hand in. Its answers go with those of the next lesson: "
            f'progress.share("{following}").'
        )
    content = _shared(lesson)
    if confirm is True:
        if not folder.is_dir():
            return _said(f"There is no folder exercises/{lesson}. Open the course folder that holds your exercises.")
        _write_whole(folder / "quiz-record.json", json.dumps(content, ensure_ascii=False, indent=1))
        counts = f"answers: {len(content['answers'])}, tasks with checks or hints: {len(content['hints'])}"
        return _said(f"Written: exercises/{lesson}/quiz-record.json ({counts}). Delete the file to take it back.")
    return _preview(lesson, content)


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
    return {"format": 2, "lesson": lesson, "answers": answers, "tests": tests_taken, "hints": seen}


def _shared_answer(row: dict) -> dict:
    keys = ["at", "lesson", "item", "objective", "mode", "response"]
    if row["mode"] not in ("pre", "post"):
        keys += ["correct", "score", "misconceptions"]
    return {key: row[key] for key in keys}


def _preview(lesson: str, content: dict) -> Panel:
    answers, seen = content["answers"], content["hints"]
    in_tests = sum(entry["mode"] in ("pre", "post") for entry in answers)
    elsewhere = sorted({entry["lesson"] for entry in answers} - {lesson})
    carried = f" Among them are your answers of {' and '.join(elsewhere)}." if elsewhere else ""
    words = (
        f"Your teacher would get: your answers ({len(answers)}; every try, with its time; {in_tests} of them from the "
        f"pre-test and the post-test), when you handed in these tests, and how many hints you saw and how often you ran "
        f"the check in each exercise task ({len(seen)} so far).{carried} Nothing else is in it, such as your predictions. "
        f'Nothing is written yet, and nobody has to share. To go on, run: progress.share("{lesson}", confirm=True)'
    )
    text = json.dumps(content, ensure_ascii=False, indent=1)
    markup = f'<div style="{CARD}"><p>{html.escape(words)}</p><details open><summary>The content</summary>'
    return Panel(
        f"{markup}<pre style='white-space:pre-wrap'>{html.escape(text)}</pre></details></div>", f"{words}\n{text}"
    )


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that it is never half there."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _said(words: str) -> Panel:
    return Panel(f'<div style="{CARD}"><p>{html.escape(words)}</p></div>', words)
