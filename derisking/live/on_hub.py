"""The room as a service of a JupyterHub: a teacher opens one for an hour, below a path of its own that its projector alone shows.

A teacher's server proves with the hub's token whose it is (`derisking.hub.button`), and gets the address of the desk. Phones come
through the hub without logging in; who does not see the projector does not know the path.
"""

import asyncio
import contextlib
import json
import os
import random
import secrets
import sys
import tempfile
import urllib.parse
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import tornado.httpserver
import tornado.httputil
import tornado.routing
import tornado.web

from derisking import places
from derisking.errors import UserError
from derisking.hub import inbox
from derisking.live import counts, moments
from derisking.live.room import Moment, Room
from derisking.live.server import HEADERS, LIMITS, Live, application, hushed
from derisking.questions import bank

LETTERS, LONG = "abcdefghkmnprstuvwxyz", 6  # of a room's path: none that is taken for another
MOST = 20  # rooms at once
HOURS = 12  # after which a room ends by itself


class Rooms(tornado.routing.Router):
    """Those that are open, by their paths. prefix: of the service, ends with a slash; origin: of the hub, as browsers see it."""

    def __init__(
        self, prefix: str, origin: str, teachers: set[str], whose: Callable[[str], Awaitable[str]] = inbox.whose,
        made: Callable[[str], list[Moment]] = moments.of_lesson,
    ):  # fmt: skip
        self.prefix, self.origin, self.made = prefix, origin, made
        self.rooms: dict[str, tornado.web.Application] = {}
        self.ends = set[asyncio.Task[None]]()
        asked = {"rooms": self, "teachers": teachers, "whose": whose}
        door: list[Any] = [(f"{prefix}open", _Open, asked), (".*", _Closed)]
        self.door = tornado.web.Application(door, log_function=lambda handler: None)

    def find_handler(
        self, request: tornado.httputil.HTTPServerRequest, **rest: Any
    ) -> tornado.httputil.HTTPMessageDelegate | None:
        path = request.path.removeprefix(self.prefix).partition("/")[0]
        return self.rooms.get(path, self.door).find_handler(request, **rest)

    async def begin(self, word: str) -> Live:
        """A room for the lesson that somebody means. Raises UserError."""
        if len(self.rooms) >= MOST:
            raise UserError(f"{MOST} rooms are open: end one at its desk first.")
        lesson = bank.called(word)
        room = Room(await asyncio.to_thread(self.made, lesson), random.SystemRandom())
        path = "".join(secrets.choice(LETTERS) for _ in range(LONG))
        live = Live(room, moments.spoken, lambda rounds: _kept(lesson, rounds), _saved)
        live.behind(self.origin, f"{self.prefix}{path}/")
        live.warm()
        self.rooms[path] = application(live)
        task = asyncio.create_task(self._until_over(path, live))
        self.ends.add(task)
        task.add_done_callback(self.ends.discard)
        return live

    async def _until_over(self, path: str, live: Live) -> None:
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(live.end.wait(), HOURS * 3600)
        await live.close()
        del self.rooms[path]


class _Open(tornado.web.RequestHandler):
    def initialize(self, rooms: Rooms, teachers: set[str], whose: Callable[[str], Awaitable[str]]) -> None:
        self.rooms, self.teachers, self.whose = rooms, teachers, whose

    async def post(self) -> None:
        kind, _, token = self.request.headers.get("Authorization", "").partition(" ")
        if kind != "token" or await self.whose(token) not in self.teachers:
            return self._refuse(403, "Rooms are opened by those whom the hub knows as teachers of this course.")
        try:
            live = await self.rooms.begin(str(json.loads(self.request.body)["lesson"]))
        except (UserError, ValueError, KeyError, TypeError) as error:
            return self._refuse(409, str(error))
        self.finish({"desk": f"{live.address}/desk#{live.secret}"})

    def _refuse(self, status: int, words: str) -> None:
        self.set_status(status)
        self.finish({"error": words})


class _Closed(tornado.web.RequestHandler):
    """For an address of yesterday, or with another letter."""

    def prepare(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_status(404)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("No room is open here: its hour is over, or a letter of the address is another one.")


def _kept(lesson: str, rounds: list[dict[str, Any]]) -> str | dict[str, str]:
    if not rounds:
        return "No vote has five answers yet, so there is nothing to keep."
    words = f"{len(rounds)} rounds, as a file in your downloads. `report` shows them if it lies in the folder grading."
    return _file(words, lambda folder: counts.keep(folder, lesson, rounds))


def _saved(saved: dict[str, Any]) -> dict[str, str]:
    words = "The negotiation is a file in your downloads. Lay it into the folder grading of your own computer to go on there with --resume."
    return _file(words, lambda folder: counts.save_talks(folder, saved))


def _file(words: str, write: Callable[[Path], Path]) -> dict[str, str]:
    """A file goes to the desk; on the hub nothing of it stays."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder))
        return {"said": words, "name": path.name, "file": path.read_text(encoding="utf-8")}


async def main() -> None:
    """The service as the hub starts it, until it is ended."""
    os.umask(0o077)
    hushed()
    places.checkout("notebooks", "docs")
    at, given = urllib.parse.urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"]), os.environ
    teachers = set(given.get("DERISKING_TEACHERS", "").split())
    rooms = Rooms(given["JUPYTERHUB_SERVICE_PREFIX"], given["DERISKING_ADDRESS"], teachers)
    server = tornado.httpserver.HTTPServer(rooms, **LIMITS)
    server.listen(at.port or 80, at.hostname or "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
