"""The working copy of the course: what a student opens, changes and keeps, apart from the files that a new version replaces.

`my-course/` beside run.py holds lessons and exercises with what their cells show, the tables, two pages (home, progress) and
the learner's record. It is made when there is none and renewed when lessons or package change. A page that its owner changed
is never touched: the new one is put beside it, and one sentence says so.

Each page is written twice: at once as it is, so that it opens whatever happens, and once more with what its cells show.
"""

import contextlib
import dataclasses
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from derisking import places, progress
from derisking.exercises.form_answers import FORM_MIME
from derisking.lab import execute, pages
from derisking.progress import store

FOLDER = places.WORKING_COPY
MADE = ".made.json"  # what was made from what: place -> hash of the source, and of what the student could change
MARKER_TEXT = "This file marks your course folder. Your record, progress.sqlite, is kept beside it.\n"
SHOWN_BY = (
    *("derisking/**/*", "data/**/*.csv", "solutions/*/tasks.yaml", "solutions/*/keys.py"),
    *("notebooks/**/*.yaml", "notebooks/explorers/*.py", "notebooks/explorers/*.json"),
)


@dataclasses.dataclass
class Page:
    """One page to be made. name: its place in the working copy. source: hash of what it is made from."""

    name: str
    book: object
    source: str


class Watch(execute.Order):
    """Follows the work from another thread: which pages are still to come, and which are there."""

    def due(self, places: list[str]) -> None:
        """These pages are going to be written; every other one is as it should be."""

    def made(self, place: str) -> None:
        """This page is there, with what its cells show if that could be had."""


def prepare(
    root: Path,
    say: Callable[[str], None] = print,
    watch: Watch | None = None,
    folder: Path | None = None,
    filled: Path | None = None,
) -> Path:
    """Make or renew the working copy of the course in `root`; return its folder. say: is told what a person should know.

    root: a checkout or a students' copy. A page that cannot be executed is still there, without what its cells show.
    folder: where, if not in `root`. filled: a working copy of the same course, whose pages are taken with what they show; none is
    executed then. Raises OSError where the folder cannot be written.
    """
    watch = watch or Watch()
    folder = folder or root / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / places.MARKER).write_text(MARKER_TEXT, encoding="utf-8")
    _adopt(root / store.FILE, folder / store.FILE)
    with contextlib.chdir(folder):
        progress.seed()  # starts the record, so that options stand in the same order before and after a page runs
        progress.save_copy()
    _renew(root / "data", folder / "data")
    _renew(root / "notebooks" / "pictures", folder / "notebooks" / "pictures")
    made, shown = made_of(folder), places.digest(*SHOWN_BY, root=root)
    due = _due(folder, pages.planned(root), made, shown)
    for place in [place for place in due if not (folder / place).exists()]:
        _write(folder / place, due[place].book)
        made[place] = {"source": "", "shown": "", "own": own_part(due[place].book)}
    _write_made(folder, made)
    _trust(folder, [place for place, known in made.items() if known["own"] == _own_part(folder / place)])
    watch.due(list(due))
    if due and not filled:
        number = "1 page" if len(due) == 1 else f"{len(due)} pages"
        say(f"Preparing {number}, so that charts and questions are there when you open them ...")
    for place, trouble in _taken(filled, due, shown) if filled else _filled(folder, due, watch):
        _keep(folder, place, due[place], shown, say)
        if trouble:
            say(f"{place} was not filled in ({trouble}). It opens all the same, and runs when you open it.")
        watch.made(place)
    return folder


def _keep(folder: Path, place: str, page: Page, shown: str, say: Callable[[str], None]) -> None:
    """Write a page that is filled, unless another command did so meanwhile; beside its old version if that was changed meanwhile."""
    made = made_of(folder)
    new = {"source": page.source, "shown": shown, "own": own_part(page.book)}
    if made.get(place) == new:
        return
    if _own_part(folder / place) not in (None, made.get(place, {}).get("own")):
        place = _beside(folder, page.name, made)
    _write(folder / place, page.book)
    made[place] = new
    if place != page.name:
        made[page.name] |= {"source": page.source, "shown": shown}
        say(f"{page.name}: you changed it and there is a newer version, which is now beside it as {Path(place).name}.")
    _write_made(folder, made)
    _trust(folder, [place])


# --- what is to be made ---------------------------------------------------------------------------------------------------


def _due(folder: Path, planned: Mapping[str, tuple[Any, str]], made: dict, shown: str) -> dict[str, Page]:
    """Place in the working copy -> page, for what is missing, outdated, or newer than what the student changed."""
    due: dict[str, Page] = {}
    for name, (book, source) in planned.items():
        known = made.get(name, {})
        there = _own_part(folder / name)
        if there is None or there == known.get("own"):
            if there is None or known["source"] != source or known["shown"] != shown or _is_shell(folder / name):
                due[name] = Page(name, book, source)
        elif known and known["source"] != source:
            due[_beside(folder, name, made)] = Page(name, book, source)
        elif not known:
            made[name] = {"source": source, "shown": shown, "own": ""}  # somebody else's page: it stays
    return due


def _beside(folder: Path, name: str, made: dict) -> str:
    """A free place for the new version of a page that was changed; one of an earlier new version, if nobody touched it."""
    path = Path(name)
    number = 1
    while True:
        place = path.with_name(f"{path.stem}-new{'' if number == 1 else f'-{number}'}{path.suffix}").as_posix()
        there = _own_part(folder / place)
        if there is None or there == made.get(place, {}).get("own"):
            return place
        number += 1


def own_part(book: Any) -> str:
    """Hash of what a student can change in a notebook: the cells' texts, and answers given by form. Outputs come and go."""
    digest = hashlib.sha256()
    for cell in book["cells"]:
        text = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        forms = [output.get("data", {}).get(FORM_MIME) for output in cell.get("outputs", ())]
        kept = [form for form in forms if form is not None]
        digest.update(json.dumps([cell["cell_type"], text, kept], sort_keys=True).encode())
    return digest.hexdigest()


def _own_part(path: Path) -> str | None:
    """The same of a file; None where there is none, "" where it is no notebook (and so the student's own)."""
    try:
        return own_part(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        return ""


def _is_shell(path: Path) -> bool:
    """Whether a page shows nothing before it runs, or an error from a kernel that was in trouble."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return not outputs or any(output.get("output_type") == "error" for output in outputs)


# --- making it ------------------------------------------------------------------------------------------------------------


def _filled(folder: Path, due: dict[str, Page], order: execute.Order) -> Iterator[tuple[str, str]]:
    """Execute the pages in a folder of their own, with a copy of the record: so nothing in the record changes.

    Yields the place of each when it is done, and what was wrong, if anything.
    """
    with tempfile.TemporaryDirectory() as scratch:
        course = Path(scratch)
        (course / places.MARKER).touch()
        if (folder / store.FILE).is_file():
            shutil.copy(folder / store.FILE, course)
        environment = {**os.environ, "DERISKING_RECORD": "on", "DERISKING_NARROW": "1", "PYTHONWARNINGS": "ignore"}
        yield from execute.fill({place: page.book for place, page in due.items()}, course, environment, order)


def _taken(filled: Path, due: dict[str, Page], shown: str) -> Iterator[tuple[str, str]]:
    """The same from a working copy that is filled already; a page that is another there shows nothing before it runs."""
    made = made_of(filled)
    for place, page in due.items():
        known = made.get(page.name, {})
        with contextlib.suppress(OSError, ValueError):
            book = json.loads((filled / page.name).read_text(encoding="utf-8"))
            if known == {"source": page.source, "shown": shown, "own": own_part(book)}:
                page.book = book
        yield place, ""


def _write(path: Path, book: Any) -> None:
    import nbformat

    path.parent.mkdir(parents=True, exist_ok=True)
    _write_whole(path, nbformat.writes(nbformat.from_dict(book)) + "\n")


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that it is whole or as before, whatever happens."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _write_made(folder: Path, made: dict) -> None:
    _write_whole(folder / MADE, json.dumps(made, indent=1, sort_keys=True) + "\n")


def made_of(folder: Path) -> dict:
    try:
        return dict(json.loads((folder / MADE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _trust(folder: Path, names: list[str]) -> None:
    """Sign the pages that are as they were made, so that this computer's JupyterLab shows what their cells show."""
    import nbformat
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    for name in names:
        book = nbformat.read(folder / name, as_version=4)
        if not notary.check_signature(book):
            notary.sign(book)


def _adopt(earlier: Path, record: Path) -> None:
    """Start with the record that was kept beside run.py before there was a working copy."""
    if earlier.is_file() and not record.exists():
        shutil.copy(earlier, record)


def _renew(source: Path, target: Path) -> None:
    """Copy what pages lead to or show: tables with their dictionary (the package reads its own), and drawings."""
    for path in (path for kind in ("csv", "md", "svg") for path in source.rglob(f"*.{kind}")):
        place = target / path.relative_to(source)
        if not place.is_file() or place.read_bytes() != path.read_bytes():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
