"""Banks and tasks load quickly, a broken one says file, record, field and remedy, and each rule catches what breaks it."""

import json
from copy import deepcopy
from dataclasses import replace

import pytest
from support.banks import DEMO, TASKS, broken, content, write

from derisking import exercises, objectives
from derisking.authoring import lint
from derisking.exercises import task as tasks
from derisking.questions import bank, encoding
from derisking.questions.kinds.base import CODE, TEXT
from derisking.questions.kinds.review import SLIPS
from derisking.quiz import view

OBJECTIVES = dict.fromkeys(("D2", "D3", "D4", "C2", "V1"), "90-demo") | {"E1": "05-export-controls"}
QUIZ, EXERCISE = "notebooks/quizzes/90-demo.yaml", "90-demo/tasks.yaml"

# --- the format -------------------------------------------------------------------------------------------------------
# What is written -> what is said. A record's id and the way to a field; None takes the field out.
BROKEN = [
    (DEMO, "demo-single options 2 feedback", None, "question `demo-single`, option 3: no feedback. Say in one sentence what"),
    (DEMO, "demo-single options 1 correct", None, "question `demo-single`: 0 options are marked"),
    (DEMO, "demo-single options 0 correct", True, "2 options are marked"),
    (DEMO, "demo-single options 0 colour", "x", "option 1: unknown field `colour`"),
    (DEMO, "demo-single kind", "essay", "`kind` is 'essay'. Use one of single"),
    (DEMO, "demo-single use", ["class"], "`use` holds 'class'"),
    (DEMO, "demo-single objective", None, "no objective"),
    (DEMO, "demo-classify cards 0 claim", "C99", "card 1: the table claim_check has no claim 'C99'"),
    (DEMO, "demo-classify cards 0 claim", "C08", "card 1: the table's verdict is 'Wrong', which is not one of the bins"),
    (DEMO, "demo-classify cards_of", "the-story", "`cards_of` should name a question of another lesson"),
    (DEMO, "demo-single text", None, "no text. Write the question."),
    (DEMO, "demo-numeric tolerance", None, "no tolerance"),
    (DEMO, "demo-numeric answer", "0.4", "`answer` should be a number. Write 0.787, not text."),
    (DEMO, "demo-numeric answer_fact", "x", "write either `answer`"),
    (DEMO, "demo-numeric unit", None, "no unit"),
    (DEMO, "demo-numeric otherwise", None, "no otherwise"),
    (DEMO, "demo-numeric misconceptions 0 value", None, "misconception 1: it has a `value`"),
    (DEMO, "demo-order misconceptions 0 before", "nowhere", "which is not an item. Items: wafer"),
    (DEMO, "demo-order misconceptions 0 before", "wafer", "is the right order"),
    (DEMO, "demo-order also", [["wafer", "nowhere"]], "other order 1: it should hold each item once. Items: wafer"),
    (DEMO, "demo-match misconceptions 0 right", "sings", "not among the texts of the pairs"),
    (DEMO, "demo-match distractors", ["licenses designs"], "are the same"),
    (DEMO, "demo-classify cards 0 bins", ["Punish"], "card 1: 'Punish' is not one of the bins: Promote"),
    (DEMO, "demo-classify cards 0 misconceptions 0 bin", "Promote", "is accepted for this card"),
    (DEMO, "demo-review sentences 2 slip rows", None, "sentence 3: no rows. Name the row that shows the slip"),
    (DEMO, "demo-review sentences 2 slip rows", [], "sentence 3: `rows` should be a list of at least 1. Name the row"),
    (DEMO, "demo-review sentences 2 slip rows", ["moon"], "sentence 3: `rows` names moon, which is not a row"),
    (DEMO, "demo-review sentences 2 slip name", "lie", "`name` is 'lie'. Use one of denominator, announced"),
    (DEMO, "demo-review sentences 2 feedback", None, "sentence 3: no feedback. Say in one sentence why it can stand"),
    (DEMO, "demo-review plants", ["k1"], "`plants` names k1, which is no sentence with a slip"),
    (DEMO, "demo-pre pair", None, "no pair"),
    (DEMO, "demo-post id", "demo-pre", "this id is used twice"),
    (TASKS, "share points", None, "task `share`: no points. Say what the task is worth."),
    (TASKS, "share hints", None, "task `share`: no hints. Give two or three hints"),
    (TASKS, "share part", "C", "task `share`: `part` is 'C'. Use one of A, B."),
    (TASKS, "share part", "B", "task `share`: no route."),
    (TASKS, "share slips", [], "task `share`: unknown field `slips`. Use "),
    (TASKS, "share name", "two words", "task `share`: `name` should be written another way. Name the Python name"),
    (TASKS, "sort cards 0 bins", ["c"], "task `sort`, card 1: 'c' is not one of the bins: a, b."),
    (TASKS, "index id", "share", "task `share`: this id is used twice. Give each task its own."),
]  # fmt: skip


def spoilt(file, way, to):
    id, *path = way.split()
    return broken(file, id, *(int(step) if step.isdigit() else step for step in path), to=to)


def read(folder, file, written):
    if file == DEMO:
        return bank.read(write(folder, written, QUIZ))
    return lint.tasks_of(write(folder, written, EXERCISE))


@pytest.mark.parametrize(("file", "way", "to", "words"), BROKEN, ids=[case[3][:40] for case in BROKEN])
def test_a_broken_record_says_file_place_and_remedy(tmp_path, file, way, to, words):
    with pytest.raises(bank.BankError) as error:
        read(tmp_path, file, spoilt(file, way, to))
    assert words in str(error.value) and (QUIZ if file == DEMO else EXERCISE) in str(error.value)


# Nine lists, each holding the one before it nine times: written out, an id of hundreds of millions of words.
ALIASES = "lesson: 90-demo\nl0: &l0 [x, x, x, x, x, x, x, x, x]\n"
ALIASES += "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 9)) + "questions: [{id: *l8}]\n"
FILES = {
    "lesson: 90-demo\nquestions:\n  - id: a\n    text: one: two\n": "line 4: not valid YAML",
    "lesson: other\nquestions: []\n": "`lesson` is 'other'. Write '90-demo'",
    "- a\n": "write `lesson:` and a list `questions:`",
    "lesson: 90-demo\nquestions: [text]\n": "question `1`: this should be a mapping",
    "": "write `lesson:`",
    "lesson: !!python/object/apply:os.getcwd []\nquestions: []\n": "not valid YAML (could not determine a constructor",
    f"lesson: 90-demo\nquestions:\n  - id: {'7' * 6000}\n": "a value cannot be read (Exceeds the limit",
    "lesson: 90-demo\nquestions:\n  - id: a\n    tolerance: .inf\n": "`a`: inf is not a number to compute with",
    "lesson: 90-demo\nquestions:\n  - id: a\n    points: .nan\n": "`a`: nan is not a number to compute with",
    "lesson: 90-demo\nquestions: &a\n  - *a\n": "perhaps by aliases",
    ALIASES: "perhaps by aliases",
}


@pytest.mark.parametrize("text", FILES, ids=lambda text: text[:40])
def test_a_broken_file_is_a_sentence(tmp_path, text):
    path = write(tmp_path, text)
    with pytest.raises(bank.BankError) as error:
        bank.read(path)
    assert FILES[text] in str(error.value)


def test_unknown_names_list_near_ones():
    with pytest.raises(bank.BankError, match="demo-single"):
        bank.read(DEMO)["demo-singel"]
    with pytest.raises(bank.BankError, match="Known lessons"):
        bank.load("99-nothing")


def test_a_bank_is_read_again_only_when_its_file_has_changed(tmp_path, monkeypatch):
    (tmp_path / ".derisking-course").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    path = write(tmp_path, content())
    first = bank.load("90-demo")
    assert bank.load("90-demo") is first
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert bank.load("90-demo") is not first


# --- the rules --------------------------------------------------------------------------------------------------------
def known(source: str) -> bool:
    return source in ("demo-fact", "table:imports")


def findings(folder, file, written):
    """What the lint says of the demonstration bank or tasks, changed."""
    return (lint.lint if file == DEMO else lint.lint_tasks)([read(folder, file, written)], OBJECTIVES, known)


def test_the_projects_banks_and_tasks_are_sound():
    assert lint.check_all() == []


@pytest.mark.parametrize("student", ["", "s002"])
def test_the_projects_tasks_are_sound_with_what_is_computed(student):
    """`lint.check_all` reads the records; here their keys are in place, so that no mistake accepts a right answer."""
    banks = []
    for lesson in exercises.lessons():
        questions = tuple(task.question for task in exercises.definition(lesson, student).tasks)
        banks.append(replace(lint.tasks_of(tasks.folder(lesson) / tasks.TASKS), questions=questions))
    assert lint.lint_tasks(banks, {o.id: o.lesson for o in objectives.load()}, lint.registry()) == []


def test_a_kinds_examples_earn_what_they_are_called():
    """For every question and every task: tests of forms, packages and reports answer with them."""
    asked = [question for lesson in bank.lessons() for question in bank.load(lesson).questions]
    asked += [task.question for lesson in exercises.lessons() for task in exercises.definition(lesson).tasks]
    for question in (question for question in asked if question.rules.shape != CODE):
        fates = {
            "right": lambda share: share == 1, "part": lambda share: 0 < share < 1, "wrong": lambda share: share < 1,
        }  # fmt: skip
        for fate, response in question.rules.example_answers(question):
            assert fates[fate](question.share(response)), (question.id, fate, response)
        assert {"right", "wrong"} <= {fate for fate, _ in question.rules.example_answers(question)}, question.id


def reviews():
    banks = [bank.read(DEMO), *map(bank.load, bank.lessons())]
    return [question for one in banks for question in one.questions if question.rules.shape == TEXT]


def test_guesses_at_a_review_earn_little():
    """Whoever marks nothing is right where nothing is planted, and only there; -s prints what each way earns."""
    for question in reviews():
        keys, rows = [one["id"] for one in question.raw["sentences"]], [row["id"] for row in question.raw["rows"]]
        slips, ways = sum(part.right and part.key in keys for part in question.rules.parts(question)), {}
        assert question.share({"marks": {}}) == (slips == 0)
        for step in (1, 2, 3):
            pairs = [(name, row) for name in SLIPS for row in rows]
            tries = [{key: [*pair] for key in keys[at::step]} for pair in pairs for at in range(step)]
            ways[step] = sum(question.share({"marks": marks}) for marks in tries) / len(tries)
        print(question.id, f"{len(keys)} sentences, {slips} slips:", *(f"every {n}.: {ways[n]:.2f}" for n in ways))
        assert max(ways.values()) < 0.15, question.id


KEYS = [one["id"] for one in next(q for q in content()["questions"] if q["id"] == "demo-review")["sentences"]]
# What stands in a notebook for the demonstration's slips in sentences 3, 5 and 7 -> what it earns, or a word of the reply.
TYPED = {
    '{"3": "denominator, b", "5": "stale, c", "7": "one-sided, d"}': 1,
    '{"3": "wrong denominator; B", 5: ["c", "announced"], "7": ["d", "one sided"]}': 1,
    '{"3": "denominator, b", "5": "half, c"}': (1 + 0.75) / 3,
    '{"3": "denominator, b", "1": "half, a"}': (1 - 0.5) / 3,
    '{"1": "half, a", "2": "half, a"}': 0, "{}": 0, '{"3": "denominator"}': "one slip",
    '{"3": "denominator, b, c"}': "one slip", '{"12": "half, a"}': "from 1 to 11", "[1, 2]": "Write a dictionary",
    '{"3": ...}': "no answer here yet",
}  # fmt: skip


@pytest.mark.parametrize("text", TYPED)
def test_a_review_typed_in_a_notebook(text):
    question = bank.read(DEMO)["demo-review"].with_(name="x")
    verdict = question.rules.judge(question, {"found": {"x": encoding.encode(eval(text))}}, 0)
    expected = TYPED[text]
    assert expected in verdict.explanation if isinstance(expected, str) else verdict.share == pytest.approx(expected)
    assert eval(question.rules.typed_right(question).removeprefix("x = "))["3"] == "denominator, b"


HALF = ["half", "world"]


NONE = ([], "x", {"k": HALF}, {KEYS[0]: "half"}, {KEYS[0]: ["lie", "world"]}, {KEYS[0]: ["half", "moon"]}, None)
NONE += ({KEYS[0]: [*HALF, "law"]}, {KEYS[0]: None}, {KEYS[0]: [["half"], "world"]})


@pytest.mark.parametrize("marks", NONE)
def test_what_is_no_review_earns_nothing(marks):
    question = bank.read(DEMO)["demo-review"]
    assert question.picks({"marks": marks}) is None and question.share({"marks": marks}) == 0


def test_slips_are_planted_as_asked_and_a_link_gives_none_away():
    question = bank.read(DEMO)["demo-review"].with_(plants=[KEYS[4]])
    assert question.share({"marks": {KEYS[4]: ["announced", "law"]}}) == 1
    linked = question.raw["sentences"][0] | {"text": "[Calorium](https://example.org) is soft."}
    shown = question.with_(sentences=[linked, *question.raw["sentences"][1:]], plants=[])
    bare = view.data(shown, 1, keys=False)
    assert "example.org" not in json.dumps(bare) and "accepts" not in json.dumps(bare)
    assert shown.share({"marks": {}}) == 1 and shown.share({"marks": {KEYS[0]: HALF}}) == 0.5


@pytest.mark.parametrize("file", [DEMO, TASKS], ids=["bank", "tasks"])
def test_the_demonstrations_are_sound(tmp_path, file):
    found = findings(tmp_path, file, content(file))
    assert [one for one in found if "Each lesson has 2" not in one] == [], "but for its one pair"


WIDE = [{"min": 0, "max": 1, "misconception": "a", "feedback": "This is far too wide a range."}]
CANARIES = [
    (DEMO, "demo-single options 1 feedback", "Right. Well done.", "only a verdict"),
    (DEMO, "demo-single options 0 feedback", "two honest sources can differ and", "only a verdict"),
    (DEMO, "demo-numeric otherwise", "No.", "otherwise: the explanation"),
    (DEMO, "demo-single options 0 misconception", None, "option 1: name the misconception"),
    (DEMO, "demo-single options 0 misconception", "Too early!", "option 1: name the misconception"),
    (DEMO, "demo-single source", None, "states a fact"),
    (DEMO, "demo-single source", ["no-such-fact"], "neither a fact"),
    (DEMO, "demo-single source", ["table:nothing"], "neither a fact"),
    (DEMO, "demo-single objective", "Z9", "not in notebooks/objectives.yaml"),
    (DEMO, "demo-single objective", "E1", "belongs to 05-export-controls"),
    (DEMO, "demo-pre pair", "other", "needs one question"),
    (DEMO, "demo-pre objective", "D4", "different objectives"),
    (DEMO, "demo-single options 0 text", "[go](javascript:alert)", "will not work"),
    (DEMO, "demo-single options 0 text", "[71 %](fact:demo-fact)", "will not work"),
    (DEMO, "demo-numeric text", r"What is $\left( x$?", "cannot be read"),
    (DEMO, "demo-numeric text", r"What is $\text{<img/src=x>}$?", "the formula"),
    (DEMO, "demo-numeric misconceptions", WIDE, "covers the right answer"),
    (DEMO, "demo-match pairs 0 right", "makes " * 20, "drop-down"),
    (DEMO, "demo-review sentences 2 slip feedback", "Wrong.", "sentence 3, slip: the explanation is only a verdict"),
    (DEMO, "demo-review sentences 0 text", "It is soft. " * 99, "Write 200 to 400, so that a slip"),
    (TASKS, "share options 1 feedback", "Wrong.", "option 2: the explanation is only a verdict"),
    (TASKS, "share options 1 misconception", None, "option 2: name the misconception"),
    (TASKS, "index misconceptions 0 misconception", "Square!", "misconception 1: name the misconception"),
    (TASKS, "sort cards 0 misconceptions 0 feedback", "No.", "card 1, misconception 1: the explanation"),
    (TASKS, "share source", None, "`share`: it states a fact"),
    (TASKS, "sort source", None, "`sort`: it states a fact"),
    (TASKS, "index text", "Three shares of 50 %, 30 % and 20 %?", "`index`: it states a fact"),
    (TASKS, "share source", ["no-such-fact"], "neither a fact"),
    (TASKS, "share objective", "Z9", "not in notebooks/objectives.yaml"),
    (TASKS, "share objective", "E1", "belongs to 05-export-controls"),
    (TASKS, "share options 0 text", "[71 %](fact:demo-fact)", "will not work"),
    (TASKS, "index misconceptions 0 value", 0.38, "covers the right answer"),
]


@pytest.mark.parametrize(
    ("file", "way", "to", "words"), CANARIES, ids=[f"{case[1]}: {case[3][:30]}" for case in CANARIES]
)
def test_canary_of_one_record(tmp_path, file, way, to, words):
    assert any(words in finding for finding in findings(tmp_path, file, spoilt(file, way, to)))


def copies(file, count, change):
    """The demonstration with copies of its first question added, which is a single choice; change(options, number) spoils each."""
    whole = content(file)
    records = whole.get("questions") or whole["tasks"]
    for number in range(count):
        extra = deepcopy(records[0]) | {"id": f"copy-{number}"}
        change(extra["options"], number)
        records.append(extra)
    return whole


def lengthen(options, number):
    right = next(option for option in options if option.get("correct"))
    right["text"] += ", and in which year, and for which area, and by whom it was published first of all"


def shorten(options, number):
    options[1]["text"] = "Goods"
    options.insert(number % 3, options.pop(1))


def hedge(options, number):
    for option in options:
        option["text"] += " and it may be so" if option.get("correct") else ""


@pytest.mark.parametrize(
    ("file", "count", "change", "words"),
    [
        (DEMO, 6, lengthen, "is the longest in"),
        (DEMO, 6, shorten, "times as long"),
        (DEMO, 6, lambda options, number: None, "is number 2 in"),
        (DEMO, 20, hedge, "of right options are hedged"),
        (TASKS, 4, lengthen, "the right option is the longest in"),
    ],
)
def test_canary_of_what_gives_right_options_away(tmp_path, file, count, change, words):
    assert any(words in finding for finding in findings(tmp_path, file, copies(file, count, change)))


def test_canaries_of_two_pairs_a_lesson_and_of_an_id_in_two_banks(tmp_path):
    lesson = write(tmp_path, content() | {"lesson": "02-de-risking"}, "notebooks/quizzes/02-de-risking.yaml")
    found = lint.lint([bank.read(DEMO), bank.read(lesson)], OBJECTIVES, known)
    assert all(any(words in finding for finding in found) for words in ("Each lesson has 2", "also used in"))


@pytest.mark.parametrize(
    ("file", "line"), [(DEMO, "    hint: One of them sells machines.\n"), (TASKS, "    points: 1\n")]
)
def test_canary_of_a_field_that_is_written_twice(tmp_path, file, line):
    text = file.read_text(encoding="utf-8").replace(line, 2 * line, 1)
    assert any("is written twice" in finding for finding in findings(tmp_path, file, text))
