"""Moodle XML: one file per lesson and one with all, for Moodle's own import (4.4 or newer, where ordering is built in).

Options become multichoice, a number numerical, a sequence ordering, rows drop-downs in a text (cloze), one for each row. The credit is that of the course but for an order: Moodle counts neighbours before and
after each item and takes nothing off, so a half-right order earns more there. Of more than ten wrong options each takes off a tenth.

Two habits of the importer that the shape of the file follows: a fraction must be one that Moodle lists (100/n has five
decimals), and an ordering question with a hint needs <shownumcorrect>, or the whole import stops. A category has no ID
number: it may stand once in a question bank, and a second category with it would stop the import.
"""

import html
from collections.abc import Iterable

from derisking import objectives
from derisking.exports import answers, xml
from derisking.exports.items import Account, Count, Item, by_chapter
from derisking.questions.kinds.base import NUMBER, OPTIONS, ROWS, SEQUENCE

NUMBERS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20)  # how many right (or wrong) options have a fraction that Moodle lists
TOP = "De-risking and chips"
AGAIN = (
    "Moodle adds what it imports and replaces nothing: a second import into this category would double the questions, and the "
    "copies would have no ID number. Before you import a newer file, give the category above all these another name; the import "
    "then makes a new one beside it, in which each question has the ID number that it always has."
)


def quiz(items: Iterable[Item], top: str = TOP) -> tuple[str, list[tuple[str, Count]]]:
    """The XML of these items, and what became of the texts of each as (kind, Count).

    top: the category under which one category for each lesson and chapter is made.
    """
    questions, counts = [], []
    for (lesson, chapter), some in by_chapter(items).items():
        names = [top, lesson[:2] + " " + lesson[3:].replace("-", " "), chapter]
        path = "top/" + "/".join(name.replace("/", "//") for name in names)
        questions.append({"type": "category", "path": path})
        for account in map(Account, some):
            questions.append(_question(account.item, account))
            counts.append((account.item.kind, account.count()))
    return xml.document("moodle", {}, questions=questions, again=AGAIN), counts


def _question(item: Item, account: Account) -> dict:
    """What the template fills in. Texts of a type's own come first: they say what is left for the general feedback."""
    stem = account.block(item.question.text) + item.above
    own = {"points": f"{item.points:g}", "settings": {}, "answers": []} | TYPES[item.shape](item, account)
    objective = objectives.get(item.question.objective)
    last = f"<p>Objective {objective.id}: {html.escape(objective.text)}</p>" if objective else ""
    return own | {
        "item": item,
        "text": stem + own["extra"],
        "hints": [account.block(hint) for hint in item.hints],
        "general": account.general() + last,
    }


def _multichoice(item: Item, account: Account) -> dict:
    options, several = answers.options(item), item.several
    right = sum(option.right for option in options)
    answers.move_missed(account)
    settings = {
        "single": "false" if several else "true",
        "shuffleanswers": "false" if item.fixed else "true",
        "answernumbering": "none" if item.raw.get("words") else "abc",
        "showstandardinstruction": "0",
    }
    made = []
    for option in options:
        share = "100" if option.right else "0"
        if several:
            share = fraction(right) if option.right else "-" + fraction(len(options) - right)
        made.append(_answer(share, account.inline(option.text), account.block(option.said)))
    extra = f"<p>{item.question.rules.how}</p>" * several
    return {"type": "multichoice", "extra": extra, "settings": settings, "answers": made, **_replies(account)}


def _replies(account: Account) -> dict[str, str]:
    """The replies to a whole answer: to the right one, and to every other."""
    raw = account.item.raw
    return {"right": account.block(raw.get("feedback", "")), "otherwise": account.block(raw.get("otherwise", ""))}


def _answer(share: str, text: str, reply: str = "", reach: float = 0) -> dict:
    return {"share": share, "text": text, "reply": reply, "reach": f"{reach:.12g}"}


def fraction(number: int) -> str:
    """One part of so many as Moodle writes it, in per cent with at most five decimals; the nearest one that it lists."""
    listed = min(NUMBERS, key=lambda one: (abs(1 / one - 1 / number), one))
    return f"{100 / listed:.5f}".rstrip("0").rstrip(".")


def _numerical(item: Item, account: Account) -> dict:
    unit = f" (in {html.escape(item.raw['unit'])})" if item.raw.get("unit") else ""
    made = []
    for one in answers.ranges(item):
        share = "100" if one.name == "right" else "0"
        made.append(_answer(share, f"{one.middle:.12g}", account.block(one.said), one.reach))
    made.append(_answer("0", "*", account.block(item.raw["otherwise"])))
    return {"type": "numerical", "extra": f"<p>Your number{unit}:</p>", "answers": made}


def _ordering(item: Item, account: Account) -> dict:
    answers.move_turned(account)
    steps = answers.steps(item)
    settings = {
        "layouttype": "VERTICAL",
        "selecttype": "ALL",
        "selectcount": len(steps),
        "gradingtype": "RELATIVE_ALL_PREVIOUS_AND_NEXT",
        "showgrading": "SHOW",
        "numberingstyle": "none",
    }
    made = [_answer(str(place), account.inline(text)) for place, text in enumerate(steps.values(), 1)]
    return {"type": "ordering", "extra": "", "settings": settings, "answers": made, **_replies(account)}


def _cloze(item: Item, account: Account) -> dict:
    """One drop-down for each row; a reply for each choice; right is every bin that can be defended."""
    lines, rows = [], answers.rows(item)
    for left, choices in rows:
        alternatives = []
        for choice in choices:
            text = cloze(html.escape(account.plain(choice.text), quote=False))
            alternatives.append(f"{'=' if choice.right else '%0%'}{text}#{cloze(account.block(choice.said))}")
        lines.append(f"<li>{account.inline(left)} {{1:MULTICHOICE:{'~'.join(alternatives)}}}</li>")
    answers.move_whole(account)
    return {"type": "cloze", "extra": f"<ul>{''.join(lines)}</ul>", "points": len(rows)}


def cloze(markup: str) -> str:
    """HTML as a part of a drop-down.

    Moodle ends a choice at an unescaped ~, # or closing brace, decodes entities once, and then takes the backslash off # and
    brace, but off nothing else. So ~ and the backslash itself travel as character references, which the page decodes.
    """
    marks = {"&": "&amp;", "\n": " ", "#": "\\#", "}": "\\}", "~": "&amp;\\#126;", "\\": "&amp;\\#92;"}
    return "".join(marks.get(letter, letter) for letter in markup)


TYPES = {OPTIONS: _multichoice, NUMBER: _numerical, SEQUENCE: _ordering, ROWS: _cloze}
