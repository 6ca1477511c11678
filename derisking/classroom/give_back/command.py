"""The last step of `derisking grade`: penalties, feedback, files of grades, what changed, and what to look at."""

import dataclasses
import datetime
from collections.abc import Callable

from derisking import exercises
from derisking.classroom import files, lateness
from derisking.classroom import gradebook as book
from derisking.classroom.collect.place import INTAKE, NOT_NEEDED, TAKEN
from derisking.classroom.collect.platforms import ALL
from derisking.classroom.collect.sheet import Mark, number
from derisking.classroom.course import listed, many, typed
from derisking.classroom.give_back import changes, feedback, grades, total
from derisking.classroom.run import Run


def hand_back(run: Run) -> None:
    """Penalties, feedback, files of grades and the list of what to look at, for all exercises in the course.

    Each exercise by its own deadline, rule and class list, so that a run for one leaves the others as they were.
    """
    if not run.course.gradebook.is_file():
        return
    pages = waiting = 0
    made: dict[str, grades.Written] = {}
    states: list[changes.State] = []
    before = changes.given(run.course)
    with book.opened(run.course) as gradebook:
        known = {assignment.name for assignment in gradebook.assignments}
        for lesson in sorted({one.lesson for one in run.submissions} & known):
            _dates(run, gradebook, lesson)
            works = book.works(gradebook, lesson)
            waiting += sum(bool(work.memo and work.memo.waits) for work in works.values())
            works |= _members(run, lesson, works)
            for work in works.values():
                notebook = run.course.graded(run.whose(work.student, lesson), lesson) or {}
                pages += _give_back(run, lesson, work, notebook)
                states.append(changes.state(run, lesson, work, notebook))
            made[lesson] = _grade_files(run, lesson, works, before)
    changes.tell(run, states)
    total.write(run, states)
    _tell_end(run, pages, waiting)
    _tell_uploads(run, made)


def _dates(run: Run, gradebook, lesson: str) -> None:
    """Bring times and deadline into the gradebook, then take off what lateness costs."""
    rule, stamps = run.rules.of(lesson), {}
    assignment, due = gradebook.find_assignment(lesson), lateness.utc(rule.due)
    for submission in assignment.submissions:
        own = run.rules.of(lesson, submission.student_id).due
        when = lateness.came(run.course.submitted(submission.student_id, lesson), own)
        longer = own - rule.due if own and rule.due and own != rule.due else None
        if (submission.timestamp, submission.extension) != (when, longer):
            stamps[submission] = when, longer
    if stamps or assignment.duedate != due:
        book.save_once(run)
    for submission, (when, longer) in stamps.items():
        submission.timestamp, submission.extension = when, longer
    assignment.duedate = due
    gradebook.db.commit()
    if rule.late != "accept" and rule.due is None:
        run.said(f"  {lesson} has no deadline, so nothing is taken off for lateness: name it with --due.")
    book.set_penalties(gradebook, lesson, lambda student: _share(run, lesson, student), lambda: book.save_once(run))


def _share(run: Run, lesson: str, student: str) -> Callable[[float], float]:
    return lateness.share(run.rules.of(lesson, student).late)


def _members(run: Run, lesson: str, works: dict[str, book.Work]) -> dict[str, book.Work]:
    """The work of each group as it counts for the members who did not hand it in."""
    made = {}
    for student, head in run.shared[lesson].whose.items():
        if student != head and head in works:
            due = run.rules.of(lesson, student).due
            came = lateness.came(run.course.submitted(head, lesson), due)
            late = max(0.0, (came - lateness.utc(due)).total_seconds()) if came and due else 0.0
            made[student] = book.for_member(works[head], student, late, _share(run, lesson, student))
    return made


def _give_back(run: Run, lesson: str, work: book.Work, notebook: dict) -> bool:
    """Write one student's page and note what the notebook has to tell; True if the page is new or changed."""
    if not notebook:
        return False
    kept = notebook.get("metadata", {}).get("derisking", {})
    own = run.whose(work.student, lesson) == work.student
    for line in kept.get("notes", []) if own else ():
        run.note(work.student, lesson, line)
    if unlike := own and book.unlike(work, kept.get("results", [])):
        run.note(work.student, lesson, f"The gradebook's points are not those of the checks: {', '.join(unlike)}.")
        run.loud.append(
            f"The gradebook and the results of {work.student} in {lesson} differ ({', '.join(unlike)}): see "
            f"{run.course.to_look_at}, delete {run.course.autograded(work.student, lesson)} and repeat."
        )
    path, share = run.course.feedback(work.student, lesson) / f"{lesson}.html", changes.share(run, lesson, work)
    return files.write(path, feedback.page(lesson, run.name_of(work.student), notebook, work, share))


def _grade_files(run: Run, lesson: str, works: dict[str, book.Work], before: dict) -> grades.Written:
    """The files of one exercise. before: marks of earlier runs by student and exercise."""
    most = max((work.maximum for work in works.values()), default=20.0)
    marks = []
    for student in sorted(run.people):
        mark = Mark(student, None, most, name=run.name_of(student))
        if work := works.get(student):
            mark = dataclasses.replace(
                mark,
                points=work.points,
                maximum=work.maximum,
                comment=_comment(work, changes.share(run, lesson, work), changes.team(run, lesson, student)),
                late=work.late > 0,
                checks=work.checks,
                memo=None if work.memo is None or work.memo.waits else work.memo.score,
                off=work.penalty,
                before=before.get((student, lesson), frozenset()),
            )
        marks.append(mark)
    title, column = exercises.definition(lesson).title, run.rules.of(lesson).column
    done = grades.write(run.course.grades, lesson, title, marks, run.lists.get(lesson), column)
    grades.add_pages(done, run.course, lesson, run.lists.get(lesson), run.shared[lesson].whose)
    for sentence in done.notes:
        run.said(f"  {lesson}: {sentence}")
    for student, sentence in done.left:
        run.note(student, lesson, sentence)
    return done


def _comment(work: book.Work, share: str, team: str) -> str:
    """One line for the platform: where the points come from; nothing while there is no mark."""
    if work.points is None:
        return ""
    parts = [f"checks {number(work.checks)}"]
    if work.memo:
        parts.append(f"memo {number(work.memo.score)}")
    if work.penalty:
        parts.append(f"late -{number(work.penalty)} ({share})")
    return ", ".join([*parts, team] if team else parts)


def _from_intake(run: Run) -> list[tuple[str, str, str, str]]:
    """What became of files that needs a look: those of nobody, those not taken, drafts, replaced work."""
    lines = []
    for row in files.rows(run.course.intake):
        file, student, lesson, what, why = (row.get(head, "") for head in INTAKE)
        if what not in (NOT_NEEDED, "") and not (what == TAKEN and why in ("", "late")):
            lines.append((student, run.name_of(student) if student else "", lesson, f"{file}: {what}: {why}"))
    return lines


def _tell_end(run: Run, pages: int, waiting: int) -> None:
    own = [
        (student, run.name_of(student), lesson, line)
        for (student, lesson), lines in sorted(run.notes.items())
        for line in lines
    ]
    rows = [*own, *_from_intake(run)]
    notes = run.course.to_look_at
    files.write(notes, files.table(["student", "name", "exercise", "what happened"], rows))
    if rows:
        run.said(f"To look at: {len(rows)} {'entry' if len(rows) == 1 else 'entries'} in {notes}")
        listed([f"{name} ({student}), {lesson}: {line}" for student, name, lesson, line in own], run.said)
    run.said(f"Feedback: {many(pages, 'page')} new or changed, in {run.course.root / 'feedback'}")
    run.said(f"Grades: {run.course.grades}")
    into = run.options.into
    if waiting:
        memos = f"{many(waiting, 'memo')} {'waits' if waiting == 1 else 'wait'} for you"
        run.said(f"{memos}: {typed('mark', into)}; then repeat {typed('grade', into)}, and the points are in.")
    run.said(f"Next: {typed('report', into)}")


def _tell_uploads(run: Run, made: dict[str, grades.Written]) -> None:
    """The last line: what this run changed for a platform. What earlier runs wrote is named too, since only the teacher knows
    whether it went up."""
    now, older = [], {}
    for lesson, done in made.items():
        now += [path.name for path, fresh in done.uploads.items() if fresh]
        if times := [path.stat().st_mtime for path, fresh in done.uploads.items() if not fresh]:
            older[lesson] = f"{datetime.datetime.fromtimestamp(max(times)):%Y-%m-%d %H:%M}"
    for platform in ALL.values():
        for step in platform.steps(now):
            run.said(f"  {step}")
    line = f"Upload now: {', '.join(now)}; nothing else changed." if now else "Nothing to upload."
    earlier = ", ".join(f"{lesson} ({when})" for lesson, when in older.items())
    run.said(f"{line} Written earlier, if you have not uploaded it yet: {earlier}." if earlier else line)
