"""The record itself: one small SQLite file in the course folder, written in whole transactions.

A file that is damaged or belongs to another program is renamed, never overwritten; a file of a newer version is left alone.
"""

import datetime
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


def opened() -> sqlite3.Connection:
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
            tables = {row["name"] for row in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            application = link.execute("PRAGMA application_id").fetchone()[0]
            if tables and application != APPLICATION:
                return "belongs to another program"
            version = link.execute("PRAGMA user_version").fetchone()[0]
            if version == VERSION and not {*TABLES.values(), "meta"} <= tables:
                return "lacks a table"
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
    own = [plain(payload.pop(column, None)) for column in COLUMNS[kind]]
    now = payload.pop("at", None) or datetime.datetime.now().astimezone().isoformat(timespec="milliseconds")
    values = [now, lesson, item, *own, json.dumps(payload, ensure_ascii=False, default=str)]
    columns = ", ".join(["at", "lesson", "item", *COLUMNS[kind], "more"])
    marks = ", ".join("?" * len(values))
    return _write(f"INSERT INTO {TABLES[kind]} ({columns}) VALUES ({marks})", values)


def plain(value):
    """A value as a column holds it: texts and numbers as they are, all else as JSON."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def _write(statement: str, values) -> bool:
    try:
        with closing(opened()) as link:
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


def read(statement: str, values=()) -> list[dict]:
    """Rows of a SELECT as dictionaries; empty when there is no record or it cannot be read (`message()` says why)."""
    path = location()
    if path is None or not path.exists():
        return []
    try:
        with closing(opened()) as link:
            return [dict(row) for row in link.execute(statement, values)]
    except (RecordError, sqlite3.Error) as error:
        _checked.discard(path)  # look at the file again next time
        _tell(str(error))
        return []


def rows(kind: str, lesson: str | None = None, item: str | None = None) -> list[dict]:
    """Events of one kind, oldest first, as dictionaries; JSON columns are decoded. Empty when there is no record."""
    wanted = {"lesson": lesson, "item": item}
    wanted = {key: value for key, value in wanted.items() if value is not None}
    where = " AND ".join(f"{key} = ?" for key in wanted) or "1"
    kept = read(f"SELECT * FROM {TABLES[kind]} WHERE {where} ORDER BY id", list(wanted.values()))
    for row in kept:
        for key in ("response", "misconceptions", "guess", "more"):
            if isinstance(row.get(key), str):
                row[key] = decoded(row[key])
    return kept


def decoded(text: str):
    try:
        return json.loads(text)
    except ValueError:
        return text


def seed() -> int:
    """The learner's own number for shuffling; starts the record if need be. 0 without one, so that quizzes still reopen alike."""
    try:
        with closing(opened()) as link:
            return int(link.execute("SELECT value FROM meta WHERE key = 'seed'").fetchone()[0])
    except (RecordError, sqlite3.Error, TypeError, ValueError) as error:
        if is_on():
            _tell(str(error))
        return 0


def note(key: str) -> str | None:
    """A remembered text, or None."""
    values = read("SELECT value FROM meta WHERE key = ?", (key,))
    return values[0]["value"] if values else None


def keep(key: str, value: str) -> bool:
    """Remember a text under a key."""
    return _write("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def clear() -> None:
    """Empty the record but for the learner's seed. Raises RecordError or sqlite3.Error."""
    with closing(opened()) as link:
        link.execute("BEGIN IMMEDIATE")
        for table in TABLES.values():
            link.execute(f"DELETE FROM {table}")
        link.execute("DELETE FROM meta WHERE key != 'seed'")
        link.execute("COMMIT")
        link.execute("VACUUM")


# --- sentences the learner wrote -------------------------------------------------------------------------------------


def sentence(lesson: str, item: str) -> str:
    """What the learner wrote under this name, or ""."""
    return note(f"sentence {lesson} {item}") or ""


def sentences(lesson: str | None = None) -> list[dict]:
    """Everything the learner wrote: dictionaries with lesson, item and text."""
    texts = []
    for row in read("SELECT key, value FROM meta WHERE key LIKE 'sentence %' ORDER BY key"):
        _, owner, item = row["key"].split(" ", 2)
        if lesson in (None, owner):
            texts.append({"lesson": owner, "item": item, "text": row["value"]})
    return texts
