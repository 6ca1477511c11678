"""An explorer in a real JupyterLab: controls move the picture without the kernel, words follow, axe, time, and what is reopened."""

import contextlib
import statistics

import pytest
from playwright.sync_api import expect
from support import thorough

CELL = "from derisking import explore\nexplore.screen()"
FREE = "Free play"
FRAME = ".dr-explorer .dr-svg"
WAIT_FOR_OTHER = f"(old) => document.querySelector('{FRAME}').innerHTML !== old"


@pytest.fixture(scope="module")
def room(new_lab, course):
    lab = new_lab(1000, 1000)
    lab.open(course.notebook("screen", [CELL]))
    lab.theme("light")
    lab.run_all()
    lab.page.wait_for_selector(".dr-explorer input[type=range]")
    return lab


@pytest.fixture(scope="module")
def sandbox(room):
    """The same room past its goals, also where the test of the goals has not run or has failed."""
    button = room.page.get_by_role("button", name=FREE)
    if button.is_visible():
        button.click()
    only(room, "Concentration above", "Reliance above", "Imports over exports above", "One country above")
    return room


def only(lab, *labels):
    """Wait until these ranges can be seen and no other."""
    expect(lab.page.locator(".dr-range:visible > label")).to_have_text(list(labels))


def test_goals_come_one_after_the_other(room):
    page = room.page
    expect(page.locator(".dr-goals")).to_contain_text("Goal 1 of 3")
    only(room, "Concentration above")
    expect(page.get_by_role("button", name="Next goal")).to_be_hidden()
    page.evaluate("""() => {
        const done = document.querySelector('.dr-done');
        window.praise = [];
        new MutationObserver(() => window.praise.push(done.textContent)).observe(done, {childList: true});
    }""")
    move(room, "Concentration above", "0.7")
    page.get_by_text("✓ Reached.").wait_for()
    page.get_by_role("button", name="Next goal").click()
    page.get_by_text("Goal 2 of 3").wait_for()
    only(room, "Reliance above", "Imports over exports above")
    page.wait_for_function("window.praise.length > 1")
    praise = page.evaluate("window.praise")
    assert len(praise) == 2 and "magnesium" in praise[0] and praise[1] == "", "the next goal's answer was shown or said"
    page.get_by_role("button", name=FREE).click()
    page.locator(".dr-eyebrow", has_text="Free play").wait_for()
    only(room, "Concentration above", "Reliance above", "Imports over exports above", "One country above")


@contextlib.contextmanager
def another_picture(lab):
    """Wait until what is done inside this block has brought another picture."""
    old = lab.page.locator(FRAME).inner_html()
    yield
    lab.page.wait_for_function(WAIT_FOR_OTHER, arg=old)


def press(lab, label, key):
    """Move one control by keyboard."""
    with another_picture(lab):
        lab.page.get_by_label(label).press(key)


def words(lab):
    """The line of words under the picture, which comes with it."""
    return lab.page.locator(".dr-explorer .dr-line")


def move(lab, label, value):
    """Drag one control to a value."""
    with another_picture(lab):
        lab.page.get_by_label(label).fill(value)


def test_the_change_is_said_aloud_and_the_kernel_need_not_answer(sandbox):
    sandbox.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()")
    before = words(sandbox).inner_text()
    expect(words(sandbox)).to_have_attribute("role", "status")
    busy = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code: 'import time; time.sleep(20)'})"
    sandbox.page.evaluate(f"() => {{ {busy}; }}")
    press(sandbox, "Concentration above", "ArrowRight")
    assert words(sandbox).inner_text() != before
    press(sandbox, "Concentration above", "ArrowLeft")
    sandbox.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()")


def test_more_of_it_comes_when_the_goals_are_over(sandbox, new_lab, course):
    lab = new_lab(1000, 1000)
    own = course.anew()
    cell = 'explore.screen().then("What *follows*.")'
    lab.open(course.notebook("follows", [CELL.partition("\n")[0], cell], f"{own.parent.name}/notebooks"))
    lab.run_all()
    later = lab.page.locator(".dr-explorer .dr-later")
    expect(later).to_contain_text("when you have reached the last goal")
    expect(later).not_to_contain_text("What follows.")
    lab.page.get_by_role("button", name=FREE).click()
    expect(later).to_contain_text("What follows.")
    lab.run_all()
    expect(later).to_contain_text("What follows.")  # who comes back has it from the start


@pytest.mark.parametrize("theme", thorough.but(["light", "dark"], "dark"))
def test_axe(room, theme):
    room.theme(theme)
    room.shot(f"explorer-{theme}", ".jp-CodeCell .jp-Cell-outputArea")
    found = room.axe(".jp-CodeCell .jp-Cell-outputArea")
    assert [line for line in found if line.startswith(("serious", "critical"))] == []
    # Labels find their control by id, and each widget brings its own copy of the script that makes them.
    ids = room.page.eval_on_selector_all(".dr-root [id]", "nodes => nodes.map((node) => node.id)")
    assert len(ids) == len(set(ids)) >= 4
    room.theme("light")


def test_time_from_move_to_picture(sandbox):
    """Printed for `run.py bench`, which knows the limit."""
    sandbox.page.evaluate("""() => {
        window.times = [];
        document.addEventListener('input', () => { window.started = performance.now(); }, true);
        const frame = document.querySelector(".dr-explorer .dr-svg");
        new MutationObserver(() => window.times.push(performance.now() - window.started)).observe(frame, {childList: true});
    }""")
    for key in ["ArrowRight"] * 4 + ["ArrowLeft"] * 4:
        press(sandbox, "Concentration above", key)
        sandbox.page.wait_for_timeout(100)
    times = sandbox.page.evaluate("window.times.filter((t) => !isNaN(t))")
    print(f"explorer, move to picture: median {statistics.median(times):.0f} ms, most {max(times):.0f} ms")


def test_without_a_kernel_the_first_picture_stands(sandbox, course, new_lab):
    sandbox.save()
    again = new_lab(1000, 1000)
    (course.root / "notebooks" / "alone.ipynb").write_bytes((course.root / "notebooks" / "screen.ipynb").read_bytes())
    again.open("notebooks/alone.ipynb", kernel=False)
    still = again.page.locator(".jp-OutputArea-output .dr-static")
    expect(still.locator("figure img")).to_be_visible()
    expect(still).to_contain_text("11 of 30 pass")
    expect(still).to_contain_text("Run this cell to move the controls.")
    assert "model not found" not in "".join(again.cell_outputs()).lower()
    again.shot("explorer-reopened", ".jp-CodeCell .jp-Cell-outputArea")
