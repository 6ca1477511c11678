"""What the notebooks of the lessons say in words: title, minutes, ideas, what to discuss; and what they ask."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

from derisking.exports.errors import ExportError
from derisking.questions import bank

ASK = re.compile(r"quiz\.ask\(([^)]*)\)")
IDEA = re.compile(r"^\d\. (.+)$", re.MULTILINE)


@functools.cache
def _cells(file: Path, kind: str) -> tuple[str, ...]:
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError) as error:
        raise ExportError(
            f"{file}: the lesson cannot be read ({error}). Restore it from a fresh copy of the module."
        ) from None
    return tuple("".join(cell["source"]) for cell in cells if cell["cell_type"] == kind)


def texts(lesson: str) -> tuple[str, ...]:
    """The Markdown cells of a lesson, in order. Raises ExportError where the notebook is missing."""
    return _cells(bank.folder().parent / f"{lesson}.ipynb", "markdown")


def asked(lesson: str) -> list[str]:
    """Ids of the questions that a lesson shows for practice, in order; those of recall and of the tests are not among them."""
    calls = ASK.findall("\n".join(_cells(bank.folder().parent / f"{lesson}.ipynb", "code")))
    return [id for call in calls for id in re.findall(r'"([^"]+)"', call) if id != lesson]


def title(lesson: str) -> str:
    """The heading of a lesson without its number and its mark-up."""
    first = next((text for text in texts(lesson) if text.startswith("# ")), f"# {lesson}")
    return first.splitlines()[0].removeprefix("# ").strip()


def section(lesson: str, heading: str) -> str:
    """The text below a second-level heading up to the next one; "" for a lesson without it."""
    whole = "\n\n".join(texts(lesson))
    found = re.search(rf"^## {re.escape(heading)}[^\n]*\n(.*?)(?=^## |\Z)", whole, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def ideas(lesson: str) -> list[str]:
    """The numbered sentences of "What to take away", as Markdown."""
    return IDEA.findall(section(lesson, "What to take away").split("\n>")[0])
