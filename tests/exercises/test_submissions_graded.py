"""Certified answers and damaged notebooks through `derisking grade`, and one class through plain nbgrader as well.

Hostile students have a file of their own, test_classroom_hostile.py.
"""

import damage
import nbformat
import pytest
import runner

from derisking import exercises

SERIAL = 2  # notebooks that go through plain nbgrader, which takes seconds for each
LESSON = "02-de-risking"  # damaged notebooks, and plain nbgrader, are tried on this one
pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """One course with a class per lesson: every certified answer, and the damaged notebooks. Graded in one go."""
    folder = tmp_path_factory.mktemp("courses") / "all"
    for lesson in runner.lessons():
        runner.submit(folder, lesson, certified(lesson))
    runner.submit(folder, LESSON, damage.notebooks(LESSON))
    runner.grade_class(folder)
    return folder


def certified(lesson):
    """Notebooks by student, which together hold every certified answer of a lesson."""
    packed = runner.pack(lesson).items()
    return {
        student: runner.filled(lesson, {task: answer.code for task, answer in chosen.items()})
        for student, chosen in packed
    }


@pytest.fixture(scope="session", params=runner.lessons())
def graded(request, run):
    """One lesson's class: lesson, course folder, the answers by student, the marks."""
    packed = runner.pack(request.param)
    marks = {student: found for student, found in runner.all_marks(run, request.param).items() if student in packed}
    return request.param, run, packed, marks


@pytest.fixture(scope="session")
def damaged(run):
    """The marks of the damaged notebooks."""
    return {
        student: found for student, found in runner.all_marks(run, LESSON).items() if not student.startswith("student")
    }


def test_answers_meet_their_fate_for_marks(graded):
    lesson, _, packed, marks = graded
    assert sorted(marks) == sorted(packed), "a submission of the class was not graded"
    problems = []
    for student, chosen in packed.items():
        results = marks[student]["results"]
        for task, answer in chosen.items():
            got = results[task]
            problem = runner.mismatch(answer, got["points"], got["outcome"], got["misconception"])
            problems += [f"{problem} -- {got['explanation']}"] if problem else []
    assert not problems, "\n".join(dict.fromkeys(problems))


def test_the_gradebook_has_the_sums(graded):
    lesson, _, packed, marks = graded
    definition = exercises.definition(lesson)
    for student, chosen in packed.items():
        book = marks[student]["marks"]
        for task in definition.part("A"):
            assert book[f"check-{task.id}"] == pytest.approx(chosen[task.id].points, abs=0.006)
        routes = [sum(chosen[task.id].points for task in definition.part("B", route)) for route in ("code", "decide")]
        assert book["check-part-b"] == pytest.approx(max(routes), abs=0.02)


def test_feedback_explains_and_shows_no_hidden_cell(graded):
    lesson, folder, packed, _ = graded
    for student in packed:
        page = (folder / "feedback" / student / lesson / f"{lesson}.html").read_text(encoding="utf-8")
        assert "The better route counts" in page or "Choose one of the two routes" in page
        for forbidden in ("probing", "nonce", "vnd.derisking", "sys'].modules", "<script"):
            assert forbidden not in page, forbidden


def test_plain_nbgrader_gives_the_same(graded, tmp_path):
    """Whoever runs `nbgrader autograde` and `generate_feedback` gets what `derisking grade` gives."""
    lesson, _, packed, marks = graded
    if lesson != LESSON:
        pytest.skip("one lesson is enough")
    clicked = {"by-form": damage.notebooks(lesson)["by-form"]}
    few = dict(list(certified(lesson).items())[-SERIAL:])  # with code that must be run
    folder = runner.course(tmp_path / "plain", lesson, few | clicked)
    plain = runner.grade_plainly(folder, lesson)
    by_form = plain.pop("by-form")["marks"]
    assert runner.total(by_form) == 20 and by_form["memo"] is None, "the memo in its box waits for a person"
    autograded = folder / "autograded" / "by-form" / lesson / f"{lesson}.ipynb"
    cells = {cell.id: cell.source for cell in nbformat.read(autograded, as_version=4).cells}
    assert cells["memo"] == f"### Your memo\n\n{damage.BOXED}", "where nbgrader's page shows it"
    file = folder / "submitted" / "by-form" / lesson / f"{lesson}.ipynb"
    assert "Success" in runner.nbgrader(folder, "validate", str(file)).stdout, (
        "nbgrader's own check of a student's file"
    )
    assert sorted(plain) == sorted(few)
    for student, found in plain.items():
        assert found["marks"] == marks[student]["marks"], student
        fates = [
            {key: (r["points"], r["outcome"], r["misconception"]) for key, r in each["results"].items()}
            for each in (found, marks[student])
        ]
        assert fates[0] == fates[1], student
    done = runner.nbgrader(folder, "generate_feedback", lesson, "--student", sorted(few)[0])
    assert done.returncode == 0, done.stderr[-2000:]
    page = (folder / "feedback" / sorted(few)[0] / lesson / f"{lesson}.html").read_text(encoding="utf-8")
    assert "Part B, the better of two routes" in page
    for forbidden in ("probing", "nonce", "vnd.derisking", "sys'].modules"):
        assert forbidden not in page, forbidden


# --- damaged notebooks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", damage.names())
def test_a_damaged_notebook_is_graded(damaged, name):
    marks = damaged
    assert name in marks, f"{name} was not graded"
    assert runner.total(marks[name]["marks"]) == damage.points(name), (name, marks[name])


def test_a_notebook_that_is_no_json_leaves_the_others_alone(damaged):
    assert "not-json" not in damaged
    assert len(damaged) == len(damage.names())


def test_solution_full_empty_zero_half_half(damaged):
    marks = damaged
    assert runner.total(marks["solution"]["marks"]) == 20
    assert runner.total(marks["empty"]["marks"]) == 0
    assert runner.total(marks["half"]["marks"]) == damage.points("half")
    assert marks["empty"]["marks"]["memo"] == 0
    assert marks["solution"]["marks"]["memo"] is None, "a written memo waits for a person"
