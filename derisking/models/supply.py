"""Models of supply: a chain that breaks, a control that leaks, two partners, and a budget against bad years.

Small pure functions. Shares are fractions unless a name says per cent. Each model is a toy with its limits in its
docstring: it teaches how an answer depends on a rule, it does not predict. Numbers in `Assumptions` are illustrative.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd


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


def bottleneck(available: pd.Series) -> str:
    """Name of the scarcest input (the first one if several are equally scarce)."""
    return str(available.index[int(np.argmin(_fractions(available, "Available inputs")))])


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
    store = {name: float(stocks.get(name, 0.0)) for name in available}
    if min(store.values()) < 0:
        raise ValueError("A stock cannot be negative.")
    rows = []
    for week in range(weeks):
        part = substitution * (min(1.0, (week + 1) / ramp) if ramp else 1.0)
        flow = {name: a + part * (1 - a) for name, a in available.items()}
        usable = {name: flow[name] + store[name] for name in flow}
        scarce = min(usable, key=usable.__getitem__)
        output = min(1.0, usable[scarce])
        store = {name: max(0.0, usable[name] - output) for name in flow}
        rows.append({"week": week + 1, "output": output, "bottleneck": scarce if output < 1 - 1e-12 else ""})
    return pd.DataFrame(rows, columns=["week", "output", "bottleneck"])


# --- a control that leaks (lesson 5) ---------------------------------------------------------------------------------------


def denied(
    coalition: float, years: Sequence[float], *, spare: float = 0.0, own_years: float = 10.0, delay: float = 0.0
) -> np.ndarray:
    """Part of its need that a target still lacks, year by year, after a coalition stops selling.

    coalition: the members' share of the market (0 to 1); years: since the control; spare: how much more than before the
    outsiders can sell to the target, as a fraction of their present sales (0.5 = half as much again); own_years: years in
    which the target learns to make everything itself, in equal steps (infinity: never); delay: years before it starts.
    At once the control denies max(0, coalition - spare * (1 - coalition)). If nobody else makes the product there is
    nobody to fill the gap: a monopolist's control does not leak at first, however large `spare` is; only the target's
    own substitution wears it down. Limits: one product, the target buys in proportion to market shares, no smuggling, no
    prices, no retaliation; that a control speeds up substitution is not in the model: shorten own_years yourself.
    Returns an array like years, in [0, 1]. Raises ValueError for numbers outside the ranges.
    """
    _fractions([coalition], "The coalition's share")
    if spare < 0 or own_years <= 0 or delay < 0:
        raise ValueError("spare and delay cannot be negative, own_years must be positive.")
    gap = max(0.0, coalition - spare * (1 - coalition))
    made = np.clip((np.asarray(years, dtype=float) - delay) / own_years, 0, 1)
    return np.maximum(0.0, gap - made)


def leak(coalition: float, spare: float) -> float:
    """Part of the cut that outsiders replace at once, 0 to 1; 0 for a monopolist and for a coalition of nobody."""
    if coalition == 0:
        return 0.0
    return 1 - float(denied(coalition, [0.0], spare=spare)[0]) / coalition


# --- two partners (lesson 6) -------------------------------------------------------------------------------------------------


def comparative_advantage(exports: pd.DataFrame, world: pd.Series) -> pd.DataFrame:
    """Balassa's revealed comparative advantage: a product's part in a country's exports over its part in the world's.

    exports: values, index = products, columns = countries; world: world exports by product. Above 1 means specialised.
    Shows what is, not what could be; re-exports and subsidies count. Raises ValueError for a total of zero.
    """
    if (exports.sum() == 0).any() or (world <= 0).any():
        raise ValueError("Every country needs exports, and every product needs world exports above zero.")
    return (exports / exports.sum()).div(world / world.sum(), axis=0)


def pooled_deviation(deviation: float, partners: int, correlation: float) -> float:
    """Standard deviation of the mean of several equal sources: s * sqrt(1/n + (1 - 1/n) rho).

    correlation: -1/(n-1) to 1. With 1 nothing is pooled: an ally hit by the same shock is no insurance.
    """
    if partners < 1 or deviation < 0 or correlation > 1 or 1 + (partners - 1) * correlation < 0:
        raise ValueError("Give at least one partner, a deviation of 0 or more, and a possible correlation.")
    return deviation * math.sqrt(max(0.0, 1 / partners + (1 - 1 / partners) * correlation))


def both_fail(probability: float, correlation: float) -> float:
    """Chance that two sources fail in the same year: p² + rho p (1 - p), each failing with probability p."""
    _fractions([probability, correlation], "Probability and correlation")
    return probability**2 + correlation * probability * (1 - probability)


def expected_loss(shares: pd.Series, risks: pd.Series) -> float:
    """Expected part of supply lost in a year: the sum of share times risk; same index, fractions."""
    if not shares.index.equals(risks.index):
        raise ValueError("Shares and risks need the same sources.")
    return float(_fractions(shares, "Shares") @ _fractions(risks, "Risks"))


# --- a budget against bad years (lesson 7) -------------------------------------------------------------------------------------

SOURCES = ("rival", "ally", "others", "home")


@dataclass(frozen=True)
class Assumptions:
    """Everything the budget desk supposes. All numbers are illustrative round numbers, chosen for teaching; change them.

    Money in billion euro, shares and chances as fractions, times in years or months.
    """

    need: float = 12.0  # value of the input that home industry uses in a year
    leverage: float = 3.0  # output lost per euro of input that is missing
    years: int = 10
    shares: Mapping[str, float] = field(
        default_factory=lambda: {"rival": 0.6, "ally": 0.2, "others": 0.1, "home": 0.1}
    )  # where the input comes from before any measure
    risks: Mapping[str, float] = field(
        default_factory=lambda: {"rival": 0.15, "ally": 0.05, "others": 0.08, "home": 0.03}
    )  # chance of a disruption in a year
    correlation: float = 0.2  # between the sources' disruptions: 0 independent, 1 all in the same years
    severity: float = 0.7  # part of a disrupted source's deliveries that stops
    months: float = 10.0  # average length of a disruption (exponential, at most 36)
    spare: float = 0.05  # how much more the undisturbed sources can deliver in a crisis
    stock_price: float = 3.0  # to buy and hold a month of need for all the years
    shift_reach: float = 0.4  # largest part of need that contracts can move from the rival to others
    shift_half: float = 2.0  # spending that gets half of it
    home_reach: float = 0.45  # largest part of need that new plants at home can add, taken from the rival
    home_half: float = 4.0
    home_delay: int = 3  # years until new plants deliver
    ally_reach: float = 0.2  # largest part of need that an alliance moves from the rival to the ally
    ally_half: float = 1.5
    ally_spare: float = 0.5  # extra crisis deliveries of an undisturbed ally, as a part of its sales, at full alliance
    public: Mapping[str, float] = field(
        default_factory=lambda: {"stockpile": 0.5, "second_source": 0.2, "home": 0.5, "alliance": 0.8}
    )  # the taxpayer's part of each bill; the firms that use the input pay the rest
    margin: float = 0.2  # profit of a supplier per euro of sales

    def __post_init__(self) -> None:
        if set(self.shares) != set(SOURCES) or set(self.risks) != set(SOURCES):
            raise ValueError(f"Shares and risks need exactly the sources {', '.join(SOURCES)}.")
        if abs(sum(self.shares.values()) - 1) > 1e-6:
            raise ValueError(f"Shares of supply sum to {sum(self.shares.values()):.2f}, not 1.")
        _fractions([*self.shares.values(), *self.risks.values(), self.correlation, self.severity], "Assumed fractions")
        if min(self.need, self.leverage, self.years, self.months, self.stock_price) <= 0 or self.spare < 0:
            raise ValueError("need, leverage, years, months and stock_price must be positive, spare not negative.")


@dataclass(frozen=True)
class Portfolio:
    """Money put into each measure over all the years, in billion euro: none negative."""

    stockpile: float = 0.0
    second_source: float = 0.0
    home: float = 0.0
    alliance: float = 0.0

    def __post_init__(self) -> None:
        if not all(value >= 0 and math.isfinite(value) for value in vars(self).values()):
            raise ValueError("No measure can get less than nothing.")

    @property
    def cost(self) -> float:
        """The sum, in billion euro."""
        return float(self.stockpile + self.second_source + self.home + self.alliance)


class Outcome(NamedTuple):
    """Results in billion euro over all years. worst: mean of the worst 5 % of runs; none: part of runs without a loss."""

    cost: float
    expected: float
    worst: float
    none: float
    losses: np.ndarray


def _half(spent: float, reach: float, half: float) -> float:
    """Diminishing returns: half of what can be reached for `half`, all of it only for infinite money."""
    return reach * spent / (spent + half) if spent else 0.0


def supply_shares(portfolio: Portfolio, assumed: Assumptions) -> np.ndarray:
    """Where the input comes from in each year: (years, 4) fractions in the order of SOURCES; what moves leaves the rival."""
    base = np.array([assumed.shares[name] for name in SOURCES])
    moves = np.zeros((assumed.years, 4))
    moves[:, 2] = _half(portfolio.second_source, assumed.shift_reach, assumed.shift_half)
    moves[:, 1] = _half(portfolio.alliance, assumed.ally_reach, assumed.ally_half)
    moves[assumed.home_delay :, 3] = _half(portfolio.home, assumed.home_reach, assumed.home_half)
    total = moves.sum(axis=1, keepdims=True)
    moves *= np.minimum(1, base[0] / np.maximum(total, 1e-12))  # more than the rival sells cannot be moved
    moves[:, 0] = -moves.sum(axis=1)
    return base + moves


def _fate(assumed: Assumptions, runs: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The same bad luck for every portfolio: which sources fail (runs, years, 4), for how many months (runs, years)."""
    dice = np.random.default_rng(seed)
    common = dice.standard_normal((runs, assumed.years, 1))
    own = dice.standard_normal((runs, assumed.years, 4))
    mix = math.sqrt(assumed.correlation) * common + math.sqrt(1 - assumed.correlation) * own
    normal = NormalDist()
    edge = [normal.inv_cdf(min(max(assumed.risks[name], 1e-12), 1 - 1e-12)) for name in SOURCES]
    months = np.minimum(dice.exponential(assumed.months, (runs, assumed.years)), 36.0)
    return mix < np.array(edge), months


_PATTERNS = np.array(list(itertools.product([False, True], repeat=4)))  # which of the four sources fail together


@lru_cache(maxsize=24)
def _bad_years(
    correlation: float, risks: tuple[float, ...], months: float, years: int, runs: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every year in which something fails: its run, a code (16 * year + row of _PATTERNS), its months. Drawn once."""
    assumed = Assumptions(
        correlation=correlation, risks=dict(zip(SOURCES, risks, strict=True)), months=months, years=years
    )
    failed, length = _fate(assumed, runs, seed)
    run, year = np.nonzero(failed.any(axis=2))
    return run, 16 * year + failed[run, year] @ np.array([8, 4, 2, 1]), length[run, year]


def simulate(
    portfolio: Portfolio,
    assumed: Assumptions | None = None,
    *,
    runs: int = 2000,
    seed: int = 7,
    budget: float | None = None,
) -> Outcome:
    """Ten years, many times over: losses from disruptions with a portfolio of measures.

    Each year each source may fail (correlated); its deliveries fall by `severity` for a random time; undisturbed sources
    deliver a little more, an allied one more still; stocks, full again every year, cover what is missing first; each
    euro still missing costs `leverage` euro of output. The seed fixes the bad luck, so portfolios face the same years.
    Limits: no prices, demand, discounting, technology, politics or retaliation; measures do not change the risks.
    Raises ValueError if the portfolio costs more than the budget, or for fewer than 100 runs.
    """
    assumed = assumed or Assumptions()
    if budget is not None and portfolio.cost > budget + 1e-9:
        raise ValueError(f"The portfolio costs {portfolio.cost:.1f} billion, the budget is {budget:.1f}.")
    if runs < 100:
        raise ValueError("Take at least 100 runs: the worst 5 % must hold a few.")
    risks = tuple(float(assumed.risks[name]) for name in SOURCES)
    run, code, months = _bad_years(assumed.correlation, risks, assumed.months, assumed.years, runs, seed)
    shares = supply_shares(portfolio, assumed)
    missing = shares @ _PATTERNS.T * assumed.severity  # (years, 16), like everything that depends on who fails
    working = shares @ ~_PATTERNS.T
    alliance = _half(portfolio.alliance, 1.0, assumed.ally_half)
    extra = assumed.spare * working + assumed.ally_spare * alliance * shares[:, 1:2] * ~_PATTERNS[:, 1]
    short = np.maximum(0.0, missing - extra).ravel()[code] * months  # months of need
    short = np.maximum(0.0, short - portfolio.stockpile / assumed.stock_price)
    losses = np.bincount(run, short, minlength=runs) * (assumed.need / 12 * assumed.leverage)
    tail = max(1, round(runs * 0.05))
    worst = np.partition(losses, -tail)[-tail:]
    return Outcome(portfolio.cost, float(losses.mean()), float(worst.mean()), float((losses == 0).mean()), losses)


def portfolios(budget: float, step: float = 2.0) -> list[Portfolio]:
    """All ways to spend up to the budget in steps, nothing included."""
    if budget < 0 or step <= 0:
        raise ValueError("The budget cannot be negative and the step must be positive.")
    pieces = [step * i for i in range(int(budget / step + 1e-9) + 1)]
    return [Portfolio(*parts) for parts in itertools.product(pieces, repeat=4) if sum(parts) <= budget + 1e-9]


def frontier(
    budget: float, assumed: Assumptions | None = None, *, step: float = 2.0, runs: int = 1000, seed: int = 7
) -> pd.DataFrame:
    """Every portfolio in steps with cost, expected, worst and whether another dominates it; cheapest first."""
    rows = [
        {**vars(choice), **dict(zip(("cost", "expected", "worst"), simulate(choice, assumed, runs=runs, seed=seed)[:3], strict=True))}
        for choice in portfolios(budget, step)
    ]  # fmt: skip
    table = pd.DataFrame(rows).sort_values(["cost", "expected"]).reset_index(drop=True)
    return table.assign(dominated=dominated(table))


def dominated(table: pd.DataFrame, by: Sequence[str] = ("cost", "expected", "worst")) -> pd.Series:
    """True for rows that another row beats: no worse in any of the columns (less is better) and better in one."""
    values = table[list(by)].to_numpy(dtype=float)
    no_worse = (values[:, None, :] <= values[None, :, :] + 1e-12).all(axis=2)
    better = (values[:, None, :] < values[None, :, :] - 1e-12).any(axis=2)
    return pd.Series((no_worse & better).any(axis=0), index=table.index)


def who_pays(
    portfolio: Portfolio, assumed: Assumptions | None = None, *, runs: int = 2000, seed: int = 7
) -> pd.DataFrame:
    """Who pays and who gains, in billion euro over all years: columns who, pays, gains, net.

    Taxpayers and the firms that use the input share the bills; users gain the expected loss that is avoided; suppliers
    gain or lose the margin on sales that move. Limits: no wages, prices or votes; a supplier's loss may be its workers'.
    """
    assumed = assumed or Assumptions()
    bills = asdict(portfolio)
    public = sum(bills[name] * assumed.public[name] for name in bills)
    saved = simulate(Portfolio(), assumed, runs=runs, seed=seed).expected
    saved -= simulate(portfolio, assumed, runs=runs, seed=seed).expected
    moved = (supply_shares(portfolio, assumed) - supply_shares(Portfolio(), assumed)).sum(axis=0)
    sales = dict(zip(SOURCES, moved * assumed.need * assumed.margin, strict=True))
    rows = [("taxpayers", public, 0.0), ("firms that use the input", portfolio.cost - public, saved)]
    names = {
        "rival": "suppliers of the rival",
        "ally": "suppliers of the ally",
        "others": "other suppliers",
        "home": "home plants",
    }
    rows += [(names[key], max(0.0, -value), max(0.0, value)) for key, value in sales.items()]
    table = pd.DataFrame(rows, columns=["who", "pays", "gains"])
    return table.assign(net=table["gains"] - table["pays"])
