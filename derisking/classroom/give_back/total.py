"""One table for the course: every exercise with its parts, and the total by the scheme in rules.yaml.

The program knows the exercises and the two memos; the defence is the teacher's, so its column is empty. Who has not handed in
an exercise gets 0 for it in the total, and `missing` names it. While a memo waits there is no total.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from derisking import exercises
from derisking.classroom import files
from derisking.classroom.collect.platforms import of_list
from derisking.classroom.collect.sheet import Mark, Sheet, number
from derisking.classroom.course import many
from derisking.classroom.give_back import changes
from derisking.classroom.give_back.changes import State
from derisking.classroom.run import Run

TITLE, NAME = "Course total", "course-total"
PARTS = ("checks", "memo", "taken off", "points")


def write(run: Run, states: Sequence[State]) -> list[Path]:
    """grades-course.csv, and from the second exercise on a file for the platform. Returns what was written."""
    lessons = sorted({one.exercise for one in states})
    by_student: dict[str, dict[str, State]] = {student: {} for student in run.people}
    for one in states:
        by_student.setdefault(one.student, {})[one.exercise] = one
    most = sum(max(_checks_of(one) for one in states if one.exercise == lesson) for lesson in lessons)
    scheme = run.rules.scheme
    weights = {lesson: scheme[part] for lesson in lessons if (part := f"memo {lesson[:2]}") in scheme}
    heads = [f"{lesson[:2]} {part}" for lesson in lessons for part in PARTS]
    heads += [_head("exercises", scheme), *(_head(f"memo {lesson[:2]}", scheme) for lesson in weights)]
    heads += [_head("defence", scheme), "total", "out of", "missing"]
    out_of, rows, marks = scheme["exercises"] + sum(weights.values()), [], {}
    for student, own in sorted(by_student.items()):
        memos = [_memo(own.get(lesson), lesson, weight) for lesson, weight in weights.items()]
        parts = [_exercises(own, most, scheme["exercises"]), *memos]
        total = None if None in parts or not own else sum(part or 0 for part in parts)
        missing = [lesson[:2] for lesson in lessons if lesson not in own or not own[lesson].checks]
        cells = [cell for lesson in lessons for cell in _cells(own.get(lesson))]
        end = [*map(number, parts), "", number(total), number(out_of), " ".join(missing)]
        rows.append([student, run.name_of(student), *cells, *end])
        marks[student.casefold()] = Mark(student, total, out_of, name=run.name_of(student))
    _tell_scheme(run, heads, rows)
    folder, made = run.course.grades, _platform(run, lessons, marks) if len(lessons) > 1 else {}
    files.write(folder / "grades-course.csv", files.table(["id", "name", *heads], rows))
    count = sum(mark.points is not None for mark in marks.values())
    for name, text in made.items():
        if files.write(folder / name, text):
            run.said(
                f"Course total: {count} of {many(len(marks), 'student')} have one so far, in {name}; who has none handed in nothing, "
                "or has a memo that waits. Upload it at the end of the course."
            )
    return [folder / name for name in ("grades-course.csv", *made)]


def _head(part: str, scheme: Mapping[str, float]) -> str:
    return f"{part} of {number(scheme[part])}"


def _tell_scheme(run: Run, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Where the scheme is another one than in the table that is there: whose total changes, from what, to what and why."""
    old = {row["id"]: row for row in files.rows(run.course.grades / "grades-course.csv")}
    there = {head.partition(" of ")[0]: head for row in old.values() for head in row if " of " in head}
    now = {head.partition(" of ")[0]: head for head in heads if " of " in head}
    other = [f"{there[part]} is now {head}" for part, head in now.items() if there.get(part, head) != head]
    totals = {row[0]: (f"{row[-3]} of {row[-2]}", row[1]) for row in rows if row[-3]}
    before = {student: f"{row['total']} of {row['out of']}" for student, row in old.items() if row["total"]}
    why, both = f"the scheme changed: {'; '.join(other)}", [one for one in totals if one in before]
    lines = [(one, totals[one][1], "course total", before[one], totals[one][0], why) for one in both]
    if other and lines:
        changes.add(run, lines)
        run.said(f"Course totals that changed with the scheme: {many(len(lines), 'student')}, in {run.course.changes}")


def _cells(one: State | None) -> list[str]:
    return [one.checks, one.memo, one.late if one.late != "0" else "", one.points] if one else [""] * len(PARTS)


def _checks_of(one: State) -> float:
    """What the checks of an exercise can give: its points without the memo's."""
    memo = exercises.definition(one.exercise).memo
    return float(one.maximum) - (memo.points if memo else 0)


def _exercises(own: dict[str, State], most: float, weight: float) -> float:
    """The part of the exercises: points of the checks, less what lateness costs, over what they could give."""
    earned = sum(max(0.0, float(one.checks or 0) - float(one.late or 0)) for one in own.values())
    return weight * earned / most if most else 0.0


def _memo(one: State | None, lesson: str, weight: float) -> float | None:
    """The part of one memo; None while it waits to be read."""
    if one is None or not one.memo:
        return 0.0
    return None if one.memo == "waits" else weight * float(one.memo) / exercises.definition(lesson).memo.points


def _platform(run: Run, lessons: Sequence[str], marks: dict[str, Mark]) -> dict[str, str]:
    """The total for the platform of the newest class list."""
    roster = next((run.lists[lesson] for lesson in reversed(lessons) if run.lists.get(lesson)), None)
    if roster is None or not any(mark.points is not None for mark in marks.values()):
        return {}
    return of_list(roster.platform).total(Sheet(NAME, TITLE, marks, roster))
