"""Lesson 7: six published answers to what a break of trade would cost, under the three wholes of which they are shares."""

from __future__ import annotations

from derisking import data
from derisking.charts import Drawn, sketch
from derisking.charts.vector.parts import GRID, INK, NARROW, SECOND, STRONG, box, label, stroke, whole

COLOURS = ((STRONG, STRONG), ("#00795A", "#00795A"), (SECOND, "#A04000"))  # of a group: bars, and its heading
HIGH, ROW = 7.0, 25  # the longest bar, per cent, and how far it is to the next


def answers(groups: dict[str, dict[str, str]]) -> Drawn:
    """Bars of per cent, each under its whole. groups: the whole in words -> row of the fact table -> what breaks."""
    found = [(of, words, data.fact(key).value) for of, rows in groups.items() for key, words in rows.items()]
    return sketch(
        lambda width: _drawn(groups, width),
        alt="Six bars in three groups, in per cent. "
        + "; ".join(f"{words}: {value:.1f} % {of}" for of, words, value in found)
        + ".",
        source="Kiel Institute; ECB research (2025); IMF staff (2023). Each row of the fact table holds its address.",
        heads=["what breaks", "share of what", "% lost"],
        rows=[[words, of, f"{value:.1f}"] for of, words, value in found],
        caption="Bars may be compared only under one heading: each heading is another whole.",
        title="Six answers to what sounds like one question",
    )


def _drawn(groups: dict[str, dict[str, str]], width: int) -> dict:
    narrow = width < NARROW
    left, y, parts = 8 if narrow else 236, 4, []
    step = (width - left - 58) / HIGH
    for (of, rows), (colour, words) in zip(groups.items(), COLOURS, strict=True):
        parts.append(label(8, y + 10, of, "start", words, True))
        y += 24
        for key, told in rows.items():
            value = data.fact(key).value
            parts.append(label(8, y + 9, told, "start", INK))
            y += 18 if narrow else 0
            parts.append(box(left, y + 1, step * value, 16, colour))
            parts.append(label(left + step * value + 6, y + 9, f"{value:.1f} %", "start", INK, True))
            y += ROW
        parts.append(stroke(8, y + 2, width - 8, y + 2, GRID))
        y += 14
    return whole(width, y - 8, parts)
