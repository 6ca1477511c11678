"""The pages of the working copy are prepared by a process of their own, worker.py, while JupyterLab starts.

This is the server's end, which contents.py asks. Between the two go lines of JSON: what is due, what is made, what a person should
know; and back the names of pages that somebody waits for.
"""

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

WORKER = (sys.executable, "-P", "-m", "derisking.lab.worker")


class Pages:
    """Which pages are not ready yet. say: is told what a person should know."""

    def __init__(self, root: Path, say: Callable[[str], None]):
        self._due: set[str] | None = None  # not known yet
        self._say = say
        # Ctrl+C is for the server alone: it asks first. The other end stops when this one is gone.
        apart: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
        self._process = subprocess.Popen([*WORKER, str(root)], **pipes, **apart)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self._process.stdout:
            kind, *words = json.loads(line)
            if kind == "say":
                self._say(words[0])
            elif kind == "due":
                self._due = set(words)
            else:
                self._due -= set(words)
        self._due = set()  # done, or broken: what is there opens as it is

    def ready(self, page: str) -> bool:
        """Whether a page is as it should be when it is opened."""
        return self._due is not None and page not in self._due

    def first(self, page: str) -> None:
        """Somebody waits for this page."""
        with contextlib.suppress(OSError):
            print(page, file=self._process.stdin, flush=True)


current: Pages | None = None  # of the JupyterLab that runs in this process
