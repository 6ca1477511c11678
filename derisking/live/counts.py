"""*Keep the counts*: how each vote of an hour fell, as rows of a CSV in the grading folder. No names, no phones, no times of day."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from derisking.classroom import files
from derisking.classroom.course import Course

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
