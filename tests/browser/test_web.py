"""The web edition in a real browser: from a folder, on a phone and a desktop, without JavaScript."""

import json
import re
import shutil

import pytest
from playwright.sync_api import expect
from support import scorm_player, thorough, told, web_site
from support.web import again, alive, axe, downloaded, go, ready
from support.web_forms import answer, choose, example

from derisking import exercises, lessons
from derisking.exports import scorm
from derisking.exports.web import checks, plan, scripts
from derisking.questions import bank

EXERCISE = "02-de-risking"
TASKS = [task for task in exercises.definition(EXERCISE).tasks if task.formed]
ITEM, ASKED = "denominator-magnets", "98 % of EU rare earths"


def card(page, words):
    return page.locator(".dr-root .dr-card").filter(has_text=words)


def test_the_folder_keeps_its_promises(site):
    assert checks.look(site) == []
    cover = (site / "index.html").read_text(encoding="utf-8")
    assert all(does in cover for does in lessons.facts().does.values())
    for lesson in scripts.course()["lessons"]:  # what is to be repeated is a link to its section
        page = (site / f"{lesson['id']}.html").read_text(encoding="utf-8")
        assert [place for _, place in lesson["asked"].values() if f'id="{place}"' not in page] == []
        assert 'title="fact:' not in page and 'title="event:' not in page  # a source has its name there
        about = re.search(r'<meta name="description" content="([^"]+)">', page)[1]
        assert f'property="og:description" content="{about}"' in page
        assert f"{lesson['title'].split(' · ')[0]} of a course" in about
        icons = re.findall(r'<link rel="(?:apple-touch-)?icon" href="_static/(icon\.\w+)"', page)
        assert icons == ["icon.svg", "icon.png"] and 'property="og:title"' in page
        assert 'property="og:image" content="_static/share.png"' in page
    for name in ("icon.png", "share.png"):  # for a telephone's first screen, and beside a link that is passed on
        assert (site / "_static" / name).read_bytes().startswith(b"\x89PNG")
    assert page.count('opens the source"') > 10
    written = " ".join(file.read_text(encoding="utf-8", errors="ignore") for file in site.rglob("*") if file.is_file())
    notes = [note for one in lessons.read_all() for told in plan.notes(one.name).values() for note in told]
    notes = [re.sub(r"\]\([^)]*\)", "]", note).partition("**")[2].partition("**")[2] for note in notes]
    said = [words for note in notes for words in re.findall(r"[\w,;: -]{32,}", note)]
    assert len(said) > 200 and [words for words in said if words in written] == [], "nothing that only a teacher reads"
    assert not (site / "_static" / "locales").exists()
    tasks = "".join(file.read_text(encoding="utf-8") for file in site.glob("exercise-*.html"))
    beside = [json.loads(f'"{one}"') for one in re.findall(r'"near":"((?:[^"\\]|\\.)*)"', tasks)]
    assert any(beside) and all(not one or "<td>" in one for one in beside), "what opens beside a task holds a table"
    assert max(web_site.weight(site, one.name) for one in lessons.read_all()) < 150_000, "before the first question"
    assert json.loads((site / "manifest.webmanifest").read_text(encoding="utf-8"))["start_url"] == "index.html"


# --- the record and My progress ---------------------------------------------------------------------------------------------
TOLD = {"at": "2026-01-01T10:00:00.000+01:00", "lesson": EXERCISE, "item": ITEM, "objective": "D1", "mode": "practice"}
TOLD |= {"correct": 1, "score": 1, "response": {}}
EMPTY = {"check": [], "score": [], "prediction": [], "answer": [], "notes": {}, "drafts": {}}
RECORD = json.dumps({"format": "derisking-web-record", "version": 1, **EMPTY, "answer": [TOLD]})
PUT = "(record) => localStorage.setItem('derisking-record', record)"


def test_what_is_shared_holds_no_verdict_on_the_tests_and_nothing_else(window):
    """Answers of this lesson and of the one before it that has no exercise, tests handed in, forecasts until then, hints."""
    page, before = window("my-progress"), {**TOLD, "lesson": "00-start-here", "item": "hello"}
    tested, other = {**TOLD, "item": "q", "mode": "pre"}, {**TOLD, "lesson": "03-chip-basics"}
    made = [{**TOLD, "lesson": lesson, "item": item, "guess": 70} for lesson, item in (
        ("01-reading-the-news", "forecast-a"), ("03-chip-basics", "forecast-b"), (EXERCISE, "magnets"),
    )]  # fmt: skip
    notes = {f"hints {EXERCISE} hhi": 2, "hints 03-chip-basics yield": 3, f"sentence {EXERCISE} mine": "x"}
    record = EMPTY | {"answer": [before, TOLD, tested, other], "prediction": made, "notes": notes}
    record |= {"score": [{**TOLD, "item": "pre"}], "check": [{**TOLD, "item": "hhi", "points": 1}] * 2}
    page.evaluate(PUT, json.dumps({"format": "derisking-web-record", "version": 1, **record}))
    again(page)
    shared = json.loads(page.evaluate(f"JSON.stringify(derisking.shared('{EXERCISE}'))"))
    assert [one["mode"] for one in shared["answers"]] == ["practice", "pre"] and shared["format"] == 2
    assert not {"correct", "score", "misconceptions"} & set(shared["answers"][1]) and shared["answers"][0]["score"] == 1
    assert [(one["lesson"], one["test"]) for one in shared["tests"]] == [(EXERCISE, "pre")]
    assert shared["hints"] == [{"task": "hhi", "hints": 2, "checks": 2}]
    assert [(one["item"], one["guess"]) for one in shared["forecasts"]] == [("forecast-a", 70)]
    assert [one["item"] for one in page.evaluate("derisking.shared('01-reading-the-news')")["answers"]] == ["hello"]
    page.get_by_role("button", name="Share with my teacher").click()
    page.get_by_role("button", name="Show what my teacher would get").click()
    expect(page.get_by_text("1 answer: each try")).to_be_visible()
    page.get_by_label("Which lesson?").select_option(EXERCISE)
    file = json.loads(downloaded(page, "Save the file").read_text(encoding="utf-8"))
    assert (file["lesson"], file["answers"]) == (EXERCISE, shared["answers"])


def row_of(page):
    """What was done in lesson 2, as My progress says it."""
    return page.locator(".dr-standings > li", has_text="2 · De-risking")


def test_a_record_moves_to_another_device_and_is_deleted_only_after_a_question(window, tmp_path):
    page, other = window("my-progress"), window("my-progress")
    page.evaluate(PUT, RECORD)
    go(page, "index")
    expect(page.get_by_role("link", name="Go on with")).to_have_attribute("href", f"{EXERCISE}.html")
    one = f"1 of {len(lessons.read_all()[2].asked) + len(lessons.read_all()[2].guesses)}"
    assert page.locator(".dr-played").all_inner_texts() == [f"{one} answers given"]  # on one card
    go(page, "my-progress")
    expect(page.locator(".dr-wafers button > span", has_text="done")).to_have_text([f"{one} done"])  # of no other
    expect(row_of(page)).to_contain_text(f"{len(lessons.read_all()[2].asked)} questions: 1 right, ")
    expect(page.get_by_text("What you get wrong comes back here.", exact=True)).to_be_visible()
    shutil.copy(downloaded(page, "Save a copy"), tmp_path / "my-record.json")
    page.get_by_role("button", name="Start again").click()
    expect(row_of(page)).to_contain_text("1 right")
    page.get_by_role("button", name="Delete my record").click()
    expect(page.locator(".dr-progress")).to_contain_text("You against the numbers")
    page.evaluate(PUT, json.dumps(json.loads(RECORD) | {"answer": [], "drafts": {"08-x memo": {"memo": "mine"}}}))
    again(page)
    expect(page.get_by_role("link", name="Exercise 8", exact=True)).to_have_attribute("href", "exercise-08-x.html")
    expect(page.locator(".dr-progress")).not_to_contain_text("You against the numbers")
    other.get_by_label("Open a copy").set_input_files(tmp_path / "my-record.json")
    other.get_by_text("1 new entry taken in.").wait_for()
    expect(row_of(other)).to_contain_text("1 right")
    damaged = json.loads(RECORD)
    damaged["check"] = [{**TOLD, "points": "<img src=x onerror=alert(1)>"}, {**TOLD, "points": 1.5}, None, {"at": 7}]
    damaged["notes"], damaged["drafts"] = {f"recall:{EXERCISE}:3": 5}, {f"{EXERCISE} memo": {"memo": {}}}
    for content, said in (
        ([1], "This file is no record of this course."),
        (damaged | {"version": 99}, "This copy comes from a newer edition of the course."),
        (damaged | {"version": 0}, "This file is no record of this course."),
        ({"format": 3, "answers": []}, "This copy comes from a newer edition of the course."),
        (damaged, "1 new entry taken in. 5 entries could not be read and stayed out."),
    ):
        (tmp_path / "copy.json").write_text(json.dumps(content), encoding="utf-8")
        other.get_by_label("Open a copy").set_input_files(tmp_path / "copy.json")
        other.get_by_text(said).wait_for()
    expect(row_of(other)).to_contain_text("1.5 of 20 points")
    # Such a row may have come in with an earlier edition: the way out is there all the same.
    other.evaluate(PUT, json.dumps(damaged | {"answer": [7]}))
    other.reload()
    other.get_by_role("button", name="Start again").click()
    other.get_by_role("button", name="Delete my record").click()
    expect(other.locator(".dr-progress")).to_contain_text("You against the numbers")


def test_my_progress_begins_with_a_guess_and_later_says_what_to_repeat_first(window):
    page = window("my-progress")
    whole, filled = page.locator(".dr-progress"), page.locator(".dr-wafers [fill='var(--dr-guess)']")
    expect(whole.locator("h2")).to_have_text(["You against the numbers", "Your record"])
    expect(whole.get_by_role("button", name="Start again")).not_to_be_visible()
    expect(whole.locator("[href='03-chip-basics.html']")).to_contain_text("13 to answer")  # one tap leads there
    whole.get_by_label("Your guess in %", exact=True).fill("60")
    expect(filled).to_have_count(0)
    whole.get_by_role("button", name="Lock in my guess").click()
    expect(whole).to_contain_text("You said 60\u00a0%. It is 21.4\u00a0%: 38.6 points less.")
    expect(filled).to_have_count(1)
    expect(whole.get_by_role("button", name="Start again")).to_be_visible()
    assert axe(page, ".dr-root") == []
    tried = zip(list(lessons.read_all()[2].asked)[:5], "12547", (0, 0.5, 0, 0, 0), strict=True)
    rows = [TOLD | {"item": id, "at": f"2026-0{on}-01T10:00Z", "correct": 0, "score": score} for id, on, score in tried]
    drawn = {"name": "A price", "guess": "up", "truth": "down", "low": 0, "scale": 90, "unit": "euro", "apart": -43}
    notes = {f"guessed {EXERCISE} {id}": json.dumps(drawn | {"name": id}) for id in "ab"}
    record = json.loads(RECORD) | {"answer": rows, "notes": notes}
    page.evaluate(PUT, json.dumps(record))
    again(page)
    found = [f"2 · De-risking · Not right on 1 {month}" for month in ("January", "April", "May")]
    expect(whole.locator(".dr-again .dr-how")).to_have_text(found)
    left = whole.locator("details:has(> .dr-more-again)", has_text="2 more can wait")
    expect(left.get_by_role("link")).to_have_count(0)
    left.locator("summary").click()
    expect(left.get_by_role("link")).to_have_count(2)
    expect(whole).to_contain_text("2 guesses so far: 2 lines drawn.")
    expect(whole.locator(".dr-guesses li")).to_have_count(2)
    known = [one for one in scripts.course()["forecasts"] if one["outcome"] is not None][:6]
    made = [TOLD | {"item": f"forecast-{one['id']}", "guess": 30 if one["outcome"] else 20} for one in known]
    for sides, last, *said in (
        (5, 75, "You guess shares too high (5 of 5, by 25 points on average).", "in about 6 of 100",
         "75\u00a0% sure on average, and right 3 times of 6: no further apart than 6 can show"),
        (5, 42, "★ Your nearest guess: A (lesson 2): you 42\u00a0%, it is 50\u00a0%.", "Your farthest guess so far: A (lesson 2): you 75"),
        (4, 75, "With 1 more, a sentence about you comes here.", "After 6 you see here whether you were too sure: 1 to go."),
    ):  # fmt: skip
        value = {"name": "A", "truth": 50, "low": 0, "scale": 100, "unit": "%"}  # four too high, and the fifth
        kept = {f"guessed {EXERCISE} {n}": json.dumps(value | {"guess": 75 if n < 4 else last}) for n in range(sides)}
        if last == 42:  # nearer in parts of its number, and farther in parts of its slider, by which the rods are drawn
            kept["guessed 03-chip-basics b"] = json.dumps(value | {"name": "B", "truth": 90, "guess": 80})
        page.evaluate(PUT, json.dumps(record | {"notes": kept, "prediction": made[: sides + 1]}))
        again(page)
        for words in said:
            expect(whole).to_contain_text(words)
    pool = [q.id for q in bank.used_for("recall", before="06-japan-alliance")][::2]
    page.evaluate(PUT, json.dumps(record | {"notes": {"recall:05-export-controls:1": " ".join(pool[2:])}}))
    go(page, "06-japan-alliance")  # what an earlier lesson has asked does not come again
    assert page.evaluate("derisking.readRecord().notes['recall:06-japan-alliance:1']") in pool[:2]


# Leaves a browser no room for another answer.
FILL = told.cases(__file__, "scripts.yaml")["leave a browser no room"]


def test_where_there_is_no_room_the_answer_just_given_is_in_the_copy_and_goes_from_page_to_page(window):
    page = window(EXERCISE)
    form = card(page, ASKED)
    choose(form, 0)
    expect(form).to_contain_text("Kept in your record.")
    page.evaluate(FILL)
    choose(form, 1)
    expect(form).to_contain_text("Not kept.")
    warning = page.locator(".dr-unkept")
    expect(warning).to_contain_text("This browser has no room left for your answers.")
    assert len(json.loads(downloaded(warning, "Save a copy").read_text(encoding="utf-8"))["answer"]) == 2
    go(page, "my-progress")
    expect(page.locator(".dr-outcome")).to_contain_text("This browser has no room left for your answers.")
    assert page.evaluate("derisking.readRecord().answer.length") == 2
    go(page, EXERCISE)
    page.evaluate("Object.keys(localStorage).forEach((key) => key.startsWith('fill') && localStorage.removeItem(key))")
    choose(form, 2)
    expect(form).to_contain_text("Kept in your record.")
    assert page.evaluate("JSON.parse(localStorage['derisking-record']).answer.length") == 3
    assert page.evaluate("sessionStorage.getItem('derisking-record')") is None and not warning.is_visible()
    go(page, "my-progress")
    page.get_by_role("link", name=ASKED).click()
    expect(card(page, ASKED).locator("legend")).to_be_focused()  # what is to be repeated


def test_two_tabs_of_one_exercise_show_what_is_kept(window):
    first = window(f"exercise-{EXERCISE}")  # what is handed in is what stands on the screen
    second = first.context.new_page()
    second.goto(first.url)
    ready(second)
    memos = [page.get_by_role("textbox", name="Memo of 200 words") for page in (first, second)]
    forms, told = first.locator(".dr-root form.dr-card"), card(first, "Download my answers")
    first.bring_to_front()  # what lies behind another tab is drawn rarely
    at = [task.id for task in TASKS].index("terms")
    cards, sorted_ = forms.nth(at), TASKS[at]
    cards.locator(".dr-pool .dr-tile").first.click()
    cards.locator(".dr-box").first.click()
    expect(told).to_contain_text(re.compile(f"Begun, not finished: “{sorted_.title}”.*The memo is empty."))
    answer(cards, sorted_.question, example(sorted_.question))
    expect(told).not_to_contain_text("not finished")
    answer(forms.last, TASKS[-1].question, example(TASKS[-1].question))
    ruler = card(first, "A stricter ruler")
    ruler.locator("tr", has_text="0.953").click()  # a product is ticked in its row of the table
    asked = (cards, "Check my answer", "Right."), (forms.last, "Save my answer", "Judge it yourself")
    for form, button, said in (*asked, (ruler, "Check my answer", "its concentration in 2024 is 0.953.")):
        form.get_by_role("button", name=button).click()
        expect(form.locator(".dr-feedback")).to_contain_text(said)
    expect(cards.locator(".dr-about")).to_have_count(0)  # its cards have their ticks
    expect(forms.last.locator(".dr-feedback")).not_to_contain_text("Right")
    first.locator(".dr-aloft .dr-piece").nth(1).click()
    expect(forms.nth(1).locator("legend")).to_be_focused()
    expect(first.locator(".dr-leg .dr-piece:not([data-look=open])")).to_have_text(["✗", "✓", "●"])
    colour = "(one) => getComputedStyle(one).backgroundColor"
    bar, panel = (first.locator(f"{place} .dr-piece").first.evaluate(colour) for place in (".dr-aloft", ".dr-leg"))
    assert bar == panel != first.locator(".dr-aloft .dr-piece").last.evaluate(colour)
    again(first)  # what was checked says so again, what was changed since does not
    expect(cards.locator(".dr-feedback")).to_contain_text("Right.")
    expect(cards.locator(".dr-row > .dr-mark")).to_have_count(4)
    answer(cards, sorted_.question, example(sorted_.question, "wrong"))
    again(first)
    expect(cards).to_contain_text("Changed since your last check, and not checked again.")
    expect(cards.locator(".dr-verdict, .dr-mark")).to_have_count(0)
    expect(cards).to_have_attribute("data-look", "done")
    option = "form.dr-task label.dr-option input"
    first.locator(option).first.check()
    memos[0].fill("first tab")
    expect(second.locator(option).first).to_be_checked()
    expect(memos[1]).to_have_value("first tab")
    memos[1].fill("second tab")
    expect(memos[0]).to_have_value("second tab")
    expect(first.locator(".dr-live", has=memos[0])).to_contain_text("This was changed in another tab.")
    expect(first.locator(".dr-live", has=memos[0])).to_contain_text("2 words")
    assert "second tab" in downloaded(first, "Download my answers").read_text(encoding="utf-8")


def test_part_b_stands_on_a_page_of_the_role_which_judges_nothing(window):
    page = window(f"exercise-{EXERCISE}")
    sheet, ends = page.locator(".dr-front"), page.locator(".dr-stamp:visible, .dr-front + .dr-actions button:visible")
    sheet.get_by_role("button", name="Choose the product").click()
    expect(page.locator("legend:focus")).to_have_count(1)
    for task in (one for one in TASKS if one.part == "B"):
        expect(ends).to_have_count(0)
        left = example(task.question, "right" if task.question.kind == "defend" else "wrong")
        answer(page.locator("form.dr-task").nth(TASKS.index(task)), task.question, left)
    share = card(page, "An import share").first
    for typed, said in ("80 %", "“80 %” is 0.8 as a fraction."), ("0.99", "Not yet"), ("0.8", "Right"):
        share.get_by_label("Your answer").fill(typed)
        share.get_by_role("button", name="Check my answer").click()
        expect(share).to_contain_text(said)
    again(page)
    expect(sheet.locator(".dr-headline, li b")).to_have_text([re.compile("^ *[a-z]{2}"), "0.8"])  # and no letter
    chosen = sheet.locator(".dr-headline").inner_text()
    page.evaluate(CATCH)
    ends.last.click()
    page.wait_for_function("window.printed?.includes('The money protects') && !window.printed.includes('Print this')")
    assert ends.count() == 2 and sheet.locator(".dr-mark, .dr-ok, .dr-no").count() == 0
    go(page, "exercises")
    expect(page.locator(".dr-lesson:has(.dr-played)")).to_contain_text("1 of 20 points so far")
    assert page.locator(".dr-decided:visible").all_inner_texts() == [f"The money protects {chosen}"]
    page.get_by_role("button", name="Yes, even alone").click()
    expect(page.get_by_role("link", name="Find out in Exercise 4")).to_be_visible()
    expect(page.get_by_role("link", name="Go on with Exercise 2")).to_have_count(0)  # one way on, not two
    again(page)
    page.get_by_role("link", name="Go on with Exercise 2").click()
    page.wait_for_url(f"**/exercise-{EXERCISE}.html")


def test_a_prediction_comes_before_its_chart(window):
    """On a phone, from the cover, which says in one screen where to begin."""
    page = window("index", size="phone")
    box = page.get_by_role("link", name="Begin with lesson 0").bounding_box()
    assert box["y"] + box["height"] <= 740
    go(page, EXERCISE)
    form = card(page, "permanent magnets in 2024")
    assert form.locator("img").count() == 0
    form.get_by_label("Your guess in %", exact=True).fill("50,0")
    form.get_by_role("button", name="Lock in my guess").click()
    expect(form).to_contain_text("You said 50\u00a0%. It is 89\u00a0%: 39 points more.")
    expect(form).to_contain_text("your guess: 50 %")
    for part in (".dr-far", ".dr-guess"):  # the gap, and the chart with one's own line
        expect(form.locator(part)).to_be_in_viewport()
    picture, line = form.locator(".dr-picture img").bounding_box(), form.locator(".dr-guess").bounding_box()
    assert picture["x"] + 0.3 * picture["width"] < line["x"] < picture["x"] + 0.75 * picture["width"]
    again(page)
    expect(form.locator(".dr-guess")).to_have_count(1)
    explorer = page.locator("#explorer-screen")
    explorer.scroll_into_view_if_needed()
    goals, control = explorer.locator(".dr-goals"), explorer.get_by_label("Concentration above")
    reached = goals.get_by_text("✓ Reached.")
    expect(reached).not_to_be_visible()
    for value in "0.7", "0.4":  # not taken back when the controls move on
        control.fill(value)
        expect(reached).to_be_visible()
    go(page, EXERCISE)  # and not by the address that keeps the controls, a moment after each move
    explorer.scroll_into_view_if_needed()
    expect(explorer.get_by_role("button", name="Next goal")).to_be_visible()  # and the task stands there again
    explorer.locator(".dr-goals [role=status]").evaluate(SCRIPTS["keep all that is said when a goal is reached"])
    control.fill("0.7")
    explorer.get_by_role("button", name="Next goal").click()
    expect(explorer).to_contain_text("Goal 2 of 3")
    praise = page.evaluate("praise")
    assert len(praise) == 2 and "magnesium" in praise[0] and praise[1] == "", "the next goal's answer was shown or said"
    go(page, "my-progress")
    expect(row_of(page).locator("li")).to_have_text(["1 goal played", "Exercise 2: not begun"])
    with page.expect_file_chooser():
        page.get_by_role("button", name="Open a copy").click()
    assert not page.locator("input[type=file]").is_visible(), "the browser's own button, which is called after any file"


def said_later(page):
    """Words of JupyterLab on the page ten seconds later: there is nothing to connect, to start or to run."""
    page.clock.run_for(10_000)
    return re.findall("▶▶|kernel|connected|run the cell|starting", page.locator("body").inner_text(), re.IGNORECASE)


def test_each_lesson_is_alive_and_nothing_is_said_against_an_answer_to_any_prediction(browser, site):
    page, committed = browser.new_page(), 0
    page.clock.install()
    for lesson in lessons.read_all():
        page.goto((site / f"{lesson.name}.html").as_uri())
        ready(page)
        for form in page.locator(".dr-root > .dr-predict").all():
            if form.locator("label.dr-option").count():
                form.locator("label.dr-option").first.click()
            else:
                form.get_by_role("slider").first.press("ArrowRight")
            form.get_by_role("button", name="Lock in my guess").click()
            expect(form.locator(".dr-gap")).to_contain_text(re.compile("You (said|drew)"))
            committed += 1
        alive(page)
        assert said_later(page) == [], lesson.name
        page.evaluate("setTimeout(() => document.body.append('Press ▶▶ above.'), 1500)")
        assert said_later(page) == ["▶▶"], "the canary"
    assert committed >= 13
    page.close()


# --- pictures ---------------------------------------------------------------------------------------------------------------
LETTERS = """() => [...document.querySelectorAll("figure source + img")].filter((img) => img.clientWidth).map((img) =>
  [img.currentSrc.endsWith(img.previousElementSibling.srcset), 10 * img.clientWidth / (img.naturalWidth * 72 / 96)])"""


@pytest.mark.parametrize("size", thorough.but(["phone", "desktop"], "phone"))
def test_pictures_fit_the_screen_and_tell_their_values(size, window):
    """A phone's are narrow, with letters to read; values are told by pointer or finger, and by keys."""
    page = window("03-chip-basics", size)
    for img in page.locator("figure source + img").all():
        img.evaluate("(img) => { img.loading = 'eager'; return img.decode(); }")
    for theme in ("light", "dark"):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        found = page.evaluate(LETTERS)
        assert len(found) >= 4 and all(narrow == (size == "phone") for narrow, _ in found), (theme, found)
        assert min(pixels for _, pixels in found) >= 12, (theme, found)
    ground = "(img) => [getComputedStyle(img).filter, getComputedStyle(img).backgroundColor]"
    look = page.locator("figure source + img").first.evaluate(ground)
    assert look == ["none", "rgba(0, 0, 0, 0)"], "in the dark theme the picture and its card are one sheet"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".dr-optional", has=page.locator("img[alt*='AlexNet']")).evaluate("(fold) => { fold.open = true; }")
    figure = page.locator("figure:has(.dr-read)", has=page.locator("img[alt*='AlexNet']")).last
    picture, told = figure.locator("img"), figure.locator(".dr-read span")
    marks = json.loads(figure.locator(".dr-read").get_attribute("data-marks"))
    words, x, y = next((mark[0], *mark[1 if size == "desktop" else 3 :][:2]) for mark in marks if "GPT-4" in mark[0])
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    at = box["x"] + x * box["width"], box["y"] + y * box["height"]
    page.touchscreen.tap(*at) if size == "phone" else page.mouse.move(*at)
    expect(told).to_have_text(words)
    slider = figure.locator(".dr-read input")
    slider.press("Home")
    slider.press("ArrowRight")
    expect(told).to_have_text(marks[1][0])
    expect(slider).to_have_attribute("aria-valuetext", marks[1][0])
    assert box["x"] < figure.locator(".dr-ring").bounding_box()["x"] < box["x"] + box["width"] / 3


# --- the two tests, the story, the end ----------------------------------------------------------------------------------------
# Keeps what would be printed, instead of asking the browser's printing dialog.
SCRIPTS = told.cases(__file__, "scripts.yaml")
CATCH = SCRIPTS["keep what would be printed"]


FAR = "43.7 points too high, 18 billion dollars too low, 43.6 points too high, 5.8 billion euro too low"
FAR = [*FAR.split(", "), "1 million euro too high"]


UNFOLD = "all => all.forEach((one) => { one.open = true; })"


def test_the_two_tests_keep_their_rules_and_the_course_ends_on_a_page(window):
    page = window("00-start-here")
    five = page.locator(".dr-root").first
    five.get_by_role("button").click()
    expect(five).to_contain_text("Drag the bar, or type a number between 0 and 100 first.")
    for place, guess in enumerate(("90", "2", "65", "1.5", "16"), 1):
        if place == 3:
            again(page)
        elif place > 1:
            expect(five.get_by_role("slider")).to_be_focused()
        expect(five.locator(".dr-eyebrow")).to_have_text(f"Guess {place} of 5")
        assert not [word for word in ("It is", "Lesson", "too ") if word in five.inner_text()]
        five.locator(".dr-number").fill(guess)
        five.locator(".dr-number").press("Enter")
        expect(five.locator(".dr-far")).to_have_text(FAR[place - 1])
        five.get_by_role("button", name="Next guess" if place < 5 else "See all five").click()
    for _ in range(2):
        expect(five.locator(".dr-far")).to_have_text(FAR)
        expect(five).to_contain_text("The first joint call on chips with Japan. Furthest: ASML")
        assert axe(page, ".dr-root:has(.dr-five)") == []
        again(page)
    assert not re.search('"(right|feedback|answer)":', page.locator(":has(.dr-test) > .dr-data").text_content())
    assert page.locator("script[src*=explained]").count() == 0
    sheet = page.locator("form.dr-test")
    sheet.locator("input[type=radio]").first.check()
    expect(sheet.locator(".dr-card >> visible=true")).to_have_count(1)
    sheet.evaluate("form => form.requestSubmit()")
    sheet.get_by_text("13 questions are still open.").wait_for()
    sheet.get_by_role("button", name="Hand in").click()
    page.get_by_text("Handed in.").wait_for()
    go(page, "index")
    expect(page.get_by_role("link", name="Go on with lesson 0")).to_be_visible()  # sealed answers do not move it
    expect(page.locator(".dr-root").first).to_contain_text("You said 90\u00a0%. It is 46.3\u00a0%: 43.7 points less.")
    expect(page.locator(".dr-root").first).not_to_contain_text("to go")
    for name in ("00-start-here", "07-policy-lab"):
        go(page, name)
        page.locator(".dr-optional").evaluate_all(UNFOLD)
        sentence = page.locator("form:has(.dr-sentence)", has_text="Where does Europe depend")
        sentence.locator("textarea").fill(name)
        sentence.get_by_role("button").click()
    for _ in range(2):
        page.locator("form.dr-test").get_by_role("button", name="Hand in").click()
    page.get_by_text("Your two tests, explained").wait_for()
    expect(page.locator(".dr-result .dr-card")).to_have_count(28)
    last = page.locator(".dr-last")
    last.scroll_into_view_if_needed()
    last.get_by_text("Together").wait_for()
    expect(last.locator("table").first.locator("tbody tr")).to_have_count(8)  # seven topics and their sum
    expect(last).not_to_contain_text("The story again, by me")
    expect(last.locator(".dr-own-picture path, .dr-large b")).to_have_text([*[""] * 5, "16", "1.5"])  # five stars
    expect(last.locator(".dr-then-and-now blockquote")).to_have_text(["00-start-here", "07-policy-lab"])
    expect(last.locator(".dr-five li").first).to_contain_text("I said 90\u00a0%, it is 46.3\u00a0%")
    page.evaluate(CATCH)
    last.get_by_role("button", name="Print this page").click()
    page.wait_for_function("window.printed?.includes('Before and after') && !window.printed.includes('Print this')")
    assert axe(page, ".dr-last") == []
    go(page, "my-progress")
    page.locator("li", has_text="Before, in lesson 0").get_by_text("of 14 points").wait_for()
    expect(page.locator(".dr-me", has_text="of 14 points: no larger a step than a coin often makes.")).to_be_visible()
    assert axe(page, ".dr-root") == []


FOCUSED = "document.activeElement.innerText"
WIDE = "(all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => `${e.className} ${e.scrollWidth}>${e.clientWidth}`)"


def test_a_story_is_judged_by_keyboard_and_remembered(window):
    """Commit, then look; a verdict outlives a reload; the last sentence hands in; lesson 7 tells a verdict only after a new one."""
    page = window("01-reading-the-news", "phone", color_scheme="dark")
    story = page.locator("form:has(.dr-story)")
    expect(story).not_to_contain_text("As of July 2023")
    page.locator(".dr-say").first.focus()
    for key in ("Enter", "Tab", "Space"):  # opens the panel on the first verdict, goes on to "Imprecise", commits
        page.keyboard.press(key)
    expect(story.locator(".dr-tag")).to_have_text("≈ near: accurate (you: imprecise)")
    expect(story).to_contain_text("11 of 12 sentences left")
    for said in ("As of July 2023", "We also accept yours, imprecise: a"):
        assert story.inner_text().count(said) == 1
    page.wait_for_function(f"{FOCUSED} === 'Next sentence'")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".dr-say").nth(1)).to_be_focused()
    again(page)
    expect(page.locator(".dr-tag")).to_have_count(1)
    page.locator(".dr-say").nth(1).click()
    for _ in range(11):
        page.get_by_role("button", name="Accurate", exact=True).click()
        page.keyboard.press("Enter")
    expect(story.locator(".dr-feedback")).to_contain_text("4 of 12 verdicts right")
    expect(story.locator(".dr-sum")).to_have_text("4 of 12 right: 3 as the record says, 1 near it")
    expect(story.locator(".dr-judge")).to_contain_text("The record says wrong. You say accurate.")
    expect(story.locator(".dr-tag", has_text=re.compile(r"^✗ → \w+ \(you: accurate\)$"))).to_have_count(8)
    assert axe(page, "form:has(.dr-story)") == []
    assert page.locator("form:has(.dr-story) *:not(.dr-sr, .dr-say, .dr-word)").evaluate_all(WIDE) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    tops = [tag.bounding_box()["y"] // 24 for tag in page.locator(".dr-tag >> visible=true").all()]
    assert tops == sorted({*tops}), "no verdict stands on another"
    go(page, "07-policy-lab")
    page.locator("summary", has_text="At home: the story again").click()
    page.locator(".dr-say").first.click()
    expect(page.locator(".dr-story")).not_to_contain_text("In lesson 1 you said")
    page.get_by_role("button", name="Accurate", exact=True).click()
    expect(page.locator(".dr-judge")).to_contain_text("In lesson 1 you said imprecise.")
    go(page, "my-progress")
    for lesson, said in (("1 · ", "4 of 12 verdicts right or near it"), ("7 · ", "1 of 12 verdicts given")):
        expect(page.locator(".dr-standings > li", has_text=lesson)).to_contain_text(said)


# --- terms, no JavaScript -----------------------------------------------------------------------------------------------------
def test_without_javascript_everything_can_be_read(browser, site):
    page = browser.new_page(java_script_enabled=False)
    page.goto((site / f"{EXERCISE}.html").as_uri())
    static = page.locator(".dr-static", has_text="Answering needs JavaScript").filter(has_text="Explanation").first
    explanation = static.locator("details").filter(has_text="Explanation").first
    explanation.locator("summary").first.click()
    expect(explanation.locator("p").first).to_be_visible()
    page.locator(".dr-term [role=button]").first.hover()
    expect(page.locator(".dr-said").first).to_be_visible()
    page.goto(page.url.replace(EXERCISE, f"exercise-{EXERCISE}"))
    text = page.locator(".dr-page").inner_text()
    cards = exercises.definition(EXERCISE).task("measures").question.raw["cards"]
    assert all(one["text"] in text for one in cards) and "<span" not in text, "what is to be sorted is listed"
    page.goto(page.url.replace(f"exercise-{EXERCISE}", "06-japan-alliance"))
    still = page.locator(".dr-live", has_text="Five machines, one fab").locator(".dr-static")
    assert "/charts/" in still.locator("img").first.evaluate("(img) => img.currentSrc")
    expect(still.locator("table")).to_have_count(1)
    page.close()


# --- on a learning platform ------------------------------------------------------------------------------------------------
def test_a_lesson_of_this_edition_plays_on_a_platform(browser, site, tmp_path):
    """The true pages on somebody else's SCORM run-time; test_web_scorm.py plays all the rest on small ones."""
    content = scorm.packages(site, [EXERCISE])[f"scorm-{EXERCISE}.zip"]
    with web_site.serve(scorm_player.unpack(content, tmp_path)) as address:
        window = scorm_player.Player(browser, address, f"scorm-{EXERCISE}.html")
        choose(card(window.lesson, ASKED))
        window.wait("cmi.suspend_data.includes('denominator-magnets')")
        expect(window.sco.locator("#said")).to_have_text("")
        kept = window.leave()
        assert kept["core"]["lesson_location"] == f"{EXERCISE}.html#share-of-what"
        again = scorm_player.Player(browser, address, f"scorm-{EXERCISE}.html", kept)
        again.sco.locator("#page").evaluate("(frame) => { frame.src = 'my-progress.html'; }")
        progress = again.lesson.locator(".dr-progress")
        expect(row_of(again.lesson)).to_contain_text("1 not yet")
        expect(progress).to_contain_text("Your learning platform keeps it")
        expect(progress).not_to_contain_text("Nobody else sees it")
        again.page.evaluate("API.LMSCommit = () => 'false'")
        progress.get_by_role("button", name="Start again").click()
        progress.get_by_role("button", name="Delete my record").click()
        expect(progress).to_contain_text("empty now. Your learning platform has not saved this")
        again.context.close()
