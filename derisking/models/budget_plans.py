"""All plans of a budget, which of them clearly beat others, and who pays and gains; the model itself is in `budget`.

Small pure functions. Money is in billion euro over all years.
"""

import itertools
import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from derisking.models.budget import (
    SOURCES,
    Assumptions,
    Portfolio,
    losses_of,
    luck,
    short_months,
    simulate,
    supply_shares,
    weights_of_the_tail,
)

SUPPLIERS = {"ally": "firms of the ally", "others": "other suppliers", "rival": "firms of the rival"}
BATCHES = 40  # groups of runs from which the error of a difference between many plans is read


def portfolios(budget: float, step: float = 2.0) -> list[Portfolio]:
    """All ways to spend up to the budget in steps, nothing included."""
    if budget < 0 or step <= 0:
        raise ValueError("The budget cannot be negative and the step must be positive.")
    pieces = [step * i for i in range(int(budget / step + 1e-9) + 1)]
    return [Portfolio(*parts) for parts in itertools.product(pieces, repeat=4) if sum(parts) <= budget + 1e-9]


class Plans(NamedTuple):
    """All plans of a budget. table: one row each, cheapest first; beats: (plans, plans) of bool, row clearly beats column."""

    table: pd.DataFrame
    beats: np.ndarray


def all_plans(
    budget: float,
    assumed: Assumptions | None = None,
    *,
    step: float = 2.0,
    runs: int = 2000,
    seed: int = 7,
    column: float = 0.0,
    columns: int = 0,
) -> Plans:
    """Every portfolio in steps: the money, cost, expected and worst with their errors, and none; who beats whom.

    column, columns: if given, "dots" says how many of a hundred runs lose so much, in columns of that width, the last for
    all that lies beyond.
    Raises ValueError for fewer than 100 runs, or for runs that cannot be split into BATCHES equal groups.
    """
    assumed = assumed or Assumptions()
    if runs < 100 or runs % BATCHES:
        raise ValueError(f"Take at least 100 runs, a multiple of {BATCHES}.")
    bad, choices = luck(assumed, runs, seed), sorted(portfolios(budget, step), key=lambda plan: plan.cost)
    shorts: dict[Portfolio, np.ndarray] = {}
    rows, groups, dots = [], [], []
    for choice in choices:
        bare = Portfolio(0.0, choice.second_source, choice.home, choice.alliance)
        if bare not in shorts:
            shorts[bare] = short_months(bare, assumed, bad)
        losses = losses_of(shorts[bare], choice.stockpile / assumed.stock_price, assumed, bad, runs)
        losses = losses.astype(np.float32)  # sorting takes half the time, and six digits are enough
        tail = weights_of_the_tail(losses)
        known = {"expected": losses.mean(), "worst": tail.mean(), "none": (losses == 0).mean()}
        known |= {"expected_error": losses.std() / math.sqrt(runs), "worst_error": tail.std() / math.sqrt(runs)}
        rows.append({**vars(choice), "cost": choice.cost, **known})
        dots.append(_of_a_hundred(losses, column, columns) if columns else [])
        groups.append([values.reshape(BATCHES, -1).mean(axis=1) for values in (losses, tail)])
    table = pd.DataFrame(rows).astype(float)
    beats = clearly_beaten(table["cost"].to_numpy(), np.array(groups, dtype=float))
    return Plans(table.assign(dots=dots), beats)


def _of_a_hundred(losses: np.ndarray, column: float, columns: int) -> list[int]:
    """Runs in columns of losses, as whole numbers that sum to 100."""
    counts = np.bincount(np.minimum((losses / column).astype(int), columns - 1), minlength=columns)
    return list(np.diff(np.rint(100 * np.cumsum(counts) / losses.size), prepend=0).astype(int).tolist())


def clearly_beaten(cost: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """(plans, plans) of bool: the same as `budget.beats` for all plans at once, row against column.

    cost: one number per plan; groups: (plans, 2, BATCHES), means of the losses and of the tail's weights per batch of
    runs that all plans share. The error of a difference is read from how much it varies between the batches.
    """
    clear = cost[:, None] <= cost[None, :] + 1e-9
    for values in np.moveaxis(groups, 1, 0):  # the mean, then the tail
        level = values.mean(axis=1)
        apart = values - level[:, None]
        shared = apart @ apart.T / (values.shape[1] - 1)
        own = np.diag(shared)
        error = np.sqrt(np.maximum(own[:, None] + own[None, :] - 2 * shared, 0.0) / values.shape[1])
        clear &= level[None, :] - level[:, None] > 2 * error
    return clear


# --- people ---------------------------------------------------------------------------------------------------------------------


def moved_margin(portfolio: Portfolio, assumed: Assumptions) -> dict[str, float]:
    """What each source's suppliers earn more than before on sales that move, over all years; the four sum to zero."""
    moved = (supply_shares(portfolio, assumed) - supply_shares(Portfolio(), assumed)).sum(axis=0)
    return dict(zip(SOURCES, (moved * assumed.need * assumed.margin).tolist(), strict=True))


def incomes(saved: float, sales: Mapping[str, float], key: Mapping[str, float]) -> dict[str, float]:
    """What each group earns more with a plan than without, before anybody pays for it; the sum is the avoided loss.

    saved: the avoided loss; sales: as `moved_margin` gives it; key: who gets each euro of output.
    """
    home = saved + sales["home"]
    earned = {
        "taxpayers": key["taxes"] * home,
        "workers at home": key["wages"] * home,
        "firms that use the input": key["profit"] * saved,
        "owners of plants at home": key["profit"] * sales["home"],
    }
    return earned | {words: sales[name] for name, words in SUPPLIERS.items()}


def accounts(
    portfolio: Portfolio, assumed: Assumptions | None = None, *, runs: int = 2000, seed: int = 7
) -> pd.DataFrame:
    """Who pays and who gains, all in one unit: income in billion euro over all years; columns who, pays, gains, net.

    The output that is no longer lost is somebody's wages, taxes or profit, split by `key`. Of sales that move only the
    `margin` counts, because people and machines could earn the rest elsewhere; at home it is split by the same key.
    The column net sums to the avoided loss minus the cost of the plan. Limits: who builds a store or a plant with this
    money is not counted, prices and votes are not in the model, and the key is invented.
    """
    assumed = assumed or Assumptions()
    public = sum(money * assumed.public[name] for name, money in vars(portfolio).items())
    bills = {"taxpayers": public, "firms that use the input": portfolio.cost - public}
    nothing, planned = (simulate(plan, assumed, runs=runs, seed=seed) for plan in (Portfolio(), portfolio))
    earned = incomes(nothing.expected - planned.expected, moved_margin(portfolio, assumed), assumed.key)
    suppliers = set(SUPPLIERS.values())
    rows = [
        (who, max(0.0, -income), max(0.0, income)) if who in suppliers else (who, bills.get(who, 0.0), income)
        for who, income in earned.items()
    ]
    table = pd.DataFrame(rows, columns=["who", "pays", "gains"])
    return table.assign(net=table["gains"] - table["pays"])
