"""A grader without kernels, for tests that are about rules, lists and marks and not about what answers are worth."""

import copy
import io
import re
import zipfile

import nbformat
import pytest
import runner

from derisking import exercises
from derisking.classroom import run as one_run
from derisking.classroom.grade import command, one_notebook, pool
from derisking.classroom.grade.one_notebook import Outcome
from derisking.exercises.nbgrader.restore import Restore
from derisking.exercises.results import NOT_ATTEMPTED, RIGHT, Result

SHARE = re.compile(r"# worth (0\.\d+|1|0)\b")


def worth(lesson, share, memo=""):
    """A notebook that the quick grader gives this share of every task's points."""
    book = copy.deepcopy(runner.released(lesson))
    next(cell for cell in book.cells if cell.id.startswith("answer-")).source = f"# worth {share}"
    for cell in book.cells:
        if cell.id == "memo" and memo:
            cell.source += f"\n\n{memo}"
    return nbformat.writes(book)


def _outcome(job):
    book = one_notebook.read(job.notebook)
    told = SHARE.search("\n".join(cell.source for cell in book.cells))
    share = float(told[1]) if told else 0.0
    names = {"student": job.student, "assignment": job.lesson, "notebook": job.lesson, "db_url": f"sqlite:///{job.db}"}
    book, _ = Restore()(book, {"nbgrader": names})
    definition, outcome = exercises.definition(job.lesson), RIGHT if share else NOT_ATTEMPTED
    results = {t.id: Result(t.id, t.title, round(t.points * share, 2), t.points, outcome, "") for t in definition.tasks}
    results["part-b"] = definition.part_b(results)
    kept = book.metadata.setdefault("derisking", {})
    kept["lesson"], kept["results"] = job.lesson, [result.to_json() for result in results.values()]
    return Outcome(job.student, job.lesson, nbformat.writes(book))


@pytest.fixture
def quick(monkeypatch):
    """`quick(source, into, **options)`: one run of `derisking grade` with the quick grader; what it said, as one text."""
    monkeypatch.setattr(pool, "outcomes", lambda jobs, processes: (_outcome(job) for job in jobs))

    def run(source, into, **options):
        said = []
        command.grade(one_run.Options(source, into, unsandboxed=True, jobs=1, **options), said.append)
        return "\n".join(said)

    return run


def moodle_zip(path, entries):
    """A download of Moodle's. entries: (name of the folder, file, content, time of the upload)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder, file, content, when in entries:
            archive.writestr(zipfile.ZipInfo(f"{folder}/{file}", when.timetuple()[:6]), content)
    path.write_bytes(stream.getvalue())
    return path
