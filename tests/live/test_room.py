"""The room in any order of events: votes are counted once, nothing is said too early, and who is refused changes nothing."""

import json
import random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from derisking.live.room import BIRDS, COLOURS, FEWEST, ROUND, TOLD, WALK, Moment, Refused, Room

SECRET = "the-explanation"
OPTIONS = ("a", "b", "c")


def judge(response):
    choice = response.get("choice") if isinstance(response, dict) else None
    return ((choice,), choice == "a") if choice in OPTIONS else None


def guessed(response):
    """As a guess is taken: it is neither right nor wrong."""
    return judge(response) and (judge(response)[0], False)


def moments():
    card = {"order": list(OPTIONS)}
    votes = [Moment(name, "vote", name, card, {**card, "said": SECRET}, judge) for name in ("q1", "q2")]
    votes.append(Moment("g1", "guess", "g1", card, {**card, "said": SECRET, "chart": {}}, guessed))
    return [*votes, *(Moment(f"{kind}-0", kind, kind, {}) for kind in ("wall", "words", "exit"))]


def room_with(n, step="vote1", at="q1"):
    room = Room(moments(), random.Random(1))
    for i in range(n):
        room.join(str(i))
        room.here(str(i), 1)
    room.go(at)
    room.step(step)
    return room


def everything(room):
    """All that any page sees, as text."""
    return json.dumps([room.public(), room.projector(), room.desk(), *(room.me(token) for token in room.phones)])


class Hour(RuleBasedStateMachine):
    tokens = Bundle("tokens")

    def __init__(self):
        super().__init__()
        self.room = Room(moments(), random.Random(3))
        self.model = {}  # (moment, round, token) -> choice, as the room acknowledged it
        self.hands = {}
        self.told = set()
        self.count = 0

    def attempt(self, act):
        """Whether an event was taken; a refused one must leave every view as it was."""
        before = everything(self.room)
        try:
            act()
        except Refused as refused:
            assert str(refused).endswith(".") and everything(self.room) == before
            return False
        return True

    @rule(target=tokens)
    def join(self):
        self.count += 1
        self.room.join(f"t{self.count}")
        self.room.here(f"t{self.count}", 1)
        return f"t{self.count}"

    @rule(token=tokens)
    def join_again(self, token):
        before = self.room.phones[token].name
        self.room.join(token)
        assert self.room.phones[token].name == before

    @rule(token=tokens, change=st.sampled_from((1, -1)))
    def drop_or_return(self, token, change):
        self.room.here(token, change)

    @rule(
        token=tokens,
        choice=st.sampled_from((*OPTIONS, "z", None)),
        moment=st.sampled_from(("q1", "q2", "g1", "wall-0", "no")),
    )
    def vote(self, token, choice, moment):
        if self.attempt(lambda: self.room.vote(token, moment, {"choice": choice})):
            assert moment == self.room.at and choice in OPTIONS and moment not in self.told
            self.model[moment, ROUND[self.room.books[moment].step], token] = choice

    @rule(choice=st.sampled_from(OPTIONS))
    def vote_of_a_stranger(self, choice):
        assert not self.attempt(lambda: self.room.vote("stranger", self.room.at or "q1", {"choice": choice}))

    @rule(mark=st.sampled_from((*OPTIONS, "z")), by=st.sampled_from((1, 1, 1, -1)))
    def tally(self, mark, by):
        if self.attempt(lambda: self.room.tally(mark, by)):
            key = (self.room.at, ROUND[self.room.books[self.room.at].step], mark)
            self.hands[key] = max(0, self.hands.get(key, 0) + by)

    @rule(moment=st.sampled_from(("q1", "q2", "g1", "wall-0", "words-0", "exit-0", "no")))
    def go(self, moment):
        self.attempt(lambda: self.room.go(moment))

    @rule(step=st.sampled_from(sorted({*WALK["vote"], *WALK["guess"], *WALK["text"], "no"})))
    def step(self, step):
        if self.attempt(lambda: self.room.step(step)) and step in TOLD:
            self.told.add(self.room.at)

    @precondition(lambda self: self.room.at)
    @rule(dice=st.integers(0, 5))
    def again(self, dice):
        if dice:
            return
        self.room.again()
        self.told.discard(self.room.at)
        self.model = {key: value for key, value in self.model.items() if key[0] != self.room.at}
        self.hands = {key: value for key, value in self.hands.items() if key[0] != self.room.at}

    @rule(token=tokens, words=st.sampled_from(("Trust", "trust", "x" * 5000, " ", None, "a\x00b")))
    def say(self, token, words):
        if self.attempt(lambda: self.room.say(token, self.room.at or "wall-0", words)):
            assert len(words) <= 140 and "\x00" not in everything(self.room)

    @rule(on=st.booleans(), number=st.one_of(st.none(), st.integers(1, 5)))
    def release(self, on, number):
        self.room.release(number, on)

    @invariant()
    def votes_are_those_acknowledged(self):
        for moment in ("q1", "q2", "g1"):
            for number in (0, 1):
                votes = [choice for (one, place, _), choice in self.model.items() if (one, place) == (moment, number)]
                fingers = {mark: n for (one, place, mark), n in self.hands.items() if (one, place) == (moment, number)}
                seen = self.room._round(moment, number) if moment in self.room.books else {"votes": 0}
                assert seen["votes"] == len(votes) + sum(fingers.values())
                if seen["votes"] >= FEWEST:
                    assert moment == "g1" or seen["right"] == votes.count("a") + fingers.get("a", 0)
                    assert sum(seen["marks"].values()) == seen["votes"]
                else:
                    assert set(seen) == {"votes"}, "fewer than five stay unseen"

    @invariant()
    def nothing_is_said_before_its_time(self):
        seen, step = everything(self.room), self.room.books[self.room.at].step if self.room.at else ""
        assert (SECRET in seen) == (step in TOLD)
        wall = self.room.projector()
        assert "rounds" not in wall or step in ("compare", "cloud", *TOLD)
        assert step in TOLD or "right" not in json.dumps(wall)
        assert [one for book in self.room.books.values() for one in book.texts if one.shown] or not wall.get("texts")

    @invariant()
    def names_and_pairs(self):
        names = [phone.name for phone in self.room.phones.values()]
        assert len(set(names)) == len(names)
        assert all(name.split()[0] in COLOURS and name.split()[1] in BIRDS for name in names)
        for book in self.room.books.values():
            for token, others in book.pairs.items():
                assert others and token not in others and all(token in book.pairs[other] for other in others)


Hour.TestCase.settings = settings(max_examples=50, stateful_step_count=40)
TestHour = Hour.TestCase


@pytest.mark.parametrize("sizes", [(3, 3, 2), (1, 1), (5, 3, 2), (4, 4), (2, 2, 2, 1), (9, 1)])
def test_pairs_have_different_answers_as_far_as_there_are_any(sizes):
    n = sum(sizes)
    room = room_with(n)
    answers = [option for option, size in zip("abc-", sizes, strict=False) for _ in range(size)]
    random.Random(2).shuffle(answers)
    for token, answer in enumerate(answers):
        if answer != "-":  # somebody who has not voted has an answer of a kind, too
            room.vote(str(token), "q1", {"choice": answer})
    room.step("talk")
    pairs = room.books["q1"].pairs
    assert len(pairs) == n
    alike = sum(all(answers[int(one)] == answers[int(other)] for other in others) for one, others in pairs.items())
    assert alike == max(0, 2 * max(sizes) - n), "only those of an answer that more than half gave"
    assert room.me("0")["partners"]


@pytest.mark.parametrize(
    "right, lit", [(0, "vote2"), (3, "vote2"), (4, "talk"), (7, "talk"), (8, "explained"), (10, "explained")]
)
def test_the_lit_button_follows_the_thirds(right, lit):
    room = room_with(10)
    for i in range(10):
        room.vote(str(i), "q1", {"choice": "a" if i < right else "b"})
    assert "right" not in room.desk()["rounds"][0], "while a vote goes on, nobody counts"
    room.step("closed")
    assert room.desk()["lit"] == lit and room.desk()["rounds"][0]["right"] == right


def test_a_flood_and_a_full_room_are_refused():
    room = room_with(1)
    for _ in range(12):
        room.press("0", now=1.0)
    with pytest.raises(Refused):
        room.press("0", now=1.0)
    room.press("0", now=3.0)
    with pytest.raises(Refused):
        for i in range(1000):
            room.join(f"bad{i}", "one address")
    assert len(room.phones) == 251, "one address does not fill the room"
    for i in range(149):
        room.join(f"good{i}", str(i))
    room.join("late", "elsewhere")  # who is in and has never had a line makes room
    assert "late" in room.phones and "0" in room.phones


def test_the_second_vote_starts_from_the_first_answer_and_both_stay():
    room = room_with(5)
    for i in range(5):
        room.vote(str(i), "q1", {"choice": "b"})
    room.step("vote2")
    mine = room.me("0")
    assert (mine["answer"], mine["counted"], mine["sent"], mine["stuck"]) == ({"choice": "b"}, False, [], False)
    for i in range(5):
        room.vote(str(i), "q1", {"choice": "a"})
    room.step("compare")
    assert [one["marks"] for one in room.projector()["rounds"]] == [{"b": 5}, {"a": 5}]
    assert [(one["round"], one["votes"], one["right"]) for one in room.counts()] == [(1, 5, 0), (2, 5, 5)]
