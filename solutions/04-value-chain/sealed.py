"""What is computed in part B of 04-value-chain, which stays with the teacher: what is drawn, its keys, functions done right and wrong."""

import functools
import itertools
import random

import pandas as pd

from derisking import data
from derisking.exercises.task import Claim, drawn, function_fields, number_fields, statements
from derisking.exercises.variants import Variant, choose, clean
from derisking.questions.kinds.function import Case

NICHE, LARGE = 900, 1300  # million dollars; what is in between is near to the thousand that is asked about


def _row(rows: pd.DataFrame, market: float) -> tuple[str, set[str]]:
    """An input as a line of figures, and the statements that are true of it beyond doubt and speak for watching it."""
    told, true = f"a world market of {market:,.0f} million dollars", {"U"} if market >= LARGE else set()
    if rows.empty:
        return f"no shares in the table; {told}", true | {"S"}
    seen = rows[rows["single"] & (rows["share_pct"] >= 1)].sort_values("share_pct", ascending=False)
    rest = rows["share_pct"].sum() - seen["share_pct"].sum()
    members = data.load("countries").query("eu_member")["iso3"]
    ours, most = seen.loc[seen["country_iso3"].isin(members), "share_pct"].sum(), seen["share_pct"].max()
    if (ours + rest > 4.5 and ours < 8) or abs(most - 90) < 1.5 or NICHE < market < LARGE:
        return "", set()
    true |= ({"Q"} if ours < 5 else set()) | ({"R"} if most > 90 else set())
    shares = [f"{name} {round(share, 1):g} %" for name, share in zip(seen["country"], seen["share_pct"], strict=True)]
    return f"{', '.join([*shares, *([f'others {round(rest, 1):g} %'] if rest > 0.05 else [])])}; {told}", true


@functools.cache
def watched() -> dict[str, list[tuple[str, str, float, set[str]]]]:
    """Name, figures, market and true statements of the inputs that can be asked about, by what speaks for them."""
    shares, found = data.load("chip_input_shares"), {}
    sold = data.load("chip_inputs").query("kind in ('tool', 'material') and not umbrella and market_usd_m > 0")
    for key, name, market in zip(sold["input_id"], sold["input"], sold["market_usd_m"], strict=True):
        line, true = _row(shares[shares["input_id"] == key], market)
        if line:
            name = name.replace("ATP", "Packaging")
            found.setdefault("".join(sorted(true)), []).append((name, line, market, true))
    return found


def watch(dice: random.Random) -> dict:
    """Four inputs: one for which a share alone speaks, one without shares, and two for which other pairs speak."""
    kinds = [dice.choice("QR"), "SU", *dice.sample(["QU", "RU", "QRU"], 2)]
    four = dice.sample([dice.choice(watched()[kind]) for kind in kinds], 4)
    options, lines, holds = [], [], {}
    for letter, (name, line, market, true) in zip("ABCD", four, strict=True):
        niche = f"Only a share speaks for this one, in a market of {market:,.0f} million dollars. It says nothing about stores, time or substitutes."
        trap = {"misconception": "niche-stops-the-world", "feedback": niche} if len(true) < 2 else {}
        options.append({"id": letter, "text": name, **trap})
        lines.append(f"- **{letter}** {name}: {line}")
        holds[letter] = true
    return {"options": options, "holds": holds, "fill": {"figures": "\n".join(lines)}}


def _held(table: pd.DataFrame, members: list[str]) -> float:
    """What a group of countries holds, as a fraction of all rows of the table."""
    return float(table.loc[table["country_iso3"].isin(members), "share_pct"].sum() / table["share_pct"].sum())


def _held_cases(rng: random.Random) -> list[Case]:
    codes, tables = ["JPN", "USA", "NLD", "DEU", "KOR", "CHN", "TWN"], []
    for count in (4, 6, 5):
        shares = [drawn(rng, 2, 40, 1) for _ in range(count)]
        tables.append(pd.DataFrame({"country_iso3": rng.sample(codes, count), "share_pct": shares}))
    one, two, three = (list(table["country_iso3"]) for table in tables)
    main = [Case(asked) for asked in zip(tables, (one[:2], two[1:4], [three[3], "FRA"]), strict=True)]
    return [*main, Case((tables[0], ["MLT", "CYP"]), "a group that holds nothing (the answer is 0)")]


held_code = function_fields(
    (_held, _held_cases),
    not_rescaled=lambda table, members: _held(table, members) * table["share_pct"].sum() / 100,
    part_not_share=lambda table, members: _held(table, members) * table["share_pct"].sum(),
    first_member_only=lambda table, members: _held(table, members[:1]),
    others_share=lambda table, members: 1 - _held(table, members),
)


def _weekly(flow: float, store: float, weeks: int, late: bool = True) -> list[float]:
    """Output per week of a plant with one input; normal is 1, and the store keeps what is left over, or too early does."""
    outputs = []
    for _ in range(weeks):
        store = store if late else max(0.0, flow + store - 1)
        outputs.append(min(1.0, flow + store))
        store = flow + store - outputs[-1] if late else store
    return outputs


def _weekly_cases(rng: random.Random) -> list[Case]:
    return [
        Case((drawn(rng, 0.3, 0.5), drawn(rng, 1.05, 1.4), 6)),
        Case((drawn(rng, 0.5, 0.7), drawn(rng, 1.5, 2.4), 8)),
        Case((drawn(rng, 0.2, 0.6), 0.0, 3), "an empty store"),
        Case((drawn(rng, 1.1, 1.3), 0.5, 4), "deliveries above normal (the output stays at 1)"),
    ]


weekly_code = function_fields(
    (_weekly, _weekly_cases),
    stock_never_shrinks=lambda flow, store, weeks: [min(1.0, flow + store)] * weeks,
    stock_forgotten=lambda flow, store, weeks: [min(1.0, flow)] * weeks,
    stock_before_output=lambda flow, store, weeks: _weekly(flow, store, weeks, late=False),
    no_ceiling=lambda flow, store, weeks: [flow + store] + [flow] * (weeks - 1),
)


def _rules(**changes):
    """Minimum, weighted mean, and the name of the scarcest input; or with a mistake in one of them."""

    def rules(available: pd.Series, weights: pd.Series) -> dict:
        mean = float((available * weights).sum() / weights.sum())
        right = {"minimum": float(available.min()), "mean": mean, "scarcest": str(available.idxmin())}
        return {**right, **{name: change(available, weights) for name, change in changes.items()}}

    return rules


def _rules_cases(rng: random.Random) -> list[Case]:
    def chain(count: int) -> tuple[pd.Series, pd.Series]:
        names = rng.sample(["wafers", "resist", "gases", "masks", "tools", "tests"], count)
        parts = [percent / 100 for percent in rng.sample(range(20, 100), count)]  # all different: a tie is another case
        sizes = [float(rng.randint(10, 900)) for _ in names]
        # The scarcest is the largest market and the most plentiful not the smallest, so that none can be confused.
        sizes[parts.index(min(parts))], sizes[parts.index(max(parts))] = 950.0, 920.0
        return pd.Series(parts, index=names), pd.Series(sizes, index=names)

    tie = pd.Series([0.9, 0.4, 0.4], index=["tools", "gases", "masks"])
    equal = Case((tie, pd.Series([3.0, 1.0, 2.0], index=tie.index)), "two inputs equally scarce (the first is named)")
    return [Case(chain(3)), Case(chain(5)), Case(chain(4)), equal]


rules_code = function_fields(
    (_rules(), _rules_cases),
    weights_forgotten=_rules(mean=lambda a, w: float(a.mean())),
    weights_not_normalised=_rules(mean=lambda a, w: float((a * w).sum())),
    divided_by_count=_rules(mean=lambda a, w: float((a * w).sum() / len(a))),
    largest_for_scarcest=_rules(scarcest=lambda a, w: str(a.idxmax())),
    smallest_market=_rules(scarcest=lambda a, w: str(w.idxmin())),
)


@functools.cache
def _sales() -> dict[int, float]:
    """World chip sales by year, in billion dollars, as the lesson uses them."""
    table = data.load("chip_sales").query("preferred and status != 'forecast'")
    return dict(zip(table["year"].astype(int), table["sales_usd_bn"].astype(float), strict=True))


def _pair(dice: random.Random) -> tuple[list[int], list[Claim]]:
    """Two years, and sentences on their world sales, clear of what they are compared with."""
    while True:
        first, last = sorted(dice.sample(sorted(_sales()), 2))
        grown = _sales()[last] / _sales()[first]
        mine, times = round(grown * dice.choice([0.75, 1.3]), 1), round(2 * grown * dice.choice([0.8, 1.2]), 1)
        if last - first >= 6 and 1.3 < grown < 3.5 and abs(grown - 2) > 0.1 and abs(mine - grown) > 0.1 and mine != 1:
            break
    factor = f"The market of {last} was {grown:.2f} times that of {first}."
    return [first, last], [
        (f"From {first} to {last} the world market more than doubled.", grown > 2, "growth-misread", factor),
        (
            f"A region whose output in {last} was worth {mine:g} times as many dollars as in {first} has gained share.",
            mine > grown,
            "share-for-output",
            factor,
        ),
        (
            f"A region that had a tenth in {first} and wanted a fifth in {last} had to make chips worth more than {times:g} times as many dollars.",
            2 * grown > times,
            "doubling-is-twice",
            f"{factor} A share twice as large takes {2 * grown:.2f} times as much.",
        ),
        (
            f"A region whose output in {last} was worth as many dollars as in {first} has lost more than half of its share.",
            grown > 2,
            "share-for-output",
            f"{factor} What is left of its share is {1 / grown:.2f} of what it was.",
        ),
    ]


def act_true(dice: random.Random) -> dict:
    """Sentences on shares in a growing market, to be computed, and two on the target."""
    (years, claims), (others, more) = _pair(dice), _pair(dice)
    told = [f"- {year}: {_sales()[year]:.1f}" for year in sorted({*years, *others})]
    return statements(
        dice, list({claim[0]: claim for claim in [*claims, *more]}.values()), {"figures": "\n".join(told)}
    )
