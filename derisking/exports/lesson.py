"""What the notebooks of the lessons say in words: their titles, the ideas to take away, and what they ask."""

import json
import re

from derisking import lessons, places
from derisking.errors import UserError

SECTION = re.compile(r"^## +([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
IDEA = re.compile(r"^\d\. (.+)$", re.MULTILINE)


def _lesson(name: str) -> lessons.Lesson:
    """Raises UserError where a notebook cannot be read or the lesson is missing."""
    try:
        return next(one for one in lessons.read_all() if one.name == name)
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        said = f"notebooks/{name}.ipynb, or another lesson, cannot be read ({error})."
        raise UserError(f"{said} Restore it from a fresh copy of the module.") from None


def asked(name: str) -> list[str]:
    """Ids of the questions that a lesson shows for practice, in order; those of recall and of the tests are not among them."""
    return list(_lesson(name).asked)


def title(name: str) -> str:
    """The heading of a lesson: its number and title."""
    return _lesson(name).heading


def sections(name: str) -> list[tuple[str, str]]:
    """Heading and text of each section of a lesson, as Markdown."""
    file = places.checkout("notebooks") / _lesson(name).page
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return SECTION.findall("\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"))


def ideas(name: str) -> list[str]:
    """The numbered sentences of "What to take away", as Markdown."""
    text = next((text for heading, text in sections(name) if heading.startswith("What to take away")), "")
    return IDEA.findall(text.strip().split("\n>")[0])
