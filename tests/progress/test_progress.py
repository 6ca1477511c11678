"""The record loses nothing, overwrites nothing, and never stands in the way."""

import contextlib
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
from support import told

from derisking import progress
from derisking.progress import store


@pytest.fixture
def course(record, monkeypatch):
    (record / "notebooks").mkdir()
    shutil.copy(Path(__file__).resolve().parents[2] / "notebooks" / "objectives.yaml", record / "notebooks")
    monkeypatch.chdir(record / "notebooks")
    for name, empty in {"_told": set(), "_checked": set(), "_message": ""}.items():
        monkeypatch.setattr(store, name, empty)
    return record


def answer(item="q1", **more):
    payload = {"objective": "D3", "mode": "practice", "correct": 1, "score": 1.0, "response": {"text": "1"}} | more
    return progress.record("answer", "02-de-risking", item, **payload)


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_kept_and_read_back(course):
    assert answer(correct=0, score=0.5, misconceptions=["a-b"])
    assert answer()
    first, latest = progress.rows("answer")
    assert (first["correct"], latest["correct"]) == (0, 1)
    assert first["response"] == {"text": "1"} and first["misconceptions"] == ["a-b"]
    assert progress.record("check", "02-de-risking", "hhi", points=2, max_points=3, outcome="slip", hints=1, note="x")
    assert progress.rows("check")[0]["points"] == 2 and progress.rows("check")[0]["more"] == {"note": "x"}
    assert store.location() == course / "progress.sqlite" and not list(course.glob("*-wal"))
    assert progress.seed() == progress.seed() != 0
    progress.keep("recall:x", "a b")
    assert progress.note("recall:x") == "a b"
    with pytest.raises(ValueError, match="answer, prediction, check, score"):
        progress.record("mood", "02-de-risking", "x")


@pytest.mark.parametrize(
    ("name", "value"), [("DERISKING_RECORD", "off"), ("NBGRADER_EXECUTION", "autograde"), ("DERISKING_RECORD", "")]
)
def test_off(course, monkeypatch, name, value):
    """Switched off, for nbgrader, and under pytest unless asked for."""
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTEST_VERSION", "9")
    assert answer() is False
    assert store.location() is None and progress.message() == ""
    assert not (course / "progress.sqlite").exists()


def elsewhere(course, monkeypatch):
    monkeypatch.chdir(os.path.abspath(os.sep))


def unwritable(course, monkeypatch):
    (course / "progress.sqlite").mkdir()  # works for every user and system, unlike file modes


def newer(course, monkeypatch):
    answer()
    with contextlib.closing(sqlite3.connect(course / "progress.sqlite")) as link:
        link.execute(f"PRAGMA user_version = {store.VERSION + 1}")


def read_only(course, monkeypatch):
    answer()

    def connect(path):
        link = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
        link.row_factory = sqlite3.Row
        return link

    monkeypatch.setattr(store, "_connect", connect)


NOT_WRITTEN = {elsewhere: "no course folder", unwritable: "cannot be written", newer: "newer version"}
NOT_WRITTEN[read_only] = "could not be written"


@pytest.mark.parametrize(("spoil", "sign"), NOT_WRITTEN.items())
def test_what_cannot_be_written_says_so_once_and_is_left_alone(course, monkeypatch, spoil, sign):
    spoil(course, monkeypatch)
    path = course / "progress.sqlite"
    before = path.read_bytes() if path.is_file() else None
    assert answer("q2") is False and answer("q2") is False
    assert sign in progress.message() and progress.message() == ""
    assert [row["item"] for row in progress.rows("answer")] == (["q1"] if spoil is read_only else [])
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not list(course.glob("progress.damaged-*"))


def no_database(path):
    path.write_bytes(b"this is no database" * 100)


def damaged_inside(path):
    content = bytearray(path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    path.write_bytes(content)


def foreign(path):
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as link:
        link.execute("CREATE TABLE songs (title)")


def without_a_table(path):
    with contextlib.closing(sqlite3.connect(path)) as link:
        link.execute("DROP TABLE answers")


SPOILT = {no_database: "is damaged or is not a record", damaged_inside: "is damaged"}
SPOILT |= {foreign: "belongs to another program", without_a_table: "lacks a table"}


@pytest.mark.parametrize(("spoil", "sign"), SPOILT.items())
def test_a_spoilt_file_is_set_aside_and_a_new_record_begins(course, spoil, sign):
    for number in range(3):
        answer(f"q{number}", response="x" * 500)
    path = course / "progress.sqlite"
    spoil(path)
    content = path.read_bytes()
    store._checked.clear()
    assert answer("later")
    (aside,) = course.glob("progress.damaged-*.sqlite")
    assert aside.read_bytes() == content
    assert f"{sign}. It was kept as {aside.name}" in progress.message() and progress.message() == ""
    assert [row["item"] for row in progress.rows("answer")] == ["later"]


def test_after_a_damaged_record_one_goes_back_to_the_copy_or_on(course):
    """What was answered since stays behind what the copy holds; an empty or a new record never takes the copy's place."""
    progress.save_copy()
    assert progress.copied_at() is None, "an empty record was copied"
    answer("q1", correct=0, score=0.0)
    progress.keep("sentence 02-de-risking mine", "Mine.")
    before = progress.seed()
    progress.save_copy()
    answer("q2")  # not in the copy
    no_database(course / "progress.sqlite")
    store._checked.clear()
    aside = progress.put_aside()
    assert aside.name.startswith("progress.damaged-") and progress.put_aside() == aside, "told until it is answered"
    answer("q1")
    progress.save_copy()
    progress.restore()
    assert [(row["item"], row["correct"]) for row in progress.rows("answer")] == [("q1", 0), ("q1", 1)]
    assert progress.sentence("02-de-risking", "mine") == "Mine." and progress.seed() == before
    assert progress.put_aside() is None and aside.exists()
    no_database(course / "progress.sqlite")
    store._checked.clear()
    later = progress.put_aside()
    assert later != aside and progress.go_on() and progress.put_aside() is None and not progress.rows("answer")


@pytest.mark.skipif(sys.platform != "linux", reason="needs a device that is always full")
def test_a_full_disk_leaves_what_was_there(course, monkeypatch):
    """/dev/full in place of the file that is written first."""
    (course / "exercises" / "02-de-risking").mkdir(parents=True)
    assert answer()
    whole = progress.export().read_bytes()
    progress.hand_in("02-de-risking", {"format": 2})
    for name in ("my-progress.csv", "exercises/02-de-risking/quiz-record.json"):
        (course / f"{name}.part").symlink_to("/dev/full")
    assert answer("q2")
    with pytest.raises(store.RecordError, match="was not written"):
        progress.export()
    with pytest.raises(store.RecordError, match="was not written"):
        progress.hand_in("02-de-risking", {"format": 3})
    assert (course / "my-progress.csv").read_bytes() == whole
    assert json.loads((course / "exercises/02-de-risking/quiz-record.json").read_text("utf-8")) == {"format": 2}
    assert not list(course.rglob("*.part"))
    assert progress.export().read_bytes() != whole, "with room it works again"


PROGRAMS = told.cases(__file__, "programs.yaml")
WRITER = PROGRAMS["writer"]


def start(course, name, count):
    env = os.environ | {"DERISKING_RECORD": "on"}
    args = [sys.executable, "-c", WRITER, name, str(count)]
    return subprocess.Popen(args, cwd=course / "notebooks", env=env, stdout=subprocess.PIPE, text=True)


def test_two_notebooks_at_once(course):
    writers = [start(course, name, 40) for name in ("left", "right")]
    for writer in writers:
        assert writer.communicate(timeout=600)[0].split() == [str(number) for number in range(40)]
    assert len(progress.rows("answer")) == 80


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_while_writing(course):
    """Killed at any moment: everything that was reported as kept is there, and the file is sound."""
    for attempt in range(2):
        writer = start(course, f"run{attempt}", 100_000)
        kept = [writer.stdout.readline().strip() for _ in range(10 + attempt)]
        time.sleep(0.003 * attempt)
        writer.send_signal(signal.SIGKILL)
        kept += writer.communicate()[0].split()
        store._checked.clear()
        found = {row["item"] for row in progress.rows("answer")}
        assert {f"run{attempt}-{number}" for number in kept} <= found
    assert answer("after") and progress.message() == ""
    with contextlib.closing(sqlite3.connect(course / "progress.sqlite")) as link:
        assert link.execute("PRAGMA integrity_check").fetchone() == ("ok",)


UNFINISHED = PROGRAMS["unfinished"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_inside_a_transaction(course):
    """With pages already written and a journal left behind, the half write is undone."""
    answer()
    subprocess.run([sys.executable, "-c", UNFINISHED], cwd=course / "notebooks", check=False)
    assert (course / "progress.sqlite-journal").exists()
    assert answer("q2")
    assert [row["item"] for row in progress.rows("answer")] == ["q1", "q2"]


def test_export(course):
    """Answers, predictions, hints and sentences; a spreadsheet must not run any."""
    answer(response={"text": "=HYPERLINK(1)"})
    progress.record("prediction", "02-de-risking", "share", guess="=1+1")
    progress.keep("hints 02-de-risking hhi", "2")
    assert progress.keep("sentence 02-de-risking my-view", "first")
    assert progress.keep("sentence 02-de-risking my-view", "＝1+1")
    assert progress.sentence("02-de-risking", "my-view") == "＝1+1" and progress.sentence("02-de-risking", "none") == ""
    assert progress.sentences("03-chip-basics") == []
    path = progress.export()
    assert path == course / "my-progress.csv"
    found = {row["kind"]: row for row in table(path)}
    assert [row["item"] for row in table(path)] == ["hhi", "my-view", "q1", "share"]
    assert (found["prediction"]["guess"], found["hint"]["hints"]) == ("'=1+1", "2")
    assert found["sentence"]["response"] == "'＝1+1"


def test_what_is_cleared_leaves_the_seed(course):
    answer()
    progress.keep("sentence 02-de-risking my-view", "x")
    seed = progress.seed()
    progress.clear()
    assert progress.rows("answer") == progress.sentences() == [] and progress.seed() == seed


def test_what_is_shared_goes_into_the_folder_of_its_exercise(course):
    assert "no folder" in progress.hand_in("02-de-risking", {"answers": []}) and not (course / "exercises").exists()
    (course / "exercises" / "02-de-risking").mkdir(parents=True)
    assert "Written: exercises/02-de-risking/quiz-record.json" in progress.hand_in("02-de-risking", {"answers": ["é"]})
    (file,) = (course / "exercises").rglob("*.*")
    assert json.loads(file.read_text(encoding="utf-8")) == {"answers": ["é"]}
