"""The card around a chart: title, picture with an alternative text, source, and the numbers as a table.

It is a light card, which the course's figures.css turns dark in a dark theme. It reads the same in an exported page and in a
notebook that JupyterLab does not trust: its sanitiser keeps figure, img, details, tables and inline style, and drops picture,
role, aria, data attributes, style sheets and SVG in the page, so the picture is SVG inside an img. What a chart answers to a
pointer or a key is added to the page by the course's figures.js, here and in the web edition.
"""

from __future__ import annotations

import base64
import html
import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import TypeVar, cast

import pandas as pd
from matplotlib.figure import Figure

from derisking import cards, edition
from derisking.charts import svg
from derisking.charts.axes import CARD, GRID, INK, MUTED, narrowed
from derisking.charts.words import plain

Draw = TypeVar("Draw", bound=Callable)
PHONE = 620  # pixels: in a narrower window the letters of a wide picture would be smaller than 12 px
NARROW = "DERISKING_NARROW"  # set to 1 where somebody looks through a narrow window: a second drawing takes its time
WIDE, THIN = 660, 328  # pixels of a picture of `charts.vector` in a notebook, and on a phone
FEW = 10  # marks that a reader takes in at a glance
MAX_ROWS = 100  # a longer table belongs in the data folder, not under a picture


@dataclass(repr=False)
class Chart:
    """A finished chart: the figure, what it says in words, where it comes from, and its numbers.

    fig: the matplotlib Figure; alt: text for readers who do not see it, naming the leader and the message; source: from
    `data.cite(name)` or text; table: numbers shown under the picture, first column the names; caption: a sentence below
    the picture; title: the question or the message, shown above; marks: what can be read off a picture with many marks, as
    (words, place from the left, place from the top), the places as fractions of the picture (see `axes.spots`).
    Raises ValueError if alt or source is empty.
    """

    fig: Figure
    alt: str
    source: str
    table: pd.DataFrame | None = None
    caption: str = ""
    title: str = ""
    marks: Sequence[tuple[str, float, float]] = ()
    again: Callable[[], Chart] | None = field(default=None, init=False)  # see redrawable
    thin: Chart | None = field(default=None, init=False)  # the drawing for phones, where somebody has drawn it already
    kept: tuple[str, str, str] | None = field(default=None, init=False)  # in the web edition: its pictures' addresses
    _html: str = field(default="", init=False)

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("A chart needs an alt text: say what kind of chart it is, who leads and what it shows.")
        if not self.source.strip():
            raise ValueError("A chart needs a source: take it from data.cite(...), or say 'Illustrative numbers.'")

    def narrow(self) -> Chart | None:
        """The same chart drawn for a phone; None if nobody knows how to draw it again."""
        if self.again is None:
            return None
        with narrowed():
            return self.again()

    @property
    def cells(self) -> dict | None:
        """The table as the card shows it."""
        return None if self.table is None else _cells(self.table)

    @property
    def width(self) -> int:
        """Of the picture, in pixels."""
        return round(self.fig.get_size_inches()[0] * 100)

    @property
    def height(self) -> int:
        return round(self.fig.get_size_inches()[1] * 100)

    def svg(self) -> str:
        """The picture as the text of an SVG file."""
        return svg.text(self.fig)

    def html(self) -> str:
        """The card as HTML. Drawn once; later calls return the same text."""
        if not self._html:
            thin = self.thin or (self.narrow() if narrow_too() else None)
            wide, phone = svg.address(self.svg()), svg.address(thin.svg()) if thin else ""
            self._html = card(self, wide, phone, marks=marks(self, thin))
        return self._html

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        return f"Chart: {self.alt}"


def redrawable(draw: Draw) -> Draw:
    """A function that makes a chart, which then knows how to draw itself at another width."""

    @wraps(draw)
    def drawn(*args, **rest):
        chart = draw(*args, **rest)
        chart.again = partial(draw, *args, **rest)
        return chart

    return cast(Draw, drawn)


def narrow_too() -> bool:
    """Whether a card shall hold the drawing for phones as well."""
    return bool(edition.page) or os.environ.get(NARROW) == "1"


def marks(chart: Chart, thin: Chart | None) -> str:
    """The marks of a picture that has many of them, as JSON for the page's script; "" for few.

    thin: the narrow drawing. Each mark: its words, its place in the wide picture, and its place in the narrow one.
    """
    if len(chart.marks) <= FEW:
        return ""
    both = zip(chart.marks, thin.marks, strict=True) if thin else ((mark, ()) for mark in chart.marks)
    listed = [[*wide, *narrow[1:]] for wide, narrow in both]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))


def card(chart: Chart | Drawn, picture: str, narrow: str | None = None, *, marks: str = "", alone: str = "") -> str:
    """The HTML of one chart. What JupyterLab's sanitiser drops of it, a reader does without: the narrow picture, and the marks.

    picture, narrow: addresses of the wide picture and of the one for phones. marks: see `marks`. alone: address of the
    picture as a file that can be saved; without one, the page's script makes it.
    """
    return cards.render(
        "charts/card.html.jinja",
        chart=chart,
        picture=picture,
        narrow=narrow,
        alone=alone,
        phone=PHONE,
        marks=marks,
        saved=None if chart.table is None else csv(chart),
        file=file_name(chart.title),
        width=chart.width,
        room=";min-height:2.6em" if isinstance(chart, Drawn) else "",  # a title that changes must not move the picture
        source=cards.safe(linked(chart.source)),
        table=chart.cells,
        colours={"card": CARD, "ink": INK, "muted": MUTED, "grid": GRID},
    )


@dataclass(repr=False)
class Drawn:
    """A chart whose picture is SVG text, from `charts.vector`; heads and rows: its numbers as they are printed.

    width, height: of the picture, in pixels; narrow: the same drawn for a phone; assumes: what its model takes for granted.
    """

    svg: str
    width: int
    height: int
    alt: str
    source: str
    heads: list[str]
    rows: list[list[str]]
    caption: str = ""
    assumes: str = ""
    title: str = ""
    narrow: str = ""

    @property
    def table(self) -> pd.DataFrame:
        return pd.DataFrame(self.rows, columns=self.heads)

    @property
    def cells(self) -> dict:
        heads = [(head, "right" if place else "left") for place, head in enumerate(self.heads)]
        return _cells(self.table) | {"heads": heads}

    def html(self) -> str:
        """The card as HTML: an image with a text of its own, which JupyterLab's sanitiser lets pass."""
        return card(self, svg.address(self.svg), self.narrow and svg.address(self.narrow))

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        return f"Chart: {self.alt}"


def sketch(picture: Callable[[int], dict], thin: bool = True, **told) -> Drawn:
    """A picture with its words. picture: a width in pixels -> {"svg", "height"}; thin: whether phones get one of their own; told: as in `Drawn`."""
    wide, narrow = picture(WIDE), picture(THIN)["svg"] if thin else ""
    return Drawn(wide["svg"], WIDE, round(wide["height"]), narrow=narrow, **told)


def csv(chart: Chart | Drawn) -> str:
    """All numbers of a chart and its source as a data address; with the mark by which Excel knows UTF-8."""
    source = chart.source.replace('"', "'")
    text = chart.table.to_csv(index=False, lineterminator="\n") + f'\n"Source: {source}"\n'
    return f"data:text/csv;charset=utf-8;base64,{base64.b64encode(text.encode('utf-8-sig')).decode('ascii')}"


def file_name(title: str) -> str:
    """A title as the name of a file, without its ending."""
    return re.sub(r"\W+", "-", title.lower()).strip("-")[:60] or "chart"


def _cells(table: pd.DataFrame) -> dict:
    """A table as texts: its columns' heads and sides, its first rows, and how many rows are left out."""
    columns = [[plain(value) for value in table[name].head(MAX_ROWS)] for name in table.columns]
    return {
        "heads": [(str(name), _side(table[name])) for name in table.columns],
        "rows": list(zip(*columns, strict=True)),
        "more": max(0, len(table) - MAX_ROWS),
    }


def linked(text: str) -> str:
    """Escape a text in which addresses may stand; each becomes the link of the words before it."""
    link = r'<a href="\2" style="color:#0a558c;text-decoration:underline">\1</a>'
    words = r"([^;<>]*?[^\s;<>.,])[.,:]?\s+(https?://[^\s<>\"]*[^\s<>\".,;)])"
    return re.sub(words, link, html.escape(text, quote=False))


def _side(column: pd.Series) -> str:
    return "right" if pd.api.types.is_numeric_dtype(column) and column.dtype != bool else "left"
