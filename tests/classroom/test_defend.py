"""Pages of a defence: computed from what was handed in, the same for the same work and seed, and without a key that is still open."""

from __future__ import annotations

import datetime
import random
import re

import pytest
from support.graded import LESSON, handed_in

from derisking.classroom import rules
from derisking.classroom.course import Course
from derisking.classroom.defence import command, questions
from derisking.errors import UserError
from derisking.models import supply

NOW = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path / "grading")


def pages(course, seed="1"):
    """Both files as text, and the sheets."""
    page, teacher, _ = command.write(course, LESSON, seed, NOW)
    return (
        page.read_text(encoding="utf-8"),
        teacher.read_text(encoding="utf-8"),
        command.sheets(course, LESSON, seed, NOW),
    )


def test_three_questions_from_her_own_answers(course):
    handed_in(course, "ada", LESSON, ['plan = "F"\nreasons = ["R", "V"]'])
    handed_in(course, "ada", "02-de-risking", ["magnesium_share = 3.998"], {"magnesium-share": "part-over-rest"})
    page, teacher, (sheet,) = pages(course)
    change, slip, other = sheet.asked
    assert "Your plan is F (stockpile 3, second sources 3, plants at home 3, alliance 3" in change.ask
    assert "exercise 2" in slip.ask and "`magnesium_share = 3.998`" in slip.ask and "part-over-rest" in slip.answer
    assert re.search(r"defends plan [CG] against your plan F", other.ask) and "Plan F: costs 12" in other.answer
    assert sheet.figures[0].ask.startswith("Your memo says “89 %")
    assert "magnets-eu-china-value-2024" in teacher and "magnets-eu-china-value-2024" not in page
    for one in (*sheet.asked, *sheet.figures):
        assert one.answer[:40] not in page and "part-over-rest" not in page, "what to expect is for the teacher alone"


def test_the_change_is_recomputed_by_the_model():
    made = questions.of_exercise(LESSON)
    for turn, (words, assumed, measure, _) in enumerate(made.TURNS):
        plan = supply.Portfolio(*made.keys.PLANS["F"])
        again = supply.simulate(plan, supply.Assumptions(**assumed), runs=made.keys.RUNS, seed=made.keys.SEED)
        assert made._turned("F", turn).expected == again.expected != made.keys._played()["F"].expected, words
        assert measure is None or made.keys.PLANS["F"][measure] > 0
    ask = made.defence  # a store alone: no turn about ally or plants
    drawn = [ask({"defend-decide": {"plan": "D"}}, random.Random(n))["change"][0] for n in range(40)]
    heard = {words.split("Change one thing: ")[1].split(". Which")[0] for words in drawn}
    assert heard == {turn[0] for turn in made.TURNS if turn[2] in (None, 0)}


def test_the_same_work_and_seed_give_the_same_page(course):
    for n in range(9):
        handed_in(course, f"s{n}", LESSON, [f'plan = "{"CEFG"[n % 4]}"'])
    first = pages(course)[:2]
    handed_in(course, "zoe", LESSON)  # somebody else's page changes nobody's
    again = pages(course)
    assert first[0].split('<section class="sheet">')[1:-1] == again[0].split('<section class="sheet">')[1:9]
    assert pages(course, "2")[0] != again[0] == pages(course)[0]
    assert "You chose no plan of the table, so take plan F" in again[0] and again[0].count('class="sheet"') == 10


def test_what_is_still_open_is_left_alone(course):
    handed_in(course, "ada", LESSON, slips={"best-in": "quiet-means-low-mean"})
    handed_in(course, "ada", "01-reading-the-news", slips={"two-rules": "notice-was-quicker"})
    open_until = {one: rules.Rule(NOW + datetime.timedelta(days=9)) for one in ("01-reading-the-news",)}
    assert "exercise 1" in pages(course)[2][0].asked[1].ask
    rules.write(course.rules, rules.Rules(exercises=open_until))
    page, teacher, (sheet,) = pages(course)
    assert "exercise 7" in sheet.asked[1].ask and "notice-was-quicker" not in page + teacher
    rules.write(course.rules, rules.Rules(exercises={LESSON: rules.Rule(NOW + datetime.timedelta(days=1))}))
    with pytest.raises(UserError, match=r"07-policy-lab is open: due 2026-12-0.*Make the pages after that"):
        command.sheets(course, LESSON, "1", NOW)


def test_odd_work_gets_a_page_and_odd_words_one_sentence(course, capsys):
    nasty = "<script>alert(1)</script> costs 7 %"
    handed_in(
        course, "eve", LESSON, ['plan = ["F"', "plan = __import__('os')", "plan = {1: 2}", "x" * 30_000], memo=nasty
    )
    handed_in(course, "<b>mallory", LESSON, ["best_in = 3", "plan = 'plan g'"], memo="")
    page, teacher, _ = pages(course)
    assert "<script>" not in page + teacher and "<b>" not in page and "take plan F" in page and "Your plan is G" in page
    assert "Your memo states no figure" in page
    with pytest.raises(
        UserError, match="03-chip-basics: this exercise has no questions for a defence; those that have: 07-policy-lab"
    ):
        command.sheets(course, "03-chip-basics", "1", NOW)
    with pytest.raises(UserError, match="There is no folder"):
        command.sheets(Course(course.root / "nowhere"), LESSON, "1", NOW)
    assert command.main(["--from", str(course.root)]) == 0 and "2 pages to print" in capsys.readouterr().out
