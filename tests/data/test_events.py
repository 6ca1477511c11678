"""The tables of dated acts, claims, promises and words: what a reader may rely on.
Each rule is a function that takes a table and returns a sentence per fault. The shipped table must have none, and every canary,
the first row with some cells overwritten, must have one. Tables are read as text, because "NA" and an empty cell mean different
things. Words, patterns and keys are in the tables' description, which is checked for all tables together (test_data.py)."""

import datetime as dt
import re

import pandas as pd
import pytest
from support import told

from derisking import data, exercises

LESSONS = set(exercises.lessons())
CASES = told.cases(__file__, "anchors.yaml")
KNOWN = {name for names in CASES["actors"] for name in names}  # states, bodies and firms
SHAPES = {"year": r"\d{4}", "month": r"\d{4}-\d{2}", "day": r"\d{4}-\d{2}-\d{2}"}


def read(name: str) -> pd.DataFrame:
    """One table as text; an empty cell stays an empty string."""
    return pd.read_csv(data.folder() / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8")


def start(date: str) -> dt.date:
    """First day of a year, month or day. Raises ValueError for a date that does not exist."""
    return dt.date(*([int(part) for part in date.split("-")] + [1, 1])[:3])


def bad_date(row) -> str:
    """A date that does not exist, does not fit its precision, leaves 1986-2026 or disagrees with the id."""
    if not re.fullmatch(SHAPES.get(row.precision, "never"), row.date):
        return f"'{row.date}' is not a date with precision '{row.precision}'"
    try:
        year = start(row.date).year
    except ValueError:
        return f"'{row.date}' does not exist"
    if not 1986 <= year <= 2026:
        return f"{year} is outside 1986-2026"
    return "" if row.event_id.endswith(f"-{row.date}") else f"id and date {row.date} differ"


def unknown_actor(row) -> str:
    return ", ".join(actor for actor in row.actors.split(";") if actor not in KNOWN)


def one_sided(row) -> str:
    """A move called an act of revenge in our own voice. Claims belong in claimed_by, in plain words."""
    text = " ".join([row.kind, row.stage, row.title, row.summary, row.claimed_by]).lower()
    return "".join(re.findall("retaliat|revenge|tit-for-tat", text))


def bad_claim(row, dates) -> str:
    """A claimed answer that points nowhere, to the future or to itself, or that nobody claims."""
    target = row.claimed_response_to
    if bool(target) != bool(row.claimed_by):
        return "claimed_response_to and claimed_by must both be filled or both be empty"
    if target and (target not in dates or target == row.event_id):
        return f"claimed_response_to '{target}' is no other event"
    return f"cannot answer the later event {target}" if target and start(dates[target]) > start(row.date) else ""


def bad_sources(row) -> str:
    """A second address that repeats the first; 'two sources' without two addresses."""
    wanted = "two sources" if row.second_url else "one source"
    wrong = getattr(row, "confidence", wanted) != wanted
    return "second_url repeats url" * (row.second_url == row.url) + "confidence and addresses do not fit" * wrong


def proposal_as_law(row) -> str:
    """A proposal with the stage of a law, or a law with the stage of a proposal."""
    late = row.kind == "proposal" and row.stage not in ("proposed", "announced")
    return row.stage if late or (row.stage == "proposed" and row.kind not in ("proposal", "strategy")) else ""


def unknown_lesson(row) -> str:
    return " ".join(lesson for lesson in row.lesson.split(";") if lesson not in LESSONS)


def later_fact(row) -> str:
    """A verdict of July 2023 that leans on a year after 2023."""
    return " ".join(re.findall(r"\b202[4-6]\b", row.evidence_2023))


def bad_delivery(row) -> str:
    """Status, dates and addresses of a promise that do not fit together."""
    done = row.status in ("delivered", "partly")
    if done != bool(row.delivered_on):
        return f"status '{row.status}' and delivered_on '{row.delivered_on}' do not fit"
    if done and not row.delivered_url:
        return f"'{row.status}' needs an address"
    return f"delivered after {row.as_of}" if row.delivered_on[:10] > row.as_of + "-31" else ""


def unevenly_coded(row) -> str:
    """The ledger's own rule: the age of what was not found decides between 'not-yet' and 'unknown'."""
    old = row.promised_on[:7] <= f"{int(row.as_of[:4]) - 1}{row.as_of[4:]}"
    if (row.status == "not-yet" and old) or (row.status == "unknown" and not old):
        return f"promised {row.promised_on}, so {row.status!r} is the wrong word"
    return "delivered before it was promised" * (row.status == "delivered" and row.delivered_on < row.promised_on)


RULES = CASES["rules"]


@pytest.mark.parametrize("name", RULES)
def test_each_row_keeps_each_rule_and_each_canary_is_caught(name):
    table = read(name)
    dates = dict(zip(table.event_id, table.date, strict=True)) if "event_id" in table else {}
    stands = {"FIRST": next(iter(dates), ""), "LAST": next(reversed(dates), "")}
    stands["URL"] = table.url.iloc[0] if "url" in table else ""
    for rule, canaries in ((globals()[rule], canaries) for rule, canaries in RULES[name].items()):
        more = (dates,) if rule is bad_claim else ()
        found = {row[1]: rule(row, *more) for row in table.itertuples()}
        assert {key: fault for key, fault in found.items() if fault} == {}, rule.__name__
        for cells in canaries:
            spoilt = table.head(1).assign(**{column: stands.get(cell, cell) for column, cell in cells.items()})
            assert rule(next(spoilt.itertuples()), *more), (rule.__name__, cells)


def missed_anchors(events: pd.DataFrame) -> list[str]:
    """Key dates that moved or changed their stage."""
    stages = dict(zip(events.event_id, events.stage, strict=True))
    return [f"{event}: {stage} ({why})" for event, stage, why in CASES["anchors"] if stages.get(event) != stage]


def uneven_yardsticks(ledger: pd.DataFrame) -> list[str]:
    """Topics that are measured otherwise for Korea than for Japan."""
    yardsticks = ledger.groupby("topic")["counts_as"].nunique()
    return list(yardsticks.index[yardsticks > 1])


def twins(glossary: pd.DataFrame) -> list[str]:
    """Abbreviations that stand for two terms."""
    used = glossary.abbreviation[glossary.abbreviation != ""]
    return list(used[used.duplicated()])


def test_events_as_a_whole_and_their_canaries():
    events = read("policy_events")
    assert len(events) >= 170 and {"1986", "2026"} <= set(events.date.str[:4])
    assert list(map(start, events.date)) == sorted(map(start, events.date))
    assert missed_anchors(events) == []
    answers = set(";".join(events.actors[events.claimed_response_to != ""]).split(";"))
    assert {"CN", "EU", "JP", "NL", "US"} <= answers, "the same standard for all sides"
    for slug in ("economic-security-package", "industrial-accelerator-act", "match-act", "chips-act-2"):
        assert set(events.kind[events.event_id.str.contains(slug)]) == {"proposal"}
    row = events.set_index("event_id").loc["eu-jp-chip-memorandum-2023-07-04"]
    assert {"METI", "Commission"} <= set(row.actors.split(";")), "it is not an act of the Council"
    assert missed_anchors(events[events.event_id != "nl-duv-licences-published-2023-06-30"])
    moved = events.stage.mask(events.event_id == "eu-chips-act-proposed-2022-02-08", "in-force")
    assert missed_anchors(events.assign(stage=moved))


def test_claims_as_a_whole():
    claims = read("claim_check").set_index("claim_id")
    assert list(claims.index) == [f"C{n:02d}" for n in range(1, 32)]
    assert (claims.quote_nl.str.split().str.len() <= 10).all(), "quote fragments only"
    dutch, memorandum = claims.loc["C27"], claims.loc["C12"].evidence_2023
    assert dutch.verdict_2023 == "imprecise"
    assert all(day in dutch.evidence_2023 for day in ("8 March", "30 June", "1 September"))
    assert "4 July" in memorandum and "METI" in memorandum and "not an act of the Council" in memorandum


def test_ledger_as_a_whole():
    ledger = read("ledger")
    assert len(ledger) >= 24 and uneven_yardsticks(ledger) == []
    topics = {partner: set(rows.topic.str.split(":").str[0]) for partner, rows in ledger.groupby("partner")}
    shared = {"AI", "HPC", "chips", "cybersecurity", "digital trade", "governance", "quantum", "research money"}
    assert shared <= topics["EU-JP"] & topics["EU-KR"]
    softer = (ledger.partner == "EU-KR") & (ledger.topic == "governance: yearly Council")
    assert uneven_yardsticks(ledger.assign(counts_as=ledger.counts_as.mask(softer, "Any meeting"))), "the canary"


def test_glossary_as_a_whole():
    glossary = read("glossary")
    assert len(glossary) >= 70 and twins(glossary) == []
    assert (glossary.definition.str.len() <= 200).all(), "one or two plain sentences"
    assert twins(pd.concat([glossary, glossary[glossary.abbreviation != ""].head(1)])), "the canary"
