"""Start a real JupyterHub with the course and let simulated students log in, open a lesson, run it, hand in and vote in the room.

    .venv/bin/python tools/hub_trial.py --students 10 --minutes 1 [--folder FOLDER]

Packages come from the package index and npm; npm must be installed. As root each student is an account of the system, made for the trial
and removed after it, and two of them try to reach each other's kernels, files and hand-ins; otherwise that is listed as not run. Nothing
of `.ci/run` needs this.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from pathlib import Path

import httpx
import tornado.httpclient
import tornado.websocket

ROOT = Path(__file__).resolve().parents[1]
JUPYTERHUB, PROXY = "6.1.1", "configurable-http-proxy"
LESSON, EXERCISE = "notebooks/02-de-risking.ipynb", "exercises/02-de-risking/02-de-risking.ipynb"
PASSWORD, PORT = uuid.uuid4().hex, 18000
TOP, ROOM = "derisking-course", "drtrialroom"
SETTINGS = """
c.JupyterHub.bind_url, c.JupyterHub.hub_port = "http://127.0.0.1:{port}{base}", {hub}
c.JupyterHub.authenticator_class, c.DummyAuthenticator.password, c.Authenticator.allow_all = "dummy", "{password}", True
c.ConfigurableHTTPProxy.command = ["{folder}/proxy/node_modules/.bin/configurable-http-proxy"]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.JupyterHub.cleanup_servers = c.JupyterHub.cleanup_proxy = True
{spawner}
load_subconfig("{course}/hub/jupyterhub_config.py")
"""
SIMPLE = """
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
"""


def run(*command: object, cwd: Path = ROOT, **rest) -> None:
    """Run a command; what it prints is shown if it fails."""
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **rest
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout[-3000:]}")


# --- what an administrator does ----------------------------------------------------------------------------------------------------


def set_up(folder: Path, python: str, teacher: str, real: bool) -> None:
    """The steps of docs/teaching/hub.md; what an earlier trial left in the folder is used again."""
    course, proxy, teachers = folder / TOP, folder / "proxy", folder / "teachers"
    teachers.mkdir(exist_ok=True)
    run("git", "archive", "--output", folder / "teachers.tar", "HEAD")
    run("tar", "-xf", folder / "teachers.tar", "-C", teachers)
    run(python, "run.py", "release", "--out", folder / "students.zip", cwd=teachers)
    if real:
        run("useradd", "--system", ROOM)
        run("chown", "-R", ROOM, teachers)
    teachers.chmod(0o700)
    with zipfile.ZipFile(folder / "students.zip") as archive:
        archive.extractall(folder)
    rest = ("--room", teachers, "--address", f"http://127.0.0.1:{PORT}")
    run(python, "run.py", "hub", "--inbox", folder / "inbox", "--teachers", teacher, *rest, cwd=course)
    inside = course / ".venv" / "bin" / "python"
    if not (course / ".venv" / "bin" / "jupyterhub-singleuser").exists():
        run(inside, "-m", "ensurepip")
        run(inside, "-m", "pip", "install", f"jupyterhub=={JUPYTERHUB}", cwd=course)
    if not (folder / "env").exists():  # the hub's own environment, which has nothing of the course
        run(python, "-m", "venv", folder / "env")
        run(folder / "env" / "bin" / "python", "-m", "pip", "install", f"jupyterhub=={JUPYTERHUB}")
    if not proxy.exists():
        proxy.mkdir()
        run("npm", "install", "--prefix", proxy, PROXY)
    run("chmod", "-R", "go=rX", course)


def start_hub(folder: Path, real: bool, base: str) -> subprocess.Popen:
    words = {
        "base": base,
        "folder": folder,
        "course": folder / TOP,
        "port": PORT,
        "api": PORT + 1,
        "hub": PORT + 2,
        "password": PASSWORD,
    }
    text = SETTINGS.format(spawner="" if real else SIMPLE.format(**words), **words)
    state = folder / "state"
    shutil.rmtree(state, ignore_errors=True)
    state.mkdir(mode=0o700)
    (state / "jupyterhub_config.py").write_text(text, encoding="utf-8")
    log = (folder / "hub.log").open("w")
    return subprocess.Popen([str(folder / "env" / "bin" / "jupyterhub")], cwd=state, stdout=log, stderr=log)


# --- what students do --------------------------------------------------------------------------------------------------------------


class Student:
    """One browser."""

    def __init__(self, name: str, cells: list[str], base: str):
        self.name, self.cells, self.lost, self.times = name, cells, 0, dict[str, float]()
        self.base = base
        self.web = httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORT}{base}", follow_redirects=True, timeout=300)
        self.token, self.receipt = "", dict[str, str]()

    async def hour(self, wait: float) -> None:
        await asyncio.sleep(wait)
        begun = time.perf_counter()
        await self.log_in()
        book = (await self.api("GET", f"api/contents/{LESSON}")).json()["content"]
        assert any(cell.get("outputs") for cell in book["cells"]), "the page shows something before it runs"
        self.times["first page"] = time.perf_counter() - begun
        await self.run_lesson()
        self.times["all cells"] = time.perf_counter() - begun
        self.receipt = (await self.api("POST", f"derisking/hand-in/{EXERCISE}")).json()

    async def log_in(self) -> None:
        await self.web.get("/hub/login")
        form = {
            "username": self.name,
            "password": PASSWORD,
            "_xsrf": self.web.cookies.get("_xsrf", path=f"{self.base}hub/"),
        }
        await self.web.post(f"/hub/login?next={self.base}hub/spawn", data=form)
        while not self.token:
            page = await self.web.get(f"/user/{self.name}/lab")
            found = re.search(r'"token": "([^"]+)"', page.text) if page.status_code == 200 else None
            if page.status_code >= 500:
                raise RuntimeError(f"{self.name}: {page.status_code}")
            self.token = found[1] if found else ""
            await asyncio.sleep(0 if found else 0.5)

    async def api(self, method: str, place: str, **rest) -> httpx.Response:
        headers = {"Authorization": f"token {self.token}"}
        answer = await self.web.request(method, f"/user/{self.name}/{place}", headers=headers, **rest)
        answer.raise_for_status()
        return answer

    async def run_lesson(self) -> None:
        wanted = {"path": LESSON, "type": "notebook", "name": "x", "kernel": {"name": "python3"}}
        kernel = (await self.api("POST", "api/sessions", json=wanted)).json()["kernel"]["id"]
        address = f"ws://127.0.0.1:{PORT}{self.base}user/{self.name}/api/kernels/{kernel}/channels"
        headers = {"Authorization": f"token {self.token}"}
        asked = tornado.httpclient.HTTPRequest(address, headers=headers, request_timeout=300)
        line = await tornado.websocket.websocket_connect(asked)
        for code in self.cells:
            header = {
                "msg_id": uuid.uuid4().hex,
                "username": self.name,
                "session": "s",
                "msg_type": "execute_request",
                "version": "5.3",
                "date": "",
            }
            content = {
                "code": code,
                "silent": False,
                "store_history": False,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": True,
            }
            await line.write_message(
                json.dumps(
                    {
                        "header": header,
                        "parent_header": {},
                        "metadata": {},
                        "content": content,
                        "channel": "shell",
                        "buffers": [],
                    }
                )
            )
            self.lost += not await self.answered(line, header["msg_id"])
        line.close()

    @staticmethod
    async def answered(line, number: str) -> bool:
        while isinstance(told := await asyncio.wait_for(line.read_message(), 180), (str, bytes)):
            told = json.loads(told) if isinstance(told, str) else {"parent_header": {}}
            if told["parent_header"].get("msg_id") == number and told.get("msg_type") == "execute_reply":
                return told["content"]["status"] == "ok"
        return False


async def safe(student: Student, wait: float) -> None:
    try:
        await student.hour(wait)
    except Exception as error:
        student.lost = len(student.cells)
        print(f"{student.name}: {type(error).__name__} {error}")


def memory(course: Path) -> list[float]:
    """Megabytes (PSS) of each student's server with its kernel."""
    own: dict[str, float] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_text(encoding="utf-8")
            if str(course) not in words or not re.search("singleuser|ipykernel", words):
                continue
            variables = dict(
                line.partition("=")[::2] for line in (place / "environ").read_text(encoding="utf-8").split("\0")
            )
            size = int(re.search(r"Pss: +(\d+)", (place / "smaps_rollup").read_text(encoding="utf-8"))[1]) / 1024
            own[variables["JUPYTERHUB_USER"]] = own.get(variables["JUPYTERHUB_USER"], 0) + size
        except (OSError, KeyError, TypeError):
            continue
    return list(own.values())


async def play(names: list[str], folder: Path, minutes: float, base: str) -> list[Student]:
    book = json.loads((folder / TOP / LESSON).read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    tornado.httpclient.AsyncHTTPClient.configure(None, max_clients=500)
    students = [Student(name, cells, base) for name in names]
    async with httpx.AsyncClient() as web:
        for _ in range(240):
            with contextlib.suppress(httpx.HTTPError):
                if (await web.get(f"http://127.0.0.1:{PORT}{base}hub/health")).status_code == 200:
                    break
            await asyncio.sleep(0.5)
    await asyncio.gather(*(safe(student, random.random() * 60 * minutes) for student in students))
    return students


def report(students: list[Student], folder: Path) -> int:
    """Print what was measured; 1 if a cell or a hand-in was lost."""
    lost = sum(student.lost for student in students)
    handed = [student for student in students if student.receipt.get("sha256")]
    print(
        f"{len(students)} students, {sum(len(student.cells) for student in students)} cells, {lost} lost; {len(handed)} handed in"
    )
    for name in ("first page", "all cells"):
        times = [student.times[name] for student in students if name in student.times] or [float("nan")]
        print(f"{name}: {statistics.median(times):.1f} s at the median, {max(times):.1f} s at worst")
    sizes = memory(folder / TOP) or [float("nan")]
    print(f"memory of a student: {statistics.median(sizes):.0f} MB at the median, {max(sizes):.0f} MB at worst (PSS)")
    print(f"load of this computer: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return int(lost > 0 or len(handed) < len(students))


def listening(uid: int) -> int:
    """How many ports the processes of an account hold open."""
    lines = [
        line.split()
        for kind in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{kind}").read_text(encoding="utf-8").splitlines()[1:]
    ]
    return sum(words[3] == "0A" and int(words[7]) == uid for words in lines)


async def forbidden(one: Student, other: Student) -> list[int]:
    """What the second student's browser and token get from the server of the first."""
    place, headers = f"/user/{one.name}/api/contents/home.ipynb", {"Authorization": f"token {other.token}"}
    async with httpx.AsyncClient(base_url=one.web.base_url) as web:
        return [(await web.get(place, **rest)).status_code for rest in ({}, {"headers": headers})]


async def room(teacher: Student, other: Student) -> list[tuple[bool, str]]:
    """A teacher opens the room in a browser, two phones that never logged in vote, and the hour ends."""
    answers = []
    for one in (other, teacher):
        where = {"base_url": one.web.base_url, "cookies": one.web.cookies}
        async with httpx.AsyncClient(**where, follow_redirects=True, timeout=300) as web:
            page = await web.get("/user-redirect/derisking/room")
            form = {"lesson": "02-de-risking", "_xsrf": re.search(r'name="_xsrf" value="([^"]*)"', page.text)[1]}
            answers.append(await web.post(page.url, data=form, follow_redirects=False))
    refused, opened = answers
    yes = opened.status_code == 303
    found = [
        (
            "known as teachers" in refused.text or "teachers of this course" in refused.text,
            f"a student gets no desk ({refused.status_code})",
        )
    ]
    found.append((yes, f"the teacher gets one ({opened.status_code})"))
    if not yes:
        return [*found, (False, opened.text[-300:])]
    base, _, secret = opened.headers["Location"].partition("/desk#")
    lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if os.access(path, os.R_OK)]
    found.append((not any(secret.encode() in line for line in lines), "the secret stands in no list of processes"))
    ours, at_desk = {"Origin": f"http://127.0.0.1:{PORT}"}, {"X-Live-Secret": secret}

    async def said(web: httpx.AsyncClient, line: str, true, headers=ours) -> dict:
        async with web.stream("GET", f"{base}/{line}", headers=headers) as answer:
            async for text in answer.aiter_lines():
                if text.startswith("data: ") and true(view := json.loads(text[6:])):
                    return view
        return {}

    async with contextlib.AsyncExitStack() as open_:
        desk, *phones = [await open_.enter_async_context(httpx.AsyncClient(timeout=60)) for _ in range(3)]
        do = lambda **words: desk.post(f"{base}/do", json=words, headers=ours | at_desk)  # noqa: E731
        moment = next(
            one["id"]
            for one in (await said(desk, "view/desk", lambda view: True, at_desk))["moments"]
            if one["kind"] == "vote"
        )
        await do(do="go", moment=moment)
        await do(do="step", step="vote1")
        for phone in phones:
            assert (await phone.get(base, follow_redirects=True)).status_code == 200
            await phone.post(f"{base}/join", json={}, headers=ours)
            view = await said(phone, "events", lambda view: view["room"].get("open"))
            vote = {"do": "vote", "moment": moment, "response": {"choice": view["room"]["card"]["order"][0]}}
            assert (await phone.post(f"{base}/press", json=vote, headers=ours)).status_code == 200
        view = await said(desk, "view/projector", lambda view: view.get("votes") == 2, at_desk)
        found.append((view.get("address") == base, f"two phones voted; the projector shows {view.get('address')}"))
        found.append(
            ((await desk.get(f"{base}/view/desk")).status_code == 403, "nobody sees the desk without its secret")
        )
        await do(do="end")
        await asyncio.sleep(2)
        found.append(((await desk.get(f"{base}/")).status_code == 404, "after the hour nobody is there"))
    return found


def apart(folder: Path, students: list[Student]) -> int:
    """Two accounts, with the hub's own check; and the first one's running server, its kernel's sockets and the hand-ins besides."""
    one, other = students[:2]
    home, python = folder / "homes" / one.name, str(folder / TOP / ".venv" / "bin" / "python")
    own = [str(path) for path in home.glob(".jupyter-run/kernel-*") if path.is_socket()]
    tried = [
        *own,
        str(home / "my-course" / "progress.sqlite"),
        str(folder / "inbox"),
        str(folder / "state" / "jupyterhub.sqlite"),
    ]
    command = ["runuser", "-u", other.name, "--", python, "-P", "-m", "derisking.hub.check", "reach", *tried]
    reached = json.loads(subprocess.run(command, cwd=folder, input="", capture_output=True, text=True).stdout)[
        "reached"
    ]
    codes, ports = asyncio.run(forbidden(one, other)), listening(home.stat().st_uid)
    lines = [
        (
            bool(own) and not reached,
            f"{other.name} reaches none of {len(own)} sockets, the record, the hand-ins, the hub's list {reached}",
        ),
        (all(code in (302, 403) for code in codes), f"the server of {one.name} answers {other.name} with {codes}"),
        (
            ports == 2,
            f"{one.name} holds {ports} ports open: the server's, and its kernel's for its own children (docs/teaching/hub.md)",
        ),
    ]
    for good, words in lines:
        print(f"{'ok  ' if good else 'MEND'}  {words}")
    code = subprocess.run(
        [python, "-P", "-m", "derisking", "hub", "--check", one.name, other.name], cwd=folder / TOP
    ).returncode
    return int(bool(code) or not all(good for good, _ in lines))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=1, help="over which they come")
    parser.add_argument("--base", default="/", help="a path below which the hub stands, such as /jupyter/")
    parser.add_argument("--folder", type=Path, help="kept, and used again by the next trial")
    parser.add_argument("--python", default="python3", help="of the course; all accounts must be able to start it")
    options = parser.parse_args()
    folder = (options.folder or Path(tempfile.mkdtemp(prefix="hub-trial-"))).resolve()
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    (folder / "homes").mkdir(exist_ok=True)
    real, names = os.geteuid() == 0, [f"drtrial{number:02d}" for number in range(1, options.students + 1)]
    hub = None
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    try:
        set_up(folder, options.python, names[0], real)
        for name in names if real else ():
            run("useradd", "--create-home", "--home-dir", folder / "homes" / name, name)
        hub = start_hub(folder, real, options.base)
        students = asyncio.run(play(names, folder, options.minutes, options.base))
        code = report(students, folder)
        for good, words in asyncio.run(room(*students[:2])) if len(names) > 1 else ():
            print(f"{'ok  ' if good else 'MEND'}  the room: {words}")
            code |= not good
        if real and len(names) > 1:
            code |= apart(folder, students)
        else:
            print("not run: whether two accounts are apart (needs root and two students)")
        return code
    finally:
        if hub:
            hub.terminate()
            hub.wait()
        for name in [*names, ROOM] if real else ():
            subprocess.run(["userdel", "--remove", "--force", name], capture_output=True)
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
