"""Widgets that live inside ordinary HTML output.

One `text/html` output holds the readable version; the widget's model mounts itself there when a kernel runs. A notebook
therefore stores neither widget views nor widget state: reopened, untrusted, printed or converted, it shows plain HTML
and never "model not found".
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent
_by_cell: dict[str, list[Live]] = {}


def script(*files: Path) -> str:
    """One ES module out of live.js, kernel.js and the given files (modules of a widget cannot import each other)."""
    return "\n".join(file.read_text(encoding="utf-8") for file in (HERE / "live.js", HERE / "kernel.js", *files))


def style(*files: Path) -> str:
    """The style sheet of forms in a card, and after it the given ones."""
    return "\n".join(file.read_text(encoding="utf-8") for file in (HERE / "card.css", *files))


class Live(anywidget.AnyWidget):
    """Base of the module's widgets. Its script calls `live(model, maker)` in `initialize`."""

    token = traitlets.Unicode().tag(sync=True)
    moves = traitlets.Int().tag(sync=True)  # counted by the page; the kernel says how many it has heard
    heard = traitlets.Int().tag(sync=True)

    def __init__(self, **traits):
        super().__init__(token=f"drt{uuid.uuid4().hex[:12]}", **traits)
        _replace(self)

    @traitlets.observe("moves")
    def _hear(self, change) -> None:
        self.heard = change["new"]

    def listen(self, receive: Callable[[dict], None]) -> None:
        """Call receive(content) for every message from the page."""
        self.on_msg(lambda _, content, __: receive(content) if isinstance(content, dict) else None)

    def place(self, static: str) -> str:
        """HTML that shows `static` until the widget comes alive in it."""
        return f'<div class="dr-live {self.token}"><div class="dr-static">{static}</div></div>'

    def show(self, static: str, words: str = "") -> None:
        """Display the widget. static: safe HTML; words: the plain-text version of the output."""
        from IPython.display import display

        display({"text/html": self.place(static), "text/plain": words or "Open in JupyterLab."}, raw=True)
        if needs_view():
            display(self)


def needs_view() -> bool:
    """Whether the front end creates models only together with a view, as VS Code and Colab do."""
    return any(name in os.environ for name in ("VSCODE_PID", "VSCODE_CWD", "COLAB_RELEASE_TAG"))


def _replace(widget: Live) -> None:
    """Close the widgets that an earlier run of the same cell left behind."""
    cell, run = _parent()
    if not cell:
        return
    kept = _by_cell.setdefault(cell, [])
    for old in [w for w in kept if w.run != run]:
        kept.remove(old)
        old.close()
    widget.run = run
    kept.append(widget)


def _parent() -> tuple[str, str]:
    """Id of the cell that is running and of this run of it; empty outside a notebook."""
    from IPython import get_ipython

    shell = get_ipython()
    try:
        parent = shell.get_parent()
        return parent["metadata"]["cellId"], parent["header"]["msg_id"]
    except (AttributeError, KeyError, TypeError):
        return "", ""
