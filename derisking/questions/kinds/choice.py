"""What `single` and `multiple` have in common: options with feedback each."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from derisking.questions import answers, ids
from derisking.questions.kinds.base import OPTIONS, Kind, distinct, find, shuffled
from derisking.questions.question import Question
from derisking.questions.verdict import WRONG_VALUE, Part, Unreadable

LETTERS = "ABCDEFGHIJ"


class Choice(Kind):
    """Options with feedback each. In a task they carry letters, in an order that is fixed for each task."""

    shape = OPTIONS
    lists_parts = True
    part_called = "Option"

    def check(self, raw: dict[str, Any], fail: Callable[[str, str], None]) -> None:
        options = raw.get("options", [])
        if not any(option.get("correct") for option in options) and not raw.get("computed"):
            fail("", "no option is marked `correct: true`.")
        distinct(fail, [option["text"] for option in options], "options")

    def filled(self, raw: Mapping[str, Any], computed: Mapping[str, Any]) -> dict[str, Any]:
        """right: the texts of the right options; choose: gives the options that are asked, from those that are written."""
        filled = super().filled(raw, computed)
        if choose := filled.pop("choose", None):
            filled["options"] = choose(filled["options"])
        raw = ids.filled(filled)
        if "right" in computed:
            raw["options"] = [{**option, "correct": option["text"] in computed["right"]} for option in raw["options"]]
        return raw

    def deal(self, question: Question, dice: random.Random) -> dict[str, Any]:
        return {"dealt": shuffled((option["id"] for option in self.options(question)), dice)}

    def options(self, question: Question) -> list[dict[str, Any]]:
        """The options in the order of the bank; a task may compute them."""
        return list(question.raw["options"])

    def labelled(self, question: Question) -> list[tuple[str, dict[str, Any]]]:
        """(letter or word, option) as a notebook lists them: letters say nothing, so a fixed seed deals them out."""
        options = self.options(question)
        if question.raw.get("words"):
            return [(option["text"], option) for option in options]
        if order := question.raw.get("dealt"):
            return list(zip(LETTERS, sorted(options, key=lambda option: order.index(option["id"])), strict=False))
        dealt = shuffled(options, random.Random(f"{question.lesson}|{question.id}|{question.raw.get('deal', 0)}"))
        return list(zip(LETTERS, dealt, strict=False))

    def letters(self, question: Question) -> list[tuple[str, str]]:
        return [] if question.raw.get("words") else [(name, option["text"]) for name, option in self.labelled(question)]

    def part(self, question: Question, option: dict[str, Any]) -> Part:
        right = option.get("correct") is True
        name = "" if right else option.get("misconception", "")
        return Part(option["id"], option["text"] + option.get("more", ""), right, option.get("feedback", ""), name)

    def parts(self, question: Question) -> list[Part]:
        return [self.part(question, option) for option in self.options(question)]

    def page(self, question: Question, dice: random.Random) -> dict[str, Any]:
        return {"order": [option["id"] for option in shuffled(self.options(question), dice)]}

    def in_order(self, question: Question, page: dict[str, Any]) -> dict[str, Any]:
        return page | {"order": [option["id"] for _, option in self.labelled(question)]}

    def listed(self, question: Question, dice: random.Random) -> tuple[str, list[str]]:
        return "", [self.part(question, option).text for option in shuffled(self.options(question), dice)]

    def typed_as(self, question: Question) -> tuple[dict[str, str], dict[str, str]]:
        return {}, {option["id"]: name for name, option in self.labelled(question)}

    def typed_right(self, question: Question) -> str:
        right = [name for name, option in self.labelled(question) if option.get("correct")]
        return f'{question.raw["name"]} = "{", ".join(right if self.several else right[:1])}"'

    def find(self, question: Question, label: str) -> str:
        """The key of the option that a typed letter or word names."""
        labelled = self.labelled(question)
        names = [(name, option[key]) for key in ("text", "code") for name, option in labelled if key in option]
        letter = find(label, names)
        if letter is None:
            listed = ", ".join(name for name, _ in labelled)
            raise Unreadable(WRONG_VALUE, f"{answers.word(label)} is not among the options {listed[:300]}.")
        return str(dict(labelled)[letter]["id"])
