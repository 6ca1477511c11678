"""Lesson 4: countries stop delivering; three rules say what is left of chip output, and which inputs bind."""

from __future__ import annotations

from functools import cache

import pandas as pd

from derisking import data
from derisking import widgets as controls
from derisking.charts.vector import bars, lines
from derisking.explore.base import Explorer, Goal
from derisking.explore.chain_inputs import (
    ALWAYS,
    AREAS,
    AS_PRINTED,
    JUDGED,
    LEADING,
    LIMIT,
    MINIMUM,
    NOBODY,
    PER_MONTH,
    RAMP_WEEKS,
    ROWS,
    RULES,
    SHOWN,
    STOCK_MONTHS,
    STOCK_WEEKS,
    TIME,
    WEEKS,
    WEIGHTED,
    WITH_LEADING,
    inputs,
    remaining,
)
from derisking.models.supply import weekly


@cache
def tables() -> dict[str, object]:
    """Inputs with their kind, market (million dollars, or none) and year, and what each area leaves of them, in that order."""
    about = inputs().about
    listed = [
        {
            "id": str(name),
            "name": row["input"].replace(" (whole segment)", "").replace(" (DUV)", ""),
            "kind": row["kind"],
            "market": None if pd.isna(row["market_usd_m"]) else float(row["market_usd_m"]),
            "year": int(row["year"]),
        }
        for name, row in about.iterrows()
    ]
    left = {area: remaining(area, rows=WITH_LEADING).reindex(about.index).tolist() for area in AREAS}
    return {"inputs": listed, "left": left, "kinds": sorted(set(about["kind"]))}


def chain_rows(v, t):
    """Every input with what is left of it, and what that costs in dollars where the market is known."""
    rows = [{**row, "left": left} for row, left in zip(t["inputs"], t["left"][v["first"]], strict=True)]
    rows = [row for row in rows if v["rows"] == WITH_LEADING or row["id"] != LEADING]
    sold = [row for row in rows if row["kind"] in ["tool", "material"] and row["market"] is not None]
    return rows, [{**row, "lost": (1 - row["left"]) * row["market"]} for row in sold]


def chain_time(v, t, rows):
    """Output week by week: the scarcest input of each kind decides, because inputs of one kind have equal stocks."""
    scarcest = []
    for kind in t["kinds"]:
        mine = [row for row in rows if row["kind"] == kind]
        if mine:
            scarcest.append(min(mine, key=lambda row: row["left"]))
    weeks = [v["months"] * PER_MONTH if row["kind"] == "material" else STOCK_WEEKS[row["kind"]] for row in scarcest]
    path = weekly([row["left"] for row in scarcest], weeks, 1.0, WEEKS, RAMP_WEEKS)
    return [[output, scarcest[which] if which >= 0 else None] for output, which in path]


def mean_output(path):
    """The third rule's result: the mean of the first two years."""
    return sum([output for output, _ in path[:JUDGED]]) / JUDGED


def chain_results(v, t, rows, sold, path):
    """Per rule: what is left of output, 0 to 1, and the input that decides, or none; as `results`."""
    scarce = min(rows, key=lambda row: row["left"])
    most = max(sold, key=lambda row: row["lost"])
    market = sum([row["market"] for row in sold])
    weighted = 1 - sum([row["lost"] for row in sold]) / market
    first = path[:JUDGED]
    worst = min(first, key=lambda week: week[0])
    return {
        MINIMUM: [scarce["left"], scarce if scarce["left"] < 1 - 1e-9 else None],
        WEIGHTED: [weighted, most if most["lost"] > 1e-9 else None],
        TIME: [mean_output(path), worst[1]],
    }


def named(row):
    """Name of an input with the size of its market, if known."""
    if row["market"] is None:
        return row["name"]
    dollars = f"${row['market'] / 1000:,.1f} bn" if row["market"] >= 1000 else f"${row['market']:,.0f} m"
    return f"{row['name']} · {dollars}"


def chain_state(v, t):
    """What is missing of the inputs that matter most, or output over time (third rule), when an area stops."""
    rows, sold = chain_rows(v, t)
    path = chain_time(v, t, rows)
    found = chain_results(v, t, rows, sold, path)
    output, decides = found[v["rule"]]
    ordered = sorted(rows, key=lambda row: row["left"])
    if v["rule"] == WEIGHTED:
        ordered = sorted(sold, key=lambda row: -row["lost"])
    span = " over two years" if v["rule"] == TIME else ""
    says = f"Off: {v['first']}. Output left{span}: {100 * output:.0f} % ({v['rule']})"
    told = stretch_words(path) if v["rule"] == TIME else missing_words(ordered)
    outputs = ", ".join([f"{rule} {100 * found[rule][0]:.0f} %" for rule in RULES])
    word = "Takes most from the sum" if v["rule"] == WEIGHTED else "Binds"
    binds = f"{word}: {named(decides)}." if decides else "Nothing binds."
    return {
        "title": says,
        "line": f"Output left: {outputs}. {binds} Limit of this rule: {LIMIT[v['rule']]}",
        "alt": f"{says}. {told}",
        "caption": f"$: world market of one year. {ALWAYS}",
        "heads": ["input", "missing, %", "world market, million USD", "year of the shares"],
        "rows": [
            [
                row["name"],
                f"{100 * (1 - row['left']):.1f}",
                "–" if row["market"] is None else f"{row['market']:.0f}",
                f"{row['year']}",
            ]
            for row in ordered[:20]
        ],
        "picture": chain_shown(v, ordered[:SHOWN], 1 - output, decides, path),
        "goals": chain_goals(v, found, mean_output(chain_time({**v, "months": max(0, v["months"] - 1)}, t, rows))),
    }


def chain_goals(v, found, less):
    """Which of the three goals of `chain` are reached. less: output under the third rule with a month less in store."""
    output, decides = found[MINIMUM]
    return [
        bool(decides) and output < 0.005 and decides["market"] is not None and decides["market"] < 30,
        v["first"] == "Japan" and v["rule"] == TIME and found[TIME][0] >= 0.8 > less,
        v["first"] == "Taiwan" and v["rule"] == MINIMUM and output < 1 / 3,
    ]


def chain_shown(v, rows, lost, decides, path):
    """The picture's data under a rule."""
    if v["rule"] == TIME:
        months = [(week + 1) / PER_MONTH for week in range(WEEKS)]
        return {
            "rule": TIME,
            "lines": [{"name": "output", "x": months, "y": [100 * output for output, _ in path], "strong": True}],
            "x": [0, 60],
            "y": [0, 118],
            "x_unit": "months after the stop",
            "unit": "output, % of normal",
            "zero": "",
            "fill": True,
            "marks": [{"x": 24, "name": "mean of two years"}],
            "notes": stretch_notes(path),
        }
    bars_ = [
        {
            "name": named(row),
            "value": 100 * (1 - row["left"]),
            "shown": f"{100 * (1 - row['left']):.0f} %",
            "strong": bool(decides) and row["id"] == decides["id"],
        }
        for row in rows
    ]
    return {
        "rule": v["rule"],
        "bars": bars_,
        "high": 100,
        "unit": "missing of normal supply, %",
        "line": {"x": 100 * lost, "name": f"output lost: {100 * lost:.0f} %"},
    }


def stretches(path):
    """[first week, last week, input] of each unbroken time in which one input binds."""
    spans = []
    for week, (_, row) in enumerate(path):
        if row is not None and spans and spans[-1][1] == week - 1 and spans[-1][2]["id"] == row["id"]:
            spans[-1][1] = week
        elif row is not None:
            spans.append([week, week, row])
    return spans


def stretch_notes(path):
    """What binds, under the curve or above it where the curve runs too low; very short stretches go unnamed."""
    notes = []
    for start, end, row in stretches(path):
        if end - start >= 44:
            low = min([100 * output for output, _ in path[start + 3 : end + 1]])
            high = max([100 * output for output, _ in path[start + 3 : end + 1]])
            notes.append(
                {
                    "x": start / PER_MONTH,
                    "y": low - 2 if low > 50 else high + 4,
                    "name": named(row),
                    "wide": (end - start) / PER_MONTH,
                }
            )
    return notes


def stretch_words(path):
    """The curve in words."""
    spans = [
        f"from month {start / PER_MONTH:.0f} {row['name']} binds, output {100 * path[start][0]:.0f} per cent"
        for start, _, row in stretches(path)
    ]
    return f"Line chart of output over five years: {'; '.join(spans) or 'it stays whole'}."


def missing_words(rows):
    """The bars in words."""
    top = min(rows[:SHOWN], key=lambda row: row["left"])
    if top["left"] > 0.9995:
        return "No input is missing."
    return f"Bar chart of {min(SHOWN, len(rows))} inputs: most is missing of {top['name']}, {100 * (1 - top['left']):.0f} per cent."


def chain_picture(picture, width):
    """Bars, or a curve over time under the third rule."""
    return lines(picture, width) if picture["rule"] == TIME else bars(picture, width)


def chain() -> Explorer:
    """The explorer of lesson 4. Sources: tables `chip_input_shares`, `chip_inputs`, `chip_input_steps`."""
    everything = ("first", "rule", "months", "rows")
    return Explorer(
        "chain",
        {
            "first": controls.Select("Switch off", list(AREAS), NOBODY),
            "rule": controls.Select("Rule", list(RULES), MINIMUM),
            "months": controls.Range("Stock of materials", STOCK_MONTHS, 0, 24, 1, "months"),
            "rows": controls.Select("Rows", list(ROWS), AS_PRINTED),
        },
        chain_state,
        chain_picture,
        tables=tables(),
        source=data.cite("chip_input_shares"),
        question="A country stops delivering. Which input decides, and does it deserve to?",
        when={"months": ("rule", TIME)},
        goals=[
            Goal(
                "One area stops all chips with a machine whose whole world market is below 30 million dollars. Which?",
                "Singapore, with one machine for 25 million dollars. The naive minimum knows neither size nor substitutes.",
                ("first",),
            ),
            Goal(
                "Japan is switched off. Choose the rule with stocks: with how many months of materials in store are four fifths of output "
                "left over two years? Find the least.",
                "Eight months. Nobody replaces silicon wafers in a week, but they can be stored.",
                ("rule", "months"),
                {"first": "Japan"},
            ),
            Goal(
                "Taiwan looks almost harmless. Make the naive minimum say that less than a third is left.",
                "The table has no row for the newest plants. Who counts rows decides who is important.",
                everything,
                {"first": "Taiwan"},
            ),
        ],
    )
