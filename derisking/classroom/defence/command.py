"""`derisking defend`: the pages of a defence, from what a class handed in."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path
from typing import Any

from derisking import arguments, cards, exercises, lessons, markdown
from derisking.classroom import files, rules
from derisking.classroom.course import Course, many, typed
from derisking.classroom.defence import questions
from derisking.classroom.defence.questions import Asked
from derisking.classroom.report import course_items, evidence
from derisking.classroom.stories import agreement
from derisking.errors import UserError

STUDENTS, TEACHERS = "defence.html", "defence-for-teachers.html"


@dataclasses.dataclass(frozen=True)
class Sheet:
    """The page of one student. figures: questions on those of the memo; none without one."""

    name: str
    asked: tuple[Asked, ...]
    figures: tuple[Asked, ...]


def sheets(course: Course, lesson: str, seed: str, now: datetime.datetime) -> list[Sheet]:
    """A page for each student whose work on the exercise is graded, by name.

    Exercises whose deadline lies ahead of `now` are left alone: a slip in one would tell its key. Raises UserError where this one
    is still open, has no questions for a defence, or nobody's work on it is graded.
    """
    questions.of_exercise(lesson)
    kept = rules.read(course.rules)
    closed = {one: not (due := kept.last(one)) or due <= now for one in exercises.lessons()}
    if not closed[lesson]:
        raise UserError(
            f"{lesson} is open: {kept.words(lesson)}. Make the pages after that; before, they would tell what is asked for."
        )
    found = sorted(course.root.glob(f"autograded/*/{lesson}/{lesson}.ipynb"))
    tasks = course_items.definition(lesson).tasks  # a story has none: a person alone marks it
    written = [] if tasks else [one.parts[-3] for one in found if not one.is_symlink()]
    seen, judged = evidence.read(course, bool(written), memos=False), agreement.codings(course)[0]
    students = seen.graded.get(lesson) or written
    if not students:
        raise UserError(f"No work on {lesson} has been graded in {course.root}: run `{typed('grade')}` on it first.")
    made = []
    for student in students:
        graded = {one: done[student] for one, done in seen.graded.items() if closed[one] and student in done}
        books = {one: _book(course, student, one) for one in {lesson, *graded}}
        own = agreement.of_classmates(judged, student)
        change, other = questions.on_work(lesson, books[lesson], student, seed, own)
        figures = questions.on_figures(lesson, books[lesson], student, seed)
        name = " · ".join(dict.fromkeys(filter(None, (seen.names.get(student, ""), student))))
        made.append(Sheet(name, (change, questions.first_slip(graded, books), other), tuple(figures)))
    return sorted(made, key=lambda sheet: sheet.name.casefold())


def _book(course: Course, student: str, lesson: str) -> dict:
    """A graded notebook; evidence has read it before, so it is one."""
    return dict(json.loads((course.autograded(student, lesson) / f"{lesson}.ipynb").read_bytes()))


def write(
    course: Course, lesson: str, seed: str, now: datetime.datetime, out: Path | None = None
) -> tuple[Path, Path, int]:
    """Write both files; returns their paths, and how many students they are for. Raises UserError as `sheets` does."""
    made, folder = sheets(course, lesson, seed, now), out or course.root / "defence"
    title = f"Defence · exercise {lessons.number_of(lesson)}"
    paths = folder / STUDENTS, folder / TEACHERS
    for path, teacher in zip(paths, (False, True), strict=True):
        shown: dict[str, Any] = {"title": title, "sheets": made, "teacher": teacher, "seed": seed}
        shown["say"] = lambda words: cards.safe(markdown.inline(words))
        files.write(path, cards.render("classroom/templates/defence.html.jinja", **shown) + "\n")
    return *paths, len(made)


def main(words: list[str]) -> int:
    """Write the pages and say where they are. Raises UserError with one sentence if that cannot be done."""
    options = arguments.parser("defend").parse_args(words)
    known = [one for one in exercises.lessons() if options.lesson in (one, one[:2], str(lessons.number_of(one)))]
    if not known:
        raise UserError(f"There is no exercise {options.lesson!r}: write one of {', '.join(exercises.lessons())}.")
    now = datetime.datetime.now().astimezone()
    page, answers, count = write(Course(options.root), known[0], options.seed, now, options.out)
    print(f"{many(count, 'page')} to print, one for each student: {page.resolve().as_uri()}")
    print(f"What to expect, for you alone: {answers.resolve().as_uri()}")
    return 0
