"""Lesson 1: the story comes apart. Sentence by sentence is pulled out, in the colour of its verdict, with a thread to its act."""

from __future__ import annotations

from functools import cache

from derisking import data
from derisking import widgets as controls
from derisking.charts.vector.parts import (
    CARD,
    INK,
    MUTED,
    NARROW,
    WORDS,
    apart,
    box,
    escaped,
    label,
    mark,
    shortened,
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
FIRST, LAST, OUT = "2023-06-20", "2023-07-23", "2023-07-03"  # of the line of days, and the day on which the story ran
START, WHOLE, NOT_YET = "start", "whole", "?"
GUESSES = [NOT_YET, "up to 5", "6 to 9", "10 to 12"]
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
    "jp-softer-ai-rules-reported-2023-07-03": "Reuters on AI rules",
    "eu-jp-chip-memorandum-2023-07-04": "chip paper",
    "eu-jogmec-arrangement-2023-07-06": "metals paper",
    "de-china-strategy-2023-07-13": "German strategy",
    "eu-jp-summit-29-2023-07-13": "EU-Japan summit",
    "asia-cool-on-eu-ai-rules-2023-07-17": "Reuters on Asia",
    "jp-23-items-in-force-2023-07-23": "Japan’s rule",
}
LEAST = 336.0  # pixels: where the line of days ends at least
LINE, GAP, OUTWARD = 15, 16, 14  # pixels from line to line, from act to act, how far a sentence is pulled out


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
                "said": claim["evidence_2023"],
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
    at = max([-1, *[i for i, one in enumerate(sentences) if one["id"] == v["sentence"]]])
    pulled = many if over else at + 1
    held = [one["act"] for one in sentences[:pulled] if one["act"] >= 0]
    threads = f"{len(held)} with an act, {pulled - len(held)} loose"
    guess = v["kept"].get(START, {}).get("guess", NOT_YET)
    out = [i for i, act in enumerate(acts) if act["restricts"] and i not in held] if over else []
    if over:
        title = f"{len(held)} of {many} sentences lead to an act, {pulled - len(held)} hang loose"
        title += f"; you said {guess}" if guess != NOT_YET else ""
        left = [f"{acts[i]['title']} ({acts[i]['day']})" for i in out]
        used = [i for i in range(len(acts)) if i in held]
        line = f"The story holds to {len(used)} of {len(acts)} acts. Restrictions without a thread: {'; '.join(left)}."
    elif pulled == 0:
        title = f"{many} sentences, {len(acts)} acts of those weeks: which leads where?"
        if guess != NOT_YET:
            title = f"{many} sentences, {len(acts)} acts of those weeks; you say {guess} lead to one"
        line = "On the left the story, on the right what was done, day by day."
    else:
        one = sentences[at]
        title = f"{pulled} of {many} pulled out: {threads}"
        where = f"It leads to: {acts[one['act']]['title']}, {acts[one['act']]['day']}." if one["act"] >= 0 else ""
        line = f"As of July 2023 {one['verdict']}. {one['said']} {where or 'No act of these weeks carries it.'}"
    shown = {
        "title": title,
        "line": line,
        "alt": f"A news story of {many} sentences, and beside it a line of days with {len(acts)} acts, 20 June to 23 July 2023. {title}. {line}",
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
        },
        "goals": [guess != NOT_YET, over, v["sentence"] == FACT],
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
    """The story on the left, the line of days on the right, threads between. picture: as `story_state` says."""
    narrow = width < NARROW
    line = width - (52 if narrow else 178)
    edge = line - 40 if narrow else min(470, line - 36)
    heads = wrapped(picture["headline"], width - 16, True)
    parts = [label(8, 10 + LINE * k, words, "start", INK, True) for k, words in enumerate(heads)]
    y, ends = 12.0 + LINE * len(heads), []
    blocks = []
    for i, one in enumerate(picture["sentences"]):
        y += (3 if one["opens"] and i else 1) + (3 if narrow else 0)
        text = one["name"] if narrow and i != picture["at"] else one["text"]
        lines = wrapped(f"{text} {one['verdict']}", edge - OUTWARD - 22)
        high = LINE * len(lines) + 2
        blocks.append(sentence(picture, i, [8, y, edge - OUTWARD - 8, high], lines))
        ends.append([edge if i == picture["at"] else edge - OUTWARD, y + high / 2])
        y += high
    low = max(y, LEAST)
    places = days(picture, 26 + LINE * (len(heads) - 1), low - 10)
    parts.append(stroke(line, places[0] - 8, line, low, MUTED, 1.5))
    for i, (x, middle) in enumerate(ends):
        if i < picture["pulled"]:
            parts.append(thread(picture, i, x, middle, [line, places], low))
    parts.extend(blocks)
    parts.extend(record(picture, line, places, width))
    notes, tone = noted(picture, narrow), WORDS if picture["out"] else INK
    parts.extend([label(8, low + 18 + LINE * k, words, "start", tone, True) for k, words in enumerate(notes)])
    return whole(width, low + (18 + LINE * 2 if narrow else 6), parts)


def days(picture, top, low):
    """Where the acts stand on the line, by day; the last place is where the story ran."""
    wanted = [*[act["at"] for act in picture["acts"]], picture["ran"] + 0.5]
    return apart([spot(at, 0, picture["days"], top, low) for at in wanted], GAP)


def sentence(picture, i, frame, lines):
    """A sentence of the story: plain, or in its verdict's colour with the word; the last one that was pulled out stands further out."""
    one, known, taken = picture["sentences"][i], i < picture["pulled"], i == picture["at"]
    x, y, wide, high = frame
    x = x + OUTWARD if taken else x
    colour = COLOURS[one["verdict"]]
    parts = [f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{CARD}"/>']
    if known:
        edge = f' stroke="{colour}" stroke-width="1.5"' if taken else ""
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{colour}" fill-opacity="0.12"{edge}/>'
        )
        parts.append(box(x, y, 4, high, colour))
    for k, words in enumerate(lines):
        last = k == len(lines) - 1
        said = words[0 : len(words) - len(one["verdict"])].strip() if last else words
        middle = y + 1 + LINE * (k + 0.5)
        parts.append(label(x + 8, middle, said, "start", INK))
        if last and known:
            start = x + 8 + (text_width(f"{said} ") if said else 0)
            parts.append(label(start, middle, one["verdict"], "start", colour, True))
    return f'<g data-key="{one["id"]}" data-take="{escaped(one["name"])}" cursor="pointer">{"".join(parts)}</g>'


def thread(picture, i, x, middle, line, low):
    """From a sentence to its act, or down into nothing."""
    one, taken = picture["sentences"][i], i == picture["at"]
    right, places = line
    look = f'fill="none" stroke="{COLOURS[one["verdict"]]}" stroke-width="{3.2 if taken else 1.6:.1f}"'
    if one["act"] < 0:
        loose = len([other for other in picture["sentences"][:i] if other["act"] < 0])
        turn = min(x + 10 + 12 * (loose % 2), right - 8)  # neighbours hang beside each other
        end = min(middle + 34, low + 2)
        return f'<path d="M{x:.1f} {middle:.1f}Q{turn:.1f} {middle:.1f} {turn:.1f} {middle + 6:.1f}{wavy(turn, middle + 6, end, 2.6)}" {look}/>'
    bend, y = (right - x) / 2, places[one["act"]]
    return f'<path d="M{x:.1f} {middle:.1f}C{x + bend:.1f} {middle:.1f} {right - bend:.1f} {y:.1f} {right:.1f} {y:.1f}" {look}/>'


def record(picture, line, places, width):
    """The acts on the line, with day and short name; on a phone the day alone, and the name to point at."""
    narrow, acts = width < NARROW, picture["acts"]
    parts = []
    for i, act in enumerate(acts):
        y, out, held = places[i], i in picture["out"], i in picture["held"]
        colour = WORDS if out else INK if held else MUTED
        said = f"{act['day']}: {act['title']}"
        parts.append(mark("diamond" if out else "circle", line, y, colour, said, not out and not held, 4.5))
        fresh = i == 0 or acts[i - 1]["day"] != act["day"]
        if fresh:
            parts.append(label(line + 9, y, act["day"].replace("June", "Jun").replace("July", "Jul"), "start", MUTED))
        if not narrow:
            name = shortened(act["name"], width - line - 42, out or held)
            parts.append(label(line + 54, y, name, "start", colour, out or held))
    y = places[len(acts)]
    parts.append(stroke(line - 6, y, width - 6, y, MUTED, 1.0, "3 3"))
    parts.append(label(line + 9, y, "story" if narrow else "the story runs", "start", MUTED, True, True))
    return parts


def noted(picture, narrow):
    """What a phone has no room for beside the line: the act of the sentence, or what is left out."""
    if not narrow:
        return []
    acts, at = picture["acts"], picture["at"]
    found = [acts[i] for i in picture["out"]]
    if at >= 0 and picture["sentences"][at]["act"] >= 0:
        found = [acts[picture["sentences"][at]["act"]]]
    if at >= 0 and not found:
        return ["leads to no act"]
    return [f"{'not in it: ' if picture['out'] else ''}{act['day']}, {act['name']}" for act in found]


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
        },
        story_state,
        story_picture,
        tables=t,
        source=f"{data.cite('claim_check')} · {data.cite('policy_events')}",
        question="What does each sentence of the story hang on?",
        memory=Memory("sentence", ("guess",), anew=True),
        when={"guess": ("sentence", START)},
        goals=[
            Goal(
                f"Guess first: how many of the {len(t['sentences'])} sentences lead to an act of these weeks?",
                "Kept. Now pull them out.",
                ("guess",),
                word="Guessed.",
            ),
            Goal(
                "Pull them out, one by one, to the whole story. Which two restrictions have no sentence?",
                f"China’s notice of that very day, and Japan’s own rule. {len(held)} sentences lead to {len(set(held))} acts.",
                ("sentence",),
                {"sentence": t["sentences"][0]["id"]},
            ),
            Goal(
                "Four hang loose. One of them anybody could have checked on the day. Go back to it.",
                "What a firm makes is a fact without a day. A loose thread is no false sentence.",
                ("sentence",),
                {"sentence": WHOLE},
            ),
        ],
    )
