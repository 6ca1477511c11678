"""Before the run, and before outputs are cleared: answers that were clicked, or typed as people type, become plain code.

So does the memo become plain text in its own cell.

From then on nobody need know of forms: the run, nbgrader's own tools and the feedback see `why_disputed = "C"`.
"""

import re

from derisking import exercises
from derisking.classroom.nbgrader.restore import released_cells
from derisking.classroom.nbgrader.step import Variants, is_code, name_of, note
from derisking.exercises import form_answers, typed
from derisking.exercises.task import Definition

ANSWER = "answer-"  # how the names of cells begin that hold an answer
_OPENED = re.compile(r"""exercises\.open\(\s*["']([\w-]+)["']""")


class PlainAnswers(Variants):
    """Put into each answer's cell the code that says its answer, and mend what was typed into others."""

    def preprocess(self, nb, resources):
        definition = self.definition(resources) if "nbgrader" in resources else _opened(nb)
        tasks = {task.id: task for task in definition.tasks} if definition else {}
        self._put_memo(nb, definition, resources)
        for cell in filter(is_code, nb.cells if tasks else ()):
            own = tasks.get(_task_of(cell))
            cell.source = typed.mended(typed.answer_source(cell, own) if own else cell.source, tasks.values())
        return nb, resources

    def _put_memo(self, nb, definition: Definition | None, resources) -> None:
        """What stands in the memo's box goes into the memo's cell, where nbgrader and whoever marks look for it."""
        cell = next((cell for cell in nb.cells if name_of(cell) == form_answers.MEMO), None)
        text = form_answers.memo([cell for cell in nb.cells if is_code(cell)])
        if not (definition and definition.memo and cell and text) or "nbgrader" not in resources:
            return
        if cell.source.strip() != released_cells(resources)[form_answers.MEMO]["source"].strip():
            note(self, nb, "A memo was written in the box and another text in the cell below it: the box counts.")
        cell.source = f"{form_answers.MEMO_HEADING}\n\n{text}"


def _task_of(cell) -> str:
    """The task whose answer a cell holds, by its name or by the form that it shows; "" for any other."""
    if name_of(cell).startswith(ANSWER):
        return name_of(cell).removeprefix(ANSWER)
    shown = typed.FORM.search(cell.source)
    return shown[2] if shown else ""


def _opened(nb) -> Definition | None:
    """The exercise that a notebook opens itself: all that nbgrader's `validate` knows of it."""
    opening = next((opened for cell in nb.cells if is_code(cell) and (opened := _OPENED.search(cell.source))), None)
    return exercises.definition(opening[1]) if opening and opening[1] in exercises.lessons() else None
