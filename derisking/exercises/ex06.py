"""Exercise of lesson 6: what the EU and Japan promised each other, what came of it, and what they are to each other."""

from __future__ import annotations

import math
import random

import pandas as pd

from derisking import data
from derisking.models import supply
from derisking.exercises.exercise import Definition, Task
from derisking.exercises.kinds import Case, Choice, Classify, Function, MultiChoice, Number, Ordering, Slip

LESSON = "06-japan-alliance"
INPUT = "N41"  # machines for atomic layer deposition
EU = "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE EUR"
SWING, CORRELATION = 10.0, 0.6  # made up, printed in the task

# --- keys: computed from the tables when an answer is judged --------------------------------------------------------------


def delivered(partners: tuple[str, ...] = ("EU-JP",), statuses: tuple[str, ...] = ("delivered",)) -> float:
    """Part of the ledger's promises with one of the statuses; a fraction."""
    ledger = data.load("ledger")
    rows = ledger[ledger["partner"].isin(partners)]
    return float(rows["status"].isin(statuses).mean())


def held(codes: tuple[str, ...]) -> float:
    """What a group of countries holds of the task's input, in per cent of the world market."""
    shares = data.load("chip_input_shares")
    rows = shares[(shares["input_id"] == INPUT) & shares["country_iso3"].isin(codes)]
    return float(rows["share_pct"].sum())


# --- part A ---------------------------------------------------------------------------------------------------------------

FORCE = {"binding": "binding law", "political": "political promise"}
FATE = {"promised": "promised", "delivered": "delivered", "unknown": "unknown"}
SHARES = {"tenth": "about a tenth", "third": "about three tenths", "half": "about half", "nine tenths": "nine tenths"}


def _layers() -> list[Task]:
    force = Classify(
        "force",
        FORCE,
        {"a": {"binding"}, "b": {"political"}, "c": {"political"}, "d": {"binding"}, "e": {"binding"}},
        (
            Slip("partnership-as-treaty", ("b", "binding"), "nobody ratified it, and nobody can sue over it."),
            Slip("signature-means-law", ("c", "binding"), "it was signed, but no parliament had to agree to it."),
            Slip("partnership-word-means-soft", ("a", "political"), "the word partnership misleads: it is trade law."),
            Slip("digital-means-soft", ("d", "political"), "the rules were added to the trade treaty and bind both."),
            Slip("slow-means-soft", ("e", "political"), "it was slow because every member state had to ratify it."),
        ),
        "Yes. Ask who ratified a text, not how solemn its name is.",
    )
    signed = Choice(
        "who_signed",
        dict.fromkeys("ABCD", ""),
        {"B": "Yes: Breton for the Commission, Nishimura for the ministry, on 4 July 2023."},
        (
            Slip(
                "memorandum-by-council",
                "A",
                "The Council of 3 July only recorded the wish to sign. Another body signed.",
            ),
            Slip("memorandum-by-summit", "C", "The leaders met on 13 July. By then the text was signed."),
            Slip("memorandum-by-firms", "D", "Firms were not parties. Governments cannot promise what firms will do."),
        ),
    )
    return [
        Task("force", "Law or promise?", "A", 2, "A1", force, (
            "Look for ratification and for a way to settle disputes.",
            "Three of the five bind. The two that do not are the youngest in style: a partnership and a memorandum.",
        )),
        Task("who-signed", "Who signed?", "A", 1, "A1", signed, (
            "The date is one day after the Council.",
            "Two signatures: one from Brussels, one from a ministry in Tokyo.",
        )),
    ]  # fmt: skip


def _ledger() -> list[Task]:
    fate = Classify(
        "fate",
        FATE,
        {"a": {"promised"}, "b": {"delivered"}, "c": {"unknown"}, "d": {"delivered"}},
        (
            Slip("announced-is-delivered", ("a", "delivered"), "intending to sign is not yet signing."),
            Slip(
                "unknown-as-failure", ("c", "promised"), "it was searched for; say so, and say that nothing was found."
            ),
            Slip("unknown-as-success", ("c", "delivered"), "a repeated promise is not its own proof."),
            Slip("law-is-a-promise", ("b", "promised"), "a rule in force exists; the promise has been kept."),
            Slip(
                "money-is-a-promise", ("d", "promised"), "projects that were chosen and paid for are more than words."
            ),
        ),
        "Yes. Three verbs, three kinds of evidence.",
    )
    order = Ordering(
        "first_to_last",
        ("C", "E", "A", "D", "B"),
        (
            Slip("japan-always-first", ("D", "A"), "Korea's Council met on 30 June 2023, Japan's three days later."),
            Slip("korea-copied", ("E", "C"), "Japan's partnership is half a year older than Korea's."),
            Slip("signature-is-delivery", ("B", "D"), "Projects come after Councils here. Look at the years."),
        ),
    )
    part = Number(
        "delivered_share",
        delivered,
        0.005,
        slips=(
            Slip("both-partners", lambda: delivered(("EU-JP", "EU-KR")), "That counts Korea's promises too. Take Japan's rows only."),
            Slip("other-partner", lambda: delivered(("EU-KR",)), "That is Korea's part. Japan's is asked."),
            Slip("partly-counted", lambda: delivered(statuses=("delivered", "partly")),
                 "You counted the ones that were partly delivered as well. Only full delivery is asked."),
            Slip("over-the-rest", lambda: delivered() / (1 - delivered()), "You divided by all the others. Divide by the total."),
            Slip("count-for-share", lambda: delivered() * 23, "That is the number of promises. Divide it by the total."),
        ),
        right="Yes. And remember that the largest group is unknown, not failed.",
    )  # fmt: skip
    return [
        Task("fate", "Three verbs", "A", 2, "A2", fate, (
            "Ask of each sentence: does the promised thing exist, is it only said, or did a search find nothing?",
            "Two of the four exist: a rule in force, and projects with money.",
        )),
        Task("first-to-last", "Who was first?", "A", 1, "A2", order, (
            "Start with the two partnerships, then the two Councils.",
            "Japan signed first, Korea met first and delivered first.",
        )),
        Task("delivered-share", "How much was delivered?", "A", 2, "A2", part, (
            "The table gives counts. Which row is on top, and what is below the line?",
            "Take the column EU-JP: delivered, divided by the sum of the whole column.",
        )),
    ]  # fmt: skip


def _shares() -> list[Task]:
    question = Classify(
        "share_of_what",
        SHARES,
        {"a": {"tenth"}, "b": {"third"}, "c": {"half"}, "d": {"nine tenths"}},
        (
            Slip("japan-of-1988", ("a", "half"), "that was 1988."),
            Slip("chips-for-chemicals", ("d", "tenth"), "a tenth is the share of chips. This is one chemical."),
            Slip("widest-for-narrowest", ("a", "nine tenths"), "the wider the market, the smaller the share here."),
        ),
        "Yes. The narrower the question, the larger Japan.",
    )
    pair = Number(
        "pair_share",
        lambda: held(("JPN", *EU.split())),
        0.15,
        scales={0.01: "The digits are right. The task asks for per cent: multiply by 100."},
        slips=(
            Slip("japan-alone", lambda: held(("JPN",)), "That is Japan alone. Add what the EU's member states hold."),
            Slip("eu-alone", lambda: held(tuple(EU.split())), "That is the EU alone. Add Japan."),
            Slip("average-for-sum", lambda: held(("JPN", *EU.split())) / 2, "You took the mean of the two. Add them."),
        ),
        right="Yes. It is a sum of shares, not joint control: one of the two has the half alone.",
    )
    pooled = Number(
        "pooled_swing",
        lambda: supply.pooled_deviation(SWING, 2, CORRELATION),
        0.01,
        scales={},
        slips=(
            Slip("correlation-forgotten", lambda: supply.pooled_deviation(SWING, 2, 0),
                 "That is the swing if shocks never come together. Put the correlation into the formula."),
            Slip("no-pooling", SWING, "That is one source alone. Two sources that differ sometimes must swing less."),
            Slip("sum-of-swings", 2 * SWING, "You added the two swings. Each partner delivers half."),
            Slip("root-forgotten", lambda: SWING * (0.5 + 0.5 * CORRELATION), "You forgot the square root at the end."),
        ),
        right="Yes: most of the benefit is gone at this correlation.",
    )  # fmt: skip
    return [
        Task("share-of-what", "A tenth or nine tenths?", "A", 1, "A3", question, (
            "Go from the widest market, chips, to the narrowest, one chemical.",
            "Machines come before materials.",
        )),
        Task("pair-share", "Adding two shares", "A", 1, "A3", pair, (
            "Which rows of the table belong to EU member states?",
            "Add Japan's row and the rows of the member states. Leave out the United States and Korea.",
        )),
        Task("pooled-swing", "Two partners, one storm", "A", 2, "A4", pooled, (
            "Put n = 2 into the formula: one half plus one half times the correlation, under the root.",
            "The number under the root is 0.5 + 0.5 × 0.6. Take the root, then multiply by 10.",
        )),
    ]  # fmt: skip


# --- part B, route code ---------------------------------------------------------------------------------------------------


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


def _code_route() -> list[Task]:
    share = Function(
        "status_share",
        ref_status_share,
        _status_cases,
        slips=(
            Slip("whole-table", lambda table, partner, status: float(((table["partner"] == partner) & (table["status"] == status)).mean()),
                 "You divide by all rows of the table. Divide by the rows of this partner."),
            Slip("partner-ignored", lambda table, partner, status: float((table["status"] == status).mean()),
                 "Your answer is the same for every partner. Use the argument `partner`."),
            Slip("always-delivered", lambda table, partner, status: ref_status_share(table, partner, "delivered"),
                 "It always counts \"delivered\". Use the argument `status`."),
            Slip("count-not-share", lambda table, partner, status: int(((table["partner"] == partner) & (table["status"] == status)).sum()),
                 "It gives a count. Divide it by the number of this partner's rows."),
        ),
    )  # fmt: skip
    order = Ordering(
        "pool_order",
        ("B", "D", "A", "C"),
        (
            Slip("root-before-sum", ("A", "D"), "The root is taken of the whole sum, so the sum must be there first."),
            Slip("swing-before-root", ("C", "A"), "The swing is multiplied with the root, so the root comes first."),
            Slip("shared-before-own", ("D", "B"), "The line that adds needs the part of the single source."),
        ),
    )
    pooled = Function(
        "pooled",
        ref_pooled,
        _pool_cases,
        scales={},
        slips=(
            Slip("correlation-forgotten", lambda sigma, n, rho: ref_pooled(sigma, n, 0), "It never uses the correlation."),
            Slip("root-forgotten", lambda sigma, n, rho: sigma * (1 / n + (1 - 1 / n) * rho), "The square root is missing."),
            Slip("variance-for-deviation", lambda sigma, n, rho: ref_pooled(sigma, n, rho) ** 2, "That is the variance. Take the root."),
            Slip("divided-by-n", lambda sigma, n, rho: sigma / n, "It divides by n. Independent sources divide by the root of n."),
            Slip("always-two", lambda sigma, n, rho: ref_pooled(sigma, 2, rho), "It always uses two sources. Use the argument `n`."),
        ),
        own=("derisking.models.supply.pooled_deviation",),
    )  # fmt: skip
    return [
        Task("status-code", "Complete a worked example", "B", 2, "A2", share, (
            "First keep the rows of the partner, then ask how many of these have the status.",
            "`rows = table[table[\"partner\"] == partner]`. The mean of a column of True and False is a share.",
            "`(rows[\"status\"] == status).mean()`; without rows return `float(\"nan\")`.",
        ), "code"),
        Task("pool-order", "Put the lines in order", "B", 1, "A4", order, (
            "Which line needs no other?",
            "Own part, sum, root, swing.",
        ), "code"),
        Task("pool-code", "Fill the gaps", "B", 2, "A4", pooled, (
            "Under the root: 1/n plus (1 - 1/n) times the correlation.",
            "`math.sqrt(...)` takes the root; multiply it by `sigma`.",
        ), "code"),
        _overlap_task(),
    ]  # fmt: skip


def _overlap_task() -> Task:
    def wrong(**changes):
        return lambda first, second: {
            **ref_overlap(first, second),
            **{k: int(v(first, second)) for k, v in changes.items()},
        }

    answer = Function(
        "overlap",
        ref_overlap,
        _overlap_cases,
        scales={},
        slips=(
            Slip("together-counts-all", wrong(both=lambda a, b: ((a + b) > 0.5).sum()),
                 "Your \"both\" also counts inputs that one partner holds alone. Leave those out."),
            Slip("absent-means-zero", wrong(absent=lambda a, b: ((a + b) == 0).sum()),
                 "Your \"absent\" asks for exactly zero. The task says less than a tenth."),
            Slip("absent-each", wrong(absent=lambda a, b: ((a < 0.1) & (b < 0.1)).sum()),
                 "Your \"absent\" looks at each partner alone. Add the two shares first."),
            Slip("first-only", wrong(alone=lambda a, b: (a > 0.5).sum()), "Your \"alone\" looks at the first partner only."),
        ),
    )  # fmt: skip
    return Task("overlap-code", "A blank page", "B", 3, "A3", answer, (
        "Make three Series of True and False, then count with `.sum()`.",
        "`alone = (first > 0.5) | (second > 0.5)`; \"both\" is more than half together, and not alone (`~alone`).",
        "Return `{\"alone\": ..., \"both\": ..., \"absent\": ...}` with `int(...)` around each count.",
    ), "code")  # fmt: skip


# --- part B, route decide -------------------------------------------------------------------------------------------------


def _decide_route() -> list[Task]:
    letters = dict.fromkeys("ABCDEF", "")
    race = MultiChoice(
        "race_evidence",
        letters,
        {"A", "C", "E"},
        (
            Slip("pooling-as-race", "B", "B speaks for pooling: two places, one of which may stand."),
            Slip(
                "promise-as-evidence",
                "D",
                "D is a promise to inform. It speaks neither for a race nor against it until it is used.",
            ),
            Slip("trade-as-race", "F", "F is about customers, not about public money."),
        ),
        "Yes. All three show governments paying for the same thing, and one of them measures it.",
        otherwise="Keep what shows that one government pays because, or as much as, the other does.",
    )
    clause = Choice(
        "first_clause",
        dict.fromkeys("ABCDE", ""),
        {
            "A": "It can be defended: a duty to warn costs little, and today nobody can tell whether it is used.",
            "B": "It can be defended: who must report aid before granting it is less tempted to outbid the other.",
        },
        (
            Slip(
                "binding-without-power", "C", "A government cannot promise what private firms will sell, and to whom."
            ),
            Slip("autarky-by-treaty", "D", "That would be the opposite of pooling, and it breaks other trade rules."),
            Slip("values-as-clause", "E", "A clause that nobody could be held to is not made stronger by a treaty."),
        ),
    )
    limits = MultiChoice(
        "share_limits",
        letters,
        {"A", "B", "D"},
        (
            Slip("headquarters-is-place", "C", "C mixes firm and place: the shares go by headquarters."),
            Slip("sum-is-control", "E", "E treats a sum as joint control. Two governments must agree first."),
            Slip("share-is-forever", "F", "F forgets time: shares moved by decades before, and rivals grow."),
        ),
        "Yes. Say these three before anybody builds a policy on the table.",
        otherwise="Keep only what the table itself cannot show.",
    )
    return [
        Task("race-decide", "Which evidence speaks for a race?", "B", 3, "A4", race, (
            "Ask of each statement whether it is about public money that answers other public money.",
            "Three of the six do.",
        ), "decide"),
        Task("clause-decide", "Which clause first?", "B", 2, "A1", clause, (
            "A clause is worth making binding if someone can keep it and someone can check it.",
            "Two of the five can be defended.",
        ), "decide"),
        Task("limits-decide", "What the shares do not say", "B", 3, "A3", limits, (
            "True statements are limits of the table; the others claim too much.",
            "Firms or places, overlapping inputs, years: think of these.",
        ), "decide"),
    ]  # fmt: skip


def define(student: str | None = None) -> Definition:
    """The tasks of this exercise; it has no variants, so `student` changes nothing."""
    tasks = (*_layers(), *_ledger(), *_shares(), *_code_route(), *_decide_route())
    return Definition(LESSON, "Exercise 6: What was promised, and what came of it?", tasks, memo=None)
