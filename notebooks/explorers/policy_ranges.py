"""Lesson 7: the rows of the budget desk, how far each may reach, and who says so."""

from __future__ import annotations

from functools import cache

import pandas as pd

from derisking import cards, data
from derisking.models.budget_worlds import Range


@cache
def table() -> pd.DataFrame:
    """The table `desk_ranges`, empty texts as such."""
    return data.load("desk_ranges").fillna({name: "" for name in ("shown", "unit", *_texts())})


def _texts() -> list[str]:
    return [f"{end}_{part}" for end in ("low", "high") for part in ("source", "how")]


def ranges() -> tuple[Range, ...]:
    """The rows that can be drawn, in the order of the table."""
    drawn = table()[table()["kind"] != "fixed"]
    return tuple(
        Range(one.row, one.low, one.high, one.kind == "whole", one.kind == "switch") for one in drawn.itertuples()
    )


def said(value: float, unit: str, short: bool = False) -> str:
    """A number of a row: "46 %", "2 months", "3.5 billion euro", or, short, "3.5 bn"."""
    unit = unit.replace("billion euro", "bn") if short else unit
    return f"{100 * value:.0f} %" if unit == "%" else f"{value:g} {unit}".strip()


class Rows(pd.DataFrame):
    """A table with links in its cells; what is not ours to mark up is escaped before."""

    def _repr_html_(self) -> str:
        return cards.headed(self.to_html(escape=False, border=0))
