"""A figure as the text of an SVG file: the one way in which a lesson's chart becomes a picture."""

import base64
import io
import re
import textwrap

import matplotlib
from matplotlib.figure import Figure

from derisking import cards
from derisking.charts.axes import CARD, INK, MUTED
from derisking.charts.vector.parts import FONT

# The same drawing in half the bytes: no comments, unused ids, spaces, nor thousandths of a point; a letter is placed
# by x instead of a transform. What a scale says stays exact.
_SLIMMER = (
    (r"<\?xml[^>]*>|<!DOCTYPE[^>]*>|<!--.*?-->", ""),
    (r"\s+", " "),
    (r' id="[a-z][\w.]*_\d+"', ""),
    (r"DejaVuSans-(?:(B)old-)?", r"g\1"),
    (r"(scale\([^)]*\))|(\.\d\d)\d+", lambda found: found[1] or found[2]),
    (r'xlink:href="([^"]*)" transform="translate\(([-.\d]+) 0\)"', r'href="\1" x="\2"'),
    (r'xlink:href="', 'href="'),
    (r' xmlns:xlink="[^"]*"', ""),
    (r"(?<=>) +| +(?=/?>)", ""),
    (r"<g/>", ""),
    (r"(?<=[MLQCz]) | (?=[MLQCz])", ""),
)


def text(fig: Figure) -> str:
    """The figure as SVG: letters as shapes, so that it looks the same everywhere; equal figures give equal texts."""
    stream = io.StringIO()
    # No moment and no program: nothing changes by itself.
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with matplotlib.rc_context({"svg.hashsalt": "derisking", "svg.fonttype": "path"}):
        fig.savefig(stream, format="svg", metadata=nothing, facecolor=fig.get_facecolor())
    drawn = stream.getvalue()
    for pattern, short in _SLIMMER:
        drawn = re.sub(pattern, short, drawn, flags=re.DOTALL)
    return drawn.strip()


def alone(drawn: str, title: str, words: str, source: str) -> str:
    """The picture as a file that can leave its page: title above, source below, and both with the words in its metadata."""
    wide, high = (float(side) for side in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn).groups())
    above, below = textwrap.wrap(title, int(wide / 7.4)), textwrap.wrap(f"Source: {source}", int(wide / 4.4))
    inside = cards.safe(re.sub(r"^<svg [^>]*>|</svg>$", "", drawn))
    own = {"wide": wide, "high": high, "above": above, "below": below, "inside": inside}
    look = {"font": FONT, "ink": INK, "muted": MUTED, "card": CARD}
    return cards.render("charts/alone.svg.jinja", **own, **look, title=title, words=words, source=source)


def address(drawn: str) -> str:
    """A picture as a data address for an <img>."""
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode('ascii')}"
