"""Lesson 3: eight zooms from a wafer to its atoms, each ten times nearer, with a length to lay beside what is drawn."""

from __future__ import annotations

import math
from functools import cache

from derisking import data
from derisking import widgets as controls
from derisking.charts.vector.parts import NARROW, SIZE, box, label, mark, stroke, text_width, whole, wrapped
from derisking.explore.base import Explorer, Goal

WIDEST, TALLEST = 560e6, 305e6  # nm: what the first picture shows at most; each further one shows a tenth of that
HIGH, HIGH_NARROW = 0.64, 1.12  # of a picture's width
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
NIGHT, WHITE, SILVER, BLUE, DEEP, GOLD = "#0d1b2a", "#ffffff", "#a9bccb", "#3d8fc4", "#174a6e", "#e0ab4b"
EDGE = "#3c5166"  # between a picture and what stands above and below it
RED, HAIR, SHINE = "#ff5a4d", "#8a5d36", "#b98a5c"
ORANGE, SKY, VIOLET = "#ffb14a", "#63cdfa", "#bd9bff"  # of what is laid beside
HEAD, BAND = 62, 92  # pixels above a picture: for its size and name, and under them for both lengths
NOTHING = "0"  # laid beside, until one chooses
NAME, SEEN, EUV = (
    3.0,
    "light-violet",
    "euv-wavelength",
)  # a name that sounds like a length, and the facts behind two waves
UNITS = {"nm": 1.0, "mm": 1e6}
# What each picture shows: the fact, what it is, its length in words ("{}" is the fact's number), and what to say of it.
THINGS = [
    ("wafer-diameter", "a wafer", "{} mm", "A wafer, wide as a pizza, holds dozens of the largest chips."),
    ("h100-die-area", "Nvidia’s H100", "{} mm", "The side of a square as large as this chip. You could hold it between two fingers."),
    ("die-length-4004", "Intel’s 4004, of 1971", "{} mm", "One of the first processors on a single chip, at its longer side."),
    ("hair-width", "a human hair", "{} µm", "A hair is this thick on average; yours may differ."),
    ("line-width-4004", "a line on Intel’s 4004", "{} µm", "A line printed on the chip of 1971. Then the name of a process was a length: “10 microns” (µm)."),
    ("light-red", "a wave of red light", "{} µm", "About the longest waves that you can see."),
    ("gate-pitch-3nm", "from gate to gate", "{} nm", "The switches can stand this close in the first “3 nm” process of TSMC, a maker of chips in Taiwan."),
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
    rulers = {NOTHING: ["nothing", 0, WHITE]}
    rulers |= {f"{long:g}": [words.format(f"{long:g}"), long, colour] for words, long, colour in (
        ("the name “3 nm”", NAME, ORANGE),
        ("a wave of EUV light ({} nm)", data.fact(EUV).value, SKY),
        ("a wave of violet light ({} nm)", data.fact(SEEN).value, VIOLET),
    )}  # fmt: skip
    return {"things": things, "rulers": rulers}


def zoom_state(v, t):
    """One picture: what it shows, and how long the chosen length is beside it."""
    step = v["zoom"]
    thing, ruler = t["things"][step], t["rulers"][v["ruler"]]
    near = f"{10**step:,.0f} times nearer" if step else "Not zoomed yet"
    part = ruler[1] / thing["nm"]
    beside = compared(ruler[0], part) if part > 0 else "Nothing is laid beside it yet: choose EUV light or “3 nm”."
    first = [i for i, one in enumerate(t["things"]) if one["nm"] < ruler[1]]
    found = len(first) > 0 and first[0] == step
    far = len(first) > 0 and first[0] < step and not v.get("free", False)
    beside = f"Too far: one step back, something is already shorter than {ruler[0]}." if far else beside
    return {
        "title": f"{near}: {thing['name']}, {thing['size']}",
        "line": f"{thing['said']} {beside if part == 0 or part > 0.01 else ''}".strip(),
        "link": thing["address"],
        "alt": f"{near}: the picture shows {thing['name']}, {thing['size']}, and its length above that of {ruler[0]}. {beside}",
        "caption": "Lengths are to scale, the rest is a sketch. The dashed box is as wide as the next picture, wherever that lies.",
        "heads": ["times nearer", "what", "length", "source"],
        "rows": [[f"{10**i:,.0f}", one["name"], one["size"], one["address"]] for i, one in enumerate(t["things"])],
        "picture": {"step": step, "things": t["things"], "ruler": ruler, "far": far},
        "goals": [found and ruler[1] > 100, found and 100 > ruler[1] > 5, found and ruler[1] < 5],
    }


def compared(name, part):
    """How long a length is beside the thing, in words; part: of the thing's."""
    if part >= 1:
        return f"Beside it, {name} is {rough(part)} times as long."
    return f"It is {rough(1 / part)} times as long as {name}."


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
    """What is drawn, from edge to edge, under its size in large numerals and both lengths. picture: as `zoom_state` says.

    The page draws "data-zoom" growing out of the dashed box of the picture before it, or shrinking back into it.
    """
    narrow = width < NARROW
    high, step = width * (HIGH_NARROW if narrow else HIGH), picture["step"]
    centre = [width / 2, (HEAD + BAND + high) / 2]
    scale = min(width / WIDEST, (high - HEAD - BAND) / TALLEST) * 10**step
    lengths = [one["nm"] * scale for one in picture["things"]]
    parts = [box(0, 0, width, high, NIGHT), *drawn(step, centre, high, lengths)]
    if step < ZOOMS:
        size = f'x="{centre[0] * 0.9:.1f}" y="{centre[1] * 0.9:.1f}" width="{width / 10:.1f}" height="{high / 10:.1f}" fill="none"'
        parts.append(f'<rect {size} stroke="{NIGHT}" stroke-width="4"/>')
        parts.append(f'<rect {size} stroke="{WHITE}" stroke-width="2" stroke-dasharray="6 4"/>')
    shown = [f'<g data-zoom="{step}" style="transform-origin:{centre[0]:.1f}px {centre[1]:.1f}px">{"".join(parts)}</g>']
    shown.extend(headed(picture["things"][step], step, width, 26 if narrow else 34))
    name, long, colour = picture["ruler"]
    shown.extend(
        measured(
            [picture["things"][step]["size"], lengths[step], where(step, width / 2, lengths[step])],
            [
                "Too far: one step back, something is already shorter than this bar." if picture["far"] else name,
                long * scale,
                colour,
            ],
            width,
        )
    )
    if step < ZOOMS:
        hold = f'width="{width:.1f}" height="{high:.1f}" fill="none" pointer-events="all" cursor="zoom-in"'
        shown.append(f'<rect data-take="×{10 ** (step + 1):,.0f}" {hold}/>')
    field = f'<svg class="dr-night" width="{width:.1f}" height="{high:.1f}">{"".join(shown)}</svg>'
    return whole(width, high, [field])


def headed(thing, step, width, size):
    """Above the picture what it is and how large, on the left; on the right how near one is."""
    wide = text_width(thing["size"], True) * size / SIZE
    beside = width >= NARROW
    parts = [
        f'<rect width="{width:.1f}" height="{HEAD}" fill="{NIGHT}"/>',
        label(14, HEAD / 2 if beside else 20, thing["size"], "start", WHITE, True, False, size),
        label(
            14 + (0.95 * wide if beside else 0), 35 if beside else 48, thing["name"], "start", WHITE, True, False, 18
        ),
        label(width - 12, 20, f"×{10**step:,.0f}", "end", WHITE, True, False, 16),
        stroke(0, HEAD, width, HEAD, EDGE),
    ]
    return parts


def measured(thing, ruler, wide):
    """Under the name two bars: the ruler, and how long the thing is, as far as it goes down to the picture; what is longer than the picture has an arrow.

    thing: its size in words, its length in pixels and where that begins; ruler: words, length in pixels, colour.
    """
    said, long, left = thing
    words, other, colour = ruler
    top, foot = HEAD, HEAD + BAND
    parts = [box(0, top, wide, BAND, NIGHT), stroke(0, foot, wide, foot, EDGE)]
    parts.append(box(left, top + 64, long, 16, WHITE))
    for x in [left, left + long]:
        parts.append(stroke(x, top + 62, x, foot + 16, NIGHT, 5.0))
        parts.append(stroke(x, top + 62, x, foot + 16, WHITE, 2.0))
    room = wide - left - long > text_width(said, True) + 12
    at, side = [left + long + 8, "start"] if room else [left - 8, "end"]
    parts.append(label(at, top + 72, said, side, WHITE, True))
    start = max(0, min(left, wide - other))
    if other > 0:
        parts.append(box(start, top + 34, max(3, min(other, wide)), 22, colour))
    if other == 0:
        words, colour = "First choose, in the row above, what to lay beside it.", ORANGE
    elif other > wide:
        parts.append(mark("right", wide - 12, top + 45, NIGHT, "", False, 8.0))
        words = words if words[0:3] == "Too" else f"{words}: longer than this"
    elif other < 1.2:
        words = f"{words}: too short to see"
    lines = wrapped(words, wide - 24, True)
    first = top + 18 - 7.5 * (len(lines) - 1)
    parts.extend([label(12, first + 15 * k, line, "start", colour, True) for k, line in enumerate(lines)])
    return parts


def where(step, middle, long):
    """Where the length of a thing begins: of a wave at a crest, of gates and cubes in the middle."""
    if step == 5:
        return (math.floor(middle / long) + 0.25) * long
    if step == 6:
        return middle
    return math.floor(middle / long) * long if step == 8 else middle - long / 2


def drawn(step, centre, high, lengths):
    """What a picture shows around its centre. lengths: of all things, in pixels."""
    cx, cy = centre
    wide, long = 2 * cx, lengths[step]
    if step == 0:
        return wafer_of(cx, cy, long / 2, lengths[1])
    if step == 1:
        return die_of(cx - long / 2, cy - long / 2, long)
    if step == 2:
        return first_chip(cx - long / 2, cy - long * 3 / 8, long)
    if step == 3:
        return hair(cx - long / 2, long, high)
    if step == 5:
        return [wave(centre, long, 16, 0.25), wave(centre, long, 5, 1.0)]
    if step == 8:
        return crystal([wide, high], centre, long)
    # Lines: of those on the 4004 and those of EUV every second one is a gap; of gates only the distance is known.
    gap, thick = (long, long * 0.35) if step == 6 else (long * 2, long)
    fill, shine = (GOLD, "#f4d08a") if step == 4 else ("#5fd0b5", "#b4efe2") if step == 6 else ("#9a83e8", "#d3c8ff")
    many = math.floor((cx + thick) / gap)
    parts = [box(0, high * i / 9, wide, high / 24, DEEP) for i in range(10)] if step == 6 else []
    for i in range(-many, many + 1):
        left = cx + gap * i - thick / 2
        parts.extend([box(left, 0, thick, high, fill), box(left, 0, thick / 6, high, shine)])
    return parts


def square(x, y, wide, high):
    """A rectangle as a piece of a path: many in one are drawn sooner."""
    return f"M{x:.1f} {y:.1f}h{wide:.1f}v{high:.1f}h-{wide:.1f}z"


def wafer_of(cx, cy, radius, side):
    """A wafer with whole dies of the next picture's size."""
    path = ""
    for row in range(-6, 7):
        for column in range(-6, 7):
            if math.hypot((abs(column) + 0.5) * side, (abs(row) + 0.5) * side) <= radius:
                path += square(cx + (column - 0.5) * side, cy + (row - 0.5) * side, side, side)
    disc = f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{radius:.1f}" fill="{SILVER}" stroke="{WHITE}" stroke-width="2"/>'
    notch = f'<path d="M{cx - 7:.1f} {cy + radius + 2:.1f}l7 -12l7 12z" fill="{NIGHT}"/>'
    return [disc, notch, f'<path d="{path}" fill="{BLUE}" stroke="{NIGHT}" stroke-width="1.5"/>']


def die_of(left, top, long):
    """A large die with its 144 equal blocks, in eight groups, and what feeds them between and beside."""
    blocks = ""
    for group in range(8):
        x, y = left + long * (0.09 + 0.21 * (group % 4)), top + long * (0.05 if group < 4 else 0.57)
        for k in range(18):
            blocks += square(
                x + long * 0.064 * (k % 3), y + long * 0.064 * math.floor(k / 3), long * 0.052, long * 0.052
            )
    between = square(left + long * 0.09, top + long * 0.455, long * 0.82, long * 0.085)
    for side in [0.015, 0.935]:
        for i in range(6):
            between += square(left + long * side, top + long * (0.04 + 0.157 * i), long * 0.05, long * 0.13)
    return [
        box(left, top, long, long, DEEP, SILVER),
        f'<path d="{blocks}" fill="{BLUE}"/>',
        f'<path d="{between}" fill="{GOLD}"/>',
    ]


def first_chip(left, top, long):
    """A small early die: sixteen contacts around its edge, and blocks inside."""
    tall, side = long * 3 / 4, long * 0.05
    pads, inner = "", ""
    for i in range(5):
        for y in [top + side * 0.4, top + tall - side * 1.4]:
            pads += square(left + long * (0.13 + 0.17 * i), y, side, side)
    for i in range(3):
        for x in [left + side * 0.4, left + long - side * 1.4]:
            pads += square(x, top + tall * (0.22 + 0.24 * i), side, side)
    for x, y, wide, high in [
        [0.1, 0.13, 0.36, 0.3],
        [0.49, 0.13, 0.41, 0.46],
        [0.1, 0.48, 0.36, 0.39],
        [0.49, 0.64, 0.19, 0.23],
        [0.71, 0.64, 0.19, 0.23],
    ]:
        for i in range(6):
            inner += square(left + long * x, top + tall * (y + high * i / 6), long * wide, tall * high / 9)
    return [
        box(left, top, long, tall, DEEP, SILVER),
        f'<path d="{inner}" fill="{BLUE}"/>',
        f'<path d="{pads}" fill="{GOLD}"/>',
    ]


def hair(left, long, high):
    """A hair with its scales."""
    path = ""
    for i in range(math.floor(high / 26) + 2):
        y = 26 * i - 8 * (i % 2)
        path += f"M{left:.1f} {y:.1f}q{long * 0.3:.1f} {14 + 5 * (i % 3)} {long * 0.55:.1f} 4t{long * 0.45:.1f} -6"
    return [
        box(left, 0, long, high, HAIR),
        box(left + long * 0.2, 0, long * 0.2, high, SHINE),
        f'<path d="{path}" fill="none" stroke="#54351b" stroke-width="2"/>',
    ]


def wave(centre, long, thick, solid):
    """A wave as long as light's, through the picture."""
    cx, cy = centre
    path = f"M0 {cy:.1f}"
    for i in range(1, 201):
        x = cx * i / 100
        path += f"L{x:.1f} {cy - cy * 0.45 * math.sin(2 * math.pi * x / long):.1f}"
    return f'<path d="{path}" fill="none" stroke="{RED}" stroke-width="{thick}" opacity="{solid:.2f}"/>'


def crystal(frame, centre, long):
    """Atoms of silicon, seen along an edge of the cubes; one cube has its edge drawn."""
    wide, high = frame
    atoms, light, radius = "", "", long * 0.12
    for row in range(math.floor(high / long) + 1):
        for column in range(math.floor(wide / long) + 1):
            for a, b in CELL:
                x, y = (column + a) * long, (row + b) * long
                atoms += round_at(x, y, radius)
                light += round_at(x - radius * 0.3, y - radius * 0.3, radius * 0.35)
    x, y = math.floor(centre[0] / long) * long, math.floor(centre[1] / long) * long
    edge = f'<rect x="{x:.1f}" y="{y:.1f}" width="{long:.1f}" height="{long:.1f}" fill="none" stroke="{GOLD}" stroke-width="3"/>'
    return [f'<path d="{atoms}" fill="{BLUE}"/>', f'<path d="{light}" fill="{WHITE}"/>', edge]


def round_at(x, y, radius):
    """A disc as a piece of a path."""
    across = f"{radius:.1f} {radius:.1f} 0 1 0"
    return f"M{x - radius:.1f} {y:.1f}a{across} {2 * radius:.1f} 0a{across} -{2 * radius:.1f} 0"


def zooms() -> Explorer:
    """The picture of lesson 3: from a wafer to its atoms. Source: facts of the registry, one per picture."""
    t = tables()
    steps = [(f"×{10**i:,}", i) for i in range(ZOOMS + 1)]
    rulers = [
        (short, key) for short, key in zip(("nothing", "“3 nm”", "EUV light", "violet light"), t["rulers"], strict=True)
    ]
    violet, gate, line, cube = (list(t["rulers"])[3], *t["things"][6:])
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
                "Tap the picture to fly in, ten times nearer each time. Stop at the first thing that is shorter than the violet bar: one wave of violet light.",
                f"The gates stand {gate['nm']:.0f} nm apart, and one wave of violet light is more than eight times as long. Such chips are printed with light that no eye can see.",
                ("zoom",),
            ),
            Goal(
                "The newest machines print with a light of much shorter waves, called EUV. Choose it in the row Lay beside it, and fly on to the first thing that is shorter.",
                f"The finest line that EUV prints, {line['nm']:.0f} nm, is a little shorter than its wave: optics can draw finer than their light.",
                ("zoom", "ruler"),
                {"zoom": 5, "ruler": NOTHING},
            ),
            Goal(
                "Choose “3 nm” in the row Lay beside it, as if the name were a length. Fly on to the first thing that is shorter.",
                f"Of all that you saw only the cube of silicon, {cube['size']}, is shorter than 3 nm. The gates stand {gate['nm'] / NAME:.0f} times as far apart as the name says.",
                ("zoom", "ruler"),
                {"zoom": 5, "ruler": NOTHING},
            ),
        ],
    )
