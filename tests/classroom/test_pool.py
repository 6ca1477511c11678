"""Several notebooks at once: whoever dies, fails or hangs takes nobody with it; and who watches over a process ends it in time."""

import multiprocessing
import os
import sys
import time

import psutil
import pytest
from support import pool_work

from derisking.classroom.grade import pool, sandbox
from derisking.classroom.grade import process as process_
from derisking.classroom.grade.one_notebook import Job
from derisking.classroom.submission import Submission


@pytest.fixture
def jobs(tmp_path):
    def make(*names, limits=sandbox.USUAL):
        submissions = [Submission(tmp_path / "x.ipynb", name, "02-de-risking") for name in names]
        return [Job(one, tmp_path, tmp_path, limits) for one in submissions]

    return make


def test_each_job_is_done_once_by_a_few_processes(jobs):
    found = list(pool.outcomes(jobs(*"abcdefgh"), 2, pool_work.done))
    assert sorted(outcome.student for outcome in found) == list("abcdefgh")
    assert len({outcome.notebook for outcome in found}) == 2
    assert list(pool.outcomes([], 4, pool_work.done)) == []


def test_who_dies_fails_or_hangs_is_reported_and_the_others_are_graded(jobs, monkeypatch):
    monkeypatch.setattr(pool, "SLACK", 1)
    names = ("a", "dies", "b", "fails", "fills", "c", "once", "starved1", "d", "starved2")
    given = [*jobs(*names), *jobs("hangs", limits=sandbox.Limits(notebook=0))]
    found = {outcome.student: outcome for outcome in pool.outcomes(given, 3, pool_work.by_name)}
    assert set(found) == {*names, "hangs"}
    told = {student: outcome.why_not for student, outcome in found.items() if not outcome.notebook}
    assert set(told) == {"dies", "fails", "fills", "hangs"}, "who failed once is done by the second try"
    assert "was ended" in told["dies"] and "--jobs 1" in told["dies"] and "was ended" in told["hangs"]
    assert "MemoryError" in told["fails"] and "MemoryError" in told["fills"], "a worker that somebody fills fails alone"
    assert found["starved1"].notebook == found["starved2"].notebook == "again", "alone, others kept the processors"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_what_takes_too_long_to_read_is_ended_by_the_system_and_tried_once(jobs):
    given = jobs("long", limits=sandbox.Limits(reading=1))
    (outcome,) = pool.outcomes(given, 1, pool_work.reads_long)
    assert outcome.why_not == pool.SLOW and not outcome.again


def test_leaving_early_leaves_no_process(jobs):
    running = pool.outcomes(jobs("a", "hangs1", "hangs2"), 3, pool_work.by_name)
    assert next(running).student == "a"
    started = multiprocessing.active_children()
    assert started
    running.close()
    assert not [child for child in started if child.is_alive()]


SLEEPS = "import time; time.sleep(600)"
FILLS = f"import subprocess, sys; subprocess.run([sys.executable, '-c', 'x = bytearray(200_000_000); {SLEEPS}'])"
FORKS = f"import os\nfor _ in range(9): os.fork() or exec('{SLEEPS}')\n{SLEEPS}"
SPINS = "import os\nfor _ in range(3): os.fork()\nwhile True: pass"


def watched(code, seconds=600, **limits):
    """A process with a watchdog; the reasons for its end, as they come."""
    process, reasons = psutil.Popen([sys.executable, "-c", code]), []
    end = time.monotonic() + seconds
    return process, process_.Watchdog(process.pid, sandbox.Limits(**limits), end, reasons), reasons


@pytest.mark.parametrize(
    "code, limits, reason",
    [
        (FILLS, {"memory": 150}, "uses more than 150 MB of memory"),
        (FORKS, {"family": 9}, "starts more than 9 processes"),
        (SPINS, {"busy": 0.3, "busy_seconds": 1}, "keeps more than one processor busy"),
        (SLEEPS, {"seconds": 1}, "uses up the notebook's time"),
    ],
    ids=["memory", "processes", "processors", "time"],
)
def test_the_watchdog_ends_a_process_and_its_children(code, limits, reason):
    process, _, reasons = watched(code, **limits)
    assert process.wait(300) is not None
    assert reasons == [reason]


def test_the_watchdog_leaves_alone_what_keeps_within_the_limits():
    calm = [watched(FORKS, family=10), watched("while True: pass", busy_seconds=1), watched(SLEEPS, 0.1)]
    calm[2][1].stop()  # it looks no more
    time.sleep(2)
    assert [process.is_running() and reasons for process, _, reasons in calm] == [[], [], []]
    for process, dog, _ in calm:
        dog.stop()
        process_.kill(process.pid)
        process.wait(120)


def test_a_busy_computer_takes_nobodys_time():
    """Of a cell's time what it waited for a processor is taken off, up to a few times as much."""
    dog = process_.Watchdog(1, sandbox.Limits(), time.monotonic() + 60, [])
    dog.stop()
    for since, waited, overdue in ((100, 0, True), (100, 70, False), (1_000, 10_000, True)):
        dog._allowed, dog.waited = (40, time.monotonic() - since, 0), waited
        assert dog._overdue() is overdue


def test_the_watchdog_counts_files(tmp_path):
    for place in ("tmp", "dev/shm"):
        (tmp_path / place).mkdir(parents=True)
    dog = process_.Watchdog(1, sandbox.Limits(files=10**9), time.monotonic() + 60, [], tmp_path)
    dog.stop()
    assert dog._written() == ""
    dog.limits = sandbox.Limits(files=0)
    assert "more than 0 files" in dog._written()
