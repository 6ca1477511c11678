"""The registry of single figures: every row says what it is, where it comes from, and what it disagrees with."""

import csv
import re
from pathlib import Path

import pytest
from support import told

from derisking import data

ROOT = Path(__file__).resolve().parents[2]
MIRRORS = re.compile(r"//\d+\.\d+\.\d+\.\d+|roads-uae|localhost|//(?:www\.)?scribd|//mi\.5ch")
with (ROOT / "data" / "facts.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
BY_ID = {row["id"]: row for row in ROWS}


def faults(row, rows=BY_ID):
    """Everything that is wrong with one row by itself or against the others."""
    found = []
    if not re.fullmatch(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", row["value"]):
        found.append(f"value {row['value']!r} is not a plain number (no thousands separators)")
    if not re.match(r"(?:19|20)\d{2}", row["year"]):
        found.append(f"year {row['year']!r}")
    if not re.fullmatch(r"https?://[^\s()\"<>]+", row["url"]):
        found.append("url is missing, or has a character that breaks a link (space, bracket, quote)")
    if bool(row["second_source"]) != bool(row["second_url"]):
        found.append("second_source and second_url go together")
    if row["second_url"] and (
        row["second_url"] == row["url"] or not re.fullmatch(r"https?://[^\s()\"<>]+", row["second_url"])
    ):
        found.append("second_url repeats url or breaks a link")
    if (row["confidence"] == "two independent sources") != (row["second_outcome"] == "found"):
        found.append("two independent sources and the outcome 'found' go together")
    if row["confidence"].startswith("two") and not row["second_url"]:
        found.append("two sources, but no second address")
    if MIRRORS.search(row["url"] + " " + row["second_url"]):
        found.append("the address is a mirror or a bare number: name the publisher's page")
    if not row["definition"].endswith(".") or "memory" in row["confidence"]:
        found.append("the definition is a sentence; nothing from memory")
    for other in filter(None, row["conflicts_with"].split(";")):
        if other not in rows or row["id"] not in rows[other]["conflicts_with"].split(";"):
            found.append(f"conflicts_with {other!r} is not there or does not point back")
    return found


def test_rows_are_sound_many_and_without_twins():
    """What one row says of itself and of others; types, vocabularies and patterns are judged with all other tables'."""
    found = [f"data/facts.csv, {row['id']}: {'; '.join(faults(row))}" for row in ROWS if faults(row)]
    assert not found, "\n".join(found)
    assert len(ROWS) >= 350
    assert len(BY_ID) == len(ROWS), "an id stands twice"
    twins = [(r["value"], r["unit"], r["year"], r["definition"]) for r in ROWS]
    assert len(set(twins)) == len(twins), "a quantity stands twice"


CANARIES = told.cases(__file__, "canaries.yaml")["facts"]


def test_canaries_and_near_ids():
    row = next(row for row in ROWS if row["confidence"] == "one source" and not row["conflicts_with"])
    assert not faults(row)
    for column, cells in CANARIES.items():
        assert all(faults(row | {column: cell}) for cell in cells), column
    fact = data.fact("gallium-eu-supply-china")
    assert (fact.value, fact.unit, fact.year) == (71.0, "%", "2023") and fact.url.startswith("https://")
    assert list(data.facts()["id"]) == sorted(data.facts()["id"])
    with pytest.raises(data.DataError, match="gallium-eu-supply-china"):
        data.fact("gallium-supply-china")
