"""One hand-in on its way from intake to judge to gradebook: its file is opened once and parsed once.

submission = Submission(path, "ada", "02-de-risking").open()
submission.notebook     # as plain JSON, of it what grading reads; or submission.why_not says why there is none
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sys
from pathlib import Path

from derisking import exercises
from derisking.classroom import files
from derisking.classroom.course import Course
from derisking.exercises import form_answers

MAX_FILE = 40_000_000  # bytes of a notebook; the exercises have under 100 000, with pictures in them a few millions
MAX_CELLS = 2_000  # the exercises have under 100; running, checking and showing them takes time that no sandbox limits
MAX_SOURCE = 5_000_000  # characters of all cells


@dataclasses.dataclass(eq=False)
class Submission:
    """One student's file for one exercise.

    path: where it lies now; size in bytes; digest: of its content; notebook: what is in it; why_not: a sentence if that is no notebook.
    """

    path: Path
    student: str = ""
    lesson: str = ""
    size: int = 0
    digest: str = ""
    notebook: dict | None = None
    why_not: str = ""

    def open(self, known: str = "") -> Submission:
        """Read the file, unless that was done; parse it, unless its digest is the one that is known."""
        if not self.digest:
            self.size = self.path.stat().st_size
            raw = self.path.read_bytes() if self.size <= MAX_FILE else b""
            self.digest = hashlib.sha256(raw).hexdigest()
            if self.size > MAX_FILE:
                self.why_not = f"The file has {self.size // 1_000_000} MB, too much for a notebook of this course."
            elif self.digest != known:
                try:
                    self.notebook = parse(raw)
                except ValueError as error:
                    self.why_not = str(error)
        return self


def handed_in(course: Course) -> list[Submission]:
    """Everything in submitted/ that is a notebook of an exercise; nothing of it is opened."""
    found = []
    for path in sorted((course.root / "submitted").glob("*/*/*.ipynb")):
        if path.stem == path.parent.name and path.stem in exercises.lessons():
            found.append(Submission(path, path.parent.parent.name, path.stem))
    return found


def parse(raw: bytes) -> dict:
    """The notebook in a file's content, in format 4 and of it only what grading reads. Raises ValueError with a sentence for a
    student's teacher if it is none."""
    try:
        plain = files.parsed(raw)
        if b"\\ud" in raw.lower():  # only so can half a character be written
            plain = json.loads(text(plain))
    except (UnicodeDecodeError, ValueError, RecursionError, MemoryError):
        raise ValueError("The file is not a notebook (it cannot be read as JSON): ask for it again.") from None
    cells = plain.get("cells") if isinstance(plain, dict) else None
    if isinstance(cells, list) and len(cells) > MAX_CELLS:  # before they are built
        raise ValueError(f"The notebook has {len(cells)} cells, too much for this course: ask for it again.")
    try:
        notebook = _sound(plain)
        if notebook["nbformat"] != 4:
            import nbformat

            notebook = _sound(nbformat.convert(nbformat.from_dict(notebook), 4))
    except Exception as error:  # old versions and odd structures fail in many ways
        raise ValueError(
            f"The file is not a notebook of version 4 ({type(error).__name__}): ask for it again."
        ) from None
    count, size = len(notebook["cells"]), sum(len(cell["source"]) for cell in notebook["cells"])
    if count > MAX_CELLS or size > MAX_SOURCE:
        raise ValueError(
            f"The notebook has {count} cells with {size} characters, too much for this course: ask for it again."
        )
    return notebook


def text(plain: object) -> str:
    """JSON without lone halves of a character (surrogates), which no process and no file takes."""
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
    whole = "".join(map(str, source)) if isinstance(source, list) else str(source)
    kind = cell.get("cell_type") if cell.get("cell_type") in ("code", "markdown", "raw") else "raw"
    # Of what is written about a cell, only its name counts; tags and the like steer the program that runs it.
    grader = cell["metadata"].get("nbgrader") if isinstance(cell.get("metadata"), dict) else None
    metadata = {"nbgrader": grader} if isinstance(grader, dict) else {}
    kept = {
        "cell_type": kind,
        "source": sys.intern(whole),  # a class hands in the same cells again and again
        "metadata": metadata,
    }
    if isinstance(cell.get("id"), str):
        kept["id"] = cell["id"]
    return kept | ({"outputs": form_answers.only(cell), "execution_count": None} if kind == "code" else {})
