"""The report in one minute: what stands out among the figures."""

from derisking import objectives
from derisking.classroom.report import stats
from derisking.classroom.report.course_items import which_test
from derisking.classroom.report.model import ObjectiveFigures, QuestionFigures, Report, TaskFigures
from derisking.questions.verdict import Part

MOST = 3  # of tasks, misconceptions and objectives each


def hardest(report: Report) -> list[TaskFigures]:
    """The tasks with the lowest mean share of points, among those that enough students, and a third of the class, did."""
    told = []
    for exercise in report.exercises:
        for task in exercise.tasks:
            if task.difficulty.known and task.difficulty.number < 1 and 3 * task.base >= len(exercise.totals):
                told.append(task)
    return sorted(told, key=lambda task: (task.difficulty.number, task.lesson, task.task.id))[:MOST]


def commonest(report: Report) -> list[tuple[TaskFigures, str, int]]:
    """The recognised misconceptions that most students showed, each with its task; those shown only once are left out."""
    made = [(task, name, number) for task in report.tasks for name, number in task.misconceptions if number > 1]
    return sorted(made, key=lambda row: (-row[2], -row[2] / max(row[0].base, 1), row[0].lesson, row[0].task.id))[:MOST]


def commonest_misconception(report: Report) -> tuple[QuestionFigures, Part, int] | None:
    """The misconception of a quiz question that most students showed at the first try; None if nobody shared one.

    The pre-test is left out: it comes before the lessons.
    """
    asked = [figures for figures in report.questions if which_test(figures.question) != "pre"]
    made = [(one, part, count) for one in asked for part, count in one.parts if part.misconception and count > 1]
    return max(made, key=lambda row: (row[2], row[2] / row[0].n, row[0].question.id), default=None)


def weakest_objectives(report: Report) -> list[ObjectiveFigures]:
    """The objectives that the smallest share of the class has mastered, among those with enough students to tell."""
    told = [row for row in report.objectives if row.n >= stats.FEW and row.mastered < row.n]
    return sorted(told, key=lambda row: (row.mastered / row.n, row.objective.id))[:MOST]


def of_report(report: Report) -> dict:
    """What the first box of the page says, by the names that its template uses."""
    waiting = {one.lesson: one.memos for one in report.exercises if one.definition.memo}
    return {
        "hardest": [(task, objectives.get(task.task.objective)) for task in hardest(report)],
        "told": any(task.difficulty.known for task in report.tasks),
        "commonest": commonest(report),
        "misconception": commonest_misconception(report),
        "weakest": weakest_objectives(report),
        "waiting": [(lesson, count) for lesson, count in waiting.items() if count],
        "unknown": None in waiting.values(),
        "handed": _handed_in(report),
        "gain": report.gains[0][1] if report.gains else None,
    }


def _handed_in(report: Report) -> str:
    """How many handed in, all exercises in one line."""
    ungraded = sum(one.handed_in - len(one.totals) for one in report.exercises)
    counts = ", ".join(f"exercise {int(one.lesson[:2])}: {one.handed_in}" for one in report.exercises)
    rest = f" {ungraded} of these could not be graded or are not graded yet." if ungraded else ""
    return f"Handed in, of {len(report.evidence.students)} students: {counts}.{rest}"
