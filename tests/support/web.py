"""What tests of the web edition share: sizes of windows, when a page is ready, and what axe finds in it."""

from pathlib import Path

from derisking.exports.web import checks
from support import readers

WAIT = 120_000  # milliseconds that a busy machine may need for anything; only a test that fails waits so long
SIZES = {"desktop": (1280, 900), "phone": (360, 740), "small phone": (320, 740)}
# Texts of a picture: those smaller than 12 px as drawn, out of the frame, or upon each other.
LABELS = Path(__file__).with_name("labels.js").read_text(encoding="utf-8")
SPACED = Path(__file__).with_name("spaced.js").read_text(encoding="utf-8")


def ready(page):
    """Wait until every element of the page has been brought to life."""
    page.wait_for_selector("html[data-derisking=ready]", state="attached")


def go(page, name):
    """To another page of the folder, with the same record."""
    page.goto(f"{page.url.rpartition('/')[0]}/{name}.html")
    ready(page)


def again(page):
    """The same page, opened anew, from its top: a browser that goes back to a place does so when it likes."""
    page.evaluate("history.scrollRestoration = 'manual'")
    page.reload()
    ready(page)


def downloaded(place, button):
    """The file that a button saves. place: a page, or a part of one."""
    with getattr(place, "page", place).expect_download() as download:
        place.get_by_role("button", name=button).click()
    return download.value.path()


def drag(page, size, start, end):
    """By mouse, or by a finger."""
    way = [[a + part * (b - a) / 5 for a, b in zip(start, end, strict=True)] for part in range(6)]
    if size == "desktop":
        page.mouse.move(*way[0])
        page.mouse.down()
        for place_ in way[1:]:
            page.mouse.move(*place_)
        return page.mouse.up()
    touch = page.context.new_cdp_session(page)
    for kind, points in [("Start", way[:1]), *(("Move", [one]) for one in way[1:]), ("End", [])]:
        at = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": at})
        page.wait_for_timeout(30)  # a browser that scrolls takes the finger away meanwhile


def alive(page):
    """Everything that lives on the page has come, also each explorer once it is in sight, and nothing complains."""
    page.evaluate("document.querySelectorAll('.dr-optional').forEach((one) => (one.open = true))")
    for place in page.locator("[id^=explorer-]").all():
        place.scroll_into_view_if_needed()
        place.locator(".dr-root.dr-explorer svg").first.wait_for()
    dead = "[...document.querySelectorAll('.dr-live')].filter((one) => !one.querySelector('.dr-root')).length"
    assert page.evaluate(dead) == 0 and page.locator(".dr-problem").count() == 0


def wipe(page, address):
    """Make a used window like a new one: alone, on the screen, without memory. The picture has the pages' memory and no script."""
    for other in page.context.pages:
        if other != page:
            other.close()
    page.emulate_media(media="null", color_scheme="null")
    page.goto(f"{address}/_static/icon.svg")
    page.evaluate("localStorage.clear(); sessionStorage.clear()")


def outside(address):
    """Whether an address leaves this machine."""
    return checks.foreign(address) and "//127.0.0.1" not in address


# By name, since axe leaves out the size of targets otherwise, and counts a name that lacks what the eye reads as an experiment.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
STILL = "Promise.allSettled(document.getAnimations().map((one) => one.effect.getTiming().iterations < Infinity && one.finished)).then(() => 0)"
RULES = {"rules": {"label-content-name-mismatch": {"enabled": True}}}
RULES |= {"resultTypes": ["violations"]}  # it need not say where else a rule holds, which takes most of its time


def axe(page, within=None, tags=TAGS):
    """Findings of any level, one line each, which begins with the level, once nothing moves; an empty list is a pass. within: a selector."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(STILL)  # what fades in has half its contrast
    found = Axe().run(page, context=within, options=RULES | {"runOnly": {"type": "tag", "values": tags}}).response
    assert found["passes"], "axe looked at nothing"
    return [
        f"{v['impact']}: {v['id']}: {v['help']} at {node['target']} {node['html'][:120]} {node.get('failureSummary', '')}"
        for v in found["violations"]
        for node in v["nodes"]
    ]


ENGINE = readers.NPM / "node_modules/accessibility-checker-engine/ace.js"
IBM = Path(__file__).with_name("ibm.js").read_text(encoding="utf-8")


def ibm(page, within="html"):
    """What IBM's engine calls a violation of WCAG 2.2, one line each. Where the engine is missing, its canary says so. within: a selector."""
    if not ENGINE.is_file():
        return []
    page.evaluate(ENGINE.read_text(encoding="utf-8"))
    found = page.evaluate(IBM, within)
    assert found, "IBM's engine looked at nothing"
    return [said for level, said in found if level == "VIOLATION FAIL"]
