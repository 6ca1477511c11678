"""Explorers of the web edition in a real browser: they move, they are quick, their state is in the address, they can be saved."""

import html
import json
import statistics

import pytest
from support.web import LABELS, SIZES, axe

from derisking import explore

# explorer -> its page
PAGES = {
    "timeline": "01-reading-the-news", "screen": "02-de-risking", "wafer": "03-chip-basics", "fab": "03-chip-basics",
    "walk": "04-value-chain", "chain": "04-value-chain", "coalition": "05-export-controls", "partners": "06-japan-alliance",
    "desk-advanced": "07-policy-lab", "desk-simple": "07-policy-lab",
}  # fmt: skip
SVG = ".dr-svg svg"
# Moves every control once through its values as a person would. Gives the times from the move to the new picture, how many
# pictures there were, and what is wrong: a picture that jumped, a control that changed nothing or is not 40 px tall.
MOVES = """async (place) => {
  const times = [], wrong = [], pictures = new Set();
  const frame = place.querySelector(".dr-svg");
  const top = () => frame.getBoundingClientRect().top - place.getBoundingClientRect().top;
  const look = () => frame.innerHTML + place.querySelector(".dr-title").textContent;
  for (const control of place.querySelectorAll(".dr-control")) {
    const [one, ...more] = control.querySelectorAll("input, select");
    const before = top(), { value } = one, name = control.querySelector("label, legend").textContent, seen = new Set();
    const height = control.querySelector("input[type=range], select, .dr-segments").getBoundingClientRect().height;
    if (height !== 40) wrong.push(`${name} is ${height} px tall`);
    if (one.matches(":disabled")) {
      if (!control.textContent.includes("only with")) wrong.push(`${name} rests without a reason`);
      continue;
    }
    const moved = async (act) => {
      const start = performance.now();
      act();
      frame.getBoundingClientRect();
      times.push(performance.now() - start);
      seen.add(look());
      pictures.add(frame.innerHTML);
      if (Math.abs(top() - before) > 2) wrong.push(`${name} moved the picture by ${top() - before} px`);
      await new Promise((go) => setTimeout(go));
    };
    const put = (event, changed) => moved(() => {
      Object.assign(one, changed);
      one.dispatchEvent(new Event(event, { bubbles: true }));
    });
    if (one.type === "range") {
      for (const part of [0, 0.3, 0.7, 1]) await put("input", { value: Number(one.min) + part * (one.max - one.min) });
      await put("input", { value });
    } else if (one.type === "radio") {
      const chosen = [one, ...more].find((radio) => radio.checked);
      for (const radio of [one, ...more, chosen]) await moved(() => radio.click());
    } else {
      const at = one.selectedIndex;
      for (const selectedIndex of [...Array(one.options.length - 1).keys(), at]) await put("change", { selectedIndex });
    }
    if (seen.size < 2) wrong.push(`${name} does nothing`);
  }
  const [, next] = place.querySelectorAll(".dr-walk button");
  const shown = frame.innerHTML;
  next?.click();
  if (next && frame.innerHTML === shown) wrong.push("Next does nothing");
  return [times, pictures.size, wrong];
}"""


def place(page, name):
    """The explorer's element, with its picture."""
    found = page.locator(f"#explorer-{name}")
    found.scroll_into_view_if_needed()
    found.locator(SVG).wait_for()
    return found


def free(found):
    found.get_by_role("button", name="Skip to all controls").click()


@pytest.mark.parametrize("name", PAGES)
def test_it_begins_with_one_control_moves_at_once_and_stays_in_its_place(name, window):
    """On a phone, where there is least room; the state is then in the address, and another window shows the same."""
    page = window(PAGES[name], size="phone")
    found = place(page, name)
    goal = found.locator(".dr-goals").inner_text()
    assert found.locator(".dr-control:visible").count() == 1 and goal.startswith("Goal 1 of")
    free(found)
    assert found.locator(".dr-goals").inner_text().startswith("Sandbox")
    if name == "chain":  # as long as nobody is switched off, no rule matters
        found.get_by_label("Take away").select_option(label="Taiwan")
    times, pictures, wrong = found.evaluate(MOVES)
    print(f"{name}: {len(times)} moves, median {statistics.median(times):.0f} ms, most {max(times):.0f} ms")
    assert statistics.median(times) <= 50
    assert pictures > 3 and wrong == []
    assert found.locator(SVG).evaluate(LABELS) == []
    assert found.locator(SVG).get_attribute("aria-label")
    page.wait_for_function(f"location.hash.startsWith('#explorer-{name}?')")
    shown = [found.locator(where).inner_text() for where in (".dr-title", ".dr-line")]
    again = window(PAGES[name], size="phone", at=page.evaluate("location.hash"))
    there = place(again, name)
    assert [there.locator(where).inner_text() for where in (".dr-title", ".dr-line")] == shown
    assert again.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"]["width"]


def test_canary_of_labels_jumps_and_dead_controls(window):
    page = window("02-de-risking")
    found = place(page, "screen")
    svg = found.locator(SVG)
    svg.evaluate(
        'svg => svg.insertAdjacentHTML(\'beforeend\', \'<text x="640" y="20" font-size="9">too far out</text>\')'
    )
    touching = "\n".join(svg.evaluate(LABELS))
    assert "small: too far out" in touching and "out: too far out" in touching
    dead = '<div class="dr-control"><label>Dead</label><input type="range" style="height:30px"></div>'
    jumping = "(dead) => { const line = document.createElement('p'); const place = document.querySelector('#explorer-screen'); const grid = place.querySelector('.dr-controls'); grid.insertAdjacentHTML('beforeend', dead); grid.after(line); place.addEventListener('input', () => { line.style.height = '9px' }, { once: true }); }"
    page.evaluate(jumping, dead)
    told = "\n".join(place(page, "screen").evaluate(MOVES)[2])
    assert "Dead is 30 px tall" in told and "Dead does nothing" in told and "moved the picture by" in told


def test_a_goal_is_noticed_and_leads_on(window):
    page = window("02-de-risking")
    found = place(page, "screen")
    slider = found.get_by_label("Concentration above")
    assert found.locator(".dr-range:visible").count() == 1
    slider.focus()
    for _ in range(28):
        page.keyboard.press("ArrowRight")
    found.get_by_text("✓ Reached.").wait_for()
    found.get_by_role("button", name="Next goal").click()
    assert "Goal 2 of 3" in found.locator(".dr-goals").inner_text()
    assert found.locator(".dr-control:visible").count() == 2
    free(found)
    assert found.locator(".dr-range:visible").count() == 3 and "Sandbox" in found.locator(".dr-goals").inner_text()


def test_the_chain_is_walked_and_breaks_under_a_click(window):
    """Next by keyboard up to the goal; then a firm from the list, and a country on the map, taken away and given back."""
    page = window("04-value-chain")
    found = place(page, "walk")
    found.get_by_role("button", name="Next").focus()
    for _ in range(6):
        assert not found.get_by_text("✓ Reached.").is_visible()
        page.keyboard.press("Enter")
    found.get_by_text("✓ Reached.").wait_for()
    assert "Netherlands 100 % (ASML)" in found.locator(".dr-line").inner_text()
    found.get_by_role("button", name="Previous").click()
    assert found.get_by_label("Where you stand").input_value() == "5"
    chain = place(page, "chain")
    chain.get_by_label("Take away").select_option(label="ASML")
    assert "newest chips and others stop" in chain.locator(".dr-title").inner_text()
    chain.locator("polygon[data-take=Taiwan]").click()
    assert "Taiwan stops: newest chips stop" in chain.locator(".dr-title").inner_text()
    assert chain.locator("polygon[data-take=Taiwan]").get_attribute("stroke-dasharray"), (
        "broken on the map, not by colour alone"
    )
    chain.locator("polygon[data-take=Taiwan]").click()
    assert "Nobody stops" in chain.locator(".dr-title").inner_text()


def test_an_impossible_setting_is_a_sentence_without_the_old_picture(window):
    found = place(window("06-japan-alliance"), "partners")
    free(found)
    found.get_by_label("Who needs help").select_option(label="Japan")
    assert "Choose two different partners" in found.locator(".dr-nothing").inner_text()
    assert found.locator(SVG).count() == 0 and not found.locator(".dr-figure figcaption").is_visible()


def test_money_cannot_be_overspent_and_plans_come_back(window):
    page = window("07-policy-lab")
    found = place(page, "desk-advanced")
    free(found)
    found.get_by_label("Stockpile").fill("8")
    found.get_by_label("Alliance").fill("12")
    assert found.get_by_label("Alliance").input_value() == "4"
    found.get_by_label("You work on plan").select_option(label="B")
    found.get_by_label("Alliance").fill("0")
    found.get_by_label("Behind it stands").select_option(label="A")
    assert "plan A" in found.locator(".dr-line").inner_text()
    page.wait_for_function("location.hash.includes('plan.A=8_0_0_4')")
    page.goto("about:blank")
    page.go_back()
    again = place(page, "desk-advanced")
    again.get_by_label("You work on plan").select_option(label="A")
    assert again.get_by_label("Alliance").input_value() == "4"


def test_picture_and_table_can_be_saved(window):
    page = window("03-chip-basics", size="phone")
    found = place(page, "fab")
    saved = {}
    for what in ("picture", "table"):
        with page.expect_download() as download:
            found.get_by_role("button", name=f"Save the {what}").click()
        saved[what] = download.value.path().read_text(encoding="utf-8")
    assert saved["picture"].startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert found.locator(".dr-title").inner_text() in html.unescape(saved["picture"])
    last = saved["table"].splitlines()[-1].strip('"')
    assert last.startswith("Source: ") and last[:60] in saved["picture"]  # in lines of its own
    explorer = explore.fab()
    assert saved["table"].lstrip("\ufeff").splitlines()[0] == ",".join(
        head if "," not in head else json.dumps(head) for head in explorer.view["heads"]
    )


def test_an_address_of_another_place_still_leads_there(window):
    page = window("02-de-risking", at="#move-the-line")
    assert page.evaluate("document.querySelector('#move-the-line').getBoundingClientRect().top") < 300
    broken = window("02-de-risking", at="#explorer-screen?concentration=7&year=1066&importer=JPN")
    assert "Japan, 2024" in place(broken, "screen").locator(".dr-title").inner_text()


@pytest.mark.parametrize(("name", "theme"), [("desk-advanced", "light"), ("screen", "dark"), ("walk", "dark")])
def test_axe_finds_nothing_in_an_explorer(name, theme, window):
    page = window(PAGES[name], size="phone", color_scheme=theme)
    free(place(page, name))
    page.wait_for_timeout(300)
    assert axe(page, f"#explorer-{name}") == []


def test_without_javascript_the_still_picture_and_its_table_remain(window):
    page = window("06-japan-alliance", size="phone", java_script_enabled=False)
    still = page.locator(".dr-live", has_text="From which sharing of shocks").locator(".dr-static")
    assert (
        "-".join(still.locator("img").first.evaluate("img => img.currentSrc.split('/').slice(-2)[0]").split())
        == "charts"
    )
    assert still.locator("table").count() == 1
