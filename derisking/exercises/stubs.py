"""What a student gets in place of a solution; an nbgrader preprocessor used when exercises are generated.

nbgrader replaces a solution region by one fixed stub. Here the answer of a task that has a form becomes the line that shows the
form; a region of plain answers keeps its left-hand sides, so that `share = 0.7` becomes `share = ...` and a reader has only
three dots to replace; everything else becomes a comment and three dots. In each case an untouched exercise runs through.
"""

from __future__ import annotations

import ast
import re
import textwrap

from nbgrader.preprocessors import ClearSolutions

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
STUB = "# YOUR CODE HERE\n..."
TEXT_STUB = (
    "*Write in the box above. If you would rather write here, double-click and write in place of this line: "
    "that counts if the box is empty.*"
)


def blank(region: str) -> str:
    """A solution's lines with every answer replaced by three dots.

    Lines `name = value`, `return value` and dictionaries with fixed keys keep everything but the values, and keep their
    comments; any other region becomes the general stub. Indentation is that of the region.
    """
    indent = re.match(r"\s*", region).group(0)
    code = textwrap.dedent(region)
    try:
        statements = ast.parse(f"def _():\n{textwrap.indent(code, '    ')}").body[0].body
    except SyntaxError:
        statements = [None]
    values = [_values(statement) for statement in statements]
    if not statements or any(value is None for value in values):
        return textwrap.indent(STUB, indent)
    return textwrap.indent(_cut(code, [node for nodes in values for node in nodes]), indent)


def _values(statement: ast.stmt | None) -> list[ast.expr] | None:
    """The expressions to blank in one statement, or None if it is not a plain answer on one line per value."""
    plain = isinstance(statement, ast.Assign) and all(isinstance(target, ast.Name) for target in statement.targets)
    if not plain and not (isinstance(statement, ast.Return) and statement.value is not None):
        return None
    value = statement.value
    if isinstance(value, ast.Dict) and all(isinstance(key, ast.Constant) for key in value.keys):
        nodes = list(value.values)
    else:
        nodes = [value]
    return nodes if all(node.lineno == node.end_lineno for node in nodes) else None


def _cut(code: str, nodes: list[ast.expr]) -> str:
    """Replace each node by three dots, from the end so that places stay right. Nodes were parsed one line lower, 4 in."""
    lines = code.splitlines()
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        raw = lines[node.lineno - 2].encode("utf-8")
        start, end = node.col_offset - 4, node.end_col_offset - 4
        lines[node.lineno - 2] = (raw[:start] + b"..." + raw[end:]).decode("utf-8")
    return "\n".join(lines)


class BlankAnswers(ClearSolutions):
    """nbgrader's ClearSolutions with `blank` for the regions of code cells, and the form's line where the cell names one."""

    def _replace_solution_region(self, cell, language: str) -> bool:
        if cell.cell_type != "code" or BEGIN not in cell.source:
            return super()._replace_solution_region(cell, language)
        form = cell.metadata.pop("derisking", {}).get("form")
        before: list[str] = []
        region: list[str] | None = None
        for line in cell.source.split("\n"):
            if BEGIN in line:
                if region is not None:
                    raise RuntimeError(f"{BEGIN} stands inside another solution in:\n{cell.source}")
                region = []
            elif END in line:
                if region is None:
                    raise RuntimeError(f"{END} without {BEGIN} in:\n{cell.source}")
                before.append(form or blank("\n".join(region)))
                region = None
            else:
                (before if region is None else region).append(line)
        if region is not None:
            raise RuntimeError(f"{BEGIN} without {END} in:\n{cell.source}")
        cell.source = "\n".join(before)
        return True
