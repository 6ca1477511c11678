"""The project's banks are sound, and every rule for banks catches a bank that breaks it."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from support.banks import DEMO, by_id, content, write

from derisking.questions import bank, lint

OBJECTIVES = {
    "D2": "90-demo",
    "D3": "90-demo",
    "D4": "90-demo",
    "C2": "90-demo",
    "V1": "90-demo",
    "E1": "05-export-controls",
}


def known(source: str) -> bool:
    return source in ("demo-fact", "table:imports")


def findings(folder: Path, broken: dict, name: str = "90-demo") -> list[str]:
    return lint.lint([bank.read(write(folder, broken, name))], OBJECTIVES, known)


def test_the_projects_banks_are_sound():
    assert lint.check_all() == []


def test_the_demo_bank_is_sound(tmp_path):
    assert findings(tmp_path, content()) == []


def set_option(key, value, number=1, id="demo-single"):
    def change(broken):
        option = by_id(broken, id)["options"][number - 1]
        if value is None:
            del option[key]
        else:
            option[key] = value

    return change


def set_field(id, key, value):
    def change(broken):
        if value is None:
            del by_id(broken, id)[key]
        else:
            by_id(broken, id)[key] = value

    return change


def repeat_single(change):
    """Six copies of the single-choice question, each changed."""

    def apply(broken):
        for number in range(6):
            extra = copy.deepcopy(by_id(broken, "demo-single"))
            extra["id"] = f"copy-{number}"
            change(extra, number)
            broken["questions"].append(extra)

    return apply


def lengthen(question, number):
    question["options"][1]["text"] += (
        ", and in which year, and for which area, and by whom it was published first of all"
    )


def stretch(question, number):
    question["options"][1]["text"] = "Goods"
    question["options"].insert(number % 3, question["options"].pop(1))


CANARIES = {
    "verdict only": (set_option("feedback", "Right. Well done.", 2), "only a verdict"),
    "no full sentence": (set_option("feedback", "two honest sources can differ and"), "only a verdict"),
    "verdict in otherwise": (set_field("demo-numeric", "otherwise", "No."), "otherwise: the explanation"),
    "no misconception": (set_option("misconception", None), "option 1: name the misconception"),
    "misconception not a name": (set_option("misconception", "Too early!"), "option 1: name the misconception"),
    "no source": (set_field("demo-single", "source", None), "states a fact"),
    "unknown source": (set_field("demo-single", "source", ["no-such-fact"]), "neither a fact"),
    "unknown table": (set_field("demo-single", "source", ["table:nothing"]), "neither a fact"),
    "unknown objective": (set_field("demo-single", "objective", "Z9"), "not in notebooks/objectives.yaml"),
    "foreign objective": (set_field("demo-single", "objective", "E1"), "belongs to 05-export-controls"),
    "half a pair": (set_field("demo-pre", "pair", "other"), "needs one question"),
    "pair with two objectives": (set_field("demo-pre", "objective", "D4"), "different objectives"),
    "script link": (set_option("text", "[go](javascript:alert)"), "will not work"),
    "short link left": (set_option("text", "[71 %](fact:demo-fact)"), "will not work"),
    "formula": (set_field("demo-numeric", "text", r"What is $\left( x$?"), "cannot be read"),
    "markup in formula": (set_field("demo-numeric", "text", r"What is $\text{<img/src=x>}$?"), "the formula"),
    "misconception covers answer": (
        set_field(
            "demo-numeric",
            "misconceptions",
            [{"min": 0, "max": 1, "misconception": "a", "feedback": "This is far too wide a range."}],
        ),
        "covers the right answer",
    ),
    "long right": (repeat_single(lengthen), "is the longest in"),
    "short right": (repeat_single(stretch), "times as long"),
    "same place": (repeat_single(lambda question, number: None), "is number 2 in"),
}


@pytest.mark.parametrize("name", CANARIES)
def test_canary(tmp_path, name):
    change, words = CANARIES[name]
    broken = content()
    change(broken)
    assert any(words in finding for finding in findings(tmp_path, broken))


def test_canary_long_list_text(tmp_path):
    broken = content()
    by_id(broken, "demo-match")["pairs"][0]["right"] = "makes " * 20
    assert any("drop-down" in finding for finding in findings(tmp_path, broken))


def test_canary_two_pairs_per_lesson(tmp_path):
    broken = content()
    broken["lesson"] = "02-de-risking"
    assert any("Each lesson has 2" in finding for finding in findings(tmp_path, broken, "02-de-risking"))


def test_canary_same_id_in_two_banks(tmp_path):
    other = content() | {"lesson": "92-other"}
    banks = [bank.read(DEMO), bank.read(write(tmp_path, other, "92-other"))]
    assert any("also used in" in finding for finding in lint.lint(banks, OBJECTIVES, known))


def test_canary_field_written_twice(tmp_path):
    path = tmp_path / "notebooks" / "quizzes" / "90-demo.yaml"
    path.parent.mkdir(parents=True)
    lines = DEMO.read_text(encoding="utf-8").replace(
        "    hint: One of them sells machines.\n", "    hint: A.\n    hint: B.\n"
    )
    path.write_text(lines, encoding="utf-8")
    found = lint.lint([bank.read(path)], OBJECTIVES, known)
    assert any("`hint` is written twice" in finding for finding in found)


def test_canary_hedge_words_that_mark_the_right_option(tmp_path):
    """Twenty questions whose right options alone say "may" give the answer away."""
    broken = content()
    single = by_id(broken, "demo-single")
    broken["questions"] = []
    for number in range(20):
        question = copy.deepcopy(single) | {"id": f"hedge-{number}"}
        for option in question["options"]:
            option["text"] += " and it may be so" if option.get("correct") else ""
        broken["questions"].append(question)
    assert any("of right options are hedged" in line for line in findings(tmp_path, broken))
