"""Everything that one does with the module, one word each: `python -m derisking COMMAND ...`.

`python3 run.py COMMAND ...` does the same and sets the environment up first. `commands.json` is the table for both: what a command
does, whose packages it needs, and what it runs, a module of the package or a script of the checkout. A command whose file is
not in this copy (students have no classroom) is not offered.
"""

import errno
import importlib
import json
import os
import runpy
import sys
from pathlib import Path

from derisking import places
from derisking.errors import UserError

COMMANDS: dict[str, dict[str, str]] = json.loads((places.PACKAGE / "commands.json").read_text(encoding="utf-8"))


def offered() -> list[str]:
    """The commands whose file is in this copy."""
    return [name for name, row in COMMANDS.items() if _file(row["runs"]).is_file()]


def _file(runs: str) -> Path:
    name = runs.split()[0]
    return places.PACKAGE.parent / (name if name.endswith(".py") else name.replace(".", "/") + ".py")


def _run(runs: str, words: list[str]) -> int:
    """Run what the table names: `main` of a module, or a script in the folder of the checkout."""
    name, *before = runs.split()
    if not name.endswith(".py"):
        return importlib.import_module(name).main([*before, *words])
    file = _file(runs)
    os.environ["DERISKING_RECORD"] = "off"
    os.chdir(places.checkout())
    sys.argv = [str(file), *words]
    sys.path.insert(0, str(file.parent))
    runpy.run_path(str(file), run_name="__main__")
    return 0


def usage() -> str:
    """The list of commands as text."""
    lines = [f"  {name:<11} {COMMANDS[name]['what']}" for name in offered()]
    return "\n".join(["python -m derisking COMMAND ...", "", *lines, "", "Further words go to the command."])


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns its exit code; 2 for an unknown command, and after a sentence that says what to mend; 130 after Ctrl+C."""
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
        return _run(COMMANDS[name]["runs"], words[1:])
    except KeyboardInterrupt:
        print("Stopped. Nothing is lost: repeat the same command to go on.", file=sys.stderr)
        return 130
    except UserError as error:
        said = str(error)
    except OSError as error:
        if error.errno != errno.ENOSPC and getattr(error, "winerror", None) != 112:
            raise
        said = "The disk is full: free some space, then repeat the same command; it goes on where it was."
    except ModuleNotFoundError as error:
        if (error.name or "derisking").startswith("derisking"):
            raise
        said = f"This needs the package {error.name}: use python3 run.py {name}, which fetches it."
    print(said, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
