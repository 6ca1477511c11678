"""The map of the chip chain above the chain itself: step by step, broken where too little is left."""

from __future__ import annotations

from derisking.charts.vector.outlines import LANDS, PIECES, PLACES
from derisking.charts.vector.parts import (
    CARD,
    GRID,
    INK,
    MUTED,
    NARROW,
    PLAIN,
    SECOND,
    STRONG,
    WORDS,
    box,
    label,
    spot,
    stroke,
    text_width,
    whole,
    wrapped,
)

LEADS, LAND, GONE, CALM = "#5BA3D0", "#dedad0", "#F0B98D", "#e9f1f6"
TONES = {"leads": LEADS, "holds": PLAIN, "gone": GONE, "": LAND}
LINE, ROW, APART = 16, 24, 22  # pixels from line to line, step to step, number to number
OUTCOME = 116  # pixels for what comes out


def atlas(picture, width):
    """The map, the chain, and what comes out.

    picture: {"places": {id: {"tone": "leads", "holds", "gone" or "", "lines": [text], "steps": [[number, broken]]}}, "rows": [{"number",
    "name", "now", "broken", "part": 0 to 1, "shown"}], "use": text, "used", "out": null or {"title", "part", "path": null or [0 to 1 per week],
    "years"}}; a place without lines has no words.
    """
    frames = pieces(width)
    low = 8 + max([frame[1] + frame[3] for frame in frames.values()])
    parts = []
    for place, corners in LANDS:
        parts.append(land(place, corners, picture, frames))
    for place in PLACES:
        if place in picture["places"]:
            inside = "".join(words(place, picture["places"][place], frames))
            parts.append(f"<g{taken(place, picture)}>{inside}</g>")
    start = 44 + max([text_width(row["name"], True) for row in picture["rows"]])
    stop = width - 16 - max([text_width(row["shown"], True) for row in picture["rows"]])
    for i, row in enumerate(picture["rows"]):
        after = picture["rows"][i + 1] if i + 1 < len(picture["rows"]) else None
        parts.extend(link(row, after, low + ROW * i, [start, stop], width))
    end = low + ROW * len(picture["rows"])
    if picture["used"]:
        parts.append(box(4, end, width - 8, ROW, CALM))
    parts.append(label(36, end + ROW / 2, picture["use"], "start", INK, True))
    parts.append(f'<path d="M13 {end + 5}l14 7l-14 7z" fill="{STRONG}"/>')
    if picture["out"]:
        parts.extend(outcome(picture["out"], end + ROW + 12, width))
    return whole(width, end + ROW + 10 + (OUTCOME if picture["out"] else 0), parts)


def pieces(width):
    """Where each piece of the map stands: {name: [left, top, width, height]}; on a phone Asia goes below the others."""
    narrow = width < NARROW
    wides = [width * 0.42, width * 0.52, 250] if narrow else [width * 0.3, width * 0.26, width * 0.37]
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
    """One outline; what is gone has a dashed coast as well, so that colour does not say it alone."""
    places = picture["places"]
    name = PLACES[place][1] if place else "europe" if corners[0][0] < 90 else "asia"
    about = places.get(place, places.get("EU", None) if place in ["NL", "DE"] else None)
    tone = about["tone"] if about else ""
    points = []
    for x, y in corners:
        here = at(name, x, y, frames)
        points.append(f"{here[0]:.1f},{here[1]:.1f}")
    edge = f'stroke="{SECOND}" stroke-width="1.6" stroke-dasharray="4 2"' if tone == "gone" else f'stroke="{CARD}"'
    return f'<polygon points="{" ".join(points)}" fill="{TONES[tone]}" {edge} stroke-linejoin="round"{taken(place, picture)}/>'


def taken(place, picture):
    """Whom a click takes away here, where somebody can be taken away at all: `widgets/select.js` reads it."""
    return f' data-take="{PLACES[place][5]}" cursor="pointer"' if place and picture["out"] else ""


def words(place, about, frames):
    """What stands beside a country: its lines, the first bold, and the numbers of the steps that it leads."""
    name, x, y, side = PLACES[place][1:5]
    left, top = at(name, x, y, frames)
    parts = []
    for i, line in enumerate(about["lines"]):
        colour = WORDS if about["tone"] == "gone" else INK
        parts.append(label(left, top + LINE * i, line, side, colour, i == 0, True))
    steps = about["steps"]
    start = left - (APART * (len(steps) - 1) / (1 if side == "end" else 2) if side != "start" else 0)
    start = start + (10 if side == "start" else -10 if side == "end" else 0)
    for i, (number, broken) in enumerate(steps):
        parts.append(numbered(start + APART * i, top + LINE * len(about["lines"]) + 3, number, broken))
    return parts


def numbered(x, y, number, broken):
    """The number of a step: in a dark disc, or in a square with a broken edge where the step is broken."""
    if broken:
        shape = f'<rect x="{x - 9:.1f}" y="{y - 9:.1f}" width="18" height="18" fill="{CARD}" stroke="{WORDS}" stroke-width="2" stroke-dasharray="5 2"/>'
    else:
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9.5" fill="{STRONG}" stroke="{CARD}"/>'
    return shape + label(x, y, f"{number}", "middle", WORDS if broken else CARD, True)


def link(row, after, top, ends, width):
    """A step of the chain: its number, its name, how much is held or left, and the way to the next one. ends: of the bar."""
    middle = top + ROW / 2
    left, bar = ends[0], max(8, ends[1] - ends[0])
    parts = [box(4, top, width - 8, ROW, CALM)] if row["now"] else []
    if not row["broken"]:
        whole_way = ROW - 8 if after is None else 11 if after["broken"] else ROW
        parts.append(stroke(20, middle, 20, middle + whole_way, MUTED, 3.0))
    colour = WORDS if row["broken"] else INK
    parts.append(numbered(20, middle, row["number"], row["broken"]))
    parts.append(label(36, middle, row["name"], "start", colour, row["now"] or row["broken"]))
    parts.append(box(left, middle - 7, bar, 14, GONE if row["part"] < 0.9995 and row["lost"] else GRID))
    parts.append(box(left, middle - 7, bar * row["part"], 14, LEADS))
    parts.append(label(left + bar + 8, middle, row["shown"], "start", colour, row["broken"]))
    return parts


def outcome(out, top, width):
    """What comes out by the rule: a bar, or a curve over time."""
    left, right, base = 8, width - 8, top + 82
    parts = [stroke(left, top - 10, right, top - 10)]
    for i, line in enumerate(wrapped(out["title"], width - 16, True)):
        parts.append(label(left, top + 5 + 17 * i, line, "start", INK, True))
    high = 38
    parts.append(box(left, base - high, right - left, high, GONE))
    if out["path"]:
        points = [f"{left} {base}"]
        for week, part in enumerate(out["path"]):
            points.append(f"{spot(week, 0, len(out['path']) - 1, left, right):.1f} {base - high * part:.1f}")
        parts.append(f'<path d="M{"L".join(points)}L{right} {base}z" fill="{LEADS}"/>')
        for year in range(out["years"] + 1):
            x = spot(year, 0, out["years"], left, right)
            side = "start" if year == 0 else "end" if year == out["years"] else "middle"
            said = "stop" if year == 0 else f"{year} years" if year == out["years"] else f"{year}"
            parts.extend([stroke(x, base, x, base + 4, MUTED), label(x, base + 14, said, side)])
    else:
        parts.append(box(left, base - high, (right - left) * out["part"], high, LEADS))
    return parts
