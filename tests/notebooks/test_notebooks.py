"""Every notebook runs from top to bottom without a network, and looks as a lesson must look."""

import collections
import copy
import functools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from support import lints, told

ROOT = Path(__file__).resolve().parents[2]
CANARIES = ROOT / "tests" / "canaries" / "notebooks"
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
GOOD = CANARIES / "good.ipynb"
# In a kernel each time; support.lesson_code runs the others' code.
SHOWN = [path for path in LESSONS if path.stem == "02-de-risking"]
RAISES, EMPTY, ASKS = (CANARIES / f"{canary}.ipynb" for canary in ("raises", "empty", "network"))
EXERCISES = sorted([*(ROOT / "solutions").glob("*/*.ipynb"), *(ROOT / "exercises").glob("*/*.ipynb")])


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def name(path):
    return path.relative_to(ROOT).as_posix()


def none(problems):
    """Fail with one line per problem."""
    assert not problems, "\n".join(["", *problems])


# ------------------------------------------------------------------------------------------------------------- execution
class Run(NamedTuple):
    """How notebooks ran: cells that passed by notebook, hosts that were asked for, and what was printed."""

    passed: collections.Counter
    asked: list[str]
    printed: str


@pytest.fixture(scope="module")
def run_here(request):
    return LESSONS if request.config.getoption("--thorough") else SHOWN


@pytest.fixture(scope="module")
def ran(run_here, tmp_path_factory):
    """`pytest --nbval-lax notebooks`, with the canaries in the same process, whose start takes half of a short notebook's time.
    With the project's own settings, and without the plugins that whoever has only pytest and nbval lacks. Each has a kernel of its own, where the notebook lies, without a record and without a network; a FutureWarning is an
    error, so that the next pandas does not surprise a class. Exercises and solutions run in tests/authoring/test_exercise_files.py."""
    log = tmp_path_factory.mktemp("run") / "network.txt"
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    env |= {"DERISKING_RECORD": "off", "DERISKING_NETWORK_LOG": str(log), "PYTHONWARNINGS": "error::FutureWarning"}
    lacking = [f"-pno:{plugin}" for plugin in ("xdist", "anyio", "hypothesispytest", "cacheprovider")]
    command = [sys.executable, "-m", "pytest", "--nbval-lax", *map(name, [*run_here, RAISES, ASKS])]
    command += ["--nbval-cell-timeout=900", "-v", "-rN", *lacking]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", errors="replace")
    passed = re.findall(r"^(\S+)::ipynb::Cell \d+ PASSED", done.stdout, re.MULTILINE)
    asked = log.read_text(encoding="utf-8").split() if log.exists() else []
    return Run(collections.Counter(f"{start}.ipynb" for start in passed), asked, done.stdout + done.stderr)


def problems_of_run(path, ran):
    """What is wrong after running a notebook; an empty list is a pass."""
    expected = len(lints.cells(read(path), "code"))
    if expected and ran.passed[name(path)] == expected:
        return []
    return [f"{name(path)}: {ran.passed[name(path)]} cells passed, the notebook has {expected}:", ran.printed[-3000:]]


@pytest.mark.slow
def test_every_cell_runs(run_here, ran):
    none([problem for path in run_here for problem in problems_of_run(path, ran)])


@pytest.mark.slow
def test_canary_of_execution(ran):
    """One that raises and one without cells are noticed; the one that asks a host, as no lesson does, runs through and is not blamed."""
    assert [bool(problems_of_run(path, ran)) for path in (RAISES, EMPTY, ASKS)] == [True, True, False]
    assert set(ran.asked) == {"example.org"}


# ----------------------------------------------------------------------------------------------------------------- looks
def lesson_problems(book, folder=None, ids=None):
    found = []
    for rule in lints.LESSON:
        found += rule(book, folder) if rule is lints.links else rule(book)
    return found + (lints.known_objectives(book, ids) if ids is not None else [])


def test_lessons_and_exercises_look_as_they_must():
    ids = set(re.findall(r"id: ([A-Z]\d)", (ROOT / "notebooks" / "objectives.yaml").read_text(encoding="utf-8")))
    assert len(LESSONS) == 8
    none([f"{name(path)}: {line}" for path in LESSONS for line in lesson_problems(read(path), path.parent, ids)])
    rules = (*lints.ANY, lints.one_h1, lints.heading_order)
    assert len(EXERCISES) == 16
    none([f"{name(path)}: {line}" for path in EXERCISES for rule in rules for line in rule(read(path))])


# Each rule's canary: how to break the good notebook, and a word of the complaint that must follow.
def _cell(book, number):
    return book["cells"][number - 1]


def _append(book, number, words):
    _cell(book, number)["source"] = lints.text(_cell(book, number)) + words


BREAKS = {
    "old format": (lambda b: b.update(nbformat_minor=4), "format"),
    "double id": (lambda b: _cell(b, 1).update(id=_cell(b, 2)["id"]), "ids"),
    "output": (lambda b: _cell(b, 2)["outputs"].append({"output_type": "stream", "name": "stdout", "text": "1"}), "stored"),
    "widget state": (lambda b: b["metadata"].update(widgets={}), "widget state"),
    "open code": (lambda b: _cell(b, 2)["metadata"].pop("jupyter"), "not collapsed"),
    "open code of an analyst": (lambda b: _cell(b, 2)["metadata"].update(tags=["analyst"]), "is open"),
    "endless fold": (lambda b: _cell(b, 3)["metadata"].update({"jp-MarkdownHeadingCollapsed": True}), "no end"),
    "long cell": (lambda b: _append(b, 2, "\nx = 1" * 50), "lines"),
    "long function": (lambda b: _cell(b, 2).update(source="def f():\n" + "    x = 1\n" * 41), "longer than"),
    "stacked": (lambda b: _cell(b, 2).update(source='quiz.forecast(LESSON, "a", "b")'), "two forecasts"),
    "no promise": (lambda b: _cell(b, 1).update(source="# A title"), "does not say"),
    "too long": (lambda b: _append(b, 3, " word" * 1800), "at most 1800"),
}  # fmt: skip
for _name, (_number, _words, _sign) in told.cases(__file__, "breaks.yaml").items():
    BREAKS[_name] = functools.partial(_append, number=_number, words=_words), _sign


def test_the_good_notebook_passes():
    assert lesson_problems(read(GOOD), CANARIES, {"D3"}) == []


@pytest.mark.parametrize("break_it, sign", BREAKS.values(), ids=BREAKS.keys())
def test_canary_of_looks(break_it, sign):
    book = copy.deepcopy(read(GOOD))
    break_it(book)
    assert any(sign in problem for problem in lesson_problems(book, CANARIES, {"D3"}))
