"""`derisking grade`: from what a learning platform gives to marks, feedback and files of grades.

    1. take in      whose is each file, which exercise is it (`intake`); copies into submitted/, the rest into not-placed/
    2. grade        what is new or changed, several at once, shut in (`pool`, `running`); one process writes the gradebook
    3. hand back    penalties, a page per student (`feedback`), files of grades (`gradefiles`), what to look at

Each step does only what is missing, so a run that was stopped goes on, and a second run changes nothing.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import psutil

from derisking import data, exercises
from derisking.classroom import files
from derisking.classroom import gradebook as book
from derisking.classroom.collect import place as taking_in
from derisking.classroom.course import Course, checkout, many, typed
from derisking.classroom.errors import ClassroomError
from derisking.classroom.give_back import command as handing_back
from derisking.classroom.grade import lateness, pool, sandbox
from derisking.classroom.grade import one_notebook as running
from derisking.classroom.run import STAMP, Options, Run, alone, handed_in, settings

MOST_JOBS = 16
LOOKED_AT = 5_000_000  # bytes of a notebook that this process reads itself


def grade(options: Options, said: Callable[[str], None] = print) -> int:
    """Grade a class; returns how many submissions were graded in this run.

    Raises ClassroomError for whatever a teacher can mend: no sandbox, nothing to grade, a damaged class list or gradebook.
    """
    if not options.unsandboxed and (reason := sandbox.why_not()):
        raise ClassroomError(
            f"{reason} Nothing was run. If you grade on a computer without private files, add --unsandboxed: "
            "students' code then runs with your rights."
        )
    run = Run(Course(options.into.resolve()), options, said, {})
    run.course.root.mkdir(parents=True, exist_ok=True)
    with alone(run.course):
        run.settings = settings(run)
        taking_in.take_in(run)
        done = _grade(run)
        handing_back.hand_back(run)
    return done


def _grade(run: Run) -> int:
    submitted = handed_in(run)
    if not submitted:
        if run.options.source is None:
            raise ClassroomError(
                f"There is nothing to grade in {run.course.root} yet: name the zip or folder that your platform gives, such "
                f"as {typed('grade')} submissions.zip"
            )
        raise ClassroomError(
            f"There is nothing to grade in {run.options.source}: no notebook of an exercise was found. "
            f"See {run.course.intake} for what became of each file."
        )
    rules = _rules(run)
    todo = {(student, lesson): path for student, lesson, path in submitted if _needs(run, student, lesson, path, rules)}
    for key, path in list(todo.items()):
        if path.stat().st_size > LOOKED_AT:
            continue  # its own process looks at it
        try:
            running.read(path)
        except ValueError as error:
            run.note(*key, f"Not graded: {error}")
            del todo[key]
    if not todo:
        run.said("Nothing new to grade.")
        return 0
    saved = book.back_up(run.course, datetime.datetime.now())
    if saved:
        run.said(f"The gradebook was copied to {saved}.")
    book.prepare(run.course, sorted({lesson for _, lesson in todo}), run.said)
    return _run_all(run, todo, rules)


def _rules(run: Run) -> str:
    """A fingerprint of all that decides a mark besides the notebook: solutions, checks, tables, settings."""
    here = Path(exercises.__file__).parent
    found = hashlib.sha256(json.dumps(run.settings["variants"]).encode())
    config = run.course.root / "nbgrader_config.py"
    paths = [
        *sorted(here.glob("*.py")),
        *sorted((checkout() / "solutions").glob("*/*.ipynb")),
        data.folder() / "datapackage.json",
    ]
    for path in [*paths, config if config.is_file() else checkout() / "nbgrader_config.py"]:
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _fingerprint(path: Path, rules: str) -> str:
    return hashlib.sha256(path.read_bytes() + rules.encode()).hexdigest()


def _needs(run: Run, student: str, lesson: str, path: Path, rules: str) -> bool:
    """Whether a submission is new, changed, or graded by other rules."""
    graded = run.course.autograded(student, lesson) / f"{lesson}.ipynb"
    try:
        kept = json.loads(graded.read_text(encoding="utf-8"))["metadata"]["derisking"]["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        return True
    return kept != _fingerprint(path, rules)


def _run_all(run: Run, todo: dict, rules: str) -> int:
    """Grade, several at once; write each result as soon as it is there."""
    options, start, done = run.options, time.monotonic(), 0
    processes = options.jobs or _at_once(options.limits)
    with tempfile.TemporaryDirectory(prefix="derisking-grade-") as folder:
        db = book.released(run.course, Path(folder))
        config = run.course.root / "nbgrader_config.py"
        common = (db, config, options.limits, not options.unsandboxed, bool(run.settings["variants"]))
        jobs = [running.Job(student, lesson, path, *common) for (student, lesson), path in sorted(todo.items())]
        run.said(f"Grading {many(len(jobs), 'notebook')}, {min(processes, len(jobs))} at once{_walls(options)}.")
        with book.opened(run.course) as gradebook, contextlib.closing(pool.outcomes(jobs, processes)) as results:
            for number, outcome in enumerate(results, start=1):
                done += _keep(run, gradebook, outcome, todo, rules)
                _progress(run, number, len(jobs), start, outcome)
    run.said(f"Graded {done} of {len(jobs)} in {time.monotonic() - start:.0f} s.")
    return done


def _at_once(limits: sandbox.Limits) -> int:
    """How many notebooks at once: one more than processors, but only as many as may use up their memory together."""
    fits = psutil.virtual_memory().total // (limits.memory * sandbox.MEGABYTE)
    return max(min((os.cpu_count() or 1) + 1, fits, MOST_JOBS), 1)


def _walls(options: Options) -> str:
    return ", NOT shut in: their code has your rights" if options.unsandboxed else ", shut in"


def _keep(run: Run, gradebook, outcome: running.Outcome, todo: dict, rules: str) -> bool:
    """Write one result into the gradebook, then to disk; in this order, so that a run stopped between repeats it."""
    key = (outcome.student, outcome.lesson)
    if outcome.why_not:
        run.note(*key, f"Not graded: {outcome.why_not}")
        return False
    try:
        notebook = nbformat.reads(outcome.notebook, as_version=4)
        notebook.metadata.setdefault("derisking", {})["fingerprint"] = _fingerprint(todo[key], rules)
        text = nbformat.writes(notebook).encode("utf-8")
    except Exception as error:  # what a student's code put out must not stop the class
        run.note(*key, f"Not graded: what came out of the notebook cannot be kept ({type(error).__name__}).")
        return False
    when = lateness.read_stamp(run.course.submitted(*key) / STAMP)
    book.save(gradebook, run.people[outcome.student], outcome.lesson, notebook, when)
    folder = run.course.autograded(*key)
    files.write(folder / f"{outcome.lesson}.ipynb", text)
    return True


def _progress(run: Run, number: int, total: int, start: float, outcome: running.Outcome) -> None:
    """A line now and then: how many, and how long it will take."""
    step = max(total // 20, 1)
    if number % step == 0 or number == total:
        left = (time.monotonic() - start) / number * (total - number)
        run.said(f"  {number} of {total}, about {_minutes(left)} left; last: {outcome.student}, {outcome.lesson}")


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds > 90 else f"{seconds:.0f} s"
