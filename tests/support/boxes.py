"""Which labels of a chart touch: each other, a line, or the frame. Measured on the finished picture, in pixels."""

import numpy as np
from matplotlib.text import Text
from matplotlib.transforms import Bbox

NEAR = 1.0  # pixels by which two boxes may overlap without a reader seeing it


def labels(fig) -> list[tuple[Text, Bbox]]:
    """The visible texts of a figure with their boxes."""
    fig.canvas.draw()
    hidden = {id(text) for ax in fig.axes for text in _undrawn(ax)}
    texts = [t for t in fig.findobj(Text) if t.get_text().strip() and t.get_visible() and id(t) not in hidden]
    return [(t, Text.get_window_extent(t)) for t in texts]


def _undrawn(ax) -> list[Text]:
    """Texts of an axis that exist as objects and are not drawn: all of them if it is off, else ticks beyond its limits."""
    undrawn = []
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
            if not ax.axison or not (
                low <= tick.get_loc() <= high or np.isclose(tick.get_loc(), (low, high), rtol=1e-9).any()
            ):
                undrawn += [tick.label1, tick.label2]
        undrawn += [] if ax.axison else [axis.label, axis.get_offset_text()]
    return undrawn


def touches(one: Bbox, other: Bbox) -> bool:
    """Whether two boxes overlap by more than a hair in both directions."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > NEAR and high > NEAR


def _segments(fig) -> list[tuple[object, np.ndarray]]:
    """Lines that run through a chart, as pieces between two points; grid lines lie behind everything and do not count."""
    found = []
    for ax in fig.axes:
        for line in ax.lines:
            if not line.get_visible() or line.get_linestyle() in ("None", " ", ""):
                continue
            points = line.get_transform().transform(np.asarray(line.get_xydata(), dtype=float))
            found += [(line, points[i : i + 2]) for i in range(len(points) - 1)]
    return found


def _crosses(piece: np.ndarray, box: Bbox) -> bool:
    """Whether a piece of a line enters a box, by clipping it at the box's four sides."""
    (x0, y0), (x1, y1) = piece
    start, end = 0.0, 1.0
    for delta, low, high in (
        (x1 - x0, box.x0 + NEAR - x0, box.x1 - NEAR - x0),
        (y1 - y0, box.y0 + NEAR - y0, box.y1 - NEAR - y0),
    ):
        if abs(delta) < 1e-9:
            if low > 0 or high < 0:
                return False
            continue
        a, b = sorted((low / delta, high / delta))
        start, end = max(start, a), min(end, b)
    return start < end


def _covered(text: Text, line) -> bool:
    """Whether a label lies above a line on a ground of its own, which interrupts the line."""
    patch = text.get_bbox_patch()
    solid = patch is not None and (patch.get_alpha() is None or patch.get_alpha() >= 0.99)
    return solid and text.get_zorder() > line.get_zorder()


def collisions(chart) -> list[str]:
    """Sentences about labels that touch; an empty list is a pass."""
    found, frame, name = [], chart.fig.bbox, chart.title or chart.alt[:40]
    shown = labels(chart.fig)
    for i, (text, box) in enumerate(shown):
        words = text.get_text().replace("\n", " / ")
        found += [f"{name}: {words!r} touches {other.get_text()!r}" for other, at in shown[i + 1 :] if touches(box, at)]
        if box.x0 < -NEAR or box.y0 < -NEAR or box.x1 > frame.x1 + NEAR or box.y1 > frame.y1 + NEAR:
            found.append(f"{name}: {words!r} leaves the picture")
        lines = {id(line): line for line, piece in _segments(chart.fig) if _crosses(piece, box)}
        found += [f"{name}: {words!r} touches a line" for line in lines.values() if not _covered(text, line)]
    return found
