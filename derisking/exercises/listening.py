"""Before and after a cell runs: mend what was typed, and never let an old answer stand for a line that broke.

A line that Python cannot read, or that stops with an error, leaves its name as it was, and a check would judge the answer
before it. So the name is unset, and one sentence says what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derisking import cards
from derisking.exercises import panels, typed
from derisking.exercises.task import Task

if TYPE_CHECKING:
    from derisking.exercises.exercise import Exercise

_MISSING = object()


class Listener:
    """Listens to a notebook's cells for the exercise that is open in it. shell: IPython's; only one listener each."""

    def __init__(self, shell):
        self.exercise: Exercise | None = None
        self.before: dict[str, object] = {}
        self.shell = shell
        shell.input_transformers_cleanup.append(self.mend)
        shell.events.register("pre_run_cell", self.start)
        shell.events.register("post_run_cell", self.stop)

    def mend(self, lines: list[str]) -> list[str]:
        """A cell's lines with typed answers as Python reads them."""
        source = "".join(lines)
        better = typed.mended(source, self.exercise.definition.tasks)
        if better.rstrip().endswith("\n..."):
            better = (
                f"{better.rstrip()};"  # otherwise Python answers "Ellipsis" below a cell in which nothing was written
            )
        return lines if better == source else better.splitlines(keepends=True)

    def start(self, info) -> None:
        """Note what the names hold that this cell is about to set."""
        self.before = {name: self.shell.user_ns.get(name, _MISSING) for name in _named(self.exercise, info)}

    def stop(self, result) -> None:
        """After an error unset the names that were not set anew, and say so."""
        failed = result.error_before_exec or result.error_in_exec
        stale = [name for name, value in self.before.items() if self.shell.user_ns.get(name, _MISSING) is value]
        for name in stale if failed else ():
            self.shell.user_ns.pop(name, None)
        if failed and stale:
            task = next(task for task in self.exercise.definition.tasks if stale[0] in task.names)
            self.show(sentence(task, stale[0]))

    @staticmethod
    def show(words: str) -> None:
        """A sentence as a card below the cell."""
        from IPython.display import display

        card = cards.card(f'<p style="margin:0">{panels.text(words)}</p>', accent="#b35806")
        display(cards.Panel(card, words.replace("`", "")))


def listen(exercise: Exercise) -> None:
    """Listen for this exercise, in place of one that was opened before in the same notebook. Nothing outside a notebook."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return
    known = [hook.__self__ for hook in shell.input_transformers_cleanup if isinstance(_owner(hook), Listener)]
    (known[0] if known else Listener(shell)).exercise = exercise


def _owner(hook) -> object:
    return getattr(hook, "__self__", None)


def _named(exercise: Exercise, info) -> list[str]:
    """The names of tasks that a cell sets, or should set because it is the cell of a task's answer."""
    source, cell = info.raw_cell or "", str(getattr(info, "cell_id", "") or "")
    if typed.FORM.search(source):
        return []
    own = [name for task in exercise.definition.tasks if cell == f"answer-{task.id}" for name in task.names]
    known = {name for task in exercise.definition.tasks for name in task.names}
    return list(dict.fromkeys([*(name for name in typed.names_set(source) if name in known), *own]))


def sentence(task: Task, name: str) -> str:
    """What to do about a line that broke."""
    if not task.is_form:
        return f"This cell stops with an error, so `{name}` counts as not answered: mend the line that the error names, and run the cell again."
    return f"This line could not be read, so “{task.title}” has no answer now: write it like `{name} = {task.question.rules.example}`, and run the cell again."
