"""`derisking report`: one page and some tables on what a class did and did not understand."""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from derisking.classroom import files
from derisking.classroom.course import Course
from derisking.classroom.errors import ClassroomError
from derisking.classroom.report import evidence, page
from derisking.classroom.report import figures as analysis
from derisking.classroom.report.figures import BANDS, Report
from derisking.classroom.report.stats import Value
from derisking.widgets import markdown as text

KEY = "report-key.csv"
PAGE = "report.html"


def write(course: Course, out: Path | None = None, names: bool = False) -> Path:
    """Write the report on a class and return the page's path.

    out: a folder, made if need be (default: report/ in the grading folder). It gets report.html and, beside it, CSVs:
    exercises, tasks, slips, quiz-questions, quiz-answers, objectives, gain, hints, variants, students. names: call students
    by name and id; without it by pseudonyms, whose key is report-key.csv in the grading folder. Each file is written whole.
    Raises ClassroomError if there is nothing to report or a place cannot be written.
    """
    found = evidence.read(course)
    report = analysis.analyse(found)
    out = Path(out) if out else course.report
    called = page.labels(found.students, found.names) if names else _pseudonyms(course, found.students)
    for name, rows in _tables(report, called.__getitem__).items():
        files.write(out / f"{name}.csv", _csv(rows))
    target = out / PAGE
    files.write(target, page.render(report, called.__getitem__, names))
    return target


# --- pseudonyms -------------------------------------------------------------------------------------------------------------


def _pseudonyms(course: Course, students: Iterable[str]) -> dict[str, str]:
    """Student -> "S01" and so on, in an order that only the key tells. Those of an earlier report are kept."""
    path = course.root / KEY
    known = _read_key(path)
    new = [student for student in students if student not in known]
    taken = {int(name[1:]) for name in known.values()}
    free = [number for number in range(1, len(known) + len(new) + 1) if number not in taken][: len(new)]
    random.SystemRandom().shuffle(new)
    width = max(2, len(str(len(known) + len(new))))
    known |= {student: f"S{number:0{width}}" for student, number in zip(new, free, strict=True)}
    if new:
        rows = [["pseudonym", "student"], *sorted([name, student] for student, name in known.items())]
        files.write(path, _csv(rows))
    return known


def _read_key(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        key = {evidence.cell(student): name for name, student in rows[1:]}
        good = all(re.fullmatch(r"S\d{2,9}", name, re.ASCII) for name in key.values())
        if rows[0] != ["pseudonym", "student"] or not good or len(set(key.values())) < len(rows) - 1:
            raise ValueError("not a key")
    except (ValueError, IndexError, csv.Error):
        raise ClassroomError(f"{path} is damaged: move it away, and the next report makes new pseudonyms.") from None
    return key


# --- tables -----------------------------------------------------------------------------------------------------------------


def _csv(rows: list[list]) -> str:
    return files.table(rows[0], ([_cell(value) for value in row] for row in rows[1:]))


def _cell(value: object) -> object:
    """A value as its cell shows it: numbers with four digits after the point, an unknown one empty."""
    if isinstance(value, Value):
        value = value.number
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return round(value, 4) + 0.0  # no minus before a zero
    return value


def _tables(report: Report, label: Callable[[str], str]) -> dict[str, list[list]]:
    """The rows of each CSV by its name, headings first."""
    return {
        "exercises": _exercise_rows(report),
        "tasks": _task_rows(report),
        "slips": _slip_rows(report),
        "quiz-questions": _question_rows(report),
        "quiz-answers": _answer_rows(report),
        "objectives": _objective_rows(report),
        "gain": _gain_rows(report),
        "hints": _hint_rows(report),
        "variants": _variant_rows(report, label),
        "students": _student_rows(report, label),
    }


def _exercise_rows(report: Report) -> list[list]:
    rows = [["lesson", "students", "handed_in", "graded", "route_code", "route_decide", "no_route", "memos_to_mark"]]
    for one in report.exercises:
        routes = (one.routes["code"], one.routes["decide"], one.routes[""])
        students = len(report.evidence.students)
        rows.append([one.lesson, students, one.handed_in, len(one.totals), *routes, one.memos])
    return rows


def _task_rows(report: Report) -> list[list]:
    heads = ["lesson", "task", "title", "part", "route", "objective", "max_points", "students", "share_of_points"]
    heads += ["all_points", "discrimination", "upper_minus_lower", *(name.replace(" ", "_") for name in BANDS), "flags"]
    rows = [heads]
    for one in report.tasks:
        task = one.task
        cells = [one.lesson, task.id, task.title, task.part, task.route, task.objective, task.points, one.base]
        cells += [one.difficulty, one.full, one.discrimination, one.upper_lower, *one.bands.values()]
        rows.append([*cells, "; ".join(one.flags)])
    return rows


def _slip_rows(report: Report) -> list[list]:
    rows = [["lesson", "task", "slip", "students", "of", "explanation"]]
    for one in report.tasks:
        rows += [[one.lesson, one.task.id, known.name, count, one.base, known.text] for known, count in one.slips]
    return rows


def _question_rows(report: Report) -> list[list]:
    rows = [["lesson", "question", "objective", "use", "students", "all_right", "mean_score", "discrimination"]]
    rows[0] += ["tried_again", "right_after_a_miss", "flags"]
    for one in report.questions:
        question = one.question
        cells = [question.lesson, question.id, question.objective, " ".join(question.use), one.n, one.right]
        rows.append([*cells, one.difficulty, one.discrimination, one.again, one.later, "; ".join(one.flags)])
    return rows


def _answer_rows(report: Report) -> list[list]:
    rows = [["lesson", "question", "answer", "right", "misconception", "students", "of"]]
    for one in report.questions:
        head = [one.question.lesson, one.question.id]
        rows += [[*head, p.label, "yes" if p.right else "no", p.name, count, one.n] for p, count in one.parts]
    return rows


def _objective_rows(report: Report) -> list[list]:
    rows = [["objective", "lesson", "text", "students", "mastered", "share_of_points", "quiz_students", "quiz_mean"]]
    for one in report.objectives:
        head = [one.objective.id, one.objective.lesson, text.plain(one.objective.text)]
        rows.append([*head, one.n, one.mastered, one.share, one.asked, one.quiz])
    return rows


def _gain_rows(report: Report) -> list[list]:
    rows = [["lesson", "students", "before", "after", "difference", "class_gain", "low", "high"]]
    rows[0] += ["mean_individual_gain", "all_points_before"]
    for lesson, one in report.gains:
        cells = [one.pre, one.post, one.raw, one.normalised, one.low, one.high, one.individual, one.full]
        rows.append([lesson or "all", one.n, *cells])
    return rows


def _hint_rows(report: Report) -> list[list]:
    rows = [["lesson", "task", "students", "at_least_one", "last", "mean", "hints"]]
    for one in report.hints:
        rows.append([one.lesson, one.task.id, one.n, one.seen, one.last, one.mean, len(one.task.hints)])
    return rows


def _variant_rows(report: Report, label: Callable[[str], str]) -> list[list]:
    rows = [["lesson", "student", "asked", "answer", "key"]]
    for lesson, table in report.variants.items():
        asked = [column for column in table.columns if column not in ("student", "answer", "key")]
        for row in table.to_dict("records"):
            words = ", ".join(f"{column} {row[column]}" for column in asked)
            rows.append([lesson, label(row["student"]), words, row["answer"], row["key"]])
    return [rows[0], *sorted(rows[1:], key=lambda row: (row[0], row[1]))]


def _student_rows(report: Report, label: Callable[[str], str]) -> list[list]:
    found = report.evidence
    rows = [["student", *(one.lesson for one in report.exercises), "sum", "not_handed_in", "shared_quiz_answers"]]
    for student in sorted(found.students, key=label):
        points = [one.totals.get(student) for one in report.exercises]
        missing = [one.lesson for one in report.exercises if student not in found.handed_in[one.lesson]]
        shared = "yes" if student in found.shared.students else "no"
        rows.append([label(student), *points, sum(p or 0 for p in points), " ".join(missing), shared])
    return rows


# --- the command ------------------------------------------------------------------------------------------------------------


def parser() -> argparse.ArgumentParser:
    """The options of `derisking report`."""
    options = argparse.ArgumentParser(
        prog="derisking report",
        description="Write a page on what the class did and did not understand, with tables (CSV) beside it.",
    )
    options.add_argument("--from", dest="root", metavar="FOLDER", default="grading", help="the grading folder")
    options.add_argument("--names", action="store_true", help="name the students; without it they get pseudonyms")
    options.add_argument("--out", metavar="FOLDER", help="where to write (default: report/ in the grading folder)")
    return options


def main(arguments: list[str]) -> int:
    """Write the report and say where it is. Raises ClassroomError with one sentence if that cannot be done."""
    options = parser().parse_args(arguments)
    target = write(Course(Path(options.root)), Path(options.out) if options.out else None, options.names)
    print(f"The report: {target.resolve().as_uri()}")
    print(f"Tables beside it: {target.parent}")
    if not options.names:
        print(f"Pseudonyms: their key is {Path(options.root) / KEY}; keep it to yourself.")
    return 0
