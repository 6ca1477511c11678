"""Exercise of lesson 4: who holds which piece of the chip chain, where it breaks, and what a share is a share of."""

from __future__ import annotations

import functools
import itertools
import random

import pandas as pd

from derisking import data
from derisking.models import supply
from derisking.exercises import reading, variants
from derisking.exercises.exercise import Definition, Task
from derisking.exercises.kinds import (
    Case,
    Choice,
    Classify,
    Custom,
    Function,
    MultiChoice,
    Number,
    Ordering,
    Slip,
)
from derisking.exercises.results import RIGHT, SLIP, WRONG_SHAPE, WRONG_VALUE, Verdict

LESSON = "04-value-chain"
AVAILABLE = {"wafers": 0.9, "resist": 0.5, "lithography": 1.0, "gases": 0.8}  # made up, printed in the task
STORE, WEEK = {"resist": 1.0}, 4  # weeks of normal use; the week that is asked for
SALES, BOUGHT = {"wafer maker": 50, "fab": 200, "packager": 240}, {"fab": 80}  # made up, printed in the task

START, END = 2020, 2025  # of the growth of chip sales, without a student code
FIRST, SPANS, GROWTH = 2000, (4, 5, 6), (1.15, 1.95)  # what a code may get: from which year, years between, factor
TENTHS = 0.03  # allowed error of the multiple, of which one decimal is asked

# --- keys: computed from the tables when an answer is judged --------------------------------------------------------------


def minimum() -> float:
    return supply.chain_output(pd.Series(AVAILABLE))


def mean() -> float:
    return supply.chain_output(pd.Series(AVAILABLE), elasticity=float("inf"))


def week_output() -> float:
    """Output in the week of the task, as a fraction of normal."""
    return float(supply.output_path(AVAILABLE, STORE, weeks=WEEK)["output"].iloc[-1])


@functools.cache
def _sales() -> dict[int, float]:
    """World chip sales by year, billion dollars, from the preferred rows of the table."""
    table = data.load("chip_sales").query("preferred")
    return dict(zip(table["year"].tolist(), table["sales_usd_bn"].tolist(), strict=True))


def growth(start: int = START, end: int = END) -> float:
    """World chip sales of one year over those of an earlier one."""
    return float(_sales()[end] / _sales()[start])


def needed(start: int = START, end: int = END) -> float:
    """How many times as much one sells who doubles a share of them."""
    return 2 * growth(start, end)


@functools.cache
def periods() -> tuple[tuple[int, int], ...]:
    """Pairs of years that are equally hard: alike in length and growth, one decimal is enough, slips can be told apart."""
    found = []
    for start, span in itertools.product(sorted(_sales()), SPANS):
        if start < FIRST or start + span not in _sales():
            continue
        factor, right = growth(start, start + span), needed(start, start + span)
        slips = (2.0, factor, 2 + factor, right - 1, 2 / factor)
        numbers = itertools.pairwise(sorted((right, *slips)))
        gaps = [more - less for less, more in numbers] + [abs(slip - needed()) + TENTHS for slip in slips]
        if GROWTH[0] < factor < GROWTH[1] and min(gaps) > 2 * TENTHS and abs(right - round(right, 1)) < TENTHS - 0.005:
            found.append((start, start + span))
    return tuple(found)


def period(student: str | None) -> variants.Numbers:
    """Two years for a student code; without one, those that everybody gets."""
    code, options = variants.clean(student), [{"start": start, "end": end} for start, end in periods()]
    asked = variants.choose(code, options, needed, 4 * TENTHS) if code else {"start": START, "end": END}
    parts = [f"{_sales()[year]:.1f} billion dollars in {year}" for year in asked.values()]
    return variants.Numbers(code, asked, f"The world sold chips for {parts[0]} and for {parts[1]}.")


# --- part A ---------------------------------------------------------------------------------------------------------------

AREAS = {"us": "United States", "europe": "Europe", "japan": "Japan", "asia": "Taiwan, China or Korea"}
STEPS = {"design": "design", "machines": "machines", "materials": "materials", "foundry": "foundry"}
COUNTED = {"firm": "by firm", "place": "by place"}
PILLARS = {"research": "Chips for Europe", "plants": "security of supply", "crisis": "monitoring and crisis"}


def _segments() -> list[Task]:
    leaders = Classify(
        "leaders",
        AREAS,
        {"a": {"us"}, "b": {"europe"}, "c": {"japan"}, "d": {"asia"}, "e": {"us"}},
        (
            Slip("chips-for-tools", ("a", "asia"), "the plants are in Asia, the programs to design chips are not."),
            Slip(
                "one-firm-overlooked", ("b", None), "think of the one firm whose machines print the smallest patterns."
            ),
            Slip(
                "chips-for-wafers", ("c", "asia"), "chips are made there, on bare discs that mostly come from others."
            ),
            Slip("west-does-it-all", ("d", "us"), "the firms may be American, the plants for this step are not."),
            Slip("all-machines-alike", ("e", "europe"), "machines differ: who prints is not who lays down films."),
            Slip("all-machines-alike", ("e", "japan"), "machines differ: Japan is second here, not first."),
        ),
        "Yes. Who leads depends on the step.",
    )
    firms = Classify(
        "firms",
        STEPS,
        {"a": {"materials"}, "b": {"foundry"}, "c": {"machines"}, "d": {"design"}},
        (
            Slip("jsr-makes-chips", ("a", "foundry"), "it sells what chips are made with, not chips."),
            Slip("jsr-makes-chips", ("a", "machines"), "what it sells comes in bottles."),
            Slip("name-on-chip-is-maker", ("d", "foundry"), "its name is on the chip, but it owns no plant for them."),
            Slip("foundry-designs", ("b", "design"), "it makes what others have designed."),
            Slip("machine-maker-makes-chips", ("c", "foundry"), "it sells the machine with which others make chips."),
        ),
        "Yes. None of the four does everything.",
    )
    return [
        Task("leaders", "Who leads?", "A", 2, "V1", leaders, (
            "Design tools and films on one side of the ocean, printing in Europe, discs in Japan, plants in Asia.",
            "Two of the five belong to the United States, and each other area has one.",
        )),
        Task("firms", "Which firm, which step?", "A", 1, "V1", firms, (
            "Ask what the firm sends to its customers: a plan, a machine, a chemical, or finished wafers?",
            "Nvidia sends its plans to a foundry. ASML sends a machine.",
        )),
    ]  # fmt: skip


def _breaks() -> list[Task]:
    rank = Ordering(
        "rank",
        ("B", "D", "C", "A"),
        (
            Slip(
                "highest-share-first", ("A", "B"), "The highest share is not the worst chokepoint. Multiply all three."
            ),
            Slip(
                "niche-stops-the-world", ("A", "D"), "Hardly anything needs the first input: look at the third column."
            ),
            Slip(
                "niche-stops-the-world", ("A", "C"), "Hardly anything needs the first input: look at the third column."
            ),
            Slip("stock-forgotten", ("C", "D"), "You left out the store: take its months off before you multiply."),
        ),
        praise="Yes. The order by share alone would be the exact reverse.",
        otherwise="Multiply share, part of output, and the months that the store does not cover.",
    )
    gap = Number(
        "rule_gap",
        lambda: mean() - minimum(),
        0.005,
        slips=(
            Slip("minimum-alone", minimum, "That is the answer of the minimum rule. Take it from the mean."),
            Slip("mean-alone", mean, "That is the answer of the mean rule. Take the minimum from it."),
            Slip("order-turned", lambda: minimum() - mean(), "Turn it round: the mean is the larger of the two."),
            Slip("product-for-minimum", lambda: mean() - 0.36,
                 "You multiplied the four. The minimum rule takes the scarcest and ignores the rest."),
        ),
        right="Yes. Same shortage, two rules, and the difference is a matter of belief about substitutes.",
    )  # fmt: skip
    stock = Number(
        "week_output",
        week_output,
        0.005,
        slips=(
            Slip("stock-forgotten", minimum, "That is the delivery alone. Something is left in the store in week 4."),
            Slip("stock-never-shrinks", 0.8,
                 "In the first weeks, yes. But each week takes something out of the store: follow it."),
            Slip("other-inputs-forgotten", 1.0, "Resist is not the only input: gases never allow more than eight tenths."),
        ),
        right="Yes. The store buys three weeks, and then it is nearly gone.",
        otherwise="Make a table with one line per week: in store, plus delivery, minus what was used.",
    )  # fmt: skip
    return [
        Task("rank", "Rank four chokepoints", "A", 1, "V2", rank, (
            "Take the months in store off the months to replace. Then multiply three numbers.",
            "For B: 0.5 × 1.0 × (36 − 4) = 16. Do the same with the others, largest first.",
        )),
        Task("rule-gap", "Two rules", "A", 1, "V2", gap, (
            "The minimum rule: the scarcest input. The mean rule: add the four and divide by four.",
            "Add 0.9, 0.5, 1.0 and 0.8, divide by 4, and take the smallest of the four away.",
        )),
        Task("week-output", "A store runs down", "A", 1, "V2", stock, (
            "Week 1: one week in store plus half a week delivered, and gases let you use 0.8 of it.",
            "After week 1 there are 0.7 in store. Each week adds 0.5 and takes 0.8, as long as there is enough.",
            "After week 3 there is 0.1 left. Add the delivery of week 4.",
        )),
    ]  # fmt: skip


def _shares() -> list[Task]:
    counted = Classify(
        "counted",
        COUNTED,
        {"a": {"firm"}, "b": {"place"}, "c": {"firm"}, "d": {"place"}},
        (
            Slip("headquarters-is-place", ("a", "place"), "the plants of these firms may stand anywhere."),
            Slip("soil-is-owner", ("b", "firm"), "whoever owns the plants, they are counted where they stand."),
            Slip("headquarters-is-place", ("c", "place"), "the whole machine counts for the maker's country."),
            Slip("soil-is-owner", ("d", "firm"), "by firm this plant would count for Taiwan."),
        ),
        "Yes. Both ways are honest, if they say which.",
    )
    final = SALES["packager"]
    added = Number(
        "value_added",
        lambda: (SALES["fab"] - BOUGHT["fab"]) / final,
        0.005,
        slips=(
            Slip("gross-for-value-added", lambda: SALES["fab"] / final,
                 "You took the fab's sales. Take away what it bought from others."),
            Slip("gross-for-value-added", lambda: SALES["fab"] / 540,
                 "You divided sales by the sum of all sales, which counts the silicon again at each step."),
            Slip("chemicals-forgotten", lambda: (SALES["fab"] - 50) / final, "You left out the chemicals that the fab buys."),
            Slip("amount-not-share", lambda: SALES["fab"] - BOUGHT["fab"], "That is the amount. Divide it by the value at the end."),
            Slip("over-own-sales", lambda: (SALES["fab"] - BOUGHT["fab"]) / SALES["fab"],
                 "You divided by the fab's own sales. Below the line stands the value of the finished chips."),
        ),
        right="Yes. Measured by its sales, the same fab would look much larger.",
    )  # fmt: skip
    sentence = Choice(
        "sentence",
        dict.fromkeys("ABCD", ""),
        {"A": "Yes: two shares, each with its step and its way of counting, and no quarrel between them."},
        (
            Slip("step-for-chain", "B", "That carries the share of one chemical over to all chips."),
            Slip("average-of-shares", "C", "Shares of different wholes have no meaningful average."),
            Slip("one-must-be-wrong", "D", "Both are right. They divide different things by different wholes."),
        ),
    )
    return [
        Task("counted", "Firm or place?", "A", 1, "V3", counted, (
            "Ask what would change if a Japanese firm opened a plant in Texas.",
            "Soil and plants: place. Companies and headquarters: firm.",
        )),
        Task("value-added", "What the fab adds", "A", 1, "V3", added, (
            "Value added is what you sell minus what you bought from others.",
            "The fab sells for 200 and buys wafers for 50 and chemicals for 30. The chips are worth 240 at the end.",
        )),
        Task("sentence", "One sentence for the editor", "A", 1, "V3", sentence, (
            "Look for the sentence that names the step and the way of counting.",
            "It contains both shares.",
        )),
    ]  # fmt: skip


def _chips_act(variant: variants.Numbers) -> list[Task]:
    years = tuple(variant.asked.values())
    before, after = (f"{_sales()[year]:.1f}" for year in years)
    market = lambda: growth(*years)  # noqa: E731
    forgotten = Slip(
        "student-code-forgotten",
        needed,
        "That is for the years in the text. With a student code, use those in your own line.",
    )
    pillars = Classify(
        "pillars",
        PILLARS,
        {"a": {"research"}, "b": {"plants"}, "c": {"crisis"}, "d": {"crisis"}},
        (
            Slip("every-plant-is-supply", ("a", "plants"), "a pilot line is for trying out, not for selling chips."),
            Slip("subsidy-is-research", ("b", "research"), "it makes chips for customers, with a state's money."),
            Slip("order-is-supply", ("c", "plants"), "nothing is built there: somebody gives orders in a shortage."),
            Slip("watching-is-research", ("d", "research"), "what is studied there is the market, not chips."),
            Slip("watching-is-supply", ("d", "plants"), "watching builds no plant."),
        ),
        "Yes: try out, build, and watch.",
    )
    of_what = Choice(
        "target_of",
        dict.fromkeys("ABCD", ""),
        {
            "B": "Yes: value, of certain chips, made in Europe. Nothing is said about who owns the plant or buys the chips."
        },
        (
            Slip("capacity-for-value", "A", "Many press reports count plants or wafers. The target counts value."),
            Slip(
                "buyers-for-makers", "C", "The target says nothing about buyers. That is one thing critics say of it."
            ),
            Slip("money-for-result", "D", "Money is the means. The target is about what comes out of the plants."),
        ),
    )
    multiple = Number(
        "output_multiple",
        lambda: needed(*years),
        TENTHS,
        scales={100.0: "That looks like per cent. How many times as much is asked: divide by 100."},
        slips=(
            Slip("market-stands-still", 2.0, "That would do if the market stood still. It grew as well."),
            Slip("share-forgotten", market, "With that, Europe only keeps its old share. The share should double too."),
            Slip("sum-for-product", lambda: 2 + market(), "You added the two. They must be multiplied."),
            Slip("growth-for-multiple", lambda: 2 * market() - 1, "That is what is added. How many times as much is asked."),
            Slip("market-upside-down", lambda: 2 / market(), "You divided by the growth of the market. Multiply by it."),
            *((forgotten,) if variant.code else ()),
        ),
        right="Yes. And the market will not wait after that either." if variant.code else "Yes. And the market will not wait in 2025 either.",
    )  # fmt: skip
    return [
        Task("pillars", "Three pillars", "A", 1, "V4", pillars, (
            "Try out and design; build and make; watch and act in a crisis.",
            "Two of the four belong to the third pillar.",
        )),
        Task("target-of", "A fifth of what?", "A", 1, "V4", of_what, (
            "Read the words after \"of\" in the act's target.",
            "It is about money's worth of products, and about making them.",
        )),
        Task("output-multiple", "A moving target", "A", 1, "V4", multiple, (
            "Output is share times market. Both change.",
            f"From a tenth to a fifth is a factor of 2. The market's factor is {after} over {before}.",
        )),
    ]  # fmt: skip


# --- part B, route code ---------------------------------------------------------------------------------------------------


def ref_held(table: pd.DataFrame, members: list[str]) -> float:
    """What a group of countries holds, as a fraction of all rows of the table."""
    return float(table.loc[table["country_iso3"].isin(members), "share_pct"].sum() / table["share_pct"].sum())


def ref_weekly(flow: float, store: float, weeks: int) -> list[float]:
    """Output per week of a plant with one input; normal is 1, and the store keeps what is left over."""
    outputs = []
    for _ in range(weeks):
        usable = flow + store
        outputs.append(min(1.0, usable))
        store = usable - outputs[-1]
    return outputs


def ref_rules(available: pd.Series, weights: pd.Series) -> dict:
    """Minimum, weighted mean, and the name of the scarcest input."""
    mean = float((available * weights).sum() / weights.sum())
    return {"minimum": float(available.min()), "mean": mean, "scarcest": str(available.idxmin())}


def _held_cases(rng: random.Random) -> list[Case]:
    codes = ["JPN", "USA", "NLD", "DEU", "KOR", "CHN", "TWN"]
    tables = []
    for count in (4, 6, 5):
        shares = [round(rng.uniform(2, 40), 1) for _ in range(count)]
        tables.append(pd.DataFrame({"country_iso3": rng.sample(codes, count), "share_pct": shares}))
    pick = [list(table["country_iso3"]) for table in tables]
    return [
        Case((tables[0], pick[0][:2])),
        Case((tables[1], pick[1][1:4])),
        Case((tables[2], [pick[2][3], "FRA"])),
        Case((tables[0], ["MLT", "CYP"]), "a group that holds nothing (the answer is 0)"),
    ]


def _weekly_cases(rng: random.Random) -> list[Case]:
    def draw(low: float, high: float) -> float:
        return round(rng.uniform(low, high), 2)

    return [
        Case((draw(0.3, 0.5), draw(1.05, 1.4), 6)),
        Case((draw(0.5, 0.7), draw(1.5, 2.4), 8)),
        Case((draw(0.2, 0.6), 0.0, 3), "an empty store"),
        Case((draw(1.1, 1.3), 0.5, 4), "deliveries above normal (the output stays at 1)"),
    ]


def _rules_cases(rng: random.Random) -> list[Case]:
    def chain(count: int) -> tuple[pd.Series, pd.Series]:
        names = rng.sample(["wafers", "resist", "gases", "masks", "tools", "tests"], count)
        parts = [percent / 100 for percent in rng.sample(range(20, 100), count)]  # all different: a tie is a case of its own
        sizes = [float(rng.randint(10, 900)) for _ in names]
        sizes[parts.index(min(parts))] = 950.0  # the scarcest is the largest market, so that the two cannot be confused
        return pd.Series(parts, index=names), pd.Series(sizes, index=names)

    tie = pd.Series([0.9, 0.4, 0.4], index=["tools", "gases", "masks"])
    return [
        Case(chain(3)),
        Case(chain(5)),
        Case(chain(4)),
        Case((tie, pd.Series([3.0, 1.0, 2.0], index=tie.index)), "two inputs equally scarce (the first is named)"),
    ]


def _stock_first(flow: float, store: float, weeks: int) -> list[float]:
    outputs = []
    for _ in range(weeks):
        store = max(0.0, flow + store - 1)
        outputs.append(min(1.0, flow + store))
    return outputs


def _code_route() -> list[Task]:
    held = Function(
        "held",
        ref_held,
        _held_cases,
        slips=(
            Slip("not-rescaled", lambda table, members: ref_held(table, members) * table["share_pct"].sum() / 100,
                 "You divide by 100. Printed shares do not always add up to 100: divide by their sum."),
            Slip("part-not-share", lambda table, members: ref_held(table, members) * table["share_pct"].sum(),
                 "It gives the sum of the rows. Divide it by the sum of all rows."),
            Slip("first-member-only", lambda table, members: ref_held(table, members[:1]),
                 "It counts the first country of the group only. `isin` takes the whole list."),
            Slip("others-share", lambda table, members: 1 - ref_held(table, members), "That is the share of all the others."),
        ),
        own=("derisking.models.supply.group_share", "derisking.models.supply.share_matrix"),
    )  # fmt: skip
    order = Ordering(
        "week_order",
        ("D", "B", "C", "A"),
        (
            Slip("stock-before-output", ("A", "C"), "You update the store before you know what was used."),
            Slip("output-before-usable", ("C", "B"), "The output is limited by what can be used, so that comes first."),
            Slip("usable-before-flow", ("B", "D"), "What can be used contains what comes in, so that comes first."),
        ),
    )
    weekly = Function(
        "weekly",
        ref_weekly,
        _weekly_cases,
        scales={},
        slips=(
            Slip("stock-never-shrinks", lambda flow, store, weeks: [min(1.0, flow + store)] * weeks,
                 "Every week is the same: the store never changes. Take out what was used."),
            Slip("stock-forgotten", lambda flow, store, weeks: [min(1.0, flow)] * weeks, "It never uses the store."),
            Slip("stock-before-output", _stock_first, "You update the store before you compute the output. Turn the two round."),
            Slip("no-ceiling", lambda flow, store, weeks: [flow + store] + [flow] * (weeks - 1),
                 "Output can be above normal. Limit it to 1, so that the rest stays in the store."),
        ),
        own=("derisking.models.supply.output_path",),
    )  # fmt: skip
    return [
        Task("held-code", "Complete a worked example", "B", 2, "V3", held, (
            "The example keeps the rows of one country. You need the rows of all countries in a list.",
            "`rows = table[\"country_iso3\"].isin(members)` is True for each country of the list.",
            "`table.loc[rows, \"share_pct\"].sum() / table[\"share_pct\"].sum()`",
        ), "code"),
        Task("week-order", "Put the lines in order", "B", 1, "V2", order, (
            "Which line needs no other?",
            "In comes the flow, then it can be used, then it is used, then the rest is stored.",
        ), "code"),
        Task("weekly-code", "Fill the gaps", "B", 2, "V2", weekly, (
            "The lines are those of the task before: usable, output, store.",
            "`usable = flow + store`, `output = min(1, usable)`, `store = usable - output`.",
        ), "code"),
        _rules_task(),
    ]  # fmt: skip


def _rules_task() -> Task:
    def wrong(**changes):
        return lambda a, w: {**ref_rules(a, w), **{key: change(a, w) for key, change in changes.items()}}

    answer = Function(
        "rules",
        ref_rules,
        _rules_cases,
        scales={},
        slips=(
            Slip("weights-forgotten", wrong(mean=lambda a, w: float(a.mean())),
                 "Your mean counts all inputs alike. Multiply each with its weight, and divide by the sum of the weights."),
            Slip("weights-not-normalised", wrong(mean=lambda a, w: float((a * w).sum())),
                 "Your mean is not divided by the sum of the weights."),
            Slip("divided-by-count", wrong(mean=lambda a, w: float((a * w).sum() / len(a))),
                 "You divide by the number of inputs. Divide by the sum of the weights."),
            Slip("largest-for-scarcest", wrong(scarcest=lambda a, w: str(a.idxmax())), "You name the input of which most is left."),
            Slip("smallest-market", wrong(scarcest=lambda a, w: str(w.idxmin())),
                 "You name the smallest market. The scarcest input has the smallest available part."),
        ),
        own=("derisking.models.supply.chain_output", "derisking.models.supply.bottleneck"),
    )  # fmt: skip
    return Task("rules-code", "A blank page", "B", 3, "V2", answer, (
        "Compute the three things one after the other. Two of them need no weights.",
        "`available.min()` is the number, `available.idxmin()` the name of the input.",
        "The mean: `(available * weights).sum() / weights.sum()`. Return a dictionary with the three keys.",
    ), "code")  # fmt: skip


# --- part B, route decide -------------------------------------------------------------------------------------------------

CANDIDATES = {"A": "EUV machines", "B": "integrated assembly tools", "C": "silicon wafers", "D": "photoresist"}
IDS = {"A": "N20", "B": "N77", "C": "N26", "D": "N31"}


def supporting(choice: str) -> set[str]:
    """The statements (letters) of the task that are true of an input and speak for watching it."""
    shares, inputs = data.load("chip_input_shares"), data.load("chip_inputs").set_index("input_id")
    largest = shares[shares["input_id"] == IDS[choice]]["share_pct"].max()  # nan where the table has no shares
    found = {"P"} if largest > 90 else set()
    found |= {"Q"} if inputs["market_usd_m"][IDS[choice]] > 1000 else set()
    found |= {"R"} if pd.isna(largest) else set()
    return found | (set() if choice == "B" else {"S"})  # S: years to replace, from lesson 3


def judge_watch(found: dict[str, dict]) -> Verdict:
    """An input, and two statements that are true of it and speak for it."""
    label, labels = reading.as_label(found["watched"]), reading.as_labels(found["reasons"])
    choice = next((key for key, text in CANDIDATES.items() if label in (reading.fold(key), reading.fold(text))), None)
    if choice is None:
        text = f"`watched` must be one of the letters {', '.join(CANDIDATES)}, in quotation marks."
        return Verdict(0, WRONG_VALUE, text)
    chosen = {text.upper() for text in labels or []}
    if len(chosen) != 2 or not chosen <= set("PQRSTU"):
        return Verdict(0, WRONG_SHAPE, 'Give two different letters from P to U as `reasons`, such as ["P", "T"].')
    if "T" in chosen:
        text = "Statement T mixes a share with a danger. A high share of a tiny market may stop nothing."
        return Verdict(0, SLIP, text, "share-is-danger")
    if "U" in chosen:
        text = "Statement U claims too much: shares say nothing about stores, time or substitutes."
        return Verdict(0, SLIP, text, "naive-minimum")
    good = chosen & supporting(choice)
    if len(good) == 2:
        return Verdict(1, RIGHT, "Your two statements are true of your input and speak for it. Others can be defended.")
    if choice == "B":
        text = (
            "A share is all that speaks for this one. Its market is a niche, and its tools can be replaced by others."
        )
        return Verdict(0, SLIP, text, "niche-stops-the-world")
    text = (
        f"Of {CANDIDATES[choice]}, statement {', '.join(sorted(chosen - good))} is not true. Look at the table again."
    )
    return Verdict(0.5 if good else 0, SLIP, text, "evidence-for-another-input")


def _decide_route() -> list[Task]:
    step = Choice(
        "first_step",
        dict.fromkeys("ABCDE", ""),
        {
            "A": "Defensible: testing takes longest, so paying for it early shortens the months without a substitute.",
            "B": "Defensible: it costs little and leaves trade open. Its weakness is that a promise is only as good as its use.",
        },
        (
            Slip("store-for-ever", "C", "A coating ages within months. A store for years would be thrown away."),
            Slip("target-as-measure", "D", "A higher target makes no chemical. It says what one wants, not how."),
            Slip("sum-is-control", "E", "Adding two shares changes nothing. Two governments and many firms must agree first."),
        ),
    )  # fmt: skip
    act = MultiChoice(
        "act_true",
        dict.fromkeys("ABCDEF", ""),
        {"A", "B", "C"},
        (
            Slip("share-is-independence", "D", "D: a fifth of the value leaves four fifths to others, and every machine too."),
            Slip("eu-budget-pays", "E", "E: the larger part comes from member states and firms, not from the EU's budget."),
            Slip("auditors-misread", "F", "F: the auditors called it very unlikely that the target is reached."),
            Slip("share-for-output", "A", "A is true: in a market that grows faster, more output can be a smaller share."),
            Slip("owner-for-place", "B", "B is true: the target counts production in Europe, whoever owns the plant."),
            Slip("supply-is-all", "C", "C is true: money for plants is supply-side policy, and plants need customers."),
        ),
        "Yes. The target can be missed while output grows, and met without a European firm.",
        otherwise="Check each one against the words of the target: value, made in Europe, a share.",
    )  # fmt: skip
    return [
        Task("watch-decide", "Choose, and show why", "B", 3, "V2", Custom(("watched", "reasons"), judge_watch), (
            "Choose first. Then test every statement against that input alone, with the table.",
            "R is true of one input only: it has no shares in the table.",
            "Cross out the two statements that no table of shares can support.",
        ), "decide"),
        Task("step-decide", "A first step", "B", 2, "V2", step, (
            "Which steps change the time until a substitute is there, or how a shortage is shared?",
            "Two of the five can be defended.",
        ), "decide"),
        Task("act-decide", "What the target does and does not say", "B", 3, "V4", act, (
            "A share has a top and a bottom. Which statements follow from that?",
            "Three of the six are true: about the market, about owners, and about customers.",
        ), "decide"),
    ]  # fmt: skip


def define(student: str | None = None) -> Definition:
    """The tasks of lesson 4. student: a code for two years of one's own (None: the common ones)."""
    variant = period(student)
    tasks = (*_segments(), *_breaks(), *_shares(), *_chips_act(variant), *_code_route(), *_decide_route())
    return Definition(
        LESSON, "Exercise 4: Which piece of the chain should we watch?", tasks, None, variant, "output-multiple"
    )
