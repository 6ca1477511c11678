"""One model of a table for file and page: columns say what a CSV holds and what the page shows; and words for numbers."""

import dataclasses
import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import yaml

from derisking.classroom.report import stats
from derisking.classroom.report.model import TaskFigures
from derisking.classroom.report.stats import Value

FILE = Path(__file__).with_name("tables.yaml")
MINUS, NBSP = "−", "\u00a0"
_LANGUAGE = jinja2.Environment(undefined=jinja2.StrictUndefined)


class Column(NamedTuple):
    """key: heading in the CSV, "" for the page only; head: on the page, "" for the CSV only. value: of a row, from what it and its
    parts are called; told: the same, with `it` for that value, as the page says it; number: whether the page sets it as one."""

    key: str
    head: str
    value: Callable[..., Any]
    told: Callable[..., Any] | None = None
    number: bool = False


@dataclasses.dataclass(frozen=True)
class Page:
    """A table of the page: the first cell of each row is its heading. numbers: columns that hold numbers, by place."""

    caption: str
    heads: list[str]
    rows: list[list[str]]
    numbers: frozenset[int] = frozenset()


@dataclasses.dataclass(frozen=True)
class Table:
    """Columns and the rows that they are made from. row: what a row, or each of its parts, is called; more: what else columns speak of."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    row: str | Sequence[str]
    more: Mapping[str, Any]

    @classmethod
    def of(cls, name: str, rows: Sequence[Any], **more: Any) -> "Table":
        """A table of tables.yaml."""
        listed = _listed()[name]
        return cls(listed["caption"], _columns(name), rows, listed["row"], more)

    def renamed(self, key: str, head: str) -> "Table":
        """The table with another heading on the page; "" for none."""
        columns = [one._replace(head=head) if one.key == key else one for one in self.columns]
        return dataclasses.replace(self, columns=columns)

    def _called(self, row: Any) -> dict[str, Any]:
        return {self.row: row} if isinstance(self.row, str) else dict(zip(self.row, row, strict=True))

    def csv(self) -> list[list]:
        """Headings, then the cells of each row: numbers with four digits after the point, an unknown one empty."""
        own = [column for column in self.columns if column.key]
        named = [self._called(row) for row in self.rows]
        return [[one.key for one in own], *([_cell(one.value(**row, **self.more)) for one in own] for row in named)]

    def page(self, first: int = 0, last: int | None = None) -> Page:
        """The table as the page shows it. first, last: which rows."""
        own = [column for column in self.columns if column.head]
        numbers = frozenset(place for place, column in enumerate(own) if column.number)
        rows = [[self._told(one, self._called(row)) for one in own] for row in self.rows[first:last]]
        return Page(self.caption, [column.head for column in own], rows, numbers)

    def _told(self, column: Column, row: dict[str, Any]) -> str:
        value = column.value(**row, **self.more)
        return str(column.told(it=value, **row, **self.more) if column.told else value)


@functools.cache
def _listed() -> dict[str, Any]:
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@functools.cache
def _columns(name: str) -> tuple[Column, ...]:
    def meant(text: str | None) -> Callable[..., Any] | None:
        return _LANGUAGE.compile_expression(str(text), undefined_to_none=False) if text else None

    columns = []
    for key, one in _listed()[name]["columns"].items():
        shown = (one.get("head", ""), meant(one["value"]), meant(one.get("told")), "number" in one)
        columns.append(Column("" if key[0] == "~" else key, *shown))
    return tuple(columns)


def words(*functions: Callable[..., Any], **named: Callable[..., Any]) -> None:
    """Let tables.yaml use these functions by their names."""
    _LANGUAGE.globals |= {one.__name__: one for one in functions} | named


def _cell(value: object) -> object:
    if isinstance(value, Value):
        value = value.number
    if value is None or value != value:
        return ""
    return round(value, 4) + 0.0 if isinstance(value, float) else value  # no minus before a zero


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


words(of, percent, decimal, points, brief, share, title_of, called)
