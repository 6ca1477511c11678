"""The statistics of a report, as pure functions of numbers. Each says when there are too few students to tell.

Definitions and sources stand on the page itself (`report.html.jinja`, "How this was computed").
"""

import dataclasses
from collections.abc import Sequence

import numpy as np

FEW = 5  # below this many students a mean share is not printed
SOME = 10  # below this many there is no discrimination, no flag and no interval
MANY = 40  # from here on discrimination is flagged
HARD, EASY = 0.30, 0.90  # mean share of the points
LOW = 0.20  # discrimination
MASTERED = 0.80  # share of the points of an objective's tasks
RESAMPLES, SEED, LEVEL = 2000, 20230701, 0.95


@dataclasses.dataclass(frozen=True)
class Value:
    """A number, or the reason why there is none. Exactly one of the two is set."""

    number: float | None
    why: str = ""

    @property
    def known(self) -> bool:
        return self.number is not None


def too_few(count: int, least: int) -> Value:
    return Value(None, f"too few to tell ({count} of at least {least})")


def mean_share(shares: Sequence[float]) -> Value:
    """Difficulty of a task: the mean share of its points, 0 (nobody has any) to 1. shares: one number per student."""
    if len(shares) < FEW:
        return too_few(len(shares), FEW)
    return Value(float(np.mean(shares)))


def all_points(shares: Sequence[float]) -> int:
    """How many have all points."""
    return sum(share >= 1 - 1e-9 for share in shares)


def item_rest(item: Sequence[float], rest: Sequence[float]) -> Value:
    """Corrected item-total correlation: Pearson's r of a task with the total of all others, -1 to 1.

    item, rest: one number per student, in the same order. Source: Henrysson (1963).
    """
    if len(item) < SOME:
        return too_few(len(item), SOME)
    if min(np.ptp(item), np.ptp(rest)) < 1e-9:
        return Value(None, "all the same here or in the rest, so nothing to compare")
    return Value(float(np.corrcoef(item, rest)[0, 1]))


def flags(difficulty: Value, discrimination: Value, count: int) -> list[str]:
    """What a teacher should look at, in words: difficulty from ten students on, discrimination from forty.

    With fewer than forty, chance alone moves a correlation by more than 0.16 (one standard error of r near 0).
    """
    if count < SOME or not difficulty.known:
        return []
    if difficulty.number > EASY:
        return ["very easy"]  # which explains a low discrimination, too
    flags = ["too hard"] if difficulty.number < HARD else []
    if count >= MANY and discrimination.known and discrimination.number < LOW:
        flags.append("negative discrimination" if discrimination.number < 0 else "low discrimination")
    return flags


@dataclasses.dataclass(frozen=True)
class Gain:
    """From pre-test to post-test. n: students with both; pre, post: mean shares, 0 to 1; raw: their difference; normalised: <g>
    of the class; low, high: its interval."""

    n: int
    pre: Value
    post: Value
    raw: Value
    normalised: Value
    low: Value
    high: Value


def gain(pre: Sequence[float], post: Sequence[float]) -> Gain:
    """Class gain. pre, post: shares of the points, 0 to 1, of the same students in the same order.

    Source: Hake (1998) for <g> = (post - pre) / (1 - pre) of class means; Efron (1979) for the bootstrap.
    """
    before, after = np.asarray(pre, float), np.asarray(post, float)
    count = len(before)
    if count < FEW:
        return Gain(count, *[too_few(count, FEW)] * 6)
    first, last = float(before.mean()), float(after.mean())
    means = Value(first), Value(last), Value(last - first)
    if before.min() >= 1 - 1e-9:
        return Gain(count, *means, *[Value(None, "everybody had all points before, so there was nothing to gain")] * 3)
    return Gain(count, *means, Value((last - first) / (1 - first)), *_interval(before, after))


def _interval(before: np.ndarray, after: np.ndarray) -> tuple[Value, Value]:
    """Percentile interval of <g>: students drawn with replacement, always with the same seed."""
    count = len(before)
    if count < SOME:
        return too_few(count, SOME), too_few(count, SOME)
    drawn = np.random.default_rng(SEED).integers(0, count, size=(RESAMPLES, count))
    pre, post = before[drawn].mean(axis=1), after[drawn].mean(axis=1)
    usable = pre < 1 - 1e-9
    if usable.mean() < LEVEL:
        none = Value(None, "nearly everybody had all points before")
        return none, none
    gains = (post[usable] - pre[usable]) / (1 - pre[usable])
    low, high = np.quantile(gains, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Value(float(low)), Value(float(high))
