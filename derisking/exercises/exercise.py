"""What a student meets in the notebook: checks, hints and the table of tasks."""

from __future__ import annotations

import dataclasses
import os

from derisking import progress
from derisking.exercises import panels
from derisking.exercises.results import Result, number
from derisking.exercises.task import PART_B, Definition, Task


class Exercise:
    """What `exercises.open` gives: `check`, `hint`, and, when displayed, the table of tasks."""

    def __init__(self, definition: Definition, namespace: dict | None = None):
        self.definition = definition
        self.results: dict[str, Result] = {}
        self.hints_shown: dict[str, int] = {}
        self._namespace = namespace

    @property
    def variant(self) -> Variant | None:
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

    def check(self, task_id: str) -> Shown:
        """Look at your answer to one task, or at both routes for "part-b", and say what is right and what is not yet."""
        if task_id == PART_B:
            for task in self.definition.part("B"):
                self._check(task)
            return Shown(self.definition.part_b(self.results))
        result = self._check(self.definition.task(task_id))
        self._note(task_id, result)
        return Shown(result)

    def _note(self, task_id: str, result: Result) -> None:
        lesson, objective = self.definition.lesson, self.definition.task(task_id).objective
        marks = {"points": result.points, "max_points": result.max_points}
        hints = max(self.hints_shown.get(task_id, 0), _hints_noted(lesson, task_id))
        _record(
            lesson,
            task_id,
            objective=objective,
            outcome=result.outcome,
            misconception=result.misconception,
            hints=hints,
            **marks,
        )

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
        return panels.overview_panel(self.definition, self.results, self.summary())


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
        return panels.hint_panel(self.title, self.step, self.steps, self.text)


@dataclasses.dataclass(frozen=True)
class Shown:
    """A result as the notebook shows it; its fields are those of the result."""

    result: Result

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.result, name)

    def __repr__(self) -> str:
        return repr(self.result)

    def _repr_html_(self) -> str:
        return panels.result_panel(self.result)


def _recording() -> bool:
    return not os.environ.get("NBGRADER_EXECUTION")


def _record(lesson: str, item: str, **payload) -> None:
    """Note a check in the student's own record, which never raises."""
    if _recording():
        progress.record("check", lesson, item, **payload)


def _hints_noted(lesson: str, item: str) -> int:
    """How many hints the record knows of, from this session or an earlier one; 0 without a record."""
    return int(progress.note(f"hints {lesson} {item}") or 0) if _recording() else 0


def _keep_hints(lesson: str, item: str, step: int) -> None:
    if _recording() and step > _hints_noted(lesson, item):
        progress.keep(f"hints {lesson} {item}", str(step))
