"""No platform: a folder, zip or file for each student, and a class list that somebody typed. Nothing is certain here."""

import re
from collections.abc import Sequence

from derisking.classroom.collect.exercise_of import lessons
from derisking.classroom.collect.items import Tag
from derisking.classroom.collect.people import squash
from derisking.classroom.collect.platforms import brightspace, moodle
from derisking.classroom.collect.platforms.base import Platform
from derisking.classroom.collect.sheet import Sheet

# Folders that say nothing about a student, and words that students put into names of files.
STRUCTURE = {
    *("exercises", "notebooks", "derisking", "deriskingstudents", "submissions", "submitted", "abgaben", "inzendingen"),
    *("rendus", "solutions", "release", "source", "feedback", "autograded", "data", "downloads", "macosx"),
}
NOISE = re.compile(
    r"\b(?:my|the|homework|hw|exercise|exercises|ex|task|assignment|final|finished|done|copy|submission|notebook"
    r"|untitled|version|lesson|solutions?|answers?|quiz|record|progress|checkpoint|new|v)\b|\d+",
    flags=re.IGNORECASE,
)
ENDING = re.compile(r"\.(?:ipynb|zip|txt|json|csv|pdf|docx?|html?|py)$", re.IGNORECASE)


class Plain(Platform):
    name = "loose"

    def own(self, origin: str, skip: str) -> Tag:
        """The first folder, zip or file name that can be somebody's name. skip: a folder that is nobody's."""
        path = origin[len(skip) + 1 :] if skip else origin
        parts = path.split("/")
        for index, part in enumerate(parts):
            text = person_in(part, folder=index < len(parts) - 1)
            if text:
                return Tag("loose", text, rest="/".join(parts[index + 1 :]) or part)
        return Tag("loose", rest=path)

    def grades(self, sheet: Sheet) -> dict[str, str]:
        sheet.notes.append(
            "For Canvas or Blackboard, give the gradebook's own export as the class list: its numbers are needed."
        )
        return {**moodle.gradebook(sheet), **brightspace.Brightspace().grades(sheet)}


def wrapper(origins: Sequence[str]) -> str:
    """A folder that holds everything and has several people's folders or files in it: it is nobody's name."""
    tops = {origin.partition("/")[0] for origin in origins}
    if len(tops) != 1:
        return ""
    second = {origin.split("/")[1] for origin in origins if origin.count("/") >= 1}
    folders = {origin.split("/")[1] for origin in origins if origin.count("/") >= 2}
    people = {squash(person_in(part, folder=part in folders)) for part in second} - {""}
    return tops.pop() if len(people) > 1 else ""


def person_in(part: str, folder: bool) -> str:
    """What a folder's or file's name says apart from the lesson and usual words; "" if that is nothing."""
    stem = part
    while ENDING.search(stem):
        stem = stem.rpartition(".")[0]
    if part.startswith(".") or squash(stem) in STRUCTURE or squash(part) == "macosx":
        return ""
    text = stem
    for lesson in lessons():
        text = re.sub(r"[\W_]*".join(map(re.escape, lesson.split("-"))), " ", text, flags=re.IGNORECASE)
        text = re.sub(rf"\b{lesson[:2]}\b(?=[\W_]|$)" if text != stem else r"(?!)", " ", text)
    text = re.sub(r"(?<=\s)copy\s*\d*|[-_ ]copy\d*$|\(\d+\)", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"\s+", " ", text).strip(" _-.,+")
    left = NOISE.sub("", text.replace("_", " ").replace("-", " "))
    if folder and text and text == stem.strip(" _-.,+"):
        return text
    named = any(c.isalpha() for c in left) or (not left.isascii() and squash(left)) or re.fullmatch(r"\d{4,}", text)
    return text if named else ""
