"""Moodle.

Names       Full Name_1234567_assignsubmission_file_/file.ipynb, or without folders ..._file_file.ipynb. The number is the one of
            the grading worksheet and belongs to one assignment. Source: Moodle's mod/assign/classes/downloader.php.
Times       each entry of the zip has the time of the upload, on the server's clock (mod/assign's zip_writer takes the
            file's time). Where all entries have one time, somebody has packed the zip anew, and nothing is known.
Class list  the assignment's own grading worksheet, known by its shape in any language; or the list of participants.
Grades      Worksheet: as it came, with the columns Grade and Feedback comments filled in. Moodle passes over an empty grade and an
            empty comment; comments are HTML; a row that was graded after the download is passed over too, unless a box is
            ticked. Source: "Assignment settings: Offline grading worksheet" and "Using Assignment" on docs.moodle.org; Moodle's
            mod/assign/feedback/offline.
            Gradebook: keyed by e-mail, username or ID number. An empty grade deletes, and one unknown person stops the whole
            import: only students with a mark are in the file. Source: "Grade import" on docs.moodle.org.
Feedback    a zip with each page in the folder that Moodle named; where teams hand in, the number there is the team's, and one page
            reaches all its members (get_participant_mapping). Source: "Assignment settings: Feedback files" on docs.moodle.org;
            Moodle's mod/assign/feedback/file/importziplib.php.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from derisking.classroom.collect import sheet as sheets
from derisking.classroom.collect.items import Tag
from derisking.classroom.collect.people import Roster, Student, squash
from derisking.classroom.collect.platforms.base import Platform, joined, time_in
from derisking.classroom.collect.sheet import Mark, Sheet
from derisking.errors import UserError

# What Moodle writes for a name when names are hidden from the marker.
BLIND = {"participant", "teilnehmer", "teilnehmerin", "teilnehmerinnen", "deelnemer", "participante", "partecipante"}
LATE, DRAFT = (" late", "zu spät"), ("draft", "entwurf", "brouillon", "concept")
PACKED = timedelta(minutes=10)  # times that lie closer together may be those of packing the zip
NUMBERED = re.compile(r"\D*\d+")
WORKSHEET = "moodle worksheet"
OURS = re.compile(r"\s*(?:[\d.]+ of [\d.]+, here [\d.]+ of [\d.]+: )?checks \d")  # how each comment from here begins


class Moodle(Platform):
    name = "moodle"
    vague_list = True
    origin = "moodle-origin.txt"
    pattern = re.compile(
        r"(?P<name>[^_]+)(?:_(?P<key>\d+))?_assign(?:submission|feedback)_(?P<kind>file|onlinetext)(?:_(?P<rest>.*))?"
    )

    def read_name(self, match, inner):
        typed = "text that was typed into Moodle" if match["kind"] == "onlinetext" else ""
        return Tag(
            "moodle", match["name"], match["key"] or "", rest=joined(match["rest"], inner), typed=typed, apart=""
        )

    def same_place(self, earlier: str, now: str) -> bool:
        numbers = {number for number, _ in map(self._participant, (earlier, now))}
        return len(numbers) == 1 and "" not in numbers

    def place_of(self, student: Student, handed: str) -> str:
        name, (_, team) = student.name or "Participant", self._participant(handed)
        if student.group and squash(team) == squash(student.group):
            return ""
        return f"{name.replace('_', ' ')}_{student.platform_id}_assignsubmission_file_" if student.platform_id else ""

    def _participant(self, origin: str) -> tuple[str, str]:
        """(number in the assignment, name), as Moodle named the work; ("", "") if it did not."""
        match = next(filter(None, map(self.match, origin.split("/"))), None)
        return (match["key"] or "", match["name"]) if match else ("", "")

    def together(self, items):
        """Numbers count within one assignment only: there they tell two students of one name apart, and nothing else."""
        pairs = [(self.download(item.origin), item.tag) for item in items]
        keys: dict[tuple[str, str], set[str]] = {}
        for download, tag in pairs:
            keys.setdefault((download, tag.name.casefold()), set()).add(tag.key)
        twice = {name for (_, name), numbers in keys.items() if len(numbers) > 1}
        for download, tag in pairs:
            if tag.name.casefold() in twice:
                tag.apart = f"{download}/{tag.key}"

    def times(self, items, roster):
        """The worksheet's time, else that of the zip's entry where entries differ, as uploads do.

        The worksheet's own "late" and "draft" are believed also without a time.
        """
        packed = [item.file.modified for item in items if item.file.modified]
        uploads = bool(packed) and max(packed) - min(packed) > PACKED
        sheet = roster if roster and roster.platform == WORKSHEET else None
        for item in items:
            student, when = sheet.student(item.student) if sheet and item.student else None, None
            # A line with another number tells of another assignment.
            if student and student.row is not None and item.tag.key in ("", student.platform_id):
                when, item.tag.late, item.tag.draft = status(sheet, sheet.rows[student.row])
                item.tag.listed = True
            item.tag.uploaded = item.file.modified if uploads else None
            item.tag.submitted = when or item.tag.uploaded

    def by_key(self, tag: Tag, roster: Roster) -> tuple[Student, ...]:
        """The number counts where names are hidden; elsewhere names decide, since each assignment counts anew."""
        students = roster.find(platform_id=tag.key)
        if squash(tag.name) in BLIND:
            return students
        # Without a word of the name in common, the list may be another assignment's.
        words = {squash(word) for word in tag.name.split()}
        return tuple(s for s in students if words & {squash(word) for word in s.shown.split()})

    def compare(self, origins: Sequence[str], roster: Roster) -> str:
        """Each assignment numbers its participants anew, so its worksheet has the numbers of its downloads."""
        there = {number: name for number, name in map(self._participant, origins) if number}
        own = {student.platform_id for student in roster.students}
        teams = {squash(student.group) for student in roster.students if student.group}
        fit = sum(number in own or squash(name) in teams for number, name in there.items())
        if roster.platform != WORKSHEET or 2 * fit >= len(there):
            return ""
        if fit:
            return (
                f"Only {fit} of the {len(there)} participant numbers of what was handed in are in {roster.file}: is it this assignment's, "
                "and downloaded after the last student joined?"
            )
        raise UserError(
            f"Not one participant number of what was handed in is in {roster.file}: the two are of different assignments, or teams "
            "handed in and the worksheet has no column Group. Nothing was changed. Download the worksheet of the same assignment, and "
            "name it with --class-list."
        )

    # --- the class list

    def recognise(self, headings, keys, columns, rows):
        first = [row[0] for row in rows if row and row[0]]
        if first and len(headings) > 3 and all(NUMBERED.fullmatch(cell) for cell in first):
            known = {"grade", "modified"} <= set(columns) or {"identifier", "grade"} <= set(columns)
            if known or _by_shape(headings, columns, rows):
                columns["identifier"] = columns["platform_id"] = 0
                if columns.get("id") == 0:
                    columns.pop("id")
                return WORKSHEET
        return "moodle" if {"first", "last", "email"} <= set(columns) and "id" not in columns else ""

    def of_one_exercise(self, kind: str) -> bool:
        return kind == WORKSHEET

    def person(self, cell):
        if cell.get("platform_id"):
            cell["platform_id"] = re.sub(r"\D", "", cell["platform_id"])
        return cell

    # --- grades

    def grades(self, sheet: Sheet) -> dict[str, str]:
        if sheet.roster.platform == WORKSHEET:
            return self._worksheet(sheet)
        return gradebook(sheet)

    def total(self, sheet: Sheet) -> dict[str, str]:
        """For the gradebook, also where the class list is a worksheet."""
        return gradebook(sheet)

    def feedback(self, pages: Mapping[str, Path], origins: Mapping[str, str]) -> tuple[bytes, list[str]]:
        """Each page in the folder that Moodle named; students whose name there has no participant number are left."""
        left, buffer = [], io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for student, page in sorted(pages.items()):
                number, name = self._participant(origins.get(student, ""))
                if not number:
                    left.append(student)
                    continue
                folder = f"{name}_{number}_assignsubmission_file_"
                entry = zipfile.ZipInfo(f"{folder}/{page.name}", (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, page.read_bytes())
        return buffer.getvalue(), left

    def _worksheet(self, sheet: Sheet) -> dict[str, str]:
        """The worksheet as it came, with grades and comments."""
        roster, places, marked = sheet.roster, sheet.roster.columns, sheet.marked()
        rows, scaled = [list(row) for row in roster.rows], False
        if "comments" not in places and any(mark.comment for _, mark in marked):
            sheet.notes.append(
                "The worksheet has no column for comments; switch on feedback comments in Moodle's assignment."
            )
        for student, mark in marked:
            row = rows[student.row or 0]
            largest = sheets.decimal(row[places["maximum"]]) if "maximum" in places else mark.maximum
            if not largest:
                sheet.notes.append(
                    "Moodle's assignment uses a scale of words; set it to points and download the worksheet again."
                )
                return {}
            scaled |= largest != mark.maximum
            self._fill(sheet, student, mark, largest, row)
        if scaled:
            sheet.notes.append("Moodle's assignment counts another maximum; the marks in its file are converted.")
        return {f"moodle-worksheet-{sheet.lesson}.csv": sheets.text([roster.headings, *rows])}

    def _fill(self, sheet: Sheet, student: Student, mark: Mark, largest: float, row: list[str]) -> None:
        """Grade and comment of one row; what somebody wrote in Moodle stays."""
        places, left = sheet.roster.columns, len(sheet.left)
        row[places["grade"]] = sheet.entry(student, mark, largest, row[places["grade"]])
        if not mark.comment or "comments" not in places or len(sheet.left) > left:
            return
        held, new = row[places["comments"]], sheet.comment(mark, largest)
        if held.strip() and mark.before is not None and not OURS.match(held):
            sheet.left.append(
                (student.id, "Moodle holds a comment that is not from here; the file leaves it as it is.")
            )
        elif held != new:
            row[places["comments"]], sheet.news = new, True


def status(roster: Roster, row: Sequence[str]) -> tuple[datetime | None, bool, bool]:
    """(time, called late, a draft) of a line of the worksheet; only English dates are understood."""
    said = row[roster.columns["status"]].lower() if "status" in roster.columns else ""
    cell = row[roster.columns["handed"]].replace("\u202f", " ") if "handed" in roster.columns else ""
    when = time_in(cell.strip(), "%A, %d %B %Y, %I:%M %p")
    return when, any(word in said for word in LATE), any(word in said for word in DRAFT)


def _by_shape(headings: Sequence[str], columns: dict[str, int], rows: Sequence[Sequence[str]]) -> bool:
    """Find the columns of a worksheet in a language that is not known: one maximum for all, the grade before it, and so on."""
    below, last = list(zip(*rows, strict=True)), len(headings) - 1
    words = {re.sub(r"[\W\d]+", "", cell) for cell in below[0]}
    tops = [i for i in range(1, last + 1) if len(set(below[i])) == 1 and sheets.decimal(below[i][0])]
    if {"id", "grade"} & set(columns) or len(words) != 1 or len(min(words)) < 5 or len(tops) != 1:
        return False
    top = tops[0]
    if top < 3 or last < top + 2 or any(cell and sheets.decimal(cell) is None for cell in below[top - 1]):
        return False
    for field in ("name", "email", "status", "grade", "maximum", "comments"):
        columns.pop(field, None)
    columns |= {"maximum": top, "grade": top - 1, "status": top - 2}
    mails = [i for i in range(1, last + 1) if any(below[i]) and all("@" in cell for cell in below[i] if cell)]
    if mails:
        columns["email"] = mails[0]
    if top > 3:
        columns["name"] = 1
    if last > top + 1 and "-" not in below[last]:  # the times of grading show "-" for none
        columns["comments"] = last
    return True


def gradebook(sheet: Sheet) -> dict[str, str]:
    """E-mail, username or ID number, whichever most students with a mark have, then mark and comment."""
    roster, people = sheet.roster, sheet.marked()
    labels = {"email": "Email address", "username": "Username", "number": "ID number"}
    if roster.platform == "moodle":
        labels |= {key: roster.headings[roster.columns[key]] for key in labels if key in roster.columns}
    key = max(labels, key=lambda field: sum(bool(getattr(student, field)) for student, _ in people))
    sheet.news = True
    rows = [[labels[key], sheet.title, f"{sheet.title} comments"]]
    for student, mark in people:
        if getattr(student, key):
            rows.append([getattr(student, key), sheets.number(mark.points), sheet.comment(mark, mark.maximum)])
    left = [student.shown for student, _ in people if not getattr(student, key)]
    if people and len(rows) == 1:
        sheet.notes.append(
            "For Moodle the class list needs e-mail addresses, usernames or ID numbers; there is no file."
        )
        return {}
    if left:
        sheet.notes.append(
            f"Not in the file for Moodle, because the class list has no {labels[key]} for them: {', '.join(left)}."
        )
    return {f"moodle-gradebook-{sheet.lesson}.csv": sheets.text(rows)} if people else {}
