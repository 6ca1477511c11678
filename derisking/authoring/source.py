"""An exercise's notebook out of its story and its tasks: each marker cell becomes question, answer and check.

A task is answered in a form, but for functions, which are code. The line of the form stands in the answer's metadata until
nbgrader's steps put it in the solution's place. Both cells of a form are folded: whoever clicks need see no code.

The story is solutions/<lesson>/<lesson>.ipynb; a Markdown cell `task: disputed` marks the place of a task. What comes out is
the source of an assignment as nbgrader knows it, solutions included.
"""

import copy
import re
from pathlib import Path

import nbformat

from derisking.exercises import task as tasks
from derisking.exercises import typed
from derisking.exercises.task import Definition, Task
from derisking.questions.bank import BankError

MARKER = re.compile(r"task: ([a-z0-9-]+)\s*")
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"  # nbgrader's marks
DRAWN = "What is asked here was drawn for your class or, with a student code, for you. It stands in the form below."
SCHEMA = 3  # of nbgrader's metadata


def story(folder: Path) -> nbformat.NotebookNode:
    """The notebook with its markers. Raises BankError for one that cannot be read."""
    file = folder / f"{folder.name}.ipynb"
    try:
        return nbformat.read(file, as_version=4)
    except (OSError, ValueError) as error:
        raise BankError(f"solutions/{folder.name}/{file.name}: not a notebook ({error}). Restore it.") from None


def expand(folder: Path) -> nbformat.NotebookNode:
    """The whole notebook with reference answers. Raises BankError where markers and tasks do not fit together."""
    notebook, definition = story(folder), tasks.read(folder)
    cells, placed = [], []
    for cell in notebook.cells:
        marked = MARKER.fullmatch(cell.source)
        if marked is None:
            cells.append(cell)
            continue
        placed.append(marked[1])
        try:
            cells += _cells(definition.task(marked[1]))
        except KeyError as error:
            raise BankError(f"solutions/{folder.name}/{folder.name}.ipynb, cell {cell.id}: {error.args[0]}") from None
    _compare(definition, placed)
    notebook.cells = cells
    return notebook


def solved(folder: Path) -> nbformat.NotebookNode:
    """`expand` without the marks around solutions: a notebook that runs and earns every point."""
    notebook = copy.deepcopy(expand(folder))
    for cell in notebook.cells:
        cell.source = re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", cell.source, flags=re.MULTILINE).rstrip("\n")
        if cell.metadata.pop("derisking", None):
            cell.metadata.pop("jupyter")  # an answer that was typed is shown
    return notebook


def _compare(definition: Definition, placed: list[str]) -> None:
    place = f"solutions/{definition.lesson}/{definition.lesson}.ipynb"
    for task in definition.tasks:
        if placed.count(task.id) != 1:
            many = "has no place" if task.id not in placed else "has more than one place"
            raise BankError(f"{place}: task `{task.id}` {many}; write one Markdown cell `task: {task.id}`.")
    # Among those of the other route a task would not be seen: the web edition leaves the code route out.
    for task, there in zip(definition.tasks, placed, strict=True):
        if task.id != there:
            said = f"task `{there}` stands where tasks.yaml has `{task.id}`. Give both the same order."
            raise BankError(f"{place}: {said}")


def _cells(task: Task) -> list:
    """Question, answer and check of one task."""
    question, folded = task.question, {"jupyter": {"source_hidden": True}}
    code = question.rules.code(question).rstrip("\n")
    code = code if BEGIN in code else f"{BEGIN}\n{code}\n{END}"
    answer = nbformat.v4.new_code_cell(code, id=f"answer-{task.id}")
    answer.metadata["nbgrader"] = metadata(f"answer-{task.id}", solution=True)
    check = nbformat.v4.new_code_cell(f'exercise.check("{task.id}")', id=f"check-{task.id}")
    points = {"points": task.points} if task.part == "A" else {}
    check.metadata["nbgrader"] = metadata(f"check-{task.id}", grade=bool(points), locked=True) | points
    if task.is_form:
        answer.metadata.update(folded | {"derisking": {"form": typed.form_line(task)}})
        check.metadata.update(folded)
    text = f"**{task.title}.** {DRAWN}" if task.drawn else question.say(question.text.strip())
    return [nbformat.v4.new_markdown_cell(text, id=f"question-{task.id}"), answer, check]


def metadata(grade_id: str, *, grade: bool = False, locked: bool = False, solution: bool = False) -> dict:
    """What nbgrader must know of a cell."""
    kinds = {"grade": grade, "locked": locked, "solution": solution, "task": False}
    return {"grade_id": grade_id, "schema_version": SCHEMA, **kinds}
