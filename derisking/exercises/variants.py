"""A variant per student: another product, seller and year for the same question, equally hard, with its own key.

Off unless somebody gives a student code. In a notebook: `exercises.open("02-de-risking", student="s042")`, or the
environment variable DERISKING_STUDENT, which a teacher may set for a whole server. For marks: `c.Variants.on = True` in
`nbgrader_config.py`; then the code is the student id that nbgrader knows, whatever the notebook says.

    variants.pick("s042")                                 # product, partner and year of a code
    variants.pooled([{"code": "s042", "answer": 0.43}])   # a class table
    variants.collected("autograded", "02-de-risking")     # the same from notebooks that have been graded

The list is made from the tables, so a renewed table renews it, and a key is computed when an answer is judged.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from derisking import data, indicators

IMPORTER = "EU27"
THRESHOLD = 0.4  # CDI1, the indicator whose distance to its threshold is matched
DISTANCE = (0.05, 0.40)  # of the concentration from its threshold: clearly above, yet no monopoly
SIZE_KUSD = (100_000.0, 1_000_000.0)  # the whole flow; far above what the data dictionary calls small
SHARE = (0.12, 0.88)  # nearer to 0 or 1, the usual slips cannot be told from the right answer
PARTNERS = 3  # only rows that the task's table shows by name
APART = 0.02  # least difference between the keys of neighbours; four tolerances
NEAR = 4  # how far a neighbour's neighbour may be when the list is put in order


@dataclasses.dataclass(frozen=True)
class Variant:
    """What the task asks one student. Holds no key, so it may stand beside the student's code.

    code: "" for the question that everybody gets without a code. partner: ISO3. columns: what the task's table shows;
    with a code only the value, since weights are missing for 2022 and all variants should show the same.
    """

    code: str
    hs6: str
    product: str
    partner: str
    partner_name: str
    year: int
    columns: tuple[str, ...] = ("value_kusd",)

    @property
    def note(self) -> str:
        """A line above the student's table; empty without a code."""
        if not self.code:
            return ""
        return f"Your variant ({self.code}): what is the share of {self.partner_name} ({self.partner})?\n"

    def to_json(self) -> dict:
        """Plain values, the note included, for a kernel that must not hold this package."""
        return {**dataclasses.asdict(self), "columns": list(self.columns), "note": self.note}


def common(hs6: str, partner: str, year: int) -> Variant:
    """The question without a code, with value and weight in its table."""
    names = (_products()[hs6], partner, _countries()[partner])
    return Variant("", hs6, *names, year, ("value_kusd", "quantity_t"))


def clean(student: object) -> str:
    """A student code as it is compared: without spaces around it and in small letters. "" for none or for `...`."""
    return "" if student is None or student is ... else str(student).strip().casefold()


def key(variant: Variant) -> float:
    """The right answer: the partner's share of the value of the EU's imports, a fraction."""
    flows = _flows(variant.year, variant.hs6)
    return float(flows[variant.partner] / flows.sum())


# --- the list -------------------------------------------------------------------------------------------------------------


@functools.cache
def _products() -> dict[str, str]:
    return data.load("products").set_index("hs6")["material"].to_dict()


@functools.cache
def _countries() -> dict[str, str]:
    return data.load("countries").set_index("iso3")["name"].to_dict()


@functools.cache
def _flows(year: int, hs6: str) -> pd.Series:
    rows = data.load("imports").query("importer == @IMPORTER and year == @year and hs6 == @hs6")
    return rows.groupby("exporter")["value_kusd"].sum().sort_values(ascending=False)


@functools.cache
def _candidates() -> pd.DataFrame:
    imports, totals, products = data.load("imports"), data.load("trade_totals"), data.load("products")
    usable = set(products.loc[products["comparable"], "hs6"])
    rows = []
    for year in sorted(int(year) for year in imports["year"].unique()):
        screened = indicators.screen(indicators.indicators_table(imports, totals, year, IMPORTER))
        for hs6, product in screened[screened.index.isin(usable)].iterrows():
            flows = _flows(year, hs6)
            for partner, value in flows.head(PARTNERS).items():
                size, distance = float(flows.sum()), float(product["concentration"] - THRESHOLD)
                rows.append(
                    (hs6, product["material"], partner, year, bool(product["passes"]), distance, size, value / size)
                )
    columns = ["hs6", "product", "partner", "year", "passes", "distance", "size_kusd", "key"]
    return pd.DataFrame(rows, columns=columns)


def candidates() -> pd.DataFrame:
    """Every usable product and year with its largest partners, before matching.

    Columns: hs6, product, partner, year, passes (the EU's three thresholds), distance (of the concentration from its
    threshold), size_kusd (thousand USD), key (fraction). Products that are not `comparable` are left out.
    """
    return _candidates().copy()


@functools.cache
def _matched() -> pd.DataFrame:
    table = _candidates()
    share = table["key"]
    alike = table["passes"] & table["distance"].between(*DISTANCE) & table["size_kusd"].between(*SIZE_KUSD)
    told_apart = share.between(*SHARE) & ((share - 0.5).abs() > APART / 2)
    kept = table[alike & told_apart].sort_values(["key", "hs6", "year"]).reset_index(drop=True)
    return kept.iloc[_order(kept["key"].tolist())].reset_index(drop=True)


def matched() -> pd.DataFrame:
    """The variants, matched on difficulty, in the order in which codes take them. Columns as in `candidates`.

    All pass the screen, at a clear but not extreme distance from the threshold, in flows of one order of magnitude, and
    neighbours in the list (first and last too) have keys at least `APART` apart.
    """
    return _matched().copy()


def _order(keys: list[float]) -> list[int]:
    """Places of sorted keys in an order that keeps near ones apart: every n-th, with the n that does it best."""
    count = len(keys)
    strides = [stride for stride in range(1, count) if math.gcd(stride, count) == 1]
    orders = [[place * stride % count for place in range(count)] for stride in strides]
    best = max(orders, key=lambda order: [_separation([keys[place] for place in order], far) for far in (NEAR, 1)])
    if _separation([keys[place] for place in best], 1) < APART:
        raise ValueError(
            "derisking/exercises/variants.py: neighbours in the list are too alike; widen SIZE_KUSD or DISTANCE."
        )
    return best


def _separation(keys: list[float], reach: int) -> float:
    """The least difference between keys that stand at most `reach` places apart, around the end as well."""
    pairs = ((place, (place + step) % len(keys)) for place in range(len(keys)) for step in range(1, reach + 1))
    return min(abs(keys[one] - keys[other]) for one, other in pairs)


def _place(code: str, count: int) -> int:
    """Where a code stands in the list: one further for the next number, or for the next letter of a code without one."""
    found = re.match(r"(.*?)([0-9]*)([^0-9]*)$", code, re.DOTALL)
    before, digits, after = found.groups()
    letters = functools.reduce(lambda total, letter: total * 31 + ord(letter), before + after, 0)
    return (letters + int(digits[-15:] or 0)) % count


def pick(student: object) -> Variant:
    """The variant of a student code: always the same one, and another than that of the code's neighbours.

    Codes are best numbered without gaps (s001, s002, ...). Raises ValueError for an empty code.
    """
    code = clean(student)
    if not code:
        raise ValueError('A variant needs a student code, such as "s042"; the one given is empty.')
    table = _matched()
    row = table.iloc[_place(code, len(table))]
    return Variant(code, row["hs6"], row["product"], row["partner"], _countries()[row["partner"]], int(row["year"]))


# --- a class ---------------------------------------------------------------------------------------------------------------


def pooled(results: Mapping[str, float] | Iterable[Mapping]) -> pd.DataFrame:
    """One table for a class: what each student found, and what the tables say.

    results: {code: answer}, or mappings with "code" and "answer" (a fraction; None if there is none). Returns a
    DataFrame with code, product, partner, year, answer, key; a row per result, sorted by product, year and partner.
    Raises ValueError for a result without a code.
    """
    if isinstance(results, Mapping):
        results = [{"code": code, "answer": answer} for code, answer in results.items()]
    rows = []
    for result in results:
        variant = pick(result.get("code"))
        answer = result.get("answer")
        number = math.nan if answer is None else float(answer)
        rows.append((variant.code, variant.product, variant.partner, variant.year, number, key(variant)))
    table = pd.DataFrame(rows, columns=["code", "product", "partner", "year", "answer", "key"])
    return table.sort_values(["product", "year", "partner", "code"], ignore_index=True)


def collected(folder: str | Path, lesson: str) -> pd.DataFrame:
    """`pooled` for graded notebooks: folder/<student>/<lesson>/<lesson>.ipynb, as nbgrader's `autograded` has them.

    Notebooks that were graded without a variant are left out. Raises ValueError if none is left.
    """
    results = []
    for file in sorted(Path(folder).glob(f"*/{lesson}/{lesson}.ipynb")):
        kept = json.loads(file.read_text(encoding="utf-8"))["metadata"].get("derisking", {}).get("variant")
        results += [kept] if kept else []
    if not results:
        raise ValueError(
            f"No notebook of {lesson} in {folder} was graded with a variant; set c.Variants.on = True first."
        )
    return pooled(results)
