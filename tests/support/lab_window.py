"""A window on a Jupyter server: open a notebook, run it, look at it."""

from support import web

NOTEBOOK = "window.jupyterapp.shell.currentWidget"
# Puts away every notebook with its kernel, saved or not.
LEAVE = """() => Promise.all([...window.jupyterapp.shell.widgets("main")].map(async (one) => {
  await one.sessionContext?.shutdown();
  one.dispose();
}))"""
GO_ON = "async (path) => { await window.jupyterapp.commands.execute('docmanager:open', { path }); }"
# No widget of the page that is shown still waits to be drawn.
DRAWN = """() => [...window.jupyterapp.shell.currentWidget.node.querySelectorAll("[data-mime-type*=widget-view]")].every(
  (one) => one.querySelector(".dr-root, .jupyter-widgets") && !one.textContent.includes("Loading widget"))"""
# The style sheet of a theme arrives a little after its attribute, and colours may need a moment to change.
THEMED = """(light) => document.body.dataset.jpThemeLight === String(light)
  && (getComputedStyle(document.body).getPropertyValue("--jp-layout-color1").trim() === "white") === light
  && document.getAnimations().every((one) => one.playState !== "running" || one.effect.getTiming().iterations === Infinity)"""


class Lab:
    """One browser window on the server. `page` is Playwright's page: click and type with it as a person would."""

    def __init__(self, browser, server, width: int = 1200, height: int = 900, color_scheme: str = "light"):
        self.server = server
        size = {"width": width, "height": height}
        self.context = browser.new_context(viewport=size, color_scheme=color_scheme, has_touch=True)
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", self._hear)

    def open(self, path: str) -> None:
        """Open a notebook and wait until its kernel is idle.
        As a document without side bars. Where JupyterLab runs already, it goes on from what was open before to this
        notebook, as a student goes on to the next lesson."""
        if self.runs():
            self.leave()
            self.page.evaluate(GO_ON, path)
        else:
            self.page.goto(self.server.url(f"doc/tree/{path}?reset"))
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self._idle()

    def _hear(self, error) -> None:
        """Keep an error of the page; anywidget's complaint when a page runs anew while its model starts is none."""
        if "[anywidget] Failed to initialize model" not in str(error):
            self.errors.append(f"{error} {error.stack}")

    def runs(self) -> bool:
        return self.page.evaluate("'jupyterapp' in window")

    def leave(self) -> None:
        """Put away what is open, also what is not saved, and forget what went wrong there."""
        self.page.evaluate(LEAVE)
        self.errors.clear()

    def _idle(self) -> None:
        self.page.wait_for_function(f"{NOTEBOOK}?.sessionContext?.kernelDisplayStatus === 'idle'")

    def run_all(self) -> None:
        """Run every cell and wait until the kernel is done, and what it made can be seen."""
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self._idle()
        self.page.wait_for_function(DRAWN)

    def restart(self) -> None:
        """Restart the kernel; outputs stay."""
        self.page.evaluate(f"{NOTEBOOK}.sessionContext.session.kernel.restart()")
        self._idle()

    def save(self) -> None:
        self.page.evaluate(f"{NOTEBOOK}.context.save()")

    def theme(self, name: str) -> None:
        """name: "light" or "dark"."""
        title = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}[name]
        self.page.evaluate(f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: '{title}'}})")
        self.page.wait_for_function(THEMED, arg=name == "light")

    def axe(self, selector: str) -> list[str]:
        """What axe finds inside the selector."""
        return web.axe(self.page, selector)

    def resize(self, width: int, height: int = 900) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def close(self) -> None:
        self.context.close()
