"""Exercise 7: the plans of the page on two axes, and among them a plan of one's own that moves as money is spent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import comb
from types import MappingProxyType

from derisking.explore.policy_cases import CASES, MEASURES, RUNS, SEED, in_words, plus_minus
from derisking.explore.policy_code import line_of, results_of

from derisking import widgets as controls
from derisking.charts import Drawn, sketch
from derisking.charts.vector.decades import FILLS, people, purse
from derisking.charts.vector.parts import (
    INK,
    NARROW,
    PLAIN,
    SECOND,
    SIZE,
    STRONG,
    WORDS,
    box,
    label,
    stroke,
    whole,
)
from derisking.explore.base import Budget, Explorer, Goal
from derisking.models import supply

# Letter of a plan of the exercise -> its money, in the order of MEASURES.
LETTERS = {"A": (0, 0, 0, 0), "B": (6, 0, 0, 0), "C": (4, 0, 0, 4), "D": (12, 0, 0, 0), "E": (0, 0, 6, 6)}
LETTERS |= {"F": (3, 3, 3, 3), "G": (4, 4, 0, 4), "H": (8, 0, 4, 0)}
CALLED = dict(
    zip(LETTERS, ("nothing", "a small store", "store and ally", "all stockpile", "plants and ally"), strict=False)
)
CALLED |= {"F": "all four measures", "G": "all but plants", "H": "store and plants"}
SIDES = (("all decades, on average", 23.0), ("the worst five of 100, on average", 80.0))  # and the end of its scale
STRIP = 5.0  # pixels of a billion in the strip below a plan's name
SHORT = 9  # letters of a plan's line that this page needs, see `policy_code`
FIRST = ["F"]  # what stands beside one's own plan until all is free
MOST, LESS = 12, 11  # billion euro that there are, and with which F can be beaten


@cache
def spend_tables() -> dict[str, object]:
    """All plans in whole billions with their results, a line of SHORT letters each, ordered by their money; `ways`: for each measure in
    how many ways so much can be spent on it and those behind it; and the plans of the exercise."""
    desk, named = CASES["advanced"].assumed, []
    table = supply.all_plans(MOST, desk, step=1.0, runs=RUNS, seed=SEED).table.sort_values(list(MEASURES))
    for letter, money in LETTERS.items():
        found = supply.simulate(supply.Portfolio(*money), desk, runs=RUNS, seed=SEED)
        errors = round(found.expected_error, 3), round(found.worst_error, 3)
        named.append(
            [
                letter,
                sum(money),
                round(found.expected, 3),
                errors[0],
                round(found.worst, 3),
                errors[1],
                round(found.none, 3),
            ]
        )
    return {
        "lines": "".join(line_of(row, [0], 0, -1)[:SHORT] for row in table.to_dict("records")),
        "ways": [[comb(left + many, many) for left in range(MOST + 1)] for many in (4, 3, 2, 1)],
        "named": named,
    }


def line_at(money, t):
    """A plan's line: before it stand all that spend less on a measure, and the same on those before."""
    place, left = 0, MOST
    for ways, part in zip(t["ways"], money, strict=True):
        place += ways[left] - ways[left - int(part)]
        left -= int(part)
    return t["lines"][SHORT * place : SHORT * (place + 1)]


def beside(mine, other):
    """Whether a loss is level with another (0), clearly more (1) or clearly less (2), each with its error: level while tips overlap."""
    if abs(mine[0] - other[0]) <= 2 * (mine[1] + other[1]):
        return 0
    return 1 if mine[0] > other[0] else 2


def standing(cost, mean, worst):
    """Where plan Y stands beside F; mean, worst: as `beside` says of both."""
    if cost == 0:
        return "Nothing is spent yet: move a slider"
    first = ["is level with F", "loses clearly more than F", "loses clearly less than F"][mean]
    then = ["it is level", "clearly more", "clearly less"][worst]
    if mean != worst:
        return f"Y {first} on average; in the worst five of 100 {then}"
    price = "for less money" if cost <= LESS else "but costs as much"
    return f"Y {first} in both{f', {price}' if mean == 2 else ''}"


def way_on(money):
    """A hint for whoever has spent nearly all and not beaten F for less, "" before: all plans that do hold 5 to 8 in store, and second
    sources and alliance too. money: in the order of MEASURES."""
    if sum(money) < 9:
        return ""
    if money[1] == 0 or money[3] == 0:
        lacking = "second sources" if money[1] == 0 else "the alliance"
        return f"A way on: the first billion of a measure does most, and there is none yet on {lacking}."
    if money[0] < 5:
        return "A way on: what helps on the first day of every stop? Put more on it."
    if money[0] > 8:
        return "A way on: one more month in store helps less and less. Take some back for the others."
    if sum(money) > LESS:
        return "A way on: F costs 12 too. Take a billion back where it does least."
    return "A way on: spread what is not in the store more evenly over the other three."


def spend_state(v, t):
    """Where a plan of one's own stands among those of the exercise. v: what each of the four measures gets."""
    money = [v["stockpile"], v["second_source"], v["home"], v["alliance"]]
    mean, mean_error, worst, worst_error, none = results_of(line_at(money, t))[0:5]
    cost, f = sum(money), t["named"][5]
    stands = [beside([mean, mean_error], f[2:4]), beside([worst, worst_error], f[4:6])]
    mine = ["Y, yours", cost, mean, mean_error, worst, worst_error, none]
    line = (
        f"Plan Y ({in_words(money)}) costs {cost:.0f} billion euro. It loses {mean:.1f} on average and "
        f"{worst:.1f} in the worst five of 100; F costs 12 and loses {f[2]:.1f} and {f[4]:.1f}."
    )
    beaten = cost <= LESS and stands[0] == 2 and stands[1] == 2
    others = [plan for plan in t["named"] if v.get("free") or plan[0] in FIRST]
    way = "" if beaten or v.get("free") else way_on(money)
    return {
        "title": standing(cost, stands[0], stands[1]),
        "alt": f"Plan Y beside {', '.join([plan[0] for plan in others])}, each with its cost and two bars, in billion euro: what is lost on average in all decades, and in the worst "
        f"five of 100. {line}",
        "line": line,
        "nudge": way,
        "caption": "Billion euro lost in ten years; shorter is better. The dashed line is what F loses. “Level” means that other luck could turn it round.",
        "heads": ["plan", "cost", "mean", "worst five of 100", "no loss, %"],
        "rows": [
            [row[0], f"{row[1]:.0f}", plus_minus(row[2], row[3]), plus_minus(row[4], row[5]), f"{100 * row[6]:.1f}"]
            for row in [mine, *t["named"]]
        ],
        "picture": {
            "money": [{"name": name, "money": part} for name, part in zip(list(MEASURES.values()), money, strict=True)],
            "budget": MOST,
            "plan": "Plan Y, yours",
            "named": others,
            "mine": mine,
        },
        "goals": [beaten],
    }


def rows_drawn(rows, sides, line, width, top, tips):
    """Plans line by line, and what each loses as bars from 0. rows: [name, whether it is one's own, [loss, its error] for each side, cost or -1, what each measure gets];
    sides: as SIDES; line: the row at whose losses a line hangs down from the first, 0 for none; top: where they begin; tips: 1 where margins are drawn, else 0. Gives [parts, end]."""
    narrow, size = width < NARROW, 12 if width < NARROW else SIZE
    heads = max([len(side[0].split(", ")) for side in sides])
    tall, first, gap, begin = 31 if narrow else 29, 8 if narrow else 214, 14, top + 9 + 15 * heads
    wide, parts = (width - 8 - first - gap * (len(sides) - 1)) / len(sides), []
    if not narrow and rows[0][3] >= 0:
        parts.append(label(first - 22, top + 11, "cost", "end", INK, True))
    for i, side in enumerate(sides):
        left, far = first + i * (wide + gap), rows[line][2][i][0] / side[1] * (wide - 38)
        for k, words in enumerate(side[0].split(", ")):
            parts.append(label(left, top + 11 + 15 * k, words, "start", INK, k == 0, False, size))
        if line and not narrow:
            parts.append(stroke(left + far, begin, left + far, begin + tall * (line + 1), STRONG, 1.2, "4 3"))
    for n, row in enumerate(rows):
        y, colour = begin + tall * n, WORDS if row[1] else INK
        name, middle = y + 9 if narrow else y + tall / 2, y + (22 if narrow else tall / 2)
        bold = row[1] or (line > 0 and n == line)
        if row[1]:
            parts.insert(0, box(0, y, width, tall, "#FBEADF"))
        bought = [] if narrow else row[4]  # a strip in the colours of the purse
        parts.append(label(8, y + 11 if sum(bought) else name, row[0], "start", colour, bold, False, size))
        at = 8
        for i, money in enumerate(bought):
            if money:
                parts.append(box(at, y + 21, money * STRIP, 4, FILLS[i]))
            at += money * STRIP
        if row[3] >= 0:
            where, cost = (width - 8, f"costs {row[3]:.0f}") if narrow else (first - 22, f"{row[3]:.0f}")
            parts.append(label(where, name, cost, "end", colour, bold, False, size))
        for i, side in enumerate(sides):
            left, loss, error = first + i * (wide + gap), row[2][i][0], row[2][i][1]
            near, far = [left + (loss + way * 2 * error * tips) / side[1] * (wide - 38) for way in [-1, 1]]
            at = left + rows[line][2][i][0] / side[1] * (wide - 38)
            free = far + 5 if line == 0 or far > at or far + 28 < at else at + 5  # of the line that hangs down
            parts.append(box(left, middle - 6, near - left, 12, "#F3B892" if row[1] else PLAIN))
            if tips:
                parts.append(box(near, middle - 6, max(1.5, far - near), 12, SECOND if row[1] else STRONG))
            if narrow and line > 0 and n <= line:  # beside the bars alone, not through the names
                parts.append(stroke(at, middle - 7, at, middle + 8, STRONG, 1.2, "4 3"))
            parts.append(label(free, middle, f"{loss:.1f}", "start", colour, bold, True))
    return [parts, begin + tall * len(rows)]


def spend_picture(picture, width):
    """The purse, and below it what each plan costs and loses; a line hangs down to what plan F loses."""
    mine = picture["mine"]
    rows = [
        [row[0], row[0] == mine[0], [[row[2], row[3]], [row[4], row[5]]], row[1], []]
        for row in [mine, *picture["named"]]
    ]
    for row in rows[1:]:
        row[4] = LETTERS[row[0]]
        row[0] = f"{row[0]} {CALLED[row[0]]}"
    line = 6 if len(picture["named"]) > 1 else 1  # the row of F
    ends = [
        near if line == 1 and mine[at] < near else side[1]
        for at, near, side in zip([2, 4], [6.0, 40.0], SIDES, strict=True)
    ]
    sides = [[f"{side[0]} (0 to {end:.0f})", end] for side, end in zip(SIDES, ends, strict=True)]
    drawn = rows_drawn(rows, sides, line, width, 58, 0)
    return whole(width, drawn[1] + 8, [*purse(picture, width), *drawn[0]])


def spend() -> Explorer:
    """The plans of exercise 7 with one of the student's own: four measures, twelve billion, in whole billions, first none spent."""
    return Explorer(
        "spend",
        {name: controls.Range(words, 0.0, 0.0, 12.0, 1.0) for name, words in MEASURES.items()},
        spend_state,
        spend_picture,
        tables=spend_tables(),
        source="model of the budget desk, invented numbers, in billion euro over ten years",
        question="The budget desk: move the four sliders. What is still lost with your plan Y?",
        keeps=True,
        budget=Budget(float(MOST), tuple(MEASURES)),
        goals=(
            Goal(
                f"Beat plan F (all four measures, 3 on each) for less money: spend {LESS} billion at most, and bring both bars of Y clearly left of the dashed line.",
                "Y loses clearly less than F, for less money. Part 3 judges the plans of others by the same rule.",
                tuple(MEASURES),
            ),
        ),
    )


def still(
    title: str,
    alt: str,
    letters: Sequence[str],
    blocks: list,
    caption: str = "",
    lit: str = "",
    tips: int = 1,
    costs: Mapping[str, int] = MappingProxyType({}),
    money: Mapping[str, Sequence[float]] = MappingProxyType({}),
) -> Drawn:
    """Plans of the exercise as they stand on the desk, with no plan of one's own. letters: which, or names of others; blocks: sides one below the other, each
    [words, end of its scale, {letter: [number, its error]}]; lit: the row that stands out; tips: 1 where margins are drawn, else 0; costs: of a plan, where they are shown;
    money: what those others buy."""

    def named(one: str) -> str:
        return f"{one} {CALLED[one]}" if one in CALLED else one

    def bought(one: str) -> Sequence[float]:
        return LETTERS.get(one) or money[one]

    def drawn(width: int) -> dict:
        parts, end = [], 0
        for sides in blocks:
            rows = [
                [named(one), one == lit, [side[2][one] for side in sides], costs.get(one, -1), bought(one)]
                for one in letters
            ]
            made, end = rows_drawn(rows, sides, 0, width, end + (14 if parts else 4), tips)
            parts += made
        return whole(width, end + 6, parts)

    sides = [side for block in blocks for side in block]
    said = [[named(one), *(f"{side[2][one][0]:.1f}" for side in sides)] for one in letters]
    source = "model of the budget desk, invented numbers, in billion euro over ten years"
    heads = ["plan", *(side[0] for side in sides)]
    return sketch(drawn, alt=alt, source=source, heads=heads, rows=said, caption=caption, title=title)


def alone() -> Drawn:
    """Twelve billion on one measure."""
    plans = {
        f"12 on {name}": {key: float(MOST)}
        for key, name in (("stockpile", "a store"), ("second_source", "other sellers"))
    }
    plans |= {"12 on plants at home": {"home": float(MOST)}, "12 on an ally": {"alliance": float(MOST)}}
    found = {
        name: supply.simulate(supply.Portfolio(**money), CASES["advanced"].assumed, runs=RUNS, seed=SEED)
        for name, money in plans.items()
    }
    mean = {name: [one.expected, one.expected_error] for name, one in found.items()}
    worst = {name: [one.worst, one.worst_error] for name, one in found.items()}
    return still(
        "All 12 on one measure: the worst five of 100 still lose 44 billion or more",
        "Bars, shorter is better. "
        + "; ".join(
            f"{name}: {mean[name][0]:.1f} on average, {worst[name][0]:.1f} in the worst five of 100" for name in plans
        )
        + ".",
        [*plans],
        [[("all decades, on average", 17.0, mean), ("the worst five of 100, on average", 64.0, worst)]],
        "Billion euro lost in ten years; shorter is better. The worst five of 100 decades count in the second column.",
        tips=0,
        money={name: [bought.get(key, 0.0) for key in MEASURES] for name, bought in plans.items()},
    )


def apart() -> Drawn:
    """What "clearly" means: three plans of 12 billion with their margins, F and G level, H apart from both."""
    named = {row[0]: row for row in spend_tables()["named"] if row[0] in "FGH"}
    mean, worst = ({one: row[at : at + 2] for one, row in named.items()} for at in (2, 4))
    return still(
        "F and G are level. H is clearly beaten",
        "Three plans of 12 billion, each with two bars from 0 and tips as long as their margins: "
        + "; ".join(f"{one} {plus_minus(*row[2:4])} and {plus_minus(*row[4:6])}" for one, row in named.items())
        + ". The tips of F and G overlap on both sides, those of H lie apart.",
        "FGH",
        [[("all decades, on average", 8.2, mean), ("the worst five of 100, on average", 48.0, worst)]],
        "Billion euro lost in ten years. A bar’s strong tip shows how far the number could move if all decades were played anew.",
        costs={one: row[1] for one, row in named.items()},
    )


def counts() -> Drawn:
    """Three plans of the same cost on four counts."""
    named = {row[0]: row for row in spend_tables()["named"]}
    found = {
        one: supply.simulate(supply.Portfolio(*LETTERS[one]), CASES["advanced"].assumed, runs=RUNS, seed=SEED)
        for one in "DEH"
    }
    middle = {one: [sorted(played.losses)[RUNS // 2], 0.0] for one, played in found.items()}
    quiet = {one: [100 * played.none, 0.0] for one, played in found.items()}
    mean, worst = ({one: named[one][at : at + 2] for one in "DEH"} for at in (2, 4))
    return still(
        "What three plans of 12 billion lose, counted in four ways",
        f"Bars. On average D loses {mean['D'][0]:.1f}, E {mean['E'][0]:.1f}, H {mean['H'][0]:.1f}.",
        "DEH",
        [
            [("all decades, on average", 9.0, mean), ("the worst five of 100, on average", 52.0, worst)],
            [
                ("an ordinary decade, shorter is better", 4.0, middle),
                ("decades without loss (%), longer is better", 64.0, quiet),
            ],
        ],
        "Billion euro lost, where shorter is better, and percent of decades, where longer is. A bar’s strong tip shows how far the number could move if all decades were played anew.",
    )


def gainers() -> Drawn:
    """Who pays for plan F and who gains from it."""
    told = supply.accounts(supply.Portfolio(*LETTERS["F"]), CASES["advanced"].assumed, runs=RUNS, seed=SEED)
    called = {
        "firms of the ally": "the ally’s firms",
        "other suppliers": "other sellers",
        "firms of the rival": "the rival’s firms",
    }
    rows = [
        {"name": called.get(row.who, row.who).capitalize(), "pays": row.pays, "gains": row.gains}
        for row in told.itertuples()
    ]
    saved, made = (
        told.set_index("who").loc[who, "gains"] / 0.2
        for who in ("firms that use the input", "owners of plants at home")
    )
    picture = {"rows": rows, "high": 13.0, "unit": "billion euro of income over ten years"}
    said = [[row["name"], f"{row['pays']:.1f}", f"{row['gains']:.1f}"] for row in rows]
    return sketch(
        lambda width: people(picture, width),
        alt="Bars to the left for who pays and to the right for who gains: "
        + "; ".join(f"{who} {pays} and {gains}" for who, pays, gains in said)
        + ".",
        source="model of the budget desk, invented numbers",
        heads=["who", "pays or loses", "gains"],
        rows=said,
        caption=f"{saved:.1f} billion are not lost thanks to the plan, and the new plants sell for {made:.1f}: of each euro 40 cents are wages, 40 taxes, 20 profit. What others sell now, the rival’s firms no longer sell.",
        title="Plan F: who pays, and who gains",
    )
