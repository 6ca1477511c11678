"""What is computed in the tasks of 06-japan-alliance: references, cases, keys from the tables and values that show a mistake."""

from __future__ import annotations

import math
import random

import pandas as pd

from derisking import data
from derisking.models import supply
from derisking.questions.kinds.function import Case

SWING, CORRELATION = 10.0, 0.6  # made up, printed in the task


def delivered(partners: tuple[str, ...] = ("EU-JP",), statuses: tuple[str, ...] = ("delivered",)) -> float:
    """Part of the ledger's promises with one of the statuses; a fraction."""
    ledger = data.load("ledger")
    rows = ledger[ledger["partner"].isin(partners)]
    return float(rows["status"].isin(statuses).mean())


def ref_status_share(table: pd.DataFrame, partner: str, status: str) -> float:
    """Part of one partner's promises that have a status; nan for a partner without promises."""
    rows = table[table["partner"] == partner]
    return float((rows["status"] == status).mean()) if len(rows) else math.nan


def ref_pooled(sigma: float, n: int, rho: float) -> float:
    """Standard deviation of the mean of n equal sources."""
    return sigma * math.sqrt(1 / n + (1 - 1 / n) * rho)


def ref_overlap(first: pd.Series, second: pd.Series) -> dict:
    """How many inputs one partner holds alone, how many need both, and in how many the two are absent."""
    both = first + second
    alone = (first > 0.5) | (second > 0.5)
    return {"alone": int(alone.sum()), "both": int(((both > 0.5) & ~alone).sum()), "absent": int((both < 0.1).sum())}


def _status_cases(rng: random.Random) -> list[Case]:
    """Tables in which each partner has another part of each status, so that no mistake is right by luck."""

    def table(japan: dict[str, int], korea: dict[str, int]) -> pd.DataFrame:
        pairs = [
            (who, name)
            for who, counts in (("EU-JP", japan), ("EU-KR", korea))
            for name in counts
            for _ in range(counts[name])
        ]
        rng.shuffle(pairs)
        return pd.DataFrame(pairs, columns=["partner", "status"])

    more = rng.randint(1, 4)
    first = table({"delivered": 2, "partly": 3, "unknown": 3 + more}, {"delivered": 4, "unknown": 1})
    second = table({"delivered": 3, "not-yet": 1}, {"delivered": 1, "partly": 5 + more, "unknown": 1})
    third = table({"delivered": 1, "unknown": 6 + more}, {"delivered": 3, "unknown": 2})
    return [
        Case((first, "EU-JP", "delivered")),
        Case((second, "EU-KR", "partly")),
        Case((third, "EU-JP", "unknown")),
        Case((first, "EU-CA", "delivered"), "a partner without promises (the answer is nan)"),
    ]


def _pool_cases(rng: random.Random) -> list[Case]:
    main = [Case((round(rng.uniform(2, 30), 1), n, round(rng.uniform(0.1, 0.8), 2))) for n in (2, 3, 5)]
    return [
        *main,
        Case((round(rng.uniform(2, 30), 1), 1, 0.3), "a single source (nothing is pooled)"),
        Case((round(rng.uniform(2, 30), 1), 4, 1.0), "a correlation of 1 (nothing is pooled)"),
    ]


def _overlap_cases(rng: random.Random) -> list[Case]:
    def shares(kinds: str) -> tuple[pd.Series, pd.Series]:
        make = {
            "f": lambda: (rng.uniform(0.55, 0.9), rng.uniform(0, 0.08)),
            "s": lambda: (rng.uniform(0, 0.08), rng.uniform(0.55, 0.9)),
            "b": lambda: (rng.uniform(0.3, 0.45), rng.uniform(0.3, 0.45)),
            "n": lambda: (rng.uniform(0.1, 0.2), rng.uniform(0.1, 0.2)),
            "a": lambda: (rng.uniform(0, 0.04), rng.uniform(0, 0.04)),
            "e": lambda: (rng.uniform(0.06, 0.09), rng.uniform(0.06, 0.09)),  # small each, not absent together
        }
        pairs = [make[kind]() for kind in kinds]
        names = [f"input {i}" for i in range(len(kinds))]
        return tuple(pd.Series([pair[i] for pair in pairs], index=names) for i in (0, 1))

    return [
        Case(shares("ffsbbnae")),
        Case(shares("sssbnnaaae")),
        Case(shares("fbbbnaee")),
        Case((pd.Series([0.5, 0.3]), pd.Series([0.0, 0.2])), "a share exactly at one half (it is not more than half)"),
    ]


def delivered_share(variant=None) -> dict:
    return {
        "answer": delivered(),
        "misconceptions": {
            "both-partners": delivered(("EU-JP", "EU-KR")),
            "other-partner": delivered(("EU-KR",)),
            "partly-counted": delivered(statuses=("delivered", "partly")),
            "over-the-rest": delivered() / (1 - delivered()),
            "count-for-share": delivered() * 23,
        },
    }


def pooled_swing(variant=None) -> dict:
    return {
        "answer": supply.pooled_deviation(SWING, 2, CORRELATION),
        "misconceptions": {
            "correlation-forgotten": supply.pooled_deviation(SWING, 2, 0),
            "no-pooling": SWING,
            "sum-of-swings": 2 * SWING,
            "root-forgotten": SWING * (0.5 + 0.5 * CORRELATION),
        },
    }


def status_code(variant=None) -> dict:
    return {
        "reference": ref_status_share,
        "cases": _status_cases,
        "misconceptions": {
            "whole-table": lambda table, partner, status: float(
                ((table["partner"] == partner) & (table["status"] == status)).mean()
            ),
            "partner-ignored": lambda table, partner, status: float((table["status"] == status).mean()),
            "always-delivered": lambda table, partner, status: ref_status_share(table, partner, "delivered"),
            "count-not-share": lambda table, partner, status: int(
                ((table["partner"] == partner) & (table["status"] == status)).sum()
            ),
        },
    }


def pool_code(variant=None) -> dict:
    return {
        "reference": ref_pooled,
        "cases": _pool_cases,
        "misconceptions": {
            "correlation-forgotten": lambda sigma, n, rho: ref_pooled(sigma, n, 0),
            "root-forgotten": lambda sigma, n, rho: sigma * (1 / n + (1 - 1 / n) * rho),
            "variance-for-deviation": lambda sigma, n, rho: ref_pooled(sigma, n, rho) ** 2,
            "divided-by-n": lambda sigma, n, rho: sigma / n,
            "always-two": lambda sigma, n, rho: ref_pooled(sigma, 2, rho),
        },
    }


def overlap_code(variant=None) -> dict:
    def wrong(**changes):
        return lambda first, second: {
            **ref_overlap(first, second),
            **{k: int(v(first, second)) for k, v in changes.items()},
        }

    return {
        "reference": ref_overlap,
        "cases": _overlap_cases,
        "misconceptions": {
            "together-counts-all": wrong(both=lambda a, b: ((a + b) > 0.5).sum()),
            "absent-means-zero": wrong(absent=lambda a, b: ((a + b) == 0).sum()),
            "absent-each": wrong(absent=lambda a, b: ((a < 0.1) & (b < 0.1)).sum()),
            "first-only": wrong(alone=lambda a, b: (a > 0.5).sum()),
        },
    }
