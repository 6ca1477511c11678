"""What a teacher sees in the formgrader: what students wrote, and nothing that acts in the browser."""

from pathlib import Path

import bs4
import nbformat
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from derisking.classroom.course import Course, nbgrader_settings
from derisking.classroom.give_back import marking as mark
from derisking.classroom.nbgrader import harmless

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "<script>alert(1)</script>"
HANDLER = '<img src="x" onerror="alert(1)">'


def hostile():
    """A notebook with a script wherever nbgrader's page shows what a student can write."""
    data = {"text/html": SCRIPT, "image/svg+xml": f"<svg>{SCRIPT}</svg>", "image/png": "x", "text/plain": SCRIPT}
    wide = {"image/png": {"width": "1 onerror=alert(1)"}}
    output = nbformat.v4.new_output("display_data", data=data, metadata=wide)
    code = nbformat.v4.new_code_cell(f"x = '{SCRIPT}'", outputs=[output])
    words = f"> kept\n\n{SCRIPT}\n\n{HANDLER}\n\n[a](javascript:alert(1)) ![b](http://x.example/b.png)"
    memo, named = nbformat.v4.new_markdown_cell(words), nbformat.v4.new_markdown_cell("y")
    memo.metadata["nbgrader"] = {"grade_id": "memo", "grade": True, "solution": True, "points": 10, "locked": False}
    named.metadata |= {"nbgrader": {"grade_id": '"><b onclick="alert(1)">', "solution": True}, "tags": [HANDLER]}
    return nbformat.v4.new_notebook(cells=[code, memo, named], metadata={"title": SCRIPT})


def page(settings, **more):
    return HTMLExporter(config=Config(settings), **more).from_notebook_node(hostile())[0]


def acting(text):
    """What of the hostile notebook is alive in a page: scripts, handlers, links that are programs, pictures from elsewhere."""
    found = []
    for tag in bs4.BeautifulSoup(text, "html.parser").find_all(True):
        found += [f"{tag.name} {name}" for name in tag.attrs if name.startswith("on")]
        found += ["script"] if tag.name == "script" and "alert" in tag.text else []
        found += ["link"] if tag.get("href", "").startswith("javascript:") else []
        found += ["picture"] if tag.name in ("img", "svg") else []
    return found


def test_nothing_that_a_student_wrote_acts_in_the_formgrader_or_in_nbgraders_feedback():
    text = page(harmless.SETTINGS, template_name="classic")
    assert acting(text) == []
    assert "kept" in text and "&lt;script&gt;" in text, "it is shown as text"
    assert acting(page(nbgrader_settings(ROOT / "nbgrader_config.py"))) == []
    assert {"script", "link", "picture", "img onerror"} <= set(acting(page({}, template_name="classic")))


def test_what_the_formgrader_needs_stays_and_nothing_is_fetched_from_elsewhere(tmp_path):
    given = hostile()
    given.cells[0].execution_count = HANDLER  # which no library would write
    nb, _ = harmless.Harmless().preprocess(given, {})
    assert nb.cells[0].execution_count is None
    kept = {"grade_id": "memo", "points": 10, "grade": True, "solution": True, "locked": False, "task": False}
    assert nb.cells[1].metadata.nbgrader == kept
    assert nb.cells[2].metadata == {}
    told = mark.settings(Course(tmp_path))
    assert told["IdentityProvider"]["cookie_options"]["path"] == "/"
    policy = told["ServerApp"]["tornado_settings"]["headers"]["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "http" not in policy and "*" not in policy
