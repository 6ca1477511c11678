"""A variant per student: other inputs for the same question, equally hard, with its own key.

Lesson 2: product, seller and year. Lesson 3: the price of a wafer. Lesson 4: two years of world chip sales.

Off unless somebody gives a student code. In a notebook: `exercises.open("02-de-risking", student="s042")`, or the
environment variable DERISKING_STUDENT, which a teacher may set for a whole server. For marks: `c.Variants.on = True` in
`nbgrader_config.py`; then the code is the student id that nbgrader knows, whatever the notebook says.

    variants.pooled([{"code": "s042", "answer": 0.43}], "02-de-risking")   # a class table

The keys.py of a lesson lists what codes may get, from the tables, and lets `choose` pick; a key is computed when an answer
is judged.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from derisking import exercises
from derisking.exercises.codes import clean, place

NEAR = 4  # how far a neighbour's neighbour may be when a list is put in order


@dataclasses.dataclass(frozen=True)
class Variant:
    """What a task asks one student. Holds no key, so it may stand beside the student's code.

    code: "" for the question that everybody gets without one. asked: plain values by name. text: a sentence with them.
    """

    code: str
    asked: dict[str, float | str]
    text: str

    @property
    def note(self) -> str:
        """The line that the notebook prints, also without a code."""
        return f"Your variant ({self.code}): {self.text}" if self.code else self.text

    def to_json(self) -> dict:
        """Plain values, the note included, for a kernel that must not hold this package."""
        return {**dataclasses.asdict(self), "note": self.note}


def choose(student: object, options: Iterable[dict], key: Callable[..., float], apart: float) -> dict:
    """The option of a student code, always the same one. key: the right answer of an option, from its values by name.

    Codes are best numbered without gaps (s001, s002, ...). The keys of neighbours, the last and the first among them, are at
    least `apart`; raises ValueError for an empty code, or if no order of the options does that.
    """
    code, ordered = _needed(student), sorted(options, key=lambda option: key(**option))
    order = _order(tuple(key(**option) for option in ordered), apart)
    return ordered[order[place(code, len(order))]]


@functools.cache
def _order(keys: tuple[float, ...], apart: float) -> list[int]:
    """Places of sorted keys in an order that keeps near ones apart: every n-th, with the n that does it best."""
    count = len(keys)
    strides = [stride for stride in range(1, count) if math.gcd(stride, count) == 1]
    orders = [[place * stride % count for place in range(count)] for stride in strides]

    def merit(order: list[int]) -> tuple[float, float, float]:
        near, next_one = (_separation([keys[place] for place in order], far) for far in (NEAR, 1))
        return min(next_one, apart), near, next_one

    best = max(orders, key=merit)
    if _separation([keys[place] for place in best], 1) < apart:
        raise ValueError("A list of variants: neighbours in it are too alike; widen it in the keys.py of its lesson.")
    return best


def _separation(keys: list[float], reach: int) -> float:
    """The least difference between keys that stand at most `reach` places apart, around the end as well."""
    pairs = ((place, (place + step) % len(keys)) for place in range(len(keys)) for step in range(1, reach + 1))
    return min(abs(keys[one] - keys[other]) for one, other in pairs)


def _needed(student: object) -> str:
    code = clean(student)
    if not code:
        raise ValueError('A variant needs a student code, such as "s042"; the one given is empty.')
    return code


# --- a class ---------------------------------------------------------------------------------------------------------------


def pooled(results: Iterable[Mapping], lesson: str) -> pd.DataFrame:
    """One table for a class: what each student found, and what the tables say.

    results: mappings with "code" and "answer" (a number; None if there is none). Returns a DataFrame with code, what is
    asked (lesson 2: product, partner, year), answer, key; a row per result, sorted by what is asked.
    Raises ValueError for a result without a code, or a lesson without variants.
    """
    example = exercises.definition(lesson, "s001").variant
    if example is None:
        raise ValueError(f"The exercise {lesson} has no variants.")
    rows = []
    for result in results:
        exercise = exercises.definition(lesson, _needed(result.get("code")))
        answer, right = result.get("answer"), exercise.task(exercise.varied).question.answer
        number = math.nan if answer is None else float(answer)
        rows.append((exercise.variant.code, *exercise.variant.asked.values(), number, float(right)))
    table = pd.DataFrame(rows, columns=["code", *example.asked, "answer", "key"])
    return table.sort_values([*example.asked, "code"], ignore_index=True)
