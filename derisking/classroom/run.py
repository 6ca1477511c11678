"""One run of `derisking grade`: what was asked, what is known, what there is to tell; and only one run at a time."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from derisking import exercises
from derisking.classroom import files
from derisking.classroom.collect.people import Roster, Student
from derisking.classroom.course import Course
from derisking.classroom.errors import ClassroomError
from derisking.classroom.grade import lateness, sandbox

STAMP = "timestamp.txt"
ORIGIN = "moodle-origin.txt"  # the name that Moodle gave, which its upload of feedback asks for
SHOWN = 12  # lines of a list that are printed; files hold all


@dataclasses.dataclass(frozen=True)
class Options:
    """What a teacher asks for. source: what the platform gave, None to grade what is in the folder already."""

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
    limits: sandbox.Limits = sandbox.USUAL


@dataclasses.dataclass
class Run:
    """One run: the course, what was asked, and what there is to tell. said: prints a line."""

    course: Course
    options: Options
    said: Callable[[str], None]
    settings: dict
    people: dict[str, Student] = dataclasses.field(default_factory=dict)
    class_list: Roster | None = None
    platform: str = ""
    notes: dict[tuple[str, str], list[str]] = dataclasses.field(default_factory=dict)

    def note(self, student: str, lesson: str, text: str) -> None:
        """Something for the teacher to look at."""
        self.notes.setdefault((student, lesson), []).append(text)


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


def settings(run: Run) -> dict:
    """The rules of this course: those named in this run, else those of the last one, else the usual ones."""
    path = run.course.root / "settings.json"
    kept: dict = {"late": "accept", "attempts": "last", "variants": False}
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        kept |= {key: value for key, value in found.items() if key in kept and isinstance(value, type(kept[key]))}
    asked = {"late": run.options.late, "attempts": run.options.attempts, "variants": run.options.variants}
    kept |= {key: value for key, value in asked.items() if value is not None}
    lateness.rule(kept["late"])
    files.write(path, json.dumps(kept, indent=1) + "\n")
    return kept


def handed_in(run: Run) -> list[tuple[str, str, Path]]:
    """Student, exercise and notebook of everything in submitted/."""
    found = []
    for path in sorted((run.course.root / "submitted").glob("*/*/*.ipynb")):
        student, lesson = path.parent.parent.name, path.parent.name
        if path.stem == lesson and lesson in exercises.lessons():
            found.append((student, lesson, path))
            run.people.setdefault(student, Student(id=student, name=student))
    return found


def listed(run: Run, lines: list[str]) -> None:
    for line in lines[:SHOWN]:
        run.said(f"    {line}")
    if len(lines) > SHOWN:
        run.said(f"    and {len(lines) - SHOWN} more")


def name_of(run: Run, student: str) -> str:
    person = run.people.get(student)
    return person.name or student if person else student
