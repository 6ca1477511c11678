"""Canvas.

Names       lastfirst_12345_67890_file.ipynb, with LATE_ after the name, anon_ab12c for the name. 12345 is the "ID" of the
            gradebook. Source: Canvas' lib/content_zipper.rb.
Class list  the gradebook's own export.
Grades      The identity columns, the row "Points Possible" and one column of that export. An empty cell over a score deletes
            the score: a student without a mark keeps what the export had. "How do I import grades in the Gradebook?" and
            "How do I export grades in the Gradebook?" of the Canvas guides; Canvas' lib/gradebook_importer.rb.
"""

import re

from derisking.classroom.collect import sheet as sheets
from derisking.classroom.collect.items import Tag
from derisking.classroom.collect.people import squash
from derisking.classroom.collect.platforms.base import Platform, joined
from derisking.classroom.collect.sheet import Sheet


class Canvas(Platform):
    name = "canvas"
    vague = True
    pattern = re.compile(
        r"(?:(?P<name>[\w-]+?)_)?(?P<late>LATE_)?(?:anon_(?P<anon>[A-Za-z0-9]+)|(?P<key>\d+))_"
        r"(?:\d+_(?P<rest>.+)|(?P<typed>text|link)\.html)"
    )

    def read_name(self, match, inner):
        typed = f"a {match['typed']} that was typed into Canvas" if match["typed"] else ""
        name = match["name"] or (f"anon {match['anon']}" if match["anon"] else "")
        key = match["key"] or f"anon{match['anon']}"
        return Tag("canvas", name, key, rest=joined(match["rest"], inner), late=bool(match["late"]), typed=typed)

    def times(self, items, roster):
        """Nobody knows: the zip only tells when it was downloaded."""

    def recognise(self, headings, keys, columns, rows):
        if "section" in keys and (keys[:2] == ["student", "id"] or keys[:3] == ["lastname", "firstname", "id"]):
            columns["platform_id"] = columns.pop("id")
            return "canvas"
        return ""

    def person(self, cell):
        label = cell["name"] or cell["last"]
        if "points possible" in label.lower() or not (label or cell["platform_id"]) or label == "Student, Test":
            return None
        cell["name"] = re.sub(r'^="(.*)"$', r"\1", cell["name"])  # Canvas shields a name that begins with "=" so
        return cell

    def grades(self, sheet: Sheet) -> dict[str, str]:
        """One assignment beside the identity columns; rows of no student but "Points Possible" are dropped."""
        roster = sheet.roster
        last = [squash(text) for text in roster.headings].index("section") + 1
        choices = {i: re.sub(r"\s\(\d+\)$", "", text) for i, text in enumerate(roster.headings) if i >= last}
        place = sheet.place(choices)
        label = sheet.title if place is None else roster.headings[place]
        limit = next((row for row in roster.rows if "points possible" in row[0].lower()), None)
        counted = limit[place] if limit is not None and place is not None else ""
        if place is None:
            sheet.notes.append(
                f"Canvas' export has no column for {sheet.lesson}; on import Canvas offers a new assignment “{sheet.title}”."
            )
        elif "read only" in counted.lower():
            sheet.notes.append(
                f"Canvas calculates the column “{label}” itself, so there is no file for Canvas; name another column."
            )
            return {}
        largest = sheets.decimal(counted) or sheet.maximum
        if largest != sheet.maximum:
            sheet.notes.append(f"“{label}” counts {largest:g} points in Canvas; the marks in its file are converted.")
        top = list(limit[:last]) if limit is not None else ["    Points Possible", *[""] * (last - 1)]
        rows = [[*roster.headings[:last], label], [*top, counted if counted.strip() else sheets.number(largest)]]
        rows += [self._row(sheet, student, last, place, largest) for student in roster.students]
        return {f"canvas-{sheet.lesson}.csv": sheets.text(rows)}

    def _row(self, sheet: Sheet, student, last: int, place: int | None, largest: float) -> list[str]:
        row = sheet.roster.rows[student.row or 0]
        before = row[place].strip() if place is not None else ""
        mark, excused = sheet.mark(student), before.upper() in ("EX", "N/A")
        if mark is not None and excused:
            sheet.notes.append(f"{student.shown} keeps “{before}” in Canvas (excused or not assigned).")
        return [*row[:last], before if mark is None or excused else sheet.entry(student, mark, largest, before)]
