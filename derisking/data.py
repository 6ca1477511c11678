"""Load a table of the module, say where it comes from, and refuse it when something is wrong with it.

The tables are CSV files in `data/`, described in `data/datapackage.json` (a Frictionless Data Package). This module reads that
description with the standard library, so nothing but pandas is needed to use the tables. The arrow points one way: everything
else in the package may import this module, and this module imports only `places` and `cards`.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import hashlib
import io
import json
import math
from pathlib import Path

import pandas as pd

from derisking import cards, places

_REFRESH = "python3 run.py build"


class DataError(ValueError):
    """A table, or a row of one, that cannot be trusted. The message names the place and the remedy in one sentence."""


@dataclasses.dataclass(frozen=True)
class Fact:
    """One row of `facts.csv`: a single figure with its meaning and its address.

    `value` is a float where the row holds a number, else the text. Empty cells are empty strings.
    """

    id: str
    value: float | str
    unit: str
    year: str
    year_means: str
    geography: str
    definition: str
    source: str
    url: str
    second_source: str = ""
    second_url: str = ""
    confidence: str = ""
    conflicts_with: str = ""
    computed_by: str = ""


# --- where the tables are ---------------------------------------------------------------------------------------------


def folder() -> Path:
    """The folder with the tables: `data/` of a checkout, else the copy inside the installed package.

    Raises DataError when neither holds a `datapackage.json`.
    """
    try:
        return places.tables()
    except places.PlaceError as error:
        raise DataError(str(error)) from error


@functools.cache
def _package(place: Path) -> dict:
    """The description of all tables, as in `datapackage.json`."""
    file = place / "datapackage.json"
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DataError(f"{file} cannot be read as JSON ({error}): restore it from the repository.") from error


def names() -> list[str]:
    """The names of all tables, in alphabetical order."""
    return sorted(resource["name"] for resource in _package(folder())["resources"])


def resource(name: str) -> dict:
    """The description of one table as a dictionary (its entry in `datapackage.json`).

    Raises DataError for an unknown name and lists the names that look like it.
    """
    for entry in _package(folder())["resources"]:
        if entry["name"] == name:
            return entry
    raise DataError(f"There is no table {name!r}. {_near(name, names(), 'data.names()')}")


def _near(name: str, known: list[str], listing: str) -> str:
    """A hint that lists what looks like `name`: first close spellings, then names that contain one of its words."""
    close = difflib.get_close_matches(str(name), known, n=4, cutoff=0.5)
    words = [word for word in str(name).lower().replace("_", "-").split("-") if len(word) > 3]
    close += [other for other in known if other not in close and any(word in other for word in words)]
    if close:
        return f"Did you mean {', '.join(close[:6])}?"
    return f"{listing} shows what there is."


# --- loading ----------------------------------------------------------------------------------------------------------


def load(name: str) -> pd.DataFrame:
    """One table as a DataFrame with the documented types.

    Text columns (codes such as hs6, cn8 and ISO country codes are text) are `str`, whole numbers `Int64`, other numbers
    `float64`, yes/no columns `bool`, full dates `datetime64`. An empty cell is missing; "NA" is Namibia, not a gap.
    The table is read once and every call returns a fresh copy. Units and meanings: `data.describe(name)`.
    Raises DataError for an unknown name, a missing or changed file, a wrong column, or a value that is no number, not
    in its range or missing where it must not be.
    """
    return _load(folder(), name).copy()


@functools.cache
def _load(place: Path, name: str) -> pd.DataFrame:
    entry = resource(name)
    raw = _bytes(place / entry["path"], name)
    frame = _parse(raw, entry)
    _compare_hash(raw, entry)
    return frame


def forget() -> None:
    """Read descriptions and tables anew from now on; for authors' commands, which change them."""
    for kept in (_package, _load, _facts_by_id):
        kept.cache_clear()


def _bytes(file: Path, name: str) -> bytes:
    """The file's content with Unix line ends, so that a checkout on Windows has the same hash."""
    try:
        return file.read_bytes().replace(b"\r\n", b"\n")
    except OSError as error:
        raise DataError(
            f"Table {name}: the file {file.name} is missing from {file.parent}; restore it from the repository."
        ) from error


def digest(raw: bytes) -> str:
    """The hash of a table's content, as it stands in `datapackage.json`."""
    return "sha256:" + hashlib.sha256(raw).hexdigest()


def _compare_hash(raw: bytes, entry: dict) -> None:
    """Refuse a file that is not the one described: someone changed it without saying so."""
    if entry.get("hash") != digest(raw):
        raise DataError(
            f"Table {entry['name']}: {entry['path']} is not the version described in datapackage.json (its hash differs); "
            f"restore the file, or, if the change is meant, run `{_REFRESH}`."
        )


def _parse(raw: bytes, entry: dict) -> pd.DataFrame:
    """Text to typed columns, with the cheap checks: encoding, columns, types, ranges, gaps."""
    name = entry["name"]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"Table {name}, line {line}: byte {error.start} (0x{raw[error.start]:02x}) is not UTF-8; save the file as UTF-8."
        ) from error
    try:
        frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, na_values=[""])
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(
            f"Table {name}: {entry['path']} is not a regular CSV file ({str(error).strip()}); restore it."
        ) from error
    fields = entry["schema"]["fields"]
    _compare_columns(name, list(frame.columns), [field["name"] for field in fields])
    for field in fields:
        column = _convert(name, frame[field["name"]], field)
        _check_range(name, column, field)
        frame[field["name"]] = column
    return frame


def _compare_columns(name: str, found: list[str], wanted: list[str]) -> None:
    if found == wanted:
        return
    lacking = [column for column in wanted if column not in found]
    extra = [column for column in found if column not in wanted]
    parts = [f"column {', '.join(lacking)} is missing"] if lacking else []
    parts += [f"column {', '.join(extra)} is not described"] if extra else []
    parts = parts or ["the columns stand in another order"]
    raise DataError(f"Table {name}: {' and '.join(parts)}; the file must have the columns {', '.join(wanted)}.")


def _convert(name: str, text: pd.Series, field: dict) -> pd.Series:
    """One column from text to its documented type."""
    kind = field["type"]
    if kind == "string":
        return text
    if kind == "boolean":
        values = text.map({"true": True, "false": False})
        _refuse(name, field, text, values.isna(), "must be true or false")
        return values.astype(bool)
    if kind == "date":
        values = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")
        _refuse(name, field, text, values.isna() & text.notna(), "must be a date such as 2023-07-03")
        return values
    values = pd.to_numeric(text, errors="coerce")
    _refuse(name, field, text, ~values.map(math.isfinite) & text.notna(), "must be a number")
    if kind == "integer":
        _refuse(name, field, text, (values % 1 != 0) & values.notna(), "must be a whole number")
        return values.astype("Int64")
    return values.astype("float64")


def _check_range(name: str, column: pd.Series, field: dict) -> None:
    """The constraints that cost next to nothing: required, minimum, maximum."""
    rules = field.get("constraints", {})
    if rules.get("required"):
        _refuse(name, field, column, column.isna(), "must not be empty")
    if "minimum" in rules:
        _refuse(name, field, column, column.lt(rules["minimum"]), f"must be at least {rules['minimum']}")
    if "maximum" in rules:
        _refuse(name, field, column, column.gt(rules["maximum"]), f"must be at most {rules['maximum']}")


def _refuse(name: str, field: dict, shown: pd.Series, wrong: pd.Series, rule: str) -> None:
    """Raise for the first wrong cell. Line 1 of a file is its header, so row 0 stands on line 2."""
    wrong = wrong.fillna(False).to_numpy(dtype=bool)
    if wrong.any():
        row = int(wrong.argmax())
        cell = shown.iloc[row]
        seen = "an empty cell" if pd.isna(cell) else repr(str(cell))
        raise DataError(
            f"Table {name}, line {row + 2}, column {field['name']}: {seen} {rule}; "
            f"correct the cell and run `{_REFRESH}`, or restore the file."
        )


# --- saying where it comes from ---------------------------------------------------------------------------------------


def cite(name: str) -> str:
    """A citation to paste under a chart: producer, title, vintage, licence, address."""
    entry = resource(name)
    source, licence = entry["sources"][0], entry["licenses"][0]
    producer = entry.get("producer") or source["title"]
    return f"{producer}: {entry['title']}. {entry['vintage']}. {licence['title']}. {source.get('path', '')}".strip()


class Description:
    """The dictionary entry of one table: a panel in a notebook, plain text elsewhere."""

    def __init__(self, entry: dict):
        self.entry = entry

    def _facts(self) -> list[tuple[str, str]]:
        entry = self.entry
        return [
            ("A row is", entry["description"]),
            ("Source", "; ".join(" ".join([s["title"], s.get("path", "")]).strip() for s in entry["sources"])),
            ("Licence", "; ".join(licence["title"] for licence in entry["licenses"])),
            ("Vintage", entry["vintage"]),
            ("What was done to it", entry.get("changes", "")),
            ("Known problems", entry.get("known_problems", "")),
        ]

    def _columns(self) -> list[tuple[str, str, str, str]]:
        return [(f["name"], f["type"], f.get("unit", ""), f["description"]) for f in self.entry["schema"]["fields"]]

    def __str__(self) -> str:
        lines = [f"{self.entry['title']} ({self.entry['name']})"]
        lines += [f"{label}: {text}" for label, text in self._facts() if text]
        lines += [f"  {column} [{unit or kind}] {text}" for column, kind, unit, text in self._columns()]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return cards.render("data.html.jinja", entry=self.entry, facts=self._facts(), columns=self._columns())


def describe(name: str) -> Description:
    """The dictionary entry of a table: what a row is, columns, units, source, licence, known problems."""
    return Description(resource(name))


# --- single figures ---------------------------------------------------------------------------------------------------


def facts() -> pd.DataFrame:
    """The registry of single figures (`facts.csv`), one row each; `value` is text here, a number in `fact(id)`."""
    return load("facts")


def fact(id: str) -> Fact:
    """One figure of the registry.

    Raises DataError for an unknown id and lists the ids that look like it.
    """
    rows = _facts_by_id(folder())
    if id not in rows:
        raise DataError(f"There is no fact {id!r}. {_near(id, list(rows), 'data.facts()')}")
    return rows[id]


@functools.cache
def _facts_by_id(place: Path) -> dict[str, Fact]:
    wanted = [field.name for field in dataclasses.fields(Fact)]
    frame = _load(place, "facts")
    text = frame[[column for column in wanted if column in frame]].astype(object).fillna("").astype(str)
    rows = [Fact(**row) for row in text.to_dict("records")]
    return {row.id: dataclasses.replace(row, value=_number(row.value)) for row in rows}


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
