"""Numbers as they are printed, and words for an alternative text."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd


def number(value: float, digits: int = 0, unit: str = "") -> str:
    """A value as printed in charts: thousands apart, a per cent sign if the unit starts with one, a dash if missing."""
    if pd.isna(value):
        return "–"
    sign = " %" if unit.startswith("%") else ""
    return f"{value:,.{digits}f}{sign}".replace("-", "−")


def axis_label(unit: str, year: object = None) -> str:
    """Unit and year as printed on an axis."""
    return f"{unit}, {year}" if year not in (None, "") else unit


def leader(table: pd.DataFrame, column: str | None = None) -> str:
    """Name of the row with the largest number: what an alt text must mention.

    table: as in a Chart (names in the first column); column: which numbers, by default the first numeric column.
    Raises ValueError if there is no number.
    """
    numeric = [name for name in table.columns[1:] if pd.api.types.is_numeric_dtype(table[name])]
    if column is None and not numeric:
        raise ValueError("The table has no column of numbers, so nobody leads.")
    values = table[column if column is not None else numeric[0]]
    if values.isna().all():
        raise ValueError("All numbers are missing, so nobody leads.")
    return str(table.iloc[int(values.reset_index(drop=True).idxmax()), 0])


def in_words(values: pd.Series, unit: str = "", digits: int = 0, top: int = 3) -> str:
    """Values as a phrase for an alt text, in their order: "China 89 per cent, Japan 4 per cent; 12 others lower"."""
    word = " per cent" if unit.startswith("%") else f" {unit}" if unit else ""
    parts = [f"{name} {number(value, digits)}{word}" for name, value in values.head(top).items()]
    rest = len(values) - top
    return ", ".join(parts) + (f"; {rest} more" if rest > 0 else "")


def plain(value: object) -> str:
    """A cell's text: four significant digits for broken numbers, yes and no, a dash for a gap."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return "–"
    if isinstance(value, float) and math.isinf(value):
        return "∞"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == round(value) or abs(value) >= 1000 else f"{value:.4g}"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return str(value)


def named(values: pd.Series, unit: str, year: object) -> pd.DataFrame:
    name = str(values.index.name or "name")
    return pd.DataFrame({name: values.index.astype(str), axis_label(unit, year): values.to_numpy()})


def wide(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with its index as the first column of text."""
    wide = frame.reset_index()
    wide.columns = [str(name) for name in wide.columns]
    wide = wide.rename(columns={"index": "name"})
    wide[wide.columns[0]] = [_index_text(value) for value in frame.index]
    return wide


def _index_text(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
