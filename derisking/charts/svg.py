"""A figure as the text of an SVG file: the one way in which a lesson's chart becomes a picture."""

import base64
import html
import io
import re
import textwrap
from functools import partial

import matplotlib
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from derisking import cards
from derisking.charts.axes import CARD, INK, MUTED
from derisking.charts.vector.parts import FONT

# The same drawing in half the bytes: no comments, unused ids, spaces, nor thousandths of a point (what is written keeps its own), each text in the
# face of the page, which is narrower than the one that matplotlib measures with.
_SLIMMER = (
    (r"<\?xml[^>]*>|<!DOCTYPE[^>]*>|<!--.*?-->", ""),
    (r"\s+", " "),
    (r' id="[a-z][\w.]*_\d+"', ""),
    (r"(\.\d\d)\d+(?=[^<>]*>)", r"\1"),
    (r"; font-family: [^;\"]*", ""),
    (r' transform="rotate\(-0 [-.\d]+ [-.\d]+\)"', ""),
    (r"<svg ", f'<svg font-family="{FONT}" '),
    (r'xlink:href="', 'href="'),
    (r' xmlns:xlink="[^"]*"', ""),
    (r"(?<=>) +| +(?=/?>)", ""),
    (r"<g/>", ""),
    (r' d="[^"]*"', lambda found: re.sub(r"(?<=[MLQCz]) | (?=[MLQCz])", "", found[0])),
)


def text(fig: Figure) -> str:
    """The figure as SVG, its words as text; equal figures give equal texts."""
    stream = io.StringIO()
    # No moment and no program: nothing changes by itself.
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with matplotlib.rc_context({"svg.hashsalt": "derisking", "svg.fonttype": "none"}):
        fig.savefig(stream, format="svg", metadata=nothing, facecolor=fig.get_facecolor())
    drawn = re.sub(
        r'transform="translate\(([-.\d]+) ([-.\d]+)\)">([^<]*)<', partial(_aligned, _edges(fig)), stream.getvalue()
    )
    for pattern, short in _SLIMMER:
        drawn = re.sub(pattern, short, drawn, flags=re.DOTALL)
    return drawn.strip()


def _edges(fig: Figure) -> dict[str, tuple[str, float]]:
    """Line -> how it is aligned and where, in points, of each text of several lines that does not begin at its left."""
    found = {}
    for one in fig.findobj(Text):
        side = one.get_horizontalalignment()
        if "\n" in one.get_text() and side != "left":
            box = one.get_window_extent(RendererAgg(16, 16, fig.dpi))
            edge = box.x1 if side == "right" else (box.x0 + box.x1) / 2
            for line in one.get_text().split("\n"):
                found[html.escape(line, quote=False)] = "end" if side == "right" else "middle", edge * 72 / fig.dpi
    return found


def _aligned(edges: dict[str, tuple[str, float]], found: re.Match) -> str:
    """A line of a text in its place: matplotlib says where it begins, in letters of another width."""
    x, y, line = found.groups()
    side, edge = edges.get(line, ("start", float(x)))
    return f'x="{edge:.2f}" y="{y}" text-anchor="{side}">{line}<'


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
