"""The learning objectives: the spine that lessons, questions, exercises and the teacher's matrix share."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from derisking import places


@dataclass(frozen=True)
class Objective:
    """One thing a learner can do after a lesson. id: "D3"; lesson: "02-de-risking"; text: one sentence."""

    id: str
    lesson: str
    text: str


def load() -> list[Objective]:
    """All objectives in the order of notebooks/objectives.yaml. Raises FileNotFoundError when the file is missing."""
    return list(_read(places.objectives()))


def get(id: str) -> Objective | None:
    """The objective with this id, or None."""
    return next((objective for objective in load() if objective.id == id), None)


@cache
def _read(path: Path) -> tuple[Objective, ...]:
    import yaml

    with path.open(encoding="utf-8") as file:
        rows = yaml.safe_load(file) or []
    return tuple(Objective(str(row["id"]), str(row["lesson"]), str(row["text"])) for row in rows)
