"""Marks as files: one for everyone, and what the class list's platform imports (each in its file in `collect.platforms`).

    written = write(Path("grading/grades"), "02-de-risking", "Exercise 2", [Mark("akim", 17.5, 20)], roster)

Names and keys in a platform's own columns stay what the platform wrote, since it compares them. Everything that a
person typed here (comments), and names in the plain list, cannot become a formula in a spreadsheet.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

from derisking.classroom import files
from derisking.classroom.collect import sheet as sheets
from derisking.classroom.collect.people import Roster, Student
from derisking.classroom.collect.platforms import ALL, moodle, of_list
from derisking.classroom.collect.sheet import Mark, Sheet, number
from derisking.classroom.course import Course

PLAIN = ("id", "name", "email", "username", "number", "section")
PLAIN += ("points", "maximum", "checks", "memo", "taken off", "late", "comment")


@dataclasses.dataclass(frozen=True)
class Written:
    """files: what was written; notes: sentences for the teacher, among them why a file is missing; steps: on the platform."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]
    steps: tuple[str, ...] = ()


def write(
    folder: Path,
    lesson: str,
    title: str,
    marks: Sequence[Mark],
    roster: Roster | None = None,
    column: str | None = None,
) -> Written:
    """Write grades-<lesson>.csv for everyone and the files of the platforms that the class list allows.

    title: the exercise's name for a new column. column: the heading of an existing column in the export of Canvas,
    Brightspace or Blackboard, where it cannot be guessed from title and lesson. Marks are converted where the platform
    counts another maximum. Raises ClassroomError for an unknown column.
    """
    given = {mark.student.casefold(): mark for mark in sorted(marks, key=lambda mark: mark.student.casefold())}
    texts, notes, steps = {f"grades-{lesson}.csv": _plain(given, roster)}, [], []
    if roster is None:
        notes.append("Without a class list there is no file for a platform; give it with --class-list.")
    else:
        listed = {student.id.casefold() for student in roster.students}
        strange = [
            mark.name or mark.student for key, mark in given.items() if key not in listed and mark.points is not None
        ]
        if strange:
            notes.append(f"Not on the class list, so only in grades-{lesson}.csv: {', '.join(sorted(strange))}.")
        sheet, platform = Sheet(lesson, title, given, roster, column, notes), of_list(roster.platform)
        made = platform.grades(sheet)
        texts |= made
        steps = platform.steps(sheet, list(made))
    for name, text in texts.items():
        files.write(folder / name, text)
    return Written(tuple(folder / name for name in texts), tuple(notes), tuple(steps))


def with_pages(written: Written, course: Course, lesson: str, origins: Mapping[str, str], new: set[str]) -> Written:
    """The files, and for work that came from Moodle the zips of feedback pages: all of them, and those of this run alone.

    Moodle takes every page of a zip for a changed one, so the second zip is the one to upload after the first time.
    """
    pages = {student: course.feedback(student, lesson) / f"{lesson}.html" for student in origins}
    there = {student: page for student, page in pages.items() if page.is_file()}
    if not there:
        return written
    all_pages, news = (course.grades / f"moodle-feedback-{kind}{lesson}.zip" for kind in ("", "new-"))
    made, notes = [all_pages], []
    raw, left = moodle.feedback_zip(there, origins)
    fresh = files.write(all_pages, raw)
    some = {student: page for student, page in there.items() if student in new}
    if some and len(some) < len(there):
        files.write(news, moodle.feedback_zip(some, origins)[0])
    elif fresh:
        news.unlink(missing_ok=True)
    if news.is_file():
        made.append(news)
    if left:
        notes.append(f"Without Moodle's number, so not in {all_pages.name}: {', '.join(left)}.")
    best = news if news.is_file() else all_pages
    steps = ALL["moodle"].steps(Sheet(lesson, lesson, {}, Roster(())), [best.name]) if some else []
    return Written((*written.files, *made), (*written.notes, *notes), (*written.steps, *steps))


def _plain(given: dict[str, Mark], roster: Roster | None) -> str:
    """Everybody, with or without a mark; a byte-order mark tells Excel that it is UTF-8."""
    students = {s.id.casefold(): s for s in (roster.students if roster else ())}
    for key, mark in given.items():
        students.setdefault(key, Student(mark.student, mark.name))
    rows: list[Sequence[str]] = [PLAIN]
    for key, student in students.items():
        known = key in given
        mark = given[key] if known else Mark(student.id, None, 1)
        who = [student.id, student.shown if student.shown != student.id else "", student.email, student.username]
        cells = [str(files.harmless(cell)) for cell in (*who, student.number, student.section)]
        parts = [number(mark.points), number(mark.maximum) if known else "", number(mark.checks), number(mark.memo)]
        off = number(mark.off) if mark.off else ""
        rows.append([*cells, *parts, off, "yes" if mark.late else "", str(files.harmless(mark.comment))])
    return "\ufeff" + sheets.text(rows)
