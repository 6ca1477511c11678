"""Lesson 4: who hands work on to whom in the making of a chip, and who pays whom, as boxes and arrows."""

from __future__ import annotations

import textwrap
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from derisking import charts
from derisking.charts import diagrams
from derisking.charts.axes import CARD, COLOURS, INK, SIZE, narrow


class Box(NamedTuple):
    """A segment: its name, who leads it, and the place of its centre in inches (y downwards)."""

    name: str
    leads: str
    x: float
    y: float


WIDTH, TALL = 1.34, 1.0
TOP, MIDDLE, BOTTOM = 0.6, 2.35, 3.95
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
# the same boxes on a phone: (column, row)
ON_A_PHONE = {
    "Design tools": (0, 0),
    "Design blocks": (1, 0),
    "Design": (0, 1),
    "Users": (1, 1),
    "Fabrication": (0, 2),
    "Packaging, test": (1, 2),
    "Machines": (0, 3),
    "Materials": (1, 3),
    "Machine parts": (0, 4),
}
# who hands on, to whom: the work
HANDS = (
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
# who pays, whom: only where it is not simply the way back. The designer orders and pays the plants, and sells to users.
MONEY = (("Users", "Design"), ("Design", "Fabrication"), ("Design", "Packaging, test"))
WORK = {"mutation_scale": 13, "shrinkB": 1}
MONEY_LOOK = {**WORK, "color": COLOURS[1], "linestyle": (0, (4, 2))}


def _boxes() -> list[Box]:
    """The boxes where they stand in the picture in hand."""
    if not narrow():
        return list(BOXES)
    at = {name: {"x": 0.82 + 1.76 * column, "y": 0.6 + 1.42 * row} for name, (column, row) in ON_A_PHONE.items()}
    return [box._replace(**at[box.name]) for box in BOXES]


@charts.redrawable
def chain_map() -> charts.Chart:
    """The diagram: nine segments, leaders in small print, solid arrows for work and dashed ones for the designer's money."""
    boxes, tall = _boxes(), 6.88 if narrow() else 4.6
    ax = diagrams.canvas(tall)
    spots = {box.name: box for box in boxes}
    for here, there in HANDS:
        _arrow(ax, spots[here], spots[there])
    for payer, payee in MONEY:
        _money(ax, spots[payer], spots[payee])
    x, y = (2.02, 2.7) if narrow() else (4.3, 1.3)
    ax.text(x, y, "money", ha="center", va="center", fontsize=SIZE, color="#B14300", fontweight="bold")
    for box in boxes:
        _box(ax, box, strong=box.name in ("Machines", "Materials", "Machine parts"))
    return charts.Chart(
        ax.figure,
        alt="Diagram of nine segments. Solid arrows show who hands work on: design tools and design blocks go to chip "
        "designers; designs go to fabrication; machine parts go to machine makers; machines and materials go to fabrication "
        "and packaging; packaged chips go to users. Dashed arrows show money where it does not simply run the other way: "
        "users pay the designer, and the designer pays fabrication and packaging, so the designer is the foundry's customer. "
        "Dark boxes: the segments in which European or Japanese firms lead.",
        source="Our drawing; leaders: examples from the ETO chip explorer (2025 edition) and the firms' own accounts",
        table=_segments(),
        caption="Solid: work. Dashed: money, drawn only where it does not simply run against the work. Dark boxes: European "
        "or Japanese firms are among the leaders. Firms such as Intel, Samsung or Infineon design and make their chips "
        "themselves.",
        title="Who hands on to whom, and who pays?",
    )


def _segments() -> pd.DataFrame:
    """The diagram in words: per segment its leaders, to whom it hands work on, and by whom it is paid."""
    plants = {"Design", "Fabrication", "Packaging, test", "Users"}
    paid = {box.name: [payer for payer, payee in MONEY if payee == box.name] for box in BOXES}
    for here, there in HANDS:
        if not {here, there} <= plants:
            paid[here].append(there)
    return pd.DataFrame(
        {
            "segment": [box.name for box in BOXES],
            "leaders, examples": [box.leads for box in BOXES],
            "hands on to": [", ".join(b for a, b in HANDS if a == box.name) or "–" for box in BOXES],
            "is paid by": [", ".join(paid[box.name]) or "–" for box in BOXES],
        }
    )


def _box(ax: Axes, box: Box, *, strong: bool) -> None:
    diagrams.box(ax, box.x - WIDTH / 2, box.y - TALL / 2, WIDTH, TALL, strong, linewidth=1.4, zorder=2)
    lines = [(box.name, "bold"), *((line, "normal") for line in textwrap.wrap(box.leads, 16, break_on_hyphens=False))]
    top = box.y - 0.19 * (len(lines) - 1) / 2
    for i, (line, weight) in enumerate(lines):
        ax.text(
            box.x,
            top + 0.19 * i,
            line,
            ha="center",
            va="center",
            fontsize=SIZE,
            fontweight=weight,
            zorder=3,
            color=CARD if strong else INK,
        )


def _arrow(ax: Axes, here: Box, there: Box) -> None:
    """Work, from the edge of one box to the edge of the other: sideways in a row, else up or down."""
    if here.y == there.y:
        start, end = (here.x + WIDTH / 2, here.y - 0.14), (there.x - WIDTH / 2, there.y - 0.14)
    else:
        way = 1 if there.y > here.y else -1
        start, end = (here.x, here.y + way * TALL / 2), (there.x, there.y - way * TALL / 2)
    diagrams.arrow(ax, start, end, **WORK)


def _money(ax: Axes, payer: Box, payee: Box) -> None:
    """A dashed arrow: beside the work between neighbours, else in a bow over the row; straight on a phone."""
    if narrow():
        way = (payee.x > payer.x) - (payee.x < payer.x)
        start, end = (payer.x + way * WIDTH / 2, payer.y + 0.18), (payee.x - way * WIDTH / 2, payee.y + 0.18)
        if payer.y != payee.y:
            start, end = (
                (payer.x + 0.3 + 0.2 * way, payer.y + TALL / 2),
                (payee.x + 0.3 - 0.7 * way, payee.y - TALL / 2),
            )
        diagrams.arrow(ax, start, end, **MONEY_LOOK)
        return
    if abs(payer.x - payee.x) < 2:
        start, end = (payer.x + WIDTH / 2, payer.y + 0.18), (payee.x - WIDTH / 2, payee.y + 0.18)
        diagrams.arrow(ax, start, end, **MONEY_LOOK)
        return
    back = payer.x > payee.x
    start, end = (payer.x, payer.y - TALL / 2), (payee.x + (0.3 if back else 0), payee.y - TALL / 2)
    if not back:
        start = (payer.x + 0.5, start[1])
    bend = f"arc3,rad={0.16 if back else -0.14}"
    diagrams.arrow(ax, start, end, connectionstyle=bend, zorder=1, **MONEY_LOOK)
