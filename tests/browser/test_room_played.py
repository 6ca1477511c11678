"""The room in four real browsers: projector, desk and two phones play the script of an hour without its waiting; axe on each."""

import contextlib
import os
import re
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from support import html_rules, web

LESSON = "02"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SIZES = {"projector": (1280, 720), "desk": (1280, 900), "phone": (390, 780), "dark": (390, 780)}


@contextlib.contextmanager
def running(lesson):
    """The command and its addresses."""
    command = [
        sys.executable, "-m", "derisking", "live", lesson, "--address", "127.0.0.1", "--port", "0", "--no-browser",
        "--until-closed",
    ]  # fmt: skip
    variables = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        said = "".join(iter(process.stdout.readline, "To end the hour: Ctrl+C here. Everything is forgotten then.\n"))
        yield process, dict(re.findall(r"^(\w+): +(http\S+)$", said, re.MULTILINE))
        process.kill()


@pytest.fixture(scope="module")
def room():
    with running(LESSON) as found:
        yield found


@contextlib.contextmanager
def windows(browser, room, sizes=SIZES):
    """Name -> page, with what went wrong in any of them under "troubles"."""
    addresses = {"projector": room[1]["Projector"], "desk": room[1]["Desk"]}
    found, troubles = {"troubles": []}, []
    for name, (width, height) in sizes.items():
        phone = {"has_touch": True, "is_mobile": True} if name not in addresses else {}
        scheme = "dark" if name == "dark" else "light"
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **phone)
        page = found[name] = context.new_page()
        page.on("pageerror", lambda error: found["troubles"].append(str(error)))
        page.on(
            "console",
            lambda said: (
                found["troubles"].append(said.text) if said.type == "error" and "409" not in said.text else None
            ),
        )
        page.on("request", lambda request: troubles.append(request.url) if "127.0.0.1" not in request.url else None)
        page.goto(addresses.get(name, room[1]["Phones"]))
    found["outside"] = troubles
    yield found
    for name in sizes:
        found[name].context.close()


@pytest.fixture(scope="module")
def pages(browser, room):
    with windows(browser, room) as found:
        yield found


def accessible(pages, when, sizes=SIZES):
    for name in sizes:
        found = Axe().run(pages[name], options=WCAG).response["violations"]
        assert not found, [(when, name, one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found]


def press(pages, key, step):
    """A key at the desk; then wait until the desk is at that step."""
    pages["desk"].keyboard.press(key)
    expect(pages["desk"].locator(f"#step-{step}")).to_have_attribute("aria-current", "step")


def answer(page, number):
    page.locator(".dr-option").nth(number).click()
    page.get_by_role("button", name=re.compile("my answer")).click()
    expect(page.locator("#now")).to_contain_text("answer is in")


def test_an_hour(pages, room):
    desk, wall, phone, dark = (pages[name] for name in ("desk", "projector", "phone", "dark"))
    assert "#" not in desk.url and "#" not in wall.url, "the secret stays in no address bar"
    expect(wall.locator("#place")).to_contain_text("2 phones in the room")
    expect(desk.locator("#reach-told")).to_contain_text("What has joined so far is this computer itself.")
    expect(desk.locator("#reach-late")).to_be_hidden()
    desk.evaluate("() => { const now = Date.now; Date.now = () => now() + 20_000; }")  # nobody comes for a while
    expect(desk.locator("#reach-late li")).to_have_count(6)
    names = [page.locator("#who strong").inner_text() for page in (phone, dark)]
    accessible(pages, "lobby")
    press(pages, "Space", "shown")
    expect(phone.get_by_role("heading", name="Look at the front")).to_be_visible()
    expect(wall.locator(".options li")).to_have_count(4)
    press(pages, "Space", "alone")
    phone.locator(".dr-option").nth(2).click()
    expect(phone.get_by_role("button", name="Send my answer")).to_be_hidden()
    press(pages, "Space", "vote1")
    expect(phone.locator(".dr-option input").nth(2)).to_be_checked()  # what was chosen alone is still there
    answer(phone, 0)
    answer(dark, 1)
    for key in "2233":
        desk.keyboard.press(key)
    desk.keyboard.press("Shift+3")
    desk.keyboard.press("3")
    expect(desk.locator("#counts")).to_contain_text("Vote 1: 6 in")
    expect(desk.locator("#counts")).not_to_contain_text("right")
    accessible(pages, "vote 1")
    press(pages, "Space", "closed")
    expect(desk.locator("#counts")).to_contain_text("50 % right")
    expect(desk.locator("#lit")).to_have_text("Talk in pairs")
    expect(wall.locator("body")).not_to_contain_text("right")
    press(pages, "Space", "talk")
    expect(phone.locator(".partner")).to_have_text(f"Find {names[1]}.")
    expect(dark.locator(".partner")).to_have_text(f"Find {names[0]}.")
    phone.reload()  # a phone that slept comes back into the same moment, with its answer and its name
    expect(phone.locator(".partner")).to_have_text(f"Find {names[1]}.")
    expect(phone.locator(".dr-option input").nth(0)).to_be_checked()
    press(pages, "Space", "vote2")
    answer(phone, 1)
    answer(dark, 1)
    for key in "111":
        desk.keyboard.press(key)
    expect(desk.locator("#counts")).to_contain_text("Vote 2: 5 in")
    press(pages, "Space", "compare")
    expect(wall.locator(".bars thead th")).to_have_text(["Answer", "Vote 1: 6", "Vote 2: 5"])
    accessible(pages, "compare")
    press(pages, "Space", "explained")
    expect(phone.locator(".dr-verdict")).to_contain_text("Right.")
    accessible(pages, "explained")
    assert [said for name in SIZES for said in web.ibm(pages[name])] == []
    press(pages, "Space", "tempting")
    expect(wall.locator(".dr-verdict")).to_contain_text("Not yet.")
    accessible(pages, "tempting")


def test_wall_stuck_and_other_kinds(pages):
    desk, wall, phone, dark = (pages[name] for name in ("desk", "projector", "phone", "dark"))
    desk.locator("#add-words").fill("What would you ask the minister?")
    desk.locator("#add").click()
    phone.locator("#words").fill("Who pays?")
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("#sent")).to_contain_text("Who pays?")
    expect(wall.locator("#place")).to_contain_text("1 sent")
    expect(wall.locator("#place")).not_to_contain_text("Who pays?")  # held back
    desk.get_by_role("button", name="Show", exact=True).click()
    expect(wall.locator(".wall li")).to_have_text(["Who pays?"])
    dark.locator("#stuck").click()
    expect(desk.locator("#top")).to_contain_text("1 stuck")
    accessible(pages, "wall")
    for question in ("sort-three-ps", "hhi-by-hand", "autonomy-or-derisking", "who-said-it-when"):
        desk.locator(f"#go-{question}").click()
        desk.locator("#step-vote1").click()
        expect(phone.get_by_role("button", name="Send my answer")).to_be_visible()
        accessible(pages, question)


def test_a_prediction_is_a_cloud_of_dots_and_then_the_chart(pages):
    desk, wall, phone = (pages[name] for name in ("desk", "projector", "phone"))
    desk.locator("#go-magnets-china-2024").click()
    desk.locator("#step-vote1").click()
    phone.get_by_label("Your answer").fill("160")
    phone.get_by_role("button", name="Send my answer").click()
    expect(phone.locator("#said")).to_contain_text("no answer to the question")
    phone.get_by_label("Your answer").fill("60")
    phone.get_by_role("button", name="Send my answer").click()
    expect(phone.locator("#now")).to_contain_text("answer is in")
    desk.locator("#step-cloud").click()
    expect(wall.locator("#place")).to_contain_text("Dots from five guesses on")
    desk.locator("#step-explained").click()
    expect(wall.locator("img.chart")).to_be_visible()
    expect(phone.locator("#place")).to_contain_text("You said 60.")
    expect(phone.locator("#place")).to_contain_text("It is 89 %")
    accessible(pages, "prediction")


def test_the_desk_fits_a_phone_and_the_end_is_said(pages, room):
    desk = pages["desk"]
    desk.set_viewport_size({"width": 390, "height": 800})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.locator("#own").click()
    expect(desk.get_by_role("dialog").locator("img")).to_be_visible()
    accessible(pages, "the desk's own code")
    assert pages["troubles"] == pages["outside"] == []
    room[0].stdin.close()  # as when the kernel of the home page is gone
    for name, words in (("phone", "You can close this page"), ("projector", "The hour is over")):
        expect(pages[name].locator("#said")).to_contain_text(words)


def test_a_negotiation(browser):
    """Three teams play from the cards to the end on three phones; axe on five pages at each step."""
    sizes = SIZES | {"third": (700, 900)}
    with running("07") as room, windows(browser, room, sizes) as pages:
        desk, wall = pages["desk"], pages["projector"]
        desk.locator("#go-talks").click()
        expect(pages["phone"].locator("#t-head")).to_contain_text("deals the roles")
        desk.locator("#deal-teams").select_option("3")
        desk.locator("#deal").click()
        those = [pages[name] for name in ("phone", "dark", "third")]
        for page in those:
            expect(page.locator("#t-head")).to_contain_text("alone in your team")
        team = {page.locator("#t-head h1").inner_text(): page for page in those}
        brussels, state, beijing = (team[name] for name in ("Commission", "Member state without fabs", "Beijing"))
        expect(beijing.locator("#t-card")).to_contain_text("respect for owners")
        expect(brussels.locator("#t-card")).not_to_contain_text("respect for owners")
        for page in those:
            page.locator("#doubt-0").click()
            page.locator("#doubt-1").click()
            page.get_by_role("button", name="These two").click()
        expect(desk.locator("#advice")).to_have_text("All teams are ready.")

        def step(name, when=None):
            desk.locator(f"#step-{name}").click()
            expect(desk.locator(f"#step-{name}")).to_have_attribute("aria-current", "step")
            accessible(pages, name, sizes)
            assert wall.evaluate("document.documentElement.scrollHeight") <= 720, "a projector does not scroll"

        accessible(pages, "cards", sizes)
        assert [said for name in sizes for said in web.ibm(pages[name]) + pages[name].evaluate(web.SPACED)] == []
        assert html_rules.nu({name: pages[name].content() for name in sizes}) == []
        desk.locator("#step-plans").click()
        for measure, times in (("m-0", 2), ("m-1", 2), ("m-3", 2)):
            for _ in range(times):
                brussels.locator(f"#{measure}-more").click()
        brussels.locator("#table").click()
        expect(brussels.locator("#said")).to_contain_text("Say who pays the rest")
        brussels.locator("#p-A-more").click()
        state.locator("#m-0-more").click()  # somebody else's plan does not sweep away what was moved
        brussels.locator("#p-C-rest").click()
        brussels.locator("#c-owner").click()
        brussels.locator("#table").click()
        expect(wall.locator("#place tbody tr")).to_have_count(1)
        expect(brussels.locator("#t-desk tbody tr")).to_have_count(11)
        expect(state.locator("#m-0")).to_have_text("1")
        expect(state.locator("#t-tabled")).to_contain_text("It crosses your red line.")
        step("offers")
        beijing.locator("#offer-to").select_option("C")
        beijing.locator("#offer-give").select_option(label="to leave out the move “makes each stop last twice as long”")
        beijing.locator("#offer-ask").select_option(label="1 billion")
        beijing.locator("#offer").click()
        expect(brussels.locator("#t-offers")).to_contain_text("None yet.")
        state.locator("#o-1-a").click()
        expect(wall.locator("#place")).to_contain_text("0 open, 1 accepted")
        step("move")
        beijing.locator("#move-2").click()
        beijing.get_by_role("button", name="Decide").click()
        expect(desk.locator("#advice")).to_have_text("Beijing has chosen.")
        expect(wall.locator("#place")).not_to_contain_text("stops deliveries")
        step("shock")
        expect(wall.locator("#place")).to_contain_text("Beijing stops deliveries twice as often.")
        desk.locator("#news-3").click()
        expect(state.locator("#t-act")).to_contain_text("January without money")
        step("vote")
        state.locator("#yes").click()
        expect(state.locator("#said")).to_contain_text("crosses your red line")
        state.locator("#breaks").click()
        brussels.locator("#breaks").click()
        for page in those:
            page.locator("#yes").click()
            expect(page.locator("#t-act")).to_contain_text("you sign")
        expect(wall.locator("#place")).to_contain_text("3 of 3 teams have voted.")
        step("keep")
        expect(wall.locator(".broken li")).to_have_count(2)
        state.locator("#pay-1-ask").click()
        step("debrief")
        expect(wall.locator("#place")).to_contain_text("Member state without fabs promised Beijing 1 billion: kept")
        expect(wall.locator("#place")).to_contain_text("The lines sum to")
        state.reload()  # a phone that slept comes back into the same end
        expect(state.locator("#t-act")).to_contain_text("What each has got")
        for name in ("phone", "dark", "projector"):
            width = pages[name].evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert width[0] <= width[1], name
        assert pages["troubles"] == pages["outside"] == []


def test_canary_of_axe(browser):
    page = browser.new_page()
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src='data:,'><button></button></main>")
    assert {one["id"] for one in Axe().run(page, options=WCAG).response["violations"]} >= {"image-alt", "button-name"}
    page.close()
