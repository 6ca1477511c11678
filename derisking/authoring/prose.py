"""What people read: the files, and of a notebook its Markdown cells and the texts that belong to the reveal of a prediction."""

from __future__ import annotations

import ast
from pathlib import Path

PLACES, KINDS = ("notebooks", "solutions", "docs/teaching"), ("*.ipynb", "*.yaml", "*.md")


def files(root: Path) -> list[Path]:
    """Every lesson, bank, exercise with its tasks and text for teachers. root: the checkout."""
    found = [path for place in PLACES for kind in KINDS for path in sorted((root / place).rglob(kind))]
    return [path for path in found if ".ipynb_checkpoints" not in path.parts]


def prose(cell: dict, parts: tuple[str, ...] = ("why", "after")) -> str:
    """The Markdown of a cell: its source, or in a code cell the `why` and `after` of `widgets.predict`; else "".

    cell: a cell of a notebook as JSON; parts: which of the reveal. Code that is no Python has no prose; the notebooks' own lint says so.
    """
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return source
    if cell["cell_type"] != "code" or "widgets.predict(" not in source:
        return ""
    try:
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except SyntaxError:
        return ""
    asked = [call for call in calls if ast.unparse(call.func) == "widgets.predict"]
    told = [word.value for call in asked for word in call.keywords if word.arg in parts]
    texts = [one.value for value in told for one in value.elts if isinstance(one, ast.Constant)]
    return "\n\n".join(texts)
