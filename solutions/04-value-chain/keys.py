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


def watch(variant=None) -> dict:
    """Which statements (letters) are true of an input and speak for watching it: R, S and U from the tables."""
    inputs, holds = data.load("chip_inputs").set_index("input_id"), {}
    for choice, input_id in {"A": "N20", "B": "N77", "C": "N26", "D": "N31"}.items():
        rows = data.load("chip_input_shares").query("input_id == @input_id")
        true = {"R": rows["share_pct"].max() > 90, "U": inputs["market_usd_m"][input_id] > 1000, "S": rows.empty}
        true["Q"] = choice != "B"  # years to replace, from lesson 3
        holds[choice] = {statement for statement, fits in true.items() if fits}
    return {"holds": holds}


def _held(table: pd.DataFrame, members: list[str]) -> float:
    """What a group of countries holds, as a fraction of all rows of the table."""
    return float(table.loc[table["country_iso3"].isin(members), "share_pct"].sum() / table["share_pct"].sum())


def _held_cases(rng: random.Random) -> list[Case]:
    codes, tables = ["JPN", "USA", "NLD", "DEU", "KOR", "CHN", "TWN"], []
    for count in (4, 6, 5):
        shares = [drawn(rng, 2, 40, 1) for _ in range(count)]
        tables.append(pd.DataFrame({"country_iso3": rng.sample(codes, count), "share_pct": shares}))
    one, two, three = (list(table["country_iso3"]) for table in tables)
    main = [Case(asked) for asked in zip(tables, (one[:2], two[1:4], [three[3], "FRA"]), strict=True)]
    return [*main, Case((tables[0], ["MLT", "CYP"]), "a group that holds nothing (the answer is 0)")]


held_code = function_fields(
    (_held, _held_cases),
    not_rescaled=lambda table, members: _held(table, members) * table["share_pct"].sum() / 100,
    part_not_share=lambda table, members: _held(table, members) * table["share_pct"].sum(),
    first_member_only=lambda table, members: _held(table, members[:1]),
    others_share=lambda table, members: 1 - _held(table, members),
)


def _weekly(flow: float, store: float, weeks: int, late: bool = True) -> list[float]:
    """Output per week of a plant with one input; normal is 1, and the store keeps what is left over, or too early does."""
    outputs = []
    for _ in range(weeks):
        store = store if late else max(0.0, flow + store - 1)
        outputs.append(min(1.0, flow + store))
        store = flow + store - outputs[-1] if late else store
    return outputs


def _weekly_cases(rng: random.Random) -> list[Case]:
    return [
        Case((drawn(rng, 0.3, 0.5), drawn(rng, 1.05, 1.4), 6)),
        Case((drawn(rng, 0.5, 0.7), drawn(rng, 1.5, 2.4), 8)),
        Case((drawn(rng, 0.2, 0.6), 0.0, 3), "an empty store"),
        Case((drawn(rng, 1.1, 1.3), 0.5, 4), "deliveries above normal (the output stays at 1)"),
    ]


weekly_code = function_fields(
    (_weekly, _weekly_cases),
    stock_never_shrinks=lambda flow, store, weeks: [min(1.0, flow + store)] * weeks,
    stock_forgotten=lambda flow, store, weeks: [min(1.0, flow)] * weeks,
    stock_before_output=lambda flow, store, weeks: _weekly(flow, store, weeks, late=False),
    no_ceiling=lambda flow, store, weeks: [flow + store] + [flow] * (weeks - 1),
)


def _rules(**changes):
    """Minimum, weighted mean, and the name of the scarcest input; or with a mistake in one of them."""

    def rules(available: pd.Series, weights: pd.Series) -> dict:
        mean = float((available * weights).sum() / weights.sum())
        right = {"minimum": float(available.min()), "mean": mean, "scarcest": str(available.idxmin())}
        return {**right, **{name: change(available, weights) for name, change in changes.items()}}

    return rules


def _rules_cases(rng: random.Random) -> list[Case]:
    def chain(count: int) -> tuple[pd.Series, pd.Series]:
        names = rng.sample(["wafers", "resist", "gases", "masks", "tools", "tests"], count)
        parts = [percent / 100 for percent in rng.sample(range(20, 100), count)]  # all different: a tie is another case
        sizes = [float(rng.randint(10, 900)) for _ in names]
        # The scarcest is the largest market and the most plentiful not the smallest, so that none can be confused.
        sizes[parts.index(min(parts))], sizes[parts.index(max(parts))] = 950.0, 920.0
        return pd.Series(parts, index=names), pd.Series(sizes, index=names)

    tie = pd.Series([0.9, 0.4, 0.4], index=["tools", "gases", "masks"])
    equal = Case((tie, pd.Series([3.0, 1.0, 2.0], index=tie.index)), "two inputs equally scarce (the first is named)")
    return [Case(chain(3)), Case(chain(5)), Case(chain(4)), equal]


rules_code = function_fields(
    (_rules(), _rules_cases),
    weights_forgotten=_rules(mean=lambda a, w: float(a.mean())),
    weights_not_normalised=_rules(mean=lambda a, w: float((a * w).sum())),
    divided_by_count=_rules(mean=lambda a, w: float((a * w).sum() / len(a))),
    largest_for_scarcest=_rules(scarcest=lambda a, w: str(a.idxmax())),
    smallest_market=_rules(scarcest=lambda a, w: str(w.idxmin())),
)
