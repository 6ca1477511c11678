"""The desk for memos in a real browser: memos by the keyboard alone, what is said and shown, axe, wide and narrow."""

import random
import re

import pytest
from playwright.sync_api import expect
from support import html_rules, thorough, web
from support.desk_page import Page
from support.lab_window import Lab
from support.quick import with_memos

from derisking.classroom import gradebook as book
from derisking.classroom.course import Course

LESSON = "02-de-risking"
HOW_MANY = 6
WORDS = (
    "Minister, protect permanent magnets. China sold 88.6 % of the value of the permanent magnets that the EU imported in 2024. A "
    'minister wrote [95 %](https://x.example "fact: magnets-eu-china-value-2024"); my cat weighs 4 kg.\n\n# So\n\n| a | b |\n|---|---|\n| 1 | 2 |'
)
HOSTILE = "<script>document.title = 'mine'; alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](https://x.example/b.png)"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = Course(tmp_path_factory.mktemp("marking") / "grading")
    memos = {f"s{number:02d}": f"{WORDS} Number {number}." for number in range(HOW_MANY)}
    with_memos(made, LESSON, {**memos, "s03": HOSTILE})
    return made


@pytest.fixture(scope="module")
def served(course):
    page = Page(course, LESSON)
    yield page
    page.kill()


def window(browser, served, width=1280, height=800, scheme="light"):
    lab = Lab(browser, None, width, height, color_scheme=scheme)
    lab.alerts = []
    lab.page.on("dialog", lambda dialog: (lab.alerts.append(dialog.message), dialog.dismiss()))
    lab.page.on("request", lambda one: lab.alerts.append(one.url) if not one.url.startswith(served.base) else None)
    lab.page.goto(served.address)
    lab.page.wait_for_selector(".row")
    return lab


@pytest.fixture(scope="module")
def desk(browser, served):
    lab = window(browser, served)
    yield lab
    lab.close()


def said(lab, words):
    lab.page.wait_for_function("words => document.querySelector('#said').textContent.includes(words)", arg=words)


def in_row(lab, name):
    lab.page.wait_for_function("name => document.activeElement.closest('.row')?.dataset.row === name", arg=name)


def test_keys_set_rows_and_say_so(desk):
    page = desk.page
    said(desk, f"Memo 1 of {HOW_MANY}, 0 of {HOW_MANY} marked")
    in_row(desk, "Recommendation")
    assert page.url.endswith("/") and "#" not in page.url, "the address holds no token"
    page.keyboard.press("2")
    said(desk, "Recommendation: 2. 2 so far, 4 of 5 rows open.")
    in_row(desk, "Evidence")
    page.keyboard.press("ArrowRight")  # natively: the next level of this row
    said(desk, "Evidence: 1. 3 so far")
    page.keyboard.press("Tab")
    in_row(desk, "Concepts")
    ring = "getComputedStyle(document.activeElement.closest('.level')).outlineWidth"
    assert page.evaluate(ring) == "3px", "the focus is seen"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Backspace")
    said(desk, "Evidence: open again. 2 so far, 4 of 5 rows open.")
    page.keyboard.press("7")
    said(desk, "Evidence has no level 7.")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    in_row(desk, "Evidence")  # back where it was
    page.keyboard.press("p")
    said(desk, "This is the first memo.")


def test_a_figure_tells_its_row_by_the_keyboard(desk):
    page = desk.page
    page.keyboard.press("m")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "88.6 %: agrees with the registry")
    tip = page.locator(".tip").first
    expect(tip).to_be_visible()
    expect(tip).to_contain_text(re.compile("magnets-eu-china-value-2024: 88.6 %, 2024.*CEPII"))
    expect(page.locator("mark")).to_have_class(["agrees", "differs", "unknown"])
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    in_row(desk, "Evidence")


def test_memos_by_the_keyboard_alone(desk, course):
    """Five digits and Enter each, with comments and corrections in between; every mark arrives in nbgrader's gradebook."""
    page, dice, wanted = desk.page, random.Random(4), {}
    page.keyboard.press("ArrowUp")
    for number in range(HOW_MANY):
        levels = [dice.randrange(3) for _ in range(5)]
        for points in levels:
            page.keyboard.press(str(points))
        if number == 1:
            page.keyboard.press("c")
            page.keyboard.type("Name the year.")
            page.keyboard.press("Escape")
            page.keyboard.press("k")
        if number == 4:
            for key in ("r", "Enter", "Escape"):
                page.keyboard.press(key)
        if number == 3:  # a correction: one row up, another level
            page.keyboard.press("ArrowUp")
            levels[3] = 2 - levels[3]
            page.keyboard.press(str(levels[3]))
        wanted[f"s{number:02d}"] = sum(levels)
        page.keyboard.press("Enter")
        if number == 0:
            page.keyboard.press("0")  # too early: keys wait until the next memo is there
        going = f"Memo {number + 2} of {HOW_MANY}, {number + 1} of {HOW_MANY} marked"
        said(desk, going if number + 1 < HOW_MANY else "No other memo waits.")
    with book.opened(course) as gradebook:
        works = book.works(gradebook, LESSON)
    assert {student: work.memo.score for student, work in works.items()} == wanted
    assert not any(work.memo.waits for work in works.values())
    comments = {student: work.memo.comment for student, work in works.items() if work.memo.comment}
    assert comments == dict.fromkeys(("s01", "s04"), "Name the year.")
    assert desk.errors == [] and desk.alerts == [], "no script of a memo ran, and nothing was fetched from elsewhere"
    assert page.title().endswith("marking memos")


def faults(lab):
    """What the engines find in a page, wide and narrow."""
    found = []
    for width in (1280, 320):
        lab.resize(width)
        found += lab.axe("html")
        found += [width] if lab.page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
    return found + lab.page.evaluate(web.SPACED) + web.ibm(lab.page)


@pytest.fixture(scope="module")
def looked_at():
    """Name -> what a page holds; one start of the validator reads all."""
    return {}


@pytest.mark.parametrize("scheme", thorough.but(["light", "dark"], "dark"))
def test_the_desk_is_open_to_all_wide_and_narrow(browser, served, looked_at, scheme):
    lab = window(browser, served, scheme=scheme)
    try:
        assert _open(lab, "?") == _open(lab, "g") == []
        lab.page.locator(".note").first.focus()
        assert faults(lab) == []
        looked_at["desk"] = lab.page.content()
    finally:
        lab.close()


def _open(lab, key):
    """axe with a dialog open, which is closed again."""
    lab.page.keyboard.press(key)
    lab.page.wait_for_selector("dialog[open]")
    found = lab.axe("html")
    lab.page.keyboard.press("Escape")
    return found


@pytest.mark.parametrize("scheme", thorough.but(["light", "dark"], "dark"))
def test_the_page_of_the_term_is_open_to_all_wide_and_narrow(browser, course, looked_at, scheme):
    served = Page(course, "", command="term")
    lab = Lab(browser, None, 1280, color_scheme=scheme)
    try:
        lab.page.goto(served.address)
        lab.page.wait_for_selector("#stands table")
        said(lab, "Nothing runs.")
        lab.page.get_by_label("The file rules.yaml").fill("labels: x")
        lab.page.get_by_role("button", name="Keep the rules").click()
        expect(lab.page.locator("#rules-said")).to_contain_text("rules.yaml, labels: “x” cannot stand here")
        assert faults(lab) == [] == lab.errors and "#" not in lab.page.url
        assert html_rules.problems(looked_at | {"term": lab.page.content()}) == []
    finally:
        lab.close()
        served.stop()
