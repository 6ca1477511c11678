"""What a teacher asks for with one `derisking grade`, and what the run goes by."""

import dataclasses
import datetime
from collections.abc import Callable
from pathlib import Path

from derisking.classroom.course import Course
from derisking.classroom.rules import Rules


@dataclasses.dataclass(frozen=True)
class Options:
    """What a teacher asks for. source: what the platform gave, None to grade what is in the folder already.

    dask: address of a cluster that does the grading, None for this computer.
    due, late, attempts, column and class_list belong to one exercise. limits: of one notebook's run, None for the usual ones.
    """

    source: Path | None
    into: Path
    class_list: Path | None = None
    lesson: str | None = None
    column: str | None = None
    due: datetime.datetime | None = None
    late: str | None = None
    attempts: str | None = None
    jobs: int = 0
    variants: bool | None = None
    unsandboxed: bool = False
    dask: str | None = None
    limits: object | None = None


@dataclasses.dataclass
class Terms:
    """What a run goes by. said: prints a line; rules: of each exercise."""

    course: Course
    options: Options
    said: Callable[[str], None]
    rules: Rules
