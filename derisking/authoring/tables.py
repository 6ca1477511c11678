"""Whether tables are what `data/datapackage.json` says of them: types, allowed values, patterns, keys, references.

`frictionless`, a tool for that standard, is the only judge; here its findings become one sentence each. It comes with the
maintainers' packages, so students and teachers, whose tables are told by their hash, do without it.
"""

import re
from pathlib import Path

from derisking import data

# what frictionless says of a constraint -> the rest of a sentence that has named table, line, column and cell
_RULES = {
    "required": "must not be empty",
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
    "enum": "is not one of {}",
    "pattern": "does not match the pattern {}",
}
# the same for whole rows
_WORDS = {
    "primary-key": "the key of this row stands there twice",
    "foreign-key": "this points at a row that does not exist",
    "unique-error": "this stands there twice",
}
_COUNTS = {"hash-count", "byte-count", "row-count"}  # data.load compares the hash; the dictionary writes all three


def faults(place: Path, names: list[str] | None = None) -> list[str]:
    """A sentence for each cell that breaks its description; empty if all is well.

    place: folder with datapackage.json. names: the tables to look at, all by default.
    Raises DataError where frictionless is not installed.
    """
    try:
        import frictionless
    except ModuleNotFoundError as error:
        raise data.DataError(
            "A table has changed, and checking it needs the package frictionless: run `python3 run.py test` once, which "
            "installs it, then repeat."
        ) from error
    package = frictionless.Package(str(place / "datapackage.json"))
    found = []
    for resource in package.resources:
        if names is None or resource.name in names:
            report = resource.validate()
            found += [f"Table {resource.name}: {error.message}" for error in report.errors]
            errors = [error for task in report.tasks for error in task.errors if error.type not in _COUNTS]
            found += [_sentence(resource.name, error) for error in errors]
    return found


def _sentence(name: str, error) -> str:
    """One finding in words. error: of frictionless; not each kind has a line, a column and a cell."""
    line, column = getattr(error, "row_number", None), getattr(error, "field_name", "")
    where = "".join([f"Table {name}", f", line {line}" if line else "", f", column {column}" if column else ""])
    cell = getattr(error, "cell", "")
    rule = re.fullmatch(r'constraint "(\w+)" is "(.*)"', error.note or "")
    if rule and rule[1] in _RULES:
        words = f"{cell!r} " if cell else "the cell "
        words += _RULES[rule[1]].format(rule[2])
    else:
        words = _WORDS.get(error.type, f"{f'{cell!r}: ' if cell else ''}{error.note or error.message}")
    return f"{where}: {words}; correct the cell, or its description in datapackage.json."
