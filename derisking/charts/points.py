"""Points with names that cover neither a point nor each other."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullLocator

from derisking.charts import axes
from derisking.charts.card import Chart, redrawable
from derisking.charts.words import plain

_GROUND = {"facecolor": axes.CARD, "edgecolor": "none", "pad": 0.5}  # of a name; it interrupts a line
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@redrawable
def points(
    frame: pd.DataFrame, x: str, y: str, label: str, *, title: str, x_unit: str, unit: str, source: str, alt: str,
    group: str | None = None, annotate: Iterable[str] | None = None, log_y: bool = False, caption: str = "",
    table: pd.DataFrame | None = None, said: str = "",
) -> Chart:  # fmt: skip
    """A scatter of one point per row.

    x, y: columns of numbers; label: column of names; annotate: the names to write beside their points (default: all if
    at most 12); group: column whose values choose marker and colour, each group named in the chart's key; log_y: upwards by
    powers; said: what is read of a point in place of its units, with {name}, {x} and {y}. Rows with a gap in x or y are
    left out of the picture and kept in the table.
    """
    fig, ax = axes.figure(height=3.8)
    drawn = frame.dropna(subset=[x, y])
    groups = [("", drawn)] if group is None else list(drawn.groupby(group, sort=True))
    for i, (name, rows) in enumerate(groups):
        ax.plot(rows[x], rows[y], axes.MARKERS[i], color=axes.COLOURS[i], markersize=7, alpha=0.85, label=str(name),
                markerfacecolor=axes.COLOURS[i] if i % 2 == 0 else axes.CARD, markeredgewidth=1.6, linestyle="")  # fmt: skip
    if log_y:
        _logarithmic(ax)
    ax.grid(color=axes.GRID, linewidth=0.8)
    margins = (0.8 if axes.narrow() else 0.85, axes.under(ax, x_unit), 0.25, 0.15 if group is None else axes.legend(ax))
    axes.place(ax, *margins)
    everyone = drawn[label] if len(drawn) <= 12 else ()
    names = set(everyone if annotate is None else annotate)
    if names - set(frame[label]):
        raise ValueError(f"No point is called {sorted(names - set(frame[label]))[0]!r}; see the column {label}.")
    named = drawn[drawn[label].isin(names)]
    _name_points(ax, named[[x, y]], drawn[[x, y]], [str(name) for name in named[label]])
    ax.set_ylabel(unit, fontsize=axes.SIZE, color=axes.INK)
    columns = [label, x, y, *([group] if group else [])]
    read = drawn.sort_values(x, kind="stable")  # from left to right
    rows = read[[label, x, y]].itertuples(index=False, name=None)
    say = said or "{name}: {a}, {b}"
    told = [say.format(name=name, x=plain(u), y=plain(v), a=_said(u, x_unit), b=_said(v, unit)) for name, u, v in rows]
    marks = axes.spots(ax, told, read[x], read[y])
    return Chart(fig, alt, source, frame[columns] if table is None else table, caption, title, marks)


def _said(value: float, unit: str) -> str:
    """A coordinate with its unit: a year without its thousands apart, a very large number by its power."""
    what, power = unit.split(", each")[0], int(np.log10(abs(value))) if value else 0
    if what.startswith("year"):
        return f"{what} {int(value)}"
    shown = plain(value) if power < 7 else f"{value / 10**power:.1f} × {_ten_to(power)}"
    return f"{what} {shown}"


def _ten_to(power: int) -> str:
    """A power of ten in raised digits. Not as mathtext, which asks for fonts of its own and complains where they lack."""
    return "10" + str(power).translate(_RAISED)


def _logarithmic(ax: Axes) -> None:
    """Upwards by powers: plain numbers (1, 2, 5, 10, ...; 10, 100, ... on long axes) and no minor ticks."""
    ax.set_yscale("log")
    low, high = ax.get_ylim()
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if np.log10(high / low) < 2.5 else (1,), numticks=12))
    ax.yaxis.set_minor_locator(NullLocator())
    long = np.log10(high) > 7
    ax.yaxis.set_major_formatter((lambda v, _: _ten_to(round(np.log10(v)))) if long else (lambda v, _: f"{v:,.10g}"))
    ax.tick_params(axis="x", pad=9)  # the lowest number and the first year share a corner


def _name_points(ax: Axes, rows: pd.DataFrame, every: pd.DataFrame, names: Sequence[str]) -> None:
    """Write names beside points, each at the first place around its point where it covers no point and no other name.

    rows: x and y of the points to name; every: x and y of all points; names: as long as rows.
    """
    ax.get_xlim(), ax.get_ylim()  # settles the automatic range before positions are read off it
    dots, scale = ax.transData.transform(every.to_numpy(dtype=float)), ax.figure.dpi / 72
    frame, taken = ax.get_window_extent(), np.empty((0, 4))
    for (px, py), name in zip(ax.transData.transform(rows.to_numpy(dtype=float)), names, strict=True):
        half = axes.text_width(name) * ax.figure.dpi / 2 + 2 * scale
        spots = np.array(
            [(px + dx * (half + 5 * scale) + sx * scale, py + dy * scale) for dx, dy, sx in axes.LOOKS["around"]]
        )
        boxes = np.array([(x - half, y - 6.5 * scale, x + half, y + 6.5 * scale) for x, y in spots])
        costs = [_crowding(box, dots, taken, frame) + 0.01 * i for i, box in enumerate(boxes)]
        best = int(np.argmin(costs))
        words = {"ha": "center", "va": "center", "fontsize": axes.SIZE, "color": axes.INK, "zorder": 5, "bbox": _GROUND}
        ax.annotate(name, spots[best] / scale, xycoords="figure points", **words)
        if abs(axes.LOOKS["around"][best][1]) > 20:  # far from its point: a thin line leads there
            lead = {"arrowstyle": "-", "color": axes.MUTED, "linewidth": 0.8}
            near = spots[best] / scale - (0, np.sign(axes.LOOKS["around"][best][1]) * 7)
            ends = (px / scale, py / scale), near
            ax.annotate("", *ends, xycoords="figure points", textcoords="figure points", arrowprops=lead)
        taken = np.vstack([taken, boxes[best]])


def _crowding(box: np.ndarray, dots: np.ndarray, taken: np.ndarray, frame) -> float:
    """How much a label's box would cover: points, other labels, the edge of the plot. 0 is free."""
    inside = ((dots > box[:2] - 4) & (dots < box[2:] + 4)).all(axis=1).sum()
    over = ((taken[:, :2] < box[2:]) & (taken[:, 2:] > box[:2])).all(axis=1).sum()
    out = box[0] < frame.x0 or box[2] > frame.x1 + 15 or box[1] < frame.y0 or box[3] > frame.y1
    return float(inside + 2 * over + 20 * out)
