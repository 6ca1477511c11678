"""Questions as the page gets them: data for the runtime, and plain HTML for where nothing runs."""

from collections.abc import Iterable, Sequence

from derisking import edition, progress
from derisking.learner.card import Part
from derisking.questions import bank
from derisking.questions.question import Question
from derisking.quiz import view


def seed() -> int:
    """By which options are shuffled: the learner's own; a page cannot know its reader: one by which no place is right more often."""
    return 230 if edition.page else progress.seed()


def asked(question: Question, *, keys: bool = True) -> dict:
    """A question for the browser. keys=False leaves out everything that gives the answer away."""
    data = view.data(question, seed(), keys=keys) | {"objective": question.objective}
    if keys:
        parts = question.rules.parts(question)
        data["misconceptions"] = {part.key: part.misconception for part in parts if part.misconception}
    return data


def statics(questions: Iterable[Question], *, keys: bool = True) -> str:
    """The questions as plain HTML."""
    return "".join(view.static(question, seed(), keys=keys) for question in questions)


def part(kind: str, questions: Sequence[Question], *, keys: bool = True, shown: int | None = None, **more) -> Part:
    """Questions as a part of a page. shown: how many of them the still version holds; more: fields of its data."""
    data = {"kind": kind, "questions": [asked(question, keys=keys) for question in questions], **more}
    words = "\n\n".join(view.text.plain(question.text) for question in questions[:shown])
    return Part(data, view.paper() + statics(questions[:shown], keys=keys), words)


def explained() -> list[dict]:
    """Both tests with keys and explanations, pair by pair; a page asks for this only after the post-test was handed in."""
    before, entries = bank.used_for("pre"), []
    for question in bank.used_for("post"):
        partner = next((one for one in before if one.pair == question.pair), None)
        entries += [_explained("pre", partner)] if partner else []
        entries.append(_explained("post", question))
    return entries


def _explained(name: str, question: Question) -> dict:
    rest = view.explanations(question)
    return {"test": name, "question": asked(question), "text": view.text.block(question.text), "rest": rest}


def told(content: dict) -> dict:
    """The answer to a page that asks for both tests explained."""
    return {"list": explained()}
