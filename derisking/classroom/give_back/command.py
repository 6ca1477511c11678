"""The last step of `derisking grade`: penalties, feedback, files of grades, and what to look at."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path

from derisking import exercises
from derisking.classroom import files
from derisking.classroom import gradebook as book
from derisking.classroom.course import many, typed
from derisking.classroom.give_back import feedback, gradefiles
from derisking.classroom.grade import lateness
from derisking.classroom.run import ORIGIN, STAMP, Run, handed_in, listed, name_of


def hand_back(run: Run) -> None:
    """Penalties, feedback, files of grades and the list of what to look at, for all exercises in the course."""
    if not run.course.gradebook.is_file():
        return
    lessons = sorted({lesson for _, lesson, _ in handed_in(run)})
    pages = waiting = 0
    written: list[Path] = []
    with book.opened(run.course) as gradebook:
        for lesson in lessons:
            if not any(assignment.name == lesson for assignment in gradebook.assignments):
                continue
            _dates(run, gradebook, lesson)
            if run.settings["late"] != "accept" and gradebook.find_assignment(lesson).duedate is None:
                run.said(f"  {lesson} has no deadline, so nothing is taken off for lateness: name it with --due.")
            works = book.works(gradebook, lesson)
            pages += sum(_give_back(run, lesson, work) for work in works.values())
            waiting += sum(bool(work.memo and work.memo.waits) for work in works.values())
            written += _grade_files(run, lesson, works)
    _tell_end(run, pages, waiting, written)


def _dates(run: Run, gradebook, lesson: str) -> None:
    """Bring times and deadline into the gradebook, then take off what lateness costs."""
    book.set_due(gradebook, lesson, lateness.utc(run.options.due))
    for submission in gradebook.find_assignment(lesson).submissions:
        when = lateness.read_stamp(run.course.submitted(submission.student_id, lesson) / STAMP)
        if when is not None and submission.timestamp != when:
            submission.timestamp = when
    gradebook.db.commit()
    book.set_penalties(gradebook, lesson, lateness.rule(run.settings["late"]))


def _give_back(run: Run, lesson: str, work: book.Work) -> bool:
    """Write one student's page and note what the notebook has to tell; True if the page is new or changed."""
    notebook = _graded(run, work.student, lesson)
    if notebook is None:
        return False
    for line in notebook.get("metadata", {}).get("derisking", {}).get("notes", []):
        run.note(work.student, lesson, line)
    return _page(run, lesson, notebook, work)


def _graded(run: Run, student: str, lesson: str) -> dict | None:
    try:
        return json.loads((run.course.autograded(student, lesson) / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _page(run: Run, lesson: str, notebook: dict, work: book.Work) -> bool:
    path = run.course.feedback(work.student, lesson) / f"{lesson}.html"
    return files.write(path, feedback.page(lesson, name_of(run, work.student), notebook, work))


def _grade_files(run: Run, lesson: str, works: dict[str, book.Work]) -> list[Path]:
    marks = []
    for student in sorted(run.people):
        work = works.get(student)
        comment = _comment(work) if work else ""
        maximum = work.maximum if work else max((w.maximum for w in works.values()), default=20.0)
        late = bool(work and work.late > 0)
        marks.append(
            gradefiles.Mark(student, work.points if work else None, maximum, comment, late, name_of(run, student))
        )
    title = exercises.definition(lesson).title
    written = gradefiles.write(run.course.grades, lesson, title, marks, run.class_list, run.options.column)
    for sentence in written.notes:
        run.said(f"  {sentence}")
    return list(written.files) + _moodle_pages(run, lesson, works)


def _moodle_pages(run: Run, lesson: str, students: Iterable[str]) -> list[Path]:
    """What Moodle takes as feedback files: the pages of those whose work came from Moodle, in this run or an earlier one."""
    origins = {}
    for student in students:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            origins[student] = (run.course.submitted(student, lesson) / ORIGIN).read_text(encoding="utf-8")
    pages = {student: run.course.feedback(student, lesson) / f"{lesson}.html" for student in origins}
    there = {student: page for student, page in pages.items() if page.is_file()}
    if not there:
        return []
    target = run.course.grades / f"moodle-feedback-{lesson}.zip"
    return list(gradefiles.moodle_feedback_zip(target, there, origins).files)


def _comment(work: book.Work) -> str:
    """One line for the platform: where the points come from."""
    from derisking.exercises.results import number

    parts = [f"checks {number(work.checks)}"]
    if work.memo:
        parts.append("memo not read yet" if work.memo.waits else f"memo {number(work.memo.score)}")
    if work.penalty:
        parts.append(f"late -{number(work.penalty)}")
    return ", ".join(parts)


def _tell_end(run: Run, pages: int, waiting: int, written: list[Path]) -> None:
    rows = [
        (student, name_of(run, student), lesson, line)
        for (student, lesson), lines in sorted(run.notes.items())
        for line in lines
    ]
    notes = run.course.root / "to-look-at.csv"
    files.write(notes, files.table(["student", "name", "exercise", "what happened"], rows))
    if rows:
        run.said(f"To look at: {many(len(rows), 'line')} in {notes}")
        listed(run, [f"{student}, {lesson}: {line}" for student, _, lesson, line in rows])
    run.said(f"Feedback: {many(pages, 'page')} new or changed, in {run.course.root / 'feedback'}")
    run.said(f"Grades: {', '.join(path.name for path in written)}, in {run.course.grades}")
    mark, again, report = _next(run)
    if waiting:
        wait = "waits" if waiting == 1 else "wait"
        run.said(f"{many(waiting, 'memo')} {wait} for you: {mark}; then repeat {again}, and the points are in.")
    run.said(f"Next: {report}")


def _next(run: Run) -> tuple[str, str, str]:
    """The commands that come next, as a teacher types them: mark, grade and report, with the folder if it is not the usual."""
    folder = run.options.into
    if folder == Path("grading"):
        return typed("mark"), typed("grade"), typed("report")
    name = f'"{folder}"' if " " in str(folder) else str(folder)
    return typed(f"mark --from {name}"), typed(f"grade --into {name}"), typed(f"report --from {name}")
