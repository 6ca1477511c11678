"""The defence of exercise 7: questions on a plan of one's own, and what to expect. For the teacher; students do not get this file."""

import functools
import random

from derisking.exercises import task
from derisking.models import supply

keys = task.keys(task.folder("07-policy-lab"))
sealed = task.keys(task.folder("07-policy-lab"), task.TEACHERS)
ALL = keys.ALL
MEASURES = ("stockpile", "second sources", "plants at home", "alliance")
EVERY = None
# What is changed: its words, the assumption, the measure that it is about, and what a good answer names.
TURNS = (
    (
        "the store is filled only once, and what is used up is gone",
        {"refill": False},
        0,
        "the store covers the first bad years and is empty afterwards, so later stops find it empty",
    ),
    (
        "whatever stops the rival stops the ally in the same year",
        {"ally_falls_too": True},
        3,
        "the ally is missing just when it is needed, with its spare output; pooling needs shocks that differ",
    ),
    (
        "the ally keeps its spare output for its own industry",
        {"ally_spare": 0.0},
        3,
        "what is left of the alliance is that some purchases have moved; the help in a crisis was the larger part on average",
    ),
    (
        "new plants deliver only in the ninth year, not in the fourth",
        {"home_delay": 8},
        2,
        "the money is spent at once and helps in two years of ten; most of the decade is as if nothing had been built",
    ),
    (
        "a stop lasts twenty months on average, not ten",
        {"months": 20.0},
        EVERY,
        "a store is a number of months and runs out, while what other sources deliver comes each month of a long stop too",
    ),
    (
        "sources that still work can deliver a fifth more in a crisis, not a twentieth",
        {"spare": 0.2},
        EVERY,
        "the market itself then does part of what the plan was for, and every plan is worth less",
    ),
)  # fmt: skip


@functools.cache
def _turned(letter: str, turn: int) -> supply.Outcome:
    money = ALL[letter]
    assumed = supply.Assumptions(**TURNS[turn][1])
    return supply.simulate(supply.Portfolio(*money), assumed, runs=keys.RUNS, seed=keys.SEED)


def _joined(told: list[str]) -> str:
    """Two findings in a sentence; "in both" where the same plan is ahead twice."""
    first, second = (words.rpartition(" loses clearly less ")[0] for words in told)
    return f"{first} loses clearly less in both" if first and first == second else f"{told[0]}, and {told[1]}"


def _own_plan(answers: dict) -> str:
    """The plan that a student defends: of part B, else the one that she found best on average; "" where there is none."""
    chosen = str(answers.get("defend-decide", {}).get("plan", "")).upper().removeprefix("PLAN").strip()
    best = answers.get("best-in", {}).get("best_in")
    named = [str(plan).upper().strip() for plan in best.values()] if isinstance(best, dict) else []
    named = [keys.SPREAD.get(plan, plan) for plan in named]
    return next((one for one in (chosen, *named) if one in ALL), "")


def _numbers(found: supply.Outcome) -> str:
    mean, tail = (
        f"{value:.1f} ± {2 * error:.1f}"
        for value, error in ((found.expected, found.expected_error), (found.worst, found.worst_error))
    )
    return f"{mean} on average, {tail} in the worst five of 100"


def _reasons(plan: str, against: str) -> list[str]:
    """What the table says for a plan, against another."""
    found = keys._played()
    mine, theirs = found[plan], found[against]
    said = {
        "no plan of the table clearly beats it": plan in sealed.ALIKE,
        "it costs less": mine.cost < theirs.cost,
        "it loses clearly less on average": sealed._less(plan, against, "expected"),
        "it loses clearly less in the worst five of 100": sealed._less(plan, against, "worst"),
        "more decades pass without any loss": mine.none > theirs.none + 0.01,
    }
    return [words for words, holds in said.items() if holds]


def defence(answers: dict, dice: random.Random) -> dict[str, tuple[str, str]]:
    """Two questions on a student's own plan, each with a model answer: change one thing, and the other side's case.

    answers: task -> name in the notebook -> what stands there. The same answers and dice give the same questions.
    """
    own, found = _own_plan(answers), keys._played()
    plan = own or "F"
    money, rivals = ALL[plan], {letter: _reasons(letter, plan) for letter in "CFG" if letter != plan}
    most = max(map(len, rivals.values()))
    other = dice.choice(sorted(letter for letter, said in rivals.items() if len(said) == most))
    turn = dice.choice([n for n, one in enumerate(TURNS) if one[2] is EVERY or money[one[2]]])
    spent = ", ".join(f"{name} {part}" for name, part in zip(MEASURES, money, strict=True) if part) or "nothing"
    begin = "Your plan" if own else "You chose no plan of the table, so take"
    change = (
        f"{begin} {'is' if own else 'plan'} {plan} ({spent}; in billion euro). On the desk of the exercise it loses {found[plan].expected:.1f} on average "
        f"and {found[plan].worst:.1f} in the worst five of 100. Change one thing: {TURNS[turn][0]}. Which way does each of the two numbers go, and "
        f"how far, roughly? Does plan {other} then lose less than yours? Say what you expect, and why, before anybody computes."
    )
    before, after, rival = found[plan], _turned(plan, turn), _turned(other, turn)
    gap = supply.compare(after, rival)
    told = [
        f"plan {other if size < 0 else plan} loses clearly less {words}"
        if abs(size) > 2 * error
        else f"the two are level {words}"
        for size, error, words in (
            (gap.expected, gap.expected_error, "on average"),
            (gap.worst, gap.worst_error, "in the worst five of 100"),
        )
    ]
    changed = (
        f"Plan {plan} before: {_numbers(before)}. After: {_numbers(after)}. Plan {other} after: {_numbers(rival)}: {_joined(told)}. "
        f"A good answer names the reason: {TURNS[turn][3]}."
    )
    case = (
        f"Somebody defends plan {other} against your plan {plan}. Make that case in two sentences, as strong as its friends could make it, "
        f"from what the table shows. Then say what would have to be true for you to change sides."
    )
    numbers = f"Plan {other}: costs {found[other].cost:g}, {_numbers(found[other])}. Plan {plan}: costs {before.cost:g}, {_numbers(before)}."
    return {"change": (change, changed), "other": (case, f"For plan {other}: {'; '.join(rivals[other])}. {numbers}")}
