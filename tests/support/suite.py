"""The whole suite, as `python3 run.py test` starts it, in two processes more than there are processors, since browsers wait;
further words go to pytest. `run.py conformance` reads the results. Files are dealt out whole (tests/conftest.py), long ones first."""

import os
import sys

import pytest

# Each process would take one and a half seconds to load nbval, which none but that of tests/notebooks needs.
words = ["-pno:nbval", "--junitxml=test-artifacts/results.xml", *sys.argv[1:]]
if not any(word.startswith(("-n", "--numprocesses", "--pdb")) or word == "no:xdist" for word in words):
    words += ["-n", str((os.cpu_count() or 1) + 2), "--dist", "loadscope", "--no-loadscope-reorder"]
sys.exit(pytest.main(words))
