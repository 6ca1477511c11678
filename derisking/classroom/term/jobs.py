"""Run the commands that a teacher would type, one at a time and the desk beside, and keep what they say."""

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any

COUNT = itertools.count(1)
KEPT = 2_000  # lines of one command
LAST = "(further lines are in the files that the command names)"


class Job:
    """One command in a process of its own. words: as typed after `derisking`; lines: what it has said; code: None while it runs."""

    def __init__(self, words: Sequence[str]):
        self.words, self.lines = list(words), []
        self.number = next(COUNT)
        self.code: int | None = None
        self._process = start(self.words)
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        for line in self._process.stdout or ():
            if len(self.lines) <= KEPT:
                self.lines.append(line.rstrip("\n") if len(self.lines) < KEPT else LAST)
        self.code = self._process.wait()

    def stop(self) -> None:
        """End it as Ctrl+C does, where the system knows that; what it did is kept."""
        if self.code is None:
            self._process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)


def start(words: Sequence[str]) -> subprocess.Popen:
    """A process that says everything in UTF-8, at once."""
    variables = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    streams: Any = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    text: Any = {"encoding": "utf-8", "errors": "replace"}
    line = [sys.executable, "-P", "-m", "derisking", *words]
    return subprocess.Popen(line, env=variables, start_new_session=True, **streams, **text)
