"""The first step of `derisking grade`: copies of what was handed in go into submitted/, the rest where it can be seen."""

import collections
import dataclasses
import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from derisking.classroom import files, lateness
from derisking.classroom.collect import careful, class_list, groups, people, which
from derisking.classroom.collect.items import Intake, Item
from derisking.classroom.collect.people import FIELDS, Roster, Student
from derisking.classroom.collect.platforms import ALL, Platform, of_list
from derisking.classroom.course import Course, listed, many
from derisking.classroom.options import Terms
from derisking.classroom.submission import Submission, handed_in
from derisking.errors import UserError

RECORD = "quiz-record.json"
LARGEST_ASIDE = 20_000_000  # bytes of a file that is kept although it is nobody's
INTAKE = ("file", "student", "exercise", "what became of it", "why")
OLD_LIST = "it came after the class list, whose time it does not get: download the list again for that"
EACH = 20  # files of one student with one reason that have a line each
TAKEN, NOT_NEEDED = "taken", "not needed"
PARTIAL = (
    "it would replace earlier work, but this zip holds only few of the class, so a student may have packed it; if it is right, "
    "unpack the zip and give the folder"
)


def take_in(terms: Terms) -> tuple[dict[str, Student], dict[str, Roster], list[Submission]]:
    """Place what the platform gave, if there is something new; write down rules, lists, and who is in the class.

    Returns who is in it by id, the class lists by exercise, and all that was handed in, now or earlier.
    """
    placed = []
    for left in terms.course.root.glob(".incoming-*"):  # of a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    earlier = remembered(terms.course)
    given = _given_list(terms, earlier)

    def class_of(students: Sequence[Student]) -> dict[str, Student]:
        """Who is in the class, with these; groups and labels are settled by it."""
        everybody = {
            **earlier,
            **{one.id: _arranged(one, earlier, given) for one in (*students, *(given.students if given else ()))},
        }
        groups.settle(terms.rules, everybody.values(), terms.course.rules)
        return everybody

    if terms.options.source is None:
        class_, lessons = class_of(()), _own_lessons(terms)
        _ask(terms, lessons, given)
        if given:
            platform = of_list(given.platform)
            platform.compare([o for one in lessons for o in terms.course.origins(one, platform.origin).values()], given)
        _keep_list(terms, lessons)
    else:
        with tempfile.TemporaryDirectory(prefix=".incoming-", dir=terms.course.root) as work:
            roster = given or _list_for(terms, terms.options.lesson or "", earlier)
            before = tuple(earlier.values())
            source = which.Source(terms.options.source, Path(work) / "files")

            def teams(students: Sequence[Student], lesson: str) -> tuple[dict[str, str], dict[str, Student]]:
                everybody = class_of(students)  # before: it settles the rules
                return groups.of(terms.rules, roster, lesson), everybody

            taken = which.collect(source, roster, terms.options.lesson, before, teams)
            if given is None and taken.lesson and terms.course.class_list(taken.lesson).is_file():
                roster = _list_for(terms, taken.lesson, earlier)  # the exercise's own, now that it is known
                taken = which.collect(source, roster, taken.lesson, before, teams)
            class_, lessons = class_of(taken.students), _lessons_of(terms, taken)
            _ask(terms, lessons, given)
            chosen = which.choose(taken.submissions, terms.rules)
            new = _keep_list(terms, lessons)  # from here on something is written
            placed = _place(terms, taken, *chosen, new, roster)
    opened = {submission.path: submission for submission in placed}
    there = [opened.get(one.path, one) for one in handed_in(terms.course)]
    rows = [[getattr(student, field) for field in FIELDS] for _, student in sorted(class_.items())]
    files.write(terms.course.students, files.table(FIELDS, rows))
    lists = {lesson: _list_for(terms, lesson, earlier) for lesson in sorted({one.lesson for one in there})}
    strangers = {one.student: Student(id=one.student, name=one.student) for one in there}
    return {**strangers, **class_}, {lesson: roster for lesson, roster in lists.items() if roster is not None}, there


def _ask(terms: Terms, lessons: list[str], given: Roster | None) -> None:
    """Apply what was asked to the exercises of this run."""
    options = terms.options
    asked = {"due": options.due, "late": options.late, "attempts": options.attempts, "column": options.column}
    terms.rules.ask(lessons, **asked)
    if given is not None and _of_one_exercise(given) and len(lessons) != 1:
        raise UserError("A grading worksheet belongs to one exercise: name it with --lesson.")


def _keep_list(terms: Terms, lessons: list[str]) -> set[str]:
    """Keep the class list that was given, for these exercises and those that have none; the exercises for which it is new."""
    if terms.options.class_list is None:
        return set()
    raw = terms.options.class_list.read_bytes()
    files.write(terms.course.newest_list, raw)
    new = {lesson for lesson in lessons if files.write(terms.course.class_list(lesson), raw)}
    for lesson in lessons:  # when it was downloaded tells what it can know
        os.utime(terms.course.class_list(lesson), ns=(0, terms.options.class_list.stat().st_mtime_ns))
    return new


def _own_lessons(terms: Terms) -> list[str]:
    """The exercises that a run without new work is for: the one that was named, or the only one there."""
    there = sorted({one.lesson for one in handed_in(terms.course)})
    if terms.options.lesson is not None:
        if terms.options.lesson not in there:
            raise UserError(
                f"Nothing was handed in for {terms.options.lesson}; there is {', '.join(there) or 'nothing'}."
            )
        return [terms.options.lesson]
    return there if len(there) == 1 else []


def _lessons_of(terms: Terms, taken: Intake) -> list[str]:
    one = terms.options.lesson or taken.lesson
    return [one] if one else sorted({item.lesson for item in taken.submissions})


# --- class lists ----------------------------------------------------------------------------------------------------------


def _given_list(terms: Terms, earlier: dict[str, Student]) -> Roster | None:
    """The class list that this run was given."""
    if terms.options.class_list is None:
        return None
    roster = class_list.read(terms.options.class_list)
    for problem in roster.problems:
        terms.said(f"  class list: {problem}")
    terms.said(f"Class list: {len(roster.students)} students ({roster.platform}).")
    return _with_ids(terms, roster, earlier)


def _arranged(student: Student, earlier: dict[str, Student], given: Roster | None) -> Student:
    """A student with the group and the label that a list of the class said last: a list without such a column leaves them, and so does
    a platform's list of one exercise, whose groups are that exercise's."""
    before = earlier.get(student.id, dataclasses.replace(student, group="", label=""))
    whole = given is not None and not _of_one_exercise(given) and given.student(student.id)
    says = given.columns if given and whole else {}
    own = {field: getattr(student if field in says else before, field) for field in ("group", "label")}
    return dataclasses.replace(student, **own)


def _with_ids(terms: Terms, roster: Roster, earlier: dict[str, Student]) -> Roster:
    """Students of earlier runs keep their ids, under which their work lies; not where ids are codes of variants."""
    return roster if terms.rules.variants else people.with_known_ids(roster, earlier.values())


def _list_for(terms: Terms, lesson: str, earlier: dict[str, Student]) -> Roster | None:
    """An exercise's own class list, else the newest one; of that only who is in the class, where its numbers are others."""
    if lesson and terms.course.class_list(lesson).is_file():
        return _with_ids(terms, class_list.read(terms.course.class_list(lesson)), earlier)
    if not terms.course.newest_list.is_file():
        return None
    roster = _with_ids(terms, class_list.read(terms.course.newest_list), earlier)
    return people.without_numbers(roster) if _of_one_exercise(roster) else roster


def _of_one_exercise(roster: Roster) -> bool:
    return of_list(roster.platform).of_one_exercise(roster.platform)


def remembered(course: Course) -> dict[str, Student]:
    """Students of earlier runs, as students.csv has them."""
    rows = files.rows(course.students)
    facts: list[dict[str, Any]] = [{key: row.get(key, "") for key in FIELDS} for row in rows if row.get("id")]
    return {one["id"]: Student(**one) for one in facts}


# --- placing --------------------------------------------------------------------------------------------------------------


def _place(
    terms: Terms,
    taken: Intake,
    chosen: list[Item],
    others: list[tuple[Item, str]],
    new: set[str],
    roster: Roster | None,
) -> list[Submission]:
    """Put what was chosen into submitted/, the rest where it can be seen; write down what became of each file. Returns what was taken.

    new: exercises with a new class list.
    """
    for item in chosen:
        if item.lesson not in new:
            _without_old_times(terms, item)
    doubtful = _doubtful(terms, chosen)
    rows = [_place_one(terms, item, taken.platform, item.lesson in doubtful) for item in chosen]
    rows += [(item.origin, item.student, item.lesson, "not taken", why) for item, why in others]
    for item in taken.unplaced:
        target = _set_aside(terms.course, item.file.path)
        what = f"not placed: {target.name if target else 'too large to keep'}"
        rows.append((item.origin, item.student, "", what, item.why))
    rows += [(item.origin, "", "", NOT_NEEDED, item.why) for item in taken.companions]
    rows += [(problem.origin, "", "", "problem", problem.sentence) for problem in taken.problems]
    rows = _in_few_lines(rows)
    source = str(terms.options.source)  # its lines from an earlier run are replaced
    kept = [tuple(row.values()) for row in files.rows(terms.course.intake) if row.get("from") != source]
    files.write(terms.course.intake, files.table(["from", *INTAKE], [*((source, *row) for row in rows), *kept]))
    _tell(terms, taken, chosen, others, roster)
    return [item.submission for item in chosen if item.submission.lesson]


def _in_few_lines(rows: list[tuple]) -> list[tuple]:
    """Rows for intake.csv without all but some of those in which one student has one reason, and a row that counts the others.

    A student's zip may hold thousands of files; a line for each would hide what the teacher looks for. Notebooks are kept first.
    """
    level = careful.shared_folders([row[0] for row in rows])
    counts: collections.Counter[tuple] = collections.Counter()
    kept = set()
    for row in sorted(rows, key=lambda row: not row[0].lower().endswith(".ipynb")):
        origin, student, lesson, what, why = row
        alike = ("/".join(origin.split("/")[: level + 1]), student, lesson, what.partition(":")[0], why)
        counts[alike] += 1
        kept |= {row} if counts[alike] <= EACH else set()
    more = [(f"{alike[0]}: {count - EACH} more files", *alike[1:]) for alike, count in counts.items() if count > EACH]
    return [row for row in rows if row in kept] + more


def _set_aside(course: Course, file: Path) -> Path | None:
    """A copy of a file that belongs to nobody, under a name that another file never has; None for a very large one."""
    if file.stat().st_size > LARGEST_ASIDE:
        return None
    raw = file.read_bytes()
    name = file.name.lstrip("0123456789").lstrip("-")  # without the number that it had in this run
    target = course.unplaced / f"{_digest(raw)[:8]}-{name}"
    files.write(target, raw)
    return target


def _doubtful(terms: Terms, chosen: Sequence[Item]) -> set[str]:
    """Exercises of which a zip holds too few to be a platform's download of the class: perhaps a student packed it.

    A download holds all that was handed in until then, so at least half of those who are there already.
    """
    if terms.options.source is None or not terms.options.source.is_file():
        return set()
    there, new = collections.defaultdict(set), collections.defaultdict(set)
    for one in handed_in(terms.course):
        there[one.lesson].add(one.student)
    for item in chosen:
        new[item.lesson].add(item.student)
    return {lesson for lesson, students in new.items() if 2 * len(there[lesson] & students) < len(there[lesson])}


def _without_old_times(terms: Terms, item: Item) -> None:
    """Take the class list's time away from work that came after it: a list that was there in an earlier run knows the work of then."""
    folder, tag = terms.course.submitted(item.student, item.lesson), item.tag
    before = folder / f"{item.lesson}.ipynb"
    if tag.listed and before.is_file() and _digest(before.read_bytes()) != item.submission.open().digest:
        tag.submitted, tag.late = tag.uploaded, False
        item.note = "; ".join(filter(None, [item.note, OLD_LIST]))
    elif tag.listed and (folder / lateness.STAMP).is_file():
        lateness.recall(folder, tag)


def _place_one(terms: Terms, item: Item, platform: str, doubtful: bool) -> tuple:
    """Put one submission into submitted/, unless what is there counts by the rule; returns its line for intake.csv.

    platform: of the whole source. doubtful: the work may come from somebody else, so it replaces nothing.
    """
    folder, rule = terms.course.submitted(item.student, item.lesson), terms.rules.of(item.lesson, item.student)
    target = folder / f"{item.lesson}.ipynb"
    draft = "a draft, which the platform does not count as handed in" if item.tag.draft else ""
    place, notes = (item.origin, item.student, item.lesson), [item.note, lateness.told(item.tag, rule.due), draft]
    submission, before = item.submission.open(), target.read_bytes() if target.is_file() else None
    same = before is not None and _digest(before) == submission.digest
    if before is not None and not same:
        old, new = lateness.came(folder, rule.due), lateness.moment(item.tag, rule.due)
        kept = lateness.keeps(rule.attempts, old, new, rule.due)
        if doubtful and not _same_place(folder, ALL[item.tag.platform], item.origin):
            kept = PARTIAL
        if kept:
            return (*place, "not taken", kept)
        notes.append("it takes the place of an earlier hand-in, which is kept in backups")
        name = f"{item.lesson}-{_digest(before)[:8]}.ipynb"
        files.write(terms.course.backups / "submitted" / item.student / name, before)
    if not same:
        files.move(submission.path, target)
    submission.path, submission.student, submission.lesson = target, item.student, item.lesson
    lateness.keep(folder, item.tag, same=same)
    if ALL[platform].origin:
        files.write(folder / ALL[platform].origin, item.origin)
    notes.append(_take_record(folder, item.record))
    return (*place, TAKEN, "; ".join(filter(None, notes)))


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _same_place(folder: Path, platform: Platform, origin: str) -> bool:
    """Whether work comes from the same place on the platform as what is in its folder."""
    earlier = folder / platform.origin
    return earlier.is_file() and platform.same_place(earlier.read_text(encoding="utf-8"), origin)


def _take_record(folder: Path, record: Path | None) -> str:
    """Copy a student's quiz record; a few words if it cannot be read."""
    if record is None:
        return ""
    raw = record.read_bytes()
    files.write(folder / RECORD, raw)
    try:
        return "" if isinstance(files.parsed(raw), dict) else "its quiz record cannot be read"
    except (ValueError, RecursionError):
        return "its quiz record cannot be read"


# --- telling --------------------------------------------------------------------------------------------------------------


def _tell(
    terms: Terms, taken: Intake, chosen: list[Item], others: list[tuple[Item, str]], roster: Roster | None
) -> None:
    students = len({item.student for item in chosen})
    terms.said(
        f"Taken in: {many(taken.received, 'file')} ({taken.platform}), {many(len(chosen), 'submission')} of "
        f"{many(students, 'student')}."
    )
    problems = sorted(taken.problems, key=lambda problem: ".ipynb" not in problem.origin.lower())  # of notebooks first
    for title, lines in (
        (f"{len(others)} not taken, since another one counts", [f"{item.origin}: {why}" for item, why in others]),
        (f"{len(taken.unplaced)} not placed", [f"{item.origin}: {item.why}" for item in taken.unplaced]),
        (many(len(problems), "problem"), [f"{problem.origin}: {problem.sentence}" for problem in problems]),
    ):
        if lines:
            terms.said(f"  {title}:")
            listed(lines, terms.said)
    _tell_missing(terms, taken, roster)
    for lesson in sorted({item.lesson for item in chosen}):
        _tell_times(terms, lesson, [item for item in chosen if item.lesson == lesson])
    terms.said(f"  What became of each file: {terms.course.intake}")


def _tell_missing(terms: Terms, taken: Intake, roster: Roster | None) -> None:
    """Who handed in nothing, nor anybody of the group; what could not be placed is not nothing."""
    lessons = _lessons_of(terms, taken)
    there = {one.student for one in handed_in(terms.course) if one.lesson in lessons}
    for lesson in lessons:
        teams = groups.of(terms.rules, roster, lesson)
        there |= {student for student, own in teams.items() if own in {teams.get(one) for one in there}}
    absent = {student.id for student in taken.missing} - there
    if not absent:
        return
    other = sum(student in absent for student in {item.student for item in taken.unplaced})
    strangers = sum(not item.student for item in taken.unplaced)
    told = [f"{len(absent)} on the class list without a notebook here"]
    told += [f"of these {other} handed in something else"] if other else []
    told += [f"{many(strangers, 'file')} that could not be placed may be theirs"] if strangers else []
    terms.said(f"  {'; '.join(told)}.")


def _tell_times(terms: Terms, lesson: str, chosen: list[Item]) -> None:
    """The deadline as it is understood, and for how many it cannot be applied."""
    rule = terms.rules.of(lesson)
    if rule.due is None:
        return
    terms.said(f"  {lesson}: {rule.words}.")
    for name in sorted({label for own in terms.rules.given.values() for label in own}):
        who = [student for student, own in sorted(terms.rules.given.items()) if name in own]
        terms.said(f"    {name} ({', '.join(who)}): {terms.rules.of(lesson, who[0]).words}.")
    unknown = sum(item.tag.submitted is None and not item.tag.late for item in chosen)
    if unknown and rule.late != "accept":
        terms.said(
            f"  For {unknown} of {len(chosen)} nobody knows when they came, so nothing is taken off: give the grading worksheet "
            "or export with times as --class-list, or mark them late by hand."
        )
