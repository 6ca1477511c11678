"""Exercises with checks that ask and judge apart.

    from derisking import exercises
    exercise = exercises.open("02-de-risking")
    exercise.form("magnet-share")       # the task as a form: choose, check, hint
    exercise.check("magnet-share")      # what is right, what is not yet, and why, also of what was typed
    exercise.hint("magnet-share")       # the next hint

The tasks are records in solutions/<lesson>/tasks.yaml, in the format of the quiz banks; what is computed is in keys.py
beside them. `form` asks by clicking, `typed` says what stands in an answer's cell, `listening` mends typed lines before they
run. `probing` asks the notebook, `task` judges by the kinds of `derisking.questions`, `exercise` shows. For marks
`derisking.classroom.nbgrader` does both; `derisking.authoring.exercise_files` makes the students' notebooks.
"""

from __future__ import annotations

import os
from difflib import get_close_matches


def lessons() -> list[str]:
    """The lessons that have an exercise, such as "02-de-risking"."""
    from derisking.exercises import task

    return task.lessons()


def definition(lesson: str, student: str | None = None, secret: str | None = None):
    """The tasks of one lesson as a Definition. student: a code for a variant and a draw of one's own, where the exercise has
    some; secret: of the draw, where it is not that of this process.

    Raises ValueError for a lesson without an exercise and names the near ones.
    """
    from derisking.exercises import task

    known = task.lessons()
    if lesson in known:
        return task.read(task.folder(lesson), student, secret)
    near = get_close_matches(str(lesson), known, n=3, cutoff=0.3) or known
    raise ValueError(f"There is no exercise for {lesson!r}; there is one for {', '.join(near)}.")


def open(lesson: str, student: str | None = None, *, namespace: dict | None = None):
    """The exercise of a lesson, for use in its notebook: an object with `form`, `check` and `hint`.

    lesson: such as "02-de-risking". student: a code for your own variant; if left out, the environment variable
    DERISKING_STUDENT, and without that the question that everybody gets. namespace: where to look answers up (the
    notebook's own names if left out). Raises ValueError for an unknown lesson.
    """
    from derisking.exercises import listening
    from derisking.exercises.exercise import Exercise

    student = os.environ.get("DERISKING_STUDENT") if student is None else student
    exercise = Exercise(definition(lesson, student), namespace)
    if namespace is None:
        listening.listen(exercise)
    return exercise
