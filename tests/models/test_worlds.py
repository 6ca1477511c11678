"""Worlds for the desk: rows drawn from ranges, who is best in how many, which row decides, what one would have to believe."""

import numpy as np
import pytest

from derisking.models import budget_worlds as worlds
from derisking.models import supply

BASE = supply.Assumptions()
FULL = [plan for plan in supply.portfolios(12.0, 4.0) if plan.cost == 12]
SINGLE = [plan for plan in FULL if sum(value > 0 for value in vars(plan).values()) == 1]
HOME = 2  # the place of plants among the measures
RANGES = [
    worlds.Range("shares.rival", 0.46, 0.89), worlds.Range("stock_price", 2.0, 6.0),
    worlds.Range("home_delay", 2, 6, whole=True),
    worlds.Range("refill", 0, 1, switch=True), worlds.Range("home_spare", 0.0, 0.25),
    worlds.Range("risks.ally", 0.03, 0.12),
]  # fmt: skip


@pytest.mark.parametrize(
    "values", [{}, {"refill": 0}, {"deterrence": 0.7}, {"grace": 3.0, "risks.rival": 0.4}, {"shares.rival": 0.8}]
)
def test_many_plans_at_once_lose_what_each_loses_alone(values):
    assumed = worlds.with_rows(BASE, values)
    found = worlds.mean_losses(worlds.table_of(FULL), assumed, 2000, 7)
    assert found == pytest.approx([supply.simulate(plan, assumed).expected for plan in FULL], rel=1e-9)


def test_a_row_keeps_its_kind_and_draws_fill_their_ranges():
    changed = worlds.with_rows(BASE, {"risks.ally": 0.1, "risks.home": 0.02, "home_delay": 5.0, "refill": 0.0})
    assert changed.risks == {**BASE.risks, "ally": 0.1, "home": 0.02} and changed.shares == BASE.shares
    assert changed.home_delay == 5 and changed.refill is False
    shares = worlds.with_rows(BASE, {"shares.rival": 0.8}).shares
    assert sum(shares.values()) == pytest.approx(1) and shares["ally"] == pytest.approx(2 * shares["home"])
    drawn, again, other = (worlds.draw(RANGES, 2000, seed) for seed in (7, 7, 8))
    assert np.array_equal(drawn, again) and not np.array_equal(drawn, other)
    for one, column in zip(RANGES, drawn.T, strict=True):
        assert one.low <= column.min() < column.max() <= one.high
        assert column.mean() == pytest.approx((one.low + one.high) / 2, abs=0.03 * (one.high - one.low)), one.row
    assert set(drawn[:, 2]) == {2, 3, 4, 5, 6} and set(drawn[:, 3]) == {0, 1}


def test_shares_of_worlds_are_shares_and_only_the_rows_move_them():
    losses = worlds.losses_in_worlds(FULL, BASE, RANGES, 60, 100)
    found = worlds.best_in(FULL, losses)
    assert found.alone.sum() == pytest.approx(1) and found.leads.sum() == pytest.approx(1)
    assert found.money.sum() == pytest.approx(12) and (found.leads <= found.any + 1e-9).all()
    # A world without doubt: only luck is left, and the order hardly moves.
    same = [worlds.Range("stock_price", 3.0, 3.0)]
    sure = worlds.losses_in_worlds(SINGLE, BASE, same, 60, 2000)
    assert worlds.best_in(SINGLE, sure).alone.max() == 1 and np.ptp(losses) > np.ptp(sure)


def test_a_tornado_moves_one_row_alone():
    ends = worlds.losses_at_ends(SINGLE, BASE, RANGES, 2000)
    home, stock = SINGLE.index(supply.Portfolio(home=12)), SINGLE.index(supply.Portfolio(stockpile=12))
    by_row = dict(zip([one.row for one in RANGES], ends, strict=True))
    assert by_row["home_delay"][0, home] < by_row["home_delay"][1, home]
    assert by_row["home_delay"][0, stock] == by_row["home_delay"][1, stock], "a store does not wait for plants"
    assert by_row["stock_price"][0, stock] < by_row["stock_price"][1, stock]


def test_what_one_would_have_to_believe_is_enough_and_no_more():
    def gap(values):
        losses = worlds.mean_losses(worlds.table_of(SINGLE), worlds.with_rows(BASE, values), 2000, worlds.SEED)
        return worlds.behind(SINGLE, HOME, losses)

    believed = worlds.to_believe(SINGLE, HOME, BASE, RANGES, 2000)
    assert gap({}) > 0 >= gap(dict(believed)) and len(believed) > 1
    assert gap(dict(believed[:-1])) > 0, "the last row is needed"
    row, value = believed[-1]
    kept = dict(believed[:-1])
    assert gap({**kept, row: value + 0.02 * (getattr(BASE, row) - value)}) > 0, "and no less of it would do"
    assert worlds.to_believe(SINGLE, 0, BASE, RANGES, 2000) == [], "the stockpile leads as it is"
    assert worlds.to_believe(SINGLE, 1, BASE, RANGES[2:3], 2000) is None, "no row helps second sources"
