"""The folder of the web edition for tests: served on this machine, weighed, and opened against the clock."""

import contextlib
import functools
import gzip
import http.server
import re
import threading


class _Quiet(http.server.SimpleHTTPRequestHandler):
    policy = ""

    def log_message(self, *args):
        pass

    def end_headers(self):
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()


@contextlib.contextmanager
def serve(folder, policy=""):
    """The address of a folder on this machine. policy: what the server lets its pages load and run."""
    handler = type("Handler", (_Quiet,), {"policy": policy})
    many = type("Server", (http.server.ThreadingHTTPServer,), {"request_queue_size": 128})  # five drop a page's files
    server = many(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def weight(site, name):
    """Bytes, packed by gzip, that a browser asks for before the first question of a page: the page, its sheet and scripts."""
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    files = [f"{name}.html", *re.findall(r'(?:href|src)="(_static/[\w.]+\.(?:css|js))"', text)]
    return sum(len(gzip.compress((site / file).read_bytes())) for file in files)


def opening(browser, address):
    """Open a page as a slow phone does, with a processor four times slower; seconds until its first question can be answered.

    They end with the mark "first-question", which the page sets when the question has been drawn and the next task runs.
    """
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="commit")
    page.wait_for_function("performance.getEntriesByName('first-question').length", timeout=300_000)
    clock = page.evaluate("performance.getEntriesByName('first-question')[0].startTime") / 1000
    context.close()
    return clock
