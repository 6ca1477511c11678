"""Part B is sealed: students get what is asked of them, without key, explanation or reference, and learn their points later.

What is asked is drawn by a secret, once for a class (sheet 0) and once for each student code (the other sheets). A teacher's
checkout draws and judges, by `sealed.py` beside the tasks. What `release` gives to students holds the sheets as they were drawn
(`sheets.json`), and there a check says whether an answer is complete.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path

from derisking.exercises import codes
from derisking.questions.draw import EXAMPLE as EXAMPLE
from derisking.questions.draw import dice as dice
from derisking.questions.draw import secret as secret
from derisking.questions.draw import use as use

SHEETS = 200  # besides that of a class
FILE = "sheets.json"
SECRET = "draw.secret"  # in the grading folder


def kept(folder: Path = Path("grading")) -> str:
    """The secret that `release` keeps in a grading folder; that of the example draw where nothing was released from it."""
    file = folder / SECRET
    return file.read_text(encoding="utf-8").strip() if file.is_file() else EXAMPLE


def sheet(student: object) -> int:
    """The sheet of a student code; 0, the class's, without one. Codes that are numbered without gaps get different ones."""
    code = codes.clean(student)
    return 1 + codes.place(code, SHEETS) if code else 0


def code(number: int) -> str | None:
    """A student code that gets this sheet."""
    return str(number - 1) if number else None


def given(folder: Path, number: int) -> dict[str, dict] | None:
    """Task -> fields that were drawn for a sheet, as `release` gave them; None where nothing was released."""
    file = folder / FILE
    return _sheets(file, file.stat().st_mtime_ns)[number] if file.is_file() else None


@functools.lru_cache(maxsize=8)
def _sheets(file: Path, changed: int) -> list[dict[str, dict]]:
    return list(json.loads(file.read_text(encoding="utf-8")))
