"""Simulated phones and a desk for the room: plain sockets that speak what the pages' scripts speak."""

import asyncio
import json
import time


class Client:
    """One page. got: all bytes that came; views: what its line brought, newest last, with the time of each."""

    def __init__(self, port, secret=""):
        self.port, self.headers, self.got = port, {}, bytearray()
        self.views, self.task, self.writer = [], None, None
        self.came = asyncio.Event()
        if secret:
            self.headers["X-Live-Secret"] = secret

    async def ask(self, method, path, body=None, **headers):
        """(status, body as bytes); a press has what a page of this server would send, unless headers say otherwise."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        usual = {
            "Host": f"127.0.0.1:{self.port}", "Connection": "close", "Content-Length": len(content), **self.headers,
        }  # fmt: skip
        if method == "POST":
            usual |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        lines = [
            f"{name}: {value}" for name, value in (usual | {k.replace("_", "-"): v for k, v in headers.items()}).items()
        ]
        writer.write("\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode() + content)
        await writer.drain()
        answer = await reader.read()
        writer.close()
        self.got += answer
        head, _, rest = answer.partition(b"\r\n\r\n")
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"set-cookie: "):
                self.headers["Cookie"] = line[12:].split(b";")[0].decode()
        return int(head.split()[1]), rest

    async def press(self, path, **words):
        status, rest = await self.ask("POST", path, words)
        return status, json.loads(rest)

    async def listen(self, path):
        """Open the line and wait for its first view."""
        reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = [f"{name}: {value}" for name, value in self.headers.items()]
        self.writer.write(
            "\r\n".join([f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *lines, "", ""]).encode()
        )
        before = len(self.views)
        self.task = asyncio.create_task(self._read(reader))
        await self.until(lambda: len(self.views) > before)

    async def _read(self, reader):
        while line := await reader.readline():
            self.got += line
            if line.startswith(b"data: "):
                self.views.append((time.perf_counter(), json.loads(line[6:])))
                self.came.set()

    async def until(self, true, seconds=60):
        """Wait until something holds of what came."""
        async with asyncio.timeout(seconds):
            while not true():
                self.came.clear()
                await self.came.wait()

    async def drop(self):
        """Lose the line as a phone in a pocket does."""
        self.writer.close()
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    @property
    def view(self):
        return self.views[-1][1]


async def phone(port):
    """A phone that has joined and listens."""
    one = Client(port)
    assert (await one.ask("GET", "/"))[0] == 200
    assert (await one.press("/join"))[0] == 200
    await one.listen("/events")
    return one


async def an_hour(port, secret, many, drops):
    """What `many` phones at once see of a vote: name of a measure -> seconds, or a count."""
    desk, found = Client(port, secret), {}
    await desk.listen("/view/desk")
    moment = next(one["id"] for one in desk.view["moments"] if one["kind"] == "vote")
    start = time.perf_counter()
    those = await asyncio.gather(*(phone(port) for _ in range(many)))
    found["joined"] = time.perf_counter() - start
    await desk.press("/do", do="go", moment=moment)
    start = time.perf_counter()
    await desk.press("/do", do="step", step="vote1")
    await asyncio.gather(*(one.until(lambda one=one: one.view["room"].get("open")) for one in those))
    found["question"] = max(one.views[-1][0] for one in those) - start
    found["bytes"] = max(len(one.got) for one in those)  # page, way in, and the line until now
    took, options = [], those[0].view["room"]["card"]["order"]

    async def vote(number, one, wait):
        await asyncio.sleep(wait)
        begun = time.perf_counter()
        status, _ = await one.press(
            "/press", do="vote", moment=moment, response={"choice": options[number % len(options)]}
        )
        took.append(time.perf_counter() - begun if status == 200 else float("inf"))

    await asyncio.gather(*(vote(number, one, 2 * number / many) for number, one in enumerate(those)))
    found["vote"] = sorted(took)[int(0.99 * many)]
    took.clear()
    await asyncio.gather(*(vote(number, one, 0) for number, one in enumerate(those)))
    found["vote at once"] = sorted(took)[int(0.99 * many)]
    for _ in range(drops):
        await asyncio.gather(*(one.drop() for one in those))
        await asyncio.gather(*(one.listen("/events") for one in those))
    own = sum(
        one.view["me"]["answer"] == {"choice": options[number % len(options)]} for number, one in enumerate(those)
    )
    await desk.press("/do", do="step", step="closed")
    await desk.until(lambda: desk.view["step"] == "closed")
    found["lost"] = max(many - own, many - desk.view["rounds"][0]["votes"])
    return found
