"""The page of the term: it runs the very commands, shows where the course stands, keeps the rules, and has the walls of the desk."""

import contextlib
import datetime
import io
import os
import re
import time
from types import SimpleNamespace

import pytest
from support.desk_page import Page as Served
from support.desk_page import a_browser, led_there_alone, refused
from support.moodle import Assignment
from support.quick import give_memo, outcome, ready, worth

from derisking import __main__ as commands
from derisking.classroom import files
from derisking.classroom import gradebook as book
from derisking.classroom.course import Course
from derisking.classroom.grade import pool
from derisking.classroom.serving import Refused
from derisking.classroom.term import jobs, standing
from derisking.classroom.term.page import Page

LESSON, NAMES = "02-de-risking", ("Ada Byron", "Ben Wu", "Cleo Ito")
DUE = datetime.datetime(2026, 10, 16, 18, 0)
RULES = (
    "exercises:\n  02-de-risking: {due: 2026-10-16 18:00, late: 10%-per-day}\nlabels:\n  extra time: {days: 3, students: [u0]}\n"
    "groups:\n  Red: [u1, u2]\n"
)


@pytest.fixture(autouse=True)
def quickly(monkeypatch, the_same_keys):
    monkeypatch.setattr(pool, "outcomes", lambda jobs, processes: (outcome(job) for job in jobs))


def typed(words):
    """A command in this process: (exit code, what it said)."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        return commands.main(list(words)), said.getvalue()


def at_once(words):
    code, said = typed(words)
    return SimpleNamespace(stdout=io.StringIO(said), wait=lambda: code)


def ended(page, place="work"):
    while page.jobs[place].code is None:
        time.sleep(0.01)
    return page.jobs[place].code


@pytest.fixture
def moodle(tmp_path):
    """An assignment: Ada with extra time and Ben for his group, both a day late."""
    one = Assignment(tmp_path, LESSON, DUE, 1000, NAMES, 30)
    for who in (1000, 1001):
        one.work[who] = worth(LESSON, 0.5, "A memo."), DUE + datetime.timedelta(hours=20)
    return one


def plain(course):
    """The files of a folder with what is in them, without times, and the gradebook as marks. Pseudonyms are drawn by lot."""
    kept = {}
    for path in sorted(course.root.rglob("*")):
        name = re.sub(r"\d{8}-\d{6}-\d+", "TIME", path.relative_to(course.root).as_posix())
        if path.is_file() and not name.startswith("report") and path.suffix not in (".db", ".seed", ".log", ".zip"):
            text = path.read_text(encoding="utf-8").replace(str(course.root), "ROOT")
            kept[name] = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?([+-]\d{4})?", "TIME", text)
    with book.opened(course) as gradebook:
        return kept, book.works(gradebook, LESSON)


def test_the_same_term_by_page_and_by_commands_gives_the_same_folder(tmp_path, moodle, monkeypatch):
    source, people = moodle.download(), moodle.worksheet()
    by_hand, by_page = (Course(ready(tmp_path / name / "grading")) for name in ("hand", "page"))
    class_ = tmp_path / "class.csv"
    files.write(class_, "id,name,email\n" + "".join(f"u{n},{name},u{n}@uni.example\n" for n, name in enumerate(NAMES)))
    files.write(by_hand.rules, RULES)
    typed(["grade", str(source), "--class-list", str(people), "--lesson", LESSON, "--into", str(by_hand.root)])
    give_memo(by_hand, LESSON, "u1", 8)
    for line in (["grade", "--into"], ["report", "--from"]):
        assert typed([*line, str(by_hand.root)])[0] == 0
    monkeypatch.setattr(jobs, "start", at_once)
    page = Page(by_page.root, [tmp_path])
    by_page.rules.write_text(RULES[:60] + "\n", encoding="utf-8")
    page.keep({"text": RULES, "seen": page.rules({})["seen"]})
    page.take({"source": str(source), "list": str(people), "lesson": LESSON})
    ended(page)
    assert [(name in dict(standing.downloads([tmp_path], ".zip"))) for name in (str(source), "x")] == [True, False]
    give_memo(by_page, LESSON, "u1", 8)
    (row,) = [one for one in standing.read(by_page, DUE.astimezone()) if one.handed_in]
    counts = row.handed_in, row.graded, row.covered, row.memos, row.fresh
    assert (row.lesson, row.is_open, counts) == (LESSON, True, (2, 2, 3, 1, 1))
    assert "no grades" in row.platform[0] and row.uploads == (f"moodle-feedback-{LESSON}.zip",)
    for name in ("again", "report"):
        page.run({"name": name})
        assert ended(page) == 0, page.jobs["work"].lines
    (one, marks), (other, others) = plain(by_hand), plain(by_page)
    differs = {name for name in {*one, *other} if one.get(name) != other.get(name)}
    # The rules as they were before the page kept others.
    kept = {name for name in other if name.startswith("backups/rules")}
    assert (marks, differs) == (others, kept) and len(kept) == 1
    assert {work.student: work.penalty for work in marks.values()} == {"u0": 0, "u1": 1.8}
    # what Moodle holds now, with a grade that somebody changed there
    moodle.upload(by_page.grades / f"moodle-worksheet-{LESSON}.csv")
    moodle.grades[1002] = "3.00"
    page.take({"list": str(moodle.worksheet()), "lesson": LESSON})
    assert ended(page) == 0
    (row,) = [one for one in standing.read(by_page, datetime.datetime.now().astimezone()) if one.handed_in]
    assert "1 of our 2 marks, 0 still empty, 1 others" in row.platform[0] and "Moodle holds 3.00" in row.platform[1]
    assert row.is_open is False and f"moodle-worksheet-{LESSON}.csv" not in row.uploads
    shown = page.state({})["page"]
    assert "<strong>1 wait</strong>" in shown and "(for 3 students)" in shown


def test_what_the_page_refuses_is_a_sentence_and_nothing_is_lost(tmp_path):
    page = Page(tmp_path / "grading", [])
    before = page.rules({})
    page.jobs["work"] = SimpleNamespace(code=None, words=["grade"], number=1)
    cases = [
        (page.run, {"name": "rm -rf"}, "no such button"),
        (page.run, {"name": "again"}, "`grade` is still running"),
        (page.keep, {"text": "", "seen": before["seen"]}, "`grade` is running"),
        (page.take, {"source": str(tmp_path / "x.zip")}, "There is no .*x.zip"),
        (page.take, {}, "Choose the zip"),
        (page.take, {"source": str(tmp_path), "lesson": "--unsandboxed"}, "no such exercise"),
        (page.progress, {"work": [1, "x"]}, "load it again"),
        (page.open, {"name": "../../etc/passwd"}, "not there yet"),
    ]
    for ask, words, sign in cases:
        with pytest.raises(Refused, match=sign):
            ask(words)
    page.jobs.clear()
    broken = "rules.yaml, the file: “a” cannot"
    for text, seen, sign in (("a: b", before["seen"], broken), ("", "x", "changed elsewhere")):
        with pytest.raises(Refused, match=sign):
            page.keep({"text": text, "seen": seen})
    assert page.rules({}) == before
    files.write(page.course.rules, "- broken")
    assert "cannot stand here" in page.state({})["page"]


@pytest.mark.skipif(os.name != "posix", reason="a browser of one's own is a script here")
def test_the_page_has_the_walls_of_the_desk_and_shows_how_a_command_ended(tmp_path):
    page = Served(Course(tmp_path / "grading"), "", command="term", browser=a_browser(tmp_path))
    shell, headers = page.get()
    assert "default-src 'none'; script-src 'self'" in headers["Content-Security-Policy"] and page.token not in shell
    assert refused(lambda: page.ask("state", token="x"))[0] == 403
    assert led_there_alone(tmp_path, "term.html", "/") == page.token
    page.ask("run", body=b'{"name": "again"}')
    job = {"code": None}
    while job["code"] is None:
        job = page.ask("progress")["work"]
        time.sleep(0.1)
    assert job["code"] == 2 and "There is nothing to grade in" in job["lines"][-1]
    page.stop()
    assert page.process.returncode == 0 and not (tmp_path / "grading" / "term.html").exists()
    assert (tmp_path / "grading" / "rules.yaml").is_file()
