"""Run a command; print as the last line of stderr its seconds, the processor seconds of it and all that it started, and the
megabytes of its largest process.
Processor seconds are looked up again and again while processes live: what is killed inside a sandbox is in nobody's final sum."""

import contextlib
import subprocess
import sys
import threading
import time

import psutil

LOOK = 0.1  # seconds between two looks; what a process uses after the last one is not counted
used: dict[tuple[int, float], float] = {}


def look():
    """Note what each process below this one has used until now."""
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            spent = process.cpu_times()
            used[process.pid, process.create_time()] = spent.user + spent.system


def watch(over):
    while not over.wait(LOOK):
        look()


if sys.platform == "linux":  # what outlives its parent becomes our child, and stays in sight
    import ctypes

    PR_SET_CHILD_SUBREAPER = 36  # from linux/prctl.h
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
over, start = threading.Event(), time.monotonic()
threading.Thread(target=watch, args=(over,), daemon=True).start()
done = subprocess.run(sys.argv[1:], check=False)
taken = time.monotonic() - start
over.set()
largest = float("nan")
if sys.platform != "win32":
    import resource

    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(f"\n{taken} {sum(used.values())} {largest}", file=sys.stderr)
sys.exit(done.returncode)
