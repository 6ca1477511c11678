"""A story of one's own in a real browser: written in the form, kept, played back and downloaded; judged on a classmate's page."""

import json

import pytest
import runner
from playwright.sync_api import expect
from support import little_site, web, web_site

from derisking import exercises
from derisking.authoring import source
from derisking.classroom.course import Course
from derisking.classroom.stories import agreement, deal, story
from derisking.exercises import form_answers
from derisking.exports.web import exercise, scripts
from derisking.learner import card

LESSON = "08-your-own-story"
MEMO = exercises.definition(LESSON).memo
TEXT = source.solved(runner.ROOT / "solutions" / LESSON).cells[-1].source.removeprefix("### Your memo").strip()
WANTED = story.read(TEXT)
HEAD = {"Title of the story": "title", "Its address": "address", "Day on which it appeared": "date"}
HEAD |= {"Language": "language"}


@pytest.fixture
def page(browser, tmp_path):
    """A window on the folder of the test."""
    window, errors = browser.new_page(viewport={"width": 390, "height": 844}), []
    window.on("pageerror", lambda error: errors.append(str(error)))
    with web_site.serve(tmp_path) as address:
        window.goto(address)
        yield window
    assert errors == []
    window.context.close()


def test_what_the_form_writes_is_what_python_reads_and_the_story_plays_it_back(page, tmp_path):
    scripts.write(tmp_path / "_static")
    asked = {"kind": "memo", "lesson": LESSON, "cell": "memo-form", "title": MEMO.title, "most": form_answers.MOST_MEMO}
    given = {"kind": "hand-in", "lesson": LESSON, "tasks": [], "notebook": exercise.released(LESSON)}
    parts = card.in_page("drt-m", asked | {"story": dict(MEMO.story)}, "") + card.in_page("drt-h", given, "")
    (tmp_path / "x.html").write_text(little_site.HEAD.format("x") + parts + little_site.SCRIPT, encoding="utf-8")
    page.goto(f"{page.url}x.html")
    for label, key in HEAD.items():
        page.get_by_label(label, exact=True).fill(WANTED[key])
    expect(page.get_by_text("Your story is printed here")).to_be_visible()
    for place, claim in enumerate(WANTED["claims"]):
        row = page.get_by_role("group", name=f"Claim {place + 1}", exact=True)  # one at a time
        for said in ("Tokyo", "Tokyo signed.", claim["text"]):  # one word is no sentence, two may be
            row.get_by_label("What the story says, in one sentence").fill(said)
            expect(page.locator(".dr-open-list", has_text="whole sentence")).to_have_count(int(said == "Tokyo"))
        row.get_by_label(claim["verdict"], exact=True).check()  # opens what belongs to it
        expect(row.get_by_label("As of")).to_have_value(WANTED["date"])
        for label, said in (("As of", "2999-12-31"), ("As of", claim["as_of"]), ("Article, page", claim["place"])):
            row.get_by_label(label).fill(said)  # a day must have come
            expect(page.locator(".dr-open-list", has_text="not in the future")).to_have_count(int("2999" in said))
        for address in ("no address", claim["primary"]) if claim["primary"] else ():  # only the second counts
            traced = sum(bool(one["primary"]) for one in WANTED["claims"][:place]) + (address != "no address")
            row.get_by_label("Primary text: its address").fill(address)
            expect(page.get_by_text(f"{traced} of 4 traced")).to_be_visible()
        expect(page.locator(".dr-printed .dr-say")).to_have_count(place + 1)  # it grows
        expect(page.locator(f".dr-para[data-verdict={claim['verdict']}]")).to_contain_text(claim["text"])  # on its side
        expect(page.locator(".dr-claim").nth(place)).to_contain_text(claim["verdict"])  # as a stamp
        place < 9 and page.get_by_role("button", name="Next claim").click()
    expect(page.locator(".dr-open-list")).to_have_text("Write the correction.")
    page.get_by_label("Correction, about 80 words").fill(WANTED["correction"])
    cells = json.loads(web.downloaded(page, "Download my answers").read_text(encoding="utf-8"))["cells"]
    assert form_answers.memo([cell for cell in cells if cell["cell_type"] == "code"]) == TEXT
    page.reload()
    expect(page.get_by_text("Complete.")).to_be_visible()
    tags = page.locator(".dr-tag").all_inner_texts()
    assert sorted(tag.casefold() for tag in tags) == sorted(one["verdict"].lower() for one in WANTED["claims"])
    page.locator(".dr-say", has_text="The EU and Japan plan").click()
    expect(page.locator(".dr-judge")).to_contain_text("Overview: the first meeting")


def test_a_classmates_page_saves_what_collect_takes_in(page, tmp_path):
    course = Course(tmp_path)
    claims = [{**one, "text": f"<i>{one['text']}</i>"} for one in WANTED["claims"]]
    stories = {"ada": WANTED, "ben": {**WANTED, "title": "</script><b>x</b>", "claims": claims}}
    made = {"seed": "s", "verdicts": [*MEMO.story["verdicts"]], "stories": stories}
    written = deal.keep(course, made | {"coders": deal.coders(stories, {}, "s")})
    (shown,) = [path for path in written if path.stem == "judge-ada"]
    page.goto(shown.as_uri())
    assert page.locator("main b, main i").count() == 0 and "Correction" not in page.inner_text("body")
    page.locator(".dr-say").first.click()
    for verdict, then in (("Accurate", "Change my verdict"), ("Imprecise", "Next sentence")):  # the first is taken back
        page.get_by_role("button", name=verdict, exact=True).click()
        page.get_by_role("button", name=then).click()
    page.get_by_role("button", name="Imprecise", exact=True).click()
    expect(page.get_by_text("2 of 10 claims judged.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my verdicts").click()
    download.value.save_as(tmp_path / "in" / download.value.suggested_filename)
    assert agreement.take_in(course, tmp_path / "in") == []
    assert agreement.read(course).shares == {"ada": (0, 0), "ben": (2, 1)}
