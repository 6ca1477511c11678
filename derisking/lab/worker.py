"""Prepare the working copy in a process of its own, and hear from JupyterLab's process which page comes first (preparation.py)."""

import contextlib
import json
import os
import sys
import threading
from pathlib import Path

from derisking.lab import copy


def main(root: Path) -> None:
    """Do it. root: a checkout or a students' copy."""
    out = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what kernels print is no message

    def tell(*words: str) -> None:
        with contextlib.suppress(OSError):  # JupyterLab has ended, and `hear` ends this
            os.write(out, f"{json.dumps(words)}\n".encode())

    class Told(copy.Watch):
        def due(self, places: list[str]) -> None:
            tell("due", *places)

        def made(self, place: str) -> None:
            tell("made", place)

    watch = Told()

    def hear() -> None:
        for line in sys.stdin:
            watch.first(line.strip())
        watch.close()

    threading.Thread(target=hear, daemon=True).start()
    try:
        copy.prepare(root, lambda line: tell("say", line), watch)
    except Exception as error:
        tell("say", f"The pages could not be prepared ({error}). They open all the same, and run when you open them.")
        raise


if __name__ == "__main__":
    main(Path(sys.argv[1]))
