"""Lesson 6: promises as threads. The student judges five thick ones; at each the ledger's verdict appears as a knot, at last at all."""

from __future__ import annotations

import re
from functools import cache

from derisking import data
from derisking import widgets as controls
from derisking.charts.axes import GUESS, accent
from derisking.charts.vector.parts import (
    CARD,
    GRID,
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
OPEN, FULL, HALF, LOOSE = 0, 1, 2, 3  # what a student may do with a thread
TIES = ["?", "delivered", "partly", "neither"]  # the ledger's words; neither: not yet, or unknown
SAID = {DELIVERED: "delivered", PARTLY: "partly", NOT_YET: "not yet", UNKNOWN: "unknown"}
FORMS = {"law": "law", "meeting": "meeting", "project": "project", "text": "text", "information": "telling"}
# Hers to tie: none of them stands in the lesson's excerpts, in the exercise's coding or in what the lesson tells before.
# The first two are on chips; the first has a new promise and no deed.
YOURS = [
    ("EU-JP", "chips: PFAS substitutes"),
    ("EU-KR", "chips: researchers' forum"),
    ("EU-JP", "digital identity: mutual use"),
    ("EU-KR", "governance: yearly Council"),
    ("EU-KR", "HPC: access to machines"),
]
# Tied from the start, so that a knot is seen before one is asked for; no question of lesson or exercise asks about it.
EXAMPLE = ("EU-JP", "framework: SPA")
# Forecasts ask later what became of these: they hang in the picture, without a name.
COVERED = [("EU-JP", "research money: Horizon Europe"), ("EU-KR", "digital trade: agreement")]
MINE, ALL = "mine", "all"
DATE, FORM = "date", "form"
LINE, READ, LARGE = 17, 15, 22  # pixels from line to line; letters of what is read, and of the promise
GAP, TALL = 0.8, 30.0  # steps between threads of different verdicts; pixels that a thread hangs down
# As the verdicts of lesson 1: it holds, in part, nobody can tell, and still to come.
LOOKS = {DELIVERED: "#00795A", PARTLY: "#8F6200", UNKNOWN: "#4A4A4A", NOT_YET: "#0b4f7d"}
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
        "name": f"{who}, {row.topic}",
        "status": row.status,
        "day": day(row.promised_on),
        "promised": row.promised,
        "counts": row.counts_as[0].lower() + row.counts_as[1:],
        "found": row.delivered.rstrip("."),
        "at": day(row.delivered_on) if row.delivered_on else "–",
        "promised_url": row.promised_url,
        "address": row.delivered_url or row.promised_url,
    }


def year_of(text: str) -> float:
    """A date as a year with a fraction."""
    when = moment(text)
    return round(when.year + (when.day_of_year - 1) / 365, 3)


def ties_of(v, t):
    """What the student made of each thread, in their order."""
    return [v["kept"].get(one["id"], {}).get("tie", OPEN) for one in t["threads"]]


def threads_state(v, t):
    """Threads with her ties; the ledger's knot of each of hers once it is tied, all once hers are, or when they are asked for."""
    threads, ties = t["threads"], ties_of(v, t)
    at = min([i for i, one in enumerate(threads) if one["id"] == v["thread"]])
    yours = ties[: t["yours"]]
    done = len([tie for tie in yours if tie != OPEN])
    alike = len([i for i, tie in enumerate(yours) if same(threads[i], tie)])
    shown = v["knots"] == ALL or done == len(yours)
    if shown:
        title = f"Delivered: {counted('EU-JP', t)} with Japan, {counted('EU-KR', t)} with Korea{agreed(threads, ties)}"
    else:
        title = f"{len(threads)} promises, {len(COVERED)} in a box; you judged {done} of your {len(yours)}{missing(yours)}{agreed(threads, ties)}"
    given = [shown or ties[i] != OPEN or one["id"] == t["example"] for i, one in enumerate(threads)]
    one, known, seen = threads[at], given[at] or at < t["yours"], given[at]
    return {
        "title": title,
        "line": f"{one['name']}. You: {TIES[ties[at]]}.{f' {ours(one)}.' if seen else ''}",
        "link": one["address"] if known else one["promised_url"],
        "alt": f"Threads, one for each promise, {many_of('EU-JP', t)} with Japan and {many_of('EU-KR', t)} with Korea. "
        f"{title}. Marked: {one['name']}. {' '.join(read_of(one, known, False))}",
        "caption": f"A thread is a promise{', the oldest first' if not shown else ''}. {knots_words(t) if shown else ''}The {len(COVERED)} that end in a box are asked about in forecasts later; the counts include them.",
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
            "yours": len(yours),
            "shown": shown,
            "given": given,
            "head": f"{f'Promise {at + 1} of {len(yours)}, ' if at < len(yours) else ''}EU and {one['who']}, {one['day']}",
            "promised": one["promised"],
            "said": read_of(one, known, False)[1:],
            "word": one["status"] if seen else NOWHERE,
            "hers": v["order"] == DATE,
            "groups": grouped(threads, t, v["order"], shown, given),
            "legend": [*[[key, SAID[key]] for key in STATUSES], [NOWHERE, "neither: not yet, or unknown"]],
        },
        "result": [
            "My verdicts",
            f"{alike} of {len(yours)}",
            "promises judged as the course's ledger does",
        ]
        if done == len(yours)
        else [],
        "judged": [
            [f"Judged. {ours(threads[0])}.", same(threads[0], yours[0])],
            [f"Judged. The ledger says the same of {alike} of {len(yours)}.", alike == len(yours)],
        ],
        "goals": [
            yours[0] != OPEN,
            done == len(yours),
            shown and v["order"] == FORM and t["counts"]["form"][one["form"]][DELIVERED] == 0,
        ],
    }


def knots_words(t):
    """What the knots say, once they are there."""
    return (
        "By verdict, then by day. Full knot: delivered. Hollow: partly. Dotted: not yet a year old. Wavy: unknown, which is not broken: nothing found either way in public sources up "
        f"to {t['until']}, last looked at on {t['looked']}. "
    )


def many_of(pair, t):
    """How many threads a partner has."""
    return sum(list(t["counts"]["partner"][pair].values()))


def counted(pair, t):
    """How many of a partner's promises are delivered, of how many."""
    return f"{t['counts']['partner'][pair][DELIVERED]} of {many_of(pair, t)}"


def read_of(one, known, seen):
    """What a thread's promise was, what would count, and what was found; with the ledger's word if it may be seen."""
    promised = f"Promised on {one['day']}: {one['promised']}."
    if not known:
        return [promised, "You see what came of it when your five are judged."]
    said = f"{ours(one)}. " if seen else ""
    return [promised, f"Kept if: {one['counts']}.", f"{said}Found: {one['found']}."]


def ours(one):
    """What the ledger says of a promise."""
    return f"The ledger says {SAID[one['status']]}"


def missing(yours):
    """Which of hers is still open, once it is the last."""
    left = [i + 1 for i, tie in enumerate(yours) if tie == OPEN]
    return f", not promise {left[0]}" if len(left) == 1 else ""


def same(one, tie):
    """Whether she ties a thread as the ledger does; what is too young hangs loose."""
    return {DELIVERED: FULL, PARTLY: HALF, NOT_YET: LOOSE, UNKNOWN: LOOSE}[one["status"]] == tie


def agreed(threads, ties):
    """In how many ties she and the ledger agree."""
    mine = [i for i, tie in enumerate(ties) if tie != OPEN]
    return f"; we agree on {len([i for i in mine if same(threads[i], ties[i])])} of your {len(mine)}" if mine else ""


def row_of(one, tie, shown, known):
    """A thread's line in the table."""
    ours = SAID[one["status"]] if shown else "?"
    since = one["at"] if shown else "?"
    found, address = [one["found"], one["address"]] if known else ["?", one["promised_url"]]
    return [one["name"], one["day"], one["promised"], found, TIES[tie], ours, since, address]


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
        knots = len([i for i in places if given[i] and threads[i]["status"] in [DELIVERED, PARTLY]])
        tied = f", {knots} tied" if knots else ""
        if order == DATE:
            told += " delivered" if shown else f" promises{tied}"
        found.append({"name": name if order == FORM else f"EU and {name}", "told": told, "of": places})
    return found


# --- the picture -------------------------------------------------------------------------------------------------------------------


def threads_picture(picture, width):
    """The marked promise in words, her five as thick threads with their names, and below them all, side by side. picture: as `threads_state` says."""
    parts, top = note(picture, width)
    if picture["hers"]:
        told, top = hers(picture, top, width)
        parts.extend(told)
    groups, knots = picture["groups"], []
    step = min(18.0, (width - 16) / max([long(group["of"]) for group in groups]))
    x, top = 8.0, top + 24
    for group in groups:
        room = max(long(group["of"]) * step, text_width(f"{group['name']} {group['told']}", True))
        if x > 8 and x + room > width - 4:
            x, top = 8.0, top + TALL + 41
        colour = COLOURS.get(group["name"].replace("EU and ", ""), INK)
        parts.append(label(x, top - 17, group["name"], "start", colour, True))
        parts.append(label(x + text_width(f"{group['name']} ", True), top - 17, group["told"]))
        parts.append(stroke(x, top, x + long(group["of"]) * step, top, MUTED))
        at = x + step / 2
        for i in group["of"]:
            if i >= 0:
                parts.append(hung(picture, i, [at, top, step]))
                knots.extend(knot_of(picture, i, at, top + TALL - 6))
            at += step if i >= 0 else GAP * step
        x += room + 28
    parts.append(f'<g pointer-events="none">{"".join(knots)}</g>')
    told, foot = legend(picture["legend"], top + TALL + 26, width)
    return whole(width, foot + 12, [*parts, *told])


def long(places):
    """Room for threads side by side, in steps; -1 is a gap."""
    return sum([1 if i >= 0 else GAP for i in places])


def hers(picture, top, width):
    """Those that she judges, side by side, on a phone one below the other; and where the picture goes on."""
    narrow = width < NARROW
    room, tall = [width - 16, 46.0] if narrow else [(width - 16) / picture["yours"], 112.0]
    places = [[8.0, top + tall * k] if narrow else [8 + room * k, top] for k in range(picture["yours"])]
    parts = [one_of_hers(picture, k, [x, y, room, tall]) for k, (x, y) in enumerate(places)]
    return [parts, places[-1][1] + tall]


def one_of_hers(picture, k, where):
    """A thick thread below its number, with its name, what she says, and the ledger's knot and word once they may be seen."""
    x, y, room, tall = where
    one, tie, taken, seen = picture["threads"][k], picture["ties"][k], k == picture["at"], picture["given"][k]
    status, at, end = one["status"] if seen else NOWHERE, x + 13, y + tall - 15
    parts = [box(x, y, room - 2, tall - 4, GRID if taken else "none")]
    parts.append(knotted(status, at, [y + 18, end, end + 10], LOOKS.get(status, ROPE), 8.0 if taken else 5.0))
    parts.extend([knot(status, at, end)] if status in [DELIVERED, PARTLY] else [])
    parts.extend(badge(at, y + 13, k, tie))
    beside = room > 2 * tall  # in a row, the ledger's word stands beside hers
    lines = (
        [shortened(one["name"], room - 36, True)]
        if beside
        else cut(wrapped(one["name"], room - 30, taken), 4, room - 30)
    )
    parts.extend([label(x + 28, y + 13 + 15 * n, line, "start", INK, taken) for n, line in enumerate(lines)])
    said = f"you: {TIES[tie]}"
    word = f"{'✓ ' if tie != OPEN and same(one, tie) else ''}{SAID.get(status, '')}"
    parts.append(label(x + 28, end if beside else end - 15, said))
    parts.append(
        label(x + 28 + (text_width(f"{said}  ") if beside else 0), end, word, "start", LOOKS.get(status, INK), True)
    )
    return f'<g data-take="{escaped(one["name"])}" cursor="pointer">{"".join(parts)}</g>'


def note(picture, width):
    """The marked promise in large letters, the ledger's knot beside its day; below it what counts and what was found. And where the picture goes on."""
    narrow = width < NARROW
    large = LARGE - 2 if narrow else LARGE
    room = (width - 16) * SIZE / large * (1.0 if narrow else 1.1)  # letters are narrower than the widest font
    promise = cut(wrapped(picture["promised"], room, True), 4 if narrow else 2, room)
    text = [line for words in picture["said"] for line in wrapped(words, (width - 16) * SIZE / READ)]
    text = cut(text, 7 if narrow else 4, (width - 16) * SIZE / READ)
    parts = [label(8, 9, picture["head"], "start", MUTED, True)]
    parts.extend(
        [label(8, 34 + (large + 4) * k, line, "start", INK, True, False, large) for k, line in enumerate(promise)]
    )
    low = 36 + (large + 4) * len(promise)
    parts.extend([label(8, low + 18 * k, line, "start", INK, False, False, READ) for k, line in enumerate(text)])
    if picture["word"]:
        parts.extend(answer(picture["word"], width, low + 18 * len(text) + 12 if narrow else 9))
    return [parts, low + 18 * len(text) + 32 if narrow else max(132.0, low + 18 * len(text) - 6)]


def answer(status, width, y):
    """What the ledger says of the marked promise, in large letters at the end of a thread with its knot."""
    word, look = f"ledger: {SAID[status]}", LOOKS[status]
    x = 14.0 if width < NARROW else width - 30 - text_width(word, True) * LARGE / SIZE
    parts = [knotted(status, x, [y - 12, y + 4, y + 10], look, 3.2)]
    parts.extend([knot(status, x, y + 4)] if status in [DELIVERED, PARTLY] else [])
    return [*parts, label(x + 14, y, word, "start", look, True, False, LARGE - 2)]


def cut(lines, most, width):
    """The first lines of a text, the last one with an ellipsis where it goes on."""
    return lines if len(lines) <= most else [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), width)]


def legend(words, y, width):
    """What knots and colours say: a mark, its name, and how many; and where the last line of it stands."""
    parts, x = [], 8.0
    for status, said in words:
        if x + 16 + text_width(said, True) > width:
            x, y = 8.0, y + LINE + 3
        if status:
            parts.append(knotted(status, x + 6, [y - 8, y + 1, y + 8], LOOKS[status]))
            parts.extend([knot(status, x + 6, y + 2)] if status in [DELIVERED, PARTLY] else [])
        parts.append(label(x + 16 * (status != ""), y, said, "start", LOOKS.get(status, MUTED), status != ""))
        x += text_width(said, True) + 28
    return parts, y


def knotted(status, x, ends, colour, thick=2.4, far=3.2):
    """A thread down to its knot, or on to its loose end. ends: y of its beginning, of the knot, and of the end that hangs."""
    top, knot, low = ends
    tied = status in [DELIVERED, PARTLY]
    dash = ' stroke-dasharray="1 5" stroke-linecap="round"' if status == NOT_YET else ""
    way = f"L{x:.1f} {knot:.1f}" if tied else wavy(x, top, low, far) if status == UNKNOWN else f"L{x:.1f} {low:.1f}"
    return f'<path d="M{x:.1f} {top:.1f}{way}" fill="none" stroke="{colour}" stroke-width="{thick:.1f}"{dash}/>'


def knot(status, x, y):
    """A full knot, or a hollow one."""
    return mark("circle", x, y, LOOKS[status], "", status == PARTLY, 6.0)


def knot_of(picture, i, x, y):
    """What is tied at the end of a thread that may be seen. It falls there when it comes, one after the other."""
    one = picture["threads"][i]
    if not picture["given"][i] or one["status"] not in [DELIVERED, PARTLY]:
        return []
    return [f'<g data-key="knot {one["id"]}" data-falls="{i}">{knot(one["status"], x, y)}</g>']


def badge(x, y, k, tie):
    """The number of one of hers: full where she ties it, a ring where half, a dashed ring where loose, and grey as long as it is open."""
    colour = MUTED if tie == OPEN else GUESS
    dash = ' stroke-dasharray="3 2"' if tie == LOOSE else ""
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8.5" fill="{GUESS if tie == FULL else CARD}" stroke="{colour}" stroke-width="1.6"{dash}/>'
    return [ring, label(x, y, f"{k + 1}", "middle", CARD if tie == FULL else colour, True)]


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
    if one["id"] == "":
        return f"<g>{''.join(parts)}{box(x - 4, low - 9, 8, 9, CARD, colour)}</g>"
    frame = f'x="{x - step / 2:.1f}" y="{top - 8:.1f}" width="{step:.1f}" height="{TALL + 16:.1f}"'
    hold = f'<rect {frame} fill="none" pointer-events="all"><title>{escaped(one["name"])}</title></rect>'
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
            "tie": controls.Select("Your verdict", list(zip(TIES, range(len(TIES)), strict=True)), OPEN),
            "thread": controls.Select("Thread", options, options[0][1], walk=True, picks=True),
            "order": controls.Select("Hung up by", [("partner", DATE), ("what was promised", FORM)], DATE),
            "knots": controls.Select("Our verdicts", [("after mine", MINE), ("all", ALL)], MINE),
        },
        threads_state,
        threads_picture,
        tables=t,
        source=data.cite("ledger"),
        question="Here is what was found of each promise: was it kept?",
        memory=Memory("thread", ("tie",), anew=True),
        keeps=True,
        when={"tie": ("thread", [value for _, value in options[: t["yours"]]], "only numbered ones are yours")},
        goals=[
            Goal(
                "Both sides note interest in joint work. Is promise 1 delivered, partly, or neither (not yet, or unknown)?",
                "Interest is a new promise; a project was not found.",
                ("tie",),
                word="Judged.",
            ),
            Goal(
                "Judge the other four, 2 to 5: Next leads to them. Then all knots appear.",
                "Where not, look for the word in the rule that decides.",
                ("tie", "thread"),
                {"thread": options[1][1]},
                {"thread": t["yours"]},
            ),
            Goal(
                "Hang the threads up by what was promised. Of which kind is not one delivered? Take one of its threads.",
                f"Telling each other: {silent[DELIVERED]} of {sum(silent.values())}. Nothing found is not nothing done: a call leaves no page.",
                ("order", "thread"),
                {"thread": oldest, "knots": ALL},
            ),
        ],
    )
