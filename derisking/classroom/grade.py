"""`derisking grade`: from what a learning platform gives to marks, feedback and files of grades.

    1. take in      whose is each file, which exercise is it (`intake`); copies into submitted/, the rest into not-placed/
    2. grade        what is new or changed, several at once, shut in (`pool`, `running`); one process writes the gradebook
    3. hand back    penalties, a page per student (`feedback`), files of grades (`gradefiles`), what to look at

Each step does only what is missing, so a run that was stopped goes on, and a second run changes nothing.
"""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import datetime
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import nbformat
import psutil

from derisking import data, exercises
from derisking.classroom import book, feedback, files, gradefiles, intake, lateness, pool, roster, running, sandbox
from derisking.classroom.course import Course, many, typed
from derisking.classroom.errors import ClassroomError
from derisking.classroom.roster import Roster, Student

STAMP = "timestamp.txt"
ORIGIN = "moodle-origin.txt"  # the name that Moodle gave, which its upload of feedback asks for
RECORD = "quiz-record.json"
PROGRESS = "my-progress.csv"
MOST_JOBS = 16
LOOKED_AT = 5_000_000  # bytes of a notebook that this process reads itself
INTAKE = ("file", "student", "exercise", "what became of it", "why")
SHOWN = 12  # lines of a list that are printed; files hold all


@dataclasses.dataclass(frozen=True)
class Options:
    """What a teacher asks for. source: what the platform gave, None to grade what is in the folder already."""

    source: Path | None
    into: Path
    class_list: Path | None = None
    lesson: str | None = None
    column: str | None = None
    due: datetime.datetime | None = None
    late: str | None = None
    attempts: str | None = None
    jobs: int = 0
    variants: bool | None = None
    unsandboxed: bool = False
    limits: sandbox.Limits = sandbox.USUAL


@dataclasses.dataclass
class Run:
    """One run: the course, what was asked, and what there is to tell. said: prints a line."""

    course: Course
    options: Options
    said: Callable[[str], None]
    settings: dict
    people: dict[str, Student] = dataclasses.field(default_factory=dict)
    class_list: Roster | None = None
    platform: str = ""
    notes: dict[tuple[str, str], list[str]] = dataclasses.field(default_factory=dict)

    def note(self, student: str, lesson: str, text: str) -> None:
        """Something for the teacher to look at."""
        self.notes.setdefault((student, lesson), []).append(text)


def grade(options: Options, said: Callable[[str], None] = print) -> int:
    """Grade a class; returns how many submissions were graded in this run.

    Raises ClassroomError for whatever a teacher can mend: no sandbox, nothing to grade, a damaged class list or gradebook.
    """
    if not options.unsandboxed and (reason := sandbox.why_not()):
        raise ClassroomError(
            f"{reason} Nothing was run. If you grade on a computer without private files, add --unsandboxed: "
            "students' code then runs with your rights."
        )
    run = Run(Course(options.into.resolve()), options, said, {})
    run.course.root.mkdir(parents=True, exist_ok=True)
    with alone(run.course):
        run.settings = _settings(run)
        _take_in(run)
        done = _grade(run)
        _hand_back(run)
    return done


# --- settings, and one run at a time ---------------------------------------------------------------------------------------


@contextlib.contextmanager
def alone(course: Course) -> Iterator[None]:
    """Keep a second run out of the folder. A lock that a dead run left behind is taken over."""
    lock = course.root / "running.lock"
    for _ in range(2):
        try:
            with lock.open("x", encoding="utf-8") as file:
                file.write(str(os.getpid()))
            break
        except FileExistsError:
            text = lock.read_text(encoding="utf-8").strip()
            if text.isdigit() and psutil.pid_exists(int(text)) and int(text) != os.getpid():
                raise ClassroomError(
                    f"Another run is grading in {course.root}: wait for it, or, if there is none, delete {lock.name} there."
                ) from None
            lock.unlink(missing_ok=True)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _settings(run: Run) -> dict:
    """The rules of this course: those named in this run, else those of the last one, else the usual ones."""
    path = run.course.root / "settings.json"
    kept: dict = {"late": "accept", "attempts": "last", "variants": False}
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        kept |= {key: value for key, value in found.items() if key in kept and isinstance(value, type(kept[key]))}
    asked = {"late": run.options.late, "attempts": run.options.attempts, "variants": run.options.variants}
    kept |= {key: value for key, value in asked.items() if value is not None}
    lateness.rule(kept["late"])
    files.write(path, json.dumps(kept, indent=1) + "\n")
    return kept


# --- taking in ------------------------------------------------------------------------------------------------------------


def _take_in(run: Run) -> None:
    run.class_list = _class_list(run)
    known = list(run.class_list.students) if run.class_list else []
    if run.options.source is not None:
        with tempfile.TemporaryDirectory(prefix=".incoming-", dir=run.course.root) as work:
            found = intake.collect(run.options.source, Path(work), run.class_list, run.options.lesson)
            known = [*found.students, *known]
            _place(run, found)
    run.people = {**_remembered(run), **{student.id: student for student in known}}
    heads = [field.name for field in dataclasses.fields(Student) if field.name != "row"]
    rows = [[getattr(student, head) for head in heads] for _, student in sorted(run.people.items())]
    files.write(run.course.students, files.table(heads, rows))


def _class_list(run: Run) -> Roster | None:
    """The class list of this run, or the one that an earlier run was given; its file is kept in the course."""
    kept = run.course.root / "class-list.csv"
    if run.options.class_list is not None:
        found = roster.read(run.options.class_list)
        files.write(kept, run.options.class_list.read_bytes())
        for problem in found.problems:
            run.said(f"  class list: {problem}")
        run.said(f"Class list: {len(found.students)} students ({found.platform}).")
        return found
    return roster.read(kept) if kept.is_file() else None


def _remembered(run: Run) -> dict[str, Student]:
    """Students of earlier runs, as students.csv has them."""
    if not run.course.students.is_file():
        return {}
    names = {field.name for field in dataclasses.fields(Student)} - {"row"}
    with run.course.students.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            {key: (value or "").removeprefix("'") for key, value in row.items() if key in names}
            for row in csv.DictReader(file)
        ]
    return {row["id"]: Student(**row) for row in rows if row.get("id")}


def _place(run: Run, found: intake.Intake) -> None:
    """Copy what was chosen into submitted/, the rest where it can be seen; write down what became of each file."""
    choice = intake.choose(found.submissions, run.settings["attempts"], run.options.due)
    run.platform = found.platform
    rows = [_place_one(run, submission) for submission in choice.chosen]
    rows += [(s.origin, s.student, s.lesson, "not taken", why) for s, why in choice.others]
    for unplaced in found.unplaced:
        target = _set_aside(run.course, unplaced.file)
        rows.append((unplaced.origin, unplaced.student, "", f"not placed: {target.name}", unplaced.why))
    rows += [(companion.origin, "", "", "not needed", companion.what) for companion in found.companions]
    rows += [(problem.origin, "", "", "problem", problem.sentence) for problem in found.problems]
    _write_down(run, rows)
    _tell_intake(run, found, choice)


def _set_aside(course: Course, file: Path) -> Path:
    """A copy of a file that belongs to nobody, under a name that another file never has."""
    raw = file.read_bytes()
    name = file.name.lstrip("0123456789").lstrip("-")  # without the number that it had in this run
    target = course.unplaced / f"{hashlib.sha256(raw).hexdigest()[:8]}-{name}"
    files.write(target, raw)
    return target


def _write_down(run: Run, rows: list[tuple]) -> None:
    """Add to intake.csv what became of each file; lines of the same zip or folder from an earlier run are replaced."""
    source, kept = files.harmless(str(run.options.source)), []
    if run.course.intake.is_file():
        with run.course.intake.open(encoding="utf-8-sig", newline="") as file:
            kept = [row for row in list(csv.reader(file))[1:] if row and row[0] != source]
    text = files.table(["from", *INTAKE], [(source, *row) for row in rows])
    before = files.table(["from", *INTAKE], kept).split("\r\n", 1)[1] if kept else ""
    files.write(run.course.intake, text + before)


def _tell_intake(run: Run, found: intake.Intake, choice: intake.Choice) -> None:
    students = len({submission.student for submission in choice.chosen})
    run.said(
        f"Taken in: {many(found.received, 'file')} ({found.platform}), {many(len(choice.chosen), 'submission')} of "
        f"{many(students, 'student')}."
    )
    for title, lines in (
        ("not taken, since another one counts", [f"{item.origin}: {why}" for item, why in choice.others]),
        ("not placed", [f"{item.origin}: {item.why}" for item in found.unplaced]),
        ("problems", [f"{problem.origin}: {problem.sentence}" for problem in found.problems]),
    ):
        if lines:
            run.said(f"  {len(lines)} {title}:")
            _listed(run, lines)
    if found.missing:
        run.said(f"  {len(found.missing)} on the class list handed in nothing.")
    run.said(f"  What became of each file: {run.course.intake}")


def _listed(run: Run, lines: list[str]) -> None:
    for line in lines[:SHOWN]:
        run.said(f"    {line}")
    if len(lines) > SHOWN:
        run.said(f"    and {len(lines) - SHOWN} more")


def _place_one(run: Run, submission: intake.Submission) -> tuple:
    """Put one submission into submitted/, unless what is there counts by the rule; returns its line for intake.csv."""
    folder = run.course.submitted(submission.student, submission.lesson)
    target, stamp = folder / f"{submission.lesson}.ipynb", folder / STAMP
    when, note = lateness.handed_in(submission, run.options.due)
    why = "; ".join(filter(None, (submission.note, note)))
    place = (submission.origin, submission.student, submission.lesson)
    raw = submission.file.read_bytes()
    if target.is_file() and target.read_bytes() != raw:
        kept = lateness.keeps(run.settings["attempts"], lateness.read_stamp(stamp), when, run.options.due)
        if kept:
            return (*place, "not taken", kept)
    files.write(target, raw)
    if when is not None:
        files.write(stamp, lateness.stamp(when))
    if run.platform == "moodle":
        files.write(folder / ORIGIN, submission.origin)
    for name, source in ((RECORD, submission.record), (PROGRESS, submission.progress)):
        if source is not None:
            files.write(folder / name, source.read_bytes())
    return (*place, "taken", why)


# --- grading --------------------------------------------------------------------------------------------------------------


def _submitted(run: Run) -> list[tuple[str, str, Path]]:
    """Student, exercise and notebook of everything in submitted/."""
    found = []
    for path in sorted((run.course.root / "submitted").glob("*/*/*.ipynb")):
        student, lesson = path.parent.parent.name, path.parent.name
        if path.stem == lesson and lesson in exercises.lessons():
            found.append((student, lesson, path))
            run.people.setdefault(student, Student(id=student, name=student))
    return found


def _grade(run: Run) -> int:
    submitted = _submitted(run)
    if not submitted:
        if run.options.source is None:
            raise ClassroomError(
                f"There is nothing to grade in {run.course.root} yet: name the zip or folder that your platform gives, such "
                f"as {typed('grade')} submissions.zip"
            )
        raise ClassroomError(
            f"There is nothing to grade in {run.options.source}: no notebook of an exercise was found. "
            f"See {run.course.intake} for what became of each file."
        )
    rules = _rules(run)
    todo = {(student, lesson): path for student, lesson, path in submitted if _needs(run, student, lesson, path, rules)}
    for key, path in list(todo.items()):
        if path.stat().st_size > LOOKED_AT:
            continue  # its own process looks at it
        try:
            running.read(path)
        except ValueError as error:
            run.note(*key, f"Not graded: {error}")
            del todo[key]
    if not todo:
        run.said("Nothing new to grade.")
        return 0
    saved = book.back_up(run.course, datetime.datetime.now())
    if saved:
        run.said(f"The gradebook was copied to {saved}.")
    book.prepare(run.course, sorted({lesson for _, lesson in todo}), run.said)
    return _run_all(run, todo, rules)


def _rules(run: Run) -> str:
    """A fingerprint of all that decides a mark besides the notebook: solutions, checks, tables, settings."""
    here = Path(exercises.__file__).parent
    found = hashlib.sha256(json.dumps(run.settings["variants"]).encode())
    config = run.course.root / "nbgrader_config.py"
    paths = [
        *sorted(here.glob("*.py")),
        *sorted((book.root() / "solutions").glob("*/*.ipynb")),
        data.folder() / "datapackage.json",
    ]
    for path in [*paths, config if config.is_file() else book.root() / "nbgrader_config.py"]:
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _fingerprint(path: Path, rules: str) -> str:
    return hashlib.sha256(path.read_bytes() + rules.encode()).hexdigest()


def _needs(run: Run, student: str, lesson: str, path: Path, rules: str) -> bool:
    """Whether a submission is new, changed, or graded by other rules."""
    graded = run.course.autograded(student, lesson) / f"{lesson}.ipynb"
    try:
        kept = json.loads(graded.read_text(encoding="utf-8"))["metadata"]["derisking"]["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        return True
    return kept != _fingerprint(path, rules)


def _run_all(run: Run, todo: dict, rules: str) -> int:
    """Grade, several at once; write each result as soon as it is there."""
    options, start, done = run.options, time.monotonic(), 0
    processes = options.jobs or _at_once(options.limits)
    with tempfile.TemporaryDirectory(prefix="derisking-grade-") as folder:
        db = book.released(run.course, Path(folder))
        config = run.course.root / "nbgrader_config.py"
        common = (db, config, options.limits, not options.unsandboxed, bool(run.settings["variants"]))
        jobs = [running.Job(student, lesson, path, *common) for (student, lesson), path in sorted(todo.items())]
        run.said(f"Grading {many(len(jobs), 'notebook')}, {min(processes, len(jobs))} at once{_walls(options)}.")
        with book.opened(run.course) as gradebook, contextlib.closing(pool.outcomes(jobs, processes)) as results:
            for number, outcome in enumerate(results, start=1):
                done += _keep(run, gradebook, outcome, todo, rules)
                _progress(run, number, len(jobs), start, outcome)
    run.said(f"Graded {done} of {len(jobs)} in {time.monotonic() - start:.0f} s.")
    return done


def _at_once(limits: sandbox.Limits) -> int:
    """How many notebooks at once: one more than processors, but only as many as may use up their memory together."""
    fits = psutil.virtual_memory().total // (limits.memory * sandbox.MEGABYTE)
    return max(min((os.cpu_count() or 1) + 1, fits, MOST_JOBS), 1)


def _walls(options: Options) -> str:
    return ", NOT shut in: their code has your rights" if options.unsandboxed else ", shut in"


def _keep(run: Run, gradebook, outcome: running.Outcome, todo: dict, rules: str) -> bool:
    """Write one result into the gradebook, then to disk; in this order, so that a run stopped between repeats it."""
    key = (outcome.student, outcome.lesson)
    if outcome.why_not:
        run.note(*key, f"Not graded: {outcome.why_not}")
        return False
    try:
        notebook = nbformat.reads(outcome.notebook, as_version=4)
        notebook.metadata.setdefault("derisking", {})["fingerprint"] = _fingerprint(todo[key], rules)
        text = nbformat.writes(notebook).encode("utf-8")
    except Exception as error:  # what a student's code put out must not stop the class
        run.note(*key, f"Not graded: what came out of the notebook cannot be kept ({type(error).__name__}).")
        return False
    when = lateness.read_stamp(run.course.submitted(*key) / STAMP)
    book.save(gradebook, run.people[outcome.student], outcome.lesson, notebook, when)
    folder = run.course.autograded(*key)
    files.write(folder / f"{outcome.lesson}.ipynb", text)
    return True


def _progress(run: Run, number: int, total: int, start: float, outcome: running.Outcome) -> None:
    """A line now and then: how many, and how long it will take."""
    step = max(total // 20, 1)
    if number % step == 0 or number == total:
        left = (time.monotonic() - start) / number * (total - number)
        run.said(f"  {number} of {total}, about {_minutes(left)} left; last: {outcome.student}, {outcome.lesson}")


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds > 90 else f"{seconds:.0f} s"


# --- handing back -----------------------------------------------------------------------------------------------------------


def _hand_back(run: Run) -> None:
    """Penalties, feedback, files of grades and the list of what to look at, for all exercises in the course."""
    if not run.course.gradebook.is_file():
        return
    lessons = sorted({lesson for _, lesson, _ in _submitted(run)})
    pages = waiting = 0
    written: list[Path] = []
    with book.opened(run.course) as gradebook:
        for lesson in lessons:
            if not any(assignment.name == lesson for assignment in gradebook.assignments):
                continue
            _dates(run, gradebook, lesson)
            if run.settings["late"] != "accept" and gradebook.find_assignment(lesson).duedate is None:
                run.said(f"  {lesson} has no deadline, so nothing is taken off for lateness: name it with --due.")
            works = book.works(gradebook, lesson)
            graded = {student: _graded(run, student, lesson) for student in works}
            pages += sum(_page(run, lesson, graded[student], works[student]) for student in works if graded[student])
            waiting += sum(bool(work.memo and work.memo.waits) for work in works.values())
            written += _grade_files(run, lesson, works)
            for student, notebook in graded.items():
                for line in (notebook or {}).get("metadata", {}).get("derisking", {}).get("notes", []):
                    run.note(student, lesson, line)
    _tell_end(run, pages, waiting, written)


def _dates(run: Run, gradebook, lesson: str) -> None:
    """Bring times and deadline into the gradebook, then take off what lateness costs."""
    book.set_due(gradebook, lesson, lateness.utc(run.options.due))
    for submission in gradebook.find_assignment(lesson).submissions:
        when = lateness.read_stamp(run.course.submitted(submission.student_id, lesson) / STAMP)
        if when is not None and submission.timestamp != when:
            submission.timestamp = when
    gradebook.db.commit()
    book.set_penalties(gradebook, lesson, lateness.rule(run.settings["late"]))


def _graded(run: Run, student: str, lesson: str) -> dict | None:
    try:
        return json.loads((run.course.autograded(student, lesson) / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _name(run: Run, student: str) -> str:
    person = run.people.get(student)
    return person.name or student if person else student


def _page(run: Run, lesson: str, notebook: dict, work: book.Work) -> bool:
    path = run.course.feedback(work.student, lesson) / f"{lesson}.html"
    return files.write(path, feedback.page(lesson, _name(run, work.student), notebook, work))


def _grade_files(run: Run, lesson: str, works: dict[str, book.Work]) -> list[Path]:
    marks = []
    for student in sorted(run.people):
        work = works.get(student)
        comment = _comment(work) if work else ""
        maximum = work.maximum if work else max((w.maximum for w in works.values()), default=20.0)
        late = bool(work and work.late > 0)
        marks.append(
            gradefiles.Mark(student, work.points if work else None, maximum, comment, late, _name(run, student))
        )
    title = exercises.definition(lesson).title
    written = gradefiles.write(run.course.grades, lesson, title, marks, run.class_list, run.options.column)
    for sentence in written.notes:
        run.said(f"  {sentence}")
    return list(written.files) + _moodle_pages(run, lesson, works)


def _moodle_pages(run: Run, lesson: str, students: Iterable[str]) -> list[Path]:
    """What Moodle takes as feedback files: the pages of those whose work came from Moodle, in this run or an earlier one."""
    origins = {}
    for student in students:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            origins[student] = (run.course.submitted(student, lesson) / ORIGIN).read_text(encoding="utf-8")
    pages = {student: run.course.feedback(student, lesson) / f"{lesson}.html" for student in origins}
    there = {student: page for student, page in pages.items() if page.is_file()}
    if not there:
        return []
    target = run.course.grades / f"moodle-feedback-{lesson}.zip"
    return list(gradefiles.moodle_feedback_zip(target, there, origins).files)


def _comment(work: book.Work) -> str:
    """One line for the platform: where the points come from."""
    from derisking.exercises.results import number

    parts = [f"checks {number(work.checks)}"]
    if work.memo:
        parts.append("memo not read yet" if work.memo.waits else f"memo {number(work.memo.score)}")
    if work.penalty:
        parts.append(f"late -{number(work.penalty)}")
    return ", ".join(parts)


def _tell_end(run: Run, pages: int, waiting: int, written: list[Path]) -> None:
    rows = [
        (student, _name(run, student), lesson, line)
        for (student, lesson), lines in sorted(run.notes.items())
        for line in lines
    ]
    notes = run.course.root / "to-look-at.csv"
    files.write(notes, files.table(["student", "name", "exercise", "what happened"], rows))
    if rows:
        run.said(f"To look at: {many(len(rows), 'line')} in {notes}")
        _listed(run, [f"{student}, {lesson}: {line}" for student, _, lesson, line in rows])
    run.said(f"Feedback: {many(pages, 'page')} new or changed, in {run.course.root / 'feedback'}")
    run.said(f"Grades: {', '.join(path.name for path in written)}, in {run.course.grades}")
    mark, again, report = _next(run)
    if waiting:
        wait = "waits" if waiting == 1 else "wait"
        run.said(f"{many(waiting, 'memo')} {wait} for you: {mark}; then repeat {again}, and the points are in.")
    run.said(f"Next: {report}")


def _next(run: Run) -> tuple[str, str, str]:
    """The commands that come next, as a teacher types them: mark, grade and report, with the folder if it is not the usual."""
    folder = run.options.into
    if folder == Path("grading"):
        return typed("mark"), typed("grade"), typed("report")
    name = f'"{folder}"' if " " in str(folder) else str(folder)
    return typed(f"mark --from {name}"), typed(f"grade --into {name}"), typed(f"report --from {name}")
