"""Part B is sealed: what goes out tells no key, what is drawn is well formed, and the same draw earns the same everywhere."""

import collections
import json
import re
import runpy

import pytest
from support import thorough

from derisking import data, exercises
from derisking.classroom import files
from derisking.classroom.prepare import sealing
from derisking.classroom.report import course_items
from derisking.exercises import panels, sealed
from derisking.exercises import task as tasks
from derisking.exports.web import exercise
from derisking.questions import bank
from derisking.questions.encoding import encode
from derisking.questions.kinds.base import ARGUMENT, OPTIONS
from derisking.questions.verdict import NOT_ATTEMPTED, RIGHT, SEALED

LESSONS = [name for name in exercises.lessons() if exercises.definition(name).tasks]
SECRET = "a secret of a test"


def keys_of(folder, sheets=(0, 1, 200), secret=SECRET):
    """What tells the answers of part B: explanations, names of mistakes, lines of references."""
    told = set()
    for number in sheets:
        for task in tasks.read(folder, sealed.code(number), secret).part("B"):
            question = task.question
            parts = question.rules.parts(question) if task.is_form else []
            told |= {question.say(part.feedback) for part in parts}
            told |= {question.raw.get("feedback"), *question.written["hints"][-1:]}
    source = (folder / tasks.TEACHERS).read_text(encoding="utf-8").splitlines()
    told |= {line.strip() for line in source if "lambda" in line}
    return {text for text in told if text and len(text) > 30}


PLAIN = runpy.run_path(str(tasks.folder("06-japan-alliance") / "sealed.py"))["PLAIN"].values()
NAMES = {*data.load("products")["material"], *data.load("chip_input_shares")["input"], *PLAIN}
# What the dice put into a sentence.
TURNS = r"\b(more|less|fewer|rose|fell|larger|smaller|show that|leave open whether)\b"


def bare(text):
    """A sentence without what is drawn into it."""
    for name in sorted(NAMES, key=len, reverse=True):
        text = text.replace(name, "_")
    text = re.sub(r"“.*” (?=Whether)|\bplans? [A-Z]( and [A-Z])?\b", "_", text)
    return re.sub(TURNS, "±", re.sub(r"\d[\d,.]*\d|\d", "#", text))


def leaks(keys, text):
    straight = str.maketrans("“”‘’", "\"\"''")  # a page curls what a bank has straight
    plain = text.replace('\\"', '"').replace("&quot;", '"').replace("&#x27;", "'").translate(straight)
    return [key for key in keys if key.translate(straight) in plain]


@pytest.fixture(scope="module", params=thorough.but(LESSONS, "02-de-risking", "05-export-controls"))
def given(request, tmp_path_factory):
    """(folder of the teacher, folder as students get it)."""
    own, theirs = tasks.folder(request.param), tmp_path_factory.mktemp("given") / request.param
    theirs.mkdir()
    (theirs / tasks.TASKS).write_text(sealing.students_tasks(own, SECRET), encoding="utf-8")
    (theirs / sealed.FILE).write_text(sealing.sheets(own, SECRET), encoding="utf-8")
    if (own / tasks.KEYS).is_file():
        (theirs / tasks.KEYS).write_bytes((own / tasks.KEYS).read_bytes())
    return own, theirs


def test_what_goes_out_tells_no_key(given):
    own, theirs = given
    open_ = json.dumps([task.question.written for task in tasks.read(own).part("A")], ensure_ascii=False)
    keys = keys_of(own)
    assert len(keys) > 20 and leaks(keys, open_) == [], "nothing of part A says it too"
    for file in theirs.iterdir():
        assert leaks(keys, file.read_text(encoding="utf-8")) == [], file.name
    asked = [exercise.form(one) for one in tasks.read(own, None, SECRET).part("B", "decide")]
    pages = json.dumps(asked, ensure_ascii=False)
    assert leaks(keys, pages) == [] and leaks(keys, (own / tasks.TEACHERS).read_text(encoding="utf-8")), "the canary"


def test_students_are_asked_what_is_judged(given):
    """Two hundred sheets: texts and letters agree on both sides, a right answer earns all, and there it is said to be complete.

    No sentence that is drawn is nearly always true, or nearly always false.
    """
    (own, theirs), held = given, collections.defaultdict(list)
    assert bare("In 2022 the EU bought more silicon.") == bare("In 2024 the EU bought less magnesium.")
    forms = [(one, tasks.read(theirs).task(one.id)) for one in tasks.read(own).part("B") if one.is_form]
    for number in range(sealed.SHEETS + 1):
        here = tasks.Draw(own, SECRET, number)
        there = tasks.Draw(theirs, SECRET, number, sealed.given(theirs, number))
        for task in (pair for pair in forms if pair[0].drawn or number in (0, 1, 200)):
            mine, asked = tasks.Task(here.question(task[0].question)), tasks.Task(there.question(task[1].question))
            question, rules = mine.question, mine.question.rules
            assert asked.away and rules.typed_as(question) == rules.typed_as(asked.question)
            assert question.say(question.text) == asked.question.say(asked.question.text)
            assert "{" not in question.say(question.text), mine.id
            names: dict = {}
            exec(rules.typed_right(question), names)
            found = {"found": {one: encode(names[one]) for one in mine.names}, "calls": {}}
            assert mine.judge(found, 1).outcome == RIGHT, (mine.id, number)
            told = asked.judge(found, 1)
            assert (told.outcome, told.points) == (SEALED, 0)
            well_formed(mine, number)
            for one in mine.question.raw["options"] if mine.drawn and question.kind == "multiple" else ():
                if one["text"] not in [written["text"] for written in task[0].question.written["options"]]:
                    held[bare(one["text"])].append(bool(one.get("correct")))
    rates = {text: sum(found) / len(found) for text, found in held.items()}
    several = sum(one.drawn and one.question.kind == "multiple" for one, _ in forms)
    assert 0 < len(rates) < 6 * several and all(0.3 <= rate <= 0.7 for rate in rates.values()), rates


def well_formed(task, number):
    question = task.question
    options = question.raw.get("options", question.raw.get("items", []))
    assert len({one["text"] for one in options}) == len(options), "no two options are the same"
    if task.drawn:
        assert question.source, "it says which tables it is drawn from"
        SHAPES[question.rules.shape](question, options)


def a_choice(question, options):
    right = [one for one in options if one.get("correct")]
    assert 0 < len(right) < 6 if question.kind == "multiple" else len(right) == 1, question.id
    assert all(one["feedback"] and one.get("misconception", one.get("correct")) for one in options)


def an_argument(question, options):
    """At least two can be defended, with different pairs; of no option is everything true, and of the trap one statement at most."""
    held = {one["id"]: one["holds"] for one in options if not one.get("misconception")}
    assert len(held) > 1 and len(set(map(tuple, held.values()))) > 1 and all(2 <= len(one) < 4 for one in held.values())
    assert [len(one.get("holds", ())) < 2 for one in options if one.get("misconception")] == [True]
    said = " ".join(part.feedback for part in question.rules.parts(question))
    assert not re.search(r"\b[P-W]\b", said), "dealt letters"


SHAPES = {OPTIONS: a_choice, ARGUMENT: an_argument}


def test_canary_of_what_is_drawn():
    task = exercises.definition("06-japan-alliance").task("race-file-decide")
    first, *rest = task.question.raw["options"]
    for options in ([first, first, *rest[1:]], [one | {"correct": True} for one in [first, *rest]]):
        with pytest.raises(AssertionError):
            well_formed(tasks.Task(task.question.with_(options=options)), 0)
    task = exercises.definition("04-value-chain").task("watch-decide")
    options = [one | {"holds": ["R", "U"]} for one in task.question.raw["options"]]
    with pytest.raises(AssertionError):
        well_formed(tasks.Task(task.question.with_(options=options)), 0)


def test_names_of_mistakes_that_are_drawn_are_known(given):
    for task in tasks.read(given[0], sealed.code(7), SECRET).part("B"):
        known = course_items.of_task(given[0].name, task.id)
        assert {part.misconception for part in task.question.rules.parts(task.question)} - {""} <= set(known)


def test_a_check_tells_only_what_is_complete(given):
    definition = tasks.read(given[1])
    for task in definition.part("B"):
        assert task.judge({"found": {}, "calls": {}}).outcome == NOT_ATTEMPTED
        assert task.is_form or task.judge({"found": {task.names[0]: encode(len)}, "calls": {}}).outcome == SEALED
        asked, decided = panels.said(task.filled())["html"].count("?</li>"), task.route == "decide"
        assert asked == len(set(task.question.written.get("reread", ()))) == 3 * decided, task.id
    results = {task.id: task.filled() for task in definition.part("B")}
    assert (definition.part_b(results).outcome, definition.total(results)) == (SEALED, 0)


def test_neighbours_and_years_have_other_draws():
    """What one student types is worth little to the next, and nothing of last year's letters can be relied on."""
    pairs = []
    for folder in map(tasks.folder, LESSONS):
        for task in tasks.read(folder).part("B"):
            if task.question.kind in ("single", "multiple"):
                three = (SECRET, 2), (SECRET, 3), ("old", 2)
                draws = [tasks.Draw(folder, *draw).question(task.question) for draw in three]
                mine, *others = [one.rules.typed_right(one) for one in draws]
                pairs += [(mine, other) for other in others]
    assert len(pairs) >= 20 and sum(mine == other for mine, other in pairs) < len(pairs) / 4


def test_a_class_gets_the_text_to_be_reviewed_as_its_secret_plants_it(tmp_path):
    for name in ("02-de-risking.yaml", "05-export-controls.yaml", "06-japan-alliance.yaml"):
        files.write(tmp_path / name, sealing.students_bank(bank.folder() / name, SECRET))
        whole, given = bank.read(bank.folder() / name), bank.read(tmp_path / name)
        for own, one in zip(whole.questions, given.questions, strict=True):
            assert one.raw == bank.drawn(own, SECRET).raw
        changed = [one.id for one in whole.questions if given[one.id].raw != one.raw]
        assert changed == [next(one.id for one in whole.questions if one.kind == "review")]


def test_the_secret_is_made_once(tmp_path):
    assert sealed.kept(tmp_path) == sealed.EXAMPLE
    first = sealing.secret(tmp_path / "grading")
    assert len(first) == 32 and sealing.secret(tmp_path / "grading") == first == sealed.kept(tmp_path / "grading")
