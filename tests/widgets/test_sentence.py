"""A sentence is kept, comes back, and brings the authors' sentence with it; before that the page does not hold it."""

from __future__ import annotations

import pytest

from derisking import progress, widgets
from derisking.widgets import writing

AUTHORS = "A share needs a *denominator*."


@pytest.fixture
def room(record, monkeypatch):
    return Room(monkeypatch)


class Room:
    """What a notebook would show: the widgets with their static HTML, the comparison, and what the page is told."""

    def __init__(self, monkeypatch):
        self.shown, self.below, self.said = [], [], []
        monkeypatch.setattr(writing.Write, "show", lambda widget, static, words="": self.shown.append((widget, static)))
        monkeypatch.setattr(writing.Write, "send", lambda widget, content: self.said.append(content))
        monkeypatch.setattr(writing, "_display", lambda panel: self.update(panel) or self)

    def update(self, panel):
        self.below.append(panel._repr_html_())

    def ask(self):
        widgets.write("02-de-risking", "share", prompt="What is a *share*?", authors=AUTHORS)
        return self.shown[-1][0]


def type_in(widget, text):
    widget._handle_custom_msg({"type": "write", "text": text}, [])


def test_nothing_of_the_authors_is_in_the_page_before_something_is_written(room):
    widget = room.ask()
    page = room.shown[-1][1] + room.below[-1] + str(widget.get_state())
    assert "denominator" not in page and "What is a <em>share</em>?" in page
    assert "Run this cell to write" in room.shown[-1][1]


def test_a_kept_sentence_brings_the_authors_and_comes_back(room):
    widget = room.ask()
    type_in(widget, "  <b>Mine</b>  ")
    assert progress.sentence("02-de-risking", "share") == "<b>Mine</b>"
    assert "&lt;b&gt;Mine&lt;/b&gt;" in room.below[-1] and "<em>denominator</em>" in room.below[-1]
    assert room.said[-1] == {"type": "kept", "words": "Kept. The authors' sentence is below, beside yours."}
    type_in(widget, "Better")
    assert progress.sentence("02-de-risking", "share") == "Better"
    again = room.ask()
    assert again.text == "Better" and "Better" in room.below[-1] and "Better" in room.shown[-1][1]


@pytest.mark.parametrize("content", [{"type": "write", "text": "  "}, {"type": "write", "text": 3}, {"text": "x"}, "x"])
def test_what_is_no_sentence_is_not_kept(room, content):
    room.ask()._handle_custom_msg(content, [])
    assert progress.sentences() == [] and len(room.below) == 1


def test_a_very_long_text_is_cut(room):
    type_in(room.ask(), "x" * 5000)
    assert len(progress.sentence("02-de-risking", "share")) == writing.MOST


def test_without_a_record_the_comparison_still_comes(room, monkeypatch):
    monkeypatch.setenv("DERISKING_RECORD", "off")
    type_in(room.ask(), "Mine")
    assert "Mine" in room.below[-1] and "not kept" in room.said[-1]["words"]


@pytest.mark.parametrize(("prompt", "authors"), [(" ", "x"), ("x", "")])
def test_an_empty_text_of_the_author_is_an_error(prompt, authors):
    with pytest.raises(ValueError, match="give a prompt"):
        widgets.write("02-de-risking", "share", prompt=prompt, authors=authors)
