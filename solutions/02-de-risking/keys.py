"""What is computed in the tasks of 02-de-risking: references, cases, keys from the tables and values that show a mistake."""

from __future__ import annotations

import functools
import math
import random

import pandas as pd

from derisking import data
from derisking.exercises import variants
from derisking.models import indicators
from derisking.questions.kinds.function import Case

PRODUCT, SUPPLIER, YEAR = "810411", "CHN", 2024  # magnesium, unwrought


HAND_SHARES = (0.5, 0.3, 0.2)  # made up, printed in the task


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


def _over_rest(part: float) -> float:
    return part / (1 - part)


def _screen_largest(imports: pd.Series, intra: float, exports: float) -> dict:
    largest = float(imports.max() / imports.sum())
    right = ref_screen(imports, intra, exports)
    return {**right, "cdi1": largest, "passes": largest > 0.4 and right["cdi2"] > 0.5 and right["cdi3"] > 1}


CODES = {"A": "850511", "B": "810411", "C": "811292", "D": "252910"}


def supporting(product: str) -> set[str]:
    """The statements (letters) of the task that are true of a product and speak for protecting it."""
    both_years = passing(2022) & passing(2024)
    always = {"P"} if CODES[product] in both_years else set()
    return always | {"A": {"Q", "S"}, "B": {"S"}, "C": {"Q", "R", "S"}, "D": set()}[product]


def variant(student: str | None) -> variants.Variant:
    """Product, seller and year for a student code; without one, the question that everybody gets."""
    return variants.pick(student) if variants.clean(student) else variants.common(PRODUCT, SUPPLIER, YEAR)


def protect(variant=None) -> dict:
    return {"holds": {product: supporting(product) for product in CODES}}


def magnesium_share(variant) -> dict:
    def part():
        return share(variant.hs6, variant.partner, variant.year)

    return {
        "answer": part(),
        "fill": {"seller": variant.partner_name},
        "misconceptions": {
            "part-over-rest": part() / (1 - part()),
            "total-over-part": 1 / part(),
            "others-share": 1 - part(),
            **(
                {}
                if variant.code
                else {"weight-for-value": share(variant.hs6, variant.partner, variant.year, column="quantity_t")}
            ),
            **({"student-code-forgotten": share(PRODUCT, SUPPLIER, YEAR)} if variant.code else {}),
        },
    }


def hand_hhi(variant=None) -> dict:
    return {
        "answer": sum(part**2 for part in HAND_SHARES),
        "misconceptions": {
            "square-of-sum": 1.0,
            "largest-share": max(HAND_SHARES),
            "effective-number": 1 / sum(part**2 for part in HAND_SHARES),
            "mean-of-squares": sum(part**2 for part in HAND_SHARES) / len(HAND_SHARES),
        },
    }


def _listed(right: set[str]) -> dict:
    """The products on the list of 2024 as options, named or by their code."""
    on_list = _named(passing(2024)).items()
    return {"options": [{"text": name, "id": hs6, "correct": name in right} for name, hs6 in on_list]}


def leavers(variant=None) -> dict:
    return _listed(leaving())


def newcomers(variant=None) -> dict:
    return _listed(entering())


def share_code(variant=None) -> dict:
    return {
        "reference": ref_import_share,
        "cases": _share_cases,
        "misconceptions": {
            "ignores-column": lambda table, supplier, column: ref_import_share(table, supplier, "value_kusd"),
            "part-over-rest": lambda table, supplier, column: _over_rest(ref_import_share(table, supplier, column)),
            "part-not-share": lambda table, supplier, column: (
                ref_import_share(table, supplier, column) * table[column].sum()
            ),
        },
    }


def hhi_code(variant=None) -> dict:
    return {
        "reference": ref_hhi,
        "cases": _hhi_cases,
        "misconceptions": {
            "values-not-shares": lambda values: float((values**2).sum()),
            "square-of-sum": lambda values: 1.0,
            "mean-of-squares": lambda values: ref_hhi(values) / len(values),
            "effective-number": lambda values: 1 / ref_hhi(values),
            "largest-share": lambda values: float(values.max() / values.sum()),
            "sum-of-shares": lambda values: 1.0,
        },
    }


def screen_code(variant=None) -> dict:
    return {
        "reference": ref_screen,
        "cases": _screen_cases,
        "misconceptions": {
            "any-for-all": _screen_with(
                passes=lambda right, extra, intra, exports: (
                    right["cdi1"] > 0.4 or right["cdi2"] > 0.5 or right["cdi3"] > 1
                )
            ),
            "hhi-in-ten-thousands": _screen_with(cdi1=lambda right, *rest: right["cdi1"] * 10_000),
            "intra-over-extra": _screen_with(cdi2=lambda right, extra, intra, exports: intra / (extra + intra)),
            "extra-over-intra": _screen_with(cdi2=lambda right, extra, intra, exports: extra / intra),
            "exports-over-imports": _screen_with(
                cdi3=lambda right, extra, intra, exports: exports / extra if extra else 0
            ),
            "all-imports-in-cdi3": _screen_with(cdi3=lambda right, extra, intra, exports: (extra + intra) / exports),
            "largest-share": _screen_largest,
        },
    }
