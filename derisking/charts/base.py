"""House style: the figure, the card around it, and the live picture.

A chart is a light card with literal colours, so that it reads the same in a light theme, in a dark theme, in an
exported page and in a notebook that JupyterLab does not trust (its sanitiser keeps figure, img, details, tables and
inline style, and drops id, role, aria, data attributes, style sheets and SVG). The picture carries an alternative text,
the card carries the title, the source and the numbers as a table.
"""

from __future__ import annotations

import base64
import html
import io
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image

DPI = 128
SIZE = 10  # points; the smallest text in any chart
INK, MUTED, GRID, CARD = "#1f2328", "#565c64", "#e2dfd7", "#fdfcf9"
# Okabe and Ito's colours, which stay apart for colour-blind readers; dark enough on the card for lines and markers.
COLOURS = ("#0072B2", "#D55E00", "#00795A", "#A8527F", "#4A4A4A", "#9A6A00", "#3C8FC4", "#7A5195")
HATCHES = ("", "///", "...", "\\\\\\", "xx", "--", "++", "oo")
MARKERS = ("o", "D", "s", "^", "v", "P", "X", "*")
DASHES = (
    "-",
    (0, (5, 2)),
    (0, (2, 1.5)),
    (0, (6, 2, 1.5, 2)),
    (0, (8, 3)),
    (0, (1, 1)),
    (0, (3, 3)),
    (0, (9, 2, 2, 2)),
)
PLAIN, STRONG = "#9fc3dc", "#0b4f7d"  # an ordinary bar and the one the chart is about
GUESS = "#B14300"
MAX_ROWS = 100  # a longer table belongs in the data folder, not under a picture

_reused: ContextVar[Figure | None] = ContextVar("reused", default=None)


@contextmanager
def reusing(fig: Figure) -> Iterator[None]:
    """Inside this block `figure()` clears and returns `fig` instead of making a new one: a live chart redraws faster.

    Charts drawn in the block share the figure, so each must be turned into HTML before the next one is drawn.
    """
    token = _reused.set(fig)
    try:
        yield
    finally:
        _reused.reset(token)


def figure(width: float = 6.4, height: float = 3.4) -> tuple[Figure, Axes]:
    """An empty figure and its axes in the house style; width and height in inches. Never pyplot, so nothing leaks."""
    fig = _reused.get()
    if fig is None:
        fig = Figure()
        FigureCanvasAgg(fig)
    else:
        for child in fig.get_children():  # fig.clear() would first fill the old axes anew, at a tenth of a redraw
            if child is not fig.patch:
                child.remove()
    fig.set_dpi(DPI)
    fig.set_size_inches(width, height)
    fig.set_facecolor(CARD)
    ax = fig.add_axes((0.12, 0.17, 0.84, 0.78))
    style(ax)
    return fig, ax


def style(ax: Axes) -> None:
    """House style for axes: no box, light grid behind the data, text of at least 10 points."""
    ax.set_facecolor(CARD)
    for side, spine in ax.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color("#8b8f94")
    ax.tick_params(labelsize=SIZE, length=0, colors=INK, pad=5)
    ax.set_axisbelow(True)


def place(ax: Axes, left: float, bottom: float, right: float, top: float) -> None:
    """Margins around the axes, in inches: fixed numbers cost nothing, a layout engine costs a redraw."""
    width, height = ax.figure.get_size_inches()
    ax.set_position(
        (left / width, bottom / height, max(0.1, 1 - (left + right) / width), max(0.1, 1 - (top + bottom) / height))
    )


def text_width(fig: Figure, text: str, size: float = SIZE, weight: str = "normal") -> float:
    """Width of a text in inches, longest line first."""
    return max(_line_width(line, size, weight) for line in text.split("\n"))


@lru_cache(maxsize=4096)
def _line_width(line: str, size: float, weight: str) -> float:
    """Measured once: the same names come back with every redraw."""
    width, _, _ = _ruler().get_text_width_height_descent(line, FontProperties(size=size, weight=weight), False)
    return width / DPI


@lru_cache(maxsize=1)
def _ruler() -> RendererAgg:
    return RendererAgg(16, 16, DPI)


def number(value: float, digits: int = 0, unit: str = "") -> str:
    """A value as printed in charts: thousands apart, a per cent sign if the unit starts with one, a dash if missing."""
    if pd.isna(value):
        return "–"
    sign = " %" if unit.startswith("%") else ""
    return f"{value:,.{digits}f}{sign}".replace("-", "−")


def axis_label(unit: str, year: object = None) -> str:
    """Unit and year as printed on an axis."""
    return f"{unit}, {year}" if year not in (None, "") else unit


def spread(positions: Sequence[float], gap: float) -> list[float]:
    """Move label positions apart so that neighbours differ by at least `gap`, staying near where they were.

    positions: any order and unit; returns the new ones in the same order.
    """
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    groups: list[list[float]] = []  # [centre, how many labels] of labels that had to be packed together
    for i in order:
        groups.append([positions[i], 1])
        while len(groups) > 1:
            (low, n), (high, m) = groups[-2], groups[-1]
            if high - low >= gap * (n + m) / 2:
                break
            groups[-2:] = [[(low * n + high * m) / (n + m), n + m]]
    slots = [centre + gap * (k - (n - 1) / 2) for centre, n in groups for k in range(int(n))]
    result = [0.0] * len(positions)
    for i, slot in zip(order, slots, strict=True):
        result[i] = slot
    return result


@dataclass(repr=False)
class Chart:
    """A finished chart: the figure, what it says in words, where it comes from, and its numbers.

    fig: the matplotlib Figure; alt: text for readers who do not see it, naming the leader and the message; source: from
    `data.cite(name)` or text; table: numbers shown under the picture, first column the names; caption: a sentence below
    the picture; title: the question or the message, shown above.
    Raises ValueError if alt or source is empty.
    """

    fig: Figure
    alt: str
    source: str
    table: pd.DataFrame | None = None
    caption: str = ""
    title: str = ""
    _html: str = field(default="", init=False)

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("A chart needs an alt text: say what kind of chart it is, who leads and what it shows.")
        if not self.source.strip():
            raise ValueError("A chart needs a source: take it from data.cite(...), or say 'Illustrative numbers.'")

    def png(self) -> bytes:
        """The picture as PNG bytes; 128 colours are enough for it and keep the notebook small."""
        canvas = self.fig.canvas
        canvas.draw()
        size = canvas.get_width_height()
        image = Image.frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB")
        stream = io.BytesIO()
        image.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(stream, "png")
        return stream.getvalue()

    def html(self) -> str:
        """The card as HTML. Drawn once; later calls return the same text."""
        if not self._html:
            self._html = _card(self, base64.b64encode(self.png()).decode("ascii"))
        return self._html

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        return f"Chart: {self.alt}"


_BOX = (
    f"background-color:{CARD};color:{INK};border:1px solid #d5d1c7;border-radius:6px;padding:12px 14px;"
    "margin:8px 0px;box-sizing:border-box"
)
_SMALL = f"font-size:13px;line-height:1.45;color:{MUTED};margin:8px 0px 0px 0px"


def _card(chart: Chart, picture: str) -> str:
    """The HTML of one chart; only tags and attributes that survive JupyterLab's sanitiser."""
    width = round(chart.fig.get_size_inches()[0] * 100)
    esc = html.escape
    title = (
        f'<p style="font-size:16px;font-weight:bold;line-height:1.3;color:{INK};margin:0px 0px 8px 0px">'
        f"{esc(chart.title)}</p>"
        if chart.title
        else ""
    )
    caption = f"{esc(chart.caption)}<br>" if chart.caption else ""
    return (
        f'<div style="{_BOX};max-width:{width + 30}px"><figure style="margin:0px">{title}'
        f'<img src="data:image/png;base64,{picture}" alt="{esc(chart.alt)}" '
        f'style="display:block;width:100%;max-width:{width}px;height:auto">'
        f'<figcaption style="{_SMALL}">{caption}Source: {_linked(chart.source)}</figcaption></figure>'
        f"{_details(chart.table)}</div>"
    )


def _linked(text: str) -> str:
    """Escape a text and turn its web addresses into links with a literal colour."""
    link = r'<a href="\1" style="color:#0a558c;text-decoration:underline">\1</a>'
    return re.sub(r"(https?://[^\s<>\"]*[^\s<>\".,;)])", link, html.escape(text, quote=False))


def _details(table: pd.DataFrame | None) -> str:
    """The numbers of a chart, folded away."""
    if table is None:
        return ""
    cell = f"padding:3px 10px 3px 0px;color:{INK};background-color:{CARD};border-bottom:1px solid {GRID}"
    looks = [f"{cell};text-align:{_side(table[name])}" for name in table.columns]
    head = "".join(
        f'<th scope="col" style="{look};font-weight:bold">{html.escape(str(name))}</th>'
        for name, look in zip(table.columns, looks, strict=True)
    )
    columns = [[html.escape(_plain(value)) for value in table[name].head(MAX_ROWS)] for name in table.columns]
    body = "".join(f"<tr>{_cells(row, looks)}</tr>" for row in zip(*columns, strict=True))
    more = f'<p style="{_SMALL}">and {len(table) - MAX_ROWS} more rows</p>' if len(table) > MAX_ROWS else ""
    return (
        f'<details style="margin:8px 0px 0px 0px;color:{INK}">'
        f'<summary style="cursor:pointer;color:{INK};font-size:13px">Show the numbers</summary>'
        f'<table style="border-collapse:collapse;font-size:13px;margin:8px 0px 0px 0px;color:{INK};'
        f'background-color:{CARD}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}</details>'
    )


def _side(column: pd.Series) -> str:
    return "right" if pd.api.types.is_numeric_dtype(column) and column.dtype != bool else "left"


def _cells(row: Sequence[str], looks: Sequence[str]) -> str:
    """One row; the first cell is its heading."""
    first = f'<th scope="row" style="{looks[0]};font-weight:normal">{row[0]}</th>'
    return first + "".join(f'<td style="{look}">{text}</td>' for text, look in zip(row[1:], looks[1:], strict=True))


def _plain(value: object) -> str:
    """A cell's text: four significant digits for broken numbers, yes and no, a dash for a gap."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return "–"
    if isinstance(value, float) and math.isinf(value):
        return "∞"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == round(value) or abs(value) >= 1000 else f"{value:.4g}"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return str(value)


def leader(table: pd.DataFrame, column: str | None = None) -> str:
    """Name of the row with the largest number: what an alt text must mention.

    table: as in a Chart (names in the first column); column: which numbers, by default the first numeric column.
    Raises ValueError if there is no number.
    """
    numeric = [name for name in table.columns[1:] if pd.api.types.is_numeric_dtype(table[name])]
    if column is None and not numeric:
        raise ValueError("The table has no column of numbers, so nobody leads.")
    values = table[column if column is not None else numeric[0]]
    if values.isna().all():
        raise ValueError("All numbers are missing, so nobody leads.")
    return str(table.iloc[int(values.reset_index(drop=True).idxmax()), 0])


def in_words(values: pd.Series, unit: str = "", digits: int = 0, top: int = 3) -> str:
    """Values as a phrase for an alt text, in their order: "China 89 per cent, Japan 4 per cent; 12 others lower"."""
    word = " per cent" if unit.startswith("%") else f" {unit}" if unit else ""
    parts = [f"{name} {number(value, digits)}{word}" for name, value in values.head(top).items()]
    rest = len(values) - top
    return ", ".join(parts) + (f"; {rest} more" if rest > 0 else "")


def show(
    fig: Figure, alt: str, source: str, table: pd.DataFrame | None = None, caption: str = "", title: str = ""
) -> None:
    """Display a figure as a card; see `Chart` for the arguments."""
    from IPython.display import display

    display(Chart(fig, alt, source, table, caption, title))


class Live:
    """A chart on the page that can be replaced by another; the last one stays when the notebook is reopened."""

    def __init__(self, chart: Chart) -> None:
        from IPython.display import display

        self.chart = chart
        self._handle = display(chart, display_id=True)

    def update(self, chart: Chart) -> None:
        """Put another chart in the same place."""
        self.chart = chart
        if self._handle is not None:  # None outside IPython
            self._handle.update(chart)


def live(chart: Chart) -> Live:
    """Display a chart and return the handle whose `update(chart)` replaces it."""
    return Live(chart)
