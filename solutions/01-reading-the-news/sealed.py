"""What is computed in part B of 01-reading-the-news, which stays with the teacher: what is drawn, its keys, functions done right and wrong."""

import datetime as dt
import math
import random

import pandas as pd

from derisking import data
from derisking.exercises.task import Claim, function_fields, statements
from derisking.questions.kinds.function import Case

CHECKED = ["accurate", "imprecise", "wrong"]  # verdicts of claims that could be checked on the day


def _day(rng: random.Random, low: int, high: int) -> str:
    return (dt.date(low, 1, 1) + dt.timedelta(days=rng.randrange(365 * (high - low)))).isoformat()


def _count_cases(rng: random.Random) -> list[Case]:
    def case(kind: str, year: int) -> Case:
        other = {"restriction": "treaty", "treaty": "summit", "summit": "restriction"}[kind]
        later, besides = rng.sample(range(1, 4), 2)  # not as many: one condition alone tells which it is
        rows = [(kind, year)] * rng.randint(2, 5) + [(kind, year + 1)] * later
        rows += [(other, year)] * besides + [(other, year - 1)] * rng.randint(1, 3)
        rng.shuffle(rows)
        table = pd.DataFrame([(_day(rng, when, when + 1), what) for what, when in rows], columns=["date", "kind"])
        return Case((table, kind, str(year)))

    short = pd.DataFrame({"date": ["2024", "2024-03", "2024-11-08", "2023"], "kind": ["summit"] * 4})
    cases = [case("restriction", 2023), case("treaty", 2019), case("summit", 2024)]
    return [*cases, Case((short, "summit", "2024"), "a date of which only the month or the year is known")]


count_code = function_fields(
    (lambda table, kind, year: int(((table["kind"] == kind) & (table["date"].str[:4] == year)).sum()), _count_cases),
    year_ignored=lambda table, kind, year: int((table["kind"] == kind).sum()),
    kind_ignored=lambda table, kind, year: int((table["date"].str[:4] == year).sum()),
    or_for_and=lambda table, kind, year: int(((table["kind"] == kind) | (table["date"].str[:4] == year)).sum()),
    counts_all_rows=lambda table, kind, year: len(table),
)


def _share(table: pd.DataFrame, verdict: str) -> float:
    """Share of a verdict among the claims that could be checked; nan if there are none."""
    checked = table[table["verdict_2023"].isin(CHECKED)]
    return float((checked["verdict_2023"] == verdict).mean()) if len(checked) else math.nan


def _share_cases(rng: random.Random) -> list[Case]:
    def table(kinds: list[str]) -> pd.DataFrame:
        rows = [kind for kind in kinds for _ in range(rng.randint(2, 6))]
        rng.shuffle(rows)
        return pd.DataFrame({"claim_id": [f"X{place:02d}" for place in range(len(rows))], "verdict_2023": rows})

    cases = [Case((table([*CHECKED, "forecast", "opinion"]), verdict)) for verdict in CHECKED]
    empty = "a table without a claim that could be checked (the answer is nan)"
    return [*cases, Case((table(["forecast", "opinion"]), "wrong"), empty)]


share_code = function_fields(
    (_share, _share_cases),
    all_claims_below=lambda table, verdict: float((table["verdict_2023"] == verdict).mean()),
    part_over_rest=lambda table, verdict: _share(table, verdict) / (1 - _share(table, verdict)),
    count_not_share=lambda table, verdict: float((table["verdict_2023"] == verdict).sum()),
    others_share=lambda table, verdict: 1 - _share(table, verdict),
    upside_down=lambda table, verdict: 1 / _share(table, verdict),
)


def _first_with(pick, keep=lambda actors, what, actor, kind: actor in actors and what == kind):
    """A function that picks from the dates of the entries that a rule keeps; an empty text if there is none."""

    def first(table: pd.DataFrame, actor: str, kind: str) -> str:
        rows = zip(table["date"], table["actors"], table["kind"], strict=True)
        dates = [date for date, actors, what in rows if keep(actors.split(";"), what, actor, kind)]
        return pick(dates) if dates else ""

    return first


def _first_table(rng: random.Random, actor: str, kind: str, other: str) -> pd.DataFrame:
    """Unsorted entries: the earliest of actor and kind is a joint one, and others are earlier still."""
    years = [(2021, 2022), (2010, 2015), (2016, 2019), (2010, 2015), (2023, 2025), (2019, 2020), (2022, 2023)]
    actors = [actor, actor, f"{other};{actor}", other, actor, actor, f"{actor};{other}"]
    kinds = [kind, "treaty", *[kind] * 5]
    return pd.DataFrame({"date": [_day(rng, *span) for span in years], "actors": actors, "kind": kinds})


def _first_cases(rng: random.Random) -> list[Case]:
    wanted = [("JP", "restriction", "NL"), ("EU", "partnership", "KR"), ("CN", "restriction", "US")]
    cases = [Case((_first_table(rng, actor, kind, other), actor, kind)) for actor, kind, other in wanted]
    dates = [_day(rng, 2020, 2024), _day(rng, 2015, 2019)]
    near = pd.DataFrame({"date": dates, "actors": ["EU;JP", "Samsung;EUV RMQC"], "kind": "company"})
    nobody = "an actor who did nothing of the kind (the answer is an empty text)"
    other = Case((near, "EU", "company"), "a code that is a part of another name (EU and EUV RMQC)")
    return [*cases, other, Case((cases[0].args[0], "TW", "restriction"), nobody)]


first_code = function_fields(
    (_first_with(min), _first_cases),
    first_row_not_earliest=_first_with(lambda dates: dates[0]),
    last_row=_first_with(lambda dates: dates[-1]),
    latest_for_earliest=_first_with(max),
    kind_ignored=_first_with(min, lambda actors, what, actor, kind: actor in actors),
    actor_ignored=_first_with(min, lambda actors, what, actor, kind: what == kind),
    joint_acts_missed=_first_with(min, lambda actors, what, actor, kind: actors == [actor] and what == kind),
)


def _line(claim: str, verdict: str) -> Claim:
    """A line of the card: one sentence of the story, and that it can be checked."""
    text = f"“{claim}” Whether this holds could be checked on the day it was printed."
    if verdict in CHECKED:
        return text, True, "fact-not-seen", f"Our check of the story found it *{verdict}*."
    name = "forecast-is-judged-at-once" if verdict == "forecast" else "opinion-as-fact"
    kind = {"forecast": "a forecast", "opinion": "an opinion"}.get(verdict, "a motive, which nobody sees")
    return text, False, name, f"It is {kind}: on the day, nothing settles it."


def desk_rules(dice: random.Random) -> dict:
    """Four sentences of the story, in which at least one cannot be checked, and two rules."""
    rows = data.load("claim_check")[["claim", "verdict_2023"]].itertuples(index=False)
    lines = [_line(*row) for row in rows]
    open_ = [line for line in lines if not line[1]]
    return statements(dice, [*dice.sample(open_, 3), *dice.sample([line for line in lines if line[1]], 3)], {})


# Sentences of the story with something off, by their number in the check (of the last two one is asked), and some that hold.
OFF = (("council", "C08"), ("korea", "C10"), ("dutch", "C27"), ("jsr", "C18"))
EITHER = (("redistribute", "C23"), ("china", "C02"))
SOUND = (
    ("Japan's part in the chain", "C15"),
    ("the video", "C03"),
    ("the EU's chip industry", "C19"),
    ("Washington and its allies", "C26"),
)
LATER = {
    "council": "The council with Japan met again in 2024",
    "korea": "The council with Korea met again in 2024",
    "dutch": "The Dutch limits were widened in 2024",
    "jsr": "JSR reported a loss in 2025",
}

# Of a claim on the newspaper page at the beginning of the exercise, which holds twelve sentences of the story.
PLACE = {"C02": "sentence 2", "C08": "sentence 5", "C10": "sentence 6", "C18": "sentence 9", "C27": "sentence 11"}


def correction(dice: random.Random) -> dict:
    """Three sentences in which something is off, each with its two pieces of evidence, one that holds, and two pieces that show nothing."""
    three = dice.sample([*OFF, dice.choice(EITHER)], 3)
    sound, claim = dice.choice(SOUND)
    four = dice.sample([*three, ("sound", claim)], 4)
    told = data.load("claim_check").set_index("claim_id")["claim"]
    lines = [
        f"- **{letter}** “{told[number]}” ({PLACE.get(number, 'on page 2')})"
        for letter, (_, number) in zip("ABCD", four, strict=True)
    ]
    evidence = dice.sample(["later", "copies", *(f"{key}-{n}" for key, _ in three for n in (1, 2))], 8)
    asked = zip("ABCDPQRSTUVW", [*(key for key, _ in four), *evidence], strict=True)
    later = dice.choice([LATER[key] for key, _ in three if key in LATER])
    return {"pick": dict(asked), "fill": {"sound": sound, "later": later, "sentences": "\n".join(lines)}}
