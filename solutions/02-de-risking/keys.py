"""What is computed in the tasks of 02-de-risking: keys from the tables, functions done right and wrong, and variants."""

import functools
import math
import random

import pandas as pd

from derisking import data
from derisking.exercises.task import drawn, function_fields, number_fields
from derisking.exercises.variants import Variant, choose, clean
from derisking.models import indicators
from derisking.questions.kinds.function import Case

THRESHOLDS = (0.4, 0.5, 1.0)  # of the three indicators, as the task gives them

COMMON = {"product": "magnesium", "partner": "CHN", "year": 2024}  # without a code
DISTANCE = (0.05, 0.40)  # of the concentration from its threshold: clearly above, yet no monopoly
SIZE_KUSD = (100_000.0, 1_000_000.0)  # the whole flow; far above what the data dictionary calls small
SHARE = (0.12, 0.88)  # nearer to 0 or 1, the usual mistakes cannot be told from the right answer
PARTNERS = 3  # only rows that the task's table shows by name
APART = 0.02  # least difference between the keys of neighbours; four tolerances


@functools.cache
def _codes() -> dict[str, str]:
    """Code of each product by its short name."""
    return data.load("products").set_index("material")["hs6"].to_dict()


@functools.cache
def _flows(product: str, year: int, column: str = "value_kusd") -> pd.Series:
    """What the EU bought of a product, by seller, the largest first."""
    table = data.load("imports")
    rows = table[(table["hs6"] == _codes()[product]) & (table["importer"] == "EU27") & (table["year"] == year)]
    return rows.groupby("exporter")[column].sum().sort_values(ascending=False)


def share(product: str, partner: str, year: int, column: str = "value_kusd") -> float:
    """A seller's share of what the EU bought; a fraction."""
    flows = _flows(product, year, column)
    return float(flows[partner] / flows.sum())


@functools.cache
def _screened(year: int, concentration: float = THRESHOLDS[0]) -> pd.DataFrame:
    table = indicators.indicators_table(data.load("imports"), data.load("trade_totals"), year, "EU27")
    return indicators.screen(table, concentration=concentration).sort_index()


@functools.cache
def candidates() -> pd.DataFrame:
    """Every comparable product and year with its largest partners, before matching: does it pass, how far, how large."""
    usable, rows = set(data.load("products").query("comparable")["hs6"]), []
    for year in sorted(int(year) for year in data.load("imports")["year"].unique()):
        for _, found in _screened(year).loc[lambda table: table.index.isin(usable)].iterrows():
            flows, distance = _flows(found["material"], year), found["concentration"] - THRESHOLDS[0]
            rows += [
                (found["material"], who, year, found["passes"], distance, flows.sum()) for who in flows.index[:PARTNERS]
            ]
    table = pd.DataFrame(rows, columns=["product", "partner", "year", "passes", "distance", "size_kusd"])
    return table.assign(key=[share(*row[:3]) for row in rows])


@functools.cache
def matched() -> pd.DataFrame:
    """What a code may get, matched on difficulty: all pass the screen clearly, in flows of one order of magnitude."""
    table, key = candidates(), candidates()["key"]
    alike = table["passes"] & table["distance"].between(*DISTANCE) & table["size_kusd"].between(*SIZE_KUSD)
    return table[alike & key.between(*SHARE) & ((key - 0.5).abs() > APART / 2)]


def variant(student: str | None) -> Variant:
    """Product, seller and year for a student code; without one, the question that everybody gets."""
    code, asked = clean(student), COMMON
    if code:
        asked = choose(code, matched()[list(COMMON)].to_dict("records"), share, APART)
    seller = _seller(asked) + (f" ({asked['partner']})" if code else "")
    return Variant(code, asked, f"Which share of the value came from {seller}?")


def _seller(asked: dict) -> str:
    return data.load("countries").set_index("iso3")["name"][asked["partner"]]


def magnesium_share(variant: Variant) -> dict:
    right = share(**variant.asked)
    fields = number_fields(
        right,
        part_over_rest=right / (1 - right),
        total_over_part=1 / right,
        others_share=1 - right,
        weight_for_value=None if variant.code else share(**variant.asked, column="quantity_t"),
        student_code_forgotten=share(**COMMON) if variant.code else None,
    )
    return {**fields, "fill": {"seller": _seller(variant.asked)}}


def passing(year: int, concentration: float = THRESHOLDS[0]) -> set[str]:
    """The products that are above all three thresholds for the EU in a year, by name."""
    return set(_screened(year, concentration).query("passes")["material"])


def _listed(right: set[str], year: int, why: str) -> dict:
    """The products on the list of 2024 as options, the most concentrated first, named or by their code. why: said of a wrong one, with its concentration in a year."""
    share = _screened(year).set_index("material")["concentration"]
    names = _screened(2024).query("passes").sort_values("concentration", ascending=False)["material"]
    options = [{"text": name, "code": _codes()[name], "correct": name in right} for name in names]
    return {
        "options": [one if one["correct"] else one | {"feedback": why.format(share[one["text"]])} for one in options]
    }


def leavers(variant=None) -> dict:
    stays = "It stays on the list: its concentration in 2024 is {:.3f}."
    return _listed(passing(2024) - passing(2024, concentration=0.5), 2024, stays)


def newcomers(variant=None) -> dict:
    was = "It was on the list of 2022, with all three indicators above their thresholds and a concentration of {:.3f}."
    return _listed(passing(2024) - passing(2022), 2022, was)
