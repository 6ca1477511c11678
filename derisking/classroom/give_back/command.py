"""The last step of `derisking grade`: penalties, feedback, files of grades, what changed, and what to look at."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from derisking import exercises
from derisking.classroom import files, lateness
from derisking.classroom import gradebook as book
from derisking.classroom.collect.place import INTAKE, NOT_NEEDED, TAKEN
from derisking.classroom.collect.sheet import Mark, number
from derisking.classroom.course import many, typed
from derisking.classroom.give_back import changes, feedback, grades, total
from derisking.classroom.run import STAMP, Run, handed_in


def hand_back(run: Run) -> None:
    """Penalties, feedback, files of grades and the list of what to look at, for all exercises in the course.

    Each exercise by its own deadline, rule and class list, so that a run for one leaves the others as they were.
    """
    if not run.course.gradebook.is_file():
        return
    pages = waiting = 0
    written: list[Path] = []
    steps: list[str] = []
    states: list[changes.State] = []
    with book.opened(run.course) as gradebook:
        known = {assignment.name for assignment in gradebook.assignments}
        for lesson in sorted({lesson for _, lesson, _ in handed_in(run)} & known):
            _dates(run, gradebook, lesson)
            works = book.works(gradebook, lesson)
            new = set()
            for work in works.values():
                notebook = run.course.graded(work.student, lesson) or {}
                new |= {work.student} if _give_back(run, lesson, work, notebook) else set()
                states.append(changes.state(run, lesson, work, notebook))
            pages += len(new)
            waiting += sum(bool(work.memo and work.memo.waits) for work in works.values())
            made = _grade_files(run, lesson, works, new)
            written += made.files
            steps += made.steps
    changes.tell(run, states)
    written += total.write(run, states)
    _tell_end(run, pages, waiting, written, steps)


def _dates(run: Run, gradebook, lesson: str) -> None:
    """Bring times and deadline into the gradebook, then take off what lateness costs."""
    rule, stamps = run.rules.of(lesson), {}
    assignment = gradebook.find_assignment(lesson)
    for submission in assignment.submissions:
        when = lateness.read_stamp(run.course.submitted(submission.student_id, lesson) / STAMP)
        if when is not None and submission.timestamp != when:
            stamps[submission] = when
    if stamps or assignment.duedate != lateness.utc(rule.due):
        book.save_once(run)
    for submission, when in stamps.items():
        submission.timestamp = when
    book.set_due(gradebook, lesson, lateness.utc(rule.due))
    gradebook.db.commit()
    if rule.late != "accept" and rule.due is None:
        run.said(f"  {lesson} has no deadline, so nothing is taken off for lateness: name it with --due.")
    book.set_penalties(gradebook, lesson, lateness.rule(rule.late), lambda: book.save_once(run))


def _give_back(run: Run, lesson: str, work: book.Work, notebook: dict) -> bool:
    """Write one student's page and note what the notebook has to tell; True if the page is new or changed."""
    if not notebook:
        return False
    kept = notebook.get("metadata", {}).get("derisking", {})
    for line in kept.get("notes", []):
        run.note(work.student, lesson, line)
    if unlike := book.unlike(work, kept.get("results", [])):
        run.note(work.student, lesson, f"The gradebook's points are not those of the checks: {', '.join(unlike)}.")
        run.loud.append(
            f"The gradebook and the results of {work.student} in {lesson} differ ({', '.join(unlike)}): see "
            f"{run.course.to_look_at}, delete {run.course.autograded(work.student, lesson)} and repeat."
        )
    path = run.course.feedback(work.student, lesson) / f"{lesson}.html"
    return files.write(path, feedback.page(lesson, run.name_of(work.student), notebook, work))


def _grade_files(run: Run, lesson: str, works: dict[str, book.Work], new: Iterable[str]) -> grades.Written:
    marks = []
    for student in sorted(run.people):
        work = works.get(student)
        maximum = work.maximum if work else max((w.maximum for w in works.values()), default=20.0)
        mark = Mark(student, None, maximum, name=run.name_of(student))
        if work:
            memo = None if work.memo is None or work.memo.waits else work.memo.score
            mark = Mark(
                student, work.points, maximum, _comment(work), work.late > 0, mark.name, work.checks, memo, work.penalty
            )
        marks.append(mark)
    title, column = exercises.definition(lesson).title, run.rules.of(lesson).column
    written = grades.write(run.course.grades, lesson, title, marks, run.lists.get(lesson), column)
    for sentence in written.notes:
        run.said(f"  {lesson}: {sentence}")
    return grades.with_pages(written, run.course, lesson, works, set(new))


def _comment(work: book.Work) -> str:
    """One line for the platform: where the points come from; nothing while there is no mark."""
    if work.points is None:
        return ""
    parts = [f"checks {number(work.checks)}"]
    if work.memo:
        parts.append(f"memo {number(work.memo.score)}")
    if work.penalty:
        parts.append(f"late -{number(work.penalty)}")
    return ", ".join(parts)


# --- what to look at ------------------------------------------------------------------------------------------------------


def _from_intake(run: Run) -> list[tuple[str, str, str, str]]:
    """What became of files that needs a look: those of nobody, those not taken, drafts, replaced work."""
    lines = []
    for row in files.rows(run.course.intake):
        file, student, lesson, what, why = (row.get(head, "") for head in INTAKE)
        if what not in (NOT_NEEDED, "") and not (what == TAKEN and why in ("", "late")):
            lines.append((student, run.name_of(student) if student else "", lesson, f"{file}: {what}: {why}"))
    return lines


def _tell_end(run: Run, pages: int, waiting: int, written: list[Path], steps: list[str]) -> None:
    own = [
        (student, run.name_of(student), lesson, line)
        for (student, lesson), lines in sorted(run.notes.items())
        for line in lines
    ]
    rows = [*own, *_from_intake(run)]
    notes = run.course.to_look_at
    files.write(notes, files.table(["student", "name", "exercise", "what happened"], rows))
    if rows:
        run.said(f"To look at: {many(len(rows), 'line')} in {notes}")
        run.listed([f"{name} ({student}), {lesson}: {line}" for student, name, lesson, line in own])
    run.said(f"Feedback: {many(pages, 'page')} new or changed, in {run.course.root / 'feedback'}")
    run.said(f"Grades: {', '.join(path.name for path in written)}, in {run.course.grades}")
    for step in steps:
        run.said(f"  {step}")
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
