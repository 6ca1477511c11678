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
PLANS = {"A": (0, 0, 0, 0), "B": (6, 0, 0, 0), "C": (4, 0, 0, 4), "D": (12, 0, 0, 0), "E": (0, 0, 6, 6)}
PLANS |= {"F": (3, 3, 3, 3), "G": (4, 4, 0, 4)}
ALL = PLANS | {"H": (8, 0, 4, 0)}
SPREAD = {"K": "D", "L": "E", "M": "H"}  # what an answer of `best_in` says -> the plan that the page shows


@functools.cache
def _played() -> dict[str, supply.Outcome]:
    return {letter: supply.simulate(supply.Portfolio(*money), runs=RUNS, seed=SEED) for letter, money in ALL.items()}


def best_in(variant=None) -> dict:
    """Which of three plans is best by mean, worst 5 %, decades without a loss, and median."""
    found = {answer: _played()[plan] for answer, plan in SPREAD.items()}
    counts = {plan: (f.expected, f.worst, -f.none, float(pd.Series(f.losses).median())) for plan, f in found.items()}
    best = pd.DataFrame.from_dict(counts, orient="index", columns=list("abcd")).idxmin()
    return {"accepts": {card: {plan} for card, plan in best.items()}}


def beaten(variant=None) -> dict:
    found = _played()
    return {"right": {plan for plan in PLANS for other in PLANS if supply.beats(found[other], found[plan])}}
