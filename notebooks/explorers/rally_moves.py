"""Lesson 5: restrictions as a rally between capitals: each a ball, and an arc where somebody says what it answers."""

from __future__ import annotations

from functools import cache

import pandas as pd

from derisking import data
from derisking import widgets as controls
from derisking.charts.axes import accent
from derisking.charts.vector.parts import GRID, MUTED, NARROW, SIZE, label, mark, stroke, text_width, whole, wrapped
from derisking.charts.words import day, moment
from derisking.explore.base import Explorer, Goal

SINCE = "2018"
LANES = ["Washington", "Tokyo", "The Hague", "Brussels and Vilnius", "Beijing"]
HOME = {"US": 0, "JP": 1, "NL": 2, "EU": 3, "LT": 3, "CN": 4}
COLOURS = [accent(name, "") for name in LANES]
JOINT, THREE = "US;JP;NL", "Washington, Tokyo and The Hague"  # one act of three capitals: a bar across their lanes
# How a note on a claim begins when it is the actor's own.
OWN_WORDS = ("The US rule", "US ", "White House", "China's commerce ministry")
LINE, PALE = 16, "#cfccc3"  # pixels from line to line; what is still to come
NONE, OWN, ANY = "none", "own", "any"
WASHINGTON, BEIJING = 0, 4
BEFORE = "us-december-2024-controls-2024-12-02"  # an arc or two before the first day on which both moved
STORY = "cn-gallium-germanium-announced-2023-07-03"


@cache
def tables() -> dict[str, object]:
    """The balls by date, what they are said to answer, and how many restrictions of the table are not among them.

    "slots": what has a place in the picture, balls and the other acts that are said to have caused one; "cause": slot, or -1.
    """
    every = data.load("policy_events").fillna("").sort_values("date", kind="stable")
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
    """Whether Washington and Beijing both moved on the day of this ball."""
    same = played[(played["date"] == row.date) & (played["date"].str.len() == 10)]["actors"].map(lane)
    return lane(row.actors) in (WASHINGTON, BEIJING) and {WASHINGTON, BEIJING} <= set(same)


def shown_as_claim(slot, claims):
    """Whether a ball's arc is drawn under a choice of claims."""
    return slot["cause"] >= 0 and (claims == ANY or (claims == OWN and slot["own"]))


def rally_state(v, t):
    """All balls up to one, and the arcs of the claims that are wanted."""
    slots, claims = t["slots"], v["claims"]
    now = min([i for i, slot in enumerate(slots) if slot["id"] == v["move"]])
    ball = slots[now]
    played = [slot for slot in slots[: now + 1] if slot["id"]]
    answers = [slot for slot in played if shown_as_claim(slot, claims)]
    who = "the actor itself names" if claims == OWN else "somebody claims"
    title = f"{len(played)} restrictions until {ball['day']}"
    if claims != NONE:
        title += f"; for {len(answers)} {who} a cause"
    chain = [now] if claims == NONE else ancestors(slots, now, claims)
    arcs = [
        {"from": slot["cause"], "to": i, "own": slot["own"], "strong": i in chain and slot["cause"] in chain}
        for i, slot in enumerate(slots)
        if i <= now and shown_as_claim(slot, claims)
    ]
    step, answer = [f"{ball['day']}, {home(ball)}", ball["title"]], answered(slots, ball, claims)
    counts = [f"{name} {len([slot for slot in played if slot['lane'] == i])}" for i, name in enumerate(LANES)]
    return {
        "title": title,
        "line": f"{ball['day']}, {home(ball)}: {ball['title']}. {claim_words(slots, ball, claims)}".strip(),
        "link": ball["address"],
        "alt": f"Five lanes of balls over the years, one ball per restriction. {title}. By capital: {', '.join(counts)}. "
        f"The last ball: {ball['title']}. {': '.join([part for part in answer if part])}",
        "caption": "Diamonds: plans, speeches and offices that are called a cause. Arcs lead to this step (thick) and to earlier ones (thin), unbroken where the actor itself names the cause. Each ball has "
        f"the same room, so years differ in width. {t['left']} restrictions are left out: those before {SINCE}, and Indonesia's.",
        "heads": ["restriction", "date", "by", "said to answer", "who says so", "source"],
        "rows": [
            [
                slot["title"],
                slot["day"],
                home(slot),
                slots[slot["cause"]]["title"] if slot["cause"] >= 0 else "–",
                slot["by"] or "–",
                slot["address"],
            ]
            for slot in slots
            if slot["id"]
        ],
        "picture": {"slots": slots, "now": now, "arcs": arcs, "chain": chain, "told": [step, answer]},
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
    """What this step is, the lanes with its arc in full and earlier ones faint, and what it is said to answer. picture: as `rally_state` says."""
    narrow = width < NARROW
    slots, now, (step_words, cause_words) = picture["slots"], picture["now"], picture["told"]
    tall, top = (40, 76) if narrow else (50, 62)
    left, right = (12, width - 12) if narrow else (116, width - 18)
    step = (right - left) / (len(slots) - 1)
    lanes = [top + tall * i for i in range(len(LANES))]
    low = lanes[-1] + 14
    lifted = lifts(slots)
    places = [[left + step * i, lanes[slot["lane"]] + lifted[i]] for i, slot in enumerate(slots)]
    parts = years(slots, left, step, [top - 12, low])
    parts.extend([stroke(left, y, right, y) for y in lanes])
    x, colour, cause = places[now][0], COLOURS[slots[now]["lane"]], slots[now]["cause"]
    parts.append(stroke(x, top - 22, x, places[now][1], MUTED, 1.2, "3 3"))
    parts.extend([flight(arc, slots, places, now) for arc in sorted(picture["arcs"], key=lambda arc: arc["strong"])])
    for i, name in enumerate(LANES):
        lines = [name] if narrow else wrapped(name, 86, True)
        for k, line in enumerate(lines):
            where = [left - 4, lanes[i] - 15] if narrow else [left - 16, lanes[i] + 14 * k - 7 * (len(lines) - 1)]
            parts.append(label(where[0], where[1], line, "start" if narrow else "end", COLOURS[i], True, narrow))
    size = min(5.0, step * 0.55 + 0.6)
    parts.extend([ball_of(slot, i, picture, places[i], size, lanes) for i, slot in enumerate(slots)])
    ball = mark("circle", x, places[now][1], colour, "", False, size + 3)
    parts.append(f'<g data-key="ball" pointer-events="none">{ball}</g>')
    parts.extend(block(step_words, x, [top - 32, True], width, colour))
    colour = MUTED
    if cause_words[0]:
        x, colour = places[cause][0], COLOURS[slots[cause]["lane"]]
        parts.append(stroke(x, places[cause][1] + size + 2, x, low, colour, 1.4, "1 3"))
    parts.extend(block(cause_words, x, [low + 32, False], width, colour))
    return whole(width, low + 32 + LINE * (4 if narrow else 2), parts)


def block(words, x, where, width, colour):
    """A large line and what follows it, as near above or below a place as the edges allow. where: y of the nearest line, whether above."""
    size, room = (SIZE if width < NARROW else 15), width - 16
    head = wrapped(words[0], room * SIZE / size, True) if words[0] else []
    lines = [*head, *wrapped(words[1], room)]
    wide = max([text_width(line, line in head) * (size / SIZE if line in head else 1) for line in lines])
    at = min(max(x - wide / 2, 8), width - 8 - wide)
    y = where[0] - LINE * (len(lines) - 1) * where[1]
    parts = [label(at, y + LINE * k, line, "start", colour, True, False, size) for k, line in enumerate(head)]
    return [*parts, *[label(at, y + LINE * k, lines[k], "start", colour) for k in range(len(head), len(lines))]]


def lifts(slots):
    """How far each mark is from the middle of its lane: where two stand side by side, even places a little higher and odd ones lower."""
    ends = [2 if slot["joint"] else slot["lane"] for slot in slots]
    beside = [slots[i]["lane"] <= ends[i + 1] and slots[i + 1]["lane"] <= ends[i] for i in range(len(slots) - 1)]
    touching = [(i > 0 and beside[i - 1]) or (i < len(beside) and beside[i]) for i in range(len(slots))]
    return [(6.4 * (i % 2) - 3.2) * touch for i, touch in enumerate(touching)]


def years(slots, left, step, ends):
    """Upright lines where a year begins, named where there is room."""
    parts, year = [], ""
    for i, slot in enumerate(slots):
        x = left + step * (i - 0.5)
        if slot["year"] != year:
            year = slot["year"]
            parts.append(stroke(x, ends[0], x, ends[1], GRID))
            if i == 0 or step * len([one for one in slots if one["year"] == year]) > 30:
                parts.append(label(x, ends[1] + 12, year, "middle" if i else "start", MUTED))
    return parts


def flight(arc, slots, places, now):
    """The way of a ball from what it is said to answer: high in its middle, like a lob; in full only where it comes to this step."""
    (x1, y1), (x2, y2) = places[arc["from"]], places[arc["to"]]
    lob = 16 + min(60, (x2 - x1) * 0.16)
    look = 'stroke-width="1" stroke-opacity="0.4"'
    if arc["strong"]:
        look = 'stroke-width="3.4"' if arc["to"] == now else 'stroke-width="1.8" stroke-opacity="0.8"'
    dash = "" if arc["own"] else ' stroke-dasharray="5 4"'
    path = f"M{x1:.1f} {y1:.1f}Q{(x1 + x2) / 2:.1f} {(y1 + y2) / 2 - lob:.1f} {x2:.1f} {y2:.1f}"
    return f'<path d="{path}" fill="none" stroke="{COLOURS[slots[arc["to"]]["lane"]]}" {look}{dash}/>'


def ball_of(slot, i, picture, where, size, lanes):
    """A ball, a bar of three capitals, or the diamond of a cause that is no restriction; a click goes to a ball."""
    x, y = where
    colour = COLOURS[slot["lane"]] if i <= picture["now"] else PALE
    if not slot["id"]:
        cause = i in [arc["from"] for arc in picture["arcs"]]
        told = i in picture["chain"]
        return mark("diamond", x, y, COLOURS[slot["lane"]] if cause else PALE, "", not told, size + 1.5 * told)
    shape = mark("circle", x, y, colour, "", False, size + 1.5 * (i in picture["chain"]))
    if slot["joint"]:
        shape = stroke(x, y, x, lanes[2], colour, 4.0) + shape
        for other in [1, 2]:
            shape += mark("circle", x, lanes[other], colour, "", False, size)
    return f'<g data-take="{option(slot)}" cursor="pointer">{shape}</g>'


def option(slot):
    """A ball's name in the list."""
    return f"{slot['day']}: {slot['title']}".replace('"', "”").replace("&", "and")


def rally() -> Explorer:
    """The first explorer of lesson 5. Source: the table `policy_events`."""
    balls = [slot for slot in tables()["slots"] if slot["id"]]
    moves = [(option(slot), slot["id"]) for slot in balls]
    chinese = [slot for slot in balls if slot["lane"] == BEIJING and slot["cause"] >= 0]
    own = [slot for slot in chinese if slot["own"]]
    return Explorer(
        "rally",
        {
            "move": controls.Select("The rally up to", moves, STORY, walk=True, picks=True),
            "claims": controls.Select(
                "Whose claims", [("no claims", NONE), ("the actor's own", OWN), ("anybody's", ANY)], ANY
            ),
        },
        rally_state,
        rally_picture,
        tables=tables(),
        source=data.cite("policy_events"),
        question="Who answers whom, and who says so?",
        goals=[
            Goal(
                "That one move came after another proves little. Press Next until you stand on a day on which Washington and Beijing both moved.",
                "4 February 2025, which the press calls an answer; and 24 February 2026, when Beijing's move was aimed at Japan.",
                ("move",),
                {"move": BEFORE, "claims": ANY},
            ),
            Goal(
                "An arc stands where somebody claims a cause. Set “Whose claims” to “the actor's own”, and find a ball of Beijing's with an arc.",
                f"It names one for {len(own)} of its {len(chinese)} balls with an arc. To name an act is not yet to call one's own an answer to it.",
                ("move", "claims"),
                {"claims": NONE},
            ),
            Goal(
                "Leave the ball of three capitals aside. Only one of Washington's other arcs starts at somebody's restriction. Find the ball where it ends.",
                "China's of 9 October 2025. Each story starts at the move that it did not make.",
                ("move", "claims"),
            ),
        ],
    )
