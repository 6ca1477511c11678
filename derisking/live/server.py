"""The room as pages: tornado on one address of the local network, events down and presses up, and nothing written anywhere.

A phone is known by a random cookie, in memory only; no address is logged. Desk and projector show a secret with each question,
which their pages take from the part of the address behind #; no browser sends that anywhere by itself. Only addresses in
numbers are answered, so no other site can let its name point here, and a press must come from a page of this server. Pages ask
for everything beside themselves, so a room may also live at a path of a hub (`on_hub`), which alone is answered then.
"""

import asyncio
import contextlib
import functools
import gzip
import hmac
import ipaddress
import json
import logging
import secrets
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import segno
import tornado.httpserver
import tornado.iostream
import tornado.netutil
import tornado.web

from derisking.live import photo
from derisking.live.room import Moment, Refused, Room, TooFast

HERE = Path(__file__).resolve().parent
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
PAGES = {"": "phone", "desk": "desk", "projector": "projector"}
TYPES = {".js": "text/javascript", ".css": "text/css"}
COOKIE = "room"
MOST, PHOTO = 4_000, 12_000_000  # bytes of a press, and of a photograph
STREAMS = 3  # lines of one phone: two tabs and one that has not ended yet
NEAR = ("127.0.0.1", "::1")
BEAT = 15  # seconds between signs of life
PAUSE = 0.1  # seconds between two pictures for desk and projector
OVER = b'data: {"over": true}\n\n'
LIMITS: dict[str, int] = {
    "max_body_size": MOST, "max_header_size": 8_000, "body_timeout": 10, "idle_connection_timeout": 60,
}  # fmt: skip


class Live:
    """The room with its open lines. make: (kind, words, number) -> a moment that the teacher adds; keep: writes counts, says where,
    or gives a file to the desk ({said, name, file}).

    save: the same for a negotiation.
    """

    def __init__(
        self,
        room: Room,
        make: Callable[..., Moment],
        keep: Callable[[list[dict[str, Any]]], str | dict[str, str]],
        save: Callable[[dict[str, Any]], str | dict[str, str]] = lambda saved: "",
    ):
        self.room, self.make, self.keep, self.save = room, make, keep, save
        self.secret = secrets.token_urlsafe(24)
        self.address, self.addresses = "", [""]
        self.origin, self.prefix = "", "/"
        self.listen: Callable[[str], None] = lambda address: None
        self.lines: dict[str, list[asyncio.Event]] = {"phones": [], "desk": []}
        self.streams: list[_Events] = []
        self.over, self.added = False, 0
        self.end = asyncio.Event()
        self.reading = asyncio.Lock()  # one photograph after the other
        self.reached = False  # whether anything but this computer has opened a page of the room
        self._public = ""

    def behind(self, origin: str, prefix: str) -> None:
        """Live at a path of somebody else's address. origin: such as https://hub.example; prefix ends with a slash."""
        self.origin, self.prefix, self.addresses = origin, prefix, []
        self.address = f"{origin}{prefix}".rstrip("/")

    def warm(self) -> None:
        """Let a negotiation's model compute before it is asked."""
        for game in [one.game for one in self.room.moments.values() if one.game]:
            threading.Thread(target=game.warm, daemon=True).start()

    async def close(self) -> None:
        """Tell every page that the hour is over."""
        self.over = True
        self.tell("phones", "desk")
        await asyncio.sleep(0.3)

    def tell(self, *whom: str) -> None:
        """Let pages see the room as it is now."""
        if "phones" in whom:
            self._public = ""
        for line in [line for kind in whom for line in self.lines[kind]]:
            line.set()

    def phone_view(self, token: str) -> str:
        self._public = self._public or _json(self.room.public())
        return f'{{"room":{self._public},"me":{_json(self.room.me(token))}}}'

    def desk_view(self, name: str) -> str:
        view = self.room.desk() if name == "desk" else self.room.projector()
        address = {"address": self.address, "qr": qr(self.address)}
        return _json(
            view | address | ({"addresses": self.addresses, "reached": self.reached} if name == "desk" else {})
        )

    def seen_from(self, place: str) -> None:
        """Somebody at this address opened a page. What is kept is whether that was another computer, not which."""
        if not self.reached and place not in {*self.addresses, *NEAR}:
            self.reached = True
            self.tell("desk")

    def acts(self) -> dict[str, Callable[[dict[str, Any]], dict[str, Any] | None]]:
        """What the desk can do: a function of the words of its press."""
        room = self.room
        return {
            "go": lambda words: room.go(str(words["moment"])),
            "step": lambda words: room.step(str(words["step"])),
            "again": lambda words: room.again(),
            "tally": lambda words: room.tally(str(words["mark"]), 1 if words["by"] > 0 else -1),
            "release": lambda words: room.release(words.get("text"), bool(words["on"])),
            "unstuck": lambda words: room.all_unstuck(),
            "direct": room.direct,
            "phone": lambda words: {
                "qr": qr(f"{self.address}/desk#{self.secret}")
            },  # the desk on the teacher's own phone
            "end": lambda words: self.end.set(),
            "keep": lambda words: _said(self.keep(room.counts())),
            **{"add": self._add, "save": self._save, "address": self._address},
        }

    def _add(self, words: dict[str, Any]) -> None:
        text = " ".join(str(words["words"]).split())[:200]
        if words["kind"] not in ("wall", "words", "exit") or not text:
            raise Refused("Write the question that the room shall answer.")
        self.added += 1
        moment = self.make(words["kind"], text, self.added)
        self.room.add(moment)
        self.room.go(moment.id)

    def _save(self, words: dict[str, Any]) -> dict[str, Any]:
        game = self.room.moments[self.room.at].game if self.room.at else None
        return _said(self.save(game.saved()) if game else "There is nothing to save.")

    def _address(self, words: dict[str, Any]) -> None:
        if words["address"] not in self.addresses:
            raise Refused("This computer has no such address.")
        self.listen(words["address"])


def _said(words: str | dict[str, str]) -> dict[str, str]:
    return words if isinstance(words, dict) else {"said": words}


@functools.cache
def qr(address: str) -> str:
    """The picture of an address that phones scan, as an address of its own."""
    return segno.make(address, error="m").svg_data_uri(scale=8, border=2, dark="#000", light="#fff")


@functools.cache
def packed(name: str) -> bytes:
    """A file of static/ as it goes to phones, compressed once for all."""
    return gzip.compress((HERE / "static" / name).read_bytes(), mtime=0)


def _json(view: Any) -> str:
    return json.dumps(view, ensure_ascii=False, separators=(",", ":"))


# --- answers -------------------------------------------------------------------------------------------------------------------


class _Handler(tornado.web.RequestHandler):
    """What holds for every answer."""

    takes = "application/json"

    @property
    def live(self) -> Live:
        return self.application.settings["live"]

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        origin = self.live.origin or f"http://{self.request.host}"
        host = self.request.host.rpartition(":")[0] or self.request.host
        if self.request.host != origin.partition("://")[2]:
            raise tornado.web.HTTPError(403)
        if not self.live.origin and host != "localhost":
            try:
                ipaddress.ip_address(host.strip("[]"))
            except ValueError:
                raise tornado.web.HTTPError(403) from None
        if self.request.method == "POST":
            ours = self.request.headers.get("Origin") == origin
            if not ours or self.request.headers.get("Content-Type") != self.takes:
                raise tornado.web.HTTPError(403)

    def write_error(self, status_code: int, **rest: Any) -> None:
        self.finish({"error": "This cannot be done."})

    def refuse(self, words: object, status: int = 409) -> None:
        self.set_status(status)
        self.finish({"error": str(words)})

    def words(self) -> dict[str, Any]:
        """The object that was sent. Raises ValueError for anything else."""
        words = json.loads(self.request.body or b"{}")
        if not isinstance(words, dict):
            raise ValueError("no object")
        return words

    def place(self) -> str:
        """Where this comes from. On a hub the last proxy says it; what a browser itself puts in front counts for nothing."""
        told = ",".join(self.request.headers.get_list("X-Forwarded-For")) if self.live.origin else ""
        far = [one.strip() for one in told.split(",") if one.strip() not in ("", *NEAR)]
        return far[-1] if far else self.request.remote_ip or ""

    def at_desk(self) -> bool:
        shown = self.request.headers.get("X-Live-Secret", "")
        return hmac.compare_digest(shown.encode(), self.live.secret.encode())

    def wire(self) -> tornado.iostream.IOStream:
        return self.request.connection.stream  # type: ignore[attr-defined]

    async def stream(self, kind: str, view: Callable[[], str], pause: float = 0) -> None:
        """Send a view now and whenever it changes; a slow reader gets the newest one and no queue of old ones."""
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("X-Accel-Buffering", "no")
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # a phone that has left the network is missed after two signs of life
            self.wire().socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 2_000 * BEAT)
        self.line = asyncio.Event()
        self.line.set()
        self.live.lines[kind].append(self.line)
        with contextlib.suppress(tornado.iostream.StreamClosedError):
            while not self.ended:
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self.line.wait(), BEAT)
                if self.live.over:
                    self.write(OVER)
                    await self.flush()
                    return
                if self.line.is_set():
                    self.line.clear()
                    self.write(f"data: {view()}\n\n")
                else:
                    self.write(": \n\n")
                await self.flush()
                await asyncio.sleep(pause)

    line: asyncio.Event | None = None
    ended = False

    def on_connection_close(self) -> None:
        self.on_finish()

    def on_finish(self) -> None:
        """The line is closed, by whichever side."""
        self.ended = True
        for lines in self.live.lines.values():
            if self.line in lines:
                lines.remove(self.line)
        if self.line:
            self.line.set()


class _Page(_Handler):
    """The three pages: the same for everybody, they hold nothing of the hour."""

    def get(self, name: str) -> None:
        if not name:
            self.live.seen_from(self.place())
        self.finish((HERE / "src" / f"{PAGES[name]}.html").read_bytes())


class _File(_Handler):
    def get(self, name: str) -> None:
        self.set_header("Content-Type", f"{TYPES[Path(name).suffix]}; charset=utf-8")
        self.set_header("Content-Encoding", "gzip")
        self.finish(packed(name))


class _Join(_Handler):
    def post(self) -> None:
        token = self.get_cookie(COOKIE) or ""
        if token not in self.live.room.phones:
            token = secrets.token_urlsafe(12)
        try:
            self.live.room.join(token, self.place())
        except Refused as refused:
            return self.refuse(refused, 503)
        safe, path = self.live.origin.startswith("https:"), self.live.prefix
        self.set_cookie(COOKIE, token, httponly=True, secure=safe, samesite="Strict", path=path, expires_days=None)
        self.finish({})


class _Events(_Handler):
    """A phone's line."""

    token = ""

    async def get(self) -> None:
        token, room = self.get_cookie(COOKIE) or "", self.live.room
        if token not in room.phones:
            return self.refuse("Load the page again to join.", 403)
        mine = [one for one in self.live.streams if one.token == token]
        for old in mine[: max(0, len(mine) - STREAMS + 1)]:
            old.on_finish()
            old.wire().close()
        self.token = token
        self.live.streams.append(self)
        room.here(token, 1)
        self.live.tell("desk")
        await self.stream("phones", lambda: self.live.phone_view(token))

    def on_finish(self) -> None:
        super().on_finish()
        if self.token:
            self.live.streams.remove(self)
            self.live.room.here(self.token, -1)
            self.token = ""
            self.live.tell("desk")


class _Press(_Handler):
    """What somebody does on a phone."""

    def post(self) -> None:
        room, token = self.live.room, self.get_cookie(COOKIE) or ""
        try:
            room.press(token, time.monotonic())
            words = self.words()
            if words["do"] == "vote":
                room.vote(token, str(words["moment"]), words["response"])
            elif words["do"] == "say":
                room.say(token, str(words["moment"]), words["words"])
            elif words["do"] == "act":
                room.act(token, str(words["moment"]), words)
                self.live.tell("phones")
            else:
                room.stuck(token, bool(words["stuck"]))
            self.live.tell("desk")
            self.finish({"me": room.me(token)})
        except Refused as refused:
            self.refuse(refused, 429 if isinstance(refused, TooFast) else 403 if token not in room.phones else 409)
        except (KeyError, TypeError, ValueError, RecursionError):
            self.refuse("This cannot be read.", 400)


class _View(_Handler):
    """The line of the desk or of the projector."""

    async def get(self, name: str) -> None:
        if not self.at_desk():
            return self.refuse("Open this page with the link that the command made.", 403)
        await self.stream("desk", lambda: self.live.desk_view(name), PAUSE)


class _Do(_Handler):
    """What the teacher does at the desk."""

    def post(self) -> None:
        if not self.at_desk():
            return self.refuse("Open this page with the link that the command made.", 403)
        try:
            words = self.words()
            answer = self.live.acts()[words["do"]](words) or {}
            self.live.tell("phones", "desk")
            self.finish(answer)
        except Refused as refused:
            self.refuse(refused)
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            self.refuse("The desk cannot do this: load the page again.", 400)


@tornado.web.stream_request_body
class _Photo(_Handler):
    """A photograph of cards, from the desk: read, counted, forgotten."""

    takes = "image/jpeg"

    def prepare(self) -> None:
        super().prepare()
        if not self.at_desk():
            raise tornado.web.HTTPError(403)
        self.picture = bytearray()
        self.request.connection.set_max_body_size(PHOTO)  # type: ignore[attr-defined]
        self.request.connection.set_body_timeout(60)  # type: ignore[attr-defined]

    def data_received(self, chunk: bytes) -> None:
        self.picture += chunk

    async def post(self) -> None:
        try:
            self.live.room.cards({})  # whether a vote is open, before the work
            async with self.live.reading:
                found = await asyncio.to_thread(photo.read, bytes(self.picture))
            if "error" in found:
                return self.refuse(found["error"])
            counted = self.live.room.cards(found["cards"])
            self.live.tell("desk")
            self.finish(found | counted | {"cards": len(found["cards"]) - len(counted["none"])})
        except Refused as refused:
            self.refuse(refused)


def application(live: Live) -> tornado.web.Application:
    """The pages of a room, below its prefix."""
    files = "|".join(sorted(path.name.replace(".", r"\.") for path in (HERE / "static").iterdir()))
    places = [
        (f"({'|'.join(PAGES)})", _Page),
        (f"static/({files})", _File),
        ("join", _Join),
        ("events", _Events),
        ("press", _Press),
        ("view/(desk|projector)", _View),
        ("do", _Do),
        ("photo", _Photo),
    ]
    routes: list[Any] = [(live.prefix + place, handler) for place, handler in places]
    if live.prefix != "/":
        routes.append((live.prefix[:-1], tornado.web.RedirectHandler, {"url": live.prefix}))
    return tornado.web.Application(routes, live=live, log_function=lambda handler: None)


def hushed() -> None:
    """Let tornado write nothing: what it says holds addresses."""
    for name in ("tornado.access", "tornado.general", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


class Server:
    """A room on the network, until `close`. port: 0 for a free one. Raises OSError if the port is taken."""

    def __init__(self, live: Live, address: str, port: int):
        hushed()
        self.live, self.bound = live, set[str]()
        self.http = tornado.httpserver.HTTPServer(application(live), **LIMITS)
        self.port = port
        self.listen("127.0.0.1")
        self.listen(address)
        live.listen = self.listen

    def listen(self, address: str) -> None:
        """Answer at an address of this computer, and show it to the room."""
        if address not in self.bound:
            sockets = tornado.netutil.bind_sockets(self.port, address, backlog=1024)
            self.port = sockets[0].getsockname()[1]
            self.http.add_sockets(sockets)
            self.bound.add(address)
        self.live.address = f"http://{address}:{self.port}"
        self.live.tell("desk")

    async def close(self) -> None:
        """Tell every page that the hour is over, then go."""
        self.http.stop()
        await self.live.close()
        await self.http.close_all_connections()
