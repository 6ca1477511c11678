"""Lesson 6: whose help is left when one partner fails, and what shared shocks do to it."""

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
MAKES = 10.0  # per cent of the world market from which we say that a partner makes an input: a cut-off of our own
FAILS = 0.1  # each partner fails in one year of ten: a round number of our own
LIMITS = (
    "Shares go by headquarters, not by plants. The cut-off of a tenth, and one bad year in ten for each, are ours. A "
    "partner that stands need not share, and may have nothing to spare."
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


@cache
def _held(who: str) -> pd.Series:
    """What the firms of a partner hold of each input, in per cent; index input name."""
    matrix = _matrix()
    return (matrix[[code for code in PARTNERS[who] if code in matrix]].sum(axis=1) * 100).rename(index=_names())


def strengths(first: str, second: str) -> pd.DataFrame:
    """World-market shares of two partners per input, in per cent: columns first, second, together; index input name.

    first, second: keys of PARTNERS. Sorted by the sum, largest first. Raises KeyError for an unknown partner.
    """
    one, two = _held(first), _held(second)
    table = pd.DataFrame({"first": one, "second": two, "together": one + two})
    return table.sort_values("together", ascending=False, kind="stable")


def stands(correlation: float) -> float:
    """Chance that one partner stands in a year in which the other fails, a fraction; each fails one year in ten.

    correlation: of their failures, 0 (never more often together than by chance) to 1 (always together).
    """
    return 1 - supply.both_fail(FAILS, correlation) / FAILS


def help_left(first: str) -> pd.Series:
    """How many inputs of the first partner each other partner makes too (a count); index partner, largest first."""
    own = _held(first) >= MAKES
    counts = {who: int((own & (_held(who) >= MAKES)).sum()) for who in PARTNERS if who != first}
    return pd.Series(counts).sort_values(ascending=False, kind="stable")


def draw(first: str, second: str, correlation: float) -> tuple[charts.Chart, str]:
    """Inputs in which somebody can help when the first partner fails; only the second one's bar follows the slider.

    first, second: keys of PARTNERS; correlation: of the two partners' failures. The others stand as with separate shocks.
    """
    if first == second:
        raise ValueError("choose two different partners; nobody insures with himself.")
    counts = help_left(first)
    left = counts * stands(0)
    left[second] = counts[second] * stands(correlation)
    names = [f"{_short(who)}, shocks shared {correlation:.1f}" if who == second else _short(who) for who in left.index]
    bars = left.set_axis(names)
    line = _line(first, second, correlation)
    chart = charts.bars(
        bars,
        title=f"When {first} fails, who can help?",
        unit=f"of {int((_held(first) >= MAKES).sum())} inputs, how many find help on average",
        source=_source(),
        highlight=names[list(left.index).index(second)],
        digits=1,
        limit=float(counts.max()),
        caption=LIMITS,
        alt=f"Bar chart of the partners that can help {first}. Longest bar: {bars.idxmax()}. {line}",
    )
    return chart, line


def _short(name: str) -> str:
    return {"the European Union": "EU", "the United States": "USA", "South Korea": "Korea"}.get(name, name)


def _line(first: str, second: str, correlation: float) -> str:
    """The moving bar in words, and who now helps more."""
    counts = help_left(first)
    now = counts[second] * stands(correlation)
    more = [who for who in counts.index if who != second and counts[who] * stands(0) > now]
    return (
        f"{_start(second)} makes {counts[second]} of the inputs that {first} makes. With shocks shared {correlation:.1f} it "
        f"stands in {100 * stands(correlation):.0f} of 100 years in which {first} fails, so {now:.1f} inputs find help there "
        f"on average. More help, with separate shocks: {', '.join(more) or 'nobody'}."
    )


def _start(name: str) -> str:
    """A partner's name at the start of a sentence."""
    return name[0].upper() + name[1:]


def partners() -> Explorer:
    """The explorer of lesson 6: who is insured, by whom, and how far their shocks are shared."""
    names = list(PARTNERS)
    return Explorer(
        {
            "first": controls.Select("Who needs help", names, names[0]),
            "second": controls.Select("Whose shocks are shared", names, names[1]),
            "correlation": controls.Range(
                "How far are their shocks shared? (0 not at all, 1 fully)", 0.0, 0.0, 1.0, 0.1
            ),
        },
        draw,
        "How far may the shocks of the EU and Japan be shared before the United States is the better insurer?",
    )
