"""`derisking grade` as a teacher uses it: again, interrupted, with late work, with memos, with things in its way."""

import datetime
import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import damage
import hostile
import pytest
import runner
from nbconvert.exporters import HTMLExporter
from support.quick import ready, worth

from derisking.classroom import cli, files, lateness
from derisking.classroom import gradebook as book
from derisking.classroom import run as one_run
from derisking.classroom.course import Course, nbgrader_settings
from derisking.classroom.errors import ClassroomError
from derisking.classroom.grade import command as grade
from derisking.classroom.grade import one_notebook as running
from derisking.classroom.grade import sandbox
from derisking.exercises.nbgrader import judge, restore

LESSON = "02-de-risking"
WALLS = bool(sandbox.why_not())  # these answers harm nobody, so they may run without walls where there are none
MEMO = "Magnesium comes mostly from one seller. A stock buys time."


def notebook(memo=""):
    """A solved notebook, with a memo if there is one."""
    found = damage.solved(LESSON)
    for cell in found.cells:
        if cell.id == "memo":
            cell.source = runner.released(LESSON).cells[[c.id for c in found.cells].index("memo")].source
            cell.source += f"\n\n{memo}" if memo else ""
    return found


def hand_in(folder, **students):
    """Loose folders, one per student."""
    for student, book_of in students.items():
        place = folder / student
        place.mkdir(parents=True, exist_ok=True)
        text = book_of if isinstance(book_of, str) else runner.nbformat.writes(book_of)
        (place / f"{LESSON}.ipynb").write_text(text, encoding="utf-8")
    return folder


def run(source, into, **options):
    """One run: what it said, as one text."""
    said = []
    options = {"unsandboxed": WALLS, "jobs": 3, **options}
    grade.grade(one_run.Options(source, ready(Path(into)), **options), said.append)
    return "\n".join(said)


def snapshot(folder):
    """Every file below a folder with its content and time; nbgrader's log aside."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".nbgrader.log")
    return {path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


def table(path):
    assert path.is_file()
    return files.rows(path)


def checks(course, student):
    return runner.total(runner.read_marks(course.root, LESSON, student)["marks"])


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A course with three students, graded once: (course, hand-ins, what was said)."""
    top = tmp_path_factory.mktemp("first")
    source = hand_in(top / "in", ada=notebook(MEMO), ben=runner.filled(LESSON, hostile.HONEST), cleo=notebook())
    said = run(source, top / "grading")
    return Course(top / "grading"), source, said


def test_marks_feedback_and_files_of_grades(first):
    course, _, said = first
    assert [checks(course, student) for student in ("ada", "ben", "cleo")] == [20, 2, 20]
    rows = {row["id"]: row for row in table(course.grades / f"grades-{LESSON}.csv")}
    assert rows["ada"]["points"] == "", "the memo waits, so there is no mark yet"
    assert rows["ben"]["points"] == "2" and rows["cleo"]["points"] == "20"
    assert "1 memo waits" in said and "Graded 3 of 3" in said
    page = (course.feedback("ada", LESSON) / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "20 of 20 points in the checks" in page and "has not been read yet" in page and MEMO in page
    assert {row["what became of it"] for row in table(course.intake)} == {"taken"}


def test_a_second_run_changes_nothing(first):
    course, source, _ = first
    before = snapshot(course.root)
    time.sleep(0.02)
    said = run(source, course.root)
    after = snapshot(course.root)
    assert "Nothing new to grade" in said
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == set()


def test_a_new_attempt_alone_is_graded_and_the_gradebook_copied_first(first, tmp_path):
    course, _, _ = first
    again = hand_in(tmp_path / "again", ben=notebook())
    said = run(again, course.root)
    assert "Grading 1 notebooks" in said or "Grading 1 notebook" in said
    assert checks(course, "ben") == 20
    copies = sorted(course.backups.glob("*.db"))
    assert len(copies) == 2, "one of the exercises before anybody was graded, one of now"
    with sqlite3.connect(copies[-1]) as link:
        old = link.execute("SELECT count(*) FROM submitted_assignment").fetchone()[0]
    assert old == 3


def test_intake_keeps_what_became_of_earlier_files(first, tmp_path):
    course, source, _ = first
    stray = tmp_path / "stray"
    (stray / "ada").mkdir(parents=True)
    (stray / "ada" / "notes.pdf").write_bytes(b"%PDF one")
    run(stray, course.root)
    (stray / "ada" / "notes.pdf").write_bytes(b"%PDF two")
    run(stray, course.root)
    rows = table(course.intake)
    assert {row["file"] for row in rows if row["from"] == str(source)} == {
        f"{name}/{LESSON}.ipynb" for name in ("ada", "ben", "cleo")
    }
    assert [row["file"] for row in rows if row["from"] == str(stray)] == ["ada/notes.pdf"]
    assert sorted(path.read_bytes() for path in course.unplaced.iterdir()) == [b"%PDF one", b"%PDF two"]


def test_a_memo_marked_by_a_person_reaches_grades_and_feedback_and_stays(first, tmp_path):
    course, _, _ = first
    with book.opened(course) as gradebook:
        found = gradebook.find_grade("memo", LESSON, LESSON, "ada")
        found.manual_score, found.needs_manual_grade = 7.5, False
        gradebook.find_comment("memo", LESSON, LESSON, "ada").manual_comment = "Name <one> counterargument."
        gradebook.db.commit()
    run(None, course.root)
    rows = {row["id"]: row for row in table(course.grades / f"grades-{LESSON}.csv")}
    assert rows["ada"]["points"] == "27.5" and rows["ada"]["maximum"] == "30"
    page = (course.feedback("ada", LESSON) / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "Your memo: 7.5 of 10" in page and "Name &lt;one&gt; counterargument." in page
    run(hand_in(tmp_path / "again", ada=notebook(MEMO + " And more.")), course.root)
    with book.opened(course) as gradebook:
        assert gradebook.find_grade("memo", LESSON, LESSON, "ada").manual_score == 7.5


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_a_run_that_was_killed_leaves_a_sound_course_and_goes_on(tmp_path):
    source = hand_in(tmp_path / "in", **{f"s{number}": notebook() for number in range(3)})
    words = ["grade", str(source), "--into", str(tmp_path / "g"), "--jobs", "1", *["--unsandboxed"] * WALLS]
    command = [sys.executable, "-m", "derisking", *words]
    ready(tmp_path / "g")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    for line in process.stdout:
        if line.startswith("  1 of 3"):
            os.killpg(process.pid, signal.SIGKILL)
            break
    process.wait()
    process.stdout.close()
    course = Course(tmp_path / "g")
    assert (course.root / "running.lock").exists(), "the run had no time to tidy up"
    assert "Graded" in run(source, course.root)
    assert [checks(course, f"s{number}") for number in range(3)] == [20] * 3


def test_a_class_list_that_comes_later_finds_the_work_again(quick, tmp_path):
    zipped, course = tmp_path / "moodle.zip", Course(tmp_path / "grading")
    with zipfile.ZipFile(zipped, "w") as archive:
        for number, name in enumerate(("Ada Byron", "Ben Wu"), start=1):
            text = worth(LESSON, 1)
            archive.writestr(f"{name}_{number}_assignsubmission_file_/{LESSON}.ipynb", text)
    quick(zipped, course.root)
    plain = tmp_path / "class.csv"
    plain.write_text(
        "id,name,email\ns-31,Ada Byron,ada@uni.example\ns-32,Cleo Ito,cleo@uni.example\n", encoding="utf-8"
    )
    for source in (zipped, None):
        said = quick(source, course.root, class_list=plain)
        assert "Nothing new to grade" in said
        rows = {
            row["name"]: (row["id"], row["number"], row["points"])
            for row in table(course.grades / f"grades-{LESSON}.csv")
        }
        assert rows == {
            "Ada Byron": ("ada-byron", "s-31", "20"), "Cleo Ito": ("s-32", "", ""), "Ben Wu": ("ben-wu", "", "20")
        }  # fmt: skip


def test_a_notebook_without_an_answer_is_named(tmp_path):
    run(hand_in(tmp_path / "in", dora=runner.released(LESSON)), tmp_path / "grading")
    rows = table(tmp_path / "grading" / "to-look-at.csv")
    assert [(row["student"], row["what happened"]) for row in rows] == [
        ("dora", "No task is filled in: perhaps the wrong file was handed in.")
    ]


def test_late_work_by_rule(first):
    course, _, _ = first
    for student, hour in (("ada", 10), ("ben", 13), ("cleo", 40)):
        when = datetime.datetime(2026, 12, 1) + datetime.timedelta(hours=hour)
        files.write(course.submitted(student, LESSON) / one_run.STAMP, lateness.stamp(when))
    due = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
    run(None, course.root, due=due, late="10%-per-day")
    with book.opened(course) as gradebook:
        works = book.works(gradebook, LESSON)
    assert [works[student].penalty for student in ("ada", "ben", "cleo")] == [0, 2, 4]
    page = (course.feedback("cleo", LESSON) / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "4 points are taken off" in page
    run(None, course.root, late="accept")
    with book.opened(course) as gradebook:
        assert {work.penalty for work in book.works(gradebook, LESSON).values()} == {0}


def test_rules_of_lateness():
    day = 86_400
    wanted = {("accept", 20, 999_999): 0, ("zero", 20, 1): 20, ("10%-per-day", 20, 1): 2, ("100%", 20, 5): 20}
    wanted |= {("10%-per-day", 20, day + 1): 4, ("10 %", 10, 20 * day): 10}
    assert {case: lateness.rule(case[0])(*case[1:]) for case in wanted} == wanted
    for name in ("", "never", "-10%", "101%-per-day", "ten%"):
        with pytest.raises(ClassroomError, match="write accept, zero"):
            lateness.rule(name)


def test_which_attempt_stays():
    early, later = datetime.datetime(2026, 12, 1), datetime.datetime(2026, 12, 2)
    due = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
    assert not lateness.keeps("last", early, later, None) and lateness.keeps("last", later, early, None)
    assert lateness.keeps("first", early, later, None) and not lateness.keeps("first", later, early, None)
    assert lateness.keeps("last-on-time", early, later, due) and not lateness.keeps("last-on-time", early, later, None)
    assert not lateness.keeps("last", None, early, None) and lateness.keeps("first", None, early, None)


def test_variants_are_judged_by_the_students_own(tmp_path):
    course = Course(tmp_path / "grading")
    said = run(hand_in(tmp_path / "in", s001=notebook()), course.root, variants=True, unsandboxed=True)
    assert "NOT shut in" in said
    assert course.graded("s001", LESSON)["metadata"]["derisking"]["variant"]["code"] == "s001"


# --- odd notebooks ----------------------------------------------------------------------------------------------------------


def read(tmp_path, content):
    path = tmp_path / "x.ipynb"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return running.read(path)


def test_only_what_grading_needs_is_taken_from_a_notebook(tmp_path):
    odd = {"cells": [{"cell_type": "markdown", "source": "a \ud800 b \U0001f393"}], "nbformat": 4}
    assert read(tmp_path, odd).cells[0].source == "a ? b \U0001f393", "half characters are replaced"
    metadata = {"tags": 5, "nbgrader": {"grade_id": "memo"}}
    cell = {"cell_type": "code", "source": "1", "metadata": metadata, "attachments": 1}
    odd = {"cells": [cell, 7, {"cell_type": 5}], "worksheets": [], "metadata": {"language_info": "x"}, "nbformat": 4}
    found = read(tmp_path, odd)
    assert found.cells[0].metadata == {"nbgrader": {"grade_id": "memo"}} and found.metadata == {}
    assert [one.cell_type for one in found.cells] == ["code", "raw"] and "attachments" not in found.cells[0]


@pytest.mark.parametrize("cells", [[{"cell_type": "code", "source": "1"}] * 3_000, [{"source": "x" * 6_000_000}]])
def test_a_notebook_of_a_size_that_stops_the_computer_is_refused(tmp_path, cells):
    with pytest.raises(ValueError, match="too much for this course"):
        read(tmp_path, {"cells": cells, "nbformat": 4})


def test_a_result_that_cannot_be_kept_stops_nobody_else(first, monkeypatch):
    course, _, _ = first
    for text in ("no notebook", '{"cells": 5}', '{"nbformat": 4, "nbformat_minor": 5, "metadata": 7, "cells": []}'):
        here = one_run.Run(course, one_run.Options(None, course.root), print, {})
        with book.opened(course) as gradebook:
            assert grade._keep(here, gradebook, [running.Outcome("ada", LESSON, text)], {}, {}) == 0
        assert "Not graded" in here.notes["ada", LESSON][0]


def test_looking_through_a_cell_takes_no_time_and_no_memory():
    start = time.monotonic()
    assert restore._CHECK_CALL.search("\n" * 300_000 + "x") is None
    assert restore._CHECK_CALL.search("x = 1\n  exercise.check('terms')").group(1) == "terms"
    assert judge._imported("a\n" * 1_000_000) == []
    assert judge._imported("from derisking.models.indicators import hhi") == ["derisking.models.indicators.hhi"]
    assert time.monotonic() - start < 2


def test_a_page_of_nbgrader_runs_no_script_of_a_student():
    v4 = runner.nbformat.v4
    nb = v4.new_notebook(
        cells=[v4.new_markdown_cell("5 < 6 <b>x</b> <script>stolen()</script> <img src=x onerror=stolen()>")]
    )
    config = nbgrader_settings(Path(__file__).resolve().parents[2] / "nbgrader_config.py")
    safe = HTMLExporter(config=config).from_notebook_node(nb)[0]
    assert "<script>stolen" not in safe and "<img src=x" not in safe and "5 &lt; 6" in safe
    assert "<script>stolen" in HTMLExporter().from_notebook_node(nb)[0], "canary: without the step it would run"


# --- in the way -------------------------------------------------------------------------------------------------------------


def test_two_runs_at_once_are_refused_and_a_dead_one_is_not(tmp_path):
    course = Course(tmp_path)
    (tmp_path / "running.lock").write_text(str(os.getppid()), encoding="utf-8")
    with pytest.raises(ClassroomError, match="Another run is grading"), one_run.alone(course):
        pass
    (tmp_path / "running.lock").write_text("999999999", encoding="utf-8")
    with one_run.alone(course):
        assert (tmp_path / "running.lock").read_text(encoding="utf-8") == str(os.getpid())
    assert not (tmp_path / "running.lock").exists()


def test_a_damaged_gradebook_is_named_and_left_alone(tmp_path):
    source = hand_in(tmp_path / "in", ada=notebook())
    course = Course(tmp_path / "grading")
    course.root.mkdir()
    course.gradebook.write_bytes(b"this is no database" * 100)
    with pytest.raises(ClassroomError, match=r"gradebook.db .*(cannot be (used|copied))"):
        run(source, course.root)
    assert course.gradebook.read_bytes() == b"this is no database" * 100


def test_nothing_to_grade(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "essay.pdf").write_bytes(b"%PDF")
    with pytest.raises(ClassroomError, match="nothing to grade"):
        run(tmp_path / "in", tmp_path / "grading")
    assert [path.name for path in Course(tmp_path / "grading").unplaced.iterdir()]


def test_a_full_disk_is_one_sentence(tmp_path, monkeypatch, capsys):
    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    source = hand_in(tmp_path / "in", ada=notebook())
    monkeypatch.setattr(os, "replace", full)
    words = ["grade", str(source), "--into", str(tmp_path / "grading"), *(["--unsandboxed"] if WALLS else [])]
    assert cli.main(words) == 2
    assert "The disk is full" in capsys.readouterr().err
    assert not list((tmp_path / "grading").rglob("*.part"))


def test_one_sentence_for_each_mistake(capsys, tmp_path, monkeypatch):
    """The other commands' own: test_mark_desk.py, test_report.py."""
    monkeypatch.chdir(tmp_path)
    assert cli.main(["grade", "nowhere.zip"]) == 2
    said = capsys.readouterr().err
    assert "There is no nowhere.zip" in said and said.count("\n") == 1


@pytest.mark.parametrize("words", [["--due", "soon"], ["--attempts", "best"]])
def test_wrong_words_are_explained(words, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["grade", "x", *words])
    assert stop.value.code == 2 and "usage" in capsys.readouterr().err


def test_a_missing_package_is_named(monkeypatch, tmp_path, capsys):
    def missing(name):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(cli, "grade", lambda words: missing("nbgrader"))
    assert cli.main(["grade", str(tmp_path)]) == 2
    assert "needs the package nbgrader: use python3 run.py grade" in capsys.readouterr().err
    monkeypatch.setattr(cli, "grade", lambda words: missing("derisking.lost"))
    with pytest.raises(ModuleNotFoundError):  # a mistake of ours is no package to install
        cli.main(["grade", str(tmp_path)])


def test_a_file_that_is_there_is_not_written_again(tmp_path):
    path = tmp_path / "a" / "b.txt"
    assert files.write(path, "x") and not files.write(path, b"x") and files.write(path, "y")


def test_a_table_is_read_as_it_was_before_it_was_made_harmless(tmp_path):
    cells = ["Ann Kim", "'t Hooft, Saskia", "=HYPERLINK(1)", " =1", "-", "", "|x", "@x"]
    (tmp_path / "a.csv").write_text(files.table(["a", "b"], [[cell, "3"] for cell in cells]), encoding="utf-8")
    assert [row["a"] for row in files.rows(tmp_path / "a.csv")] == cells and files.rows(tmp_path / "none.csv") == []
    text = (tmp_path / "a.csv").read_text(encoding="utf-8")
    assert "'=HYPERLINK" in text and "'@x" in text and "\nAnn Kim" in text


def test_a_name_with_an_apostrophe_in_front_stays(quick, tmp_path):
    """As in Dutch: 't Hooft, 's Jacob."""
    zipped, course = tmp_path / "moodle.zip", Course(tmp_path / "grading")
    with zipfile.ZipFile(zipped, "w") as archive:
        text = worth(LESSON, 1)
        archive.writestr(f"'t Hooft Saskia_1_assignsubmission_file_/{LESSON}.ipynb", text)
    quick(zipped, course.root)
    before = snapshot(course.root)
    quick(None, course.root)
    assert snapshot(course.root) == before and "'t Hooft" in course.students.read_text(encoding="utf-8-sig")
