"""Read a grading folder: what was handed in, graded and shared. Everything in it may be damaged or hostile.

Of a graded notebook only the results in its metadata are kept, so a class of a thousand fits into little memory. An entry
counts if its task exists, its points lie within the task's and its outcome is known; all others are counted.
"""

from __future__ import annotations

import collections
import csv
import dataclasses
import json
import math
import re
from pathlib import Path
from typing import NamedTuple

from derisking import exercises
from derisking.classroom import files
from derisking.classroom.course import Course, typed
from derisking.classroom.errors import ClassroomError
from derisking.classroom.report import known as course
from derisking.classroom.report.records import Shared
from derisking.exercises.task import PART_B, Definition
from derisking.questions.verdict import NOT_ATTEMPTED, OUTCOMES

MAX_BYTES = 60_000_000  # of one graded notebook
_METADATA = re.compile(rb'^ "metadata": ', re.MULTILINE)  # at the depth of the notebook itself, as nbformat writes it


class Entry(NamedTuple):
    """The result of one task: points, one of the outcomes, the name of a recognised misconception or ""."""

    points: float
    outcome: str
    misconception: str


@dataclasses.dataclass
class Evidence:
    """What a class handed in.

    students: ids, sorted. names: id -> name, where a class list has it. handed_in: lesson -> ids. graded: lesson -> id ->
    task -> Entry. shared: records that students shared. variants: lesson -> [(id, code, answer)]. noted: lesson -> number
    of notebooks with a note for the teacher. memos: lesson -> memos still to be marked, None if that is not known.
    odd: what was left out, and how often.
    """

    students: list[str]
    names: dict[str, str]
    handed_in: dict[str, set[str]]
    graded: dict[str, dict[str, dict[str, Entry]]]
    shared: Shared
    variants: dict[str, list[tuple[str, str, float | None]]]
    noted: collections.Counter
    memos: dict[str, int | None]
    odd: collections.Counter


def read(course: Course) -> Evidence:
    """All evidence of a grading folder. Raises ClassroomError if there is no such folder, or nothing in it to report."""
    if not course.root.is_dir():
        raise ClassroomError(f"There is no folder {course.root}: grade a class first, or name the folder with --from.")
    seen = Evidence([], _names(course.students), {}, {}, Shared(), {}, collections.Counter(), {}, collections.Counter())
    seen.odd = seen.shared.odd
    for lesson in exercises.lessons():
        seen.handed_in[lesson], seen.graded[lesson], seen.variants[lesson] = set(), {}, []
    definitions = {lesson: exercises.definition(lesson) for lesson in exercises.lessons()}
    students = set(seen.names)
    for student, lesson, folder in _folders(course.root / "submitted"):
        students.add(student)
        seen.shared.read(student, folder)
        if lesson in definitions and (folder / f"{lesson}.ipynb").is_file():
            seen.handed_in[lesson].add(student)
    for student, lesson, folder in _folders(course.root / "autograded"):
        students.add(student)
        if lesson in definitions:
            _take(seen, student, definitions[lesson], folder / f"{lesson}.ipynb")
    seen.students = sorted(students)
    if not any(seen.graded.values()) and not seen.shared.tries:
        raise ClassroomError(f"Nothing has been graded in {course.root} yet: run `{typed('grade')}` first.")
    seen.memos = _memos(course, definitions, seen)
    return seen


def _folders(root: Path):
    """(student, lesson, folder) below submitted/ or autograded/; no links, no hidden folders."""
    for student in _inside(root):
        for lesson in _inside(student):
            yield student.name, lesson.name, lesson


def _inside(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [
        path for path in sorted(folder.iterdir()) if path.is_dir() and not path.is_symlink() and path.name[0] != "."
    ]


# --- the class list -------------------------------------------------------------------------------------------------------


def _names(path: Path) -> dict[str, str]:
    """Id -> name of the class list; empty without one. Raises ClassroomError for a file that is not such a list."""
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [{str(key).strip().casefold(): value for key, value in row.items()} for row in csv.DictReader(file)]
    except (OSError, ValueError, csv.Error):
        raise ClassroomError(f"{path} cannot be read: save it as a CSV in UTF-8, or take it away.") from None
    column = next((name for name in ("id", "student", "student_id", "username") if rows and name in rows[0]), None)
    if rows and column is None:
        raise ClassroomError(f"{path}, first line: no column `id`. Name the column that holds the ids so.")
    return {cell(row[column]): _name(row) for row in rows if cell(row[column])}


def cell(value: object) -> str:
    """A cell without blanks around it, and without the sign that keeps a spreadsheet from running it."""
    return files.typed_in(str(value or "").strip())


def _name(row: dict) -> str:
    first, last = (cell(row.get(f"{part}_name") or row.get(part)) for part in ("first", "last"))
    return cell(row.get("name")) or f"{first} {last}".strip()


# --- a graded notebook ----------------------------------------------------------------------------------------------------


def _take(seen: Evidence, student: str, definition: Definition, path: Path) -> None:
    """Keep the results of one graded notebook."""
    if path.is_symlink() or not path.is_file():
        return
    kept = _kept(path)
    if kept is None or not isinstance(kept.get("results"), list):
        seen.odd["graded notebooks without results that can be read"] += 1
        return
    entries = {}
    for result in kept["results"][:1000]:
        if isinstance(result, dict) and result.get("task") == PART_B:
            continue  # computed again from its tasks
        task = result.get("task") if isinstance(result, dict) else None
        entry = _entry(definition, result) if isinstance(task, str) and task not in entries else None
        if entry is None:
            seen.odd["results of unknown tasks, or out of range"] += 1
            continue
        if entry.misconception and entry.misconception not in course.of_task(definition.lesson, task):
            seen.odd["names of misconceptions that are not known"] += 1
            entry = entry._replace(misconception="")  # its points and outcome still count
        entries[task] = entry
    if not entries:
        seen.odd["graded notebooks without results that can be read"] += 1
        return
    missing = [task.id for task in definition.tasks if task.id not in entries]
    entries |= dict.fromkeys(missing, Entry(0.0, NOT_ATTEMPTED, ""))
    seen.odd["results that were missing and count as not attempted"] += len(missing)
    seen.graded[definition.lesson][student] = entries
    seen.handed_in[definition.lesson].add(student)
    seen.noted[definition.lesson] += bool(kept.get("notes"))
    _take_variant(seen, student, definition, kept.get("variant"))


def _kept(path: Path) -> dict | None:
    """What the graded notebook's metadata hold under "derisking"; None if it cannot be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        content = path.read_bytes()
        metadata = _own_metadata(content)
        if metadata is None:
            metadata = json.loads(content)["metadata"]
        kept = metadata["derisking"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return None
    return kept if isinstance(kept, dict) else None


def _own_metadata(content: bytes) -> dict | None:
    """The notebook's metadata without reading its cells: they stand last, at a depth of their own. None if they do not."""
    places = [match.end() for match in _METADATA.finditer(content)]
    if len(places) != 1:
        return None
    try:
        seen, _ = json.JSONDecoder().raw_decode(content[places[0] :].decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return seen if isinstance(seen, dict) else None


def _entry(definition: Definition, result: dict) -> Entry | None:
    """A result that can be believed, or None."""
    try:
        task = definition.task(result["task"])
    except KeyError:
        return None
    points, most, outcome, misconception = (
        result.get(key) for key in ("points", "max_points", "outcome", "misconception")
    )
    if not _number(points) or not _number(most) or not math.isclose(most, task.points):
        return None
    if not 0 <= points <= task.points + 1e-9 or outcome not in OUTCOMES:
        return None
    return Entry(min(float(points), task.points), outcome, misconception if isinstance(misconception, str) else "")


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -1e300 < value < 1e300


def _take_variant(seen: Evidence, student: str, definition: Definition, variant: object) -> None:
    if variant is None:
        return
    code, answer = (variant.get("code"), variant.get("answer")) if isinstance(variant, dict) else (None, None)
    good = isinstance(code, str) and 0 < len(code.strip()) <= 200 and (answer is None or _number(answer))
    if good and definition.varied:
        seen.variants[definition.lesson].append((student, code, answer))
    else:
        seen.odd["variants that could not be read"] += 1


# --- the gradebook --------------------------------------------------------------------------------------------------------


def _memos(course: Course, definitions: dict, seen: Evidence) -> dict[str, int | None]:
    """Lesson -> memos that nobody has marked yet; None if the gradebook does not tell."""
    lessons = [lesson for lesson, definition in definitions.items() if definition.memo and seen.graded[lesson]]
    waiting: dict[str, int | None] = dict.fromkeys(lessons)
    if not lessons or not course.gradebook.is_file():
        return waiting
    try:
        from derisking.classroom import gradebook as book

        with book.opened(course) as gradebook:
            for lesson in lessons:
                grades = book.memo_grades(gradebook, lesson).values()
                waiting[lesson] = sum(waits and points is None for points, waits in grades)
    except Exception:  # a report does not fail because of a count: whatever is wrong, it is not known
        seen.odd["gradebook.db could not be read"] += 1
    return waiting
