"""Lesson 7: the picture of twelve coins. Above what ten years or a hundred decades cost, in large numbers; below four buildings with coins."""

from __future__ import annotations

from derisking.charts.vector.decades import FILLS, GHOST
from derisking.charts.vector.parts import (
    CARD,
    GRID,
    INK,
    MUTED,
    NARROW,
    STRONG,
    WORDS,
    box,
    label,
    mark,
    spot,
    stroke,
    text_width,
    whole,
    wrapped,
)

PILES = ["stockpile", "second_source", "home", "alliance"]
NAMES = ["Stockpile", "Second sources", "Plants at home", "Alliance"]
GOLD, RIM = "#F2C14E", "#7A5A00"
SHAPES_OF = ["diamond", "circle", "square", "up"]  # of the four sources that fail
COLOURS_OF = [INK, "#7A5195", "#3C8FC4", "#00795A"]  # the rival; then as the building that leans on the source
SOURCES_OF = ["rival", "ally", "others", "home"]
HEAD, FOOT = 118, 262  # between them stand the years' bars, or marbles
ROOF, GROUND, THICK = 368, 404, 5.2  # where coins begin, where buildings stand, and how thick a coin is
WIDTH_OF = 20.0  # billion euro in a column of marbles


def coins_picture(picture, width):
    """What the moment shows, and the city. picture: as `coins_state` says."""
    parts = marbles(picture, width) if picture["sides"] else years(picture, width)
    parts.extend(key(picture["sides"]))
    x, size = 8.0, 26 if width < NARROW else 38
    for number, words in picture["tolls"]:
        parts.append(label(x, 46, number, "start", STRONG, True, False, size))
        x += text_width(number, True) * size / 15 + 2
        for k, line in enumerate(words):
            parts.append(label(x, 38 + 17 * k, line, "start", INK, True))
        x += max([text_width(line, True) for line in words]) + 14
    parts.extend(city(picture, width, 1.0))
    return whole(width, city_end(width), parts)


def key(many):
    """What a coin is, and what a bar or a marble."""
    mine = mark("circle", 180, 11, STRONG) if many else box(176, 3, 9, 16, STRONG)
    words = "= one decade" if many else "= one year"
    return [coin(23, 13), label(44, 11, "= 1 billion euro"), mine, label(191, 11, words)]


# --- the city ------------------------------------------------------------------------------------------------------------------------


def city_end(width):
    """Where the names of the buildings end."""
    return GROUND + 12 + 14 * max([len(wrapped(name, (width - 8) / 5 - 4, True)) for name in NAMES])


def city(picture, width, piece):
    """What is left of the coins, and the four buildings with theirs. piece: how many coins, each a billion, go together."""
    wide = (width - 8) / 5
    parts = [stroke(6, GROUND, width - 6, GROUND, MUTED, 1.5)]
    for i in range(5):
        x = 4 + wide * (i + 0.5)
        name, many = ["Still yours", picture["left"]] if i == 0 else [NAMES[i - 1], picture["money"][i - 1]]
        pile = "" if i == 0 else PILES[i - 1]
        inside = [
            box(x - wide / 2, FOOT + 34, wide, GROUND - FOOT - 20, "none").replace("/>", ' pointer-events="all"/>')
        ]
        inside.extend(chest(x) if i == 0 else building(i - 1, x))
        base = GROUND - 22 if i == 0 else ROOF
        inside.append(stack(pile, x, base, many, piece))
        words = wrapped(name, wide - 4, True)
        inside.extend([label(x, GROUND + 13 + 14 * k, word, "middle", INK, True) for k, word in enumerate(words)])
        inside.append(label(x, GROUND - 9, f"{many:.0f}", "middle", INK if i == 0 else CARD, True))
        parts.append(f'<g data-pile="{pile}">{"".join(inside)}</g>')
    return parts


def stack(pile, x, base, many, piece):
    """Coins one on the other, those apart that go together; the whole of it can be taken hold of, which takes the topmost."""
    apart, rolls = THICK * piece + 1.5 * (piece - 1), range(int(many / piece + 0.5))
    drawn = [
        f"<g>{''.join([coin(x, base - apart * k - THICK * (i + 0.5)) for i in range(int(piece))])}</g>" for k in rolls
    ]
    return f'<g data-coin="{pile}">{"".join(drawn)}</g>'


def coin(x, y):
    """A coin seen from the side, a little from above: always a billion."""
    look = f'fill="{GOLD}" stroke="{RIM}" stroke-width="1"'
    edge = f"M{x - 15:.1f} {y - 1.5:.1f}v{THICK - 2:.1f}a15 4.2 0 0 0 30 0v{2 - THICK:.1f}"
    return f'<path d="{edge}" {look}/><ellipse cx="{x:.1f}" cy="{y - 1.5:.1f}" rx="15" ry="4.2" {look}/>'


def chest(x):
    """What holds the coins that are left."""
    return [box(x - 22, GROUND - 22, 44, 22, "#E8DFC8", RIM)]


def building(i, x):
    """A store with a gate, a harbour with a crane, a plant with chimneys, a bridge between towers."""
    fill, top = FILLS[i], ROOF
    tall = GROUND - top
    if i == 0:
        roof = (
            f'<path d="M{x - 31:.1f} {top + 7}L{x - 25:.1f} {top}H{x + 25:.1f}L{x + 31:.1f} {top + 7}Z" fill="{fill}"/>'
        )
        return [
            box(x - 27, top + 7, 54, tall - 7, fill),
            roof,
            *[stroke(x - 20, top + y, x + 20, top + y, CARD, 1.4) for y in [11, 15]],
        ]
    if i == 1:
        crane = f"M{x + 23:.1f} {GROUND}V{top - 8}H{x + 10:.1f}v-3H{x + 34:.1f}v3h-7V{GROUND}z"
        crates = [box(x - 29 + 16 * k, top + 4, 14, 10, shade, fill) for k, shade in enumerate([GOLD, CARD, GHOST])]
        return [f'<path d="{crane}" fill="{fill}"/>', box(x - 29, top, 52, tall, fill), *crates]
    if i == 2:
        smoke = f"M{x + 17:.1f} {GROUND}V{top - 14}h5V{GROUND}zM{x + 25:.1f} {GROUND}V{top - 8}h5V{GROUND}z"
        saw = f"M{x - 29:.1f} {GROUND}V{top + 6}l11 -6v6l11 -6v6l11 -6v6h13V{GROUND}z"
        panes = [box(x - 24 + 12 * k, top + 10, 7, 6, CARD) for k in range(3)]
        return [f'<path d="{smoke}{saw}" fill="{fill}"/>', box(x - 18, top, 36, 8, fill), *panes]
    towers = f"M{x - 31:.1f} {GROUND}V{top}h8V{GROUND}zM{x + 23:.1f} {GROUND}V{top}h8V{GROUND}z"
    rope = f'<path d="M{x - 27:.1f} {top + 2}q27 22 54 0" fill="none" stroke="{fill}" stroke-width="2"/>'
    return [
        f'<path d="{towers}" fill="{fill}"/>',
        rope,
        box(x - 18, top, 36, 4, fill),
        box(x - 31, top + 17, 62, tall - 17, fill),
    ]


# --- ten years -----------------------------------------------------------------------------------------------------------------------


def years(picture, width):
    """Ten years side by side, those to come empty. A year that comes falls from above, and its number is large."""
    left, right = 8, width - 8
    wide, narrow = (right - left) / 10, width < NARROW
    parts = legend(picture, width)
    for i, year in enumerate(picture["years"]):
        x, seen, now = left + wide * (i + 0.5), i < picture["moment"], i == picture["moment"] - 1
        if now:
            parts.append(box(x - wide / 2 + 1, HEAD - 10, wide - 2, FOOT - HEAD + 28, "#F1EDE2"))
        parts.append(label(x, FOOT + 26, f"{i + 1}" if narrow else f"year {i + 1}", "middle", INK, now))
        if not seen:
            parts.append(label(x, FOOT - 14, "?", "middle", MUTED, True, False, 30))
            continue
        bars = [["lost", STRONG, -1.0 if picture["apart"] else -0.5]]
        if picture["apart"]:
            bars.append(["other", GHOST, 0.0])
        fallen = []
        for name, colour, place in bars:
            across = wide * (0.44 if picture["apart"] else 0.7)
            start, tall = x + across * place, spot(year[name], 0, picture["most"], 0, FOOT - HEAD - 22)
            fallen.append(box(start, FOOT - tall, across, tall, colour))
            if max(year["lost"], year["other"]) >= 0.5:
                size = 26 if now and name == "lost" and not narrow else 16
                words = WORDS if name == "other" else STRONG
                at, side = start + across / 2, "middle"
                if picture["apart"]:  # no wider than its bar
                    at, side = [x - 1, "end"] if name == "lost" else [x + 1, "start"]
                fallen.append(label(at, FOOT - tall - 5 - size / 2, f"{year[name]:.0f}", side, words, True, True, size))
        parts.append(f'<g data-key="year {i}" data-falls="0">{"".join(fallen)}</g>')
        who = [k for k, fails in enumerate(year["who"]) if fails]
        for k, source in enumerate(who):
            at = x + 10 * (k - (len(who) - 1) / 2)
            parts.append(mark(SHAPES_OF[source], at, FOOT + 10, COLOURS_OF[source], SOURCES_OF[source], False, 4.0))
    parts.append(stroke(left, FOOT, right, FOOT, MUTED))
    return parts


def legend(picture, width):
    """Which bar is whose, and the marks of the sources that have failed so far."""
    parts, seen = [], [year["who"] for year in picture["years"][0 : picture["moment"]]]
    if picture["apart"] and picture["moment"]:
        parts.extend([box(8, 73, 10, 10, STRONG), label(22, 78, "yours", "start", STRONG, True)])
        parts.extend([box(72, 73, 10, 10, GHOST), label(86, 78, picture["behind"], "start", WORDS, True)])
    failed = [i for i in range(len(SOURCES_OF)) if any([who[i] for who in seen])]
    if not failed:
        return parts
    wide = sum([text_width(SOURCES_OF[i]) + 24 for i in failed])
    head, room = ["fails:", 46] if width < NARROW else ["fails in that year:", 128]
    x, y = (8, 96) if width < NARROW else (width - 8 - room - wide, 78)
    parts.append(label(x, y, head))
    x += room
    for i in failed:
        parts.extend([mark(SHAPES_OF[i], x, y, COLOURS_OF[i], "", False, 4.5), label(x + 8, y, SOURCES_OF[i])])
        x += text_width(SOURCES_OF[i]) + 24
    return parts


# --- a hundred decades ---------------------------------------------------------------------------------------------------------------


def marbles(picture, width):
    """A hundred decades, each a marble in its column; those of another plan hang below the axis."""
    left, right, sides = 8, width - 8, picture["sides"]
    two, columns = len(sides) > 1, 7
    axis, wide = (142 if two else FOOT), (right - left) / columns
    tallest = max([max([len(pile) for pile in piled(side["losses"], WIDTH_OF, columns)]) for side in sides])
    step, across = fitting_step(tallest, wide - 3, axis - (34 if two else 70))
    foot = axis + (128 if two else 0)
    parts = [stroke(left + wide * n, axis - 108, left + wide * n, foot, GRID) for n in range(1, columns)]
    for n, side in enumerate(sides):
        base, way = (axis, -1) if n == 0 else (axis + 20, 1)
        fill, words = (STRONG, STRONG) if n == 0 else (GHOST, WORDS)
        for column, inside in enumerate(piled(side["losses"], WIDTH_OF, columns)):
            start, tall = left + wide * column + 2 + step / 2, (len(inside) + across - 1) // across
            for k, i in enumerate(inside):
                x, y = start + step * (k // tall), base + way * step * (k % tall + 0.55)
                hollow = i in side["hollow"]
                wide_rim = ' stroke-width="2.4"' if hollow else ""
                # the pale ones are seen on a dark page too
                edge = f' stroke="{words}"{wide_rim}' if hollow or n else ""
                key = f'data-key="m{i}" data-falls="{k}" ' if n == 0 else ""
                parts.append(
                    f'<circle {key}cx="{x:.1f}" cy="{y:.1f}" r="{step * 0.4:.1f}" fill="{CARD if hollow else fill}"{edge}/>'
                )
        parts.extend(said_of(side, right, base + way * 98 if way > 0 else 36, way, words, width))
    for y in [axis, axis + 20] if two else [axis]:
        parts.append(stroke(left, y, right, y, MUTED))
    for column in range(columns):
        low, x = f"{column * WIDTH_OF:.0f}", left + wide * column
        words = f"{low}+" if column == columns - 1 else f"{low}–{(column + 1) * WIDTH_OF:.0f}"
        if width < NARROW:
            parts.append(label(x, axis + 11, low, "middle" if column else "start"))
        else:
            parts.append(label(x + wide / 2, axis + 11, words, "middle"))
    return [*parts, label(width / 2, 284 if two else axis + 29, "billion euro lost in ten years", "middle")]


def said_of(side, right, y, way, colour, width):
    """Name, number and words of a side, at its far end on the right, where few marbles lie. y: of its outer line."""
    size = 26 if width < NARROW else 32
    first, then = (y, y + 24) if way < 0 else (y - 24, y)
    wide = 0.9 * text_width(side["words"], True)
    return [
        label(right, first, side["name"], "end", colour, True, True),
        label(right, then, side["words"], "end", INK, True, True),
        label(right - wide - 8, then, side["number"], "end", colour, True, True, size),
    ]


def piled(losses, size, columns):
    """The places of the losses in each column, the smallest first."""
    found = [[] for _ in range(columns)]
    for i in sorted(range(len(losses)), key=lambda i: losses[i]):
        found[min(columns - 1, int(losses[i] / size))].append(i)
    return found


def fitting_step(tallest, wide, high):
    """How far apart marbles lie so that the tallest pile fits, and how many lie side by side."""
    for step in [10.0, 9.0, 8.0, 7.0, 6.0, 5.0]:
        across = max(1, int(wide / step))
        if (tallest + across - 1) // across * step <= high:
            break
    return [step, across]
