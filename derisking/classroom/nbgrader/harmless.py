"""What the formgrader shows of a student's notebook: text, and nothing that could act in the teacher's browser.

nbgrader's page puts a notebook's Markdown, outputs and metadata into HTML as they are. A script in a memo would run with
the rights of the server that `derisking mark --formgrader` starts, so the notebook is made harmless before it becomes a page. The file
in autograded/ stays as it is.
"""

import re

from markdown_it import MarkdownIt
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from derisking.classroom.nbgrader.step import RESULT_MIME

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
FLAGS = ("grade", "solution", "locked", "task")
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
# The settings of the formgrader: this module, and nbconvert's own cleaning as a second wall.
SETTINGS = {
    "HTMLExporter": {
        "sanitize_html": True,
        "preprocessors": [f"{__name__}.Harmless"],
        "filters": {"markdown2html": f"{__name__}.markdown"},
    }
}


def markdown(source: str) -> str:
    """Markdown as HTML. Tags that somebody typed appear as text; pictures appear as links, which nothing fetches."""
    return MARKDOWN.render(source)


class Harmless(Preprocessor):
    """Keep of a notebook what is text, and of its metadata what the formgrader needs."""

    def preprocess(self, nb, resources):
        """The notebook without its own metadata, each cell made harmless."""
        nb.metadata = NotebookNode()
        nb.cells = [_cell(cell) for cell in nb.cells if cell.cell_type in ("code", "markdown")]
        return nb, resources


def _cell(cell: NotebookNode) -> NotebookNode:
    cell.metadata = NotebookNode(nbgrader=kept) if (kept := _marks(cell.metadata.get("nbgrader"))) else NotebookNode()
    if not NAME.fullmatch(str(cell.get("id", ""))):
        cell.pop("id", None)
    cell.pop("attachments", None)
    if cell.cell_type == "code":
        cell.execution_count = cell.execution_count if isinstance(cell.execution_count, int) else None
        cell.outputs = [shown for output in cell.outputs if (shown := _output(output))]
    return cell


def _marks(given: object) -> NotebookNode | None:
    """What nbgrader noted about a cell, if its name is one and its points are a number."""
    if not isinstance(given, dict) or not NAME.fullmatch(str(given.get("grade_id", ""))):
        return None
    points = given.get("points") if isinstance(given.get("points"), int | float) else 0
    flags = {flag: given.get(flag) is True for flag in FLAGS}
    return NotebookNode(grade_id=str(given["grade_id"]), points=points, **flags)


def _output(output: NotebookNode) -> NotebookNode | None:
    """An output as text: what was printed, a value's plain form, an error; and the panel of a check, which is our own.

    Only the judge writes panels: from what a student's code puts out it keeps text and pictures alone.
    """
    if output.output_type in ("stream", "error"):
        return output
    kinds = ("text/plain", "text/html", RESULT_MIME) if RESULT_MIME in output.get("data", {}) else ("text/plain",)
    kept = NotebookNode({kind: output.data[kind] for kind in kinds if kind in output.get("data", {})})
    return NotebookNode(output_type="display_data", data=kept, metadata=NotebookNode()) if kept else None
