"""Charts of numbers: bars, lines, points, stacked shares, distributions.

Every function takes a title (a question or a message), the unit (with what it is a share *of*), the source and the alt
text, and returns a `Chart`. Colour is never the only signal: hatches, markers, dashes and direct labels say the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullLocator
from matplotlib.transforms import blended_transform_factory

from derisking.charts.base import (
    CARD,
    COLOURS,
    DASHES,
    GRID,
    GUESS,
    HATCHES,
    INK,
    MARKERS,
    MUTED,
    PLAIN,
    SIZE,
    STRONG,
    Chart,
    axis_label,
    figure,
    number,
    place,
    spread,
    text_width,
)

ROW = 0.34  # inches of height for one bar


def _wrap(name: object, width: int = 26) -> str:
    return "\n".join(textwrap.wrap(str(name), width, break_long_words=False)) or " "


def _names(value: object) -> list[object]:
    return (
        [] if value is None else [value] if isinstance(value, str) or not isinstance(value, Iterable) else list(value)
    )


def _rows(ax: Axes, names: Sequence[object], bold: Iterable[object] = ()) -> float:
    """Write row names on the left; returns the room they need in inches."""
    labels, bold = [_wrap(name) for name in names], set(bold)
    ax.set_yticks(range(len(names)), labels)
    room = 0.0
    for tick, name, label in zip(ax.get_yticklabels(), names, labels, strict=True):
        weight = "bold" if name in bold else "normal"
        tick.set_fontweight(weight)
        room = max(room, text_width(ax.figure, label, SIZE, weight))
    return room + 0.2


def _height(names: Sequence[object], row: float = ROW) -> float:
    """Inches for the rows; a wrapped name needs more."""
    return sum(max(row, 0.19 * (1 + _wrap(name).count("\n")) + 0.1) for name in names)


def _verticals(ax: Axes, marks: Sequence[tuple[float, str, str, object]]) -> float:
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


def _marks(reference: object, guess: object, unit: str, digits: int) -> list[tuple[float, str, str, object]]:
    """Reference line and the student's guess as vertical marks."""
    marks: list[tuple[float, str, str, object]] = []
    if reference is not None:
        value, label = reference if isinstance(reference, tuple) else (reference, number(reference, digits, unit))
        marks.append((float(value), label, MUTED, "-"))
    if guess is not None and not isinstance(guess, str):
        digits_ = digits if float(guess) != round(float(guess)) else 0
        marks.append((float(guess), f"your guess: {number(guess, digits_, unit)}", GUESS, (0, (4, 2))))
    return marks


def _largest(values: pd.Series, top: int | None, keep: Iterable[object]) -> pd.Series:
    """The `top` largest values and the names to keep; the sum of the others as "all others"."""
    if top is None or len(values) <= top + 1:
        return values
    ordered = values.sort_values(ascending=False)
    kept = (np.arange(len(ordered)) < top) | ordered.index.isin(list(keep))
    rest = pd.Series({f"all others ({(~kept).sum()})": ordered[~kept].sum()})
    return pd.concat([ordered[kept], rest])


def _table(values: pd.Series, unit: str, year: object) -> pd.DataFrame:
    name = str(values.index.name or "name")
    return pd.DataFrame({name: values.index.astype(str), axis_label(unit, year): values.to_numpy()})


def bars(
    values: pd.Series, *, title: str, unit: str, source: str, alt: str, year: object = None, highlight: object = None,
    reference: object = None, guess: object = None, top: int | None = None, digits: int = 0, limit: float | None = None,
    caption: str = "", table: pd.DataFrame | None = None,
) -> Chart:  # fmt: skip
    """Horizontal bars with value labels, first value on top.

    values: numbers by name, in the order to show; highlight: the name(s) the chart is about (darker, hatched, bold);
    reference: a number or (number, label) for a vertical line; guess: the student's number (dashed line) or the name the
    student picked (a note on its bar); top: keep this many and add up the rest; digits: decimals of the labels;
    limit: right end of the axis (100 for shares of a whole). Raises ValueError if values are empty or missing.
    """
    if len(values) == 0 or values.isna().any():
        raise ValueError("Bars need at least one value and no gaps; leave out what is not known and say so.")
    values = _largest(values, top, [*_names(highlight), *([guess] if isinstance(guess, str) else [])])
    marks = _marks(reference, guess, unit, digits)
    fig, ax = figure(height=_height(values.index) + 0.7 + (0.5 if marks else 0.1))
    strong = set(_names(highlight))
    for row, (name, value) in enumerate(values.items()):
        chosen = name in strong
        ax.barh(row, value, 0.68, color=STRONG if chosen else PLAIN, hatch="///" if chosen else None,
                edgecolor="#7fb0d3" if chosen else PLAIN, linewidth=0)  # fmt: skip
    room = _rows(ax, list(values.index), strong)
    ends = [number(v, digits, unit) + ("  ◂ your guess" if guess == n else "") for n, v in values.items()]
    _frame_values(ax, values.to_numpy(dtype=float), ends, limit, marks)
    for row, (name, value) in enumerate(values.items()):
        _value_label(ax, row, value, ends[row], name in strong, guess == name)
    ax.set_xlabel(axis_label(unit, year), fontsize=SIZE, color=INK)
    above = _verticals(ax, marks) if marks else 0.12
    place(ax, room, 0.62, 0.2, above)
    return Chart(fig, alt, source, _table(values, unit, year) if table is None else table, caption, title)


def _value_label(ax: Axes, row: float, value: float, label: str, strong: bool, guessed: bool) -> None:
    side = -1 if value < 0 else 1
    ax.annotate(
        label, (value, row), xytext=(5 * side, 0), textcoords="offset points", va="center",
        ha="left" if side > 0 else "right", fontsize=SIZE, color=GUESS if guessed else INK,
        fontweight="bold" if strong else "normal",
        bbox={"facecolor": CARD, "edgecolor": "none", "pad": 1, "alpha": 0.85},
    )  # fmt: skip


def _frame_values(
    ax: Axes, values: np.ndarray, labels: Sequence[str], limit: float | None, marks: Sequence[tuple]
) -> None:
    """Axis range with room for the value labels; the first row on top; light vertical grid."""
    low = min(0.0, values.min(), *(mark[0] for mark in marks)) if marks else min(0.0, values.min())
    high = max([limit or 0, values.max(), *(mark[0] for mark in marks)]) or 1
    width = 0.62 * ax.figure.get_size_inches()[0]
    right = high
    for value, label in zip(values, labels, strict=True):
        need = (text_width(ax.figure, label, SIZE, "bold") + 0.15) / width
        right = max(right, low + (value - low) / max(0.2, 1 - need) if value >= 0 else right)
    left = low * 1.18 if low < 0 else low
    ax.set_xlim(left, right)
    ax.set_ylim(ax.get_ylim()[::-1] if not len(values) else (len(ax.get_yticks()) - 0.4, -0.6))
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    if low < 0:
        ax.axvline(0, color=MUTED, linewidth=1)
    ax.spines["bottom"].set_visible(False)
    if limit:
        ax.set_xticks([tick for tick in ax.get_xticks() if low <= tick <= limit * 1.001])
    ax.set_xlim(left, right)


def grouped_bars(
    frame: pd.DataFrame, *, title: str, unit: str, source: str, alt: str, year: object = None, digits: int = 0,
    limit: float | None = None, reference: object = None, caption: str = "", table: pd.DataFrame | None = None,
) -> Chart:  # fmt: skip
    """Bars side by side: one group per row of the frame, one bar per column (at most 4), each labelled by its name.

    frame: numbers; index = group names, columns = series. A gap is shown as "no data", not as zero.
    """
    if frame.shape[1] > 4:
        raise ValueError(f"{frame.shape[1]} bars per group are too many to compare; use at most 4, or lines.")
    count, marks = frame.shape[1], _marks(reference, None, unit, digits)
    fig, ax = figure(height=len(frame) * (0.27 * count + 0.2) + 0.8 + (0.3 if marks else 0))
    thick = 0.8 / count
    labels, values = [], []
    for column, name in enumerate(frame.columns):
        for row, value in enumerate(frame[name]):
            y = row + (column - (count - 1) / 2) * thick
            text = f"{name}: no data" if pd.isna(value) else f"{number(value, digits, unit)}  {name}"
            filled = 0.0 if pd.isna(value) else float(value)
            colour = (STRONG, "#E39A63", "#8CC7B2", "#C9C4BA")[column]
            ax.barh(y, filled, thick * 0.9, color=colour, hatch=HATCHES[column],
                    edgecolor=CARD if column else colour, linewidth=0)  # fmt: skip
            _value_label(ax, y, filled, text, False, False)
            labels.append(text)
            values.append(filled)
    room = _rows(ax, list(frame.index))
    _frame_values(ax, np.array(values), labels, limit, marks)
    ax.set_ylim(len(frame) - 0.45, -0.55)
    ax.set_xlabel(axis_label(unit, year), fontsize=SIZE, color=INK)
    above = _verticals(ax, marks) if marks else 0.12
    place(ax, room, 0.62, 0.2, above)
    return Chart(fig, alt, source, _wide(frame) if table is None else table, caption, title)


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with its index as the first column of text."""
    wide = frame.reset_index()
    wide.columns = [str(name) for name in wide.columns]
    wide = wide.rename(columns={"index": "name"})
    wide[wide.columns[0]] = [_index_text(value) for value in frame.index]
    return wide


def _index_text(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def dumbbell(
    frame: pd.DataFrame, *, title: str, unit: str, source: str, alt: str, year: object = None, digits: int = 0,
    limit: float | None = None, reference: object = None, caption: str = "", table: pd.DataFrame | None = None,
) -> Chart:  # fmt: skip
    """Two numbers per row as two marks on one line: two countries, or before and after.

    frame: index = row names, exactly two columns of numbers without gaps; the column names label the first row's marks.
    """
    if frame.shape[1] != 2 or frame.isna().any(axis=None):
        raise ValueError("A dumbbell compares exactly two columns without gaps.")
    marks = _marks(reference, None, unit, digits)
    fig, ax = figure(height=_height(frame.index, 0.42) + 1.05 + (0.25 if marks else 0))
    first, second = frame.columns
    high = max(limit or 0, float(frame.max(axis=None)))
    for row, (a, b) in enumerate(frame.to_numpy(dtype=float)):
        ax.plot([a, b], [row, row], color="#b9bdc2", linewidth=3, zorder=1)
        ax.plot(a, row, MARKERS[0], color=STRONG, markersize=9, zorder=3)
        ax.plot(b, row, MARKERS[1], color=COLOURS[1], markerfacecolor=CARD, markeredgewidth=2.2, markersize=8, zorder=3)
        for value, other, colour in ((a, b, STRONG), (b, a, GUESS)):
            right = value > other or (value == other and colour == STRONG)
            ax.annotate(number(value, digits, unit), (value, row), xytext=(9 if right else -9, 0), va="center",
                        textcoords="offset points", color=colour, ha="left" if right else "right", fontsize=SIZE)  # fmt: skip
    room = _rows(ax, list(frame.index))
    ax.set_xlim(min(-0.14 * high, 1.1 * float(frame.min(axis=None))), high * 1.16)
    ax.set_ylim(len(frame) - 0.4, -0.9)
    a, b = frame.iloc[0].astype(float)
    left, right = ((a, first, STRONG), (b, second, GUESS)) if a <= b else ((b, second, GUESS), (a, first, STRONG))
    close = abs(a - b) < 0.3 * high
    for (x, name, colour), align in ((left, "right" if close else "center"), (right, "left" if close else "center")):
        ax.text(x, -0.35, str(name), color=colour, fontsize=SIZE, fontweight="bold", ha=align, va="bottom")
    ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= high * 1.001])
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    ax.spines["bottom"].set_visible(False)
    ax.set_xlabel(axis_label(unit, year), fontsize=SIZE, color=INK)
    place(ax, room, 0.62, 0.15, _verticals(ax, marks) if marks else 0.12)
    return Chart(fig, alt, source, _wide(frame) if table is None else table, caption, title)


def lines(
    frame: pd.DataFrame, *, title: str, unit: str, source: str, alt: str, highlight: object = None, log: bool = False,
    events: Sequence[tuple[object, str]] = (), reference: object = None, digits: int = 0, markers: bool | None = None,
    zero: bool = True, caption: str = "", table: pd.DataFrame | None = None, x_label: str = "",
) -> Chart:  # fmt: skip
    """Lines over time, each named at its end.

    frame: index = years, dates or other numbers; one column per line (at most 8); gaps are left open.
    highlight: column(s) drawn strong, the others grey; events: (x, label) as vertical marks; reference: number or
    (number, label) as a horizontal line; log: logarithmic axis; zero: start the axis at 0 (never with log);
    markers: dots at the data points (by default up to 20 points); digits: decimals of the end values.
    """
    if frame.shape[1] > 8:
        raise ValueError(f"{frame.shape[1]} lines are too many to tell apart; highlight some or show fewer than 9.")
    fig, ax = figure(height=3.6)
    strong, ends = set(_names(highlight)), []
    dots = len(frame) <= 20 if markers is None else markers
    for i, name in enumerate(frame.columns):
        series = frame[name].dropna()
        faded = bool(strong) and name not in strong
        colour = "#8b9097" if faded else COLOURS[i]
        ax.plot(series.index, series.to_numpy(dtype=float), color=colour, linestyle=DASHES[i],
                linewidth=1.4 if faded else 2.4, marker=MARKERS[i] if dots else None, markersize=5, zorder=3, clip_on=False)  # fmt: skip
        last = float(series.iloc[-1])
        ends.append((series.index[-1], last, f"{name} {number(last, digits, unit)}", MUTED if faded else colour))
    marks = [(float(ax.convert_xunits(_moment(x))), text, MUTED, (0, (4, 2))) for x, text in events]
    right = max([float(ax.convert_xunits(x)) for x, *_ in ends] + [mark[0] for mark in marks])
    ax.set_xlim(None, right)
    _line_axis(ax, frame, log, zero, reference)
    room = _end_labels(ax, ends, right, log)
    above = _verticals(ax, marks) if marks else 0.14
    ax.set_xlabel(x_label, fontsize=SIZE, color=INK)
    fig.text(0.012, 0.985, unit, fontsize=SIZE, color=MUTED, va="top", ha="left")
    place(ax, 0.75, 0.55 if x_label else 0.4, room, above + 0.28)
    return Chart(fig, alt, source, _wide(frame) if table is None else table, caption, title)


def _moment(value: object) -> object:
    return pd.Timestamp(value) if isinstance(value, str) else value


def _line_axis(ax: Axes, frame: pd.DataFrame, log: bool, zero: bool, reference: object) -> None:
    """Vertical scale, grid and reference line of a line chart; whole years on the horizontal axis."""
    if log:
        _logarithmic(ax, "y")
    elif zero and float(frame.min(axis=None)) >= 0:
        ax.set_ylim(0, float(frame.max(axis=None)) * 1.08 or 1)
    ax.grid(axis="y", color=GRID, linewidth=0.8)
    if pd.api.types.is_integer_dtype(frame.index):
        step = max(1, round((frame.index.max() - frame.index.min()) / 6))
        ax.set_xticks(range(int(frame.index.min()), int(frame.index.max()) + 1, step))
    if not log:
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}".replace("-", "−"))
    if reference is not None:
        value, label = reference if isinstance(reference, tuple) else (reference, "")
        ax.axhline(value, color=MUTED, linewidth=1.4, linestyle=(0, (4, 2)))
        ax.annotate(label, (0, value), xycoords=blended_transform_factory(ax.transAxes, ax.transData),
                    xytext=(4, 3), textcoords="offset points", fontsize=SIZE, color=MUTED)  # fmt: skip


def _logarithmic(ax: Axes, which: str) -> None:
    """A logarithmic axis with plain numbers (1, 2, 5, 10, ...; 10, 100, ... on long ones) and no minor ticks."""
    (ax.set_xscale if which == "x" else ax.set_yscale)("log")
    axis = ax.xaxis if which == "x" else ax.yaxis
    low, high = ax.get_xlim() if which == "x" else ax.get_ylim()
    steps_ = (1, 2, 5) if np.log10(high / low) < 2.5 else (1,)
    axis.set_major_locator(LogLocator(subs=steps_, numticks=12))
    axis.set_minor_locator(NullLocator())
    long = np.log10(high) > 7
    axis.set_major_formatter((lambda v, _: f"$10^{{{np.log10(v):.0f}}}$") if long else (lambda v, _: f"{v:,.10g}"))


def _end_labels(ax: Axes, ends: Sequence[tuple[object, float, str, str]], right: float, log: bool) -> float:
    """Names and last values at the right of the lines, moved apart; returns the room they need in inches."""
    scale = np.log10 if log else float
    low, high = (scale(edge) for edge in ax.get_ylim())
    wrapped = [_wrap(label, 24) for _, _, label, _ in ends]
    gap = (high - low) * 0.2 / 2.6 * (1.8 if any("\n" in label for label in wrapped) else 1)
    places = spread([float(scale(y)) for _, y, _, _ in ends], gap)
    shift = max(0.0, low + gap / 2 - min(places))
    room = 0.0
    for (_, _, _, colour), label, y in zip(ends, wrapped, places, strict=True):
        ax.annotate(label, (right, 10 ** (y + shift) if log else y + shift), xytext=(8, 0), textcoords="offset points",
                    va="center", ha="left", fontsize=SIZE, color=colour, fontweight="bold", annotation_clip=False)  # fmt: skip
        room = max(room, text_width(ax.figure, label, SIZE, "bold"))
    return room + 0.25


def points(
    frame: pd.DataFrame, x: str, y: str, label: str | None = None, *, title: str, x_unit: str, unit: str, source: str,
    alt: str, group: str | None = None, annotate: Iterable[object] | None = None, log_x: bool = False,
    log_y: bool = False, x_reference: float | None = None, y_reference: float | None = None,
    caption: str = "", table: pd.DataFrame | None = None,
) -> Chart:  # fmt: skip
    """A scatter of one point per row.

    x, y: columns of numbers; label: column of names; annotate: the names to write beside their points (default: all if
    at most 12); group: column whose values choose marker and colour, each group named in the chart's key;
    x_reference, y_reference: thin lines. Rows with a gap in x or y are left out of the picture and kept in the table.
    """
    fig, ax = figure(height=3.8)
    drawn = frame.dropna(subset=[x, y])
    groups = [("", drawn)] if group is None else list(drawn.groupby(group, sort=True))
    for i, (name, rows) in enumerate(groups):
        ax.plot(rows[x], rows[y], MARKERS[i], color=COLOURS[i], markersize=7, alpha=0.85, label=str(name),
                markerfacecolor=COLOURS[i] if i % 2 == 0 else CARD, markeredgewidth=1.6, linestyle="")  # fmt: skip
    for which, wanted in (("x", log_x), ("y", log_y)):
        if wanted:
            _logarithmic(ax, which)
    ax.grid(color=GRID, linewidth=0.8)
    _references(ax, x_reference, y_reference)
    if label is not None:
        everyone = drawn[label] if len(drawn) <= 12 else ()
        names = set(everyone if annotate is None else annotate)
        if names - set(frame[label]):
            raise ValueError(f"No point is called {sorted(names - set(frame[label]))[0]!r}; see the column {label}.")
        place(ax, 0.85, 0.6, 0.25, 0.42 if group is not None else 0.15)
        named = drawn[drawn[label].isin(names)]
        _name_points(ax, named[[x, y]], drawn[[x, y]], [str(name) for name in named[label]])
    if group is not None:
        _legend(ax)
    ax.set_xlabel(x_unit, fontsize=SIZE, color=INK)
    ax.set_ylabel(unit, fontsize=SIZE, color=INK)
    place(ax, 0.85, 0.6, 0.25, 0.42 if group is not None else 0.15)
    columns = [c for c in (label, x, y, group) if c is not None]
    return Chart(fig, alt, source, frame[columns] if table is None else table, caption, title)


def _references(ax: Axes, x: float | None, y: float | None) -> None:
    for value, line in ((x, ax.axvline), (y, ax.axhline)):
        if value is not None:
            line(value, color=MUTED, linewidth=1.4, linestyle=(0, (4, 2)))


def _name_points(ax: Axes, rows: pd.DataFrame, every: pd.DataFrame, names: Sequence[str]) -> None:
    """Write names beside points, each at the first place around its point where it covers no point and no other name.

    rows: x and y of the points to name; every: x and y of all points; names: as long as rows.
    """
    ax.get_xlim(), ax.get_ylim()  # settles the automatic range before positions are read off it
    dots, scale = ax.transData.transform(every.to_numpy(dtype=float)), ax.figure.dpi / 72
    frame, taken = ax.get_window_extent(), np.empty((0, 4))
    for (px, py), name in zip(ax.transData.transform(rows.to_numpy(dtype=float)), names, strict=True):
        half = text_width(ax.figure, name) * ax.figure.dpi / 2 + 2 * scale
        spots = [(px + dx * (half + 5 * scale) + sx * scale, py + dy * scale) for dx, dy, sx in _AROUND]
        boxes = np.array([(x - half, y - 6.5 * scale, x + half, y + 6.5 * scale) for x, y in spots])
        costs = [_crowding(box, dots, taken, frame) + 0.01 * i for i, box in enumerate(boxes)]
        best = int(np.argmin(costs))
        ax.annotate(name, spots[best], xycoords="figure pixels", ha="center", va="center", fontsize=SIZE, color=INK)
        if abs(_AROUND[best][1]) > 20:  # far from its point: a thin line leads there
            lead = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.8}
            near = (spots[best][0], spots[best][1] - np.sign(_AROUND[best][1]) * 7 * scale)
            ax.annotate("", (px, py), near, xycoords="figure pixels", textcoords="figure pixels", arrowprops=lead)
        taken = np.vstack([taken, boxes[best]])


# Places for a name around its point: (side in half widths, points up, points sideways), the best ones first.
_AROUND = (
    (1, 0, 0),
    (-1, 0, 0),
    (0, 13, 0),
    (0, -13, 0),
    (1, 9, -3),
    (-1, 9, 3),
    (1, -9, -3),
    (-1, -9, 3),
    (0, 25, 0),
    (0, -25, 0),
)


def _crowding(box: np.ndarray, dots: np.ndarray, taken: np.ndarray, frame) -> float:
    """How much a label's box would cover: points, other labels, the edge of the plot. 0 is free."""
    inside = ((dots > box[:2] - 4) & (dots < box[2:] + 4)).all(axis=1).sum()
    over = ((taken[:, :2] < box[2:]) & (taken[:, 2:] > box[:2])).all(axis=1).sum()
    out = box[0] < frame.x0 or box[2] > frame.x1 + 15 or box[1] < frame.y0 or box[3] > frame.y1
    return float(inside + 2 * over + 3 * out)


def shares(
    frame: pd.DataFrame, *, title: str, unit: str, source: str, alt: str, year: object = None, caption: str = "",
    table: pd.DataFrame | None = None,
) -> Chart:  # fmt: skip
    """Shares of a whole as stacked bars of 100 %: one bar per row, one segment per column, names inside the segments.

    frame: per cents; index = bars, columns = who holds them (at most 8); each row sums to 100 (tolerance 5; rows of
    rounded shares are rescaled in the picture, the table keeps what the source says). A gap counts as nothing.
    """
    sums = frame.sum(axis=1)
    if ((sums - 100).abs() > 5).any():
        name = (sums - 100).abs().idxmax()
        raise ValueError(f"Shares of {name!r} sum to {sums[name]:.0f} %, not 100: add who is missing as 'others'.")
    fig, ax = figure(height=_height(frame.index, 0.5) + 0.95)
    scaled = frame.fillna(0).div(sums, axis=0) * 100
    fills = (STRONG, "#F0B27A", "#7FC4AE", "#E3B7CF", "#B9BDC2", "#F3DE8A", "#A9D3EE", "#CDB8DD")
    start, written = np.zeros(len(frame)), set()
    for i, name in enumerate(scaled.columns):
        ax.barh(range(len(frame)), scaled[name], 0.66, left=start, color=fills[i], hatch=HATCHES[i] if i % 2 else None,
                edgecolor=CARD, linewidth=1.2, label=str(name))  # fmt: skip
        for row, value in enumerate(scaled[name]):
            if _segment_label(ax, row, start[row] + value / 2, value, str(name), i == 0):
                written.add(name)
        start += scaled[name].to_numpy()
    room = _rows(ax, list(frame.index))
    ax.set_ylim(len(frame) - 0.4, -0.6)
    ax.set_xlim(0, 100)
    ax.set_xlabel(axis_label(unit, year), fontsize=SIZE, color=INK)
    ax.spines["bottom"].set_visible(False)
    key = not written.issuperset(name for name in scaled if scaled[name].any())
    if key:  # some name did not fit into any of its segments
        _legend(ax)
    place(ax, room, 0.62, 0.25, 0.15 if not key else 0.4)
    return Chart(fig, alt, source, _wide(frame) if table is None else table, caption, title)


def _segment_label(ax: Axes, row: float, x: float, value: float, name: str, dark: bool) -> bool:
    """Name and number inside a segment, whichever of long form, short form or nothing fits; True if named."""
    width = value / 100 * 0.68 * ax.figure.get_size_inches()[0] - 0.08
    for text in (f"{name} {value:.0f}", f"{name}\n{value:.0f}", f"{value:.0f}"):
        if text_width(ax.figure, text) < width:
            box = {"facecolor": STRONG if dark else CARD, "edgecolor": "none", "pad": 1.2, "alpha": 0.8}
            ax.text(x, row, text, ha="center", va="center", fontsize=SIZE, color="white" if dark else INK, bbox=box)
            return text.startswith(name)
    return False


def _legend(ax: Axes) -> None:
    """A key in one line above the plot, for the few charts where names cannot stand beside what they name."""
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=8, frameon=False, fontsize=SIZE, handletextpad=0.4,
              columnspacing=1.1, borderaxespad=0.2, handlelength=1.4)  # fmt: skip


def histogram(
    values: Sequence[float] | Mapping[str, Sequence[float]], *, title: str, unit: str, source: str, alt: str,
    bins: int = 24, marks: Sequence[tuple[float, str]] = (), count: str = "share of runs, %", caption: str = "",
    table: pd.DataFrame | None = None,
) -> Chart:  # fmt: skip
    """How often each outcome occurs; one or two distributions.

    values: numbers, or {name: numbers} with two entries (the first filled, the second as a dashed outline);
    marks: (position, label) such as the mean; count: what the vertical axis measures, in per cent of all values.
    The table gives mean, median, and the 5th and 95th percentile.
    """
    groups = dict(values) if isinstance(values, Mapping) else {"all": values}
    if not 1 <= len(groups) <= 2:
        raise ValueError("A histogram compares at most two distributions.")
    arrays = {name: np.asarray(list(v), dtype=float) for name, v in groups.items()}
    edges = np.histogram_bin_edges(np.concatenate(list(arrays.values())), bins)
    fig, ax = figure(height=3.6)
    for i, (name, array) in enumerate(arrays.items()):
        heights = 100 * np.histogram(array, edges)[0] / array.size
        ax.stairs(heights, edges, fill=i == 0, color=PLAIN if i == 0 else COLOURS[1], linewidth=2.4,
                  linestyle="-" if i == 0 else (0, (4, 1.5)), zorder=2 + i, label=name)  # fmt: skip
    if len(arrays) > 1:
        ax.legend(loc="upper right", frameon=False, fontsize=SIZE)
    ax.set_ylim(0, ax.get_ylim()[1] * 1.12)
    ax.grid(axis="y", color=GRID, linewidth=0.8)
    ax.set_xlabel(unit, fontsize=SIZE, color=INK)
    ax.set_ylabel(count, fontsize=SIZE, color=INK)
    above = _verticals(ax, [(float(x), label, INK, (0, (4, 2))) for x, label in marks]) if marks else 0.15
    place(ax, 0.8, 0.6, 0.3, above)
    return Chart(fig, alt, source, _quantiles(arrays) if table is None else table, caption, title)


def _quantiles(arrays: Mapping[str, np.ndarray]) -> pd.DataFrame:
    rows = [
        {"name": name, "mean": a.mean(), "5th percentile": np.quantile(a, 0.05), "median": np.median(a),
         "95th percentile": np.quantile(a, 0.95), "runs": len(a)}
        for name, a in arrays.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)
