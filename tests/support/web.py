"""What tests of the web edition share: sizes of windows, when a page is ready, and what axe finds in it."""

from derisking.exports.web import checks

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


def ready(page):
    """Wait until every element of the page has been brought to life."""
    page.wait_for_selector("html[data-derisking=ready]", state="attached")


def outside(address):
    """Whether an address leaves this machine."""
    return checks.foreign(address) and "//127.0.0.1" not in address


def axe(page, within=None):
    """Findings of any level, one line each. within: a selector."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=within).response
    assert found["passes"], "axe looked at nothing"
    return [f"{v['id']}: {node['html'][:120]}" for v in found["violations"] for node in v["nodes"]]
