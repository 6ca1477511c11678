"""The report's tables: each is a list of columns, which say what a CSV holds and what the page shows, from one row.

for name, table in tables(report, label).items():
    table.csv()     # rows for a file, headings first
    table.page()    # headings and rows as words
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

from derisking.classroom.report.model import BANDS, ExerciseFigures, QuestionFigures, Report, TaskFigures
from derisking.classroom.report.records import which_test
from derisking.classroom.report.table import Column, Table, brief, decimal, of, percent, points, share, title_of, titled
from derisking.exercises.results import number
from derisking.widgets import markdown as text

# --- exercises --------------------------------------------------------------------------------------------------------------


def exercises(report: Report) -> Table:
    students = len(report.evidence.students)
    columns = (
        Column("lesson", "", lambda one: one.lesson),
        Column("students", "", lambda one: students),
        Column("handed_in", "", lambda one: one.handed_in),
        Column("graded", "", lambda one: len(one.totals)),
        Column("route_code", "", lambda one: one.routes["code"]),
        Column("route_decide", "", lambda one: one.routes["decide"]),
        Column("no_route", "", lambda one: one.routes[""]),
        Column("memos_to_mark", "", lambda one: one.memos),
    )
    return Table("Exercises", columns, report.exercises)


def optional(tasks: Sequence[TaskFigures]) -> set[str]:
    """The headings of columns that at least one task fills; the page leaves the others out and says why."""
    both = {"Discrimination": lambda one: one.discrimination, "Upper minus lower": lambda one: one.upper_lower}
    return {head for head, value in both.items() if any(value(one).known for one in tasks)}


def tasks(rows: Sequence[TaskFigures]) -> Table:
    """One row per task; a column that no task fills is left out on the page."""
    there = optional(rows)
    columns = [
        Column("lesson", "", lambda one: one.lesson),
        Column("task", "Task", lambda one: one.task.id, titled),
        Column("title", "", lambda one: one.task.title),
        Column("part", "", lambda one: one.task.part),
        Column("route", "", lambda one: one.task.route),
        Column("objective", "Objective", lambda one: one.task.objective),
        Column("max_points", "", lambda one: one.task.points),
        Column("students", "Students", lambda one: one.base, None, True),
        Column(
            "share_of_points", "Share of points", lambda one: one.difficulty, lambda one: share(one.difficulty), True
        ),
        Column("all_points", "All points", lambda one: one.full, None, True),
    ]
    for key, head, value in (
        ("discrimination", "Discrimination", lambda one: one.discrimination),
        ("upper_minus_lower", "Upper minus lower", lambda one: one.upper_lower),
    ):
        columns.append(
            Column(key, head if head in there else "", value, lambda one, value=value: brief(value(one)), True)
        )
    for name in BANDS:
        head = "Not attempted" if name == "not attempted" else ""
        columns.append(Column(name.replace(" ", "_"), head, lambda one, name=name: one.bands[name], None, True))
    columns.append(Column("flags", "Look at", lambda one: "; ".join(one.flags), lambda one: ", ".join(one.flags)))
    return Table("The tasks one by one", columns, rows)


def misconceptions(rows: Sequence[TaskFigures]) -> Table:
    """One row per recognised misconception, those that most students showed first within one exercise."""
    shown = [(one, known, count) for one in rows for known, count in one.misconceptions]
    columns = (
        Column("lesson", "", lambda row: row[0].lesson),
        Column("task", "", lambda row: row[0].task.id),
        Column("misconception", "Misconception", lambda row: row[1].name, lambda row: row[1].title),
        Column("", "Task", lambda row: row[0].task.title),
        Column("students", "Students", lambda row: row[2], lambda row: of(row[2], row[0].base), True),
        Column("of", "", lambda row: row[0].base),
        Column("explanation", "What a student who showed it reads", lambda row: row[1].text),
    )
    return Table("Recognised misconceptions, most frequent first", columns, shown)


# --- quiz -------------------------------------------------------------------------------------------------------------------


def questions(rows: Sequence[QuestionFigures], caption: str = "") -> Table:
    """One row per question; after a test nobody tries again."""

    def again(value: Callable) -> Callable[[QuestionFigures], str]:
        return lambda one: "" if which_test(one.question) else str(value(one))

    columns = (
        Column("lesson", "", lambda one: one.question.lesson),
        Column("question", "Question", lambda one: one.question.id, begins),
        Column("objective", "", lambda one: one.question.objective),
        Column("use", "Asked in", lambda one: " ".join(one.question.use), _asked_in),
        Column("students", "Students", lambda one: one.n, None, True),
        Column("all_right", "All right", lambda one: one.right, None, True),
        Column("mean_score", "Mean score", lambda one: one.difficulty, lambda one: share(one.difficulty), True),
        Column(
            "discrimination",
            "Discrimination",
            lambda one: one.discrimination,
            lambda one: brief(one.discrimination),
            True,
        ),
        Column("tried_again", "Tried again", lambda one: one.again, again(lambda one: one.again), True),
        Column(
            "right_after_a_miss",
            "Of these right after a miss",
            lambda one: one.later,
            again(lambda one: one.later),
            True,
        ),
        Column("flags", "Look at", lambda one: "; ".join(one.flags), lambda one: ", ".join(one.flags)),
    )
    return Table(caption, columns, rows)


def _asked_in(one: QuestionFigures) -> str:
    test = which_test(one.question)
    return f"{test}-test" if test else "practice"


def begins(one: QuestionFigures) -> str:
    """The first words of a question."""
    return textwrap.shorten(text.plain(one.question.text), 72, placeholder=" …")


def answers(rows: Sequence[QuestionFigures]) -> Table:
    """One row per share of an answer: an option, a number, an order, a card."""
    kind = rows[0].question.kind if rows else ""
    first = {"single": "Option", "multiple": "Option", "numeric": "Number", "order": "Order"}.get(kind, "Row")

    def meaning(row) -> str:
        return (
            f"{row[1].misconception.replace('-', ' ')}: {text.plain(row[1].feedback)}" if row[1].misconception else ""
        )

    columns = (
        Column("lesson", "", lambda row: row[0].question.lesson),
        Column("question", "", lambda row: row[0].question.id),
        Column("answer", first, lambda row: text.plain(row[1].text)),
        Column("right", "Right", lambda row: "yes" if row[1].right else "no"),
        Column("misconception", "", lambda row: row[1].misconception),
        Column("students", "Students", lambda row: row[2], lambda row: of(row[2], row[0].n), True),
        Column("of", "", lambda row: row[0].n),
        Column("", "Misconception, and what answers it", meaning),
    )
    return Table("What was answered", columns, [(one, part, count) for one in rows for part, count in one.parts])


# --- objectives, gain, hints, variants, students ------------------------------------------------------------------------------


def objectives(report: Report) -> Table:
    def quiz(one) -> str:
        return f"{percent(one.quiz)} of {one.asked}" if one.quiz.known else one.quiz.why if one.asked else "none shared"

    columns = (
        Column(
            "objective",
            "Objective",
            lambda one: one.objective.id,
            lambda one: f"{one.objective.id} {one.objective.text}",
        ),
        Column("lesson", "", lambda one: one.objective.lesson),
        Column("text", "", lambda one: text.plain(one.objective.text)),
        Column("students", "", lambda one: one.n),
        Column(
            "mastered",
            "Mastered by",
            lambda one: one.mastered,
            lambda one: of(one.mastered, one.n) if one.n else "not graded",
            True,
        ),
        Column(
            "share_of_points",
            "Mean share of points",
            lambda one: one.share,
            lambda one: percent(one.share) if one.n else "",
            True,
        ),
        Column("quiz_students", "", lambda one: one.asked),
        Column("quiz_mean", "Quiz, mean at first try", lambda one: one.quiz, quiz, True),
        Column("", "Tasks", lambda one: ", ".join(one.tasks)),
    )
    return Table("Objectives, mastered and not", columns, report.objectives)


def gains(report: Report) -> Table:
    def interval(row) -> str:
        return f"{decimal(row[1].low)} to {decimal(row[1].high)}" if row[1].low.known else row[1].low.why

    columns = (
        Column("lesson", "Lesson", lambda row: row[0] or "all", lambda row: lesson_or_all(row[0])),
        Column("students", "Students with both", lambda row: row[1].n, None, True),
        Column("before", "Before", lambda row: row[1].pre, lambda row: percent(row[1].pre), True),
        Column("after", "After", lambda row: row[1].post, lambda row: percent(row[1].post), True),
        Column("difference", "Difference", lambda row: row[1].raw, lambda row: points(row[1].raw), True),
        Column("class_gain", "Class <g>", lambda row: row[1].normalised, lambda row: decimal(row[1].normalised), True),
        Column("low", "95 % interval", lambda row: row[1].low, interval, True),
        Column("high", "", lambda row: row[1].high),
        Column(
            "mean_individual_gain",
            "Mean of individual gains",
            lambda row: row[1].individual,
            lambda row: decimal(row[1].individual),
            True,
        ),
        Column("all_points_before", "All points before", lambda row: row[1].full, None, True),
    )
    return Table("From pre-test to post-test", columns, report.gains)


def lesson_or_all(lesson: str) -> str:
    return title_of(lesson) if lesson else "All lessons together"


def hints(rows: Sequence, caption: str = "") -> Table:
    columns = (
        Column("lesson", "", lambda one: one.lesson),
        Column("task", "Task", lambda one: one.task.id, lambda one: one.task.title),
        Column("students", "Students who shared", lambda one: one.n, None, True),
        Column("at_least_one", "Saw at least one", lambda one: one.seen, lambda one: of(one.seen, one.n), True),
        Column(
            "last",
            "Saw the last",
            lambda one: one.last,
            lambda one: f"{of(one.last, one.n)} saw all {len(one.task.hints)}",
            True,
        ),
        Column(
            "mean",
            "Mean",
            lambda one: one.mean,
            lambda one: f"{one.mean.number:.1f}" if one.mean.known else "too few",
            True,
        ),
        Column("hints", "", lambda one: len(one.task.hints)),
    )
    return Table(caption, columns, rows)


def variants(report: Report, label: Callable[[str], str]) -> Table:
    """For the CSV: who was asked what, and said what."""
    rows = []
    for lesson, table in report.variants.items():
        asked = [column for column in table.columns if column not in ("student", "answer", "key")]
        for row in table.to_dict("records"):
            words = ", ".join(f"{column} {row[column]}" for column in asked)
            rows.append((lesson, label(row["student"]), words, row["answer"], row["key"]))
    heads = ("lesson", "student", "asked", "answer", "key")
    columns = [Column(head, "", lambda row, place=place: row[place]) for place, head in enumerate(heads)]
    return Table("Variants", columns, sorted(rows, key=lambda row: (row[0], row[1])))


def students(report: Report, label: Callable[[str], str]) -> Table:
    """One row per student; the sum is that of the checks."""
    evidence = report.evidence

    def missing(student: str) -> list[str]:
        return [one.lesson for one in report.exercises if student not in evidence.handed_in[one.lesson]]

    def total(student: str) -> float:
        return sum(one.totals.get(student) or 0 for one in report.exercises)

    def told(one: ExerciseFigures, student: str) -> str:
        mark = one.totals.get(student)
        absent = "not graded" if student in evidence.handed_in[one.lesson] else "none"
        return absent if mark is None else number(mark)

    columns = [Column("student", "Student", label)]
    for one in report.exercises:
        head, words = f"Ex. {int(one.lesson[:2])}", lambda student, one=one: told(one, student)
        columns.append(Column(one.lesson, head, lambda student, one=one: one.totals.get(student), words, True))
    columns += [
        Column("sum", "Sum", total, lambda student: number(total(student)), True),
        Column(
            "not_handed_in",
            "Not handed in",
            lambda student: " ".join(missing(student)),
            lambda student: ", ".join(lesson[:2].lstrip("0") for lesson in missing(student)),
        ),
        Column(
            "shared_quiz_answers",
            "Shared quiz answers",
            lambda student: "yes" if student in evidence.shared.students else "no",
        ),
    ]
    return Table("Points in the checks", columns, sorted(evidence.students, key=label))


def tables(report: Report, label: Callable[[str], str]) -> dict[str, Table]:
    """Every table that becomes a CSV, by the name of its file."""
    return {
        "exercises": exercises(report),
        "tasks": tasks(report.tasks),
        "misconceptions": misconceptions(report.tasks),
        "quiz-questions": questions(report.questions),
        "quiz-answers": answers(report.questions),
        "objectives": objectives(report),
        "gain": gains(report),
        "hints": hints(report.hints),
        "variants": variants(report, label),
        "students": students(report, label),
    }
