"""Write a sentence of your own, keep it, and see what the authors wrote."""

from __future__ import annotations

from derisking import cards, edition, markdown, progress
from derisking.learner import card

WAKE = "Run this cell to write your sentence here and to compare it with the authors'."


def write(lesson: str, name: str, *, prompt: str, authors: str = "", later: str = "") -> None:
    """Ask for a sentence; once the learner keeps one, show it beside the authors', or say where both are read later.

    lesson, name: where the sentence is kept in the learner's record; a later one takes its place. prompt: Markdown, the
    box's label. authors: Markdown; later: in its place, a sentence that says where theirs is read. Without a kernel the
    output shows the prompt and, if a sentence was kept before, both.
    Raises ValueError for an empty prompt, or where neither is given, or both.
    """
    if not prompt.strip() or bool(authors.strip()) == bool(later):
        raise ValueError(f"widgets.write({name!r}): give a prompt, and a sentence of the authors or where it comes.")
    data = {"kind": "write", "lesson": lesson, "id": name}
    data |= {"prompt": markdown.inline(prompt), "authors": markdown.inline(authors), "later": later}
    static = cards.render(
        "widgets/write.html.jinja",
        prompt=cards.safe(markdown.block(prompt, "tex")),
        authors=cards.safe(markdown.inline(authors, "tex")),
        text="" if edition.page else progress.sentence(lesson, name),
        on_page=bool(edition.page),
        wake=card.wake(WAKE),
    )
    card.emit(data, static, markdown.plain(prompt))
