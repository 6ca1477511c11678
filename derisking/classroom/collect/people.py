"""The class list: who is in the class, from a plain CSV or from what a learning platform exports.

    roster = read(Path("students.csv"))
    roster.find(name="Kim, Ann")        # the students it can mean

Columns are found by their headings, in English, German, French or Dutch. Known exports: Moodle's list of
participants and its grading worksheet, Canvas' gradebook, Brightspace's grades, Blackboard's grade centre (which may
be UTF-16 with tabs). Their headings were checked against the pages that `gradefiles` names and, for Blackboard,
"Work Offline with Grade Data".
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from derisking.classroom.collect.archives import RESERVED, shown
from derisking.classroom.errors import ClassroomError

LARGEST = 20_000_000
PLATFORMS = ("plain", "moodle", "moodle worksheet", "canvas", "brightspace", "blackboard")

# Headings without spaces, signs and accents, lower case -> what the column holds.
HEADINGS = {
    "id": "id studentid nbgraderid code kennung",
    "name": "name fullname student studentname vollstandigername nomcomplet volledigenaam naam",
    "first": "firstname givenname vorname prenom voornaam",
    "last": "lastname surname familyname nachname nom nomdefamille achternaam",
    "email": "email emailaddress mail emailadresse adressedecourriel courriel emailadres adressemail",
    "username": "username login loginid user benutzername anmeldename nomdutilisateur identifiantutilisateur "
    "gebruikersnaam",
    "number": "idnumber studentnumber number matrikelnummer matriculationnumber matricule numerodetudiant "
    "studentnummer orgdefinedid sisuserid numerodidentification idnummer",
    "section": "section sections groups group gruppe gruppen groep groepen",
    "identifier": "identifier identifiant identificatie",
    "grade": "grade bewertung note cijfer beoordeling",
    "maximum": "maximumgrade bestwertung notemaximale maximumcijfer maximalecijfer maximalebeoordeling skala scale",
    "modified": "lastmodifiedgrade zuletztgeandertbewertung dernieremodificationnote laatstgewijzigdcijfer "
    "laatstgewijzigdbeoordeling",
    "handed": "lastmodifiedsubmission zuletztgeandertabgabe dernieremodificationtravailremis laatstgewijzigdinzending",
    "status": "status statut",
    "comments": "feedbackcomments feedbackalskommentar feedbackparcommentaires feedbackopmerkingen feedbackcommentaar",
}
MEANING = {word: field for field, words in HEADINGS.items() for word in words.split()}


@dataclasses.dataclass(frozen=True)
class Student:
    """One student. id: the folder name for nbgrader, ASCII, unique without regard to case; other fields may be "".

    platform_id: what the platform puts into names of submissions (Moodle's participant number, Canvas' id).
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
    row: int | None = None

    @property
    def shown(self) -> str:
        """The name, or what there is instead."""
        return self.name or f"{self.first} {self.last}".strip() or self.username or self.email or self.id


@dataclasses.dataclass(frozen=True)
class Roster:
    """A class list as it was read.

    platform: one of PLATFORMS. headings: as they stand in the file; rows: every line below them, students or not,
    unchanged and as wide as the headings; columns: field -> index of its column. problems: sentences for the teacher.
    """

    students: tuple[Student, ...]
    platform: str = "plain"
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    columns: dict[str, int] = dataclasses.field(default_factory=dict)
    problems: tuple[str, ...] = ()

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
                wanted = _bare(value)
                if found := tuple(s for s in self.students if wanted and _bare(getattr(s, field)) == wanted):
                    return found
        return self._by_name(known.get("name", ""))

    def _by_name(self, name: str) -> tuple[Student, ...]:
        for key in (squash, _tokens):
            wanted = key(name)
            if found := tuple(s for s in self.students if wanted and wanted in {key(n) for n in names(s)}):
                return found
        return ()


def read(path: Path) -> Roster:
    """Read a class list. Raises ClassroomError with one sentence when it is missing, no CSV, or has no names in it."""
    path = Path(path)
    rows, marks = _rows(_text(path), path)
    headings = tuple(heading.strip() for heading in rows[0]) if rows else ()
    columns = _columns(headings)
    if not {"name", "last", "email", "username", "id", "number"} & set(columns):
        raise ClassroomError(
            f"{path.name} has no heading that says which column holds the names; its first line should be "
            "id,name,email."
        )
    width = len(headings)
    body = [tuple((row + [""] * width)[:width]) for row in rows[1:]]
    platform = _platform(headings, columns, body)
    people, problems = _people(body, columns, platform)
    if not people:
        raise ClassroomError(f"{path.name} has headings but no students below them; export the class list again.")
    if marks:
        problems.append(f"{path.name} was not in UTF-8; it was read as {marks}. Check names with accents.")
    return Roster(tuple(give_ids(people)), platform, headings, tuple(body), columns, tuple(problems))


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
        found = () if student.id.casefold() in listed else roster.find(**facts)
        if len(found) == 1:
            claims.setdefault(found[0].id, []).append(student.id)
    graded = {student.id.casefold() for student in known}
    same = {new: old[0] for new, old in claims.items() if len(old) == 1 and new.casefold() not in graded}
    own = "id" in roster.columns
    return dataclasses.replace(roster, students=tuple(_same(s, same.get(s.id, s.id), own) for s in roster.students))


def _same(student: Student, identity: str, own: bool) -> Student:
    """The student under an earlier id. own: whether the id until now is one of the list's own, which must not get lost."""
    if identity == student.id or (own and student.number):
        return student
    return dataclasses.replace(student, id=identity, number=student.number or (student.id if own else ""))


# --- from a file to rows ---------------------------------------------------------------------------------------------


def _text(path: Path) -> tuple[str, str]:
    """The text of a file and, if that was a guess, the name of its encoding."""
    try:
        if path.stat().st_size > LARGEST:
            raise ClassroomError(f"{path.name} is too large for a class list; is it the right file?")
        data = path.read_bytes()
    except OSError as error:
        raise ClassroomError(f"The class list {path} cannot be read: {error.strerror}.") from error
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise ClassroomError(f"{path.name} is an Excel workbook; save it as CSV (in Excel: CSV UTF-8) and give that.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), ""
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace"), ""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "Windows-1252"


def _rows(found: tuple[str, str], path: Path) -> tuple[list[list[str]], str]:
    """Rows of cells without empty lines, by the separator that makes most sense of the headings."""
    text, marks = found
    first, _, rest = text.partition("\n")
    if re.fullmatch(r'"?sep=[;,\t]"?\s*', first, flags=re.IGNORECASE):
        text = rest
    best: list[list[str]] = []
    for separator in (",", ";", "\t"):
        try:
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(row)]
        except csv.Error as error:
            raise ClassroomError(f"{path.name} is no readable CSV ({error}); export it again.") from error
        if rows and (not best or _score(rows[0]) > _score(best[0])):
            best = rows
    if not best:
        raise ClassroomError(f"{path.name} is empty; export the class list again.")
    return best, marks


def _score(headings: list[str]) -> tuple[int, int]:
    return len(_columns(headings)), len(headings)


def heading(text: str) -> str:
    """A heading without what differs between exports: case, accents, spaces, signs."""
    return squash(text)


def _columns(headings: Iterable[str]) -> dict[str, int]:
    """Which column holds what; the first heading of a kind counts."""
    found: dict[str, int] = {}
    for index, text in enumerate(headings):
        key = heading(text)
        field = {"sisloginid": "username"}.get(key, MEANING.get(key))
        if field and field not in found:
            found[field] = index
    return found


def _platform(headings: tuple[str, ...], columns: dict[str, int], rows: list[tuple[str, ...]]) -> str:
    """Where a list comes from, and columns corrected for what that platform means by "ID" and "Student ID"."""
    keys = [heading(text) for text in headings]
    if "section" in keys and (keys[:2] == ["student", "id"] or keys[:3] == ["lastname", "firstname", "id"]):
        columns["platform_id"] = columns.pop("id")
        return "canvas"
    if "orgdefinedid" in keys or "endoflineindicator" in keys:
        return "brightspace"
    first = [row[0] for row in rows if row and row[0]]
    if {"grade", "modified"} <= set(columns) and first and all(re.fullmatch(r"\D*\d+", cell) for cell in first):
        columns["identifier"] = columns["platform_id"] = 0
        columns.pop("id", None)
        return "moodle worksheet"
    blackboard = any("[total pts" in text.lower() for text in headings) or {"lastaccess", "availability"} & set(keys)
    if {"last", "first", "username"} <= set(columns) and (blackboard or "studentid" in keys):
        if "studentid" in keys:
            columns["number"] = keys.index("studentid")
            columns.pop("id", None)
        return "blackboard"
    if {"first", "last", "email"} <= set(columns) and "id" not in columns:
        return "moodle"
    return "plain"


# --- from rows to students -------------------------------------------------------------------------------------------


def _people(rows, columns: dict[str, int], platform: str) -> tuple[list[Student], list[str]]:
    """Students without final ids.

    The same person listed twice counts once; rows that are no students are passed over.
    """
    people, problems, seen = [], [], set()
    for index, row in enumerate(rows):
        student = _person(row, columns, platform, index)
        if student is None:
            continue
        key = tuple(
            _bare(v) for v in (student.id, student.email, student.username, student.number, student.platform_id)
        )
        if any(key) and (key, squash(student.shown)) in seen:
            problems.append(f"{shown(student.shown)} stands twice on the class list and counts once.")
            continue
        seen.add((key, squash(student.shown)))
        people.append(student)
    return people, problems


def _person(row: tuple[str, ...], columns: dict[str, int], platform: str, index: int) -> Student | None:
    fields = ("id", "name", "first", "last", "email", "username", "number", "platform_id", "section")
    cell = {field: row[columns[field]].strip() if field in columns else "" for field in fields}
    if platform == "canvas":
        label = cell["name"] or cell["last"]
        if "points possible" in label.lower() or not (label or cell["platform_id"]) or label == "Student, Test":
            return None
        cell["name"] = re.sub(r'^="(.*)"$', r"\1", cell["name"])  # Canvas shields a name that begins with "=" so
    if platform == "brightspace":
        cell["username"], cell["number"] = cell["username"].lstrip("#"), cell["number"].lstrip("#")
    if platform == "moodle worksheet":
        cell["platform_id"] = re.sub(r"\D", "", cell["platform_id"])
    if not cell["name"]:
        cell["name"] = f"{cell['first']} {cell['last']}".strip()
    if not any(cell[field] for field in fields[:-1]):
        return None
    return Student(**cell, row=index)


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
    facts = (student.email, student.username, student.number, student.platform_id, student.name, student.section)
    return hashlib.sha256("\n".join(map(_bare, facts)).encode("utf-8")).hexdigest()[:5]


def _plain_id(student: Student) -> str:
    if student.id:
        return folder_name(student.id, lower=False)
    local = (student.username or student.email).partition("@")[0]
    number = f"p{student.platform_id}" if student.platform_id else ""
    return folder_name(local or student.number or student.name or number)


def folder_name(text: str, lower: bool = True) -> str:
    """A folder name for any text: a-z, 0-9, ".", "_" and "-", 1 to 40 characters, never a word that Windows keeps."""
    text = unicodedata.normalize("NFC", text.strip())
    folded = text.translate(str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE"}))
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode("ascii")
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", plain.lower() if lower else plain).strip("-.")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if len(squash(plain)) < 0.5 * len(squash(text)) or not squash(plain):
        return f"{plain[:30] or 'student'}-{digest[:8]}"
    if plain.lower().partition(".")[0] in RESERVED:
        plain = f"s-{plain}"
    return plain if len(plain) <= 40 else f"{plain[:33].rstrip('-.')}-{digest[:6]}"


# --- comparing -------------------------------------------------------------------------------------------------------


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


def _bare(text: str) -> str:
    return unicodedata.normalize("NFC", str(text)).strip().lstrip("#").casefold()
