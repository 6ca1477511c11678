"""The budget desk: money laid out, a hundred decades of one plan before another's, all plans at once, and who pays."""

from derisking.charts.vector.parts import (
    CARD,
    GRID,
    INK,
    MUTED,
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
GHOST = "#F0B98D"  # the plan behind


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


def decades(picture, width, below, height):
    """A hundred decades, the luckiest first, each a column of what is lost: the plan before the other one. below: what stands under
    them, from 270 pixels on; height: of both. picture: {"plan", "behind", "lost": a hundred losses, "others": the same of the plan behind,
    "most": top of the axis, "told": [[number, what it is, the same of the plan behind]], "unit"}.
    """
    left, right, top, base, unit = 8, width - 8, 82, 214, f" {picture['unit']}"
    parts = []
    for i, words in enumerate(picture["told"]):
        x = left + i * (right - left) / 2
        parts.append(label(x, 18, words[0], "start", STRONG, True, False, 28))
        parts.append(label(x, 42, words[1], "start", INK, True))
        parts.append(label(x, 60, words[2], "start", WORDS, True))
    for tick in [50, 100]:
        y = spot(tick, 0, picture["most"], base, top)
        parts.extend(
            [
                stroke(left, y, right, y),
                label(left, y - 9, f"{printed(tick)}{unit if tick == 100 else ''}", "start", MUTED),
            ]
        )
    wide = (right - left) / len(picture["lost"])
    for losses, colour in [[picture["others"], GHOST], [picture["lost"], STRONG]]:
        path = f"M{left} {base}"
        for i, loss in enumerate(losses):
            path += f"L{left + wide * i:.1f} {spot(loss, 0, picture['most'], base, top):.1f}h{wide:.1f}"
        parts.append(f'<path d="{path}V{base}Z" fill="{colour}"/>')
    parts.append(stroke(left, base, right, base, MUTED))
    parts.append(stroke(right - 5 * wide, base + 4, right, base + 4, STRONG, 4.0))
    parts.append(label(left, base + 16, "the luckiest decade", "start", INK))
    parts.append(label(right, base + 16, "the worst five", "end", STRONG, True))
    x = left
    for words, colour in [[f"with {picture['plan']}", STRONG], [f"with {picture['behind']}", GHOST]]:
        parts.append(box(x, base + 32, 12, 12, colour))
        parts.append(label(x + 18, base + 38, words, "start", WORDS if colour == GHOST else colour, True))
        x += text_width(words, True) + 36
    return whole(width, height, [*parts, *below])


def plans(picture, width):
    """All plans by cost and loss, one's own by letter.

    picture: as in `decades` for the purse; "spots": [[cost, loss, beaten]], "own": [{"name", "cost", "loss"}], "high": top of the
    axis, the same under every assumption.
    """
    left, right, top, bottom = 46, width - 16, 104, 370
    parts = purse(picture, width)
    parts.append(label(6, 88, "billion euro lost in the worst five decades of 100", "start", MUTED))
    for k, words in enumerate(["● no plan beats it", "○ another beats it", "◆ yours"]):
        parts.append(label(6 + 136 * k, 66, words, "start", WORDS if k == 2 else INK))
    frame = [0, picture["budget"], left + 12, right - 8]
    for tick in ticks(0, picture["high"], 6):
        y = spot(tick, 0, picture["high"], bottom, top)
        parts.extend([stroke(left, y, right, y, GRID), label(left - 6, y, printed(tick), "end")])
    for tick in ticks(0, picture["budget"], 7):
        parts.append(label(spot(tick, *frame), bottom + 16, printed(tick), "middle"))
    for cost, loss, beaten in sorted(picture["spots"], key=lambda one: 0 if one[2] else 1):
        x, y = spot(cost, *frame), spot(min(loss, picture["high"]), 0, picture["high"], bottom, top)
        said = f"costs {cost:.0f}, loses {loss:.1f} in the worst five; {'another' if beaten else 'no plan'} beats it"
        parts.append(mark("circle", x, y, PLAIN if beaten else STRONG, said, beaten, 4.0 if beaten else 5.0))
    for i, own in enumerate(picture["own"]):
        x, y = spot(own["cost"], *frame), spot(min(own["loss"], picture["high"]), 0, picture["high"], bottom, top)
        side = -16 if i % 2 == 0 else 16
        parts.append(mark("diamond", x, y, SECOND, f"your plan {own['name']}"))
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
    parts = [label(middle - 8, 12, "pays or loses", "end", WORDS, True)]
    parts.append(label(middle + 8, 12, "gains", "start", STRONG, True))
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
