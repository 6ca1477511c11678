"""Places and words that all commands share: the grading folder (an nbgrader course), the module's own, how a command is typed."""

import functools
import json
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from derisking import places

if TYPE_CHECKING:
    from traitlets.config import Config

# What nbgrader and nbclient log is in the notebook's notes already, so it is not printed as well.
LOG = logging.getLogger("derisking.classroom")
LOG.addHandler(logging.NullHandler())
LOG.propagate = False


class Course:
    """Paths below the grading folder. Nothing is read or made here."""

    def __init__(self, root: Path):
        self.root = root
        self.gradebook = root / "gradebook.db"
        self.backups = root / "backups"
        self.rules = root / "rules.yaml"  # deadlines, lateness, labels, groups, the scheme; read and edited by people
        self.students = root / "students.csv"  # the class list as it was understood
        self.newest_list = root / "class-list.csv"  # given last, for exercises without one of their own
        self.intake = root / "intake.csv"  # what became of each file that was handed in
        self.unplaced = root / "not-placed"  # copies of files that belong to nobody, as far as could be told
        self.marks = root / "marks.csv"  # every mark as the last run left it, and what it is made of
        self.changes = root / "changes.csv"  # every change of a mark since the beginning: when, who, from, to, why
        self.memo_changes = root / "memo-changes.csv"  # the same for points and rows of memos at the desk, and who read
        self.to_look_at = root / "to-look-at.csv"  # what a teacher should look at
        self.grades = root / "grades"  # files for learning platforms
        self.live = root / "live-counts.csv"  # how votes in the room fell, where a teacher kept that
        self.talks = root / "live-talks.json"  # a negotiation in the room, where a teacher saved it
        self.stories = root / "stories"  # stories of one's own, dealt to classmates, and what they judged
        self.report = root / "report"

    def class_list(self, lesson: str) -> Path:
        """The class list that one exercise was graded with, as it was given."""
        return self.root / "class-lists" / f"{lesson}.csv"

    def submitted(self, student: str, lesson: str) -> Path:
        """The folder of what one student handed in for one exercise: notebook, timestamp.txt, quiz-record.json."""
        return self.root / "submitted" / student / lesson

    def origins(self, lesson: str, name: str) -> dict[str, str]:
        """Student -> what a platform called the work for an exercise, kept in files of this name; {} if there is no name."""
        kept = sorted((self.root / "submitted").glob(f"*/{lesson}/{name}")) if name else []
        return {path.parent.parent.name: path.read_text(encoding="utf-8", errors="replace") for path in kept}

    def autograded(self, student: str, lesson: str) -> Path:
        """The folder of the graded notebook; its metadata holds the results under "derisking"."""
        return self.root / "autograded" / student / lesson

    def graded(self, student: str, lesson: str) -> dict | None:
        """The graded notebook as plain JSON; None if there is none that can be read."""
        try:
            book = json.loads((self.autograded(student, lesson) / f"{lesson}.ipynb").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return book if isinstance(book, dict) else None

    def feedback(self, student: str, lesson: str) -> Path:
        """The folder of the page that the student gets back."""
        return self.root / "feedback" / student / lesson


def checkout() -> Path:
    """The module's folder, with solutions and exercises. Raises PlaceError where the package is installed alone."""
    return places.checkout("solutions", "exercises")


def nbgrader_settings(config: Path) -> "Config":
    """The settings of a course: nbgrader_config.py, a file of the teacher's."""
    from traitlets.config import Config

    return Config(_loaded(str(config)))


@functools.cache
def _loaded(config: str) -> "Config":
    from traitlets.config.loader import PyFileConfigLoader

    return PyFileConfigLoader(Path(config).name, path=str(Path(config).parent)).load_config()


USUAL = Path("grading")  # the grading folder, if no other is named


def typed(command: str, folder: Path = USUAL) -> str:
    """A command as a teacher types it here, for a folder: run.py says how it was started, else it is the plain one."""
    name = f'"{folder}"' if " " in str(folder) else folder
    where = "" if folder == USUAL else f" {'--into' if command == 'grade' else '--from'} {name}"
    return f"{os.environ.get('DERISKING_COMMAND', 'derisking')} {command}{where}"


SHOWN = 12  # lines of a list that are printed; files hold all


def listed(lines: list[str], say: Callable[[str], None]) -> None:
    """Print the first of many lines."""
    for line in lines[:SHOWN]:
        say(f"    {line}")
    if len(lines) > SHOWN:
        say(f"    and {len(lines) - SHOWN} more")


def many(count: int, thing: str) -> str:
    """A number of things in words: "1 memo", "3 memos"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
