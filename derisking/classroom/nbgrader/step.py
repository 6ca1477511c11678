"""What the steps share: the exercise that is graded, its secret, names of cells and outputs, lines for the teacher."""

import functools
import hashlib
import secrets
from pathlib import Path

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from derisking import exercises
from derisking.exercises import sealed
from derisking.exercises.task import Definition

RESULT_MIME = "application/vnd.derisking.result+json"
CHECK = "check-"  # how the names of cells begin that ask for an answer and show its points


class Variants(NbGraderPreprocessor):
    """Base of the steps that need the exercise. `c.Variants.on = True` gives each student a variant.

    The code is the student id that nbgrader knows, so that nobody gains by typing another's code.
    """

    on = Bool(False, help="Judge each student's own variant; the code is the student id.").tag(config=True)

    def definition(self, resources: dict) -> Definition | None:
        """The exercise being graded; None for an assignment that is not one of ours."""
        lesson, student = resources["nbgrader"]["assignment"], resources["nbgrader"].get("student")
        book = resources["nbgrader"].get("db_url", "")  # none where only one notebook is looked at
        drawn_by = sealed.kept(Path(book.removeprefix("sqlite:///")).parent)
        return _definition(lesson, student if self.on else None, drawn_by)


@functools.lru_cache(maxsize=16)
def _definition(lesson: str, student: str | None, drawn_by: str) -> Definition | None:
    return exercises.definition(lesson, student, drawn_by) if lesson in exercises.lessons() else None


def note(preprocessor: NbGraderPreprocessor, nb, text: str) -> None:
    """A line for the teacher: in the log, and in the notebook's metadata for a report."""
    preprocessor.log.warning("%s", text)
    notes = nb.metadata.setdefault("derisking", {}).setdefault("notes", [])
    if text not in notes:
        notes.append(text)


def is_code(cell) -> bool:
    return cell.cell_type == "code"


def name_of(cell) -> str:
    """The name under which a cell was released; "" for one of the student's own. Only `Restore` gives such names."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def judged(cell) -> bool:
    """Whether the checks, and nobody else, give this cell's points: a released check, not a memo that a person marks."""
    grader = cell.metadata.get("nbgrader", {})
    return bool(grader.get("grade")) and not grader.get("solution") and is_code(cell)


def asks(cell) -> bool:
    """Whether a cell asks for an answer, graded or not."""
    return judged(cell) or (is_code(cell) and name_of(cell).startswith(CHECK))


def some(names: list[str]) -> str:
    """The first few of a list, and how many more."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def secret_seed(db_url: str) -> int:
    """A secret number per gradebook, so that graded inputs cannot be known and a second run asks the same."""
    path = db_url.removeprefix("sqlite:///")
    if path == db_url or not path:
        return int.from_bytes(hashlib.sha256(db_url.encode("utf-8")).digest()[:6], "big")
    file = Path(path).with_name(Path(path).name + ".seed")
    if not file.is_file():
        file.write_text(secrets.token_hex(16), encoding="utf-8")
    return _seed(file, file.stat().st_mtime_ns)


@functools.lru_cache(maxsize=32)
def _seed(file: Path, changed: int) -> int:
    """changed: when the file was, so that another one at the same place is read anew."""
    return int.from_bytes(hashlib.sha256(file.read_bytes()).digest()[:6], "big")
