"""Variants: equally hard, their own key, neighbours apart; through the reference solution, and through nbgrader."""

import contextlib
import io
import itertools

import pytest
import runner
from support import thorough

from derisking import data, exercises
from derisking.authoring import source
from derisking.exercises import task, variants

CODES = [f"s{number:03d}" for number in range(1, 201)]
KEYS = {lesson: task.keys(task.folder(lesson)) for lesson in ("02-de-risking", "03-chip-basics", "04-value-chain")}
LESSON = "02-de-risking"
# lesson: the name of the answer, the cell that shows what is asked, allowed error, least distance of neighbours, how many
NUMBERS = {
    "02-de-risking": ("magnesium_share", "magnesium-table", 0.005, KEYS["02-de-risking"].APART, 17),
    "03-chip-basics": ("die_cost", "cost-price", 0.15, 4 * 0.15, len(KEYS["03-chip-basics"].PRICES)),
    "04-value-chain": ("output_multiple", "multiple-years", 0.03, 4 * 0.03, len(KEYS["04-value-chain"].periods())),
}
COMMON = {"03-chip-basics": {"price": 10_000}, "04-value-chain": {"start": 2020, "end": 2025}}
COMMON["02-de-risking"] = {"product": "magnesium", "partner": "CHN", "year": 2024}
per_lesson = pytest.mark.parametrize("lesson", thorough.but(NUMBERS, "02-de-risking"))


def varied(lesson: str, code: str | None = None) -> task.Task:
    """The task of a lesson that codes change."""
    definition = exercises.definition(lesson, code)
    return definition.task(definition.varied)


def right_answer(lesson: str, code: str | None = None) -> float:
    return varied(lesson, code).question.answer


def asked(lesson: str, code: str | None = None) -> dict:
    return exercises.definition(lesson, code).variant.asked


def test_variants_are_matched_and_without_matching_some_are_unusable():
    keys, products = KEYS[LESSON], data.load("products").set_index("material")
    table = keys.matched()
    assert len(table) >= 15 and table["product"].nunique() >= 6 and table["year"].nunique() == 2
    assert products.loc[table["product"], "comparable"].all(), "bundles and mixed codes stay out"
    assert table["passes"].all(), "as the question without a code does"
    assert table["distance"].between(*keys.DISTANCE).all() and table["size_kusd"].between(*keys.SIZE_KUSD).all()
    assert not table.duplicated(["product", "partner", "year"]).any()
    assert keys.PARTNERS < 4, "rows above `all others` in the task's table"
    table = keys.candidates()
    assert not table["passes"].all() and (table["size_kusd"] < keys.SIZE_KUSD[0]).any()
    bundles = set(data.load("products").query("not comparable")["material"])
    assert bundles and not bundles & set(table["product"])


def far_enough(lesson: str, codes: list[str]) -> bool:
    keys = [right_answer(lesson, code) for code in codes]
    return all(abs(one - two) >= NUMBERS[lesson][3] - 1e-9 for one, two in itertools.pairwise(keys))


@per_lesson
def test_neighbours_have_different_right_answers(lesson):
    numbers, groups = range(2_790_100, 2_790_150), range(95, 115)
    for codes in (CODES, map(str, numbers), (f"group{number}b" for number in groups), "abcdefghijklmnopqrstuvwxyz"):
        assert far_enough(lesson, list(codes)), codes


def test_a_code_is_one_variant_and_neighbours_alike_are_noticed():
    assert not far_enough(LESSON, ["s001", "s001"])
    with pytest.raises(ValueError, match="too alike"):
        variants.choose("s001", [{"price": 10_000 + more} for more in range(5)], KEYS["03-chip-basics"].die_cost, 0.6)
    assert asked(LESSON, " S042 ") == asked(LESSON, "s042") != asked(LESSON, "s043")
    with pytest.raises(ValueError, match="student code"):
        variants.choose(" ", [{"price": 1}], KEYS["03-chip-basics"].die_cost, 0.1)


@per_lesson
def test_off_by_default_and_the_common_question_is_one_of_them(lesson, monkeypatch):
    monkeypatch.delenv("DERISKING_STUDENT", raising=False)
    common = COMMON[lesson]
    for student in (None, "", "  ", ...):
        variant = exercises.open(lesson, student, namespace={}).variant
        assert variant.code == "" and "variant" not in variant.note and variant.asked == common
    assert common in [asked(lesson, code) for code in CODES]
    assert "student-code-forgotten" not in varied(lesson).question.compute()["misconceptions"]


def test_a_code_of_the_environment_and_plain_values(monkeypatch):
    monkeypatch.setenv("DERISKING_STUDENT", "s001")
    assert exercises.open(LESSON, namespace={}).variant.code == "s001"
    assert exercises.open(LESSON, "s002", namespace={}).variant.code == "s002"
    assert exercises.definition(LESSON).variant.code == "", "grading never looks there"
    for lesson in NUMBERS:
        plain = exercises.definition(lesson, "s002").variant.to_json()
        assert eval(repr(plain)) == plain and set(plain) == {"code", "asked", "text", "note"}
        assert right_answer(lesson, "s002") not in [pytest.approx(value) for value in plain["asked"].values()]


@per_lesson
def test_200_codes_pass_through_the_reference_solution(lesson):
    """One code for each variant that two hundred codes give."""
    name, shows, allowed, _, count = NUMBERS[lesson]
    codes = {tuple(asked(lesson, code).values()): code for code in CODES}.values()
    assert len(codes) == count >= 15
    cells = {cell.id: cell.source for cell in source.solved(runner.ROOT / "solutions" / lesson).cells}
    names, answers = {}, {}
    exec(cells["setup"], names)
    needed = [compile(cells[cell], cell, "exec") for cell in (shows, f"answer-{varied(lesson).id}")]
    for code in codes:
        names["exercise"] = exercises.open(lesson, code, namespace=names)
        with contextlib.redirect_stdout(io.StringIO()) as said:
            for cell in needed:
                exec(cell, names)
        printed, values = said.getvalue(), names["exercise"].variant.asked
        assert code in printed and all(str(value) in printed.replace(",", "") for value in values.values())
        assert names["exercise"].check(varied(lesson).id).outcome == "right", code
        answers[code] = names[name]
    table = variants.pooled([{"code": code, "answer": answer} for code, answer in answers.items()], lesson)
    assert list(table.columns) == ["code", *values, "answer", "key"] and len(table) == count
    assert (table["answer"] - table["key"]).abs().max() < allowed


@per_lesson
def test_misconceptions_and_hints_follow_the_variant_and_none_is_taken_for_another(lesson):
    name, _, allowed, *_ = NUMBERS[lesson]
    for code in CODES[:30]:
        names: dict = {}
        exercise, each = exercises.open(lesson, code, namespace=names), varied(lesson, code)
        computed, right = each.question.compute(), each.question.answer
        for misconception, value in computed["misconceptions"].items():
            names[name] = sum(value) / 2 if isinstance(value, tuple) else value
            others = [number for other, number in computed["misconceptions"].items() if other != misconception]
            plain = [right, *(number for number in others if not isinstance(number, tuple))]
            near = any(abs(number - names[name]) <= allowed for number in plain)
            if misconception == "student-code-forgotten" and near:
                continue
            assert exercise.check(each.id).misconception == misconception, code
            assert exercise.results[each.id].points == 0
            assert f"{right:.2f}" not in exercise.results[each.id].explanation
        names[name] = round(right * 100, 1)
        assert exercise.check(each.id).outcome in ("wrong-scale", "misconception")
        word = next(iter(computed["fill"].values()))
        assert word in each.hints[-1] and word in exercise.variant.note


@per_lesson
def test_a_forgotten_code_is_named_and_anothers_answer_is_wrong(lesson):
    name, _, allowed, *_ = NUMBERS[lesson]
    common, named = right_answer(lesson), 0
    for code, neighbour in itertools.pairwise(CODES[:31]):
        exercise, each = exercises.open(lesson, code, namespace={name: common}), varied(lesson, code)
        named += exercise.check(each.id).misconception == "student-code-forgotten"
        assert (exercise.results[each.id].outcome == "right") == (abs(each.question.answer - common) <= allowed)
        exercise._namespace[name] = right_answer(lesson, neighbour)
        assert exercise.check(each.id).outcome != "right"
    assert named >= 20
