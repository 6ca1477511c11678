"""The tables that an exercise's notebook shows above a task, as HTML, for places where there is no notebook."""

import ast
import contextlib
import functools
import html
import io
import json
import re

import pandas as pd

from derisking import cards
from derisking.charts import Drawn
from derisking.errors import UserError
from derisking.exercises import task

MARK = re.compile(r"\s*task:\s*([a-z0-9-]+)\s*$")
AGAIN = re.compile(r"\b(table|list|plans? [A-Z]\b|Plans? [A-Z]\b)")


@functools.cache
def tables(lesson: str) -> dict[str, str]:
    """Task id -> HTML of what the cell above prints and shows.

    A table belongs to the task below it, and to later ones of the same section that speak of the table or the list.
    The cells are the course's own and are run as they are written. Raises UserError where the notebook is missing.
    """
    file = task.folder(lesson) / f"{lesson}.ipynb"
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError) as error:
        raise UserError(f"{file.name}: the notebook of the exercise cannot be read ({error}). Restore it.") from None
    wording = {one.id: one.question.text for one in task.read(task.folder(lesson)).part("A")}
    by_name, names, table, fresh = {}, {}, "", False
    for cell in cells:
        source = "".join(cell["source"])
        mark = MARK.match(source)
        if source.startswith("## Part B"):
            break
        if cell["cell_type"] == "code":
            table, fresh = _shown(file.name, source, names), True
        elif source.startswith("#"):
            table = ""
        elif mark and table and mark[1] in wording and (fresh or AGAIN.search(wording[mark[1]])):
            by_name[mark[1]], fresh = table, False
    return by_name


def _shown(name: str, source: str, names: dict) -> str:
    try:
        return _run(source, names)
    except Exception as error:  # whatever the cell of a notebook raises
        first = source.strip().splitlines()[0]
        reason = f"{type(error).__name__}: {error}"
        raise UserError(f"{name}: the cell that begins {first!r} cannot be run ({reason}). Repair it first.") from None


def _run(source: str, names: dict) -> str:
    """Run a cell; HTML of what it printed and of its last value, if that is a table; "" if there is none."""
    tree, printed, value = ast.parse(source), io.StringIO(), None
    last = tree.body[-1] if tree.body else None
    with contextlib.redirect_stdout(printed), pd.option_context("display.max_colwidth", None):
        if not isinstance(last, ast.Expr):
            exec(compile(tree, "<cell>", "exec"), names)
        else:
            tree.body.pop()
            exec(compile(tree, "<cell>", "exec"), names)
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    said = "".join(f"<p>{_linked(line)}</p>" for line in printed.getvalue().strip().splitlines() if line)
    if isinstance(value, cards.Table):
        value = value.said()
    elif isinstance(value, Drawn):
        value = value.table.set_index(value.heads[0])
    return said + (table(value) if isinstance(value, pd.DataFrame) else "")


def _linked(line: str) -> str:
    """A printed line with its addresses as links."""
    safe = html.escape(line)
    return re.sub(r"(https?://[^\s&]+[^\s&.,)])", r'<a href="\1" rel="noopener noreferrer">\1</a>', safe)


def table(frame: pd.DataFrame) -> str:
    """A table as plain HTML with headings for rows and columns; empty cells stay empty."""
    rows = [(name, map(_cell, row)) for name, row in zip(frame.index, frame.to_numpy(dtype=object), strict=True)]
    heads = [frame.index.name or "", *frame.columns]
    return cards.render("exports/templates/table.html.jinja", heads=heads, rows=rows)


def _cell(value: object) -> str:
    if pd.isna(value):
        return ""
    return f"{value:,.6g}" if isinstance(value, float) else str(value)
