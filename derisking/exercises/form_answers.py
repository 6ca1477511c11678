"""What a form leaves in a notebook: an answer as an output of its cell, in a MIME type of our own.

The kernel updates the output while a student clicks, so JupyterLab saves the answer with the file. `grade` reads it there
and runs nothing. Whoever replaces the form's line by typing answers by typing: the output then counts no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

FORM_MIME = "application/vnd.derisking.form+json"
VERSION = 1
MOST = 10_000  # characters of what a form left, as JSON; a true one has a few hundred
MOST_CLICKED = 2_000  # the same of the answers in it
MOST_MEMO = 20_000  # characters of a memo; a true one has a few thousand
MOST_WRITTEN = 3 * MOST_MEMO  # the same as JSON, where line breaks and quotation marks take two
MEMO = "memo"  # the name of the memo, where tasks have their ids
MEMO_LINE = "exercise.memo()"
MEMO_HEADING = "### Your memo"  # above the memo in a graded notebook
TEXT_STUB = (
    "*Write in the box above. If you would rather write here, double-click and write in place of this line: "
    "that counts if the box is empty.*"
)


def bundle(task: str, answers: dict) -> dict:
    """The output's content. answers: name that the task asks for -> plain JSON value; a name without an answer is left out."""
    return {"version": VERSION, "task": task, "answers": answers}


def read(cell: dict, task: str) -> dict | None:
    """The answers that a form left among a cell's outputs, or None where there is no such output for this task.

    cell: a code cell as a dict or notebook node. Nothing in it is believed: whatever has another form counts as none, and of
    several outputs the last one counts.
    """
    left = next((one for one in _left(cell) if one.get("version") == VERSION and one.get("task") == task), {})
    answers = left.get("answers")
    return dict(answers) if isinstance(answers, dict) else None


def _left(cell: dict) -> Iterator[dict]:
    """What forms left among a cell's outputs, the last first."""
    outputs = cell.get("outputs")
    for output in reversed(outputs if isinstance(outputs, list) else []):
        data = output.get("data") if isinstance(output, dict) else None
        left = data.get(FORM_MIME) if isinstance(data, dict) else None
        if isinstance(left, dict):
            yield left


def memo(cells: list) -> str:
    """What was written in the memo's box, from a notebook's code cells; "" where nothing was.

    It counts only in a cell that still holds the box's line; of several the last one that is not empty counts.
    """
    boxes = [cell for cell in cells if MEMO_LINE in "".join(cell.get("source", ""))]
    written = ((read(cell, MEMO) or {}).get(MEMO) for cell in reversed(boxes))
    return next((text.strip()[:MOST_MEMO] for text in written if isinstance(text, str) and text.strip()), "")


def memo_text(notebook: dict) -> str:
    """The text of the memo in a graded notebook, however its lines are kept; "" without one."""
    cell = next((cell for cell in notebook.get("cells", []) if cell.get("id") == MEMO), {})
    source = cell.get("source", "")
    return ("".join(source) if isinstance(source, list) else str(source)).strip()


def only(cell: dict) -> list[dict]:
    """Of a cell's outputs the last one that a form left, and of that nothing but the answer; [] where there is none.

    For whoever takes a notebook from a student and wants nothing else that its outputs may hold.
    """
    for left in _left(cell):
        most = MOST_WRITTEN if left.get("task") == MEMO else MOST
        if len(json.dumps(left, ensure_ascii=False)) <= most:
            return [{"output_type": "display_data", "metadata": {}, "data": {FORM_MIME: left}}]
    return []
