"""Run answers with a known fate through the checks, as a student would and as a teacher would.

One YAML file per exercise, named after the lesson. For each task: `right`, a list of answers that must get every point,
and `wrong`, a list of {code, outcome, points (0 if left out), misconception (optional)}. An answer is the code that stands in the
answer cell. The empty answer is added to every task. Answers must not lean on another task's answer.

In practice each answer is run in a fresh copy of the notebook's names. For marks the answers are packed together: the
n-th notebook holds the n-th answer to every task, so a class of a dozen students covers all that can be read. Of those that
must be run, which takes a kernel each, a few notebooks hold a sample; with CERTIFIED=all in the environment, every one.
"""

import ast
import contextlib
import copy
import dataclasses
import functools
import io
import linecache
import os
import random
import subprocess
import sys
from pathlib import Path

import nbformat

from derisking import exercises
from derisking.authoring import source
from derisking.classroom import files
from derisking.classroom.nbgrader import static_eval
from derisking.exercises import typed
from derisking.questions import bank

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EMPTY = "..."
SAMPLE = 2  # notebooks of a lesson that are run for marks


@dataclasses.dataclass(frozen=True)
class Answer:
    """One answer to one task and what must become of it."""

    task: str
    code: str
    points: float
    outcome: str
    misconception: str = ""
    kind: str = "wrong"


def lessons() -> list[str]:
    """The lessons that have both submissions here and a solution."""
    names = sorted(file.stem for file in HERE.glob("[0-9][0-9]-*.yaml"))
    return [name for name in names if (ROOT / "solutions" / name).is_dir()]


@functools.cache
def answers(lesson: str) -> dict[str, list[Answer]]:
    """All answers of a lesson by task: the right ones, the wrong ones, the empty one."""
    raw, found = bank.yaml_of(HERE / f"{lesson}.yaml"), {}
    for task in exercises.definition(lesson).tasks:
        entry = raw.get(task.id, {})
        right = [Answer(task.id, code, task.points, "right", kind="right") for code in entry.get("right", [])]
        wrong = [Answer(task.id, **{"points": 0, **item}) for item in entry.get("wrong", [])]
        found[task.id] = [*right, *wrong, Answer(task.id, EMPTY, 0, "not-attempted", kind="empty")]
        for item in found[task.id]:
            if not isinstance(item.code, str):
                raise ValueError(f"{lesson}.yaml, {task.id}: {item.code!r} is not text; put the code in single quotes.")
    return found


def released(lesson: str) -> nbformat.NotebookNode:
    """The notebook that students get, to write in."""
    return copy.deepcopy(_released(lesson))


@functools.cache
def _released(lesson: str) -> nbformat.NotebookNode:
    return nbformat.read(ROOT / "exercises" / lesson / f"{lesson}.ipynb", as_version=4)


def base_names(lesson: str) -> dict:
    """The names that the released notebook's own cells define before any answer; prints and tables are thrown away."""
    import numpy

    names: dict = {"np": numpy}
    for cell in released(lesson).cells:
        locked = cell.metadata.get("nbgrader", {}).get("locked")
        if cell.cell_type == "code" and locked and not cell.id.startswith("check-"):
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(cell.source, f"<cell {cell.id}>", "exec"), names)
    return names


def practise(lesson: str, answer: Answer, names: dict):
    """The Result that a student sees for one answer, in a copy of the notebook's names."""
    code = typed.mended(answer.code, exercises.definition(lesson).tasks)  # as the notebook does before a cell runs
    space = {**names, **{name: value.copy() for name, value in names.items() if hasattr(value, "iloc")}}
    file = f"<answer {answer.task} {abs(hash(answer.code))}>"
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    exec(compile(code, file, "exec"), space)
    return exercises.open(lesson, namespace=space).check(answer.task)


@functools.cache
def readable(code: str) -> bool:
    """Whether an answer is plain values, which grading reads without running anything."""
    try:
        for statement in static_eval.parse(code):
            static_eval.evaluate(statement.value if isinstance(statement, ast.Assign | ast.Expr) else ast.Yield(), {})
    except static_eval.Declined:
        return code == EMPTY
    return True


def pack(lesson: str) -> dict[str, dict[str, Answer]]:
    """Students with one answer to each task: student -> task -> answer; as few as hold every answer that can be read, and a
    sample of the rest, right ones and wrong ones.
    """
    found: list[dict[str, Answer]] = []
    for kind in (True, False):
        by_task = {
            task: [item for item in items if readable(item.code) is kind] or items
            for task, items in answers(lesson).items()
        }
        every = max(len(items) for items in by_task.values())
        count = every if kind or os.environ.get("CERTIFIED") == "all" else SAMPLE
        found += [{task: _spread(items, count)[n] for task, items in by_task.items()} for n in range(count)]
    return {f"student{n:02d}": chosen for n, chosen in enumerate(found)}


def _spread(items: list[Answer], count: int) -> list[Answer]:
    """As many answers as asked for: every so many-th one, or all again and again."""
    return [items[n * max(len(items), count) // count % len(items)] for n in range(count)]


def filled(lesson: str, codes: dict[str, str]) -> nbformat.NotebookNode:
    """The released notebook with codes (by task) in its answer cells. numpy is imported in the first of them."""
    notebook = released(lesson)
    for cell in notebook.cells:
        task = cell.id.removeprefix("answer-")
        if cell.id.startswith("answer-") and task in codes and codes[task] != EMPTY:
            cell.source = "import numpy as np\n" + codes[task]
    return notebook


def submit(folder: Path, lesson: str, submissions: dict[str, nbformat.NotebookNode | str]) -> None:
    """Put what students handed in (text: as it is) where nbgrader expects it."""
    for student, notebook in submissions.items():
        raw = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
        files.write(folder / "submitted" / student / lesson / f"{lesson}.ipynb", raw)


def course(folder: Path, lesson: str, submissions: dict[str, nbformat.NotebookNode | str]) -> Path:
    """A course folder for plain nbgrader: the shipped configuration, the solution, and what students handed in."""
    files.write(folder / "nbgrader_config.py", (ROOT / "nbgrader_config.py").read_bytes())
    solution = nbformat.writes(source.expand(ROOT / "solutions" / lesson))
    files.write(folder / "solutions" / lesson / f"{lesson}.ipynb", solution)
    submit(folder, lesson, submissions)
    return folder


def a_class(lesson: str, count: int, coders: int = 4, seed: int = 7) -> dict[str, nbformat.NotebookNode]:
    """A class as it might be: for each student and task one of the certified answers, more often right than wrong.

    One in `coders` students takes route 2 and may compute answers; the others type plain ones. 0: nobody takes route 2.
    """
    by_task, dice, found = answers(lesson), random.Random(seed), {}
    for number in range(count):
        codes, codes_too = {}, bool(coders) and number % coders == 0
        for task, items in by_task.items():
            items = items if codes_too else [item for item in items if readable(item.code)]
            right = [item for item in items if item.kind == "right"]
            other = [item for item in items if item.kind != "right"]
            codes[task] = dice.choice((right if dice.random() < 0.6 else other) or items).code
        found[f"student{number:04d}"] = filled(lesson, codes)
        memo = next(cell for cell in found[f"student{number:04d}"].cells if cell.id == "memo")
        memo.source += f"\n\nProtect magnets first: memo {number} says why, and what its numbers do not show."
    return found


def nbgrader(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """One nbgrader command in a course folder. JUPYTER_* of the caller stay out of it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER_")}
    environment["PYTHONUTF8"] = "1"
    command = [sys.executable, "-m", "nbgrader", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", env=environment, check=False)


def grade_class(folder: Path, say=print, variants: bool | None = None) -> int:
    """`derisking grade` on what lies in submitted/: shut in where that is possible. For answers that harm nobody."""
    from derisking.classroom.options import Options
    from derisking.classroom.grade import command as grade
    from derisking.classroom.grade import sandbox

    return grade.grade(Options(None, folder, variants=variants, unsandboxed=bool(sandbox.why_not())), say)


def all_marks(folder: Path, lesson: str) -> dict[str, dict]:
    """Of all students of an exercise who were graded: {"marks": {cell: points}, "results": {task: result}, "notes", "variant"}."""
    from nbgrader.api import Gradebook

    graded = sorted((folder / "autograded").glob(f"*/{lesson}/{lesson}.ipynb"))
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        return {path.parents[1].name: _read_marks(gradebook, path, lesson) for path in graded}


def read_marks(folder: Path, lesson: str, student: str) -> dict:
    """The same of one student."""
    return all_marks(folder, lesson)[student]


def _read_marks(gradebook, path: Path, lesson: str) -> dict:
    """Marks from the gradebook, results and notes from the graded notebook."""
    submission = gradebook.find_submission_notebook(lesson, lesson, path.parents[1].name)
    marks = {grade.name: grade.auto_score for grade in submission.grades}
    notebook = nbformat.read(path, as_version=4)
    kept = notebook.metadata.get("derisking", {})
    results = {result["task"]: result for result in kept.get("results", [])}
    return {"marks": marks, "results": results, "notes": list(kept.get("notes", [])), "variant": kept.get("variant")}


def total(marks: dict[str, float | None]) -> float:
    """Points of the checks, the memo left out."""
    return round(sum(points or 0 for name, points in marks.items() if name.startswith("check-")), 2)


def mismatch(answer: Answer, points: float, outcome: str, misconception: str) -> str | None:
    """None if an answer met its fate, else a sentence."""
    named = answer.misconception in ("", misconception)
    if named and outcome == answer.outcome and abs(points - answer.points) < 0.006:
        return None
    wanted = f"{answer.points:g} points, {answer.outcome} {answer.misconception}".strip()
    return f"{answer.task}: wanted {wanted}, got {points:g} points, {outcome} {misconception}: {answer.code.strip()[:90]!r}"
