"""In a real JupyterLab: an explorer, a sentence to write, and a whole lesson; each run again and reopened. Goals and clicks on pictures
are held by the web edition's tests, since both editions draw with one code."""

import statistics
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support import html_rules, thorough, told, web

CELLS = [
    "from derisking import explore, progress, widgets",
    'explore.screen().then("What *follows*.")',
    'widgets.write("90-demo", "share", prompt="What must one ask of a *share*?", authors="Ask: of **what**?")',
    'progress.sentence("90-demo", "share")',
]
MINE = "Of what\nis it a share?"
FIRST, OUTPUTS = "Concentration above", ".jp-CodeCell .jp-Cell-outputArea"


@pytest.fixture(scope="module")
def room(module_lab, course):
    """A window on the cells, which run, with a record of their own."""
    lab = module_lab
    lab.resize(1000, 1000)
    lab.file = course.notebook("screen", CELLS)
    lab.open(course.called(lab.file))
    lab.run_all()
    lab.page.wait_for_selector("textarea.dr-sentence")
    lab.page.wait_for_selector(".dr-explorer .dr-svg")
    return lab


def output(lab, cell):
    """What one of CELLS shows."""
    return lab.page.locator(".jp-CodeCell").nth(cell).locator(".jp-Cell-outputArea")


def test_the_change_is_said_aloud_and_the_kernel_need_not_answer(room):
    """Also what follows comes without it, once all is free."""
    found = output(room, 1)
    words, later = found.locator(".dr-line"), found.locator(".dr-later")
    kernel = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
    expect(words).to_have_attribute("role", "status")
    expect(later).to_contain_text("when you have reached the last goal")
    expect(later).not_to_contain_text("What follows.")
    expect(found.locator(".dr-range:visible > label")).to_have_text([FIRST])
    room.page.evaluate(f"() => {{ {kernel}.requestExecute({{code: 'import time; time.sleep(20)'}}); }}")
    found.get_by_role("button", name="Free play").click()
    expect(found.locator(".dr-range:visible")).to_have_count(4)
    expect(later).to_contain_text("What follows.")
    before, picture = words.inner_text(), found.locator(".dr-svg").inner_html()
    room.page.get_by_label(FIRST).press("ArrowRight")
    expect(words).not_to_have_text(before)
    assert found.locator(".dr-svg").inner_html() != picture
    room.page.evaluate(f"{kernel}.interrupt()")


MOVES = told.cases(__file__, "scripts.yaml")["note how long each picture takes"]


def test_time_from_move_to_picture(room):
    """Printed for `run.py bench`, which knows the limit."""
    room.page.evaluate(MOVES)
    for key in ["ArrowRight"] * 4 + ["ArrowLeft"] * 4:
        room.page.get_by_label(FIRST).press(key)
    times = room.page.evaluate("window.times")
    assert times, "nothing was drawn"
    print(f"explorer, move to picture: median {statistics.median(times):.0f} ms, most {max(times):.0f} ms")


def test_axe(room):
    room.theme("dark")
    assert room.axe(".jp-OutputArea") == []
    # Labels find their control by id, and each widget brings its own copy of the script that makes them.
    ids = room.page.eval_on_selector_all(".dr-root [id]", "nodes => nodes.map((node) => node.id)")
    assert len(ids) == len(set(ids)) >= 4


def test_a_sentence_is_kept_and_comes_back_and_all_can_be_read_before_anything_runs(room, lab, course):
    box = room.page.get_by_role("textbox", name="What must one ask of a share?")
    said, authors = output(room, 2).get_by_role("status").last, output(room, 2).get_by_text("Ask: of what?")
    save = room.page.get_by_role("button", name="Save my sentence")
    save.click()
    expect(said).to_have_text("Write a sentence first.")
    expect(box).to_be_focused()
    expect(authors).to_have_count(0)
    box.press_sequentially(MINE)  # the line break is a line break, not a shortcut of the notebook
    save.click()
    authors.wait_for()
    expect(said).to_contain_text("Kept.")
    expect(room.page.locator(".dr-two", has_text="The authors wrote")).to_contain_text("is it a share?")
    room.run_all()
    expect(box).to_have_value(MINE)
    expect(output(room, 2)).to_contain_text("Ask: of what?")
    expect(output(room, 3)).to_contain_text("is it a share?")
    expect(output(room, 1).locator(".dr-later")).to_contain_text("What follows.")  # from the start, for who comes back
    room.save()
    alone = room.file.with_name("alone.ipynb")
    alone.write_bytes(room.file.read_bytes())
    picture = output(room, 1).locator(".dr-svg")
    before = picture.inner_html()
    room.restart()
    room.page.get_by_label(FIRST).press("ArrowLeft")
    assert picture.inner_html() != before, "a page that has lost its kernel still moves"
    lab.open(course.called(alone))
    still = output(lab, 1).locator(".dr-static")
    expect(still.locator("figure img")).to_be_visible()
    expect(still).to_contain_text("11 of 30 are on the list")
    expect(still).to_contain_text("Run this cell to move the controls.")
    for words in ("Ask: of what?", "is it a share?", "Run this cell to write your sentence"):
        expect(output(lab, 2)).to_contain_text(words)
    texts = " ".join(lab.page.locator(OUTPUTS).all_inner_texts())
    assert "model not found" not in texts and "Error" not in texts


LESSONS = sorted(p.name for p in (Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]-*.ipynb"))
SOUR = ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr'], .jp-mod-error"
# Each output is alone in JupyterLab and has no head: styles stand in it. Nu wants them elsewhere, and is shown the rest.
BARE = told.cases(__file__, "scripts.yaml")["outputs without their styles"]
PAGE = '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><main><h1>x</h1><h2>Outputs</h2>{}</main></body></html>'


@pytest.mark.parametrize("lesson", thorough.but(LESSONS, "01-reading-the-news.ipynb"))
def test_a_lesson_runs_without_a_complaint_and_its_explorers_are_drawn(lesson, lab, pytestconfig):
    """In the web edition's tests every explorer is moved. Axe in one of the two themes a lesson, in turn; before a release IBM's engine
    and the Nu validator look at what the course puts into JupyterLab, too."""
    lab.resize(1280, 1400)
    lab.open(f"notebooks/{lesson}")
    lab.theme(("light", "dark")[LESSONS.index(lesson) % 2])
    lab.run_all()
    assert lab.page.locator(SOUR).all_inner_texts() == []
    outputs = lab.page.locator(".jp-Cell-outputArea .jp-OutputArea-output")
    page = PAGE.format("\n".join(outputs.evaluate_all(BARE)))
    cells = lab.page.locator(".jp-CodeCell", has=lab.page.locator(".dr-explorer")).filter(has_text="explore.").all()
    assert cells or lesson.startswith("00")
    assert all(cell.locator(".dr-explorer .dr-svg svg").count() for cell in cells)
    assert lab.errors == [] and "Traceback" not in "".join(lab.page.locator(OUTPUTS).all_inner_texts())
    assert [line for line in lab.axe(".jp-Cell-outputArea") if line.startswith(("serious", "critical"))] == []
    if not pytestconfig.getoption("--thorough"):
        return
    assert outputs.count() > 9 and html_rules.nu({lesson: page}) == []
    assert web.ibm(lab.page, ".jp-Cell-outputArea") == []
    outputs.first.evaluate("node => node.insertAdjacentHTML('beforeend', '<img src=x><input>')")
    assert web.ibm(lab.page, ".jp-Cell-outputArea") or not web.ENGINE.is_file(), "the canary"
