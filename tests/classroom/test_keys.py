"""What is judged again when something changes: no exercise too few."""

import shutil
from pathlib import Path

import pytest

from derisking import data, exercises
from derisking.classroom.grade import keys

ROOT = Path(__file__).resolve().parents[2]
LESSONS = exercises.lessons()
LESSON = LESSONS[1]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A package, solutions, tables and settings to change, and the fingerprints before."""
    top = tmp_path_factory.mktemp("keys")
    for room in ("derisking", "solutions"):
        shutil.copytree(ROOT / room, top / room, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    (top / "data").mkdir()
    for file in ("nbgrader_config.py", "data/datapackage.json"):
        shutil.copy(ROOT / file, top / file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "folder", lambda: top / "data")
        yield top, prints(top)


def prints(top, **more):
    keys.version.cache_clear()
    known = (top / "solutions", top / "nbgrader_config.py")
    return {lesson: keys.fingerprint(lesson, *known, package=top / "derisking", **more) for lesson in LESSONS}


@pytest.mark.parametrize(
    ("file", "graded_again"),
    [
        ("derisking/models/indicators.py", LESSONS), ("derisking/classroom/nbgrader/judge.py", LESSONS),
        ("nbgrader_config.py", LESSONS), ("data/datapackage.json", LESSONS),
        (f"solutions/{LESSON}/tasks.yaml", [LESSON]), (f"solutions/{LESSON}/keys.py", [LESSON]),
        (f"solutions/{LESSON}/{LESSON}.ipynb", [LESSON]),
        ("derisking/learner/src/ask.js", []), (f"solutions/{LESSON}/notes.txt", []),
    ],
)  # fmt: skip
def test_a_change_regrades_whatever_it_can_reach(copy, file, graded_again):
    (top, before), path = copy, copy[0] / file
    raw = path.read_bytes() if path.exists() else b""
    for content, wanted in ((raw.replace(b"\n", b"\r\n"), []), (raw + b" ", graded_again), (raw, [])):
        path.write_bytes(content)
        after = prints(top)
        assert [lesson for lesson in LESSONS if after[lesson] != before[lesson]] == list(wanted)


def test_variants_regrade_everybody_and_a_second_look_nobody(copy):
    top, before = copy
    (top / "my-course").mkdir()
    settings = shutil.copy(top / "nbgrader_config.py", top / "my-course")
    there = keys.fingerprint(LESSON, top / "solutions", Path(settings), package=top / "derisking")
    assert there == before[LESSON], "a second run, for which the course has its copy of the settings"
    assert prints(top) == before and not set(prints(top, variants=True).values()) & set(before.values())
