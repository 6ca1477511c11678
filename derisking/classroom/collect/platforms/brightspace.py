"""Brightspace.

Names       12345-67890 - First Last - Dec 1, 2026 1200 PM/file.ipynb, or all in the file's name; and index.html. Source: public
            tools that read it (the vendor documents the download, not the names).
Class list  the export of grades, with OrgDefinedId or "End-of-Line Indicator".
Grades      "OrgDefinedId" or "Username", "<item> Points Grade <Numeric MaxPoints:20>", "End-of-Line Indicator" with "#". What an
            empty cell does is not documented: only students with a mark are in the file. "Importing grades" of the Brightspace
            community's knowledge base.
"""

import re

from derisking.classroom.collect import sheet as sheets
from derisking.classroom.collect.items import Tag
from derisking.classroom.collect.platforms.base import Platform, joined, time_in
from derisking.classroom.collect.sheet import Sheet

INDEX = re.compile(r"(?:[^/]+/)?index\.html?", re.IGNORECASE)


class Brightspace(Platform):
    name = "brightspace"
    pattern = re.compile(
        r"(?P<key>\d+)-\d+ - (?P<name>.+?) - (?P<when>[A-Z][a-z]+\.? \d{1,2}, \d{4} \d{3,4} ?[AP]M)(?: - (?P<rest>.+))?"
    )

    def read_name(self, match, inner):
        tag = Tag("brightspace", match["name"], match["key"], rest=joined(match["rest"], inner), moment=match["when"])
        words = re.sub(r"(\d{1,2})(\d\d) ?([AP]M)$", r"\1:\2 \3", match["when"]).replace(".", "")
        for layout in ("%b %d, %Y %I:%M %p", "%B %d, %Y %I:%M %p"):
            tag.submitted = tag.submitted or time_in(words, layout)
        return tag

    def beside(self, origin: str) -> Tag | None:
        what = "Brightspace's own list of the submissions"
        return Tag("brightspace", rest=origin, what=what) if INDEX.fullmatch(origin) else None

    def recognise(self, headings, keys, columns, rows):
        return "brightspace" if "orgdefinedid" in keys or "endoflineindicator" in keys else ""

    def person(self, cell):
        cell["username"], cell["number"] = cell["username"].lstrip("#"), cell["number"].lstrip("#")
        return cell

    def grades(self, sheet: Sheet) -> dict[str, str]:
        """Key columns, one grade item, the sign for the end of a line; only students with a mark."""
        roster, own = sheet.roster, sheet.roster.platform == "brightspace"
        keys = {"number": "OrgDefinedId", "username": "Username"}
        keys = {field: label for field, label in keys.items() if any(getattr(s, field) for s in roster.students)}
        if not keys:
            sheet.notes.append(
                "For Brightspace the class list needs usernames or numbers (OrgDefinedId); there is no file."
            )
            return {}
        place, label, largest = self._item(sheet, own)
        rows = [[*keys.values(), label, "End-of-Line Indicator"]]
        for student, mark in sheet.marked():
            row = roster.rows[student.row] if own and student.row is not None else None
            cells = [row[roster.columns[f]] if row and f in roster.columns else getattr(student, f) for f in keys]
            if any(cells):
                held = row[place] if row and place is not None else ""
                rows.append([*cells, sheet.entry(student, mark, largest, held), "#"])
            else:
                sheet.notes.append(f"{student.shown} has neither username nor number and is not in Brightspace's file.")
        return {f"brightspace-{sheet.lesson}.csv": sheets.text(rows)} if len(rows) > 1 else {}

    def _item(self, sheet: Sheet, own: bool) -> tuple[int | None, str, float]:
        """(index, None for a new one; heading; points that it counts) of the grade item."""
        headings = sheet.roster.headings
        items = {i: text.partition(" Points Grade")[0] for i, text in enumerate(headings) if " Points Grade" in text}
        if not own:
            sheet.column = None
        place = sheet.place(items if own else {})
        item = " ".join(re.sub(r'[/"*<>+=|,%]', " ", sheet.title).split())
        new = f"{item} Points Grade <Numeric MaxPoints:{sheets.number(sheet.maximum)}>"
        label = headings[place] if place is not None else new
        counted = re.search(r"MaxPoints:([\d.,]+)", label)
        largest = (sheets.decimal(counted[1]) if counted else None) or sheet.maximum
        if place is None:
            sheet.notes.append(
                f"For Brightspace the item “{item}” is new; when it asks, let it make a numeric item out of {sheet.maximum:g}."
            )
        elif largest != sheet.maximum:
            sheet.notes.append(f"“{label}” counts {largest:g} points; the marks in Brightspace's file are converted.")
        return place, label, largest
