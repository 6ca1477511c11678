"""Make the folder: notebooks and the Sphinx project of docs/ go into a work folder, Sphinx makes pages, and the rest is added."""

import contextlib
import hashlib
import io
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from derisking import lessons, places
from derisking.errors import UserError
from derisking.exercises import sealed
from derisking.exports.web import execute, exercise, offline, plan, scripts, words

MADE_OF = "_static/made-of.txt"
START = 'import derisking.exports.web.stage as stage\nstage.install("{name}")'
# Maps for debuggers, what only Sphinx reads, and pictures of its own.
NOT_NEEDED = ("*.map", ".buildinfo*", "objects.inv", "_static/file.png", "_static/minus.png", "_static/plus.png")
STYLES = "_static/*.css"  # of Sphinx and of what it is extended with; no page asks for them
FOLDERS = ("_sources", "jupyter_execute")


class WebError(UserError):
    """The web edition cannot be made; one sentence with the place and the remedy."""


def build(target: Path, address: str = "", teacher: bool = False) -> Path:
    """Write the web edition into target, which is emptied first if it holds an earlier one. Raises WebError.

    address: where the folder will be found, for links and pictures that others show; unknown without. teacher: with the plan beside the text.
    """
    from derisking.exports.web import stage

    if target.exists() and any(target.iterdir()) and not (target / scripts.MARK).is_file():
        raise WebError(f"{target} holds other files: name an empty folder, or one that an earlier run has written.")
    with tempfile.TemporaryDirectory(prefix="web-") as name:
        work = Path(name)
        with stage.originals():
            project(work / "source", *([plan.beside] if teacher else []))
        _sphinx(work / "source", work / "pages", address, teacher)
        for file in [file for pattern in (*NOT_NEEDED, STYLES) for file in (work / "pages").rglob(pattern)]:
            if file.name not in scripts.SHEETS:
                file.unlink()
        for name in FOLDERS:
            shutil.rmtree(work / "pages" / name, ignore_errors=True)
        (work / "pages" / MADE_OF).write_text(plan.MARK if teacher else _sources(), encoding="utf-8")
        for name in plan.FILES if teacher else ():
            shutil.copy(scripts.BESIDE / name, work / "pages" / "_static" / name)
        offline.add(work / "pages")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(work / "pages", target)
    return target


def is_current(site: Path) -> bool:
    """Whether a web edition was made of the lessons, tables and package as they are now."""
    made_of = site / MADE_OF
    return made_of.is_file() and made_of.read_text(encoding="utf-8") == _sources()


def _sources() -> str:
    made_of = ("derisking/**/*", "docs/**/*", "data/**/*", "notebooks/**/*", "exercises/**/*", "solutions/**/*")
    draw = hashlib.sha256(f"of a draw {sealed.secret()}".encode()).hexdigest()
    return f"{places.digest(*made_of)} {draw}"


def project(folder: Path, beside: Callable = lambda book, _: book) -> None:
    """Put together what Sphinx reads: its own files, a notebook per lesson (beside: adds to it) and per exercise, scripts and styles."""
    import nbformat

    root = places.checkout("notebooks", "docs", "exercises", "solutions")
    folder.mkdir(parents=True)
    shutil.copy(root / "docs" / "conf.py", folder)
    shutil.copytree(root / "docs" / "_static", folder / "_static")
    shutil.copytree(root / "docs" / "_templates", folder / "_templates")
    shutil.copytree(root / "notebooks" / "pictures", folder / "pictures")
    books = {one.name: nbformat.read(root / one.page, as_version=4) for one in lessons.read_all()}
    pages = {name: beside(words.for_web(book, name), name) for name, book in books.items()}
    pages |= {f"exercise-{name}": words.for_web(exercise.notebook(name), "") for name in exercise.task.lessons()}
    for name, book in pages.items():
        try:
            execute.run(_started(book, name), name, folder)
        except execute.CellError as error:
            raise WebError(str(error)) from None
        nbformat.write(book, folder / f"{name}.ipynb")
    begins = pages[min(books)], min(books)
    own = {file.stem: file.read_text(encoding="utf-8") for file in (root / "docs").glob("*.md")}
    made = {name: words.with_guess(words.cover(own[name]), *begins) for name in ("index", "my-progress")}
    made |= {"exercises": exercise.cards(own["exercises"]), "glossary": words.glossary()}
    made |= {"sources": words.bibliography(), "tables": words.tables()}
    for name, text in made.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    scripts.write(folder / "_static")


def _started(book, name: str):
    """The notebook with a first cell that sets the stage, and code folded away."""
    import nbformat

    start = nbformat.v4.new_code_cell(START.format(name=name), id="web-stage", metadata={"tags": ["remove-cell"]})
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.metadata["tags"] = _tags(cell)
    book.cells.insert(1, start)
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return book


def _tags(cell) -> list[str]:
    """Forms and buttons need no code beside them; every other cell has its code folded, for analysts."""
    tags = [tag for tag in cell.metadata.get("tags", []) if tag in ("remove-output", "remove-cell")]
    tags += ["remove-output"] if "setup" in cell.metadata.get("tags", []) else []  # "it works" is said of a kernel
    silent = re.match(r"(quiz\.|stage\.|progress\.|exercise\b)", cell.source)
    silent = silent or re.search(r"widgets\.(write|guesses)\(", cell.source)
    return [*tags, "remove-input" if silent else "hide-input"]


def _sphinx(source: Path, target: Path, address: str, teacher: bool) -> None:
    """Run Sphinx. Raises WebError with its warnings: none is expected."""
    from sphinx.cmd.build import main

    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        options = ["-q", "-b", "html", "-j", "2", "-d", str(target.parent / "doctrees")]
        options += ["-D", f"html_baseurl={address.rstrip('/')}/"] if address else []
        options += ["-A", "teacher=1"] if teacher else []
        code = main([*options, str(source), str(target)])
    lines = said.getvalue().splitlines()
    problems = [line for line in lines if "WARNING" in line or "ERROR" in line]
    if code or problems:
        raise WebError("Sphinx did not make clean pages:\n" + "\n".join(problems or lines[-20:]))
