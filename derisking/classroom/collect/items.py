"""What passes through this room: what a path tells (Tag), a file and what becomes of it (Item), and all of them (Intake)."""

import dataclasses
from datetime import datetime
from pathlib import Path

from derisking.classroom.collect.archives import Problem, Received
from derisking.classroom.collect.people import Student
from derisking.classroom.submission import Submission


@dataclasses.dataclass
class Tag:
    """What a path tells, and what its platform adds.

    what: a companion of the platform's own, in words, or "". typed: what a student handed in without a file, in words, or "".
    key: the platform's number; usernames: what can be meant, the likeliest first; rest: the path that the student chose;
    moment: files of one hand-in share it. submitted: local time or None; listed: that time, late and draft are the class list's,
    and `uploaded` is the download's own time or None; late, draft: the platform calls it late, or not handed in for grading. apart: where names alone decide, what tells two students of one name from each other; exact: whether
    capitals count in a name; stem: the beginning of names that belong together.
    """

    platform: str
    name: str = ""
    key: str = ""
    usernames: tuple[str, ...] = ()
    rest: str = ""
    moment: str = ""
    submitted: datetime | None = None
    listed: bool = False
    uploaded: datetime | None = None
    late: bool = False
    draft: bool = False
    what: str = ""
    typed: str = ""
    apart: str | None = None
    exact: bool = False
    stem: str = ""

    @property
    def username(self) -> str:
        return self.usernames[0] if self.usernames else ""

    @property
    def identity(self) -> tuple[str, ...]:
        """Files with the same identity are of one student; others are not taken to be."""
        if self.apart is not None:
            return (self.platform, self.name.casefold(), self.apart)
        who = self.key or self.username or self.name
        return (self.platform, who if self.exact else who.casefold(), "key" if self.key else "")


@dataclasses.dataclass
class Item:
    """One received file, and what becomes of it. submission: its content, opened where somebody looks into it.

    kind: "notebook", "record" (of the quiz), "companion", "checkpoint", "other" (with `note`), "attached" or "file". student: an
    id, lesson: an exercise, or "". readable: whether it is a notebook at all. attempt: 1 is the earliest of a student's for an
    exercise; record: the quiz-record.json that belongs to it. why: why it is no hand-in, in words.
    """

    file: Received
    tag: Tag
    student: str = ""
    why: str = ""
    kind: str = "file"
    lesson: str = ""
    readable: bool = True
    note: str = ""
    attempt: int = 0
    record: Path | None = None
    submission: Submission = None

    def __post_init__(self):
        self.submission = self.submission or Submission(self.file.path)

    @property
    def origin(self) -> str:
        """The path in what the teacher gave."""
        return self.file.origin

    @property
    def folder(self) -> str:
        return self.origin.rpartition("/")[0]


@dataclasses.dataclass(frozen=True)
class Intake:
    """All that was received: each file is in one of the first three lists, or the record of one in the first.

    submissions: notebooks of one student for one exercise; unplaced: graded for nobody; companions: need no grading. problems:
    sentences with an origin, among them files that could not even be copied. students: the class list's, or without one those
    whom names show; missing: on the list, but no notebook; received: how many files came. platform: a name of `platforms.ALL`.
    lesson: the one exercise that a platform's download is for, "" if there are several.
    """

    submissions: list[Item]
    unplaced: list[Item]
    companions: list[Item]
    problems: list[Problem]
    students: list[Student]
    missing: list[Student]
    platform: str
    received: int
    lesson: str
