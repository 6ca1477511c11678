"""Exercise 8 from the form to the report: a story is handed in, dealt to classmates, judged, collected and counted."""

import json
import re
import shutil
from collections import Counter

import nbformat
import pytest
import runner
from support import quick, thorough

from derisking import exercises
from derisking.authoring import source
from derisking.classroom import files
from derisking.classroom import gradebook as book
from derisking.classroom.course import Course
from derisking.classroom.grade import command
from derisking.classroom.mark import memo, rubric
from derisking.classroom.options import Options
from derisking.classroom.report import command as report
from derisking.classroom.stories import agreement, deal, story
from derisking.classroom.stories import command as typed
from derisking.errors import UserError
from derisking.exercises import form_answers

LESSON = "08-your-own-story"
WANTED = exercises.definition(LESSON).memo.story
TEXT = next(cell.source for cell in source.solved(runner.ROOT / "solutions" / LESSON).cells if cell.id == "memo")
CLASS = ("ada", "ben", "cleo", "dora")


def told(word="Accurate", claims=10):
    """The reference story with one word in all its claims, and as many claims as one likes."""
    head, *_ = TEXT.split("1. ")
    return head + "".join(f"{n}. {word} claim {n}\n    - **Verdict:** {word}\n" for n in range(1, claims + 1))


def hand_in(folder, stories):
    """A folder for each student with the notebook that a form leaves behind."""
    for student, text in stories.items():
        notebook = runner.released(LESSON)
        cell = next(cell for cell in notebook.cells if cell.id == "memo-form")
        left = form_answers.bundle("memo", {"memo": text})
        cell.outputs = [nbformat.v4.new_output("display_data", data={form_answers.FORM_MIME: left})]
        files.write(folder / student / LESSON / f"{LESSON}.ipynb", nbformat.writes(notebook))
    return folder


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A class whose stories are graded as they are by `derisking grade`, and nobody has marked yet."""
    words = dict(zip(CLASS, ("Accurate", "Wrong", "Opinion", "Forecast"), strict=True))
    top = tmp_path_factory.mktemp("stories")
    given = hand_in(top / "in", {who: told(word) for who, word in words.items()} | {"nine": told(claims=9)})
    course = Course(top / "grading")
    quick.ready(course.root)
    command.grade(Options(given, course.root, unsandboxed=True, jobs=1), lambda line: None)
    return course


@pytest.fixture
def graded(once, tmp_path):
    return Course(shutil.copytree(once.root, tmp_path / "grading"))


def stories(course, *words):
    return typed.main([*map(str, words), "--from", str(course.root)])


def judged(course, student, verdict, only=10):
    """The file that the page of a student saves. verdict: author's mark -> what is said of each claim."""
    page = (course.stories / "pages" / f"judge-{student}.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'class="dr-data">(.*?)</script>', page)[1])
    said = {one["key"]: {str(n): verdict(one) for n in range(1, only + 1)} for one in data["stories"]}
    codings = [{"story": key, "verdicts": verdicts} for key, verdicts in said.items()]
    return {"format": "derisking-coding", "coder": data["coder"], "at": "2026-11-27T10:00:00Z", "codings": codings}


def put(folder, name, content):
    files.write(folder / f"{name}.json", content if isinstance(content, str) else json.dumps(content))


def marks(course):
    with book.opened(course) as gradebook:
        return book.memo_grades(gradebook, LESSON)


def test_a_story_is_written_handed_in_dealt_judged_collected_and_reported(graded, tmp_path, capsys):
    before, back = marks(graded), tmp_path / "back"
    feedback = quick.page(graded, "ada", LESSON)
    assert "not been read yet" in feedback and "Part A" not in feedback and "checks" not in feedback
    assert files.rows(graded.to_look_at) == [], "a story without tasks is not the wrong file"
    stories(graded, "deal", "--seed", "autumn")
    said = capsys.readouterr().out
    assert "4 stories dealt, 4 of them now: 4 pages" in said
    assert "nine: the story has 9 claims, 10 are needed; it is not dealt" in said
    dealt = deal.kept(graded)
    pages = {path.name: path.read_text(encoding="utf-8") for path in (graded.stories / "pages").iterdir()}
    assert set(pages) == {f"judge-{who}.html" for who in CLASS}
    for name, text in pages.items():
        told = re.search(r'"verdict":|"primary":|ada|ben|cleo|dora', text.split("dr-data")[-1])
        assert "Correction" not in text and not told, name
    put(back, "ada", judged(graded, "ada", lambda one: one["claims"][0]["text"].split()[0]))  # agrees with everybody
    put(back, "ben", judged(graded, "ben", lambda one: "Imprecise", only=4))  # agrees with nobody, and stops early
    stories(graded, "collect", back)
    authors = {who: [author for author, names in dealt["coders"].items() if who in names] for who in CLASS}
    found = agreement.read(graded)
    for author in CLASS:
        whole, some = author in authors["ada"], author in authors["ben"]
        assert found.shares[author] == (10 * whole + 4 * some, 10 * whole)
    assert f"2 classmates judged {found.judged} of 4 stories" in capsys.readouterr().out
    report.main(["--from", str(graded.root), "--names"])
    page = (graded.report / "report.html").read_text(encoding="utf-8")
    assert f"alpha over the class is {found.words}:" in page
    rows = {re.sub(r".*\((.*)\)", r"\1", row["student"]): row for row in files.rows(graded.report / "stories.csv")}
    assert {who: (int(row["verdicts"]), int(row["same"])) for who, row in rows.items()} == found.shares
    assert marks(graded) == before, "no mark changes"


def test_bad_files_get_a_sentence_and_lose_nothing(graded, tmp_path, capsys):
    with pytest.raises(UserError, match="No stories were dealt"):
        stories(graded, "collect")
    stories(graded, "deal", "--seed", "autumn")
    good = judged(graded, "ada", lambda one: "Wrong")
    own = {"story": deal.mark("autumn", "ben"), "verdicts": {"1": "Wrong"}}
    for name, content in {
        "good": good,
        "later": {**good, "at": "2026-11-28T10:00:00Z", "codings": good["codings"][:1]},
        "own": {**good, "coder": deal.mark("autumn", "ben"), "codings": [own]},
        "other": {**good, "coder": deal.mark("spring", "ada")},
        "broken": "{",
        "odd": {**good, "coder": deal.mark("autumn", "cleo"), "codings": [{"story": 5, "verdicts": "x"}]},
    }.items():
        put(tmp_path / "back", name, content)
    stories(graded, "collect", tmp_path / "back")
    said = capsys.readouterr().out
    told = {"own": "It judges a story that was not dealt to ben", "other": "It was made with a page of another deal"}
    told |= {"broken": "It holds no verdicts", "odd": "It holds no verdicts"}
    assert all(f"{name}.json: {words}" in said for name, words in told.items())
    assert "ada handed in 2 files of verdicts: the latest counts" in said
    given, _ = agreement.codings(graded)
    assert list(given) == ["ada", "ben"] and len(given["ada"]) == 1 and given["ben"] == {}
    assert len(list((graded.stories / "codings").glob("ada-*.json"))) == 2
    with pytest.raises(UserError, match="another seed"):
        stories(graded, "deal", "--seed", "spring")
    stories(graded, "deal")
    assert "4 stories dealt, 0 of them now" in capsys.readouterr().out, "dealt once, they stay"
    assert agreement.read(graded).judged == 1


@pytest.mark.parametrize("count", thorough.but(range(2, 41), 2, 3, 5, 24))
def test_nobody_gets_the_own_and_all_judge_as_many(count):
    people = [f"s{n:02}" for n in range(count)]
    dealt = deal.coders(people, {}, "a")
    assert dealt == deal.coders(reversed(people), {}, "a") and (count < 5 or dealt != deal.coders(people, {}, "b"))
    assert all(who not in names and len(set(names)) == min(2, count - 1) for who, names in dealt.items())
    assert set(Counter(name for names in dealt.values() for name in names).values()) == {min(2, count - 1)}
    for more in (1, 2, 3):  # who comes later changes nothing of what was dealt
        late = deal.coders([*people, *"xyz"[:more]], dealt, "a")
        assert {who: late[who] for who in people} == dealt and all(who not in names for who, names in late.items())
        load = Counter(name for names in late.values() for name in names)
        assert max(load.values()) <= min(load.values()) + 2


# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers, twelve units, gaps.
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def test_alpha_is_that_of_the_published_example():
    """The figures of the paper: of 40 verdicts that can be paired 32 agree, where chance gives 344 pairs of 1560."""
    units = [[row[at] for row in OBSERVERS if row[at] != "."] for at in range(12)]
    assert agreement.alpha(units) == pytest.approx((39 * 32 - 344) / (1560 - 344)) == pytest.approx(0.743, abs=5e-4)
    assert agreement.alpha([["a"], ["b"], ["c"]]) is None and agreement.alpha([["a", "a"], ["a"]]) is None
    assert agreement.alpha([["a", "b"], ["b", "a"]]) < 0 < agreement.alpha([["a", "a"], ["b", "b", "b"], ["c"]])


def test_the_desk_shows_the_claims_as_a_table_and_the_rubric_gives_twenty():
    found = story.read(TEXT)
    assert story.fault(found, WANTED) == ""
    assert len([one for one in found["claims"] if one["primary"] and one["place"]]) == 4
    assert 70 <= len(found["correction"].split()) <= 90
    shown = memo.shown(story.readable(TEXT, LESSON), LESSON)
    assert shown.html.count("<tr>") == 11 and "<script" not in memo.shown(story.readable(told("<script>"), LESSON)).html
    assert story.readable("A memo.", LESSON) == "A memo." and story.readable(TEXT, "02-de-risking") == TEXT
    assert story.fault(story.read(told("Perhaps")), WANTED).startswith("has no verdict for claim 1, 2")
    plan = rubric.read(LESSON)
    assert (plan.points, plan.highest, plan.words) == (20, 20, 0) and LESSON in rubric.with_memo()
