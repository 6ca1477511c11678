"""What all lessons ask, on a bare page, before and after it wakes: JupyterLab's sheet holds the room of the card that comes.

Explorers and JupyterLab itself are held by test_arrival.py, in lesson 2; what the record fills is left out."""

import json
import re
import shutil
from unittest import mock

from browser.test_arrival import jumping
from support import lesson_code, lints, little_site, web

from derisking import places
from derisking.exports.web import scripts
from derisking.learner import card
from derisking.widgets.prediction import Prediction

STILL = places.PACKAGE / "lab" / "labextensions" / "derisking-course" / "static" / "still.css"
LEFT_OUT = {"explorer", "analyst", "optional", "guesses", "sources"}  # tags of cells
# Without the room of tiles: each learner meets them in another order, and so in other rows.
TILES = ".dr-pool, .dr-static > .dr-sheet > div > ul:first-child"
TALL = f"""() => [...document.querySelectorAll(".dr-live")].map((one) =>
  [...one.querySelectorAll("{TILES}")].reduce((rest, tiles) => rest - tiles.offsetHeight, one.offsetHeight))"""


def cards() -> list[str]:
    """As a notebook shows them, with the data of what comes; no picture of a guess is drawn."""
    made: list[str] = []

    def placed(data, still):
        made.append(card.in_page(f"drt-{len(made)}", data, still))
        return ""

    with (
        mock.patch.object(card, "placed", placed),
        mock.patch.object(Prediction, "shown", lambda _: {"html": ""}),
        mock.patch("IPython.display.display"),
    ):
        for lesson in lesson_code.LESSONS:
            book = json.loads((lesson_code.ROOT / "notebooks" / f"{lesson}.ipynb").read_text(encoding="utf-8"))
            names: dict = {}
            for _, cell in lints.cells(book, "code"):
                if not lints.tags(cell) & LEFT_OUT and not re.search(r"explore\.|quiz\.recall", lints.text(cell)):
                    exec(lints.text(cell), names)
    return made


def test_cards_wake_as_tall_as_they_were_announced(browser, tmp_path):
    made = cards()
    scripts.write(tmp_path / "_static")
    shutil.copy(STILL, tmp_path)
    head = little_site.HEAD.format("Cards") + '<link rel="stylesheet" href="still.css"><div class="dr-page dr-waiting">'
    (tmp_path / "cards.html").write_text(f"{head}{''.join(made)}</div>{little_site.SCRIPT}", encoding="utf-8")
    for width in (390, 736):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.route("**/widgets.js", lambda one: one.abort())
        page.goto((tmp_path / "cards.html").as_uri())
        before = page.evaluate(TALL)
        page.evaluate("document.querySelector('[href=\"still.css\"]').disabled = true")
        bare = page.evaluate(TALL)
        page.unroute("**/widgets.js")
        page.reload()
        web.ready(page)
        after = page.evaluate(TALL)
        assert len(after) == len(made) > 90 and jumping(before, after) == []
        assert len(jumping(bare, after)) > len(after) / 2, "the canary: without its sheet nearly every card jumps"
