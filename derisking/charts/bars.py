"""Bars, grouped bars and dumbbells: amounts by name, compared from one line."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from derisking.charts import axes
from derisking.charts.card import Chart, redrawable
from derisking.charts.words import axis_label, named, number, plain, wide


@redrawable
def bars(
    values: pd.Series, *, title: str, unit: str, source: str, alt: str, year: object = None, highlight: str | Iterable[str] = (),
    reference: tuple[float, str] | None = None, guess: float | str | None = None, top: int | None = None, digits: int = 0,
    limit: float | None = None, caption: str = "", bare: bool = False,
) -> Chart:  # fmt: skip
    """Horizontal bars with value labels, first value on top.

    values: numbers by name, in the order to show; highlight: the name(s) the chart is about (darker or in the actor's colour, and bold);
    reference: (number, label) for a vertical line; guess: the student's number (dashed line) or the name the
    student picked (a note on its bar); top: keep this many and add up the rest; digits: decimals of the labels;
    limit: right end of the axis (100 for shares of a whole); bare: no labels. Raises ValueError if values are empty or missing.
    """
    if len(values) == 0 or values.isna().any():
        raise ValueError("Bars need at least one value and no gaps; leave out what is not known and say so.")
    strong = {highlight} if isinstance(highlight, str) else set(highlight)
    values = _largest(values, top, strong | {guess})
    marks = axes.marks_for(reference, guess, unit, digits)
    fig, ax = axes.figure(height=axes.height(values.index) + 0.7 + (0.5 if marks else 0.1))
    for row, (name, value) in enumerate(values.items()):
        chosen = name in strong
        ax.barh(row, value, 0.68, color=axes.accent(name, axes.STRONG) if chosen else axes.PLAIN, linewidth=0)
    room = axes.rows(ax, list(values.index), strong)
    ends = ["" if bare else number(v, digits, unit) + "  ◂ your guess" * bool(guess == n) for n, v in values.items()]
    _frame_values(ax, values.to_numpy(dtype=float), ends, unit, limit, marks)
    for row, (name, value) in enumerate(values.items()):
        _value_label(ax, row, value, ends[row], name in strong, guess == name)
    below = axes.under(ax, axis_label(unit, year))
    last = max((row for row, name in enumerate(values.index) if name in strong), default=len(values))
    foot = max(0.0, 1 - (last + 1.1) / (len(values) + 0.2))  # below the last bar that the chart is about
    above = axes.verticals(ax, marks, foot) if marks else 0.12
    axes.place(ax, room, below, 0.2, above)
    return Chart(fig, alt, source, named(values, unit, year), caption, title)


def _largest(values: pd.Series, top: int | None, keep: Iterable[object]) -> pd.Series:
    """The `top` largest values and the names to keep; the sum of the others as "all others"."""
    if top is None or len(values) <= top + 1:
        return values
    ordered = values.sort_values(ascending=False)
    kept = (np.arange(len(ordered)) < top) | ordered.index.isin(list(keep))
    rest = pd.Series({f"all others ({(~kept).sum()})": ordered[~kept].sum()})
    return pd.concat([ordered[kept], rest])


def _value_label(ax: Axes, row: float, value: float, label: str, strong: bool, guessed: bool) -> None:
    side = -1 if value < 0 else 1
    look = {"color": axes.GUESS if guessed else axes.INK, "fontweight": "bold" if strong else "normal", "zorder": 5}
    axes.note(ax, label, (value, row), (5 * side, 0), 1, va="center", ha="left" if side > 0 else "right", **look)


def _frame_values(
    ax: Axes, values: np.ndarray, labels: Sequence[str], unit: str, limit: float | None, marks: Sequence[tuple],
    width: float = 0,
) -> None:  # fmt: skip
    """Axis range with room for the value labels; the first row on top; light vertical grid. width: inches of the plot, if they are known.

    Ticks say only what can be: counts are whole numbers, and no share of a whole is above 100.
    """
    low = min(0.0, values.min(), *(mark[0] for mark in marks)) if marks else min(0.0, values.min())
    high = max([limit or 0, values.max(), *(mark[0] for mark in marks)]) or 1
    width = width or axes.plot_width(0.62)
    right = high
    for value, label in zip(values, labels, strict=True):
        need = (axes.text_width(label, "bold") + 0.15) / width
        right = max(right, low + (value - low) / max(0.2, 1 - need) if value >= 0 else right)
    left = low * 1.18 if low < 0 else low
    ax.set_xlim(left, right)
    ax.set_ylim(ax.get_ylim()[::-1] if not len(values) else (len(ax.get_yticks()) - 0.4, -0.6))
    ax.grid(axis="x", color=axes.GRID, linewidth=0.8)
    if low < 0:
        ax.axvline(0, color=axes.MUTED, linewidth=1)
    ax.spines["bottom"].set_visible(False)
    share = unit.startswith("%")
    if not share and np.equal(values, values.round()).all():
        ax.xaxis.set_major_locator(MaxNLocator(4 if axes.narrow() else 8, integer=True))
    most = limit or (100 if share and high <= 100 else None)
    if most:
        ax.set_xticks([tick for tick in ax.get_xticks() if low <= tick <= most * 1.001])
    ax.set_xlim(left, right)


@redrawable
def grouped_bars(
    frame: pd.DataFrame, *, title: str, unit: str, source: str, alt: str, year: object = None, digits: int = 0,
    guess: float | None = None, caption: str = "", table: pd.DataFrame | None = None,
) -> Chart:  # fmt: skip
    """Bars side by side: one group per row of the frame, one bar per column (at most 4), each labelled by its name, on a phone in a key.

    frame: numbers; index = group names, columns = series. A gap is shown as "no data", not as zero.
    guess: the student's number (dashed line).
    """
    if frame.shape[1] > 4:
        raise ValueError(f"{frame.shape[1]} bars per group are too many to compare; use at most 4, or lines.")
    count, marks = frame.shape[1], axes.marks_for(None, guess, unit, digits)
    key = axes.narrow()  # names above, so that bars have the room
    fig, ax = axes.figure(height=len(frame) * (0.27 * count + 0.2) + 0.8 + 0.3 * (bool(marks) + key))
    thick = 0.8 / count
    labels, values = [], []
    for column, name in enumerate(frame.columns):
        for row, value in enumerate(frame[name]):
            y = row + (column - (count - 1) / 2) * thick
            said, beside = number(value, digits, unit), "" if key else f"  {name}"
            text = f"{name}: no data" if pd.isna(value) else f"{said}{beside}"
            filled = 0.0 if pd.isna(value) else float(value)
            colour = axes.accent(name, (axes.STRONG, "#E39A63", "#8CC7B2", "#8F897C")[column])
            ax.barh(y, filled, thick * 0.9, color=colour, linewidth=0, label=str(name) if not row else None)
            _value_label(ax, y, filled, text, False, False)
            labels.append(text)
            values.append(filled)
    room = axes.rows(ax, list(frame.index))
    _frame_values(ax, np.array(values), labels, unit, max(0, *values), marks, axes.breadth() - room - 0.2)
    ax.xaxis.set_major_formatter(lambda value, _: plain(value))
    ax.set_ylim(len(frame) - 0.45, -0.55)
    below = axes.under(ax, axis_label(unit, year))
    above = axes.verticals(ax, marks) if marks else 0.12
    axes.place(ax, room, below, 0.2, axes.legend(ax, above) if key else above)
    return Chart(fig, alt, source, wide(frame) if table is None else table, caption, title)


@redrawable
def dumbbell(
    frame: pd.DataFrame, *, title: str, unit: str, source: str, alt: str, year: object = None, digits: int = 0,
    limit: float | None = None, caption: str = "",
) -> Chart:  # fmt: skip
    """Two numbers per row as two marks on one line: two countries, or before and after.

    frame: index = row names, exactly two columns of numbers without gaps; the column names label the first row's marks.
    """
    if frame.shape[1] != 2 or frame.isna().any(axis=None):
        raise ValueError("A dumbbell compares exactly two columns without gaps.")
    fig, ax = axes.figure(height=axes.height(frame.index, 0.42) + 1.05)
    high = max(limit or 0, float(frame.max(axis=None)))
    for row, (a, b) in enumerate(frame.to_numpy(dtype=float)):
        ax.plot([a, b], [row, row], color="#b9bdc2", linewidth=3, zorder=1)
        _pair(ax, row, a, b, frame.columns if not row else (None, None))  # names for a key, once
        for value, other, colour in ((a, b, axes.STRONG), (b, a, axes.GUESS)):
            right = value > other or (value == other and colour == axes.STRONG)
            words = number(value, digits, "" if axes.narrow() else unit)
            look: dict[str, Any] = {"color": colour, "ha": "left" if right else "right", "va": "center"}
            axes.note(ax, words, (value, row), (9 if right else -9, 0), **look)
    room = axes.rows(ax, list(frame.index))
    room_for = 0.35 if axes.narrow() else 0.15  # numbers beside the outermost marks
    ax.set_xlim(min(-room_for * high, 1.1 * float(frame.min(axis=None))), high * (1 + room_for))
    ax.set_ylim(len(frame) - 0.4, -0.5 if axes.narrow() else -0.9)
    if not axes.narrow():
        _name_pair(ax, frame, high)
    ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= high * 1.001])
    ax.grid(axis="x", color=axes.GRID, linewidth=0.8)
    ax.spines["bottom"].set_visible(False)
    below = axes.under(ax, axis_label(unit, year))
    axes.place(ax, room, below, 0.15, axes.legend(ax, 0.12) if axes.narrow() else 0.12)
    return Chart(fig, alt, source, wide(frame), caption, title)


def _pair(ax: Axes, row: int, a: float, b: float, names: Sequence[str | None]) -> None:
    """The two marks of a row; names: what a key calls them, None for no entry."""
    ax.plot(a, row, axes.MARKERS[0], color=axes.STRONG, markersize=9, zorder=3, linestyle="", label=names[0])
    hollow = {"markerfacecolor": axes.CARD, "markeredgewidth": 2.2, "markersize": 8}
    ax.plot(b, row, axes.MARKERS[1], color=axes.COLOURS[1], zorder=3, linestyle="", label=names[1], **hollow)


def _name_pair(ax: Axes, frame: pd.DataFrame, high: float) -> None:
    """The names of the two columns over the marks of the first row."""
    first, second = frame.columns
    a, b = frame.iloc[0].astype(float)
    left, right = sorted([(a, str(first), axes.STRONG), (b, str(second), axes.GUESS)], key=lambda one: one[0])
    close = abs(a - b) < 0.3 * high
    for (x, name, colour), align in ((left, "right" if close else "center"), (right, "left" if close else "center")):
        ax.text(x, -0.35, name, color=colour, fontsize=axes.SIZE, fontweight="bold", ha=align, va="bottom")
