"""The room over sockets: what leaves the laptop when, who may do what, and what survives."""

import asyncio
import contextlib
import gzip
import json
import logging
import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support import apart, told
from support.desk_page import a_browser, led_there_alone, until
from support.negotiating import GAME, WORLD
from support.phones import Client, phone
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from derisking.classroom import files
from derisking.classroom.course import Course
from derisking.errors import UserError
from derisking.live import counts, from_home, moments, on_hub
from derisking.live.command import chosen
from derisking.live.room import TOLD, Room
from derisking.live.server import HERE, MOST, Live, Server, packed, qr
from derisking.live.talks import Talks
from derisking.questions import bank
from derisking.quiz import view

LESSON = "02-de-risking"
QUESTION = "same-licence-two-words"


@pytest.fixture(scope="module")
def made():
    """What a process of its own makes for the room on lesson 2."""
    return moments._made(LESSON)


@pytest.fixture(scope="module")
def hour(made):
    """The moments of lesson 2."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moments, "_made", lambda lesson: made)
        return moments.of_lesson(LESSON)


def played(hour, play):
    """Run play(server, desk) against a room of its own; returns the room."""

    async def run():
        live = Live(Room(hour, random.Random(1)), moments.spoken, lambda rounds: f"{len(rounds)} rows")
        live.addresses = ["127.0.0.1"]
        server = Server(live, "127.0.0.1", 0)
        try:
            await play(server, Client(server.port, live.secret))
        finally:
            await server.close()
        return live.room

    return apart.run(run())


def card_of(hour):
    return next(one.card for one in hour if one.id == QUESTION)


def explanations(key):
    """What gives an answer away, as it stands in JSON."""
    said = [part["feedback"] for part in key["parts"]] + [key.get("otherwise", "")]
    return [json.dumps(text, ensure_ascii=False)[1:-1].encode() for text in said if len(text) > 20]


@pytest.mark.parametrize("lesson", bank.lessons())
def test_cards_without_keys_hold_nothing_of_the_key(lesson):
    for question in moments.asked(lesson):
        bare = json.dumps(view.data(question, moments.SEED, keys=False) | {"hint": ""}, ensure_ascii=False).encode()
        key = view.data(question, moments.SEED)
        given_away = [text for text in explanations(key) if text in bare]
        keys = re.search(rb'"(right|rights|answer|accepts|ranges|turned|feedback)":', bare)
        assert not given_away and not keys, question.id
        assert explanations(key), "the canary"
        assert not {"pre", "post"} & set(question.use), "the two tests stay out"


def test_the_moments_follow_the_plan_and_the_lesson(hour):
    planned = [one.id for one in hour if one.planned]
    votes = ["magnets-china-2024", "denominator-magnets", "stay-at-half", "gallium-russia-2024", "why-gallium-fails"]
    assert planned == [*votes, QUESTION, "exit-0"], "what the plan of lesson 2 names, as the page has it"
    assert hour[0].title.startswith("A share is a fraction."), "its opening line is ready for the wall"
    assert bank.called("2") == bank.called("02") == LESSON
    with pytest.raises(UserError, match="There is no lesson '9'"):
        bank.called("9")


def test_a_judge_takes_only_what_its_card_offers(hour):
    votes = {one.id: one for one in hour if one.kind == "vote"}
    for question in moments.asked(LESSON):
        moment = votes[question.id]
        computed = {"answer": moment.key["answer"]} if "answer" in moment.key else {}
        (_, good), *_ = question.rules.example_answers(question.with_(**computed))
        judged = moment.judge(good)
        assert judged and judged[1], moment.id
        for bad in (
            None, [], {}, {"choice": "x"}, {"choice": ["x"]}, {"text": "1" * 3000}, {"text": "many"}, {"order": 3},
            {"pairs": {}}, {"bins": {"x": []}},
        ):  # fmt: skip
            assert moment.judge(bad) is None, (moment.id, bad)
        for field, value in good.items():
            if isinstance(value, dict):
                row = next(iter(value))
                assert moment.judge({field: {**value, row: ["x"] if field == "bins" else "x"}}) is None


def test_a_line_is_a_guess_if_it_goes_through_every_point_that_is_asked():
    judge = moments.guessed_by({"low": 0, "high": 800, "line": {"at": [1, 2, 3, 4, 5], "given": [277, 432]}})
    assert judge({"text": "365 439.0 580"}) == (("365 439 580",), False)
    for text in ("365 439", "1 2 3 4", "1 2 x", "1 2 801", "1 2 nan", "1 2 -1", "1" * 3000, None, ["1 2 3"], ""):
        assert judge({"text": text}) is None, text
    assert judge({"text": "1 2 3", "choice": "x"}) is None and judge({}) is None and judge(None) is None


def test_nothing_of_a_key_leaves_before_the_reveal(hour):
    """All bytes that a phone, the projector and the desk get on the whole walk of every question, up to the reveal."""
    votes = [one for one in hour if one.kind == "vote"]
    guesses = [one for one in hour if one.kind == "guess"]
    assert len(guesses) == 3 and all(one.judge({"text": "8"}) and not one.judge({"text": "160"}) for one in guesses)

    async def play(server, desk):
        wall, one = Client(server.port, server.live.secret), await phone(server.port)
        await desk.listen("/view/desk")
        await wall.listen("/view/projector")
        for name in ("", "desk", "projector"):
            assert (await wall.ask("GET", f"/{name}"))[0] == 200
        for moment in [*guesses, *votes]:
            await desk.press("/do", do="go", moment=moment.id)
            for step in [step for step in moment.walk if step not in TOLD]:
                await desk.press("/do", do="step", step=step)
                await one.until(lambda now=(moment.id, step): (one.view["room"]["at"], one.view["room"]["step"]) == now)
        await wall.until(lambda: wall.view.get("step") == "compare")
        sent = bytes(one.got + wall.got + desk.got)
        assert b'"right":' not in sent and b'"answer":"' not in sent
        sent += b"".join(file.read_bytes() for file in (HERE / "static").iterdir())
        told = {moment.id: explanations(moment.key) for moment in votes}
        for guess in guesses:
            told[guess.id] = [json.dumps(guess.key["reply"])[1:-1].encode(), guess.key["chart"]["picture"].encode()]
        assert not {id for id, texts in told.items() for text in texts if text in sent}
        await desk.press("/do", do="step", step="explained")
        await one.until(lambda: one.view["room"]["step"] == "explained")
        seen = bytes(one.got)
        assert all(text in seen for text in told[votes[-1].id]) and b'"right":' in seen, "the canary"

    played([*guesses, *votes], play)


def test_who_may_do_what(hour):
    async def play(server, desk):
        room, stranger, one = server.live.room, Client(server.port), await phone(server.port)
        for path in ("/view/desk", "/view/projector"):
            assert (await stranger.ask("GET", path))[0] == 403
            assert (await Client(server.port, "wrong").ask("GET", path))[0] == 403
        assert (await stranger.press("/do", do="go", moment=QUESTION))[0] == 403 and room.at is None
        assert (await desk.press("/do", do="go", moment=QUESTION))[0] == 200
        await desk.press("/do", do="step", step="vote1")
        vote = {"do": "vote", "moment": QUESTION, "response": {"choice": card_of(hour)["order"][0]}}
        good = json.dumps(vote).encode()
        assert (await one.ask("POST", "/press", good, Origin="http://evil.example"))[0] == 403
        assert (await one.ask("POST", "/press", good, Content_Type="text/plain"))[0] == 403
        assert (await one.ask("POST", "/press", good, Host="evil.example"))[0] == 403
        assert (await one.ask("GET", "/", Host="room.evil.example:80"))[0] == 403
        assert (await one.ask("GET", "/static/../server.py"))[0] == 404
        for _ in range(1000):
            assert (await stranger.press("/press", **vote))[0] == 403
        assert (await Client(server.port).ask("POST", "/press", good, Cookie="room=made-up"))[0] == 403
        assert not room.books[QUESTION].answers[0] and len(room.phones) == 1
        for bad in (b"{", b"[]", b'{"do": "vote"}', b"[" * 1500, b'{"do": "fly"}'):
            assert (await one.ask("POST", "/press", bad))[0] == 400
        assert (await one.press("/press", do="vote", moment=QUESTION, response={"choice": "x" * 1000}))[0] == 409
        with contextlib.suppress(ConnectionError, IndexError):  # the line may be cut before all was sent
            assert (await one.ask("POST", "/press", b"x" * (MOST + 1)))[0] in (400, 413)
        two = await phone(server.port)
        statuses = [(await two.press("/press", **vote))[0] for _ in range(30)]
        assert statuses.count(200) <= 13 and statuses[-1] == 429, "a phone that floods waits, and its vote counts once"
        assert len(room.books[QUESTION].answers[0]) == 1
        for bad in ({"do": "secret"}, {"do": "step"}, {}, {"do": "__init__"}, {"do": "tally", "mark": "x", "by": "y"}):
            assert (await desk.press("/do", **bad))[0] in (400, 409)
        assert (await desk.press("/do", do="step", step="no"))[0] == 409
        assert (await desk.press("/do", do="address", address="192.0.2.77"))[0] == 409
        assert (await desk.press("/do", do="phone"))[1]["qr"].startswith("data:image/svg+xml")

    played(hour, play)


def test_phones_that_drop_keep_their_votes_and_late_ones_see_the_same(hour):
    async def play(server, desk):
        options = card_of(hour)["order"]
        those = [await phone(server.port) for _ in range(6)]
        await desk.listen("/view/desk")
        await desk.press("/do", do="go", moment=QUESTION)
        await desk.press("/do", do="step", step="vote1")
        for number, one in enumerate(those):
            vote = {"do": "vote", "moment": QUESTION, "response": {"choice": options[number % 2]}}
            status, said = await one.press("/press", **vote)
            assert status == 200 and said["me"]["counted"]
        for _ in range(20):
            await asyncio.gather(*(one.drop() for one in those))
            await asyncio.gather(*(one.listen("/events") for one in those))
        assert [one.view["me"]["answer"] for one in those] == [{"choice": options[i % 2]} for i in range(6)]
        for _ in range(6):  # lines that never end, as of a phone that left the network, do not lock it out
            await those[0].listen("/events")
        late = await phone(server.port)
        assert late.view["room"]["step"] == "vote1" and late.view["room"]["open"]
        await desk.press("/do", do="step", step="talk")
        await those[1].until(lambda: those[1].view["room"]["step"] == "talk")
        assert those[1].view["me"]["partners"]
        await desk.until(lambda: desk.view["phones"] == 7 and desk.view["step"] == "talk")

    assert len(played(hour, play).books[QUESTION].answers[0]) == 6


def test_over_the_line_a_negotiation_refuses_in_words_and_keeps_each_teams_card(hour):
    moment = moments.Moment("talks", "talks", "x", {}, game=Talks(GAME, WORLD))

    async def play(server, desk):
        async def act(one, **words):
            return await one.press("/press", **{"do": "act", "moment": "talks", **words})

        those = [await phone(server.port) for _ in range(3)]
        assert (await act(those[0], what="sit", team="A"))[0] == 409, "not before it is on"
        assert (await desk.press("/do", do="direct", what="deal", teams=3, length=45))[0] == 409
        await desk.press("/do", do="go", moment="talks")
        status, said = await desk.press("/do", do="direct", what="deal", teams=9, length=45)
        assert status == 409 and said["error"].startswith("Play with 3 to 8 teams")
        assert (await desk.press("/do", do="direct", what="deal", teams=3, length=45))[0] == 200
        for one in those:
            await one.until(lambda one=one: one.view["me"]["game"].get("brief"))
        teams = [one.view["me"]["game"]["team"] for one in those]
        assert sorted(teams) == ["A", "C", "E"]
        for one, own in zip(those, teams, strict=True):
            got = one.view["me"]["game"]["brief"] + json.dumps(one.view["room"])
            assert [letter for letter in "ACE" if GAME.roles[letter].brief in got] == [own]
            assert GAME.roles[own].brief not in json.dumps(one.view["room"]), "the part that all phones get"
        for wrong, code in (({"what": "move", "move": "x"}, 409), ({"what": "fly"}, 400), ({}, 400)):
            assert (await act(those[0], **wrong))[0] == code
        stranger = Client(server.port)
        assert (await act(stranger, what="sit", team="A"))[0] == 403
        assert (await stranger.press("/do", do="direct", what="leave", team="A", left=True))[0] == 403
        state = moment.game.state
        assert not state.left and sorted(moment.game.seats.values()) == ["A", "C", "E"] and not state.tabled

    played([moment], play)


def test_on_a_hub_all_lies_below_the_rooms_path_and_answers_to_the_hubs_address_alone(hour):
    """Two rooms at once, opened by a teacher's token; what pages ask for stands in them without a way out of their path."""
    hub = "https://hub.example"
    there = {"Host": "hub.example", "Origin": hub, "X-Forwarded-For": "198.51.100.1, 203.0.113.7, 127.0.0.1"}

    async def whose(token):
        return {"t": "eva", "s": "ann"}.get(token, "")

    async def play():
        rooms = on_hub.Rooms("/services/room/", hub, {"eva"}, whose, lambda lesson: hour)
        server = HTTPServer(rooms)
        sockets = bind_sockets(0, "127.0.0.1")
        server.add_sockets(sockets)
        one, paths = Client(sockets[0].getsockname()[1]), []
        asked = ("s", "02", 403), ("", "02", 403), ("t", "77", 409), ("t", "02", 200), ("t", "2", 200)
        for token, lesson, status in asked:
            allowed = {"Authorization": f"token {token}"}
            code, answer = await one.ask("POST", "/services/room/open", {"lesson": lesson}, **allowed)
            assert code == status, (token, lesson, answer)
            if code == 200:
                desk, _, secret = json.loads(answer)["desk"].partition("/desk#")
                paths.append(desk.removeprefix(hub))
        assert len(set(paths)) == 2 and all(re.fullmatch(r"/services/room/[a-z]{6}", path) for path in paths)
        path, live = paths[1], rooms.rooms[paths[1][-6:]].settings["live"]
        shown = json.loads(live.desk_view("projector"))
        assert shown["address"] == hub + path and shown["qr"] == qr(hub + path)
        assert (await one.ask("GET", path, **there))[0] == 301
        for name in ("", "desk", "projector"):
            status, page = await one.ask("GET", f"{path}/{name}", **there)
            asked = re.findall(r'(?:href|src)="([^"]+)"', page.decode())
            assert status == 200 and {place.split("/")[0] for place in asked} == {"static", "data:,"}
            for place in asked[1:]:
                assert (await one.ask("GET", f"{path}/{place}", **there))[0] == 200
        assert live.reached, "the proxy says that somebody else came"
        scripts = b"".join(gzip.decompress(packed(f"{name}.js")) for name in ("phone", "desk", "projector"))
        assert not re.findall(rb'(?:press|listen|fetch|open)\([`"]/', scripts) and scripts.count(b'("events"') == 1
        for wrong in ({}, there | {"Host": "127.0.0.1"}, there | {"Origin": "https://evil.example"}):
            assert (await one.ask("POST", f"{path}/join", {}, **wrong))[0] == 403
        assert (await one.ask("POST", f"{path}/join", {}, **there))[0] == 200
        assert [phone.place for phone in live.room.phones.values()] == ["203.0.113.7"], "not what it says itself"
        assert b"; Path=%s/; SameSite=Strict; Secure" % path.encode() in one.got
        own = there | {"X-Live-Secret": secret}
        for place, do, head, status in (
            (f"{paths[0]}/press", "stuck", there, 403), (f"{path}/press", "stuck", there, 200),
            (f"{paths[0]}/do", "end", own, 403), (f"{path}/do", "keep", own, 200), (f"{path}/do", "end", own, 200),
        ):  # fmt: skip
            words = {"do": do, "stuck": True} if do == "stuck" else {"do": do}
            assert (await one.ask("POST", place, words, **head))[0] == status, (place, do)
        await asyncio.wait(rooms.ends, return_when=asyncio.FIRST_COMPLETED)
        assert (await one.ask("GET", f"{path}/", **there))[0] == 404 and len(rooms.rooms) == 1
        server.stop()

    apart.run(play())
    rounds = [{"question": "q", "round": 1, "votes": 9, "right": 1, "marks": {"a": 9}}]
    file = on_hub._kept(LESSON, rounds)
    assert file["name"] == "live-counts.csv" and "q,1,9,1,a: 9" in file["file"] and "five" in on_hub._kept(LESSON, [])


def test_the_desk_says_when_the_first_phone_gets_here(hour):
    async def play(server, desk):
        await desk.listen("/view/desk")
        await phone(server.port)
        for place in ("127.0.0.1", "192.0.2.9"):
            server.live.addresses = ["192.0.2.9"]
            server.live.seen_from(place)
        await desk.until(lambda: desk.view["phones"] == 1)
        assert not desk.view["reached"], "this computer itself proves nothing"
        server.live.seen_from("192.0.2.10")
        await desk.until(lambda: desk.view["reached"])
        assert "192.0.2.10" not in desk.got.decode()

    played(hour, play)


def test_the_end_is_said_and_no_address_is_logged(hour, caplog, capfd):
    async def play(server, desk):
        one = await phone(server.port)
        # A mistake of ours: not even its trace may name who asked.
        server.live.acts = lambda: {"go": lambda words: 1 / 0}
        await desk.ask("POST", "/do", {"do": "go", "moment": "x"})
        await one.ask("GET", "/nothing-here")
        play.one = one

    with caplog.at_level(logging.DEBUG):
        played(hour, play)
    assert play.one.view == {"over": True}
    said = caplog.text + "".join(capfd.readouterr())
    assert "127.0.0.1" not in said and "nothing-here" not in said


LOADED = told.cases(__file__, "programs.yaml")["judge, and say what was loaded"]


def test_the_room_loads_no_pandas_and_the_phone_little(made):
    line, words = [sys.executable, "-c", LOADED], {"capture_output": True, "text": True, "check": True}
    done = subprocess.run(line, input=json.dumps(made), cwd=HERE.parents[1], **words)
    assert json.loads(done.stdout) == ["tornado"], "and tornado is the canary"
    page = (HERE / "src" / "phone.html").read_bytes()
    names = re.findall(rb'"static/([\w.]+)"', page)
    assert len(names) == 2 and len(page) + sum(len(packed(name.decode())) for name in names) <= 40_000


def test_counts_are_kept_once_a_day_and_hold_nobody(tmp_path):
    row = {"question": "q1", "votes": 9, "marks": {"a": 5, "b": 4}}
    rows = [{**row, "round": number, "right": number} for number in (1, 2)]
    assert counts.keep(tmp_path, LESSON, rows) == Course(tmp_path).live
    counts.keep(tmp_path, LESSON, [{**rows[1], "right": 7}])
    kept = files.rows(Course(tmp_path).live)
    assert [(one["round"], one["right"]) for one in kept] == [("1", "1"), ("2", "7")]
    assert list(kept[0]) == list(counts.HEADS) and kept[0]["chosen"] == "a: 5; b: 4"


def test_several_networks_are_asked_about(capsys):
    given = iter(["x", "7", "2"])
    assert chosen(["192.0.2.1", "198.51.100.1"], lambda words: next(given)) == "198.51.100.1"
    assert "2  198.51.100.1" in capsys.readouterr().out
    assert chosen(["192.0.2.1"]) == "192.0.2.1" and chosen([]) == "127.0.0.1"


@pytest.mark.skipif(os.name != "posix", reason="a browser of one's own is a script here")
def test_the_command_opens_two_pages_privately_and_ctrl_c_ends_it(tmp_path):
    command = [sys.executable, "-m", "derisking", "live", "0", "--address", "127.0.0.1", "--port", "0"]
    variables = {**os.environ, "PYTHONUNBUFFERED": "1", "BROWSER": str(a_browser(tmp_path))}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
    with subprocess.Popen(command, env=variables, **streams) as room:
        said = until(room, "Ctrl+C")
        secrets = [led_there_alone(tmp_path, f"live-{name}.html", f"/{name}") for name in ("desk", "projector")]
        room.send_signal(signal.SIGINT)
        said += room.communicate(timeout=120)[0]
    assert not [secret for secret in secrets if secret in said]
    assert room.returncode == 0 and "nothing of it is kept" in said and "Traceback" not in said
    assert not list(Path(HERE.parents[1]).glob("live-*.html"))


@pytest.mark.skipif(os.name != "posix", reason="a program that stands in for the room is a script here")
def test_the_button_on_the_home_page_opens_one_room_and_says_what_is_wrong(tmp_path, monkeypatch):
    """What the room itself does when its input ends is played in a browser."""
    program = tmp_path / "python"
    lines = f'#!/bin/sh\n[ "$4" = 9 ] && echo "There is no lesson." && exit 2\necho "{from_home.READY}"\ncat\n'
    program.write_text(lines, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(from_home.sys, "executable", str(program))
    monkeypatch.setattr(from_home, "_rooms", [])
    assert from_home.start("9") == "The room did not open. There is no lesson."
    assert "two new windows" in from_home.start("2") and from_home.start("2").startswith("A room is open already.")
    from_home._rooms[0].communicate("")
    assert from_home.start("2").startswith("The room is open")
    from_home._rooms[1].communicate("")
