"""`single`: one option of several; `multiple`: every option that is right."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from derisking.questions import answers
from derisking.questions.kinds.base import OPTIONS, Kind, distinct, find, not_labels, shuffled, strings
from derisking.questions.question import Question
from derisking.questions.verdict import WRONG_VALUE, Part, Unreadable

LETTERS = "ABCDEFGHIJ"


class Choice(Kind):
    """Options with feedback each. In a task they carry letters, in an order that is fixed for each task."""

    shape = OPTIONS
    lists_parts = True
    part_called = "Option"

    def check(self, raw: dict, fail: Callable[[str, str], None]) -> None:
        options = raw.get("options", [])
        if not any(option.get("correct") for option in options) and not raw.get("computed"):
            fail("", "no option is marked `correct: true`.")
        distinct(fail, [option["text"] for option in options], "options")

    def filled(self, raw: Mapping, computed: Mapping) -> dict:
        """right: the texts of the right options."""
        raw = super().filled(raw, computed)
        if "right" in computed:
            raw["options"] = [{**option, "correct": option["text"] in computed["right"]} for option in raw["options"]]
        return raw

    def options(self, question: Question) -> list[dict]:
        """The options in the order of the bank; a task may compute them."""
        return question.raw["options"]

    def labelled(self, question: Question) -> list[tuple[str, dict]]:
        """(letter or word, option) as a notebook lists them: letters say nothing, so a fixed seed deals them out."""
        options = self.options(question)
        if question.raw.get("words"):
            return [(option["text"], option) for option in options]
        dealt = shuffled(options, random.Random(f"{question.lesson}|{question.id}|{question.raw.get('deal', 0)}"))
        return list(zip(LETTERS, dealt, strict=False))

    def letters(self, question: Question) -> list[tuple[str, str]]:
        return [] if question.raw.get("words") else [(name, option["text"]) for name, option in self.labelled(question)]

    def part(self, question: Question, option: dict) -> Part:
        right = option.get("correct") is True
        name = "" if right else option.get("misconception", "")
        return Part(question.key(option["text"]), option["text"], right, option.get("feedback", ""), name)

    def parts(self, question: Question) -> list[Part]:
        return [self.part(question, option) for option in self.options(question)]

    def page(self, question: Question, dice: random.Random) -> dict:
        return {"order": [question.key(option["text"]) for option in shuffled(self.options(question), dice)]}

    def in_order(self, question: Question, page: dict) -> dict:
        return page | {"order": [question.key(option["text"]) for _, option in self.labelled(question)]}

    def listed(self, question: Question, dice: random.Random) -> tuple[str, list[str]]:
        return "", [option["text"] for option in shuffled(self.options(question), dice)]

    def typed_as(self, question: Question) -> tuple[dict[str, str], dict[str, str]]:
        return {}, {question.key(option["text"]): name for name, option in self.labelled(question)}

    def typed_right(self, question: Question) -> str:
        right = [name for name, option in self.labelled(question) if option.get("correct")]
        return f'{question.raw["name"]} = "{", ".join(right if self.several else right[:1])}"'

    def find(self, question: Question, label: str) -> str:
        """The key of the option that a typed letter or word names."""
        labelled = self.labelled(question)
        names = [(name, option[key]) for key in ("text", "id") for name, option in labelled if key in option]
        letter = find(label, names)
        if letter is None:
            listed = ", ".join(name for name, _ in labelled)
            raise Unreadable(WRONG_VALUE, f"{answers.word(label)} is not among the options {listed[:300]}.")
        return question.key(dict(labelled)[letter]["text"])


class Single(Choice):
    """One option. A task may accept several that can be defended."""

    name = "single"
    how = "Choose one answer."
    on_paper = "One answer is right."
    several = False

    def check(self, raw: dict, fail: Callable[[str, str], None]) -> None:
        right = sum(option.get("correct") is True for option in raw["options"])
        if right != 1 and "name" not in raw:
            fail("", f"{right} options are marked `correct: true`. A single-choice question has exactly one.")
        super().check(raw, fail)

    def response(self, chosen: list[str]) -> dict:
        return {"choice": chosen[0]}

    def picks(self, question: Question, response: dict) -> list[Part]:
        return [next(part for part in self.parts(question) if part.key == response["choice"])]

    def typed(self, question: Question, found: dict[str, dict]) -> dict:
        (answer,) = found.values()
        label = answers.as_label(answer)
        if label is None:
            example = self.labelled(question)[0][0]
            raise not_labels(answer, "the letter of one option in quotation marks", example)
        return {"choice": self.find(question, label)}


class Multiple(Choice):
    """Every right option and no other. A task may compute which these are."""

    name = "multiple"
    how = "Choose every answer that is right. Wrong choices cost, so choosing everything earns nothing."
    on_paper = "Mark every answer that is right. Wrong marks cost, so marking everything earns nothing."

    def _missed(self, question: Question, option: dict) -> Part:
        """What leaving out a right option shows, if its author named it."""
        key = "-" + question.key(option["text"])
        text = f"not chosen: {option['text']}"
        return Part(key, text, False, option.get("feedback", ""), option.get("misconception", ""))

    def parts(self, question: Question) -> list[Part]:
        options = self.options(question)
        named = [option for option in options if option.get("correct") and option.get("misconception")]
        return super().parts(question) + [self._missed(question, option) for option in named]

    def response(self, chosen: list[str]) -> dict:
        return {"choices": chosen}

    def picks(self, question: Question, response: dict) -> list[Part]:
        chosen, parts = set(strings(response["choices"])), super().parts(question)
        if not chosen <= {part.key for part in parts}:
            raise ValueError("an option that this question does not have")
        named = [option for option in self.options(question) if option.get("correct") and option.get("misconception")]
        missed = [self._missed(question, option) for option in named if question.key(option["text"]) not in chosen]
        return [part for part in parts if part.key in chosen] + missed

    def share(self, question: Question, response: dict) -> float:
        chosen, parts = set(strings(response["choices"])), super().parts(question)
        right = [part.key in chosen for part in parts if part.right]
        wrong = [part.key in chosen for part in parts if not part.right]
        return max(0.0, sum(right) / len(right) - (sum(wrong) / len(wrong) if wrong else 0.0))

    def verdict(self, question: Question, response: dict):
        if not question.raw.get("feedback"):
            question = question.with_(feedback="Yes, exactly these.")
        return super().verdict(question, response)

    def credit(self, question: Question, response: dict) -> str:
        chosen, parts = set(strings(response["choices"])), super().parts(question)
        extra = sum(not part.right and part.key in chosen for part in parts)
        lacking = sum(part.right and part.key not in chosen for part in parts)
        belong = "does not belong" if extra == 1 else "do not belong"
        counts = [f"{extra} that {belong}"] * bool(extra) + [f"{lacking} missing"] * bool(lacking)
        return f"Your list has {' and '.join(counts)}." if counts else ""

    def typed(self, question: Question, found: dict[str, dict]) -> dict:
        (answer,) = found.values()
        labels = answers.as_labels(answer)
        if labels is None:
            example = ", ".join(name for name, _ in self.labelled(question)[:2])
            raise not_labels(answer, "the options in quotation marks with commas between them", example)
        return {"choices": list(dict.fromkeys(self.find(question, label) for label in labels))}
