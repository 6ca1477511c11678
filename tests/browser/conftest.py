"""A real JupyterLab in a real browser, for every browser test.

Fixtures
- `browser`  (session): Chromium or Chrome of this machine, driven by Playwright. Without one the tests are skipped, and
  the end of the run says so; with REQUIRE_BROWSER=1 they fail instead.
- `course`   (session): a copy of the project's notebooks, data and exercises in a temporary folder. Kernels run there,
  so nothing in the tree changes. Extra notebooks: `course.notebook(name, cells)`.
- `jupyter`  (session): one JupyterLab server on a free port, with `course` as its root folder.
- `lab`      (function): a window on it; `lab.open("notebooks/x.ipynb")`, `lab.run_all()`, `lab.page` ...
- `site`     (session): the web edition, made once; `window` (function): opens its pages.
- `module_lab` (module): such a window for all tests of a file. JupyterLab, whose start takes seconds, runs on in it for others.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest
from support import shared, web, web_site
from support.lab_window import Lab

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
# Two menus of an address bar take each window half a second, unseen. The last list counts, so Playwright's stands here again.
OFF = """WebUIOmniboxPopup WebUIOmniboxAimPopup AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades LensOverlay
HttpsFirstBalancedModeAutoEnable MediaRouter PaintHolding ThirdPartyStoragePartitioning OptimizationHints AimEnabled PreconnectToSearch"""
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", f"--disable-features={','.join(OFF.split())}"]
# What a test needs to be repeatable: every cell in the page, no news, no dialogs. Path below the settings folder -> value.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none", "scrollPastEnd": False, "kernelShutdown": True},
    "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false", "doNotDisturbMode": True},
    "docmanager-extension/plugin": {"autosave": False},
}


# Every section of a lesson is open, as *Show all* leaves it, unless a test has pressed that switch.
SHOW_ALL = """try { localStorage.getItem("derisking-sections") ?? localStorage.setItem("derisking-sections", "all"); } catch {}"""


def find_browser() -> str | None:
    """Path of a Chromium-like browser: the environment variable CHROME, then PATH, then the usual places."""
    wanted = os.environ.get("CHROME")
    if wanted:
        return wanted if Path(wanted).exists() else shutil.which(wanted)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in PLACES if Path(place).exists()), None)


@pytest.fixture(scope="session")
def browser():
    path = find_browser()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER", "") not in ("", "0"):
            pytest.fail("REQUIRE_BROWSER is set but no browser was found. Install Chromium or set CHROME to its path.")
        pytest.skip("no browser found; install Chromium or set CHROME to its path")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=web.WAIT)
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=path, args=FLAGS)
        new_context = chrome.new_context

        def opened(**how):
            context = new_context(**how)
            context.set_default_timeout(web.WAIT)
            context.add_init_script(SHOW_ALL)
            return context

        chrome.new_context, chrome.new_page = opened, lambda **how: opened(**how).new_page()
        yield chrome
        chrome.close()


@pytest.fixture(scope="session")
def site():
    """The whole web edition, made once for all tests of it."""
    pytest.importorskip("myst_nb", reason="the web edition needs the maintainers' packages")
    from derisking.exports.web import build

    return shared.once("site", build.build)


@pytest.fixture(scope="session")
def address(site):
    """Where the web edition is served: a browser keeps at once what a page from a server writes, and late what one from a file does."""
    with web_site.serve(site) as one:
        yield one


@pytest.fixture(scope="session")
def panes():
    """Windows on the web edition that wait for a test, by size, and what has gone wrong in one; a new one costs half a second."""
    return {size: [] for size in web.SIZES}, []


def _pane(browser, size, troubles):
    touch = {"has_touch": True, "is_mobile": True} if "phone" in size else {}
    viewport = dict(zip(("width", "height"), web.SIZES[size], strict=True))
    # Without the worker that takes a page offline, which would fetch the whole edition into each window.
    context = browser.new_context(viewport=viewport, accept_downloads=True, service_workers="block", **touch)
    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on("request", lambda request: troubles.append(request.url) if web.outside(request.url) else None)
    return page


@pytest.fixture
def window(browser, site, address, panes):
    """Opens pages of the folder: window("index") gives Playwright's page; nothing outside it may be asked for."""
    taken, (waiting, troubles) = [], panes
    troubles.clear()

    def open_(name, size="desktop", at="", color_scheme="light"):
        page = waiting[size].pop() if waiting[size] else _pane(browser, size, troubles)
        taken.append((page, waiting[size]))
        page.emulate_media(color_scheme=color_scheme)
        page.goto(f"{address}/{name}.html{at}")
        if name != "search":
            web.ready(page)
        return page

    yield open_
    seen = list(troubles)
    for page, others in taken:
        with _closed_if_broken(page.context):
            web.wipe(page, address)
            others.append(page)
    assert not seen, seen


@contextlib.contextmanager
def _closed_if_broken(window):
    """A window that cannot be made like a new one is closed, and spoils no other test."""
    from playwright.sync_api import Error

    try:
        yield
    except Error:
        window.close()


class Course:
    """A temporary copy of what a student has. `root` is its folder."""

    def __init__(self, root: Path):
        self.root = root
        for name in ("notebooks", "data", "exercises"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        shutil.copy(ROOT / "pyproject.toml", root / "pyproject.toml")

    def notebook(self, name: str, cells: list[str], banks: Path | None = None) -> Path:
        """A notebook with these code cells in a new course inside this one, with banks (or the true ones) and a record of its own."""
        import nbformat

        folder = Path(tempfile.mkdtemp(dir=self.root)) / "notebooks"
        shutil.copytree(banks or self.root / "notebooks" / "quizzes", folder / "quizzes")
        shutil.copy(self.root / "notebooks" / "objectives.yaml", folder)
        (folder.parent / ".derisking-course").write_text("", encoding="utf-8")
        book = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
        book.cells = [nbformat.v4.new_code_cell(text.strip()) for text in cells]
        nbformat.write(book, folder / f"{name}.ipynb")
        return folder / f"{name}.ipynb"

    def called(self, file: Path) -> str:
        """A file as the server calls it."""
        return file.relative_to(self.root).as_posix()


@pytest.fixture(scope="session")
def course(tmp_path_factory) -> Course:
    return Course(tmp_path_factory.mktemp("course"))


class Server:
    """One running JupyterLab. `url(path)` adds the token."""

    def __init__(self, root: Path, home: Path, options: list[str] | None = None):
        """options: JupyterLab's own, in the place of the settings that make other tests repeatable."""
        self.port, self.token = _free_port(), secrets.token_hex(12)
        settings = home / "settings"
        for name, value in SETTINGS.items():
            file = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(value), encoding="utf-8")
        env = {k: v for k, v in os.environ.items() if k not in ("PYTEST_CURRENT_TEST", "PYTEST_VERSION")}
        env |= {"DERISKING_RECORD": "on", "IPYTHONDIR": str(home / "ipython")}
        env |= {f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "RUNTIME", "DATA")}
        if options is None:
            env |= {"JUPYTERLAB_SETTINGS_DIR": str(settings), "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces")}
            options = [f"--ServerApp.root_dir={root}", "--LabApp.news_url=", "--LabApp.extension_manager=readonly"]
        self.log = home / "server.log"
        args = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", f"--port={self.port}"]
        args += [f"--IdentityProvider.token={self.token}", "--ServerApp.port_retries=0", *options]
        args += ["--LabApp.expose_app_in_browser=True"]
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(args, env=env, stdout=log, stderr=subprocess.STDOUT, cwd=root)
        self._wait()

    def _wait(self, seconds: float = 300) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(self.url("api/status"), timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        self.stop()
        pytest.fail(f"The Jupyter server did not start. Its log ends:\n{self.log.read_text(encoding='utf-8')[-2000:]}")

    def url(self, path: str) -> str:
        sign = "&" if "?" in path else "?"
        return f"http://127.0.0.1:{self.port}/{path}{sign}token={self.token}"

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def jupyter(course, tmp_path_factory, browser):
    server = Server(course.root, tmp_path_factory.mktemp("jupyter"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def waiting():
    """Windows in which JupyterLab runs and nothing is open; they close with the browser."""
    return []


def _window(browser, jupyter, waiting):
    """A window of those that wait, or a new one; left to others if it is like a new one once its notebook is away, closed otherwise."""
    window = waiting.pop() if waiting else Lab(browser, jupyter)
    window.resize(1200, 900)
    yield window
    with _closed_if_broken(window):
        if not window.runs() or window.page.locator(".jp-Dialog").count():
            return window.close()
        window.leave()
        window.theme("light")
        waiting.append(window)


lab = pytest.fixture(_window, name="lab")
module_lab = pytest.fixture(_window, name="module_lab", scope="module")
