"""Groups and labels: a term with both against a calculation by hand, teams on the platform, who may hand in for whom, wrong words."""

import datetime
import json

import pytest
from support import told
from support.moodle import Assignment, follow
from support.quick import give_memo, moodle_zip, page, worth

from derisking.classroom import files, rules
from derisking.classroom import gradebook as book
from derisking.classroom.course import Course
from derisking.errors import UserError

NAMES = ("Ada Byron", "Ben Wu", "Cleo Ito", "Dora Kim")
FIRST, SECOND, THIRD = "01-reading-the-news", "02-de-risking", "03-chip-basics"
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
DUE = {lesson: datetime.datetime(2026, 10, 2, 18, 0) + 14 * n * DAY for n, lesson in enumerate((FIRST, SECOND, THIRD))}
CASES = told.cases(__file__, "rules.yaml")
RULES, LIST = CASES["of a term"], CASES["people of a term"]


pytestmark = pytest.mark.usefixtures("the_same_keys")


def course_with(tmp_path, text=RULES, people=LIST):
    course = Course(tmp_path / "grading")
    files.write(course.rules, text)
    files.write(tmp_path / "class.csv", people)
    return course, tmp_path / "class.csv"


def download(tmp_path, lesson, until=30 * DAY):
    """Moodle's zip of an exercise as it was then."""
    works = [work[1:] for work in CASES["work"] if work[0] == lesson and work[3] * HOUR < until]
    return moodle_zip(tmp_path / f"{lesson}.zip", [entry(lesson, *work) for work in works])


def entry(lesson, who, share, late, inner=""):
    """What one student uploaded, for `moodle_zip`."""
    notebook = worth(lesson, share, f"A memo of {who}." if lesson == SECOND else "")
    when = DUE[lesson] + late * HOUR
    return f"{NAMES[who]}_{1000 + who}_assignsubmission_file_", f"{inner}{lesson}.ipynb", notebook, when


def table(course):
    every = files.rows(course.grades / "grades-course.csv")
    return {row["id"]: [row[head] for head in CASES["columns"]] for row in every}


def changed(course):
    return [(row["student"], row["from"], row["to"], row["why"]) for row in files.rows(course.changes)]


def read_memos(course):
    with book.opened(course) as gradebook:
        assert set(book.memo_grades(gradebook, SECOND)) == set(CASES["memos"]), "a group's memo is read once"
    for student, points in CASES["memos"].items():
        give_memo(course, SECOND, student, points)


def test_a_term_with_groups_and_labels_is_the_one_calculated_by_hand(quick, tmp_path):
    course, people = course_with(tmp_path)
    for lesson in DUE:
        for until in (0 * DAY, 30 * DAY):  # at the deadline, and when all is there
            said = quick(download(tmp_path, lesson, until), course.root, class_list=people)
    assert "Extra time (u0): due 2026-11-02 18:00" in said
    read_memos(course)
    quick(None, course.root)
    assert table(course) == CASES["by hand"]
    told = {row["student"]: row["what happened"] for row in files.rows(course.to_look_at) if row["exercise"] == SECOND}
    assert "u2 handed in another notebook than u3, whose counts for all of the group “Team Blue”" in told["u3"]
    grades = {row["id"]: row["comment"] for row in files.rows(course.grades / f"grades-{SECOND}.csv")}
    assert grades["u0"] == "checks 14, memo 6, handed in by Ben Wu for the group"
    assert "Ada Byron" in page(course, "u0", SECOND)
    assert "Marks that changed" not in quick(download(tmp_path, SECOND), course.root)
    # The rules change, and no mark does so in silence.
    there = len(changed(course))
    text = rules_written(course)
    steps = (
        (("days: 3", "days: 0"), {("u0", "18", "14.4"), ("u0", "20", "14"), ("u0", "18", "0")}, "the deadline changed"),
        (("days: 0", "days: 3"), {("u0", "14.4", "18"), ("u0", "14", "20"), ("u0", "0", "18")}, "the deadline changed"),
        (("late: zero\n    attempts: last\n    groups: yes", "late: zero\n    groups: no"), {("u1", "0", "no mark"), ("u2", "20", "no mark")}, "counted for the group"),
        (("exercises: 30", "exercises: 60"), {("u0", "37 of 50", "62 of 80"), ("u3", "35 of 50", "60 of 80")}, "the scheme changed: exercises of 30 is now exercises of 60"),
    )  # fmt: skip
    for (old, new), wanted, why in steps:
        assert old in text
        text = text.replace(old, new)
        files.write(course.rules, text)
        quick(None, course.root)
        lines, there = changed(course)[there:], len(changed(course))
        assert wanted <= {line[:3] for line in lines} and all(why in line[3] for line in lines), lines


def rules_written(course):
    """The rules as the program writes them."""
    kept = rules.read(course.rules)
    kept.variants = True
    rules.write(course.rules, kept)
    return course.rules.read_text(encoding="utf-8").replace("variants: yes", "variants: no")


def test_teams_of_moodle_get_one_mark_each_and_the_page_of_their_team(quick, tmp_path):
    teams = {name: "Team Red" if n < 2 else "Team Blue" for n, name in enumerate(NAMES)}
    one, course = Assignment(tmp_path, THIRD, DUE[THIRD], 2000, NAMES, 20, teams=teams), Course(tmp_path / "g")
    one.work[2001], one.work[2002] = (worth(THIRD, 0.5), DUE[THIRD] - DAY), (worth(THIRD, 0.9), DUE[THIRD] - HOUR)
    said = quick(one.download(), course.root, class_list=one.worksheet())
    assert "not placed" not in said and "without a notebook" not in said
    assert len(follow(said, course.grades, one)) == 2
    assert one.grades == {2000: "10.00", 2001: "10.00", 2002: "18.00", 2003: "18.00"}
    assert sorted(one.pages) == list(one.grades) and one.refused == 0
    assert one.pages[2000] == one.pages[2001] != one.pages[2002] == one.pages[2003]
    assert "Nothing to upload" in quick(one.download(), course.root, class_list=one.worksheet())
    # Handed in alone, with a worksheet that knows no groups.
    other = Assignment(tmp_path, SECOND, DUE[SECOND], 1000, NAMES)
    other.work[1000] = worth(SECOND, 0.5), DUE[SECOND]
    quick(other.download(), course.root, class_list=other.worksheet())
    assert len(files.rows(course.marks)) == 5, "groups of one assignment are those of that assignment"


@pytest.mark.parametrize(
    "inner, placed", [("Team Blue/", False), ("group Team Blue - ", False), ("Team Red/", True), ("Blue/", True)]
)
def test_who_names_another_group_is_refused(quick, tmp_path, inner, placed):
    course, people = course_with(tmp_path)
    entries = [entry(THIRD, 0, 1, 0, inner), entry(THIRD, 1, 0.5, 0), entry(THIRD, 2, 0.5, 0)]
    quick(moodle_zip(tmp_path / "z.zip", entries), course.root, class_list=people)
    why = [row["why"] for row in files.rows(course.intake) if row["file"].startswith(NAMES[0])]
    assert (why == [""]) == placed and placed != ("and Ada Byron is not in it" in why[0])
    assert (course.submitted("u2", THIRD) / f"{THIRD}.ipynb").read_text(encoding="utf-8") == entries[2][2]


def test_a_folder_with_a_groups_name_is_the_groups_though_a_student_is_called_red(quick, tmp_path):
    course, people = course_with(tmp_path, people=LIST + "u4,Anna Red,,,\n")
    for folder in ("Team Red", "Anna Red"):
        files.write(tmp_path / "in" / folder / f"{THIRD}.ipynb", worth(THIRD, 1))
    quick(tmp_path / "in", course.root, class_list=people)
    assert {row["student"]: row["checks"] for row in files.rows(course.marks)} == {"u0": "20", "u1": "20", "u4": "20"}


@pytest.mark.parametrize("text, sign", CASES["rules"])
def test_wrong_rules_are_one_sentence_with_their_place(tmp_path, text, sign):
    with pytest.raises(UserError, match=sign):
        rules.parsed(text, tmp_path / "rules.yaml")


@pytest.mark.parametrize("text, people, sign", CASES["people"])
def test_wrong_people_stop_the_run_before_anything_is_graded(quick, tmp_path, text, people, sign):
    course, given = course_with(tmp_path, text, people)
    with pytest.raises(UserError, match=sign):
        quick(download(tmp_path, FIRST), course.root, class_list=given)
    assert not course.marks.exists() and not (course.root / "submitted").exists()


def test_the_file_stays_as_it_was_typed_and_an_older_one_is_read(tmp_path):
    course, _ = course_with(tmp_path)
    kept = rules.read(course.rules)
    assert kept.of(THIRD).due == DUE[THIRD].astimezone() and kept.of(FIRST).groups is False
    rules.write(course.rules, kept)
    assert course.rules.read_text(encoding="utf-8") == RULES, "it says the same"
    kept.ask([FIRST], late="zero")
    rules.write(course.rules, kept)
    assert rules.read(course.rules).of(FIRST).late == "zero"
    assert [path.read_text(encoding="utf-8") for path in course.backups.glob("rules-*.yaml")] == [RULES]
    old = course.root / "settings.json"
    course.rules.unlink()
    then = {"due": None, "late": "zero", "attempts": "first", "column": None}
    old.write_text(json.dumps({"variants": True, "exercises": {SECOND: then}}), encoding="utf-8")
    kept = rules.read(course.rules)
    second = kept.of(SECOND)
    assert (kept.variants, second.late, second.attempts, second.due) == (True, "zero", "first", None)
    rules.write(course.rules, kept)
    assert not old.exists() and rules.read(course.rules).of(SECOND) == kept.of(SECOND)
