"""An exercise in JupyterLab: forms, Check, Hint, save, restart, and what `grade` finds. test_arrival.py meets one among a student's own
settings."""

import json
import re
import statistics

import pytest
from playwright.sync_api import expect
from support import clicked, thorough, told
from support.lab_window import NOTEBOOK

from derisking import exercises
from derisking.exercises import form_answers, form_page, typed
from derisking.learner import models

LESSON = "02-de-risking"
EXERCISE = f"exercises/{LESSON}/{LESSON}.ipynb"
SCRIPTS = told.cases(__file__, "scripts.yaml")
DEFINITION = exercises.definition(LESSON)
TASKS = {task.id: task for task in DEFINITION.tasks}


@pytest.fixture(scope="module")
def room(module_lab):
    """One window with the exercise running."""
    module_lab.resize(1280, 1000)
    module_lab.open(EXERCISE)
    module_lab.run_all()
    return module_lab


def the(lab, id: str):
    """The form of a task."""
    return lab.page.locator(".dr-exercise form", has_text=TASKS[id].title).first


def said(part, words: str) -> None:  # waits until the form says this
    expect(part.locator(".dr-feedback")).to_contain_text(words)


def check(part, words: str) -> None:
    part.get_by_role("button", name="Check").click()
    said(part, words)


def saved(course) -> dict:
    """Cells by id of the notebook's file."""
    return {cell["id"]: cell for cell in json.loads((course.root / EXERCISE).read_text(encoding="utf-8"))["cells"]}


def earned(course, id: str):
    """What `grade` gives for the file as it lies there."""
    space, source = {}, typed.answer_source(saved(course)[f"answer-{id}"], TASKS[id])
    typed.FORM.search(source) or exec(source, space)
    return TASKS[id].judge(TASKS[id].probe(space, TASKS[id].inputs()))


def test_no_python_is_seen_before_the_code_route(room):
    shown = room.page.locator(".jp-CodeCell:has(.dr-exercise)").all_inner_texts()
    expect(room.page.locator(".dr-task[data-look=open]").first).to_be_visible()
    expect(room.page.locator(".dr-task:is([data-look=wrong], [data-look=right])")).to_have_count(0)  # not checked
    assert len(shown) > 8 and not any("exercise." in text for text in shown)
    assert room.page.locator(".jp-CodeCell:has(.dr-for-the-record) .jp-OutputArea:visible").count() == 0


def test_choose_check_and_hint(room):
    expect(the(room, "leavers").locator("tr:visible:has(.dr-strip)")).to_have_count(12)  # taken from the table above
    part = the(room, "disputed")
    check(part, "Choose an answer first.")
    part.get_by_text("The word came from Washington").click()
    check(part, "used in Brussels before Washington")
    part.get_by_role("button", name="Hint").click()
    part.get_by_text("Hint 1 of 2").wait_for()
    part.get_by_text("Nobody defined either word").click()
    check(part, "Right · 1 of 1")
    expect(room.page.locator('.dr-leg [aria-label^="Task 4,"][aria-label$=": right"]')).to_have_text("✓")
    expect(part.locator(".dr-status")).to_contain_text("Kept in this notebook.")


def test_a_decimal_comma_and_nonsense_in_the_number_box(room):
    part = the(room, "magnesium-share")
    box = part.get_by_label("Your answer")
    box.fill("many")
    box.press("Tab")
    said(part, "Type one number")
    box.fill("80 %")
    check(part, "divide by 100")
    box.fill("")
    box.press("Enter")
    said(part, "Type one number")
    emptied = ["magnesium-share", form_answers.FORM_MIME]  # a box that is empty again holds no old answer
    room.page.wait_for_function(SCRIPTS["a form holds no answer"], arg=emptied)
    box.fill("0,80")
    box.press("Enter")
    part.locator(".dr-verdict.dr-ok").wait_for()
    the(room, "magnesium-share").get_by_role("button", name="Hint").focus()  # leaving the box takes no result away
    expect(part.locator(".dr-verdict.dr-ok")).to_be_visible()


def test_sorted_half_and_an_argument(room):
    part = the(room, "terms")
    part.locator(".dr-pool .dr-tile").first.drag_to(part.locator(".dr-box", has_text="decoupling"))
    check(part, "Still open: b, c, d")
    part = the(room, "protect-decide")
    right = next(left for fate, left in clicked.answers(TASKS["protect-decide"]) if fate == "right")
    for key in (right["product"], *right["evidence"]):
        part.locator(f'input[value="{key}"]').check()
    check(part, "3 of 3")
    expect(room.page.locator(".dr-front .dr-set li")).to_have_count(3)  # two reasons and a number


def test_by_keyboard_alone(room):
    part = the(room, "order-code")
    for name, words in (("Check", "Move a line first"), ("Move down:", ""), ("Check", "of 1 point")):
        part.get_by_role("button", name=name).first.press("Enter")
        said(part, words)


MEMO = "Minister, buy magnets\nwith Japan."


def memo_box(lab):
    return lab.page.get_by_role("textbox", name=DEFINITION.memo.title)


def test_the_memo_is_a_box_that_counts_words(room):
    memo_box(room).press_sequentially(MEMO)  # the line break is a line break, not a shortcut of the notebook
    card = room.page.locator(".dr-exercise:has(textarea)")
    card.get_by_text("5 words", exact=True).wait_for()
    memo_box(room).fill("word " * 210)
    expect(card.locator(".dr-status.dr-part")).to_have_text("210 words, 10 over the limit of 200")
    memo_box(room).fill(MEMO)
    expect(card.locator(".dr-status.dr-part")).to_have_count(0)
    card.get_by_text("Kept in this notebook").wait_for()
    expect(memo_box(room)).to_have_value(MEMO)


def test_the_file_holds_the_answers_and_grade_finds_them(room, course):
    room.page.wait_for_function(f"JSON.stringify({NOTEBOOK}.context.model.toJSON()).includes('with Japan.')")
    room.save()
    room.page.wait_for_function(f"!{NOTEBOOK}.context.model.dirty")
    assert earned(course, "disputed").points == earned(course, "magnesium-share").points == 1
    assert earned(course, "protect-decide").points == 3 and earned(course, "terms").points == 0.5
    assert earned(course, "risks").outcome == "not-attempted"
    assert form_answers.memo([cell for cell in saved(course).values() if cell["id"] == "memo-form"]) == MEMO
    outputs = [saved(course)[f"{name}-disputed"]["outputs"][-1]["data"] for name in ("check", "answer")]
    checked, answered = ("".join(data["text/html"]) for data in outputs)
    assert "1 of 1" in checked, "the check below follows the form"
    left = re.findall(r'class="dr-left".*?</p>', answered, re.DOTALL)
    assert len(left) == 1 and "Your answer:" in left[0] and "Nobody defined either word" in left[0], "without a kernel"


def test_speed_from_click_to_feedback(room):
    """The kernel checks, so that no key is in the page, and shows the result before it writes anything."""
    times = the(room, "disputed").evaluate(SCRIPTS["click to feedback, timed by performance.now"])
    print(f"form, click to feedback: median {statistics.median(times):.0f} ms, most {max(times):.0f} ms")


@pytest.mark.parametrize("theme", thorough.but(["light", "dark"], "dark"))
def test_axe_and_no_form_too_wide(room, theme):
    room.theme(theme)
    for width in (390, 700, 1280):
        room.resize(width, 1000)
        wide = "forms => forms.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText.slice(0, 60))"
        assert room.page.locator(".dr-exercise form").evaluate_all(wide) == [], width
    assert room.axe(".dr-exercise") == []


def test_without_a_kernel_it_says_so_and_after_run_all_the_answers_are_there(room):
    room.restart()
    part = the(room, "measures")
    part.locator("label:visible").first.click()
    part.get_by_text("Not saved").wait_for()
    room.run_all()
    expect(the(room, "disputed").locator(".dr-option:has(input:checked)")).to_have_text(re.compile(r"^\s*C\b"))
    expect(the(room, "magnesium-share").get_by_label("Your answer")).to_have_value("0.8")
    expect(the(room, "protect-decide").locator("input:checked")).to_have_count(3)
    expect(memo_box(room)).to_have_value(MEMO)


def test_every_answer_goes_into_its_controls_and_comes_out_again(room):
    """`typed` and `untyped` of each face write down for notebook and web edition alike; every answer of every exercise there and back."""
    pages = []
    for lesson in exercises.lessons():
        for task in exercises.definition(lesson).tasks:
            if task.is_form:
                pages.append([form_page.page(task), [left for _, left in clicked.answers(task)]])
    back = room.page.evaluate(SCRIPTS["answers there and back"], [models.Runtime._esm, pages])
    for (page, answers), found in zip(pages, back, strict=True):
        assert list(map(_alike, found)) == list(map(_alike, answers)), page["question"]["id"]


def _alike(left):
    """An answer in one spelling: choices have no order, and a list of one is that one."""
    if isinstance(left, dict):
        return {name: _alike(entry) for name, entry in left.items()}
    if isinstance(left, list):
        return left[0] if len(left) == 1 else sorted(left)
    return left
