"""nbgrader's own folders: submitted/student/lesson/file.ipynb with timestamp.txt.

Only where the source is such a folder, or holds nothing but one called "submitted": a student's zip may hold a folder of that
name too, and must not speak for others. Source: nbgrader's "Directory structure".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from nbgrader.utils import parse_utc

from derisking.classroom.collect.items import Tag
from derisking.classroom.collect.platforms.base import Platform


class Nbgrader(Platform):
    name = "nbgrader"
    title = "nbgrader"

    def folder(self, origins: Sequence[str], source: str) -> int | None:
        """How many parts of each path come before the student: 0, 1, or None if these are not nbgrader's folders."""
        if source.lower() == "submitted":
            return 0
        return 1 if origins and all(origin.startswith("submitted/") for origin in origins) else None

    def own(self, origin: str, start: int, lessons: Sequence[str]) -> Tag | None:
        """The tag of a path below the folder, or None."""
        parts = origin.split("/")
        if len(parts) < start + 3 or parts[start + 1] not in lessons or parts[start].lower().endswith(".zip"):
            return None
        rest = "/".join(parts[start + 2 :])
        what = "nbgrader's note of the time" if rest == "timestamp.txt" else ""
        return Tag("nbgrader", usernames=(parts[start],), rest=rest, lesson=parts[start + 1], what=what)

    def inside(self, items):
        """timestamp.txt tells when the files beside it came."""
        times = {}
        for item in items:
            if item.tag.what:
                times[item.tag.folder] = timestamp(item.file.path.read_text(encoding="utf-8", errors="replace")[:200])
        for item in items:
            if times.get(item.tag.folder):
                item.tag.submitted, item.tag.time_from = times[item.tag.folder], "nbgrader's timestamp.txt"


def timestamp(text: str) -> datetime | None:
    """The local time in a timestamp.txt, such as "2026-12-01 18:00:00.000000 UTC"; None for other texts."""
    if not re.match(r"\s*\d{4}-\d\d-\d\d[ T]\d\d:\d\d", text):
        return None
    try:
        when = parse_utc(text.strip())
        return when.astimezone().replace(tzinfo=None) if when.tzinfo else _from_utc(when)
    except (ValueError, OSError, KeyError, OverflowError, TypeError):
        return None


def _from_utc(when: datetime) -> datetime:
    from datetime import UTC

    return when.replace(tzinfo=UTC).astimezone().replace(tzinfo=None)
