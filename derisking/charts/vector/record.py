"""Acts in time: a dot for each in the lane of its stage, and their titles where they are few."""

from __future__ import annotations

from derisking.charts.vector.parts import (
    INK,
    MUTED,
    NARROW,
    label,
    mark,
    shortened,
    spot,
    stroke,
    text_width,
    whole,
    wrapped,
)

TOLD = 8  # titles that are written
COLOURS = ["#0072B2", "#D55E00", "#00795A", "#A8527F", "#4A4A4A", "#9A6A00"]
MARKS = ["circle", "diamond", "square", "up", "down", "bar"]


def record(picture, width):
    """picture: {"lanes": [names], "acts": [{"lane": number, "at": year as a fraction, "day", "title"}], "years": [first, last]}."""
    narrow = width < NARROW
    left, right, top = (10, width - 14, 8) if narrow else (196, width - 24, 14)
    row = 40 if narrow else 27
    bottom = top + row * len(picture["lanes"])
    low, high = int(picture["years"][0]), int(picture["years"][1]) + 1
    parts = []
    step = max(1, -(-(high - low) // (5 if narrow else 8)))
    for year in range(low, high + 1):
        if (year - low) % step == 0 or high - low < 3:
            x = spot(year, low, high, left, right)
            parts.append(stroke(x, top, x, bottom))
            parts.append(
                label(
                    x,
                    bottom + 14,
                    f"{year:.0f}",
                    "middle" if left + 14 < x < right - 14 else "start" if x < right - 14 else "end",
                )
            )
    for i in range(len(picture["lanes"])):
        parts.extend(stage(picture, i, top + row * i, [low, high, left, right], narrow))
    parts.extend(titles(picture, width, bottom + 44))
    return whole(width, bottom + 40 + (46 if narrow else 36) * TOLD, parts)


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
    """The first acts in words, and how many more there are."""
    acts, parts = picture["acts"], []
    if not acts:
        return [label(10, top, "No entry in our table.", "start", MUTED)]
    if len(acts) > TOLD:
        acts = acts[: TOLD - 1]
        words = f"and {len(picture['acts']) - len(acts)} more: narrow your choice."
        parts.append(label(10, top + (46 if width < NARROW else 36) * len(acts), words, "start", MUTED))
    narrow = width < NARROW
    day = max([text_width(act["day"], True) for act in acts]) + 12
    for i, act in enumerate(acts):
        y = top + (46 if narrow else 36) * i
        parts.append(mark(MARKS[act["lane"]], 14, y, COLOURS[act["lane"]]))
        parts.append(label(26, y, act["day"], "start", COLOURS[act["lane"]], True))
        words = wrapped(act["title"], width - 40 - day)
        lines = words if len(words) < 3 else [words[0], shortened(" ".join(words[1:]), width - 40 - day)]
        parts.extend([label(26 + day, y + 16 * j, line, "start", INK) for j, line in enumerate(lines)])
    return parts
