"""What tests of the web edition share: sizes of windows, when a page is ready, and what axe finds in it."""

from derisking.exports.web import checks

WAIT = 120_000  # milliseconds that a busy machine may need for anything; only a test that fails waits so long
SIZES = {"desktop": (1280, 900), "phone": (360, 740), "small phone": (320, 740)}

# Texts of a picture: those smaller than 12 px as drawn, out of the frame, or upon each other.
LABELS = """(svg) => {
  const frame = svg.getBoundingClientRect(), found = [];
  const texts = [...svg.querySelectorAll("text")].filter((t) => t.textContent.trim());
  const boxes = texts.map((t) => t.getBoundingClientRect());
  texts.forEach((t, i) => {
    const a = boxes[i];
    if (parseFloat(getComputedStyle(t).fontSize) * frame.width / svg.viewBox.baseVal.width < 12) found.push(`small: ${t.textContent}`);
    if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.bottom > frame.bottom + 1) found.push(`out: ${t.textContent}`);
    boxes.slice(i + 1).forEach((b, j) => {
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
      if (over) found.push(`touch: ${t.textContent} | ${texts[i + 1 + j].textContent}`);
    });
  });
  return found;
}"""


def ready(page):
    """Wait until every element of the page has been brought to life."""
    page.wait_for_selector("html[data-derisking=ready]", state="attached")


def wipe(page, site):
    """Make a used window like a new one: alone, on the screen, without memory. The picture has the pages' memory and no script."""
    for other in page.context.pages:
        if other != page:
            other.close()
    page.emulate_media(media="null", color_scheme="null")
    page.goto((site / "_static" / "icon.svg").as_uri())
    page.evaluate("localStorage.clear(); sessionStorage.clear()")


def outside(address):
    """Whether an address leaves this machine."""
    return checks.foreign(address) and "//127.0.0.1" not in address


# By name, since axe leaves out the size of targets otherwise, and counts a name that lacks what the eye reads as an experiment.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"label-content-name-mismatch": {"enabled": True}}}


def axe(page, within=None):
    """Findings of any level, one line each, which begins with the level; an empty list is a pass. within: a selector."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=within, options=RULES).response
    assert found["passes"], "axe looked at nothing"
    return [
        f"{v['impact']}: {v['id']}: {v['help']} at {node['target']} {node['html'][:120]} {node.get('failureSummary', '')}"
        for v in found["violations"]
        for node in v["nodes"]
    ]
