"""The command `derisking`: one word for each thing that a teacher does with a class."""

from __future__ import annotations

import argparse
import datetime
import errno
import importlib
import sys
from pathlib import Path

from derisking import data
from derisking.classroom.errors import ClassroomError

COMMANDS = {
    "release": ("derisking.classroom.prepare.release", "make the zip for students"),
    "grade": ("derisking.classroom.cli", "grade what students handed in"),
    "mark": ("derisking.classroom.mark.command", "read the memos and give them points by the rubric"),
    "report": ("derisking.classroom.report.command", "what the class did and did not understand"),
    "plans": ("derisking.classroom.prepare.plans", "the lesson plans as pages that print"),
}
USAGE = "derisking COMMAND ..., or python3 run.py COMMAND ... in the module's folder"


def parser() -> argparse.ArgumentParser:
    """The first word of the command line; the rest belongs to the command."""
    lines = "\n".join(f"  {name:<9} {what}" for name, (_, what) in COMMANDS.items())
    described = f"For teachers.\n\n{lines}\n\nHelp for one of them: derisking COMMAND --help"
    words = argparse.ArgumentParser(
        prog="derisking", usage=USAGE, description=described, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    words.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of the above")
    words.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="what the command needs")
    return words


def _time(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time: write it like 2026-12-01T18:00") from None


WHERE = (
    "the zip or folder that your learning platform gives, nbgrader's submitted folder, or loose notebooks; left out: what is in "
    "the grading folder already"
)
RULES = ("last", "first", "last-on-time")
# Options of `derisking grade`: name, placeholder, help, and the rest that argparse needs.
OPTIONS = (
    (
        "--class-list",
        "FILE",
        "a CSV of your students, such as your platform's own export; kept for this exercise",
        {"type": Path},
    ),
    ("--into", "FOLDER", "where everything goes (default: grading)", {"type": Path, "default": Path("grading")}),
    ("--lesson", "NAME", "all notebooks are of this exercise, such as 02-de-risking; usually recognised", {}),
    (
        "--column",
        "HEADING",
        "the column of Canvas, Brightspace or Blackboard for the grades, if it is not recognised by itself",
        {},
    ),
    (
        "--due",
        "TIME",
        "when the work was due, such as 2026-12-01T18:00, in your computer's time zone; kept for this exercise",
        {"type": _time},
    ),
    (
        "--late",
        "RULE",
        "accept (default), zero, or a share per day begun, such as 10%%-per-day; needs --due; kept for this exercise",
        {},
    ),
    (
        "--attempts",
        None,
        "which of several submissions counts (default: last); kept for this exercise",
        {"choices": RULES},
    ),
    ("--jobs", "N", "how many notebooks at once (default: processors + 1)", {"type": int, "default": 0}),
    ("--dask", "ADDRESS", "grade on a Dask cluster, such as tcp://10.0.0.5:8786; for tens of thousands", {}),
)


def grade_parser() -> argparse.ArgumentParser:
    """The options of `derisking grade`."""
    options = argparse.ArgumentParser(
        prog="derisking grade",
        description="Place, read and judge what students handed in; run what has to be run. Stopped? Repeat the command: it goes on where it was.",
    )
    options.add_argument("source", nargs="?", type=Path, metavar="WHERE", help=WHERE)
    for name, placeholder, text, rest in OPTIONS:
        options.add_argument(name, help=text, **({"metavar": placeholder} if placeholder else {}), **rest)
    yes_or_no = argparse.BooleanOptionalAction
    options.add_argument(
        "--variants", action=yes_or_no, default=None, help="each student has a variant of the number tasks; kept"
    )
    options.add_argument(
        "--unsandboxed",
        action="store_true",
        help="run students' code with your rights: only on a computer without private files",
    )
    return options


def grade(arguments: list[str]) -> int:
    """`derisking grade`. Returns the exit code."""
    words = grade_parser().parse_args(arguments)
    from derisking.classroom import run as one_run
    from derisking.classroom.grade import command

    if words.source is not None and not words.source.exists():
        raise ClassroomError(f"There is no {words.source}: name the zip or folder with what students handed in.")
    options = {key: value for key, value in vars(words).items() if key != "jobs"}
    command.grade(one_run.Options(**options, jobs=max(words.jobs, 0)), lambda line: print(line, flush=True))
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0 done, 2 something that the sentence printed tells how to mend."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    words = parser().parse_args(arguments)
    try:
        if words.command == "grade":
            return grade(words.rest)
        return importlib.import_module(COMMANDS[words.command][0]).main(words.rest)
    except (ClassroomError, data.DataError) as error:
        print(error, file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        if (error.name or "derisking").startswith("derisking"):
            raise
        print(
            f"This needs the package {error.name}: use python3 run.py {words.command}, or install the extra with "
            "`python -m pip install -e .[classroom]` in the module's folder.",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("Stopped. Nothing is lost: repeat the same command to go on.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno != errno.ENOSPC and getattr(error, "winerror", None) != 112:
            raise
        print(
            "The disk is full: free some space, then repeat the same command; it goes on where it was.", file=sys.stderr
        )
        return 2
