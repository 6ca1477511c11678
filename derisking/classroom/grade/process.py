"""A process that runs a notebook's cells (`cells`): shut in by `sandbox` or not, watched, and not believed.

It talks over a pair of pipes, a line for a line, so nothing inside leads out and no folder of this computer is open to it. What
comes back is bounded and may be anything.
"""

import collections
import contextlib
import dataclasses
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

from derisking.classroom import files
from derisking.classroom.grade import sandbox
from derisking.classroom.grade.sandbox import MEGABYTE, Limits
from derisking.exercises.probing import PATIENCE

MESSAGE = 16 * MEGABYTE  # characters of a line; what is longer is no result
MOST_RESULTS = 20  # that count of those that come for one order
STARTING = 60.0  # seconds until the process is ready
GRACE = 5.0  # seconds after its own time in which a cell may still end by itself
LOOK = 0.25  # seconds between two looks of the watchdog
START = "from derisking.classroom.grade import cells; cells.serve()"


class Gone(Exception):
    """The process ended; why, in a few words, or "" where nobody knows."""


class Process:
    """A process that does what is ordered until `close`. deadline: when it must end, in `time.monotonic` seconds.

    folder: where it runs if it is not shut in. waited: seconds in which it could have run, had others not kept the processors.
    Raises RuntimeError where the walls cannot be built.
    """

    def __init__(self, limits: Limits, deadline: float, shut_in: bool, folder: Path | str | None = None):
        inside = None
        if shut_in:
            self._process, inside = _shut_in(limits)
        else:
            environment = {**os.environ, **sandbox.GRADED}
            apart: dict[str, Any] = {"start_new_session": True} if os.name != "nt" else {}
            self._process = subprocess.Popen(
                [sys.executable, "-c", START], cwd=folder, env=environment, **PIPES, **apart
            )
        self._watchdog = Watchdog(self._process.pid, limits, deadline, [], inside)

    @property
    def waited(self) -> float:
        return self._watchdog.waited

    def results(self, order: dict, seconds: float) -> Iterator[dict | None]:
        """What comes back for an order, up to the line with its `nonce`; None once for all that is no result.

        seconds: how long it may take, times in which others kept the processors not counted. Raises Gone.
        """
        self._watchdog.allow(seconds)
        count, nonsense = 0, False
        try:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()
            while line := self._process.stdout.readline(MESSAGE):
                result = _result(line)
                count, last = count + 1, bool(result) and result["nonce"] == order["nonce"]
                if result is None and not nonsense:
                    nonsense = True
                    yield None
                elif result and (last or count < MOST_RESULTS):
                    yield result
                if last:
                    break
            else:
                raise BrokenPipeError
        except OSError:
            self._process.wait()
            raise Gone(*self._watchdog.reasons[-1:]) from None
        finally:
            self._watchdog.allow(math.inf)
        if self._watchdog.reasons:  # it was ended while it answered
            raise Gone(self._watchdog.reasons[-1])

    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """End it, and all that it started."""
        self._watchdog.stop()
        kill(self._process.pid)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()


PIPES: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}


def _result(line: bytes) -> dict | None:
    """A line as a result; None for anything else."""
    try:
        result = files.parsed(line)
    except (ValueError, RecursionError):
        return None
    return result if isinstance(result, dict) and isinstance(result.get("nonce"), str) else None


def _shut_in(limits: Limits) -> tuple[subprocess.Popen, Path]:
    """The process behind walls, and the root that it sees."""
    reader, writer = os.pipe()
    with open(reader, "rb") as told, tempfile.TemporaryFile() as rules:
        rules.write(sandbox.filter_of_calls())
        rules.seek(0)
        calls = rules.fileno() if sandbox.filter_of_calls() else None
        line = sandbox.command([sys.executable, "-c", START], limits=limits, info=writer, calls=calls)
        try:
            process = subprocess.Popen(line, pass_fds=(rules.fileno(), writer), cwd="/", env=sandbox.outside(), **PIPES)
        finally:
            os.close(writer)
        child = json.loads(told.read() or b"{}").get("child-pid")
    if child is None:
        process.kill()
        process.wait()
        raise RuntimeError(f"The sandbox did not start: {sandbox.why_not() or 'bubblewrap gave no reason'}")
    return process, Path(f"/proc/{child}/root")


@dataclasses.dataclass
class Watchdog:
    """Ends a process and its children when together they hold too much memory or are too many, or when a time is up.

    reasons: gets a few words on what happened. limits: `memory`, `family`, `files` and `busy` hold. deadline in seconds of
    `time.monotonic`. inside: the sandbox's root as seen from here. waited: seconds in which they could have run, had others
    not kept the processors.
    """

    pid: int
    limits: Limits
    deadline: float
    reasons: list[str]
    inside: Path | None = None
    waited: float = 0.0

    def __post_init__(self):
        self._over = threading.Event()
        self._used: collections.deque[tuple[float, float]] = collections.deque()
        self._allowed = (math.inf, 0.0, 0.0)  # seconds, since when, and what it had waited by then
        threading.Thread(target=self._watch, daemon=True).start()

    def allow(self, seconds: float) -> None:
        """From now on so long, if nobody says anything else; waiting for a processor is not counted, up to a few times as long."""
        self._allowed = (seconds, time.monotonic(), self.waited)

    def stop(self) -> None:
        """Look no more."""
        self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(LOOK):
            family = _family(self.pid)
            if len(family) > self.limits.family:
                self._end(f"starts more than {self.limits.family} processes")
            elif _sum(family, lambda one: one.memory_info().rss) > self.limits.memory * MEGABYTE:
                self._end(f"uses more than {self.limits.memory} MB of memory")
            elif time.monotonic() > self.deadline:
                self._end("uses up the notebook's time")
            elif self._overdue():
                self._end("does not finish")
            elif self._busy(family) > self.limits.busy:
                self._end("keeps more than one processor busy")
            elif why := self._written():
                self._end(why)
            self.waited = max(self.waited, _sum(family, _kept_waiting))

    def _overdue(self) -> bool:
        seconds, since, waited = self._allowed
        return time.monotonic() - since - min(self.waited - waited, PATIENCE * seconds) > seconds

    def _busy(self, family: list[psutil.Process]) -> float:
        """Processors that the processes kept busy lately; 0 until there is a long enough time to look at."""
        now, used = time.monotonic(), _sum(family, lambda one: sum(one.cpu_times()[:4]))  # with ended children
        self._used.append((now, used))
        while len(self._used) > 2 and now - self._used[1][0] >= self.limits.busy_seconds:
            self._used.popleft()
        first, before = self._used[0]
        return (used - before) / (now - first) if now - first >= self.limits.busy_seconds else 0.0

    def _written(self) -> str:
        """What is wrong in the folders that can be written inside, in words, or ""."""
        if self.inside is None:
            return ""
        with contextlib.suppress(OSError):
            places = [os.statvfs(f"{self.inside}{place}") for place in (sandbox.TEMPORARY, "/dev/shm")]
            if sum(place.f_files - place.f_ffree for place in places) > self.limits.files:
                return f"makes more than {self.limits.files} files"
        return ""

    def _end(self, why: str) -> None:
        self.reasons.append(why)
        kill(self.pid)
        self.stop()


def _family(pid: int) -> list[psutil.Process]:
    """A process and all below it; empty if it is gone."""
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(pid)
        return [*parent.children(recursive=True), parent]
    return []


def _sum(family: list[psutil.Process], measure: Callable[[psutil.Process], float]) -> float:
    """What all processes together hold or took; one that is gone, or that the system does not tell of, counts nothing."""
    total = 0.0
    for process in family:
        with contextlib.suppress(psutil.Error, OSError, ValueError, IndexError):
            total += measure(process)
    return total


def _kept_waiting(process: psutil.Process) -> float:
    """Seconds that a process was ready to run and did not."""
    return int(Path(f"/proc/{process.pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9


def kill(pid: int) -> None:
    """End a process, all its children, and what it left in its own session; nothing happens if it is gone."""
    with contextlib.suppress(OSError, AttributeError):
        if os.getpgid(pid) == pid:
            os.killpg(pid, signal.SIGKILL)
    for process in _family(pid):
        with contextlib.suppress(psutil.Error):
            process.kill()
