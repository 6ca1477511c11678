"""A SCORM package on a platform: start, answers, suspend, resume, finish; too much to keep; no platform at all."""

import json
import re

import pytest
from playwright.sync_api import expect
from support import little_site, scorm_player, web_forms, web_site

from derisking import markdown
from derisking.exports import lesson, scorm
from derisking.questions import bank
from derisking.questions.kinds.classify import bin_names

FIRST, HARD = "00-start-here", "03-chip-basics"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The address of an unpacked package with two lessons."""
    site = little_site.make(tmp_path_factory.mktemp("site"), *bank.lessons())
    package = scorm.packages(site, bank.lessons())["scorm-all.zip"]
    folder = scorm_player.unpack(package, tmp_path_factory.mktemp("platform"))
    with web_site.serve(folder) as address:
        yield address, folder


@pytest.fixture
def player(browser, course):
    """player(lesson, state): a window on the package, closed at the end."""
    made = []

    def open_(name, state=None, context=None):
        made.append(scorm_player.Player(browser, course[0], f"scorm-{name}.html", state, context))
        return made[-1]

    yield open_
    for one in made:
        one.context.close()


def answer(player, question, right):
    """Click an answer, and look at the verdict."""
    form = player.lesson.locator(".dr-root .dr-card").filter(has_text=markdown.plain(question.text).strip()[:40])
    web_forms.answer(form, question, web_forms.example(question, "right" if right else "wrong"))
    form.get_by_role("button", name="Check my answer").click()
    form.get_by_text("Right." if right else "Not ").first.wait_for()


def test_start_answers_suspend_resume_finish(player):
    one, two, three = [bank.load(FIRST)[id] for id in lesson.asked(FIRST)]
    window = player(FIRST)
    core = window.cmi()["core"]
    assert (core["lesson_status"], core["score"]["raw"], core["score"]["max"]) == ("incomplete", "0", "100")
    answer(window, one, right=True)
    answer(window, two, right=False)
    window.wait("core.score.raw === '33'")
    kept = window.leave()
    assert kept["core"]["lesson_status"] == "incomplete" and kept["core"]["lesson_location"].startswith(
        FIRST + ".html#s"
    )
    assert 0 < len(kept["suspend_data"]) < 600 and kept["core"]["exit"] == "suspend"
    told = [kept["interactions"][name] for name in sorted(kept["interactions"]) if name.isdigit()]
    told = told or kept["interactions"]["childArray"]
    assert [(row["id"], row["result"]) for row in told] == [(one.id, "correct"), (two.id, "wrong")]
    again = player(FIRST, kept)
    expect(again.lesson.get_by_text("From your record.")).to_have_count(2)
    assert again.cmi()["core"]["score"]["raw"] == "33"
    answer(again, three, right=True)
    again.wait("core.lesson_status === 'completed' && core.score.raw === '67'")
    done = again.leave()
    assert (done["core"]["lesson_status"], done["core"]["score"]["raw"]) == ("completed", "67")
    last = player(FIRST, done)
    assert last.cmi()["core"]["lesson_status"] == "completed"
    expect(last.lesson.get_by_text("From your record.")).to_have_count(3)


def test_canary_of_a_script_that_keeps_nothing(player, browser, course):
    """The same walk sees a package that does not report its state."""
    whole = (course[1] / "package" / "scorm.js").read_text(encoding="utf-8")
    broken, context = re.sub(r'\w+\("suspend_data",\w+\)', "0", whole), browser.new_context()
    context.route("**/scorm.js", lambda route: route.fulfill(body=broken, content_type="text/javascript"))
    window = player(FIRST, None, context)
    answer(window, bank.load(FIRST)[lesson.asked(FIRST)[0]], right=True)
    window.wait("core.score.raw === '33'")
    assert broken != whole and player(FIRST, window.leave()).lesson.get_by_text("From your record.").count() == 0


def longest(question):
    """A response that needs as much room as any."""
    raw = question.raw
    if question.kind == "classify":
        return {"bins": {card["id"]: list(bin_names(raw)) for card in raw["cards"]}}
    if question.kind == "multiple":
        return {"choices": [option["id"] for option in question.rules.options(question)]}
    if question.kind == "numeric":
        return {"number": 1234567.123456, "text": "1 234 567.123456"}
    examples = [response for _, response in question.rules.example_answers(question)]
    return max(examples, key=lambda response: len(json.dumps(response)))


def rows(questions, mode):
    """Two tries of each question."""
    told = {"mode": mode, "correct": 0, "score": 0.666667, "misconceptions": []}
    told |= {"correct": None, "score": None} if mode in ("pre", "post") else {}
    found = []
    for half in (1, 2):
        for number, question in enumerate(questions):
            own = {"lesson": question.lesson, "item": question.id, "objective": question.objective}
            at = f"2026-11-25T10:{number % 60:02}:{half}0.000Z"
            found.append({"at": at, **own, **told, "response": longest(question)})
    return found


def fullest(name):
    """A record of a lesson in which everything was answered twice, and every sentence written to the end."""
    found = rows([bank.load(name)[id] for id in lesson.asked(name)], "practice")
    earlier = [q for other in bank.lessons() if other < name for q in bank.load(other).used_for("recall")]
    found += rows(sorted(earlier, key=lambda q: -len(json.dumps(longest(q))))[:3], "recall")
    use = {"00-start-here": "pre", "07-policy-lab": "post"}.get(name)
    if use:
        found += rows([q for other in bank.lessons() for q in bank.load(other).used_for(use)], use)
    scores = [{"at": found[0]["at"], "lesson": one, "item": use, "score": None, "maximum": 2} for one in bank.lessons()]
    guesses = [{"at": found[0]["at"], "lesson": name, "item": f"prediction-{n}", "guess": 12.5} for n in range(2)]
    record = {"format": "derisking-web-record", "version": 1, "check": [], "prediction": guesses, "answer": found}
    notes = {f"sentence {name} mine": "long ü words " * 76, f"recall:{name}:3": " ".join(q.id for q in earlier[:3])}
    return record | {"notes": notes, "drafts": {"memo": "draft " * 900}, "score": scores if use else []}


def test_the_fullest_record_fits_into_what_a_platform_takes(player):
    """Last answers, tests and predictions are kept; first answers and sentences where there is room. The longest two and the shortest."""
    longest, second, *_, short = sorted(bank.lessons(), key=lambda name: -len(json.dumps(fullest(name)["answer"])))
    for name in (longest, second, short):
        record, window = fullest(name), player(name)
        body = window.sco.locator("body")
        body.evaluate("(_, record) => deriskingStore.alter((one) => Object.assign(one, record))", record)
        window.wait("core.lesson_status === 'completed' && core.score.raw === '0'")
        name == short or expect(body).to_contain_text("longest sentences are kept in this browser only")
        kept = window.leave()
        assert (name == short) == ("long ü words" in kept["suspend_data"])
        lines = json.loads(kept["suspend_data"])["e"]
        assert (name != short) * 3500 < len(kept["suspend_data"]) <= 4096
        whole = {"p": "practice", "r": "recall"}
        assert {(line[1], whole.get(line[2], line[2])) for line in lines if line[0] == "a"} == {
            (r["item"], r["mode"]) for r in record["answer"]
        }
        assert [sum(line[0] == kind for line in lines) for kind in "sp"] == [len(record["score"]), 2]


@pytest.mark.parametrize("storage", [True, False])
def test_a_platform_that_refuses_is_told_of_and_damage_is_put_aside_where_it_can_be(player, browser, storage):
    core = {"student_id": "s1", "lesson_status": "incomplete", "lesson_mode": "review"}
    context = browser.new_context()
    context.add_init_script("" if storage else "Object.defineProperty(window, 'localStorage', {get() { throw 1; }})")
    window = player(FIRST, {"suspend_data": '{"v":1,"e":[["a"', "core": core}, context)
    body = window.sco.locator("body")
    expect(body).to_contain_text("It was put aside" if storage else "could not be read. This lesson starts afresh")
    expect(body).to_contain_text("open for review")
    aside = "Object.keys(localStorage).filter((key) => key.startsWith('derisking-record s1.damaged'))"
    if storage:
        assert body.evaluate(aside + ".map((key) => localStorage[key])") == ['{"v":1,"e":[["a"']
    answer(window, bank.load(FIRST)[lesson.asked(FIRST)[0]], right=True)
    expect(window.lesson.get_by_text("Kept in your record.")).to_have_count(1)
    window.page.evaluate("API.LMSCommit = () => 'false'; API.LMSSetValue = () => 'false'")
    answer(window, bank.load(FIRST)[lesson.asked(FIRST)[1]], right=False)
    body.get_by_text("did not take your answers").wait_for()
    expect(body).to_contain_text("Log in again in another tab, then open the lesson again.")
    expect(body).to_contain_text("keeps your answers until then" if storage else "keeps nothing: copy what you wrote")
    expect(window.lesson.get_by_text("has not saved this yet: see the top of the page")).to_have_count(1)


def untaken(window):
    return window.sco.locator("body").evaluate("Object.keys(localStorage).filter((key) => key.includes('-start-here'))")


def test_what_is_answered_after_the_platform_has_logged_out_is_there_when_the_lesson_is_opened_again(player):
    """No card says that it is kept; the browser keeps it, for this student and lesson alone, until the platform has it."""
    one, two, _ = [bank.load(FIRST)[id] for id in lesson.asked(FIRST)]
    core = {"student_id": "s1", "lesson_status": "incomplete", "entry": "resume"}
    window = player(FIRST, {"core": core})
    answer(window, one, right=True)
    expect(window.lesson.get_by_text("Kept in your record.")).to_have_count(1)
    kept = window.cmi()
    kept["core"]["entry"] = "resume"
    assert untaken(window) == []
    window.page.evaluate("API.LMSCommit = () => 'false'")
    answer(window, two, right=False)
    expect(window.lesson.get_by_text("has not saved this yet: see the top of the page")).to_have_count(1)
    box = window.lesson.get_by_role("textbox").first
    box.fill("A sentence of mine.")
    window.lesson.get_by_role("button", name="Save my sentence").first.click()
    expect(window.lesson.get_by_text("has not saved this yet: see the top of the page")).to_have_count(2)
    expect(window.sco.locator("body")).to_contain_text("This browser keeps your answers until then.")
    window.page.wait_for_timeout(2000)  # nothing says otherwise a moment later
    expect(window.lesson.get_by_text("Kept in your record.")).to_have_count(1)
    expect(window.lesson.get_by_text("Kept. The authors")).to_have_count(0)
    assert len(untaken(window)) == 1
    other = player(FIRST, {"core": core | {"student_id": "s2"}}, window.context)
    assert other.lesson.get_by_text("From your record.").count() == 0
    again = player(FIRST, kept, window.context)
    expect(again.lesson.get_by_text("From your record.")).to_have_count(2)
    expect(again.lesson.get_by_role("textbox").first).to_have_value("A sentence of mine.")
    expect(again.sco.locator("body")).to_contain_text("had not saved last time are here again")
    again.wait(f"core.score.raw === '33' && cmi.suspend_data.includes('{two.id}')")
    told = again.cmi()["interactions"]
    assert [row["id"] for row in told.get("childArray") or told.values() if row["id"] == two.id] == [two.id]
    assert untaken(again) == []
    last = player(FIRST, again.leave(), None)
    expect(last.lesson.get_by_text("From your record.")).to_have_count(2)


def test_links_lead_out_of_the_frame_or_say_where(player):
    window = player(FIRST)
    window.lesson.get_by_role("link", name="B").click()
    window.sco.get_by_text("look for it on your learning platform").wait_for()
    other = window.lesson.get_by_role("link", name="C")
    window.context.route("https://example.org/**", lambda route: route.fulfill(body="elsewhere"))
    with window.context.expect_page() as opened:
        other.click()
    assert opened.value.url == "https://example.org/"
    window.lesson.get_by_role("link", name="A").click()
    window.page.frames[-1].wait_for_url("**/glossary.html")  # the page before has a link C as well
    window.lesson.get_by_role("link", name="C").wait_for()
    assert window.leave()["core"]["lesson_location"] == "glossary.html#"


def test_without_a_platform_it_is_the_plain_page(browser, course):
    address, _ = course
    page = browser.new_page()
    page.goto(f"{address}/package/scorm-{FIRST}.html")
    page.wait_for_url(f"**/package/{FIRST}.html")
    page.locator("html[data-derisking=ready]").wait_for(state="attached")
    web_forms.choose(page)
    page.get_by_text("Kept in your record.").first.wait_for()
    assert page.evaluate("JSON.parse(localStorage['derisking-record']).answer.length") == 1
    page.close()
