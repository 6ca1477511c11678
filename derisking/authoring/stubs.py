"""What a student gets in place of a solution; an nbgrader preprocessor used when exercises are generated.

nbgrader replaces a solution region by one fixed stub. Here the answer of a task that has a form becomes the line that shows the
form; a region of plain steps keeps its left-hand sides, so that `total = values.sum()` becomes `total = ...` and a reader has
only three dots to replace; everything else becomes a comment and three dots. In each case an untouched exercise runs through.
"""

import re
import textwrap

from nbgrader.converters.generate_assignment import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions

from derisking.exercises.form_answers import TEXT_STUB

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
STUB = "# YOUR CODE HERE\n..."
_REGION = re.compile(rf"^.*{BEGIN}.*\n((?:.*\n)*?).*{END}.*$", re.MULTILINE)
_STEP = re.compile(r"( *)(\w+ =|return) .+")


def blank(region: str) -> str:
    """A solution's lines with three dots for every answer.

    Where each line is `name = value` or `return value`, it keeps everything but the value; any other region becomes the
    general stub. Indentation is that of the region.
    """
    steps = [_STEP.fullmatch(line) for line in region.splitlines()]
    if not steps or not all(steps):
        return textwrap.indent(STUB, re.match(" *", region)[0])
    return "\n".join(f"{step[1]}{step[2]} ..." for step in steps)


def configure(c) -> None:
    """Set the steps that make an assignment; `c` is nbgrader's configuration object."""
    steps = GenerateAssignment.preprocessors.default_args[0]
    c.GenerateAssignment.preprocessors = [BlankAnswers if step is ClearSolutions else step for step in steps]
    for name in ("ClearSolutions", "BlankAnswers"):
        c[name].code_stub = {"python": STUB}
        c[name].text_stub = TEXT_STUB


class BlankAnswers(ClearSolutions):
    """nbgrader's ClearSolutions with `blank` for the regions of code cells, and the form's line where the cell names one."""

    def _replace_solution_region(self, cell, language: str) -> bool:
        if cell.cell_type != "code" or BEGIN not in cell.source:
            return super()._replace_solution_region(cell, language)
        form = cell.metadata.pop("derisking", {}).get("form")
        cell.source = _REGION.sub(lambda region: form or blank(region[1]), cell.source)
        if BEGIN in cell.source or END in cell.source:
            raise RuntimeError(f"{BEGIN} and {END} do not stand in pairs in:\n{cell.source}")
        return True
