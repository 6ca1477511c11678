"""What a check can say: eight outcomes, a number of points and a sentence or two. Plain data, no student object."""

from __future__ import annotations

import dataclasses

NOT_ATTEMPTED, RAISES, WRONG_TYPE, WRONG_SHAPE = "not-attempted", "raises", "wrong-type", "wrong-shape"
WRONG_SCALE, SLIP, WRONG_VALUE, RIGHT = "wrong-scale", "slip", "wrong-value", "right"
OUTCOMES = (NOT_ATTEMPTED, RAISES, WRONG_TYPE, WRONG_SHAPE, WRONG_SCALE, SLIP, WRONG_VALUE, RIGHT)
HEADINGS = {
    NOT_ATTEMPTED: "Not attempted yet",
    RAISES: "Your code stops with an error",
    WRONG_TYPE: "Not the kind of thing that is asked for",
    WRONG_SHAPE: "Not the right number of things",
    WRONG_SCALE: "Right idea, other unit",
    SLIP: "A known slip",
    WRONG_VALUE: "Not yet",
    RIGHT: "Right",
}


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What an answer kind thinks of an answer: a part of the points (0 to 1), an outcome, a sentence, a slip's name."""

    share: float
    outcome: str
    explanation: str
    slip: str = ""


@dataclasses.dataclass(frozen=True)
class Result:
    """The judgement of one task. points lie between 0 and max_points; slip is the name of a recognised mistake or ""."""

    task: str
    title: str
    points: float
    max_points: float
    outcome: str
    explanation: str
    slip: str = ""
    parts: tuple[Result, ...] = ()

    def to_json(self) -> dict:
        return dataclasses.asdict(self)

    def __repr__(self) -> str:
        return f"{self.title}: {HEADINGS[self.outcome]} ({number(self.points)} of {number(self.max_points)}). {self.explanation}"

    def _repr_html_(self) -> str:
        from derisking.exercises.panels import result_panel

        return result_panel(self)


def from_json(plain: dict) -> Result:
    """A Result from the form of `to_json`."""
    return Result(**{**plain, "parts": tuple(from_json(part) for part in plain.get("parts", ()))})


def number(value: float) -> str:
    """A number of points for readers: 2, 1.5, 0.75."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
