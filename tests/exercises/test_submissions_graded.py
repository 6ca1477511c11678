"""Certified answers and damaged notebooks through `derisking grade`, and one class through plain nbgrader as well.
Hostile students have a file of their own, tests/classroom/test_hostile.py."""

import damage
import nbformat
import pytest
import runner
from support import thorough
from support.quick import ready

from derisking import exercises

LESSON = "02-de-risking"  # damaged notebooks, and plain nbgrader, are tried on this one
INNER = ("probing", "nonce", "vnd.derisking", "sys'].modules")  # words of hidden cells
pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def run(request, tmp_path_factory):
    """One course with a class per lesson that is tried: every certified answer, and the damaged notebooks. Graded in one go."""
    folder = ready(tmp_path_factory.mktemp("courses") / "all")
    for lesson in runner.lessons() if request.config.getoption("--thorough") else [LESSON]:
        for student, own in runner.pack(lesson).items():
            runner.submit(folder, lesson, {student: runner.filled(lesson, {id: one.code for id, one in own.items()})})
    runner.submit(folder, LESSON, damage.notebooks(LESSON))
    runner.grade_class(folder)
    return folder


@pytest.fixture(scope="session", params=thorough.but(runner.lessons(), LESSON))
def graded(request, run):
    """One lesson's class: lesson, course folder, the answers by student, the marks."""
    marks = runner.all_marks(run, request.param)
    certified_ones = {student: found for student, found in marks.items() if student.startswith("student")}
    return request.param, run, runner.pack(request.param), certified_ones


def test_answers_meet_their_fate_for_marks(graded):
    _, _, packed, marks = graded
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
        assert not [word for word in (*INNER, "<script") if word in page]


def test_plain_nbgrader_gives_the_same(run, tmp_path):
    """Whoever runs `nbgrader autograde` and `generate_feedback` gets what `derisking grade` gives, for forms and for code that must be run."""
    folder, student = ready(tmp_path / "plain"), "by-form"
    runner.submit(folder, LESSON, {student: damage.notebooks(LESSON)[student]})
    assert runner.nbgrader(folder, "autograde", LESSON).returncode == 0
    plain, ours = (runner.read_marks(place, LESSON, student) for place in (folder, run))
    assert plain["marks"] == ours["marks"] and plain["marks"]["check-part-b"] == 8
    for task, own in ours["results"].items():
        assert all(own[part] == plain["results"][task][part] for part in ("points", "outcome", "misconception")), task
    assert set(plain["results"]) == set(ours["results"]) and plain["results"]["hhi-code"]["outcome"] == "right"
    autograded = folder / "autograded" / "by-form" / LESSON / f"{LESSON}.ipynb"
    cells = {cell.id: cell.source for cell in nbformat.read(autograded, as_version=4).cells}
    assert cells["memo"] == f"### Your memo\n\n{damage.BOXED}", "where nbgrader's page shows it"
    assert plain["marks"]["memo"] is None, "the memo in its box waits for a person"
    done = runner.nbgrader(folder, "generate_feedback", LESSON, "--student", student)
    assert done.returncode == 0, done.stderr[-2000:]
    page = (folder / "feedback" / student / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "Part B, the better of two routes" in page
    assert not [word for word in INNER if word in page]


def test_damaged_notebooks_are_graded_and_one_that_is_no_json_leaves_them_alone(run):
    marks = {name: found for name, found in runner.all_marks(run, LESSON).items() if not name.startswith("student")}
    totals = {name: runner.total(found["marks"]) for name, found in marks.items()}
    assert totals == {name: points for name, (_, points) in damage.DAMAGE.items()}
    assert marks["empty"]["marks"]["memo"] == 0
    assert marks["solution"]["marks"]["memo"] is None, "a written memo waits for a person"
