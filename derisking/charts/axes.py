"""House style on the axes: colours, sizes, margins, names of rows, marks, and labels that keep apart.

Colour is never the only signal: markers, dashes, bold names and direct labels say the same. An actor has one colour all through the course.
"""

import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import ScaledTranslation, blended_transform_factory

from derisking.charts.words import number

DPI = 128
SIZE = 10  # points; the smallest text in any chart
INK, MUTED, GRID, CARD = "#1f2328", "#565c64", "#e2dfd7", "#fdfcf9"
# Okabe and Ito's colours, which stay apart for colour-blind readers; dark enough on the card for lines and markers.
COLOURS = ("#0072B2", "#D55E00", "#00795A", "#A8527F", "#4A4A4A", "#9A6A00", "#3C8FC4", "#7A5195")
MARKERS = ("o", "D", "s", "^", "v", "P", "X", "*")
PLAIN, STRONG = "#82b2d4", "#0b4f7d"  # an ordinary bar and the one the chart is about
LOOKS = yaml.safe_load(Path(__file__).with_name("looks.yaml").read_text(encoding="utf-8"))
DASHES = ["-", *((0, tuple(dash)) for dash in LOOKS["dashes"][1:])]
ACTORS: dict[str, str] = LOOKS["actors"]
GUESS = "#B14300"
HEADING = "heading"  # marks the labels of vertical lines
GUESSED, YOURS = "guess", "your guess: "  # marks the line of a guess and its label, which begins so
ROW = 0.34  # inches of height for one bar
WIDE, NARROW = 6.4, 3.4  # inches; a phone shows the narrow one at about 330 px, so that ten points are 13 px
_width: ContextVar[float] = ContextVar("width", default=WIDE)


def accent(name: object, otherwise: str) -> str:
    """The colour of the actor with which a name begins ("China", "the Netherlands", "EU exports"), or the other colour."""
    return next((colour for who, colour in ACTORS.items() if re.match(rf"([Tt]he )?({who})\b", str(name))), otherwise)


def pale(colour: str) -> str:
    """The colour as the fill behind dark words."""
    return to_hex([0.45 * part + 0.55 for part in to_rgb(colour)])


@contextmanager
def narrowed() -> Iterator[None]:
    """Inside this block charts are drawn for a phone, `NARROW` inches wide."""
    token = _width.set(NARROW)
    try:
        yield
    finally:
        _width.reset(token)


def narrow() -> bool:
    """Whether the chart in hand is drawn for a phone."""
    return _width.get() < WIDE


def breadth() -> float:
    """Width of the picture in hand, in inches."""
    return _width.get()


def figure(height: float = 3.4) -> tuple[Figure, Axes]:
    """An empty figure and its axes in the house style; height in inches. Never pyplot, so nothing leaks."""
    fig = Figure(figsize=(breadth(), height), dpi=DPI, facecolor=CARD)
    FigureCanvasAgg(fig)
    ax = fig.add_axes((0.42, 0.17, 0.5, 0.78) if narrow() else (0.12, 0.17, 0.84, 0.78))  # ticks are chosen by this
    style(ax)
    if narrow():  # with less room the first label below would touch the lowest one at the side
        ax.tick_params(axis="x", pad=9)
    return fig, ax


def style(ax: Axes) -> None:
    """House style for axes: no box, light grid behind the data, text of at least 10 points."""
    ax.set_facecolor(CARD)
    for side, spine in ax.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color("#8b8f94")
    ax.tick_params(labelsize=SIZE, length=0, colors=INK, pad=5)
    ax.set_axisbelow(True)


def place(ax: Axes, left: float, bottom: float, right: float, top: float) -> None:
    """Margins around the axes, in inches: fixed numbers cost nothing, a layout engine costs a redraw."""
    width, height = ax.figure.get_size_inches()
    wide, tall = max(0.1, 1 - (left + right) / width), max(0.1, 1 - (top + bottom) / height)
    ax.set_position((left / width, bottom / height, wide, tall))
    if narrow():
        _recentre(ax, left, right)


def _recentre(ax: Axes, left: float, right: float) -> None:
    """In a narrow picture a label may be wider than the plot: the one below stands in the picture's middle, those of
    vertical lines as near to their line as the picture lets them."""
    fig, width = ax.figure, breadth()
    ax.xaxis.label.set_x((width / 2 - left) / max(0.1, width - left - right))
    for label in (text for text in ax.texts if text.get_gid() in (HEADING, GUESSED)):
        x = ax.transData.transform((label.xy[0], 1))[0] / fig.dpi
        half = text_width(label.get_text(), "bold") / 2 + 0.04
        label.set_ha("center")
        label.xyann = (72 * (min(max(x, half), width - half) - x), label.xyann[1])


def text_width(text: str, weight: str = "normal") -> float:
    """Width of a text in inches: that of its longest line."""
    return max(_line_width(line, weight) for line in text.split("\n"))


@lru_cache(maxsize=4096)
def _line_width(line: str, weight: str) -> float:
    """Measured once: the same names come back with every redraw."""
    width, _, _ = _ruler().get_text_width_height_descent(line, FontProperties(size=SIZE, weight=weight), False)
    return width / DPI


@lru_cache(maxsize=1)
def _ruler() -> RendererAgg:
    return RendererAgg(16, 16, DPI)


def spots(ax: Axes, words: Iterable[str], x: Iterable[object], y: Iterable[object]) -> list[tuple[str, float, float]]:
    """Marks of a chart as `Chart` keeps them, when the axes are in their place; x and y: in the units of the axes."""
    ax.get_xlim(), ax.get_ylim()  # settles the automatic range
    across, up = (np.asarray(axis.convert_units(list(at)), dtype=float) for axis, at in ((ax.xaxis, x), (ax.yaxis, y)))
    places = ax.figure.transFigure.inverted().transform(ax.transData.transform(np.column_stack([across, up])))
    return [(said, round(float(a), 4), round(1 - float(b), 4)) for said, (a, b) in zip(words, places, strict=True)]


def wrap(name: object, width: int | None = None) -> str:
    """A text in lines of so many letters, by default as many as a row's name may have."""
    letters = width or (15 if narrow() else 26)
    return "\n".join(textwrap.wrap(str(name), letters, break_long_words=False)) or " "


def plot_width(part: float) -> float:
    """About how many inches of the picture a plot takes that has `part` of a wide one: names take more of a narrow one."""
    return breadth() * part * (0.75 if narrow() else 1)


def under(ax: Axes, text: str) -> float:
    """Write the horizontal axis' label, in as many lines as it needs; returns the room below the plot, in inches."""
    label = wrap(text, int((breadth() - 0.35) / 0.084)) if text else ""
    ax.set_xlabel(label, fontsize=SIZE, color=INK)
    return (0.62 if text else 0.4) + 0.06 * narrow() + 0.17 * label.count("\n")


def rows(ax: Axes, names: Sequence[object], bold: Collection[object] = ()) -> float:
    """Write row names on the left; returns the room they need in inches."""
    labels = [wrap(name) for name in names]
    ax.set_yticks(range(len(names)), labels)
    room = 0.0
    for tick, name, label in zip(ax.get_yticklabels(), names, labels, strict=True):
        weight = "bold" if name in bold else "normal"
        tick.set_fontweight(weight)
        room = max(room, text_width(label, weight))
    return room + 0.2


def height(names: Sequence[object], row: float = ROW) -> float:
    """Inches for the rows; a wrapped name needs more."""
    return sum(max(row, 0.19 * (1 + wrap(name).count("\n")) + 0.1) for name in names)


def note(
    ax: Axes, words: str, at: tuple[float, float], beside: tuple[float, float], pad: float | None = None, **look
) -> None:
    """Write words beside a point. beside: right and up, in points; pad: of a ground that interrupts the lines below."""
    ground = {} if pad is None else {"bbox": {"facecolor": CARD, "edgecolor": "none", "pad": pad}}
    ax.annotate(words, at, xytext=beside, textcoords="offset points", fontsize=SIZE, **ground, **look)


def verticals(ax: Axes, marks: Sequence[tuple[float, str, str, object]], least: float = 0.0) -> float:
    """Dashed vertical lines with labels above the plot; returns the room needed above, in inches.

    marks: (position, label, colour, dash style). Labels that would touch go on a second line. least: how high the line of a guess
    ends, as a fraction of the plot: it has nothing to say below the bar that was guessed.
    """
    width = plot_width(0.6)
    low, high = ax.get_xlim()
    ends: list[float] = []  # right end of the last label on each line of labels
    axes = blended_transform_factory(ax.transData, ax.transAxes)
    for x, label, colour, dash in sorted(marks, key=lambda mark: mark[0]):
        name = GUESSED if label.startswith(YOURS) else HEADING
        foot = least if name == GUESSED else 0.0
        ax.axvline(x, foot, color=colour, linestyle=dash, linewidth=1.6, zorder=3, gid=name)
        half = text_width(label, "bold") / width * (high - low) / 2
        line = len(ends) if narrow() else next((i for i, end in enumerate(ends) if x - half > end), len(ends))
        ends[line : line + 1] = [x + half + 0.02 * (high - low)]
        near_right, near_left = x + half > high, x - half < low
        align = "right" if near_right else "left" if near_left else "center"
        look: dict[str, Any] = {"ha": align, "va": "bottom", "color": colour, "fontweight": "bold"}
        note(ax, label, (x, 1), (0, 4 + 14 * line), xycoords=axes, gid=name, annotation_clip=False, **look)
    return 0.12 + 0.2 * len(ends)


def marks_for(
    reference: tuple[float, str] | None, guess: Any, unit: str, digits: int
) -> list[tuple[float, str, str, object]]:
    """Reference line and the student's guess as vertical marks."""
    marks: list[tuple[float, str, str, object]] = []
    if reference is not None:
        marks.append((float(reference[0]), reference[1], MUTED, "-"))
    if guess is not None and not isinstance(guess, str):
        digits_ = max(digits, 1) if float(guess) != round(float(guess)) else 0
        marks.append((float(guess), f"{YOURS}{number(guess, digits_, unit)}", GUESS, (0, (4, 2))))
    return marks


def legend(ax: Axes, up: float = 0.0) -> float:
    """A key above the plot, for the few charts where names cannot stand beside what they name; returns its room in inches.

    In one line; in a narrow picture in as many columns as fit, from the picture's left. up: inches to leave below it.
    """
    names = ax.get_legend_handles_labels()[1]
    widest = max(text_width(name) for name in names) + 0.45
    columns = min(8, max(1, int((breadth() - 0.1) / widest))) if narrow() else 8
    fig = ax.figure
    corner = blended_transform_factory(fig.transFigure if narrow() else ax.transAxes, ax.transAxes)
    corner += ScaledTranslation(0, up, fig.dpi_scale_trans)
    ax.legend(loc="lower left", bbox_to_anchor=(0.01 if narrow() else 0, 1), ncols=columns, frameon=False, fontsize=SIZE,
              handletextpad=0.4, columnspacing=1.1, borderaxespad=0.2, handlelength=1.4,
              bbox_transform=corner)  # fmt: skip
    return 0.42 + up + 0.22 * (-(-len(names) // columns) - 1)
