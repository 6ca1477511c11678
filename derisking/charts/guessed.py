"""A chart without the line of a guess, and where that line would lie: so a page can draw it for any guess.

The line has the name `axes.GUESSED`, and so have its words; both are taken out. A line that is not there, as in a chart whose
caption says the guess, is no fault.
"""

from derisking.charts.axes import GUESSED
from derisking.charts.card import Chart, narrow_too


def split(chart: Chart, low: float, high: float) -> dict | None:
    """{"html", "from", "to", "edge", "labels", "narrow"} of a chart that was drawn with a guess; None where it has no line.

    from, to: the line's place at both ends of the scale (low, high), as fractions of the picture's width; edge: where it ends, as
    a fraction of its height; labels: where it would strike through words, see `_labels`; narrow: the same four for phones.
    """
    line = mark(chart)
    if line is None:
        return None
    wide = _ends(chart, low, high)
    state = {**wide, "narrow": wide}
    if narrow_too():
        chart.thin = chart.narrow() or chart
        state["narrow"] = _ends(chart.thin, low, high)
        _take_out(chart.thin)
    _take_out(chart)
    return {"html": chart.html(), **state}


def mark(chart: Chart):
    """The line of the guess, or None."""
    lines = [line for ax in chart.fig.axes for line in ax.lines if line.get_gid() == GUESSED]
    return lines[0] if lines else None


def _ends(chart: Chart, low: float, high: float) -> dict:
    """Where the line of a guess lies in a picture at both ends of the scale, and where it ends."""
    line = mark(chart)
    place, box = line.axes.transData, line.axes.get_position()
    spots = [place.transform((value, 0))[0] / chart.fig.canvas.get_width_height()[0] for value in (low, high)]
    edge = 1 - box.y0 - box.height * line.get_ydata()[0]
    return {"from": spots[0], "to": spots[1], "edge": edge, "labels": _labels(chart, edge)}


def _labels(chart: Chart, edge: float) -> list[list[float]]:
    """The boxes of a chart's labels, from above: [left, right] in per cent of the picture, [top, bottom] in per cent of the line."""
    width, height = chart.fig.canvas.get_width_height()
    words = [text for ax in chart.fig.axes for text in ax.texts if text.get_gid() != GUESSED]
    boxes = [text.get_window_extent().padded(4, 2) for text in words]  # pixels of air
    sides = ((b.x0 / width, b.x1 / width, (1 - b.y1 / height) / edge, (1 - b.y0 / height) / edge) for b in boxes)
    return sorted(([round(100 * side, 1) for side in box] for box in sides), key=lambda box: box[2])


def _take_out(chart: Chart) -> None:
    """Remove the line of the guess and its words."""
    for ax in chart.fig.axes:
        for part in [*ax.lines, *ax.texts]:
            if part.get_gid() == GUESSED:
                part.remove()
