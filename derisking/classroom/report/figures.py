"""From the evidence of a class to the figures of a report. Nothing here reads a file or writes one."""

import collections

import pandas as pd

from derisking import exercises, forecasts, objectives
from derisking.classroom.report import course_items, stats
from derisking.classroom.report.evidence import Entry, Evidence
from derisking.classroom.report.model import (
    ExerciseFigures,
    ForecastFigures,
    HintFigures,
    ObjectiveFigures,
    QuestionFigures,
    Report,
    TaskFigures,
)
from derisking.classroom.report.records import Try
from derisking.classroom.report.stats import Gain
from derisking.exercises import variants
from derisking.exercises.task import ROUTES, Definition, Task
from derisking.questions.verdict import NOT_ATTEMPTED

LEAST_OTHERS = 3  # other questions that a student must have answered, for a discrimination


def analyse(seen: Evidence) -> Report:
    """The figures of a class from its evidence."""
    graded = [course_items.definition(lesson) for lesson in exercises.lessons() if lesson in seen.graded]
    tries = _tries(seen)
    answers = _that_count(tries, seen)
    return Report(
        seen,
        [_exercise(seen, definition) for definition in graded],
        _questions(tries, answers),
        _objectives(seen, graded, answers),
        _gains(seen, answers),
        _hints(seen),
        _forecasts(seen),
        {lesson: _pooled(lesson, rows) for lesson, rows in sorted(seen.variants.items())},
    )


# --- exercises ------------------------------------------------------------------------------------------------------------


def route_of(definition: Definition, entries: dict[str, Entry]) -> str:
    """The route of part B that counts: more points, then more tasks attempted; "" if nothing was attempted."""

    def merit(route: str) -> tuple[float, int]:
        own = [entries[task.id] for task in definition.part("B", route)]
        return sum(entry.points for entry in own), sum(entry.outcome != NOT_ATTEMPTED for entry in own)

    best = max(ROUTES, key=merit)
    return best if merit(best)[1] else ""


def _counts(task: Task, route: str) -> bool:
    """Whether a task counts for a student with this route."""
    return task.route in ("", route)


def _exercise(seen: Evidence, definition: Definition) -> ExerciseFigures:
    lesson, graded = definition.lesson, seen.graded[definition.lesson]
    routes = {student: route_of(definition, entries) for student, entries in graded.items()}
    totals = {
        student: round(sum(entries[task.id].points for task in definition.tasks if _counts(task, routes[student])), 2)
        for student, entries in graded.items()
    }
    figures = []
    for task in definition.tasks:
        base = [student for student in graded if _counts(task, routes[student])]
        entries = [graded[student][task.id] for student in base]
        figures.append(TaskFigures(lesson, task, entries, [totals[student] for student in base]))
    chosen = collections.Counter(routes.values())
    return ExerciseFigures(definition, len(seen.handed_in[lesson]), totals, chosen, figures, seen.memos.get(lesson))


# --- quiz questions -------------------------------------------------------------------------------------------------------


def _tries(seen: Evidence) -> pd.DataFrame:
    """Every try as a row, in the order of time, with the test it belongs to ("" in practice)."""
    tries = pd.DataFrame(sorted(seen.shared.tries, key=lambda one: one.at), columns=Try._fields)
    return tries.assign(test=tries["mode"].where(tries["mode"].isin(course_items.TESTS), ""))


def _that_count(tries: pd.DataFrame, seen: Evidence) -> pd.DataFrame:
    """One row per student and question: the first try in practice, the last in a test handed in.

    total, count: of the student's answers that a question is compared with, practice within a lesson or a test as a whole.
    """
    who = ["student", "lesson", "item"]
    handed_in = [
        test in seen.shared.tests for test in zip(tries["student"], tries["lesson"], tries["mode"], strict=True)
    ]
    first, last = tries[tries["test"] == ""].drop_duplicates(who), tries[handed_in].drop_duplicates(who, keep="last")
    answers = pd.concat([first, last]).drop_duplicates(who, keep="last")
    group = answers["test"].where(answers["test"] != "", answers["lesson"])
    scores = answers.groupby([group, "student"])["score"]
    return answers.assign(total=scores.transform("sum"), count=scores.transform("count"))


def _questions(tries: pd.DataFrame, answers: pd.DataFrame) -> list[QuestionFigures]:
    own_answers = dict(list(answers.groupby(["lesson", "item"])))
    practice = tries[tries["test"] == ""].groupby(["lesson", "item", "student"])["score"].agg(["first", "max", "size"])
    later = practice["first"].lt(1) & practice["max"].ge(1)
    told = pd.DataFrame({"again": practice["size"] > 1, "later": later}).groupby(["lesson", "item"]).sum()
    figures = []
    for key, question in course_items.questions().items():
        if key in own_answers:
            own = own_answers[key]
            enough = own[own["count"] > LEAST_OTHERS]
            rest = (enough["total"] - enough["score"]) / (enough["count"] - 1)
            discrimination = stats.item_rest(enough["score"], rest)
            again = map(int, told.loc[key]) if key in told.index else (0, 0)
            figures.append(QuestionFigures(question, list(own["score"]), list(own["picks"]), discrimination, *again))
    return figures


# --- objectives, gain, hints, forecasts, variants ------------------------------------------------------------------------------------


def _objectives(seen: Evidence, graded: list[Definition], answers: pd.DataFrame) -> list[ObjectiveFigures]:
    definitions = {definition.lesson: definition for definition in graded}
    practice = answers[answers["test"] == ""]
    asked = [course_items.questions()[key].objective for key in zip(practice["lesson"], practice["item"], strict=True)]
    means = practice.assign(objective=asked).groupby(["objective", "student"])["score"].mean()
    scores = {objective: list(own) for objective, own in means.groupby("objective")}
    figures = []
    for objective in objectives.load():
        tasks, shares = [], []
        if definition := definitions.get(objective.lesson):
            tasks = [task for task in definition.tasks if task.objective == objective.id]
            shares = _shares(tasks, definition, seen)
        if shares or objective.id in scores:
            titles = [task.title for task in tasks]
            figures.append(ObjectiveFigures(objective, titles, shares, scores.get(objective.id, [])))
    return figures


def _shares(tasks: list[Task], definition: Definition, seen: Evidence) -> list[float]:
    """Per student the share of the points of some tasks: those of part A and of the route of part B that counts."""
    shares = []
    for entries in seen.graded[definition.lesson].values():
        route = route_of(definition, entries)
        if own := [task for task in tasks if _counts(task, route)]:
            shares.append(sum(entries[task.id].points for task in own) / sum(task.points for task in own))
    return shares


def _gains(seen: Evidence, answers: pd.DataFrame) -> list[tuple[str, Gain]]:
    """("" for all lessons together or a lesson, its Gain), for lessons where at least one student took both tests."""
    if not seen.shared.tests:
        return []
    taken = pd.MultiIndex.from_tuples(sorted(seen.shared.tests), names=["student", "lesson", "test"])
    points = answers.groupby(taken.names)["score"].sum().reindex(taken, fill_value=0.0)
    shares = points / [course_items.tests()[lesson, test] for _, lesson, test in taken]
    both = shares.unstack("test").reindex(columns=course_items.TESTS).dropna()
    groups = [("", both.groupby("student").mean()), *both.groupby("lesson")] if len(both) else []
    return [(lesson, stats.gain(rows["pre"], rows["post"])) for lesson, rows in groups]


def _hints(seen: Evidence) -> list[HintFigures]:
    definitions = [course_items.definition(lesson) for lesson in exercises.lessons()]
    tasks = [(definition.lesson, task) for definition in definitions for task in definition.tasks]
    counts = [(lesson, task, seen.shared.hints.get((lesson, task.id), {})) for lesson, task in tasks]
    return [HintFigures(lesson, task, list(own.values())) for lesson, task, own in counts if own]


def _forecasts(seen: Evidence) -> list[ForecastFigures]:
    said: dict[str, list[float]] = {}
    for (_, id), (_, value) in sorted(seen.shared.forecasts.items()):
        said.setdefault(id, []).append(value)
    return [ForecastFigures(one, said[one.id]) for one in forecasts.every().values() if one.id in said]


def _pooled(lesson: str, rows: list[tuple[str, str, float | None]]) -> pd.DataFrame:
    """The class table of a lesson's variants, with the student's id in place of the code."""
    table = variants.pooled([{"code": code, "answer": answer} for _, code, answer in rows], lesson)
    owners = {variants.clean(code): student for student, code, _ in rows}
    table.insert(0, "student", table.pop("code").map(owners))
    return table
