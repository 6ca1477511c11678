"""Kernels for grading: the ordinary Python kernel, shut in by `sandbox`, watched, and with bounded messages.

nbgrader's execute preprocessor takes a kernel manager class; `manager` gives one. The kernel's sockets lie in the sandbox's
own memory and are reached through /proc/<pid>/root, so no folder of this computer is open for writing from the inside. They are
held open before any code of a student's runs: what takes their names later, such as a link to elsewhere, is never followed.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import dataclasses
import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
import zmq
import zmq.asyncio
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from traitlets import default

from derisking.classroom.grade import sandbox
from derisking.classroom.grade.sandbox import BOX, MEGABYTE, USUAL, Limits

PROVISIONER = "derisking-sandbox"
MESSAGE = 16 * MEGABYTE  # a longer message from a kernel ends its connection
QUEUED = 40  # messages that may wait; with MESSAGE this bounds what a kernel can make this process hold
STARTING = 60.0  # seconds in which a kernel makes its sockets
LOOK = 0.25  # seconds between two looks of the watchdog
# The ordinary kernel without its debugger, which nobody here talks to and which takes a third of the time of a start.
START = "import sys, runpy; sys.modules['debugpy'] = None; runpy.run_module('ipykernel_launcher', run_name='__main__')"


def context() -> zmq.asyncio.Context:
    """A context whose sockets take messages of bounded size and number."""
    bounded = zmq.asyncio.Context()
    bounded.setsockopt(zmq.MAXMSGSIZE, MESSAGE)
    bounded.setsockopt(zmq.RCVHWM, QUEUED)
    bounded.setsockopt(zmq.RECONNECT_IVL, 10)
    return bounded


# --- the watchdog ---------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Watchdog:
    """Ends a process and its children when together they hold too much memory or are too many, or when their time is up.

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
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(LOOK):
            family = _family(self.pid)
            if len(family) > self.limits.family:
                self._end(f"starts more than {self.limits.family} processes")
            elif sum(map(_resident, family)) > self.limits.memory * MEGABYTE:
                self._end(f"uses more than {self.limits.memory} MB of memory")
            elif time.monotonic() > self.deadline:
                self._end("uses up the notebook's time")
            elif self._busy(family) > self.limits.busy:
                self._end("keeps more than one processor busy")
            elif why := self._written():
                self._end(why)
            self.waited = max(self.waited, sum(map(_kept_waiting, family)))

    def _busy(self, family: list[psutil.Process]) -> float:
        """Processors that the processes kept busy lately; 0 until there is a long enough time to look at."""
        now, used = time.monotonic(), sum(map(_processor_time, family))
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
            places = [os.statvfs(f"{self.inside}{place}") for place in (BOX, sandbox.TEMPORARY, "/dev/shm")]
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


def _resident(process: psutil.Process) -> int:
    """Bytes that a process holds; 0 if it is gone."""
    with contextlib.suppress(psutil.Error):
        return process.memory_info().rss
    return 0


def _processor_time(process: psutil.Process) -> float:
    """Seconds that a process and its ended children have run; 0 if it is gone."""
    with contextlib.suppress(psutil.Error):
        return sum(process.cpu_times()[:4])
    return 0.0


def _kept_waiting(process: psutil.Process) -> float:
    """Seconds that a process was ready to run and did not; 0 where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{process.pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    return 0.0


def kill(pid: int) -> None:
    """End a process and all its children; nothing happens if it is gone."""
    for process in _family(pid):
        with contextlib.suppress(psutil.Error):
            process.kill()


# --- starting -------------------------------------------------------------------------------------------------------------


class SandboxProvisioner(LocalProvisioner):
    """Starts a kernel inside the sandbox; ends it by ending the sandbox."""

    kept = contextlib.ExitStack()  # what is held open; of each its own, once it starts

    async def launch_kernel(self, cmd, **kwargs):
        """Start bubblewrap with the connection file handed in, and point the manager at the sockets inside."""
        manager = self.parent
        connection = json.loads(Path(manager.connection_file).read_text(encoding="utf-8"))
        connection["ip"] = f"{BOX}/kernel"
        inside = [word.replace(os.path.realpath(manager.connection_file), f"{BOX}/connection.json") for word in cmd]
        content, rules = json.dumps(connection).encode(), sandbox.filter_of_calls()
        with _holding(content) as file, _holding(rules) as calls, _pipe() as (reader, writer):
            files = {f"{BOX}/connection.json": file.fileno()}
            fences = {"info": writer, "files": files, "calls": calls.fileno() if rules else None}
            line = sandbox.command(inside, limits=manager.limits, **fences)
            self.process = subprocess.Popen(
                line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                pass_fds=(file.fileno(), calls.fileno(), writer), cwd="/", env=sandbox.outside(),
            )  # fmt: skip
            os.close(writer)
            child = json.loads(_read_all(reader) or b"{}").get("child-pid")
        if child is None:
            raise RuntimeError(f"The sandbox did not start: {sandbox.why_not() or 'bubblewrap gave no reason'}")
        self.pid, self.pgid = self.process.pid, None
        manager.inside = Path(f"/proc/{child}/root")
        manager.ip = f"{await self._held(manager.inside, manager.ports, kwargs['cwd'])}/kernel"
        self.connection_info = manager.get_connection_info()
        return self.connection_info

    async def _held(self, inside: Path, ports: list[int], own: str) -> str:
        """Hold the kernel's sockets open as soon as they are there; a folder with a link to each that is held.

        Raises RuntimeError if the kernel ends before, or has made none after STARTING seconds.
        """
        self.kept = contextlib.ExitStack()
        folder = Path(self.kept.enter_context(tempfile.TemporaryDirectory(dir=own)))
        short = os.open(
            folder, os.O_PATH
        )  # a socket's path has at most 107 letters, and a folder's alone may have more
        self.kept.callback(os.close, short)
        end = time.monotonic() + STARTING
        for port in ports:
            while (held := held_open(inside / BOX[1:] / f"kernel-{port}")) is None:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError("The kernel did not start inside the sandbox.")
                await asyncio.sleep(0.02)
            self.kept.callback(os.close, held)
            (folder / f"kernel-{port}").symlink_to(f"/proc/{os.getpid()}/fd/{held}")
        return f"/proc/{os.getpid()}/fd/{short}"

    async def cleanup(self, restart=False):
        """Let go of the sockets."""
        await super().cleanup(restart)
        self.kept.close()

    async def send_signal(self, signum):
        """SIGKILL ends everything inside; interrupts travel as messages, other signals would end bubblewrap alone."""
        if signum == signal.SIGKILL and self.process:
            kill(self.process.pid)

    async def kill(self, restart=False):
        """End the sandbox, and so everything in it."""
        await self.send_signal(signal.SIGKILL)


def held_open(path: Path) -> int | None:
    """A descriptor of a socket's file, which no longer follows its name; None while there is none, or something else."""
    with contextlib.suppress(OSError):
        held = os.open(path, os.O_PATH | os.O_NOFOLLOW)
        if stat.S_ISSOCK(os.fstat(held).st_mode):
            return held
        os.close(held)
    return None


@contextlib.contextmanager
def _pipe():
    reader, writer = os.pipe()
    try:
        yield reader, writer
    finally:
        for end in (reader, writer):
            with contextlib.suppress(OSError):
                os.close(end)


@contextlib.contextmanager
def _holding(content: bytes):
    """A file without a name that holds content, ready to be read."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file


def _read_all(descriptor: int) -> bytes:
    chunks = []
    while chunk := os.read(descriptor, 4096):
        chunks.append(chunk)
    return b"".join(chunks)


class _Known:
    """Stands for the entry point of the provisioner, so that no package metadata needs to name it."""

    name, value = PROVISIONER, f"{__name__}:SandboxProvisioner"

    def load(self):
        return SandboxProvisioner


class GradingManager(AsyncKernelManager):
    """A kernel manager with bounded messages and a watchdog; `limits` and `deadline` are set by `manager`."""

    limits = USUAL
    deadline = float("inf")
    watchdog: Watchdog | None = None
    inside: Path | None = None
    waited: list[float]  # of each kernel of this class, what its watchdog counted
    reasons: list[str]  # why the watchdog ended kernels of this class, in order

    @default("context")
    def _bounded(self):
        self._created_context = True
        return context()

    async def _async_start_kernel(self, **kwargs):
        self.connection_file = self.connection_file or f"{kwargs['cwd']}/{id(self)}.json"
        await super()._async_start_kernel(**kwargs)
        self.watchdog = Watchdog(self.provisioner.pid, self.limits, self.deadline, self.reasons, self.inside)

    start_kernel = _async_start_kernel

    async def _async_shutdown_kernel(self, *args, **kwargs):
        if self.watchdog:
            self.watchdog.stop()
            self.waited.append(self.watchdog.waited)
        await super()._async_shutdown_kernel(*args, **kwargs)

    shutdown_kernel = _async_shutdown_kernel


class ShutIn(GradingManager):
    """A kernel inside the sandbox."""

    @default("transport")
    def _sockets(self):
        return "ipc"

    @property
    def kernel_spec(self):
        """The kernelspec: this Python, an interrupt that travels as a message, the provisioner of this module."""
        KernelProvisionerFactory.instance().provisioners.setdefault(PROVISIONER, _Known())
        return KernelSpec(
            argv=[sys.executable, "-c", START, "-f", "{connection_file}"],
            display_name="Python, shut in",
            language="python",
            interrupt_mode="message",
            metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER}},
        )


def manager(limits: Limits, deadline: float, shut_in: bool = True) -> type[GradingManager]:
    """A kernel manager class for nbgrader's `Execute`. deadline: when the run must end, in `time.monotonic` seconds."""
    base = ShutIn if shut_in else GradingManager
    return type(base.__name__, (base,), {"limits": limits, "deadline": deadline, "reasons": [], "waited": []})
