"""The rules of a course, in one file that people read and edit: deadlines, lateness, attempts, labels, groups, the scheme of marks.

They lie in rules.yaml of the grading folder. A run changes the rules of its own exercises only; the file as it was before a command
changed it lies in backups/.
"""

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from derisking import exercises
from derisking import lessons as course_lessons
from derisking.classroom import files, lateness
from derisking.errors import UserError

HEAD = Path(__file__).resolve().parent / "templates" / "rules.yaml"
SCHEMA = Path(__file__).resolve().parent / "rules.json"
YES = ("yes", "true")
EXERCISES, DEFENCE = 20, 20  # of the usual scheme, beside the memos


@dataclasses.dataclass(frozen=True)
class Rule:
    """One exercise's rules. due: a time with its zone, or None; late, attempts: as on the command line; column: a heading; groups:
    whether a hand-in counts for all of a group."""

    due: datetime.datetime | None = None
    late: str = "accept"
    attempts: str = "last"
    column: str | None = None
    groups: bool = True

    @property
    def words(self) -> str:
        """The deadline with its zone, and the rule: times on a platform may be those of another zone."""
        if self.due is None:
            return "no deadline"
        local = self.due.astimezone()
        return f"due {local:%Y-%m-%d %H:%M} ({local.tzname()}, UTC{local:%z}), late work: {self.late}"


@dataclasses.dataclass(frozen=True)
class Label:
    """An arrangement. days: by which all deadlines are later; late: what lateness costs, "" as for all; students: as the file names them."""

    days: float = 0.0
    late: str = ""
    students: tuple[str, ...] = ()


def usual_scheme() -> dict[str, float]:
    """What each part weighs in the course total, as TEACHING.md proposes."""
    memos = {f"memo {lesson[:2]}": float(weight) for lesson, weight in course_lessons.facts().memos.items()}
    return {"exercises": EXERCISES, **memos, "defence": DEFENCE}


@dataclasses.dataclass
class Rules:
    """variants: each student has a variant of the number tasks; exercises: rules by lesson; groups: members as the file names them.

    given, teams: what `collect.groups` made of file and class list: the labels and the group of each student.
    """

    variants: bool = False
    exercises: dict[str, Rule] = dataclasses.field(default_factory=dict)
    labels: dict[str, Label] = dataclasses.field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    scheme: dict[str, float] = dataclasses.field(default_factory=usual_scheme)
    given: dict[str, list[str]] = dataclasses.field(default_factory=dict, compare=False)
    teams: dict[str, str] = dataclasses.field(default_factory=dict, compare=False)

    def of(self, lesson: str, student: str = "") -> Rule:
        """The rules of an exercise, for a student with what the labels change: of several the longest time."""
        rule = self.exercises.get(lesson, Rule())
        own = [self.labels[name] for name in self.given.get(student, ())]
        if not own:
            return rule
        late = next((label.late for label in own if label.late), rule.late)
        return dataclasses.replace(rule, due=_later(rule.due, own), late=late)

    def last(self, lesson: str) -> datetime.datetime | None:
        """When the last deadline of an exercise is, with any label."""
        return _later(self.of(lesson).due, list(self.labels.values()))

    def words(self, lesson: str) -> str:
        """The rule of an exercise, and until when a label leaves it open."""
        own, last = self.of(lesson), self.last(lesson)
        later = f"; with a label until {last.astimezone():%Y-%m-%d %H:%M}" if last not in (None, own.due) else ""
        return own.words + later

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


def _later(due: datetime.datetime | None, labels: Sequence[Label]) -> datetime.datetime | None:
    days = max((label.days for label in labels), default=0.0)
    return None if due is None else due + datetime.timedelta(days=days)


def read(path: Path) -> Rules:
    """The rules in a file, or in the one of an earlier version beside it; the usual ones without both. Raises UserError as `parsed`."""
    there = next((one for one in (path, path.with_name("settings.json")) if one.is_file()), None)
    try:
        return parsed(there.read_text(encoding="utf-8-sig"), there) if there else Rules()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{there} cannot be read: save it as plain text in UTF-8. Marks hang on it.") from error


def parsed(text: str, path: Path) -> Rules:
    """The rules in a text. path: for the sentence of the UserError, raised for what cannot be understood: marks hang on it."""
    try:
        kept = _said(yaml.load(text, yaml.BaseLoader)) or {}  # every scalar is text
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UserError(
            f"{path}, line {mark.line + 1 if mark else 1}: this cannot be read ({getattr(error, 'problem', error)}). Compare it with the "
            "example in the file: a name, a colon, a space, a value; and what belongs to a name stands indented below it."
        ) from error
    _check(kept, path)
    return Rules(
        kept.get("variants") in YES,
        {lesson: _rule(one) for lesson, one in kept.get("exercises", {}).items()},
        {
            name: Label(float(one.get("days", 0)), one.get("late", ""), tuple(one.get("students", ())))
            for name, one in kept.get("labels", {}).items()
        },
        {name: tuple(members) for name, members in kept.get("groups", {}).items()},
        usual_scheme() | {part: float(weight) for part, weight in kept.get("scheme", {}).items()},
    )


def _said(kept: Any) -> Any:
    """What a file says, without names that say nothing."""
    if isinstance(kept, dict):
        return {name: _said(one) for name, one in kept.items() if one not in ("", "null", [], {})}
    return kept


def _check(kept: object, path: Path) -> None:
    """Raise UserError with the first place that the rules' schema does not allow, and what belongs there."""
    import jsonschema

    hours = jsonschema.FormatChecker(())
    hours.checks("hour", ValueError)(lambda text: ":" in text and bool(datetime.datetime.fromisoformat(text)))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    schema["properties"]["exercises"]["propertyNames"] = {"enum": list(exercises.lessons())}
    schema["properties"]["scheme"]["propertyNames"] = {"enum": list(usual_scheme())}
    errors = jsonschema.Draft202012Validator(schema, format_checker=hours).iter_errors(kept)
    for error in sorted(errors, key=lambda error: [str(part) for part in error.absolute_path]):
        where = ", ".join(str(part) for part in error.absolute_path) or "the file"
        found = str(error.instance)[:60]
        if error.validator == "additionalProperties":
            found = min(set(error.instance) - set(error.schema["properties"]))
        what = error.schema.get("description") or "one of " + ", ".join(error.validator_value)
        said = f"“{found}” cannot stand here. What belongs here is {what}"
        raise UserError(f"{path}, {where}: {said}. Correct it there; marks hang on it.")


def _rule(kept: dict[str, Any]) -> Rule:
    due = datetime.datetime.fromisoformat(kept["due"]) if "due" in kept else None
    due = due if due is None or due.tzinfo else due.astimezone()
    return Rule(**kept | {"due": due, "groups": kept.get("groups", "yes") in YES})


class _Plain(yaml.SafeDumper):
    """Writes every text as it is typed: it is read as text."""

    yaml_implicit_resolvers: Mapping = {}


def write(path: Path, rules: Rules) -> None:
    """Keep the rules for later runs. A file that says the same stays as somebody typed it; else it is kept in backups/."""
    whole = _whole(rules)
    if path.is_file():
        raw = path.read_bytes()
        if _whole(parsed(raw.decode("utf-8-sig"), path)) == whole:
            return
        files.write(path.parent / "backups" / f"rules-{hashlib.sha256(raw).hexdigest()[:8]}.yaml", raw)
    looks: Any = {"sort_keys": False, "allow_unicode": True, "default_flow_style": False, "width": 200}
    text = yaml.dump(_plain(dataclasses.asdict(whole)), Dumper=_Plain, **looks).replace("due: ''\n", "due:\n")
    files.write(path, HEAD.read_text(encoding="utf-8") + text)
    path.with_name("settings.json").unlink(missing_ok=True)


def _whole(rules: Rules) -> Rules:
    """The rules with a place for each exercise."""
    return dataclasses.replace(rules, exercises={lesson: rules.of(lesson) for lesson in exercises.lessons()})


def _plain(value: Any) -> Any:
    """Rules as they are typed; what is not said is left out, but for a place where a deadline can be typed."""
    if isinstance(value, dict):
        kept = {key: _plain(one) for key, one in value.items() if key not in ("given", "teams")}
        return {key: one or "" for key, one in kept.items() if key == "due" or one not in ("", [], None)}
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if value is None else f"{value:g}" if isinstance(value, (int, float)) else str(value)
