"""The first minutes of a student: home, a lesson, accidents, progress. JupyterLab as `run.py lab` starts it, windowing and all.

One server and one window for the whole walk; the tests stand in its order.
"""

from __future__ import annotations

import contextlib
import shutil
import urllib.request
from pathlib import Path

import pytest
from browser.conftest import Server
from playwright.sync_api import expect
from support import told
from support.lab_window import GO_ON, NOTEBOOK, THEMED, Lab

from derisking import lessons
from derisking.lab import copy, start

ROOT = Path(__file__).resolve().parents[2]
LESSON = "notebooks/02-de-risking.ipynb"
EXERCISE = "exercises/02-de-risking/02-de-risking.ipynb"
FILES = (LESSON, EXERCISE, "data/README.md")  # one lesson is enough, and quick
PAGE = ".jp-NotebookPanel:not(.lm-mod-hidden)"
SCROLLER = f"{PAGE} .jp-WindowedPanel-outer"


@pytest.fixture(scope="module")
def walk(browser, tmp_path_factory):
    """A student's working copy with one lesson, made as on the first day, and a window on it."""
    root, home = tmp_path_factory.mktemp("student"), tmp_path_factory.mktemp("home")
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DATA_DIR", str(home / "data"))  # where this server looks for signatures
        patch.setenv("DERISKING_RECORD", "on")  # it holds the order in which this learner meets options and tiles
        folder = copy.prepare(root, said.append)
    assert len(said) == 1, said
    lab = Lab(browser, Server(folder, home, start.options(folder)), 1280, 900)
    lab.folder, lab.saved = folder, []
    lab.page.on("request", lambda request: lab.saved.append(request.url) if request.method == "PUT" else None)
    yield lab
    lab.close()
    lab.server.stop()


def at(lab, path: str) -> None:
    lab.page.wait_for_function(f"window.jupyterapp.shell.currentWidget?.context?.path === '{path}'")


def live(lab, selector: str = ".dr-root form") -> None:
    """Wait until the page that is shown has started by itself."""
    lab.page.locator(f"{PAGE} {selector}").first.wait_for()


def test_one_arrives_at_home_and_nothing_is_in_the_way(walk):
    walk.page.goto(walk.server.url(""))
    walk.page.locator(".dr-home h1").wait_for()
    at(walk, "home.ipynb")
    expect(walk.page.locator(".dr-lesson-card img")).to_have_count(8)
    around = "#jp-menu-panel:visible, .jp-SideBar:visible, .jp-SidePanel:visible, .jp-Toolbar:visible"
    expect(walk.page.locator(around)).to_have_count(0)
    walk.page.wait_for_timeout(1500)  # what would pop up does so in the first second
    rude = ".jp-Dialog, .jp-Launcher, .Toastify__toast, #jp-main-statusbar:visible, [data-icon*='trusted']:visible"
    expect(walk.page.locator(rude)).to_have_count(0)
    expect(walk.page.locator("text=No Headings >> visible=true")).to_have_count(0)
    guess = walk.page.locator(PAGE).get_by_label("Your guess in %", exact=True)
    expect(guess).to_have_count(1)  # Home was drawn, and its last picture is gone
    guess.fill("60")
    walk.page.get_by_role("button", name="Lock in my guess").click()
    walk.page.get_by_text("You said 60 %. It is 46.3 %").wait_for()
    expect(walk.page.locator(f"{PAGE} .dr-home-guess")).to_contain_text("4 more guesses like this in lesson 0.")


# What a page may not show while it gets ready: answers, folded or not, and what a check says.
EARLY = f"""() => [...document.querySelectorAll("{PAGE} :is(.dr-static summary, .dr-static details, p.dr-left, .dr-for-the-record *)")]
  .filter((one) => one.checkVisibility()).map((one) => one.textContent.slice(0, 60))"""


@contextlib.contextmanager
def asleep(lab):
    """No page gets its kernel meanwhile, and none gives up waiting, however busy the machine is."""
    patient = "(go, wait, ...more) => soon(go, wait === 20000 ? 2 ** 30 : wait, ...more)"  # PATIENCE of course.js
    lab.page.evaluate(f"soon = setTimeout; setTimeout = {patient};")
    held, sessions = [], "**/api/sessions?*"
    lab.page.route(sessions, lambda one: held.append(one) if one.request.method == "POST" else one.continue_())
    yield
    lab.page.evaluate("setTimeout = soon")
    for one in held:
        one.continue_()
    lab.page.unroute(sessions)


# How tall the cards are, in their order; not those that the learner's record fills: questions from memory, guesses so far.
TALL = f"""() => {NOTEBOOK}.content.widgets.filter((cell) => cell.node.querySelector(".dr-live") &&
  !/quiz.recall|widgets.guesses/.test(cell.model.sharedModel.source)).map((cell) => cell.outputArea.node.offsetHeight)"""
# In pixels, and a part of its height: a card may be off by a line of its text, and a long one by a fiftieth.
LINE, SHARE = 26, 50


def heights(lab) -> list[int]:
    """Of a phone's window, then of a wide one."""
    found = []
    for width in (390, 1280):
        lab.resize(width)
        explorers = lab.page.locator(f"{PAGE} .dr-model >> visible=true")
        explorers.first.scroll_into_view_if_needed()  # one draws itself when it is seen
        settled(lab)
        found += lab.page.evaluate(TALL)
    lab.page.evaluate(f"document.querySelector('{SCROLLER}').scrollTop = 0")
    return found


def jumping(before: list[int], after: list[int]) -> list[tuple[int, int]]:
    """Heights of those that come otherwise than they were announced."""
    return [(was, now) for was, now in zip(before, after, strict=True) if abs(was - now) > max(LINE, now / SHARE)]


def test_a_lesson_shows_everything_but_answers_before_anything_has_run(walk):
    invited = "(() => { const one = document.querySelector('%s .dr-invite'); return one && getComputedStyle(one, '::after').content; })()"
    with asleep(walk):
        walk.page.locator(".dr-lesson-card h3 a", has_text="De-risking").click()
        at(walk, LESSON)
        walk.page.locator(f"{PAGE} .dr-static details").first.wait_for(state="attached")
        assert walk.page.locator(f"{PAGE}.dr-waiting .dr-static").first.is_visible() and walk.page.evaluate(EARLY) == []
        walk.page.locator(f"{PAGE} figure img").first.wait_for(state="attached")
        folded = walk.page.locator(f"{PAGE} .jp-CodeCell").locator(".jp-InputPlaceholder, .jp-Placeholder")
        walk.page.wait_for_function(invited % f"{PAGE}.dr-waiting" + " === '\"Getting ready …\"'")
        run_this_cell = walk.page.locator(f"{PAGE} .dr-invite > span").first  # is said to other programs
        assert not run_this_cell.is_visible()
        assert not any(one.is_visible() for one in folded.all())
        expect(walk.page.locator(".lm-TabBar-tab[data-dr-name='Lesson 2']")).to_have_count(1)
        before = heights(walk)
    live(walk)
    assert walk.page.locator(".dr-notice").count() == 0  # a page that starts is not a page that lost its kernel
    assert walk.page.evaluate(f"document.querySelector('{SCROLLER}').scrollTop") == 0
    walk.page.locator(f"{PAGE}:not(.dr-waiting)").wait_for()
    after = heights(walk)
    assert len(after) > 20 and jumping(before, after) == []  # other lessons, and the canary: test_waking.py
    walk.page.wait_for_function(f"!{NOTEBOOK}.context.model.dirty")  # what it shows now is saved
    walk.page.wait_for_function(invited % f"{PAGE}:not(.dr-waiting)" + "?.includes('Reconnect')")  # what did not start
    assert walk.errors == []


def cells(lab) -> int:
    return lab.page.evaluate(f"{NOTEBOOK}.content.widgets.length")


def test_no_key_and_no_double_click_harms_a_lesson(walk):
    before = cells(walk)
    question = walk.page.locator(f"{PAGE} .dr-question legend").first
    question.click()
    for key in ("x", "d", "d", "m", "b", "a", "Enter", "Alt+Enter", "Control+Shift+ArrowDown", "Control+Shift+-", "z"):
        walk.page.keyboard.press(key)
    walk.page.evaluate("window.jupyterapp.commands.execute('notebook:delete-cell')")
    walk.page.locator(f"{PAGE} .jp-MarkdownCell p").nth(3).dblclick()
    walk.page.keyboard.type("x")
    place = f"{NOTEBOOK}.content.activeCellIndex"
    picture = walk.page.locator(f"{PAGE} .dr-explorer figure .dr-read input").last  # what it tells: test_web.py
    picture.press("Home")
    active = walk.page.evaluate(place)
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowRight"):
        picture.press(key)
    assert (cells(walk), walk.page.evaluate(place)) == (before, active)
    assert walk.page.locator(f"{PAGE} .cm-content:visible, {PAGE} .jp-Notebook-footer:visible").count() == 0
    walk.page.keyboard.press("Escape")


SHOWN = f"{NOTEBOOK}.content.widgets.filter((one) => !one.isHidden).length"


def test_sections_open_one_after_the_other_and_stay_open(walk):
    """By the button, the contents and a link; not by keys, and not while everything runs."""
    page, everything = walk.page, cells(walk)

    def contents(words):
        page.locator(f"{PAGE} .dr-top").get_by_role("button", name="Contents").click()
        page.locator(f"{PAGE} .dr-panel").get_by_role("button", name=words).click()

    assert page.evaluate(SHOWN) == everything
    contents("One section after the other")
    go_on = page.locator(f"{PAGE} .dr-continue")
    expect(go_on).to_have_text("Continue: 3 of 11")
    first = page.evaluate(SHOWN)
    go_on.click()
    expect(go_on).to_have_text("Continue: 4 of 11")
    expect(page.locator(f"{PAGE} h2", has_text="Who drew the line?")).to_be_in_viewport()
    second = page.evaluate(SHOWN)
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    walk.run_all()
    page.locator(f"{PAGE}:not(.dr-waiting)").wait_for()
    page.wait_for_timeout(2000)  # for what must not come
    assert first < second == page.evaluate(SHOWN)
    expect(page.locator(".dr-notice, .jp-Dialog")).to_have_count(0)
    contents("Where is gallium?")
    expect(page.locator(f"{PAGE} > .dr-panel")).to_have_count(0)
    expect(go_on).to_have_text("Continue: 7 of 11")
    expect(page.locator(f"{PAGE} h2", has_text="Where is gallium?")).to_be_in_viewport()
    page.evaluate(f"{NOTEBOOK}.setFragment('#What-do-you-remember?')")
    expect(page.locator(f"{PAGE} h2", has_text="What do you remember")).to_be_in_viewport()
    page.reload()
    page.wait_for_function("window.jupyterapp?.shell.currentWidget")
    page.evaluate(GO_ON, LESSON)
    at(walk, LESSON)
    live(walk)
    expect(go_on).to_have_text("Continue: 8 of 11")  # by the record
    expect(page.get_by_role("button", name="Go on where you stopped")).to_be_visible()
    contents("Show all sections")
    assert page.evaluate(SHOWN) == everything and not go_on.is_visible()
    bar = page.locator(f"{PAGE} .dr-top")
    expect(bar).to_contain_text("2 · De-risking")
    bar.locator(".dr-dots .dr-done").nth(2).wait_for()
    assert "minutes" not in page.locator(f"{PAGE} .jp-Notebook").inner_text()


def test_a_numbers_title_is_for_readers(walk):
    """Before anybody points at it: a screen reader says it as it is."""
    link = walk.page.locator(f"{PAGE} a[title$='opens the source']", has_text="98 %").first
    expect(link).to_have_attribute("title", "98\u00a0% · European Commission, COM 474, 2020 · opens the source")
    expect(walk.page.locator("a:is([title^='fact: '], [title^='event: '])")).to_have_count(0)


# Where the page stands when it has not moved or grown in forty pictures that the browser drew, however long each took.
STILL = told.cases(__file__, "scripts.yaml")["the page stands still"]


def settled(lab):
    lab.page.locator(SCROLLER).evaluate(STILL)


# The cell that a reader has at the top of the window (or one that is asked for), and how far below the window's edge it begins.
READ = f"""(wanted) => {{
  const top = document.querySelector("{SCROLLER}").getBoundingClientRect().top;
  const cells = {NOTEBOOK}.content.widgets.map((one) => one.node.getBoundingClientRect());
  const cell = wanted ?? cells.findIndex((one) => one.height && one.bottom > top + 8);
  return [cell, cells[cell].height && cells[cell].top - top];
}}"""


# Letters of each picture in sight, in pixels as a reader sees them: 10 points of a lesson's chart, 13 pixels of an explorer's.
LETTERS = """() => [...document.querySelectorAll("figure source + img")].filter((img) => img.clientWidth && img.naturalWidth).map((img) =>
  (img.naturalWidth === 328 ? 13 : 40 / 3) * img.clientWidth / img.naturalWidth)"""
CORNER = 'display(__import__("pandas").DataFrame({"a": [1]}))\\n1 / 0'


def test_in_a_narrow_window_run_all_leaves_one_where_one_was_and_a_mistake_in_one_cell_stops_nothing(walk):
    count = f"document.querySelectorAll('{PAGE} .dr-root form').length"
    walk.page.evaluate(f"{NOTEBOOK}.model.sharedModel.insertCell(3, {{cell_type: 'code', source: '{CORNER}'}})")
    walk.resize(390)
    walk.page.evaluate(f"document.querySelector('{SCROLLER}').scrollTop = 1500")
    settled(walk)
    (cell, below), questions = walk.page.evaluate(READ), walk.page.evaluate(count)
    walk.run_all()
    walk.page.locator(f"{PAGE}:not(.dr-waiting)").wait_for()
    walk.page.wait_for_function(f"{count} >= {questions}")  # the last ones may wake later, and none is lost
    settled(walk)
    assert cell > 0 and walk.page.evaluate(READ, cell) == [cell, pytest.approx(below, abs=20)]
    walk.page.wait_for_function(f"(({LETTERS})()).length >= 2 && Math.min(...({LETTERS})()) >= 12")
    assert walk.page.locator(f"{PAGE} .jp-OutputArea").last.evaluate("area => area.scrollWidth <= area.clientWidth")
    assert walk.page.evaluate(f"{NOTEBOOK}.content.widgets[3].model.outputs.toJSON()[1].ename") == "ZeroDivisionError"
    walk.page.locator(SCROLLER).dispatch_event("wheel")
    walk.page.evaluate(f"{NOTEBOOK}.content.scrollToItem(3)")
    expect(walk.page.locator(f"{PAGE} .dataframe thead td")).to_have_count(1)  # the empty corner is no heading
    expect(walk.page.locator(f"{PAGE} th:empty")).to_have_count(0)
    walk.page.evaluate(f"{NOTEBOOK}.model.sharedModel.deleteCell(3)")
    walk.resize(1280)
    walk.page.wait_for_function(f"Math.max(...({LETTERS})()) < 16")  # a wide window has the wide picture


def test_the_code_is_one_switch_away(walk):
    coders = walk.page.locator(f"{PAGE} .dr-top").get_by_role("button", name="For coders")
    coders.click()
    walk.page.locator("#jp-MainMenu:visible").wait_for()
    walk.page.locator(f"{PAGE} .jp-Toolbar").get_by_role("button", name="Show the code").click()
    walk.page.locator(f"{PAGE} .cm-line", has_text="# A chart: From Davos").first.wait_for(state="attached")
    walk.page.locator(f"{PAGE} .jp-Toolbar").get_by_role("button", name="Hide the code").click()
    assert walk.page.locator(f"{PAGE} .jp-CodeCell .jp-Cell-inputWrapper:visible").count() == 0
    assert walk.page.evaluate("localStorage['derisking-coders']") == "yes", "and kept"
    coders.click()
    expect(walk.page.locator("#jp-MainMenu:visible, .jp-Toolbar:visible")).to_have_count(0)


def test_an_exercise_shows_no_check_before_it_is_awake_and_gives_verdicts_back(walk):
    """Also while everything runs after a restart, which is told; what was checked says again what was said, and nothing else."""
    with asleep(walk):
        walk.page.evaluate(GO_ON, EXERCISE)
        at(walk, EXERCISE)
        walk.page.locator(f"{PAGE} .dr-static").first.wait_for(state="attached")
        assert walk.page.evaluate(EARLY) == []
    live(walk)
    form = walk.page.locator(f"{PAGE} .dr-root form", has_text="Three words").first
    form.locator(".dr-pool .dr-tile").first.click()
    form.locator(".dr-box").nth(1).click()
    form.get_by_text("3 of 4 still open.").wait_for()
    form.get_by_role("button", name="Check").click()
    form.locator(".dr-verdict", has_text="0.5 of 2 points").wait_for()
    walk.page.evaluate(f"""() => {{
      window.early = new Set();
      const look = () => {{ ({EARLY})().forEach((one) => window.early.add(one)); requestAnimationFrame(look); }};
      look();
      document.querySelectorAll("{PAGE} .dr-root").forEach((root) => root.classList.add("old"));
    }}""")
    walk.page.locator(f"{PAGE}:not(.dr-waiting)").wait_for()
    walk.restart()
    lost = walk.page.locator(f"{PAGE} .dr-notice", has_text="lost its connection")
    lost.wait_for()
    walk.run_all()
    walk.page.locator(f"{PAGE}:not(.dr-waiting)").wait_for()
    expect(lost).to_have_count(0)
    expect(walk.page.locator(f"{PAGE} .dr-root.old")).to_have_count(0)
    expect(form).to_contain_text("Begun, not finished: 3 of 4 still open.")
    expect(form.locator(".dr-verdict")).to_contain_text("0.5 of 2 points")
    expect(walk.page.locator(f"{PAGE} tr", has_text="Three words")).to_contain_text("0.5")
    expect(walk.page.locator(f"{PAGE} .dr-verdict")).to_have_count(1)
    assert walk.page.evaluate("[...window.early]") == []
    walk.page.evaluate(GO_ON, LESSON)
    at(walk, LESSON)


def test_an_answer_shows_at_home_and_in_my_progress(walk):
    of = len(lessons.read_all()[2].asked) + len(lessons.read_all()[2].guesses)
    walk.page.evaluate(f"document.querySelector('{SCROLLER}').scrollTop = 0")
    live(walk)
    far = walk.page.locator(f"{PAGE} form", has_text="EU imports of permanent magnets").first
    far.get_by_label("Your guess in %", exact=True).fill("95")
    far.get_by_role("button", name="Lock in my guess").click()
    expect(walk.page.locator(f"{PAGE} .dr-strip", has_text="your guess: 95 %")).to_be_visible()
    form = walk.page.locator(f"{PAGE} form", has_text="come from China").first
    form.get_by_text("Which of the two sources").click()
    form.get_by_role("button", name="Check my answer").click()
    form.get_by_text("Kept in your record").wait_for()
    walk.page.locator(f"{PAGE} .dr-top").get_by_role("button", name="Home").click()
    at(walk, "home.ipynb")
    walk.page.locator(f"{PAGE} .dr-lesson-card", has_text=f"2 of {of} answers given").wait_for()
    walk.page.locator(f"{PAGE} .dr-foot a").click()
    at(walk, "my-progress.ipynb")
    walk.page.locator(f"{PAGE} li a[href*='Share-of-what']").first.wait_for()


def test_a_button_of_my_progress_says_that_the_connection_is_lost(walk):
    """And not "One moment …" for ever, where the server has ended the kernel. Connected again, its buttons do what the next test asks."""
    live(walk, ".dr-progress button")
    page, said = walk.page.locator(PAGE), walk.page.locator(f"{PAGE} .dr-outcome")
    kernel = walk.page.evaluate(f"{NOTEBOOK}.sessionContext.session.kernel.id")
    urllib.request.urlopen(urllib.request.Request(walk.server.url(f"api/kernels/{kernel}"), method="DELETE")).close()
    page.get_by_role("button", name="Save a copy").click()
    expect(said).to_contain_text("this page lost its connection")
    page.locator(".dr-notice", has_text="lost its connection").wait_for()
    walk.page.wait_for_timeout(2000)  # for what must not come
    expect(said).to_contain_text("this page lost its connection")
    expect(walk.page.locator(".jp-Dialog")).to_have_count(0)
    page.get_by_role("button", name="Reconnect").click()
    page.locator(".dr-notice").wait_for(state="detached")
    walk.page.locator(f"{PAGE}:not(.dr-waiting)").wait_for()


def test_the_three_buttons_of_my_progress(walk):
    live(walk, ".dr-progress button")
    page = walk.page.locator(PAGE)
    page.get_by_role("button", name="Save a copy").click()
    page.get_by_text("Saved as my-progress.csv").wait_for()
    page.get_by_role("button", name="Share with my teacher").click()
    page.get_by_label("Which lesson?").select_option("02-de-risking")
    page.get_by_role("button", name="Show what my teacher would get").click()
    page.get_by_text("Nothing is saved yet").wait_for()
    page.get_by_role("button", name="Save the file").click()
    page.get_by_text("Written: exercises/02-de-risking/quiz-record.json").wait_for()
    assert (walk.folder / "exercises/02-de-risking/quiz-record.json").is_file()
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Delete my record").click()
    page.get_by_text("You against the numbers").wait_for()
    page.get_by_label("Your guess in %", exact=True).fill("60")
    page.get_by_role("button", name="Lock in my guess").click()
    expect(page.locator(".dr-sums b")).to_have_text("1")
    assert walk.axe(f"{PAGE} .jp-OutputArea") == []


def test_two_windows_do_not_quarrel_over_home(walk):
    """Home and My progress are drawn in both, and never saved: what would ask does so within two seconds."""
    other = walk.context.new_page()
    other.goto(walk.server.url(""))
    other.locator(".dr-home h1").wait_for()
    other.wait_for_function(f"!{NOTEBOOK}.hasClass('dr-waiting')")
    for page in (walk.page, other):
        page.evaluate(GO_ON, "home.ipynb")
        page.wait_for_function(f"{NOTEBOOK}.context.path === 'home.ipynb' && !{NOTEBOOK}.hasClass('dr-waiting')")
        page.evaluate(f"{NOTEBOOK}.model.dirty = true; window.jupyterapp.commands.execute('docmanager:save')")
    other.wait_for_timeout(2000)
    expect(walk.page.locator(f"{PAGE} .dr-home-guess")).to_contain_text("One of five guesses")
    for page in (walk.page, other):
        expect(page.locator(".jp-Dialog")).to_have_count(0)
        assert not page.evaluate(f"{NOTEBOOK}.model.dirty")
    other.close()
    saved = " ".join(walk.saved)
    assert "02-de-risking" in saved and "home" not in saved and "my-progress" not in saved


def test_a_dark_computer_has_a_dark_course(walk):
    walk.page.emulate_media(color_scheme="dark")
    walk.page.wait_for_function(THEMED, arg=False)
    walk.page.emulate_media(color_scheme="light")
    walk.page.wait_for_function(THEMED, arg=True)


def test_a_damaged_record_is_told_at_home_and_one_goes_on(walk):
    walk.page.evaluate(GO_ON, "my-progress.ipynb")
    at(walk, "my-progress.ipynb")
    walk.page.locator(f"{PAGE} .dr-progress h2").first.wait_for()
    (walk.folder / "progress.sqlite").write_bytes(b"rubbish" * 1000)
    walk.page.evaluate(GO_ON, "home.ipynb")
    line = walk.page.locator(f"{PAGE} .dr-aside")
    expect(line).to_contain_text("put aside as progress.damaged-")
    line.get_by_role("link", name="My progress").click()
    at(walk, "my-progress.ipynb")
    walk.page.locator(f"{PAGE} .dr-progress").get_by_role("button", name="Start afresh").click()
    expect(line).to_have_count(0)


def test_after_the_last_tab_one_is_at_home(walk):
    main = "[...window.jupyterapp.shell.widgets('main')]"  # saved by itself: closing asks nothing
    walk.page.wait_for_function(f"{main}.length > 3 && {main}.every((one) => !one.context?.model.dirty)")
    walk.page.evaluate("window.jupyterapp.commands.execute('application:close-all')")
    # drawn, by a kernel of its own: that of the Home that was closed has ended
    awake = f"{NOTEBOOK} && !{NOTEBOOK}.hasClass('dr-waiting')"
    walk.page.wait_for_function(f"{awake} && {NOTEBOOK}.content?.widgets[0]?.model.outputs.length")
    expect(walk.page.locator(f"{PAGE} .dr-home h1")).to_have_count(1)  # no picture of the last one lies over it
    assert walk.page.evaluate(f"{main}.map((one) => one.context?.path)") == ["home.ipynb"]
    assert walk.page.locator(".jp-Launcher, .jp-Dialog").count() == 0
    assert walk.axe(f"{PAGE} .dr-home") == []
    # JupyterLab's own tool bar stumbles where many tabs close at once; whatever else is said would be ours.
    assert [error for error in walk.errors if "derisking-course" in error or "jlab_core" not in error] == []
