"""Forecasts from the record: what the table promises, what its lint refuses, and the counts that our tables can repeat."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from derisking import data, forecasts
from derisking.authoring import forecast_faults

EVERY = forecasts.every()
TESTED = [one for one in EVERY.values() if not one.live]
EVENTS = data.load("policy_events")
DATES = dict(zip(EVENTS["event_id"], EVENTS["date"], strict=True))


def found(changed):
    """The faults of the table with one forecast in another form."""
    known = {f"event:{id}" for id in DATES} | {f"fact:{id}" for id in data.load("facts")["id"]}
    known |= {f"table:{name}" for name in data.names()}
    return forecast_faults.faults([changed if one.id == changed.id else one for one in EVERY.values()], DATES, known)


def test_as_many_came_true_as_did_not_and_eight_are_open():
    assert forecast_faults.check() == []
    assert (len(TESTED), sum(one.outcome for one in TESTED), len(EVERY) - len(TESTED)) == (21, 11, 8)
    assert all(one.closes > datetime.date(2026, 11, 28) for one in EVERY.values() if one.live)


CANARIES = {
    "an outcome in view": (
        "china-bans-gallium-us",
        {"base_rows": ("event:cn-metals-ban-us-2024-12-03",)},
        "came after",
    ),
    "the day after": ("jsr-offer-opens", {"as_of": datetime.date(2023, 6, 25)}, "nobody could see it"),
    "hidden in a link": (
        "jsr-offer-opens",
        {"known": "[So](event:jp-jsr-offer-succeeds-2024-04-16)."},
        "`shown` must name",
    ),
    "told in the count": (
        "jsr-offer-opens",
        {"base_how": "see [April](event:jp-jsr-offer-succeeds-2024-04-16)"},
        "before the card turns",
    ),
    "no such row": ("jsr-offer-opens", {"settled_by": "event:no-such-row"}, "no table has"),
    "no time": ("jsr-offer-opens", {"closes": datetime.date(2023, 7, 4)}, "it closes on"),
    "too late for a yes": ("dutch-older-machines", {"closes": datetime.date(2024, 9, 1)}, "the outcome is no"),
    "more than all": ("jsr-offer-opens", {"base_hits": 5}, "more cases came true"),
    "nothing settled": ("jsr-offer-opens", {"settled": ""}, "needs its outcome"),
    "an outcome too early": ("match-act-law", {"outcome": True}, "has no outcome"),
    "nowhere to look": ("match-act-law", {"page": ""}, "needs the page"),
    "too many come true": ("jsr-offer-opens", {"outcome": True}, "12 of 21 came true"),
    "none in the lesson": ("jsr-offer-opens", {"place": "recall"}, "needs one forecast in the lesson"),
}


@pytest.mark.parametrize("id, changes, words", CANARIES.values(), ids=CANARIES.keys())
def test_canaries_of_the_lint(id, changes, words):
    assert any(words in fault for fault in found(dataclasses.replace(EVERY[id], **changes)))


def test_counts_that_our_tables_can_repeat():
    prices = data.load("mineral_prices").query("year <= 2023").sort_values("year")
    rises = prices.groupby("series")["price"].diff().dropna().gt(0)
    eased = EVENTS[
        (EVENTS["kind"] == "suspension")
        & EVENTS["actors"].str.startswith("US")
        & EVENTS["date"].between("2022-10", "2025-03-31")
    ]
    months = {row[-10:-3] for row in EVERY["china-bans-gallium-us"].base_rows}
    counted = {"germanium-dearer": (rises.sum(), len(rises)), "h20-licences": (len(eased), 30), "china-bans-gallium-us": (len(months), 17)}  # fmt: skip
    assert {id: (EVERY[id].base_hits, EVERY[id].base_cases) for id in counted} == counted
    listed = [one for one in TESTED if len(one.base_rows) == one.base_cases > 4]
    assert {one.id for one in listed} >= {"dutch-measuring-tools", "joint-buying-in-text"}


def test_scores_and_bands():
    assert [forecasts.score(said, came) for said, came in ((50, True), (100, False), (90, True))] == pytest.approx(
        [0.25, 1, 0.01]
    )
    pairs = [(10, False), (15, True), (70, True), (75, False), (100, True)]
    assert forecasts.calibration(pairs) == [(12.5, 50, 2), (72.5, 50, 2), (100, 100, 1)]


def test_what_a_page_says_of_a_row_leads_to_its_source():
    assert forecasts.linked("[x](event:jp-jic-offer-for-jsr-2023-06-26)").startswith("[x](https://www.nippon.com")
    assert all("](event:" not in forecasts.linked(one.known + one.settled + one.base_how) for one in EVERY.values())
