"""What the notebooks of the lessons say in words: their titles and the ideas to take away; and what they ask."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

from derisking.exports.errors import ExportError
from derisking.questions import bank

ASK = re.compile(r"quiz\.ask\(([^)]*)\)")
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
IDEAS = re.compile(r"^## What to take away[^\n]*\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
IDEA = re.compile(r"^\d\. (.+)$", re.MULTILINE)


@functools.cache
def _cells(file: Path) -> list[tuple[str, str]]:
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError) as error:
        raise ExportError(
            f"{file}: the lesson cannot be read ({error}). Restore it from a fresh copy of the module."
        ) from None
    return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]


def _text(lesson: str, kind: str) -> str:
    """All cells of a kind, "markdown" or "code", in order. Raises ExportError where the notebook is missing."""
    cells = _cells(bank.folder().parent / f"{lesson}.ipynb")
    return "\n\n".join(text for type_, text in cells if type_ == kind)


def asked(lesson: str) -> list[str]:
    """Ids of the questions that a lesson shows for practice, in order; those of recall and of the tests are not among them."""
    calls = ASK.findall(_text(lesson, "code"))
    return [id for call in calls for id in re.findall(r'"([^"]+)"', call) if id != lesson]


def title(lesson: str) -> str:
    """The heading of a lesson without its mark-up."""
    found = TITLE.search(_text(lesson, "markdown"))
    return found[1].strip() if found else lesson


def ideas(lesson: str) -> list[str]:
    """The numbered sentences of "What to take away", as Markdown."""
    found = IDEAS.search(_text(lesson, "markdown"))
    return IDEA.findall(found[1].strip().split("\n>")[0]) if found else []
