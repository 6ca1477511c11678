"""Lesson 4: the twelve steps of the chain that stand on the map, who holds each, and where it happens."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pandas as pd

from derisking import data
from derisking.explore.chain_inputs import (
    AREAS,
    EU,
    FIRMS,
    LEADERS,
    LEADING,
    RESIST,
    RESIST_FACTS,
    codes_of,
    firm_shares,
    inputs,
)
from derisking.models import supply


class Step(NamedTuple):
    """A step: its name, what happens there, its inputs in the table, and firms by place where the table has none.

    newest: only the newest chips need it; by: how the table counts.
    """

    name: str
    what: str
    inputs: tuple[str, ...]
    firms: dict[str, str] = {}  # noqa: RUF012  (nobody changes it)
    newest: bool = False
    by: str = "headquarters"


STEPS = (
    Step("Design software", "programs in which a chip is drawn", ("N84",), {"US": "Synopsys, Cadence"}),
    Step("Design blocks", "finished pieces that designers license", ("N85",), {"UK": "Arm"}),
    Step("Chip design", "what the chip shall do", ("S1",), {"US": "Nvidia, Qualcomm, AMD", "KR": "Samsung"}),
    Step(
        "Silicon wafers",
        "the discs on which chips are made",
        ("N26",),
        {"JP": "Shin-Etsu, SUMCO", "DE": "Siltronic", "TW": "GlobalWafers", "KR": "SK Siltron"},
    ),
    Step("Photoresist", "the coating that light can change", (RESIST,), {"JP": "JSR, Shin-Etsu, Tokyo Ohka"}),
    Step("EUV machines", "they print the finest patterns", ("N20",), newest=True),
    Step("Older lithography", "machines that print all coarser patterns", ("N21", "N22", "N105", "N106")),
    Step("Coating machines", "they spread and develop the photoresist", ("N32",)),
    Step("Deposition machines", "they lay down one thin layer after the other", ("N36",)),
    Step(
        "Plants, all chips",
        "where wafers become chips",
        ("S2",),
        {"CN": "SMIC", "TW": "TSMC", "KR": "Samsung", "US": "Intel"},
        by="place",
    ),
    Step(
        "Plants, newest chips",
        "plants for logic below 10 nm",
        (LEADING,),
        {"TW": "TSMC", "KR": "Samsung"},
        True,
        "place",
    ),
    Step(
        "Packaging, testing",
        "chips are cut, wired, closed and tested",
        ("S3",),
        {"TW": "ASE", "CN": "JCET", "US": "Amkor"},
        by="place",
    ),
)
PLACE_OF = {
    "NLD": "NL",
    "DEU": "DE",
    "GBR": "UK",
    "USA": "US",
    "CHN": "CN",
    "KOR": "KR",
    "JPN": "JP",
    "TWN": "TW",
    "SGP": "SG",
}
OTHERS = "other"  # various countries, and those that are not on the map


@cache
def _matrix() -> pd.DataFrame:
    """Shares of every input by country, groups included, with the two inputs that the table lacks."""
    matrix = supply.share_matrix(data.load("chip_input_shares"))
    resist = {code: data.fact(name).value / 100 for code, name in RESIST_FACTS.items()}
    resist["VAR"] = 1 - sum(resist.values())
    return pd.concat([matrix, inputs().matrix.loc[[LEADING]], pd.DataFrame([resist], index=[RESIST])]).fillna(0.0)


def _weights(ids: tuple[str, ...]) -> pd.Series:
    """What each input of a step weighs in it: by world market where there are several."""
    market = data.load("chip_inputs").set_index("input_id")["market_usd_m"].reindex(list(ids))
    return market / market.sum() if len(ids) > 1 else pd.Series(1.0, index=list(ids))


def _held(step: Step) -> dict[str, float]:
    """What each place holds of a step, as fractions that sum to 1; the largest first, others last."""
    members = codes_of(EU)
    shares = _matrix().loc[list(step.inputs)].mul(_weights(step.inputs), axis=0).sum()
    place = {code: PLACE_OF.get(code, "EU" if code in members else OTHERS) for code in shares.index}
    held = shares.groupby(place).sum()
    held = held[held > 0].sort_values(ascending=False, kind="stable")
    return {key: float(held[key]) for key in sorted(held.index, key=lambda key: key == OTHERS)}


def _firm(step: Step, firm: str) -> float:
    """A firm's part of a step, where the tables give one."""
    mine, weights = firm_shares(firm), _weights(step.inputs)
    return float(sum(weights[key] * mine.get(key, 0.0) for key in step.inputs))


def _named(step: Step) -> dict[str, str]:
    """Firms by place: the largest two of the table with a tenth or more, else those that the step names."""
    rows = data.load("chip_input_firms")
    rows = rows[rows["input_id"].isin(step.inputs) & rows["single"]]
    if rows.empty:
        return dict(step.firms)
    weighed = rows["share_pct"] * rows["input_id"].map(_weights(step.inputs))
    found: dict[str, list[str]] = {}
    for (firm, code), share in weighed.groupby([rows["firm"], rows["country_iso3"]]).sum().nlargest(4).items():
        if share >= 5:
            found.setdefault(PLACE_OF.get(code, OTHERS), []).append(firm)
    return {place: ", ".join(firms[:2]) for place, firms in found.items()}


def _year(step: Step) -> int:
    """The year that the shares describe; for photoresist the year in which they were published."""
    if step.inputs == (RESIST,):
        return int(data.fact(RESIST_FACTS["JPN"]).year)
    rows = data.load("chip_input_shares")
    years = rows.loc[rows["input_id"].isin(step.inputs), "year"]
    return int(years.max() if len(years) else inputs().about.loc[LEADING, "year"])


def _gone(name: str) -> list[str]:
    """Places of the map that stop with an area."""
    codes = codes_of(name)
    return [*(place for code, place in PLACE_OF.items() if code in codes), *(["EU"] if name == EU else [])]


@cache
def tables() -> dict[str, object]:
    """The steps, and per area and firm what it takes from each, as plain lists and dicts."""
    steps = [
        {
            "name": step.name,
            "what": step.what,
            "newest": step.newest,
            "by": step.by,
            "year": _year(step),
            "held": _held(step),
            "firms": _named(step),
        }
        for step in STEPS
    ]
    gone = {name: _gone(name) for name in AREAS}
    lost = {name: [sum(step["held"].get(place, 0.0) for place in gone[name]) for step in steps] for name in AREAS}
    lost |= {firm: [_firm(step, firm) for step in STEPS] for firm in FIRMS}
    home = {firm: PLACE_OF[code] for firm, (code, _) in FIRMS.items()}
    return {"steps": steps, "gone": gone, "lost": lost, "home": home}


def source() -> str:
    """Where the shares of the map come from: the table, and the registry for what it lacks."""
    names = [*RESIST_FACTS.values(), *LEADERS.values(), *(name for _, more in FIRMS.values() for name in more.values())]
    facts = data.facts().set_index("id").loc[list(dict.fromkeys(names))]
    more = dict.fromkeys(f"{row['source']} ({row['year']})" for _, row in facts.iterrows())
    return f"{data.cite('chip_input_shares')} For photoresist, newest plants and makers of wafers: {'; '.join(more)}"
