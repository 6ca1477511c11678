"""Grading folders that are ready, and a grader without kernels for tests of rules, lists and marks, not of answers."""

import functools
import io
import re
import shutil
import zipfile
from unittest import mock

import nbformat
import runner
import sqlalchemy

from derisking import exercises
from derisking.classroom import gradebook as book
from derisking.classroom.collect.people import Student
from derisking.classroom.course import Course
from derisking.classroom.grade import command, one_notebook, pool, released
from derisking.classroom.grade.one_notebook import Outcome
from derisking.classroom.nbgrader.restore import Restore
from derisking.classroom.options import Options
from derisking.classroom.submission import Submission
from derisking.exercises.results import Result
from derisking.questions.verdict import NOT_ATTEMPTED, RIGHT
from support import shared

SHARE = re.compile(r"# worth (0\.\d+|1|0)\b")
# A test's gradebook need not outlive a power cut: nbgrader waits for the disk hundreds of times.
sqlalchemy.event.listen(sqlalchemy.Engine, "connect", lambda link, _: link.execute("PRAGMA synchronous=OFF"))


@functools.cache
def worth(lesson, share, memo=""):
    """A notebook that the quick grader gives this share of every task's points."""
    book = runner.released(lesson)
    next(cell for cell in book.cells if cell.id.startswith("answer-")).source = f"# worth {share}"
    for cell in book.cells:
        if cell.id == "memo" and memo:
            cell.source += f"\n\n{memo}"
    return nbformat.writes(book)


def prepared():
    """A grading folder with all exercises in its gradebook and nobody in it. Nobody writes there."""

    def make(folder):
        folder.mkdir(mode=0o700)  # as a run begins
        released.prepare(Course(folder), exercises.lessons(), lambda line: None)

    return shared.once("prepared", make)


def ready(into):
    """A grading folder that has the exercises already; one that has a gradebook stays as it is."""
    if not Course(into).gradebook.exists():
        shutil.copytree(prepared(), into, dirs_exist_ok=True)
    return into


def outcome(job):
    book = nbformat.from_dict(job.submission.open().notebook)
    told = SHARE.search("\n".join(cell.source for cell in book.cells))
    share = float(told[1]) if told else 0.0
    names = {"student": job.student, "assignment": job.lesson, "notebook": job.lesson, "db_url": f"sqlite:///{job.db}"}
    book, _ = Restore()(book, {"nbgrader": names})
    definition, outcome = exercises.definition(job.lesson), RIGHT if share else NOT_ATTEMPTED
    results = {t.id: Result(t.id, t.title, round(t.points * share, 2), t.points, outcome, "") for t in definition.tasks}
    results["part-b"] = definition.part_b(results)
    kept = book.metadata.setdefault("derisking", {})
    kept["lesson"], kept["results"] = job.lesson, [result.to_json() for result in results.values()]
    return Outcome(job.student, job.lesson, book)


def run(source, into, **options):
    """One run of `derisking grade` with the quick grader; what it said, as one text."""
    said = []
    with mock.patch.object(pool, "outcomes", lambda jobs, processes: (outcome(job) for job in jobs)):
        command.grade(Options(source, ready(into), unsandboxed=True, jobs=1, **options), said.append)
    return "\n".join(said)


def with_memos(course, lesson, memos):
    """A grading folder with a graded class: student -> memo, half of all points for each. Nothing is given back."""
    ready(course.root)
    path = course.root / "one.ipynb"
    path.write_text(worth(lesson, 0.5), encoding="utf-8")
    graded = outcome(one_notebook.Job(Submission(path, "x", lesson), course.gradebook, path)).notebook
    path.unlink()
    cell = next(cell for cell in graded.cells if cell.id == "memo")
    stub = cell.source
    with book.opened(course) as gradebook:
        for student, words in memos.items():
            cell.source = f"{stub}\n\n{words}" if words else stub
            book.save(gradebook, [book.Graded(Student(student, student.title()), lesson, graded, None)])
            file = course.autograded(student, lesson) / f"{lesson}.ipynb"
            file.parent.mkdir(parents=True)
            file.write_text(nbformat.writes(graded), encoding="utf-8")


def works(course, lesson):
    """What the gradebook holds of an exercise, by student."""
    with book.opened(course) as gradebook:
        return book.works(gradebook, lesson)


def page(course, student, lesson):
    """The page that a student gets back."""
    return (course.feedback(student, lesson) / f"{lesson}.html").read_text(encoding="utf-8")


def give_memo(course, lesson, student, points):
    """Mark a memo as a reader does in nbgrader's own page."""
    with book.opened(course) as gradebook:
        grade = gradebook.find_grade("memo", lesson, lesson, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def moodle_zip(path, entries):
    """A download of Moodle's. entries: (name of the folder, file, content, time of the upload)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder, file, content, when in entries:
            archive.writestr(zipfile.ZipInfo(f"{folder}/{file}", when.timetuple()[:6]), content)
    path.write_bytes(stream.getvalue())
    return path
