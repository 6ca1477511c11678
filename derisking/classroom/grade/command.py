"""`derisking grade`: from what a learning platform gives to marks, feedback and files of grades.

    1. take in      whose is each file, which exercise is it; copies into submitted/, the rest into not-placed/   (collect)
    2. grade        what is new or changed, several at once, shut in; one process writes the gradebook            (here)
    3. give back    penalties, a page per student, files of grades, what changed, what to look at                 (give_back)

Each step does only what is missing, so a run that was stopped goes on, and a second run changes nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import psutil

from derisking.classroom import files, lateness, rules
from derisking.classroom import gradebook as book
from derisking.classroom.collect.place import take_in
from derisking.classroom.course import Course, checkout, many, typed
from derisking.classroom.errors import ClassroomError
from derisking.classroom.give_back.command import hand_back
from derisking.classroom.grade import keys, one_notebook, pool, released, sandbox
from derisking.classroom.grade.one_notebook import Job, Outcome
from derisking.classroom.run import STAMP, Options, Run, alone, handed_in

MOST_JOBS = 16
LOOKED_AT = 1_000_000  # bytes of a notebook that this process reads itself


def grade(options: Options, said: Callable[[str], None] = print) -> int:
    """Grade a class; returns how many submissions were graded in this run.

    Raises ClassroomError for whatever a teacher can mend: no sandbox, nothing to grade, a damaged class list or gradebook.
    """
    if not options.unsandboxed and (reason := sandbox.why_not()):
        raise ClassroomError(
            f"{reason} Nothing was run. If you grade on a computer without private files, add --unsandboxed: "
            "students' code then runs with your rights."
        )
    course = Course(options.into.resolve())
    course.root.mkdir(parents=True, exist_ok=True)
    with alone(course):
        run = Run(course, options, said, rules.read(course.settings))
        if options.variants is not None:
            run.rules.variants = options.variants
        take_in(run)
        rules.write(course.settings, run.rules)
        done = _grade(run)
        hand_back(run)
    if run.loud:
        raise ClassroomError(" ".join(run.loud))
    return done


def _grade(run: Run) -> int:
    submitted = handed_in(run)
    if not submitted:
        _nothing(run)
    deciding = {lesson: _keys(run, lesson) for lesson in sorted({lesson for _, lesson, _ in submitted})}
    todo = {(s, lesson): path for s, lesson, path in submitted if _needs(run, s, lesson, path, deciding[lesson])}
    for key, path in list(todo.items()):
        if path.stat().st_size > LOOKED_AT:
            continue  # its own process looks at it
        try:
            one_notebook.read(path)
        except ValueError as error:
            run.note(*key, f"Not graded: {error}")
            del todo[key]
    if not todo:
        run.said("Nothing new to grade.")
        return 0
    book.save_once(run)
    released.prepare(run.course, sorted({lesson for _, lesson in todo}), run.said)
    return _run_all(run, todo, deciding)


def _nothing(run: Run) -> None:
    if run.options.source is None:
        raise ClassroomError(
            f"There is nothing to grade in {run.course.root} yet: name the zip or folder that your platform gives, such "
            f"as {typed('grade')} submissions.zip"
        )
    raise ClassroomError(
        f"There is nothing to grade in {run.options.source}: no notebook of an exercise was found. "
        f"See {run.course.intake} for what became of each file."
    )


def _keys(run: Run, lesson: str) -> str:
    """The fingerprint of all that decides a mark of this exercise besides the notebook."""
    config = run.course.root / "nbgrader_config.py"
    config = config if config.is_file() else checkout() / "nbgrader_config.py"
    return keys.fingerprint(lesson, checkout() / "solutions", config, run.rules.variants)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _needs(run: Run, student: str, lesson: str, path: Path, deciding: str) -> bool:
    """Whether a submission is new, changed, or graded by other keys."""
    kept = (_earlier(run, student, lesson) or {}).get("metadata", {}).get("derisking", {})
    return not isinstance(kept, dict) or (kept.get("notebook"), kept.get("keys")) != (_digest(path), deciding)


def _earlier(run: Run, student: str, lesson: str) -> dict | None:
    """The graded notebook of an earlier run, as plain JSON."""
    try:
        kept = json.loads((run.course.autograded(student, lesson) / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) else None


def _run_all(run: Run, todo: dict, deciding: dict[str, str]) -> int:
    """Grade, several at once; write each result as soon as it is there."""
    options, start, done = run.options, time.monotonic(), 0
    limits = options.limits or sandbox.USUAL
    processes = options.jobs or _at_once(limits)
    with tempfile.TemporaryDirectory(prefix="derisking-grade-") as folder:
        db = released.copy_for_grading(run.course, Path(folder))
        config = run.course.root / "nbgrader_config.py"
        common = (db, config, limits, not options.unsandboxed, run.rules.variants)
        jobs = [Job(student, lesson, path, *common) for (student, lesson), path in sorted(todo.items())]
        walls = ", NOT shut in: their code has your rights" if options.unsandboxed else ", shut in"
        run.said(f"Grading {many(len(jobs), 'notebook')}, {min(processes, len(jobs))} at once{walls}.")
        with book.opened(run.course) as gradebook, contextlib.closing(pool.outcomes(jobs, processes)) as results:
            for number, outcome in enumerate(results, start=1):
                done += _keep(run, gradebook, outcome, todo, deciding)
                _progress(run, number, len(jobs), start, outcome)
    run.said(f"Graded {done} of {len(jobs)} in {time.monotonic() - start:.0f} s.")
    return done


def _at_once(limits: sandbox.Limits) -> int:
    """How many notebooks at once: one more than processors, but only as many as may use up their memory together."""
    fits = psutil.virtual_memory().total // (limits.memory * sandbox.MEGABYTE)
    return max(min((os.cpu_count() or 1) + 1, fits, MOST_JOBS), 1)


def _keep(run: Run, gradebook, outcome: Outcome, todo: dict, deciding: dict[str, str]) -> bool:
    """Write one result into the gradebook, then to disk; in this order, so that a run stopped between repeats it."""
    key = (outcome.student, outcome.lesson)
    if outcome.why_not:
        run.note(*key, f"Not graded: {outcome.why_not}")
        return False
    try:
        notebook = nbformat.reads(outcome.notebook, as_version=4)
        kept = notebook.metadata.derisking
        kept["notebook"], kept["keys"] = _digest(todo[key]), deciding[outcome.lesson]
        text = nbformat.writes(notebook).encode("utf-8")
    except Exception as error:  # what a student's code put out must not stop the class
        run.note(*key, f"Not graded: what came out of the notebook cannot be kept ({type(error).__name__}).")
        return False
    when = lateness.read_stamp(run.course.submitted(*key) / STAMP)
    before = _earlier(run, *key)
    same = before is not None and _memo(before) == _memo(notebook)
    book.save(gradebook, run.people[outcome.student], outcome.lesson, notebook, when, same)
    files.write(run.course.autograded(*key) / f"{outcome.lesson}.ipynb", text)
    return True


def _memo(notebook: dict) -> str:
    """The text of the memo in a graded notebook, however its lines are kept; "" without one."""
    cell = next((cell for cell in notebook.get("cells", []) if cell.get("id") == book.MEMO), {})
    source = cell.get("source", "")
    return ("".join(source) if isinstance(source, list) else str(source)).strip()


def _progress(run: Run, number: int, total: int, start: float, outcome: Outcome) -> None:
    """A line now and then: how many, and how long it will take."""
    step = max(total // 20, 1)
    if number % step == 0 or number == total:
        left = (time.monotonic() - start) / number * (total - number)
        minutes = f"{left / 60:.0f} min" if left > 90 else f"{left:.0f} s"
        who = f"{run.name_of(outcome.student)} ({outcome.student})"
        run.said(f"  {number} of {total}, about {minutes} left; last: {who}, {outcome.lesson}")
