"""A variant per student: other inputs for the same question, equally hard, with its own key.

Lesson 2: product, seller and year. Lesson 3: the price of a wafer. Lesson 4: two years of world chip sales.

Off unless somebody gives a student code. In a notebook: `exercises.open("02-de-risking", student="s042")`, or the
environment variable DERISKING_STUDENT, which a teacher may set for a whole server. For marks: `c.Variants.on = True` in
`nbgrader_config.py`; then the code is the student id that nbgrader knows, whatever the notebook says.

    variants.pick("s042")                                 # product, partner and year of a code
    variants.pooled([{"code": "s042", "answer": 0.43}])   # a class table; with lesson="04-value-chain" for lesson 4
    variants.collected("autograded", "02-de-risking")     # the same from notebooks that have been graded

The list is made from the tables, so a renewed table renews it, and a key is computed when an answer is judged.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from derisking import data, exercises
from derisking.models import indicators

LESSON = "02-de-risking"  # `pick` and the list of this module; the other lessons use `choose`
IMPORTER = "EU27"
THRESHOLD = 0.4  # CDI1, the indicator whose distance to its threshold is matched
DISTANCE = (0.05, 0.40)  # of the concentration from its threshold: clearly above, yet no monopoly
SIZE_KUSD = (100_000.0, 1_000_000.0)  # the whole flow; far above what the data dictionary calls small
SHARE = (0.12, 0.88)  # nearer to 0 or 1, the usual mistakes cannot be told from the right answer
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
    def asked(self) -> dict:
        """What a class table says of it."""
        return {"product": self.product, "partner": self.partner, "year": self.year}

    @property
    def note(self) -> str:
        """A line above the student's table; empty without a code."""
        if not self.code:
            return ""
        return f"Your variant ({self.code}): what is the share of {self.partner_name} ({self.partner})?\n"

    def to_json(self) -> dict:
        """Plain values, the note included, for a kernel that must not hold this package."""
        return {**dataclasses.asdict(self), "columns": list(self.columns), "note": self.note}


@dataclasses.dataclass(frozen=True)
class Numbers:
    """The same for a task in which only numbers differ. Holds no key either.

    code: "" for the numbers that everybody gets without one. asked: plain values by name. text: a sentence with them.
    """

    code: str
    asked: dict[str, float]
    text: str

    @property
    def note(self) -> str:
        """The line that the notebook prints, also without a code."""
        return f"Your variant ({self.code}): {self.text}" if self.code else self.text

    def to_json(self) -> dict:
        """Plain values, the note included, for a kernel that must not hold this package."""
        return {**dataclasses.asdict(self), "note": self.note}


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


def _order(keys: list[float], apart: float = APART) -> list[int]:
    """Places of sorted keys in an order that keeps near ones apart: every n-th, with the n that does it best."""
    count = len(keys)
    strides = [stride for stride in range(1, count) if math.gcd(stride, count) == 1]
    orders = [[place * stride % count for place in range(count)] for stride in strides]

    def merit(order: list[int]) -> tuple[float, float, float]:
        near, next_one = (_separation([keys[place] for place in order], far) for far in (NEAR, 1))
        return min(next_one, apart), near, next_one

    best = max(orders, key=merit)
    if _separation([keys[place] for place in best], 1) < apart:
        raise ValueError(
            "A list of variants: neighbours in it are too alike; widen it (lesson 2: SIZE_KUSD or DISTANCE in variants.py)."
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


def _needed(student: object) -> str:
    code = clean(student)
    if not code:
        raise ValueError('A variant needs a student code, such as "s042"; the one given is empty.')
    return code


def pick(student: object) -> Variant:
    """The variant of a student code: always the same one, and another than that of the code's neighbours.

    Codes are best numbered without gaps (s001, s002, ...). Raises ValueError for an empty code.
    """
    code, table = _needed(student), _matched()
    row = table.iloc[_place(code, len(table))]
    return Variant(code, row["hs6"], row["product"], row["partner"], _countries()[row["partner"]], int(row["year"]))


def choose(student: object, options: Iterable[dict], key: Callable[..., float], apart: float) -> dict:
    """The option of a student code, always the same one. key: the right answer of an option, from its values by name.

    The keys of neighbours are at least `apart`; raises ValueError for an empty code, or if no order of the options does that.
    """
    code, ordered = _needed(student), sorted(options, key=lambda option: key(**option))
    order = _order([key(**option) for option in ordered], apart)
    return ordered[order[_place(code, len(order))]]


# --- a class ---------------------------------------------------------------------------------------------------------------


def pooled(results: Mapping[str, float] | Iterable[Mapping], lesson: str = LESSON) -> pd.DataFrame:
    """One table for a class: what each student found, and what the tables say.

    results: {code: answer}, or mappings with "code" and "answer" (a number; None if there is none). Returns a DataFrame
    with code, what is asked (lesson 2: product, partner, year), answer, key; a row per result, sorted by what is asked.
    Raises ValueError for a result without a code, or a lesson without variants.
    """
    if isinstance(results, Mapping):
        results = [{"code": code, "answer": answer} for code, answer in results.items()]
    example = exercises.definition(lesson, "s001").variant
    if example is None:
        raise ValueError(f"The exercise {lesson} has no variants.")
    rows = []
    for result in results:
        exercise = exercises.definition(lesson, _needed(result.get("code")))
        answer, right = result.get("answer"), exercise.task(exercise.varied).question.answer
        number = math.nan if answer is None else float(answer)
        rows.append((exercise.variant.code, *exercise.variant.asked.values(), number, float(right)))
    table = pd.DataFrame(rows, columns=["code", *example.asked, "answer", "key"])
    order = ["product", "year", "partner"] if lesson == LESSON else list(example.asked)
    return table.sort_values([*order, "code"], ignore_index=True)


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
    return pooled(results, lesson)
