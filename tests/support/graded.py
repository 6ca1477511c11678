"""Graded notebooks as `grade` leaves them, made without grading."""

import json

from derisking.classroom import files
from derisking.classroom.report import course_items
from derisking.exercises.form_answers import MEMO

LESSON = "07-policy-lab"
MEMO_TEXT = "## Memo\n\nChina made 89 % of the magnets that the EU bought in 2024. Plan F spreads the money. It costs 12 billion euro."


def handed_in(course, student, lesson, answers=(), slips=None, memo=MEMO_TEXT, sheet=0):
    """A graded notebook. answers: lines of code; slips: task -> misconception; sheet: the draw of part B."""
    tasks = course_items.definition(lesson).tasks
    told = [
        {
            "task": one.id, "points": 0, "max_points": one.points, "outcome": "misconception",
            "misconception": slips[one.id],
        }
        for one in tasks
        if one.id in (slips or {})
    ]  # fmt: skip
    right = [
        {"task": one.id, "points": one.points, "max_points": one.points, "outcome": "right", "misconception": ""}
        for one in tasks
    ]
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "outputs": [], "source": line}
        for n, line in enumerate(answers)
    ]
    cells.append({"cell_type": "markdown", "id": MEMO, "metadata": {}, "source": memo})
    kept = {
        "lesson": lesson,
        "sheet": sheet,
        "results": told + [one for one in right if one["task"] not in (slips or {})],
    }
    book = {"cells": cells, "metadata": {"derisking": kept}, "nbformat": 4, "nbformat_minor": 5}
    files.write(course.autograded(student, lesson) / f"{lesson}.ipynb", json.dumps(book))
