"""Lesson 7: the cases of the budget desk, what may be assumed otherwise, plans that are ready, and how to say numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from derisking.models import supply

RUNS, SEED = 20_000, 7  # every plan lives through the same 20,000 decades
MEASURES = {
    "stockpile": "Stockpile",
    "second_source": "Second sources",
    "home": "Plants at home",
    "alliance": "Alliance",
}
NOTHING = "no measures"
LIMITS = (
    "Left out: prices and falling demand, votes, technology, and the rival's answer, unless you switch it on. "
    f"{RUNS:,} decades, the same for every plan. ± is the margin of luck, two standard errors."
)


@dataclass(frozen=True)
class Case:
    """A desk's setting: assumptions, budget, the pieces in which money is handed out and the axis of losses, in billion euro."""

    name: str
    assumed: supply.Assumptions
    budget: float
    step: float
    column: float = 10.0


CASES = {
    "advanced": Case("an advanced chip input", supply.Assumptions(), 12.0, 2.0),
    "simple": Case(
        "simple chips, packaged abroad",
        supply.Assumptions(
            need=1.5,  # cheap parts, but a car worth far more waits for them
            leverage=24.0,
            shares={"rival": 0.7, "ally": 0.1, "others": 0.15, "home": 0.05},
            severity=0.9,
            months=6.0,
            stock_price=1.2,
            shift_half=0.8,
            home_half=3.0,
            home_delay=2,
            ally_half=0.8,
        ),
        6.0,
        1.0,
    ),
}

# What else could be assumed, in the words of the desk. Those that can change the winner come first.
CHANGES: dict[str, Callable[[supply.Assumptions], dict[str, object]]] = {
    "none: as the desk has it": lambda a: {},
    "the store is filled only once": lambda a: {"refill": False},
    "what stops the rival stops the ally too": lambda a: {"ally_falls_too": True},
    "home plants can double their output in a crisis": lambda a: {"home_spare": 1.0},
    "the rival needs what you and the ally make": lambda a: {"deterrence": 1.0},
    "almost all shocks are shared (0.9)": lambda a: {"shared": 0.9},
    "the ally keeps its spare output at home": lambda a: {"ally_spare": 0.0},
    "a month of stock costs twice as much": lambda a: {"stock_price": 2 * a.stock_price},
    "new plants deliver three years later": lambda a: {"home_delay": min(a.years, a.home_delay + 3)},
    "the rival fails twice as often": lambda a: {"risks": {**a.risks, "rival": min(1.0, 2 * a.risks["rival"])}},
    "disruptions last twice as long": lambda a: {"months": 2 * a.months},
}
AS_IT_IS = next(iter(CHANGES))
# What the rival can do about a plan: the change that it brings about -> in words.
MOVES = {
    "what stops the rival stops the ally too": "draws the ally into the quarrel",
    "the rival fails twice as often": "stops deliveries twice as often",
    "disruptions last twice as long": "makes each stop last twice as long",
}

# Five offers for a class that has no time to move sliders: the letter is how a team names one.
OFFERS = {
    "V · wait": supply.Portfolio(),
    "W · store": supply.Portfolio(stockpile=6),
    "X · plants": supply.Portfolio(home=6),
    "Y · partners": supply.Portfolio(second_source=3, alliance=3),
    "Z · mix": supply.Portfolio(stockpile=2, second_source=2, alliance=2),
}


def changed(assumed: supply.Assumptions, change: str) -> supply.Assumptions:
    """The assumptions with one change of CHANGES; raises KeyError for an unknown change."""
    return replace(assumed, **CHANGES[change](assumed))


def in_words(money):
    """Four sums as a phrase: "stockpile 6, alliance 2"."""
    names = ["stockpile", "second sources", "plants at home", "alliance"]
    return ", ".join([f"{name} {part:.0f}" for name, part in zip(names, money, strict=True) if part]) or NOTHING


def plus_minus(value, error):
    """A number with two standard errors, one decimal each: "43.1 ± 1.2"."""
    return f"{value:.1f} ± {2 * error:.1f}"


def offers(case: str = "simple", change: str = AS_IT_IS) -> pd.DataFrame:
    """The five ready plans side by side: cost, losses with their errors, and what each group has left in the end.

    One column per offer; numbers in billion euro over ten years. Raises KeyError for another case or change.
    """
    assumed, columns = changed(CASES[case].assumed, change), {}
    for name, plan in OFFERS.items():
        outcome = supply.simulate(plan, assumed, runs=RUNS, seed=SEED)
        people = supply.accounts(plan, assumed, runs=RUNS, seed=SEED).set_index("who")["net"]
        columns[name] = {
            "money": in_words([*vars(plan).values()]),
            "cost": f"{outcome.cost:.0f}",
            "mean loss": plus_minus(outcome.expected, outcome.expected_error),
            "worst five of 100": plus_minus(outcome.worst, outcome.worst_error),
            **{who: f"{value:+.1f}" if abs(value) >= 0.05 else "0.0" for who, value in people.items()},
        }
    return pd.DataFrame(columns).rename_axis("billion euro in ten years; people: what each has left", axis=1)
