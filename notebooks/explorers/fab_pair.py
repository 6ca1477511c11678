"""Lesson 6: five machines of one fab. A flag on each says who sells more of it, then the shares come; and one of the two sides is taken away."""

from __future__ import annotations

from functools import cache

from derisking.explore.japan_alliance import MEMBERS

from derisking import data
from derisking import widgets as controls
from derisking.charts.vector.parts import (
    CARD,
    GRID,
    INK,
    MUTED,
    NARROW,
    STRONG,
    box,
    escaped,
    label,
    stroke,
    whole,
    wrapped,
)
from derisking.explore.base import Explorer, Goal, Memory

NONE, EUROPE, JAPAN = "?", "Europe", "Japan"
NOBODY = "nobody"
# On the way of a wafer: name, what it does, input in chip_input_shares.
MACHINES = [
    ("mask writer", "writes the stencil of a chip", "N29"),
    ("resist coater", "spreads the film that light will change", "N32"),
    ("EUV scanner", "prints the finest lines with light", "N20"),
    ("film machine", "lays films, one layer of atoms at a time", "N41"),
    ("test machine", "tries each finished chip", "N120"),
]
RED, BODY, DARK, OTHERS, VIOLET = "#A3243B", "#DCE3E8", "#5B6770", "#D3D6D9", "#7A4FB5"
POLE, FLOOR, TALL = 62, 152, 112  # where a flag ends, where machines stand, how tall a column of shares is


@cache
def tables() -> dict[str, list[dict[str, object]]]:
    """The machines, with what the EU's and Japan's firms hold of each market, in per cent."""
    shares = data.load("chip_input_shares")
    found = []
    for name, does, key in MACHINES:
        own = shares[shares["input_id"] == key].groupby("country_iso3")["share_pct"].sum()
        held = [float(own[own.index.isin(codes)].sum()) for codes in (MEMBERS.split(), ["JPN"])]
        found.append({"name": name, "does": does, "held": [round(part, 1) for part in held]})
    return {"machines": found}


def pair_state(v, t):
    """Which flags are planted, whose shares are known, and what stands still. v: machine, flag, without; kept: the flag on each."""
    machines = t["machines"]
    flags = [v["kept"].get(one["name"], {}).get("flag", NONE) for one in machines]
    at = min([i for i, one in enumerate(machines) if one["name"] == v["machine"]])
    many = len([flag for flag in flags if flag != NONE])
    known = [many == len(machines) or v["without"] != NOBODY or flag != NONE for flag in flags]
    still = [v["without"] != NOBODY and seller(one) == v["without"] for one in machines]
    right = len([1 for one, flag in zip(machines, flags, strict=True) if flag == seller(one)])
    stopped, one = len([1 for stop in still if stop]), machines[at]
    name = f"{one['name'][0:1].upper()}{one['name'][1:]}"
    title = f"{name}: who sells more of it?"
    if v["without"] != NOBODY:
        title = f"Without {v['without']} {stopped} of {len(machines)} machines stand still"
        title += ". And without Japan?" if v["without"] == EUROPE else ""
    elif known[at]:
        title = f"{name}: Europe {one['held'][0]:.0f} %, Japan {one['held'][1]:.0f} %"
    said = f"{many} of {len(machines)} flags are planted, {right} of them right." if many else "No flag is planted yet."
    rows = [
        [one["name"], flags[i], *[f"{part:.1f}" if known[i] else "?" for part in one["held"]]]
        for i, one in enumerate(machines)
    ]
    return {
        "title": title,
        "line": said,
        "alt": f"Five machines in a row, each under a flag: {', '.join([f'{row[0]} {row[1]}' for row in rows])}. {title}. It {one['does']}. {said}",
        "caption": "Five machines as examples. A column is a machine's world market of 2025, by the headquarters of its makers. We say that a machine stands still where more than half of its market is missing.",
        "heads": ["machine", "your flag", "Europe, %", "Japan, %"],
        "rows": rows,
        "picture": {
            "machines": machines,
            "flags": flags,
            "known": known,
            "still": still,
            "at": at,
            "without": v["without"],
        },
        "judged": [[f"{right} of {len(machines)} flags are right.", right == len(machines)], None],
        "goals": [many == len(machines), v["without"] == JAPAN],
    }


def seller(one):
    """Who of the two sells more of a machine."""
    return EUROPE if one["held"][0] > one["held"][1] else JAPAN


def pair_picture(picture, width):
    """A belt with five machines, a flag over each, and below each its market as a column."""
    machines, room = picture["machines"], (width - 8) / 5
    parts = [box(4, FLOOR, width - 8, 8, DARK)]
    parts.extend(
        [f'<circle cx="{4 + room * k / 2:.1f}" cy="{FLOOR + 4}" r="2.5" fill="{CARD}"/>' for k in range(1, 10)]
    )
    for i, one in enumerate(machines):
        x = 4 + room * (i + 0.5)
        inside = [box(x - room / 2, 0, room, FLOOR + 8, "none").replace("/>", ' pointer-events="all"/>')]
        inside.extend([*flag(picture["flags"][i], one, x), *machine(i, x)])
        if picture["still"][i]:
            inside.append(
                f'<path d="M{x - 24:.1f} 88L{x + 24:.1f} 148M{x + 24:.1f} 88L{x - 24:.1f} 148" stroke="{RED}" stroke-width="6"/>'
            )
        take = "" if i == picture["at"] else f' data-take="{escaped(one["name"])}" cursor="pointer"'
        parts.append(f"<g{take}>{''.join(inside)}</g>")
        if i == picture["at"] and picture["without"] == NOBODY:
            parts.append(
                f'<rect x="{x - room / 2 + 2:.1f}" y="{POLE + 14}" width="{room - 4:.1f}" height="{FLOOR - POLE - 12}" rx="6" fill="none" stroke="{INK}" stroke-width="2"/>'
            )
        for k, words in enumerate(wrapped(one["name"], room - 2, True)):
            parts.append(label(x, FLOOR + 22 + 15 * k, words, "middle", INK, True, False, 13 if width < NARROW else 14))
        parts.extend(column(one["held"], picture["known"][i], x, picture["without"]))
    words = f"It {machines[picture['at']]['does']}." if picture["without"] == NOBODY else ""
    parts.extend(legend(width, FLOOR + 54 + TALL + 18))
    down = f'<g transform="translate(0 18)">{"".join(parts)}</g>'
    return whole(width, FLOOR + 54 + TALL + 46, [label(8, 10, words), down])


def flag(said, one, x):
    """A flag on its pole, empty as long as nobody has planted it; a tick where it is right."""
    top, wide = 14, 46
    parts = [stroke(x - 23, top, x - 23, POLE + 16, DARK, 3.0)]
    if said == NONE:
        parts.append(
            f'<rect x="{x - 22:.1f}" y="{top}" width="{wide}" height="30" fill="none" stroke="{MUTED}" stroke-dasharray="4 3"/>'
        )
        return [*parts, label(x, top + 15, "?", "middle", MUTED, True, False, 18)]
    look = STRONG if said == EUROPE else CARD
    parts.append(box(x - 22, top, wide, 30, look, DARK))
    if said == JAPAN:
        parts.append(f'<circle cx="{x + 1:.1f}" cy="{top + 15}" r="9" fill="{RED}"/>')
    else:
        parts.append(label(x + 1, top + 15, "EU", "middle", "#FFD84D", True))
    return [*parts, label(x + 1, top + 41, "✓" if said == seller(one) else "✗", "middle", INK, True)]


def machine(i, x):
    """The body of a machine, and what it does inside."""
    parts = [f'<rect x="{x - 27:.1f}" y="82" width="54" height="{FLOOR - 82}" rx="4" fill="{BODY}" stroke="{DARK}"/>']
    wafer = f'<ellipse cx="{x:.1f}" cy="142" rx="20" ry="5" fill="{DARK}"/>'
    if i == 0:  # a beam on a plate
        beam = f'<path d="M{x:.1f} 90L{x - 3:.1f} 134h6z" fill="{VIOLET}"/>'
        return [*parts, box(x - 8, 86, 16, 10, DARK), beam, box(x - 18, 134, 36, 10, STRONG)]
    if i == 1:  # a drop over a disc that spins
        drop = f'<path d="M{x:.1f} 100q9 12 0 18q-9 -6 0 -18z" fill="#B0762B"/>'
        spin = f'<path d="M{x - 22:.1f} 134a24 8 0 0 1 44 0" fill="none" stroke="{DARK}" stroke-width="1.5"/>'
        return [*parts, box(x - 3, 86, 6, 12, DARK), drop, spin, wafer]
    if i == 2:  # light from mirror to mirror
        way = f'<path d="M{x - 18:.1f} 92L{x + 16:.1f} 102L{x - 14:.1f} 116L{x + 2:.1f} 138" fill="none" stroke="{VIOLET}" stroke-width="3"/>'
        mirrors = f'<path d="M{x + 16:.1f} 94l5 14M{x - 19:.1f} 110l4 14" stroke="{DARK}" stroke-width="4"/>'
        return [*parts, way, mirrors, wafer]
    if i == 3:  # films, one on the other
        films = [box(x - 18, 134 - 7 * k, 36, 5, [STRONG, "#82b2d4", "#B0762B"][k]) for k in range(3)]
        rain = "".join(
            [f'<circle cx="{x - 15 + 10 * k:.1f}" cy="{96 + 6 * (k % 2)}" r="3" fill="{DARK}"/>' for k in range(4)]
        )
        return [*parts, *films, rain, wafer]
    needles = "".join([f"M{x - 15 + 10 * k:.1f} 104L{x - 12 + 8 * k:.1f} 134" for k in range(4)])
    return [*parts, box(x - 19, 92, 38, 12, DARK), f'<path d="{needles}" stroke="{DARK}" stroke-width="2"/>', wafer]


def column(held, known, x, without):
    """The market of a machine: Europe below, Japan above, all others between; dashed what is not known, or is taken away."""
    top, parts = FLOOR + 54, []
    if not known:
        return [dashed(x, top, TALL, GRID)]
    europe, japan = [TALL * part / 100 for part in held]
    parts.append(box(x - 22, top + japan, 44, TALL - japan - europe, OTHERS))
    sides = [[EUROPE, top + TALL - europe, europe, STRONG], [JAPAN, top, japan, RED]]
    for k, (who, y, tall, colour) in enumerate(sides):
        gone = who == without
        if tall > 3 or not gone:
            parts.append(dashed(x, y, tall, colour) if gone else box(x - 22, y, 44, tall, colour))
        if held[k] > 15:
            parts.append(label(x, y + tall / 2, f"{held[k]:.0f} %", "middle", colour if gone else CARD, True))
    return parts


def dashed(x, y, tall, colour):
    """A part of a column that is not there."""
    return f'<rect x="{x - 22:.1f}" y="{y:.1f}" width="44" height="{tall:.1f}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="5 4"/>'


def legend(width, y):
    """What the colours of the columns say, in the middle of a line."""
    parts, x = [], width / 2 - 122
    for who, colour, room in [[EUROPE, STRONG, 88], ["all others", OTHERS, 98], [JAPAN, RED, 0]]:
        parts.extend([box(x, y - 7, 14, 14, colour), label(x + 20, y, who)])
        x = x + room
    return parts


def pair() -> Explorer:
    """The second explorer of lesson 6. Source: the table `chip_input_shares`."""
    names = [name for name, *_ in MACHINES]
    return Explorer(
        "pair",
        {
            "flag": controls.Select("Who sells more of it", [NONE, EUROPE, JAPAN], NONE),
            "machine": controls.Select("Machine", names, names[0], walk=True, picks=True),
            "without": controls.Select("Take away", [NOBODY, EUROPE, JAPAN], NOBODY),
        },
        pair_state,
        pair_picture,
        tables=tables(),
        source=data.cite("chip_input_shares"),
        question="Five machines, one fab: who sells them?",
        memory=Memory("machine", ("flag",), anew=True),
        keeps=True,
        goals=[
            Goal(
                "Tap a machine, then choose its flag: who sells more of it, Europe or Japan?",
                "Each column is one machine's world market.",
                ("flag", "machine"),
                word="Planted.",
            ),
            Goal(
                "Now take one of the two away. Without whom do more machines stand still?",
                "Without Japan three, without Europe two. Either is enough to stop the line: here they complete each other.",
                ("without",),
            ),
        ],
    )
