"""Grade one answer. The running widget does the same in quiz.js, so that feedback needs no kernel; a test compares both.

An answer ("response") is plain JSON:
single {"choice": key}; multiple {"choices": [key, ...]}; numeric {"text": "0,787"}; order {"order": [key, ...]};
match {"pairs": {left key: right key}}; classify {"bins": {card key: [bin, ...]}}.

Credit: single and numeric 0 or 1. Multiple: right ones chosen minus wrong ones chosen, over the number of right ones,
not below 0. Order: pairs of items in the right order, over all pairs. Match and classify: rows that are right, over
all rows; a card is right when it has a bin and every bin chosen for it can be defended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations

from derisking.questions.bank import Question


@dataclass
class Grade:
    """score: 0 to 1; correct: whether all is right; misconceptions: names of the recognised mistakes."""

    score: float
    misconceptions: list[str] = field(default_factory=list)

    @property
    def correct(self) -> bool:
        return self.score >= 1


def grade(question: Question, response: dict) -> Grade:
    """Grade a response (see the module's docstring). An empty or malformed one scores 0."""
    try:
        return _GRADERS[question.kind](question, response or {})
    except (AttributeError, KeyError, TypeError, ValueError):
        return Grade(0.0)


def parse_number(text: str) -> float | None:
    """The number a person typed: comma or point, spaces between thousands, a unit or % sign behind it.

    Returns None if there is no number, and for `1,234`, which is one thing in English and another in Dutch.
    """
    bare = re.sub(r"[\s\u00a0\u2009\u202f_']", "", str(text)).replace("\u2212", "-")
    found = re.match(r"([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,3})?)(?![\d.,])", bare, re.IGNORECASE)
    if not found or re.match(r"[+-]?[1-9]\d{0,2},\d{3}(?!\d)", found[1]):
        return None
    return float(found[1].replace(",", "."))


def slip_matches(slip: dict, number: float, tolerance: float) -> bool:
    """Whether a number is this recognised slip: near its value, or within its range."""
    if "value" in slip:
        return abs(number - slip["value"]) <= slip.get("tolerance", tolerance) * (1 + 1e-9) + 1e-12
    return slip["min"] <= number <= slip["max"]


def _single(question: Question, response: dict) -> Grade:
    for option in question.raw["options"]:
        if question.key(option["text"]) == response["choice"]:
            return Grade(float(option.get("correct") is True), _named(option))
    return Grade(0.0)


def _multiple(question: Question, response: dict) -> Grade:
    chosen = set(response["choices"])
    options = question.raw["options"]
    right = [option for option in options if option.get("correct")]
    hits = sum(question.key(option["text"]) in chosen for option in right)
    wrong = [o for o in options if not o.get("correct") and question.key(o["text"]) in chosen]
    score = max(0.0, (hits - len(wrong)) / len(right))
    return Grade(score, [name for option in wrong for name in _named(option)])


def _numeric(question: Question, response: dict) -> Grade:
    number = parse_number(response["text"])
    if number is None:
        return Grade(0.0)
    tolerance = question.raw["tolerance"]
    if slip_matches({"value": question.answer}, number, tolerance):
        return Grade(1.0)
    for slip in question.raw.get("slips") or []:
        if slip_matches(slip, number, tolerance):
            return Grade(0.0, _named(slip))
    return Grade(0.0)


def _order(question: Question, response: dict) -> Grade:
    right = [question.key(item["id"]) for item in question.raw["items"]]
    place = {key: response["order"].index(key) for key in right}
    pairs = list(combinations(right, 2))
    score = sum(place[first] < place[second] for first, second in pairs) / len(pairs)
    slips = question.raw.get("slips") or []
    made = [s for s in slips if place[question.key(s["before"])] < place[question.key(s["after"])]]
    return Grade(score, [name for slip in made for name in _named(slip)])


def _match(question: Question, response: dict) -> Grade:
    chosen, names, right = response["pairs"], [], 0
    for pair in question.raw["pairs"]:
        answer = chosen.get(question.key(pair["left"]))
        right += answer == question.key(pair["right"])
        for slip in question.raw.get("slips") or []:
            if slip["left"] == pair["left"] and question.key(slip["right"]) == answer:
                names += _named(slip)
    return Grade(right / len(question.raw["pairs"]), names)


def _classify(question: Question, response: dict) -> Grade:
    chosen, names, right = response["bins"], [], 0
    for card in question.raw["cards"]:
        bins = chosen.get(question.key(card["text"])) or []
        right += bool(bins) and set(bins) <= set(card["bins"])
        names += [n for slip in card.get("slips") or [] if slip["bin"] in bins for n in _named(slip)]
    return Grade(right / len(question.raw["cards"]), names)


def _named(part: dict) -> list[str]:
    return [part["misconception"]] if part.get("misconception") else []


_GRADERS = {
    "single": _single,
    "multiple": _multiple,
    "numeric": _numeric,
    "order": _order,
    "match": _match,
    "classify": _classify,
}
