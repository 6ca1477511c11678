"""What is computed in the tasks of 04-value-chain: keys from the tables, functions done right and wrong, and variants."""

import functools
import itertools
import random

import pandas as pd

from derisking import data
from derisking.exercises.task import drawn, function_fields, number_fields
from derisking.exercises.variants import Variant, choose, clean
from derisking.questions.kinds.function import Case

COMMON = {"start": 2020, "end": 2025}  # of the growth of chip sales, without a student code
FIRST, SPANS, GROWTH = 2000, (4, 5, 6), (1.15, 1.95)  # what a code may get: from which year, years between, factor
TENTHS = 0.03  # allowed error of the multiple, of which one decimal is asked


@functools.cache
def _sales() -> dict[int, float]:
    """World chip sales by year, billion dollars, from the preferred rows of the table."""
    table = data.load("chip_sales").query("preferred")
    return dict(zip(table["year"].tolist(), table["sales_usd_bn"].tolist(), strict=True))


def needed(start: int, end: int) -> float:
    """How many times as much one sells who doubles a share of world chip sales between two years."""
    return 2 * float(_sales()[end] / _sales()[start])


def _mistakes(start: int, end: int) -> dict[str, float]:
    market = needed(start, end) / 2
    return {
        "market_stands_still": 2.0,
        "share_forgotten": market,
        "sum_for_product": 2 + market,
        "growth_for_multiple": 2 * market - 1,
        "market_upside_down": 2 / market,
    }


@functools.cache
def periods() -> tuple[tuple[int, int], ...]:
    """Pairs of years that are equally hard: alike in length and growth, one decimal is enough, mistakes can be told apart."""
    found = []
    for start, span in itertools.product(sorted(_sales()), SPANS):
        years = start, start + span
        if start < FIRST or years[1] not in _sales():
            continue
        right, mistakes = needed(*years), _mistakes(*years).values()
        gaps = [more - less for less, more in itertools.pairwise(sorted((right, *mistakes)))]
        gaps += [abs(value - needed(**COMMON)) + TENTHS for value in mistakes]
        near = abs(right - round(right, 1)) < TENTHS - 0.005
        if GROWTH[0] < right / 2 < GROWTH[1] and min(gaps) > 2 * TENTHS and near:
            found.append(years)
    return tuple(found)


def variant(student: str | None) -> Variant:
    """Two years for a student code; without one, those that everybody gets."""
    code, options = clean(student), [{"start": start, "end": end} for start, end in periods()]
    asked = choose(code, options, needed, 4 * TENTHS) if code else COMMON
    parts = [f"{_sales()[year]:.1f} billion dollars in {year}" for year in asked.values()]
    return Variant(code, asked, f"The world sold chips for {parts[0]} and for {parts[1]}.")


def output_multiple(variant: Variant) -> dict:
    years = variant.asked
    forgotten = needed(**COMMON) if variant.code else None
    fields = number_fields(needed(**years), **_mistakes(**years), student_code_forgotten=forgotten)
    return fields | {"fill": {"before": f"{_sales()[years['start']]:.1f}", "after": f"{_sales()[years['end']]:.1f}"}}
