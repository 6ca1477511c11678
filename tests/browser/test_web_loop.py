"""From a link to a mark without Python: lesson, forms, two tabs, a crash, the downloads, and the teacher's own commands on them."""

import contextlib
import csv
import json

import pytest
import runner
from support import clicked, thorough, web
from support.quick import ready
from support.web_forms import answer, example

from derisking import exercises, markdown
from derisking.classroom.course import Course
from derisking.classroom.grade import command as grade
from derisking.classroom.grade import sandbox
from derisking.classroom.options import Options
from derisking.classroom.report import command as report
from derisking.exercises import form_answers
from derisking.exports import lesson as questions
from derisking.exports.web import exercise
from derisking.questions import bank

MEMO = 'Minister, "pay" for it.'
WALLS = bool(sandbox.why_not())  # these answers harm nobody, so they may run without walls where there are none


def typed(lesson, answers):
    """The students' notebook with answers (task -> source), as somebody types them in JupyterLab."""
    book = runner.released(lesson)
    for cell in book.cells:
        cell.source = answers.get(cell.id.removeprefix("answer-"), cell.source)
    return runner.nbformat.writes(book)


def open_exercise(context, address):
    page = context.new_page()
    page.goto(address)
    web.ready(page)
    return page


def fill(page, tasks, numbers, comma=True, after=None):
    page.bring_to_front()
    record = "localStorage.getItem('derisking-record')"  # what another tab has kept arrives a moment later
    page.wait_for_function(f"kept => {record} === kept", arg=(after or page).evaluate(record))
    for number in numbers:
        question = tasks[number].question
        answer(page.locator(".dr-root form.dr-card").nth(number), question, example(question), comma)


def crash(page):
    """End the page's process, as a phone does when it needs room."""
    with contextlib.suppress(Exception):
        page.goto("chrome://crash", timeout=3_000)


@pytest.fixture(params=thorough.but(runner.lessons(), "02-de-risking"))
def handed_in(request, window, tmp_path):
    """The folder of three students: one worked in a browser, through two tabs and a crash; one typed the same; one erred once."""
    name = request.param
    tasks = [task for task in exercises.definition(name).tasks if task.formed]
    lesson = window(name, size="phone")
    for question in (bank.load(name)[id] for id in questions.asked(name)):
        form = lesson.locator(".dr-root form", has_text=markdown.plain(question.text).strip()[:40]).first
        if "face" not in question.raw and form.is_visible():
            break
    answer(form, question, example(question))
    form.get_by_role("button", name="Check my answer").click()
    address = lesson.url.replace(name, f"exercise-{name}")
    first, second = (open_exercise(lesson.context, address) for _ in range(2))
    half = len(tasks) // 2
    fill(first, tasks, range(half))
    fill(second, tasks, range(half, len(tasks) - 2), comma=False, after=first)
    fill(first, tasks, [len(tasks) - 2], after=second)  # who was opened first must not undo what the other one kept
    if memo := exercises.definition(name).memo:
        first.get_by_role("textbox", name=memo.title).fill(MEMO)
    crash(first)
    second.close()
    last = open_exercise(lesson.context, address)
    folder, wrong = tmp_path / "class", tasks[0]
    for button, file in (("my answers", f"{name}.ipynb"), ("lesson answers, too", "quiz-record.json")):
        with last.expect_download() as download:
            last.get_by_role("button", name=f"Download {button}").click()
        assert download.value.suggested_filename == file
        download.value.save_as(folder / "ada" / file)
    fill(last, tasks, [len(tasks) - 1])
    done = "Every task on this page has an answer. Part A is not checked yet. Now save the file"
    last.get_by_text(done).wait_for()
    right = {task.id: task.question.rules.typed_right(task.question) for task in tasks[:-1]} | {"memo": MEMO}
    erred = next(clicked.neatly(left) for fate, left in clicked.answers(wrong) if fate == "wrong")
    for student, answers in ("bob", right), ("eve", right | {wrong.id: erred}):
        (folder / student).mkdir()
        (folder / student / f"{name}.ipynb").write_text(typed(name, answers), encoding="utf-8")
    return name, folder, tasks, wrong


def test_the_whole_loop(handed_in, tmp_path):
    name, folder, tasks, wrong = handed_in
    mine = json.loads((folder / "ada" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    released = exercise.released(name)["cells"]
    assert [(c["id"], c["metadata"]) for c in mine] == [(c["id"], c["metadata"]) for c in released]
    if exercises.definition(name).memo:
        assert form_answers.memo([cell for cell in mine if cell["id"] == "memo-form"]) == MEMO
    into = ready(tmp_path / "grading")
    grade.grade(Options(folder, into, unsandboxed=WALLS, jobs=2), lambda line: None)
    ada, bob, eve = (runner.read_marks(into, name, student) for student in ("ada", "bob", "eve"))
    assert ada["marks"] == bob["marks"]
    # the canary: one wrong answer is another mark
    assert {check for check, points in eve["marks"].items() if points != bob["marks"][check]} == {f"check-{wrong.id}"}
    points = {task.id: ada["results"][task.id]["points"] for task in tasks}
    assert points == {task.id: task.points if task is not tasks[-1] else 0 for task in tasks}
    assert {ada["results"][task.id]["outcome"] for task in tasks[:-1]} == {"right"}
    assert ada["results"][tasks[-1].id]["outcome"] == "not-attempted" == bob["results"][tasks[-1].id]["outcome"]
    report.write(Course(into))
    with (into / "report" / "quiz-questions.csv").open(encoding="utf-8-sig", newline="") as file:
        asked = [(row["question"], row["students"], row["all_right"]) for row in csv.DictReader(file)]
    (told,) = json.loads((folder / "ada" / "quiz-record.json").read_text(encoding="utf-8"))["answers"]
    assert asked == [(told["item"], "1", str(told["correct"]))]
