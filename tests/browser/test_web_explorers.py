"""Explorers of the web edition in a real browser: they move, they are quick, their state is in the address, they can be saved."""

import csv
import html
import re
import statistics

import pytest
from playwright.sync_api import expect
from support import thorough, told
from support.web import LABELS, SIZES, axe, downloaded, drag, go, ready

from derisking import explore

# explorer -> its page
PAGES = {
    "story": "01-reading-the-news", "timeline": "01-reading-the-news", "screen": "02-de-risking", "wafer": "03-chip-basics", "fab": "03-chip-basics", "zooms": "03-chip-basics",
    "walk": "04-value-chain", "chain": "04-value-chain", "rally": "05-export-controls", "crate": "05-export-controls", "engineer": "05-export-controls", "coalition": "05-export-controls", "threads": "06-japan-alliance", "pair": "06-japan-alliance", "partners": "06-japan-alliance",
    "coins": "07-policy-lab", "rival": "07-policy-lab", "payers": "07-policy-lab", "doubts": "07-policy-lab", "desk-advanced": "07-policy-lab", "desk-simple": "07-policy-lab", "spend": "exercise-07-policy-lab",
}  # fmt: skip
DARK = ("screen", "walk", "fab", "zooms")  # what is looked at in the dark theme
# A walk, and ranges with lists; in the light and in the dark; test_web.py draws every explorer.
SHOWN = ("walk", "spend")
SVG = ".dr-svg > svg"
# Moves every control once through its values as a person would. Gives the times from the move to the new picture, and
# what is wrong: a picture that jumped, hardly another picture, a control that changed nothing or is not 40 px tall.
MOVES = told.cases(__file__, "scripts.yaml")["moves, timed by performance.now"]


def place(page, name):
    """The explorer's element, with its picture."""
    found = page.locator(f"#explorer-{name}")
    found.evaluate("(one) => one.closest('.dr-optional')?.setAttribute('open', '')")
    found.scroll_into_view_if_needed()
    found.locator(SVG).wait_for()
    return found


def free(found):
    found.get_by_role("button", name="Free play").click()


@pytest.mark.parametrize("name", thorough.but(PAGES, *SHOWN))
def test_it_begins_with_one_control_moves_at_once_and_stays_in_its_place(name, window):
    """On a phone, where there is least room; the state is then in the address, and another window shows the same."""
    page = window(PAGES[name], size="phone", color_scheme="dark" if name in DARK else "light")
    found, many = place(page, name), dict(spend=4, payers=4, rival=5, crate=5, threads=2, pair=2)
    goals = found.locator(".dr-goals")
    expect(found.locator(".dr-control:visible")).to_have_count(many.get(name, 1 + name.startswith("desk")))
    expect(goals).to_contain_text("Goal 1 of")
    free(found)
    expect(goals.locator(".dr-eyebrow")).to_have_text("Free play")
    if name == "chain":  # only the third rule knows stocks, and only who sells materials makes theirs matter
        found.get_by_label("stocks").check()
        found.get_by_label("Third hit").select_option(label="Japan")
    times, wrong = found.evaluate(MOVES)
    print(f"web explorer {name}, {len(times)} moves to picture: median {statistics.median(times):.0f} ms")
    assert wrong == []
    assert axe(page, f"#explorer-{name}") == []  # it waits until sentences have glided to their places
    assert found.locator(SVG).evaluate(LABELS) == []
    assert found.locator(SVG).get_attribute("aria-label")
    page.wait_for_function(f"location.hash.startsWith('#explorer-{name}?')")
    expect(page.locator(".dr-own-row:visible")).to_have_count(2 * (name == "spend"))  # a plan goes with its owner
    again = window(PAGES[name], size="phone", at=page.evaluate("location.hash"))
    there = place(again, name)
    for where in (".dr-title", ".dr-line"):
        expect(there.locator(where)).to_have_text(found.locator(where).text_content())
    again.wait_for_function("(most) => document.documentElement.scrollWidth <= most", arg=SIZES["phone"][0])


def in_one_window(found):  # measured at once, because it may be drawn anew
    box = "one.querySelector('{}').getBoundingClientRect()".format
    tall = found.evaluate(f"(one) => {box(SVG)}.bottom - {box('.dr-goals')}.top")
    assert tall <= 700 - 52, "goal, control and picture in one window below the bar"


@pytest.mark.parametrize("size", thorough.but(["desktop", "phone"], "phone"))
def test_coins_go_where_they_are_dragged_and_a_decade_plays(size, window):
    page = window("07-policy-lab", size=size, at="#explorer-coins?moment=0&decade=23")
    found = place(page, "coins")

    def dragged(start, end):
        found.locator(f"{SVG} [data-pile=alliance]").evaluate("(one) => one.scrollIntoView({ block: 'center' })")
        page.wait_for_timeout(300)  # what was coming in above has come
        boxes = [found.locator(one).bounding_box() for one in (f"[data-coin={start}]", f"[data-pile={end}]")]
        drag(page, size, *((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes))

    ways = ('""', "alliance", "Alliance", 1), ("alliance", "home", "Alliance", 0), ("home", '""', "Plants at home", 1)
    for start, end, moved, many in ways:
        dragged(start, end)
        if end == "home":
            page.keyboard.press("ArrowRight")
        expect(found.get_by_label(moved, exact=True)).to_have_value(f"{many}")
    found.get_by_role("button", name="Play").click()
    expect(found.locator(".dr-title")).to_contain_text("Year 3: the rival and the ally fail")
    found.get_by_role("button", name="Pause").click()
    found.get_by_label("What you see").select_option(label="year 10")
    page.context.new_cdp_session(page).send(
        "Animation.setPlaybackRate", {"playbackRate": 0}
    )  # none has fallen before it is counted
    found.get_by_role("button", name="Next").click()
    assert page.evaluate("document.getAnimations().length") == 100, "marbles fall"
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    again = place(page, "coins")
    expect(again.get_by_role("button", name="Play")).to_have_count(0)
    expect(again.locator("details[open]")).to_have_count(1)


def pulled(page, size, grip, right, down):
    """Drag a mark of a picture; gives how high it stood."""
    grip.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(300)  # what was coming in above has come
    box = grip.bounding_box()
    drag(page, size, (x := box["x"] + box["width"] / 2, y := box["y"] + box["height"] / 2), (x + right, y + down))
    page.wait_for_timeout(300)  # and is drawn
    return box["y"]


@pytest.mark.parametrize("size", thorough.but(["desktop", "phone"], "phone"))
def test_a_line_is_dragged_on_the_picture_by_mouse_or_finger_and_then_by_keys(size, window):
    """Another line, whose control this goal does not show, stays; dots glide to their new places, unless somebody wants no motion."""
    page = window("02-de-risking", size=size)
    found = place(page, "screen")
    value = found.locator(".dr-range:visible output")

    def dragged(line):
        pulled(page, size, found.locator(f"{SVG} [data-x^={line}] rect[rx]"), 60 if size == "desktop" else 110, 0)

    dragged("concentration")
    moved = float(value.inner_text())
    assert 0.43 < moved < 0.56 if size == "desktop" else 0.7 < moved < 0.8, "a finger keeps its hold"
    page.keyboard.press("ArrowRight")
    expect(value).to_have_text(f"{moved + 0.01:.2f}")
    expect(found.locator(f"{SVG} .dr-has")).to_have_count(1)
    for label, reached in (("Concentration above", "0.7"), ("Substitution above", "0.5")):
        found.get_by_label(label).fill(reached)
        found.get_by_role("button", name="Next goal").click()
    title = found.locator(".dr-title").first.inner_text()
    dragged("share")  # a line that rests in this goal
    expect(found.locator(".dr-title")).to_have_text(title)
    free(found)
    for motion, country in ("no-preference", "Germany"), ("reduce", "Netherlands"):
        page.emulate_media(reduced_motion=motion)
        found.get_by_label("Country", exact=True).select_option(label=country)
        assert bool(page.evaluate("document.getAnimations().length")) == (motion == "no-preference")


def test_a_finger_moves_a_chip_up_and_down_and_the_page_stays(window):
    """What it touches is drawn anew and so leaves the page, which must not take the finger for its own."""
    page = window("05-export-controls", size="phone")
    grip = place(page, "engineer").locator(f"{SVG} [data-y]")
    before = pulled(page, "phone", grip, 0, 70)
    assert 60 < grip.bounding_box()["y"] - before < 80


TALL = "() => Object.fromEntries([...document.querySelectorAll('.dr-live[id^=explorer-]')].map((one) => [one.id, one.offsetHeight]))"


@pytest.mark.parametrize("size", thorough.but(["phone", "desktop"], "phone"))
@pytest.mark.parametrize("lesson", thorough.but(sorted(set(PAGES.values())), "05-export-controls"))
def test_an_explorer_that_comes_late_moves_nothing(lesson, size, browser, address):
    """Until its script is there its still picture is, which is nearly as tall. No service worker has the script already."""
    view = dict(zip(("width", "height"), SIZES[size], strict=True))
    page, held = browser.new_page(viewport=view, is_mobile=size == "phone", service_workers="block"), []
    page.route("**/explorer-*.js", lambda one: held.append(one))  # Playwright takes no built-in
    page.goto(f"{address}/{lesson}.html", wait_until="domcontentloaded")  # the load waits for one in the first window
    ready(page)
    early = page.evaluate(TALL)
    expect(page.locator(".dr-live[id^=explorer-] .dr-static figure").first).to_be_visible()
    for one in held:
        one.continue_()
    page.unroute("**/explorer-*.js")
    for name in early:
        place(page, name.removeprefix("explorer-"))
    late = page.evaluate(TALL)
    assert [(one, early[one], late[one]) for one in early if abs(early[one] - late[one]) > 0.25 * late[one]] == []
    page.close()


def test_canary_of_labels_jumps_and_dead_controls(window):
    page = window("02-de-risking")
    found = place(page, "screen")
    svg = found.locator(SVG)
    svg.evaluate("""(svg) => svg.insertAdjacentHTML('beforeend', '<text x="640" font-size="9">too far out</text>')""")
    touching = "\n".join(svg.evaluate(LABELS))
    assert "small: too far out" in touching and "out: too far out" in touching
    dead = '<div class="dr-control"><label>Dead</label><input type="range" style="height:30px"></div>'
    jumping = "(dead) => { const line = document.createElement('p'); const place = document.querySelector('#explorer-screen'); const grid = place.querySelector('.dr-controls'); grid.insertAdjacentHTML('beforeend', dead); grid.after(line); place.addEventListener('input', () => { line.style.height = '9px' }, { once: true }); }"
    page.evaluate(jumping, dead)
    told = "\n".join(place(page, "screen").evaluate(MOVES)[1])
    assert "Dead is 30 px tall" in told and "Dead does nothing" in told and "moved the picture by" in told


def test_what_follows_the_goals_comes_on_wish_or_when_they_are_over_and_stays(window):
    """With it a question that can be answered; past the goals the line says what they ask for. A page without the script shows all.
    Picture and table can be saved."""
    page = window("03-chip-basics")
    found = place(page, "fab")
    files = [downloaded(found, f"Save the {what}") for what in ("picture", "table")]
    picture, table = (file.read_text(encoding="utf-8") for file in files)
    assert picture.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert found.locator(".dr-title").inner_text() in html.unescape(picture)
    last = table.splitlines()[-1].strip('"')
    assert last.startswith("Source: ") and last[:60] in picture  # in lines of its own
    assert next(csv.reader(table.lstrip("\ufeff").splitlines())) == list(explore.fab().view["heads"])
    told, line = found.get_by_text("this newcomer loses even when full"), found.locator(".dr-line")
    expect(told.and_(page.locator(":visible"))).to_have_count(0)
    expect(found.locator(".dr-static")).to_contain_text("this newcomer loses even when full")
    found.get_by_role("button", name="Show it now").click()
    expect(told.last).to_be_visible()
    expect(line).not_to_contain_text("52 %")
    free(found)
    expect(line).to_contain_text("breaks even at 52 %")
    question = found.locator("form", has_text="Practice has raised its yield")
    question.get_by_label("Your answer").fill("76")
    question.get_by_role("button", name="Check my answer").click()
    expect(question).to_contain_text("about three quarters")
    page.wait_for_timeout(2000)  # for what must not come
    assert "▶▶" not in page.locator("body").inner_text()
    page.reload()
    again = place(page, "fab").locator(".dr-later")
    expect(again).to_contain_text("this newcomer loses even when full")
    expect(again.locator("form")).to_contain_text("about three quarters")


def test_the_chain_is_walked_and_the_wall_breaks_under_a_guess_and_under_clicks(window):
    """A guess on the map or by keyboard before each step lights, up to the goal; then bricks whose countries are hit, and given back."""
    page = window("04-value-chain")
    found = place(page, "walk")
    for step, said in enumerate(("United States", "UK", "China", "Japan", "Japan")):
        expect(found.locator(".dr-line")).not_to_contain_text("%")
        found.locator(f'g[data-take="{said}"]').click()
        expect(found.locator(".dr-line")).to_contain_text(f"You said {said}.")
        expect(found.get_by_label("Who holds most")).to_be_disabled()  # a guess counts once
        found.get_by_role("button", name="Next" if step else "Next goal", exact=not step).first.press("Enter")
        expect(found.get_by_label("Where you stand")).to_have_value(str(step + 1))
    found.get_by_label("Who holds most").select_option("Netherlands")
    expect(found.locator(".dr-done")).to_contain_text("✓ 4 of 6 right. ASML sells every EUV machine")
    found.locator('g[data-take="3. Chip design"]').click()
    expect(found.locator(".dr-title")).to_have_text("Not China: United States 50 %")
    page.wait_for_function("location.hash.includes('step=Chip')")  # what was guessed at other steps stands there, too
    page.reload()
    expect(place(page, "walk").locator(".dr-line")).to_contain_text("Right so far: 4 of 6")
    chain = place(page, "chain")
    title, told = chain.locator(".dr-title"), chain.locator(".dr-read span")
    expect(title).to_contain_text("A brick for each")
    brick = chain.locator("g[data-take=Netherlands] rect").first
    brick.hover(position={"x": 3, "y": 3})  # far from its middle
    expect(told).to_have_text(brick.locator("title").text_content())
    chain.get_by_label("15 to 30").check()
    expect(title).to_have_text("22 bricks break; you said 15 to 30")
    in_one_window(chain)
    in_one_window(place(window("01-reading-the-news"), "story"))
    chain.get_by_role("button", name="Next goal").click()
    clicks = [("Japan", "Japan", "nobody"), ("Netherlands", "Japan", "Netherlands"), ("United States", "Japan", "Netherlands"), ("Japan", "nobody", "Netherlands")]  # fmt: skip
    for who, *hits in clicks:  # the first free hit, then the last; a broken brick gives its country back
        chain.locator(f'g[data-take="{who}"]').first.click()
        for which, hit in zip(("First", "Second"), hits, strict=True):
            expect(chain.get_by_label(f"{which} hit").locator("option:checked")).to_have_text(hit)
    expect(told).to_contain_text(": Japan")  # a tap that moved the picture is told all the same
    chain.locator(SVG).click(position={"x": 2, "y": 200})
    page.wait_for_timeout(300)  # a click beside the wall must change nothing
    expect(chain.get_by_label("First hit").locator("option:checked")).to_have_text("nobody")


def test_a_ball_of_the_rally_is_taken_by_a_click_and_leads_to_its_source(window):
    found = place(window("05-export-controls"), "rally")
    expect(found.locator("select:visible")).to_have_count(0)  # before Play there is a court and nothing else
    in_one_window(found)
    free(found)
    found.get_by_label("All moves up to").select_option(index=51)
    found.locator('g[data-take^="10 Oct 2025"]').click()
    there = explore.rally().view_of({"move": "us-hundred-percent-duty-threat-2025-10-10", "claims": "any"})
    expect(found.locator(".dr-line a")).to_have_attribute("href", there["link"])
    expect(found.locator("td a[href^='https://']")).to_have_count(52)


def test_threads_are_tied_before_the_ledgers_knots_appear_and_ties_stay_in_the_address(window):
    page = window("06-japan-alliance")
    partners = place(page, "partners")  # who insures itself gets a picture of who else can help
    free(partners)
    partners.get_by_label("Who needs help").select_option(label="Japan")
    expect(partners.locator(".dr-line")).to_contain_text("27 of these")
    expect(partners.locator(SVG)).to_have_count(1)
    expect(partners.locator(".dr-figure figcaption")).to_be_visible()
    page.locator(".dr-predict .dr-number").first.press_sequentially("9\n")  # the total is told only then
    found = place(page, "threads")
    title, tie = found.locator(".dr-title"), found.get_by_role("group", name="Your stamp")
    found.locator(".dr-goals").scroll_into_view_if_needed()
    still = "(one) => { const top = () => one.querySelector('.dr-svg > svg').getBoundingClientRect().top, was = top(); one.querySelectorAll('[type=radio]')[2].click(); return Math.abs(top() - was); }"
    assert found.evaluate(still) < 2, "a reply takes its room above the picture"
    for made, look in (("delivered", "dr-differs"), ("unknown", "dr-reached")):
        tie.get_by_label(made).press("Space")  # the row comes while keys go through it
        expect(found.locator(".dr-goals")).to_have_class(re.compile(f"{look}$"))
    in_one_window(found)
    page.wait_for_function("location.hash.includes('thread.japan-chips-pfas-substitutes=4')")
    go(page, "06-japan-alliance")  # the judgement is kept: without it goal 2 has no end
    place(page, "threads")
    for made in ("delivered", "delivered", "unknown", "partly"):
        expect(tie.get_by_label("?")).to_be_checked()
        expect(title).to_contain_text("of 5 files stamped")
        found.locator(f'{SVG} [data-take="{made}"]').click()
        if made != "partly":
            found.get_by_role("button", name="Next ›").press("Enter")  # a tab opens it, too
    expect(title).to_have_text("Delivered: 10 of 24 with Japan, 8 of 15 with Korea; we agree on 4 of your 5")
    in_one_window(found)
    expect(found.get_by_role("button", name="Next ›")).to_have_attribute("aria-disabled", "true")
    found.locator('g[data-take="Japan, chips: skills"]').click()
    expect(tie.get_by_label("delivered")).to_be_disabled()
    page.wait_for_function("location.hash.includes('thread=japan-chips-skills')")
    again = place(window("06-japan-alliance", at=page.evaluate("location.hash")), "threads")
    expect(again.locator(".dr-line")).to_have_text("Japan, chips: skills. Open the source")  # nothing is guessed there


def test_money_cannot_be_overspent_and_plans_come_back(window):
    page = window("07-policy-lab")
    found = place(page, "desk-advanced")
    found.locator(f"{SVG} [data-pile=stockpile]").click(click_count=3)  # each gives it two coins
    page.wait_for_function("location.hash.endsWith('&goal=1')")
    for at in (page.url, page.url.partition("#")[0]):  # by the address, and by the plan that is kept
        page.goto("about:blank")
        page.goto(at)
        found = place(page, "desk-advanced")
        expect(found.get_by_label("Stockpile")).to_have_value("6")
        expect(found.locator(".dr-control:visible")).to_have_count(2)
    free(found)
    found.get_by_label("Stockpile").fill("8")
    found.get_by_label("Alliance").fill("12")
    expect(found.get_by_label("Alliance")).to_have_value("4")
    expect(found.locator(".dr-title")).to_have_text("All 12 are spent. Take some back elsewhere first.")
    found.get_by_label("You work on plan").select_option(label="B")
    found.get_by_label("Alliance").fill("0")
    found.get_by_label("Behind it stands").select_option(label="A")
    expect(found.locator(".dr-line")).to_contain_text("plan A")
    page.wait_for_function("location.hash.includes('plan.A=8_0_0_4')")
    page.goto("about:blank")
    page.go_back()
    again = place(page, "desk-advanced")
    again.get_by_label("You work on plan").select_option(label="A")
    expect(again.get_by_label("Alliance")).to_have_value("4")


def test_an_address_of_another_place_still_leads_there(window):
    page = window("02-de-risking", at="#move-the-line")
    assert page.evaluate("document.querySelector('#move-the-line').getBoundingClientRect().top") < 300
    broken = window("02-de-risking", at="#explorer-screen?concentration=7&year=1066&importer=JPN&%E0%A4%A")
    expect(place(broken, "screen").locator(".dr-title")).to_contain_text("Japan, 2024")
