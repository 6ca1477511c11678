"""Strips: things as dots along a measure, one strip for each measure, and across it a line that can be dragged."""

from derisking.charts.vector.parts import (
    INK,
    MUTED,
    NARROW,
    PLAIN,
    SECOND,
    SIZE,
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
LARGE = 1.15  # letters and lines of a strip that is large, where there is room
SMALL = 12  # pixels of its letters on a phone


def strips(picture, width):
    """Strips in rows; on a phone all below each other.

    picture: {"key": words for a hollow, a light and a dark dot, "note": what one dot is, or "", "rows": [[{"name", "whole": of what, "ends": [what
    the axis means on the left, on the right], or [], "control", "at", "said": of its line, "high": end of the axis, "lines": of dots, "more": on a
    phone, "large", "dots": [{"x", "name", "said", "in", "dark", "moved", "told"}]}]]}; dots that are "in" are filled, "dark" or light, others are
    hollow; what is "told" has its name written. "x" and "at" count from 0.
    """
    narrow = width < NARROW
    rows = [[strip] for row in picture["rows"] for strip in row] if narrow else picture["rows"]
    parts, x = [], 8.0
    gap = 28 if width >= NARROW else 22
    for i, words in enumerate(picture["key"]):
        parts.append(mark("circle", x + 6, 10, [SECOND, PLAIN, STRONG][i], "", i == 0))
        parts.append(label(x + 16, 10, words))
        x += text_width(words) + gap
    note = wrapped(picture["note"], width - 20) if picture["note"] else []
    parts.extend([label(6, 35 + 16 * i, line) for i, line in enumerate(note)])
    y = 36 + 16 * len(note)
    for row in rows:
        across = width / len(row)
        heads = [wrapped(f"{strip['name']}: {strip['whole']}", across - 20, True) for strip in row]
        top = y + 8 + 16 * max([len(head) for head in heads])
        for i, (strip, head) in enumerate(zip(row, heads, strict=True)):
            left = across * i + 14
            parts.extend([label(left - 8, y + 8 + 16 * j, line, "start", INK, True) for j, line in enumerate(head)])
            lines = strip["lines"] + (strip["more"] if narrow else 0)
            parts.extend(one_strip(strip, top, lines, [0, strip["high"], left, left + across - 28]))
        scale = scale_of(row[0], [0, 0, 14, across - 14])
        y = top + ROW * scale * (row[0]["lines"] + (row[0]["more"] if narrow else 0)) + (70 if row[0]["ends"] else 52)
    return whole(width, y, parts)


def scale_of(strip, frame):
    """How much larger a strip is drawn than others."""
    return LARGE if strip["large"] and frame[3] - frame[2] > 400 else 1.0


def one_strip(strip, top, lines, frame):
    """A strip from its grip down to its axis: what lies beyond the line is tinted."""
    left, right = frame[2], frame[3]
    bottom = top + 26 + ROW * scale_of(strip, frame) * lines
    x = spot(min(strip["at"], strip["high"]), *frame)
    parts = [box(x, top + 22, right + 8 - x, bottom - top - 22, BEYOND)]
    parts.append(handle(strip["control"], [left, right, 0, strip["high"]], x, top, bottom, strip["said"]))
    parts.append(stroke(left, bottom, right, bottom, MUTED))
    for tick in ticks(0, strip["high"], 6):
        place = spot(tick, *frame)
        parts.append(stroke(place, bottom, place, bottom + 4, MUTED))
        parts.append(label(place, bottom + 13, printed(tick), "middle"))
    for i, words in enumerate(strip["ends"]):
        parts.append(label([left - 8, right + 8][i], bottom + 29, words, ["start", "end"][i], MUTED))
    return [*parts, *swarm(strip, lines, top + 24, frame)]


def swarm(strip, lines, top, frame):
    """Dots in lines, and names: the dark ones first, what moved, then what is near the strip's line."""
    left, right = frame[2], frame[3]
    scale = scale_of(strip, frame)
    size, high = (8.0 if scale > 1 else 5.0), ROW * scale
    letters = SMALL if right - left < 330 else SIZE * scale
    ordered = sorted(strip["dots"], key=lambda dot: dot["x"])
    places = [spot(min(dot["x"], frame[1]), *frame) for dot in ordered]
    texts = [dot["moved"] + dot["name"] for dot in ordered]
    wides = [letters / SIZE * text_width(words, dot["moved"] != "") for words, dot in zip(texts, ordered, strict=True)]
    rows, line = [], spot(min(strip["at"], strip["high"]), *frame)
    for least in [0, 1, 2]:  # room for all names, or for those of the dark and the moved ones, or for none
        wished = [dot["told"] and (not least or (least < 2 and (dot["dark"] or dot["moved"] != ""))) for dot in ordered]
        room = [wide if wish else 0 for wide, wish in zip(wides, wished, strict=True)]
        rows = rows or in_rows(places, room, lines, [line, right + 12], size)
    rows = rows or [i % lines for i in range(len(places))]
    boxes = [[row, x - size - 2, x + size + 2] for row, x in zip(rows, places, strict=True)]
    away = [
        [0 if dot["dark"] and dot["in"] else 1 if dot["moved"] else 2, abs(dot["x"] - strip["at"])] for dot in ordered
    ]
    parts, leaders = [], []  # leaders lie below names
    for i in sorted(range(len(ordered)), key=lambda i: away[i]):
        dot, y = ordered[i], top + (rows[i] + 0.5) * high
        fill = (STRONG if dot["dark"] else PLAIN) if dot["in"] else SECOND
        drawn = mark("circle", places[i], y, fill, dot["said"], not dot["in"], size)
        parts.append(f'<g data-key="{strip["control"]} {dot["name"]}">{drawn}</g>')
        over = min(places[i] - wides[i] / 2, right + 9 - wides[i])  # above or below what matters most
        clear = max(over, line + 5) if places[i] > line else min(over, line - 5 - wides[i])
        sides = [[0, places[i] + size + 5], [0, places[i] - size - 5 - wides[i]]]
        across = [[step, line - 5 - wides[i]] for step in [0, -1, 1, -2, 2]]  # at last, with a leader, like the next
        far = [[way * step, clear] for way in [1, -1] for step in range(2, 7 if lines > 6 else 3)]
        rest = [[-1, clear], [1, clear], *far, *(across if away[i][0] < 2 else [])]
        for k, (step, start) in enumerate([*sides, *rest] if dot["told"] else []):
            mine = [rows[i] + step, start - 2, start + wides[i] + 2]
            free = 0 <= mine[0] < lines and all([b[0] != mine[0] or b[1] >= mine[2] or b[2] <= mine[1] for b in boxes])
            beyond, before = mine[1] >= line + 2, mine[2] <= line - 2
            tight = away[i][0] < 2 and wides[i] + 8 > (right + 12 - line if places[i] > line else line - left + 12)
            off = (
                beyond or before if tight else beyond if places[i] > line else before
            )  # on its side, where it has room
            if free and off and mine[1] >= left - 12 and mine[2] <= right + 12:
                boxes.append(mine)
                strong = dot["moved"] != ""
                aside = k >= 4 + len(far)
                at, side = [start + wides[i], "end"] if k == 1 or aside else [start, "start"]
                if k >= 2 and not aside:
                    way = 1 if step > 0 else -1
                    end = y + step * high - way * 8
                    leaders.append(stroke(places[i], y + way * (size + 1), places[i], end, INK))
                if aside:
                    leaders.append(stroke(line - 3, y + step * high, places[i] - size - 2, y, INK))
                colour = WORDS if strong else INK
                parts.append(label(at, y + step * high, texts[i], side, colour, strong, True, letters))
                break
    return [*leaders, *parts]


def in_rows(places, wides, rows, ends_, size):
    """A row for each dot from left to right; none without room for all names. ends_: where names left and right of the line end; size: of a dot."""
    line, right = ends_
    ends = [-99.0 for _ in range(rows)]
    result = []
    for x, wide in zip(places, wides, strict=True):
        left_side = wide > 0 and x + wide + size + 9 > (right if x > line else line)
        start = x - wide - size - 7 if left_side else x - size - 3
        free = [row for row in range(rows) if ends[row] <= start]
        if not free:
            return []
        ends[free[0]] = x + size + 3 if left_side or not wide else x + wide + size + 9
        result.append(free[0])
    return result
