"""Lesson 5: restrictions as a rally between capitals: each a ball, and an arc where somebody says what it answers."""

from __future__ import annotations

from functools import cache

import pandas as pd

from derisking import data
from derisking import widgets as controls
from derisking.charts.axes import accent
from derisking.charts.vector.parts import (
    CARD,
    INK,
    MUTED,
    NARROW,
    SIZE,
    box,
    label,
    mark,
    stroke,
    text_width,
    whole,
    wrapped,
)
from derisking.charts.words import day, moment
from derisking.explore.base import Explorer, Goal

SINCE = "2018"
LANES = ["Washington", "Tokyo", "The Hague", "Brussels and Vilnius", "Beijing"]
HOME = {"US": 0, "JP": 1, "NL": 2, "EU": 3, "LT": 3, "CN": 4}
COLOURS = [accent(name, "") for name in LANES]
JOINT, THREE = "US;JP;NL", "Washington, Tokyo and The Hague"  # one act of three capitals: a bar across their lanes
# How a note on a claim begins when it is the actor's own.
OWN_WORDS = ("The US rule", "US ", "White House", "China's commerce ministry")
LINE, FIRST = 17, 2017  # pixels from line to line; the first year of the axis
YEARS = ["2015-17", *[str(year) for year in range(2018, 2027)]]  # the first for two plans that are called a cause
ROOM = 7  # a year with so many more balls is drawn one share wider
NONE, OWN, ANY = "none", "own", "any"
BEFORE = "before"  # no ball yet: a clean court
WASHINGTON, BEIJING = 0, 4


@cache
def tables() -> dict[str, object]:
    """The balls by date, what they are said to answer, and how many restrictions of the table are not among them.

    "slots": what has a place in the picture, balls and the other acts that are said to have caused one; "cause": slot, or -1.
    """
    every = data.load("policy_events").fillna("")
    caused = every["claimed_response_to"].map(every.set_index("event_id")["date"])
    same_day = caused.eq(every["date"])  # what answers an act of its own day comes after that act
    every = every.assign(same_day=same_day).sort_values(["date", "same_day"], kind="stable")
    limits = every[every["kind"] == "restriction"]
    played = limits[(limits["date"] >= SINCE) & limits["actors"].map(lane).notna()]
    causes = set(played["claimed_response_to"]) - {""}
    rows = every[every["event_id"].isin(causes | set(played["event_id"]))].reset_index(drop=True)
    place = {row.event_id: row.Index for row in rows.itertuples()}
    slots = []
    for row in rows.itertuples():
        ball = row.event_id in set(played["event_id"])
        slots.append(
            {
                "id": row.event_id if ball else "",
                "lane": lane(row.actors),
                "joint": row.actors == JOINT,
                "day": day(row.date),
                "year": row.date[:4],
                "part": part_of(row.date),
                "title": row.title,
                "cause": place.get(row.claimed_response_to, -1) if ball else -1,
                "own": row.claimed_by.startswith(OWN_WORDS),
                "by": row.claimed_by,
                "address": row.url,
                "after": after(row, played) if ball else "",
                "both": ball and both(row, played),
            }
        )
    return {"slots": slots, "left": len(limits) - len(played)}


def part_of(date: str) -> float:
    """Which part of its year had gone by on a date; a month without a day counts as its middle, a year as its own."""
    whole_date = date if len(date) == 10 else f"{date}-15" if len(date) == 7 else f"{date}-07-01"
    return round((moment(whole_date).timetuple().tm_yday - 0.5) / 366, 3)


def lane(actors: str) -> int | None:
    """The lane of whoever acts first; None for a capital that is no player."""
    return HOME.get(actors.split(";")[0])


def after(row, played: pd.DataFrame) -> str:
    """How long after the last ball of another capital this one comes; only where both have a day."""
    mine = set(row.actors.split(";"))
    apart = played["actors"].map(lambda actors: lane(actors) != lane(row.actors) and mine.isdisjoint(actors.split(";")))
    others = played[
        apart & (played["date"].str.len() == 10)
    ]  # who was a party to an act comes after no other one with it
    earlier = others[others["date"] <= row.date]
    if len(row.date) < 10 or earlier.empty:
        return ""
    last = earlier.iloc[-1]
    days = (moment(row.date) - moment(last["date"])).days
    gap = "The same day as" if days == 0 else "One day after" if days == 1 else f"{days} days after"
    return f"{gap} {THREE if last['actors'] == JOINT else LANES[lane(last['actors']) or 0]}: {last['title']}."


def both(row, played: pd.DataFrame) -> bool:
    """Whether with this ball Washington and Beijing have both moved on its day."""
    same = played[(played["date"] == row.date) & (played["date"].str.len() == 10)]
    same = same[: same["event_id"].tolist().index(row.event_id) + 1] if len(row.date) == 10 else same
    return lane(row.actors) in (WASHINGTON, BEIJING) and {WASHINGTON, BEIJING} <= set(same["actors"].map(lane))


def shown_as_claim(slot, claims):
    """Whether a ball's arc is drawn under a choice of claims."""
    return slot["cause"] >= 0 and (claims == ANY or (claims == OWN and slot["own"]))


def rally_state(v, t):
    """All balls up to one, and the arcs of the claims that are wanted; or the court before the first ball."""
    slots, claims = t["slots"], v["claims"]
    now = min([i for i, slot in enumerate(slots) if slot["id"] == v["move"]], default=-1)
    played = [slot for slot in slots[: now + 1] if slot["id"]]
    claimed = [shown_as_claim(slot, claims) for slot in slots]
    court = {"slots": slots, "now": now, "claims": claims != NONE, "claimed": claimed}
    court["score"] = [tally(played, i, claims) for i in range(len(LANES))]
    table = {"heads": ["when and who", "restriction", "said to answer", "source"], "rows": rows_of(slots)}
    left_out = f"Left of {SINCE} is room for two plans that are called a cause. {t['left']} restrictions are left out: those before {SINCE}, and Indonesia's. Years with more balls are wider."
    if now < 0:
        return {
            **table,
            "title": f"{SINCE} to {YEARS[-1]}: who moves, and when?",
            "line": "The court is empty. The first ball comes from Washington.",
            "alt": f"An empty court with five lanes, from the top {', '.join(LANES)}, and the years {SINCE} to {YEARS[-1]}.",
            "caption": left_out,
            "picture": {**court, "arcs": [], "chain": [], "from": 0, "told": [EMPTY, ["", ""]]},
            "goals": [False, False, False],
        }
    ball = slots[now]
    answers = [slot for slot in played if shown_as_claim(slot, claims)]
    title = f"{len(played)} {'restriction' if len(played) == 1 else 'restrictions'} until {ball['day']}"
    if claims != NONE:
        title += f"; {len(answers)} called an answer{' by the actor itself' if claims == OWN else ''}"
    chain = [now] if claims == NONE else ancestors(slots, now, claims)
    arcs = [
        {"from": slot["cause"], "to": i, "own": slot["own"], "strong": i in chain and slot["cause"] in chain}
        for i, slot in enumerate(slots)
        if i <= now and shown_as_claim(slot, claims)
    ]
    step, answer = [f"{ball['day']}, {home(ball)}", ball["title"]], answered(slots, ball, claims)
    counts = [f"{name} {score[0]} of {score[1]}" for name, score in zip(LANES, court["score"], strict=True)]
    told = (
        f"Those said to answer something lie above the line. By capital: {', '.join(counts)}. "
        if claims != NONE
        else ""
    )
    return {
        **table,
        "title": title,
        "line": f"{ball['day']}, {home(ball)}: {ball['title']}. {claim_words(slots, ball, claims)}".strip(),
        "link": ball["address"],
        "alt": f"Five lanes with balls by date, one per restriction. {title}. {told}"
        f"The last ball: {ball['title']}. {': '.join([part for part in answer if part])}",
        "caption": f"{' '.join(codes(slots, played, arcs, claims))} {left_out}".strip(),
        "picture": {
            **court,
            "arcs": arcs,
            "chain": chain,
            "told": [step, answer],
            "from": slots[max(0, ball["cause"])]["lane"],
        },
        "goals": [
            ball["both"],
            claims == OWN and ball["lane"] == BEIJING and ball["own"],
            claims != NONE
            and ball["lane"] == WASHINGTON
            and not ball["joint"]
            and ball["cause"] >= 0
            and slots[ball["cause"]]["id"] != "",
        ],
    }


EMPTY = ["2018: nobody has moved yet", "Each ball will be one restriction, on its day."]


def rows_of(slots):
    """The table: every ball, what it is said to answer, and its source."""
    return [
        [
            f"{slot['day']}, {home(slot)}",
            slot["title"],
            f"{slots[slot['cause']]['title']}. Says: {slot['by']}" if slot["cause"] >= 0 else "–",
            slot["address"],
        ]
        for slot in slots
        if slot["id"]
    ]


def codes(slots, played, arcs, claims):
    """What the signs mean that can be seen by now, and no other."""
    said = []
    if [1 for slot in played if slot["joint"]]:
        said.append(
            f"The bar across three lanes is one act of three capitals{'' if claims == NONE else ', in nobody’s score'}."
        )
    if claims != NONE:
        said.append("Above a line: somebody says what it answers.")
    if [1 for arc in arcs if slots[arc["from"]]["id"] == ""]:
        said.append("Diamond: a plan, a speech or an office that is called a cause.")
    if claims == ANY and [1 for arc in arcs if arc["strong"]]:
        said.append("Unbroken arc: the actor itself names it.")
    return said


def tally(played, lane, claims):
    """Of a capital's own restrictions so far how many are called an answer, and how many there are."""
    own = [slot for slot in played if slot["lane"] == lane and not slot["joint"]]
    return [len([slot for slot in own if shown_as_claim(slot, claims)]), len(own)]


def home(slot):
    """Who acts."""
    return THREE if slot["joint"] else LANES[slot["lane"]]


def answered(slots, ball, claims):
    """What a ball is said to answer, as the picture says it: the bold part, or "", and the rest."""
    if not shown_as_claim(ball, claims):
        return ["", claim_words(slots, ball, claims)]
    cause = slots[ball["cause"]]
    return [f"Said to answer {home(cause)}, {cause['day']}", cause["title"]]


def ancestors(slots, now, claims):
    """A ball and all that it is said to go back to."""
    chain = [now]
    while shown_as_claim(slots[chain[-1]], claims):
        chain.append(slots[chain[-1]]["cause"])
    return chain


def claim_words(slots, ball, claims):
    """What can be seen of a ball's cause, or who claims it."""
    if claims == NONE:
        return ball["after"]
    if ball["cause"] < 0:
        return f"Nobody in our table calls it an answer. {ball['after']}"
    if claims == OWN and not ball["own"]:
        return "Others call it an answer. No such word of the actor itself is in our table."
    cause = slots[ball["cause"]]
    return f"Said to answer “{cause['title']}” ({cause['day']}). Who says so: {ball['by']}."


def rally_picture(picture, width):
    """The ball in play in large words; then a lane for each capital, with its balls by date: above the line those that are called
    an answer, below it the others. Where claims are shown, pale balls say where later ones will fall, and arcs lead to the ball in play, from
    one to the next. picture: as `rally_state` says."""
    narrow = width < NARROW
    slots, now = picture["slots"], picture["now"]
    words, top = headline(picture, width)
    left, right = 10, width - 10
    pitch, letters = [11.0, 14] if narrow else [14.0, 16]
    across = spots(slots, [left + 4, right - 8])
    rows = [stacked(slots, across, pitch, True), stacked(slots, across, pitch, False)]
    said = [scored(name, picture["score"][i], picture["claims"], i == 0) for i, name in enumerate(LANES)]
    every = [slot for slot in slots if slot["id"]]
    most_said = [scored(name, tally(every, i, ANY), True, i == 0) for i, name in enumerate(LANES)]
    wides = [left + 14 + text_width(words, True) * letters / SIZE for words in most_said]
    over = [
        bool([1 for i in lane_balls(slots, lane) if slots[i]["cause"] >= 0 and across[i] < wides[lane] + pitch])
        for lane in range(len(LANES))
    ]  # where a name needs a row of its own, since balls lie in its place
    lines, ends = lanes_of(slots, rows, [top, pitch], over)
    low = ends[len(LANES)]
    places = places_of(picture, across, rows, [lines, pitch])
    size = pitch * 0.44
    parts = [*words, *frame(slots, lines, ends, [left + 4, right - 8])]
    parts.extend([flight(arc, slots, places, now) for arc in picture["arcs"] if arc["strong"]])
    for i, words in enumerate(said):
        y = ends[i] + 12
        parts.append(label(left, y, words, "start", COLOURS[i], True, True, letters))
    for i, slot in enumerate(slots):
        if slot["id"] and i > now and picture["claims"] and now >= 0:
            parts.append(ghost(slot, places[i], size * 0.8))
    causes = [arc["from"] for arc in picture["arcs"]]
    shown = [i for i, slot in enumerate(slots) if (slot["id"] and i <= now) or i in causes]
    parts.extend([ball_of(slots[i], i, picture, places, size) for i in shown])
    if now < 0:
        return whole(width, low + 20, ['<g class="dr-court">', *parts, "</g>"])
    x, y = places[now][0]
    drop = max(8, y - ends[slots[now]["lane"]] - size - 4)  # it falls within its own lane
    ball = mark("circle", x, y, COLOURS[slots[now]["lane"]], "", hollow(picture, now), size + 4)
    parts.append(f'<g data-key="ball {now}" data-falls="0" data-drop="{drop:.0f}" pointer-events="none">{ball}</g>')
    for at, empty, said in (
        [[left, False, "said to be an answer"], [left + 170, True, "not"]] if picture["claims"] else []
    ):
        parts.append(mark("circle", at + 6, low + 28, MUTED, "", empty, 6))
        parts.append(label(at + 17, low + 28, said, "start", MUTED))
    return whole(width, low + (38 if picture["claims"] else 20), parts)


def hollow(picture, i):
    """Whether a ball is drawn hollow: claims are shown, and none for it."""
    return picture["claims"] and not picture["claimed"][i]


def scored(name, score, counts, explained):
    """A capital's name, and its score where claims count and it has moved."""
    if not score[1] or not counts:
        return name
    return f"{name}: {score[0]} of {score[1]}{' called answers' if explained else ''}"


def headline(picture, width):
    """The ball in play and what it is said to answer, in lines whose room is always the same; and where the lanes begin."""
    narrow = width < NARROW
    slots, (step, cause) = picture["slots"], picture["told"]
    colour, room = COLOURS[slots[picture["now"]]["lane"]] if picture["now"] >= 0 else INK, width - 16
    size = 17 if narrow else 22
    parts = [
        label(8, 16, line, "start", colour, True, False, size)
        for line in wrapped(step[0], room * SIZE / size, True)[:1]
    ]
    lines = [[line, INK, True] for line in wrapped(step[1], room, True)]
    if cause[0]:
        lines.extend([[line, COLOURS[picture["from"]], True] for line in wrapped(cause[0], room, True)])
    lines.extend([[line, MUTED, False] for line in wrapped(cause[1], room)])
    parts.extend([label(8, 38 + LINE * k, line, "start", shade, bold) for k, (line, shade, bold) in enumerate(lines)])
    return parts, 36 + LINE * (6 if narrow else 3)


def lane_balls(slots, lane):
    """What is drawn in a lane: the balls of a capital, and the one of three capitals."""
    return [i for i, slot in enumerate(slots) if slot["id"] and (slot["lane"] == lane or (slot["joint"] and lane < 3))]


def edges(slots, ends):
    """Where each year begins, and where the last one ends: a year with many balls is wider."""
    balls = [len([1 for slot in slots if slot["id"] and column(slot) == k]) for k in range(len(YEARS))]
    shares = [(1 if k else 1.4) + count / ROOM for k, count in enumerate(balls)]
    left, right = ends
    return [left + (right - left) * sum(shares[:k]) / sum(shares) for k in range(len(YEARS) + 1)]


def spots(slots, ends):
    """How far to the right each slot lies, by its date."""
    begins = edges(slots, ends)
    result = []
    for i, slot in enumerate(slots):
        k = column(slot)
        part = slot["part"] if k else 0.25 + 0.5 * i  # the two plans of the first column
        result.append(begins[k] + (begins[k + 1] - begins[k]) * part)
    return result


def stacked(slots, across, pitch, answers):
    """Of each lane and slot how far from the line it lies, in balls, if these lie on one side: as near as others leave room."""
    result = []
    for lane in range(len(LANES)):
        ends, rows = [], [0 for _ in slots]
        for i in lane_balls(slots, lane):
            if answers and slots[i]["cause"] < 0:
                continue
            free = [k for k, end in enumerate(ends) if end <= across[i] - pitch]
            rows[i] = free[0] if free else len(ends)
            if free:
                ends[free[0]] = across[i]
            else:
                ends.append(across[i])
        result.append(rows)
    return result


def most(slots, rows, lane):
    """How many rows of balls a side of a lane needs, whoever's claims are shown."""
    return 1 + max([rows[lane][i] for i in lane_balls(slots, lane)])


def lanes_of(slots, rows, room, over):
    """The line of each lane, and where each begins and the last one ends. room: where the first begins, from ball to ball; over: names in rows."""
    y, pitch = room
    lines, ends = [], [y]
    for lane in range(len(LANES)):
        lines.append(y + (22 if over[lane] else 12) + pitch * most(slots, rows[0], lane) + 3)
        y = lines[lane] + pitch * most(slots, rows[1], lane) + 6
        ends.append(y)
    return lines, ends


def column(slot):
    """Where a slot's year stands on the axis; what is earlier stands first."""
    return max(0, int(slot["year"]) - FIRST)


def places_of(picture, across, rows, room):
    """Of each slot its places, one for each lane it stands in: at its date, above the line or below. A plan stands on the line."""
    slots, (lines, pitch) = picture["slots"], room
    places = [[] for _ in slots]
    for lane in range(len(LANES)):
        for i in lane_balls(slots, lane):
            way = -1 if picture["claimed"][i] else 1
            away = rows[0 if picture["claimed"][i] else 1][lane][i]
            places[i].append([across[i], lines[lane] + way * (pitch * (0.5 + away) + 2)])
    for i, slot in enumerate(slots):
        if not slot["id"]:
            places[i] = [[across[i], lines[slot["lane"]]]]
    return places


def frame(slots, lines, ends, sides):
    """The court: each lane in its colour, with its line, and the years. ends: where lanes begin and end; sides: left and right."""
    left, right = sides
    low, begins = ends[len(LANES)], edges(slots, sides)
    parts = []
    for i in range(len(LANES)):
        band = box(0, ends[i], right + 18, ends[i + 1] - ends[i] - 2, COLOURS[i])
        parts.append(band.replace("/>", ' fill-opacity="0.07"/>'))
    parts.extend([stroke(x, ends[0], x, low - 2, CARD, 1.5) for x in begins])
    parts.extend([stroke(left, y, right, y, COLOURS[i], 1.0) for i, y in enumerate(lines)])
    for k, year in enumerate(YEARS):
        wide = begins[k + 1] - begins[k]
        said = year if wide > 44 and k else f"’{year[2:]}" if k else "before" if wide > 50 else "…"
        said = "" if wide < 28 and k and k % 2 == 0 else said  # two-figure years would touch
        parts.append(label(begins[k] + wide / 2, low + 8, said, "middle", MUTED))
    return parts


def ghost(slot, places, size):
    """Where a later ball will fall: a pale one. A click goes there."""
    look = f'r="{size:.1f}" fill="{COLOURS[slot["lane"]]}" fill-opacity="0.25"'
    dots = "".join([f'<circle cx="{x:.1f}" cy="{y:.1f}" {look}/>' for x, y in places])
    return f'<g data-take="{option(slot)}" cursor="pointer">{dots}</g>'


def flight(arc, slots, places, now):
    """The way of a ball from what it is said to answer, like a lob: the boldest leads to the ball in play."""
    (x1, y1), (x2, y2) = places[arc["from"]][0], places[arc["to"]][0]
    lob = 14 + min(50, abs(x2 - x1) * 0.16)
    look = 'stroke-width="3.5"' if arc["to"] == now else 'stroke-width="2" stroke-opacity="0.75"'
    dash = "" if arc["own"] else ' stroke-dasharray="5 4"'
    path = f"M{x1:.1f} {y1:.1f}Q{(x1 + x2) / 2:.1f} {(y1 + y2) / 2 - lob:.1f} {x2:.1f} {y2:.1f}"
    return f'<path d="{path}" fill="none" stroke="{COLOURS[slots[arc["to"]]["lane"]]}" {look}{dash}/>'


def ball_of(slot, i, picture, places, size):
    """A ball; three with a bar for three capitals; the diamond of a plan. A click goes to a ball that is not in play."""
    colour = COLOURS[slot["lane"]]
    (x, y), last = places[i][0], places[i][-1]
    if not slot["id"]:
        return mark("diamond", x, y, colour, "", False, size + 1.5)
    look = size + 1.2 if i in picture["chain"] else size
    shapes = [mark("circle", at[0], at[1], colour, "", hollow(picture, i), look) for at in places[i]]
    bar = stroke(x, y, last[0], last[1], colour, 3.0) if slot["joint"] else ""
    take = "" if i == picture["now"] else f' data-take="{option(slot)}" cursor="pointer"'
    return f'<g data-key="{slot["id"]}"{take}>{bar}{"".join(shapes)}</g>'


def option(slot):
    """A ball's name in the list."""
    return f"{slot['day']}: {slot['title']}".replace('"', "”").replace("&", "and")


def rally() -> Explorer:
    """The first explorer of lesson 5. Source: the table `policy_events`."""
    balls = [slot for slot in tables()["slots"] if slot["id"]]
    moves = [("Before the first ball", BEFORE), *[(option(slot), slot["id"]) for slot in balls]]
    chinese = [slot for slot in balls if slot["lane"] == BEIJING and slot["cause"] >= 0]
    own = [slot for slot in chinese if slot["own"]]
    return Explorer(
        "rally",
        {
            "claims": controls.Select(
                "Whose claims", [("no claims", NONE), ("the actor's own", OWN), ("anybody's", ANY)], ANY
            ),
            "move": controls.Select("All moves up to", moves, balls[-1]["id"], walk="", picks=True),
        },
        rally_state,
        rally_picture,
        tables=tables(),
        source=data.cite("policy_events"),
        question="Who answers whom, and who says so?",
        when={"claims": ("move", [slot["id"] for slot in balls], "only with a ball in play")},
        goals=[
            Goal(
                "Press Play and watch the balls fall. It stops on a day on which both Washington and Beijing move.",
                "4 February 2025. The press calls Beijing's move an answer. Washington and Beijing share one more day, but there Beijing's move is aimed at somebody else.",
                ("move",),
                {"move": BEFORE, "claims": NONE},
            ),
            Goal(
                "Set “Whose claims” to “the actor's own”. A ball now lies above the line if the state that moved says itself what it answers. Tap one of Beijing's.",
                f"Somebody calls {len(chinese)} of Beijing's balls an answer. Beijing itself says so for {len(own)} of these {len(chinese)}, Washington for each of its {tally(balls, WASHINGTON, ANY)[0]}: it names the Chinese act or plan.",
                ("move", "claims"),
                {"claims": NONE, "move": balls[-1]["id"]},
            ),
            Goal(
                "Most of Washington's balls above the line answer a Chinese plan (a diamond). One ball of Washington alone answers a Chinese restriction. Tap balls until you find it.",
                "It answers China's package of 9 October 2025. Each side starts its story at the move that it did not make.",
                ("move", "claims"),
                {"claims": ANY, "move": balls[-1]["id"]},
            ),
        ],
    )
