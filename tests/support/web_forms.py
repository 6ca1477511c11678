"""How a student fills in a form, in every edition."""

import re

from derisking import markdown
from derisking.questions.ids import made_of


def as_list(form):
    """Show the controls of cards that are otherwise sorted by hand."""
    way = form.get_by_role("button", name="Show as a list")
    if way.is_visible():
        way.click()


def choose(form, number=0):
    """Click an option and hand it in."""
    form.locator("label.dr-option").nth(number).click()
    form.get_by_role("button", name="Check my answer").first.click()


def example(question, fate="right"):
    """The first response of this fate that the question's kind gives as an example."""
    return next(response for one, response in question.rules.example_answers(question) if one == fate)


def answer(form, question, response, comma=True):
    """Click a response to a question, as a student would. comma: write a number as most of Europe does, where it can be."""
    as_list(form)
    raw, kind = question.raw, question.kind
    if kind == "numeric":
        text = response["text"]
        three = len(text.partition(".")[2]) == 3  # 1,234 can be read in two ways, so nobody may write that
        form.locator("input.dr-number").fill(text.replace(".", ",") if comma and not three else text)
    elif kind == "order":
        _arrange(form, {made_of(question.id, one["id"]): markdown.plain(one["text"]) for one in raw["items"]}, response)
    elif kind == "match":
        lines = {pair["id"]: markdown.plain(pair["left"]) for pair in raw["pairs"]}
        for line, partner in response["pairs"].items():
            form.get_by_label(_ends(lines[line])).select_option(partner)
    elif kind == "classify":
        for card in raw["cards"]:
            words = markdown.plain(card["text"])
            row = form.locator("fieldset.dr-row", has=form.page.locator("legend", has_text=_row(words)))
            _choose(row.locator("input"), response["bins"].get(card["id"], []))
    elif kind == "review":
        for sentence in raw["sentences"]:
            if sentence["id"] in response["marks"]:
                form.locator(".dr-say", has_text=sentence.get("slip", sentence)["text"]).click()
                for select, wanted in zip((0, 1), response["marks"][sentence["id"]], strict=True):
                    form.locator(".dr-slip:visible select").nth(select).select_option(wanted)
                form.page.keyboard.press("Escape")
    else:
        keys = [one for value in response.values() for one in (value if isinstance(value, list) else [value])]
        _choose(form.locator(".dr-option input"), keys)


def _ends(text):
    """A name that ends so; a letter may stand before it."""
    return re.compile(f"{re.escape(text)}$")


def _row(text):
    """A heading that says so, with a letter before it at most, or what that letter stands for; the evidence may stand behind it."""
    letter = rf"|^\s*{text[0]}\s" if text[1] == ":" else ""
    return re.compile(rf"^\s*(?:[A-Za-z]:? ?)?{re.escape(text)}(?! ){letter}")


def _choose(boxes, keys):
    """Click what is not as it should be; a radio button goes off by itself."""
    for box in boxes.all():
        if box.is_checked() != (box.input_value() in keys):
            box.click()


def _arrange(form, texts, response):
    """Order the list by clicking, from the top; it is touched even where it lies as wanted."""
    lines = form.locator("ol.dr-order > li")
    lines.first.locator(".dr-down").click()
    for place, key in enumerate(response["order"]):
        shown = [
            one.partition("\n")[0] for one in lines.locator("> .dr-text").all_inner_texts()
        ]  # figures may stand below a name
        for at in range(shown.index(texts[key]), place, -1):
            lines.nth(at).locator(".dr-up").click()
