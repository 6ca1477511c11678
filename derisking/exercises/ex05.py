"""Exercise of lesson 5: what an export control is, who answers whom, when it leaks, and what a series shows."""

from __future__ import annotations

import functools
import random

import pandas as pd

from derisking import data
from derisking.models import supply
from derisking.exercises.exercise import Definition, Task
from derisking.exercises.kinds import Case, Choice, Classify, Function, MultiChoice, Number, Ordering, Slip

LESSON = "05-export-controls"
COALITION, SPARE = 0.7, 0.5  # made up, printed in the task
OWN_YEARS, AFTER = 10.0, 2.0  # made up, printed in the task

# --- keys: computed from the tables when an answer is judged --------------------------------------------------------------


def lacking(coalition: float = COALITION, year: float = 0.0) -> float:
    """Part of its need that the target of the task lacks after some years."""
    return float(supply.denied(coalition, [year], spare=SPARE, own_years=OWN_YEARS)[0])


@functools.cache
def asml(year: int, region: str = "") -> float:
    """Sales of ASML in a year, to one region or to all."""
    sales = data.load("asml_sales").query("year == @year")
    return float(sales.loc[sales["customer_region"] == region if region else slice(None), "total_net_sales_meur"].sum())


def china_share(year: int) -> float:
    return asml(year, "China") / asml(year)


# --- part A ---------------------------------------------------------------------------------------------------------------

FORMS = {"licence": "licence duty", "ban": "ban", "end use": "end-use control"}
LAWS = {"eu": "EU list", "national": "national list", "us": "US law abroad"}
ACTORS = {"says so": "the actor says so", "others say so": "only others say so", "nobody": "nobody says so"}
CLAIMS = {"shown": "shown", "possible": "possible", "not shown": "not shown"}


def _rules() -> list[Task]:
    forms = Classify(
        "forms",
        FORMS,
        {"a": {"licence"}, "b": {"ban"}, "c": {"end use"}, "d": {"licence"}},
        (
            Slip("licence-is-ban", ("a", "ban"), "a firm may ask, and the office may say yes."),
            Slip("licence-is-ban", ("d", "ban"), "a firm may ask first, so it is no ban, even if offices are slow."),
            Slip("ban-is-licence", ("b", "licence"), "there is nobody to ask: the answer is no."),
            Slip("list-for-use", ("c", "licence"), "the good is on no list. What matters is what it is for."),
            Slip("warning-is-ban", ("c", "ban"), "the sale is stopped for one use, not for the good as such."),
            Slip("list-is-end-use", ("a", "end use"), "the rule names goods, whoever buys them."),
            Slip("list-is-end-use", ("d", "end use"), "the rule names goods, whoever buys them."),
        ),
        "Yes. First how hard it is, then what is caught.",
    )
    laws = Classify(
        "laws",
        LAWS,
        {"a": {"national"}, "b": {"us"}, "c": {"eu"}, "d": {"national"}},
        (
            Slip("brussels-decides-all", ("a", "eu"), "in 2023 the machine was not on the EU's list."),
            Slip(
                "washington-decides-all", ("a", "us"), "the order stands in the Dutch gazette, whoever pressed for it."
            ),
            Slip("place-for-technology", ("b", "national"), "the plant is abroad. The rule follows the technology."),
            Slip("long-arm-is-eu", ("b", "eu"), "no rule of the EU asks for American permission."),
            Slip(
                "common-list-is-national", ("c", "national"), "one list for all members; only the licence is national."
            ),
            Slip("neighbour-is-eu", ("d", "eu"), "Article 10 uses a neighbour's list, not the common one."),
        ),
        "Yes. In the EU the list may be common or national; the licence is always given by a member state.",
    )
    arm = Choice(
        "long_arm",
        dict.fromkeys("ABCD", ""),
        {"C": "Yes: technology, buyer or use. The place of the plant and the maker's passport do not matter."},
        (
            Slip("place-for-technology", "A", "The rule reaches goods that never were in the United States."),
            Slip("passport-for-technology", "B", "The maker need not be American. The rule follows the technology."),
            Slip(
                "treaty-needed",
                "D",
                "No treaty is needed: the rule is American law that firms abroad obey, to keep access.",
            ),
        ),
    )
    return [
        Task("forms", "How hard, and what is caught?", "A", 1, "E1", forms, (
            "May a firm ask? Then it is a licence duty. Is the good on no list at all? Then look at the use.",
            "Two of the four are licence duties, one is a ban.",
        )),
        Task("laws", "Whose law?", "A", 1, "E1", laws, (
            "Article 9 lets a member state add goods to its own list; Article 10 lets others use that list.",
            "Two of the four are about national lists.",
        )),
        Task("long-arm", "The long arm", "A", 1, "E1", arm, (
            "The rule is called foreign direct product rule. What does it follow?",
            "Not the place, not the passport.",
        )),
    ]  # fmt: skip


def _answers() -> list[Task]:
    order = Ordering(
        "moves_order",
        ("C", "A", "E", "B", "D"),
        (
            Slip("answer-before-move", ("B", "A"), "The metals came after the chip rules of October 2022, not before."),
            Slip(
                "dutch-after-china",
                ("B", "E"),
                "The Dutch order was published three days before Beijing's announcement.",
            ),
            Slip("dutch-before-us", ("E", "A"), "The American chip rules are nine months older than the Dutch order."),
            Slip("huawei-forgotten", ("A", "C"), "Huawei was listed in 2019, long before the chip rules."),
            Slip("package-too-early", ("D", "B"), "The package with rare earths is of October 2025."),
        ),
        praise="Yes. And the order alone says nothing about reasons.",
        otherwise="Put the years beside the letters first.",
    )
    claims = Classify(
        "who_says",
        ACTORS,
        {"a": {"others say so"}, "b": {"says so"}, "c": {"nobody"}, "d": {"others say so"}},
        (
            Slip("press-is-actor", ("a", "says so"), "a former minister and the press say so; the ministry denied it."),
            Slip("date-is-reason", ("c", "others say so"), "our record holds no claim. A date is not a claim."),
            Slip("date-is-reason", ("c", "says so"), "our record holds no claim. A date is not a claim."),
            Slip("press-is-actor", ("d", "says so"), "the order gives Dutch security as its reason."),
            Slip("actor-overlooked", ("b", "others say so"), "the one who acts said so himself, in public."),
            Slip("claim-overlooked", ("a", "nobody"), "somebody does say so, only not the one who acted."),
            Slip("claim-overlooked", ("d", "nobody"), "the press says so; the one who acted does not."),
        ),
        "Yes. Who says so is half of the news.",
    )
    sentence = Choice(
        "print_it",
        dict.fromkeys("ABCD", ""),
        {"B": "Yes: a date, a claim with its owner, and the denial."},
        (
            Slip("after-is-because", "A", '"In retaliation" states a motive as a fact. Somebody must claim it.'),
            Slip("denial-is-proof", "C", "A denial is a claim as well. It does not prove that there was no link."),
            Slip("no-claim-at-all", "D", "To leave out the link is to leave out news: people in office do claim it."),
        ),
    )
    return [
        Task("moves-order", "What came first?", "A", 1, "E2", order, (
            "2019, 2022, mid-2023 twice, 2025.",
            "The Dutch order is of 30 June 2023, the announcement on gallium of 3 July.",
        )),
        Task("who-says", "Who says that it is an answer?", "A", 1, "E2", claims, (
            "Ask who speaks: the one who acted, or somebody else?",
            "One of the four speaks for himself, in public. Of one, our record holds no claim at all.",
        )),
        Task("print-it", "Which sentence may be printed?", "A", 1, "E2", sentence, (
            "A careful sentence has a date, and says who makes the claim.",
            "It contains the denial too.",
        )),
    ]  # fmt: skip


def _leaks() -> list[Task]:
    first = Number(
        "cut_at_once",
        lacking,
        0.005,
        slips=(
            Slip("leak-forgotten", COALITION, "That holds if nobody else sells. Outsiders sell more: take that away."),
            Slip("spare-of-the-whole", COALITION - SPARE,
                 "You took half of the whole market. Outsiders sell half as much again as *they* sell now."),
            Slip("outsiders-total", lambda: COALITION - (1 - COALITION) * (1 + SPARE),
                 "You took off all that outsiders sell. Only what they add fills the gap."),
            Slip("filled-for-lacking", (1 - COALITION) * SPARE, "That is what outsiders add. Asked is what is still missing."),
            Slip("supplied-for-lacking", lambda: 1 - lacking(), "That is what the target still gets. Asked is what it lacks."),
        ),
        right="Yes. The coalition's share is only the upper limit of what it can cut.",
    )  # fmt: skip
    later = Number(
        "cut_later",
        lambda: lacking(year=AFTER),
        0.005,
        slips=(
            Slip("time-forgotten", lacking, "That is the first day. After two years the target makes a part itself."),
            Slip("one-year-only", lambda: lacking(year=1), "That is after one year. Two have passed."),
            Slip("part-of-the-gap", lambda: lacking() * (1 - AFTER / OWN_YEARS),
                 "You took a part of the gap. The target learns to make a part of its whole need each year."),
            Slip("leak-forgotten", COALITION - AFTER / OWN_YEARS, "You left out the outsiders: start from the first answer."),
        ),
        right="Yes. Time does what rivals could not.",
    )  # fmt: skip
    mono = Choice(
        "holds",
        dict.fromkeys("ABCD", ""),
        {"B": "Yes: nobody else makes it, so nobody fills the gap. Only the buyer's own learning wears it down."},
        (
            Slip("largest-country-holds", "A", "A large seller with rivals leaks, as soon as they can sell more."),
            Slip("many-is-strong", "C", "Several members help only if the outsiders have little to sell."),
            Slip("raw-means-power", "D", "Ore in the ground elsewhere can be mined: it takes years, but it leaks."),
        ),
    )
    return [
        Task("cut-at-once", "How much is cut at once?", "A", 1, "E3", first, (
            "Start from the coalition's share. Outsiders hold the rest, and sell half as much again.",
            "The outsiders hold 0.3 and add half of that. Take it from the coalition's share.",
        )),
        Task("cut-later", "Two years later", "A", 1, "E3", later, (
            "Each year a tenth of the whole need is made at home.",
            "Take two tenths from your first answer.",
        )),
        Task("holds", "Which lone control holds?", "A", 1, "E3", mono, (
            "Who could walk around it?",
            "Look for the good that nobody else makes.",
        )),
    ]  # fmt: skip


def _series() -> list[Task]:
    share = Number(
        "china_part",
        lambda: china_share(2023),
        0.005,
        slips=(
            Slip("year-before", lambda: china_share(2022), "That is 2022. The year of the Dutch order is asked, 2023."),
            Slip("part-over-rest", lambda: asml(2023, "China") / (asml(2023) - asml(2023, "China")),
                 "You divided by all the others. Below the line stands the total, China in it."),
            Slip("growth-for-share", lambda: asml(2023, "China") / asml(2022, "China"),
                 "That says how much it grew. A share of all sales in 2023 is asked."),
            Slip("wrong-year-below", lambda: asml(2023, "China") / asml(2022), "You divided by the total of 2022."),
            Slip("largest-customer", lambda: asml(2023, "Taiwan") / asml(2023), "That is Taiwan's part, the largest of all."),
        ),
        right="Yes. It rose in the very year of the licence duty.",
    )  # fmt: skip
    year = Number(
        "broken_year",
        lambda: (7 * 300 + 5 * 480) / 12,
        0.5,
        scales={},
        slips=(
            Slip("plain-mean", (300 + 480) / 2, "You took the two prices alike. Seven months count more than five."),
            Slip("months-turned", (5 * 300 + 7 * 480) / 12, "You turned the months round: seven before, five after."),
            Slip("after-only", 480.0, "That is the price after the control. The average mixes in seven months before."),
            Slip("before-only", 300.0, "That is the price before the control. Five dearer months belong to the year."),
            Slip("sum-of-months", 7 * 300 + 5 * 480.0, "You added the months. Divide by twelve."),
        ),
        right="Yes. The average hides how large the jump was, and when it came.",
        otherwise="Weigh each price with its months.",
    )  # fmt: skip
    read = Classify(
        "readings",
        CLAIMS,
        {"a": {"shown"}, "b": {"possible"}, "c": {"not shown"}, "d": {"possible"}},
        (
            Slip("after-is-because", ("c", "shown"), '"because" needs a comparison with a world without the control.'),
            Slip("after-is-because", ("c", "possible"), 'it says "because" without any "may": that much is not shown.'),
            Slip("doubt-everything", ("a", "possible"), "the numbers say exactly that, and no more."),
            Slip("doubt-everything", ("a", "not shown"), "the numbers say exactly that, and no more."),
            Slip("maybe-is-proof", ("b", "shown"), "it may be so. The numbers do not tell who bought ahead."),
            Slip("maybe-is-proof", ("d", "shown"), "it may be so. The numbers do not list machines."),
        ),
        "Yes. One sentence states, two offer, one claims too much.",
    )
    return [
        Task("china-part", "A share in a strange year", "A", 1, "E4", share, (
            "China's row of 2023 on top, the sum of that year below.",
            "Divide the number for China by the number in the row \"all\", both of 2023.",
        )),
        Task("broken-year", "A year in two parts", "A", 1, "E4", year, (
            "Seven months at one price, five at another: weigh each with its months.",
            "Add 7 × 300 and 5 × 480, then divide by 12.",
        )),
        Task("readings", "How far does the series go?", "A", 1, "E4", read, (
            "Ask of each sentence: is it in the numbers, does it say \"may\", or does it say \"because\"?",
            "Two of the four say \"may\".",
        )),
    ]  # fmt: skip


# --- part B, route code ---------------------------------------------------------------------------------------------------


def ref_answer_share(table: pd.DataFrame, actor: str) -> float:
    """Part of one actor's entries that somebody calls an answer; nan for an actor without entries."""
    rows = table[table["actor"] == actor]
    return float(rows["claimed_response_to"].notna().mean()) if len(rows) else float("nan")


def ref_gap(coalition: float, spare: float) -> float:
    """What a control cuts at once: the coalition's share minus what outsiders add, never below zero."""
    return max(0.0, coalition - spare * (1 - coalition))


def ref_lasts(coalition: float, spare: float, step: float) -> int:
    """The first year in which less than half of the first cut is left; the target gains `step` of its need a year."""
    first = ref_gap(coalition, spare)
    year = 0
    while first > 0 and first - step * year >= first / 2:
        year += 1
    return year


def _answer_cases(rng: random.Random) -> list[Case]:
    tables = []
    for count in (8, 13, 10):  # three entries each for CN and US: a share of one half would hide a mistake
        actors = ["US", "CN", "CN", "US", "CN", "US", *rng.choices(["NL", "JP"], k=count - 6)]
        claims = [None, "move-1", None, "move-2"] + [rng.choice([None, None, "move-3"]) for _ in range(count - 4)]
        tables.append(pd.DataFrame({"actor": actors, "claimed_response_to": claims}))
    return [
        Case((tables[0], "CN")),
        Case((tables[1], "US")),
        Case((tables[2], "CN")),
        Case((tables[0], "KR"), "an actor without entries (the answer is nan)"),
    ]


def _gap_cases(rng: random.Random) -> list[Case]:
    def draw(low: float, high: float) -> float:
        return round(rng.uniform(low, high), 2)

    return [
        Case((draw(0.55, 0.75), draw(0.3, 0.7))),
        Case((draw(0.76, 0.9), draw(0.8, 1.5))),
        Case((1.0, draw(0.5, 2.0)), "a monopolist (nobody fills the gap)"),
        Case((draw(0.1, 0.3), draw(0.8, 2.0)), "outsiders who can fill the whole gap (nothing is cut)"),
    ]


def _lasts_cases(rng: random.Random) -> list[Case]:
    def draw(low: float, high: float) -> float:
        return round(rng.uniform(low, high), 3)

    return [
        Case((draw(0.61, 0.69), draw(0.31, 0.4), 0.1003)),
        Case((draw(0.81, 0.95), draw(0.21, 0.4), 0.0507)),
        Case((0.997, draw(0.2, 0.6), 0.0303)),
        Case((0.2, 1.5, 0.1), "a control that cuts nothing (the answer is 0)"),
    ]


def _years(coalition: float, spare: float, step: float, left: float) -> int:
    """Years until less than `left` is left of what the control cut at first."""
    first, year = ref_gap(coalition, spare), 0
    while first > 0 and first - step * year >= left:
        year += 1
    return year


def _code_route() -> list[Task]:
    share = Function(
        "answer_share",
        ref_answer_share,
        _answer_cases,
        slips=(
            Slip("whole-table", lambda table, actor: float(((table["actor"] == actor) & table["claimed_response_to"].notna()).mean()),
                 "You divide by all rows. Divide by the rows of this actor."),
            Slip("actor-ignored", lambda table, actor: float(table["claimed_response_to"].notna().mean()),
                 "The answer is the same for every actor. Use the argument `actor`."),
            Slip("empty-counted", lambda table, actor: 1 - ref_answer_share(table, actor),
                 "You count the rows without a claim. `notna()` finds the filled ones."),
            Slip("count-not-share", lambda table, actor: int(((table["actor"] == actor) & table["claimed_response_to"].notna()).sum()),
                 "It gives a count. Divide by the number of this actor's rows."),
        ),
    )  # fmt: skip
    order = Ordering(
        "gap_order",
        ("C", "A", "D", "B"),
        (
            Slip("spare-before-outsiders", ("A", "C"), "What outsiders add needs what outsiders have."),
            Slip("limit-before-gap", ("B", "D"), "The limit at zero is put on the gap, so the gap comes first."),
            Slip("gap-before-added", ("D", "A"), "The gap is what is left after outsiders add, so that comes first."),
        ),
    )
    gap = Function(
        "first_gap",
        ref_gap,
        _gap_cases,
        scales={},
        slips=(
            Slip("leak-forgotten", lambda coalition, spare: coalition, "It never uses `spare`: outsiders sell more."),
            Slip("spare-of-the-whole", lambda coalition, spare: max(0.0, coalition - spare),
                 "You take `spare` of the whole market. It is a part of what outsiders sell now."),
            Slip("outsiders-total", lambda coalition, spare: max(0.0, coalition - (1 + spare) * (1 - coalition)),
                 "You take off all that outsiders sell. Only what they add fills the gap."),
            Slip("filled-for-lacking", lambda coalition, spare: spare * (1 - coalition),
                 "That is what outsiders add. Give back what is still missing."),
        ),
        own=("derisking.models.supply.denied", "derisking.models.supply.leak"),
    )  # fmt: skip
    return [
        Task("answer-code", "Complete a worked example", "B", 2, "E2", share, (
            "First keep the rows of the actor, then ask how many of these have a claim.",
            "`rows = table[table[\"actor\"] == actor]`; a column's `.notna()` is True where something stands.",
            "`rows[\"claimed_response_to\"].notna().mean()`",
        ), "code"),
        Task("gap-order", "Put the lines in order", "B", 1, "E3", order, (
            "Which line needs only the coalition's share?",
            "Outsiders, what they add, the gap, the limit.",
        ), "code"),
        Task("gap-code", "Fill the gaps", "B", 2, "E3", gap, (
            "Outsiders hold `1 - coalition`, and add `spare` times that.",
            "`max(0, ...)` keeps the result from falling below zero.",
        ), "code"),
        _lasts_task(gap),
    ]  # fmt: skip


def _lasts_task(gap: Function) -> Task:
    answer = Function(
        "lasts",
        ref_lasts,
        _lasts_cases,
        scales={},
        slips=(
            Slip("until-zero", lambda coalition, spare, step: _years(coalition, spare, step, 0.0),
                 "You count until nothing is left. Half of the first cut is asked."),
            Slip("half-of-everything", lambda coalition, spare, step: _years(coalition, spare, step, 0.5),
                 "You compare with half of the target's need. Compare with half of the first cut."),
            Slip("leak-forgotten", lambda coalition, spare, step: ref_lasts(coalition, 0.0, step), "It leaves out the outsiders."),
            Slip("one-year-early", lambda coalition, spare, step: max(0, ref_lasts(coalition, spare, step) - 1),
                 "You stop one year early: give back the first year in which less than half is left."),
        ),
        own=gap.own,
    )  # fmt: skip
    return Task("lasts-code", "A blank page", "B", 3, "E3", answer, (
        "Compute the first cut. Then count years in a loop until less than half of it is left.",
        "After `year` years `first - step * year` is left. Go on while that is at least `first / 2`.",
        "If the first cut is 0, return 0 at once; otherwise the loop never has anything to wait for.",
    ), "code")  # fmt: skip


# --- part B, route decide -------------------------------------------------------------------------------------------------


def _decide_route() -> list[Task]:
    letters = dict.fromkeys("ABCDEF", "")
    evidence = MultiChoice(
        "cause_evidence",
        letters,
        {"A", "C", "E"},
        (
            Slip("after-is-because", "B", "B is only the order of dates, which everybody knows already."),
            Slip("headline-as-evidence", "D", "D repeats a claim. Many papers may have copied one."),
            Slip("size-as-motive", "F", "F says that the step hurts. Pain is no evidence of a motive."),
        ),
        "Yes. A minute, a text and a comparison: three kinds of evidence, and none is a date.",
        otherwise="Keep what would be hard to explain if the first move had not happened.",
    )
    proposal = Choice(
        "first_advice",
        dict.fromkeys("ABCDE", ""),
        {
            "A": "Defensible: with the largest outsider on board, less leaks. Allies will ask for something in return.",
            "C": "Defensible: a narrow list is checked more easily, and it leaves most trade alone. It also catches less.",
        },
        (
            Slip("lone-control-holds", "B", "Alone and at once: rivals sell, and the own firms lose the customer."),
            Slip("announce-early", "D", "A year's notice lets the buyer fill its stores. See what happened in 2023."),
            Slip("ban-all", "E", "That is decoupling, and it gives other sellers the whole market."),
        ),
    )
    missing = MultiChoice(
        "needed",
        letters,
        {"A", "B", "D"},
        (
            Slip("more-of-the-same", "C", "More headlines add claims, not data."),
            Slip("value-for-weight", "E", "Values alone mix price and amount. Weight was the missing half."),
            Slip("motive-for-effect", "F", "Motives are another question. Here the effect is asked."),
        ),
        "Yes: finer time, weight, and something to compare with.",
        otherwise="Ask what would separate the control from everything else that happened that year.",
    )
    return [
        Task("evidence-decide", "Evidence for an answer", "B", 3, "E2", evidence, (
            "Which findings would be hard to explain without the first move?",
            "Three of the six: a document, a comparison, and somebody who decides.",
        ), "decide"),
        Task("advice-decide", "What would you advise?", "B", 2, "E3", proposal, (
            "Who sells if you do not? And what does the buyer do between announcement and start?",
            "Two of the five can be defended.",
        ), "decide"),
        Task("needed-decide", "What is missing?", "B", 3, "E4", missing, (
            "A yearly value mixes months, and mixes price with amount.",
            "Three of the six help: months, kilograms, and a metal without a control.",
        ), "decide"),
    ]  # fmt: skip


def define(student: str | None = None) -> Definition:
    """The tasks of this exercise; it has no variants, so `student` changes nothing."""
    tasks = (*_rules(), *_answers(), *_leaks(), *_series(), *_code_route(), *_decide_route())
    return Definition(LESSON, "Exercise 5: May it leave, and what comes back?", tasks, memo=None)
