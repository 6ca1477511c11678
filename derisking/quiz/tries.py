"""What the record knows of a learner's tries."""

from __future__ import annotations

import json

from derisking import progress
from derisking.questions import bank, story
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


def latest(questions: list[Question], mode: str) -> dict[str, dict]:
    """The latest response to each question that was answered, from the record."""
    return {id: state["latest"]["response"] for id, state in states(questions, mode).items()}


def keep_draft(question: Question, response) -> bool:
    """Remember a response that is not complete yet, if it is one to this question; True when it is on disk."""
    fits = question.picks(response) is not None
    return fits and progress.keep(f"draft {question.lesson} {question.id}", json.dumps(response))


def drafts(questions: list[Question]) -> dict[str, dict]:
    """The response so far of each question that is answered bit by bit, from the record."""
    texts = {question.id: progress.note(f"draft {question.lesson} {question.id}") for question in questions}
    return {id: json.loads(text) for id, text in texts.items() if text}


def earlier(questions: list[Question]) -> dict[str, dict]:
    """For each question that asks another lesson's sentences again: the first answer given there, else what was begun."""
    responses: dict[str, dict] = {}
    for question in questions:
        named = story.origin(question.raw)
        if named is None:
            continue
        first = bank.load(named[0])[named[1]]
        state = states([first]).get(first.id)
        response = state["first"]["response"] if state else drafts([first]).get(first.id)
        if response:
            responses[question.id] = response
    return responses
