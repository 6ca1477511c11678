"""Lesson 4: a sketch of three shares, each of a whole of its own, drawn in a hundred signs."""

from __future__ import annotations

from derisking.explore.chip_drawn import GROUND

from derisking import data
from derisking.charts import Drawn, sketch
from derisking.charts.vector.parts import INK, MUTED, NARROW, PLAIN, WORDS, label, mark, whole, wrapped

# row of data/facts.csv, what the number is, the sign of its whole, the whole in words
SHARES = [
    ("chips-act-baseline-2020", "2020, the start", "chip", "of all chips that the world buys"),
    (
        "chips-act-forecast-2030",
        "2030, the forecast",
        "link",
        "of the whole chain: design, materials, machines, plants",
    ),
    ("chips-act-target", "2030, the target", "star", "of the newest and the sustainable chips alone, by value"),
]
POINTS = [(0, -7), (2, -2.2), (7, -2.2), (3, 1.2), (4.5, 6.4), (0, 3.2), (-4.5, 6.4), (-3, 1.2), (-7, -2.2), (-2, -2.2)]


def wholes() -> Drawn:
    """The EU's start, forecast and target, each as the part of its own whole. Sources: rows of `data/facts.csv`."""
    return sketch(
        picture,
        title="Three numbers, three wholes: no two can be compared",
        alt="Three squares of a hundred signs each, Europe's part in orange. "
        + " ".join(f"{amount(id)} {whose}, in {when}: drawn as {sign}s." for id, when, sign, whose in SHARES)
        + " No two of the squares hold the same signs.",
        source="Digital Decade, Decision 2022/2481; European Court of Auditors, press release of 28 April 2025",
        caption="Each hundred signs are one whole, and orange is Europe’s part. How large the wholes are is not drawn.",
        heads=["number", "when", "share of what"],
        rows=[[amount(id), when, whose] for id, when, _, whose in SHARES],
    )


def amount(id) -> str:
    """A share as the lesson writes it."""
    return f"{data.fact(id).value:g} %"


def picture(width):
    """Side by side, or on a phone below each other with the words on the right."""
    narrow = width < NARROW
    step, wide = (11, 0) if narrow else (18, width / 3)
    high = 3 * 134 if narrow else 316
    parts = [f'<rect width="{width}" height="{high}" rx="8" fill="{GROUND}"/>']
    for k, (id, when, sign, whose) in enumerate(SHARES):
        left, top = (10, 14 + 134 * k) if narrow else (wide * k + (wide - 10 * step) / 2, 62)
        share = float(data.fact(id).value)
        for i in range(100):
            x, y = left + step * (i % 10 + 0.5), top + step * (9 - int(i / 10) + 0.5)
            parts.append(signed(sign, x, y, step / 18, min(1.0, max(0.0, share - i))))
        x, y = (left + 10 * step + 14, top + 8) if narrow else (left, 18)
        parts.append(label(x, y, amount(id), "start", WORDS, True, False, 22))
        parts.append(label(x, y + 24, when, "start", MUTED))
        room = width - x - 8 if narrow else 10 * step + 24
        for i, line in enumerate(wrapped(whose, room, True)):
            parts.append(label(x, (y + 46 if narrow else top + 10 * step + 18) + 18 * i, line, "start", INK, True))
    return whole(width, high, parts)


def signed(sign, x, y, size, part):
    """One sign of a hundred; part: how much of it is Europe's, 0 to 1."""
    shapes = [drawn(sign, x, y, size, PLAIN)] if part < 1 else []
    return "".join([*shapes, f'<g opacity="{part:.1f}">{drawn(sign, x, y, size, WORDS)}</g>' if part else ""])


def drawn(sign, x, y, size, colour):
    """A chip with its legs, a link of a chain, or a star."""
    if sign == "star":
        places = " ".join([f"{x + a * size:.1f},{y + b * size:.1f}" for a, b in POINTS])
        return f'<polygon points="{places}" fill="{colour}"/>'
    if sign == "link":
        return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{7.6 * size:.1f}" ry="{4.4 * size:.1f}" fill="none" stroke="{colour}" stroke-width="{2.6 * size:.1f}"/>'
    legs = "".join([f"M{x + a * size:.1f} {y - 8 * size:.1f}v{16 * size:.1f}" for a in (-3, 0, 3)])
    return f'<path d="{legs}" stroke="{colour}" stroke-width="{1.5 * size:.1f}"/>{mark("square", x, y, colour, "", False, 6.6 * size)}'
