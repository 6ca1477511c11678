"""Lesson 5: engineer against Washington. A chip is drawn, the law moves against it, and real chips stand where one ended."""

from __future__ import annotations

import math
from functools import cache

from derisking import data
from derisking import widgets as controls
from derisking.charts.vector.parts import (
    CARD,
    INK,
    MUTED,
    NARROW,
    PLAIN,
    SECOND,
    STRONG,
    WORDS,
    box,
    label,
    mark,
    spot,
    stroke,
    whole,
)
from derisking.explore.base import Explorer, Goal

OLD, NEW, YOURS = "October 2022", "October 2023", "a line of yours"
# name in the table ai_accelerators -> short name, year, law that it was made to pass, row of its link ("" where no source agrees)
CHIPS = {
    "NVIDIA V100": ("V100", 2017, "", ""),
    "NVIDIA A100 SXM4 80 GB": ("A100", 2020, "", "a100-link"),
    "NVIDIA H100 SXM5 80GB": ("H100", 2022, "", "h100-link"),
    "NVIDIA A800 SXM": ("A800", 2022, OLD, "a800-link"),
    "NVIDIA H800 SXM5": ("H800", 2023, OLD, ""),
    "NVIDIA L20 PCle": ("L20", 2023, NEW, ""),
    "NVIDIA HGX H20": ("H20", 2023, NEW, ""),
}
LEAST = 1.6  # density below which the rule of 2023 asks nothing of a score from 2,400 to 4,800
LINES = {
    "score": "us-rule-tpp-threshold",
    "link": "us-rule-2022-bandwidth",
    "second": "us-rule-2023-second-score",
    "low": "us-rule-2023-tpp-lower",
    "dense": "us-rule-2023-second-density",
}
FREE = "#1b6b3a"  # the colour of a chip that ships
KEEP = 2200  # what an engineer keeps of the score at least
TALL, MOST = [0.8, 26], 1000  # of the map: densities, the fastest link; its scores end where chips of the law do
WHERE = {  # of a name beside its mark: pixels to the right and down, and its side
    "V100": [-9, 9, "end"],
    "A100": [13, 0, "start"],
    "H100": [-9, 0, "end"],
    "L20": [-8, -6, "end"],
    "H20": [9, -9, "start"],
}


@cache
def tables() -> dict[str, object]:
    """The lines of the law, and seven chips by score and density.

    The H20 has no area in the table; it is cut down from the H100, so its density is the registry's figure. "link" is 0 where it is unknown.
    """
    rows = data.load("ai_accelerators").set_index("name").loc[list(CHIPS)]
    density = (rows["tpp"] / rows["die_mm2"]).fillna(float(data.fact("h20-density").value)).astype(float).round(2)
    chips = [
        {
            "name": short,
            "year": year,
            "made": law,
            "score": float(rows["tpp"][name]),
            "density": density[name],
            "link": float(data.fact(link).value) if link else 0,
        }
        for name, (short, year, law, link) in CHIPS.items()
    ]
    return {"lines": {name: float(data.fact(id).value) for name, id in LINES.items()}, "chips": chips}


def caught(law, lines, chip):
    """The steps of a law that a chip for data centres stands on, so that one must ask first; none: it ships to China."""
    score, density = chip["score"], chip["density"]
    if law == OLD:
        both = score >= lines["score"] and chip["link"] >= lines["link"]
        return ["1"] if both else []
    tests = [
        score >= lines["low"] and density >= lines["dense"],
        score >= lines["second"] and density >= LEAST,
        score >= lines["score"],
    ]
    return [f"{i + 1}" for i, met in enumerate(tests) if met]


def step_words(law, lines):
    """The three steps of the law since 2023, as they stand on the map, from the left: a name, and what it asks for."""
    if law == OLD:
        return []
    return [
        ["step 1", f"score {lines['low']:,.0f} and density {lines['dense']}"],
        ["step 2", "your line" if law == YOURS else f"score {lines['second']:,.0f} and density {LEAST}"],
        ["step 3", f"score {lines['score']:,.0f}"],
    ]


def ask_words(law, lines, why):
    """Why a chip must ask: both lines of 2022, or the steps of 2023 that it stands on."""
    if law == OLD:
        return f"It reaches both lines, score {lines['score']:,.0f} and link {lines['link']:.0f}: ask Washington first."
    return f"It stands on {stand_words(why)}: ask Washington first."


def stand_words(why):
    """The steps that a chip stands on."""
    before = ", ".join(why[0 : len(why) - 1])
    return f"{f'steps {before} and' if before else 'step'} {why[len(why) - 1]}" if why else "no step"


def engineer_state(v, t):
    """One's chip under a law, and the real ones that may be seen by now."""
    law = v["law"]
    lines = {**t["lines"], "second": v["line"]} if law == YOURS else t["lines"]
    chip = {"score": v["score"], "density": v["score"] / v["area"], "link": v["link"], "area": v["area"]}
    why = caught(law, lines, chip)
    passed = [
        law == OLD and not why and v["score"] >= lines["score"],
        law == NEW and len(why) < 2,
        law == NEW and not why and v["score"] >= KEEP,
    ]
    seen = [
        {
            **one,
            "caught": len(caught(law, lines, one)) > 0,
        }
        for one in t["chips"]
        if law == YOURS
        or (law == NEW and one["made"] == NEW and passed[2])
        or (law == OLD and one["link"] > 0 and (one["made"] == "" or passed[0]))
    ]
    fallen = [one["name"] for one in seen if one["caught"]]
    stamp = "ask first" if why else "it ships"
    mine = [] if law == YOURS else [{**chip, "name": "yours", "year": "–", "caught": len(why) > 0}]
    title = f"Your chip stands {f'on {stand_words(why)}' if law == NEW else 'in the corner' if why else 'outside the corner'}: {stamp}"
    steps = step_words(law, lines)
    read = f" Steps of the law: {'; '.join([': '.join(step) for step in steps])}." if steps else ""
    line = ask_words(law, lines, why) if why else free_words(law, lines, chip)
    if law == NEW:
        line = f"Density: a score of {v['score']:,.0f} on {v['area']:.0f} mm² is {chip['density']:.1f} on each. {line}"
    if law == YOURS:
        title = f"Your line at {v['line']:,.0f}: {len(fallen)} of {len(seen)} real chips must ask first"
        line = f"Ask first: {', '.join(fallen)}. Free: {', '.join([one['name'] for one in seen if not one['caught']]) or 'none'}."
    return {
        "title": title,
        "line": line,
        "alt": f"{'A map of' if law == YOURS else 'A chip drawn to scale beside a map of'} its score and its {'link' if law == OLD else 'density'}. {title}.{read}"
        f"{' Beside it on the map: ' if seen else ''}{', '.join([one['name'] for one in seen])}",
        "caption": f"{'' if law == YOURS else 'Your chip is the diamond. '}A dot is a real chip, a square one that was made for China{': A800 and H800 stand in the same places as A100 and H100' if law == YOURS else ''}."
        if law != NEW
        else f"Your chip is the diamond. On a step, orange, you must ask first. {' '.join([f'Step {i + 1}: {step[1]} or more.' for i, step in enumerate(steps)])}",
        "assumes": "Score: total processing performance. On the map each score, and each density, is double the one before. "
        + (
            "Shown are chips with a known link."
            if law == OLD
            else "The steps are for chips for data centres. Ask first: for a licence or, on some steps, with a notice. Two names at one point: the one for China, A800 or "
            "H800, has the slower link."
        ),
        "heads": ["chip", "year", "score", "density", "link, GB/s", f"law of {law}" if law != YOURS else "your line"],
        "rows": [
            [
                one["name"],
                f"{one['year']}",
                f"{one['score']:,.0f}",
                f"{one['density']:.1f}",
                f"{one['link']:.0f}" if one["link"] else "–",
                "ask first" if one["caught"] else "ships",
            ]
            for one in [*mine, *seen]
        ],
        "picture": {
            "chip": chip,
            "stamp": stamp,
            "old": law == OLD,
            "yours": law != YOURS,
            "lines": lines,
            "steps": steps,
            "on": why,
            "most": 10000 if law == NEW else 26000,
            "seen": seen,
        },
        "goals": [*passed, law == YOURS and len([name for name in fallen if name in ["L20", "H20"]]) == 2],
    }


def free_words(law, lines, chip):
    """Why a chip need not ask."""
    if law == OLD:
        if chip["score"] < lines["score"]:
            return f"It ships: a score under {lines['score']:,.0f} is free, whatever the link."
        return f"It reaches the score of {lines['score']:,.0f}, but not the link of {lines['link']:.0f}. One of two is not enough: it ships."
    if chip["score"] < lines["low"]:
        return f"It ships: below a score of {lines['low']:,.0f} this law draws no line."
    if chip["score"] >= lines["second"]:
        return f"It ships: it is so large for its score that the density is below {LEAST}."
    under = lines["second"] - chip["score"]
    return f"It ships: {under:,.0f} points under the line of {lines['second']:,.0f}, with a density below {lines['dense']}."


def bench(picture, width):
    """One's chip to scale with its stamp, and the map of score and link, or density, with the law on it."""
    narrow = width < NARROW
    parts, ends = [], [38, width - 8, 26, 356] if narrow else [46, width - 8, 26, 286]  # Washington has no chip
    if picture["yours"]:
        parts, ends = (
            chip_beside(picture, narrow),
            [ends[0] if narrow else 236, ends[1], 134 if narrow else 26, ends[3]],
        )
    parts.extend([*law_on_map(picture, ends), *chips_on_map(picture, ends)])
    return whole(width, ends[3] + 44, parts)


def chip_beside(picture, narrow):
    """One's chip, what it is, and its stamp."""
    chip = picture["chip"]
    parts = drawn_chip(picture, [58, 56, 3.1] if narrow else [92, 84, 4.2])
    x, y, side = [122, 62, "start"] if narrow else [92, 186, "middle"]
    told = [f"score {chip['score']:,.0f}", f"link {chip['link']:.0f} GB/s"]
    if not picture["old"]:
        told = [told[0], f"on {chip['area']:.0f} mm²: density", f"{chip['density']:.1f} on each mm²"]
    parts.extend([label(x, y + 18 * i, words, side) for i, words in enumerate(told)])
    return [*parts, *stamped(picture["stamp"], [180, 30] if narrow else [92, 268])]


def drawn_chip(picture, where):
    """The die: as large as it is, lines as close as it is dense, legs as many as its link is fast."""
    chip, lines, (x, y, scale) = picture["chip"], picture["lines"], where
    side = math.sqrt(chip["area"]) * scale
    left, top = x - side / 2, y - side / 2
    parts = []
    colour = SECOND if picture["old"] and chip["link"] >= lines["link"] else MUTED
    for i in range(int(chip["link"] / 50)):
        at, foot = left + (i // 2 + 0.5) / 9 * side, top + side * (i % 2)
        parts.append(stroke(at, foot, at, foot + (9 if i % 2 else -9), colour, 3.0))
    parts.append(box(left, top, side, side, STRONG, INK))
    step = 4 * side / math.sqrt(chip["score"])
    for i in range(1, math.ceil(side / step)):
        parts.append(stroke(left + step * i, top, left + step * i, top + side, PLAIN, 0.7))
        parts.append(stroke(left, top + step * i, left + side, top + step * i, PLAIN, 0.7))
    return parts


def stamped(words, where):
    """What the law says, as a stamp."""
    x, y = where
    colour = FREE if words == "it ships" else WORDS
    frame = f'<rect x="{x - 58:.1f}" y="{y - 15:.1f}" width="116" height="30" rx="5" fill="{CARD}" stroke="{colour}" stroke-width="2.5"/>'
    return [
        frame,
        f'<text x="{x:.1f}" y="{y + 5.5:.1f}" text-anchor="middle" font-size="16" font-weight="bold" fill="{colour}">{words.upper()}</text>',
    ]


def on_map(score, high, ends, picture):
    """A place on the map: the score, and how high by link (old) or by density. Scores and densities double from line to line."""
    left, right, top, bottom = ends
    x = spot(math.log2(score), math.log2(1000), math.log2(picture["most"]), left, right)
    if picture["old"]:
        return [x, spot(high, 0, MOST, bottom, top)]
    return [x, spot(math.log2(high), math.log2(TALL[0]), math.log2(TALL[1]), bottom, top)]


def law_on_map(picture, ends):
    """The shaded part of the law, or its three steps, and the axes with their names outside."""
    left, right, top, bottom = ends
    lines, old, yours, parts = picture["lines"], picture["old"], picture["yours"], []
    corners = [[lines["low"], lines["dense"]], [lines["second"], LEAST], [lines["score"], TALL[0]]]
    if old:
        corners = [[lines["score"], lines["link"]]]
    places = [on_map(score, high, ends, picture) for score, high in corners]
    for x, y in places:
        parts.append(
            f'<rect x="{x:.1f}" y="{top}" width="{right - x:.1f}" height="{y - top:.1f}" fill="#e9a877" fill-opacity="0.3"/>'
        )
    for score in [1200 if old else 1600, *([2400] if old or yours else []), 4800, 9600, 19200]:
        if score < 0.9 * picture["most"]:
            x = on_map(score, 1, ends, picture)[0]
            parts.extend([stroke(x, top, x, bottom), label(x, bottom + 13, f"{score:,.0f}", "middle")])
    for high in [200, 400, 600, 800] if old else [1.6, 3.2, 6.4, 12.8]:
        y = on_map(1000, high, ends, picture)[1]
        parts.extend([stroke(left, y, right, y), label(left - 4, y, f"{high}", "end")])
    for x, y in places:
        parts.append(f'<path d="M{x:.1f} {top}V{y:.1f}H{right:.1f}" fill="none" stroke="{SECOND}" stroke-width="2"/>')
    for i in range(len(picture["steps"])):  # its number in its corner, filled where one's chip stands on it
        on = yours and f"{i + 1}" in picture["on"]
        x, y = places[i][0] + 17, top + 18 if i == 0 else places[i][1] - 17
        x = max(x, on_map(2100, 1, ends, picture)[0] + 17) if i == 1 else x  # beside the V100
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="{WORDS if on else CARD}" stroke="{WORDS}" stroke-width="2"/>'
        )
        parts.append(label(x, y, f"{i + 1}", "middle", CARD if on else WORDS, True, False, 15))
    if old:
        parts.append(label(right - 6, places[0][1] - 12, "ask first", "end", WORDS, True, True))
    parts.append(label(right, bottom + 33, "score →", "end", MUTED))
    parts.append(label(left - 34, top - 14, "link, GB/s ↑" if old else "density: score on each mm² ↑", "start", MUTED))
    return parts


def chips_on_map(picture, ends):
    """Real chips with their names, then one's own, unless one sits in Washington. Who shares a point shares its name."""
    marks, names, old = [], [], picture["old"]
    for one in picture["seen"]:
        x, y = on_map(one["score"], one["link"] if old else one["density"], ends, picture)
        made = one["made"] != ""
        marks.append(mark("square" if made else "circle", x, y, SECOND if made else STRONG, "", False, 6.0))
        if one["name"] in WHERE or old:
            dx, dy, side = WHERE[one["name"].replace("800", "100")]
            twin = [
                other["name"]
                for other in picture["seen"]
                if not old and other["name"] == one["name"].replace("100", "800")
            ]
            words = ", ".join([one["name"], *[name for name in twin if name != one["name"]]])
            names.append(label(x + dx, y + dy, words, side, INK, False, True))
    if not picture["yours"]:
        return [*marks, *names]
    chip = picture["chip"]
    x, y = on_map(chip["score"], chip["link"] if old else chip["density"], ends, picture)
    colour = FREE if picture["stamp"] == "it ships" else WORDS
    point = f"{mark('diamond', x, y, colour, '', True, 8.0)}{mark('diamond', x, y, INK, '', False, 3.0)}"
    if old:
        hold = f'<rect x="{x - 16:.1f}" y="{y - 16:.1f}" width="32" height="32" fill="none" pointer-events="all"/>'
        point = f'<g data-y="link {ends[3]:.2f} {ends[2]:.2f} 0 {MOST}">{hold}{point}</g>'
    return [*marks, *names, point]


def engineer() -> Explorer:
    """The second explorer of lesson 5. Sources: the table `ai_accelerators`, and the rows of the US rules."""
    return Explorer(
        "engineer",
        {
            "law": controls.Select("The law", [OLD, NEW, YOURS], OLD),
            "score": controls.Range("Score: how much it computes", 5000, 1000, 6000, 50),
            "area": controls.Range("Area that it spreads over", 600, 100, 850, 1, "mm²"),
            "link": controls.Range("Link: how fast it talks to other chips", 600, 100, 900, 50, "GB/s"),
            "line": controls.Range("Score line of step 2", 2400, 1600, 4800, 50),
        },
        engineer_state,
        bench,
        tables=tables(),
        source=f"{data.cite('ai_accelerators')}; lines: US rules of October 2022 and of 25 October 2023",
        question="Which chip may go to China without asking Washington?",
        when={
            "line": ("law", YOURS),
            **dict.fromkeys(("score", "area"), ("law", [OLD, NEW], "only for an engineer: choose a law")),
        },
        goals=[
            Goal(
                "October 2022: a chip in the shaded corner must ask first. Yours has a score of 5,000. Keep the score, and leave the corner by a slower link.",
                "Nvidia did the same: its A800 has the score of the A100, but a link of 400 only.",
                ("link",),
            ),
            Goal(
                "October 2023: the link no longer counts. In place of the corner there are three steps, and your chip stands on all three. Lower its score until it stands on one step at most.",
                "Under 2,400: less than half of your 5,000 is left. As long as it stands on one step, you must still ask.",
                ("score",),
                {"law": NEW, "link": 400.0},
                place=3,
            ),
            Goal(
                "Step 1 asks for density, too: the score on each square millimetre. We set your score to 2,350. Keep it, and give the chip more area, until your chip stands on no step.",
                "A lower score on a larger area: it ships. Beside it stand the L20 and the H20, which Nvidia made for China in just this way.",
                ("area",),
                {"law": NEW, "score": 2350.0, "link": 400.0},
                place=1,
            ),
            Goal(
                "Change chairs: you are Washington. Lower the score line of step 2 until the L20 and the H20 must ask, too. Which older chip does the line catch as well?",
                "The V100 of 2017. Washington itself moved no line: in April 2025 it told Nvidia that the H20 needs a licence.",
                ("line",),
                {"law": YOURS, "score": 2350.0, "area": 814.0, "link": 400.0},
                place=2,
            ),
        ],
    )
