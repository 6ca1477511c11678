"""One submission, from file to graded notebook: read where that is enough, else run with the student's code in a sandbox.

The steps are nbgrader's preprocessors, in order. Runs in a process of its own, without the gradebook: it reads what was released
from a copy that holds no student. The gradebook is written elsewhere (`book`), by the process that started it.
"""

import contextlib
import dataclasses
import functools
import math
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import AssignLatePenalties, ClearOutput, SaveAutoGrades
from traitlets.config import Config

from derisking.classroom.course import LOG, nbgrader_settings
from derisking.classroom.grade.sandbox import USUAL, Limits
from derisking.classroom.nbgrader.judge import Judge
from derisking.classroom.nbgrader.read import Read
from derisking.classroom.submission import Submission

STARVED = 0.25  # share of its time that a notebook waits for a processor, from which on it is tried again alone
TOO_SLOW = ("did not finish", "was stopped", "was not finished", "uses up")  # said of what ran out of time
UNREAD = "It waits for a computer where students' code can be shut in, since none of its answers could be read."
_WRITES_GRADEBOOK = (SaveAutoGrades, AssignLatePenalties)


@dataclasses.dataclass(frozen=True)
class Job:
    """One submission to grade. db: sqlite file with the released exercise and no students, in the run's own temporary folder. config: the course's settings.

    may_run: whether code may be run here at all; if not, answers that cannot be read wait. shut_in: whether it is shut in.
    """

    submission: Submission
    db: Path
    config: Path
    limits: Limits = USUAL
    shut_in: bool = True
    may_run: bool = True
    variants: bool = False

    @property
    def student(self) -> str:
        return self.submission.student

    @property
    def lesson(self) -> str:
        return self.submission.lesson


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of it: the graded notebook as plain JSON, or, if it could not be graded, why in a sentence.

    again: the reason lies not in the notebook, so a second try may help. starved: something did not finish in time while others
    kept the processors, so it deserves a try alone.
    """

    student: str
    lesson: str
    notebook: dict | None = None
    why_not: str = ""
    again: bool = False
    starved: bool = False


def run(job: Job) -> Outcome:
    """Grade one notebook. Never raises for anything a notebook holds; a sandbox that does not start is an error."""
    start, submission = time.monotonic(), job.submission.open()
    if submission.why_not:
        return Outcome(job.student, job.lesson, why_not=submission.why_not)
    graded, waited = _graded(job, nbformat.from_dict(submission.notebook))
    kept = graded.metadata.get("derisking", {})
    if kept.get("waits") and len(kept["waits"]) == len(kept["results"]) - 1:  # the last result is that of part B
        return Outcome(job.student, job.lesson, why_not=UNREAD)
    seconds = time.monotonic() - start
    return Outcome(job.student, job.lesson, graded, starved=waited > STARVED * seconds and _slow(graded))


def _graded(job: Job, notebook: nbformat.NotebookNode) -> tuple[nbformat.NotebookNode, float]:
    """The graded notebook, and the seconds that it waited for a processor."""
    names = {"student": job.student, "assignment": job.lesson, "notebook": job.lesson, "db_url": f"sqlite:///{job.db}"}
    resources: dict[str, Any] = {"nbgrader": names, "unique_key": job.lesson}
    reading, judging = _readers(job.config, job.variants)
    with bounded(job.limits.reading):
        for step in reading:
            notebook, resources = step(notebook, resources)
    if not job.may_run or not resources["reading"].open:
        return judging(notebook, resources)[0], 0.0
    config = _settings(job.config, job.variants)
    config.Run.limits, config.Run.shut_in = job.limits, job.shut_in
    # The folder's parent goes with the whole run, should this process be ended.
    with tempfile.TemporaryDirectory(prefix="", dir=job.db.parent) as folder:
        resources["metadata"] = {"path": folder}
        for kind in _classes(config)[1]:
            notebook, resources = kind(config=config, log=LOG)(notebook, resources)
    return notebook, resources["derisking"]["waited"]


@contextlib.contextmanager
def bounded(seconds: int) -> Iterator[None]:
    """End this process if a block takes more than some seconds of a processor, where the system can (Unix).

    Only the system can stop what Python works out in one step, such as a power; whoever started this process sees why it ended.
    """
    try:
        import resource
    except ModuleNotFoundError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    end = math.ceil(time.process_time()) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (end if hard == resource.RLIM_INFINITY else min(end, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _slow(graded: nbformat.NotebookNode) -> bool:
    """Whether a cell or a function was stopped for its time."""
    kept = graded.metadata.get("derisking", {})
    said = [*kept.get("notes", []), *(result["explanation"] for result in kept.get("results", []))]
    return any(sign in line for line in said for sign in TOO_SLOW)


def _classes(config: Config) -> tuple[list, list]:
    """The steps before answers are looked for, and those of a run, as the settings name them."""
    classes = [*config.Autograde.sanitize_preprocessors, *config.Autograde.autograde_preprocessors]
    kinds = [kind for kind in classes if kind not in _WRITES_GRADEBOOK]
    first = kinds.index(ClearOutput)
    return kinds[:first], kinds[first:]


def _settings(path: Path, variants: bool) -> Config:
    config = nbgrader_settings(path)
    if variants:
        config.Variants.on = True
    return config


@functools.lru_cache(maxsize=8)
def _readers(path: Path, variants: bool) -> tuple[list, Judge]:
    """The steps that read a notebook, and the one that judges what was read."""
    config = _settings(path, variants)
    kinds = [*_classes(config)[0], Read]
    return [kind(config=config, log=LOG) for kind in kinds], Judge(config=config, log=LOG)
