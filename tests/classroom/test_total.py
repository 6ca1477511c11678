"""The course total: the scheme of TEACHING.md, and the file that each platform takes."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from support import told
from support.class_lists import LISTS, listed

from derisking.classroom import files, rules
from derisking.classroom.course import Course
from derisking.classroom.give_back import total
from derisking.classroom.give_back.changes import State

TEACHING = (Path(__file__).resolve().parents[2] / "TEACHING.md").read_text(encoding="utf-8")
FIRST, SECOND, LAST = "01-reading-the-news", "02-de-risking", "07-policy-lab"
STORY = "08-your-own-story"


def state(student, lesson, checks, memo="", late="0", maximum="20"):
    points = "" if memo == "waits" else "1"
    return State(student, student, lesson, points, checks, memo, late, maximum, "", "", "", "")


def table(path):
    return {row["id"]: row for row in files.rows(path)}


def run(tmp_path, people=()):
    """What the total needs of a run: the folder, names, and the class list of exercise 2."""
    (tmp_path / "grading" / "grades").mkdir(parents=True)
    found = {student.id: student for student in people.students} if people else dict.fromkeys("abcd")
    lists = {SECOND: people} if people else {}
    said = []
    names = {"name_of": lambda one: one, "said": said.append, "lines": said, "rules": rules.Rules()}
    return SimpleNamespace(course=Course(tmp_path / "grading"), people=found, lists=lists, **names)


STATES = [state("a", FIRST, "15"), state("a", SECOND, "18", "7", "3", "30"), state("a", LAST, "20", "13", maximum="40")]
STATES += [state("a", STORY, "0", "16"), state("b", FIRST, "20"), state("b", SECOND, "20", "waits", maximum="30")]
STATES += [state("c", SECOND, "10", maximum="30"), state("c", LAST, "", maximum="40")]


def test_the_total_is_the_scheme_worked_out_by_hand(tmp_path):
    given = run(tmp_path)
    (path,) = total.write(given, STATES)
    found = table(path)
    # (15 + 18 - 3 + 20) of 60 is 16.67 of 20; 7 of 10 counts 7; 13 of 20 is 19.5 of 30; 16 of 20 for the story counts 16
    heads = ("exercises of 20", "memo 02 of 10", "memo 07 of 30", "memo 08 of 20", "total", "out of")
    assert [found["a"][head] for head in heads] == ["16.67", "7", "19.5", "16", "59.17", "80"]
    assert (found["b"]["total"], found["b"]["missing"]) == ("", "07 08")  # a memo waits
    assert (found["c"]["total"], found["c"]["missing"]) == ("3.33", "01 07 08")
    assert (found["d"]["total"], found["d"]["exercises of 20"]) == ("", "0")  # handed in nothing at all
    assert found["a"]["defence of 20"] == ""
    assert [found["a"][f"02 {part}"] for part in total.PARTS] == ["18", "7", "3", "1"]


def test_one_exercise_alone_counts_what_it_can_by_the_weights_of_teaching(tmp_path):
    (path,) = total.write(run(tmp_path), STATES[:1])
    assert (table(path)["a"]["total"], table(path)["a"]["out of"]) == ("15", "20")
    scheme = TEACHING.split("## 5. ")[1].split("**An example**")[0]
    wanted = [int(share) for share in re.findall(r"\| (\d+) % \|", scheme)]
    assert [share for share in wanted if share] == list(rules.usual_scheme().values())


@pytest.mark.parametrize("kind, line", told.cases(__file__, "cases.yaml")["totals"])
def test_each_platform_gets_its_file(kind, line, tmp_path):
    content = LISTS[kind]
    if kind == "blackboard":  # takes no column that it does not have
        content = content.replace("Exercise 2 [Total Pts: 40 Score]", "Course total [Total Pts: 30 Score]")
    people = listed(tmp_path, content)
    first = people.students[0].id
    states = [state(first, FIRST, "20"), state(first, SECOND, "20", "5", maximum="30")]
    made = total.write(given := run(tmp_path, people), states)
    assert f"Course total: 1 of {len(people.students)} students" in given.lines[0]
    assert made[0].name == "grades-course.csv" and len(made) == 2
    assert "course-total" in made[1].name and made[1].name.startswith(kind)
    text = made[1].read_text(encoding="utf-8-sig")
    assert "Course total" in text
    assert line in text.replace("Participant 1001,", "")
    assert sum("25" in row for row in text.splitlines()[1:]) == 1  # nobody else has a total
