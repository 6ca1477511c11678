"""The whole suite in two processes, as `python3 run.py test` starts it; further words go to pytest. `run.py conformance` reads the results."""

import sys

import pytest

words = sys.argv[1:]
own_workers = any(word.startswith(("-n", "--numprocesses", "--pdb")) or word == "no:xdist" for word in words)
workers = [] if own_workers else ["-n", "2", "--dist", "loadscope"]
sys.exit(pytest.main([*workers, "--junitxml=test-artifacts/results.xml", *words]))
