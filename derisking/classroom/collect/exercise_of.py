"""Which exercise a file is, and what it is if it is none. Content is read as JSON, as text; nothing of it is run."""

import contextlib
import re
from functools import lru_cache

from derisking import exercises
from derisking.classroom import files
from derisking.classroom.collect.archives import MEGABYTE
from derisking.classroom.collect.items import Item
from derisking.classroom.collect.people import squash

LARGEST_JSON = 20 * MEGABYTE
JUNK_NAMES = {".ds_store", "thumbs.db", "desktop.ini", ".gitignore", ".gitkeep"}
# How an exercise names itself in its first cell, and how a lesson does.
OPENED = re.compile(r"""exercises\s*\.\s*open\(\s*["']([\w-]{1,60})["']""")
LESSON_ITSELF = re.compile(r"""^ *(?:LESSON\s*=\s*|quiz\.\w+\(\s*)["'](\d\d-[\w-]{1,60})["']""", flags=re.MULTILINE)


@lru_cache(maxsize=1)
def lessons() -> tuple[str, ...]:
    return tuple(exercises.lessons())


@lru_cache(maxsize=1)
def _cells() -> dict[str, frozenset[str]]:
    """For each exercise the names of cells that no other exercise has."""
    own = {}
    for lesson in lessons():
        tasks = exercises.definition(lesson).tasks
        own[lesson] = {f"{kind}-{task.id}" for task in tasks for kind in ("answer", "check")}
    return {
        lesson: frozenset(ids - set().union(*(o for other, o in own.items() if other != lesson)))
        for lesson, ids in own.items()
    }


def find_kind(item: Item, forced: str | None) -> None:
    """Say what a file is: the platform's own, junk, a quiz record, an exercise, a lesson, or something else."""
    name = item.tag.rest.rpartition("/")[2].lower()
    parts = item.origin.lower().split("/")
    if item.tag.what:
        item.kind, item.note = "companion", item.tag.what
    elif item.tag.typed:
        item.kind, item.note = "other", f"It is {item.tag.typed}, not a notebook."
    elif "__macosx" in parts or name in JUNK_NAMES or name.startswith(("._", "~$")):
        item.kind, item.note = "companion", "left by the computer, not by the student"
    elif ".ipynb_checkpoints" in parts:
        item.kind = "checkpoint"
    elif re.fullmatch(r"quiz[-_ ]?record.*\.json(\.txt)?", name):
        _record(item)
    else:
        _notebook(item, name, forced)


def _record(item: Item) -> None:
    """A quiz record names its lesson itself; a file that is too large, too deep or broken names none."""
    content = None
    if item.file.size <= LARGEST_JSON:
        with contextlib.suppress(ValueError, RecursionError, MemoryError):
            content = files.parsed(item.file.path.read_bytes())
    told = content.get("lesson") if isinstance(content, dict) else None
    item.kind, item.lesson = "record", told if isinstance(told, str) and told in lessons() else ""


def _notebook(item: Item, name: str, forced: str | None) -> None:
    """A notebook gets its lesson from its content, else from its name or `forced`."""
    looks = ".ipynb" in name
    ending = name.rpartition(".")[2] if "." in name else ""
    if not looks and ending not in ("", "json", "txt"):
        return
    book = item.submission.open().notebook
    if not looks and not book:
        return
    item.kind = "notebook"
    item.readable = book is not None
    by_name = _lesson_in(item.tag.rest) or _lesson_in(item.origin)
    inside, lesson_itself = _lesson_inside(book) if book else ("", "")
    if inside and forced and inside != forced:
        item.kind, item.note = "other", f"It holds the exercise {inside}, not {forced}."
    elif not inside and lesson_itself:
        item.kind = "other"
        item.note = f"It is the lesson {lesson_itself}, not an exercise; ask for the notebook in exercises."
    item.lesson = forced or inside or by_name
    if not book:
        size = "is empty" if not item.file.size else "cannot be read as a notebook"
        item.note = f"The file {size}."
    elif inside and by_name and inside != by_name:
        item.note = item.note or f"Its name says {by_name}, its content is the exercise {inside}."


def _lesson_in(text: str) -> str:
    """The one lesson that a path names, whichever signs stand between the words; the part nearest the end counts."""
    for part in reversed(text.split("/")):
        flat = squash(part)
        found = {lesson for lesson in lessons() if squash(lesson) in flat}
        if len(found) == 1:
            return found.pop()
    return ""


def _lesson_inside(book: dict) -> tuple[str, str]:
    """(the exercise in a notebook, or the lesson if it is one). Content is only read, as text."""
    opened, ids, told = set(), set(), set()
    for cell in (cell for cell in book["cells"] if cell["cell_type"] == "code"):
        opened |= set(OPENED.findall(cell["source"][:100_000]))
        told |= set(LESSON_ITSELF.findall(cell["source"][:100_000]))
        ids.add(str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))[:100])
    known = sorted(opened & set(lessons()))
    if len(known) == 1:
        return known[0], ""
    votes = sorted(((len(own & ids), lesson) for lesson, own in _cells().items()), reverse=True)
    if votes and votes[0][0] > votes[1][0]:
        return votes[0][1], ""
    named = sorted(told)  # also of a lesson without an exercise
    return "", named[0] if len(named) == 1 and not (ids - {""}) else ""
