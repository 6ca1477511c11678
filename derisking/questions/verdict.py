"""What an answer can earn and be told: one of nine outcomes, a share of the points, a sentence or two. Plain data."""

import dataclasses
from pathlib import Path
from typing import Any

import yaml

NOT_ATTEMPTED, RAISES, WRONG_TYPE, WRONG_SHAPE = "not-attempted", "raises", "wrong-type", "wrong-shape"
WRONG_SCALE, MISCONCEPTION, WRONG_VALUE, RIGHT = "wrong-scale", "misconception", "wrong-value", "right"
SEALED = "sealed"  # complete, and judged later by whoever has the key; no mark ever has it
OUTCOMES = (NOT_ATTEMPTED, RAISES, WRONG_TYPE, WRONG_SHAPE, WRONG_SCALE, MISCONCEPTION, WRONG_VALUE, RIGHT)
# Names in code -> what people read.
WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))


@dataclasses.dataclass(frozen=True)
class Part:
    """Something an answer can hold: an option, a row with its partner, a known misconception.

    key: short and the same in Python and in the browser. text: Markdown. right: whether it belongs to a right answer.
    feedback: Markdown to whoever gave it. misconception: the name of what a wrong one shows, or "".
    """

    key: str
    text: str
    right: bool
    feedback: str = ""
    misconception: str = ""


@dataclasses.dataclass(frozen=True)
class Verdict:
    """share: of the points, 0 to 1. explanation: to the student. misconception: the first one recognised, or ""."""

    share: float
    outcome: str
    explanation: str
    misconception: str = ""


class Unreadable(Exception):
    """A typed answer that is not of the kind that is asked for. outcome: one of the above; text: what to do."""

    def __init__(self, outcome: str, text: str):
        super().__init__(text)
        self.outcome = outcome
        self.text = text


def number(value: float) -> str:
    """A number of points, for readers and platforms: 2, 1.5, 0.75; a point, at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
