"""Forms in the notebook: what is released, what comes back, what a broken line does, without a browser."""

import itertools
import json
import os
import re
from types import SimpleNamespace

import pytest
import runner
from IPython.core.interactiveshell import InteractiveShell
from support import clicked, told

from derisking import exercises
from derisking.exercises import form, form_answers, form_page, remembered, typed
from derisking.learner import store

LESSON = "02-de-risking"
TASKS = {task.id: task for task in exercises.definition(LESSON).tasks}


def released(lesson):
    return {cell.id: cell for cell in runner.released(lesson).cells}


@pytest.mark.parametrize("lesson", exercises.lessons())
def test_every_answer_but_a_function_is_a_folded_form(lesson):
    cells = released(lesson)
    for task in exercises.definition(lesson).tasks:
        answer, check = cells[f"answer-{task.id}"], cells[f"check-{task.id}"]
        is_form = task.is_form
        assert is_form == (answer.source == typed.form_line(task)) == (typed.FORM.search(answer.source) is not None)
        assert is_form == bool(answer.metadata.get("jupyter", {}).get("source_hidden")), task.id
        assert is_form == bool(check.metadata.get("jupyter", {}).get("source_hidden")), task.id
        assert answer.metadata.nbgrader.solution and "derisking" not in answer.metadata
    assert {task.part for task in exercises.definition(lesson).tasks if not task.is_form} <= {"B"}


PYTHON = ("three dots", "quotation marks", "exercise.", '`"', "run that cell", " Type ")


def asks_to_type(text: str) -> list[str]:
    """Signs in a text that a student should write Python; what only users of a code for variants open is left out."""
    return [sign for sign in PYTHON if sign in re.sub(r"(?s)<details>.*?</details>", "", text)]


@pytest.mark.parametrize("lesson", exercises.lessons())
def test_nothing_before_the_code_route_asks_for_python(lesson):
    for task in exercises.definition(lesson).tasks:
        if task.is_form:
            assert not asks_to_type(task.question.text) and not asks_to_type(" ".join(task.hints)), task.id
    for name, cell in itertools.takewhile(lambda item: item[0] != "part-b", released(lesson).items()):
        assert cell.cell_type != "markdown" or not asks_to_type(cell.source), name
    assert asks_to_type('Choose all. Type the letters: `"A, B"`.') == ['`"', " Type "], "the canary"


KEYS = ("right", "accepts", "rights", "answer", "ranges", "feedback", "holds", "correct")


def keys_in(data: dict) -> list[str]:
    """Fields of a form that would give the answer away."""
    return [field for field in KEYS if f'"{field}":' in json.dumps(data)]


@pytest.mark.parametrize("lesson", exercises.lessons())
def test_a_form_holds_no_key(lesson):
    for task in (task for task in exercises.definition(lesson).tasks if task.is_form):
        page = form_page.page(task)
        assert not keys_in(page), task.id
        # What leaving out a right option shows carries that option's key.
        assert not [part["key"] for part in page["question"]["parts"] if part["key"].startswith("-")], task.id
        assert form_page.listed(task) or task.question.kind == "numeric", task.id
    assert keys_in({"rows": [{"key": "a", "accepts": ["x"]}]}) == ["accepts"], "the canary"


@pytest.fixture
def record(record, monkeypatch):
    """A course folder with a record of its own, and the session's memory empty."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.setattr(remembered, "session", {})
    return record


def save(folder, monkeypatch, left, age):
    """A notebook with an answer, saved some seconds from now."""
    cell = clicked.cell(TASKS["disputed"], left, typed.form_line(TASKS["disputed"]))
    file = folder / "mine.ipynb"
    file.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    stamp = file.stat().st_mtime + age
    os.utime(file, (stamp, stamp))
    monkeypatch.setenv("JPY_SESSION_NAME", str(file))


@pytest.mark.parametrize(("age", "newest"), [(60, "B"), (-60, "C")])
def test_the_newer_of_notebook_and_record_counts(record, monkeypatch, age, newest):
    task = TASKS["disputed"]
    assert remembered.newest(task) == {}
    assert remembered.keep(task, {"why_disputed": "C"})
    assert remembered.everything() == {"02-de-risking disputed": {"answers": {"why_disputed": "C"}}}  # "begun"
    save(record, monkeypatch, {"why_disputed": "B"}, age)
    assert remembered.newest(task) == {"why_disputed": newest}
    monkeypatch.setattr(remembered, "session", {})  # after a restart
    assert remembered.newest(task) == {"why_disputed": newest}


def test_another_folder_starts_afresh_and_a_damaged_notebook_is_none(record, monkeypatch):
    task = TASKS["disputed"]
    remembered.keep(task, {"why_disputed": "C"})
    (record / "copy").mkdir()
    monkeypatch.chdir(record / "copy")
    assert remembered.newest(task) == {}
    (record / "copy" / "bad.ipynb").write_text("[1", encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(record / "copy" / "bad.ipynb"))
    assert remembered.newest(task) == {}


@pytest.fixture
def shell(record):
    """IPython as a notebook has it, with the exercise open."""
    made = InteractiveShell.instance()
    made.run_cell(f"from derisking import exercises\nexercise = exercises.open({LESSON!r})")
    yield made
    InteractiveShell.clear_instance()


def run(shell, source, cell="x"):
    return shell.run_cell(source, cell_id=cell)


def outcome(shell, task="disputed"):
    return shell.user_ns["exercise"].check(task).outcome


def test_typed_lines_are_understood_before_they_run(shell):
    run(shell, f"exercise = exercises.open({LESSON!r})")
    assert len([hook for hook in shell.input_transformers_cleanup if "Listener" in repr(hook)]) == 1, "opened twice"
    run(shell, "why_disputed = “C”")
    assert shell.user_ns["why_disputed"] == "C" and outcome(shell) == "right"
    run(shell, "magnesium_share = 0,80\nhand_hhi = 38 %")
    assert shell.user_ns["magnesium_share"] == 0.8 and outcome(shell, "hand-hhi") == "wrong-scale"


def test_a_cell_in_which_nothing_was_written_says_nothing(shell, capsys):
    shell.run_cell("# YOUR CODE HERE\n...\n", store_history=True)
    assert "Ellipsis" not in capsys.readouterr().out
    shell.run_cell("...", store_history=True)
    assert "Ellipsis" in capsys.readouterr().out, "the canary"


@pytest.mark.parametrize(("broken", "cell"), told.cases(__file__, "typed.yaml")["broken"])
def test_a_broken_line_leaves_no_old_answer(shell, broken, cell, capsys):
    run(shell, 'why_disputed = "C"')
    assert outcome(shell) == "right"
    run(shell, broken, cell)
    assert "why_disputed" not in shell.user_ns and outcome(shell) == "not-attempted"
    assert 'write it like why_disputed = "…", and run the cell again' in capsys.readouterr().out


def test_an_answer_before_an_error_and_other_names_stay(shell, capsys):
    run(shell, 'why_disputed = "C"\nrisks = {"a": "supply"}')
    run(shell, 'why_disputed = "B"\nother = 1 / 0')
    assert shell.user_ns["why_disputed"] == "B" and "risks" in shell.user_ns
    assert "write it like" not in capsys.readouterr().out
    run(shell, "def hhi(values):\n    return 1")
    run(shell, "def hhi(values):\n    return 1 +")
    assert "hhi" not in shell.user_ns and "mend the line" in capsys.readouterr().out


def test_of_what_a_page_sends_only_answers_are_kept(shell, monkeypatch):
    """What one sends is clicked in tests/browser/test_exercise_forms.py."""
    task, memo, shown = TASKS["disputed"], exercises.definition(LESSON).memo, []
    left = SimpleNamespace(update=lambda bundle, raw: shown.append(bundle))  # in the place of a cell's second output
    opened = {f"{LESSON} disputed": (shell.user_ns["exercise"], task, left), f"{LESSON} memo": (None, memo, left)}
    monkeypatch.setattr(form, "_open", opened)
    value = {"answers": {"why_disputed": "C", "evil": 1}, "controls": [True]}
    sent = store.put({"entry": {"kind": "draft", "key": f"{LESSON} disputed", "value": value}})
    assert sent == {"ok": True, "note": ""}
    assert shell.user_ns["why_disputed"] == "C" and "evil" not in shell.user_ns
    assert remembered.newest(task) == {"why_disputed": "C"}
    assert store.snapshot()["drafts"] == {f"{LESSON} disputed": {"answers": {"why_disputed": "C"}}}
    assert form.keep(f"{LESSON} memo", {"memo": "<b>Ω\nΩ" + "Ω" * 30_000})
    assert len(shown) == 2 and "&lt;b&gt;Ω<br>Ω" in shown[-1]["text/html"]
    cell = {"source": "exercise.memo()", "outputs": [{"data": shown[-1]}]}
    assert form_answers.only(cell) and len(form_answers.memo([cell])) == 20_000
    assert form_answers.memo([{**cell, "source": "memo = 1"}, {"source": "exercise.memo()", "outputs": []}]) == ""
    with pytest.raises(ValueError, match="has no memo"):
        exercises.open("03-chip-basics", namespace={}).memo()


def test_a_form_that_runs_again_holds_its_answer_and_shows_it(shell, capsys):
    remembered.keep(TASKS["protect-decide"], {"product": "B", "evidence": ["P", "S"]})
    run(shell, 'product = "A"\nexercise.form("protect-decide")')
    assert shell.user_ns["product"] == "B" and shell.user_ns["evidence"] == ["P", "S"]
    assert "So far 0 of" in repr(shell.user_ns["exercise"]), "it was never checked"
    run(shell, 'disputed = why_disputed = "C"\nexercise.form("disputed")')
    assert "why_disputed" not in shell.user_ns, "a form without an answer holds none"


def test_a_form_that_was_checked_before_has_its_points_again(shell):
    run(shell, 'exercise.form("disputed")')
    said = form.check({"key": f"{LESSON} disputed", "answers": {"why_disputed": "C"}})
    assert said["result"]["outcome"] == "right" and form.hint({"key": f"{LESSON} disputed"})["html"]
    run(shell, f'exercise = exercises.open({LESSON!r})\nexercise.form("disputed")')
    assert "So far 1 of" in repr(shell.user_ns["exercise"])
    assert form._checked_before(shell.user_ns["exercise"], TASKS["disputed"])
    form.keep(f"{LESSON} disputed", {"answers": {"why_disputed": "C"}})  # changed, and back: nobody checked it
    assert not form._checked_before(shell.user_ns["exercise"], TASKS["disputed"])
