"""The report as one page: words, tables and charts from the figures of a `Report`. The frame is `report.html.jinja`."""

import dataclasses
import datetime
from collections.abc import Callable

import numpy as np
import pandas as pd

from derisking import cards, forecasts, lessons
from derisking import markdown as text
from derisking.classroom.course import typed
from derisking.classroom.report import minute, stats, tables
from derisking.classroom.report.course_items import which_test
from derisking.classroom.report.model import BANDS, ExerciseFigures, QuestionFigures, Report
from derisking.classroom.report.table import Page, Table, called, decimal, of, percent, title_of, titled
from derisking.classroom.report.tables import begins, lesson_or_all
from derisking.exercises.results import number

COLOURS = dict(zip(BANDS, ("right", "partly", "known", "wrong", "error", "none"), strict=True))
WIDTH = 2  # points of a class of the histogram
MOST_SHOWN = 8  # rows shown open; the rest is folded


@dataclasses.dataclass(frozen=True)
class Chart:
    """A chart with the table that says the same. kind: a macro of `drawings.svg.jinja`, rows as it takes them; legend: (colour class, words)."""

    kind: str
    rows: list[tuple]
    alt: str
    table: Page
    legend: list[tuple[str, str]] = dataclasses.field(default_factory=list)


def render(report: Report, label: Callable[[str], str], names: bool) -> str:
    """The page as text. label: what to call a student; names: whether that is a name, for the note at the top."""
    day = datetime.date.today()
    seen = report.evidence
    return cards.render(
        "classroom/templates/report.html.jinja",
        mark=typed("mark"),
        report=report,
        names=names,
        day=f"{day.day} {day:%B %Y}",
        students=len(seen.students),
        worked=len(set().union(seen.shared.students, *seen.handed_in.values())),
        shared=len(seen.shared.students),
        minute=minute.of_report(report),
        exercises=[_exercise(figures) for figures in report.exercises],
        objectives=_objectives(report),
        gains=_gains(report),
        forecasts=_forecasts(report),
        stories=tables.stories(report, label).page(),
        variants=[_variants(lesson, table) for lesson, table in report.variants.items()],
        draws=tables.draws(report).page(),
        table=tables.students(report, label).page(),
        odd=[(reason, count) for reason, count in sorted(seen.odd.items()) if count],
        stats=stats,
        last_lesson=lessons.facts().tests["post"].lesson,
        tables=tables,
        lowest=_lowest,
        begins=begins,
        plain=text.plain,
        **{words.__name__: words for words in (called, decimal, of, percent, title_of, titled)},
    )


def _exercise(figures: ExerciseFigures) -> dict:
    totals = list(figures.totals.values())
    known = tables.misconceptions(figures.tasks)
    known = dataclasses.replace(known, rows=sorted(known.rows, key=lambda row: -row[2]))
    more = dataclasses.replace(known, caption="Further recognised misconceptions")
    return {
        "figures": figures,
        "spread": _spread(totals, figures.maximum),
        "histogram": _histogram(figures, totals),
        "bands": _bands(figures),
        "tasks": tables.tasks(figures.tasks).page(),
        "misconceptions": known.page(0, MOST_SHOWN),
        "more": more.page(MOST_SHOWN),
    }


def _spread(totals: list[float], maximum: float) -> str:
    if len(totals) < stats.FEW:
        return f"{len(totals)} graded; too few for a distribution."
    low, middle, high = (number(value) for value in np.quantile(totals, [0.25, 0.5, 0.75]))
    half = f"the middle half lies between {low} and {high}."
    return f"{len(totals)} graded. Median {middle} of {maximum:g} points; {half}"


def _histogram(figures: ExerciseFigures, totals: list[float]) -> Chart | None:
    """Students per class of points; the last class holds the full points too."""
    if len(totals) < stats.FEW:
        return None
    *starts, last, end = edges = np.arange(0, figures.maximum + WIDTH, WIDTH)
    counts = np.histogram(totals, edges)[0].tolist()
    labels = [*(f"{start:g} to under {start + WIDTH:g}" for start in starts), f"{last:g} to {end:g}"]
    alt = (
        f"Histogram of the points of {len(totals)} students, out of {figures.maximum:g}. "
        f"The most frequent class is {labels[counts.index(max(counts))]} points, with {max(counts)} students."
    )
    rows = [[label, str(count)] for label, count in zip(labels, counts, strict=True)]
    table = Page("Points in the checks", ["Points", "Students"], rows, frozenset({1}))
    return Chart("columns", [(label.split(" ")[0], int(n)) for label, n in rows], alt, table)


def _bands(figures: ExerciseFigures) -> Chart:
    counted = [task for task in figures.tasks if task.base]
    rows = []
    for task in counted:
        segments = [(task.bands[name] / task.base, COLOURS[name]) for name in BANDS]
        rows.append((titled(task), of(task.bands["right"], task.base) + " right", segments))
    worst = min(counted, key=lambda task: task.bands["right"] / task.base, default=None)
    best = max(counted, key=lambda task: task.bands["right"] / task.base, default=None)
    alt = "Bars, one per task: how many students were right, partly right, showed a misconception or left it out."
    if worst:
        alt += f" Fewest right: {worst.task.title}, {of(worst.bands['right'], worst.base)}."
        alt += f" Most right: {best.task.title}, {of(best.bands['right'], best.base)}."
    cells = [[task.task.title, str(task.base), *(str(task.bands[name]) for name in BANDS)] for task in counted]
    heads = ["Task", "Students", *(name.capitalize() for name in BANDS)]
    table = Page("What became of each task", heads, cells, frozenset(range(1, len(heads))))
    return Chart("bars", rows, alt, table, [(COLOURS[name], name) for name in BANDS])


def _lowest(questions: list[QuestionFigures]) -> list[QuestionFigures]:
    """The three questions with the lowest mean score; those of the pre-test, which come before the lesson, left out."""
    asked = [one for one in questions if which_test(one.question) != "pre"]
    told = [one for one in asked if one.difficulty.known and one.difficulty.number < 1]
    return sorted(told, key=lambda one: one.difficulty.number)[:3]


def _objectives(report: Report) -> dict | None:
    if not report.objectives:
        return None
    drawn = [
        (f"{one.objective.id} {one.objective.text}", of(one.mastered, one.n), [(one.mastered / one.n, "right")])
        for one in report.objectives
        if one.n
    ]
    weakest = minute.weakest_objectives(report)
    alt = "Bars, one per objective: the share of the students who have mastered it."
    if weakest:
        alt += f" Lowest: {weakest[0].objective.id}, {of(weakest[0].mastered, weakest[0].n)}."
    return {"rows": drawn, "alt": alt, "table": Table.of("objectives", report.objectives).page()}


def _gains(report: Report) -> dict | None:
    if not report.gains:
        return None
    drawn = [
        (lesson_or_all(lesson), f"{percent(one.pre)} → {percent(one.post)}", one.pre.number, one.post.number)
        for lesson, one in report.gains
        if one.pre.known
    ]
    alt = "For each lesson the mean share of points before and after. "
    alt += "; ".join(f"{label}: {words}" for label, words, *_ in drawn[:1]) + "."
    legend = [("before", "before (pre-test)"), ("after", "after (post-test)")]
    chart = Chart("steps", drawn, alt, Table.of("gains", report.gains).page(), legend) if drawn else None
    return {"chart": chart, "all": report.gains[0][1]}


def _forecasts(report: Report) -> dict | None:
    """The class's calibration: what was said against what came, all forecasts of all students together."""
    settled = [one for one in report.forecasts if not one.forecast.live]
    pairs = [pair for one in settled for pair in one.pairs]
    table = Table.of("forecasts", report.forecasts).page()
    found = {"table": table, "n": len(pairs), "enough": forecasts.ENOUGH, "chart": None}
    if len(pairs) < forecasts.ENOUGH:
        return found if report.forecasts else None
    bands = forecasts.calibration(pairs)
    rows = [[f"about {said:.0f} %", f"{came:.0f} %", str(count)] for said, came, count in bands]
    came_true = "; ".join(f"{said}: {came} of {n}" for said, came, n in rows)
    alt = f"Dots, what was said against what came true. {came_true}."
    grid = Page("What was said, and what came true", ["Said", "Came true", "Forecasts"], rows, frozenset({1, 2}))
    base = sum(one.n * forecasts.score(one.forecast.base, bool(one.forecast.outcome)) for one in settled) / len(pairs)
    scores = {"brier": f"{sum(one.n * (one.score or 0) for one in settled) / len(pairs):.2f}", "base": f"{base:.2f}"}
    return found | scores | {"chart": Chart("dots", bands, alt, grid)}


def _variants(lesson: str, table: pd.DataFrame) -> dict:
    """One row per question asked: how many had it, what they answered, what the tables say."""
    asked = [column for column in table.columns if column not in ("student", "answer", "key")]
    rows = []
    for values, group in table.groupby(asked, sort=False):
        answers = group["answer"].dropna()
        middle = f"{answers.median():.4g}" if len(answers) else "no number"
        name = ", ".join(str(value) for value in values)
        rows.append([name, str(len(group)), str(len(answers)), middle, f"{group['key'].iloc[0]:.4g}"])
    heads = [", ".join(asked).capitalize(), "Students", "Gave a number", "Median of their answers", "The tables say"]
    return {"lesson": lesson, "table": Page(f"{title_of(lesson)}: variants", heads, rows, frozenset({1, 2, 3, 4}))}
