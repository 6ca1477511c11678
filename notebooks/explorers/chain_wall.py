"""Lesson 4: the picture of the wall of monopolies: a row of bricks for each step, the heap of what broke, and what comes out."""

from __future__ import annotations

import math

from derisking.charts.vector.parts import (
    CARD,
    GRID,
    INK,
    MUTED,
    NARROW,
    SECOND,
    STRONG,
    WORDS,
    box,
    escaped,
    label,
    text_width,
    whole,
)

PITCH = 13  # pixels from stone to stone in the heap
LEAST, MOST = 24.2, 11  # pixels that a brick is wide at least; how many stand in a line at most
HIGH = 25.5  # pixels that a line of bricks is high; a row of the wall has as many lines as it needs
CODE = 12  # pixels of the letters of a country's code on its bricks
HEADLINE = 18  # pixels of the letters of what it means
OUTCOMES = ["Minimum", "In dollars", "Stocks, two years"]
ALONE, MARKET = (
    0,
    2,
)  # stages: who is hit, and what breaks; from then on who holds the bricks; from then on their dollars, too
ORDER = ["United States", "Japan", "Netherlands", "Singapore", "European Union", "China", "South Korea", "Taiwan", "United Kingdom", ""]  # fmt: skip
NOBODYS = "nobody over half"
WALL = "#b9ab97"  # of a brick that has no country, or whose country is not told


def wall(picture, width):
    """On top what it means or comes out, whose colours there are; then a row for each step, with its bricks, and what fell.

    picture: {"bricks": as `value_chain.tables`, "steps": names of rows, "broken": places of bricks, "empty": of those of which nothing is left, at the first stage, "sold": who of the hits sells
    each, at the first stage, "out": 0 to 1 per rule, or null, "told": what the minimum means, or what is to be guessed,
    "stage": what bricks say, of `ALONE`, countries, and `MARKET`}.
    """
    narrow = width < NARROW
    start, edge = (77, 4) if narrow else (100, 8)
    across = min(MOST, int((width - start - edge) / LEAST))
    wide, parts = (width - start - edge) / across, []
    low = heads(parts, picture, width)
    for step in picture["steps"]:
        places = [i for i in in_order(picture["bricks"]) if picture["bricks"][i]["step"] == step]
        parts.append(label(edge, low + HIGH / 2, step))
        lines = int((len(places) - 1) / across) + 1
        many = math.ceil(len(places) / lines)  # in a line, so that no brick stands alone
        for k, i in enumerate(places):
            spot = [start + wide * (k % many), low + HIGH * int(k / many)]
            parts.append(stone(i, [spot[0], spot[1], wide, HIGH], picture))
        low += HIGH * lines + (0 if narrow else 3)
    parts.extend(heap(picture, [start, low + 6], [edge, width]))
    low += 16 + (3 * PITCH if narrow else 2 * PITCH)
    return whole(width, low, parts)


def in_order(bricks):
    """Places of the bricks, those of a country together, the largest market first; last those of which nobody holds more than half."""
    places = sorted(range(len(bricks)), key=lambda i: -(bricks[i]["market"] or 1e9))  # design and plants first
    return [i for who in ORDER for i in places if bricks[i]["take"] == who]


def heads(parts, picture, width):
    """What stands above the bricks; gives where they begin."""
    low = 2
    if picture["told"]:
        tone = STRONG if picture["out"][0] is None else WORDS
        size = HEADLINE - (2 if width < NARROW else 0)
        parts.append(label(8, low + 12, picture["told"], "start", tone, True, False, size))
        low += 29
    if picture["stage"] >= MARKET:
        low = outcomes(parts, picture["out"], low, width)
    if picture["stage"] == ALONE:
        return low
    shown = [brick for brick in picture["bricks"] if picture["stage"] != MARKET or sole(brick)]
    return key(parts, shown, low, width)


def sole(brick):
    """Whether one country sells all of an input."""
    return brick["take"] != "" and brick["most"] > 0.995


def outcomes(parts, out, low, width):
    """What comes out by each rule, side by side, on a phone below each other; gives where it ends."""
    narrow, many = width < NARROW, len(out)
    head = f"Chips that still come, counted {'two' if many == 2 else 'three'} ways"
    parts.append(label(4 if narrow else 8, low + 8, head, "start", MUTED))
    low += 21
    wide = width - 8 if narrow else (width - 16 + 18) / many - 18
    for k, part in enumerate(out):
        x, y = (4, low + 21 * k) if narrow else (8 + (wide + 18) * k, low)
        left, high, long = [x + 130, y + 4, wide - 180] if narrow else [x, y + 18, wide]
        parts.append(label(x, y + 8, OUTCOMES[k], "start", INK, True))
        parts.append(label(x + wide, y + 8, f"{100 * part:.0f} %", "end", INK, True))
        parts.extend([box(left, high, long, 8, GRID), box(left, high, long * part, 8, STRONG)])
    return low + (21 * many if narrow else 30) + 4


def key(parts, bricks, low, width):
    """Whose colour is which, and how many bricks it holds; gives where it ends."""
    x, y, found = 4, low + 9, {}
    for i in in_order(bricks):
        name = "rest of EU" if bricks[i]["take"] == ORDER[4] else bricks[i]["take"] or NOBODYS
        found[name] = [i, found.get(name, [i, 0])[1] + 1]
    for name, about in found.items():
        brick, words = bricks[about[0]], f"{name} {about[1]}"
        edge = 24 if brick["code"] else 12
        wide = edge + 4 + text_width(words)
        if x + wide > width - 4:
            x, y = 4, y + 18
        parts.extend(
            [
                box(x, y - 8, edge, 16, brick["colour"] or WALL),
                label(x + 12, y, brick["code"], "middle", CARD, True, False, CODE),
            ]
        )
        parts.append(label(x + edge + 4, y, words))
        x += wide + 8
    return y + 15


def dollars(brick):
    """The size of an input's world market; "" where there is none."""
    if brick["market"] is None:
        return ""
    if brick["market"] >= 1000:
        return f"${brick['market'] / 1000:,.1f} bn"
    if brick["market"] < 1:
        return "under $1 m"
    return f"${brick['market']:,.0f} m"


def named(brick):
    """An input's name with the size of its market, if known."""
    return f"{brick['name']}, market {dollars(brick)}" if dollars(brick) else brick["name"]


def stone(i, frame, picture):
    """A brick, which says its name when it is pointed at; a broken one is orange and cracked, with its market a hole with a dashed edge. With the market comes a square as large."""
    brick, gone, stage = picture["bricks"][i], i in picture["broken"], picture["stage"]
    x, y, wide, high = frame
    sold = picture["sold"][i] if picture["sold"] else ""
    fill = (STRONG if sold else WALL) if stage == ALONE else brick["pale" if stage >= MARKET else "colour"] or WALL
    size = f'x="{x + 0.1:.1f}" y="{y + 0.6:.1f}" width="{wide - 0.2:.1f}" height="{high - 1.2:.1f}"'
    edge = f' stroke="{WORDS}" stroke-dasharray="3 2"' if gone else f' stroke="{MUTED}" stroke-width="0.6"'
    said = f"{named(brick)}: {brick['leader']} {100 * brick['most']:.0f} %{f'; {sold} sell it' if sold else ''}"
    plain = stage == MARKET and not sole(brick)  # only what one country sells alone is shaded
    fill = CARD if plain else fill
    empty = i in picture["empty"]
    hole = WORDS if empty else SECOND if stage < MARKET else CARD
    inside = f'<rect {size} fill="{hole if gone else fill}"{edge}><title>{escaped(said)}</title></rect>'
    if empty:  # it alone stops every chip
        inside += label(x + wide / 2, y + high / 2, "0", "middle", CARD, True, False, 16)
    elif gone and stage < MARKET:  # a crack
        inside += f'<path d="M{x + wide * 0.6:.1f} {y:.1f}l{-wide * 0.25:.1f} {high * 0.4:.1f}l{wide * 0.3:.1f} {high * 0.15:.1f}l{-wide * 0.25:.1f} {high * 0.45:.1f}" fill="none" stroke="{CARD}" stroke-width="2.5"/>'
    if stage > ALONE and not gone and not plain and (stage < MARKET or wide > 40):
        at, ink = [x + wide / 2, CARD] if stage < MARKET else [x + 12, INK]
        inside += label(at, y + high / 2, brick["code"], "middle", ink, True, False, CODE)
    if stage >= MARKET and brick["market"] is not None:
        side = max(3, (high - 5) * brick["part"])  # never too small to be seen
        tone = WORDS if gone else MUTED if plain else brick["colour"] or MUTED
        middle = x + wide / 2 if wide <= 40 else x + wide - 13  # beside the code, where there is room
        inside += box(middle - side / 2, y + high / 2 - side / 2, side, side, tone)
    if sold and not gone and picture["out"][0] is None:  # its fate is to be guessed
        inside += label(x + wide / 2, y + high / 2, "?", "middle", CARD, True, False, CODE)
    key_ = "" if gone else f' data-key="{brick["id"]}"'
    take = f' data-take="{brick["take"]}" cursor="pointer"' if brick["take"] else ""
    return f"<g{key_}{take}>{inside}</g>"


def heap(picture, corner, room):
    """What fell: how many in words, and a stone of the same size for each broken input, in its country's colour."""
    (x, y), (edge, width), bricks = corner, room, picture["bricks"]
    pitch = 10 if width < NARROW else PITCH
    row, parts = int((width - edge - x) / pitch), []
    if picture["broken"]:
        parts.append(label(edge, y + 6, f"{len(picture['broken'])} broken"))
    for k, i in enumerate([i for i in in_order(bricks) if i in picture["broken"]]):
        tone = WORDS if picture["stage"] == ALONE else bricks[i]["colour"] or MUTED
        spot = box(x + pitch * (k % row), y + pitch * (k // row), pitch - 2, pitch - 2, tone)
        parts.append(f'<g data-key="{bricks[i]["id"]}">{spot}</g>')
    return parts
