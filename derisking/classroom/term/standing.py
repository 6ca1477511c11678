"""Where the course stands, exercise by exercise: read from the grading folder, and nothing written."""

import dataclasses
import datetime
from pathlib import Path
from typing import Any

from derisking import exercises
from derisking.classroom import files, rules
from derisking.classroom import gradebook as book
from derisking.classroom.collect import class_list, people
from derisking.classroom.collect.people import Student
from derisking.classroom.collect.platforms import ALL, of_list
from derisking.classroom.collect.sheet import Mark, Sheet, decimal
from derisking.classroom.course import Course, many
from derisking.classroom.give_back import changes
from derisking.classroom.rules import Rules
from derisking.errors import UserError

WHEN = "%d %b %Y, %H:%M"


@dataclasses.dataclass(frozen=True)
class Standing:
    """One exercise. deadline: in words, is_open: whether it, or that of a label, lies ahead; handed_in: notebooks, of them graded; covered:
    students with a mark or on the way to one, in groups too; memos: how many wait; fresh: how many marks changed at the desk since the
    files of grades were written; platform: sentences; uploads: files that tell the platform something."""

    lesson: str
    title: str
    deadline: str
    is_open: bool
    handed_in: int
    graded: int
    covered: int
    memos: int
    fresh: int
    platform: tuple[str, ...]
    uploads: tuple[str, ...]


def read(course: Course, now: datetime.datetime) -> list[Standing]:
    """Every exercise of the course. Raises UserError for rules, lists or a gradebook that cannot be read."""
    kept, works = rules.read(course.rules), {}
    if course.gradebook.is_file():
        with book.opened(course) as gradebook:
            works = {one.name: book.works(gradebook, one.name) for one in gradebook.assignments}
    return [_of(course, kept, lesson, works.get(lesson, {}), now) for lesson in exercises.lessons()]


def _of(course: Course, kept: Rules, lesson: str, works: dict[str, book.Work], now: datetime.datetime) -> Standing:
    there = list((course.root / "submitted").glob(f"*/{lesson}/{lesson}.ipynb"))
    written = {row["id"]: row for row in files.rows(course.grades / f"grades-{lesson}.csv")}
    fresh = [one for student, one in works.items() if one.points != decimal(written.get(student, {}).get("points", ""))]
    last = kept.last(lesson)
    platform, uploads = _platform(course, kept, lesson, list(written.values()))
    return Standing(
        lesson,
        exercises.definition(lesson).title,
        kept.words(lesson),
        bool(last and last > now),
        len(there),
        sum(course.autograded(path.parent.parent.name, lesson).is_dir() for path in there),
        sum(bool(row.get("checks")) for row in written.values()),
        sum(bool(work.memo and work.memo.waits) for work in works.values()),
        len(fresh) if written else 0,
        tuple(platform),
        tuple(uploads),
    )


def _platform(course: Course, kept: Rules, lesson: str, written: list[dict[str, str]]) -> tuple[list[str], list[str]]:
    """What the platform's list of an exercise held, beside what we have; and the files that would tell it something."""
    path = course.class_list(lesson)
    if not path.is_file() or not written:
        return [], []
    came = datetime.datetime.fromtimestamp(path.stat().st_mtime)
    try:
        roster = class_list.read(path)
        if not kept.variants:
            fields = ("id", "name", "username", "email")
            facts: list[Any] = [{key: row.get(key, "") for key in fields} for row in written]
            roster = people.with_known_ids(roster, [Student(**one) for one in facts])
        given = changes.given(course)
        marks = {row["id"].casefold(): _mark(row, given.get((row["id"], lesson), frozenset())) for row in written}
        sheet = Sheet(lesson, exercises.definition(lesson).title, marks, roster, kept.of(lesson).column)
        made = of_list(roster.platform).grades(sheet)
    except UserError as error:
        return [str(error)], []
    same = sum(there is not None and abs(there - ours) < 0.01 for there, ours in sheet.held)
    empty = sum(there is None for there, _ in sheet.held)
    name = roster.platform.partition(" ")[0].title()
    held = f"The list of {came:{WHEN}} has no grades."
    if sheet.held:
        ours, others = many(len(sheet.held), "mark"), len(sheet.held) - same - empty
        held = f"The list of {came:{WHEN}} ({name}) has {same} of our {ours}, {empty} still empty, {others} others."
    uploads = [file for file in made if sheet.news and (course.grades / file).is_file()]
    pages = [course.grades / f"{platform}-feedback-{lesson}.zip" for platform in ALL]
    uploads += [page.name for page in pages if page.is_file() and page.stat().st_mtime > path.stat().st_mtime]
    return [held, *(sentence for _, sentence in sheet.left)], uploads


def _mark(row: dict[str, str], before: frozenset[float]) -> Mark:
    most = decimal(row["maximum"]) or 1.0
    return Mark(row["id"], decimal(row["points"]), most, row["comment"], name=row["name"], before=before)


def downloads(folders: list[Path], ending: str) -> list[tuple[str, str]]:
    """(path, how it is called on the page) of files that can be what a platform gave, the newest first."""
    there = {path.resolve() for folder in folders if folder.is_dir() for path in folder.iterdir()}
    found = [path for path in there if path.suffix.lower() == ending and path.is_file()]
    named = []
    for path in sorted(found, key=lambda path: -path.stat().st_mtime)[:30]:
        when = datetime.datetime.fromtimestamp(path.stat().st_mtime)
        named.append((str(path), f"{path.name} · {when:{WHEN}} · {path.parent.name}"))
    return named
