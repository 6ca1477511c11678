"""What stands in an answer's cell, and that an answer earns the same whichever way it came: clicked, typed, sloppily typed."""

import pytest
from support import clicked, thorough, told

from derisking import exercises
from derisking.exercises import form_answers, typed

LINES = told.cases(__file__, "typed.yaml")
TASKS = {task.id: task for task in exercises.definition("02-de-risking").tasks}


@pytest.mark.parametrize(("task", "written", "read"), LINES["mended"])
def test_lines_as_people_type_them(task, written, read):
    assert typed.mended(written, [TASKS[task]]) == read
    assert typed.mended(read, [TASKS[task]]) == read, "what is mended stays"
    assert typed.mended(f"x = 1\n{written}\ny = 2", TASKS.values()).splitlines()[-1] == "y = 2"


@pytest.mark.parametrize(("task", "written"), LINES["stays"])
def test_what_python_reads_or_nobody_can_stays(task, written):
    assert typed.mended(written, [TASKS[task]]) == written


def test_a_form_counts_as_long_as_its_line_stands():
    task = TASKS["disputed"]
    cell = clicked.cell(task, {"why_disputed": "C"}, typed.form_line(task))
    assert typed.answer_source(cell, task) == 'why_disputed = "C"'
    other, more = "answer = exercise.form('disputed')", [typed.form_line(task) + "\n", "x = 1"]
    assert typed.answer_source(cell | {"source": other}, task) == other
    assert typed.answer_source(cell | {"source": more}, task) == 'why_disputed = "C"\nx = 1'
    assert typed.answer_source(cell | {"source": "why_disputed = “B”"}, task) == 'why_disputed = "B"'
    assert typed.answer_source(cell | {"outputs": []}, task) == typed.form_line(task)


@pytest.mark.parametrize(
    "left",
    [
        {"why_disputed": True}, {"why_disputed": {"a": {"b": "c"}}}, {"why_disputed": [1]},
        {"why_disputed": "C" * 3_000}, {"why_disputed": float("inf")}, {"why_disputed": float("nan")},
        {"why_disputed": -(10**400)}, {"__builtins__": "C"}, ["C"], "C",
    ],
)  # fmt: skip
def test_what_no_form_sends_is_no_answer(left):
    task = TASKS["disputed"]
    cell = clicked.cell(task, {}, typed.form_line(task))
    cell["outputs"][0]["data"][form_answers.FORM_MIME]["answers"] = left
    assert typed.answer_source(cell, task) == typed.form_line(task)


def test_a_huge_cell_is_read_to_its_end():
    """A grader reads these outside the walls; searches that go back and forth would take hours."""
    huge = "why_disputed = A;" * 300_000 + "\nterms = {" + "[" * 100_000
    assert typed.mended(huge, TASKS.values()) == huge
    nested = "why_disputed = " + "(" * 15_000 + "\nterms = {" + "a: " * 1_000
    assert typed.answer_source({"source": nested, "outputs": []}, TASKS["disputed"]) == nested
    assert typed.mended("why_disputed = A;" * 1_000, TASKS.values()).endswith('why_disputed = "A";')


def test_a_clicked_text_stays_a_text_and_outputs_give_answers_only():
    task, evil = TASKS["disputed"], 'C"\nimport os #'
    source = typed.answer_source(clicked.cell(task, {"why_disputed": evil}, typed.form_line(task)), task)
    space = {}
    exec(source, space)
    assert space["why_disputed"] == evil and "os" not in space
    cell = clicked.cell(TASKS["disputed"], {"why_disputed": "C"}, "")
    cell["outputs"].append({"output_type": "stream", "text": "x" * 1_000})
    (kept,) = form_answers.only(cell)
    assert list(kept["data"]) == [form_answers.FORM_MIME] and form_answers.only({"outputs": "?"}) == []
    assert form_answers.only(clicked.cell(TASKS["disputed"], {"why_disputed": "C" * 20_000}, "")) == []


def earned(task, source: str):
    """(points, outcome, misconception) of a source, as the notebook or a graded run gives them."""
    space = {}
    exec(compile(typed.mended(source, [task]), f"<{task.id}>", "exec"), space)
    result = task.judge(task.probe(space, task.inputs()))
    return result.points, result.outcome, result.misconception


@pytest.mark.parametrize("lesson", thorough.but(exercises.lessons(), "02-de-risking", "07-policy-lab"))
def test_an_answer_earns_the_same_by_every_door(lesson):
    for task in (task for task in exercises.definition(lesson).tasks if task.is_form):
        fates = set()
        for fate, left in clicked.answers(task):
            form = earned(task, typed.answer_source(clicked.cell(task, left, typed.form_line(task)), task))
            assert form == earned(task, clicked.neatly(left)) == earned(task, clicked.sloppily(left)), left
            assert (form[0] == task.points) == (fate == "right"), (task.id, fate, left, form)
            fates.add(fate)
        assert "right" in fates and len(fates) > 1, task.id
    (_, right), *_, (_, wrong) = clicked.answers(TASKS["terms"])
    assert earned(TASKS["terms"], clicked.neatly(right)) != earned(TASKS["terms"], clicked.sloppily(wrong)), "canary"
