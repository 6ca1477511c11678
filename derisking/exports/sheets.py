"""What stands on each sheet: the worksheet of a lesson, its primary text, an exam in four versions, their key, cards to vote with."""

import collections
import dataclasses
import random
import re

import segno
from markupsafe import Markup

from derisking import cards, data, objectives
from derisking.exports import lesson, pdf
from derisking.exports.items import CHAPTERS, TASKS, Item
from derisking.exports.paper_question import Printed, lay
from derisking.questions import bank

VERSIONS = "ABCD"
EXAM, COURSE = 10, 3  # questions of an exam on one lesson, and of each lesson in an exam on several
# Cannot be asked without the lesson open.
ON_SCREEN = re.compile(r"\b(explorer|slider|drawing|chart above|table above)\b")
LONG = 150  # words: what is longer is read at home
LEAST = 5  # a lesson with fewer questions has no exam
WHO = Markup('<div class="who">Name: <span class="blank long"></span> Group: <span class="blank long"></span></div>')
RULE = (
    "Every question is worth one point. What is right counts; where you may mark several answers, wrong marks are taken off. "
    "Part of a right answer earns part of the point, and nothing falls below zero."
)


def _filled(template: str, **values: object) -> Markup:
    return Markup(cards.render(f"exports/templates/{template}.html.jinja", who=WHO, rule=RULE, **values))


def worksheet(name: str, items: list[Item], earlier: list[Item]) -> tuple[str, Markup, list[Printed]]:
    """Title, body and questions of a worksheet. earlier: the items of the lessons before.

    It asks what the lesson asks on its way and for home, without the tasks, which need the tables of an exercise; and three
    questions on earlier lessons, the same ones each time.
    """
    title = f"Worksheet: {lesson.title(name)}"
    known = [item for item in earlier if "recall" in item.question.use]
    random.Random(name).shuffle(known)

    def used(*uses: str) -> list[Item]:
        return [item for item in items if item.origin != TASKS and {*uses} & {*item.question.use}]

    chosen = (
        ("Before class", "From memory, alone.", known[:3]),
        ("In class", "Decide first, then talk to your neighbour, then decide again.", used("flow", "wrap-up")),
        ("After class", "At home, without your notes first.", used("homework")),
    )
    printed, parts = [], []
    for heading, how, some in chosen:
        laid = [lay(one, len(printed) + n, random.Random(f"{name}|{one.stable}")) for n, one in enumerate(some, 1)]
        printed += laid
        parts.append((heading, how, laid))
    glossary = data.load("glossary")
    terms = list(glossary.loc[glossary["lesson"] == name, "term"])[:6]
    goals = [objective.text for objective in objectives.load() if objective.lesson == name]
    return title, _filled("worksheet", title=title, goals=goals, parts=parts, terms=terms), printed


def exam_items(lessons: dict[str, list[Item]]) -> list[Item]:
    """The questions of an exam: spread over objectives and kinds, those for home first, never those of the two tests."""
    count, chosen = (EXAM if len(lessons) == 1 else COURSE), []
    for name, items in lessons.items():
        short = (item for item in items if item.chapter == CHAPTERS[0] and len(item.question.text.split()) <= LONG)
        pool = [item for item in short if not ON_SCREEN.search(item.question.text)]
        random.Random(f"exam {name}").shuffle(pool)
        pool.sort(key=lambda item: "homework" not in item.question.use)
        if len(lessons) > 1 and len(pool) < LEAST:
            continue
        seen, ranks = collections.Counter(), {}
        for item in pool:
            ranks[item.id] = seen[item.question.objective] + seen[item.kind] / 2
            seen.update((item.question.objective, item.kind))
        chosen += sorted(pool, key=lambda item: ranks[item.id])[:count]
    return chosen


def exam(title: str, items: list[Item], version: str) -> tuple[str, Markup, list[Printed]]:
    """Title, body and questions of one version: the same questions, in an order of its own, with letters of its own."""
    dice = random.Random(f"{title}|{version}")
    order = items[:]
    dice.shuffle(order)
    # Dice of its own for each question: what one of them draws moves no letter of another.
    printed = [lay(item, n, random.Random(f"{title}|{version}|{item.stable}")) for n, item in enumerate(order, 1)]
    whole = f"{title}, version {version}"
    return whole, _filled("exam", title=whole, printed=printed), printed


def key(title: str, versions: dict[str, list[Printed]]) -> tuple[str, Markup]:
    """Title and body of the key: a table of answers for each version, then the reasons once."""
    finds = all("find" in one.item.raw for printed in versions.values() for one in printed)
    shown = {"title": title, "versions": versions, "finds": finds, "block": pdf.block, "inline": pdf.inline}
    return f"Key: {title}", _filled("key", **shown)


def primary(name: str, items: list[Item]) -> tuple[str, Markup, list[Printed]] | None:
    """Title, body and questions of the sheet on a lesson's primary text; None for a lesson without one.

    The text itself is not printed: a code leads to its official address.
    """
    text = bank.load(name).primary
    if text is None:
        return None
    chosen = [dataclasses.replace(item, above="") for item in items if item.chapter == CHAPTERS[4]]
    printed = [lay(item, n, random.Random(f"{name}|{item.stable}")) for n, item in enumerate(chosen, 1)]
    title = f"The paper on the table: {lesson.title(name)}"
    code = segno.make(text.address, error="m").svg_data_uri(scale=4, border=2, dark="#000", light="#fff")
    return title, _filled("primary", title=title, text=text, code=code, printed=printed), printed


def vote_cards() -> Markup:
    """Four letters to cut apart; each has a frame of its own, so that it is known without its colour."""
    boxes = (Markup('<div class="vote-card"><p class="{}">{}</p></div>').format(one.lower(), one) for one in VERSIONS)
    return Markup('<h1>Vote cards</h1><div class="votes">{}</div>').format(Markup("").join(boxes))
