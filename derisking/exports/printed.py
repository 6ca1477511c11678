"""A question as it stands on paper, with its letters in the order of one sheet; and its key, worked out from that order."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Sequence

from markupsafe import Markup

from derisking import cards
from derisking.exports import press
from derisking.exports.items import Item

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
HOW = {
    "single": "One answer is right.",
    "multiple": "Mark every answer that is right. Wrong marks cost, so marking everything earns nothing.",
    "numeric": "Write a number.",
    "order": "Write the letters in order, the first step first.",
    "match": "Write the letter of the partner. Every right pair counts.",
    "classify": "Write a letter for each line. A letter may be used more than once.",
}


@dataclasses.dataclass(frozen=True)
class Printed:
    """number: on this sheet; choices: (letter, text as written, key of the engine); rows: (text, key) for match and classify."""

    item: Item
    number: int
    choices: tuple[tuple[str, str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()

    kind = property(lambda self: self.item.kind)
    above = property(lambda self: Markup(self.item.above))

    def html(self) -> Markup:
        """What a student sees."""
        values = {"one": self, "how": HOW[self.kind], "block": press.block, "inline": press.inline}
        return Markup(cards.render("exports/templates/question.html.jinja", **values))

    def response(self, letters: Sequence[str]) -> dict:
        """What the engine would be sent for these letters: chosen, in order, or one for each row ("AC": both)."""
        keys = {letter: key for letter, _, key in self.choices}
        if self.kind == "classify":
            chosen = [[keys[one] for one in some] for some in letters]
            return {"bins": {key: some for (_, key), some in zip(self.rows, chosen, strict=True)}}
        chosen = [keys[letter] for letter in letters]
        if self.kind == "match":
            return {"pairs": {key: one for (_, key), one in zip(self.rows, chosen, strict=True)}}
        return {"single": {"choice": chosen[0]}, "multiple": {"choices": chosen}, "order": {"order": chosen}}[self.kind]

    def key(self) -> str:
        """The right answer on this sheet, found by asking the engine about its letters."""
        question, raw, letters = self.item.question, self.item.raw, [letter for letter, _, _ in self.choices]
        if self.kind == "numeric":
            reach, unit = raw["tolerance"], f" {raw['unit']}" if raw.get("unit") else ""
            return f"{question.answer:.6g}{unit} (from {question.answer - reach:.6g} to {question.answer + reach:.6g})"
        if self.kind in ("single", "multiple"):
            earning = [one for one in letters if question.share(self.response([one])) > 0]
            return (" or " if self.kind == "single" else ", ").join(earning)
        if self.kind == "order":
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
        if self.kind in ("single", "multiple"):
            by_key = {part.key: part for part in parts}
            said = [by_key[key] for _, _, key in self.choices]
        elif self.kind in ("match", "classify"):
            said = [part for part in parts if part.right]
        else:
            said = [part for part in parts if part.feedback]
        marks = {True: "right", False: "wrong"}
        return [(marks[part.right], _short(part.text), question.say(part.feedback)) for part in said]

    @property
    def summary(self) -> str:
        """What is said of the whole, where no single answer says it; "" for nothing."""
        whole = self.item.raw.get("feedback") if self.kind not in ("numeric", "order") else ""
        return self.item.question.say(whole or "")


def _short(text: str) -> str:
    return text.strip().rstrip(".").replace(".: ", ": ")


def lay(item: Item, number: int, dice: random.Random) -> Printed:
    """An item on a sheet, its choices in an order that dice gives; a puzzle is never solved already."""
    question, raw, texts, rows = item.question, item.raw, [], []
    if item.kind in ("single", "multiple"):
        texts = [(option["text"], question.key(option["text"])) for option in question.rules.options(question)]
        dice.shuffle(texts)
    elif item.kind == "match":
        rights = [*dict.fromkeys(pair["right"] for pair in raw["pairs"]), *(raw.get("distractors") or [])]
        texts = [(right, question.key(right)) for right in rights]
        dice.shuffle(texts)
        rows = [(pair["left"], question.key(pair["left"])) for pair in raw["pairs"]]
    elif item.kind == "order":
        texts = [(entry["markdown"], entry["key"]) for entry in question.rules.page(question, dice)["items"]]
    elif item.kind == "classify":
        bins = question.rules.page(question, dice)["bins"]
        texts = [(entry["markdown"], entry["name"]) for entry in bins]
        rows = [(card["text"], question.key(card["text"])) for card in raw["cards"]]
    dice.shuffle(rows)
    lettered = [(letter, text.strip(), key) for letter, (text, key) in zip(LETTERS, texts, strict=False)]
    return Printed(item, number, tuple(lettered), tuple(rows))
