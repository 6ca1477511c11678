"""What is computed in the tasks of 02-de-risking: keys from the tables, functions done right and wrong, and variants."""

import functools
import math
import random

import pandas as pd

from derisking import data
from derisking.exercises.task import drawn, function_fields, number_fields
from derisking.exercises.variants import Variant, choose, clean
from derisking.models import indicators
from derisking.questions.kinds.function import Case

THRESHOLDS = (0.4, 0.5, 1.0)  # of the three indicators, as the task gives them

COMMON = {"product": "magnesium", "partner": "CHN", "year": 2024}  # without a code
DISTANCE = (0.05, 0.40)  # of the concentration from its threshold: clearly above, yet no monopoly
SIZE_KUSD = (100_000.0, 1_000_000.0)  # the whole flow; far above what the data dictionary calls small
SHARE = (0.12, 0.88)  # nearer to 0 or 1, the usual mistakes cannot be told from the right answer
PARTNERS = 3  # only rows that the task's table shows by name
APART = 0.02  # least difference between the keys of neighbours; four tolerances


@functools.cache
def _codes() -> dict[str, str]:
    """Code of each product by its short name."""
    return data.load("products").set_index("material")["hs6"].to_dict()


@functools.cache
def _flows(product: str, year: int, column: str = "value_kusd") -> pd.Series:
    """What the EU bought of a product, by seller, the largest first."""
    table = data.load("imports")
    rows = table[(table["hs6"] == _codes()[product]) & (table["importer"] == "EU27") & (table["year"] == year)]
    return rows.groupby("exporter")[column].sum().sort_values(ascending=False)


def share(product: str, partner: str, year: int, column: str = "value_kusd") -> float:
    """A seller's share of what the EU bought; a fraction."""
    flows = _flows(product, year, column)
    return float(flows[partner] / flows.sum())


@functools.cache
def _screened(year: int, concentration: float = THRESHOLDS[0]) -> pd.DataFrame:
    table = indicators.indicators_table(data.load("imports"), data.load("trade_totals"), year, "EU27")
    return indicators.screen(table, concentration=concentration).sort_index()


@functools.cache
def candidates() -> pd.DataFrame:
    """Every comparable product and year with its largest partners, before matching: does it pass, how far, how large."""
    usable, rows = set(data.load("products").query("comparable")["hs6"]), []
    for year in sorted(int(year) for year in data.load("imports")["year"].unique()):
        for _, found in _screened(year).loc[lambda table: table.index.isin(usable)].iterrows():
            flows, distance = _flows(found["material"], year), found["concentration"] - THRESHOLDS[0]
            rows += [
                (found["material"], who, year, found["passes"], distance, flows.sum()) for who in flows.index[:PARTNERS]
            ]
    table = pd.DataFrame(rows, columns=["product", "partner", "year", "passes", "distance", "size_kusd"])
    return table.assign(key=[share(*row[:3]) for row in rows])


@functools.cache
def matched() -> pd.DataFrame:
    """What a code may get, matched on difficulty: all pass the screen clearly, in flows of one order of magnitude."""
    table, key = candidates(), candidates()["key"]
    alike = table["passes"] & table["distance"].between(*DISTANCE) & table["size_kusd"].between(*SIZE_KUSD)
    return table[alike & key.between(*SHARE) & ((key - 0.5).abs() > APART / 2)]


def variant(student: str | None) -> Variant:
    """Product, seller and year for a student code; without one, the question that everybody gets."""
    code, asked = clean(student), COMMON
    if code:
        asked = choose(code, matched()[list(COMMON)].to_dict("records"), share, APART)
    return Variant(code, asked, f"What is the share of {_seller(asked)} ({asked['partner']})?")


def _seller(asked: dict) -> str:
    return data.load("countries").set_index("iso3")["name"][asked["partner"]]


def magnesium_share(variant: Variant) -> dict:
    right = share(**variant.asked)
    fields = number_fields(
        right,
        part_over_rest=right / (1 - right),
        total_over_part=1 / right,
        others_share=1 - right,
        weight_for_value=None if variant.code else share(**variant.asked, column="quantity_t"),
        student_code_forgotten=share(**COMMON) if variant.code else None,
    )
    return {**fields, "fill": {"seller": _seller(variant.asked)}}


def passing(year: int, concentration: float = THRESHOLDS[0]) -> set[str]:
    """The products that are above all three thresholds for the EU in a year, by name."""
    return set(_screened(year, concentration).query("passes")["material"])


def _listed(right: set[str]) -> dict:
    """The products on the list of 2024 as options, named or by their code."""
    return {
        "options": [{"text": name, "code": _codes()[name], "correct": name in right} for name in sorted(passing(2024))]
    }


def leavers(variant=None) -> dict:
    return _listed(passing(2024) - passing(2024, concentration=0.5))


def newcomers(variant=None) -> dict:
    return _listed(passing(2024) - passing(2022))


def protect(variant=None) -> dict:
    """Which statements are true of a product and speak for it: R from the tables, the others as the lesson has them."""
    holds = {"A": ["U", "S"], "B": ["S"], "C": ["U", "Q", "S"], "D": []}
    codes = {"A": "850511", "B": "810411", "C": "811292", "D": "252910"}
    always = {_codes()[name] for name in passing(2022) & passing(2024)}
    return {"holds": {letter: {*found, *["R"] * (codes[letter] in always)} for letter, found in holds.items()}}


def _values(rng: random.Random, count: int) -> list[float]:
    return [drawn(rng, 5, 900) for _ in range(count)]


def _import_share(table: pd.DataFrame, supplier: str, column: str) -> float:
    """A supplier's share of the sum of one column; 0 for a supplier who is not there."""
    return float(table.loc[table["exporter"] == supplier, column].sum() / table[column].sum())


def _share_cases(rng: random.Random) -> list[Case]:
    suppliers, cases = ["NOR", "CHN", "USA", "ZAF", "JPN"], []
    for supplier, column in (("CHN", "value_kusd"), ("NOR", "quantity_t"), ("JPN", "quantity_t")):
        names = rng.sample(suppliers, 5)
        table = pd.DataFrame({"exporter": names, "value_kusd": _values(rng, 5), "quantity_t": _values(rng, 5)})
        cases.append(Case((table, supplier, column)))
    return [*cases, Case((cases[0].args[0], "CHL", "value_kusd"), "a supplier who sells nothing (the share is 0)")]


share_code = function_fields(
    (_import_share, _share_cases),
    ignores_column=lambda table, supplier, column: _import_share(table, supplier, "value_kusd"),
    part_over_rest=lambda *asked: _import_share(*asked) / (1 - _import_share(*asked)),
    part_not_share=lambda table, supplier, column: _import_share(table, supplier, column) * table[column].sum(),
)


def _hhi(values: pd.Series) -> float:
    """Sum of squared shares; nan if the total is zero."""
    total = float(values.sum())
    return float(((values / total) ** 2).sum()) if total else math.nan


def _hhi_cases(rng: random.Random) -> list[Case]:
    names = ["USA", "CHN", "NOR", "DZA", "QAT", "RUS"]
    return [
        *(Case((pd.Series(_values(rng, count), index=names[:count]),)) for count in (3, 6, 4)),
        Case((pd.Series([rng.uniform(10, 99)], index=["TUR"]),), "a single supplier (the index is 1)"),
        Case((pd.Series([0.0, 0.0], index=["TUR", "CHN"]),), "a total of zero (the answer is nan)"),
    ]


hhi_code = function_fields(
    (_hhi, _hhi_cases),
    values_not_shares=lambda values: float((values**2).sum()),
    square_of_sum=lambda values: 1.0,
    mean_of_squares=lambda values: _hhi(values) / len(values),
    effective_number=lambda values: 1 / _hhi(values),
    largest_share=lambda values: float(values.max() / values.sum()),
)


def _passes(found: dict, rule=all) -> dict:
    above = (found[name] > limit for name, limit in zip(("cdi1", "cdi2", "cdi3"), THRESHOLDS, strict=True))
    return {**found, "passes": rule(above)}


def _screen(imports: pd.Series, intra: float, exports: float) -> dict:
    """The three indicators of one product and whether all are above their threshold."""
    extra = float(imports.sum())
    cdi3 = extra / exports if exports else math.inf
    return _passes({"cdi1": _hhi(imports), "cdi2": extra / (extra + intra), "cdi3": cdi3})


def _screen_with(**changes):
    """A screen with one mistake, for recognising it; a change gets imports from outside and inside, and exports."""

    def wrong(imports: pd.Series, intra: float, exports: float) -> dict:
        made = {name: change(imports, float(imports.sum()), intra, exports) for name, change in changes.items()}
        return _passes({**_screen(imports, intra, exports), **made})

    return wrong


def _screen_cases(rng: random.Random) -> list[Case]:
    def flows(*parts: float) -> pd.Series:
        size = rng.uniform(100, 900)
        return pd.Series([part * size for part in parts], index=["CHN", "NOR", "USA", "CHL"][: len(parts)])

    def case(values: pd.Series, intra: float, exports: float, group: str = "") -> Case:
        return Case((values, float(values.sum() * intra), float(values.sum() * exports)), group)

    strong, spread = flows(80, 15, 5), flows(30, 25, 25, 20)
    one, two, three, four = (rng.uniform(0.2, 0.6) for _ in range(4))
    return [
        case(strong, one, two),  # passes
        case(spread, one, three),  # fails on CDI1 only
        case(strong, 1 + two, four),  # fails on CDI2 only
        case(strong, three, 1 + one),  # fails on CDI3 only
        case(strong, three, 0.0, "exports of zero (CDI3 is infinite)"),
        Case((pd.Series([100.0, 0.0]), 100.0, 50.0), "a value exactly on a threshold (it does not pass)"),
    ]


screen_code = function_fields(
    (_screen, _screen_cases),
    any_for_all=lambda *asked: _passes(_screen(*asked), any),
    hhi_in_ten_thousands=_screen_with(cdi1=lambda imports, *rest: _hhi(imports) * 10_000),
    intra_over_extra=_screen_with(cdi2=lambda imports, extra, intra, exports: intra / (extra + intra)),
    extra_over_intra=_screen_with(cdi2=lambda imports, extra, intra, exports: extra / intra),
    exports_over_imports=_screen_with(cdi3=lambda imports, extra, intra, exports: exports / extra if extra else 0),
    all_imports_in_cdi3=_screen_with(cdi3=lambda imports, extra, intra, exports: (extra + intra) / exports),
    largest_share=_screen_with(cdi1=lambda imports, *rest: float(imports.max() / imports.sum())),
)
