"""Events in time: a list beside a true time scale."""

import textwrap
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from derisking.charts.axes import CARD, COLOURS, INK, MARKERS, SIZE, accent, breadth, figure, narrow, place, text_width
from derisking.charts.card import Chart, redrawable
from derisking.charts.words import day, moment

MOST = 16  # events whose titles fit beside the scale


@redrawable
def timeline(
    events: pd.DataFrame, *, title: str, source: str, alt: str, by: str | None = None, order: Sequence[str] | None = None,
    caption: str = "",
) -> Chart:  # fmt: skip
    """Events in time, listed beside a true time scale.

    events: columns date (ISO text; "2023" and "2023-07" are allowed) and title, at most 16 rows; by: a column (kind,
    actors, ...) that chooses marker and colour; order: its values in the order wanted.
    Raises ValueError for no event and for too many.
    """
    if not 0 < len(events) <= MOST:
        raise ValueError(f"{len(events)} events match; a timeline shows 1 to {MOST}, so change the choice.")
    told = events.assign(when=events["date"].map(moment)).sort_values("when", kind="stable").reset_index(drop=True)
    lanes = list(order or (sorted(told[by].astype(str).unique()) if by else [""]))
    shown = events[["date", *([by] if by else []), "title"]]
    return Chart(_list(told, by, lanes), alt, source, shown, caption, title)


def _list(told: pd.DataFrame, by: str | None, lanes: list[str]) -> Figure:
    """A vertical ruler with the true dates, and each event with its mark on a line of its own: those of one day hide nothing."""
    dates = [day(date) for date in told["date"]]
    letters = 28 if narrow() else 56  # a narrow picture has the date above its title, not beside it
    words = [
        textwrap.wrap(str(title), letters, break_long_words=False)[: 3 if narrow() else 2] for title in told["title"]
    ]
    heights = [0.19 * (len(lines) + narrow()) + 0.13 for lines in words]
    keys = _keys(told, by, lanes)
    key = 0.32 + 0.24 * keys[-1][2] if keys else 0.05
    fig, ax = figure(height=sum(heights) + 0.35 + key)
    place(ax, 0, 0.12, 0, 0.12 + key)
    ax.set_xlim(0, breadth())
    ax.set_ylim(sum(heights), 0)
    ax.axis("off")
    middles = np.cumsum(heights) - np.array(heights) / 2
    days = told["when"].map(pd.Timestamp.toordinal).to_numpy(dtype=float)
    span = days.max() - days.min() or 1
    marks = middles[0] + (days - days.min()) / span * (middles[-1] - middles[0])
    ax.plot([0.2, 0.2], [middles[0], middles[-1]], color="#b9bdc2", linewidth=3, zorder=1)
    for i, row in told.iterrows():
        lane = lanes.index(str(row[by])) % len(MARKERS) if by else 0
        ax.plot([0.2, 0.5, 0.6], [marks[i], middles[i], middles[i]], color="#b9bdc2", linewidth=1, zorder=1)
        ax.plot(0.2, marks[i], "o", color="#8a8f96", markersize=4, zorder=2)
        colour = accent(row[by], COLOURS[lane]) if by else COLOURS[lane]
        ax.plot(0.6, middles[i], MARKERS[lane], color=colour, markersize=8, markeredgecolor=CARD, zorder=3)
        x, up = (0.8, 0.095 * len(words[i])) if narrow() else (1.85, 0)
        ax.text(0.8, middles[i] - up, dates[i], fontsize=SIZE, color=colour, va="center", fontweight="bold")
        y = middles[i] + 0.095 * narrow()
        ax.text(x, y, "\n".join(words[i]), fontsize=SIZE, color=INK, va="center", linespacing=1.15)
    _key(ax, keys, lanes)
    return fig


def _keys(told: pd.DataFrame, by: str | None, lanes: list[str]) -> list[tuple[str, float, int]]:
    """(name, place from the left in inches, line) of each kind of event that occurs."""
    keys, x, line = [], 0.3, 0
    for lane in lanes if by else ():
        if (told[by].astype(str) == lane).any():
            wide = 0.42 + text_width(lane)
            if x + wide > breadth() + 0.2:
                x, line = 0.3, line + 1
            keys.append((lane, x, line))
            x += wide
    return keys


def _key(ax: Axes, keys: list[tuple[str, float, int]], lanes: list[str]) -> None:
    """Marker and name of each kind of event, above the list."""
    for lane, x, line in keys:
        mark, y = lanes.index(lane) % len(MARKERS), -0.2 - 0.24 * (keys[-1][2] - line)
        ax.plot(x, y, MARKERS[mark], color=accent(lane, COLOURS[mark]), markersize=8, clip_on=False)
        ax.text(x + 0.12, y, lane, fontsize=SIZE, color=INK, va="center")
