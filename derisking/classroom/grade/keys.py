"""What decides the marks of an exercise besides the notebook, as a fingerprint: what was judged by another one is judged again.

It covers the code of this package, all tables, the exercise's own tasks and cells, the draw, and the settings of the course. Some of that
changes no mark; but every mark that changes is named, so judging once too often costs time and nothing else.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

import derisking
from derisking import data

PACKAGE = Path(derisking.__file__).resolve().parent
OWN = (".ipynb", ".yaml", ".py")  # what an exercise is made of


def fingerprint(
    lesson: str, solutions: Path, config: Path, variants: bool = False, package: Path = PACKAGE, drawn_by: str = ""
) -> str:
    """The fingerprint of one exercise. solutions: the checkout's folder; config: the course's nbgrader_config.py; drawn_by: the
    secret of the draw."""
    own = sorted(path for path in (solutions / lesson).iterdir() if path.suffix in OWN)
    tables = data.folder() / "datapackage.json"  # holds the hash of each table, without which none is loaded
    return _digest([tables, config, *own], f"{version(package)} {variants} {drawn_by}")


@functools.cache
def version(package: Path = PACKAGE) -> str:
    """A fingerprint of a package's code."""
    return _digest(sorted(package.rglob("*.py")), "")


def _digest(paths: Iterable[Path], more: str) -> str:
    """A fingerprint of files, by their names and their content, wherever they lie and whatever their line ends; more: what else
    belongs to it."""
    digest = hashlib.sha256(more.encode())
    for path in paths:
        digest.update(f"\n{path.name}\n".encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
