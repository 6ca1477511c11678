"""Groups and labels: a term with both against a calculation by hand, teams on the platform, who may hand in for whom, wrong words."""

import datetime

import pytest
from support import told
from support.moodle import Assignment, follow
from support.quick import give_memo, moodle_zip, worth

from derisking.classroom import files, rules
from derisking.classroom import gradebook as book
from derisking.classroom.course import Course
from derisking.errors import UserError

NAMES = ("Ada Byron", "Ben Wu", "Cleo Ito", "Dora Kim")
FIRST, SECOND, THIRD = "01-reading-the-news", "02-de-risking", "03-chip-basics"
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
DUE = {lesson: datetime.datetime(2026, 10, 2, 18, 0) + 14 * n * DAY for n, lesson in enumerate((FIRST, SECOND, THIRD))}
LIST = "id,name,email,group,label\n" + "".join(
    f"u{n},{name},u{n}@uni.example,{'Team Red' if n < 2 else 'Team Blue'},{'' if n else 'extra time'}\n"
    for n, name in enumerate(NAMES)
)
RULES = told.cases(__file__, "rules.yaml")["of a term"]
# Exercise, who, share of the 20 points of the checks, when.
WORK = (
    (FIRST, 0, 0.9, 2 * DAY),
    (FIRST, 1, 0.8, 5 * HOUR),
    (FIRST, 2, 0.5, -DAY),
    (FIRST, 3, 1, 2.5 * DAY),
    (SECOND, 1, 0.7, 2.5 * DAY),
    (SECOND, 2, 0.6, -DAY),
    (SECOND, 3, 0.8, -HOUR),
    (THIRD, 0, 0.9, HOUR),
    (THIRD, 3, 1, -HOUR),
)
MEMOS = {"u1": 6, "u3": 5}
# By hand. Ada has three days more; exercise 1 is handed in alone. Exercise 2: Red's work is Ben's, of 14 + 6 points, for him three days
# begun late (30 % of 20), for Ada on time; Blue handed in twice and Dora's is the last, 16 + 5. Exercise 3: Red's is Ada's, an hour late,
# on time for her and worth nothing for Ben. Columns: points of the exercises 1 to 3, taken off in each, of 30 for the exercises
# (50 and 22.4 and 46 and 50 of 60), of 20 for the memo, total.
BY_HAND = {
    "u0": ("18", "20", "18", "", "", "", "25", "12", "37"),
    "u1": ("14.4", "14", "0", "1.6", "6", "18", "11.2", "12", "23.2"),
    "u2": ("10", "21", "20", "", "", "", "23", "10", "33"),
    "u3": ("14", "21", "20", "6", "", "", "25", "10", "35"),
}
COLUMNS = [f"{n} {part}" for part in ("points", "taken off") for n in ("01", "02", "03")]
COLUMNS += ["exercises of 30", "memo 02 of 20", "total"]


pytestmark = pytest.mark.usefixtures("the_same_keys")


def course_with(tmp_path, text=RULES, people=LIST):
    course = Course(tmp_path / "grading")
    files.write(course.rules, text)
    (tmp_path / "class.csv").write_text(people, encoding="utf-8")
    return course, tmp_path / "class.csv"


def download(tmp_path, lesson, until=30 * DAY, inner=""):
    """Moodle's zip of an exercise as it was then."""
    entries = [
        (
            f"{NAMES[who]}_{1000 + who}_assignsubmission_file_",
            f"{inner}{lesson}.ipynb",
            worth(lesson, share, f"A memo of {who}." if lesson == SECOND else ""),
            DUE[lesson] + late,
        )
        for one, who, share, late in WORK
        if one == lesson and late < until
    ]
    return moodle_zip(tmp_path / f"{lesson}.zip", entries)


def table(course):
    return {row["id"]: tuple(row[head] for head in COLUMNS) for row in files.rows(course.grades / "grades-course.csv")}


def changed(course):
    return [(row["student"], row["from"], row["to"], row["why"]) for row in files.rows(course.changes)]


def read_memos(course):
    with book.opened(course) as gradebook:
        assert set(book.memo_grades(gradebook, SECOND)) == set(MEMOS), "a group's memo is read once"
    for student, points in MEMOS.items():
        give_memo(course, SECOND, student, points)


def test_a_term_with_groups_and_labels_is_the_one_calculated_by_hand(quick, tmp_path):
    course, people = course_with(tmp_path)
    for lesson in DUE:
        for until in (0 * DAY, 30 * DAY):  # at the deadline, and when all is there
            said = quick(download(tmp_path, lesson, until), course.root, class_list=people)
    assert "Extra time (u0): due 2026-11-02 18:00" in said
    read_memos(course)
    quick(None, course.root)
    assert table(course) == BY_HAND
    told = {row["student"]: row["what happened"] for row in files.rows(course.to_look_at) if row["exercise"] == SECOND}
    assert "u2 handed in another notebook than u3, whose counts for all of the group “Team Blue”" in told["u3"]
    grades = {row["id"]: row["comment"] for row in files.rows(course.grades / f"grades-{SECOND}.csv")}
    assert grades["u0"] == "checks 14, memo 6, handed in by Ben Wu for the group"
    assert "Ada Byron" in (course.feedback("u0", SECOND) / f"{SECOND}.html").read_text(encoding="utf-8")
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
    entry = f"{NAMES[0]}_1000_assignsubmission_file_", f"{inner}{THIRD}.ipynb", worth(THIRD, 1), DUE[THIRD]
    more = [
        (f"{NAMES[n]}_{1000 + n}_assignsubmission_file_", f"{THIRD}.ipynb", worth(THIRD, 0.5), DUE[THIRD])
        for n in (1, 2)
    ]
    quick(moodle_zip(tmp_path / "z.zip", [entry, *more]), course.root, class_list=people)
    why = [row["why"] for row in files.rows(course.intake) if row["file"].startswith(NAMES[0])]
    assert (why == [""]) == placed and placed != ("and Ada Byron is not in it" in why[0])
    assert (course.submitted("u2", THIRD) / f"{THIRD}.ipynb").read_text(encoding="utf-8") == more[1][2]


def test_a_folder_with_a_groups_name_is_the_groups_though_a_student_is_called_red(quick, tmp_path):
    course, people = course_with(tmp_path, people=LIST + "u4,Anna Red,,,\n")
    for folder in ("Team Red", "Anna Red"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / f"{THIRD}.ipynb").write_text(worth(THIRD, 1), encoding="utf-8")
    quick(tmp_path / "in", course.root, class_list=people)
    assert {row["student"]: row["checks"] for row in files.rows(course.marks)} == dict.fromkeys(
        ("u0", "u1", "u4"), "20"
    )


WRONG = told.cases(__file__, "rules.yaml")


@pytest.mark.parametrize("text, sign", WRONG["rules"])
def test_wrong_rules_are_one_sentence_with_their_place(tmp_path, text, sign):
    with pytest.raises(UserError, match=sign):
        rules.parsed(text, tmp_path / "rules.yaml")


@pytest.mark.parametrize("text, people, sign", WRONG["people"])
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
    old.write_text(
        '{"variants": true, "exercises": {"02-de-risking": {"due": null, "late": "zero", "attempts": "first", "column": null}}}',
        encoding="utf-8",
    )
    kept = rules.read(course.rules)
    assert (kept.variants, kept.of(SECOND).late, kept.of(SECOND).attempts, kept.of(SECOND).due) == (
        True,
        "zero",
        "first",
        None,
    )
    rules.write(course.rules, kept)
    assert not old.exists() and rules.read(course.rules).of(SECOND) == kept.of(SECOND)
