"""Every page of the web edition as readers meet it: valid, narrow, in both colours, on a projector, on paper, in a frame, quickly."""

import contextlib
import io
import json
import re
import shutil

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import expect
from support import html_rules, web, web_site

from derisking import exercises, lessons, places
from derisking.exports.web import offline

NAMES = (
    *(one.name for one in lessons.read_all()),
    *(f"exercise-{name}" for name in exercises.lessons()),
    *("index", "exercises", "my-progress", "glossary", "sources", "tables", "search"),
)
# Lists and tables repeat one kind of row: axe looks at the first three, and at nothing that is hidden anyway.
REPEATED = (
    ".dr-static[hidden], .dr-data, .bd-article > section > section:nth-of-type(n+6) :is(table, ul), tbody tr:nth-child(n+4), "
    ".dr-list > li:nth-child(n+4), .dr-glossary > :nth-child(n+7)"
)
ALIVE = "[...document.querySelectorAll('.dr-live')].filter((one) => !one.querySelector('.dr-root')).length"
SHOWN = """[...document.querySelectorAll("figure img[alt], table.dataframe, .dr-root.dr-explorer")]
  .filter((one) => !one.closest(".dr-static")).length"""


def test_no_page_is_left_out(site):
    assert sorted(file.stem for file in site.glob("*.html")) == sorted(NAMES)


def pictures(name):
    """How many cells of a lesson make a chart or an explorer; 0 for another page."""
    file = places.checkout("notebooks") / "notebooks" / f"{name}.ipynb"
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"] if file.is_file() else []
    return sum(bool({"chart", "explorer"} & set(cell["metadata"].get("tags", []))) for cell in cells)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_valid_narrow_alive_and_open_to_all(name, window, site):
    """Axe sees every page in one of the two colours, lessons and exercises in both. Each chart of a lesson is there."""
    assert html_rules.problems((site / f"{name}.html").read_text(encoding="utf-8")) == []
    reader = window(name, "small phone", color_scheme=("light", "dark")[NAMES.index(name) % 2])
    assert reader.evaluate("document.documentElement.scrollWidth") <= 320
    assert reader.evaluate(ALIVE) == 0 and reader.locator(".dr-problem").count() == 0
    assert reader.locator(".dr-live").count() > 0 or not re.match(r"\d|exercise-", name)
    assert reader.evaluate(SHOWN) >= pictures(name)
    assert "Out[" not in reader.locator("body").inner_text()
    if reader.locator(".dr-live").count():  # else the page is what the file says
        assert html_rules.problems(reader.content()) == []
    reader.evaluate(f"document.querySelectorAll({REPEATED!r}).forEach((one) => one.remove())")
    assert web.axe(reader) == []


def test_canary_of_axe(window):
    page = window("exercises")
    page.evaluate("document.querySelector('.bd-article').insertAdjacentHTML('beforeend', '<img src=\"x.svg\">')")
    assert any("image-alt" in finding for finding in web.axe(page))


@pytest.mark.parametrize(
    "markup, sign",
    [
        ("<p><div>x</div></p>", "unexpected-end-tag"),
        ("<summary><p>x</p></summary>", "<p> in <summary>"),
        ("<div><style>p {}</style></div>", "<style> in <div>"),
        ("<ul><p>x</p></ul>", "<p> in <ul>"),
        ("<a href='x'><button type='button'>x</button></a>", "<button> within <a>"),
        ("<button>x</button>", "without a type"),
        ("<img src='x'>", "without alt"),
        ("<p id='a'>x</p><p id='a'>y</p>", "stands twice"),
        ("<label for='b'>x</label>", "points to b"),
        ("<h1>y</h1>", "2 titles"),
        ("<h3>y</h3>", "level 3 follows one of level 1"),
    ],
)
def test_canary_of_html(markup, sign):
    sound = "<!DOCTYPE html><html lang='en'><head><title>x</title></head><body><h1>x</h1>{}</body></html>"
    assert html_rules.problems(sound.format("")) == []
    assert any(sign in problem for problem in html_rules.problems(sound.format(markup)))


def test_a_chart_and_an_explorer_turn_dark_with_the_page(window):
    page = window("04-value-chain", color_scheme="dark")

    def brightness(card):
        picture = Image.open(io.BytesIO(card.screenshot())).convert("L")
        return ImageStat.Stat(picture).median[0]

    cards = [page.locator("div:has(> figure > .dr-frame img)").first, page.locator(".dr-figure").first]
    page.locator(".dr-explorer").first.scroll_into_view_if_needed()
    cards[1].wait_for()
    assert max(map(brightness, cards)) < 60
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert min(map(brightness, cards)) > 200, "the canary"


# --- on a projector, on paper ---------------------------------------------------------------------------------------------------


def test_the_projector_view_is_large_remembered_and_reached_by_keyboard_and_one_switch_shows_all_code(window):
    page = window("02-de-risking")
    size = "parseFloat(getComputedStyle(document.querySelector('.bd-article p')).fontSize)"
    before = page.evaluate(size)
    button = page.get_by_role("button", name="Projector view")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(size) > 1.4 * before
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    for side in ("primary", "secondary"):
        page.locator(f"#pst-{side}-sidebar").wait_for(state="hidden")
    page.goto(page.url.replace("02-de-risking", "03-chip-basics"))
    web.ready(page)
    page.locator("#pst-primary-sidebar").wait_for(state="hidden")
    assert page.evaluate(size) > 1.4 * before
    button.press("Enter")
    page.reload()
    web.ready(page)
    assert page.evaluate(size) == before and page.locator("#pst-primary-sidebar").is_visible()
    page.goto(page.url.replace("03-chip-basics", "02-de-risking"))
    code = page.locator("details.hide")
    assert code.count() > 10 and not code.first.is_visible()
    page.get_by_role("button", name="Show the code").click()
    expect(code.first).to_be_visible()
    page.goto(page.url.replace("02-de-risking", "glossary"))
    web.ready(page)
    assert page.get_by_role("button", name="Show the code").count() == 0, "only where there is code"


def test_paper_has_questions_and_on_wish_answers_but_no_controls(window):
    page = window("02-de-risking", color_scheme="dark")
    page.evaluate("window.print = () => (window.printed = document.documentElement.dataset.paper)")
    page.get_by_role("button", name="Print").click()
    page.get_by_role("button", name="With answers and explanations").click()
    page.wait_for_function("window.printed === 'answers'")
    page.emulate_media(media="print")
    visible = "(one) => [...document.querySelectorAll(one)].filter((e) => e.checkVisibility()).length"
    seen = lambda selector: page.evaluate(visible, selector)  # noqa: E731
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    with_answers = seen(".dr-static details p")
    assert with_answers > 20 and page.evaluate("document.documentElement.dataset.theme") == "light"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert seen(".dr-static details p") == 0 and seen(".dr-static") > 5 and seen(".dr-static li") > 10
    assert seen("button, input, select, .bd-sidebar-primary, .prev-next-footer, .dr-wake") == 0
    assert seen(".bd-article h1") == 1
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.querySelectorAll('.bd-article details[open]').length") == 0
    page.evaluate("window.printed = ''")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Print").click()
    page.get_by_role("button", name="Do not print").click()
    assert page.evaluate("window.printed") == ""


# --- the cover, sources, a frame --------------------------------------------------------------------------------------------------


def test_the_cover_says_in_one_screen_what_this_is_and_where_to_begin(window):
    page = window("index", size="phone")
    start = page.get_by_role("link", name="Begin with lesson 0")
    box = start.bounding_box()
    assert box["y"] + box["height"] <= 740
    page.goto(page.url.replace("index", "02-de-risking"))
    web.ready(page)
    form = page.locator(".dr-root .dr-card").first
    form.locator("label.dr-option").first.click()
    form.get_by_role("button", name="Check my answer").click()
    page.wait_for_function("localStorage['derisking-record']")
    lesson = page.evaluate("JSON.parse(localStorage['derisking-record']).answer.at(-1).lesson")
    page.goto(page.url.replace("02-de-risking", "index"))
    web.ready(page)
    expect(page.get_by_role("link", name="Go on with")).to_have_attribute("href", f"{lesson}.html")


def test_in_a_platforms_frame_without_storage_everything_works_and_says_what_is_lost(browser, site):
    with web_site.serve(site) as address:
        page = browser.new_context(viewport={"width": 900, "height": 800}).new_page()
        frame = f'src="{address}/02-de-risking.html" sandbox="allow-scripts allow-forms" width="880" height="780"'
        host = f"<!DOCTYPE html><iframe {frame}></iframe>"
        page.route("**/platform", lambda route: route.fulfill(body=host, content_type="text/html"))
        page.goto(f"{address}/platform")
        inside = page.frame_locator("iframe")
        form = inside.locator(".dr-root .dr-card").first
        form.locator("label.dr-option").first.click()
        form.get_by_role("button", name="Check my answer").click()
        form.get_by_text("This browser keeps nothing for this page").wait_for()
        inside.get_by_role("button", name="Contents of the course").click()
        inside.get_by_role("link", name="3 · Chip basics").first.wait_for()
        page.context.close()


# Whether a new edition has taken the place of the old one; its worker fetches everything first.
TAKEN_OVER = """async (old) => {
  for (let n = 0; n < 100; n += 1) {
    const names = await caches.keys();
    if (names.length === 1 && names[0] !== old) return true;
    await new Promise((go) => setTimeout(go, 200));
  }
}"""


def test_it_works_without_network_and_a_new_edition_takes_over_while_the_record_stays(browser, site, tmp_path):
    folder = tmp_path / "edition"
    shutil.copytree(site, folder)
    with web_site.serve(folder) as address, contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(f"{address}/index.html")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        context.set_offline(True)
        page.goto(f"{address}/05-export-controls.html")
        web.ready(page)
        expect(page.locator(".dr-root .dr-card").nth(3)).to_be_attached()
        assert page.evaluate("[...document.images].filter((i) => i.complete && i.naturalWidth === 0).length") == 0
        context.set_offline(False)
        page.goto(f"{address}/index.html")
        (old,) = page.evaluate("caches.keys()")
        record = {"answer": [], "prediction": [], "check": [], "score": [], "notes": {"a": "b"}, "drafts": {}}
        record = json.dumps({"format": "derisking-web-record", "version": 1, **record})
        page.evaluate("(record) => localStorage.setItem('derisking-record', record)", record)
        cover = (folder / "index.html").read_text(encoding="utf-8").replace("Why does Europe", "Why would Europe")
        (folder / "index.html").write_text(cover, encoding="utf-8")
        (folder / "service-worker.js").unlink()
        offline.add(folder)
        page.reload()
        assert page.evaluate(TAKEN_OVER, old)
        page.reload()
        expect(page.locator(".bd-article")).to_contain_text("Why would Europe")
        assert page.evaluate("localStorage.getItem('derisking-record')") == record


# --- quickly ----------------------------------------------------------------------------------------------------------------------


def test_the_first_question_comes_on_a_slow_phone_too(browser, site):
    """How soon is printed, for `run.py bench`, which knows the limit."""
    clock = web_site.opening(browser, (site / "06-japan-alliance.html").as_uri())
    print(f"\nweb lesson on a slow phone, first question: median {clock * 1000:.0f} ms")
