"""The exercises as they were released: brought into the course's gradebook, and a copy without students for who grades."""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from derisking.authoring import source
from derisking.classroom.course import LOG, Course, checkout, nbgrader_settings
from derisking.classroom.gradebook import copy, opened
from derisking.classroom.nbgrader.step import secret_seed
from derisking.errors import UserError
from derisking.exercises import sealed
from derisking.questions.bank import BankError

# nbgrader's tables that hold students and their work; what is left without them is the released exercise.
_STUDENTS = ("comment", "grade", "submitted_notebook", "submitted_assignment", "student")
_SETTINGS = "nbgrader_config.py"


def prepare(course: Course, lessons: list[str], say: Callable[[str], None]) -> None:
    """Bring the exercises of these lessons into the course and its gradebook, where they are missing there or differ.

    Needs a checkout of the module, where the solutions lie. Raises UserError if nbgrader refuses.
    """
    here = checkout()
    course.root.mkdir(parents=True, exist_ok=True)
    if not (course.root / _SETTINGS).exists():
        shutil.copyfile(here / _SETTINGS, course.root / _SETTINGS)
    for lesson in lessons:
        text, target = _source(here, lesson), _solution(course, lesson)
        if _up_to_date(course, lesson, text):
            continue
        say(f"  bringing the exercise {lesson} into the gradebook")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        _generate(course, lesson)


def _solution(course: Course, lesson: str) -> Path:
    return course.root / "solutions" / lesson / f"{lesson}.ipynb"


def _up_to_date(course: Course, lesson: str, text: str) -> bool:
    target = _solution(course, lesson)
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        return False
    with opened(course) as gradebook, contextlib.suppress(MissingEntry):
        return bool(gradebook.find_assignment(lesson).notebooks)
    return False


def _source(here: Path, lesson: str) -> str:
    """The exercise as nbgrader takes it in: story and tasks together, solutions included."""
    try:
        return nbformat.writes(source.expand(here / "solutions" / lesson))
    except BankError as error:
        raise UserError(str(error)) from error


def _generate(course: Course, lesson: str) -> None:
    """nbgrader's own `generate_assignment --force`, in this process."""
    config = nbgrader_settings(course.root / _SETTINGS)
    config.CourseDirectory.root, config.CourseDirectory.assignment_id = str(course.root), lesson
    folder = CourseDirectory(config=config)
    try:
        GenerateAssignment(coursedir=folder, config=config, force=True, log=LOG).start()
    except NbGraderException as error:
        _solution(course, lesson).unlink(missing_ok=True)
        raise UserError(
            f"nbgrader could not take in {lesson} ({error}): grade with the copy that filled {course.root}."
        ) from error


def copy_for_grading(course: Course, folder: Path) -> Path:
    """A copy of the gradebook without any student, with the secrets of inputs and draw beside it, for the processes that grade."""
    target = folder / course.gradebook.name
    copy(course.gradebook, target)
    with contextlib.closing(sqlite3.connect(target)) as link:
        for table in _STUDENTS:
            link.execute(f"DELETE FROM {table}")
        desk = link.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'desk_*'").fetchall()
        for (table,) in desk:
            link.execute(f"DROP TABLE {table}")
        link.commit()
        link.execute("VACUUM")
    secret_seed(f"sqlite:///{course.gradebook}")  # made on first use, beside the gradebook
    for name in (course.gradebook.name + ".seed", sealed.SECRET):
        if (course.root / name).is_file():
            shutil.copyfile(course.root / name, folder / name)
    return target
