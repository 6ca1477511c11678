"""A budget against bad years: the model behind the desk of lesson 7, and the error of its numbers.

Small pure functions. The model is a toy: it teaches how an answer depends on what was assumed, it does not predict.
All numbers in `Assumptions` are invented round numbers; how far each may reach, and who says so, stands in the table `desk_ranges`. Money is in billion euro, shares and chances are fractions.
"""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

SOURCES = ("rival", "ally", "others", "home")
TAIL = 0.05  # the worst twentieth of all runs


@dataclass(frozen=True)
class Assumptions:
    """Everything the budget desk supposes. All numbers are illustrative round numbers, chosen for teaching; change them.

    Money in billion euro, shares and chances as fractions, times in years or months.
    """

    need: float = 12.0  # value of the input that home industry uses in a year
    leverage: float = 3.0  # output lost per euro of input that is missing
    years: int = 10
    # Where the input comes from before any measure.
    shares: Mapping[str, float] = field(default_factory=lambda: {"rival": 0.6, "ally": 0.2, "others": 0.1, "home": 0.1})
    risks: Mapping[str, float] = field(
        default_factory=lambda: {"rival": 0.15, "ally": 0.05, "others": 0.08, "home": 0.03}
    )  # chance of a disruption in a year
    shared: float = 0.2  # how far shocks are shared: 0 each source has its own, 1 all have the same. No correlation of
    # failures: that one is smaller, see `failure_correlation`
    ally_falls_too: bool = False  # whatever stops the rival stops the ally in the same year
    severity: float = 0.7  # share of a disrupted source's deliveries that stops
    months: float = 10.0  # average length of a disruption (exponential, at most 36)
    grace: float = 0.0  # months that the users run on before they feel a stop
    spare: float = 0.05  # how much more the undisturbed sources can deliver in a crisis
    stock_price: float = 3.0  # to buy and hold a month of need for all the years
    refill: bool = True  # the store is full again each January, at no further cost; False: it is filled once
    shift_reach: float = 0.4  # largest share of need that contracts can move from the rival to others
    shift_half: float = 2.0  # spending that gets half of it
    home_reach: float = 0.45  # largest share of need that new plants at home can add, taken from the rival
    home_half: float = 4.0
    home_delay: int = 3  # years until new plants deliver
    home_spare: float = 0.0  # extra crisis deliveries of undisturbed home plants, as a share of their sales
    deterrence: float = (
        0.0  # share of the rival's stops that never come if plants at home and alliance are at full strength
    )
    ally_reach: float = 0.2  # largest share of need that an alliance moves from the rival to the ally
    ally_half: float = 1.5
    ally_spare: float = 0.5  # extra crisis deliveries of an undisturbed ally, as a share of its sales, at full alliance
    public: Mapping[str, float] = field(
        default_factory=lambda: {"stockpile": 0.5, "second_source": 0.2, "home": 0.5, "alliance": 0.8}
    )  # the taxpayer's share of each bill; the firms that use the input pay the rest
    margin: float = 0.2  # of each euro of sales, what its makers earn above what they could earn elsewhere
    # Who gets each euro of output: our own invented key.
    key: Mapping[str, float] = field(default_factory=lambda: {"wages": 0.4, "taxes": 0.4, "profit": 0.2})

    def __post_init__(self) -> None:
        if set(self.shares) != set(SOURCES) or set(self.risks) != set(SOURCES):
            raise ValueError(f"Shares and risks need exactly the sources {', '.join(SOURCES)}.")
        if abs(sum(self.shares.values()) - 1) > 1e-6:
            raise ValueError(f"Shares of supply sum to {sum(self.shares.values()):.2f}, not 1.")
        if set(self.key) != {"wages", "taxes", "profit"} or abs(sum(self.key.values()) - 1) > 1e-6:
            raise ValueError("The key needs wages, taxes and profit, and they must sum to 1.")
        wanted = [*self.shares.values(), *self.risks.values(), self.shared, self.severity, self.deterrence]
        values = np.asarray([*wanted, *self.key.values()], dtype=float)
        if np.isnan(values).any() or (values < 0).any() or (values > 1).any():
            raise ValueError(f"Assumed fractions must lie between 0 and 1 without gaps, got {values.tolist()}.")
        if min(self.need, self.leverage, self.years, self.months, self.stock_price) <= 0:
            raise ValueError("need, leverage, years, months and stock_price must be positive.")
        if min(self.spare, self.home_spare, self.ally_spare, self.grace) < 0:
            raise ValueError("spare, home_spare, ally_spare and grace cannot be negative.")


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
    """Results in billion euro over all years. worst: mean of the worst 5 % of runs; none: share of runs without a loss.

    losses: one number for each run, in the same order of luck for every plan.
    """

    cost: float
    expected: float
    worst: float
    none: float
    losses: np.ndarray

    @property
    def expected_error(self) -> float:
        """Standard error of `expected`: how much another seed would move it."""
        return float(self.losses.std() / math.sqrt(self.losses.size))

    @property
    def worst_error(self) -> float:
        """Standard error of `worst`, which far fewer runs decide; see `weights_of_the_tail`."""
        return float(weights_of_the_tail(self.losses).std() / math.sqrt(self.losses.size))


class Gap(NamedTuple):
    """How much more the second of two plans loses than the first, each with the standard error of the difference."""

    expected: float
    expected_error: float
    worst: float
    worst_error: float


def weights_of_the_tail(losses: np.ndarray) -> np.ndarray:
    """What each run contributes to the mean of the worst 5 %: its mean is that number, its spread gives the error.

    Source: the influence function of expected shortfall, q + (loss - q)+ / 5 %, with q the loss where the tail begins.
    """
    tail = max(1, round(losses.size * TAIL))
    edge = np.partition(losses, -tail)[-tail]
    return np.asarray(edge + np.maximum(losses - edge, 0.0) / TAIL)


def compare(first: Outcome, second: Outcome) -> Gap:
    """The gap between two plans that met the same bad luck. Shared luck cancels, so the error is that of the difference.

    Raises ValueError if the two were not run equally often.
    """
    if first.losses.size != second.losses.size:
        raise ValueError("Compare plans that were run equally often, with the same seed.")
    mean = second.losses - first.losses
    tail = weights_of_the_tail(second.losses) - weights_of_the_tail(first.losses)
    root = math.sqrt(mean.size)
    return Gap(float(mean.mean()), float(mean.std() / root), second.worst - first.worst, float(tail.std() / root))


def beats(first: Outcome, second: Outcome) -> bool:
    """Does the first plan cost no more and clearly lose less: by over two standard errors, in the mean and the tail?

    Raises ValueError if the two were not run equally often.
    """
    gap = compare(first, second)
    clear = gap.expected > 2 * gap.expected_error and gap.worst > 2 * gap.worst_error
    return clear and first.cost <= second.cost + 1e-9


def _half(spent: np.ndarray, reach: float, half: float) -> np.ndarray:
    """Diminishing returns: half of what can be reached for `half`, all of it only for infinite money."""
    return np.asarray(reach * spent / np.maximum(spent + half, 1e-12))


def _shares(money: np.ndarray, assumed: Assumptions) -> np.ndarray:
    """(plans, 2, 4) fractions: where the input comes from before and after new plants deliver. money: (plans, 4), as in Portfolio."""
    base = np.array([assumed.shares[name] for name in SOURCES])
    moves = np.zeros((len(money), 2, 4))
    moves[:, :, 2] = _half(money[:, 1], assumed.shift_reach, assumed.shift_half)[:, None]
    moves[:, :, 1] = _half(money[:, 3], assumed.ally_reach, assumed.ally_half)[:, None]
    moves[:, 1, 3] = _half(money[:, 2], assumed.home_reach, assumed.home_half)
    total = moves.sum(axis=2, keepdims=True)
    moves *= np.minimum(1, base[0] / np.maximum(total, 1e-12))  # more than the rival sells cannot be moved
    moves[:, :, 0] = -moves.sum(axis=2)
    return base + moves


def _one(portfolio: Portfolio) -> np.ndarray:
    """A plan as the only row of a table of money."""
    return np.array([[*vars(portfolio).values()]])


def supply_shares(portfolio: Portfolio, assumed: Assumptions) -> np.ndarray:
    """Where the input comes from in each year: (years, 4) fractions in the order of SOURCES; what moves leaves the rival."""
    return np.asarray(_shares(_one(portfolio), assumed)[0][_delivers(assumed)])


def _delivers(assumed: Assumptions) -> np.ndarray:
    """For each year 1 if new plants deliver, else 0."""
    return (np.arange(assumed.years) >= assumed.home_delay).astype(int)


# --- bad luck, the same for every plan --------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _dice(years: int, runs: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What chance brings, before any assumption: shared shocks, each source's own, lengths, and who holds back."""
    dice = np.random.default_rng(seed)
    common = dice.standard_normal((runs, years, 1))
    own = dice.standard_normal((runs, years, 4))
    length = dice.standard_exponential((runs, years))
    return common, own, length, dice.random((runs, years))


def _fate(assumed: Assumptions, runs: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Which sources fail (runs, years, 4), for how many months (runs, years)."""
    common, own, length, _ = _dice(assumed.years, runs, seed)
    mix = math.sqrt(assumed.shared) * common + math.sqrt(1 - assumed.shared) * own
    failed = mix < np.array(_edges(assumed))
    if assumed.ally_falls_too:
        failed[:, :, 1] |= failed[:, :, 0]
    return failed, np.minimum(assumed.months * length, 36.0)


def _edges(assumed: Assumptions) -> list[float]:
    """Below which shock a source fails, so that it fails as often as assumed."""
    return [NormalDist().inv_cdf(min(max(assumed.risks[name], 1e-12), 1 - 1e-12)) for name in SOURCES]


def failure_correlation(assumed: Assumptions) -> float:
    """Correlation of the rival's and the ally's failures in a year, -1 to 1: the yes-or-no events, not the hidden shocks.

    Failures are rare, so it lies well below `shared`. Integrated on a grid, without chance.
    """
    p, q = assumed.risks["rival"], assumed.risks["ally"]
    edges = dict(zip(SOURCES, _edges(assumed), strict=True))
    shock = np.linspace(-8, 8, 2001)
    weight = np.exp(-(shock**2) / 2)
    cdf = np.vectorize(NormalDist().cdf)
    rest = math.sqrt(max(1 - assumed.shared, 1e-9))
    given = [cdf((edges[name] - math.sqrt(assumed.shared) * shock) / rest) for name in ("rival", "ally")]
    both = float((given[0] * given[1] * weight).sum() / weight.sum())
    if assumed.ally_falls_too:
        q, both = p + q - both, p
    spread = p * (1 - p) * q * (1 - q)
    return (both - p * q) / math.sqrt(spread) if spread > 0 else 0.0


_PATTERNS = np.array(list(itertools.product([False, True], repeat=4)))  # which of the four sources fail together
_RIVAL = 8  # the bit of the rival in the number of a pattern


class _Years(NamedTuple):
    """The years in which something fails: run, year, number of the pattern, months, and a dice for the rival's mind."""

    run: np.ndarray
    year: np.ndarray
    pattern: np.ndarray
    months: np.ndarray
    mind: np.ndarray


@lru_cache(maxsize=12)
def _bad_years(
    shared: float, ally_falls_too: bool, risks: tuple[float, ...], months: float, years: int, runs: int, seed: int
) -> _Years:
    """Drawn once for all plans."""
    named = dict(zip(SOURCES, risks, strict=True))
    assumed = Assumptions(shared=shared, ally_falls_too=ally_falls_too, risks=named, months=months, years=years)
    failed, length = _fate(assumed, runs, seed)
    run, year = np.nonzero(failed.any(axis=2))
    pattern = failed[run, year] @ np.array([_RIVAL, 4, 2, 1])
    return _Years(run, year, pattern, length[run, year], _dice(years, runs, seed)[3][run, year])


def luck(assumed: Assumptions, runs: int, seed: int) -> _Years:
    risks = tuple(float(assumed.risks[name]) for name in SOURCES)
    return _bad_years(assumed.shared, assumed.ally_falls_too, risks, assumed.months, assumed.years, runs, seed)


def short_months(portfolio: Portfolio, assumed: Assumptions, bad: _Years) -> np.ndarray:
    """Months of need that are missing in each bad year, before any store."""
    return np.asarray(shortages(_one(portfolio), assumed, bad)[0])


def shortages(money: np.ndarray, assumed: Assumptions, bad: _Years) -> np.ndarray:
    """`short_months` for many plans at once, (plans, bad years). money: (plans, 4), in the order of Portfolio."""
    shares = _shares(money, assumed)
    missing = shares @ _PATTERNS.T * assumed.severity  # (plans, 2, 16), like everything that depends on who fails
    working = shares @ ~_PATTERNS.T
    alliance = _half(money[:, 3], 1.0, assumed.ally_half)[:, None, None]
    extra = assumed.spare * working + assumed.ally_spare * alliance * shares[:, :, 1:2] * ~_PATTERNS[:, 1]
    extra = extra + assumed.home_spare * shares[:, :, 3:4] * ~_PATTERNS[:, 3]
    lacking, built = np.maximum(0.0, missing - extra).reshape(len(money), 32), _delivers(assumed)[bad.year]
    felt, place = np.maximum(0.0, bad.months - assumed.grace), 16 * built + bad.pattern
    if assumed.deterrence == 0:
        return np.asarray(lacking[:, place] * felt)
    # the rival thinks twice if it needs what you and your ally make
    strength = _half(money[:, 3:] + money[:, 2:3] * [0, 1], 1.0, assumed.ally_half)
    held = (bad.mind < assumed.deterrence * strength[:, built]) & (bad.pattern >= _RIVAL)
    return np.asarray(np.take_along_axis(lacking, place - _RIVAL * held, axis=1) * felt)


def losses_of(short: np.ndarray, store: float, assumed: Assumptions, bad: _Years, runs: int) -> np.ndarray:
    """Losses of each run. A store that is filled once covers what comes first, so only the sum of a run counts."""
    if assumed.refill:
        short = np.bincount(bad.run, np.maximum(0.0, short - store), minlength=runs)
    else:
        short = np.maximum(0.0, np.bincount(bad.run, short, minlength=runs) - store)
    return short * (assumed.need / 12 * assumed.leverage)


def _outcome(cost: float, losses: np.ndarray) -> Outcome:
    tail = max(1, round(losses.size * TAIL))
    worst = np.partition(losses, -tail)[-tail:]
    return Outcome(cost, float(losses.mean()), float(worst.mean()), float((losses == 0).mean()), losses)


def simulate(
    portfolio: Portfolio,
    assumed: Assumptions | None = None,
    *,
    runs: int = 2000,
    seed: int = 7,
) -> Outcome:
    """Ten years, many times over: losses from disruptions with a portfolio of measures.

    Each year each source may fail (some shocks are shared); its deliveries fall by `severity` for a random time;
    undisturbed sources deliver a little more, an allied one more still; a store covers what is missing first: a full one
    each year, or with `refill=False` one that is filled once and then used up; each euro still missing costs `leverage`
    euro of output. The seed fixes the bad luck, so portfolios face the same years.
    Limits: no prices, demand, discounting, technology, politics or retaliation; unless `deterrence` is set, measures do
    not change the risks. Raises ValueError for fewer than 100 runs.
    """
    assumed = assumed or Assumptions()
    if runs < 100:
        raise ValueError("Take at least 100 runs: the worst 5 % must hold a few.")
    bad = luck(assumed, runs, seed)
    store = portfolio.stockpile / assumed.stock_price
    return _outcome(portfolio.cost, losses_of(short_months(portfolio, assumed, bad), store, assumed, bad, runs))
