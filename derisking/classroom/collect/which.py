"""From what a learning platform gives to one notebook per student and exercise, with nothing lost on the way.

    taken = collect(Path("submissions.zip"), Path("work"), roster)
    best = choose(taken.submissions, "last-on-time", due)

A name tells whose a file is (`paths`, `platforms`, `whose`); the content tells which exercise it is (`exercise_of`). Every file
that is received ends in exactly one of `submissions` (as notebook or quiz record), `unplaced` and `companions`.
"""

from __future__ import annotations

import collections
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from derisking.classroom import lateness
from derisking.classroom.collect import archives, paths, whose
from derisking.classroom.collect.exercise_of import find_kind, lessons
from derisking.classroom.collect.items import Choice, Companion, Intake, Item, Submission, Unplaced
from derisking.classroom.collect.people import Roster, Student
from derisking.classroom.collect.platforms import ALL
from derisking.classroom.errors import ClassroomError

# What is worth a look by the teacher even when the student also handed in the notebook, and what it is.
NOT_NOTEBOOKS = {
    **{"pdf": "a PDF", "py": "a Python script", "zip": "a zip that could not be opened"},
    **dict.fromkeys(("docx", "doc"), "a Word file"),
    **dict.fromkeys(("odt", "rtf"), "a text document"),
    **dict.fromkeys(("html", "htm"), "a web page"),
    **dict.fromkeys(("rar", "7z", "gz", "tar"), "an archive of a kind that is not opened"),
}
WORTH_A_LOOK = {"pdf", "docx", "doc", "odt", "rtf", "txt", "md", "zip", "rar", "7z", "gz", "tar"}
MOSTLY = 0.6  # of the notebooks in a platform's download: then it is the download of their exercise


def collect(
    source: Path,
    work: Path,
    roster: Roster | None = None,
    lesson: str | None = None,
    limits: archives.Limits | None = None,
    earlier: Iterable[Student] = (),
) -> Intake:
    """Take in a zip or folder. work: for copies. lesson: what everything is for, if known. earlier: students of earlier runs.

    A notebook that plainly holds another exercise than `lesson`, or than a platform's download is for, stays unplaced.
    Raises ClassroomError if the source cannot be opened or `lesson` is unknown.
    """
    if lesson is not None and lesson not in lessons():
        raise ClassroomError(f"There is no exercise {lesson}; there is one for {', '.join(lessons())}.")
    source = Path(source)
    unpacked = archives.unpack(source, work, limits or archives.Limits())
    items = _tagged(unpacked, source.name)
    students, problems = whose.find(items, roster)
    if source.suffix.lower() == ".zip":
        whose.own_zip(items, source.name, roster.students if roster else [*students, *earlier], lessons())
    for item in items:
        find_kind(item, lesson)
    platform = paths.platform(tags := [item.tag for item in items])
    lesson = lesson or _download_of(items, platform)
    submissions, unplaced, companions = _sort_out(items, roster)
    misfit = ALL[platform].fits(tags, roster) if roster else ""
    told = [archives.Problem(source.name, misfit)] if misfit else []
    handed_in = {submission.student for submission in submissions}
    return Intake(
        tuple(submissions),
        tuple(unplaced),
        tuple(companions),
        problems=(*told, *unpacked.problems, *problems),
        students=tuple(students),
        missing=tuple(student for student in students if roster and student.id not in handed_in),
        platform=platform,
        received=len(items),
        lesson=lesson or _only([one.lesson for one in submissions]),
    )


def _tagged(unpacked: archives.Unpacked, name: str) -> list[Item]:
    """Each received file with what its path says, by the rules of its platform. name: of the zip or folder."""
    tags = paths.read([file.origin for file in unpacked.received], name, lessons())
    items = [Item(file, tag) for file, tag in zip(unpacked.received, tags, strict=True)]
    for one in ALL.values():
        if own := [item for item in items if item.tag.platform == one.name]:
            one.inside(own)
    return items


def _only(names: list[str]) -> str:
    return names[0] if len(set(names)) == 1 else ""


def _download_of(items: list[Item], platform: str) -> str:
    """The exercise of a platform's download, "" for several: a notebook of another one in it is no hand-in.

    A download is for one assignment, and most students hand in what was asked for. Several may lie side by side.
    """
    downloads = defaultdict(list)
    for item in items:
        if item.kind == "notebook" and item.student and item.lesson and item.tag.platform == platform:
            downloads[ALL[platform].download(item.file.origin)].append(item)
    for books in downloads.values() if ALL[platform].pattern else ():
        counts = collections.Counter(lesson for lesson, _ in {(item.lesson, item.student) for item in books})
        lesson, count = counts.most_common(1)[0]
        for item in books if count >= MOSTLY * counts.total() else ():
            if item.lesson != lesson:
                item.kind = "other"
                item.note = f"It holds the exercise {item.lesson}; this download is that of {lesson}."
    return _only([item.lesson for item in items if item.kind == "notebook" and item.lesson])


def choose(submissions: Iterable[Submission], rule: str = "last", due: datetime | None = None) -> Choice:
    """One submission per student and exercise.

    rule: "last", "first", or "last-on-time": the last that was not after `due` (local time), else the last of all.
    Where no time is known, the platform's own mark of lateness decides. A file that is no notebook counts only where
    nothing else was handed in. Raises ClassroomError for another rule or a missing `due`.
    """
    if rule not in ("last", "first", "last-on-time"):
        raise ClassroomError(f"There is no rule {rule}; choose last, first or last-on-time.")
    if rule == "last-on-time" and due is None:
        raise ClassroomError("The rule last-on-time needs the day and time when the work was due.")
    groups = defaultdict(list)
    for submission in submissions:
        groups[submission.student.casefold(), submission.lesson].append(submission)
    chosen, others = [], []
    for group in groups.values():
        group.sort(key=lambda s: s.attempt)
        usable = [s for s in group if s.readable] or group
        pick, why = usable[0 if rule == "first" else -1], "a later attempt" if rule == "first" else "an earlier attempt"
        if rule == "last-on-time" and due is not None:
            in_time = [s for s in usable if not lateness.is_late(s.submitted, s.late_mark, due)]
            pick, why = (in_time[-1], "not the last one on time") if in_time else (pick, "late, and not the last one")
        chosen.append(pick)
        reasons = {False: "no readable notebook", True: why}
        others += [(s, f"{reasons[s in usable]}; attempt {pick.attempt} counts") for s in group if s is not pick]
    return Choice(tuple(chosen), tuple(others))


# --- sorting out ----------------------------------------------------------------------------------------------------


def _attach(books: list[Item], items: list[Item]) -> None:
    """Give quiz records to the notebooks of the same student: same folder first, then same lesson."""
    for item in items:
        if item.kind != "record" or not item.student:
            continue
        own = [b for b in books if b.student == item.student and item.lesson in ("", b.lesson)]
        near = [b for b in own if b.tag.folder == item.tag.folder and b.tag.moment == item.tag.moment]
        free = [b for b in near or own if b.record is None]
        if free:
            free[-1].record, item.kind = item.file.path, "attached"


def _sort_out(items: list[Item], roster: Roster | None):
    """(submissions, unplaced, companions). Items that are attached to a notebook stand in its submission."""
    books = [i for i in items if i.kind == "notebook" and i.student and i.lesson]
    _attach(books, items)
    submissions, again = _attempts(books, roster)
    placed = {submission.student for submission in submissions}
    unplaced, companions = [], [Companion(i.file.origin, "the same file a second time", i.file.path) for i in again]
    for item in items:
        if item.kind == "attached" or (item.kind == "notebook" and item.student and item.lesson):
            continue
        what = _harmless(item, placed)
        if what:
            companions.append(Companion(item.file.origin, what, item.file.path))
        else:
            unplaced.append(Unplaced(item.file.origin, _why(item), item.file.path, item.student))
    return submissions, unplaced, companions


def _harmless(item: Item, placed: set[str]) -> str:
    """What a file is that needs nobody's attention, or ""."""
    ending = item.file.origin.rpartition(".")[2].lower()
    if item.kind == "companion":
        return item.note
    if item.student not in placed:
        return ""
    if item.kind == "checkpoint":
        return "a copy that JupyterLab keeps"
    if item.kind == "other":
        return f"beside the notebook of the same student: {item.note[0].lower()}{item.note[1:]}"
    if item.kind == "record":
        return "a further record of the same student"
    return "beside the notebook of the same student" if item.kind == "file" and ending not in WORTH_A_LOOK else ""


def _why(item: Item) -> str:
    """One reason for the teacher, the most useful one."""
    ending = item.file.origin.rpartition(".")[2].lower()
    if item.kind == "other":
        return item.note
    if item.kind == "checkpoint":
        return "It is only the copy that JupyterLab keeps in .ipynb_checkpoints; the notebook itself is not there."
    if item.kind == "file":
        size = "" if item.file.size else "an empty file, "
        what = f"{NOT_NOTEBOOKS[ending]}, not a notebook" if ending in NOT_NOTEBOOKS else "no notebook"
        return f"It is {size}{what}."
    if item.why:
        return item.why
    if item.kind == "record":
        return "There is no notebook of the same student that it belongs to."
    return f"{item.note} Neither its name nor its content says which exercise it is; name it with --lesson.".strip()


def _attempts(books: list[Item], roster: Roster | None) -> tuple[list[Submission], list[Item]]:
    """Submissions with attempts numbered in the order of time, and files that only repeat one of the same moment."""
    groups = defaultdict(list)
    for order, item in enumerate(books):
        when = ALL[item.tag.platform].handed_in(item, roster)
        groups[item.student, item.lesson].append((when, paths.copy_number(item.tag.rest), order, item))
    submissions, again = [], []
    for (student, lesson), group in groups.items():
        group.sort(key=lambda entry: (entry[0][0] or datetime.min, entry[1], entry[2]))
        seen: set[tuple] = set()
        number = 0
        for when, _, _, item in group:
            mark = (when[0], item.tag.moment, hashlib.sha256(item.file.path.read_bytes()).hexdigest())
            if mark in seen and not item.record:
                again.append(item)
                continue
            seen.add(mark)
            number += 1
            told = {"submitted": when[0], "time_from": when[1], "late_mark": item.tag.late or when[2], "draft": when[3]}
            own = {"record": item.record, "readable": item.readable, "note": item.note}
            file = (item.file.path, item.file.origin)
            submissions.append(Submission(student, lesson, *file, attempt=number, **told, **own))
    return submissions, again
