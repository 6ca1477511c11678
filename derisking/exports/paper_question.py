"""A question as it stands on paper, with its letters in the order of one sheet; and its key, worked out from that order."""

import dataclasses
import itertools
import random
from collections.abc import Iterable

from markupsafe import Markup

from derisking import cards
from derisking.exports import pdf
from derisking.exports.items import Item
from derisking.questions.kinds.base import NUMBER, OPTIONS, ROWS, SEQUENCE

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclasses.dataclass(frozen=True)
class Printed:
    """number: on this sheet; choices: (letter, text as written, key of the engine); rows: (text, key)."""

    item: Item
    number: int
    choices: tuple[tuple[str, str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()

    above = property(lambda self: Markup(self.item.above))

    def html(self) -> Markup:
        """What a student sees."""
        values = {"one": self, "how": self.item.question.rules.on_paper, "block": pdf.block, "inline": pdf.inline}
        return Markup(cards.render("exports/templates/question.html.jinja", **values))

    def response(self, letters: Iterable[str]) -> dict:
        """What the engine would be sent for these letters: chosen, in order, or one for each row ("AC": both)."""
        keys, rules = {letter: key for letter, _, key in self.choices}, self.item.question.rules
        if self.item.shape == ROWS:
            lines = zip(self.rows, letters, strict=True)
            return rules.response({key: [keys[one] for one in some] for (_, key), some in lines})
        return rules.response([keys[letter] for letter in letters])

    def key(self) -> str:
        """The right answer on this sheet, found by asking the engine about its letters."""
        question, raw, letters = self.item.question, self.item.raw, [letter for letter, _, _ in self.choices]
        if self.item.shape == NUMBER:
            reach, unit = raw["tolerance"], f" {raw['unit']}" if raw.get("unit") else ""
            return f"{question.answer:.6g}{unit} (from {question.answer - reach:.6g} to {question.answer + reach:.6g})"
        if self.item.shape == OPTIONS:
            earning = [one for one in letters if question.share(self.response([one])) > 0]
            return (", " if self.item.several else " or ").join(earning)
        if self.item.shape == SEQUENCE:
            orders = itertools.permutations(letters)
            return ", ".join(max(orders, key=lambda some: question.share(self.response(some))))
        return ", ".join("/".join(one for one in letters if self._fits(row, one)) for row in self.rows)

    def _fits(self, row: tuple[str, str], letter: str) -> bool:
        """Whether a letter is right for a row."""
        response = dataclasses.replace(self, rows=(row,)).response([letter])
        return self.item.question.picks(response)[0].right

    def reasons(self) -> list[tuple[str, str, str]]:
        """What to say to each answer, for the key: "right" or "wrong", the answer, the words (Markdown)."""
        question = self.item.question
        parts = question.rules.parts(question)
        if self.item.shape == OPTIONS:
            by_key = {part.key: part for part in parts}
            said = [by_key[key] for _, _, key in self.choices]
        elif self.item.shape == ROWS:
            said = [part for part in parts if part.right]
        else:
            said = [part for part in parts if part.feedback]
        marks = {True: "right", False: "wrong"}
        return [(marks[part.right], _short(part.text), question.say(part.feedback)) for part in said]

    @property
    def summary(self) -> str:
        """What is said of the whole, where no single answer says it; "" for nothing."""
        whole = self.item.raw.get("feedback") if self.item.shape not in (NUMBER, SEQUENCE) else ""
        return self.item.question.say(whole or "")


def _short(text: str) -> str:
    return text.strip().rstrip(".").replace(".: ", ": ")


def lay(item: Item, number: int, dice: random.Random) -> Printed:
    """An item on a sheet, its choices in an order that dice gives; a puzzle is never solved already."""
    question, rules, choices, rows = item.question, item.question.rules, [], []
    if item.shape == OPTIONS:
        choices = [(option["id"], option["text"]) for option in rules.options(question)]
        if not item.fixed:
            dice.shuffle(choices)
    elif item.shape == SEQUENCE:
        choices = [(entry["key"], entry["markdown"]) for entry in rules.page(question, dice)["items"]]
    elif item.shape == ROWS:
        choices = rules.choices(question, dice).items()
        rows = [(text, key) for key, text in rules.lines(question).items()]
        dice.shuffle(rows)
    lettered = [(letter, text.strip(), key) for letter, (key, text) in zip(LETTERS, choices, strict=False)]
    return Printed(item, number, tuple(lettered), tuple(rows))
