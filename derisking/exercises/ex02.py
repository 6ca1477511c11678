"""Exercise of lesson 2: what de-risking is, and how one would know that one depends on somebody."""

from __future__ import annotations

import functools
import math
import random

import pandas as pd

from derisking import data
from derisking.models import indicators
from derisking.exercises import reading, variants
from derisking.exercises.exercise import Definition, Memo, Task
from derisking.exercises.kinds import (
    PERCENT,
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

LESSON = "02-de-risking"
PRODUCT, SUPPLIER, YEAR = "810411", "CHN", 2024  # magnesium, unwrought
HAND_SHARES = (0.5, 0.3, 0.2)  # made up, printed in the task

# --- keys: computed from the tables when an answer is judged --------------------------------------------------------------


@functools.cache
def _flows(hs6: str, importer: str, year: int, column: str) -> pd.Series:
    rows = data.load("imports").query("hs6 == @hs6 and importer == @importer and year == @year")
    return rows.groupby("exporter")[column].sum()


def share(hs6: str, supplier: str, year: int, importer: str = "EU27", column: str = "value_kusd") -> float:
    """A supplier's part of one importer's purchases; a fraction."""
    flows = _flows(hs6, importer, year, column)
    return float(flows.get(supplier, 0.0) / flows.sum())


@functools.cache
def passing(year: int, concentration: float = 0.4) -> frozenset[str]:
    """The products (hs6) that are above all three thresholds for the EU in a year."""
    table = indicators.indicators_table(data.load("imports"), data.load("trade_totals"), year, "EU27")
    screened = indicators.screen(table, concentration=concentration)
    return frozenset(screened.index[screened["passes"]])


@functools.cache
def _materials() -> dict[str, str]:
    return data.load("products").set_index("hs6")["material"].to_dict()


def _named(products: frozenset[str]) -> dict[str, str]:
    """Short name -> code, so that a student may type either."""
    return {_materials()[hs6]: hs6 for hs6 in sorted(products, key=lambda hs6: _materials()[hs6])}


def leaving() -> set[str]:
    """Products of the 2024 list that fall below a concentration threshold of 0.5."""
    return set(_named(passing(2024) - passing(2024, concentration=0.5)))


def entering() -> set[str]:
    """Products on the list of 2024 that were not on the list of 2022."""
    return set(_named(passing(2024) - passing(2022)))


# --- part A ---------------------------------------------------------------------------------------------------------------

TERMS = {"de-risking": "de-risking", "decoupling": "decoupling", "autonomy": "open strategic autonomy"}
PS = {"promote": "promote", "protect": "protect", "partner": "partner"}
RISKS = {
    "supply": "supply chains",
    "infrastructure": "critical infrastructure",
    "leakage": "technology leakage",
    "coercion": "coercion",
}
ERRORS = {"false positive": "false positive", "false negative": "false negative"}


def _concepts() -> list[Task]:
    terms = Classify(
        "terms",
        TERMS,
        {"a": {"decoupling"}, "b": {"de-risking"}, "c": {"autonomy"}, "d": {"decoupling"}},
        (
            Slip(
                "narrow-is-decoupling", ("b", "decoupling"), "most trade goes on there, and only a few inputs change."
            ),
            Slip(
                "broad-is-de-risking", ("a", "de-risking"), "the ties are cut whatever the product; de-risking picks."
            ),
            Slip("broad-is-de-risking", ("d", "de-risking"), "buying nothing at all is not a narrow measure."),
            Slip(
                "autonomy-is-autarky", ("d", "autonomy"), "autonomy in the EU's sense is open: it does not end trade."
            ),
            Slip(
                "autonomy-is-a-measure",
                ("c", "de-risking"),
                "it names an ability one wants, not a cut in certain ties.",
            ),
        ),
        "Yes. The three words differ in what they cut, and in whether they name a method or an aim.",
    )
    disputed = Choice(
        "why_disputed",
        dict.fromkeys("ABCD", ""),
        {
            "A": "Yes. Without a definition or a price, the same licence duty can be called a narrow measure or a first step."
        },
        (
            Slip(
                "word-is-american",
                "B",
                "The word was used in Brussels before Washington took it up. Who coined it settles little.",
            ),
            Slip(
                "trade-has-ended",
                "C",
                "Trade with China goes on. The dispute is about where measures stop, not about an end already reached.",
            ),
            Slip(
                "law-defines-it",
                "D",
                "No law defines the word, and no court has been asked to apply it. That is part of the problem.",
            ),
        ),
    )
    return [
        Task("terms", "Three words", "A", 2, "D1", terms, (
            "Ask two questions of each sentence: which ties are cut, a few or nearly all? And is it a method or an aim?",
            "One sentence names an ability (an aim). One leaves ordinary trade alone. Two cut whatever they meet.",
            "The sentence about acting and choosing is the aim; the one with the few inputs is the EU's word of 2023.",
        )),
        Task("disputed", "Why the line is disputed", "A", 1, "D1", disputed, (
            "Look for the reason that would still hold if everyone were honest.",
            "Could you tell, from the text of a measure alone, which of the two words fits? What is missing?",
        )),
    ]  # fmt: skip


def _sorting() -> list[Task]:
    measures = Classify(
        "measures",
        PS,
        {
            "a": {"promote", "protect"},
            "b": {"protect"},
            "c": {"protect"},
            "d": {"partner"},
            "e": {"promote"},
            "f": {"partner", "protect"},
        },
        (
            Slip("screening-is-promotion", ("b", "promote"), "a government that can refuse a buyer shields something."),
            Slip(
                "licence-is-partnership",
                ("c", "partner"),
                "a licence duty is a national act; it needs nobody's consent.",
            ),
            Slip(
                "licence-is-promotion", ("c", "promote"), "a licence may slow sales at home; it does not add strength."
            ),
            Slip("agreement-is-protection", ("d", "protect"), "two sides agree on it; ask who must sign."),
            Slip("research-is-protection", ("e", "protect"), "new knowledge makes you stronger; it closes no door."),
            Slip(
                "stock-is-promotion", ("f", "promote"), "a stock bridges a gap; it makes no industry more competitive."
            ),
        ),
    )
    risks = Classify(
        "risks",
        RISKS,
        {"a": {"coercion", "supply"}, "b": {"infrastructure"}, "c": {"leakage"}, "d": {"supply"}},
        (
            Slip(
                "accident-is-coercion", ("d", "coercion"), "nobody intends a storm: coercion needs a will and a demand."
            ),
            Slip("theft-is-infrastructure", ("c", "infrastructure"), "what leaves the country there is knowledge."),
            Slip(
                "cable-is-supply-chain",
                ("b", "supply"),
                "the cable itself, which everyone uses, is the thing in danger.",
            ),
        ),
    )
    return [
        Task("measures", "Three Ps", "A", 2, "D2", measures, (
            "Promote makes you stronger, protect keeps something from harm, partner needs somebody else's signature.",
            "Some measures fit two. Type the one you would defend, or a list of both.",
            "Licences and screening close a door. An agreement has two signatures. Research adds strength.",
        )),
        Task("risks", "Four risks", "A", 1, "D2", risks, (
            "Ask what would be harmed: deliveries, a system everyone uses, knowledge, or your freedom to decide?",
            "Is there somebody with a demand? Then think of coercion. If not, it may still be a supply chain.",
        )),
    ]  # fmt: skip


def _measuring(variant: variants.Variant) -> list[Task]:
    denominator = Choice(
        "denominator",
        dict.fromkeys("ABCD", ""),
        {
            "B": "Yes: everything the EU has at hand, from home and abroad. Other figures for gallium divide by something else."
        },
        (
            Slip(
                "world-for-eu",
                "A",
                "That gives another, higher figure: China's part of what the world makes, not of what the EU gets.",
            ),
            Slip(
                "value-for-weight",
                "C",
                "The sentence counts kilograms, and it counts what the EU uses, wherever it was made.",
            ),
            Slip(
                "exporter-for-importer",
                "D",
                "That turns the question round: it would say how much China depends on the EU as a customer.",
            ),
        ),
    )
    seller = variant.partner_name
    by_hand = Number(
        "hand_hhi",
        lambda: sum(part**2 for part in HAND_SHARES),
        0.001,
        slips=(
            Slip("square-of-sum", 1.0, "You get 1 if you add the shares first. Square each share first, then add."),
            Slip("largest-share", max(HAND_SHARES), "That is the largest share. The index uses all of them, each squared."),
            Slip("effective-number", 1 / sum(part**2 for part in HAND_SHARES),
                 "That is the effective number of suppliers, one over the index. Leave out the last step."),
            Slip("mean-of-squares", sum(part**2 for part in HAND_SHARES) / len(HAND_SHARES),
                 "You took the mean of the squares. The index is their sum."),
        ),
        right="Yes. Squaring gives the largest supplier the most weight.",
    )  # fmt: skip
    return [
        Task("denominator", "Share of what?", "A", 1, "D3", denominator, (
            "Underline the words after \"of\" in the sentence.",
            "Is it about what the world makes, what China sells, what the EU buys, or what the EU uses?",
        )),
        Task("magnesium-share", "An import share", "A", 1, "D3", _import_share(variant), (
            "A share is a fraction: the part on top, the whole below.",
            f"The part is {seller}'s row. The whole is the last row of the table, with {seller} in it.",
            f"Divide the number in {seller}'s row by the number in the row \"all\", and round to two decimals or more.",
        )),
        Task("hand-hhi", "A concentration by hand", "A", 1, "D3", by_hand, (
            "Three steps: shares as fractions, square each, add.",
            "The largest of the three contributes 0.5 × 0.5 = 0.25. Do the same with the other two.",
            "0.3 × 0.3 and 0.2 × 0.2 are left to add to 0.25.",
        )),
    ]  # fmt: skip


def _import_share(variant: variants.Variant) -> Number:
    part = lambda: share(variant.hs6, variant.partner, variant.year)  # noqa: E731
    seller = variant.partner_name
    weight = Slip("weight-for-value", lambda: share(variant.hs6, variant.partner, variant.year, column="quantity_t"),
                  "That is the share of the tonnes. Here the value is asked, so divide dollars by dollars.")  # fmt: skip
    return Number(
        "magnesium_share",
        part,
        0.005,
        slips=(
            Slip("part-over-rest", lambda: part() / (1 - part()),
                 f"You divided {seller} by all the others. {seller} belongs below the line too: divide by the total."),
            Slip("total-over-part", lambda: 1 / part(),
                 f"You divided the total by {seller}. Turn the fraction round: the part is on top."),
            Slip("others-share", lambda: 1 - part(), f"That is the share of all the others. {seller}'s is asked."),
            *((weight,) if "quantity_t" in variant.columns else ()),
            *((_without_code(),) if variant.code else ()),
        ),
        right="Yes. And the denominator is the value of all extra-EU imports of this product in that year.",
    )  # fmt: skip


def _without_code() -> Slip:
    text = "That answers the question that stands there without a student code. Open the exercise with yours, and run the table again."
    return Slip("student-code-forgotten", lambda: share(PRODUCT, SUPPLIER, YEAR), text)


def _screening() -> list[Task]:
    on_list = lambda: {name: hs6 for name, hs6 in _named(passing(2024)).items()}  # noqa: E731
    leave = MultiChoice("leavers", on_list, leaving, praise="Yes. None of them became safer: only the ruler moved.",
                        otherwise="Compare the column CDI1 with the new threshold, row by row.")  # fmt: skip
    enter = MultiChoice(
        "newcomers",
        on_list,
        entering,
        (),
        "Yes. Between two years real flows moved, and thresholds turn small moves into a yes or a no.",
        otherwise="A newcomer is on the list of 2024 and was not on the list of 2022.",
    )
    errors = Classify(
        "errors",
        ERRORS,
        {"a": {"false negative"}, "b": {"false positive"}, "c": {"false negative"}, "d": {"false positive"}},
        (
            Slip(
                "positive-means-good",
                ("a", "false positive"),
                '"positive" means that the test says yes. Here it says no.',
            ),
            Slip(
                "positive-means-good", ("c", "false positive"), "the screen says nothing is wrong there, so it is a no."
            ),
            Slip(
                "negative-means-bad",
                ("b", "false negative"),
                "the screen says yes there; the doubt is whether it should.",
            ),
            Slip("negative-means-bad", ("d", "false negative"), "the screen says yes there, because of one odd year."),
        ),
        "Yes. A screen makes both errors, and moving a threshold trades one for the other.",
        "First ask what the screen says, yes or no. Then ask whether it should.",
    )
    return [
        Task("leavers", "A stricter ruler", "A", 1, "D4", leave, (
            "Only products on the list can leave it. Which have a concentration between the old threshold and the new?",
            "Sort the table by CDI1: three products lie just above 0.4.",
        )),
        Task("newcomers", "Two years", "A", 1, "D4", enter, (
            "Set the explorer to 2022, write the list down, then to 2024.",
            "Eight products are on the first list. All of them are on the second; three are new.",
        )),
        Task("errors", "Two ways to be wrong", "A", 1, "D4", errors, (
            "Positive: the screen says \"dependent\". False: it should not have said so.",
            "In two of the four the screen is silent although there is a danger.",
        )),
    ]  # fmt: skip


# --- part B, route code ---------------------------------------------------------------------------------------------------


def ref_import_share(table: pd.DataFrame, supplier: str, column: str) -> float:
    """A supplier's part of the sum of one column; 0 for a supplier who is not there."""
    return float(table.loc[table["exporter"] == supplier, column].sum() / table[column].sum())


def ref_hhi(values: pd.Series) -> float:
    """Sum of squared shares; nan if the total is zero."""
    total = float(values.sum())
    return float(((values / total) ** 2).sum()) if total else math.nan


def ref_screen(imports: pd.Series, intra: float, exports: float) -> dict:
    """The three indicators of one product and whether all are above their threshold."""
    extra = float(imports.sum())
    cdi3 = extra / exports if exports else math.inf
    cdi1, cdi2 = ref_hhi(imports), extra / (extra + intra)
    return {"cdi1": cdi1, "cdi2": cdi2, "cdi3": cdi3, "passes": cdi1 > 0.4 and cdi2 > 0.5 and cdi3 > 1}


def _values(rng: random.Random, count: int) -> list[float]:
    return [round(rng.uniform(5, 900), 2) for _ in range(count)]


def _share_cases(rng: random.Random) -> list[Case]:
    suppliers = ["NOR", "CHN", "USA", "ZAF", "JPN"]
    frames = []
    for _ in range(3):
        rng.shuffle(suppliers)
        columns = {"exporter": list(suppliers), "value_kusd": _values(rng, 5), "quantity_t": _values(rng, 5)}
        frames.append(pd.DataFrame(columns))
    wanted = [("CHN", "value_kusd"), ("NOR", "quantity_t"), ("JPN", "quantity_t")]
    cases = [Case((frame, supplier, column)) for frame, (supplier, column) in zip(frames, wanted, strict=True)]
    return [*cases, Case((frames[0], "CHL", "value_kusd"), "a supplier who sells nothing (the share is 0)")]


def _hhi_cases(rng: random.Random) -> list[Case]:
    names = ["USA", "CHN", "NOR", "DZA", "QAT", "RUS"]
    main = [Case((pd.Series(_values(rng, count), index=names[:count]),)) for count in (3, 6, 4)]
    return [
        *main,
        Case((pd.Series([rng.uniform(10, 99)], index=["TUR"]),), "a single supplier (the index is 1)"),
        Case((pd.Series([0.0, 0.0], index=["TUR", "CHN"]),), "a total of zero (the answer is nan)"),
    ]


def _screen_cases(rng: random.Random) -> list[Case]:
    def flows(*parts: float) -> pd.Series:
        size = rng.uniform(100, 900)
        return pd.Series([part * size for part in parts], index=["CHN", "NOR", "USA", "CHL"][: len(parts)])

    strong, spread = flows(80, 15, 5), flows(30, 25, 25, 20)
    factors = [rng.uniform(0.2, 0.6) for _ in range(4)]
    return [
        Case((strong, float(strong.sum() * factors[0]), float(strong.sum() * factors[1]))),  # passes
        Case((spread, float(spread.sum() * factors[0]), float(spread.sum() * factors[2]))),  # fails on CDI1 only
        Case((strong, float(strong.sum() * (1 + factors[1])), float(strong.sum() * factors[3]))),  # fails on CDI2 only
        Case((strong, float(strong.sum() * factors[2]), float(strong.sum() * (1 + factors[0])))),  # fails on CDI3 only
        Case((strong, float(strong.sum() * factors[2]), 0.0), "exports of zero (CDI3 is infinite)"),
        Case((pd.Series([100.0, 0.0]), 100.0, 50.0), "a value exactly on a threshold (it does not pass)"),
    ]


def _screen_with(**changes):
    """A screen with one mistake, for recognising it."""

    def wrong(imports: pd.Series, intra: float, exports: float) -> dict:
        right, extra = ref_screen(imports, intra, exports), float(imports.sum())
        result = {**right, **{name: change(right, extra, intra, exports) for name, change in changes.items()}}
        if "passes" not in changes:
            result["passes"] = result["cdi1"] > 0.4 and result["cdi2"] > 0.5 and result["cdi3"] > 1
        return result

    return wrong


def _code_route() -> list[Task]:
    share_answer = Function(
        "import_share",
        ref_import_share,
        _share_cases,
        slips=(
            Slip("ignores-column", lambda table, supplier, column: ref_import_share(table, supplier, "value_kusd"),
                 "It always uses the value. Use the argument `column` in both places, on top and below the line."),
            Slip("part-over-rest", lambda table, supplier, column: _over_rest(ref_import_share(table, supplier, column)),
                 "You divide by all the others. The supplier belongs below the line too."),
            Slip("part-not-share", lambda table, supplier, column: ref_import_share(table, supplier, column) * table[column].sum(),
                 "It gives the supplier's part itself. Divide it by the total to get a share."),
        ),
        own=("derisking.models.indicators.import_share",),
    )  # fmt: skip
    order = Ordering(
        "hhi_order",
        ("C", "A", "D", "B"),
        (
            Slip(
                "square-before-share",
                ("D", "A"),
                "Squares of dollars are not squares of shares: divide before you square.",
            ),
            Slip(
                "add-before-square", ("B", "D"), "If you add first, you square the whole market, and that is always 1."
            ),
            Slip(
                "total-too-late",
                ("A", "C"),
                "A share needs the total below the line, so the total must be there first.",
            ),
        ),
    )
    hhi = Function(
        "hhi",
        ref_hhi,
        _hhi_cases,
        scales={10_000.0: PERCENT[10_000.0]},
        slips=(
            Slip("values-not-shares", lambda values: float((values**2).sum()),
                 "You square the import values. Divide each by the total first, so that they become shares."),
            Slip("square-of-sum", lambda values: 1.0, "It always gives 1: you add the shares before you square. Square each, then add."),
            Slip("mean-of-squares", lambda values: ref_hhi(values) / len(values), "You take the mean of the squares. The index is their sum."),
            Slip("effective-number", lambda values: 1 / ref_hhi(values), "That is the effective number of suppliers, one over the index."),
            Slip("largest-share", lambda values: float(values.max() / values.sum()), "That is the largest share. The index adds all squared shares."),
            Slip("sum-of-shares", lambda values: 1.0, "Without squaring, shares always add up to 1."),
        ),
        own=("derisking.models.indicators.hhi", "derisking.models.indicators.concentration"),
    )  # fmt: skip
    return [
        Task("share-code", "Complete a worked example", "B", 2, "D3", share_answer, (
            "The example above works for one column. What must change so that the reader of your function picks it?",
            "`table.loc[rows, column]` takes the column whose name is in `column`.",
            "The part is `table.loc[rows, column].sum()`; the whole is `table[column].sum()`.",
        ), "code"),
        Task("order-code", "Put the lines in order", "B", 1, "D3", order, (
            "Which line needs no other line before it?",
            "Total, then shares, then squares, then their sum.",
        ), "code"),
        Task("hhi-code", "Fill the gaps", "B", 2, "D3", hhi, (
            "The order of the lines is the one of the task before.",
            "A Series can be divided by a number and raised to a power: `values / total`, `shares ** 2`.",
            "Total: `values.sum()`; shares: `values / total`; result: `(shares ** 2).sum()`.",
        ), "code"),
        _screen_task(),
    ]  # fmt: skip


def _over_rest(part: float) -> float:
    return part / (1 - part)


def _screen_task() -> Task:
    answer = Function(
        "screen",
        ref_screen,
        _screen_cases,
        scales={},
        slips=(
            Slip("any-for-all", _screen_with(passes=lambda right, extra, intra, exports: (
                right["cdi1"] > 0.4 or right["cdi2"] > 0.5 or right["cdi3"] > 1)),
                "One indicator above its threshold is enough for your function. The screen asks for all three."),
            Slip("hhi-in-ten-thousands", _screen_with(cdi1=lambda right, *rest: right["cdi1"] * 10_000),
                 "Your CDI1 is on the 0-10 000 scale, where everything is above 0.4. Use fractions."),
            Slip("intra-over-extra", _screen_with(cdi2=lambda right, extra, intra, exports: intra / (extra + intra)),
                 "Your CDI2 is the part from inside the EU. What comes from outside belongs on top."),
            Slip("extra-over-intra", _screen_with(cdi2=lambda right, extra, intra, exports: extra / intra),
                 "Your CDI2 divides by intra-EU imports alone. Below the line stand all imports."),
            Slip("exports-over-imports", _screen_with(cdi3=lambda right, extra, intra, exports: exports / extra if extra else 0),
                 "Your CDI3 is upside down: imports stand on top, exports below."),
            Slip("all-imports-in-cdi3", _screen_with(cdi3=lambda right, extra, intra, exports: (extra + intra) / exports),
                 "Your CDI3 counts imports from inside the EU too. Only those from outside belong on top."),
            Slip("largest-share", _screen_largest, "Your CDI1 is the largest share. It should be the sum of the squared shares."),
        ),
        own=("derisking.models.indicators.screen", "derisking.models.indicators.concentration", "derisking.models.indicators.hhi"),
    )  # fmt: skip
    return Task("screen-code", "A blank page", "B", 3, "D4", answer, (
        "Compute the three numbers one after the other, each in a line of its own, and test them at the end.",
        "`extra = imports.sum()`. CDI1 is the index of the task before; CDI2 and CDI3 divide `extra` by something.",
        "For exports of zero use `float(\"inf\")`. `passes` is `cdi1 > 0.4 and cdi2 > 0.5 and cdi3 > 1`; return a dictionary.",
    ), "code")  # fmt: skip


def _screen_largest(imports: pd.Series, intra: float, exports: float) -> dict:
    largest = float(imports.max() / imports.sum())
    right = ref_screen(imports, intra, exports)
    return {**right, "cdi1": largest, "passes": largest > 0.4 and right["cdi2"] > 0.5 and right["cdi3"] > 1}


# --- part B, route decide -------------------------------------------------------------------------------------------------

CANDIDATES = {"A": "permanent magnets", "B": "magnesium", "C": "gallium and germanium", "D": "feldspar"}
CODES = {"A": "850511", "B": "810411", "C": "811292", "D": "252910"}


def supporting(product: str) -> set[str]:
    """The statements (letters) of the task that are true of a product and speak for protecting it."""
    both_years = passing(2022) & passing(2024)
    always = {"P"} if CODES[product] in both_years else set()
    return always | {"A": {"Q", "S"}, "B": {"S"}, "C": {"Q", "R", "S"}, "D": set()}[product]


def judge_protect(found: dict[str, dict]) -> Verdict:
    """A product, and two statements that are true of it and speak for it."""
    label, labels = reading.as_label(found["product"]), reading.as_labels(found["evidence"])
    product = next((key for key, text in CANDIDATES.items() if label in (reading.fold(key), reading.fold(text))), None)
    if product is None:
        return Verdict(
            0, WRONG_VALUE, f"`product` must be one of the letters {', '.join(CANDIDATES)}, in quotation marks."
        )
    chosen = {text.upper() for text in labels or []}
    if len(chosen) != 2 or not chosen <= set("PQRSTU"):
        return Verdict(0, WRONG_SHAPE, 'Give two different letters from P to U as `evidence`, such as ["P", "T"].')
    if "T" in chosen:
        text = "Statement T is about attention, not about dependence: news may follow a danger, or miss it."
        return Verdict(0, SLIP, text, "news-as-evidence")
    if "U" in chosen:
        text = "Statement U cannot be read from customs data: a trade flow does not say what would happen in a crisis."
        return Verdict(0, SLIP, text, "flow-as-forecast")
    good = chosen & supporting(product)
    if len(good) == 2:
        return Verdict(
            1, RIGHT, "Your two statements are true of your product and speak for it. Others can be defended too."
        )
    if product == "D":
        text = "The screen alone speaks for feldspar: nothing says that its seller would or could use it. One indicator is no case."
        return Verdict(0, SLIP, text, "screen-is-enough")
    wrong = ", ".join(sorted(chosen - good))
    text = f"Of your product {CANDIDATES[product]}, statement {wrong} is not true. Look at the table of the task once more."
    return Verdict(0.5 if good else 0, SLIP, text, "evidence-for-another-product")


def _decide_route() -> list[Task]:
    protect = Custom(("product", "evidence"), judge_protect)
    measure = Choice(
        "first_measure",
        dict.fromkeys("ABCDE", ""),
        {
            "A": "Defensible: it lowers the share of one seller and leaves trade open. It takes years, and somebody pays the higher price.",
            "B": "Defensible: it bridges months at a known cost and closes no door. It does not end the dependence.",
        },
        (
            Slip(
                "de-risking-as-ban",
                "C",
                "A ban does at once to your own firms what you fear the seller might do. That is decoupling.",
            ),
            Slip(
                "protect-everything",
                "D",
                "Neither precise nor proportionate: it pays for products nobody could use as leverage.",
            ),
            Slip(
                "wait-and-see",
                "E",
                "Waiting can be right for a small risk, but firms alone tend to insure too little against a risk they share.",
            ),
        ),
    )
    limits = MultiChoice(
        "limits",
        dict.fromkeys("ABCDEF", ""),
        {"A", "B", "C"},
        (
            Slip(
                "fails-means-safe",
                "D",
                "A product that fails the screen is not proved safe: think of the bundle with gallium in it.",
            ),
            Slip(
                "our-list-is-official",
                "E",
                "Our list is a replication on other data and thirty products. The Commission's is its own.",
            ),
            Slip("flow-as-forecast", "F", "Trade values say what was bought in a year, not what a stop would cost."),
            Slip(
                "countries-are-firms",
                "A",
                "The index counts countries. Two mines of one firm in two countries look like two suppliers.",
            ),
            Slip(
                "exports-are-production",
                "B",
                "CDI3 uses exports because production is not in customs data. They are a stand-in.",
            ),
            Slip("code-is-a-product", "C", "A customs code may hold several goods; some dangers hide in a bundle."),
        ),
        "Yes. Saying these three in one sentence each makes a table honest.",
    )
    return [
        Task("protect-decide", "Choose, and show why", "B", 3, "D4", protect, (
            "Several products can be defended. Choose first, then test every statement against that product alone.",
            "Statement P can be checked in the two lists; R is about one customs code.",
            "Cross out the two statements that no table and no law could show.",
        ), "decide"),
        Task("measure-decide", "A first measure", "B", 2, "D1", measure, (
            "The EU's own yardstick: a measure should be proportionate and precise.",
            "Two of the five keep ordinary trade open and act on this product only.",
        ), "decide"),
        Task("limits-decide", "What the screen cannot say", "B", 3, "D4", limits, (
            "Mark what is true of the screen as we ran it. Three of the six are.",
            "Which statements claim more than a table of imports can show?",
        ), "decide"),
    ]  # fmt: skip


def define(student: str | None = None) -> Definition:
    """The tasks of lesson 2. student: a code for a variant of one's own (None: the common one)."""
    variant = variants.pick(student) if variants.clean(student) else variants.common(PRODUCT, SUPPLIER, YEAR)
    tasks = [*_concepts(), *_sorting(), *_measuring(variant), *_screening(), *_code_route(), *_decide_route()]
    memo = Memo("memo", "Memo of 200 words", 10, "D4")
    title = "Exercise 2: How would you know that you depend on someone?"
    return Definition(LESSON, title, tuple(tasks), memo, variant, "magnesium-share")
