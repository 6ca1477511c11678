"""Every page of the web edition as readers meet it: valid, narrow, in both colours, on a projector, on paper, in a frame, quickly."""

import contextlib
import io
import json
import re
import shutil

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import expect
from support import html_rules, readers, thorough, told, web, web_forms, web_site

from derisking import exercises, lessons, places
from derisking.exports.web import offline

NAMES = (
    *(one.name for one in lessons.read_all()),
    *(f"exercise-{name}" for name in exercises.lessons()),
    *("index", "exercises", "my-progress", "glossary", "sources", "tables", "search"),
)
# Lists and tables repeat one kind of row: axe looks at the first three, and at nothing that is hidden anyway.
REPEATED = (
    ".dr-static[hidden], .dr-data, .dr-page > section > section:nth-of-type(n+6) :is(table, ul), tbody tr:nth-child(n+4), "
    ".dr-list > li:nth-child(n+4), .dr-glossary > :nth-child(n+7)"
)
EXPLORER = "[id^=explorer-]"  # the place of one, also before it has come
PICTURES = """[...document.querySelectorAll("figure img[alt], table.dataframe, .dr-root.dr-explorer")]
  .filter((one) => !one.closest(".dr-static")).length"""


def pictures(name):
    """How many cells of a lesson make a chart or an explorer; 0 for another page."""
    file = places.checkout("notebooks") / "notebooks" / f"{name}.ipynb"
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"] if file.is_file() else []
    return sum(bool({"chart", "explorer"} & set(cell["metadata"].get("tags", []))) for cell in cells)


@pytest.fixture(scope="module")
def drawn():
    """Name -> what a page holds once its scripts have run."""
    return {}


# One page of each kind; test_web.py opens every lesson, and looks whether it is alive.
SHOWN = ("01-reading-the-news", "exercise-04-value-chain", "index", "my-progress", "search", "sources")


@pytest.mark.parametrize("name", thorough.but(NAMES, *SHOWN))
def test_a_page_is_narrow_alive_and_open_to_all(name, window, drawn):
    """Each chart is there, wider spacing cuts nothing off, the engines find nothing. docs/conformance/looked.csv rests on it."""
    reader = window(name, "small phone", color_scheme=("light", "dark")[NAMES.index(name) % 2])
    web.alive(reader)
    assert reader.evaluate("document.documentElement.scrollWidth") <= 320
    assert reader.locator(".dr-live").count() > 0 or not re.match(r"\d|exercise-", name)
    assert reader.evaluate(PICTURES) >= pictures(name)
    assert reader.evaluate(web.SPACED) == [] and reader.locator("audio, video").count() == 0
    assert "Out[" not in reader.locator("body").inner_text()
    joined = "(tag) => [...document.querySelectorAll(tag)].map((one) => one.innerText).join(' ')"
    text = reader.evaluate(joined, "p, li, td, th, legend, label, figcaption, .dr-text")
    assert re.findall(r".{,20}\d %.{,9}", text) == [], "a line may end before %"
    drawn[name] = reader.content()
    reader.evaluate(f"document.querySelectorAll({REPEATED!r}).forEach((one) => one.remove())")
    assert web.axe(reader) == web.ibm(reader) == []


def test_every_page_is_valid_as_a_file_and_once_its_scripts_have_run(site, window, drawn, pytestconfig):
    """And no page is left out; a few are looked at each time, and all before a release."""
    assert sorted(file.stem for file in site.glob("*.html")) == sorted(NAMES)
    looked_at = NAMES if pytestconfig.getoption("--thorough") else SHOWN
    files = {name: (site / f"{name}.html").read_text(encoding="utf-8") for name in looked_at}
    for name in {*SHOWN} - {*drawn}:
        drawn[name] = window(name, "small phone").content()
    assert html_rules.problems(files | {f"{name}, alive": text for name, text in drawn.items()}) == []


def test_canary_of_the_engines(window):
    page = window("exercises")
    assert web.axe(page) == []  # in a wide window, which has a search button and two menus at the sides
    page.evaluate(SCRIPTS["add what the engines must find"])
    assert all(sign in "".join(page.evaluate(web.SPACED)) for sign in ("One line", "Under it", "px wider"))
    found = "\n".join(web.axe(page))
    assert all(sign in found for sign in ("image-alt", "target-size", "label-content-name-mismatch"))
    if not web.ENGINE.is_file():
        readers.missing("IBM's engine")
    found = "\n".join(web.ibm(page))
    assert all(sign in found for sign in ("img_alt_valid", "input_label_exists", "table_headers_exists"))


def test_canary_of_html():
    sound = "<!DOCTYPE html><html lang='en'><head><title>x</title></head><body><h1>x</h1>{}</body></html>"
    faulty = told.cases(__file__, "faulty.yaml")
    said = html_rules.problems({"": sound.format("")} | {markup: sound.format(markup) for markup in faulty})
    assert not any(one.startswith(": ") for one in said), said
    if not html_rules.ready():
        readers.missing("Java with the Nu validator")
    for markup, sign in faulty.items():
        assert any(one.startswith(f"{markup}: ") and sign in one for one in said), markup


def test_a_chart_and_an_explorer_turn_dark_with_the_page(window):
    page = window("02-de-risking", color_scheme="dark")

    def brightness(card):
        picture = Image.open(io.BytesIO(card.screenshot())).convert("L")
        return ImageStat.Stat(picture).median[0]

    cards = [
        page.locator("div:has(> figure > .dr-frame img) >> visible=true").first,
        page.locator(".dr-figure .dr-frame").first,
    ]
    page.locator(EXPLORER).first.scroll_into_view_if_needed()
    cards[1].wait_for()
    assert max(map(brightness, cards)) < 60
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert min(map(brightness, cards)) > 200, "the canary"


# How far what one saw has jumped: the page's own measure, over a scroll to its end.
SCRIPTS = told.cases(__file__, "scripts.yaml")
SHIFTS = SCRIPTS["how far a page shifts while one scrolls"]
LETTERS = ".dr-card legend, .dr-card label, .dr-explorer label, figcaption, .dr-page section > p"
SIZES = "(all) => all.filter((one) => one.checkVisibility()).map((one) => parseFloat(getComputedStyle(one).fontSize))"


def test_on_a_phone_nothing_jumps_terms_explain_themselves_and_letters_grow_with_the_readers_own(window):
    """And the menus show where one is."""
    page = window("02-de-risking", size="phone")
    jumps = page.evaluate(SHIFTS)
    print(f"\nlayout shift of lesson 2 on a phone: {jumps:.3f}")
    assert jumps <= 0.05
    late = "[...document.querySelectorAll('picture:has(> [loading]) > source')].filter((one) => !(one.width && one.height)).length"
    assert page.evaluate(late) == 0, "a picture that comes late has its place from the start"
    page.locator(".dr-term [role=button]").first.tap()
    expect(page.locator(".dr-said").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".dr-said").first).not_to_be_visible()
    page.locator(EXPLORER).first.scroll_into_view_if_needed()
    page.locator(".dr-figure").first.wait_for()
    before = page.locator(LETTERS).evaluate_all(SIZES)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.locator(LETTERS).evaluate_all(SIZES) == pytest.approx([2 * one for one in before]) and len(before) > 50
    page.wait_for_function("(most) => document.documentElement.scrollWidth <= most", arg=web.SIZES["phone"][0])
    page.keyboard.press("Tab")
    for name in ("Contents", "View"):
        page.locator("summary", has_text=name).first.focus()
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def viewed(page, name):
    """A button of the menu View, which is opened."""
    menu = page.locator(".dr-view")
    if not menu.evaluate("(menu) => menu.open"):
        menu.locator("summary").click()
    return menu.get_by_role("button", name=name)


def test_the_projector_view_is_large_remembered_and_reached_by_keyboard_and_one_switch_shows_all_code(window):
    page = window("02-de-risking")
    size = "parseFloat(getComputedStyle(document.querySelector('.dr-page p')).fontSize)"
    before = page.evaluate(size)
    button = viewed(page, "Projector view")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(size) > 1.4 * before
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    web.go(page, "my-progress")
    viewed(page, "Projector view").press("Enter")
    web.go(page, "02-de-risking")
    assert page.evaluate(size) == before
    code = page.locator("details.hide")
    assert code.count() > 5 and not code.first.is_visible()
    viewed(page, "Show the code").click()
    expect(code.first).to_be_visible()
    web.go(page, "glossary")
    assert viewed(page, "Show the code").count() == 0, "only where there is code"


def test_paper_has_questions_and_on_wish_answers_but_no_controls(window):
    page = window("02-de-risking", color_scheme="dark")
    page.evaluate("window.print = () => (window.printed = document.documentElement.dataset.paper)")
    viewed(page, "Print").click()
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
    assert seen("button, input, select, .dr-top, .dr-neighbours, .dr-wake, .dr-invite") == 0
    assert seen(".dr-page h1") == 1
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.querySelectorAll('.dr-page details[open]').length") == 0
    page.evaluate("window.printed = ''")
    page.emulate_media(media="screen")
    viewed(page, "Print").click()
    page.get_by_role("button", name="Do not print").click()
    assert page.evaluate("window.printed") == ""
    web.go(page, "my-progress")
    page.emulate_media(media="print")
    assert seen(".dr-progress .dr-wafers a") == 8 and seen("button, input, .dr-static") == 0, "nothing to do"


def in_frame(browser, address):
    """A lesson in a platform's frame that may keep nothing; the page, the frame and what went wrong there."""
    page, troubles = browser.new_context(viewport={"width": 900, "height": 800}).new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    rights = "allow-scripts allow-forms allow-downloads"
    host = f'<!DOCTYPE html><iframe src="02-de-risking.html" sandbox="{rights}" width="880" height="780"></iframe>'
    page.route("**/platform", lambda route: route.fulfill(body=host, content_type="text/html"))
    page.goto(f"{address}/platform")
    inside = page.frame_locator("iframe")
    form = inside.locator("form.dr-card:has(.dr-option) >> visible=true").first
    web_forms.choose(form)
    form.get_by_text("Not kept.").wait_for()
    return page, inside, troubles


def test_in_a_platforms_frame_without_storage_answers_can_be_taken_home_and_brought_back(browser, address, tmp_path):
    page, inside, troubles = in_frame(browser, address)
    warning = inside.locator(".dr-live:has(form) .dr-unkept")
    expect(warning).to_contain_text("This browser keeps nothing for this page.")
    with page.expect_download() as download:
        warning.get_by_role("button", name="Save a copy").click()
    download.value.save_as(tmp_path / "my-record.json")
    given = json.loads((tmp_path / "my-record.json").read_text(encoding="utf-8"))["answer"]
    assert [row["lesson"] for row in given] == ["02-de-risking"] or given[0]["mode"] == "recall"
    inside.locator(".dr-way").click()  # the window carries the record from page to page
    inside.get_by_role("button", name="Start again").wait_for()
    expect(inside.locator(".dr-progress .dr-outcome")).to_contain_text("This browser keeps nothing for this page.")
    with page.expect_download() as download:
        inside.get_by_role("button", name="Save a copy").click()
    assert json.loads(download.value.path().read_text(encoding="utf-8"))["answer"] == given
    page.context.close()
    page, inside, more = in_frame(browser, address)
    inside.get_by_label("Open a copy").set_input_files(tmp_path / "my-record.json")
    inside.get_by_text("From your record.").first.wait_for(state="attached")
    assert troubles + more == []
    page.context.close()


def test_under_the_policy_that_the_guide_prints_everything_works(browser, site):
    guide = (places.checkout("notebooks") / "TEACHING.md").read_text(encoding="utf-8")
    policy = re.search(r"^Content-Security-Policy: (.+)$", guide, re.MULTILINE)[1]
    assert policy == "default-src 'self'", "without an exception"
    context = browser.new_context(color_scheme="dark", viewport={"width": 1280, "height": 900})
    with web_site.serve(site, policy) as address, contextlib.closing(context):
        page = context.new_page()
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => (window.refused ??= []).push(e.violatedDirective))"
        )
        for name in ("02-de-risking", "exercise-02-de-risking", "my-progress", "index"):
            page.goto(f"{address}/{name}.html")
            web.ready(page)
            assert page.evaluate("document.documentElement.dataset.theme") == "dark"
            assert not page.evaluate("[...document.querySelectorAll('td')].some((o) => getComputedStyle(o).filter[4])")
            viewed(page, "Projector view").click()
            expect(page.locator("html")).to_have_attribute("data-view", "projector" if name[0] in "0m" else "")
            for explorer in page.locator(".dr-explorer").all():
                explorer.scroll_into_view_if_needed()
                explorer.locator(".dr-svg svg").wait_for()
            for form in page.locator("form:has(.dr-handle)").all():
                form.get_by_role("slider").press("End")
                form.locator("button[type=submit]").click()  # a guess in a chart has its place from a script
            assert page.evaluate("window.refused ?? []") == [], name
        page.goto(f"{address}/search.html?q=galium")
        page.get_by_text("Showing gallium. No page has “galium”. The best places first.").wait_for()
        expect(page.locator("#search-results")).to_contain_text(re.compile("made ▢ % of the world’s gallium"))
        page.goto(f"{address}/search.html?q=Rapidus+yield")
        page.get_by_text("No sentence says both; these places come nearest.").wait_for()
        words = told.cases(str(places.checkout("notebooks") / "tests/notebooks/x"), "predictions.yaml")
        given = "|".join([*words["directions"].values(), *(one for goal in words["goals"].values() for one in goal)])
        telling = page.evaluate(SCRIPTS["what a search may tell of lessons"], [one.name for one in lessons.read_all()])
        assert "offered to buy JSR" in telling and not re.search("lithography, Japan|clearly loses|HANAMI", telling)
        leaks = {hit[0] for hit in re.finditer(given, f"{telling} changed nothing")}
        assert leaks == {"changed nothing"}  # the canary
        page.evaluate("document.head.append(Object.assign(document.createElement('script'), { textContent: '1' }))")
        assert page.evaluate("window.refused") == ["script-src-elem"], "the canary"


def test_it_works_without_network_and_a_new_edition_takes_over_while_the_record_stays(browser, site, tmp_path):
    folder = tmp_path / "edition"
    shutil.copytree(site, folder)
    with web_site.serve(folder) as address, contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        (folder / "_static" / "icon.png").unlink()  # one file that cannot be had
        page.goto(f"{address}/my-progress.html")
        page.get_by_text("Ready offline: all 23 pages open without network.").wait_for()
        assert page.locator(".dr-live ~ .dr-offline").count() == 1  # below the buttons, which stay where they are
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
        asked = (page.reload() and page.evaluate(SCRIPTS["a new cache has taken over"], old) for _ in "12345")
        assert any(asked)  # each page asks again, should the network have failed
        page.reload()
        expect(page.locator(".dr-page")).to_contain_text("Why would Europe")
        assert page.evaluate("localStorage.getItem('derisking-record')") == record


def test_a_browser_that_saves_data_keeps_only_what_was_opened(browser, address):
    with contextlib.closing(browser.new_context()) as context:
        context.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
        page = context.new_page()
        page.goto(f"{address}/02-de-risking.html")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        page.goto(f"{address}/my-progress.html")
        page.get_by_text("Ready offline so far: 2 of 23 pages. Your browser saves data").wait_for()
        (name,) = page.evaluate("caches.keys()")
        assert page.evaluate("(name) => caches.open(name).then((c) => c.keys()).then((all) => all.length)", name) < 80


def test_the_first_question_comes_on_a_slow_phone_too(browser, site):
    """How soon, and of what weight, is printed for `run.py bench`, which knows the limits."""
    clock = web_site.opening(browser, (site / "06-japan-alliance.html").as_uri())
    print(f"\nweb lesson on a slow phone, first question: median {clock * 1000:.0f} ms")
    weights = [web_site.weight(site, one.name) for one in lessons.read_all()]
    print(f"web lesson before its first question, gzip: median {max(weights) / 1000:.0f} kB")


OPEN = "[...document.querySelectorAll('.dr-page > section > section')].filter((one) => !one.matches('.dr-unopened')).length"
TOP = "(id) => Math.round(document.getElementById(id).getBoundingClientRect().top)"


def test_sections_open_one_after_the_other_and_an_address_opens_what_lies_above_it(window):
    page = window("02-de-risking", "phone")
    assert page.evaluate(OPEN) == 11
    page.evaluate("localStorage.setItem('derisking-sections', '')")
    web.again(page)
    go_on, where = page.get_by_role("button", name="Continue: 3 of 11"), page.locator(".dr-where")
    place = page.evaluate("scrollY")
    expect(where).to_have_text("1 of 11")
    go_on.click()
    assert page.evaluate(OPEN) == 3
    assert page.evaluate("document.activeElement.closest('section').id") == "who-drew-the-line"
    page.wait_for_timeout(2000)  # for what must not come
    assert page.evaluate(OPEN) == 3 and place < page.evaluate("scrollY") and not page.locator(".dr-problem").count()
    assert page.evaluate(TOP, "who-drew-the-line") < 120, "what comes begins at the top of the window"
    web.again(page)
    assert page.evaluate(OPEN) == 3 and page.evaluate("derisking.readRecord().notes['sections 02-de-risking']") == "3"
    page.emulate_media(media="print")
    expect(page.locator("#discuss-then-practise h2")).to_be_visible()
    expect(page.locator(".dr-continue")).to_be_hidden()
    page.emulate_media(media="screen")
    expect(page.get_by_role("button", name="Go on where you stopped")).to_be_visible()
    viewed(page, "Show all sections").click()
    assert page.evaluate(OPEN) == 11
    viewed(page, "Show all sections").click()
    assert page.evaluate(OPEN) == 3
    page.evaluate("location.hash = '#where-is-gallium'")
    page.wait_for_function(f"{OPEN} === 6")
    assert page.evaluate(TOP, "where-is-gallium") < 120
    page.evaluate("location.hash = ''")
    page.goto(f"{page.url.split('#')[0]}?#explorer-screen?cdi1=0.5")
    web.ready(page)
    page.locator(".dr-explorer .dr-frame svg").first.wait_for()
    assert page.evaluate(OPEN) == 6 and page.evaluate(TOP, "explorer-screen") < 120
    expect(where).to_have_text("4 of 11")
    assert web.axe(page, ".dr-unfold") == []


def test_tasks_of_an_exercise_open_one_after_the_other_and_a_button_opens_what_lies_above_it(window):
    page = window("exercise-04-value-chain", "phone")
    cards = page.locator(".dr-task:visible")
    expect(cards).to_have_count(14)
    page.evaluate("localStorage.setItem('derisking-sections', '')")
    web.again(page)
    expect(cards).to_have_count(1)
    for _ in range(3):  # before the last stands a picture
        page.get_by_role("button", name="Continue", exact=True).click()
    page.wait_for_function("document.activeElement === document.querySelectorAll('.dr-task .dr-question > legend')[3]")
    page.wait_for_timeout(2000)  # for what must not come
    expect(cards).to_have_count(4)
    expect(page.locator(".dr-aloft")).to_contain_text("of 14 · 0 of 12 points of part A")
    page.get_by_text("11 tasks with a reply at once").click()
    page.get_by_role("button", name=re.compile("^Task 9, ")).click()
    web.again(page)
    expect(cards).to_have_count(9)
    page.emulate_media(media="print")
    expect(page.locator("#part-b-you-decide > h2")).to_be_visible()


def test_where_one_looks_something_up_one_guesses_first_and_finds_the_place(window):
    page = window("glossary")
    for _ in range(10):
        assert page.locator(".dr-told p, .dr-pick.dr-yes").count() == 0, "nothing is told before the guess"
        page.locator(".dr-pick").first.click()
        expect(page.locator(".dr-pick.dr-yes")).to_have_count(1)
        page.locator(".dr-actions > .dr-primary").click()
    assert page.locator(".dr-play li").count() == 10 - int(page.locator(".dr-score").inner_text().split()[0])
    page.get_by_label("Find a word").fill("magneet")
    expect(page.locator(".dr-glossary dt:visible")).to_have_text(re.compile("^permanent magnet"))
    page.locator("dd a:visible").click()
    page.wait_for_url("**/02-de-risking.html#share-of-what*")
