"""Every answer in tests/submissions meets its fate when a student checks it."""

import dataclasses
import functools
import re

import pytest
import runner
from support import thorough

from derisking import exercises

LESSONS = thorough.but(runner.lessons(), "02-de-risking", "04-value-chain")


@functools.cache
def practised(lesson: str) -> list:
    """Each answer of a lesson with what a student sees of it."""
    names = runner.base_names(lesson)
    return [(one, runner.practise(lesson, one, names)) for items in runner.answers(lesson).values() for one in items]


def problems(seen: list) -> list[str]:
    """The answers that did not meet their fate, a line each."""
    told = [(runner.mismatch(one, r.points, r.outcome, r.misconception), r.explanation) for one, r in seen]
    return [f"{problem} -- {explanation}" for problem, explanation in told if problem]


def test_there_are_submissions_for_every_exercise():
    assert runner.lessons() == [one for one in exercises.lessons() if exercises.definition(one).tasks]


@pytest.mark.parametrize("lesson", LESSONS)
def test_answers_meet_their_fate_in_practice(lesson):
    found = problems(practised(lesson))
    assert not found, "\n".join(found)
    answer, result = practised(lesson)[0]
    assert problems([(dataclasses.replace(answer, points=0, outcome="wrong-value"), result)]), "the canary"


@pytest.mark.parametrize("lesson", runner.lessons())
def test_each_task_has_enough_answers(lesson):
    for task, items in runner.answers(lesson).items():
        kinds = [item.kind for item in items]
        assert kinds.count("right") >= 3, f"{lesson}, {task}: {kinds.count('right')} right answers, three are needed"
        assert kinds.count("wrong") >= 4, f"{lesson}, {task}: {kinds.count('wrong')} wrong answers, four are needed"
        assert len({item.code for item in items}) == len(items), f"{lesson}, {task}: an answer stands there twice"


def keys(task) -> list[str]:
    """How a right number would look in print; for numbers only, since letters occur in any text."""
    if task.question.kind != "numeric":
        return []
    value = task.question.answer
    return [f"{value:.{digits}g}" for digits in (2, 3, 4)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_explanation_gives_the_right_number_away(lesson):
    right = {task.id: keys(task) for task in exercises.definition(lesson).tasks}
    for answer, text in ((answer, result.explanation) for answer, result in practised(lesson)):
        given = [key for key in right[answer.task] if re.search(rf"(?<![\d.]){re.escape(key)}(?!\d)", text)]
        assert len(text) > 3 and not given, (answer.task, text)
