"""Local pages that a command serves until Ctrl+C.

A browser opens them without being told their address: the arguments of a program are for every user of the computer to read, and
the address holds the secret of a desk. So it opens a page that only its owner can read, which leads on.
"""

import contextlib
import html
import os
import signal
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path

LEADS_ON = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{1}</title><meta http-equiv="refresh" content="0; url={0}"></head>
<body><p><a href="{0}">Open {1}</a></p></body></html>
"""


@contextlib.contextmanager
def until_ctrl_c() -> Iterator[None]:
    """Ctrl+C ends what is done within, also where a shell has taken that signal from what runs in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        yield


@contextlib.contextmanager
def privately(page: Path, title: str) -> Iterator[Callable[[str], None]]:
    """A way to open an address. page: where the leading page lies until the end; some browsers may not read what lies in a
    temporary folder, or in a hidden one.
    """

    def show(address: str) -> None:
        page.unlink(missing_ok=True)
        with open(os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(LEADS_ON.format(html.escape(address), title))
        webbrowser.open(page.resolve().as_uri())

    try:
        yield show
    finally:
        page.unlink(missing_ok=True)
