"""The record loses nothing, overwrites nothing, and never stands in the way."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from derisking import places, progress
from derisking.progress import store


@pytest.fixture
def course(tmp_path, monkeypatch):
    (tmp_path / ".derisking-course").write_text("", encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    shutil.copy(Path(__file__).resolve().parents[2] / "notebooks" / "objectives.yaml", tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path / "notebooks")
    monkeypatch.setenv("DERISKING_RECORD", "on")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    for name in ("_told", "_checked"):
        monkeypatch.setattr(store, name, set())
    monkeypatch.setattr(store, "_message", "")
    return tmp_path


def answer(item="q1", **more):
    payload = {"objective": "D3", "mode": "practice", "correct": 1, "score": 1.0, "response": {"text": "1"}} | more
    return progress.record("answer", "02-de-risking", item, **payload)


def test_kept_and_read_back(course):
    assert answer(correct=0, score=0.5, misconceptions=["a-b"])
    assert answer()
    first, latest = progress.first_and_latest()["q1"]
    assert (first["correct"], latest["correct"]) == (0, 1)
    assert first["response"] == {"text": "1"} and first["misconceptions"] == ["a-b"]
    assert progress.record("check", "02-de-risking", "hhi", points=2, max_points=3, outcome="slip", hints=1, note="x")
    assert progress.rows("check")[0]["points"] == 2 and progress.rows("check")[0]["more"] == {"note": "x"}
    assert progress.record("prediction", "02-de-risking", "share", guess=62)
    assert progress.location() == course / "progress.sqlite"
    assert not list(course.glob("*-wal"))


def test_unknown_kind_is_an_error(course):
    with pytest.raises(ValueError, match="answer, prediction, check, score"):
        progress.record("mood", "02-de-risking", "x")


@pytest.mark.parametrize(("name", "value"), [("DERISKING_RECORD", "off"), ("NBGRADER_EXECUTION", "autograde")])
def test_off(course, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert answer() is False
    assert progress.location() is None and progress.message() == ""
    assert not (course / "progress.sqlite").exists()
    assert "switched off" in str(progress.show())


def test_off_under_pytest_unless_asked_for(course, monkeypatch):
    monkeypatch.delenv("DERISKING_RECORD")
    monkeypatch.setenv("PYTEST_VERSION", "9")
    assert not progress.is_on()


def test_outside_a_course_says_so_once(tmp_path, monkeypatch, course):
    elsewhere = Path(os.path.abspath(os.sep))
    monkeypatch.chdir(elsewhere)
    assert places.course() is None
    assert answer() is False
    assert "no course folder" in progress.message() and progress.message() == ""
    assert answer() is False and progress.message() == ""


def test_the_checkout_is_a_course_too(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    (tmp_path / "exercises" / "02").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "exercises" / "02")
    assert places.course() == tmp_path


def test_damaged_file_is_set_aside(course):
    answer()
    path = course / "progress.sqlite"
    content = b"this is no database" * 100
    path.write_bytes(content)
    store._checked.clear()
    assert answer("q2")
    aside = list(course.glob("progress.damaged-*.sqlite"))
    assert len(aside) == 1 and aside[0].read_bytes() == content
    assert "kept as progress.damaged-" in progress.message() and progress.message() == ""
    assert [row["item"] for row in progress.rows("answer")] == ["q2"]


def test_damage_inside_is_noticed(course):
    for number in range(200):
        answer(f"q{number}")
    path = course / "progress.sqlite"
    content = bytearray(path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    path.write_bytes(content)
    store._checked.clear()
    assert answer("later")
    assert len(list(course.glob("progress.damaged-*.sqlite"))) == 1


def test_a_record_without_a_table_heals(course):
    assert answer()
    with sqlite3.connect(course / "progress.sqlite") as link:
        link.execute("DROP TABLE answers")
    assert not answer() or progress.rows("answer")
    assert answer() and len(progress.rows("answer")) == 1
    assert "lacks a table" in progress.message() and len(list(course.glob("progress.damaged-*.sqlite"))) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="needs a device that is always full")
def test_a_full_disk_leaves_what_was_there(course, monkeypatch):
    """/dev/full in place of the file that is written first."""
    (course / "exercises" / "02-de-risking").mkdir(parents=True)
    assert answer()
    whole = progress.export().read_bytes()
    progress.share("02-de-risking", confirm=True)
    for name in ("my-progress.csv", "exercises/02-de-risking/quiz-record.json"):
        (course / f"{name}.part").symlink_to("/dev/full")
    assert answer("q2")
    with pytest.raises(progress.RecordError, match="was not written"):
        progress.export()
    assert "was not written" in str(progress.share("02-de-risking", confirm=True))
    assert (course / "my-progress.csv").read_bytes() == whole
    assert json.loads((course / "exercises/02-de-risking/quiz-record.json").read_text(encoding="utf-8"))
    assert not list(course.rglob("*.part"))
    assert progress.export().read_bytes() != whole, "with room it works again"


def test_foreign_file_is_set_aside(course):
    path = course / "progress.sqlite"
    with sqlite3.connect(path) as link:
        link.execute("CREATE TABLE songs (title)")
        link.execute("INSERT INTO songs VALUES ('mine')")
    link.close()
    assert answer()
    (aside,) = course.glob("progress.damaged-*.sqlite")
    link = sqlite3.connect(aside)
    assert link.execute("SELECT title FROM songs").fetchone() == ("mine",)
    link.close()
    assert "belongs to another program" in progress.message()


def test_newer_file_is_refused_and_untouched(course):
    answer()
    path = course / "progress.sqlite"
    link = sqlite3.connect(path)
    link.execute(f"PRAGMA user_version = {store.VERSION + 1}")
    link.close()
    before = path.read_bytes()
    assert answer("q2") is False
    assert "newer version" in progress.message() and progress.message() == ""
    assert path.read_bytes() == before and progress.rows("answer") == []
    assert not list(course.glob("progress.damaged-*"))


def test_unwritable_place_says_so_once(course):
    (course / "progress.sqlite").mkdir()  # works for every user and system, unlike file modes
    assert answer() is False and answer() is False
    assert "cannot be written" in progress.message() and progress.message() == ""
    assert progress.seed() == 0


def test_read_only_folder(course, monkeypatch):
    real = store._connect

    def read_only(path):
        real(path).close()
        link = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
        link.row_factory = sqlite3.Row
        return link

    answer()
    monkeypatch.setattr(store, "_connect", read_only)
    assert answer("q2") is False
    assert "could not be written" in progress.message()
    assert [row["item"] for row in progress.rows("answer")] == ["q1"]  # what is there can still be read


WRITER = """
import sys
from derisking import progress
for number in range(int(sys.argv[2])):
    done = progress.record("answer", "02-de-risking", f"{sys.argv[1]}-{number}", correct=1, score=1.0)
    print(number if done else progress.message(), flush=True)
"""


def start(course, name, count):
    env = os.environ | {"DERISKING_RECORD": "on"}
    args = [sys.executable, "-c", WRITER, name, str(count)]
    return subprocess.Popen(args, cwd=course / "notebooks", env=env, stdout=subprocess.PIPE, text=True)


def test_two_notebooks_at_once(course):
    writers = [start(course, name, 40) for name in ("left", "right")]
    for writer in writers:
        said = writer.communicate(timeout=60)[0].split()
        assert said == [str(number) for number in range(40)]
    assert len(progress.rows("answer")) == 80


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_while_writing(course):
    """Killed at any moment: everything that was reported as kept is there, and the file is sound."""
    for attempt in range(4):
        writer = start(course, f"run{attempt}", 100_000)
        kept = [writer.stdout.readline().strip() for _ in range(10 + attempt)]
        time.sleep(0.003 * attempt)
        writer.send_signal(signal.SIGKILL)
        kept += writer.communicate()[0].split()
        store._checked.clear()
        found = {row["item"] for row in progress.rows("answer")}
        assert {f"run{attempt}-{number}" for number in kept} <= found
    assert answer("after") and progress.message() == ""
    link = sqlite3.connect(course / "progress.sqlite")
    assert link.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    link.close()


UNFINISHED = """
import os, signal, sqlite3
link = sqlite3.connect("../progress.sqlite", isolation_level=None)
link.execute("PRAGMA cache_size = 1")
link.execute("BEGIN IMMEDIATE")
for number in range(3000):
    link.execute("INSERT INTO answers (lesson, item, more) VALUES ('x', ?, ?)", (str(number), "y" * 500))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_inside_a_transaction(course):
    """With pages already written and a journal left behind, the half write is undone."""
    answer()
    subprocess.run([sys.executable, "-c", UNFINISHED], cwd=course / "notebooks", check=False)
    assert (course / "progress.sqlite-journal").exists()
    assert answer("q2")
    assert [row["item"] for row in progress.rows("answer")] == ["q1", "q2"]


def test_panel(course):
    answer("q1", correct=0, score=0.0)
    answer("q1")
    answer("q2", correct=0, score=0.0, objective="D4")
    markup, words = progress.show()._repr_html_(), str(progress.show())
    assert words == "02-de-risking: 2 answered, 0 right at first try, 1 to repeat"
    assert "<strong>To repeat:</strong> D4" in markup and "Before and after" not in markup
    assert progress.trouble() == {"D3": 0.5, "D4": 1.0}


def test_export(course):
    answer(response={"text": "=HYPERLINK(1)"})
    progress.record("prediction", "02-de-risking", "share", guess="=1+1")
    path = progress.export()
    assert path == course / "my-progress.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["kind"] for row in found] == ["answer", "prediction"]
    assert found[1]["guess"] == "'=1+1"  # a spreadsheet must not run it
    assert progress.export(course / "other.csv").exists()


def test_reset_asks_first(course):
    answer()
    seed = progress.seed()
    assert "confirm=True" in str(progress.reset()) and len(progress.rows("answer")) == 1
    assert "empty" in str(progress.reset(confirm=True)) and progress.rows("answer") == []
    assert progress.seed() == seed


def test_share_shows_first(course):
    answer()
    progress.record("answer", "03-chip-basics", "other", correct=1, score=1.0)
    folder = course / "exercises" / "02-de-risking"
    assert "q1" in str(progress.share("02-de-risking")) and not folder.exists()
    assert "no folder" in str(progress.share("02-de-risking", confirm=True))
    folder.mkdir(parents=True)
    assert "Written" in str(progress.share("02-de-risking", confirm=True))
    shared = json.loads((folder / "quiz-record.json").read_text(encoding="utf-8"))
    assert [entry["item"] for entry in shared["answers"]] == ["q1"]


def test_share_holds_hints_and_tests_but_no_verdict_on_them(course):
    (course / "exercises" / "02-de-risking").mkdir(parents=True)
    answer(misconceptions=["a-b"])
    answer("q-pre", mode="pre", correct=0, score=0.0, misconceptions=["a-b"])
    progress.record("score", "02-de-risking", "pre", score=0, maximum=2)
    progress.record("check", "02-de-risking", "hhi", points=0, max_points=3, outcome="slip", hints=1)
    progress.record("check", "02-de-risking", "hhi", points=3, max_points=3, outcome="right", hints=1)
    progress.keep("hints 02-de-risking hhi", "2")
    progress.keep("hints 02-de-risking share", "3")
    progress.keep("hints 03-chip-basics yield", "3")
    progress.share("02-de-risking", confirm=True)
    shared = json.loads((course / "exercises" / "02-de-risking" / "quiz-record.json").read_text(encoding="utf-8"))
    assert shared["format"] == 2
    practice, test = shared["answers"]
    assert practice["correct"] == 1 and practice["misconceptions"] == ["a-b"]
    assert test["mode"] == "pre" and not {"correct", "score", "misconceptions"} & set(test)
    assert [(entry["lesson"], entry["test"]) for entry in shared["tests"]] == [("02-de-risking", "pre")]
    assert shared["hints"] == [{"task": "hhi", "hints": 2, "checks": 2}, {"task": "share", "hints": 3, "checks": 0}]
    assert not list((course / "exercises").glob("*/*.part"))


def test_share_says_what_is_in_it(course):
    (course / "exercises" / "02-de-risking").mkdir(parents=True)
    answer()
    words = str(progress.share("02-de-risking"))
    assert (
        "answers (1;" in words and "pre-test" in words and "how many hints" in words and "nobody has to share" in words
    )


def test_lesson_without_an_exercise_goes_with_the_next_one(course):
    for name in ("01-reading-the-news", "02-de-risking"):
        (course / "exercises" / name).mkdir(parents=True)
    progress.record("answer", "00-start-here", "hello", mode="practice", correct=1, score=1.0, response={"text": "1"})
    answer()
    said = str(progress.share("00-start-here", confirm=True))
    assert 'progress.share("01-reading-the-news")' in said and not list(course.glob("exercises/*/*.json"))
    assert "00-start-here" in str(progress.share("01-reading-the-news"))
    progress.share("01-reading-the-news", confirm=True)
    progress.share("02-de-risking", confirm=True)
    read = lambda name: json.loads((course / "exercises" / name / "quiz-record.json").read_text(encoding="utf-8"))  # noqa: E731
    assert [entry["item"] for entry in read("01-reading-the-news")["answers"]] == ["hello"]
    assert [entry["item"] for entry in read("02-de-risking")["answers"]] == ["q1"]


def test_export_lists_hints(course):
    answer()
    progress.keep("hints 02-de-risking hhi", "2")
    with progress.export().open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert {(row["kind"], row["item"], row["hints"]) for row in found} == {("answer", "q1", ""), ("hint", "hhi", "2")}


def test_seed_stays(course):
    assert progress.seed() == progress.seed() != 0
    progress.keep("recall:x", "a b")
    assert progress.note("recall:x") == "a b"


def test_a_sentence_is_kept_exported_and_not_shared(course):
    (course / "exercises" / "02-de-risking").mkdir(parents=True)
    assert (
        progress.keep_sentence("02-de-risking", "my-view", "first") and progress.sentence("02-de-risking", "none") == ""
    )
    assert progress.keep_sentence("02-de-risking", "my-view", "＝1+1")
    assert progress.sentence("02-de-risking", "my-view") == "＝1+1"
    assert progress.sentences("03-chip-basics") == []
    with progress.export().open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["kind"], row["item"], row["response"]) == ("sentence", "my-view", "'＝1+1")
    assert "my-view" not in str(progress.share("02-de-risking"))
    progress.reset(confirm=True)
    assert progress.sentences() == []


@pytest.mark.parametrize("with_an_answer", [False, True])
def test_the_panel_escapes_what_it_shows(course, monkeypatch, with_an_answer):
    if with_an_answer:
        answer()
    monkeypatch.setattr(store, "_message", "<script>alert(1)</script>")
    markup = progress.show()._repr_html_()
    assert "<script>" not in markup and "&lt;script&gt;" in markup
