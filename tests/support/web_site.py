"""The folder of the web edition for tests: made once for all processes, served on this machine, and opened against the clock."""

import contextlib
import functools
import http.server
import json
import os
import threading
import time

import pytest

# Seconds that a page may cost before its first question, on a phone, which is four times slower than this machine.
SLOWER, MOST = 4, 1.5
PLAIN = '<!DOCTYPE html><title>x</title><p>x</p><script>requestAnimationFrame(() => setTimeout(() => performance.mark("first-question")))</script>'


def once(factory, make):
    """What make(folder) returns, from the first process that asks; the others wait. factory: pytest's tmp_path_factory."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "web-edition"
    try:
        shared.mkdir()
    except FileExistsError:
        return _waited(shared)
    try:
        return make(shared / "site")
    finally:
        (shared / "done").touch()


def _waited(shared):
    end = time.monotonic() + 400
    while not (shared / "done").exists():
        if time.monotonic() > end:
            pytest.fail("another process makes the web edition, and has not finished in 400 s")
        time.sleep(0.2)
    if not (shared / "site" / "index.html").exists():
        pytest.fail("another process could not make the web edition; see there")
    return shared / "site"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@contextlib.contextmanager
def serve(folder):
    """The address of a folder on this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def opening(browser, address):
    """Open a page as a slow phone does; (CPU seconds of its main thread, seconds on the clock) until its first question can be answered.

    Both count up to the mark "first-question", which the page sets when the question has been drawn and the next task runs.
    """
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    browser.start_tracing(page=page, categories=["toplevel", "devtools.timeline", "blink.user_timing"])
    page.goto(address, wait_until="commit")
    page.wait_for_function("performance.getEntriesByName('first-question').length", timeout=60_000)
    clock = page.evaluate("performance.getEntriesByName('first-question')[0].startTime") / 1000
    events = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    return _cpu(events), clock


def _cpu(events):
    """Seconds of CPU in the main thread's outermost tasks, from the start of the navigation to the mark."""
    mark = next(e for e in events if e["name"] == "first-question" and "user_timing" in e["cat"])
    here = [e for e in events if (e["pid"], e["tid"]) == (mark["pid"], mark["tid"]) and e["ts"] < mark["ts"]]
    start = max(e["ts"] for e in here if e["name"] == "navigationStart")
    total = end = 0
    for event in sorted(
        (e for e in here if e["ph"] == "X" and e["ts"] >= start), key=lambda e: (e["ts"], -e.get("dur", 0))
    ):
        if event["ts"] >= end:
            total, end = total + event.get("tdur", 0), event["ts"] + event.get("dur", 0)
    return total / 1e6
