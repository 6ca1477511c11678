"""A prediction's chart for every guess, although the page can draw none.

A guess is a dashed line in a chart of bars, a word in a caption, or an option's mark. A line is taken out, and its place for
the smallest and the largest guess is noted, so that the page can draw it anywhere between; a number in a caption is
replaced; of options there are few, and each has a picture.
"""

from __future__ import annotations

from derisking.charts.axes import GUESS
from derisking.widgets.prediction import Prediction

UNLIKELY = 77731  # a guess to find again in a text


def states(one: Prediction) -> dict:
    """What the page shows for any guess.

    {"options": {option: html}}, or {"html", "across", "from", "to", "edge"} with the line's place at the two ends of the scale as
    fractions of the picture's width or, if it runs across, of its height from the top; edge: where it ends, as a fraction of
    the other side; narrow: the same three for the picture for phones; or {"html", "number"} where `number` in the text is the guess.
    """
    if one.options:
        return {"options": {option: one.reveal(option).html() for option in one.options}}
    chart = one.reveal(one.high)
    line = mark(chart)
    if line is None:
        return {"html": one.reveal(UNLIKELY).html(), "number": str(UNLIKELY)}
    chart.thin = chart.narrow() or chart  # the picture for phones, which the page's card then takes
    state = {"across": len(set(line.get_ydata())) == 1, **_ends(one, chart), "narrow": _ends(one, chart.thin)}
    for drawn in (chart, chart.thin):
        _take_out(drawn)
    return {"html": chart.html(), **state}


def _ends(one: Prediction, chart) -> dict:
    """Where the line of a guess lies in a picture at both ends of the scale, and where it ends."""
    line = mark(chart)
    place, box = line.axes.transData, line.axes.get_position()
    across = int(len(set(line.get_ydata())) == 1)
    size = chart.fig.canvas.get_width_height()
    spots = [place.transform((value, value))[across] / size[across] for value in (one.low, one.high)]
    if across:
        return {"from": 1 - spots[0], "to": 1 - spots[1], "edge": box.x0}
    return {"from": spots[0], "to": spots[1], "edge": 1 - box.y0}


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
