"""No mark changes in silence: every mark as it is, and every change with its reason.

marks.csv holds each mark with what it is made of; changes.csv grows by one line per change. The gradebook from before a change
lies in backups/.
"""

import dataclasses
import datetime
from collections.abc import Sequence

from derisking.classroom import files, lateness
from derisking.classroom import gradebook as book
from derisking.classroom.collect.sheet import decimal, number
from derisking.classroom.course import Course, listed, many
from derisking.classroom.run import Run

HEADS = ("when", "student", "name", "exercise", "from", "to", "why")


@dataclasses.dataclass(frozen=True)
class State:
    """One mark and what it is made of, all as text. points: "" while there is none; notebook, keys: fingerprints; waits: the
    cells whose points are pending, since their answer has not been run; share: what the points for lateness are a part of;
    labels, group: the student's, the second with who handed in where it was another one."""

    student: str
    name: str
    exercise: str
    points: str
    checks: str
    memo: str
    late: str
    maximum: str
    due: str
    rule: str
    notebook: str
    keys: str
    waits: str = ""
    share: str = ""
    labels: str = ""
    group: str = ""


def state(run: Run, lesson: str, work: book.Work, notebook: dict) -> State:
    """What a student's mark is made of now. notebook: the graded one."""
    rule = run.rules.of(lesson, work.student)
    kept = notebook.get("metadata", {}).get("derisking", {})
    memo = "" if work.memo is None else "waits" if work.memo.waits else number(work.memo.score)
    return State(
        work.student,
        run.name_of(work.student),
        lesson,
        number(work.points),
        number(work.checks),
        memo,
        number(work.penalty),
        number(work.maximum),
        rule.due.isoformat() if rule.due else "",
        rule.late,
        str(kept.get("notebook", "")),
        str(kept.get("keys", "")),
        " ".join(work.unrun),
        share(run, lesson, work),
        ", ".join(run.rules.given.get(work.student, ())),
        team(run, lesson, work.student),
    )


def team(run: Run, lesson: str, student: str) -> str:
    """Whose work counts for a student, in words, where it is another one's of the group; else ""."""
    head = run.whose(student, lesson)
    return f"handed in by {run.name_of(head)} for the group" if head != student else ""


def share(run: Run, lesson: str, work: book.Work) -> str:
    """What lateness costs, as a part of the points: "20 % of 15"; "" for work that was on time."""
    part = lateness.share(run.rules.of(lesson, work.student).late)(work.late)
    return f"{100 * part:.3g} % of {number(work.earned)}" if work.penalty else ""


def given(course: Course) -> dict[tuple[str, str], frozenset[float]]:
    """All marks that earlier runs gave, by student and exercise: what a platform can have from here."""
    texts: dict[tuple[str, str], list[str]] = {key: [one.points] for key, one in _read(course).items()}
    for row in files.rows(course.changes):
        texts.setdefault((row["student"], row["exercise"]), []).extend((row["from"], row["to"]))
    return {key: frozenset(mark for one in own if (mark := decimal(one)) is not None) for key, own in texts.items()}


def tell(run: Run, states: list[State]) -> None:
    """Write marks.csv and changes.csv, and say who changed, from what, to what and why."""
    before = _read(run.course)
    lines, changes = [], []
    for new in states:
        old = before.pop((new.student, new.exercise), None)
        if old is None or (old.points, old.checks, old.memo, old.late) == (new.points, new.checks, new.memo, new.late):
            continue
        lines.append((new.student, new.name, new.exercise, _mark(old), _mark(new), why(old, new)))
        change = f"{_change(old, new)}: {why(old, new)}"
        changes.append(f"{new.name} ({new.student}), {new.exercise}: {change}")
        if _lower(old, new):
            run.note(new.student, new.exercise, f"Lower than before: {change}.")
    for old in [one for one in before.values() if one.group]:  # another one's work counted, and does so no more
        del before[old.student, old.exercise]
        told = "it counted for the group, and does so no more"
        lines.append((old.student, old.name, old.exercise, _mark(old), "no mark", told))
        changes.append(f"{old.name} ({old.student}), {old.exercise}: {_mark(old)}, now no mark: {told}")
    rows = [dataclasses.astuple(one) for one in [*states, *before.values()]]  # who was graded once stays in the list
    files.write(run.course.marks, files.table([field.name for field in dataclasses.fields(State)], sorted(rows)))
    if lines:
        add(run, lines)
        where = f"in {run.course.changes}; before this run: {run.course.backups}"
        run.said(f"Marks that changed: {many(len(lines), 'mark')}, {where}")
        listed(changes, run.said)


def add(run: Run, lines: Sequence[tuple[str, ...]]) -> None:
    """Add lines to changes.csv: HEADS without the time, which is now."""
    now = f"{datetime.datetime.now().astimezone():%Y-%m-%d %H:%M:%S%z}"
    kept = [tuple(row.values()) for row in files.rows(run.course.changes)]
    files.write(run.course.changes, files.table(HEADS, [*kept, *((now, *line) for line in lines)]))


def why(old: State, new: State) -> str:
    """The reasons for a change, from what the two marks are made of."""
    reasons = []
    if old.group != new.group:
        reasons.append(f"the work that counts was {new.group}" if new.group else "the student's own work counts again")
    elif old.notebook != new.notebook:
        reasons.append("another notebook was handed in")
    elif old.keys != new.keys:
        reasons.append("the checks, their tables or settings changed")
    elif old.waits != new.waits:
        pending = "answers are pending: they have to be run"
        reasons.append(pending if new.waits else "answers that were pending were run")
    elif old.checks != new.checks:
        reasons.append("points of checks were changed in the gradebook")
    if old.memo != new.memo:
        waits = "the memo changed, so it waits to be read again"
        read = "the memo was read" if old.memo == "waits" else "the memo's points were changed"
        if new.memo == "0" and old.notebook != new.notebook:
            read = "the memo is empty or earned nothing"
        reasons.append(waits if new.memo == "waits" else read)
    if old.late != new.late:
        reasons.append(_late(old, new))
    return "; ".join(reasons)


def _late(old: State, new: State) -> str:
    if old.labels != new.labels:
        was, now = (f"{one.due[:16].replace('T', ' ') or 'no deadline'} ({one.rule})" for one in (old, new))
        return f"the label changed from {old.labels or 'none'} to {new.labels or 'none'}, and {was} to {now}"
    if old.due != new.due:
        days = [due[:16].replace("T", " ") or "none" for due in (old.due, new.due)]
        return f"the deadline changed from {days[0]} to {days[1]}"
    if old.rule != new.rule:
        return f"the rule for late work changed from {old.rule} to {new.rule}"
    off = f"{new.late} points ({new.share}) are" if new.share else "nothing is"
    return f"{off} taken off for lateness, {old.late} before"


def _change(old: State, new: State) -> str:
    if old.points or new.points:
        return f"{_mark(old)}, now {_mark(new)}"
    return f"no mark yet; checks {old.checks}, now {new.checks}" if old.checks != new.checks else "no mark yet"


def _mark(one: State) -> str:
    return one.points or f"no mark yet (checks {one.checks})"


def _lower(old: State, new: State) -> bool:
    """Whether a mark fell, or, without one on both sides, the points of its checks; a memo's points raise what lateness costs."""
    if old.points and new.points:
        return float(new.points) < float(old.points)
    late = old.memo == new.memo and float(new.late or 0) > float(old.late or 0)
    return late or float(new.checks or 0) < float(old.checks or 0)


def _read(course: Course) -> dict[tuple[str, str], State]:
    names = [field.name for field in dataclasses.fields(State)]
    kept = (State(**{name: row.get(name) or "" for name in names}) for row in files.rows(course.marks))
    return {(one.student, one.exercise): one for one in kept}
