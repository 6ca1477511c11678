"""All questions and tasks, read once for the tests of this room."""

import pytest

from derisking.exports import items


@pytest.fixture(scope="session")
def everything():
    """Every item of every lesson, in order."""
    return [item for lesson in items.choose([]) for item in items.of(lesson)]
