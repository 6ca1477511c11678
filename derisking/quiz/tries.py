"""What the record knows of a learner's tries."""

from __future__ import annotations

from derisking import progress
from derisking.questions.question import Question


def states(questions: list[Question], mode: str | None = None) -> dict[str, dict]:
    """First and latest try of each question, from the record."""
    wanted = {question.id for question in questions}
    by_question: dict[str, dict] = {}
    for lesson in {question.lesson for question in questions}:
        for row in progress.rows("answer", lesson):
            if row["item"] not in wanted or (mode and row["mode"] != mode):
                continue
            entry = {"response": row["response"], "score": row["score"], "correct": bool(row["correct"])}
            state = by_question.setdefault(row["item"], {"tries": 0, "first": entry})
            state |= {"tries": state["tries"] + 1, "latest": entry}
    return by_question
