"""Lesson 1: the story comes apart. Sentence by sentence is pulled out, in the colour of its verdict, with a thread to its act."""

from __future__ import annotations

from functools import cache

from derisking import data
from derisking import widgets as controls
from derisking.charts.vector.parts import (
    CARD,
    GRID,
    INK,
    MUTED,
    NARROW,
    WORDS,
    apart,
    box,
    escaped,
    label,
    mark,
    spot,
    stroke,
    text_width,
    wavy,
    whole,
    wrapped,
)
from derisking.charts.words import moment
from derisking.explore.base import Explorer, Goal, Memory
from derisking.questions import bank

LESSON, STORY = "01-reading-the-news", "the-story"
FIRST, LAST, OUT = (
    "2023-06-20",
    "2023-07-17",
    "2023-07-03",
)  # of the line of days, which ends before the rule that is sought later; and the day on which the story ran
START, WHOLE, NOT_YET, NO_ACT = "start", "whole", "?", "tap an act"
GUESSES = [NOT_YET, "up to 5", "6 to 9", "10 to 12"]
MOST = [-1, 5, 9, 12]  # sentences that a guess allows
COLOURS = {
    "accurate": "#00795A",
    "imprecise": "#8F6200",
    "wrong": "#B3261E",
    "opinion": "#6A4C93",
    "forecast": "#0b4f7d",
    "unverifiable": "#4A4A4A",
}
# The sentences in the list, and the act that each leads to; our reading. What leads to none hangs loose.
SENTENCES = {
    "C01": ("alliance with Japan", "eu-jp-digital-council-1-2023-07-03"),
    "C02": ("less of China", "eu-economic-security-strategy-2023-06-20"),
    "C04": ("Breton’s video", "eu-jp-digital-council-1-2023-07-03"),
    "C07": ("two roadmaps", ""),
    "C08": ("council with Japan", "eu-jp-digital-council-1-2023-07-03"),
    "C10": ("council with Korea", "eu-kr-digital-council-1-2023-06-30"),
    "C14": ("chips on the table", "eu-jp-chip-memorandum-2023-07-04"),
    "C17": ("the offer for JSR", "jp-jic-offer-for-jsr-2023-06-26"),
    "C18": ("what JSR makes", ""),
    "C25": ("the US limits", ""),
    "C27": ("the Dutch limits", "nl-duv-licences-published-2023-06-30"),
    "C31": ("a place in the race", ""),
}
BEFORE = "C25"  # has an act that lies before the line of days
FACT = "C18"  # hangs loose, and could be checked all the same
ACTS = {  # short names beside the line
    "eu-economic-security-strategy-2023-06-20": "EU strategy",
    "nl-jp-chip-memorandum-2023-06-21": "Dutch-Japan paper",
    "jp-jic-offer-for-jsr-2023-06-26": "offer for JSR",
    "eu-jp-economic-dialogue-3-2023-06-27": "EU-Japan talks",
    "eu-european-council-de-risking-2023-06-30": "leaders on China",
    "eu-kr-digital-council-1-2023-06-30": "Korea council",
    "nl-duv-licences-published-2023-06-30": "Dutch order",
    "cn-gallium-germanium-announced-2023-07-03": "China’s notice",
    "eu-jp-cable-memorandum-2023-07-03": "cable paper",
    "eu-jp-digital-council-1-2023-07-03": "Japan council",
    "jp-softer-ai-rules-reported-2023-07-03": "Reuters on AI",
    "eu-jp-chip-memorandum-2023-07-04": "chip paper",
    "eu-jogmec-arrangement-2023-07-06": "metals paper",
    "de-china-strategy-2023-07-13": "German strategy",
    "eu-jp-summit-29-2023-07-13": "EU-Japan summit",
    "asia-cool-on-eu-ai-rules-2023-07-17": "Reuters on Asia",
}
SIZE, SMALL, LARGE = 14, 13, 17  # pixels of a row's letters, of its verdict, of the sentence just pulled out


@cache
def tables() -> dict[str, object]:
    """The sentences with what the record says of each, and the acts of those weeks by day."""
    claims = data.load("claim_check").set_index("claim_id")
    events = data.load("policy_events").sort_values("date", kind="stable")
    acts = [
        {
            "id": row.event_id,
            "name": ACTS[row.event_id],
            "title": row.title,
            "day": f"{moment(row.date).day} {moment(row.date):%B}",
            "at": (moment(row.date) - moment(FIRST)).days,
            "restricts": row.kind == "restriction",
            "address": row.url,
        }
        for row in events[events["date"].between(FIRST, LAST)].itertuples()
    ]
    place = {act["id"]: i for i, act in enumerate(acts)}
    question = bank.load(LESSON)[STORY].raw
    sentences = []
    for number, card in enumerate(question["cards"], 1):
        claim, (name, act) = claims.loc[card["claim"]], SENTENCES[card["claim"]]
        sentences.append(
            {
                "id": card["claim"],
                "name": f"{number} · {name}",
                "text": card["text"].strip(),
                "opens": bool(card.get("opens")),
                "verdict": claim["verdict_2023"],
                "said": claim["evidence_2023"].replace("'Alliance'", "‘Alliance’"),
                "earlier": " · act: 2022" if card["claim"] == BEFORE else "",
                "act": place[act] if act else -1,
                "address": claim["url"],
            }
        )
    headline = question["text"].split("**")[1].strip(".")
    days = (moment(LAST) - moment(FIRST)).days
    return {
        "headline": headline,
        "sentences": sentences,
        "acts": acts,
        "days": days,
        "out": (moment(OUT) - moment(FIRST)).days,
    }


def story_state(v, t):
    """The story with its first sentences pulled out, up to the chosen one; at the end also what it leaves out."""
    sentences, acts = t["sentences"], t["acts"]
    many, over = len(sentences), v["sentence"] == WHOLE
    opened = len([one for one in sentences if one["id"] in v["kept"]])
    walked = opened in [0, many] or v.get("free")
    at = max([-1, *[i for i, one in enumerate(sentences) if one["id"] == v["sentence"]]])
    pulled = many if over else at + 1
    held = [one["act"] for one in sentences[:pulled] if one["act"] >= 0]
    threads = f"{len(held)} with an act, {pulled - len(held)} loose"
    guess = v["kept"].get(START, {}).get("guess", NOT_YET)
    tapped = max([-1, *[i for i, act in enumerate(acts) if over and act["id"] == v["act"]]])
    out = [i for i, act in enumerate(acts) if i == tapped and act["restricts"] and i not in held]
    truth = len([one for one in sentences if one["act"] >= 0])
    right = len([i for i, one in enumerate(GUESSES) if one == guess and i > 0 and MOST[i - 1] < truth <= MOST[i]]) > 0
    answer = "" if guess == NOT_YET else f"You said {guess}: {'right' if right else 'no'}, {truth} of {many} do."
    way = ""  # what helps, in place of the goal
    if over:
        title = f"{len(held)} of {many} lead to an act, {pulled - len(held)} hang loose"
        if tapped >= 0 and len(out) == 0:
            why = "a thread reaches it" if tapped in held else "no thread, but it restricts no trade"
            title = f"{acts[tapped]['name']}: {why}"
            way = f"{title}. Tap another."
        left = [f"{acts[i]['title']} ({acts[i]['day']})" for i in out]
        used = [i for i in range(len(acts)) if i in held]
        line = f"The threads reach {len(used)} of {len(acts)} acts."
        line = f"{line} Restriction without a thread: {left[0]}." if len(left) > 0 else line
        line = line if walked else f"So far you have pulled out {opened} of {many}. {line}"
    elif pulled == 0:
        title = f"{many} sentences, {len(acts)} acts: which leads where?"
        if guess != NOT_YET:
            title = f"{truth} of {many} lead to an act, {many - truth} hang loose"
        line = "On the left the story, on the right what was done, day by day."
    else:
        one = sentences[at]
        title = f"{pulled} of {many} pulled out: {threads}"
        where = f"It leads to: {acts[one['act']]['title']}, {acts[one['act']]['day']}." if one["act"] >= 0 else ""
        line = f"As of July 2023 {one['verdict']}. {one['said']} {where or 'No act of these weeks carries it.'}"
        if opened == many and one["id"] != FACT:
            loose = "It is loose, but nobody could check it on the day"
            way = f"{loose if one['act'] < 0 else 'A thread holds this one'}. Take another."
    shown = {
        "title": title,
        "line": line,
        "alt": f"A news story of {many} sentences, and beside it a line of days with {len(acts)} acts, 20 June to 17 July 2023. {title}. {line}",
        "caption": "Once pulled out, a sentence takes the colour of its verdict as of July 2023. Which act a sentence leads to is our reading. The American limits, of October 2022, lie "
        "before this line. A day with several acts takes more room.",
        "heads": ["sentence, or act without one", "verdict", "leads to", "day", "source"],
        "rows": [
            *[sentence_row(one, acts, i < pulled) for i, one in enumerate(sentences)],
            *[[act["title"], "–", "–", act["day"], act["address"]] for i, act in enumerate(acts) if i not in held],
        ],
        "picture": {
            "headline": t["headline"],
            "sentences": sentences,
            "acts": acts,
            "days": t["days"],
            "ran": t["out"],
            "at": at,
            "pulled": pulled,
            "held": held,
            "out": out,
            "over": over,
            "tapped": tapped,
        },
        "goals": [guess != NOT_YET, over and opened == many, len(out) > 0, v["sentence"] == FACT],
        "judged": [[answer, right]],
        "way": "" if v.get("free") else way,
    }
    return {**shown, "link": sentences[at]["address"]} if at >= 0 else shown


def sentence_row(one, acts, known):
    """A sentence's line in the table."""
    if not known:
        return [one["text"], "?", "?", "?", "?"]
    act = acts[one["act"]] if one["act"] >= 0 else {"title": "no act", "day": "–"}
    return [one["text"], one["verdict"], act["title"], act["day"], one["address"]]


# --- the picture -------------------------------------------------------------------------------------------------------------------


def story_picture(picture, width):
    """The story on the left, the line of days on the right; between them threads, and, large, the sentence just pulled out.

    picture: as `story_state` says. Before the first sentence its headline stands there; on a phone both stand above.
    """
    narrow, at, many = width < NARROW, picture["at"], len(picture["sentences"])
    line, edge = width - (124 if narrow else 206), 166 if narrow else 196
    wide = width - 16 if narrow else line - edge - 48
    texts = [wrapped(one["text"], (wide - 28) * SIZE / LARGE) for one in picture["sentences"]]
    head = 26 + (23 * max([len(lines) for lines in texts]) + 54 if narrow else 0)
    pitch = 36 if narrow else 31.5
    low = head + pitch * many
    places = days(picture, head + 10, low - 12)
    parts = [label(8, head - 13, "The story", "start", INK, True)]
    parts.append(label(line - 6, head - 13, "June and July" if narrow else "What was done", "start", INK, True))
    parts.append(stroke(line, head, line, low, MUTED, 1.5))
    rows = []
    for i in range(many):
        middle = head + pitch * (i + 0.5)
        if i < picture["pulled"] and i != at:
            parts.append(thread(picture, i, [edge, middle], [line, places], 2.8 if at < 0 else 1.4))
        rows.append(row(picture, i, [8, middle - pitch / 2 + 1.5, edge - 8, pitch - 3]))
    parts.extend(rows)
    if at >= 0:
        middle, high = head + pitch * (at + 0.5), 23 * len(texts[at]) + 46
        top = (head - 26 - high) / 2 if narrow else min(max(head, middle - high / 2), low - high)
        start = [edge, middle] if narrow else [edge + 12 + wide, top + high / 2]
        parts.append(thread(picture, at, start, [line, places], 4.0))
        if not narrow:
            parts.append(stroke(edge, middle, edge + 14, middle, COLOURS[picture["sentences"][at]["verdict"]], 4.0))
        parts.append(pulled(picture, [8 if narrow else edge + 12, top, wide, high], texts[at]))
    elif picture["pulled"] == 0:
        parts.extend(paper(picture["headline"], 8 if narrow else edge + 12, 2 if narrow else head + 90, wide))
    parts.extend(record(picture, line, places, width))
    notes = noted(picture) if narrow and picture["over"] else []
    for k, words in enumerate(notes):
        parts.append(box(8, 40, 6, 14 + 26 * len(notes), WORDS) if k == 0 else "")
        parts.append(label(26, 60 + 26 * k, words, "start", WORDS, k > 0, False, LARGE))
    return whole(width, low + 8, parts)


def days(picture, top, low):
    """Where the acts stand on the line, by day; the last place is where the story ran."""
    wanted = [*[act["at"] for act in picture["acts"]], picture["ran"] + 0.5]
    gap = min(21, (low - top) / len(wanted))
    places = apart([spot(at, 0, picture["days"], top, low - 2 * gap) for at in wanted], gap)
    return [y + max(0, top - min(places)) for y in places]


def row(picture, i, frame):
    """A sentence of the list: its short name, once known in its verdict's colour and with the word; where it is pulled out, its empty place."""
    one, (x, y, wide, high) = picture["sentences"][i], frame
    if i == picture["at"]:
        look = f'fill="none" stroke="{COLOURS[one["verdict"]]}" stroke-width="1.5" stroke-dasharray="5 4"'
        return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="4" {look}/>'
    known, colour = i < picture["pulled"], COLOURS[one["verdict"]]
    size = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="4"'
    parts = [f'<rect {size} fill="{CARD}" stroke="{GRID}"/>']
    if known:
        parts = [
            f'<rect {size} fill="{CARD}"/><rect {size} fill="{colour}" fill-opacity="0.14"/>',
            box(x, y, 5, high, colour),
        ]
        parts.append(
            label(x + 12, y + high * 0.73, f"{one['verdict']}{one['earlier']}", "start", colour, True, False, SMALL)
        )
    parts.append(
        label(
            x + 11,
            y + high * (0.29 if known else 0.5),
            one["name"],
            "start",
            INK,
            False,
            False,
            SIZE,
        )
    )
    return f'<g data-key="{one["id"]}" data-take="{escaped(one["name"])}" cursor="pointer">{"".join(parts)}</g>'


def paper(headline, x, y, wide):
    """The front page as it came out: its name, the headline, and grey lines for the sentences that are still in it."""
    lines = wrapped(headline, (wide - 28) * SIZE / LARGE, True)
    parts = [
        box(x, y, wide, 23 * len(lines) + 92, "#F8F3E3", MUTED),
        stroke(x + 14, y + 32, x + wide - 14, y + 32, INK, 2),
    ]
    parts.append(label(x + 14, y + 18, "The Small Paper", "start", INK, False, False, SIZE))
    for k, words in enumerate(lines):
        parts.append(label(x + 14, y + 50 + 23 * k, words, "start", INK, True, False, LARGE))
    for k in range(3):
        low = y + 23 * len(lines) + 50 + 11 * k
        parts.append(stroke(x + 14, low, x + 14 + (wide - 28) * [1, 0.94, 0.6][k], low, GRID, 4))
    return parts


def pulled(picture, frame, lines):
    """The sentence just pulled out, large, with its verdict."""
    one, (x, y, wide, high) = picture["sentences"][picture["at"]], frame
    colour, size = COLOURS[one["verdict"]], f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="6"'
    parts = [
        f'<rect {size} fill="{CARD}"/><rect {size} fill="{colour}" fill-opacity="0.1" stroke="{colour}" stroke-width="2.5"/>'
    ]
    parts.extend(
        [label(x + 14, y + 22 + 23 * k, words, "start", INK, False, False, LARGE) for k, words in enumerate(lines)]
    )
    parts.append(
        label(
            x + 14,
            y + high - 21,
            f"{one['verdict']}{one['earlier']}",
            "start",
            colour,
            True,
            False,
            15 if one["earlier"] else 20,
        )
    )
    return f'<g data-key="{one["id"]}" data-take="{escaped(one["name"])}" cursor="pointer">{"".join(parts)}</g>'


def thread(picture, i, start, line, thick):
    """From a sentence to its act, or down into nothing; in the colour of its verdict."""
    one, (x, middle) = picture["sentences"][i], start
    right, places = line
    look = f'fill="none" stroke="{COLOURS[one["verdict"]]}" stroke-width="{thick:.1f}"'
    if one["act"] < 0:
        loose = len([other for other in picture["sentences"][:i] if other["act"] < 0])
        turn = min(
            x + (10 + min(30, (right - x - 40) / 2) * (loose % 3) if picture["at"] < 0 else 16), right - 28
        )  # neighbours hang beside each other
        end = min(middle + 54, places[len(places) - 2] + 12)
        return f'<path d="M{x:.1f} {middle:.1f}Q{turn:.1f} {middle:.1f} {turn:.1f} {middle + 6:.1f}{wavy(turn, middle + 6, end, 3.2)}" {look}/>'
    bend, y = (right - x) / 2, places[one["act"]]
    return f'<path d="M{x:.1f} {middle:.1f}C{x + bend:.1f} {middle:.1f} {right - bend:.1f} {y:.1f} {right:.1f} {y:.1f}" {look}/>'


def record(picture, line, places, width):
    """The acts on the line, with day and short name; on a phone the day stands on the other side of the line."""
    narrow, acts = width < NARROW, picture["acts"]
    parts = []
    taken = picture["sentences"][picture["at"]]["act"] if picture["at"] >= 0 else picture["tapped"]
    for i, act in enumerate(acts):
        y, out, held = places[i], i in picture["out"], i in picture["held"]
        colour = WORDS if out else INK if held else MUTED
        said = f"{act['day']}: {act['title']}"
        parts.append(
            mark(
                "diamond" if out else "circle", line, y, colour, said, not out and not held, 7.0 if i == taken else 5.0
            )
        )
        if i == 0 or acts[i - 1]["day"] != act["day"]:
            months = ["", ""] if narrow else [" Jun", " Jul"]  # which the head says there
            day = act["day"].replace(" June", months[0]).replace(" July", months[1])
            left, anchor = (line - 9, "end") if narrow else (line + 11, "start")
            parts.append(label(left, y, day, anchor, MUTED, False, narrow, SMALL if narrow else 14))
        place, size = (10, SMALL) if narrow else (64, 15)
        name = label(line + place, y, act["name"], "start", colour, out or i == taken, narrow, size)
        reach = (
            f'<rect x="{line - 9:.1f}" y="{y - 10:.1f}" width="{width - line + 9:.1f}" height="20" fill="transparent"/>'
        )
        taking = f'data-take="{escaped(act["name"])}" cursor="pointer"' if picture["over"] else ""
        parts.append(f"<g {taking}>{reach}{name}</g>" if picture["over"] else name)
    y = places[len(acts)]
    told = line + 15 + text_width("story, 3 July", True)
    parts.extend([stroke(a, y, b, y, MUTED, 1.0, "3 3") for a, b in [[line - 6, line + 7], [told, width - 6]] if a < b])
    parts.append(label(line + 11, y, "story, 3 July", "start", MUTED, True, True))
    return parts


def noted(picture):
    """What a phone has no room for beside the line: what an open ring is, and then what the story leaves out."""
    if len(picture["out"]) == 0:
        return ["An open ring is an act", "that no thread reaches."]
    return [
        "The story leaves out:",
        *[f"{picture['acts'][i]['day']}: {picture['acts'][i]['name']}" for i in picture["out"]],
    ]


def story() -> Explorer:
    """The picture of lesson 1. Sources: the tables `claim_check` and `policy_events`."""
    t = tables()
    steps = [("the story", START), *[(one["name"], one["id"]) for one in t["sentences"]], ("the whole story", WHOLE)]  # fmt: skip
    held = [one["act"] for one in t["sentences"] if one["act"] >= 0]
    return Explorer(
        "story",
        {
            "guess": controls.Select("Guess", GUESSES, NOT_YET),
            "sentence": controls.Select("Pull out", steps, START, walk=True, picks=True),
            "act": controls.Select(
                "Act", [NO_ACT, *[(one["name"], one["id"]) for one in t["acts"]]], NO_ACT, picks=True
            ),
        },
        story_state,
        story_picture,
        tables=t,
        source=f"{data.cite('claim_check')} · {data.cite('policy_events')}",
        question="What does each sentence of the story hang on?",
        memory=Memory("sentence", ("guess",), anew=True),
        when={"guess": ("sentence", START), "act": ("sentence", WHOLE)},
        goals=[
            Goal(
                f"Guess first: how many of the {len(t['sentences'])} sentences lead to an act of these weeks?",
                f"The other {len(t['sentences']) - len(held)} hang loose. Pull them out, one by one.",
                ("guess",),
                word="Guessed.",
            ),
            Goal(
                f"Press Next until all {len(t['sentences'])} sentences are pulled out, then once more.",
                f"{len(held)} sentences lead to {len(set(held))} acts.",
                ("sentence",),
                {"sentence": t["sentences"][0]["id"]},
            ),
            Goal(
                "Which restriction on trade has no thread? Tap it on the line of days.",
                "China’s notice, of the very day on which the story ran.",
                ("act",),
                {"sentence": WHOLE},
                place=3,
            ),
            Goal(
                "Four sentences hang loose. Go back to the one that anybody could have checked on the day.",
                "It is wrong, but not because its thread is loose: what a firm makes is a fact without a day.",
                ("sentence",),
                {"sentence": WHOLE},
                place=2,
            ),
        ],
    )
