"""Temporary folders of grading. What a run that was killed leaves in them is removed when the next one starts."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

NAME = "derisking-"


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder with this process's number in its name; those of processes that are gone are removed first."""
    for left in Path(tempfile.gettempdir()).glob(f"{NAME}*-*"):
        owner = left.name.removeprefix(NAME).partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{NAME}{os.getpid()}-") as name:
        yield Path(name)
