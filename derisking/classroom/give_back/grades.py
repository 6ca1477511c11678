"""Marks as files: one for everyone, and what the class list's platform imports (each in its file in `collect.platforms`).

    written = write(Path("grading/grades"), "02-de-risking", "Exercise 2", [Mark("akim", 17.5, 20)], roster)

Names and keys in a platform's own columns stay what the platform wrote, since it compares them. Everything that a
person typed here (comments), and names in the plain list, cannot become a formula in a spreadsheet.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

from derisking.classroom import files
from derisking.classroom.collect import sheet as sheets
from derisking.classroom.collect.people import Roster, Student
from derisking.classroom.collect.platforms import ALL, of_list
from derisking.classroom.collect.sheet import Mark, Sheet, number
from derisking.classroom.course import Course

PLAIN = (
    *("id", "name", "email", "username", "number", "section"),
    *("points", "maximum", "checks", "memo", "taken off", "late", "comment"),
)


@dataclasses.dataclass(frozen=True)
class Written:
    """files: what was written; notes: sentences for the teacher, among them why a file is missing; uploads: the files that tell
    a platform something, and whether this run changed them; left: (student, why the platform's own entry stays)."""

    files: list[Path]
    notes: list[str]
    uploads: dict[Path, bool]
    left: list[tuple[str, str]]


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
    counts another maximum. Raises UserError for an unknown column.
    """
    given = {mark.student.casefold(): mark for mark in sorted(marks, key=lambda mark: mark.student.casefold())}
    done = Written([], [], {}, [])
    _put(done, folder / f"grades-{lesson}.csv", _plain(given, roster), news=False)
    if roster is None:
        done.notes.append("Without a class list there is no file for a platform; give it with --class-list.")
        return done
    others = given.keys() - {student.id.casefold() for student in roster.students}
    strange = [given[key].name or given[key].student for key in others if given[key].points is not None]
    if strange:
        done.notes.append(f"Not on the class list, so only in grades-{lesson}.csv: {', '.join(sorted(strange))}.")
    sheet = Sheet(lesson, title, given, roster, column, done.notes, done.left)
    for name, text in of_list(roster.platform).grades(sheet).items():
        _put(done, folder / name, text, sheet.news)
    return done


def _put(done: Written, path: Path, content: str | bytes, news: bool) -> None:
    fresh = files.write(path, content)
    done.files.append(path)
    done.uploads.update({path: fresh} if news else {})


def add_pages(done: Written, course: Course, lesson: str, roster: Roster | None, whose: Mapping[str, str]) -> None:
    """For each platform that gives pages of feedback to students a zip of all pages: a page takes the place of an older one there.
    whose: member -> who handed in for the group."""
    for platform in ALL.values():
        origins = course.origins(lesson, platform.origin)
        ours = roster and roster.platform.startswith(platform.name) and origins
        for member, author in whose.items() if ours else ():
            if (student := roster.student(member)) and (own := platform.place_of(student, origins.get(author, ""))):
                origins[member] = own
        pages = {student: course.feedback(student, lesson) / f"{lesson}.html" for student in origins}
        there = {student: page for student, page in pages.items() if page.is_file()}
        if there:
            path = course.grades / f"{platform.name}-feedback-{lesson}.zip"
            content, left = platform.feedback(there, origins)
            _put(done, path, content, news=True)
            if left:
                done.notes.append(
                    f"Without {platform.name.title()}'s number, so not in {path.name}: {', '.join(left)}."
                )


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
