"""The quiz in a real JupyterLab: mouse, keyboard, feedback, focus, axe, speed, record, and life without a kernel."""

from __future__ import annotations

import json
import shutil
import sqlite3
import statistics
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from support.web_forms import as_list

QUIZZES = Path(__file__).parents[1] / "canaries" / "quizzes"
SETUP = "from derisking import progress, quiz\nfrom derisking import widgets as controls"
ALL = ["demo-single", "demo-multiple", "demo-numeric", "demo-order", "demo-match", "demo-classify"]
RIGHT = {
    "demo-single": {"choice": "by weight or by value"},
    "demo-numeric": {"text": "0,38"},
}
FOLDER = "demo/notebooks"


@pytest.fixture(scope="module")
def demo(course):
    """A course of its own inside the served folder: two test banks and a record of their own."""
    return demo_course(course.root / "demo", course)


def demo_course(root, course):
    (root / "notebooks" / "quizzes").mkdir(parents=True)
    (root / ".derisking-course").write_text("", encoding="utf-8")
    shutil.copy(course.root / "notebooks" / "objectives.yaml", root / "notebooks")
    for bank in ("90-demo", "91-hostile"):
        shutil.copy(QUIZZES / f"{bank}.yaml", root / "notebooks" / "quizzes")
    return root


@pytest.fixture(scope="module")
def room(new_lab, course, demo):
    """One window with a question of each kind, all of them running."""
    lab = new_lab(1100, 1000, has_touch=True)
    ids = ", ".join(repr(id) for id in ALL)
    lab.open(course.notebook("kinds", [SETUP, f"quiz.ask('90-demo', {ids})"], FOLDER))
    lab.theme("light")
    lab.run_all()
    lab.page.wait_for_selector(".dr-root form")
    assert [part.is_visible() for part in lab.page.locator(".dr-root form").all()] == [True] + 5 * [False]
    lab.page.get_by_role("button", name="Show all").click()
    return lab


def form(lab, id: str):
    return lab.page.locator(".dr-root form").nth(ALL.index(id))


def check(part):
    part.get_by_role("button", name="Check my answer").click()
    return part.locator(".dr-feedback").inner_text()


def restart(part):
    """A fresh try, whatever was there before."""
    again = part.get_by_role("button", name="Try again")
    if again.is_visible():
        again.click()


def arrange(part, names: list[str]) -> None:
    """Order the list by clicking, from the top; it is touched even where it lies as wanted."""
    part.locator(".dr-order > li").first.get_by_role("button", name="Move down").click()
    for place, name in enumerate(names):
        item = part.locator("li", has_text=name)
        for _ in range(len(names)):
            if name in part.locator(".dr-order > li").nth(place).inner_text():
                break
            item.get_by_role("button", name="Move up").click()


STEPS = ["Cut a wafer", "Print the pattern", "Etch the pattern", "Cut the dies"]


def answer_by_mouse(part, id: str, right: bool) -> None:
    part = part.locator(".dr-question").first
    as_list(part)
    if id == "demo-single":
        part.get_by_text("by weight or by value" if right else "more trustworthy").click()
    elif id == "demo-multiple":
        for name in ["inside finished goods", "bundles it"] if right else ["leap year"]:
            part.get_by_text(name).click()
    elif id == "demo-numeric":
        part.get_by_label("Your answer").fill("0,38" if right else "3800")
    elif id == "demo-order":
        arrange(part, STEPS if right else [STEPS[0], STEPS[2], STEPS[1], STEPS[3]])
    elif id == "demo-match":
        roles = {"ASML": "makes lithography machines", "TSMC": "makes chips for others", "Arm": "licenses designs"}
        for firm, role in roles.items():
            part.get_by_label(firm).select_option(label=role if right else "makes chips for others")
    else:
        bins = {"Subsidies": "Promote", "Korea": "Partner", "licences": "Protect"}
        for card, name in bins.items():
            part.get_by_role("group", name=card).get_by_text(name if right else "Protect").click()


WRONG_SAYS = {
    "demo-single": "too early",
    "demo-multiple": "One day more",
    "demo-numeric": "squared per cents",
    "demo-order": "Etching follows",
    "demo-match": "other firms make them",
    "demo-classify": "it keeps nothing away",
}
PARTIAL = {
    "demo-order": "5 of 6 pairs of steps",
    "demo-match": "1 of 3 pairs right",
    "demo-classify": "1 of 3 cards right",
    "demo-multiple": "0 of 2 right answers chosen, and 1 wrong one",
}


@pytest.mark.parametrize("id", ALL)
def test_mouse(room, id):
    part = form(room, id)
    answer_by_mouse(part, id, right=False)
    said = check(part)
    assert WRONG_SAYS[id] in said
    assert ("Not yet." in said) or ("Partly right." in said)
    assert PARTIAL.get(id, "") in said
    restart(part)
    assert part.locator(".dr-feedback").inner_text() == ""
    answer_by_mouse(part, id, right=True)
    assert "Right." in check(part)
    part.get_by_text("Kept in your record").wait_for(state="attached")
    assert "dr-sr" in part.locator(".dr-status").last.get_attribute("class")  # no bookkeeping on the screen
    assert not room.errors


def kept(demo, id: str) -> dict:
    """The latest response to a question in the record."""
    with sqlite3.connect(demo / "progress.sqlite") as record:
        rows = record.execute("select response from answers where item = ? order by id", [id]).fetchall()
    return json.loads(rows[-1][0])


def put(part, card, box, finger: bool) -> None:
    """A card into a box, with the mouse or with two taps."""
    tile, target = part.locator(".dr-pool .dr-tile", has_text=card), part.locator(".dr-box", has_text=box)
    if finger:
        tile.tap()
        target.tap()
    else:
        tile.drag_to(target)


@pytest.mark.parametrize("finger", [False, True])
def test_by_hand_is_the_same_answer_as_by_keyboard(room, demo, finger):
    sorted_, matched = form(room, "demo-classify"), form(room, "demo-match")
    pairs = [("Subsidies", "Promote"), ("Korea", "Partner"), ("licences", "Protect"), ("Korea", "Promote")]
    roles = [("makes lithography", "ASML"), ("makes chips", "Arm"), ("makes chips", "TSMC"), ("licenses", "Arm")]
    for part, id, moves in ((sorted_, "demo-classify", pairs), (matched, "demo-match", roles)):
        part.evaluate("form => form.reset()")
        answer_by_mouse(part, id, right=True)
        if id == "demo-classify":
            part.get_by_role("group", name="Korea").get_by_text("Promote").click()
        check(part)
        part.get_by_text("Kept in your record").wait_for(state="attached")
        typed = kept(demo, id)
        part.get_by_role("button", name="Sort by hand").click()
        for tile in part.locator(".dr-box .dr-tile").all()[::-1]:
            tile.drag_to(part.locator(".dr-pool"), target_position={"x": 3, "y": 3})
        assert part.locator(".dr-box .dr-tile").count() == 0
        for card, box in moves:
            put(part, card, box, finger)
        assert "Right." in check(part)
        part.get_by_text("Kept in your record").wait_for(state="attached")
        assert kept(demo, id) == typed
    assert sorted_.locator(".dr-box .dr-tile .dr-mark.dr-ok").count() == 4 and not room.errors


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
    assert lines.all_inner_texts() == after
    drag(lines.nth(0).locator(".dr-text"), lines.nth(1))
    assert lines.all_inner_texts() == after


# One script per kind: what a person without a mouse presses, from the first control on. "Tab*" means: tab until the
# focused element's name or text contains the words behind it.
SCRIPTS = {
    "demo-single": ["Space", "ArrowDown", "ArrowUp", "Tab*Check my answer", "Enter"],
    "demo-multiple": ["Space", "Tab", "Space", "Tab*Check my answer", "Space"],
    "demo-numeric": ["type:0.38", "Enter"],
    "demo-order": ["Alt+ArrowDown", "Alt+ArrowDown", "Tab", "Enter", "Tab*Check my answer", "Enter"],
    "demo-match": ["ArrowDown", "Tab", "ArrowDown", "Tab", "ArrowDown", "Tab*Check my answer", "Enter"],
    "demo-classify": [
        "Space",
        "Tab",
        "Tab",
        "Tab",
        "Space",
        "Tab",
        "Tab",
        "Tab",
        "Space",
        "Tab*Check my answer",
        "Enter",
    ],
}
FOCUSED = "document.activeElement.innerText || document.activeElement.getAttribute('aria-label') || ''"


@pytest.mark.parametrize("id", ALL)
def test_keyboard(room, id):
    page, part = room.page, form(room, id)
    cells = page.locator(".jp-Cell").count()
    restart(part)
    part.evaluate("form => form.reset()")
    part.locator("input, select, .dr-order button").first.focus()
    for step in SCRIPTS[id]:
        if step.startswith("type:"):
            page.keyboard.press("Control+a")
            page.keyboard.type(step[5:])
        elif step.startswith("Tab*"):
            for _ in range(30):
                page.keyboard.press("Tab")
                if step[4:] in page.evaluate(FOCUSED):
                    break
            assert step[4:] in page.evaluate(FOCUSED)
        else:
            page.keyboard.press(step)
        assert part.evaluate("form => form.contains(document.activeElement)"), f"focus lost after {step}"
    said = part.locator(".dr-feedback")
    assert said.get_attribute("role") == "status"
    assert any(word in said.inner_text() for word in ("Right.", "Not yet.", "Partly right."))
    assert page.locator(".jp-Cell").count() == cells  # no shortcut of JupyterLab has fired
    again = part.get_by_role("button", name="Try again")
    if again.is_visible():
        again.focus()
        page.keyboard.press("Enter")
        assert part.evaluate("form => form.contains(document.activeElement)"), "focus lost after Try again"
    assert page.evaluate("document.activeElement !== document.body")


def test_shortcuts_stay_quiet(room):
    """b, dd and arrows are commands of JupyterLab; inside a question they are not."""
    page, part = room.page, form(room, "demo-order")
    cells = page.locator(".jp-Cell").count()
    part.get_by_role("button", name="Move down").first.focus()
    for key in ("b", "a", "d", "d", "x", "ArrowDown"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells
    assert part.evaluate("form => form.contains(document.activeElement)")


def test_order_says_where_the_item_is(room):
    part = form(room, "demo-order")
    part.get_by_role("button", name="Move down").first.click()
    assert "now 2 of 4" in part.locator("[role=status]", has_text="now").inner_text()


def test_empty_answer_asks_for_one(room):
    part = form(room, "demo-numeric")
    part.get_by_label("Your answer").fill("about 1,234")
    assert "two ways" in check(part)
    part.get_by_label("Your answer").fill("<img src=x onerror='window.hacked=1'>")
    assert "Type a number first" in check(part)
    assert room.page.evaluate("window.hacked") is None


def test_click_to_feedback(room):
    part = form(room, "demo-classify")
    answer_by_mouse(part, "demo-classify", right=False)
    measure = """form => new Promise(done => {
        const start = performance.now();
        form.querySelector('button[type=submit]').click();
        const shown = form.querySelector('.dr-feedback').innerText.length > 20;
        requestAnimationFrame(() => setTimeout(() => done(shown ? performance.now() - start : 1e9)));
    })"""
    times = [part.evaluate(measure) for _ in range(9)]
    print(f"click to feedback painted: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms")
    assert statistics.median(times) < 50


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe(room, theme):
    room.theme(theme)
    for id in ALL:
        restart(form(room, id))
        if id != "demo-order":
            answer_by_mouse(form(room, id), id, right=id in ("demo-single", "demo-numeric"))
        check(form(room, id))
    for summary in room.page.locator(".dr-root summary").all():
        summary.click()
    found = room.axe(".dr-root")
    room.resize(1100, 5400)
    room.shot(f"quiz-{theme}", ".dr-root")
    for summary in room.page.locator(".dr-root summary").all():
        summary.click()
    room.resize(1100, 1000)
    room.theme("light")
    assert found == []


SMALL = """els => els.map(e => [e.getBoundingClientRect(), e]).filter(([r]) => r.width && (r.width < 24 || r.height < 24))
    .map(([r, e]) => `${e.tagName} ${e.className} ${r.width}x${r.height}`)"""


@pytest.mark.parametrize("width", [700, 320])
def test_narrow(room, width):
    """320 px is a phone, and also 1280 px at 400 % zoom: nothing is cut off, and targets stay large enough."""
    room.resize(width, 5400 if width > 400 else 7600)
    room.shot(f"quiz-{width}", ".dr-root")
    inner = "els => els.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => `${e.className} ${e.scrollWidth}>${e.clientWidth}`)"
    assert room.page.locator(".dr-root, .dr-root *:not(.dr-sr)").evaluate_all(inner) == []
    right = room.page.locator(".dr-card").evaluate_all(
        "els => Math.max(...els.map(e => e.getBoundingClientRect().right))"
    )
    assert right <= width
    targets = ".dr-root button:visible, .dr-root select, .dr-root label.dr-option, .dr-root label.dr-bin, .dr-root summary:visible"
    assert room.page.locator(targets).evaluate_all(SMALL) == []
    room.resize(1100, 1000)


def test_the_page_grades_as_python_does(room):
    """The same answers through quiz.js and the kinds in Python: the same parts picked, the same share."""
    from itertools import permutations, product

    from derisking.questions import bank
    from derisking.quiz import view
    from derisking.quiz.widget import HERE
    from derisking.widgets.live import script

    questions = {q.id: q for q in bank.read(QUIZZES / "90-demo.yaml").questions}
    keys = {id: view.data(questions[id], 1) for id in ALL}
    options = keys["demo-multiple"]["order"]
    chosen = [[k for k, on in zip(options, bits, strict=True) if on] for bits in product([0, 1], repeat=4)]
    rows, rights = keys["demo-match"]["rows"], [c["key"] for c in keys["demo-match"]["choices"]]
    cards = [row["key"] for row in keys["demo-classify"]["rows"]]
    bins = [["Promote"], ["Protect"], ["Promote", "Partner"], ["Promote", "Protect"]]
    cases = [("demo-single", {"choice": key}) for key in keys["demo-single"]["order"]]
    cases += [("demo-multiple", {"choices": names}) for names in chosen]
    numbers = [
        "0.38",
        "0,38",
        " .38",
        "3800",
        "3 800",
        "1,234",
        "1",
        "0.3849",
        "0.386",
        "-0.38",
        "38e-2",
        "",
        "abc",
        "0.38 %",
    ]
    cases += [("demo-numeric", {"text": text}) for text in [*numbers, "−0,38", "1.2.3", "1'000", "12,5", "0.385"]]
    cases += [("demo-order", {"order": list(order)}) for order in permutations(keys["demo-order"]["rights"][0])]
    for picks in product(rights, repeat=3):
        cases.append(("demo-match", {"pairs": dict(zip([r["key"] for r in rows], picks, strict=True))}))
    cases += [("demo-classify", {"bins": dict(zip(cards, picks, strict=True))}) for picks in product(bins, repeat=3)]
    code = """async ([source, keys, cases]) => {
        const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
        return cases.map(([id, response]) => module.judge(keys[id], response)).map(({ score, picks }) => [score, picks]);
    }"""
    in_page = room.page.evaluate(code, [script(HERE / "drag.js", HERE / "quiz.js"), keys, cases])
    in_python = [(questions[id].share(response), questions[id].picks(response) or []) for id, response in cases]
    differ = [
        (case, page, share)
        for case, page, (share, picks) in zip(cases, in_page, in_python, strict=True)
        if abs(page[0] - share) > 1e-9 or (picks and sorted(page[1]) != sorted(part.key for part in picks))
    ]
    assert differ == [] and len(cases) > 150


# --- a story whose sentences are judged ------------------------------------------------------------------------------


STORY = ["quiz.ask('01-reading-the-news', 'the-story')", "quiz.ask('07-policy-lab', 'story-again')"]


def test_story_is_judged_by_keyboard_and_remembered(new_lab, course):
    """Commit, then look; the draft outlives the kernel; the last sentence hands in; lesson 7 tells the earlier verdict."""
    lab = new_lab(360, 1000)
    lab.open(course.notebook("story", [SETUP, *STORY]))
    lab.run_all()
    page, (first, again) = lab.page, lab.page.locator(".dr-root form").all()
    told = "As of July 2023"
    assert "12 sentences of 12 left" in first.inner_text() and told not in first.inner_text()
    first.locator(".dr-say").first.focus()
    for key in ("Enter", "Tab", "Space"):  # opens the panel on the first verdict, goes on to "Imprecise", commits
        page.keyboard.press(key)
    assert (
        told in first.inner_text() and "✓ accurate or imprecise (you agree)" in first.locator(".dr-tag").text_content()
    )
    assert first.inner_text().count(told) == 1 and "11 sentences of 12 left" in first.inner_text()
    assert page.evaluate(FOCUSED) == "Next sentence"
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert first.locator(".dr-say").nth(1).evaluate("say => say === document.activeElement")
    first.get_by_text("Kept in your record").wait_for(state="attached")

    lab.restart()
    lab.run_all()
    first, again = page.locator(".dr-root form").all()
    assert first.locator(".dr-tag").count() == 1 and again.locator(".dr-tag").count() == 0
    again.locator(".dr-say").first.click()
    assert "In lesson 1" not in again.inner_text()
    again.get_by_role("button", name="Accurate", exact=True).click()
    assert "In lesson 1 you said imprecise." in again.inner_text()
    first.locator(".dr-say").nth(1).click()
    for _ in range(11):
        first.get_by_role("button", name="Accurate", exact=True).click()
        page.keyboard.press("Enter")
    assert "4 of 12 verdicts right" in first.locator(".dr-feedback").inner_text()
    first.get_by_text("Kept in your record").wait_for(state="attached")
    with closing(sqlite3.connect(course.root / "progress.sqlite")) as record:
        assert record.execute("SELECT count(*), max(correct) FROM answers WHERE item = 'the-story'").fetchone() == (
            1,
            0,
        )
    lab.theme("dark")
    assert lab.axe(".dr-root") == []
    wide = "els => els.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.className)"
    assert page.locator(".dr-root, .dr-root *:not(.dr-sr):not(.dr-say)").evaluate_all(wide) == []


# --- the record and life without a kernel ----------------------------------------------------------------------------


def test_answers_survive_restart_and_reopening(room, new_lab, demo):
    part = form(room, "demo-single")
    answer_by_mouse(part, "demo-single", right=True)
    check(part)
    part.get_by_text("Kept in your record").wait_for()
    room.save()
    saved = json.loads((demo / "notebooks" / "kinds.ipynb").read_text(encoding="utf-8"))
    outputs = [output for cell in saved["cells"] for output in cell["outputs"]]
    assert [sorted(output["data"]) for output in outputs] == [["text/html", "text/plain"]]
    assert "widgets" not in saved["metadata"]
    order = room.page.locator(".dr-root form").first.locator("label").all_inner_texts()

    room.restart()
    check(part)  # the old page still explains, and says that nothing is kept
    part.get_by_text("Not kept yet").wait_for(timeout=8_000)

    other = new_lab(1100, 1000)
    other.open(f"{FOLDER}/kinds.ipynb")
    other.run_all()
    form(other, "demo-single").get_by_text("From your record").wait_for(state="attached")
    other.page.get_by_role("button", name="Show all").click()
    assert form(other, "demo-single").get_by_label("by weight or by value").is_checked()
    assert "Ask what is counted" in form(other, "demo-single").locator(".dr-feedback").inner_text()
    texts = other.page.locator(".dr-root form").first.locator("label").all_inner_texts()
    assert [t.split("\n")[0] for t in texts] == [t.split("\n")[0] for t in order]
    other.close()


def test_readable_without_a_kernel_and_untrusted(room, lab, demo):
    """Saved, changed behind JupyterLab's back (so untrusted), reopened: plain HTML that opens and closes."""
    room.save()
    book = json.loads((demo / "notebooks" / "kinds.ipynb").read_text(encoding="utf-8"))
    book["cells"][1]["outputs"][0]["data"]["text/html"] = (
        "".join(book["cells"][1]["outputs"][0]["data"]["text/html"]) + "<p onclick='x()'>changed</p>"
    )
    (demo / "notebooks" / "untrusted.ipynb").write_text(json.dumps(book), encoding="utf-8")
    lab.open(f"{FOLDER}/untrusted.ipynb")
    output = lab.page.locator(".jp-CodeCell .jp-Cell-outputArea").last
    words = output.inner_text()
    assert "Error" not in words and "Loading" not in words
    assert "Run this cell to answer" in words and "by weight or by value" in words
    assert "too early" not in words
    output.locator("details", has_text="Explanation").first.locator("summary").click()
    assert lab.page.locator(".dr-root").count() == 0
    opened = output.locator("details[open]").inner_text()
    assert "Right." in opened or "Not right." in opened
    lab.theme("dark")
    assert lab.axe(".jp-CodeCell .dr-static") == []
    lab.shot("quiz-without-kernel")
    lab.theme("light")


def test_converted_to_html(room, demo, tmp_path):
    room.save()
    args = [
        sys.executable,
        "-m",
        "nbconvert",
        "--to",
        "html",
        "--output-dir",
        str(tmp_path),
        str(demo / "notebooks/kinds.ipynb"),
    ]
    subprocess.run(args, check=True, capture_output=True)
    page = room.context.new_page()
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    page.goto((tmp_path / "kinds.html").as_uri(), wait_until="domcontentloaded")
    assert page.locator(".jupyter-widgets").count() == 0
    assert "Run this cell to answer" in page.locator(".dr-static").first.inner_text()
    assert page.locator(".dr-static details").count() > 15
    page.locator(".dr-static details summary", has_text="Explanation").first.click()
    assert page.locator(".dr-static details[open]").first.inner_text().count(".") >= 2
    page.emulate_media(media="print")
    closed = page.locator(".dr-static details:not([open]) p").last
    assert closed.evaluate("e => e.getBoundingClientRect().height") > 5  # paper shows what it cannot open
    page.close()


def test_nothing_of_theirs_is_executed(lab, course, demo):
    """A bank full of scripts, handlers and javascript: links, live and static."""
    path = course.notebook("hostile", [SETUP, "quiz.ask('91-hostile', 'hostile-single', 'hostile-match')"], FOLDER)
    lab.open(path)
    lab.run_all()
    page = lab.page
    page.wait_for_selector(".dr-root form")
    part = page.locator(".dr-root form").first
    part.locator("label").first.click(position={"x": 12, "y": 12})
    check(part)
    for details in page.locator(".dr-live details").all():
        details.evaluate("d => d.open = true")
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    bad = "els => els.filter(e => /^(script|img|iframe|svg|object|embed)$/i.test(e.tagName) || [...e.attributes].some(a => /^on/i.test(a.name) || /^\\s*javascript:/i.test(a.value))).map(e => e.outerHTML)"
    assert page.locator(".dr-live *").evaluate_all(bad) == []
    assert "<script>" in page.locator(".dr-root").first.inner_text()


# --- one at a time ------------------------------------------------------------------------------------------------------


def test_questions_come_one_at_a_time_and_an_order_must_be_touched(lab, course):
    demo_course(course.root / "fresh", course)  # with a record in which nothing is answered
    asked = "quiz.ask('90-demo', 'demo-order', 'demo-single')"
    lab.open(course.notebook("steps", [SETUP, asked, "print('what follows\\n' * 90)"], "fresh/notebooks"))
    lab.run_all()
    first, second = (lab.page.locator(".dr-root form").nth(place) for place in (0, 1))
    first.wait_for()
    ahead = lab.page.get_by_role("button", name="Next question")
    assert not second.is_visible() and ahead.get_attribute("class") == "dr-quiet"
    assert "Move a line first" in check(first)
    lines = first.locator(".dr-order > li")
    before = lines.all_inner_texts()
    lines.nth(0).drag_to(lines.nth(3), target_position={"x": 60, "y": 30})
    assert lines.all_inner_texts() == [*before[1:], before[0]]
    arrange(first, STEPS)
    assert "Right." in check(first) and ahead.get_attribute("class") == "dr-primary"
    ahead.click()
    assert second.is_visible() and not first.is_visible() and not ahead.is_visible()
    assert lab.page.evaluate("document.activeElement.type") == "radio"
    answer_by_mouse(second, "demo-single", right=True)
    assert "Right." in check(second)
    on = second.get_by_role("button", name="Go on")
    on.click()
    top = "document.querySelectorAll('.jp-Notebook .jp-Cell')[2].getBoundingClientRect().top"
    assert 0 <= lab.page.evaluate(top) < 200
    answer_by_mouse(second, "demo-single", right=False)
    assert not on.is_visible()
    assert lab.axe(".dr-root") == []
    lab.page.get_by_role("button", name="Back").click()
    assert first.is_visible()


# --- the two tests and the prediction ----------------------------------------------------------------------------------


def test_tests_keep_their_verdict_until_the_end(lab, course, demo):
    page = lab.page
    lab.open(course.notebook("tests", [SETUP, "quiz.test('pre')", "quiz.test('post')", "progress.show()"], FOLDER))
    lab.run_all()
    page.wait_for_selector(".dr-root form")
    pre, post = page.locator(".dr-root").nth(0), page.locator(".dr-root").nth(1)
    assert "until you know the whole" not in page.content() and "Read units first" not in page.content()
    pre.get_by_text("A second decimal").click()
    pre.get_by_text("1 of 1 answered").wait_for()
    pre.get_by_role("button", name="Hand in").click()
    pre.get_by_text("Handed in.").wait_for()
    assert lab.axe(".dr-root") == []
    assert "More digits" not in page.content()
    post.get_by_role("button", name="Hand in").click()
    assert "1 question is still open" in post.inner_text()
    post.get_by_role("button", name="Move up").nth(1).click()
    assert "still open" not in post.inner_text()  # what was said before the answer counts no more, nor does the click
    post.get_by_role("button", name="Hand in").click()
    post.get_by_text("Your two tests, explained").wait_for()
    assert page.evaluate("document.activeElement.className") == "dr-result"
    words = post.inner_text()
    assert (
        "More digits do not tell you" in words
        and "Your answer: A second decimal" in words
        and "Your answer: 1." in words
    )
    assert lab.axe(".dr-root") == []
    lab.shot("quiz-tests-explained", ".dr-root >> nth=1")
    lab.run_all()
    assert "Before and after" in lab.cell_outputs()[-1]


PREDICT = """
class Chart:
    def __init__(self, guess): self.guess = guess
    def _repr_html_(self): return f"<figure><p>Chart with guess {self.guess}</p></figure>"
WHY = ("Why?", "Because nobody else makes them.")
controls.predict("90-demo", "share", "What share comes from *one* country?", truth=89.4, reveal=Chart, why=WHY, after=["Then *this*."])
controls.predict("90-demo", "which", "Which of the two?", options=["Steel", "Gallium"], truth="Steel", reveal=Chart, why=WHY)
"""


def test_predict(lab, course, demo):
    page = lab.page
    lab.open(course.notebook("predict", [SETUP, PREDICT], FOLDER))
    lab.run_all()
    page.wait_for_selector(".dr-root form")
    number, choice = page.locator(".dr-root form").nth(0), page.locator(".dr-root form").nth(1)
    number.get_by_role("button").click()
    assert "between 0 and 100" in number.inner_text()
    assert "Chart with" not in number.inner_text()
    page.keyboard.type("62,4")  # a decimal comma; the focus went to the box that is still empty
    page.keyboard.press("Enter")
    number.get_by_text("Chart with guess 62.4").wait_for()
    assert (
        number.locator(".dr-gap").inner_text().replace("\u00a0", " ")
        == "You said 62.4 %. It is 89 %: 26.6 points more."
    )
    assert page.evaluate("document.activeElement.className") == "dr-gap" and "Then this." in number.inner_text()
    number.get_by_text("Think of one reason").click()
    assert "nobody else makes them" in number.inner_text()
    choice.get_by_text("Gallium").click()
    choice.get_by_role("button").click()
    choice.get_by_text("Chart with guess Gallium").wait_for()
    assert "You said: Gallium. It is: Steel." in choice.inner_text()
    for theme in ("light", "dark"):
        lab.theme(theme)
        assert lab.axe(".dr-root") == []
    lab.theme("light")
    lab.restart()
    lab.run_all()
    page.wait_for_selector(".dr-root form")
    assert "You said 62" in page.locator(".dr-root form").first.inner_text()


def test_notebook_7(browser, course, demo, tmp_path_factory):
    from browser.conftest import Lab, Server

    server = Server(course.root, tmp_path_factory.mktemp("notebook7"), app="notebook")
    window = Lab(browser, server)
    try:
        path = course.notebook("seven", [SETUP, "quiz.ask('90-demo', 'demo-multiple')"], FOLDER)
        window.page.goto(server.url(f"notebooks/{path}"))
        window.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        window._idle()
        window.run_all()
        part = window.page.locator(".dr-root form").first
        restart(part)
        answer_by_mouse(part, "demo-multiple", right=True)
        assert "Right." in check(part)
        part.get_by_text("Kept in your record").wait_for()
        window.shot("quiz-notebook-7")
    finally:
        window.close()
        server.stop()
