"""Sentences about the record as panels."""

from derisking import cards


def said(words: str) -> cards.Panel:
    """One sentence as a panel."""
    return cards.Panel(cards.render("progress/said.html.jinja", words=words, content=None), words)
