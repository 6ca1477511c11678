"""Lesson 3: a wafer drawn to scale. How the size of the die and the dirt in the fab decide what a good die costs."""

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
SOURCE = (
    "Our model; defects are drawn at random with a fixed seed. Wafer price: CSET estimate for 2020 (5 nm, 300 mm); for "
    "other wafer sizes we suppose the same price per area."
)


def expected_yield(area_mm2: float, density: float, model: str) -> float:
    """Share of good dies by one of MODELS' values; area in mm², density in defects per cm². Source: see `chips`."""
    area = area_mm2 / 100
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


def survivors(positions: np.ndarray, side: float, diameter: float, density: float, model: str) -> np.ndarray:
    """Which dies catch no defect: n booleans.

    positions: (n, 2) lower left corners in mm on a regular grid; side: of the square die, mm; diameter: of the wafer, mm;
    density: defects per cm²; model: one of MODELS' values.
    """
    if len(positions) == 0:
        return np.zeros(0, dtype=bool)
    count = round(density * np.pi * (diameter / 20) ** 2)
    corner = positions.min(axis=0)
    dies = np.rint((positions - corner) / side).astype(int)
    hits = np.floor((_specks(model)[:count] * diameter / 2 - corner) / side).astype(int)
    return ~np.isin(dies @ (100_000, 1), hits @ (100_000, 1))


def results(area_mm2: float, diameter: float, density: float, model: str) -> dict[str, float]:
    """What the formulas say: dies on the wafer, yield (0 to 1), good dies, dollars per good die (nan if none is good)."""
    dies = chips.dies_per_wafer(diameter, area_mm2)
    good_share = expected_yield(area_mm2, density, model)
    price = PRICE * (diameter / 300) ** 2
    good = dies * good_share
    return {"dies": dies, "yield": good_share, "good": good, "cost": price / good if good > 0 else float("nan")}


def draw(
    area: float = 814, density: float = 0.1, diameter: float = 300, model: str = "poisson"
) -> tuple[charts.Chart, str]:
    """The wafer with its good and bad dies, and a line with the sums.

    area: of the square die, mm²; density: defects per cm²; diameter: of the wafer, mm; model: one of MODELS' values.
    """
    side = float(np.sqrt(area))
    positions = chips.dies_on_grid(diameter, side, side)
    fine = survivors(positions, side, diameter, density, model)
    found = results(area, diameter, density, model)
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
    """The explorer of lesson 3: die, dirt, wafer and yield model. Source: models in `derisking.models.chips`."""
    return Explorer(
        {
            "area": controls.Range("Area of the die", 400, SMALLEST, LARGEST, 1, "mm²"),
            "density": controls.Range("Defects", 0.2, 0, MOST, 0.01, "per cm²"),
            "diameter": controls.Select("Wafer", list(WAFERS.items()), 300),
            "model": controls.Select("Defects fall", list(MODELS.items()), "poisson"),
        },
        draw,
        "Find the defect density at which half of the dies of an H100's size (814 mm²) fail. Leave it there and set the "
        "die to a phone chip's 105 mm². What share fails in the very same fab?",
    )
