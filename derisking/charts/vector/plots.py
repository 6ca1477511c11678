"""Bars by name, lines on axes that stay where they are, and acts in time."""

from derisking.charts.vector.parts import (
    INK,
    MUTED,
    NARROW,
    PLAIN,
    SECOND,
    STRONG,
    WORDS,
    apart,
    box,
    label,
    mark,
    printed,
    shortened,
    spot,
    stroke,
    text_width,
    ticks,
    whole,
    wrapped,
)

# --- bars by name ------------------------------------------------------------------------------------------------------


def bars(picture, width):
    """Horizontal bars, the first on top.

    picture: {"bars": [{"name", "value", "shown", "strong"}], "high", "unit"}; "high": the right end of the axis, the same at
    every setting.
    """
    narrow = width < NARROW
    names = max([text_width(bar["name"], True) for bar in picture["bars"]], default=0)
    left = 8 if narrow else min(width * 0.46, names + 20)
    right, head = width - 58, 8
    tall = 44 if narrow else 31
    end = head + tall * len(picture["bars"])
    parts = []
    for tick in ticks(0, picture["high"], 5 if narrow else 6):
        x = spot(tick, 0, picture["high"], left, right)
        parts.append(stroke(x, head, x, end))
        parts.append(label(x, end + 14, printed(tick), "middle" if x > left + 4 else "start"))
    frame = [left, right, picture["high"]]
    for i, bar in enumerate(picture["bars"]):
        parts.extend(one_bar(bar, head + tall * i, frame, narrow))
    words = wrapped(picture["unit"], width - 16)
    for i, line in enumerate(words):
        parts.append(label(width / 2 if narrow else (left + right) / 2, end + 36 + 17 * i, line, "middle"))
    return whole(width, end + (69 if narrow else 52), parts)


def one_bar(bar, top, frame, narrow):
    """A bar with its name and its number."""
    left, right, high = frame
    y = top + (18 if narrow else 3)
    x = spot(min(bar["value"], high), 0, high, left, right)
    name = bar["name"] if narrow else shortened(bar["name"], left - 16, bar["strong"])
    place, side = (left, "start") if narrow else (left - 10, "end")
    return [
        box(left, y, x - left, 23, STRONG if bar["strong"] else PLAIN),
        label(place, y - 9 if narrow else y + 11, name, side, INK, bar["strong"], True),
        label(x + 6, y + 11, bar["shown"], "start", INK, bar["strong"], True),
    ]


# --- lines -------------------------------------------------------------------------------------------------------------


TALL = 250


def lines(picture, width):
    """One or more lines, each named at its end, with upright marks.

    picture: {"lines": [{"name", "x": [...], "y": [...], "strong", "colour" if its own}], "x": [low, high], "y": [low, high], "x_unit", "unit",
    "zero": words at the line of 0 or "", "marks": [{"x", "name"}], "tall": pixels, if not TALL}.
    """
    room = 0 if width < NARROW else max([text_width(line["name"], True) for line in picture["lines"]], default=0)
    room = min(room + 16, width * 0.34) if room else 12
    head = 34 + 17 * (len(picture["lines"]) if width < NARROW else 0)
    frame = [46, width - room, head, head + picture.get("tall", TALL)]
    left, right, top, bottom = frame
    parts = axes(picture, frame, width)
    ends = []
    for line in picture["lines"]:
        spots = [
            [spot(x, *picture["x"], left, right), spot(y, *picture["y"], bottom, top)]
            for x, y in zip(line["x"], line["y"], strict=True)
        ]
        path = " ".join([f"{x:.1f},{y:.1f}" for x, y in spots])
        colour = line.get("colour", STRONG if line["strong"] else SECOND)
        dash = "" if line["strong"] else ' stroke-dasharray="7 4"'
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.6"{dash}/>')
        ends.append([spots[-1][1], line["name"], WORDS if colour == SECOND else colour])
    parts.extend(named_ends(ends, frame, width))
    return whole(width, bottom + 52, parts)


def named_ends(ends, frame, width):
    """Names right of the lines, or as a key above where the picture is narrow."""
    if width < NARROW:
        return [
            label(46, 31 + 17 * i, f"{'━' if i == 0 else '┅'} {end[1]}", "start", end[2], True)
            for i, end in enumerate(ends)
        ]
    parts = []
    heights = [17 * len(wrapped(end[1], width - frame[1] - 10, True)) + 4 for end in ends]
    places, lowest = apart([end[0] for end in ends], max([*heights, 18])), frame[3] - 8
    for i in sorted(range(len(places)), key=lambda i: -places[i]):
        places[i] = min(places[i], lowest)
        lowest = places[i] - 18
    for end, y in zip(ends, places, strict=True):
        words = wrapped(end[1], width - frame[1] - 10, True)
        for i, line in enumerate(words):
            at = y + 17 * (i - (len(words) - 1) / 2)
            parts.append(label(frame[1] + 8, at, line, "start", end[2], True))
    return parts


def axes(picture, frame, width):
    """Grid, numbers, units and upright marks."""
    left, right, top, bottom = frame
    parts = [label(6, 14, picture["unit"], "start", MUTED)]
    for tick in ticks(picture["y"][0], picture["y"][1], 6):
        y = spot(tick, *picture["y"], bottom, top)
        parts.append(stroke(left, y, right, y, MUTED if tick == 0 and picture["zero"] else "#e2dfd7"))
        parts.append(label(left - 6, y, printed(tick), "end"))
    for tick in ticks(picture["x"][0], picture["x"][1], 7):
        x = spot(tick, *picture["x"], left, right)
        parts.append(label(x, bottom + 15, printed(tick), "middle"))
    parts.append(label((left + right) / 2, bottom + 37, picture["x_unit"], "middle"))
    if picture["zero"]:
        y = spot(0, *picture["y"], bottom, top) - 9
        parts.append(label(left + 4, y, picture["zero"], "start", MUTED, False, True))
    for i, upright in enumerate(picture["marks"]):
        x = spot(upright["x"], *picture["x"], left, right)
        half = text_width(upright["name"], True) / 2
        at = min(max(x, left + half), right - half)
        parts.append(stroke(x, top + 9 + 17 * len(picture["marks"]), x, bottom, MUTED, 1.6, "5 4"))  # below all names
        parts.append(label(at, top + 17 + 17 * i, upright["name"], "middle", MUTED, True, True))
    return parts


# --- acts in time: a dot for each in the lane of its stage, and their titles where they are few ------------------------


QUARTERS = [["Apr", 90], ["Jul", 181], ["Oct", 273]]  # months that begin one, and the days before them
TOLD = 4  # titles that are written
COLOURS = ["#0072B2", "#D55E00", "#00795A", "#A8527F", "#4A4A4A", "#9A6A00"]
MARKS = ["circle", "diamond", "square", "up", "down", "bar"]


def record(picture, width):
    """picture: {"lanes": [names], "acts": [{"lane": number, "at": year as a fraction, "day", "title"}], "years": [first, last], "many": in place of too many titles}."""
    narrow = width < NARROW
    left, right, top = (10, width - 14, 8) if narrow else (204, width - 24, 14)
    row = 40 if narrow else 27
    bottom = top + row * len(picture["lanes"])
    low, high = int(picture["years"][0]), int(picture["years"][1]) + 1
    parts = []
    step = max(1, -(-(high - low) // (5 if narrow else 8)))
    for year in range(low, high + 1):
        if (year - low) % step == 0 or high - low < 3:
            x = spot(year, low, high, left, right)
            parts.append(stroke(x, top, x, bottom))
            side = "middle" if left + 14 < x < right - 14 else "start" if x < right - 14 else "end"
            parts.append(label(x, bottom + 14, f"{year:.0f}", side))
    for month, days in [] if high - low > 2 else QUARTERS[1:2] if narrow and high - low > 1 else QUARTERS:
        for year in range(low, high):
            x = spot(year + days / 366, low, high, left, right)
            parts.extend([stroke(x, top, x, bottom), label(x, bottom + 14, month, "middle", MUTED)])
    for i in range(len(picture["lanes"])):
        parts.extend(stage(picture, i, top + row * i, [low, high, left, right], narrow))
    parts.extend(titles(picture, width, bottom + 44))
    told = len(picture["acts"]) if len(picture["acts"]) <= TOLD else 1
    return whole(width, bottom + 40 + (54 if narrow else 36) * max(told, 1), parts)


def stage(picture, i, top, frame, narrow):
    """The lane of one stage: its name, and a mark for each act."""
    left, right = frame[2], frame[3]
    mine = [act for act in picture["acts"] if act["lane"] == i]
    y = top + (29 if narrow else 13)
    at, side = ([left, y - 19], "start") if narrow else ([left - 12, y], "end")
    words = f"{picture['lanes'][i]} ({len(mine)})"
    marks = [mark(MARKS[i], spot(act["at"], *frame), y, COLOURS[i], f"{act['day']}: {act['title']}") for act in mine]
    return [label(at[0], at[1], words, side, COLOURS[i], len(mine) > 0), stroke(left, y, right, y), *marks]


def titles(picture, width, top):
    """The acts in words, if they are few."""
    acts, parts = picture["acts"], []
    if not acts:
        return [label(10, top, "No entry in our table.", "start", MUTED)]
    if len(acts) > TOLD:
        return [label(10, top, picture["many"], "start", INK)]
    narrow = width < NARROW
    day = 0 if narrow else max([text_width(act["day"], True) for act in acts]) + 12  # on a phone words stand below it
    for i, act in enumerate(acts):
        y = top + (54 if narrow else 36) * i
        parts.append(mark(MARKS[act["lane"]], 14, y, COLOURS[act["lane"]]))
        parts.append(label(26, y, act["day"], "start", COLOURS[act["lane"]], True))
        words = wrapped(act["title"], width - 40 - day)
        lines = words if len(words) < 3 else [words[0], shortened(" ".join(words[1:]), width - 40 - day)]
        low = y + (16 if narrow else 0)
        parts.extend([label(26 + day, low + 16 * j, line, "start", INK) for j, line in enumerate(lines)])
    return parts
