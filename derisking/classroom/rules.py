"""The rules of a course: for each exercise its deadline, what lateness costs, which attempt counts; and whether variants are on.

They lie in settings.json of the grading folder. A run changes the rules of its own exercises only.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from derisking.classroom import files, lateness
from derisking.errors import UserError


@dataclasses.dataclass(frozen=True)
class Rule:
    """One exercise's rules. due: a time with its zone, or None; late, attempts: as on the command line; column: a heading."""

    due: datetime.datetime | None = None
    late: str = "accept"
    attempts: str = "last"
    column: str | None = None

    @property
    def words(self) -> str:
        """The deadline with its zone, and the rule: times on a platform may be those of another zone."""
        if self.due is None:
            return "no deadline"
        local = self.due.astimezone()
        return f"due {local:%Y-%m-%d %H:%M} ({local.tzname()}, UTC{local:%z}), late work: {self.late}"


@dataclasses.dataclass
class Rules:
    """variants: each student has a variant of the number tasks; exercises: rules by lesson."""

    variants: bool = False
    exercises: dict[str, Rule] = dataclasses.field(default_factory=dict)

    def of(self, lesson: str) -> Rule:
        return self.exercises.get(lesson, Rule())

    def ask(self, lessons: Sequence[str], **asked: Any) -> None:
        """Change what was asked for (None: not asked) in these lessons. Raises UserError where it must be one lesson."""
        asked = {key: value for key, value in asked.items() if value is not None}
        one = {"due": "--due", "column": "--column"}
        if len(lessons) != 1 and (names := [option for key, option in one.items() if key in asked]):
            which = f"these are {', '.join(lessons)}" if lessons else "there are several in the folder"
            raise UserError(f"{names[0]} belongs to one exercise, and {which}: name it with --lesson.")
        if not lessons and asked:
            raise UserError(f"--{min(asked)} belongs to an exercise: name it with --lesson.")
        lateness.share(str(asked.get("late", "accept")))
        if isinstance(due := asked.get("due"), datetime.datetime):
            asked["due"] = due.astimezone()  # without a zone: this computer's
        for lesson in lessons:
            self.exercises[lesson] = dataclasses.replace(self.of(lesson), **asked)


def read(path: Path) -> Rules:
    """The rules in a file; the usual ones without it. Raises UserError for a file that is damaged: marks hang on it."""
    if not path.is_file():
        return Rules()
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Rules(bool(kept["variants"]), {name: _rule(one) for name, one in kept["exercises"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, UserError) as error:
        raise UserError(
            f"{path} cannot be read: repair it, or delete it and name --due, --late and --attempts of each exercise again."
        ) from error


def _rule(kept: dict) -> Rule:
    due = datetime.datetime.fromisoformat(kept["due"]) if kept["due"] else None
    lateness.share(kept["late"])
    return Rule(due, kept["late"], kept["attempts"], kept["column"])


def write(path: Path, rules: Rules) -> None:
    """Keep the rules for later runs."""
    plain = {lesson: dataclasses.asdict(rule) for lesson, rule in sorted(rules.exercises.items())}
    text = json.dumps({"variants": rules.variants, "exercises": plain}, indent=1, default=datetime.datetime.isoformat)
    files.write(path, f"{text}\n")
