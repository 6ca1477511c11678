"""Exercise of lesson 1: stages, kinds of sentence, verdicts and deciders, on the story of July 2023 and its record."""

from __future__ import annotations

import datetime as dt
import math
import random

import pandas as pd

from derisking import data
from derisking.exercises import reading
from derisking.exercises.exercise import Definition, Task
from derisking.exercises.kinds import Case, Choice, Classify, Custom, Function, MultiChoice, Number, Ordering, Slip
from derisking.exercises.results import RIGHT, SLIP, WRONG_SHAPE, WRONG_VALUE, Verdict

LESSON = "01-reading-the-news"
NOTICE, DUTY = "cn-gallium-germanium-announced-2023-07-03", "cn-gallium-germanium-in-force-2023-08-01"
DOSSIER = {"a": "C03", "b": "C11", "c": "C08", "d": "C25", "e": "C19", "f": "C21"}  # cards and claims
CHECKED = ["accurate", "imprecise", "wrong"]  # verdicts of claims that could be checked on the day

# --- keys: from the tables ------------------------------------------------------------------------------------------------


def days_to_duty() -> int:
    """Days from China's notice on two metals to the day the licence was needed."""
    dates = data.load("policy_events").set_index("event_id")["date"]
    return (dt.date.fromisoformat(dates[DUTY]) - dt.date.fromisoformat(dates[NOTICE])).days


def dossier_verdicts() -> dict[str, set[str]]:
    """Card -> verdict of July 2023; opinion, forecast and unverifiable are one: no check was possible."""
    verdicts = data.load("claim_check").set_index("claim_id")["verdict_2023"]
    found = {card: verdicts[claim] for card, claim in DOSSIER.items()}
    return {card: {verdict if verdict in CHECKED else "open"} for card, verdict in found.items()}


# --- part A ---------------------------------------------------------------------------------------------------------------

STAGES = {"announced": "announced", "published": "published", "signed": "signed", "force": "in force"}
SORTS = {"fact": "fact claim", "interpretation": "interpretation", "forecast": "forecast"}
VERDICTS = {"accurate": "accurate", "imprecise": "imprecise", "wrong": "wrong", "open": "no check was possible"}
DECIDERS = {
    "commission": "Commission",
    "council": "Council of the EU",
    "state": "member state",
    "ministry": "ministry",
    "company": "company",
    "fund": "fund",
}


def _stages() -> Task:
    answer = Classify("stages", STAGES, {
        "a": {"announced"}, "b": {"published"}, "c": {"signed"}, "d": {"force"}, "e": {"signed"}, "f": {"announced"},
    }, (
        Slip("announced-is-in-force", ("a", "force"), "\"will be\" says that the duty has not begun."),
        Slip("announced-is-published", ("a", "published"), "reporters heard of it; the text of the rule is not there yet."),
        Slip("published-is-in-force", ("b", "force"), "all can read it, but for some weeks nobody must obey it."),
        Slip("published-is-announced", ("b", "announced"), "more than words: the text itself is there."),
        Slip("signed-is-in-force", ("c", "force"), "two names stand under a text of intentions. Nobody is bound by a duty."),
        Slip("in-force-is-published", ("d", "published"), "the text had been there before. New on that day is the duty."),
        Slip("treaty-signed-is-in-force", ("e", "force"), "parliaments must still agree. With a treaty, signing is a beginning."),
        Slip("plan-is-published-rule", ("f", "published"), "a letter about a rule to come is not yet the rule."),
    ), "Yes. Words, a text, names, a duty: ask which of them exists on the day.", "Ask what exists on that day: words, a text, names or a duty?")  # fmt: skip
    return Task("stages", "Four verbs", "A", 2, "R1", answer, (
        "Announced: words. Published: a text that all can read. Signed: names. In force: a duty.",
        "Two sentences are only words about a rule to come. Two have names under a text.",
        "The one with customs officers is in force, the one with the journal is published.",
    ))  # fmt: skip


def _two_rules() -> list[Task]:
    order = Ordering("two_rules", ("E", "C", "A", "F", "B", "D"), (
        Slip("published-before-announced", ("A", "C"), "Japan's order was announced first and published almost two months later."),
        Slip("dutch-duty-first", ("D", "B"), "Japan's duty began in July, before the Dutch one."),
        Slip("japan-announced-first", ("C", "E"), "The Dutch letter came first, by some three weeks. Both came after talks in Washington."),
        Slip("binding-before-published", ("B", "F"), "When the Dutch order stood in the Gazette, Japan's duty had not begun yet."),
    ), praise="Yes. The second to speak was the first to act.", otherwise="Sort by month first, then by day.")  # fmt: skip
    days = Number("days_to_duty", days_to_duty, 0.1, "days", {}, (
        Slip("counts-both-ends", lambda: days_to_duty() + 1, "You counted the first day as well. From Monday to Tuesday is one day."),
        Slip("days-of-the-month", 31, "July has that many days, but the notice came on the third."),
        Slip("month-not-days", 1, "That is months. Days are asked for."),
        Slip("one-short", lambda: days_to_duty() - 1, "You stopped at the last day of July. The duty began one day later."),
        Slip("from-dutch-order", 32, "You started at the Dutch order of 30 June. China's notice came some days later."),
        Slip("to-dutch-duty", 60, "You went on to the Dutch duty of 1 September. China's began earlier."),
    ), "Yes. A notice by one ministry is quick.", "Count the days left in July, then go on to the first day of the duty.")  # fmt: skip
    return [
        Task("two-rules", "Two rules, six dates", "A", 1, "R1", order, (
            "Announced in March, twice; in May and June the texts; then the duties.",
            "The Dutch letter was first, the Dutch duty last. Japan's text and duty lie in between.",
            "March: E, C. Then A in May and F in June.",
        )),
        Task("days", "How long until it binds?", "A", 1, "R1", days, (
            "Start at the notice, stop at the day from which a licence is needed.",
            "From 3 July to 31 July is 28 days. Then one step more.",
        )),
    ]  # fmt: skip


def _sorts() -> Task:
    answer = Classify("sorts", SORTS, {
        "a": {"fact"}, "b": {"fact"}, "c": {"interpretation"}, "d": {"forecast"}, "e": {"interpretation"},
        "f": {"forecast", "interpretation"},
    }, (
        Slip("false-means-opinion", ("b", "interpretation"), "it is false, but it can be checked on the day: body, day and verb."),
        Slip("fact-needs-weight", ("a", "interpretation"), "a place and a day can be checked. No meaning is added."),
        Slip("motive-as-fact", ("c", "fact"), "both rules are facts. That one answers the other is a reading, and needs an owner."),
        Slip("plan-as-fact", ("d", "fact"), "the law is a fact, its effect is not. Nobody could check 2030 in 2023."),
        Slip("gesture-proves-feeling", ("e", "fact"), "the visit can be checked. What it shows is the writer's reading."),
        Slip("present-tense-as-fact", ("f", "fact"), "the grammar says now, the meaning says later: it speaks of a shortage to come."),
    ), "Yes. First the kind, then the truth.", "Can it be checked on the day? Does it give a meaning or a motive? Does it speak of what will come?")  # fmt: skip
    return Task("sorts", "Fact, reading or forecast?", "A", 2, "R2", answer, (
        "A statement of fact may be false. It stays one, because it can be checked.",
        "Look for motives and meanings (two sentences), and for the future (two, one in the present tense).",
    ))  # fmt: skip


def _tracing() -> list[Task]:
    settle = MultiChoice("settling", dict.fromkeys("ABCDEF", ""), {"A", "B"}, (
        Slip("repetition-as-proof", "C", "The second paper prints the same agency. That is one source, seen twice."),
        Slip("hindsight", "D", "A meeting in 2024 cannot tell you what was formed in the last week of June 2023."),
        Slip("popularity", "E", "Many readers may believe what is wrong."),
        Slip("comment-as-source", "F", "A comment on a text is further away than the text, and it came later."),
        Slip("nearest-source-missed", "A", "You left out the text that the two sides agreed on that very day."),
        Slip("founding-text-missed", "B", "You left out the founding text: it tells whether the council was new."),
    ), "Yes. One shows what happened on the day, the other that the council was no new idea.")  # fmt: skip
    slips = (
        Slip("every-nuance-is-an-error", ("a", "imprecise"), "a video, a day, a platform: the sentence claims no more, and all of it holds."),
        Slip("part-for-whole-accepted", ("b", "accurate"), "two of six fields, and neither stands first. The core holds, the emphasis does not."),
        Slip("nuance-is-wrong", ("b", "wrong"), "both fields are really there. Right at the core, with a limit missing: there is a word for that."),
        Slip("founding-verb-missed", ("c", "imprecise"), "the core itself fails: nothing was left to set up."),
        Slip("founding-verb-missed", ("c", "accurate"), "look at the verb. What was there to be set up?"),
        Slip("motive-checked", ("d", "accurate"), "that there are limits holds. The sentence is about their purpose, and that is contested."),
        Slip("motive-checked", ("d", "wrong"), "you would have to know the motive to call it wrong. The text gives other reasons, and others doubt them."),
        Slip("plan-is-no-law", ("e", "imprecise"), "the sentence says that the EU *wants* to. It does not say that the law is in force."),
        Slip("order-of-events", ("f", "accurate"), "the partnerships are older than the strategy whose part they are said to be."),
        Slip("nuance-is-wrong", ("f", "wrong"), "partnering is one of the three Ps, so the core holds. The order of events is what blurs it."),
    )  # fmt: skip
    verdicts = Classify("verdicts", VERDICTS, dossier_verdicts(), slips,
        "Yes. Blur is far more common than falsehood.", "What does the sentence claim, word by word, and what does the evidence say about each word?")  # fmt: skip
    later = Choice("later_entry", dict.fromkeys("ABCD", ""), {
        "B": "Yes. The verdict belongs to the day; what came later has a column of its own.",
    }, (
        Slip("hindsight", "A", "It came true in part. But in July 2023 nobody could check it, and a verdict is about that day."),
        Slip("forecast-is-wrong", "C", "That nobody can know makes it a forecast, not a mistake."),
        Slip("open-is-worthless", "D", "A forecast is worth keeping, as long as it is called one and somebody looks again."),
    ))  # fmt: skip
    return [
        Task("settling", "What would settle it?", "A", 1, "R3", settle, (
            "You want texts by those who must know, and they must speak of that day.",
            "Two of the six are texts of the two sides themselves.",
        )),
        Task("verdicts", "Six verdicts", "A", 2, "R3", verdicts, (
            "Go through the evidence word by word. Imprecise: right at the core, but a date, verb or limit is off.",
            "Two are accurate, two imprecise, one is wrong, and for one no check was possible.",
            "The one without a check is about a purpose. The wrong one has a wrong verb.",
        )),
        Task("later", "Three years on", "A", 1, "R3", later, (
            "What could be known on the day? And where does the rest go?",
            "Two columns.",
        )),
    ]  # fmt: skip


def _deciders() -> Task:
    answer = Classify("deciders", DECIDERS, {
        "a": {"commission"}, "b": {"council"}, "c": {"state", "ministry"}, "d": {"ministry"}, "e": {"fund"},
        "f": {"company"}, "g": {"commission"}, "h": {"commission", "ministry"},
    }, (
        Slip("council-proposes", ("a", "council"), "ministers adopt laws; another office writes the proposal."),
        Slip("commission-makes-laws", ("b", "commission"), "it proposes. The ministers, with Parliament, adopt."),
        Slip("controls-are-eu-law", ("c", "commission"), "the goods were not on the EU's list. The order is national."),
        Slip("controls-are-eu-law", ("c", "council"), "the goods were not on the EU's list. The order is national."),
        Slip("japan-as-member-state", ("d", "state"), "that word is for members of the EU. Who in Japan signs such an order?"),
        Slip("state-fund-is-ministry", ("e", "ministry"), "the state stands behind the buyer, but the offer was the buyer's own act."),
        Slip("target-makes-the-offer", ("e", "company"), "the firm was to be bought. Who made the offer?"),
        Slip("state-builds-plants", ("f", "state"), "it paid a part later. The plan was announced by those who build."),
        Slip("aid-is-national-only", ("g", "state"), "Germany gives the money, but somebody had to allow it."),
        Slip("three-councils", ("h", "council"), "the body that met that day is called a council, too, but it signed nothing: two people did."),
    ), "Yes. Countries do not sign papers; people in offices do.", "Is it a law, an order, a signature, a purchase or a permission?")  # fmt: skip
    return Task("deciders", "Who could decide that?", "A", 2, "R4", answer, (
        "A law is proposed by one office and adopted by another. An order needs one ministry.",
        "State aid in the EU must be allowed by the office that proposes laws.",
        "Where two sides sign, each of the two signers is a good answer.",
    ))  # fmt: skip


# --- part B, route code ---------------------------------------------------------------------------------------------------


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
    return [*cases, Case((table(["forecast", "opinion"]), "wrong"), "a table without a claim that could be checked (the answer is nan)")]  # fmt: skip


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
    near = pd.DataFrame({
        "date": [_day(rng, 2020, 2024), _day(rng, 2015, 2019)], "actors": ["EU;JP", "Samsung;EUV RMQC"], "kind": "company",
    })  # fmt: skip
    return [
        *cases,
        Case((near, "EU", "company"), "a code that is a part of another name (EU and EUV RMQC)"),
        Case((cases[0].args[0], "TW", "restriction"), "an actor who did nothing of the kind (the answer is an empty text)"),
    ]  # fmt: skip


def _first_with(pick, keep):
    """The date picked from the entries that a rule keeps: for recognising one mistake."""

    def wrong(table: pd.DataFrame, actor: str, kind: str) -> str:
        rows = zip(table["date"], table["actors"], table["kind"], strict=True)
        return pick([date for date, actors, what in rows if keep(actors.split(";"), what, actor, kind)])

    return wrong


def _both(actors: list[str], what: str, actor: str, kind: str) -> bool:
    return actor in actors and what == kind


def _count_code() -> list[Task]:
    count = Function("count_entries", ref_count, _count_cases, scales={}, slips=(
        Slip("year-ignored", lambda table, kind, year: int((table["kind"] == kind).sum()), "It counts the kind in all years. Use `year` as well."),
        Slip("kind-ignored", lambda table, kind, year: int((table["date"].str[:4] == year).sum()), "It counts the year, whatever the kind. Both must hold."),
        Slip("or-for-and", lambda table, kind, year: int(((table["kind"] == kind) | (table["date"].str[:4] == year)).sum()),
             "One of the two is enough for your function. Between conditions that must both hold stands `&`, not `|`."),
        Slip("counts-all-rows", lambda table, kind, year: len(table), "It counts every row. Filter first, or add up the `True` values."),
    ), otherwise="Filter the table by hand for one year and compare.")  # fmt: skip
    order = Ordering("share_order", ("B", "C", "A", "D"), (
        Slip("counts-before-filter", ("C", "B"), "The counts are made from `checked`, so the filter comes first."),
        Slip("share-before-count", ("A", "C"), "Shares are made from the counts, so those must be there first."),
        Slip("largest-before-share", ("D", "A"), "The largest share can be found only when there are shares."),
    ))  # fmt: skip
    return [
        Task("count-code", "Complete a worked example", "B", 2, "R1", count, (
            "You need a second condition like the one above, and both must hold.",
            "The first four letters of a date are its year: `table[\"date\"].str[:4]`.",
            "`rows = (table[\"kind\"] == kind) & (table[\"date\"].str[:4] == year)`, then `rows.sum()`.",
        ), "code"),
        Task("order-code", "Put the lines in order", "B", 1, "R3", order, (
            "Which line needs nothing but `claims`?",
            "Filter, count, share, largest.",
        ), "code"),
    ]  # fmt: skip


def _share_code() -> list[Task]:
    share = Function("verdict_share", ref_share, _share_cases, slips=(
        Slip("all-claims-below", lambda table, verdict: float((table["verdict_2023"] == verdict).mean()),
             "You divide by all claims. Below the line stand only those that could be checked: `checked`."),
        Slip("part-over-rest", lambda table, verdict: ref_share(table, verdict) / (1 - ref_share(table, verdict)),
             "You divide by the other verdicts. The part belongs below the line too."),
        Slip("count-not-share", lambda table, verdict: float((table["verdict_2023"] == verdict).sum()), "That is a number of claims. Divide it by the number of checked claims."),
        Slip("others-share", lambda table, verdict: 1 - ref_share(table, verdict), "That is the share of the other verdicts."),
        Slip("upside-down", lambda table, verdict: 1 / ref_share(table, verdict), "Turn the fraction round: the part stands on top."),
    ))  # fmt: skip
    anything = lambda actors, what, actor, kind: actor in actors  # noqa: E731
    anybody = lambda actors, what, actor, kind: what == kind  # noqa: E731
    alone = lambda actors, what, actor, kind: actors == [actor] and what == kind  # noqa: E731
    first = Function("first_date", ref_first, _first_cases, scales={}, slips=(
        Slip("first-row-not-earliest", _first_with(lambda dates: dates[0], _both), "It gives the first row that fits. The table is not sorted: look for the earliest date."),
        Slip("last-row", _first_with(lambda dates: dates[-1], _both), "It gives the last row that fits. Look for the earliest date."),
        Slip("latest-for-earliest", _first_with(max, _both), "It gives the latest date. The earliest is asked."),
        Slip("kind-ignored", _first_with(min, anything), "It looks at all kinds of entry. Use `kind` as well."),
        Slip("actor-ignored", _first_with(min, anybody), "It looks at all actors. Use `actor` as well."),
        Slip("joint-acts-missed", _first_with(min, alone), "It misses acts with several actors: `actors` may be \"NL;JP\". Split it at the semicolon."),
    ), otherwise="Try it on the real table, for Japan and restrictions.")  # fmt: skip
    return [
        Task("share-code", "Fill the gaps", "B", 2, "R3", share, (
            "Which claims are above the line, and which below?",
            "Above: the rows of `checked` with this verdict. Below: all rows of `checked`.",
            "`hits = (checked[\"verdict_2023\"] == verdict).sum()`, and then `hits / len(checked)`.",
        ), "code"),
        Task("first-code", "A blank page", "B", 3, "R4", first, (
            "Filter by kind, filter by actor, take the smallest date. Dates written 2023-07-03 sort like words.",
            "For one row: `actor in row[\"actors\"].split(\";\")`. A loop over `table.iterrows()` is fine.",
            "Collect the dates that fit in a list; return `min(dates)` if the list is not empty, else `\"\"`.",
        ), "code"),
    ]  # fmt: skip


# --- part B, route decide -------------------------------------------------------------------------------------------------

SENTENCES = {"A": "the council", "B": "the Dutch limits", "C": "JSR", "D": "Japan's part in the chain"}
PROOFS = {"A": {"P", "Q"}, "B": {"R", "S"}, "C": {"T", "U"}, "D": set()}


def judge_correction(found: dict[str, dict]) -> Verdict:
    """A sentence to correct, and the two pieces of evidence that show why."""
    label, labels = reading.as_label(found["sentence"]), reading.as_labels(found["proofs"])
    chosen = {text.upper() for text in labels or []}
    sentence = next((key for key, text in SENTENCES.items() if label in (reading.fold(key), reading.fold(text))), None)
    if sentence is None:
        return Verdict(
            0, WRONG_VALUE, f"`sentence` must be one of the letters {', '.join(SENTENCES)}, in quotation marks."
        )
    if len(chosen) != 2 or not chosen <= set("PQRSTUVW"):
        return Verdict(0, WRONG_SHAPE, 'Give two different letters from P to W as `proofs`, such as ["P", "W"].')
    if sentence == "D":
        return Verdict(
            0, SLIP, "That sentence holds. A correction that corrects nothing costs trust.", "corrects-what-holds"
        )
    if "V" in chosen:
        return Verdict(
            0, SLIP, "V came later. A correction of July 2023 rests on what could be known then.", "hindsight"
        )
    if "W" in chosen:
        return Verdict(
            0,
            SLIP,
            "W is about how many repeat it. A sentence is not checked by counting its copies.",
            "repetition-as-proof",
        )
    wrong = ", ".join(sorted(chosen - PROOFS[sentence]))
    if not wrong:
        return Verdict(
            1, RIGHT, "Both were known on the day and speak about this sentence. Another sentence could be chosen too."
        )
    text = f"{wrong} may be true, but it does not show what is off in the sentence on {SENTENCES[sentence]}."
    return Verdict(0.5 if chosen & PROOFS[sentence] else 0, SLIP, text, "evidence-for-another-sentence")  # fmt: skip


def _decide_route() -> list[Task]:
    headline = Choice("headline", dict.fromkeys("ABCDE", ""), {
        "A": "Good: the right verb for that week, and the date that matters to firms.",
        "B": "Good: it leaves the verbs aside and tells readers what changes, and when.",
    }, (
        Slip("licence-is-ban", "C", "It is a licence duty, not a ban, and it names no country."),
        Slip("national-is-eu", "D", "No EU body decided it. It is an order of one member state."),
        Slip("published-is-in-force", "E", "On 3 July nobody needed the licence yet. The text had been published, no more."),
    ))  # fmt: skip
    rules = MultiChoice("desk_rules", dict.fromkeys("ABCDEF", ""), {"A", "B", "C"}, (
        Slip("copies-are-sources", "D", "Two copies of one report are one source."),
        Slip("hindsight", "E", "A guess may come true. Accurate means that it could be checked and held on the day."),
        Slip("official-summary-is-final", "F", "Official summaries slip, too: one of July 2023 puts the chip memorandum on the wrong day."),
        Slip("false-means-opinion", "A", "A false sentence can be checked as well as a true one. That makes it a statement of fact."),
        Slip("motive-as-fact", "B", "Nobody sees a motive. Say who claims it."),
        Slip("forecast-is-judged-at-once", "C", "On the day nothing can be checked. Note when to look again."),
    ), "Yes. Three rules that fit on a card.")  # fmt: skip
    return [
        Task("correction-decide", "Correct one sentence", "B", 3, "R3", Custom(("sentence", "proofs"), judge_correction), (
            "Three of the four sentences can be corrected. Choose, then look for the two pieces about that sentence.",
            "Cross out what came later and what only counts copies.",
        ), "decide"),
        Task("headline-decide", "Write the headline", "B", 2, "R1", headline, (
            "Check three things: the verb, who decided, and whether it is a ban.",
            "Two of the five are right in all three.",
        ), "decide"),
        Task("rules-decide", "Rules for the desk", "B", 3, "R2", rules, (
            "Three of the six are good rules.",
            "Strike those that count copies, judge by hindsight, or trust a seal.",
        ), "decide"),
    ]  # fmt: skip


def define(student: str | None = None) -> Definition:
    """The tasks of lesson 1. student: kept for variants; this exercise has none."""
    part_a = [_stages(), *_two_rules(), _sorts(), *_tracing(), _deciders()]
    return Definition(LESSON, "Exercise 1: The editor's desk", (*part_a, *_count_code(), *_share_code(), *_decide_route()))  # fmt: skip
