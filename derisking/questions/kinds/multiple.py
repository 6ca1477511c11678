"""`multiple`: every option that is right."""

from typing import Any

from derisking.questions import answers
from derisking.questions.kinds.base import not_labels, strings
from derisking.questions.kinds.choice import Choice
from derisking.questions.question import Question
from derisking.questions.verdict import Part, Verdict


class Multiple(Choice):
    """Every right option and no other. A task may compute which these are."""

    name = "multiple"
    how = "Choose all that apply. A wrong choice takes away part of the points; choosing everything earns nothing."
    on_paper = "Mark every answer that is right. Wrong marks cost, so marking everything earns nothing."

    def _missed(self, question: Question) -> list[Part]:
        """What leaving out a right option shows, where its author named it; each has its option's key behind a "-"."""
        missed = []
        for one in self.options(question):
            if one.get("correct") and (name := one.get("misconception")):
                missed.append(Part(f"-{one['id']}", f"not chosen: {one['text']}", False, one.get("feedback", ""), name))
        return missed

    def parts(self, question: Question) -> list[Part]:
        return super().parts(question) + self._missed(question)

    def response(self, chosen: Any) -> dict[str, Any]:
        return {"choices": chosen}

    def example_answers(self, question: Question) -> list[tuple[str, dict[str, Any]]]:
        parts = super().parts(question)
        right, wrong = ([part.key for part in parts if part.right == good] for good in (True, False))
        half = right[:-1] if len(right) > 1 else [*right, wrong[0]]
        answers = [("right", right), ("right", right[::-1]), ("part", half), ("wrong", wrong)]
        return [(fate, {"choices": chosen}) for fate, chosen in answers]

    def picks(self, question: Question, response: dict[str, Any]) -> list[Part]:
        chosen, parts = set(strings(response["choices"])), super().parts(question)
        if not chosen <= {part.key for part in parts}:
            raise ValueError("an option that this question does not have")
        missed = [part for part in self._missed(question) if part.key.removeprefix("-") not in chosen]
        return [part for part in parts if part.key in chosen] + missed

    def share(self, question: Question, response: dict[str, Any]) -> float:
        chosen, parts = set(strings(response["choices"])), super().parts(question)
        right = [part.key in chosen for part in parts if part.right]
        wrong = [part.key in chosen for part in parts if not part.right]
        return max(0.0, sum(right) / len(right) - (sum(wrong) / len(wrong) if wrong else 0.0))

    def verdict(self, question: Question, response: dict[str, Any]) -> Verdict:
        if not question.raw.get("feedback"):
            question = question.with_(feedback="Yes, exactly these.")
        return super().verdict(question, response)

    def credit(self, question: Question, response: dict[str, Any]) -> str:
        chosen, parts = set(strings(response["choices"])), super().parts(question)
        extra = sum(not part.right and part.key in chosen for part in parts)
        lacking = sum(part.right and part.key not in chosen for part in parts)
        belong = "does not belong" if extra == 1 else "do not belong"
        counts = [f"{extra} that {belong}"] * bool(extra) + [f"{lacking} missing"] * bool(lacking)
        return f"Your list has {' and '.join(counts)}." if counts else ""

    def typed(self, question: Question, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
        (answer,) = found.values()
        labels = answers.as_labels(answer)
        if labels is None:
            example = ", ".join(name for name, _ in self.labelled(question)[:2])
            raise not_labels(answer, "the options in quotation marks with commas between them", example)
        return {"choices": list(dict.fromkeys(self.find(question, label) for label in labels))}
