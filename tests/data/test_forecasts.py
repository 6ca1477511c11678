"""Forecasts from the record: what the table promises, what its lint refuses, and the counts that our tables can repeat."""

import dataclasses
import datetime

import pytest
from support.told import cases

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


CANARIES = cases(__file__, "forecasts.yaml")


@pytest.mark.parametrize("id, changes, words", CANARIES.values(), ids=CANARIES.keys())
def test_canaries_of_the_lint(id, changes, words):
    assert any(words in fault for fault in found(dataclasses.replace(EVERY[id], **changes)))


def test_counts_that_our_tables_can_repeat():
    prices = data.load("mineral_prices").query("year <= 2023").sort_values("year")
    rises = prices.groupby("series")["price"].diff().dropna().gt(0)
    american = EVENTS[(EVENTS["kind"] == "suspension") & EVENTS["actors"].str.startswith("US")]
    eased = american["date"].between("2022-10", "2025-03-31").sum()
    months = {row[-10:-3] for row in EVERY["china-bans-gallium-us"].base_rows}
    counted = {"germanium-dearer": (rises.sum(), len(rises)), "h20-licences": (eased, 30), "china-bans-gallium-us": (len(months), 17)}  # fmt: skip
    assert {id: (EVERY[id].base_hits, EVERY[id].base_cases) for id in counted} == counted
    listed = [one for one in TESTED if len(one.base_rows) == one.base_cases > 4]
    assert {one.id for one in listed} >= {"ai-diffusion-rule", "joint-buying-in-text"}


def test_scores_and_bands():
    scores = [forecasts.score(said, came) for said, came in ((50, True), (100, False), (90, True))]
    assert scores == pytest.approx([0.25, 1, 0.01])
    pairs = [(10, False), (15, True), (70, True), (75, False), (100, True)]
    assert forecasts.calibration(pairs) == [(12.5, 50, 2), (72.5, 50, 2), (100, 100, 1)]


def test_what_a_page_says_of_a_row_leads_to_its_source():
    assert forecasts.linked("[x](event:us-ai-diffusion-rule-dropped-2025-05-13)").startswith("[x](https://")
    assert all("](event:" not in forecasts.linked(one.known + one.settled + one.base_how) for one in EVERY.values())
