"""What may only be read later: after a prediction, after the goals of an explorer, or on a click.

Its parts are Markdown texts, charts, and questions (`quiz.later`), in order. The page gets them when their time has come, and the
record remembers that it has, so that a page that is opened again shows all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derisking import cards, edition, markdown
from derisking.learner import card


def html(parts: Sequence[object], *, alive: bool = True) -> str:
    """The parts as safe HTML. alive: questions can be answered; False where nothing comes alive, for a printed or a sleeping page."""
    return "".join(_part(one, alive) for one in parts)


def _part(one: Any, alive: bool) -> str:
    if isinstance(one, str):
        return markdown.block(one)
    return one._repr_html_() if alive or not hasattr(one, "still") else one.still()


def later(lesson: str, id: str, words: str, after: Sequence[object], question: str = "") -> None:
    """A button that shows what comes after something. words: of the button; after: the parts; question: of the lesson, whose right answer shows them too."""
    asked = {"after": [lesson, question]} if question else {}
    data = {"kind": "later", "key": f"{lesson} {id}", "words": words, "html": html(after), **asked}
    card.emit(data, still(after), said(after))


def still(parts: Sequence[object]) -> str:
    """The parts where nothing comes alive: a notebook folds them, a page just shows them. No parts: ""."""
    if not parts:
        return ""
    shown = html(parts, alive=False)
    return shown if edition.page else cards.render("widgets/later.html.jinja", parts=cards.safe(shown))


def said(parts: Sequence[object]) -> str:
    """The words of the parts."""
    return "\n\n".join(markdown.plain(one) for one in parts if isinstance(one, str))
