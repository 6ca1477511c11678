"""Many notebooks at once: a few processes, each grading one after another; one that dies takes no other with it."""

import collections
import contextlib
import dataclasses
import math
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

from derisking.classroom.collect.careful import shown
from derisking.classroom.grade.one_notebook import Job, Outcome, run

# A server that has imported everything once and forks workers starts them in no time; Windows has only the slow way.
_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT: Any = multiprocessing.get_context("forkserver" if _FORKS else "spawn")
if _FORKS:
    _CONTEXT.set_forkserver_preload([run.__module__])
TRIES = 2
MOST_MEMORY = 3_000_000_000  # bytes that a worker may map; it usually maps half of that
SLACK = 60.0  # seconds beyond a notebook's own limit before its process is given up
SLOW = "Reading it takes far longer than any answer of this course does, so it was left: look at what it holds."
GONE = "The process that graded it was ended, perhaps for lack of memory: try again with --jobs 1."


@dataclasses.dataclass
class _Worker:
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    job: Job | None = None
    since: float = 0.0

    def give(self, job: Job) -> None:
        self.job, self.since = job, time.monotonic()
        with contextlib.suppress(OSError):  # it died while it waited: its pipe says so at the next look
            self.pipe.send(job)

    def overdue(self) -> bool:
        return self.job is not None and time.monotonic() - self.since > self.job.limits.notebook + SLACK


def _serve(pipe: Connection, work: Callable[[Job], Outcome]) -> None:
    """A worker's life: take a job, do it, send what came of it. The parent handles Ctrl+C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound_memory()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            job = pipe.recv()
            try:
                outcome = work(job)
            except Exception as error:  # a mistake of ours, or of the computer: the class goes on
                said = shown(" ".join(str(error)[:1000].split()))[:200]  # it may repeat what a student wrote
                why = f"Grading stopped with {type(error).__name__}: {said}"
                outcome = Outcome(job.student, job.lesson, why_not=why, again=True)
            pipe.send(outcome)


def _bound_memory() -> None:
    """A worker that somebody's output fills fails alone, before the system looks for a victim."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what it holds of students is written nowhere if it is ended


def _start(work: Callable[[Job], Outcome]) -> _Worker:
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(theirs, work), daemon=False)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def outcomes(jobs: Iterable[Job], processes: int, work: Callable[[Job], Outcome] = run) -> Iterator[Outcome]:
    """One Outcome per job, in the order in which they are done.

    processes: how many at once. A job whose process dies, fails or does not answer is tried once more at the end, then
    reported; so is, alone, one that others kept from the processors. Leaving the loop early (an exception, Ctrl+C) ends all processes and everything they started.
    """
    waiting, tries = collections.deque(jobs), collections.Counter()
    alone: collections.deque[Job] = collections.deque()
    workers = [_start(work) for _ in range(min(processes, len(waiting)))]
    try:
        for worker in workers:
            worker.give(waiting.popleft())
        while any(worker.job for worker in workers):
            for place in _ready(workers):
                outcome, job = _received(workers[place]), workers[place].job
                if outcome is None:
                    slow = _read_too_long(workers[place])
                    _end(workers[place])
                    workers[place] = _start(work)
                    outcome = Outcome(job.student, job.lesson, why_not=SLOW if slow else GONE, again=not slow)
                workers[place].job = None
                tries[job] += 1
                again = tries[job] < TRIES and (outcome.again or outcome.starved)
                if again:
                    (alone if outcome.starved else waiting).append(job)
                if not waiting and alone and not any(worker.job for worker in workers):
                    waiting.append(alone.popleft())
                if waiting:  # before the outcome is dealt with, so that no worker waits for that
                    workers[place].give(waiting.popleft())
                if not again:
                    yield outcome
    finally:
        for worker in workers:
            _end(worker)


def _read_too_long(worker: _Worker) -> bool:
    """Whether a worker was ended by the system, since a notebook took too long to be read."""
    if not worker.overdue():  # its end of the pipe is closed, so it is ending
        worker.process.join(SLACK)
    return worker.process.exitcode == -getattr(signal, "SIGXCPU", math.inf)


def _ready(workers: list[_Worker]) -> list[int]:
    """The places of workers that have sent something, or should have long ago."""
    sent = wait([worker.pipe for worker in workers if worker.job], timeout=1.0)
    return [i for i, worker in enumerate(workers) if worker.job and (worker.pipe in sent or worker.overdue())]


def _received(worker: _Worker) -> Outcome | None:
    """What a worker sent; None if it is gone or overdue."""
    try:
        return worker.pipe.recv() if worker.pipe.poll(0) else None
    except (EOFError, OSError):
        return None
