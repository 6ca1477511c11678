"""What passes through this room: what a path tells (Tag), a file whose place is sought (Item), and what becomes of it."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path

from derisking.classroom.collect.archives import Problem, Received
from derisking.classroom.collect.people import Student


@dataclasses.dataclass
class Tag:
    """What a path tells.

    certain: the platform wrote the name. what: a companion of the platform's own, in words, or "". typed: what a student
    handed in without a file, in words, or "". key: the platform's number; usernames: what can be meant, the likeliest
    first; rest: the path that the student chose; folder, moment: files of one hand-in share both; submitted: local
    time. apart: what tells two Moodle students of one name from each other; stem: Blackboard's title and username.
    """

    platform: str
    name: str = ""
    key: str = ""
    usernames: tuple[str, ...] = ()
    certain: bool = True
    rest: str = ""
    folder: str = ""
    moment: str = ""
    submitted: datetime | None = None
    time_from: str = ""
    late: bool = False
    lesson: str = ""
    what: str = ""
    typed: str = ""
    apart: str = ""
    stem: str = ""

    @property
    def username(self) -> str:
        return self.usernames[0] if self.usernames else ""

    @property
    def identity(self) -> tuple[str, ...]:
        """Files with the same identity are of one student; others are not taken to be."""
        if self.platform == "moodle":
            return (self.platform, self.name.casefold(), self.apart)
        who = self.key or self.username or self.name
        # nbgrader's folders are ids already; where "aa" and "Aa" can both be there, they are two students.
        return (self.platform, who if self.platform == "nbgrader" else who.casefold(), "key" if self.key else "")


@dataclasses.dataclass
class Item:
    """One received file while its place is sought. student: an id, or "" with the reason in `why`.

    kind: "notebook", "record" (of the quiz), "companion", "checkpoint", "other" (with `note`), "attached" or "file".
    """

    file: Received
    tag: Tag
    student: str = ""
    why: str = ""
    kind: str = "file"
    lesson: str = ""
    readable: bool = True
    note: str = ""
    record: Path | None = None


@dataclasses.dataclass(frozen=True)
class Submission:
    """One notebook of one student for one exercise.

    student: a Student's id. file: our copy, which may be no valid notebook (readable says so). origin: the path in
    what the teacher gave. submitted: local time or None; time_from: where that time is from, in words. late_mark:
    the platform itself called it late; draft: it says that this was not handed in for grading. attempt: 1 is the
    earliest. record: the quiz-record.json that belongs to it.
    """

    student: str
    lesson: str
    file: Path
    origin: str
    submitted: datetime | None
    time_from: str
    late_mark: bool = False
    draft: bool = False
    attempt: int = 1
    record: Path | None = None
    readable: bool = True
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Unplaced:
    """A file that is graded for nobody. why: a sentence; file: our copy; student: an id where at least that is clear."""

    origin: str
    why: str
    file: Path
    student: str = ""


@dataclasses.dataclass(frozen=True)
class Companion:
    """A file that needs no grading. what: what it is, in words."""

    origin: str
    what: str
    file: Path


@dataclasses.dataclass(frozen=True)
class Intake:
    """All that was received.

    students: the class list's, or without one those whom names show; missing: on the list, but no notebook; received:
    how many files came. problems: sentences with an origin, among them files that could not even be copied. platform:
    a name of `platforms.ALL`. lesson: the one exercise that a platform's download is for, "" if there are several.
    """

    submissions: tuple[Submission, ...]
    unplaced: tuple[Unplaced, ...]
    companions: tuple[Companion, ...]
    problems: tuple[Problem, ...]
    students: tuple[Student, ...]
    missing: tuple[Student, ...]
    platform: str
    received: int
    lesson: str = ""


@dataclasses.dataclass(frozen=True)
class Choice:
    """chosen: one submission per student and exercise; others: the rest, each with the reason."""

    chosen: tuple[Submission, ...]
    others: tuple[tuple[Submission, str], ...]
