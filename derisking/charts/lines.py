"""Lines over time, each named at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory

from derisking.charts.axes import (
    CARD,
    COLOURS,
    DASHES,
    GRID,
    MARKERS,
    MUTED,
    SIZE,
    breadth,
    figure,
    logarithmic,
    marks_for,
    names_in,
    narrow,
    place,
    spots,
    spread,
    text_width,
    under,
    verticals,
    wrap,
)
from derisking.charts.card import Chart, redrawable
from derisking.charts.words import number, plain, wide


@redrawable
def lines(
    frame: pd.DataFrame, *, title: str, unit: str, source: str, alt: str, highlight: object = None, log: bool = False,
    events: Sequence[tuple[object, str]] = (), reference: object = None, digits: int = 0, markers: bool | None = None,
    zero: bool = True, guess: float | None = None, caption: str = "", table: pd.DataFrame | None = None, x_label: str = "",
) -> Chart:  # fmt: skip
    """Lines over time, each named at its end.

    frame: index = years, dates or other numbers; one column per line (at most 8); gaps are left open.
    highlight: column(s) drawn strong, the others grey; events: (x, label) as vertical marks; reference: number or
    (number, label) as a horizontal line; log: logarithmic axis; zero: start the axis at 0 (never with log);
    markers: dots at the data points (by default up to 20 points); digits: decimals of the end values; guess: the student's
    number (dashed horizontal line).
    """
    if frame.shape[1] > 8:
        raise ValueError(f"{frame.shape[1]} lines are too many to tell apart; highlight some or show fewer than 9.")
    fig, ax = figure(height=3.6)
    dots = len(frame) <= 20 if markers is None else markers
    strong = set(names_in(highlight))
    said = partial(number, digits=digits, unit=unit)
    ends = [
        _line(ax, frame[name].dropna(), i, bool(strong) and name not in strong, dots, said)
        for i, name in enumerate(frame.columns)
    ]
    marks = [(float(ax.convert_xunits(_moment(x))), text, MUTED, (0, (4, 2))) for x, text in events]
    right = max([float(ax.convert_xunits(x)) for x, *_ in ends] + [mark[0] for mark in marks])
    ax.set_xlim(None, right)
    _line_axis(ax, frame, unit, log, zero, reference)
    if guess is not None:
        _guess(ax, guess, unit, digits)
    room = _end_labels(ax, ends, right, log)
    above = verticals(ax, marks) if marks else 0.14
    below = under(ax, x_label)
    measure = wrap(unit, int(breadth() / 0.084))
    fig.text(0.012, 0.985, measure, fontsize=SIZE, color=MUTED, va="top", ha="left")
    place(ax, 0.6 if narrow() else 0.75, below, room, above + 0.28 + 0.17 * measure.count("\n"))
    return Chart(
        fig, alt, source, wide(frame) if table is None else table, caption, title, _points(ax, frame, digits, unit)
    )


def _points(ax: Axes, frame: pd.DataFrame, digits: int, unit: str) -> list[tuple[str, float, float]]:
    """What each point of the lines says, and where it stands in the picture."""
    told = frame.stack().dropna()
    words = [f"{name}, {_index(at)}: {number(value, max(digits, 1), unit)}" for (at, name), value in told.items()]
    return spots(ax, words, told.index.get_level_values(0), told)


def _line(
    ax: Axes, series: pd.Series, i: int, faded: bool, dots: bool, words: Callable[[float], str]
) -> tuple[object, float, str, str]:
    """Draw the i-th line. Returns its end: place, value, name with the value in words, and the colour for them."""
    colour = "#8b9097" if faded else COLOURS[i]
    look = {
        "color": colour,
        "linestyle": DASHES[i],
        "linewidth": 1.4 if faded else 2.4,
        "marker": MARKERS[i] if dots else None,
    }
    ax.plot(series.index, series.to_numpy(dtype=float), markersize=5, zorder=3, clip_on=False, **look)
    last = float(series.iloc[-1])
    return series.index[-1], last, f"{series.name} {words(last)}", MUTED if faded else colour


def _index(value: object) -> str:
    return (
        f"{value:%Y-%m-%d}"
        if isinstance(value, pd.Timestamp)
        else plain(value)
        if isinstance(value, float)
        else str(value)
    )


def _guess(ax: Axes, guess: float, unit: str, digits: int) -> None:
    """The student's number as a dashed line, with its label at the left, inside the axis."""
    low, high = ax.get_ylim()
    ax.set_ylim(min(low, guess), max(high, guess * 1.08))
    ((value, label, colour, dash),) = marks_for(None, guess, unit, digits)
    ax.axhline(value, color=colour, linewidth=1.6, linestyle=dash, zorder=3)
    words = {"color": colour, "fontsize": SIZE, "fontweight": "bold", "zorder": 5}
    at = {"xycoords": blended_transform_factory(ax.transAxes, ax.transData), "textcoords": "offset points"}
    ax.annotate(
        label, (0, value), xytext=(4, 3), bbox={"facecolor": CARD, "edgecolor": "none", "pad": 1}, **at, **words
    )


def _moment(value: object) -> object:
    return pd.Timestamp(value) if isinstance(value, str) else value


def _line_axis(ax: Axes, frame: pd.DataFrame, unit: str, log: bool, zero: bool, reference: object) -> None:
    """Vertical scale, grid and reference line of a line chart; whole years on the horizontal axis."""
    if log:
        logarithmic(ax, "y")
    elif zero and float(frame.min(axis=None)) >= 0:
        most = float(frame.max(axis=None))
        top = min(most * 1.08, 100) if unit.startswith("%") and most <= 100 else most * 1.08
        ax.set_ylim(0, top or 1)
    ax.grid(axis="y", color=GRID, linewidth=0.8)
    if pd.api.types.is_integer_dtype(frame.index):
        years = frame.index.max() - frame.index.min()
        step = max(1, -(-years // 3) if narrow() else round(years / 6))
        ax.set_xticks(range(int(frame.index.min()), int(frame.index.max()) + 1, step))
    if not log:
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}".replace("-", "−"))
    if reference is not None:
        value, label = reference if isinstance(reference, tuple) else (reference, "")
        ax.axhline(value, color=MUTED, linewidth=1.4, linestyle=(0, (4, 2)))
        ax.annotate(wrap(label, 16) if narrow() else label, (0, value), xytext=(4, 3), textcoords="offset points",
                    xycoords=blended_transform_factory(ax.transAxes, ax.transData), fontsize=SIZE, color=MUTED,
                    **({"zorder": 4, "bbox": {"facecolor": CARD, "edgecolor": "none", "pad": 1}} if narrow() else {}))  # fmt: skip


def _end_labels(ax: Axes, ends: Sequence[tuple[object, float, str, str]], right: float, log: bool) -> float:
    """Names and last values at the right of the lines, moved apart; returns the room they need in inches."""
    scale = np.log10 if log else float
    low, high = (scale(edge) for edge in ax.get_ylim())
    wrapped = [wrap(label, 13 if narrow() else 24) for _, _, label, _ in ends]
    gap = (high - low) * 0.2 / 2.6 * (1 + 0.8 * max(label.count("\n") for label in wrapped))
    places = spread([float(scale(y)) for _, y, _, _ in ends], gap)
    shift = max(0.0, low + gap / 2 - min(places))
    room = 0.0
    for (_, _, _, colour), label, y in zip(ends, wrapped, places, strict=True):
        ax.annotate(label, (right, 10 ** (y + shift) if log else y + shift), xytext=(8, 0), textcoords="offset points",
                    va="center", ha="left", fontsize=SIZE, color=colour, fontweight="bold", annotation_clip=False)  # fmt: skip
        room = max(room, text_width(ax.figure, label, SIZE, "bold"))
    return room + 0.25
