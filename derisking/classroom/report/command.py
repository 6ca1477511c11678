"""`derisking report`: one page and some tables on what a class did and did not understand."""

import random
import re
from collections.abc import Iterable
from pathlib import Path

from derisking import arguments
from derisking.classroom import files
from derisking.classroom.course import Course
from derisking.classroom.report import evidence, figures, page
from derisking.classroom.report.tables import tables
from derisking.errors import UserError

KEY = "report-key.csv"
PAGE = "report.html"


def write(course: Course, out: Path | None = None, names: bool = False) -> Path:
    """Write the report on a class and return the page's path.

    out: a folder, made if need be (default: report/ in the grading folder). It gets report.html and, beside it, CSVs:
    exercises, tasks, misconceptions, quiz-questions, quiz-answers, objectives, gain, hints, forecasts, variants, draws, students, room, stories. names: call students
    by name and id; without it by pseudonyms, whose key is report-key.csv in the grading folder. Each file is written whole.
    Raises UserError if there is nothing to report or a place cannot be written.
    """
    seen = evidence.read(course)
    report = figures.analyse(seen)
    out = out or course.report
    known = {student: f"{name} ({student})" for student, name in seen.names.items() if name}
    own = {student: known.get(student, student) for student in seen.students}
    called = own if names else _pseudonyms(course, seen.students)
    for name, table in tables(report, called.__getitem__).items():
        heads, *rows = table.csv()
        files.write(out / f"{name}.csv", files.table(heads, rows))
    target = out / PAGE
    files.write(target, page.render(report, called.__getitem__, names))
    return target


def _pseudonyms(course: Course, students: Iterable[str]) -> dict[str, str]:
    """Student -> "S01" and so on, in an order that only the key tells. Those of an earlier report are kept."""
    path = course.root / KEY
    known = _read_key(path)
    new = [student for student in students if student not in known]
    random.SystemRandom().shuffle(new)
    first = 1 + max((int(name[1:]) for name in known.values()), default=0)
    width = max(2, len(str(first + len(new) - 1)))
    known |= {student: f"S{number:0{width}}" for number, student in enumerate(new, first)}
    if new:
        rows = sorted([name, student] for student, name in known.items())
        files.write(path, files.table(["pseudonym", "student"], rows))
    return known


def _read_key(path: Path) -> dict[str, str]:
    """Student -> pseudonym, as an earlier report wrote it; empty without one."""
    rows = files.rows(path)
    key = {row.get("student", ""): row.get("pseudonym", "") for row in rows}
    good = rows and all(re.fullmatch(r"S\d{2,9}", name, re.ASCII) for name in key.values())
    if path.is_file() and (not good or len(set(key.values())) < len(rows)):
        raise UserError(f"{path} is damaged: move it away, and the next report makes new pseudonyms.")
    return key


def main(words: list[str]) -> int:
    """Write the report and say where it is. Raises UserError with one sentence if that cannot be done."""
    options = arguments.parser("report").parse_args(words)
    target = write(Course(options.root), options.out, options.names)
    print(f"The report: {target.resolve().as_uri()}")
    print(f"Tables beside it: {target.parent}")
    if not options.names:
        print(f"Pseudonyms: their key is {options.root / KEY}; keep it to yourself.")
    return 0
