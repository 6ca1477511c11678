"""What is computed in the tasks of 05-export-controls: a key from the tables, and functions done right and wrong."""

import functools
import random

import pandas as pd

from derisking import data
from derisking.exercises.task import drawn, function_fields, number_fields
from derisking.questions.kinds.function import Case

CLAIM = "claimed_response_to"


@functools.cache
def _asml(year: int, region: str = "") -> float:
    """Sales of ASML in a year, to one region or to all."""
    sales = data.load("asml_sales").query("year == @year")
    return float(sales.loc[sales["customer_region"] == region if region else slice(None), "total_net_sales_meur"].sum())


def china_part(variant=None) -> dict:
    china, every = _asml(2023, "China"), _asml(2023)
    return number_fields(
        china / every,
        year_before=_asml(2022, "China") / _asml(2022),
        part_over_rest=china / (every - china),
        growth_for_share=china / _asml(2022, "China"),
        wrong_year_below=china / _asml(2022),
        largest_customer=_asml(2023, "Taiwan") / every,
    )


def _answer_share(table: pd.DataFrame, actor: str) -> float:
    """Share of one actor's entries that somebody calls an answer; nan for an actor without entries."""
    rows = table[table["actor"] == actor]
    return float(rows[CLAIM].notna().mean()) if len(rows) else float("nan")


def _answer_cases(rng: random.Random) -> list[Case]:
    tables = []
    for count in (8, 13, 10):  # three entries each for CN and US: a share of one half would hide a mistake
        actors = ["US", "CN", "CN", "US", "CN", "US", *rng.choices(["NL", "JP"], k=count - 6)]
        claims = [None, "move-1", None, "move-2"] + [rng.choice([None, None, "move-3"]) for _ in range(count - 4)]
        tables.append(pd.DataFrame({"actor": actors, CLAIM: claims}))
    main = [Case((table, actor)) for table, actor in zip(tables, ("CN", "US", "CN"), strict=True)]
    return [*main, Case((tables[0], "KR"), "an actor without entries (the answer is nan)")]


answer_code = function_fields(
    (_answer_share, _answer_cases),
    whole_table=lambda table, actor: float(table.loc[table["actor"] == actor, CLAIM].count() / len(table)),
    actor_ignored=lambda table, actor: float(table[CLAIM].notna().mean()),
    empty_counted=lambda table, actor: 1 - _answer_share(table, actor),
    count_not_share=lambda table, actor: int(table.loc[table["actor"] == actor, CLAIM].count()),
)


def _gap(coalition: float, spare: float) -> float:
    """What a control cuts at once: the coalition's share minus what outsiders add, never below zero."""
    return max(0.0, coalition - spare * (1 - coalition))


def _gap_cases(rng: random.Random) -> list[Case]:
    fills = "outsiders who can fill the whole gap (nothing is cut)"
    return [
        Case((drawn(rng, 0.55, 0.75), drawn(rng, 0.3, 0.7))),
        Case((drawn(rng, 0.76, 0.9), drawn(rng, 0.8, 1.5))),
        Case((1.0, drawn(rng, 0.5, 2.0)), "a monopolist (nobody fills the gap)"),
        Case((drawn(rng, 0.1, 0.3), drawn(rng, 0.8, 2.0)), fills),
    ]


gap_code = function_fields(
    (_gap, _gap_cases),
    leak_forgotten=lambda coalition, spare: coalition,
    spare_of_the_whole=lambda coalition, spare: max(0.0, coalition - spare),
    outsiders_total=lambda coalition, spare: max(0.0, coalition - (1 + spare) * (1 - coalition)),
    filled_for_lacking=lambda coalition, spare: spare * (1 - coalition),
)


def _lasts(coalition: float, spare: float, step: float, left: float | None = None) -> int:
    """The first year in which less than half of the first cut, or less than `left`, is left of it."""
    first, year = _gap(coalition, spare), 0
    while first > 0 and first - step * year >= (first / 2 if left is None else left):
        year += 1
    return year


def _lasts_cases(rng: random.Random) -> list[Case]:
    return [
        Case((drawn(rng, 0.61, 0.69, 3), drawn(rng, 0.31, 0.4, 3), 0.1003)),
        Case((drawn(rng, 0.81, 0.95, 3), drawn(rng, 0.21, 0.4, 3), 0.0507)),
        Case((0.997, drawn(rng, 0.2, 0.6, 3), 0.0303)),
        Case((0.2, 1.5, 0.1), "a control that cuts nothing (the answer is 0)"),
    ]


lasts_code = function_fields(
    (_lasts, _lasts_cases),
    until_zero=lambda coalition, spare, step: _lasts(coalition, spare, step, 0.0),
    half_of_everything=lambda coalition, spare, step: _lasts(coalition, spare, step, 0.5),
    leak_forgotten=lambda coalition, spare, step: _lasts(coalition, 0.0, step),
    one_year_early=lambda coalition, spare, step: max(0, _lasts(coalition, spare, step) - 1),
)
