"""Lesson 3: two sketches. The way of the light through the one machine that prints with it, and an AI chip taken apart."""

from __future__ import annotations

from itertools import pairwise

from derisking.charts import Drawn, sketch
from derisking.charts.vector.parts import (
    CARD,
    INK,
    MUTED,
    NARROW,
    PLAIN,
    STRONG,
    WORDS,
    box,
    label,
    mark,
    stroke,
    whole,
    wrapped,
)

GROUND, LINE, SILVER = "#e8f0f6", "#8fa3b3", "#7d8b97"  # a light ground, so that a dark page can turn it
BEAM, RED, GOLD, ORANGE, BLUE, DEEP = "#2f9fd8", "#c9302c", "#e09a00", "#e58a1f", "#3d8fc4", "#174a6e"
SLOPE = 0.55  # of the light: pixels to the side for each one up or down
# where the light turns: what stands there, and its height in the wide picture
TURNS = [
    ("mirror", 226),
    ("mirror", 92),
    ("mirror", 226),
    ("mask", 62),
    ("mirror", 206),
    ("mirror", 126),
    ("wafer", 262),
]
FLASH = (124.0, 150.0)


def light() -> Drawn:
    """The way of EUV light from a drop of tin over mirrors to the wafer, not to scale. Sources: as the card says."""
    return sketch(
        light_picture,
        title="The way of the light: from a drop of tin to the wafer",
        alt="Sketch of a machine that prints with EUV light, in five steps. 1: a laser hits 2: drops of tin, which flash. In a vacuum the light "
        "runs over 3: mirrors to 4: the mask, which holds the drawing, and over more mirrors to 5: the wafer with its photoresist.",
        source="Our sketch, after Kurilovich and others, 2018 (tin), ZEISS SMT, 2025 (mirrors), and ASML (vacuum)",
        caption="Not to scale, and simplified.",
        heads=["on the way", "why"],
        rows=[
            ["1 and 2, laser and drops of tin", "the flash holds EUV light"],
            ["3 mirrors, in a vacuum", "glass and air swallow this light"],
            ["4 mask", "the drawing of one layer"],
            ["5 wafer with photoresist", "keeps what the light has drawn"],
        ],
    )


def light_picture(width):
    """The same zigzag from left to right, or on a phone from top to bottom."""
    narrow = width < NARROW
    high = 504 if narrow else 316

    def at(x, y):
        """A place of the wide picture, turned on a phone."""
        return (y * 0.98 + 8, x * 0.7 + 2) if narrow else (x, y)

    path, (x, y) = [FLASH], FLASH
    for _, to in TURNS:
        x, y = x + SLOPE * abs(to - y), to
        path.append((x, y))
    parts = [f'<rect x="0" y="0" width="{width}" height="{high}" rx="8" fill="{GROUND}"/>']
    for k, (here, there) in enumerate(pairwise(path)):
        wide = 9 if k < 4 else 6
        ends = [*at(*here), *at(*there)]
        parts.append(
            f'<path d="M{ends[0]:.1f} {ends[1]:.1f}L{ends[2]:.1f} {ends[3]:.1f}" stroke="{BEAM}" stroke-width="{wide}" stroke-opacity="0.75" stroke-linecap="round"/>'
        )
    for (what, to), spot in zip(TURNS, path[1:], strict=True):
        parts.append(plate(what, at(*spot), to > 150, narrow))
    parts.extend(source_of_light(at))
    return whole(width, high, [*parts, *told(LIGHT_NARROW if narrow else LIGHT_WIDE)])


def plate(what, spot, low, narrow):
    """A mirror, the mask or the wafer, on the outer side of a turn."""
    x, y = spot
    if what == "wafer":
        rx, ry = (10, 42) if narrow else (44, 11)
        x, y = (x + 8, y) if narrow else (x, y + 9)
        return (
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx}" ry="{ry}" fill="{BLUE}" stroke="{DEEP}" stroke-width="1.5"/>'
        )
    long, thick, fill = (84, 12, ORANGE) if what == "mask" else (66, 9, SILVER)
    frame = [x - long / 2, y if low else y - thick, long, thick]
    if narrow:
        frame = [x if low else x - thick, y - long * 0.35, thick, long * 0.7]
    parts = [box(*frame, fill)]
    for i in range(7 if what == "mask" else 0):  # its drawing
        part = (i + 0.6 + 0.2 * (i % 3)) / 8
        line = [frame[0] + frame[2] * part, frame[1], 4.5, thick]
        parts.append(box(*([frame[0], frame[1] + frame[3] * part, thick, 2.6] if narrow else line), GROUND))
    return "".join(parts)


def source_of_light(at):
    """Drops of tin on their way, the laser that hits one through the hole of the first mirror, and the flash."""
    x, y = FLASH
    parts = [mark("circle", *at(*drop), SILVER, "", False, 4.5) for drop in [(20, y), (44, y), (68, y), (92, y)]]
    parts.append(stroke(*at(x - 54, y - 98), *at(x - 4, y - 8), RED, 4))
    for start, bend, end in [((-66, -14), (-62, -42), (-38, -60)), ((-20, -66), (6, -70), (34, -56))]:
        places = [at(x + far, y + high) for far, high in (start, bend, end)]
        path = "M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}".format(*places[0], *places[1], *places[2])
        parts.append(f'<path d="{path}" stroke="{SILVER}" stroke-width="9" fill="none"/>')
    rays = [(17, 0), (12, 12), (0, 17), (-12, 12), (-17, 0), (-12, -12), (0, -17), (12, -12)]
    parts.extend([stroke(*at(x, y), *at(x + far, y + high), GOLD, 2.4) for far, high in rays])
    return [*parts, mark("circle", *at(x, y), GOLD, "", False, 9)]


def told(words):
    """Names of parts where they stand. words: (x, y, text, anchor, colour), bold where not pale."""
    return [label(x, y, text, side, colour, colour != MUTED) for x, y, text, side, colour in words]


LIGHT_WIDE = [
    (14, 40, "1 a laser", "start", RED),
    (14, 178, "2 drops of tin", "start", INK),
    (14, 197, "flash in", "start", STRONG),
    (14, 215, "EUV light", "start", STRONG),
    (98, 64, "a mirror", "start", MUTED),
    (244, 46, "3 mirrors, because glass", "middle", INK),
    (244, 65, "would swallow this light", "middle", INK),
    (240, 256, "of Zeiss, Germany", "middle", MUTED),
    (372, 40, "4 mask: the drawing of one layer", "start", WORDS),
    (646, 298, "5 wafer with its photoresist", "end", INK),
    (14, 298, "all in a vacuum, because air would swallow it, too", "start", MUTED),
]
LIGHT_NARROW = [
    (20, 40, "1 a laser", "start", RED),
    (172, 24, "2 drops of tin", "start", INK),
    (172, 44, "flash in EUV light", "start", STRONG),
    (246, 140, "3 mirrors,", "start", INK),
    (246, 158, "because", "start", INK),
    (246, 176, "glass", "start", INK),
    (246, 194, "swallows it", "start", INK),
    (14, 96, "a mirror", "start", MUTED),
    (80, 160, "of Zeiss,", "end", MUTED),
    (80, 178, "Germany", "end", MUTED),
    (14, 340, "4 mask: the", "start", WORDS),
    (14, 358, "drawing of", "start", WORDS),
    (14, 376, "one layer", "start", WORDS),
    (256, 456, "5 wafer with its photoresist", "end", INK),
    (14, 488, "all in a vacuum: air swallows it, too", "start", MUTED),
]


# --- an AI chip, taken apart ---------------------------------------------------------------------------------------------------

# from top to bottom: what it is, what it does, whose
LAYERS = [
    ("Design", "the plan of the chip", "Nvidia, USA"),
    ("Printing machine", "EUV light", "ASML, Netherlands; mirrors: Zeiss, Germany"),
    ("Photoresist", "the coat that light changes", "JSR and others, Japan"),
    ("The die", "made at the leading edge", "mostly TSMC, Taiwan"),
    ("Stacked memory", "feeds the die with data", "SK hynix, Korea, leads"),
    ("Package", "joins die and memory", "TSMC, Taiwan; its film: Ajinomoto, Japan"),
]


def opened() -> Drawn:
    """One AI chip as its layers, one above the other, with whoever leads each; not to scale. Source: the lesson's own facts."""
    return sketch(
        opened_picture,
        title="One AI chip, many hands",
        alt="Sketch of an AI chip, its layers lifted off one another. "
        + "; ".join(f"{name}, {what}: {whose}" for name, what, whose in LAYERS)
        + ". No country holds all layers.",
        source="Our sketch, after the firms and shares named in this lesson",
        caption="Not to scale. The upper three make the die; the lower three are the chip that you can hold.",
        heads=["layer", "what it does", "whose"],
        rows=[list(layer) for layer in LAYERS],
    )


def opened_picture(width):
    """The layers on the left, each with its name and who makes it on the right."""
    narrow = width < NARROW
    half, step, first = (80, 92, 48) if narrow else (120, 80, 56)
    x, left = (half + 12, 2 * half + 30) if narrow else (half + 28, 2 * half + 96)
    high = first + step * 5 + (64 if narrow else 76)
    parts = [f'<rect width="{width}" height="{high}" rx="8" fill="{GROUND}"/>']
    for side in (-0.5, 0.5):  # they belong above one another
        parts.append(stroke(x + side * half, first, x + side * half, first + step * 5, LINE, 1.5, "3 5"))
    for k, draw in enumerate([plan, rays, coat, die, memory, package]):
        parts.append(draw(x, first + step * k, half))
    for k, (name, what, whose) in enumerate(LAYERS):
        y, room = first + step * k, width - left - 8
        lines = [(name, INK, True), *((line, MUTED, False) for line in ([] if narrow else wrapped(what, room)))]
        lines += [(line, STRONG, True) for line in wrapped(whose, room, True)]
        top = y - 9 * (len(lines) - 1)
        parts.append(stroke(x + half * (1.02 if k in (0, 5) else 0.7), y, left - 8, y, LINE, 1.5))
        for i, (line, colour, bold) in enumerate(lines):
            parts.append(label(left, top + 18 * i, line, "start", colour, bold))
    return whole(width, high, parts)


def tile(x, y, half, fill, line="none", deep=0.0, side=GROUND):
    """A flat square seen from above and aside, and, if it is deep, its two edges. half: of its width."""
    tall = half * 0.34
    parts = [
        f'<path d="M{x - half:.1f} {y:.1f}L{x:.1f} {y - tall:.1f}L{x + half:.1f} {y:.1f}L{x:.1f} {y + tall:.1f}Z" fill="{fill}" stroke="{line}"/>'
    ]
    if deep:
        under = f"M{x - half:.1f} {y:.1f}L{x:.1f} {y + tall:.1f}L{x + half:.1f} {y:.1f}v{deep:.1f}L{x:.1f} {y + tall + deep:.1f}L{x - half:.1f} {y + deep:.1f}Z"
        parts.append(f'<path d="{under}" fill="{side}" stroke="{line}"/>')
    return "".join(parts)


def grid(x, y, half, many, colour, wide=1.0):
    """Lines that divide a tile into many times many."""
    tall, parts = half * 0.34, []
    for i in range(1, many):
        part = 2 * i / many - 1
        for way in (1, -1):
            ends = [
                x + half * (part - 1) / 2,
                y + way * tall * (part + 1) / 2,
                x + half * (part + 1) / 2,
                y + way * tall * (part - 1) / 2,
            ]
            parts.append(stroke(*ends, colour, wide))
    return "".join(parts)


def plan(x, y, half):
    """A drawing on paper."""
    return (
        tile(x, y, half * 0.95, CARD, DEEP)
        + grid(x, y, half * 0.95, 6, PLAIN, 0.8)
        + tile(x, y, half * 0.5, "none", DEEP)
    )


def rays(x, y, half):
    """Waves of light on their way down."""
    parts = []
    for k in range(5):
        at, top = x + half * (k - 2) * 0.24, y - 22
        wave = "".join([f"q{4 * (-1) ** i} 4 0 8" for i in range(5)])
        parts.append(f'<path d="M{at:.1f} {top:.1f}{wave}" stroke="{BEAM}" stroke-width="2.6" fill="none"/>')
        parts.append(mark("down", at, top + 44, BEAM, "", False, 5))
    return "".join(parts)


def coat(x, y, half):
    """A thin film, which one sees through."""
    return f'<g opacity="0.8">{tile(x, y, half * 0.62, ORANGE, "#b86a10")}</g>'


def die(x, y, half):
    """The die with its blocks."""
    return tile(x, y, half * 0.62, BLUE, DEEP, 6, DEEP) + grid(x, y, half * 0.62, 12, "#bfe3f5", 0.7)


def memory(x, y, half):
    """Stacks of memory, three on each side of the place of the die."""
    parts = [tile(x, y, half * 0.5, "none", MUTED)]
    for way in (-1, 1):
        for k in (-1, 0, 1):
            at = [x + way * half * 0.42 + k * half * 0.2, y + way * half * 0.16 - k * half * 0.085]
            parts.extend([tile(at[0], at[1] + 9 - 6 * i, half * 0.17, "#7fd0a8", DEEP, 5, "#2f7d5b") for i in range(3)])
    return "".join(parts)


def package(x, y, half):
    """The board under both, with its film."""
    return (
        tile(x, y + 5, half, "#2f7d5b", "none", 9, "#1d523b")
        + tile(x, y, half, "#e0ab4b", GROUND, 5, "#a97c2c")
        + tile(x, y, half * 0.9, "#3a8f69", "none")
    )
