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
        lines = [f"{k}: {v}" for k, v in (usual | {k.replace("_", "-"): v for k, v in headers.items()}).items()]
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
        own = [f"{name}: {value}" for name, value in self.headers.items()]
        self.writer.write("\r\n".join([f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *own, "", ""]).encode())
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
