"""Bots that play a negotiation with the lesson's own model, sense or not."""

import copy
import json

from derisking.live import briefs
from derisking.live.outcomes import Outcomes
from derisking.live.room import Refused
from derisking.live.talks import STEPS

WORLD = Outcomes("policy_cases", "simple", runs=2_000)
GAME = briefs.talks().game


def word(dice, talks):
    kind = dice.choice(("money", "money", "vote", "clause", "spare", "soul"))
    values = {
        "money": [0.5, 3, 0, 9, float("nan")], "vote": [*"ABCX"], "clause": [*GAME.clauses], "spare": [*WORLD.moves],
    }  # fmt: skip
    return {"kind": kind, "value": dice.choice(values.get(kind, [None]))}


def a_plan(dice, talks):
    """Mostly one that may be tabled."""
    money = [dice.choice((0, 1, 2)) for _ in range(4)] if dice.random() < 0.9 else [6, 1, 0, 0.5]
    payers, left = dice.sample(talks.state.teams, 2), sum(money)
    first = dice.randrange(int(left * 2) + 1) / 2
    pays = {payers[0]: first, payers[1]: left - first + dice.choice((0, 0, 0, 0, 1))}
    return {
        "money": money, "pays": pays,
        "clauses": dice.sample([*talks.clauses()], min(len(talks.clauses()), dice.randrange(4))),
    }  # fmt: skip


def an_act(dice, talks):
    """What a bot tries next, sense or not."""
    offers, tabled = talks.state.offers, [*talks.state.tabled, "X"]
    what = dice.choice(
        ("doubt", "draft", "table", "table", "back", "offer", "answer", "answer", "move", "vote", "vote", "pay", "sit")
    )
    given_ = {
        "doubt": {"doubts": dice.sample(WORLD.changes, 2)},
        "offer": {"to": dice.choice(talks.state.teams), "give": word(dice, talks), "ask": word(dice, talks)},
        "answer": {"offer": dice.randint(1, len(offers) + 1), "answer": dice.choice(("accepted", "accepted", "refused",
            "withdrawn")),},
        "back": {"plan": dice.choice(tabled)},
        "move": {"move": dice.choice([*WORLD.changes])},
        "vote": {"vote": dice.choice(("yes", "yes", "no")), "breaks": dice.random() < 0.5},
        "pay": {"promise": dice.choice([one["id"] for one in talks.promises()] or ["9 give"]), "pay": dice.random() < 0.8,},
        "sit": {"team": dice.choice([*talks.state.teams, "X"])},
    }  # fmt: skip
    return {"what": what, **(given_[what] if what in given_ else a_plan(dice, talks))}


def bots(talks, dice, steps=STEPS, phones=16, watch=None, teams=None, after=None):
    """Play to the end; a refused act must change nothing. Now and then a team leaves, all is saved and resumed, or the vote is held again."""
    talks.direct(
        {"what": "deal", "teams": teams or dice.randint(3, 8), "length": dice.choice((45, 90))},
        [*map(str, range(phones))],
    )
    for step in steps:
        try:
            talks.to(step)
        except Refused:  # no plan was tabled
            continue
        for _ in range(70 if watch else 40):
            before = watch and copy.deepcopy((talks.state, talks.seats))
            try:
                talks.act(str(dice.randrange(phones + 1)), an_act(dice, talks))
            except Refused as refused:
                assert str(refused).endswith(".") and before in (None, (talks.state, talks.seats))
            if watch:
                watch(talks)
        if dice.random() < 0.1:
            talks.direct({"what": "leave", "team": dice.choice(talks.state.teams), "left": True}, [])
        if step == "shock":
            talks.direct({"what": "news", "news": dice.choice((None, 0, 4))}, [])
        if dice.random() < 0.2:
            seats, saved = talks.seats, json.loads(json.dumps(talks.saved()))
            talks.resume(saved)
            assert talks.saved() == saved and not talks.seats
            talks.seats = seats
        if after:
            after()
