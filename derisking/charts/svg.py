"""A figure as the text of an SVG file: the one way in which a lesson's chart becomes a picture."""

import base64
import html
import io
import re
import textwrap

import matplotlib
from matplotlib.figure import Figure

from derisking.charts.axes import CARD, INK, MUTED
from derisking.charts.vector.parts import FONT

NAMES = "http://www.w3.org/2000/svg"

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
    nothing = dict.fromkeys(
        ("Date", "Creator", "Format", "Type")
    )  # no moment and no program: nothing changes by itself
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
    top, bottom = 15 * len(above) + 10, 9 * len(below) + 9
    lines: list[tuple[int, float, str, str, str]] = [
        (12, 15 * i - top + 16, line, f"bold 11px {FONT}", INK) for i, line in enumerate(above)
    ]
    lines += [(12, high + 9 * i + 9, line, f"7px {FONT}", MUTED) for i, line in enumerate(below)]
    said = "".join(
        f'<text x="{x}" y="{y:g}" style="font:{font};fill:{colour}">{html.escape(line)}</text>'
        for x, y, line, font, colour in lines
    )
    tall = high + top + bottom
    head = f'<svg xmlns="{NAMES}" width="{wide:g}pt" height="{tall:g}pt" viewBox="0 {-top:g} {wide:g} {tall:g}">'
    head += f"<title>{html.escape(title)}</title><desc>{html.escape(f'{words} Source: {source}')}</desc>"
    ground = f'<rect y="{-top:g}" width="{wide:g}" height="{tall:g}" fill="{CARD}"/>'
    return re.sub(r"<svg [^>]*>", lambda _: head + ground, drawn, count=1).replace("</svg>", f"{said}</svg>")


def address(drawn: str) -> str:
    """A picture as a data address for an <img>."""
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode('ascii')}"
