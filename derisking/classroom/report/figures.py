"""From the evidence of a class to the figures of a report. Nothing here reads a file or writes one."""

from __future__ import annotations

import collections

import numpy as np
import pandas as pd

from derisking import exercises, objectives
from derisking.classroom.report import known as course
from derisking.classroom.report import stats
from derisking.classroom.report.evidence import Entry, Evidence
from derisking.classroom.report.model import (
    BANDS,
    ExerciseFigures,
    HintFigures,
    ObjectiveFigures,
    QuestionFigures,
    Report,
    TaskFigures,
)
from derisking.classroom.report.records import Try, parts
from derisking.classroom.report.stats import Gain, Value
from derisking.exercises import variants
from derisking.exercises.task import ROUTES, Definition, Task
from derisking.questions.question import Question
from derisking.questions.verdict import (
    MISCONCEPTION,
    NOT_ATTEMPTED,
    RAISES,
    RIGHT,
    WRONG_SCALE,
    WRONG_SHAPE,
    WRONG_TYPE,
)

LEAST_OTHERS = 3  # other questions that a student must have answered, for a discrimination


def analyse(seen: Evidence) -> Report:
    """The figures of a class from its evidence."""
    definitions = {lesson: exercises.definition(lesson) for lesson, graded in seen.graded.items() if graded}
    answers = _first_tries(seen)
    return Report(
        seen,
        [_exercise(seen, definition) for definition in definitions.values()],
        _questions(answers, seen.shared.tries),
        _objectives(seen, definitions, answers),
        _gains(seen),
        _hints(seen),
        {lesson: _pooled(lesson, rows) for lesson, rows in seen.variants.items() if rows},
    )


# --- exercises ------------------------------------------------------------------------------------------------------------


def route_of(definition: Definition, entries: dict[str, Entry]) -> str:
    """The route of part B that counts: more points, then more tasks attempted; "" if nothing was attempted."""
    points = {route: sum(entries[task.id].points for task in definition.part("B", route)) for route in ROUTES}
    tried = {
        route: sum(entries[task.id].outcome != NOT_ATTEMPTED for task in definition.part("B", route))
        for route in ROUTES
    }
    best = max(ROUTES, key=lambda route: (points[route], tried[route]))
    return best if tried[best] else ""


def _exercise(seen: Evidence, definition: Definition) -> ExerciseFigures:
    lesson, graded = definition.lesson, seen.graded[definition.lesson]
    routes = {student: route_of(definition, entries) for student, entries in graded.items()}
    counted = {
        student: [task for task in definition.tasks if task.part == "A" or task.route == routes[student]]
        for student in graded
    }
    totals = {student: sum(graded[student][task.id].points for task in tasks) for student, tasks in counted.items()}
    tasks = []
    for task in definition.tasks:
        base = [student for student in graded if task.part == "A" or task.route == routes[student]]
        tasks.append(_task(lesson, task, [graded[s][task.id] for s in base], [totals[s] for s in base]))
    counts = collections.Counter(routes.values())
    return ExerciseFigures(
        lesson,
        definition.title,
        definition.maximum(),
        len(seen.handed_in[lesson]),
        {student: round(total, 2) for student, total in totals.items()},
        {route: counts[route] for route in (*ROUTES, "")},
        tasks,
        seen.noted[lesson],
        definition.memo is not None,
        seen.memos.get(lesson),
    )


def _task(lesson: str, task: Task, entries: list[Entry], totals: list[float]) -> TaskFigures:
    shares = [entry.points / task.points for entry in entries]
    rest = [total - entry.points for total, entry in zip(totals, entries, strict=True)]
    difficulty, discrimination = stats.mean_share(shares), stats.item_rest(shares, rest)
    bands = collections.Counter(band(entry, task.points) for entry in entries)
    known = course.of_task(lesson, task.id)
    named = collections.Counter(entry.misconception for entry in entries if entry.misconception)
    outcomes = collections.Counter(entry.outcome for entry in entries)
    return TaskFigures(
        lesson,
        task,
        len(entries),
        difficulty,
        sum(share >= 1 - 1e-9 for share in shares),
        discrimination,
        stats.upper_lower(shares, totals),
        {name: bands[name] for name in BANDS},
        dict(outcomes),
        [(known[name], count) for name, count in sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))],
        stats.flags(difficulty, discrimination, len(entries)),
    )


def band(entry: Entry, points: float) -> str:
    """Where a result stands among BANDS. A recognised misconception with a share of the points counts as one."""
    if entry.outcome == NOT_ATTEMPTED:
        return "not attempted"
    if entry.outcome == RIGHT or entry.points >= points - 1e-9:
        return "right"
    if entry.misconception or entry.outcome in (MISCONCEPTION, WRONG_SCALE):
        return "recognised misconception"
    if entry.points > 0:
        return "partly right"
    return "error or wrong kind" if entry.outcome in (RAISES, WRONG_TYPE, WRONG_SHAPE) else "other wrong answer"


# --- quiz questions -------------------------------------------------------------------------------------------------------


def _first_tries(seen: Evidence) -> dict[tuple[str, str], dict[str, Try]]:
    """(lesson, question) -> student -> the answer that counts: the first in practice, the last in a test handed in."""
    chosen: dict[tuple[str, str], dict[str, Try]] = {}
    for one in sorted(seen.shared.tries, key=lambda one: one.at):
        answers = chosen.setdefault((one.lesson, one.item), {})
        if one.mode in ("practice", "recall"):
            answers.setdefault(one.student, one)
        elif (one.student, one.lesson, one.mode) in seen.shared.tests:
            answers[one.student] = one
    return chosen


def _questions(answers: dict, tries: list[Try]) -> list[QuestionFigures]:
    every = collections.defaultdict(lambda: collections.defaultdict(list))
    for one in tries:
        if one.mode in ("practice", "recall"):
            every[one.lesson, one.item][one.student].append(one)
    sums = _group_sums(answers)
    order = course.questions()
    return [_question(order[key], answers[key], every[key], sums) for key in order if answers.get(key)]


def _group(one: Try) -> tuple[str, str]:
    """Questions that are compared with each other: practice within a lesson, a test as a whole."""
    return (one.lesson, "") if one.mode in ("practice", "recall") else ("", one.mode)


def _group_sums(answers: dict) -> dict[tuple, list[float]]:
    """(group, student) -> [sum of scores, number of questions]."""
    sums: dict[tuple, list[float]] = {}
    for by_student in answers.values():
        for one in by_student.values():
            entry = sums.setdefault((_group(one), one.student), [0.0, 0])
            entry[0] += one.score
            entry[1] += 1
    return sums


def _question(question: Question, answers: dict[str, Try], every: dict, sums: dict) -> QuestionFigures:
    scores = [one.score for one in answers.values()]
    item, rest = [], []
    for one in answers.values():
        total, count = sums[_group(one), one.student]
        if count > LEAST_OTHERS:
            item.append(one.score)
            rest.append((total - one.score) / (count - 1))
    difficulty, discrimination = stats.mean_share(scores), stats.item_rest(item, rest)
    counts = collections.Counter(place for one in answers.values() for place in one.picks)
    again = [tries for tries in every.values() if len(tries) > 1]
    wrong = [tries for tries in again if min(tries, key=lambda one: one.at).score < 1]
    return QuestionFigures(
        question,
        len(scores),
        difficulty,
        sum(score >= 1 - 1e-9 for score in scores),
        discrimination,
        [(part, counts[place]) for place, part in enumerate(parts(question))],
        len(again),
        sum(any(one.score >= 1 for one in tries) for tries in wrong),
        stats.flags(difficulty, discrimination, len(scores)),
    )


# --- objectives, gain, hints, variants ------------------------------------------------------------------------------------


def _objectives(seen: Evidence, definitions: dict[str, Definition], answers: dict) -> list[ObjectiveFigures]:
    quiz = _by_objective(answers)
    figures = []
    for objective in objectives.load():
        definition = definitions.get(objective.lesson)
        shares = _shares(seen, definition, objective.id) if definition else []
        scores = quiz.get(objective.id, {})
        if not shares and not scores:
            continue
        tasks = [task.title for task in definition.tasks if task.objective == objective.id] if definition else []
        means = [float(np.mean(values)) for values in scores.values()]
        figures.append(
            ObjectiveFigures(
                objective,
                tasks,
                len(shares),
                sum(share >= stats.MASTERED - 1e-9 for share in shares),
                stats.mean_share(shares),
                len(means),
                stats.mean_share(means),
            )
        )
    return figures


def _by_objective(answers: dict) -> dict[str, dict[str, list[float]]]:
    """Objective -> student -> first-try scores in practice and recall."""
    seen: dict[str, dict[str, list[float]]] = {}
    for key, by_student in answers.items():
        objective = course.questions()[key].objective
        for one in by_student.values():
            if one.mode in ("practice", "recall"):
                seen.setdefault(objective, {}).setdefault(one.student, []).append(one.score)
    return seen


def _shares(seen: Evidence, definition: Definition, objective: str) -> list[float]:
    """Per student the share of the points of an objective's tasks: part A and the route of part B that counts."""
    shares = []
    for entries in seen.graded[definition.lesson].values():
        route = route_of(definition, entries)
        own = [task for task in definition.tasks if task.objective == objective]
        own = [task for task in own if task.part == "A" or task.route == route]
        if own:
            shares.append(sum(entries[task.id].points for task in own) / sum(task.points for task in own))
    return shares


def _gains(seen: Evidence) -> list[tuple[str, Gain]]:
    """("" for all lessons together or a lesson, its Gain), for lessons where at least one student took both tests."""
    latest = {(one.student, one.lesson, one.mode, one.item): one.score for one in _in_order(seen) if one.mode in _TESTS}
    scores: dict[tuple[str, str, str], float] = collections.defaultdict(float)
    for (student, lesson, mode, _), score in latest.items():
        scores[student, lesson, mode] += score
    asked = collections.Counter(
        (question.lesson, use) for question in course.questions().values() for use in question.use if use in _TESTS
    )
    per_lesson: dict[str, dict[str, tuple[float, float]]] = {}
    for student, lesson, mode in sorted(seen.shared.tests):
        if mode == "pre" and (student, lesson, "post") in seen.shared.tests:
            both = tuple(scores[student, lesson, test] / asked[lesson, test] for test in _TESTS)
            per_lesson.setdefault(lesson, {})[student] = both
    if not per_lesson:
        return []
    together: dict[str, list[tuple[float, float]]] = {}
    for rows in per_lesson.values():
        for student, both in rows.items():
            together.setdefault(student, []).append(both)
    overall = {student: tuple(np.mean(rows, axis=0)) for student, rows in together.items()}
    return [(lesson, _gain(rows)) for lesson, rows in [("", overall), *sorted(per_lesson.items())]]


_TESTS = ("pre", "post")


def _in_order(seen: Evidence) -> list[Try]:
    return sorted(seen.shared.tries, key=lambda one: one.at)


def _gain(rows: dict[str, tuple[float, float]]) -> Gain:
    ordered = [rows[student] for student in sorted(rows)]
    return stats.gain([pre for pre, _ in ordered], [post for _, post in ordered])


def _hints(seen: Evidence) -> list[HintFigures]:
    figures = []
    for lesson in exercises.lessons():
        for task in exercises.definition(lesson).tasks:
            counts = list(seen.shared.hints.get((lesson, task.id), {}).values())
            if counts:
                mean = (
                    Value(float(np.mean(counts))) if len(counts) >= stats.FEW else stats.too_few(len(counts), stats.FEW)
                )
                some, last = sum(count > 0 for count in counts), sum(count >= len(task.hints) for count in counts)
                figures.append(HintFigures(lesson, task, len(counts), some, last, mean))
    return figures


def _pooled(lesson: str, rows: list[tuple[str, str, float | None]]) -> pd.DataFrame:
    """The class table of a lesson's variants, with the student's id in place of the code."""
    table = variants.pooled([{"code": code, "answer": answer} for _, code, answer in rows], lesson)
    owners = {variants.clean(code): student for student, code, _ in rows}
    table.insert(0, "student", [owners[code] for code in table["code"]])
    return table.drop(columns="code")
