"""Wrong input to `package`, `cards` and `paper`: one sentence each, and nothing is written or lost."""

import pytest
from support import little_site

from derisking import __main__ as commands
from derisking import exercises, markdown

COMMANDS = {one: ["package", one] for one in ("moodle", "qti", "scorm")} | {"cards": ["cards"], "paper": ["paper"]}
each = pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)


def one_sentence(capsys):
    out, said = capsys.readouterr()
    assert out == "" and said.count("\n") == 1 and "Traceback" not in said
    return said


@each
def test_an_unknown_lesson_and_a_folder_that_is_there(words, tmp_path, capsys):
    assert commands.main([*words, "9-nowhere", "--out", str(tmp_path / "x")]) == 2
    assert one_sentence(capsys).startswith("There is no lesson '9-nowhere': write one of 00-start-here")
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert commands.main([*words, "0", "--out", str(tmp_path)]) == 2
    assert "is there already: add --replace to write over it" in one_sentence(capsys)
    assert commands.main([*words, "0", "--out", str(tmp_path / "mine.txt")]) == 2
    assert "is a file, not a folder" in one_sentence(capsys)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@each
def test_a_bank_that_breaks_the_format(words, tmp_path, capsys, monkeypatch):
    site = little_site.make(tmp_path / "site", "01-reading-the-news") if words[-1] == "scorm" else None
    bad = tmp_path / "quizzes" / "01-reading-the-news.yaml"
    bad.parent.mkdir()
    bad.write_text("lesson: 01-reading-the-news\nquestions:\n  - id: q\n    kind: single\n", encoding="utf-8")
    (tmp_path / "01-reading-the-news.ipynb").write_text('{"cells": []}', encoding="utf-8")
    monkeypatch.setattr("derisking.questions.bank.folder", lambda: bad.parent)
    assert commands.main([*words, "--out", str(tmp_path / "x"), *(["--web", str(site)] if site else [])]) == 2
    assert "question `q`" in one_sentence(capsys)
    assert not (tmp_path / "x").exists()


def test_a_prompt_asks_every_form_and_tells_no_key(tmp_path, capsys):
    assert commands.main(["package", "prompts", "2", "--out", str(tmp_path / "x")]) == 0
    assert "1 prompt in" in capsys.readouterr().out
    said = (tmp_path / "x" / "02-de-risking.md").read_text(encoding="utf-8")
    for task in [one for one in exercises.definition("02-de-risking").tasks if one.is_form]:
        parts = task.question.rules.parts(task.question)
        assert all(f"{name} = " in said for name in task.names) == (task.route != "code"), task.id
        assert not [part.key for part in parts if part.feedback and markdown.plain(part.feedback) in said], task.id
