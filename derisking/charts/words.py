"""Numbers as they are printed, and words for an alternative text."""

import math

import numpy as np
import pandas as pd

HIGH = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 0, unit: str = "") -> str:
    """A value as printed in charts: thousands apart, a per cent sign if the unit starts with one, a dash if missing."""
    if pd.isna(value):
        return "–"
    sign = " %" if unit.startswith("%") else ""
    return f"{value:,.{digits}f}{sign}".replace("-", "−")


def moment(text: str) -> pd.Timestamp:
    """An ISO date; "2023" and "2023-07" stand in the middle of their time."""
    return pd.Timestamp(text + {4: "-07-01", 7: "-15"}.get(len(text), ""))


def day(text: str) -> str:
    """A date as people write it: 3 Jul 2023, Jul 2023, or 2023, as precise as the source."""
    stamp = pd.Timestamp(text)
    return {4: f"{stamp:%Y}", 7: f"{stamp:%b %Y}"}.get(len(text), f"{stamp.day} {stamp:%b %Y}")


def axis_label(unit: str, year: object = None) -> str:
    """Unit and year as printed on an axis."""
    return f"{unit}, {year}" if year not in (None, "") else unit


def in_words(values: pd.Series, unit: str = "", digits: int = 0, top: int = 3) -> str:
    """Values as a phrase for an alt text, in their order: "China 89 per cent, Japan 4 per cent; 12 others lower"."""
    word = " per cent" if unit.startswith("%") else f" {unit}" if unit else ""
    parts = [f"{name} {number(value, digits)}{word}" for name, value in values.head(top).items()]
    rest = len(values) - top
    return ", ".join(parts) + (f"; {rest} more" if rest > 0 else "")


def plain(value: object) -> str:
    """A cell's text: four significant digits for broken numbers and from 10¹⁵ on, yes and no, a dash for a gap."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return "–"
    if isinstance(value, float) and math.isinf(value):
        return "∞"
    if isinstance(value, float) and abs(value) >= 1e15:
        figures, power = f"{value:.3e}".split("e+")
        return f"{float(figures):g} × 10{power.translate(HIGH)}"
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
