"""Make or renew one student's working copy from the shared folder, as that student: `python -m derisking.hub.seed FOLDER`."""

import sys
from pathlib import Path

from derisking import places
from derisking.hub.spawn import SHARED
from derisking.lab import copy, start


def main(folder: Path) -> None:
    """Pages come with what they show, from the shared folder; nobody else may look into the copy."""
    root = places.checkout("notebooks")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    copy.prepare(root, folder=folder, filled=root / SHARED / "pages")
    start.quiet_kernels(folder)
    (folder.parent / ".jupyter-run").mkdir(mode=0o700, exist_ok=True)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except OSError as error:
        sys.exit(f"{error.filename or sys.argv[1]} cannot be written ({error.strerror or error}).")
