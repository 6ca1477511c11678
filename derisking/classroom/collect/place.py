"""The first step of `derisking grade`: copies of what was handed in go into submitted/, the rest where it can be seen."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import shutil
import tempfile
from pathlib import Path

from derisking.classroom import files
from derisking.classroom.collect import intake
from derisking.classroom.collect import people as roster
from derisking.classroom.collect.people import Roster, Student
from derisking.classroom.course import Course, many
from derisking.classroom.grade import lateness
from derisking.classroom.run import ORIGIN, STAMP, Run, listed

RECORD = "quiz-record.json"
PROGRESS = "my-progress.csv"
INTAKE = ("file", "student", "exercise", "what became of it", "why")


def take_in(run: Run) -> None:
    """Place what the platform gave, if there is something new, and write down who is in the class."""
    for left in run.course.root.glob(".incoming-*"):  # of a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    earlier = _remembered(run)
    run.class_list = _class_list(run, list(earlier.values()))
    known = list(run.class_list.students) if run.class_list else []
    if run.options.source is not None:
        with tempfile.TemporaryDirectory(prefix=".incoming-", dir=run.course.root) as work:
            found = intake.collect(run.options.source, Path(work), run.class_list, run.options.lesson)
            known = [*found.students, *known]
            _place(run, found)
    run.people = {**earlier, **{student.id: student for student in known}}
    heads = [field.name for field in dataclasses.fields(Student) if field.name != "row"]
    rows = [[getattr(student, head) for head in heads] for _, student in sorted(run.people.items())]
    files.write(run.course.students, files.table(heads, rows))


def _class_list(run: Run, earlier: list[Student]) -> Roster | None:
    """The class list of this run, or the one that an earlier run was given; its file is kept in the course.

    earlier: students of earlier runs; they keep their ids, under which their work and marks lie. Not where ids are the codes
    of variants: those are the list's.
    """
    kept = run.course.root / "class-list.csv"
    if run.options.class_list is not None:
        found = roster.read(run.options.class_list)
        files.write(kept, run.options.class_list.read_bytes())
        for problem in found.problems:
            run.said(f"  class list: {problem}")
        run.said(f"Class list: {len(found.students)} students ({found.platform}).")
    elif kept.is_file():
        found = roster.read(kept)
    else:
        return None
    return found if run.settings["variants"] else roster.with_known_ids(found, earlier)


def _remembered(run: Run) -> dict[str, Student]:
    """Students of earlier runs, as students.csv has them."""
    if not run.course.students.is_file():
        return {}
    names = {field.name for field in dataclasses.fields(Student)} - {"row"}
    with run.course.students.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            {key: files.typed_in(value) for key, value in row.items() if key in names} for row in csv.DictReader(file)
        ]
    return {row["id"]: Student(**row) for row in rows if row.get("id")}


def _place(run: Run, found: intake.Intake) -> None:
    """Copy what was chosen into submitted/, the rest where it can be seen; write down what became of each file."""
    choice = intake.choose(found.submissions, run.settings["attempts"], run.options.due)
    run.platform = found.platform
    rows = [_place_one(run, submission) for submission in choice.chosen]
    rows += [(s.origin, s.student, s.lesson, "not taken", why) for s, why in choice.others]
    for unplaced in found.unplaced:
        target = _set_aside(run.course, unplaced.file)
        rows.append((unplaced.origin, unplaced.student, "", f"not placed: {target.name}", unplaced.why))
    rows += [(companion.origin, "", "", "not needed", companion.what) for companion in found.companions]
    rows += [(problem.origin, "", "", "problem", problem.sentence) for problem in found.problems]
    _write_down(run, rows)
    _tell_intake(run, found, choice)


def _set_aside(course: Course, file: Path) -> Path:
    """A copy of a file that belongs to nobody, under a name that another file never has."""
    raw = file.read_bytes()
    name = file.name.lstrip("0123456789").lstrip("-")  # without the number that it had in this run
    target = course.unplaced / f"{hashlib.sha256(raw).hexdigest()[:8]}-{name}"
    files.write(target, raw)
    return target


def _write_down(run: Run, rows: list[tuple]) -> None:
    """Add to intake.csv what became of each file; lines of the same zip or folder from an earlier run are replaced."""
    source, kept = files.harmless(str(run.options.source)), []
    if run.course.intake.is_file():
        with run.course.intake.open(encoding="utf-8-sig", newline="") as file:
            kept = [row for row in list(csv.reader(file))[1:] if row and row[0] != source]
    text = files.table(["from", *INTAKE], [(source, *row) for row in rows])
    before = files.table(["from", *INTAKE], kept).split("\r\n", 1)[1] if kept else ""
    files.write(run.course.intake, text + before)


def _tell_intake(run: Run, found: intake.Intake, choice: intake.Choice) -> None:
    students = len({submission.student for submission in choice.chosen})
    run.said(
        f"Taken in: {many(found.received, 'file')} ({found.platform}), {many(len(choice.chosen), 'submission')} of "
        f"{many(students, 'student')}."
    )
    for title, lines in (
        ("not taken, since another one counts", [f"{item.origin}: {why}" for item, why in choice.others]),
        ("not placed", [f"{item.origin}: {item.why}" for item in found.unplaced]),
        ("problems", [f"{problem.origin}: {problem.sentence}" for problem in found.problems]),
    ):
        if lines:
            run.said(f"  {len(lines)} {title}:")
            listed(run, lines)
    if found.missing:
        run.said(f"  {len(found.missing)} on the class list handed in nothing.")
    run.said(f"  What became of each file: {run.course.intake}")


def _place_one(run: Run, submission: intake.Submission) -> tuple:
    """Put one submission into submitted/, unless what is there counts by the rule; returns its line for intake.csv."""
    folder = run.course.submitted(submission.student, submission.lesson)
    target, stamp = folder / f"{submission.lesson}.ipynb", folder / STAMP
    when, note = lateness.handed_in(submission, run.options.due)
    why = "; ".join(filter(None, (submission.note, note)))
    place = (submission.origin, submission.student, submission.lesson)
    raw = submission.file.read_bytes()
    if target.is_file() and target.read_bytes() != raw:
        kept = lateness.keeps(run.settings["attempts"], lateness.read_stamp(stamp), when, run.options.due)
        if kept:
            return (*place, "not taken", kept)
    files.write(target, raw)
    if when is not None:
        files.write(stamp, lateness.stamp(when))
    if run.platform == "moodle":
        files.write(folder / ORIGIN, submission.origin)
    for name, source in ((RECORD, submission.record), (PROGRESS, submission.progress)):
        if source is not None:
            files.write(folder / name, source.read_bytes())
    return (*place, "taken", why)
