"""The map of the chip chain above the chain itself, step by step."""

from derisking.charts.vector.outlines import LANDS, PIECES, PLACES
from derisking.charts.vector.parts import (
    CARD,
    GRID,
    INK,
    MUTED,
    NARROW,
    PLAIN,
    STRONG,
    box,
    label,
    spot,
    stroke,
    text_width,
    whole,
)

LEADS, LAND, CALM = "#5BA3D0", "#dedad0", "#e9f1f6"
TONES = {"leads": LEADS, "holds": PLAIN, "": LAND}
LINE, ROW, APART = 16, 24, 24  # pixels from line to line, step to step, number to number


def atlas(picture, width):
    """The map and the chain.

    picture: {"places": {id: {"tone": "leads", "holds" or "", "lines": [text], "steps": [number]}}, "rows": [{"number", "name", "now",
    "part": 0 to 1, "shown"}], "use": text, "used"}; a place without lines has no words.
    """
    frames = pieces(width)
    low = 8 + max([frame[1] + frame[3] for frame in frames.values()])
    parts = []
    for place, corners in LANDS:
        parts.append(land(place, corners, picture, frames))
    for place in PLACES:
        if place in picture["places"]:
            parts.extend(words(place, picture["places"][place], frames))
    start = 44 + max([text_width(row["name"], True) for row in picture["rows"]])
    stop = width - 16 - max([text_width(row["shown"], True) for row in picture["rows"]])
    for i, row in enumerate(picture["rows"]):
        last = i + 1 == len(picture["rows"])
        parts.extend(link(row, last, low + ROW * i, [start, stop], width))
    end = low + ROW * len(picture["rows"])
    if picture["used"]:
        parts.append(box(4, end, width - 8, ROW, CALM))
    parts.append(label(36, end + ROW / 2, picture["use"], "start", INK, True))
    parts.append(f'<path d="M13 {end + 5}l14 7l-14 7z" fill="{STRONG}"/>')
    return whole(width, end + ROW + 10, parts)


def pieces(width):
    """Where each piece of the map stands: {name: [left, top, width, height]}; on a phone Asia goes below the others."""
    narrow = width < NARROW
    wides = [width * 0.42, width * 0.53, width * 0.86] if narrow else [width * 0.3, width * 0.26, width * 0.37]
    names = ["america", "europe", "asia"]
    talls = [wide / ratio(name) for name, wide in zip(names, wides, strict=True)]
    gap = 6 if narrow else (width - 16 - sum(wides)) / 2
    top = 10
    middle = top + max(talls[:2]) / 2 if narrow else top + max(talls) / 2
    return {
        "america": [8, middle - talls[0] / 2, wides[0], talls[0]],
        "europe": [8 + wides[0] + gap, middle - talls[1] / 2, wides[1], talls[1]],
        "asia": [width - 8 - wides[2], top + max(talls[:2]) + 14 if narrow else top, wides[2], talls[2]],
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
    """One outline."""
    places = picture["places"]
    name = PLACES[place][1] if place else "europe" if corners[0][0] < 90 else "asia"
    about = places.get(place, places.get("EU", None) if place in ["NL", "DE"] else None)
    tone = about["tone"] if about else ""
    points = []
    for x, y in corners:
        here = at(name, x, y, frames)
        points.append(f"{here[0]:.1f},{here[1]:.1f}")
    return f'<polygon points="{" ".join(points)}" fill="{TONES[tone]}" stroke="{CARD}" stroke-linejoin="round"/>'


def words(place, about, frames):
    """What stands beside a country: its lines, the first bold, and the numbers of the steps that it leads."""
    name, x, y, side = PLACES[place][1:5]
    left, top = at(name, x, y, frames)
    parts = []
    for i, line in enumerate(about["lines"]):
        parts.append(label(left, top + LINE * i, line, side, INK, i == 0, True))
    steps = about["steps"]
    start = left - (APART * (len(steps) - 1) / (1 if side == "end" else 2) if side != "start" else 0)
    start = start + (10 if side == "start" else -10 if side == "end" else 0)
    for i, number in enumerate(steps):
        parts.append(numbered(start + APART * i, top + LINE * len(about["lines"]) + 3, number))
    return parts


def numbered(x, y, number):
    """The number of a step in a dark disc."""
    shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="{STRONG}" stroke="{CARD}"/>'
    return shape + label(x, y, f"{number}", "middle", CARD, True)


def link(row, last, top, ends, width):
    """A step of the chain: its number, its name, how much is held, and the way to the next one. ends: of the bar."""
    middle = top + ROW / 2
    left, bar = ends[0], max(8, ends[1] - ends[0])
    if width < NARROW:  # the bar lies behind the words
        parts = [
            box(34, top + 2, width - 42, ROW - 4, GRID),
            box(34, top + 2, (width - 42) * row["part"], ROW - 4, PLAIN),
        ]
        parts.append(stroke(20, middle, 20, middle + (ROW - 8 if last else ROW), MUTED, 3.0))
        parts.append(numbered(20, middle, row["number"]))
        parts.append(label(40, middle, row["name"], "start", INK, row["now"]))
        parts.append(label(width - 14, middle, row["shown"], "end", INK, row["now"]))
        if row["now"]:
            parts.append(
                f'<rect x="5" y="{top + 0.5:.1f}" width="{width - 10:.1f}" height="{ROW - 1}" fill="none" stroke="{INK}" stroke-width="2"/>'
            )
        return parts
    parts = [box(4, top, width - 8, ROW, CALM)] if row["now"] else []
    parts.append(stroke(20, middle, 20, middle + (ROW - 8 if last else ROW), MUTED, 3.0))
    parts.append(numbered(20, middle, row["number"]))
    parts.append(label(36, middle, row["name"], "start", INK, row["now"]))
    parts.append(box(left, middle - 7, bar, 14, GRID))
    parts.append(box(left, middle - 7, bar * row["part"], 14, LEADS))
    parts.append(label(left + bar + 8, middle, row["shown"]))
    return parts
