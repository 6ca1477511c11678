"""`match`: a partner for each line."""

import random
from collections.abc import Callable
from typing import Any

from derisking import markdown
from derisking.questions import answers
from derisking.questions.kinds.base import distinct, find, misconception, misconceptions, shuffled
from derisking.questions.kinds.rows import Rows
from derisking.questions.question import Question
from derisking.questions.verdict import WRONG_SHAPE, WRONG_VALUE, Part, Unreadable


class Match(Rows):
    """Pairs of texts; distractors are partners of nobody."""

    name = "match"
    how = "Match each line."
    sorts = ("choices", "rows")
    on_paper = "Write the letter of the partner. Every right pair counts."
    example = '{"…": "…"}'

    def _rights(self, raw: dict[str, Any]) -> dict[str, str]:
        """Id -> text of every partner; a partner of several lines is one."""
        partners = {pair["right_id"]: pair["right"] for pair in raw["pairs"]}
        return partners | {one["id"]: one["text"] for one in raw.get("distractors") or ()}

    def check(self, raw: dict[str, Any], fail: Callable[[str, str], None]) -> None:
        lefts, rights = [pair["left"] for pair in raw["pairs"]], list({pair["right"] for pair in raw["pairs"]})
        rights += [one["text"] for one in raw.get("distractors") or ()]
        distinct(fail, lefts, "left-hand texts")
        distinct(fail, rights, "right-hand texts and distractors")
        for number, entry in enumerate(misconceptions(raw), 1):
            for key, known in (("left", [*lefts, "*"]), ("right", rights)):
                if entry[key] not in known:
                    text = f"`{key}` is {entry[key]!r}, which is not among the texts of the pairs."
                    fail(f"misconception {number}", text)

    def lines(self, question: Question) -> dict[str, str]:
        return {pair["id"]: pair["left"] for pair in question.raw["pairs"]}

    def choices(self, question: Question, dice: random.Random) -> dict[str, str]:
        return dict(shuffled(self._rights(question.raw).items(), dice))

    def response(self, chosen: Any) -> dict[str, Any]:
        return {"pairs": {line: one for line, some in chosen.items() for one in some}}

    def _part(self, question: Question, line: str, partner: str) -> Part:
        """What choosing a partner for a line is; both by their ids."""
        raw, key = question.raw, f"{line}>{partner}"
        pair = next(pair for pair in raw["pairs"] if pair["id"] == line)
        left, right = pair["left"], self._rights(raw)[partner]
        text = f"{left}: {right}"
        if pair["right_id"] == partner:
            return Part(key, text, True, pair["feedback"])
        made = next((m for m in misconceptions(raw) if m["right"] == right and m["left"] in (left, "*")), None)
        return misconception(key, text, made) if made else Part(key, text, False, raw.get("otherwise", ""))

    def parts(self, question: Question) -> list[Part]:
        rows = [(pair["id"], pair["right_id"]) for pair in question.raw["pairs"]]
        lines = {text: key for key, text in self.lines(question).items()}
        partners = {text: key for key, text in self._rights(question.raw).items()}
        for entry in misconceptions(question.raw):
            rows += [
                (lines[one], partners[entry["right"]]) for one in (lines if entry["left"] == "*" else [entry["left"]])
            ]
        return [self._part(question, line, partner) for line, partner in dict.fromkeys(rows)]

    def example_answers(self, question: Question) -> list[tuple[str, dict[str, Any]]]:
        right = {pair["id"]: pair["right_id"] for pair in question.raw["pairs"]}
        _, *rest = right
        partners = list(self._rights(question.raw))
        wrong = {line: next(one for one in partners if one != partner) for line, partner in right.items()}
        answers = [("right", right), ("part", {line: right[line] for line in rest}), ("wrong", wrong)]
        return [(fate, {"pairs": pairs}) for fate, pairs in answers]

    def picks(self, question: Question, response: dict[str, Any]) -> list[Part]:
        lines, chosen = self.lines(question), response["pairs"]
        if not set(chosen) <= set(lines):
            raise ValueError("a line that this question does not have")
        return [self._part(question, key, chosen[key]) for key in lines if key in chosen]

    def page(self, question: Question, dice: random.Random) -> dict[str, Any]:
        pairs = shuffled(question.raw["pairs"], dice)
        rows = [{"key": pair["id"], "markdown": pair["left"]} for pair in pairs]
        choices = self.choices(question, dice).items()
        return {"rows": rows, "choices": [{"key": key, "text": markdown.plain(text)} for key, text in choices]}

    def listed(self, question: Question, dice: random.Random) -> tuple[str, list[str]]:
        page = self.page(question, dice)
        return f"Match with: {', '.join(c['text'] for c in page['choices'])}.", [r["markdown"] for r in page["rows"]]

    def credit(self, question: Question, response: dict[str, Any]) -> str:
        right = sum(part.right for part in self.picks(question, response))
        return f"{right} of {len(question.raw['pairs'])} pairs are right."

    def typed_as(self, question: Question) -> tuple[dict[str, str], dict[str, str]]:
        return self.lines(question), self._rights(question.raw)

    def typed_right(self, question: Question) -> str:
        lines = "".join(f'    "{pair["left"]}": "{pair["right"]}",\n' for pair in question.raw["pairs"])
        return f"{question.raw['name']} = {{\n{lines}}}"

    def typed(self, question: Question, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
        (answer,) = found.values()
        given, pairs = answers.as_pairs(answer), {}
        if given is None:
            said = f"You gave {answers.describe(answer)}. Keep the dictionary and fill its gaps."
            raise Unreadable(WRONG_SHAPE, said)
        partners = self._rights(question.raw)
        options = [(right, right) for right in partners.values()]
        for pair in question.raw["pairs"]:
            value = given.get(answers.fold(pair["left"]), {"t": "missing"})
            right = None if answers.untouched(value) else find(answers.as_label(value) or "", options)
            if right is None and not answers.untouched(value):
                names = ", ".join(name for name, _ in options)
                raise Unreadable(WRONG_VALUE, f"What you wrote for {pair['left']} is not one of: {names}.")
            if right is not None:
                pairs[pair["id"]] = next(key for key, text in partners.items() if text == right)
        return {"pairs": pairs}
