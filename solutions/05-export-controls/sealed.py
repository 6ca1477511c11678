"""What is computed in part B of 05-export-controls, which stays with the teacher: what is drawn, its keys, functions done right and wrong."""

import functools
import random

import pandas as pd

from derisking import data
from derisking.exercises.task import Claim, drawn, function_fields, number_fields, statements
from derisking.models import supply
from derisking.questions.kinds.function import Case

CLAIM = "claimed_response_to"


def _answer_share(table: pd.DataFrame, actor: str) -> float:
    """Share of one actor's entries that somebody calls an answer; nan for an actor without entries."""
    rows = table[table["actor"] == actor]
    return float(rows[CLAIM].notna().mean()) if len(rows) else float("nan")


def _answer_cases(rng: random.Random) -> list[Case]:
    tables = []
    for count in (8, 13, 10):  # three entries each for CN and US: a share of one half would hide a mistake
        actors = ["US", "CN", "CN", "US", "CN", "US", *rng.choices(["NL", "JP"], k=count - 6)]
        claims = [None, "move-1", None, "move-2"] + [rng.choice([None, None, "move-3"]) for _ in range(count - 4)]
        tables.append(pd.DataFrame({"actor": actors, CLAIM: claims}))
    main = [Case((table, actor)) for table, actor in zip(tables, ("CN", "US", "CN"), strict=True)]
    return [*main, Case((tables[0], "KR"), "an actor without entries (the answer is nan)")]


answer_code = function_fields(
    (_answer_share, _answer_cases),
    whole_table=lambda table, actor: float(table.loc[table["actor"] == actor, CLAIM].count() / len(table)),
    actor_ignored=lambda table, actor: float(table[CLAIM].notna().mean()),
    empty_counted=lambda table, actor: 1 - _answer_share(table, actor),
    count_not_share=lambda table, actor: int(table.loc[table["actor"] == actor, CLAIM].count()),
)


def _gap(coalition: float, spare: float) -> float:
    """What a control cuts at once: the coalition's share minus what outsiders add, never below zero."""
    return max(0.0, coalition - spare * (1 - coalition))


def _gap_cases(rng: random.Random) -> list[Case]:
    fills = "outsiders who can fill the whole gap (nothing is cut)"
    return [
        Case((drawn(rng, 0.55, 0.75), drawn(rng, 0.3, 0.7))),
        Case((drawn(rng, 0.76, 0.9), drawn(rng, 0.8, 1.5))),
        Case((1.0, drawn(rng, 0.5, 2.0)), "a monopolist (nobody fills the gap)"),
        Case((drawn(rng, 0.1, 0.3), drawn(rng, 0.8, 2.0)), fills),
    ]


gap_code = function_fields(
    (_gap, _gap_cases),
    leak_forgotten=lambda coalition, spare: coalition,
    spare_of_the_whole=lambda coalition, spare: max(0.0, coalition - spare),
    outsiders_total=lambda coalition, spare: max(0.0, coalition - (1 + spare) * (1 - coalition)),
    filled_for_lacking=lambda coalition, spare: spare * (1 - coalition),
)


def _lasts(coalition: float, spare: float, step: float, left: float | None = None) -> int:
    """The first year in which less than half of the first cut, or less than `left`, is left of it."""
    first, year = _gap(coalition, spare), 0
    while first > 0 and first - step * year >= (first / 2 if left is None else left):
        year += 1
    return year


def _lasts_cases(rng: random.Random) -> list[Case]:
    return [
        Case((drawn(rng, 0.61, 0.69, 3), drawn(rng, 0.31, 0.4, 3), 0.1003)),
        Case((drawn(rng, 0.81, 0.95, 3), drawn(rng, 0.21, 0.4, 3), 0.0507)),
        Case((0.997, drawn(rng, 0.2, 0.6, 3), 0.0303)),
        Case((0.2, 1.5, 0.1), "a control that cuts nothing (the answer is 0)"),
    ]


lasts_code = function_fields(
    (_lasts, _lasts_cases),
    until_zero=lambda coalition, spare, step: _lasts(coalition, spare, step, 0.0),
    half_of_everything=lambda coalition, spare, step: _lasts(coalition, spare, step, 0.5),
    leak_forgotten=lambda coalition, spare, step: _lasts(coalition, 0.0, step),
    one_year_early=lambda coalition, spare, step: max(0, _lasts(coalition, spare, step) - 1),
)


YEARS = (2022, 2024)


@functools.cache
def _bought() -> dict[str, list[tuple[float, float]]]:
    """Product -> for both years what the EU paid for it and what China got of that, in million dollars; figures that are clear."""
    names = data.load("products").query("comparable").set_index("hs6")["material"]
    table = data.load("imports").query("importer == 'EU27'")
    found = {}
    for code, rows in table[table["hs6"].isin(names.index)].groupby("hs6"):
        all_, china = (
            one.groupby("year")["value_kusd"].sum().reindex(YEARS, fill_value=0) / 1000
            for one in (rows, rows[rows["exporter"] == "CHN"])
        )
        years = [(float(all_[year]), float(china[year])) for year in YEARS]
        (value, part), (value2, part2) = years
        ratios = (
            (value2 / value, part2 / part, (value2 - part2) / (value - part))
            if min(part / value, part2 / value2) > 0.03
            else (1.0,)
        )
        if all(abs(ratio - 1) > 0.05 for ratio in ratios):
            found[names[code]] = years
    return found


def _changes(name: str, dice: random.Random) -> tuple[list[str], list[Claim]]:
    """Lines with the figures of a product, and sentences on them."""
    (value, china), (value2, china2) = _bought()[name]
    first, last = YEARS
    told = [
        f"| {name}, {year} | {all_:,.1f} | {part / all_:.2f} |"
        for year, (all_, part) in zip(YEARS, _bought()[name], strict=True)
    ]
    less, limit = "less" if value2 < value else "more", china2 * dice.choice([1.4, 0.7])
    more, fell = dice.choice(["more", "less"]), dice.choice(["fell", "rose"])
    told_by = dice.choice(["show that", "leave open whether"])
    return told, [
        (
            f"In {last} the EU bought {name} from China for more than {limit:,.{0 if limit > 10 else 2}f} million dollars.",
            china2 > limit,
            "share-for-amount",
            f"Its share times the value: {china2:,.1f} million dollars.",
        ),
        (
            f"All other countries outside the EU, together, sold it {more} {name} in {last} than in {first}, in dollars.",
            (value2 - china2 > value - china) == (more == "more"),
            "share-for-amount",
            f"What is not China's: {value - china:,.1f} million dollars became {value2 - china2:,.1f}.",
        ),
        (
            f"China's share of the value of {name} {fell} from {first} to {last}.",
            (china2 / value2 < china / value) == (fell == "fell"),
            "amount-for-share",
            f"It was {china / value:.2f} and became {china2 / value2:.2f}.",
        ),
        (
            f"The figures {told_by} {less} {name} arrived in {last} than in {first}.",
            told_by != "show that",
            "value-for-weight",
            "They are values. A value mixes price and amount, so the weight is missing.",
        ),
    ]


def needed(dice: random.Random) -> dict:
    """Two products in two years: sentences on the figures, and two on what they cannot tell."""
    both = [_changes(name, dice) for name in dice.sample(sorted(_bought()), 2)]
    lines, claims = ([one for found in both for one in found[part]] for part in (0, 1))
    head = ["| bought by the EU | million dollars in all | China's share |", "|---|---|---|"]
    return statements(dice, claims, {"figures": "\n".join(head + lines)})


OPEN = "until further notice"
ENDS = (
    "for two years, and longer only if fewer machines are installed there than in a similar country without a control"
)


def control(dice: random.Random) -> dict:
    """Four answers to the ally with what each cuts and costs; of the three that can be defended two or three statements are true."""
    while True:
        own, ally, third = dice.randrange(24, 33, 2), dice.randrange(32, 39, 2), dice.randrange(16, 23, 2)
        spare, step = dice.choice([50, 60]), dice.choice([6, 8, 10])
        alone, asked = dice.randrange(300, 600, 20), dice.randrange(100, 200, 20)
        pair, three = (_percents(members, spare, step) for members in (own + ally, own + ally + third))
        cost = dice.choice([alone - 100, alone + asked // 2])
        first, later = (dice.choice([low - 5, (low + high) // 2]) for low, high in zip(pair, three, strict=True))
        ends = dice.choice("CD")
        cheap, strong, lasting = alone < cost, pair[0] > first, pair[1] > later
        holds = {
            "A": ["Q", "R"],
            "B": ["R"] * cheap,
            "C": ["P"] * (ends == "C") + ["R"] * cheap + ["S"] * strong + ["T"] * lasting,
            "D": ["P"] * (ends == "D") + ["S", "T"],
        }
        if 1 < len(holds["C"]) < 4:
            break
    words = {"alone": alone, "joined": alone + asked, "cost": cost, "first": first, "later": later}
    words |= {"pair": ENDS if ends == "C" else OPEN, "all": ENDS if ends == "D" else OPEN}
    words |= {"pair_first": pair[0], "pair_later": pair[1], "all_first": three[0], "all_later": three[1]}
    return {"holds": holds, "fill": words}


def _percents(members: int, spare: int, step: int) -> list[int]:
    """Per cent of its need that a target lacks at once and after two years, where members hold so many per cent of the market."""
    lacking = supply.denied(members / 100, (0, 2), spare=spare / 100, own_years=100 / step)
    return [round(100 * float(part)) for part in lacking]
