"""Many worlds for the desk of lesson 7: its rows drawn from ranges, who is best in how many, and which row decides.

Luck is one thing and the world another: more decades make a mean surer, they do not make a row truer. Here each world is
one set of `Assumptions`, and all plans meet the same luck in it. Small pure functions; money in billion euro.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from derisking.models.budget import Assumptions, Portfolio, luck, shortages

SEED = 7  # of worlds and of luck
STREAMS = 40  # worlds share this many streams of luck, so none decides alone
STEPS = 20  # halvings when a value is sought


class Range(NamedTuple):
    """How far a row may reach. row: a field of Assumptions, or shares.rival, risks.rival, risks.ally, risks.others, risks.home.

    low, high: in the row's unit; whole: only whole numbers; switch: off or on, and nothing between.
    """

    row: str
    low: float
    high: float
    whole: bool = False
    switch: bool = False


def with_rows(assumed: Assumptions, values: Mapping[str, float]) -> Assumptions:
    """The assumptions with some rows changed. If a source's share changes, the other sources keep their proportions."""
    changed: dict[str, Any] = {}
    for row, value in values.items():
        field, _, source = row.partition(".")
        old = getattr(assumed, field)
        if field == "shares":
            rest = (1 - value) / (1 - old[source])
            changed[field] = {name: value if name == source else old[name] * rest for name in old}
        elif source:
            changed[field] = {**changed.get(field, old), source: value}
        else:
            changed[field] = type(old)(round(value, 9))
    return replace(assumed, **changed)


def draw(ranges: Sequence[Range], worlds: int, seed: int) -> np.ndarray:
    """(worlds, rows): every value between a row's ends is as likely as any other, and no row knows of another."""
    dice = np.random.default_rng(seed).random((worlds, len(ranges)))
    low, high = (np.array([getattr(one, end) for one in ranges]) for end in ("low", "high"))
    whole, switch = (np.array([getattr(one, kind) for one in ranges]) for kind in ("whole", "switch"))
    plain = low + dice * (high - low)
    stepped = low + np.floor(dice * (high - low + 1))
    return np.where(switch, dice < 0.5, np.where(whole, stepped, plain))


def mean_losses(money: np.ndarray, assumed: Assumptions, runs: int, seed: int) -> np.ndarray:
    """The mean loss of each plan, as in `simulate`. money: (plans, 4), in the order of Portfolio."""
    bad = luck(assumed, runs, seed)
    bare, which = np.unique(money[:, 1:], axis=0, return_inverse=True)
    short = shortages(np.insert(bare, 0, 0.0, axis=1), assumed, bad)
    store = money[:, :1] / assumed.stock_price
    short = short[which.ravel()]
    if not assumed.refill and bad.run.size:
        short = np.add.reduceat(short, np.flatnonzero(np.diff(bad.run, prepend=-1)), axis=1)
    missing = np.maximum(0.0, short - store).sum(axis=1) / runs
    return np.asarray(missing * (assumed.need / 12 * assumed.leverage))


def losses_in_worlds(
    plans: Sequence[Portfolio], base: Assumptions, ranges: Sequence[Range], worlds: int, decades: int, seed: int = SEED
) -> np.ndarray:
    """(worlds, plans): the mean loss of each plan in each world. The same arguments give the same numbers."""
    money, found, names = table_of(plans), [], [one.row for one in ranges]
    for i, values in enumerate(draw(ranges, worlds, seed).tolist()):
        assumed = with_rows(base, dict(zip(names, values, strict=True)))
        found.append(mean_losses(money, assumed, decades, seed + i % STREAMS))
    return np.array(found)


def losses_at_ends(
    plans: Sequence[Portfolio], base: Assumptions, ranges: Sequence[Range], decades: int, seed: int = SEED
) -> np.ndarray:
    """(rows, 2, plans): the mean loss of each plan if one row alone stands at its low, then at its high end: a tornado."""
    money = table_of(plans)
    ends = [[with_rows(base, {one.row: end}) for end in (one.low, one.high)] for one in ranges]
    return np.array([[mean_losses(money, assumed, decades, seed) for assumed in pair] for pair in ends])


class Shares(NamedTuple):
    """In what part of the worlds each measure is best alone, gets most of the best mix, and gets anything of it; its mean money there."""

    alone: np.ndarray
    leads: np.ndarray
    any: np.ndarray
    money: np.ndarray


def best_in(plans: Sequence[Portfolio], losses: np.ndarray) -> Shares:
    """Who wins in how many worlds, by mean loss, among plans that cost the same. A first place that is shared is split."""
    money = table_of(plans)
    single = [int(np.flatnonzero((money > 0).sum(axis=1) * (money[:, i] > 0) == 1)[0]) for i in range(money.shape[1])]
    alone = np.bincount(losses[:, single].argmin(axis=1), minlength=len(single)) / len(losses)
    best = money[losses.argmin(axis=1)]
    first = best == best.max(axis=1, keepdims=True)
    leads = (first / first.sum(axis=1, keepdims=True)).mean(axis=0)
    return Shares(alone, leads, (best > 0).mean(axis=0), best.mean(axis=0))


def behind(plans: Sequence[Portfolio], measure: int, losses: np.ndarray) -> float:
    """How much more the best plan that gives a measure most of the money loses than the best other plan, as a part of that; below zero it leads."""
    money = table_of(plans)
    mine = money[:, measure] > np.delete(money, measure, axis=1).max(axis=1)
    return float(losses[mine].min() / max(losses[~mine].min(), 1e-9) - 1)


def to_believe(
    plans: Sequence[Portfolio], measure: int, base: Assumptions, ranges: Sequence[Range], decades: int, seed: int = SEED
) -> list[tuple[str, float]] | None:
    """One answer to "what would you have to believe for this measure to lead?": rows with values, in the order in which they help.

    Each step takes the row that now helps most to the end of its range; the last one goes only as far as needed. [] if the
    measure leads anyway, None if no row helps any more. Other ways may be as short.
    """
    money = table_of(plans)
    believed: dict[str, float] = {}

    def gap(values: Mapping[str, float]) -> float:
        return behind(plans, measure, mean_losses(money, with_rows(base, values), decades, seed))

    now, last = gap({}), None
    while now > 0:
        left = [one for one in ranges if one.row not in believed]
        moves = [(gap({**believed, one.row: end}), end, one) for one in left for end in (one.low, one.high)]
        after, end, last = min(moves, key=lambda move: move[0])
        if after >= now:
            return None
        believed[last.row], now = end, after
    if last and not (last.whole or last.switch):
        near, far = _value(base, last.row), believed[last.row]
        for _ in range(STEPS):
            middle = (near + far) / 2
            near, far = (near, middle) if gap({**believed, last.row: middle}) <= 0 else (middle, far)
        believed[last.row] = far
    return list(believed.items())


def _value(assumed: Assumptions, row: str) -> float:
    """What the assumptions say in a row."""
    field, _, source = row.partition(".")
    value = getattr(assumed, field)
    return float(value[source] if source else value)


def table_of(plans: Sequence[Portfolio]) -> np.ndarray:
    """(plans, 4) of money."""
    return np.array([[*vars(plan).values()] for plan in plans])
