"""What is computed in the tasks of 01-reading-the-news: references, cases, keys from the tables and values that show a mistake."""

from __future__ import annotations

import datetime as dt
import math
import random

import pandas as pd

from derisking import data
from derisking.questions.kinds.function import Case

CHECKED = ["accurate", "imprecise", "wrong"]  # verdicts of claims that could be checked on the day


def ref_count(table: pd.DataFrame, kind: str, year: str) -> int:
    """How many entries of a kind have a date in a year; dates are text."""
    return int(((table["kind"] == kind) & (table["date"].str[:4] == year)).sum())


def ref_share(table: pd.DataFrame, verdict: str) -> float:
    """Share of a verdict among the claims that could be checked; nan if there are none."""
    checked = table[table["verdict_2023"].isin(CHECKED)]
    return float((checked["verdict_2023"] == verdict).mean()) if len(checked) else math.nan


def ref_first(table: pd.DataFrame, actor: str, kind: str) -> str:
    """Date of the earliest entry of a kind in which an actor takes part; an empty text if there is none."""
    rows = zip(table["date"], table["actors"], table["kind"], strict=True)
    return min((date for date, actors, what in rows if what == kind and actor in actors.split(";")), default="")


def _day(rng: random.Random, low: int, high: int) -> str:
    return (dt.date(low, 1, 1) + dt.timedelta(days=rng.randrange(365 * (high - low)))).isoformat()


def _count_cases(rng: random.Random) -> list[Case]:
    def case(kind: str, year: int) -> Case:
        other = {"restriction": "treaty", "treaty": "summit", "summit": "restriction"}[kind]
        rows = [(kind, year)] * rng.randint(2, 5) + [(kind, year + 1)] * rng.randint(1, 3)
        rows += [(other, year)] * rng.randint(1, 3) + [(other, year - 1)] * rng.randint(1, 3)
        rng.shuffle(rows)
        table = pd.DataFrame([(_day(rng, when, when + 1), what) for what, when in rows], columns=["date", "kind"])
        return Case((table, kind, str(year)))

    short = pd.DataFrame({"date": ["2024", "2024-03", "2024-11-08", "2023"], "kind": ["summit"] * 4})
    cases = [case("restriction", 2023), case("treaty", 2019), case("summit", 2024)]
    return [*cases, Case((short, "summit", "2024"), "a date of which only the month or the year is known")]


def _share_cases(rng: random.Random) -> list[Case]:
    def table(kinds: list[str]) -> pd.DataFrame:
        rows = [kind for kind in kinds for _ in range(rng.randint(2, 6))]
        rng.shuffle(rows)
        names = [f"X{number:02d}" for number in range(len(rows))]
        return pd.DataFrame({"claim_id": names, "verdict_2023": rows})

    every = [*CHECKED, "forecast", "opinion"]
    cases = [Case((table(every), verdict)) for verdict in CHECKED]
    return [
        *cases,
        Case(
            (table(["forecast", "opinion"]), "wrong"),
            "a table without a claim that could be checked (the answer is nan)",
        ),
    ]


def _first_table(rng: random.Random, actor: str, kind: str, other: str) -> pd.DataFrame:
    """Unsorted entries: the earliest of actor and kind is a joint one, and others are earlier still."""
    rows = [
        (_day(rng, 2021, 2022), actor, kind),
        (_day(rng, 2010, 2015), actor, "treaty"),
        (_day(rng, 2016, 2019), f"{other};{actor}", kind),
        (_day(rng, 2010, 2015), other, kind),
        (_day(rng, 2023, 2025), actor, kind),
        (_day(rng, 2019, 2020), actor, kind),
        (_day(rng, 2022, 2023), f"{actor};{other}", kind),
    ]
    return pd.DataFrame(rows, columns=["date", "actors", "kind"])


def _first_cases(rng: random.Random) -> list[Case]:
    wanted = [("JP", "restriction", "NL"), ("EU", "partnership", "KR"), ("CN", "restriction", "US")]
    cases = [Case((_first_table(rng, actor, kind, other), actor, kind)) for actor, kind, other in wanted]
    near = pd.DataFrame(
        {
            "date": [_day(rng, 2020, 2024), _day(rng, 2015, 2019)],
            "actors": ["EU;JP", "Samsung;EUV RMQC"],
            "kind": "company",
        }
    )
    return [
        *cases,
        Case((near, "EU", "company"), "a code that is a part of another name (EU and EUV RMQC)"),
        Case(
            (cases[0].args[0], "TW", "restriction"),
            "an actor who did nothing of the kind (the answer is an empty text)",
        ),
    ]


def _first_with(pick, keep):
    """The date picked from the entries that a rule keeps: for recognising one mistake."""

    def wrong(table: pd.DataFrame, actor: str, kind: str) -> str:
        rows = zip(table["date"], table["actors"], table["kind"], strict=True)
        return pick([date for date, actors, what in rows if keep(actors.split(";"), what, actor, kind)])

    return wrong


def _both(actors: list[str], what: str, actor: str, kind: str) -> bool:
    return actor in actors and what == kind


def count_code(variant=None) -> dict:
    return {
        "reference": ref_count,
        "cases": _count_cases,
        "misconceptions": {
            "year-ignored": lambda table, kind, year: int((table["kind"] == kind).sum()),
            "kind-ignored": lambda table, kind, year: int((table["date"].str[:4] == year).sum()),
            "or-for-and": lambda table, kind, year: int(
                ((table["kind"] == kind) | (table["date"].str[:4] == year)).sum()
            ),
            "counts-all-rows": lambda table, kind, year: len(table),
        },
    }


def share_code(variant=None) -> dict:
    return {
        "reference": ref_share,
        "cases": _share_cases,
        "misconceptions": {
            "all-claims-below": lambda table, verdict: float((table["verdict_2023"] == verdict).mean()),
            "part-over-rest": lambda table, verdict: ref_share(table, verdict) / (1 - ref_share(table, verdict)),
            "count-not-share": lambda table, verdict: float((table["verdict_2023"] == verdict).sum()),
            "others-share": lambda table, verdict: 1 - ref_share(table, verdict),
            "upside-down": lambda table, verdict: 1 / ref_share(table, verdict),
        },
    }


def first_code(variant=None) -> dict:
    def anything(actors, what, actor, kind):
        return actor in actors

    def anybody(actors, what, actor, kind):
        return what == kind

    def alone(actors, what, actor, kind):
        return actors == [actor] and what == kind

    return {
        "reference": ref_first,
        "cases": _first_cases,
        "misconceptions": {
            "first-row-not-earliest": _first_with(lambda dates: dates[0], _both),
            "last-row": _first_with(lambda dates: dates[-1], _both),
            "latest-for-earliest": _first_with(max, _both),
            "kind-ignored": _first_with(min, anything),
            "actor-ignored": _first_with(min, anybody),
            "joint-acts-missed": _first_with(min, alone),
        },
    }
