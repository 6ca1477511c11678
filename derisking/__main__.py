"""Everything that one does with the module, one word each: `python -m derisking COMMAND ...`.

`python3 run.py COMMAND ...` does the same and sets the environment up first; teachers also have the command `derisking`.
A command whose room is not in this copy (students have no classroom) is not offered.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import runpy
import sys
from collections.abc import Callable
from pathlib import Path

from derisking import places


def test(arguments: list[str]) -> int:
    """Check every promise of the module."""
    import pytest

    own_workers = any(word.startswith(("-n", "--numprocesses", "--pdb")) or word == "no:xdist" for word in arguments)
    workers = [] if own_workers else ["-n", "2", "--dist", "loadscope"]
    os.environ["DERISKING_RECORD"] = "off"
    os.chdir(places.checkout("tests"))
    return int(pytest.main([*workers, *arguments]))


def script(*path: str) -> Callable[[list[str]], int]:
    """A command that is a script of the checkout, outside the package."""

    def run(arguments: list[str]) -> int:
        os.environ["DERISKING_RECORD"] = "off"
        os.chdir(places.checkout(path[0]))
        file = Path(*path).resolve()
        sys.argv = [str(file), *arguments]
        sys.path.insert(0, str(file.parent))
        runpy.run_path(str(file), run_name="__main__")
        return 0

    return run


def module(name: str, *before: str) -> Callable[[list[str]], int]:
    """A command that is the `main` of a module of the package; loaded when it is wanted."""
    return lambda arguments: importlib.import_module(name).main([*before, *arguments])


def part(name: str, function: str) -> Callable[[list[str]], int]:
    """A command that is a function of a module of the package; loaded when it is wanted."""
    return lambda arguments: getattr(importlib.import_module(name), function)(arguments)


CLASSROOM = "derisking.classroom.cli"
EXPORTS = "derisking.exports.command"
# command -> what it needs in this copy, what it does, how it is run
COMMANDS: dict[str, tuple[str, str, Callable[[list[str]], int]]] = {
    "lab": ("derisking.lab", "open the lessons in JupyterLab", module("derisking.lab.start")),
    "test": ("derisking.authoring", "check every promise of the module", test),
    "build": ("derisking.authoring.build", "write what follows from the sources", module("derisking.authoring.build")),
    "lock": ("derisking.authoring", "write the lists of exact package versions", script("tools", "lock.py")),
    "bench": ("derisking.authoring", "measure the budgets", script("tests", "support", "measures.py")),
    "objectives": (
        "derisking.authoring.matrix",
        "show where each objective is taught, asked and exercised",
        module("derisking.authoring.matrix"),
    ),
    "status": (
        "derisking.authoring.status",
        "list what is quoted and has passed its date",
        module("derisking.authoring.status"),
    ),
    "release": (CLASSROOM, "make the zip that students get", module(CLASSROOM, "release")),
    "grade": (CLASSROOM, "take in what a class handed in, and grade it", module(CLASSROOM, "grade")),
    "mark": (CLASSROOM, "read and mark the memos", module(CLASSROOM, "mark")),
    "report": (CLASSROOM, "show what the class did and did not understand", module(CLASSROOM, "report")),
    "plans": (CLASSROOM, "make the lesson plans, one page each", module(CLASSROOM, "plans")),
    "package": (EXPORTS, "write what a learning platform takes: moodle, qti or scorm", part(EXPORTS, "package")),
    "cards": (EXPORTS, "write a deck for Anki", part(EXPORTS, "cards")),
    "paper": (EXPORTS, "write worksheets, exams and cards as PDF", part(EXPORTS, "paper")),
    "web": (
        "derisking.exports.web",
        "make the web edition, one folder of pages",
        module("derisking.exports.web.command"),
    ),
}


def offered() -> list[str]:
    """The commands whose room is in this copy."""
    return [name for name, (needed, _, _) in COMMANDS.items() if _is_here(needed)]


def _is_here(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # a room above it is missing
        return False


def usage() -> str:
    """The list of commands as text."""
    lines = [f"  {name:<11} {COMMANDS[name][1]}" for name in offered()]
    return "\n".join(["python -m derisking COMMAND ...", "", *lines, "", "Further words go to the command."])


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns its exit code; 2 for a word that is none."""
    words = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    name = words[0] if words else "help"
    if name in ("help", "-h", "--help"):
        print(usage())
        return 0
    if name not in offered():
        print(f"There is no command `{name}` here: choose one of {', '.join(offered())}.", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name][2](words[1:])
    except places.PlaceError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
