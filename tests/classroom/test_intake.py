"""What a learning platform gives, taken in.
Whose each file is, which exercise, and that nothing is lost, even from enemies."""

import dataclasses
import io
import json
import os
import struct
import tempfile
import warnings
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import told
from support.class_lists import listed

from derisking.classroom.collect import careful, whose
from derisking.classroom.collect.archives import Limits, unpack
from derisking.classroom.collect.platforms import ALL
from derisking.classroom.collect.which import Source, choose, collect
from derisking.classroom.files import write
from derisking.classroom.rules import Rule, Rules
from derisking.errors import UserError

L2, L3 = "02-de-risking", "03-chip-basics"
CASES, MORE = told.cases(__file__, "intake.yaml"), told.cases(__file__, "cases.yaml")
MOODLE = "{}_assignsubmission_file_/x.ipynb"


def book(lesson=L2, text="", cells=None):
    """A notebook as a student hands it in."""
    source = f'from derisking import exercises\nexercise = exercises.open("{lesson}")\n{text}'
    own = [{"cell_type": "code", "metadata": {}, "source": source}] if cells is None else cells
    return json.dumps({"cells": own, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def record(lesson=L2):
    return json.dumps({"format": 1, "lesson": lesson, "answers": []})


def zipped(files, when=(2026, 12, 1, 18, 0, 0)):
    """Bytes of a zip. files: name -> content, or pairs where a name comes twice; when: the time of its entries."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in files.items() if isinstance(files, dict) else files:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, when)
            info.compress_type = info.compress_type or zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return stream.getvalue()


def take(tmp_path, files, people=None, lesson=None, folder=False, name="given"):
    """Collect from a zip (or a folder) with these files."""
    top = Path(tempfile.mkdtemp(dir=tmp_path))
    source = top / (name if folder else f"{name}.zip")
    if folder:
        for path, content in files.items():
            write(source / path, content)
    else:
        source.write_bytes(zipped(files))
    return collect(Source(source, top / "work"), None if people is None else listed(top, people), lesson)


def opened(tmp_path, files, limits=Limits()):  # noqa: B008
    """(received, problems) of a zip with these files, or with these bytes."""
    top = Path(tempfile.mkdtemp(dir=tmp_path))
    (top / "a.zip").write_bytes(files if isinstance(files, bytes) else zipped(files))
    return unpack(top / "a.zip", top / "work", limits)


def placed(taken, top=""):
    """ "student lesson origin" of each submission, the lesson by its number, the origin by its first letters."""
    return sorted(f"{one.student} {one.lesson[:2]} {one.origin[len(top) :][:3].strip()}" for one in taken.submissions)


def why(taken, part):
    """The reason for the one unplaced file whose origin contains `part`."""
    (reason,) = [item.why for item in taken.unplaced if part in item.origin]
    return reason


# ---------------------------------------------------------------------------------------------------------- platforms
def content(told, path):
    """What intake.yaml means; each notebook is another one."""
    if isinstance(told, dict):
        return zipped({name: content(text, name) for name, text in told.items()}, (2001, 1, 1, 0, 0, 0))
    meant = {"book": book(text=path), "book 03": book(L3, path), "record": record(), "no cells": book(cells=[])}
    meant |= {f"lesson {name}": code(f'LESSON = "{name}"\nquiz.recall(LESSON)') for name in (L2, "00-start-here")}
    return meant.get(told, told)


def known(item):
    """When a hand-in came, and what else is known of it, in the words of intake.yaml."""
    when = f"{item.tag.submitted:%Y-%m-%d %H:%M}" if item.tag.submitted else "no time"
    signs = {
        "late": item.tag.late, "draft": item.tag.draft, "with record": item.record, "no notebook": not item.readable,
    }  # fmt: skip
    return " ".join([when, *(sign for sign, there in signs.items() if there)])


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("folder", [False, True], ids=["zip", "folder"])
def test_whose_each_file_is(tmp_path, case, folder):
    """As a zip; and from a folder, where Moodle's and others' downloads may lie below other folders."""
    wanted, platform = CASES[case], case.partition(",")[0]
    top = "term/download/" if folder and platform in ("moodle", "canvas", "blackboard") else ""
    files = {f"{top}{path}": content(text, path) for path, text in wanted["files"].items()}
    taken = take(tmp_path, files, wanted.get("list"), folder=folder)
    assert placed(taken, top) == wanted["placed"] and taken.platform == platform
    assert len(taken.problems) == ("problem" in wanted)
    assert all(wanted["problem"] in one.sentence for one in taken.problems)
    reasons = wanted.get("why", {})
    assert len(taken.unplaced) == len(reasons) and complete(taken)
    for part, sign in reasons.items():
        assert sign in why(taken, part)
    if not folder:
        latest = {item.student: known(item) for item in taken.submissions}
        assert {who: latest[who] for who in wanted.get("told", {})} == wanted.get("told", {})


def test_the_time_that_nbgrader_kept_and_free_names_of_one_student(tmp_path):
    book_and_time = CASES["nbgrader, its own folders"]["files"]
    files = {path.removeprefix("submitted/"): content(text, path) for path, text in book_and_time.items()}
    (first, _) = take(tmp_path, files, folder=True, name="submitted").submissions
    local = datetime.fromisoformat("2026-12-01T18:00:00+00:00").astimezone().replace(tzinfo=None)
    assert first.tag.submitted == local and first.record is not None
    people = "id,name,email\na,Ann Kim,\nl,Ann Lee,\nb,Bo Ray,b@x.example\nk,Kim Orr,\n"
    meant = {"annkim hw": "a", "lee_ann": "l", "bo": "b", "Ann Kim, group of Bo": "a", "b@x.example": "b"}
    for text, who in {**meant, "kim": "", "joannleeson": "", "ann": ""}.items():
        taken = take(tmp_path, {f"{text}_02-de-risking.ipynb": book()}, people)
        assert [item.student for item in taken.submissions] == [who] * bool(who), text


def test_two_folders_of_nbgrader_that_differ_in_case_only_are_two_students(tmp_path):
    taken = take(tmp_path, {f"{name}/{L2}/{L2}.ipynb": book() for name in ("aa", "Aa")}, folder=True, name="submitted")
    if taken.received < 2:
        pytest.skip("this disk does not tell them apart")
    assert len({item.student.casefold() for item in taken.submissions}) == len(taken.submissions) == 2


@pytest.mark.parametrize("name", ["mallory", "Mal Ory_7_assignsubmission_file_hw", "ory_77_78_homework"])
def test_the_name_of_a_lone_zip_outranks_the_names_in_it(tmp_path, name):
    people, alice = "id,name\na,Alice Able\nmallory,Mal Ory\n", MOODLE.format("Alice Able_1001")
    for inner in (alice, f"submitted/a/{L2}/{L2}.ipynb", "alice able/02.ipynb"):
        taken = take(tmp_path, {inner: book(text="forged")}, people, name=name)
        assert taken.submissions == [] and "so it is Mal Ory's" in taken.unplaced[0].why
    both = {alice: book(), MOODLE.format("Mal Ory_7"): book()}
    assert placed(take(tmp_path, both, people, name="mallory")) == ["mallory 02 Mal"]
    for course in ("POL210-Exercise 2-4711", "submissions", "Studies with Alice-Exercise 2-1"):  # a platform's own zip
        assert placed(take(tmp_path, both, people, name=course)) == ["a 02 Ali", "mallory 02 Mal"]
    assert placed(take(tmp_path, {alice: book()}, people, name="alice able")) == ["a 02 Ali"]


# ----------------------------------------------------------------------------------------------------- which exercise
ID = "Ann Kim_1_assignsubmission_file_/"


def code(source, grade_id=None):
    """A notebook of one cell."""
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return book(cells=[{"cell_type": "code", "source": source, "metadata": metadata}])


def test_which_exercise_a_file_is_and_what_it_is_instead(tmp_path):
    unnamed = ["final.ipynb", code(["x = 1"], "answer-hand-hhi"), None, L2]  # without its first cell
    deep = ["deep.ipynb", b"[" * 200_000, None, "cannot be read as a notebook"]
    for name, holds, asked, wanted in [unnamed, deep, *MORE["which"]]:
        taken = take(tmp_path, {ID + name: content(holds, name)}, lesson=asked)
        if wanted in (L2, L3):
            assert [item.lesson for item in taken.submissions] == [wanted], name
        else:
            (left,) = taken.unplaced
            assert taken.submissions == [] and wanted in left.why and left.student == "ann-kim", name
    assert "Its name says 02" in take(tmp_path, {ID + "02-de-risking.ipynb": book(L3)}).submissions[0].note
    with pytest.raises(UserError, match="There is no exercise 09-x"):
        take(tmp_path, {"a.ipynb": book()}, lesson="09-x")


def test_the_real_lessons_and_exercises_are_told_apart(tmp_path):
    root = Path(__file__).resolve().parents[2]
    files = {MOODLE.format(f"ex{p.stem}_1"): p.read_bytes() for p in root.glob("exercises/*/*.ipynb")}
    files |= {MOODLE.format(f"le{p.stem}_1"): p.read_bytes() for p in root.glob("notebooks/*.ipynb")}
    taken = take(tmp_path, files)
    assert len(files) == 16 and len(taken.submissions) == 8
    assert all(item.origin.startswith(f"ex{item.lesson}") for item in taken.submissions)
    assert all("It is the lesson" in item.why for item in taken.unplaced) and len(taken.unplaced) == 8


def test_extras_beside_a_notebook_are_companions_but_documents_are_shown(tmp_path):
    extras = (".ipynb_checkpoints/x-checkpoint.ipynb", "__MACOSX/._x.ipynb", ".DS_Store", "data.csv")
    extras += ("copy of x.ipynb", "memo.pdf")
    taken = take(tmp_path, {ID + "x.ipynb": book()} | {ID + extra: book() for extra in extras})
    assert len(taken.submissions) == 1 and [item.origin for item in taken.unplaced] == [ID + "memo.pdf"]
    assert len(taken.companions) == 5
    course = {f"derisking/exercises/{lesson}/{lesson}.ipynb": book(lesson) for lesson in (L2, L3)}
    taken = take(tmp_path, {ID + "all.zip": zipped(course)}, lesson=L2)
    assert placed(taken) == ["ann-kim 02 Ann"] and taken.unplaced == []
    assert "beside the notebook of the same student: it holds" in taken.companions[0].why


# ----------------------------------------------------------------------------------------------------------- choosing
def test_one_attempt_counts_and_the_others_are_listed(tmp_path):
    name = "Exercise 2_akim_attempt_2026-12-0{}-18-00-00_02-de-risking.ipynb"
    taken = take(tmp_path, {name.format(day): book(text=str(day)) for day in (3, 1, 2)}).submissions
    late, between, before = "last-on-time", datetime(2026, 12, 2, 18), datetime(2026, 11, 1)
    for rule, due, day in (("last", None, 3), ("first", None, 1), (late, between, 2), (late, before, 3)):
        (chosen,), others = choose(taken, Rules(exercises={L2: Rule(due=due, attempts=rule)}))
        assert chosen.tag.submitted.day == day and len(others) == 2, rule
        assert all(f"attempt {day} counts" in reason for _, reason in others)
    with pytest.raises(UserError, match="needs the day and time"):
        choose(taken, Rules(exercises={L2: Rule(attempts="last-on-time")}))
    taken = take(tmp_path, {name.format(1): book(), name.format(2): "broken"}).submissions
    (chosen,), others = choose(taken, Rules())
    assert chosen.readable and "no readable notebook" in others[0][1]
    assert choose([item for item in taken if not item.readable], Rules())[0], "counts where nothing else is"


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
    "device": ((entry("dev.ipynb", 0o020666), ""), "not a regular file"),
    "bzip2": ((entry("b.ipynb", method=zipfile.ZIP_BZIP2), book()), "unusual way"),
}


@pytest.mark.parametrize("bad, sign", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("nested", [False, True], ids=["in the zip", "in a student's zip"])
def test_hostile_entries_are_named_and_the_others_are_read(tmp_path, bad, sign, nested):
    files = [("good.ipynb", book()), bad, ("better.ipynb", book())]
    (tmp_path / "a.zip").write_bytes(zipped([("s.zip", zipped(files)), ("other.ipynb", book())] if nested else files))
    received, problems = unpack(tmp_path / "a.zip", tmp_path / "work")
    assert len(received) == 2 + nested and len(problems) == 1 and sign in problems[0].sentence
    assert {p.name for p in tmp_path.iterdir()} == {"a.zip", "work"}
    assert sorted((tmp_path / "work").rglob("*")) == sorted(one.path for one in received)


def patched(data, offset, layout, value):
    return data[:offset] + struct.pack(layout, value) + data[offset + struct.calcsize(layout) :]


def test_what_is_wrong_with_a_students_zip_is_told_and_costs_only_that_student(tmp_path):
    locked = zipped({"x.ipynb": book()})
    locked = patched(patched(locked, 6, "<H", 1), locked.index(b"PK\x01\x02") + 8, "<H", 1)
    broken = bytearray(zipped({"x.ipynb": os.urandom(2_000)}))
    broken[200] ^= 0xFF
    lying = zipped({"x.ipynb": b"a" * 9_000})  # a size that is too small, in both headers
    lying = patched(patched(lying, 22, "<L", 10), lying.index(b"PK\x01\x02") + 24, "<L", 10)
    long = zipped({"x.ipynb": book()}) + b"\0" * 30_000  # its list of entries, as it says, would fill the memory
    long = patched(long, long.rindex(b"PK\x05\x06") + 12, "<L", 4_000_000)
    deep = zipped({"1.zip": zipped({"0.zip": zipped({"x.ipynb": book()})})})
    files = {
        "locked.zip": (locked, "locked with a password"),
        "broken.zip": (bytes(broken), "damaged inside the zip"),
        "lying.zip": (lying, "damaged inside the zip"),
        "none.zip": (b"no zip", "damaged or no zip"),
        "empty.zip": (zipped({}), "The zip is empty"),
        "many.zip": (zipped({f"{n}.ipynb": book() for n in range(30)}), "too many files"),
        "long.zip": (long, "too many files"),
        "big.zip": (zipped({f"{n}.bin": os.urandom(60_000) for n in range(5)}), "unpacks to more than"),
        "deep.zip": (deep, "unpack it by hand"),
        "huge.bin": (os.urandom(350_000), "the file is larger than"),
        "good.zip": (zipped({"x.ipynb": book()}), ""),
    }
    limits = Limits(zip_files=20, zip_bytes=200_000, file_bytes=340_000)
    received, problems = opened(tmp_path, {name: content for name, (content, _) in files.items()}, limits)
    assert received[-1].origin == "good.zip/x.ipynb", "no other file is lost"
    assert [one.origin.partition("/")[0] for one in received] == [name for name in files if name != "huge.bin"]
    told = {one.origin.partition("/")[0]: one.sentence for one in problems}
    assert set(told) == set(files) - {"good.zip"} and len(problems) == len(told)
    assert all(files[name][1] in sentence for name, sentence in told.items())


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 399), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_damage_to_a_students_zip_leaves_the_others_alone(tmp_path_factory, changes):
    bad = bytearray(zipped({"x.ipynb": book(), "y.ipynb": book(L3)}))
    for place, value in changes:
        bad[place % len(bad)] = value
    files = [("a.ipynb", book()), ("s.zip", bytes(bad)), ("z.ipynb", book())]
    received, _ = opened(tmp_path_factory.mktemp("t"), files)
    origins = [one.origin for one in received]
    assert origins[0] == "a.ipynb" and origins[-1] == "z.ipynb"
    assert sorted(received[0].path.parent.iterdir()) == sorted(one.path for one in received)


def test_what_one_student_hands_in_costs_no_other_a_file(tmp_path):
    """Each has limits of an own, wherever the folders of students begin, and notebooks are taken first."""
    many = zipped({f"{n}.txt": "" for n in range(15)})
    files = {f"top/Mal {n}_{n}_assignsubmission_file_/{k}.zip": many for n in (1, 2) for k in range(5)}
    files |= {"top/Mal 1_1_assignsubmission_file_/z.ipynb": book()}
    files |= {f"top/Zoe {n}_9{n}_assignsubmission_file_/x.ipynb": book() for n in range(4)}
    received, problems = opened(tmp_path, files, Limits(zip_files=20, student_files=40))
    assert sum(one.origin.endswith(".ipynb") for one in received) == 5
    assert sorted({p.origin for p in problems}) == [f"top/Mal {n}_{n}_assignsubmission_file_" for n in (1, 2)]
    assert all("more than is taken from one student" in p.sentence for p in problems)


def test_countless_parts_are_not_built_and_no_zip_is_one_sentence(tmp_path):
    cells = '{"cells": [' + ",".join(["{}"] * 1_200_000) + '], "nbformat": 4}'
    assert not take(tmp_path, {ID + "02-de-risking.ipynb": cells}).submissions[0].readable
    with pytest.raises(UserError, match="download it again"):
        opened(tmp_path, b"<html>please log in</html>")
    with pytest.raises(UserError, match="There is no file"):
        unpack(tmp_path / "none.zip", tmp_path / "work")


def test_names_that_windows_cannot_have_odd_encodings_and_times(tmp_path):
    names = ("CON.ipynb", "ab: c?. .ipynb", "x" * 300 + ".ipynb", "ev\u202eil.ipynb")
    received, _ = opened(tmp_path, dict.fromkeys(names, book()))
    assert len(received) == 4 and received[3].origin == "evil.ipynb"
    for one in received:
        name = one.path.name
        assert name.isascii() and not set(name) & set('<>:"/\\|?* ') and name.endswith(".ipynb")
    # Zips from some Macs: the bytes are UTF-8, the flag is not set.
    data = zipped({"Zo__.ipynb": book()}).replace(b"Zo__.ipynb", b"Zo\xc3\xab.ipynb")
    assert opened(tmp_path, data)[0][0].origin == "Zoë.ipynb"
    assert careful.disk_time(10**18) is None is careful.disk_time(float(10**12))


def test_a_folder_with_links_and_pipes(tmp_path):
    if os.name == "nt":
        pytest.skip("links need a privilege on Windows")
    secret = tmp_path / "secret.ipynb"
    secret.write_text(book(), encoding="utf-8")
    folder = tmp_path / "class"
    # As deep as a folder may be in the zip of a joker.
    write(folder / "kim" / "/".join("d" * 60) / "02-de-risking.ipynb", book())
    (folder / "link.ipynb").symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.ipynb")
    received, problems = unpack(folder, tmp_path / "work")
    assert [one.path.read_text(encoding="utf-8") for one in received] == [book()]
    assert [one.origin for one in problems] == ["link.ipynb", "loop", "pipe.ipynb"]


def test_a_full_disk_is_one_sentence_and_no_half_file(tmp_path, monkeypatch):
    def full(self, data):
        self.touch()
        raise OSError(28, "No space left on device")

    (tmp_path / "a.zip").write_bytes(zipped({"x.ipynb": book()}))
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UserError, match="No space left"):
        unpack(tmp_path / "a.zip", tmp_path / "work")
    assert list((tmp_path / "work").iterdir()) == []


# ---------------------------------------------------------------------------------------------------- nothing is lost
INSIDE = zipped({"02-de-risking.ipynb": book(), "b.pdf": "x"})
CONTENT = [book(), book(L3), book(cells=[]), "not JSON", "", record(), INSIDE]


def everything(taken):
    """Copies of all received files, each counted once for each place where it ended."""
    ends = [item.file.path for item in (*taken.submissions, *taken.unplaced, *taken.companions)]
    return ends + [item.record for item in taken.submissions if item.record]


def complete(taken):
    ends = everything(taken)
    return len(ends) == len(set(ends)) == taken.received


def test_canary_of_completeness(tmp_path):
    taken = take(tmp_path, {ID + "x.ipynb": book(), ID + "memo.pdf": "x"})
    assert complete(taken)
    assert not complete(dataclasses.replace(taken, unplaced=[]))
    assert not complete(dataclasses.replace(taken, submissions=taken.submissions * 2))


@settings(max_examples=60)
@given(
    st.lists(st.tuples(*map(st.sampled_from, (*MORE["mixed"].values(), CONTENT))), max_size=9),
    st.booleans(),
    st.sampled_from([None, L2]),
)
def test_every_file_ends_in_exactly_one_place(tmp_path_factory, files, with_list, lesson):
    people = CASES["loose, and a class list"]["list"] if with_list else None
    taken = take(tmp_path_factory.mktemp("t"), [(p + f, c) for p, f, c in files], people, lesson)
    assert complete(taken) and all(path.is_file() for path in everything(taken))
    assert all(item.why.endswith(".") and item.origin for item in taken.unplaced)
    keys = [(item.student, item.lesson, item.attempt) for item in taken.submissions]
    assert len(keys) == len(set(keys))
    assert {item.student for item in taken.submissions} <= {student.id for student in taken.students}


def test_names_made_to_be_slow_are_not():
    names = [f"{'a_1' * 330}{n}" for n in range(200)] + [f"{'1_' * 490}{n}" for n in range(200)]
    assert whose.tags([f"top/{name}" for name in names] + [f"{name}/x.ipynb" for name in names], "x.zip") is not None


@settings(max_examples=40)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_name_can_be_read(folder, file):
    (tag,) = whose.tags([f"{folder}/{file}"], "x.zip")
    assert tag.platform in ALL
    assert careful.safe_name(file).isascii() and len(careful.safe_name(file)) <= 61
    assert not set(careful.shown(file)) & set("\n\r\t\u202e")
