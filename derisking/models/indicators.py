"""Measures of dependence: who supplies, how concentrated, and can it be replaced?

Pure functions on numbers, Series and DataFrames. Shares are fractions (0.4, not 40). The names are the field's own:
concentration, extra-EU reliance and substitution are the "core dependency indicators" CDI1, CDI2 and CDI3 of the
Commission's staff document SWD(2021) 352. The thresholds 0.4, 0.5 and 1 are used as quoted by others: the annex itself
was not open to us. What we compute is our replication on BACI trade data, not the Commission's list.
"""

from collections.abc import Iterable
from difflib import get_close_matches

import numpy as np
import pandas as pd

TOLERANCE = 0.02  # published shares are rounded; a sum this close to 1 is complete
SMALL_FLOW_KUSD = 5_000  # below USD 5 million a year, one shipment can turn the ranking
THRESHOLDS = {"concentration": 0.4, "reliance": 0.5, "substitution": 1.0}
TESTS = tuple(THRESHOLDS)
_BUT = "missing numbers are not zero: fill them in, or leave the supplier out and say so."


def _numbers(values: pd.Series | Iterable[float], what: str) -> np.ndarray:
    """Non-negative, complete numbers as an array; a ValueError says what is wrong with them."""
    array = np.asarray(list(values) if not hasattr(values, "__array__") else values, dtype=float)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{what}: expected a list with one number per supplier, got shape {array.shape}.")
    if np.isnan(array).any():
        raise ValueError(f"{what}: {int(np.isnan(array).sum())} of {array.size} are missing; {_BUT}")
    if np.isinf(array).any():
        raise ValueError(f"{what}: an infinite number is not a share or a value; look for a division by zero.")
    if (array < 0).any():
        raise ValueError(f"{what}: {array.min():g} is negative; shares and import values start at 0.")
    return array


def hhi(shares: pd.Series | Iterable[float]) -> float:
    """Herfindahl-Hirschman index of supplier concentration: the sum of the squared shares.

    shares: one non-negative number per supplier, as fractions that sum to 1 (tolerance 0.02; rounded shares are first
    rescaled to sum to exactly 1, so that the index cannot exceed 1).
    Returns a number in (0, 1]; 1 is a single supplier. Multiply by 10,000 for the scale of competition authorities.
    Raises ValueError for negative or missing shares, for shares that look like per cents, and for incomplete shares.
    Source: Commission SWD(2021) 352 uses it over extra-EU suppliers (core dependency indicator 1).
    """
    array = _numbers(shares, "Shares")
    total = array.sum()
    if total > 1 + TOLERANCE and (array.max() > 1 + TOLERANCE or abs(total - 100) <= 100 * TOLERANCE):
        raise ValueError(f"Shares sum to {total:.4g}: they look like per cents. Divide by 100 to get fractions.")
    if abs(total - 1) > TOLERANCE:
        raise ValueError(f"Shares sum to {total:.3f}, not 1. Divide each value by the total, or add who is missing.")
    return float(((array / total) ** 2).sum())


def shares(values: pd.Series) -> pd.Series:
    """Each supplier's part of the total, as fractions that sum to 1; same index as values (any unit).

    Raises ValueError for negative or missing values and for a total of zero.
    """
    series = pd.Series(values, dtype=float)
    total = _numbers(series, "Values").sum()
    if total == 0:
        raise ValueError("All values are zero, so there are no shares.")
    return series / total


def import_share(imports: pd.Series, exporter: str) -> float:
    """One supplier's part of all imports, as a fraction. The denominator is the sum of what you pass in.

    imports: value (or weight) by supplier, index = supplier codes, for instance from `by_supplier`.
    Raises ValueError for a supplier that is not in the index (0 would hide a misspelling) and for bad values.
    """
    parts = shares(imports)
    if exporter not in parts.index:
        near = get_close_matches(str(exporter), [str(name) for name in parts.index], n=3, cutoff=0.3)
        hint = f" Near: {', '.join(near)}." if near else ""
        raise ValueError(f"No supplier called {exporter!r} among {len(parts)} (codes have three letters).{hint}")
    return float(parts.loc[exporter].sum())


def by_supplier(imports: pd.DataFrame, *, hs6: str, importer: str, year: int) -> pd.Series:
    """Imports of one product by supplier, in thousand USD, largest first; index = exporter codes.

    imports: the table `imports` (year, hs6, importer, exporter, value_kusd). Raises ValueError if nothing matches.
    """
    rows = imports[(imports["hs6"] == hs6) & (imports["importer"] == importer) & (imports["year"] == year)]
    if rows.empty:
        raise ValueError(f"No imports of {hs6} by {importer} in {year}; the table has {_coverage(imports)}.")
    return rows.groupby("exporter")["value_kusd"].sum().sort_values(ascending=False)


def _coverage(imports: pd.DataFrame) -> str:
    years = ", ".join(str(year) for year in sorted(imports["year"].unique()))
    return f"years {years} and importers {', '.join(sorted(imports['importer'].unique()))}"


def concentration(values: pd.Series) -> float:
    """CDI1: HHI over the suppliers outside the EU, from import values (any unit). In (0, 1]; high above 0.4.

    Intra-EU suppliers must not be in `values`. Raises ValueError as `shares` does.
    Source: SWD(2021) 352: the sum over suppliers i of (M_i / M_extra) squared.
    """
    return hhi(shares(values))


def extra_eu_reliance(extra: float, intra: float) -> float:
    """CDI2: imports from outside the EU as a part of all imports, extra / (extra + intra). In [0, 1]; high above 0.5.

    extra, intra: import values in the same unit, not negative. For a single country such as Japan there is no intra
    trade: intra = 0, the result is 1 by construction, and the test tells nothing.
    Raises ValueError for negative or missing values and when both are zero. Source: SWD(2021) 352.
    """
    total = _numbers([extra, intra], "Imports").sum()
    if total == 0:
        raise ValueError("Both import values are zero, so there is nothing to rely on.")
    return float(extra / total)


def substitution(extra: float, exports: float) -> float:
    """CDI3: imports from outside the EU over all EU exports (intra and extra). From 0 up; high above 1.

    Exports stand in for production at home, which trade data do not show: who exports a lot can probably replace some
    imports. exports = 0 gives infinity (nothing to replace with). Raises ValueError for negative or missing values and
    when both are zero. Source: SWD(2021) 352.
    """
    _numbers([extra, exports], "Trade values")
    if exports == 0:
        if extra == 0:
            raise ValueError("Imports and exports are both zero, so the ratio has no meaning.")
        return float("inf")
    return float(extra / exports)


def indicators_table(imports: pd.DataFrame, totals: pd.DataFrame, year: int, importer: str) -> pd.DataFrame:
    """The three indicators for every product that one importer buys in one year; one row per product.

    imports: table `imports` (suppliers outside the EU for EU27); totals: table `trade_totals`.
    Returns index hs6 and the columns material, concentration (CDI1), reliance (CDI2), substitution (CDI3), value_kusd,
    suppliers (count), top_supplier, top_share (fractions), small_flow (value below USD 5 million). For a single
    country (JPN, USA, CHN, KOR, TWN) reliance is 1 by construction, since it has no intra trade.
    Raises ValueError if year and importer are not in the tables. Source: definitions of SWD(2021) 352, data BACI.
    """
    rows = imports[(imports["year"] == year) & (imports["importer"] == importer)]
    area = totals[(totals["year"] == year) & (totals["area"] == importer)].set_index("hs6")
    if rows.empty or area.empty:
        raise ValueError(f"No imports by {importer} in {year}; the table has {_coverage(imports)}.")
    flows = rows.groupby(["hs6", "exporter"])["value_kusd"].sum().sort_values(ascending=False)
    table = pd.DataFrame([_product_row(hs6, values.droplevel("hs6"), area) for hs6, values in flows.groupby("hs6")])
    table.insert(1, "material", table["hs6"].map(rows.groupby("hs6")["material"].first()))
    return table.set_index("hs6")


def _product_row(hs6: str, values: pd.Series, area: pd.DataFrame) -> dict[str, object]:
    """One row of `indicators_table`; values are one product's imports by supplier, largest first."""
    if hs6 not in area.index:
        raise ValueError(f"Product {hs6} is in the imports but not in the trade totals.")
    total = area.loc[hs6]
    return {
        "hs6": hs6,
        "concentration": concentration(values),
        "reliance": extra_eu_reliance(total["imports_extra_kusd"], total["imports_intra_kusd"]),
        "substitution": substitution(total["imports_extra_kusd"], total["exports_kusd"]),
        "value_kusd": float(values.sum()),
        "suppliers": int((values > 0).sum()),
        "top_supplier": str(values.index[0]),
        "top_share": float(values.iloc[0] / values.sum()),
        "small_flow": bool(values.sum() < SMALL_FLOW_KUSD),
    }


def screen(
    table: pd.DataFrame, concentration: float = 0.4, reliance: float = 0.5, substitution: float = 1.0
) -> pd.DataFrame:
    """Which products are above all three thresholds?

    table: from `indicators_table`. The thresholds are strict: a product exactly on one does not pass.
    Returns a copy with two more columns: passes (bool) and fails (the tests it fails, joined by ", "; "" if none).
    Raises ValueError for missing indicators. Source: the Commission's bottom-up screen of 2021, thresholds as quoted.
    """
    if table[list(TESTS)].isna().to_numpy().any():
        raise ValueError("An indicator is missing in the table, so the screen cannot say who passes.")
    limits = {"concentration": concentration, "reliance": reliance, "substitution": substitution}
    above = np.column_stack([table[test].to_numpy(dtype=float) > limits[test] for test in TESTS])
    result = table.copy()
    result["passes"] = above.all(axis=1)
    result["fails"] = [", ".join(np.array(TESTS)[~row]) for row in above]
    return result
