"""A wafer drawn to scale, with the dies that work and those that do not."""

from derisking.charts.vector.parts import CARD, INK, MUTED, NARROW, STRONG, WORDS, box, label, stroke, whole, wrapped

BAD, CROSS = "#F6C9A8", "#8A2F00"


def wafer(picture, width):
    """picture: {"corners": [[x, y]] of the dies in mm, "looks": [0 good, 1 lost, 2 sold with a block switched off], "spare": whether there can be such, "side": mm, "diameter": mm, "notes": [[of what, large, small]]}, the average before the one that is drawn."""
    narrow, size = width < NARROW, min(width - 16, 380)
    scale = size / picture["diameter"]
    cx, cy = (width / 2 if narrow else size / 2 + 8), size / 2 + 8
    parts = [
        f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{size / 2:.1f}" fill="#eceae4" stroke="#8b8f94" stroke-width="1.5"/>'
    ]
    parts.extend(dies(picture, cx, cy, scale))
    x, y = (10, size + 34) if narrow else (size + 34, 30)
    room = width / 2 - 18 if narrow else width - x - 8
    for i, (of, large, small) in enumerate(picture["notes"]):
        left, top = [x + i * width / 2, y] if narrow else [x, y + 122 * i]
        lines = wrapped(of, room, True)
        parts.extend([label(left, top + 17 * k, line, "start", MUTED, True) for k, line in enumerate(lines)])
        top += 17 * (2 if narrow else len(lines)) + 12
        parts.append(label(left, top, large, "start", WORDS if i else STRONG, True, False, 22 if narrow else 28))
        parts.extend(
            [label(left, top + 26 + 17 * k, line, "start", INK) for k, line in enumerate(wrapped(small, room))]
        )
    low = y + 118 if narrow else size - 92
    parts.extend([box(x, low, 14, 14, STRONG), label(x + 22, low + 7, "good die")])
    x, low = (x + width / 2, low) if narrow else (x, low + 24)
    parts.extend([box(x, low, 14, 14, BAD), label(x + 22, low + 7, "die lost")])
    parts.append(f'<path d="M{x + 3:.1f} {low + 3:.1f}l8 8m0 -8l-8 8" stroke="{CROSS}" stroke-width="1.3"/>')
    start, low = 10 if narrow else x, low + 24
    if picture["spare"]:
        parts.extend([box(start, low, 14, 14, STRONG), box(start + 2, low + 4, 5, 6, BAD)])
        parts.append(label(start + 22, low + 7, "defect switched off, die sold"))
    bar, end = low + 32, start + 100 * scale
    parts.extend([stroke(start, bar, end, bar, MUTED, 2.0), label(end + 8, bar, "100 mm", "start", MUTED)])
    return whole(width, low + 48 if narrow else size + 20, parts)


def dies(picture, cx, cy, scale):
    """Dies that are sold, those that are lost, the crosses of these, and the blocks that are switched off: a path for each."""
    edge, paths = picture["side"] * scale, ["", "", "", ""]
    for (x, y), look in zip(picture["corners"], picture["looks"], strict=True):
        left, top = cx + x * scale, cy - (y + picture["side"]) * scale
        if look == 2:
            paths[3] += f"M{left + edge / 8:.1f} {top + edge / 4:.1f}h{edge / 3:.1f}v{edge / 2:.1f}h-{edge / 3:.1f}z"
        paths[look % 2] += f"M{left:.1f} {top:.1f}h{edge:.2f}v{edge:.2f}h-{edge:.2f}z"
        if look == 1:
            a, d = edge * 0.2, edge * 0.6
            paths[2] += f"M{left + a:.1f} {top + a:.1f}l{d:.1f} {d:.1f}m-{d:.1f} 0l{d:.1f} -{d:.1f}"
    line = 1.0 if edge > 12 else 0.4
    return [
        f'<path d="{paths[0]}" fill="{STRONG}" stroke="{CARD}" stroke-width="{line:.1f}"/>',
        f'<path d="{paths[1]}" fill="{BAD}" stroke="{CARD}" stroke-width="{line:.1f}"/>',
        f'<path d="{paths[2]}" fill="none" stroke="{CROSS}" stroke-width="{1.3 if edge > 12 else 0.7:.1f}"/>',
        f'<path d="{paths[3]}" fill="{BAD}"/>',
    ]
