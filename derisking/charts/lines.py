"""Lines over time, each named at its end."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from derisking.charts import axes
from derisking.charts.card import Chart, redrawable
from derisking.charts.vector.parts import apart
from derisking.charts.words import number, plain, wide

DOTTED = 20  # a line with at most so many points has a mark at each


@redrawable
def lines(
    frame: pd.DataFrame, *, title: str, unit: str, source: str, alt: str, events: Sequence[tuple[object, str]] = (),
    reference: tuple[float, str] | None = None, digits: int = 0, caption: str = "",
    x_label: str = "",
) -> Chart:  # fmt: skip
    """Lines over time, each named at its end.

    frame: index = years, dates or other numbers; one column per line (at most 8); gaps are left open.
    events: (x, label) as vertical marks; reference: (number, label) as a horizontal line; digits: decimals of the end values.
    """
    if frame.shape[1] > 8:
        raise ValueError(f"{frame.shape[1]} lines are too many to tell apart; show fewer than 9.")
    fig, ax = axes.figure(height=3.6)
    said = partial(number, digits=digits, unit=unit)
    ends = [_line(ax, frame[name].dropna(), i, said) for i, name in enumerate(frame.columns)]
    marks = [(float(ax.convert_xunits(x)), text, axes.MUTED, (0, (4, 2))) for x, text in events]
    right = max([float(ax.convert_xunits(x)) for x, *_ in ends] + [mark[0] for mark in marks])
    ax.set_xlim(None, right)
    _line_axis(ax, frame, unit, reference)
    room = _end_labels(ax, ends, right)
    above = axes.verticals(ax, marks) if marks else 0.14
    below = axes.under(ax, x_label)
    measure = axes.wrap(unit, int(axes.breadth() / 0.084))
    fig.text(0.012, 0.985, measure, fontsize=axes.SIZE, color=axes.MUTED, va="top", ha="left")
    axes.place(ax, 0.6 if axes.narrow() else 0.75, below, room, above + 0.28 + 0.17 * measure.count("\n"))
    return Chart(fig, alt, source, wide(frame), caption, title, _points(ax, frame, digits, unit))


def _points(ax: Axes, frame: pd.DataFrame, digits: int, unit: str) -> list[tuple[str, float, float]]:
    """What each point of the lines says, and where it stands in the picture."""
    told = frame.stack().dropna()
    words = [f"{name}, {_index(at)}: {number(value, max(digits, 1), unit)}" for (at, name), value in told.items()]
    return axes.spots(ax, words, told.index.get_level_values(0), told)


def _line(ax: Axes, series: pd.Series, i: int, words: Callable[[float], str]) -> tuple[object, float, str, str]:
    """Draw the i-th line. Returns its end: place, value, name with the value in words, and the colour for them."""
    marker = axes.MARKERS[i] if len(series) <= DOTTED else None
    colour = axes.accent(series.name, axes.COLOURS[i])
    look = {"color": colour, "linestyle": axes.DASHES[i], "linewidth": 2.4, "marker": marker}
    ax.plot(series.index, series.to_numpy(dtype=float), markersize=5, zorder=3, clip_on=False, **look)
    last = float(series.iloc[-1])
    return series.index[-1], last, f"{series.name} {words(last)}".replace(" %", "\u00a0%"), colour


def _index(value: object) -> str:
    return plain(value) if isinstance(value, float | pd.Timestamp) else str(value)


def _line_axis(ax: Axes, frame: pd.DataFrame, unit: str, reference: tuple[float, str] | None) -> None:
    """Vertical scale, grid and reference line of a line chart; whole years on the horizontal axis."""
    if float(frame.min(axis=None)) >= 0:
        most = float(frame.max(axis=None))
        top = min(most * 1.08, 100) if unit.startswith("%") and most <= 100 else most * 1.08
        ax.set_ylim(0, top or 1)
    ax.grid(axis="y", color=axes.GRID, linewidth=0.8)
    if pd.api.types.is_integer_dtype(frame.index):
        low, high = int(frame.index.min()), int(frame.index.max())
        few = {low, (low + high) // 2, high}  # on a phone the last year is where names stand
        ax.set_xticks(sorted(few) if axes.narrow() else range(low, high + 1, max(1, round((high - low) / 6))))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}".replace("-", "−"))
    if reference is not None:
        value, label = reference
        ax.axhline(value, color=axes.MUTED, linewidth=1.4, linestyle=(0, (4, 2)))
        words, pad, above = (axes.wrap(label, 16), 1, 4) if axes.narrow() else (label, None, 3)
        look = {"color": axes.MUTED, "zorder": above}
        axes.note(ax, words, (0, value), (4, 6), pad, xycoords=("axes fraction", "data"), **look)


def _end_labels(ax: Axes, ends: Sequence[tuple[object, float, str, str]], right: float) -> float:
    """Names and last values at the right of the lines, moved apart; returns the room they need in inches."""
    low, high = ax.get_ylim()
    wrapped = [axes.wrap(label, 13 if axes.narrow() else 24) for _, _, label, _ in ends]
    gap = (high - low) * 0.2 / 2.6 * (1 + 0.8 * max(label.count("\n") for label in wrapped))
    places = apart([y for _, y, _, _ in ends], gap)
    shift = max(0.0, low + gap / 2 - min(places))
    room = 0.0
    for (_, _, _, colour), label, y in zip(ends, wrapped, places, strict=True):
        look: dict[str, Any] = {"color": colour, "fontweight": "bold", "annotation_clip": False}
        axes.note(ax, label, (right, y + shift), (8, 0), va="center", ha="left", **look)
        room = max(room, axes.text_width(label, "bold"))
    return room + 0.25
