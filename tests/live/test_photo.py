"""Printed cards in a photograph: made here, with blur, noise, tilt and lean. None is taken for another, small ones are refused."""

import itertools
import json
import random
import sys

import pytest
from support import apart
from support.phones import Client

from derisking.exports import coded_cards
from derisking.live import photo
from derisking.live.room import Moment, Refused, Room
from derisking.live.server import PHOTO, Live, Server

CODE = [[*row] for row in coded_cards.fields(coded_cards.CODES[0])]


def turns(rows):
    """The four ways to hold a code, and the same in a mirror."""
    for way in (rows, [row[::-1] for row in rows]):
        for _ in range(4):
            yield tuple(map(tuple, way))
            way = [*zip(*way[::-1], strict=True)]


def fields_apart(one, two):
    return sum(a != b for a, b in zip(itertools.chain(*one), itertools.chain(*two), strict=True))


def test_no_card_looks_like_another_turned_or_mirrored():
    every = [[*turns(coded_cards.fields(code))] for code in coded_cards.CODES]
    own = [fields_apart(ways[0], other) for ways in every for other in ways[1:]]
    others = [fields_apart(a[0], other) for a, b in itertools.combinations(every, 2) for other in b]
    assert len(every) == 60 and min(own) >= 7 and min(others) >= 7
    assert fields_apart(CODE, next(turns(CODE))) == 0, "the canary"


def photographed(held, side, seed=1, blur=1.0, noise=8, lean=0.3, mirror=False):
    """A JPEG of a class. held: (card, side on top) of each; side: pixels of the codes, from and to."""
    cv2 = pytest.importorskip("cv2", reason="OpenCV is an extra (opencv-python-headless): no photograph can be read")
    import numpy as np

    dice, size, across = np.random.default_rng(seed), 175, 8
    wall = dice.integers(90, 200, (size * -(-len(held) // across), size * across), np.uint8)
    room = cv2.GaussianBlur(wall, (0, 0), 3)
    for place, (card, top) in enumerate(held):
        code = np.pad(np.array(coded_cards.fields(coded_cards.CODES[card - 1]), np.uint8) * 255, 1)
        paper = np.rot90(np.pad(np.kron(code, np.ones((20, 20), np.uint8)), 46, constant_values=255), top - 1).copy()
        half, angle = dice.uniform(*side) * 116 / 140, dice.uniform(-lean, lean)
        turned = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        corners = half * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) @ turned * [dice.uniform(0.8, 1), 1] + size / 2
        edges = np.array([[0, 0], [232, 0], [232, 232], [0, 232]], np.float32)
        to = cv2.getPerspectiveTransform(edges, corners.astype(np.float32))
        seat = room[size * (place // across) :, size * (place % across) :][:size, :size]
        there = cv2.warpPerspective(np.full_like(paper, 255), to, (size, size))
        seat[there > 127] = cv2.warpPerspective(paper, to, (size, size), flags=cv2.INTER_AREA)[there > 127]
    seen = cv2.GaussianBlur(room, (0, 0), blur) + dice.normal(0, noise, room.shape)
    seen = np.clip(seen, 0, 255).astype(np.uint8)
    return cv2.imencode(".jpg", seen[:, ::-1] if mirror else seen)[1].tobytes()


CLASS = [(card, random.Random(card).randint(1, 4)) for card in range(1, 61)]


@pytest.mark.parametrize(
    "side, rest, least",
    [
        ((50, 80), {}, 60),
        ((24, 34), {}, 0),  # too far away: what is read is right, the rest is refused
        ((40, 80), {"blur": 2.5, "noise": 20}, 20),
        ((50, 80), {"lean": 0.8}, 20),  # held slantwise
    ],
)
def test_what_is_read_is_right(side, rest, least):
    for seed in (1, 2):
        found = photo.sides(photographed(CLASS, side, seed, **rest))
        assert found["cards"].items() <= dict(CLASS).items() and len(found["cards"]) >= least
        assert not found["double"] and bool(found["slanted"]) == ("lean" in rest)


def test_a_mirror_a_second_print_and_what_is_no_picture_count_for_nothing():
    assert photo.sides(photographed(CLASS[:16], (60, 80), mirror=True))["cards"] == {}
    found = photo.sides(photographed([(7, 1), (8, 2), (7, 3)], (60, 80)))
    assert found["cards"] == {8: 2} and found["double"] == [7]
    assert photo.sides(photographed([(9, 1)], (19, 20), blur=0.3, noise=0, lean=0))["cards"] == {}
    assert "no photograph" in photo.read(b"x")["error"]


def test_without_opencv_a_sentence_says_what_to_type(monkeypatch):
    monkeypatch.setattr(photo.importlib.util, "find_spec", lambda name: None)
    assert f'"{sys.executable}" -m pip install "opencv-python-headless' in photo.read(b"")["error"]


@pytest.fixture
def room():
    def judge(response):
        choice = response.get("choice")
        return ((choice,), choice == "a") if choice in tuple("abcd") else None

    number = Moment("number", "vote", "number", {})
    return Room([Moment("q", "vote", "q", {"order": [*"abcd"]}, judge=judge), number], random.Random(1))


def test_cards_feed_both_rounds_as_phones_do(room):
    with pytest.raises(Refused, match="No vote is open"):
        room.cards({1: 1})
    room.go("q")
    room.step("vote1")
    assert room.cards({1: 1, 2: 1, 3: 2, 9: 2, 60: 9}) == {"all": 4, "none": [60], "missing": []}
    assert room.cards({9: 3, 4: 3})["all"] == 5, "a second photograph adds to the first, and counts where it differs"
    room.step("closed")
    assert room.desk()["rounds"][0]["marks"] == {"a": 2, "b": 1, "c": 2}
    room.join("phone-1")
    room.here("phone-1", 1)
    room.step("talk")
    held, pairs = {"card 1": 1, "card 2": 1, "card 3": 2, "card 9": 3, "card 4": 3}, room.projector()["pairs"]
    assert sorted(itertools.chain(*pairs)) == sorted([*held, room.phones["phone-1"].name])
    assert all(len({held.get(name) for name in pair}) == 2 for pair in pairs if len(pair) == 2)
    assert room.me("phone-1")["partners"][0].startswith("card ")
    room.step("vote2")
    assert room.cards({1: 2, 2: 2}) == {"all": 2, "none": [], "missing": [3, 4, 9]}
    assert room.desk()["countable"]
    room.go("number")
    room.step("vote1")
    assert not room.desk()["countable"]
    with pytest.raises(Refused, match="one of several options"):
        room.cards({1: 1})


def test_a_photograph_goes_from_the_desk_to_the_vote(monkeypatch, room):
    """Over sockets; only the desk may send one, and only while a vote is open."""
    read = {"cards": {5: 1, 6: 2}, "small": [7], "slanted": [], "double": []}
    monkeypatch.setattr(photo, "read", lambda content: read if content == b"p" * 9000 else {"error": "No."})

    async def run():
        live = Live(room, lambda *words: None, lambda rounds: "")
        server = Server(live, "127.0.0.1", 0)
        desk, stranger = Client(server.port, live.secret), Client(server.port)

        async def sent(who, content, kind="image/jpeg"):
            status, rest = await who.ask("POST", "/photo", content, Content_Type=kind)
            return status, json.loads(rest)

        assert (await sent(stranger, b"p" * 9000))[0] == (await sent(desk, b"p", "image/png"))[0] == 403
        assert await sent(desk, b"p" * 9000) == (409, {"error": "No vote is open."})
        await desk.press("/do", do="go", moment="q")
        await desk.press("/do", do="step", step="vote1")
        told = {"cards": 2, "all": 2, "small": [7], "slanted": [], "double": [], "none": [], "missing": []}
        assert await sent(desk, b"p" * 9000) == (200, told)
        assert await sent(desk, b"no") == (409, {"error": "No."})
        with pytest.raises((ConnectionError, IndexError, AssertionError)):
            assert (await sent(desk, b"p" * (PHOTO + 1)))[0] == 200
        await server.close()
        return live.room.books["q"].answers[0]

    assert [*apart.run(run())] == ["card 5", "card 6"]
