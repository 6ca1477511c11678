"""Lesson 6: two partners' strengths side by side, and what a shared shock does to their insurance."""

from __future__ import annotations

from functools import cache

import pandas as pd

from derisking import charts, data
from derisking import widgets as controls
from derisking.explore.base import Explorer
from derisking.models import supply

EU = "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE EUR"
PARTNERS = {
    "the European Union": tuple(EU.split()),
    "Japan": ("JPN",),
    "South Korea": ("KOR",),
    "the United States": ("USA",),
    "Taiwan": ("TWN",),
    "China": ("CHN",),
}
DEVIATION = 10.0  # swing of each partner's deliveries, % of normal: a round number of our own
SHOWN = 7  # inputs in the picture; all of them are counted in the line
LIMITS = (
    "Shares go by headquarters, not by plants; inputs overlap, and adding shares is not acting together. The swing of 10 % "
    "is ours, and two states in a shortage need not share."
)


@cache
def _matrix() -> pd.DataFrame:
    """Shares (fractions) by input id and country code, the world market of the 2025 edition."""
    table = data.load("chip_input_shares")
    return (
        table.pivot_table(index="input_id", columns="country_iso3", values="share_pct", aggfunc="sum").fillna(0) / 100
    )


@cache
def _names() -> dict[str, str]:
    table = data.load("chip_inputs")
    return dict(zip(table["input_id"], table["input"], strict=True))


@cache
def _source() -> str:
    return data.cite("chip_input_shares")


def strengths(first: str, second: str) -> pd.DataFrame:
    """World-market shares of two partners per input, in per cent: columns first, second, together; index input name.

    first, second: keys of PARTNERS. Sorted by the sum, largest first. Raises KeyError for an unknown partner.
    """
    matrix = _matrix()
    one, two = (matrix[[c for c in PARTNERS[who] if c in matrix]].sum(axis=1) * 100 for who in (first, second))
    table = pd.DataFrame({"first": one, "second": two, "together": one + two}).rename(index=_names())
    return table.sort_values("together", ascending=False, kind="stable")


def draw(first: str, second: str, correlation: float) -> tuple[charts.Chart, str]:
    """The inputs where the two are strongest, and a line on overlap and on pooling. Arguments as in `strengths`."""
    if first == second:
        raise ValueError("choose two different partners; nobody insures with himself.")
    table = strengths(first, second)
    shown = table.head(SHOWN)[["first", "second"]].set_axis([_short(first), _short(second)], axis=1)
    top = table.index[0]
    chart = charts.shares(
        shown.assign(others=(100 - shown.sum(axis=1)).clip(lower=0)),
        title=f"Where {first} and {second} are strongest together",
        unit="% of world market, by headquarters, mostly 2025",
        source=_source(),
        caption=LIMITS,
        table=table.head(30).round(1).rename_axis("input").reset_index(),
        alt=f"Stacked bars of the {SHOWN} inputs to chip making in which {first} and {second} together hold most. The first "
        f"is {top}: {table['first'].iloc[0]:.0f} per cent and {table['second'].iloc[0]:.0f} per cent. {_line(table, correlation)}",
    )
    return chart, _line(table, correlation)


def _short(name: str) -> str:
    return {"the European Union": "EU", "the United States": "USA", "South Korea": "Korea"}.get(name, name)


def _line(table: pd.DataFrame, correlation: float) -> str:
    """What the two hold, where both are needed, and what pooling leaves of the swing."""
    half = table["together"] > 50
    both = half & (table["first"] <= 50) & (table["second"] <= 50)
    absent = int((table["together"] < 10).sum())
    alone, pooled = DEVIATION, supply.pooled_deviation(DEVIATION, 2, correlation)
    best = DEVIATION - supply.pooled_deviation(DEVIATION, 2, 0)
    kept = (alone - pooled) / best
    return (
        f"Of {len(table)} inputs the two together hold more than half in {int(half.sum())}; only {int(both.sum())} of these "
        f"need both. In {absent} they hold less than a tenth. Pooling two equal sources with correlation {correlation:.1f} "
        f"cuts a swing of {alone:.0f} % to {pooled:.1f} %: {kept * 100:.0f} % of the possible benefit."
    )


def partners() -> Explorer:
    """The explorer of lesson 6: two partners and the correlation of their shocks."""
    names = list(PARTNERS)
    return Explorer(
        {
            "first": controls.Select("First partner", names, names[0]),
            "second": controls.Select("Second partner", names, names[1]),
            "correlation": controls.Range("How often do shocks hit both? (correlation)", 0.0, 0.0, 1.0, 0.1),
        },
        draw,
        "At which correlation is a third of the benefit of pooling gone?",
    )
