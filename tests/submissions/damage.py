"""What honest students and other programs do to a notebook. Each entry damages the solved notebook of a lesson."""

import copy
import functools
import json

import nbformat
import runner
from support import clicked

from derisking import exercises
from derisking.authoring import source

FULL = 20
BOXED = "Magnets first: one seller has them."  # a memo in its box


@functools.cache
def _solved(lesson: str):
    return source.solved(runner.ROOT / "solutions" / lesson)


def solved(lesson: str):
    """The solution as a student would hand it in: without the markers."""
    return copy.deepcopy(_solved(lesson))


def _solution(nb):
    pass


def _reordered(nb):
    first, rest = nb.cells[:3], nb.cells[3:]
    nb.cells = first + sorted(rest, key=lambda cell: not cell.id.startswith("check-"))


def _split(nb):
    """One answer in two cells."""
    place, cell = next((n, cell) for n, cell in enumerate(nb.cells) if cell.id == "answer-protect-decide")
    cell.source, _, rest = cell.source.partition("\n")
    nb.cells.insert(place + 1, nbformat.v4.new_code_cell(rest))


def _duplicated(nb):
    """Copies of everything, with all ids and metadata, as a careless paste gives."""
    nb.cells = [copy.deepcopy(cell) for cell in nb.cells for _ in range(2)]


def _no_checks(nb):
    nb.cells = [cell for cell in nb.cells if not cell.id.startswith("check-")]


def _no_setup(nb):
    nb.cells = [cell for cell in nb.cells if cell.id != "setup"]


def _answers_elsewhere(nb):
    """Answer cells deleted, everything typed into one new cell at the end."""
    answers = [cell.source for cell in nb.cells if cell.id.startswith("answer-")]
    nb.cells = [cell for cell in nb.cells if not cell.id.startswith("answer-")]
    nb.cells.append(nbformat.v4.new_code_cell("\n\n".join(answers)))


def _no_metadata(nb):
    nb.metadata.clear()
    for cell in nb.cells:
        cell.metadata = nbformat.NotebookNode()


def _colab(nb):
    """Colab: ids of its own kind in the metadata, no cell ids, other notebook metadata."""
    kernel = {"name": "python3", "display_name": "Python 3"}
    nb.metadata = nbformat.from_dict({"colab": {"provenance": []}, "kernelspec": kernel})
    nb.nbformat_minor = 0
    for place, cell in enumerate(nb.cells):
        cell.metadata = nbformat.from_dict({"id": f"xY{place}", "colab": {"base_uri": "https://localhost:8080/"}})
        cell.pop("id")


def _vscode(nb):
    nb.metadata = nbformat.from_dict({"language_info": {"name": "python", "version": "3.12"}, "orig_nbformat": 4})
    for cell in nb.cells:
        cell.metadata = nbformat.from_dict({"vscode": {"languageId": "python"}})
        cell["id"] = "v" + cell.id[:3] + str(abs(hash(cell.id)))[:6]


def _by_form(nb):
    """Nothing typed but the functions: every other answer was clicked, the memo written in its box, and so each is an output of its cell."""
    blank = {cell.id: cell for cell in runner.released("02-de-risking").cells}
    for cell in nb.cells:
        if cell.id == "memo":
            cell.source = blank["memo"].source
        if cell.id == "memo-form":
            cell.outputs = nbformat.from_dict(clicked.memo_cell(BOXED))["outputs"]
    for task, cell in _forms(nb):
        cell.source = blank[cell.id].source
        left = next(left for fate, left in clicked.answers(task) if fate == "right")
        cell.outputs = nbformat.from_dict(clicked.cell(task, left, cell.source))["outputs"]


def _forms(nb):
    """Each task that is a form, with the cell of its answer."""
    cells = {cell.id: cell for cell in nb.cells}
    return [(task, cells[f"answer-{task.id}"]) for task in exercises.definition("02-de-risking").tasks if task.is_form]


def _by_form_twice(nb):
    """The same, and each cell copied before it, without what it held."""
    _by_form(nb)
    cells, nb.cells = nb.cells, []
    for cell in cells:
        if cell.id.startswith("answer-"):
            nb.cells.append(nbformat.v4.new_code_cell(cell.source, id=cell.id, metadata=cell.metadata))
        nb.cells.append(cell)


def _form_then_typed(nb):
    """Answers that were clicked, all wrong, and typed over with the right ones: the output counts no more."""
    for task, cell in _forms(nb):
        _, left = clicked.answers(task)[-1]
        cell.outputs = nbformat.from_dict(clicked.cell(task, left, ""))["outputs"]


def _other_program(nb):
    """Another kernel, huge outputs, other points, and a check turned into text, as a wrong key does: all at once."""
    nb.metadata["kernelspec"] = {"name": "my-conda-env", "display_name": "Python (mine)", "language": "python"}
    for place, cell in enumerate(nb.cells):
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="x" * 1_500_000)] if place < 40 else []
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader["points"] = 100
        if cell.id == "check-hand-hhi":
            nb.cells[place] = nbformat.v4.new_markdown_cell(cell.source, id=cell.id, metadata=cell.metadata)


def _empty(nb):
    nb.cells = runner.released("02-de-risking").cells


def _half(nb):
    """Part A only."""
    _without(nb, "-code", "-decide")


def _without(nb, *routes):
    """Leave the answers of these routes of part B as they were released."""
    blank = {cell.id: cell.source for cell in runner.released("02-de-risking").cells}
    for cell in nb.cells:
        if cell.id.startswith("answer-") and cell.id.endswith(routes):
            cell.source = blank[cell.id]


DAMAGE = {
    "solution": (_solution, FULL), "reordered": (_reordered, FULL), "split": (_split, FULL),
    "duplicated": (_duplicated, FULL), "no-checks": (_no_checks, FULL), "no-setup": (_no_setup, FULL),
    "answers-elsewhere": (_answers_elsewhere, FULL),
    "no-metadata": (_no_metadata, FULL), "colab": (_colab, FULL), "vscode": (_vscode, FULL),
    "by-form": (_by_form, FULL), "by-form-twice": (_by_form_twice, FULL),
    "form-then-typed": (_form_then_typed, FULL),
    "other-program": (_other_program, FULL), "empty": (_empty, 0), "half": (_half, 12),
}  # fmt: skip

# Damage that is mended before anything is run or read: these hold no functions, so that no kernel is needed.
READ = ("solution", "reordered", "split", "duplicated", "no-checks", "no-setup", "no-metadata", "colab", "vscode")
READ += ("by-form-twice", "form-then-typed", "other-program")


def notebooks(lesson: str) -> dict:
    """Student name -> damaged notebook; and one file that is no notebook at all."""
    found = {}
    for name, (spoil, _) in DAMAGE.items():
        notebook = solved(lesson)
        if name in READ:
            _without(notebook, "-code")
        spoil(notebook)
        found[name] = json.dumps(notebook)
    return {**found, "not-json": "this is not a notebook"}
