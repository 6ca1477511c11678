"""What is computed in part B of 06-japan-alliance, which stays with the teacher: what is drawn, its keys, functions done right and wrong."""

import functools
import math
import random

import pandas as pd

from derisking import data
from derisking.exercises.task import Claim, drawn, function_fields, number_fields, statements
from derisking.questions.kinds.function import Case


def _share(table: pd.DataFrame, partner: str, status: str) -> float:
    """Share of one partner's promises that have a status; nan for a partner without promises."""
    rows = table[table["partner"] == partner]
    return float((rows["status"] == status).mean()) if len(rows) else math.nan


def _status_cases(rng: random.Random) -> list[Case]:
    """Tables in which each partner has another share of each status, so that no mistake is right by luck."""

    def table(**counts: dict[str, int]) -> pd.DataFrame:
        pairs = [(f"EU-{who}", name) for who, each in counts.items() for name in each for _ in range(each[name])]
        rng.shuffle(pairs)
        return pd.DataFrame(pairs, columns=["partner", "status"])

    more = rng.randint(1, 4)
    first = table(JP={"delivered": 2, "partly": 3, "unknown": 3 + more}, KR={"delivered": 4, "unknown": 1})
    second = table(JP={"delivered": 3, "not-yet": 1}, KR={"delivered": 1, "partly": 5 + more, "unknown": 1})
    third = table(JP={"delivered": 1, "unknown": 6 + more}, KR={"delivered": 3, "unknown": 2})
    wanted = ((first, "EU-JP", "delivered"), (second, "EU-KR", "partly"), (third, "EU-JP", "unknown"))
    nobody = Case((first, "EU-CA", "delivered"), "a partner without promises (the answer is nan)")
    return [*map(Case, wanted), nobody]


status_code = function_fields(
    (_share, _status_cases),
    whole_table=lambda table, partner, status: float(
        ((table["partner"] == partner) & (table["status"] == status)).mean()
    ),
    partner_ignored=lambda table, partner, status: float((table["status"] == status).mean()),
    always_delivered=lambda table, partner, status: _share(table, partner, "delivered"),
    count_not_share=lambda table, partner, status: int(
        ((table["partner"] == partner) & (table["status"] == status)).sum()
    ),
)


def _pooled(sigma: float, n: int, rho: float) -> float:
    """Standard deviation of the mean of n equal sources."""
    return sigma * math.sqrt(1 / n + (1 - 1 / n) * rho)


def _pool_cases(rng: random.Random) -> list[Case]:
    main = [Case((drawn(rng, 2, 30, 1), n, drawn(rng, 0.1, 0.8))) for n in (2, 3, 5)]
    single = Case((drawn(rng, 2, 30, 1), 1, 0.3), "a single source (nothing is pooled)")
    return [*main, single, Case((drawn(rng, 2, 30, 1), 4, 1.0), "a correlation of 1 (nothing is pooled)")]


pool_code = function_fields(
    (_pooled, _pool_cases),
    correlation_forgotten=lambda sigma, n, rho: _pooled(sigma, n, 0),
    root_forgotten=lambda sigma, n, rho: sigma * (1 / n + (1 - 1 / n) * rho),
    variance_for_deviation=lambda sigma, n, rho: _pooled(sigma, n, rho) ** 2,
    divided_by_n=lambda sigma, n, rho: sigma / n,
    always_two=lambda sigma, n, rho: _pooled(sigma, 2, rho),
)


def _overlap(**changes):
    """How many inputs one partner holds alone, how many need both, in how many both are absent; or with a mistake."""

    def overlap(first: pd.Series, second: pd.Series) -> dict:
        both, alone = first + second, (first > 0.5) | (second > 0.5)
        right = {"alone": alone, "both": (both > 0.5) & ~alone, "absent": both < 0.1}
        made = {name: change(first, second) for name, change in changes.items()}
        return {name: int(rows.sum()) for name, rows in {**right, **made}.items()}

    return overlap


def _overlap_cases(rng: random.Random) -> list[Case]:
    most, few, half, some, none, small = (0.55, 0.9), (0, 0.08), (0.3, 0.45), (0.1, 0.2), (0, 0.04), (0.06, 0.09)
    ranges = {"f": (most, few), "s": (few, most), "b": [half] * 2, "n": [some] * 2, "a": [none] * 2}
    ranges["e"] = [small] * 2  # small each, not absent together

    def case(kinds: str) -> Case:
        names = [f"input {place}" for place in range(len(kinds))]
        return Case(tuple(pd.Series([rng.uniform(*ranges[k][who]) for k in kinds], index=names) for who in (0, 1)))

    half = (pd.Series([0.5, 0.3]), pd.Series([0.0, 0.2]))
    return [
        *map(case, ("ffsbbnae", "sssbnnaaae", "fbbbnaee")),
        Case(half, "a share exactly at one half (it is not more than half)"),
    ]


overlap_code = function_fields(
    (_overlap(), _overlap_cases),
    together_counts_all=_overlap(both=lambda a, b: (a + b) > 0.5),
    absent_means_zero=_overlap(absent=lambda a, b: (a + b) == 0),
    absent_each=_overlap(absent=lambda a, b: (a < 0.1) & (b < 0.1)),
    first_only=_overlap(alone=lambda a, b: a > 0.5),
)


# Input of the table -> in words that a reader knows.
PLAIN = {
    "ArF dry (DUV) lithography tools": "Machines that print with short light waves (ArF, dry)",
    "KrF (DUV) lithography tools": "Machines that print with middling light waves (KrF)",
    "i-line lithography tools": "Machines that print with long light waves (i-line)",
    "Direct write systems": "Machines that draw on a wafer without a mask",
    "Lithography tools (adv. pkg.)": "Machines that print for packaging",
    "Mask exposure systems - e-beam": "Machines that draw masks",
    "Resist processing tools (adv. pkg.)": "Machines that coat with photoresist, for packaging",
    "Atomic layer deposition tools": "Machines that lay down single layers of atoms",
    "Wafer": "Wafers",
}
NEAR = 3.0  # points; what is nearer to another figure is not asked about


@functools.cache
def _pairs() -> dict[str, tuple[float, float]]:
    """Input -> shares of the firms of the EU and of Japan, for inputs whose rows are single countries and add up."""
    table, found = data.load("chip_input_shares"), {}
    members = data.load("countries").query("eu_member")["iso3"]
    for name, rows in table.groupby("input"):
        ours = float(rows.loc[rows["country_iso3"].isin(members), "share_pct"].sum())
        theirs = float(rows.loc[rows["country_iso3"] == "JPN", "share_pct"].sum())
        if rows["single"].all() and rows["share_pct"].sum() > 80 and min(ours, theirs) > 1:
            found[str(name)] = (ours, theirs)
    return found


def _partners(name: str) -> list[Claim]:
    """Sentences on the shares of two partners, but for what is too near to call."""
    ours, theirs = _pairs()[name]
    name = PLAIN[name]
    least, most = sorted((ours, theirs))
    both, told = ours + theirs, f"{name}: EU {ours:.1f}, Japan {theirs:.1f}, together {ours + theirs:.1f} per cent."
    made = [
        (
            both - 90,
            f"{name}: the firms of the EU and of Japan together have more than nine tenths.",
            both > 90,
            "not-added",
        ),
        (
            most - 200 / 3,
            f"{name}: one of the two has more than two thirds without the other.",
            most > 200 / 3,
            "sum-for-one",
        ),
        (ours - theirs, f"{name}: the EU's firms have more than Japan's.", ours > theirs, "partners-mixed-up"),
        (
            100 - both - least,
            f"{name}: all other countries' firms have more than the smaller of the two shares.",
            100 - both > least,
            "rest-not-seen",
        ),
    ]
    return [(text, holds, slip, told) for gap, text, holds, slip in made if abs(gap) > NEAR]


def share_limits(dice: random.Random) -> dict:
    """Three inputs with both shares: four sentences on them, and two on what such shares say."""
    three = dice.sample(sorted(_pairs()), 3)
    head = ["| the world market for | EU, % | Japan, % |", "|---|---|---|"]
    lines = head + [f"| {PLAIN[name]} | {_pairs()[name][0]:.1f} | {_pairs()[name][1]:.1f} |" for name in three]
    return statements(dice, [claim for name in three for claim in _partners(name)], {"figures": "\n".join(lines)})


def race(dice: random.Random) -> dict:
    """The files of two governments, each line in one of two ways; sentences on what they show."""
    after, matched, same, near, before = (dice.random() < 0.5 for _ in range(5))
    first, second, more = dice.choice([15, 20, 25]), dice.choice([20, 25]), dice.choice([10, 15])
    raised = (
        f"| March | from {first} to **{first + more} %** | |",
        f"| {'May' if after else 'January'} | | from {second} to **{second + more} %** |",
    )
    lines = [
        "| month | X raises its offer | Y raises its offer |",
        "|---|---|---|",
        *(raised if after else raised[::-1]),
        "",
        f"- X gave its reason: {'what Y was ready to pay' if matched else 'three storms that had stopped deliveries'}.",
        f"- The two plants can make {'the same chips' if same else 'different kinds of chips'}, and stand {'an hour apart on one river' if near else 'nine time zones apart'}.",
        f"- X had promised to tell Y of its aid. It wrote a month {'before' if before else 'after'} the offer was final.",
    ]
    claims = [
        (
            "That Y raised its offer is evidence for a race, because X had raised its own before.",
            after,
            "answer-overlooked",
            f"Y moved {'two months after' if after else 'before'} X.",
        ),
        (
            "The reason that X gives is evidence for a race.",
            matched,
            "reason-overlooked",
            f"X names {'the money of Y' if matched else 'storms, which fit a pool'}.",
        ),
        (
            "When the plant of Y stops, that of X could make what is missing, which speaks for pooling.",
            same,
            "likeness-overlooked",
            f"They make {'the same chips' if same else 'different kinds, so neither can stand in for the other'}.",
        ),
        (
            "One flood could stop both plants, which speaks against pooling.",
            near,
            "place-forgotten",
            f"They stand {'on one river' if near else 'nine time zones apart'}.",
        ),
        (
            "The promise to inform was kept while Y could still object.",
            before,
            "promise-as-evidence",
            f"The letter came {'before' if before else 'after'} the offer was final.",
        ),
    ]
    return statements(dice, claims, {"figures": "\n".join(lines)})
