"""What a student does with lesson 2, from the first prediction to a number by keyboard alone, in a real JupyterLab."""

from __future__ import annotations

import pytest

LESSON = "notebooks/02-de-risking.ipynb"


@pytest.fixture(scope="module")
def walk(new_lab):
    """One window that goes through the lesson; the tests below stand in the order of the walk."""
    lab = new_lab(1280, 1200)
    lab.open(LESSON)
    lab.run_all()
    lab.page.wait_for_selector(".dr-root form")
    return lab


def card(lab, words: str):
    return lab.page.locator(".dr-root form", has_text=words).first


def test_predict_before_the_chart_shows(walk):
    form = card(walk, "share of the value of EU imports of permanent magnets")
    assert form.locator("figure").count() == 0
    form.get_by_role("button", name="Commit, then look").click()
    assert "first" in form.get_by_role("status").first.inner_text()  # nothing is shown without a commitment
    form.get_by_label("Your prediction in %", exact=True).fill("60")
    form.get_by_role("button", name="Commit, then look").click()
    form.locator(".dr-picture img").wait_for()
    assert "China 89 per cent" in form.locator(".dr-picture img").get_attribute("alt")
    assert "You said 60\u00a0%. It is 89\u00a0%: 29 points more." in form.inner_text()
    assert "fits magnets" in form.inner_text()  # what may only be read afterwards


def test_the_wrong_option_gets_its_own_explanation(walk):
    form = card(walk, "come from China")
    form.get_by_text("Which of the two sources").click()
    form.get_by_role("button", name="Check my answer").click()
    assert "Compare the definitions first" in " ".join(form.locator(".dr-feedback").inner_text().split())


def test_nonsense_gets_a_sentence(walk):
    form = card(walk, "What is the HHI on the scale from 0 to 1?")
    form.get_by_label("Your answer").fill("<b>many</b>")
    form.get_by_role("button", name="Check my answer").click()
    assert form.locator("b").count() == 0
    assert form.locator(".dr-feedback").inner_text().strip()


def test_a_number_by_keyboard_alone_and_its_slip_is_named(walk):
    form = card(walk, "What is the HHI on the scale from 0 to 1?")
    box = form.get_by_label("Your answer")
    box.focus()
    walk.page.keyboard.press("Control+a")
    walk.page.keyboard.type("5400")
    walk.page.keyboard.press("Enter")
    assert "scale from 0 to 10 000" in " ".join(form.locator(".dr-feedback").inner_text().split())
    form.get_by_role("button", name="Try again").focus()
    walk.page.keyboard.press("Enter")
    box.focus()
    walk.page.keyboard.press("Control+a")
    walk.page.keyboard.type("0.54")
    walk.page.keyboard.press("Enter")
    assert "0.49 + 0.04 + 0.01" in form.locator(".dr-feedback").inner_text()


def test_picture_for_the_readme(walk):
    """The picture in docs/ is taken here by hand: set PICTURES and copy it from test-artifacts/."""
    form = card(walk, "share of the value of EU imports of permanent magnets")
    form.scroll_into_view_if_needed()
    walk.page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollBy(0, -60)")
    walk.page.wait_for_timeout(300)
    assert walk.shot("lesson-2").stat().st_size > 20_000
