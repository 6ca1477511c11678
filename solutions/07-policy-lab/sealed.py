"""What is computed in part B of 07-policy-lab, which stays with the teacher: what is drawn, its keys, functions done right and wrong."""

import functools
import itertools
import random
from pathlib import Path
from statistics import fmean

import pandas as pd

from derisking.exercises import task
from derisking.exercises.task import Claim, drawn, function_fields, statements
from derisking.models import supply
from derisking.questions.kinds.function import Case

keys = task.keys(Path(__file__).parent)
_played = keys._played
_beaten = functools.cache(lambda: sorted(keys.beaten()["right"]))

COLUMNS = ["cost", "expected", "worst"]


ALIKE = "ABCFG"  # plans that nothing beats
NAMES = dict(zip("ABCDEFG", ("nothing", "a small store", "store and ally", "all stockpile", "plants and ally", "all four measures", "all but plants"), strict=True))  # fmt: skip
CALLED = NAMES | {"H": "store and plants"}
OFTEN = {"two": 0.2, "three": 0.3, "four": 0.4}  # in ten decades; no plan is near to one of them


@functools.cache
def _less(plan: str, other: str, what: str) -> bool | None:
    """Whether a plan loses less than another, expected or worst; None where the table shows them level, or nearly so."""
    mine, theirs = _played()[plan], _played()[other]
    gap, width = (
        getattr(theirs, what) - getattr(mine, what),
        sum(getattr(one, f"{what}_error") for one in (mine, theirs)),
    )
    return gap > 0 if abs(gap) > 2 * width else None


def _ahead(four: list[str], pair: tuple[str, str], what: str) -> set[str] | None:
    """Which of four plans clearly lose less than each of a pair; None where that is too near to call for one of the four."""
    told = {plan: [_less(plan, other, what) for other in pair if other != plan] for plan in four}
    if any(None in found for found in told.values()):
        return None
    return {plan for plan in four if plan not in pair and all(told[plan])}


def _true(four: list[str], often: str, expected: tuple[str, str], worst: tuple[str, str]) -> dict:
    """Of which of four plans each statement is true; expected and worst: the pairs with which the two columns are compared."""
    found = _played()
    return {
        "Q": {plan for plan in four if found[plan].none > OFTEN[often]},
        "R": set(four) - set(_beaten()),
        "S": {min(four, key=lambda plan: found[plan].cost)},
        "T": _ahead(four, worst, "worst"),
        "V": _ahead(four, expected, "expected"),
    }


def defend(dice: random.Random) -> dict:
    """Four plans of the table of seven: one that is beaten, for which one statement speaks, and three with two or three each."""
    trap = dice.choice(_beaten())
    while True:
        four = sorted([trap, *dice.sample(ALIKE, 3)])
        often, pairs = dice.choice(sorted(OFTEN)), list(itertools.combinations(four, 2))
        two = {what: dice.choice(pairs) for what in ("expected", "worst")}
        true = _true(four, often, **two)
        if None in true.values() or not true["T"] | true["V"]:
            continue
        holds = {plan: [letter for letter, plans in true.items() if plan in plans] for plan in four}
        own = [tuple(found) for plan, found in holds.items() if plan != trap]
        said = len(holds[trap]) == 1 and all(len(plans) < 4 for plans in true.values())
        if said and len(set(own)) > 1 and all(1 < len(one) < 4 for one in own):
            break
    why = f"Plan {trap} is clearly beaten: others cost no more and lose less in both columns. A statement in its favour cannot save it."
    given = {"misconception": "defends-a-dominated-plan", "feedback": why}
    words = {what: f"plan {one} nor plan {other}" for what, (one, other) in two.items()}
    return {
        "options": [
            {"id": plan, "text": f"plan {plan}", "more": f", {NAMES[plan]}"} | (given if plan == trap else {})
            for plan in four
        ],
        "holds": holds,
        "fill": {"plans": "\n".join(map(_figures, four)), "often": often, **words},
    }


def _figures(plan: str) -> str:
    """What the table says of a plan, as a row."""
    found = _played()[plan]
    losses = [
        f"{value:.1f} ± {2 * error:.1f}"
        for value, error in ((found.expected, found.expected_error), (found.worst, found.worst_error))
    ]
    return f"| **{plan}** {NAMES[plan]} | {found.cost:.0f} | {' | '.join(losses)} | {found.none * 100:.1f} |"


def _expected_cases(rng: random.Random) -> list[Case]:
    names = ["rival", "ally", "others", "home"]

    def draw(count: int) -> tuple[pd.Series, pd.Series]:
        sizes = pd.Series([rng.uniform(1, 9) for _ in range(count)], index=names[:count])
        sizes["ally"] = 10.0  # the largest, so that it cannot be confused with the rival
        return sizes / sizes.sum(), pd.Series([drawn(rng, 0.02, 0.3, 3) for _ in range(count)], index=names[:count])

    shares, risks = draw(4)
    other = Case((shares, risks.sort_index(ascending=False)), "risks in another order (match them by name)")
    return [*(Case(draw(count)) for count in (4, 3, 2)), other]


expected_code = function_fields(
    (lambda shares, risks: float((shares * risks).sum()), _expected_cases),
    shares_ignored=lambda shares, risks: float(risks.mean()),
    risks_added=lambda shares, risks: float(risks.sum()),
    largest_only=lambda shares, risks: float(shares.max() * risks[shares.idxmax()]),
    rival_only=lambda shares, risks: float(shares["rival"] * risks["rival"]),
    mean_of_products=lambda shares, risks: float((shares * risks).mean()),
)


def _tail(use, ordered=sorted):
    """A function of the tail of a list: of one run at least."""
    return lambda losses, part: use(ordered(losses)[-max(1, round(len(losses) * part)) :])


def _worst_cases(rng: random.Random) -> list[Case]:
    def case(count: int, part: float, group: str = "") -> Case:
        return Case(([drawn(rng, 0, 90, 1) for _ in range(count)], part), group)

    few = case(5, 0.05, "so few runs that the part holds none (take the worst one)")
    return [case(20, 0.2), case(40, 0.1), case(60, 0.05), few]


tail_code = function_fields(
    (_tail(fmean), _worst_cases),
    best_for_worst=_tail(fmean, lambda losses: sorted(losses, reverse=True)),
    mean_of_all=lambda losses, part: fmean(losses),
    worst_alone=lambda losses, part: max(losses),
    quantile_for_mean=_tail(min),
    unsorted=_tail(fmean, list),
    tail_over_all=lambda losses, part: _tail(sum)(losses, part) / len(losses),
)


def _beaten_if(test):
    """Whether one of the others passes a test on its gaps to the plan: cost, expected, worst."""
    return lambda plan, others: any(test([other[name] - plan[name] for name in COLUMNS]) for other in others)


_is_dominated = _beaten_if(lambda gaps: max(gaps) <= 0 and min(gaps) < 0)


def _dominated_cases(rng: random.Random) -> list[Case]:
    sizes, step = (rng.randint(6, 9), rng.randint(80, 120) / 10, rng.randint(300, 400) / 10), rng.randint(10, 30) / 10

    def plan(*changes: float) -> dict[str, float]:
        return {name: size + change for name, size, change in zip(COLUMNS, sizes, changes, strict=True)}

    own, level = plan(0, 0, 0), plan(0, 0, -step)  # level: better in one column, equal in two
    beats, dearer, worse = plan(-1, -step, -step), plan(2, -step, -step), plan(1, step, step)
    mean_only, tail_only, cheap_only = plan(0, -step, step), plan(0, step, -step), plan(-2, step, step)
    others = [
        *([worse, beats], [worse, dearer], [mean_only, tail_only, cheap_only], [level, worse], [plan(-2, 0, 0)]),
        *([dearer, worse, mean_only], [worse]),
    ]
    equal = Case((own, [plan(0, 0, 0), worse]), "an equal plan (it does not dominate)")
    return [*(Case((own, each)) for each in others), equal, Case((own, []), "no other plan (nothing dominates)")]


dominated_code = function_fields(
    (_is_dominated, _dominated_cases),
    better_in_one=_beaten_if(lambda gaps: min(gaps) < 0),
    better_in_all=_beaten_if(lambda gaps: max(gaps) < 0),
    cost_ignored=_beaten_if(lambda gaps: max(gaps[1:]) <= 0 and min(gaps[1:]) < 0),
    mean_only=_beaten_if(lambda gaps: gaps[1] < 0),
    tail_only=_beaten_if(lambda gaps: gaps[2] < 0),
    turned_round=_beaten_if(lambda gaps: min(gaps) >= 0 and max(gaps) > 0),
    all_for_any=lambda plan, others: bool(others) and all(_is_dominated(plan, [other]) for other in others),
)


CLEAR = 0.6  # billion euro; what differs by less is not asked about


@functools.cache
def _sentences(one: str, other: str) -> list[Claim]:
    """What a memo may say of two plans, but for what is too near to call."""
    mine, theirs = _played()[one], _played()[other]
    gaps = {key: getattr(theirs, key) - getattr(mine, key) for key in ("expected", "worst")}
    made = [
        (
            f"“By this table, plan {one} loses less than plan {other} {words}.”",
            gaps[key] > 0,
            "column-mixed-up",
            f"{one} loses {getattr(mine, key):.1f}, {other} {getattr(theirs, key):.1f}.",
        )
        for key, words in (("expected", "on average"), ("worst", "in the worst five of 100 decades"))
        if abs(gaps[key]) > CLEAR
    ]
    if len(made) == len(gaps):
        text = f"“By this table, one of the plans {one} and {other} clearly beats the other.”"
        why = f"{one} costs {mine.cost:.0f} and {other} {theirs.cost:.0f}; to beat it, a plan may be worse in none of the three columns."
        made.append((text, bool(supply.beats(mine, theirs) or supply.beats(theirs, mine)), "better-in-one", why))
    return made


def beside(dice: random.Random) -> dict:
    """Three plans with their figures: four sentences on them, and two of a memo."""
    claims: list[Claim] = []
    while len(claims) < 6:
        three = dice.sample(sorted(_played()), 3)
        claims = [claim for pair in itertools.combinations(three, 2) for claim in _sentences(*pair)]
    found = [(plan, _played()[plan]) for plan in sorted(three)]
    head = ["| plan | cost | mean | worst five |", "|---|---|---|---|"]
    lines = head + [f"| {plan} {CALLED[plan]} | {f.cost:.0f} | {f.expected:.1f} | {f.worst:.1f} |" for plan, f in found]
    return statements(dice, claims, {"figures": "\n".join(lines)})
