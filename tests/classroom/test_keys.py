"""What is graded again when something changes: the exercises whose keys it computes, and no other."""

import shutil
from pathlib import Path

import pytest

from derisking import exercises
from derisking.classroom.grade import keys

ROOT = Path(__file__).resolve().parents[2]
LESSONS = exercises.lessons()


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A package and solutions to change: (package, solutions, the fingerprints before)."""
    top = tmp_path_factory.mktemp("keys")
    shutil.copytree(ROOT / "derisking", top / "derisking", ignore=shutil.ignore_patterns("__pycache__", "classroom"))
    shutil.copytree(ROOT / "solutions", top / "solutions", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(ROOT / "nbgrader_config.py", top)
    return top, prints(top)


def prints(top, **more):
    package, config = top / "derisking", top / "nbgrader_config.py"
    return {name: keys.fingerprint(name, top / "solutions", config, package=package, **more) for name in LESSONS}


def differing(copy, **more):
    """The exercises whose fingerprint is no longer the one before."""
    top, before = copy
    return {lesson for lesson, now in prints(top, **more).items() if before[lesson] != now}


def changed(copy, *edits):
    """The exercises whose fingerprint differs once `old` is `new` in a file. edits: (file, old, new)."""
    kept = {copy[0] / file: (copy[0] / file).read_text(encoding="utf-8") for file, _, _ in edits}
    try:
        for file, old, new in edits:
            text = (copy[0] / file).read_text(encoding="utf-8")
            assert old in text, f"{file} does not hold {old!r} any more"
            (copy[0] / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return differing(copy)
    finally:
        for path, text in kept.items():
            path.write_text(text, encoding="utf-8")


def users_of(name):
    """The exercises whose keys name a model's function."""
    keys_of = {lesson: ROOT / "solutions" / lesson / "keys.py" for lesson in LESSONS}
    return {lesson for lesson, path in keys_of.items() if f"indicators.{name}" in path.read_text(encoding="utf-8")}


def test_a_default_of_a_model_regrades_exactly_the_exercises_that_use_it(copy):
    edit = ("derisking/models/indicators.py", "concentration: float = 0.4", "concentration: float = 0.5")
    got = changed(copy, edit)
    assert got == users_of("screen") and got and got != set(LESSONS)


def test_comments_words_and_views_regrade_nobody(copy):
    edits = (
        ("derisking/models/indicators.py", "def screen(", "# a comment\ndef screen("),
        ("derisking/exercises/panels.py", "def points(", "# a comment\ndef points("),
        ("derisking/exercises/panels.py", "#5a5a5a", "#6a6a6a"),
        ("derisking/models/supply.py", '"""', '"""Words. '),
        ("nbgrader_config.py", "# c.Execute.timeout = 20", "# c.Execute.timeout = 30"),
    )
    assert changed(copy, *edits) == set()


def test_what_every_key_needs_regrades_everybody(copy):
    step = ("derisking/exercises/nbgrader/judge.py", "MAX_STREAM = 20_000", "MAX_STREAM = 20_001")
    settings = ("nbgrader_config.py", "settings.configure(c)", "settings.configure(c)\nc.x = 1")
    assert changed(copy, step) == changed(copy, settings) == differing(copy, variants=True) == set(LESSONS)


def test_a_task_or_its_cells_regrade_one_exercise(copy):
    lesson = LESSONS[1]
    for file, old, new in (
        ("tasks.yaml", "points: 1", "points: 2"),
        ("tasks.yaml", "correct: true", "correct: false"),
        (f"{lesson}.ipynb", "task: disputed", "task: other"),
        (f"{lesson}.ipynb", "exercises.open(", "exercises.open( "),
    ):
        assert changed(copy, (f"solutions/{lesson}/{file}", old, new)) == {lesson}, (file, old)


def test_the_story_titles_hints_and_what_only_shows_a_question_regrade_nobody(copy):
    lesson = LESSONS[1]
    edits = (
        (f"solutions/{lesson}/{lesson}.ipynb", '"source": [\n    "', '"source": [\n    "x'),
        (f"solutions/{lesson}/tasks.yaml", "title: Three words", "title: Four words"),
        (f"solutions/{lesson}/tasks.yaml", "Ask two questions of each", "Ask three questions of each"),
        ("derisking/questions/kinds/order.py", "first step first.", "first step first, please."),
        ("derisking/questions/kinds/classify.py", "Sort into: ", "Sort into these: "),
    )
    assert changed(copy, *edits) == set()


def test_a_table_regrades_the_exercises_that_load_it(copy, monkeypatch):
    loads = {}
    for lesson in LESSONS:
        reached = keys.Reached(copy[0] / "derisking")
        reached.all_of(copy[0] / "solutions" / lesson / "keys.py")
        loads[lesson] = {table for table, identity in reached._loaded if not identity}
    every = [name for names in loads.values() for name in names]
    table = min(every, key=every.count)
    entries = [{**entry, "hash": "new"} if entry["name"] == table else entry for entry in keys._tables()]
    monkeypatch.setattr(keys, "_tables", lambda: entries)
    got = differing(copy)
    assert got == {lesson for lesson, names in loads.items() if table in names} and got and got != set(LESSONS)
