"""The web edition in a real browser: from a folder, on a phone and a desktop, without JavaScript, without network."""

import itertools
import json
import shutil

import pytest
from support import scorm_player, web_site
from support.web import SIZES, axe, ready
from support.web_forms import answer

from derisking import exercises
from derisking.classroom.report import records
from derisking.exercises import form_answers, typed
from derisking.exports import scorm
from derisking.exports.web import build, checks, scripts

EXERCISE = "02-de-risking"


def cards(page):
    return page.locator(".dr-root .dr-card")


# --- what the folder promises ---------------------------------------------------------------------------------------------


def test_the_folder_keeps_its_promises(site):
    assert checks.look(site) == []
    for lesson in scripts.course()["lessons"]:  # what is to be repeated is a link to its section
        page = (site / f"{lesson['id']}.html").read_text(encoding="utf-8")
        assert [place for _, place in lesson["asked"].values() if f'id="{place}"' not in page] == []
    assert len(list(site.glob("*.html"))) == 15 + len(
        ("index", "exercises", "my-progress", "glossary", "sources", "tables", "search")
    )


def test_every_chart_is_there(window, site):
    """As many pictures as the lesson has cells for a chart or an explorer, each with a text and each drawn."""
    page = window("index")
    for lesson in build.lessons():
        cells = json.loads(
            (build.places.checkout("notebooks") / "notebooks" / f"{lesson}.ipynb").read_text(encoding="utf-8")
        )["cells"]
        wanted = sum(bool({"chart", "explorer"} & set(cell["metadata"].get("tags", []))) for cell in cells)
        page.goto((site / f"{lesson}.html").as_uri())
        ready(page)
        shown = page.evaluate(
            "[...document.querySelectorAll('figure img[alt], table.dataframe, .dr-root.dr-explorer')].filter((i) => !i.closest('.dr-static')).map((i) => i.tagName)"
        )
        assert len(shown) >= wanted, f"{lesson}: {len(shown)} pictures and tables, {wanted} cells that make one"
        assert "Out[" not in page.locator(".bd-article").inner_text(), lesson


# --- the loop: lesson, question, record, progress ---------------------------------------------------------------------------


@pytest.mark.parametrize("size", list(SIZES))
def test_from_a_question_to_the_teachers_report(size, window, tmp_path):
    page = window(EXERCISE, size=size)
    form = cards(page).filter(has_text="98 % of EU rare earths")
    options = form.locator("label.dr-option")
    for number in range(options.count()):
        options.nth(number).click()
        form.get_by_role("button", name="Check my answer").click()
        if "Right." in form.locator(".dr-feedback").inner_text():
            break
    tries = number + 1
    assert "Kept in your record." in form.inner_text()
    page.reload()
    ready(page)
    assert "From your record." in form.inner_text()
    page.goto(page.url.replace(EXERCISE, "my-progress"))
    ready(page)
    row = page.locator("tr", has=page.get_by_role("link", name="2 · De-risking"))
    assert "1 of" in row.inner_text()
    assert page.get_by_text("all that you answered is right").is_visible()
    page.get_by_role("button", name="Share with my teacher").click()
    page.get_by_label("Which lesson?").select_option(EXERCISE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file").click()
    file = tmp_path / "quiz-record.json"
    download.value.save_as(file)
    seen = records.Shared()
    seen.read("ada", tmp_path)
    assert [entry.score for entry in seen.tries][-1] == 1 and len(seen.tries) == tries and not seen.odd
    plain = json.loads(file.read_text(encoding="utf-8"))
    assert (plain["format"], plain["lesson"], len(plain["answers"])) == (2, EXERCISE, tries)
    assert plain["answers"][-1]["correct"] == 1 and plain["answers"][0]["mode"] in ("practice", "recall")


def test_a_record_moves_to_another_device_and_is_deleted_only_after_a_question(window, tmp_path):
    page = window("my-progress")
    page.evaluate(
        "localStorage.setItem('derisking-record', JSON.stringify({format: 'derisking-web-record', version: 1, "
        "answer: [{at: '2026-01-01T10:00:00.000+01:00', lesson: '02-de-risking', item: 'denominator-magnets', mode: 'practice', correct: 1, "
        "score: 1, objective: 'D1', response: {}}], prediction: [], check: [], score: [], notes: {}, drafts: {}}))"
    )
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    download.value.save_as(tmp_path / "my-record.json")
    page.get_by_role("button", name="Start again").click()
    assert "1 of" in page.locator("tr", has_text="2 · De-risking").inner_text()
    page.get_by_role("button", name="Delete my record").click()
    assert "0 of" in page.locator("tr", has_text="2 · De-risking").inner_text()
    other = window("my-progress")
    other.get_by_label("Open a copy").set_input_files(tmp_path / "my-record.json")
    other.get_by_text("1 new entry taken in.").wait_for()
    assert "1 of" in other.locator("tr", has_text="2 · De-risking").inner_text()
    (tmp_path / "holiday.json").write_text("[1]", encoding="utf-8")
    other.get_by_label("Open a copy").set_input_files(tmp_path / "holiday.json")
    other.get_by_text("This file is no record of this course.").wait_for()


def test_a_prediction_comes_before_its_chart(window):
    page = window(EXERCISE, size="phone")
    form = page.locator(".dr-root .dr-card", has_text="permanent magnets in 2024")
    assert form.locator("img").count() == 0
    form.get_by_label("Your prediction in %", exact=True).fill("50,0")
    form.get_by_role("button", name="Commit, then look").click()
    picture, line = form.locator(".dr-picture img").bounding_box(), form.locator(".dr-guess").bounding_box()
    assert (
        "You said 50\u00a0%. It is 89\u00a0%: 39 points more." in form.inner_text()
        and "your guess: 50 %" in form.inner_text()
    )
    assert picture["x"] + 0.3 * picture["width"] < line["x"] < picture["x"] + 0.75 * picture["width"]
    page.reload()
    ready(page)
    assert form.locator(".dr-guess").count() == 1


# --- pictures ---------------------------------------------------------------------------------------------------------------

LETTERS = """() => [...document.querySelectorAll("figure source + img")].filter((img) => img.clientWidth).map((img) =>
  [img.currentSrc.endsWith(img.previousElementSibling.srcset), 10 * img.clientWidth / (img.naturalWidth * 72 / 96)])"""


def test_a_phone_shows_narrow_pictures_with_letters_to_read(window):
    for size, narrow in (("phone", True), ("desktop", False)):
        page = window("03-chip-basics", size)
        for img in page.locator("figure source + img").all():
            img.evaluate("(img) => { img.loading = 'eager'; return img.decode(); }")
        for theme in ("light", "dark"):
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            found = page.evaluate(LETTERS)
            assert len(found) >= 5 and all(chosen == narrow for chosen, _ in found), (size, theme, found)
            assert min(pixels for _, pixels in found) >= 12, (size, theme, found)
        look = page.locator("figure source + img").first.evaluate(
            "(img) => [getComputedStyle(img).filter, getComputedStyle(img).backgroundColor]"
        )
        assert look == ["none", "rgba(0, 0, 0, 0)"], "in the dark theme the picture and its card are one sheet"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_values_are_told_by_pointer_finger_and_keys(window):
    for size in ("desktop", "phone"):
        page = window("03-chip-basics", size)
        figure = page.locator("figure:has(.dr-read)", has=page.locator("img[alt*='AlexNet']")).last
        picture, told = figure.locator("img"), figure.locator(".dr-read span")
        marks = json.loads(figure.locator(".dr-read").get_attribute("data-marks"))
        words, x, y = next(
            (mark[0], *mark[1 if size == "desktop" else 3 :][:2]) for mark in marks if "GPT-4" in mark[0]
        )
        picture.scroll_into_view_if_needed()
        # Pictures load when they come near, and those around may push this one up or down.
        picture.evaluate("(one) => one.complete || new Promise((done) => one.addEventListener('load', done))")
        page.wait_for_timeout(800)
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        at = box["x"] + x * box["width"], box["y"] + y * box["height"]
        page.touchscreen.tap(*at) if size == "phone" else page.mouse.move(*at)
        assert told.inner_text() == words
        slider = figure.locator(".dr-read input")
        slider.press("Home")
        slider.press("ArrowRight")
        assert told.inner_text() == slider.get_attribute("aria-valuetext") == marks[1][0]
        ring = figure.locator(".dr-ring").bounding_box()
        assert box["x"] < ring["x"] < box["x"] + box["width"] / 3


# Keeps what would be printed, instead of asking the browser's printing dialog.
CATCH = """() => {
  const append = document.body.append.bind(document.body);
  document.body.append = (frame) => {
    append(frame);
    frame.contentWindow.print = () => (window.printed = frame.contentDocument.body.innerText);
  };
}"""


def test_the_two_tests_keep_their_rules_and_the_course_ends_on_a_page(window):
    page = window("00-start-here")
    source = page.locator(".dr-live:has(.dr-sheet) > .dr-data").text_content()
    assert '"right":' not in source and '"feedback":' not in source and '"answer":' not in source
    assert page.locator("script[src*=explained]").count() == 0
    sheet = page.locator(".dr-sheet")
    sheet.locator("input[type=radio]").first.check()
    for _ in range(2):
        sheet.get_by_role("button", name="Hand in my answers").click()
    page.get_by_text("Handed in.").wait_for()
    page.goto(page.url.replace("00-start-here", "07-policy-lab"))
    for _ in range(2):
        page.locator(".dr-sheet").get_by_role("button", name="Hand in my answers").click()
    page.get_by_text("Your two tests, explained").wait_for()
    assert page.locator(".dr-result .dr-card").count() == 28
    last = page.locator(".dr-last")
    last.scroll_into_view_if_needed()
    last.get_by_text("Together").wait_for()
    assert last.locator("table").first.locator("tbody tr").count() == 8  # seven topics and their sum
    assert "Your verdicts on the twelve sentences come here" in last.inner_text()
    page.evaluate(CATCH)
    last.get_by_role("button", name="Print this page").click()
    assert "Before and after" in page.evaluate("window.printed") and "Print this" not in page.evaluate("window.printed")
    assert axe(page, ".dr-last") == []
    page.goto(page.url.split("07-policy-lab")[0] + "my-progress.html")
    page.locator("tr", has_text="First test").get_by_text("of 14 points").wait_for()
    assert axe(page, ".dr-root") == []


# --- the exercise ------------------------------------------------------------------------------------------------------------


def judged(file, definition):
    """Task id -> Result, from the answers that stand in a notebook, clicked or typed."""
    cells, namespace = {cell["id"]: cell for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]}, {}
    forms = [task for task in definition.tasks if task.question.kind != "function"]
    for task in forms:
        source = typed.answer_source(cells[f"answer-{task.id}"], task)
        if not typed.FORM.search(source):
            exec(source, namespace)
    return {task.id: task.judge(task.probe(namespace, task.inputs())) for task in forms}


@pytest.mark.parametrize("lesson", exercises.lessons())
def test_the_downloaded_notebook_earns_what_was_chosen(lesson, window, tmp_path):
    definition = exercises.definition(lesson)
    page = window(f"exercise-{lesson}")
    forms = page.locator(".dr-root form.dr-card")
    tasks = [task for task in definition.tasks if task.question.kind != "function" and task.route != "code"]
    assert forms.count() == len(tasks)
    left = tasks[1]  # stays open
    for number, task in enumerate(tasks):
        if task is not left:
            answer(forms.nth(number), task)
    if lesson == EXERCISE:
        first = forms.nth(0)
        first.get_by_role("button", name="Check my answer").click()
        assert "Right." in first.locator(".dr-feedback").inner_text()
        page.get_by_label("Memo of 200 words").fill('Minister, "pay" for it.')
        page.reload()
        ready(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my notebook").click()
    assert download.value.suggested_filename == f"{lesson}.ipynb"
    file = tmp_path / f"{lesson}.ipynb"
    download.value.save_as(file)
    results = judged(file, definition)
    assert {task.id: results[task.id].points for task in tasks if task is not left} == {
        t.id: t.points for t in tasks if t is not left
    }
    assert results[left.id].outcome == "not-attempted"
    original = json.loads(
        (build.places.checkout("exercises") / "exercises" / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8")
    )
    mine = json.loads(file.read_text(encoding="utf-8"))
    assert [(c["id"], c["metadata"]) for c in mine["cells"]] == [(c["id"], c["metadata"]) for c in original["cells"]]
    if lesson == EXERCISE:
        assert form_answers.memo([c for c in mine["cells"] if c["id"] == "memo-form"]) == 'Minister, "pay" for it.'


def test_the_story_is_remembered_here_too(window):
    """A verdict outlives a reload; lesson 7 tells it only after a new one."""
    page = window("01-reading-the-news", "phone")
    page.locator(".dr-say").nth(1).click()
    assert "As of July 2023" not in page.locator(".dr-story").inner_text()
    page.get_by_role("button", name="Wrong", exact=True).click()
    assert "The record says imprecise." in page.locator(".dr-judge").inner_text()
    page.reload()
    ready(page)
    assert page.locator(".dr-tag").count() == 1 and "11 sentences of 12 left" in page.locator(".dr-story").inner_text()
    page.goto(page.url.replace("01-reading-the-news", "07-policy-lab"))
    ready(page)
    page.locator(".dr-say").nth(1).click()
    assert "In lesson 1 you said" not in page.locator(".dr-story").inner_text()
    page.get_by_role("button", name="Imprecise", exact=True).click()
    assert "In lesson 1 you said wrong." in page.locator(".dr-judge").inner_text()


def test_an_argument_earns_the_same_here_and_there(window):
    """`defend` is judged by exercise.js only; every option with every two statements, against Python."""
    compared = 0
    for lesson in exercises.lessons():
        page = None
        for task in (task for task in exercises.definition(lesson).tasks if task.question.kind == "defend"):
            page = page or window(f"exercise-{lesson}")
            raw, rules = task.question.raw, task.question.rules
            pairs = itertools.combinations([entry["id"] for entry in raw["statements"]], 2)
            asked = [{"option": o["id"], "reasons": list(two)} for two in pairs for o in raw["options"]]
            here = page.evaluate(
                """([id, responses]) => {
                  const all = [...document.querySelectorAll(".dr-data")].map((one) => JSON.parse(one.textContent));
                  const q = all.find((one) => one.task?.question.id === id).task.question;
                  return responses.map((response) => derisking.judge(q, response).score);
                }""",
                [task.id, asked],
            )
            assert here == [rules.share(task.question, response) for response in asked], task.id
            compared += len(asked)
    assert compared > 100


def test_search_finds_a_word_in_a_folder(window):
    page = window("index")
    page.goto(page.url.replace("index.html", "search.html?q=gallium"))
    page.locator("#search-results li").first.wait_for()
    assert page.locator("#search-results li a").count() >= 3


# --- without JavaScript, without network -------------------------------------------------------------------------------------


def test_without_javascript_everything_can_be_read(window):
    page = window(EXERCISE, java_script_enabled=False)
    static = page.locator(".dr-static").filter(has_text="Answering needs JavaScript").first
    explanation = static.locator("details").filter(has_text="Explanation").first
    explanation.locator("summary").first.click()
    assert len(explanation.inner_text()) > 40
    page.locator(".dr-term [role=button]").first.hover()
    assert page.locator(".dr-said").first.is_visible()


def test_a_term_explains_itself_on_touch_and_by_keyboard(window):
    page = window(EXERCISE, size="phone")
    said = page.locator(".dr-said").first
    page.locator(".dr-term [role=button]").first.tap()
    assert said.is_visible()
    page.keyboard.press("Escape")
    assert not said.is_visible()


@pytest.fixture
def served(site):
    with web_site.serve(site) as address:
        yield address


def test_after_the_first_visit_it_works_without_network(window, served):
    page = window("index", base=served)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto(f"{served}/05-export-controls.html")
    ready(page)
    assert cards(page).count() > 3
    assert page.evaluate("[...document.images].filter((i) => i.complete && i.naturalWidth === 0).length") == 0


# --- canaries ----------------------------------------------------------------------------------------------------------------


def test_canary_of_the_folder(site, tmp_path):
    broken = tmp_path / "site"
    shutil.copytree(site, broken)
    file = broken / "index.html"
    bad = '<script src="https://cdn.example.org/a.js"></script><a href="nowhere.html">x</a><p>Run this cell</p></body>'
    file.write_text(file.read_text(encoding="utf-8").replace("</body>", bad), encoding="utf-8")
    found = "\n".join(checks.look(broken))
    assert "from another host" in found and "nowhere.html" in found and "nobody can do there" in found


def test_canary_of_a_wrong_answer(tmp_path):
    """The judge of this file tells a right notebook from a wrong one."""
    definition = exercises.definition(EXERCISE)
    source = build.places.checkout("exercises") / "exercises" / EXERCISE / f"{EXERCISE}.ipynb"
    line = json.dumps(typed.form_line(definition.task("disputed")))[1:-1]
    text = source.read_text(encoding="utf-8")
    assert line in text
    (tmp_path / "x.ipynb").write_text(text.replace(line, "why_disputed = “A”"), encoding="utf-8")
    results = judged(tmp_path / "x.ipynb", definition)
    assert results["disputed"].points == 0 and results["disputed"].outcome == "misconception"
    assert results["terms"].outcome == "not-attempted"


# --- on a learning platform ------------------------------------------------------------------------------------------------


def test_a_lesson_of_this_edition_plays_on_a_platform(browser, site, tmp_path):
    """The true pages on somebody else's SCORM run-time; test_web_scorm.py plays all the rest on small ones."""
    content = scorm.packages(site, [EXERCISE])[f"scorm-{EXERCISE}.zip"]
    with scorm_player.serving(scorm_player.unpack(content, tmp_path)) as address:
        window = scorm_player.Player(browser, address, f"scorm-{EXERCISE}.html")
        form = window.lesson.locator(".dr-root .dr-card").filter(has_text="98 % of EU rare earths")
        form.locator("label.dr-option").first.click()
        form.get_by_role("button", name="Check my answer").click()
        window.wait("cmi.suspend_data.includes('denominator-magnets')")
        assert window.sco.locator("#said").inner_text() == ""
        kept = window.leave()
        assert kept["core"]["lesson_location"] == f"{EXERCISE}.html#share-of-what"
        again = scorm_player.Player(browser, address, f"scorm-{EXERCISE}.html", kept)
        assert again.lesson.get_by_text("From your record.").count() == 1
        again.context.close()
