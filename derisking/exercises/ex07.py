"""Exercise of lesson 7: spend a budget, read the bad decades, say who pays and what the model cannot see."""

from __future__ import annotations

import functools
import random

import pandas as pd

from derisking.models import supply
from derisking.exercises import reading
from derisking.exercises.exercise import Definition, Memo, Task
from derisking.exercises.kinds import Case, Choice, Classify, Custom, Function, MultiChoice, Number, Ordering, Slip
from derisking.exercises.results import RIGHT, SLIP, WRONG_SHAPE, WRONG_VALUE, Verdict

LESSON = "07-policy-lab"
RUNS, SEED = 2000, 7  # as in the tables of the notebook
SPREAD_PLANS = {
    "K": supply.Portfolio(stockpile=12),
    "L": supply.Portfolio(home=6, alliance=6),
    "M": supply.Portfolio(stockpile=6, second_source=6),
}
PLANS = {
    "A": supply.Portfolio(),
    "B": supply.Portfolio(stockpile=6),
    "C": supply.Portfolio(stockpile=4, alliance=4),
    "D": supply.Portfolio(stockpile=12),
    "E": supply.Portfolio(home=6, alliance=6),
    "F": supply.Portfolio(stockpile=3, second_source=3, home=3, alliance=3),
    "G": supply.Portfolio(stockpile=4, second_source=4, alliance=4),
}
FOUR = tuple("CEFG")  # the plans of the route decide
BILL = supply.Portfolio(stockpile=6, home=4, alliance=2)
DECADES = (2, 0, 0, 40, 1, 0, 5, 0, 3, 8, 0, 25, 1, 0, 4, 0, 6, 2, 0, 3)  # invented, printed in the task

# --- keys: computed with the model when an answer is judged ---------------------------------------------------------------


@functools.cache
def _outcomes(which: str) -> pd.DataFrame:
    """Cost, expected loss, median, worst 5 % and part of decades without a loss, one row for each plan."""
    rows = {}
    for letter, plan in {"spread": SPREAD_PLANS, "plans": PLANS}[which].items():
        found = supply.simulate(plan, runs=RUNS, seed=SEED)
        median = float(pd.Series(found.losses).median())
        rows[letter] = (found.cost, found.expected, median, found.worst, found.none)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["cost", "expected", "median", "worst", "none"])


def best_cards() -> dict[str, set[str]]:
    """Which of the plans K, L, M is best by mean, worst 5 %, decades without a loss, and median."""
    table = _outcomes("spread").assign(none=lambda frame: -frame["none"])
    columns = {"a": "expected", "b": "worst", "c": "none", "d": "median"}
    return {card: set(table.index[table[name] == table[name].min()]) for card, name in columns.items()}


def dominated_plans() -> set[str]:
    """The letters of PLANS that another plan of the table dominates."""
    table = _outcomes("plans")
    return set(table.index[supply.dominated(table)])


def public_bill() -> float:
    """The taxpayer's part of BILL, in billion euro."""
    public = supply.Assumptions().public
    return sum(money * public[name] for name, money in vars(BILL).items())


def supporting(letter: str) -> set[str]:
    """The statements of the task that are true of a plan and speak for it."""
    four = _outcomes("plans").loc[list(FOUR)]
    true = {
        "P": letter not in dominated_plans(),
        "Q": four["expected"].idxmin() == letter,
        "R": four["worst"].idxmin() == letter,
        "S": four["cost"].idxmin() == letter,
        "T": four.loc[letter, "none"] > 0.4,
    }
    return {statement for statement, holds in true.items() if holds}


# --- part A ---------------------------------------------------------------------------------------------------------------

INPUTS = {"assumption": "assumption", "result": "result", "judgement": "judgement"}
SIDES = {"pays": "pays", "gains": "gains", "both": "both", "absent": "absent"}
GAPS = {"leverage": "leverage", "demand": "demand", "retaliation": "retaliation", "politics": "politics"}
TRACKS = {"order": "order", "court": "court", "neither": "neither"}


def _assumptions() -> list[Task]:
    sort = Classify(
        "assumed_or_found",
        INPUTS,
        {"a": {"assumption"}, "b": {"result"}, "c": {"judgement"}, "d": {"assumption"}},
        (
            Slip("input-as-finding", ("a", "result"), "no run of the desk can find this. Somebody typed it in."),
            Slip("result-as-input", ("b", "assumption"), "nobody typed this in. It came out, under everything that was."),
            Slip("taste-as-finding", ("c", "result"), "no calculation can tell you how much to fear a bad decade."),
            Slip("taste-as-input", ("c", "assumption"), "the desk runs the same whatever you think of it. It is about what you want."),
            Slip("silence-as-finding", ("d", "result"), "the desk cannot find this: it was never allowed to be otherwise."),
        ),
        "Yes. What is left out, as in d, is an assumption too, and the easiest one to forget.",
        "Ask of each: was it put in, did it come out, or is it about what one wants?",
    )  # fmt: skip
    sentence = Choice(
        "first_sentence",
        dict.fromkeys("ABCD", ""),
        {"B": "Yes. Who doubts one of the two can change it and look again. That is what stating them first is for."},
        (
            Slip("runs-as-proof", "A", "Many runs make the picture sharper, not the assumptions truer. Which ones were they?"),
            Slip("assumptions-in-annex", "C", "They are stated, but the result comes first, and few will ever open the annex."),
            Slip("assumptions-after-result", "D", "Frank, but the wrong way round: the result chose the assumptions."),
        ),
    )  # fmt: skip
    return [
        Task("assumed", "Put in or come out?", "A", 2, "P1", sort, (
            "An assumption goes in, a result comes out, a judgement is a matter of what one wants.",
            "One sentence is about what \"should\" count. Of the other three, one could change when you press a button.",
            "Two are assumptions: how long a disruption lasts, and what the desk never lets happen.",
        )),
        Task("first-sentence", "The first sentence", "A", 1, "P1", sentence, (
            "After which sentence could a reader who disagrees do something about it?",
            "Look for the one where something is supposed before something is found.",
        )),
    ]  # fmt: skip


def _best_in() -> Custom:
    slips = (
        Slip("mean-for-tail", ("b", "M"), "that plan has the lowest mean. The question is about the worst 5 %."),
        Slip("quiet-means-safe", ("b", "K"), "it has many quiet decades and the dearest bad ones. Look at the worst 5 %."),
        Slip("quiet-means-low-mean", ("a", "K"), "half of its decades cost nothing, but the others pull its mean up."),
        Slip("tail-for-mean", ("a", "L"), "that plan is best in the worst 5 %. The mean counts all decades."),
        Slip("mean-for-count", ("c", "M"), "that plan has the lowest mean. Look at the column that counts quiet decades."),
        Slip("mean-for-median", ("d", "M"), "that plan has the lowest mean. An ordinary decade is the one in the middle."),
    )  # fmt: skip
    praise = "Yes. Three plans, and each is best at something: which one to take is not arithmetic."

    def rule(found: dict) -> Verdict:
        answer = Classify(
            "best_in", dict.fromkeys("KLM", ""), best_cards(), slips, praise, "One column for each question."
        )
        return answer.judge({"found": found}, 0)

    return Custom(("best_in",), rule)


def _distribution() -> list[Task]:
    ordered = sorted(DECADES)
    tail = Number(
        "bad_tenth",
        lambda: sum(ordered[-2:]) / 2,
        0.05,
        scales={},
        slips=(
            Slip("mean-of-all", sum(ordered) / 20, "That is the mean of all twenty. Take only the worst tenth of them."),
            Slip("worst-alone", max(ordered), "That is the single worst decade. A tenth of twenty is more than one."),
            Slip("quantile-for-mean", ordered[-2], "That is where the worst tenth begins. The mean of those inside it is asked."),
            Slip("sum-for-mean", sum(ordered[-2:]), "You added the worst ones. Divide by how many they are."),
            Slip("tail-over-all", sum(ordered[-2:]) / 20, "You divided by all twenty. Divide by the number of decades in the tail."),
            Slip("mean-of-losses", sum(ordered) / sum(loss > 0 for loss in ordered),
                 "That is the mean of all decades with a loss. Most of them are not among the worst tenth."),
            Slip("unsorted", sum(DECADES[-2:]) / 2, "You took the last two of the list as it stands. Sort it first."),
        ),
        right="Yes. Compare it with the mean of all twenty: one number hides the other.",
        otherwise="Sort the twenty, keep the worst tenth, take their mean.",
    )  # fmt: skip
    return [
        Task("best-in", "Three plans, four questions", "A", 2, "P2", _best_in(), (
            "Each question belongs to one column of the table. Which plan has the smallest number there?",
            "For c the largest number is best. For d look at the decade in the middle: half are better, half worse.",
            "One plan is the answer to two questions, and it is the dearest in the worst 5 %.",
        )),
        Task("bad-tenth", "The worst tenth", "A", 1, "P2", tail, (
            "How many decades are a tenth of twenty?",
            "Find the two largest losses in the list and take their mean.",
        )),
    ]  # fmt: skip


def _people() -> list[Task]:
    beaten = MultiChoice(
        "beaten_plans",
        dict.fromkeys("ABCDEFG", ""),
        dominated_plans,
        (
            Slip("cheap-is-dominated", "A", "Plan A loses most, but no plan costs so little. To dominate it, one must cost no more."),
            Slip("cheap-is-dominated", "B", "Plan B loses much, but look for a plan that costs no more than it does: which is better?"),
            Slip("mean-decides", "F", "Plan F has not the lowest mean, but look at its worst 5 %: nobody beats it there."),
            Slip("tail-decides", "G", "Plan G has not the best worst 5 %, but look at its mean: nobody beats it there."),
            Slip("middle-is-dominated", "C", "Plan C is first in nothing, yet each plan that loses less costs more."),
            Slip("same-cost-only", "D", "Compare plan D with cheaper plans too. One of them loses less in both columns."),
            Slip("close-is-equal", "E", "Compare plan E with plan C, column by column. Close is still worse, and it costs more."),
        ),
        "Yes. Each is beaten by a plan that costs less. The others differ in what they are good at.",
        otherwise="Take each plan and look for one that is nowhere worse and somewhere better.",
    )  # fmt: skip
    rates = supply.Assumptions().public
    bill = Number(
        "public_bill",
        public_bill,
        0.05,
        scales={},
        slips=(
            Slip("firms-for-taxpayers", lambda: BILL.cost - public_bill(), "That is what the firms pay. The taxpayers' part is asked."),
            Slip("whole-bill", BILL.cost, "That is the whole bill. Firms pay a part of it."),
            Slip("flat-half", BILL.cost / 2, "You took half of everything. The taxpayer's part differs from measure to measure."),
            Slip("mean-of-rates", BILL.cost * (rates["stockpile"] + rates["home"] + rates["alliance"]) / 3,
                 "You took the mean of the three parts. Weigh each with the money of its own measure."),
            Slip("share-for-money", lambda: public_bill() / BILL.cost, "That is a share. The sum in billion euro is asked."),
        ),
        right="Yes. And firms carry the rest, though they gain most: that is worth a sentence in a memo.",
        otherwise="Multiply the money of each measure by the taxpayer's part, then add the three.",
    )  # fmt: skip
    return [
        Task("beaten", "Which plans are dominated?", "A", 2, "P3", beaten, (
            "A plan is dominated if another costs no more and loses no more in both columns, and is better in one.",
            "The cheapest plan and the best of each column can never be dominated.",
            "Two plans are. One cheaper plan beats both.",
        )),
        Task("public-bill", "The taxpayers' bill", "A", 1, "P3", bill, (
            "Three measures get money. For each, the table says which part the taxpayer carries.",
            "Stockpile: half of 6. Plants at home: half of 4. One product is left.",
        )),
        _sides_task(),
    ]  # fmt: skip


def _sides_task() -> Task:
    sides = Classify(
        "sides",
        SIDES,
        {"a": {"pays"}, "b": {"both"}, "c": {"gains"}, "d": {"pays"}, "e": {"absent"}},
        (
            Slip("public-as-winner", ("a", "gains"), "the desk gives taxpayers a bill and no gain; what they hope for is not in it."),
            Slip("user-only-gains", ("b", "gains"), "they carry a part of the bill too."),
            Slip("user-only-pays", ("b", "pays"), "they are the ones who are spared losses."),
            Slip("home-as-payer", ("c", "pays"), "they win sales. The bill for the plants is in other rows."),
            Slip("rival-left-out", ("d", "absent"), "they have a row: sales that move away take a profit with them."),
            Slip("affected-means-counted", ("e", None), "the plan may touch them, but no row of the table is about them."),
        ),
        "Yes. The last one matters most in a debate: who has no row has no voice.",
        "Find the row of each in the table. Is there one at all?",
    )  # fmt: skip
    return Task("sides", "Who pays, who gains, who is missing?", "A", 1, "P3", sides, (
        "Look for a number above zero in the column *pays*, in the column *gains*, in both, or for no row at all.",
        "A supplier who loses sales pays too. One of the five has no row.",
    ))  # fmt: skip


def _limits() -> list[Task]:
    gaps = Classify(
        "left_out",
        GAPS,
        {"a": {"demand"}, "b": {"leverage"}, "c": {"politics"}, "d": {"retaliation"}},
        (
            Slip("adjusting-is-politics", ("a", "politics"), "no government acts there: buyers help themselves."),
            Slip("need-is-demand", ("b", "demand"), "ask who needs whom: it is about what you could hold back."),
            Slip("power-is-answer", ("b", "retaliation"), "nobody has answered anything yet: it is about what you could do."),
            Slip("votes-are-demand", ("c", "demand"), "buyers play no part in it: think of who wants to be elected."),
            Slip("answer-is-bad-luck", ("d", "politics"), "it is an answer to your own plan, and the desk knows only luck."),
            Slip("answer-is-own-power", ("d", "leverage"), "leverage is what the rival needs from you. Here the rival acts."),
        ),
        "Yes. None of the four is small, and each belongs beside a result, not behind it.",
        "Who acts in the sentence: buyers, voters, the rival? Or does nobody act yet?",
    )  # fmt: skip
    tracks = Classify(
        "tracks",
        TRACKS,
        {"a": {"court"}, "b": {"order"}, "c": {"court"}, "d": {"neither"}},
        (
            Slip("minister-asked", ("a", "order"), "managers of the firm asked for it, and they asked judges."),
            Slip("judges-use-goods-act", ("b", "court"), "that law gives a power to a minister. The other track is company law."),
            Slip("suspension-ends-both", ("c", "order"), "it was suspended that month. Ask what went on nevertheless."),
            Slip("nationalised", ("d", "order"), "the minister could block decisions. He did not buy or take the firm."),
            Slip("administrator-is-owner", ("d", "court"), "an administrator votes for a time. The firm still belongs to somebody else."),
        ),
        "Yes. Two tracks, two powers, two ends: a deal about the one does not close the other.",
        "The minister's order and the court's measures have different reasons and different ends.",
    )  # fmt: skip
    return [
        Task("left-out", "What the desk cannot see", "A", 1, "P4", gaps, (
            "Leverage: the rival needs you too. Demand: buyers adjust. Retaliation: the rival answers. Politics: votes.",
            "Who acts? In a it is firms, in c a government before a vote.",
        )),
        Task("tracks", "Two tracks", "A", 1, "P4", tracks, (
            "The order is a minister's, under a law on scarce goods. The court acted on a request.",
            "One sentence fits neither track, although some headlines wrote it.",
        )),
    ]  # fmt: skip


# --- part B, route code ---------------------------------------------------------------------------------------------------


def ref_expected(shares: pd.Series, risks: pd.Series) -> float:
    """Sum of share times risk, source by source."""
    return float(sum(shares[source] * risks[source] for source in shares.index))


def ref_worst(losses: list[float], part: float) -> float:
    """Mean of the worst part of a list, of one run at least."""
    count = max(1, round(len(losses) * part))
    return sum(sorted(losses)[-count:]) / count


def ref_dominated(plan: dict, others: list[dict]) -> bool:
    """Does one of the others cost and lose no more, and less in one of the three?"""
    names = ("cost", "expected", "worst")
    return any(
        all(other[name] <= plan[name] for name in names) and any(other[name] < plan[name] for name in names)
        for other in others
    )


def _expected_cases(rng: random.Random) -> list[Case]:
    names = ["rival", "ally", "others", "home"]

    def draw(count: int) -> tuple[pd.Series, pd.Series]:
        weights = [rng.uniform(1, 9) for _ in range(count)]
        shares = pd.Series([weight / sum(weights) for weight in weights], index=names[:count])
        return shares, pd.Series([round(rng.uniform(0.02, 0.3), 3) for _ in range(count)], index=names[:count])

    shares, risks = draw(4)
    return [
        Case(draw(4)),
        Case(draw(3)),
        Case(draw(2)),
        Case((shares, risks.sort_index(ascending=False)), "risks in another order (match them by name)"),
    ]


def _worst_cases(rng: random.Random) -> list[Case]:
    def losses(count: int) -> list[float]:
        return [round(rng.uniform(0, 90), 1) for _ in range(count)]

    return [
        Case((losses(20), 0.2)),
        Case((losses(40), 0.1)),
        Case((losses(60), 0.05)),
        Case((losses(5), 0.05), "so few runs that the part holds none (take the worst one)"),
    ]


def _dominated_cases(rng: random.Random) -> list[Case]:
    cost, mean, worst = rng.randint(6, 9), round(rng.uniform(8, 12), 1), round(rng.uniform(30, 40), 1)

    def plan(*changes: float) -> dict[str, float]:
        values = zip(("cost", "expected", "worst"), (cost, mean, worst), changes, strict=True)
        return {name: value + change for name, value, change in values}

    own, step = plan(0, 0, 0), round(rng.uniform(1, 3), 1)
    beats, dearer, worse = plan(-1, -step, -step), plan(2, -step, -step), plan(1, step, step)
    mean_only, tail_only, cheap_only = plan(0, -step, step), plan(0, step, -step), plan(-2, step, step)
    return [
        Case((own, [worse, beats])),
        Case((own, [worse, dearer])),
        Case((own, [mean_only, tail_only, cheap_only])),
        Case((own, [plan(0, 0, -step), worse])),  # better in one column, level in two
        Case((own, [plan(-2, 0, 0)])),
        Case((own, [dearer, worse, mean_only])),
        Case((own, [worse])),
        Case((own, [plan(0, 0, 0), worse]), "an equal plan (it does not dominate)"),
        Case((own, []), "no other plan (nothing dominates)"),
    ]


def _dominated_with(test):
    """A function with another test of one plan against one other, for recognising it."""
    names = ("cost", "expected", "worst")
    return lambda plan, others: any(test([other[n] - plan[n] for n in names]) for other in others)


def _code_route() -> list[Task]:
    expected = Function(
        "expected_loss",
        ref_expected,
        _expected_cases,
        slips=(
            Slip("shares-ignored", lambda shares, risks: float(risks.mean()), "It takes the plain mean of the risks. A large source must count more."),
            Slip("risks-added", lambda shares, risks: float(risks.sum()), "It adds the risks. Multiply each by its share first."),
            Slip("largest-only", lambda shares, risks: float(shares.max() * risks[shares.idxmax()]), "It counts the largest source only. Add all of them."),
            Slip("rival-only", lambda shares, risks: float(shares["rival"] * risks["rival"]), "It counts the rival only, like the example. Add all sources."),
            Slip("mean-of-products", lambda shares, risks: float((shares * risks).mean()), "It takes the mean of the products. The shares are weights already: add."),
        ),
        own=("derisking.models.supply.expected_loss",),
    )  # fmt: skip
    order = Ordering(
        "tail_order",
        ("D", "B", "A", "C"),
        (
            Slip("tail-before-sorting", ("A", "D"), "The last ones of an unsorted list are any ones. Sort first."),
            Slip("tail-before-count", ("A", "B"), "The line that cuts off the tail needs to know how long it is."),
            Slip("mean-before-tail", ("C", "A"), "The mean is taken of the tail, so the tail must be there."),
        ),
        also=(("B", "D", "A", "C"),),
    )
    worst = Function(
        "worst_mean",
        ref_worst,
        _worst_cases,
        scales={},
        slips=(
            Slip("best-for-worst", lambda losses, part: sum(sorted(losses)[: max(1, round(len(losses) * part))]) / max(1, round(len(losses) * part)),
                 "It takes the smallest losses. The worst stand at the end of a sorted list."),
            Slip("mean-of-all", lambda losses, part: sum(losses) / len(losses), "It takes the mean of all runs. Cut off the tail first."),
            Slip("worst-alone", lambda losses, part: max(losses), "It gives the single worst run. Take the mean of the whole tail."),
            Slip("quantile-for-mean", lambda losses, part: sorted(losses)[-max(1, round(len(losses) * part))],
                 "It gives the loss at which the tail begins. The mean of the tail is asked."),
            Slip("unsorted", lambda losses, part: sum(losses[-max(1, round(len(losses) * part)) :]) / max(1, round(len(losses) * part)),
                 "It takes the last runs as they come. Sort the list first."),
            Slip("tail-over-all", lambda losses, part: sum(sorted(losses)[-max(1, round(len(losses) * part)) :]) / len(losses),
                 "It divides by all runs. Divide by the number of runs in the tail."),
        ),
    )  # fmt: skip
    return [
        Task("expected-code", "Complete a worked example", "B", 2, "P2", expected, (
            "The example takes one source. You need the sum over all of them.",
            "`shares * risks` multiplies two Series name by name.",
            "`(shares * risks).sum()` is the sum of the products.",
        ), "code"),
        Task("tail-order", "Put the lines in order", "B", 1, "P2", order, (
            "Which lines need no other line before them?",
            "Sorted list and count first, then the tail, then its mean.",
        ), "code"),
        Task("tail-code", "Fill the gaps", "B", 2, "P2", worst, (
            "The lines of the task before, in their order. `sorted(losses)` leaves the list itself as it is.",
            "`ordered[-count:]` are the last `count` entries; their mean is `sum(tail) / count`.",
        ), "code"),
        _dominated_task(),
    ]  # fmt: skip


def _dominated_task() -> Task:
    answer = Function(
        "is_dominated",
        ref_dominated,
        _dominated_cases,
        scales={},
        slips=(
            Slip("better-in-one", _dominated_with(lambda gaps: any(gap < 0 for gap in gaps)),
                 "For your function it is enough to be better in one of the three. The other two must not be worse."),
            Slip("better-in-all", _dominated_with(lambda gaps: all(gap < 0 for gap in gaps)),
                 "Your function wants the other to be better in all three. Level in two and better in one is enough."),
            Slip("cost-ignored", _dominated_with(lambda gaps: gaps[1] <= 0 and gaps[2] <= 0 and min(gaps[1:]) < 0),
                 "Your function does not look at the cost. A dearer plan does not dominate a cheaper one."),
            Slip("mean-only", _dominated_with(lambda gaps: gaps[1] < 0), "Your function compares the expected loss only."),
            Slip("tail-only", _dominated_with(lambda gaps: gaps[2] < 0), "Your function compares the worst cases only."),
            Slip("turned-round", _dominated_with(lambda gaps: all(gap >= 0 for gap in gaps) and any(gap > 0 for gap in gaps)),
                 "Your function says whether the plan dominates another. Turn the comparison round."),
            Slip("all-for-any", lambda plan, others: bool(others) and all(ref_dominated(plan, [other]) for other in others),
                 "Your function wants every other plan to be better. One is enough."),
        ),
        own=("derisking.models.supply.dominated",),
    )  # fmt: skip
    return Task("dominated-code", "A blank page", "B", 3, "P3", answer, (
        "Go through the others one by one. Two questions: is it nowhere worse? Is it somewhere better?",
        "`all(other[name] <= plan[name] for name in names)` answers the first; `any(... < ...)` the second.",
        "Return True as soon as one other passes both; after the loop return False.",
    ), "code")  # fmt: skip


# --- part B, route decide -------------------------------------------------------------------------------------------------


def judge_defend(found: dict[str, dict]) -> Verdict:
    """A plan, and two statements that are true of it and speak for it."""
    label, labels = reading.as_label(found["plan"]), reading.as_labels(found["reasons"])
    plan = next((letter for letter in FOUR if label == reading.fold(letter)), None)
    if plan is None:
        return Verdict(0, WRONG_VALUE, f"`plan` must be one of the letters {', '.join(FOUR)}, in quotation marks.")
    chosen = {text.upper() for text in labels or []}
    if len(chosen) != 2 or not chosen <= set("PQRSTUV"):
        return Verdict(0, WRONG_SHAPE, 'Give two different letters from P to V as `reasons`, such as ["U", "V"].')
    if "U" in chosen:
        text = "Statement U may be so, but nothing in the table shows it: the desk knows no jobs."
        return Verdict(0, SLIP, text, "outside-the-table")
    if "V" in chosen:
        text = "Statement V promises. The desk says what follows from assumptions, and each plan has bad decades."
        return Verdict(0, SLIP, text, "model-as-promise")
    if plan in dominated_plans():
        text = (
            f"Plan {plan} is dominated: find the plan that costs less and loses less. These statements cannot save it."
        )
        return Verdict(0, SLIP, text, "defends-a-dominated-plan")
    good = chosen & supporting(plan)
    if len(good) == 2:
        return Verdict(1, RIGHT, f"Both are true of plan {plan} and speak for it. Another plan can be defended too.")
    text = f"Of plan {plan}, statement {', '.join(sorted(chosen - good))} is not true. Compare the four in that column."
    return Verdict(0.5 if good else 0, SLIP, text, "reason-of-another-plan")


def _decide_route() -> list[Task]:
    test = Choice(
        "first_test",
        dict.fromkeys("ABCDE", ""),
        {
            "A": "It can be defended: if both sleep through the same storm, the plan insures little.",
            "B": "It can be defended: the plan lives on a promise, and a promise is the thing to doubt.",
        },
        (
            Slip("tests-another-plan", "C", "Plan E buys no stock, so its result cannot change with this. Test what it leans on."),
            Slip("seed-as-assumption", "D", "Another seed is another draw of luck. It tests the precision, not a belief about the world."),
            Slip("result-as-assumption", "E", "That comes out at the end. To test it, change something that goes in."),
        ),
    )  # fmt: skip
    beside = MultiChoice(
        "beside_result",
        dict.fromkeys("ABCDEF", ""),
        {"A", "D", "F"},
        (
            Slip("model-as-forecast", "B", "B makes a forecast of a calculation. It holds only under all its assumptions."),
            Slip("one-track", "C", "C mixes the tracks: talks with the minister do not end a case before a court."),
            Slip("precision-as-truth", "E", "E takes precision for truth: the same luck for all plans says nothing about the real world."),
            Slip("blind-luck", "A", "A is missing. On the desk a block is luck; there it came after an act, and its author said why."),
            Slip("one-good", "D", "D is missing. A store is one number on the desk and thousands of parts in a hall."),
            Slip("fixed-demand", "F", "F is missing. Buyers adjust, and the desk lets them lose the same in every year."),
        ),
        "Yes. Each says what was left out and in which direction it may pull.",
    )  # fmt: skip
    return [
        Task("defend-decide", "Choose, and show why", "B", 3, "P3", Custom(("plan", "reasons"), judge_defend), (
            "Three of the four can be defended, each with other statements. Choose first, then test each statement.",
            "One plan was dominated in part A: leave it. Cross out the two statements that no table could show.",
            "P is true of all that are not dominated. Q, R and S are each true of one plan only.",
        ), "decide"),
        Task("test-decide", "What would you test first?", "B", 2, "P1", test, (
            "On which beliefs does this plan lean? It has plants and an ally, and no store.",
            "Two of the five are about the ally.",
        ), "decide"),
        Task("limits-decide", "Beside the result", "B", 3, "P4", beside, (
            "Keep what says what the desk left out. Cross out what promises more than a calculation can.",
            "Three of the six belong there.",
        ), "decide"),
    ]  # fmt: skip


def define(student: str | None = None) -> Definition:
    """The tasks of this exercise; it has no variants, so `student` changes nothing."""
    first = (*_assumptions(), *_distribution(), *_people(), *_limits())
    memo = Memo("memo", "Memo of 600 words", 20, "P3")
    return Definition(
        LESSON, "Exercise 7: How would you spend the money?", (*first, *_code_route(), *_decide_route()), memo
    )
