"""The rubric of a memo, read from the table that students see in their exercise: one source, so a changed row changes the desk.

It stands in `solutions/<lesson>/<lesson>.ipynb`, in the last table before the memo: a column of criteria, then one column per level,
headed by its points. The cell also says how many words are allowed, and which row at 0 halves what a memo can get.
"""

import dataclasses
import json
import re
from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from derisking import exercises, markdown
from derisking.classroom.course import checkout
from derisking.errors import UserError
from derisking.exercises.form_answers import MEMO

LIMIT = re.compile(r"(\d+) words at most")
HALVES = re.compile(r"0 points for (\w+) cannot get more than half")


@dataclasses.dataclass(frozen=True)
class Row:
    """One criterion. levels: points -> what a memo of this level looks like (safe HTML), lowest first."""

    name: str
    levels: Mapping[int, Markup]


@dataclasses.dataclass(frozen=True)
class Rubric:
    """points: the most a memo can get; words: how many are allowed, 0 if the exercise does not say.

    halves: the row that at 0 points leaves at most half of all points, "" without such a rule.
    """

    lesson: str
    title: str
    points: float
    rows: tuple[Row, ...]
    words: int = 0
    halves: str = ""

    @property
    def highest(self) -> int:
        """The sum of the highest levels."""
        return sum(max(row.levels) for row in self.rows)

    def sum_of(self, levels: Mapping[str, int]) -> float | None:
        """The points of a memo from the levels of its rows, by name; None while a row is open."""
        if any(row.name not in levels for row in self.rows):
            return None
        points = sum(levels[row.name] for row in self.rows) * self.points / self.highest
        if self.halves and levels[self.halves] == 0:
            points = min(points, self.points / 2)
        return round(points, 2)


def with_memo() -> list[str]:
    """The exercises that end with a memo."""
    return [lesson for lesson in exercises.lessons() if exercises.definition(lesson).memo]


def read(lesson: str) -> Rubric:
    """The rubric of an exercise with a memo. Raises UserError for a table that is no rubric."""
    definition, path = exercises.definition(lesson), checkout() / "solutions" / lesson / f"{lesson}.ipynb"
    return parsed(_cell(path), lesson, definition.title, definition.memo.points)


def parsed(text: str, lesson: str, title: str, points: float) -> Rubric:
    """The rubric in a Markdown text. Raises UserError with the remedy."""
    head, *lines = [*_table(text), []]
    levels = [re.fullmatch(r"(\d+) points?", cell) for cell in head[1:]]
    shown = [[line[0].replace("*", ""), *map(markdown.inline, line[1:])] for line in lines if line and all(levels)]
    points_of = [int(level[1]) for level in levels if level]
    rows = tuple(Row(name, dict(zip(points_of, map(Markup, cells), strict=True))) for name, *cells in shown)
    if not rows or not levels or len({row.name for row in rows}) < len(rows):
        raise UserError(
            f"solutions/{lesson}/{lesson}.ipynb: the table before the memo is not a rubric: head its columns with Criterion, 0 points, "
            "1 point and so on, and give each row a name of its own."
        )
    words, halves = LIMIT.search(text), HALVES.search(text)
    names = [row.name for row in rows if halves and row.name.lower().startswith(halves[1].lower())]
    if halves and not names:
        said = f"“{halves[0]}” names no row of the rubric: use its first word."
        raise UserError(f"solutions/{lesson}/{lesson}.ipynb: {said}")
    return Rubric(lesson, title, points, rows, int(words[1]) if words else 0, names[0] if names else "")


def _cell(path: Path) -> str:
    """The last text with a table before the memo."""
    found = ""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell.get("id") == MEMO:
            break
        source = "".join(cell["source"])
        found = source if cell["cell_type"] == "markdown" and _table(source) else found
    return found


def _table(text: str) -> list[list[str]]:
    """The cells of the tables in a text, row by row, as they are written."""
    rows: list[list[str]] = []
    inside = False
    for token in markdown.parser().parse(text):
        inside = (inside or token.type == "tr_open") and token.type != "tr_close"
        if token.type == "tr_open":
            rows.append([])
        elif inside and token.type == "inline":
            rows[-1].append(token.content)
    return rows
