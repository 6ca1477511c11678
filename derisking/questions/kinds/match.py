"""`match`: a partner for each line."""

from __future__ import annotations

import random
from collections.abc import Callable

from derisking.questions import answers
from derisking.questions.kinds.base import distinct, find, misconception, misconceptions, shuffled
from derisking.questions.kinds.rows import Rows
from derisking.questions.question import Question
from derisking.questions.verdict import WRONG_SHAPE, WRONG_VALUE, Part, Unreadable
from derisking.widgets import markdown


class Match(Rows):
    """Pairs of texts; distractors are partners of nobody."""

    name = "match"
    how = "Choose a partner for each line. Every right pair counts."
    on_paper = "Write the letter of the partner. Every right pair counts."
    example = '{"…": "…"}'

    def _rights(self, raw: dict) -> list[str]:
        return [*dict.fromkeys(pair["right"] for pair in raw["pairs"]), *(raw.get("distractors") or [])]

    def check(self, raw: dict, fail: Callable[[str, str], None]) -> None:
        lefts, rights = [pair["left"] for pair in raw["pairs"]], self._rights(raw)
        distinct(fail, lefts, "left-hand texts")
        distinct(fail, rights, "right-hand texts and distractors")
        for number, entry in enumerate(misconceptions(raw), 1):
            for key, known in (("left", lefts), ("right", rights)):
                if entry[key] not in known:
                    text = f"`{key}` is {entry[key]!r}, which is not among the texts of the pairs."
                    fail(f"misconception {number}", text)

    def lines(self, question: Question) -> dict[str, str]:
        return {question.key(pair["left"]): pair["left"] for pair in question.raw["pairs"]}

    def choices(self, question: Question, dice: random.Random) -> dict[str, str]:
        return {question.key(right): right for right in shuffled(self._rights(question.raw), dice)}

    def response(self, chosen: dict[str, list[str]]) -> dict:
        return {"pairs": {line: one for line, some in chosen.items() for one in some}}

    def _part(self, question: Question, left: str, right: str) -> Part:
        """What choosing `right` for `left` is."""
        raw, key = question.raw, f"{question.key(left)}>{question.key(right)}"
        text = f"{left}: {right}"
        pair = next(pair for pair in raw["pairs"] if pair["left"] == left)
        if pair["right"] == right:
            return Part(key, text, True, pair["feedback"])
        made = next((entry for entry in misconceptions(raw) if (entry["left"], entry["right"]) == (left, right)), None)
        return misconception(key, text, made) if made else Part(key, text, False, raw.get("otherwise", ""))

    def parts(self, question: Question) -> list[Part]:
        rows = [(pair["left"], pair["right"]) for pair in question.raw["pairs"]]
        rows += [(entry["left"], entry["right"]) for entry in misconceptions(question.raw)]
        return [self._part(question, left, right) for left, right in rows]

    def picks(self, question: Question, response: dict) -> list[Part]:
        lefts, chosen = self.lines(question), response["pairs"]
        rights = {question.key(right): right for right in self._rights(question.raw)}
        if not set(chosen) <= set(lefts):
            raise ValueError("a line that this question does not have")
        return [self._part(question, lefts[key], rights[chosen[key]]) for key in lefts if key in chosen]

    def page(self, question: Question, dice: random.Random) -> dict:
        pairs = shuffled(question.raw["pairs"], dice)
        rows = [{"key": question.key(pair["left"]), "markdown": pair["left"]} for pair in pairs]
        choices = self.choices(question, dice).items()
        return {"rows": rows, "choices": [{"key": key, "text": markdown.plain(text)} for key, text in choices]}

    def listed(self, question: Question, dice: random.Random) -> tuple[str, list[str]]:
        page = self.page(question, dice)
        return f"Match with: {', '.join(c['text'] for c in page['choices'])}.", [r["markdown"] for r in page["rows"]]

    def credit(self, question: Question, response: dict) -> str:
        right = sum(part.right for part in self.picks(question, response))
        return f"{right} of {len(question.raw['pairs'])} pairs are right."

    def typed_as(self, question: Question) -> tuple[dict[str, str], dict[str, str]]:
        return self.lines(question), {question.key(right): right for right in self._rights(question.raw)}

    def typed_right(self, question: Question) -> str:
        lines = "".join(f'    "{pair["left"]}": "{pair["right"]}",\n' for pair in question.raw["pairs"])
        return f"{question.raw['name']} = {{\n{lines}}}"

    def typed(self, question: Question, found: dict[str, dict]) -> dict:
        (answer,) = found.values()
        given, pairs = answers.as_pairs(answer), {}
        if given is None:
            raise Unreadable(
                WRONG_SHAPE, f"You gave {answers.describe(answer)}. Keep the dictionary and fill its gaps."
            )
        options = [(right, right) for right in self._rights(question.raw)]
        for pair in question.raw["pairs"]:
            value = given.get(answers.fold(pair["left"]), {"t": "missing"})
            right = None if answers.untouched(value) else find(answers.as_label(value) or "", options)
            if right is None and not answers.untouched(value):
                names = ", ".join(name for name, _ in options)
                raise Unreadable(WRONG_VALUE, f"What you wrote for {pair['left']} is none of: {names}.")
            if right is not None:
                pairs[question.key(pair["left"])] = question.key(right)
        return {"pairs": pairs}
