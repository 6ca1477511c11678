"""A sentence is asked for, with the authors' beside it once one was kept; what a click does is the runtime's."""

from derisking import progress, widgets
from derisking.learner import card

AUTHORS = "A share needs a *denominator*."


def test_the_still_version_holds_both_sentences_once_one_was_kept(record, monkeypatch):
    shown = []
    monkeypatch.setattr(card, "emit", lambda data, static, words="": shown.append((data, static)))
    for _ in range(2):
        widgets.write("02-de-risking", "share", prompt="What is a *share*?", authors=AUTHORS)
        progress.keep("sentence 02-de-risking share", "<b>Mine</b>")
    (data, before), (_, after) = shown
    assert data["authors"] == "A share needs a <em>denominator</em>."
    assert "What is a <em>share</em>?" in before and "Run this cell to write" in before and "denominator" not in before
    assert "&lt;b&gt;Mine&lt;/b&gt;" in after and "<em>denominator</em>" in after
