"""What one does on a page and what it says then: the acts of acts.yaml, step by step, in the web edition."""

import pytest
from playwright.sync_api import expect
from support import told
from support.web import again, axe

ACTS = told.cases(__file__, "acts.yaml")
DO = {
    "click": lambda found: found.first.click(),
    "clear": lambda found: [found.first.click() for _ in iter(found.count, 0)],  # until it is gone
    "fill": lambda found, words: found.first.fill(words),
    "count": lambda found, many: expect(found.locator("visible=true")).to_have_count(many),
    "says": lambda found, words: expect(found.first).to_contain_text(words),
    "silent": lambda found, words: expect(found.first).not_to_contain_text(words),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act(name, window):
    act, page = ACTS[name], window(ACTS[name]["page"])
    place = page.locator(".dr-root .dr-card").filter(has_text=act["card"]) if "card" in act else page.locator("body")
    for how, *what in act["steps"]:
        again(page) if how == "again" else DO[how](place.locator(what[0]), *what[1:])
    assert axe(page, "article") == [] and page.locator(".dr-problem").count() == 0
