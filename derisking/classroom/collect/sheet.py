"""What a platform's file of grades is made from: marks, the class list as it came, and the small rules that all share."""

import csv
import dataclasses
import html
import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from derisking.classroom import files
from derisking.classroom.collect.people import Roster, Student, squash
from derisking.errors import UserError
from derisking.questions import verdict

KEPT = (
    "{platform} holds {held}, this program gives {new}. No run here gave {held}, so the file leaves it as it is; to send {new}, "
    "empty that cell in the class list and give the list again."
)


@dataclasses.dataclass(frozen=True)
class Mark:
    """A student's mark for one exercise.

    student: the id; points: None while there is no mark; name: where no list has it. checks, memo, off (for lateness):
    what the points are made of, where it is known. before: all that earlier runs gave; None if that is not known.
    """

    student: str
    points: float | None
    maximum: float
    comment: str = ""
    late: bool = False
    name: str = ""
    checks: float | None = None
    memo: float | None = None
    off: float = 0.0
    before: frozenset[float] | None = None


@dataclasses.dataclass
class Sheet:
    """One exercise's marks for one platform.

    title: the exercise's name for a new column; column: the heading that the teacher named; marks: by id in lower case.
    Making a file adds to the others. notes: sentences for the teacher; left: (student, why the platform's own entry stays);
    news: whether the file tells the platform anything that the class list does not have yet; held: what the list has for those who
    have points, and what we have.
    """

    lesson: str
    title: str
    marks: dict[str, Mark]
    roster: Roster
    column: str | None = None
    notes: list[str] = dataclasses.field(default_factory=list)
    left: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    news: bool = False
    held: list[tuple[float | None, float]] = dataclasses.field(default_factory=list)

    @property
    def maximum(self) -> float:
        return max((mark.maximum for mark in self.marks.values()), default=0)

    def mark(self, student: Student) -> Mark | None:
        """The mark of a student of the list, None where there are no points yet."""
        mark = self.marks.get(student.id.casefold())
        return mark if mark is not None and mark.points is not None else None

    def marked(self) -> list[tuple[Student, Mark]]:
        """The students of the list who have points, with their marks."""
        return [(student, mark) for student in self.roster.students if (mark := self.mark(student)) is not None]

    def scaled(self, mark: Mark, largest: float) -> str:
        """The points as a platform writes them that counts another maximum."""
        return number((mark.points or 0) * largest / mark.maximum)

    def entry(self, student: Student, mark: Mark, largest: float, held: str) -> str:
        """The points for a platform that holds some already; a mark that somebody else gave there stays, and that is said.

        held: what the class list has in the column, which is ours if an earlier run gave it.
        """
        there, new = decimal(held), self.scaled(mark, largest)
        ours = [(points or 0) * largest / mark.maximum for points in (mark.points, *(mark.before or ()))]
        self.held.append((there, ours[0]))
        same = [there is not None and abs(there - points) < 0.01 for points in ours]
        if there is not None and mark.before is not None and not any(same):
            platform = self.roster.platform.partition(" ")[0].title()
            self.left.append((student.id, KEPT.format(platform=platform, held=held.strip(), new=new)))
        elif not same[0]:
            self.news = True
            return new
        return held

    def comment(self, mark: Mark, largest: float) -> str:
        """The comment as HTML; where points are converted it says so. No formula on the way to the platform."""
        words = mark.comment.strip()
        if words and largest != mark.maximum and mark.points is not None:
            own = f"{number(mark.points)} of {number(mark.maximum)}"
            words = f"{own}, here {self.scaled(mark, largest)} of {number(largest)}: {words}"
        plain = html.escape(words, quote=False).replace("\r\n", "\n").replace("\n", "<br>")
        return str(files.harmless(plain))

    def place(self, choices: dict[int, str]) -> int | None:
        """The index of the exercise's column: the one that was named, or the only one that says title, lesson or number."""
        if self.column is not None:
            named = squash(self.column)
            fits = [i for i, text in choices.items() if named in (squash(text), squash(self.roster.headings[i]))]
            if len(fits) != 1:
                raise UserError(
                    f"The class list has no column {self.column}; it has {', '.join(choices.values()) or 'none'}."
                )
            return fits[0]
        for test in self._tests():
            fits = [index for index, text in choices.items() if test(text)]
            if len(fits) == 1:
                return fits[0]
        return None

    def _tests(self) -> Iterable:
        """Ways in which a column can be meant, the surest first."""
        digits = self.lesson.partition("-")[0].lstrip("0") or "0"
        words = re.compile(rf"(?:exercise|lesson|homework|assignment)\s*0*{digits}(?!\d)", re.IGNORECASE)
        yield lambda text: squash(text) == squash(self.title)
        yield lambda text: squash(self.lesson) in squash(text)
        yield lambda text: words.match(text.strip())


def number(value: float | None) -> str:
    """A number as every platform reads it; None is empty."""
    return "" if value is None else verdict.number(value)


def decimal(text: str) -> float | None:
    """A number as exports write it, with point or comma; None if it is none."""
    cell = text.strip().replace("\u00a0", "").replace(",", ".")
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def text(rows: Iterable[Sequence[str]], quotes: Any = csv.QUOTE_MINIMAL) -> str:
    """Rows as the CSV that platforms read: line ends of Unix, cells as they are."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n", quoting=quotes).writerows(rows)
    return stream.getvalue()
