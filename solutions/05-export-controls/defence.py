"""The defence of exercise 5: a control that leaks, with one thing turned. For the teacher."""

import random

from derisking.classroom.defence.questions import number
from derisking.models import supply

YEARS = (0, 2)
BEFORE = {"coalition": 0.7, "spare": 0.5, "own_years": 10.0}
# What is changed: its words, the assumption, and what a good answer names.
TURNS = (
    (
        "the largest outsider joins, so that the coalition holds nine tenths",
        {"coalition": 0.9},
        "the coalition's share rises and there are fewer outsiders to fill the gap: it counts twice",
    ),
    (
        "the outsiders can sell twice as much as now, not half as much again",
        {"spare": 1.0},
        "the leak doubles, but it grows with what the outsiders sell; here more than half of the control still holds",
    ),
    (
        "the target learns twice as quickly: two tenths of its need each year",
        {"own_years": 5.0},
        "nothing changes on the first day; a control that makes the target learn faster wears off sooner",
    ),
    (
        "a member leaves, so that the coalition holds half",
        {"coalition": 0.5},
        "who leaves becomes an outsider who fills the gap, so more is lost than the share that left",
    ),
)  # fmt: skip

# What a minister can be advised to do first, and what speaks for it and against it.
ADVICE = (
    (
        "to ask the two other makers to join before anything is announced, and to offer them something for it",
        "with the largest outsider on board less leaks; allies ask for something in return, and talks take time",
    ),
    (
        "to control only the few newest models, with a licence requirement",
        "a narrow list is checked more easily and leaves most trade alone; it catches less",
    ),
    (
        "to announce the control now and to let it begin in a year",
        "firms can plan, which is legal certainty; the buyer fills its stores first, and somebody bears that",
    ),
)


def lacking(**assumed: float) -> list[float]:
    """What the target lacks on the first day and after two years."""
    model = {**BEFORE, **assumed}
    return supply.denied(model.pop("coalition"), YEARS, **model).tolist()


def defence(answers: dict, dice: random.Random) -> dict[str, tuple[str, str]]:
    """Change one thing, and the other side's case, with what to expect. answers: task -> name in the notebook -> what stands there."""
    words, assumed, reason = dice.choice(TURNS)
    first, later = number(answers, "cut-at-once", "cut_at_once"), number(answers, "cut-later", "cut_later")
    ask = (
        f"A coalition with 0.7 of a market stops selling. For what the target lacks on the first day you have {first}, after two years {later}. "
        f"Change one thing: {words}. Which way does each of the two go, and by how much, roughly? "
        "Say what you expect, and why, before anybody computes."
    )
    before, after = (
        "{:.2f} at once, {:.2f} after two years".format(*found) for found in (lacking(), lacking(**assumed))
    )
    (mine, own), (other, case) = dice.sample(ADVICE, 2)
    against = (
        f"With {first} at once and {later} after two years, suppose that you advise a minister {mine}. Somebody advises {other}. Make that case in "
        "two sentences, as strong as its friends could make it. Then say what would have to be true for you to change sides."
    )
    return {
        "change": (ask, f"Before: {before}. After: {after}. A good answer names the reason: {reason}."),
        "other": (against, f"For somebody's advice: {case}. For hers: {own}."),
    }
