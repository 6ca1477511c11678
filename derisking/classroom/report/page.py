"""The report as one page: words, tables and charts from the figures of `analysis`. The frame is `report.html.jinja`."""

from __future__ import annotations

import dataclasses
import datetime
import textwrap
from collections.abc import Callable, Iterable

import pandas as pd
from markupsafe import Markup

from derisking import objectives
from derisking.classroom import pages
from derisking.classroom.course import typed
from derisking.classroom.report import drawing, stats
from derisking.classroom.report import figures as analysis
from derisking.classroom.report.figures import BANDS, ExerciseFigures, QuestionFigures, Report, TaskFigures
from derisking.classroom.report.records import which_test
from derisking.classroom.report.stats import Gain, Value
from derisking.exercises.results import number
from derisking.widgets import markdown as text

COLOURS = dict(zip(BANDS, ("right", "partly", "slip", "wrong", "error", "none"), strict=True))
TOP_SLIPS = 8  # rows shown open; the rest is folded
MINUS, NBSP = "−", "\u00a0"


@dataclasses.dataclass(frozen=True)
class Table:
    """A table of a page: the first cell of each row is its heading. wide: columns that hold numbers, by place."""

    caption: str
    heads: list[str]
    rows: list[list[str]]
    numbers: frozenset[int] = frozenset()


@dataclasses.dataclass(frozen=True)
class Chart:
    """A chart with the table that says the same. legend: (colour class, words)."""

    drawing: Markup
    table: Table
    legend: list[tuple[str, str]] = dataclasses.field(default_factory=list)


# --- words for numbers ------------------------------------------------------------------------------------------------------


def of(count: int, base: int) -> str:
    """ "12 of 30 (40 %)"; without the per cent below ten students."""
    return f"{count} of {base} ({100 * count / base:.0f}{NBSP}%)" if base >= stats.SOME else f"{count} of {base}"


def percent(value: Value) -> str:
    return f"{100 * value.number:.0f}{NBSP}%" if value.known else value.why


def decimal(value: Value) -> str:
    return f"{value.number:.2f}".replace("-0.00", "0.00").replace("-", MINUS) if value.known else value.why


def title_of(lesson: str) -> str:
    """ "Lesson 6, Japan alliance" for "06-japan-alliance"."""
    words = lesson[3:].replace("-", " ").replace("japan", "Japan").replace("de risking", "de-risking")
    return f"Lesson {int(lesson[:2])}, {words}"


# --- sections ---------------------------------------------------------------------------------------------------------------


def render(report: Report, label: Callable[[str], str], names: bool, today: datetime.date | None = None) -> str:
    """The page as text. label: what to call a student; names: whether that is a name, for the note at the top."""
    day = today or datetime.date.today()
    found = report.evidence
    return pages.render(
        "report.html.jinja",
        mark=typed("mark"),
        report=report,
        names=names,
        day=f"{day.day} {day:%B %Y}",
        students=len(found.students),
        shared=len(found.shared.students),
        minute=_minute(report),
        exercises=[_exercise(figures, len(found.students)) for figures in report.exercises],
        quizzes=_quizzes(report.questions),
        objectives=_objectives(report),
        gains=_gains(report.gains),
        hints=_hints(report),
        variants=[_variants(lesson, table) for lesson, table in report.variants.items()],
        table=_students(report, label),
        odd=[(reason, count) for reason, count in sorted(found.odd.items()) if count],
        stats=stats,
        title_of=title_of,
        of=of,
        percent=percent,
        decimal=decimal,
    )


def _minute(report: Report) -> dict:
    waiting = [(figures.lesson, figures.memos) for figures in report.exercises if figures.memo]
    return {
        "hardest": analysis.hardest(report),
        "told": any(task.difficulty.known for task in report.tasks),
        "slip": next(iter(analysis.commonest_slips(report)), None),
        "others": analysis.commonest_slips(report, 3)[1:],
        "misconception": analysis.commonest_misconception(report),
        "weakest": analysis.weakest_objectives(report),
        "waiting": [(lesson, count) for lesson, count in waiting if count],
        "unknown": any(count is None for _, count in waiting),
        "handed": _handed_in(report),
        "objective": lambda name: objectives.get(name).text if objectives.get(name) else "",
        "gain": report.gains[0][1] if report.gains else None,
        "noted": sum(figures.noted for figures in report.exercises),
        "odd": sum(report.evidence.odd.values()),
        "plain": text.plain,
        "titled": _titled,
    }


def _handed_in(report: Report) -> str:
    """How many handed in, all exercises in one line."""
    ungraded = sum(one.handed_in - len(one.totals) for one in report.exercises)
    counts = ", ".join(f"exercise {int(one.lesson[:2])}: {one.handed_in}" for one in report.exercises)
    rest = f" {ungraded} of these could not be graded or are not graded yet." if ungraded else ""
    return f"Handed in, of {len(report.evidence.students)} students: {counts}.{rest}"


def _exercise(figures: ExerciseFigures, students: int) -> dict:
    totals = list(figures.totals.values())
    shown = [row for task in figures.tasks for row in _slip_rows(task)]
    shown.sort(key=lambda row: -row[0])
    rows = [cells for _, cells in shown]
    heads = ["Slip", "Task", "Students", "What a student who made it reads"]
    return {
        "figures": figures,
        "handed": of(figures.handed_in, students),
        "look": [f"{_titled(task)} ({', '.join(task.flags)})" for task in figures.tasks if task.flags],
        "spread": _spread(totals, figures.maximum),
        "histogram": _histogram(figures, totals),
        "bands": _bands(figures),
        "tasks": _task_table(figures),
        "notes": _task_notes(figures),
        "slips": Table("Recognised slips, most frequent first", heads, rows[:TOP_SLIPS], frozenset({2})),
        "more": Table("Further recognised slips", heads, rows[TOP_SLIPS:], frozenset({2})),
        "routes": _routes(figures),
    }


def _spread(totals: list[float], maximum: float) -> str:
    if len(totals) < stats.FEW:
        return f"{len(totals)} graded; too few for a distribution."
    low, middle, high = (number(value) for value in analysis.quartiles(totals))
    return (
        f"{len(totals)} graded. Median {middle} of {maximum:g} points; the middle half lies between {low} and {high}."
    )


def _routes(figures: ExerciseFigures) -> str:
    base = len(figures.totals)
    words = {"code": "chose the code route", "decide": "the decision route", "": "neither"}
    shown = [route for route in words if route or figures.routes[route]]
    return "; ".join(f"{of(figures.routes[route], base)} {words[route]}" for route in shown) + "."


def _histogram(figures: ExerciseFigures, totals: list[float]) -> Chart | None:
    if len(totals) < stats.FEW:
        return None
    rows = analysis.histogram(totals, figures.maximum)
    top = max(rows, key=lambda row: row[1])
    alt = (
        f"Histogram of the points of {len(totals)} students, out of {figures.maximum:g}. "
        f"The most frequent class is {top[0]} points, with {top[1]} students."
    )
    lower = [(label.split(" ")[0], count) for label, count in rows]
    table = Table(
        "Points in the checks", ["Points", "Students"], [[label, str(n)] for label, n in rows], frozenset({1})
    )
    return Chart(drawing.columns(lower, alt), table)


def _bands(figures: ExerciseFigures) -> Chart:
    counted = [task for task in figures.tasks if task.base]
    rows = [(_titled(task), of(task.bands["right"], task.base) + " right", _segments(task)) for task in counted]
    worst = min(counted, key=lambda task: task.bands["right"] / task.base, default=None)
    best = max(counted, key=lambda task: task.bands["right"] / task.base, default=None)
    alt = "Bars, one per task: how many students were right, partly right, made a slip or left it out."
    if worst:
        alt += f" Fewest right: {worst.task.title}, {of(worst.bands['right'], worst.base)}."
        alt += f" Most right: {best.task.title}, {of(best.bands['right'], best.base)}."
    cells = [[task.task.title, str(task.base), *(str(task.bands[name]) for name in BANDS)] for task in counted]
    heads = ["Task", "Students", *(name.capitalize() for name in BANDS)]
    table = Table("What became of each task", heads, cells, frozenset(range(1, len(heads))))
    return Chart(drawing.bars(rows, alt), table, [(COLOURS[name], name) for name in BANDS])


def _titled(task: TaskFigures) -> str:
    """The title of a task, in part B with its route."""
    return f"{task.task.title} ({task.task.route})" if task.task.route else task.task.title


def _segments(task: TaskFigures) -> list[tuple[float, str]]:
    return [(task.bands[name] / task.base, COLOURS[name]) for name in BANDS]


def _task_table(figures: ExerciseFigures) -> Table:
    """One row per task; a column that no task fills is left out (`_task_notes` says why)."""
    heads = ["Task", "Objective", "Students", "Share of points", "All points", "Not attempted"]
    columns = _optional(figures)
    rows = []
    for one in figures.tasks:
        share = percent(one.difficulty) if one.difficulty.known else "too few"
        cells = [_titled(one), one.task.objective, str(one.base), share]
        cells += [str(one.full), str(one.bands["not attempted"])]
        for _, values in columns:
            value = values(one)
            cells.append(decimal(value) if value.known else _brief(value))
        rows.append([*cells, ", ".join(one.flags)])
    heads += [*(head for head, _ in columns), "Look at"]
    return Table("The tasks one by one", heads, rows, frozenset(range(2, len(heads) - 1)))


def _brief(value: Value) -> str:
    return "too few" if value.why.startswith("too few") else "all the same"


def _optional(figures: ExerciseFigures) -> list[tuple[str, Callable[[TaskFigures], Value]]]:
    columns = [
        ("Discrimination", lambda one: one.discrimination),
        ("Upper minus lower", lambda one: one.upper_lower),
    ]
    return [(head, value) for head, value in columns if any(value(one).known for one in figures.tasks)]


def _task_notes(figures: ExerciseFigures) -> list[str]:
    shown, count, notes = {head for head, _ in _optional(figures)}, len(figures.totals), []
    if count < stats.FEW:
        notes.append(f"With {count} graded, shares are too few to tell: read these notebooks instead.")
    if "Discrimination" not in shown and count < stats.SOME:
        notes.append(f"Discrimination: too few to tell (from {stats.SOME} students on).")
    elif "Discrimination" not in shown:
        notes.append("Discrimination: nothing to compare, since the students do not differ.")
    if "Upper minus lower" not in shown and count >= stats.SOME:
        notes.append(f"Upper minus lower: too few to tell (from {stats.MANY} students on).")
    return notes


def _slip_rows(one: TaskFigures) -> list[tuple[int, list[str]]]:
    return [(n, [known.title, one.task.title, of(n, one.base), known.text]) for known, n in one.slips]


def _quizzes(questions: list[QuestionFigures]) -> list[dict]:
    lessons = sorted({one.question.lesson for one in questions})
    return [_quiz(lesson, [one for one in questions if one.question.lesson == lesson]) for lesson in lessons]


def _quiz(lesson: str, questions: list[QuestionFigures]) -> dict:
    rows = []
    for one in questions:
        test = which_test(one.question)
        share = percent(one.difficulty) if one.difficulty.known else "too few"
        discrimination = decimal(one.discrimination) if one.discrimination.known else _brief(one.discrimination)
        again = ["", ""] if test else [str(one.again), str(one.later)]
        cells = [_begins(one), f"{test}-test" if test else "practice", str(one.n), str(one.right), share]
        rows.append([*cells, discrimination, *again, ", ".join(one.flags)])
    heads = ["Question", "Asked in", "Students", "All right", "Mean score", "Discrimination", "Tried again"]
    heads += ["Of these right after a miss", "Look at"]
    table = Table(f"{title_of(lesson)}: answers at the first try", heads, rows, frozenset(range(2, 8)))
    return {
        "lesson": lesson,
        "table": table,
        "lowest": _lowest(questions),
        "questions": [_answers(q) for q in questions],
    }


def _lowest(questions: list[QuestionFigures]) -> list[str]:
    """The three questions with the lowest mean score; those of the pre-test, which come before the lesson, left out."""
    told = [
        one
        for one in questions
        if one.difficulty.known and one.difficulty.number < 1 and which_test(one.question) != "pre"
    ]
    told = sorted(told, key=lambda one: one.difficulty.number)[:3]
    return [f"“{_begins(one)}”: {percent(one.difficulty)} ({one.n} students)" for one in told]


def _begins(one: QuestionFigures) -> str:
    """The first words of a question."""
    return textwrap.shorten(text.plain(one.question.text), 72, placeholder=" …")


def _answers(one: QuestionFigures) -> dict:
    kind, words = one.question.kind, text.plain(one.question.text)
    rows = []
    for part, count in one.parts:
        meaning = f"{part.name.replace('-', ' ')}: {text.plain(part.feedback)}" if part.name else ""
        rows.append([part.label, "yes" if part.right else "no", of(count, one.n), meaning])
    first = {"single": "Option", "multiple": "Option", "numeric": "Number", "order": "Order"}.get(kind, "Row")
    heads = [first, "Right", "Students", "Misconception, and what answers it"]
    return {
        "begins": _begins(one),
        "text": words if words != _begins(one) else "",
        "several": kind in ("multiple", "order", "match", "classify"),
        "table": Table("What was answered", heads, rows, frozenset({2})),
    }


def _objectives(report: Report) -> dict | None:
    if not report.objectives:
        return None
    rows, drawn = [], []
    for one in report.objectives:
        mastered = of(one.mastered, one.n) if one.n else "not graded"
        share = percent(one.share) if one.n else ""
        quiz = (
            f"{percent(one.quiz)} of {one.asked}" if one.quiz.known else (one.quiz.why if one.asked else "none shared")
        )
        rows.append([f"{one.objective.id} {one.objective.text}", mastered, share, quiz, ", ".join(one.tasks)])
        if one.n:
            label = f"{one.objective.id} {one.objective.text}"
            drawn.append((label, of(one.mastered, one.n), [(one.mastered / one.n, "right")]))
    heads = ["Objective", "Mastered by", "Mean share of points", "Quiz, mean at first try", "Tasks"]
    table = Table("Objectives, mastered and not", heads, rows, frozenset({1, 2, 3}))
    weakest = analysis.weakest_objectives(report, 1)
    alt = "Bars, one per objective: the part of the students who have mastered it."
    if weakest:
        alt += f" Lowest: {weakest[0].objective.id}, {of(weakest[0].mastered, weakest[0].n)}."
    return {"drawing": drawing.bars(drawn, alt) if drawn else None, "table": table}


def _gains(gains: list[tuple[str, Gain]]) -> dict | None:
    if not gains:
        return None
    rows = []
    for lesson, one in gains:
        interval = f"{decimal(one.low)} to {decimal(one.high)}" if one.low.known else one.low.why
        values = [percent(one.pre), percent(one.post), _points(one.raw), decimal(one.normalised), interval]
        name = title_of(lesson) if lesson else "All lessons together"
        rows.append([name, str(one.n), *values, decimal(one.individual), str(one.full)])
    heads = ["", "Students with both", "Before", "After", "Difference", "Class <g>", "95 % interval"]
    heads[0] = "Lesson"
    heads += ["Mean of individual gains", "All points before"]
    table = Table("From pre-test to post-test", heads, rows, frozenset(range(1, len(heads))))
    told = [(lesson, one) for lesson, one in gains if one.pre.known]
    drawn = [
        (
            title_of(lesson) if lesson else "All lessons together",
            f"{percent(one.pre)} → {percent(one.post)}",
            one.pre.number,
            one.post.number,
        )
        for lesson, one in told
    ]
    alt = "For each lesson the mean share of points before and after. "
    alt += "; ".join(f"{label}: {words}" for label, words, *_ in drawn[:1]) + "."
    legend = [("before", "before (pre-test)"), ("after", "after (post-test)")]
    chart = Chart(drawing.steps(drawn, alt), table, legend) if drawn else None
    return {"chart": chart, "all": gains[0][1]}


def _points(value: Value) -> str:
    """A difference of shares in percentage points, with its sign."""
    if not value.known:
        return value.why
    return f"{100 * value.number:+.0f} points".replace("-", MINUS).replace("+0 ", "0 ").replace(f"{MINUS}0 ", "0 ")


def _hints(report: Report) -> list[Table]:
    tables = []
    for lesson in sorted({one.lesson for one in report.hints}):
        rows = [
            [
                one.task.title,
                str(one.n),
                of(one.seen, one.n),
                f"{of(one.last, one.n)} saw all {len(one.task.hints)}",
                f"{one.mean.number:.1f}" if one.mean.known else "too few",
            ]
            for one in report.hints
            if one.lesson == lesson
        ]
        heads = ["Task", "Students who shared", "Saw at least one", "Saw the last", "Mean"]
        tables.append(Table(f"{title_of(lesson)}: hints seen", heads, rows, frozenset({1, 2, 3, 4})))
    return tables


def _variants(lesson: str, table: pd.DataFrame) -> dict:
    """One row per question asked: how many had it, what they found, what the tables say."""
    asked = [column for column in table.columns if column not in ("student", "answer", "key")]
    rows = []
    for values, group in table.groupby(asked, sort=False):
        answers = group["answer"].dropna()
        middle = f"{answers.median():.4g}" if len(answers) else "no number"
        name = ", ".join(str(value) for value in values)
        rows.append([name, str(len(group)), str(len(answers)), middle, f"{group['key'].iloc[0]:.4g}"])
    heads = [", ".join(asked).capitalize(), "Students", "Gave a number", "Median of their answers", "The tables say"]
    return {"lesson": lesson, "table": Table(f"{title_of(lesson)}: variants", heads, rows, frozenset({1, 2, 3, 4}))}


def _students(report: Report, label: Callable[[str], str]) -> Table:
    found = report.evidence
    heads = ["Student", *(f"Ex. {int(one.lesson[:2])}" for one in report.exercises), "Sum", "Not handed in"]
    heads.append("Shared quiz answers")
    rows = []
    for student in sorted(found.students, key=label):
        points = [one.totals.get(student) for one in report.exercises]
        missing = [one.lesson[:2].lstrip("0") for one in report.exercises if student not in found.handed_in[one.lesson]]
        cells = [
            number(p) if p is not None else _absent(found, one, student)
            for one, p in zip(report.exercises, points, strict=True)
        ]
        shared = "yes" if student in found.shared.students else "no"
        rows.append([label(student), *cells, number(sum(p or 0 for p in points)), ", ".join(missing), shared])
    return Table("Points in the checks", heads, rows, frozenset(range(1, len(report.exercises) + 2)))


def _absent(found, one: ExerciseFigures, student: str) -> str:
    return "not graded" if student in found.handed_in[one.lesson] else "none"


def labels(students: Iterable[str], names: dict[str, str]) -> dict[str, str]:
    """What to call students when they are to be named: name and id, or the id alone."""
    return {student: f"{names[student]} ({student})" if names.get(student) else student for student in students}
