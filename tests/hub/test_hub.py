"""The course on a JupyterHub, without one: the hook in a temporary home, the service's answers, what is refused. tools/hub_trial.py has a real one."""

import contextlib
import datetime
import json
import logging
import os
import socket
import stat
import subprocess
import sys
import tempfile
import types
from pathlib import Path

import pytest
import tornado.httpclient
import tornado.httpserver
import tornado.testing
import tornado.web
from support import apart, told
from traitlets.config import Config

from derisking.errors import UserError
from derisking.hub import button, check, command, inbox, spawn

ROOT = Path(__file__).resolve().parents[2]
LESSON = "02-de-risking"
BOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
NOON = datetime.datetime(2026, 12, 1, 18, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
CASES = told.cases(__file__, "asked.yaml")
TOKENS = CASES["tokens"]


class Hub(tornado.web.RequestHandler):
    def get(self):
        token = self.request.headers["Authorization"].split()[1]
        self.set_status(500 if token == "ill" else 200 if token in TOKENS else 403)
        self.finish(TOKENS.get(token, {}))


def served(tmp_path, monkeypatch, *asked):
    """(status, answer) of each (token, method, place, body), from the service beside a small hub."""

    async def run():
        (hub_at, hub_port), (at, port) = tornado.testing.bind_unused_port(), tornado.testing.bind_unused_port()
        hub = tornado.httpserver.HTTPServer(tornado.web.Application([("/hub/api/user", Hub)]))
        own = tornado.httpserver.HTTPServer(inbox.application(inbox.Inbox(tmp_path, lambda: NOON), "/s/", {"teacher"}))
        hub.add_socket(hub_at)
        own.add_socket(at)
        monkeypatch.setenv("JUPYTERHUB_API_URL", f"http://127.0.0.1:{hub_port}/hub/api")
        client, answers = tornado.httpclient.AsyncHTTPClient(force_instance=True), []
        for token, method, place, body in asked:
            words = {"method": method, "body": body, "headers": {"Authorization": f"token {token}"} if token else {}}
            answer = await client.fetch(f"http://127.0.0.1:{port}/s/{place}", raise_error=False, **words)
            answers.append((answer.code, answer.body))
        hub.stop(), own.stop()
        return answers

    return apart.run(run())


def test_a_hand_in_is_kept_under_the_hubs_name_and_time_and_gets_a_receipt(tmp_path, monkeypatch):
    place, sent = f"hand-in/{LESSON}", json.dumps({"notebook": BOOK, "record": "{}", "user": "ben"})
    none, given, last, fetched = served(
        tmp_path, monkeypatch,
        ("ann", "GET", place, None), ("ann", "POST", place, sent), ("ann", "GET", place, None), ("teacher", "GET", "inbox.zip", None),
    )  # fmt: skip
    receipt = json.loads(given[1])
    assert none == (200, b"{}") and given[0] == 200 and json.loads(last[1]) == receipt
    assert receipt["time"] == "2026-12-01T17:00:00Z" and receipt["exercise"] == LESSON
    names = sorted(path.name for path in tmp_path.joinpath(LESSON).iterdir())
    start = f"ann%5Fk@uni_hub_20261201T170000Z_{receipt['sha256'][:12]}_"
    assert names == [f"{start}{LESSON}.ipynb", f"{start}quiz-record.json"]
    assert (tmp_path / LESSON / names[0]).read_text(encoding="utf-8") == BOOK
    assert fetched[0] == 200 and fetched[1].startswith(b"PK") and not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("token, method, place, body, status, sign", CASES["bad"])
def test_bad_input_is_one_sentence_and_nothing_is_kept(tmp_path, monkeypatch, token, method, place, body, status, sign):
    logging.getLogger("tornado.application").setLevel(logging.CRITICAL)
    ((code, answer),) = served(tmp_path, monkeypatch, (token, method, place, body))
    assert (code, list(tmp_path.rglob("*"))) == (status, []) and sign in json.loads(answer)["error"]


def test_nobody_fills_the_disk_and_names_do_not_run_into_each_other(tmp_path, monkeypatch):
    monkeypatch.setattr(inbox, "OFTEN", 2)
    box = inbox.Inbox(tmp_path, lambda: NOON)
    for user in ("ann", "ann_hub_20261201T170000Z_000000000000_x", "änn b/../c"):
        for n in range(2):
            box.take(user, LESSON, {"notebook": BOOK + " " * n})
        assert len(box.there(user, LESSON)) == 2
        with pytest.raises(UserError, match="2 times"):
            box.take(user, LESSON, {"notebook": BOOK})
    assert len(list(tmp_path.rglob("*.ipynb"))) == 6 and not list(tmp_path.parent.glob("*.ipynb"))


def test_the_students_server_sends_the_page_as_it_lies_on_the_disk(tmp_path, monkeypatch):
    """The handler alone; what it asks of the service is caught."""
    page, sent, finished = f"exercises/{LESSON}/{LESSON}.ipynb", [], []
    file = tmp_path / page
    file.parent.mkdir(parents=True)

    async def fetch(self, address, **asked):
        sent.append((address, asked["method"], json.loads(asked["body"] or "{}")))
        if len(sent) == 3:
            raise ConnectionRefusedError
        return types.SimpleNamespace(code=200, body=b'{"time": "x"}')

    monkeypatch.setattr(tornado.httpclient.AsyncHTTPClient, "fetch", fetch, raising=False)
    monkeypatch.setenv("DERISKING_HAND_IN", "http://place")
    monkeypatch.setenv("JUPYTERHUB_BASE_URL", "/a/b/")
    settings = {"server_root_dir": str(tmp_path)}
    own = types.SimpleNamespace(settings=settings, set_status=finished.append, finish=finished.append)
    own._ask = lambda *words: button._HandIn._ask(own, *words)
    post = lambda: apart.run(button._HandIn.post.__wrapped__(own, page, LESSON))  # noqa: E731
    file.write_text(BOOK, encoding="utf-8")
    post()
    file.with_name(button.RECORD).write_text("{}", encoding="utf-8")
    post(), post()
    file.write_bytes(b"\xff")
    post()
    assert [one[2] for one in sent] == [{"notebook": BOOK}, *[{"notebook": BOOK, "record": "{}"}] * 2]
    assert sent[0][:2] == (f"http://place/a/b/services/hand-in/hand-in/{LESSON}", "POST")
    assert finished[:2] == [200, {"time": "x"}] and finished[6] == 400
    assert "does not answer" in finished[5]["error"] and "nothing was handed in" in finished[7]["error"]


def test_a_teachers_server_opens_the_room_and_goes_on_to_its_desk(monkeypatch):
    """The handler alone: a sentence of the service is shown, and the desk's address is where the browser goes."""
    answers, went, shown = [(403, b'{"error": "Not you."}'), (200, b'{"desk": "https://a.hub/r/desk#s"}')], [], []

    async def fetch(self, address, **asked):
        assert (address, asked["method"]) == ("http://place/services/room/open", "POST")
        assert json.loads(asked["body"]) == {"lesson": LESSON}
        code, body = answers.pop(0)
        return types.SimpleNamespace(code=code, body=body)

    monkeypatch.setattr(tornado.httpclient.AsyncHTTPClient, "fetch", fetch, raising=False)
    own = types.SimpleNamespace(get_argument={"lesson": LESSON}.get, get=shown.append)
    own.redirect = lambda *where, **rest: went.append((where, rest))
    post = lambda: apart.run(button._Room.post.__wrapped__(own))  # noqa: E731
    post()  # a hub without a room
    monkeypatch.setenv("DERISKING_ROOM", "http://place")
    monkeypatch.setenv("JUPYTERHUB_BASE_URL", "/")
    post(), post()
    assert "has no room" in shown[0] and shown[1:] == ["Not you."]
    assert went == [(("https://a.hub/r/desk#s",), {"status": 303})]


@pytest.fixture
def home():
    with tempfile.TemporaryDirectory(prefix="hub-") as folder:
        yield Path(folder, "home")


def test_the_hook_makes_a_copy_without_the_package_and_tells_the_server(home, monkeypatch):
    """A spawner as the hook sees it; the child is this Python."""
    monkeypatch.setattr(spawn, "PYTHON", sys.executable)
    spawner = types.SimpleNamespace(user=types.SimpleNamespace(name="ann"), environment={"HERS": "1"}, notebook_dir="")
    spawner.args, spawner.home_dir, spawner.log = ["--of-the-administrator"], str(home), logging.getLogger("hub")
    apart.run(spawn.seed(spawner))
    folder = Path(spawner.notebook_dir)
    assert folder == home / "my-course" and stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / f"exercises/{LESSON}/{LESSON}.ipynb").is_file() and not list(folder.rglob("*.py"))
    assert spawner.environment["DERISKING_STUDENT"] == "ann" and spawner.environment["HERS"] == "1"
    words = list(spawner.args)
    assert "--KernelManager.transport=ipc" in words and words[0] == "--of-the-administrator"
    assert Path(spawner.environment["JUPYTER_RUNTIME_DIR"]).is_dir()
    later = next(Path(spawner.environment["IPYTHONDIR"]).glob("profile_default/startup/*.ipy")).read_text("utf-8")
    code = f"import os\n{later}\nimport os; print(os.nice(0))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert int(said.stdout) >= 10 + os.nice(0) or said.stdout == "19\n", "its cells give way"
    full = home / "python"  # in its place one that finds the disk full
    full.write_text("#!/bin/sh\necho data cannot be written. && exit 1\n", encoding="utf-8")
    full.chmod(0o700)
    monkeypatch.setattr(spawn, "PYTHON", str(full))
    apart.run(spawn.seed(spawner))  # there is a copy, so the student gets in and can make room
    assert spawner.args == words
    (folder / "home.ipynb").unlink()
    with pytest.raises(RuntimeError, match=r"could not be copied.*data cannot be written") as refused:
        apart.run(spawn.seed(spawner))
    assert refused.value.jupyterhub_message == str(refused.value)


def options(tmp_path, *words):
    seen = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "write", lambda root, options: seen.update(options=options))
        patch.setattr(command, "compiled", lambda root: seen.update(compiled=root))
        command.main(list(words))
    assert seen["compiled"]
    return seen["options"]


def test_what_the_hub_loads_is_python_and_names_hook_environment_and_service(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command.copy, "prepare", lambda root, folder: folder.mkdir())
    teachers = tmp_path.parent / f"{tmp_path.name}-teachers"
    (teachers / "derisking" / "live").mkdir(parents=True)
    words = ["--teachers", "eva", "jo", "--port", "9", "--room", str(teachers), "--address", "https://a.hub:8443"]
    asked = options(tmp_path, "--inbox", str(tmp_path.parent / "inbox"), *words)
    command.write(tmp_path, asked)
    assert "load_subconfig" in capsys.readouterr().out

    def loaded():
        text, config = (tmp_path / "hub" / "jupyterhub_config.py").read_text(encoding="utf-8"), Config()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "path", list(sys.path))
            exec(compile(text, "config", "exec"), {"get_config": lambda: config})
        return config.Spawner, config.Spawner.environment.get_value({}), config.JupyterHub.services.get_value([])

    assert len(loaded()[2]) == 1 and f"No room: {teachers}" in capsys.readouterr().err, "the hub starts all the same"
    (teachers / ".venv" / "bin").mkdir(parents=True)
    (teachers / ".venv" / "bin" / "python").touch()
    spawner, environment, (service, room) = loaded()
    assert spawner.pre_spawn_hook is spawn.seed
    assert spawner.cmd == [f"{tmp_path}/.venv/bin/python", "-P", "-m", "derisking.hub.singleuser"]
    assert service["environment"] == {"DERISKING_INBOX": str(tmp_path.parent / "inbox"), "DERISKING_TEACHERS": "eva jo"}
    assert environment["DERISKING_HAND_IN"] == "http://127.0.0.1:9"
    assert environment["DERISKING_ROOM"] == room["url"] == "http://127.0.0.1:10"
    assert room["environment"] == {"DERISKING_ADDRESS": "https://a.hub:8443", "DERISKING_TEACHERS": "eva jo"}
    assert room["cwd"] == str(teachers) and room["user"] == teachers.owner()
    assert room["command"][0] == f"{teachers}/.venv/bin/python" and "No room" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "words, made, sign",
    [
        ([], "solutions/02/02.ipynb", "holds the solutions"),
        (["--inbox", "{}/inbox"], "", "the folder that all students read"),
        (["--teachers", "a b"], "", "no account's name"),
        (["--room", "{}/.."], "", "a teachers' copy of the course"),
        (["--room", str(ROOT), "--address", "https://a.hub/path"], "", "with nothing behind it"),
    ],
)
def test_what_would_show_too_much_is_refused(tmp_path, words, made, sign):
    file = tmp_path / (made or "run.py")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    with pytest.raises(UserError, match=sign):
        command.write(tmp_path, options(tmp_path, *(word.format(tmp_path) for word in words)))
    assert not (tmp_path / "hub").exists()


def test_the_check_sees_what_is_wrong_with_the_folder_and_what_can_be_reached(tmp_path, monkeypatch):
    (tmp_path / "loose").mkdir()
    (tmp_path / "loose").chmod(0o777)
    words = {words: good for good, words in check._folder(tmp_path)}
    assert [good for text, good in words.items() if "pages" in text or "others" in text] == [False, False]
    for there in (False, True):
        with monkeypatch.context() as patch:
            cached = types.SimpleNamespace(cached=str(tmp_path / ("loose" if there else "nothing")))
            patch.setattr(check.importlib.util, "find_spec", lambda name, cached=cached: cached)
            said = [good for good, words in check._folder(tmp_path) if words.startswith("the environment is compiled")]
        assert said == [there]
    monkeypatch.chdir(tmp_path)
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as line:
        line.bind("line")
        line.listen()
        (tmp_path / "file").touch()
        places = ["line", "file", "loose", "nothing"]
        assert check.reach(*places) == {"reached": places[:3]}
    if not os.geteuid():
        assert spawn.account(types.SimpleNamespace(user=types.SimpleNamespace(name="root")))["umask"] == 0o077


def test_what_no_student_may_write_is_compiled_for_all(tmp_path):
    for place in (".venv/lib/package/module.py", "derisking/page.py"):
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text("x = 1", encoding="utf-8")
    (tmp_path / ".venv/lib/package/other.py").write_text("print 1", encoding="utf-8")  # of another Python
    command.compiled(tmp_path)
    assert [path.name.partition(".")[0] for path in sorted(tmp_path.rglob("*.pyc"))] == ["module", "page"]
