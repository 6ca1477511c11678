"""The desk as a local page: tornado on 127.0.0.1, a token for every question, and a policy under which nothing of a memo acts.

The page itself holds nothing of a class. Its script takes the token from the part of the address behind #, which no browser
sends anywhere, and sends it as a header with each question; no cookie is set, so no other page can ask in the teacher's name.
"""

from __future__ import annotations

import hmac
import json
import logging
import secrets
from collections.abc import Callable
from pathlib import Path

import sqlalchemy.exc
import tornado.httpserver
import tornado.ioloop
import tornado.netutil
import tornado.web

from derisking import cards
from derisking.classroom.mark.desk import SWITCHES, Desk, progress
from derisking.classroom.mark.rubric import Rubric
from derisking.classroom.mark.store import Changed
from derisking.errors import UserError

HERE = Path(__file__).resolve().parent
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
FILES = {"desk.js": "text/javascript", "desk.css": "text/css"}
MOST = 1_000_000  # bytes of a question; a comment has a few hundred
LONGEST = 20_000  # characters of a comment


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
        self.finish({"error": "The desk could not do this."})


class _Page(_Handler):
    """What is the same for everybody: the frame, the script, the style."""

    def get(self, name):
        if name:
            self.set_header("Content-Type", f"{FILES[name]}; charset=utf-8")
            self.finish((HERE / name).read_bytes())
        else:
            self.finish(cards.render("classroom/mark/desk.html.jinja"))


class _Asked(_Handler):
    """A question with the token: `ask` answers it from the desk, and nothing of it stays open."""

    def initialize(self, ask: Callable[[Desk, dict], dict]):
        self.ask = ask

    def post(self):
        try:
            self.finish(self._answer(self.application.settings["desk"]))
        except Refused as refused:
            status, words = refused.args
            self.set_status(status)
            self.finish({"error": words})

    def _answer(self, desk: Desk) -> dict:
        token = self.request.headers.get("X-Desk-Token", "")
        if not hmac.compare_digest(token.encode(), self.application.settings["token"].encode()):
            raise Refused(403, "This page is not the one that the command opened: use the address that it printed.")
        try:
            words = json.loads(self.request.body or b"{}")
            if not isinstance(words, dict):
                raise ValueError("no object")
            return self.ask(desk, words)
        except Changed:
            raise Refused(409, "This memo changed meanwhile; here it is as it is now.") from None
        except (KeyError, TypeError, ValueError, RecursionError):  # the last: of JSON that is nested too deep
            raise Refused(400, "The desk does not know this memo, row or level: load the page again.") from None
        except sqlalchemy.exc.OperationalError:
            words = "The gradebook is busy, and this was not kept: wait until grading is done, then do it again."
            raise Refused(503, words) from None
        finally:
            desk.store.gradebook.db.rollback()  # nothing half-written, nothing remembered from before


# --- what one can ask: a function of the desk and the words of the question -------------------------------------------------


def _show(desk: Desk, words: dict) -> dict:
    lesson = _lesson(desk, words)
    key = desk.next(lesson, str(words.get("after", ""))) if words.get("next") else str(words.get("key", ""))
    return {"page": desk.page(lesson, key)}


def _level(desk: Desk, words: dict) -> dict:
    points = words["points"]
    if not (points is None or type(points) is int):
        raise ValueError("no level")
    desk.store.set_level(*_whose(desk, words), str(words["row"]), points, str(words["memo"]))
    return _after(desk, words)


def _former(desk: Desk, words: dict) -> dict:
    desk.store.take_former(*_whose(desk, words), str(words["memo"]))
    return {"page": desk.page(words["lesson"], words["key"])}


def _confirm(desk: Desk, words: dict) -> dict:
    desk.store.confirm(*_whose(desk, words), str(words["memo"]))
    return _after(desk, words)


def _comment(desk: Desk, words: dict) -> dict:
    plan, student = _whose(desk, words)
    desk.store.set_comment(plan.lesson, student, str(words["comment"])[:LONGEST])
    return {}


def _phrase(desk: Desk, words: dict) -> dict:
    desk.store.keep_phrase(str(words["phrase"])[:LONGEST], bool(words["keep"]))
    return {"phrases": desk.store.phrases()}


def _switch(desk: Desk, words: dict) -> dict:
    if words["name"] not in SWITCHES:
        raise KeyError(words["name"])
    desk.store.set_setting(words["name"], "yes" if words["on"] else "no")
    return {"page": desk.page(_lesson(desk, words), str(words.get("key", "")))}


def _agreement(desk: Desk, words: dict) -> dict:
    return {"page": desk.agreement_page(_lesson(desk, words))}


def _lesson(desk: Desk, words: dict) -> str:
    lesson = str(words.get("lesson", ""))
    if lesson not in desk.rubrics:
        raise KeyError(lesson)
    return lesson


def _whose(desk: Desk, words: dict) -> tuple[Rubric, str]:
    """The rubric and the student."""
    lesson = _lesson(desk, words)
    return desk.rubrics[lesson], desk.student(lesson, str(words["key"]))


def _after(desk: Desk, words: dict) -> dict:
    """How the memo and the pile stand after a key press."""
    plan, student = _whose(desk, words)
    state = desk.state(plan.lesson, desk.store.memo(plan, words["key"], student))
    return {**state, "progress": progress(desk.waiting(plan.lesson))}


_ASKED = (_show, _level, _former, _confirm, _comment, _phrase, _switch, _agreement)
QUESTIONS = {function.__name__[1:]: function for function in _ASKED}


# --- serving ----------------------------------------------------------------------------------------------------------------


def sockets(port: int) -> list:
    """Sockets on a port of this computer alone, 0 for a free one. Raises UserError if it is taken."""
    try:
        return tornado.netutil.bind_sockets(port, HOST)
    except (OSError, OverflowError) as error:
        raise UserError(
            f"The port {port} cannot be used ({error}): name another with --port, or leave it out."
        ) from None


def serve(desk: Desk, listening: list, lesson: str, opened: Callable[[str], None]) -> None:
    """Answer until Ctrl+C. opened: gets the address with its token, once the server answers."""
    port = listening[0].getsockname()[1]
    token = secrets.token_urlsafe(32)
    routes = [(f"/ask/{name}", _Asked, {"ask": ask}) for name, ask in QUESTIONS.items()]
    app = tornado.web.Application(
        [*routes, (rf"/({'|'.join(FILES)})", _Page), (r"/()", _Page)],
        desk=desk,
        token=token,
        hosts={f"{HOST}:{port}", f"localhost:{port}"},
        log_function=lambda handler: None,
    )
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    server = tornado.httpserver.HTTPServer(app, max_body_size=MOST)
    server.add_sockets(listening)
    opened(f"http://{HOST}:{port}/#{token}/{lesson}")
    try:
        tornado.ioloop.IOLoop.current().start()
    finally:
        server.stop()
