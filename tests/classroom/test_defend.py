"""Pages of a defence: computed from what was handed in, the same for the same work and seed, and without a key that is still open."""

from __future__ import annotations

import datetime
import random
import re

import pytest
from support import thorough, told
from support.graded import LESSON, handed_in

from derisking.classroom import rules
from derisking.classroom.course import Course
from derisking.classroom.defence import command, questions
from derisking.classroom.report import course_items
from derisking.errors import UserError
from derisking.exercises import sealed
from derisking.models import supply

NOW = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)


def pages(course, seed="1", lesson=LESSON):
    """Both files as text, and the sheets."""
    page, teacher, _ = command.write(course, lesson, seed, NOW)
    return page.read_text("utf-8"), teacher.read_text("utf-8"), command.sheets(course, lesson, seed, NOW)


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
    lines = ['plan = ["F"', "plan = __import__('os')", "plan = {1: 2}", "x" * 30_000]
    handed_in(course, "eve", LESSON, lines, memo="<script>alert(1)</script> costs 7 %")
    handed_in(course, "<b>mallory", LESSON, ["best_in = 3", "plan = 'plan g'"], memo="")
    page, teacher, _ = pages(course)
    assert "<script>" not in page + teacher and "<b>" not in page and "take plan F" in page and "Your plan is G" in page
    assert "Your memo states no figure" in page
    for here, lesson, sign in (
        (course, "09-new", "09-new: this exercise has no questions for a defence; those that have: 01-rea"),
        (course, "03-chip-basics", "No work on 03-chip-basics has been graded"),
        (Course(course.root / "nowhere"), LESSON, "There is no folder"),
    ):
        with pytest.raises(UserError, match=sign):
            command.sheets(here, lesson, "1", NOW)
    assert command.main(["--from", str(course.root)]) == 0 and "2 pages to print" in capsys.readouterr().out


STORY = told.cases(__file__, "cases.yaml")["story"]
EXERCISES = told.cases(__file__, "defence.yaml")


@pytest.mark.parametrize("lesson", thorough.but(EXERCISES, "02-de-risking", "05-export-controls", "08-your-own-story"))
def test_each_exercise_asks_of_her_own_answers(course, lesson):
    line, own, case, turns = EXERCISES[lesson]
    nasty = ["product = sentence = watched = [1]", "die_cost = 'x' * 99"]
    nasty += ["cut_at_once = float('nan')", "days_to_duty = True"]
    handed_in(course, "ada", lesson, [line], memo=STORY)
    handed_in(course, "eve", lesson, nasty, memo="1. <script> `")
    page, teacher, (sheet, odd) = pages(course, lesson=lesson)
    assert (page, teacher) == pages(course, lesson=lesson)[:2] and "script>" not in page + teacher
    for one in (*sheet.asked, *sheet.figures, *odd.asked):
        assert one.ask and one.answer and one.answer[:40] not in page, "what to expect is for the teacher alone"
    assert case in sheet.asked[2].ask and not {"", "None"} & {one.answer for one in odd.asked}
    assert bool(sheet.figures) == (lesson[:2] in ("02", "08")), "figures are asked where there is a text"
    heard, book = set(), command._book(course, "ada", lesson)
    for seed in range(60):
        change = questions.on_work(lesson, book, "ada", str(seed), {})[0]
        (turn,) = [words for words in turns if words in change.ask.split("Change one thing")[1].split("?")[0]]
        assert turns[turn] in change.answer and own in change.ask
        heard.add(turn)
    assert heard == set(turns)


def test_a_letter_is_read_by_the_draw_that_dealt_it():
    task = course_items.definition("06-japan-alliance", sealed.code(7)).task("clause-decide")
    dealt = task.question.rules.labelled(task.question)
    assert [one["id"] for _, one in dealt] != [one["id"] for one in task.question.raw["options"]]
    for letter, option in dealt:
        cells = [{"cell_type": "code", "source": f"{task.names[0]} = '{letter}'"}]
        book = {"cells": cells, "metadata": {"derisking": {"sheet": 7}}}
        other = questions.on_work("06-japan-alliance", book, "ada", "1", {})[1]
        assert f"you chose “{option['text'][:-1]}”" in other.ask
        assert ("our key has no case" in other.answer) != bool(option.get("correct"))


def test_a_defended_choice_and_its_reasons_are_read_by_their_draw():
    task = course_items.definition("02-de-risking", sealed.code(7)).task("protect-decide")
    option = next(one for one in task.question.raw["options"] if not one.get("misconception"))
    texts = {one["id"]: one["text"] for one in task.question.raw["statements"]}
    cells = [{"cell_type": "code", "source": f"product = {option['id']!r}\nevidence = {option['holds'][:2]!r}"}]
    book = {"cells": cells, "metadata": {"derisking": {"sheet": 7}}}
    change = questions.on_work("02-de-risking", book, "ada", "1", {})[0]
    assert f"You would protect {option['text']} first" in change.ask
    slip = questions._slip("02-de-risking", task, "news-as-evidence", book)[0]
    assert all(texts[key][:-1] in slip for key in option["holds"][:2])
    other = questions._slip("02-de-risking", task, "news-as-evidence", book | {"metadata": {}})[0]
    assert not all(texts[key][:-1] in other for key in option["holds"][:2]), "the canary: another draw, other letters"


def test_classmates_who_judged_otherwise_are_the_other_side(course):
    handed_in(course, "ada", "08-your-own-story", memo=STORY)
    book = command._book(course, "ada", "08-your-own-story")
    for seed in "123456":
        other = questions.on_work("08-your-own-story", book, "ada", seed, {"1": ["Wrong"], "2": ["Forecast"]})[1]
        assert "minister" in other.ask and "calls it *Forecast*" in other.ask and "said: Forecast" in other.answer
    figures = [one.ask for one in pages(course, lesson="08-your-own-story")[2][0].figures]
    said = [words.split("”")[0] for words in figures if "%" in words]
    assert said == ["Your story says “7 %", "Your story says “12 %"]
