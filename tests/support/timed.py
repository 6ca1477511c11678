"""Run a command; print as the last line of stderr its seconds and the megabytes of its largest process."""

import subprocess
import sys
import time

start = time.monotonic()
done = subprocess.run(sys.argv[1:], check=False)
taken = time.monotonic() - start
largest = float("nan")
if sys.platform != "win32":
    import resource

    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(f"\n{taken} {largest}", file=sys.stderr)
sys.exit(done.returncode)
