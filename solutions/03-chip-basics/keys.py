"""What is computed in the tasks of 03-chip-basics: functions done right and wrong, keys from the facts, and variants."""

import math
import random

from derisking import data
from derisking.exercises.task import drawn, function_fields, number_fields
from derisking.exercises.variants import Variant, choose, clean
from derisking.questions.kinds.function import Case

DIAMETER, AREA, DENSITY, PRICE = 300, 100, 0.2, 10_000  # mm, mm², defects per cm², dollars: supposed in the tasks
PRICES = range(6000, 14_401, 400)  # for student codes; in these steps no usual mistake equals the answer without a code
CENTS = 0.15  # allowed error of a cost


def _raw_dies(diameter: float, area: float, edge: float = 1.0) -> float:
    """Dies per wafer before rounding; diameter in mm, area in mm². Source: see `derisking.models.chips.dies_per_wafer`."""
    return math.pi * diameter**2 / (4 * area) - edge * math.pi * diameter / math.sqrt(2 * area)


def _dies(diameter: float, area: float) -> int:
    """Whole dies on a wafer, never fewer than none."""
    return max(0, math.floor(_raw_dies(diameter, area)))


def _yield(area: float, density: float) -> float:
    """Share of good dies if defects fall at random; area in mm², density in defects per cm²."""
    return math.exp(-area / 100 * density)


def die_cost(price: float) -> float:
    """Dollars for a good die of the tasks' wafer, if that costs `price`."""
    return price / (_dies(DIAMETER, AREA) * _yield(AREA, DENSITY))


def variant(student: str | None) -> Variant:
    """The price of a wafer for a student code; without one, that which everybody gets."""
    code, options = clean(student), [{"price": price} for price in PRICES]
    asked = choose(code, options, die_cost, 4 * CENTS) if code else {"price": PRICE}
    return Variant(code, asked, f"A finished wafer costs {asked['price']:,} dollars.")


def cost_(variant: Variant) -> dict:
    price, dies, works = variant.asked["price"], _dies(DIAMETER, AREA), _yield(AREA, DENSITY)
    return number_fields(
        die_cost(price),
        times_yield=price / dies * works,
        gross_dies=price / dies,
        edge_forgotten=price / (_raw_dies(DIAMETER, AREA, 0) * works),
        cost_of_failing_dies=price / (dies * (1 - works)),
        good_dies_for_cost=(dies * works - 2, dies * works + 2),
        student_code_forgotten=die_cost(PRICE) if variant.code else None,
    ) | {"fill": {"price": f"{price:,}"}}


def growth_(variant=None) -> dict:
    """Computing power to train GPT-4 over that of GPT-3, from the facts."""
    growth = float(data.fact("training-compute-gpt4").value) / float(data.fact("training-compute-gpt3").value)
    return number_fields(growth, powers_only=100, power_lost=growth / 10, power_miscounted=growth * 10)
