"""nbgrader's steps, one by one: points come from the judge alone, and one answer counts."""

import copy
import math

import nbformat
import pytest
import runner
import siege
from nbgrader.preprocessors import ClearOutput
from nbgrader.validator import Validator
from support import thorough
from support.quick import ready
from support.told import cases

from derisking import exercises
from derisking.authoring import source
from derisking.classroom.course import Course, nbgrader_settings
from derisking.classroom.nbgrader import execute, judge
from derisking.classroom.nbgrader.answers import PlainAnswers
from derisking.classroom.nbgrader.judge import Judge
from derisking.classroom.nbgrader.restore import Restore
from derisking.classroom.nbgrader.step import judged, name_of, secret_seed

LESSON = "02-de-risking"
SHAPES = {name: siege.SHAPES[name] for name in ("dummy-checks", "renamed-checks", "checks-as-text")}
SHAPES["untouched"] = lambda notebook: None


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    """A gradebook with all exercises and nobody in it."""
    return f"sqlite:///{Course(ready(tmp_path_factory.mktemp('steps'))).gradebook}"


def graded(db, lesson, notebook, answers=()):
    """The notebook after all steps but the run. answers: what the run would have sent, (task, place, answers)."""
    names = {"student": "s", "assignment": lesson, "notebook": lesson, "db_url": db}
    resources = {"nbgrader": names}
    notebook, resources = Restore()(notebook, resources)
    sent = {(task, place): [answer] for task, place, answer in answers}
    resources["derisking"] = {"answers": sent, "seed": secret_seed(db), "read": False}
    return Judge()(notebook, resources)[0]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_cell_without_an_answer_gets_no_points(db, shape):
    notebook = runner.released(LESSON)
    SHAPES[shape](notebook)
    book = graded(db, LESSON, notebook)
    cells = [cell for cell in book.cells if judged(cell)]
    shown = {name_of(cell): [output.data["text/plain"] for output in cell.outputs] for cell in cells}
    parts = [f"check-{task.id}" for task in exercises.definition(LESSON).part("A")]
    assert shown == {name: ["0"] for name in [*parts, "check-part-b"]}


def test_canary_a_cell_that_nobody_judged_is_found(db):
    book = graded(db, LESSON, runner.released(LESSON))
    cell = next(cell for cell in book.cells if judged(cell))
    cell.outputs = []
    results = {one["task"]: judge.Result(**{**one, "parts": ()}) for one in book.metadata["derisking"]["results"]}
    lines = judge._unjudged(book, results)
    assert lines == [f"Graded cells without a judged answer, which get 0 points: {name_of(cell)}."]
    assert cell.outputs[0].data["text/plain"] == "0"


def test_an_answer_to_a_task_that_is_not_asked_any_more_is_named_and_the_canary(db):
    notebook = runner.released(LESSON)
    said = "Tasks of another version of the exercise, which this one does not judge: 1."
    assert said not in graded(db, LESSON, copy.deepcopy(notebook)).metadata["derisking"]["notes"]
    answer = next(cell for cell in notebook.cells if cell.id.startswith("answer-"))
    answer.update(id="answer-once-asked", source="x = 1", metadata={})
    assert said in graded(db, LESSON, notebook).metadata["derisking"]["notes"]


def text(value):
    return {"found": {"denominator": {"t": "str", "v": value}}, "calls": {}}


MISSING = {"found": {"denominator": {"t": "missing"}}, "calls": {}}


@pytest.mark.parametrize(
    "here, end, points, told",
    [("wrong", "right", 0, True), ("right", "wrong", 1, True), (None, "right", 1, False), ("right", "right", 1, False)],
)
def test_one_answer_counts_and_a_second_one_is_told(db, here, end, points, told):
    task, tried = "denominator", {None: MISSING}
    for letter in "ABCD":
        earned = exercises.definition(LESSON).task(task).judge(text(letter), 5).points
        tried["right" if earned else "wrong"] = text(letter)
    answers = [(task, "here", tried[here]), (task, "end", tried[end])]
    kept = graded(db, LESSON, runner.released(LESSON), answers).metadata["derisking"]
    assert next(one for one in kept["results"] if one["task"] == task)["points"] == points
    assert any("Answered twice" in line for line in kept.get("notes", [])) == told


def test_numbers_that_break_the_judge_of_variants_cost_their_own_student_only():
    definition = exercises.definition(LESSON, "s1")
    name = definition.task(definition.varied).names[0]
    for value in ({"t": "array", "shape": [], "v": []}, {"t": "int", "v": 10**400}):
        assert judge._varied(definition, {(definition.varied, "here"): [{"found": {name: value}}]})["answer"] is None


def test_what_all_cells_put_out_together_is_bounded():
    """Many cells that stay below the bound of one cell: ten kilobytes of code would fill a gigabyte."""
    picture = {"output_type": "display_data", "data": {"image/png": "x" * 900_000}}
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1") for _ in range(60)])
    attempt = execute._Attempt(execute.Run(), book, 0, math.inf)
    for cell in book.cells:
        assert attempt._taken({"nonce": "1", "outputs": [picture] * 3}, execute.Step(cell), "1")
    kept = sum(len(output.data["image/png"]) for cell in book.cells for output in cell.outputs)
    assert execute.MAX_NOTEBOOK / 2 < kept <= execute.MAX_NOTEBOOK


FETCHES = cases(__file__, "cases.yaml")["fetches"]


def told(db, lesson, notebook):
    """What a teacher is told of it about the package's own answers."""
    notes = graded(db, lesson, notebook).metadata["derisking"].get("notes", [])
    return [line for line in notes if "can be copied" in line or "imports derisking." in line]


@pytest.mark.parametrize("way", FETCHES)
def test_ways_to_fetch_the_packages_answers_are_told(db, way):
    notebook = runner.released(LESSON)
    notebook.cells.append(nbformat.v4.new_code_cell(FETCHES[way]))
    assert any("can be copied" in line for line in told(db, LESSON, notebook))


@pytest.mark.parametrize("lesson", thorough.but(exercises.lessons(), LESSON, "07-policy-lab"))
def test_honest_work_has_none_of_these_words(db, lesson):
    assert told(db, lesson, source.solved(runner.ROOT / "solutions" / lesson)) == []


@pytest.mark.parametrize("lesson", thorough.but(exercises.lessons(), LESSON, "07-policy-lab"))
def test_cells_of_ours_that_are_pasted_again_are_no_search_for_answers(db, lesson):
    notebook = runner.released(lesson)
    notebook.cells += [nbformat.v4.new_code_cell(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    assert told(db, lesson, notebook) == []


def test_validate_and_autograde_see_plain_answers():
    """In place of the form's line stands what was clicked, before nbgrader clears outputs; an untouched notebook stays.
    What becomes of it: tests/exercises/test_submissions_graded.py."""
    config = nbgrader_settings(runner.ROOT / "nbgrader_config.py")
    for steps in (config.Autograde.sanitize_preprocessors, Validator().preprocessors):
        assert 0 <= steps.index(PlainAnswers) < steps.index(ClearOutput)
    book = runner.released(LESSON)
    assert PlainAnswers()(copy.deepcopy(book), {})[0] == book
    book.cells.append(nbformat.v4.new_code_cell("hand_hhi = 0,38"))
    assert PlainAnswers()(book, {})[0].cells[-1].source == "hand_hhi = 0.38", "as `nbgrader validate` calls it"
