"""What an hour leaves behind, in the grading folder: counts of votes, as rows of a CSV, and a negotiation to go on with.

Each only if the teacher says so; no names, no phones, no times of day.
"""

import datetime
import json
from pathlib import Path
from typing import Any

from derisking.classroom import files
from derisking.classroom.course import Course
from derisking.errors import UserError

HEADS = ("day", "lesson", "question", "round", "votes", "right", "chosen")


def keep(root: Path, lesson: str, rounds: list[dict[str, Any]]) -> Path:
    """Add the rounds of this hour to the file, in place of what the same day kept of them; returns its path.

    rounds: as `Room.counts` gives them, from five votes on; chosen is such as "option-id: 12; other-id: 5".
    """
    day, path = f"{datetime.date.today():%Y-%m-%d}", Course(root).live
    new = {}
    for one in rounds:
        chosen = "; ".join(f"{mark}: {n}" for mark, n in one["marks"].items())
        row = [day, lesson, one["question"], str(one["round"]), str(one["votes"]), str(one["right"]), chosen]
        new[tuple(row[:4])] = row
    old = [[row.get(head, "") for head in HEADS] for row in files.rows(path)]
    files.write(path, files.table(HEADS, [*(row for row in old if tuple(row[:4]) not in new), *new.values()]))
    return path


def save_talks(root: Path, saved: dict[str, Any]) -> Path:
    """Write a negotiation as `Talks.saved` gives it; returns the file's path."""
    path = Course(root).talks
    files.write(path, json.dumps(saved, ensure_ascii=False, indent=1) + "\n")
    return path


def saved_talks(root: Path) -> dict[str, Any]:
    """What `save_talks` wrote. Raises UserError where nothing can be read."""
    path = Course(root).talks
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(saved, dict):
            raise ValueError("it is no object")
        return saved
    except (OSError, ValueError, TypeError) as error:
        raise UserError(
            f"{path}: no saved negotiation can be read here ({error}). Leave out --resume to begin anew."
        ) from None
