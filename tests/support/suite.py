"""The whole suite, as `python3 run.py test` starts it, in one process more than there are processors, since browsers wait;
further words go to pytest. `run.py conformance` reads the results."""

import os
import sys

import pytest

words = sys.argv[1:]
own_workers = any(word.startswith(("-n", "--numprocesses", "--pdb")) or word == "no:xdist" for word in words)
workers = [] if own_workers else ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadscope"]
sys.exit(pytest.main([*workers, "--junitxml=test-artifacts/results.xml", *words]))
