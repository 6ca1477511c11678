"""Blackboard.

Names       Exercise 2_username_attempt_2026-12-01-18-00-00_file.ipynb, and a receipt ending in .txt. Source: public tools that
            read them.
Class list  the grade centre's download, which may be UTF-16 with tabs.
Grades      Who it is ("Username") and the exercise's own column of the export, whose heading ends with its number; every cell in
            quotes. A heading without such a number becomes a new column of text without points, so there is no file then. Only
            students with a mark are in the file. "Uploading or Downloading Grade Center Items for Working Offline" and "Work
            Offline with Grade Data" in Blackboard's help for instructors.
"""

import csv
import re

from derisking.classroom.collect import sheet as sheets
from derisking.classroom.collect.items import Tag
from derisking.classroom.collect.platforms.base import Platform, joined, time_in
from derisking.classroom.collect.sheet import Sheet

OWN_COLUMN = re.compile(r"(?P<name>.*?)\s*\[Total Pts:(?P<most>[^\]]*)\].*\|\s*\d+\s*")


class Blackboard(Platform):
    name = "blackboard"
    pattern = re.compile(
        r"(?P<title>.*?)_?(?P<user>[^_]+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<rest>.+)|(?P<ending>\.\w+))?",
        flags=re.DOTALL,
    )

    def read_name(self, match, inner):
        receipt = match["rest"] is None and match["ending"] == ".txt" and not inner
        stem = f"{match['title']}_{match['user']}".lstrip("_")
        words = stem.split("_")
        usernames = tuple("_".join(words[-count:]) for count in range(1, min(4, len(words)) + 1))
        what = "Blackboard's receipt" if receipt else ""
        tag = Tag("blackboard", usernames=usernames, moment=match["when"], stem=stem, what=what)
        tag.rest = joined(match["rest"] or f"{match['title']}{match['ending'] or ''}", inner)
        tag.submitted = time_in(match["when"], "%Y-%m-%d-%H-%M-%S")
        return tag

    def together(self, items):
        """ "_" is between title and username, and both may hold one: what all names begin with is the title.

        Receipts name student and username in full.
        """
        groups: dict[str, list[Tag]] = {}
        for item in items:
            groups.setdefault(item.tag.stem.partition("_")[0], []).append(item.tag)
        for group in groups.values():
            words = [tag.stem.split("_") for tag in group]
            same = 0
            while all(len(own) > same + 1 and own[same] == words[0][same] for own in words):
                same += 1
            for tag, own in zip(group, words, strict=True):
                likely = "_".join(own[same:])
                if len({tag.stem for tag in group}) > 1:
                    tag.usernames = (likely, *(name for name in tag.usernames if name != likely))
        told = {}
        for item in items:
            if item.tag.what:
                name, username = receipt(item.file.path.read_bytes()[:2000].decode("utf-8", errors="replace"))
                if username in item.tag.usernames:
                    told[item.tag.stem] = (name, username)
        for item in items:
            if item.tag.stem in told:
                item.tag.name, username = told[item.tag.stem]
                item.tag.usernames = (username,)

    def recognise(self, headings, keys, columns, rows):
        own = any("[total pts" in text.lower() for text in headings) or {"lastaccess", "availability"} & set(keys)
        if not ({"last", "first", "username"} <= set(columns) and (own or "studentid" in keys)):
            return ""
        if "studentid" in keys:
            columns["number"] = keys.index("studentid")
            columns.pop("id", None)
        return "blackboard"

    def grades(self, sheet: Sheet) -> dict[str, str]:
        """Names, username and one column of the export; only students with a mark."""
        roster = sheet.roster
        own = {index: match for index, text in enumerate(roster.headings) if (match := OWN_COLUMN.fullmatch(text))}
        place = sheet.place({index: match["name"] for index, match in own.items()})
        if place is None:
            sheet.notes.append(
                f"Blackboard's export has no column for {sheet.lesson}, so there is no file for it: make the column, or the "
                "assignment, export again, and give that as the class list (or name the column with --column)."
            )
            return {}
        counted = re.search(r"\d+(?:[.,]\d+)?", own[place]["most"])
        largest = (sheets.decimal(counted[0]) if counted else None) or sheet.maximum
        if largest != sheet.maximum:
            sheet.notes.append(
                f"“{own[place]['name']}” counts {largest:g} points in Blackboard; the marks in its file are converted."
            )
        who = [roster.columns[field] for field in ("last", "first", "username")]
        rows = [[roster.headings[index] for index in [*who, place]]]
        for student, mark in sheet.marked():
            row = roster.rows[student.row or 0]
            rows.append([*(row[index] for index in who), sheet.entry(student, mark, largest, row[place])])
        return {f"blackboard-{sheet.lesson}.csv": sheets.text(rows, csv.QUOTE_ALL)} if len(rows) > 1 else {}


def receipt(text: str) -> tuple[str, str]:
    """(name, username) from the first line of a receipt, "Name: Ann Kim (akim)"; ("", "") if it is none."""
    match = re.match(r"[\s\ufeff]*Name:[ \t]*(.{1,200}?)[ \t]*\(([^()\r\n]{1,100})\)[ \t]*[\r\n]", f"{text}\n")
    return (match[1], match[2]) if match else ("", "")
