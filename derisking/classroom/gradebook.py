"""The gradebook of a course: prepared, copied before a run, written in one place, read for grades.

It is nbgrader's own database, so that its formgrader and its export work on it. Only the process that grades a class and
the desk for memos write it; students' code and the processes that run it never see it.
"""

import contextlib
import dataclasses
import datetime
import sqlite3
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import nbformat
import sqlalchemy
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, Notebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.utils import compute_checksum

from derisking.classroom.collect.people import Student
from derisking.classroom.course import Course
from derisking.classroom.nbgrader.step import CHECK
from derisking.errors import UserError
from derisking.exercises.form_answers import MEMO

warnings.filterwarnings("ignore", message="Object of type", module="nbgrader")  # nbgrader and sqlalchemy; harmless
KEEP_BACKUPS = 20


@dataclasses.dataclass(frozen=True)
class Cell:
    """What the gradebook says of one graded cell or answer. waits: nobody has read it as it is now, and no check can.

    auto: the points that the checks gave; None for what a person marks. rows: what the rows of a memo's rubric gave, in words.
    """

    score: float = 0.0
    maximum: float = 0.0
    waits: bool = False
    comment: str = ""
    auto: float | None = None
    rows: str = ""


@dataclasses.dataclass(frozen=True)
class Work:
    """One submission in the gradebook. late: seconds; penalty: points taken off for it; cells by their names."""

    student: str
    late: float
    penalty: float
    cells: dict[str, Cell]

    @property
    def checks(self) -> float:
        """Points of the checks alone."""
        return round(sum(cell.score for name, cell in self.cells.items() if name != MEMO), 2)

    @property
    def maximum(self) -> float:
        """The most one can get, the memo included."""
        return sum(cell.maximum for cell in self.cells.values())

    @property
    def memo(self) -> Cell | None:
        """The memo, None in an exercise without one."""
        return self.cells.get(MEMO)

    @property
    def unrun(self) -> list[str]:
        """The cells whose points are pending: an answer has to be run first."""
        return sorted(name for name, cell in self.cells.items() if cell.waits and name.startswith(CHECK))

    @property
    def earned(self) -> float:
        """All points before lateness costs some."""
        return sum(cell.score for cell in self.cells.values())

    @property
    def points(self) -> float | None:
        """All points after the penalty; None while the memo waits for its reader, or an answer for being run."""
        if any(cell.waits for cell in self.cells.values()):
            return None
        return round(max(self.earned - self.penalty, 0.0), 2)


@contextlib.contextmanager
def opened(course: Course) -> Iterator[Gradebook]:
    """The gradebook, open for a block. Raises UserError with a remedy if it is damaged or locked."""
    try:
        with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
            yield gradebook
    except sqlalchemy.exc.DatabaseError as error:
        reason = str(error.orig).strip() or "no reason given"
        remedy = (
            "take it away and repeat derisking grade: all that was handed in is graded again. There is no copy of it yet, so "
            "points for memos have to be given again."
        )
        if copies := sorted(course.backups.glob("gradebook-*.db")):
            remedy = f"put a copy in its place: {copies[-1]} is the newest."
        said = f"The gradebook {course.gradebook} cannot be used ({reason}): close programs that have it open."
        raise UserError(f"{said} If that does not help, {remedy}") from error


def back_up(course: Course, now: datetime.datetime) -> Path | None:
    """Copy the gradebook before a run writes it; None if there is none yet. The newest copies are kept."""
    if not course.gradebook.is_file():
        return None
    course.backups.mkdir(parents=True, exist_ok=True)
    target = course.backups / f"gradebook-{now:%Y%m%d-%H%M%S-%f}.db"  # names in the order of time, also within a second
    copy(course.gradebook, target)
    for old in sorted(course.backups.glob("gradebook-*.db"))[:-KEEP_BACKUPS]:
        old.unlink()
    return target


def save_once(run) -> None:
    """Copy the gradebook before the first change that a run makes, and say where. run: a `classroom.run.Run`."""
    if run.saved:
        return
    run.saved = True
    if saved := back_up(run.course, datetime.datetime.now()):
        run.said(f"The gradebook was copied to {saved}.")


def copy(source: Path, target: Path) -> None:
    """A sound copy of a database, also while somebody has it open."""
    try:
        with contextlib.closing(sqlite3.connect(source)) as one, contextlib.closing(sqlite3.connect(target)) as two:
            one.backup(two)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise UserError(
            f"The gradebook {source} cannot be copied ({error}): free space on the disk, or put a sound copy in its place."
        ) from error


# --- writing --------------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Graded:
    """One graded notebook, ready for the gradebook. notebook: as plain JSON.

    submitted: time of the submission in UTC without zone, as nbgrader keeps it; None if nobody knows. same_memo: the memo is
    the one that was there before.
    """

    student: Student
    lesson: str
    notebook: dict
    submitted: datetime.datetime | None
    same_memo: bool = False


def save(gradebook: Gradebook, works: list[Graded]) -> None:
    """Write the marks of some notebooks, with points from our results alone; nbgrader would read them out of what cells show.

    Points that a person gave to a memo stay, but a changed memo waits again. All is written with one commit, though
    nbgrader's interface commits at every step; what stops that takes everything back.
    """
    gradebook.db.commit = lambda: None
    try:
        with gradebook.db.no_autoflush:
            for student in {work.student.id: work.student for work in works}.values():
                names = {"first_name": student.first, "last_name": student.last, "email": student.email}
                # nbgrader's pages write names as they are, so a name must not hold a tag.
                plain = {key: value.replace("<", "").replace(">", "") for key, value in names.items()}
                gradebook.update_or_create_student(student.id, **{key: value for key, value in plain.items() if value})
            gradebook.db.flush()
            sources = {lesson: gradebook.find_notebook(lesson, lesson) for lesson in {work.lesson for work in works}}
            for work in works:
                _save(gradebook, work, sources[work.lesson])
    except BaseException:
        gradebook.db.rollback()
        raise
    finally:
        del gradebook.db.commit
    gradebook.db.commit()


def _save(gradebook: Gradebook, work: Graded, source: Notebook) -> None:
    """One notebook's marks. source: the released one in the gradebook."""
    submission = gradebook.update_or_create_submission(work.lesson, work.student.id, timestamp=work.submitted)
    kept, cells = work.notebook["metadata"]["derisking"], {cell.get("id"): cell for cell in work.notebook["cells"]}
    points, waits = points_of(kept["results"]), _waiting(kept)
    names = {cell.id: cell.name for cell in [*source.grade_cells, *source.solution_cells]}
    own = next(one for one in submission.notebooks if one.notebook is source)
    for grade in own.grades:
        name = names[grade.cell_id]
        if name.startswith(CHECK):
            grade.auto_score, grade.needs_manual_grade = points.get(name, 0.0), name in waits
        else:
            grade.auto_score = 0.0 if _blank(cells[name]) else None
            unread = grade.auto_score is None and grade.manual_score is None
            grade.needs_manual_grade = unread if work.same_memo else unread or grade.manual_score is not None
    for comment in own.comments:
        cell = cells.get(names[comment.cell_id])
        comment.auto_comment = "No response." if cell and _blank(cell) else None


def points_of(results: list[dict]) -> dict[str, float]:
    """Points by the names of the cells that show them, from a graded notebook's results."""
    return {CHECK + result["task"]: float(result["points"]) for result in results}


def _waiting(kept: dict) -> set[str]:
    """The names of the graded cells with a pending answer, one that has to be run: its own check, or that of part B."""
    together = {part["task"]: result["task"] for result in kept["results"] for part in result.get("parts", ())}
    return {CHECK + together.get(task, task) for task in kept.get("waits", ())}


def _blank(cell: dict) -> bool:
    """Whether a cell is as it was released, by nbgrader's own measure."""
    source = cell.get("source", "")
    node = nbformat.from_dict({**cell, "source": "".join(source) if isinstance(source, list) else source})
    return node.metadata.get("nbgrader", {}).get("checksum") == compute_checksum(node)


def forget(gradebook: Gradebook, lesson: str, students: Sequence[str]) -> None:
    """Take submissions out of the gradebook."""
    there = {one.student_id for one in gradebook.find_assignment(lesson).submissions}
    for student in there & set(students):
        gradebook.remove_submission(lesson, student)


def set_penalties(
    gradebook: Gradebook, lesson: str, share: Callable[[str], Callable[[float], float]], first: Callable[[], None]
) -> None:
    """Take points off late work. share: student -> seconds late -> share of the points to take off; written only where it differs.

    first: called before anything is written.
    """
    there = works(gradebook, lesson)
    wanted = {student: _penalty(work, share(student)) for student, work in there.items()}
    changed = [student for student, work in there.items() if work.penalty != wanted[student]]
    if not changed:
        return
    first()
    for student in changed:
        gradebook.find_submission_notebook(lesson, lesson, student).late_submission_penalty = wanted[student]
    gradebook.db.commit()


def _penalty(work: Work, share: Callable[[float], float]) -> float:
    return round(work.earned * share(work.late), 2) if work.late > 0 else 0.0


def for_member(work: Work, student: str, late: float, share: Callable[[float], float]) -> Work:
    """A group's work as it counts for one member: the same points, and that member's own lateness."""
    own = dataclasses.replace(work, student=student, late=late)
    return dataclasses.replace(own, penalty=_penalty(own, share))


# --- reading --------------------------------------------------------------------------------------------------------------


def works(gradebook: Gradebook, lesson: str) -> dict[str, Work]:
    """All submissions of an exercise by student, as they stand: what the checks gave, and what people did."""
    assignment = gradebook.find_assignment(lesson)
    maxima = {cell.name: cell.max_score for notebook in assignment.notebooks for cell in notebook.grade_cells}
    cells: dict[str, dict[str, Cell]] = {}
    by_people = _rows(gradebook, Comment, (Comment.manual_comment,), assignment.id)  # not nbgrader's own
    comments = {(student, name): words or "" for student, name, words in by_people}
    columns = (Grade.score, Grade.auto_score, Grade.needs_manual_grade)
    for student, name, score, auto, waits in _rows(gradebook, Grade, columns, assignment.id):
        comment = comments.get((student, name), "")
        cells.setdefault(student, {})[name] = Cell(score or 0.0, maxima.get(name, 0.0), bool(waits), comment, auto)
    for student, rows in _memo_rows(gradebook, lesson).items():
        memo = cells.get(student, {}).get(MEMO)
        if memo and not memo.waits and sum(rows.values()) == memo.score:  # else somebody marked it elsewhere since
            told = ", ".join(f"{row} {points}" for row, points in rows.items())
            cells[student][MEMO] = dataclasses.replace(memo, rows=told)
    for (student, name), comment in comments.items():
        if comment:
            cells.setdefault(student, {}).setdefault(name, Cell(comment=comment))
    done = {}
    for submission in assignment.submissions:
        penalty = sum(notebook.late_submission_penalty or 0.0 for notebook in submission.notebooks)
        student = submission.student_id
        done[student] = Work(student, submission.total_seconds_late or 0.0, penalty, cells.get(student, {}))
    return done


def _memo_rows(gradebook: Gradebook, lesson: str) -> dict[str, dict[str, int]]:
    """Student -> points by row of the rubric, as the first reader set them at the desk; nothing where no desk was opened."""
    if not sqlalchemy.inspect(gradebook.engine).has_table("desk_level"):
        return {}
    asked = "SELECT student, row, points FROM desk_level WHERE reader = 'first' AND lesson = :lesson ORDER BY rowid"
    levels: dict[str, dict[str, int]] = {}
    for student, row, points in gradebook.db.execute(sqlalchemy.text(asked), {"lesson": lesson}):
        levels.setdefault(student, {})[row] = points
    return levels


def unlike(work: Work, results: list[dict]) -> list[str]:
    """The graded cells whose points in the gradebook differ from the results; points that a person entered are not reported."""
    points = points_of(results)
    graded = {name: cell.auto for name, cell in work.cells.items() if name.startswith(CHECK) and cell.maximum}
    return sorted(name for name, auto in graded.items() if abs((auto or 0.0) - points.get(name, 0.0)) > 0.006)


def _rows(gradebook: Gradebook, kind, columns: tuple, assignment: str):
    """Columns of all grades or comments of an exercise, with the student and the cell's name, in one question."""
    query = gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, *columns).select_from(kind)
    query = query.join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
    query = query.join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    query = query.join(BaseCell, kind.cell_id == BaseCell.id)
    return query.filter(SubmittedAssignment.assignment_id == assignment)


def memo_grades(gradebook: Gradebook, lesson: str) -> dict[str, tuple[float | None, bool]]:
    """Points that a person gave (or None), and whether the memo waits, by student: of the memos that somebody wrote.

    Who left it as it was has 0 from the program.
    """
    columns = (Grade.manual_score, Grade.needs_manual_grade)
    rows = _rows(gradebook, Grade, columns, gradebook.find_assignment(lesson).id)
    return {
        student: (points, bool(waits))
        for student, _, points, waits in rows.filter(BaseCell.name == MEMO, Grade.auto_score.is_(None))
    }
