"""What is marked at the desk: levels of rows, comments, phrases, and every change; kept in the gradebook's own file.

One key press is one transaction: the level, the line that tells of it and, when all rows are set, nbgrader's own points are written
together or not at all. nbgrader's tables are reached through its interface; the desk's have names that begin with `desk_`, and a
copy of the gradebook in backups/ holds them too.

Two readers can mark the same memos. The first one's points count; the second one's are kept for the agreement alone.
"""

import dataclasses
import datetime
import functools
import hashlib
import secrets

from nbgrader.api import Gradebook
from sqlalchemy import text

from derisking.classroom import files
from derisking.classroom import gradebook as book
from derisking.classroom.course import Course
from derisking.classroom.mark.rubric import Rubric
from derisking.exercises.form_answers import MEMO, memo_text

FIRST, SECOND = "first", "second"
TABLES = (
    "desk_level (reader, student, lesson, row, points INTEGER, memo, PRIMARY KEY (reader, student, lesson, row))",
    "desk_comment (student, lesson, comment, PRIMARY KEY (student, lesson))",
    "desk_phrase (phrase PRIMARY KEY, at)",
    "desk_change (at, reader, student, lesson, what, old, new, why)",
    "desk_setting (name PRIMARY KEY, value)",
)
HEADS = ("when", "reader", "student", "exercise", "what", "from", "to", "why")


class Changed(Exception):
    """The memo is not the one that was on the screen."""


@dataclasses.dataclass(frozen=True)
class Memo:
    """One memo as one reader has it. key: stands for the student where names are hidden; source: Markdown; memo: its fingerprint.

    levels: points of the rows that are set for this text; former: those set for an earlier text. points: what counts in the
    gradebook, None while nothing does; waits: this reader has still to read it.
    """

    key: str
    student: str
    source: str
    memo: str
    levels: dict[str, int]
    former: dict[str, int]
    points: float | None
    waits: bool
    comment: str


class Store:
    """The desk's memory for one reader; opens no file itself. gradebook: open, and used by one thread."""

    def __init__(self, gradebook: Gradebook, course: Course, reader: str = FIRST):
        self.gradebook, self.course, self.reader, self._saved = gradebook, course, reader, False
        self._run("PRAGMA busy_timeout = 2000")  # milliseconds; the page answers nothing else meanwhile
        for table in TABLES:
            self._run(f"CREATE TABLE IF NOT EXISTS {table}")
        self._run("INSERT OR IGNORE INTO desk_setting VALUES ('seed', :seed)", seed=secrets.token_hex(16))
        gradebook.db.commit()
        self._seed = self.setting("seed")

    # --- reading ------------------------------------------------------------------------------------------------------------

    def keys(self, lesson: str, shuffled: bool = False) -> dict[str, str]:
        """Key -> student of all memos of an exercise, by student or shuffled; each reader meets another order."""
        students = sorted(book.memo_grades(self.gradebook, lesson), key=str.casefold)
        keyed = {self._key(lesson, student): student for student in students}
        return dict(sorted(keyed.items())) if shuffled else keyed

    def name_of(self, student: str) -> str:
        """A student's name, or the id where no name is known."""
        known = self.gradebook.find_student(student)
        return " ".join(filter(None, [known.first_name, known.last_name])) or student

    def memo(self, rubric: Rubric, key: str, student: str) -> Memo:
        """One memo. Raises KeyError if the gradebook has none of this student."""
        points, waits = book.memo_grades(self.gradebook, rubric.lesson)[student]
        source = source_of(self.course, student, rubric.lesson)
        memo = fingerprint(source)
        levels, former = self._levels(self.reader, student, rubric.lesson, memo)
        waits = waits if self.reader == FIRST else rubric.sum_of(levels) is None
        return Memo(key, student, source, memo, levels, former, points, waits, self._comment(student, rubric.lesson))

    def waiting(self, rubric: Rubric, shuffled: bool = False) -> dict[str, bool]:
        """Key -> whether this reader has still to read it, in order."""
        grades = book.memo_grades(self.gradebook, rubric.lesson)
        keys = self.keys(rubric.lesson, shuffled)
        if self.reader == FIRST:
            return {key: grades[student][1] for key, student in keys.items()}
        done = self.complete(rubric, self.reader)
        return {key: student not in done for key, student in keys.items()}

    def complete(self, rubric: Rubric, reader: str) -> dict[str, dict[str, int]]:
        """Student -> levels, where a reader has set all rows of the memo as it is now."""
        found: dict[str, dict[str, int]] = {}
        where = "SELECT DISTINCT student FROM desk_level WHERE reader = :reader AND lesson = :lesson"
        for (student,) in self._run(where, reader=reader, lesson=rubric.lesson).fetchall():
            memo = fingerprint(source_of(self.course, student, rubric.lesson))
            levels, _ = self._levels(reader, student, rubric.lesson, memo)
            if rubric.sum_of(levels) is not None:
                found[student] = levels
        return found

    def phrases(self) -> list[str]:
        """Comments that are kept for reuse, oldest first."""
        return [phrase for (phrase,) in self._run("SELECT phrase FROM desk_phrase ORDER BY at, phrase")]

    def setting(self, name: str, usual: str = "") -> str:
        """One setting of the desk; `usual` where it was never set."""
        row = self._run("SELECT value FROM desk_setting WHERE name = :name", name=name).fetchone()
        return row[0] if row else usual

    def changes(self) -> list[tuple]:
        """Every change at the desk, oldest first: see HEADS."""
        return [tuple(row) for row in self._run("SELECT * FROM desk_change ORDER BY rowid")]

    # --- writing ------------------------------------------------------------------------------------------------------------

    def set_level(self, rubric: Rubric, student: str, row: str, points: int | None, memo: str) -> None:
        """Set a row, or take it back with None. memo: the fingerprint of what the reader saw.

        Raises Changed if the memo is another one by now, KeyError for a row or level that the rubric does not have.
        """
        levels, _ = self._seen(rubric, student, memo)
        known = {one.name: one.levels for one in rubric.rows}
        if points not in (None, *known[row]):
            raise KeyError(row)
        if levels.get(row) == points:
            return
        self._set(student, rubric.lesson, row, points, memo)
        self._tell(student, rubric.lesson, row, levels.get(row), points, "set at the desk")
        self._count(rubric, student, rubric.sum_of(levels), rubric.sum_of(self._seen(rubric, student, memo)[0]))
        self.gradebook.db.commit()

    def take_former(self, rubric: Rubric, student: str, memo: str) -> None:
        """Take over the levels that an earlier text of this memo had. Raises Changed as `set_level`."""
        levels, former = self._seen(rubric, student, memo)
        for row, points in former.items():
            self._set(student, rubric.lesson, row, points, memo)
            self._tell(student, rubric.lesson, row, None, points, "taken over from the memo's earlier text")
        self._count(rubric, student, rubric.sum_of(levels), rubric.sum_of({**levels, **former}))
        self.gradebook.db.commit()

    def confirm(self, rubric: Rubric, student: str, memo: str) -> None:
        """Let the rows count once more, where all are set and the memo waits all the same. Raises Changed as `set_level`."""
        points = rubric.sum_of(self._seen(rubric, student, memo)[0])
        if points is not None:
            self._count(rubric, student, None, points)
            self.gradebook.db.commit()

    def set_comment(self, lesson: str, student: str, comment: str) -> None:
        """Keep a comment: the first reader's goes to the student, through nbgrader."""
        if self.reader == FIRST:
            self._save_once()
            self.gradebook.find_comment(MEMO, lesson, lesson, student).manual_comment = comment or None
        else:
            values = {"student": student, "lesson": lesson, "comment": comment}
            self._run("INSERT OR REPLACE INTO desk_comment VALUES (:student, :lesson, :comment)", **values)
        self.gradebook.db.commit()

    def keep_phrase(self, phrase: str, keep: bool = True) -> None:
        """Keep a comment for reuse, or drop it."""
        self._run("DELETE FROM desk_phrase WHERE phrase = :phrase", phrase=phrase)
        if keep and phrase.strip():
            self._run("INSERT INTO desk_phrase VALUES (:phrase, :at)", phrase=phrase.strip(), at=_now())
        self.gradebook.db.commit()

    def set_setting(self, name: str, value: str) -> None:
        self._run("INSERT OR REPLACE INTO desk_setting VALUES (:name, :value)", name=name, value=value)
        self.gradebook.db.commit()

    def write_changes(self) -> None:
        """Put every change into memo-changes.csv."""
        if changes := self.changes():
            files.write(self.course.memo_changes, files.table(HEADS, changes))

    # --- inside -------------------------------------------------------------------------------------------------------------

    def _run(self, statement: str, **values):
        return self.gradebook.db.execute(text(statement), values)

    def _key(self, lesson: str, student: str) -> str:
        return hashlib.sha256("|".join([self._seed, self.reader, lesson, student]).encode()).hexdigest()[:12]

    def _levels(self, reader: str, student: str, lesson: str, memo: str) -> tuple[dict[str, int], dict[str, int]]:
        """The levels set for this text, and those set for an earlier one, by row."""
        rows = self._run(
            "SELECT row, points, memo FROM desk_level WHERE reader = :reader AND student = :student AND lesson = :lesson",
            **{"reader": reader, "student": student, "lesson": lesson},
        ).fetchall()
        now = {row: points for row, points, seen in rows if seen == memo}
        return now, {row: points for row, points, seen in rows if seen != memo}

    def _comment(self, student: str, lesson: str) -> str:
        if self.reader == FIRST:
            return self.gradebook.find_comment(MEMO, lesson, lesson, student).manual_comment or ""
        where = "SELECT comment FROM desk_comment WHERE student = :student AND lesson = :lesson"
        row = self._run(where, student=student, lesson=lesson).fetchone()
        return row[0] if row else ""

    def _seen(self, rubric: Rubric, student: str, memo: str) -> tuple[dict[str, int], dict[str, int]]:
        """This reader's levels, as `_levels`, for what was on the screen. Raises Changed if that is another text by now."""
        if fingerprint(source_of(self.course, student, rubric.lesson)) != memo:
            raise Changed
        return self._levels(self.reader, student, rubric.lesson, memo)

    def _set(self, student: str, lesson: str, row: str, points: int | None, memo: str) -> None:
        values = {"reader": self.reader, "student": student, "lesson": lesson, "row": row}
        where = "reader = :reader AND student = :student AND lesson = :lesson AND row = :row"
        self._save_once()
        self._run(f"DELETE FROM desk_level WHERE {where}", **values)
        if points is not None:
            statement = "INSERT INTO desk_level VALUES (:reader, :student, :lesson, :row, :points, :memo)"
            self._run(statement, **values, points=points, memo=memo)

    def _count(self, rubric: Rubric, student: str, before: float | None, after: float | None) -> None:
        """Let the first reader's rows count in the gradebook: when all are set, and no more when one is taken back."""
        if self.reader != FIRST or (before is None and after is None):
            return
        self._save_once()
        grade = self.gradebook.find_grade(MEMO, rubric.lesson, rubric.lesson, student)
        changed = "a row was taken back" if after is None else "a row was changed"
        why = "all rows are set" if before is None else changed
        if grade.manual_score != after:
            self._tell(student, rubric.lesson, "points", grade.manual_score, after, why)
        grade.manual_score, grade.needs_manual_grade = after, after is None

    def _tell(self, student: str, lesson: str, what: str, old: object, new: object, why: str) -> None:
        values = {"old": _told(old), "new": _told(new), "at": _now(), "reader": self.reader}
        statement = "INSERT INTO desk_change VALUES (:at, :reader, :student, :lesson, :what, :old, :new, :why)"
        self._run(statement, **values, student=student, lesson=lesson, what=what, why=why)

    def _save_once(self) -> None:
        """Copy the gradebook before the first change since the desk was opened."""
        if not self._saved:
            self._saved = True
            book.back_up(self.course, datetime.datetime.now())


def source_of(course: Course, student: str, lesson: str) -> str:
    """The Markdown of a memo, from the graded notebook; "" if that is not there or cannot be read."""
    try:
        about = (course.autograded(student, lesson) / f"{lesson}.ipynb").stat()
    except OSError:
        return ""
    return _read(course, student, lesson, about.st_mtime_ns, about.st_size)


@functools.lru_cache(maxsize=20_000)
def _read(course: Course, student: str, lesson: str, time: int, size: int) -> str:
    """Read a notebook once for each state of the file."""
    try:
        return memo_text(course.graded(student, lesson) or {})
    except (TypeError, AttributeError):
        return ""


def fingerprint(source: str) -> str:
    """What tells one text of a memo from another."""
    return hashlib.sha256(source.strip().encode("utf-8", "replace")).hexdigest()


def _told(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _now() -> str:
    return f"{datetime.datetime.now().astimezone():%Y-%m-%d %H:%M:%S.%f%z}"
