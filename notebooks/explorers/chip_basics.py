"""Lesson 3: a wafer drawn to scale, and a fab that must earn its cost.

The wafer shows how the size of the die and the dirt in the fab decide what a good die costs; the fab, why a newcomer with
the same machines may still lose money.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from derisking import widgets as controls
from derisking.charts import vector
from derisking.charts.vector.parts import NARROW, box, label, stroke, whole
from derisking.explore.base import Explorer, Goal
from derisking.models import chips
from derisking.models.chips import (
    break_even,
    dies_per_wafer,
    fab_profit,
    yield_murphy,
    yield_negative_binomial,
    yield_poisson,
)

PRICE = 16_988  # dollars for a finished 300 mm wafer of the 5 nm generation: CSET's estimate for 2020
DIAMETER = 300  # mm
ZONES = 16  # areas of equal size: 8 sectors, inside and outside
SHAPE = 3  # clustering parameter of the negative binomial model
MOST = 0.5  # defects per cm² at the right end of the control
SMALLEST, LARGEST = 30, 858  # mm²; the largest is what one exposure can print
MODELS = {
    "at random": "poisson",
    "somewhat unevenly": "murphy",
    "in clusters": "negative-binomial",
}
REPAIRABLE = 0.5  # share of a die in blocks that can be switched off; our assumption
SPARES = {"one defect kills": 0.0, "half of a die can be spared": REPAIRABLE}
SOURCE = "Our model; defects are drawn at random with a fixed seed. Wafer price: CSET estimate for 2020 (5 nm, 300 mm)."
# A plant for 50,000 wafers a month; its cost and the price of a wafer are IBS's estimates for 3 nm, the rest is ours.
FAB = chips.Fab(plant=20e9, wafers=600_000, price=20_000, running=4_000, upkeep=0.05, years=5)
FAB_SOURCE = (
    "Our model. Price of the plant and of a wafer: IBS estimates of 2023. What we assume of the rest stands below."
)


def expected_yield(area, density, model, spare=0.0):
    """Share of dies that can be sold, by one of MODELS' values. Source: see `chips`.

    area: of the die, mm²; density: defects per cm²; spare: share of the die where a defect costs a block and not the die.
    That all spare blocks of a die are used up happens to fewer than one die in a thousand here, and is left out.
    """
    centimetres = area * (1 - spare) / 100
    if model == "poisson":
        return yield_poisson(centimetres, density)
    if model == "murphy":
        return yield_murphy(centimetres, density)
    return yield_negative_binomial(centimetres, density, SHAPE)


@cache
def specks(model: str) -> np.ndarray:
    """(n, 2) places of defects on a wafer of radius 1, in the order in which they fall; the same every time.

    Of 150 wafers drawn by chance this is the one on which the shares of good dies come nearest to the formulas.

    Random models scatter them evenly; the others give each of 16 zones its own density, spread as the model says, so
    that the average stays the same.
    """
    dice = np.random.default_rng(134)
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


@cache
def tables() -> dict[str, list]:
    """Where defects fall, in mm from the centre, per model."""
    return {model: (specks(model) * DIAMETER / 2).round(3).tolist() for model in MODELS.values()}


def corners(side):
    """Lower left corners of the whole square dies, mm from the centre: the best of four placements."""
    radius, best = DIAMETER / 2, []
    count = math.ceil(radius / side) + 1
    for shift in [[0.0, 0.0], [0.0, 0.5], [0.5, 0.0], [0.5, 0.5]]:
        found = []
        for row in range(-count, count + 1):
            y = (row - shift[1]) * side
            far = max(abs(y), abs(y + side))
            reach = math.sqrt(max(0.0, (radius + 1e-9) ** 2 - far**2))
            for column in range(-count, count + 1):
                x = (column - shift[0]) * side
                if far <= radius and max(abs(x), abs(x + side)) <= reach:
                    found.append([x, y])
        best = found if len(found) > len(best) else best
    return best


def survivors(places, side, density, spots, spare):
    """Which dies can be sold, a list like places. spots: where defects fall; spare: share from the left edge that forgives one."""
    if not places:
        return []
    count = round(density * math.pi * (DIAMETER / 20) ** 2)
    left, low = min([x for x, _ in places]), min([y for _, y in places])
    hit = {}
    for x, y in spots[:count]:
        column, row = (x - left) / side, (y - low) / side
        if column - math.floor(column) >= spare:
            hit[math.floor(column) * 1000 + math.floor(row)] = 1
    return [
        math.floor((x - left) / side + 0.5) * 1000 + math.floor((y - low) / side + 0.5) not in hit for x, y in places
    ]


def wafer_state(v, t):
    """The wafer for settings area (mm²), density (per cm²), spare and model."""
    area, side = v["area"], math.sqrt(v["area"])
    places = corners(side)
    fine = survivors(places, side, v["density"], t[v["model"]], v["spare"])
    clean = survivors(places, side, v["density"], t[v["model"]], 0)
    looks = [(0 if perfect else 2) if ok else 1 for ok, perfect in zip(fine, clean, strict=True)]
    saved = len([one for one in looks if one == 2])
    kept = f", {saved:,} of them with a defect that is switched off" if v["spare"] > 0 else ""
    dies, share = dies_per_wafer(DIAMETER, area), expected_yield(area, v["density"], v["model"], v["spare"])
    good, drawn, seen = dies * share, len(places), sum([1 if ok else 0 for ok in fine])
    cost, percent = PRICE / good, 100 * share
    return {
        "title": f"Dies of {area:.0f} mm²: {percent:.0f} % work, a good one costs {cost:,.0f} dollars",
        "line": f"Yield {percent:.0f} %: {100 - percent:.0f} in 100 dies fail. A good die costs {cost:,.0f} dollars; without defects it "
        f"would cost {cost * share:,.0f}.",
        "alt": f"Wafer of {DIAMETER} mm drawn to scale with square dies of {area:.0f} mm² and {v['density']:.2f} defects per "
        f"square centimetre: {drawn:,} whole dies, {seen:,} good{kept}, and {drawn - seen:,} lost. The formulas expect "
        f"{dies:,.0f} dies, a yield of {percent:.0f} per cent and {cost:,.0f} dollars per good die.",
        "caption": "You see one wafer of many; goals and cost go by a formula for all, which loses more dies at the round edge. Test, package and design are left out.",
        "heads": ["what", "by formula", "in this picture"],
        "rows": [
            ["whole dies", f"{dies:.0f}", f"{drawn:.0f}"],
            ["yield, %", f"{percent:.1f}", f"{100 * seen / drawn:.1f}"],
            ["good dies", f"{good:.1f}", f"{seen:.0f}"],
            ["dollars per good die", f"{cost:.2f}", "–"],
        ],
        "picture": {
            "corners": places,
            "looks": looks,
            "spare": v["spare"] > 0,
            "side": side,
            "diameter": DIAMETER,
            "notes": [
                ["On average", f"{percent:.0f} % work", "of many wafers"],
                ["On this wafer", f"{seen:,} of {drawn:,}", "work; the next differs"],
            ],
        },
        "goals": wafer_goals(v, share, cost),
    }


def wafer_goals(v, share, cost):
    """Which of the three goals of `wafer` are reached; share: the yield, 0 to 1; cost: dollars per good die."""
    return [
        v["area"] == 814 and abs(share - 0.5) < 0.025,
        v["density"] == 0.1 and 0.875 <= share < 0.925,  # what the picture shows as 88 to 92 %
        v["area"] == 814 and v["density"] == 0.1 and cost < 410,
    ]


def wafer() -> Explorer:
    """The first explorer of lesson 3: die, dirt, spare blocks and yield model. Source: models in `derisking.models.chips`."""
    return Explorer(
        "wafer",
        {
            "area": controls.Range("Area of the die", 400, SMALLEST, LARGEST, 1, "mm²"),
            "density": controls.Range("Defects", 0.2, 0, MOST, 0.01, "per cm²"),
            "spare": controls.Select("The design", list(SPARES.items()), 0.0),
            "model": controls.Select("Defects fall", list(MODELS.items()), "poisson"),
        },
        wafer_state,
        vector.wafer,
        tables=tables(),
        source=SOURCE,
        question="The same fab, the same dirt: why does a large die cost so much more than a small one?",
        goals=[
            Goal(
                "These dies are as large as the H100. Move Defects until half of them work (50 %, two points more or less).",
                "Less than one speck on ten square centimetres is enough to spoil half of them. A large die is a large target.",
                ("density",),
                {"area": 814.0},
            ),
            Goal(
                "Now the fab has 0.10 defects per cm². Move Area of the die until nine in ten dies work (90 %, two points more or less).",
                "Nine in ten work at about 105 mm², a phone chip. In the very same fab more than half of the large dies fail.",
                ("area", "density"),
                {"area": 814.0, "density": 0.1},
            ),
            Goal(
                "Leave the dirt (0.10) and the large die (814 mm²) as they are. How can a good one still cost less than 410 dollars?",
                "You changed the design, not the fab: a block with a defect is switched off, and the die is sold.",
                ("area", "density", "spare"),
                {"area": 814.0, "density": 0.1},
            ),
        ],
    )


NIGHT, WHITE, PALE = "#0d1826", "#ffffff", "#c3cdd8"  # the sky, and letters on it
WALL, UNLIT, LIT, SPOILT, GAIN, LOSS = (
    "#5a6b7d",
    "#2c3948",
    "#f7cf5f",
    "#8fb3d6",
    "#7fe0a2",
    "#ffa070",
)  # of the plants and their money
MOST_MONEY = 12.2  # billion dollars: the width of a plant


# --- the fab -------------------------------------------------------------------------------------------------------------


def even_words(share):
    """From which share of the plant it earns, in words; the share is above 1 if not even a full plant does."""
    return f"at {100 * share:.0f} % of the plant" if share <= 1 else "not even with a full plant"


def money_words(billion):
    """What is earned or lost in a year, in words."""
    if abs(billion) < 0.05:
        return "neither earns nor loses"
    return f"{'earns' if billion >= 0 else 'loses'} {abs(billion):.2f} billion dollars a year"


def signed(billion):
    """A profit or a loss as a number."""
    return f"{'−' if billion <= -0.005 else ''}{abs(billion):.2f}"


def fab_state(v, t):
    """Yearly profit of a leader and of a newcomer with the same plant.

    plant: its cost, billion dollars; used: share of it that customers fill, %; good: the newcomer's yield as a share of
    the leader's, %; aid: public money for the newcomer's plant, billion dollars.
    """
    fab = FAB._replace(plant=v["plant"] * 1e9)
    lead = fab_profit(fab, v["used"] / 100, 1.0, 0.0) / 1e9
    late = fab_profit(fab, v["used"] / 100, v["good"] / 100, v["aid"] * 1e9) / 1e9
    shares = list(range(20, 101, 5))
    first = [fab_profit(fab, share / 100, 1.0, 0.0) / 1e9 for share in shares]
    other = [fab_profit(fab, share / 100, v["good"] / 100, v["aid"] * 1e9) / 1e9 for share in shares]
    firms = [plant_of("The leader", v, 100, 0, lead), plant_of("The newcomer", v, v["good"], v["aid"], late)]
    words = f"The leader breaks even {even_words(break_even(fab, 1.0, 0.0))}, the newcomer {even_words(break_even(fab, v['good'] / 100, v['aid'] * 1e9))}."
    return {
        "title": f"Same plant, {v['good']:.0f} % of the yield: when does a fab earn money?",
        "line": f"At {v['used']:.0f} % the leader {money_words(firms[0]['profit'])}, the newcomer {money_words(firms[1]['profit'])}.",
        "later": words,
        "way": "" if v.get("free", False) else fab_way(v, late, fab_goals(v, fab, lead, late)),
        "alt": f"Two plants for {v['plant']:.0f} billion dollars, {v['used']:.0f} % filled, and what each pays and earns in a year: the "
        f"leader {signed(firms[0]['profit'])} billion dollars, the newcomer {signed(firms[1]['profit'])}. Full, the leader earns {first[-1]:.2f}, the newcomer {other[-1]:.2f}.",
        "caption": "Each square is the dies of 1,000 wafers a month: lit if sold, blue if spoilt, dark if not made. Running costs are invented.",
        "heads": ["share used, %", "leader, billion dollars", "newcomer, billion dollars"],
        "rows": [[f"{share}", f"{a:.2f}", f"{b:.2f}"] for share, a, b in zip(shares, first, other, strict=True)],
        "picture": {"firms": firms},
        "goals": fab_goals(v, fab, lead, late),
    }


def plant_of(name, v, good, aid, profit):
    """One of the two plants: what it makes, and what it pays and earns in a year, billion dollars, so rounded that a sum is right as written."""
    used = v["used"] / 100
    plant = v["plant"] * (1 / FAB.years + FAB.upkeep) - aid / FAB.years
    wafers = FAB.wafers * FAB.running * used / 1e9
    earns, wafers = math.floor(100 * (profit + plant + wafers) + 0.5) / 100, math.floor(100 * wafers + 0.5) / 100
    return {
        "name": name,
        "used": used,
        "good": good / 100,
        "plant": plant,
        "wafers": wafers,
        "profit": earns - plant - wafers,
    }


def plants(picture, width):
    """Two plants side by side: how much of each is busy, how much of that can be sold, and below what it pays and earns.

    picture: {"firms": as `plant_of`}.
    """
    narrow = width < NARROW
    wide = (width - (36 if narrow else 64)) / 2
    parts, low = [], 0
    for i, firm in enumerate(picture["firms"]):
        left = 12 + i * (width - 24 - wide)
        parts.append(label(left, 20, firm["name"], "start", WHITE, True, False, 16))
        low = building(parts, firm, [left, 36, wide], narrow)
        low = accounts(parts, firm, [left, low + 18, wide])
    sky = f'<g class="dr-night">{box(0, 0, width, low + 8, NIGHT)}{"".join(parts)}</g>'
    return whole(width, low + 8, [sky])


def building(parts, firm, corner, narrow):
    """A plant with a square for each 1,000 wafers a month: lit and sold, lit and spoilt, or dark; gives where it ends."""
    left, top, wide = corner
    side, roof = wide / 10, 14 if narrow else 22
    peaks = "".join(
        [f"L{left + wide * k / 4:.1f} {top:.1f}L{left + wide * (k + 1) / 4:.1f} {top + roof:.1f}" for k in range(4)]
    )
    parts.append(f'<path d="M{left:.1f} {top + roof:.1f}{peaks}z" fill="{WALL}"/>')
    parts.append(box(left, top + roof, wide, side * 5, WALL))
    busy, sold = 50 * firm["used"], 50 * firm["used"] * firm["good"]
    for k in range(50):
        x, y = left + side * (k % 10) + 2, top + roof + side * (4 - math.floor(k / 10)) + 2
        parts.append(box(x, y, side - 4, side - 4, UNLIT))
        parts.append(box(x, y, (side - 4) * max(0, min(1, busy - k)), side - 4, SPOILT))
        parts.append(box(x, y, (side - 4) * max(0, min(1, sold - k)), side - 4, LIT))
    low = top + roof + side * 5
    words = [f"{100 * firm['used']:.0f} % busy", f"{100 * firm['used'] * firm['good']:.0f} % sold"]
    parts.append(label(left, low + 14, words[0], "start", PALE))
    parts.append(label(left + wide, low + 14, words[1], "end", WHITE, True))
    return low + 22


def accounts(parts, firm, corner):
    """What a firm pays and earns in a year, and, large, what is left; gives where it ends."""
    left, top, wide = corner
    pays, profit, wordy = firm["plant"] + firm["wafers"], firm["profit"], wide > 250
    scale, earns = wide / MOST_MONEY, pays + profit
    apart = f": plant {firm['plant']:.2f}, wafers {firm['wafers']:.2f}" if wordy else ""
    parts.append(label(left, top, f"pays {pays:.2f} billion{apart}", "start", WHITE))
    parts.append(box(left, top + 10, firm["plant"] * scale, 18, WALL))
    parts.append(box(left + firm["plant"] * scale, top + 10, firm["wafers"] * scale, 18, PALE))
    parts.append(
        label(left, top + 42, f"takes in {earns:.2f} billion{' with what it sells' if wordy else ''}", "start", WHITE)
    )
    parts.append(box(left, top + 52, min(earns, pays) * scale, 18, LIT))
    start, end = left + min(earns, pays) * scale, left + max(earns, pays) * scale
    colour = WHITE if abs(profit) < 0.05 else GAIN if profit > 0 else LOSS
    edge = f'fill="{colour if profit >= 0 else NIGHT}" stroke="{colour}" stroke-width="2" stroke-dasharray="{"none" if profit >= 0 else "4 3"}"'
    parts.append(f'<rect x="{start:.1f}" y="{top + 53:.1f}" width="{end - start:.1f}" height="16" {edge}/>')
    for y in [top + 10, top + 52]:
        parts.append(stroke(left + pays * scale, y, left + pays * scale, y + 21, WHITE, 2.0))
    left_over = f"{'+' if profit >= 0.005 else ''}{signed(profit)} billion{' dollars' if wordy else ''} a year"
    parts.append(label(left, top + 94, left_over, "start", colour, True, False, 20 if wordy else 15))
    return top + 106


def fab_goals(v, fab, lead, late):
    """Which of the three goals of `fab` are reached; lead, late: profit of the leader and of the newcomer, billion dollars."""
    pays = late >= 0
    usual = v["used"] == 80 and v["good"] == 60 and v["plant"] == 20
    return [
        abs(lead) < 0.1,
        pays and v["used"] == 100 and v["aid"] == 0 and fab_profit(fab, 1.0, (v["good"] - 1) / 100, 0.0) < 0,
        pays and usual and fab_profit(fab, 0.8, 0.6, (v["aid"] - 1) * 1e9) < 0,
    ]


def fab_way(v, late, goals):
    """What helps who went too far in the second or third goal of `fab`."""
    if late < 0 or v["plant"] != 20:
        return ""
    if v["used"] == 100 and v["aid"] == 0 and not goals[1]:
        return "It does not lose, but a lower yield is enough. Go back until one point less would lose."
    if v["used"] == 80 and v["good"] == 60 and not goals[2]:
        return "It does not lose, but less money is enough. Go back until one billion less would lose."
    return ""


def fab() -> Explorer:
    """The second explorer of lesson 3: what a fab must earn. Source: `chips.fab_profit`, numbers in FAB_SOURCE."""
    return Explorer(
        "fab",
        {
            "used": controls.Range("How busy both plants are", 80, 20, 100, 1, "%"),
            "good": controls.Range("Newcomer's yield, leader = 100", 60, 30, 100, 1, "%"),
            "aid": controls.Range("Public money for the newcomer", 0, 0, 10, 1, "billion dollars"),
            "plant": controls.Range("The plant costs", 20, 10, 30, 1, "billion dollars"),
        },
        fab_state,
        plants,
        source=FAB_SOURCE,
        question="Two firms buy the same plant. One masters it, one is learning. What can save the newcomer?",
        goals=[
            Goal(
                "Move the slider until the leader neither earns nor loses: the number below its plant is closest to 0.",
                "With these costs more than half of the plant must be busy before even the leader makes its first dollar of profit.",
                ("used",),
            ),
            Goal(
                "Both plants are now 100 % busy, without public money. Find the lowest yield at which the newcomer does not lose.",
                "A spoilt die costs as much as a good one, so the missing yield comes straight out of the profit.",
                ("good",),
                {"used": 100},
            ),
            Goal(
                "At 80 % busy and a yield of 60 the newcomer loses. Find the least public money at which it does not lose.",
                "Nearly a third of the plant, and it still makes too few good chips. Money lowers the bill; practice raises the yield.",
                ("aid",),
            ),
        ],
    )
