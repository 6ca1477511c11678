"""Moodle XML: one file per lesson and one with all, for Moodle's own import (4.4 or newer, where ordering is built in).

`single` and `multiple` become multichoice, `numeric` numerical, `order` ordering, `match` and `classify` drop-downs in a
text (cloze), one for each row. The credit is that of the course but for an order: Moodle counts neighbours before and
after each item and takes nothing off, so a half-right order earns more there.

Two habits of the importer that the shape of the file follows: a fraction must be one that Moodle lists (100/n has five
decimals), and an ordering question with a hint needs <shownumcorrect>, or the whole import stops.
"""

from __future__ import annotations

import html
import random
from collections.abc import Iterable

from derisking import objectives
from derisking.exports.items import CHAPTERS, Account, Count, Item
from derisking.exports.xml import Node, element, sub, written
from derisking.questions.kinds.classify import bin_names

NUMBERS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20)  # how many right (or wrong) options have a fraction that Moodle lists
TOP = "De-risking and chips"
TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "numeric": "numerical",
    "order": "ordering",
    "match": "cloze",
    "classify": "cloze",
}
AGAIN = (
    "Moodle adds what it imports and replaces nothing: a second import into this category would double the questions, and the "
    "copies would have no ID number. Before you import a newer file, give the category above all these another name; the import "
    "then makes a new one beside it, in which each question has the ID number that it always has."
)


def quiz(items: Iterable[Item], top: str = TOP) -> tuple[str, list[tuple[str, Count]]]:
    """The XML of these items, and what became of the texts of each as (kind, Count).

    top: the category under which one category for each lesson and chapter is made.
    """
    root, counts, place = Node("quiz"), [], None
    for item in sorted(items, key=lambda item: (item.lesson, CHAPTERS.index(item.chapter))):
        if place != (item.lesson, item.chapter):
            place = (item.lesson, item.chapter)
            root.append(_category(item, top))
        node, account = _question(item)
        root.append(node)
        counts.append((item.kind, account.count()))
    return written(root), counts


def _category(item: Item, top: str) -> Node:
    names = [top, item.lesson[:2] + " " + item.lesson[3:].replace("-", " "), item.chapter]
    node = Node("question", type="category")
    _text(sub(node, "category"), "top/" + "/".join(name.replace("/", "//") for name in names))
    _text(sub(node, "info", format="html"), f"<p>{AGAIN}</p>")
    return (
        node  # without an ID number: it may stand once in a question bank, and a second category would stop the import
    )


def _question(item: Item) -> tuple[Node, Account]:
    account = Account(item)
    node = Node("question", type=TYPES[item.kind])
    _text(sub(node, "name"), item.name)
    types = {"multichoice": _multichoice, "numerical": _numerical, "ordering": _ordering, "cloze": _cloze}
    fill = types[TYPES[item.kind]]
    stem = account.block(item.question.text) + item.above
    extra, own = fill(item, account)  # the end of the text, and the elements of this type
    _html(node, "questiontext", stem + extra)
    _html(node, "generalfeedback", account.general() + _objective(item))
    sub(node, "defaultgrade", f"{len(rows(item)) if TYPES[item.kind] == 'cloze' else item.points:g}")
    sub(node, "penalty", "0.3333333")
    sub(node, "hidden", "0")
    sub(node, "idnumber", item.stable)
    node.extend(own)
    node.extend(_hint(item, account, hint) for hint in item.hints)
    tags = sub(node, "tags")
    for tag in item.tags:
        _text(sub(tags, "tag"), tag)
    return node, account


def _objective(item: Item) -> str:
    objective = objectives.get(item.question.objective)
    return f"<p>Objective {objective.id}: {html.escape(objective.text)}</p>" if objective else ""


def _hint(item: Item, account: Account, text: str) -> Node:
    node = Node("hint", format="html")
    _text(node, account.block(text))
    if TYPES[item.kind] != "numerical":
        sub(node, "shownumcorrect")
    if TYPES[item.kind] == "ordering":
        sub(node, "options", "1")
    return node


# --- the four types ---------------------------------------------------------------------------------------------------------


def _multichoice(item: Item, account: Account) -> tuple[str, list[Node]]:
    options, several = item.question.rules.options(item.question), item.kind == "multiple"
    right = sum(option.get("correct") is True for option in options)
    own = [
        element("single", "false" if several else "true"),
        element("shuffleanswers", "true"),
        element("answernumbering", "none" if item.raw.get("words") else "abc"),
        element("showstandardinstruction", "0"),
        *_replies(item, account, item.raw.get("feedback", ""), item.raw.get("otherwise", "")),
    ]
    for option in options:
        good, feedback = option.get("correct") is True, option.get("feedback", "")
        if several and good and option.get("misconception"):  # its words are for those who did not choose it
            account.move(f"If you did not choose “{option['text'].strip()}”:", feedback)
            feedback = ""
        share = "0" if not good else "100"
        if several:
            share = fraction(right) if good else "-" + fraction(len(options) - right)
        own.append(_answer(share, account.inline(option["text"]), account.block(feedback) if feedback else "", "html"))
    return f"<p>{item.question.rules.how}</p>" * several, own


def fraction(number: int) -> str:
    """One part of so many as Moodle writes it, in per cent with at most five decimals; the nearest one that it lists."""
    listed = min(NUMBERS, key=lambda one: (abs(1 / one - 1 / number), one))
    return f"{100 / listed:.5f}".rstrip("0").rstrip(".")


def _numerical(item: Item, account: Account) -> tuple[str, list[Node]]:
    question = item.question
    page = question.rules.page(question, random.Random(0))
    parts = question.rules.parts(question)
    say = account.block
    own = [_number("100", question.answer, page["tolerance"], say(parts[0].feedback) if parts[0].feedback else "")]
    for part, entry in zip(parts[1:], page["ranges"], strict=False):
        middle, reach = middle_and_reach(entry, page["tolerance"])
        own.append(_number("0", middle, reach, say(part.feedback)))
    own.append(_number("0", None, 0, say(item.raw["otherwise"])))
    unit = f" (in {html.escape(page['unit'])})" if page["unit"] else ""
    return f"<p>Your number{unit}:</p>", own


def middle_and_reach(entry: dict, tolerance: float) -> tuple[float, float]:
    """Centre and half width of a recognised mistake."""
    if "value" in entry:
        return entry["value"], entry.get("tolerance", tolerance)
    return (entry["min"] + entry["max"]) / 2, (entry["max"] - entry["min"]) / 2


def _number(share: str, value: float | None, reach: float, feedback: str) -> Node:
    node = _answer(share, "*" if value is None else f"{value:.12g}", feedback, "moodle_auto_format")
    sub(node, "tolerance", f"{reach:.12g}")
    return node


def _ordering(item: Item, account: Account) -> tuple[str, list[Node]]:
    steps, raw = item.raw["items"], item.raw
    names = {step["id"]: step["text"].strip() for step in steps}
    for entry in raw.get("misconceptions") or ():
        account.move(f"If you put “{names[entry['before']]}” before “{names[entry['after']]}”:", entry["feedback"])
    own = [
        element("layouttype", "VERTICAL"),
        element("selecttype", "ALL"),
        element("selectcount", str(len(steps))),
        element("gradingtype", "RELATIVE_ALL_PREVIOUS_AND_NEXT"),
        element("showgrading", "SHOW"),
        element("numberingstyle", "none"),
        *_replies(item, account, raw.get("feedback", ""), raw.get("otherwise", "")),
        element("shownumcorrect", "1"),
    ]
    own += [_answer(str(place), account.inline(step["text"]), "", "html") for place, step in enumerate(steps, 1)]
    return "", own


def _cloze(item: Item, account: Account) -> tuple[str, list[Node]]:
    """One drop-down for each row; a reply for each choice; right is every bin that can be defended."""
    raw, lines = item.raw, []
    for left, choices in rows(item):
        alternatives = []
        for text, right, feedback in choices:
            reply = cloze(account.block(feedback)) if feedback else ""
            choice = cloze(html.escape(account.plain(text), quote=False))
            alternatives.append(f"{'=' if right else '%0%'}{choice}#{reply}")
        lines.append(f"<li>{account.inline(left)} {{1:MULTICHOICE:{'~'.join(alternatives)}}}</li>")
    if raw.get("feedback"):
        account.move("When all rows are right:", raw["feedback"])
    if raw.get("otherwise") and account.item.question.say(raw["otherwise"]).strip() not in account.placed:
        account.move("If a row is not right yet:", raw["otherwise"])
    return f"<ul>{''.join(lines)}</ul>", []


def rows(item: Item) -> list[tuple[str, list[tuple[str, bool, str]]]]:
    """Rows of a match or classify: (text, [(choice, right, feedback)]); choices stand in the same order in each row."""
    raw, question, pairs = item.raw, item.question, []
    if item.kind == "match":
        keys = {question.key(pair["left"]): pair["left"] for pair in raw["pairs"]}
        choices = question.rules.page(question, random.Random(item.stable))["choices"]
        texts = {
            question.key(text): text for text in [*(p["right"] for p in raw["pairs"]), *(raw.get("distractors") or [])]
        }
        for key, left in keys.items():
            picked = [(texts[c["key"]], question.picks({"pairs": {key: c["key"]}})[0]) for c in choices]
            pairs.append((left, [(text, part.right, part.feedback) for text, part in picked]))
    elif item.kind == "classify":
        for card in raw["cards"]:
            key = question.key(card["text"])
            picked = [(text, question.picks({"bins": {key: [name]}})[0]) for name, text in bin_names(raw).items()]
            pairs.append((card["text"], [(text, part.right, part.feedback) for text, part in picked]))
    return pairs


def cloze(markup: str) -> str:
    """HTML as a part of a drop-down.

    Moodle ends a choice at an unescaped ~, # or closing brace, decodes entities once, and then takes the backslash off # and
    brace, but off nothing else. So ~ and the backslash itself travel as character references, which the page decodes.
    """
    marks = {"&": "&amp;", "\n": " ", "#": "\\#", "}": "\\}", "~": "&amp;\\#126;", "\\": "&amp;\\#92;"}
    return "".join(marks.get(letter, letter) for letter in markup)


# --- elements ---------------------------------------------------------------------------------------------------------------


def _text(node: Node, text: str) -> None:
    sub(node, "text", text)


def _html(node: Node, name: str, text: str) -> None:
    _text(sub(node, name, format="html"), text)


def _answer(share: str, text: str, feedback: str, form: str) -> Node:
    node = Node("answer", fraction=share, format=form)
    _text(node, text)
    _html(node, "feedback", feedback)
    return node


def _replies(item: Item, account: Account, right: str, otherwise: str) -> list[Node]:
    """The replies to a whole answer: right, partly right, wrong."""
    replies = []
    for name, text in (("correct", right), ("partiallycorrect", otherwise), ("incorrect", otherwise)):
        node = Node(f"{name}feedback", format="html")
        _text(node, account.block(text) if text else "")
        replies.append(node)
    return replies
