"""What the budget desk of a lesson says of a plan, in plain numbers: its losses under each assumption, and who earns what by it.

The model is `derisking.models`, and the case, the assumptions that may differ and the rival's moves are the lesson's own
(`notebooks/explorers/`). Money is in billion euro over all years. Loading this loads pandas.
"""

import functools
import importlib
from typing import Any

from derisking.models import budget, budget_plans

Money = tuple[float, ...]  # one sum per measure


class Outcomes:
    """A case of the desk. module: where the lesson keeps its cases; runs: decades that every plan lives through."""

    def __init__(self, module: str, case: str, runs: int | None = None):
        self._cases = importlib.import_module(f"derisking.explore.{module}")
        setting = self._cases.CASES[case]
        self._assumed, self._runs = setting.assumed, runs or self._cases.RUNS
        self.budget, self.step, self.name = setting.budget, setting.step, setting.name
        self.measures: dict[str, str] = dict(self._cases.MEASURES)
        self.changes: list[str] = list(self._cases.CHANGES)  # the first is none
        self.moves: dict[str, str] = dict(self._cases.MOVES)
        self.outcome = functools.lru_cache(maxsize=8_000)(self._outcome)
        self.incomes = functools.lru_cache(maxsize=8_000)(self._incomes)
        self.answer = functools.lru_cache(maxsize=500)(self._answer)
        self.frontier = functools.lru_cache(maxsize=64)(self._frontier)

    def _world(self, changes: tuple[str, ...]) -> budget.Assumptions:
        return functools.reduce(self._cases.changed, changes, self._assumed)

    def _plan(self, money: Money) -> budget.Portfolio:
        return budget.Portfolio(**dict(zip(self.measures, money, strict=True)))

    def _outcome(self, money: Money, *changes: str) -> dict[str, float]:
        """mean and worst with their errors, under one change or several. The losses themselves are not kept."""
        found = budget.simulate(self._plan(money), self._world(changes), runs=self._runs, seed=self._cases.SEED)
        named = {"mean": found.expected, "mean_error": found.expected_error}
        return named | {"worst": found.worst, "worst_error": found.worst_error}

    def _incomes(self, money: Money, *changes: str) -> dict[str, float]:
        """What each group earns more than with no measures in the same world, before anybody pays; sums to the avoided loss."""
        nothing, planned = self.outcome((0.0,) * len(money), *changes), self.outcome(money, *changes)
        assumed = self._world(changes)
        sales = budget_plans.moved_margin(self._plan(money), assumed)
        return budget_plans.incomes(nothing["mean"] - planned["mean"], sales, assumed.key)

    def _answer(self, money: Money) -> list[dict[str, Any]]:
        """A plan under every assumption: one row each, with the incomes."""
        return [
            {"change": one, **self.outcome(money, one), "incomes": self.incomes(money, one)} for one in self.changes
        ]

    def worst_move(self, money: Money) -> str:
        """The rival's move that hurts a plan most, on average."""
        return max(self.moves, key=lambda move: self.outcome(money, move)["mean"])

    def _frontier(self, *changes: str) -> list[list[float]]:
        """[cost, smallest mean loss for it], from nothing to the whole budget."""
        best: dict[float, float] = {}
        for plan in budget_plans.portfolios(self.budget, self.step):
            mean = self.outcome(tuple(vars(plan).values()), *changes)["mean"]
            best[plan.cost] = min(mean, best.get(plan.cost, mean))
        return [[cost, best[cost]] for cost in sorted(best)]

    def warm(self) -> None:
        """Draw the bad luck of every assumption, so that the first plan is answered as fast as the others."""
        self.answer((0.0,) * len(self.measures))
        self.frontier()
