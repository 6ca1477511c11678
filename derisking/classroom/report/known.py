"""What the course knows: its questions, and the misconceptions that a task can name, with the words students read.

A report shows these words only. The explanation in a graded notebook may quote the student, so it is never shown.
"""

from __future__ import annotations

import dataclasses
import functools

from derisking import exercises
from derisking.questions import bank
from derisking.questions.question import Question


@dataclasses.dataclass(frozen=True)
class Known:
    """A recognised misconception. name: kebab-case; text: what a student who shows it reads."""

    name: str
    text: str

    @property
    def title(self) -> str:
        """The name as words: "weight for value"."""
        return self.name.replace("-", " ")


@functools.cache
def of_task(lesson: str, task_id: str) -> dict[str, Known]:
    """Every misconception that the judge of a task can name, by name. Raises ValueError or KeyError for unknown ones."""
    known = {}
    for student in ("s001", None):  # with variants, one more mistake can be made
        question = exercises.definition(lesson, student).task(task_id).question
        for part in question.rules.parts(question):
            if part.misconception:
                known[part.misconception] = Known(part.misconception, question.say(part.feedback))
    return known


@functools.cache
def questions() -> dict[tuple[str, str], Question]:
    """Every question of the banks by (lesson, id)."""
    return {(lesson, question.id): question for lesson in bank.lessons() for question in bank.load(lesson).questions}
