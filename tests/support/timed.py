"""Run a command; print as the last line of stderr its seconds, the processor seconds of it and all that it started, and the
megabytes of its largest process."""

import contextlib
import os
import subprocess
import sys
import time

if sys.platform == "linux":  # what outlives its parent becomes our child, so that its processor time is counted too
    import ctypes

    PR_SET_CHILD_SUBREAPER = 36  # from linux/prctl.h
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
start = time.monotonic()
done = subprocess.run(sys.argv[1:], check=False)
taken = time.monotonic() - start
used = largest = float("nan")
if sys.platform != "win32":
    import resource

    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    used, largest = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(f"\n{taken} {used} {largest}", file=sys.stderr)
sys.exit(done.returncode)
