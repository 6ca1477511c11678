"""One run of `derisking grade` with a grader without kernels (tests/support/quick.py)."""

import pytest
from support.quick import run

from derisking.classroom.course import Course
from derisking.classroom.grade import keys


@pytest.fixture
def quick():
    """`quick(source, into, **options)`: see `support.quick.run`."""
    return run


@pytest.fixture
def course(tmp_path):
    """A grading folder that is not there yet."""
    return Course(tmp_path / "grading")


@pytest.fixture
def the_same_keys(monkeypatch):
    """No key changes, so nobody need look; what a fingerprint depends on is the matter of test_keys.py."""
    monkeypatch.setattr(keys, "fingerprint", lambda lesson, solutions, config, variants, **_: f"{lesson} {variants}")
