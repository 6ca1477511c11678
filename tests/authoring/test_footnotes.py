"""Short links become full ones, full ones follow the registry, and an unknown row is one sentence."""

import json

import pytest

from derisking import data
from derisking.authoring import links as footnotes

FACT = "gallium-eu-supply-china"


def test_short_links_are_written_out():
    url = data.fact(FACT).url
    assert footnotes.expand(f"[71 %](fact:{FACT})") == f'[71 %]({url} "fact: {FACT}")'
    assert footnotes.expand("[a link](https://example.org)") == "[a link](https://example.org)"


def test_an_old_address_is_renewed_and_a_good_one_kept():
    url = data.fact(FACT).url
    right = f'[71 %]({url} "fact: {FACT}")'
    assert footnotes.refresh(f'[71 %](https://old.example "fact: {FACT}")') == right
    assert footnotes.refresh(right) == right


def test_an_unknown_row_is_named_with_its_file(tmp_path, capsys):
    book = tmp_path / "x.ipynb"
    book.write_text(
        json.dumps({"cells": [{"cell_type": "markdown", "source": ["[1 %](fact:gallium-eu-supply)"]}]}), "utf-8"
    )
    assert footnotes.main([str(book)]) == 1
    assert "x.ipynb" in (said := capsys.readouterr().out) and FACT in said


def test_an_unknown_event_is_refused():
    with pytest.raises(footnotes.FootnoteError, match="policy_events"):
        footnotes.expand("[1 May](event:no-such-day)")
