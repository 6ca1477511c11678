"""A figure as the text of an SVG file: the one way in which a lesson's chart becomes a picture."""

from __future__ import annotations

import base64
import html
import io
import re

import matplotlib
from matplotlib.figure import Figure

# The same drawing in half the bytes: no comments, names for nobody, spaces, nor thousandths of a point; a letter is placed
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


def text(fig: Figure, title: str = "", words: str = "") -> str:
    """The figure as SVG: letters as shapes, so that it looks the same everywhere; equal figures give equal texts.

    title, words: what a reader of the file alone is told, as its title and description.
    """
    stream = io.StringIO()
    nothing = dict.fromkeys(
        ("Date", "Creator", "Format", "Type")
    )  # no moment and no program: nothing changes by itself
    with matplotlib.rc_context({"svg.hashsalt": "derisking", "svg.fonttype": "path"}):
        fig.savefig(stream, format="svg", metadata=nothing, facecolor=fig.get_facecolor())
    drawn = stream.getvalue()
    for pattern, short in _SLIMMER:
        drawn = re.sub(pattern, short, drawn, flags=re.DOTALL)
    told = "".join(f"<{tag}>{html.escape(said)}</{tag}>" for tag, said in (("title", title), ("desc", words)) if said)
    return re.sub(r"<svg [^>]*>", lambda found: found[0] + told, drawn.strip(), count=1)


def address(drawn: str) -> str:
    """A picture as a data address for an <img>."""
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode('ascii')}"
