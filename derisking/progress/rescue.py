"""After a damaged record: what was put aside, and the copy to which one can go back.

The copy is `progress.copy.sqlite` beside the record. It is renewed when the course starts and when the learner asks for it, but
not while a damaged record waits for an answer: then it may hold more than the record does.
"""

import datetime
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from derisking.progress import store

COPY = "progress.copy.sqlite"
SEEN = "put aside and seen"  # the note with the name of the file that the learner knows of


def put_aside() -> Path | None:
    """The newest damaged record of this course, as long as the learner has not said how to go on; None where there is none."""
    seen, record = store.note(SEEN), store.location()  # in this order: looking into the record puts a damaged one aside
    files = sorted(record.parent.glob("progress.damaged-*.sqlite"), key=lambda file: file.stem) if record else []
    return files[-1] if files and files[-1].name != seen else None


def go_on() -> bool:
    """The learner has read what was put aside; True when that is kept."""
    aside = put_aside()
    return aside is None or store.keep(SEEN, aside.name)


def _copy() -> Path | None:
    record = store.location()
    return record.with_name(COPY) if record else None


def save_copy() -> None:
    """Renew the copy, unless the record is empty or a damaged one was put aside."""
    copy = _copy()
    if copy is None or put_aside() or not any(store.rows(kind) for kind in store.TABLES):
        return
    trouble = suppress(store.RecordError, sqlite3.Error)
    with trouble, closing(store.opened()) as link, closing(sqlite3.connect(copy)) as target:
        link.backup(target)


def copied_at() -> datetime.datetime | None:
    """When the copy was made; None where there is none."""
    copy = _copy()
    return datetime.datetime.fromtimestamp(copy.stat().st_mtime) if copy and copy.is_file() else None


def restore() -> None:
    """Put what the copy holds before what the record has got since. Raises RecordError or sqlite3.Error; nothing is changed then."""
    with closing(store.opened()) as link:
        link.execute("ATTACH ? AS copy", (str(_copy()),))
        link.execute("BEGIN IMMEDIATE")
        for kind, table in store.TABLES.items():
            columns = ", ".join(("at", "lesson", "item", *store.COLUMNS[kind], "more"))
            link.execute(f"CREATE TEMP TABLE since AS SELECT {columns} FROM main.{table} ORDER BY id")
            link.execute(f"DELETE FROM main.{table}")
            for rows in (f"copy.{table} ORDER BY id", "since"):
                link.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM {rows}")
            link.execute("DROP TABLE since")
        link.execute("INSERT OR IGNORE INTO main.meta SELECT * FROM copy.meta")
        link.execute("UPDATE main.meta SET value = (SELECT value FROM copy.meta WHERE key = 'seed') WHERE key = 'seed'")
        link.execute("COMMIT")
    go_on()
