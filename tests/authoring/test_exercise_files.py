"""The students' notebooks: made in process as nbgrader would, up to date, without solutions, and they run through."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from support import thorough, told
from support.quick import prepared

from derisking import exercises
from derisking.authoring import exercise_files, source
from derisking.authoring.stubs import blank
from derisking.errors import UserError

ROOT = Path(__file__).resolve().parents[2]
LESSONS = exercises.lessons()
LESSON = "02-de-risking"  # what needs one exercise only is tried on this one


@pytest.mark.parametrize(("region", "stub"), told.cases(__file__, "faults.yaml")["stubs"])
def test_stubs_keep_the_left_side_only(region, stub):
    assert blank(region) == stub


def test_the_same_as_nbgraders_own_command():
    """`generate_assignment` on the expanded source gives our bytes; it ends the file without a line end, we add one."""
    for lesson in LESSONS:
        theirs = (prepared() / "exercises" / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8")
        assert theirs.rstrip("\n") + "\n" == exercise_files.release(ROOT / "solutions" / lesson), lesson


def checkout(folder: Path) -> Path:
    """A small copy of what the build reads."""
    for name in ("solutions", "exercises"):
        shutil.copytree(ROOT / name / LESSON, folder / name / LESSON, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_canary_an_edited_exercise_is_reported_and_a_stray_file_refused(tmp_path):
    copy = checkout(tmp_path)
    file = copy / "exercises" / LESSON / f"{LESSON}.ipynb"
    file.write_text(file.read_text("utf-8").replace("minister", "Minister", 1), encoding="utf-8")
    (copy / "exercises" / "old.ipynb").write_text("{}", encoding="utf-8")
    lines = exercise_files.differences(copy)
    assert f"exercises/{LESSON}/{LESSON}.ipynb differs from what its solution gives." in lines
    assert any("old.ipynb" in line for line in lines)
    (copy / "solutions" / LESSON / "notes.txt").write_text("secret", encoding="utf-8")
    with pytest.raises(UserError, match=r"notes\.txt"):
        exercise_files.differences(copy)


def spoilt(cell, change):
    """A cell of the story with one thing changed: its source, a field that nbgrader reads, or an output left in it."""
    cell.source = change.get("source", cell.source)
    cell.metadata.get("nbgrader", {}).update(change.get("nbgrader", {}))
    if "output" in change:
        cell.outputs = [nbformat.v4.new_output("stream", text=change["output"])]


def test_canary_a_task_that_stands_among_those_of_another_route_is_noticed():
    definition = exercises.definition("05-export-controls")
    ids = [one.id for one in definition.tasks]
    source._compare(definition, ids)
    with pytest.raises(UserError, match="`needed-decide` stands where tasks"):
        source._compare(definition, [*ids[:-3], ids[-2], ids[-3], ids[-1]])


@pytest.mark.parametrize(("name", "change", "words"), told.cases(__file__, "faults.yaml")["cells"])
def test_canary_cells_and_tasks_must_fit(tmp_path, name, change, words):
    folder = checkout(tmp_path) / "solutions" / LESSON
    notebook = nbformat.read(folder / f"{LESSON}.ipynb", as_version=4)
    spoilt(next(cell for cell in notebook.cells if cell.id == name), change)
    nbformat.write(notebook, folder / f"{LESSON}.ipynb")
    with pytest.raises(UserError, match=words):
        exercise_files.release(folder)


def leaks(text: str, lesson: str) -> list[str]:
    """Pieces of a solution that stand in a student's file; what a worked example shows openly is none."""
    cells = source.expand(ROOT / "solutions" / lesson).cells
    shown = "\n".join(cell.source for cell in cells if "BEGIN SOLUTION" not in cell.source)
    found = ["a solution marker"] if "BEGIN SOLUTION" in text or "HIDDEN TESTS" in text else []
    for cell in cells:
        for region in cell.source.split("### BEGIN SOLUTION")[1:]:
            lines = [line.split("#")[0].rstrip() for line in region.split("### END SOLUTION")[0].split("\n")]
            long = [line for line in lines if len(line.strip()) > 12 and line[-1] not in "{[("]
            found += [line for line in long if json.dumps(line, ensure_ascii=False)[1:-1] in text and line not in shown]
    return found


@pytest.mark.parametrize("lesson", LESSONS)
def test_student_files_hold_no_solution_and_a_memo_worth_its_points(lesson):
    """Outputs are looked for in tests/notebooks, rubrics in tests/documents. Grading hides the package that its cells would import."""
    text = (ROOT / "exercises" / lesson / f"{lesson}.ipynb").read_text("utf-8")
    assert not leaks(text, lesson) and "derisking.exercises" not in text
    definition, cells = exercises.definition(lesson), nbformat.reads(text, as_version=4).cells
    for each in definition.tasks:
        if each.question.kind == "numeric":
            value = each.question.answer
            assert f"= {value:g}" not in text and f"= {round(value, 2):g}\\n" not in text, each.id
    memos = [cell.metadata.nbgrader.points for cell in cells if cell.id == "memo"]
    assert memos == ([definition.memo.points] if definition.memo else [])


def test_canary_a_leak_is_found():
    assert len(leaks(nbformat.writes(source.expand(ROOT / "solutions" / LESSON)), LESSON)) > 5


@pytest.mark.filterwarnings("error::FutureWarning")  # the next pandas must not surprise a class
@pytest.mark.parametrize("lesson", thorough.but(LESSONS, LESSON, "07-policy-lab", "08-your-own-story"))
def test_untouched_notebook_and_solution_run_through(lesson):
    """Plain execution, cell by cell, in one namespace; every check shows the points it should."""
    released = nbformat.read(ROOT / "exercises" / lesson / f"{lesson}.ipynb", as_version=4)
    most = int(exercises.definition(lesson).maximum())  # 0 where a person marks the whole
    for notebook, total in ((released, 0), (source.solved(ROOT / "solutions" / lesson), most)):
        names: dict = {}
        for cell in notebook.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, f"<{total} {cell.id}>", "exec"), names)
                if cell.id == "setup":
                    names["exercise"]._namespace = names
        exercise = names["exercise"]
        assert exercise.definition.total(exercise.results) == total
        assert f"So far {total} of {most} points" in exercise.summary()
        outcomes = {result.outcome for result in exercise.results.values()} | {exercise.check("part-b").outcome}
        assert outcomes == {"right" if total else "not-attempted"}
