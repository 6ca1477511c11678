"""Lesson 4: what is left of each input when countries stop delivering, and three rules for what is left of the output."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

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
MINIMUM, WEIGHTED, TIME = "naive minimum", "weighted by market", "with stocks and substitution"
RULES = (MINIMUM, WEIGHTED, TIME)
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
    "JSR": ("JPN", {RESIST: "photoresist-jsr-share-jiji"}),
    "Applied Materials": ("USA", {}),
}
# Our assumptions, not measurements: weeks of normal use that go on without new deliveries, by kind of input. A machine
# that stands in the fab goes on working; a chemical is gone in weeks. The stock of materials is a control.
STOCK_WEEKS = {"tool": 104, "design": 26, "segment": 8}
STOCK_MONTHS = 3  # of materials, where the control starts
RAMP_WEEKS = 520  # others replace everything that is lost within ten years, in equal steps
WEEKS = 260  # length of the picture
JUDGED = 104  # the third rule's output is the mean of the first two years
PER_MONTH = 52 / 12
LIMIT = {
    MINIMUM: "every input counts as equally vital, never stored and never replaced.",
    WEIGHTED: "it adds dollars, so a chip made without light would count as nearly whole; design and plants have no "
    "market value here and are left out.",
    TIME: "machines in place last two years and others refill a tenth of the gap per year, by our guess, for a niche tool "
    "as for an EUV machine.",
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
    countries = data.load("countries")
    members = countries.loc[countries["eu_member"], "iso3"] if area == EU else ()
    return frozenset(AREAS[area]) | frozenset(members)


@cache
def firm_shares(firm: str) -> dict[str, float]:
    """What a firm holds of each input, as fractions by id; empty for no firm of FIRMS.

    Source: table `chip_input_firms`, and for what it lacks the facts in FIRMS. The newest plants of Taiwan count as TSMC's,
    those of South Korea as Samsung's.
    """
    if firm not in FIRMS:
        return {}
    rows = data.load("chip_input_firms")
    mine = rows[rows["firm"] == firm].set_index("input_id")["share_pct"] / 100
    return {**mine.to_dict(), **{key: data.fact(name).value / 100 for key, name in FIRMS[firm][1].items()}}


def remaining(*names: str) -> pd.Series:
    """Share of each input's normal supply (0 to 1) that is left when these stop delivering; index = input ids.

    names: keys of AREAS and FIRMS; naming one twice changes nothing, a firm adds nothing to its own country. "Various
    countries" are never switched off. Raises KeyError for an unknown name.
    """
    codes = frozenset().union(*(codes_of(name) for name in names if name not in FIRMS))
    left = supply.available(inputs().matrix, codes)
    for firm in {name for name in names if name in FIRMS and FIRMS[name][0] not in codes}:
        left = left - pd.Series(firm_shares(firm)).reindex(left.index).fillna(0.0)
    return left.clip(lower=0.0)


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
def results(first: str, second: str = NOBODY, months: float = STOCK_MONTHS) -> dict[str, tuple[float, str]]:
    """Per rule: what is left of output (0 to 1), and the id of the input that decides ("" if nothing is missing).

    first, second: keys of AREAS or FIRMS; months: stock of materials, for the third rule, whose output is the mean of two
    years. Under the weighted rule nothing binds: named is the input that takes most from the sum.
    """
    left, about = remaining(first, second), inputs().about
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
