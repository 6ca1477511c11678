"""Lesson 5: each restriction a ball, by what somebody calls it an answer to."""

from __future__ import annotations

import pandas as pd
from matplotlib.patches import Circle

from derisking.charts import Chart, axes, redrawable
from derisking.charts.diagrams import canvas

FILLS = (axes.STRONG, axes.COLOURS[1], axes.CARD)  # of an answer to a move, to a plan, to nothing


@redrawable
def answered(counts: pd.DataFrame, **told: str) -> Chart:
    """A row of balls for each country. counts: numbers; index = countries, three columns as `FILLS`; told: as `Chart` has it."""
    most = int(counts.sum(axis=1).max())
    step = min(0.32, (axes.breadth() - 0.2) / most)
    tall = 0.42 + step
    ax = canvas(0.45 + tall * len(counts))
    look = {"ha": "left", "va": "center", "fontsize": axes.SIZE, "color": axes.INK}
    ax.text(0.12, 0.2, "Answers", **look)
    x = 0.26 + axes.text_width("Answers")
    for fill, name in zip(FILLS, counts.columns, strict=True):
        words = name.removeprefix("answer ")
        ball(ax, x, 0.2, 0.07, fill)
        ax.text(x + 0.13, 0.2, words, **look)
        x += 0.26 + axes.text_width(words)
    for k, (country, row) in enumerate(counts.iterrows()):
        y = 0.62 + tall * k
        ax.text(0.12, y, country, fontweight="bold", **look)
        ax.text(
            0.2 + axes.text_width(str(country), "bold"),
            y,
            f"{row.iloc[:2].sum()} of {row.sum()} are called answers",
            **look,
        )
        fills = [fill for fill, many in zip(FILLS, row, strict=True) for _ in range(many)]
        for i, fill in enumerate(fills):
            ball(ax, 0.12 + step * (i + 0.46), y + 0.16 + step / 2, step * 0.4, fill)
    table = counts.rename_axis("country").reset_index()
    return Chart(ax.figure, told["alt"], told["source"], table, told["caption"], told["title"])


def ball(ax, x, y, radius, fill):
    """A ball, hollow where the fill is that of the card."""
    ax.add_patch(
        Circle((x, y), radius, facecolor=fill, edgecolor=axes.MUTED if fill == axes.CARD else fill, linewidth=1.2)
    )
