"""The defence of exercise 6: the ledger counted in another way, or the pool of two partners turned. For the teacher."""

import random

from derisking import data
from derisking.classroom.defence.questions import number
from derisking.exercises import task

sealed = task.keys(task.folder("06-japan-alliance"), task.TEACHERS)
SWING, PARTNERS, TOGETHER = 10, 2, 0.6  # as in the task
# What is changed: its words, number of partners and correlation, and what a good answer names.
POOLS = (
    (
        "their shocks have little to do with each other: the correlation is 0.1",
        (2, 0.1),
        "one often has what the other lacks, so pooling helps where shocks differ, and that is a question of places and causes",
    ),
    (
        "there are four partners who deliver a quarter each, with the same correlation",
        (4, 0.6),
        "more partners help little as long as the same storm hits them all: below a certain swing no number of partners helps",
    ),
)  # fmt: skip
# What is changed: its words, how the promises to Japan are counted, and what a good answer names.
COUNTS = (
    (
        "count what was kept in part as kept",
        lambda table: table["status"].isin(["delivered", "partly"]).mean(),
        "only a few rows move, so the coding of these is not what the number hangs on; the unknown ones are",
    ),
    (
        "leave out the promises of which nobody knows what became of them",
        lambda table: (table.loc[table["status"] != "unknown", "status"] == "delivered").mean(),
        "the kept ones stay and the total gets smaller; unknown is not broken, and not kept either",
    ),
    (
        "count South Korea's promises in the same way",
        lambda table: None,
        "another partner, another list: a higher share of fewer or easier promises is not a better alliance",
    ),
)  # fmt: skip


def share(count=lambda table: (table["status"] == "delivered").mean(), partner: str = "EU-JP") -> float:
    """Share of the promises with a partner that count as kept."""
    found = count(data.load("ledger").query("partner == @partner"))
    return float(found) if found is not None else share(partner="EU-KR")


def defence(answers: dict, dice: random.Random) -> dict[str, tuple[str, str]]:
    """Change one thing, with what to expect. answers: task -> name in the notebook -> what stands there."""
    words, changed, reason = dice.choice([*POOLS, *COUNTS])
    if callable(changed):
        own = number(answers, "delivered-share", "delivered_share")
        have = f"For the share of the promises of the EU and Japan that were kept you have {own}."
        before, after = f"{share():.3f}", f"{share(changed):.3f}"
    else:
        own = number(answers, "pooled-swing", "pooled_swing")
        have = f"For the swing of two partners together, with a correlation of {TOGETHER} and {SWING} % each alone, you have {own}."
        before, after = (f"{sealed._pooled(SWING, *pool):.2f} %" for pool in ((PARTNERS, TOGETHER), changed))
    ask = (
        f"{have} Change one thing: {words}. Is the number then higher or lower, and by how much, roughly? What does it show, and what not? "
        "Say what you expect, and why, before anybody computes."
    )
    return {"change": (ask, f"Before: {before}. After: {after}. A good answer names the reason: {reason}.")}
