"""Lesson 7: what the desk's ranges make of it. Worlds drawn once, kept in a file, shown as shares, bands and a tornado.

The file is made by `python3 run.py build` when a range, the desk or the model has changed; it takes some minutes.
"""

from __future__ import annotations

import html
import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from derisking.explore.policy_cases import CASES, MEASURES
from derisking.explore.policy_code import coded
from derisking.explore.policy_ranges import Rows, ranges, said, table

from derisking import charts
from derisking.models import budget_worlds as model
from derisking.models import supply

FILE = Path(__file__).parent / "desk_worlds.json"
WORLDS, DECADES, ENDS = 2000, 400, 2000  # worlds, decades in each; decades for a row that moves alone
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
STEP = 0.05  # billion euro: how finely losses are kept
SWITCHES = {"refill": ("filled once", "full again"), "ally_falls_too": ("no", "yes")}  # off and on, in words


def plans(full: bool = False) -> list[supply.Portfolio]:
    """The desk's plans in its order; full: only those that spend the whole budget."""
    case = CASES["advanced"]
    found = sorted(supply.portfolios(case.budget, case.step), key=lambda plan: plan.cost)
    return [plan for plan in found if not full or plan.cost == case.budget]


def single() -> list[supply.Portfolio]:
    """The whole budget on one measure, in the order of MEASURES."""
    return [supply.Portfolio(**{name: CASES["advanced"].budget}) for name in MEASURES]


def made_of() -> str:
    """What the file follows from, as a text: counts, desk, ranges, and what the model says of a few worlds."""
    base = CASES["advanced"].assumed
    sample = model.losses_in_worlds(single(), base, ranges(), 6, 100).round(6).tolist()
    return json.dumps([WORLDS, DECADES, ENDS, repr(base), ranges(), sample])


def fresh() -> bool:
    """Does the file follow from what is there now?"""
    return FILE.exists() and kept()["of"] == made_of()


def make() -> None:
    """Draw the worlds anew."""
    FILE.write_text(json.dumps({"of": made_of(), **drawn(WORLDS, DECADES, ENDS)}, indent=0) + "\n", encoding="utf-8")
    kept.cache_clear()


def drawn(worlds: int, decades: int, ends: int) -> dict:
    """What is kept of so many worlds, as plain lists and texts."""
    base, rows, every = CASES["advanced"].assumed, ranges(), plans()
    losses = model.losses_in_worlds(every, base, rows, worlds, decades)
    whole = [i for i, plan in enumerate(every) if plan.cost == CASES["advanced"].budget]
    shares = model.best_in(plans(full=True), losses[:, whole])
    tornado = model.losses_at_ends(every, base, rows, ends)
    believed = {
        name: {
            kind: model.to_believe(few, i, base, rows, ends)
            for kind, few in (("alone", single()), ("mix", plans(True)))
        }
        for i, name in enumerate(MEASURES)
    }
    return {
        "shares": {kind: [round(float(value), 4) for value in values] for kind, values in shares._asdict().items()},
        "believe": believed,
        "quantiles": letters(np.quantile(losses, LEVELS, axis=0).T),
        "ends": {one.row: letters(pair.T) for one, pair in zip(rows, tornado, strict=True)},
    }


def letters(values: np.ndarray) -> str:
    """Losses, two letters each; row by row."""
    return "".join(coded(value / STEP, 2) for value in values.ravel())


@cache
def kept() -> dict:
    """The file."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def for_the_desk() -> dict:
    """What the desk's view of the rows reads."""
    about, rows = table().set_index("row"), []
    for one in ranges():
        low, high = (end_of(about.loc[one.row], one.row, end, short=True) for end in (one.low, one.high))
        rows.append({"row": one.row, "name": name_of(about.loc[one.row, "words"]), "low_at": low, "high_at": high})
    return {"quantiles": kept()["quantiles"], "ends": kept()["ends"], "rows": rows}


def winners() -> object:
    """Which measure is best in how many worlds, alone and in the mix, as a chart."""
    shares, names = kept()["shares"], list(MEASURES.values())
    found = pd.DataFrame({"alone": shares["alone"], "in the mix": shares["leads"]}, index=names) * 100
    numbers = found.assign(**{"some of it": [100 * value for value in shares["any"]]}).round(0).astype(int).astype(str)
    numbers = numbers + " %"
    numbers["of 12, on average"] = [f"{value:.1f}" for value in shares["money"]]
    told = "; ".join(f"{name}: alone {row.iloc[0]}, in the mix {row.iloc[1]}" for name, row in numbers.iterrows())
    return charts.grouped_bars(
        found,
        title=f"In how many of {WORLDS} worlds is each measure best?",
        unit="% of worlds",
        digits=0,
        source="Model of the budget desk; the ranges are those of the table desk_ranges, with their sources (2010 to 2026) or our guess.",
        caption=f"Alone: all 12 billion on it. In the mix: it gets most of the money in the best plan. Each world draws every row from its range, each "
        f"value as likely as any other; {DECADES} decades a world. Another draw moves a share by up to two points. “Best” is the smallest mean loss.",
        table=numbers.rename_axis("measure").reset_index(),
        alt=f"Grouped bars, per cent of {WORLDS} worlds in which each measure has the smallest mean loss. {told}. "
        f"{found.iloc[:, 0].idxmax()} wins most often alone; {lowered(found.iloc[:, 1].idxmax())} gets most of the best mix most often.",
    )


def beliefs() -> pd.DataFrame:
    """What one would have to believe for each measure to lead, alone and in the mix: the shortest ways that were found."""
    heads = {"alone": "to lose least alone, believe", "mix": "to get most of the best mix, believe"}
    cells = {
        head: ["<br>".join(map(_plain, conditions(name, kind))) for name in MEASURES] for kind, head in heads.items()
    }
    return Rows(cells, index=list(MEASURES.values()))


def conditions(measure: str, kind: str) -> list[str]:
    """The rows and values that let a measure lead, the most helpful first. kind: alone, or mix. Raises KeyError."""
    found, about = kept()["believe"][measure][kind], table().set_index("row")
    if not found:
        return ["the desk as it is" if found == [] else "nothing that these ranges allow"]
    return [f"• {name_of(about.loc[row, 'words'])}: {end_of(about.loc[row], row, value)}" for row, value in found]


def name_of(words: str) -> str:
    """A row's words, short: what stands before a semicolon or a question mark."""
    return words.split(";")[0].rstrip("?")


def lowered(words: str) -> str:
    """Words as they stand within a sentence."""
    return words[:1].lower() + words[1:]


def end_of(about: pd.Series, row: str, value: float, short: bool = False) -> str:
    """A value of a row in words."""
    return SWITCHES[row][bool(value)] if row in SWITCHES else said(float(f"{value:.3g}"), about["unit"], short)


def _plain(words: str) -> str:
    return html.escape(words, quote=False)
