"""Events in time: a list beside a true time scale, or dots in lanes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator

from derisking.charts.axes import (
    CARD,
    COLOURS,
    GRID,
    INK,
    MARKERS,
    SIZE,
    breadth,
    figure,
    height,
    narrow,
    place,
    spots,
    text_width,
    wrap,
)
from derisking.charts.card import Chart, redrawable

TOLD = 16  # a timeline with at most this many events writes every title; a longer one shows dots in lanes


def _dates(values: Iterable[object]) -> list[pd.Timestamp]:
    """ISO dates, also "2023" and "2023-07" (drawn in the middle of the period)."""
    middle = {4: ("%Y", "-07-01"), 7: ("%Y-%m", "-15")}
    return [pd.Timestamp(str(v) + middle[len(str(v))][1]) if len(str(v)) in middle else pd.Timestamp(v) for v in values]


def _day(text: object) -> str:
    """A date as people write it: 3 Jul 2023, Jul 2023, or 2023, as precise as the source."""
    text = str(text)
    if len(text) == 4:
        return text
    stamp = pd.Timestamp(text[:10])
    return f"{stamp:%b %Y}" if len(text) == 7 else f"{stamp.day} {stamp:%b %Y}"


@redrawable
def timeline(
    events: pd.DataFrame, *, title: str, source: str, alt: str, by: str | None = None, order: Sequence[str] | None = None,
    highlight: Iterable[str] = (), caption: str = "", table: pd.DataFrame | None = None,
) -> Chart:  # fmt: skip
    """Events in time.

    events: columns date (ISO text; "2023" and "2023-07" are allowed) and title; by: a column (kind, actors, ...) that
    chooses marker and colour; order: its values in the order wanted; highlight: titles to set in bold.
    Up to 16 events stand as a list beside a true time scale; more are drawn as dots in one lane per value of `by`.
    Raises ValueError if there is no event.
    """
    if events.empty:
        raise ValueError("No event matches; widen the choice.")
    told = events.assign(when=_dates(events["date"])).sort_values("when", kind="stable").reset_index(drop=True)
    lanes = list(order or (sorted(told[by].astype(str).unique()) if by else [""]))
    draw = _list if len(told) <= TOLD else _lanes
    fig, marks = draw(told, by, lanes, set(highlight))
    shown = events[["date", *([by] if by else []), "title"]]
    return Chart(fig, alt, source, shown if table is None else table, caption, title, marks)


def _list(told: pd.DataFrame, by: str | None, lanes: list[str], bold: set[str]):
    """A vertical ruler with the true dates, and each event beside it on a line of its own."""
    dates = [_day(date) for date in told["date"]]
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
    ax.plot([0.35, 0.35], [middles[0], middles[-1]], color="#b9bdc2", linewidth=3, zorder=1)
    for i, row in told.iterrows():
        lane = lanes.index(str(row[by])) % len(MARKERS) if by else 0
        ax.plot([0.35, 0.62, 0.72], [marks[i], middles[i], middles[i]], color="#b9bdc2", linewidth=1, zorder=1)
        ax.plot(0.35, marks[i], MARKERS[lane], color=COLOURS[lane], markersize=8, markeredgecolor=CARD, zorder=3)
        x, up = (0.8, 0.095 * len(words[i])) if narrow() else (1.85, 0)
        ax.text(0.8, middles[i] - up, dates[i], fontsize=SIZE, color=COLOURS[lane], va="center", fontweight="bold")
        ax.text(
            x,
            middles[i] + 0.095 * narrow(),
            "\n".join(words[i]),
            fontsize=SIZE,
            color=INK,
            va="center",
            linespacing=1.15,
            fontweight="bold" if row["title"] in bold else "normal",
        )
    _key(ax, keys, lanes)
    return fig, ()  # all its words are in the picture


def _lanes(told: pd.DataFrame, by: str | None, lanes: list[str], bold: set[str]):
    """One row per value of `by`, dots at the dates; the titles are in the table."""
    used = [lane for lane in lanes if by is None or (told[by].astype(str) == lane).any()]
    counts = [len(told) if by is None else int((told[by].astype(str) == lane).sum()) for lane in used]
    names = [wrap(f"{lane} ({n})", 15 if narrow() else 60) for lane, n in zip(used, counts, strict=True)]
    fig, ax = figure(height=(height(names, 0.36) if narrow() else 0.36 * len(used)) + 0.75)
    room = max(text_width(fig, name) for name in names) + 0.25
    for row, lane in enumerate(used):
        mine = told if by is None else told[told[by].astype(str) == lane]
        mark = lanes.index(lane) % len(MARKERS)
        ax.plot(
            mine["when"],
            [row] * len(mine),
            MARKERS[mark],
            color=COLOURS[mark],
            markersize=8,
            alpha=0.75,
            markeredgecolor=CARD,
            zorder=3,
        )
        for _, event in mine[mine["title"].isin(bold)].iterrows():
            ax.plot(event["when"], row, "o", markersize=14, markerfacecolor="none", markeredgecolor=INK, zorder=4)
    ax.set_yticks(range(len(used)), names)
    if narrow():
        ax.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=3))
    ax.set_ylim(len(used) - 0.4, -0.6)
    ax.grid(axis="both", color=GRID, linewidth=0.8)
    place(ax, room, 0.42, 0.3, 0.12)
    at = [0 if by is None else used.index(str(lane)) for lane in (told[by] if by else [None] * len(told))]
    words = [f"{_day(date)}: {title}" for date, title in zip(told["date"], told["title"], strict=True)]
    return fig, spots(ax, words, told["when"], at)


def _keys(told: pd.DataFrame, by: str | None, lanes: list[str]) -> list[tuple[str, float, int]]:
    """(name, place from the left in inches, line) of each kind of event that occurs."""
    keys, x, line = [], 0.3, 0
    for lane in lanes if by else ():
        if (told[by].astype(str) == lane).any():
            wide = 0.42 + text_width(None, lane)
            if x + wide > breadth() + 0.2:
                x, line = 0.3, line + 1
            keys.append((lane, x, line))
            x += wide
    return keys


def _key(ax: Axes, keys: list[tuple[str, float, int]], lanes: list[str]) -> None:
    """Marker and name of each kind of event, above the list."""
    for lane, x, line in keys:
        mark, y = lanes.index(lane) % len(MARKERS), -0.2 - 0.24 * (keys[-1][2] - line)
        ax.plot(x, y, MARKERS[mark], color=COLOURS[mark], markersize=8, clip_on=False)
        ax.text(x + 0.12, y, lane, fontsize=SIZE, color=INK, va="center")
