"""Shut a program in: bubblewrap with nothing inside but Python, this package's tables and an empty folder.

What the walls hold, and what holds them:

| from the inside                  | how                                                                        |
|----------------------------------|----------------------------------------------------------------------------|
| no file of the teacher           | an allow-list of read-only folders; everything else does not exist         |
| no key                           | of `derisking.exercises` only the half that asks is there                  |
| no network, no other process     | namespaces of its own; sockets of four families only (seccomp)             |
| no full disk                     | the only folders to write in are small and live in memory                  |
| memory, processes, size of files | limits of the kernel (prlimit); a watchdog for the sums (process.py)       |
| no memory that nobody counts     | no call that makes some (seccomp, `filter_of_calls`)                       |
| no more rights than it has       | no capabilities; run by root, it becomes a user that owns nothing          |
| nothing of the caller's surroundings | an environment of its own, also for bubblewrap, whose process is hidden |

Linux only. Needs bubblewrap (`bwrap`) and util-linux (`prlimit`, `setpriv`), which every distribution has.
Source of the approach: the manual of bubblewrap (bwrap(1)), namespaces(7), prlimit(1).
"""

import dataclasses
import errno
import functools
import os
import platform
import secrets
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import derisking
from derisking import data

TEMPORARY = "/tmp"
HOME = f"{TEMPORARY}/home"
# Users inside when root grades: numbers that no system hands out, a new one each time. They own no file, and since the kernel
# counts processes by user, a fork bomb uses up its own count only.
NOBODIES = range(1_900_000_000, 2_000_000_000)
MEGABYTE = 1_000_000
# Folders a Python needs that does not bring its own libraries; those that are missing are left out.
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store")
_SETTINGS = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "localtime", "fonts")
_PROGRAMS = (("bwrap", "bubblewrap"), ("prlimit", "util-linux"), ("setpriv", "util-linux"))
_APART = ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
_HIDDEN_ROOMS = ("exercises", "classroom")
# What running cells and asking needs of them; none holds a key.
_ASKING = ("exercises/__init__.py", "exercises/probing.py", "classroom/grade/cells.py")

# What tells the course and matplotlib where they are.
GRADED = {
    "NBGRADER_EXECUTION": "autograde",
    "DERISKING_RECORD": "off",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}

# System calls that are refused inside, with their numbers on x86_64 and aarch64. In order: memory that belongs to no process and no
# folder, so that no limit sees it; memory that the kernel keeps for others; other processes' memory and files; walls of one's own,
# with folders of any size (clone3, since no filter can read its flags: programs then use clone); parts of the kernel that no
# exercise needs. Source: the tables of system calls in the Linux kernel (arch/x86/entry/syscalls, include/uapi/asm-generic/unistd.h).
_CALLS = """
memfd_create      319 279   memfd_secret       447 447   shmget            29 194   msgget        68 186   semget      64 190
process_vm_readv  310 270   process_vm_writev  311 271   pidfd_getfd      438 438   mount        165  40   fsopen     430 430
fsmount           432 432   fsconfig           431 431   open_tree        428 428   move_mount   429 429
mount_setattr     442 442   umount2            166  39   pivot_root       155  41   unshare      272  97   setns      308 268
clone3            435 435   io_uring_setup     425 425   userfaultfd      323 282   bpf          321 280
perf_event_open   298 241   ptrace             101 117   add_key          248 217   keyctl       250 219
"""
_NUMBERS = _CALLS.split()
# By machine: the kernel's number of the machine, the numbers of the calls, and those of clone and socket, of which the first
# argument decides.
_REFUSED = {
    "x86_64": (0xC000003E, tuple(map(int, _NUMBERS[1::3])), 56, 41),
    "aarch64": (0xC00000B7, tuple(map(int, _NUMBERS[2::3])), 220, 198),
}
_NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS, -CGROUP, -UTS, -IPC, -USER, -PID and -NET together
# AF_UNIX, -INET, -INET6 and -NETLINK, which a namespace of its own holds in. Others may lead out of it: those of virtual machines
# (AF_VSOCK) reach the computer around this one.
_FAMILIES = (1, 2, 10, 16)
_OTHER_CALLS = 0x40000000  # x86_64: numbers from here on are the calls of an older form


@dataclasses.dataclass(frozen=True)
class Limits:
    """What one student's run may use. Sizes in megabytes, times in seconds."""

    memory: int = 2_000  # of all processes together, watched
    address_space: int = 4_000  # of one process, by the kernel; far above what pandas maps and never uses
    processes: int = 64  # and threads, by the kernel
    family: int = 24  # processes, bubblewrap's two included, watched: many busy ones would take the others' turns
    disk: int = 64  # in the temporary folder
    files: int = 20_000  # in all folders that can be written, watched: each takes memory of the kernel
    open_files: int = 128  # of one process, sockets included
    busy: float = 1.5  # processors that all processes together keep busy for `busy_seconds`, watched
    busy_seconds: float = 10.0
    cell: int = 20
    notebook: int = 240
    reading: int = 20  # of a processor, until a notebook is read, by the kernel


def why_not() -> str:
    """Why nothing can be shut in here, as a sentence with a remedy; "" if it can."""
    if not sys.platform.startswith("linux"):
        return "Shutting students' code in works on Linux only (on Windows: in WSL)."
    for program, package in _PROGRAMS:
        if shutil.which(program) is None:
            return f"The program {program} is missing: install it, for example with `sudo apt install {package}`."
    return _tried()


USUAL = Limits()


@functools.cache
def _tried() -> str:
    done = subprocess.run(
        command(["true"]), env=outside(), capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode == 0:
        return ""
    last = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
    return (
        f"bubblewrap cannot build its walls on this computer ({last}): allow user namespaces "
        "(Ubuntu: `sudo apt install apparmor-profiles` and restart), or grade on another computer."
    )


@functools.cache
def _knows(option: str) -> bool:
    """Whether this bubblewrap is new enough for an option."""
    done = subprocess.run(["bwrap", "--help"], capture_output=True, text=True, errors="replace", check=False)
    return option in done.stdout + done.stderr


def _shown(folder: str) -> list[str]:
    """Options that show a folder at its own place. The folders above it are made first: bubblewrap would close them to others."""
    above = [str(parent) for parent in reversed(Path(folder).parents) if parent != parent.parent]
    return [part for parent in above for part in ("--dir", parent)] + ["--ro-bind", folder, folder]


def _read_only() -> list[str]:
    """Options that show Python and the system's libraries, and nothing of anybody's home."""
    options: list[str] = []
    for folder in _SYSTEM:
        path = Path(folder)
        if path.is_symlink():
            options += ["--symlink", os.readlink(path), folder]
        elif path.is_dir():
            options += _shown(folder)
    options += ["--dir", "/etc"]
    for name in _SETTINGS:
        options += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for folder in dict.fromkeys((sys.base_prefix, sys.prefix)):
        if not folder.startswith("/usr/") and folder != "/usr":
            options += _shown(folder)
    return options


def _package() -> list[str]:
    """Options that show this package and its tables, without the rooms that hold keys or grade."""
    package, tables = Path(derisking.__file__).resolve().parent, data.folder().resolve()
    options = [*_shown(str(package)), *_shown(str(tables))]
    for room in _HIDDEN_ROOMS:
        if (package / room).is_dir():
            options += ["--size", str(MEGABYTE), "--tmpfs", str(package / room)]
    for name in _ASKING:
        file = package / name
        options += ["--dir", str(file.parent), "--ro-bind", str(file), str(file)]
    return options + [part for room in _HIDDEN_ROOMS for part in ("--remount-ro", str(package / room))]


def _writable(limits: Limits) -> list[str]:
    """The only places to write in: small, in memory, gone with the sandbox. The rest, the root included, is read-only."""
    size = str(limits.disk * MEGABYTE)
    memory = ["--size", size, "--perms", "1777", "--tmpfs"]
    # Over bubblewrap's own process, which runs as the same user and has memory and surroundings to read, lies an empty folder.
    options = ["--proc", "/proc", "--tmpfs", "/proc/1", "--remount-ro", "/proc/1"]
    return [*options, "--dev", "/dev", *memory, "/dev/shm", "--remount-ro", "/dev", *memory, TEMPORARY]


def outside() -> dict[str, str]:
    """The environment of bubblewrap itself: nothing of the teacher's, since programs inside might come to read it."""
    return {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}


def variables() -> dict[str, str]:
    """The whole environment inside. One thread for linear algebra: less memory, and students share the processors."""
    lasting = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TZ") if name in os.environ}
    return {
        **lasting,
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONPATH": str(Path(derisking.__file__).resolve().parents[1]),  # however the package was found outside
        "HOME": HOME,
        "TMPDIR": TEMPORARY,
        "IPYTHONDIR": f"{HOME}/.ipython",
        "MPLCONFIGDIR": f"{HOME}/.matplotlib",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        **GRADED,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _lower(limits: Limits) -> list[str]:
    """Programs in front of the student's: take away rights, set limits. They run inside, where users are counted apart."""
    bounds = {
        "nproc": limits.processes,
        "as": limits.address_space * MEGABYTE,
        "fsize": limits.disk * MEGABYTE,
        "core": 0,
        "nofile": limits.open_files,
    }
    front = ["prlimit", *(f"--{name}={bound}:{bound}" for name, bound in bounds.items()), "--"]
    if os.geteuid() == 0:
        nobody = secrets.choice(NOBODIES)
        who = [f"--reuid={nobody}", f"--regid={nobody}", "--clear-groups"]
        front += ["setpriv", *who, "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--"]
    return front


def filter_of_calls(machine: str = "") -> bytes:
    """A program for `bwrap --seccomp` that refuses some system calls as unknown; empty for machines that are not listed.

    Source of the form: seccomp(2) and the kernel's document on classic BPF filters.
    """
    number, calls, clone, socket = _REFUSED.get(machine or platform.machine(), (0, (), 0, 0))
    if not calls:
        return b""
    load, equal, at_least, has, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, refuse = (answer, 0, 0, 0x7FFF0000), (answer, 0, 0, 0x00050000 | errno.ENOSYS)
    first, many = (load, 0, 0, 16), len(_FAMILIES)  # the first argument of a call
    # Of each step the middle numbers say how many steps are passed over: where its test holds, and where it does not.
    steps = [(load, 0, 0, 4), (equal, 1, 0, number), refuse, (load, 0, 0, 0), (at_least, 0, 1, _OTHER_CALLS), refuse]
    steps += [step for call in calls for step in ((equal, 0, 1, call), refuse)]
    steps += [(equal, 0, 4, clone), first, (has, 0, 1, _NEW_NAMESPACES), refuse, allow]
    steps += [(equal, 0, many + 2, socket), first]
    steps += [(equal, many - place, 0, family) for place, family in enumerate(_FAMILIES)]
    steps += [refuse, allow]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def command(
    program: list[str], *, limits: Limits = USUAL, info: int | None = None, calls: int | None = None
) -> list[str]:
    """The command line that runs a program shut in.

    info: a file descriptor to which bubblewrap writes {"child-pid": ...}. calls: a descriptor with `filter_of_calls`. Everything inside ends when bubblewrap or the process that started it ends.
    """
    walls = ["bwrap", *_APART, "--die-with-parent", "--new-session", "--hostname", "sandbox"]
    if os.geteuid() != 0:  # root needs no user namespace, and without one it can become another user inside
        walls += ["--unshare-user", "--cap-drop", "ALL"]
        walls += ["--disable-userns"] if _knows("--disable-userns") else []
    # What can be written comes first: a module that lies in the temporary folder must not be covered by it.
    walls += [*_writable(limits), "--dir", HOME, "--chmod", "1777", HOME, *_read_only(), *_package()]
    walls += ["--remount-ro", "/", "--chdir", TEMPORARY, "--clearenv"]
    walls += [part for name, value in variables().items() for part in ("--setenv", name, value)]
    walls += ["--info-fd", str(info)] if info is not None else []
    walls += ["--seccomp", str(calls)] if calls is not None else []
    return [*walls, "--", *_lower(limits), *program]
