"""Exercise 7: the plans of the page on two axes, and among them a plan of one's own that moves as money is spent."""

from __future__ import annotations

from functools import cache
from math import comb

from derisking.explore.policy_cases import CASES, MEASURES, RUNS, SEED, in_words, plus_minus
from derisking.explore.policy_code import line_of, results_of

from derisking import widgets as controls
from derisking.charts.card import Drawn
from derisking.charts.vector.decades import purse
from derisking.charts.vector.parts import (
    CARD,
    INK,
    MUTED,
    SECOND,
    STRONG,
    WORDS,
    box,
    label,
    mark,
    printed,
    spot,
    stroke,
    text_width,
    ticks,
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
DROP = {
    "A": -16,
    "C": 19,
    "D": -8,
    "E": 2,
    "F": 22,
    "G": 9,
    "H": -5,
}  # how far below its mark a name stands, where marks are close
CLOSE = "CDEFGH"  # marks so close that their names stand in a column, where no plan comes, with a line to each
SHORT = 9  # letters of a plan's line that this page needs, see `policy_code`
MOST, LESS = 12, 10  # billion euro that there are, and with which F can be beaten


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
            [letter, sum(money), round(found.expected, 3), errors[0], round(found.worst, 3), errors[1], found.none]
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


def spend_state(v, t):
    """Where a plan of one's own stands among those of the exercise. v: what each of the four measures gets."""
    money = [v["stockpile"], v["second_source"], v["home"], v["alliance"]]
    mean, mean_error, worst, worst_error, none = results_of(line_at(money, t))[0:5]
    cost, f = sum(money), t["named"][5]
    mine = ["Y, yours", cost, mean, mean_error, worst, worst_error, none]
    line = (
        f"Plan Y ({in_words(money)}) costs {cost:.0f} billion euro. It loses {plus_minus(mean, mean_error)} on average and "
        f"{plus_minus(worst, worst_error)} in the worst twentieth; F costs 12 and loses {f[2]:.1f} and {f[4]:.1f}."
    )
    return {
        "title": "What each plan loses, on average and when it goes badly",
        "alt": f"Plans by what they lose, in billion euro: on average from left to right, in the worst twentieth of decades upwards. F and G are low on the "
        f"left, A is far up on the right. {line}",
        "line": line,
        "caption": "Further left and further down is better. Lines: how far a mark could move if all decades were played anew.",
        "heads": ["plan", "cost", "mean", "worst twentieth", "no loss, %"],
        "rows": [
            [row[0], f"{row[1]:.0f}", plus_minus(row[2], row[3]), plus_minus(row[4], row[5]), f"{100 * row[6]:.1f}"]
            for row in [mine, *t["named"]]
        ],
        "picture": {
            "money": [{"name": name, "money": part} for name, part in zip(list(MEASURES.values()), money, strict=True)],
            "budget": MOST,
            "plan": "Plan Y, yours",
            "named": t["named"],
            "mine": mine,
        },
        "goals": [cost <= LESS and mean < f[2] and worst < f[4]],
    }


def spend_picture(picture, width):
    """The purse, and below it all plans by mean loss and by the loss in the worst 5 %."""
    left, right, top, bottom = 46, width - 16, 92, 316
    across, up = [0, 22, left + 8, right], [24, 78, bottom, top]
    parts = purse(picture, width)
    parts.append(label(6, 76, "loss in the worst twentieth, billion", "start", MUTED))
    for tick in ticks(30, 70, 5):
        y = spot(tick, *up)
        parts.extend([stroke(left, y, right, y), label(left - 6, y, printed(tick), "end")])
    for tick in ticks(0, 22, 6):
        parts.append(label(spot(tick, *across), bottom + 16, printed(tick), "middle"))
    start, mine = picture["named"][0], picture["mine"]
    here = [spot(mine[2], *across), spot(mine[4], *up)]
    parts.append(stroke(spot(start[2], *across), spot(start[4], *up), here[0], here[1], SECOND, 1.6, "2 5"))
    column, taken = min(spot(11, *across), right - text_width("F all four measures")), []
    for row in [*picture["named"], mine]:
        x, y = spot(row[2], *across), spot(row[4], *up)
        own = row[0] == mine[0]
        colour = SECOND if own else STRONG
        parts.append(stroke(spot(row[2] - 2 * row[3], *across), y, spot(row[2] + 2 * row[3], *across), y, colour, 1.4))
        parts.append(stroke(x, spot(row[4] - 2 * row[5], *up), x, spot(row[4] + 2 * row[5], *up), colour, 1.4))
        said = f"{row[0]}: mean {row[2]:.1f}, worst twentieth {row[4]:.1f}"
        parts.append(mark("diamond" if own else "circle", x, y, colour, said, False, 6.0 if own else 4.5))
        if not own:
            name, drop = f"{row[0]} {CALLED[row[0]]}", DROP.get(row[0], 0)
            begin = min(column if row[0] in CLOSE else x + 10, right - text_width(name))
            if row[0] in CLOSE:
                parts.append(stroke(x + 5, y, begin - 4, y + drop, MUTED, 0.6))
            taken.append([begin, begin + text_width(name), y + drop])
            parts.append(label(begin, y + drop, name, "start", INK, False, True))
    for aside, drop in [[-14, 0], [0, -17], [0, 17], [14, 0]]:  # Y is written where no name stands
        x, y = here[0] + aside, here[1] + drop
        if not [one for one in taken if one[0] - 8 < x < one[1] + 8 and abs(one[2] - y) < 17]:
            parts.append(label(x, y, "Y", "middle", WORDS, True, True))
            break
    parts.append(label((left + right) / 2, bottom + 38, "loss on average, billion euro", "middle"))
    return whole(width, bottom + 54, parts)


def spend() -> Explorer:
    """The plans of exercise 7 with one of the student's own: four measures, twelve billion, in whole billions, first spent like plan F."""
    return Explorer(
        "spend",
        {name: controls.Range(words, 3.0, 0.0, 12.0, 1.0, "billion") for name, words in MEASURES.items()},
        spend_state,
        spend_picture,
        tables=spend_tables(),
        source="model of the budget desk, invented numbers, in billion euro over ten years",
        question="Plan Y is yours. It begins as F, and goes with you down this page.",
        keeps=True,
        budget=Budget(float(MOST), tuple(MEASURES)),
        goals=(
            Goal(
                f"Beat F for less: spend {LESS} billion at most, and end up further left and further down than F.",
                "You found a plan that loses less, for less money. Part 3 shows what it takes to lose clearly less.",
                tuple(MEASURES),
            ),
        ),
    )


def apart() -> Drawn:
    """What "clearly" means: how far three losses could move of the worst twentieth, two that overlap and one apart."""
    rows = [
        (f"{row[0]} {CALLED[row[0]]}", row[4], 2 * row[5])
        for row in spend_tables()["named"]
        if row[0] in ("F", "G", "H")
    ]

    def drawn(width: int) -> dict:
        left, right, parts = 150, width - 12, []
        for tick in ticks(28, 42, 8 if width > 500 else 4):
            x = spot(tick, 28, 42, left, right)
            parts.extend([stroke(x, 8, x, 128), label(x, 142, printed(tick), "middle", MUTED)])
        for i, (name, loss, error) in enumerate(rows):
            y, start, end = 28 + 40 * i, *(spot(loss + side * error, 28, 42, left, right) for side in (-1, 1))
            colour = SECOND if i == 2 else STRONG
            parts.append(box(start, y - 11, end - start, 22, colour))
            parts.append(mark("circle", (start + end) / 2, y, CARD, "", False, 3.0))
            parts.append(label(left - 10, y, name, "end", INK, True))
            side, where = (start - 8, "end") if i == 2 else (end + 8, "start")
            parts.append(label(side, y, f"{loss:.1f} ± {error:.1f}", where, INK, False, True))
        parts.append(label(right, 162, "loss in the worst twentieth, billion", "end"))
        return whole(width, 174, parts)

    said = [[name, f"{loss:.1f}", f"{error:.1f}"] for name, loss, error in rows]
    wide = drawn(660)
    return Drawn(
        wide["svg"],
        660,
        wide["height"],
        "Three bars on one scale, each as long as its ±: "
        + "; ".join(f"{name} {loss} ± {error}" for name, loss, error in said)
        + ". Those of F and G overlap, that of H lies apart.",
        "model of the budget desk, invented numbers",
        ["plan", "loss in the worst twentieth", "±"],
        said,
        caption="A bar reaches as far as its number could move if all decades were played anew.",
        title="Bars that overlap: level. A bar apart: clearly more",
        narrow=drawn(328)["svg"],
    )
