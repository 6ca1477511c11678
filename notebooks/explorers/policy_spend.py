"""Exercise 7: the plans of the page on two axes, and among them a plan of one's own that moves as money is spent."""

from __future__ import annotations

from functools import cache

from derisking.explore.policy_cases import AS_IT_IS, CASES, MEASURES, RUNS, SEED, in_words, plus_minus
from derisking.explore.policy_code import results_of
from derisking.explore.policy_views import place_of

from derisking import widgets as controls
from derisking.charts.vector.decades import purse
from derisking.charts.vector.parts import (
    INK,
    MUTED,
    SECOND,
    STRONG,
    WORDS,
    label,
    mark,
    printed,
    spot,
    stroke,
    text_width,
    ticks,
    whole,
)
from derisking.explore import policy_lab
from derisking.explore.base import Budget, Explorer, Goal
from derisking.models import supply

# Letter of a plan of the exercise -> its money, in the order of MEASURES.
LETTERS = {"A": (0, 0, 0, 0), "B": (6, 0, 0, 0), "C": (4, 0, 0, 4), "D": (12, 0, 0, 0), "E": (0, 0, 6, 6)}
LETTERS |= {"F": (3, 3, 3, 3), "G": (4, 4, 0, 4), "H": (8, 0, 4, 0)}
BESIDE = {"C": [-14, 0], "H": [-14, 0], "G": [0, -15]}  # where a letter stands from its mark, if not on the right
LESS = 10  # billion euro with which F can be beaten


@cache
def spend_tables() -> dict[str, object]:
    """All plans in steps of two billion with their results, as on the desk of lesson 7, and the plans of the exercise."""
    desk, named = policy_lab.tables(CASES["advanced"]), []
    for letter, money in LETTERS.items():
        found = supply.simulate(supply.Portfolio(*money), CASES["advanced"].assumed, runs=RUNS, seed=SEED)
        errors = round(found.expected_error, 3), round(found.worst_error, 3)
        named.append(
            [letter, sum(money), round(found.expected, 3), errors[0], round(found.worst, 3), errors[1], found.none]
        )
    return {"plans": desk["plans"], "lines": desk["by_change"][AS_IT_IS]["lines"].split(" "), "named": named}


def spend_state(v, t):
    """Where a plan of one's own stands among those of the exercise. v: what each of the four measures gets."""
    money = [v["stockpile"], v["second_source"], v["home"], v["alliance"]]
    mean, mean_error, worst, worst_error, none = results_of(t["lines"][place_of(money, t)])[0:5]
    cost, f = sum(money), t["named"][5]
    line = (
        f"Your plan ({in_words(money)}) costs {cost:.0f}. It loses {plus_minus(mean, mean_error)} on average and "
        f"{plus_minus(worst, worst_error)} in the worst 5 %; F costs 12 and loses {f[2]:.1f} and {f[4]:.1f}."
    )
    mine = ["Y, yours", cost, mean, mean_error, worst, worst_error, none]
    return {
        "title": "Plans A to H and yours, Y, and two ways to look at their losses",
        "alt": f"Plans by what they lose, in billion euro: on average from left to right, in the worst 5 % upwards. F and G are low on the "
        f"left, A is far up on the right. {line}",
        "line": line,
        "caption": "Further left and further down is better. A line through a plan is two standard errors long to each side: F and G lie "
        "within each other's. The dotted line leads from A, which buys nothing, to yours.",
        "heads": ["plan", "cost", "mean", "worst 5 %", "loss-free, %"],
        "rows": [
            [row[0], f"{row[1]:.0f}", plus_minus(row[2], row[3]), plus_minus(row[4], row[5]), f"{100 * row[6]:.1f}"]
            for row in [mine, *t["named"]]
        ],
        "picture": {
            "money": [{"name": name, "money": part} for name, part in zip(list(MEASURES.values()), money, strict=True)],
            "budget": 12,
            "plan": "Yours",
            "named": t["named"],
            "mine": mine,
        },
        "goals": [cost <= LESS and mean < f[2] and worst < f[4]],
    }


def spend_picture(picture, width):
    """The purse, and below it all plans by mean loss and by the loss in the worst 5 %."""
    left, right, top, bottom = 46, width - 16, 92, 392
    across, up = [0, 22, left + 8, right], [20, 80, bottom, top]
    parts = purse(picture, width)
    parts.append(label(6, 76, "loss in the worst 5 %, billion euro", "start", MUTED))
    for tick in ticks(20, 80, 7):
        y = spot(tick, *up)
        parts.extend([stroke(left, y, right, y), label(left - 6, y, printed(tick), "end")])
    for tick in ticks(0, 22, 6):
        parts.append(label(spot(tick, *across), bottom + 16, printed(tick), "middle"))
    start, mine = picture["named"][0], picture["mine"]
    here = [spot(mine[2], *across), spot(mine[4], *up)]
    parts.append(stroke(spot(start[2], *across), spot(start[4], *up), here[0], here[1], SECOND, 1.6, "2 5"))
    for row in [*picture["named"], mine]:
        x, y = spot(row[2], *across), spot(row[4], *up)
        own = row[0] == mine[0]
        colour = SECOND if own else STRONG
        parts.append(stroke(spot(row[2] - 2 * row[3], *across), y, spot(row[2] + 2 * row[3], *across), y, colour, 1.4))
        parts.append(stroke(x, spot(row[4] - 2 * row[5], *up), x, spot(row[4] + 2 * row[5], *up), colour, 1.4))
        said = f"{row[0]}: mean {row[2]:.1f}, worst 5 % {row[4]:.1f}"
        parts.append(mark("diamond" if own else "circle", x, y, colour, said, False, 6.0 if own else 4.5))
        if not own:
            aside, lift = BESIDE.get(row[0], [14, 0])
            parts.append(label(x + aside, y + lift, row[0], "middle", INK, True, True))
    key = "◆ Y, yours"
    parts.append(
        label(right - text_width(key, True), 76, key, "start", WORDS, True)
    )  # outside of the chart, where it is no point
    parts.append(label((left + right) / 2, bottom + 38, "mean loss, billion euro", "middle"))
    return whole(width, bottom + 54, parts)


def spend() -> Explorer:
    """The plans of exercise 7 with one of the student's own: four measures, twelve billion, in steps of two."""
    return Explorer(
        "spend",
        {name: controls.Range(words, 0.0, 0.0, 12.0, 2.0, "billion") for name, words in MEASURES.items()},
        spend_state,
        spend_picture,
        tables=spend_tables(),
        source="Model of the budget desk; all numbers are invented round numbers, in billion euro over ten years.",
        question="Twelve billion are yours. Your plan is plan Y, and stays with you down this page.",
        keeps=True,
        budget=Budget(12.0, tuple(MEASURES)),
        goals=(
            Goal(
                f"Beat plan F with less money: spend at most {LESS} billion, and end up left of F and no higher.",
                "On average you lose clearly less; in bad decades the two are level. The first billion on a measure does more than the next.",
                tuple(MEASURES),
            ),
        ),
    )
