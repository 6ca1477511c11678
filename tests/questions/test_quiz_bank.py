"""Banks load quickly, and a broken one says file, question, field and remedy."""

from __future__ import annotations

import time
from copy import deepcopy

import pytest
import yaml
from support.banks import DEMO, by_id, content, write

from derisking.questions import bank


def broken(change):
    def apply():
        found = content()
        change(found)
        return found

    return apply


def drop(id, *keys):
    def change(found):
        part = by_id(found, id)
        for key in keys[:-1]:
            part = part[key]
        del part[keys[-1]]

    return broken(change)


def put(id, value, *keys):
    def change(found):
        part = by_id(found, id)
        for key in keys[:-1]:
            part = part[key]
        part[keys[-1]] = value

    return broken(change)


CASES = [
    (
        drop("demo-single", "options", 2, "feedback"),
        "question `demo-single`, option 3: no feedback. Say in one sentence what",
    ),
    (drop("demo-single", "options", 1, "correct"), "question `demo-single`: 0 options are marked"),
    (put("demo-single", True, "options", 0, "correct"), "2 options are marked"),
    (put("demo-single", "x", "options", 0, "colour"), "option 1: unknown field `colour`"),
    (put("demo-single", "essay", "kind"), "`kind` is 'essay'. Use one of single"),
    (put("demo-single", ["class"], "use"), "`use` holds 'class'"),
    (drop("demo-single", "objective"), "no objective"),
    (put("demo-classify", "C99", "cards", 0, "claim"), "card 1: the table claim_check has no claim 'C99'"),
    (
        put("demo-classify", "C08", "cards", 0, "claim"),
        "card 1: the table's verdict is 'Wrong', which is none of the bins",
    ),
    (put("demo-classify", "the-story", "cards_of"), "`cards_of` should name a question of another lesson"),
    (drop("demo-single", "text"), "no text. Write the question."),
    (drop("demo-numeric", "tolerance"), "no tolerance"),
    (put("demo-numeric", "0.4", "answer"), "`answer` should be a number. Write 0.787, not text."),
    (put("demo-numeric", "x", "answer_fact"), "write either `answer`"),
    (drop("demo-numeric", "unit"), "no unit"),
    (drop("demo-numeric", "otherwise"), "no otherwise"),
    (drop("demo-numeric", "misconceptions", 0, "value"), "misconception 1: it has a `value`"),
    (put("demo-order", "nowhere", "misconceptions", 0, "before"), "which is no item. Items: wafer"),
    (put("demo-order", "wafer", "misconceptions", 0, "before"), "is the right order"),
    (put("demo-match", "sings", "misconceptions", 0, "right"), "not among the texts of the pairs"),
    (put("demo-match", ["licenses designs"], "distractors"), "are the same"),
    (put("demo-classify", ["Punish"], "cards", 0, "bins"), "card 1: 'Punish' is no bin. Bins: Promote"),
    (put("demo-classify", "Promote", "cards", 0, "misconceptions", 0, "bin"), "is accepted for this card"),
    (drop("demo-pre", "pair"), "no pair"),
    (put("demo-post", "demo-pre", "id"), "this id is used twice"),
]


# Nine lists, each holding the one before it nine times: written out, an id of hundreds of millions of words.
ALIASES = "lesson: 90-demo\nl0: &l0 [x, x, x, x, x, x, x, x, x]\n"
ALIASES += "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 9)) + "questions: [{id: *l8}]\n"


@pytest.mark.parametrize(("make", "words"), CASES, ids=[words[:40] for _, words in CASES])
def test_broken_bank(tmp_path, make, words):
    with pytest.raises(bank.BankError) as error:
        bank.read(write(tmp_path, make()))
    assert words in str(error.value)
    assert str(error.value).startswith("notebooks/quizzes/90-demo.yaml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lesson: 90-demo\nquestions:\n  - id: a\n    text: one: two\n", "line 4: not valid YAML"),
        ("lesson: other\nquestions: []\n", "`lesson` is 'other'. Write '90-demo'"),
        ("- a\n", "write `lesson:` and a list `questions:`"),
        ("lesson: 90-demo\nquestions: [text]\n", "question `1`: this should be a mapping"),
        ("", "write `lesson:`"),
        (f"lesson: 90-demo\nquestions:\n  - id: {'7' * 6000}\n", "a value cannot be read (Exceeds the limit"),
        ("lesson: 90-demo\nquestions:\n  - id: a\n    tolerance: .inf\n", "`a`: inf is no number to compute with"),
        ("lesson: 90-demo\nquestions:\n  - id: a\n    points: .nan\n", "`a`: nan is no number to compute with"),
        ("lesson: 90-demo\nquestions: &a\n  - *a\n", "perhaps by aliases"),
        (ALIASES, "perhaps by aliases"),
    ],
    ids=lambda value: value[:40],
)
def test_broken_file(tmp_path, text, words):
    start = time.process_time()
    path = tmp_path / "notebooks" / "quizzes" / "90-demo.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(bank.BankError) as error:
        bank.read(path)
    assert words in str(error.value)
    assert time.process_time() - start < 2


def test_yaml_cannot_make_objects(tmp_path):
    path = tmp_path / "90-demo.yaml"
    path.write_text("lesson: !!python/object/apply:os.getcwd []\nquestions: []\n", encoding="utf-8")
    with pytest.raises(bank.BankError):
        bank.read(path)


def test_unknown_names_list_near_ones():
    with pytest.raises(bank.BankError, match="demo-single"):
        bank.read(DEMO)["demo-singel"]
    with pytest.raises(bank.BankError, match="Known lessons"):
        bank.load("99-nothing")


def test_200_questions_in_a_quarter_of_a_second(tmp_path, monkeypatch):
    found = content()
    found["questions"] = [
        deepcopy(question) | {"id": f"{question['id']}-{number}"}
        for number in range(25)
        for question in found["questions"]
    ]
    path = write(tmp_path, found)
    assert len(bank.read(path).questions) == 200
    best = min(_seconds(lambda: bank.read(path)) for _ in range(5))
    print(f"200 questions in {best * 1000:.0f} ms")
    if hasattr(yaml, "CSafeLoader"):
        assert best < 0.25  # each is checked against the schema
    (tmp_path / ".derisking-course").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    bank.load("90-demo")
    assert min(_seconds(lambda: bank.load("90-demo")) for _ in range(5)) < 0.01


def _seconds(call) -> float:
    start = time.process_time()  # our own work, whatever else the machine does
    call()
    return time.process_time() - start
