"""What is computed in the tasks of 05-export-controls: references, cases, keys from the tables and values that show a mistake."""

from __future__ import annotations

import functools
import random

import pandas as pd

from derisking import data
from derisking.models import supply
from derisking.questions.kinds.function import Case


@functools.cache
def asml(year: int, region: str = "") -> float:
    """Sales of ASML in a year, to one region or to all."""
    sales = data.load("asml_sales").query("year == @year")
    return float(sales.loc[sales["customer_region"] == region if region else slice(None), "total_net_sales_meur"].sum())


def china_share(year: int) -> float:
    return asml(year, "China") / asml(year)


def ref_answer_share(table: pd.DataFrame, actor: str) -> float:
    """Part of one actor's entries that somebody calls an answer; nan for an actor without entries."""
    rows = table[table["actor"] == actor]
    return float(rows["claimed_response_to"].notna().mean()) if len(rows) else float("nan")


def ref_gap(coalition: float, spare: float) -> float:
    """What a control cuts at once: the coalition's share minus what outsiders add, never below zero."""
    return max(0.0, coalition - spare * (1 - coalition))


def ref_lasts(coalition: float, spare: float, step: float) -> int:
    """The first year in which less than half of the first cut is left; the target gains `step` of its need a year."""
    first = ref_gap(coalition, spare)
    year = 0
    while first > 0 and first - step * year >= first / 2:
        year += 1
    return year


def _answer_cases(rng: random.Random) -> list[Case]:
    tables = []
    for count in (8, 13, 10):  # three entries each for CN and US: a share of one half would hide a mistake
        actors = ["US", "CN", "CN", "US", "CN", "US", *rng.choices(["NL", "JP"], k=count - 6)]
        claims = [None, "move-1", None, "move-2"] + [rng.choice([None, None, "move-3"]) for _ in range(count - 4)]
        tables.append(pd.DataFrame({"actor": actors, "claimed_response_to": claims}))
    return [
        Case((tables[0], "CN")),
        Case((tables[1], "US")),
        Case((tables[2], "CN")),
        Case((tables[0], "KR"), "an actor without entries (the answer is nan)"),
    ]


def _gap_cases(rng: random.Random) -> list[Case]:
    def draw(low: float, high: float) -> float:
        return round(rng.uniform(low, high), 2)

    return [
        Case((draw(0.55, 0.75), draw(0.3, 0.7))),
        Case((draw(0.76, 0.9), draw(0.8, 1.5))),
        Case((1.0, draw(0.5, 2.0)), "a monopolist (nobody fills the gap)"),
        Case((draw(0.1, 0.3), draw(0.8, 2.0)), "outsiders who can fill the whole gap (nothing is cut)"),
    ]


def _lasts_cases(rng: random.Random) -> list[Case]:
    def draw(low: float, high: float) -> float:
        return round(rng.uniform(low, high), 3)

    return [
        Case((draw(0.61, 0.69), draw(0.31, 0.4), 0.1003)),
        Case((draw(0.81, 0.95), draw(0.21, 0.4), 0.0507)),
        Case((0.997, draw(0.2, 0.6), 0.0303)),
        Case((0.2, 1.5, 0.1), "a control that cuts nothing (the answer is 0)"),
    ]


def _years(coalition: float, spare: float, step: float, left: float) -> int:
    """Years until less than `left` is left of what the control cut at first."""
    first, year = ref_gap(coalition, spare), 0
    while first > 0 and first - step * year >= left:
        year += 1
    return year


def china_part(variant=None) -> dict:
    return {
        "answer": china_share(2023),
        "misconceptions": {
            "year-before": china_share(2022),
            "part-over-rest": asml(2023, "China") / (asml(2023) - asml(2023, "China")),
            "growth-for-share": asml(2023, "China") / asml(2022, "China"),
            "wrong-year-below": asml(2023, "China") / asml(2022),
            "largest-customer": asml(2023, "Taiwan") / asml(2023),
        },
    }


def answer_code(variant=None) -> dict:
    return {
        "reference": ref_answer_share,
        "cases": _answer_cases,
        "misconceptions": {
            "whole-table": lambda table, actor: float(
                ((table["actor"] == actor) & table["claimed_response_to"].notna()).mean()
            ),
            "actor-ignored": lambda table, actor: float(table["claimed_response_to"].notna().mean()),
            "empty-counted": lambda table, actor: 1 - ref_answer_share(table, actor),
            "count-not-share": lambda table, actor: int(
                ((table["actor"] == actor) & table["claimed_response_to"].notna()).sum()
            ),
        },
    }


def gap_code(variant=None) -> dict:
    return {
        "reference": ref_gap,
        "cases": _gap_cases,
        "misconceptions": {
            "leak-forgotten": lambda coalition, spare: coalition,
            "spare-of-the-whole": lambda coalition, spare: max(0.0, coalition - spare),
            "outsiders-total": lambda coalition, spare: max(0.0, coalition - (1 + spare) * (1 - coalition)),
            "filled-for-lacking": lambda coalition, spare: spare * (1 - coalition),
        },
    }


def lasts_code(variant=None) -> dict:
    return {
        "reference": ref_lasts,
        "cases": _lasts_cases,
        "misconceptions": {
            "until-zero": lambda coalition, spare, step: _years(coalition, spare, step, 0.0),
            "half-of-everything": lambda coalition, spare, step: _years(coalition, spare, step, 0.5),
            "leak-forgotten": lambda coalition, spare, step: ref_lasts(coalition, 0.0, step),
            "one-year-early": lambda coalition, spare, step: max(0, ref_lasts(coalition, spare, step) - 1),
        },
    }
