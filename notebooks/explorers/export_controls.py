"""Lesson 5: who joins a control, how much of the target's supply is cut, and how long that lasts."""

from __future__ import annotations

from functools import cache

import pandas as pd

from derisking import data
from derisking import widgets as controls
from derisking.charts.vector import lines
from derisking.charts.vector.parts import CARD, INK, MUTED, SIZE, STRONG, label, text_width, whole, wrapped
from derisking.explore.base import Explorer, Goal
from derisking.models.supply import still_denied

LAST_YEAR = 12  # right end of the picture
STOCK = 1.0  # years of need that a warned target buys in time
SPARE = 0.5  # outsiders can sell half as much again to the target
GALLIUM, EUV = "gallium, raw metal", "EUV machines"
# input of the control -> id in chip_input_shares (market shares by headquarters); gallium comes from mineral_production
INPUTS = {
    EUV: "N20",
    "immersion machines, a step below": "N22",
    "deposition machines": "N36",
    "process control machines": "N60",
    "machines that coat with photoresist": "N32",
    GALLIUM: "",
}
PALE = "#cfe0ec"  # of who takes no part
ALL_THREE = "the United States, the Netherlands and Japan"
ALL_BUT_CHINA = "everybody except China"
CHINA_ALONE = "China alone"
COALITIONS = {
    "the United States alone": ("USA",),
    "the Netherlands alone": ("NLD",),
    "Japan alone": ("JPN",),
    "the United States and the Netherlands": ("USA", "NLD"),
    "the United States and Japan": ("USA", "JPN"),
    ALL_THREE: ("USA", "NLD", "JPN"),
    ALL_BUT_CHINA: (),
    CHINA_ALONE: ("CHN",),
}
CONTROLLER = "a controller"
TARGET = "the target"
WARNED = "the target, warned in time"
TOY = "A toy: how long a cut lasts follows from how fast others learn, which is assumed, and from the size of the cut."
LIMITS = (
    "Every licence is refused, the target buys like the world, outsiders can sell it half as much again, and its own makers "
    "learn in equal steps. Shares go by headquarters. Prices, smuggling, counter-measures and quality are left out: a "
    "second-best tool counts in full."
)


@cache
def holders(item: str) -> pd.Series:
    """Shares of the world market (0 to 1) by country code, largest first, for one of INPUTS.

    Rounded shares are rescaled so that they sum to 1. Raises KeyError for an unknown input.
    """
    if item == GALLIUM:
        rows = data.load("mineral_production").query("material == 'gallium' and year == 2024 and not is_total")
        values = rows.dropna(subset=["country_iso3"]).set_index("country_iso3")["production"]
    else:
        rows = data.load("chip_input_shares")
        rows = rows[rows["input_id"] == INPUTS[item]]
        values = rows.set_index("country_iso3")["share_pct"]
    return (values / values.sum()).sort_values(ascending=False)


def outsiders(item: str, coalition: str) -> pd.Series:
    """Shares of those who do not join, largest first; arguments are keys of INPUTS and COALITIONS.

    The target's own makers count as outsiders: nobody can forbid them to sell at home.
    """
    shares = holders(item)
    if coalition == ALL_BUT_CHINA:
        return shares[shares.index == "CHN"]
    return shares[~shares.index.isin(COALITIONS[coalition])]


@cache
def tables() -> dict[str, object]:
    """Per input and coalition: the members' share of the market (0 to 1), and the largest of those who do not join.

    "sellers": per input [code, name, short name, share]; "members": the codes of a coalition; "taps": which coalition it is after a
    country joins or leaves.
    """
    countries = data.load("countries").set_index("iso3")
    names = countries["name"].to_dict()
    sellers = {
        item: [
            [code, names.get(code, "others"), countries["iso2"].get(code, ""), round(share, 4)]
            for code, share in holders(item).items()
            if share >= 0.005
        ]
        for item in INPUTS
    }
    after = {frozenset(codes): name for name, codes in COALITIONS.items() if codes}
    taps = {
        name: {code: after.get(frozenset({*codes} ^ {code}), "") for code in ("USA", "NLD", "JPN")}
        for name, codes in COALITIONS.items()
    }
    by_name = {"sellers": sellers, "members": {name: [*codes] for name, codes in COALITIONS.items()}, "taps": taps}
    names |= {"USA": "the United States", "NLD": "the Netherlands", "VAR": "a group of others"}  # as in a sentence
    for item in INPUTS:
        for name in COALITIONS:
            rest = outsiders(item, name)
            members = 1 - float(rest.sum())
            # a printed 100.0 may hide a crumb: below half a thousandth we say that nobody else makes it
            members = 1.0 if members > 0.9995 else max(0.0, members)
            first = names.get(rest.index[0], "others") if len(rest) else ""
            by_name[f"{item} | {name}"] = [members, first]
    return by_name


def running(members, own_years, stock):
    """A control month by month over twelve years: the years, what is cut, and what is available, as shares of the need.

    members: the controllers' share of the market, 0 to 1; own_years: years in which the target learns to make everything
    itself; stock: years of its need in store when the control begins. The store fills the gap until it is empty.
    """
    times = [month / 12 for month in range(12 * LAST_YEAR + 1)]
    cut = [still_denied(members, year, SPARE, own_years) for year in times]
    used, supply = 0.0, []
    for i, gap in enumerate(cut):
        used += (gap + cut[i - 1]) / 2 / 12 if i else 0.0
        supply.append(1.0 if used < stock else 1 - gap)
    return times, cut, supply


def coalition_state(v, t):
    """What is cut, or what is left, over twelve years. Only "warned in time" has a store."""
    members, outsider = t[f"{v['item']} | {v['coalition']}"]
    sellers = sellers_of(v, t)
    times, cut, supply = running(members, v["own_years"], STOCK if v["seat"] == WARNED else 0.0)
    control = v["seat"] == CONTROLLER
    values = [100 * x for x in (cut if control else supply)]
    what = "cut off" if control else "available"
    target = "The rest of the world" if v["coalition"] == CHINA_ALONE else "China"
    first, one, five, ten = values[0], values[12], values[60], values[120]
    over = over_at(times, cut)
    shut = control and 0 < over < 99
    later = f"{five:.0f} % after five years" if not shut else f"nothing after {over:.1f} years"
    shown = [{"name": "with the store" if v["seat"] == WARNED else what, "x": times, "y": values, "strong": True}]
    if v["seat"] == WARNED:
        shown.append({"name": "without it", "x": times, "y": [100 - 100 * x for x in cut], "strong": False})
        shown.append({"name": "half", "x": [0, LAST_YEAR], "y": [50, 50], "strong": False, "colour": MUTED})
    if control and v["coalition"] not in [CHINA_ALONE, ALL_BUT_CHINA]:
        most = running(t[f"{v['item']} | {ALL_BUT_CHINA}"][0], v["own_years"], 0.0)[1]
        shown.append({"name": "if all others joined", "x": times, "y": [100 * x for x in most], "strong": False})
    return {
        "title": f"{v['item'][0:1].upper()}{v['item'][1:]}: {first:.0f} % {what} at first, {later}",
        "line": coalition_words(v["seat"], members, times, cut, supply),
        "later": outsider_words(target, members, outsider),
        "alt": f"Line over twelve years. Control on {v['item']} by {v['coalition']}. {target} is the target. Sellers: {', '.join([one['said'] for one in sellers])}. The line shows how "
        f"much of its need is {what}: {first:.0f} % at once, {one:.0f} % after one year, {five:.0f} % after five and {ten:.0f} % after ten.",
        "caption": TOY,
        "assumes": LIMITS,
        "heads": ["years", f"{what}, % of the need"],
        "rows": [[f"{year}", f"{values[12 * year]:.1f}"] for year in range(LAST_YEAR + 1)],
        "picture": {
            "sellers": sellers,
            "lines": shown,
            "x": [0, LAST_YEAR],
            "y": [0, 105],
            "x_unit": "years since the control began",
            "unit": f"% of what {target if control else 'you'} need{'s' if control else ''}",
            "zero": "",
            "marks": [{"x": over, "name": f"the cut ends: {over:.1f} years"}] if shut else [],
            "tall": 170,
        },
        "goals": [
            v["item"] == "deposition machines"
            and v["own_years"] == 10
            and over_at(times, cut) > 6
            and v["coalition"] in ["the United States and Japan", ALL_THREE],
            v["coalition"] in LONE and members > 0.9 and v["item"] not in [EUV, GALLIUM] and v["own_years"] == 10,
            v["seat"] == WARNED and v["item"] == GALLIUM and v["coalition"] == CHINA_ALONE and min(supply) >= 0.5,
            control and v["item"] == "deposition machines" and v["own_years"] == 10 and v["coalition"] == ALL_THREE,
        ],
    }


def sellers_of(v, t):
    """Who sells the input: name, short name, share, whether it takes part, and the coalition after a tap on it."""
    members, taps = t["members"][v["coalition"]], t["taps"][v["coalition"]]
    return [
        {
            "names": [name, short],
            "said": f"{name} {f'{100 * share:.0f}' if share >= 0.01 else 'under 1'} %",
            "share": share,
            "takes": code in members or (v["coalition"] == ALL_BUT_CHINA and code != "CHN"),
            "after": taps.get(code, "") if v["coalition"] != ALL_BUT_CHINA else "",
        }
        for code, name, short, share in t["sellers"][v["item"]]
    ]


def coalition_picture(picture, width):
    """A bar of who sells the input, strong where a state takes part; below, the course of the cut."""
    taps = [one for one in picture["sellers"] if one["after"]]
    how = " Tap a country to let it join, or leave." if taps else ""
    told = wrapped(f"Who sells how much of it? ✓ takes part in the control.{how}", width - 16)
    y = 8 + 18 * len(told)
    parts, x, small = [label(8, 12 + 18 * i, line, "start", INK) for i, line in enumerate(told)], 8.0, []
    for one in picture["sellers"]:
        wide = (width - 16) * one["share"]
        sign = "✓ " if one["takes"] else ""
        fits = [f"{sign}{name}" for name in one["names"] if name and text_width(sign + name, True) < wide - 4]
        fits = [name for name in [*fits, one["names"][1]] if name and text_width(name, True) < wide - 2]
        fill, ink = [STRONG, CARD] if one["takes"] else [PALE, INK]
        take = f' data-take="{one["after"]}" cursor="pointer"' if one["after"] else ""
        block = f'<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="44" fill="{fill}" stroke="{CARD}" stroke-width="1.5"><title>{one["said"]}</title></rect>'
        middle, share = x + wide / 2, f"{100 * one['share']:.0f} %"
        name = label(middle, y + 14, fits[0], "middle", ink, True) if fits else ""
        name += (
            label(middle, y + 31, share, "middle", ink, False, False, 12)
            if fits and text_width(share) * 12 / SIZE < wide + 2
            else ""
        )
        parts.append(f"<g{take}>{block}{name}</g>")
        small = small if fits else [*small, one["said"]]
        x += wide
    rest = wrapped(f"The rest: {', '.join(small)}." if small else "", width - 16)
    parts.extend([label(8, y + 58 + 18 * i, line) for i, line in enumerate(rest)])
    below, y = lines(picture, width), y + (108 if width < 480 else 72)
    parts.append(f'<g transform="translate(0 {y})">{below["svg"]}</g>')
    return whole(width, y + below["height"], parts)


LONE = ["the United States alone", "the Netherlands alone", "Japan alone"]


def over_at(times, cut):
    """Years until nothing is cut any more; 99 if that lies beyond the picture."""
    over = [year for year, gap in zip(times, cut, strict=True) if gap <= 0]
    return over[0] if over else 99


def outsider_words(target, members, outsider):
    """Who could fill the gap: a sentence, or nothing where a control cuts nothing off or nobody is left."""
    if not 0.005 <= members < 1:
        return ""
    return f"The largest outsider is {outsider}{', the target itself' if outsider == target else ''}."


def coalition_words(seat, members, times, cut, supply):
    """A few sentences: what the controllers hold, how much of it leaks, how long it lasts."""
    if members < 0.005:
        much = "none" if members == 0 else "next to none"
        return f"These controllers make {much} of it, so nothing is cut. A control needs something to withhold."
    who = "Nobody else makes it, so nothing leaks at first; only the target's own learning wears the control down."
    if members < 1:
        leaks = 1 - cut[0] / members
        who = f"Controllers hold {100 * members:.0f} %, but {100 * leaks:.0f} % of that leaks at once."
    over = over_at(times, cut)
    if over == 0:
        return f"{who} So nothing is cut."
    who += " After twelve years something is still cut." if over == 99 else f" After {over:.1f} years nothing is cut."
    if seat != WARNED:
        return who
    empty = [year for year, left in zip(times, supply, strict=True) if left < 0.995]
    after = f"The store lasts {empty[0]:.1f} years." if empty else "The store never runs out."
    return f"{after} {who}"


def coalition() -> Explorer:
    """The explorer of lesson 5. Sources: the tables `chip_input_shares` and `mineral_production`."""
    return Explorer(
        "coalition",
        {
            "item": controls.Select("What is controlled", list(INPUTS), "deposition machines"),
            "coalition": controls.Select("Who controls it", list(COALITIONS), "the United States alone", picks=True),
            "own_years": controls.Range("The target makes it all itself after", 10, 2, 20, 1, "years"),
            "seat": controls.Select(
                "You are", [("a controller", CONTROLLER), ("the target", TARGET), ("warned target", WARNED)], CONTROLLER
            ),
        },
        coalition_state,
        coalition_picture,
        tables=tables(),
        source=f"Course over time: our toy model. Shares of machines: {data.cite('chip_input_shares')}; "
        f"shares of gallium: {data.cite('mineral_production')}",
        question="Who has to join, and how long does the door stay shut?",
        goals=[
            Goal(
                "Deposition machines lay thin films on wafers. If Washington alone stops their sale to China, the cut ends after 4.1 years. Tap one ally in the bar: with whom does it last more than six?",
                "Japan: its firms sell more of these machines than the Dutch. An ally counts for what China could otherwise buy from it.",
                ("coalition",),
            ),
            Goal(
                "For EUV machines one state alone is enough. Choose another machine and one state alone, so that its part with ✓ fills more than nine tenths of the bar.",
                "The Hague alone holds the immersion machines, a step below EUV, and Tokyo alone those that coat with photoresist. Washington alone holds none in this list.",
                ("coalition", "item"),
            ),
            Goal(
                "Change chairs: China alone controls gallium, and you are the target. You were warned, so the gallium of a year is in store. "
                "Shorten the years until you make it all yourself, so that the line never falls below half.",
                "The store buys you a year. What you learn to make in that year decides.",
                ("own_years",),
                {"item": GALLIUM, "coalition": CHINA_ALONE, "seat": WARNED},
            ),
            Goal(
                "Back in Washington, deposition machines again. Let Japan and the Netherlands both join. Look when the cut ends, and who is left without ✓.",
                "The question below asks what changed since Washington acted alone.",
                ("coalition",),
            ),
        ],
    )
