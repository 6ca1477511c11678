"""The rules for banks hold for the tasks of exercises, and each catches a record that breaks it."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from derisking import exercises, objectives
from derisking.exercises import task as tasks
from derisking.questions import bank, lint

COMMON = {"part": "A", "points": 1, "objective": "D3", "hints": ["Think of a fraction.", "What is below the line?"]}
SINGLE = {
    **{"id": "share", "title": "Share of what?", "kind": "single", "name": "x", "text": "In 2024 a share was given."},
    **{"source": ["demo-fact"], **COMMON},
    "options": [
        {"text": "Of what is used", "correct": True, "feedback": "Yes. It counts what is used, wherever it is made."},
        {
            "text": "Of what the world makes",
            "misconception": "world-for-eu",
            "feedback": "That is another, higher figure.",
        },
    ],
}
NUMERIC = {
    **{
        "id": "index",
        "title": "An index",
        "kind": "numeric",
        "name": "y",
        "text": "Three shares (invented) of 50 %, 30 %, 20 %?",
    },
    **{"answer": 0.38, "tolerance": 0.01, **COMMON},
    "misconceptions": [
        {"value": 1, "misconception": "square-of-sum", "feedback": "Square each share first, then add."}
    ],
}
CARDS = {
    **{"id": "sort", "title": "Sort", "kind": "classify", "name": "z", "text": "Sort these.", "bins": ["a", "b"]},
    **{"source": ["table:imports"], **COMMON},
    "cards": [
        {
            "text": "a rule of 2023",
            "bins": ["a"],
            "misconceptions": [{"bin": "b", "misconception": "b-for-a", "feedback": "It is a rule and no promise."}],
        },
        {"text": "a promise", "bins": ["b"]},
    ],
}


def content() -> dict:
    return {"lesson": "90-demo", "title": "Demo", "tasks": copy.deepcopy([SINGLE, NUMERIC, CARDS])}


def findings(folder: Path, written: dict) -> list[str]:
    path = folder / "90-demo" / "tasks.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8")
    known = {"D3": "90-demo", "E1": "05-export-controls"}, lambda source: source in ("demo-fact", "table:imports")
    return lint.lint_tasks([lint.tasks_of(path)], *known)


def test_the_demo_tasks_are_sound(tmp_path):
    assert findings(tmp_path, content()) == []


@pytest.mark.parametrize("student", ["", "s002"])
def test_the_projects_tasks_are_sound_with_what_is_computed(student):
    """`lint.check_all` reads the records; here their keys are in place, so that no mistake accepts a right answer."""
    banks = []
    for lesson in exercises.lessons():
        path = tasks.folder(lesson) / tasks.TASKS
        questions = tuple(task.question for task in exercises.definition(lesson, student).tasks)
        banks.append(replace(lint.tasks_of(path), questions=questions))
    assert lint.lint_tasks(banks, {o.id: o.lesson for o in objectives.load()}, lint.registry()) == []


def change(place: int, *path, to=None):
    """A change of the content: to=None deletes."""

    def apply(written: dict) -> None:
        part = written["tasks"][place]
        for step in path[:-1]:
            part = part[step]
        if to is None:
            del part[path[-1]]
        else:
            part[path[-1]] = to

    return apply


def long_right(written: dict) -> None:
    for number in range(4):
        extra = copy.deepcopy(SINGLE) | {"id": f"copy-{number}"}
        extra["options"][0]["text"] += ", from plants at home and from abroad, in one year, by weight and not by value"
        written["tasks"].append(extra)


CANARIES = {
    "verdict only": (change(0, "options", 1, "feedback", to="Wrong."), "option 2: the explanation is only a verdict"),
    "no misconception": (change(0, "options", 1, "misconception"), "option 2: name the misconception"),
    "bad name": (
        change(1, "misconceptions", 0, "misconception", to="Square!"),
        "misconception 1: name the misconception",
    ),
    "card": (
        change(2, "cards", 0, "misconceptions", 0, "feedback", to="No."),
        "card 1, misconception 1: the explanation",
    ),
    "no source": (change(0, "source"), "`share`: it states a fact"),
    "no source, card": (change(2, "source"), "`sort`: it states a fact"),
    "no source, not invented": (
        change(1, "text", to="Three shares of 50 %, 30 % and 20 %?"),
        "`index`: it states a fact",
    ),
    "unknown source": (change(0, "source", to=["no-such-fact"]), "neither a fact"),
    "unknown objective": (change(0, "objective", to="Z9"), "not in notebooks/objectives.yaml"),
    "foreign objective": (change(0, "objective", to="E1"), "belongs to 05-export-controls"),
    "short link left": (change(0, "options", 0, "text", to="[71 %](fact:demo-fact)"), "will not work"),
    "covers the answer": (change(1, "misconceptions", 0, "value", to=0.38), "covers the right answer"),
    "long right": (long_right, "the right option is the longest in"),
}


@pytest.mark.parametrize("name", CANARIES)
def test_canary(tmp_path, name):
    spoil, words = CANARIES[name]
    written = content()
    spoil(written)
    assert any(words in finding for finding in findings(tmp_path, written))


def test_canary_field_written_twice(tmp_path):
    findings(tmp_path, content())
    path = tmp_path / "90-demo" / "tasks.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("  points: 1\n", "  points: 1\n  points: 2\n", 1), encoding="utf-8"
    )
    found = lint.lint_tasks([lint.tasks_of(path)], {"D3": "90-demo"}, lambda source: True)
    assert any("`points` is written twice" in finding for finding in found)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (change(0, "points"), "task `share`: no points. Say what the task is worth."),
        (change(0, "hints"), "task `share`: no hints. Give two or three hints"),
        (change(0, "part", to="C"), "task `share`: `part` is 'C'. Use one of A, B."),
        (change(0, "part", to="B"), "task `share`: no route."),
        (change(0, "slips", to=[]), "task `share`: unknown field `slips`. Use "),
        (change(0, "name", to="two words"), "task `share`: `name` should be written another way. Name the Python name"),
        (change(2, "cards", 0, "bins", to=["c"]), "task `sort`, card 1: 'c' is no bin. Bins: a, b."),
        (change(1, "id", to="share"), "task `share`: this id is used twice. Give each task its own."),
    ],
)
def test_a_broken_record_says_file_task_and_remedy(tmp_path, spoil, words):
    written = content()
    spoil(written)
    with pytest.raises(bank.BankError) as error:
        findings(tmp_path, written)
    assert words in str(error.value) and "90-demo/tasks.yaml" in str(error.value)
