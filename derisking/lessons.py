"""The lessons of the course: order, titles, questions, minutes, and where each question stands. Read from their notebooks.

What is true of single lessons only (`facts`: which holds a test, a memo, the last page) stands in notebooks/course.yaml.
"""

import dataclasses
import functools
import json
import re
from pathlib import Path

from derisking import places

_ASK = re.compile(r"quiz\.(?:ask|later)\(([^)]*)\)")
_GUESS = re.compile(r"widgets\.(?:predict\(\s*[\w\"-]+,|quick\()\s*\"([\w-]+)\"")
_EXPLORER = re.compile(r"explore\.(\w+)\(")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)
# What a text says to teachers: minutes and codes of objectives.
_TEACHERS = (
    (
        re.compile(r"^\*\d+ minutes[^*\n]*?(?: · (\d+ points))?\*$\n?", re.MULTILINE),
        lambda m: f"*{m[1]}*\n" if m[1] else "",
    ),
    (re.compile(r"^\*Objectives [^*\n]*\*\n\n?", re.MULTILINE), ""),
    (re.compile(r"^(\*About \d+ minutes · \d+ points) · objectives [^*\n]*\*$", re.MULTILINE), r"\1*"),
    (re.compile(r"^\d+ minutes in class · y", re.MULTILINE), "Y"),
    (re.compile(r"^- \*\*[A-Z]\d\*\* ", re.MULTILINE), "- "),
)
_GOALS = re.compile(r"^(## What you can do afterwards\n)\n((?:- .+(?:\n|\Z))+)", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Lesson:
    """name: "02-de-risking". number, title, question, minutes: as its first cell says. asked: question -> heading above it.

    guesses: ids of its predictions; explorers: functions of `derisking.explore` that it calls.
    """

    name: str
    number: int
    title: str
    question: str
    minutes: int
    asked: dict[str, str]
    exercise: bool
    guesses: tuple[str, ...] = ()
    explorers: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """Number and title, as the page shows them."""
        return f"{self.number} · {self.title}"

    @property
    def page(self) -> str:
        """Its notebook, from the course folder."""
        return f"notebooks/{self.name}.ipynb"

    @property
    def task_page(self) -> str:
        """The notebook of its exercise, from the course folder; "" for a lesson without one."""
        return f"exercises/{self.name}/{self.name}.ipynb" if self.exercise else ""


@dataclasses.dataclass(frozen=True)
class Test:
    """One of the two tests of the course: the lesson that shows it, the heading of its section there, and how many questions come in
    class before the others, which are for home (0: all)."""

    lesson: str
    section: str
    now: int = 0

    @property
    def number(self) -> int:
        return number_of(self.lesson)


@dataclasses.dataclass(frozen=True)
class Facts:
    """tests: "pre" and "post"; story: (lesson, question) of the last page; dates: rows of policy_events; does: lesson -> what one
    does there; memos: lesson -> its weight in the course's total; role_play: the lesson that has one; explorers: name -> module.
    """

    tests: dict[str, Test]
    story: tuple[str, str]
    dates: tuple[str, ...]
    does: dict[str, str]
    memos: dict[str, float]
    role_play: str
    explorers: dict[str, str]


def for_students(text: str) -> str:
    """A text of a lesson or an exercise as students read it: minutes and codes of objectives are for who plans a class, and the
    objectives are a row that opens, so that there is something to do at once.
    """
    for pattern, instead in _TEACHERS:
        text = pattern.sub(instead, text)
    return _GOALS.sub(_folded, text)


def _folded(found: re.Match[str]) -> str:
    count = len(found[2].splitlines())
    return f'{found[1]}\n<details class="dr-aims"><summary>{count} goals</summary>\n\n{found[2]}\n</details>\n'


def number_of(lesson: str) -> int:
    """The number of a lesson, such as 2 of "02-de-risking"."""
    return int(lesson.partition("-")[0])


def facts() -> Facts:
    """notebooks/course.yaml. Raises PlaceError where it is missing or lacks something."""
    return _facts(places.course_facts())


@functools.cache
def _facts(path: Path) -> Facts:
    import yaml

    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        tests = {name: Test(**one) for name, one in raw.pop("tests").items()}
        lesson, _, question = raw.pop("story").partition("/")
        return Facts(tests=tests, story=(lesson, question), dates=tuple(raw.pop("dates")), **raw)
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise places.PlaceError(
            f"{path.parent.name}/{path.name} cannot be used ({error}): compare it with a fresh copy."
        ) from None


def read_all(root: Path | None = None) -> list[Lesson]:
    """The lessons in order. root: a checkout or students' copy, by default the one around the package."""
    return list(_read_all(root or places.checkout("notebooks")))


def alone(root: Path | None = None) -> list[tuple[str, str]]:
    """(title, page from the course folder) of each exercise that belongs to no lesson. root: as in `read_all`."""
    root = root or places.checkout("notebooks")
    paths = sorted((root / "exercises").glob("[0-9][0-9]-*/[0-9][0-9]-*.ipynb"))
    found = [path for path in paths if path.stem == path.parent.name and not (root / "notebooks" / path.name).is_file()]
    books = [(path, json.loads(path.read_text(encoding="utf-8"))) for path in found]
    titled = [(_TITLE.search("".join(book["cells"][0]["source"])), path) for path, book in books]
    return [(title[1] if title else path.stem, path.relative_to(root).as_posix()) for title, path in titled]


def counted() -> str:
    """How many lessons there are, as a word such as "eight"; from thirteen on in digits."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    count = len(read_all())
    return words[count] if count < len(words) else str(count)


@functools.cache
def _read_all(root: Path) -> tuple[Lesson, ...]:
    return tuple(_read(root, path) for path in sorted((root / "notebooks").glob("[0-9][0-9]-*.ipynb")))


def _read(root: Path, path: Path) -> Lesson:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    first = next(text for kind, text in texts if kind == "markdown")
    heads = _TITLE.search(first)
    number, _, title = (heads[1] if heads else "").partition(" · ")
    question = re.search(r"^\*\*(.+)\*\*$", first, re.MULTILINE)
    minutes = re.search(r"(\d+) minutes", first)
    asked: dict[str, str] = {}
    heading = ""
    for kind, text in texts:
        if kind == "markdown":
            heading = (_HEADING.findall(text) or [heading])[-1].strip()
        for words in _ASK.findall(text):
            asked |= dict.fromkeys((id for id in re.findall(r'"([\w-]+)"', words) if id != path.stem), heading)
    code = "\n".join(text for kind, text in texts if kind == "code")
    guesses, explorers = (tuple(dict.fromkeys(pattern.findall(code))) for pattern in (_GUESS, _EXPLORER))
    exercise = (root / "exercises" / path.stem / path.name).is_file()
    words = question[1] if question else ""
    return Lesson(
        path.stem, int(number), title, words, int(minutes[1]) if minutes else 0, asked, exercise, guesses, explorers
    )
