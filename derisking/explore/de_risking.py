"""Lesson 2: the Commission's three indicators over 30 raw-material products, with thresholds to move."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from derisking import charts, data
from derisking import widgets as controls
from derisking.charts.axes import COLOURS, GRID, GUESS, INK, MUTED, SIZE, STRONG, place, text_width
from derisking.explore.base import Explorer
from derisking.models import indicators as ind

IMPORTERS = {
    "European Union (27)": "EU27",
    "Japan": "JPN",
    "United States": "USA",
    "China": "CHN",
    "South Korea": "KOR",
    "Taiwan": "TWN",
}
# the lanes of the picture, top down: key, name, rows of dots
LANES = (
    ("", "passes all three", 7),
    ("concentration", "fails concentration", 2),
    ("reliance", "fails reliance", 1),
    ("substitution", "fails substitution", 1),
    ("several", "fails several", 2),
)
NEAR = 0.02  # a product this close to the concentration threshold is named even where it fails


@cache
def _table(year: int, importer: str) -> pd.DataFrame:
    """Indicators of all products with short names; computed once per year and importer."""
    return ind.indicators_table(data.load("imports"), data.load("trade_totals"), year, importer)


@cache
def _countries() -> dict[str, str]:
    table = data.load("countries")
    return dict(zip(table["iso3"], table["name"], strict=True))


@cache
def _source() -> str:
    return data.cite("imports")


def results(
    concentration: float = 0.4,
    reliance: float = 0.5,
    substitution: float = 1.0,
    year: int = 2024,
    importer: str = "EU27",
) -> pd.DataFrame:
    """The screen with the chosen thresholds beside the one with the Commission's: columns of `indicators.screen` and moved.

    moved: "in" for products that only the chosen thresholds let through, "out" for those that only the Commission's do.
    """
    table = _table(int(year), importer)
    chosen = ind.screen(table, concentration, reliance, substitution)
    official = ind.screen(table)["passes"]
    chosen["moved"] = np.select([chosen["passes"] & ~official, ~chosen["passes"] & official], ["in", "out"], "")
    return chosen


def draw(
    concentration: float = 0.4,
    reliance: float = 0.5,
    substitution: float = 1.0,
    year: int = 2024,
    importer: str = "EU27",
) -> tuple[charts.Chart, str]:
    """Each product as a dot by its concentration, one lane per result; and a line on what enters and leaves the list."""
    found = results(concentration, reliance, substitution, year, importer)
    buyer = next(name for name, code in IMPORTERS.items() if code == importer)
    passing = found[found["passes"]].sort_values("concentration", ascending=False, kind="stable")
    fig, ax = charts.figure(height=4.1)
    _lanes(ax, found, concentration)
    most = (
        f"The most concentrated on the list is {passing['material'].iloc[0]} at {passing['concentration'].iloc[0]:.2f}."
        if len(passing)
        else "No product is on the list."
    )
    chart = charts.Chart(
        fig,
        alt=f"Dot chart of {len(found)} raw-material products that {buyer} imported in {year}, by concentration of "
        f"suppliers. {len(passing)} are above all three thresholds ({concentration:.2f}, {reliance:.2f}, "
        f"{substitution:.1f}). {most}",
        source=_source(),
        table=_shown(found),
        caption="Our replication on BACI trade data, not the Commission's list. * value below 5 million dollars. "
        "A dot's lane tells which test it fails; + and − mark changes against the Commission's thresholds.",
        title=f"{buyer}, {year}: {len(passing)} of {len(found)} products pass all three tests",
    )
    return chart, _line(found, importer)


def _line(found: pd.DataFrame, importer: str) -> str:
    """What the chosen thresholds change, in one or two sentences."""
    new, gone = (", ".join(found.loc[found["moved"] == way, "material"]) for way in ("in", "out"))
    china = int((found["passes"] & (found["top_supplier"] == "CHN")).sum())
    parts = [f"{int(found['passes'].sum())} of {len(found)} pass; China is the main supplier of {china} of them."]
    if importer == "CHN":
        parts = [f"{int(found['passes'].sum())} of {len(found)} pass."]
    changes = "; ".join(f"{way}: {names}" for way, names in (("in", new), ("out", gone)) if names)
    parts.append(f"Against 0.40, 0.50 and 1.0 {changes}." if changes else "Same list as with 0.40, 0.50 and 1.0.")
    if importer != "EU27":
        parts.append("Reliance is 1 by construction: a single country has no trade inside a union.")
    return " ".join(parts)


def _shown(found: pd.DataFrame) -> pd.DataFrame:
    """The table under the picture, most concentrated first."""
    rows = found.sort_values("concentration", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "product": rows["material"],
            "concentration (CDI1)": rows["concentration"].round(3),
            "reliance (CDI2)": rows["reliance"].round(3),
            "substitution (CDI3)": rows["substitution"].round(3),
            "largest supplier": rows["top_supplier"].map(lambda code: _countries().get(code, code)),
            "its share, %": (100 * rows["top_share"]).round(1),
            "result": ["passes" if not fails else f"fails {fails}" for fails in rows["fails"]],
        }
    )


def _lanes(ax: Axes, found: pd.DataFrame, threshold: float) -> None:
    """Dots in lanes: filled circles pass, open diamonds fail; names where there is room for them."""
    place(ax, 1.9, 0.58, 0.12, 0.3)
    ax.set_xlim(0, 1.03)
    total = sum(rows for *_, rows in LANES) + 0.6 * len(LANES)
    ax.set_ylim(total, 0)
    ax.set_yticks([])
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    inch = 1.03 / (6.4 - 1.9 - 0.12)  # data units of one inch
    lane_of = found["fails"].map(lambda fails: "several" if "," in fails else fails)
    top = 0.0
    for key, name, rows in LANES:
        mine = found[lane_of == key].sort_values("concentration")
        middle = top + (rows + 0.6) / 2
        ax.text(-0.08 * inch, middle, f"{name} ({len(mine)})", ha="right", va="center", fontsize=SIZE,
                color=STRONG if not key else INK, fontweight="normal" if key else "bold")  # fmt: skip
        _dots(ax, mine, top + 0.3, rows, inch, threshold, passing=not key)
        top += rows + 0.6
        ax.axhline(top, color=GRID, linewidth=1)
    ax.axvline(threshold, color=MUTED, linewidth=1.5, linestyle=(0, (4, 2)), zorder=1)
    ax.annotate(f"threshold {threshold:.2f}", (threshold, 0), xytext=(0, 4), textcoords="offset points", color=MUTED,
                ha="center" if 0.15 < threshold < 0.85 else "left" if threshold < 0.5 else "right", va="bottom",
                fontsize=SIZE, fontweight="bold", annotation_clip=False)  # fmt: skip
    ax.set_xlabel("concentration of suppliers (CDI1; 1 = a single supplier)", fontsize=SIZE, color=INK)


def _dots(ax: Axes, mine: pd.DataFrame, top: float, rows: int, inch: float, threshold: float, *, passing: bool) -> None:
    """One lane: dots in rows, names where they cover nothing; what moved, then what lies near the threshold, goes first."""
    if mine.empty:
        return
    x = mine["concentration"].to_numpy(dtype=float)
    texts = [
        {"in": "+ ", "out": "− ", "": ""}[moved] + name + "*" * bool(small)
        for moved, name, small in zip(mine["moved"], mine["material"], mine["small_flow"], strict=True)
    ]
    moved = (mine["moved"] != "").to_numpy()
    wide = np.array(
        [text_width(ax.figure, text, weight="bold" if m else "normal") for text, m in zip(texts, moved, strict=True)]
    )
    wanted = np.full(len(x), passing) | moved | (np.abs(x - threshold) < NEAR)
    spots = _rows(x, np.where(wanted, wide * inch, 0), rows, inch)
    y = top + spots + 0.5
    look = {"color": STRONG} if passing else {"color": COLOURS[1], "markerfacecolor": "none", "markeredgewidth": 1.6}
    ax.plot(x, y, "o" if passing else "D", linestyle="", markersize=7 if passing else 6, zorder=3, **look)
    boxes = [(spot, at - 0.06 * inch, at + 0.06 * inch) for spot, at in zip(spots, x, strict=True)]
    for i in sorted(np.flatnonzero(wanted), key=lambda i: (not moved[i], abs(x[i] - threshold))):
        for side in (1, -1):
            box = (spots[i], *sorted((x[i] + side * 0.09 * inch, x[i] + side * (0.13 + wide[i]) * inch)))
            if (
                box[1] >= 0
                and box[2] <= 1.05
                and not any(b[0] == box[0] and b[1] < box[2] and b[2] > box[1] for b in boxes)
            ):
                boxes.append(box)
                ax.text(x[i] + 0.1 * side * inch, y[i], texts[i], va="center", ha="left" if side > 0 else "right",
                        fontsize=SIZE, color=GUESS if moved[i] else INK, fontweight="bold" if moved[i] else "normal")  # fmt: skip
                break


def _rows(x: np.ndarray, widths: np.ndarray, rows: int, inch: float) -> np.ndarray:
    """A row for each dot of a lane, from left to right; without room for all names, dots take turns."""
    ends, result = np.full(rows, -1.0), np.zeros(len(x), dtype=int)
    for i, (at, width) in enumerate(zip(x, widths, strict=True)):
        left = at - width - 0.1 * inch if at + width + 0.15 * inch > 1.05 and width else at - 0.07 * inch
        free = np.flatnonzero(ends <= left)
        if not free.size:
            return np.arange(len(x)) % rows
        result[i] = free[0]
        ends[free[0]] = at + 0.07 * inch if left < at - 0.08 * inch else at + width + 0.15 * inch * bool(width)
    return result


def screen() -> Explorer:
    """The explorer of lesson 2: three thresholds, year and importer. Source: tables `imports` and `trade_totals`."""
    return Explorer(
        {
            "concentration": controls.Range("Concentration above", 0.4, 0.1, 1.0, 0.01),
            "reliance": controls.Range("Reliance above", 0.5, 0.0, 1.0, 0.01),
            "substitution": controls.Range("Imports over exports above", 1.0, 0.0, 5.0, 0.1),
            "year": controls.Select("Year", [2022, 2024], 2024),
            "importer": controls.Select("Importer", list(IMPORTERS.items()), "EU27"),
        },
        draw,
        "Raise the concentration threshold from 0.40 to 0.50. Which products leave the list, and would you tell a "
        "minister that they are now safe?",
    )
