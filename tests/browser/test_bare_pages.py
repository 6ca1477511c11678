"""Bare pages in a browser. A hub's: the button *Hand in* above an exercise, and the page on which a teacher opens the room.
The teacher's build: notes beside the text or above it, a clock that says early or late, nothing for axe."""

import shutil

import jinja2
import pytest
from playwright.sync_api import expect
from support import html_rules, told, web, web_site

from derisking import lessons, places
from derisking.exports.web import plan, scripts
from derisking.hub import button

SCRIPT = places.PACKAGE / "lab/labextensions/derisking-course/static/hand-in.js"
# As course.js makes elements, and a hub that has nothing yet.
MADE = told.cases(__file__, "scripts.yaml")["the button Hand in"]


@pytest.fixture(scope="module")
def looked_at():
    """Name -> what a page holds; one start of the validator reads both."""
    return {}


def test_the_button_hand_in(browser, looked_at):
    page = browser.new_page(viewport={"width": 390, "height": 780})
    page.set_content(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Exercise</title></head><body><main><h1>Exercise</h1></main></body></html>"
    )
    script = SCRIPT.read_text(encoding="utf-8").replace("export function handIn", "window.handIn = function")
    page.evaluate(f"() => {{ {script} }}")
    page.evaluate(MADE)
    opens = page.get_by_role("button", name="Hand in", exact=True)
    expect(page.get_by_role("group", name="Hand in")).to_have_count(0)
    opens.click()
    expect(page.get_by_role("status")).to_have_text("You have not handed in this exercise yet.")
    assert web.axe(page) == web.ibm(page) == []
    looked_at["button"] = page.content()
    page.get_by_role("button", name="Hand in now").click()
    expect(page.get_by_role("status")).to_contain_text("Handed in on 1 December 2026")
    expect(page.get_by_role("status")).to_contain_text("Receipt: a1b2c3d4e5f6.")
    place = "/derisking/hand-in/exercises/02/02.ipynb"
    assert page.evaluate("asked") == [f"GET {place}", "saved", f"POST {place}"]
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="Hand in")).to_have_count(0)
    expect(opens).to_be_focused()
    page.close()


def test_the_page_that_opens_the_room(browser, looked_at):
    page = browser.new_page(viewport={"width": 390, "height": 780}, color_scheme="dark")
    template = jinja2.Template(button.ROOM.read_text(encoding="utf-8"), autoescape=True)
    page.set_content(template.render(lessons=lessons.read_all(), xsrf="x", said="<b>The hub</b> does not answer."))
    expect(page.get_by_role("status")).to_have_text("<b>The hub</b> does not answer.")
    expect(page.get_by_label("Lesson").locator("option")).to_have_count(8)
    assert web.axe(page) == web.ibm(page) == html_rules.problems(looked_at | {"room": page.content()}) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Lesson</title>
<link rel="stylesheet" href="course.css"><link rel="stylesheet" href="teacher.css"><script src="teacher.js" defer></script></head><body>
<p class="dr-teach-bar">For the teacher</p><main><article class="dr-page"><section><h1>Lesson</h1>{}</article></main></body></html>"""
PART = """<section><h2>{0}</h2><div class="dr-teach docutils container"><p><strong>{1} min</strong> Vote 1.</p><p><strong>Ask.</strong> Of what?</p></div>
<p>{2}</p></section>"""


@pytest.fixture
def page(browser, tmp_path):
    scripts.write(tmp_path)
    for name in plan.FILES:
        shutil.copy(scripts.BESIDE / name, tmp_path)
    words = "A share is a fraction. " * 150
    parts = [PART.format(*one, words) for one in (("First", "0–10"), ("Second", "10–25"), ("Third", "25–30"))]
    (tmp_path / "lesson.html").write_text(PAGE.format("".join(parts) + "</section>"), encoding="utf-8")
    window = browser.new_page(viewport={"width": 1280, "height": 900})
    window.clock.install()
    with web_site.serve(tmp_path) as address:
        window.goto(f"{address}/lesson.html")
        yield window
    window.close()


def test_notes_stand_beside_the_text_and_the_clock_tells_early_from_late(page):
    note, text = page.locator(".dr-teach").first, page.locator("section section > p").first
    clock = page.get_by_role("region", name="Clock of the lesson")
    assert note.bounding_box()["x"] > text.bounding_box()["x"] + text.bounding_box()["width"]
    page.get_by_role("button", name="Start the clock: 30 minutes").click()
    for minutes, heading, said in (
        (0, "First", "First (0–10). Here: on time"),
        (12, "First", "Second (10–25). Here: 3 min late"),
        (0, "Third", "Here: 13 min early"),
        (30, "Third", "the end. Here: 13 min late"),
    ):
        page.locator("h2", has_text=heading).evaluate("(head) => head.scrollIntoView()")
        page.clock.run_for(minutes * 60_000 + 10_000)
        expect(clock).to_contain_text(said)
    for theme in ("light", "dark"):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        assert web.axe(page, ".dr-teach, .dr-teach-bar, .dr-clock") == []
    assert web.ibm(page) == []
    page.reload()
    expect(clock).to_contain_text("42 of 30 min")
    page.get_by_role("button", name="Hide the notes").click()
    expect(note).to_be_hidden()
    page.get_by_role("button", name="Show the notes").click()
    page.set_viewport_size({"width": 390, "height": 800})
    assert note.bounding_box()["y"] < text.bounding_box()["y"] and note.bounding_box()["width"] > 300
    assert page.evaluate("document.documentElement.scrollWidth") == 390
