"""House style for charts and diagrams: picture, alt text, source and table on one light card.

`base` holds the figure, the card and the live picture; `plots` charts of numbers; `diagrams` timelines, steps, layers
and wafers. Use the names from here: `charts.bars(...)`, `charts.live(chart)`.
"""

from derisking.charts.base import Chart, Live, figure, in_words, leader, live, number, reusing, show
from derisking.charts.diagrams import layers, steps, timeline, wafer
from derisking.charts.plots import bars, dumbbell, grouped_bars, histogram, lines, points, shares

__all__ = [
    "Chart",
    "Live",
    "bars",
    "dumbbell",
    "figure",
    "grouped_bars",
    "histogram",
    "in_words",
    "layers",
    "leader",
    "lines",
    "live",
    "number",
    "points",
    "reusing",
    "shares",
    "show",
    "steps",
    "timeline",
    "wafer",
]
