"""What a student meets in the notebook: checks, hints and the table of tasks."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from derisking import cards, progress
from derisking.exercises import panels
from derisking.exercises.results import Result, number
from derisking.exercises.task import PART_B, Definition, Task
from derisking.learner.card import Part


class Exercise:
    """What `exercises.open` gives: `form`, `printed`, `memo`, `check`, `hint`, and, when displayed, the table of tasks."""

    def __init__(self, definition: Definition, namespace: dict | None = None):
        self.definition = definition
        self.results: dict[str, Result] = {}
        self.hints_shown: dict[str, int] = {}
        self._namespace = namespace
        self._forms: set[str] = set()  # tasks whose form was shown
        self._displays: dict[str, Any] = {}  # of the table ("") and of each check, renewed when a form is checked

    @property
    def variant(self):
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

    def form(self, task_id: str) -> None:
        """Show the form of a task. What you choose becomes the value of the task's names, and is kept in the notebook."""
        from derisking.exercises import form  # loads what widgets need, on first use

        self._forms.add(task_id)
        form.show(self, self.definition.task(task_id))

    def memo(self) -> None:
        """Show the box for the memo, which a person marks. Raises ValueError in an exercise without one."""
        from derisking.exercises import form  # loads what widgets need, on first use

        if self.definition.memo is None:
            raise ValueError(f"The exercise of {self.definition.lesson} has no memo.")
        form.show_memo(self.definition.memo)

    def printed(self, story: str = "", words: Mapping[str, str] | None = None) -> Part:
        """The page of the role, on which part B stands as it is decided (form_page.printed)."""
        from derisking.exercises import form_page

        return form_page.printed(self.definition, story, words)

    def first(self, *after: object, of: str = "") -> Part:
        """A first guess before anything is read; after: what it opens; of: another question that earns nothing (form_page.first)."""
        from derisking.exercises import form_page

        return form_page.first(self.definition, after, of)

    def put(self, task: Task, answers: dict) -> None:
        """Make these the answers to a task: name -> plain value; a name without one is unset."""
        names = self._names()
        for name in task.names:
            names.pop(name, None)
        names.update(answers)

    def renew(self, task: Task) -> None:
        """Show what is now true where a check of this task, of part B, or the table of tasks was shown before."""
        for place in (task.id, PART_B, ""):
            if place in self._displays:
                self._displays[place].update(self._panel(place))

    def _shown(self, task_id: str) -> Shown:
        if task_id == PART_B:
            return Shown(self.definition.part_b(self.results), self.display)
        return Shown(self.results[task_id], self.display)

    def check(self, task_id: str) -> Shown:
        """Look at your answer to one task, or at both routes for "part-b", and say what is right and what is not yet."""
        if task_id == PART_B:
            for task in self.definition.part("B"):
                self.judge(task)
        else:
            self.judge(self.definition.task(task_id))
            self.note(task_id)
        return self._shown(task_id)

    def note(self, task_id: str) -> None:
        """Put the last result of a task into the record."""
        result, task = self.results[task_id], self.definition.task(task_id)
        hints = max(self.hints_shown.get(task_id, 0), self._hints_noted(task_id))
        said = {"outcome": result.outcome, "misconception": result.misconception, "hints": hints}
        said |= {"points": result.points, "max_points": result.max_points}
        progress.record("check", task.lesson, task_id, objective=task.objective, **said)

    def judge(self, task: Task) -> Result:
        """What the answer to a task earns now; the record knows nothing of it until `note`."""
        answers = task.probe(self._names(), task.inputs())
        self.results[task.id] = task.judge(answers)
        return self.results[task.id]

    def hint(self, task_id: str) -> Hint:
        """The next hint for a task; after the last one, the last one again. The record notes how many you saw."""
        task = self.definition.task(task_id)
        step = min(self.hints_shown.get(task_id, 0) + 1, len(task.hints))
        self.hints_shown[task_id] = step
        if step > self._hints_noted(task_id):
            progress.keep(f"hints {self.definition.lesson} {task_id}", str(step))
        return Hint(task.title, step, len(task.hints), task.hints[step - 1])

    def _hints_noted(self, task_id: str) -> int:
        """How many hints the record knows of, from this session or an earlier one; 0 without a record."""
        return int(progress.note(f"hints {self.definition.lesson} {task_id}") or 0)

    def summary(self) -> str:
        """Points so far in one sentence."""
        points, maximum = self.definition.total(self.results), self.definition.maximum()
        later = " Part B is judged after the deadline." if self.definition.away else ""
        return f"So far {number(points)} of {number(maximum)} points in the checks you have run.{later}"

    def __repr__(self) -> str:
        return f"{self.definition.title}. {self.summary()}"

    def _repr_html_(self) -> str:
        names = self._names()
        states = {task.id: task.state(names) for task in self.definition.tasks if task.id not in self.results}
        return panels.overview_panel(self.definition, self.results, states, self.summary())

    def _panel(self, place: str) -> cards.Panel:
        shown = self._shown(place) if place else self
        markup = shown._repr_html_()
        if place in self._forms:  # a form has a check of its own: form.css hides this one as long as the form is alive
            markup = f'<div class="dr-for-the-record">{markup}</div>'
        return cards.Panel(markup, repr(shown))

    def display(self, place: str) -> None:
        """Display what `renew` can show anew: the last result of a task or of "part-b", or, with "", the table."""
        from IPython.display import display

        self._displays[place] = display(self._panel(place), display_id=True)

    def _ipython_display_(self) -> None:
        from derisking.exercises import form  # loads what widgets need, on first use

        form.show_way(self)
        self.display("")


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
    show: Callable[[str], None]

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.result, name)

    def __repr__(self) -> str:
        return repr(self.result)

    def _repr_html_(self) -> str:
        return panels.result_panel(self.result)

    def _ipython_display_(self) -> None:
        self.show(self.result.task)
