"""Lesson 6: promises as files and threads. The student stamps five files; at each the ledger's stamp falls and its thread is knotted, at last all."""

from __future__ import annotations

import math
import re
from functools import cache
from urllib.parse import urlsplit

from derisking import data
from derisking import widgets as controls
from derisking.charts.axes import GUESS, accent
from derisking.charts.vector.parts import (
    CARD,
    INK,
    MUTED,
    NARROW,
    SIZE,
    box,
    escaped,
    label,
    mark,
    shortened,
    stroke,
    text_width,
    wavy,
    whole,
    wrapped,
)
from derisking.charts.words import day, moment
from derisking.explore.base import Explorer, Goal, Memory

PARTNERS = {"EU-JP": "Japan", "EU-KR": "Korea"}
STATUSES = ["delivered", "partly", "not-yet", "unknown"]
DELIVERED, PARTLY, NOT_YET, UNKNOWN = STATUSES
NOWHERE = ""  # no knot is shown
SAID = {DELIVERED: "delivered", PARTLY: "partly", NOT_YET: "not yet", UNKNOWN: "unknown"}
OPEN = 0  # nothing is stamped
STAMPS = ["?", *SAID.values()]
RULES = {
    DELIVERED: "it exists, says another source",
    PARTLY: "a dated step towards it",
    NOT_YET: "under a year old, nothing found",
    UNKNOWN: "older, nothing found either way",
}
WAITS = "All verdicts come when your guess above is locked in."  # the total is what it asks
COMES = "Why? Stamp it, and the reason comes here."
SEALED = "You see what came of it when your five are stamped."
EXCEPT = "A step is a call, money or a treaty signed later. Interest, a wish to go on or a new promise is none."
FORMS = {"law": "law", "meeting": "meeting", "project": "project", "text": "text", "information": "telling each other"}
# Hers to stamp: none of them stands in the lesson's excerpts, in the exercise's coding or in what the lesson tells before.
# The first two are on chips; the first has a new promise and no deed.
YOURS = [
    ("EU-JP", "chips: PFAS substitutes"),
    ("EU-KR", "chips: researchers' forum"),
    ("EU-JP", "cybersecurity: dialogue"),
    ("EU-JP", "digital identity: mutual use"),
    ("EU-KR", "economic security: dialogue"),
]
# Tied from the start, so that a knot is seen before one is asked for; no question of lesson or exercise asks about it.
EXAMPLE = ("EU-JP", "framework: SPA")
# The word that decides each of hers, in their order.
WHY = [
    "Over a year old, and interest is no step: a call for projects would be.",
    "It met, and a source other than the promise says so.",
    "Talks were held after the promise. It asked for no more.",
    "Over a year old. The memorandum is the promise; no use was found, and wanting to go on is no step.",
    "Nothing was found, but the promise is under a year old.",
]
# Forecasts ask later what became of the first and the last: they hang in the picture without a name. The two between hang there so that
# no count, by partner or by kind, tells what became of either.
COVERED = [
    ("EU-JP", "research money: Horizon Europe"),
    ("EU-JP", "AI: safety institutes"),
    ("EU-KR", "5G and 6G: joint research"),
    ("EU-KR", "digital trade: agreement"),
]
LATER = "Kept closed: it is counted, but not shown, because later forecasts ask about some of these"
MINE, ALL = "mine", "all"
DATE, FORM = "date", "form"
READ, LARGE = 15, 20  # letters of what is read, and of the promise
GAP, TALL = 0.8, 40.0  # steps between threads of different verdicts; pixels that a thread hangs down
# As the verdicts of lesson 1: it holds, in part, nobody can tell, and still to come.
LOOKS = {DELIVERED: "#00795A", PARTLY: "#8F6200", UNKNOWN: "#4A4A4A", NOT_YET: "#0b4f7d"}
DESK, FOLDER, SLIP, HANDLE = "#D9C6A0", "#EADDBF", "#F1ECDF", "#7A5230"
AGE = "; the promise is less than a year old"  # what a student can see from the dates
ROPE = "#96835E"  # of a thread that no verdict has been given to
COLOURS = {name: accent(name, "") for name in PARTNERS.values()}


@cache
def tables() -> dict[str, object]:
    """The promises, hers first and then by date; how many have each status by partner and by form; until when was looked."""
    ledger = data.load("ledger").fillna("")
    ledger = ledger.sort_values(["promised_on", "topic"], kind="stable")
    threads = [thread(row) for row in ledger.itertuples()]
    yours = [one for who in YOURS for one in threads if (one["pair"], one["topic"]) == who]
    counts = {
        by: {
            key: {status: int((part == status).sum()) for status in STATUSES}
            for key, part in ledger.groupby(by)["status"]
        }
        for by in ("partner", "form")
    }
    return {
        "threads": [*yours, *(one for one in threads if one not in yours)],
        "yours": len(yours),
        "counts": counts,
        "example": min([one["id"] for one in threads if (one["pair"], one["topic"]) == EXAMPLE]),
        "until": f"{moment(max(ledger['as_of'])):%B %Y}",
        "looked": day(max(ledger["looked_at"])),
    }


def thread(row) -> dict[str, object]:
    """A promise as the page has it; of a covered one only where it begins, so that no forecast is told."""
    who = PARTNERS[row.partner]
    begins = {"pair": row.partner, "who": who, "form": row.form, "from": year_of(row.promised_on), "topic": row.topic}
    if (row.partner, row.topic) in COVERED:
        return {**begins, "id": "", "topic": "", "name": "", "status": ""}
    return {
        **begins,
        "id": re.sub(r"\W+", "-", f"{who} {row.topic}".lower()),
        "name": f"{who}, {row.topic}".replace("HPC", "supercomputers"),
        "status": row.status,
        "day": day(row.promised_on),
        "promised": row.promised,
        "counts": row.counts_as[0].lower() + row.counts_as[1:],
        "found": row.delivered.rstrip(".").removesuffix(AGE),
        "host": urlsplit(row.delivered_url).netloc.removeprefix("www."),
        "at": day(row.delivered_on) if row.delivered_on else "–",
        "promised_url": row.promised_url,
        "address": row.delivered_url or row.promised_url,
    }


def year_of(text: str) -> float:
    """A date as a year with a fraction."""
    when = moment(text)
    return round(when.year + (when.day_of_year - 1) / 365, 3)


def ties_of(v, t):
    """What the student stamped on each file, in their order."""
    return [v["kept"].get(one["id"], {}).get("stamp", OPEN) for one in t["threads"]]


def threads_state(v, t):
    """Files with her stamps; the ledger's on each of hers once it has one, on all once hers have, or when they are asked for."""
    threads, ties = t["threads"], ties_of(v, t)
    at = min([i for i, one in enumerate(threads) if one["id"] == v["thread"]])
    yours = ties[: t["yours"]]
    done = len([tie for tie in yours if tie != OPEN])
    alike = len([i for i, tie in enumerate(yours) if same(threads[i], tie)])
    asked = v["knots"] == ALL or done == len(yours)
    shown = asked and v.get("guessed", True)
    if shown and v["order"] == FORM:
        title = sorted_words(threads[at], t)
    elif shown:
        title = f"Delivered: {counted('EU-JP', t)} with Japan, {counted('EU-KR', t)} with Korea{agreed(threads, ties)}"
    elif asked:
        title = f"{done} of {len(yours)} files stamped. {WAITS}"
    else:
        title = f"{done} of {len(yours)} files stamped{missing(yours)}"
    given = [shown or ties[i] != OPEN or one["id"] == t["example"] for i, one in enumerate(threads)]
    one, known, seen = threads[at], given[at] or at < t["yours"], given[at]
    host = one["host"] or "our own search"
    why = f"Why {SAID[one['status']]}? {WHY[at]}" if seen and at < t["yours"] else ""
    return {
        "way": WAITS if asked and not shown and v["order"] == FORM else "",
        "title": title,
        "line": f"{one['name']}. {f'You: {STAMPS[ties[at]]}.' if ties[at] != OPEN else 'Not stamped yet.' if at < t['yours'] else ''}{f' {ours(one)}.' if seen else ''}",
        "link": one["address"] if known else one["promised_url"],
        "alt": f"A file on a desk: {one['name']}. {' '.join(read_of(one, known, t))} Four stamps: {'; '.join([f'{SAID[key]}, {rule}' for key, rule in list(RULES.items())])}. "
        f"{EXCEPT} {why} Below, a thread for each of {many_of('EU-JP', t)} promises with Japan and {many_of('EU-KR', t)} with Korea. {title}.",
        "caption": f"A thread is a promise. {knots_words(t) if shown else 'The green one is an example of a delivered one.'}",
        "heads": [
            "promise",
            "of",
            "what was promised",
            f"found until {t['until']}",
            "yours",
            "ours",
            "since",
            "source",
        ],
        "rows": [
            row_of(one, ties[i], given[i], given[i] or i < t["yours"]) for i, one in enumerate(threads) if one["id"]
        ],
        "picture": {
            "threads": threads,
            "ties": ties,
            "at": at,
            "sorts": v["knots"] == ALL or v.get("free", False),
            "yours": len(yours),
            "given": given,
            "head": f"PROMISED, {one['day']}, by the EU and {one['who']}",
            "kept": f"Kept if: {one['counts']}." if known else "",
            "found": [f"EVIDENCE, up to {t['until']}: {host}", f"{one['found']}."] if known else ["EVIDENCE", SEALED],
            "why": [WHY[at], seen] if at < t["yours"] else ["", False],
            "groups": grouped(threads, t, v["order"], shown, given),
            "boxes": "□ Four results are hidden, as later forecasts ask about some of them. The totals count them."
            if shown
            else "",
        },
        "result": [
            "My stamps",
            f"{alike} of {len(yours)}",
            "promises judged as the course's ledger does",
        ]
        if done == len(yours)
        else [],
        "judged": [
            [f"{ours(one)}. {WHY[at]}", same(one, ties[at])]
            if why and ties[at] != OPEN
            else ["Stamped. This file waits for its stamp.", True],
            [
                f"Stamped. The ledger says the same of {alike} of {len(yours)}.{'' if shown else ' First lock in your guess above.'}",
                alike == len(yours),
            ],
        ],
        "goals": [
            yours[0] != OPEN,
            done == len(yours),
            shown and v["order"] == FORM and t["counts"]["form"][one["form"]][DELIVERED] == 0,
        ],
    }


def sorted_words(one, t):
    """What is delivered of the kind whose thread is taken."""
    many, of = t["counts"]["form"][one["form"]][DELIVERED], sum(list(t["counts"]["form"][one["form"]].values()))
    kind = f"{FORMS[one['form']][0:1].upper()}{FORMS[one['form']][1:]}"
    return f"{kind}: {many} of {of} delivered{'. Which kind has none?' if many else ''}"


def knots_words(t):
    """What the knots say, once they are there."""
    return (
        "What its end means stands under the stamps. Unknown is not broken: nothing was found either way in public sources up "
        f"to {t['until']}, last looked at on {t['looked']}."
    )


def many_of(pair, t):
    """How many threads a partner has."""
    return sum(list(t["counts"]["partner"][pair].values()))


def counted(pair, t):
    """How many of a partner's promises are delivered, of how many."""
    return f"{t['counts']['partner'][pair][DELIVERED]} of {many_of(pair, t)}"


def read_of(one, known, t):
    """What was promised, when that would be kept, and what was found."""
    promised = f"Promised by the EU and {one['who']}, {one['day']}: {one['promised']}."
    if not known:
        return [promised, SEALED]
    return [promised, f"Kept if: {one['counts']}.", f"Evidence, up to {t['until']}: {one['found']}."]


def ours(one):
    """What the ledger says of a promise."""
    return f"The ledger says {SAID[one['status']]}"


def missing(yours):
    """Which of hers is still open, once it is the last."""
    left = [i + 1 for i, tie in enumerate(yours) if tie == OPEN]
    return f", file {left[0]} is left" if len(left) == 1 else ""


def same(one, tie):
    """Whether she stamps a file as the ledger does."""
    return one["status"] in SAID and SAID[one["status"]] == STAMPS[tie]


def agreed(threads, ties):
    """On how many files she and the ledger agree."""
    mine = [i for i, tie in enumerate(ties) if tie != OPEN]
    return f"; we agree on {len([i for i in mine if same(threads[i], ties[i])])} of your {len(mine)}" if mine else ""


def row_of(one, tie, shown, known):
    """A thread's line in the table."""
    ours = SAID[one["status"]] if shown else "?"
    since = one["at"] if shown else "?"
    found, address = [one["found"], one["address"]] if known else ["?", one["promised_url"]]
    return [one["name"], one["day"], one["promised"], found, STAMPS[tie], ours, since, address]


def grouped(threads, t, order, shown, given):
    """The threads that hang side by side, under a name and what is counted: two partners, or five kinds of promise."""
    by = "pair" if order == DATE else "form"
    counts = t["counts"]["partner" if order == DATE else "form"]
    found = []
    for key, name in (PARTNERS if order == DATE else FORMS).items():
        places = sorted([i for i, one in enumerate(threads) if one[by] == key], key=lambda i: threads[i]["from"])
        many = len(places)
        if shown:
            runs = [[i for i in places if threads[i]["status"] == status] for status in [*STATUSES, ""]]
            places = [i for run in runs if run for i in [*run, -1]][:-1]
        told = f"{counts[key][DELIVERED]} of {many}" if shown else f"{many}"
        judged = len([i for i in places if given[i] and threads[i]["id"] != t["example"]])
        seen = f", {judged} judged" if judged else ""
        told += "" if order != DATE else " delivered" if shown else f" promises{seen}"
        found.append({"name": name, "told": told, "of": places})
    return found


# --- the picture -------------------------------------------------------------------------------------------------------------------


def threads_picture(picture, width):
    """A file that lies open on a desk, before it the stamps, and all promises, which hang above it once they are to be sorted. picture: as `threads_state` says."""
    if not picture["sorts"]:
        file, top = desk(picture, width)
        threads, end = hanging(picture, top, width)
        return whole(width, end, [*file, *threads])
    threads, end = hanging(picture, -8, width)
    file, top = desk(picture, width)
    return whole(width, end + top, [*threads, f'<g transform="translate(0 {end:.1f})">{"".join(file)}</g>'])


def hanging(picture, top, width):
    """All promises as threads, from a height down; and where they end."""
    parts, groups, knots = [], picture["groups"], []
    steps = [long(group["of"]) for group in groups]
    step = min(18.0, (width - 36) / sum(steps) if len(groups) == 2 and width >= NARROW else (width - 16) / max(steps))
    x, top = 8.0, top + 32
    for group in groups:
        room = max(long(group["of"]) * step, text_width(f"{group['name']} ", True) + text_width(group["told"]))
        if x > 8 and x + room > width:
            x, top = 8.0, top + TALL + 46
        colour = COLOURS.get(group["name"], INK)
        parts.append(label(x, top - 17, group["name"], "start", colour, True))
        parts.append(label(x + text_width(f"{group['name']} ", True), top - 17, group["told"]))
        parts.append(stroke(x, top, x + long(group["of"]) * step, top, INK, 2.0))
        at = x + step / 2
        for i in group["of"]:
            if i >= 0:
                parts.append(hung(picture, i, [at, top, step]))
                knots.extend(knot_of(picture, i, at, top + TALL - 6))
            at += step if i >= 0 else GAP * step
        x += room + 20
    parts.append(f'<g pointer-events="none">{"".join(knots)}</g>')
    end = put(parts, picture["boxes"], [8, top + TALL + 22, width - 16], 13, False, 2)
    return [parts, end - 8]


def desk(picture, width):
    """The tabs of her files, the open one, and the stamps; and where the desk ends."""
    file, low = sheet(picture, width)
    stamps, end = tray(picture, low + 6, width)
    back = f'<rect width="{width:.1f}" height="{end:.1f}" rx="8" fill="{DESK}"/>'
    return [[back, *tabs(picture, width), *file, *stamps], end]


def tabs(picture, width):
    """A tab for each of hers, which opens it: its number and partner, and whether both stamps say the same."""
    parts, room = [], (width - 20) / picture["yours"]
    for k in range(picture["yours"]):
        one, tie, x = picture["threads"][k], picture["ties"][k], 10 + room * k
        open_ = k == picture["at"]
        way = f"M{x + 1:.1f} 38V14q0 -6 6 -6h{room - 14:.1f}q6 0 6 6V38z"
        words = f"{k + 1} {one['pair'][3:] if width < NARROW else one['who']}"
        sign, colour = [" ✓", LOOKS[DELIVERED]] if same(one, tie) else [" ≠", GUESS] if tie else ["", INK]
        parts.append(
            f'<g data-take="{escaped(one["name"])}" cursor="pointer"><path d="{way}" fill="{CARD if open_ else FOLDER}" stroke="{HANDLE}" stroke-width="0.8"/>'
            f"{label(x + room / 2, 23, words + sign, 'middle', colour, open_ or tie != OPEN)}</g>"
        )
    return parts


def sheet(picture, width):
    """The open file: the promise in large letters, when it is kept, the evidence on a slip of its own, both stamps; and where it ends."""
    narrow, one = width < NARROW, picture["threads"][picture["at"]]
    room, large = [width - 48, LARGE - 3] if narrow else [width - 226, LARGE]
    parts, slip = [], []
    y = put(parts, picture["head"], [24, 56, room], SIZE, True, 2, MUTED)
    y = put(parts, one["promised"], [24, y + 8, room], large, True, 4 if narrow else 3)
    y = put(parts, picture["kept"], [24, y + 1, room], READ, False, 3) + 2
    end = put(slip, picture["found"][0], [24, y + 10, room - 16], SIZE, True, 2, MUTED)
    end = put(slip, picture["found"][1], [24, end + 3, room], READ, False, 9 if narrow else 5)
    clip = f"M{room + 2:.1f} {y - 2:.1f}v14q0 5 5 5t5 -5v-20q0 -4 -4 -4t-4 4v18"
    slip = [
        box(16, y - 2, room + 16, end - y, SLIP),
        f'<path d="{clip}" fill="none" stroke="{MUTED}" stroke-width="1.6"/>',
        *slip,
    ]
    words, seen = picture["why"]  # their room is there before they are, so that a stamp moves nothing
    y = end + (84 if narrow else 8)
    where = [24, y, width - 48 if narrow else room]
    after = put(parts if seen else [], words, where, READ, True, 3)
    put([] if seen or not words else parts, COMES, where, READ, False, 3, MUTED)
    if narrow:
        places = [[16, end + 12, room / 2 + 4], [width / 2 + 4, end + 12, room / 2 + 4]]
    else:
        places = [[width - 188, 56, 168], [width - 188, max(134, end - 62), 168]]
    floor = max(432, 794 - 0.96 * width) if narrow else 287 + max(0, 0.95 * (674 - width))  # of her longest file
    low = max(after if words else end + 4, places[1][1] + 66, floor)
    paper = f'<rect x="10" y="38" width="{width - 20:.1f}" height="{low - 38:.1f}" fill="{CARD}" stroke="{HANDLE}" stroke-width="0.8"/>'
    return [[paper, *parts, *slip, *marks(picture, places)], low]


def put(parts, words, where, size, bold, most, colour=INK):
    """Adds words in lines from a place down, not more than so many; gives where they end. where: x, y, width."""
    x, y, room = where
    fits = room * SIZE / size * (1.08 if bold else 1.0)  # letters are narrower than the widest font
    for line in cut(wrapped(words, fits, bold), most, fits) if words else []:
        parts.append(label(x, y, line, "start", colour, bold, False, size))
        y = y + size + 4
    return y


def marks(picture, places):
    """Her stamp and the ledger's, a little askew, each in its place: dashed as long as it is missing."""
    at = picture["at"]
    one, parts = picture["threads"][at], []
    mine = STAMPS[picture["ties"][at]] if picture["ties"][at] != OPEN else ""
    sides = [
        ["you", mine, LOOKS[one["status"]] if same(one, picture["ties"][at]) else GUESS, -3],
        ["the ledger", SAID[one["status"]] if picture["given"][at] else "", LOOKS[one["status"]], 3],
    ]
    for k, (who, words, colour, turn) in enumerate(sides):
        x, y, room = places[k]
        if k == 0 and at >= picture["yours"]:
            continue
        parts.append(label(x, y, who, "start", MUTED, True))
        frame = f'x="{x:.1f}" y="{y + 18:.1f}" width="{room:.1f}" height="38" rx="5" fill="none" stroke="{colour if words else MUTED}"'
        middle, size = x + room / 2, 22 if room > 150 else 16
        if words:
            ink = f'<rect {frame} stroke-width="3"/>{label(middle, y + 37, words.upper(), "middle", colour, True, False, size)}'
            turned = f'<g transform="rotate({turn} {middle:.1f} {y + 37:.1f})">{ink}</g>'
            parts.append(f'<g data-key="{who} {one["id"]} {words}" data-falls="{7 * k}">{turned}</g>')
        else:
            parts.append(
                f'<rect {frame} stroke-dasharray="5 4"/>{label(middle, y + 37, "your stamp" if k == 0 else "after yours", "middle", MUTED)}'
            )
    return parts


def tray(picture, top, width):
    """Four stamps, each over its rule and the knot that it ties; a click uses one, once on each of her files. And where the desk ends."""
    columns = 2 if width < NARROW else 4
    room, at = (width - 16) / columns, picture["at"]
    parts, tall = [], 106 if width < NARROW else 94
    for k, status in enumerate(STATUSES):
        x, y = 8 + room * (k % columns), top + tall * math.floor(k / columns)
        used, middle = STAMPS[picture["ties"][at]] == SAID[status], x + room / 2
        edge = f'stroke="{INK}" stroke-width="3"' if used else 'stroke="none"'
        stamp = [
            f'<path d="M{middle - 7:.1f} {y + 24:.1f}v-10q-9 -2 -9 -8q0 -6 16 -6t16 6q0 6 -9 8v10z" fill="{HANDLE}"/>',
            f'<rect x="{x + 5:.1f}" y="{y + 22:.1f}" width="{room - 10:.1f}" height="30" rx="4" fill="{LOOKS[status]}" {edge}/>',
            label(middle, y + 37, SAID[status].upper(), "middle", CARD, True, False, READ),
            knotted(status, x + 14, [y + 52, y + 76, y + 84], LOOKS[status]),
        ]
        stamp.extend([knot(status, x + 14, y + 78)] if status in [DELIVERED, PARTLY] else [])
        put(stamp, RULES[status], [x + 27, y + 65, room - 30], 13, False, 3)
        take = "" if at < picture["yours"] else 'opacity="0.55"'
        take = take if take or picture["ties"][at] != OPEN else f'data-take="{SAID[status]}" cursor="pointer"'
        hold = (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{room:.1f}" height="{tall - 2}" fill="none" pointer-events="all"/>'
        )
        parts.append(f"<g {take}>{hold}{''.join(stamp)}</g>")
    low = put(parts, EXCEPT, [14, top + tall * 4 / columns + 6, width - 28], 13, False, 3)
    return [parts, low]


def long(places):
    """Room for threads side by side, in steps; -1 is a gap."""
    return sum([1 if i >= 0 else GAP for i in places])


def cut(lines, most, width):
    """The first lines of a text, the last one with an ellipsis where it goes on."""
    return lines if len(lines) <= most else [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), width)]


def knotted(status, x, ends, colour, thick=2.4, far=3.2):
    """A thread down to its knot, or on to its loose end. ends: y of its beginning, of the knot, and of the end that hangs."""
    top, knot, low = ends
    tied = status in [DELIVERED, PARTLY]
    dash = ' stroke-dasharray="1 5" stroke-linecap="round"' if status == NOT_YET else ""
    way = f"L{x:.1f} {knot:.1f}" if tied else wavy(x, top, low, far) if status == UNKNOWN else f"L{x:.1f} {low:.1f}"
    return f'<path d="M{x:.1f} {top:.1f}{way}" fill="none" stroke="{colour}" stroke-width="{thick:.1f}"{dash}/>'


def knot(status, x, y):
    """A full knot, or a hollow one."""
    return mark("circle", x, y, LOOKS[status], "", status == PARTLY, 6.5)


def knot_of(picture, i, x, y):
    """What is tied at the end of a thread that may be seen. It falls there when it comes, one after the other."""
    one = picture["threads"][i]
    if not picture["given"][i] or one["status"] not in [DELIVERED, PARTLY]:
        return []
    return [f'<g data-key="knot {one["id"]}" data-falls="{i}">{knot(one["status"], x, y)}</g>']


def hung(picture, i, where):
    """A thread down to its end; a click takes it."""
    x, top, step = where
    one, taken, low = picture["threads"][i], i == picture["at"], top + TALL
    seen = picture["given"][i] and one["id"] != ""
    colour = LOOKS[one["status"]] if seen else ROPE
    ends, thick = [top, low - 6, low], 6.0 if taken else 3.6
    hanging = knotted(one["status"] if seen else NOWHERE, x, ends, colour, thick, min(3.4, step / 4))
    parts = [hanging, mark("circle", x, top, COLOURS[one["who"]], "", False, 4.0)]
    if taken:
        parts.append(mark("up", x, low + 10, INK, "", False, 5.0))
    frame = f'x="{x - step / 2:.1f}" y="{top - 8:.1f}" width="{step:.1f}" height="{TALL + 16:.1f}"'
    hold = f'<rect {frame} fill="none" pointer-events="all"><title>{escaped(one["name"] or LATER)}</title></rect>'
    if one["id"] == "":
        return f"<g>{hold}{''.join(parts)}{box(x - 4, low - 9, 8, 9, CARD, colour)}</g>"
    return f'<g data-key="{one["id"]}" data-take="{escaped(one["name"])}" cursor="pointer">{hold}{"".join(parts)}</g>'


def threads() -> Explorer:
    """The first explorer of lesson 6. Source: the table `ledger`."""
    t = tables()
    options = [(one["name"], one["id"]) for one in t["threads"] if one["id"]]
    silent = t["counts"]["form"]["information"]
    oldest = min((one for one in t["threads"] if one["id"]), key=lambda one: one["from"])["id"]
    return Explorer(
        "threads",
        {
            "stamp": controls.Select(
                "Your stamp", list(zip(STAMPS, range(len(STAMPS)), strict=True)), OPEN, picks=True
            ),
            "thread": controls.Select("File", options, options[0][1], walk=True, picks=True),
            "order": controls.Select("Sorted by", [("partner", DATE), ("what was promised", FORM)], DATE),
            "knots": controls.Select("The ledger", [("after my stamp", MINE), ("all", ALL)], MINE),
        },
        threads_state,
        threads_picture,
        tables=t,
        source=data.cite("ledger"),
        question="Read the promise, then the evidence, and stamp the file: was it kept?",
        memory=Memory("thread", ("stamp",), anew=True),
        keeps=True,
        after=("06-japan-alliance", "ledger-delivered"),
        when={"stamp": ("thread", [value for _, value in options[: t["yours"]]], "only five files are yours")},
        goals=[
            Goal(
                "Five files are yours. The first: read the promise, then the evidence. Which of the four stamps fits?",
                "",
                ("stamp", "thread"),
                among={"thread": t["yours"]},
                word="Stamped.",
            ),
            Goal(
                "Stamp the other four, files 2 to 5: a tab opens each. Then all verdicts come.",
                "Each file says why.",
                ("stamp", "thread"),
                {"thread": options[1][1]},
                {"thread": t["yours"]},
                word="Stamped.",
            ),
            Goal(
                "The threads now hang by what was promised. Which kind has no delivery at all? Take one of its threads.",
                f"Telling each other: {silent[DELIVERED]} of {sum(silent.values())}. Nothing found is not nothing done: a phone call leaves no page.",
                ("thread",),
                {"thread": oldest, "order": FORM, "knots": ALL},
            ),
        ],
    )
