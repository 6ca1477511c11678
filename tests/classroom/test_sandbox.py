"""The walls, one by one. Attacks on a whole class are in test_classroom_hostile.py."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from derisking.classroom.grade import sandbox

pytestmark = pytest.mark.usefixtures("walls")


def inside(code, limits=sandbox.USUAL):
    """What code prints inside, or what it prints to stderr if it fails."""
    done = subprocess.run(
        sandbox.command([sys.executable, "-c", code], limits=limits), capture_output=True, text=True, timeout=30
    )
    return done.stdout.strip() or f"failed: {done.stderr.strip()}"


def test_python_the_tables_and_the_asking_half_are_there():
    code = "import pandas; from derisking import data; import derisking.exercises.probing; print(len(data.load('imports')) > 100)"
    assert inside(code) == "True"


def test_no_key_and_no_solution_is_there():
    code = (
        "import os, derisking; top = os.path.dirname(derisking.__file__)\n"
        "print(sorted(os.listdir(top + '/exercises')), os.listdir(top + '/classroom'), sorted(os.listdir(os.path.dirname(top))))"
    )
    found = inside(code)
    assert found.startswith("['__init__.py', 'probing.py'] []")
    assert not [name for name in ("solutions", "tests", "grading", ".git") if f"'{name}'" in found]


def test_nothing_of_the_caller_is_inherited(monkeypatch, tmp_path):
    monkeypatch.setenv("MY_PASSWORD", "open sesame")
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    with secret.open(encoding="utf-8") as file:
        os.set_inheritable(file.fileno(), False)
        code = f"import os; print(os.environ.get('MY_PASSWORD'), os.path.exists({str(secret)!r}), sorted(os.listdir('/proc/self/fd')))"
        assert inside(code).startswith("None False")


def test_only_memory_of_its_own_can_be_written():
    code = (
        "import os\nfound = set()\nplain = lambda path: os.path.isdir(path) or (os.path.isfile(path) and not os.path.islink(path))\n"
        "for folder, _, files in os.walk('/'):\n"
        "    if not folder.startswith(('/proc', '/dev/')):\n"
        "        found |= {path for path in [folder, *(os.path.join(folder, name) for name in files)] if plain(path) and os.access(path, os.W_OK)}\n"
        "import json; print(json.dumps(sorted(found)))"
    )
    assert set(json.loads(inside(code))) <= {sandbox.BOX, sandbox.TEMPORARY, sandbox.HOME}


def test_the_disk_inside_is_small():
    code = "\n".join(
        [
            "written = 0",
            "try:",
            "    for number in range(50):",
            "        with open(f'/tmp/{number}', 'wb') as file: written += file.write(b'x' * 1_000_000)",
            "except OSError as error: print(error.errno, written)",
        ]
    )
    number, written = inside(code, sandbox.Limits(disk=8)).split()
    assert number == "28" and int(written) <= 8_500_000


def test_processes_and_memory_have_limits():
    forks = "\n".join(
        [
            "import os, time",
            "children = 0",
            "try:",
            "    while children < 500:",
            "        if os.fork() == 0: time.sleep(5); os._exit(0)",
            "        children += 1",
            "except OSError: pass",
            "print(children)",
        ]
    )
    assert int(inside(forks, sandbox.Limits(processes=20))) < 20
    assert "MemoryError" in inside("bytearray(900_000_000)", sandbox.Limits(address_space=500))


def test_no_rights_and_no_way_to_more():
    code = (
        "import os; lines = open('/proc/self/status').read().splitlines()\n"
        "print([line.split()[1] for line in lines if line.startswith(('CapEff', 'CapBnd', 'NoNewPrivs'))], os.getuid() != 0)"
    )
    found = inside(code)
    assert "'0000000000000000'" in found and "'1'" in found
    assert os.geteuid() != 0 or found.endswith("True")


@pytest.fixture
def somebody(tmp_path):
    """Runs Python as an ordinary user, who gets other walls than root; skipped where that cannot be."""
    if os.geteuid() != 0:
        return lambda code, **variables: _as_user([], code, variables)
    front = ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups", "--"]
    sign = _as_user(front, "from derisking.classroom.grade import sandbox; print(sandbox.why_not() or 'fine')", {})
    if sign != "fine":
        pytest.skip(f"no walls for an ordinary user here: {sign}")
    return lambda code, **variables: _as_user(front, code, variables)


def _as_user(front, code, variables):
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "HOME": "/", **variables}
    done = subprocess.run(
        [*front, sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=environment, check=False
    )
    return done.stdout.strip() or done.stderr.strip()[-300:]


SURROUNDINGS = (
    "import glob; seen = []\n"
    "for path in glob.glob('/proc/[0-9]*/environ') + glob.glob('/proc/1/*'):\n"
    "    try: seen.append('hunter' in open(path, errors='replace').read())\n"
    "    except OSError: pass\n"
    "print(any(seen), len(glob.glob('/proc/1/*')))"
)


def test_an_ordinary_users_surroundings_are_not_inside(somebody):
    """As such a user bubblewrap's own process, number 1 inside, runs as the student's code does and could be read."""
    code = (
        "import subprocess, sys; from derisking.classroom.grade import sandbox\n"
        f"line = sandbox.command(['python3', '-c', {SURROUNDINGS!r}])\n"
        "print(subprocess.run(line, capture_output=True, text=True, env=sandbox.outside()).stdout)"
    )
    assert somebody(code, SECRET_TOKEN="hunter2") == "False 0"


def test_no_namespaces_of_ones_own():
    """Neither by unshare nor by clone, whose flags the filter reads; threads and processes still start."""
    code = (
        "import ctypes, os, threading; libc = ctypes.CDLL(None, use_errno=True)\n"
        "new = [libc.syscall(56, flag | 17, 0, 0, 0, 0) for flag in (0x10000000, 0x20000, 0x40000000)]\n"
        "[os._exit(0) for one in new if one == 0]\n"
        "started = []; one = threading.Thread(target=started.append, args=(1,)); one.start(); one.join()\n"
        "child = os.fork(); child == 0 and os._exit(0); os.waitpid(child, 0)\n"
        "print([one < 0 for one in new], libc.unshare(0x10000000) < 0, started)"
    )
    if os.uname().machine != "x86_64":
        pytest.skip("the number of clone is that of another machine")
    with tempfile.TemporaryFile() as file:
        file.write(sandbox.filter_of_calls())
        file.seek(0)
        line = sandbox.command([sys.executable, "-c", code], calls=file.fileno())
        done = subprocess.run(line, capture_output=True, text=True, timeout=30, pass_fds=(file.fileno(),), check=False)
    assert done.stdout.strip() == "[True, True, True] True [1]", done.stderr


CALLS = (
    "import ctypes, os; libc = ctypes.CDLL(None)\n"
    "made = [libc.shmget(0, 4096, 0o1600), libc.msgget(0, 0o1600), libc.semget(0, 1, 0o1600)]\n"
    "try: made.append(os.memfd_create('x'))\n"
    "except OSError: made.append(-1)\n"
    "print([number >= 0 for number in made])"
)


@pytest.mark.skipif(not sandbox.filter_of_calls(), reason="no list of calls for this machine")
def test_no_memory_that_belongs_to_nobody():
    with tempfile.TemporaryFile() as file:
        file.write(sandbox.filter_of_calls())
        file.seek(0)
        line = sandbox.command([sys.executable, "-c", CALLS], calls=file.fileno())
        done = subprocess.run(line, capture_output=True, text=True, timeout=30, pass_fds=(file.fileno(),))
    assert done.stdout.strip() == "[False, False, False, False]", done.stderr
    assert inside(CALLS) == "[True, True, True, True]", "canary: without the filter they work"


def test_the_filter_fits_the_machine():
    known, strange = sandbox.filter_of_calls("x86_64"), sandbox.filter_of_calls("riscv64")
    assert len(known) % 8 == 0 and known != sandbox.filter_of_calls("aarch64") and strange == b""


def test_it_ends_with_the_process_that_started_it():
    line = sandbox.command([sys.executable, "-c", "import time; print('here', flush=True); time.sleep(20)"])
    code = f"import subprocess, os; p = subprocess.Popen({line!r}, stdout=-1); p.stdout.readline(); print(p.pid, flush=True); os._exit(0)"
    child = int(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=15).stdout
    )
    for _ in range(100):
        if not Path(f"/proc/{child}").exists():
            break
        subprocess.run(["sleep", "0.05"], check=True)
    assert not Path(f"/proc/{child}").exists()


def test_it_ends_by_its_own_clock():
    limits = sandbox.Limits(notebook=1)
    line = sandbox.command([sys.executable, "-c", "import time; time.sleep(20)"], limits=limits)
    start = time.monotonic()
    subprocess.run(line, timeout=15, check=False)
    assert 1.5 < time.monotonic() - start < 10


def test_a_missing_program_is_named_with_the_remedy(monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None if name == "bwrap" else "here")
    assert sandbox.why_not() == (
        "The program bwrap is missing: install it, for example with `sudo apt install bubblewrap`."
    )
    monkeypatch.setattr(sandbox.sys, "platform", "darwin")
    assert "Linux only" in sandbox.why_not()
