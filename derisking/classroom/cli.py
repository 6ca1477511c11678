"""The teachers' commands, as `derisking.__main__` calls them: one word for each thing that one does with a class."""

import argparse
import datetime
import errno
import importlib
import sys
from pathlib import Path
from typing import Any

from derisking.errors import UserError

COMMANDS = {
    "release": "derisking.classroom.prepare.release",
    "mark": "derisking.classroom.mark.command",
    "report": "derisking.classroom.report.command",
    "plans": "derisking.classroom.prepare.plans",
    "term": "derisking.classroom.term.command",
    "defence": "derisking.classroom.defence.command",
    "stories": "derisking.classroom.stories.command",
}


def _time(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a valid time: write it like 2026-12-01T18:00") from None


WHERE = (
    "the zip or folder that your learning platform gives, nbgrader's submitted folder, or loose notebooks; left out: what is in "
    "the grading folder already"
)
RULES = ("last", "first", "last-on-time")
KEPT = "; kept for this exercise"
# Options of `derisking grade`: name, placeholder, help, and the rest that argparse needs.
OPTIONS: tuple[tuple[str, str | None, str, dict[str, Any]], ...] = (
    ("--class-list", "FILE", f"a CSV of your students, such as your platform's own export{KEPT}", {"type": Path}),
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
        f"when the work was due, such as 2026-12-01T18:00, in your computer's time zone{KEPT}",
        {"type": _time},
    ),
    (
        "--late",
        "RULE",
        f"accept (default), zero, or a share per day begun, such as 10%%-per-day; needs --due{KEPT}",
        {},
    ),
    ("--attempts", None, f"which of several submissions counts (default: last){KEPT}", {"choices": RULES}),
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
        options.add_argument(name, help=text, **(rest | ({"metavar": placeholder} if placeholder else {})))
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
    from derisking.classroom.grade import command
    from derisking.classroom.options import Options

    if words.source is not None and not words.source.exists():
        raise UserError(f"There is no {words.source}: name the zip or folder with what students handed in.")
    options = {key: value for key, value in vars(words).items() if key != "jobs"}
    command.grade(Options(**options, jobs=max(words.jobs, 0)), lambda line: print(line, flush=True))
    return 0


def main(arguments: list[str]) -> int:
    """Run one command: its name, then its words. Returns the exit code: 0 done, 2 something that the sentence printed tells
    how to mend."""
    name, *words = arguments
    try:
        return grade(words) if name == "grade" else importlib.import_module(COMMANDS[name]).main(words)
    except KeyboardInterrupt:
        said, code = "Stopped. Nothing is lost: repeat the same command to go on.", 130
    except OSError as error:
        if error.errno != errno.ENOSPC and getattr(error, "winerror", None) != 112:
            raise
        said, code = "The disk is full: free some space, then repeat the same command; it goes on where it was.", 2
    print(said, file=sys.stderr)
    return code
