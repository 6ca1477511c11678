"""Lesson 4: the chip chain as a row of steps, and below it the map, with a disc for each share of the step at which one stands."""

from __future__ import annotations

import math

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
    escaped,
    label,
    mark,
    spot,
    stroke,
    text_width,
    whole,
    wrapped,
)

LAND, RIGHT = "#dedad0", "#00795A"
TONES = {"leads": "#9cc8e3", "holds": "#cbdfec", "": LAND}
TOP, LARGE, APART = 48, 20, 24  # pixels: where the map begins, the letters of who leads, from number to number
DISC, DISC_NARROW = 50, 35  # pixels: radius of the disc of all the world
OTHERS = ["asia", 138.5, 21.2]  # the sea where those stand who are not on the map
# place -> where its disc stands (longitude, latitude); its words stand below it, or above
HOMES = {
    "US": [-98.0, 40.5],
    "UK": [-1.6, 52.6],
    "NL": [5.4, 52.2],
    "DE": [10.4, 51.0],
    "EU": [2.2, 47.0],
    "CN": [106.0, 32.5],
    "KR": [127.9, 36.3],
    "JP": [138.5, 36.3],
    "TW": [121.0, 23.7],
    "SG": [103.8, 18.4],
}
ABOVE = ["KR"]


def atlas(picture, width):
    """The chain, and the map with who holds what.

    picture: {"steps": [[name to take, whether one stands there, "right", "wrong" or ""]],
    "places": {id: {"tone": "leads", "holds" or "", "steps": [number]}}, "asked": whether places are answers to choose from,
    "holders": [{"place", "name", "firms", "part": 0 to 1, "shown"}], the largest first, "guess": [place, its share in words] where it was wrong}.
    """
    narrow, steps = width < NARROW, picture["steps"]
    gap = (width - 28) / len(steps)
    parts = [stroke(8, 22, width - 14, 22, MUTED, 3.0), f'<path d="M{width - 16:.1f} 15l13 7l-13 7z" fill="{MUTED}"/>']
    parts.extend([numbered(4 + gap * (i + 0.5), 22, i + 1, *step, narrow) for i, step in enumerate(steps)])
    frames = pieces(width)
    for place, corners in LANDS:
        parts.extend(land(place, corners, picture, frames))
    for place in PLACES:
        if place in picture["places"] and not picture["holders"]:
            parts.extend(words(place, picture, frames))
    discs = [disc_of(one, frames, DISC_NARROW if narrow else DISC) for one in picture["holders"]]
    guess = picture["guess"]
    for i, (one, disc) in enumerate(zip(picture["holders"], discs, strict=True)):
        parts.extend(holder(one, disc, i == 0, one["place"] == guess[0], [width, narrow]))
    if guess[0] and guess[0] not in [one["place"] for one in picture["holders"]]:
        parts.extend(missed(guess, discs, frames, width))
    return whole(width, frames["asia"][1] + frames["asia"][3] + 24, parts)


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
    """One outline; a click takes it where it is an answer."""
    name = PLACES[place][1] if place else "europe" if corners[0][0] < 90 else "asia"
    places = picture["places"]
    about = places.get(place, places.get("EU", None) if place in ["NL", "DE"] else None)
    take = f' data-take="{PLACES[place][0]}" cursor="pointer"' if picture["asked"] and place in places else ""
    spots = [at(name, x, y, frames) for x, y in corners]
    points = " ".join([f"{x:.1f},{y:.1f}" for x, y in spots])
    return [
        f'<polygon points="{points}" fill="{TONES[about["tone"] if about else ""]}" stroke="{CARD}" stroke-linejoin="round"{take}/>'
    ]


def words(place, picture, frames):
    """A country's name, a button where it is an answer, and on the whole map the numbers of the steps that it leads."""
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
    parts, steps = [label(left, top, title, side, INK, True, True)], about["steps"]
    for home in PLACES[place][5:]:  # from below its numbers, or from above its name
        x, y = at(name, home[0], home[1], frames)
        middle = left - (text_width(title, True) / 2 if side == "end" else 0)
        start = top - 10 if y < top else top + 34
        parts.extend([stroke(middle, start, x, y, MUTED, 1.5), mark("circle", x, y, INK, "", False, 3.0)])
    start = left - (APART * (len(steps) - 1) / (1 if side == "end" else 2) if side != "start" else 0)
    start = start + (10 if side == "start" else -10 if side == "end" else 0)
    for i, number in enumerate(steps):
        parts.append(numbered(start + APART * i, top + 20, number, *picture["steps"][number - 1]))
    return parts


def numbered(x, y, number, take, now, found="", close=False):
    """The number of a step in a disc to click: with a mark above where one stands, green where it was guessed rightly, dashed where wrongly. close: smaller, with the same room for a finger."""
    fill = RIGHT if found == "right" else STRONG if now and not found else CARD
    edge = RIGHT if found == "right" else WORDS if found else STRONG
    dash = ' stroke-dasharray="4 2"' if found == "wrong" else ""
    shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{9.5 if close else 11.5}" fill="{fill}" stroke="{edge}" stroke-width="{1.5 if close else 2}"{dash}/>'
    shape += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="12" fill="none" pointer-events="all"/>' if close else ""
    above = mark("down", x, y - 17, INK, "", False, 4.0) if now else ""
    words_ = label(x, y, f"{number}", "middle", edge if fill == CARD else CARD, True, False, 12 if close else SIZE)
    there = "" if now else f' data-take="{escaped(take)}" cursor="pointer"'  # who stands here stays
    return f"<g{there}>{shape}{above}{words_}</g>"


def disc_of(one, frames, most):
    """Where the disc of a holder stands, and its radius: [x, y, radius]. most: the radius of all the world."""
    name, x, y = OTHERS
    if one["place"] in HOMES:
        name = PLACES[one["place"]][1]
        x, y = HOMES[one["place"]]
    left, top = at(name, x, y, frames)
    return [left, top, most * math.sqrt(one["part"])]


def holder(one, disc, leads, guessed, room):
    """A share of the world as a disc on its country, and the country's name; under who leads, and where there is room, its firms.

    Who was guessed wrongly has a dashed edge. room: [width of the picture, whether it is narrow].
    """
    x, y, radius = disc
    width, narrow = room
    there = one["place"] in HOMES
    inside = text_width(one["shown"], True) + 4 < 2 * radius
    fill, shown = (STRONG if leads else PLAIN) if there else GRID, CARD if leads else INK
    parts = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" fill-opacity="0.92" stroke="{CARD}"/>']
    if guessed:
        parts.append(ring(x, y, radius + 3))
    if inside:
        large = leads and radius > 30
        parts.append(label(x, y, one["shown"], "middle", shown, True, False, LARGE if large else SIZE))
    name = one["name"] if inside else f"{one['name']} {one['shown']}"
    firms = wrapped(one["firms"], 150 if narrow else 250) if one["firms"] and (leads or not narrow) else []
    lines = [name, *firms]
    top = y - radius - 10 - 17 * (len(lines) - 1) if one["place"] in ABOVE else y + radius + 12
    for i, line in enumerate(lines):
        wide = text_width(line, i == 0) / 2
        middle = x + radius - wide if one["place"] in ABOVE else min(max(x, wide + 6), width - wide - 6)
        parts.append(
            label(middle, top + 17 * i, line, "middle", WORDS if guessed and i == 0 else INK, there and i == 0, True)
        )
    return parts


def missed(guess, discs, frames, width):
    """A guessed country that holds next to nothing: the button that was taken, dashed, with its share, beside the discs."""
    title, name, x, y, side = PLACES[guess[0]][0:5]
    said = f"{title}{guess[1]}"
    left, top = at(name, x, y, frames)
    wide = text_width(said, True) + 18
    edge = left - (wide if side == "end" else wide / 2 if side == "middle" else 0)
    edge = min(max(4, edge), width - 4 - wide)
    for x, y, radius in discs:
        if abs(y - top) < radius + 14 and edge < x + radius and x - radius < edge + wide:
            after = x + radius + 5
            edge = after if left > x else x - radius - 5 - wide
            if edge < 4 or edge + wide > width:  # no room beside it: above
                edge, top = [4 if edge < 4 else width - 4 - wide, max(50, y - radius - 18)]
    look = f'fill="{CARD}" stroke="{WORDS}" stroke-width="2" stroke-dasharray="5 3"'
    shape = f'<rect x="{edge:.1f}" y="{top - 14:.1f}" width="{wide:.1f}" height="28" rx="14" {look}/>'
    return [shape, label(edge + wide / 2, top, said, "middle", WORDS, True)]


def ring(x, y, radius):
    """The dashed edge of what was guessed."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="none" stroke="{WORDS}" stroke-width="2" stroke-dasharray="5 3"/>'
