"""Models of chip making: how many dies fit, how many work, what a good one costs, what light can print, how fast it grew.

Plain functions on numbers, with the units in the names: millimetres for wafers and dies, square centimetres for yield
(defects are counted per square centimetre), nanometres for light. The formulas are standard; each docstring names its
source, its range and its limits.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


def _positive(**values: float) -> None:
    """Raise a ValueError that names the first value that is not a positive number."""
    for name, value in values.items():
        if not (isinstance(value, (int, float, np.number)) and value > 0 and math.isfinite(value)):
            raise ValueError(f"{name} must be a positive number, got {value!r}.")


# --- dies on a wafer ---------------------------------------------------------------------------------------------------


def dies_per_wafer(diameter_mm: float, area_mm2: float) -> int:
    """Whole dies on a round wafer, by the usual formula: pi d²/(4 S) - pi d/sqrt(2 S), rounded down.

    The first term is wafer area over die area; the second takes off the partial dies at the round edge.
    diameter_mm: 300 for most modern wafers; area_mm2: die area with its share of the saw lines. Returns at least 0: for
    dies near an eighth of the diameter squared the formula would turn negative, and for very large dies it is some
    10 % too low (63 for 814 mm² on 300 mm, where 69 can be drawn). Made for nearly square dies.
    Raises ValueError unless both are positive.
    Source: standard approximation, compared with others by de Vries, IEEE Trans. Semicond. Manuf. 18 (2005) 136-139.
    """
    _positive(diameter_mm=diameter_mm, area_mm2=area_mm2)
    whole = math.pi * diameter_mm**2 / (4 * area_mm2) - math.pi * diameter_mm / math.sqrt(2 * area_mm2)
    return max(0, math.floor(whole))


# --- yield -------------------------------------------------------------------------------------------------------------


def _defects(area_cm2: float, density: float) -> float:
    """Expected defects per die; says so when the area was probably given in square millimetres."""
    if not (area_cm2 >= 0 and density >= 0 and math.isfinite(area_cm2 * density)):
        raise ValueError(f"Area and defect density cannot be negative or missing, got {area_cm2!r} and {density!r}.")
    if area_cm2 > 25:  # no scanner exposes more than 8.58 cm² at once; 25 leaves room for stitched chips
        raise ValueError(f"{area_cm2:g} cm² is larger than any die: is it in square millimetres? Divide by 100.")
    return area_cm2 * density


def yield_poisson(area_cm2: float, density: float) -> float:
    """Share of good dies if defects fall independently: exp(-A D). In (0, 1].

    area_cm2: die area in cm² (mm² / 100); density: killer defects per cm². Raises ValueError for negative numbers and
    for areas above 25 cm², which are almost surely square millimetres. Source: Poisson's distribution at zero.
    """
    return math.exp(-_defects(area_cm2, density))


def yield_murphy(area_cm2: float, density: float) -> float:
    """Share of good dies if the defect density varies over the wafers in a triangle from 0 to 2 D: ((1 - e^-x)/x)², x = A D.

    Arguments and errors as in `yield_poisson`. Some texts call the version with a uniform density "Murphy".
    Source: Murphy, Proc. IEEE 52 (1964) 1537.
    """
    x = _defects(area_cm2, density)
    return 1.0 if x == 0 else (-math.expm1(-x) / x) ** 2


def yield_negative_binomial(area_cm2: float, density: float, alpha: float = 3.0) -> float:
    """Share of good dies if defects come in clusters: (1 + A D / alpha)^-alpha.

    alpha: clustering, above 0; small is strongly clustered, large approaches Poisson, 1 is Seeds' model. At the same
    average density, clusters *raise* the yield: they spoil the same few dies. Arguments and errors as in `yield_poisson`.
    Source: usually credited to Stapper; follows from a gamma-distributed density.
    """
    _positive(alpha=alpha)
    return math.exp(-alpha * math.log1p(_defects(area_cm2, density) / alpha))


def cost_per_good_die(
    wafer_cost: float, diameter_mm: float, area_mm2: float, density: float, alpha: float | None = None
) -> float:
    """Wafer cost over good dies: wafer_cost / (dies per wafer * yield), in the currency of wafer_cost.

    diameter_mm, area_mm2: as in `dies_per_wafer`; density: killer defects per cm²; alpha: None for Poisson's yield
    (defects at random), a number for clusters as in `yield_negative_binomial`. Leaves out test, package and design (the
    last is spread over all dies ever sold), so it is not a price. One killing defect spoils a die here; large dies are
    often sold with spare blocks switched off, so for them this is too high.
    Raises ValueError if no whole die fits and for numbers that the parts refuse.
    """
    _positive(wafer_cost=wafer_cost)
    dies = dies_per_wafer(diameter_mm, area_mm2)
    if dies < 1:
        raise ValueError(f"No whole die of {area_mm2:g} mm² fits on a wafer of {diameter_mm:g} mm.")
    area_cm2 = area_mm2 / 100
    good = yield_poisson(area_cm2, density) if alpha is None else yield_negative_binomial(area_cm2, density, alpha)
    return wafer_cost / (dies * good)


# --- what a fab must earn ------------------------------------------------------------------------------------------------


class Fab(NamedTuple):
    """A chip factory in six numbers, for `fab_profit` and `break_even`; money in one currency.

    plant: cost of building it; wafers: that it can finish in a year; price: of one wafer at the leader's yield; running:
    materials and energy for one wafer; upkeep: staff and repairs in a year, as a share of `plant`; years: over which
    the plant is written off.
    """

    plant: float
    wafers: float
    price: float
    running: float
    upkeep: float
    years: float


def _fixed(fab: Fab, aid: float) -> float:
    """What the fab costs in a year before it starts one wafer."""
    _positive(plant=fab.plant, wafers=fab.wafers, price=fab.price, years=fab.years)
    if not 0 <= aid <= fab.plant:
        raise ValueError(f"Aid lies between 0 and the cost of the plant, got {aid!r}.")
    return (fab.plant - aid) / fab.years + fab.upkeep * fab.plant


def fab_profit(fab: Fab, used: float, good: float = 1.0, aid: float = 0.0) -> float:
    """Profit of a fab in a year, before interest, research and tax.

    used: share of its capacity that customers fill, 0 to 1; good: its yield as a share of the leader's, since customers
    pay for working dies; aid: public money that lowers the cost of the plant. Bad wafers cost as much as good ones.
    Raises ValueError for aid above the cost of the plant and for sizes that are not positive.
    Source: accounting identity; the simplification to fixed cost and cost per wafer is ours.
    """
    return used * fab.wafers * (good * fab.price - fab.running) - _fixed(fab, aid)


def break_even(fab: Fab, good: float = 1.0, aid: float = 0.0) -> float:
    """Share of capacity from which a fab earns money; above 1: not even when full; inf: each wafer adds to the loss.

    Arguments and errors as in `fab_profit`.
    """
    margin = good * fab.price - fab.running
    return _fixed(fab, aid) / (fab.wafers * margin) if margin > 0 else math.inf


# --- light -------------------------------------------------------------------------------------------------------------


def smallest_half_pitch(wavelength_nm: float, aperture: float, k1: float = 0.25) -> float:
    """Rayleigh's formula: the smallest half-pitch one exposure can print, k1 * wavelength / NA, in nm.

    wavelength_nm: 193 (deep ultraviolet) or 13.5 (EUV); aperture: NA, 0.33 or 0.55 for EUV, up to 1.35 in water;
    k1: process factor, 0.25 is the physical limit. Raises ValueError for k1 below 0.25 and for sizes not positive.
    A half-pitch is not the name of a node ("5 nm" names a generation). Source: Rayleigh's criterion.
    """
    _positive(wavelength_nm=wavelength_nm, aperture=aperture, k1=k1)
    if k1 < 0.25:
        raise ValueError(f"k1 = {k1:g} is below the physical limit of 0.25 for one exposure.")
    return k1 * wavelength_nm / aperture


# --- growth ------------------------------------------------------------------------------------------------------------


class Growth(NamedTuple):
    """A doubling time with its fit. years: per doubling; low, high: 95 % interval; start: log2 of the count in year 0."""

    years: float
    low: float
    high: float
    r_squared: float
    slope: float
    start: float
    n: int


def doubling_time(years: Sequence[float], counts: Sequence[float]) -> float:
    """Doubling time in years by a straight line through log2(counts); arguments, limits and errors as in `growth`."""
    return growth(years, counts).years


def growth(years: Sequence[float], counts: Sequence[float], origin: float = 1971.0) -> Growth:
    """A straight line through log2(counts): doubling time (1 / slope, in years) with its 95 % interval and its fit.

    years: decimal years; counts: positive numbers in any unit (the unit moves the line, not its slope). The interval
    treats the points as independent, which famous chips picked by hand are not. Do not extrapolate.
    Raises ValueError for fewer than three points, counts that are not positive, or a slope that is not positive.
    Source: least squares; Moore 1965 (every year) and 1975 (every two years) for the claim.
    """
    t, y = np.asarray(years, dtype=float) - origin, np.asarray(counts, dtype=float)
    if t.shape != y.shape or t.size < 3:
        raise ValueError("Give at least three points, as many years as counts.")
    if not (y > 0).all():
        raise ValueError("Counts must be positive; leave out what is missing.")
    y = np.log2(y)
    slope, start = np.polyfit(t, y, 1)
    if slope <= 0:
        raise ValueError("The counts do not grow, so there is no doubling time.")
    rest = y - (start + slope * t)
    error = math.sqrt(float(rest @ rest) / (t.size - 2) / float(((t - t.mean()) ** 2).sum()))
    wide = _student(t.size - 2) * error
    high = 1 / (slope - wide) if slope > wide else math.inf
    r_squared = 1 - float(rest @ rest) / float(((y - y.mean()) ** 2).sum())
    return Growth(1 / slope, 1 / (slope + wide), high, r_squared, float(slope), float(start), int(t.size))


def _student(freedom: int) -> float:
    """97.5 % point of Student's t, to about 0.1 % from four degrees of freedom (expansion around the normal's)."""
    if freedom < 4:
        return (12.706, 4.303, 3.182)[freedom - 1]
    z = 1.959964
    terms = (z, (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384)
    return float(sum(term / freedom**power for power, term in enumerate(terms)))
