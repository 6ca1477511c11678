"""What a check says of one task: points, outcome, a sentence or two. Plain data, no student object."""

from __future__ import annotations

import dataclasses

from derisking.questions import verdict
from derisking.questions.verdict import number

HEADINGS: dict[str, str] = verdict.WORDS["outcomes"]


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

    @property
    def earned(self) -> str:
        """The points for readers: "1.5 of 2"; of a sealed one what it may earn."""
        most = number(self.max_points)
        return f"worth {most}" if self.outcome == verdict.SEALED else f"{number(self.points)} of {most}"

    def to_json(self) -> dict:
        return dataclasses.asdict(self) | {"parts": [part.to_json() for part in self.parts]}

    def __repr__(self) -> str:
        return f"{self.title}: {HEADINGS[self.outcome]} ({self.earned}). {self.explanation}"
