"""Two plans with two bands each, luck and world, and a tornado: what one row after the other does to the lead between them."""

from derisking.charts.vector.decades import purse
from derisking.charts.vector.parts import (
    GRID,
    INK,
    MUTED,
    PLAIN,
    SECOND,
    STRONG,
    WORDS,
    box,
    label,
    printed,
    shortened,
    spot,
    stroke,
    ticks,
    whole,
)

BARS, SIDE = 8, 84  # rows that are shown; room for a row's ends beside its bar


def tornado(picture, width):
    """Bands above, bars below.

    picture: as in `decades` for the purse; "bands": [{"name", "mean", "error", "low", "high", "inner": [low, high]}] of two plans,
    "high": end of their axis; "bars": [{"name", "low", "high": the lead, "low_at", "high_at": the row's ends in words}], most
    first; "lead": as the desk has it; "reach": end of the bars' axis; "titles": of both parts.
    """
    parts = purse(picture, width)
    left, right = 8, width - 8
    parts.append(label(left, 80, shortened(picture["titles"][0], right - left, True), "start", INK, True))
    frame = [0, picture["high"], left, right]
    for tick in ticks(0, picture["high"], 6):
        x = spot(tick, *frame)
        parts.append(stroke(x, 96, x, 196, GRID))
        parts.append(label(min(max(x, left + 6), right - 12), 208, printed(tick), "middle"))
    for i, band in enumerate(picture["bands"]):
        parts.extend(one_band(band, 104 + 48 * i, frame, right))
    top = 250
    parts.append(label(left, top, shortened(picture["titles"][1], right - left, True), "start", INK, True))
    frame = [-picture["reach"], picture["reach"], left + SIDE, right - SIDE]
    bottom = top + 20 + 42 * BARS
    for tick in ticks(-picture["reach"], picture["reach"], 5):
        x = spot(tick, *frame)
        parts.append(stroke(x, top + 14, x, bottom, INK if tick == 0 else GRID, 1.4 if tick == 0 else 1.0))
        parts.append(label(x, bottom + 14, printed(tick), "middle"))
    for i, bar in enumerate(picture["bars"][:BARS]):
        parts.extend(one_row(bar, picture, top + 22 + 42 * i, frame))
    lead = spot(picture["lead"], *frame)
    parts.append(stroke(lead, top + 14, lead, bottom, MUTED, 1.2, "4 4"))
    parts.append(label(width / 2, bottom + 36, picture["unit"], "middle"))
    return whole(width, bottom + 52, parts)


def one_band(band, top, frame, right):
    """A plan: the world's band pale, its middle half less so, and luck's dark, about the mean."""
    ends = [spot(min(value, frame[1]), *frame) for value in [band["low"], band["high"]]]
    inner = [spot(min(value, frame[1]), *frame) for value in band["inner"]]
    luck = [spot(band["mean"] + side * band["error"], *frame) for side in [-1, 1]]
    return [
        label(frame[2], top, band["name"], "start", INK, False, True),
        box(ends[0], top + 11, ends[1] - ends[0], 18, "#dbe8f1"),
        box(inner[0], top + 11, inner[1] - inner[0], 18, PLAIN),
        box(luck[0] - 1, top + 8, luck[1] - luck[0] + 2, 24, WORDS),
    ]


def one_row(bar, picture, top, frame):
    """A row of the tornado: from the lead at its low end to the lead at its high end, with both ends in words."""
    reach, first = picture["reach"], bar["low"] <= bar["high"]
    low, high = [spot(min(max(bar[end], -reach), reach), *frame) for end in ["low", "high"]]
    a, b = min(low, high), max(low, high)
    turns = bar["low"] * bar["high"] < 0
    sides = [bar["low_at"], bar["high_at"]] if first else [bar["high_at"], bar["low_at"]]
    name = shortened(bar["name"], frame[3] + SIDE - 8, turns)
    return [
        label(8, top + 4, name, "start", INK, turns, True),
        box(a, top + 14, max(2.0, b - a), 14, SECOND if turns else STRONG),
        label(a - 5, top + 21, sides[0], "end", INK, False, True),
        label(b + 5, top + 21, sides[1], "start", INK, False, True),
    ]
