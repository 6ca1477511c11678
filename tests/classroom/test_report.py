"""The report on a class: right figures, nothing invented from few students, nothing of a student on the page."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sys
import time
import tracemalloc
from html.parser import HTMLParser
from pathlib import Path

import pytest
import runner

from derisking import exercises
from derisking.classroom import cli, files
from derisking.classroom.course import Course
from derisking.classroom.errors import ClassroomError
from derisking.classroom.report import command as report
from derisking.classroom.report import drawing, evidence, minute, page, records, stats
from derisking.classroom.report import figures as analysis
from derisking.classroom.report import known as known_to
from derisking.classroom.report.stats import Value
from derisking.questions.kinds.function import GENERAL
from derisking.questions.question import Question

ROOT = Path(__file__).resolve().parents[2]
LESSON = "02-de-risking"


# --- a class that looks like one --------------------------------------------------------------------------------------------


def result(task, share=1.0, outcome=None, misconception="", **more):
    outcome = outcome or ("right" if share >= 1 else "misconception" if misconception else "wrong-value")
    points = round(task.points * share, 2)
    plain = {"task": task.id, "title": task.title, "points": points, "max_points": task.points, "outcome": outcome}
    return plain | {"explanation": "SECRET-OF-A-STUDENT", "misconception": misconception, "parts": []} | more


def graded(course, student, lesson, results, **more):
    """Write a graded notebook the way nbformat does."""
    folder = course.autograded(student, lesson)
    folder.mkdir(parents=True, exist_ok=True)
    cells = [{"cell_type": "markdown", "metadata": {"x": 1}, "source": ["SECRET-OF-A-STUDENT"], "id": "a"}]
    kept = {"lesson": lesson, "results": results} | more
    book = {"cells": cells, "metadata": {"derisking": kept}, "nbformat": 4, "nbformat_minor": 5}
    (folder / f"{lesson}.ipynb").write_text(json.dumps(book, indent=1, sort_keys=True), encoding="utf-8")


def shared(course, student, lesson, answers=(), tests=(), hints=(), format=2):
    folder = course.submitted(student, lesson)
    folder.mkdir(parents=True, exist_ok=True)
    record = {"format": format, "lesson": lesson, "answers": list(answers), "tests": list(tests), "hints": list(hints)}
    (folder / "quiz-record.json").write_text(json.dumps(record), encoding="utf-8")


def response(question: Question, right: bool, dice: random.Random | None = None) -> dict:
    """A response as the page sends it."""
    raw, dice = question.raw, dice or random.Random(0)
    if question.kind in ("single", "multiple"):
        keys = [question.key(o["text"]) for o in raw["options"] if (o.get("correct") is True) == right]
        return {"choice": dice.choice(keys)} if question.kind == "single" else {"choices": keys}
    if question.kind == "numeric":
        made = raw.get("misconceptions") or []
        wrong = made[0].get("value", made[0].get("min")) if made else question.answer * 7 + 3
        return {"text": f"{question.answer if right else wrong}"}
    if question.kind == "order":
        keys = [question.key(item["id"]) for item in raw["items"]]
        return {"order": keys if right else keys[::-1]}
    if question.kind == "match":
        rights = [question.key(pair["right"]) for pair in raw["pairs"]]
        lefts = [question.key(pair["left"]) for pair in raw["pairs"]]
        return {"pairs": dict(zip(lefts, rights if right else rights[1:] + rights[:1], strict=True))}
    wrong = lambda card: next((name for name in raw["bins"] if name not in card["bins"]), raw["bins"][0])  # noqa: E731
    return {"bins": {question.key(c["text"]): c["bins"][:1] if right else [wrong(c)] for c in raw["cards"]}}


def tried(question, right, mode="practice", number=0, dice=None, **more):
    at = f"2026-11-02T10:{number // 60 % 60:02}:{number % 60:02}.000+01:00"
    plain = {"at": at, "lesson": question.lesson, "item": question.id, "objective": question.objective, "mode": mode}
    return plain | {"response": response(question, right, dice), "correct": 1, "score": 1.0} | more


def class_of(course, count, lessons=None, sharing=0.6, seed=1, with_variants=False):
    """Students of different skill with misconceptions, gaps, routes, quiz answers, tests and hints; some hand nothing in."""
    dice = random.Random(seed)
    lessons = lessons or exercises.lessons()
    definitions = {lesson: exercises.definition(lesson) for lesson in lessons}
    for number in range(1, count + 1):
        student, skill = f"student-{number:04}", dice.gauss(0.62, 0.18)
        course.submitted(student, lessons[0]).mkdir(parents=True, exist_ok=True)
        shares = dice.random() < sharing
        for definition in definitions.values():
            if dice.random() < 0.08:
                continue
            variant = {"code": student, "answer": dice.random()}
            more = {"variant": variant} if with_variants and definition.varied else {}
            graded(course, student, definition.lesson, _results(definition, skill, dice), **more)
            if shares:
                _share(course, student, definition, skill, dice)


def _results(definition, skill, dice):
    route, found = dice.choice(["code", "decide", "decide"]), []
    for place, task in enumerate(definition.tasks):
        if task.route and task.route != route:
            found.append(result(task, 0, "not-attempted"))
            continue
        roll, hard = dice.random(), 0.25 * ((place * 7) % 5 - 2) / 2
        own = [name for name in known_to.of_task(definition.lesson, task.id) if name not in GENERAL]
        if roll < skill - hard:
            found.append(result(task))
        elif own and dice.random() < 0.6:
            name = own[0] if dice.random() < 0.6 else dice.choice(own)
            found.append(result(task, dice.choice([0, 0, 0.5]), "misconception", name))
        else:
            outcome = dice.choice(["wrong-value", "not-attempted", "raises", "wrong-type"])
            found.append(result(task, 0, outcome))
    return found


def _share(course, student, definition, skill, dice):
    own = [question for (lesson, _), question in known_to.questions().items() if lesson == definition.lesson]
    answers = []
    for number, question in enumerate(own, 1):
        modes = [use for use in question.use if use in ("pre", "post")] or ["practice"]
        chance = {"pre": skill - 0.25, "post": skill + 0.15, "practice": skill}[modes[0]]
        right = dice.random() < chance
        answers.append(tried(question, right, modes[0], number, dice))
        if not right and modes[0] == "practice" and dice.random() < 0.5:
            answers.append(tried(question, True, "practice", number + 1000, dice))
    tests = [{"lesson": definition.lesson, "test": name, "at": ""} for name in ("pre", "post")]
    hints = [{"task": t.id, "hints": dice.randint(0, len(t.hints)), "checks": 2} for t in definition.tasks]
    shared(course, student, definition.lesson, answers, tests, hints)


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path / "grading")


def questions_of(lesson=LESSON, use="flow"):
    return [q for (owner, _), q in known_to.questions().items() if owner == lesson and use in q.use]


def figures(course):
    return analysis.analyse(evidence.read(course))


def table(path):
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read accents"
    return files.rows(path)


# --- the statistics, by hand ------------------------------------------------------------------------------------------------


def test_difficulty_by_hand():
    assert stats.mean_share([1, 1, 0.5, 0, 0]).number == 0.5
    assert stats.mean_share([1, 1, 1, 1]).why == "too few to tell (4 of at least 5)"


def test_discrimination_by_hand():
    """Half have the task and 3 points elsewhere, half neither with 1 point: r = 1; reversed: -1."""
    item = [1] * 5 + [0] * 5
    assert stats.item_rest(item, [3] * 5 + [1] * 5).number == pytest.approx(1)
    assert stats.item_rest(item, [1] * 5 + [3] * 5).number == pytest.approx(-1)
    # Sums of products by hand: 2.5 for the task, 2.5 for the rest, 1.5 together.
    assert stats.item_rest(item, [1, 1, 1, 1, 0, 0, 0, 0, 0, 1]).number == pytest.approx(1.5 / 2.5)
    assert not stats.item_rest(item[:9], [0] * 9).known
    assert not stats.item_rest([1] * 10, list(range(10))).known and not stats.item_rest(item, [2] * 10).known


def test_a_task_is_not_compared_with_itself(course):
    """One task that everybody's total hangs on: with itself in the total r would be 1, without it there is nothing."""
    definition = exercises.definition(LESSON)
    for number in range(12):
        first, *rest = definition.tasks
        results = [result(first, number % 2), *(result(task, 0, "not-attempted") for task in rest)]
        graded(course, f"s{number}", LESSON, results)
    one = figures(course).tasks[0]
    assert one.difficulty.number == 0.5 and not one.discrimination.known


def test_upper_and_lower_group_by_hand():
    totals = list(range(40))
    shares = [0.0] * 20 + [1.0] * 20
    assert stats.upper_lower(shares, totals).number == pytest.approx(1.0)
    # Groups of 11; the lower holds all of totals 0 to 10, and one of these has the task.
    assert stats.upper_lower([1.0, *shares[1:]], totals).number == pytest.approx(1 - 1 / 11)
    assert stats.upper_lower([0.5] * 40, totals).number == pytest.approx(0)
    assert not stats.upper_lower(shares[:39], totals[:39]).known


def test_ties_at_the_edge_count_in_part():
    totals = [5] * 40  # all tie: both groups are the class
    shares = [1.0] * 10 + [0.0] * 30
    assert stats.upper_lower(shares, totals).number == pytest.approx(0)
    mixed = list(zip(shares, totals, strict=True))
    random.Random(3).shuffle(mixed)
    assert stats.upper_lower(*zip(*mixed, strict=True)).number == pytest.approx(0)


def test_gain_by_hand():
    """Means 0.4 and 0.7: <g> = 0.3 / 0.6 = 0.5. Own gains 0.5, 0, 1, 0.75: with one full before, mean of the other five."""
    pre = [0.0, 0.5, 0.5, 0.0, 0.4, 1.0]
    post = [0.5, 0.5, 1.0, 0.75, 0.45, 1.0]
    found = stats.gain(pre, post)
    assert found.pre.number == pytest.approx(0.4) and found.post.number == pytest.approx(0.7)
    assert found.raw.number == pytest.approx(0.3) and found.normalised.number == pytest.approx(0.5)
    assert found.individual.number == pytest.approx((0.5 + 0 + 1 + 0.75 + 0.05 / 0.6) / 5)
    assert (found.n, found.full) == (6, 1) and found.low.why == "too few to tell (6 of at least 10)"


def test_gain_at_the_edges():
    assert not stats.gain([], []).pre.known and not stats.gain([0.5] * 4, [1] * 4).normalised.known
    full = stats.gain([1.0] * 12, [1.0] * 12)
    assert full.full == 12 and "nothing to gain" in full.normalised.why and full.raw.number == 0
    nearly = stats.gain([1.0] * 11 + [0.5], [1.0] * 12)
    assert nearly.normalised.number == pytest.approx(1) and not nearly.individual.known
    lost = stats.gain([0.5] * 10, [0.25] * 10)
    assert lost.normalised.number == pytest.approx(-0.5) == lost.individual.number


def test_interval_holds_the_gain_is_fixed_and_narrows():
    dice = random.Random(5)

    def draw(count):
        return [dice.choice([0, 0.5, 1]) for _ in range(count)], [dice.choice([0.5, 1]) for _ in range(count)]

    few, many = draw(20), draw(400)
    small, large = stats.gain(*few), stats.gain(*many)
    for one in (small, large):
        assert one.low.number <= one.normalised.number <= one.high.number
    assert large.high.number - large.low.number < small.high.number - small.low.number
    assert stats.gain(*few) == small
    alike = stats.gain([0.5] * 30, [0.75] * 30)
    assert alike.low.number == alike.high.number == pytest.approx(0.5)


def test_flags():
    some, none = Value(0.5), Value(None, "too few")
    assert stats.flags(Value(0.2), Value(0.3), 30) == ["too hard"]
    assert stats.flags(Value(0.95), Value(0.1), 60) == ["very easy"]
    assert stats.flags(some, Value(0.1), 40) == ["low discrimination"]
    assert stats.flags(Value(0.2), Value(-0.1), 40) == ["too hard", "negative discrimination"]
    assert stats.flags(some, Value(-0.1), 39) == [] == stats.flags(some, none, 60)
    assert stats.flags(Value(0.0), Value(-1.0), 9) == [] == stats.flags(none, none, 60)


def test_histogram_counts_everybody_once():
    rows = minute.histogram([0, 1.99, 2, 19.5, 20], 20)
    assert [count for _, count in rows] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    assert rows[0][0] == "0 to under 2" and rows[-1][0] == "18 to 20"


# --- exercises ----------------------------------------------------------------------------------------------------------------


def all_tasks(definition, share=1.0, route="code", **changes):
    """Results for every task; changes: task id (with _ for -) -> (share, outcome, misconception)."""
    found = []
    for task in definition.tasks:
        if task.route and task.route != route:
            found.append(result(task, 0, "not-attempted"))
        else:
            found.append(result(task, *changes.get(task.id.replace("-", "_"), (share,))))
    return found


def test_routes_totals_and_part_b(course):
    definition = exercises.definition(LESSON)
    graded(course, "a", LESSON, all_tasks(definition, route="code"))
    graded(course, "b", LESSON, all_tasks(definition, 0.5, route="decide"))
    graded(course, "c", LESSON, all_tasks(definition, route=""))
    (one,) = figures(course).exercises
    assert one.totals == {"a": 20, "b": 10, "c": 12} and one.maximum == 20
    assert one.routes == {"code": 1, "decide": 1, "": 1}
    assert {task.base for task in one.tasks if task.task.route} == {1}
    assert {task.base for task in one.tasks if task.task.part == "A"} == {3}


def test_a_route_tried_without_points_is_the_route():
    definition = exercises.definition(LESSON)
    entries = {task.id: evidence.Entry(0.0, "not-attempted", "") for task in definition.tasks}
    assert analysis.route_of(definition, entries) == ""
    entries["limits-decide"] = evidence.Entry(0.0, "wrong-value", "")
    assert analysis.route_of(definition, entries) == "decide"


def test_misconceptions_and_bands(course):
    definition = exercises.definition(LESSON)
    for number in range(12):
        given = (0, "misconception", "weight-for-value") if number < 4 else (0, "not-attempted") if number < 6 else (1,)
        graded(course, f"s{number:02}", LESSON, all_tasks(definition, magnesium_share=given))
    found = figures(course)
    one = next(task for task in found.tasks if task.task.id == "magnesium-share")
    assert one.bands["recognised misconception"] == 4 and one.bands["not attempted"] == 2 and one.bands["right"] == 6
    assert sum(one.bands.values()) == one.base == 12
    assert [(known.name, count) for known, count in one.misconceptions] == [("weight-for-value", 4)]
    assert minute.hardest(found) == [one]
    task, known, count = minute.commonest(found)[0]
    assert (task.task.id, known.name, count) == ("magnesium-share", "weight-for-value", 4)
    content = report.write(course).read_text(encoding="utf-8")
    assert known.text.replace("'", "&#39;") in content and "4 of 12 (33\u00a0%)" in content


def test_objectives_by_hand(course):
    """D3 of lesson 2 in part A: denominator, magnesium-share, hand-hhi with a point each; the code route adds 5."""
    definition = exercises.definition(LESSON)
    none = (0, "wrong-value")
    graded(course, "a", LESSON, all_tasks(definition, route="decide", hand_hhi=none))  # 2 of 3
    graded(course, "b", LESSON, all_tasks(definition, route="code", hand_hhi=none))  # 7 of 8
    graded(course, "c", LESSON, all_tasks(definition, route="decide"))
    row = next(one for one in figures(course).objectives if one.objective.id == "D3")
    assert (row.n, row.mastered) == (3, 2)


def test_misconceptions_of_the_certified_answers_are_known():
    """Every misconception that tests/submissions proves a check to find would be counted, and has words for the page."""
    rows = [
        (lesson, answer) for lesson in runner.lessons() for row in runner.answers(lesson).values() for answer in row
    ]
    named = [(lesson, answer.task, answer.misconception) for lesson, answer in rows if answer.misconception]
    assert len(named) > 200
    assert [row for row in named if row[2] not in known_to.of_task(*row[:2])] == []
    tasks = [(lesson, task.id) for lesson in exercises.lessons() for task in exercises.definition(lesson).tasks]
    every = [known for task in tasks for known in known_to.of_task(*task).values()]
    assert all(known.text and re.fullmatch(r"[^A-Z\s]+", known.name) for known in every)


def test_hardest_leaves_out_what_few_chose(course):
    """A route of part B that five of twenty took is no sign of the class."""
    definition = exercises.definition(LESSON)
    for number in range(20):
        code = number < 5
        none = {"screen_code": (0, "wrong-value"), "terms": (0.5,)}
        graded(course, f"s{number:02}", LESSON, all_tasks(definition, route="code" if code else "decide", **none))
    assert [task.task.id for task in minute.hardest(figures(course))] == ["terms"]


def test_the_pre_test_is_no_misconception_of_the_class(course):
    pre = questions_of(use="pre")
    shared_by = [tried(question, False, "pre") for question in pre]
    for number in range(6):
        shared(course, f"s{number}", LESSON, shared_by, [{"lesson": LESSON, "test": "pre"}])
    assert minute.commonest_misconception(figures(course)) is None


# --- quiz answers -------------------------------------------------------------------------------------------------------------


def test_every_question_can_be_read_right_and_wrong():
    """The parts of an answer agree with its grade, for every question of the banks."""
    for question in known_to.questions().values():
        parts = records.parts(question)
        right, wrong = (records.picked(question, response(question, good)) for good in (True, False))
        assert question.share(response(question, True)) == 1, question.id
        assert question.share(response(question, False)) < 1, question.id
        assert right and all(parts[place].right for place in right), question.id
        assert wrong is not None and wrong != right


RESPONSES = [
    *(None, [], "text", {}, {"choice": None}, {"choice": "k00000000"}, {"choice": ["a"]}, {"choices": "all"}),
    *({"choices": [1]}, {"choices": ["x"] * 10_000}, {"text": 5}, {"text": "9" * 5000}, {"text": " "}, {"order": []}),
    *({"order": [{}]}, {"pairs": {"a": {}}}, {"pairs": []}, {"bins": {"a": "b"}}, {"bins": {"k": [[]]}}, {"bins": 3}),
]


def test_responses_that_are_none():
    for question in known_to.questions().values():
        assert [bad for bad in RESPONSES if records.picked(question, bad)] == [], question.id


def test_first_try_counts_and_later_ones_are_told(course):
    question, *others = questions_of()
    for number in range(5):
        right = number > 2
        answers = [tried(question, True, number=50), tried(question, right, number=1)]
        shared(course, f"s{number}", LESSON, answers + [tried(other, True) for other in others[:2]])
    one = next(row for row in figures(course).questions if row.question is question)
    assert (one.n, one.right, one.again, one.later) == (5, 2, 5, 3)
    assert one.difficulty.number < 1 and not one.discrimination.known


def test_a_students_own_verdict_is_not_believed(course):
    question = questions_of()[0]
    for number in range(5):
        shared(course, f"s{number}", LESSON, [tried(question, False, correct=1, score=1e9)])
    (one,) = figures(course).questions
    assert one.right == 0 and one.difficulty.number < 1


def test_tests_count_only_when_handed_in_and_with_the_last_answer(course):
    pre, post = questions_of(use="pre"), questions_of(use="post")
    handed = [{"lesson": LESSON, "test": name} for name in ("pre", "post")]
    for number in range(6):
        answers = [tried(q, True, "pre", 1) for q in pre] + [tried(pre[0], False, "pre", 9)]
        answers += [tried(q, True, "post", 20) for q in post]
        shared(course, f"s{number}", LESSON, answers, handed if number < 5 else handed[:1])
    (_, overall), (lesson, own) = figures(course).gains
    assert lesson == LESSON and overall.n == own.n == 5
    first = pre[0].share(response(pre[0], False))
    assert own.pre.number == pytest.approx((first + 1) / 2) and own.post.number == 1 == own.normalised.number


# --- hostile and damaged --------------------------------------------------------------------------------------------------------


def damaged_results(task):
    good = result(task)
    nan, inf = float("nan"), float("inf")
    for points in (-1, 99, nan, inf, "2", True, None, [1], 10**400):
        yield good | {"points": points}
    yield good | {"max_points": 1000, "points": 1000}
    yield good | {"outcome": "excellent"}
    yield good | {"outcome": ["right"]}
    yield good | {"task": "no-such-task"}
    yield good | {"task": None}
    yield "right"
    yield None


def test_damaged_results_are_left_out_and_counted(course):
    first, second, *_ = exercises.definition(LESSON).tasks
    bad = list(damaged_results(first))
    for number, entry in enumerate(bad):
        graded(course, f"s{number:02}", LESSON, [result(second), entry])
    found = evidence.read(course)
    assert found.odd["results of unknown tasks, or out of range"] == len(bad)
    assert all(entries[first.id].points == 0 for entries in found.graded[LESSON].values())
    content = report.write(course).read_text(encoding="utf-8")
    assert "alert(1)" not in content and "results of unknown tasks, or out of range: " + str(len(bad)) in content


def test_an_unknown_misconception_costs_its_name_only(course):
    first, *_ = exercises.definition(LESSON).tasks
    names = ["<script>alert(1)</script>", "no-such-name"]
    for number, name in enumerate(names):
        graded(course, f"s{number}", LESSON, [result(first, 0.5, "misconception", name)])
    graded(course, "s2", LESSON, [result(first, 0.5, "misconception") | {"misconception": ["x"]}])
    found = evidence.read(course)
    assert {entries[first.id] for entries in found.graded[LESSON].values()} == {
        evidence.Entry(first.points / 2, "misconception", "")
    }
    assert found.odd["names of misconceptions that are not known"] == 2
    assert "alert(1)" not in everything(report.write(course).parent)


def test_a_task_told_twice_counts_once(course):
    first, *_ = exercises.definition(LESSON).tasks
    graded(course, "s1", LESSON, [result(first, 0.5), result(first)])
    found = evidence.read(course)
    assert found.graded[LESSON]["s1"][first.id].points == first.points / 2
    assert found.odd["results of unknown tasks, or out of range"] == 1


NO_RESULTS = [
    *(b"", b"not json", b"[]", b"{}", b'{"metadata": 3}', b'{"metadata": {"derisking": []}}', b"\xff\xfe\x00"),
    *(b'{"metadata": {"derisking": {"results": 5}}}', b"[" * 100_000, b'{"metadata": {"derisking": {"results": []}}}'),
]
NO_RECORDS = [
    *("", "nonsense", "[]", "7", '{"format": 3, "lesson": "x", "answers": []}', '{"format": 2, "answers": 5}'),
    *("[" * 100_000, '{"format": 2, "lesson": "02-de-risking", "answers": [' + "1," * 30_000 + "1]}", "x" * 5_000_001),
]


def test_notebooks_and_records_that_cannot_be_read(course):
    graded(course, "good", LESSON, all_tasks(exercises.definition(LESSON)))
    for number, content in enumerate(NO_RESULTS):
        files.write(course.autograded(f"bad{number}", LESSON) / f"{LESSON}.ipynb", content)
    for number, content in enumerate(NO_RECORDS):
        files.write(course.submitted(f"odd{number}", LESSON) / "quiz-record.json", content)
    found = evidence.read(course)
    assert set(found.graded[LESSON]) == {"good"} and {"bad0", "odd0"} <= set(found.students) and not found.shared.tries
    assert found.odd["graded notebooks without results that can be read"] == len(NO_RESULTS)
    assert found.odd["quiz-record.json could not be read"] == len(NO_RECORDS)


def test_entries_of_records_that_cannot_be_read(course):
    question = questions_of()[0]
    good = tried(question, True)
    answers = [
        good, 5, None, good | {"item": "no-such"}, good | {"item": ["x"]}, good | {"lesson": {}}, good | {"mode": "exam"},
        good | {"mode": "pre"}, good | {"at": {}, "response": {"choice": "?"}}, good | {"response": "right"},
    ]  # fmt: skip
    hints = [{"task": "hand-hhi", "hints": n} for n in (1, -1, 99, "2", None, True)] + [7, {"task": "x", "hints": 1}]
    tests = [{"lesson": LESSON, "test": "pre"}, {"lesson": LESSON, "test": "exam"}, 3, {"lesson": 4, "test": "pre"}]
    shared(course, "s1", LESSON, answers, tests, hints)
    found = evidence.read(course)
    assert len(found.shared.tries) == 1 and found.shared.hints == {(LESSON, "hand-hhi"): {"s1": 1}}
    assert dict(+found.odd) == {
        "answers to unknown questions": 7,
        "answers that could not be read": 2,
        "tests that do not exist": 3,
        "numbers of hints that could not be read": 7,
    }
    assert "19 entries were not understood" in report.write(course).read_text(encoding="utf-8")


def test_links_are_not_followed(course, tmp_path):
    graded(course, "good", LESSON, all_tasks(exercises.definition(LESSON)))
    try:
        (course.root / "autograded" / "linked").symlink_to(
            course.root / "autograded" / "good", target_is_directory=True
        )
    except OSError:
        pytest.skip("this system makes no links")
    assert evidence.read(course).students == ["good"]


def test_names_that_are_no_markup_and_no_formula(course):
    definition = exercises.definition(LESSON)
    odd = ["<b>bold", "=1+1", "O'Neil & Sons", "name,with,comma", "ا-right-to-left", "emoji-🎓"]
    for name in odd:
        graded(course, name, LESSON, all_tasks(definition))
    content = report.write(course, names=True).read_text(encoding="utf-8")
    assert "<b>bold" not in content and "&lt;b&gt;bold" in content and "🎓" in content
    written = (course.report / "students.csv").read_text(encoding="utf-8")
    assert re.search(r"^'=1\+1,", written, flags=re.MULTILINE), "for a spreadsheet a text"
    assert {row["student"] for row in table(course.report / "students.csv")} == set(odd)
    report.write(course)
    assert len(set(report._read_key(course.root / report.KEY).values())) == len(odd)
    report.write(course)  # the key is read back, odd names and all


# --- privacy --------------------------------------------------------------------------------------------------------------------


def everything(folder):
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))


def named_class(course):
    people = {"zq-kim-31": ("Ann", "Kimberley"), "zq-lee-32": ("Bo", "Leeward"), "zq-roe-33": ("Cy", "Roemont")}
    definition = exercises.definition(LESSON)
    for number, student in enumerate(people):
        variant = {"code": student.upper(), "answer": 0.4321 + number}
        results = all_tasks(definition, 1 - number / 4)
        graded(course, student, LESSON, results, notes=["SECRET-OF-A-STUDENT"], variant=variant)
        shared(course, student, LESSON, [tried(question, True) for question in questions_of()[:3]])
    rows = [f"{student},{first},{last},{student}@mail.test" for student, (first, last) in people.items()]
    course.students.write_text(
        "\n".join(["id,first,last,email", *rows, "zq-moe-34,Di,Moebius,d@mail.test"]), encoding="utf-8"
    )
    return people


def test_pseudonyms_by_default(course):
    people = named_class(course)
    page_ = report.write(course)
    content = everything(page_.parent)
    for student, (first, last) in people.items():
        assert student.casefold() not in content.casefold() and last not in content and f" {first} " not in content
    assert "mail.test" not in content and "SECRET-OF-A-STUDENT" not in content and "Moebius" not in content
    assert str(course.root) not in content and "S04" in content
    key = {row["student"]: row["pseudonym"] for row in table(course.root / "report-key.csv")}
    assert sorted(key.values()) == ["S01", "S02", "S03", "S04"] and set(people) < set(key)


def test_canary_of_pseudonyms(course):
    named_class(course)
    content = everything(report.write(course, names=True).parent)
    assert "zq-kim-31" in content and "Kimberley" in content and "mail.test" not in content
    assert "SECRET-OF-A-STUDENT" not in content


def test_pseudonyms_stay_and_newcomers_get_new_ones(course):
    named_class(course)
    report.write(course)
    before = report._read_key(course.root / report.KEY)
    graded(course, "zq-new-35", LESSON, all_tasks(exercises.definition(LESSON)))
    report.write(course)
    after = report._read_key(course.root / report.KEY)
    assert {student: after[student] for student in before} == before and after["zq-new-35"] == "S05"


def test_pseudonyms_tell_nothing_of_the_order(tmp_path):
    """Over many keys every student gets every number."""
    course, seen = Course(tmp_path), set()
    for _ in range(60):
        seen.add(report._pseudonyms(course, ["a", "b", "c"])["a"])
        (tmp_path / report.KEY).unlink()
    assert seen == {"S01", "S02", "S03"}


def test_a_damaged_key_is_not_overwritten(course):
    graded(course, "s1", LESSON, all_tasks(exercises.definition(LESSON)))
    key = course.root / report.KEY
    for content in ("", "x", "pseudonym,student\nS01,a\nS01,b\n", "pseudonym,student\n<b>,a\n"):
        key.write_text(content, encoding="utf-8")
        with pytest.raises(ClassroomError, match=r"report-key\.csv is damaged: move it away"):
            report.write(course)
        assert key.read_text(encoding="utf-8") == content


# --- the page -------------------------------------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """Headings, landmarks, tables, images and addresses of a page; whether every element is closed."""

    VOID = ("meta", "br", "rect", "line", "circle", "link", "img", "hr")

    def __init__(self, content):
        super().__init__()
        self.levels, self.tags, self.problems, self.ids, self._open = [], [], [], [], []
        self.feed(content)
        self.problems += [f"<{name}> is not closed" for name in self._open]

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.ids += [attrs["id"]] if "id" in attrs else []
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "svg" and not (attrs.get("role") == "img" and len(attrs.get("aria-label", "")) > 30):
            self.problems.append("a chart without words")
        if tag == "th" and attrs.get("scope") not in ("row", "col"):
            self.problems.append("a heading cell without scope")
        if tag in ("script", "link", "iframe", "img", "object") or any(
            "://" in (value or "") for value in attrs.values()
        ):
            self.problems.append(f"<{tag}> brings something from outside")
        if any(name.startswith("on") for name in attrs):
            self.problems.append(f"<{tag}> runs something")
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")


def page_problems(content):
    found = Reader(content)
    problems = list(found.problems)
    steps = zip(found.levels, found.levels[1:], strict=False)
    if found.levels[:1] != [1] or found.levels.count(1) > 1 or any(after > before + 1 for before, after in steps):
        problems.append("headings out of order")
    if found.tags.count("table") != found.tags.count("caption"):
        problems.append("a table without a caption")
    if len(set(found.ids)) < len(found.ids):
        problems.append("an id twice")
    for name in ("header", "nav", "main", "footer"):
        if found.tags.count(name) != 1:
            problems.append(f"{found.tags.count(name)} times <{name}>")
    words = re.sub(r"<style>.*?</style>", " ", content, flags=re.DOTALL)
    numbers = re.findall(r'<td class="n">([^<]*)</td>', words) + re.findall(
        r"\S+[ \u00a0]%|(?:nan|inf) (?:of|to|points)", words
    )
    odd = [cell for cell in numbers if re.search(r"\b(?:nan|NaN|inf|None|Undefined)\b|Value\(", cell)]
    problems += [f"a number that is none: {cell}" for cell in odd]
    return problems


@pytest.mark.parametrize("count", [1, 3, 12, 45])
def test_the_page_holds_for_classes_of_any_size(course, count):
    class_of(course, count, with_variants=count == 12)
    target = report.write(course)
    content = target.read_text(encoding="utf-8")
    assert page_problems(content) == []
    if count != 12:  # of twelve, not all hand everything in
        assert ("Discrimination: too few to tell" in content) == (count < 10)
    if count == 3:  # no per cent anywhere, nothing to look at, no gain
        before = content.split('id="how"')[0]
        assert "\u00a0%" not in before and "Look at:" not in before and "too few to tell a gain" in before
    assert {path.suffix for path in target.parent.iterdir()} == {".html", ".csv"}


def test_canaries_of_the_page(course):
    class_of(course, 6, [LESSON])
    content = report.write(course).read_text(encoding="utf-8")
    for old, new, sign in (
        ("<h3>", "<h5>", "headings out of order"),
        ("<caption>", "<p>", "a table without a caption"),
        ('scope="row"', "", "without scope"),
        ('role="img"', "", "without words"),
        ("</main>", "<script></script></main>", "from outside"),
        ("<header>", "<header>nan % ", "a number that is none"),
    ):
        assert any(sign in problem for problem in page_problems(content.replace(old, new))), sign


def test_all_students_alike(course):
    """No division by zero and no nan where nobody differs, all right or all empty."""
    definition = exercises.definition(LESSON)
    handed = [{"lesson": LESSON, "test": name} for name in ("pre", "post")]
    for number in range(45):
        graded(course, f"s{number}", LESSON, all_tasks(definition))
        answers = [tried(q, True, use) for use in ("pre", "post") for q in questions_of(use=use)]
        shared(course, f"s{number}", LESSON, answers + [tried(q, True) for q in questions_of()], handed)
    content = report.write(course).read_text(encoding="utf-8")
    assert page_problems(content) == [] and "nothing to gain" in content and "everybody has all points" in content
    for number in range(45):
        graded(course, f"s{number}", LESSON, [result(task, 0, "not-attempted") for task in definition.tasks])
    assert page_problems(report.write(course).read_text(encoding="utf-8")) == []


def test_one_exercise_only_and_quiz_answers_only(course, tmp_path):
    class_of(course, 8, ["04-value-chain"], sharing=0)
    content = report.write(course).read_text(encoding="utf-8")
    assert page_problems(content) == []
    assert "Exercise 4" in content and 'id="quiz"' not in content and "Nobody shared both tests" in content
    other = Course(tmp_path / "other")
    shared(other, "s1", LESSON, [tried(question, True) for question in questions_of()])
    content = report.write(other).read_text(encoding="utf-8")
    assert page_problems(content) == [] and 'id="exercises"' not in content and 'id="quiz"' in content


def test_who_has_not_handed_in(course):
    named_class(course)
    report.write(course, names=True)
    rows = {row["student"]: row for row in table(course.report / "students.csv")}
    assert rows["Di Moebius (zq-moe-34)"]["not_handed_in"] == LESSON and rows["Di Moebius (zq-moe-34)"][LESSON] == ""
    assert rows["Ann Kimberley (zq-kim-31)"][LESSON] == "20.0"
    folder = course.submitted("zq-moe-34", LESSON)
    folder.mkdir(parents=True)
    (folder / f"{LESSON}.ipynb").write_text("{}", encoding="utf-8")
    assert "not graded" in report.write(course).read_text(encoding="utf-8")


def test_variants_are_pooled(course):
    definition = exercises.definition(LESSON)
    for number in range(1, 7):
        code = f"s{number:03}"
        graded(course, code, LESSON, all_tasks(definition), variant={"code": code, "answer": 0.25})
    graded(course, "s007", LESSON, all_tasks(definition), variant={"code": "s007", "answer": "nan"})
    report.write(course, names=True)
    rows = table(course.report / "variants.csv")
    key = exercises.definition(LESSON, "s001").task("magnesium-share").question.answer
    assert len(rows) == 6 and float(rows[0]["key"]) == pytest.approx(key, abs=1e-4)
    assert "variants that could not be read: 1" in (course.report / "report.html").read_text(encoding="utf-8")


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_memos_to_mark_come_from_the_gradebook(course, monkeypatch):
    api = pytest.importorskip("nbgrader.api")
    tools = str(Path(sys.executable).parent)  # nbgrader calls a tool by its bare name when it makes a gradebook
    monkeypatch.setenv("PATH", os.pathsep.join([tools, os.environ["PATH"]]))
    graded(course, "s1", LESSON, all_tasks(exercises.definition(LESSON)))
    assert evidence.read(course).memos == {LESSON: None} and not course.gradebook.exists()
    with api.Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        gradebook.add_assignment(LESSON)
        gradebook.add_notebook(LESSON, LESSON)
        gradebook.add_grade_cell("memo", LESSON, LESSON, max_score=10, cell_type="markdown")
        for student in ("s1", "s2"):
            gradebook.add_student(student)
            gradebook.add_submission(LESSON, student)
        gradebook.find_grade("memo", LESSON, LESSON, "s2").needs_manual_grade = False
        gradebook.db.commit()
    assert evidence.read(course).memos == {LESSON: 1}
    content = report.write(course).read_text(encoding="utf-8")
    assert "1 memo of Lesson 2, de-risking still to be marked" in content
    course.gradebook.write_bytes(b"this is no database" * 100)
    found = evidence.read(course)
    assert found.memos == {LESSON: None} and found.odd["gradebook.db could not be read"] == 1


def test_charts_carry_their_message():
    drawn = str(drawing.bars([("A <task> & more", "1 of 2", [(0.5, "right"), (0, "slip")])], 'Say "this"'))
    assert 'aria-label="Say &quot;this&quot;"' in drawn and "A &lt;task&gt; &amp; more" in drawn
    assert drawn.count('class="part') == 1
    assert page.of(1, 3) == "1 of 3" and page.of(4, 10) == "4 of 10 (40\u00a0%)"
    assert page.decimal(Value(-0.004)) == "0.00" and page.decimal(Value(-0.5)) == "−0.50"


# --- the command ------------------------------------------------------------------------------------------------------------------


def test_the_command_says_where_the_page_is(course, tmp_path, capsys):
    class_of(course, 3, [LESSON])
    out = tmp_path / "somewhere"
    assert report.main(["--from", str(course.root), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert (out / "report.html").resolve().as_uri() in said and "report-key.csv" in said
    assert not list(out.glob("*.part"))


@pytest.mark.parametrize(("make", "sign"), [(False, "There is no folder"), (True, "Nothing has been graded")])
def test_nothing_to_report_is_one_sentence(course, capsys, make, sign):
    if make:
        course.root.mkdir()
    assert cli.main(["report", "--from", str(course.root)]) == 2
    said = capsys.readouterr().err
    assert sign in said and said.count("\n") == 1 and not course.report.exists()


def test_a_place_that_cannot_be_written(course, tmp_path, capsys):
    class_of(course, 1, [LESSON])
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert cli.main(["report", "--from", str(course.root), "--out", str(tmp_path / "file")]) == 2
    assert "could not be written" in capsys.readouterr().err and (tmp_path / "file").read_text(encoding="utf-8") == ""


def test_a_class_list_without_ids(course):
    class_of(course, 1, [LESSON])
    course.students.write_text("colour,shape\nred,round\n", encoding="utf-8")
    with pytest.raises(ClassroomError, match="no column `id`"):
        report.write(course)


# --- many -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_thousand_students(course):
    """Seven exercises each: half a minute of a processor at most. A hundred are made, and each ten times there."""
    class_of(course, 100, sharing=0.4)
    for student in [path for room in ("autograded", "submitted") for path in (course.root / room).iterdir()]:
        for number in range(9):
            shutil.copytree(student, student.with_name(f"{student.name}-{number}"), copy_function=os.link)
    start = time.process_time()  # what other programs do meanwhile does not count
    target = report.write(course)
    took = time.process_time() - start
    content = target.read_text(encoding="utf-8")
    assert page_problems(content) == [] and "1000 students" in content
    assert len(content.encode("utf-8")) < 2_000_000
    assert took < 30, f"{took:.1f} s"


def test_only_the_results_of_a_notebook_are_kept(course):
    """Big notebooks do not pile up in memory."""
    definition = exercises.definition(LESSON)
    for number in range(8):
        graded(course, f"s{number}", LESSON, all_tasks(definition))
        path = course.autograded(f"s{number}", LESSON) / f"{LESSON}.ipynb"
        book = json.loads(path.read_text(encoding="utf-8"))
        book["cells"][0]["source"] = ["x" * 3_000_000]
        path.write_text(json.dumps(book, indent=1, sort_keys=True), encoding="utf-8")
    evidence.read(course)
    tracemalloc.start()
    evidence.read(course)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16_000_000, peak
