"""What a learning platform is to this room: how it names files, what its class list looks like, what it imports."""

import functools
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import yaml

from derisking.classroom.collect.items import Item, Tag
from derisking.classroom.collect.people import Roster, Student
from derisking.classroom.collect.sheet import Sheet

LONGEST = 255  # no file system and no platform writes longer names; comparing them would only cost time
Columns = dict[str, int]
Rows = Sequence[Sequence[str]]


@functools.cache
def _listed() -> dict[str, dict[str, dict[str, str]]]:
    """platforms.yaml."""
    return dict(yaml.safe_load(Path(__file__).with_name("platforms.yaml").read_text(encoding="utf-8")))


class Platform:
    """One learning platform. The usual answers are here; each platform's file has its own.

    name: as in `Intake.platform`. pattern: names that it writes; vague: names that people choose can look the same, so it counts
    only where it fits half of them. vague_list: its class list could be part of another's, so others are tried first. origin: the file beside a student's work that keeps the name which the platform gave it, where pages
    of feedback go back under that name.
    """

    name = ""
    pattern: re.Pattern | None = None
    vague = False
    vague_list = False
    origin = ""

    # Column -> what it is called here, in plain letters.
    headings = property(lambda self: _listed().get(self.name, {}).get("headings", {}))

    # --- names of files

    def match(self, part: str) -> re.Match | None:
        """The name of a folder or file taken apart, if the platform wrote it."""
        return self.pattern.fullmatch(part) if self.pattern and len(part) <= LONGEST else None

    def tag(self, part: str, inner: str) -> Tag | None:
        """What a folder or file of this name says. inner: the path below it, the student's own."""
        match = self.match(part)
        return self.read_name(match, inner) if match else None

    def download(self, origin: str) -> str:
        """The path of the folder or zip in which the platform's names are: one assignment's download."""
        parts = origin.split("/")
        return "/".join(parts[: next((i for i, part in enumerate(parts) if self.match(part)), 0)])

    def read_name(self, match: re.Match, inner: str) -> Tag:
        raise NotImplementedError

    def beside(self, origin: str) -> Tag | None:
        """What a file is that the platform itself puts beside those of students, outside its scheme of names."""
        return None

    def same_place(self, earlier: str, now: str) -> bool:
        """Whether two names that the platform gave are of one student's place in one assignment, which no other student knows."""
        return False

    def place_of(self, student: Student, handed: str) -> str:
        """The name that the platform would give to a student's own work, for pages that go to each of a group; "" if that is not known,
        or if a page goes to all of them under the name of their group's work. handed: how that work was named."""
        return ""

    def together(self, items: Sequence[Item]) -> None:
        """What only all names together tell, and companions such as receipts; all items of this platform."""

    # --- the class list

    def recognise(self, headings: tuple[str, ...], keys: list[str], columns: Columns, rows: Rows) -> str:
        """The kind of list that this is, or "". keys: headings in plain letters. May correct `columns`."""
        return ""

    def of_one_exercise(self, kind: str) -> bool:
        """Whether this kind of list belongs to one exercise, and its numbers mean nothing in another."""
        return False

    def person(self, cell: dict[str, str]) -> dict[str, str] | None:
        """The facts of one row, corrected for the platform; None for a row that is nobody."""
        return cell

    # --- when, and for what

    def times(self, items: Sequence[Item], roster: Roster | None) -> None:
        """Write into the tags when each item came, and what the platform says of it. Here: the name's own time, else the file's."""
        for item in items:
            item.tag.submitted = item.tag.submitted or item.file.modified

    def by_key(self, tag: Tag, roster: Roster) -> tuple[Student, ...]:
        """Students by the number that the platform writes beside a name."""
        return roster.find(platform_id=tag.key)

    def compare(self, origins: Sequence[str], roster: Roster) -> str:
        """A sentence if this class list has only few of those who handed in. Raises UserError if it is another's list."""
        return ""

    # --- grades

    def grades(self, sheet: Sheet) -> dict[str, str]:
        """Name of file -> content, for what this platform imports."""
        return {}

    def total(self, sheet: Sheet) -> dict[str, str]:
        """Name of file -> content, for the course's total, which belongs to no assignment."""
        return self.grades(sheet)

    def feedback(self, pages: Mapping[str, Path], origins: Mapping[str, str]) -> tuple[bytes, list[str]]:
        """(a zip of pages that the platform gives to students, those whom it cannot reach). The same pages give the same bytes.

        pages: student -> page; origins: student -> the name that the platform gave to the work. Only where `origin` is set.
        """
        raise NotImplementedError

    def steps(self, files: Sequence[str]) -> list[str]:
        """What a teacher does on the platform with these files, in order."""
        known = _listed().get(self.name, {}).get("steps", {})
        return [text for start, text in known.items() if any(name.startswith(start) for name in files)]


def joined(own: str | None, inner: str) -> str:
    """The student's part of a path."""
    return "/".join(piece for piece in (own, inner) if piece)


def time_in(text: str, layout: str) -> datetime | None:
    try:
        return datetime.strptime(text, layout)
    except ValueError:
        return None
