"""Models of supply: a chain that breaks, a control that leaks, two partners. The budget desk has `budget`.

Small pure functions. Shares are fractions unless a name says per cent. Each model is a toy with its limits in its
docstring: it teaches how an answer depends on a rule, it does not predict.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

# One address for all models of supply: what stands in `budget` and `budget_plans` can be reached from here too.
from derisking.models.budget import (  # noqa: F401
    SOURCES,
    Assumptions,
    Gap,
    Outcome,
    Portfolio,
    beats,
    compare,
    failure_correlation,
    luck,
    simulate,
    supply_shares,
)
from derisking.models.budget_plans import Plans, accounts, all_plans, moved_margin, portfolios  # noqa: F401


def _fractions(values: object, what: str) -> np.ndarray:
    array = np.asarray(values, dtype=float)
    if array.size == 0 or np.isnan(array).any() or (array < 0).any() or (array > 1 + 1e-9).any():
        raise ValueError(f"{what} must be fractions between 0 and 1 without gaps, got {values!r}.")
    return array


# --- the chain (lesson 4) ------------------------------------------------------------------------------------------------


def share_matrix(shares: pd.DataFrame) -> pd.DataFrame:
    """Who holds which part of each input: one row per input_id, one column per country code, fractions that sum to 1.

    shares: table `chip_input_shares` (input_id, country_iso3, share_pct). Rounded rows are rescaled to 1; a country that
    is not listed for an input gets 0, which may hide a share below the printed limit.
    """
    wide = shares.pivot_table(index="input_id", columns="country_iso3", values="share_pct", aggfunc="sum").fillna(0.0)
    return wide.div(wide.sum(axis=1), axis=0)


def group_share(matrix: pd.DataFrame, members: Iterable[str]) -> pd.Series:
    """What a group of countries holds of each input, added up; index as in the matrix.

    Adding shares is not joint control: the members must agree first. Codes that hold nothing count 0; a ValueError names
    a group of which no code is known.
    """
    known = [code for code in members if code in matrix.columns]
    if not known:
        raise ValueError(
            f"None of {list(members)} is in the table; its codes are {', '.join(map(str, matrix.columns))}."
        )
    return matrix[known].sum(axis=1)


def available(matrix: pd.DataFrame, removed: Iterable[str]) -> pd.Series:
    """What is left of each input when the firms of some countries stop delivering: 1 minus their share.

    Shares go by headquarters, so this is not what a blockade of a place would take away. An empty list leaves all.
    """
    removed = list(removed)
    return 1 - group_share(matrix, removed) if removed else pd.Series(1.0, index=matrix.index)


def chain_output(available: pd.Series, weights: pd.Series | None = None, elasticity: float = 0.0) -> float:
    """Output of a chain whose inputs are available in part: from strict minimum to weighted mean, as fraction of normal.

    available: fraction per input; weights: importance per input (any unit, for instance market size; equal if None);
    elasticity of substitution between inputs: 0 is the minimum rule (nothing replaces anything), 0.5 the harmonic mean,
    1 the geometric mean, infinity the weighted mean (everything replaces everything).
    Limits: the minimum rule lets a niche product stop the world, since it knows neither importance nor time nor
    substitutes; the mean lets nothing stop it. Raises ValueError for gaps, negative weights or elasticity.
    Source: constant elasticity of substitution; the minimum is Leontief's production function.
    """
    a = _fractions(available, "Available inputs")
    if elasticity < 0:
        raise ValueError("The elasticity of substitution cannot be negative.")
    if elasticity == 0:
        return float(a.min())
    w = np.ones(a.size) if weights is None else np.asarray(weights, dtype=float)
    if w.shape != a.shape or np.isnan(w).any() or (w < 0).any() or w.sum() == 0:
        raise ValueError("Weights must be one non-negative number per input, not all zero and without gaps.")
    w = w / w.sum()
    if math.isinf(elasticity):
        return float(w @ a)
    if abs(elasticity - 1) < 1e-6:  # the limit is the geometric mean; so close to it the power below loses all digits
        return float(np.exp(w[w > 0] @ np.log(a[w > 0]))) if (a[w > 0] > 0).all() else 0.0
    power = 1 - 1 / elasticity
    if power < 0 and (a[w > 0] == 0).any():
        return 0.0
    return float((w @ a**power) ** (1 / power))


def output_path(
    available: Mapping[str, float],
    stocks: Mapping[str, float],
    substitution: float = 0.0,
    weeks: int = 26,
    ramp: int = 0,
) -> pd.DataFrame:
    """Weekly output of a chain with stocks and substitutes; row per week: week, output (0 to 1), bottleneck (or "").

    available: fraction of normal deliveries per input; stocks: weeks of normal use per input (0 if absent);
    substitution: the part of what is missing that others can replace (0 to 1), reached in equal steps after `ramp` weeks
    (0: at once). Each week's output is the scarcest of delivery plus stock, at most 1; what is not used is stored.
    Limits: one product, no prices, no priorities, no repair. Raises ValueError for numbers outside the ranges.
    Source: Leontief bottlenecks as in disaster models; the rule for stocks is a teaching simplification of our own.
    """
    _fractions([*available.values(), substitution], "Deliveries and substitution")
    names = list(available)
    stores = [float(stocks.get(name, 0.0)) for name in names]
    if min(stores) < 0:
        raise ValueError("A stock cannot be negative.")
    path = weekly([available[name] for name in names], stores, substitution, weeks, ramp)
    rows = [(week + 1, output, names[which] if which >= 0 else "") for week, (output, which) in enumerate(path)]
    return pd.DataFrame(rows, columns=["week", "output", "bottleneck"])


def weekly(
    available: list[float], stocks: list[float], substitution: float, weeks: int, ramp: float
) -> list[list[Any]]:
    """The loop of `output_path` on plain lists: per week the output, and the place of what is scarce (-1: nothing)."""
    store, rows = [*stocks], []
    for week in range(weeks):
        part = substitution * (min(1.0, (week + 1) / ramp) if ramp else 1.0)
        usable = [a + part * (1 - a) + kept for a, kept in zip(available, store, strict=True)]
        output = min(1.0, min(usable))
        store = [max(0.0, kept - output) for kept in usable]
        scarce = [i for i, there in enumerate(usable) if there == output] if output < 1 - 1e-12 else [-1]
        rows.append([output, scarce[0]])
    return rows


# --- a control that leaks (lesson 5) ---------------------------------------------------------------------------------------


def denied(coalition: float, years: Sequence[float], *, spare: float = 0.0, own_years: float = 10.0) -> np.ndarray:
    """Part of its need that a target still lacks, year by year, after a coalition stops selling.

    coalition: the members' share of the market (0 to 1); years: since the control; spare: how much more than before the
    outsiders can sell to the target, as a fraction of their present sales (0.5 = half as much again); own_years: years in
    which the target learns to make everything itself, in equal steps (infinity: never).
    At once the control denies max(0, coalition - spare * (1 - coalition)). If nobody else makes the product there is
    nobody to fill the gap: a monopolist's control does not leak at first, however large `spare` is; only the target's
    own substitution wears it down. Limits: one product, the target buys in proportion to market shares, no smuggling, no
    prices, no retaliation; that a control speeds up substitution is not in the model: shorten own_years yourself.
    Returns an array like years, in [0, 1]. Raises ValueError for numbers outside the ranges.
    """
    _fractions([coalition], "The coalition's share")
    if spare < 0 or own_years <= 0:
        raise ValueError("spare cannot be negative, own_years must be positive.")
    return np.array([still_denied(coalition, float(year), spare, own_years) for year in years])


def still_denied(coalition: float, year: float, spare: float, own_years: float) -> float:
    """One year of `denied`, without its checks; year: since the target began to learn."""
    gap = max(0.0, coalition - spare * (1 - coalition))
    return max(0.0, gap - min(1.0, max(0.0, year / own_years)))


# --- two partners (lesson 6) -------------------------------------------------------------------------------------------------


def both_fail(probability: float, correlation: float) -> float:
    """Chance that two sources fail in the same year: p² + rho p (1 - p), each failing with probability p."""
    _fractions([probability, correlation], "Probability and correlation")
    return probability**2 + correlation * probability * (1 - probability)
