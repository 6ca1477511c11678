"""What is computed in the tasks of 04-value-chain: references, cases, keys from the tables and values that show a mistake."""

from __future__ import annotations

import functools
import itertools
import random

import pandas as pd

from derisking import data
from derisking.exercises import variants
from derisking.models import supply
from derisking.questions.kinds.function import Case

AVAILABLE = {"wafers": 0.9, "resist": 0.5, "lithography": 1.0, "gases": 0.8}  # made up, printed in the task


SALES, BOUGHT = {"wafer maker": 50, "fab": 200, "packager": 240}, {"fab": 80}  # made up, printed in the task


START, END = 2020, 2025  # of the growth of chip sales, without a student code


FIRST, SPANS, GROWTH = 2000, (4, 5, 6), (1.15, 1.95)  # what a code may get: from which year, years between, factor


TENTHS = 0.03  # allowed error of the multiple, of which one decimal is asked


def mean() -> float:
    return supply.chain_output(pd.Series(AVAILABLE), elasticity=float("inf"))


@functools.cache
def _sales() -> dict[int, float]:
    """World chip sales by year, billion dollars, from the preferred rows of the table."""
    table = data.load("chip_sales").query("preferred")
    return dict(zip(table["year"].tolist(), table["sales_usd_bn"].tolist(), strict=True))


def growth(start: int = START, end: int = END) -> float:
    """World chip sales of one year over those of an earlier one."""
    return float(_sales()[end] / _sales()[start])


def needed(start: int = START, end: int = END) -> float:
    """How many times as much one sells who doubles a share of them."""
    return 2 * growth(start, end)


@functools.cache
def periods() -> tuple[tuple[int, int], ...]:
    """Pairs of years that are equally hard: alike in length and growth, one decimal is enough, slips can be told apart."""
    found = []
    for start, span in itertools.product(sorted(_sales()), SPANS):
        if start < FIRST or start + span not in _sales():
            continue
        factor, right = growth(start, start + span), needed(start, start + span)
        slips = (2.0, factor, 2 + factor, right - 1, 2 / factor)
        numbers = itertools.pairwise(sorted((right, *slips)))
        gaps = [more - less for less, more in numbers] + [abs(slip - needed()) + TENTHS for slip in slips]
        if GROWTH[0] < factor < GROWTH[1] and min(gaps) > 2 * TENTHS and abs(right - round(right, 1)) < TENTHS - 0.005:
            found.append((start, start + span))
    return tuple(found)


def variant(student: str | None) -> variants.Numbers:
    """Two years for a student code; without one, those that everybody gets."""
    code, options = variants.clean(student), [{"start": start, "end": end} for start, end in periods()]
    asked = variants.choose(code, options, needed, 4 * TENTHS) if code else {"start": START, "end": END}
    parts = [f"{_sales()[year]:.1f} billion dollars in {year}" for year in asked.values()]
    return variants.Numbers(code, asked, f"The world sold chips for {parts[0]} and for {parts[1]}.")


def ref_held(table: pd.DataFrame, members: list[str]) -> float:
    """What a group of countries holds, as a fraction of all rows of the table."""
    return float(table.loc[table["country_iso3"].isin(members), "share_pct"].sum() / table["share_pct"].sum())


def ref_weekly(flow: float, store: float, weeks: int) -> list[float]:
    """Output per week of a plant with one input; normal is 1, and the store keeps what is left over."""
    outputs = []
    for _ in range(weeks):
        usable = flow + store
        outputs.append(min(1.0, usable))
        store = usable - outputs[-1]
    return outputs


def ref_rules(available: pd.Series, weights: pd.Series) -> dict:
    """Minimum, weighted mean, and the name of the scarcest input."""
    mean = float((available * weights).sum() / weights.sum())
    return {"minimum": float(available.min()), "mean": mean, "scarcest": str(available.idxmin())}


def _held_cases(rng: random.Random) -> list[Case]:
    codes = ["JPN", "USA", "NLD", "DEU", "KOR", "CHN", "TWN"]
    tables = []
    for count in (4, 6, 5):
        shares = [round(rng.uniform(2, 40), 1) for _ in range(count)]
        tables.append(pd.DataFrame({"country_iso3": rng.sample(codes, count), "share_pct": shares}))
    pick = [list(table["country_iso3"]) for table in tables]
    return [
        Case((tables[0], pick[0][:2])),
        Case((tables[1], pick[1][1:4])),
        Case((tables[2], [pick[2][3], "FRA"])),
        Case((tables[0], ["MLT", "CYP"]), "a group that holds nothing (the answer is 0)"),
    ]


def _weekly_cases(rng: random.Random) -> list[Case]:
    def draw(low: float, high: float) -> float:
        return round(rng.uniform(low, high), 2)

    return [
        Case((draw(0.3, 0.5), draw(1.05, 1.4), 6)),
        Case((draw(0.5, 0.7), draw(1.5, 2.4), 8)),
        Case((draw(0.2, 0.6), 0.0, 3), "an empty store"),
        Case((draw(1.1, 1.3), 0.5, 4), "deliveries above normal (the output stays at 1)"),
    ]


def _rules_cases(rng: random.Random) -> list[Case]:
    def chain(count: int) -> tuple[pd.Series, pd.Series]:
        names = rng.sample(["wafers", "resist", "gases", "masks", "tools", "tests"], count)
        parts = [
            percent / 100 for percent in rng.sample(range(20, 100), count)
        ]  # all different: a tie is a case of its own
        sizes = [float(rng.randint(10, 900)) for _ in names]
        sizes[parts.index(min(parts))] = 950.0  # the scarcest is the largest market, so that the two cannot be confused
        return pd.Series(parts, index=names), pd.Series(sizes, index=names)

    tie = pd.Series([0.9, 0.4, 0.4], index=["tools", "gases", "masks"])
    return [
        Case(chain(3)),
        Case(chain(5)),
        Case(chain(4)),
        Case((tie, pd.Series([3.0, 1.0, 2.0], index=tie.index)), "two inputs equally scarce (the first is named)"),
    ]


def _stock_first(flow: float, store: float, weeks: int) -> list[float]:
    outputs = []
    for _ in range(weeks):
        store = max(0.0, flow + store - 1)
        outputs.append(min(1.0, flow + store))
    return outputs


IDS = {"A": "N20", "B": "N77", "C": "N26", "D": "N31"}


def supporting(choice: str) -> set[str]:
    """The statements (letters) of the task that are true of an input and speak for watching it."""
    shares, inputs = data.load("chip_input_shares"), data.load("chip_inputs").set_index("input_id")
    largest = shares[shares["input_id"] == IDS[choice]]["share_pct"].max()  # nan where the table has no shares
    found = {"P"} if largest > 90 else set()
    found |= {"Q"} if inputs["market_usd_m"][IDS[choice]] > 1000 else set()
    found |= {"R"} if pd.isna(largest) else set()
    return found | (set() if choice == "B" else {"S"})  # S: years to replace, from lesson 3


def value_added(variant=None) -> dict:
    final = SALES["packager"]
    return {
        "answer": (SALES["fab"] - BOUGHT["fab"]) / final,
        "misconceptions": {
            "gross-for-value-added": SALES["fab"] / final,
            "sales-added-up": SALES["fab"] / 540,
            "chemicals-forgotten": (SALES["fab"] - 50) / final,
            "amount-not-share": SALES["fab"] - BOUGHT["fab"],
            "over-own-sales": (SALES["fab"] - BOUGHT["fab"]) / SALES["fab"],
        },
    }


def output_multiple(variant) -> dict:
    years = tuple(variant.asked.values())
    market = growth(*years)

    return {
        "answer": needed(*years),
        "misconceptions": {
            "market-stands-still": 2.0,
            "share-forgotten": market,
            "sum-for-product": 2 + market,
            "growth-for-multiple": 2 * market - 1,
            "market-upside-down": 2 / market,
            **({"student-code-forgotten": needed()} if variant.code else {}),
        },
    }


def held_code(variant=None) -> dict:
    return {
        "reference": ref_held,
        "cases": _held_cases,
        "misconceptions": {
            "not-rescaled": lambda table, members: ref_held(table, members) * table["share_pct"].sum() / 100,
            "part-not-share": lambda table, members: ref_held(table, members) * table["share_pct"].sum(),
            "first-member-only": lambda table, members: ref_held(table, members[:1]),
            "others-share": lambda table, members: 1 - ref_held(table, members),
        },
    }


def weekly_code(variant=None) -> dict:
    return {
        "reference": ref_weekly,
        "cases": _weekly_cases,
        "misconceptions": {
            "stock-never-shrinks": lambda flow, store, weeks: [min(1.0, flow + store)] * weeks,
            "stock-forgotten": lambda flow, store, weeks: [min(1.0, flow)] * weeks,
            "stock-before-output": _stock_first,
            "no-ceiling": lambda flow, store, weeks: [flow + store] + [flow] * (weeks - 1),
        },
    }


def rules_code(variant=None) -> dict:
    def wrong(**changes):
        return lambda a, w: {**ref_rules(a, w), **{key: change(a, w) for key, change in changes.items()}}

    return {
        "reference": ref_rules,
        "cases": _rules_cases,
        "misconceptions": {
            "weights-forgotten": wrong(mean=lambda a, w: float(a.mean())),
            "weights-not-normalised": wrong(mean=lambda a, w: float((a * w).sum())),
            "divided-by-count": wrong(mean=lambda a, w: float((a * w).sum() / len(a))),
            "largest-for-scarcest": wrong(scarcest=lambda a, w: str(a.idxmax())),
            "smallest-market": wrong(scarcest=lambda a, w: str(w.idxmin())),
        },
    }


def watch(variant=None) -> dict:
    return {"holds": {choice: supporting(choice) for choice in IDS}}
