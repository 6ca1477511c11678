"""Lesson 6: whose help is left when one partner fails, and what shared shocks do to it."""

from __future__ import annotations

from functools import cache

import pandas as pd

from derisking import data
from derisking import widgets as controls
from derisking.charts import vector
from derisking.explore.base import Explorer, Goal
from derisking.models import supply
from derisking.models.supply import both_fail

MEMBERS = (
    "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE EUR"
)
PARTNERS = {
    "the EU": tuple(MEMBERS.split()),
    "Japan": ("JPN",),
    "Korea": ("KOR",),
    "the United States": ("USA",),
    "Taiwan": ("TWN",),
    "China": ("CHN",),
}
MAKES = 10.0  # per cent of the world market from which we say that a partner makes an input: a cut-off of our own
FAILS = 0.1  # each partner fails in one year of ten: a round number of our own
LIMITS = (
    "A firm counts for the country of its headquarters. Two numbers are ours: a maker holds a tenth of the market, and each has "
    "one bad year in ten. A partner that can help need not, and may have nothing to spare."
)


@cache
def _matrix() -> pd.DataFrame:
    """Shares (fractions) by input id and country code, the world market of the 2025 edition."""
    table = data.load("chip_input_shares")
    return (
        table.pivot_table(index="input_id", columns="country_iso3", values="share_pct", aggfunc="sum").fillna(0) / 100
    )


@cache
def _held(who: str) -> pd.Series:
    """What the firms of a partner hold of each input, in per cent; index input id."""
    return supply.group_share(_matrix(), PARTNERS[who]) * 100


def stands(correlation):
    """Chance that one partner stands in a year in which the other fails, a fraction; each fails one year in ten.

    correlation: of their failures, 0 (never more often together than by chance) to 1 (always together).
    """
    return 1 - both_fail(FAILS, correlation) / FAILS


def help_left(first: str) -> pd.Series:
    """How many inputs of the first partner each other partner makes too (a count); index partner, largest first."""
    own = _held(first) >= MAKES
    counts = {who: int((own & (_held(who) >= MAKES)).sum()) for who in PARTNERS if who != first}
    return pd.Series(counts).sort_values(ascending=False, kind="stable")


@cache
def tables() -> dict[str, object]:
    """Per partner: of how many inputs it makes a tenth or more, and how many of these each other partner makes too."""
    own = {who: int((_held(who) >= MAKES).sum()) for who in PARTNERS}
    counts = {who: {other: int(count) for other, count in help_left(who).items()} for who in PARTNERS}
    return {"own": own, "counts": counts}


def partners_state(v, t):
    """Inputs in which somebody can help when the first partner fails; only the second one's bar follows the slider."""
    first, second, shared = v["first"], v["second"], v["correlation"]
    counts = t["counts"][first]
    two = first != second
    if not two:  # nobody insures itself: then it is about the best of the others
        second = max(list(counts), key=lambda who: counts[who])
    stand, alone = stands(shared), stands(0.0)
    bars = []
    for who, count in counts.items():
        value = count * (stand if who == second else alone)
        name = f"{short(who)}, shared {shared:.1f}" if who == second and shared > 0 else short(who)
        bars.append({"name": name, "who": who, "value": value, "shown": f"{value:.1f}", "strong": who == second})
    now = counts[second] * stand
    more = [bar["who"] for bar in bars if bar["who"] != second and bar["value"] > now]
    line = (
        f"{second[0:1].upper()}{second[1:]} makes {counts[second]} of these {t['own'][first]} inputs too. In {100 * stand:.0f} of 100 bad years of {first} "
        f"{second} has a good year: {counts[second]} × {stand:.2f} = {now:.1f}. {'More help: ' + ', '.join(more) if more else 'Nobody can help more'}."
    )
    longest = max(bars, key=lambda bar: bar["value"])
    return {
        "title": f"A bad year for {first}: {ahead(bars, second, shared, counts)}",
        "nudge": "" if two else f"Nobody insures itself: shown is {second}, who can help {first} most.",
        "line": line,
        "alt": f"Bar chart of the partners that can help {first}. Longest bar: {longest['name']}. {line}",
        "caption": LIMITS,
        "heads": ["partner", f"of {t['own'][first]} inputs, how many it can supply"],
        "rows": [[bar["name"], bar["shown"]] for bar in bars],
        "picture": {
            "bars": bars,
            "high": 30,
            "unit": f"of {t['own'][first]} inputs, how many it can supply in such a year, on average",
        },
        "goals": [
            two and second == "Japan" and shared == 0 and counts["Japan"] < max(list(counts.values())),
            two and first == EUROPE and second == "Japan" and overtaken(counts, second, "the United States", shared),
        ],
    }


EUROPE, USA = "the EU", "the United States"


def ahead(bars, second, shared, counts):
    """Who can help most, and a word where the slider has passed the step at which that changed."""
    best = [bar["who"] for bar in bars if bar["value"] > max([one["value"] for one in bars]) - 0.001]
    others = max([count for who, count in counts.items() if who != second]) * stands(0.0)
    if shared > 0.15 and counts[second] * stands(shared - 0.1) < others < counts[second] * stands(0.0):
        return f"{best[0]} has led since an earlier step"
    return f"{' and '.join(best)} can step in most"


def overtaken(counts, second, other, shared):
    """Whether this is the first tenth of sharing at which another partner helps more than the second."""
    least = counts[other] * stands(0.0)
    now, before = [counts[second] * stands(max(0.0, x)) for x in [shared, shared - 0.1]]
    return now < least <= before


def short(name):
    """A partner's name on a bar."""
    return name.replace("the ", "")


GOALS = (
    Goal(
        "In a bad year Japan is the best help for the EU. Choose others who need help: for one of them Japan is only second. Who is it?",
        "For China, because the United States makes more of what China makes than Japan does. The sum counts who could help. It does not ask who would.",
        ("first",),
        place=2,
    ),
    Goal(
        "Now Japan may have its bad year together with the EU. Raise how far their shocks are shared, and stop at the first step at which the United States is the better help.",
        "0.4: from here on the ally with fewer inputs helps more, because its bad years come at other times. The sum does not ask who made the storm.",
        ("correlation",),
        place=0,
    ),
)


def partners() -> Explorer:
    """The explorer of lesson 6: who is insured, by whom, and how far their shocks are shared."""
    names = list(PARTNERS)
    return Explorer(
        "partners",
        {
            "correlation": controls.Range("Shared shocks (0 none, 1 all)", 0.0, 0.0, 1.0, 0.1),
            "second": controls.Select("Whose shocks are shared", names, names[1]),
            "first": controls.Select("Who needs help", names, names[0]),
        },
        partners_state,
        vector.bars,
        tables=tables(),
        source=data.cite("chip_input_shares"),
        question="A bad year for Europe's makers: who is the best friend?",
        goals=GOALS,
    )
