#!/usr/bin/env python3
"""Everything one does with this module, in one file that needs Python and nothing else.

    python3 run.py lab          open your copy of the course in JupyterLab (sets everything up the first time)
    python3 run.py test         check every promise of the module
    python3 run.py build        write what follows from the sources: data dictionary, links of numbers, students' exercises
    python3 run.py lock         write the lists of exact package versions anew
    python3 run.py bench        measure the budgets: import, execution, clicks
    python3 run.py objectives   show where each objective is taught, asked and exercised
    python3 run.py status       list what the lessons quote and should be looked up again, by lesson

    python3 run.py release      make the zip that students get
    python3 run.py grade        take in what a class handed in, and grade it
    python3 run.py mark         read and mark the memos
    python3 run.py report       show what the class did and did not understand
    python3 run.py plans        make the lesson plans, one page each

    python3 run.py package      write what a learning platform takes: moodle, qti or scorm
    python3 run.py cards        write a deck for Anki
    python3 run.py paper        write worksheets, exams and cards as PDF
    python3 run.py web          make the web edition, one folder of pages

    python3 run.py help         show this text

Further words are passed on, for example `python3 run.py lab --no-browser --port 9000`.

How it works: the folder `.venv` beside this file gets the packages of requirements.txt (students), requirements-classroom.txt
(teachers) or requirements-dev.txt (maintainers), each a superset of the one before and each package checked against its
hash, and one line that makes the folder `derisking` importable. Then `python -m derisking COMMAND ...` does the work.
`.venv/derisking.json` records what was installed; while it fits, set-up is skipped and no network is needed.
The students' copy is told by its lack of requirements-dev.txt; it has the commands of IN_STUDENTS_COPY only.

This file must stay readable by Python 3.6, so that an old Python prints a sentence and not a syntax error.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
NEWEST_TESTED = (3, 13)
STUDENT, CLASSROOM, DEV = LOCKS = ("requirements.txt", "requirements-classroom.txt", "requirements-dev.txt")
# Megabytes that set-up needs on the disk, measured, with some room for unpacking.
SPACE = {STUDENT: 700, CLASSROOM: 800, DEV: 1200}
STUDENT_MODULES = ("jupyterlab", "ipykernel", "pandas", "derisking")
CLASSROOM_MODULES = (*STUDENT_MODULES, "nbgrader")
MODULES = {STUDENT: STUDENT_MODULES, CLASSROOM: CLASSROOM_MODULES, DEV: (*CLASSROOM_MODULES, "pytest", "uv")}
# Settings of other projects that would send the packages elsewhere or shadow ours.
FOREIGN_SETTINGS = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_USER",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_REQUIREMENT",
    "PIP_EDITABLE",
)


class Stop(Exception):
    """A sentence for the person in front of the screen: what is wrong and what to do."""


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
    (
        "No matching distribution found|Could not find a version|is not a supported wheel",
        "A package has no ready-made build for this Python and computer: use Python {oldest} to {newest}, then delete "
        "the folder .venv and repeat the command.",
    ),
    (
        "Permission denied|[WinError 5]|[WinError 32]|Access is denied",
        "A file in {root} cannot be written: close JupyterLab if it is open, check that the folder is yours, then repeat.",
    ),
)


def explain_pip(output, lock):
    """The sentence for what pip printed, or a general one."""
    oldest, newest = "{}.{}".format(*OLDEST), "{}.{}".format(*NEWEST_TESTED)
    words = {"lock": lock, "root": ROOT, "space": SPACE[lock], "oldest": oldest, "newest": newest}
    for signs, sentence in PIP_TROUBLE:
        if any(sign in output for sign in signs.split("|")):
            return sentence.format(**words)
    return "Installing the packages failed for a reason not foreseen here; repeat once, then send us the log."


# -------------------------------------------------------------------------------------------------------- the environment


def venv_python():
    """The environment's own Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def base_python():
    """The Python to make the environment with: never one that lives in the environment itself."""
    return getattr(sys, "_base_executable", None) or sys.executable


def clean_environment():
    """The variables for everything that runs in the environment."""
    variables = {name: value for name, value in os.environ.items() if name not in FOREIGN_SETTINGS}
    variables["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    variables["JUPYTER_PREFER_ENV_PATH"] = "1"
    return variables


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


def installed(modules):
    """Start the environment's Python: its version as "3.12" if it finds all the modules, "" if not, None if it fails."""
    code = (
        "import sys, importlib.util as u;"
        "print('{}.{}'.format(*sys.version_info[:2]) if all(u.find_spec(m) for m in sys.argv[1:]) else '')"
    )
    try:
        command = [str(venv_python()), "-c", code, *modules]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        done = subprocess.run(command, cwd=str(VENV), env=clean_environment(), **streams)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def condition(lock):
    """What to do about `.venv` for this lock: "ready", "missing", "unfinished", "broken", "changed" or "foreign".

    ready: use it. missing: make it. unfinished, broken: make it anew. changed: install the lock over what is there.
    foreign: somebody else made it and it works: install over it, never delete it.
    """
    if not VENV.exists():
        return "missing"
    stamp = read_stamp()
    version = installed(MODULES[lock])
    if not stamp:
        if installed(()) is None:
            raise Stop(
                f"The folder {VENV} does not start and was not made by run.py: rename or delete it, then repeat."
            )
        return "foreign"
    if stamp.get("unfinished"):
        return "unfinished"
    if version is None:
        return "broken"
    if stamp.get("locks", {}).get(lock) != fingerprint(lock):
        return "changed"
    return "ready" if version and version == stamp.get("python") else "broken"


WHY = {
    "missing": "Setting up in {} (once; one to three minutes).",
    "unfinished": "An earlier set-up was interrupted: starting over in {}.",
    "broken": "The environment in {} does not work any more: making it anew.",
    "changed": "Bringing the packages in {} up to date.",
    "foreign": "Adding the packages to the environment found in {}.",
}


def set_up(lock):
    """Bring `.venv` to what the lock says. Does nothing, and needs no network, when it is there already."""
    found = condition(lock)
    if found == "ready":
        return
    say(WHY[found].format(VENV))
    check_space(SPACE[lock])
    if found in ("missing", "unfinished", "broken"):
        make_venv()
    before = read_stamp()
    write_stamp(unfinished=True)
    try:
        install(lock)
    except Stop:
        # pip downloads and checks everything before it changes anything: what was there before is still whole.
        if "Installing collected packages" not in read_log():
            write_stamp(**dict(before, unfinished=False))
        raise
    add_package(lock)
    locks = {name: fingerprint(name) for name in LOCKS[: LOCKS.index(lock) + 1]}
    write_stamp(python=installed(()), locks=locks, unfinished=False)
    say("Set-up is complete.")


def make_venv():
    """An empty environment in `.venv`; what run.py made there before is deleted."""
    if VENV.exists():
        try:
            shutil.rmtree(str(VENV))
        except OSError as error:
            raise Stop(
                f"The folder {VENV} cannot be deleted ({error.strerror}): close JupyterLab and other windows that use it, then "
                "repeat."
            ) from error
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    done = subprocess.run([base_python(), "-m", "venv", str(VENV)], env=clean_environment(), **streams)
    if done.returncode:
        raise Stop(explain_venv(done.stdout))
    write_stamp(unfinished=True)


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


def log_path():
    return VENV / "setup.log"


def read_log():
    try:
        return log_path().read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def pip(arguments, lock, total=0):
    """Run the environment's pip, keep what it prints in the log, show progress, stop with a sentence if it fails."""
    command = [str(venv_python()), "-m", "pip", "install", "--no-input", "--progress-bar", "off", *arguments]
    seen = 0
    with log_path().open("w", encoding="utf-8", errors="replace") as log:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        process = subprocess.Popen(command, cwd=str(ROOT), env=clean_environment(), **streams)
        for raw in process.stdout:
            line = raw.decode("utf-8", errors="replace")
            log.write(line.replace("\r\n", "\n"))
            if line.startswith("Collecting"):
                seen += 1
                if total and seen % 20 == 0:
                    say(f"  {seen} of about {total} packages fetched")
            elif total and line.startswith("Installing collected packages"):
                say("  all fetched and checked; installing")
        code = process.wait()
    if code:
        raise Stop(f"{explain_pip(read_log(), lock)} (Log: {log_path()})")


def install(lock):
    """Install exactly what the lock names, each file checked against its hash."""
    if installed(("pip",)) == "":
        subprocess.run([str(venv_python()), "-m", "ensurepip"], stdout=subprocess.DEVNULL, env=clean_environment())
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    total = sum(1 for line in lines if "==" in line and not line.startswith((" ", "#")))
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--retries", "2", "--requirement"]
    pip([*options, str(ROOT / lock)], lock, total)


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
        pip(["--no-index", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], lock)


# ------------------------------------------------------------------------------------------------------------ the commands

# Each command and the lock that it needs; what it does is in derisking/__main__.py.
COMMANDS = {
    "lab": STUDENT,
    "test": DEV,
    "build": CLASSROOM,
    "lock": DEV,
    "bench": DEV,
    "objectives": STUDENT,
    "status": CLASSROOM,
    "release": CLASSROOM,
    "grade": CLASSROOM,
    "mark": CLASSROOM,
    "report": CLASSROOM,
    "plans": CLASSROOM,
    "package": CLASSROOM,
    "cards": DEV,
    "paper": DEV,
    "web": DEV,
}
IN_STUDENTS_COPY = ("lab", "help")


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
    lines = __doc__.split("How it works")[0].rstrip().splitlines()
    offered = [line for line in lines if not line.startswith("    ") or line.split()[2] in available()]
    say(re.sub(r"\n{3,}", "\n\n", "\n".join(offered)))


def available():
    """The names of the commands that work in this copy."""
    return [*COMMANDS, "help"] if (ROOT / DEV).is_file() else list(IN_STUDENTS_COPY)


def run(name, arguments):
    """Check, set up, forward; return the exit code. Raises Stop with the sentence for whoever typed the command."""
    if name not in (*COMMANDS, "help"):
        raise Stop("There is no command `{}`: choose one of {}.".format(name, ", ".join(available())))
    if name not in available():
        raise Stop(
            "This is the students' copy of the course, where `{}` has nothing to work with: choose one of {}.".format(
                name, ", ".join(available())
            )
        )
    if name == "help":
        show_help()
        return 0
    warning = check_python(sys.version_info)
    if warning:
        say(warning)
    set_up(COMMANDS[name])
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
        if error.errno != 28 and getattr(error, "winerror", None) != 112:
            raise
        print(no_space(SPACE[STUDENT]), file=sys.stderr, flush=True)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
