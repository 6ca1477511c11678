"""The models behind cards in JupyterLab: one for each card, and one for the runtime, which brings its code once and keeps the record."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

import anywidget
import traitlets

from derisking.learner import store

STATIC = Path(__file__).parent / "static"

_by_cell: dict[str, list] = {}
_runtime: list[Runtime] = []


class Runtime(anywidget.AnyWidget):
    """The learner's runtime of this kernel. record: what the page starts from, read anew for every page."""

    _esm = (STATIC / "learner-lab.js").read_text(encoding="utf-8")
    _css = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("learner.css", "progress.css"))
    room = traitlets.Unicode().tag(sync=True)
    record = traitlets.Dict().tag(sync=True, to_json=lambda _, widget: widget.snapshot())

    def __init__(self):
        self.seen = None  # the state of the record's file that the page knows of
        super().__init__(room=uuid.uuid4().hex)
        self.on_msg(lambda _, content, __: self.receive(content))

    def snapshot(self) -> dict:
        self.seen = store.state()
        return store.snapshot()

    def receive(self, content: object) -> None:
        """Answer a message, and tell the page if another notebook has written meanwhile."""
        others = store.state() != self.seen
        answer = store.receive(content)
        self.seen = store.state()
        if answer is not None:
            others = answer.pop("anew", False) or others
            self.send(answer)
        if others:
            self.send_state("record")


class Card(anywidget.AnyWidget):
    """One card: its data, and the runtime that it waits for."""

    _esm = (STATIC / "learner-card.js").read_text(encoding="utf-8")
    token = traitlets.Unicode().tag(sync=True)
    room = traitlets.Unicode().tag(sync=True)
    data = traitlets.Dict().tag(sync=True)


def shown(data: dict, static: str) -> str:
    """The HTML of a card, whose model is opened."""
    from IPython.display import display

    if not _runtime:
        _runtime.append(Runtime())
    elif store.state() != _runtime[0].seen:  # another notebook has written, and this page is run again
        _runtime[0].send_state("record")
    made = Card(token=new_token(), room=_runtime[0].room, data=data)
    replace(made)
    if needs_view():
        display(_runtime[0], made)
    return f'<div class="dr-live {made.token}"><div class="dr-static">{static}</div></div>'


def new_token() -> str:
    """A class by which a model finds its HTML."""
    return f"drt{uuid.uuid4().hex[:12]}"


def needs_view() -> bool:
    """Whether the front end creates models only together with a view, as VS Code and Colab do."""
    return any(name in os.environ for name in ("VSCODE_PID", "VSCODE_CWD", "COLAB_RELEASE_TAG"))


def replace(widget) -> None:
    """Close the models that an earlier run of the same cell left behind."""
    cell, run = _parent()
    if not cell:
        return
    kept = _by_cell.setdefault(cell, [])
    for old in [one for one in kept if one.run != run]:
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
