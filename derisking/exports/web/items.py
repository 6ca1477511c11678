"""What a page holds for its script: one element with a readable version and the data of the live one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from derisking.questions import bank
from derisking.questions.question import Question
from derisking.quiz import view

SEED = 0  # everybody meets the same order of options; a page cannot know its reader


def place(token: str, data: dict, static: str) -> str:
    """HTML that reads as `static` and comes alive with `data`. token: unlike any other on the page."""
    static = re.sub(r"<style>.*?</style>", "", static, flags=re.DOTALL)  # paper has its rules in web.css
    return f'<div class="dr-live {token}"><div class="dr-static">{static}</div>{packed(data)}</div>'


def packed(data: object) -> str:
    """Data inside a page. `<` is written as an escape, so that no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).replace("<", "\\u003c")
    return f'<script type="application/json" class="dr-data">{text}</script>'


def asked(question: Question, *, keys: bool = True) -> dict:
    """A question for the browser. keys=False leaves out everything that gives the answer away."""
    data = view.data(question, SEED, keys=keys) | {"objective": question.objective}
    if keys:
        parts = question.rules.parts(question)
        data["misconceptions"] = {part.key: part.misconception for part in parts if part.misconception}
    return data


def statics(questions: Iterable[Question], *, keys: bool = True) -> str:
    """The questions as plain HTML."""
    return "".join(view.static(question, SEED, keys=keys) for question in questions)


def recall_pool(lesson: str) -> list[Question]:
    """The recall questions of all earlier lessons."""
    return [q for name in bank.lessons() if name < lesson for q in bank.load(name).used_for("recall")]


def tested(name: str) -> list[Question]:
    """The questions of the pre-test ("pre") or the post-test ("post")."""
    return [question for lesson in bank.lessons() for question in bank.load(lesson).used_for(name)]


def explained() -> list[dict]:
    """Both tests with keys and explanations, pair by pair; a page loads this only after the post-test was handed in."""
    before, entries = tested("pre"), []
    for question in tested("post"):
        partner = next((one for one in before if one.pair == question.pair), None)
        entries += [_explained("pre", partner)] if partner else []
        entries.append(_explained("post", question))
    return entries


def _explained(name: str, question: Question) -> dict:
    rest = view.explanations(question)
    return {"test": name, "question": asked(question), "text": view.text.block(question.text), "rest": rest}
