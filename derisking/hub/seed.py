"""Make or renew one student's working copy from the shared folder, as that student: `python -m derisking.hub.seed FOLDER`."""

import sys
from pathlib import Path

from derisking import places
from derisking.hub.spawn import SHARED
from derisking.lab import copy, start

# Each kernel runs this first: cells give way to servers, so that nobody waits for a first page because others have theirs.
# Linux shares its processors between sessions before it looks at what is nice within one.
LATER = """import contextlib, os, pathlib
os.nice(10)
with contextlib.suppress(OSError):
    pathlib.Path("/proc/self/autogroup").write_text("10")
del contextlib, os, pathlib
"""


def main(folder: Path) -> None:
    """Pages come with what they show, from the shared folder; nobody else may look into the copy."""
    root = places.checkout("notebooks")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    copy.prepare(root, folder=folder, filled=root / SHARED / "pages")
    own = start.quiet_kernels(folder) / "startup"
    own.mkdir(exist_ok=True)
    (own / "00-later.ipy").write_text(LATER, encoding="utf-8")
    (folder.parent / ".jupyter-run").mkdir(mode=0o700, exist_ok=True)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except OSError as error:
        sys.exit(f"{error.filename or sys.argv[1]} cannot be written ({error.strerror or error}).")
