"""The report's tables: each is a list of columns, which say what a CSV holds and what the page shows, from one row.

for name, table in tables(report, label).items():
    table.csv()     # rows for a file, headings first
    table.page()    # headings and rows as words
"""

import operator
import textwrap
from collections.abc import Callable, Sequence
from statistics import fmean

from derisking import markdown as text
from derisking.classroom.report.course_items import which_test
from derisking.classroom.report.model import BANDS, QuestionFigures, Report, TaskFigures
from derisking.classroom.report.table import (
    Column,
    Table,
    brief,
    called,
    decimal,
    number,
    of,
    percent,
    points,
    share,
    title_of,
    titled,
)
from derisking.exercises.results import number as plain
from derisking.questions.verdict import NOT_ATTEMPTED

# --- exercises --------------------------------------------------------------------------------------------------------------


def exercises(report: Report) -> Table:
    students = len(report.evidence.students)
    columns = (
        Column("lesson", "", "lesson"),
        Column("students", "", lambda one: students),
        Column("handed_in", "", "handed_in"),
        Column("graded", "", lambda one: len(one.totals)),
        Column("route_code", "", lambda one: one.routes["code"]),
        Column("route_decide", "", lambda one: one.routes["decide"]),
        Column("no_route", "", lambda one: one.routes[""]),
        Column("memos_to_mark", "", "memos"),
    )
    return Table("Exercises", columns, report.exercises)


def tasks(rows: Sequence[TaskFigures]) -> Table:
    """One row per task; the page leaves the discrimination out, and says why, where no task has one."""
    shown = "Discrimination" if any(one.discrimination.known for one in rows) else ""
    columns = (
        Column("lesson", "", "lesson"),
        Column("task", "Task", "task.id", told=titled),
        Column("title", "", "task.title"),
        Column("part", "", "task.part"),
        Column("route", "", "task.route"),
        Column("objective", "Objective", "task.objective"),
        Column("max_points", "", "task.points"),
        number("students", "Students", "base"),
        number("share_of_points", "Share of points", "difficulty", share),
        number("all_points", "All points", "full"),
        number("discrimination", shown, "discrimination", brief),
        *(_band(name) for name in BANDS),
        _flags(),
    )
    return Table("The tasks one by one", columns, rows)


def _band(name: str) -> Column:
    head = "Not attempted" if name == "not attempted" else ""
    return number(name.replace(" ", "_"), head, lambda one: one.bands[name])


def _flags() -> Column:
    return Column("flags", "Look at", lambda one: "; ".join(one.flags), told=lambda one: ", ".join(one.flags))


def misconceptions(rows: Sequence[TaskFigures]) -> Table:
    """One row per recognised misconception, those that most students showed first within one exercise."""
    shown = [(one, name, count) for one in rows for name, count in one.misconceptions]
    columns = (
        Column("lesson", "", lambda row: row[0].lesson),
        Column("task", "", lambda row: row[0].task.id),
        Column("misconception", "Misconception", lambda row: row[1], called),
        Column("", "Task", lambda row: row[0].task.title),
        number("students", "Students", lambda row: row[2], told=lambda row: of(row[2], row[0].base)),
        Column("of", "", lambda row: row[0].base),
        Column("explanation", "What a student who showed it reads", lambda row: row[0].words(row[1])),
    )
    return Table("Recognised misconceptions, most frequent first", columns, shown)


# --- quiz -------------------------------------------------------------------------------------------------------------------


def questions(rows: Sequence[QuestionFigures], caption: str = "") -> Table:
    """One row per question; after a test nobody tries again."""

    def again(name: str) -> Callable[[QuestionFigures], str]:
        return lambda one: "" if which_test(one.question) else str(getattr(one, name))

    columns = (
        Column("lesson", "", "question.lesson"),
        Column("question", "Question", "question.id", told=begins),
        Column("objective", "", "question.objective"),
        Column("use", "Asked in", lambda one: " ".join(one.question.use), told=_asked_in),
        number("students", "Students", "n"),
        number("all_right", "All right", "right"),
        number("mean_score", "Mean score", "difficulty", share),
        number("discrimination", "Discrimination", "discrimination", brief),
        number("tried_again", "Tried again", "again", told=again("again")),
        number("right_after_a_miss", "Of these right after a miss", "later", told=again("later")),
        _flags(),
    )
    return Table(caption, columns, rows)


def _asked_in(one: QuestionFigures) -> str:
    test = which_test(one.question)
    return f"{test}-test" if test else "primary text" if "primary" in one.question.use else "practice"


def begins(one: QuestionFigures) -> str:
    """The first words of a question."""
    return textwrap.shorten(text.plain(one.question.text), 72, placeholder=" …")


def answers(rows: Sequence[QuestionFigures]) -> Table:
    """One row per share of an answer: an option, a number, an order, a card."""
    first = rows[0].question.rules.part_called if rows else "Answer"

    def meaning(row) -> str:
        part = row[1]
        return f"{called(part.misconception)}: {text.plain(part.feedback)}" if part.misconception else ""

    columns = (
        Column("lesson", "", lambda row: row[0].question.lesson),
        Column("question", "", lambda row: row[0].question.id),
        Column("answer", first, lambda row: text.plain(row[1].text)),
        Column("right", "Right", lambda row: "yes" if row[1].right else "no"),
        Column("misconception", "", lambda row: row[1].misconception),
        number("students", "Students", lambda row: row[2], told=lambda row: of(row[2], row[0].n)),
        Column("of", "", lambda row: row[0].n),
        Column("", "Misconception, and what answers it", meaning),
    )
    return Table("What was answered", columns, [(one, part, count) for one in rows for part, count in one.parts])


# --- objectives, gain, hints, variants, students ------------------------------------------------------------------------------


def objectives(report: Report) -> Table:
    def quiz(one) -> str:
        return f"{percent(one.quiz)} of {one.asked}" if one.quiz.known else one.quiz.why if one.asked else "none shared"

    def mastered(one) -> str:
        return of(one.mastered, one.n) if one.n else "not graded"

    named = "{0.id} {0.text}".format
    columns = (
        Column("objective", "Objective", "objective.id", told=lambda one: named(one.objective)),
        Column("lesson", "", "objective.lesson"),
        Column("text", "", lambda one: text.plain(one.objective.text)),
        Column("students", "", "n"),
        number("mastered", "Mastered by", "mastered", told=mastered),
        number("share_of_points", "Mean share of points", "share", told=lambda o: percent(o.share) if o.n else ""),
        Column("quiz_students", "", "asked"),
        number("quiz_mean", "Quiz, mean at first try", "quiz", told=quiz),
        Column("", "Tasks", lambda one: ", ".join(one.tasks)),
    )
    return Table("Objectives, mastered and not", columns, report.objectives)


def gains(report: Report) -> Table:
    """One row per lesson: (lesson or "", its gain)."""

    def value(name: str) -> Callable:
        return lambda row: getattr(row[1], name)

    def interval(row) -> str:
        return f"{decimal(row[1].low)} to {decimal(row[1].high)}" if row[1].low.known else row[1].low.why

    columns = (
        Column("lesson", "Lesson", lambda row: row[0] or "all", told=lambda row: lesson_or_all(row[0])),
        number("students", "Students with both", value("n")),
        number("before", "Before", value("pre"), percent),
        number("after", "After", value("post"), percent),
        number("difference", "Difference", value("raw"), points),
        number("class_gain", "Class <g>", value("normalised"), decimal),
        number("low", "95 % interval", value("low"), told=interval),
        Column("high", "", value("high")),
    )
    return Table("From pre-test to post-test", columns, report.gains)


def lesson_or_all(lesson: str) -> str:
    return title_of(lesson) if lesson else "All lessons together"


def hints(rows: Sequence, caption: str = "") -> Table:
    def last(one) -> str:
        return f"{of(one.last, one.n)} saw all {len(one.task.hints)}"

    def mean(value) -> str:
        return f"{value.number:.1f}" if value.known else "too few"

    columns = (
        Column("lesson", "", "lesson"),
        Column("task", "Task", "task.id", told=lambda one: one.task.title),
        number("students", "Students who shared", "n"),
        number("at_least_one", "Saw at least one", "seen", told=lambda one: of(one.seen, one.n)),
        number("last", "Saw the last", "last", told=last),
        number("mean", "Mean", "mean", mean),
        Column("hints", "", lambda one: len(one.task.hints)),
    )
    return Table(caption, columns, rows)


def forecasts(report: Report) -> Table:
    """One row per forecast that somebody made; those that are still open have no score."""
    came = {True: "yes", False: "no", None: "open"}

    def decimal(value: float | None) -> str:
        return "open" if value is None else f"{value:.2f}"

    columns = (
        Column("forecast", "", "forecast.id"),
        Column("question", "Question", "forecast.question"),
        number("students", "Students", "n"),
        number("mean", "Said, mean", "mean", lambda value: f"{value:.0f} %"),
        number("base_rate", "Base rate", "forecast.base", lambda value: f"{value:.0f} %"),
        Column("outcome", "Came true", lambda one: came[one.forecast.outcome]),
        number("brier", "Brier score", "score", decimal),
    )
    return Table("Forecasts, one by one", columns, report.forecasts)


def variants(report: Report, label: Callable[[str], str]) -> Table:
    """For the CSV: who was asked what, and said what."""
    rows = []
    for lesson, table in report.variants.items():
        asked = [column for column in table.columns if column not in ("student", "answer", "key")]
        for row in table.to_dict("records"):
            words = ", ".join(f"{column} {row[column]}" for column in asked)
            rows.append((lesson, label(row["student"]), words, row["answer"], row["key"]))
    heads = ("lesson", "student", "asked", "answer", "key")
    columns = [Column(head, "", operator.itemgetter(place)) for place, head in enumerate(heads)]
    return Table("Variants", columns, sorted(rows, key=lambda row: (row[0], row[1])))


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
    columns = (
        Column("lesson", "Lesson", operator.itemgetter(0), told=lambda row: title_of(row[0])),
        Column("task", "Task", lambda row: row[1].id, told=lambda row: row[1].title),
        number("draw", "Draw", operator.itemgetter(2), told=lambda row: str(row[2] or "the class's")),
        number("students", "Attempted by", operator.itemgetter(3)),
        number("mean", "Points, mean", operator.itemgetter(4), told=lambda row: f"{row[4]:.2f} of {row[1].points:g}"),
    )
    return Table("Points per draw", columns, rows)


def students(report: Report, label: Callable[[str], str]) -> Table:
    """One row per student; the sum is that of the checks."""
    evidence = report.evidence

    def missing(student: str) -> list[str]:
        return [one.lesson for one in report.exercises if student not in evidence.handed_in[one.lesson]]

    def mark(one) -> Column:
        def told(student: str) -> str:
            absent = "not graded" if student in evidence.handed_in[one.lesson] else "none"
            return absent if one.totals.get(student) is None else plain(one.totals[student])

        return number(one.lesson, f"Ex. {int(one.lesson[:2])}", one.totals.get, told=told)

    def total(student: str) -> float:
        return sum(one.totals.get(student) or 0 for one in report.exercises)

    def named(student: str) -> str:
        return ", ".join(lesson[:2].lstrip("0") for lesson in missing(student))

    def shared(student: str) -> str:
        return "yes" if student in evidence.shared.students else "no"

    columns = (
        Column("student", "Student", label),
        *map(mark, report.exercises),
        number("sum", "Sum", total, plain),
        Column("not_handed_in", "Not handed in", lambda student: " ".join(missing(student)), told=named),
        Column("shared_quiz_answers", "Shared quiz answers", shared),
    )
    return Table("Points in the checks", columns, sorted(evidence.students, key=label))


def room(rows: Sequence[dict[str, str]]) -> Table:
    """One row per vote in the room: how many were right, before the talk and after it."""

    def cell(name: str) -> Callable[[dict[str, str]], str]:
        return lambda row: row.get(name, "")

    def right(row: dict[str, str]) -> str:
        votes, right = (row.get(name, "") for name in ("votes", "right"))
        return of(int(right), int(votes)) if votes.isdecimal() and right.isdecimal() else ""

    columns = (
        Column("lesson", "", cell("lesson")),
        Column("question", "Question", cell("question")),
        Column("day", "Day", cell("day")),
        Column("round", "Vote", cell("round")),
        Column("votes", "", cell("votes")),
        Column("right", "Right", cell("right"), told=right),
        Column("chosen", "", cell("chosen")),
    )
    return Table("Votes in the room", columns, rows)


def stories(report: Report, label: Callable[[str], str]) -> Table:
    """One row per author of a story: how many verdicts of classmates were the author's own."""
    shares = report.evidence.stories.shares if report.evidence.stories else {}
    columns = (
        Column("student", "Author", label),
        number("verdicts", "", lambda who: shares[who][0]),
        number(
            "same",
            "Classmates agree",
            lambda who: shares[who][1],
            told=lambda who: of(shares[who][1], shares[who][0]) if shares[who][0] else "not judged",
        ),
    )
    return Table("Verdicts of classmates that are the author's own", columns, sorted(shares, key=label))


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
        "forecasts": forecasts(report),
        "variants": variants(report, label),
        "draws": draws(report),
        "students": students(report, label),
        "room": room(report.evidence.room),
        "stories": stories(report, label),
    }
