"""A learning platform for tests: a page with somebody else's SCORM 1.2 run-time (scorm-again), which plays a package."""

import io
import json
import zipfile

from support import readers, told

RUNTIME = readers.NPM / "node_modules" / "scorm-again" / "dist" / "scorm12.min.js"
HOST = told.cases(__file__, "programs.yaml")["a platform's page"]


def runtime():
    """The file of the run-time; the test is skipped without it."""
    if not RUNTIME.is_file():
        readers.missing("scorm-again")
    return RUNTIME.read_text(encoding="utf-8")


def unpack(content, folder):
    """A package as a platform lays it out, with the page that plays it above."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder / "package")
    (folder / "host.html").write_text(HOST, encoding="utf-8")
    (folder / "runtime.js").write_text(runtime(), encoding="utf-8")
    return folder


class Player:
    """One student's window on a package. state: what an earlier window left in the platform; context: that window's browser."""

    def __init__(self, browser, address, start, state=None, context=None):
        self.context = context or browser.new_context(viewport={"width": 1000, "height": 900})
        self.page = self.context.new_page()
        self.page.goto(f"{address}/host.html")
        self.page.evaluate("([start, state]) => play(start, state)", [f"package/{start}", state])
        self.sco = self.page.frame_locator("#sco")
        self.lesson = self.sco.frame_locator("#page")
        self.lesson.locator("html[data-derisking=ready]").wait_for(state="attached")

    def cmi(self):
        """What the platform holds, as plain data."""
        return json.loads(self.page.evaluate("JSON.stringify(API.cmi)"))

    def wait(self, what):
        """Until an expression over `core` and `cmi` holds."""
        self.page.wait_for_function(f"(() => {{ const cmi = API.cmi, core = cmi.core; return {what}; }})()")

    def leave(self):
        """Go away as a student does, and give what the platform keeps for the next time."""
        self.page.evaluate("document.getElementById('sco').src = 'about:blank'")
        self.page.wait_for_function("window.finished === 1")
        kept = self.cmi()
        self.context.close()
        kept["core"]["entry"] = "resume"
        return kept
