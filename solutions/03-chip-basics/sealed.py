"""What is computed in part B of 03-chip-basics, which stays with the teacher: what is drawn, its keys, functions done right and wrong."""

import math
import random
from collections.abc import Sequence
from pathlib import Path

from derisking import data
from derisking.exercises import task
from derisking.exercises.task import Claim, drawn, function_fields, number_fields, statements
from derisking.exercises.variants import Variant, choose, clean
from derisking.questions.kinds.function import Case

keys = task.keys(Path(__file__).parent)
_dies = keys._dies
_raw_dies = keys._raw_dies
_yield = keys._yield


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


# What a plant can make: its name, the generation in nm, areas of a die in mm², and dollars for a wafer of 300 mm.
OFFERS = {
    "car": ("controllers for cars", 40, range(40, 121, 20), range(2000, 4001, 500)),
    "power": ("power chips for trains", 180, range(60, 261, 40), range(1500, 3001, 500)),
    "phone": ("processors for phones", 3, range(80, 141, 20), range(14_000, 20_001, 1000)),
    "laptop": ("processors for laptops", 3, range(120, 201, 20), range(14_000, 20_001, 1000)),
    "ai": ("processors that train AI models", 4, range(300, 601, 50), range(12_000, 18_001, 1000)),
}
OLD_LIGHT = 28  # nm; what is as old or older needs no EUV, and what is asked about is far from the border
WORKS = {"half": 0.5, "three in four": 0.75, "nine in ten": 0.9}
DOLLARS, DIES = (2, 5, 10, 20, 30, 50, 100, 200), (100, 200, 300, 500, 800, 1000, 2000)


def _parting(limits: Sequence[float], values: list[float]) -> list[float]:
    """The limits that some of the values are clearly above and some clearly below."""
    return [
        one
        for one in limits
        if min(values) < 0.9 * one < 1.1 * one < max(values) and all(abs(v / one - 1) > 0.1 for v in values)
    ]


def plant(dice: random.Random) -> dict:
    """Three offers with numbers, for which different pairs of statements speak, and one that has only a name."""
    while True:
        three = [dice.choice(kinds) for kinds in (("car", "power"), ("phone", "laptop"), ("ai", "power", "laptop"))]
        word, made = dice.choice(sorted(WORKS)), {}
        for one in three:
            _, _, areas, prices = OFFERS[one]
            made[one] = (dice.choice(areas), dice.choice(DENSITIES), dice.choice(prices))
        dies = {one: _dies(300, area) for one, (area, _, _) in made.items()}
        works = {one: _yield(area, density) for one, (area, density, _) in made.items()}
        cost = {one: price / (dies[one] * works[one]) for one, (_, _, price) in made.items()}
        dollars, counts = _parting(DOLLARS, [*cost.values()]), _parting(DIES, [*dies.values()])
        if (
            len({*three}) < 3
            or not dollars
            or not counts
            or any(abs(share - WORKS[word]) < 0.03 for share in works.values())
        ):
            continue
        limit, count = dice.choice(dollars), dice.choice(counts)
        pairs = {
            one: [letter for letter, holds in zip("QRSTV", said, strict=True) if holds]
            for one in three
            for said in [
                (
                    works[one] > WORKS[word],
                    cost[one] < limit,
                    dies[one] > count,
                    OFFERS[one][1] >= OLD_LIGHT,
                    one == "ai",
                )
            ]
        }
        if all(len(pair) in (2, 3) for pair in pairs.values()) and len({*map(tuple, pairs.values())}) > 1:
            break
    four = dice.sample([*three, "number"], 4)
    lines = {"number": "whatever chip carries the smallest number of nanometres; no other figure is given"}
    for one, (area, density, price) in made.items():
        name = f"{OFFERS[one][0]}, {OFFERS[one][1]} nm"
        lines[one] = f"{name}: dies of {area} mm², {density:g} defects per cm², {price:,} dollars a wafer"
    letters = dict(zip("ABCD", four, strict=True))
    told = "\n".join(f"- **{letter}** {lines[one]}" for letter, one in letters.items())
    return {
        "pick": letters | {letter: letter for letter in "PQRSTUV"},
        "holds": {letter: pairs.get(one, ()) for letter, one in letters.items()},
        "fill": {one: name for one, (name, *_) in OFFERS.items()}
        | {"plants": told, "works": word, "limit": limit, "count": f"{count:,}"},
    }


AREAS, DENSITIES, PRICES = range(60, 601, 20), (0.05, 0.1, 0.15, 0.2, 0.3), range(6000, 16_001, 1000)


def _size(dice: random.Random) -> list[Claim]:
    """Sentences on one die, with numbers that are clear of what they are compared with."""
    while True:
        area, density, price = dice.choice(AREAS), dice.choice(DENSITIES), dice.choice(PRICES)
        works, better, dies = _yield(area, density), _yield(area, density / 2), _dies(300, area)
        cost, gain = price / (dies * works), better - works
        if min(abs(works - 0.5), abs(works - 0.75)) > 0.02 and gain > 0.05 and dies > 60:
            break
    die, count = f"dies of {area} mm² with {density:g} defects per cm²", dies + dice.choice([-1, 1]) * dies // 8
    limit, saved = round(cost * dice.choice([0.8, 1.25])), round(100 * gain * dice.choice([0.7, 1.4]))
    more, other = dice.choices(["more", "fewer"], k=2)
    share = f"{100 * works:.0f} in a hundred work."
    return [
        (f"Of {die}, {more} than half work.", (works > 0.5) == (more == "more"), "yield-not-computed", share),
        (
            f"Of {die}, {other} than one in four fail.",
            (works < 0.75) == (other == "more"),
            "yield-not-computed",
            share,
        ),
        (
            f"With half as many defects, {density / 2:g} per cm² and not {density:g}, more than {saved} in a hundred dies "
            f"of {area} mm² would be saved.",
            100 * gain > saved,
            "defects-are-a-share",
            f"The share that works goes from {works:.2f} to {better:.2f}.",
        ),
        (
            f"A wafer of 300 mm holds more than {count} whole dies of {area} mm².",
            dies > count,
            "dies-not-counted",
            f"It holds {dies}, by the count of part A.",
        ),
        (
            f"If a wafer of 300 mm costs {price:,} dollars and is cut into {die}, a good one costs less than {limit} dollars.",
            cost < limit,
            "all-dies-are-good",
            f"{dies} dies, of which {works:.2f} work: {cost:.2f} dollars each.",
        ),
    ]


def sentences(dice: random.Random) -> dict:
    """Four sentences with numbers, to be computed, and two without."""
    claims = {claim[0]: claim for claim in [*_size(dice), *_size(dice)]}
    return statements(dice, list(claims.values()), {})
