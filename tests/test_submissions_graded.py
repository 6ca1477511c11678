"""The same answers through nbgrader with the shipped configuration; then hostile students and damaged notebooks."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "submissions"))
import damage
import hostile
import runner

from derisking import exercises

LESSON = "02-de-risking"  # hostile and damaged notebooks are tried on this one
pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def runs(tmp_path_factory):
    """All courses, graded side by side: a class per lesson with every certified answer, the hostile, the damaged."""
    classes = {lesson: {} for lesson in runner.lessons()}
    for lesson in classes:
        for student, chosen in runner.pack(lesson).items():
            classes[lesson][student] = runner.filled(lesson, {task: answer.code for task, answer in chosen.items()})
    jobs = {lesson: (lesson, notebooks, ()) for lesson, notebooks in classes.items()}
    short = ("--Execute.timeout=6",)
    jobs["hostile"] = (LESSON, hostile.notebooks(LESSON), short)
    jobs["damaged"] = (LESSON, damage.notebooks(LESSON), short)

    def run(name: str):
        lesson, notebooks, extra = jobs[name]
        folder = runner.course(folders / name, lesson, notebooks)
        return folder, runner.grade(folder, lesson, *extra)

    folders = tmp_path_factory.mktemp("courses")
    with ThreadPoolExecutor(3) as pool:
        order = ["hostile", *classes, "damaged"]
        return dict(zip(order, pool.map(run, order), strict=True))


@pytest.fixture(scope="session", params=runner.lessons())
def graded(request, runs):
    """One lesson's class: lesson, course folder, the answers by student, the marks."""
    folder, marks = runs[request.param]
    return request.param, folder, runner.pack(request.param), marks


@pytest.fixture(scope="session")
def both(runs):
    """The marks of the hostile and of the damaged notebooks."""
    return runs["hostile"][1], runs["damaged"][1]


def test_answers_meet_their_fate_for_marks(graded):
    lesson, _, packed, marks = graded
    assert sorted(marks) == sorted(packed), "a submission of the class was not graded"
    problems = []
    for student, chosen in packed.items():
        results = marks[student]["results"]
        for task, answer in chosen.items():
            got = results[task]
            problem = runner.mismatch(answer, got["points"], got["outcome"], got["slip"])
            problems += [f"{problem} -- {got['explanation']}"] if problem else []
    print("\n" + runner.matrix(lesson, problems))
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
    student = sorted(packed)[0]
    done = runner.nbgrader(folder, "generate_feedback", lesson, "--student", student)
    assert done.returncode == 0, done.stderr[-2000:]
    page = (folder / "feedback" / student / lesson / f"{lesson}.html").read_text(encoding="utf-8")
    assert "Part B, the better of two routes" in page
    for forbidden in ("probing", "nonce", "vnd.derisking", "sys'].modules"):
        assert forbidden not in page, forbidden


# --- hostile students, damaged notebooks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", hostile.names())
def test_a_hostile_student_gains_nothing(both, name):
    marks = both[0]
    most, least = hostile.honest(name)
    assert name in marks, f"{name} was not graded"
    got = runner.total(marks[name]["marks"])
    assert got <= most, (name, got, {key: value for key, value in marks[name]["marks"].items() if value})
    assert got >= least, (name, got, marks[name]["notes"])


def test_the_others_of_a_hostile_class_are_unharmed(both):
    assert runner.total(both[0]["zz-honest"]["marks"]) == 20
    assert runner.total(both[0]["aa-honest"]["marks"]) == 20


def test_a_package_answer_is_named_in_the_report(both):
    marks = both[0]["package-answer"]
    assert marks["results"]["hhi-code"]["slip"] == "package-answer"
    assert any("derisking.indicators.hhi" in line for line in marks["notes"]), marks["notes"]


@pytest.mark.parametrize("name", damage.names())
def test_a_damaged_notebook_is_graded(both, name):
    marks = both[1]
    assert name in marks, f"{name} was not graded"
    assert runner.total(marks[name]["marks"]) == damage.points(name), (name, marks[name])


def test_a_notebook_that_is_no_json_leaves_the_others_alone(both):
    assert "not-json" not in both[1]
    assert len(both[1]) == len(damage.names())


def test_solution_full_empty_zero_half_half(both):
    marks = both[1]
    assert runner.total(marks["solution"]["marks"]) == 20
    assert runner.total(marks["empty"]["marks"]) == 0
    assert runner.total(marks["half"]["marks"]) == damage.points("half")
    assert marks["empty"]["marks"]["memo"] == 0
    assert marks["solution"]["marks"]["memo"] is None, "a written memo waits for a person"
