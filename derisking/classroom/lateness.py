"""When something was handed in, whether that was late, and what it costs."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable
from pathlib import Path

from nbgrader.utils import parse_utc

from derisking.classroom.errors import ClassroomError

DAY = 86_400
FORMAT = "%Y-%m-%d %H:%M:%S"


def rule(name: str) -> Callable[[float, float], float]:
    """The penalty of a rule: a function of (points, seconds late) that gives the points to take off.

    name: "accept" (nothing), "zero" (all), or "10%-per-day" (of the points, for each day begun, at most all).
    """
    if name == "accept":
        return lambda points, seconds: 0.0
    if name == "zero":
        return lambda points, seconds: points
    asked = re.fullmatch(r"(\d{1,3})\s*%(?:-per-day)?", name)
    if not asked or int(asked.group(1)) > 100:
        raise ClassroomError(f"--late {name}: write accept, zero, or a share per day such as 10%-per-day.")
    share = int(asked.group(1)) / 100
    return lambda points, seconds: min(points, points * share * math.ceil(seconds / DAY))


def utc(local: datetime.datetime | None) -> datetime.datetime | None:
    """A local time as nbgrader keeps times: in UTC, without a zone. A time with a zone is taken at its word."""
    return None if local is None else local.astimezone(datetime.UTC).replace(tzinfo=None)


def stamp(when: datetime.datetime) -> str:
    """A line for timestamp.txt, in the form that nbgrader reads."""
    return f"{when:{FORMAT}} UTC\n"


def read_stamp(path: Path) -> datetime.datetime | None:
    """The time in a timestamp.txt, in UTC without zone; None without one. Other forms are read as nbgrader does."""
    try:
        text = path.read_text(encoding="utf-8").strip()[:200]
        when = parse_utc(text) if text else None
    except (OSError, ValueError, OverflowError):
        return None
    return when if when and 1970 < when.year < 9999 else None  # others no computer here can turn into local time


def is_late(when: datetime.datetime | None, marked: bool, due: datetime.datetime) -> bool:
    """Whether something came after `due`. marked: its platform calls it late, which counts where no time is known."""
    return utc(when) > utc(due) if when else marked


def handed_in(
    local: datetime.datetime | None, marked: bool, due: datetime.datetime | None
) -> tuple[datetime.datetime | None, str]:
    """When something came, in UTC, as far as its platform says so; and a line if it is late.

    A platform that says "late" (marked) is believed, also where it names no time.
    """
    when = utc(local)
    if due is None:
        return when, "the platform calls it late" if marked else ""
    if marked and (when is None or when <= utc(due)):
        return utc(due) + datetime.timedelta(seconds=1), "the platform calls it late, without a time"
    return when, "late" if when is not None and when > utc(due) else ""


def keeps(
    attempts: str, old: datetime.datetime | None, new: datetime.datetime | None, due: datetime.datetime | None
) -> str:
    """Why the notebook of an earlier run stays although another one came; "" if the new one takes its place.

    attempts: the rule for repeated submissions. Times in UTC, None if unknown: then the newer download wins, but for "first".
    """
    if old is not None and new is not None:
        if attempts == "first":
            return "an earlier one is there, and the first counts" if old <= new else ""
        if attempts == "last-on-time" and due is not None and old <= utc(due) < new:
            return "one from before the deadline is there"
        return "a later one is there" if old > new else ""
    return "one is there, and the first counts" if attempts == "first" else ""
