"""Lesson 4: the chip chain as a row of steps, and below it the map: all of it, or, large, the piece on which a step is held."""

from __future__ import annotations

from derisking.charts.vector.outlines import LANDS, PIECES, PLACES
from derisking.charts.vector.parts import (
    CARD,
    GRID,
    INK,
    MUTED,
    NARROW,
    PLAIN,
    SIZE,
    STRONG,
    WORDS,
    box,
    escaped,
    label,
    mark,
    shortened,
    spot,
    stroke,
    text_width,
    whole,
)

LEADS, LAND, RIGHT = "#5BA3D0", "#dedad0", "#00795A"
TONES = {"leads": LEADS, "holds": PLAIN, "": LAND}
TOP, LARGE, APART = 48, 20, 24  # pixels: where the map begins, the letters of who leads, from number to number
SHARE = 62  # pixels for a share beside its bar


def atlas(picture, width):
    """The chain, and the map with who holds what.

    picture: {"steps": [[name to take, whether one stands there, "right", "wrong" or ""]], "piece": of the map, or "" for all of it,
    "places": {id: {"tone": "leads", "holds" or "", "steps": [number]}}, "asked": whether places are answers to choose from,
    "holders": [{"name", "firms", "part": 0 to 1, "shown", "mine"}], "most": holders that a step has}.
    """
    narrow, steps = width < NARROW, picture["steps"]
    gap = (width - 28) / len(steps)
    parts = [stroke(8, 22, width - 14, 22, MUTED, 3.0), f'<path d="M{width - 16:.1f} 15l13 7l-13 7z" fill="{MUTED}"/>']
    parts.extend([numbered(4 + gap * (i + 0.5), 22, i + 1, *step) for i, step in enumerate(steps)])
    first, high = [52, 26] if narrow else [60, 36]  # of the row of who leads, and of the others
    low = TOP + (190 if narrow else 290)
    frames = pieces(width)
    if picture["piece"]:
        wide = width - 16 if narrow else 390
        size = min(wide / ratio(picture["piece"]), low - TOP)
        left = 8 + (wide - size * ratio(picture["piece"])) / 2
        frames = {picture["piece"]: [left, (TOP + low - size) / 2, size * ratio(picture["piece"]), size]}
    for place, corners in LANDS:
        parts.extend(land(place, corners, picture, frames))
    for place in PLACES:
        if place in picture["places"] and PLACES[place][1] in frames:
            parts.extend(words(place, picture, frames))
    tall = first + high * (len(picture["holders"]) - 1)
    x, y, wide = [8, low + 10, width - 16] if narrow else [414, (TOP + low - tall) / 2, width - 422]
    for k, one in enumerate(picture["holders"]):
        parts.extend(holder(one, [x, y, wide, (first if k == 0 else high) - 5], k == 0))
        y += first if k == 0 else high
    return whole(width, low + 14 + (first + high * (picture["most"] - 1) if narrow else 0), parts)


def pieces(width):
    """Where each piece stands on the whole map: {name: [left, top, width, height]}; Asia right of the others, on a phone below them."""
    narrow = width < NARROW
    wides = [width * 0.44, width * 0.46, width * 0.84] if narrow else [width * 0.38, width * 0.25, width * 0.55]
    america, europe, asia = [
        wide / ratio(name) for name, wide in zip(["america", "europe", "asia"], wides, strict=True)
    ]
    if narrow:
        return {
            "america": [8, TOP + (europe - america) / 2, wides[0], america],
            "europe": [width - 8 - wides[1], TOP, wides[1], europe],
            "asia": [(width - wides[2]) / 2, TOP + europe + 10, wides[2], asia],
        }
    return {
        "america": [8, TOP + 4, wides[0], america],
        "europe": [8 + wides[0] / 2 - wides[1] / 2, TOP + america + 14, wides[1], europe],
        "asia": [width - 8 - wides[2], TOP + 4, wides[2], asia],
    }


def ratio(name):
    """Width over height of a piece of the map."""
    west, south, east, north, flat = PIECES[name]
    return (east - west) * flat / (north - south)


def at(name, x, y, frames):
    """A longitude and a latitude as pixels."""
    west, south, east, north, _ = PIECES[name]
    left, top, wide, tall = frames[name]
    return [spot(x, west, east, left, left + wide), spot(y, north, south, top, top + tall)]


def land(place, corners, picture, frames):
    """One outline, where its piece is shown; a click takes it where it is an answer."""
    name = PLACES[place][1] if place else "europe" if corners[0][0] < 90 else "asia"
    if name not in frames:
        return []
    places = picture["places"]
    about = places.get(place, places.get("EU", None) if place in ["NL", "DE"] else None)
    take = f' data-take="{PLACES[place][0]}" cursor="pointer"' if picture["asked"] and place in places else ""
    spots = [at(name, x, y, frames) for x, y in corners]
    points = " ".join([f"{x:.1f},{y:.1f}" for x, y in spots])
    return [
        f'<polygon points="{points}" fill="{TONES[about["tone"] if about else ""]}" stroke="{CARD}" stroke-linejoin="round"{take}/>'
    ]


def words(place, picture, frames):
    """A country's name, large where it leads the step, a button where it is an answer, and on the whole map the numbers of the steps that it leads."""
    about, (title, name, x, y, side) = picture["places"][place], PLACES[place][0:5]
    left, top = at(name, x, y, frames)
    if picture["asked"]:
        wide = text_width(title, True) + 18
        edge = left - (wide if side == "end" else wide / 2 if side == "middle" else 0)
        shape = f'<rect x="{edge:.1f}" y="{top - 14:.1f}" width="{wide:.1f}" height="28" rx="14" fill="{CARD}" stroke="{STRONG}" stroke-width="1.5"/>'
        name_ = label(edge + wide / 2, top, title, "middle", STRONG, True)
        leader = []
        for home in PLACES[place][5:]:
            x, y = at(name, home[0], home[1], frames)
            leader = [stroke(edge + wide / 2, top, x, y, STRONG, 1.5), mark("circle", x, y, STRONG, "", False, 3.0)]
        return [*leader, f'<g data-take="{title}" cursor="pointer">{shape}{name_}</g>']
    large = about["tone"] == "leads"
    parts = [label(left, top, title, side, INK, large or len(about["steps"]) > 0, True, LARGE if large else SIZE)]
    steps = about["steps"]
    start = left - (APART * (len(steps) - 1) / (1 if side == "end" else 2) if side != "start" else 0)
    start = start + (10 if side == "start" else -10 if side == "end" else 0)
    for i, number in enumerate(steps):
        parts.append(numbered(start + APART * i, top + 20, number, *picture["steps"][number - 1]))
    return parts


def numbered(x, y, number, take, now, found=""):
    """The number of a step in a disc to click: with a mark above where one stands, green where it was guessed rightly, dashed where wrongly."""
    fill = RIGHT if found == "right" else STRONG if now and not found else CARD
    edge = RIGHT if found == "right" else WORDS if found else STRONG
    dash = ' stroke-dasharray="4 2"' if found == "wrong" else ""
    shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11.5" fill="{fill}" stroke="{edge}" stroke-width="2"{dash}/>'
    above = mark("down", x, y - 17, INK, "", False, 4.0) if now else ""
    words_ = label(x, y, f"{number}", "middle", edge if fill == CARD else CARD, True)
    return f'<g data-take="{escaped(take)}" cursor="pointer">{shape}{above}{words_}</g>'


def holder(one, frame, leads):
    """A holder of the step on a bar of its share; under who leads stand its firms, beside the others. Who was guessed has a dashed edge."""
    x, y, wide, high = frame
    long = wide - SHARE  # beside the bar, where none reaches, stands its number
    parts = [box(x, y, long, high, GRID), box(x, y, long * one["part"], high, LEADS if leads else PLAIN)]
    if one["mine"]:
        size = f'x="{x + 1:.1f}" y="{y + 1:.1f}" width="{long - 2:.1f}" height="{high - 2:.1f}"'
        parts.append(f'<rect {size} fill="none" stroke="{WORDS}" stroke-width="2" stroke-dasharray="5 3"/>')
    size, middle = (LARGE, y + high / 2 - 9) if leads and one["firms"] else (LARGE if leads else SIZE, y + high / 2)
    parts.append(label(x + 8, middle, one["name"], "start", INK, leads, False, size))
    parts.append(label(x + wide, y + high / 2, one["shown"], "end", INK, leads, False, size))
    start = x + 8 if leads else x + 18 + text_width(one["name"])
    room = x + long - 6 - start
    firms = shortened(one["firms"], room) if one["firms"] and room > 40 else ""
    parts.append(label(start, middle + 22 if leads else middle, firms, "start", INK if leads else MUTED))
    return parts
