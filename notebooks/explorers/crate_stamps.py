"""Lesson 5: the crate from Veldhoven. Five questions to a rule, and each answer is a stamp; the barrier does what the rule says."""

from __future__ import annotations

from derisking import data
from derisking import widgets as controls
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
    label,
    stroke,
    text_width,
    whole,
    wrapped,
)
from derisking.explore.base import Explorer, Goal, Memory

OPEN = "?"
ASKED = ["hard", "caught", "what", "where", "whose"]
QUESTIONS = ["How hard?", "What is caught?", "Thing or service?", "Where to?", "Whose law?"]
STAMPS = [
    ["ask first", "no"],
    ["named goods", "feared use"],
    ["the thing", "service"],
    ["everywhere", "one country"],
    ["EU", "member state", "non-EU"],
]
WOOD = "#fbe9dc"
# A rule: who and when, what it says, what stands there, the stamp that holds for each question and a word for whoever took another one.
RULES = [
    {
        "key": "hague",
        "event": "nl-duv-licences-in-force-2023-09-01",
        "name": "The Hague, 1 September 2023",
        "says": "Whoever wants to send one of the machines named here out of the European Union needs a licence of the Dutch minister.",
        "crate": "Veldhoven: a printing machine, for Shanghai",
        "holds": ["ask first", "named goods", "the thing", "everywhere", "member state"],
        "why": [
            "It does not say no. It says: ask first.",
            "It names machines, and no use.",
            "What lies in the crate is caught, and nobody's service.",
            "It names no country. Every destination outside the European Union is meant.",
            "The EU's Regulation allows such a list, and The Hague made it.",
        ],
        "end": "The crate may leave, if The Hague says yes.",
    },
    {
        "key": "engineers",
        "event": "us-chip-and-tool-controls-2022-10-07",
        "name": "Washington, 7 October 2022",
        "says": "Americans may service machines in Chinese plants that make advanced chips only with a licence.",
        "crate": "San Jose: an engineer with a toolbox",
        "holds": ["ask first", "feared use", "service", "one country", "non-EU"],
        "why": [
            "With a licence they may.",
            "It names no good: what the plant makes sets it off.",
            "No machine leaves here. Persons are caught.",
            "Plants in one country are meant, China.",
            "Washington made it, which lies outside the EU.",
        ],
        "end": "The engineer may go, if Washington says yes.",
    },
    {
        "key": "army",
        "event": "cn-metals-ban-us-2024-12-03",
        "name": "Beijing, 3 December 2024, first clause",
        "says": "Goods of dual use may not leave for military users or military purposes in the United States.",
        "crate": "Shanghai: goods of dual use, for an American arms maker",
        "holds": ["no", "feared use", "the thing", "one country", "non-EU"],
        "why": [
            "Nobody is told to ask. Such exports are forbidden.",
            "This clause names no goods: it asks who would use them, and for what.",
            "Goods are caught, and nobody's service.",
            "One country is meant, the United States.",
            "Beijing made it, which lies outside the EU.",
        ],
        "end": "The crate stays.",
    },
]


def crate_state(v, t):
    """The stamps on a rule's crate; one that does not hold says so at once."""
    rule = t["rules"][v["rule"]]
    stamps = [v[name] for name in ASKED]
    made = len([one for one in stamps if one != OPEN])
    held = [stamp in [right, OPEN] for stamp, right in zip(stamps, rule["holds"], strict=True)]
    wrong = [i for i, holds in enumerate(held) if not holds]
    right = made - len(wrong)
    done = right == len(ASKED)
    line = rule["end"] if done else f"{right} of 5 stamps hold. The barrier waits."
    if wrong:
        line = " ".join([f"{QUESTIONS[i]} {rule['why'][i]}" for i in wrong])
    result = f"{right} of 5 stamps hold"
    barrier = "shut" if not done or stamps[0] == "no" else "half"
    sign = "STOP" if stamps[0] == "no" else "ASK FIRST"
    return {
        "title": f"{rule['name']}: {result}",
        "line": line,
        "link": rule["address"],
        "alt": f"A crate before a barrier. The rule: {rule['says']} Stamps: {', '.join([f'{q} {s}' for q, s in zip(QUESTIONS, stamps, strict=True)])}. {result}. {line if made else ''}",
        "caption": f"What each rule says, in our words.{' The first clause of the notice only.' if v['rule'] == 'army' else ''}",
        "heads": ["question", "your stamp", "does it hold?"],
        "rows": [
            [QUESTIONS[i], stamps[i], "–" if stamps[i] == OPEN else "yes" if held[i] else "no"]
            for i in range(len(ASKED))
        ],
        "picture": {
            "rule": rule,
            "stamps": stamps,
            "held": held,
            "barrier": barrier,
            "sign": sign if done else f"{right} OF 5 HOLD" if made else "MAY IT LEAVE?",
        },
        "goals": [done and v["rule"] == key for key in ["hague", "engineers", "army"]],
    }


def crate_picture(picture, width):
    """The rule on paper, the crate with its five rows of stamps, and a barrier. A click on a stamp puts it on, or takes it off."""
    narrow = width < NARROW
    rule = picture["rule"]
    parts, y = paper(rule, width)
    right = width - 8 if narrow else width - 128
    head, row = wrapped(rule["crate"], right - 44, True), 64 if narrow else 46
    first = y + 22 + 17 * len(head)
    # on a phone the reason stands in the row of the stamp that does not hold: below the crate it would be out of sight
    why = [[] if held or not narrow else wrapped(rule["why"][i], right - 44) for i, held in enumerate(picture["held"])]
    high = first - y + sum([row + 19 * len(lines) for lines in why]) + 6
    parts.append(box(8, y, right - 8, high, WOOD, SECOND))
    parts.append(box(13, y + 5, right - 18, high - 10, "none", SECOND))
    parts.extend([label(24, y + 20 + 17 * k, line, "start", WORDS, True) for k, line in enumerate(head)])
    for i, question in enumerate(QUESTIONS):
        top = first + sum([row + 19 * len(lines) for lines in why[0:i]])
        parts.append(stroke(13, top, right - 5, top, SECOND, 0.6))
        parts.append(label(24, top + (14 if narrow else row / 2), question, "start", INK, True))
        x, y_stamp = (24, top + 43) if narrow else (148, top + row / 2)
        for words in STAMPS[i]:
            wide = max(56, text_width(words.upper(), True) + 16)
            parts.append(stamp(words, x, y_stamp, wide, i, picture))
            x += wide + 8
        parts.extend([label(24, top + 72 + 19 * k, line, "start", WORDS) for k, line in enumerate(why[i])])
    if narrow:
        return whole(width, y + high + 132, [*parts, *gate(picture, 40, y + high + 124, 90, True)])
    return whole(width, y + high + 10, [*parts, *gate(picture, right + 22, y + high, 92, False)])


def paper(rule, width):
    """What the rule says, on a sheet; and where it ends."""
    lines = wrapped(rule["says"], (width - 60) * 14 / 16)
    parts = [
        box(8, 4, width - 16, 44 + 21 * len(lines), CARD, MUTED),
        stroke(8, 4, 8, 48 + 21 * len(lines), STRONG, 5.0),
    ]
    parts.append(label(24, 22, rule["name"], "start", STRONG, True, False, 16))
    parts.extend([label(24, 46 + 21 * k, line, "start", INK, False, False, 16) for k, line in enumerate(lines)])
    return parts, 62 + 21 * len(lines)


def stamp(words, x, y, wide, i, picture):
    """One stamp: an outline until it is put on; then ink, a little askew. What does not hold is crossed out."""
    on = picture["stamps"][i] == words
    wrong = on and not picture["held"][i]
    colour = (SECOND if wrong else STRONG) if on else MUTED
    said = words.upper() if on else words
    dash = ' stroke-dasharray="4 3"' if not on else ""
    turn = f' transform="rotate({-4 if i % 2 else 3} {x + wide / 2:.1f} {y:.1f})"' if on else ""
    frame = (
        f'<rect x="{x:.1f}" y="{y - 15:.1f}" width="{wide:.1f}" height="30" rx="4" fill="{CARD}" '
        f'stroke="{colour}" stroke-width="{3 if on else 1}"{dash}/>'
    )
    cross = stroke(x + 4, y + 11, x + wide - 4, y - 11, SECOND, 2.5) if wrong else ""
    text = label(x + wide / 2, y, said, "middle", colour, on)
    return f'<g data-take="{words}" cursor="pointer"{turn}>{frame}{text}{cross}</g>'


def gate(picture, x, bottom, arm, beside):
    """A post with a striped arm, which lies across the way or stands half open; and a sign above it, or beside."""
    top = bottom - 62
    half = picture["barrier"] == "half"
    steps = [[x + 8 + arm * k / 6, x + 8 + arm * (k + 1) / 6] for k in range(6)]
    bars = "".join(
        [stroke(a, top + 8, b, top + 8, SECOND if k % 2 == 0 else INK, 9.0) for k, (a, b) in enumerate(steps)]
    )
    sign = picture["sign"]
    words = wrapped(sign, 100, True)
    parts = [box(x - 6, top, 14, 62, INK), stroke(x - 14, bottom, x + arm + 12, bottom, GRID, 3.0)]
    turn = -48 if half else 0
    parts.append(f'<g transform="rotate({turn} {x:.1f} {top + 8:.1f})">{bars}</g>')
    colour = SECOND if sign == "STOP" or "OF" in sign else STRONG
    above = top - (arm * 0.8 if half else 14) - 20 * (len(words) - 1)
    at, y, anchor = [x + arm + 24, top + 20, "start"] if beside else [x + arm / 2, above, "middle"]
    parts.extend([label(at, y + 20 * k, line, anchor, colour, True, True, 17) for k, line in enumerate(words)])
    return parts


def crate() -> Explorer:
    """The stamps of lesson 5. Source: the table `policy_events`."""
    selects = {
        name: controls.Select(QUESTIONS[i], [(OPEN, OPEN), *[(one, one) for one in STAMPS[i]]], OPEN, picks=True)
        for i, name in enumerate(ASKED)
    }
    names = [(rule["name"], rule["key"]) for rule in RULES]
    five = tuple(ASKED)
    address = data.load("policy_events").set_index("event_id")["url"]
    return Explorer(
        "crate",
        {"rule": controls.Select("Rule", names, RULES[0]["key"]), **selects},
        crate_state,
        crate_picture,
        tables={"rules": {rule["key"]: {**rule, "address": address[rule["event"]]} for rule in RULES}},
        source=data.cite("policy_events"),
        question="May it leave? Read the rule, then tap one stamp in each row of the crate.",
        memory=Memory("rule", five, anew=True),
        keeps=True,
        goals=[
            Goal(
                "The Dutch order: one stamp in each row, until all five hold. A wrong one is crossed out, and the reason stands below.",
                "Ask first, by list, for every destination, under Dutch law: the crate may leave, if The Hague says yes.",
                five,
            ),
            Goal(
                "Washington's rule on service: five stamps again, until all hold.",
                "No machine leaves; persons are caught, because of what the plant makes. Four of the five stamps are not those of The Hague.",
                five,
                {"rule": "engineers"},
            ),
            Goal(
                "Beijing's notice, first clause: five stamps. Does the barrier open then?",
                "It is a ban for a use. The next clause of the same notice names metals: one notice, two rules.",
                five,
                {"rule": "army"},
            ),
        ],
    )
