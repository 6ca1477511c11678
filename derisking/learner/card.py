"""How Python shows a part that a learner answers: data for the runtime in the page, and a still version where nothing runs.

The data are plain JSON, the same in every edition; `kind` says which module of `src/` takes them. In JupyterLab they are in a
widget's model, which finds the HTML of its cell by a token, so a notebook stores neither views nor state: reopened, untrusted,
printed or converted it shows the still version. In the web edition the data lie beside it, in the page.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re

from derisking import cards, edition

WAKE = (
    '<span class="dr-wake">Answering needs JavaScript, which this browser has switched off. '
    "What is folded opens without it.</span>"
)
count = 0  # parts of the web page that is being made


@dataclasses.dataclass(frozen=True)
class Part:
    """One part: its data, its still version (safe HTML), and its words for a cell's plain text."""

    data: dict
    static: str
    words: str = ""

    def show(self) -> None:
        """Display it in the cell that runs."""
        emit(self.data, self.static, self.words)

    def _repr_html_(self) -> str:
        return placed(self.data, self.static)

    def still(self) -> str:
        """Plain HTML for a place where nothing comes alive."""
        return self.static


def emit(data: dict, static: str, words: str = "") -> None:
    """Display a part in the cell that runs. words: the plain-text version of the output."""
    from IPython.display import display

    display({"text/html": placed(data, static), "text/plain": words or "Open in JupyterLab."}, raw=True)


def placed(data: dict, static: str) -> str:
    """The HTML of a part, which shows `static` until it comes alive."""
    if edition.page:
        return _in_page(data, static)
    from derisking.learner import models  # loads what widgets need, on first use

    return models.shown(data, static)


def wake(words: str) -> str:
    """What to do where nothing answers: words for a notebook; a page needs JavaScript."""
    return cards.safe(WAKE) if edition.page else words


# --- a page of the web edition --------------------------------------------------------------------------------------------


def start_page(name: str) -> None:
    """From now on parts belong to this page; "" for notebooks again."""
    global count
    edition.page, count = name, 0


def _in_page(data: dict, static: str) -> str:
    global count
    count += 1
    token = "drt" + hashlib.sha1(f"{edition.page}|{count}".encode()).hexdigest()[:10]
    return in_page(token, data, static)


def in_page(token: str, data: dict, static: str) -> str:
    """The HTML of a part with its data. token: unlike any other on the page."""
    static = re.sub(r"<style>.*?</style>", "", static, flags=re.DOTALL)  # paper has its rules in web.css
    static = static.replace('href="../data/README.md', 'href="tables.html')
    return f'<div class="dr-live {token}"><div class="dr-static">{static}</div>{packed(data)}</div>'


def packed(data: dict) -> str:
    """Data inside a page, `<` as an escape, so that no text ends the element; questions of the course keep the order of their pages."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys="course" not in data)
    text = text.replace("<", "\\u003c").replace('href=\\"../data/README.md', 'href=\\"tables.html')
    return f'<script type="application/json" class="dr-data">{text}</script>'
