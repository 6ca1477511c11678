"""What a check asks, how it judges, and what an explanation may repeat; the students' notebooks are in tests/authoring/test_exercise_files.py."""

import contextlib
import itertools
import json
import random
import signal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import clicked

from derisking import exercises, markdown, objectives
from derisking.exercises import panels, probing, sealed
from derisking.questions.kinds.function import Case
from derisking.questions.verdict import OUTCOMES

LESSONS = exercises.lessons()
TASKS = [task for lesson in LESSONS for task in exercises.definition(lesson).tasks]
FUNCTIONS = [task for task in TASKS if task.question.kind == "function"]


class Liar(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__

    def __float__(self):
        raise RuntimeError("never called")


class Pretender:
    __class__ = property(lambda self: float)

    def __getattr__(self, name):
        raise RuntimeError("never called")


def looped() -> list:
    loop: list = []
    loop.append(loop)
    return loop


@pytest.mark.parametrize(
    ("value", "kind", "content"),
    [
        (0.5, "float", 0.5), (np.float64(0.5), "float", 0.5), (np.int64(3), "int", 3), (float("nan"), "float", "nan"),
        (float("-inf"), "float", "-inf"), (10**400, "float", "inf"), (True, "bool", True),
        (np.bool_(False), "bool", False), ("x" * 5000, "str", "x" * 2000), (pd.NA, "none", None),
        (..., "ellipsis", None), (range(3), "other", None), (Liar(0.5), "other", None), (Pretender(), "other", None),
        (type("L", (list,), {})([1]), "other", None), (type("S", (pd.Series,), {})([1]), "other", None),
        (list(range(100_000)), "big", None), (looped(), "big", None),
    ],
)  # fmt: skip
def test_encode(value, kind, content):
    plain = probing.encode(value)
    assert (plain["t"], plain.get("v")) == (kind, content)
    json.dumps(plain, allow_nan=False)


plain = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=20)
json_like = st.recursive(
    plain | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def ask(function, *args):
    return probing.call(function, {"args": [probing.encode(arg) for arg in args]}, 0.2)


def test_prints_exits_and_endless_loops_stay_inside(capsys):
    def noisy():
        print("x" * 1_000_000)
        raise SystemExit(3)

    def endless():
        while True:
            pass

    assert ask(noisy)["raised"]["type"] == "SystemExit"
    assert capsys.readouterr().out == ""
    if hasattr(signal, "setitimer"):  # elsewhere there is no limit in practice
        assert ask(endless)["raised"]["type"] == "OutOfTime"


@settings(max_examples=60)
@given(st.data())
def test_judging_never_raises_and_never_gives_too_much(data):
    """Whatever JSON arrives, each task gives between nothing and its points."""
    task = data.draw(st.sampled_from(TASKS))
    value = json_like.map(probing.encode) | json_like
    found = st.fixed_dictionaries({name: value for name in task.names})
    calls = st.dictionaries(st.sampled_from(task.names), st.lists(st.lists(json_like)))
    result = task.judge(data.draw(st.fixed_dictionaries({"found": found, "calls": calls}) | json_like))
    assert 0 <= result.points <= task.points and result.outcome in OUTCOMES


@pytest.mark.parametrize("lesson", LESSONS)
def test_points_hints_and_objectives(lesson):
    definition = exercises.definition(lesson)
    if not definition.tasks:  # a person marks the whole
        assert definition.memo.points == 20 and definition.maximum() == 0
        return
    assert sum(task.points for task in definition.part("A")) == 12
    assert {sum(task.points for task in definition.part("B", route)) for route in ("code", "decide")} == {8}
    printed = {slot["task"] for slot in definition.printed.get("slots", ()) if "task" in slot}
    assert printed in (set(), {task.id for task in definition.part("B", "decide")}), "all of it stands on one page"
    asked = {slot["task"]: tuple(slot["asks"]) for slot in definition.printed.get("slots", ()) if "asks" in slot}
    dealt = [task for n in range(9) for task in exercises.definition(lesson, sealed.code(n)).tasks if task.id in asked]
    options = [(task.id, markdown.inline(option["text"])) for task in dealt for option in task.question.raw["options"]]
    assert all(text.startswith(asked[name]) for name, text in options), "nobody asks back"
    assert lesson < "05" or set(asked) == printed, "of a tick list too"
    known = {objective.id for objective in objectives.load() if objective.lesson == lesson}
    whole = {one.memo.objective for one in map(exercises.definition, LESSONS) if not one.tasks}
    mine = {task.objective for task in definition.tasks}
    assert mine <= known <= mine | whole, "each objective has a task, and no other is named"
    for all_ in [task.id for task in definition.tasks], [name for task in definition.tasks for name in task.names]:
        assert len(set(all_)) == len(all_)
    for task in definition.tasks:
        assert 2 <= len(task.question.written["hints"]) <= 3, task.id
        assert len(task.hints) == len(task.question.written["hints"]) - task.sealed, "the last one would give it away"
        assert all(hint[-1] in '.?!`"' for hint in task.hints), task.id


@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: f"{task.question.lesson}-{task.id}")
def test_references_and_misconceptions_part_ways(task):
    """A function's misconceptions are wrong on the cases, so that none can take the mark from a right answer."""
    raw = task.question.raw
    tried = {"": raw["reference"]} | {entry["misconception"]: entry["like"] for entry in raw["misconceptions"]}
    for seed, (name, function) in itertools.product(range(5), tried.items()):
        result = task.judge(task.probe({raw["name"]: function}, task.inputs(seed)), seed)
        assert result.points == (0 if name else task.points), (name, seed, result)


def confused(raw, seeds):
    """Pairs of misconceptions that the main cases of some seed cannot tell apart: a student would read the other's text."""
    pairs = set()
    for seed in range(seeds):
        cases = [case for case in raw["cases"](random.Random(f"{raw['name']}-{seed}")) if not case.group]
        given = {}
        for entry in raw["misconceptions"]:
            with contextlib.suppress(Exception):  # a mistaken function may not be defined for every input
                given.setdefault(repr([entry["like"](*case.args) for case in cases]), []).append(entry["misconception"])
        pairs |= {tuple(names) for names in given.values() if len(names) > 1}
    return pairs


def test_no_two_misconceptions_are_confused_whatever_is_drawn():
    assert not [task.id for task in FUNCTIONS if confused(task.question.raw, 25)]
    both = [{"misconception": name, "like": lambda *both, n=n: both[n]} for n, name in enumerate("ab")]
    cases = lambda dice: [Case((dice.randint(1, 3), dice.randint(1, 3)))]  # noqa: E731
    assert confused({"name": "f", "misconceptions": both, "cases": cases}, 25) == {("a", "b")}, "the canary"


@pytest.mark.parametrize("lesson", LESSONS)
def test_keys_name_the_misconceptions_of_the_record(lesson):
    """What keys.py computes under a name that tasks.yaml does not have would be lost without a word."""
    tasks = [task for student in ("", "s002") for task in exercises.definition(lesson, student).tasks]
    for task in (task for task in tasks if task.question.compute):
        computed = set(task.question.compute().get("misconceptions", {}))
        written = {entry["misconception"] for entry in task.question.written.get("misconceptions", [])}
        assert computed <= written, (task.id, computed - written)


def test_unknown_names_say_what_is_near_and_panels_escape():
    """Code and emphasis of ours become elements, sums are left alone."""
    with pytest.raises(ValueError, match="02-de-risking"):
        exercises.open("02-derisking")
    with pytest.raises(KeyError, match="hand-hhi"):
        exercises.open("02-de-risking", namespace={}).check("hand-hi")
    exercise = exercises.open("02-de-risking", namespace={"why_disputed": "<script>alert(1)</script>"})
    panel = exercise.check("disputed")._repr_html_()
    assert "<script" not in panel and "&lt;script" in panel
    assert "style=" in panel and panel.count("class=") == 1  # the sheet's
    assert "Three words" in exercise._repr_html_()
    assert panels.text("7 * 3 + *now*, `a * b * c`.") == "7 * 3 + <em>now</em>, <code>a * b * c</code>."
    assert panels.said(panels.Result("a", "b", 0.25, 1, "right", ""))["points"] == "0.3 of 1 point"


HALF = {"match": "part", "classify": "part", "defend": "wrong"}  # of the answers that clicked.py gives


@pytest.mark.parametrize("lesson", exercises.lessons())
def test_a_form_that_was_begun_is_told_from_one_that_was_answered(lesson):
    for task in (task for task in exercises.definition(lesson).tasks if task.is_form):
        states = {(fate, task.state(left)) for fate, left in clicked.answers(task)}
        assert {state for fate, state in states if fate == "right"} == {"Answered, not checked"}, task.id
        half = HALF.get(task.question.kind)
        assert half is None or (half, "Begun, not finished") in states, task.id
        assert task.state({}) == "Not attempted"
    table = exercises.open("02-de-risking", namespace={"terms": {"a": "decoupling"}})._repr_html_()
    assert table.count("Begun, not finished") == 1


def test_secret_inputs_differ_from_practice_and_stay_the_same(tmp_path):
    from derisking.classroom.nbgrader.step import secret_seed

    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    assert secret_seed(url) == secret_seed(url) != secret_seed(f"sqlite:///{tmp_path / 'other.db'}")
    for task in FUNCTIONS:
        assert task.inputs(0) != task.inputs(secret_seed(url))
        calls = task.inputs(random.randrange(10**6))["calls"]
        assert all(set(case) == {"args"} for call in calls for case in call["cases"]), "a probe holds no key"


CARRIED = "CARRIED"
THINGS = [
    *(CARRIED, CARRIED + " 1.5", [CARRIED], [CARRIED, "a"], (CARRIED, CARRIED), {CARRIED}, {CARRIED: CARRIED}),
    *({"a": CARRIED, "b": CARRIED}, [[CARRIED, CARRIED]], type(CARRIED, (), {})(), 123.456),
    *(pd.Series({CARRIED: 1.0}), pd.Series([CARRIED]), pd.DataFrame({CARRIED: [CARRIED]})),
    *(lambda *values: CARRIED, lambda *values: {CARRIED: CARRIED}, lambda *values: [CARRIED]),
]


def carried(seed):
    """Tasks whose explanation repeats what was put into their answers."""
    found = set()
    for task in TASKS:
        inputs = task.inputs(seed)
        results = [task.judge(task.probe(dict.fromkeys(task.names, thing), inputs), seed) for thing in THINGS]
        if any(CARRIED.casefold() in one.explanation.casefold() or "123.456" in one.explanation for one in results):
            found.add((task.question.lesson, task.id))
    return found


def test_no_task_carries_anything_out_into_the_feedback_as_practice_would():
    assert not carried(seed=99)
    assert len(carried(seed=0)) > 10
