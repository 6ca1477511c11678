"""The quiz in a real JupyterLab: mouse, keyboard, feedback, focus, axe, speed, record, and life without a kernel."""

import json
import re
import sqlite3
import statistics
from contextlib import closing
from itertools import combinations, permutations, product
from pathlib import Path

import nbconvert
import pytest
import yaml
from playwright.sync_api import expect
from support import thorough, told
from support.web_forms import answer, example

from derisking import exercises
from derisking.learner import models
from derisking.questions import bank
from derisking.quiz import items, view

QUIZZES = Path(__file__).parents[1] / "canaries" / "quizzes"
ANSWERS, SCRIPTS = (told.cases(__file__, f"{name}.yaml") for name in ("quiz-answers", "scripts"))
WRONG, BY_HAND, KEYS = ANSWERS["wrong"], ANSWERS["by hand"], ANSWERS["keys"]
SETUP = "from derisking import progress, quiz, widgets"
ALL = ["demo-multiple", "demo-numeric", "demo-order", "demo-match", "demo-classify", "demo-review", "demo-single"]
DEMO = {q.id: q for q in bank.read(QUIZZES / "90-demo.yaml").questions}
PREDICT = told.cases(__file__, "cells.yaml")["two predictions"]
CELLS = [
    SETUP,
    f"quiz.ask('90-demo', *{ALL})",
    "quiz.ask('91-hostile', 'hostile-single', 'hostile-match')",
    "quiz.test('pre')", "quiz.test('post')", PREDICT, "quiz.ask('01-reading-the-news', 'the-story')",
]  # fmt: skip


@pytest.fixture(scope="module")
def demo(course):
    """The file with CELLS, with the banks of the canaries and the story of lesson 1."""
    file, name = course.notebook("kinds", CELLS, QUIZZES), "01-reading-the-news.yaml"
    story = yaml.safe_load((course.root / "notebooks" / "quizzes" / name).read_text(encoding="utf-8"))
    story["questions"] = [one for one in story["questions"] if one["id"] == "the-story"]
    (file.parent / "quizzes" / name).write_text(yaml.safe_dump(story), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def room(module_lab, course, demo):
    """One window with CELLS, all of them running."""
    lab = module_lab
    lab.resize(1100, 1000)
    lab.open(course.called(demo))
    lab.run_all()
    assert [form(lab, id).is_visible() for id in ALL] == [True] + 6 * [False]
    cell(lab, 1).get_by_role("button", name="Show all").click()
    return lab


def cell(lab, number: int):
    """One of CELLS on the page."""
    return lab.page.locator(".jp-CodeCell").nth(number)


def form(lab, id: str):
    return cell(lab, 1).locator(".dr-root form").nth(ALL.index(id))


def check(part, *words: str) -> None:
    """Hand in, and see the words in what is said to it."""
    part.get_by_role("button", name="Check my answer").click()
    for one in words or (re.compile(r"\w"),):
        expect(part.locator(".dr-feedback")).to_contain_text(one)


def in_record(part):
    part.get_by_text("Kept in your record").wait_for(state="attached")


def restart(part):
    """A fresh try, whatever was there before."""
    again = part.get_by_role("button", name="Try again")
    if again.is_visible():
        again.click()


def respond(part, id: str, right: bool = True) -> None:
    """Click the right answer, or the one in WRONG."""
    part = part.locator(".dr-question").first
    answer(part, DEMO[id], example(DEMO[id]) if right else WRONG[id][0])


def test_after_the_last_right_answer_one_goes_on_to_the_next_cell(room):
    part = form(room, ALL[-1])
    on = part.get_by_role("button", name="Go on")
    respond(part, ALL[-1])
    check(part, "Right.")
    on.click()
    top = "document.querySelectorAll('.jp-Notebook .jp-Cell')[2].getBoundingClientRect().top"
    room.page.wait_for_function(f"0 <= {top} && {top} < 200")
    respond(part, ALL[-1], right=False)
    expect(on).to_be_hidden()


@pytest.mark.parametrize("id", thorough.but(ALL, "demo-numeric", "demo-match", "demo-review"))
def test_mouse(room, id):
    part = form(room, id)
    respond(part, id, right=False)
    check(part, *WRONG[id][1:])
    half = part.locator(".dr-verdict.dr-part > span")  # drawn, since a font may lack it
    assert [8 < one.bounding_box()["width"] < 24 for one in half.all()] == [True] * WRONG[id].count("Partly right.")
    restart(part)
    expect(part.locator(".dr-feedback")).to_have_text("")
    respond(part, id)
    check(part, "Right.")
    in_record(part)
    expect(part.locator(".dr-status").last).to_have_class(re.compile("dr-sr"))  # no bookkeeping on the screen
    assert not room.errors


def kept(demo, id: str) -> dict:
    """The latest response to a question in the record."""
    with closing(sqlite3.connect(demo.parent.parent / "progress.sqlite")) as record:
        rows = record.execute("select response from answers where item = ? order by id", [id]).fetchall()
    return json.loads(rows[-1][0])


@pytest.mark.parametrize("id", BY_HAND)
def test_by_hand_is_the_same_answer_as_by_keyboard(room, demo, id):
    """Dragged with the mouse; test_cards_clicked.py has it with two taps."""
    part = form(room, id)
    part.evaluate("form => form.reset()")
    respond(part, id)
    if id == "demo-classify":
        part.get_by_role("group", name="Korea").get_by_text("Partner").click()
    check(part)
    in_record(part)
    typed = kept(demo, id)
    part.get_by_role("button", name="Sort by hand").click()
    for tile in part.locator(".dr-box .dr-tile").all()[::-1]:
        tile.drag_to(part.locator(".dr-pool"), target_position={"x": 3, "y": 3})
    expect(part.locator(".dr-box .dr-tile")).to_have_count(0)
    for card, box in BY_HAND[id]:
        tile, target = part.locator(".dr-pool .dr-tile", has_text=card), part.locator(".dr-box", has_text=box)
        tile.drag_to(target)
    check(part, "Right.")
    in_record(part)
    assert kept(demo, id) == typed and not room.errors
    if id == "demo-classify":
        expect(part.locator(".dr-box .dr-tile .dr-mark.dr-ok")).to_have_count(4)


def test_a_finger_drags_by_the_grip_and_a_swipe_beside_it_does_not(room):
    part = form(room, "demo-order")
    lines, touch = part.locator(".dr-order > li"), room.context.new_cdp_session(room.page)
    part.evaluate("form => form.scrollIntoView({ block: 'center' })")

    def drag(what, to):
        (a, b) = (one.bounding_box() for one in (what, to))
        x, y, end = a["x"] + a["width"] / 2, a["y"] + a["height"] / 2, b["y"] + b["height"] / 2
        for name, at in (("touchStart", y), ("touchMove", (y + end) / 2), ("touchMove", end)):
            touch.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": [{"x": x, "y": at}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    before = lines.all_inner_texts()
    drag(lines.nth(0).locator(".dr-grip"), lines.nth(2))
    after = [before[1], before[2], before[0], before[3]]
    expect(lines).to_have_text(after, use_inner_text=True)
    drag(lines.nth(0).locator(".dr-text"), lines.nth(1))
    room.page.wait_for_timeout(200)  # for what must not come
    expect(lines).to_have_text(after, use_inner_text=True)


FOCUSED = "document.activeElement.innerText || document.activeElement.getAttribute('aria-label') || ''"
WITHIN = "form => form.contains(document.activeElement)"


@pytest.mark.parametrize("id", thorough.but(ALL, "demo-order", "demo-review"))
def test_keyboard(room, id):
    page, part = room.page, form(room, id)
    cells = page.locator(".jp-Cell").count()
    restart(part)
    part.evaluate("form => form.reset()")
    part.locator("input, select:visible, .dr-order button, .dr-say").first.focus()
    for key in KEYS[id].split():
        for _ in range(30 if key == "Check" else 1):
            page.keyboard.press("Tab" if key == "Check" else key)
            if key == "Check" and "Check my answer" in page.evaluate(FOCUSED):
                break
        assert part.evaluate(WITHIN), f"focus lost after {key}"
    said = part.locator(".dr-feedback")
    expect(said).to_have_attribute("role", "status")
    expect(said).to_contain_text(re.compile(r"Right\.|Not yet\.|Partly right\."))
    assert page.locator(".jp-Cell").count() == cells  # no shortcut of JupyterLab has fired
    again = part.get_by_role("button", name="Try again")
    if again.is_visible():
        again.focus()
        page.keyboard.press("Enter")
        assert part.evaluate(WITHIN), "focus lost after Try again"
    assert page.evaluate("document.activeElement !== document.body")


def test_an_order_says_where_the_item_is_and_shortcuts_stay_quiet(room):
    """b, dd and arrows are commands of JupyterLab; inside a question they are not."""
    page, part = room.page, form(room, "demo-order")
    cells = page.locator(".jp-Cell").count()
    part.get_by_role("button", name="Move down").first.click()
    expect(part.locator("[role=status]", has_text="now")).to_contain_text("now 2 of 4")
    lines = part.locator(".dr-order > li")
    before = lines.all_inner_texts()
    lines.nth(0).drag_to(lines.nth(3), target_position={"x": 60, "y": 30})  # and by the mouse
    expect(lines).to_have_text([*before[1:], before[0]], use_inner_text=True)
    part.get_by_role("button", name="Move down").first.focus()
    for key in ("b", "a", "d", "d", "x", "ArrowDown"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells and part.evaluate(WITHIN)


def test_click_to_feedback(room):
    part = form(room, "demo-classify")
    respond(part, "demo-classify", right=False)
    times = [part.evaluate(SCRIPTS["one click to its feedback"]) for _ in range(9)]
    assert all(times), "feedback is there before the click has ended: no kernel is asked"
    print(f"click to feedback painted: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms")


NUMBERS = "0.38|0,38| .38|3800|3 800|1,234|1|0.3849|0.386|-0.38|38e-2||abc|0.38 %|−0,38|1.2.3|1'000|12,5|0.385"
NUMBERS += "|0x5|3/8|5 or 6|½|1½|5²|38 6|0.38 or so|1e400|٣|0.38円|0.38 (about)|０.３８|０，３８％|0。38|0.38 per cent|0.38.|3 800 t/a"


def all_answers(keys):
    """(question, response) for every answer to the demo bank, or for numbers every way of writing one."""
    options, choices = keys["demo-multiple"]["order"], [c["key"] for c in keys["demo-match"]["choices"]]
    rows, cards = ([row["key"] for row in keys[id]["rows"]] for id in ("demo-match", "demo-classify"))
    bins = [["Promote"], ["Protect"], ["Promote", "Partner"], ["Promote", "Protect"]]
    yield from (("demo-single", {"choice": key}) for key in keys["demo-single"]["order"])
    for bits in product([0, 1], repeat=4):
        yield "demo-multiple", {"choices": [key for key, on in zip(options, bits, strict=True) if on]}
    yield from (("demo-numeric", {"text": text}) for text in NUMBERS.split("|"))
    yield from (("demo-order", {"order": list(o)}) for o in permutations(keys["demo-order"]["rights"][0]))
    yield from (("demo-match", {"pairs": dict(zip(rows, p, strict=True))}) for p in product(choices, repeat=3))
    yield from (("demo-classify", {"bins": dict(zip(cards, p, strict=True))}) for p in product(bins, repeat=3))
    said = [one["key"] for one in keys["demo-review"]["sentences"]]
    pairs = product([None, ["denominator", "imports"], ["stale", "law"], ["announced", "world"]], repeat=4)
    for some in pairs:
        marks = {said[at]: pair for at, pair in zip((0, 2, 4, 6), some, strict=True) if pair}
        yield "demo-review", {"marks": marks}


def test_the_page_grades_as_python_does(room):
    """The same answers through the faces and the kinds in Python: the same parts picked, the same share."""
    questions = dict(DEMO)
    keys = {id: view.data(questions[id], 1) for id in ALL}
    cases = list(all_answers(keys))
    for task in (task for lesson in exercises.lessons() for task in exercises.definition(lesson).tasks):
        if task.question.kind == "defend":  # no page holds its keys; with them, any option with any two reasons
            id, raw = f"{task.lesson} {task.id}", task.question.raw
            questions[id], keys[id] = task.question, items.asked(task.question)
            pairs = list(combinations([entry["id"] for entry in raw["statements"]], 2))
            cases += [(id, {"option": o["id"], "reasons": list(two)}) for o in raw["options"] for two in pairs]
    in_page = room.page.evaluate(SCRIPTS["judge every case"], [models.Runtime._esm, keys, cases])
    in_python = [(questions[id].share(response), questions[id].picks(response) or []) for id, response in cases]
    differ = [
        (case, page, share)
        for case, page, (share, picks) in zip(cases, in_page, in_python, strict=True)
        if abs(page[0] - share) > 1e-9 or (picks and sorted(page[1]) != sorted(part.key for part in picks))
    ]
    assert differ == [] and len(cases) > 150


# --- a bank that attacks, the two tests -----------------------------------------------------------------------------------
def test_nothing_of_theirs_is_executed(room):
    """A bank full of scripts, handlers and javascript: links, live and static."""
    page, part = room.page, cell(room, 2).locator(".dr-root form").first
    part.locator("label").first.click(position={"x": 12, "y": 12})
    check(part)
    page.locator(".dr-live details").evaluate_all("els => els.forEach(d => d.open = true)")
    page.wait_for_timeout(200)  # for what must not come
    assert page.evaluate("window.hacked") is None
    bad = "els => els.filter(e => /^(script|img|iframe|svg|object|embed)$/i.test(e.tagName) || [...e.attributes].some(a => /^on/i.test(a.name) || /^\\s*javascript:/i.test(a.value))).map(e => e.outerHTML)"
    assert cell(room, 2).locator(".dr-live *").evaluate_all(bad) == []
    expect(cell(room, 2).locator(".dr-root").first).to_contain_text("<script>")


def test_tests_keep_their_verdict_until_the_end(room):
    page = room.page
    pre, post = (cell(room, number).locator(".dr-root") for number in (3, 4))
    assert not any(words in page.content() for words in ("until you know the whole", "Read units first"))
    pre.get_by_text("A second decimal").click()
    pre.get_by_text("1 of 1 answered").wait_for()
    pre.get_by_role("button", name="Hand in").click()
    pre.get_by_text("Handed in.").wait_for()
    assert "More digits" not in page.content()
    post.get_by_role("button", name="Hand in").click()
    expect(post).to_contain_text("1 question is still open")
    post.get_by_role("button", name="Move up").nth(1).click()
    expect(post).not_to_contain_text("still open")  # said before the answer, it counts no more, nor does the click
    post.get_by_role("button", name="Hand in").click()
    post.get_by_text("Your two tests, explained").wait_for()
    expect(post.locator(".dr-result")).to_be_focused()
    for words in ("More digits do not tell you", "Your answer: A second decimal", "Your answer: 1."):
        expect(post).to_contain_text(words)


# --- the record and life without a kernel ----------------------------------------------------------------------------
def predicted(room):
    """Both predictions are committed, the first with what comes after it; the number's card."""
    page, cards = room.page, cell(room, 5).locator(".dr-root:not(.dr-after *) > .dr-card")
    number, choice = cards.nth(0), cards.nth(1)
    expect(number.locator("text=One headline says >> visible=true")).to_have_count(0)
    number.get_by_role("button").click()
    expect(number).to_contain_text("between 0 and 100")
    box, track = number.locator(".dr-number"), number.locator(".dr-track").last
    expect(box).to_be_focused()  # it is still empty
    track.hover(position={"x": 20, "y": 8})
    page.mouse.down()
    track.hover(position={"x": 40, "y": 8})
    page.mouse.up()
    expect(box).not_to_have_value("")
    expect(number).not_to_contain_text("Chart with")
    box.fill("62,4")  # a decimal comma
    box.press("Enter")
    expect(number).to_contain_text("Chart with guess 62.4")
    expect(number.locator(".dr-gap")).to_have_text(re.compile(r"You said 62\.4\s%\. It is 89\s%: 26\.6 points more\."))
    expect(number.locator(".dr-gap")).to_be_focused()
    expect(number.get_by_text("Then this.")).to_be_hidden()  # it may say why, and one should think first
    number.get_by_text("Got a reason?").click()
    expect(number.get_by_text("Then this.")).to_be_visible()
    number.get_by_text("nobody else makes them").wait_for()
    question = number.locator("form", has_text="One headline says")
    respond(question.locator("xpath=.."), "demo-single")
    check(question, "Right.")
    in_record(question)
    page.wait_for_timeout(2000)  # for what must not come
    assert [word for word in ("Not saved", "not connected", "No answer yet", "▶▶") if word in number.inner_text()] == []
    expect(number.locator(".dr-gap")).to_contain_text("You said 62.4")
    choice.get_by_text("Gallium").click()
    choice.get_by_role("button").click()
    expect(choice).to_contain_text("Chart with guess Gallium")
    expect(choice).to_contain_text("You said: Gallium. It is: Steel.")
    return number


def test_answers_predictions_and_a_story_that_was_begun_outlive_the_kernel(room, demo):
    page, part, number = room.page, form(room, "demo-single"), predicted(room)
    story = cell(room, 6).locator(".dr-root form")
    respond(part, "demo-single")
    check(part)
    in_record(part)
    expect(story).to_contain_text("12 of 12 sentences left")
    story.locator(".dr-say").first.focus()
    for key in ("Enter", "Tab", "Space"):  # opens the panel on the first verdict, goes on to "Imprecise", commits
        page.keyboard.press(key)
    in_record(story)
    room.save()
    saved = json.loads(demo.read_text(encoding="utf-8"))
    outputs = [output["data"] for cell in saved["cells"] for output in cell["outputs"]]
    assert len(outputs) > 6 and {tuple(sorted(data)) for data in outputs} == {("text/html", "text/plain")}
    assert "widgets" not in saved["metadata"]
    order = part.locator("label .dr-text").all_inner_texts()
    room.restart()
    check(part)  # the old page still explains, and says that nothing is kept
    part.get_by_text("Not saved").wait_for()
    page.locator(".dr-root").evaluate_all("roots => roots.forEach(root => root.classList.add('old'))")
    room.run_all()
    expect(page.locator(".dr-root.old")).to_have_count(0)
    part.get_by_text("From your record").wait_for(state="attached")
    cell(room, 1).get_by_role("button", name="Show all").click()
    expect(part.get_by_label("by weight or by value")).to_be_checked()
    expect(part.locator(".dr-feedback")).to_contain_text("Ask what is counted")
    assert part.locator("label .dr-text").all_inner_texts() == order
    expect(number).to_contain_text("You said 62")
    expect(number.locator("form", has_text="One headline says")).to_contain_text("Right.")
    expect(story.locator(".dr-tag")).to_have_count(1)
    expect(story).to_contain_text("11 of 12 sentences left")
    expect(cell(room, 4).locator(".dr-result")).to_contain_text("Your two tests, explained")


WIDE = "els => els.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => `${e.className} ${e.scrollWidth}>${e.clientWidth}`)"


def test_axe_and_no_card_too_wide(room):
    """Everything answered and unfolded. 320 px is a phone, and also 1280 px at 400 % zoom."""
    for id in ALL:
        restart(form(room, id))
        if id != "demo-order":
            respond(form(room, id), id, right=id in ("demo-single", "demo-numeric"))
        check(form(room, id))
    room.page.locator(".dr-root details").evaluate_all("els => els.forEach(e => e.open = !e.open)")
    room.theme("dark")
    assert room.axe(".dr-root") == []
    room.resize(320)
    assert room.page.locator(".dr-root, .dr-root *:not(.dr-sr, .dr-word)").evaluate_all(WIDE) == []
    right = "els => Math.max(...els.map(e => e.getBoundingClientRect().right))"
    assert room.page.locator(".dr-card").evaluate_all(right) <= 320


def test_converted_to_html_it_reads_and_paper_shows_what_it_cannot_open(room, demo, tmp_path):
    room.save()
    made, _ = nbconvert.HTMLExporter().from_filename(str(demo))
    (tmp_path / "kinds.html").write_text(made, encoding="utf-8")
    page = room.context.new_page()
    page.route("**/*", lambda one: one.continue_() if one.request.url.startswith("file:") else one.abort())
    page.goto((tmp_path / "kinds.html").as_uri(), wait_until="domcontentloaded")
    expect(page.locator(".dr-static").first).to_contain_text("Run this cell to answer")
    assert page.locator(".jupyter-widgets").count() == 0 and page.locator(".dr-static details").count() > 15
    page.emulate_media(media="print")
    assert page.locator(".dr-static details:not([open]) p").last.evaluate("e => e.getBoundingClientRect().height") > 5
    page.close()


def test_readable_without_a_kernel_and_untrusted(room, course, demo):
    """Saved, changed behind JupyterLab's back (so untrusted), reopened: plain HTML that opens and closes."""
    room.save()
    book = json.loads(demo.read_text(encoding="utf-8"))
    data = book["cells"][1]["outputs"][0]["data"]
    data["text/html"] = "".join(data["text/html"]) + "<p onclick='x()'>changed</p>"
    untrusted = demo.with_name("untrusted.ipynb")
    untrusted.write_text(json.dumps(book), encoding="utf-8")
    room.page.goto("about:blank")
    room.open(course.called(untrusted))
    output = cell(room, 1).locator(".jp-Cell-outputArea")
    expect(output).to_contain_text("Run this cell to answer")
    words = output.inner_text()
    assert "by weight or by value" in words and not any(word in words for word in ("Error", "Loading", "too early"))
    output.locator("details", has_text="Explanation").first.locator("summary").click()
    expect(output.locator("details[open]")).to_contain_text(re.compile(r"Right\.|Not right\."))
    assert room.page.locator(".dr-root").count() == 0
    assert room.axe(".jp-CodeCell .dr-static") == []
