"""Class lists as teachers really have them, and marks as files that learning platforms import.
The golden files in tests/classroom/ are compared byte for byte. They were checked by eye against the platforms'
documentation, which the files of derisking/classroom/collect/platforms/ name."""

import csv
import io
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import told
from support.class_lists import BLACKBOARD, BLACKBOARD_GRADES, CANVAS, LISTS, MOODLE_SHEET, listed

from derisking.classroom.collect import people as roster
from derisking.classroom.collect.class_list import read
from derisking.classroom.collect.people import Student, folder_name, give_ids
from derisking.classroom.collect.sheet import Mark
from derisking.classroom.files import harmless, typed_in
from derisking.classroom.give_back.grades import write
from derisking.errors import UserError

GOLDEN = Path(__file__).parent / "golden"
LESSON, TITLE = "02-de-risking", "Exercise 2: How would you know?"
POINTS = [17.5, None, 20, 0]
COMMENTS = ['=HYPERLINK("x","y")', "", "5 < 7 & both\nright", "nothing attempted"]


def marks(students):
    """Four marks for the four students of the lists above: half a point, none yet, all, nought."""
    rows = zip(students, POINTS, COMMENTS, strict=True)
    return [Mark(s.id, points, 20, comment, late=points == 0) for s, points, comment in rows]


def written(tmp_path, people, given_marks=None, **options):
    done = write(tmp_path / "grades", LESSON, TITLE, given_marks or marks(people.students), people, **options)
    return {path.name: path.read_bytes() for path in done.files}, done.notes


def cells(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


# ------------------------------------------------------------------------------------------------------- golden files
TOLD = {"moodle": "converted", "canvas": "keeps “EX”", "blackboard": "counts 40 points"}  # beside the files


def test_files_are_what_they_were_byte_for_byte(tmp_path):
    """A platform's columns and keys as it wrote them, its own points, who has no mark left as before, no formula anywhere."""
    names = set()
    for kind, content in LISTS.items():
        people = listed(tmp_path, content)
        made, notes = written(tmp_path / kind, people)
        assert people.platform.startswith(kind) and any(TOLD.get(kind, "") in note for note in [*notes, ""])
        for name, data in made.items():
            # A checkout on Windows may have changed the line ends of the golden file; ours are always "\n".
            assert b"\r" not in data
            golden = GOLDEN / f"{kind}--{name}"
            names.add(golden.name)
            assert golden.is_file(), f"no golden file; this run wrote:\n{data.decode('utf-8')}"
            assert data == golden.read_bytes().replace(b"\r\n", b"\n"), name
    assert {path.name for path in GOLDEN.glob("*.csv")} == names, "no golden file is left over"
    people = listed(tmp_path, CANVAS)
    other, _ = written(tmp_path, people, [Mark(people.students[0].id, 17.25, 20)])
    golden = (GOLDEN / "canvas--canvas-02-de-risking.csv").read_bytes()
    assert other["canvas-02-de-risking.csv"] != golden, "the canary"


# -------------------------------------------------------------------------------------------------------- by platform
def test_moodles_scale_of_words_and_its_participants(tmp_path):
    people = listed(tmp_path, MOODLE_SHEET.replace("100.00", "fail    pass"))
    files, notes = written(tmp_path, people)
    assert set(files) == {"grades-02-de-risking.csv"} and any("scale of words" in note for note in notes)
    people = listed(tmp_path, '"First name","Last name","Email address",Groups\nAnn,Kim,A.Kim@uni.example,\nBo,Lee,,\n')
    assert people.platform == "moodle"
    files, notes = written(tmp_path, people, [Mark(s.id, 3, 20) for s in people.students])
    heads = ["Email address", TITLE, f"{TITLE} comments"]
    assert cells(files["moodle-gradebook-02-de-risking.csv"]) == [heads, ["A.Kim@uni.example", "3", ""]]
    assert any("Bo Lee" in note for note in notes)


@pytest.mark.parametrize(
    ("content", "wished", "points", "others"),
    [
        (CANVAS.replace("Exercise 2 (78)", "Homework (78)"), "Homework", "17.5", "Essay, Homework"),
        (BLACKBOARD_GRADES, "Weighted Total", "26.25", "Weighted Total, Exercise 2"),
    ],
)
def test_a_wished_column(tmp_path, content, wished, points, others):
    people = listed(tmp_path, content)
    files, _ = written(tmp_path, people, column=wished)
    column = [row[-1] for row in cells(files[f"{people.platform}-02-de-risking.csv"])]
    assert column[0].startswith(wished) and points in column
    with pytest.raises(UserError, match=rf"no column Essays; it has {others}"):
        written(tmp_path, people, column="Essays")


@pytest.mark.parametrize("kind", ["moodle", "canvas", "brightspace", "blackboard"])
def test_a_mark_that_somebody_gave_on_the_platform_stays(tmp_path, kind):
    """The lists have 11 or 12 for the second student, and 55 of 100 for Moodle's third: ours only if an earlier run gave it."""
    people = listed(tmp_path, LISTS[kind])
    student = people.students[2 if kind == "moodle" else 1]
    held, largest = {"moodle": (55, 100), "canvas": (12, 20), "brightspace": (11, 20), "blackboard": (11, 40)}[kind]
    ours = held * 20 / largest
    for before, stays in ((None, False), (frozenset(), True), (frozenset({1.0, ours}), False)):
        mark = Mark(student.id, 18, 20, "checks 18", before=before)
        done = write(tmp_path / "g", LESSON, TITLE, [mark], people)
        name = next(path for path in done.files if path.name.startswith(kind))
        known = {student.name, student.last, f"#{student.username}"} - {""}
        row = next(row for row in cells(name.read_bytes()) if known & set(row))
        assert (f"{18 * largest / 20:g}" in row) != stays
        assert [who for who, _ in done.left] == [student.id] * stays and (name in done.uploads) != stays
        assert all(f"{kind.title()} holds {held}" in words for _, words in done.left)


def test_a_list_without_a_column_of_the_exercise(tmp_path):
    """A lesson of two digits is not one of one."""
    people = listed(tmp_path, CANVAS.replace("Exercise 2 (78)", "Exercise 21 (78)"))
    files, notes = written(tmp_path, people)
    assert cells(files["canvas-02-de-risking.csv"])[0][5] == TITLE and any("new assignment" in note for note in notes)
    people = listed(tmp_path, BLACKBOARD, encoding="utf-16")
    assert people.platform == "blackboard"
    assert (people.students[0].username, people.students[0].number) == ("akim", "0100")
    files, notes = written(tmp_path, people, [Mark("akim", 3, 20)])
    assert set(files) == {"grades-02-de-risking.csv"} and "no column for 02-de-risking" in notes[0]


def test_without_a_list_and_not_on_the_list_no_mark_is_lost(tmp_path):
    done = write(tmp_path, LESSON, TITLE, [Mark("kim", 3, 20, name="+Kim")])
    assert done.files[0].read_bytes().startswith(b"\xef\xbb\xbf")
    assert cells(done.files[0].read_bytes())[1][:2] == ["kim", "'+Kim"] and "--class-list" in done.notes[0]
    people = listed(tmp_path, CANVAS)
    files, notes = written(tmp_path, people, [Mark("stranger", 3, 20)])
    assert ["stranger", "3"] in [[row[0], row[6]] for row in cells(files["grades-02-de-risking.csv"])]
    assert "stranger" in notes[0]


@given(st.text(max_size=20))
def test_no_typed_text_becomes_a_formula(text):
    safe = harmless(text)
    assert not safe.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert safe.endswith(text.replace("\0", ""))


def test_no_formula_begins_in_the_middle_where_semicolons_separate():
    for text in ("Bob;=1+1;x", "note;=HYPERLINK(1);.pdf", "a\t@b", "x; +1"):
        parts = harmless(text).replace("\t", ";").split(";")
        assert not any(part.lstrip().startswith(("=", "+", "-", "@")) for part in parts), text
        assert typed_in(harmless(text)) == text
    for cell in ("Ann Kim", "'t Hooft, Saskia", "=HYPERLINK(1)", " =1", "-", "", "|x", "@x"):
        assert typed_in(harmless(cell)) == cell, "a table is read as it was"


def test_a_name_that_swallows_the_rest_of_the_list_is_refused(tmp_path):
    with pytest.raises(UserError, match="line 3: a name goes over more than one line"):
        listed(tmp_path, 'id,name\na,Ann\nb,"Bo\nc,Cy\nd,Dee\n')


# -------------------------------------------------------------------------------------------------------- class lists
def test_ids_come_from_the_best_that_there_is_in_any_order(tmp_path):
    people = listed(tmp_path, "Name,E-Mail,Matrikelnummer\nÄnne Groß,anne.gross@x.example,7\nBo,,8\nليلى,,\nCon,,\n")
    ids = [student.id for student in people.students]
    assert ids[:2] == ["anne.gross", "8"] and ids[3] == "s-con"
    assert ids[2].startswith("student-") and ids[2].isascii()
    mails = ("j@a.example", "J@b.example", "k@a.example")
    two = [Student("", mail[0].upper(), email=mail) for mail in mails]
    one, other = give_ids(two), give_ids(two[::-1])
    assert {(s.email, s.id) for s in one} == {(s.email, s.id) for s in other}
    assert len({s.id.casefold() for s in one}) == 3 and one[2].id == "k"
    assert folder_name("x" * 80) != folder_name("x" * 81), "long names stay different"


@given(st.lists(st.text(max_size=60), max_size=8))
def test_ids_are_safe_and_different(texts):
    made = give_ids([Student("", text) for text in texts])
    assert len({s.id.casefold() for s in made}) == len(texts)
    for student in made:
        assert student.id and student.id.isascii() and len(student.id) <= 50
        assert not set(student.id) & set('<>:"/\\|?* ') and student.id.strip(".") == student.id
        assert student.id.partition(".")[0].lower() not in roster.RESERVED


NAMED = {"ann-kim": "Ann Kim", "bo-1": "Bo", "bo-2": "Bo", "cy": "cy", "dee": "Dee"}
KNOWN = [Student(id, name) for id, name in NAMED.items()]


@pytest.mark.parametrize("text, ids, numbers", told.cases(__file__, "cases.yaml")["ids"])
def test_who_was_graded_without_a_list_keeps_the_id(tmp_path, text, ids, numbers):
    """Only where one person can be meant, and no id of the list is lost."""
    found = roster.with_known_ids(listed(tmp_path, text), KNOWN)
    assert [student.id for student in found.students] == ids
    assert [student.number for student in found.students] == numbers
    assert roster.with_known_ids(listed(tmp_path, text), found.students).students == found.students, "and in later runs"


def test_listed_twice_counts_once_but_the_same_name_is_two_people(tmp_path):
    people = listed(tmp_path, "name,email\nAnn,a@x.example\nAnn,a@x.example\nBo,\nBo,\n")
    assert [s.name for s in people.students] == ["Ann", "Bo", "Bo"] and "counts once" in people.problems[0]
    assert people.students[1].id != people.students[2].id


def test_separators_and_encodings(tmp_path):
    encodings = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")
    for separator, encoding in itertools.product((",", ";", "\t"), encodings):
        text = f'name{separator}email\n"Lée{separator} Bo"{separator}b@x.example\n'
        people = listed(tmp_path, text, encoding=encoding)
        (student,) = people.students
        assert (student.name, student.id) == (f"Lée{separator} Bo", "b"), (separator, encoding)
        assert any("Windows-1252" in told for told in people.problems) == (encoding == "cp1252")


@pytest.fixture
def pythons_own_limit():
    """The longest cell that csv reads unless told otherwise: the checker of our tables raises it for the whole process."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


UNUSABLE = {
    b"": "is empty", b"PK\x03\x04rest": "save it as CSV", b"\xd0\xcf\x11\xe0rest": "save it as CSV",
    b"colour,shape\nred,round\n": "should be id,name,email",
    b"id,name,email\n": "no students below",
    b"name\n" + b'"' + b"x" * 200_000 + b'"\n': "export it again",
}  # fmt: skip


def test_unusable_lists_get_one_sentence(tmp_path, pythons_own_limit):
    path = tmp_path / "list.csv"
    with pytest.raises(UserError, match="cannot be read"):
        read(path)
    for content, sign in UNUSABLE.items():
        path.write_bytes(content)
        with pytest.raises(UserError, match=sign):
            read(path)
