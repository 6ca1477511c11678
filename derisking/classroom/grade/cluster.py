"""The same work on a Dask cluster: one notebook in, one result out, wherever a worker is free. For courses that outgrow a machine.

A worker needs this course in the same version and, to run code, a sandbox of its own; it needs no folder of the teacher's. All that
it gets travels with the task: no task waits for what another worker holds, so one whose worker dies is done again by another.
"""

import collections
import contextlib
import dataclasses
import ipaddress
import queue
import socket
import threading
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from derisking.classroom import scratch
from derisking.classroom.grade import keys, one_notebook, sandbox
from derisking.classroom.grade.one_notebook import Job, Outcome
from derisking.classroom.grade.sandbox import USUAL
from derisking.errors import UserError
from derisking.exercises import sealed

TRIES = 2
SECONDS = 30  # to wait for the cluster
LOST = 2.0 * USUAL.notebook  # in so many seconds every worker has long finished a notebook
AHEAD = 8  # tasks for each thread of the cluster that are handed out ahead
OTHER = "A worker of the cluster has another version of this course: give all of them the same, then repeat."
GONE = "The workers that graded it were ended, perhaps for lack of memory."
_ALONE = threading.Lock()  # one notebook at a time in a process, however many threads it has


@dataclasses.dataclass(frozen=True)
class Parcel:
    """What every task of a run needs, by content. version: of this course; files: name and compressed bytes, of the released
    exercises, the secret of their inputs and the settings."""

    version: str
    files: tuple[tuple[str, bytes], ...]


def outcomes(jobs: Iterable[Job], address: str) -> Iterator[Outcome]:
    """One Outcome per job, in the order in which they are done, by the cluster at this address.

    Certificates for tls:// are those of Dask's own configuration. Raises UserError if the package `distributed` is missing,
    nobody answers, or everybody could listen.
    """
    waiting, tries = collections.deque(jobs), collections.Counter()
    if not waiting:
        return
    with _client(address) as client:
        common, given, done = parcel(waiting[0]), {}, queue.SimpleQueue()
        ahead = AHEAD * max(sum(client.ncores().values()), 1)
        while waiting or given:
            while waiting and len(given) < ahead:
                job = waiting.popleft()
                tries[job] += 1
                future = client.submit(work, job, common, pure=False)
                given[future] = job
                future.add_done_callback(done.put)
            for future in _next(done, given):
                job = given.pop(future)
                outcome = _received(future, job)
                if (outcome.again or outcome.starved) and tries[job] < TRIES:
                    waiting.append(job)
                else:
                    yield outcome


def _next(done: queue.SimpleQueue, given: dict) -> list:
    """The next future that is done. Where none is for longer than any notebook may take, the cluster has lost them: all are given up."""
    try:
        return [future for future in [done.get(timeout=LOST)] if future in given]
    except queue.Empty:
        for future in given:
            future.cancel()
        return list(given)


def _client(address: str):
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise UserError(
            "--dask needs the package distributed: start grading with `python3 run.py grade`, which fetches it, and let "
            "every worker use the same `.venv`."
        ) from None
    _refuse_public(address)
    try:
        return Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UserError(f"No Dask cluster answers at {address} ({error}): check the address and repeat.") from error


def _refuse_public(address: str) -> None:
    """A scheduler asks nobody for a password: who reaches its port without TLS runs programs on its workers and on this computer.

    Raises UserError for an address of the open internet.
    """
    scheme, _, place = address.rpartition("://")
    if scheme in ("tls", "wss"):
        return
    if any(one.is_global for one in _meant(urlsplit(f"//{place}").hostname or "")):
        raise UserError(
            f"{address} is an address of the open internet, and a Dask cluster there obeys whoever reaches it: use tls:// with "
            "certificates in Dask's configuration, a private network or an ssh tunnel."
        )


def _meant(host: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """The addresses of a host, given as one or by its name; none where nobody knows it, as whoever calls there hears."""
    with contextlib.suppress(ValueError):
        return [ipaddress.ip_address(host)]
    with contextlib.suppress(OSError, UnicodeError):
        known = [str(entry[4][0]).partition("%")[0] for entry in socket.getaddrinfo(host, None)]
        return [ipaddress.ip_address(one) for one in known]
    return []


def _received(future, job: Job) -> Outcome:
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return Outcome(job.student, job.lesson, why_not=GONE)
    except Exception as error:  # whatever a task meets, the class goes on
        return Outcome(job.student, job.lesson, why_not=f"Grading stopped with {type(error).__name__}.", again=True)


def work(job: Job, parcel: Parcel) -> Outcome:
    """One notebook on a worker, whose own sandbox decides whether code is run there."""
    if parcel.version != keys.version():
        return Outcome(job.student, job.lesson, why_not=OTHER)
    folder = _unpacked(parcel)
    may_run = not job.shut_in or not sandbox.why_not()
    with _ALONE:
        here = dataclasses.replace(job, db=folder / job.db.name, config=folder / job.config.name, may_run=may_run)
        return one_notebook.run(here)


def parcel(job: Job) -> Parcel:
    """The parcel of the run that a job belongs to."""
    paths = (job.db, job.db.with_name(job.db.name + ".seed"), job.db.with_name(sealed.SECRET), job.config)
    files = tuple((path.name, zlib.compress(path.read_bytes())) for path in paths if path.is_file())
    return Parcel(keys.version(), files)


_folders: dict[Parcel, Path] = {}
_kept = contextlib.ExitStack()  # holds them until this process ends


def _unpacked(parcel: Parcel) -> Path:
    """The parcel's files in a folder of this process, unpacked once."""
    with _ALONE:
        if parcel not in _folders:
            _folders[parcel] = _kept.enter_context(scratch.folder())
            for name, content in parcel.files:
                (_folders[parcel] / name).write_bytes(zlib.decompress(content))
        return _folders[parcel]
