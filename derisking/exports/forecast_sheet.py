"""Forecasts on paper: a sheet for students, and what came of each for the teacher."""

import re

from derisking import forecasts
from derisking.forecasts import Forecast

LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
STEPS = range(0, 101, 10)


def _day(one: Forecast) -> str:
    return f"{one.as_of.day} {one.as_of:%B %Y}"


def _closes(one: Forecast) -> str:
    return f"{one.closes.day} {one.closes:%B %Y}"


def sheet(chosen: list[Forecast]) -> str:
    """The students' page as Markdown: what was known on each day, a line for the probability, and a table to score by."""
    parts = [
        "# Forecasts from the record",
        "Stand on the day, read what was known then, and say how likely it is, in per cent. Never look back. "
        "When you hear what came, take your score from the table: 0 is perfect, 1 as wrong as can be, a coin has 0.25. It is never a mark.",
        "| You said | " + " | ".join(f"{said} %" for said in STEPS) + " |\n|---|" + "---|" * len(STEPS),
    ]
    for words, came in (("it came true", True), ("it did not", False)):
        parts[-1] += f"\n| {words} | " + " | ".join(f"{forecasts.score(said, came):.2f}" for said in STEPS) + " |"
    for number, one in enumerate(chosen, 1):
        known = LINK.sub(r"\1", one.known)
        still = f" Nobody knows before {_closes(one)}." if one.live else ""
        parts.append(
            f"**{number}. {one.question}** It is {_day(one)}. {known}{still}\n\nI say ________ %   My score ________"
        )
    return "\n\n".join(parts)


def key(chosen: list[Forecast]) -> str:
    """The teacher's page as Markdown: what came, the base rate, and where a live one is settled."""
    parts = [
        "# Key: forecasts from the record",
        "Read the question and its day aloud, let everybody write, then turn the card.",
    ]
    for number, one in enumerate(chosen, 1):
        came = "It came true." if one.outcome else "It did not come true."
        told = (
            f"Open until {_closes(one)}; then look at <{one.page}>."
            if one.live
            else f"{came} {forecasts.linked(one.settled)}"
        )
        base = f"Base rate {one.base_hits} of {one.base_cases}: {forecasts.linked(one.base_how)}."
        parts.append(f"**{number}. {one.question}** {told} {base}")
    return "\n\n".join(parts)
