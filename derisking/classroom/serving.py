"""A local page's server: tornado on 127.0.0.1, a token for every question, and a policy under which nothing that is shown acts.

The page itself holds nothing of a class. Its script takes the token from the part of the address behind #, which no browser
sends anywhere, and sends it as a header with each question; no cookie is set, so no other page can ask in the teacher's name.
"""

import contextlib
import hmac
import json
import logging
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

import tornado.httpserver
import tornado.ioloop
import tornado.netutil
import tornado.web

from derisking import cards
from derisking.errors import UserError

HOST = "127.0.0.1"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
TYPES = {".js": "text/javascript", ".css": "text/css"}
MOST = 1_000_000  # bytes of a question; a comment has a few hundred
Answer = Callable[[dict], dict]


class Refused(Exception):
    """A question that is not answered: the status, and the sentence for the reader."""


class _Handler(tornado.web.RequestHandler):
    """What holds for every answer."""

    def set_default_headers(self):
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self):
        # Another site that lets its name point to this computer must not be able to ask.
        if self.request.host not in self.application.settings["hosts"]:
            raise tornado.web.HTTPError(403)

    def write_error(self, status_code, **rest):
        self.finish({"error": "The page could not do this."})


class _Page(_Handler):
    """What is the same for everybody: the frame, the script, the style."""

    def initialize(self, frame: str, files: Mapping[str, Path]):
        self.frame, self.files = frame, files

    def get(self, name):
        if name:
            self.set_header("Content-Type", f"{TYPES[self.files[name].suffix]}; charset=utf-8")
            self.finish(self.files[name].read_bytes())
        else:
            self.finish(cards.render(self.frame))


class _Asked(_Handler):
    """A question with the token."""

    def initialize(self, answer: Answer):
        self.answer = answer

    def post(self):
        try:
            token = self.request.headers.get("X-Desk-Token", "")
            if not hmac.compare_digest(token.encode(), self.application.settings["token"].encode()):
                raise Refused(403, "This page is not the one that the command opened: use the address that it printed.")
            words = None
            with contextlib.suppress(ValueError, RecursionError):  # the last: of JSON that is nested too deep
                words = json.loads(self.request.body or b"{}")
            if not isinstance(words, dict):
                raise Refused(400, "The page does not know what is asked: load it again.")
            self.finish(self.answer(words))
        except Refused as refused:
            status, said = refused.args
            self.set_status(status)
            self.finish({"error": said})


def sockets(port: int) -> list:
    """Sockets on a port of this computer alone, 0 for a free one. Raises UserError if it is taken."""
    try:
        return tornado.netutil.bind_sockets(port, HOST)
    except (OSError, OverflowError) as error:
        raise UserError(
            f"The port {port} cannot be used ({error}): name another with --port, or leave it out."
        ) from None


def serve(
    answers: Mapping[str, Answer], frame: str, files: list[Path], listening: list, opened: Callable[[str], None]
) -> None:
    """Answer until Ctrl+C. answers: by the name of the question; frame: the page's template; files: scripts and styles; opened: gets
    the address with its token, once the server answers."""
    port = listening[0].getsockname()[1]
    token = secrets.token_urlsafe(32)
    named = {"frame": frame, "files": {path.name: path for path in files}}
    routes: list = [(f"/ask/{name}", _Asked, {"answer": answer}) for name, answer in answers.items()]
    app = tornado.web.Application(
        [*routes, (rf"/({'|'.join(named['files'])}|)", _Page, named)],
        token=token,
        hosts={f"{HOST}:{port}", f"localhost:{port}"},
        log_function=lambda handler: None,
    )
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    server = tornado.httpserver.HTTPServer(app, max_body_size=MOST)
    server.add_sockets(listening)
    opened(f"http://{HOST}:{port}/#{token}")
    try:
        tornado.ioloop.IOLoop.current().start()
    finally:
        server.stop()
