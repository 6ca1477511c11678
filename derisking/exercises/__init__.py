"""Exercises with checks that ask and judge apart.

    from derisking import exercises
    exercise = exercises.open("02-de-risking")
    exercise.check("magnet-share")      # what is right, what is not yet, and why
    exercise.hint("magnet-share")       # the next hint

One module per exercise (`ex02.py` for lesson 2) names its tasks; `kinds` holds the kinds of answer; `probing` asks the
notebook, `exercise` judges and shows; `grading` does both for marks; `build` makes the students' notebooks.
"""

from __future__ import annotations

import importlib
import os
from difflib import get_close_matches
from pathlib import Path


def lessons() -> list[str]:
    """The lessons that have an exercise, such as "02-de-risking"."""
    return [module.LESSON for module in _modules()]


def _modules() -> list:
    files = sorted(Path(__file__).parent.glob("ex[0-9][0-9].py"))
    return [importlib.import_module(f"derisking.exercises.{file.stem}") for file in files]


def definition(lesson: str, student: str | None = None):
    """The tasks of one lesson as a Definition. student: a code for a variant of one's own, where the exercise has some.

    Raises ValueError for a lesson without an exercise and names the near ones.
    """
    number = str(lesson)[:2]
    if number.isdigit() and (Path(__file__).parent / f"ex{number}.py").is_file():
        module = importlib.import_module(f"derisking.exercises.ex{number}")
        if lesson == module.LESSON:
            return module.define(student)
    known = lessons()
    near = get_close_matches(str(lesson), known, n=3, cutoff=0.3) or known
    raise ValueError(f"There is no exercise for {lesson!r}; there is one for {', '.join(near)}.")


def open(lesson: str, student: str | None = None, *, namespace: dict | None = None):
    """The exercise of a lesson, for use in its notebook: an object with `check` and `hint`.

    lesson: such as "02-de-risking". student: a code for your own variant; if left out, the environment variable
    DERISKING_STUDENT, and without that the question that everybody gets. namespace: where to look answers up (the
    notebook's own names if left out). Raises ValueError for an unknown lesson.
    """
    from derisking.exercises.exercise import Exercise

    student = os.environ.get("DERISKING_STUDENT") if student is None else student
    return Exercise(definition(lesson, student), namespace)
