"""A prediction's chart for every guess, although the page can draw none.

A guess is a dashed line in a chart of bars, a word in a caption, or an option's mark. A line is taken out, and its place for
the smallest and the largest guess is noted, so that the page can draw it anywhere between; a number in a caption is
replaced; of options there are few, and each has a picture.
"""

from __future__ import annotations

from collections.abc import Callable

from derisking.charts.axes import GUESS

UNLIKELY = 77731  # a guess to find again in a text


def states(reveal: Callable, low: float, high: float, options: list[str]) -> dict:
    """What the page shows for any guess.

    {"options": {option: html}}, or {"html", "from", "to", "bottom"} with the line's place at the two ends of the scale as
    fractions of the picture's width, and its lower end as one of the height, or {"html", "number"} where `number` in the text is the guess.
    """
    if options:
        return {"options": {option: reveal(option).html() for option in options}}
    chart = reveal(high)
    line = mark(chart)
    if line is None:
        return {"html": reveal(UNLIKELY).html(), "number": str(UNLIKELY)}
    ax, place = line.axes, line.axes.transData
    width, _ = chart.fig.canvas.get_width_height()
    spots = [place.transform((value, 0))[0] / width for value in (low, high)]
    box = ax.get_position()
    _take_out(chart)
    return {"html": chart.html(), "from": spots[0], "to": spots[1], "bottom": 1 - box.y0}


def mark(chart):
    """The line of the guess, or None."""
    lines = [line for ax in chart.fig.axes for line in ax.lines if line.get_color() == GUESS]
    return lines[0] if lines else None


def _take_out(chart) -> None:
    """Remove the line of the guess and its words."""
    for ax in chart.fig.axes:
        for part in [*ax.lines, *ax.texts]:
            if part.get_color() == GUESS:
                part.remove()
