"""Pictures as SVG text, drawn in any width, so that the same picture is sharp on a phone, in a notebook and on a projector.

One function per family: `f(picture, width)` takes plain lists and dicts and returns {"svg", "height"}. They are written in the
plain Python that `derisking.explore.twin` translates: an explorer's page draws with the very same code. The height
depends on the family and the width alone, so a picture never jumps while somebody moves a control.
"""

from derisking.charts.vector.decades import decades, people, plans
from derisking.charts.vector.plots import bars, lines, record
from derisking.charts.vector.strips import strips
from derisking.charts.vector.tornado import tornado
from derisking.charts.vector.wafer import wafer
