"""One model of a table for file and page: columns say what a CSV holds and what the page shows; and words for numbers."""

import dataclasses
import operator
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from derisking.classroom.report import stats
from derisking.classroom.report.model import TaskFigures
from derisking.classroom.report.stats import Value

MINUS, NBSP = "−", "\u00a0"


class Column(NamedTuple):
    """key: heading in the CSV, "" for the page only; head: on the page, "" for the CSV only. value: of a row, by attributes
    ("task.id") or a function; words: of that value, as the page says it; told: the same of the whole row; number: whether the
    page sets it as one."""

    key: str
    head: str
    value: str | Callable[[Any], Any]
    words: Callable[[Any], str] = str
    told: Callable[[Any], str] | None = None
    number: bool = False

    def of(self, row: object) -> object:
        """The value of a row."""
        return operator.attrgetter(self.value)(row) if isinstance(self.value, str) else self.value(row)


def number(key: str, head: str, value: str | Callable, words: Callable = str, told: Callable | None = None) -> Column:
    """A column that the page sets as numbers."""
    return Column(key, head, value, words, told, True)


@dataclasses.dataclass(frozen=True)
class Page:
    """A table of the page: the first cell of each row is its heading. numbers: columns that hold numbers, by place."""

    caption: str
    heads: list[str]
    rows: list[list[str]]
    numbers: frozenset[int] = frozenset()


@dataclasses.dataclass(frozen=True)
class Table:
    """Columns and the rows that they are made from."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Any]

    def csv(self) -> list[list]:
        """Headings, then the cells of each row: numbers with four digits after the point, an unknown one empty."""
        own = [column for column in self.columns if column.key]
        return [[column.key for column in own], *([_cell(column.of(row)) for column in own] for row in self.rows)]

    def page(self, first: int = 0, last: int | None = None) -> Page:
        """The table as the page shows it. first, last: which rows."""
        own = [column for column in self.columns if column.head]
        numbers = frozenset(place for place, column in enumerate(own) if column.number)
        rows = [[_words(column, row) for column in own] for row in self.rows[first:last]]
        return Page(self.caption, [column.head for column in own], rows, numbers)


def _cell(value: object) -> object:
    if isinstance(value, Value):
        value = value.number
    if value is None or value != value:
        return ""
    return round(value, 4) + 0.0 if isinstance(value, float) else value  # no minus before a zero


def _words(column: Column, row: object) -> str:
    return column.told(row) if column.told else column.words(column.of(row))


# --- words for numbers ------------------------------------------------------------------------------------------------------


def of(count: int, base: int) -> str:
    """ "12 of 30 (40 %)"; without the per cent below ten students."""
    return f"{count} of {base} ({100 * count / base:.0f}{NBSP}%)" if base >= stats.SOME else f"{count} of {base}"


def percent(value: Value) -> str:
    return f"{100 * value.number:.0f}{NBSP}%" if value.known else value.why


def decimal(value: Value) -> str:
    return f"{value.number:.2f}".replace("-0.00", "0.00").replace("-", MINUS) if value.known else value.why


def points(value: Value) -> str:
    """A difference of shares in percentage points, with its sign."""
    if not value.known:
        return value.why
    return f"{100 * value.number:+.0f} points".replace("-", MINUS).replace("+0 ", "0 ").replace(f"{MINUS}0 ", "0 ")


def brief(value: Value) -> str:
    """A number for a narrow column, or in two words why there is none."""
    return decimal(value) if value.known else "too few" if value.why.startswith("too few") else "all the same"


def share(value: Value) -> str:
    return percent(value) if value.known else "too few"


def title_of(lesson: str) -> str:
    """ "Lesson 6, Japan alliance" for "06-japan-alliance"."""
    words = lesson[3:].replace("-", " ").replace("japan", "Japan").replace("de risking", "de-risking")
    return f"Lesson {int(lesson[:2])}, {words}"


def called(misconception: str) -> str:
    """The name of a misconception as words: "weight for value"."""
    return misconception.replace("-", " ")


def titled(task: TaskFigures) -> str:
    """The title of a task, in part B with its route."""
    return f"{task.task.title} ({task.task.route})" if task.task.route else task.task.title
