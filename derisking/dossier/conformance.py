"""What is known of the accessibility of each product, criterion by criterion: from the tests, and from a list kept by hand.

    python3 run.py test --thorough leaves what the tests said in test-artifacts/results.xml
    python3 run.py conformance     notes that in the list, and writes a page and an OpenACR file for each product

The list is `docs/conformance/looked.csv`: criteria, product, what was shown (a level, or `part` of what is asked) and how, by which tests
or by a look, on which day, and a hash of the files that it concerns. What has changed since is to be looked at again.
"""

import csv
import datetime
import fnmatch
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import yaml

import derisking
from derisking import cards, places
from derisking.classroom import files
from derisking.classroom.prepare import plans
from derisking.errors import UserError

# tests/support/suite.py has pytest write them.
LIST, RESULTS = "docs/conformance/looked.csv", "test-artifacts/results.xml"
COLUMNS = ("criteria", "product", "shows", "how", "by", "concerns", "day", "outcome", "hash")
WORST = ("does-not-support", "partially-supports", "not-evaluated", "supports", "not-applicable")
LOOK, PART = "look", "part"


class Known:
    """The sources: `products` (products.yaml), `criteria` (num, chapter, since, title, products) and `rows` (COLUMNS)."""

    def __init__(self, root: Path | None = None):
        """root: the checkout. Raises UserError with file, line and remedy."""
        self.root = root or places.checkout("docs")
        self.list, self._hashes = self.root / LIST, {}
        self.criteria, self.rows = files.rows(self.list.with_name("criteria.csv")), files.rows(self.list)
        try:
            self.products: dict = yaml.safe_load(self.list.with_name("products.yaml").read_text(encoding="utf-8"))
        except (OSError, ValueError, yaml.YAMLError):
            raise UserError(f"{self.list.parent}/products.yaml cannot be read: take it from a fresh copy.") from None
        for line, row in enumerate(self.rows, 2):
            for fault in self._faults(row):
                raise UserError(f"{self.list}, line {line}: {fault}.")

    def _faults(self, row: dict) -> Iterator[str]:
        """What is wrong with a row of the list, each with its remedy; the first counts."""
        if tuple(row) != COLUMNS or None in row.values() or not row["how"]:
            yield f"a row has the cells {', '.join(COLUMNS)}; fill in how"
        for cell, may in (("product", self.products), ("shows", (*WORST, PART))):
            if row[cell] not in may:
                yield f"{cell} is {row[cell]!r}; choose one of {', '.join(may)}"
        for one in row["criteria"].split("; "):
            if not any(fnmatch.fnmatch(criterion["num"], one) for criterion in self.criteria):
                yield f"there is no criterion {one} in criteria.csv; correct the number"
        for name, test in _tests(row):
            if not (self.root / name).is_file() or f"def {test}(" not in (self.root / name).read_text(encoding="utf-8"):
                yield f"there is no test {name}::{test}; name one, or write {LOOK} (and a comma needs quotation marks)"
        if row["by"] == LOOK and not re.fullmatch(r"\d{4}-\d\d-\d\d", row["day"]):
            yield "a look has a day such as 2026-11-28; fill it in"

    def _files(self, row: dict) -> tuple[str, ...]:
        """Patterns of the files that a row concerns, its tests among them."""
        own = row["concerns"].split("; ") if row["concerns"] else self.products[row["product"]]["concerns"]
        return (*own, *(name for name, _ in _tests(row)))

    def _hash(self, row: dict) -> str:
        key = self._files(row)
        return self._hashes.get(key) or self._hashes.setdefault(key, places.digest(*key, root=self.root)[:12])

    def level(self, row: dict) -> tuple[str, str]:
        """The level that a row gives today, and the sentence that says why."""
        shows, how, day = row["shows"], row["how"], row["day"]
        if row["outcome"] == "failed":
            return "partially-supports", f"A test failed on {day}: {how}"
        if not row["outcome"]:
            return "not-evaluated", f"Its test has not run yet: {how}"
        if row["hash"] != self._hash(row):  # a known fault stays one
            level = shows if shows in WORST[:2] else "not-evaluated"
            return level, f"To look at again, since its files changed after {day}: {how}"
        said = "Seen in part" if shows == PART else "Looked at" if row["by"] == LOOK else "Tested"
        return "not-evaluated" if shows == PART else shows, f"{said}, {day}: {how}"

    def of(self, criterion: dict, product: str) -> tuple[str, list[str]]:
        """(level, sentences) of a criterion for a product: the worst of its rows."""
        if criterion["products"] and product not in criterion["products"].split("; "):
            return "not-applicable", ["This clause is about products of another kind."]
        own = (row for row in self.rows if row["product"] == product and _about(row, criterion["num"]))
        found = [self.level(row) for row in own] or [("not-evaluated", "Nobody has tried this.")]
        return min((level for level, _ in found), key=WORST.index), [said for _, said in found]

    def note(self, results: Path) -> int:
        """Put day, outcome and hash into rows that were tested since, and a hash into new looks; how many rows changed.

        A row stays as it is if one of its tests was skipped or not run, or if its files are newer than the results.
        """
        before = [dict(row) for row in self.rows]
        began, ends = outcomes(results) if results.is_file() else (datetime.datetime.min, {})
        for row in self.rows:
            ran = [ends.get(test, {"skipped"}) for test in _tests(row)]
            bad = any(end & {"failure", "error"} for end in ran)
            concerned = (file for pattern in self._files(row) for file in self.root.glob(pattern) if file.is_file())
            if row["by"] == LOOK and not row["hash"]:
                row |= {"outcome": "seen", "hash": self._hash(row)}
            elif ran and (bad or not any(ran)) and max(file.stat().st_mtime for file in concerned) < began.timestamp():
                row |= {"day": str(began.date()), "outcome": "failed" if bad else "passed", "hash": self._hash(row)}
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows([COLUMNS, *(row.values() for row in self.rows)])
        files.write(self.list, buffer.getvalue())
        return sum(old != row for old, row in zip(before, self.rows, strict=True))

    def pages(self, day: str) -> dict[str, str]:
        """Name -> text of each file of the report, the page for people first."""
        told = [(one, {product: self.of(one, product) for product in self.products}) for one in self.criteria]
        values = {"known": self, "told": told, "day": day, "version": derisking.__version__}
        page = plans.page("conformance", cards.render("dossier/pages/conformance.md.jinja", **values), (), home="")[1]
        acr = {name: cards.render("dossier/pages/openacr.yaml.jinja", name=name, **values) for name in self.products}
        return {"conformance.html": page, **{f"openacr-{name}.yaml": f"{text}\n" for name, text in acr.items()}}


def _about(row: dict, num: str) -> bool:
    return any(fnmatch.fnmatch(num, one) for one in row["criteria"].split("; "))


def _tests(row: dict) -> list[tuple[str, str]]:
    """(file, function) of each test of a row."""
    return [] if row["by"] == LOOK else [test.partition("::")[::2] for test in row["by"].split("; ")]


def outcomes(results: Path) -> tuple[datetime.datetime, dict[tuple[str, str], set[str]]]:
    """When the tests began, and (file, function) -> how its cases ended: failure, error, skipped. Raises UserError."""
    try:
        (suite,) = ElementTree.parse(results).getroot()
        began, ends = datetime.datetime.fromisoformat(suite.attrib["timestamp"]), {}
    except (ElementTree.ParseError, KeyError, ValueError):
        raise UserError(
            f"{results} holds no results of tests: delete it, and run `python3 run.py test --thorough` again."
        ) from None
    for case in suite.iter("testcase"):
        test = case.attrib["classname"].replace(".", "/") + ".py", case.attrib["name"].split("[")[0]
        ends[test] = ends.get(test, set()) | {end.tag for end in case}
    return began, ends
