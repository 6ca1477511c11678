"""Lesson 5: five chips beside a line that was drawn around them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from derisking import charts, data
from derisking.charts.axes import COLOURS, GRID, INK, SIZE, STRONG, narrow, note, place, under

# name in the table ai_accelerators -> short name, and whether it was made for China
CHIPS = {
    "NVIDIA A100 SXM4 80 GB": ("A100", False),
    "NVIDIA H100 SXM5 80GB": ("H100", False),
    "NVIDIA A800 SXM": ("A800 (2022)", True),
    "NVIDIA L20 PCle": ("L20 (2023)", True),
    "NVIDIA HGX H20": ("H20 (2023)", True),
}
WORDS_AT = {
    "L20 (2023)": (-2, 13, "center"),
    "A100": (-7, 9, "right"),
    "A800 (2022)": (-7, -11, "right"),
    "H20 (2023)": (-8, -11, "right"),
}
LEAST = 1.6  # density below which the rule of 2023 asks nothing of a score from 2,400 to 4,800


def chips_beside_the_line() -> pd.DataFrame:
    """Score (total processing performance) and density (score per mm2) of five chips, one row each.

    The H20 has no area in the table; it is cut down from the H100, so its density is the registry's figure.
    """
    table = data.load("ai_accelerators").set_index("name").loc[list(CHIPS)]
    density = (table["tpp"] / table["die_mm2"]).fillna(float(data.fact("h20-density").value))
    return pd.DataFrame(
        {
            "chip": [short for short, _ in CHIPS.values()],
            "score": table["tpp"].to_numpy(),
            "density": density.round(2).to_numpy(),
        }
    )


def caught(score: float, density: float) -> bool:
    """Whether the US rule of October 2023 asks for a licence, or at least a notice, for a chip for data centres."""
    line = _lines()
    return (
        score >= line["tpp-threshold"]
        or (score >= line["2023-second-score"] and density >= LEAST)
        or (score >= line["2023-tpp-lower"] and density >= line["2023-second-density"])
    )


def _lines() -> dict[str, float]:
    names = ("tpp-threshold", "2023-second-score", "2023-tpp-lower", "2023-second-density")
    return {name: float(data.fact(f"us-rule-{name}").value) for name in names}


@charts.redrawable
def rule_map() -> charts.Chart:
    """The chart of lesson 5: five chips by score and density, and the area in which the rule of 2023 asks for a licence."""
    rows = chips_beside_the_line()
    fig, ax = charts.figure(height=3.9)
    _draw_rule(ax)
    china = {short for short, made_for_it in CHIPS.values() if made_for_it}
    for chip, score, density in rows.itertuples(index=False):
        marker, colour, size = ("s", COLOURS[1], 7) if chip in china else ("o", STRONG, 11)
        ax.plot(score, density, marker=marker, color=colour, markersize=size)
        dx, dy, side = WORDS_AT.get(chip, (-9, 0, "right"))
        note(ax, chip, (score, density), (dx, dy), 0.5, ha=side, va="center", color=INK, zorder=5)
    free = [row for row in rows.itertuples(index=False) if not caught(row.score, row.density)]
    names, scores = " and ".join(row.chip for row in free), " and ".join(f"{row.score:,.0f}" for row in free)
    return charts.Chart(
        fig,
        alt="Scatter of five Nvidia chips by computing score and by density, that is score per square millimetre. The H100 "
        "has most of both. The A100 and the A800 lie at one point, since only their links differ. In the shaded area the "
        f"rule of October 2023 asks for a licence or a notice. {names} lie just outside its lower corner, with scores of "
        f"{scores}.",
        source=data.cite("ai_accelerators") + "; lines: US rule of 25 October 2023",
        table=rows,
        caption="Squares: made for China, with the year. Both axes in doubling steps. Shaded: licence or notice to Washington, for chips for data centres. The rule "
        "of 2022 asked for the score and for the speed of the link between chips, which is not in this picture.",
        title="Two chips in the corner of a rule",
    )


def _draw_rule(ax: Axes) -> None:
    """The shaded area and the axes, both logarithmic to the base of 2."""
    line = _lines()
    right, top, low = 22_000, 26, 1.0
    corner = [
        (line["2023-tpp-lower"], top),
        (line["2023-tpp-lower"], line["2023-second-density"]),
        (line["2023-second-score"], line["2023-second-density"]),
        (line["2023-second-score"], LEAST),
        (line["tpp-threshold"], LEAST),
        (line["tpp-threshold"], low),
        (right, low),
        (right, top),
    ]
    ax.fill(*zip(*corner, strict=True), color="#f6dfcb", zorder=0)
    ax.plot(*zip(*corner[:6], strict=True), color=COLOURS[1], linewidth=1.6, zorder=1)
    ax.text(line["tpp-threshold"] * 1.06, 1.25, "licence or notice", fontsize=SIZE, color="#B14300", fontweight="bold")
    ax.set_xscale("log", base=2)
    ax.set_yscale("log", base=2)
    ax.set_xlim(1000, right)
    ax.set_ylim(low, top)
    ticks = [1200, 4800, 19200] if narrow() else [1200, 2400, 4800, 9600, 19200]
    ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.set_yticks([1.6, 3.2, 6.4, 12.8, 25.6], ["1.6", "3.2", "6.4", "12.8", "25.6"])
    ax.minorticks_off()
    ax.grid(color=GRID, linewidth=0.8)
    ax.set_ylabel("density: score per mm²", fontsize=SIZE, color=INK)
    place(ax, 0.85, under(ax, "computing score (total processing performance)"), 0.25, 0.15)
