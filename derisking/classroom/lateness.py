"""When something was handed in, whether that was late, and what it costs."""

import datetime
import math
import re
from collections.abc import Callable
from pathlib import Path

from derisking.classroom import files
from derisking.classroom.collect.items import Tag
from derisking.errors import UserError

DAY = 86_400
FORMAT = "%Y-%m-%d %H:%M:%S"
# Beside a hand-in: when it came, in nbgrader's way; or that its platform calls it late and names no time.
STAMP, LATE = "timestamp.txt", "late.txt"


def share(name: str) -> Callable[[float], float]:
    """What a rule takes off: a function of the seconds late that gives a share of the points.

    name: "accept" (nothing), "zero" (all), or "10%-per-day" (for each day begun, at most all).
    """
    if name in ("accept", "zero"):
        return lambda seconds: float(name == "zero")
    asked = re.fullmatch(r"(\d{1,3})\s*%(?:-per-day)?", name)
    if not asked or int(asked.group(1)) > 100:
        raise UserError(f"--late {name}: write accept, zero, or a share per day such as 10%-per-day.")
    part = int(asked.group(1)) / 100
    return lambda seconds: min(1.0, part * math.ceil(seconds / DAY))


def utc(local: datetime.datetime | None) -> datetime.datetime | None:
    """A local time as nbgrader keeps times: in UTC, without a zone. A time with a zone is taken at its word."""
    return None if local is None else local.astimezone(datetime.UTC).replace(tzinfo=None)


def local(when: datetime.datetime) -> datetime.datetime:
    """A time as nbgrader keeps it on this computer's clock, without a zone."""
    return when.replace(tzinfo=datetime.UTC).astimezone().replace(tzinfo=None)


def stamp(when: datetime.datetime) -> str:
    """A line for timestamp.txt, in the form that nbgrader reads."""
    return f"{when:{FORMAT}} UTC\n"


def read_stamp(path: Path) -> datetime.datetime | None:
    """The time in a timestamp.txt, in UTC without zone; None without one. Other forms are read as nbgrader does."""
    from nbgrader.utils import parse_utc  # four seconds; most commands that know deadlines read no stamp

    try:
        text = path.read_text(encoding="utf-8").strip()[:200]
        when = parse_utc(text) if text else None
    except (OSError, ValueError, OverflowError):
        return None
    return when if when and 1970 < when.year < 9999 else None  # others no computer here can turn into local time


def is_late(tag: Tag, due: datetime.datetime) -> bool:
    """Whether something came after `due`; that its platform calls it late counts where no time is known."""
    return utc(tag.submitted) > utc(due) if tag.submitted else tag.late


def told(tag: Tag, due: datetime.datetime | None) -> str:
    """A line for work that is late. Where a time is known, it decides; a platform that says "late" is believed without one."""
    if tag.late and (tag.submitted is None or due is None):
        return "the platform calls it late" + (", without a time" if tag.submitted is None else "")
    return "late" if due is not None and is_late(tag, due) else ""


def came(folder: Path, due: datetime.datetime | None) -> datetime.datetime | None:
    """When the work in a folder came, in UTC; None if nobody knows. What is late without a time came just after any deadline."""
    when = read_stamp(folder / STAMP)
    return _just_after(due) if when is None and (folder / LATE).is_file() else when


def moment(tag: Tag, due: datetime.datetime | None) -> datetime.datetime | None:
    """The same of a new hand-in, from what its platform says."""
    return _just_after(due) if tag.submitted is None and tag.late else utc(tag.submitted)


def _just_after(due: datetime.datetime | None) -> datetime.datetime | None:
    return None if due is None else utc(due) + datetime.timedelta(seconds=1)


def keep(folder: Path, tag: Tag, same: bool) -> None:
    """Write down beside a hand-in when it came; an empty note says that the class list does not know it.

    same: it is the notebook of an earlier run, whose time stays if no other is known.
    """
    when = utc(tag.submitted) or (read_stamp(folder / STAMP) if same else None)
    if when or tag.listed:
        files.write(folder / STAMP, stamp(when) if when else "")
    else:
        (folder / STAMP).unlink(missing_ok=True)
    if tag.late and when is None:
        files.write(folder / LATE, "The learning platform calls this work late and gives no time.\n")
    else:
        (folder / LATE).unlink(missing_ok=True)


def recall(folder: Path, tag: Tag) -> None:
    """Bring back what `keep` wrote."""
    when = read_stamp(folder / STAMP)
    tag.submitted, tag.late = local(when) if when else None, (folder / LATE).is_file()


def keeps(
    attempts: str, old: datetime.datetime | None, new: datetime.datetime | None, due: datetime.datetime | None
) -> str:
    """Why the notebook of an earlier run stays although another one came; "" if the new one takes its place.

    attempts: the rule for repeated submissions. Times in UTC, None if unknown: then the newer download wins, but for "first".
    """
    if old is None or new is None:
        return "one is there, and the first counts" if attempts == "first" else ""
    if attempts == "first":
        return "an earlier one is there, and the first counts" if old <= new else ""
    if attempts == "last-on-time" and due is not None and (old > utc(due)) != (new > utc(due)):
        return "one from before the deadline is there" if new > utc(due) else ""
    return "a later one is there" if old > new else ""
