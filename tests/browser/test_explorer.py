"""In a real JupyterLab: an explorer, a picture that is clicked, a sentence to write, and a whole lesson; each run again and reopened.
With PICTURES set, pictures are kept in test-artifacts/."""

import contextlib
import statistics
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support import html_rules, thorough, web

CELLS = [
    "from derisking import explore, progress, widgets",
    'explore.screen().then("What *follows*.")',
    "explore.chain()",
    'widgets.write("90-demo", "share", prompt="What must one ask of a *share*?", authors="Ask: of **what**?")',
    'progress.sentence("90-demo", "share")',
]
MINE = "Of what\nis it a share?"
FREE = "Free play"
FRAME = ".dr-explorer .dr-svg"
RANGES = "Concentration above", "Reliance above", "Imports over exports above", "One country above"


@pytest.fixture(scope="module")
def room(new_lab, course):
    """A window on the cells, which run, with a record of their own."""
    lab, own = new_lab(1000, 1000), course.anew()
    lab.own = own.parent.name
    lab.open(course.notebook("screen", CELLS, f"{lab.own}/notebooks"))
    lab.theme("light")
    lab.run_all()
    lab.page.wait_for_selector("textarea.dr-sentence")
    lab.page.wait_for_selector(FRAME)
    return lab


def output(lab, cell):
    """What one of CELLS shows."""
    return lab.page.locator(".jp-CodeCell").nth(cell).locator(".jp-Cell-outputArea")


@pytest.fixture(scope="module")
def sandbox(room):
    """The same room past its goals, also where the test of the goals has not run or has failed."""
    button = output(room, 1).get_by_role("button", name=FREE)
    if button.is_visible():
        button.click()
    only(room, *RANGES)
    return room


def only(lab, *labels):
    """Wait until these ranges can be seen and no other."""
    expect(output(lab, 1).locator(".dr-range:visible > label")).to_have_text(list(labels))


@contextlib.contextmanager
def another_picture(lab):
    """Wait until what is done inside this block has brought another picture."""
    old = lab.page.locator(FRAME).first.inner_html()
    yield
    lab.page.wait_for_function(f"(old) => document.querySelector('{FRAME}').innerHTML !== old", arg=old)


def press(lab, label, key):
    """Move one control by keyboard."""
    with another_picture(lab):
        lab.page.get_by_label(label).press(key)


def test_goals_come_one_after_the_other_and_then_what_follows(room):
    page, found = room.page, output(room, 1)
    later = found.locator(".dr-later")
    expect(found.locator(".dr-goals")).to_contain_text("Goal 1 of 3")
    expect(later).to_contain_text("when you have reached the last goal")
    expect(later).not_to_contain_text("What follows.")
    only(room, RANGES[0])
    expect(found.get_by_role("button", name="Next goal")).to_be_hidden()
    page.evaluate("""() => {
        const done = document.querySelector('.dr-done');
        window.praise = [];
        new MutationObserver(() => window.praise.push(done.textContent)).observe(done, {childList: true});
    }""")
    with another_picture(room):
        page.get_by_label(RANGES[0]).fill("0.7")
    found.get_by_text("✓ Reached.").wait_for()
    found.get_by_role("button", name="Next goal").click()
    found.get_by_text("Goal 2 of 3").wait_for()
    only(room, *RANGES[1:3])
    page.wait_for_function("window.praise.length > 1")
    praise = page.evaluate("window.praise")
    assert len(praise) == 2 and "magnesium" in praise[0] and praise[1] == "", "the next goal's answer was shown or said"
    found.get_by_role("button", name=FREE).click()
    found.locator(".dr-eyebrow", has_text="Free play").wait_for()
    only(room, *RANGES)
    expect(later).to_contain_text("What follows.")


def test_the_change_is_said_aloud_and_the_kernel_need_not_answer(sandbox):
    words, kernel = (
        output(sandbox, 1).locator(".dr-line"),
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel",
    )
    before = words.inner_text()
    expect(words).to_have_attribute("role", "status")
    sandbox.page.evaluate(f"() => {{ {kernel}.requestExecute({{code: 'import time; time.sleep(20)'}}); }}")
    press(sandbox, RANGES[0], "ArrowRight")
    assert words.inner_text() != before
    press(sandbox, RANGES[0], "ArrowLeft")
    sandbox.page.evaluate(f"{kernel}.interrupt()")


def test_time_from_move_to_picture(sandbox):
    """Printed for `run.py bench`, which knows the limit."""
    sandbox.page.evaluate(f"""() => {{
        window.times = [];
        document.addEventListener('input', () => {{ window.started = performance.now(); }}, true);
        const frame = document.querySelector("{FRAME}");
        new MutationObserver(() => window.times.push(performance.now() - window.started)).observe(frame, {{childList: true}});
    }}""")
    for key in ["ArrowRight"] * 4 + ["ArrowLeft"] * 4:
        press(sandbox, RANGES[0], key)
    times = sandbox.page.evaluate("window.times.filter((t) => !isNaN(t))")
    print(f"explorer, move to picture: median {statistics.median(times):.0f} ms, most {max(times):.0f} ms")


def test_a_click_on_a_picture_chooses_what_it_shows(room):
    """A click on an American brick takes the United States away, beside the wall nobody, and on the hole it gives them back."""
    page, found, choice = room.page, output(room, 2), room.page.get_by_label("Third hit")
    found.get_by_role("button", name=FREE).click()
    choice.select_option(label="nobody")
    picture = found.locator(".dr-svg svg")
    picture.scroll_into_view_if_needed()
    for across, down, chosen in ((0.1, 0.32, "United States"), (0.003, 0.5, "United States"), (0.1, 0.32, "nobody")):
        place = picture.bounding_box()
        page.mouse.click(place["x"] + across * place["width"], place["y"] + down * place["height"])
        page.wait_for_timeout(300)  # a click beside it must change nothing
        expect(choice.locator("option:checked")).to_have_text(chosen)


@pytest.mark.parametrize("theme", thorough.but(["light", "dark"], "dark"))
def test_axe(room, theme):
    room.theme(theme)
    room.shot(f"explorer-{theme}", ".jp-Notebook")
    assert room.axe(".jp-OutputArea") == []
    # Labels find their control by id, and each widget brings its own copy of the script that makes them.
    ids = room.page.eval_on_selector_all(".dr-root [id]", "nodes => nodes.map((node) => node.id)")
    assert len(ids) == len(set(ids)) >= 4
    room.theme("light")


def test_a_sentence_is_kept_and_comes_back_and_without_a_kernel_all_can_be_read(sandbox, new_lab, course):
    box = sandbox.page.get_by_role("textbox", name="What must one ask of a share?")
    said, authors = output(sandbox, 3).get_by_role("status").last, output(sandbox, 3).get_by_text("Ask: of what?")
    save = sandbox.page.get_by_role("button", name="Save my sentence")
    save.click()
    expect(said).to_have_text("Write a sentence first.")
    expect(box).to_be_focused()
    expect(authors).to_have_count(0)
    box.press_sequentially(MINE)  # the line break is a line break, not a shortcut of the notebook
    save.click()
    authors.wait_for()
    expect(said).to_contain_text("Kept.")
    expect(sandbox.page.locator(".dr-two", has_text="The authors wrote")).to_contain_text("is it a share?")
    expect(box).to_have_value(MINE)
    sandbox.run_all()
    expect(box).to_have_value(MINE)
    expect(output(sandbox, 3)).to_contain_text("Ask: of what?")
    expect(output(sandbox, 4)).to_contain_text("is it a share?")
    expect(output(sandbox, 1).locator(".dr-later")).to_contain_text(
        "What follows."
    )  # who comes back has it from the start
    sandbox.save()
    folder = course.root / sandbox.own / "notebooks"
    (folder / "alone.ipynb").write_bytes((folder / "screen.ipynb").read_bytes())
    again = new_lab(1000, 1000)
    again.open(f"{sandbox.own}/notebooks/alone.ipynb", kernel=False)
    still = output(again, 1).locator(".dr-static")
    expect(still.locator("figure img")).to_be_visible()
    expect(still).to_contain_text("11 of 30 pass")
    expect(still).to_contain_text("Run this cell to move the controls.")
    for words in ("Ask: of what?", "is it a share?", "Run this cell to write your sentence"):
        expect(output(again, 3)).to_contain_text(words)
    assert not any(word in text for text in again.cell_outputs() for word in ("model not found", "Error"))
    again.shot("explorer-reopened", ".jp-CodeCell .jp-Cell-outputArea")


# --- a whole lesson -------------------------------------------------------------------------------------------------------
LESSONS = sorted(p.name for p in (Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]-*.ipynb"))
SOUR = ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr'], .jp-mod-error"
SEEN = "(node) => [node.innerText, ...[...node.querySelectorAll('.dr-svg')].map((one) => one.innerHTML)].join()"


@pytest.mark.parametrize("lesson", thorough.but(LESSONS, "06-japan-alliance.ipynb"))
def test_a_lesson_runs_without_a_complaint_and_its_explorers_move(lesson, lab):
    """Each by its first control; in the web edition's tests every one is moved. Axe in one of the two themes a lesson, in turn."""
    theme = ("light", "dark")[LESSONS.index(lesson) % 2]
    lab.resize(1280, 1400)
    lab.open(f"notebooks/{lesson}")
    lab.theme(theme)
    lab.run_all()
    sour = lab.page.locator(SOUR)
    assert [sour.nth(i).inner_text()[:300] for i in range(sour.count())] == []
    cells = lab.page.locator(".jp-CodeCell", has=lab.page.locator(".dr-explorer")).filter(has_text="explore.").all()
    for cell in cells:
        area = cell.locator(".jp-OutputArea").first
        before = area.evaluate(SEEN)
        move_first(lab, cell)
        lab.page.wait_for_function(
            f"([node, before]) => ({SEEN})(node) !== before", arg=[area.element_handle(), before]
        )
    assert cells or lesson.startswith("00")
    assert lab.errors == [] and "Traceback" not in "".join(lab.cell_outputs())
    found = lab.axe(".jp-Cell-outputArea")
    lab.shot(f"{lesson}-{theme}", ".jp-Notebook")
    assert [line for line in found if line.startswith(("serious", "critical"))] == []


# Each output is alone in JupyterLab and has no head: styles stand in it. Nu wants them elsewhere, and is shown the rest.
BARE = """all => all.map((one) => {
  const copy = one.cloneNode(true);
  copy.querySelectorAll("style").forEach((style) => style.remove());
  return copy.innerHTML;
})"""
PAGE = '<!DOCTYPE html><html lang="en"><head><title>{}</title></head><body><main><h1>{}</h1><h2>Outputs</h2>{}</main></body></html>'


@pytest.mark.thorough
@pytest.mark.parametrize("lesson", LESSONS)
def test_two_more_engines_find_nothing_in_the_outputs(lesson, lab):
    """IBM's engine and the Nu validator look at what the course puts into JupyterLab."""
    lab.open(f"notebooks/{lesson}")
    lab.run_all()
    outputs = lab.page.locator(".jp-Cell-outputArea .jp-OutputArea-output")
    page = PAGE.format(lesson, lesson, "\n".join(outputs.evaluate_all(BARE)))
    assert outputs.count() > 10
    assert "\n".join(html_rules.nu({lesson: page})) == ""
    assert web.ibm(lab.page, ".jp-Cell-outputArea") == []
    outputs.first.evaluate("node => node.insertAdjacentHTML('beforeend', '<img src=x><input>')")
    assert web.ibm(lab.page, ".jp-Cell-outputArea") or not web.ENGINE.is_file(), "the canary"


def move_first(lab, cell):
    """Move the first control of an explorer; a range to its far end, since a small step may change nothing that the picture shows."""
    control = cell.locator(".dr-root :is(input[type=range], select):visible:enabled").first
    if not control.count():
        return cell.locator(".dr-segments label:has(input:not(:checked))").first.click()
    if control.evaluate("node => node.tagName") == "SELECT":
        return control.select_option(index=control.evaluate("node => node.selectedIndex") + 1)
    far = control.evaluate("node => node.value - node.min > node.max - node.value ? 'Home' : 'End'")
    control.press(far)
