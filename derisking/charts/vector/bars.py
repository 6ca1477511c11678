"""Bars by name, and who pays and gains."""

from __future__ import annotations

from derisking.charts.vector.parts import (
    CARD,
    GRID,
    INK,
    NARROW,
    PLAIN,
    SECOND,
    STRONG,
    WORDS,
    box,
    label,
    printed,
    shortened,
    spot,
    stroke,
    text_width,
    ticks,
    whole,
    wrapped,
)


def bars(picture, width):
    """Horizontal bars, the first on top.

    picture: {"bars": [{"name", "value", "shown", "strong"}], "high", "unit", "line": null or {"x", "name"}}; "high": the
    right end of the axis, the same at every setting.
    """
    narrow = width < NARROW
    names = max([text_width(bar["name"], True) for bar in picture["bars"]], default=0)
    left = 8 if narrow else min(width * 0.46, names + 20)
    right, head = width - 58, 34 if picture["line"] else 8
    tall = 44 if narrow else 31
    end = head + tall * len(picture["bars"])
    parts = []
    for tick in ticks(0, picture["high"], 5 if narrow else 6):
        x = spot(tick, 0, picture["high"], left, right)
        parts.append(stroke(x, head, x, end))
        parts.append(label(x, end + 14, printed(tick), "middle" if x > left + 4 else "start"))
    frame = [left, right, picture["high"]]
    for i, bar in enumerate(picture["bars"]):
        parts.extend(one_bar(bar, picture["line"], head + tall * i, frame, narrow))
    if picture["line"]:
        x = spot(picture["line"]["x"], 0, picture["high"], left, right)
        half = text_width(picture["line"]["name"], True) / 2
        side = "start" if x - half < 4 else "end" if x + half > width - 4 else "middle"
        parts.insert(0, stroke(x, head - 8, x, end, SECOND, 1.8, "6 3"))
        parts.append(label(x, 14, picture["line"]["name"], side, WORDS, True))
    words = wrapped(picture["unit"], width - 16)
    parts.extend(
        [
            label(width / 2 if narrow else (left + right) / 2, end + 36 + 17 * i, line, "middle")
            for i, line in enumerate(words)
        ]
    )
    return whole(width, end + (69 if narrow else 52), parts)


def one_bar(bar, line, top, frame, narrow):
    """A bar with its name and its number, which goes inside where the upright line would cross it."""
    left, right, high = frame
    y = top + (18 if narrow else 3)
    x = spot(min(bar["value"], high), 0, high, left, right)
    name = bar["name"] if narrow else shortened(bar["name"], left - 16, bar["strong"])
    place, side = (left, "start") if narrow else (left - 10, "end")
    inside = bool(line) and x - left > 60 and x + 2 < spot(line["x"], 0, high, left, right) < x + 50
    at, hold = (x - 6, "end") if inside else (x + 6, "start")
    colour = CARD if inside and bar["strong"] else INK
    return [
        box(left, y, x - left, 23, STRONG if bar["strong"] else PLAIN),
        label(place, y - 9 if narrow else y + 11, name, side, INK, bar["strong"], True),
        label(at, y + 11, bar["shown"], hold, colour, bar["strong"], not inside),
    ]


def people(picture, width):
    """Who pays (to the left) and who gains (to the right) of one line.

    picture: {"rows": [{"name", "pays", "gains"}], "high", "unit"}; the same scale at every setting.
    """
    tall, head, high = 50, 26, picture["high"]
    end = head + tall * len(picture["rows"])
    middle = width * 0.42
    left, right = 46, width - 46
    parts = [label(middle - 8, 12, "pays", "end", WORDS, True), label(middle + 8, 12, "gains", "start", STRONG, True)]
    reach = min(middle - left, right - middle)
    for i, row in enumerate(picture["rows"]):
        y = head + tall * i
        parts.append(label(8, y + 9, row["name"], "start", INK, True))
        pay, gain = [reach * min(row[side], high) / high for side in ["pays", "gains"]]
        parts.append(box(middle - pay, y + 20, pay, 20, SECOND))
        parts.append(box(middle, y + 20, gain, 20, STRONG))
        if row["pays"] >= 0.05:
            parts.append(label(middle - pay - 6, y + 30, f"{row['pays']:.1f}", "end"))
        if row["gains"] >= 0.05:
            parts.append(label(middle + gain + 6, y + 30, f"{row['gains']:.1f}"))
        if row["pays"] < 0.05 and row["gains"] < 0.05:
            parts.append(label(middle + 8, y + 30, "nothing", "start", INK))
        parts.append(stroke(8, y + tall - 4, width - 8, y + tall - 4, GRID))
        parts.append(stroke(middle, y + 18, middle, y + 42, INK, 1.2))
    parts.append(label(width / 2, end + 14, picture["unit"], "middle"))
    return whole(width, end + 30, parts)
