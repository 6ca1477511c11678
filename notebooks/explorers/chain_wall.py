"""Lesson 4: the picture of the wall of monopolies: bricks as large as their market, the heap of what broke, and what comes out."""

from __future__ import annotations

from derisking.charts.vector.parts import (
    CARD,
    GRID,
    INK,
    MUTED,
    NARROW,
    PLAIN,
    SIZE,
    STRONG,
    WORDS,
    box,
    escaped,
    label,
    text_width,
    whole,
    wrapped,
)

NEARLY = 0.9  # from here on one country's share has the full colour
BLOCKS = [["United States"], ["Japan"], ["Netherlands"], []]  # whose bricks stand together; the last takes all others
LINE, PITCH = 15, 13  # pixels from line to line, from stone to stone
LONG = 1.2  # a good brick is so much longer than high
FINGER, LEAST = (
    25.2,
    1800,
)  # pixels that no brick is narrower or lower than; million dollars: what is smaller is drawn as this
SMALL = 12  # pixels of a brick's letters where those of usual size have no room
HEADLINE = 18  # pixels of the letters of what it means
OUTCOMES = ["Minimum: a chip needs every brick", "By market: dollars add up", "With stocks: over two years"]
CODES = {
    "European Union": "EU",
    "Germany": "DE",
    "China": "CN",
    "South Korea": "KR",
    "Taiwan": "TW",
    "Singapore": "SG",
}  # who holds more than half of a brick, where nothing more has room
FIRST = "Design and plants"
SHADES = ["dark: 90 % and more", "beige: none over half"]
RULE, COUNTRIES = (
    1,
    2,
)  # what the bricks' colours say: who is hit, and what breaks; then who holds them; then how much, too
BRIEF = {
    "N20": "EUV",
    "N22": "ArF",
    "N32": "Coating",
    "N33": "Masks",
    "N42": "PVD",
    "N49": "Wet etching",
}  # where a name has no room


def wall(picture, width):
    """What comes out; below it design and plants, then machines and materials by market, and what fell.

    picture: {"bricks": as `value_chain.tables`, "left": 0 to 1 per brick, or null, "broken": places of bricks, "sold": who of the hits sells
    each, while a guess is awaited, "out": 0 to 1 per rule, or null, "told": what the minimum means, or what is to be guessed,
    "stage": what colours say, of `RULE`, `COUNTRIES`, and all}.
    """
    narrow = width < NARROW
    bricks, edge = picture["bricks"], 8
    top = [i for i, brick in enumerate(bricks) if brick["market"] is None]
    parts = []
    low = outcomes(parts, picture, width, narrow)
    key(parts, low + 8, width, picture["stage"])
    across = 3 if narrow else len(top)
    wide, high = (width - 2 * edge) / across, 37 if narrow else 40
    for k, i in enumerate(top):
        frame = [edge + wide * (k % across), low + 18 + high * (k // across), wide, high]
        parts.append(stone(i, frame, picture))
    low += 18 + high * ((len(top) + across - 1) // across) + 8
    groups = [members(bricks, block) for block in BLOCKS]
    for row in [[0, 3], [1, 2]] if narrow else [[0, 1, 2, 3]]:
        all_ = sum([market(bricks, groups[g]) for g in row])
        x, foot = edge, low
        for g in row:
            wide = market(bricks, groups[g]) / all_ * (width - 2 * edge)
            mine = groups[g]
            if BLOCKS[g] and picture["stage"] > RULE:
                count = len([brick for brick in bricks if brick["take"] in BLOCKS[g]])
                parts.append(label(x, low + 7, f"{BLOCKS[g][0]} {count}", "start", bricks[mine[0]]["colour"], True))
            elif picture["stage"] > RULE:
                parts.append(label(width - edge, low + 7, "all others", "end", MUTED, True))
            for i, frame in laid(bricks, mine, [x, low + 18, wide, 0.36 if narrow else 0.65]):
                parts.append(stone(i, frame, picture))
                foot = max(foot, frame[1] + frame[3])
            x += wide
        low = foot + 8
    parts.extend(heap(picture, [edge, low], width - 2 * edge))
    low += 3 * PITCH if narrow else 2 * PITCH
    return whole(width, low, ['<g class="dr-wall">', *parts, "</g>"])


def key(parts, y, width, stage):
    """What the shades say, beside the heading of the first bricks; on a phone alone."""
    shades = "" if stage == RULE else SHADES[1] if stage == COUNTRIES else "  ·  ".join(SHADES)
    if width < NARROW:
        parts.append(label(8, y, shades, "start", MUTED))
        return
    parts.append(label(8, y, FIRST, "start", INK, True))
    parts.append(label(width - 8, y, shades, "end", MUTED))


def belongs(brick, block):
    """Whether a brick is one of a block's."""
    named = [name for other in BLOCKS for name in other]
    return brick["take"] in block if block else brick["take"] not in named


def members(bricks, block):
    """Places of a block's machines and materials, the largest market first; of all others those of one country together."""
    mine = [i for i, brick in enumerate(bricks) if brick["market"] is not None and belongs(brick, block)]
    mine = sorted(mine, key=lambda i: -bricks[i]["market"])
    nobodys = [i for i in mine if bricks[i]["take"] == ""]
    return mine if block else [*nobodys, *[i for who in CODES for i in mine if bricks[i]["take"] == who]]


def market(bricks, group):
    """World market of some bricks, million dollars; a small one counts as `LEAST`, for a finger."""
    return sum([max(LEAST, bricks[i]["market"]) for i in group])


def laid(bricks, group, frame):
    """Bricks in courses, each as large as its market: [place, [x, y, width, height]]; the last course may end early.

    frame: x, y, width, and square pixels for a million dollars.
    """
    x, y, wide, scale = frame
    found, start = [], 0
    while start < len(group):
        stop = start + 1
        while stop < len(group) and shape(bricks, group[start : stop + 1], wide, scale) <= shape(
            bricks, group[start:stop], wide, scale
        ):
            stop += 1
        course = group[start:stop]
        tall = max(FINGER, market(bricks, course) * scale / wide)
        at = x
        for i in course:
            long = market(bricks, [i]) * scale / tall
            found.append([i, [at, y, long, tall]])
            at += long
        y += tall
        start = stop
    return found


def shape(bricks, course, wide, scale):
    """How far the bricks of a course are from the best shape, on average; 1 is the best, and where a finger would miss the last nothing is worse."""
    tall = market(bricks, course) * scale / wide
    off = [market(bricks, [i]) * scale / tall / tall / LONG for i in course]
    return sum([max(one, 1 / one) for one in off]) / len(off) if off[-1] * tall * LONG >= FINGER else 1e9


def named(brick):
    """An input's name with the size of its market, if known."""
    if brick["market"] is None:
        return brick["name"]
    dollars = (
        f"${brick['market'] / 1000:,.1f} bn" if brick["market"] >= 1000 else f"${round(brick['market'], 1):,.0f} m"
    )
    return f"{brick['name']}, {dollars}"


def stone(i, frame, picture):
    """A brick with its name and share where there is room; a broken one is a hole with a dashed edge."""
    brick, left, gone, stage = picture["bricks"][i], picture["left"][i], i in picture["broken"], picture["stage"]
    x, y, wide, high = frame
    sold = picture["sold"][i] if picture["sold"] else ""
    full = brick["most"] >= NEARLY and stage > COUNTRIES
    fill = GRID if not brick["colour"] else brick["colour"] if full else brick["pale"]
    fill = (PLAIN if sold else GRID) if stage == RULE else fill
    size = f'x="{x + 0.6:.1f}" y="{y + 0.6:.1f}" width="{wide - 1.2:.1f}" height="{high - 1.2:.1f}"'
    edge = f' stroke="{WORDS}" stroke-width="1" stroke-dasharray="3 2"' if gone else ""
    look = f'fill="{CARD if gone else fill}"{edge}'
    code = CODES.get(brick["take"], "") if stage > RULE else ""
    whole_ = left is None or left > 0.9995
    share = f"{100 * left:.0f} % left" if not whole_ else f"{100 * brick['most']:.0f} %" if stage > RULE else ""
    share = f"{code} {share}" if brick["market"] is None and code and whole_ else share
    said = f"{named(brick)}: {brick['leader']} {100 * brick['most']:.0f} %{f'; {sold} sell it' if sold else ''}"
    colour = WORDS if gone else CARD if full and brick["colour"] else INK
    inside = f"<rect {size} {look}><title>{escaped(said)}</title></rect>"
    inside += "".join(written([brick["name"], BRIEF.get(brick["id"], brick["name"]), code], share, frame, colour))
    key = "" if gone else f' data-key="{brick["id"]}"'
    take = f' data-take="{brick["take"]}" cursor="pointer"' if brick["take"] else ""
    return f"<g{key}{take}>{inside}</g>"


def written(names, share, frame, colour):
    """A name and the share on the lines that a brick has room for, if need be in small letters, or a name alone, or its country's code.

    names: the input's name, a shorter one, and the code of the country that holds more than half.
    """
    x, y, wide, high = frame
    sizes = [[names[0], SIZE], [names[0], SMALL], [names[1], SMALL]]
    rooms = [[*one, [share] if share else []] for one in sizes] + [[*one, []] for one in [*sizes, [names[2], SMALL]]]
    for name, size, more in rooms:
        part = size / SIZE
        rows = [*wrapped(name, (wide - 4) / part), *more]
        if max([text_width(row) for row in rows]) * part <= wide - 3 and LINE * part * len(rows) <= high - 1:
            start = y + high / 2 - LINE * part * (len(rows) - 1) / 2
            return [
                label(x + wide / 2, start + LINE * part * k, row, "middle", colour, False, False, size)
                for k, row in enumerate(rows)
            ]
    return []


def heap(picture, corner, wide):
    """What fell: a stone of the same size for each broken input, in its country's colour."""
    x, y = corner
    bricks, row = picture["bricks"], int(wide / PITCH)
    broken = [i for block in BLOCKS for i in picture["broken"] if belongs(bricks[i], block)]
    parts = []
    if not broken:
        return [label(x, y + PITCH, "Nothing has fallen.", "start", MUTED)]
    for k, i in enumerate(broken):
        brick = bricks[i]
        left, top = x + PITCH * (k % row), y + PITCH * (k // row)
        parts.append(
            f'<g data-key="{brick["id"]}">{box(left, top, PITCH - 2, PITCH - 2, WORDS if picture["stage"] == RULE else brick["colour"] or MUTED)}</g>'
        )
    return parts


def outcomes(parts, picture, width, narrow):
    """On top what it means, in large letters, and what comes out by the rules so far; gives where the wall begins."""
    out, low = picture["out"], 2
    if picture["told"]:
        tone = STRONG if out[0] is None else WORDS
        parts.append(label(8, low + 12, picture["told"], "start", tone, True, False, HEADLINE - (2 if narrow else 0)))
        low += 29
    for k, part in enumerate(out):
        y = low + (30 if narrow else 22) * k
        start, long = (8, width - 16) if narrow else (300, width - 358)
        number = "" if part is None else f"{100 * part:.0f} %"
        parts.extend(
            [label(8, y + 9, OUTCOMES[k], "start", INK, True), label(width - 8, y + 9, number, "end", INK, True)]
        )
        top = y + 18 if narrow else y + 3
        parts.append(box(start, top, long, 12 if not narrow else 8, GRID))
        parts.append(box(start, top, long * (1 if part is None else part), 12 if not narrow else 8, STRONG))
    return low + (30 if narrow else 22) * len(out) + 8
