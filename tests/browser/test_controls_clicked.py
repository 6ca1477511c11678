"""The range control in a real JupyterLab: name, keyboard, value in the kernel, axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

SETUP = "from derisking import widgets as controls"
BARE = """
inside = controls.Range("Concentration threshold", 0.4, 0, 1, 0.05)
inside.observe(lambda change: seen.append(change["new"]), "value")
seen = []
inside
"""
BOXED = """
import ipywidgets
boxed = controls.Range("Defects", 3, 0, 10, 1, "per cm²")
ipywidgets.VBox([boxed, controls.Select("Year", ["2022", "2024"], "2024")])
"""
MAP = "from derisking import explore\nexplore.chain()"


@pytest.fixture(scope="module")
def room(new_lab, course):
    lab = new_lab()
    cells = [SETUP, BARE, BOXED, "print(inside.value, boxed.value, len(seen) > 0)", MAP]
    lab.open(course.notebook("controls", cells))
    lab.theme("light")
    lab.run_all()
    lab.page.wait_for_selector(".dr-range input")
    return lab


def test_keyboard_and_value_in_the_kernel(room):
    page = room.page
    first, second = (
        page.get_by_role("slider", name="Concentration threshold"),
        page.get_by_role("slider", name="Defects"),
    )
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".dr-range output").first).to_have_text("0.50")
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-valuetext", "0.50")
    second.focus()
    page.keyboard.press("Home")
    expect(page.locator(".dr-range output").nth(1)).to_have_text("0 per cm²")
    page.wait_for_timeout(300)
    page.evaluate("""() => {
        const panel = window.jupyterapp.shell.currentWidget.content;
        panel.activeCellIndex = 3;
        return window.jupyterapp.commands.execute('notebook:run-cell');
    }""")
    page.get_by_text("0.5 0.0 True").wait_for()


def test_a_click_on_a_picture_chooses_what_it_shows(room):
    """The picture is an image, which knows no parts: a click on the United States takes them away, on the sea nobody."""
    page, choice = room.page, room.page.get_by_label("Take away")
    picture = page.locator(".jp-OutputArea-output figure img").last
    picture.scroll_into_view_if_needed()
    for across, down, chosen in ((0.1, 0.16, "United States"), (0.5, 0.02, "United States"), (0.1, 0.16, "nobody")):
        place = picture.bounding_box()
        page.mouse.click(place["x"] + across * place["width"], place["y"] + down * place["height"])
        page.wait_for_timeout(300)
        assert choice.evaluate("list => list.selectedOptions[0].text") == chosen


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe(room, theme):
    room.theme(theme)
    found = room.axe(".dr-range")
    room.shot(f"controls-{theme}", ".jp-Notebook")
    room.theme("light")
    assert found == []
