"""`derisking grade` where answers are read: nothing of a student's is run for it, and what has to be run waits or is run."""

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import damage
import nbformat
import pytest
import runner
import siege
from support import clicked, quick, told
from support.quick import ready

from derisking import exercises
from derisking.classroom import files
from derisking.classroom import gradebook as book
from derisking.classroom.collect.people import Student
from derisking.classroom.course import Course
from derisking.classroom.grade import command as grade
from derisking.classroom.grade import one_notebook, pool, process, released, sandbox
from derisking.classroom.mark import memo
from derisking.classroom.options import Options
from derisking.classroom.prepare import sealing
from derisking.classroom.submission import Submission
from derisking.errors import UserError
from derisking.exercises import form_answers, sealed
from derisking.exercises import task as tasks

LESSON = "02-de-risking"
MEMO = "Magnets: **one** seller.\n\nA stock buys time."
CONFIG = "nbgrader_config.py"
CODE = "def hhi(values):\n    return ((values / values.sum()) ** 2).sum() if values.sum() else float('nan')"


def literal(typed="", box="", **more):
    """A notebook whose answers are plain values, all right where a plain one is right; more: code by task.
    typed: a memo below its heading; box: one in its box."""
    codes = {}
    for task, answers in runner.answers(LESSON).items():
        plain = [one.code for one in answers if one.kind == "right" and runner.readable(one.code)]
        codes |= {task: plain[0]} if plain else {}
    found = runner.filled(LESSON, codes | more)
    for cell in found.cells:
        if cell.id == "memo" and typed:
            cell.source += f"\n\n{typed}"
        if cell.id == "memo-form" and box:
            cell.outputs = nbformat.from_dict(clicked.memo_cell(box))["outputs"]
    return found


def run(into, **options):
    """What a run says; it grades in this process."""
    said = []
    with mock.patch.object(pool, "outcomes", lambda jobs, processes: (one_notebook.run(job) for job in jobs)):
        grade.grade(Options(None, into, **options), said.append)
    return "\n".join(said)


def kept(course, student):
    path = course.autograded(student, LESSON) / f"{LESSON}.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))


works = functools.partial(quick.works, lesson=LESSON)


@pytest.fixture(scope="module")
def away(tmp_path_factory):
    """A class graded on a computer without walls: (course, what was said)."""
    course, renamed = Course(ready(tmp_path_factory.mktemp("away") / "grading")), literal()
    for spoil in (damage._no_setup, damage._duplicated, damage._colab):  # as other programs leave it
        spoil(renamed)
    notebooks = {
        "ada": literal(MEMO), "ben": literal(**{"hhi-code": CODE}), "box": literal("", MEMO),
        "both": literal("An older draft.", MEMO), "cleo": runner.released(LESSON),
        "dora": runner.filled(LESSON, {"terms": "import os\nos._exit(1)"}),
        "emil": "no notebook", "empty-box": literal("", " "), "renamed": json.dumps(renamed),
    }  # fmt: skip
    runner.submit(course.root, LESSON, notebooks)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "why_not", lambda: "Shutting students' code in works on Linux only.")
        said = run(course.root)
    return course, said


def test_without_walls_what_can_be_read_is_graded(away):
    course, said = away
    assert "Linux only" in said and "--unsandboxed" in said and "Graded 7 of 8" in said
    found = works(course)
    full = dict.fromkeys(("ada", "ben", "both", "box", "empty-box", "renamed"), 20)
    assert {student: work.checks for student, work in found.items()} == {**full, "cleo": 0}
    assert found["ada"].memo.waits and found["ada"].points is None
    assert found["cleo"].points == 0, "an untouched notebook has nothing to run"
    for student in ("ada", "renamed"):
        assert kept(course, student)["metadata"]["derisking"]["read"] is True


def test_what_must_be_run_waits_and_is_named(away):
    course, _ = away
    ben = works(course)["ben"]
    assert ben.points is None and ben.unrun == ["check-part-b"]
    assert kept(course, "ben")["metadata"]["derisking"]["waits"] == ["hhi-code"]
    told = {row["student"]: row["what happened"] for row in files.rows(course.to_look_at)}
    assert "wait to be run: hhi-code" in told["ben"] and "waits for a computer" in told["dora"]
    assert "ada" not in told and "Not graded" in told["emil"]
    assert told["cleo"] == "No task is filled in: perhaps the wrong file was handed in."
    assert [row["points"] for row in files.rows(course.grades / f"grades-{LESSON}.csv") if row["id"] == "ben"] == [""]


def test_a_memo_is_the_same_in_its_box_and_typed_and_the_box_comes_first(away):
    """What reaches the desk, nbgrader's own page and the feedback is the memo's cell of the graded notebook."""
    course, _ = away
    handed = ("ada", "box", "both", "empty-box")
    texts = {who: form_answers.memo_text(kept(course, who)) for who in handed}
    shown = {who: memo.shown(text, LESSON).html for who, text in texts.items()}
    assert shown["box"] == shown["ada"] == shown["both"] and "<strong>one</strong>" in shown["box"]
    assert "draft" not in texts["both"] and "A memo was written in the box and" in str(kept(course, "both")["metadata"])
    assert [works(course)[who].memo.waits for who in handed] == [True, True, True, False]
    assert "A stock buys time." in quick.page(course, "box", LESSON)


def test_no_process_is_started_for_what_can_be_read(away, tmp_path, monkeypatch):
    course, _ = away
    monkeypatch.setattr(process, "Process", None)  # whoever wants one fails
    db = released.copy_for_grading(course, tmp_path)

    def graded(name):
        submission = Submission(course.submitted(name, LESSON) / f"{LESSON}.ipynb", name, LESSON)
        return one_notebook.run(one_notebook.Job(submission, db, course.root / CONFIG))

    assert graded("ada").notebook["metadata"]["derisking"]["read"]
    with pytest.raises(TypeError):
        graded("ben")


def test_a_second_run_without_walls_changes_nothing_and_with_them_runs_what_waits(away, monkeypatch):
    course, _ = away
    before = course.marks.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "why_not", lambda: "Shutting students' code in works on Linux only.")
        assert "Grading 1 notebook" in run(course.root), "only the one of which nothing could be read"
    assert course.marks.read_bytes() == before
    (course.submitted("dora", LESSON) / f"{LESSON}.ipynb").write_text("no notebook", encoding="utf-8")
    said = run(course.root, unsandboxed=bool(sandbox.why_not()))
    assert "Graded 1 of 1" in said and "answers that were pending were run" in said
    ben = works(course)["ben"]
    assert ben.points == 20 and ben.unrun == [] and kept(course, "ben")["metadata"]["derisking"]["read"] is False


def test_the_marks_of_a_group_are_written_together_or_not_at_all(away):
    course, _ = away
    good, bad = kept(course, "ada"), {"metadata": {}, "cells": []}
    group = [book.Graded(Student(id=name), LESSON, text, None) for name, text in (("new1", good), ("new2", bad))]
    with book.opened(course) as gradebook:
        with pytest.raises(KeyError):
            book.save(gradebook, group)
        assert not {"new1", "new2"} & {student.id for student in gradebook.students}
        book.save(gradebook, group[:1])
        assert book.works(gradebook, LESSON)["new1"].checks == 20


def test_variants_are_read_by_the_students_own(tmp_path):
    """The same typed number is right for the question of one student and not for that of another."""
    course, task = Course(ready(tmp_path / "grading")), "magnesium-share"
    right = exercises.definition(LESSON, "s001").task(task).question.answer
    notebook = literal(**{task: f"magnesium_share = {right!r}"})
    runner.submit(course.root, LESSON, dict.fromkeys(("s001", "s007"), notebook))
    assert "NOT shut in" in run(course.root, variants=True, unsandboxed=True)
    own, other = (kept(course, code)["metadata"]["derisking"] for code in ("s001", "s007"))
    points = [next(one["points"] for one in each["results"] if one["task"] == task) for each in (own, other)]
    assert points == [1, 0] and own["variant"] == {"code": "s001", "answer": pytest.approx(right)}
    assert other["read"] is True


def drawn(secret):
    """A notebook whose forms hold what is right by the class's draw of a secret."""
    found, definition = runner.released(LESSON), exercises.definition(LESSON, None, secret)
    for task in (one for one in definition.tasks if one.is_form):
        cell = next(cell for cell in found.cells if cell.id == f"answer-{task.id}")
        right = next(left for fate, left in clicked.answers(task) if fate == "right")
        cell.outputs = nbformat.from_dict(clicked.cell(task, right, cell.source))["outputs"]
    return found


def test_a_class_is_judged_by_the_draw_that_was_released_to_it(tmp_path):
    """The same answers are worth less by another draw; a folder that nothing was released from says so."""
    course = Course(ready(tmp_path / "grading"))
    runner.submit(course.root, LESSON, {"ann": drawn("of a class"), "bob": drawn(sealed.EXAMPLE)})
    assert "judged by the example draw" in run(course.root)
    by_example = {code: work.checks for code, work in works(course).items()}
    (course.root / sealed.SECRET).write_text("of a class", encoding="utf-8")
    assert "example draw" not in run(course.root)
    by_class = {code: work.checks for code, work in works(course).items()}
    assert by_example["bob"] == by_class["ann"] == 20 and by_example["ann"] < 20 > by_class["bob"]


def test_another_versions_draw_is_refused_and_an_exercise_may_be_left_out(tmp_path):
    course, own = Course(ready(tmp_path / "grading")), tasks.folder(LESSON)
    runner.submit(course.root, LESSON, {"ann": drawn(sealed.EXAMPLE)})
    assert sealing.note(course.root, {LESSON: own}, "as it was before an update") == []
    with pytest.raises(UserError, match=f"Part B of {LESSON} asks other things.*{sealing.GIVEN}.*Nothing was graded"):
        run(course.root)
    assert not works(course)
    assert sealing.note(course.root, {LESSON: own}, sealed.EXAMPLE) == [LESSON]
    assert "1 of 1" in run(course.root) and works(course)["ann"].checks == 20
    (course.root / sealing.GIVEN).write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match=f"{sealing.GIVEN} cannot be read"):
        sealing.as_given(course.root, LESSON, own)


def test_what_was_drawn_elsewhere_is_not_judged_by_the_example(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sealing.secret(Path("grading"))
    with pytest.raises(UserError, match=r"grading.draw.secret.*Nothing was graded"):
        run(tmp_path / "another")
    assert not (tmp_path / "another").exists() and (os.name == "nt" or Path("grading").stat().st_mode & 0o77 == 0)


# A process that reads every notebook of a folder, with a hook that hears of all that Python does. The first file, an honest
# one that lacks a check, is read before, so that what is loaded on first use is loaded. Prints what was heard, how many were read
# and declined, and, as a canary, what is heard of the last one once a line of code is run beside it.
LISTENER = told.cases(__file__, "programs.yaml")["listener"]


def test_reading_a_hostile_class_executes_imports_and_opens_nothing(tmp_path):
    """The hostile class and what is no notebook, an honest one first."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    plain = dict.fromkeys(("abstract", "hidden", "socket", "nap"), "x")
    secrets = {"places": ["/etc/passwd"], "outside": str(folder), "port": 9, **plain}
    texts = {name: json.dumps(notebook) for name, notebook in siege.notebooks(secrets).items()}
    first = literal()
    first.cells = [cell for cell in first.cells if cell.id != "check-errors"]
    texts |= {"a-honest": json.dumps(first), "z-deep": '{"cells": ' + "[" * 100_000, "z-none": "this is no notebook"}
    texts["z-shapes"] = json.dumps({"cells": [1, {"cell_type": 5}], "nbformat": 4})
    texts["z-nested"] = nbformat.writes(runner.filled(LESSON, {"terms": "terms = " + "-" * 19_000 + "1"}))
    for name, text in texts.items():
        (folder / f"{name}.ipynb").write_text(text.encode("utf-8", "replace").decode(), encoding="utf-8")
    course = Course(ready(tmp_path / "grading"))
    command = [sys.executable, "-c", LISTENER, folder, course.gradebook, course.root / CONFIG]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=folder, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    heard, counted, canary = done.stdout.strip().splitlines()
    read, declined = map(int, counted.split())
    assert heard == "[]" and read + declined == len(texts) - 1 and declined > 30
    assert "exec" in canary, "the hook hears code that is run"
