"""`derisking grade`: from what a learning platform gives to marks, feedback and files of grades.

    1. take in      whose is each file, which exercise is it; copies into submitted/, the rest into not-placed/   (collect)
    2. grade        what is new or changed: read, else run, shut in; one process writes the gradebook             (here)
    3. give back    penalties, a page per student, files of grades, what changed, what to look at                 (give_back)

Each step does only what is missing, so a run that was stopped goes on, and a second run changes nothing.
"""

import contextlib
import itertools
import os
import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil

from derisking import arguments
from derisking.classroom import files, lateness, rules, scratch
from derisking.classroom import gradebook as book
from derisking.classroom.collect import groups
from derisking.classroom.collect.place import take_in
from derisking.classroom.course import USUAL, Course, checkout, many, typed
from derisking.classroom.give_back.command import hand_back
from derisking.classroom.grade import cluster, keys, pool, released, sandbox
from derisking.classroom.grade.one_notebook import Job, Outcome
from derisking.classroom.options import Options
from derisking.classroom.prepare import sealing
from derisking.classroom.run import Run, alone, seen_by_others
from derisking.classroom.submission import Submission, text
from derisking.errors import UserError
from derisking.exercises import sealed
from derisking.exercises.form_answers import memo_text

MOST_JOBS = 16
TOGETHER, SOON = 100, 2.0  # results that are written together at most, and the seconds after which fewer are


def main(words: list[str] | None = None) -> int:
    """`derisking grade`. Returns the exit code."""
    asked = arguments.parser("grade").parse_args(words)
    if asked.source is not None and not asked.source.exists():
        raise UserError(f"There is no {asked.source}: name the zip or folder with what students handed in.")
    grade(Options(**vars(asked) | {"jobs": max(asked.jobs, 0)}), lambda line: print(line, flush=True))
    return 0


def grade(options: Options, said: Callable[[str], None] = print) -> int:
    """Grade a class; returns how many submissions were graded in this run.

    Raises UserError for whatever a teacher can mend: nothing to grade, a damaged class list or gradebook.
    """
    course = Course(options.into.resolve())
    _draw(course, said)
    with alone(course):
        if others := seen_by_others(course.root):
            said(others)
        run = Run(course, options, said, rules.read(course.rules))
        if options.variants is not None:
            run.rules.variants = options.variants
        if not course.rules.is_file():
            rules.write(course.rules, run.rules)  # a sentence may send the teacher there
        run.people, run.lists, run.submissions = take_in(run)
        rules.write(course.rules, run.rules)
        _together(run)
        done = _grade(run)
        hand_back(run)
    if run.loud:
        raise UserError(" ".join(run.loud))
    return done


def _draw(course: Course, said: Callable[[str], None]) -> None:
    """Say where part B is judged by the example draw; refuse it where `release` drew in the usual folder by a secret."""
    if (course.root / sealed.SECRET).is_file():
        return
    usual = USUAL / sealed.SECRET
    if usual.is_file():
        raise UserError(
            f"What your students got of part B was drawn by {usual}, and {course.root} has no such file: copy it there, and grade "
            "again. Nothing was graded."
        )
    said("Part B is judged by the example draw, because nothing was released from this folder.")


def _as_released(course: Course, lessons: list[str]) -> None:
    """Refuse to judge answers by another version's draw: a letter may stand for another sentence there."""
    other = [one for one in lessons if not sealing.as_given(course.root, one, checkout() / "solutions" / one)]
    if other:
        raise UserError(
            f"Part B of {', '.join(other)} asks other things in this copy of the course than your students were asked: it was changed "
            "since `release`. Grade with the copy that released it. If only words were corrected, delete the line of the exercise in "
            f"{course.root / sealing.GIVEN}, and today's copy judges. Nothing was graded."
        )


def _grade(run: Run) -> int:
    if not run.submissions:
        _nothing(run)
    elsewhere = run.options.unsandboxed or run.options.dask  # a cluster's workers have walls of their own
    why_not = "" if elsewhere else sandbox.why_not()
    deciding = {lesson: _keys(run, lesson) for lesson in sorted({one.lesson for one in run.submissions})}
    todo = [one for one in run.submissions if _needs(run, one, deciding[one.lesson], not why_not)]
    for one in todo:
        if one.why_not:
            run.note(one.student, one.lesson, f"Not graded: {one.why_not}")
    todo = [one for one in todo if one.notebook]
    if not todo:
        run.said("Nothing new to grade.")
        return 0
    lessons = sorted({one.lesson for one in todo})
    _as_released(run.course, lessons)
    book.save_once(run)
    released.prepare(run.course, lessons, run.said)
    return _run_all(run, todo, deciding, why_not)


def _together(run: Run) -> None:
    """Leave out what another work of the same group takes the place of, also in the gradebook; the notebook stays in submitted/."""
    for lesson in sorted({one.lesson for one in run.submissions}):
        run.shared[lesson] = done = groups.shared(run, lesson, run.submissions, run.lists.get(lesson))
        for student, sentence in done.notes:
            run.note(student, lesson, sentence)
        graded = [one for one in done.left if run.course.autograded(one.student, lesson).exists()]
        if graded and run.course.gradebook.is_file():
            book.save_once(run)
            with book.opened(run.course) as gradebook:
                book.forget(gradebook, lesson, [one.student for one in graded])
        for one in graded:
            shutil.rmtree(run.course.autograded(one.student, lesson))
        run.submissions = [one for one in run.submissions if one not in done.left]


def _nothing(run: Run) -> None:
    if run.options.source is None:
        raise UserError(
            f"There is nothing to grade in {run.course.root} yet: name the zip or folder that your platform gives, such "
            f"as {typed('grade')} submissions.zip"
        )
    raise UserError(
        f"There is nothing to grade in {run.options.source}: no notebook of an exercise was found. "
        f"See {run.course.intake} for what became of each file."
    )


def _keys(run: Run, lesson: str) -> str:
    """The fingerprint of all that decides a mark of this exercise besides the notebook."""
    config = run.course.root / "nbgrader_config.py"
    config = config if config.is_file() else checkout() / "nbgrader_config.py"
    drawn_by = sealed.kept(run.course.root)
    return keys.fingerprint(lesson, checkout() / "solutions", config, run.rules.variants, drawn_by=drawn_by)


def _needs(run: Run, one: Submission, deciding: str, may_run: bool) -> bool:
    """Whether a submission is new, changed, graded by other keys, in no gradebook, or has answers that waited and can be run now."""
    graded = run.course.graded(one.student, one.lesson) if run.course.gradebook.is_file() else None
    kept = (graded or {}).get("metadata", {}).get("derisking", {})
    known = isinstance(kept, dict) and kept.get("keys") == deciding and not (kept.get("waits") and may_run)
    digest = kept.get("notebook") if known else None
    return one.open(digest).digest != digest


def _run_all(run: Run, todo: list[Submission], deciding: dict[str, str], why_not: str) -> int:
    """Grade, several at once; write the results of every few as soon as they are there. why_not: no code may be run, and why."""
    options, start, done = run.options, time.monotonic(), 0
    limits: Any = options.limits or sandbox.USUAL
    processes = options.jobs or _at_once(limits)
    with scratch.folder() as folder:
        db = released.copy_for_grading(run.course, folder)
        config = run.course.root / "nbgrader_config.py"
        common = (db, config, limits, not options.unsandboxed, not why_not, run.rules.variants)
        jobs = [Job(submission, *common) for submission in todo]
        where = f"on {options.dask}" if options.dask else f"{min(processes, len(jobs))} at once"
        run.said(f"Grading {many(len(jobs), 'notebook')}, {where}: {_walls(options, why_not)}.")
        results: Any = cluster.outcomes(jobs, options.dask) if options.dask else pool.outcomes(jobs, processes)
        digests = {(one.student, one.lesson): one.digest for one in todo}
        with book.opened(run.course) as gradebook, contextlib.closing(results):
            number = itertools.count(1)
            for outcomes in _in_groups(results):
                done += _keep(run, gradebook, outcomes, digests, deciding)
                for outcome in outcomes:
                    _progress(run, next(number), len(jobs), start, outcome)
    run.said(f"Graded {done} of {len(jobs)} in {time.monotonic() - start:.0f} s.")
    return done


def _walls(options: Options, why_not: str) -> str:
    if why_not:
        return (
            f"read only. {why_not} Answers that are code wait, each named. On a computer without private files add "
            "--unsandboxed: students' code then runs with your rights"
        )
    shut = "NOT shut in: it has your rights" if options.unsandboxed else "shut in"
    return f"answers are read; where that is not enough, students' code is run, {shut}"


def _in_groups(results: Iterator[Outcome]) -> Iterator[list[Outcome]]:
    """Outcomes in groups that are written together, since a gradebook takes long to close its books: what came in SOON."""
    group: list[Outcome] = []
    since = time.monotonic()
    for outcome in results:
        group.append(outcome)
        if len(group) >= TOGETHER or time.monotonic() - since > SOON:
            yield group
            group, since = [], time.monotonic()
    if group:
        yield group


def _at_once(limits: sandbox.Limits) -> int:
    """How many notebooks at once: one more than processors, but only as many as may use up their memory together."""
    fits = psutil.virtual_memory().total // (limits.memory * sandbox.MEGABYTE)
    return max(min((os.cpu_count() or 1) + 1, fits, MOST_JOBS), 1)


def _keep(run: Run, gradebook, outcomes: list[Outcome], digests: dict, deciding: dict[str, str]) -> int:
    """Write results into the gradebook, then to disk; in this order, so that a run stopped between repeats them. How many."""
    works = []
    for outcome in outcomes:
        key = (outcome.student, outcome.lesson)
        if notebook := _graded(run, outcome):
            kept = notebook["metadata"]["derisking"]
            kept["notebook"], kept["keys"] = digests[key], deciding[outcome.lesson]
            before = run.course.graded(*key)
            same = before is not None and memo_text(before) == memo_text(notebook)
            when = lateness.came(run.course.submitted(*key), run.rules.of(*reversed(key)).due)
            works.append(book.Graded(run.people[outcome.student], outcome.lesson, notebook, when, same))
    if works:
        book.save(gradebook, works)
    for work in works:
        path = run.course.autograded(work.student.id, work.lesson) / f"{work.lesson}.ipynb"
        files.write(path, text(work.notebook) + "\n")
    return len(works)


def _graded(run: Run, outcome: Outcome) -> dict | None:
    """The graded notebook as plain JSON; None, with a note, if there is none."""
    why = outcome.why_not
    if not why:
        try:
            notebook = outcome.notebook
            kept = notebook["metadata"]["derisking"]
            cells = [(cell["id"], cell["source"]) for cell in notebook["cells"]]
            if cells and kept["lesson"] == outcome.lesson and book.points_of(kept["results"]):
                return notebook
            why = "what came out of the notebook holds no results."
        except Exception as error:  # what a student's code put out must not stop the class
            why = f"what came out of the notebook cannot be kept ({type(error).__name__})."
    run.note(outcome.student, outcome.lesson, f"Not graded: {why}")
    return None


def _progress(run: Run, number: int, total: int, start: float, outcome: Outcome) -> None:
    """A line now and then: how many, and how long it will take."""
    step = max(total // 20, 1)
    if number % step == 0 or number == total:
        left = (time.monotonic() - start) / number * (total - number)
        minutes = f"{left / 60:.0f} min" if left > 90 else f"{left:.0f} s"
        who = f"{run.name_of(outcome.student)} ({outcome.student})"
        run.said(f"  {number} of {total}, about {minutes} left; last: {who}, {outcome.lesson}")
