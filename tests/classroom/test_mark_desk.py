"""The desk for memos: rubric, figures beside the registry, marks by key press into nbgrader's gradebook, agreement, walls, kill -9."""

import contextlib
import http.client
import os
import re
import shutil
import sqlite3
import threading

import bs4
import pytest
from markdown_it import MarkdownIt
from support import quick, told
from support.desk_page import Page, a_browser, led_there_alone, refused

from derisking import __main__ as commands
from derisking.classroom import files, serving
from derisking.classroom import gradebook as book
from derisking.classroom.course import Course, typed
from derisking.classroom.give_back import marking
from derisking.classroom.grade import released
from derisking.classroom.mark import agreement, compare, desk, memo, rubric, server, store

LESSON = "02-de-risking"
ROWS = ("Recommendation", "Evidence", "Concepts", "Limits", "Form")
CASES = told.cases(__file__, "cases.yaml")
MEMOS = CASES["memos"]
HOSTILE = MEMOS["cleo"]


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A grading folder with five students, graded once."""
    root = tmp_path_factory.mktemp("desk") / "grading"
    quick.with_memos(Course(root), LESSON, MEMOS)
    return root


@pytest.fixture
def course(ready, tmp_path):
    shutil.copytree(ready, tmp_path / "grading")
    return Course(tmp_path / "grading")


@contextlib.contextmanager
def at_desk(course, reader=store.FIRST):
    with book.opened(course) as gradebook:
        one = store.Store(gradebook, course, reader)
        yield desk.Desk(one, {LESSON: rubric.read(LESSON)})


def mark(one, student, levels):
    plan = one.rubrics[LESSON]
    seen = one.store.memo(plan, "", student).memo
    for row, points in zip(plan.rows, levels, strict=False):
        one.store.set_level(plan, student, row.name, points, seen)


def key_of(one, student):
    return next(key for key, who in one.store.keys(LESSON).items() if who == student)


def work(course, student):
    return quick.works(course, LESSON)[student]


# --- the rubric -------------------------------------------------------------------------------------------------------------
def test_the_rubric_is_the_table_of_the_exercise():
    short, long = rubric.read(LESSON), rubric.read("07-policy-lab")
    assert [row.name for row in short.rows] == list(ROWS) and (short.points, short.words, short.halves) == (10, 200, "")
    assert (len(long.rows), long.points, long.words, long.halves) == (10, 20, 600, "Facts and sources")
    assert short.rows[1].levels[0] == "no number, or one without a source"
    assert short.sum_of(dict.fromkeys(ROWS, 1)) == 5 and short.sum_of({"Form": 2}) is None
    best = {row.name: 2 for row in long.rows}
    assert long.sum_of(best) == 20 and long.sum_of({**best, "Facts and sources": 0}) == 10, "half without facts"
    assert long.sum_of({**dict.fromkeys(best, 0), "Form": 2}) == 2


# --- figures beside the registry --------------------------------------------------------------------------------------------
def verdicts(text, **more):
    return [(one.verdict, [row["id"] for row in one.rows]) for one in compare.in_text(text, "02", **more)]


def test_figures_agree_differ_or_are_unknown_and_a_link_is_taken_at_its_word():
    magnets = "China sold {} of the value of the permanent magnets that the EU imported in 2024."
    same, other = verdicts(magnets.format("88.6 %")), verdicts(magnets.format("95 %"))
    assert same[0][0] == "agrees" and same[0][1][0] == "magnets-eu-china-value-2024"
    assert other[0][0] == "differs" and "magnets-eu-china-value-2024" in other[0][1]
    for written in ("88,6 %", "89 per cent", "eighty-nine per cent", "about 90 %"):
        assert verdicts(magnets.format(written))[0][0] == "agrees", written
    assert verdicts("My cat weighs 4 kg.") == verdicts("He won 63 % of it.") == [("unknown", [])]
    assert verdicts("Half of the cost is borne by firms.") == [], "a plan, not a claim"
    assert verdicts("Plan F (invented) costs 12 billion euro, a 5 nm chip, in 2024.") == []
    link = [(0, 4, "gallium-eu-supply-china")]
    assert verdicts("71 %", links=link) == [("agrees", ["gallium-eu-supply-china"])]
    assert verdicts("17 %", links=link) == [("differs", ["gallium-eu-supply-china"])], "the canary"


# --- nothing of a memo acts -------------------------------------------------------------------------------------------------
TAGS = "p em strong a mark span button b code pre math mrow mtext mi mo mn table thead tbody tr th td ul ol li br"
NAMES = "href title target rel class type aria-label aria-describedby role id display xmlns style"


def acting(page):
    """What a page has that a memo must not bring: unknown elements or attributes, addresses that are no web page."""
    found = []
    for tag in bs4.BeautifulSoup(page, "html.parser").find_all(True):
        found += [name for name in [tag.name] if name not in TAGS.split()]
        found += [name for name in tag.attrs if name not in NAMES.split()]
        found += [tag["href"]] if "href" in tag.attrs and not tag["href"].startswith("https://") else []
    return found


def test_a_hostile_memo_is_text():
    shown = memo.shown(HOSTILE, LESSON).html
    assert acting(shown) == []
    assert "&lt;script&gt;" in shown and "javascript:" not in shown
    assert {"script", "img", "onclick", "onerror"} <= set(acting(MarkdownIt("commonmark").render(HOSTILE)))


# --- marks ------------------------------------------------------------------------------------------------------------------
def test_a_mark_counts_when_all_rows_are_set(course):
    with at_desk(course) as one:
        assert sorted(one.store.keys(LESSON).values()) == ["ada", "ben", "cleo", "eva"], "dora wrote nothing"
        mark(one, "ada", (2, 1, 1, 0))
        assert work(course, "ada").points is None, "one row is open"
        mark(one, "ada", (2, 1, 1, 0, 2))
        one.store.set_comment(LESSON, "ada", "Which year? <b>")
        assert desk.progress(one.waiting(LESSON)) == "1 of 4 marked"
        done = work(course, "ada")
        assert (done.memo.score, done.memo.comment, done.points) == (6, "Which year? <b>", 16)
        assert done.memo.rows == "Recommendation 2, Evidence 1, Concepts 1, Limits 0, Form 2"
        plan, seen = one.rubrics[LESSON], one.store.memo(one.rubrics[LESSON], "", "ada").memo
        one.store.set_level(plan, "ada", "Limits", 1, seen)
        assert work(course, "ada").memo.score == 7
        one.store.set_level(plan, "ada", "Limits", None, seen)
        assert work(course, "ada").memo.waits
        steps = ("", "6", "all rows are set"), ("6", "7", "a row was changed"), ("7", "", "a row was taken back")
        assert tuple(line[5:] for line in one.store.changes() if line[4] == "points") == steps
        for row, points in (("Limits", 3), ("Style", 1)):
            with pytest.raises(KeyError):
                one.store.set_level(plan, "ada", row, points, seen)
        mark(one, "ada", (2, 1, 1, 1, 2))
        one.store.gradebook.find_grade("memo", LESSON, LESSON, "ada").needs_manual_grade = True
        mark(one, "ada", (2, 1, 1, 1, 2))
        assert one.waiting(LESSON)[key_of(one, "ada")], "rows that are set already change nothing"
        one.store.confirm(plan, "ada", seen)
        assert not work(course, "ada").memo.waits
        one.store.gradebook.find_grade("memo", LESSON, LESSON, "ada").manual_score = 4
        one.store.gradebook.db.commit()
        assert work(course, "ada").memo.rows == "", "who marked it elsewhere did not mark these rows"
        one.store.write_changes()
    row = files.rows(course.memo_changes)[0]
    assert [row[head] for head in ("reader", "student", "what", "to")] == ["first", "ada", "Recommendation", "2"]
    assert len(sorted(course.backups.glob("*.db"))) == 1, "the gradebook from before the desk was opened"


def test_marks_of_the_formgrader_are_shown_and_stay_until_all_rows_are_set(course):
    with at_desk(course) as one:
        grade = one.store.gradebook.find_grade("memo", LESSON, LESSON, "ben")
        grade.manual_score, grade.needs_manual_grade = 3.5, False
        one.store.gradebook.db.commit()
        key = key_of(one, "ben")
        assert not one.waiting(LESSON)[key]
        assert "In the gradebook: 3.5 points, given without rows." in one.page(LESSON, key)
        mark(one, "ben", (0, 0))
        assert work(course, "ben").memo.score == 3.5
        mark(one, "ben", (0, 0, 0, 0, 1))
        assert work(course, "ben").memo.score == 1
        assert one.store.changes()[-1][4:] == ("points", "3.5", "1", "all rows are set")


def test_a_changed_memo_waits_again_and_an_old_screen_cannot_mark_it(course):
    with at_desk(course) as one:
        mark(one, "eva", (2, 2, 2, 2, 2))
        seen = one.store.memo(one.rubrics[LESSON], "", "eva").memo
    for student, words in {**MEMOS, "eva": "A stock buys time, and costs money."}.items():
        files.write(course.root.parent / "in" / student / f"{LESSON}.ipynb", quick.worth(LESSON, 0.5, words))
    quick.run(course.root.parent / "in", course.root)
    assert work(course, "eva").memo.waits and work(course, "ada").memo.waits
    with at_desk(course) as one:
        plan = one.rubrics[LESSON]
        now = one.store.memo(plan, "", "eva")
        assert now.waits and now.levels == {} and now.former == dict.fromkeys(ROWS, 2)
        key = key_of(one, "eva")
        page = one.page(LESSON, key)
        assert "The memo changed since it was marked with 10 points" in page and "Take them over" in page
        with pytest.raises(store.Changed):
            one.store.set_level(plan, "eva", "Form", 1, seen)
        one.store.take_former(plan, "eva", now.memo)
        assert work(course, "eva").memo.score == 10 and not work(course, "eva").memo.waits
    quick.run(None, course.root)
    told = course.changes.read_text(encoding="utf-8")
    assert "eva,eva,02-de-risking,no mark yet (checks 10),20,the memo was read" in told


def test_nameless_and_shuffled_with_phrases_for_reuse(course):
    with at_desk(course) as one:
        plain, mixed = one.store.keys(LESSON), one.store.keys(LESSON, shuffled=True)
        assert list(plain.values()) == sorted(plain.values()) and mixed == plain and list(mixed) == sorted(mixed)
        name = re.compile(r"\bada\b", re.IGNORECASE)  # as a word: a hexadecimal key may hold "ada"
        assert not name.search(one.page(LESSON)), "no names from the start, and none in a key"
        one.store.set_setting("nameless", "no")
        assert "<h1>Memo 1 of 4: ada</h1>" in one.page(LESSON) and name.search(one.page(LESSON))
        one.store.keep_phrase("Name the year.")
        one.store.keep_phrase("Of what? ")
        one.store.keep_phrase("Name the year.", keep=False)
        assert one.store.phrases() == ["Of what?"] and "Of what?" in one.page(LESSON)
        first = next(iter(plain))
        assert one.next(LESSON, first) == list(plain)[1] and one.next(LESSON, list(plain)[-1]) == first
    with at_desk(course, store.SECOND) as two:
        assert set(two.store.keys(LESSON)) & set(plain) == set(), "the second reader meets another order"


def test_a_second_reader_changes_no_mark_and_is_not_led(course):
    with at_desk(course) as one:
        mark(one, "ada", (2, 1, 1, 0, 2))
    with at_desk(course, store.SECOND) as two:
        key = key_of(two, "ada")
        mark(two, "ada", (2, 2, 1, 0))
        two.store.set_comment(LESSON, "ada", "for me")
        assert "first reader:" not in two.page(LESSON, key)
        assert "points" not in two.state(LESSON, two._memo(LESSON, key))["notes"]
        mark(two, "ada", (2, 2, 1, 0, 2))
        assert two.page(LESSON, key).count("first reader:") == 5 and "first reader: 1, differs" in two.page(LESSON, key)
        lines = {line.name: (line.compared, line.same) for line in two.agreement(LESSON)}
        differs = {"Evidence": (1, 0), "All rows": (5, 4), "Points of the memo": (1, 0)}
        assert lines == dict.fromkeys(ROWS, (1, 1)) | differs
        assert "So few memos tell little" in two.agreement_page(LESSON)
    done = work(course, "ada")
    assert (done.memo.score, done.memo.comment) == (6, "")


def test_what_is_marked_never_reaches_the_processes_that_grade(course, tmp_path):
    with at_desk(course) as one:
        mark(one, "ada", (2, 1, 1, 0, 2))
    copied = released.copy_for_grading(course, tmp_path)

    def tables(path):
        with contextlib.closing(sqlite3.connect(path)) as link:
            return {name for (name,) in link.execute("SELECT name FROM sqlite_master") if name.startswith("desk_")}

    assert tables(copied) == set() and "desk_level" in tables(course.gradebook)


# --- agreement --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("pairs, wanted", CASES["alpha"])
def test_alpha_is_the_one_calculated_by_hand(pairs, wanted):
    assert agreement.Line("x", 0, 0, agreement.alpha(pairs)).words == wanted


# --- the page, its walls, and kill -9 ---------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def served(ready, tmp_path_factory):
    """One desk for the tests below: (course, page)."""
    course = Course(tmp_path_factory.mktemp("served") / "grading")
    shutil.copytree(ready, course.root)
    one = Page(course, LESSON, browser=a_browser(course.root.parent) if os.name == "posix" else "")
    yield course, one
    one.kill()


def fields_of(page, student, course):
    with at_desk(course) as one:
        key = key_of(one, student)
    return dict(re.findall(r'data-(key|memo)="(\w+)"', page.ask("show", key=key)["page"]))


def test_the_page_has_its_walls(served):
    _, page = served
    shell, headers = page.get()
    names = ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control", "Server")
    policy, *others = [headers[name] for name in names]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy and "unsafe" not in policy
    assert others == ["nosniff", "no-store", None]
    assert page.token not in shell and "<script>" not in shell and "style=" not in shell
    assert refused(lambda: page.ask("show", token="x"))[0] == refused(lambda: page.ask("show", token=""))[0] == 403
    assert refused(lambda: page.get(Host="evil.example"))[0] == 403
    assert refused(lambda: page.get("ask/show"))[0] == 405
    assert refused(lambda: page.get("server.py"))[0] == 404
    assert page.get("desk.js")[1]["Content-Type"].startswith("text/javascript")


@pytest.mark.skipif(os.name != "posix", reason="a browser of one's own is a script here")
def test_the_secret_of_the_desk_stands_in_no_command_line(served):
    course, page = served
    page.ask("show", next=True)  # is answered once the browser has been started
    assert led_there_alone(course.root.parent, "desk.html", "/") == page.token


def test_wrong_questions_are_refused_in_words(served):
    course, page = served
    fields = fields_of(page, "ben", course)
    points = [{"points": given} for given in (3, True, "1")]
    for wrong in ({"key": "x"}, {"row": "Style"}, {"lesson": "03-chip-basics"}, *points):
        code, words = refused(lambda wrong=wrong: page.ask("level", **{**fields, "row": "Form", "points": 1, **wrong}))
        assert code == 400 and "does not know this memo" in words, wrong
    for body in (b"[" * 400_000, b'{"lesson": ' * 80_000, b"{", b"[]", b"\xff"):
        assert refused(lambda body=body: page.ask("show", body=body))[0] == 400, body[:20]
    assert refused(lambda: page.ask("level", **{**fields, "memo": "0"}, row="Form", points=1))[0] == 409
    with contextlib.closing(sqlite3.connect(course.gradebook)) as link:
        link.execute("BEGIN EXCLUSIVE")
        code, words = refused(lambda: page.ask("level", **fields, row="Form", points=1))
        assert code == 503 and "was not kept" in words
    assert page.ask("level", **fields, row="Form", points=1)["words"] == "1 so far, 4 of 5 rows open"


def test_every_key_that_was_answered_is_there_after_kill_in_the_middle(served):
    """The server is killed while keys come in; what it had answered is in the file, and the file is sound."""
    course, page = served
    fields = fields_of(page, "eva", course)
    killer, answered, turn = threading.Timer(0.2, os.kill, (page.process.pid, 9)), {}, 0
    with contextlib.suppress(OSError, http.client.HTTPException):
        while turn < 10_000:
            row, turn = ROWS[turn % 5], turn + 1
            if turn == 10:  # by number: a busy computer may need long for the first keys
                killer.start()
            page.ask("level", **fields, row=row, points=turn % 3)
            answered[row] = turn % 3
    killer.join(10)
    assert len(answered) == 5 and 10 <= turn < 10_000
    with at_desk(course) as one:
        kept = one.store.memo(one.rubrics[LESSON], "", "eva")
        last = ROWS[(turn - 1) % 5]  # the one that was under way: nobody was told that it is kept
        assert {**kept.levels, last: None} == {**answered, last: None}
        assert kept.points == sum(kept.levels.values()) and not kept.waits, "rows and points are written together"
        assert one.store.gradebook.db.execute(store.text("PRAGMA integrity_check")).scalar() == "ok"


def test_wrong_input_is_a_sentence(course, tmp_path, capsys):
    def said(*words):
        assert commands.main(["mark", *words]) == 2
        return capsys.readouterr().err

    here = ["--from", str(course.root), "--no-browser"]
    assert "There is no gradebook in" in said("--from", str(tmp_path / "nowhere"))
    assert "There are no memos of '03-chip-basics'" in said("03-chip-basics", *here)
    listening = serving.sockets(0)
    port = listening[0].getsockname()[1]
    assert f"The port {port} cannot be used" in said("--port", str(port), *here)
    listening[0].close()


def test_the_formgrader_is_the_other_way(course, capsys, monkeypatch):
    monkeypatch.setattr(marking, "serve", lambda course, rest: rest)
    words = ["--formgrader", "--from", str(course.root), "--no-browser", "--port=9000", "--IdentityProvider.token=x"]
    assert commands.main(["mark", *words]) == ["--port=9000", "--no-browser", "--IdentityProvider.token=x"]
    said = capsys.readouterr().out
    assert "Memos that wait: 02-de-risking: 4" in said and f"repeat {typed('grade', course.root)}" in said


def test_stopped_it_says_what_was_done_and_where_it_is(course, capsys, monkeypatch):
    def pressed(desk, listening, lesson, opened):
        opened("http://127.0.0.1:1/#t/x")
        mark(desk, "ada", (1, 1, 1, 1, 1))
        listening[0].close()
        raise KeyboardInterrupt

    monkeypatch.setattr(server, "serve", pressed)
    assert commands.main(["mark", "--from", str(course.root), "--no-browser"]) == 0
    said = capsys.readouterr().out
    assert "Memos that wait: 02-de-risking: 4" in said and "02-de-risking: 1 of 4 marked." in said
    assert f"Every change: {course.memo_changes}" in said and f"Next: {typed('grade')} --into" in said
