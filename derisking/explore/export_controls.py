"""Lesson 5: who joins a control, how much of the target's supply is cut, how long that lasts; and chips beside a line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from derisking import charts, data
from derisking import widgets as controls
from derisking.charts.axes import CARD, COLOURS, GRID, INK, SIZE, STRONG, narrow, place, under
from derisking.explore.base import Explorer
from derisking.models import supply

LAST_YEAR = 12  # right end of the picture
TIMES = np.linspace(0, LAST_YEAR, 12 * LAST_YEAR + 1)  # months, written in years
STOCK = 1.0  # years of need that a warned target buys in time
SPARE = 0.5  # outsiders can sell half as much again to the target
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
    "A toy, with these assumptions: every licence is refused, the target buys like the world, outsiders can sell it half as "
    "much again, and its own makers learn in equal steps. So how long a cut lasts follows from the years that you set, and "
    "from the size of the cut. Shares go by headquarters. Prices, smuggling, counter-measures and quality are left out: a "
    "second-best tool counts in full."
)


@dataclass(frozen=True)
class Course:
    """A control over time: `cut` and `supply` are shares of the target's need (0 to 1), one per entry of TIMES."""

    cut: np.ndarray
    supply: np.ndarray


def course(members: float, own_years: float, stock: float = 0.0) -> Course:
    """How a control runs: what is cut, and what the target can still use; the model is `supply.denied`.

    members: the controllers' share of the market, 0 to 1; own_years: years in which the target learns to make everything
    itself; stock: years of its need in store when the control begins. The store fills the gap until it is empty.
    """
    gap = supply.denied(members, TIMES, spare=SPARE, own_years=own_years)
    used = np.concatenate([[0.0], np.cumsum((gap[1:] + gap[:-1]) / 2 * np.diff(TIMES))])
    return Course(cut=gap, supply=np.where(used < stock, 1.0, 1 - gap))


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


def end(cut: np.ndarray) -> float:
    """Years until nothing is cut any more; nan if that lies beyond the picture."""
    over = np.flatnonzero(cut <= 0)
    return float(TIMES[over[0]]) if over.size else float("nan")


def draw(item: str, coalition: str, own_years: float, seat: str) -> tuple[charts.Chart, str]:
    """What is cut, or what is left, over twelve years, and a line about it.

    item, coalition: keys of INPUTS and COALITIONS; own_years: see `course`; seat: one of SEATS. Only "warned in time" has a store.
    """
    rest = outsiders(item, coalition)
    members = 1 - float(rest.sum())
    # a printed 100.0 may hide a crumb: below half a thousandth we say that nobody else makes it
    members = 1.0 if members > 0.9995 else max(0.0, members)
    found = course(members, own_years, STOCK if seat == WARNED else 0.0)
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
        title=f"{item[0].upper()}{item[1:]}: {first:.0f} % {what} at the start, {later[1]:.0f} % after five years",
        unit="% of the target's need",
        x_label="years since the control began",
        markers=False,
        highlight=frame.columns[0],
        source="Course over time: our toy model. Shares: " + _sources()[item == GALLIUM],
        caption=LIMITS,
        table=marks,
        alt=f"Line over twelve years. Control on {item} by {coalition}. {target} is the target; the line shows how much of "
        f"its need is {what}: {first:.0f} % at once, {later[0]:.0f} % after one year, {later[1]:.0f} % after five and "
        f"{later[2]:.0f} % after ten.",
    )
    chart.fig.axes[0].set_ylim(0, 105)  # the same scale at every setting, or moving a control seems to change nothing
    return chart, _line(seat, target, rest, members, found)


def _line(seat: str, target: str, rest: pd.Series, members: float, found: Course) -> str:
    """A few sentences: what the controllers hold, who fills the gap, how long it lasts."""
    if members < 0.005:
        much = "none" if members == 0 else "next to none"
        return f"These controllers make {much} of it, so nothing is cut. A control needs something to withhold."
    if members == 1:
        who = "Nobody else makes it, so nothing leaks at first; only the target's own learning wears the control down."
    else:
        first = _names().get(rest.index[0], "others")
        own = ", the target itself" if first == target else ""
        who = f"Controllers hold {100 * members:.0f} %, but {100 * supply.leak(members, SPARE):.0f} % of that leaks at once. "
        who += f"The largest outsider is {first}{own}."
    over = end(found.cut)
    if over == 0:
        return who + " So nothing is cut."
    who += (
        " After twelve years something is still cut." if np.isnan(over) else f" After {over:.1f} years nothing is cut."
    )
    if seat == WARNED:
        empty = np.flatnonzero(found.supply < 0.995)
        after = f"The store lasts {TIMES[empty[0]]:.1f} years." if empty.size else "The store never runs out."
        return f"{after} {who}"
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
            "item": controls.Select("What is controlled", list(INPUTS), "deposition machines"),
            "coalition": controls.Select("Who controls it", list(COALITIONS), "the United States alone"),
            "own_years": controls.Range("The target learns to make it all in", 10, 2, 20, 1, "years"),
            "seat": controls.Select("You are", list(SEATS), CONTROLLER),
        },
        draw,
        "Who has to join, and how long does the door stay shut?",
    )


# --- chips drawn around a line ----------------------------------------------------------------------------------------

# name in the table ai_accelerators -> short name, and whether it was made for China
CHIPS = {
    "NVIDIA A100 SXM4 80 GB": ("A100", False),
    "NVIDIA H100 SXM5 80GB": ("H100", False),
    "NVIDIA A800 SXM": ("A800 (2022)", True),
    "NVIDIA L20 PCle": ("L20 (2023)", True),
    "NVIDIA HGX H20": ("H20 (2023)", True),
}
WORDS_AT = {
    "L20 (2023)": (-2, 13, "center"),
    "A100": (-7, 9, "right"),
    "A800 (2022)": (-7, -11, "right"),
    "H20 (2023)": (-8, -11, "right"),
}
LEAST = 1.6  # density below which the rule of 2023 asks nothing of a score from 2,400 to 4,800


def chips_beside_the_line() -> pd.DataFrame:
    """Score (total processing performance) and density (score per mm2) of five chips, one row each.

    The H20 has no area in the table; it is cut down from the H100, so its density is the registry's figure.
    """
    table = data.load("ai_accelerators").set_index("name").loc[list(CHIPS)]
    density = (table["tpp"] / table["die_mm2"]).fillna(float(data.fact("h20-density").value))
    return pd.DataFrame(
        {
            "chip": [short for short, _ in CHIPS.values()],
            "score": table["tpp"].to_numpy(),
            "density": density.round(2).to_numpy(),
        }
    )


def caught(score: float, density: float) -> bool:
    """Whether the US rule of October 2023 asks for a licence, or at least a notice, for a chip for data centres."""
    line = {name: float(data.fact(f"us-rule-{name}").value) for name in _LINES}
    return (
        score >= line["tpp-threshold"]
        or (score >= line["2023-second-score"] and density >= LEAST)
        or (score >= line["2023-tpp-lower"] and density >= line["2023-second-density"])
    )


_LINES = ("tpp-threshold", "2023-second-score", "2023-tpp-lower", "2023-second-density")


@charts.redrawable
def rule_map() -> charts.Chart:
    """The chart of lesson 5: five chips by score and density, and the area in which the rule of 2023 asks for a licence."""
    rows = chips_beside_the_line()
    fig, ax = charts.figure(height=3.9)
    _draw_rule(ax)
    china = {short for short, made_for_it in CHIPS.values() if made_for_it}
    for chip, score, density in rows.itertuples(index=False):
        look = (
            {"marker": "s", "color": COLOURS[1], "markersize": 7} if chip in china else {"marker": "o", "color": STRONG}
        )
        ax.plot(score, density, **({"markersize": 11} | look))
        dx, dy, side = WORDS_AT.get(chip, (-9, 0, "right"))
        ax.annotate(chip, (score, density), xytext=(dx, dy), textcoords="offset points", ha=side, va="center",
                    fontsize=SIZE, color=INK, zorder=5, bbox={"facecolor": CARD, "edgecolor": "none", "pad": 0.5})  # fmt: skip
    free = [row for row in rows.itertuples(index=False) if not caught(row.score, row.density)]
    names, scores = " and ".join(row.chip for row in free), " and ".join(f"{row.score:,.0f}" for row in free)
    return charts.Chart(
        fig,
        alt="Scatter of five Nvidia chips by computing score and by density, that is score per square millimetre. The H100 "
        "has most of both. The A100 and the A800 lie at one point, since only their links differ. In the shaded area the "
        f"rule of October 2023 asks for a licence or a notice. {names} lie just outside its lower corner, with scores of "
        f"{scores}.",
        source=data.cite("ai_accelerators") + "; lines: US rule of 25 October 2023",
        table=rows,
        caption="Squares: made for China, with the year. Both axes in doubling steps. Shaded: licence or notice to Washington, for chips for data centres. The rule "
        "of 2022 asked for the score and for the speed of the link between chips, which is not in this picture.",
        title="Two chips in the corner of a rule",
    )


def _draw_rule(ax: Axes) -> None:
    """The shaded area and the axes, both logarithmic to the base of 2."""
    line = {name: float(data.fact(f"us-rule-{name}").value) for name in _LINES}
    right, top, low = 22_000, 26, 1.0
    corner = [
        (line["2023-tpp-lower"], top), (line["2023-tpp-lower"], line["2023-second-density"]),
        (line["2023-second-score"], line["2023-second-density"]), (line["2023-second-score"], LEAST),
        (line["tpp-threshold"], LEAST), (line["tpp-threshold"], low), (right, low), (right, top),
    ]  # fmt: skip
    ax.fill(*zip(*corner, strict=True), color="#f6dfcb", zorder=0)
    ax.plot(*zip(*corner[:6], strict=True), color=COLOURS[1], linewidth=1.6, zorder=1)
    ax.text(line["tpp-threshold"] * 1.06, 1.25, "licence or notice", fontsize=SIZE, color="#B14300", fontweight="bold")
    ax.set_xscale("log", base=2)
    ax.set_yscale("log", base=2)
    ax.set_xlim(1000, right)
    ax.set_ylim(low, top)
    ticks = [1200, 4800, 19200] if narrow() else [1200, 2400, 4800, 9600, 19200]
    ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.set_yticks([1.6, 3.2, 6.4, 12.8, 25.6], ["1.6", "3.2", "6.4", "12.8", "25.6"])
    ax.minorticks_off()
    ax.grid(color=GRID, linewidth=0.8)
    ax.set_ylabel("density: score per mm²", fontsize=SIZE, color=INK)
    place(ax, 0.85, under(ax, "computing score (total processing performance)"), 0.25, 0.15)
