"""What a check says of one task: points, outcome, a sentence or two. Plain data, no student object."""

from __future__ import annotations

import dataclasses

from derisking.questions import verdict
from derisking.questions.verdict import number

HEADINGS = {
    verdict.NOT_ATTEMPTED: "Not attempted",
    verdict.RAISES: "Your code stops with an error",
    verdict.WRONG_TYPE: "Not the kind of thing that is asked for",
    verdict.WRONG_SHAPE: "Not the right number of things",
    verdict.WRONG_SCALE: "Right idea, other unit",
    verdict.MISCONCEPTION: "Not quite; many people think so",
    verdict.WRONG_VALUE: "Not yet",
    verdict.RIGHT: "Right",
}


@dataclasses.dataclass(frozen=True)
class Result:
    """The judgement of one task. points lie between 0 and max_points; misconception is the name of a recognised one or ""."""

    task: str
    title: str
    points: float
    max_points: float
    outcome: str
    explanation: str
    misconception: str = ""
    parts: tuple[Result, ...] = ()

    def to_json(self) -> dict:
        return dataclasses.asdict(self) | {"parts": [part.to_json() for part in self.parts]}

    def __repr__(self) -> str:
        return f"{self.title}: {HEADINGS[self.outcome]} ({number(self.points)} of {number(self.max_points)}). {self.explanation}"
