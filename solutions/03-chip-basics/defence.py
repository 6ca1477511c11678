"""The defence of exercise 3: the cost of a good die with one of its assumptions turned. For the teacher."""

import random

from derisking.classroom.defence.questions import number
from derisking.exercises import task
from derisking.models import chips

keys = task.keys(task.folder("03-chip-basics"))
BEFORE = {"diameter_mm": keys.DIAMETER, "area_mm2": keys.AREA, "density": keys.DENSITY}
# What is changed: its words, the assumption, and what a good answer names.
TURNS = (
    (
        "the die is twice as large",
        {"area_mm2": 2 * keys.AREA},
        "fewer fit, and each is a larger target for a defect, so the cost more than doubles",
    ),
    (
        "half as many defects fall on each square centimetre",
        {"density": keys.DENSITY / 2},
        "as many dies fit and more of them work; with a small die most worked before, so little is won",
    ),
    (
        "the wafer measures 200 millimetres across, at the same price",
        {"diameter_mm": 200},
        "the area falls with the square of the diameter, and the round edge spoils a larger part of it",
    ),
    (
        "defects come in clusters (the formula of the lesson with alpha 3), as many in all",
        {"alpha": 3.0},
        "where they sit together they spoil the same die twice, so more dies stay whole; with few defects the difference is small",
    ),
)  # fmt: skip


def factor(assumed: dict) -> float:
    """By what the cost of a good die is multiplied; the price of the wafer drops out."""
    return chips.cost_per_good_die(1, **{**BEFORE, **assumed}) / chips.cost_per_good_die(1, **BEFORE)


def defence(answers: dict, dice: random.Random) -> dict[str, tuple[str, str]]:
    """Change one thing, with what to expect. answers: task -> name in the notebook -> what stands there."""
    words, assumed, reason = dice.choice(TURNS)
    own = number(answers, "cost", "die_cost")
    ask = (
        f"For the dollars that a good die costs you have {own} ({keys.DIAMETER} millimetres across, a die of {keys.AREA} square millimetres, "
        f"{keys.DENSITY} defects per square centimetre). Change one thing: {words}. Does the die become dearer or cheaper, and by what factor, roughly? "
        "Say what you expect, and why, before anybody computes."
    )
    times = factor(assumed)
    known = f" From her {own} that makes {float(own) * times:.2f}." if own != "no number" else ""
    expect = f"The cost is multiplied by {times:.2f}, whatever the wafer costs.{known}"
    return {"change": (ask, f"{expect} A good answer names the reason: {reason}.")}
