"""What is computed in the tasks of 07-policy-lab: references, cases, keys from the tables and values that show a mistake."""

from __future__ import annotations

import functools
import random

import pandas as pd

from derisking.models import supply
from derisking.questions.kinds.function import Case

RUNS, SEED = 2000, 7  # as in the tables of the notebook


SPREAD_PLANS = {
    "K": supply.Portfolio(stockpile=12),
    "L": supply.Portfolio(home=6, alliance=6),
    "M": supply.Portfolio(stockpile=6, second_source=6),
}


PLANS = {
    "A": supply.Portfolio(),
    "B": supply.Portfolio(stockpile=6),
    "C": supply.Portfolio(stockpile=4, alliance=4),
    "D": supply.Portfolio(stockpile=12),
    "E": supply.Portfolio(home=6, alliance=6),
    "F": supply.Portfolio(stockpile=3, second_source=3, home=3, alliance=3),
    "G": supply.Portfolio(stockpile=4, second_source=4, alliance=4),
}


FOUR = tuple("CEFG")  # the plans of the route decide


DECADES = (2, 0, 0, 40, 1, 0, 5, 0, 3, 8, 0, 25, 1, 0, 4, 0, 6, 2, 0, 3)  # invented, printed in the task


@functools.cache
def _outcomes(which: str) -> pd.DataFrame:
    """Cost, expected loss, median, worst 5 % and part of decades without a loss, one row for each plan."""
    rows = {}
    for letter, plan in {"spread": SPREAD_PLANS, "plans": PLANS}[which].items():
        found = supply.simulate(plan, runs=RUNS, seed=SEED)
        median = float(pd.Series(found.losses).median())
        rows[letter] = (found.cost, found.expected, median, found.worst, found.none)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["cost", "expected", "median", "worst", "none"])


def best_cards() -> dict[str, set[str]]:
    """Which of the plans K, L, M is best by mean, worst 5 %, decades without a loss, and median."""
    table = _outcomes("spread").assign(none=lambda frame: -frame["none"])
    columns = {"a": "expected", "b": "worst", "c": "none", "d": "median"}
    return {card: set(table.index[table[name] == table[name].min()]) for card, name in columns.items()}


def dominated_plans() -> set[str]:
    """The letters of PLANS that another plan of the table dominates."""
    table = _outcomes("plans")
    return set(table.index[supply.dominated(table)])


def supporting(letter: str) -> set[str]:
    """The statements of the task that are true of a plan and speak for it."""
    four = _outcomes("plans").loc[list(FOUR)]
    true = {
        "P": letter not in dominated_plans(),
        "Q": four["expected"].idxmin() == letter,
        "R": four["worst"].idxmin() == letter,
        "S": four["cost"].idxmin() == letter,
        "T": four.loc[letter, "none"] > 0.4,
    }
    return {statement for statement, holds in true.items() if holds}


def ref_expected(shares: pd.Series, risks: pd.Series) -> float:
    """Sum of share times risk, source by source."""
    return float(sum(shares[source] * risks[source] for source in shares.index))


def ref_worst(losses: list[float], part: float) -> float:
    """Mean of the worst part of a list, of one run at least."""
    count = max(1, round(len(losses) * part))
    return sum(sorted(losses)[-count:]) / count


def ref_dominated(plan: dict, others: list[dict]) -> bool:
    """Does one of the others cost and lose no more, and less in one of the three?"""
    names = ("cost", "expected", "worst")
    return any(
        all(other[name] <= plan[name] for name in names) and any(other[name] < plan[name] for name in names)
        for other in others
    )


def _expected_cases(rng: random.Random) -> list[Case]:
    names = ["rival", "ally", "others", "home"]

    def draw(count: int) -> tuple[pd.Series, pd.Series]:
        weights = [rng.uniform(1, 9) for _ in range(count)]
        shares = pd.Series([weight / sum(weights) for weight in weights], index=names[:count])
        return shares, pd.Series([round(rng.uniform(0.02, 0.3), 3) for _ in range(count)], index=names[:count])

    shares, risks = draw(4)
    return [
        Case(draw(4)),
        Case(draw(3)),
        Case(draw(2)),
        Case((shares, risks.sort_index(ascending=False)), "risks in another order (match them by name)"),
    ]


def _worst_cases(rng: random.Random) -> list[Case]:
    def losses(count: int) -> list[float]:
        return [round(rng.uniform(0, 90), 1) for _ in range(count)]

    return [
        Case((losses(20), 0.2)),
        Case((losses(40), 0.1)),
        Case((losses(60), 0.05)),
        Case((losses(5), 0.05), "so few runs that the part holds none (take the worst one)"),
    ]


def _dominated_cases(rng: random.Random) -> list[Case]:
    cost, mean, worst = rng.randint(6, 9), round(rng.uniform(8, 12), 1), round(rng.uniform(30, 40), 1)

    def plan(*changes: float) -> dict[str, float]:
        values = zip(("cost", "expected", "worst"), (cost, mean, worst), changes, strict=True)
        return {name: value + change for name, value, change in values}

    own, step = plan(0, 0, 0), round(rng.uniform(1, 3), 1)
    beats, dearer, worse = plan(-1, -step, -step), plan(2, -step, -step), plan(1, step, step)
    mean_only, tail_only, cheap_only = plan(0, -step, step), plan(0, step, -step), plan(-2, step, step)
    return [
        Case((own, [worse, beats])),
        Case((own, [worse, dearer])),
        Case((own, [mean_only, tail_only, cheap_only])),
        Case((own, [plan(0, 0, -step), worse])),  # better in one column, level in two
        Case((own, [plan(-2, 0, 0)])),
        Case((own, [dearer, worse, mean_only])),
        Case((own, [worse])),
        Case((own, [plan(0, 0, 0), worse]), "an equal plan (it does not dominate)"),
        Case((own, []), "no other plan (nothing dominates)"),
    ]


def _dominated_with(test):
    """A function with another test of one plan against one other, for recognising it."""
    names = ("cost", "expected", "worst")
    return lambda plan, others: any(test([other[n] - plan[n] for n in names]) for other in others)


def best_in(variant=None) -> dict:
    return {
        "accepts": best_cards(),
    }


def bad_tenth(variant=None) -> dict:
    ordered = sorted(DECADES)
    return {
        "answer": sum(ordered[-2:]) / 2,
        "misconceptions": {
            "mean-of-all": sum(ordered) / 20,
            "worst-alone": max(ordered),
            "quantile-for-mean": ordered[-2],
            "sum-for-mean": sum(ordered[-2:]),
            "tail-over-all": sum(ordered[-2:]) / 20,
            "mean-of-losses": sum(ordered) / sum(loss > 0 for loss in ordered),
            "unsorted": sum(DECADES[-2:]) / 2,
        },
    }


def beaten(variant=None) -> dict:
    return {
        "right": dominated_plans(),
    }


def expected_code(variant=None) -> dict:
    return {
        "reference": ref_expected,
        "cases": _expected_cases,
        "misconceptions": {
            "shares-ignored": lambda shares, risks: float(risks.mean()),
            "risks-added": lambda shares, risks: float(risks.sum()),
            "largest-only": lambda shares, risks: float(shares.max() * risks[shares.idxmax()]),
            "rival-only": lambda shares, risks: float(shares["rival"] * risks["rival"]),
            "mean-of-products": lambda shares, risks: float((shares * risks).mean()),
        },
    }


def tail_code(variant=None) -> dict:
    return {
        "reference": ref_worst,
        "cases": _worst_cases,
        "misconceptions": {
            "best-for-worst": lambda losses, part: (
                sum(sorted(losses)[: max(1, round(len(losses) * part))]) / max(1, round(len(losses) * part))
            ),
            "mean-of-all": lambda losses, part: sum(losses) / len(losses),
            "worst-alone": lambda losses, part: max(losses),
            "quantile-for-mean": lambda losses, part: sorted(losses)[-max(1, round(len(losses) * part))],
            "unsorted": lambda losses, part: (
                sum(losses[-max(1, round(len(losses) * part)) :]) / max(1, round(len(losses) * part))
            ),
            "tail-over-all": lambda losses, part: (
                sum(sorted(losses)[-max(1, round(len(losses) * part)) :]) / len(losses)
            ),
        },
    }


def dominated_code(variant=None) -> dict:
    return {
        "reference": ref_dominated,
        "cases": _dominated_cases,
        "misconceptions": {
            "better-in-one": _dominated_with(lambda gaps: any(gap < 0 for gap in gaps)),
            "better-in-all": _dominated_with(lambda gaps: all(gap < 0 for gap in gaps)),
            "cost-ignored": _dominated_with(lambda gaps: gaps[1] <= 0 and gaps[2] <= 0 and min(gaps[1:]) < 0),
            "mean-only": _dominated_with(lambda gaps: gaps[1] < 0),
            "tail-only": _dominated_with(lambda gaps: gaps[2] < 0),
            "turned-round": _dominated_with(
                lambda gaps: all(gap >= 0 for gap in gaps) and any(gap > 0 for gap in gaps)
            ),
            "all-for-any": lambda plan, others: bool(others) and all(ref_dominated(plan, [other]) for other in others),
        },
    }


def defend(variant=None) -> dict:
    return {"holds": {plan: supporting(plan) for plan in "CEFG"}}
