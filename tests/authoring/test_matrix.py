"""Each objective is taught, asked at least twice and exercised; each lesson has two pre/post pairs."""

import json
import re
from pathlib import Path

import pytest

from derisking.authoring import matrix

ROOT = Path(__file__).resolve().parents[2]
PRESENT = sorted(path.stem for path in (ROOT / "notebooks").glob("0[1-7]-*.ipynb"))


def write(folder, *, ids="D3", questions=("D3", "D3"), pairs=("a", "b"), extra=""):
    """A course with one lesson and one objective; JSON is YAML too."""
    (folder / "quizzes").mkdir()
    row = {"id": "D3", "lesson": "02-x", "text": "Compute a share."}
    (folder / "objectives.yaml").write_text(json.dumps([row]), encoding="utf-8")
    cell = {"cell_type": "markdown", "source": f"## Share of what?\n*10 minutes · {ids}*\n\nText"}
    (folder / "02-x.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    bank = [{"id": f"q{i}", "objective": one, "use": ["flow"]} for i, one in enumerate(questions)]
    for pair in pairs:
        bank += [{"id": f"{pair}-{use}", "objective": "D3", "use": [use], "pair": pair} for use in ("pre", "post")]
    (folder / "quizzes" / "02-x.yaml").write_text(json.dumps({"questions": bank}) + extra, encoding="utf-8")
    return folder


TASKS = {"02-x": [("hhi", "D3")]}


def test_a_whole_row(tmp_path):
    rows = matrix.build(write(tmp_path), TASKS)
    assert rows[0].sections == ["Share of what?"]
    assert (rows[0].questions, rows[0].tasks, rows[0].pairs) == (["q0", "q1"], ["02-x:hhi"], ["a", "b"])
    assert matrix.gaps(rows) == []
    assert "1 of 1 objectives" in matrix.render(rows)


@pytest.mark.parametrize(
    "change, tasks, sign",
    [
        ({"ids": "D3", "questions": ("D3",)}, TASKS, "1 of 2 questions"),
        ({}, {}, "no exercise task"),
        ({"pairs": ("a",)}, TASKS, "1 of 2 pre/post pairs"),
    ],
)
def test_canary_of_gaps(change, tasks, sign, tmp_path):
    assert any(sign in line for line in matrix.gaps(matrix.build(write(tmp_path, **change), tasks)))


def test_half_a_pair_is_no_pair(tmp_path):
    write(tmp_path, pairs=())
    bank = tmp_path / "quizzes" / "02-x.yaml"
    content = json.loads(bank.read_text(encoding="utf-8"))
    content["questions"].append({"id": "half", "objective": "D3", "use": ["pre"], "pair": "half"})
    bank.write_text(json.dumps(content), encoding="utf-8")
    assert matrix.build(tmp_path, TASKS)[0].pairs == []


@pytest.mark.parametrize(
    "change, tasks, sign",
    [
        ({"ids": "D3, Z9"}, TASKS, "section 'Share of what?': objective Z9"),
        ({"questions": ("Z9",)}, TASKS, "question q0: objective Z9"),
        ({}, {"02-x": [("hhi", "Z9")]}, "task hhi: objective Z9"),
        ({"extra": "\na: b: c"}, TASKS, "not YAML"),
    ],
)
def test_canary_of_mistakes(change, tasks, sign, tmp_path):
    with pytest.raises(ValueError, match=re.escape(sign)):
        matrix.build(write(tmp_path, **change), tasks)


def test_every_objective_is_taught_asked_and_exercised():
    """Each objective of lessons 1 to 7: a section, two questions, an exercise task; each lesson: two pre/post pairs."""
    rows = matrix.build()
    assert len(rows) == 28
    problems = matrix.gaps(rows, {row.lesson for row in rows})
    assert not problems, "\n".join(problems)
