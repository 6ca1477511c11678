"""How a student fills in the forms of an exercise page."""

from derisking import markdown


def as_list(form):
    """Show the controls of cards that are otherwise sorted by hand."""
    way = form.get_by_role("button", name="Show as a list")
    if way.is_visible():
        way.click()


def answer(form, task, comma=True):
    """Click the right answer of one task, as a student would. comma: write a number as most of Europe does, where it can be."""
    question = task.question
    raw, rules = question.raw, question.rules
    if task.question.kind == "numeric":
        text = f"{question.answer:.6g}"
        three = len(text.partition(".")[2]) == 3  # 1,234 can be read in two ways, so nobody may write that
        form.locator("input.dr-number").fill(text.replace(".", ",") if comma and not three else text)
    elif task.question.kind in ("single", "multiple"):
        right = [number for number, (_, option) in enumerate(rules.labelled(question)) if option.get("correct")]
        for number in right[:1] if question.kind == "single" else right:
            form.locator("label.dr-option input").nth(number).check()
    elif task.question.kind == "classify":
        as_list(form)
        names = [entry if isinstance(entry, str) else entry["id"] for entry in raw["bins"]]
        for number, card in enumerate(raw["cards"]):
            form.locator("fieldset.dr-row").nth(number).locator("input").nth(names.index(card["bins"][0])).check()
    elif task.question.kind == "order":
        for place, item in enumerate(raw["items"]):
            texts = form.locator(".dr-order > li .dr-text").all_inner_texts()
            for _ in range(texts.index(markdown.plain(item["text"])) - place):
                line = form.locator(".dr-order > li", has_text=markdown.plain(item["text"]))
                line.locator(".dr-up").click()
    else:
        option = next(one for one in raw["options"] if len(one.get("holds", ())) >= 2 and not one.get("misconception"))
        for key in (option["id"], *option["holds"][:2]):
            form.locator(f'input[value="{key}"]').check()
