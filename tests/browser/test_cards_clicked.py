"""Cards as somebody meets them: as a page on a phone, with a finger. What JupyterLab adds is held by test_quiz_widget.py."""

import re
from unittest import mock

import pytest
from playwright.sync_api import expect
from support import little_site, told, web

from derisking import exercises, markdown, quiz, widgets
from derisking.exercises import form_page
from derisking.exports.web import scripts, stage
from derisking.learner import card
from derisking.questions import bank

MATCHED = [(lesson, q.id) for lesson in bank.lessons() for q in bank.load(lesson).questions if q.kind == "match"][-2:]
RIGHT = next(one for one in bank.load("02-de-risking")["denominator-magnets"].raw["options"] if one.get("correct"))
CODE = told.cases(__file__, "cells.yaml")
CELLS = [
    "quiz.ask('02-de-risking', 'sort-three-ps', 'denominator-magnets', 'autonomy-or-derisking')",
    *(f"quiz.ask({lesson!r}, {id!r})" for lesson, id in MATCHED),
    CODE["a prediction with reasons"], CODE["a line to draw on"], CODE["a question without its key"],
    "quiz.forecast('02-de-risking', 'china-bans-gallium-us', 'match-act-law')",
    "quiz.test('pre')", "widgets.guesses('02-de-risking')",
]  # fmt: skip
# Words that only users of JupyterLab know, or that say that nobody answers.
ODD = ("▶▶", "kernel", "run the cell", "Not kept", "Not saved", "not connected", "No answer yet")
COUNT = ".dr-root:has(.dr-stage)"


def as_page(folder):
    """The cells as a bare page of the web edition."""
    shown = []
    display = mock.patch("IPython.display.display", lambda data, raw: shown.append(data["text/html"]))
    with stage.originals(), display:
        card.start_page("cards")
        for cell in CELLS:
            exec(cell, {"quiz": quiz, "widgets": widgets})
    scripts.write(folder / "_static")
    head = little_site.HEAD.format("Cards") + '<meta name="viewport" content="width=device-width">'
    (folder / "cards.html").write_text(head + "".join(shown) + little_site.SCRIPT, encoding="utf-8")
    return folder / "cards.html"


@pytest.fixture(scope="module")
def page(tmp_path_factory, browser):
    """A page with the cards, all alive."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(as_page(tmp_path_factory.mktemp("cards")).as_uri())
    web.ready(page)
    yield page
    context.close()


def boards(page):
    return page.locator(".dr-root form.dr-card:has(.dr-lines)").all()


AT = told.cases(__file__, "scripts.yaml")["a form stands with its question in sight"]


def test_questions_come_one_at_a_time_and_the_next_one_begins_at_its_top(page):
    """Somebody has scrolled down to a long answer; the way on takes the lead after a right one."""
    group = page.locator(".dr-root").first
    first, second = (group.locator("form").nth(place) for place in (0, 1))
    ahead = group.get_by_role("button", name="Next question")
    expect(second).to_be_hidden()
    for number in range(6):
        first.locator(".dr-pool .dr-tile").nth(number).tap()
        first.locator(".dr-box").nth(1).tap()
    first.get_by_role("button", name="Check my answer").tap()
    expect(first.locator(".dr-verdict")).to_have_class("dr-verdict dr-part")
    expect(ahead).to_have_class("dr-quiet")
    ahead.tap()
    expect(second.locator(".dr-question > legend")).to_be_focused()
    assert second.evaluate(AT)
    expect(first).to_be_hidden()
    second.locator("label.dr-option", has_text=markdown.plain(RIGHT["text"])).tap()
    second.get_by_role("button", name="Check my answer").tap()
    expect(ahead).to_have_class("dr-primary")
    group.get_by_role("button", name="Back").tap()
    expect(first).to_be_visible()
    group.get_by_role("button", name="Show all").tap()
    expect(first.locator(".dr-question > legend")).to_be_focused()
    assert first.evaluate(AT)


def test_a_half_filled_board_stands_after_check(page):
    """No script's focus brings the list, which is there for the keys; what is open is framed."""
    assert len(boards(page)) == len(MATCHED) + 1  # one stands among three
    for form in boards(page):
        form.locator(".dr-pool .dr-tile").first.tap()
        form.locator(".dr-box").first.tap()
        form.get_by_role("button", name="Check my answer").tap()
        expect(form.locator(".dr-feedback")).to_contain_text("no partner yet")
        expect(form.locator(".dr-box.dr-open")).to_have_count(form.locator(".dr-box").count() - 1)
    page.wait_for_timeout(2_000)
    for form in boards(page):
        expect(form.locator(".dr-board")).to_be_visible()
        expect(form.locator(".dr-box").first.locator(".dr-tile")).to_be_visible()


def test_after_try_again_too_and_the_keys_bring_the_list(page):
    for form in boards(page):
        for box in form.locator(".dr-box").all()[1:]:
            form.locator(".dr-pool .dr-tile").first.tap()
            box.tap()
        expect(form.locator(".dr-open")).to_have_count(0)
        form.get_by_role("button", name="Check my answer").tap()
        form.get_by_role("button", name="Try again").tap()
        expect(form.locator(".dr-box .dr-tile, .dr-open")).to_have_count(0)
        expect(form.locator(".dr-board")).to_be_visible()
    form.get_by_role("button", name="Show as a list").focus()
    page.keyboard.press("Tab")
    expect(form.locator("select").first).to_be_focused()
    expect(form.locator(".dr-board")).to_be_hidden()


WHOLE = "a whole number between 0 and 31"
NO_COUNT = dict.fromkeys(("27.2", "0x5", "5 or 6", "<img src=x onerror='window.hacked=1'>"), WHOLE)
NO_COUNT |= {"99": "99 is off the scale, which goes from 0 to 31."}
NO_COUNT |= {"½": "“½” is 0.5. Write that, if you mean it.", "1,944": "Write 1944 or 1.944."}


@pytest.mark.parametrize(("typed", "said"), NO_COUNT.items())
def test_what_is_no_count_is_not_committed(page, typed, said):
    form = page.locator(COUNT, has_text="How many claims?")  # what is found out stands below the form
    form.locator(".dr-number").fill(typed)
    form.get_by_role("button", name="Lock in my guess").tap()
    expect(form).to_contain_text(said)
    expect(form).not_to_contain_text("Chart with")
    form.get_by_role("slider").press("Home")
    expect(form.locator(".dr-status")).to_be_empty()  # it is there now
    assert page.evaluate("window.hacked") is None


def test_a_count_is_dragged_locked_in_and_nothing_odd_is_said(page):
    form = page.locator(COUNT, has_text="How many claims?")  # what is found out stands below the form
    bar, track, number = form.get_by_role("slider"), form.locator(".dr-track").last, form.locator(".dr-number")
    bar.press("Home")
    expect(bar).to_have_attribute("aria-valuetext", "0 claims")
    for key in ("PageUp", "ArrowRight", "ArrowUp", "ArrowLeft"):
        bar.press(key)
    expect(number).to_have_value("11")
    box = track.bounding_box()
    page.mouse.move(box["x"] + 12, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 20 / 31, box["y"] + 90, steps=4)  # beside the bar, too
    page.mouse.up()
    expect(number).to_have_value("20")
    expect(bar).to_have_attribute("aria-valuetext", "20 claims")
    number.fill("２１ claims")
    expect(bar).to_have_attribute("aria-valuenow", "21")
    number.fill("２０ claims")
    expect(form.locator(".dr-true")).to_be_hidden()
    form.get_by_role("button", name="Lock in my guess").tap()
    expect(form.locator(".dr-gap")).to_have_text("You said 20\u00a0claims. It is 15\u00a0claims: 5 claims fewer.")
    expect(form.locator(".dr-far")).to_have_text("5 claims too high")
    parts = "(form) => ['.dr-true', '.dr-own'].map((one) => parseFloat(form.querySelector(one).style.width))"
    assert form.evaluate(parts) == pytest.approx([100 * 15 / 31, 100 * 20 / 31], abs=0.01)
    expect(form.get_by_text("So.", exact=True)).to_be_hidden()
    form.get_by_role("button", name="B.").tap()
    expect(form.locator(".dr-reply >> visible=true")).to_have_text("✗ Not B.")
    form.get_by_role("button", name="Mine.").tap()
    expect(form.get_by_text("So.", exact=True)).to_be_visible()
    strip = page.locator(".dr-root", has_text="Your guesses against the truth").last
    strip.scroll_into_view_if_needed()
    one = strip.locator("li", has_text="How many claims?")
    expect(one).to_contain_text("you: 20\u00a0claims, it is: 15\u00a0claims")
    places = one.locator("circle").evaluate_all("(dots) => dots.map((dot) => parseFloat(dot.getAttribute('cx')))")
    assert places == pytest.approx([3 + 94 * 20 / 31, 3 + 94 * 15 / 31])
    page.wait_for_timeout(2_000)
    told = page.locator(".dr-root").all_inner_texts()
    assert [word for text in told for word in ODD if word in text] == []


# Numbers that lie upon a known point, another number or the round reach of a point that is moved.
TOUCHED = told.cases(__file__, "scripts.yaml")["numbers upon a line that is drawn"]


def test_a_line_is_drawn_on_and_judged_in_a_sentence(page):
    """By a hand that jumps over a point, then by keys; direction, turning points and distance are told."""
    form = page.locator(".dr-root", has_text="Draw it on.")
    points, lock = form.get_by_role("slider"), form.get_by_role("button", name="Lock in my guess")
    lock.tap()
    expect(form).to_contain_text("Continue the line first.")
    expect(points.nth(1)).to_have_attribute("aria-valuetext", "not drawn yet")
    places = [point.bounding_box() for point in points.all()]
    at = [place["x"] + place["width"] / 2 for place in places]
    middle = places[0]["y"] + places[0]["height"] / 2
    web.drag(page, "phone", (at[0], middle), (at[0], middle - 60))
    low = points.first.bounding_box()
    assert abs(low["y"] + low["height"] / 2 - middle + 60) < 4, "a finger keeps its hold, and the page stays"
    page.mouse.move(at[0], middle - 40)
    page.mouse.down()
    page.mouse.move(at[2], middle + 40)
    page.mouse.up()
    found = [int(point.get_attribute("aria-valuenow")) for point in points.all()]
    assert found[0] > found[1] > found[2] and abs(found[0] + found[2] - 2 * found[1]) <= 1
    for place, tens in enumerate((6, 7, 1)):
        points.nth(place).press("Home")
        for _ in range(tens):
            points.nth(place).press("PageUp")
    expect(form).not_to_contain_text("The whole line")
    assert form.locator(".dr-board-of-line").evaluate(TOUCHED) == []
    lock.tap()
    expect(form.locator(".dr-gap")).to_have_text(
        "You drew: up, then down. It went: down, then up, turning in 2022. "
        "On average you are 43\u00a0dollars away, most in 2024: you drew 10, it is 80."
    )
    expect(form).to_contain_text("The whole line")
    strip = page.locator(".dr-root", has_text="Your guesses against the truth").last
    strip.scroll_into_view_if_needed()
    one = strip.locator("li", has_text="you drew: up, then down. It went: down, then up. The lines are 43\u00a0dollars")
    expect(one.locator("circle")).to_have_count(0)  # a line is no place on a scale


def test_a_forecast_is_committed_the_card_turns_and_the_next_one_waits(page):
    """By the keys; what came is nowhere before, and the second one is open until somebody knows."""
    group = page.locator(".dr-root", has=page.locator(".dr-forecast"))
    first, second = (group.locator("form").nth(place) for place in (0, 1))
    expect(first).not_to_contain_text("3 December")
    first.get_by_role("button", name="Commit").tap()
    expect(first).to_contain_text("Set or type a probability between 0 and 100 first.")
    first.get_by_role("slider").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    first.locator(".dr-number").press("Enter")
    expect(first.locator(".dr-came")).to_have_text("It came true. You said 60 %.")
    expect(first.locator(".dr-came")).to_be_focused()
    for words in (
        "Your Brier score is 0.16", "a coin would have scored 0.25", "Earlier cases (the base rate): 4 of 17 came true, or 24 %: in four",
        "would have scored 0.58",
    ):  # fmt: skip
        expect(first).to_contain_text(words)
    expect(first.get_by_role("link", name="Where this is recorded")).to_have_attribute("href", re.compile("^https?://"))
    expect(second).to_be_hidden()
    group.get_by_role("button", name="Another one (2 of 2)").tap()
    second.locator(".dr-number").fill("5")
    second.get_by_role("button", name="Commit").tap()
    expect(second.locator(".dr-came")).to_have_text("You say 5 %. Nobody knows yet.")
    expect(second.get_by_role("link", name="this page")).to_have_attribute("href", re.compile("congress.gov"))
    expect(second).not_to_contain_text("Brier score is")


def test_handing_in_early_says_so_where_one_looks(page):
    sheet = page.locator("form.dr-test")
    sheet.locator("label.dr-option").first.tap()
    sheet.evaluate("form => form.requestSubmit()")
    said = sheet.locator(".dr-feedback", has_text="13 questions are still open.")
    expect(said).to_be_in_viewport(ratio=0.9)
    said.get_by_role("button", name="Go to question 2").tap()
    assert sheet.locator(".dr-card").nth(1).evaluate(AT)


def test_a_card_without_its_key_takes_an_answer_and_gives_no_verdict(page):
    """A sealed task: it shows, takes, keeps, and is judged later."""
    form = page.locator(".dr-root form", has_text="a country makes exporters ask for a licence")
    form.get_by_role("button", name="Check my answer").tap()
    expect(form.locator(".dr-feedback")).to_have_text("Choose an answer first.")
    form.locator("label.dr-option").nth(1).tap()
    form.get_by_role("button", name="Check my answer").tap()
    expect(form.locator(".dr-feedback")).to_have_text("Your answer is looked at later.")
    form.get_by_text("Kept in your record.").wait_for(state="attached")
    expect(form.locator(".dr-verdict, .dr-mark, .dr-more")).to_have_count(0)


def test_a_card_says_its_own_words_also_where_letters_stand_before_it(page, tmp_path):
    """As in a notebook, whose letters are those of the rows of other tasks' tables, too."""
    scripts.write(tmp_path / "_static")
    rows = [f"| {letter} | other | words |\n" for letter in "abcdefghi"]
    others = [markdown.block(f"| | what | told |\n|---|---|---|\n{''.join(rows[:n])}") for n in range(2, 10)]
    for lesson in exercises.lessons():
        forms = [task for task in exercises.definition(lesson).tasks if task.is_form]
        data = [{"kind": "exercise", "lesson": lesson, "task": form_page.page(task)} for task in forms]
        shown = "".join([*others, *(card.in_page(f"drt-{n}", one, "") for n, one in enumerate(data))])
        (tmp_path / f"{lesson[:2]}.html").write_text(f"{little_site.HEAD}{shown}{little_site.SCRIPT}", encoding="utf-8")
        page.goto((tmp_path / f"{lesson[:2]}.html").as_uri())
        web.ready(page)
        for task, form in zip(forms, page.locator(".dr-task").all(), strict=True):
            words = [
                markdown.plain(one["text"])[:30] for one in task.question.raw.get("cards", ()) if one["text"][1] != ":"
            ]
            assert [one for one in words if one not in form.text_content()] == [], task.id  # some wait behind a lorry
