"""What the course knows: its questions and tests, and the misconceptions that a task can name, with the words students read.

A report shows these words only. The explanation in a graded notebook may quote the student, so it is never shown.
"""

import collections
import functools

from derisking import exercises
from derisking.exercises import sealed
from derisking.exercises.task import Definition
from derisking.questions import bank
from derisking.questions.question import Question
from derisking.questions.verdict import Part

TESTS = ("pre", "post")


_definition = functools.cache(exercises.definition)


def definition(lesson: str, student: str | None = None) -> Definition:
    """An exercise as the class at hand has it, or a student code."""
    return _definition(lesson, student, sealed.secret())


def of_task(lesson: str, task_id: str) -> dict[str, str]:
    """Every misconception that the judge of a task can name, with what a student who shows it reads.

    Raises ValueError or KeyError for unknown ones.
    """
    return _of_task(lesson, task_id, sealed.secret())


@functools.cache
def _of_task(lesson: str, task_id: str, drawn_by: str) -> dict[str, str]:
    known: dict[str, str] = {}
    drawn = definition(lesson).task(task_id).drawn
    # With variants, one more mistake can be made; of what is drawn, each sheet has its own.
    for student in (*map(sealed.code, range(sealed.SHEETS, 0, -1)), None) if drawn else ("s001", None):
        question = definition(lesson, student).task(task_id).question
        known |= {part.misconception: question.say(part.feedback) for part in question.rules.parts(question)}
    known.pop("", None)
    return known


@functools.cache
def questions() -> dict[tuple[str, str], Question]:
    """Every question of the banks by (lesson, id)."""
    return {(lesson, question.id): question for lesson in bank.lessons() for question in bank.load(lesson).questions}


@functools.cache
def tests() -> collections.Counter[tuple[str, str]]:
    """How many questions each test asks, by (lesson, "pre" or "post")."""
    return collections.Counter((one.lesson, which_test(one)) for one in questions().values() if which_test(one))


def which_test(question: Question) -> str:
    """The test that a question belongs to, "pre" or "post"; "" for practice."""
    return next((use for use in TESTS if use in question.use), "")


@functools.cache
def _parts(lesson: str, item: str) -> tuple[Part, ...]:
    question = questions()[lesson, item]
    return tuple(question.rules.parts(question))


def parts(question: Question) -> tuple[Part, ...]:
    """What answers to a question may hold, in the order of the bank."""
    return _parts(question.lesson, question.id)
