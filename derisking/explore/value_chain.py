"""Lesson 4: countries stop delivering; three rules say what is left of chip output, and which inputs bind."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from derisking import charts, data
from derisking import widgets as controls
from derisking.charts.axes import CARD, COLOURS, GRID, INK, MUTED, PLAIN, SIZE, STRONG, place
from derisking.explore.base import Explorer
from derisking.models import supply

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
BEHIND = {"facecolor": CARD, "edgecolor": "none", "pad": 1}  # a number stays readable where the dashed line crosses it
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


def _order(left: pd.Series, rule: str) -> list[str]:
    """Ids, those that matter most under a rule first."""
    if rule == WEIGHTED:
        market = inputs().about["market_usd_m"].where(inputs().about["kind"].isin(["tool", "material"]))
        return list(((1 - left) * market).dropna().sort_values(ascending=False, kind="stable").index)
    return list(left.sort_values(kind="stable").index)


def _name(input_id: str) -> str:
    """Name of an input with the size of its market, if known."""
    row = inputs().about.loc[input_id]
    name, millions = row["input"].replace(" (whole segment)", "").replace(" (DUV)", ""), row["market_usd_m"]
    if pd.isna(millions):
        return name
    return (
        f"{name} ·\u00a0${millions / 1000:,.1f}\u00a0bn"
        if millions >= 1000
        else f"{name} ·\u00a0${millions:,.0f}\u00a0m"
    )


@cache
def _source() -> str:
    return data.cite("chip_input_shares")


def draw(
    first: str = NOBODY,
    second: str = NOBODY,
    rule: str = MINIMUM,
    months: float = STOCK_MONTHS,
    rows: str = AS_PRINTED,
) -> tuple[charts.Chart, str]:
    """What is missing of the inputs that matter most, or output over time (third rule); and a line on all three rules.

    Arguments as in `results`; rule: one of RULES.
    """
    found, left = results(first, second, months, rows), remaining(first, second, rows=rows)
    output, decides = found[rule]
    who = " and ".join(dict.fromkeys(area for area in (first, second) if area != NOBODY)) or NOBODY
    span = " over two years" if rule == TIME else ""
    says = f"Off: {who}. Output left{span}: {100 * output:.0f} % ({rule})"
    order = _order(left, rule)
    if rule == TIME:
        fig, told = _curve(over_time(left, months))
    else:
        fig, told = _bars(left[order[:SHOWN]], 1 - output, decides)
    chart = charts.Chart(
        fig, f"{says}. {told}", _source(), _table(left[order[:20]]), f"$: world market of one year. {ALWAYS}", says
    )
    return chart, _line(found, rule)


def _line(found: dict[str, tuple[float, str]], rule: str) -> str:
    """Output under all three rules, what binds, and the limit of the chosen rule."""
    outputs = ", ".join(f"{name} {100 * output:.0f} %" for name, (output, _) in found.items())
    decides = found[rule][1]
    word = "Takes most from the sum" if rule == WEIGHTED else "Binds"
    binds = f" {word}: {_name(decides)}." if decides else " Nothing binds."
    return f"Output left: {outputs}.{binds} Limit of this rule: {LIMIT[rule]}"


def _table(left: pd.Series) -> pd.DataFrame:
    about = inputs().about.loc[left.index]
    return pd.DataFrame(
        {
            "input": about["input"].to_numpy(),
            "missing, %": (100 * (1 - left)).round(1).to_numpy(),
            "world market, million USD": about["market_usd_m"].to_numpy(),
            "year of the shares": about["year"].to_numpy(dtype=int),
        }
    )


def _bars(left: pd.Series, lost: float, decides: str):
    """Missing supply as bars, the deciding input dark; a dashed line for the output that is lost. Figure and words."""
    missing = 100 * (1 - left.to_numpy())
    fig, ax = charts.figure(height=0.36 * len(left) + 1.0)
    rows = np.arange(len(left))
    dark = [name == decides for name in left.index]
    ax.barh(rows, missing, 0.68, color=[STRONG if strong else PLAIN for strong in dark])
    for row, (name, value, strong) in enumerate(zip(left.index, missing, dark, strict=True)):
        weight = "bold" if strong else "normal"
        ax.text(-2, row, _name(name), ha="right", va="center", fontsize=SIZE, color=INK, fontweight=weight)
        ax.text(value + 2, row, f"{value:.0f} %", va="center", fontsize=SIZE, color=INK, fontweight=weight, bbox=BEHIND)
    ax.axvline(100 * lost, color=COLOURS[1], linewidth=1.6, linestyle=(0, (4, 2)), zorder=0.5)
    side = "left" if lost < 0.25 else "right" if lost > 0.75 else "center"
    ax.text(100 * lost, -0.75, f"output lost: {100 * lost:.0f} %", ha=side, va="bottom", fontsize=SIZE, color="#B14300",
            fontweight="bold")  # fmt: skip
    ax.set_yticks([])
    ax.set_xlim(0, 122)
    ax.set_xticks([0, 50, 100])
    ax.set_ylim(len(left) - 0.4, -0.6)
    ax.set_xlabel("missing of normal supply, %", fontsize=SIZE, color=INK)
    place(ax, 3.45, 0.58, 0.05, 0.3)
    top = int(missing.argmax())
    told = f"most is missing of {inputs().about.loc[left.index[top], 'input']}, {missing[top]:.0f} per cent."
    return fig, f"Bar chart of {len(left)} inputs: {told}" if missing[top] > 0.05 else "No input is missing."


def _stretches(path: pd.DataFrame) -> list[tuple[int, int, str]]:
    """(first week, last week, id) of each unbroken time in which one input binds."""
    change = path["bottleneck"].ne(path["bottleneck"].shift()).cumsum()
    spans = [(int(part["week"].iloc[0]), int(part["week"].iloc[-1]), part["bottleneck"].iloc[0]) for _, part in path.groupby(change)]  # fmt: skip
    return [span for span in spans if span[2]]


def _curve(path: pd.DataFrame):
    """Output over five years, with the name of what binds at each time. Figure and words."""
    fig, ax = charts.figure(height=3.6)
    months, output = path["week"] / PER_MONTH, 100 * path["output"]
    ax.fill_between(months, output, color="#dbe9f3", linewidth=0)
    ax.plot(months, output, color=STRONG, linewidth=2.4)
    _name_stretches(ax, path)
    ax.axvline(24, color=MUTED, linewidth=1.2, linestyle=(0, (2, 2)))
    ax.text(23.4, 116, "mean of two years", ha="right", va="top", fontsize=SIZE, color=MUTED)
    ax.set_xlim(0, 60)
    ax.set_xticks(range(0, 61, 12))
    ax.set_ylim(0, 118)
    ax.set_yticks([0, 50, 100])
    ax.grid(axis="y", color=GRID, linewidth=0.8)
    ax.set_xlabel("months after the stop", fontsize=SIZE, color=INK)
    ax.set_ylabel("output, % of normal", fontsize=SIZE, color=INK)
    place(ax, 0.7, 0.58, 0.15, 0.12)
    spans = "; ".join(
        f"from month {start / PER_MONTH:.0f} {inputs().about.loc[name, 'input']} binds, output {output[start - 1]:.0f} per cent"
        for start, _, name in _stretches(path)
    )
    return fig, f"Line chart of output over five years: {spans or 'it stays whole'}."


def _name_stretches(ax: Axes, path: pd.DataFrame) -> None:
    """Write what binds under the curve, or above it where the curve runs too low; very short stretches go unnamed."""
    for start, end, name in _stretches(path):
        if end - start < 44:
            continue
        words = textwrap.fill(_name(name), max(11, int((end - start) / PER_MONTH)), break_long_words=False)
        outputs = 100 * path["output"].iloc[start + 3 : end]  # without the weeks of the fall
        under = outputs.min() > 24
        ax.text(start / PER_MONTH + 1.5, outputs.min() - 4 if under else outputs.max() + 5, words, fontsize=SIZE,
                color=INK, va="top" if under else "bottom")  # fmt: skip


def chain() -> Explorer:
    """The explorer of lesson 4. Sources: tables `chip_input_shares`, `chip_inputs`, `chip_input_steps`."""
    areas = list(AREAS)
    return Explorer(
        {
            "first": controls.Select("Switch off", areas, "Singapore"),
            "rows": controls.Select("Rows", list(ROWS), AS_PRINTED),
            "rule": controls.Select("Rule", list(RULES), MINIMUM),
            "months": controls.Range("Stock of materials, months (third rule)", STOCK_MONTHS, 0, 24, 1),
        },
        draw,
        "Singapore stops, and the naive minimum leaves no chips. Which input decides, and how large is its market?",
    )
