"""Writing a sentence in a real JupyterLab: label, keyboard, the authors' sentence, another run, reopening, axe."""

from __future__ import annotations

import pytest

SETUP = "from derisking import progress, widgets"
ASK = 'widgets.write("90-demo", "share", prompt="What must one ask of a *share*?", authors="Ask: of **what**?")'
KEPT = 'progress.sentence("90-demo", "share")'
MINE = "Of what\nis it a share?"


@pytest.fixture(scope="module")
def room(new_lab, course):
    lab = new_lab()
    lab.open(course.notebook("write", [SETUP, ASK, KEPT]))
    lab.theme("light")
    lab.run_all()
    lab.page.wait_for_selector("textarea.dr-sentence")
    return lab


def box(lab):
    return lab.page.get_by_role("textbox", name="What must one ask of a share?")


def keep(lab, text):
    box(lab).fill("")
    box(lab).press_sequentially(text)
    lab.page.get_by_role("button", name="Keep").click()


def test_an_empty_box_asks_for_a_sentence(room):
    room.page.get_by_role("button", name="Keep").click()
    assert room.page.locator("form.dr-card [role=status]").inner_text() == "Write a sentence first."
    assert box(room).evaluate("e => e === document.activeElement")
    assert room.page.get_by_text("Ask: of what?").count() == 0


def test_kept_with_the_keyboard_and_compared(room):
    keep(room, MINE)  # the line break is a line break, not a shortcut of the notebook
    room.page.get_by_text("Ask: of what?").wait_for()
    assert "Kept." in room.page.locator("form.dr-card [role=status]").inner_text()
    shown = room.page.locator("table", has_text="The authors wrote").inner_text()
    assert "Of what" in shown and "is it a share?" in shown
    assert box(room).input_value() == MINE


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe(room, theme):
    room.theme(theme)
    found = room.axe(".jp-OutputArea")
    room.shot(f"write-{theme}", ".jp-Notebook")
    room.theme("light")
    assert found == []


def test_another_run_brings_the_sentence_back(room):
    room.run_all()
    room.page.wait_for_selector("textarea.dr-sentence")
    assert box(room).input_value() == MINE
    assert "Ask: of what?" in room.cell_outputs()[1] and "is it a share?" in room.cell_outputs()[2]


def test_reopened_it_shows_the_comparison_and_says_what_to_do(room, lab, course):
    room.save()
    saved = (course.root / "notebooks" / "write.ipynb").read_bytes()
    (course.root / "notebooks" / "write-reopened.ipynb").write_bytes(saved)  # the first one's kernel still runs
    lab.open("notebooks/write-reopened.ipynb")
    words = lab.cell_outputs()[1]
    assert "Ask: of what?" in words and "is it a share?" in words
    assert "Run this cell to write your sentence" in words and "Error" not in words
