"""One run of `derisking grade`: what was asked, what is known, what there is to tell; and only one run at a time."""

import contextlib
import dataclasses
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from derisking.classroom.collect.groups import Shared
from derisking.classroom.collect.people import Roster, Student
from derisking.classroom.course import Course
from derisking.classroom.options import Terms
from derisking.classroom.submission import Submission
from derisking.errors import UserError


@dataclasses.dataclass
class Run(Terms):
    """One run: what it goes by, what is known, and what there is to tell.

    people: by id; lists: class lists by exercise.
    submissions: all that was handed in, now or earlier, and counts; shared: by exercise, whose work counts for whom. notes: what the teacher should look at, by student and exercise; loud:
    sentences that decide the exit code.
    """

    people: dict[str, Student] = dataclasses.field(default_factory=dict)
    lists: dict[str, Roster] = dataclasses.field(default_factory=dict)
    submissions: list[Submission] = dataclasses.field(default_factory=list)
    shared: dict[str, Shared] = dataclasses.field(default_factory=dict)
    notes: dict[tuple[str, str], list[str]] = dataclasses.field(default_factory=dict)
    loud: list[str] = dataclasses.field(default_factory=list)
    saved: bool = False

    def note(self, student: str, lesson: str, text: str) -> None:
        """Something for the teacher to look at."""
        lines = self.notes.setdefault((student, lesson), [])
        if text not in lines:
            lines.append(text)

    def whose(self, student: str, lesson: str) -> str:
        """Who handed in the work that counts for a student: the student, or another one of the group."""
        return self.shared[lesson].whose.get(student, student) if lesson in self.shared else student

    def name_of(self, student: str) -> str:
        person = self.people.get(student)
        return person.name or person.shown if person else student


@contextlib.contextmanager
def alone(course: Course) -> Iterator[None]:
    """Make the grading folder, for its owner alone, and keep a second run out of it; the system lets go when this one ends."""
    try:
        course.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (course.root / ".one-run").open("a", encoding="utf-8")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise UserError(
            f"{course.root} cannot be written ({error.strerror}): make it writable, or name another folder with --into."
        ) from error
    with lock:
        try:
            _hold(lock.fileno())
        except OSError as error:
            raise UserError(f"Another run is grading in {course.root}: wait for it, then repeat.") from error
        yield


if sys.platform == "win32":
    import msvcrt

    def _hold(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def seen_by_others(folder: Path) -> str:
    """A sentence where other users of this computer can look into a folder, else ""; Windows keeps a user's folders closed."""
    if os.name == "nt" or not folder.stat().st_mode & 0o077:
        return ""
    return f'Other users of this computer can look into {folder}, marks and names included: `chmod 700 "{folder}"` ends that.'
