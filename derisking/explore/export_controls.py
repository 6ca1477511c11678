"""Lesson 5: who joins a control, how much of the target's supply is cut, and how fast others fill the gap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from derisking import charts, controls, data
from derisking.explore.base import Explorer

LAST_YEAR = 12  # right end of the picture
TIMES = np.linspace(0, LAST_YEAR, 12 * LAST_YEAR + 1)  # months, written in years
STOCK = 1.0  # years of need that a warned target buys in time
GALLIUM = "gallium, raw metal"
# input of the control -> id in chip_input_shares (market shares by headquarters); gallium comes from mineral_production
INPUTS = {
    "EUV machines": "N20",
    "immersion machines, a step below": "N22",
    "deposition machines": "N36",
    "process control machines": "N60",
    "machines that coat with photoresist": "N32",
    GALLIUM: "",
}
ALL_BUT_CHINA = "everybody except China"
CHINA_ALONE = "China alone"
COALITIONS = {
    "the United States alone": ("USA",),
    "the Netherlands alone": ("NLD",),
    "Japan alone": ("JPN",),
    "the United States and the Netherlands": ("USA", "NLD"),
    "the United States and Japan": ("USA", "JPN"),
    "the United States, the Netherlands and Japan": ("USA", "NLD", "JPN"),
    ALL_BUT_CHINA: (),
    CHINA_ALONE: ("CHN",),
}
CONTROLLER = "a controller"
TARGET = "the target"
WARNED = "the target, warned in time"
SEATS = (CONTROLLER, TARGET, WARNED)
LIMITS = (
    "A toy: every licence is refused, the target buys like the world, and outsiders grow at the pace that you set. "
    "Shares go by headquarters, prices and smuggling are left out, and quality too: a second-best tool counts in full."
)


@dataclass(frozen=True)
class Course:
    """A control over time: `cut` and `supply` are shares of the target's need (0 to 1), one per entry of TIMES."""

    cut: np.ndarray
    supply: np.ndarray


def rivals_over_time(start: float, doubling: float, times: np.ndarray = TIMES) -> np.ndarray:
    """Share of the target's need that outsiders can serve, 0 to 1, at each time.

    start: their share when the control begins, 0 to 1; doubling: years in which they double while they are small; times:
    years. Growth is logistic: start / (start + (1 - start) 2^(-t / doubling)). Whoever starts at nothing stays there.
    Raises ValueError for a share outside 0 to 1 or a pace that is not positive. A teaching simplification of our own.
    """
    if not 0 <= start <= 1:
        raise ValueError("The outsiders' share must lie between 0 and 1.")
    if doubling <= 0:
        raise ValueError("The years to double must be above 0.")
    times = np.asarray(times, dtype=float)
    if start == 0:
        return np.zeros_like(times)
    return start / (start + (1 - start) * 2.0 ** (-times / doubling))


def course(start: float, doubling: float, stock: float = 0.0) -> Course:
    """How a control runs: what is cut, and what the target can still use.

    start, doubling: see `rivals_over_time`; stock: years of the target's need in store when the control begins. The store
    fills the gap until it is empty.
    """
    served = rivals_over_time(start, doubling)
    gap = 1 - served
    used = np.concatenate([[0.0], np.cumsum((gap[1:] + gap[:-1]) / 2 * np.diff(TIMES))])
    supply = np.where(used < stock, 1.0, served) if stock > 0 else served
    return Course(cut=gap, supply=supply)


@cache
def _tools() -> pd.DataFrame:
    return data.load("chip_input_shares")


@cache
def _sources() -> tuple[str, str]:
    return data.cite("chip_input_shares"), data.cite("mineral_production")


@cache
def holders(item: str) -> pd.Series:
    """Shares of the world market (0 to 1) by country code, largest first, for one of INPUTS.

    Rounded shares are rescaled so that they sum to 1. Raises KeyError for an unknown input.
    """
    if item == GALLIUM:
        rows = data.load("mineral_production").query("material == 'gallium' and year == 2024 and not is_total")
        values = rows.dropna(subset=["country_iso3"]).set_index("country_iso3")["production"]
    else:
        rows = _tools()[_tools()["input_id"] == INPUTS[item]]
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


def half_time(cut: np.ndarray) -> float:
    """Years until half of the first cut is gone; nan if that lies beyond the picture or nothing was cut."""
    gone = np.flatnonzero(cut <= cut[0] / 2)
    return float(TIMES[gone[0]]) if cut[0] > 0 and gone.size else float("nan")


def draw(item: str, coalition: str, doubling: float, seat: str) -> tuple[charts.Chart, str]:
    """What is cut, or what is left, over twelve years, and a line about it.

    item, coalition: keys of INPUTS and COALITIONS; doubling: years; seat: one of SEATS. Only "warned in time" has a store.
    """
    rest = outsiders(item, coalition)
    # a share of 99.96 is a rounding of all: below a tenth of a per cent we say that nobody else makes it
    start = float(rest.sum()) if rest.sum() > 0.0005 else 0.0
    found = course(start, doubling, STOCK if seat == WARNED else 0.0)
    values = found.cut if seat == CONTROLLER else found.supply
    what = "cut off" if seat == CONTROLLER else "available"
    target = "The rest of the world" if coalition == CHINA_ALONE else "China"
    frame = pd.DataFrame({what: 100 * values}, index=TIMES)
    if seat == WARNED:
        frame = pd.DataFrame({"with the store": 100 * values, "without it": 100 * (1 - found.cut)}, index=TIMES)
    marks = frame.iloc[[0, 12, 60, 120]].set_axis([0, 1, 5, 10]).rename_axis("years").round(1).reset_index()
    first, *later = frame.iloc[[0, 12, 60, 120], 0]
    chart = charts.lines(
        frame,
        title=f"{item[0].upper()}{item[1:]}: {first:.0f} % {what} at the start, {later[-1]:.0f} % after ten years",
        unit="% of the target's need",
        x_label="years since the control began",
        markers=False,
        highlight=frame.columns[0],
        reference=(50 * values[0], "half of the first cut") if seat == CONTROLLER and values[0] > 0.01 else None,
        source="Growth of outsiders: our toy model. Shares: " + _sources()[item == GALLIUM],
        caption=LIMITS,
        table=marks,
        alt=f"Line over twelve years. Control on {item} by {coalition}. {target} is the target; the line shows how much of "
        f"its need is {what}: {first:.0f} % at once, {later[0]:.0f} % after one year, {later[1]:.0f} % after five and "
        f"{later[2]:.0f} % after ten.",
    )
    chart.fig.axes[0].set_ylim(0, 105)  # the same scale at every setting, or moving a control seems to change nothing
    return chart, _line(seat, target, rest, start, found)


def _line(seat: str, target: str, rest: pd.Series, start: float, found: Course) -> str:
    """One or two sentences: what happened and who fills the gap."""
    if start == 0:
        who = "Nobody else makes it, so nobody can grow: the control holds until a first rival appears."
    elif found.cut[0] < 0.005:
        much = "none" if found.cut[0] == 0 else "next to none"
        return f"These controllers make {much} of it, so nothing is cut. A control needs something to withhold."
    else:
        first = _names().get(rest.index[0], "others")
        own = first == target
        who = f"Outsiders hold {100 * start:.1f} %; the largest is {first}{', the target itself' if own else ''}."
        half = half_time(found.cut)
        late = " After twelve years more than half of the first cut is left."
        who += late if np.isnan(half) else f" Half of the effect is gone after {half:.1f} years."
    if seat == WARNED:
        empty = np.flatnonzero(found.supply < 0.995)
        after = f"The store is empty after {TIMES[empty[0]]:.1f} years." if empty.size else "The store never runs out."
        return f"A year's need was in store. {after} {who}"
    return who


@cache
def _names() -> dict[str, str]:
    """Country names by code, as they stand in a sentence."""
    names = data.load("countries").set_index("iso3")["name"].to_dict()
    return names | {"USA": "the United States", "NLD": "the Netherlands", "VAR": "a group of others"}


def coalition() -> Explorer:
    """The explorer of lesson 5. Sources: the tables `chip_input_shares` and `mineral_production`."""
    return Explorer(
        {
            "item": controls.Choice("What is controlled", list(INPUTS), "deposition machines"),
            "coalition": controls.Choice("Who controls it", list(COALITIONS), "the United States alone"),
            "doubling": controls.Range("Rivals double their output every", 3, 1, 8, 0.5, "years"),
            "seat": controls.Choice("You are", list(SEATS), CONTROLLER),
        },
        draw,
        "Who has to join, and how long does the door stay shut?",
    )
