"""`single`: one option of several."""

from collections.abc import Callable
from typing import Any

from derisking.questions import answers
from derisking.questions.kinds.base import not_labels
from derisking.questions.kinds.choice import Choice
from derisking.questions.question import Question
from derisking.questions.verdict import Part


class Single(Choice):
    """One option. A task may accept several that can be defended."""

    name = "single"
    how = "Choose one answer."
    on_paper = "One answer is right."
    several = False

    def check(self, raw: dict[str, Any], fail: Callable[[str, str], None]) -> None:
        right = sum(option.get("correct") is True for option in raw["options"])
        if right != 1 and "name" not in raw:
            fail("", f"{right} options are marked `correct: true`. A single-choice question has exactly one.")
        super().check(raw, fail)

    def response(self, chosen: Any) -> dict[str, Any]:
        return {"choice": chosen[0]}

    def example_answers(self, question: Question) -> list[tuple[str, dict[str, Any]]]:
        examples = [("right" if part.right else "wrong", {"choice": part.key}) for part in self.parts(question)]
        return sorted(examples, key=lambda example: example[0])

    def picks(self, question: Question, response: dict[str, Any]) -> list[Part]:
        return [next(part for part in self.parts(question) if part.key == response["choice"])]

    def typed(self, question: Question, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
        (answer,) = found.values()
        label = answers.as_label(answer)
        if label is None:
            example = self.labelled(question)[0][0]
            raise not_labels(answer, "the letter of one option in quotation marks", example)
        return {"choice": self.find(question, label)}
