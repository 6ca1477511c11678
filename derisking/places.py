"""Where things are: the learner's course folder, the checkout of the module, and what the package brings along.

Two of these can differ. A *course* is the folder around the notebook that is open; a *checkout* is the folder around this
package, as teachers and maintainers have it. An installed package alone has neither, only its own copies. Nothing is made here.
"""

import hashlib
from pathlib import Path

from derisking.errors import UserError

MARKER = ".derisking-course"  # the file by which a students' folder is known, whatever folder the kernel runs in
WORKING_COPY = "my-course"  # a student's own, beside run.py
PACKAGE = Path(__file__).resolve().parent


class PlaceError(UserError, FileNotFoundError):
    """A folder or file of the module that is not where it belongs; one sentence with the place and the remedy."""


def course() -> Path | None:
    """The course folder that holds the current folder (a students' copy or a checkout), or None."""
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file():
            return folder
        if (folder / "pyproject.toml").is_file() and (folder / "notebooks").is_dir():
            return folder
    return None


def checkout(*needed: str) -> Path:
    """The folder around the package. needed: folders that it must hold, such as "solutions".

    Raises PlaceError where one is missing, as it is where the package is installed alone.
    """
    folder = PACKAGE.parent
    missing = [name for name in needed if not (folder / name).is_dir()]
    if missing:
        these = "is no folder" if len(missing) == 1 else "are no folders"
        raise PlaceError(f"There {these} {' and '.join(missing)} in {folder}: run this in a checkout of the module.")
    return folder


def notebook_folders() -> list[Path]:
    """Folders that may hold `quizzes/` and `objectives.yaml`, nearest first: course, checkout, installed package."""
    found = course()
    folders = [found / "notebooks"] if found else []
    return [*folders, PACKAGE.parent / "notebooks", PACKAGE]


def objectives() -> Path:
    """The file of learning objectives that is nearest. Raises PlaceError when there is none."""
    return _beside_notebooks("objectives.yaml")


def _beside_notebooks(name: str) -> Path:
    for folder in notebook_folders():
        if (folder / name).is_file():
            return folder / name
    raise PlaceError(f"notebooks/{name} is missing. Copy it from a fresh download of the module.")


def explorers() -> Path:
    """The folder with the explorers of the lessons: of a checkout, else the copy inside the installed package."""
    beside = PACKAGE.parent / "notebooks" / "explorers"
    return beside if beside.is_dir() else PACKAGE / "_explorers"


def course_facts() -> Path:
    """The file of what is true of single lessons that is nearest. Raises PlaceError when there is none."""
    return _beside_notebooks("course.yaml")


def tables() -> Path:
    """The folder with the tables: `data/` of a checkout, else the copy inside the installed package.

    Raises PlaceError when neither holds a `datapackage.json`.
    """
    places = (PACKAGE.parent / "data", PACKAGE / "_data")
    for place in places:
        if (place / "datapackage.json").is_file():
            return place
    raise PlaceError(
        f"No datapackage.json beside the package in {places[0]} or in {places[1]}: install the package again."
    )


def task_folders() -> list[Path]:
    """Folders that may hold `<lesson>/tasks.yaml`: solutions/ of a checkout, then the package's own copy."""
    return [PACKAGE.parent / "solutions", PACKAGE / "_tasks"]


def digest(*patterns: str, root: Path | None = None) -> str:
    """Hash of the files of a checkout that fit these patterns, with their places. root: the checkout, by default our own."""
    root, found = root or PACKAGE.parent, hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts):
            found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()
