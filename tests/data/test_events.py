"""The tables of dated acts, claims, promises and words: what a reader may rely on.

Each gate is a function that takes a table and returns a list of sentences, one per fault (empty: no fault).
Each gate is used twice: on the shipped table, which must be clean, and on a small broken copy, its canary,
which must be caught. Tables are read as text, because "NA" and an empty cell mean different things.
"""

import datetime as dt
import difflib
import re
from pathlib import Path

import pandas as pd
import pytest

from derisking import data

DATA = Path(__file__).resolve().parents[2] / "data"
LESSONS = {
    "01-reading-the-news",
    "02-de-risking",
    "03-chip-basics",
    "04-value-chain",
    "05-export-controls",
    "06-japan-alliance",
    "07-policy-lab",
}
STATES = {"CA", "CN", "DE", "EU", "ID", "IN", "JP", "KR", "LT", "NL", "SG", "TW", "US"}
BODIES = {
    "CPTPP",
    "Chips Joint Undertaking",
    "Commerce",
    "Commission",
    "Congress",
    "Council",
    "Court of Auditors",
    "Diet",
    "Enterprise Chamber",
    "EuroHPC",
    "European Council",
    "Finance Ministry",
    "G7",
    "GATT",
    "High Representative",
    "JIC",
    "JOGMEC",
    "METI",
    "MIC",
    "MOFCOM",
    "WTO",
}
FIRM_NAMES = """
ASML;Bosch;CEA;CEA-Leti;CLEPA;Caremag;DeepSeek;Denso;ESMC;EUV RMQC;Fujifilm;GlobalWafers;Huawei;IBM;Infineon;Inpria;
Intel;Iwatani;JASM;JSR;Kimura;Kioxia;LSTC;Micron;NXP;Nexperia;Nvidia;QatarEnergy;RIKEN;Rapidus;Renesas;SMIC;Samsung;
Shin-Etsu;Siltronic;Sony;TSMC;Toyota;Western Digital;imec
"""
FIRMS = {name.strip() for name in FIRM_NAMES.split(";")}
SHAPES = {"year": r"\d{4}", "month": r"\d{4}-\d{2}", "day": r"\d{4}-\d{2}-\d{2}"}

# Dates that lessons and questions lean on. Ids carry the date, so a moved date breaks the id as well.
ANCHORS = [
    ("us-jp-chip-arrangement-signed", "1986-09-02", "signed", "the older chip conflict between allies"),
    ("us-duties-on-japanese-goods", "1987-04-17", "in-force", "duties on televisions and computers, not on chips"),
    ("eu-jp-epa-in-force", "2019-02-01", "in-force", "only the trade agreement, not the SPA"),
    ("eu-jp-spa-in-force", "2025-01-01", "in-force", "six years after it began to apply in part"),
    ("eu-china-strategic-outlook", "2019-03-12", "published", "partner, competitor, rival"),
    ("us-huawei-entity-list", "2019-05-16", "in-force", "first big listing"),
    ("us-fdpr-huawei", "2020-05-15", "in-force", "goods made abroad; printed on 19 May"),
    ("eu-chips-act-proposed", "2022-02-08", "proposed", "a proposal is not the law"),
    ("eu-chips-act-in-force", "2023-09-21", "in-force", "not yet law when the story ran"),
    ("eu-jp-digital-partnership", "2022-05-12", "signed", "it already provides for the Council"),
    ("us-chip-and-tool-controls", "2022-10-07", "published", "the rules most later moves are set against"),
    ("eu-kr-digital-partnership", "2022-11-28", "signed", "Korea's partnership is older than its Council"),
    ("eu-davos-speech-de-risk", "2023-01-17", "announced", "the word is older than the MERICS speech"),
    ("eu-merics-speech", "2023-03-30", "announced", "the speech that made the word policy"),
    ("nl-chip-tool-licences-announced", "2023-03-08", "announced", "the announcement the story dates to late June"),
    ("nl-duv-licences-published", "2023-06-30", "published", "published, not announced"),
    ("nl-duv-licences-in-force", "2023-09-01", "in-force", "bound nobody before this day"),
    ("jp-23-items-announced", "2023-03-31", "announced", "Japan's first step"),
    ("jp-23-items-promulgated", "2023-05-23", "published", "Japan's second step"),
    ("jp-23-items-in-force", "2023-07-23", "in-force", "Japan's third step"),
    ("eu-economic-security-strategy", "2023-06-20", "published", "three Ps and four categories of risk"),
    ("eu-kr-digital-council-1", "2023-06-30", "held", "three days before Japan's"),
    ("eu-jp-digital-council-1", "2023-07-03", "held", "the Council existed; it met"),
    ("eu-jp-chip-memorandum", "2023-07-04", "signed", "METI and Commission, a day after the Council"),
    ("cn-gallium-germanium-announced", "2023-07-03", "announced", "the same day as the Council"),
    ("cn-gallium-germanium-in-force", "2023-08-01", "in-force", "exports jumped in between"),
    ("eu-anti-coercion-in-force", "2023-12-27", "in-force", "7 December is the publication"),
    ("eu-critical-raw-materials-act-in-force", "2024-05-23", "in-force", "the benchmarks of 2030"),
    ("us-december-2024-controls", "2024-12-02", "published", "one day before the next"),
    ("cn-metals-ban-us", "2024-12-03", "in-force", "only to the United States"),
    ("cn-seven-rare-earths-in-force", "2025-04-04", "in-force", "licences that were not suspended in November"),
    ("us-affiliates-rule", "2025-09-29", "in-force", "50 % or more, alone or together"),
    ("us-affiliates-rule-suspended", "2025-11-10", "suspended", "for one year"),
    ("nl-nexperia-order", "2025-09-30", "in-force", "first track: the minister"),
    ("nl-court-nexperia-measures", "2025-10-01", "in-force", "second track: the court"),
    ("eu-kr-digital-trade-signed", "2026-06-10", "signed", "concluded in March 2025, signed only now"),
    ("eu-fdi-regulation-published", "2026-06-26", "published", "applies only from January 2028"),
]


FOOTNOTES = {"citation", "source_class", "looked_at", "as_of", "until"}


def read(name: str) -> pd.DataFrame:
    """Read one table of data/ as text; an empty cell stays an empty string."""
    return pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8")


def start(date: str) -> dt.date:
    """First day of a year, month or day. Raises ValueError for a date that does not exist."""
    parts = [int(p) for p in date.split("-")] + [1, 1]
    return dt.date(*parts[:3])


def bad_dates(events: pd.DataFrame) -> list[str]:
    """Dates that do not exist, do not fit their precision, leave 1986-2026 or disagree with the id."""
    faults = []
    for _, row in events.iterrows():
        shape = SHAPES.get(row.precision)
        if shape is None or not re.fullmatch(shape, row.date):
            faults.append(f"{row.event_id}: '{row.date}' is not a date with precision '{row.precision}'")
            continue
        try:
            year = start(row.date).year
        except ValueError:
            faults.append(f"{row.event_id}: '{row.date}' does not exist")
            continue
        if not 1986 <= year <= 2026:
            faults.append(f"{row.event_id}: {year} is outside 1986-2026")
        if not row.event_id.endswith(f"-{row.date}"):
            faults.append(f"{row.event_id}: id and date {row.date} differ")
    return faults


def idle_words(name: str, table: pd.DataFrame) -> list[str]:
    """Words that the description of a table allows and no row uses: they should go. (Other words are refused with all tables'.)"""
    return [
        f"{name}, {field['name']}: no row is {word!r}"
        for field in data.resource(name)["schema"]["fields"]
        if field["name"] not in FOOTNOTES
        for word in field.get("constraints", {}).get("enum", [])
        if word not in set(table[field["name"]])
    ]


def bad_actors(events: pd.DataFrame) -> list[str]:
    """Actors that are on no list."""
    known = STATES | BODIES | FIRMS
    return [
        f"{row.event_id}: actor '{actor}' is on no list"
        for _, row in events.iterrows()
        for actor in row.actors.split(";")
        if actor not in known
    ]


def one_sided(events: pd.DataFrame) -> list[str]:
    """Rows that call a move an act of revenge in our own voice. Claims belong in claimed_by, in plain words."""
    text = events[["kind", "stage", "title", "summary", "claimed_by"]].agg(" ".join, axis=1).str.lower()
    return list(events.event_id[text.str.contains("retaliat|revenge|tit-for-tat")])


def bad_claims(events: pd.DataFrame) -> list[str]:
    """Claimed answers that point nowhere, to the future or to themselves, or that nobody claims."""
    dates = dict(zip(events.event_id, events.date, strict=True))
    faults = []
    for _, row in events.iterrows():
        target = row.claimed_response_to
        if bool(target) != bool(row.claimed_by):
            faults.append(f"{row.event_id}: claimed_response_to and claimed_by must both be filled or both be empty")
        if not target:
            continue
        if target not in dates or target == row.event_id:
            faults.append(f"{row.event_id}: claimed_response_to '{target}' is no other event")
        elif start(dates[target]) > start(row.date):
            faults.append(f"{row.event_id}: cannot answer the later event {target}")
    return faults


def same_addresses(table: pd.DataFrame, key: str) -> list[str]:
    """Second addresses that repeat the first."""
    return [
        f"{name}: second_url repeats url"
        for name in table[key][table.second_url.ne("") & (table.second_url == table.url)]
    ]


def bad_confidence(events: pd.DataFrame) -> list[str]:
    """'two sources' needs two addresses, 'one source' has one."""
    want = events.second_url.map(lambda url: "two sources" if url else "one source")
    return list(events.event_id[events.confidence != want])


def near_duplicates(events: pd.DataFrame) -> list[str]:
    """Pairs with the same date, a common actor and nearly the same title."""
    faults = []
    for _, group in events.groupby("date"):
        rows = list(group.itertuples())
        for i, one in enumerate(rows):
            for two in rows[i + 1 :]:
                common = set(one.actors.split(";")) & set(two.actors.split(";"))
                likeness = difflib.SequenceMatcher(None, one.title.lower(), two.title.lower()).ratio()
                if common and likeness > 0.8:
                    faults.append(f"{one.event_id} and {two.event_id} look like one event")
    return faults


def proposals_as_law(events: pd.DataFrame) -> list[str]:
    """Proposals with the stage of a law, and laws with the stage of a proposal."""
    proposal = events.kind == "proposal"
    wrong = proposal & ~events.stage.isin(["proposed", "announced"])
    wrong |= (events.stage == "proposed") & ~events.kind.isin(["proposal", "strategy"])
    return list(events.event_id[wrong])


def missed_anchors(events: pd.DataFrame) -> list[str]:
    """Key dates that moved or changed their stage."""
    stages = dict(zip(events.event_id, events.stage, strict=True))
    return [
        f"{slug}: expected {date}, {stage} ({why})"
        for slug, date, stage, why in ANCHORS
        if stages.get(f"{slug}-{date}") != stage
    ]


def bad_lessons(table: pd.DataFrame) -> list[str]:
    """Lessons that do not exist."""
    return [lesson for cell in table.lesson for lesson in cell.split(";") if lesson not in LESSONS]


def bad_ledger(ledger: pd.DataFrame) -> list[str]:
    """Rows of the ledger whose status, dates and addresses do not fit together."""
    faults = []
    for _, row in ledger.iterrows():
        name = f"{row.partner}, {row.topic}"
        done = row.status in {"delivered", "partly"}
        if done != bool(row.delivered_on):
            faults.append(f"{name}: status '{row.status}' and delivered_on '{row.delivered_on}' do not fit")
        if done and not row.delivered_url:
            faults.append(f"{name}: '{row.status}' needs an address")
        if row.delivered_on and row.delivered_on[:10] > row.as_of + "-31":
            faults.append(f"{name}: delivered after {row.as_of}")
    return faults


def unevenly_coded(ledger: pd.DataFrame) -> list[str]:
    """Rows that break the ledger's own rule: the age of what was not found, and one yardstick for what is alike."""
    faults = []
    for _, row in ledger.iterrows():
        name, last = f"{row.partner}, {row.topic}", f"{int(row.as_of[:4]) - 1}{row.as_of[4:]}"
        if row.status == "not-yet" and row.promised_on[:7] <= last:
            faults.append(f"{name}: promised a year or more before {row.as_of}: 'unknown', not 'not-yet'")
        if row.status == "unknown" and row.promised_on[:7] > last:
            faults.append(f"{name}: promised less than a year before {row.as_of}: 'not-yet', not 'unknown'")
        if row.status == "delivered" and row.delivered_on < row.promised_on:
            faults.append(f"{name}: delivered before it was promised")
    yardsticks = ledger.groupby("topic")["counts_as"].nunique()
    return faults + [
        f"{topic}: another yardstick for Korea than for Japan" for topic in yardsticks.index[yardsticks > 1]
    ]


def twins(glossary: pd.DataFrame) -> list[str]:
    """Abbreviations that stand for two terms."""
    used = glossary.abbreviation[glossary.abbreviation != ""]
    return list(used[used.duplicated()])


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    return read("policy_events")


@pytest.fixture(scope="module")
def claims() -> pd.DataFrame:
    return read("claim_check")


@pytest.fixture(scope="module")
def ledger() -> pd.DataFrame:
    return read("ledger")


@pytest.fixture(scope="module")
def glossary() -> pd.DataFrame:
    return read("glossary")


def spoilt(table: pd.DataFrame, **cells: str) -> pd.DataFrame:
    """The first row of a table with some cells overwritten: the usual canary."""
    row = table.head(1).copy()
    for column, value in cells.items():
        row[column] = value
    return row


# --- policy events ---------------------------------------------------------------------------------------------


def test_events_are_many_and_reach_from_1986_to_2026(events):
    assert len(events) >= 170
    assert {"1986", "2026"} <= set(events.date.str[:4])


def test_events_are_in_order(events):
    begins = [start(date) for date in events.date]
    assert begins == sorted(begins)


def test_event_dates_exist_and_fit_their_precision(events):
    assert bad_dates(events) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"date": "2023-02-30", "precision": "day"},
        {"date": "2023-02", "precision": "day"},
        {"date": "1985-01-01", "precision": "day", "event_id": "x-1985-01-01"},
        {"date": "2023-06-30", "precision": "day", "event_id": "x-2023-06-29"},
        {"precision": "week"},
    ],
)
def test_bad_dates_are_caught(events, cells):
    assert bad_dates(spoilt(events, **cells))


def test_event_vocabularies_are_closed(events):
    assert bad_actors(events) == []
    assert idle_words("policy_events", events) == []
    assert idle_words("policy_events", events[events.kind != "treaty"]) == ["policy_events, kind: no row is 'treaty'"]
    assert bad_actors(spoilt(events, actors="EU;Brussels"))


def test_no_side_is_said_to_take_revenge(events):
    assert one_sided(events) == []
    assert one_sided(spoilt(events, summary="Beijing retaliates."))


def test_claimed_answers_are_claimed_by_somebody_and_come_later(events):
    assert bad_claims(events) == []
    first, last = events.event_id.iloc[0], events.event_id.iloc[-1]
    assert bad_claims(spoilt(events, claimed_response_to=first, claimed_by="press"))
    assert bad_claims(spoilt(events, claimed_response_to="nothing", claimed_by="press"))
    assert bad_claims(spoilt(events, claimed_by="press"))
    future = pd.concat([spoilt(events, claimed_response_to=last, claimed_by="press"), events.tail(1)])
    assert bad_claims(future)


def test_the_same_standard_for_all_sides(events):
    answers = events[events.claimed_response_to != ""]
    actors = set(";".join(answers.actors).split(";"))
    assert {"CN", "EU", "JP", "NL", "US"} <= actors


def test_second_addresses_are_others(events):
    assert same_addresses(events, "event_id") == []
    assert bad_confidence(events) == []
    assert same_addresses(spoilt(events, second_url=events.url.iloc[0]), "event_id")
    assert bad_confidence(spoilt(events, second_url="", confidence="two sources"))


def test_one_act_at_one_stage_is_one_row(events):
    assert near_duplicates(events) == []
    twin = events.head(1).copy()
    twin["title"] = twin.title + "!"
    assert near_duplicates(pd.concat([events.head(1), twin]))


def test_proposals_are_not_law(events):
    assert proposals_as_law(events) == []
    for slug in ("economic-security-package", "industrial-accelerator-act", "match-act", "chips-act-2"):
        assert set(events.kind[events.event_id.str.contains(slug)]) == {"proposal"}
    assert proposals_as_law(spoilt(events, kind="proposal", stage="in-force"))
    assert proposals_as_law(spoilt(events, kind="legislation", stage="proposed"))


def test_key_dates(events):
    assert missed_anchors(events) == []
    assert missed_anchors(events[events.event_id != "nl-duv-licences-published-2023-06-30"])
    moved = events.copy()
    moved.loc[moved.event_id == "eu-chips-act-proposed-2022-02-08", "stage"] = "in-force"
    assert missed_anchors(moved)


def test_the_memorandum_is_not_an_act_of_the_council(events):
    row = events.set_index("event_id").loc["eu-jp-chip-memorandum-2023-07-04"]
    assert {"METI", "Commission"} <= set(row.actors.split(";"))


# --- claim check -----------------------------------------------------------------------------------------------


def test_claims(claims):
    assert list(claims.claim_id) == [f"C{n:02d}" for n in range(1, 32)]
    assert same_addresses(claims, "claim_id") == []
    assert bad_lessons(claims) == []
    assert (claims.quote_nl.str.split().str.len() <= 10).all(), "quote fragments only"


def test_broken_claims_are_caught(claims):
    assert same_addresses(spoilt(claims, second_url=claims.url.iloc[0]), "claim_id")
    assert bad_lessons(spoilt(claims, lesson="01-reading-the-news;09-later"))


def later_facts(claims: pd.DataFrame) -> list[str]:
    """Verdicts of July 2023 that lean on a year after 2023."""
    return list(claims.claim_id[claims.evidence_2023.str.contains(r"\b202[4-6]\b")])


def test_the_verdict_of_2023_knows_nothing_of_later_years(claims):
    assert later_facts(claims) == []
    assert later_facts(spoilt(claims, evidence_2023="The auditors said so in 2025."))


def test_the_two_rows_that_needed_care(claims):
    claim = claims.set_index("claim_id")
    dutch = claim.loc["C27"]
    assert dutch.verdict_2023 == "imprecise"
    assert all(day in dutch.evidence_2023 for day in ("8 March", "30 June", "1 September"))
    memorandum = claim.loc["C12"].evidence_2023
    assert "4 July" in memorandum and "METI" in memorandum and "not an act of the Council" in memorandum


# --- ledger ----------------------------------------------------------------------------------------------------


def test_ledger(ledger):
    assert len(ledger) >= 24
    assert idle_words("ledger", ledger) == []
    assert bad_ledger(ledger) == []
    assert unevenly_coded(ledger) == []


def test_ledger_compares_the_same_topics_with_both_partners(ledger):
    topics = {partner: set(rows.topic.str.split(":").str[0]) for partner, rows in ledger.groupby("partner")}
    shared = {"AI", "HPC", "chips", "cybersecurity", "digital trade", "governance", "quantum", "research money"}
    assert shared <= topics["EU-JP"] & topics["EU-KR"]


@pytest.mark.parametrize(
    "cells",
    [
        {"status": "delivered", "delivered_on": ""},
        {"status": "unknown", "delivered_on": "2024-01-01"},
        {"status": "partly", "delivered_url": ""},
        {"delivered_on": "2027-01-01"},
    ],
)
def test_broken_ledger_rows_are_caught(ledger, cells):
    assert bad_ledger(spoilt(ledger, **cells))


@pytest.mark.parametrize(
    "cells",
    [
        {"status": "not-yet", "promised_on": "2024-01-01"},
        {"status": "unknown", "promised_on": "2026-01-01"},
        {"status": "delivered", "promised_on": "2026-01-01", "delivered_on": "2025-12-31"},
    ],
)
def test_rows_that_break_the_rule_of_coding_are_caught(ledger, cells):
    assert unevenly_coded(spoilt(ledger, **cells))


def test_two_yardsticks_are_caught(ledger):
    softer = ledger.copy()
    softer.loc[(ledger.partner == "EU-KR") & (ledger.topic == "governance: yearly Council"), "counts_as"] = (
        "Any meeting"
    )
    assert unevenly_coded(softer)


# --- glossary --------------------------------------------------------------------------------------------------


def test_glossary(glossary):
    assert len(glossary) >= 70
    assert twins(glossary) == []
    assert idle_words("glossary", glossary) == []
    assert (glossary.definition.str.len() <= 200).all(), "one or two plain sentences"


def test_broken_glossary_rows_are_caught(glossary):
    short = glossary[glossary.abbreviation != ""].head(1)
    assert twins(pd.concat([glossary, short]))
