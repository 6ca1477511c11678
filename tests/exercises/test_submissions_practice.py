"""Every answer in tests/submissions meets its fate when a student checks it; the matrix is printed with -s."""

import re

import pytest
import runner

from derisking import exercises


@pytest.fixture(autouse=True)
def no_record(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "test")


def fates(lesson: str, by_task: dict) -> list[str]:
    names = runner.base_names(lesson)
    problems = []
    for items in by_task.values():
        for answer in items:
            result = runner.practise(lesson, answer, names)
            problem = runner.mismatch(answer, result.points, result.outcome, result.misconception)
            problems += [f"{problem} -- {result.explanation}"] if problem else []
    return problems


def test_there_are_submissions_for_every_exercise():
    assert runner.lessons() == exercises.lessons()


@pytest.mark.parametrize("lesson", runner.lessons())
def test_answers_meet_their_fate_in_practice(lesson):
    problems = fates(lesson, runner.answers(lesson))
    print("\n" + runner.matrix(lesson, problems))
    assert not problems, "\n".join(problems)


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


@pytest.mark.parametrize("lesson", runner.lessons())
def test_no_explanation_gives_the_right_number_away(lesson):
    names = runner.base_names(lesson)
    for task in exercises.definition(lesson).tasks:
        texts = [runner.practise(lesson, item, names).explanation for item in runner.answers(lesson)[task.id]]
        for text in texts:
            assert len(text) > 3
            assert not any(re.search(rf"(?<![\d.]){re.escape(key)}(?!\d)", text) for key in keys(task)), (task.id, text)


def test_canary_a_wrong_fate_is_reported():
    lesson = runner.lessons()[0]
    task = next(iter(runner.answers(lesson)))
    lie = runner.Answer(task, "nothing = 1", 1, "right", kind="right")
    assert fates(lesson, {task: [lie]})
