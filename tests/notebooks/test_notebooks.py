"""Every notebook runs from top to bottom without a network, and looks as a lesson must look."""

import collections
import copy
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import lints

ROOT = Path(__file__).resolve().parents[2]
CANARIES = ROOT / "tests" / "canaries" / "notebooks"
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
EXERCISES = sorted([*(ROOT / "solutions").glob("*/*.ipynb"), *(ROOT / "exercises").glob("*/*.ipynb")])


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def name(path):
    return path.relative_to(ROOT).as_posix()


def none(problems):
    """Fail with one line per problem."""
    assert not problems, "\n".join(["", *problems])


# ------------------------------------------------------------------------------------------------------------- execution


def execute(paths, scratch):
    """Run notebooks with one nbval: (exit code, cells that passed by notebook, what was printed, hosts that were asked for).

    Each has a kernel of its own, where the notebook lies, without a record and without a network; a FutureWarning is an
    error, so that the next pandas does not surprise a class.
    """
    log = scratch / "network.txt"
    env = dict(
        os.environ, DERISKING_RECORD="off", DERISKING_NETWORK_LOG=str(log), PYTHONWARNINGS="error::FutureWarning"
    )
    env = {key: value for key, value in env.items() if not key.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-cell-timeout=120", "-v", "-rN", "-p", "no:xdist"]
    command += ["-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={ROOT}", *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", errors="replace")
    passed = collections.Counter(
        f"{start}.ipynb" for start in re.findall(r"^(\S+)::ipynb::Cell \d+ PASSED", done.stdout, re.MULTILINE)
    )
    asked = sorted(set(log.read_text(encoding="utf-8").split())) if log.exists() else []
    return done.returncode, passed, done.stdout + done.stderr, asked


def problems_of_run(paths, scratch):
    """What is wrong after running notebooks; an empty list is a pass."""
    code, passed, printed, asked = execute(paths, scratch)
    problems = [f"a cell asked the network for {host}" for host in asked]
    if code not in (0, 5):  # 5: pytest found nothing to run
        problems.append(f"a cell failed:\n{printed[-3000:]}")
    for path in paths:
        expected = len(lints.cells(read(path), "code"))
        if expected == 0 or passed[name(path)] != expected:
            problems.append(f"{name(path)}: {passed[name(path)]} cells ran, the notebook has {expected}")
    return problems


# One process for several notebooks, since half of a short notebook's time is the start of the process. Two of the exercises as
# students get them, one with variants and one with the desk: the practice of certified answers runs the cells of all seven.
BATCHES = {
    "lessons-0-3": LESSONS[:4],
    "lessons-4-7": LESSONS[4:],
    "solutions": [path for path in EXERCISES if path.parent.parent.name == "solutions"],
    "exercises": [path for path in EXERCISES if re.search("exercises.*/(02|07)", path.as_posix())],
}


@pytest.mark.slow
@pytest.mark.parametrize("paths", BATCHES.values(), ids=BATCHES.keys())
def test_every_cell_runs(paths, tmp_path):
    none(problems_of_run(paths, tmp_path))


@pytest.mark.slow
def test_canary_of_execution(tmp_path):
    """Broken notebooks beside a good one are noticed; the good one is not blamed."""
    names = ("good", "raises", "network", "empty")
    problems = problems_of_run([CANARIES / f"{canary}.ipynb" for canary in names], tmp_path)
    for sign in ("a cell failed", "asked the network", "empty.ipynb: 0 cells ran"):
        assert any(sign in problem for problem in problems), sign
    assert not any("good.ipynb:" in problem for problem in problems)


# ----------------------------------------------------------------------------------------------------------------- looks


def test_there_is_something_to_check():
    """A wrong folder or pattern must not look like a success."""
    assert (ROOT / "notebooks" / "02-de-risking.ipynb") in LESSONS
    assert {path.parent.parent.name for path in EXERCISES} == {"solutions", "exercises"}


def lesson_problems(book, folder=None, ids=None):
    found = []
    for rule in lints.LESSON:
        found += rule(book, folder) if rule is lints.links else rule(book)
    return found + (lints.known_objectives(book, ids) if ids is not None else [])


def objective_ids():
    return set(re.findall(r"id: ([A-Z]\d)", (ROOT / "notebooks" / "objectives.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_lesson_looks_as_it_must(path):
    none(lesson_problems(read(path), path.parent, objective_ids()))


@pytest.mark.parametrize("path", EXERCISES, ids=name)
def test_exercise_looks_as_it_must(path):
    book = read(path)
    none([problem for rule in (*lints.ANY, lints.one_h1, lints.heading_order) for problem in rule(book)])


# Each rule's canary: how to break the good notebook, and a word of the complaint that must follow.
def _cell(book, number):
    return book["cells"][number - 1]


def _append(book, number, words):
    _cell(book, number)["source"] = lints.text(_cell(book, number)) + words


BREAKS = {
    "old format": (lambda b: b.update(nbformat_minor=4), "format"),
    "other kernel": (lambda b: b["metadata"]["kernelspec"].update(name="conda-me"), "kernelspec"),
    "double id": (lambda b: _cell(b, 1).update(id=_cell(b, 2)["id"]), "ids"),
    "output": (
        lambda b: _cell(b, 2)["outputs"].append({"output_type": "stream", "name": "stdout", "text": "1"}),
        "stored",
    ),
    "count": (lambda b: _cell(b, 2).update(execution_count=1), "stored"),
    "widget state": (lambda b: b["metadata"].update(widgets={}), "widget state"),
    "two titles": (lambda b: _append(b, 3, "\n# Another title"), "headings of level 1"),
    "no title": (lambda b: _cell(b, 1).update(source="90 minutes"), "0 headings"),
    "skipped level": (lambda b: _append(b, 3, "\n#### Deep"), "jumps"),
    "http": (lambda b: _append(b, 3, "\n[the law](http://example.org)"), "https"),
    "click here": (lambda b: _append(b, 3, "\n[here](https://example.org)"), "where it leads"),
    "missing file": (lambda b: _append(b, 3, "\n[the next lesson](03-nothing.ipynb)"), "does not exist"),
    "remote picture": (lambda b: _append(b, 3, "\n![a chip](https://example.org/a.png)"), "network"),
    "remote element": (lambda b: _append(b, 3, '\n<img src="https://example.org/a.png">'), "network"),
    "bare address": (lambda b: _append(b, 3, "\nSee https://example.org/x for more."), "bare address"),
    "open code": (lambda b: _cell(b, 2)["metadata"].pop("jupyter"), "not collapsed"),
    "long cell": (lambda b: _append(b, 2, "\nx = 1" * 50), "lines"),
    "long function": (lambda b: _cell(b, 2).update(source="def f():\n" + "    x = 1\n" * 41), "longer than"),
    "broken code": (lambda b: _append(b, 2, "\nif"), "not Python"),
    "wrong sum": (lambda b: _append(b, 1, "\n\n## More\n*5 minutes*"), "add up"),
    "no minutes": (lambda b: _append(b, 3, "\n\n## More\nText"), "no line like"),
    "no promise": (lambda b: _cell(b, 1).update(source="# A title"), "does not say"),
    "too long": (lambda b: _append(b, 3, " word" * 1800), "at most 1800"),
    "unknown objective": (lambda b: _append(b, 3, "\n\n## More\n*0 minutes · Z9*"), "Z9"),
}


def test_the_good_notebook_passes():
    assert lesson_problems(read(CANARIES / "good.ipynb"), CANARIES, {"D3"}) == []


@pytest.mark.parametrize("break_it, sign", BREAKS.values(), ids=BREAKS.keys())
def test_canary_of_looks(break_it, sign):
    book = copy.deepcopy(read(CANARIES / "good.ipynb"))
    break_it(book)
    assert any(sign in problem for problem in lesson_problems(book, CANARIES, {"D3"}))


def test_words_in_optional_boxes_and_addresses_do_not_count():
    book = read(CANARIES / "good.ipynb")
    before = lints.word_count(book)
    _append(book, 3, " [two words](https://example.org/a-long-address-with-many-words)")
    assert lints.word_count(book) == before + 2
    _cell(book, 3)["metadata"]["tags"] = ["optional"]
    assert lints.word_count(book) < before
