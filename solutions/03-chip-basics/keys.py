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


def _area(rng: random.Random, diameter: float, low: int, high: int) -> int:
    """A die area in mm² for which rounding down differs clearly from rounding to the nearest."""
    return rng.choice([area for area in range(low, high) if 0.55 < _raw_dies(diameter, area) % 1 < 0.95])


def _dies_cases(rng: random.Random) -> list[Case]:
    sizes = ((300, 60, 200), (200, 60, 200), (300, 400, 800), (150, 60, 150))
    main = [Case((wafer, _area(rng, wafer, low, high))) for wafer, low, high in sizes]
    return [*main, Case((150, rng.randint(3500, 4500)), "a die so large that none fits (the answer is 0)")]


dies_code = function_fields(
    (_dies, _dies_cases),
    edge_forgotten=lambda d, a: math.floor(_raw_dies(d, a, 0)),
    radius_for_diameter=lambda d, a: math.floor(_raw_dies(d / 2, a)),
    root_of_two_only=lambda d, a: math.floor(math.pi * d**2 / (4 * a) - math.pi * d / (math.sqrt(2) * a)),
    edge_added=lambda d, a: math.floor(_raw_dies(d, a, -1)),
    rounds_up=lambda d, a: round(_raw_dies(d, a)),
    not_rounded_down=_raw_dies,
)


def _yield_cases(rng: random.Random) -> list[Case]:
    main = [Case((rng.randint(60, 800), drawn(rng, 0.05, 0.4, 3))) for _ in range(4)]
    return [*main, Case((rng.randint(60, 800), 0.0))]


yield_code = function_fields(
    (_yield, _yield_cases),
    mm_for_cm=lambda a, d: math.exp(-a * d),
    share_that_fails=lambda a, d: 1 - _yield(a, d),
    one_minus_defects=lambda a, d: 1 - a / 100 * d,
    sign_forgotten=lambda a, d: 1 / _yield(a, d),
    density_outside=lambda a, d: math.exp(-a / 100) * d,
    expected_defects=lambda a, d: a / 100 * d,
)


def _cost(dies=_dies, share=_yield, cut=True, times=True):
    """The cost of a chip, or one with a mistake: another count of dies, another share, no cut, or one piece only."""

    def cost(price: float, diameter: float, area: float, density: float, pieces: int) -> float:
        piece = area / pieces if cut else area
        good = dies(diameter, piece) * share(piece, density)
        return (pieces if times else 1) * price / good if good else math.nan

    return cost


def _cost_cases(rng: random.Random) -> list[Case]:
    def case(wafer: int, pieces: int) -> Case:
        area = pieces * _area(rng, wafer, 80, 200)
        return Case((rng.randint(4000, 20_000), wafer, area, drawn(rng, 0.05, 0.4, 3), pieces))

    large = Case((9000, 150, rng.randint(4000, 5000), 0.1, 1), "a die so large that none fits (the answer is nan)")
    return [case(300, 1), case(300, 2), case(200, 4), case(300, 3), large]


cost_code = function_fields(
    (_cost(), _cost_cases),
    one_piece_only=_cost(times=False),
    pieces_not_cut=_cost(cut=False),
    pieces_ignored=_cost(cut=False, times=False),
    times_yield=_cost(share=lambda a, d: 1 / _yield(a, d)),
    gross_dies=_cost(share=lambda a, d: 1.0),
    mm_for_cm=_cost(share=lambda a, d: math.exp(-a * d)),
    not_rounded_down=_cost(_raw_dies),
    edge_forgotten=_cost(lambda d, a: math.floor(_raw_dies(d, a, 0))),
)
