"""One run of `derisking grade`: what was asked, what is known, what there is to tell; and only one run at a time."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from derisking import exercises
from derisking.classroom.collect.people import Roster, Student
from derisking.classroom.course import Course
from derisking.classroom.errors import ClassroomError
from derisking.classroom.rules import Rules

SHOWN = 12  # lines of a list that are printed; files hold all


@dataclasses.dataclass(frozen=True)
class Options:
    """What a teacher asks for. source: what the platform gave, None to grade what is in the folder already.

    due, late, attempts, column and class_list belong to one exercise. limits: of one notebook's run, None for the usual ones.
    dask: address of a cluster that does the grading, None for this computer.
    """

    source: Path | None
    into: Path
    class_list: Path | None = None
    lesson: str | None = None
    column: str | None = None
    due: datetime.datetime | None = None
    late: str | None = None
    attempts: str | None = None
    jobs: int = 0
    variants: bool | None = None
    unsandboxed: bool = False
    limits: object | None = None
    dask: str | None = None


@dataclasses.dataclass
class Run:
    """One run: the course, what was asked, and what there is to tell.

    said: prints a line. rules: of each exercise. lists: class lists by exercise.
    notes: what the teacher should look at, by student and exercise; loud: sentences that decide the exit code.
    """

    course: Course
    options: Options
    said: Callable[[str], None]
    rules: Rules
    people: dict[str, Student] = dataclasses.field(default_factory=dict)
    lists: dict[str, Roster] = dataclasses.field(default_factory=dict)
    notes: dict[tuple[str, str], list[str]] = dataclasses.field(default_factory=dict)
    loud: list[str] = dataclasses.field(default_factory=list)
    saved: bool = False

    def note(self, student: str, lesson: str, text: str) -> None:
        """Something for the teacher to look at."""
        lines = self.notes.setdefault((student, lesson), [])
        if text not in lines:
            lines.append(text)

    def name_of(self, student: str) -> str:
        person = self.people.get(student)
        return person.name or person.shown if person else student

    def listed(self, lines: list[str]) -> None:
        """Print the first of many lines."""
        for line in lines[:SHOWN]:
            self.said(f"    {line}")
        if len(lines) > SHOWN:
            self.said(f"    and {len(lines) - SHOWN} more")


@contextlib.contextmanager
def alone(course: Course) -> Iterator[None]:
    """Keep a second run out of the folder. A lock that a dead run left behind is taken over."""
    lock = course.root / "running.lock"
    for _ in range(2):
        try:
            with lock.open("x", encoding="utf-8") as file:
                file.write(str(os.getpid()))
            break
        except FileExistsError:
            text = lock.read_text(encoding="utf-8").strip()
            if text.isdigit() and psutil.pid_exists(int(text)) and int(text) != os.getpid():
                raise ClassroomError(
                    f"Another run is grading in {course.root}: wait for it, or, if there is none, delete {lock.name} there."
                ) from None
            lock.unlink(missing_ok=True)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def handed_in(run: Run) -> list[tuple[str, str, Path]]:
    """Student, exercise and notebook of everything in submitted/."""
    books = []
    for path in sorted((run.course.root / "submitted").glob("*/*/*.ipynb")):
        student, lesson = path.parent.parent.name, path.parent.name
        if path.stem == lesson and lesson in exercises.lessons():
            books.append((student, lesson, path))
            run.people.setdefault(student, Student(id=student, name=student))
    return books
