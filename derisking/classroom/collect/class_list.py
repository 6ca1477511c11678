"""The class list: who is in the class, from a plain CSV or from what a learning platform exports.

    roster = read(Path("students.csv"))
    roster.find(name="Kim, Ann")        # the students it can mean

Columns are known by their headings, in English, German, French or Dutch; what a platform's own export looks like, and what
only it calls a column, is in its file in `platforms`.
"""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from derisking.classroom.collect.careful import shown
from derisking.classroom.collect.people import FIELDS, Roster, Student, bare, give_ids, squash
from derisking.classroom.collect.platforms import ALL, of_list
from derisking.errors import UserError

LARGEST = 20_000_000

# Headings without spaces, signs and accents, lower case -> what the column holds.
MEANING = {
    word: field
    for one in (ALL["loose"], *ALL.values())
    for field, words in one.headings.items()
    for word in words.split()
}


def read(path: Path) -> Roster:
    """Read a class list. Raises UserError with one sentence when it is missing, no CSV, or has no names in it."""
    path = Path(path)
    text, guessed = _text(path)
    rows = _rows(text, path)
    headings = tuple(heading.strip() for heading in rows[0])
    columns, width = _columns(headings), len(headings)
    body = [tuple((row + [""] * width)[:width]) for row in rows[1:]]
    platform = _platform(headings, columns, body)
    if not {"name", "last", "email", "username", "id", "number", "platform_id"} & set(columns):
        raise UserError(
            f"{path.name} has no heading that says which column holds the names; its first line should be "
            "id,name,email."
        )
    people, problems = _people(body, columns, platform)
    if not people:
        raise UserError(f"{path.name} has headings but no students below them; export the class list again.")
    if guessed:
        problems.append(f"{path.name} was not in UTF-8; it was read as {guessed}. Check names with accents.")
    return Roster(tuple(give_ids(people)), platform, headings, tuple(body), columns, tuple(problems), path.name)


def _text(path: Path) -> tuple[str, str]:
    """The text of a file and, if that was a guess, the name of its encoding."""
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(f"{path.name} is too large for a class list; is it the right file?")
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"The class list {path} cannot be read: {error.strerror}.") from error
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise UserError(f"{path.name} is an Excel workbook; save it as CSV (in Excel: CSV UTF-8) and give that.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), ""
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace"), ""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "Windows-1252"


def _rows(text: str, path: Path) -> list[list[str]]:
    """Rows of cells without empty lines, by the separator that makes most sense of the headings."""
    first, _, rest = text.partition("\n")
    if re.fullmatch(r'"?sep=[;,\t]"?\s*', first, flags=re.IGNORECASE):
        text = rest
    tables = []
    for separator in (",", ";", "\t"):
        try:
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(row)]
        except csv.Error as error:
            raise UserError(f"{path.name} is no readable CSV ({error}); export it again.") from error
        tables += [rows] if rows else []
    if not tables:
        raise UserError(f"{path.name} is empty; export the class list again.")
    return max(tables, key=lambda rows: (len(_columns(rows[0])), len(rows[0])))


def _columns(headings: Iterable[str]) -> dict[str, int]:
    """Which column holds what; the first heading of a kind counts."""
    found: dict[str, int] = {}
    for index, text in enumerate(headings):
        if field := MEANING.get(squash(text)):
            found.setdefault(field, index)
    return found


def _platform(headings: tuple[str, ...], columns: dict[str, int], rows: list[tuple[str, ...]]) -> str:
    """Where a list comes from, and columns corrected for what that platform means by "ID" and "Student ID"."""
    keys = [squash(text) for text in headings]
    for one in sorted(ALL.values(), key=lambda one: one.vague_list):
        if kind := one.recognise(headings, keys, columns, rows):
            return kind
    return "plain"


def _people(rows, columns: dict[str, int], platform: str) -> tuple[list[Student], list[str]]:
    """Students without final ids.

    The same person listed twice counts once; rows that are no students are passed over.
    """
    people, problems, seen = [], [], set()
    for index, row in enumerate(rows):
        student = _person(row, columns, platform, index)
        if student is None:
            continue
        key = tuple(bare(v) for v in (student.id, student.email, student.username, student.number, student.platform_id))
        if any(key) and (key, squash(student.shown)) in seen:
            problems.append(f"{shown(student.shown)} is on the class list twice and counts once.")
            continue
        seen.add((key, squash(student.shown)))
        people.append(student)
    return people, problems


def _person(row: tuple[str, ...], columns: dict[str, int], platform: str, index: int) -> Student | None:
    cell = {field: row[columns[field]].strip() if field in columns else "" for field in FIELDS}
    cell = of_list(platform).person(cell)
    if cell is None:
        return None
    if any("\n" in cell[field] or "\r" in cell[field] for field in ("name", "first", "last")):
        raise UserError(
            f'The class list, line {index + 2}: a name goes over more than one line; a quotation mark (") is missing or too much '
            "there, and the names after it would be lost. Correct it, or export the list again."
        )
    if not cell["name"]:
        cell["name"] = f"{cell['first']} {cell['last']}".strip()
    if not any(cell[field] for field in FIELDS if field not in ("section", "group", "label")):
        return None
    return Student(**cell, row=index)
