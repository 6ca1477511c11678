"""What is computed in part B of 02-de-risking, which stays with the teacher: what is drawn, its keys, functions done right and wrong."""

import functools
import math
import random
from pathlib import Path

import pandas as pd

from derisking import data
from derisking.exercises import task
from derisking.exercises.task import Claim, drawn, function_fields, number_fields, statements
from derisking.exercises.variants import Variant, choose, clean
from derisking.models import indicators
from derisking.questions.kinds.function import Case

keys = task.keys(Path(__file__).parent)
THRESHOLDS = keys.THRESHOLDS
_codes = keys._codes
passing = keys.passing


# Products that can be asked about, each with the material whose world supply is told, the stage, and the rows of the record by which
# the first seller has put goods of this kind under export licences.
ASKED = {
    "permanent magnets": ("Neodymium", "processing", "cn-seven-rare-earths-in-force-2025-04-04"),
    "magnesium": ("Magnesium", "processing", ""),
    "gallium and germanium": ("Gallium", "processing", "cn-gallium-germanium-in-force-2023-08-01"),
    "tungsten": ("Tungsten", "processing", "cn-five-metals-in-force-2025-02-04"),
    "ferro-niobium": ("Niobium", "processing", ""),
    "feldspar": ("Feldspar", "extraction", ""),
    "phosphorus": ("Phosphorus", "processing", ""),
    "lithium carbonate": ("Lithium", "processing", ""),
}


@functools.cache
def protected() -> dict[str, tuple[str, set[str]]]:
    """Figures of each product that can be asked about, and the statements that are true of it and speak for it."""
    supply, found = data.load("raw_material_supply").query("scope == 'Global supply'"), {}
    names, kinds = data.load("countries").set_index("iso3")["name"], data.load("products").set_index("material")["note"]
    always, bundles = passing(2022) & passing(2024), set(kinds.index[kinds.str.startswith("A bundle")])
    record = pd.to_datetime(
        data.load("policy_events").set_index("event_id")["date"], format="%Y-%m-%d", errors="coerce"
    )
    for product, (material, stage, rule) in ASKED.items():
        flows = keys._flows(product, 2024)
        world = supply[(supply["material"] == material) & (supply["stage"] == stage)]
        most = world.loc[world["share_pct"].idxmax()]
        makes = flows.index[0] == most["country_iso3"] and most["share_pct"] > 55
        says = {"Q": product in bundles, "R": product in always, "S": makes, "U": rule in record}
        sells = f"first seller {names[flows.index[0]]} ({100 * flows.iloc[0] / flows.sum():.0f} %)"
        told = f"{sells}; world's largest producer of {material.lower()}: {most['country']} ({most['share_pct']:.0f} %)"
        since = f"since {record[rule].day} {record[rule]:%B %Y}" if rule else "none in our record"
        years = [str(year) for year in (2022, 2024) if product in passing(year)]
        told += f"; export licences of its seller: {since}. On the list: {' and '.join(years) or 'in neither year'}"
        found[product] = told, {letter for letter, holds in says.items() if holds}
    return found


def protect(dice: random.Random) -> dict:
    """Four products: one for which the screen alone speaks, and three for which two or three statements do."""
    alone = [name for name, (_, true) in protected().items() if true == {"R"}]
    others = [name for name, (_, true) in protected().items() if len(true) > 1]
    options, lines, holds = [], [], {}
    for letter, name in zip("ABCD", dice.sample([dice.choice(alone), *dice.sample(others, 3)], 4), strict=True):
        told, true = protected()[name]
        why = f"The screen alone speaks for {name}: nothing says that its seller would or could use it. One indicator is no case."
        trap = {"misconception": "screen-is-enough", "feedback": why} if name in alone else {}
        options.append({"id": letter, "text": name, **trap})
        lines.append(f"- **{letter}** {name}: {told}")
        holds[letter] = true
    return {"options": options, "holds": holds, "fill": {"figures": "\n".join(lines)}}


def _values(rng: random.Random, count: int) -> list[float]:
    return [drawn(rng, 5, 900) for _ in range(count)]


def _import_share(table: pd.DataFrame, supplier: str, column: str) -> float:
    """A supplier's share of the sum of one column; 0 for a supplier who is not there."""
    return float(table.loc[table["exporter"] == supplier, column].sum() / table[column].sum())


def _share_cases(rng: random.Random) -> list[Case]:
    suppliers, cases = ["NOR", "CHN", "USA", "ZAF", "JPN"], []
    for supplier, column in (("CHN", "value_kusd"), ("NOR", "quantity_t"), ("JPN", "quantity_t")):
        names = rng.sample(suppliers, 5)
        table = pd.DataFrame({"exporter": names, "value_kusd": _values(rng, 5), "quantity_t": _values(rng, 5)})
        cases.append(Case((table, supplier, column)))
    return [*cases, Case((cases[0].args[0], "CHL", "value_kusd"), "a supplier who sells nothing (the share is 0)")]


share_code = function_fields(
    (_import_share, _share_cases),
    ignores_column=lambda table, supplier, column: _import_share(table, supplier, "value_kusd"),
    part_over_rest=lambda *asked: _import_share(*asked) / (1 - _import_share(*asked)),
    part_not_share=lambda table, supplier, column: _import_share(table, supplier, column) * table[column].sum(),
)


def _hhi(values: pd.Series) -> float:
    """Sum of squared shares; nan if the total is zero."""
    total = float(values.sum())
    return float(((values / total) ** 2).sum()) if total else math.nan


def _hhi_cases(rng: random.Random) -> list[Case]:
    names = ["USA", "CHN", "NOR", "DZA", "QAT", "RUS"]
    return [
        *(Case((pd.Series(_values(rng, count), index=names[:count]),)) for count in (3, 6, 4)),
        Case((pd.Series([rng.uniform(10, 99)], index=["TUR"]),), "a single supplier (the index is 1)"),
        Case((pd.Series([0.0, 0.0], index=["TUR", "CHN"]),), "a total of zero (the answer is nan)"),
    ]


hhi_code = function_fields(
    (_hhi, _hhi_cases),
    values_not_shares=lambda values: float((values**2).sum()),
    square_of_sum=lambda values: 1.0,
    mean_of_squares=lambda values: _hhi(values) / len(values),
    effective_number=lambda values: 1 / _hhi(values),
    largest_share=lambda values: float(values.max() / values.sum()),
)


def _passes(found: dict, rule=all) -> dict:
    above = (found[name] > limit for name, limit in zip(("cdi1", "cdi2", "cdi3"), THRESHOLDS, strict=True))
    return {**found, "passes": rule(above)}


def _screen(imports: pd.Series, intra: float, exports: float) -> dict:
    """The three indicators of one product and whether all are above their threshold."""
    extra = float(imports.sum())
    cdi3 = extra / exports if exports else math.inf
    return _passes({"cdi1": _hhi(imports), "cdi2": extra / (extra + intra), "cdi3": cdi3})


def _screen_with(**changes):
    """A screen with one mistake, for recognising it; a change gets imports from outside and inside, and exports."""

    def wrong(imports: pd.Series, intra: float, exports: float) -> dict:
        made = {name: change(imports, float(imports.sum()), intra, exports) for name, change in changes.items()}
        return _passes({**_screen(imports, intra, exports), **made})

    return wrong


def _screen_cases(rng: random.Random) -> list[Case]:
    def flows(*parts: float) -> pd.Series:
        size = rng.uniform(100, 900)
        return pd.Series([part * size for part in parts], index=["CHN", "NOR", "USA", "CHL"][: len(parts)])

    def case(values: pd.Series, intra: float, exports: float, group: str = "") -> Case:
        return Case((values, float(values.sum() * intra), float(values.sum() * exports)), group)

    strong, spread = flows(80, 15, 5), flows(30, 25, 25, 20)
    one, two, three, four = (rng.uniform(0.2, 0.6) for _ in range(4))
    return [
        case(strong, one, two),  # passes
        case(spread, one, three),  # fails on CDI1 only
        case(strong, 1 + two, four),  # fails on CDI2 only
        case(strong, three, 1 + one),  # fails on CDI3 only
        case(strong, three, 0.0, "exports of zero (CDI3 is infinite)"),
        Case((pd.Series([100.0, 0.0]), 100.0, 50.0), "a value exactly on a threshold (it does not pass)"),
    ]


screen_code = function_fields(
    (_screen, _screen_cases),
    any_for_all=lambda *asked: _passes(_screen(*asked), any),
    hhi_in_ten_thousands=_screen_with(cdi1=lambda imports, *rest: _hhi(imports) * 10_000),
    intra_over_extra=_screen_with(cdi2=lambda imports, extra, intra, exports: intra / (extra + intra)),
    extra_over_intra=_screen_with(cdi2=lambda imports, extra, intra, exports: extra / intra),
    exports_over_imports=_screen_with(cdi3=lambda imports, extra, intra, exports: exports / extra if extra else 0),
    all_imports_in_cdi3=_screen_with(cdi3=lambda imports, extra, intra, exports: (extra + intra) / exports),
    largest_share=_screen_with(cdi1=lambda imports, *rest: float(imports.max() / imports.sum())),
)


COLUMNS = {"concentration": "concentration", "reliance": "share from outside", "substitution": "imports over exports"}
NEAR = 0.02  # figures are shown with two decimals; what is nearer to another one is not asked about


@functools.cache
def _indicators() -> dict[int, pd.DataFrame]:
    """The indicators of each comparable product by name, of both years."""
    found = {}
    for year in (2022, 2024):
        table = indicators.indicators_table(data.load("imports"), data.load("trade_totals"), year, "EU27")
        usable = table[table.index.isin(data.load("products").query("comparable")["hs6"])]
        found[year] = usable.set_index("material")[list(COLUMNS)].rename(columns=COLUMNS)
    return found


def _claims(name: str, before: pd.Series, now: pd.Series, dice: random.Random) -> list[Claim]:
    """What can be said of a product by its six figures, but for what is too near to call."""
    shown, limits = now.round(2), dict(zip(COLUMNS.values(), THRESHOLDS, strict=True))
    passes = all(now > pd.Series(limits))
    lacking = ", ".join(key for key in limits if now[key] <= limits[key])
    why = "All three are above." if passes else f"Not above its threshold: {lacking}."
    more, outside = [dice.choice(["more", "less"]), dice.choice(["larger", "smaller"])]
    rose = {key: bool(now[key] > before[key]) for key in limits}
    moved = {key: f"Its {key} went from {before[key]:.2f} to {shown[key]:.2f}." for key in limits}
    stricter = now["concentration"] > 0.5
    made = [
        (f"In 2024 {name} is not on the list.", not passes, "one-for-all", why),
        (
            f"From 2022 to 2024 the EU's imports of {name} became {more} concentrated.",
            rose["concentration"] == (more == "more"),
            "years-mixed-up",
            moved["concentration"],
        ),
        (
            f"If concentration had to be above 0.5, {name} would be on the list of 2024.",
            bool(passes and stricter),
            "threshold-ignored",
            f"Its concentration in 2024 is {shown['concentration']:.2f}"
            + ("." if passes else "; it is not on the list with 0.4 either."),
        ),
        (
            f"Of all {name} that EU states bought abroad, by value, a {outside} part came from outside the EU in 2024 than in 2022.",
            rose["share from outside"] == (outside == "larger"),
            "years-mixed-up",
            moved["share from outside"],
        ),
    ]
    still = [key for key in ("concentration", "share from outside") if abs(now[key] - before[key]) <= NEAR]
    return [claim for claim in made if not any(claim[3] == moved[key] for key in still)]


@functools.cache
def _clear() -> list[str]:
    """Products none of whose figures lies near to a threshold, or to 0.5."""
    near = [
        (frame - limit).abs() < NEAR
        for frame in _indicators().values()
        for limit in (pd.Series(dict(zip(COLUMNS.values(), THRESHOLDS, strict=True))), 0.5)
    ]
    table = pd.concat([found.any(axis=1) for found in near], axis=1).any(axis=1)
    return sorted(name for name in table.index[~table] if all(name in frame.index for frame in _indicators().values()))


def limits(dice: random.Random) -> dict:
    """Two products with their figures of both years: four sentences on them, and two on the screen."""
    two, claims = dice.sample(_clear(), 2), []
    lines = [
        f"| | {' | '.join(COLUMNS.values())} |",
        "|---|---|---|---|",
        "| to be on the list | above 0.4 | above 0.5 | above 1 |",
    ]
    for name in two:
        before, now = (_indicators()[year].loc[name] for year in (2022, 2024))
        lines += [
            f"| {name}, {year} | " + " | ".join(f"{figure:.2f}" for figure in row) + " |"
            for year, row in ((2022, before), (2024, now))
        ]
        claims += _claims(name, before, now, dice)
    return statements(dice, claims, {"figures": "\n".join(lines)})
