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
COLUMNS = ["cost", "expected", "worst"]


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


def _clearly_less(plan: str, others: str, what: str) -> bool:
    """Does a plan lose less than each of the others, by more than two standard errors? what: expected or worst."""
    gaps = [supply.compare(_played()[plan], _played()[other]) for other in others if other != plan]
    return all(getattr(gap, what) > 2 * getattr(gap, f"{what}_error") for gap in gaps)


def defend(variant=None) -> dict:
    """Which statements are true of a plan and speak for it."""
    four, found = "CEFG", _played()
    true = {
        "R": set(four) - beaten()["right"],
        "V": {plan for plan in four if plan not in "CE" and _clearly_less(plan, "CE", "expected")},
        "T": {plan for plan in four if _clearly_less(plan, four, "worst")},
        "S": {min(four, key=lambda plan: found[plan].cost)},
        "Q": {plan for plan in four if found[plan].none > 0.4},
    }
    return {"holds": {plan: {letter for letter, plans in true.items() if plan in plans} for plan in four}}


def _expected_cases(rng: random.Random) -> list[Case]:
    names = ["rival", "ally", "others", "home"]

    def draw(count: int) -> tuple[pd.Series, pd.Series]:
        sizes = pd.Series([rng.uniform(1, 9) for _ in range(count)], index=names[:count])
        sizes["ally"] = 10.0  # the largest, so that it cannot be confused with the rival
        return sizes / sizes.sum(), pd.Series([drawn(rng, 0.02, 0.3, 3) for _ in range(count)], index=names[:count])

    shares, risks = draw(4)
    other = Case((shares, risks.sort_index(ascending=False)), "risks in another order (match them by name)")
    return [*(Case(draw(count)) for count in (4, 3, 2)), other]


expected_code = function_fields(
    (lambda shares, risks: float((shares * risks).sum()), _expected_cases),
    shares_ignored=lambda shares, risks: float(risks.mean()),
    risks_added=lambda shares, risks: float(risks.sum()),
    largest_only=lambda shares, risks: float(shares.max() * risks[shares.idxmax()]),
    rival_only=lambda shares, risks: float(shares["rival"] * risks["rival"]),
    mean_of_products=lambda shares, risks: float((shares * risks).mean()),
)


def _tail(use, ordered=sorted):
    """A function of the tail of a list: of one run at least."""
    return lambda losses, part: use(ordered(losses)[-max(1, round(len(losses) * part)) :])


def _worst_cases(rng: random.Random) -> list[Case]:
    def case(count: int, part: float, group: str = "") -> Case:
        return Case(([drawn(rng, 0, 90, 1) for _ in range(count)], part), group)

    few = case(5, 0.05, "so few runs that the part holds none (take the worst one)")
    return [case(20, 0.2), case(40, 0.1), case(60, 0.05), few]


tail_code = function_fields(
    (_tail(fmean), _worst_cases),
    best_for_worst=_tail(fmean, lambda losses: sorted(losses, reverse=True)),
    mean_of_all=lambda losses, part: fmean(losses),
    worst_alone=lambda losses, part: max(losses),
    quantile_for_mean=_tail(min),
    unsorted=_tail(fmean, list),
    tail_over_all=lambda losses, part: _tail(sum)(losses, part) / len(losses),
)


def _beaten_if(test):
    """Whether one of the others passes a test on its gaps to the plan: cost, expected, worst."""
    return lambda plan, others: any(test([other[name] - plan[name] for name in COLUMNS]) for other in others)


_is_dominated = _beaten_if(lambda gaps: max(gaps) <= 0 and min(gaps) < 0)


def _dominated_cases(rng: random.Random) -> list[Case]:
    sizes, step = (rng.randint(6, 9), rng.randint(80, 120) / 10, rng.randint(300, 400) / 10), rng.randint(10, 30) / 10

    def plan(*changes: float) -> dict[str, float]:
        return {name: size + change for name, size, change in zip(COLUMNS, sizes, changes, strict=True)}

    own, level = plan(0, 0, 0), plan(0, 0, -step)  # level: better in one column, equal in two
    beats, dearer, worse = plan(-1, -step, -step), plan(2, -step, -step), plan(1, step, step)
    mean_only, tail_only, cheap_only = plan(0, -step, step), plan(0, step, -step), plan(-2, step, step)
    others = [
        *([worse, beats], [worse, dearer], [mean_only, tail_only, cheap_only], [level, worse], [plan(-2, 0, 0)]),
        *([dearer, worse, mean_only], [worse]),
    ]
    equal = Case((own, [plan(0, 0, 0), worse]), "an equal plan (it does not dominate)")
    return [*(Case((own, each)) for each in others), equal, Case((own, []), "no other plan (nothing dominates)")]


dominated_code = function_fields(
    (_is_dominated, _dominated_cases),
    better_in_one=_beaten_if(lambda gaps: min(gaps) < 0),
    better_in_all=_beaten_if(lambda gaps: max(gaps) < 0),
    cost_ignored=_beaten_if(lambda gaps: max(gaps[1:]) <= 0 and min(gaps[1:]) < 0),
    mean_only=_beaten_if(lambda gaps: gaps[1] < 0),
    tail_only=_beaten_if(lambda gaps: gaps[2] < 0),
    turned_round=_beaten_if(lambda gaps: min(gaps) >= 0 and max(gaps) > 0),
    all_for_any=lambda plan, others: bool(others) and all(_is_dominated(plan, [other]) for other in others),
)
