"""The room in four real browsers: projector, desk and two phones play the script of an hour without its waiting, and a negotiation."""

import itertools
import os
import random
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect
from support import html_rules, told, web
from support.negotiating import GAME, WORLD, bots

from derisking.live.room import Moment, Room
from derisking.live.server import HERE, qr
from derisking.live.talks import Talks

# The command with a lesson whose plan has a prediction to draw, and with the negotiation of another one in the same room.
COMMAND = told.cases(__file__, "cells.yaml")["the room with two lessons"]
SIZES = {"projector": (1280, 720), "desk": (1280, 900), "phone": (390, 780), "dark": (390, 780)}
# Keeps in `came` every byte that the page is sent.
HEARD = told.cases(__file__, "scripts.yaml")["keep what the page is sent"]


@pytest.fixture(scope="module")
def room():
    """The command and its addresses."""
    words = ["live", "05", "--address", "127.0.0.1", "--port", "0", "--no-browser", "--until-closed"]
    command, variables = [sys.executable, "-c", COMMAND, *words], {**os.environ, "PYTHONUNBUFFERED": "1"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    with subprocess.Popen(command, env=variables, **pipes) as process:
        said = "".join(iter(process.stdout.readline, "To end the hour: Ctrl+C here. Everything is forgotten then.\n"))
        yield process, dict(re.findall(r"^(\w+): +(http\S+)$", said, re.MULTILINE))
        process.kill()


def opened(browser, room, name, troubles):
    """A window on the room; what goes wrong in it is added to the troubles, and what is asked for elsewhere."""
    width, height = SIZES.get(name, (700, 900))
    address = room[1].get(name.title())
    how = {"viewport": {"width": width, "height": height}, "color_scheme": "dark" if name == "dark" else "light"}
    context = browser.new_context(**how, has_touch=not address, is_mobile=not address)
    context.add_init_script(HEARD)
    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda one: troubles.append(one.text) if one.type == "error" and "409" not in one.text else None)
    page.on("request", lambda asked: troubles.append(asked.url) if "127.0.0.1" not in asked.url else None)
    page.goto(address or room[1]["Phones"])
    return page


@pytest.fixture(scope="module")
def troubles():
    return []


@pytest.fixture(scope="module")
def pages(browser, room, troubles):
    """Name -> page."""
    found = {name: opened(browser, room, name, troubles) for name in SIZES}
    yield found
    for page in found.values():
        page.context.close()


def accessible(pages, when, *names):
    """Axe finds nothing on these pages that WCAG asks for."""
    tags = [tag for tag in web.TAGS if tag != "best-practice"]
    assert [(when, name, found) for name in names if (found := web.axe(pages[name], tags=tags))] == []


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
    accessible(pages, "lobby", *SIZES)
    press(pages, "Space", "shown")
    expect(wall.locator("h1")).to_contain_text("American restrictions")  # what the plan has first
    desk.locator("#go-next-day-ban").click()
    expect(wall.locator("h1")).not_to_contain_text("American restrictions")
    expect(phone.get_by_role("heading", name="Look at the front")).to_be_visible()
    expect(wall.locator(".options li")).to_have_count(4)
    press(pages, "Space", "alone")
    phone.locator(".dr-option").nth(1).click()
    expect(phone.get_by_role("button", name="Send my answer")).to_be_hidden()
    press(pages, "Space", "vote1")
    expect(phone.locator(".dr-option input").nth(1)).to_be_checked()  # what was chosen alone is still there
    answer(phone, 0)
    answer(dark, 2)
    for key in ("3", "3", "2", "2", "Shift+2", "2"):
        desk.keyboard.press(key)
    expect(desk.locator("#counts")).to_contain_text("Vote 1: 6 in")
    expect(desk.locator("#counts")).not_to_contain_text("right")
    accessible(pages, "vote 1", "dark")
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
    answer(phone, 2)
    answer(dark, 2)
    for key in "111":
        desk.keyboard.press(key)
    expect(desk.locator("#counts")).to_contain_text("Vote 2: 5 in")
    press(pages, "Space", "compare")
    expect(wall.locator(".bars thead th")).to_have_text(["Answer", "Vote 1: 6", "Vote 2: 5"])
    accessible(pages, "compare", "projector", "desk")
    press(pages, "Space", "explained")
    expect(phone.locator(".dr-verdict")).to_contain_text("Right.")
    accessible(pages, "explained", "projector", "phone")
    assert [said for name in ("projector", "desk", "phone") for said in web.ibm(pages[name])] == []
    press(pages, "Space", "tempting")
    expect(wall.locator(".dr-verdict")).to_contain_text("Not yet.")


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
    accessible(pages, "wall", "projector", "desk", "dark")
    for question in ("which-arm", "first-leak-by-hand", "who-claims-what", "wrap-up-korea-materials", "order-moves"):
        desk.locator(f"#go-{question}").click()
        expect(desk.locator(f"#go-{question}")).to_have_attribute("aria-current", "true")
        desk.locator("#step-vote1").click()
        expect(phone.get_by_role("button", name="Send my answer")).to_be_visible()
        accessible(pages, question, "phone")


def test_a_negotiation(browser, room, pages, troubles):
    """Three teams play from the cards to the end on three phones; axe at each step on one page, in turn."""
    pages = pages | {"third": opened(browser, room, "third", troubles)}
    turn = iter(("projector", "phone", "third", "dark", "desk", "projector"))
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

    def step(name):
        desk.locator(f"#step-{name}").click()
        expect(desk.locator(f"#step-{name}")).to_have_attribute("aria-current", "step")
        accessible(pages, name, next(turn))
        assert wall.evaluate("document.documentElement.scrollHeight") <= 720, "a projector does not scroll"

    accessible(pages, "cards", "projector", "phone", "desk")
    assert [said for page in pages.values() for said in page.evaluate(web.SPACED)] == []
    assert [said for name in ("projector", "desk", "phone") for said in web.ibm(pages[name])] == []
    assert html_rules.nu({name: pages[name].content() for name in pages}) == []
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
    pages["third"].context.close()


def more_phones(browser, room, moment, *texts):
    """Phones without a page, each with a guess."""
    address = room[1]["Phones"]
    for text in texts:
        context = browser.new_context(extra_http_headers={"Origin": address})
        words = {"do": "vote", "moment": moment, "response": {"text": text}}
        ways = ("join", {}), ("press", words)
        assert all(context.request.post(f"{address}/{way}", data=data).ok for way, data in ways)
        context.close()


def test_a_prediction_is_a_cloud_of_lines_on_the_charts_axis_and_then_the_chart(pages, browser, room):
    """Of dots, where a number is guessed. Until *Look* no page has been sent what is true; then it has, the canary."""
    desk, wall, phone, dark = those = [pages[name] for name in ("desk", "projector", "phone", "dark")]
    for page in those:
        page.evaluate("came = ''")
    desk.locator("#go-gallium-price-2023").click()
    desk.locator("#step-vote1").click()
    known = "Gallium, yearly average: known 2021: 277, 2022: 432"
    expect(wall.locator(".dr-board-of-line")).to_have_attribute("aria-label", known)
    for page, key in ((phone, "ArrowUp"), (dark, "ArrowDown")):
        page.get_by_role("button", name="Send my answer").click()
        expect(page.locator("#said")).to_contain_text("Continue the line first.")
        for handle in page.get_by_role("slider").all():
            handle.press(key)
        page.get_by_role("button", name="Send my answer").click()
        expect(page.locator("#now")).to_contain_text("answer is in")
    more_phones(browser, room, "gallium-price-2023", "300 300 300", "500 600 700")
    desk.locator("#step-cloud").click()
    expect(wall.locator("#place")).to_contain_text("Lines from five guesses on")
    desk.locator("#step-vote1").click()
    more_phones(browser, room, "gallium-price-2023", "431 431 800")
    desk.locator("#step-cloud").click()
    expect(wall.locator("figcaption")).to_contain_text("5 lines: 2 drew")
    told = "those => those.map((one) => one.getAttribute('{}'))"
    lines = wall.locator(".dr-other-line").evaluate_all(told.format("points"))
    years = wall.locator(".dr-board-of-line text", has_text="202").evaluate_all(told.format("x"))
    ends = [line.split(" ")[-1] for line in lines]
    assert len(ends) == 5 and {one.split(",")[0] for one in ends} == {years[-1]}, "each goes to the last year"
    expect(wall.locator(".dr-other-line")).to_have_count(5)
    expect(wall.locator("img.chart, .dr-true-line[d]")).to_have_count(0)
    accessible(pages, "lines", "projector", "phone")
    known = re.compile(r'"truth"|"why"|365\.0|data:image/svg\+xml;base64')
    assert [known.findall(page.evaluate("came")) for page in those] == [[]] * 4
    desk.locator("#step-explained").click()
    expect(wall.locator(".dr-true-line[d]")).to_have_count(1)
    expect(wall.locator("img.chart")).to_be_visible()
    expect(wall.locator(".dr-other-line")).to_have_count(5)
    expect(phone.locator("#place")).to_contain_text("It went down, then up")
    assert all(known.search(page.evaluate("came")) for page in (wall, phone, dark))
    accessible(pages, "lines and chart", "projector", "phone")
    assert wall.evaluate("document.documentElement.scrollHeight") <= 720, "a projector does not scroll"
    desk.locator("#go-called-an-answer").click()
    desk.locator("#step-vote1").click()
    phone.get_by_label("Your answer").fill("20")
    phone.get_by_role("button", name="Send my answer").click()
    expect(phone.locator("#said")).to_contain_text("no answer to the question")
    phone.get_by_label("Your answer").fill("4")
    phone.get_by_role("button", name="Send my answer").click()
    expect(phone.locator("#now")).to_contain_text("answer is in")
    more_phones(browser, room, "called-an-answer", *"2359")
    desk.locator("#step-cloud").click()
    expect(wall.locator("figcaption")).to_have_text("5 guesses, from 2 to 9 restrictions, the middle one 4.")
    desk.locator("#step-explained").click()
    expect(wall.locator("img.chart")).to_be_visible()
    expect(phone.locator("#place")).to_contain_text("You said 4.")
    expect(phone.locator("#place")).to_contain_text("It is 7 restrictions")
    accessible(pages, "prediction", "projector", "dark")


def test_the_desk_fits_a_phone_and_the_end_is_said(pages, room, troubles):
    desk = pages["desk"]
    desk.set_viewport_size({"width": 390, "height": 800})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.locator("#own").click()
    expect(desk.get_by_role("dialog").locator("img")).to_be_visible()
    accessible(pages, "the desk's own code", "desk")
    assert troubles == []
    room[0].stdin.close()  # as when the kernel of the home page is gone
    for name, words in (("phone", "You can close this page"), ("projector", "The hour is over")):
        expect(pages[name].locator("#said")).to_contain_text(words)


# In place of the line to a room: show(view) draws it.
FED = """window.fetch = async () => new Response(new ReadableStream({ start(to) {
  window.show = (view) => to.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(view)}\\n\\n`)); } }));"""
# What of the page is not in the window, and which texts lie upon others.
CROWDED = told.cases(__file__, "scripts.yaml")["not in the window or upon another"]


def test_eight_teams_fit_the_projector(browser):
    """All that bots play in two negotiations, each news card drawn: nothing scrolls, no text lies upon another."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.add_init_script(FED)
    page.route(
        "http://room.test/**",
        lambda route: route.fulfill(
            path=HERE / ("static" if "static" in route.request.url else "src") / route.request.url.rpartition("/")[2]
        ),
    )
    page.goto("http://room.test/projector.html")
    found, most, numbers, where = {}, 0, itertools.count(100), "http://192.168.178.123:8080"

    def shown(seed, room, game):
        for news in range(5) if game.step == "shock" else [game.state.news]:
            game.direct({"what": "news", "news": news}, [])
            room.books["talks"].step = game.step
            number = next(numbers)
            page.evaluate("one => show(one)", room.projector() | {"address": where, "qr": qr(where), "phones": number})
            expect(page.locator("#foot")).to_contain_text(f"{number} phones")
            if faults := page.evaluate(CROWDED) + page.locator(".points").evaluate_all(
                f"those => those.flatMap({web.LABELS})"
            ):
                found[seed, game.step, news] = faults

    for seed in range(2):
        game, dice = Talks(GAME, WORLD), random.Random(seed)
        room = Room([Moment("talks", "talks", "", {"stem": "Negotiation: 6 billion for plain chips"}, game=game)], dice)
        for number in range(phones := (24, 60)[seed % 2]):
            room.join(str(number))
            room.here(str(number), 1)
        room.go("talks")
        bots(game, dice, phones=phones, teams=8, after=lambda seed=seed, room=room, game=game: shown(seed, room, game))
        most = max(most, len(game.state.tabled))
    assert not found and most == 8
    page.set_viewport_size({"width": 1280, "height": 400})
    assert "too high" in page.evaluate(CROWDED)[0], "the canary"
    page.close()
