"""What a hub adds to the pages: the button *Hand in* above an exercise, and the page on which a teacher opens the room."""

import jinja2
import pytest
from playwright.sync_api import expect
from support import html_rules, told, web

from derisking import lessons, places
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
