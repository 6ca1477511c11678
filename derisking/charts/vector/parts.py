"""What the families share: texts with their widths, lines, shapes, scales. Lengths in CSS pixels, y downwards."""

import math

INK, MUTED, GRID, CARD = "#1f2328", "#565c64", "#e2dfd7", "#fdfcf9"
STRONG, PLAIN, SECOND, WORDS = "#0b4f7d", "#82b2d4", "#D55E00", "#B14300"
SIZE = 14  # of the letters
APOSTROPHE = "'"  # curled where it is drawn
FONT = "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', 'Helvetica Neue', Arial, sans-serif"  # of every chart, as of the pages
NARROW = 560  # below this width names stand above what they name
# Width of letters in hundredths of their size, in DejaVu Sans, which is as wide as any; all others are 63.
LETTERS = {
    28: "'ijlIJ",
    33: " ,.’·/:;|",
    36: "-f",
    39: "[]t()",
    41: "!²r",
    51: "`°–“”sz",
    55: "cLkF",
    60: "vxyPTYaoe",
    67: "KAVZBXR",
    71: "CU",
    77: "HNDG",
    79: "&OQ",
    83: "w+<=>~−×",
    86: "M",
    97: "%mW",
    100: "…",
}
ADVANCE = {letter: width for width, letters in LETTERS.items() for letter in letters}


def text_width(words, bold=False):
    """Width of a text on one line; bold letters are an eighth wider."""
    units = sum([ADVANCE.get(letter, 63) for letter in words])
    return units * SIZE / 100 * (1.13 if bold else 1.0)


def escaped(words):
    """A text as XML."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def label(x, y, words, anchor="start", colour=INK, bold=False, halo=False, size=14):
    """One line of text; y is its middle. A halo keeps it readable on a line."""
    weight = (' font-weight="bold"' if bold else "") + (f' font-size="{size:.0f}"' if size != SIZE else "")
    behind = f' stroke="{CARD}" stroke-width="4" paint-order="stroke" stroke-linejoin="round"' if halo else ""
    return (
        f'<text x="{x:.1f}" y="{y + 0.36 * size:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}{behind}>'
        f"{escaped(words.replace(APOSTROPHE, '’'))}</text>"
    )


def wrapped(words, width, bold=False):
    """Lines that fit into a width; a word that is longer stays whole."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, bold) > width:
            lines.append(word)
        else:
            lines[len(lines) - 1] = longer
    return lines


def shortened(words, width, bold=False):
    """A text cut to a width, with an ellipsis."""
    if text_width(words, bold) <= width:
        return words
    cut = words
    while cut and text_width(f"{cut}…", bold) > width:
        cut = cut[: len(cut) - 1]
    return f"{cut.strip()}…"


def stroke(x1, y1, x2, y2, colour=GRID, width=1.0, dash=""):
    """A straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width:.1f}"'
        f"{dashes}/>"
    )


def wavy(x, y1, y2, far):
    """How a path goes on that hangs down loose from (x, y1): it swings from side to side and ends frayed."""
    path, y, way = "", y1, 1
    while y < y2 - 8:
        path += f"Q{x + 2 * way * far:.1f} {y + 4:.1f} {x:.1f} {y + 8:.1f}"
        y, way = y + 8, -way
    return f"{path}L{x - far:.1f} {y2:.1f}M{x:.1f} {y:.1f}L{x + far:.1f} {y2:.1f}"


def box(x, y, width, height, fill, line="none"):
    """A rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{height:.1f}" fill="{fill}" stroke="{line}"/>'


def mark(shape, x, y, colour, said="", hollow=False, size=5.0):
    """A mark with an outline, and words for the mouse. shape: circle, or one of SHAPES."""
    look = f'fill="{CARD if hollow else colour}" stroke="{colour if hollow else CARD}" stroke-width="{1.8 if hollow else 1.0:.1f}"'
    title = f"<title>{escaped(said)}</title>" if said else ""
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" {look}>{title}</circle>'
    corners = SHAPES[shape]
    points = " ".join([f"{x + a * size:.1f},{y + b * size:.1f}" for a, b in corners])
    return f'<polygon points="{points}" {look}>{title}</polygon>'


def handle(control, scale, x, top, bottom, said):
    """An upright line with a grip on top, which moves a control of the explorer along its axis.

    scale: [left, right, low, high]: the ends of the axis, and the control's values there. The page reads "data-x" (and "data-y",
    for what is dragged upwards) of whatever is drawn, so any mark may carry them.
    """
    wide = text_width(said, True) + 34
    at = min(max(x, scale[0] + wide / 2 - 12), scale[1] - wide / 2 + 12)
    y = top + 11
    arrows = "".join(
        [mark(side, at + way * (wide / 2 - 9), y, CARD, "", False, 4.0) for side, way in [["left", -1], ["right", 1]]]
    )
    pill = f'<rect x="{at - wide / 2:.1f}" y="{top:.1f}" width="{wide:.1f}" height="22" rx="11" fill="{INK}"/>'
    hold = f'<rect x="{x - 13:.1f}" y="{top:.1f}" width="26" height="{bottom - top:.1f}" fill="none" pointer-events="all"/>'
    ends = " ".join([f"{end:.2f}" for end in scale])
    line = stroke(x, top + 22, x, bottom, INK, 2.0)
    return f'<g data-x="{control} {ends}">{hold}{line}{pill}{arrows}{label(at, y, said, "middle", CARD, True)}</g>'


SHAPES = {
    "square": [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
    "diamond": [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
    "up": [[0, -1.2], [1.15, 0.9], [-1.15, 0.9]],
    "left": [[-1.2, 0], [0.9, -1.15], [0.9, 1.15]],
    "right": [[1.2, 0], [-0.9, -1.15], [-0.9, 1.15]],
    "down": [[0, 1.2], [1.15, -0.9], [-1.15, -0.9]],
    "bar": [[-0.5, -1.2], [0.5, -1.2], [0.5, 1.2], [-0.5, 1.2]],
}


def whole(width, height, parts):
    """The finished picture."""
    inside = "".join(parts)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" font-family="{FONT}" font-size="{SIZE}">'
    )
    return {"svg": f'{head}<rect width="100%" height="100%" fill="{CARD}"/>{inside}</svg>', "height": height}


def spot(value, low, high, start, end):
    """Where a value lies between two places."""
    return start + (value - low) / (high - low) * (end - start)


def ticks(low, high, most):
    """Round numbers from low to high, at most so many."""
    rough = (high - low) / max(1, most - 1)
    size = 1.0
    while size > rough:
        size = size / 10
    while size * 10 <= rough:
        size = size * 10
    step = next_step(size, rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [step * i for i in range(int(first), int(last) + 1)]


def next_step(size, rough):
    """1, 2 or 5 times a power of ten that is at least so large."""
    for factor in [1, 2, 5]:
        if size * factor >= rough - 1e-12:
            return size * factor
    return size * 10


def printed(value):
    """A number of an axis: no decimals that it does not need, a true minus."""
    for digits in range(3):
        shown = [f"{value:,.0f}", f"{value:,.1f}", f"{value:,.2f}"][digits]
        if abs(float(shown.replace(",", "")) - value) < 1e-9:
            break
    return shown.replace("-", "−")


def apart(places, gap):
    """Places moved so that neighbours differ by at least a gap, in the order given; they stay near where they were."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    groups = []
    for i in order:
        groups.append([places[i], 1])
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < gap * (groups[-1][1] + groups[-2][1]) / 2:
            (low, n), (high, m) = groups[-2], groups[-1]
            groups = [*groups[: len(groups) - 2], [(low * n + high * m) / (n + m), n + m]]
    slots = [centre + gap * (k - (n - 1) / 2) for centre, n in groups for k in range(n)]
    result = [0.0 for _ in places]
    for i, slot in zip(order, slots, strict=True):
        result[i] = slot
    return result
