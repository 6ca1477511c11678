"""From what a learning platform gives to one notebook per student and exercise, with nothing lost on the way.

    taken = collect(Path("submissions.zip"), Path("work"), roster)
    best = choose(taken.submissions, "last-on-time", due)

A name tells whose a file is, by the schemes in `naming`; the content tells which exercise it is (read as JSON, never
run). Every file that is received ends in exactly one of `submissions` (as notebook, quiz record or progress list),
`unplaced` and `companions`. Two students are never merged: who cannot be told apart stays unplaced or gets an id of
their own.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from derisking.classroom.collect import archives, naming
from derisking.classroom.collect.archives import Problem, Received
from derisking.classroom.collect.people import Roster, Student, folder_name, give_ids, names, squash
from derisking.classroom.errors import ClassroomError

LARGEST_JSON = 20 * archives.MEGABYTE
NOT_NOTEBOOKS = {
    "pdf": "a PDF",
    "docx": "a Word file",
    "doc": "a Word file",
    "odt": "a text document",
    "rtf": "a text document",
    "html": "a web page",
    "htm": "a web page",
    "py": "a Python script",
    "zip": "a zip that could not be opened",
    "rar": "an archive of a kind that is not opened",
    "7z": "an archive of a kind that is not opened",
    "gz": "an archive of a kind that is not opened",
    "tar": "an archive of a kind that is not opened",
}
# What Moodle writes for a name when names are hidden from the marker.
BLIND = {"participant", "teilnehmer", "teilnehmerin", "teilnehmerinnen", "deelnemer"}
# What is worth a look by the teacher even when the student also handed in the notebook.
WORTH_A_LOOK = {"pdf", "docx", "doc", "odt", "rtf", "txt", "md", "zip", "rar", "7z", "gz", "tar"}
JUNK_NAMES = {".ds_store", "thumbs.db", "desktop.ini", ".gitignore", ".gitkeep"}


@dataclasses.dataclass(frozen=True)
class Submission:
    """One notebook of one student for one exercise.

    student: a Student's id. file: our copy, which may be no valid notebook (readable says so). origin: the path in
    what the teacher gave. submitted: local time or None; time_from: where that time is from, in words. late_mark:
    the platform itself called it late. attempt: 1 is the earliest. record, progress: quiz-record.json and
    my-progress.csv that belong to it.
    """

    student: str
    lesson: str
    file: Path
    origin: str
    submitted: datetime | None
    time_from: str
    late_mark: bool = False
    attempt: int = 1
    record: Path | None = None
    progress: Path | None = None
    readable: bool = True
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Unplaced:
    """A file that is graded for nobody.

    why: a sentence; file: our copy; student: an id where at least that is clear.
    """

    origin: str
    why: str
    file: Path
    student: str = ""


@dataclasses.dataclass(frozen=True)
class Companion:
    """A file that needs no grading. what: what it is, in words."""

    origin: str
    what: str
    file: Path


@dataclasses.dataclass(frozen=True)
class Intake:
    """All that was found.

    students: the roster's, or without one those whom names show; missing: on the roster, but no notebook; received:
    how many files came. problems: sentences with an origin, among them files that could not even be copied. platform:
    a name of `naming.PLATFORMS`.
    """

    submissions: tuple[Submission, ...]
    unplaced: tuple[Unplaced, ...]
    companions: tuple[Companion, ...]
    problems: tuple[Problem, ...]
    students: tuple[Student, ...]
    missing: tuple[Student, ...]
    platform: str
    received: int


@dataclasses.dataclass(frozen=True)
class Choice:
    """chosen: one submission per student and exercise; others: the rest, each with the reason."""

    chosen: tuple[Submission, ...]
    others: tuple[tuple[Submission, str], ...]


@dataclasses.dataclass
class _Item:
    """One received file while its place is sought."""

    file: Received
    tag: naming.Tag
    student: str = ""
    why: str = ""
    kind: str = "file"
    lesson: str = ""
    readable: bool = True
    note: str = ""
    record: Path | None = None
    progress: Path | None = None


def collect(
    source: Path,
    work: Path,
    roster: Roster | None = None,
    lesson: str | None = None,
    limits: archives.Limits | None = None,
) -> Intake:
    """Take in a zip or folder. work: a folder for copies. lesson: the exercise that everything is for, where it is
    known.

    A notebook that plainly holds another exercise is not forced into `lesson`; it stays unplaced with that reason.
    Raises ClassroomError if the source cannot be opened or `lesson` is unknown.
    """
    if lesson is not None and lesson not in _lessons():
        raise ClassroomError(f"There is no exercise {lesson}; there is one for {', '.join(_lessons())}.")
    source = Path(source)
    unpacked = archives.unpack(source, work, limits or archives.Limits())
    tags = naming.read([file.origin for file in unpacked.received], source.name, _lessons())
    items = [_Item(file, tag) for file, tag in zip(unpacked.received, tags, strict=True)]
    _nbgrader_times(items)
    _blackboard_names(items)
    students, problems = _find_students(items, roster)
    for item in items:
        _find_kind(item, lesson)
    _attach(items)
    submissions, unplaced, companions = _sort_out(items, roster)
    handed_in = {submission.student for submission in submissions}
    missing = tuple(s for s in students if s.id not in handed_in) if roster else ()
    return Intake(
        tuple(submissions),
        tuple(unplaced),
        tuple(companions),
        unpacked.problems + tuple(problems),
        tuple(students),
        missing,
        naming.platform(tags),
        len(items),
    )


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
            in_time = [s for s in usable if not late(s, due)]
            pick, why = (in_time[-1], "not the last one on time") if in_time else (pick, "late, and not the last one")
        chosen.append(pick)
        reasons = {False: "no readable notebook", True: why}
        others += [(s, f"{reasons[s in usable]}; attempt {pick.attempt} counts") for s in group if s is not pick]
    return Choice(tuple(chosen), tuple(others))


def late(submission: Submission, due: datetime) -> bool:
    """Whether a submission came after `due` (local time); without a time the platform's mark counts."""
    return submission.submitted > due if submission.submitted else submission.late_mark


def _nbgrader_times(items: list[_Item]) -> None:
    """Read timestamp.txt for the files beside it."""
    times = {
        item.tag.folder: naming.timestamp(item.file.path.read_text(encoding="utf-8", errors="replace")[:200])
        for item in items
        if item.tag.platform == "nbgrader" and item.tag.what
    }
    for item in items:
        if item.tag.platform == "nbgrader" and times.get(item.tag.folder):
            item.tag.submitted, item.tag.time_from = times[item.tag.folder], "nbgrader's timestamp.txt"


def _blackboard_names(items: list[_Item]) -> None:
    """Read the receipts: they name student and username in full."""
    told = {}
    for item in items:
        if item.tag.platform == "blackboard" and item.tag.what:
            text = item.file.path.read_bytes()[:2000].decode("utf-8", errors="replace")
            name, username = naming.receipt(text)
            if username in item.tag.usernames:
                told[item.tag.stem] = (name, username)
    for item in items:
        if item.tag.stem in told:
            item.tag.name, username = told[item.tag.stem]
            item.tag.usernames = (username,)


# --- whose ------------------------------------------------------------------------------------------------------------


def _find_students(items: list[_Item], roster: Roster | None) -> tuple[list[Student], list[Problem]]:
    """Write a student's id, or the reason why there is none, into each item that is not the platform's own."""
    mine = [item for item in items if not item.tag.what]
    if roster is None:
        return _make_students(mine)
    answers: dict[tuple, tuple[str, str]] = {}
    for item in mine:
        key = item.tag.identity
        if key not in answers:
            answers[key] = _on_roster(item.tag, roster)
        item.student, item.why = answers[key]
    return list(roster.students), []


def _on_roster(tag: naming.Tag, roster: Roster) -> tuple[str, str]:
    """(id, "") or ("", reason)."""
    label = archives.shown(tag.name or tag.username or tag.key or "")
    by_key = _by_key(tag, roster)
    by_name = roster.find(name=tag.name) if tag.certain else _in_words(tag.name, roster)
    found = tuple(s for s in by_key if s in by_name) or by_key or by_name
    if by_key and by_name and not set(by_key) & set(by_name):
        other = f"is {by_key[0].shown} by its number, but not by name"
        return "", f"“{label}” {other}; is the class list of another assignment?"
    if len(found) == 1:
        return found[0].id, ""
    if len(found) > 1:
        who = ", ".join(s.shown if not s.email else f"{s.shown} ({s.email})" for s in found[:4])
        return "", f"“{label}” can be any of {len(found)} students on the class list: {who}."
    if not label:
        return "", "Nothing in its name or folder says whose it is."
    return "", f"“{label}” is nobody on the class list; add a line to the list, or rename the file or folder."


def _by_key(tag: naming.Tag, roster: Roster) -> tuple[Student, ...]:
    """Students by what the platform writes beside the name. Numbers of one platform mean nothing on another."""
    for username in tag.usernames:
        if found := roster.find(id=username, username=username, email=username, number=username):
            return found
    if not tag.key or not roster.platform.startswith(tag.platform):
        return ()
    found = roster.find(platform_id=tag.key)
    if tag.platform != "moodle" or squash(tag.name) in BLIND:
        return found
    # Moodle numbers the students of each assignment anew: without a word of the name in common, the list may be
    # another's.
    words = {squash(word) for word in tag.name.split()}
    return tuple(s for s in found if words & {squash(word) for word in s.shown.split()})


def _in_words(text: str, roster: Roster) -> tuple[Student, ...]:
    """Students whom a file's or folder's name can mean: all of it, an id as one of its words, or most words of a name."""
    whole = roster.find(id=text, username=text, email=text, number=text, name=text)
    if whole or not text:
        return whole
    words = {squash(word) for word in re.split(r"[^\w@.-]|_", text)} | {
        squash(word) for word in re.split(r"[\W_]+", text)
    }
    words.discard("")
    sure = {
        s.id: s
        for s in roster.students
        if words & {squash(n) for n in (s.id, s.username, s.number, *names(s)) if len(n) > 2}
    }
    mails = {word.casefold() for word in text.split()}
    sure |= {s.id: s for s in roster.students if s.email and s.email.casefold() in mails}
    if sure:
        return tuple(sure.values())
    # Whose name has most words in the text; a tie is nobody, so a first name alone is enough only if it is the only
    # one.
    counts = {
        s.id: len(words & {squash(word) for word in re.split(r"[\W_]+", s.name or s.shown)}) for s in roster.students
    }
    most = max(counts.values(), default=0)
    return tuple(s for s in roster.students if most and counts[s.id] == most)


def _make_students(items: list[_Item]) -> tuple[list[Student], list[Problem]]:
    """Students as the names show them, where there is no class list, and a line for those who are easily confused."""
    people: dict[tuple, Student] = {}
    for item in items:
        tag = item.tag
        if not (tag.name or tag.username or tag.key):
            item.why = "Nothing in its name or folder says whose it is; a class list may help."
        elif tag.identity not in people:
            name = archives.shown(tag.name)
            # nbgrader's own folders keep their names, so that a course that is half graded goes on.
            own = folder_name(tag.username, lower=False) if tag.platform == "nbgrader" else ""
            people[tag.identity] = Student(own, name, username=tag.username, platform_id=tag.key)
    made = dict(zip(people, give_ids(people.values()), strict=True))
    by_name = defaultdict(list)
    for student in made.values():
        by_name[squash(student.shown)].append(student)
    problems = [
        Problem(group[0].shown, f"{len(group)} students have this name; they are kept apart as {_and(group)}.")
        for group in by_name.values()
        if len(group) > 1
    ]
    for item in items:
        if item.tag.identity in made:
            item.student = made[item.tag.identity].id
    return sorted(made.values(), key=lambda s: s.id), problems


def _and(students: Sequence[Student]) -> str:
    return ", ".join(student.id for student in students)


# --- which exercise -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _lessons() -> tuple[str, ...]:
    from derisking import exercises

    return tuple(exercises.lessons())


@lru_cache(maxsize=1)
def _cells() -> dict[str, frozenset[str]]:
    """For each exercise the names of cells that no other exercise has."""
    from derisking import exercises

    own = {}
    for lesson in _lessons():
        tasks = exercises.definition(lesson).tasks
        ids = [getattr(task, "id", None) or task.name for task in tasks]
        own[lesson] = {f"{kind}-{task}" for task in ids for kind in ("answer", "check")}
    return {
        lesson: frozenset(ids - set().union(*(o for other, o in own.items() if other != lesson)))
        for lesson, ids in own.items()
    }


def _find_kind(item: _Item, forced: str | None) -> None:
    """Say what a file is: the platform's own, junk, a quiz record, an exercise, a lesson, or something else."""
    name = item.tag.rest.rpartition("/")[2].lower()
    parts = item.file.origin.lower().split("/")
    if item.tag.what:
        item.kind, item.note = "companion", item.tag.what
    elif item.tag.typed:
        item.kind, item.note = "other", f"It is {item.tag.typed}, not a notebook."
    elif "__macosx" in parts or name in JUNK_NAMES or name.startswith(("._", "~$")):
        item.kind, item.note = "companion", "left by the computer, not by the student"
    elif ".ipynb_checkpoints" in parts:
        item.kind = "checkpoint"
    elif re.fullmatch(r"quiz[-_ ]?record.*\.json(\.txt)?", name):
        _record(item)
    elif re.fullmatch(r"my[-_ ]?progress.*\.csv", name):
        item.kind = "progress"
    else:
        _notebook(item, name, forced)


def _record(item: _Item) -> None:
    """A quiz record names its lesson itself."""
    content = _json(item.file)
    told = content.get("lesson") if isinstance(content, dict) else None
    item.kind, item.lesson = "record", told if isinstance(told, str) and told in _lessons() else ""


def _notebook(item: _Item, name: str, forced: str | None) -> None:
    """A notebook gets its lesson from its content, else from its name or `forced`."""
    looks = ".ipynb" in name
    ending = name.rpartition(".")[2] if "." in name else ""
    if not looks and ending not in ("", "json", "txt"):
        return
    content = _json(item.file)
    is_book = isinstance(content, dict) and isinstance(content.get("cells", content.get("worksheets")), list)
    if not looks and not is_book:
        return
    item.kind = "notebook"
    item.readable = is_book
    by_name = _lesson_in(item.tag.rest) or item.tag.lesson or _lesson_in(item.file.origin)
    inside, lesson_itself = _lesson_inside(content) if is_book else ("", "")
    if inside and forced and inside != forced:
        item.kind, item.note = "other", f"It holds the exercise {inside}, not {forced}."
    elif not inside and lesson_itself:
        item.kind = "other"
        item.note = f"It is the lesson {lesson_itself}, not an exercise; ask for the notebook in exercises."
    item.lesson = forced or inside or by_name
    if not is_book:
        size = "is empty" if not item.file.size else "cannot be read as a notebook"
        item.note = f"The file {size}."
    elif inside and by_name and inside != by_name:
        item.note = item.note or f"Its name says {by_name}, its content is the exercise {inside}."


def _lesson_in(text: str) -> str:
    """The one lesson that a path names, whichever signs stand between the words; the part nearest the end counts."""
    for part in reversed(text.split("/")):
        flat = squash(part)
        found = {lesson for lesson in _lessons() if squash(lesson) in flat}
        if len(found) == 1:
            return found.pop()
    return ""


def _lesson_inside(book: dict) -> tuple[str, str]:
    """(the exercise in a notebook, or the lesson if it is one). Content is only read, as text."""
    opened, ids, lessons = set(), set(), set()
    for cell in book.get("cells") or []:
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source")
        text = "".join(s for s in source if isinstance(s, str)) if isinstance(source, list) else source
        text = text if isinstance(text, str) else ""
        opened |= set(re.findall(r"""exercises\s*\.\s*open\(\s*["']([\w-]{1,60})["']""", text[:100_000]))
        lessons |= set(
            re.findall(
                r"""^(?:LESSON\s*=\s*|quiz\.\w+\(\s*)["'](\d\d-[\w-]{1,60})["']""", text[:100_000], flags=re.MULTILINE
            )
        )
        meta = cell.get("metadata")
        grader = meta.get("nbgrader") if isinstance(meta, dict) else None
        ids.add(str(grader.get("grade_id"))[:100] if isinstance(grader, dict) else "")
    known = sorted(opened & set(_lessons()))
    if len(known) == 1:
        return known[0], ""
    votes = sorted(((len(own & ids), lesson) for lesson, own in _cells().items()), reverse=True)
    if votes and votes[0][0] > votes[1][0]:
        return votes[0][1], ""
    told = sorted(lessons)  # also of a lesson without an exercise
    return "", told[0] if len(told) == 1 and not (ids - {""}) else ""


def _json(file: Received):
    """The content of a JSON file, or None. Too large, too deep or broken files are None too."""
    if file.size > LARGEST_JSON:
        return None
    try:
        return json.loads(file.path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError, MemoryError):
        return None


# --- sorting out ----------------------------------------------------------------------------------------------------


def _attach(items: list[_Item]) -> None:
    """Give quiz records and progress lists to the notebooks of the same student.

    Same folder first, then same lesson.
    """
    books = [item for item in items if item.kind == "notebook" and item.student and item.lesson]
    for item in items:
        if item.kind not in ("record", "progress") or not item.student:
            continue
        own = [b for b in books if b.student == item.student]
        if item.kind == "record" and item.lesson:
            own = [b for b in own if b.lesson == item.lesson]
        field = item.kind
        near = [b for b in own if b.tag.folder == item.tag.folder and b.tag.moment == item.tag.moment]
        free = [b for b in near or own if getattr(b, field) is None]
        if item.kind == "record":
            free = free[-1:]
        for book in free:
            setattr(book, field, item.file.path)
        item.kind = "attached" if free else item.kind


def _sort_out(items: list[_Item], roster: Roster | None):
    """(submissions, unplaced, companions). Items that are attached to a notebook stand in its submission."""
    books = [i for i in items if i.kind == "notebook" and i.student and i.lesson]
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


def _harmless(item: _Item, placed: set[str]) -> str:
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
    if item.kind in ("record", "progress"):
        return "a further record of the same student"
    return "beside the notebook of the same student" if item.kind == "file" and ending not in WORTH_A_LOOK else ""


def _why(item: _Item) -> str:
    """One reason for the teacher, the most useful one."""
    ending = item.file.origin.rpartition(".")[2].lower()
    if item.kind == "other":
        return item.note
    if item.kind == "checkpoint":
        return "It is only the copy that JupyterLab keeps in .ipynb_checkpoints; the notebook itself is not there."
    if item.kind == "file":
        size = "" if item.file.size else "an empty file, "
        return f"It is {size}{NOT_NOTEBOOKS.get(ending, 'no notebook')}" + (
            ", not a notebook." if ending in NOT_NOTEBOOKS else "."
        )
    if item.why:
        return item.why
    if item.kind in ("record", "progress"):
        return "There is no notebook of the same student that it belongs to."
    return f"{item.note} Neither its name nor its content says which exercise it is; name it with --lesson.".strip()


def _attempts(books: list[_Item], roster: Roster | None) -> tuple[list[Submission], list[_Item]]:
    """Submissions with attempts numbered in the order of time, and files that only repeat one of the same moment."""
    groups = defaultdict(list)
    for order, item in enumerate(books):
        groups[item.student, item.lesson].append((_when(item, roster), naming.copy_number(item.tag.rest), order, item))
    submissions, again = [], []
    for (student, lesson), group in groups.items():
        group.sort(key=lambda entry: (entry[0][0] or datetime.min, entry[1], entry[2]))
        seen: set[tuple] = set()
        number = 0
        for when, _, _, item in group:
            mark = (when[0], item.tag.moment, hashlib.sha256(item.file.path.read_bytes()).hexdigest())
            if mark in seen and not (item.record or item.progress):
                again.append(item)
                continue
            seen.add(mark)
            number += 1
            submissions.append(_submission(item, student, lesson, when, number))
    return submissions, again


def _submission(item: _Item, student: str, lesson: str, when: tuple, attempt: int) -> Submission:
    return Submission(
        student,
        lesson,
        item.file.path,
        item.file.origin,
        submitted=when[0],
        time_from=when[1],
        late_mark=item.tag.late or when[2],
        attempt=attempt,
        record=item.record,
        progress=item.progress,
        readable=item.readable,
        note=item.note,
    )


def _when(item: _Item, roster: Roster | None) -> tuple[datetime | None, str, bool]:
    """(local time or None, where it is from, whether the platform's list calls it late)."""
    tag = item.tag
    if tag.submitted:
        return tag.submitted, tag.time_from, False
    student = roster.student(item.student) if roster else None
    if roster and student and roster.platform == "moodle worksheet" and tag.platform == "moodle":
        when, marked = naming.worksheet_time(roster, student)
        if when:
            return when, "Moodle's grading worksheet", marked
    if tag.platform in ("moodle", "canvas"):
        return None, "not known: the zip only tells when it was downloaded", False
    return item.file.modified, "the time of the file" if item.file.modified else "not known", False
