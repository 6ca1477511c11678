"""Diagrams: steps with arrows, layers. Positions carry the message, words carry the content."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from derisking.charts import axes
from derisking.charts.card import Chart, redrawable

ACROSS = 4  # boxes in a row


def box(ax: Axes, x: float, y: float, width: float, height: float, strong: bool, **look) -> None:
    """A box with round corners; x, y: its upper left corner, in inches."""
    face, edge, line = (axes.STRONG, axes.STRONG, 2) if strong else ("#e8f1f7", "#7fa9c4", 1.2)
    look = {"facecolor": face, "edgecolor": edge, "linewidth": line} | look
    ax.add_patch(FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0,rounding_size=0.08", **look))


def _words(ax: Axes, x: float, y: float, head: str, note: str, width: float, strong: bool, align: str) -> None:
    """A bold head with a plain note below it, both wrapped to a width in inches, centred on y."""
    heads, notes = _wrapped(head, note, width)
    top = y - 0.18 * (len(heads) + len(notes)) / 2
    colour = "white" if strong else axes.INK
    look: dict[str, Any] = {"ha": align, "va": "center", "fontsize": axes.SIZE, "color": colour}
    for i, (line, weight) in enumerate([(line, "bold") for line in heads] + [(line, "normal") for line in notes]):
        ax.text(x, top + 0.18 * (i + 0.5), line, fontweight=weight, **look)


def _wrapped(head: str, note: str, width: float) -> tuple[list[str], list[str]]:
    """The lines of a bold head and of a plain note; de-risking stays whole."""
    rooms = [(head, int(width / 0.097)), (note, int(width / 0.088))]
    heads, notes = (
        textwrap.wrap(text, max(6, letters), break_long_words=False, break_on_hyphens=False) for text, letters in rooms
    )
    return heads, notes


def _pairs(items: Sequence[Any], size: int) -> list[tuple[str, ...]]:
    rows = [(item,) if isinstance(item, str) else tuple(item) for item in items]
    return [row + ("",) * (size - len(row)) for row in rows]


def canvas(tall: float) -> Axes:
    """Axes in inches, y downwards, nothing drawn."""
    _, ax = axes.figure(tall)
    axes.place(ax, 0, 0, 0, 0)
    ax.set_xlim(0, axes.breadth())
    ax.set_ylim(tall, 0)
    ax.axis("off")
    return ax


@redrawable
def steps(
    items: Sequence[str | tuple[str, str]], *, title: str, source: str, alt: str, highlight: Iterable[str] = (),
    loop: tuple[str, str, str] | None = None,
) -> Chart:  # fmt: skip
    """Boxes joined by arrows, numbered, row by row from left to right; one below the other in a narrow picture.

    items: names, or (name, note); highlight: names drawn strong; loop: (from, to, label) draws an
    arrow back, for steps that repeat (both in the same row).
    """
    boxes = _pairs(items, 2)
    across, bold = 1 if axes.narrow() else min(ACROSS, len(boxes)), set(highlight)
    side = 0.75 if loop and axes.narrow() else 0
    width, gap = (axes.breadth() - 0.3 - side - 0.32 * (across - 1)) / across, 0.32
    tall = max(_lines_needed(head, note, width - 0.2) for head, note in boxes) * 0.18 + 0.36
    rows, drop = -(-len(boxes) // across), 0.55 if loop and not axes.narrow() else 0.25 if axes.narrow() else 0.3
    ax = canvas(rows * (tall + drop) + 0.15)
    spots = [(0.15 + (i % across) * (width + gap), 0.12 + i // across * (tall + drop)) for i in range(len(boxes))]
    for i, ((head, note), (x, y)) in enumerate(zip(boxes, spots, strict=True)):
        box(ax, x, y, width, tall, head in bold)
        _words(ax, x + width / 2, y + tall / 2, f"{i + 1} {head}", note, width - 0.2, head in bold, "center")
        if i + 1 < len(boxes):
            _arrow_on(ax, (x, y), spots[i + 1], width, tall)
    if loop:
        _arrow_back(ax, [head for head, _ in boxes], spots, loop, width, tall)
    shown = pd.DataFrame([(step, *one) for step, one in enumerate(boxes, 1)], columns=["step", "name", "what"])
    return Chart(ax.figure, alt, source, shown, title=title)


def _lines_needed(head: str, note: str, width: float) -> int:
    return sum(map(len, _wrapped("0 " + head, note, width)))


def arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], **look) -> None:
    """From one point to another, in inches."""
    look = {"mutation_scale": 14, "color": axes.MUTED, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0} | look
    ax.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", **look))


def _arrow_on(ax: Axes, here: tuple[float, float], there: tuple[float, float], width: float, tall: float) -> None:
    """From one box to the next: sideways, or down and back to the start of the next row."""
    if axes.narrow():
        arrow(ax, (here[0] + width / 2, here[1] + tall + 0.02), (here[0] + width / 2, there[1] - 0.02))
        return
    if there[1] == here[1]:
        arrow(ax, (here[0] + width + 0.03, here[1] + tall / 2), (there[0] - 0.03, here[1] + tall / 2))
        return
    x, turn = here[0] + width / 2, there[1] - 0.15  # below the arrow of a loop, if there is one
    ax.plot([x, x, there[0] + width / 2], [here[1] + tall, turn, turn], color=axes.MUTED, linewidth=1.6)
    arrow(ax, (there[0] + width / 2, turn), (there[0] + width / 2, there[1] - 0.02))


def _arrow_back(
    ax: Axes, heads: list[str], spots: list[tuple[float, float]], loop: tuple[str, str, str], width: float, tall: float
) -> None:
    """An arrow from a later step back to an earlier one, with a label: under the row, or beside a narrow column."""
    (x1, y), (x0, y0) = spots[heads.index(loop[0])], spots[heads.index(loop[1])]
    if axes.narrow():
        out, words = x1 + width + 0.4, axes.wrap(loop[2], 9)
        low, high = y + tall / 2, y0 + tall / 2
        path = [(x1 + width, low), (out, low), (out, high), (x0 + width + 0.01, high)]
    else:
        low, words, right, left = y + tall + 0.2, loop[2], x1 + width * 0.3, x0 + width * 0.3
        path = [(right, y + tall), (right, low), (left, low), (left, y + tall + 0.01)]
    ax.plot(*zip(*path[:3], strict=True), color=axes.COLOURS[1], linewidth=1.8)
    arrow(ax, *path[2:], color=axes.COLOURS[1], linewidth=1.8)
    ax.text(*np.mean(path[1:3], axis=0), words, fontsize=axes.SIZE, color="#B14300", ha="center", va="center",
            bbox={"facecolor": axes.CARD, "edgecolor": "none", "pad": 2})  # fmt: skip


@redrawable
def layers(
    items: Sequence[tuple[str, str] | tuple[str, str, str]], *, title: str, source: str, alt: str,
    highlight: Iterable[str] = (), ends: tuple[str, str] = ("", ""),
) -> Chart:  # fmt: skip
    """A stack of wide boxes, first on top: name and note on the left, a short tag (force, year) on the right.

    items: (name, note) or (name, note, tag); ends: words at the top and bottom of an arrow on the left, for instance
    ("softest", "hardest"); highlight: names drawn strong.
    """
    told, bold = _pairs(items, 3), set(highlight)
    boxes = [(head, " · ".join(filter(None, rest)), "") if axes.narrow() else (head, *rest) for head, *rest in told]
    left = 0.15 if not any(ends) else 0.8 if axes.narrow() else 0.95
    width = axes.breadth() - left - 0.15
    tags = [min(1.7, 0.088 * len(tag) + 0.1) for *_, tag in boxes]
    talls = [_lines_needed(b[0], b[1], width - tag - 0.4) * 0.18 + 0.22 for b, tag in zip(boxes, tags, strict=True)]
    ax = canvas(sum(talls) + 0.1 * len(boxes) + 0.2)
    y = 0.12
    for (head, note, tag), tall, tag_room in zip(boxes, talls, tags, strict=True):
        strong = head in bold
        box(ax, left, y, width, tall, strong)
        _words(ax, left + 0.15, y + tall / 2, head, note, width - tag_room - 0.4, strong, "left")
        _words(ax, left + width - 0.15, y + tall / 2, "", tag, tag_room, strong, "right")
        y += tall + 0.1
    if any(ends):
        arrow(ax, (0.45, 0.45), (0.45, y - 0.45))
        ax.text(0.45, 0.25, ends[0], fontsize=axes.SIZE, color=axes.MUTED, ha="center", va="center")
        ax.text(0.45, y - 0.27, ends[1], fontsize=axes.SIZE, color=axes.MUTED, ha="center", va="center")
    shown = pd.DataFrame(told, columns=["name", "what", "note"])
    return Chart(ax.figure, alt, source, shown, title=title)
