"""Graded notebooks as `grade` leaves them, made without grading."""

import json

from derisking.classroom import files
from derisking.classroom.report import course_items
from derisking.exercises.form_answers import MEMO

LESSON = "07-policy-lab"
SECRET = "SECRET-OF-A-STUDENT"  # what a student wrote and what was explained to one
MEMO_TEXT = "## Memo\n\nChina made 89 % of the magnets that the EU bought in 2024. Plan F spreads the money. It costs 12 billion euro."


def result(task, share=1.0, outcome=None, misconception=""):
    """What came of a task, as a graded notebook keeps it."""
    outcome = outcome or ("right" if share >= 1 else "misconception" if misconception else "wrong-value")
    kept = {"task": task.id, "points": round(task.points * share, 2), "max_points": task.points, "outcome": outcome}
    return kept | {"explanation": SECRET, "misconception": misconception, "parts": []}


def written(course, student, lesson, results, cells=(), memo=SECRET, **more):
    """Write a graded notebook."""
    kept = {"lesson": lesson, "results": results} | more
    text = {"cell_type": "markdown", "id": MEMO, "metadata": {}, "source": memo}
    book = {"cells": [*cells, text], "metadata": {"derisking": kept}, "nbformat": 4, "nbformat_minor": 5}
    files.write(course.autograded(student, lesson) / f"{lesson}.ipynb", json.dumps(book))


def handed_in(course, student, lesson, answers=(), slips=None, memo=MEMO_TEXT, sheet=0):
    """A graded notebook. answers: lines of code; slips: task -> misconception; sheet: the draw of part B."""
    wrong, tasks = slips or {}, course_items.definition(lesson).tasks
    results = [result(one, 0 if one.id in wrong else 1, misconception=wrong.get(one.id, "")) for one in tasks]
    code = {"cell_type": "code", "metadata": {}, "outputs": []}
    cells = [{**code, "id": f"c{n}", "source": line} for n, line in enumerate(answers)]
    written(course, student, lesson, results, cells, memo, sheet=sheet)
