"""Lesson 3: a wafer drawn to scale, and a fab that must earn its cost.

The wafer shows how the size of the die and the dirt in the fab decide what a good die costs; the fab, why a newcomer with
the same machines may still lose money.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from derisking import charts
from derisking import widgets as controls
from derisking.explore.base import Explorer
from derisking.models import chips

PRICE = 16_988  # dollars for a finished 300 mm wafer of the 5 nm generation: CSET's estimate for 2020
ZONES = 16  # areas of equal size: 8 sectors, inside and outside
SHAPE = 3  # clustering parameter of the negative binomial model
MOST = 0.5  # defects per cm² at the right end of the control
SMALLEST, LARGEST = 30, 858  # mm²; the largest is what one exposure can print
WAFERS = {"300 mm": 300, "200 mm": 200, "150 mm": 150}
MODELS = {
    "one by one, at random (Poisson)": "poisson",
    "somewhat uneven (Murphy)": "murphy",
    "in clusters (negative binomial, α = 3)": "negative-binomial",
}
REPAIRABLE = 0.5  # share of a die in blocks that can be switched off; our assumption
SPARES = {"one defect spoils the die": 0.0, "half of the die has spare blocks": REPAIRABLE}
SOURCE = (
    "Our model; defects are drawn at random with a fixed seed. Wafer price: CSET estimate for 2020 (5 nm, 300 mm); for "
    "other wafer sizes we suppose the same price per area."
)
# A plant for 50,000 wafers a month; its cost and the price of a wafer are IBS's estimates for 3 nm, the rest is ours.
FAB = chips.Fab(plant=20e9, wafers=600_000, price=20_000, running=4_000, upkeep=0.05, years=5)
FAB_SOURCE = (
    "Our model. Cost of the plant and price of a wafer: IBS estimates of 2023 for 3 nm and 50,000 wafers a month. Ours: "
    "written off in 5 years, staff and repairs 5 % of the cost a year, 4,000 dollars of materials and energy per wafer."
)


def expected_yield(area_mm2: float, density: float, model: str, spare: float = 0.0) -> float:
    """Share of dies that can be sold, by one of MODELS' values. Source: see `chips`.

    area_mm2: of the die; density: defects per cm²; spare: share of the die where a defect costs a block and not the die.
    That all spare blocks of a die are used up happens to fewer than one die in a thousand here, and is left out.
    """
    area = area_mm2 * (1 - spare) / 100
    if model == "poisson":
        return chips.yield_poisson(area, density)
    if model == "murphy":
        return chips.yield_murphy(area, density)
    return chips.yield_negative_binomial(area, density, SHAPE)


@cache
def _specks(model: str) -> np.ndarray:
    """(n, 2) places of defects on a wafer of radius 1, in the order in which they fall; the same every time.

    Random models scatter them evenly; the others give each of 16 zones its own density, spread as the model says, so
    that the average stays the same.
    """
    dice = np.random.default_rng(11)
    spread = {
        "poisson": np.ones(ZONES * 1000),
        "murphy": dice.triangular(0, 1, 2, ZONES * 1000),
        "negative-binomial": dice.gamma(SHAPE, 1 / SHAPE, ZONES * 1000),
    }[model]
    weights = dice.permutation(np.sort(spread).reshape(ZONES, -1).mean(axis=1))
    zones = dice.choice(ZONES, size=round(MOST * np.pi * 15**2) + 1, p=weights / weights.sum())
    ring, sector = zones % 2, zones // 2
    radius = np.sqrt((ring + dice.random(zones.size)) / 2)
    angle = 2 * np.pi * (sector + dice.random(zones.size)) / (ZONES / 2)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def survivors(
    positions: np.ndarray, side: float, diameter: float, density: float, model: str, spare: float = 0.0
) -> np.ndarray:
    """Which dies can be sold: n booleans.

    positions: (n, 2) lower left corners in mm on a regular grid; side: of the square die, mm; diameter: of the wafer, mm;
    density: defects per cm²; model: one of MODELS' values; spare: share of the die, from its left edge, where a defect
    does not count.
    """
    if len(positions) == 0:
        return np.zeros(0, dtype=bool)
    count = round(density * np.pi * (diameter / 20) ** 2)
    corner = positions.min(axis=0)
    dies = np.rint((positions - corner) / side).astype(int)
    places = (_specks(model)[:count] * diameter / 2 - corner) / side
    hits = np.floor(places[places[:, 0] % 1 >= spare]).astype(int)
    return ~np.isin(dies @ (100_000, 1), hits @ (100_000, 1))


def results(area_mm2: float, diameter: float, density: float, model: str, spare: float = 0.0) -> dict[str, float]:
    """What the formulas say: dies on the wafer, yield (0 to 1), good dies, dollars per good die (nan if none is good)."""
    dies = chips.dies_per_wafer(diameter, area_mm2)
    good_share = expected_yield(area_mm2, density, model, spare)
    price = PRICE * (diameter / 300) ** 2
    good = dies * good_share
    return {"dies": dies, "yield": good_share, "good": good, "cost": price / good if good > 0 else float("nan")}


def draw(
    area: float = 814, density: float = 0.1, diameter: float = 300, model: str = "poisson", spare: float = 0.0
) -> tuple[charts.Chart, str]:
    """The wafer with its good and bad dies, and a line with the sums.

    area: of the square die, mm²; density: defects per cm²; diameter: of the wafer, mm; model: one of MODELS' values;
    spare: one of SPARES' values.
    """
    side = float(np.sqrt(area))
    positions = chips.dies_on_grid(diameter, side, side)
    fine = survivors(positions, side, diameter, density, model, spare)
    found = results(area, diameter, density, model, spare)
    percent, drawn, good = 100 * found["yield"], len(fine), int(fine.sum())
    table = pd.DataFrame(
        {
            "what": ["whole dies", "yield, %", "good dies", "dollars per good die"],
            "by formula": [found["dies"], round(percent, 1), round(found["good"], 1), round(found["cost"], 2)],
            "in this picture": [drawn, round(100 * good / drawn, 1) if drawn else np.nan, good, np.nan],
        }
    )
    chart = charts.wafer(
        positions,
        fine,
        (side, side),
        diameter=diameter,
        title=f"Dies of {area:.0f} mm²: {percent:.0f} % work, a good one costs {found['cost']:,.0f} dollars",
        notes=["By formula:", f"{found['dies']:,.0f} dies", f"yield {percent:.0f} %", f"good dies: {found['good']:,.0f}",
               f"{found['cost']:,.0f} dollars each"],
        source=SOURCE,
        caption="One wafer of many: the next would look different. Test, package and design are left out of the cost.",
        table=table,
        alt=f"Wafer of {diameter:.0f} mm drawn to scale with square dies of {area:.0f} mm² and {density:.2f} defects per "
        f"square centimetre: {drawn:,} whole dies, {good:,} good, {drawn - good:,} with a defect. The formulas expect "
        f"{found['dies']:,.0f} dies, a yield of {percent:.0f} per cent and {found['cost']:,.0f} dollars per good die.",
    )  # fmt: skip
    line = (
        f"Yield {percent:.0f} %: {100 - percent:.0f} in 100 dies fail. A good die costs {found['cost']:,.0f} dollars; "
        f"without defects it would cost {found['cost'] * found['yield']:,.0f}. "
        f"Counted in the picture: {drawn:,} whole dies, {good:,} good."
    )
    return chart, line


def wafer() -> Explorer:
    """The first explorer of lesson 3: die, dirt, spare blocks and yield model. Source: models in `derisking.models.chips`."""
    return Explorer(
        {
            "area": controls.Range("Area of the die", 400, SMALLEST, LARGEST, 1, "mm²"),
            "density": controls.Range("Defects", 0.2, 0, MOST, 0.01, "per cm²"),
            "spare": controls.Select("The design", list(SPARES.items()), 0.0),
            "model": controls.Select("Defects fall", list(MODELS.items()), "poisson"),
        },
        draw,
        "Find the defect density at which half of the dies of an H100's size (814 mm²) fail. Leave it there and set the "
        "die to a phone chip's 105 mm². What share fails in the very same fab?",
    )


# --- the fab -------------------------------------------------------------------------------------------------------------


def draw_fab(plant: float = 20, used: float = 80, good: float = 60, aid: float = 0) -> tuple[charts.Chart, str]:
    """Yearly profit of a leader and of a newcomer with the same plant, and a line with where each breaks even.

    plant: its cost, billion dollars; used: share of it that customers fill, %; good: the newcomer's yield as a share of
    the leader's, %; aid: public money for the newcomer's plant, billion dollars.
    """
    fab = FAB._replace(plant=plant * 1e9)
    cases = {"leader": (1.0, 0.0), "newcomer": (good / 100, aid * 1e9)}
    shares = range(20, 101, 5)
    profit = pd.DataFrame(
        {name: [chips.fab_profit(fab, share / 100, *case) / 1e9 for share in shares] for name, case in cases.items()},
        index=[float(share) for share in shares],
    )
    even = {name: _even(chips.break_even(fab, *case)) for name, case in cases.items()}
    now = {name: _money(chips.fab_profit(fab, used / 100, *case) / 1e9) for name, case in cases.items()}
    words = f"The leader breaks even {even['leader']}, the newcomer {even['newcomer']}."
    chart = charts.lines(
        profit,
        title=f"Same plant, {good:.0f} % of the yield: when does a fab earn money?",
        unit="profit in a year, billion dollars, before research and interest",
        digits=1,
        markers=False,
        reference=(0, "no profit, no loss"),
        events=[(used, f"{used:.0f} % used")],
        x_label="share of the plant that customers fill, %",
        source=FAB_SOURCE,
        caption="A model with invented running costs: read the shape of the lines, not a firm's accounts.",
        alt=f"Two rising lines, profit in a year against the share of a plant of {plant:.0f} billion dollars that is used. "
        f"{words} Full, the leader earns {profit['leader'].iloc[-1]:.1f} billion dollars, the newcomer "
        f"{profit['newcomer'].iloc[-1]:.1f}.",
    )
    return chart, f"{words} At {used:.0f} % the leader {now['leader']} a year, the newcomer {now['newcomer']}."


def _even(share: float) -> str:
    return f"at {100 * share:.0f} % of the plant" if share <= 1 else "not even with a full plant"


def _money(billion: float) -> str:
    return f"{'earns' if billion >= 0 else 'loses'} {abs(billion):.1f} billion dollars"


def fab() -> Explorer:
    """The second explorer of lesson 3: what a fab must earn. Source: `chips.fab_profit`, numbers in FAB_SOURCE."""
    return Explorer(
        {
            "plant": controls.Range("The plant costs", 20, 10, 30, 1, "billion dollars"),
            "used": controls.Range("Customers fill", 80, 20, 100, 1, "%"),
            "good": controls.Range("Newcomer's yield, leader = 100", 60, 30, 100, 1, "%"),
            "aid": controls.Range("Public money for the newcomer", 0, 0, 10, 1, "billion dollars"),
        },
        draw_fab,
        "With 60 % of the leader's yield, can a full plant save the newcomer? Can 5 billion dollars of public money? "
        "And what if its yield rises to 75 %?",
    )
