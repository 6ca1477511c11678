"""One run of `derisking grade` with a grader without kernels (tests/support/quick.py)."""

import pytest
from support.quick import run


@pytest.fixture
def quick():
    """`quick(source, into, **options)`: see `support.quick.run`."""
    return run
