"""Who hands in together, and who has which label: by the class list's columns `group` and `label`, and by rules.yaml.

A group's work lies where it was handed in, under one member. It is graded and read once, and counts for all members.
"""

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from derisking import exercises
from derisking.classroom import lateness
from derisking.classroom.collect.items import Item
from derisking.classroom.collect.people import Roster, Student, squash
from derisking.classroom.collect.platforms import of_list
from derisking.classroom.options import Terms
from derisking.classroom.rules import Rules
from derisking.classroom.submission import Submission
from derisking.errors import UserError

# With one of them a number is a group's name, too.
WORDS = ("group", "gruppe", "groep", "groupe", "team")  # codespell:ignore groupe
COPY = re.compile(r"\s*(?:\(\d{1,3}\)|[-_ ]copy\d*)$")


@dataclasses.dataclass(frozen=True)
class Shared:
    """The work of groups in one exercise. whose: member -> who handed in what counts, for all members; left: work that another one of
    the group takes the place of; notes: (student, sentence)."""

    whose: dict[str, str] = dataclasses.field(default_factory=dict)
    left: list[Submission] = dataclasses.field(default_factory=list)
    notes: list[tuple[str, str]] = dataclasses.field(default_factory=list)


def settle(rules: Rules, people: Iterable[Student], path: Path) -> None:
    """Write into the rules who has which label and who is in which group. Raises UserError for a label that has no rule, for somebody whom
    the file names and nobody knows, and for somebody in two groups. path: of rules.yaml."""
    class_ = Roster(tuple(people))
    rules.teams = {student.id: student.group for student in class_.students if student.group}
    known = {squash(name): name for name in rules.labels}
    rules.given = {}
    for student in class_.students:
        for label in filter(None, map(str.strip, re.split("[,;]", student.label))):
            if squash(label) not in known:
                raise UserError(
                    f"{student.shown} has the label “{label}” in the class list, and {path} does not say what it means. Nothing was "
                    f"graded. Write it there below labels: the line “{label}:”, and below it, indented, for instance “days: 3”."
                )
            rules.given.setdefault(student.id, []).append(known[squash(label)])
    for name, rule in rules.labels.items():
        for text in rule.students:
            rules.given.setdefault(_meant(class_, text, f"labels, {name}", path), []).append(name)
    for group, members in rules.groups.items():
        for text in members:
            own = _meant(class_, text, f"groups, {group}", path)
            if squash(other := rules.teams.get(own, group)) != squash(group):
                raise UserError(
                    f"{text} is in {other} and in {group}: leave one, in the class list or in {path}. Nothing was graded."
                )
            rules.teams[own] = group


def _meant(class_: Roster, text: str, where: str, path: Path) -> str:
    fits = class_.whoever(text)
    if len(fits) == 1:
        return fits[0].id
    many = (
        f"can be any of {', '.join(one.id for one in fits)}: write the id"
        if fits
        else "is nobody in the class: correct it, or name the class list with --class-list"
    )
    raise UserError(f"{path}, {where}: “{text}” {many}. Nothing was graded.")


def of(rules: Rules, roster: Roster | None, lesson: str) -> dict[str, str]:
    """Student -> group in an exercise. A platform's list of one exercise, where it has groups, is right for that exercise."""
    if not rules.of(lesson).groups:
        return {}
    if roster and "group" in roster.columns and of_list(roster.platform).of_one_exercise(roster.platform):
        return {student.id: student.group for student in roster.students if student.group}
    return rules.teams


# --- who may hand in for a group --------------------------------------------------------------------------------------------


def apply(items: Iterable[Item], teams: Mapping[str, str], people: Mapping[str, Student]) -> None:
    """Write students into the items: work under the name of a group is its first member's; who names another's group is refused."""
    names = {squash(group): group for group in teams.values()}
    exact = {squash(student.shown) for student in people.values()}
    for item in items if names else ():
        whole = names.get(squash(item.tag.name))
        if whole and squash(whole) not in exact and not item.tag.what:
            item.student, item.why = min(student for student, group in teams.items() if group == whole), ""
        student = people.get(item.student)
        text = item.origin if item.tag.platform == "loose" else item.tag.rest
        for group in _named(text, names, student) if student else ():
            if teams.get(item.student) != group:
                item.student = ""
                item.why = f"It names the group “{group}”, and {student.shown} is not in it: ask whose work it is, or correct the class list."


def _named(text: str, names: Mapping[str, str], student: Student | None) -> list[str]:
    """The groups that a path names: one of its parts, without the exercise and the student's own name, is the group's name."""
    own = [*exercises.lessons(), *((student.name, student.id, student.username) if student else ())]
    found = []
    for part in PurePosixPath(text).parts:
        left = COPY.sub("", part.removesuffix(".ipynb").removesuffix(".zip"))
        for word in filter(None, own):
            left = re.sub(rf"(?<!\w){re.escape(word)}(?![^\W_])", "", left, flags=re.IGNORECASE)
        plain = squash(left)
        for name, group in names.items():
            if plain in {word + name for word in WORDS} or (plain == name and not name.isdigit()):
                found.append(group)
    return found


# --- whose work counts ------------------------------------------------------------------------------------------------------


def shared(terms: Terms, lesson: str, there: Sequence[Submission], roster: Roster | None) -> Shared:
    """What counts in one exercise where groups hand in: of different notebooks the one that the rule for attempts takes, and that is told."""
    done, teams = Shared(), of(terms.rules, roster, lesson)
    for group in sorted(set(teams.values())):
        members = sorted(student for student, own in teams.items() if own == group)
        works = [one for one in there if one.lesson == lesson and one.student in members]
        if not works:
            continue
        one, others = _counts(terms, lesson, works)
        done.whose.update(dict.fromkeys(members, one.student))
        done.left.extend(others)
        different = [other.student for other in others if _digest(other) != _digest(one)]
        if different:
            names, rule = ", ".join(different), terms.rules.of(lesson).attempts
            said = f"{names} handed in another notebook than {one.student}, whose counts for all of the group “{group}”"
            done.notes.append((one.student, f"{said}, by the rule {rule}. Both are kept in submitted."))
    return done


def _counts(terms: Terms, lesson: str, works: Sequence[Submission]) -> tuple[Submission, list[Submission]]:
    """The one work that counts, and the others. Of equal notebooks it is the earliest; one without a time counts only where none has one."""

    def came(one: Submission) -> tuple[bool, datetime, str]:
        when = lateness.came(terms.course.submitted(one.student, lesson), terms.rules.of(lesson, one.student).due)
        return when is None, when or datetime.max, one.student

    order = sorted(works, key=came)
    first: dict[str, Submission] = {}
    for one in order:
        first.setdefault(_digest(one), one)
    different = list(first.values())
    known = [one for one in different if not came(one)[0]] or different[:1]
    attempts = terms.rules.of(lesson).attempts
    dues = [lateness.utc(terms.rules.of(lesson, one.student).due) for one in known]
    on_time = [one for one, due in zip(known, dues, strict=True) if not due or came(one)[1] <= due]
    pick = known[0] if attempts == "first" else (on_time or known)[-1] if attempts == "last-on-time" else known[-1]
    return pick, [one for one in works if one is not pick]


def _digest(one: Submission) -> str:
    return one.digest or hashlib.sha256(one.path.read_bytes()).hexdigest()
