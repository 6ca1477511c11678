"""A real JupyterLab in a real browser, for every browser test.

Fixtures
- `browser`  (session): Chromium or Chrome of this machine, driven by Playwright. Without one the tests are skipped and
  listed at the end of the run; with REQUIRE_BROWSER=1 they fail instead.
- `course`   (session): a copy of the project's notebooks, data and exercises in a temporary folder. Kernels run there,
  so nothing in the tree changes. Write extra notebooks with `course.notebook(name, cells)`.
- `jupyter`  (session): one JupyterLab server on a free port, with `course` as its root folder.
- `lab`      (function): a fresh browser window; `lab.open("notebooks/x.ipynb")`, `lab.run_all()`, `lab.page` ...
- `site`     (session): the web edition, made once; `window` (function): opens its pages.
- `new_lab`  (module): a function that makes such windows (`new_lab(width=320)`), for tests that share one open notebook.
  Windows are closed when the module ends.
- `own_lab`  (module): a window on a server with options of its own, for what `run.py lab` starts.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from support import web, web_site

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "test-artifacts"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
# What a test needs to be repeatable: every cell in the page, no news, no dialogs. Path below the settings folder -> value.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none", "scrollPastEnd": False, "kernelShutdown": True},
    "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false", "doNotDisturbMode": True},
    "docmanager-extension/plugin": {"autosave": False},
}


def find_browser() -> str | None:
    """Path of a Chromium-like browser: the environment variable CHROME, then PATH, then the usual places."""
    wanted = os.environ.get("CHROME")
    if wanted:
        return wanted if Path(wanted).exists() else shutil.which(wanted)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in PLACES if Path(place).exists()), None)


def browser_required() -> bool:
    return os.environ.get("REQUIRE_BROWSER", "") not in ("", "0")


def pytest_collection_modifyitems(config, items):
    """Every test of this folder is a browser test, marked or not, and is tried a second time before it counts as failed.

    A browser on a busy machine is sometimes late; what is wrong is wrong twice. The summary names what was tried again.
    """
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter):
    """List what was not run, so that a missing browser never looks like a success."""
    skipped = [r.nodeid for r in terminalreporter.stats.get("skipped", []) if "no browser" in str(r.longrepr)]
    if skipped:
        terminalreporter.section("browser tests not run: no Chromium or Chrome found (set CHROME to its path)")
        for nodeid in skipped:
            terminalreporter.write_line(f"  {nodeid}")


@pytest.fixture(scope="session")
def browser():
    path = find_browser()
    if path is None:
        if browser_required():
            pytest.fail("REQUIRE_BROWSER is set but no browser was found. Install Chromium or set CHROME to its path.")
        pytest.skip("no browser found; install Chromium or set CHROME to its path")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=15_000)  # as long as a window waits for anything else
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chrome
        chrome.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The whole web edition, made once for all tests of it."""
    pytest.importorskip("sphinx_book_theme", reason='the web edition is not made: install the extra "web"')
    from derisking.exports.web import build

    return web_site.once(tmp_path_factory, build.build)


@pytest.fixture
def window(browser, site):
    """Opens pages of the folder: window("index") gives Playwright's page; nothing outside it may be asked for."""
    contexts, troubles = [], []

    def open_(name, size="desktop", base=None, at="", **options):
        touch = {"has_touch": True, "is_mobile": True} if size == "phone" else {}
        context = browser.new_context(viewport=web.SIZES[size], accept_downloads=True, **touch, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: troubles.append(f"{name}: {error}"))
        page.on("request", lambda request: troubles.append(request.url) if web.outside(request.url) else None)
        page.goto(f"{base or site.as_uri()}/{name}.html{at}")
        if options.get("java_script_enabled", True):
            web.ready(page)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not troubles, troubles


class Course:
    """A temporary copy of what a student has. `root` is its folder."""

    def __init__(self, root: Path):
        self.root = root
        for name in ("notebooks", "data", "exercises"):
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
            (root / name).mkdir(exist_ok=True)
        (root / "notebooks" / "quizzes").mkdir(exist_ok=True)
        shutil.copy(ROOT / "pyproject.toml", root / "pyproject.toml")

    def notebook(self, name: str, cells: list[str], folder: str = "notebooks") -> str:
        """Write <folder>/<name>.ipynb with one code cell per text (Markdown if it starts with '#md'); return its path."""
        import nbformat

        book = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
        for text in cells:
            markdown = text.startswith("#md")
            make = nbformat.v4.new_markdown_cell if markdown else nbformat.v4.new_code_cell
            book.cells.append(make(text.removeprefix("#md").strip()))
        nbformat.write(book, self.root / folder / f"{name}.ipynb")
        return f"{folder}/{name}.ipynb"


@pytest.fixture(scope="session")
def course(tmp_path_factory) -> Course:
    return Course(tmp_path_factory.mktemp("course"))


class Server:
    """One running Jupyter server. `url(path)` adds the token; `app` is "lab" or "notebook"."""

    def __init__(
        self, root: Path, home: Path, app: str = "lab", options: list[str] | None = None, given: dict = SETTINGS
    ):
        """options: JupyterLab's own, in the place of the settings that make other tests repeatable."""
        self.port, self.token, self.app = _free_port(), secrets.token_hex(12), app
        settings = home / "settings"
        for name, value in given.items():
            file = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(value), encoding="utf-8")
        env = {k: v for k, v in os.environ.items() if k not in ("PYTEST_CURRENT_TEST", "PYTEST_VERSION")}
        env |= {"DERISKING_RECORD": "on", "JUPYTERLAB_SETTINGS_DIR": str(settings), "IPYTHONDIR": str(home / "ipython")}
        env |= {f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "RUNTIME", "DATA")}
        env |= {"JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces")}
        self.log = home / "server.log"
        args = [sys.executable, "-m", "jupyter", app, "--no-browser", "--allow-root", f"--port={self.port}"]
        args += [f"--ServerApp.root_dir={root}", f"--IdentityProvider.token={self.token}", "--ServerApp.port_retries=0"]
        args += ["--LabApp.expose_app_in_browser=True", "--LabApp.news_url=", "--LabApp.extension_manager=readonly"]
        if options is not None:
            del env["JUPYTERLAB_SETTINGS_DIR"], env["JUPYTERLAB_WORKSPACES_DIR"]
            args = [
                a for a in args if "root_dir" not in a and "news_url" not in a and "extension_manager" not in a
            ] + options
        if app == "notebook":
            args = [a.replace("--LabApp.expose", "--JupyterNotebookApp.expose") for a in args if "news_url" not in a]
            args = [a for a in args if "extension_manager" not in a]
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(args, env=env, stdout=log, stderr=subprocess.STDOUT, cwd=root)
        self._wait()

    def _wait(self, seconds: float = 60) -> None:
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


NOTEBOOK = "window.jupyterapp.shell.currentWidget"


class Lab:
    """One browser window on the server. `page` is Playwright's page: click and type with it as a person would."""

    def __init__(self, browser, server: Server, width: int = 1200, height: int = 900, **context):
        self.server = server
        self.context = browser.new_context(viewport={"width": width, "height": height}, **context)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(f"{error} {error.stack}"))

    def open(self, path: str, *, kernel: bool = True, mode: str = "doc") -> None:
        """Open a notebook and wait until its kernel is idle.

        mode: "doc" shows one document without side bars, "lab" the whole JupyterLab. kernel=False does not wait for one.
        """
        self.page.goto(self.server.url(f"{mode}/tree/{path}?reset"))
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        if kernel:
            self._idle()

    def _idle(self) -> None:
        ready = f"{NOTEBOOK}?.sessionContext?.kernelDisplayStatus === 'idle'"
        self.page.wait_for_function(ready, timeout=60_000)

    def run_all(self) -> None:
        """Run every cell and wait until the kernel is done."""
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self._idle()

    def restart(self) -> None:
        """Restart the kernel; outputs stay."""
        self.page.evaluate(f"{NOTEBOOK}.sessionContext.session.kernel.restart()")
        self._idle()

    def save(self) -> None:
        self.page.evaluate(f"{NOTEBOOK}.context.save()")

    def cell_outputs(self) -> list[str]:
        """The visible text of each code cell's output area, in order."""
        areas = self.page.locator(".jp-CodeCell .jp-Cell-outputArea")
        return [areas.nth(i).inner_text() for i in range(areas.count())]

    def theme(self, name: str) -> None:
        """name: "light" or "dark"."""
        title = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}[name]
        self.page.evaluate(f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: '{title}'}})")
        self.page.wait_for_selector(
            f"body[data-jp-theme-light='{'true' if name == 'light' else 'false'}']", state="attached"
        )
        self.page.wait_for_timeout(300)  # the style sheet arrives a little after the attribute

    def axe(self, selector: str) -> list[str]:
        """axe-core findings of any impact inside the selector, one line each; an empty list is a pass."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, context=selector).response
        if not found["passes"] and "passes" in found and not found["violations"]:
            raise AssertionError(f"axe looked at nothing: does {selector} exist?")
        return [
            f"{v['impact']}: {v['id']}: {v['help']} at {node['target']} {node['html'][:120]} {node.get('failureSummary', '')}"
            for v in found["violations"]
            for node in v["nodes"]
        ]

    def shot(self, name: str, selector: str | None = None) -> Path:
        """Keep a picture in test-artifacts/ (of one element, or of the window)."""
        ARTIFACTS.mkdir(exist_ok=True)
        file = ARTIFACTS / f"{name}.png"
        (self.page.locator(selector).first if selector else self.page).screenshot(path=file)
        return file

    def resize(self, width: int, height: int = 900) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def close(self) -> None:
        self.context.close()


@pytest.fixture(scope="module")
def new_lab(browser, jupyter):
    made: list[Lab] = []

    def make(width: int = 1200, height: int = 900, **context) -> Lab:
        made.append(Lab(browser, jupyter, width, height, **context))
        return made[-1]

    yield make
    for window in made:
        window.close()


@pytest.fixture(scope="module")
def own_lab(browser):
    """A function that starts a server with options of its own on a folder, and opens one window there."""
    made: list[Lab] = []

    def make(root: Path, home: Path, options: list[str]) -> Lab:
        made.append(Lab(browser, Server(root, home, options=options), 1280, 900))
        return made[-1]

    yield make
    for window in made:
        window.close()
        window.server.stop()


@pytest.fixture
def lab(browser, jupyter):
    window = Lab(browser, jupyter)
    yield window
    window.close()
