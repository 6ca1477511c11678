"""Marks as files that learning platforms import as they are.

    written = write(Path("grading/grades"), "02-de-risking", "Exercise 2", [Mark("akim", 17.5, 20)], roster)

What each platform does, and where that stands:

Moodle, grading worksheet   The assignment's own worksheet with the columns Grade and Feedback comments filled in.
    Moodle passes over an empty grade; a comment that differs replaces the old one, so an empty one leaves the cell
    as it was. Comments are HTML. "Assignment settings: Offline grading worksheet" and "Using Assignment" on
    docs.moodle.org; Moodle's mod/assign/feedback/offline.
Moodle, gradebook   Keyed by e-mail, username or ID number; the columns are assigned by hand in Moodle. An empty
    grade deletes, and one unknown person stops the whole import: only students with a mark are in the file. "Grade
    import" on docs.moodle.org.
Canvas      The identity columns, the row "Points Possible" and one column of the gradebook's own export. An empty
    cell over a score deletes the score: a student without a mark keeps what the export had. "How do I import grades
    in the Gradebook?" and "How do I export grades in the Gradebook?" of the Canvas guides; Canvas'
    lib/gradebook_importer.rb.
Brightspace "OrgDefinedId" or "Username", "<item> Points Grade <Numeric MaxPoints:20>", "End-of-Line Indicator" with
    "#". What an empty cell does is not documented: only students with a mark are in the file. "Importing grades" of
    the Brightspace community's knowledge base.
Blackboard  Who it is ("Username") and the exercise's own column of the export, whose heading ends with its number; every
    cell in quotes. A heading without such a number becomes a new column of text without points, so there is no file
    then. Only students with a mark are in the file. "Uploading or Downloading Grade Center Items for Working Offline" in
    Blackboard's help for instructors.

Names and keys in a platform's own columns stay what the platform wrote, since it compares them. Everything that a
person typed here (comments), and names in the plain list, cannot become a formula in a spreadsheet.
"""

from __future__ import annotations

import csv
import dataclasses
import html
import io
import math
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from derisking.classroom import files
from derisking.classroom.collect.people import Roster, Student, heading, squash
from derisking.classroom.errors import ClassroomError

PLAIN = ("id", "name", "email", "username", "number", "section", "points", "maximum", "late", "comment")


@dataclasses.dataclass(frozen=True)
class Mark:
    """A student's mark for one exercise.

    student: the id; points: None while there is no mark; name: where no list has it.
    """

    student: str
    points: float | None
    maximum: float
    comment: str = ""
    late: bool = False
    name: str = ""


@dataclasses.dataclass(frozen=True)
class Written:
    """files: what was written; notes: sentences for the teacher, among them why a file is missing."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def write(
    folder: Path,
    lesson: str,
    title: str,
    marks: Sequence[Mark],
    roster: Roster | None = None,
    column: str | None = None,
) -> Written:
    """Write grades-<lesson>.csv for everyone and the files of the platforms that the class list allows.

    title: the exercise's name for a new column. column: the heading of an existing column in the export of Canvas,
    Brightspace or Blackboard, where it cannot be guessed from title and lesson. Marks are converted where the platform
    counts another maximum. Raises ClassroomError for two marks of one student, an impossible number, an unknown
    column, or a full disk.
    """
    given = _by_student(marks)
    notes: list[str] = []
    texts = {f"grades-{lesson}.csv": _plain(given, roster)}
    if roster is not None:
        listed = {student.id.casefold() for student in roster.students}
        strange = [mark.name or mark.student for key, mark in given.items() if key not in listed]
        if strange:
            notes.append(f"Not on the class list, so only in grades-{lesson}.csv: {', '.join(sorted(strange))}.")
    texts |= _platform_files(lesson, title, given, roster, column, notes)
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Written(tuple(_save(Path(folder) / name, text) for name, text in texts.items() if text), tuple(notes))


def _platform_files(lesson, title, given, roster: Roster | None, column, notes: list[str]) -> dict[str, str]:
    """Name of file -> content, for the platforms that this class list can serve."""
    if roster is None:
        notes.append("Without a class list there is no file for a platform; give it with --class-list.")
        return {}
    if roster.platform == "moodle worksheet":
        return {f"moodle-worksheet-{lesson}.csv": _moodle_worksheet(given, roster, notes)}
    if roster.platform == "moodle":
        return {f"moodle-gradebook-{lesson}.csv": _moodle_gradebook(title, given, roster, notes)}
    if roster.platform == "canvas":
        return {f"canvas-{lesson}.csv": _canvas(lesson, title, given, roster, column, notes)}
    if roster.platform == "brightspace":
        return {f"brightspace-{lesson}.csv": _brightspace(lesson, title, given, roster, column, notes)}
    if roster.platform == "blackboard":
        return {f"blackboard-{lesson}.csv": _blackboard(lesson, title, given, roster, column, notes)}
    notes.append("For Canvas or Blackboard, give the gradebook's own export as the class list: its numbers are needed.")
    return {
        f"moodle-gradebook-{lesson}.csv": _moodle_gradebook(title, given, roster, notes),
        f"brightspace-{lesson}.csv": _brightspace(lesson, title, given, roster, None, notes),
    }


def _by_student(marks: Sequence[Mark]) -> dict[str, Mark]:
    """Marks by id without regard to case, in the order of ids."""
    found: dict[str, Mark] = {}
    for mark in sorted(marks, key=lambda mark: mark.student.casefold()):
        numbers = (mark.maximum, 0 if mark.points is None else mark.points)
        if not all(math.isfinite(number) for number in numbers) or mark.maximum <= 0:
            raise ClassroomError(f"The mark of {mark.student} is {mark.points} of {mark.maximum}, which is no mark.")
        if found.setdefault(mark.student.casefold(), mark) is not mark:
            raise ClassroomError(f"{mark.student} has two marks for one exercise.")
    return found


# --- one file for everyone -------------------------------------------------------------------------------------------


def _plain(given: dict[str, Mark], roster: Roster | None) -> str:
    """Everybody, with or without a mark; a byte-order mark tells Excel that it is UTF-8."""
    students = {s.id.casefold(): s for s in (roster.students if roster else ())}
    for key, mark in given.items():
        students.setdefault(key, Student(mark.student, mark.name))
    rows: list[Sequence[str]] = [PLAIN]
    for key, student in students.items():
        mark = given.get(key)
        who = [student.id, student.shown if student.shown != student.id else "", student.email, student.username]
        cells = [files.harmless(cell) for cell in (*who, student.number, student.section)]
        if mark is None:
            rows.append([*cells, "", "", "", ""])
        else:
            late = "yes" if mark.late else ""
            rows.append([*cells, number(mark.points), number(mark.maximum), late, files.harmless(mark.comment)])
    return "\ufeff" + _csv(rows)


# --- Moodle ----------------------------------------------------------------------------------------------------------


def _moodle_worksheet(given: dict[str, Mark], roster: Roster, notes: list[str]) -> str:
    """The worksheet as it came, with grades and comments; see the module for Moodle's rules."""
    places = roster.columns
    rows: list[Sequence[str]] = [roster.headings]
    scaled = False
    if "comments" not in places and any(mark.comment for mark in given.values()):
        notes.append("The worksheet has no column for comments; switch on feedback comments in Moodle's assignment.")
    marked = _rows_with_marks(given, roster)
    for index, row in enumerate(roster.rows):
        mark, cells = marked.get(index), list(row)
        if mark is not None and mark.points is not None:
            largest = _decimal(row[places["maximum"]]) if "maximum" in places else mark.maximum
            if largest is None:
                notes.append(
                    "Moodle's assignment uses a scale of words; set it to points and download the worksheet again."
                )
                return ""
            scaled |= largest != mark.maximum
            cells[places["grade"]] = number(mark.points * largest / mark.maximum)
        if mark is not None and mark.comment and "comments" in places:
            cells[places["comments"]] = _as_html(mark.comment)
        rows.append(cells)
    if scaled:
        notes.append("Moodle's assignment counts another maximum; the marks in its file are converted in proportion.")
    return _csv(rows)


def _moodle_gradebook(title: str, given: dict[str, Mark], roster: Roster, notes: list[str]) -> str:
    """E-mail, username or ID number, whichever most students with a mark have, then mark and comment."""
    people = [(s, given[s.id.casefold()]) for s in roster.students if s.id.casefold() in given]
    people = [(student, mark) for student, mark in people if mark.points is not None]
    labels = {"email": "Email address", "username": "Username", "number": "ID number"}
    if roster.platform == "moodle":
        labels |= {key: roster.headings[roster.columns[key]] for key in labels if key in roster.columns}
    key = max(labels, key=lambda field: sum(bool(getattr(student, field)) for student, _ in people))
    rows: list[Sequence[str]] = [[labels[key], title, f"{title} comments"]]
    rows += [[getattr(s, key), number(mark.points), _as_html(mark.comment)] for s, mark in people if getattr(s, key)]
    left = [student.shown for student, _ in people if not getattr(student, key)]
    if people and len(rows) == 1:
        notes.append(
            "For Moodle the class list needs e-mail addresses, usernames or ID numbers; there is no file for it."
        )
        return ""
    if left:
        notes.append(
            f"Not in the file for Moodle, because the class list has no {labels[key]} for them: {', '.join(left)}."
        )
    return _csv(rows) if people else ""


def _as_html(comment: str) -> str:
    """A comment as Moodle keeps it, and no formula on the way there."""
    return files.harmless(html.escape(comment.strip(), quote=False).replace("\r\n", "\n").replace("\n", "<br>"))


# --- Canvas ----------------------------------------------------------------------------------------------------------


def _canvas(lesson, title, given: dict[str, Mark], roster: Roster, column, notes: list[str]) -> str:
    """Identity columns, points possible and one assignment; rows of no student but "Points Possible" are dropped."""
    last = [heading(text) for text in roster.headings].index("section") + 1
    choices = {index: re.sub(r"\s\(\d+\)$", "", text) for index, text in enumerate(roster.headings) if index >= last}
    place = _column(choices, roster.headings, lesson, title, column)
    label = title if place is None else roster.headings[place]
    limit = next((row for row in roster.rows if "points possible" in row[0].lower()), None)
    largest = _decimal(limit[place]) if limit is not None and place is not None else None
    if place is None:
        notes.append(f"Canvas' export has no column for {lesson}; on import Canvas offers a new assignment “{title}”.")
    elif limit is not None and "read only" in limit[place].lower():
        notes.append(
            f"Canvas calculates the column “{label}” itself, so there is no file for Canvas; name another column."
        )
        return ""
    maximum = max((mark.maximum for mark in given.values()), default=0)
    largest = largest or maximum
    if largest != maximum:
        notes.append(
            f"“{label}” counts {largest:g} points in Canvas; the marks in its file are converted in proportion."
        )
    top = list(limit[:last]) if limit is not None else ["    Points Possible", *[""] * (last - 1)]
    counted = limit[place] if limit is not None and place is not None and limit[place].strip() else number(largest)
    rows: list[Sequence[str]] = [[*roster.headings[:last], label], [*top, counted]]
    marked = _rows_with_marks(given, roster)
    for student in roster.students:
        row = roster.rows[student.row or 0]
        before = row[place].strip() if place is not None else ""
        mark = marked.get(student.row)
        keep = mark is None or mark.points is None or before.upper() in ("EX", "N/A")
        if mark is not None and mark.points is not None and keep:
            notes.append(f"{student.shown} keeps “{before}” in Canvas (excused or not assigned).")
        rows.append([*row[:last], before if keep else number(mark.points * largest / mark.maximum)])
    return _csv(rows)


# --- Brightspace -----------------------------------------------------------------------------------------------------


def _brightspace(lesson, title, given: dict[str, Mark], roster: Roster, column, notes: list[str]) -> str:
    """Key columns, one grade item, the sign for the end of a line; only students with a mark."""
    own = roster.platform == "brightspace"
    keys = {"number": "OrgDefinedId", "username": "Username"}
    keys = {f: label for f, label in keys.items() if any(getattr(s, f) for s in roster.students)}
    if not keys:
        notes.append(
            "For Brightspace the class list needs usernames or numbers (OrgDefinedId); there is no file for it."
        )
        return ""
    items = {i: text.partition(" Points Grade")[0] for i, text in enumerate(roster.headings) if " Points Grade" in text}
    place = _column(items if own else {}, roster.headings, lesson, title, column)
    maximum = max((mark.maximum for mark in given.values()), default=0)
    item = " ".join(re.sub(r'[/"*<>+=|,%]', " ", title).split())
    label = (
        roster.headings[place] if place is not None else f"{item} Points Grade <Numeric MaxPoints:{number(maximum)}>"
    )
    counted = re.search(r"MaxPoints:([\d.,]+)", label)
    largest = (_decimal(counted[1]) if counted else None) or maximum
    if place is None:
        notes.append(
            f"For Brightspace the item “{item}” is new; when it asks, let it make a numeric item out of {maximum:g}."
        )
    elif largest != maximum:
        notes.append(f"“{label}” counts {largest:g} points; the marks in the file for Brightspace are converted.")
    rows: list[Sequence[str]] = [[*keys.values(), label, "End-of-Line Indicator"]]
    for student in roster.students:
        mark = given.get(student.id.casefold())
        if mark is not None and mark.points is not None:
            row = roster.rows[student.row] if own and student.row is not None else None
            cells = [row[roster.columns[f]] if row and f in roster.columns else getattr(student, f) for f in keys]
            if any(cells):
                rows.append([*cells, number(mark.points * largest / mark.maximum), "#"])
            else:
                notes.append(f"{student.shown} has neither username nor number and is not in the file for Brightspace.")
    return _csv(rows) if len(rows) > 1 else ""


# --- Blackboard ------------------------------------------------------------------------------------------------------


def _blackboard(lesson, title, given: dict[str, Mark], roster: Roster, column, notes: list[str]) -> str:
    """Names, username and one column of the export; only students with a mark."""
    own = re.compile(r"(?P<name>.*?)\s*\[Total Pts:(?P<most>[^\]]*)\].*\|\s*\d+\s*")
    found = {index: own.fullmatch(text) for index, text in enumerate(roster.headings)}
    place = _column({i: item["name"] for i, item in found.items() if item}, roster.headings, lesson, title, column)
    item = found.get(place) if place is not None else None
    if item is None:
        notes.append(
            f"Blackboard's export has no column for {lesson}, so there is no file for it: make the column, or the assignment, "
            "export again, and give that as the class list (or name the column with --column)."
        )
        return ""
    counted, maximum = re.search(r"\d+(?:[.,]\d+)?", item["most"]), max((m.maximum for m in given.values()), default=0)
    largest = (_decimal(counted[0]) if counted else None) or maximum
    if largest != maximum:
        notes.append(f"“{item['name']}” counts {largest:g} points in Blackboard; the marks in its file are converted.")
    who = [roster.columns[field] for field in ("last", "first", "username")]
    rows: list[Sequence[str]] = [[roster.headings[index] for index in [*who, place]]]
    for student in roster.students:
        mark, row = given.get(student.id.casefold()), roster.rows[student.row or 0]
        if mark is not None and mark.points is not None:
            rows.append([*(row[index] for index in who), number(mark.points * largest / mark.maximum)])
    return _csv(rows, csv.QUOTE_ALL) if len(rows) > 1 else ""


# --- small things ----------------------------------------------------------------------------------------------------


def _rows_with_marks(given: dict[str, Mark], roster: Roster) -> dict[int | None, Mark]:
    """Marks by the index of the student's row."""
    return {s.row: given[s.id.casefold()] for s in roster.students if s.id.casefold() in given}


def _column(
    choices: dict[int, str], headings: Sequence[str], lesson: str, title: str, wanted: str | None
) -> int | None:
    """The index of the exercise's column.

    The one that is wanted, or the only one whose name says title, lesson or number.
    """
    if wanted is not None:
        found = [i for i, text in choices.items() if squash(wanted) in (squash(text), squash(headings[i]))]
        if len(found) != 1:
            raise ClassroomError(
                f"The class list has no column {wanted}; it has {', '.join(choices.values()) or 'none'}."
            )
        return found[0]
    for test in _tests(lesson, title):
        found = [index for index, text in choices.items() if test(text)]
        if len(found) == 1:
            return found[0]
    return None


def _tests(lesson: str, title: str) -> Iterable:
    """Ways in which a column can be meant, the surest first."""
    digits = lesson.partition("-")[0].lstrip("0") or "0"
    yield lambda text: squash(text) == squash(title)
    yield lambda text: squash(lesson) in squash(text)
    yield lambda text: re.match(
        rf"(?:exercise|lesson|homework|assignment)\s*0*{digits}(?!\d)", text.strip(), re.IGNORECASE
    )


def number(value: float | None) -> str:
    """A number as every platform reads it: a point, at most two decimals, no zeros behind; None is empty."""
    if value is None:
        return ""
    text = f"{round(value + 0.0, 2):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _decimal(text: str) -> float | None:
    """A number as exports write it, with point or comma; None if it is none."""
    cell = text.strip().replace("\u00a0", "").replace(",", ".")
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0 else None


def _csv(rows: Iterable[Sequence[str]], quotes: int = csv.QUOTE_MINIMAL) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n", quoting=quotes).writerows(rows)
    return stream.getvalue()


def _save(path: Path, text: str) -> Path:
    files.write(path, text)
    return path


def moodle_feedback_zip(target: Path, pages: Mapping[str, Path], origins: Mapping[str, str]) -> Written:
    """A zip for Moodle's "Upload multiple feedback files in a zip": each page in the folder that Moodle named.

    pages: id -> the page for that student; origins: id -> `Submission.origin` of what Moodle gave. Students whose
    origin has no participant number are named in the notes. Source: "Assignment settings: Feedback files" on
    docs.moodle.org and Moodle's mod/assign/feedback/file/importziplib.php. Two runs with the same pages give the
    same bytes.
    """
    left, buffer = [], io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, page in sorted(pages.items()):
            match = re.match(r"(?:[^/]*/)*?([^/_]+_\d+_assignsubmission_file)(?:_|/|$)", origins.get(student, ""))
            if not match:
                left.append(student)
                continue
            entry = zipfile.ZipInfo(f"{match[1]}_/{page.name}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, page.read_bytes())
    target = Path(target)
    files.write(target, buffer.getvalue())
    notes = (f"Without Moodle's number, so not in {target.name}: {', '.join(left)}.",) if left else ()
    return Written((target,), notes)
