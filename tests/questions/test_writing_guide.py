"""The examples in docs/writing-questions.md are records that can be used."""

import re
from pathlib import Path

import pytest
import yaml

from derisking.questions import bank, kinds

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "writing-questions.md").read_text(encoding="utf-8")
EXAMPLES = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(    kind: .*?)```", GUIDE, re.DOTALL)]
QUESTION = {"id": "example", "objective": "D3", "use": ["flow"], "text": "What do you check first?"}
TASK = {"id": "example", "objective": "D3", "title": "T", "part": "A", "points": 1, "text": "?", "hints": ["1.", "2."]}


def read(example: dict) -> None:
    record = "task" if "name" in example else "question"
    bank.records("90-demo", "guide", [{**(TASK if record == "task" else QUESTION), **example}], record)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["kind"])
def test_an_example_can_be_used(example):
    read(example)


def test_every_kind_is_told_and_an_old_name_refused():
    assert {example["kind"] for example in EXAMPLES} | {"multiple"} == set(kinds.KINDS)
    assert all(f"`{name}`" in GUIDE for name in kinds.KINDS)
    example = next(example for example in EXAMPLES if example["kind"] == "numeric")
    with pytest.raises(bank.BankError, match="unknown field `slips`"):
        read({**example, "slips": example["misconceptions"]})
