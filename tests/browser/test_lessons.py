"""Every lesson in a real JupyterLab: it runs, its explorers follow, axe is content in both themes.
With PICTURES set, pictures of all lessons, 1280 and 700 pixels wide, are kept in test-artifacts/."""

import os
import statistics
import time
from pathlib import Path

import pytest
from support import thorough

LESSONS = sorted(p.name for p in (Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]-*.ipynb"))
SHOWN = "03-chip-basics.ipynb", "06-japan-alliance.ipynb"  # one in each theme
SOUR = ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr'], .jp-mod-error"


@pytest.fixture(scope="module")
def one_window(new_lab):
    """One window for all lessons, from which a reader goes to the next."""
    return new_lab(1280, 1400)


@pytest.fixture(scope="module", params=thorough.but(LESSONS, *SHOWN))
def room(request, one_window):
    one_window.open(f"notebooks/{request.param}")
    one_window.theme("light")
    one_window.run_all()
    one_window.lesson = request.param.removesuffix(".ipynb")
    return one_window


def test_runs_without_a_complaint(room):
    sour = room.page.locator(SOUR)
    assert [sour.nth(i).inner_text()[:300] for i in range(sour.count())] == []
    assert room.errors == []
    assert "Traceback" not in "".join(room.cell_outputs())


def explorers(room):
    """The cells of the lesson's explorers (lesson 0 has none). Not by their picture: a setting that cannot be has none."""
    cells = room.page.locator(".jp-CodeCell", has=room.page.locator(".dr-explorer"))
    return cells.filter(has_text="explore.").all()


def seen(cell) -> list[str]:
    """The words and the pictures of the cell's output, read in one moment."""
    area = cell.locator(".jp-OutputArea").first
    return area.evaluate("node => [node.innerText, ...[...node.querySelectorAll('.dr-svg')].map(one => one.innerHTML)]")


def moved(room, cell, act) -> float:
    """Do something and wait for another picture or another line of words; milliseconds."""
    old, began = seen(cell), time.perf_counter()
    act()
    while time.perf_counter() - began < 60:
        if seen(cell) != old:
            return 1000 * (time.perf_counter() - began)
        room.page.wait_for_timeout(10)
    pytest.fail("nothing changed within a minute")


def test_each_explorer_follows_its_first_control(room):
    """One control each; in the web edition's tests every one is moved."""
    times = [first_move(room, cell) for cell in explorers(room)]
    assert times or room.lesson.startswith("00")
    assert "Traceback" not in "".join(room.cell_outputs())
    if times:
        print(f"{room.lesson}: move to picture, median {statistics.median(times):.0f} ms, most {max(times):.0f} ms")


def first_move(room, cell) -> float:
    """Milliseconds from the move of an explorer's first control to another picture or line of words."""
    assert len(seen(cell)) > 1, "the explorer opens without a picture"
    control = cell.locator(".dr-root :is(input[type=range], select):visible:enabled").first
    if not control.count():
        return moved(room, cell, cell.locator(".dr-segments label:has(input:not(:checked))").first.click)
    if control.evaluate("node => node.tagName") == "SELECT":
        now = control.evaluate("node => node.selectedIndex")
        return moved(room, cell, lambda: control.select_option(index=now + 1))
    # to the far end: a small step may change nothing that the picture shows
    value, low, high = (float(control.evaluate(f"node => node.{name}")) for name in ("value", "min", "max"))
    control.focus()
    return moved(room, cell, lambda: room.page.keyboard.press("Home" if value - low > high - value else "End"))


def test_axe_finds_nothing_serious_in_the_outputs(room):
    """One of the two themes a lesson, in turn; cards, explorers and forms are looked at in both by their own tests."""
    theme = ("light", "dark")[LESSONS.index(f"{room.lesson}.ipynb") % 2]
    room.theme(theme)
    found = room.axe(".jp-Cell-outputArea")
    for width in (1280, 700) if os.environ.get("PICTURES") else ():
        room.resize(width, 15_000)  # the whole lesson
        room.shot(f"{room.lesson}-{theme}-{width}")
    assert [line for line in found if line.startswith(("serious", "critical"))] == []
