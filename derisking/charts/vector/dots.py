"""Dots in lanes: each thing by one number, one lane per group, names where there is room for them."""

from __future__ import annotations

from derisking.charts.vector.parts import (
    INK,
    MUTED,
    NARROW,
    SECOND,
    STRONG,
    WORDS,
    label,
    mark,
    printed,
    spot,
    stroke,
    text_width,
    ticks,
    whole,
)

ROW = 21


def dots(picture, width):
    """Lanes of dots with a threshold.

    picture: {"lanes": [{"name", "rows", "plain", "dots": [{"x", "name", "moved", "near"}]}], "low", "high", "threshold",
    "unit"}; a dot's "moved" is "+ ", "− " or ""; "plain" lanes hold filled circles, the others hollow diamonds.
    """
    narrow = width < NARROW
    left, right, top = (8, width - 10, 30) if narrow else (172, width - 12, 30)
    frame = [picture["low"], picture["high"], left, right]
    parts = []
    y = top
    for lane in picture["lanes"]:
        head = 20 if narrow else 0
        rows = lane["rows"] + (4 if narrow and lane["plain"] else 0)  # names need more rows where there is less room
        tall = rows * ROW + 12
        words = f"{lane['name']} ({len(lane['dots'])})"
        side, at = ("start", [left, y + 12]) if narrow else ("end", [left - 12, y + tall / 2])
        parts.append(label(at[0], at[1], words, side, STRONG if lane["plain"] else INK, True, True))
        parts.extend(one_lane(lane, rows, y + head + 6, frame, picture["threshold"]))
        y += tall + head
        parts.append(stroke(left, y, right, y))
    x = spot(picture["threshold"], *frame)
    side = "end" if x > right - 50 else "start" if x < left + 50 else "middle"
    parts.append(label(x, 14, f"threshold {picture['threshold']:.2f}", side, MUTED, True))
    for tick in ticks(picture["low"], picture["high"], 6):
        place = spot(tick, *frame)
        parts.append(stroke(place, y, place, y + 5, MUTED))
        parts.append(
            label(
                place, y + 16, printed(tick), "end" if place > right - 8 else "middle" if place > left + 8 else "start"
            )
        )
    parts.append(label((left + right) / 2, y + 38, picture["unit"], "middle"))
    return whole(width, y + 54, [stroke(x, 24, x, y, MUTED, 1.6, "6 4"), *parts])


def one_lane(lane, count, top, frame, threshold):
    """Dots of a lane in rows, and names: what moved first, then what lies near the threshold."""
    left, right = frame[2], frame[3]
    ordered = sorted(lane["dots"], key=lambda dot: dot["x"])
    places = [spot(dot["x"], *frame) for dot in ordered]
    texts = [dot["moved"] + dot["name"] for dot in ordered]
    wides = [text_width(words, dot["moved"] != "") for words, dot in zip(texts, ordered, strict=True)]
    wanted = [lane["plain"] or dot["moved"] != "" or dot["near"] for dot in ordered]
    rows = in_rows(places, [wide if wish else 0 for wide, wish in zip(wides, wanted, strict=True)], count, right)
    boxes = [[row, x - 7, x + 7] for row, x in zip(rows, places, strict=True)]
    parts = []
    order = sorted(
        range(len(ordered)), key=lambda i: [0 if ordered[i]["moved"] else 1, abs(ordered[i]["x"] - threshold)]
    )
    for i in order:
        y = top + rows[i] * ROW + ROW / 2
        shape = "circle" if lane["plain"] else "diamond"
        parts.append(
            mark(
                shape,
                places[i],
                y,
                STRONG if lane["plain"] else SECOND,
                f"{ordered[i]['name']} {ordered[i]['x']:.2f}",
                not lane["plain"],
            )
        )
        for side in [1, -1] if wanted[i] else []:
            start = places[i] + 10 if side > 0 else places[i] - 10 - wides[i]
            mine = [rows[i], start - 2, start + wides[i] + 2]
            free = all([b[0] != mine[0] or b[1] >= mine[2] or b[2] <= mine[1] for b in boxes])
            if free and mine[1] >= left - 6 and mine[2] <= right + 8:
                boxes.append(mine)
                colour = WORDS if ordered[i]["moved"] else INK
                parts.append(label(start, y, texts[i], "start", colour, ordered[i]["moved"] != "", True))
                break
    return parts


def in_rows(places, wides, rows, right):
    """A row for each dot from left to right; without room for all names, dots take turns."""
    ends = [-99.0 for _ in range(rows)]
    result = []
    for x, wide in zip(places, wides, strict=True):
        left_side = wide > 0 and x + wide + 14 > right + 8
        start = x - wide - 12 if left_side else x - 8
        free = [row for row in range(rows) if ends[row] <= start]
        if not free:
            return [i % rows for i in range(len(places))]
        ends[free[0]] = x + 8 if left_side or not wide else x + wide + 14
        result.append(free[0])
    return result
