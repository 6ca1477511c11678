"""`order`: steps in the order in which they must stand."""

import random
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

from derisking.questions import answers
from derisking.questions.ids import made_of
from derisking.questions.kinds.base import (
    SEQUENCE,
    Kind,
    distinct,
    find,
    misconception,
    misconceptions,
    not_labels,
    shuffled,
    strings,
)
from derisking.questions.question import Question
from derisking.questions.verdict import WRONG_SHAPE, Part, Unreadable

TRIES = 1_000  # where nearly every order is right, none may be far from all of them
MOST_SOLVED = 0.5  # of the points: a puzzle that one move solves would be no question


class Order(Kind):
    """Items written in the right order; `also` holds other orders that can be defended. Misconceptions are pairs turned round."""

    name = "order"
    shape = SEQUENCE
    part_called = "Order"
    secret = ("rights", "turned")
    how = "Move the lines with their arrows, with Alt and the arrow keys, or with a mouse by their dots."
    on_paper = "Write the letters in order, the first step first."

    def check(self, raw: dict[str, Any], fail: Callable[[str, str], None]) -> None:
        ids = [item["id"] for item in raw["items"]]
        distinct(fail, ids, "item ids")
        for number, order in enumerate(raw.get("also") or [], 1):
            if sorted(order) != sorted(ids):
                fail(f"other order {number}", f"it should hold each item once. Items: {', '.join(ids)}.")
        for number, entry in enumerate(misconceptions(raw), 1):
            place = f"misconception {number}"
            for key in ("before", "after"):
                if entry[key] not in ids:
                    fail(place, f"`{key}` names {entry[key]!r}, which is not an item. Items: {', '.join(ids)}.")
            if ids.index(entry["before"]) < ids.index(entry["after"]):
                right = f"{entry['before']!r} before {entry['after']!r} is the right order."
                fail(place, f"{right} A misconception is a wrong one.")

    def deal(self, question: Question, dice: random.Random) -> dict[str, Any]:
        letters = [item["id"] for item in question.raw["items"]]
        return {"letters": dict(zip(letters, shuffled(letters, dice), strict=True))}

    def filled(self, raw: Mapping[str, Any], computed: Mapping[str, Any]) -> dict[str, Any]:
        """letters: id of an item -> the one that it is to have."""
        filled = super().filled(raw, computed)
        if new := filled.pop("letters", None):
            filled["items"] = [{**item, "id": new[item["id"]]} for item in filled["items"]]
            filled["also"] = [[new[id] for id in order] for order in filled.get("also") or []]
            turned = [{**one, **{key: new[one[key]] for key in ("before", "after")}} for one in misconceptions(filled)]
            filled["misconceptions"] = turned
        return filled

    def _texts(self, question: Question) -> dict[str, str]:
        return {item["id"]: item["text"] for item in question.raw["items"]}

    def rights(self, question: Question) -> list[list[str]]:
        """The right orders, as keys."""
        orders = [[item["id"] for item in question.raw["items"]], *(question.raw.get("also") or [])]
        return [[_key(question, item) for item in order if item] for order in orders]

    def parts(self, question: Question) -> list[Part]:
        names = self._texts(question)
        made = [
            misconception(f"m{place}", f"“{names[entry['before']]}” before “{names[entry['after']]}”", entry)
            for place, entry in enumerate(misconceptions(question.raw), 1)
        ]
        right = Part("right", "the right order", True, question.raw.get("feedback", ""))
        return [right, *made, Part("other", "another order", False, question.raw.get("otherwise", ""))]

    def _places(self, question: Question, response: dict[str, Any]) -> dict[str, int]:
        order = strings(response["order"])
        if sorted(order) != sorted(self.rights(question)[0]):
            raise ValueError("not the items of this question")
        return {key: place for place, key in enumerate(order)}

    def response(self, chosen: Any) -> dict[str, Any]:
        return {"order": chosen}

    def example_answers(self, question: Question) -> list[tuple[str, dict[str, Any]]]:
        rights = self.rights(question)
        right = rights[0]
        turned = ([*right[:at], right[at + 1], right[at], *right[at + 2 :]] for at in range(len(right) - 1))
        part = next(order for order in turned if order not in rights)
        answers = [*(("right", order) for order in rights), ("part", part), ("wrong", right[::-1])]
        return [(fate, {"order": order}) for fate, order in answers]

    def picks(self, question: Question, response: dict[str, Any]) -> list[Part]:
        place, parts = self._places(question, response), self.parts(question)
        if response["order"] in self.rights(question):
            return [parts[0]]
        turned = [place[before] < place[after] for before, after in self._turned(question)]
        return [part for part, made in zip(parts[1:], turned, strict=False) if made] or [parts[-1]]

    def _turned(self, question: Question) -> list[tuple[str, str]]:
        """The pairs of the misconceptions, as keys: what stands first in a wrong order, what should."""
        entries = misconceptions(question.raw)
        return [(_key(question, entry["before"]), _key(question, entry["after"])) for entry in entries]

    def share(self, question: Question, response: dict[str, Any]) -> float:
        return self._share(question, list(self._places(question, response)))

    def _share(self, question: Question, order: list[str]) -> float:
        place = {key: number for number, key in enumerate(order)}
        return max(0.0, *(_agreement(right, place) for right in self.rights(question)))

    def page(self, question: Question, dice: random.Random) -> dict[str, Any]:
        keys = {_key(question, item["id"]): item["text"] for item in question.raw["items"]}
        mixed = shuffled(keys, dice)
        for _ in range(TRIES):
            if self._share(question, mixed) <= MOST_SOLVED:
                break
            mixed = shuffled(keys, dice)
        items = [{"key": key, "markdown": keys[key]} for key in mixed]
        return {"items": items, "rights": self.rights(question), "turned": self._turned(question)}

    def listed(self, question: Question, dice: random.Random) -> tuple[str, list[str]]:
        return "", [item["markdown"] for item in self.page(question, dice)["items"]]

    def solved(self, question: Question) -> list[str]:
        return list(self._texts(question).values())

    def given(self, question: Question, response: dict[str, Any]) -> str:
        names = {_key(question, name): text for name, text in self._texts(question).items()}
        return "; ".join(f"{place}. {names[key]}" for place, key in enumerate(response["order"], 1))

    def letters(self, question: Question) -> list[tuple[str, str]]:
        return sorted(self._texts(question).items())

    def typed_as(self, question: Question) -> tuple[dict[str, str], dict[str, str]]:
        return {}, {_key(question, item): item for item in self._texts(question)}

    def typed_right(self, question: Question) -> str:
        return f'{question.raw["name"]} = "{", ".join(self._texts(question))}"'

    def typed(self, question: Question, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
        (answer,) = found.values()
        ids = sorted(self._texts(question))
        labels = answers.as_labels(answer)
        if labels is None or answer["t"] == "set":
            raise not_labels(answer, "the letters in order with commas between them", ", ".join(ids[::-1]))
        order = [find(label, [(item, item) for item in ids]) for label in labels]
        if sorted(item for item in order if item) != ids or len(order) != len(ids):
            raise Unreadable(WRONG_SHAPE, f"Each of the letters {', '.join(ids)} must stand there once.")
        return {"order": [_key(question, item) for item in order if item]}


def _key(question: Question, item: str) -> str:
    """What an item is called outside: its id may say where it belongs."""
    return made_of(question.id, item)


def _agreement(right: list[str], place: dict[str, int]) -> float:
    """Kendall's tau: pairs in the right order less pairs in the wrong order, over all pairs."""
    pairs = list(combinations(right, 2))
    good = sum(place[first] < place[second] for first, second in pairs)
    return (2 * good - len(pairs)) / len(pairs)
