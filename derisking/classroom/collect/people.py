"""Who is in the class: students, how they are told apart, and the names under which their work lies."""

import dataclasses
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

from derisking.classroom.collect.careful import RESERVED


@dataclasses.dataclass(frozen=True)
class Student:
    """One student. id: the folder name for nbgrader, ASCII, unique without regard to case; other fields may be "".

    platform_id: what the platform puts into names of submissions (Moodle's participant number, Canvas' id). group: who hands in
    together; label: arrangements of `rules`, parted by commas.
    row: index in Roster.rows, or None for a student who is on no list.
    """

    id: str
    name: str = ""
    first: str = ""
    last: str = ""
    email: str = ""
    username: str = ""
    number: str = ""
    platform_id: str = ""
    section: str = ""
    group: str = ""
    label: str = ""
    row: int | None = None

    @property
    def shown(self) -> str:
        """The name, or what there is instead."""
        return self.name or self.username or self.email or self.id


FIELDS = tuple(field.name for field in dataclasses.fields(Student) if field.name != "row")  # columns of students.csv


@dataclasses.dataclass(frozen=True)
class Roster:
    """A class list as it was read.

    platform: a kind of list of `platforms`. headings: as they are in the file; rows: every line below them, students or not,
    unchanged and as wide as the headings; columns: field -> index of its column. problems: sentences for the teacher; file: its name.
    """

    students: tuple[Student, ...]
    platform: str = "plain"
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    columns: dict[str, int] = dataclasses.field(default_factory=dict)
    problems: tuple[str, ...] = ()
    file: str = ""

    def student(self, identity: str) -> Student | None:
        """The student with this id, without regard to case."""
        return next((s for s in self.students if s.id.casefold() == identity.casefold()), None)

    def find(self, **known: str) -> tuple[Student, ...]:
        """The students whom one fact can mean: none, one, or several who cannot be told apart.

        known: one or more of platform_id, id, username, email, number, name. The first in this order that leads to
        anybody decides. Case never counts. A name may be written "Last, First", and with or without accents, signs
        and spaces.
        """
        for field in ("platform_id", "id", "username", "email", "number"):
            if value := known.get(field, ""):
                wanted = bare(value)
                if fits := tuple(s for s in self.students if wanted and bare(getattr(s, field)) == wanted):
                    return fits
        for key in (bare, squash, _tokens):  # as it is written first: accents may be all that differs
            wanted = key(known.get("name", ""))
            if fits := tuple(s for s in self.students if wanted and wanted in {key(n) for n in names(s)}):
                return fits
        return ()

    def whoever(self, text: str) -> tuple[Student, ...]:
        """The students whom one text can mean, whichever fact it is."""
        return self.find(id=text, username=text, email=text, number=text, name=text)


def with_known_ids(roster: Roster, known: Iterable[Student]) -> Roster:
    """The list, where students who were graded before there was one keep the ids that they got then.

    known: students of earlier runs. One of them is the same as one on the list if username, e-mail or name lead to that
    person only, and nobody else does. An id that the list itself has becomes the number, unless it has one of those too:
    then its student stays a new one, as does who has several earlier ids.
    """
    known, listed = list(known), {student.id.casefold() for student in roster.students}
    claims: dict[str, list[str]] = {}
    for student in known:
        facts = {"username": student.username or student.id, "email": student.email, "name": student.shown}
        fits = () if student.id.casefold() in listed else roster.find(**facts)
        if len(fits) == 1:
            claims.setdefault(fits[0].id, []).append(student.id)
    graded = {student.id.casefold() for student in known}
    same = {new: old[0] for new, old in claims.items() if len(old) == 1 and new.casefold() not in graded}
    own, done = "id" in roster.columns, []
    for student in roster.students:
        if student.id in same and not (own and student.number):
            number = student.number or (student.id if own else "")
            student = dataclasses.replace(student, id=same[student.id], number=number)
        done.append(student)
    return dataclasses.replace(roster, students=tuple(done))


def without_numbers(roster: Roster) -> Roster:
    """Who is in the class, without what a platform's list of another assignment says: numbers, rows, columns."""
    return Roster(tuple(dataclasses.replace(student, platform_id="", row=None) for student in roster.students))


# --- ids -----------------------------------------------------------------------------------------------------------------


def give_ids(people: Iterable[Student]) -> list[Student]:
    """Students with final ids, safe as folder names everywhere and different from each other without regard to case.

    An id comes from the first of these that there is: the list's own id column, the username, the part of the e-mail
    before the @, the student number, the name, the platform's number. Students who would get the same id all get a mark
    of their own behind it, made from everything known of them, so the order of the list does not matter.
    """
    people = list(people)
    plain = [_plain_id(student) for student in people]
    counts = Counter(value.casefold() for value in plain)
    taken = {value.casefold() for value in plain if counts[value.casefold()] == 1}
    done = []
    for student, value in zip(people, plain, strict=True):
        if counts[value.casefold()] > 1:
            value = _different(f"{value}-{_mark(student)}", taken)
            taken.add(value.casefold())
        done.append(dataclasses.replace(student, id=value))
    return done


def _different(value: str, taken: set[str]) -> str:
    number, tried = 1, value
    while tried.casefold() in taken:
        number += 1
        tried = f"{value}-{number}"
    return tried


def _mark(student: Student) -> str:
    facts = [getattr(student, field) for field in ("email", "username", "number", "platform_id", "name")]
    facts.append(student.section or student.group)
    return hashlib.sha256("\n".join(map(bare, facts)).encode("utf-8")).hexdigest()[:5]


def _plain_id(student: Student) -> str:
    if student.id:
        return folder_name(student.id, lower=False)
    local = (student.username or student.email).partition("@")[0]
    number = f"p{student.platform_id}" if student.platform_id else ""
    return folder_name(local or student.number or student.name or number)


def folder_name(text: str, lower: bool = True) -> str:
    """A folder name for any text: a-z, 0-9, ".", "_" and "-", 1 to 40 characters, never a word that Windows keeps."""
    text = unicodedata.normalize("NFC", text.strip())
    letters: dict[str, Any] = {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE"}
    folded = text.translate(str.maketrans(letters))
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode("ascii")
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", plain.lower() if lower else plain).strip("-.")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if len(squash(plain)) < 0.5 * len(squash(text)) or not squash(plain):
        return f"{plain[:30] or 'student'}-{digest[:8]}"
    if plain.lower().partition(".")[0] in RESERVED:
        plain = f"s-{plain}"
    return plain if len(plain) <= 40 else f"{plain[:33].rstrip('-.')}-{digest[:6]}"


# --- comparing -----------------------------------------------------------------------------------------------------------


def squash(text: str) -> str:
    """Letters and digits of any script, without accents and case; a text without any (an emoji) stays as it is."""
    plain = unicodedata.normalize("NFKD", str(text)).casefold()
    return "".join(c for c in plain if c.isalnum()) or "".join(plain.split())


def names(student: Student) -> tuple[str, ...]:
    """The ways in which platforms write a student's name."""
    both = {f"{student.first} {student.last}".strip(), f"{student.last} {student.first}".strip()}
    last, comma, first = student.name.partition(",")
    both |= {student.name, f"{first} {last}".strip() if comma else ""}
    return tuple(sorted(name for name in both if name))


def _tokens(text: str) -> str:
    """The words of a name in the order of the alphabet."""
    words = sorted(squash(word) for word in re.split(r"[\s,._-]+", str(text)) if squash(word))
    return " ".join(words) if len(words) > 1 else ""


def bare(text: str) -> str:
    return unicodedata.normalize("NFC", str(text)).strip().lstrip("#").casefold()
