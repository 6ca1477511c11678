"""Read a grading folder: what was handed in, graded and shared.

Of a graded notebook only the results in its metadata are kept, so a class of a thousand fits into little memory. An entry
counts if its task exists, its points lie within the task's and its outcome is known, since the exercise may have changed
since it was graded; all others are counted.
"""

import collections
import dataclasses
import json
from pathlib import Path
from typing import NamedTuple

from derisking import exercises
from derisking.classroom import files
from derisking.classroom.course import Course, typed
from derisking.classroom.report import course_items
from derisking.classroom.report.records import Shared
from derisking.classroom.stories import agreement
from derisking.errors import UserError
from derisking.exercises import sealed
from derisking.exercises.task import PART_B, Definition, Task
from derisking.questions.verdict import NOT_ATTEMPTED, OUTCOMES

MAX_BYTES = 60_000_000  # of one graded notebook


class Entry(NamedTuple):
    """The result of one task: points, one of the outcomes, the name of a recognised misconception or ""."""

    points: float
    outcome: str
    misconception: str


@dataclasses.dataclass
class Evidence:
    """What a class handed in.

    names: id -> name, "" where the class list has none. students: ids, sorted. handed_in: lesson -> ids. graded: lesson ->
    id -> task -> Entry. shared: records that students shared. variants: lesson -> [(id, code, answer)]. sheets: lesson -> id -> number of the draw of part B. noted: number of
    notebooks with a note for the teacher. memos: lesson -> memos still to be marked, None if that is not known.
    odd: what was left out, and how often. room: how votes in the room fell, as the
    teacher kept them; nobody can be told from these counts. stories: how far the class agrees on them, None before they were dealt.
    """

    names: dict[str, str]
    students: list[str] = dataclasses.field(default_factory=list)
    handed_in: dict[str, set[str]] = dataclasses.field(default_factory=lambda: collections.defaultdict(set))
    graded: dict[str, dict[str, dict[str, Entry]]] = dataclasses.field(default_factory=dict)
    shared: Shared = dataclasses.field(default_factory=Shared)
    variants: dict[str, list[tuple[str, str, float | None]]] = dataclasses.field(default_factory=dict)
    sheets: dict[str, dict[str, int]] = dataclasses.field(default_factory=dict)
    noted: int = 0
    memos: dict[str, int | None] = dataclasses.field(default_factory=dict)
    room: list[dict[str, str]] = dataclasses.field(default_factory=list)
    stories: agreement.Agreement | None = None

    odd = property(lambda self: self.shared.odd)


def read(course: Course, bare: bool = False, memos: bool = True) -> Evidence:
    """All evidence of a grading folder. Raises UserError if there is no such folder, or nothing in it to report (but for `bare`).

    memos: count those that wait too, for which the gradebook is opened.
    """
    if not course.root.is_dir():
        raise UserError(f"There is no folder {course.root}: grade a class first, or name the folder with --from.")
    sealed.use(sealed.kept(course.root))
    known = [row for row in files.rows(course.students) if row.get("id")]
    both = {row["id"]: f"{row.get('first', '')} {row.get('last', '')}".strip() for row in known}
    seen = Evidence({row["id"]: row.get("name") or both[row["id"]] for row in known})
    definitions = {lesson: course_items.definition(lesson) for lesson in exercises.lessons()}
    definitions = {lesson: one for lesson, one in definitions.items() if one.tasks}  # others a person alone marks
    students = set(seen.names)
    for student, lesson, folder in _folders(course.root / "submitted"):
        students.add(student)
        seen.shared.read(student, folder)
        if lesson in definitions and (folder / f"{lesson}.ipynb").is_file():
            seen.handed_in[lesson].add(student)
    for student, lesson, folder in _folders(course.root / "autograded"):
        students.add(student)
        path = folder / f"{lesson}.ipynb"
        if lesson in definitions and path.is_file() and not path.is_symlink():
            _take(seen, student, definitions[lesson], path)
    seen.stories = agreement.read(course)
    seen.students = sorted(students | set(seen.stories.shares if seen.stories else ()))
    if not (bare or seen.graded or seen.shared.tries or seen.shared.forecasts or seen.stories):
        raise UserError(f"Nothing has been graded in {course.root} yet: run `{typed('grade')}` first.")
    seen.room = files.rows(course.live)
    if memos:
        _count_memos(course, [lesson for lesson in seen.graded if definitions[lesson].memo], seen)
    return seen


def _folders(root: Path):
    """(student, lesson, folder) below submitted/ or autograded/; no links, no hidden folders."""
    for folder in sorted(root.glob("*/*/")):
        if not any(one.is_symlink() or one.name.startswith(".") for one in (folder, folder.parent)):
            yield folder.parent.name, folder.name, folder


def _take(seen: Evidence, student: str, definition: Definition, path: Path) -> None:
    """Keep the results of one graded notebook."""
    kept = _kept(path)
    entries: dict[str, Entry] = {}
    for result in kept.get("results", []):
        if isinstance(result, dict) and result.get("task") == PART_B:
            continue  # computed again from its tasks
        task = _task(definition, result)
        if task is None or task.id in entries:
            seen.odd["results of unknown tasks, or out of range"] += 1
        else:
            entries[task.id] = _entry(seen, task, result)
    if not entries:
        seen.odd["graded notebooks without results that can be read"] += 1
        return
    missing = [task.id for task in definition.tasks if task.id not in entries]
    entries |= dict.fromkeys(missing, Entry(0.0, NOT_ATTEMPTED, ""))
    seen.odd["results that were missing and count as not attempted"] += len(missing)
    seen.graded.setdefault(definition.lesson, {})[student] = entries
    seen.handed_in[definition.lesson].add(student)
    sheet = kept.get("sheet")
    seen.sheets.setdefault(definition.lesson, {})[student] = sheet if type(sheet) is int else 0
    seen.noted += bool(kept.get("notes"))
    if definition.varied and (variant := kept.get("variant")):
        seen.variants.setdefault(definition.lesson, []).append((student, variant["code"], variant["answer"]))


def _kept(path: Path) -> dict:
    """What the graded notebook's metadata hold under "derisking"; {} if it cannot be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return {}
        kept = json.loads(path.read_bytes())["metadata"]["derisking"]
        return kept if isinstance(kept["results"], list) else {}
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return {}


def _task(definition: Definition, result: object) -> Task | None:
    """The task of a result that fits it; None where the exercise has no such task, or not with these points."""
    if not isinstance(result, dict) or result.get("outcome") not in OUTCOMES:
        return None
    task = next((task for task in definition.tasks if task.id == result.get("task")), None)
    points = result.get("points")
    fits = task and result.get("max_points") == task.points and type(points) in (int, float)
    return task if fits and 0 <= points <= task.points else None


def _entry(seen: Evidence, task: Task, result: dict) -> Entry:
    """The result as it counts. A misconception without a name that the task knows costs that name only."""
    name = str(result.get("misconception") or "")
    if name and name not in course_items.of_task(task.lesson, task.id):
        seen.odd["names of misconceptions that are not known"] += 1
        name = ""
    return Entry(float(result["points"]), result["outcome"], name)


def _count_memos(course: Course, lessons: list[str], seen: Evidence) -> None:
    """How many memos wait to be read, by lesson; None if the gradebook does not tell."""
    seen.memos = dict.fromkeys(lessons)
    if not lessons or not course.gradebook.is_file():
        return
    try:
        from derisking.classroom.give_back import marking

        seen.memos = dict.fromkeys(lessons, 0) | marking.waiting(course)
    except Exception:  # a report does not fail because of a count: whatever is wrong, it is not known
        seen.odd["gradebook.db could not be read"] += 1
