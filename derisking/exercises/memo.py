"""The memo in the notebook: a box, a count of words. What is written becomes an output of the box's own cell, as answers do.

A person marks it, so nothing is checked here. What the box holds counts; what is typed into the text cell below it counts if
the box is empty. `nbgrader.answers` puts the box's text into that cell before anything is graded, so that whoever marks finds
the memo in the one place where nbgrader keeps it.
"""

from __future__ import annotations

import os
from pathlib import Path

import traitlets

from derisking import cards, progress
from derisking.exercises import form_answers, remembered
from derisking.exercises.form import WAKE
from derisking.exercises.results import number
from derisking.exercises.task import Memo
from derisking.widgets import markdown
from derisking.widgets.live import HERE as WIDGETS
from derisking.widgets.live import Live, script, style

HERE = Path(__file__).parent


class Box(Live):
    """The widget. title: the label; text: what was written before; most: characters that it takes."""

    _esm = script(HERE / "memo.js")
    _css = style(WIDGETS / "write.css", HERE / "form.css")
    title = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    most = traitlets.Int(form_answers.MOST_MEMO).tag(sync=True)


def show(memo: Memo) -> None:
    """Show the box in the cell that runs, with what was written before.

    While a notebook is graded, or outside one, there is nobody to write: nothing is shown.
    """
    from IPython import get_ipython
    from IPython.display import display

    if os.environ.get("NBGRADER_EXECUTION") or get_ipython() is None:
        return
    text = remembered.newest(memo, form_answers.MOST_WRITTEN).get(memo.id, "")
    box = Box(title=memo.title, text=text)
    still = {"title": cards.safe(markdown.inline(memo.title)), "points": number(memo.points), "lines": [], "wake": WAKE}
    box.show(cards.render("exercises/form.html.jinja", **still), f"{memo.title}: a box to write in. {WAKE}")
    left = display(_left(memo, text), raw=True, display_id=True)
    box.on_msg(lambda _, content, __: receive(box, memo, left, content))


def receive(box: Box, memo: Memo, left, content: object) -> None:
    """Keep what the page sends: in the output, so that JupyterLab saves it with the notebook, and in the record."""
    text = content.get("text") if isinstance(content, dict) and content.get("type") == "memo" else None
    if not isinstance(text, str):
        return
    text = text[: form_answers.MOST_MEMO]
    box.text = text
    left.update(_left(memo, text), raw=True)
    kept = remembered.keep(memo, {memo.id: text})
    box.send({"type": "kept", "note": "" if kept else progress.message()})


def _left(memo: Memo, text: str) -> dict:
    """The second output: the text for whoever marks, and to be read where no box is alive."""
    lines = "<br>".join(markdown.inline(line) for line in text.splitlines())
    shown = cards.render("exercises/left.html.jinja", words=cards.safe(lines or "nothing yet"))
    own = {form_answers.FORM_MIME: form_answers.bundle(memo.id, {memo.id: text} if text else {})}
    return own | {"text/html": shown, "text/plain": text or "nothing yet"}
