"""Short links become full ones, full ones follow the registry, and an unknown row is one sentence."""

import re

import pytest
from support.banks import write

from derisking import data
from derisking.authoring import links as footnotes
from derisking.exports import pdf

FACT = "gallium-eu-supply-china"
TIP = f"fact: {FACT} · SCMP, 2023 · opens the source"
COMPUTED = "magnets-eu-china-value-2024"


def test_links_are_written_out_and_what_is_out_of_date_is_renewed():
    url = data.fact(FACT).url
    right = f'[71 %]({url} "{TIP}")'
    assert footnotes.expand(f"[71 %](fact:{FACT})") == right
    assert footnotes.expand("[a link](https://example.org)") == "[a link](https://example.org)"
    assert footnotes.refresh(f'[71 %](https://old.example "fact: {FACT}")') == right
    assert footnotes.refresh(right) == right
    broken = f'[71 %](https://old.example\n      "fact: {FACT} ·\n      somebody, 1999")'
    assert footnotes.refresh(broken) == right, "in YAML a link may go on in the next line"
    assert footnotes.refresh(right.replace("SCMP, 2023", "Somebody, 1999")) == right
    quoted = right.replace('"', '\\"')
    assert footnotes.refresh(quoted.replace(" · SCMP, 2023 · opens the source", "")) == quoted


def test_what_was_read_only_in_part_says_so_in_the_link():
    """On the page and under a printed one; the mark comes from the citation, once, and goes with it."""
    short = "[20 %](fact:dram-learning-rate)"
    link = footnotes.expand(short)
    assert link.startswith("[20 % (abstract read)](https://doi.org/10.1086/261968 ")
    assert footnotes.refresh(link) == link == footnotes.refresh(link.replace(" (abstract read)", ""))
    in_yaml = link.replace('"', '\\"').replace("abstract read", "abstract\n      read")
    assert footnotes.refresh(in_yaml).startswith("[20 % (abstract read)](") and "\n" not in footnotes.refresh(in_yaml)
    whole = footnotes.expand(f"[71 %](fact:{FACT})")
    assert footnotes.refresh(whole.replace("71 %", "71 % (summary read)")) == whole
    body, notes = pdf.with_notes(pdf.inline(f"{link}, {whole}"))
    assert list(notes.values()) == [" (abstract read)", ""] and "(abstract read)</a><sup>1</sup>" in body


def test_a_computed_figure_leads_to_its_table():
    root = data.folder().parent
    ways = {"notebooks/02.ipynb": "../", "solutions/02/02.ipynb": "../../", "docs/teaching/02.md": "../../"}
    for file, way in ways.items():
        link = footnotes.expand(f"[89 %](fact:{COMPUTED})", root / file)
        assert link.startswith(f"[89 %]({way}data/README.md#imports ")
        assert "opens the table and its formula" in link
        assert footnotes.refresh(link, root / file) == link
    bank = footnotes.expand(f"[89 %](fact:{COMPUTED})", root / "notebooks" / "quizzes" / "02.yaml")
    assert f"]({data.fact(COMPUTED).url} " in bank and "producer" in bank


def test_titles_break_no_link_and_an_unknown_event_is_refused():
    rows = [("fact", id) for id in data.facts()["id"]]
    rows += [("event", id) for id in data.load("policy_events")["event_id"]]
    links = [footnotes.expand(f"[x]({kind}:{id})") for kind, id in rows]
    assert [one for one in links if not re.fullmatch(r"""\[x[^]]*\]\(\S+ "[^]["'()\\#]+"\)""", one)] == []
    with pytest.raises(footnotes.UserError, match="policy_events"):
        footnotes.expand("[1 May](event:no-such-day)")


def test_an_unknown_row_is_named_with_its_file(tmp_path, capsys, monkeypatch):
    cell = {"cell_type": "markdown", "source": ["[1 %](fact:gallium-eu-supply)"]}
    book = write(tmp_path, {"cells": [cell]}, "x.ipynb")
    monkeypatch.setattr(footnotes, "files", lambda root: [book])
    assert footnotes.main(["--check"]) == 1
    assert "x.ipynb" in (said := capsys.readouterr().out) and FACT in said
