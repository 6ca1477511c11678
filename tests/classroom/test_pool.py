"""Several notebooks at once: whoever dies, fails or hangs takes nobody with it."""

import multiprocessing
import os
import socket
import sys
import time

import psutil
import pytest
from support import pool_work

from derisking.classroom.grade import kernels, pool, sandbox
from derisking.classroom.grade.one_notebook import Job


@pytest.fixture
def jobs(tmp_path):
    def make(*names, limits=sandbox.USUAL):
        return [Job(name, "02-de-risking", tmp_path / "x.ipynb", tmp_path, tmp_path, limits) for name in names]

    return make


def started(code):
    return psutil.Popen([sys.executable, "-c", code])


def outcomes(jobs, processes=2):
    return {outcome.student: outcome for outcome in pool.outcomes(jobs, processes, pool_work.by_name)}


def test_each_job_is_done_once_by_a_few_processes(jobs):
    found = list(pool.outcomes(jobs(*"abcdefgh"), 2, pool_work.done))
    assert sorted(outcome.student for outcome in found) == list("abcdefgh")
    assert len({outcome.notebook for outcome in found}) == 2


def test_who_dies_or_fails_is_reported_and_the_others_are_graded(jobs):
    found = outcomes(jobs("a", "dies", "b", "fails", "c", "once", "d"))
    assert {student for student, outcome in found.items() if outcome.notebook} == {"a", "b", "c", "d", "once"}
    assert "was ended" in found["dies"].why_not and "--jobs 1" in found["dies"].why_not
    assert "MemoryError" in found["fails"].why_not


def test_who_hangs_is_given_up(jobs, monkeypatch):
    monkeypatch.setattr(pool, "SLACK", 0.5)
    found = outcomes(jobs("hangs", "a", limits=sandbox.Limits(notebook=1)))
    assert found["a"].notebook and "was ended" in found["hangs"].why_not


def test_leaving_early_leaves_no_process(jobs):
    running = pool.outcomes(jobs("a", "hangs1", "hangs2"), 3, pool_work.by_name)
    assert next(running).student == "a"
    started = multiprocessing.active_children()
    assert started
    running.close()
    assert not [child for child in started if child.is_alive()]


def test_no_job_is_no_process(jobs):
    assert list(pool.outcomes([], 4, pool_work.done)) == []


def test_watchdog_ends_a_process_and_its_children_for_memory():
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'x = bytearray(200_000_000); import time; time.sleep(60)'])"
    process = started(code)
    reasons = []
    kernels.Watchdog(process.pid, sandbox.Limits(memory=150), time.monotonic() + 30, reasons)
    process.wait(20)
    assert reasons == ["uses more than 150 MB of memory"]


def test_watchdog_ends_a_process_that_starts_many_others():
    code = "import os, time\nfor _ in range(9): os.fork() or time.sleep(60)\ntime.sleep(60)"
    process = started(code)
    reasons, enough = [], started(code)
    kernels.Watchdog(process.pid, sandbox.Limits(family=9), time.monotonic() + 30, reasons)
    calm = kernels.Watchdog(enough.pid, sandbox.Limits(family=10), time.monotonic() + 30, reasons)
    process.wait(20)
    time.sleep(2 * kernels.LOOK)
    assert enough.is_running() and reasons == ["starts more than 9 processes"]
    calm.stop()
    kernels.kill(enough.pid)


def test_watchdog_ends_a_process_when_its_time_is_up_and_not_before():
    process = started("import time; time.sleep(60)")
    reasons, start = [], time.monotonic()
    kernels.Watchdog(process.pid, sandbox.USUAL, start + 1, reasons)
    process.wait(20)
    assert time.monotonic() - start >= 1 and "time" in reasons[0]


def test_watchdog_ends_what_keeps_more_than_one_processor_busy():
    code = "import os\nfor _ in range(3): os.fork()\nwhile True: pass"
    process = started(code)
    reasons = []
    kernels.Watchdog(process.pid, sandbox.Limits(busy=0.3, busy_seconds=1), time.monotonic() + 60, reasons)
    for _ in range(600):
        if reasons:
            break
        time.sleep(0.1)
    assert reasons == ["keeps more than one processor busy"]
    assert process.wait(20) is not None


def test_watchdog_leaves_one_busy_process_alone():
    process = started("while True: pass")
    reasons = []
    dog = kernels.Watchdog(process.pid, sandbox.Limits(busy_seconds=1), time.monotonic() + 60, reasons)
    time.sleep(3)
    assert process.is_running() and reasons == []
    dog.stop()
    kernels.kill(process.pid)
    process.wait(5)


def test_watchdog_counts_files(tmp_path):
    (tmp_path / "tmp").mkdir()
    (tmp_path / "dev" / "shm").mkdir(parents=True)
    (tmp_path / "box").mkdir()
    dog = kernels.Watchdog(1, sandbox.Limits(files=10**9), time.monotonic() + 60, [], tmp_path)
    dog.stop()
    assert dog._written() == ""
    dog.limits = sandbox.Limits(files=0)
    assert "more than 0 files" in dog._written()


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")
def test_a_socket_is_held_itself_and_not_its_name(tmp_path):
    name, other = tmp_path / "kernel-1", tmp_path / "other"
    with socket.socket(socket.AF_UNIX) as mine, socket.socket(socket.AF_UNIX) as theirs:
        for server, path in ((mine, name), (theirs, other)):
            server.bind(str(path))
            server.listen()
            server.settimeout(5)
        held = kernels.held_open(name)
        name.unlink()
        name.symlink_to(other)
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(f"/proc/self/fd/{held}")
            mine.accept()[0].close()
        os.close(held)
        assert kernels.held_open(name) is None and kernels.held_open(tmp_path / "nothing") is None


def test_who_was_kept_from_the_processors_is_tried_again_alone(jobs):
    found = outcomes(jobs("starved1", "a", "b", "starved2", "c"), 3)
    assert found["starved1"].notebook == found["starved2"].notebook == "again" and len(found) == 5


def test_a_worker_that_somebody_fills_fails_alone(jobs):
    found = outcomes(jobs("fills", "a"))
    assert "MemoryError" in found["fills"].why_not and found["a"].notebook


def test_watchdog_stops_looking():
    process = started("import time; time.sleep(60)")
    dog = kernels.Watchdog(process.pid, sandbox.Limits(memory=0), 0.0, [])
    dog.stop()
    process.kill()
    assert process.wait(5) is not None
