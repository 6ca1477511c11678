"""Each objective is taught, asked at least twice and exercised. That each lesson has two pre/post pairs is a rule for banks."""

import json
import shutil
from pathlib import Path

import pytest
from support.banks import DEMO, broken, content, write

from derisking.authoring import matrix

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.fixture
def course(record):
    """Writes a course with the objectives of ours, one section and one bank."""

    def make(bank, ids="D3"):
        write(record, bank)
        shutil.copy(NOTEBOOKS / "objectives.yaml", record / "notebooks")
        cell = {"cell_type": "markdown", "source": f"## Share of what?\n*10 minutes · {ids}*\n\nText"}
        write(record, json.dumps({"cells": [cell]}), "notebooks/02-x.ipynb")

    return make


def rows():
    return {row.objective.id: row for row in matrix.build()}


def test_every_objective_is_taught_asked_and_exercised():
    found = rows()
    assert len(found) == 29 and {id: row.gaps() for id, row in found.items() if row.gaps()} == {}
    assert "29 of 29 objectives are taught" in matrix.render(list(found.values()))


def test_canary_of_gaps(course):
    course(content())
    whole, lacking = rows()["D3"], rows()["D4"]
    assert (whole.sections, whole.questions) == (["Share of what?"], ["demo-single", "demo-numeric", "demo-review"])
    assert whole.pairs == ["demo"] and "denominator" in whole.tasks and whole.gaps() == []
    assert lacking.gaps() == ["no section", "1 of 2 questions"]
    assert matrix.Row(whole.objective).gaps()[-1] == "no exercise task"
    course(broken(DEMO, "demo-post", "use", to=["pre"]))
    assert rows()["D3"].pairs == [], "half a pair is no pair"
