"""nbgrader's own folders: submitted/student/lesson/file.ipynb with timestamp.txt.

Only where the source is such a folder, or holds nothing but one called "submitted": a student's zip may hold a folder of that
name too, and must not speak for others. Source: nbgrader's "Directory structure".
"""

from collections.abc import Sequence

from derisking.classroom import lateness
from derisking.classroom.collect.exercise_of import lessons
from derisking.classroom.collect.items import Tag
from derisking.classroom.collect.platforms.base import Platform


class Nbgrader(Platform):
    name = "nbgrader"

    def folder(self, origins: Sequence[str], source: str) -> int | None:
        """How many parts of each path come before the student: 0, 1, or None if these are not nbgrader's folders."""
        if source.lower() == "submitted":
            return 0
        return 1 if origins and all(origin.startswith("submitted/") for origin in origins) else None

    def own(self, origin: str, start: int) -> Tag | None:
        """The tag of a path below the folder, or None."""
        parts = origin.split("/")
        if len(parts) < start + 3 or parts[start + 1] not in lessons() or parts[start].lower().endswith(".zip"):
            return None
        rest = "/".join(parts[start + 2 :])
        what = "a note of when it came" if rest in (lateness.STAMP, lateness.LATE) else ""
        # The folders are ids already; where "aa" and "Aa" can both be there, they are two students.
        return Tag("nbgrader", usernames=(parts[start],), rest=rest, what=what, exact=True)

    def times(self, items, roster):
        """timestamp.txt tells when the files beside it came, late.txt that they are late and nobody knows when."""
        stamps = {item.folder: lateness.read_stamp(item.file.path) for item in items if item.tag.rest == lateness.STAMP}
        late = {item.folder for item in items if item.tag.rest == lateness.LATE}
        for item in items:
            when, item.tag.late = stamps.get(item.folder), item.folder in late
            item.tag.submitted = lateness.local(when) if when else None if item.tag.late else item.file.modified
