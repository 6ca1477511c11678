"""From the evidence of a class to the figures of a report. Nothing here reads a file or writes one."""

from __future__ import annotations

import collections
import dataclasses
import math

import numpy as np
import pandas as pd

from derisking import exercises, objectives
from derisking.classroom.report import slips, stats
from derisking.classroom.report.evidence import Entry, Evidence
from derisking.classroom.report.records import Part, Try, parts, which_test
from derisking.classroom.report.stats import Gain, Value
from derisking.exercises import variants
from derisking.exercises.exercise import ROUTES, Definition, Task
from derisking.exercises.results import NOT_ATTEMPTED, RAISES, RIGHT, SLIP, WRONG_SCALE, WRONG_SHAPE, WRONG_TYPE
from derisking.objectives import Objective
from derisking.questions.question import Question

# What became of a task, from best to worst, as the charts show it.
BANDS = ("right", "partly right", "recognised slip", "other wrong answer", "error or wrong kind", "not attempted")
LEAST_OTHERS = 3  # other questions that a student must have answered, for a discrimination


@dataclasses.dataclass(frozen=True)
class TaskFigures:
    """One task. base: who is counted (part B: those who chose its route); bands: students per band of BANDS."""

    lesson: str
    task: Task
    base: int
    difficulty: Value
    full: int
    discrimination: Value
    upper_lower: Value
    bands: dict[str, int]
    outcomes: dict[str, int]
    slips: list[tuple[slips.Known, int]]
    flags: list[str]


@dataclasses.dataclass(frozen=True)
class ExerciseFigures:
    """One exercise. totals: points in the checks per student id; routes: students per route of part B ("" for none)."""

    lesson: str
    title: str
    maximum: float
    handed_in: int
    totals: dict[str, float]
    routes: dict[str, int]
    tasks: list[TaskFigures]
    noted: int
    memo: bool
    memos: int | None


@dataclasses.dataclass(frozen=True)
class QuestionFigures:
    """One quiz question at the first try (in the two tests: the answer handed in). again: tried more than once; later: of
    those not right at first, right in the end."""

    question: Question
    n: int
    difficulty: Value
    right: int
    discrimination: Value
    parts: list[tuple[Part, int]]
    again: int
    later: int
    flags: list[str]


@dataclasses.dataclass(frozen=True)
class ObjectiveFigures:
    """One objective. n: students with an exercise that has tasks for it; mastered: those with 80 % of the points; quiz: mean
    first-try score over its practice questions; asked: students behind that."""

    objective: Objective
    tasks: list[str]
    n: int
    mastered: int
    share: Value
    asked: int
    quiz: Value


@dataclasses.dataclass(frozen=True)
class HintFigures:
    """Hints of one task. n: students whose record tells; seen: with at least one hint; last: with all of them."""

    lesson: str
    task: Task
    n: int
    seen: int
    last: int
    mean: Value


@dataclasses.dataclass(frozen=True)
class Report:
    """All figures of a class."""

    evidence: Evidence
    exercises: list[ExerciseFigures]
    questions: list[QuestionFigures]
    objectives: list[ObjectiveFigures]
    gains: list[tuple[str, Gain]]
    hints: list[HintFigures]
    variants: dict[str, pd.DataFrame]

    @property
    def tasks(self) -> list[TaskFigures]:
        return [task for exercise in self.exercises for task in exercise.tasks]


def analyse(found: Evidence) -> Report:
    """The figures of a class from its evidence."""
    definitions = {lesson: exercises.definition(lesson) for lesson, graded in found.graded.items() if graded}
    answers = _first_tries(found)
    return Report(
        found,
        [_exercise(found, definition) for definition in definitions.values()],
        _questions(answers, found.shared.tries),
        _objectives(found, definitions, answers),
        _gains(found),
        _hints(found),
        {lesson: _pooled(lesson, rows) for lesson, rows in found.variants.items() if rows},
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


def _exercise(found: Evidence, definition: Definition) -> ExerciseFigures:
    lesson, graded = definition.lesson, found.graded[definition.lesson]
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
        len(found.handed_in[lesson]),
        {student: round(total, 2) for student, total in totals.items()},
        {route: counts[route] for route in (*ROUTES, "")},
        tasks,
        found.noted[lesson],
        definition.memo is not None,
        found.memos.get(lesson),
    )


def _task(lesson: str, task: Task, entries: list[Entry], totals: list[float]) -> TaskFigures:
    shares = [entry.points / task.points for entry in entries]
    rest = [total - entry.points for total, entry in zip(totals, entries, strict=True)]
    difficulty, discrimination = stats.mean_share(shares), stats.item_rest(shares, rest)
    bands = collections.Counter(band(entry, task.points) for entry in entries)
    known = slips.of_task(lesson, task.id)
    named = collections.Counter(entry.slip for entry in entries if entry.slip)
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
    """Where a result stands among BANDS. A recognised slip with part of the points counts as a slip."""
    if entry.outcome == NOT_ATTEMPTED:
        return "not attempted"
    if entry.outcome == RIGHT or entry.points >= points - 1e-9:
        return "right"
    if entry.slip or entry.outcome in (SLIP, WRONG_SCALE):
        return "recognised slip"
    if entry.points > 0:
        return "partly right"
    return "error or wrong kind" if entry.outcome in (RAISES, WRONG_TYPE, WRONG_SHAPE) else "other wrong answer"


# --- quiz questions -------------------------------------------------------------------------------------------------------


def _first_tries(found: Evidence) -> dict[tuple[str, str], dict[str, Try]]:
    """(lesson, question) -> student -> the answer that counts: the first in practice, the last in a test handed in."""
    chosen: dict[tuple[str, str], dict[str, Try]] = {}
    for one in sorted(found.shared.tries, key=lambda one: one.at):
        answers = chosen.setdefault((one.lesson, one.item), {})
        if one.mode in ("practice", "recall"):
            answers.setdefault(one.student, one)
        elif (one.student, one.lesson, one.mode) in found.shared.tests:
            answers[one.student] = one
    return chosen


def _questions(answers: dict, tries: list[Try]) -> list[QuestionFigures]:
    every = collections.defaultdict(lambda: collections.defaultdict(list))
    for one in tries:
        if one.mode in ("practice", "recall"):
            every[one.lesson, one.item][one.student].append(one)
    sums = _group_sums(answers)
    order = slips.questions()
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


def _objectives(found: Evidence, definitions: dict[str, Definition], answers: dict) -> list[ObjectiveFigures]:
    quiz = _by_objective(answers)
    figures = []
    for objective in objectives.load():
        definition = definitions.get(objective.lesson)
        shares = _shares(found, definition, objective.id) if definition else []
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
    found: dict[str, dict[str, list[float]]] = {}
    for key, by_student in answers.items():
        objective = slips.questions()[key].objective
        for one in by_student.values():
            if one.mode in ("practice", "recall"):
                found.setdefault(objective, {}).setdefault(one.student, []).append(one.score)
    return found


def _shares(found: Evidence, definition: Definition, objective: str) -> list[float]:
    """Per student the share of the points of an objective's tasks: part A and the route of part B that counts."""
    shares = []
    for entries in found.graded[definition.lesson].values():
        route = route_of(definition, entries)
        own = [task for task in definition.tasks if task.objective == objective]
        own = [task for task in own if task.part == "A" or task.route == route]
        if own:
            shares.append(sum(entries[task.id].points for task in own) / sum(task.points for task in own))
    return shares


def _gains(found: Evidence) -> list[tuple[str, Gain]]:
    """("" for all lessons together or a lesson, its Gain), for lessons where at least one student took both tests."""
    latest = {
        (one.student, one.lesson, one.mode, one.item): one.score for one in _in_order(found) if one.mode in _TESTS
    }
    scores: dict[tuple[str, str, str], float] = collections.defaultdict(float)
    for (student, lesson, mode, _), score in latest.items():
        scores[student, lesson, mode] += score
    asked = collections.Counter(
        (question.lesson, use) for question in slips.questions().values() for use in question.use if use in _TESTS
    )
    per_lesson: dict[str, dict[str, tuple[float, float]]] = {}
    for student, lesson, mode in sorted(found.shared.tests):
        if mode == "pre" and (student, lesson, "post") in found.shared.tests:
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


def _in_order(found: Evidence) -> list[Try]:
    return sorted(found.shared.tries, key=lambda one: one.at)


def _gain(rows: dict[str, tuple[float, float]]) -> Gain:
    ordered = [rows[student] for student in sorted(rows)]
    return stats.gain([pre for pre, _ in ordered], [post for _, post in ordered])


def _hints(found: Evidence) -> list[HintFigures]:
    figures = []
    for lesson in exercises.lessons():
        for task in exercises.definition(lesson).tasks:
            counts = list(found.shared.hints.get((lesson, task.id), {}).values())
            if counts:
                mean = (
                    Value(float(np.mean(counts))) if len(counts) >= stats.FEW else stats.too_few(len(counts), stats.FEW)
                )
                seen, last = sum(count > 0 for count in counts), sum(count >= len(task.hints) for count in counts)
                figures.append(HintFigures(lesson, task, len(counts), seen, last, mean))
    return figures


def _pooled(lesson: str, rows: list[tuple[str, str, float | None]]) -> pd.DataFrame:
    """The class table of a lesson's variants, with the student's id in place of the code."""
    table = variants.pooled([{"code": code, "answer": answer} for _, code, answer in rows], lesson)
    owners = {variants.clean(code): student for student, code, _ in rows}
    table.insert(0, "student", [owners[code] for code in table["code"]])
    return table.drop(columns="code")


# --- in one minute ---------------------------------------------------------------------------------------------------------


def hardest(report: Report, count: int = 3) -> list[TaskFigures]:
    """The tasks with the lowest mean share of points, among those that enough students, and a third of the class, did."""
    told = []
    for exercise in report.exercises:
        for task in exercise.tasks:
            if task.difficulty.known and task.difficulty.number < 1 and 3 * task.base >= len(exercise.totals):
                told.append(task)
    return sorted(told, key=lambda task: (task.difficulty.number, task.lesson, task.task.id))[:count]


def commonest_slips(report: Report, count: int = 1) -> list[tuple[TaskFigures, slips.Known, int]]:
    """The recognised slips that most students made, each with its task; slips made only once are left out."""
    made = [(task, known, number) for task in report.tasks for known, number in task.slips if number > 1]
    return sorted(made, key=lambda row: (-row[2], -row[2] / max(row[0].base, 1), row[0].lesson, row[0].task.id))[:count]


def commonest_misconception(report: Report) -> tuple[QuestionFigures, Part, int] | None:
    """The misconception of a quiz question that most students showed at the first try; None if nobody shared one.

    The pre-test is left out: it comes before the lessons.
    """
    asked = [figures for figures in report.questions if which_test(figures.question) != "pre"]
    made = [(one, part, count) for one in asked for part, count in one.parts if part.name and count > 1]
    return max(made, key=lambda row: (row[2], row[2] / row[0].n, row[0].question.id), default=None)


def weakest_objectives(report: Report, count: int = 3) -> list[ObjectiveFigures]:
    """The objectives that the smallest part of the class has mastered, among those with enough students to tell."""
    told = [row for row in report.objectives if row.n >= stats.FEW and row.mastered < row.n]
    return sorted(told, key=lambda row: (row.mastered / row.n, row.objective.id))[:count]


def quartiles(values: list[float]) -> tuple[float, float, float]:
    """Lower quartile, median, upper quartile of at least one number."""
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    return float(low), float(middle), float(high)


def histogram(totals: list[float], maximum: float, width: int = 2) -> list[tuple[str, int]]:
    """("4 to under 6", students) per class of points; the last class holds the full points too."""
    places = max(1, math.ceil(maximum / width))
    counts = collections.Counter(min(int(total // width), places - 1) for total in totals)
    labels = [f"{place * width} to under {place * width + width}" for place in range(places - 1)]
    return list(
        zip([*labels, f"{(places - 1) * width} to {maximum:g}"], (counts[p] for p in range(places)), strict=True)
    )
