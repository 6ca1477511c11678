"""The service behind the button *Hand in*: it keeps each notebook under the name that the hub knows, with its own time.

A student's server sends the token that the hub gave it, and the hub says whose it is; nothing that is sent names anybody. Files
lie in one folder for each exercise, as `grade` takes them:

    inbox/02-de-risking/akim_hub_20261201T170000Z_a1b2c3d4e5f6_02-de-risking.ipynb
"""

import asyncio
import datetime
import hashlib
import io
import json
import os
import re
import sys
import urllib.parse
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import tornado.httpclient
import tornado.web

from derisking import places
from derisking.errors import UserError

WRITTEN = re.compile(r"(?P<user>[^_]+)_hub_(?P<when>\d{8}T\d{6}Z)_(?P<digest>[0-9a-f]{12})_(?P<rest>.+)")
TIME = "%Y%m%dT%H%M%SZ"
MOST = 20_000_000  # bytes of a hand-in
OFTEN = 100  # hand-ins of one student for one exercise


def account(quoted: str) -> str:
    """The name that the hub knows, from the beginning of a file's name."""
    return urllib.parse.unquote(quoted)


class Inbox:
    """The folder. clock: gives the time, with its zone."""

    def __init__(
        self, folder: Path, clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC)
    ):
        self.folder, self.clock = folder, clock

    def there(self, user: str, lesson: str) -> list[re.Match[str]]:
        """The notebooks that a student handed in for an exercise, in the order of time."""
        names = sorted(path.name for path in self.folder.joinpath(lesson).glob("*.ipynb"))
        found = (WRITTEN.fullmatch(name) for name in names)
        return [match for match in found if match and account(match["user"]) == user]

    def last(self, user: str, lesson: str) -> dict[str, str]:
        """The receipt of the last one; {} without."""
        found = self.there(user, lesson)
        return self._receipt(lesson, found[-1]) if found else {}

    def take(self, user: str, lesson: str, files: dict[str, str]) -> dict[str, str]:
        """Keep a notebook, and the record that its owner chose to share; returns the receipt. Raises UserError, and keeps nothing."""
        if lesson not in lessons():
            raise UserError(f"There is no exercise {lesson[:60]}, so nothing was handed in.")
        try:
            json.loads(files["notebook"])["cells"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise UserError(
                "This file is no notebook, so nothing was handed in: open the exercise from Home."
            ) from None
        if len(self.there(user, lesson)) >= OFTEN:
            raise UserError(f"You have handed in {OFTEN} times, so this one was not taken: ask your teacher.")
        quoted = urllib.parse.quote(user, safe="@").replace("_", "%5F")
        raw = files["notebook"].encode()
        start = f"{quoted}_hub_{self.clock().astimezone(datetime.UTC):{TIME}}_{hashlib.sha256(raw).hexdigest()[:12]}_"
        if isinstance(files.get("record"), str):
            self._write(lesson, f"{start}quiz-record.json", files["record"].encode())
        self._write(lesson, f"{start}{lesson}.ipynb", raw)
        return self._receipt(lesson, WRITTEN.fullmatch(f"{start}{lesson}.ipynb"))

    def _write(self, lesson: str, name: str, raw: bytes) -> None:
        """A file is there whole or not at all; it is on the disk before anybody gets a receipt."""
        self.folder.joinpath(lesson).mkdir(parents=True, exist_ok=True)
        part = self.folder / f".{name}.part"
        with part.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.folder / lesson / name)

    def _receipt(self, lesson: str, match: re.Match[str]) -> dict[str, str]:
        raw = (self.folder / lesson / match[0]).read_bytes()
        when = datetime.datetime.strptime(match["when"], TIME)
        return {"exercise": lesson, "time": f"{when.isoformat()}Z", "sha256": hashlib.sha256(raw).hexdigest()}

    def packed(self) -> bytes:
        """Everything as one zip, which `grade` takes."""
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(self.folder.glob("*/*_hub_*")):
                archive.write(path, path.relative_to(self.folder))
        return raw.getvalue()


def lessons() -> list[str]:
    """The exercises of the shared folder."""
    return sorted(path.parent.name for path in places.checkout("exercises").glob("exercises/*/*.ipynb"))


async def whose(token: str) -> str:
    """The account whose server has this token, as the hub says; "" for anybody else's, or a token of less. Raises HTTPError."""
    client, address = tornado.httpclient.AsyncHTTPClient(), f"{os.environ['JUPYTERHUB_API_URL']}/user"
    try:
        answer = await client.fetch(address, headers={"Authorization": f"token {token}"}, raise_error=False)
        about = json.loads(answer.body) if answer.code == 200 else {}
    except (OSError, tornado.httpclient.HTTPError, ValueError) as error:
        raise tornado.web.HTTPError(503) from error
    if answer.code not in (200, 401, 403):
        raise tornado.web.HTTPError(503)
    may = any(str(scope).startswith("access:servers") for scope in about.get("scopes", ()))
    return about["name"] if about.get("kind") == "user" and may else ""


class _Handler(tornado.web.RequestHandler):
    user = ""

    async def prepare(self) -> None:
        kind, _, token = self.request.headers.get("Authorization", "").partition(" ")
        self.user = await self.settings["whose"](token) if kind == "token" and token else ""
        if not self.user:
            raise tornado.web.HTTPError(403)

    def write_error(self, status_code: int, **rest: Any) -> None:
        said = {
            403: "The hub does not know who this is: log in again.",
            503: "The hub does not answer: try again in a minute.",
        }
        self.finish({"error": said.get(status_code, "This hand-in cannot be read, so nothing was kept.")})


class _HandIn(_Handler):
    def get(self, lesson: str) -> None:
        self.finish(self.settings["inbox"].last(self.user, lesson))

    def post(self, lesson: str) -> None:
        try:
            files = json.loads(self.request.body)
            self.finish(self.settings["inbox"].take(self.user, lesson, files if isinstance(files, dict) else {}))
        except ValueError:
            raise tornado.web.HTTPError(400) from None
        except UserError as error:
            self.set_status(409)
            self.finish({"error": str(error)})
        except OSError as error:
            self.set_status(507)
            self.finish({"error": f"The hand-in was not kept ({error.strerror}): tell your teacher."})


class _Zip(_Handler):
    """For teachers: all of it."""

    async def get(self) -> None:
        if self.user not in self.settings["teachers"]:
            raise tornado.web.HTTPError(403)
        self.set_header("Content-Type", "application/zip")
        self.finish(await asyncio.to_thread(self.settings["inbox"].packed))


def application(
    inbox: Inbox, prefix: str, teachers: set[str], whose: Callable[[str], Awaitable[str]] = whose
) -> tornado.web.Application:
    """The pages of the service. prefix: ends with a slash. teachers: accounts that may fetch everything."""
    routes = [(f"{prefix}hand-in/([\\w-]+)", _HandIn), (f"{prefix}inbox.zip", _Zip)]
    return tornado.web.Application(
        routes, inbox=inbox, teachers=teachers, whose=whose, log_function=lambda handler: None
    )


async def main() -> None:
    """The service as the hub starts it, until it is ended."""
    os.umask(0o077)
    folder = Path(os.environ["DERISKING_INBOX"])
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    address = urllib.parse.urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    teachers = set(os.environ.get("DERISKING_TEACHERS", "").split())
    app = application(Inbox(folder), os.environ["JUPYTERHUB_SERVICE_PREFIX"], teachers)
    app.listen(address.port, address.hostname or "127.0.0.1", max_body_size=MOST)
    await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
