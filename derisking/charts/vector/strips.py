"""Strips: things as dots along a measure, one strip for each measure, and across it a line that can be dragged."""

from derisking.charts.vector.parts import (
    INK,
    MUTED,
    NARROW,
    PLAIN,
    SECOND,
    STRONG,
    WORDS,
    box,
    handle,
    label,
    mark,
    printed,
    spot,
    stroke,
    text_width,
    ticks,
    whole,
    wrapped,
)

ROW, BEYOND = 19, "#fbe9dc"


def strips(picture, width):
    """Strips in rows; on a phone all below each other.

    picture: {"key": words for a hollow, a light and a dark dot, "rows": [[{"name", "whole": of what, "control", "at", "said": of its line, "high": end of the axis, "lines": of dots,
    "more": on a phone, "dots": [{"x", "name", "said", "in", "dark", "moved", "told"}]}]]}; dots that
    are "in" are filled, "dark" or light, others are hollow; what is "told" has its name written. "x" and "at" count from 0.
    """
    narrow = width < NARROW
    rows = [[strip] for row in picture["rows"] for strip in row] if narrow else picture["rows"]
    parts, x = [], 8.0
    gap = 28 if width >= NARROW else 22
    for i, words in enumerate(picture["key"]):
        parts.append(mark("circle", x + 6, 10, [SECOND, PLAIN, STRONG][i], "", i == 0))
        parts.append(label(x + 16, 10, words))
        x += text_width(words) + gap
    y = 22
    for row in rows:
        across = width / len(row)
        heads = [wrapped(f"{strip['name']}: {strip['whole']}", across - 20, True) for strip in row]
        top = y + 4 + 16 * max([len(head) for head in heads])
        for i, (strip, head) in enumerate(zip(row, heads, strict=True)):
            left = across * i + 14
            parts.extend([label(left - 8, y + 8 + 16 * j, line, "start", INK, True) for j, line in enumerate(head)])
            lines = strip["lines"] + (strip["more"] if narrow else 0)
            parts.extend(one_strip(strip, top, lines, [0, strip["high"], left, left + across - 28]))
        y = top + ROW * (row[0]["lines"] + (row[0]["more"] if narrow else 0)) + 52
    return whole(width, y, parts)


def one_strip(strip, top, lines, frame):
    """A strip from its grip down to its axis: what lies beyond the line is tinted."""
    left, right = frame[2], frame[3]
    bottom = top + 26 + ROW * lines
    x = spot(min(strip["at"], strip["high"]), *frame)
    parts = [box(x, top + 22, right + 8 - x, bottom - top - 22, BEYOND)]
    parts.append(handle(strip["control"], [left, right, 0, strip["high"]], x, top, bottom, strip["said"]))
    parts.append(stroke(left, bottom, right, bottom, MUTED))
    for tick in ticks(0, strip["high"], 6):
        place = spot(tick, *frame)
        parts.append(stroke(place, bottom, place, bottom + 4, MUTED))
        parts.append(label(place, bottom + 13, printed(tick), "middle"))
    return [*parts, *swarm(strip, lines, top + 24, frame)]


def swarm(strip, lines, top, frame):
    """Dots in lines, and names: what moved first, then what is near the strip's line."""
    left, right = frame[2], frame[3]
    ordered = sorted(strip["dots"], key=lambda dot: dot["x"])
    places = [spot(min(dot["x"], frame[1]), *frame) for dot in ordered]
    texts = [dot["moved"] + dot["name"] for dot in ordered]
    wides = [text_width(words, dot["moved"] != "") for words, dot in zip(texts, ordered, strict=True)]
    rows = []
    for least in [0, 1]:  # room for all names, or for those of the dark and the moved ones
        wished = [dot["told"] and (not least or dot["dark"] or dot["moved"] != "") for dot in ordered]
        room = [wide if wish else 0 for wide, wish in zip(wides, wished, strict=True)]
        rows = rows or in_rows(places, room, lines, right)
    rows = rows or [i % lines for i in range(len(places))]
    line = spot(min(strip["at"], strip["high"]), *frame)
    boxes = [[row, x - 7, x + 7] for row, x in zip(rows, places, strict=True)]
    away = [
        [0 if dot["moved"] else 1 if dot["dark"] and dot["in"] else 2, abs(dot["x"] - strip["at"])] for dot in ordered
    ]
    parts = []
    for i in sorted(range(len(ordered)), key=lambda i: away[i]):
        dot, y = ordered[i], top + (rows[i] + 0.5) * ROW
        drawn = mark(
            "circle",
            places[i],
            y,
            (STRONG if dot["dark"] else PLAIN) if dot["in"] else SECOND,
            dot["said"],
            not dot["in"],
        )
        parts.append(f'<g data-key="{strip["control"]} {dot["name"]}">{drawn}</g>')
        over = min(places[i] - wides[i] / 2, right + 9 - wides[i])  # above or below what matters most
        clear = max(over, line + 5) if places[i] > line else min(over, line - 5 - wides[i])
        sides = [[0, places[i] + 10], [0, places[i] - 10 - wides[i]]]
        across = [[step, line - 5 - wides[i]] for step in [0, -1, 1]]  # at last, with a leader, as two rows below
        rest = [[-1, clear], [1, clear], [2, clear], *across] if away[i][0] < 2 else []
        for k, (step, start) in enumerate([*sides, *rest] if dot["told"] else []):
            mine = [rows[i] + step, start - 2, start + wides[i] + 2]
            free = 0 <= mine[0] < lines and all([b[0] != mine[0] or b[1] >= mine[2] or b[2] <= mine[1] for b in boxes])
            off = mine[1] >= line + 2 or mine[2] <= line - 2  # no name upon the line either
            if free and off and mine[1] >= left - 12 and mine[2] <= right + 12:
                boxes.append(mine)
                strong = dot["moved"] != ""
                at, side = [start + wides[i], "end"] if k == 1 or k > 4 else [start, "start"]
                if k == 4:
                    parts.append(stroke(places[i], y + 6, places[i], y + 2 * ROW - 8, INK))
                if k > 4:
                    parts.append(stroke(line - 3, y + step * ROW, places[i] - 7, y, INK))
                parts.append(label(at, y + step * ROW, texts[i], side, WORDS if strong else INK, strong, True))
                break
    return parts


def in_rows(places, wides, rows, right):
    """A row for each dot from left to right; none without room for all names."""
    ends = [-99.0 for _ in range(rows)]
    result = []
    for x, wide in zip(places, wides, strict=True):
        left_side = wide > 0 and x + wide + 14 > right + 12
        start = x - wide - 12 if left_side else x - 8
        free = [row for row in range(rows) if ends[row] <= start]
        if not free:
            return []
        ends[free[0]] = x + 8 if left_side or not wide else x + wide + 14
        result.append(free[0])
    return result
