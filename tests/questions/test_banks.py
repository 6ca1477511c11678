"""Banks and tasks load quickly, a broken one says file, record, field and remedy, and each rule catches what breaks it."""

import json
from copy import deepcopy
from dataclasses import replace

import pytest
from support import told
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
FILE = {"bank": DEMO, "tasks": TASKS}
BROKEN = told.cases(__file__, "broken.yaml")
CASES = {name: [(FILE[file], *case) for file, *case in rows] for name, rows in BROKEN.items()}


def spoilt(file, way, to):
    id, *path = way.split()
    return broken(file, id, *(int(step) if step.isdigit() else step for step in path), to=to)


def read(folder, file, written):
    if file == DEMO:
        return bank.read(write(folder, written, QUIZ))
    return lint.tasks_of(write(folder, written, EXERCISE))


@pytest.mark.parametrize("file, way, to, words", CASES["format"], ids=lambda x: x[:40] if isinstance(x, str) else None)
def test_a_broken_record_says_file_place_and_remedy(tmp_path, file, way, to, words):
    with pytest.raises(bank.BankError) as error:
        read(tmp_path, file, spoilt(file, way, to))
    assert words in str(error.value) and (QUIZ if file == DEMO else EXERCISE) in str(error.value)


# Nine lists, each holding the one before it nine times: written out, an id of hundreds of millions of words.
ALIASES = "lesson: 90-demo\nl0: &l0 [x, x, x, x, x, x, x, x, x]\n"
ALIASES += "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 9)) + "questions: [{id: *l8}]\n"
FILES = told.cases(__file__, "files.yaml") | {
    f"lesson: 90-demo\nquestions:\n  - id: {'7' * 6000}\n": "a value cannot be read (Exceeds the limit",
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
        told = list(question.rules.example_answers(question))
        for fate, response in told:
            share = question.share(response)
            fits = {"right": share == 1, "part": 0 < share < 1, "wrong": share < 1}
            assert fits[fate], (question.id, fate, response)
        assert {"right", "wrong"} <= {fate for fate, _ in told}, question.id


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


def test_a_secret_plants_other_slips_and_two_hundred_draws_are_well_formed():
    """From none to nine, each with its row; who finds them all has all, and who marks what is sound has less."""
    texts = [question for question in reviews() if question.id != "demo-review"]
    for question in texts:
        made = [bank.drawn(question, f"secret {number}") for number in range(200)]
        assert question is bank.drawn(question, "example") and made[7].raw == bank.drawn(question, "secret 7").raw
        slips = [[one["slip"] for one in q.raw["sentences"] if one["id"] in q.raw["plants"]] for q in made]
        assert {*map(len, slips)} == {*range(min(9, sum("slip" in one for one in question.raw["sentences"])) + 1)}
        assert all(slip["rows"] and slip["feedback"] for each in slips for slip in each)
        for drawn in made[:12]:
            words = len(" ".join(drawn.rules.listed(drawn, None)[1][: len(drawn.raw["sentences"])]).split())
            assert 200 <= words <= 420, (question.id, words)  # with the numbers of the sentences
        for drawn, each in zip(made[:40], slips, strict=False):
            fates = [(fate, drawn.share(response)) for fate, response in drawn.rules.example_answers(drawn)]
            assert all((share == 1) == (fate == "right") for fate, share in fates)
            assert drawn.share({"marks": {}}) == (not each)
    assert len(texts) == 3


@pytest.mark.parametrize("file", [DEMO, TASKS], ids=["bank", "tasks"])
def test_the_demonstrations_are_sound(tmp_path, file):
    found = findings(tmp_path, file, content(file))
    assert [one for one in found if "Each lesson has 2" not in one] == [], "but for its one pair"


WIDE = [{"min": 0, "max": 1, "misconception": "a", "feedback": "This is far too wide a range."}]
CANARIES = CASES["rules"]
CANARIES += [(DEMO, "demo-review sentences 0 text", "It is soft. " * 99, "Write 200 to 400, so that a slip")]


@pytest.mark.parametrize("file, way, to, words", CANARIES, ids=[f"{case[1]}: {case[3][:30]}" for case in CANARIES])
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


@pytest.mark.parametrize("file, line", [(DEMO, "    hint: One of them sells machines.\n"), (TASKS, "    points: 1\n")])
def test_canary_of_a_field_that_is_written_twice(tmp_path, file, line):
    text = file.read_text(encoding="utf-8").replace(line, 2 * line, 1)
    assert any("is written twice" in finding for finding in findings(tmp_path, file, text))
