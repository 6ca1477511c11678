"""The report's tables: tables.yaml says which columns a CSV holds and what the page shows, here is what their rows are made of.

for name, table in tables(report, label).items():
    table.csv()     # rows for a file, headings first
    table.page()    # headings and rows as words
"""

import dataclasses
import textwrap
from collections.abc import Callable, Sequence
from statistics import fmean

from derisking import markdown as text
from derisking.classroom.report.course_items import which_test
from derisking.classroom.report.model import ExerciseFigures, QuestionFigures, Report, TaskFigures
from derisking.classroom.report.table import Column, Table, of, title_of, titled, words
from derisking.exercises.results import number
from derisking.questions.verdict import NOT_ATTEMPTED


def tasks(rows: Sequence[TaskFigures]) -> Table:
    """One row per task; the page leaves the discrimination out, and says why, where no task has one."""
    table = Table.of("tasks", rows)
    known = any(one.discrimination.known for one in rows)
    return table if known else table.renamed("discrimination", "")


def misconceptions(rows: Sequence[TaskFigures]) -> Table:
    """One row per recognised misconception, those that most students showed first within one exercise."""
    return Table.of("misconceptions", [(one, name, count) for one in rows for name, count in one.misconceptions])


def questions(rows: Sequence[QuestionFigures], caption: str = "") -> Table:
    """One row per question."""
    return dataclasses.replace(Table.of("questions", rows), caption=caption)


def asked_in(one: QuestionFigures) -> str:
    test = which_test(one.question)
    return f"{test}-test" if test else "primary text" if "primary" in one.question.use else "practice"


def begins(one: QuestionFigures) -> str:
    """The first words of a question."""
    return textwrap.shorten(text.plain(one.question.text), 72, placeholder=" …")


def answers(rows: Sequence[QuestionFigures]) -> Table:
    """One row per share of an answer: an option, a number, an order, a card."""
    table = Table.of("answers", [(one, part, count) for one in rows for part, count in one.parts])
    return table.renamed("answer", rows[0].question.rules.part_called) if rows else table


def lesson_or_all(lesson: str) -> str:
    return title_of(lesson) if lesson else "All lessons together"


def hints(rows: Sequence, caption: str = "") -> Table:
    return dataclasses.replace(Table.of("hints", rows), caption=caption)


def variants(report: Report, label: Callable[[str], str]) -> Table:
    """For the CSV: who was asked what, and said what."""
    rows = []
    for lesson, table in report.variants.items():
        asked = [column for column in table.columns if column not in ("student", "answer", "key")]
        for row in table.to_dict("records"):
            said = ", ".join(f"{column} {row[column]}" for column in asked)
            rows.append((lesson, label(row["student"]), said, row["answer"], row["key"]))
    return Table.of("variants", sorted(rows, key=lambda row: (row[0], row[1])))


def draws(report: Report) -> Table:
    """One row per drawn task and sheet: how many had it, and what it earned those on the route that counts."""
    rows = []
    for one in report.exercises:
        sheets, graded = report.evidence.sheets.get(one.lesson, {}), report.evidence.graded[one.lesson]
        for figures in one.tasks:
            points: dict[int, list[float]] = {}
            for student, entries in graded.items() if figures.task.drawn else ():
                if entries[figures.task.id].outcome != NOT_ATTEMPTED:
                    points.setdefault(sheets.get(student, 0), []).append(entries[figures.task.id].points)
            rows += [(one.lesson, figures.task, sheet, len(got), fmean(got)) for sheet, got in sorted(points.items())]
    return Table.of("draws", rows)


def students(report: Report, label: Callable[[str], str]) -> Table:
    """One row per student; the sum is that of the checks."""
    evidence = report.evidence

    def missing(student: str) -> list[str]:
        return [one.lesson for one in report.exercises if student not in evidence.handed_in[one.lesson]]

    def mark(one: ExerciseFigures) -> Column:
        def told(student: str, it: float | None, **rest: object) -> str:
            absent = "not graded" if student in evidence.handed_in[one.lesson] else "none"
            return absent if it is None else number(it)

        def value(student: str, **rest: object) -> float | None:
            return one.totals.get(student)

        return Column(one.lesson, f"Ex. {int(one.lesson[:2])}", value, told, True)

    def total(student: str) -> float:
        return sum(one.totals.get(student) or 0 for one in report.exercises)

    more = {"label": label, "missing": missing, "total": total, "shared": evidence.shared.students}
    table = Table.of("students", sorted(evidence.students, key=label), **more)
    first, *rest = table.columns
    return dataclasses.replace(table, columns=[first, *map(mark, report.exercises), *rest])


def numbers_of(lessons: Sequence[str]) -> str:
    return ", ".join(lesson[:2].lstrip("0") for lesson in lessons)


def room(rows: Sequence[dict[str, str]]) -> Table:
    """One row per vote in the room: how many were right, before the talk and after it."""
    return Table.of("room", rows)


def right_of(row: dict[str, str]) -> str:
    votes, right = (row.get(name, "") for name in ("votes", "right"))
    return of(int(right), int(votes)) if votes.isdecimal() and right.isdecimal() else ""


def stories(report: Report, label: Callable[[str], str]) -> Table:
    """One row per author of a story: how many verdicts of classmates were the author's own."""
    shares = report.evidence.stories.shares if report.evidence.stories else {}
    return Table.of("stories", [(author, *shares[author]) for author in sorted(shares, key=label)], label=label)


words(
    asked_in, begins, lesson_or_all, numbers_of, right_of, titled, which_test, plain=text.plain, points_as_marked=number
)


def tables(report: Report, label: Callable[[str], str]) -> dict[str, Table]:
    """Every table that becomes a CSV, by the name of its file."""
    return {
        "exercises": Table.of("exercises", report.exercises, students=len(report.evidence.students)),
        "tasks": tasks(report.tasks),
        "misconceptions": misconceptions(report.tasks),
        "quiz-questions": questions(report.questions),
        "quiz-answers": answers(report.questions),
        "objectives": Table.of("objectives", report.objectives),
        "gain": Table.of("gains", report.gains),
        "hints": hints(report.hints),
        "forecasts": Table.of("forecasts", report.forecasts),
        "variants": variants(report, label),
        "draws": draws(report),
        "students": students(report, label),
        "room": room(report.evidence.room),
        "stories": stories(report, label),
    }
