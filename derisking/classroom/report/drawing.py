"""Small charts as inline SVG: they follow the page's width without shrinking their letters, and its light or dark colours.

Each function returns the drawing alone. Its message goes into `alt`; the numbers stand in a table beside it (see page.py).
"""

import textwrap
from collections.abc import Sequence
from html import escape

from markupsafe import Markup

ROW, BAR = 44, 16  # pixels: a row with its label above its bar; the bar
TALL = 120  # pixels: the highest column of a histogram


def _svg(height: float, alt: str, inside: list[str]) -> Markup:
    head = f'<svg role="img" width="100%" height="{height:g}" aria-label="{escape(alt)}">'
    return Markup(head + "".join(inside) + "</svg>")


def _short(label: str) -> str:
    return textwrap.shorten(label, 40, placeholder=" …")


def _text(x: str, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def bars(rows: Sequence[tuple[str, str, Sequence[tuple[float, str]]]], alt: str) -> Markup:
    """Horizontal bars in parts. rows: label, words at the right end, and (share of the width, colour class) per part."""
    inside = []
    for place, (label, words, segments) in enumerate(rows):
        top = place * ROW
        inside += [_text("0", top + 14, _short(label)), _text("100%", top + 14, words, "end")]
        inside.append(f'<rect class="track" x="0" y="{top + 20}" width="100%" height="{BAR}"/>')
        start = 0.0
        for share, name in segments:
            if share > 0:
                box = f'x="{100 * start:.2f}%" y="{top + 20}" width="{100 * share:.2f}%" height="{BAR}"'
                inside.append(f'<rect class="part {name}" {box}/>')
            start += share
    return _svg(len(rows) * ROW, alt, inside)


def dots(points: Sequence[tuple[float, float, int]], alt: str) -> Markup:
    """What was said, across, and what came, upwards, both 0 to 100; each dot with its number. On the line both are the same."""
    left, wide, inside = 10, 60, []  # per cent of the width

    def place(x: float, y: float) -> tuple[str, float]:
        return f"{left + wide * x / 100:.2f}%", 20 + 2 * TALL * (1 - y / 100)

    for x, y, look in ((100, 100, "step"), (100, 0, "axis"), (0, 100, "axis")):
        (x1, y1), (x2, y2) = place(0, 0), place(x, y)
        inside.append(f'<line class="{look}" x1="{x1}" y1="{y1:g}" x2="{x2}" y2="{y2:g}"/>')
    for value in (0, 50, 100):
        inside.append(_text(place(value, 0)[0], 38 + 2 * TALL, f"{value} %", "middle"))
        inside.append(_text(f"{left - 1}%", place(0, value)[1] + 4, f"{value} %", "end"))
    for said, came, count in points:
        across, up = place(said, came)
        inside.append(f'<circle class="after" cx="{across}" cy="{up:.1f}" r="9"/>')
        inside.append(_text(f"{left + wide * said / 100 + 2:.2f}%", up - 6, str(count)))
    return _svg(46 + 2 * TALL, alt, inside)


def columns(rows: Sequence[tuple[str, int]], alt: str) -> Markup:
    """A histogram. rows: label and count of each class, from left to right."""
    most, width = max((count for _, count in rows), default=0) or 1, 100 / max(len(rows), 1)
    inside = []
    for place, (label, count) in enumerate(rows):
        high = TALL * count / most
        left, middle = place * width, f"{(place + 0.5) * width:.2f}%"
        box = (
            f'x="{left + width * 0.06:.2f}%" y="{20 + TALL - high:.1f}" width="{width * 0.88:.2f}%" height="{high:.1f}"'
        )
        inside.append(f'<rect class="one" {box}/>')
        inside.append(_text(middle, 14 + TALL - high, str(count), "middle"))
        inside.append(_text(middle, 38 + TALL, label, "middle"))
    inside.append(f'<line class="axis" x1="0" x2="100%" y1="{20 + TALL}" y2="{20 + TALL}"/>')
    return _svg(46 + TALL, alt, inside)


def steps(rows: Sequence[tuple[str, str, float, float]], alt: str) -> Markup:
    """From before to after. rows: label, words at the right end, and two shares of the width."""
    inside = []
    for place, (label, words, before, after) in enumerate(rows):
        top, first, last = place * ROW, f"{1.5 + 97 * before:.2f}%", f"{1.5 + 97 * after:.2f}%"
        line = top + 20 + BAR / 2
        inside += [_text("0", top + 14, _short(label)), _text("100%", top + 14, words, "end")]
        inside.append(f'<line class="axis" x1="0" x2="100%" y1="{line:g}" y2="{line:g}"/>')
        inside.append(f'<line class="step" x1="{first}" x2="{last}" y1="{line:g}" y2="{line:g}"/>')
        inside.append(f'<circle class="before" cx="{first}" cy="{line:g}" r="5"/>')
        inside.append(f'<circle class="after" cx="{last}" cy="{line:g}" r="6"/>')
    return _svg(len(rows) * ROW, alt, inside)
