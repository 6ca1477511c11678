"""One submission, from file to graded notebook: read where that is enough, else run with the student's code in a sandbox.

The steps are nbgrader's preprocessors, in order. Runs in a process of its own, without the gradebook: it reads what was released
from a copy that holds no student. The gradebook is written elsewhere (`book`), by the process that started it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import math
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import AssignLatePenalties, ClearOutput, SaveAutoGrades
from traitlets.config import Config

from derisking.classroom import files
from derisking.classroom.course import LOG, nbgrader_settings
from derisking.classroom.grade.sandbox import USUAL, Limits
from derisking.classroom.nbgrader.judge import Judge
from derisking.classroom.nbgrader.read import Read
from derisking.exercises import form_answers

MAX_FILE = 40_000_000  # bytes of a notebook; the exercises have under 100 000, with pictures in them a few millions
MAX_CELLS = 2_000  # the exercises have under 100; running, checking and showing them takes time that no sandbox limits
STARVED = 0.25  # share of its time that a notebook waits for a processor, from which on it is tried again alone
MAX_GRADED = 30_000_000  # characters of the graded notebook, outputs included
MAX_SOURCE = 5_000_000  # characters of all cells
UNREAD = "It waits for a computer where students' code can be shut in, since none of its answers could be read."
_WRITES_GRADEBOOK = (SaveAutoGrades, AssignLatePenalties)


@dataclasses.dataclass(frozen=True)
class Job:
    """One notebook to grade. db: sqlite file with the released exercise and no students, in the run's own temporary folder. config: the course's settings.

    may_run: whether code may be run here at all; if not, answers that cannot be read wait. shut_in: whether it is shut in.
    """

    student: str
    lesson: str
    notebook: Path
    db: Path
    config: Path
    limits: Limits = USUAL
    shut_in: bool = True
    may_run: bool = True
    variants: bool = False


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of it: the graded notebook as JSON text, or, if it could not be graded, why in a sentence.

    again: the reason lies not in the notebook, so a second try may help. starved: something did not finish in time while others
    kept the processors, so it deserves a try alone.
    """

    student: str
    lesson: str
    notebook: str = ""
    why_not: str = ""
    seconds: float = 0.0
    again: bool = False
    starved: bool = False


def run(job: Job) -> Outcome:
    """Grade one notebook. Never raises for anything a notebook holds; a sandbox that does not start is an error."""
    start = time.monotonic()
    try:
        notebook = read(job.notebook)
    except ValueError as error:
        return Outcome(job.student, job.lesson, why_not=str(error))
    graded, waited = _graded(job, notebook)
    kept = graded.metadata.get("derisking", {})
    if kept.get("waits") and len(kept["waits"]) == len(kept["results"]) - 1:  # the last result is that of part B
        return Outcome(job.student, job.lesson, why_not=UNREAD)
    text = _text(graded)
    if len(text) > MAX_GRADED:
        why = f"What came out of it has {len(text) // 1_000_000} MB, too much for a notebook of this course."
        return Outcome(job.student, job.lesson, why_not=why)
    seconds = time.monotonic() - start
    return Outcome(job.student, job.lesson, text, "", seconds, starved=waited > STARVED * seconds and _slow(graded))


def read(path: Path) -> nbformat.NotebookNode:
    """The notebook in a file. Raises ValueError with a sentence for a student's teacher if it is none."""
    if path.stat().st_size > MAX_FILE:
        raise ValueError(f"The file has {path.stat().st_size // 1_000_000} MB, too much for a notebook of this course.")
    raw = path.read_bytes()
    try:
        plain = files.parsed(raw)
        if b"\\ud" in raw.lower():  # only so can half a character be written
            plain = json.loads(_text(plain))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ValueError("The file is not a notebook (it cannot be read as JSON): ask for it again.") from None
    cells = plain.get("cells") if isinstance(plain, dict) else None
    if isinstance(cells, list) and len(cells) > MAX_CELLS:  # before they are built
        raise ValueError(f"The notebook has {len(cells)} cells, too much for this course: ask for it again.")
    try:
        notebook = nbformat.from_dict(_sound(plain))
        if notebook.nbformat != 4:
            notebook = nbformat.from_dict(_sound(nbformat.convert(notebook, 4)))
    except Exception as error:  # old versions and odd structures fail in many ways
        raise ValueError(
            f"The file is not a notebook of version 4 ({type(error).__name__}): ask for it again."
        ) from None
    size = sum(len(cell.source) for cell in notebook.cells)
    if len(notebook.cells) > MAX_CELLS or size > MAX_SOURCE:
        raise ValueError(
            f"The notebook has {len(notebook.cells)} cells with {size} characters, too much for this course: ask for it again."
        )
    return notebook


def _text(plain: object) -> str:
    """JSON without lone halves of a character (surrogates), which no kernel and no file takes."""
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace").decode()


def _sound(plain: object) -> dict:
    """The parts of a notebook that grading reads, each of the kind that it must be."""
    if not isinstance(plain, dict) or not isinstance(plain.get("cells", plain.get("worksheets")), list):
        raise TypeError("no cells")
    if "cells" not in plain:
        return plain
    cells = [_sound_cell(cell) for cell in plain["cells"] if isinstance(cell, dict)]
    return {"cells": cells, "metadata": {}, "nbformat": plain.get("nbformat", 4), "nbformat_minor": 5}


def _sound_cell(cell: dict) -> dict:
    source = cell.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    kind = cell.get("cell_type") if cell.get("cell_type") in ("code", "markdown", "raw") else "raw"
    # Of what is written about a cell, only its name counts; tags and the like steer the program that runs it.
    grader = cell["metadata"].get("nbgrader") if isinstance(cell.get("metadata"), dict) else None
    metadata = {"nbgrader": grader} if isinstance(grader, dict) else {}
    kept = {"cell_type": kind, "source": text, "metadata": metadata}
    if isinstance(cell.get("id"), str):
        kept["id"] = cell["id"]
    return kept | ({"outputs": form_answers.only(cell), "execution_count": None} if kind == "code" else {})


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
    with tempfile.TemporaryDirectory(
        prefix="", dir=job.db.parent
    ) as folder:  # goes with the run, should this process be ended
        resources["metadata"] = {"path": folder}
        for step in _runners(job):
            notebook, resources = step(notebook, resources)
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
    return any(
        sign in line for line in said for sign in ("did not finish", "was stopped", "was not finished", "uses up")
    )


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


def _runners(job: Job) -> list:
    config = _settings(job.config, job.variants)
    config.Run.limits, config.Run.shut_in = job.limits, job.shut_in
    return [kind(config=config, log=LOG) for kind in _classes(config)[1]]
