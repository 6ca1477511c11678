"""The negotiation: bots play it to the end with the lesson's own model, in any order; sums are conserved, secrets kept, red lines public."""

import json
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import told
from support.negotiating import GAME, WORLD, bots

from derisking import places
from derisking.errors import UserError
from derisking.explore import policy_cases
from derisking.live import counts
from derisking.live.room import Moment, Refused, Room
from derisking.live.talks import STEPS, Talks
from derisking.models import supply

ZERO = (0.0, 0.0, 0.0, 0.0)


def conserved(talks):
    """The lines sum to the avoided loss minus the cost of what was signed; every plan on the table is paid, no more and no less."""
    for plan in talks.state.tabled.values():
        assert sum(plan.pays.values()) == plan.cost <= WORLD.budget and len(plan.clauses) <= talks.places()
    signed = bool(talks.state.ballots) and talks.result()["signed"]
    plan, end = talks.state.ballots[-1].plan if signed else talks.nothing(), talks.end()
    saved = WORLD.outcome(ZERO, *end)["mean"] - WORLD.outcome(tuple(plan.money), *end)["mean"]
    assert sum(line["left"] for line in talks.lines()) == pytest.approx(saved - plan.cost, abs=1e-9)
    assert sum(line["given"] - line["got"] for line in talks.lines()) == 0
    if signed:
        ballot, result = talks.state.ballots[-1], talks.result()
        present = [one for one in talks.state.teams if one not in talks.state.left]
        yes = sum(GAME.roles[one].votes for one in present if ballot.votes.get(one) == "yes")
        assert 3 * yes >= 2 * result["all"] and all(ballot.votes[one] == "yes" for one in plan.pays)
        crossed = {one for one, vote in ballot.votes.items() if vote == "yes" and talks.crosses(one, plan)}
        assert crossed == set(ballot.breaks)


def secret(talks):
    """No phone sees another team's card, an offer between others, or the rival's choice and the votes before their time."""
    early = STEPS.index(talks.step)
    for token, team in talks.seats.items():
        view = {"room": talks.public(), "me": talks.me(token, {})}
        assert all(team in (one["of"], one["to"]) for one in view["me"]["offers"])
        assert not any(role.brief in view["me"]["brief"] for letter, role in GAME.roles.items() if letter != team)
        assert early >= STEPS.index("shock") or ("move" not in view["room"] and ("move" in view["me"]) == (team == "E"))
        assert early >= STEPS.index("keep") or "votes" not in view["room"].get("ballot", {})
    assert "brief" not in talks.projector({}) and "all_offers" not in talks.projector({})


@settings(max_examples=8)
@given(st.integers(0, 10**6), st.lists(st.sampled_from(STEPS), max_size=10))
def test_bots_in_any_order(seed, steps):
    dice = random.Random(seed)

    def watch(talks):
        conserved(talks)
        if dice.random() < 0.05:
            secret(talks)

    bots(Talks(GAME, WORLD), dice, steps, watch=watch)


def test_many_negotiations_end_and_some_sign():
    signed, kept, breaks = [], set(), set()
    for seed in range(60):
        talks = Talks(GAME, WORLD)
        bots(talks, random.Random(seed))
        if talks.step == STEPS[-1]:
            conserved(talks)
            json.dumps([talks.public(), talks.desk({}), talks.projector({})])
            signed.append(talks.result()["signed"])
            kept |= {one["kept"] for one in talks.promises()}
            breaks.add(bool(talks.state.ballots[-1].breaks))
    assert len(signed) > 45 and set(signed) == breaks == {True, False}
    assert {"yes", "no", ""} <= kept, "promises are kept, broken, and come to nothing"


def seated(teams=8, length=45):
    talks = Talks(GAME, WORLD)
    # A phone's name is its team.
    talks.direct({"what": "deal", "teams": teams, "length": length}, sorted(GAME.seats[:teams]))
    return talks


def test_one_game_word_for_word():
    """A plan that pays for itself, an offer on each side, a broken red line, a promise kept and one that is not."""
    talks = seated(4)  # Commission, member state, Beijing, car maker
    talks.to("plans")
    mix = {"money": [2, 2, 0, 2], "pays": {"A": 3, "F": 3}, "clauses": ["owner", "draw"]}
    for wrong, said in told.cases(__file__, "refused.yaml")["plans"]:
        with pytest.raises(Refused, match=said):
            talks.act("A", {"what": "table", **mix, **wrong})
    talks.act("A", {"what": "table", **mix})
    rows = talks.me("A", {})["answer"]
    assert [row["change"] for row in rows] == [*policy_cases.CHANGES] and len(rows) == 11
    own = supply.accounts(supply.Portfolio(2, 2, 0, 2), policy_cases.CASES["simple"].assumed, runs=2_000)
    gains = own.set_index("who").loc["taxpayers", "gains"]
    assert rows[0]["left"] == pytest.approx(gains - 3), "the lesson's own accounts"
    talks.act("E", {"what": "back", "plan": "A"})
    assert talks.public()["tabled"]["A"]["behind"] == ["A", "E"]
    talks.to("offers")
    spare = {"kind": "spare", "value": "disruptions last twice as long"}
    talks.act("F", {"what": "offer", "to": "E", "give": {"kind": "money", "value": 1}, "ask": spare})
    vote, half = {"kind": "vote", "value": "A"}, {"kind": "money", "value": 0.5}
    talks.act("C", {"what": "offer", "to": "A", "give": vote, "ask": half})
    with pytest.raises(Refused, match="offered and what is asked"):
        talks.act("A", {"what": "offer", "to": "C", "give": spare, "ask": spare})  # only the rival makes moves
    with pytest.raises(Refused, match="cannot be answered"):
        talks.act("C", {"what": "answer", "offer": 1, "answer": "accepted"})
    talks.act("E", {"what": "answer", "offer": 1, "answer": "accepted"})
    talks.act("A", {"what": "answer", "offer": 2, "answer": "accepted"})
    talks.to("move")
    talks.act("E", {"what": "move", "move": "the rival fails twice as often"})
    talks.to("shock")
    talks.direct({"what": "news", "news": 3}, [])
    assert talks.end() == ["the rival fails twice as often", "the store is filled only once"]
    talks.to("vote")
    with pytest.raises(Refused, match="crosses your red line"):
        talks.act("A", {"what": "vote", "vote": "yes"})  # the states do not buy together
    talks.act("A", {"what": "vote", "vote": "yes", "breaks": True})
    for team, vote in (("C", "no"), ("E", "yes"), ("F", "yes")):
        talks.act(team, {"what": "vote", "vote": vote})
    talks.to("keep")
    assert talks.result() == {"yes": 7, "all": 10, "need": 7, "unwilling": [], "signed": True}
    assert list(talks.public()["lines"].items()) == [("A", "a plan in which each state buys for itself.")]
    with pytest.raises(Refused, match="not promised"):
        talks.act("A", {"what": "pay", "promise": "1 give", "pay": True})
    talks.act("F", {"what": "pay", "promise": "1 give", "pay": True})
    talks.to("debrief")
    lines = {line["who"]: line for line in talks.public()["debrief"]["lines"]}
    maker, rival = lines["firms that use the input"], lines["firms of the rival"]
    assert maker["left"] == pytest.approx(maker["income"] - 4) and rival["got"] == 1
    kept = {one["id"]: one["kept"] for one in talks.promises()}
    assert kept == {"1 give": "yes", "1 ask": "yes", "2 give": "no", "2 ask": "no"}


def test_a_team_that_leaves_neither_votes_nor_pays_nor_moves():
    talks = seated(3)
    for early in ("vote", "keep"):
        with pytest.raises(Refused, match="No plan"):
            talks.to(early)
    talks.to("debrief")
    assert not talks.public()["debrief"]["signed"], "an hour that ran out of time has an end, too"
    talks.to("plans")
    talks.act("C", {"what": "table", "money": [2, 0, 0, 2], "pays": {"C": 4}, "clauses": ["owner"]})
    talks.direct({"what": "leave", "team": "E", "left": True}, [])
    talks.to("vote")
    assert talks.move() == WORLD.worst_move((2.0, 0.0, 0.0, 2.0)), "the desk plays the rival"
    with pytest.raises(Refused, match="without your team"):
        talks.act("E", {"what": "vote", "vote": "no"})
    for team in "AC":
        talks.act(team, {"what": "vote", "vote": "yes", "breaks": True})
    assert talks.result()["signed"] and talks.result()["all"] == 6
    talks.direct({"what": "leave", "team": "C", "left": True}, [])
    assert not talks.result()["signed"] and talks.result()["unwilling"] == ["C"], "who pays is gone"
    conserved(talks)
    talks.direct({"what": "leave", "team": "C", "left": False}, [])
    assert talks.result()["signed"]


def test_saved_and_resumed(tmp_path):
    talks, again = seated(), seated(3)
    talks.to("plans")
    path = counts.save_talks(tmp_path, talks.saved())
    assert not re.search(r"heron|token", path.read_text("utf-8"))
    again.resume(counts.saved_talks(tmp_path))
    assert again.saved() == talks.saved()
    room = Room([Moment("talks", "talks", "x", {}, game=again)], random.Random(1))
    room.join("late")
    room.go("talks")
    assert room.books["talks"].step == "plans" and room.me("late")["game"]["team"] is None
    room.act("late", "talks", {"what": "sit", "team": "D"})
    assert room.me("late")["game"]["brief"] == GAME.roles["D"].brief
    with pytest.raises(Refused, match="stay with it"):
        room.act("late", "talks", {"what": "sit", "team": "E"})  # no looking at two cards
    for broken in ("{", "[]", "3"):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(UserError, match="--resume"):
            counts.saved_talks(tmp_path) and again.resume({})
    for bad in ({}, {**talks.saved(), "step": "tea"}, {**talks.saved(), "teams": ["X"]}):
        with pytest.raises((ValueError, TypeError, KeyError)):
            again.resume(bad)


def test_the_papers_fit_the_game():
    text = (places.checkout() / "docs" / "teaching" / "role-play.md").read_text("utf-8")
    rows = re.findall(r"^\| ([A-H]) \| (.+?) \| (?:always|(?:from|with) (\w+) teams) \|$", text, re.MULTILINE)
    numbers = {"": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
    for letter, name, since in rows:
        assert GAME.roles[letter].name == name
        assert letter in (GAME.seats[numbers[since] - 1] if since else GAME.seats[:3])
    assert len(rows) == len(GAME.roles) == 8 and GAME.roles[GAME.rival].name == "Beijing"
    purses = WORLD.incomes((2.0, 2.0, 0.0, 2.0))
    assert {role.purse for role in GAME.roles.values()} == set(purses), "every purse has somebody who speaks for it"
    assert all(one["change"] in WORLD.changes and one["change"] not in WORLD.moves for one in GAME.news)
    for role in GAME.roles.values():
        assert re.search(r"<a href|<em>fact: ", role.brief), "each card has a fact with its row"
        assert "](" not in role.brief and "strongest argument" in role.brief
    for teams in range(3, 9):  # a text holds what some need, not what all do
        talks = seated(teams)
        assert len({GAME.roles[one].line.get("needs") for one in talks.state.teams} - {None}) > talks.places() >= 2
        assert all(talks.crosses(one, talks.nothing()) is False for one in talks.state.teams)
