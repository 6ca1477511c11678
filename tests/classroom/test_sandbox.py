"""The walls, one by one. Attacks on a whole class, also as an ordinary user, are in test_hostile.py."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from support import told

from derisking.classroom.grade import sandbox

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
LOOK = PROGRAMS["look"]


def test_python_the_tables_and_the_asking_half_are_inside_and_nothing_else(monkeypatch, tmp_path):
    monkeypatch.setenv("MY_PASSWORD", "open sesame")
    (tmp_path / "secret").touch()
    seen = json.loads(inside(LOOK.replace("SECRET", str(tmp_path / "secret"))))
    assert seen["rows"] > 100
    rooms = {"exercises": ["__init__.py", "probing.py"], "classroom": ["grade"], "classroom/grade": ["cells.py"]}
    assert seen["rooms"] == rooms, "no key is there"
    assert not {"solutions", "tests", "grading", ".git"} & set(seen["beside"])
    assert seen["surroundings"] == [None, False], "nothing of the caller is inherited"
    own = {place for place in seen["writable"] if place != "/proc" and not place.startswith(("/proc/", "/dev/"))}
    assert own == {sandbox.TEMPORARY}, "only memory of its own can be written"
    assert seen["rights"] == ["0" * 16, "1"]
    assert os.geteuid() != 0 or seen["user"] != 0


DISK = PROGRAMS["disk"]
FORKS = PROGRAMS["forks"]


def test_disk_processes_and_memory_have_limits():
    number, written = inside(DISK, sandbox.Limits(disk=8)).split()
    assert number == "28" and int(written) <= 8_500_000
    assert int(inside(FORKS, sandbox.Limits(processes=20))) < 20
    assert "MemoryError" in inside("bytearray(900_000_000)", sandbox.Limits(address_space=500))


CALLS = PROGRAMS["calls"]
CLONES = PROGRAMS["clones"]


@pytest.mark.skipif(not sandbox.filter_of_calls(), reason="no list of calls for this machine")
def test_no_memory_that_belongs_to_nobody():
    assert inside(CALLS, calls=sandbox.filter_of_calls()) == "[False, False, False, False]"
    assert inside(CALLS) == "[True, True, True, True]", "canary: without the filter they work"


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the number of clone is that of another machine")
def test_no_namespaces_of_ones_own():
    """Neither by unshare nor by clone, whose flags the filter reads; threads and processes still start."""
    assert inside(CLONES, calls=sandbox.filter_of_calls()) == "[True, True, True] True [1]"


SOCKETS = PROGRAMS["sockets"]


@pytest.mark.skipif(not sandbox.filter_of_calls(), reason="no list of calls for this machine")
def test_no_socket_of_a_family_that_leads_out_of_the_walls():
    """A namespace holds no sockets of virtual machines (40, AF_VSOCK), which reach the computer around this one."""
    *usual, out = inside(SOCKETS, calls=sandbox.filter_of_calls()).split()
    assert usual == ["made"] * 4 and out == "ENOSYS"
    assert inside(SOCKETS).split()[-1] != "ENOSYS", "canary: without the filter the kernel itself answers"


def test_it_ends_with_the_process_that_started_it():
    line = sandbox.command([sys.executable, "-c", "import time; print('here', flush=True); time.sleep(600)"])
    code = f"import subprocess, os; p = subprocess.Popen({line!r}, stdout=-1); p.stdout.readline(); print(p.pid, flush=True); os._exit(0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    there = Path(f"/proc/{int(done.stdout)}")
    while there.exists():
        time.sleep(0.05)


def test_a_missing_program_is_named_with_the_remedy(monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None if name == "bwrap" else "here")
    assert sandbox.why_not() == (
        "The program bwrap is missing: install it, for example with `sudo apt install bubblewrap`."
    )
    monkeypatch.setattr(sandbox.sys, "platform", "darwin")
    assert "Linux only" in sandbox.why_not()
