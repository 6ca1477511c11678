"""What answers to an item may hold, as every format needs it: options, ranges of numbers, rows with choices, turned steps."""

import random
from typing import NamedTuple

from derisking.exports.items import Account, Item
from derisking.questions.ids import made_of
from derisking.questions.kinds.base import SEQUENCE


class Option(NamedTuple):
    """key: its id; text: Markdown; said: to those who choose it; missed: to those who do not choose it, though it is right."""

    key: str
    text: str
    right: bool
    said: str
    missed: str


class Range(NamedTuple):
    """name: "right", or of a mistake; middle and reach: centre and half width of the numbers that it covers."""

    name: str
    text: str
    middle: float
    reach: float
    said: str


class Choice(NamedTuple):
    """What one may choose for a row. right: every bin that can be defended."""

    text: str
    right: bool
    said: str


def options(item: Item) -> list[Option]:
    """The options of a single or multiple question, in the order of the bank."""
    listed = []
    for option in item.question.rules.options(item.question):
        right, words = option.get("correct") is True, option.get("feedback", "")
        missed = item.several and right and bool(option.get("misconception"))
        listed.append(Option(option["id"], option["text"], right, "" if missed else words, words if missed else ""))
    return listed


def ranges(item: Item) -> list[Range]:
    """The right number of a numeric question, then the usual mistakes."""
    question, tolerance = item.question, item.raw["tolerance"]
    covered = [(question.answer, tolerance)]
    for entry in question.rules.page(question, random.Random(0))["ranges"]:
        if "value" in entry:
            covered.append((entry["value"], entry.get("tolerance", tolerance)))
        else:
            covered.append(((entry["min"] + entry["max"]) / 2, (entry["max"] - entry["min"]) / 2))
    parts = question.rules.parts(question)
    return [Range(p.key, p.text, *numbers, p.feedback) for p, numbers in zip(parts, covered, strict=False)]


def rows(item: Item) -> list[tuple[str, list[Choice]]]:
    """Lines with their choices, which stand in the same order in each line."""
    question, rules = item.question, item.question.rules
    choices = rules.choices(question, random.Random(item.stable))
    made = []
    for line, left in rules.lines(question).items():
        picked = [question.picks(rules.response({line: [one]}))[0] for one in choices]
        made.append((left, [Choice(t, p.right, p.feedback) for t, p in zip(choices.values(), picked, strict=True)]))
    return made


def steps(item: Item) -> dict[str, str]:
    """Key -> text of the steps of an order, in the right order."""
    return {made_of(item.question.id, step["id"]): step["text"] for step in item.raw["items"]}


def mixed(item: Item) -> list[str]:
    """The keys of the steps as they are shown at first; the same each time, and never solved already."""
    return [entry["key"] for entry in item.question.rules.page(item.question, random.Random(item.stable))["items"]]


def move_missed(account: Account) -> None:
    """What is said to those who did not choose a right option."""
    for option in options(account.item):
        if option.missed:
            account.move(f"If you did not choose “{option.text.strip()}”:", option.missed)


def move_turned(account: Account) -> None:
    """What is said to those who put one step of an order before another."""
    names = {step["id"]: step["text"].strip() for step in account.item.raw["items"]}
    for entry in account.item.raw.get("misconceptions") or ():
        account.move(f"If you put “{names[entry['before']]}” before “{names[entry['after']]}”:", entry["feedback"])


def move_whole(account: Account) -> None:
    """What is said to a whole answer, unless it stands in the place of a row already."""
    labels = ("The right order:", "If a step is not in its place:")
    if account.item.shape != SEQUENCE:
        labels = ("When all rows are right:", "If a row is not right yet:")
    for label, key in zip(labels, ("feedback", "otherwise"), strict=True):
        text = account.item.raw.get(key)
        if text and not account.holds(text):
            account.move(label, text)
