"""The defence of exercise 2: the screen turned for the product that a student would protect. For the teacher."""

import functools
import random

from derisking import data
from derisking.exercises import task
from derisking.models import indicators

keys = task.keys(task.folder("02-de-risking"))
NAMES = {"concentration": "CDI1", "reliance": "CDI2", "substitution": "CDI3"}
YEAR = 2024
# What is changed: its words, and what a good answer names.
TURNS = {
    "year": (
        "take the trade of 2022, not of 2024",
        "a list is one of a year, and who is near a threshold comes and goes without a change of policy",
    ),
    "stricter": (
        "let a product count as concentrated from 0.7, not from 0.4",
        "the threshold is a convention; the product is the same, and only its name on the list can change",
    ),
    "without": (
        "the largest seller sells nothing any more, and all others sell as before",
        "what is left is another market: the index of concentration sees who remains, and not how much is missing",
    ),
}


@functools.cache
def _row(code: str, turn: str = "") -> dict[str, float]:
    """The three indicators of a product, and whether it passes."""
    year = 2022 if turn == "year" else YEAR
    limit = 0.7 if turn == "stricter" else keys.THRESHOLDS[0]
    found = keys._screened(year, limit).loc[code]
    values = {name: float(found[name]) for name in NAMES}
    if turn == "without":
        flows = keys._flows(found["material"], year)
        total = data.load("trade_totals").query("hs6 == @code and year == @year and area == 'EU27'").iloc[0]
        rest = total["imports_extra_kusd"] - flows.iloc[0]
        values = {
            "concentration": indicators.concentration(flows.iloc[1:]),
            "reliance": indicators.extra_eu_reliance(rest, total["imports_intra_kusd"]),
            "substitution": indicators.substitution(rest, total["exports_kusd"]),
        }
    limits = dict(zip(NAMES, (limit, *keys.THRESHOLDS[1:]), strict=True))
    return {**values, "passes": all(values[name] > limits[name] for name in NAMES)}


def _told(row: dict[str, float]) -> str:
    figures = ", ".join(f"{short} {row[name]:.2f}" for name, short in NAMES.items())
    return f"{figures}; it {'passes' if row['passes'] else 'does not pass'}"


def defence(answers: dict, dice: random.Random) -> dict[str, tuple[str, str]]:
    """Change one thing, with what to expect. answers: task -> name in the notebook -> what stands there."""
    chosen = answers.get("chosen", {}).get("protect-decide", "")
    name = chosen or "permanent magnets"
    code = keys._codes()[name]
    turn = dice.choice(sorted(TURNS))
    words, reason = TURNS[turn]
    begin = f"You would protect {name} first" if chosen else f"You chose no product to protect, so take {name}"
    ask = (
        f"{begin}. In the screen of {YEAR} it has {_told(_row(code))}. Change one thing: {words}. Which of the three figures moves, which way, "
        "and does the product pass then? Would you still protect it first? Say what you expect, and why, before anybody computes."
    )
    expect = f"Before: {_told(_row(code))}. After: {_told(_row(code, turn))}."
    return {"change": (ask, f"{expect} A good answer names the reason: {reason}.")}
