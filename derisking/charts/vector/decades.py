"""The budget desk: money laid out, a hundred decades as dots for one plan before another, all plans at once, and who pays."""

import math

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
    mark,
    printed,
    spot,
    stroke,
    text_width,
    ticks,
    whole,
)

FILLS = ["#0b4f7d", "#3C8FC4", "#00795A", "#7A5195"]
GHOST, TALL = (
    "#F0B98D",
    150,
)  # the plan behind; room for a hundred dots in one column, and beside half of them for names


def purse(picture, width):
    """The budget as a bar: what each measure gets, and what is left."""
    left, right = 8, width - 8
    parts = [box(left, 28, right - left, 24, CARD, MUTED)]
    x, spent = left, sum([part["money"] for part in picture["money"]])
    for i, part in enumerate(picture["money"]):
        wide = part["money"] / picture["budget"] * (right - left)
        if wide:
            parts.append(box(x, 28, wide, 24, FILLS[i], CARD))
            words = f"{part['name']} {part['money']:.0f}"
            shown = words if text_width(words, True) < wide - 6 else f"{part['money']:.0f}"
            parts.append(label(x + wide / 2, 40, shown, "middle", CARD, True))
        x += wide
    rest = picture["budget"] - spent
    told = f"{picture['plan']}: {spent:.0f} of {picture['budget']:.0f} billion spent, {rest:.0f} left"
    parts.append(label(left, 14, told, "start", INK, True))
    return parts


def decades(picture, width):
    """A hundred decades, each a dot at its loss: the plan in front of the other one.

    picture: {"money": [{"name", "money"}], "budget", "plan", "behind", "unit", "width": of a column in billion euro, "counts": dots per column,
    "others": the same of the plan behind, "marks": [{"x", "name", "behind"}]}; the last column takes all that lies beyond.
    """
    narrow = width < NARROW
    columns = len(picture["counts"])
    left, right, top = 8, width - 8, 96
    wide = (right - left) / columns
    across = max([n for n in range(3, 12) if (wide - 2) / n * math.ceil(100 / n) < TALL][:1])
    step = (wide - 2) / across
    base = top + 16 + TALL
    parts = purse(picture, width)
    named = [f"{picture['plan']}: a dot for each of 100 decades", f"behind it: {picture['behind']}"]
    for i, colour in enumerate([STRONG, GHOST]):
        parts.append(mark("circle", left + 6, top - 22 + 18 * i, colour, "", False, 5.0 + i))
        parts.append(label(left + 18, top - 22 + 18 * i, named[i], "start", INK, i == 0))
    for column in range(columns):
        start = left + wide * column + 1 + step / 2
        for counts, front in [[picture["others"], False], [picture["counts"], True]]:
            look = f'r="{step * 0.36:.1f}" fill="{STRONG}"' if front else f'r="{step * 0.52:.1f}" fill="{GHOST}"'
            for i in range(counts[column]):
                x, y = start + step * (i % across), base - step * (i // across + 0.6)
                parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" {look}/>')
    parts.append(stroke(left, base, right, base, MUTED))
    for column in range(0, columns, 2 if narrow else 1):
        side = "middle" if column else "start"
        x = left + wide * column
        said = printed(column * picture["width"])
        parts.append(stroke(x, base, x, base + 5, MUTED))
        if x + text_width(said) / 2 < right - 18:  # the arrow stands at the end
            parts.append(label(x, base + 14, said, side))
    parts.append(label(right, base + 14, "→", "end"))
    full = [k + 1 for k in range(columns) if max(picture["counts"][k], picture["others"][k]) > 50]
    for i, line in enumerate(picture["marks"]):
        x, y = min(right, left + line["x"] / picture["width"] * wide), top + 14 + 17 * i
        colour = WORDS if line["behind"] else INK
        at = min(max([x, *[left + wide * k for k in full]]), right - text_width(line["name"], True) - 6)
        parts.extend([stroke(x, y, x, base, colour, 1.5, "5 4"), stroke(x, y, max(x, at), y, colour, 1.5)])
        parts.append(label(at + 4, y, line["name"], "start", colour, True, True))
    parts.append(label(width / 2, base + 36, picture["unit"], "middle", INK, True))
    return whole(width, base + 52, parts)


def plans(picture, width):
    """All plans by cost and loss, one's own by letter.

    picture: as in `decades` for the purse; "spots": [[cost, loss, beaten]], "own": [{"name", "cost", "loss"}], "high": top of the
    axis, the same under every assumption.
    """
    left, right, top, bottom = 46, width - 16, 96, 400
    parts = purse(picture, width)
    parts.append(label(6, 78, "○ clearly beaten   ● not clearly beaten   letters: yours", "start", INK))
    frame = [0, picture["budget"], left + 12, right - 8]
    for tick in ticks(0, picture["high"], 6):
        y = spot(tick, 0, picture["high"], bottom, top)
        parts.extend([stroke(left, y, right, y, GRID), label(left - 6, y, printed(tick), "end")])
    for tick in ticks(0, picture["budget"], 7):
        parts.append(label(spot(tick, *frame), bottom + 16, printed(tick), "middle"))
    for cost, loss, beaten in picture["spots"]:
        x, y = spot(cost, *frame), spot(min(loss, picture["high"]), 0, picture["high"], bottom, top)
        said = f"cost {cost:.0f}, loss {loss:.1f}"
        parts.append(mark("circle", x, y, PLAIN if beaten else STRONG, said, beaten, 4.0))
    for i, own in enumerate(picture["own"]):
        x, y = spot(own["cost"], *frame), spot(min(own["loss"], picture["high"]), 0, picture["high"], bottom, top)
        side = -16 if i % 2 == 0 else 16
        parts.append(mark("diamond", x, y, SECOND, own["name"]))
        parts.append(label(x + (side if x + side > left else 16), y, own["name"], "middle", WORDS, True, True))
    parts.append(label((left + right) / 2, bottom + 38, "cost of the plan, billion euro", "middle"))
    return whole(width, bottom + 54, parts)


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
