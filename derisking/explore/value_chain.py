"""Lesson 4: countries stop delivering; three rules say what is left of chip output, and which inputs bind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from derisking import data
from derisking import widgets as controls
from derisking.charts.vector import bars, lines
from derisking.explore.base import Explorer, Goal
from derisking.models import supply
from derisking.models.supply import weekly

NOBODY = "nobody"
EU = "European Union"
# area -> country codes; "EUR" is how the table writes Europe as one block, the members' codes are added in `_codes`
AREAS = {
    NOBODY: (),
    EU: ("EUR",),
    "Japan": ("JPN",),
    "United States": ("USA",),
    "South Korea": ("KOR",),
    "Taiwan": ("TWN",),
    "China": ("CHN",),
    "Singapore": ("SGP",),
}
MINIMUM, WEIGHTED, TIME = "naive minimum", "weighted by market", "with stocks and substitution"
RULES = (MINIMUM, WEIGHTED, TIME)
# The table has no row for the newest plants, so one can be added: by place, logic below 10 nm, 2022, from the registry.
LEADING = "LE"
LEADERS = {"TWN": "leading-edge-taiwan-2022", "KOR": "leading-edge-korea-2022"}
AS_PRINTED, WITH_LEADING = "as in the table", "with one for the leading edge"
ROWS = (AS_PRINTED, WITH_LEADING)
# Our assumptions, not measurements: weeks of normal use that go on without new deliveries, by kind of input. A machine
# that stands in the fab goes on working; a chemical is gone in weeks. The stock of materials is a control.
STOCK_WEEKS = {"tool": 104, "design": 26, "segment": 8}
STOCK_MONTHS = 3  # of materials, where the control starts
RAMP_WEEKS = 520  # others replace everything that is lost within ten years, in equal steps
WEEKS = 260  # length of the picture
JUDGED = 104  # the third rule's output is the mean of the first two years
PER_MONTH = 52 / 12
SHOWN = 8
LIMIT = {
    MINIMUM: "every input counts as equally vital, never stored and never replaced.",
    WEIGHTED: "it adds dollars, so a chip made without light would count as nearly whole; design and plants have no "
    "market value here and are left out.",
    TIME: "machines in place last two years and others refill a tenth of the gap per year, by our guess, for a niche tool "
    "as for an EUV machine.",
}
ALWAYS = (
    "Shares go by headquarters, those of plants by place; their years differ (see the numbers). Photoresist has no shares "
    "in this table. The row for the leading edge, if you add it: plants for logic below 10 nm, by place, 2022. Whoever "
    "stops selling also loses income: the model does not see that."
)


@dataclass(frozen=True)
class Chain:
    """Inputs without double counting. about: input, kind, market_usd_m, year by id; matrix: as from `supply`."""

    about: pd.DataFrame
    matrix: pd.DataFrame


@cache
def inputs() -> Chain:
    """Every input with shares that is not a group of other inputs with shares; two segments stand for the plants.

    A group, which would count its parts twice, is what another input of the same kind (tool, material, ...) points to.
    The row LEADING, which the table lacks, is added here and left out by `remaining` unless it is asked for.
    Source: tables `chip_input_shares`, `chip_inputs`, `chip_input_steps`; for LEADING the facts named in LEADERS.
    """
    rows, steps = data.load("chip_input_shares"), data.load("chip_input_steps")
    matrix, about = supply.share_matrix(rows), data.load("chip_inputs").set_index("input_id")
    kind = about["kind"]
    inside = steps["input_id"].isin(matrix.index) & steps["target_id"].isin(matrix.index)
    alike = steps["input_id"].map(kind) == steps["target_id"].map(kind)
    groups = {"S1", *steps.loc[inside & alike, "target_id"]}
    matrix = matrix.drop(index=sorted(groups & set(matrix.index)))
    years = rows.groupby("input_id")["year"].first()
    listed = about.loc[matrix.index, ["input", "kind", "market_usd_m"]].assign(year=years)
    held = pd.Series({code: float(data.fact(name).value) for code, name in LEADERS.items()})
    newest = {"input": "Leading-edge logic plants", "kind": "segment", "market_usd_m": np.nan, "year": 2022}
    return Chain(
        pd.concat([listed, pd.DataFrame([newest], index=[LEADING])]),
        pd.concat([matrix, (held / held.sum()).to_frame(LEADING).T]).fillna(0.0),
    )


@cache
def _codes(area: str) -> frozenset[str]:
    countries = data.load("countries")
    members = countries.loc[countries["eu_member"], "iso3"] if area == EU else ()
    return frozenset(AREAS[area]) | frozenset(members)


def remaining(*areas: str, rows: str = AS_PRINTED) -> pd.Series:
    """Share of each input's normal supply (0 to 1) that is left when these areas stop delivering; index = input ids.

    areas: keys of AREAS; naming one twice changes nothing. "Various countries" are never switched off. rows: one of ROWS.
    Raises KeyError for an unknown area.
    """
    left = supply.available(inputs().matrix, frozenset().union(*(_codes(area) for area in areas)))
    return left if rows == WITH_LEADING else left.drop(LEADING)


def over_time(left: pd.Series, months: float = STOCK_MONTHS) -> pd.DataFrame:
    """Output week by week with stocks and substitution, as `supply.output_path`; bottleneck is an input's id.

    left: as from `remaining`; months: stock of materials. Inputs of one kind have equal stocks, so the scarcest of each
    kind decides and the others can be left out.
    """
    kind = inputs().about["kind"]
    scarcest = left.groupby(kind).idxmin()
    weeks = {**STOCK_WEEKS, "material": months * PER_MONTH}
    stocks = {name: weeks[kind_] for kind_, name in scarcest.items()}
    return supply.output_path(left[scarcest].to_dict(), stocks, substitution=1.0, weeks=WEEKS, ramp=RAMP_WEEKS)


@cache
def results(
    first: str, second: str = NOBODY, months: float = STOCK_MONTHS, rows: str = AS_PRINTED
) -> dict[str, tuple[float, str]]:
    """Per rule: what is left of output (0 to 1), and the id of the input that decides ("" if nothing is missing).

    first, second: keys of AREAS; months: stock of materials, for the third rule, whose output is the mean of two years;
    rows: one of ROWS. Under the weighted rule nothing binds: named is the input that takes most from the sum.
    """
    left, about = remaining(first, second, rows=rows), inputs().about
    market = about["market_usd_m"].where(about["kind"].isin(["tool", "material"])).dropna()
    loss = (1 - left.reindex(market.index)) * market
    path = over_time(left, months).head(JUDGED)
    worst = path.loc[path["output"].idxmin(), "bottleneck"]
    return {
        MINIMUM: (supply.chain_output(left), supply.bottleneck(left) if left.min() < 1 - 1e-9 else ""),
        WEIGHTED: (
            supply.chain_output(left.reindex(market.index), market, float("inf")),
            str(loss.idxmax()) if loss.max() > 1e-9 else "",
        ),
        TIME: (float(path["output"].mean()), worst),
    }


@cache
def tables() -> dict[str, object]:
    """Inputs with their kind, market (million dollars, or none) and year, and what each area leaves of them, in that order."""
    about = inputs().about
    listed = [
        {
            "id": str(name), "name": row["input"].replace(" (whole segment)", "").replace(" (DUV)", ""), "kind": row["kind"],
            "market": None if pd.isna(row["market_usd_m"]) else float(row["market_usd_m"]), "year": int(row["year"]),
        }
        for name, row in about.iterrows()
    ]  # fmt: skip
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
            "rule": TIME, "lines": [{"name": "output", "x": months, "y": [100 * output for output, _ in path], "strong": True}],
            "x": [0, 60], "y": [0, 118], "x_unit": "months after the stop", "unit": "output, % of normal", "zero": "", "fill": True,
            "marks": [{"x": 24, "name": "mean of two years"}], "notes": stretch_notes(path),
        }  # fmt: skip
    bars_ = [
        {"name": named(row), "value": 100 * (1 - row["left"]), "shown": f"{100 * (1 - row['left']):.0f} %",
         "strong": bool(decides) and row["id"] == decides["id"]} for row in rows
    ]  # fmt: skip
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
                "Switch off Japan under the rule with stocks. With how many months of materials in store are four fifths of output left over "
                "two years? Find the least.",
                "Eight months. Nobody replaces silicon wafers in a week, but they can be stored.",
                ("first", "rule", "months"),
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
