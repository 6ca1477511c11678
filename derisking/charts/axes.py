"""House style on the axes: colours, sizes, margins, names of rows, marks, and labels that keep apart.

Colour is never the only signal: hatches, markers, dashes and direct labels say the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import LogLocator, NullLocator
from matplotlib.transforms import blended_transform_factory

from derisking.charts.words import number

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
ROW = 0.34  # inches of height for one bar
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


def wrap(name: object, width: int = 26) -> str:
    return "\n".join(textwrap.wrap(str(name), width, break_long_words=False)) or " "


def names_in(value: object) -> list[object]:
    return (
        [] if value is None else [value] if isinstance(value, str) or not isinstance(value, Iterable) else list(value)
    )


def rows(ax: Axes, names: Sequence[object], bold: Iterable[object] = ()) -> float:
    """Write row names on the left; returns the room they need in inches."""
    labels, bold = [wrap(name) for name in names], set(bold)
    ax.set_yticks(range(len(names)), labels)
    room = 0.0
    for tick, name, label in zip(ax.get_yticklabels(), names, labels, strict=True):
        weight = "bold" if name in bold else "normal"
        tick.set_fontweight(weight)
        room = max(room, text_width(ax.figure, label, SIZE, weight))
    return room + 0.2


def height(names: Sequence[object], row: float = ROW) -> float:
    """Inches for the rows; a wrapped name needs more."""
    return sum(max(row, 0.19 * (1 + wrap(name).count("\n")) + 0.1) for name in names)


def verticals(ax: Axes, marks: Sequence[tuple[float, str, str, object]]) -> float:
    """Dashed vertical lines with labels above the plot; returns the room needed above, in inches.

    marks: (position, label, colour, dash style). Labels that would touch go on a second line.
    """
    width = ax.figure.get_size_inches()[0] * 0.6
    low, high = ax.get_xlim()
    ends: list[float] = []  # right end of the last label on each line of labels
    axes = blended_transform_factory(ax.transData, ax.transAxes)
    for x, label, colour, dash in sorted(marks, key=lambda mark: mark[0]):
        ax.axvline(x, color=colour, linestyle=dash, linewidth=1.6, zorder=3)
        half = text_width(ax.figure, label) / width * (high - low) / 2
        line = next((i for i, end in enumerate(ends) if x - half > end), len(ends))
        ends[line : line + 1] = [x + half + 0.02 * (high - low)]
        near_right, near_left = x + half > high, x - half < low
        align = "right" if near_right else "left" if near_left else "center"
        ax.annotate(
            label, (x, 1), xycoords=axes, xytext=(0, 4 + 14 * line), textcoords="offset points",
            ha=align, va="bottom", color=colour, fontsize=SIZE, fontweight="bold", annotation_clip=False,
        )  # fmt: skip
    return 0.12 + 0.2 * len(ends)


def marks_for(reference: object, guess: object, unit: str, digits: int) -> list[tuple[float, str, str, object]]:
    """Reference line and the student's guess as vertical marks."""
    marks: list[tuple[float, str, str, object]] = []
    if reference is not None:
        value, label = reference if isinstance(reference, tuple) else (reference, number(reference, digits, unit))
        marks.append((float(value), label, MUTED, "-"))
    if guess is not None and not isinstance(guess, str):
        digits_ = digits if float(guess) != round(float(guess)) else 0
        marks.append((float(guess), f"your guess: {number(guess, digits_, unit)}", GUESS, (0, (4, 2))))
    return marks


def legend(ax: Axes) -> None:
    """A key in one line above the plot, for the few charts where names cannot stand beside what they name."""
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=8, frameon=False, fontsize=SIZE, handletextpad=0.4,
              columnspacing=1.1, borderaxespad=0.2, handlelength=1.4)  # fmt: skip


def logarithmic(ax: Axes, which: str) -> None:
    """A logarithmic axis with plain numbers (1, 2, 5, 10, ...; 10, 100, ... on long ones) and no minor ticks."""
    (ax.set_xscale if which == "x" else ax.set_yscale)("log")
    axis = ax.xaxis if which == "x" else ax.yaxis
    low, high = ax.get_xlim() if which == "x" else ax.get_ylim()
    steps_ = (1, 2, 5) if np.log10(high / low) < 2.5 else (1,)
    axis.set_major_locator(LogLocator(subs=steps_, numticks=12))
    axis.set_minor_locator(NullLocator())
    long = np.log10(high) > 7
    axis.set_major_formatter((lambda v, _: f"$10^{{{np.log10(v):.0f}}}$") if long else (lambda v, _: f"{v:,.10g}"))
