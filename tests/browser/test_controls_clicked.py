"""The range control and the box for a sentence in a real JupyterLab: name, keyboard, kernel, axe, another run, reopening."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

SETUP = "from derisking import progress\nfrom derisking import widgets as controls"
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
VALUES = "print(inside.value, boxed.value, len(seen) > 0)"
MAP = "from derisking import explore\nexplore.chain()"
ASK = 'controls.write("90-demo", "share", prompt="What must one ask of a *share*?", authors="Ask: of **what**?")'
KEPT = 'progress.sentence("90-demo", "share")'
MINE = "Of what\nis it a share?"


@pytest.fixture(scope="module")
def room(new_lab, course):
    lab, own = (
        new_lab(),
        course.root / "controls",
    )  # with a record of its own, for lesson 7 tells what is in the course's
    own.mkdir(exist_ok=True)
    (own / ".derisking-course").write_text("", encoding="utf-8")
    lab.open(course.notebook("controls", [SETUP, BARE, BOXED, VALUES, MAP, ASK, KEPT], own.name))
    lab.theme("light")
    lab.run_all()
    lab.page.wait_for_selector(".dr-range input")
    lab.page.wait_for_selector("textarea.dr-sentence")
    return lab


def test_keyboard_and_value_in_the_kernel(room):
    page = room.page
    first = page.get_by_role("slider", name="Concentration threshold")
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(first).to_be_focused()
    expect(page.locator(".dr-range output").first).to_have_text("0.50")
    expect(first).to_have_attribute("aria-valuetext", "0.50")
    page.get_by_role("slider", name="Defects").press("Home")
    expect(page.locator(".dr-range output").nth(1)).to_have_text("0 per cm²")
    for _ in range(100):  # a moved control tells the kernel when it rests
        page.evaluate("""() => {
            const panel = window.jupyterapp.shell.currentWidget.content;
            panel.activeCellIndex = 3;
            return window.jupyterapp.commands.execute('notebook:run-cell');
        }""")
        if page.get_by_text("0.5 0.0 True").count():
            break
        page.wait_for_timeout(300)
    page.get_by_text("0.5 0.0 True").wait_for()


def test_a_click_on_a_picture_chooses_what_it_shows(room):
    """The picture is an image, which knows no parts: a click on the United States takes them away, on the sea nobody."""
    page, choice = room.page, room.page.get_by_label("Take away")
    picture = page.locator(".jp-OutputArea-output figure img").last
    picture.scroll_into_view_if_needed()
    for across, down, chosen in ((0.1, 0.16, "United States"), (0.5, 0.02, "United States"), (0.1, 0.16, "nobody")):
        place = picture.bounding_box()
        page.mouse.click(place["x"] + across * place["width"], place["y"] + down * place["height"])
        page.wait_for_timeout(300)  # a click on the sea must change nothing
        expect(choice.locator("option:checked")).to_have_text(chosen)


def box(lab):
    return lab.page.get_by_role("textbox", name="What must one ask of a share?")


def test_a_sentence_is_kept_with_the_keyboard_and_compared(room):
    said, authors = room.page.locator("form.dr-card [role=status]").last, room.page.get_by_text("Ask: of what?")
    room.page.get_by_role("button", name="Keep").click()
    expect(said).to_have_text("Write a sentence first.")
    expect(box(room)).to_be_focused()
    expect(authors).to_have_count(0)
    box(room).press_sequentially(MINE)  # the line break is a line break, not a shortcut of the notebook
    room.page.get_by_role("button", name="Keep").click()
    authors.wait_for()
    expect(said).to_contain_text("Kept.")
    expect(room.page.locator("table", has_text="The authors wrote")).to_contain_text("is it a share?")
    expect(box(room)).to_have_value(MINE)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe(room, theme):
    room.theme(theme)
    found = room.axe(".jp-OutputArea")
    room.shot(f"controls-{theme}", ".jp-Notebook")
    room.theme("light")
    assert found == []


def test_another_run_brings_the_sentence_back(room):
    room.run_all()
    outputs = room.page.locator(".jp-CodeCell .jp-Cell-outputArea")
    expect(box(room)).to_have_value(MINE)
    expect(outputs.nth(5)).to_contain_text("Ask: of what?")
    expect(outputs.nth(6)).to_contain_text("is it a share?")


def test_reopened_it_reads_as_text_and_says_what_to_do(room, lab, course):
    room.save()
    own = course.root / "controls"
    (own / "reopened.ipynb").write_bytes(
        (own / "controls.ipynb").read_bytes()
    )  # another name: the first one's kernel still runs
    lab.open("controls/reopened.ipynb")
    outputs = lab.page.locator(".jp-CodeCell .jp-Cell-outputArea")
    for words in ("Ask: of what?", "is it a share?", "Run this cell to write your sentence"):
        expect(outputs.nth(5)).to_contain_text(words)
    assert not any("Error" in text for text in lab.cell_outputs())
