"""House style for charts and diagrams: picture, alt text, source and table on one light card.

Every function takes a title (a question or a message), the unit (with what it is a share *of*), the source and the alt
text, and returns a `Chart` (`card`). There is one file per family of charts; what they share is in `axes` and `words`.
Use the names from here: `charts.bars(...)`.
"""

from derisking.charts.axes import figure
from derisking.charts.bars import bars, dumbbell, grouped_bars
from derisking.charts.card import Chart, Drawn, redrawable, sketch
from derisking.charts.diagrams import layers, steps
from derisking.charts.lines import lines
from derisking.charts.points import points
from derisking.charts.shares import shares
from derisking.charts.timeline import timeline
from derisking.charts.words import in_words, number
