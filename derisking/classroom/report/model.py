"""The figures of a report, as they are handed from counting to showing."""

from __future__ import annotations

import dataclasses

import pandas as pd

from derisking.classroom.report.evidence import Evidence
from derisking.classroom.report.known import Known
from derisking.classroom.report.stats import Gain, Value
from derisking.exercises.task import Task
from derisking.objectives import Objective
from derisking.questions.bank import Question
from derisking.questions.verdict import Part

# What became of a task, from best to worst, as the charts show it.
BANDS = (
    "right",
    "partly right",
    "recognised misconception",
    "other wrong answer",
    "error or wrong kind",
    "not attempted",
)


@dataclasses.dataclass(frozen=True)
class TaskFigures:
    """One task. base: who is counted (part B: those who chose its route); bands: students per band of BANDS."""

    lesson: str
    task: Task
    base: int
    difficulty: Value
    full: int
    discrimination: Value
    upper_lower: Value
    bands: dict[str, int]
    outcomes: dict[str, int]
    misconceptions: list[tuple[Known, int]]
    flags: list[str]


@dataclasses.dataclass(frozen=True)
class ExerciseFigures:
    """One exercise. totals: points in the checks per student id; routes: students per route of part B ("" for none)."""

    lesson: str
    title: str
    maximum: float
    handed_in: int
    totals: dict[str, float]
    routes: dict[str, int]
    tasks: list[TaskFigures]
    noted: int
    memo: bool
    memos: int | None


@dataclasses.dataclass(frozen=True)
class QuestionFigures:
    """One quiz question at the first try (in the two tests: the answer handed in). again: tried more than once; later: of
    those not right at first, right in the end."""

    question: Question
    n: int
    difficulty: Value
    right: int
    discrimination: Value
    parts: list[tuple[Part, int]]
    again: int
    later: int
    flags: list[str]


@dataclasses.dataclass(frozen=True)
class ObjectiveFigures:
    """One objective. n: students with an exercise that has tasks for it; mastered: those with 80 % of the points; quiz: mean
    first-try score over its practice questions; asked: students behind that."""

    objective: Objective
    tasks: list[str]
    n: int
    mastered: int
    share: Value
    asked: int
    quiz: Value


@dataclasses.dataclass(frozen=True)
class HintFigures:
    """Hints of one task. n: students whose record tells; seen: with at least one hint; last: with all of them."""

    lesson: str
    task: Task
    n: int
    seen: int
    last: int
    mean: Value


@dataclasses.dataclass(frozen=True)
class Report:
    """All figures of a class."""

    evidence: Evidence
    exercises: list[ExerciseFigures]
    questions: list[QuestionFigures]
    objectives: list[ObjectiveFigures]
    gains: list[tuple[str, Gain]]
    hints: list[HintFigures]
    variants: dict[str, pd.DataFrame]

    @property
    def tasks(self) -> list[TaskFigures]:
        return [task for exercise in self.exercises for task in exercise.tasks]
