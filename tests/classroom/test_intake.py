"""What a learning platform gives, taken in.

Whose each file is, which exercise, and that nothing is lost, even from enemies.
"""

import dataclasses
import io
import json
import os
import struct
import time
import warnings
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derisking.classroom import files as classroom_files
from derisking.classroom.collect import careful, paths
from derisking.classroom.collect.archives import Limits, unpack
from derisking.classroom.collect.class_list import read
from derisking.classroom.collect.platforms import ALL
from derisking.classroom.collect.which import choose, collect
from derisking.classroom.errors import ClassroomError

L2, L3 = "02-de-risking", "03-chip-basics"
LIST = (
    "id,name,email,username\n"
    "akim,Ann Kim,ann@uni.example,akim\n"
    "blee,Bo Lee,bo@uni.example,b_lee\n"
    "jk1,Jo Khan,jo1@uni.example,\n"
    "jk2,Jo Khan,jo2@uni.example,\n"
)


def book(lesson=L2, text="", cells=None):
    """A notebook as a student hands it in."""
    source = f'from derisking import exercises\nexercise = exercises.open("{lesson}")\n{text}'
    own = [{"cell_type": "code", "metadata": {}, "source": source}] if cells is None else cells
    return json.dumps({"cells": own, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def record(lesson=L2):
    return json.dumps({"format": 1, "lesson": lesson, "answers": []})


def zipped(files):
    """Bytes of a zip. files: name -> content, or pairs where a name comes twice."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in files.items() if isinstance(files, dict) else files:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, (2026, 12, 1, 18, 0, 0))
            info.compress_type = info.compress_type or zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return stream.getvalue()


def take(tmp_path, files, people=None, lesson=None, folder=False, name="given", **limits):
    """Collect from a zip (or a folder) with these files."""
    source = tmp_path / (name if folder else f"{name}.zip")
    if folder:
        for path, content in files.items():
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else content.encode("utf-8")
            (source / path).write_bytes(data)
    else:
        source.write_bytes(zipped(files))
    if isinstance(people, str):
        (tmp_path / "list.csv").write_text(people, encoding="utf-8")
        people = read(tmp_path / "list.csv")
    return collect(source, tmp_path / "work", people, lesson, Limits(**limits))


def placed(taken):
    return sorted((s.student, s.lesson) for s in taken.submissions)


def why(taken, part):
    """The reason for the one unplaced file whose origin contains `part`."""
    found = [u.why for u in taken.unplaced if part in u.origin]
    assert len(found) == 1, (part, taken.unplaced)
    return found[0]


# ---------------------------------------------------------------------------------------------------------- platforms


def test_moodle_with_and_without_folders_and_in_a_students_zip(tmp_path):
    files = {
        "Ann Kim_1001_assignsubmission_file_/my homework (2).ipynb": book(),
        "Ann Kim_1001_assignsubmission_file_/quiz-record.json": record(),
        "Bo Lee_1002_assignsubmission_file/work.zip": zipped({"a/b/02.ipynb": book(), "a/quiz-record.json": record()}),
        "Cy Ng_1003_assignsubmission_file_02-de-risking.ipynb": "not JSON",
        "Dee_1004_assignsubmission_onlinetext_/onlinetext.html": "<p>here</p>",
    }
    taken = take(tmp_path, files)
    assert taken.platform == "moodle"
    assert placed(taken) == [("ann-kim", L2), ("bo-lee", L2), ("cy-ng", L2)]
    ann, bo, cy = sorted(taken.submissions, key=lambda s: s.student)
    assert ann.record.read_text(encoding="utf-8") == record() and bo.record is not None
    assert ann.submitted is None and "downloaded" in ann.time_from
    assert not cy.readable and "cannot be read" in cy.note
    assert "typed into Moodle" in why(taken, "onlinetext")


def test_moodle_times_come_from_the_grading_worksheet(tmp_path):
    sheet = (
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (submission),"
        "Last modified (grade)\n"
        "Participant 1001,Ann Kim,ann@uni.example,Submitted for grading - 2 hours late,,20,"
        '"Tuesday, 1 December 2026, 6:00 PM",-\n'
        "Participant 1002,Ann Kim,ann2@uni.example,,,20,-,-\n"
    )
    files = {f"Ann Kim_{n}_assignsubmission_file_/x.ipynb": book() for n in (1001, 1002)}
    taken = take(tmp_path, files, sheet)
    first = next(s for s in taken.submissions if s.student == "ann")
    assert first.submitted == datetime(2026, 12, 1, 18, 0) and first.late_mark
    assert placed(taken) == [("ann", L2), ("ann2", L2)]


def test_moodle_worksheet_of_another_assignment_cannot_mix_people_up(tmp_path):
    sheet = "Identifier,Full name,Grade,Maximum Grade,Last modified (grade)\n"
    sheet += "Participant 1,Ann Kim,,20,-\nParticipant 2,Bo Lee,,20,-\n"
    files = {
        "Bo Lee_1_assignsubmission_file_/x.ipynb": book(),
        "Zoe Fox_2_assignsubmission_file_/x.ipynb": book(),
        "Participant_1_assignsubmission_file_/x.ipynb": book(),
    }
    taken = take(tmp_path, files, sheet)
    assert placed(taken) == [("ann-kim", L2), ("bo-lee", L2)]
    assert {s.student: s.origin[:2] for s in taken.submissions} == {"ann-kim": "Pa", "bo-lee": "Bo"}
    assert "nobody on the class list" in why(taken, "Zoe Fox")


def test_canvas_with_late_anonymous_and_second_hand_in(tmp_path):
    files = {
        "kimann_501_9001_02-de-risking-1.ipynb": book(text="2"),
        "leebo_LATE_502_9002_homework.ipynb": book(),
        "anon_ab12c_9003_x.ipynb": book(),
        "leebo_LATE_502_9004_quiz-record.json": record(),
        "núñezóscar_503_text.html": "<p>typed</p>",
    }
    taken = take(tmp_path, files)
    assert taken.platform == "canvas"
    assert placed(taken) == [("anon-ab12c", L2), ("kimann", L2), ("leebo", L2)]
    bo = next(s for s in taken.submissions if s.student == "leebo")
    assert bo.late_mark and bo.record is not None and bo.submitted is None
    assert "typed into Canvas" in why(taken, "503_text")


def test_canvas_ids_match_the_gradebook(tmp_path):
    people = 'Student,ID,SIS Login ID,Section\nPoints Possible,,,\n"Khan, Jo",501,j1,A\n"Khan, Jo",502,j2,A\n'
    taken = take(tmp_path, {"khanjo_502_9001_x.ipynb": book(), "khanjo_LATE_501_9002_x.ipynb": book()}, people)
    assert {(s.student, s.late_mark) for s in taken.submissions} == {("j1", True), ("j2", False)}


def test_brightspace_folders_flat_names_and_index(tmp_path):
    files = {
        "index.html": "<p>list</p>",
        "12345-67890 - Ann Kim - Dec 1, 2026 1200 PM/x.ipynb": book(),
        "12346-67891 - Bo Lee - December 2, 2026 905 AM - hw.ipynb": book(L3),
    }
    taken = take(tmp_path, files, LIST)
    assert taken.platform == "brightspace" and placed(taken) == [("akim", L2), ("blee", L3)]
    times = {s.student: s.submitted for s in taken.submissions}
    assert times == {"akim": datetime(2026, 12, 1, 12, 0), "blee": datetime(2026, 12, 2, 9, 5)}
    assert [c.origin for c in taken.companions] == ["index.html"] and [s.id for s in taken.missing] == ["jk1", "jk2"]


def test_blackboard_attempts_and_receipts(tmp_path):
    stem = "Exercise 2_akim_attempt_2026-12-0{}-18-00-00"
    files = {
        stem.format(2) + "_02-de-risking.ipynb": book(text="second"),
        stem.format(1) + "_02-de-risking.ipynb": book(text="first"),
        stem.format(1) + ".txt": "Name: Ann Kim (akim)",
        "Exercise 2_b_lee_attempt_2026-12-01-18-00-00_hw.ipynb": book(),
    }
    taken = take(tmp_path, files, LIST)
    assert taken.platform == "blackboard"
    assert [(s.attempt, s.submitted.day) for s in taken.submissions if s.student == "akim"] == [(1, 1), (2, 2)]
    assert ("blee", L2) in placed(taken) and "receipt" in taken.companions[0].what


def test_blackboard_usernames_with_a_line_in_them_stay_apart(tmp_path):
    stem = "Exercise_2_{}_attempt_2026-12-01-18-00-00"
    files = {stem.format(user) + "_x.ipynb": book(text=user) for user in ("a_lee", "b_lee")}
    assert placed(take(tmp_path, files)) == [("a_lee", L2), ("b_lee", L2)]
    one = stem.format("c_lee")
    taken = take(tmp_path, {f"{one}_x.ipynb": book(), f"{one}.txt": "Name: Cy Lee (c_lee)\nAssignment: x"})
    assert placed(taken) == [("c_lee", L2)] and taken.students[0].name == "Cy Lee"


@pytest.mark.parametrize("name", ["submitted", "given"])
def test_nbgraders_own_folders(tmp_path, name):
    top = "" if name == "submitted" else "submitted/"
    files = {
        f"{top}Student07/{L2}/{L2}.ipynb": book(),
        f"{top}Student07/{L2}/timestamp.txt": "2026-12-01 18:00:00.000000 +00:00",
        f"{top}Student07/{L2}/quiz-record.json": record(),
        f"{top}s8/{L3}/{L3}.ipynb": book(L3),
    }
    taken = take(tmp_path, files, folder=True, name=name)
    assert taken.platform == "nbgrader" and placed(taken) == [("Student07", L2), ("s8", L3)]
    first = taken.submissions[0]
    assert first.time_from == "nbgrader's timestamp.txt" and first.record is not None
    assert first.submitted == datetime.fromisoformat("2026-12-01T18:00:00+00:00").astimezone().replace(tzinfo=None)


def test_loose_files_folders_and_zips(tmp_path):
    files = {
        "class/smith_02-de-risking.ipynb": book(),
        "class/kim/homework.ipynb": book(),
        "class/lee.zip": zipped({"derisking/exercises/02-de-risking/02-de-risking.ipynb": book()}),
        "class/02-de-risking.ipynb": book(),
        "class/02_de_risking (Ana Ruiz).ipynb.txt": book(),
    }
    taken = take(tmp_path, files, folder=True)
    assert placed(taken) == [("ana-ruiz", L2), ("kim", L2), ("lee", L2), ("smith", L2)]
    assert "says whose it is" in why(taken, "class/02-de-risking.ipynb")


def test_loose_files_and_a_class_list(tmp_path):
    files = {
        "hw2_akim_final.ipynb": book(),
        "Lee, Bo.ipynb": book(),
        "Jo Khan.ipynb": book(),
        "khan jo2@uni.example.ipynb": book(),
        "nobody.ipynb": book(),
    }
    taken = take(tmp_path, files, LIST)
    assert ("akim", L2) in placed(taken) and ("blee", L2) in placed(taken)
    assert ("jk2", L2) in placed(taken)
    assert "any of 2 students" in why(taken, "Jo Khan") and "jo1@uni.example" in why(taken, "Jo Khan")
    assert "nobody on the class list" in why(taken, "nobody")


def test_a_free_name_is_placed_only_where_one_student_is_meant(tmp_path):
    people = "id,name,email\na,Ann Kim,\nl,Ann Lee,\nb,Bo Ray,b@x.example\nk,Kim Orr,\n"
    meant = {"annkim hw": "a", "lee_ann": "l", "bo": "b", "Ann Kim, group of Bo": "a", "b@x.example": "b"}
    for text, who in {**meant, "kim": "", "joannleeson": "", "ann": ""}.items():
        taken = take(tmp_path, {f"{text}_02-de-risking.ipynb": book()}, people)
        assert [s.student for s in taken.submissions] == [who] * bool(who), text


@pytest.mark.parametrize("top", ["", "download/", "term/download/"])
def test_downloads_may_lie_in_folders_but_nobody_speaks_for_another(tmp_path, top):
    files = {
        f"{top}Ann Kim_1_assignsubmission_file_/x.ipynb": book(),
        f"{top}Mal Ory_2_assignsubmission_file_/Ann Kim_1_assignsubmission_file_/x.ipynb": book(text="forged"),
    }
    taken = take(tmp_path, files, folder=True)
    assert placed(taken) == [("ann-kim", L2), ("mal-ory", L2)]
    loose = {"kim/02.ipynb": book(), "ory/Ann Kim_1_assignsubmission_file_/x.ipynb": book(text="forged")}
    (tmp_path / "l").mkdir()
    assert placed(take(tmp_path / "l", loose, folder=True)) == [("kim", L2), ("ory", L2)]


def test_canvas_number_and_name_that_disagree_stay_unplaced(tmp_path):
    people = 'Student,ID,SIS Login ID,Section\nPoints Possible,,,\n"Kim, Ann",501,j1,A\n"Lee, Bo",502,j2,A\n'
    taken = take(tmp_path, {"leebo_501_9001_x.ipynb": book()}, people)
    assert taken.submissions == () and "by its number, but not by name" in taken.unplaced[0].why


def test_several_downloads_side_by_side(tmp_path):
    """Moodle counts anew in each assignment: the same number is not the same student, the same name is."""
    two = {"Ann Kim_1_assignsubmission_file_/x.ipynb": book(), "Bo Lee_2_assignsubmission_file_/x.ipynb": book()}
    three = {"Bo Lee_1_assignsubmission_file_/x.ipynb": book(L3), "Ann Kim_2_assignsubmission_file_/x.ipynb": book(L3)}
    taken = take(tmp_path, {"a.zip": zipped(two), "b.zip": zipped(three)}, folder=True)
    assert placed(taken) == [("ann-kim", L2), ("ann-kim", L3), ("bo-lee", L2), ("bo-lee", L3)] and taken.problems == ()


def test_a_students_zip_cannot_speak_for_another(tmp_path):
    forged = zipped({"Ann Kim_1_assignsubmission_file_/x.ipynb": book(text="forged")})
    files = {"Ann Kim.zip": zipped({"x.ipynb": book()}), "Mal Ory.zip": forged}
    taken = take(tmp_path, files, folder=True)
    placed_as = {s.student: s.origin.partition(".")[0] for s in taken.submissions}
    assert placed_as == {"ann-kim": "Ann Kim", "mal-ory": "Mal Ory"}


def test_nbgraders_folder_in_a_students_zip_or_folder_is_the_students_own(tmp_path):
    """Nobody replaces another's work with `submitted/other/lesson` inside an own zip or folder."""
    inner = f"submitted/Ann Kim/{L2}"
    forged = {f"{inner}/{L2}.ipynb": book(text="forged"), f"{inner}/timestamp.txt": "2026-12-24 18:00"}
    folders = {"Ann Kim/x.ipynb": book(), **{f"Mal Ory/{name}": text for name, text in forged.items()}}
    zips = {"Ann Kim.zip": zipped({"x.ipynb": book()}), "Mal Ory.zip": zipped(forged)}
    for name, files in (("folders", folders), ("zips", zips)):
        taken = take(tmp_path, files, "id,name\na,Ann Kim\nm,Mal Ory\n", folder=True, name=name)
        assert {s.student: s.origin[:3] for s in taken.submissions} == {"a": "Ann", "m": "Mal"}, name


ALICE = "Alice Able_1001_assignsubmission_file_/x.ipynb"


@pytest.mark.parametrize("name", ["mallory", "Mal Ory_7_assignsubmission_file_hw", "ory_77_78_homework"])
def test_the_name_of_a_lone_zip_outranks_the_names_in_it(tmp_path, name):
    people = "id,name\na,Alice Able\nmallory,Mal Ory\n"
    for inner in (ALICE, f"submitted/a/{L2}/{L2}.ipynb", "alice able/02.ipynb"):
        taken = take(tmp_path, {inner: book(text="forged")}, people, name=name)
        assert taken.submissions == () and "so it is Mal Ory's" in taken.unplaced[0].why
    of_two = {ALICE: book(text="forged"), "Mal Ory_7_assignsubmission_file_/x.ipynb": book()}
    taken = take(tmp_path, of_two, people, name="mallory")
    assert [s.student for s in taken.submissions] == ["mallory"]


def test_a_platforms_zip_is_believed_whatever_it_is_called(tmp_path):
    people = "id,name\na,Alice Able\nm,Mal Ory\n"
    files = {ALICE: book(), "Mal Ory_7_assignsubmission_file_/x.ipynb": book()}
    for name in ("POL210-Exercise 2-4711", "submissions", "Studies with Alice-Exercise 2-1"):
        assert placed(take(tmp_path, files, people, name=name)) == [("a", L2), ("m", L2)]
    assert placed(take(tmp_path, {ALICE: book()}, people, name="alice able")) == [("a", L2)]


def test_times_in_a_students_zip_are_not_believed(tmp_path):
    early = zipfile.ZipInfo("x.ipynb", (2001, 1, 1, 0, 0, 0))
    taken = take(tmp_path, {"Ann Kim.zip": zipped([(early, book())])})
    assert taken.submissions[0].submitted == datetime(2026, 12, 1, 18, 0)


def test_an_exact_name_on_the_list_is_the_student(tmp_path):
    people = "id,name\na,Jose Paz\nb,José Paz\n"
    both = ("Jose Paz", "José Paz")
    taken = take(tmp_path, {f"{name}_1_assignsubmission_file_/x.ipynb": book(text=name) for name in both}, people)
    assert placed(taken) == [("a", L2), ("b", L2)]


def test_same_name_without_a_list_is_two_people_and_a_line(tmp_path):
    files = {f"Jo Khan_{n}_assignsubmission_file_/x.ipynb": book(text=str(n)) for n in (1, 2)}
    taken = take(tmp_path, files)
    assert len({s.student for s in taken.submissions}) == 2
    assert "2 students have this name" in taken.problems[0].sentence


# ----------------------------------------------------------------------------------------------------- which exercise

ID = "Ann Kim_1_assignsubmission_file_/"


def test_content_decides_over_the_name(tmp_path):
    taken = take(tmp_path, {ID + "02-de-risking.ipynb": book(L3)})
    assert placed(taken) == [("ann-kim", L3)] and "Its name says 02" in taken.submissions[0].note


def test_cell_names_tell_the_exercise_when_the_first_cell_is_gone(tmp_path):
    cell = {"cell_type": "code", "source": ["x = 1"], "metadata": {"nbgrader": {"grade_id": "answer-hand-hhi"}}}
    assert placed(take(tmp_path, {ID + "final.ipynb": book(cells=[cell])})) == [("ann-kim", L2)]


def test_lesson_can_be_named_but_another_exercise_is_not_forced(tmp_path):
    files = {ID + "x.ipynb": book(cells=[]), "Bo_2_assignsubmission_file_/x.ipynb": book(L3)}
    taken = take(tmp_path, files, lesson=L2)
    assert placed(taken) == [("ann-kim", L2)] and "not 02-de-risking" in why(taken, "Bo_2")


def test_the_lesson_handed_in_by_mistake(tmp_path):
    cell = {"cell_type": "code", "metadata": {}, "source": f'LESSON = "{L2}"\nquiz.recall(LESSON)'}
    taken = take(tmp_path, {ID + "02-de-risking.ipynb": book(cells=[cell])})
    assert "It is the lesson 02-de-risking, not an exercise" in why(taken, "02-de-risking")
    cell["source"] = cell["source"].replace(L2, "00-start-here")
    taken = take(tmp_path, {ID + "mine.ipynb": book(cells=[cell])}, lesson=L2)
    assert "It is the lesson 00-start-here, not an exercise" in why(taken, "mine")


def test_the_real_lessons_and_exercises_are_told_apart(tmp_path):
    root = Path(__file__).resolve().parents[2]
    files = {f"ex{p.stem}_1_assignsubmission_file_/a.ipynb": p.read_bytes() for p in root.glob("exercises/*/*.ipynb")}
    files |= {f"le{p.stem}_1_assignsubmission_file_/a.ipynb": p.read_bytes() for p in root.glob("notebooks/*.ipynb")}
    taken = take(tmp_path, files)
    assert len(files) == 15 and len(taken.submissions) == 7
    assert all(s.origin.startswith(f"ex{s.lesson}") for s in taken.submissions)
    assert all("It is the lesson" in u.why for u in taken.unplaced) and len(taken.unplaced) == 8


INSTEAD = (
    ("answer.pdf", b"%PDF", "a PDF, not a notebook"),
    ("empty.docx", b"", "an empty file, a Word file"),
    ("x.ipynb", b"{}", "Neither its name nor its content says"),
    ("x.ipynb", b"", "The file is empty."),
    (".ipynb_checkpoints/x-checkpoint.ipynb", book().encode(), "the copy that JupyterLab keeps"),
    ("a.7z", b"7z", "an archive of a kind"),
    ("quiz-record.json", record().encode(), "no notebook of the same student"),
    ("deep.ipynb", b"[" * 200_000, "cannot be read as a notebook"),
    ("list.ipynb", b"[1, 2]", "cannot be read as a notebook"),
)


def test_what_students_hand_in_instead(tmp_path):
    for name, content, sign in INSTEAD:
        taken = take(tmp_path, {ID + name: content})
        (left,) = taken.unplaced
        assert taken.submissions == () and sign in left.why and left.student == "ann-kim", name


def test_extras_beside_a_notebook_are_companions_but_documents_are_shown(tmp_path):
    extras = (".ipynb_checkpoints/x-checkpoint.ipynb", "__MACOSX/._x.ipynb", ".DS_Store", "data.csv")
    extras += ("copy of x.ipynb", "memo.pdf")
    taken = take(tmp_path, {ID + "x.ipynb": book()} | {ID + extra: book() for extra in extras})
    assert len(taken.submissions) == 1 and [u.origin for u in taken.unplaced] == [ID + "memo.pdf"]
    assert len(taken.companions) == 5


def test_a_whole_course_folder_in_a_zip_gives_the_named_exercise_only(tmp_path):
    inner = {f"derisking/exercises/{lesson}/{lesson}.ipynb": book(lesson) for lesson in (L2, L3)}
    taken = take(tmp_path, {ID + "all.zip": zipped(inner)}, lesson=L2)
    assert placed(taken) == [("ann-kim", L2)] and taken.unplaced == ()
    assert "beside the notebook of the same student: it holds" in taken.companions[0].what


# ----------------------------------------------------------------------------------------------------------- choosing


def attempts(tmp_path):
    name = "Exercise_akim_attempt_2026-12-0{}-18-00-00_x.ipynb"
    return take(tmp_path, {name.format(day): book(text=str(day)) for day in (3, 1, 2)}).submissions


def test_one_attempt_counts_and_the_others_are_listed(tmp_path):
    on_time, never = ("last-on-time", datetime(2026, 12, 2, 18)), ("last-on-time", datetime(2026, 11, 1))
    for rule, day in ((("last", None), 3), (("first", None), 1), (on_time, 2), (never, 3)):
        choice = choose(attempts(tmp_path), *rule)
        assert [s.submitted.day for s in choice.chosen] == [day] and len(choice.others) == 2, rule
        assert all(f"attempt {day} counts" in reason for _, reason in choice.others)


def test_a_broken_file_counts_only_where_nothing_else_is(tmp_path):
    name = "Exercise_akim_attempt_2026-12-0{}-18-00-00_02-de-risking.ipynb"
    taken = take(tmp_path, {name.format(1): book(), name.format(2): "broken"})
    choice = choose(taken.submissions)
    assert choice.chosen[0].readable and "no readable notebook" in choice.others[0][1]
    assert not choose([s for s in taken.submissions if not s.readable]).chosen[0].readable


def test_rules_that_make_no_sense(tmp_path):
    for rule in ("best", "last-on-time"):
        with pytest.raises(ClassroomError):
            choose(attempts(tmp_path), rule)
    with pytest.raises(ClassroomError, match="There is no exercise 09-x"):
        take(tmp_path, {"a.ipynb": book()}, lesson="09-x")


# ----------------------------------------------------------------------------------------------------------- archives


def entry(name, mode=0, method=0):
    """An entry of an unusual kind (mode of Unix) or packed in an unusual way."""
    info = zipfile.ZipInfo(name, (2026, 12, 1, 18, 0, 0))
    info.create_system, info.external_attr, info.compress_type = 3, mode << 16, method
    return info


HOSTILE = {
    "traversal": (("../../evil.ipynb", book()), "leads out"),
    "traversal with backslashes": (("..\\..\\evil.ipynb", book()), "leads out"),
    "absolute": (("/etc/evil.ipynb", book()), "fixed place"),
    "drive": (("C:\\evil.ipynb", book()), "fixed place"),
    "symbolic link": ((entry("link.ipynb", 0o120777), "/etc/passwd"), "a link"),
    "device": ((entry("dev.ipynb", 0o020666), ""), "no ordinary file"),
    "bzip2": ((entry("b.ipynb", method=zipfile.ZIP_BZIP2), book()), "unusual way"),
}


@pytest.mark.parametrize("attack", HOSTILE)
@pytest.mark.parametrize("nested", [False, True], ids=["in the zip", "in a student's zip"])
def test_hostile_entries_are_named_and_the_others_are_read(tmp_path, attack, nested):
    bad, sign = HOSTILE[attack]
    files = [("good.ipynb", book()), bad, ("better.ipynb", book())]
    (tmp_path / "a.zip").write_bytes(zipped([("s.zip", zipped(files)), ("other.ipynb", book())] if nested else files))
    got = unpack(tmp_path / "a.zip", tmp_path / "work")
    assert len(got.received) == 2 + nested and len(got.problems) == 1 and sign in got.problems[0].sentence
    assert {p.parent for p in (tmp_path / "work").rglob("*")} == {tmp_path / "work"}
    assert {p.name for p in tmp_path.iterdir()} == {"a.zip", "work"}
    assert len(list((tmp_path / "work").iterdir())) == len(got.received)


def patched(data, offset, layout, value):
    return data[:offset] + struct.pack(layout, value) + data[offset + struct.calcsize(layout) :]


def test_lying_headers(tmp_path):
    """A size that is too small, in both headers: the entry counts as damaged, the others are read."""
    data = zipped({"lie.ipynb": b"a" * 9_000, "good.ipynb": book()})
    central = data.index(b"PK\x01\x02")
    data = patched(patched(data, 22, "<L", 10), central + 24, "<L", 10)
    (tmp_path / "a.zip").write_bytes(data)
    got = unpack(tmp_path / "a.zip", tmp_path / "work")
    assert [r.origin for r in got.received] == ["good.ipynb"] and "damaged" in got.problems[0].sentence


def test_password_and_damage(tmp_path):
    locked = zipped({"x.ipynb": book()})
    locked = patched(patched(locked, 6, "<H", 1), locked.index(b"PK\x01\x02") + 8, "<H", 1)
    broken = bytearray(zipped({"x.ipynb": os.urandom(2_000)}))
    broken[200] ^= 0xFF
    files = {"a.zip": locked, "b.zip": bytes(broken), "c.zip": b"no zip", "d.zip": zipped({}), "good.ipynb": book()}
    (tmp_path / "all.zip").write_bytes(zipped(files))
    got = unpack(tmp_path / "all.zip", tmp_path / "work")
    assert [r.origin for r in got.received] == ["a.zip", "b.zip", "c.zip", "d.zip", "good.ipynb"]
    told = {p.origin: p.sentence for p in got.problems}
    assert "password" in told["a.zip/x.ipynb"] and "damaged" in told["b.zip/x.ipynb"]
    assert "damaged or no zip" in told["c.zip"] and "empty" in told["d.zip"]


def test_limits_of_a_students_zip_cost_only_that_student(tmp_path):
    files = {
        "many.zip": zipped({f"{n}.ipynb": book() for n in range(30)}),
        "big.zip": zipped({f"{n}.bin": os.urandom(60_000) for n in range(5)}),
        "good.zip": zipped({"x.ipynb": book()}),
        "huge.bin": os.urandom(250_000),
    }
    (tmp_path / "all.zip").write_bytes(zipped(files))
    limits = Limits(zip_files=20, zip_bytes=200_000, file_bytes=500_000)
    got = unpack(tmp_path / "all.zip", tmp_path / "work", limits)
    assert [r.origin for r in got.received] == ["many.zip", "big.zip", "good.zip/x.ipynb", "huge.bin"]
    assert [p.origin for p in got.problems] == ["many.zip", "big.zip"]
    small = unpack(tmp_path / "all.zip", tmp_path / "w2", Limits(file_bytes=240_000, zip_files=20, zip_bytes=200_000))
    assert "larger than" in {p.origin: p.sentence for p in small.problems}["huge.bin"]


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 399), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_damage_to_a_students_zip_leaves_the_others_alone(tmp_path_factory, changes):
    folder = tmp_path_factory.mktemp("t")
    bad = bytearray(zipped({"x.ipynb": book(), "y.ipynb": book(L3)}))
    for place, value in changes:
        bad[place % len(bad)] = value
    (folder / "all.zip").write_bytes(zipped([("a.ipynb", book()), ("s.zip", bytes(bad)), ("z.ipynb", book())]))
    got = unpack(folder / "all.zip", folder / "work")
    origins = [r.origin for r in got.received]
    assert origins[0] == "a.ipynb" and origins[-1] == "z.ipynb"
    assert sorted(p.name for p in (folder / "work").iterdir()) == sorted(r.path.name for r in got.received)


def test_what_one_student_hands_in_costs_no_other_a_file(tmp_path):
    """Each has limits of an own, wherever the folders of students begin, and notebooks are taken first."""
    many = zipped({f"{n}.txt": "" for n in range(15)})
    files = {f"top/Mal {n}_{n}_assignsubmission_file_/{k}.zip": many for n in (1, 2) for k in range(5)}
    files |= {"top/Mal 1_1_assignsubmission_file_/z.ipynb": book()}
    files |= {f"top/Zoe {n}_9{n}_assignsubmission_file_/x.ipynb": book() for n in range(4)}
    (tmp_path / "all.zip").write_bytes(zipped(files))
    got = unpack(tmp_path / "all.zip", tmp_path / "work", Limits(zip_files=20, student_files=40))
    books = [one.origin for one in got.received if one.origin.endswith(".ipynb")]
    assert len(books) == 5
    assert sorted({p.origin for p in got.problems}) == [f"top/Mal {n}_{n}_assignsubmission_file_" for n in (1, 2)]
    assert all("more than is taken from one student" in p.sentence for p in got.problems)


def test_a_notebook_of_countless_parts_is_not_built(tmp_path):
    cells = '{"cells": [' + ",".join(["{}"] * 1_200_000) + '], "nbformat": 4}'
    taken = take(tmp_path, {ID + "02-de-risking.ipynb": cells})
    assert not taken.submissions[0].readable
    with pytest.raises(ValueError, match="too many parts"):
        classroom_files.parsed(cells.encode())


def test_zips_in_zips_end(tmp_path):
    data = zipped({"x.ipynb": book()})
    for level in range(4):
        data = zipped({f"{level}.zip": data})
    (tmp_path / "a.zip").write_bytes(data)
    got = unpack(tmp_path / "a.zip", tmp_path / "work")
    assert [r.origin for r in got.received] == ["3.zip/2.zip/1.zip"] and "by hand" in got.problems[0].sentence


def test_a_list_of_entries_that_would_fill_the_memory(tmp_path):
    data = zipped({"x.ipynb": book()})
    (tmp_path / "all.zip").write_bytes(zipped({"s.zip": data + b"\0" * 30_000, "good.ipynb": book()}))
    end = data.rindex(b"PK\x05\x06")
    lying = patched(data, end + 12, "<L", 4_000_000) + b"\0" * 30_000
    (tmp_path / "all.zip").write_bytes(zipped({"s.zip": lying, "good.ipynb": book()}))
    got = unpack(tmp_path / "all.zip", tmp_path / "work", Limits(zip_files=20))
    assert [r.origin for r in got.received] == ["s.zip", "good.ipynb"] and "too many files" in got.problems[0].sentence


def test_not_a_zip_at_all_is_one_sentence(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"<html>please log in</html>")
    with pytest.raises(ClassroomError, match="download it again"):
        unpack(tmp_path / "a.zip", tmp_path / "work")
    with pytest.raises(ClassroomError, match="There is no file"):
        unpack(tmp_path / "none.zip", tmp_path / "work")


def test_names_that_windows_cannot_have_and_odd_encodings(tmp_path):
    names = ("CON.ipynb", "ab: c?. .ipynb", "x" * 300 + ".ipynb", "ev\u202eil.ipynb")
    (tmp_path / "a.zip").write_bytes(zipped(dict.fromkeys(names, book())))
    got = unpack(tmp_path / "a.zip", tmp_path / "work")
    assert len(got.received) == 4
    for one in got.received:
        name = one.path.name
        assert name.isascii() and not set(name) & set('<>:"/\\|?* ') and name.endswith(".ipynb")
    assert got.received[3].origin == "evil.ipynb"


def test_utf8_names_without_the_mark_for_it(tmp_path):
    """Zips from some Macs: the bytes are UTF-8, the flag is not set."""
    data = zipped({"Zo__.ipynb": book()}).replace(b"Zo__.ipynb", b"Zo\xc3\xab.ipynb")
    (tmp_path / "a.zip").write_bytes(data)
    assert unpack(tmp_path / "a.zip", tmp_path / "work").received[0].origin == "Zoë.ipynb"


def test_a_folder_with_links_and_pipes(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text(book(), encoding="utf-8")
    folder = tmp_path / "class"
    (folder / "kim").mkdir(parents=True)
    (folder / "kim" / "02-de-risking.ipynb").write_text(book(), encoding="utf-8")
    if os.name == "nt":
        pytest.skip("links need a privilege on Windows")
    (folder / "link.ipynb").symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.ipynb")
    got = unpack(folder, tmp_path / "work")
    assert [r.origin for r in got.received] == ["kim/02-de-risking.ipynb"]
    assert [p.origin for p in got.problems] == ["link.ipynb", "loop", "pipe.ipynb"]


def test_times_beyond_any_calendar():
    assert careful.disk_time(10**18) is None is careful.disk_time(float(10**12))
    assert careful.disk_time(0).year in (1969, 1970)


def test_a_full_disk_is_one_sentence_and_no_half_file(tmp_path, monkeypatch):
    (tmp_path / "a.zip").write_bytes(zipped({"x.ipynb": book()}))
    real = Path.open

    def full(self, mode="r", *args, **kwargs):
        if "x" in mode:
            raise OSError(28, "No space left on device")
        return real(self, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(ClassroomError, match="No space left"):
        unpack(tmp_path / "a.zip", tmp_path / "work")
    assert list((tmp_path / "work").iterdir()) == []


# ---------------------------------------------------------------------------------------------------- nothing is lost

PEOPLE = ["Ann Kim_1_assignsubmission_file_/", "kimann_501_9001_", "1-2 - Bo Lee - Dec 1, 2026 1200 PM/", ""]
PEOPLE += ["submitted/s7/02-de-risking/", "E_akim_attempt_2026-12-01-18-00-00_", "smith/", "class/", "Jo Khan/"]
PEOPLE += ["الليل/", ".ipynb_checkpoints/"]
FILES = ["02-de-risking.ipynb", "x.ipynb", "x (1).ipynb", "quiz-record.json", "my-progress.csv", "a.pdf", "s.zip"]
FILES += ["index.html", "timestamp.txt", ".DS_Store", "x.ipynb.txt", "akim_02.ipynb", "🦊.ipynb", "inner.zip", "noname"]
INNER = zipped({"02-de-risking.ipynb": book(), "b.pdf": "x"})
CONTENT = [book(), book(L3), book(cells=[]), "not JSON", "", record(), INNER]


def everything(taken):
    """Copies of all received files, each counted once for each place where it ended."""
    ends = [s.file for s in taken.submissions] + [u.file for u in taken.unplaced] + [c.file for c in taken.companions]
    return ends + [s.record for s in taken.submissions if s.record]


def complete(taken):
    ends = everything(taken)
    return len(ends) == len(set(ends)) == taken.received


def test_canary_of_completeness(tmp_path):
    taken = take(tmp_path, {ID + "x.ipynb": book(), ID + "memo.pdf": "x"})
    assert complete(taken)
    assert not complete(dataclasses.replace(taken, unplaced=()))
    assert not complete(dataclasses.replace(taken, submissions=taken.submissions * 2))


@settings(max_examples=120)
@given(
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(FILES), st.sampled_from(CONTENT)), max_size=9),
    st.booleans(),
    st.sampled_from([None, L2]),
)
def test_every_file_ends_in_exactly_one_place(tmp_path_factory, files, listed, lesson):
    taken = take(tmp_path_factory.mktemp("t"), [(p + f, c) for p, f, c in files], LIST if listed else None, lesson)
    ends = everything(taken)
    assert complete(taken)
    assert all(path.is_file() for path in ends)
    assert all(u.why.endswith(".") and u.origin for u in taken.unplaced)
    keys = [(s.student, s.lesson, s.attempt) for s in taken.submissions]
    assert len(keys) == len(set(keys))
    assert {s.student for s in taken.submissions} <= {s.id for s in taken.students}


def test_names_made_to_be_slow_are_not(tmp_path):
    names = [f"{'a_1' * 330}{n}" for n in range(200)] + [f"{'1_' * 490}{n}" for n in range(200)]
    start = time.perf_counter()
    paths.read([f"top/{name}" for name in names] + [f"{name}/x.ipynb" for name in names], "x.zip", [L2])
    assert time.perf_counter() - start < 5


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_name_can_be_read(folder, file):
    (tag,) = paths.read([f"{folder}/{file}"], "x.zip", [L2])
    assert tag.platform in ALL
    assert careful.safe_name(file).isascii() and len(careful.safe_name(file)) <= 61
    assert not set(careful.shown(file)) & set("\n\r\t\u202e")


def test_two_folders_of_nbgrader_that_differ_in_case_only_are_two_students(tmp_path):
    source = tmp_path / "submitted"
    for name in ("aa", "Aa"):
        (source / name / "02-de-risking").mkdir(parents=True)
        (source / name / "02-de-risking" / "02-de-risking.ipynb").write_text('{"cells": []}', encoding="utf-8")
    if len(list(source.iterdir())) < 2:
        pytest.skip("this disk does not tell them apart")
    taken = collect(source, tmp_path / "work")
    assert len({s.student.casefold() for s in taken.submissions}) == len(taken.submissions) == 2
