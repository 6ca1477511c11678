"""An explorer in a real JupyterLab: controls move the picture, words follow, axe, time, and life without a kernel."""

import contextlib
import statistics

import pytest
from playwright.sync_api import expect

CELL = "from derisking import explore\nexplore.screen()"
FREE = "Skip to all controls"
PICTURE = ".jp-OutputArea-output figure img"
WAIT_FOR_OTHER = "(old) => document.querySelector('.jp-OutputArea-output figure img').src !== old"


@pytest.fixture(scope="module")
def room(new_lab, course):
    lab = new_lab(1000, 1000)
    lab.open(course.notebook("screen", [CELL]))
    lab.theme("light")
    lab.run_all()
    lab.page.wait_for_selector(".dr-root input[type=range]")
    return lab


@pytest.fixture(scope="module")
def sandbox(room):
    """The same room past its goals, also where the test of the goals has not run or has failed."""
    button = room.page.get_by_role("button", name=FREE)
    if button.is_visible():
        button.click()
    only(room, "Concentration above", "Reliance above", "Imports over exports above")
    return room


def only(lab, *labels):
    """Wait until these ranges can be seen and no other: each control is told on its own, a moment after the goal's words."""
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
    page.get_by_text("Sandbox").wait_for()
    only(room, "Concentration above", "Reliance above", "Imports over exports above")


@contextlib.contextmanager
def another_picture(lab):
    """Wait until what is done inside this block has brought another picture."""
    old = lab.page.locator(PICTURE).get_attribute("src")
    yield
    lab.page.wait_for_function(WAIT_FOR_OTHER, arg=old)


def press(lab, label, key):
    """Move one control by keyboard."""
    with another_picture(lab):
        lab.page.get_by_label(label).press(key)


def words(lab):
    """The line of words under the picture, which comes with it."""
    return lab.page.locator(".jp-OutputArea-output p", has_text=" pass;").last


def move(lab, label, value):
    """Drag one control to a value."""
    with another_picture(lab):
        lab.page.get_by_label(label).fill(value)


@pytest.mark.parametrize(
    ("label", "far", "back"),
    [("Concentration above", "0.9", "0.4"), ("Reliance above", "0.9", "0.5"), ("Imports over exports above", "4", "1")],
)
def test_each_range_moves_the_picture_and_not_its_place(sandbox, label, far, back):
    top = f"() => {{ const image = document.querySelector('{PICTURE}'); return image.getBoundingClientRect().top - image.closest('.jp-Cell').getBoundingClientRect().top; }}"
    before = sandbox.page.evaluate(top)
    move(sandbox, label, far)
    expect(words(sandbox)).not_to_contain_text("11 of 30")
    assert abs(sandbox.page.evaluate(top) - before) <= 2
    move(sandbox, label, back)
    expect(words(sandbox)).to_contain_text("11 of 30 pass")
    assert "Traceback" not in "".join(sandbox.cell_outputs())


def test_each_choice_moves_the_picture(sandbox):
    page = sandbox.page
    year = lambda text: page.get_by_role("radio", name=text).check()  # noqa: E731
    importer = lambda text: page.get_by_label("Importer").select_option(label=text)  # noqa: E731
    for choose, option in ((year, "2022"), (year, "2024"), (importer, "Japan"), (importer, "European Union (27)")):
        with another_picture(sandbox):
            choose(option)
    expect(words(sandbox)).to_contain_text("11 of 30 pass")


SAID = """(before) => {
  const lines = [...document.querySelectorAll(".jp-OutputArea-output p")].filter((one) => one.textContent.includes(" pass;"));
  const said = document.querySelector(".dr-root [role=status]:not(.dr-done)").innerText;
  return said !== before && said === lines.at(-1).innerText;
}"""


def test_the_change_is_said_aloud(sandbox):
    before = sandbox.page.locator(".dr-root [role=status]:not(.dr-done)").inner_text()
    press(sandbox, "Concentration above", "ArrowRight")
    sandbox.page.wait_for_function(SAID, arg=before)
    press(sandbox, "Concentration above", "ArrowLeft")


@pytest.mark.parametrize("theme", ["light", "dark"])
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
        new MutationObserver(() => {
            const now = document.querySelector('.jp-OutputArea-output figure img')?.src;
            if (now && now !== window.seen) { window.seen = now; window.times.push(performance.now() - window.started); }
        }).observe(document.querySelector('.jp-Notebook'), {childList: true, subtree: true});
    }""")
    for key in ["ArrowRight"] * 4 + ["ArrowLeft"] * 4:
        press(sandbox, "Concentration above", key)
        sandbox.page.wait_for_timeout(100)
    times = sandbox.page.evaluate("window.times.filter((t) => !isNaN(t))")
    print(f"explorer, move to picture: median {statistics.median(times):.0f} ms, most {max(times):.0f} ms")


def test_last_picture_stays_without_a_kernel(sandbox, course, new_lab):
    press(sandbox, "Concentration above", "End")
    last, line = sandbox.page.locator(PICTURE).get_attribute("src"), words(sandbox).inner_text()
    sandbox.save()
    again = new_lab(1000, 1000)
    again.open("notebooks/screen.ipynb")
    again.page.wait_for_selector(PICTURE)
    again.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    expect(again.page.locator(PICTURE)).to_have_attribute("src", last)
    expect(words(again)).to_have_text(line)
    assert "model not found" not in "".join(again.cell_outputs()).lower()
    again.shot("explorer-reopened", ".jp-CodeCell .jp-Cell-outputArea")
