"""What is computed in the tasks of 07-policy-lab: keys from the desk, and functions done right and wrong."""

import functools
import random
from statistics import fmean

import pandas as pd

from derisking.exercises.task import drawn, function_fields
from derisking.models import supply
from derisking.questions.kinds.function import Case

RUNS, SEED = 20_000, 7  # as in the tables of the notebook

# Money for stockpile, second sources, plants at home, alliance, as in the notebook.
SPREAD_PLANS = {"K": (12, 0, 0, 0), "L": (0, 0, 6, 6), "M": (8, 0, 4, 0)}
PLANS = {"A": (0, 0, 0, 0), "B": (6, 0, 0, 0), "C": (4, 0, 0, 4), "D": (12, 0, 0, 0), "E": (0, 0, 6, 6)}
PLANS |= {"F": (3, 3, 3, 3), "G": (4, 4, 0, 4)}


@functools.cache
def _played() -> dict[str, supply.Outcome]:
    plans = {**SPREAD_PLANS, **PLANS}
    return {letter: supply.simulate(supply.Portfolio(*money), runs=RUNS, seed=SEED) for letter, money in plans.items()}


def best_in(variant=None) -> dict:
    """Which of the plans K, L, M is best by mean, worst 5 %, decades without a loss, and median."""
    found = {plan: _played()[plan] for plan in SPREAD_PLANS}
    counts = {plan: (f.expected, f.worst, -f.none, float(pd.Series(f.losses).median())) for plan, f in found.items()}
    best = pd.DataFrame.from_dict(counts, orient="index", columns=list("abcd")).idxmin()
    return {"accepts": {card: {plan} for card, plan in best.items()}}


def beaten(variant=None) -> dict:
    found = _played()
    return {"right": {plan for plan in PLANS for other in PLANS if supply.beats(found[other], found[plan])}}
