"""The defence of exercise 1: another rule of the timeline in place of the one whose days were counted. For the teacher."""

import datetime
import random

from derisking import data
from derisking.classroom.defence.questions import number

BEFORE = ("cn-gallium-germanium-announced-2023-07-03", "cn-gallium-germanium-in-force-2023-08-01")
# What is taken in its place: its words, the two events, and what a good answer names.
TURNS = (
    (
        "take Japan's licences for 23 kinds of chip tools, from the announcement",
        ("jp-23-items-announced-2023-03-31", "jp-23-items-in-force-2023-07-23"),
        "between the announcement and the duty the text was still to be printed; an announcement alone binds nobody",
    ),
    (
        "take the Dutch order on chip machines, from its printed text",
        ("nl-duv-licences-published-2023-06-30", "nl-duv-licences-in-force-2023-09-01"),
        "the text was there and everybody could read it, yet nobody had to ask for a licence before the later day",
    ),
    (
        "take China's permits for graphite, from the notice",
        ("cn-graphite-announced-2023-10-20", "cn-graphite-in-force-2023-12-01"),
        "a notice by ministry and customs is enough, so this is quick too, and buyers have these weeks to fill their stores",
    ),
    (
        "take the Dutch licences for measuring tools, from the printed text",
        ("nl-measuring-tools-announced-2025-01-15", "nl-measuring-tools-in-force-2025-04-01"),
        "the same office gave another notice time than in 2023, so the time from text to duty is a choice, not a law of nature",
    ),
)  # fmt: skip


def _days(pair: tuple[str, str]) -> tuple[int, str]:
    """Days between two events of the timeline, and both as words."""
    first, last = (
        datetime.date.fromisoformat(data.load("policy_events").set_index("event_id")["date"][one]) for one in pair
    )
    return (last - first).days, f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def defence(answers: dict, dice: random.Random) -> dict[str, tuple[str, str]]:
    """Change one thing, with what to expect. answers: task -> name in the notebook -> what stands there."""
    words, pair, reason = dice.choice(TURNS)
    (days, dates), (others, between) = _days(BEFORE), _days(pair)
    ask = (
        f"For the days between China's notice on two metals and its duty you have {number(answers, 'days', 'days_to_duty')}. Change one thing: "
        f"{words} to the duty. Is that longer or shorter, and by how many weeks, roughly? Say what you expect, and what exists on the first of "
        "the two days, before anybody looks at the timeline."
    )
    more = "longer" if others > days else "shorter"
    expect = f"China's two metals: {days} days ({dates}). Here: {others} days ({between}), so it is {more} by {abs(others - days)} (about {abs(others - days) / 7:.0f} weeks)."
    return {"change": (ask, f"{expect} A good answer names the reason: {reason}.")}
