"""Lines on axes that stay where they are."""

from __future__ import annotations

from derisking.charts.vector.parts import (
    INK,
    MUTED,
    NARROW,
    SECOND,
    STRONG,
    WORDS,
    apart,
    label,
    printed,
    spot,
    stroke,
    text_width,
    ticks,
    whole,
    wrapped,
)

TALL = 250


def lines(picture, width):
    """One or more lines, each named at its end, with upright marks and notes.

    picture: {"lines": [{"name", "x": [...], "y": [...], "strong"}], "x": [low, high], "y": [low, high], "x_unit", "unit",
    "zero": words at the line of 0 or "", "marks": [{"x", "name"}], "notes": [{"x", "y", "name", "wide"}], "fill": bool}.
    """
    room = 0 if width < NARROW else max([text_width(line["name"], True) for line in picture["lines"]], default=0)
    room = min(room + 16, width * 0.34) if room else 12
    head = 34 + 17 * (len(picture["lines"]) if width < NARROW else 0)
    frame = [46, width - room, head, head + TALL]
    left, right, top, bottom = frame
    parts = axes(picture, frame, width)
    ends = []
    for line in picture["lines"]:
        spots = [
            [spot(x, *picture["x"], left, right), spot(y, *picture["y"], bottom, top)]
            for x, y in zip(line["x"], line["y"], strict=True)
        ]
        path = " ".join([f"{x:.1f},{y:.1f}" for x, y in spots])
        colour = STRONG if line["strong"] else SECOND
        if picture["fill"]:
            parts.append(
                f'<polygon points="{left:.1f},{bottom:.1f} {path} {spots[-1][0]:.1f},{bottom:.1f}" fill="#dbe9f3"/>'
            )
        dash = "" if line["strong"] else ' stroke-dasharray="7 4"'
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.6"{dash}/>')
        ends.append([spots[-1][1], line["name"], colour if line["strong"] else WORDS])
    parts.extend(named_ends(ends, frame, width))
    for note in picture["notes"]:
        x, y = spot(note["x"], *picture["x"], left, right), spot(note["y"], *picture["y"], bottom, top)
        words = wrapped(note["name"], max(70.0, note["wide"] / (picture["x"][1] - picture["x"][0]) * (right - left)))
        start = y - 17 * len(words) if note["y"] < 50 else y + 12
        at = min(x + 5, width - 4 - max([text_width(line) for line in words]))
        parts.extend([label(at, start + 17 * i, line, "start", INK, False, True) for i, line in enumerate(words)])
    return whole(width, bottom + 52, parts)


def named_ends(ends, frame, width):
    """Names right of the lines, or as a key above where the picture is narrow."""
    if width < NARROW:
        return [
            label(46, 31 + 17 * i, f"{'━' if i == 0 else '┅'} {end[1]}", "start", end[2], True)
            for i, end in enumerate(ends)
        ]
    parts = []
    heights = [17 * len(wrapped(end[1], width - frame[1] - 10, True)) + 4 for end in ends]
    places = apart([end[0] for end in ends], max([*heights, 18]))
    for end, y in zip(ends, places, strict=True):
        words = wrapped(end[1], width - frame[1] - 10, True)
        for i, line in enumerate(words):
            parts.append(
                label(frame[1] + 8, min(y, frame[3] - 8) + 17 * (i - (len(words) - 1) / 2), line, "start", end[2], True)
            )
    return parts


def axes(picture, frame, width):
    """Grid, numbers, units and upright marks."""
    left, right, top, bottom = frame
    parts = [label(6, 14, picture["unit"], "start", MUTED)]
    for tick in ticks(picture["y"][0], picture["y"][1], 6):
        y = spot(tick, *picture["y"], bottom, top)
        parts.append(stroke(left, y, right, y, MUTED if tick == 0 and picture["zero"] else "#e2dfd7"))
        parts.append(label(left - 6, y, printed(tick), "end"))
    for tick in ticks(picture["x"][0], picture["x"][1], 7):
        x = spot(tick, *picture["x"], left, right)
        parts.append(label(x, bottom + 15, printed(tick), "middle"))
    parts.append(label((left + right) / 2, bottom + 37, picture["x_unit"], "middle"))
    if picture["zero"]:
        parts.append(
            label(left + 4, spot(0, *picture["y"], bottom, top) - 9, picture["zero"], "start", MUTED, False, True)
        )
    for i, upright in enumerate(picture["marks"]):
        x = spot(upright["x"], *picture["x"], left, right)
        half = text_width(upright["name"], True) / 2
        at = min(max(x, left + half), right - half)
        parts.append(stroke(x, top + 17 * len(picture["marks"]), x, bottom, MUTED, 1.6, "5 4"))  # below all names
        parts.append(label(at, top + 8 + 17 * i, upright["name"], "middle", MUTED, True, True))
    return parts
