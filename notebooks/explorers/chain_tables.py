"""Lesson 4: the tables behind the map. Who holds each input and each step of the chain, and what is left when somebody stops."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from derisking import data
from derisking.models import supply

NOBODY = "nobody"
EU = "European Union"
# area -> country codes; "EUR" is how the table writes Europe as one block, the members' codes are added in `codes_of`
AREAS = {
    NOBODY: (),
    EU: ("EUR",),
    "Netherlands": ("NLD",),
    "Germany": ("DEU",),
    "United Kingdom": ("GBR",),
    "Japan": ("JPN",),
    "United States": ("USA",),
    "South Korea": ("KOR",),
    "Taiwan": ("TWN",),
    "China": ("CHN",),
    "Singapore": ("SGP",),
}
# The table has no row for the newest plants, so we add one: by place, logic below 10 nm, 2022, from the registry. For
# photoresist the table has no shares; it stands on the map with those of the registry, and in no rule.
LEADING, RESIST = "LE", "N31"
LEADERS = {"TWN": "leading-edge-taiwan-2022", "KOR": "leading-edge-korea-2022"}
RESIST_FACTS = {"JPN": "photoresist-japan-share"}
# firm -> its country, and what the registry adds to the firms' table, by input
FIRMS = {
    "ASML": ("NLD", {}),
    "TSMC": ("TWN", {LEADING: LEADERS["TWN"]}),
    "Samsung": ("KOR", {LEADING: LEADERS["KOR"]}),
    "Tokyo Electron": ("JPN", {}),
    "Shin-Etsu": ("JPN", {"N26": "silicon-wafers-shin-etsu-2020"}),
    "SUMCO": ("JPN", {"N26": "silicon-wafers-sumco-2020"}),
    "Advantest": ("JPN", {}),
    "Disco": ("JPN", {}),
    "Applied Materials": ("USA", {}),
    "KLA": ("USA", {}),
    "Lam Research": ("USA", {}),
}


@dataclass(frozen=True)
class Chain:
    """Inputs without double counting. about: input, kind, market_usd_m, year by id; matrix: as from `supply`."""

    about: pd.DataFrame
    matrix: pd.DataFrame


@cache
def inputs() -> Chain:
    """Every input with shares that is not a group of other inputs with shares; two segments stand for the plants.

    A group, which would count its parts twice, is what another input of the same kind (tool, material, ...) points to.
    The row LEADING, which the table lacks, is added here.
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
def codes_of(area: str) -> frozenset[str]:
    """The codes of one of AREAS, as the tables write them."""
    countries = data.load("countries")
    members = countries.loc[countries["eu_member"], "iso3"] if area == EU else ()
    return frozenset(AREAS[area]) | frozenset(members)


@cache
def firm_shares(firm: str) -> dict[str, float]:
    """What a firm holds of each input, as fractions by id.

    Source: table `chip_input_firms`, and for what it lacks the facts in FIRMS. The newest plants of Taiwan count as TSMC's,
    those of South Korea as Samsung's.
    """
    rows = data.load("chip_input_firms")
    mine = rows[rows["firm"] == firm].set_index("input_id")["share_pct"] / 100
    return {**mine.to_dict(), **{key: data.fact(name).value / 100 for key, name in FIRMS[firm][1].items()}}


# --- the steps on the map -----------------------------------------------------------------------------------------------


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
    Step("Chip design", "what the chip is to do", ("S1",), {"US": "Nvidia, Qualcomm, AMD", "KR": "Samsung"}),
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


@cache
def tables() -> dict[str, object]:
    """The twelve steps that stand on the map, as plain lists and dicts."""
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
    return {"steps": steps, "beside": beside()}


def beside() -> str:
    """Where the shares come from that the table lacks: a sentence from the registry."""
    names = [*RESIST_FACTS.values(), *LEADERS.values(), *(name for _, more in FIRMS.values() for name in more.values())]
    facts = data.facts().set_index("id").loc[list(dict.fromkeys(names))]
    more = dict.fromkeys(f"{row['source']} ({row['year']})" for _, row in facts.iterrows())
    return f"Sources for photoresist, newest plants and makers of wafers: {'; '.join(more)}."
