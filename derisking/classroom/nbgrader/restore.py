"""Before nbgrader's own sanitiser: repair what students, Colab and VS Code do to a notebook."""

import functools
import re
import secrets
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from derisking.classroom.nbgrader.step import CHECK, is_code, note, some
from derisking.exercises import form_answers

# Blanks of one line only: "\s*" would go over every line from every line, which takes hours in a cell of empty lines.
_CHECK_CALL = re.compile(r"""^[ \t]*exercise\.check\(\s*["']([\w-]+)["']\s*\)""", re.MULTILINE)


class Restore(NbGraderPreprocessor):
    """Give known cells their metadata back, once each, and strip what does not belong.

    A cell is known by its nbgrader id, by its cell id (the same), by its text, or by the check it calls. Answers need no
    cell: they are found by name when the notebook has run.
    """

    def preprocess(self, nb, resources):
        known = released_cells(resources)
        nb.metadata.pop("derisking", None)
        nb.metadata["language_info"] = {"name": "python"}
        claims: dict[str, list] = {}
        for cell in nb.cells:
            name = _identify(cell, known)
            cell.metadata = {} if not isinstance(cell.get("metadata"), dict) else cell.metadata
            cell.metadata.pop("nbgrader", None)
            if name:
                claims.setdefault(name, []).append(cell)
        for name, cells in claims.items():
            self._claim(nb, name, cells, known[name])
        several = [name for name, cells in claims.items() if len(cells) > 1]
        if several:
            note(self, nb, f"Cells that were there more than once, of which one was taken: {some(several)}.")
        if gone := sum(f"{cell.get('id')}".startswith("answer-") and cell.id not in known for cell in nb.cells):
            note(self, nb, f"Tasks of another version of the exercise, which this one does not judge: {gone}.")
        self._add_missing(nb, [name for name in known if name not in claims], known)
        _own_ids(nb, known)
        return nb, resources

    def _claim(self, nb, name: str, cells: list, released: dict) -> None:
        own, task = released["source"].strip(), name.removeprefix("answer-")
        # A form leaves its answer among the outputs of its cell, whose source it leaves as it was.
        changed = [cell for cell in cells if cell.source.strip() != own or form_answers.read(cell, task)]
        editable = released["metadata"]["solution"]
        if released["metadata"]["grade"] and editable:
            cell = max(changed or cells, key=lambda cell: len(cell.source))
        else:
            cell = (changed if editable and changed else cells)[-1]
        cell.metadata["nbgrader"] = dict(released["metadata"])
        if cell.cell_type != released["cell_type"]:  # a check that was made text would not be judged
            cell.cell_type = released["cell_type"]
            for field in ("outputs", "execution_count"):
                cell.pop(field, None)
            if is_code(cell):
                cell["outputs"], cell["execution_count"] = [], None
        for other in cells:
            if other is not cell and other.get("id") == name:
                other["id"] = secrets.token_hex(4)
        cell["id"] = name
        if released["metadata"]["locked"]:
            cell.source = released["source"]

    def _add_missing(self, nb, missing: list[str], known: dict) -> None:
        front, back = [], []
        for name in missing:
            released = known[name]
            meta = released["metadata"]
            if meta["solution"] and not meta["grade"]:
                continue  # an answer cell: its name may be set anywhere
            make = nbformat.v4.new_code_cell if released["cell_type"] == "code" else nbformat.v4.new_markdown_cell
            cell = make(released["source"], id=name, metadata={"nbgrader": dict(meta)})
            is_setup = meta["locked"] and not meta["grade"] and not name.startswith(CHECK)
            (front if is_setup else nb.cells).append(cell)
            if released["cell_type"] == "code" or meta["grade"]:
                back.append(name)
        if back:
            which = "Cells that were not there (deleted, or newer than this notebook) and have been put in"
            note(self, nb, f"{which}: {some(back)}.")
        nb.cells[:0] = sorted(front, key=lambda cell: cell.id != "setup")


def released_cells(resources: dict) -> dict[str, dict]:
    """Each released cell of the exercise being graded by its id: metadata, type and source, as the gradebook has them."""
    info = resources["nbgrader"]
    file = Path(info["db_url"].removeprefix("sqlite:///"))
    changed = file.stat().st_mtime_ns if file.is_file() else 0
    return _known(info["db_url"], info["notebook"], info["assignment"], changed)


@functools.lru_cache(maxsize=32)
def _known(db_url: str, name: str, assignment: str, changed: int) -> dict[str, dict]:
    """changed: when the gradebook was, so that another one at the same place is read anew."""
    with Gradebook(db_url) as gradebook:
        notebook = gradebook.find_notebook(name, assignment)
        points = {cell.name: cell.max_score for cell in notebook.grade_cells}
        solutions = {cell.name for cell in notebook.solution_cells}
        return {cell.name: _released(cell, points, solutions) for cell in notebook.source_cells}


def _released(cell, points: dict, solutions: set) -> dict:
    metadata = {
        "grade": cell.name in points,
        "grade_id": cell.name,
        "locked": bool(cell.locked),
        "solution": cell.name in solutions,
        "task": False,  # nbgrader's tasks have no cell of their own here
        "schema_version": 3,
        "cell_type": cell.cell_type,
        "checksum": cell.checksum,
    }
    if cell.name in points:
        metadata["points"] = points[cell.name]
    return {"metadata": metadata, "source": cell.source or "", "cell_type": cell.cell_type}


def _identify(cell, known: dict[str, dict]) -> str | None:
    """Which released cell this is, or None. Ids first, then text."""
    metadata = cell.get("metadata") if isinstance(cell.get("metadata"), dict) else {}
    grader = metadata.get("nbgrader")
    for name in (grader.get("grade_id") if isinstance(grader, dict) else None, cell.get("id")):
        if isinstance(name, str) and name in known:
            return name
    source = cell.source.strip()
    called = _CHECK_CALL.search(source)
    if is_code(cell) and called and CHECK + called.group(1) in known:
        return CHECK + called.group(1)
    if "memo" in known and not is_code(cell) and source.startswith(form_answers.MEMO_HEADING):
        return "memo"
    same = (name for name, released in known.items() if source and released["source"].strip() == source)
    return next(same, None)


def _own_ids(nb, known: dict) -> None:
    """Every cell an id of its own, as the format demands; older notebooks get ids.

    A cell that is none of the released ones keeps no name of one: it would be taken for a check that it is not.
    """
    nb.nbformat, nb.nbformat_minor = 4, 5
    seen: set[str] = set()
    for cell in nb.cells:
        name = cell.get("id")
        sound = isinstance(name, str) and re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name) and name not in seen
        if not sound or (name in known and not cell.metadata.get("nbgrader")):
            cell["id"] = name = secrets.token_hex(4)
        seen.add(name)
