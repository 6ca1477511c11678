"""The defence of exercise 4: the plant with a store of resist, with one thing turned. For the teacher."""

import random

from derisking.classroom.defence.questions import number
from derisking.models import supply

WEEK = 4
LEFT, STORES = {"wafers": 0.9, "resist": 0.5, "lithography": 1.0, "gases": 0.8}, {"resist": 1.0}
# What is changed: its words, the assumption, and what a good answer names.
TURNS = (
    (
        "the store of resist holds two weeks of normal use, not one",
        {"stocks": {"resist": 2.0}},
        "in this week the store still fills the gap, so gases are the limit; a store buys weeks, and then it is gone",
    ),
    (
        "other makers can at once replace half of what is missing of each input",
        {"substitution": 0.5},
        "less is taken out of the store each week, so it lasts longer, and the scarcest input is less scarce too",
    ),
    (
        "only three tenths of the resist still arrive, not half",
        {"available": {**LEFT, "resist": 0.3}},
        "the store empties sooner, and from then on output is what arrives: the scarcest input alone decides",
    ),
    (
        "gases arrive as they always did",
        {"available": {**LEFT, "gases": 1.0}},
        "the plant then works more in the first weeks and uses the store up sooner, so that one shortage had been saving the other",
    ),
)  # fmt: skip


def path(available=LEFT, stocks=STORES, substitution=0.0) -> list[float]:
    """Output of each week up to the one that was asked for."""
    return supply.output_path(available, stocks, substitution, weeks=WEEK)["output"].tolist()


def defence(answers: dict, dice: random.Random) -> dict[str, tuple[str, str]]:
    """Change one thing, with what to expect. answers: task -> name in the notebook -> what stands there."""
    words, assumed, reason = dice.choice(TURNS)
    ask = (
        f"For output in week {WEEK} you have {number(answers, 'week-output', 'week_output')} (wafers 0.9, resist 0.5, lithography 1.0, gases 0.8; one week of "
        f"resist in store). Change one thing: {words}. Is output in week {WEEK} then higher, lower or the same? Which input is the limit? "
        "Say what you expect, and why, before anybody computes."
    )
    before, after = (", ".join(f"{one:.2f}" for one in found) for found in (path(), path(**assumed)))
    return {
        "change": (
            ask,
            f"Weeks 1 to {WEEK} before: {before}. After: {after}. A good answer names the reason: {reason}.",
        )
    }
