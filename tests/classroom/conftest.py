"""One run of `derisking grade` with a grader without kernels (tests/support/quick.py)."""

import pytest
from support.quick import outcome, ready

from derisking.classroom import run as one_run
from derisking.classroom.grade import command, pool


@pytest.fixture
def quick(monkeypatch):
    """`quick(source, into, **options)`: one run of `derisking grade` with the quick grader; what it said, as one text."""
    monkeypatch.setattr(pool, "outcomes", lambda jobs, processes: (outcome(job) for job in jobs))

    def run(source, into, **options):
        said = []
        command.grade(one_run.Options(source, ready(into), unsandboxed=True, jobs=1, **options), said.append)
        return "\n".join(said)

    return run
