"""Marks as files: one for everyone, and what the class list's platform imports (each in its file in `collect.platforms`).

    written = write(Path("grading/grades"), "02-de-risking", "Exercise 2", [Mark("akim", 17.5, 20)], roster)

Names and keys in a platform's own columns stay what the platform wrote, since it compares them. Everything that a
person typed here (comments), and names in the plain list, cannot become a formula in a spreadsheet.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path

from derisking.classroom import files
from derisking.classroom.collect import sheet as sheets
from derisking.classroom.collect.people import Roster, Student
from derisking.classroom.collect.platforms import ALL, Platform, of_list
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


def with_pages(written: Written, course: Course, lesson: str, students: Iterable[str], new: set[str]) -> Written:
    """The files, and for each platform that gives pages of feedback to students its zips: all pages, and those of this run alone."""
    made, notes, steps = list(written.files), list(written.notes), list(written.steps)
    for platform in (one for one in ALL.values() if one.origin):
        origins = _origins(course, lesson, students, platform)
        pages = {student: course.feedback(student, lesson) / f"{lesson}.html" for student in origins}
        there = {student: page for student, page in pages.items() if page.is_file()}
        if there:
            zips, left = _zips(course, lesson, platform, there, origins, new)
            made += zips
            if left:
                notes.append(f"Without {platform.name.title()}'s number, so not in {zips[0].name}: {', '.join(left)}.")
            if new & set(there):
                steps += platform.steps(Sheet(lesson, lesson, {}, Roster(())), [zips[-1].name])
    return Written(tuple(made), tuple(notes), tuple(steps))


def _zips(
    course: Course, lesson: str, platform: Platform, pages: dict, origins: dict, new: set[str]
) -> tuple[list, list]:
    """(the zip of all pages, then that of this run's, students whom the platform cannot reach).

    A platform takes every page of a zip for a changed one, so the second zip is the one to upload after the first time.
    """
    whole, news = (course.grades / f"{platform.name}-feedback-{kind}{lesson}.zip" for kind in ("", "new-"))
    raw, left = platform.feedback(pages, origins)
    fresh = files.write(whole, raw)
    some = {student: page for student, page in pages.items() if student in new}
    if some and len(some) < len(pages):
        files.write(news, platform.feedback(some, origins)[0])
    elif fresh:
        news.unlink(missing_ok=True)
    return [whole, news] if news.is_file() else [whole], left


def _origins(course: Course, lesson: str, students: Iterable[str], platform: Platform) -> dict[str, str]:
    """Student -> the name that the platform gave to what was handed in, in this run or an earlier one."""
    kept = {student: course.submitted(student, lesson) / platform.origin for student in students}
    return {s: file.read_text(encoding="utf-8", errors="replace") for s, file in kept.items() if file.is_file()}


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
