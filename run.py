#!/usr/bin/env python3
"""Everything one does with this module, in one file that needs Python and nothing else: `python3 run.py help` lists it.

The folder `.venv` beside this file gets the packages of requirements.txt (students), requirements-classroom.txt (teachers) or
requirements-dev.txt (maintainers), each a superset of the one before and each package checked against its hash, and one line
that makes the folder `derisking` importable. uv installs them, which requirements-setup.txt names and pip fetches; where it
cannot be had, pip installs them. Then `python -m derisking COMMAND ...` does the work; derisking/commands.json is the table of
commands. A copy has those whose file it holds.
`.venv/derisking.json` records what was installed; while it fits, set-up is skipped and no network is needed.
`.setup/` holds the log, and a lock by which a second command waits for the first.

This file must stay readable by Python 3.6, so that an old Python prints a sentence and not a syntax error.
"""

import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BESIDE = ROOT / ".setup"
OLDEST = (3, 11)
NEWEST_TESTED = (3, 13)
STUDENT, CLASSROOM, DEV = LOCKS = ("requirements.txt", "requirements-classroom.txt", "requirements-dev.txt")
UV = "requirements-setup.txt"
LISTS = {"students": STUDENT, "teachers": CLASSROOM, "maintainers": DEV}
# Megabytes that set-up needs on the disk, measured, with some room for unpacking.
SPACE = {STUDENT: 600, CLASSROOM: 800, DEV: 1300}
STUDENT_MODULES = ("jupyterlab", "ipykernel", "pandas", "derisking")
CLASSROOM_MODULES = (*STUDENT_MODULES, "nbgrader", "sphinx")
MODULES = {STUDENT: STUDENT_MODULES, CLASSROOM: CLASSROOM_MODULES, DEV: (*CLASSROOM_MODULES, "pytest", "uv")}
# Settings of other projects that would send the packages elsewhere or shadow ours.
# Without stored bytecode each kernel and each command compiles its packages anew, which takes four times as long as loading them.
FOREIGN_SETTINGS = (
    "PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIREMENT", "PIP_EDITABLE",
)  # fmt: skip
OWN_SETTINGS = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_USER": "0",
    "PIP_REQUIRE_VIRTUALENV": "0",
    "JUPYTER_PREFER_ENV_PATH": "1",
}


class Stop(Exception):
    """A sentence for the person in front of the screen: what is wrong and what to do."""


class Unchanged(Stop):
    """The same, before anything in the environment changed."""


def say(text):
    """Print one line at once, also when the output goes to a file."""
    print(text, flush=True)


# ---------------------------------------------------------------------------------------------------- what may be missing


def check_python(version, modules=importlib.util.find_spec):
    """Stop if Python is too old or lacks venv; return a warning, or "" if there is nothing to say.

    version: (major, minor, ...); modules: a function that finds a module by name or returns None.
    """
    here = "{}.{}".format(*version[:2])
    if tuple(version[:2]) < OLDEST:
        raise Stop(
            "This is Python {}, but the module needs Python {}.{} or newer: install it from python.org or your "
            "system's package manager, then repeat the command with it, for example `python3.12 run.py lab`.".format(
                here, *OLDEST
            )
        )
    if modules("venv") is None or modules("ensurepip") is None:
        raise Stop(
            f"Python {here} lacks its `venv` module: on Debian or Ubuntu run `sudo apt install python{here}-venv`, "
            "elsewhere install Python from python.org; then repeat the command."
        )
    if tuple(version[:2]) > NEWEST_TESTED:
        return (
            "Note: this is Python {}, newer than the {}.{} the module was tested with. "
            "If something fails, try again with {}.{}.".format(here, *(NEWEST_TESTED * 2))
        )
    return ""


def no_space(needed):
    return (
        f"The disk is full: set-up needs about {needed} MB in {ROOT}; free some space, then repeat the command "
        "(it starts set-up over)."
    )


def check_space(needed, free=None):
    """Stop if fewer than `needed` megabytes are free beside this file."""
    if free is None:
        free = shutil.disk_usage(str(ROOT)).free // 1000000
    if free < needed:
        raise Stop(no_space(needed))


# What pip prints when something outside our reach is wrong (signs between bars), and the sentence for it. The first match
# counts: a full disk or a wrong hash is told before the network, because pip mentions connections in passing.
NO_BUILD = (
    "A package has no ready-made build for this Python and computer: use Python {oldest} to {newest}, then delete the folder "
    ".venv and repeat the command."
)
PIP_TROUBLE = (
    (
        "No space left on device|[Errno 28]|[WinError 112]|Disk quota exceeded",
        "The disk is full: free about {space} MB in {root}, then repeat the command.",
    ),
    (
        "DO NOT MATCH THE HASHES|hashes are required|all requirements must have their versions pinned",
        "A package does not match the fingerprint in {lock}, so it was not installed: fetch a clean copy of the module "
        "(or of that file) and repeat; if it happens again, someone on the way may be changing downloads: tell us.",
    ),
    (
        "Long Path support|[WinError 206]",
        "The folder's path is too long for Windows: move the module to a short one such as C:\\derisking, then repeat.",
    ),
    (
        "CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError|certificate verify failed",
        "The package index answers with a certificate that this computer does not trust, as filters of schools and firms "
        "do: ask your network's administrator for its certificate (pip's option `cert`), or use another network.",
    ),
    (
        "NewConnectionError|Failed to establish a new connection|Failed to resolve|Name or service not known|"
        "Temporary failure in name resolution|getaddrinfo failed|Network is unreachable|No route to host|"
        "Connection refused|ConnectTimeoutError|ReadTimeoutError|Read timed out|ProxyError|Connection aborted",
        "The package index cannot be reached: check the network (set-up needs it once; afterwards nothing does), then "
        "repeat the command.",
    ),
    ("No matching distribution found|Could not find a version|is not a supported wheel", NO_BUILD),
    (
        "Permission denied|[WinError 5]|[WinError 32]|Access is denied",
        "A file in {root} cannot be written: close JupyterLab if it is open, check that the folder is yours, then repeat.",
    ),
)


def trouble(output):
    """The sentence of PIP_TROUBLE for what pip printed, or None."""
    return next((sentence for signs, sentence in PIP_TROUBLE if any(sign in output for sign in signs.split("|"))), None)


def explain_pip(output, lock):
    """The sentence for what pip printed, or a general one, and where the log is."""
    general = "Installing the packages failed for a reason not foreseen here; repeat once, then send us the log."
    oldest, newest = "{}.{}".format(*OLDEST), "{}.{}".format(*NEWEST_TESTED)
    words = {"lock": lock, "root": ROOT, "space": SPACE.get(lock, 100), "oldest": oldest, "newest": newest}
    return f"{(trouble(output) or general).format(**words)} (Log: {log_path()})"


# -------------------------------------------------------------------------------------------------------- the environment


def venv_python():
    """The environment's own Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def base_python():
    """The Python to make the environment with: never one that lives in the environment itself."""
    return getattr(sys, "_base_executable", None) or sys.executable


def clean_environment():
    """The variables for everything that runs in the environment."""
    return dict({name: value for name, value in os.environ.items() if name not in FOREIGN_SETTINGS}, **OWN_SETTINGS)


def fingerprint(lock):
    """SHA-256 of a lock, the same whatever line ends a checkout uses."""
    return hashlib.sha256((ROOT / lock).read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def read_stamp():
    """What set-up wrote about `.venv`; {} if it is not there or not readable."""
    try:
        return json.loads((VENV / "derisking.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_stamp(**content):
    (VENV / "derisking.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def installed(modules, python=None):
    """Start a Python, the environment's own: its version as "3.12" if it finds all the modules, "" if not, None if it fails."""
    code = (
        "import sys, importlib.util as u;"
        "print('{}.{}'.format(*sys.version_info[:2]) if all(u.find_spec(m) for m in sys.argv[1:]) else '')"
    )
    try:
        command = [str(python or venv_python()), "-c", code, *modules]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "universal_newlines": True}
        done = subprocess.run(command, cwd=str(VENV), env=clean_environment(), **streams)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def ready(lock):
    """Whether `.venv` holds what the lock says, and works."""
    stamp = read_stamp()
    fits = stamp.get("locks", {}).get(lock) == fingerprint(lock) and not stamp.get("unfinished")
    return bool(fits and stamp.get("python") and stamp["python"] == installed(MODULES[lock]))


def condition(lock):
    """What to do about `.venv` for this lock: "ready", "missing", "unfinished", "broken", "changed" or "foreign".

    ready: use it. missing: make it. unfinished, broken: make it anew. changed: install the lock over what is there.
    foreign: somebody else made it and it works: install over it, never delete it.
    """
    if not VENV.exists():
        return "missing"
    stamp = read_stamp()
    theirs = not stamp or stamp.get("foreign")
    if stamp.get("unfinished") and not theirs:
        return "unfinished"
    works = installed(()) is not None
    if theirs and not works:
        raise Stop(f"The folder {VENV} does not start and was not made by run.py: rename or delete it, then repeat.")
    if ready(lock):
        return "ready"
    if theirs:
        return "foreign"
    return "changed" if works and stamp.get("locks", {}).get(lock) != fingerprint(lock) else "broken"


# ---------------------------------------------------------------------------------------------------- one set-up at a time


def take(file):
    """Try to get the system's lock on an open file: it ends with its process, however that ends.

    Where the disk knows no locks, as on some network drives, the answer is yes.
    """
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(file.fileno(), 1 << 30, os.SEEK_SET)  # far behind the words, which others must be able to read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


@contextlib.contextmanager
def alone(name):
    """Let one command at a time change the environment. name: the command, told to whoever has to wait."""
    BESIDE.mkdir(exist_ok=True)
    path = BESIDE / "lock"
    with path.open("ab") as file:
        told = False
        while not take(file):
            if not told:
                say(
                    "{} is setting this folder up: waiting until that is done.".format(
                        read_words(path) or "Another command"
                    )
                )
                told = True
            time.sleep(0.2)
        file.truncate(0)
        file.write(f"`{name}` (process {os.getpid()})".encode())
        file.flush()
        yield


def read_words(path):
    """The text of a small file; "" if it is not there or not readable."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def log_path():
    return BESIDE / "log.txt"


def logged(command, tell=None):
    """Run a command and add what it prints to the log. Returns its exit code and its words. tell: sees each line."""
    words = []
    with log_path().open("a", encoding="utf-8", errors="replace") as log:

        def hear(line):
            words.append(line)
            log.write(line)
            if tell:
                tell(line)

        log.write("\n== {} · {}\n".format(time.strftime("%Y-%m-%d %H:%M:%S"), " ".join(command[:4])))
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        try:
            process = subprocess.Popen(command, cwd=str(ROOT), env=clean_environment(), **streams)
        except OSError as error:  # a disk from which nothing may be started, or a guard against viruses
            hear(f"{error}\n")
            return 127, "".join(words)
        for raw in process.stdout:
            hear(raw.decode("utf-8", errors="replace").replace("\r\n", "\n"))
        return process.wait(), "".join(words)


# ------------------------------------------------------------------------------------------------------------------ set-up

WHY = {
    "missing": "Setting up in {} (once; about a minute).",
    "unfinished": "An earlier set-up was interrupted: starting over in {}.",
    "broken": "The environment in {} does not work any more: making it anew.",
    "changed": "Bringing the packages in {} up to date.",
    "foreign": "Adding the packages to the environment found in {}.",
}


def set_up(lock, name="lab"):
    """Bring `.venv` to what the lock says. Does nothing, and needs no network, when it is there already. name: the command."""
    if ready(lock):
        return
    with alone(name):
        found = condition(lock)
        if found == "ready":
            return
        say(WHY[found].format(VENV))
        check_space(SPACE[lock])
        if found in ("missing", "unfinished", "broken"):
            make_venv()
        before, foreign = read_stamp(), found == "foreign"
        write_stamp(unfinished=True, foreign=foreign)
        try:
            install(lock)
        except Unchanged:
            write_stamp(**dict(before, foreign=foreign))
            raise
        add_package(lock)
        if lock != STUDENT:
            # Walls let nothing be written: what students' notebooks import inside them would be translated for each anew.
            logged([str(venv_python()), "-c", "import ipykernel.kernelapp, matplotlib.pyplot, nbgrader.apps, pandas"])
        locks = {one: fingerprint(one) for one in LOCKS[: LOCKS.index(lock) + 1]}
        write_stamp(python=installed(()), locks=locks, unfinished=False, foreign=foreign)
        forget_uv()
        say("Set-up is complete.")


def make_venv():
    """An empty environment in `.venv`, without pip; what run.py made there before is deleted."""
    if VENV.exists():
        try:
            shutil.rmtree(str(VENV))
        except OSError as error:
            raise Stop(
                f"The folder {VENV} cannot be deleted ({error.strerror}): close JupyterLab and other windows that use it, then "
                "repeat."
            ) from error
    VENV.mkdir()
    write_stamp(unfinished=True)  # first: whatever interrupts the rest, the next command knows whose folder this is
    code, words = logged([base_python(), "-m", "venv", "--without-pip", str(VENV)])
    if code:
        raise Stop(explain_venv(words))


def explain_venv(output):
    """The sentence for what `python -m venv` printed."""
    if "No space left" in output or "[Errno 28]" in output:
        return no_space(SPACE[STUDENT])
    if "ensurepip" in output:
        return (
            "Python {0}.{1} cannot make an environment, its `venv` module is incomplete: on Debian or Ubuntu run "
            "`sudo apt install python{0}.{1}-venv`, then repeat the command.".format(*sys.version_info[:2])
        )
    last = ([line.strip() for line in output.splitlines() if line.strip()] or ["no message"])[-1]
    return f"Python could not make an environment in {VENV} ({last}): check that the folder is yours, then repeat."


class Progress:
    """Tells how far an installer is. Called with each line that it prints; total: packages in the list."""

    def __init__(self, total):
        self.total, self.seen, self.large, self.changes = total, 0, 0, False

    def __call__(self, line):
        word = (line.split() or [""])[0]
        if word == "Collecting":  # pip
            self.seen += 1
            if self.seen % 20 == 0:
                say(f"  {self.seen} of about {self.total} packages fetched")
        elif word == "Downloading":  # uv, of large packages only; it names them all before the first one is there
            self.large += 1
        elif word == "Downloaded":
            self.seen += 1
            if self.seen % 5 == 0:
                say(f"  {self.seen} of {self.large} large packages fetched")
        elif word in (
            "Prepared",
            "Installing",
        ):  # everything is fetched and checked; from here on the environment changes
            self.changes = True
            say("  all fetched and checked; installing")


def fetch_uv():
    """uv, an installer several times as fast as pip: fetched by pip, checked against its hash. Returns its place, or None.

    Stops where pip says why nothing can be fetched at all. None: there is none for this computer, or packages come from an
    index that pip was told of and uv was not.
    """
    folder = BESIDE / "uv"
    shutil.rmtree(str(folder), ignore_errors=True)
    pip = [base_python(), "-m", "pip"] if installed(("pip",), base_python()) else environments_pip()
    code, words = logged(
        [*pip, *PIP, "--require-hashes", *ONLY, "--target", str(folder), "--requirement", str(ROOT / UV)]
    )
    if "Looking in indexes:" in words:
        return None
    if code and trouble(words) not in (None, NO_BUILD):
        raise Unchanged(explain_pip(words, UV))
    found = [path for path in folder.glob("bin/uv*") if path.stem == "uv"]
    return str(found[0]) if found and not code else None


def environments_pip():
    """The environment's own pip; it is put there first, if need be."""
    if installed(("pip",)) == "":
        logged([str(venv_python()), "-m", "ensurepip"])
    return [str(venv_python()), "-m", "pip"]


PIP = ("install", "--no-input", "--progress-bar", "off", "--retries", "2")
ONLY = ("--no-deps", "--only-binary", ":all:")


def install(lock):
    """Install exactly what the lock names, each file checked against its hash: with uv, or else with pip."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    progress = Progress(sum(1 for line in lines if "==" in line and not line.startswith((" ", "#"))))
    options = ["--require-hashes", *ONLY, "--requirement", str(ROOT / lock)]
    uv = fetch_uv()
    if uv:
        code, words = logged(with_uv(uv, *options), progress)
        if code == 0:
            return
        forget_uv()
    say("  The quick installer, uv, is not to be had here: pip does the same, in one to three minutes.")
    code, words = logged([*environments_pip(), *PIP, *options], progress)
    if code:
        raise (Stop if progress.changes else Unchanged)(explain_pip(words, lock))


def forget_uv():
    """Delete what uv fetched; the environment has its own links to it. An interrupted set-up keeps it, and goes on from there."""
    for name in ("uv", "cache"):
        shutil.rmtree(str(BESIDE / name), ignore_errors=True)


def with_uv(uv, *options):
    """uv's command to install into the environment. It keeps nothing elsewhere on the computer, unless it was told where."""
    cache = () if os.environ.get("UV_CACHE_DIR") else ("--cache-dir", str(BESIDE / "cache"))
    return [uv, "pip", "install", "--system-certs", "--python", str(venv_python()), *cache, *options]


def add_package(lock):
    """Make `import derisking` find the folder beside this file.

    Students get one line in a .pth file rather than `pip install -e`: it needs no build tool in their lock, no network, and
    the path is relative, so it survives a folder that is moved or whose name has letters that Windows would garble. So do
    teachers. The maintainers' lock has the build tool, so they get the ordinary editable install as well, with its entry points.
    """
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.check_output([str(venv_python()), "-c", code], env=clean_environment(), universal_newlines=True)
    folder = Path(site.strip())
    relative = Path(os.path.relpath(str(ROOT), str(folder))).as_posix()
    (folder / "derisking-module.pth").write_text(relative + "\n", encoding="utf-8")
    if lock == DEV:
        own = [str(venv_python()), "-m", "uv", "pip", "install", "--python", str(venv_python())]
        code, words = logged([*own, "--no-index", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
        if code:
            raise Stop(explain_pip(words, lock))


# ------------------------------------------------------------------------------------------------------------ the commands


def commands():
    """name -> its row of the table; the commands whose file is in this copy. The rest is for other copies."""
    table = json.loads((ROOT / "derisking" / "commands.json").read_text(encoding="utf-8"))
    return {name: row for name, row in table.items() if place(row["runs"]).is_file()}


def place(runs):
    """The file of a command. runs: a script, or a module and perhaps words."""
    name = runs.split()[0]
    return ROOT / (name if name.endswith(".py") else name.replace(".", "/") + ".py")


def forward(name, arguments):
    """Let the package do a command; return its exit code.

    It runs in the folder where it was typed, so that a teacher's paths hold. -P: what lies there, perhaps a student's csv.py,
    must never be imported in place of a module.
    """
    command = [str(venv_python()), "-P", "-m", "derisking", name, *arguments]
    environment = dict(clean_environment(), DERISKING_COMMAND="python3 run.py")
    if name == "lab" and os.name != "nt":
        sys.stdout.flush()
        # The server takes this process's place, so that signals and the exit code are its own.
        return os.execve(command[0], command, environment)
    process = subprocess.Popen(command, env=environment)
    # Who ends run.py wants what it started to end as well.
    signal.signal(signal.SIGTERM, lambda number, frame: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # Ctrl+C reaches the child too; it decides when to end


def show_help():
    """The commands of this copy, one line each."""
    say("Everything one does with this module. Python is all it needs.\n")
    part = None
    for name, row in commands().items():
        if part not in (None, row["part"]):
            say("")
        part = row["part"]
        say("    python3 run.py {:<12} {}".format(name, row["what"]))
    say("    python3 run.py {:<12} show this text\n".format("help"))
    say("Further words are passed on, for example `python3 run.py lab --no-browser --port 9000`.")


def run(name, arguments):
    """Check, set up, forward; return the exit code. Raises Stop with the sentence for whoever typed the command."""
    if name == "help":
        show_help()
        return 0
    offered = commands()
    if name not in offered:
        here = "here" if (ROOT / DEV).is_file() else "in the students' copy of the course"
        raise Stop("There is no command `{}` {}: choose one of {}.".format(name, here, ", ".join([*offered, "help"])))
    warning = check_python(sys.version_info)
    if warning:
        say(warning)
    lock = LISTS[offered[name]["for"]]
    if {"-h", "--help"} & set(arguments) and not ready(lock):
        say("`{}`: {}.".format(name, offered[name]["what"]))
        say("Its options can be shown once its packages are there: the first use of the command fetches them.")
        return 0
    set_up(lock, name)
    return forward(name, arguments)


def main(words):
    """Run one command; return the exit code."""
    name = words[0] if words else "help"
    try:
        return run("help" if name in ("-h", "--help") else name, words[1:])
    except Stop as stop:
        print(str(stop), file=sys.stderr, flush=True)
        return 2
    except KeyboardInterrupt:
        print("Stopped. Repeat the command to go on; an unfinished set-up starts over.", file=sys.stderr, flush=True)
        return 130
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            words = (
                f"{error.filename} cannot be written ({error.strerror}): check that the folder is yours, then repeat."
            )
        elif error.errno == errno.ENOSPC or getattr(error, "winerror", None) == 112:
            words = no_space(SPACE[STUDENT])
        else:
            raise
        print(words, file=sys.stderr, flush=True)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
