"""The report on a class: right figures, nothing invented from few students, nothing of a student on the page."""

import json
import random
import re
from pathlib import Path

import lxml.html
import pytest
import runner
from support import html_rules, quick, thorough, told
from support.graded import SECRET, result
from support.graded import written as graded

from derisking import __main__ as commands
from derisking import exercises
from derisking.classroom import files
from derisking.classroom.course import Course
from derisking.classroom.report import command as report
from derisking.classroom.report import course_items, evidence, minute, records, stats
from derisking.classroom.report import figures as analysis
from derisking.classroom.report.stats import Value
from derisking.errors import UserError
from derisking.live import counts
from derisking.questions.kinds.function import GENERAL

LESSON = "02-de-risking"
TASKS = course_items.definition(LESSON).tasks
HANDED = [{"lesson": LESSON, "test": name} for name in ("pre", "post")]
PER_CENT = re.compile(r"([\d.]+)[ \u00a0]%")
ROOT = Path(__file__).resolve().parents[2]


def said_by_the_course():
    """What questions and tasks say themselves, and the page repeats; answers that are numbers are named with their unit."""
    yield from (path.read_text("utf-8") for path in ROOT.glob("notebooks/quizzes/*.yaml"))
    yield from (path.read_text("utf-8") for path in ROOT.glob("solutions/*/*.yaml"))
    asked = [task.question for lesson in exercises.lessons() for task in exercises.definition(lesson).tasks]
    for one in [*course_items.questions().values(), *asked]:
        yield from (f"{part.text} {part.feedback}" for part in one.rules.parts(one))


# --- a class that looks like one --------------------------------------------------------------------------------------------
def all_tasks(share=1.0, route="code", lesson=LESSON, **changes):
    """Results for every task; changes: task id (with _ for -) -> (share, outcome, misconception)."""
    found = []
    for task in course_items.definition(lesson).tasks:
        fate = changes.get(task.id.replace("-", "_"), (share,)) if task.route in ("", route) else (0, "not-attempted")
        found.append(result(task, *fate))
    return found


def shared(course, student, lesson, answers=(), tests=(), hints=(), forecasts=()):
    record = {"format": 2, "lesson": lesson, "answers": list(answers), "tests": list(tests), "hints": list(hints)}
    record |= {"forecasts": list(forecasts)} if forecasts else {}  # records of November 2026 have none
    files.write(course.submitted(student, lesson) / "quiz-record.json", json.dumps(record))


def response(question, right: bool) -> dict:
    """A response as the page sends it."""
    return question.rules.example_answers(question)[0 if right else -1][1]


def tried(question, right, mode="practice", number=0, **more):
    at = f"2026-11-02T10:{number // 60 % 60:02}:{number % 60:02}.000+01:00"
    plain = {"at": at, "lesson": question.lesson, "item": question.id, "objective": question.objective, "mode": mode}
    return plain | {"response": response(question, right), "correct": 1, "score": 1.0} | more


FATES = (
    (), (), (), (0, "misconception"), (0.5, "misconception"), (0, "wrong-value"), (0, "raises"), (0, "not-attempted"),
)  # fmt: skip


def class_of(course, count, lessons=None, with_variants=False, every=2):
    """Students with all that can become of a task, routes and gaps; one in `every` shares answers, tests and hints."""
    for number in range(count):
        student = f"student-{number:04}"
        course.submitted(student, LESSON).mkdir(parents=True, exist_ok=True)
        for place, lesson in enumerate(lessons or exercises.lessons()):
            if (number + place) % 12 == 11:
                continue  # handed in nothing
            fates = {}
            for step, task in enumerate(course_items.definition(lesson).tasks, place):
                own = [name for name in course_items.of_task(lesson, task.id) if name not in GENERAL]
                fate = FATES[number * (step + 3) % len(FATES)] or (1,)
                fates[task.id.replace("-", "_")] = (*fate, own[number % len(own)]) if own and len(fate) > 1 else fate
            variant = {"variant": {"code": student, "answer": number / count}} if with_variants else {}
            results = all_tasks(1, ["code", "decide", ""][number % 3], lesson, **fates)
            graded(course, student, lesson, results, **variant)
            if number % every == every - 1:
                share_all(course, student, lesson, number)


def share_all(course, student, lesson, number):
    answers = []
    for place, question in enumerate(questions_of(lesson)):
        mode = course_items.which_test(question) or "practice"
        right = (number // 2 + place) % {"pre": 3, "post": 5, "practice": 4}[mode] > 0
        answers.append(tried(question, right, mode, place))
        if not right and mode == "practice":
            answers.append(tried(question, True, mode, place + 1000))
    tasks = course_items.definition(lesson).tasks
    hints = [{"task": one.id, "hints": number % (len(one.hints) + 1), "checks": 2} for one in tasks]
    shared(course, student, lesson, answers, [{"lesson": lesson, "test": name} for name in course_items.TESTS], hints)


def questions_of(lesson=LESSON, use=""):
    return [q for (owner, _), q in course_items.questions().items() if owner == lesson and (not use or use in q.use)]


def figures(course):
    return analysis.analyse(evidence.read(course))


def written(course, **options):
    """The text of the page, after writing the whole report."""
    return report.write(course, **options).read_text(encoding="utf-8")


def rows_of(path):
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read accents"
    return files.rows(path)


# --- the statistics, by hand ------------------------------------------------------------------------------------------------
def test_difficulty_and_discrimination_by_hand_and_not_with_itself():
    """Half have the task and 3 points elsewhere, half neither with 1 point: r = 1; reversed: -1."""
    assert stats.mean_share([1, 1, 0.5, 0, 0]).number == 0.5
    assert stats.mean_share([1, 1, 1, 1]).why == "too few to tell (4 of at least 5)"
    item = [1] * 5 + [0] * 5
    assert stats.item_rest(item, [3] * 5 + [1] * 5).number == pytest.approx(1)
    assert stats.item_rest(item, [1] * 5 + [3] * 5).number == pytest.approx(-1)
    # Sums of products by hand: 2.5 for the task, 2.5 for the rest, 1.5 together.
    assert stats.item_rest(item, [1, 1, 1, 1, 0, 0, 0, 0, 0, 1]).number == pytest.approx(1.5 / 2.5)
    assert not stats.item_rest(item[:9], [0] * 9).known
    assert not stats.item_rest([1] * 10, list(range(10))).known and not stats.item_rest(item, [2] * 10).known


def test_gain_by_hand_and_at_the_edges():
    """Means 0.4 and 0.7: <g> = 0.3 / 0.6 = 0.5."""
    pre = [0.0, 0.5, 0.5, 0.0, 0.4, 1.0]
    post = [0.5, 0.5, 1.0, 0.75, 0.45, 1.0]
    found = stats.gain(pre, post)
    assert found.pre.number == pytest.approx(0.4) and found.post.number == pytest.approx(0.7)
    assert found.raw.number == pytest.approx(0.3) and found.normalised.number == pytest.approx(0.5)
    assert found.n == 6 and found.low.why == "too few to tell (6 of at least 10)"
    assert not stats.gain([], []).pre.known and not stats.gain([0.5] * 4, [1] * 4).normalised.known
    full = stats.gain([1.0] * 12, [1.0] * 12)
    assert "nothing to gain" in full.normalised.why and full.raw.number == 0
    assert stats.gain([1.0] * 11 + [0.5], [1.0] * 12).normalised.number == pytest.approx(1)
    assert stats.gain([0.5] * 10, [0.25] * 10).normalised.number == pytest.approx(-0.5)


def test_interval_holds_the_gain_is_fixed_and_narrows():
    dice, wide = random.Random(5), []
    for n in (20, 400):
        both = [dice.choice([0, 0.5, 1]) for _ in range(n)], [dice.choice([0.5, 1]) for _ in range(n)]
        found = stats.gain(*both)
        assert found.low.number <= found.normalised.number <= found.high.number and stats.gain(*both) == found
        wide.append(found.high.number - found.low.number)
    assert wide[1] < wide[0]


def test_flags():
    some, none = Value(0.5), Value(None, "too few")
    assert stats.flags(Value(0.2), Value(0.3), 30) == ["too hard"]
    assert stats.flags(Value(0.95), Value(0.1), 60) == ["very easy"]
    assert stats.flags(some, Value(0.1), 40) == ["low discrimination"]
    assert stats.flags(Value(0.2), Value(-0.1), 40) == ["too hard", "negative discrimination"]
    assert stats.flags(some, Value(-0.1), 39) == [] == stats.flags(some, none, 60)
    assert stats.flags(Value(0.0), Value(-1.0), 9) == [] == stats.flags(none, none, 60)


# --- exercises ----------------------------------------------------------------------------------------------------------------
def test_routes_totals_objectives_and_part_b():
    """D3 in part A: denominator, magnesium-share, hand-hhi with a point each; the code route adds 5."""
    none = (0, "wrong-value")
    students = {
        "a": all_tasks(route="code"),
        "b": all_tasks(0.5, route="decide"),
        "c": all_tasks(route=""),
        "d": all_tasks(route="decide", hand_hhi=none),  # D3: 2 of 3
        "e": all_tasks(route="code", hand_hhi=none),  # D3: 7 of 8
        "f": all_tasks(0, route="decide", limits_decide=none),  # a route tried without points is the route
    }
    seen = evidence.Evidence({}, sorted(students))
    seen.graded[LESSON] = {
        student: {one["task"]: evidence.Entry(one["points"], one["outcome"], one["misconception"]) for one in results}
        for student, results in students.items()
    }
    found = analysis.analyse(seen)
    (one,) = found.exercises
    assert one.totals == {"a": 20, "b": 10, "c": 12, "d": 19, "e": 19, "f": 0} and one.maximum == 20
    assert one.routes == {"code": 2, "decide": 3, "": 1}
    assert {task.base for task in one.tasks if task.task.route} == {2, 3}
    assert {task.base for task in one.tasks if task.task.part == "A"} == {6}
    row = next(row for row in found.objectives if row.objective.id == "D3")
    assert (row.n, row.mastered) == (6, 3)


def test_misconceptions_and_bands(course):
    for number in range(12):
        given = (0, "misconception", "weight-for-value") if number < 4 else (0, "not-attempted") if number < 6 else (1,)
        graded(course, f"s{number:02}", LESSON, all_tasks(magnesium_share=given))
    found = figures(course)
    one = next(task for task in found.tasks if task.task.id == "magnesium-share")
    assert one.bands == {"recognised misconception": 4, "not attempted": 2, "right": 6} and one.base == 12
    assert minute.hardest(found) == [one] and minute.commonest(found) == [(one, "weight-for-value", 4)]
    content = written(course)
    assert one.words("weight-for-value").replace("'", "&#39;") in content and "4 of 12 (33\u00a0%)" in content


def test_misconceptions_of_the_certified_answers_are_known():
    """Every misconception that tests/submissions proves a check to find would be counted, and has words for the page."""
    rows = [(lesson, one) for lesson in runner.lessons() for own in runner.answers(lesson).values() for one in own]
    named = [(lesson, answer.task, answer.misconception) for lesson, answer in rows if answer.misconception]
    assert len(named) > 200
    assert [row for row in named if row[2] not in course_items.of_task(*row[:2])] == []
    tasks = [(lesson, task.id) for lesson in exercises.lessons() for task in course_items.definition(lesson).tasks]
    every = [pair for task in tasks for pair in course_items.of_task(*task).items()]
    assert all(words and re.fullmatch(r"[^A-Z\s]+", name) for name, words in every)


# --- quiz answers -------------------------------------------------------------------------------------------------------------
def test_every_question_can_be_read_right_wrong_and_as_no_answer():
    """The parts of an answer agree with its grade, for every question of the banks."""
    for question in course_items.questions().values():
        parts = course_items.parts(question)
        right, wrong = (records.picked(question, response(question, good)) for good in (True, False))
        assert right and all(parts[place].right for place in right), question.id
        assert wrong is not None and wrong != right
        assert [bad for bad in RESPONSES if records.picked(question, bad)] == [], question.id


RESPONSES = [
    *(None, [], "text", {}, {"choice": None}, {"choice": "k00000000"}, {"choice": ["a"]}, {"choices": "all"}),
    *({"choices": [1]}, {"choices": ["x"] * 10_000}, {"text": 5}, {"text": "9" * 5000}, {"text": " "}, {"order": []}),
    *({"order": [{}]}, {"pairs": {"a": {}}}, {"pairs": []}, {"bins": {"a": "b"}}, {"bins": {"k": [[]]}}, {"bins": 3}),
]


def test_first_try_counts_later_ones_are_told_and_a_students_own_verdict_is_not_believed(course):
    question, *others = questions_of(use="flow")
    for number in range(5):
        answers = [tried(question, True, number=50), tried(question, number > 2, number=1, correct=1, score=1e9)]
        shared(course, f"s{number}", LESSON, answers + [tried(other, True) for other in others[:2]])
    one = next(row for row in figures(course).questions if row.question is question)
    assert (one.n, one.right, one.again, one.later) == (5, 2, 5, 3)
    assert one.difficulty.number < 1 and not one.discrimination.known


def test_tests_count_only_when_handed_in_and_with_the_last_answer(course):
    pre, post = questions_of(use="pre"), questions_of(use="post")
    for number in range(6):
        answers = [tried(q, True, "pre", 1) for q in pre] + [tried(pre[0], False, "pre", 9)]
        answers += [tried(q, True, "post", 20) for q in post]
        shared(course, f"s{number}", LESSON, answers, HANDED if number < 5 else HANDED[:1])
    found = figures(course)
    (_, overall), (lesson, own) = found.gains
    assert lesson == LESSON and overall.n == own.n == 5
    first = pre[0].share(response(pre[0], False))
    assert own.pre.number == pytest.approx((first + 1) / 2) and own.post.number == 1 == own.normalised.number
    assert minute.commonest_misconception(found) is None, "the pre-test comes before the lesson"


# --- hostile and damaged --------------------------------------------------------------------------------------------------------
def damaged_results(task):
    good = result(task)
    for points in (-1, 99, float("nan"), float("inf"), "2", True, None, [1], 10**400):
        yield good | {"points": points}
    for field in ({"max_points": 1000, "points": 1000}, {"outcome": "excellent"}, {"outcome": ["right"]}):
        yield good | field
    yield from (good | {"task": "no-such-task"}, good | {"task": None}, "right", None)


NO_RESULTS = [
    *(b"", b"not json", b"[]", b"{}", b'{"metadata": 3}', b'{"metadata": {"derisking": []}}', b"\xff\xfe\x00"),
    *(b'{"metadata": {"derisking": {"results": 5}}}', b"[" * 100_000, b'{"metadata": {"derisking": {"results": []}}}'),
]
NO_RECORDS = [
    *("", "nonsense", "[]", "7", '{"format": 3, "lesson": "x", "answers": []}', '{"format": 2, "answers": 5}'),
    *("[" * 100_000, '{"format": 2, "lesson": "02-de-risking", "answers": [' + "1," * 30_000 + "1]}", "x" * 5_000_001),
]


def test_damaged_notebooks_and_records_are_left_out_and_counted(course):
    first, second, *_ = TASKS
    bad = [*damaged_results(first)]
    for number, entry in enumerate(bad):
        graded(course, f"s{number:02}", LESSON, [result(second), entry])
    graded(course, "told-twice", LESSON, [result(first, 0.5), result(first)])
    for number, content in enumerate(NO_RESULTS):
        files.write(course.autograded(f"bad{number}", LESSON) / f"{LESSON}.ipynb", content)
    for number, content in enumerate(NO_RECORDS):
        files.write(course.submitted(f"odd{number}", LESSON) / "quiz-record.json", content)
    found = evidence.read(course)
    assert {"bad0", "odd0"} <= set(found.students) and not found.shared.tries
    assert found.odd["results of unknown tasks, or out of range"] == len(bad) + 1
    assert found.odd["graded notebooks without results that can be read"] == len(NO_RESULTS)
    assert found.odd["quiz-record.json could not be read"] == len(NO_RECORDS)
    points = {student: entries[first.id].points for student, entries in found.graded[LESSON].items()}
    assert points.pop("told-twice") == first.points / 2 and set(points.values()) == {0} and len(points) == len(bad)
    page = written(course)
    assert f"results of unknown tasks, or out of range: {len(bad) + 1}" in page
    assert "results that were missing and count as not attempted: " in page and not re.search(r"\bcells?\b", page, re.I)


def test_an_unknown_misconception_costs_its_name_only(course):
    for number, name in enumerate(["<script>alert(1)</script>", "no-such-name", ["x"]]):
        graded(course, f"s{number}", LESSON, [result(TASKS[0], 0.5, "misconception", name)])
    found = evidence.read(course)
    kept = {entries[TASKS[0].id] for entries in found.graded[LESSON].values()}
    assert kept == {evidence.Entry(TASKS[0].points / 2, "misconception", "")}
    assert found.odd["names of misconceptions that are not known"] == 3
    assert "alert(1)" not in everything(report.write(course).parent)


def test_entries_of_records_that_cannot_be_read(course):
    good = tried(questions_of(use="flow")[0], True)
    answers = [
        good, 5, None, good | {"item": "no-such"}, good | {"item": ["x"]}, good | {"lesson": {}}, good | {"mode": "exam"},
        good | {"mode": "pre"}, good | {"at": {}, "response": {"choice": "?"}}, good | {"response": "right"},
    ]  # fmt: skip
    hints = [{"task": "hand-hhi", "hints": n} for n in (1, -1, 99, "2", None, True)] + [7, {"task": "x", "hints": 1}]
    tests = [HANDED[0], {"lesson": LESSON, "test": "exam"}, 3, {"lesson": 4, "test": "pre"}]
    shared(course, "s1", LESSON, answers, tests, hints)
    found = evidence.read(course)
    assert len(found.shared.tries) == 1 and found.shared.hints == {(LESSON, "hand-hhi"): {"s1": 1}}
    assert dict(+found.odd) == {
        "answers to unknown questions": 7, "answers that could not be read": 2, "tests that do not exist": 3,
        "numbers of hints that could not be read": 7,
    }  # fmt: skip
    assert "19 entries were not understood" in written(course)


def foreseen(id, guess, at="2026-12-01T10:00:00+01:00"):
    return {"at": at, "lesson": LESSON, "item": f"forecast-{id}", "guess": guess}


def test_forecasts_of_a_class(course):
    """The first probability counts, in whichever file it stands; one that is still open has no score."""
    past, cleared, live = "china-bans-gallium-us", "berlin-clears-siltronic", "match-act-law"
    for number in range(3):
        made = [foreseen(past, 20), foreseen(cleared, 90), foreseen(live, 5)]
        shared(course, f"s{number}", LESSON, forecasts=made)
    again = [foreseen(past, 100, "2026-12-02T10:00:00+01:00"), foreseen("no-such", 5)]
    shared(course, "s0", "03-chip-basics", forecasts=[*again, foreseen(live, 101), foreseen(live, True), 7])
    found = {one.forecast.id: one for one in figures(course).forecasts}
    assert (found[past].said, found[live].score) == ([20, 20, 20], None)
    assert [found[one].score for one in (past, cleared)] == pytest.approx([0.64, 0.81])
    page = written(course)
    assert "forecasts that could not be read" in page and page_problems(page) == []
    assert "6 forecasts are settled: mean Brier score 0.73, where a coin has 0.25" in page and "about 90 %" in page
    rows = (course.report / "forecasts.csv").read_text(encoding="utf-8-sig")
    assert past in rows and live in rows


def test_links_are_not_followed(course):
    graded(course, "good", LESSON, all_tasks())
    try:
        (course.root / "autograded" / "linked").symlink_to(course.root / "autograded" / "good")
    except OSError:
        pytest.skip("this system makes no links")
    assert evidence.read(course).students == ["good"]


def test_names_that_are_no_markup_and_no_formula(course):
    odd = ["<b>bold", "=1+1", "O'Neil & Sons", "name,with,comma", "ا-right-to-left", "emoji-🎓"]
    for name in odd:
        graded(course, name, LESSON, all_tasks())
    content = written(course, names=True)
    assert "<b>bold" not in content and "&lt;b&gt;bold" in content and "🎓" in content
    students = course.report / "students.csv"
    assert re.search(r"^'=1\+1,", students.read_text(encoding="utf-8"), flags=re.MULTILINE), "for a spreadsheet a text"
    assert {row["student"] for row in rows_of(students)} == set(odd)
    for _ in range(2):  # the key is read back, odd names and all
        report.write(course)
        assert {row["student"] for row in rows_of(course.root / report.KEY)} == set(odd)


# --- privacy --------------------------------------------------------------------------------------------------------------------
def everything(folder):
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))


PEOPLE = {"zq-kim-31": ("Ann", "Kimberley"), "zq-lee-32": ("Bo", "Leeward"), "zq-roe-33": ("Cy", "Roemont")}


def named_class(course):
    for number, student in enumerate(PEOPLE):
        variant = {"code": student.upper(), "answer": 0.4321 + number}
        results = all_tasks(1 - number / 4)
        graded(course, student, LESSON, results, notes=[SECRET], variant=variant)
        shared(course, student, LESSON, [tried(question, True) for question in questions_of(use="flow")[:3]])
    rows = [[student, *name, f"{student}@mail.test"] for student, name in PEOPLE.items()]
    rows.append(["zq-moe-34", "Di", "Moebius", "d@mail.test"])
    files.write(course.students, files.table(["id", "first", "last", "email"], rows))


def test_pseudonyms_by_default_and_they_stay(course):
    named_class(course)
    content = everything(report.write(course).parent)
    for student, (first, last) in PEOPLE.items():
        assert student.casefold() not in content.casefold() and last not in content and f" {first} " not in content
    assert "mail.test" not in content and SECRET not in content and "Moebius" not in content
    assert str(course.root) not in content and "S04" in content

    def key():
        return {row["student"]: row["pseudonym"] for row in rows_of(course.root / report.KEY)}

    before = key()
    assert sorted(before.values()) == ["S01", "S02", "S03", "S04"] and set(PEOPLE) < set(before)
    graded(course, "zq-new-35", LESSON, all_tasks())
    report.write(course)
    assert key() == before | {"zq-new-35": "S05"}


def test_with_names_and_who_has_not_handed_in(course):
    """The canary of pseudonyms, too."""
    named_class(course)
    content = everything(report.write(course, names=True).parent)
    assert "zq-kim-31" in content and "Kimberley" in content and "mail.test" not in content
    assert SECRET not in content and "from the work of 3 students" in content
    rows = {row["student"]: row for row in rows_of(course.report / "students.csv")}
    assert rows["Di Moebius (zq-moe-34)"]["not_handed_in"] == LESSON and rows["Di Moebius (zq-moe-34)"][LESSON] == ""
    assert rows["Ann Kimberley (zq-kim-31)"][LESSON] == "20.0"
    files.write(course.submitted("zq-moe-34", LESSON) / f"{LESSON}.ipynb", "{}")
    assert "not graded" in written(course)


def test_pseudonyms_tell_nothing_of_the_order(tmp_path):
    """Over many keys every student gets every number."""
    course, seen = Course(tmp_path), set()
    for _ in range(60):
        seen.add(report._pseudonyms(course, ["a", "b", "c"])["a"])
        (tmp_path / report.KEY).unlink()
    assert seen == {"S01", "S02", "S03"}


def test_a_damaged_key_is_not_overwritten(course):
    graded(course, "s1", LESSON, all_tasks())
    key = course.root / report.KEY
    for content in ("", "x", "pseudonym,student\nS01,a\nS01,b\n", "pseudonym,student\n<b>,a\n"):
        key.write_text(content, encoding="utf-8")
        with pytest.raises(UserError, match=r"report-key\.csv is damaged: move it away"):
            report.write(course)
        assert key.read_text(encoding="utf-8") == content


# --- the page -------------------------------------------------------------------------------------------------------------------
def page_problems(content):
    """Sentences about a page: valid, alone, readable without eyes, and no number that is none. An empty list is a pass."""
    problems, page = html_rules.beyond(content), lxml.html.fromstring(content)
    for element in page.iter("*"):
        values = " ".join(element.attrib.values())
        if element.tag in ("script", "link", "iframe", "img", "object") or "://" in values:
            problems.append(f"<{element.tag}> brings something from outside")
        if any(name.startswith("on") for name in element.attrib):
            problems.append(f"<{element.tag}> runs something")
    silent = "//svg[not(@role='img') or string-length(@aria-label) <= 30]"
    for sign, path in (("a chart without words", silent), ("a table without a caption", "//table[not(caption)]")):
        problems += [sign] * len(page.xpath(path))
    for name in ("header", "nav", "main", "footer"):
        problems += [] if len(page.xpath(f"//{name}")) == 1 else [f"not one <{name}>"]
    cells = [cell.text_content() for cell in page.xpath("//td[@class='n']")]
    numbers = cells + re.findall(r"\S+[ \u00a0]%|(?:nan|inf) (?:of|to|points)", page.find("body").text_content())
    odd = [cell for cell in numbers if re.search(r"\b(?:nan|NaN|inf|None|Undefined)\b|Value\(", cell)]
    return problems + [f"a number that is none: {cell}" for cell in odd]


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    """A class of 45 with everything, and its page."""
    course = Course(tmp_path_factory.mktemp("big") / "grading")
    class_of(course, 45, with_variants=True, every=3)
    return course, written(course)


def test_the_page_of_a_class(big):
    course, content = big
    assert page_problems(content) == html_rules.problems({"report": content}) == []
    assert "Discrimination: too few to tell" not in content and "Where to start" in content
    assert {path.suffix for path in course.report.iterdir()} == {".html", ".csv"}
    pooled = [float(row["key"]) for row in rows_of(course.report / "variants.csv") if row["lesson"] == LESSON]
    key = exercises.definition(LESSON, "student-0001").task("magnesium-share").question.answer
    assert len(pooled) > 30 and any(own == pytest.approx(key, abs=1e-4) for own in pooled)
    for old, new, sign in told.cases(__file__, "cases.yaml")["page"]:  # the canaries
        assert any(sign in problem for problem in page_problems(content.replace(old, new))), sign
    assert {path.stem for path in course.report.iterdir()} == {
        *("report", "exercises", "tasks", "misconceptions", "quiz-questions", "quiz-answers"),
        *("objectives", "gain", "hints", "forecasts", "variants", "draws", "students", "room", "stories"),
    }


@pytest.mark.parametrize("count", thorough.but([1, 3], 3))
def test_little_is_told_of_few_students(course, count):
    """No per cent anywhere, nothing to look at, no gain."""
    class_of(course, count, every=1)
    content = written(course)
    before = content.split('id="how"')[0]
    assert page_problems(content) == [] and "Discrimination: too few to tell" in content
    assert set(PER_CENT.findall(before)) <= {one for text in said_by_the_course() for one in PER_CENT.findall(text)}
    assert "Look at:" not in before and "too few to tell a gain" in before


def test_all_students_alike(course):
    """No division by zero and no nan where nobody differs, all right or all empty."""
    answers = [tried(q, True, course_items.which_test(q) or "practice") for q in questions_of()]
    for number in range(12):
        graded(course, f"s{number}", LESSON, all_tasks())
        shared(course, f"s{number}", LESSON, answers, HANDED)
    content = written(course)
    assert page_problems(content) == [] and "nothing to gain" in content and "everybody has all points" in content
    for number in range(12):
        graded(course, f"s{number}", LESSON, all_tasks(0, route=""))
    assert page_problems(written(course)) == []


def test_one_exercise_only_and_quiz_answers_only(course, tmp_path):
    class_of(course, 8, ["04-value-chain"], every=100)
    content = written(course)
    assert page_problems(content) == []
    assert "Exercise 4" in content and 'id="quiz"' not in content and "Nobody shared both tests" in content
    other = Course(tmp_path / "other")
    shared(other, "s1", LESSON, [tried(question, True) for question in questions_of(use="flow")])
    content = written(other)
    assert page_problems(content) == [] and 'id="exercises"' not in content and 'id="quiz"' in content


def test_votes_in_the_room_are_shown_where_a_teacher_kept_them(course):
    graded(course, "s1", LESSON, all_tasks())
    assert 'id="room"' not in written(course)
    rows = [{"question": "q-one", "round": 2, "votes": 20, "right": 15, "marks": {"a": 15, "b": 5}}]
    counts.keep(course.root, LESSON, rows)
    content = written(course)
    assert page_problems(content) == [] and 'id="room"' in content and "15 of 20" in content
    assert rows_of(course.report / "room.csv")[0]["chosen"] == "a: 15; b: 5"


def test_memos_to_mark_come_from_the_gradebook(course):
    graded(course, "s1", LESSON, all_tasks())
    assert evidence.read(course).memos == {LESSON: None} and not course.gradebook.exists()
    quick.with_memos(course, LESSON, {"s2": "A memo.", "s3": ""})
    assert evidence.read(course).memos == {LESSON: 1}
    assert "1 memo of Lesson 2, de-risking still to be marked" in written(course)
    course.gradebook.write_bytes(b"this is no database" * 100)
    found = evidence.read(course)
    assert found.memos == {LESSON: None} and found.odd["gradebook.db could not be read"] == 1


# --- the command ------------------------------------------------------------------------------------------------------------------
def test_the_command_says_where_the_page_is_or_why_there_is_none(course, tmp_path, capsys):
    def refused(sign, *more):
        assert commands.main(["report", "--from", str(course.root), *more]) == 2
        said = capsys.readouterr().err
        assert sign in said and said.count("\n") == 1 and not course.report.exists()

    refused("There is no folder")
    course.root.mkdir()
    refused("Nothing has been graded")
    class_of(course, 3, [LESSON])
    out = tmp_path / "somewhere"
    assert commands.main(["report", "--from", str(course.root), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert (out / "report.html").resolve().as_uri() in said and "report-key.csv" in said
    assert not list(out.glob("*.part"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused("could not be written", "--out", str(tmp_path / "file"))
    course.students.write_bytes("id,name\na,Zo\xeb\n".encode("cp1252"))
    refused("students.csv cannot be read: save it as a CSV in UTF-8")
