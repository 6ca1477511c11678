"""Write a sentence of your own, keep it, and see what the authors wrote."""

from __future__ import annotations

import traitlets

from derisking import cards, markdown, progress
from derisking.widgets.live import HERE, Live, script, style

MOST = 1000  # characters of a sentence: room for three long ones


class Write(Live):
    """The widget behind `write`. prompt: safe HTML; text: the sentence kept before; most: characters it may have."""

    _esm = script(HERE / "write.js")
    _css = style(HERE / "write.css")
    prompt = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    most = traitlets.Int(MOST).tag(sync=True)


def write(lesson: str, name: str, *, prompt: str, authors: str) -> None:
    """Ask for a sentence; once the learner keeps one, show it beside the authors'.

    lesson, name: where the sentence is kept in the learner's record; a later one takes its place. prompt: Markdown, the
    box's label. authors: Markdown; it is not in the page before something is written. Without a kernel the output shows the
    prompt, and the comparison of the last run. Raises ValueError for an empty prompt or an empty sentence of the authors.
    """
    if not prompt.strip() or not authors.strip():
        raise ValueError(f"widgets.write({name!r}): give a prompt and a sentence of the authors.")
    earlier = progress.sentence(lesson, name)
    widget = Write(prompt=markdown.inline(prompt), text=earlier)
    static = cards.render("widgets/write.html.jinja", prompt=cards.safe(markdown.block(prompt, "tex")), text=earlier)
    widget.show(static, markdown.plain(prompt))
    # The comparison is an ordinary output below the box, so that a saved notebook still shows it when it is reopened.
    below = _display(_compared(earlier, authors))

    def receive(content: dict) -> None:
        text = _sentence(content)
        if not text:
            return
        kept = progress.keep_sentence(lesson, name, text)
        widget.text = text
        below.update(_compared(text, authors))
        note = "Kept." if kept else progress.message() or "Your sentence is shown, but it is not kept."
        widget.send({"type": "kept", "words": f"{note} The authors' sentence is below, beside yours."})

    widget.listen(receive)


def _display(panel: cards.Panel):
    from IPython.display import display

    return display(panel, display_id=True)


def _sentence(content: dict) -> str:
    """What the page sent, if it is a sentence."""
    text = content.get("text") if content.get("type") == "write" else None
    return text.strip()[:MOST] if isinstance(text, str) else ""


def _compared(text: str, authors: str) -> cards.Panel:
    """Both sentences; nothing as long as the learner has written none."""
    if not text:
        return cards.Panel("<div></div>", "")
    shown = cards.safe(markdown.inline(authors, "tex"))
    markup = cards.render("widgets/compare.html.jinja", text=text, authors=shown)
    return cards.Panel(markup, f"You wrote: {text}\nThe authors wrote: {markdown.plain(authors)}")
