"""The report in one minute: what stands out among the figures."""

from __future__ import annotations

import collections
import math

import numpy as np

from derisking.classroom.report import stats
from derisking.classroom.report.known import Known
from derisking.classroom.report.model import ObjectiveFigures, QuestionFigures, Report, TaskFigures
from derisking.classroom.report.records import which_test
from derisking.questions.verdict import Part


def hardest(report: Report, count: int = 3) -> list[TaskFigures]:
    """The tasks with the lowest mean share of points, among those that enough students, and a third of the class, did."""
    told = []
    for exercise in report.exercises:
        for task in exercise.tasks:
            if task.difficulty.known and task.difficulty.number < 1 and 3 * task.base >= len(exercise.totals):
                told.append(task)
    return sorted(told, key=lambda task: (task.difficulty.number, task.lesson, task.task.id))[:count]


def commonest(report: Report, count: int = 1) -> list[tuple[TaskFigures, Known, int]]:
    """The recognised misconceptions that most students showed, each with its task; those shown only once are left out."""
    made = [(task, known, number) for task in report.tasks for known, number in task.misconceptions if number > 1]
    return sorted(made, key=lambda row: (-row[2], -row[2] / max(row[0].base, 1), row[0].lesson, row[0].task.id))[:count]


def commonest_misconception(report: Report) -> tuple[QuestionFigures, Part, int] | None:
    """The misconception of a quiz question that most students showed at the first try; None if nobody shared one.

    The pre-test is left out: it comes before the lessons.
    """
    asked = [figures for figures in report.questions if which_test(figures.question) != "pre"]
    made = [(one, part, count) for one in asked for part, count in one.parts if part.misconception and count > 1]
    return max(made, key=lambda row: (row[2], row[2] / row[0].n, row[0].question.id), default=None)


def weakest_objectives(report: Report, count: int = 3) -> list[ObjectiveFigures]:
    """The objectives that the smallest share of the class has mastered, among those with enough students to tell."""
    told = [row for row in report.objectives if row.n >= stats.FEW and row.mastered < row.n]
    return sorted(told, key=lambda row: (row.mastered / row.n, row.objective.id))[:count]


def quartiles(values: list[float]) -> tuple[float, float, float]:
    """Lower quartile, median, upper quartile of at least one number."""
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    return float(low), float(middle), float(high)


def histogram(totals: list[float], maximum: float, width: int = 2) -> list[tuple[str, int]]:
    """("4 to under 6", students) per class of points; the last class holds the full points too."""
    places = max(1, math.ceil(maximum / width))
    counts = collections.Counter(min(int(total // width), places - 1) for total in totals)
    labels = [f"{place * width} to under {place * width + width}" for place in range(places - 1)]
    return list(
        zip([*labels, f"{(places - 1) * width} to {maximum:g}"], (counts[p] for p in range(places)), strict=True)
    )
