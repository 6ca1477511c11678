"""An exercise: its tasks, how points add up, and what a student meets in the notebook."""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from derisking.exercises import reading
from derisking.exercises.kinds import Answer
from derisking.exercises.probing import probe
from derisking.exercises.results import NOT_ATTEMPTED, RIGHT, WRONG_VALUE, Result, Verdict, number

if TYPE_CHECKING:
    from derisking.exercises.variants import Numbers, Variant

PRACTICE_SEED = 0
PART_B = "part-b"
ROUTES = ("code", "decide")


@dataclasses.dataclass(frozen=True)
class Task:
    """One task. part "A" (everyone) or "B"; a task of part B belongs to a route, "code" or "decide".

    id: kebab-case, unique in the exercise. answer: a kind of `kinds`. hints: two or three, the last nearly gives it away.
    """

    id: str
    title: str
    part: str
    points: float
    objective: str
    answer: Answer
    hints: Sequence[str]
    route: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the notebook that hold the answer."""
        return self.answer.names()

    def inputs(self, seed: int = PRACTICE_SEED) -> dict:
        """What the probe needs for this task; holds no key."""
        return self.answer.inputs(seed)

    def probe(self, namespace: dict, inputs: dict) -> dict:
        """Ask the notebook's names; plain JSON."""
        return probe(namespace, inputs)

    def judge(self, answers: dict, seed: int = PRACTICE_SEED) -> Result:
        """Points, outcome and explanation for the JSON of `probe`. Pure; malformed answers earn 0 and never raise.

        With any seed but that of practice the explanation repeats neither the inputs nor the answers.
        """
        try:
            with reading.reserved(seed != PRACTICE_SEED):
                verdict = self.answer.judge(answers, seed)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
            verdict = Verdict(0, WRONG_VALUE, f"This answer could not be read ({type(error).__name__}).")
        points = round(self.points * min(max(verdict.share, 0.0), 1.0), 2)
        return Result(self.id, self.title, points, self.points, verdict.outcome, verdict.explanation, verdict.slip)


@dataclasses.dataclass(frozen=True)
class Memo:
    """Written work that a person marks with the rubric in the notebook: a mark of its own beside the checks."""

    grade_id: str
    title: str
    points: float
    objective: str


@dataclasses.dataclass(frozen=True)
class Definition:
    """All tasks of one lesson. Part A is worth 12 points and each route of part B 8; the better route counts.

    variant: what a student code changes, None where it changes nothing; varied: id of the task that it changes.
    """

    lesson: str
    title: str
    tasks: Sequence[Task]
    memo: Memo | None = None
    variant: Variant | Numbers | None = None
    varied: str = ""

    def task(self, task_id: str) -> Task:
        """The task with this id. Raises KeyError with the near ones."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        known = [task.id for task in self.tasks] + [PART_B]
        near = difflib.get_close_matches(str(task_id), known, n=3, cutoff=0.4) or known
        raise KeyError(f"There is no task {task_id!r} in {self.lesson}; near: {', '.join(near)}.")

    def part(self, part: str, route: str = "") -> list[Task]:
        """The tasks of a part, or of one route of it, in order."""
        return [task for task in self.tasks if task.part == part and (not route or task.route == route)]

    def part_b(self, results: Mapping[str, Result]) -> Result:
        """The better of the two routes as one result; results by task id, a missing one counts as not attempted."""
        totals = {route: sum(_points(results, task) for task in self.part("B", route)) for route in ROUTES}
        best = max(ROUTES, key=lambda route: totals[route])
        parts = tuple(results[task.id] for task in self.part("B") if task.id in results)
        maximum = sum(task.points for task in self.part("B", best))
        attempted = any(part.outcome != NOT_ATTEMPTED for part in parts)
        outcome = NOT_ATTEMPTED if not attempted else RIGHT if totals[best] >= maximum else WRONG_VALUE
        each = "; ".join(f"{route}: {number(totals[route])} of {number(maximum)}" for route in ROUTES)
        text = (
            f"The better route counts ({each})."
            if attempted
            else "Choose one of the two routes; the better one counts."
        )
        return Result(PART_B, "Part B, the better of two routes", totals[best], maximum, outcome, text, "", parts)

    def total(self, results: Mapping[str, Result]) -> float:
        """Points of part A and the better route of part B."""
        return sum(_points(results, task) for task in self.part("A")) + self.part_b(results).points

    def maximum(self) -> float:
        """The most one can earn in the checks: 20."""
        return sum(task.points for task in self.part("A")) + max(
            sum(task.points for task in self.part("B", route)) for route in ROUTES
        )


def _points(results: Mapping[str, Result], task: Task) -> float:
    return results[task.id].points if task.id in results else 0.0


class Exercise:
    """What `exercises.open` gives: `check`, `hint`, and, when displayed, the table of tasks."""

    def __init__(self, definition: Definition, namespace: dict | None = None):
        self.definition = definition
        self.results: dict[str, Result] = {}
        self.hints_shown: dict[str, int] = {}
        self._namespace = namespace

    @property
    def variant(self) -> Variant | Numbers | None:
        """What this notebook asks about (lesson 2: product, partner and year); None in an exercise without variants."""
        return self.definition.variant

    def _names(self) -> dict:
        if self._namespace is not None:
            return self._namespace
        from IPython import get_ipython

        shell = get_ipython()
        if shell is None:
            raise RuntimeError("Checks run in a notebook: they look your answers up among its names.")
        return shell.user_ns

    def check(self, task_id: str) -> Result:
        """Look at your answer to one task, or at both routes for "part-b", and say what is right and what is not yet."""
        if task_id == PART_B:
            for task in self.definition.part("B"):
                self._check(task)
            return self.definition.part_b(self.results)
        result = self._check(self.definition.task(task_id))
        self._note(task_id, result)
        return result

    def _note(self, task_id: str, result: Result) -> None:
        lesson, objective = self.definition.lesson, self.definition.task(task_id).objective
        marks = {"points": result.points, "max_points": result.max_points}
        hints = max(self.hints_shown.get(task_id, 0), _hints_noted(lesson, task_id))
        _record(lesson, task_id, objective=objective, outcome=result.outcome, slip=result.slip, hints=hints, **marks)

    def _check(self, task: Task) -> Result:
        answers = task.probe(self._names(), task.inputs())
        self.results[task.id] = task.judge(answers)
        return self.results[task.id]

    def hint(self, task_id: str) -> Hint:
        """The next hint for a task; after the last one, the last one again. The record notes how many you saw."""
        task = self.definition.task(task_id)
        step = min(self.hints_shown.get(task_id, 0) + 1, len(task.hints))
        self.hints_shown[task_id] = step
        _keep_hints(self.definition.lesson, task_id, step)
        return Hint(task.title, step, len(task.hints), task.hints[step - 1])

    def summary(self) -> str:
        """Points so far in one sentence."""
        points, maximum = self.definition.total(self.results), self.definition.maximum()
        return f"So far {number(points)} of {number(maximum)} points in the checks you have run."

    def __repr__(self) -> str:
        return f"{self.definition.title}. {self.summary()}"

    def _repr_html_(self) -> str:
        from derisking.exercises.panels import overview_panel

        return overview_panel(self)


@dataclasses.dataclass(frozen=True)
class Hint:
    """One hint, as text and as a panel."""

    title: str
    step: int
    steps: int
    text: str

    def __repr__(self) -> str:
        return f"Hint {self.step} of {self.steps}: {self.text}"

    def _repr_html_(self) -> str:
        from derisking.exercises.panels import hint_panel

        return hint_panel(self.title, self.step, self.steps, self.text)


def _recording() -> bool:
    return not os.environ.get("NBGRADER_EXECUTION")


def _record(lesson: str, item: str, **payload) -> None:
    """Note a check in the student's own record; a record that cannot be written must not stop a check."""
    if _recording():
        with contextlib.suppress(Exception):
            from derisking import progress

            progress.record("check", lesson, item, **payload)


def _hints_noted(lesson: str, item: str) -> int:
    """How many hints the record knows of, from this session or an earlier one; 0 without a record."""
    if _recording():
        with contextlib.suppress(Exception):
            from derisking import progress

            return int(progress.note(f"hints {lesson} {item}") or 0)
    return 0


def _keep_hints(lesson: str, item: str, step: int) -> None:
    if _recording() and step > _hints_noted(lesson, item):
        with contextlib.suppress(Exception):
            from derisking import progress

            progress.keep(f"hints {lesson} {item}", str(step))
