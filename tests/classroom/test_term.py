"""A term in one folder: seven exercises, each with its own list, deadline and rule, in every order that a term brings.

At the end each mark must be that of the exercise graded alone, and no mark may have changed in silence.
"""

import csv
import dataclasses
import datetime
import random
import zipfile

import pytest
from support.quick import moodle_zip, worth

from derisking import exercises
from derisking.classroom import files
from derisking.classroom import gradebook as book
from derisking.classroom.collect import place as placing
from derisking.classroom.course import Course
from derisking.classroom.errors import ClassroomError

LESSONS = exercises.lessons()
START = datetime.datetime(2026, 10, 2, 18, 0)
PEOPLE = ("Ada Byron", "Ben Wu", "Cleo Ito", "Dora Kim")
LATE = ("10%-per-day", "accept", "zero", "20%-per-day", "accept", "10%-per-day", "zero")


@dataclasses.dataclass
class Exercise:
    """One exercise of the term: its own worksheet, its zips in the order in which they are downloaded, its options."""

    lesson: str
    sheet: object
    zips: list
    options: dict


def number(place, who):
    """Moodle numbers the participants of each assignment anew."""
    return 1000 * (place + 1) + who


def hand_ins(place, lesson, due):
    """Two downloads: what was there at the deadline, and again after late and repeated work."""
    hour, day = datetime.timedelta(hours=1), datetime.timedelta(days=1)
    memo = "A stock buys time." if exercises.definition(lesson).memo else ""

    def entry(who, share, when, words=memo):
        folder = f"{PEOPLE[who]}_{number(place, who)}_assignsubmission_file_"
        return folder, f"{lesson}.ipynb", worth(lesson, share, words), when

    first = [entry(0, 0.9, due - 5 * hour), entry(1, 0.6, due - 3 * hour), entry(2, 0.3, due - 2 * day)]
    second = [first[0], entry(1, 0.8, due + 5 * hour), entry(2, 0.7, due - day), entry(3, 1, due + 2.5 * day)]
    return first, second


@pytest.fixture
def term(tmp_path):
    made = []
    for place, lesson in enumerate(LESSONS):
        due = START + datetime.timedelta(days=14 * place)
        sheet = tmp_path / f"Grades-{place}.csv"
        rows = [
            f"Participant {number(place, who)},{name},u{who}@uni.example,Submitted,,30.00,-\n"
            for who, name in enumerate(PEOPLE)
        ]
        sheet.write_text(
            "Identifier,Full name,Email address,Status,Grade,Maximum grade,Last modified (grade)\n" + "".join(rows),
            encoding="utf-8",
        )
        zips = [
            moodle_zip(tmp_path / f"{place}-{n}.zip", files) for n, files in enumerate(hand_ins(place, lesson, due))
        ]
        made.append(Exercise(lesson, sheet, zips, {"due": due, "late": LATE[place]}))
    return made


def give_memo(course, lesson, student, points):
    with book.opened(course) as gradebook:
        grade = gradebook.find_grade("memo", lesson, lesson, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def marks(course, lesson):
    with book.opened(course) as gradebook:
        works = book.works(gradebook, lesson)
    return {student: (work.points, work.penalty, work.checks) for student, work in works.items()}


def worksheet(course, lesson):
    return (course.grades / f"moodle-worksheet-{lesson}.csv").read_text(encoding="utf-8")


def alone(quick, folder, exercise):
    """What one exercise is worth without the others: (marks, worksheet)."""
    course = Course(folder)
    quick(exercise.zips[1], folder, class_list=exercise.sheet, **exercise.options)
    if exercises.definition(exercise.lesson).memo:
        for who in range(len(PEOPLE)):
            give_memo(course, exercise.lesson, f"u{who}", 5 + who)
    quick(None, folder)
    return marks(course, exercise.lesson), worksheet(course, exercise.lesson)


@pytest.mark.slow
def test_a_term_in_one_folder_gives_each_mark_as_alone(quick, tmp_path, term):
    wanted = {one.lesson: alone(quick, tmp_path / one.lesson, one) for one in term}
    course, dice = Course(tmp_path / "grading"), random.Random(5)
    for place, one in enumerate(term):  # as the calendar goes: an exercise, then late work of the one before it
        quick(one.zips[0], course.root, class_list=one.sheet, **one.options)
        if place:
            quick(term[place - 1].zips[1], course.root)
    quick(term[-1].zips[1], course.root)
    for one in term:  # memos are read weeks later
        if exercises.definition(one.lesson).memo:
            for who in range(len(PEOPLE)):
                give_memo(course, one.lesson, f"u{who}", 5 + who)
    quick(None, course.root)
    for one in dice.sample(term, len(term)):  # and everything once more, in another order, with or without the options
        more = {"class_list": one.sheet, **one.options} if dice.random() < 0.5 else {}
        assert "Marks that changed" not in quick(one.zips[1], course.root, **more)
    assert "Marks that changed" not in quick(None, course.root)
    for one in term:
        assert marks(course, one.lesson) == wanted[one.lesson][0], one.lesson
        assert worksheet(course, one.lesson) == wanted[one.lesson][1], one.lesson
    assert {points for points, _, _ in marks(course, LESSONS[2]).values()} != {0}
    wide = {row["id"]: row for row in rows(course.grades / "grades-course.csv")}
    assert (wide["u1"]["02 checks"], wide["u1"]["02 memo"], wide["u1"]["01 taken off"]) == ("16", "6", "1.6")
    the_total_follows_the_scheme(wide, [one.lesson for one in term])
    with (course.grades / "moodle-gradebook-course-total.csv").open(encoding="utf-8", newline="") as file:
        sums = {row["Email address"]: row["Course total"] for row in csv.DictReader(file)}
    assert sums and set(sums.values()) <= {row["total"] for row in wide.values()}


def the_total_follows_the_scheme(wide, lessons):
    """TEACHING.md, section 5, worked out once more from the columns beside it."""
    memos = {"02": (10, 20), "07": (20, 30)}
    memos = {short: both for short, both in memos.items() if any(lesson.startswith(short) for lesson in lessons)}
    checked = 0
    for row in wide.values():
        net = sum(max(0, float(row[f"{n[:2]} checks"] or 0) - float(row[f"{n[:2]} taken off"] or 0)) for n in lessons)
        wanted = 30 * net / (20 * len(lessons))
        wanted += sum(weight * float(row[f"{short} memo"] or 0) / most for short, (most, weight) in memos.items())
        assert row["out of"] == str(30 + sum(weight for _, weight in memos.values()))
        if row["total"]:
            checked += 1
            assert abs(float(row["total"]) - wanted) < 0.011
        assert row["missing"].split() == [n[:2] for n in lessons if not row[f"{n[:2]} checks"]]
    assert checked >= 2


def test_a_deadline_needs_one_exercise(quick, tmp_path, term):
    for one in term[:2]:
        quick(one.zips[0], tmp_path / "g", class_list=one.sheet, **one.options)
    with pytest.raises(ClassroomError, match="--due belongs to one exercise"):
        quick(None, tmp_path / "g", due=START)
    quick(None, tmp_path / "g", due=START, lesson=LESSONS[0])
    with pytest.raises(ClassroomError, match="Nothing was handed in"):
        quick(None, tmp_path / "g", due=START, lesson=LESSONS[5])


# --- a mark never changes in silence ----------------------------------------------------------------------------------------


def rows(path):
    assert path.is_file()
    return files.rows(path)


@pytest.fixture
def second(quick, tmp_path, term):
    """Exercise 2, graded with its first download: (course, the exercise)."""
    one = term[1]
    quick(one.zips[0], tmp_path / "g", class_list=one.sheet, **{**one.options, "late": "10%-per-day"})
    return Course(tmp_path / "g"), one


def test_a_change_is_told_with_its_reason_and_the_former_state_is_kept(quick, second):
    course, one = second
    assert not course.changes.exists(), "first marks are no changes"
    give_memo(course, one.lesson, "u1", 6)
    said = quick(None, course.root)
    assert "Ben Wu (u1), 02-de-risking: no mark yet (checks 12), now 18: the memo was read" in said
    earlier = rows(course.changes)
    said = quick(one.zips[1], course.root)
    told = {row["student"]: row for row in rows(course.changes) if "notebook" in row["why"]}
    why = "another notebook was handed in; 2.2 points are taken off for lateness, 0 before"
    assert (told["u1"]["from"], told["u1"]["why"]) == ("18", why)
    assert sorted(course.backups.glob("*.db")) and "before this run" in said
    assert earlier and rows(course.changes)[: len(earlier)] == earlier, "earlier changes stay"
    assert len(rows(course.changes)) > len(earlier)


def test_a_replaced_hand_in_is_kept_and_named(quick, second):
    course, one = second
    quick(one.zips[1], course.root)
    kept = sorted(path.parent.name for path in (course.backups / "submitted").rglob("*.ipynb"))
    assert kept == ["u1", "u2"]
    told = {row["student"] for row in rows(course.to_look_at) if "takes the place" in row["what happened"]}
    assert told == {"u1", "u2"}


def test_a_lower_mark_is_something_to_look_at(quick, second, tmp_path):
    course, one = second
    folder = f"Ada Byron_{number(1, 0)}_assignsubmission_file_"
    entries = [(folder, "x.ipynb", worth(one.lesson, 0.1), START + datetime.timedelta(days=20))]
    quick(moodle_zip(tmp_path / "again.zip", entries), course.root)
    told = [row["what happened"] for row in rows(course.to_look_at) if row["name"] == "Ada Byron"]
    assert any("lower than before" in words for words in told)


@pytest.mark.parametrize("own_number", [False, True])
def test_a_zip_of_one_student_replaces_nothing_without_the_platforms_number(quick, second, tmp_path, own_number):
    """A student may pack a zip as a platform would, with another's name; the number that Moodle gave her is not shown to him."""
    course, one = second
    before = (course.submitted("u0", one.lesson) / f"{one.lesson}.ipynb").read_bytes()
    folder = f"Ada Byron_{number(1, 0) if own_number else 1}_assignsubmission_file_"
    entries = [(folder, "x.ipynb", worth(one.lesson, 0.1), START + datetime.timedelta(days=20))]
    quick(moodle_zip(tmp_path / "homework.zip", entries), course.root)
    replaced = (course.submitted("u0", one.lesson) / f"{one.lesson}.ipynb").read_bytes() != before
    told = any("a student may have packed it" in row["what happened"] for row in rows(course.to_look_at))
    assert (replaced, told) == (own_number, not own_number)


def test_a_changed_memo_waits_again_and_the_same_one_does_not(quick, second, tmp_path):
    course, one = second
    give_memo(course, one.lesson, "u0", 8)
    folder = f"Ada Byron_{number(1, 0)}_assignsubmission_file_"

    def again(words, share):
        entries = [(folder, "x.ipynb", worth(one.lesson, share, words), START + datetime.timedelta(days=13))]
        quick(moodle_zip(tmp_path / "again.zip", entries), course.root)
        return marks(course, one.lesson)["u0"][0]

    assert again("A stock buys time.", 0.5) == 18
    assert again("Another memo.", 0.5) is None
    give_memo(course, one.lesson, "u0", 7)
    assert again("Another memo.", 0.6) == 19


def test_the_gradebook_is_compared_with_the_results(quick, second):
    course, one = second
    with book.opened(course) as gradebook:
        gradebook.find_grade("check-terms", one.lesson, one.lesson, "u0").auto_score = 1.5
        gradebook.db.commit()
    with pytest.raises(ClassroomError, match=r"results of u0 in 02-de-risking differ \(check-terms\)"):
        quick(None, course.root)


# --- lateness, drafts, absentees --------------------------------------------------------------------------------------------


def test_lateness_is_applied_by_the_times_of_the_zip_and_said(quick, tmp_path, term):
    one = term[0]
    said = quick(one.zips[1], tmp_path / "g", class_list=one.sheet, due=one.options["due"], late="10%-per-day")
    late = {student for student, (_, off, _) in marks(Course(tmp_path / "g"), one.lesson).items() if off}
    assert "UTC" in said and late == {"u1", "u3"}


def test_times_that_nobody_knows_are_counted(quick, tmp_path, term):
    one, same = term[0], datetime.datetime(2026, 12, 24, 8)
    entries = [
        (f"{name}_{number(0, who)}_assignsubmission_file_", "x.ipynb", worth(one.lesson, 1), same)
        for who, name in enumerate(PEOPLE)
    ]
    source = moodle_zip(tmp_path / "packed.zip", entries)
    said = quick(source, tmp_path / "g", class_list=one.sheet, due=START, late="zero")
    assert "For 4 of 4 nobody knows when they came" in said


def test_moodles_own_mark_of_lateness_and_drafts_is_believed_in_another_language(quick, tmp_path, term):
    one, same = term[0], datetime.datetime(2026, 12, 24, 8)
    sheet = tmp_path / "de.csv"
    sheet.write_text(
        "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung)\n"
        'Teilnehmer/in1000,Ada Byron,u0@uni.example,Zur Bewertung abgegeben - 5 Stunden zu spät,,20,"Freitag, 2. Oktober 2026, 23:00",-\n'  # codespell:ignore oktober
        "Teilnehmer/in1001,Ben Wu,u1@uni.example,Entwurf (nicht abgegeben),,20,-,-\n",
        encoding="utf-8",
    )
    entries = [
        (f"{name}_{number(0, who)}_assignsubmission_file_", "x.ipynb", worth(one.lesson, 1), same)
        for who, name in enumerate(PEOPLE[:2])
    ]
    quick(moodle_zip(tmp_path / "packed.zip", entries), tmp_path / "g", class_list=sheet, due=START, late="10%-per-day")
    course = Course(tmp_path / "g")
    assert {student: off for student, (_, off, _) in marks(course, one.lesson).items()} == {"u0": 2, "u1": 0}
    assert any("draft" in row["what happened"] and row["name"] == "Ben Wu" for row in rows(course.to_look_at))


def test_handed_in_nothing_is_true(quick, tmp_path, term):
    one = term[0]
    when = one.options["due"]
    entries = [
        (f"Ada Byron_{number(0, 0)}_assignsubmission_file_", "x.ipynb", worth(one.lesson, 1), when),
        (f"Ben Wu_{number(0, 1)}_assignsubmission_file_", "essay.pdf", b"%PDF", when),
        ("Nobody Known_77_assignsubmission_file_", "x.ipynb", worth(one.lesson, 1), when),
    ]
    said = quick(moodle_zip(tmp_path / "z.zip", entries), tmp_path / "g", class_list=one.sheet)
    assert "1 on the class list handed in something, but no notebook" in said
    assert "2 on the class list have no notebook here; 1 file that could not be placed may be theirs" in said
    told = {row["what happened"] for row in rows(Course(tmp_path / "g").to_look_at)}
    assert any("essay.pdf" in line for line in told) and any("Nobody Known" in line for line in told)


def test_a_large_file_of_nobody_is_named_and_not_kept(quick, tmp_path, term, monkeypatch):
    monkeypatch.setattr(placing, "LARGEST_ASIDE", 3)
    entries = [(f"Ada Byron_{number(0, 0)}_assignsubmission_file_", "film.7z", b"long", START)]
    entries.append((f"Ben Wu_{number(0, 1)}_assignsubmission_file_", "x.ipynb", worth(LESSONS[0], 1), START))
    quick(moodle_zip(tmp_path / "z.zip", entries), tmp_path / "g", class_list=term[0].sheet)
    assert any("too large to keep" in row["what happened"] for row in rows(Course(tmp_path / "g").to_look_at))
    assert not Course(tmp_path / "g").unplaced.exists()


def test_a_stray_notebook_is_no_hand_in_for_another_exercise(quick, tmp_path, term):
    one = term[1]
    first, _ = hand_ins(1, one.lesson, one.options["due"])
    stray = (first[0][0], "03-chip-basics.ipynb", worth(LESSONS[2], 0), first[0][3])
    quick(moodle_zip(tmp_path / "z.zip", [*first, stray]), tmp_path / "g", class_list=one.sheet)
    made = {path.name for path in (tmp_path / "g" / "grades").glob("*.csv")}
    assert made == {f"grades-{one.lesson}.csv", "grades-course.csv", f"moodle-worksheet-{one.lesson}.csv"}


# --- platforms --------------------------------------------------------------------------------------------------------------


def test_an_anonymous_assignment_works(quick, tmp_path, term):
    one = term[0]
    sheet = tmp_path / "blind.csv"
    lines = "".join(f"Participant {n},Submitted,,20.00,Yes,-,\n" for n in (41, 42))
    sheet.write_text(
        f"Identifier,Status,Grade,Maximum grade,Grade can be changed,Last modified (grade),Feedback comments\n{lines}",
        encoding="utf-8",
    )
    entries = [
        (f"Participant_{n}_assignsubmission_file_", "x.ipynb", worth(one.lesson, s), START)
        for n, s in ((41, 1), (42, 0.5))
    ]
    quick(moodle_zip(tmp_path / "z.zip", entries), tmp_path / "g", class_list=sheet)
    made = rows(Course(tmp_path / "g").grades / f"moodle-worksheet-{one.lesson}.csv")
    got = {row["Identifier"]: row["Grade"] for row in made}
    assert got == {"Participant 41": "20", "Participant 42": "10"}


def test_a_worksheet_is_known_by_its_shape_in_any_language(quick, tmp_path, term):
    one = term[0]
    sheet = tmp_path / "es.csv"
    heads = "Identificador,Nombre completo,Dirección de correo,Estado,Calificación,Calificación máxima,La calificación puede ser cambiada,Última modificación (entrega),Última modificación (calificación),Comentarios de retroalimentación"  # codespell:ignore ser
    lines = "".join(
        f"Participante {number(0, who)},{name},u{who}@uni.example,Enviado para calificar,,20.00,Sí,-,-,\n"
        for who, name in enumerate(PEOPLE)
    )
    sheet.write_text(f"{heads}\n{lines}", encoding="utf-8")
    quick(one.zips[0], tmp_path / "g", class_list=sheet)
    got = rows(Course(tmp_path / "g").grades / f"moodle-worksheet-{one.lesson}.csv")
    assert [row["Calificación"] for row in got] == ["18", "12", "6", ""]
    assert [row["Comentarios de retroalimentación"] for row in (got[0], got[3])] == ["checks 18", ""]


def test_a_worksheet_of_another_assignment_is_noticed(quick, tmp_path, term):
    said = quick(term[0].zips[0], tmp_path / "g", class_list=term[3].sheet)
    assert "it belongs to another assignment" in said


def test_only_changed_pages_are_for_uploading_again(quick, second):
    course, one = second
    said = quick(one.zips[1], course.root)
    names = zipfile.ZipFile(course.grades / f"moodle-feedback-new-{one.lesson}.zip").namelist()
    assert len(names) == 3 and not any(name.startswith("Ada") for name in names)
    assert "Allow updating records" in said
    assert said.index("grading worksheet") < said.index("Upload feedback files in a zip")
