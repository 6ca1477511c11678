"""In each server: what the button *Hand in* asks for, and for teachers a page that opens the room."""

import json
import os
from pathlib import Path
from typing import Any

import jinja2
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from tornado import httpclient, web

from derisking import lessons

PAGE = r"exercises/([\w-]+)/[^/]+\.ipynb"
ROOM = Path(__file__).with_name("room.html.jinja")
RECORD = "quiz-record.json"


class _HandIn(APIHandler):
    """POST hands in a file as it lies on the disk, GET asks for the last receipt."""

    @web.authenticated
    async def get(self, page: str, lesson: str) -> None:
        await self._ask(lesson)

    @web.authenticated
    async def post(self, page: str, lesson: str) -> None:
        path = Path(self.settings["server_root_dir"]).expanduser() / page
        files = {"notebook": path, "record": path.with_name(RECORD)}
        try:
            texts = {name: file.read_text(encoding="utf-8") for name, file in files.items() if file.is_file()}
        except (OSError, ValueError) as error:
            self.set_status(400)
            self.finish({"error": f"{page} cannot be read ({error}), so nothing was handed in."})
            return
        await self._ask(lesson, json.dumps(texts))

    async def _ask(self, lesson: str, body: str | None = None) -> None:
        try:
            status, words = await _asked("DERISKING_HAND_IN", f"hand-in/hand-in/{lesson}", body)
        except (OSError, KeyError, ValueError, httpclient.HTTPError):
            status = 503
            words = {"error": "The place for hand-ins does not answer: try again in a minute, then tell your teacher."}
        self.set_status(status)
        self.finish(words)


class _Room(JupyterHandler):
    """GET shows a page with the lessons, POST opens the room of one and goes on to its desk."""

    @web.authenticated
    def get(self, said: str = "") -> None:
        page = jinja2.Template(ROOM.read_text(encoding="utf-8"), autoescape=True)
        self.finish(page.render(lessons=lessons.read_all(), xsrf=self.xsrf_token.decode(), said=said))

    @web.authenticated
    async def post(self) -> None:
        try:
            wish = json.dumps({"lesson": self.get_argument("lesson")})
            _, words = await _asked("DERISKING_ROOM", "room/open", wish)
        except (OSError, KeyError, ValueError, httpclient.HTTPError):
            said = "This hub has no room, or it does not answer: try again in a minute, then tell who runs the hub."
            words = {"error": said}
        if "desk" in words:
            return self.redirect(words["desk"], status=303)
        self.get(words["error"])


async def _asked(service: str, place: str, body: str | None) -> tuple[int, dict[str, Any]]:
    """What a service of the hub answers to the token of this server: status and words.

    service: the variable that says where it is; the hub itself says below which path all of it stands. place: name of the service and
    what is asked of it.
    """
    headers = {"Authorization": f"token {os.environ.get('JUPYTERHUB_API_TOKEN', '')}"}
    asked: dict[str, Any] = {"method": "POST" if body else "GET", "body": body, "headers": headers}
    client, base = httpclient.AsyncHTTPClient(), os.environ["JUPYTERHUB_BASE_URL"]
    address = f"{os.environ[service]}{base}services/{place}"
    answer = await client.fetch(address, raise_error=False, request_timeout=120, **asked)
    return answer.code, json.loads(answer.body)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "derisking.hub.button"}]


def _load_jupyter_server_extension(server: Any) -> None:
    base = server.web_app.settings["base_url"]
    routes = [(rf"{base}derisking/hand-in/({PAGE})", _HandIn), (rf"{base}derisking/room", _Room)]
    server.web_app.add_handlers(".*$", routes)
