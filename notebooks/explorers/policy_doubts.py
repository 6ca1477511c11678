"""Lesson 7: three assumptions of the coins. Two can be turned, and the four buildings answer; the third waits for its guess."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from derisking.explore.policy_cases import CASES, RUNS, SEED

from derisking import widgets as controls
from derisking.charts.vector import bars
from derisking.charts.vector.parts import (
    INK,
    MUTED,
    PLAIN,
    STRONG,
    box,
    handle,
    label,
    mark,
    spot,
    stroke,
    whole,
    wrapped,
)
from derisking.explore.base import Explorer, Goal
from derisking.models import supply

CASE = CASES["advanced"]
GAME = {"price": CASE.assumed.stock_price, "share": 100 * CASE.assumed.home_reach}
LOW, HIGH, STEP = {"price": 2.0, "share": 2.0}, {"price": 6.0, "share": 45.0}, {"price": 0.5, "share": 1.0}
BUILDINGS = ["Stockpile", "Alliance", "Plants at home", "Second sources"]
LEFT, ROW = 20, 92  # where a track begins, and how tall it is with its words


@cache
def tables() -> dict[str, list[float]]:
    """Mean loss of twelve coins on one building, billion euro in ten years: at each price of a month in store, at each share of plants at home."""

    def lost(measure: str, **changed: float) -> float:
        plan = supply.Portfolio(**{measure: CASE.budget})
        return round(supply.simulate(plan, replace(CASE.assumed, **changed), runs=RUNS, seed=SEED).expected, 1)

    def steps(name: str) -> list[float]:
        return [LOW[name] + STEP[name] * i for i in range(round((HIGH[name] - LOW[name]) / STEP[name]) + 1)]

    return {
        "stockpile": [lost("stockpile", stock_price=price) for price in steps("price")],
        "alliance": [lost("alliance")],
        "home": [lost("home", home_reach=share / 100) for share in steps("share")],
        "second": [lost("second_source")],
    }


def doubts_state(v, t):
    """What twelve coins on each building lose under a price and a share. v: price (billion a month), share (per cent of need)."""
    price, share = v["price"], v["share"]
    losses = {
        "the stockpile": t["stockpile"][int(2 * (price - 2) + 0.5)],
        "the alliance": t["alliance"][0],
        "plants at home": t["home"][int(share - 2 + 0.5)],
        "second sources": t["second"][0],
    }
    names = list(losses)
    best = min(names, key=lambda one: losses[one])
    worst = "plants at home" if losses["plants at home"] > losses["second sources"] else "second sources"
    title = f"20,000 decades · Best of the four: {best}. Worst: {worst}"
    line = (
        f"A month in store costs {price:.1f} billion: twelve coins buy {12 / price:.1f} months. Plants at home can take over {share:.0f} % of what is needed. "
        f"Least is lost with {best} ({losses[best]:.1f} billion), most with {worst} ({losses[worst]:.1f})."
    )
    shown = []
    for name, one in zip(BUILDINGS, names, strict=True):
        said = " best" if one == best else " worst" if one == worst else ""
        shown.append({"name": name, "value": losses[one], "shown": f"{losses[one]:.1f}{said}", "strong": one == best})
    return {
        "title": title,
        "line": line,
        "alt": f"Two assumptions that can be turned, a third that cannot yet, and four bars. {line}",
        "caption": "20,000 decades leave less to luck than the 100 above. Between two places of the slider only an assumption has changed.",
        "heads": ["all twelve coins on", "billion euro lost in ten years, on average"],
        "rows": [[bar["name"], bar["shown"]] for bar in shown],
        "picture": {
            "price": price,
            "share": share,
            "bars": shown,
            "high": 25,
            "unit": "billion euro lost on average, with all twelve coins on one building",
        },
        "goals": [best != "the stockpile", worst == "plants at home"],
    }


def track(name, words, value, said, below, y, width):
    """An assumption in words, and its range with a grip; the game's own number is a diamond. below: how far it may reach."""
    right = width - LEFT
    x, game = [spot(one, LOW[name], HIGH[name], LEFT, right) for one in [value, GAME[name]]]
    end = game > right - 80
    return [
        label(8, y + 10, words, "start", INK, True),
        stroke(LEFT, y + 56, right, y + 56, PLAIN, 8),
        mark("diamond", game, y + 56, STRONG, "", False, 8.0),
        label(right + 8 if end else game, y + 75, "the game", "end" if end else "middle", STRONG, True),
        label(8, y + 75, below, "start", MUTED) if end else label(width - 8, y + 75, below, "end", MUTED),
        handle(name, [LEFT, right, LOW[name], HIGH[name]], x, y + 22, y + 66, said),
    ]


def doubts_picture(picture, width):
    """Two tracks to turn, a switch that is locked, and a bar for each building."""
    parts = [
        *track(
            "price",
            "1  What a month in store costs, in all ten years",
            picture["price"],
            f"{picture['price']:.1f} billion",
            "could be 2 to 6",
            0,
            width,
        ),
        *track(
            "share",
            "2  What plants at home can take over",
            picture["share"],
            f"{picture['share']:.0f} % of the need",
            "could be 2 to 45 %",
            ROW,
            width,
        ),
    ]
    y = 2 * ROW
    told = wrapped("3  The store is full again each January, at no further cost", width - 70, True)
    parts.extend([label(8, y + 10 + 17 * i, words, "start", INK, True) for i, words in enumerate(told)])
    shackle = f'<path d="M{width - 38:.1f} {y + 8}v-6q0 -8 8 -8t8 8v6" fill="none" stroke="{MUTED}" stroke-width="3"/>'
    parts.extend([shackle, box(width - 43, y + 7, 26, 18, MUTED)])
    y += 17 * len(told)
    parts.append(label(8, y + 10, "Nobody has measured it. You guess it below.", "start", MUTED))
    below = bars(picture, width)
    parts.append(f'<g transform="translate(0 {y + 28})">{below["svg"]}</g>')
    return whole(width, y + 28 + below["height"], parts)


def doubts() -> Explorer:
    """The second explorer of lesson 7: what the game says if an assumption of it is another one."""
    return Explorer(
        "doubts",
        {
            "price": controls.Range(
                "A month in store costs", GAME["price"], LOW["price"], HIGH["price"], STEP["price"], "billion"
            ),
            "share": controls.Range(
                "Plants at home can take over", GAME["share"], LOW["share"], HIGH["share"], STEP["share"], "%"
            ),
        },
        doubts_state,
        doubts_picture,
        tables=tables(),
        source="A game of ours, with invented losses; who gives the two ranges stands in Tables, under the budget desk.",
        question="Does the best building stay the best?",
        goals=[
            Goal(
                "The game says 3 billion for a month in store, and the stockpile is the best building. Drag the price up until it is not.",
                "At 4.5 billion. Nothing in the world has changed, only a number that we made up.",
                ("price",),
            ),
            Goal(
                "The game lets plants at home take over 45 %, which is our guess. Drag it down until plants are the worst building.",
                "At 37 %. Our 45 is the top of the range; its foot, 2, follows the Commission’s own forecast for chips.",
                ("share",),
            ),
        ],
    )
