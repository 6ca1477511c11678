"""What stands on each sheet: the worksheet of a lesson, an exam in four versions, their key, cards to vote with."""

from __future__ import annotations

import random
import re

from markupsafe import Markup

from derisking import data, objectives
from derisking.exports import lesson, press
from derisking.exports.items import CHAPTERS, TASKS, Item
from derisking.exports.printed import Printed, lay

VERSIONS = "ABCD"
EXAM, COURSE = 10, 3  # questions of an exam on one lesson, and of each lesson in an exam on several
ON_SCREEN = re.compile(
    r"\b(explorer|slider|drawing|chart above|table above)\b"
)  # cannot be asked without the lesson open
LEAST = 5  # a lesson with fewer questions has no exam
WHO = Markup('<div class="who">Name: <span class="blank long"></span> Group: <span class="blank long"></span></div>')
RULE = (
    "Every question is worth one point. What is right counts; where you may mark several answers, wrong marks are taken off. "
    "Part of a right answer earns part of the point, and nothing falls below zero."
)


def _heading(text: str, level: int = 2) -> Markup:
    return Markup(f"<h{level}>{{}}</h{level}>").format(text)


def _lines(count: int) -> Markup:
    return Markup('<p class="line"></p>') * count


def _listed(texts: list[str]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(text) for text in texts))


# --- the worksheet ----------------------------------------------------------------------------------------------------------


def in_class(items: list[Item]) -> list[Item]:
    """The questions that a lesson asks on its way, without those that need the table of an exercise."""
    return [item for item in items if item.origin != TASKS and {"flow", "wrap-up"} & set(item.question.use)]


def after_class(items: list[Item]) -> list[Item]:
    """The questions for home."""
    return [item for item in items if item.origin != TASKS and "homework" in item.question.use]


def before_class(earlier: list[Item], name: str) -> list[Item]:
    """Three questions on earlier lessons, the same ones each time; none before the first."""
    known = [item for item in earlier if "recall" in item.question.use]
    random.Random(name).shuffle(known)
    return known[:3]


def worksheet(name: str, items: list[Item], earlier: list[Item]) -> tuple[str, Markup, list[Printed]]:
    """Title, body and questions of a worksheet. earlier: the items of the lessons before."""
    title = f"Worksheet: {lesson.title(name)}"
    body, number, printed = [_heading(title, 1), WHO], 0, []
    goals = [objective.text for objective in objectives.load() if objective.lesson == name]
    body += [_heading("What you can do afterwards"), _listed(goals)] if goals else []
    parts = (
        ("Before class", "From memory, alone.", before_class(earlier, name)),
        ("In class", "Decide first, then talk to your neighbour, then decide again.", in_class(items)),
        ("After class", "At home, without your notes first.", after_class(items)),
    )
    for heading, how, chosen in parts:
        body += [_heading(heading), Markup("<p>{}</p>").format(how)]
        body += [_terms(name)] if heading == "Before class" else []
        for item in chosen:
            number += 1
            printed.append(lay(item, number, random.Random(f"{name}|{item.stable}")))
            body.append(printed[-1].html())
        if heading == "In class":
            body += [Markup("<p>Three ideas that you take away, in your own words:</p>"), _lines(3)]
    body += [
        Markup("<p>What would have to happen for you to change your mind about one of your answers?</p>"),
        _lines(3),
    ]
    return title, Markup("").join(body), printed


def _terms(name: str) -> Markup:
    """Up to six terms of the lesson, with room for what they mean."""
    table = data.load("glossary")
    terms = list(table.loc[table["lesson"] == name, "term"])[:6]
    if not terms:
        return Markup("")
    rows = (Markup('<tr><th scope="row">{}</th><td></td></tr>').format(term) for term in terms)
    head = Markup(
        '<thead><tr><th scope="col">Term</th><th scope="col">What you think it means, before you look it up</th></tr></thead>'
    )
    return Markup("<table>{}<tbody>{}</tbody></table>").format(head, Markup("").join(rows))


# --- the exam ---------------------------------------------------------------------------------------------------------------


def exam_items(lessons: dict[str, list[Item]]) -> list[Item]:
    """The questions of an exam: spread over objectives and kinds, those for home first, never those of the two tests."""
    count, chosen = (EXAM if len(lessons) == 1 else COURSE), []
    for name, items in lessons.items():
        pool = [item for item in items if item.chapter == CHAPTERS[0] and not ON_SCREEN.search(item.question.text)]
        random.Random(f"exam {name}").shuffle(pool)
        pool.sort(key=lambda item: "homework" not in item.question.use)
        if len(lessons) > 1 and len(pool) < LEAST:
            continue
        seen: dict[str, int] = {}
        ranks = {}
        for item in pool:
            ranks[item.id] = seen.get(item.question.objective, 0) + seen.get(item.kind, 0) / 2
            for word in (item.question.objective, item.kind):
                seen[word] = seen.get(word, 0) + 1
        chosen += sorted(pool, key=lambda item: ranks[item.id])[:count]
    return chosen


def exam(title: str, items: list[Item], version: str) -> tuple[str, Markup, list[Printed]]:
    """Title, body and questions of one version: the same questions, in an order of its own, with letters of its own."""
    dice = random.Random(f"{title}|{version}")
    order = items[:]
    dice.shuffle(order)
    printed = [lay(item, number, dice) for number, item in enumerate(order, 1)]
    whole = f"{title}, version {version}"
    minutes = 2 * len(items)
    body = [
        _heading(whole, 1),
        WHO,
        Markup("<p>{} questions, about {} minutes. {}</p>").format(len(items), minutes, RULE),
        *(one.html() for one in printed),
        Markup("<p>Points: <span class='blank'></span> of {}</p>").format(len(items)),
    ]
    return whole, Markup("").join(body), printed


def key(title: str, versions: dict[str, list[Printed]]) -> tuple[str, Markup]:
    """Title and body of the key: a table of answers for each version, then the reasons once."""
    body = [_heading(f"Key: {title}", 1), Markup("<p>For teachers. {} A/B: either letter counts.</p>").format(RULE)]
    for version, printed in versions.items():
        rows = (
            Markup("<tr><td>{}</td><td>{}</td><td>{}</td></tr>").format(p.number, p.key(), p.item.id) for p in printed
        )
        names = ("Question", "Answer", "Name in the bank")
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in names)
        table = Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, Markup("").join(rows))
        body.append(Markup('<section class="question">{}{}</section>').format(_heading(f"Answers of {version}"), table))
    first = next(iter(versions))
    body.append(_heading(f"Reasons, in the order of {first}"))
    for one in versions[first]:
        body += [
            Markup('<section class="question"><h3>Question {}: {}</h3>').format(one.number, one.item.id),
            press.block(one.item.question.say(one.item.question.text)),
            one.reasons(),
            Markup("</section>"),
        ]
    return f"Key: {title}", Markup("").join(body)


# --- cards ------------------------------------------------------------------------------------------------------------------


def vote_cards() -> Markup:
    """Four letters to cut apart; each has a frame of its own, so that it is known without its colour."""
    boxes = (Markup('<div class="vote-card"><p class="{}">{}</p></div>').format(one.lower(), one) for one in VERSIONS)
    return Markup('<h1>Vote cards</h1><div class="votes">{}</div>').format(Markup("").join(boxes))
