"""Variants: equally hard, their own key, neighbours apart; through the reference solution, and through nbgrader."""

import contextlib
import io
import itertools
import sys
from pathlib import Path

import nbformat
import pytest

import runner

from derisking import data, exercises
from derisking.exercises import ex03, ex04, variants

LESSON = "02-de-risking"
TASK = "magnesium-share"
CODES = [f"s{number:03d}" for number in range(1, 201)]


@pytest.fixture(autouse=True)
def no_record(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "test")
    monkeypatch.delenv("DERISKING_STUDENT", raising=False)


# --- the list -------------------------------------------------------------------------------------------------------------


def test_variants_are_matched_and_usable():
    table, products = variants.matched(), data.load("products").set_index("hs6")
    assert len(table) >= 15 and table["hs6"].nunique() >= 6 and table["year"].nunique() == 2
    assert products.loc[table["hs6"], "comparable"].all(), "bundles and mixed codes stay out"
    assert table["passes"].all(), "as the question without a code does"
    assert table["distance"].between(*variants.DISTANCE).all()
    assert table["size_kusd"].between(*variants.SIZE_KUSD).all()
    assert not table.duplicated(["hs6", "partner", "year"]).any()


def test_the_common_question_is_one_of_them():
    table = variants.matched()
    common = exercises.definition(LESSON).variant
    assert ((table["hs6"] == common.hs6) & (table["partner"] == common.partner) & (table["year"] == common.year)).any()


def test_every_partner_stands_by_name_in_the_table_of_the_task():
    shown = 4  # rows above "all others"
    assert shown > variants.PARTNERS


def test_canary_without_matching_there_are_unusable_ones():
    table = variants.candidates()
    assert not table["passes"].all() and (table["size_kusd"] < variants.SIZE_KUSD[0]).any()
    bundles = set(data.load("products").query("not comparable")["hs6"])
    assert bundles and not bundles & set(table["hs6"])


def far_enough(codes: list[str], pick=variants.pick) -> bool:
    keys = [variants.key(pick(code)) for code in codes]
    return all(abs(one - two) >= variants.APART for one, two in itertools.pairwise(keys))


@pytest.mark.parametrize(
    "codes",
    [
        CODES,
        [str(number) for number in range(2_790_100, 2_790_300)],
        [f"group{number}b" for number in range(95, 115)],
        list("abcdefghijklmnopqrstuvwxyz"),
    ],
    ids=["s001", "number", "group99b", "letters"],
)
def test_neighbours_have_different_right_answers(codes):
    assert far_enough(codes)


def test_canary_equal_neighbours_are_noticed():
    assert not far_enough(CODES[:2], lambda code: variants.pick("s001"))
    with pytest.raises(ValueError, match="too alike"):
        variants._order([0.5, 0.505, 0.51, 0.515, 0.52])


def test_a_code_is_always_the_same_variant_however_it_is_typed():
    assert variants.pick(" S042 ") == variants.pick("s042")
    with pytest.raises(ValueError, match="student code"):
        variants.pick(" ")


# --- off by default -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("student", [None, "", "  ", ...])
def test_without_a_code_everybody_gets_the_same(student):
    variant = exercises.open(LESSON, student, namespace={}).variant
    assert (variant.code, variant.hs6, variant.partner, variant.year) == ("", "810411", "CHN", 2024)
    assert variant.columns == ("value_kusd", "quantity_t") and variant.note == ""


def test_the_environment_gives_a_code_only_where_none_is_typed(monkeypatch):
    monkeypatch.setenv("DERISKING_STUDENT", "s001")
    assert exercises.open(LESSON, namespace={}).variant == variants.pick("s001")
    assert exercises.open(LESSON, "s002", namespace={}).variant == variants.pick("s002")
    assert exercises.definition(LESSON).variant.code == "", "grading never looks there"


# --- 200 codes through the reference solution -----------------------------------------------------------------------------


def solution(lesson: str = LESSON) -> dict[str, str]:
    """The code cells of the solution, by id and in order."""
    notebook = nbformat.read(runner.ROOT / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)
    return {cell.id: cell.source for cell in notebook.cells if cell.cell_type == "code"}


def run(cells: list[str], names: dict, student: str, lesson: str = LESSON) -> str:
    """Run cells with the exercise opened for one student; returns what they print."""
    names["exercise"] = exercises.open(lesson, student, namespace=names)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        for cell in cells:
            exec(cell, names)
    return printed.getvalue()


def test_200_codes_pass_through_the_reference_solution():
    cells = solution()
    names: dict = {}
    exec(cells["setup"], names)
    needed = [compile(cells[name], name, "exec") for name in ("magnesium-table", "answer-magnesium-share")]
    answers = {}
    for code in CODES:
        printed = run(needed, names, code)
        variant = names["exercise"].variant
        assert code in printed and variant.product in printed and str(variant.year) in printed
        assert variant.partner in names["table"].index
        result = names["exercise"].check(TASK)
        assert (result.outcome, result.points) == ("right", 1), code
        answers[code] = names["magnesium_share"]
    table = variants.pooled(answers)
    assert len(table) == 200 and (table["answer"] - table["key"]).abs().max() < 1e-9
    assert table[["product", "partner", "year"]].drop_duplicates().shape[0] == len(variants.matched())


@pytest.mark.parametrize("student", CODES[:3])
def test_the_whole_solution_gets_full_marks_with_a_code(student):
    cells, names = solution(), {}
    exec(cells.pop("setup"), names)
    run(list(cells.values()), names, student)
    exercise = names["exercise"]
    assert exercise.definition.total(exercise.results) == 20


def test_anothers_answer_and_the_common_one_are_wrong_and_slips_are_told_apart():
    common = variants.key(exercises.definition(LESSON).variant)
    for code, other in itertools.pairwise(CODES[:35]):
        key, names = variants.key(variants.pick(code)), {}
        exercise = exercises.open(LESSON, code, namespace=names)

        def outcome(value, exercise=exercise, names=names):
            names["magnesium_share"] = value
            result = exercise.check(TASK)
            return result.slip or result.outcome

        assert outcome(variants.key(variants.pick(other))) != "right"
        assert outcome(key / (1 - key)) == "part-over-rest"
        assert outcome(1 / key) == "total-over-part"
        assert outcome(1 - key) == "others-share"
        assert outcome(round(key * 100, 1)) == "wrong-scale"
        if abs(common - key) > 0.02 and abs(common - (1 - key)) > 0.02:
            assert outcome(common) == "student-code-forgotten"
        for value in (key / (1 - key), 1 / key, 1 - key, common + 0.1):
            outcome(value)
            assert f"{key:.2f}" not in exercise.results[TASK].explanation
        assert variants.pick(code).partner_name in exercise.definition.task(TASK).hints[1]


# --- lessons 3 and 4 ------------------------------------------------------------------------------------------------------

NUMBERS = {  # lesson: task, name, cells of the solution that it needs, allowed error
    "03-chip-basics": ("cost", "die_cost", ("cost-price", "answer-cost"), ex03.CENTS),
    "04-value-chain": ("output-multiple", "output_multiple", ("multiple-years", "answer-output-multiple"), ex04.TENTHS),
}
per_lesson = pytest.mark.parametrize("lesson", NUMBERS)


def right_answer(lesson: str, code: str | None = None) -> float:
    return exercises.definition(lesson, code).task(NUMBERS[lesson][0]).answer.expected()


@per_lesson
def test_numbers_200_codes_pass_through_the_reference_solution(lesson):
    task, name, needed, _ = NUMBERS[lesson]
    cells, names, answers = solution(lesson), {}, {}
    exec(cells["setup"], names)
    needed = [compile(cells[cell], cell, "exec") for cell in needed]
    for code in CODES:
        printed = run(needed, names, code, lesson)
        asked = names["exercise"].variant.asked
        assert code in printed and all(str(value) in printed.replace(",", "") for value in asked.values())
        assert names["exercise"].check(task).outcome == "right", code
        answers[code] = names[name]
    table = variants.pooled(answers, lesson)
    assert list(table.columns) == ["code", *asked, "answer", "key"] and len(table) == 200
    assert (table["answer"] - table["key"]).abs().max() < NUMBERS[lesson][3]
    assert (
        len(table[list(asked)].drop_duplicates()) == (len(ex03.PRICES) if task == "cost" else len(ex04.periods())) >= 15
    )


@per_lesson
def test_numbers_neighbours_have_different_right_answers(lesson):
    allowed = NUMBERS[lesson][3]
    for codes in (CODES, [f"group{number}b" for number in range(95, 115)], list("abcdefghijklmnopqrstuvwxyz")):
        keys = [right_answer(lesson, code) for code in codes]
        assert all(abs(one - two) >= 4 * allowed for one, two in itertools.pairwise(keys))


@per_lesson
def test_numbers_off_by_default_and_the_common_question_is_one_of_them(lesson):
    for student in (None, "", "  ", ...):
        variant = exercises.open(lesson, student, namespace={}).variant
        assert variant.code == "" and "variant" not in variant.note
    assert variant.asked in ({"price": 10_000}, {"start": 2020, "end": 2025})
    assert variant.asked in [exercises.definition(lesson, code).variant.asked for code in CODES]
    assert "student-code-forgotten" not in [
        slip.name for slip in exercises.definition(lesson).task(NUMBERS[lesson][0]).answer.slips
    ]


@per_lesson
def test_numbers_slips_and_hints_follow_the_variant_and_none_is_taken_for_another(lesson):
    task, name, _, allowed = NUMBERS[lesson]
    for code in CODES[:30]:
        names: dict = {}
        exercise = exercises.open(lesson, code, namespace=names)
        answer = exercise.definition.task(task).answer
        for slip in answer.slips:
            when = slip.when() if callable(slip.when) else slip.when
            names[name] = sum(when) / 2 if isinstance(when, tuple) else when
            if slip.name == "student-code-forgotten" and abs(names[name] - answer.expected()) <= allowed:
                continue
            assert exercise.check(task).slip == slip.name, (code, slip.name)
            assert exercise.results[task].points == 0
            assert f"{answer.expected():.2f}" not in exercise.results[task].explanation
        first = (
            f"{exercise.variant.asked['price']:,}"
            if task == "cost"
            else f"{ex04._sales()[exercise.variant.asked['start']]:.1f}"
        )
        assert first in exercise.definition.task(task).hints[-1] and first in exercise.variant.note


@per_lesson
def test_numbers_a_forgotten_code_is_named(lesson):
    task, name, _, allowed = NUMBERS[lesson]
    common, named = right_answer(lesson), 0
    for code in CODES[:30]:
        exercise = exercises.open(lesson, code, namespace={name: common})
        named += exercise.check(task).slip == "student-code-forgotten"
        assert (exercise.results[task].outcome == "right") == (abs(right_answer(lesson, code) - common) <= allowed)
    assert named >= 20


@per_lesson
def test_numbers_the_whole_solution_gets_full_marks_with_a_code(lesson):
    cells, names = solution(lesson), {}
    exec(cells.pop("setup"), names)
    run(list(cells.values()), names, "s002", lesson)
    assert names["exercise"].definition.total(names["exercise"].results) == 20


def test_numbers_hold_plain_values_and_no_key():
    for lesson in NUMBERS:
        plain = exercises.definition(lesson, "s002").variant.to_json()
        assert eval(repr(plain)) == plain and set(plain) == {"code", "asked", "text", "note"}
        assert not any(value == pytest.approx(right_answer(lesson, "s002")) for value in plain["asked"].values())
    with pytest.raises(ValueError, match="no variants"):
        variants.pooled({"s001": 1}, "05-export-controls")
    with pytest.raises(ValueError, match="student code"):
        variants.choose(" ", [{"price": 1}], ex03.die_cost, 0.1)
    with pytest.raises(ValueError, match="too alike"):
        variants.choose("s001", [{"price": 10_000 + more} for more in range(5)], ex03.die_cost, 0.6)


# --- a class --------------------------------------------------------------------------------------------------------------


def test_pooled_has_a_row_per_result():
    table = variants.pooled([{"code": "s001", "answer": 0.25}, {"code": "S002 ", "answer": None}])
    assert list(table.columns) == ["code", "product", "partner", "year", "answer", "key"]
    assert sorted(table["code"]) == ["s001", "s002"] and table["answer"].isna().sum() == 1
    assert list(variants.pooled({}).columns) == list(table.columns)
    with pytest.raises(ValueError, match="student code"):
        variants.pooled([{"answer": 0.25}])


@pytest.mark.slow
def test_for_marks_the_student_id_decides(tmp_path):
    """Own answer, a copied answer with the neighbour's code typed in, the common answer, and nothing at all."""
    common, key = variants.key(exercises.definition(LESSON).variant), {c: variants.key(variants.pick(c)) for c in CODES}
    late = next(code for code in CODES[5:] if abs(key[code] - common) > 0.1)
    reopen = 'exercise = exercises.open("02-de-risking", student="s001")\n'
    seen = 'assert exercise.variant.code == "s004" and not hasattr(exercise.variant, "key")\n'
    codes = {
        "s001": f"magnesium_share = {key['s001']:.2f}",
        "s002": f"{reopen}magnesium_share = {key['s001']:.2f}",
        late: f"magnesium_share = {common:.2f}",
        "s004": f"{seen}magnesium_share = table.loc[exercise.variant.partner].iloc[0] / table.loc['all'].iloc[0]",
        "s005": runner.EMPTY,
    }
    notebooks = {student: runner.filled(LESSON, {TASK: code}) for student, code in codes.items()}
    folder = runner.course(tmp_path, LESSON, notebooks)
    config = folder / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + "\nc.Variants.on = True\n", encoding="utf-8")
    graded = runner.grade_plainly(folder, LESSON)
    points = {student: graded[student]["results"][TASK].points for student in codes}
    assert points == {"s001": 1, "s002": 0, late: 0, "s004": 1, "s005": 0}
    assert graded[late]["results"][TASK].slip == "student-code-forgotten"
    table = variants.collected(folder / "autograded", LESSON).set_index("code")
    assert sorted(table.index) == sorted(codes)
    assert table.loc["s002", "answer"] == pytest.approx(key["s001"], abs=0.005)
    assert table.loc["s002", "key"] == pytest.approx(key["s002"])
    assert table["answer"].isna().sum() == 1
    with pytest.raises(ValueError, match="Variants"):
        variants.collected(folder / "submitted", LESSON)
