"""Shares of a whole as stacked bars."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from derisking.charts import axes
from derisking.charts.card import Chart, redrawable
from derisking.charts.words import number, wide


@redrawable
def shares(frame: pd.DataFrame, *, title: str, unit: str, source: str, alt: str, caption: str = "") -> Chart:
    """Shares of a whole as stacked bars of 100 %: one bar per row, one segment per column, names inside the segments.

    frame: per cents; index = bars, columns = who holds them (at most 8); each row sums to 100 (tolerance 5; rows of
    rounded shares are rescaled in the picture, the table keeps what the source says). A gap counts as nothing.
    """
    sums = frame.sum(axis=1)
    if ((sums - 100).abs() > 5).any():
        name = (sums - 100).abs().idxmax()
        raise ValueError(f"Shares of {name!r} sum to {sums[name]:.0f} %, not 100: add who is missing as 'others'.")
    fig, ax = axes.figure()
    scaled = frame.fillna(0).div(sums, axis=0) * 100
    fills = _fills(scaled.columns)
    start, written = np.zeros(len(frame)), set()
    for i, name in enumerate(scaled.columns):
        ax.barh(range(len(frame)), scaled[name], 0.66, left=start, color=fills[i], edgecolor=axes.CARD, linewidth=1.2,
                label=str(name))  # fmt: skip
        for row, value in enumerate(scaled[name]):
            if _segment_label(ax, row, start[row] + value / 2, value, str(name), fills[i], i == 0):
                written.add(name)
        start += scaled[name].to_numpy()
    room = axes.rows(ax, list(frame.index))
    ax.set_ylim(len(frame) - 0.4, -0.6)
    ax.set_xlim(0, 100)
    below = axes.under(ax, unit)
    ax.spines["bottom"].set_visible(False)
    key = not written.issuperset(name for name in scaled if scaled[name].any())
    above = axes.legend(ax) if key else 0.15  # some name did not fit into any of its segments
    # A name above its number needs a higher bar.
    tall = 0.62 if any("\n" in text.get_text() for text in ax.texts) else 0.5
    fig.set_figheight(axes.height(frame.index, tall) + below + above)
    axes.place(ax, room, below, 0.25, above)
    middles = (scaled.cumsum(axis=1) - scaled / 2).stack()
    values = zip(middles.index, frame.to_numpy().ravel(), strict=True)
    told = [f"{row}, {name}: {number(value)}" for (row, name), value in values]
    marks = axes.spots(ax, told, middles, np.repeat(range(len(frame)), frame.shape[1]))
    return Chart(fig, alt, source, wide(frame), caption, title, marks)


def _fills(names: pd.Index) -> list[str]:
    """One fill per name: the first dark, the rest pale; actors in their own colours, and "others" in grey."""
    fills = [axes.STRONG, "#F0B27A", "#7FC4AE", "#E3B7CF", "#B9BDC2", "#F3DE8A", "#A9D3EE", "#CDB8DD"][: len(names)]
    for i, name in enumerate(names):
        own = axes.accent(name, "")
        fills[i] = (axes.pale(own) if i else own) if own else "#E2DFD7" if name == "others" else fills[i]
    return fills


def _segment_label(ax: Axes, row: float, x: float, value: float, name: str, fill: str, dark: bool) -> bool:
    """Name and number inside a segment, whichever of long form, short form or nothing fits; True if named."""
    width = value / 100 * axes.plot_width(0.68) - 0.08
    for text in (f"{name} {value:.0f}", f"{name}\n{value:.0f}", f"{value:.0f}"):
        if axes.text_width(text) < width:
            box = {"facecolor": fill if dark else axes.CARD, "edgecolor": "none", "pad": 1.2, "alpha": 0.8}
            colour = "white" if dark else axes.INK
            ax.text(x, row, text, ha="center", va="center", fontsize=axes.SIZE, color=colour, bbox=box)
            return text.startswith(name)
    return False
