"""What is computed in the tasks of 03-chip-basics: references, cases, keys from the tables and values that show a mistake."""

from __future__ import annotations

import math
import random

from derisking import data
from derisking.exercises import variants
from derisking.questions.kinds.function import Case

DIAMETER, AREA, DENSITY, PRICE = 300, 100, 0.2, 10_000  # mm, mm², defects per cm², dollars: supposed in the tasks


PRICES = range(6000, 14_401, 400)  # for student codes; in these steps no usual slip equals the answer without a code


CENTS = 0.15  # allowed error of a cost


def raw_dies(diameter: float, area: float) -> float:
    """Dies per wafer before rounding; diameter in mm, area in mm². Source: see `derisking.models.chips.dies_per_wafer`."""
    return math.pi * diameter**2 / (4 * area) - math.pi * diameter / math.sqrt(2 * area)


def ref_dies(diameter: float, area: float) -> int:
    """Whole dies on a wafer, never fewer than none."""
    return max(0, math.floor(raw_dies(diameter, area)))


def ref_yield(area: float, density: float) -> float:
    """Share of good dies if defects fall at random; area in mm², density in defects per cm²."""
    return math.exp(-area / 100 * density)


def ref_chip_cost(price: float, diameter: float, area: float, density: float, pieces: int) -> float:
    """Dollars for the good dies of one chip that is cut into equal pieces; nan if no whole piece fits on the wafer."""
    piece = area / pieces
    dies = ref_dies(diameter, piece)
    return pieces * price / (dies * ref_yield(piece, density)) if dies else math.nan


def growth() -> float:
    """Computing power to train GPT-4 over that of GPT-3, from the facts."""
    return float(data.fact("training-compute-gpt4").value) / float(data.fact("training-compute-gpt3").value)


def good_dies() -> float:
    """Dies of the tasks' wafer that work."""
    return ref_dies(DIAMETER, AREA) * ref_yield(AREA, DENSITY)


def die_cost(price: float) -> float:
    """Dollars for a good one of them, if the wafer costs `price`."""
    return price / good_dies()


def variant(student: str | None) -> variants.Numbers:
    """The price of a wafer for a student code; without one, that which everybody gets."""
    code, options = variants.clean(student), [{"price": price} for price in PRICES]
    asked = variants.choose(code, options, die_cost, 4 * CENTS) if code else {"price": PRICE}
    return variants.Numbers(code, asked, f"A finished wafer costs {asked['price']:,} dollars.")


def _area(rng: random.Random, diameter: float, low: int, high: int) -> int:
    """A die area in mm² for which rounding down differs clearly from rounding to the nearest."""
    fitting = [area for area in range(low, high) if 0.55 < raw_dies(diameter, area) % 1 < 0.95]
    return rng.choice(fitting)


def _dies_cases(rng: random.Random) -> list[Case]:
    main = [
        Case((wafer, _area(rng, wafer, low, high)))
        for wafer, low, high in ((300, 60, 200), (200, 60, 200), (300, 400, 800), (150, 60, 150))
    ]
    return [*main, Case((150, rng.randint(3500, 4500)), "a die so large that none fits (the answer is 0)")]


def _yield_cases(rng: random.Random) -> list[Case]:
    drawn = [Case((rng.randint(60, 800), round(rng.uniform(0.05, 0.4), 3))) for _ in range(4)]
    return [*drawn, Case((rng.randint(60, 800), 0.0))]


def _cost_cases(rng: random.Random) -> list[Case]:
    def case(wafer: int, pieces: int) -> Case:
        area = pieces * _area(rng, wafer, 80, 200)
        return Case((rng.randint(4000, 20_000), wafer, area, round(rng.uniform(0.05, 0.4), 3), pieces))

    main = [case(300, 1), case(300, 2), case(200, 4), case(300, 3)]
    return [
        *main,
        Case((9000, 150, rng.randint(4000, 5000), 0.1, 1), "a die so large that none fits (the answer is nan)"),
    ]


def _cost(dies, share, cut=True, times=True):
    """The cost of a chip with a mistake: another count of dies, another share, no cut, or one piece only."""

    def wrong(price: float, diameter: float, area: float, density: float, pieces: int) -> float:
        piece = area / pieces if cut else area
        return (pieces if times else 1) * price / (dies(diameter, piece) * share(piece, density))

    return wrong


def yield_(variant=None) -> dict:
    return {
        "answer": ref_yield(AREA, DENSITY),
        "misconceptions": {
            "expected-defects": 0.2,
            "share-that-fails": 1 - ref_yield(AREA, DENSITY),
            "one-minus-defects": 0.8,
            "sign-forgotten": 1 / ref_yield(AREA, DENSITY),
        },
    }


def cost_(variant) -> dict:
    price = variant.asked["price"]
    return {
        "answer": die_cost(price),
        "misconceptions": {
            "times-yield": price / ref_dies(DIAMETER, AREA) * ref_yield(AREA, DENSITY),
            "gross-dies": price / ref_dies(DIAMETER, AREA),
            "edge-forgotten": price / (706.86 * ref_yield(AREA, DENSITY)),
            "cost-of-failing-dies": price / (ref_dies(DIAMETER, AREA) * (1 - ref_yield(AREA, DENSITY))),
            "good-dies-for-cost": (good_dies() - 2, good_dies() + 2),
            **({"student-code-forgotten": die_cost(PRICE)} if variant.code else {}),
        },
    }


def growth_(variant=None) -> dict:
    return {
        "answer": growth(),
        "misconceptions": {
            "powers-only": 100,
            "power-lost": growth() / 10,
            "power-miscounted": growth() * 10,
        },
    }


def dies_code(variant=None) -> dict:
    return {
        "reference": ref_dies,
        "cases": _dies_cases,
        "misconceptions": {
            "edge-forgotten": lambda d, a: math.floor(math.pi * d**2 / (4 * a)),
            "radius-for-diameter": lambda d, a: math.floor(raw_dies(d / 2, a)),
            "root-of-two-only": lambda d, a: math.floor(math.pi * d**2 / (4 * a) - math.pi * d / (math.sqrt(2) * a)),
            "edge-added": lambda d, a: math.floor(math.pi * d**2 / (4 * a) + math.pi * d / math.sqrt(2 * a)),
            "rounds-up": lambda d, a: round(raw_dies(d, a)),
            "not-rounded-down": raw_dies,
        },
    }


def yield_code(variant=None) -> dict:
    return {
        "reference": ref_yield,
        "cases": _yield_cases,
        "misconceptions": {
            "mm-for-cm": lambda a, d: math.exp(-a * d),
            "share-that-fails": lambda a, d: 1 - ref_yield(a, d),
            "one-minus-defects": lambda a, d: 1 - a / 100 * d,
            "sign-forgotten": lambda a, d: 1 / ref_yield(a, d),
            "density-outside": lambda a, d: math.exp(-a / 100) * d,
            "expected-defects": lambda a, d: a / 100 * d,
        },
    }


def cost_code(variant=None) -> dict:
    def one(area, density):
        return 1.0

    return {
        "reference": ref_chip_cost,
        "cases": _cost_cases,
        "misconceptions": {
            "one-piece-only": _cost(ref_dies, ref_yield, times=False),
            "pieces-not-cut": _cost(ref_dies, ref_yield, cut=False),
            "pieces-ignored": _cost(ref_dies, ref_yield, cut=False, times=False),
            "times-yield": _cost(ref_dies, lambda a, d: 1 / ref_yield(a, d)),
            "gross-dies": _cost(ref_dies, one),
            "mm-for-cm": _cost(ref_dies, lambda a, d: math.exp(-a * d)),
            "not-rounded-down": _cost(raw_dies, ref_yield),
            "edge-forgotten": _cost(lambda d, a: math.floor(math.pi * d**2 / (4 * a)), ref_yield),
        },
    }
