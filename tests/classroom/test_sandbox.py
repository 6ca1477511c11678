"""The walls, one by one. Attacks on a whole class, also as an ordinary user, are in test_hostile.py."""

import json
import multiprocessing
import os
import platform
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
import pytest
import runner
from support import told
from support.quick import ready

from derisking.classroom.grade import one_notebook, sandbox
from derisking.classroom.grade.one_notebook import Job
from derisking.classroom.submission import Submission

pytestmark = pytest.mark.usefixtures("walls")


def inside(code, limits=sandbox.USUAL, calls=b""):
    """What code prints inside, or what it prints to stderr if it fails. calls: a filter of system calls."""
    with tempfile.TemporaryFile() as file:
        file.write(calls)
        file.seek(0)
        number = file.fileno() if calls else None
        line = sandbox.command([sys.executable, "-c", code], limits=limits, calls=number)
        done = subprocess.run(line, capture_output=True, text=True, timeout=300, pass_fds=[number] if calls else ())
    return done.stdout.strip() or f"failed: {done.stderr.strip()}"


PROGRAMS = told.cases(__file__, "programs.yaml")


def test_python_the_tables_and_the_asking_half_are_inside_and_nothing_else(monkeypatch, tmp_path):
    monkeypatch.setenv("MY_PASSWORD", "open sesame")
    (tmp_path / "secret").touch()
    seen = json.loads(inside(PROGRAMS["look"].replace("SECRET", str(tmp_path / "secret"))))
    assert seen["rows"] > 100
    rooms = {"exercises": ["__init__.py", "probing.py"], "classroom": ["grade"], "classroom/grade": ["cells.py"]}
    assert seen["rooms"] == rooms, "no key is there"
    assert not {"solutions", "tests", "grading", ".git"} & set(seen["beside"])
    assert seen["surroundings"] == [None, False], "nothing of the caller is inherited"
    own = {place for place in seen["writable"] if place != "/proc" and not place.startswith(("/proc/", "/dev/"))}
    assert own == {sandbox.TEMPORARY}, "only memory of its own can be written"
    assert seen["rights"] == ["0" * 16, "1"]
    assert os.geteuid() != 0 or seen["user"] != 0


def test_disk_processes_and_memory_have_limits():
    number, written = inside(PROGRAMS["disk"], sandbox.Limits(disk=8)).split()
    assert number == "28" and int(written) <= 8_500_000
    assert int(inside(PROGRAMS["forks"], sandbox.Limits(processes=20))) < 20
    assert "MemoryError" in inside("bytearray(900_000_000)", sandbox.Limits(address_space=500))


@pytest.mark.skipif(not sandbox.filter_of_calls(), reason="no list of calls for this machine")
def test_calls_that_the_filter_refuses():
    """Memory that belongs to nobody; sockets of virtual machines (40, AF_VSOCK), which reach the computer around this
    one; and namespaces of one's own, by unshare or by clone, whose flags the filter reads. Threads still start."""
    refused = sandbox.filter_of_calls()
    assert inside(PROGRAMS["calls"], calls=refused) == "[False, False, False, False]"
    assert inside(PROGRAMS["calls"]) == "[True, True, True, True]", "canary: without the filter they work"
    assert inside(PROGRAMS["sockets"], calls=refused).split() == ["made"] * 4 + ["ENOSYS"]
    assert inside(PROGRAMS["sockets"]).split()[-1] != "ENOSYS", "canary: without the filter the kernel itself answers"
    if platform.machine() == "x86_64":  # the number of clone is another one elsewhere
        assert inside(PROGRAMS["clones"], calls=refused) == "[True, True, True] True [1]"


def allowed(machine, call, first=0):
    """Whether the filter of a machine lets a call through, by its number and first argument; as the kernel would go through it."""
    program = list(struct.iter_unpack("=HBBI", sandbox.filter_of_calls(machine)))
    seen = {0: call, 4: sandbox._REFUSED[machine][0], 16: first}
    tests = {0x15: int.__eq__, 0x35: int.__ge__, 0x45: int.__and__}
    place, value = 0, 0
    while True:
        code, yes, no, number = program[place]
        if code == 0x06:
            return number == 0x7FFF0000
        if code == 0x20:
            value = seen[number]
        else:
            place += yes if tests[code](value, number) else no
        place += 1


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_fits_the_machine(machine):
    _, calls, clone, socket = sandbox._REFUSED[machine]
    assert not any(allowed(machine, call) for call in (*calls, 0x40000000)) and allowed(machine, 1)
    assert allowed(machine, clone, 17) and not allowed(machine, clone, 0x10000011)
    assert [family for family in range(60) if allowed(machine, socket, family)] == [1, 2, 10, 16]
    assert sandbox.filter_of_calls("riscv64") == b""


def test_it_ends_with_the_process_that_started_it():
    line = sandbox.command([sys.executable, "-c", "import time; print('here', flush=True); time.sleep(600)"])
    code = f"import subprocess, os; p = subprocess.Popen({line!r}, stdout=-1); p.stdout.readline(); print(p.pid, flush=True); os._exit(0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    there = Path(f"/proc/{int(done.stdout)}")
    while there.exists():
        time.sleep(0.05)


def test_a_missing_program_is_named_with_the_remedy(monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None if name == "bwrap" else "here")
    assert "bwrap is missing: install it, for example with `sudo apt install bubblewrap`." in sandbox.why_not()
    monkeypatch.setattr(sandbox.sys, "platform", "darwin")
    assert "Linux only" in sandbox.why_not()


def test_who_grades_and_is_killed_leaves_nothing_outside_the_folder_of_the_run(tmp_path, monkeypatch):
    """The process that grades one notebook: the run, which outlives it, removes its folder at the end."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    run, path = ready(tmp_path / "temporary" / "run"), tmp_path / "02-de-risking.ipynb"
    code = "def hhi(values):\n    import time\n    time.sleep(600)"
    path.write_text(nbformat.writes(runner.filled("02-de-risking", {"hhi-code": code})), encoding="utf-8")
    job = Job(Submission(path, "ada", "02-de-risking"), run / "gradebook.db", run / "nbgrader_config.py")
    process = multiprocessing.get_context("spawn").Process(target=one_notebook.run, args=(job,))
    process.start()
    while not psutil.Process(process.pid).children():
        assert process.is_alive()
        time.sleep(0.05)
    process.kill()
    process.join()
    assert list((tmp_path / "temporary").iterdir()) == [run]
