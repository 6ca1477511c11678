"""Compare an encoded answer with a plain expected value: bool, number, text, None, list, or labels with values. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from derisking.questions import answers
from derisking.questions.verdict import WRONG_SHAPE, WRONG_VALUE


@dataclasses.dataclass(frozen=True)
class Difference:
    """outcome: which kind of difference; explanation: where the two differ, never the expected value."""

    outcome: str
    explanation: str


def compare_labelled(pairs: dict[str, dict], expected: Mapping[str, object], tolerance: float) -> Difference | None:
    """None if labels and values agree, else a Difference that says where they part (never the expected value)."""
    wanted = {answers.fold(str(label)): value for label, value in expected.items()}
    lacking = [label for label in wanted if label not in pairs]
    if lacking or len(pairs) > len(wanted):
        extra = [label for label in pairs if label not in wanted]
        parts = [f"missing: {', '.join(lacking[:5])}"] * bool(lacking) + [
            f"not asked for: {len(extra) if answers.is_reserved() else ', '.join(extra[:5])}"
        ] * bool(extra)
        return Difference(WRONG_SHAPE, f"The labels differ ({'; '.join(parts)}).")
    for label, value in wanted.items():
        if not matches(pairs[label], value, tolerance):
            return Difference(WRONG_VALUE, f"The entry `{label}` is not right: you have {answers.show(pairs[label])}.")
    return None


def matches(answer: dict, expected: object, tolerance: float) -> bool:
    """Does an encoded answer equal a plain expected value: bool, number, text, None, list, or dict (labelled)?"""
    if isinstance(expected, bool):
        return answer["t"] == "bool" and answer["v"] == expected
    if expected is None:
        return answer["t"] == "none"
    if isinstance(expected, str):
        return answers.as_label(answer) == answers.fold(expected)
    if isinstance(expected, Mapping):
        pairs = answers.as_pairs(answer)
        return pairs is not None and compare_labelled(pairs, expected, tolerance) is None
    if isinstance(expected, (list, tuple)):
        items = answer.get("v") if answer["t"] in ("list", "array", "series") else None
        same = items is not None and len(items) == len(expected)
        return same and all(matches(item, value, tolerance) for item, value in zip(items, expected, strict=True))
    return answers.close(answers.as_number(answer), float(expected), tolerance)
