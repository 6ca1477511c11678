"""From a link to a mark without Python: lesson, forms, two tabs, a crash, the downloads, and the teacher's own commands on them."""

import contextlib
import csv
import json

import pytest
import runner
from support import web
from support.quick import ready
from support.web_forms import answer

from derisking import exercises
from derisking.classroom.course import Course
from derisking.classroom.grade import command as grade
from derisking.classroom.grade import sandbox
from derisking.classroom.options import Options
from derisking.classroom.report import command as report
from derisking.exports.web import exercise

LESSON = "02-de-risking"
ASKED = "98 % of EU rare earths"
WALLS = bool(sandbox.why_not())  # these answers harm nobody, so they may run without walls where there are none


def typed(tasks):
    """The students' notebook with the right answers of these tasks, as somebody types them in JupyterLab."""
    book = runner.released(LESSON)
    for task in tasks:
        cell = next(cell for cell in book.cells if cell.id == f"answer-{task.id}")
        cell.source = task.question.rules.typed_right(task.question)
    return runner.nbformat.writes(book)


def open_exercise(context, address):
    page = context.new_page()
    page.set_default_timeout(web.WAIT)
    page.goto(address)
    web.ready(page)
    return page


def fill(page, tasks, numbers, comma=True):
    page.bring_to_front()
    for number in numbers:
        answer(page.locator(".dr-root form.dr-card").nth(number), tasks[number], comma)


def crash(page):
    """End the page's process, as a phone does when it needs room."""
    with contextlib.suppress(Exception):
        page.goto("chrome://crash", timeout=3_000)


@pytest.fixture
def handed_in(window, tmp_path):
    """The folder of three students: one worked in a browser, through two tabs and a crash; one typed the same; one erred once."""
    tasks = [task for task in exercises.definition(LESSON).tasks if exercise.formed(task)]
    lesson = window(LESSON, size="phone")
    form = lesson.locator(".dr-root .dr-card").filter(has_text=ASKED)
    form.locator("label.dr-option").first.click()
    form.get_by_role("button", name="Check my answer").click()
    address = lesson.url.replace(LESSON, f"exercise-{LESSON}")
    first, second = (open_exercise(lesson.context, address) for _ in range(2))
    half = len(tasks) // 2
    fill(first, tasks, range(half))
    fill(second, tasks, range(half, len(tasks) - 2), comma=False)
    fill(first, tasks, [len(tasks) - 2])  # the tab that was opened first must not undo what the other one kept
    crash(first)
    second.close()
    last = open_exercise(lesson.context, address)
    ada, bob = tmp_path / "class" / "ada", tmp_path / "class" / "bob"
    for button, name in (("my notebook", f"{LESSON}.ipynb"), ("my quiz record", "quiz-record.json")):
        with last.expect_download() as download:
            last.get_by_role("button", name=f"Download {button}").click()
        download.value.save_as(ada / name)
    bob.mkdir()
    (bob / f"{LESSON}.ipynb").write_text(typed(tasks[:-1]), encoding="utf-8")
    eve = json.loads(typed(tasks[:-1]))
    wrong = next(task for task in tasks if task.question.kind == "numeric")
    next(c for c in eve["cells"] if c["id"] == f"answer-{wrong.id}")["source"] = f"{wrong.question.raw['name']} = 999"
    (tmp_path / "class" / "eve").mkdir()
    (tmp_path / "class" / "eve" / f"{LESSON}.ipynb").write_text(json.dumps(eve), encoding="utf-8")
    return tmp_path / "class", tasks, wrong


def test_the_whole_loop(handed_in, tmp_path):
    folder, tasks, wrong = handed_in
    into = ready(tmp_path / "grading")
    grade.grade(Options(folder, into, unsandboxed=WALLS, jobs=2), lambda line: None)
    ada, bob, eve = (runner.read_marks(into, LESSON, student) for student in ("ada", "bob", "eve"))
    assert ada["marks"] == bob["marks"]
    # the canary: one wrong answer is another mark
    lost = {name for name, points in eve["marks"].items() if points != bob["marks"][name]}
    assert lost == {f"check-{wrong.id}"}
    points = {task.id: ada["results"][task.id]["points"] for task in tasks}
    assert points == {task.id: task.points if task is not tasks[-1] else 0 for task in tasks}
    assert {ada["results"][task.id]["outcome"] for task in tasks[:-1]} == {"right"}
    assert ada["results"][tasks[-1].id]["outcome"] == "not-attempted" == bob["results"][tasks[-1].id]["outcome"]
    report.write(Course(into))
    with (into / "report" / "quiz-questions.csv").open(encoding="utf-8-sig", newline="") as file:
        asked = [(row["question"], row["students"], row["all_right"]) for row in csv.DictReader(file)]
    (told,) = json.loads((folder / "ada" / "quiz-record.json").read_text(encoding="utf-8"))["answers"]
    assert asked == [(told["item"], "1", str(told["correct"]))]
