"""Load a table of the module, say where it comes from, and refuse it when something is wrong with it.

The tables are CSV files in `data/`, described in `data/datapackage.json` (a Frictionless Data Package). This module reads that
description with the standard library, so nothing but pandas is needed to use the tables. A table is believed if its hash is the
described one: `python3 run.py build` writes a hash only after it has compared each cell with the description. The arrow points
one way: everything else in the package may import this module, and this module imports only `places` and `cards`.
"""

import dataclasses
import difflib
import functools
import hashlib
import io
import json
import re
from pathlib import Path

import pandas as pd

from derisking import cards, places
from derisking.errors import UserError

# type in the description -> type of the column; dates are parsed
_TYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "bool"}


class DataError(UserError, ValueError):
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
    definition: str
    source: str
    url: str
    second_source: str = ""
    computed_by: str = ""
    citation: str = ""


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
    Raises DataError for an unknown name, and a missing or changed file.
    """
    return _load(folder(), name).copy()


@functools.cache
def _load(place: Path, name: str) -> pd.DataFrame:
    entry = resource(name)
    raw = _bytes(place / entry["path"], name)
    if entry.get("hash") != digest(raw):
        raise DataError(
            f"Table {name}: {entry['path']} is not the version described in datapackage.json (its hash differs); "
            f"restore the file, or, if the change is meant, run `python3 run.py build`."
        )
    kinds = {field["name"]: field["type"] for field in entry["schema"]["fields"]}
    return pd.read_csv(
        io.BytesIO(raw),
        dtype={column: _TYPES[kind] for column, kind in kinds.items() if kind != "date"},
        parse_dates=[column for column, kind in kinds.items() if kind == "date"],
        date_format="%Y-%m-%d",
        keep_default_na=False,
        na_values=[""],
    )


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


# --- saying where it comes from ---------------------------------------------------------------------------------------


def cite(name: str) -> str:
    """A citation to paste under a chart: producer, title, vintage, licence, address."""
    entry = resource(name)
    source, licence = entry["sources"][0], entry["licenses"][0]
    producer = entry.get("producer") or source["title"]
    title = entry["title"].removeprefix(f"{producer}: ")
    return f"{producer}: {title}. {entry['vintage']}. {licence['title']}. {source.get('path', '')}".strip()


def describe(name: str) -> cards.Panel:
    """The dictionary entry of a table: what a row is, columns, units, source, licence, known problems."""
    entry = resource(name)
    facts = [
        ("A row is", entry["description"]),
        ("Source", "; ".join(" ".join([one["title"], one.get("path", "")]).strip() for one in entry["sources"])),
        ("Licence", "; ".join(licence["title"] for licence in entry["licenses"])),
        ("Vintage", entry["vintage"]),
        ("What was done to it", entry.get("changes", "")),
        ("Known problems", entry.get("known_problems", "")),
    ]
    fields = entry["schema"]["fields"]
    columns = [(one["name"], one["type"], one.get("unit", ""), one["description"]) for one in fields]
    lines = [f"{entry['title']} ({name})", *(f"{label}: {text}" for label, text in facts if text)]
    lines += [f"  {column} [{unit or kind}] {text}" for column, kind, unit, text in columns]
    page = cards.render("data.html.jinja", entry=entry, facts=facts, columns=columns)
    return cards.Panel(page, "\n".join(lines))


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


def issuer(source: str) -> str:
    """A source's name without remarks in brackets and without signs that would break a link or a bank."""
    name = re.sub(r"\s*\([^)]*\)", "", source).replace("'", "\u2019")
    return re.sub(r"[\"\\\[\]()·:#]", " ", name).strip()


def _number(text: float | str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
