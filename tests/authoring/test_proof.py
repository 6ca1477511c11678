"""The line of proof: each sentence has one, a changed sentence loses it, numbers alone are filled in, and what is filled in is whole."""

import functools
import json

from derisking import data
from derisking.authoring import proof

ROOT = data.folder().parent
NUMBER = "EUV light has a wavelength of [13.5 nm](https://x.org 'fact: euv-wavelength · ASML')."
SENTENCES = f"{NUMBER} Washington forbade the sale."


def faults(root, lesson):
    """Everything that keeps a lesson's table from being done."""
    lines, now = proof.read(proof.file_of(root, lesson)), proof.said(root, lesson)
    found = [f"no line: {now[key][1]}" for key in now.keys() - {line["hash"] for line in lines}]
    for line in lines:
        wrong = proof.faults(line) if line["hash"] in now else ["a line without a sentence"]
        found += [f"{line['place']}, {line['begins']} ...: {one}" for one in wrong]
    return found + ["a line stands twice"] * (len({line["hash"] for line in lines}) < len(lines))


def test_every_sentence_has_a_line_of_proof_that_keeps_the_rules(monkeypatch):
    """What to do: run `python3 run.py build`, then fill in what `python3 run.py proof` names."""
    monkeypatch.setattr(proof, "known", functools.cache(proof.known))
    wrong = [f"{lesson}: {one}" for lesson in proof.lessons(ROOT) for one in faults(ROOT, lesson)]
    assert not wrong, "\n".join(wrong)
    assert {path.stem for path in (ROOT / "docs" / "proof").glob("*.csv")} == set(proof.lessons(ROOT))


def course(tmp_path, markdown, feedback="The law names no country."):
    """A lesson of one cell with a bank of one question."""
    (tmp_path / "notebooks" / "quizzes").mkdir(parents=True, exist_ok=True)
    book = {"cells": [{"id": "c1", "cell_type": "markdown", "source": [markdown]}]}
    (tmp_path / "notebooks" / "03-x.ipynb").write_text(json.dumps(book), "utf-8")
    bank = {"questions": [{"id": "q", "options": [{"id": "o1", "text": "a", "feedback": feedback}]}]}
    (tmp_path / "notebooks" / "quizzes" / "03-x.yaml").write_text(json.dumps(bank), "utf-8")
    return tmp_path


def test_a_number_set_by_hand_stays_while_its_rows_do():
    line = dict.fromkeys(proof.COLUMNS, "") | {"hash": "h", "kind": "number", "source": "fact:a; fact:b", "how": "row"}
    words = "It fell because of this from 2 to 1."
    for rows, kind in ((("fact:a", "fact:b"), "number"), (("fact:a",), "")):
        assert [one["kind"] for one in proof.renewed([line], {"h": ("cell c1", words, rows)})] == [kind]


def test_a_changed_sentence_loses_its_line_and_only_that(tmp_path, capsys):
    path = proof.file_of(course(tmp_path, SENTENCES), "03-x")
    assert proof.main(["--check"], tmp_path) == 1 and not path.exists()
    assert proof.main([], tmp_path) == 0 and proof.main(["--check"], tmp_path) == 0
    number, ban, said = proof.read(path)
    assert (number["kind"], number["source"], number["how"]) == ("number", "fact:euv-wavelength", "row")
    assert (ban["place"], ban["begins"], ban["kind"]) == ("cell c1", "Washington forbade the sale.", "")
    assert said["place"] == "question q/o1" and len(faults(tmp_path, "03-x")) == 2
    row = "event:us-huawei-entity-list-2019-05-16"
    filled = {"kind": "law", "source": row, "how": "row", "looked_at": "2026-11-27"}
    path.write_text(proof.render([number, ban | filled, said | {"kind": "none"}]), "utf-8")
    assert not faults(tmp_path, "03-x")
    course(tmp_path, SENTENCES.replace("the sale", "the *sale*").replace("x.org", "y.org") + "\n\nOne more sentence.")
    kinds = [line["kind"] for line in proof.renewed(proof.read(path), proof.said(tmp_path, "03-x"))]
    assert kinds == ["number", "law", "", "none"]
    course(tmp_path, SENTENCES.replace("forbade", "stopped"))
    assert "no line: Washington stopped the sale." in faults(tmp_path, "03-x")
    capsys.readouterr()
    proof.main([], tmp_path)
    assert "its proof is gone: Washington forbade the sale." in capsys.readouterr().out
    assert [line["kind"] for line in proof.read(path)] == ["number", "", "none"]
    proof.main(["03"], tmp_path)
    assert capsys.readouterr().out.endswith("\tcell c1\t-\tWashington stopped the sale.\n")


def test_canaries_of_a_line():
    row = {"kind": "law", "source": "fact:euv-wavelength", "page": "", "how": "row", "looked_at": "2026-11-27"}
    line = dict.fromkeys(proof.COLUMNS, "") | row
    cited = line | {"source": "GDPR, https://eur-lex.europa.eu/x", "how": "primary", "page": "art. 45(3)"}
    assert not proof.faults(line) and not proof.faults(cited)
    assert not proof.faults(dict.fromkeys(proof.COLUMNS, "") | {"kind": "none"})
    for broken in (
        *({"kind": ""}, {"kind": "opinion"}, {"kind": "none"}, {"source": ""}, {"source": "fact:no-such-row"}),
        *({"source": "event:euv-wavelength"}, {"source": "the GDPR"}, {"how": ""}, {"page": ""}, {"looked_at": "2999-01-01"}),
    ):  # fmt: skip
        assert proof.faults(cited | broken), broken
