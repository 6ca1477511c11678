"""Lesson 4: who sells to whom in the making of a chip, as boxes and arrows."""

from __future__ import annotations

import textwrap
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from derisking import charts
from derisking.charts.axes import CARD, COLOURS, INK, MUTED, SIZE, STRONG, place


class Box(NamedTuple):
    """A segment: its name, who leads it, and the place of its centre in inches (y downwards)."""

    name: str
    leads: str
    x: float
    y: float


WIDTH, TALL = 1.34, 1.0
TOP, MIDDLE, BOTTOM = 0.6, 2.1, 3.6
BOXES = (
    Box("Design tools", "Synopsys, Cadence (US), Siemens EDA", 0.77, TOP),
    Box("Design blocks", "Arm (UK), US firms", 2.39, TOP),
    Box("Design", "Nvidia, Qualcomm, AMD (US)", 0.77, MIDDLE),
    Box("Fabrication", "TSMC (Taiwan), Samsung (Korea)", 2.39, MIDDLE),
    Box("Packaging, test", "ASE (Taiwan), Amkor (US), JCET (China)", 4.01, MIDDLE),
    Box("Users", "cars, phones, data centres", 5.63, MIDDLE),
    Box("Machine parts", "Zeiss, Trumpf (Germany)", 0.77, BOTTOM),
    Box("Machines", "ASML (NL), US firms, Tokyo Electron", 2.39, BOTTOM),
    Box("Materials", "Japan: JSR, Shin-Etsu, SUMCO", 4.01, BOTTOM),
)
# seller, buyer
SALES = (
    ("Design tools", "Design"),
    ("Design blocks", "Design"),
    ("Design", "Fabrication"),
    ("Fabrication", "Packaging, test"),
    ("Packaging, test", "Users"),
    ("Machine parts", "Machines"),
    ("Machines", "Fabrication"),
    ("Materials", "Fabrication"),
    ("Machines", "Packaging, test"),
    ("Materials", "Packaging, test"),
)


def chain_map() -> charts.Chart:
    """The diagram: nine segments, leaders in small print, an arrow from each seller to its buyer."""
    fig, ax = charts.figure(height=4.25)
    place(ax, 0, 0, 0, 0)
    ax.set_xlim(0, 6.4)
    ax.set_ylim(4.25, 0)
    ax.axis("off")
    spots = {box.name: box for box in BOXES}
    for seller, buyer in SALES:
        _arrow(ax, spots[seller], spots[buyer])
    for box in BOXES:
        _box(ax, box, strong=box.name in ("Machines", "Materials", "Machine parts"))
    table = pd.DataFrame(
        {
            "segment": [box.name for box in BOXES],
            "leaders, examples": [box.leads for box in BOXES],
            "sells to": [", ".join(b for s, b in SALES if s == box.name) or "–" for box in BOXES],
        }
    )
    return charts.Chart(
        fig,
        alt="Diagram of nine segments with arrows from seller to buyer. Design tools and design blocks go to chip designers; "
        "designs go to fabrication; machine parts go to machine makers; machines and materials go to fabrication and "
        "packaging; packaged chips go to users. Dark boxes: the segments in which European or Japanese firms lead.",
        source="Our drawing; leaders: examples from the ETO chip explorer (2025 edition) and the firms' own accounts",
        table=table,
        caption="Dark boxes: European or Japanese firms are among the leaders. Firms such as Intel, Samsung or Infineon "
        "design and make their chips themselves.",
        title="Who sells to whom?",
    )


def _box(ax: Axes, box: Box, *, strong: bool) -> None:
    shape = FancyBboxPatch(
        (box.x - WIDTH / 2, box.y - TALL / 2), WIDTH, TALL, boxstyle="round,pad=0,rounding_size=0.08", linewidth=1.4,
        facecolor=STRONG if strong else "#e8f1f7", edgecolor=STRONG if strong else "#7fa9c4", zorder=2,
    )  # fmt: skip
    ax.add_patch(shape)
    lines = [(box.name, "bold"), *((line, "normal") for line in textwrap.wrap(box.leads, 16, break_on_hyphens=False))]
    top = box.y - 0.19 * (len(lines) - 1) / 2
    for i, (line, weight) in enumerate(lines):
        ax.text(box.x, top + 0.19 * i, line, ha="center", va="center", fontsize=SIZE, fontweight=weight, zorder=3,
                color=CARD if strong else INK)  # fmt: skip


def _arrow(ax: Axes, seller: Box, buyer: Box) -> None:
    """From the edge of one box to the edge of the other: sideways in a row, else up or down."""
    if seller.y == buyer.y:
        start, end = (seller.x + WIDTH / 2, seller.y), (buyer.x - WIDTH / 2, buyer.y)
    else:
        way = 1 if buyer.y > seller.y else -1
        start, end = (seller.x, seller.y + way * TALL / 2), (buyer.x, buyer.y - way * TALL / 2)
    colour = COLOURS[1] if seller.y == buyer.y == MIDDLE else MUTED
    ax.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=13, color=colour, linewidth=1.6, shrinkA=0, shrinkB=1
        )
    )
