"""A term in one folder: exercises (three, with --thorough all seven), each with its own list, deadline and rule, in every order that a
term brings.
At the end each mark must be that of the exercise graded alone, and no mark may have changed in silence."""

import datetime
import random
import shutil
import zipfile

import pytest
from support import thorough
from support.moodle import Assignment, at, follow
from support.quick import give_memo, moodle_zip, page, works, worth

from derisking import exercises
from derisking.classroom import files
from derisking.classroom import gradebook as book
from derisking.classroom.collect import place as placing
from derisking.classroom.course import Course
from derisking.errors import UserError
from derisking.hub import inbox

LESSONS = [one for one in exercises.lessons() if exercises.definition(one).tasks]
START = datetime.datetime(2026, 10, 2, 18, 0)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
PEOPLE = ("Ada Byron", "Ben Wu", "Cleo Ito", "Dora Kim")
LATE = ("10%-per-day", "10%-per-day", "zero", "20%-per-day", "accept", "10%-per-day", "zero")
# Two downloads: what was there at the deadline, and again after late and repeated work. Who, share of the points, when.
EARLY = (("Ada Byron", 0.9, -5 * HOUR), ("Ben Wu", 0.6, -3 * HOUR), ("Cleo Ito", 0.3, -2 * DAY))
AGAIN = (EARLY[0], ("Ben Wu", 0.8, 5 * HOUR), ("Cleo Ito", 0.7, -DAY), ("Dora Kim", 1, 2.5 * DAY))


pytestmark = pytest.mark.usefixtures("the_same_keys")


@pytest.fixture(scope="module")
def term(request, tmp_path_factory):
    """The exercises as assignments, each with its class list, its zips in the order of their download, and its rule.
    No test changes what they are made of."""
    top, made = tmp_path_factory.mktemp("term"), []
    for place, lesson in enumerate(LESSONS if request.config.getoption("--thorough") else LESSONS[:3]):
        one = Assignment(top, lesson, START + 14 * place * DAY, 1000 * (place + 1), PEOPLE)
        one.memo, one.zips = exercises.definition(lesson).memo is not None, []
        one.sheet, one.options = one.worksheet(), {"due": one.due, "late": LATE[place]}
        for given in (EARLY, AGAIN):
            for who, share, late in given:
                one.hand_in(who, share, one.due + late, "A stock buys time." if one.memo else "")
            one.zips.append(one.download().rename(top / f"{lesson}-{len(one.zips)}.zip"))
        made.append(one)
    return made


def listed(path, heads, lines):
    path.write_text(heads + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def marks(course, lesson):
    return {who: (work.points, work.penalty, work.checks) for who, work in works(course, lesson).items()}


def worksheet(course, lesson):
    return (course.grades / f"moodle-worksheet-{lesson}.csv").read_text(encoding="utf-8")


def read_memos(course, exercise):
    for who in range(len(PEOPLE) if exercise.memo else 0):
        give_memo(course, exercise.lesson, f"u{who}", 5 + who)


def rows(path):
    assert path.is_file()
    return files.rows(path)


def looked_at(course):
    """Name and sentence of each line of to-look-at.csv."""
    return [(row["name"], row["what happened"]) for row in rows(course.to_look_at)]


def test_a_term_in_one_folder_gives_each_mark_as_alone(quick, tmp_path, term):
    wanted = {}
    for one in term:
        course = Course(tmp_path / one.lesson)
        quick(one.zips[1], course.root, class_list=one.sheet, **one.options)
        if one.memo:
            read_memos(course, one)
            quick(None, course.root)
        wanted[one.lesson] = marks(course, one.lesson), worksheet(course, one.lesson)
    course, dice = Course(tmp_path / "grading"), random.Random(5)
    for place, one in enumerate(term):  # as the calendar goes: an exercise, then late work of the one before it
        quick(one.zips[0], course.root, class_list=one.sheet, **one.options)
        if place:
            quick(term[place - 1].zips[1], course.root)
    quick(term[-1].zips[1], course.root)
    for one in term:  # memos are read weeks later
        read_memos(course, one)
    quick(None, course.root)
    for one in dice.sample(term, len(term)):  # and everything once more, in another order, with or without the options
        more = {"class_list": one.sheet, **one.options} if dice.random() < 0.5 else {}
        assert "Marks that changed" not in quick(one.zips[1], course.root, **more)
    for one in term:
        assert (marks(course, one.lesson), worksheet(course, one.lesson)) == wanted[one.lesson], one.lesson
    wide = {row["id"]: row for row in rows(course.grades / "grades-course.csv")}
    assert (wide["u1"]["02 checks"], wide["u1"]["02 memo"], wide["u1"]["01 taken off"]) == ("16", "6", "1.6")
    sums = [row["Course total"] for row in rows(course.grades / "moodle-gradebook-course-total.csv")]
    assert sums and set(sums) <= {row["total"] for row in wide.values()}
    with pytest.raises(UserError, match="--due belongs to one exercise"):
        quick(None, course.root, due=START)
    with pytest.raises(UserError, match="Nothing was handed in"):
        quick(None, tmp_path / LESSONS[0], due=START, lesson=LESSONS[5])


# --- a mark never changes in silence ----------------------------------------------------------------------------------------
def test_hand_ins_on_a_hub_give_the_marks_of_the_same_files_by_zip(quick, tmp_path, term):
    """The inbox's own code writes what the platforms' zips of the term hold, at the same times."""
    people = listed(tmp_path / "class.csv", "name,username,email\n", [f"{n},u{i},{i}@x" for i, n in enumerate(PEOPLE)])
    own, zips, given = tmp_path / "inbox", Course(tmp_path / "zips"), Course(tmp_path / "hub")
    for one in term[:2]:
        for who, (content, when) in one.work.items():
            inbox.Inbox(own, when.astimezone).take(f"u{who % 1000}", one.lesson, {"notebook": content})
        quick(one.zips[1], zips.root, class_list=one.sheet, **one.options)
        quick(own / one.lesson, given.root, class_list=people, **one.options)
        assert marks(given, one.lesson) == marks(zips, one.lesson) and len(marks(given, one.lesson)) == 4


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return tmp_path_factory.mktemp("graded") / "g"


@pytest.fixture
def second(quick, tmp_path, term, graded):
    """Exercise 2, graded with its first download (once, then copied): (course, the exercise)."""
    one = term[1]
    if not graded.exists():
        quick(one.zips[0], graded, class_list=one.sheet, **one.options)
    shutil.copytree(graded, tmp_path / "g")
    return Course(tmp_path / "g"), one


def ada(tmp_path, one, share, memo="", name="Ada Byron_2000", days=20):
    """A zip with new work of one student only."""
    entry = f"{name}_assignsubmission_file_", "x.ipynb", worth(one.lesson, share, memo), START + days * DAY
    return moodle_zip(tmp_path / "homework.zip", [entry])


def test_changes_are_told_with_their_reasons_and_the_former_state_is_kept(quick, second, tmp_path):
    course, one = second
    assert not course.changes.exists(), "first marks are no changes"
    give_memo(course, one.lesson, "u1", 6)
    said = quick(None, course.root)
    assert "Ben Wu (u1), 02-de-risking: no mark yet (checks 12), now 18: the memo was read" in said
    earlier = rows(course.changes)
    said = quick(one.zips[1], course.root)
    told = {row["student"]: row for row in rows(course.changes) if "notebook" in row["why"]}
    why = "another notebook was handed in; 2.2 points (10 % of 22) are taken off for lateness, 0 before"
    assert (told["u1"]["from"], told["u1"]["why"]) == ("18", why)
    assert sorted(course.backups.glob("*.db")) and "before this run" in said
    assert earlier and rows(course.changes)[: len(earlier)] == earlier, "earlier changes stay"
    # what was replaced is kept and named
    assert sorted(path.parent.name for path in (course.backups / "submitted").rglob("*.ipynb")) == ["u1", "u2"]
    assert {name for name, words in looked_at(course) if "takes the place" in words} == {"Ben Wu", "Cleo Ito"}
    # the steps in order, and the zone of the deadline
    assert "Allow updating records" in said and "UTC" in said
    assert said.index("grading worksheet") < said.index("Upload feedback files in a zip")
    assert {student for student, (_, off, _) in marks(course, one.lesson).items() if off} == {"u1", "u3"}
    for memo, days, told in (
        ("Other words.", 20, "no mark yet; checks 18, now 2: another notebook was handed in"),
        ("", 21, "no mark yet (checks 2), now 2: another notebook was handed in; the memo is empty or earned nothing"),
    ):
        said = quick(ada(tmp_path, one, 0.1, memo, days=days), course.root)
        assert f"Ada Byron (u0), 02-de-risking: {told}\n" in said
        assert (("Ada Byron", f"Lower than before: {told}.") in looked_at(course)) == bool(memo)


@pytest.mark.parametrize("own_number", [False, True])
def test_a_zip_of_one_student_replaces_nothing_without_the_platforms_number(quick, second, tmp_path, own_number):
    """A student may pack a zip as a platform would, with another's name; the number that Moodle gave her is not shown to him."""
    course, one = second
    path = course.submitted("u0", one.lesson) / f"{one.lesson}.ipynb"
    before = path.read_bytes()
    quick(ada(tmp_path, one, 0.1, name="Ada Byron_2000" if own_number else "Ada Byron"), course.root)
    told = any("a student may have packed it" in words for _, words in looked_at(course))
    assert (path.read_bytes() != before, told) == (own_number, not own_number)


def test_work_with_the_platforms_number_counts_also_among_loose_files(quick, second, tmp_path):
    course, one = second
    path = course.submitted("u0", one.lesson) / f"{one.lesson}.ipynb"
    before, source = path.read_bytes(), ada(tmp_path, one, 0.1)
    with zipfile.ZipFile(source, "a") as archive:
        for name in ("notes", "more notes"):
            archive.writestr(f"{name}.ipynb", "{}")
    assert "(loose)" in quick(source, course.root)
    assert path.read_bytes() != before


def test_the_gradebook_is_compared_with_the_results(quick, second):
    course, one = second
    with book.opened(course) as gradebook:
        gradebook.find_grade("check-terms", one.lesson, one.lesson, "u0").auto_score = 1.5
        gradebook.db.commit()
    with pytest.raises(UserError, match=r"results of u0 in 02-de-risking differ \(check-terms\)"):
        quick(None, course.root)


# --- lateness, drafts, absentees, other lists -----------------------------------------------------------------------------
def packed(tmp_path, lesson, *entries):
    """A download whose times say nothing. entries: (name of the folder without its end, share of the points)."""
    files = [(f"{name}_assignsubmission_file_", "x.ipynb", worth(lesson, share), START) for name, share in entries]
    return moodle_zip(tmp_path / "packed.zip", files)


def test_moodles_own_mark_of_lateness_and_drafts_is_believed_in_another_language(quick, tmp_path):
    heads = "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung)\n"
    lines = (
        'Teilnehmer/in1000,Ada Byron,u0@uni.example,Zur Bewertung abgegeben - 5 Stunden zu spät,,20,"Freitag, 2. Oktober 2026, 23:00",-',  # codespell:ignore oktober
        "Teilnehmer/in1001,Ben Wu,u1@uni.example,Entwurf (nicht abgegeben),,20,-,-",
    )
    sheet = listed(tmp_path / "de.csv", heads, lines)
    source = packed(tmp_path, LESSONS[0], ("Ada Byron_1000", 1), ("Ben Wu_1001", 1))
    quick(source, tmp_path / "g", class_list=sheet, due=START, late="10%-per-day")
    course = Course(tmp_path / "g")
    assert {student: off for student, (_, off, _) in marks(course, LESSONS[0]).items()} == {"u0": 2, "u1": 0}
    assert any("draft" in words and name == "Ben Wu" for name, words in looked_at(course))


def test_who_has_no_notebook_is_counted_and_large_files_of_nobody_are_not_kept(quick, tmp_path, term, monkeypatch):
    monkeypatch.setattr(placing, "LARGEST_ASIDE", 3)
    source = packed(tmp_path, LESSONS[0], ("Ada Byron_1000", 1), ("Nobody Known_77", 1))
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("Ben Wu_1001_assignsubmission_file_/essay.pdf", b"%PDF")
    said = quick(source, tmp_path / "g", class_list=term[0].sheet)
    told = "3 on the class list without a notebook here; of these 1 handed in something else; 1 file that could not be placed"
    assert f"{told} may be theirs" in said
    told = [words for _, words in looked_at(Course(tmp_path / "g")) if "too large to keep" in words]
    assert len(told) == 2 and "essay.pdf" in str(told) and "Nobody Known" in str(told)
    assert not Course(tmp_path / "g").unplaced.exists()


def test_a_stray_notebook_is_no_hand_in_for_another_exercise(quick, tmp_path, term):
    one = term[1]
    source = shutil.copy(one.zips[0], tmp_path / "z.zip")
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("Ada Byron_2000_assignsubmission_file_/03-chip-basics.ipynb", worth(LESSONS[2], 0))
    quick(source, tmp_path / "g", class_list=one.sheet)
    made = {path.name for path in (tmp_path / "g" / "grades").glob("*.csv")}
    assert made == {f"grades-{one.lesson}.csv", "grades-course.csv", f"moodle-worksheet-{one.lesson}.csv"}


SPANISH = (
    "Identificador,Nombre completo,Dirección de correo,Estado,Calificación,Calificación máxima,La calificación puede ser cambiada,"  # codespell:ignore ser
    "Última modificación (entrega),Última modificación (calificación),Comentarios de retroalimentación\n"
)


def test_a_worksheet_is_filled_in_by_its_shape_in_any_language(quick, tmp_path):
    lines = [f"Participante {n},{who},{n}@uni.example,Enviado,,20.00,Sí,-,-," for n, who in enumerate(PEOPLE[:3], 41)]
    source = packed(tmp_path, LESSONS[0], ("Ada Byron_41", 1), ("Ben Wu_42", 0.5))
    quick(source, tmp_path / "g", class_list=listed(tmp_path / "sheet.csv", SPANISH, lines))
    made = rows(Course(tmp_path / "g").grades / f"moodle-worksheet-{LESSONS[0]}.csv")
    assert [row["Calificación"] for row in made] == ["20", "10", ""]
    assert [list(row.values())[-1] for row in made] == ["checks 20", "checks 10", ""], "comments"


# --- with Moodle: what it gives, and what the terminal says to give back ----------------------------------------------------
DUE = at("2026-11-10T18:00")
NAMES = ("Ada Byron", "Ben Wu", "Cleo Ito", "Cleo Ito")


def exercise(tmp_path, place, **options):
    """An assignment with work on time (Ada), five hours late (Ben), three days late (one Cleo), and none (the other)."""
    due = DUE + 7 * place * DAY
    one = Assignment(tmp_path, LESSONS[place], due, 1000 * (place + 1), NAMES, **options)
    for number, share, late in zip(one.people, (0.9, 0.8, 0.6), (-5 * HOUR, 5 * HOUR, 3 * DAY), strict=False):
        memo = "A stock buys time." if exercises.definition(one.lesson).memo else ""
        one.work[number] = worth(one.lesson, share, memo), due + late
    return one


def everything(root):
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("times", "moved", "off"),
    [
        pytest.param(True, 2 * DAY, 0, id="later", marks=pytest.mark.thorough),
        pytest.param(True, -2 * DAY, 4.8, id="earlier"),
        pytest.param(False, 2 * DAY, 1.6, id="later, and no times"),
    ],
)
def test_a_deadline_that_moves_gives_the_marks_of_a_fresh_run(quick, tmp_path, times, moved, off):
    """Moodle says "late" by its own date; where a time is known, that and --due decide, in whatever order they come."""
    made = [exercise(tmp_path, place) for place in (2, 3)]
    given = [(one.download(packed=not times), one.worksheet(times), one.due, one.due + moved) for one in made]
    step, fresh = Course(tmp_path / "step"), Course(tmp_path / "fresh")
    for source, people, due, _ in given:
        quick(source, step.root, class_list=people, due=due, late="10%-per-day")
    for source, people, _, new in given:
        quick(source, fresh.root, class_list=people, due=new, late="10%-per-day")
    wanted = [marks(fresh, one.lesson) for one in made]
    assert wanted[0]["u1"][1] == off, "late without a time is believed"
    for (*_, new), one in zip(given, made, strict=True):
        quick(None, step.root, lesson=one.lesson, due=new)
        assert marks(step, one.lesson) == wanted[made.index(one)]
    for source, *_ in given:  # for whatever reason, the class is downloaded again
        assert "Marks that changed" not in quick(source, step.root)
    assert [marks(step, one.lesson) for one in made] == wanted
    told = {row["student"]: row["why"] for row in rows(step.intake) if row["exercise"] == LESSONS[2]}
    assert told["u1"] == ("late" if off == 4.8 else "" if times else "the platform calls it late, without a time")


def test_new_work_has_no_time_of_the_old(quick, tmp_path):
    one, course = exercise(tmp_path, 2), Course(tmp_path / "g")
    quick(one.download(), course.root, class_list=one.worksheet(), due=DUE, late="zero", lesson=one.lesson)
    one.hand_in("Ben Wu", 1, DUE + DAY)
    one.due += 9 * DAY  # Moodle's own date, so it calls nothing late
    quick(one.download(packed=True), course.root, class_list=one.worksheet(times=False))
    assert marks(course, one.lesson)["u1"] == (20, 0, 20) and marks(course, one.lesson)["u2"][1] == 12


@pytest.mark.parametrize("packed", [False, True], ids=["times in the zip", "packed anew"])
def test_work_that_came_after_the_class_list_does_not_get_its_time(quick, tmp_path, packed):
    one, step, fresh = exercise(tmp_path, 2), Course(tmp_path / "g"), Course(tmp_path / "fresh")
    rule = {"due": one.due, "late": "10%-per-day"}
    old = one.worksheet().rename(tmp_path / "old.csv")
    quick(one.download(), step.root, class_list=old, **rule)
    one.hand_in("Ada Byron", 1, one.due + HOUR)
    for options in ({}, {"class_list": old}):  # the same line again
        said = quick(one.download(packed), step.root, lesson=one.lesson, **options)
        assert marks(step, one.lesson)["u0"][1] == (0 if packed else 2)
        assert ("For 1 of 3 nobody knows" in said) == packed
        told = any("came after the class list" in words for name, words in looked_at(step) if name == "Ada Byron")
        assert told == (not options)
    people = one.worksheet()
    for course in (step, fresh):
        quick(one.download(packed), course.root, class_list=people, **rule)
    assert marks(step, one.lesson) == marks(fresh, one.lesson) and marks(step, one.lesson)["u0"][1] == 2


@pytest.mark.parametrize("source", ["zip", "none"])
def test_a_worksheet_of_another_exercise_stops_the_run_before_anything_is_written(quick, tmp_path, source):
    one, other = exercise(tmp_path, 2), exercise(tmp_path, 1)
    course, people = Course(tmp_path / "g"), one.worksheet()
    quick(one.download(), course.root, class_list=people, due=one.due, late="10%-per-day")
    before = everything(course.root)
    wrong = {"class_list": other.worksheet(), "lesson": one.lesson, "due": one.due + 2 * DAY}
    said = r"Not one participant number .* is in Grades-02-de-risking.csv: .* --class-list"
    with pytest.raises(UserError, match=said):
        quick(one.download() if source == "zip" else None, course.root, **wrong)
    assert everything(course.root) == before
    said = quick(one.download(), course.root, class_list=people)
    assert "Marks that changed" not in said and "Nothing to upload" in said.splitlines()[-1]


def test_few_numbers_that_fit_are_told_and_tell_no_times(quick, tmp_path):
    one, course = exercise(tmp_path, 2), Course(tmp_path / "g")
    source, other = one.download(), exercise(tmp_path, 3)
    other.people = dict(zip((3000, 4001, 4002, 4003), NAMES, strict=True))
    said = quick(source, course.root, class_list=other.worksheet(), lesson=one.lesson, due=one.due, late="zero")
    assert "  1 problem:" in said and "Only 1 of the 3 participant numbers" in said
    assert marks(course, one.lesson)["u1"][1] > 0, "the zip's own time counts"


def all_there(course, one):
    """Each mark of the gradebook, with its comment, and each page is in Moodle, and nothing else is."""
    most = 30 if exercises.definition(one.lesson).memo else 20
    wanted, pages = {}, {}
    for student, (points, *_) in marks(course, one.lesson).items():
        number = next(n for n in one.people if student in (f"u{n % 1000}", f"p{n}"))
        pages[number] = page(course, student, one.lesson)
        wanted |= {} if points is None else {number: f"{points * one.maximum / most:.2f}"}
    return (one.grades, one.pages, set(one.comments), one.refused) == (wanted, pages, set(wanted), 0)


@pytest.mark.parametrize("hidden", thorough.but([False, True], True), ids=["names", "anonymous"])
def test_following_the_terminal_to_the_letter_brings_all_pages_and_marks_to_moodle(quick, tmp_path, hidden):
    one, two, course = exercise(tmp_path, 1, hidden=hidden), exercise(tmp_path, 2, maximum=100), Course(tmp_path / "g")
    of_one, of_two = ([f"moodle-worksheet-{x.lesson}.csv", f"moodle-feedback-{x.lesson}.zip"] for x in (one, two))
    quick(one.download(), course.root, class_list=one.worksheet(), due=one.due, late="10%-per-day", lesson=one.lesson)
    _, ben, cleo = sorted(marks(course, one.lesson))
    give_memo(course, one.lesson, cleo, 7)
    said = quick(None, course.root)  # the first run's pages never went up
    assert follow(said, course.grades, one) == of_one and all_there(course, one) and len(one.grades) == 1
    assert "Lower" not in said, "a memo's points raise what lateness costs, and the mark with it"
    assert [said.count(words) for words in ("Moodle, grades first:", "Moodle, pages:")] == [1, 1]
    quick(two.download(), course.root, class_list=two.worksheet(), lesson=two.lesson)  # and nothing is uploaded
    last = quick(None, course.root).splitlines()[-1]
    assert last.startswith("Nothing to upload. Written earlier, if you have not uploaded it yet: 02-de-risking (20")
    assert ", 03-chip-basics (20" in last
    for name in of_two:
        two.upload(course.grades / name)
    assert all_there(course, two) and len(two.pages) == 3
    one.hand_in("Ben Wu", 0.5, one.due + 6 * HOUR, memo="Other words.")
    give_memo(course, one.lesson, ben, 5)
    assert follow(quick(one.download(), course.root), course.grades, one) == of_one[1:], "his memo waits again"
    for who in marks(course, one.lesson):
        give_memo(course, one.lesson, who, 6)
    said = quick(None, course.root)
    assert follow(said, course.grades, one) == of_one and all_there(course, one) and len(one.grades) == 3
    told = "no mark yet (checks 10), now 14.4: the memo was read; 1.6 points (10 % of 16)"
    assert f"({ben}), 02-de-risking: {told}" in said
    for each in (one, two):  # with what Moodle holds now there is nothing left to send
        said = quick(each.download(), course.root, class_list=each.worksheet(), lesson=each.lesson)
        assert follow(said, course.grades) == []


def test_what_somebody_changed_in_moodle_stays_there_and_is_told(quick, tmp_path):
    one, course = exercise(tmp_path, 2, maximum=20), Course(tmp_path / "g")
    follow(quick(one.download(), course.root, class_list=one.worksheet()), course.grades, one)
    ada, ben, cleo = one.work
    one.grades[ada], one.comments[cleo] = "19.50", "Well done!"
    for name in ("Ben Wu", "Cleo Ito"):
        one.hand_in(name, 1, one.due + 4 * DAY)
    said = quick(one.download(), course.root, class_list=one.worksheet())
    assert "Moodle holds 19.50, this program gives 18. No run here gave 19.50, so the file leaves it" in said
    assert "Moodle holds a comment that is not from here" in said
    assert follow(said, course.grades, one)[0].startswith("moodle-worksheet")
    assert [float(one.grades[who]) for who in (ada, ben, cleo)] == [19.5, 20, 20] and one.comments[cleo] == "Well done!"
    one.grades.pop(ada)  # as the sentence says: an empty cell in the class list
    said = quick(None, course.root, class_list=one.worksheet(), lesson=one.lesson)
    assert follow(said, course.grades, one) and float(one.grades[ada]) == 18 and "19.50" not in said
