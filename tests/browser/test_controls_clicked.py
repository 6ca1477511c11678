"""A map that is clicked and the box for a sentence in a real JupyterLab: keyboard, axe, another run, reopening."""

import pytest
from playwright.sync_api import expect
from support import thorough

SETUP = "from derisking import progress\nfrom derisking import widgets as controls"
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
    lab.open(course.notebook("controls", [SETUP, MAP, ASK, KEPT], own.name))
    lab.theme("light")
    lab.run_all()
    lab.page.wait_for_selector(".dr-explorer svg")
    lab.page.wait_for_selector("textarea.dr-sentence")
    return lab


def test_a_click_on_a_picture_chooses_what_it_shows(room):
    """A click on an American brick takes the United States away, beside the wall nobody, and on the hole it gives them back."""
    page, choice = room.page, room.page.get_by_label("Third hit")
    page.get_by_role("button", name="Free play").click()
    choice.select_option(label="nobody")
    picture = page.locator(".dr-explorer .dr-svg svg")
    picture.scroll_into_view_if_needed()
    for across, down, chosen in ((0.1, 0.32, "United States"), (0.003, 0.5, "United States"), (0.1, 0.32, "nobody")):
        place = picture.bounding_box()
        page.mouse.click(place["x"] + across * place["width"], place["y"] + down * place["height"])
        page.wait_for_timeout(300)  # a click beside it must change nothing
        expect(choice.locator("option:checked")).to_have_text(chosen)


def box(lab):
    return lab.page.get_by_role("textbox", name="What must one ask of a share?")


def test_a_sentence_is_kept_with_the_keyboard_and_compared(room):
    said, authors = room.page.locator("form.dr-card [role=status]").last, room.page.get_by_text("Ask: of what?")
    room.page.get_by_role("button", name="Save my sentence").click()
    expect(said).to_have_text("Write a sentence first.")
    expect(box(room)).to_be_focused()
    expect(authors).to_have_count(0)
    box(room).press_sequentially(MINE)  # the line break is a line break, not a shortcut of the notebook
    room.page.get_by_role("button", name="Save my sentence").click()
    authors.wait_for()
    expect(said).to_contain_text("Kept.")
    expect(room.page.locator(".dr-two", has_text="The authors wrote")).to_contain_text("is it a share?")
    expect(box(room)).to_have_value(MINE)


@pytest.mark.parametrize("theme", thorough.but(["light", "dark"], "dark"))
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
    expect(outputs.nth(2)).to_contain_text("Ask: of what?")
    expect(outputs.nth(3)).to_contain_text("is it a share?")


def test_reopened_it_reads_as_text_and_says_what_to_do(room, lab, course):
    room.save()
    own = course.root / "controls"
    (own / "reopened.ipynb").write_bytes(
        (own / "controls.ipynb").read_bytes()
    )  # another name: the first one's kernel still runs
    lab.open("controls/reopened.ipynb")
    outputs = lab.page.locator(".jp-CodeCell .jp-Cell-outputArea")
    for words in ("Ask: of what?", "is it a share?", "Run this cell to write your sentence"):
        expect(outputs.nth(2)).to_contain_text(words)
    assert not any("Error" in text for text in lab.cell_outputs())
