"""Lesson 3: eight zooms from a wafer to its atoms, each ten times nearer, with a length to lay beside what is drawn."""

from __future__ import annotations

import math
from functools import cache

from derisking import data
from derisking import widgets as controls
from derisking.charts.vector.parts import (
    CARD,
    GRID,
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
)
from derisking.explore.base import Explorer, Goal

WIDEST = 500e6  # nm: how wide the first picture is; each further one is a tenth of that
HIGH = 0.64  # of a picture's width
ZOOMS = 8
CELL = [
    [0, 0],
    [0.5, 0.5],
    [0.5, 0],
    [0, 0.5],
    [0.25, 0.25],
    [0.75, 0.75],
    [0.75, 0.25],
    [0.25, 0.75],
]  # atoms, seen from above
RED, HAIR, VIOLET = "#B3261E", "#7A5230", "#6A3FA0"
NAME, SEEN, EUV = (
    3.0,
    "light-violet",
    "euv-wavelength",
)  # a name that sounds like a length, and the facts behind two waves
UNITS = {"nm": 1.0, "mm": 1e6}
# What each picture shows: the fact, what it is, its length in words ("{}" is the fact's number), and what to say of it.
THINGS = [
    ("wafer-diameter", "a wafer", "{} mm", "A wafer, wide as a pizza, holds dozens of the largest dies."),
    ("h100-die-area", "Nvidia’s H100", "{} mm", "The side of a square as large as this die. You could hold it between two fingers."),
    ("die-length-4004", "Intel’s 4004, of 1971", "{} mm", "One of the first processors on a single chip, at its longer side."),
    ("hair-width", "a human hair", "{} µm", "So thick is a hair on average; yours may differ."),
    ("line-width-4004", "a line on the 4004", "{} µm", "In those days the name of a way of making chips was a length: “10 microns”."),
    ("light-red", "a wave of red light", "{} µm", "About the longest waves that you can see."),
    ("gate-pitch-3nm", "from gate to gate", "{} nm", "This close can the switches stand in TSMC’s first process called “3 nm”."),
    ("euv-resolution", "a line printed by EUV", "{} nm", "The finest, says its maker, that a standard machine prints in one go."),
    ("silicon-lattice", "a cube of the crystal", "{} nm", "The pattern in which silicon atoms stand, eight to a cube."),
]  # fmt: skip


@cache
def tables() -> dict[str, list]:
    """The things with their lengths in nanometres, and the lengths to lay beside them."""
    things = []
    for key, name, size, said in THINGS:
        fact = data.fact(key)
        long = math.sqrt(fact.value) * 1e6 if fact.unit == "mm2" else fact.value * UNITS[fact.unit]
        number = long / (1e6 if "mm" in size else 1e3 if "µm" in size else 1)
        things.append(
            {"name": name, "nm": long, "size": size.format(f"{number:.3g}"), "said": said, "address": fact.url}
        )
    rulers = {f"{long:g}": [words.format(f"{long:g}"), long, colour] for words, long, colour in (
        ("the name “3 nm”", NAME, WORDS),
        ("a wave of EUV light ({} nm)", data.fact(EUV).value, STRONG),
        ("a wave of violet light ({} nm)", data.fact(SEEN).value, VIOLET),
    )}  # fmt: skip
    return {"things": things, "rulers": rulers}


def zoom_state(v, t):
    """One picture: what it shows, and how long the chosen length is beside it."""
    step = v["zoom"]
    thing, ruler = t["things"][step], t["rulers"][v["ruler"]]
    near = f"{10**step:,.0f} times nearer" if step else "Not zoomed yet"
    beside = compared(ruler[0], ruler[1] / thing["nm"])
    first = [i for i, one in enumerate(t["things"]) if one["nm"] < ruler[1]]
    found = len(first) > 0 and first[0] == step
    return {
        "title": f"{near}: {thing['name']}, {thing['size']}",
        "line": f"{thing['said']} {beside}",
        "link": thing["address"],
        "alt": f"{near}: the picture shows {thing['name']}, {thing['size']}, and below it two bars. {beside}",
        "caption": "Lengths are to scale, the rest is a sketch. The dashed box is the next picture; what that shows need not be part of this one.",
        "heads": ["times nearer", "what", "length", "source"],
        "rows": [[f"{10**i:,.0f}", one["name"], one["size"], one["address"]] for i, one in enumerate(t["things"])],
        "picture": {"step": step, "things": t["things"], "ruler": ruler},
        "goals": [found and ruler[1] > 100, found and 100 > ruler[1] > 5, found and ruler[1] < 5],
    }


def compared(name, part):
    """How long a length is beside the thing, in words; part: of the thing's."""
    if part >= 1:
        return f"Beside it {name} is longer, {rough(part)} times."
    return f"Beside it {name} is shorter: {rough(1 / part)} would fit."


def rough(many):
    """A number with two or three digits that count."""
    if many < 10:
        return f"{many:.2f}" if many < 2 else f"{many:.1f}"
    size = 1
    while many / size >= 100:
        size = size * 10
    return f"{math.floor(many / size + 0.5) * size:,.0f}"


# --- the picture -----------------------------------------------------------------------------------------------------------------


def zoom_picture(picture, width):
    """The field with what is drawn, two bars below it, and the way so far beside it, on a phone below. picture: as `zoom_state` says."""
    narrow = width < NARROW
    wide = width - 16 if narrow else 320
    high, step = HIGH * wide, picture["step"]
    scale = wide / WIDEST * 10**step
    thing, (name, long, colour) = picture["things"][step], picture["ruler"]
    parts = [f'<g data-key="zoom{step}">{box(8, 8, wide, high, CARD, MUTED)}']
    parts.append("".join(drawn(step, [8, 8, wide, high], [one["nm"] * scale for one in picture["things"]])))
    parts.append("</g>")
    if step < ZOOMS:
        size = f'x="{8 + wide * 0.45:.1f}" y="{8 + high * 0.45:.1f}" width="{wide / 10:.1f}" height="{high / 10:.1f}" fill="none"'
        edge = f'<rect {size} stroke="{CARD}" stroke-width="4"/><rect {size} stroke="{INK}" stroke-width="1.4" stroke-dasharray="4 3"/>'
        parts.append(f'<g data-key="zoom{step + 1}">{edge}</g>')
        hold = f'x="{8 + wide * 0.4:.1f}" y="{8 + high * 0.4:.1f}" width="{wide / 5:.1f}" height="{high / 5:.1f}" fill="none"'
        parts.append(f'<rect {hold} data-take="×{10 ** (step + 1):,.0f}" pointer-events="all" cursor="zoom-in"/>')
    low = high + 16
    parts.extend(measured(f"{thing['name']}, {thing['size']}", thing["nm"] * scale, low, wide, INK))
    parts.extend(measured(name, long * scale, low + 30, wide, colour))
    low += 62
    if narrow:
        parts.extend([rung(i, step, 16 + i * (wide - 16) / ZOOMS, low + 6) for i in range(ZOOMS + 1)])
        return whole(width, low + 18, parts)
    gap = (low - 28) / ZOOMS
    for i, one in enumerate(picture["things"]):
        y = 16 + gap * i
        parts.append(rung(i, step, wide + 34, y))
        if i <= step:
            parts.append(label(wide + 48, y, f"{one['name']}, {one['size']}", "start", INK, i == step))
    return whole(width, low, parts)


def rung(i, step, x, y):
    """A stop of the way: filled where one is, pale where one was, hollow where one was not yet."""
    return mark(
        "circle", x, y, STRONG if i == step else PLAIN if i < step else MUTED, "", i > step, 6.0 if i == step else 4.0
    )


def measured(words, long, y, wide, colour):
    """A bar as long as a length, with its name below; what is longer than the picture has an arrow, what is too short a tick."""
    shown = min(long, wide)
    parts = [box(8, y, max(1.2, shown), 6, colour)]
    if long > wide:
        parts.append(mark("right", wide + 4, y + 3, colour, "", False, 6.0))
        words = f"{words}: longer than this"
    elif long < 1.2:
        words = f"{words}: too short to see"
    parts.append(label(8, y + 18, words, "start", colour))
    return parts


def drawn(step, frame, lengths):
    """What a picture shows, inside its frame. lengths: of all things, in pixels."""
    x, y, wide, high = frame
    long = lengths[step]
    cx, cy = x + wide / 2, y + high / 2
    if step == 0:
        return wafer_of(cx, cy, long / 2, lengths[1])
    if step == 1:
        return [box(cx - long / 2, cy - long / 2, long, long, PLAIN, STRONG), *lattice([cx, cy], long, long, 12)]
    if step == 2:
        tall = long * 3 / 4
        return [box(cx - long / 2, cy - tall / 2, long, tall, PLAIN, STRONG), *lattice([cx, cy], long, tall, 4)]
    if step == 3:
        return [
            box(cx - long / 2, y + 1, long, high - 2, HAIR),
            box(cx - long / 4, y + 1, long / 7, high - 2, "#A9805A"),
        ]
    if step == 5:
        return [wave(frame, long)]
    if step == 8:
        return crystal(frame, long)
    # Lines: of those on the 4004 and those of EUV every second one is a gap; of gates only the distance is known.
    gap, thick = (long, long * 0.35) if step == 6 else (long * 2, long)
    many = math.floor((wide / 2 + thick) / gap)
    return [upright(frame, cx + gap * i - thick / 2, thick) for i in range(-many, many + 1)]


def upright(frame, left, thick):
    """A line from top to bottom, cut off at the sides of the frame."""
    x, y, wide, high = frame
    start, stop = max(left, x + 1), min(left + thick, x + wide - 1)
    return box(start, y + 1, stop - start, high - 2, STRONG) if stop > start else ""


def wafer_of(cx, cy, radius, side):
    """A wafer with whole dies of the next picture's size."""
    path = ""
    for row in range(-6, 7):
        for column in range(-6, 7):
            a, b = (abs(column) + 0.5) * side, (abs(row) + 0.5) * side
            if math.hypot(a, b) <= radius:
                path += f"M{cx + (column - 0.5) * side:.1f} {cy + (row - 0.5) * side:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}z"
    disc = f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{radius:.1f}" fill="{GRID}" stroke="{MUTED}"/>'
    return [disc, f'<path d="{path}" fill="{PLAIN}" stroke="{CARD}" stroke-width="1.2"/>']


def lattice(centre, wide, high, many):
    """Lines that part a die into blocks."""
    left, top = centre[0] - wide / 2, centre[1] - high / 2
    parts = []
    for i in range(1, many):
        x, y = left + wide * i / many, top + high * i / many
        parts.extend([stroke(x, top, x, top + high, CARD), stroke(left, y, left + wide, y, CARD)])
    return parts


def wave(frame, long):
    """A wave as long as light's, through the frame."""
    x, y, wide, high = frame
    middle, path = y + high / 2, f"M{x + 1:.1f} {y + high / 2:.1f}"
    for i in range(1, 201):
        at = (wide - 2) * i / 200
        path += f"L{x + 1 + at:.1f} {middle - high * 0.2 * math.sin(2 * math.pi * at / long):.1f}"
    return f'<path d="{path}" fill="none" stroke="{RED}" stroke-width="3"/>'


def crystal(frame, long):
    """Atoms of silicon, seen along an edge of the cubes."""
    x, y, wide, high = frame
    path, radius = "", long * 0.1
    for row in range(math.floor(high / long) + 1):
        for column in range(math.floor(wide / long) + 1):
            for a, b in CELL:
                left, top = (column + a + 0.3) * long, (row + b + 0.3) * long
                if left < wide - radius - 2 and top < high - radius - 2:
                    path += f"M{x + left - radius:.1f} {y + top:.1f}a{radius:.1f} {radius:.1f} 0 1 0 {2 * radius:.1f} 0a{radius:.1f} {radius:.1f} 0 1 0 -{2 * radius:.1f} 0"
    edge = f'<rect x="{x + 3.3 * long:.1f}" y="{y + 2.3 * long:.1f}" width="{long:.1f}" height="{long:.1f}" fill="none" stroke="{WORDS}" stroke-width="2"/>'
    return [f'<path d="{path}" fill="{STRONG}"/>', edge]


def zooms() -> Explorer:
    """The picture of lesson 3: from a wafer to its atoms. Source: facts of the registry, one per picture."""
    t = tables()
    steps = [(f"×{10**i:,}", i) for i in range(ZOOMS + 1)]
    rulers = [(short, key) for short, key in zip(("“3 nm”", "EUV light", "violet light"), t["rulers"], strict=True)]
    violet, gate, cube = (list(t["rulers"])[2], t["things"][6], t["things"][8])
    return Explorer(
        "zooms",
        {
            "zoom": controls.Select("Zoom", steps, 0, walk=True, picks=True),
            "ruler": controls.Select("Lay beside it", rulers, violet),
        },
        zoom_state,
        zoom_picture,
        tables=t,
        source="One source per length, in the table.",
        question="How far is it from a wafer to “3 nm”?",
        goals=[
            Goal(
                "Zoom in with a click on the dashed box, or with Next. Stop at the first thing that is shorter than any wave you can see.",
                "Eight such distances fit into one wave of violet light. Such chips are printed with light that no eye can see.",
                ("zoom",),
            ),
            Goal(
                "Now lay EUV light beside it. What is the first thing that is shorter than its wave?",
                "The line that it prints. Optics can draw finer than their wave: with the older light, of 193 nm, about 40 nm in one go.",
                ("zoom", "ruler"),
                {"zoom": 5},
            ),
            Goal(
                "A phone is sold with “a 3 nm chip”. Take that name for a length: what is the first thing shorter than it?",
                f"Of these things only the cube, {cube['size']}; some layers in a chip are thinner too. Gates stand {gate['nm'] / NAME:.0f} times as far apart as the name says.",
                ("zoom", "ruler"),
                {"zoom": 5},
            ),
        ],
    )
