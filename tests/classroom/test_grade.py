"""`derisking grade` as a teacher uses it: again, interrupted, with late work, with memos, with things in its way.
Answers are certified elsewhere (tests/exercises/test_submissions_graded.py), so here notebooks say what they are worth."""

import datetime
import errno
import functools
import json
import os
import pickle
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from support import quick, told
from support.quick import ready, worth

from derisking import __main__ as commands
from derisking.classroom import files, lateness, submission
from derisking.classroom import gradebook as book
from derisking.classroom import run as one_run
from derisking.classroom.collect import which
from derisking.classroom.course import Course
from derisking.classroom.grade import command as grade
from derisking.classroom.grade import one_notebook, pool
from derisking.classroom.grade.one_notebook import Outcome
from derisking.classroom.nbgrader import judge, restore
from derisking.classroom.options import Options
from derisking.errors import UserError

LESSON = "02-de-risking"
MEMO = "Magnesium comes mostly from one seller. A stock buys time."


def hand_in(folder, **students):
    """Loose folders, one per student, each with a notebook of this worth (and a memo), or with this text."""
    for student, content in students.items():
        text = content if isinstance(content, str) else worth(LESSON, *content)
        files.write(folder / student / f"{LESSON}.ipynb", text)
    return folder


def snapshot(folder):
    """Every file below a folder with its content and time; nbgrader's log aside."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".nbgrader.log")
    return {path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


works = functools.partial(quick.works, lesson=LESSON)
page = functools.partial(quick.page, lesson=LESSON)


def grades(course):
    return {row["id"]: row for row in files.rows(course.grades / f"grades-{LESSON}.csv")}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A course with four students, graded once: (course, hand-ins, what was said)."""
    top = tmp_path_factory.mktemp("first")
    students = {"ada": (1, MEMO), "ben": (0.1,), "cleo": (1,), "'t Hooft, Saskia": (1,)}
    source = hand_in(top / "in", **students)
    return Course(top / "grading"), source, quick.run(source, top / "grading")


def test_marks_feedback_and_files_of_grades(first):
    course, source, said = first
    assert [works(course)[student].checks for student in ("ada", "ben", "cleo")] == [20, 2, 20]
    assert grades(course)["ada"]["points"] == "", "the memo waits, so there is no mark yet"
    assert [grades(course)[student]["points"] for student in ("ben", "cleo")] == ["2", "20"]
    assert "1 memo waits" in said and "Graded 4 of 4" in said
    shown = page(course, "ada")
    assert "20 of 20 points in the checks" in shown and "has not been read yet" in shown and MEMO in shown
    assert {row["what became of it"] for row in files.rows(course.intake)} == {"taken"}
    assert "'t Hooft" in course.students.read_text(encoding="utf-8-sig"), "as in Dutch: it is no mark for a spreadsheet"
    before = snapshot(course.root)
    time.sleep(0.02)
    assert "Nothing new to grade" in quick.run(source, course.root)
    assert snapshot(course.root) == before, "a second run changes nothing"


def test_a_new_attempt_alone_is_graded_and_the_gradebook_copied_first(first, tmp_path):
    course, _, _ = first
    assert "Grading 1 notebook," in quick.run(hand_in(tmp_path / "again", ben=(1,)), course.root)
    assert works(course)["ben"].checks == 20
    copies = sorted(course.backups.glob("*.db"))
    assert len(copies) == 2, "one of the exercises before anybody was graded, one of now"
    with sqlite3.connect(copies[-1]) as link:
        assert link.execute("SELECT count(*) FROM submitted_assignment").fetchone()[0] == 4


def test_intake_keeps_what_became_of_earlier_files(first, tmp_path):
    course, source, _ = first
    (tmp_path / "ada").mkdir()
    for content in (b"%PDF one", b"%PDF two"):
        (tmp_path / "ada" / "notes.pdf").write_bytes(content)
        quick.run(tmp_path, course.root)
    rows = files.rows(course.intake)
    assert len([row["file"] for row in rows if row["from"] == str(source)]) == 4
    assert [row["file"] for row in rows if row["from"] == str(tmp_path)] == ["ada/notes.pdf"]
    assert sorted(path.read_bytes() for path in course.unplaced.iterdir()) == [b"%PDF one", b"%PDF two"]


def test_a_memo_marked_by_a_person_reaches_grades_and_feedback_and_stays(first, tmp_path):
    course, _, _ = first
    with book.opened(course) as gradebook:
        found = gradebook.find_grade("memo", LESSON, LESSON, "ada")
        found.manual_score, found.needs_manual_grade = 7.5, False
        gradebook.find_comment("memo", LESSON, LESSON, "ada").manual_comment = "Name <one> counterargument."
        gradebook.db.commit()
    quick.run(None, course.root)
    assert grades(course)["ada"]["points"] == "27.5" and grades(course)["ada"]["maximum"] == "30"
    assert "Your memo: 7.5 of 10" in page(course, "ada") and "Name &lt;one&gt; counterargument." in page(course, "ada")
    quick.run(hand_in(tmp_path / "again", ada=(0.5, MEMO)), course.root)
    assert works(course)["ada"].points == 17.5, "the same memo does not wait again"
    quick.run(hand_in(tmp_path / "again", ada=(1, f"{MEMO} And more.")), course.root)
    assert works(course)["ada"].memo == book.Cell(7.5, 10, True, "Name <one> counterargument."), "a changed one does"


def test_late_work_by_rule(first):
    course, _, _ = first
    for student, hour in (("ada", 10), ("ben", 13), ("cleo", 40)):
        when = datetime.datetime(2026, 12, 1) + datetime.timedelta(hours=hour)
        files.write(course.submitted(student, LESSON) / lateness.STAMP, lateness.stamp(when))
    due = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
    quick.run(None, course.root, due=due, late="10%-per-day")
    assert [works(course)[student].penalty for student in ("ada", "ben", "cleo")] == [0, 2, 4]
    assert "4 points are taken off" in page(course, "cleo")
    quick.run(None, course.root, late="accept")
    assert {work.penalty for work in works(course).values()} == {0}


PROGRAMS = told.cases(__file__, "programs.yaml")


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_a_run_that_was_killed_leaves_a_sound_course_and_goes_on(tmp_path, monkeypatch):
    source, temporary = hand_in(tmp_path / "in", s0=(1,), s1=(1,), s2=(1,)), tmp_path / "temporary"
    course = Course(ready(tmp_path / "grading"))
    living, others = temporary / f"derisking-{os.getppid()}-x", temporary / "derisking-notes-x"
    living.mkdir(parents=True)
    others.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAMS["slowly"], str(source), str(course.root)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(temporary)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        assert any(line.startswith("  1 of 3") for line in process.stdout)
        process.send_signal(signal.SIGKILL)
    assert any((path / "gradebook.db").exists() for path in temporary.iterdir()), "nor its temporary folders"
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    assert "Graded 2 of 2" in quick.run(source, course.root)
    assert set(temporary.iterdir()) == {living, others}
    assert [work.checks for work in works(course).values()] == [20] * 3


def test_a_class_list_that_comes_later_finds_the_work_again(tmp_path):
    course, when = Course(tmp_path / "grading"), datetime.datetime(2026, 12, 1)
    folders = (f"{name}_assignsubmission_file_" for name in ("Ada Byron_1", "Ben Wu_2"))
    entries = [(folder, f"{LESSON}.ipynb", worth(LESSON, 1), when) for folder in folders]
    zipped = quick.moodle_zip(tmp_path / "moodle.zip", entries)
    quick.run(zipped, course.root)
    plain = tmp_path / "class.csv"
    files.write(plain, "id,name,email\ns-31,Ada Byron,ada@uni.example\ns-32,Cleo Ito,cleo@uni.example\n")
    for source in (zipped, None):
        assert "Nothing new to grade" in quick.run(source, course.root, class_list=plain)
        rows = {row["name"]: (row["id"], row["number"], row["points"]) for row in grades(course).values()}
        assert rows == {
            "Ada Byron": ("ada-byron", "s-31", "20"), "Cleo Ito": ("s-32", "", ""), "Ben Wu": ("ben-wu", "", "20")
        }  # fmt: skip


def test_a_hand_in_is_unpacked_opened_and_parsed_once(tmp_path, monkeypatch):
    """From the zip to the gradebook, also where the exercise, known at last, has a class list of its own and all is sorted again."""
    course, mark, when = Course(ready(tmp_path / "grading")), "seen once", datetime.datetime(2026, 12, 1)
    entry = "Ada Byron_1_assignsubmission_file_", f"{LESSON}.ipynb"
    parsed, opened, unpacked = [], [], []
    loads, read, unpack = json.loads, Path.read_bytes, which.archives.unpack

    def graded_here(jobs, processes):
        return (one_notebook.run(pickle.loads(pickle.dumps(job))) for job in jobs)

    def hand_in_once(memo, **options):
        source = quick.moodle_zip(tmp_path / "moodle.zip", [(*entry, worth(LESSON, 1, f"{mark} {memo}"), when)])
        with monkeypatch.context() as patch:
            patch.setattr(pool, "outcomes", graded_here)
            patch.setattr(json, "loads", lambda text, **more: parsed.append(str(text)) or loads(text, **more))
            patch.setattr(Path, "read_bytes", lambda path: opened.append(path) or read(path))
            patch.setattr(which.archives, "unpack", lambda *words: unpacked.append(words) or unpack(*words))
            grade.grade(Options(source, course.root, unsandboxed=True, **options), lambda line: None)

    plain = tmp_path / "class.csv"
    plain.write_text("id,name,email\ns-31,Ada Byron,ada@uni.example\n", encoding="utf-8")
    for memo, options in (("first", {"class_list": plain}), ("second", {})):
        for heard in (parsed, opened, unpacked):
            heard.clear()
        hand_in_once(memo, **options)
        assert len(unpacked) == 1
        assert len([text for text in parsed if f"{mark} {memo}" in text and '"results"' not in text]) == 1
        books = [path for path in opened if path.suffix == ".ipynb"]
        assert sum(".incoming-" in str(path) for path in books) == 1 and "s-31" in works(course)
        # A canary: the second run replaces what it finds in submitted/.
        assert sum("submitted" in path.parts for path in books) == (memo == "second")


def test_rules_of_lateness_and_which_attempt_stays():
    day = 86_400
    wanted = {("accept", 999_999): 0, ("zero", 1): 1, ("10%-per-day", 1): 0.1, ("100%", 5): 1}
    wanted |= {("10%-per-day", day + 1): 0.2, ("10 %", 20 * day): 1}
    assert {(name, seconds): lateness.share(name)(seconds) for name, seconds in wanted} == wanted
    for name in ("", "never", "-10%", "101%-per-day", "ten%"):
        with pytest.raises(UserError, match="write accept, zero"):
            lateness.share(name)
    early, later = datetime.datetime(2026, 12, 1), datetime.datetime(2026, 12, 2)
    due = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
    assert not lateness.keeps("last", early, later, None) and lateness.keeps("last", later, early, None)
    assert lateness.keeps("first", early, later, None) and not lateness.keeps("first", later, early, None)
    assert lateness.keeps("last-on-time", early, later, due) and not lateness.keeps("last-on-time", early, later, None)
    assert lateness.keeps("last-on-time", later, early, due) == "", "also where the deadline was brought forward"
    assert not lateness.keeps("last", None, early, None) and lateness.keeps("first", None, early, None)


# --- odd notebooks ----------------------------------------------------------------------------------------------------------
def read(**content):
    return submission.parse(json.dumps({"nbformat": 4, **content}).encode())


def test_only_what_grading_needs_is_taken_from_a_notebook():
    odd = [{"cell_type": "markdown", "source": "a \ud800 b \U0001f393"}]
    assert read(cells=odd)["cells"][0]["source"] == "a ? b \U0001f393", "half characters are replaced"
    metadata = {"tags": 5, "nbgrader": {"grade_id": "memo"}}
    cell = {"cell_type": "code", "source": "1", "metadata": metadata, "attachments": 1}
    found = read(cells=[cell, 7, {"cell_type": 5}], worksheets=[], metadata={"language_info": "x"})
    assert found["cells"][0]["metadata"] == {"nbgrader": {"grade_id": "memo"}} and found["metadata"] == {}
    assert [one["cell_type"] for one in found["cells"]] == ["code", "raw"] and "attachments" not in found["cells"][0]


@pytest.mark.parametrize("cells", [[{"cell_type": "code", "source": "1"}] * 3_000, [{"source": "x" * 6_000_000}]])
def test_a_notebook_of_a_size_that_stops_the_computer_is_refused(cells):
    with pytest.raises(ValueError, match="too much for this course"):
        read(cells=cells)


def test_a_result_that_cannot_be_kept_stops_nobody_else_and_a_long_cell_ends(first):
    """Searches that go back and forth would take hours here."""
    course, _, _ = first
    for odd in (None, {"cells": 5}, {"nbformat": 4, "nbformat_minor": 5, "metadata": 7, "cells": []}):
        here = one_run.Run(course, Options(None, course.root), print, {})
        with book.opened(course) as gradebook:
            assert grade._keep(here, gradebook, [Outcome("ada", LESSON, odd)], {}, {}) == 0
        assert "Not graded" in here.notes["ada", LESSON][0]
    assert restore._CHECK_CALL.search("\n" * 300_000 + "x") is None
    assert restore._CHECK_CALL.search("x = 1\n  exercise.check('terms')").group(1) == "terms"
    assert judge._imported("a\n" * 1_000_000) == []
    assert judge._imported("from derisking.models.indicators import hhi") == ["derisking.models.indicators.hhi"]


# --- in the way -------------------------------------------------------------------------------------------------------------
def test_two_runs_at_once_are_refused_and_a_dead_one_is_not(tmp_path):
    """Whoever was killed keeps nobody out, and whoever was refused takes nothing away from who is inside."""
    course, streams = Course(tmp_path / "grading"), {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", PROGRAMS["waits"], str(course.root)], **streams) as other:
        assert other.stdout.readline() == "inside\n"
        for _ in range(2):
            with pytest.raises(UserError, match="Another run is grading"), one_run.alone(course):
                pass
        other.kill()
    for _ in range(2):
        with one_run.alone(course):
            pass


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folders of a user closed by itself")
def test_the_grading_folder_is_its_owners_alone(tmp_path):
    source, root = hand_in(tmp_path / "in", ada=(1,)), tmp_path / "grading"
    with one_run.alone(Course(root)):  # as a run begins
        assert root.stat().st_mode & 0o777 == 0o700
    assert "Other users" not in quick.run(source, root)
    root.chmod(0o755)
    assert f'`chmod 700 "{root}"`' in quick.run(None, root) and root.stat().st_mode & 0o777 == 0o755


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path, monkeypatch):
    def closed(*arguments, **more):
        raise PermissionError(errno.EACCES, "Permission denied")

    ready(tmp_path / "warm")  # what every run needs is read before
    monkeypatch.setattr(Path, "open", closed)  # root may write anywhere
    with pytest.raises(UserError, match=r"grading cannot be written \(Permission denied\).* --into"):
        quick.run(None, tmp_path / "grading")


def test_a_damaged_gradebook_is_named_and_left_alone_with_what_there_is_to_do(tmp_path, monkeypatch):
    course = Course(ready(tmp_path / "grading"))
    quick.run(hand_in(tmp_path / "in", ada=(1,)), course.root)
    shutil.rmtree(course.backups)
    course.gradebook.write_bytes(b"this is no database" * 100)
    with pytest.raises(UserError, match=r"cannot be used.*take it away and repeat.*no copy"):
        quick.run(None, course.root)
    assert course.gradebook.read_bytes() == b"this is no database" * 100
    course.gradebook.unlink()
    monkeypatch.setattr(quick, "ready", lambda into: into)  # it would put another gradebook there
    assert "Graded 1 of 1" in quick.run(None, course.root) and works(course)["ada"].checks == 20
    quick.run(hand_in(tmp_path / "again", ada=(0.5,)), course.root)
    course.gradebook.write_bytes(b"this is no database" * 100)
    (copy,) = course.backups.glob("*.db")
    with pytest.raises(UserError, match=f"put a copy in its place: {re.escape(str(copy))}"):
        quick.run(None, course.root)


def test_thousands_of_files_of_one_student_get_few_lines(tmp_path):
    source = hand_in(tmp_path / "in", ada=(1,), ben="no notebook")
    for number in range(100):
        (source / "ada" / f"{number}.txt").write_text(str(number), encoding="utf-8")
        (source / "ada" / f"copy-{number:02d}.ipynb").write_text(str(number), encoding="utf-8")
    (source / "ben" / "notes.txt").write_text("notes", encoding="utf-8")
    course = Course(ready(tmp_path / "grading"))
    quick.run(source, course.root)
    names = [row["file"] for row in files.rows(course.intake)]
    assert len(names) < 50 and "ada/copy-19.ipynb" in names and "ben/notes.txt" in names
    assert sum(int(name.split(" more")[0].split()[-1]) for name in names if " more files" in name) + len(names) >= 200
    assert len(files.rows(course.to_look_at)) < 60 and works(course)["ada"].checks == 20


def test_a_full_disk_is_one_sentence(tmp_path, monkeypatch, capsys):
    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    words = ["grade", str(hand_in(tmp_path / "in", ada=(1,))), "--into", str(tmp_path / "grading")]
    monkeypatch.setattr(os, "replace", full)
    assert commands.main(words) == 2 and "The disk is full" in capsys.readouterr().err
    assert not list((tmp_path / "grading").rglob("*.part"))


def test_one_sentence_for_each_mistake(capsys, tmp_path, monkeypatch):
    """The other commands' own: test_mark_desk.py, test_report.py."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "essay.pdf").write_bytes(b"%PDF")
    for words, sentence in (("nowhere.zip", "There is no nowhere.zip"), ("in", "There is nothing to grade in in")):
        assert commands.main(["grade", words]) == 2
        said = capsys.readouterr().err
        assert sentence in said and said.count("\n") == 1
    assert [path.name for path in Course(tmp_path / "grading").unplaced.iterdir()]
    with pytest.raises(SystemExit):
        commands.main(["grade", "in", "--due", "soon"])
    assert "'soon' is not a valid time: write it like 2026-12-01T18:00" in capsys.readouterr().err
