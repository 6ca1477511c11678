"""What people read: the files, and of a notebook its Markdown cells and the texts that its code shows later, after a prediction or an explorer."""

import ast
import re
from pathlib import Path

PLACES, KINDS = ("notebooks", "solutions", "docs/teaching"), ("*.ipynb", "*.yaml", "*.md")


def files(root: Path) -> list[Path]:
    """Every lesson, bank, exercise with its tasks and text for teachers. root: the checkout."""
    found = [path for place in PLACES for kind in KINDS for path in sorted((root / place).rglob(kind))]
    return [path for path in found if ".ipynb_checkpoints" not in path.parts]


def prose(cell: dict, parts: tuple[str, ...] = ("why", "others", "also", "after")) -> str:
    """The Markdown of a cell: its source, or of a code cell what is said later; "" for other code.

    Later is said the `why`, the replies to `others` and the `after` of `widgets.predict`, the `why` and `also` of `widgets.quick`, the `after` of `widgets.later`, and what
    follows an explorer with `then`, which counts as `after`. cell: a cell of a notebook as JSON; parts: which of them. Code that is
    no Python has no prose; the notebooks' own lint says so.
    """
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return source
    if cell["cell_type"] != "code" or not re.search(r"widgets\.(predict|quick|later)\(|\.then\(", source):
        return ""
    try:
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except SyntaxError:
        return ""
    told = [one for call in calls for one in _later(call, parts)]
    return "\n\n".join(one.value for one in told if isinstance(one, ast.Constant) and isinstance(one.value, str))


def _later(call: ast.Call, parts: tuple[str, ...]) -> list[ast.expr]:
    name = ast.unparse(call.func)
    if name.startswith("explore.") and name.endswith(".then"):
        return call.args if "after" in parts else []
    if name not in ("widgets.predict", "widgets.quick", "widgets.later"):
        return []
    given = [word.value for word in call.keywords if word.arg in parts]
    return [one for each in given for one in _texts(each)]


def _texts(each: ast.expr) -> list[ast.expr]:
    """What a list holds; of reasons, which are a dict, the replies."""
    if isinstance(each, ast.Dict):
        return each.values
    return each.elts if isinstance(each, ast.List | ast.Tuple) else [each]
