"""A question as it stands on paper, with its letters in the order of one sheet; and its key, worked out from that order."""

from __future__ import annotations

import dataclasses
import itertools
import random

from markupsafe import Markup, escape

from derisking.exports import moodle, press
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

    @property
    def kind(self) -> str:
        return self.item.kind

    def html(self) -> Markup:
        """What a student sees."""
        item = self.item
        stem = press.block(item.question.say(item.question.text))
        parts = [Markup('<section class="question"><h3>Question {}</h3>').format(self.number), stem, Markup(item.above)]
        parts.append(Markup('<p class="how">{}</p>').format(HOW[self.kind]))
        if self.rows:
            lines = (
                Markup('<li><span class="blank"></span>{}</li>').format(press.inline(text)) for text, _ in self.rows
            )
            parts.append(Markup('<ul class="options rows">{}</ul>').format(Markup("").join(lines)))
        if self.choices:
            lines = (
                Markup('<li><span class="letter">{}</span>{}</li>').format(letter, press.inline(text))
                for letter, text, _ in self.choices
            )
            parts.append(Markup('<ul class="options">{}</ul>').format(Markup("").join(lines)))
        parts.append(self._line())
        return Markup("").join(parts) + Markup("</section>")

    def _line(self) -> Markup:
        if self.kind == "numeric":
            unit = escape(self.item.raw.get("unit") or "")
            return Markup('<p>Your number: <span class="blank long"></span>{}</p>').format(unit)
        if self.kind == "order":
            blanks = Markup('<span class="blank"></span>') * len(self.choices)
            return Markup("<p>Order: {}</p>").format(blanks)
        return Markup("")

    def response(self, letters: list[str]) -> dict:
        """What the engine would be sent for these letters: chosen, in order, or one for each row ("AC": both)."""
        keys = {letter: key for letter, _, key in self.choices}
        chosen = [keys[letter] for letter in letters] if self.kind != "classify" else []
        if self.kind == "single":
            return {"choice": chosen[0]}
        if self.kind == "multiple":
            return {"choices": chosen}
        if self.kind == "order":
            return {"order": chosen}
        if self.kind == "match":
            return {"pairs": {key: one for (_, key), one in zip(self.rows, chosen, strict=True)}}
        return {"bins": {key: [keys[one] for one in some] for (_, key), some in zip(self.rows, letters, strict=True)}}

    def key(self) -> str:
        """The right answer on this sheet, found by asking the engine about its letters."""
        question, letters = self.item.question, [letter for letter, _, _ in self.choices]
        if self.kind == "numeric":
            reach = self.item.raw["tolerance"]
            unit = f" {self.item.raw['unit']}" if self.item.raw.get("unit") else ""
            return f"{question.answer:.6g}{unit} (from {question.answer - reach:.6g} to {question.answer + reach:.6g})"
        if self.kind == "single":
            return " or ".join(one for one in letters if question.share(self.response([one])) == 1)
        if self.kind == "multiple":
            some = (list(c) for size in range(1, len(letters) + 1) for c in itertools.combinations(letters, size))
            return ", ".join(next(c for c in some if question.share(self.response(c)) > 1 - 1e-9))
        if self.kind == "order":
            return ", ".join(self._ordered(letters))
        return ", ".join(f"{self._row(place, letters)}" for place in range(len(self.rows)))

    def _ordered(self, letters: list[str]) -> list[str]:
        """Put in one letter after the other where the engine gives most for the whole."""
        best = max(
            itertools.permutations(letters), key=lambda some: self.item.question.share(self.response(list(some)))
        )
        return list(best)

    def _row(self, place: int, letters: list[str]) -> str:
        question, (_, row) = self.item.question, self.rows[place]
        keys = {letter: key for letter, _, key in self.choices}
        one = "pairs" if self.kind == "match" else "bins"
        given = ((letter, {one: {row: keys[letter] if one == "pairs" else [keys[letter]]}}) for letter in letters)
        return "/".join(letter for letter, response in given if question.picks(response)[0].right)

    def reasons(self) -> Markup:
        """What to say to each answer, for the key."""
        question, raw = self.item.question, self.item.raw
        said = []
        if self.kind in ("single", "multiple"):
            said = [
                (text, part)
                for _, text, key in self.choices
                for part in question.rules.parts(question)
                if part.key == key
            ]
        elif self.kind in ("match", "classify"):
            said = [(f"{part.text}", part) for part in question.rules.parts(question) if part.right]
        elif self.kind in ("numeric", "order"):
            said = [(part.text, part) for part in question.rules.parts(question) if part.feedback]
        lines = []
        for text, part in said:
            mark = "right" if part.right else "wrong"
            feedback = press.inline(question.say(part.feedback)) if part.feedback else ""
            lines.append(
                Markup('<p class="wrong"><strong>{}:</strong> {}. {}</p>').format(mark, _short(text), feedback)
            )
        whole = raw.get("feedback") if self.kind not in ("numeric", "order") else ""
        if whole:
            lines.append(Markup('<p class="wrong">{}</p>').format(press.inline(question.say(whole))))
        return Markup("").join(lines)


def _short(text: str) -> Markup:
    return press.inline(text.strip().rstrip(".").replace(".: ", ": "))


def lay(item: Item, number: int, dice: random.Random) -> Printed:
    """An item on a sheet, its choices in an order that dice gives; a puzzle is never solved already."""
    question, raw = item.question, item.raw
    if item.kind in ("single", "multiple"):
        texts = [(option["text"], question.key(option["text"])) for option in question.rules.options(question)]
    elif item.kind == "order":
        texts = [(entry["markdown"], entry["key"]) for entry in question.rules.page(question, dice)["items"]]
        return Printed(item, number, _lettered(texts))
    elif item.kind == "match":
        rights = [*dict.fromkeys(pair["right"] for pair in raw["pairs"]), *(raw.get("distractors") or [])]
        texts = [(right, question.key(right)) for right in rights]
    elif item.kind == "classify":
        names = [text for text, _, _ in moodle.rows(item)[0][1]]
        keys = [entry["name"] for entry in question.rules.page(question, dice)["bins"]]
        rows = [(card["text"], question.key(card["text"])) for card in raw["cards"]]
        dice.shuffle(rows)
        return Printed(item, number, _lettered(list(zip(names, keys, strict=True))), tuple(rows))
    else:
        return Printed(item, number)
    dice.shuffle(texts)
    rows = [(pair["left"], question.key(pair["left"])) for pair in raw.get("pairs") or ()]
    dice.shuffle(rows)
    return Printed(item, number, _lettered(texts), tuple(rows))


def _lettered(texts: list[tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((letter, text.strip(), key) for letter, (text, key) in zip(LETTERS, texts, strict=False))
