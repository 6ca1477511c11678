"""From what a learning platform gives to one notebook per student and exercise, with nothing lost on the way.

    taken = collect(Source(Path("submissions.zip"), Path("work")), roster)
    chosen, others = choose(taken.submissions, rules)

A name tells whose a file is (`whose`, `platforms`); the content tells which exercise it is (`exercise_of`). Every file
that is received ends in exactly one of `submissions` (as notebook or quiz record), `unplaced` and `companions`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from derisking.classroom import lateness
from derisking.classroom.collect import archives, groups, whose
from derisking.classroom.collect.exercise_of import find_kind, lessons
from derisking.classroom.collect.items import Intake, Item
from derisking.classroom.collect.people import Roster, Student
from derisking.classroom.collect.platforms import ALL, Platform, of_list
from derisking.classroom.rules import Rules
from derisking.classroom.submission import Submission
from derisking.errors import UserError

# What is worth a look by the teacher even when the student also handed in the notebook, and what it is.
NOT_NOTEBOOKS = {
    **{"pdf": "a PDF", "py": "a Python script", "zip": "a zip that could not be opened"},
    **dict.fromkeys(("docx", "doc"), "a Word file"),
    **dict.fromkeys(("odt", "rtf"), "a text document"),
    **dict.fromkeys(("html", "htm"), "a web page"),
    **dict.fromkeys(("rar", "7z", "gz", "tar"), "an archive of a kind that is not opened"),
}
WORTH_A_LOOK = {*NOT_NOTEBOOKS, "txt", "md"} - {"py", "html", "htm"}
BESIDE = {  # a notebook of the same student
    "checkpoint": "a copy that JupyterLab keeps",
    "record": "a further record of the same student",
    "file": "beside the notebook of the same student",
}
MOSTLY = 0.6  # of the notebooks in a platform's download: then it is the download of their exercise


class Source:
    """A zip or folder, unpacked once into a work folder; whose the files are may be asked again, with what became known since.

    Raises UserError if it cannot be opened.
    """

    def __init__(self, source: Path, work: Path):
        self.path = Path(source)
        self.received, self.refused = archives.unpack(self.path, work)
        self.submissions = [Submission(file.path) for file in self.received]


def collect(
    given: Source,
    roster: Roster | None = None,
    lesson: str | None = None,
    earlier: Iterable[Student] = (),
    teams: Callable[[list[Student], str], tuple[dict[str, str], dict[str, Student]]] = lambda *asked: ({}, {}),
) -> Intake:
    """Take in a source. lesson: what everything is for, if known. earlier: students of earlier runs. teams: from the students and an
    exercise to groups by student and all who are in the class, by id.

    A notebook that plainly holds another exercise than `lesson`, or than a platform's download is for, stays unplaced.
    Raises UserError if `lesson` is unknown, or the class list is another assignment's.
    """
    if lesson is not None and lesson not in lessons():
        raise UserError(f"There is no exercise {lesson}; there is one for {', '.join(lessons())}.")
    source, received, refused = given.path, given.received, given.refused
    tags = whose.tags([file.origin for file in received], source.name)
    each = zip(received, tags, given.submissions, strict=True)
    items = [Item(file, tag, submission=submission) for file, tag, submission in each]
    for one in ALL.values():
        one.together(_of(one, items))
    students, alike = whose.find(items, roster)
    groups.apply(items, *teams(students, lesson or ""))
    if source.suffix.lower() == ".zip":
        whose.own_zip(items, source.name, roster.students if roster else [*students, *earlier])
    for item in items:
        find_kind(item, lesson)
    for one in ALL.values():
        one.times(_of(one, items), roster)
    platform = max(ALL.values(), key=lambda one: len(_of(one, items))) if items else ALL["loose"]
    lesson = lesson or _download_of(items, platform)
    few = of_list(roster.platform).compare([item.origin for item in items], roster) if roster else ""
    problems = [*([archives.Problem(source.name, few)] if few else []), *refused, *alike]
    ends = _sort_out(items)
    handed_in = {item.student for item in ends[0]}
    missing = [student for student in students if roster and student.id not in handed_in]
    return Intake(*ends, problems, students, missing, platform.name, len(items), lesson or _only(ends[0]))


def _of(platform: Platform, items: list[Item]) -> list[Item]:
    return [item for item in items if item.tag.platform == platform.name]


def _only(items: Iterable[Item]) -> str:
    """The one exercise that these notebooks are for, "" for several or none."""
    found = {item.lesson for item in items if item.kind == "notebook" and item.lesson}
    return found.pop() if len(found) == 1 else ""


def _is_book(item: Item) -> bool:
    """Whether a file is somebody's notebook for an exercise."""
    return bool(item.kind == "notebook" and item.student and item.lesson)


def _download_of(items: list[Item], platform: Platform) -> str:
    """The exercise of a platform's download, "" for several: a notebook of another one in it is no hand-in.

    A download is for one assignment, and most students hand in what was asked for. Several may lie side by side.
    """
    downloads = defaultdict(list)
    for item in _of(platform, items) if platform.pattern else ():
        if _is_book(item):
            downloads[platform.download(item.origin)].append(item)
    for books in downloads.values():
        counts = Counter(lesson for lesson, _ in {(item.lesson, item.student) for item in books})
        lesson, count = counts.most_common(1)[0]
        for item in books if count >= MOSTLY * counts.total() else ():
            if item.lesson != lesson:
                item.kind = "other"
                item.note = f"It holds the exercise {item.lesson}; this download is that of {lesson}."
    return _only(items)


def choose(submissions: Iterable[Item], rules: Rules) -> tuple[list[Item], list[tuple[Item, str]]]:
    """One submission per student and exercise by the exercise's rule, and the others, each with the reason.

    Attempts: "last", "first", or "last-on-time": the last that was not after the deadline, else the last of all. Where no time is
    known, the platform's own mark of lateness decides. A file that is no notebook counts only where nothing else was handed
    in. Raises UserError where a deadline is missing.
    """
    groups = defaultdict(list)
    for item in sorted(submissions, key=lambda item: (item.lesson, item.attempt)):
        groups[item.lesson, item.student.casefold()].append(item)
    chosen, others = [], []
    for (lesson, _), group in groups.items():
        rule = rules.of(lesson, group[0].student)
        usable = [item for item in group if item.readable] or group
        pick, why = usable[-1], "an earlier attempt"
        if rule.attempts == "first":
            pick, why = usable[0], "a later attempt"
        elif rule.attempts == "last-on-time":
            if rule.due is None:
                raise UserError("The rule last-on-time needs the day and time when the work was due.")
            in_time = [item for item in usable if not lateness.is_late(item.tag, rule.due)]
            pick, why = (in_time[-1], "not the last one on time") if in_time else (pick, "late, and not the last one")
        chosen.append(pick)
        for item in group:
            if item is not pick:
                reason = why if item in usable else "no readable notebook"
                others.append((item, f"{reason}; attempt {pick.attempt} counts"))
    return chosen, others


def _attach(books: list[Item], items: list[Item]) -> None:
    """Give quiz records to the notebooks of the same student: same folder first, then same lesson."""
    for item in items:
        if item.kind != "record" or not item.student:
            continue
        own = [b for b in books if b.student == item.student and item.lesson in ("", b.lesson)]
        near = [b for b in own if b.folder == item.folder and b.tag.moment == item.tag.moment]
        free = [b for b in near or own if b.record is None]
        if free:
            free[-1].record, item.kind = item.file.path, "attached"


def _sort_out(items: list[Item]) -> tuple[list[Item], list[Item], list[Item]]:
    """(submissions, unplaced, companions). Items that are attached to a notebook stand in its submission."""
    books = [item for item in items if _is_book(item)]
    _attach(books, items)
    submissions, companions = _attempts(books)
    placed, unplaced = {item.student for item in submissions}, []
    for item in items:
        if item.kind == "attached" or _is_book(item):
            continue
        if what := _harmless(item, placed):
            item.why = what
            companions.append(item)
        else:
            item.why = _why(item)
            unplaced.append(item)
    return submissions, unplaced, companions


def _harmless(item: Item, placed: set[str]) -> str:
    """What a file is that needs nobody's attention, or ""."""
    ending = item.origin.rpartition(".")[2].lower()
    if item.kind == "companion":
        return item.note
    if item.student not in placed or (item.kind == "file" and ending in WORTH_A_LOOK):
        return ""
    if item.kind == "other":
        return f"beside the notebook of the same student: {item.note[0].lower()}{item.note[1:]}"
    return BESIDE.get(item.kind, "")


def _why(item: Item) -> str:
    """One reason for the teacher, the most useful one."""
    ending = item.origin.rpartition(".")[2].lower()
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


def _attempts(books: list[Item]) -> tuple[list[Item], list[Item]]:
    """Notebooks with attempts numbered in the order of time, and files that only repeat one of the same moment."""
    groups = defaultdict(list)
    for item in books:
        groups[item.student, item.lesson].append(item)
    submissions, again = [], []
    for group in groups.values():
        group.sort(key=lambda item: (item.tag.submitted or datetime.min, whose.copy_number(item.tag.rest)))
        seen: set[tuple] = set()
        number = 0
        for item in group:
            mark = (item.tag.submitted, item.tag.moment, item.submission.open().digest)
            if mark in seen and not item.record:
                item.why = "the same file a second time"
                again.append(item)
                continue
            seen.add(mark)
            item.attempt = number = number + 1
            submissions.append(item)
    return submissions, again
