"""Places and words that all commands share: the grading folder (an nbgrader course), the module's own, how a command is typed."""

from __future__ import annotations

import dataclasses
import functools
import logging
import os
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from derisking import places
from derisking.classroom.errors import ClassroomError

# What nbgrader and nbclient log is in the notebook's notes already, so it is not printed as well.
LOG = logging.getLogger("derisking.classroom")
LOG.addHandler(logging.NullHandler())
LOG.propagate = False


@dataclasses.dataclass(frozen=True)
class Course:
    """Paths below the grading folder. Nothing is read or made here."""

    root: Path

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook.db"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def students(self) -> Path:
        """The class list as it was understood, a CSV."""
        return self.root / "students.csv"

    def class_list(self, lesson: str) -> Path:
        """The class list that one exercise was graded with, as it was given."""
        return self.root / "class-lists" / f"{lesson}.csv"

    @property
    def newest_list(self) -> Path:
        """The class list that was given last, for exercises without one of their own."""
        return self.root / "class-list.csv"

    @property
    def settings(self) -> Path:
        """The rules of each exercise, JSON."""
        return self.root / "settings.json"

    @property
    def marks(self) -> Path:
        """Every mark as the last run left it, a CSV; what it is made of is beside it."""
        return self.root / "marks.csv"

    @property
    def changes(self) -> Path:
        """Every change of a mark since the beginning: when, who, from, to, why; a CSV."""
        return self.root / "changes.csv"

    @property
    def memo_changes(self) -> Path:
        """Every change of a memo's points or rows at the desk: when, who read it, whose, from, to, why; a CSV."""
        return self.root / "memo-changes.csv"

    @property
    def to_look_at(self) -> Path:
        """What a teacher should look at, a CSV."""
        return self.root / "to-look-at.csv"

    @property
    def intake(self) -> Path:
        """What became of each file that was handed in, a CSV."""
        return self.root / "intake.csv"

    @property
    def unplaced(self) -> Path:
        """Copies of files that belong to nobody, as far as could be told."""
        return self.root / "not-placed"

    @property
    def grades(self) -> Path:
        """The files of grades for learning platforms."""
        return self.root / "grades"

    @property
    def report(self) -> Path:
        """The report on the class and its tables."""
        return self.root / "report"

    def submitted(self, student: str, lesson: str) -> Path:
        """The folder of what one student handed in for one exercise: notebook, timestamp.txt, quiz-record.json."""
        return self.root / "submitted" / student / lesson

    def autograded(self, student: str, lesson: str) -> Path:
        """The folder of the graded notebook; its metadata holds the results under "derisking"."""
        return self.root / "autograded" / student / lesson

    def feedback(self, student: str, lesson: str) -> Path:
        """The folder of the page that the student gets back."""
        return self.root / "feedback" / student / lesson


def checkout() -> Path:
    """The module's folder, with solutions and exercises. Raises ClassroomError where the package is installed alone."""
    try:
        return places.checkout("solutions", "exercises")
    except places.PlaceError as error:
        raise ClassroomError(str(error)) from error


def nbgrader_settings(config: Path) -> Config:
    """The settings of a course: nbgrader_config.py, a file of the teacher's."""
    return Config(_loaded(str(config)))


@functools.cache
def _loaded(config: str) -> Config:
    return PyFileConfigLoader(Path(config).name, path=str(Path(config).parent)).load_config()


def typed(command: str) -> str:
    """A command as a teacher types it here: run.py says how it was started, else it is the plain one."""
    return f"{os.environ.get('DERISKING_COMMAND', 'derisking')} {command}"


def many(count: int, thing: str) -> str:
    """A number of things in words: "1 memo", "3 memos"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
