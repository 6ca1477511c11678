"""What is read of a notebook is what a run would find, or the reader declines. Nothing of a student's is run for it.
The trusted answers of tests/submissions and drawn ones are also run here, in this process, and compared."""

import collections
import contextlib
import copy
import functools
import io
import random

import pytest
import runner
from IPython.core.inputtransformer2 import TransformerManager
from support import told

from derisking import exercises
from derisking.classroom.nbgrader import reading, static_eval, template_cells
from derisking.exercises.probing import probe

LESSONS = runner.lessons()
SEED = 5
COUNTS = collections.Counter()


@functools.cache
def blank(lesson):
    """The code cells of the notebook that students get."""
    return [cell for cell in runner.released(lesson).cells if cell.cell_type == "code"]


@functools.cache
def known(lesson):
    """What is known of each released code cell, by its name."""
    code = blank(lesson)
    return {cell.id: template_cells.released(cell.source, cell.metadata["nbgrader"]["locked"]) for cell in code}


def cells(lesson, **codes):
    """The cells that students get, some with other code."""
    return [reading.Cell(cell.id, codes.get(cell.id, cell.source)) for cell in blank(lesson)]


@functools.cache
def definition(lesson):
    return exercises.definition(lesson)


def names(lesson, *tasks):
    return {task.id: task.names for task in definition(lesson).tasks if not tasks or task.id in tasks}


class Silent:
    """Stands in for the exercise, as in a run for marks: every call does nothing."""

    def __getattr__(self, name):
        return lambda *args, **kwargs: None


class Run:
    """Runs cells in this process, for what is trusted. What the released cells do is done once and then repeated."""

    def __init__(self, lesson):
        self.given = {}
        self.inputs = {task.id: task.inputs(SEED) for task in definition(lesson).tasks}
        space = {}
        with contextlib.redirect_stdout(io.StringIO()):
            for cell in blank(lesson):
                if known(lesson)[cell.id].locked and not cell.id.startswith("check-"):
                    before = dict(space)
                    exec(compile(cell.source, cell.id, "exec"), space)
                    bound = {name for name in space if name not in before or space[name] is not before[name]}
                    self.given[cell.id] = {name: space[name] for name in bound - {"__builtins__"}}
        self.given["setup"]["exercise"] = Silent()

    def answers(self, cells, tasks):
        """(task, place) -> what a probe finds."""
        space, found = {}, {}
        for cell in cells:
            task = cell.name.removeprefix("check-")
            if cell.name.startswith("check-"):
                found |= {(task, "here"): probe(space, self.inputs[task])} if task in tasks else {}
            elif cell.name in self.given:
                space |= self.given[cell.name]
            else:
                with contextlib.suppress(BaseException), contextlib.redirect_stdout(io.StringIO()):
                    exec(code(cell.source), space)
        return found | {(task, "end"): probe(space, self.inputs[task]) for task in tasks}


@functools.lru_cache(maxsize=10_000)
def code(source):
    return compile(TransformerManager().transform_cell(source), "<cell>", "exec")


@functools.cache
def runs(lesson):
    return Run(lesson)


def same(value):
    """A probe's value with the members of sets in one order."""
    if isinstance(value, dict):
        value = {key: same(item) for key, item in value.items()}
        return {**value, "v": sorted(value["v"], key=repr)} if value.get("t") == "set" else value
    return [same(item) for item in value] if isinstance(value, list) else value


def differences(lesson, cells, tasks):
    """What was read otherwise than a run finds it; counts what was read and what was declined."""
    found, run, wrong = reading.read(cells, known(lesson), tasks), runs(lesson), []
    for task in tasks:
        COUNTS.update("read" if (task, place) in found.answers else "declined" for place in ("here", "end"))
    if not found.answers:
        return []
    ran = run.answers(cells, tasks)
    for key, answer in found.answers.items():
        task = definition(lesson).task(key[0])
        alike = same(answer["found"]) == same(ran[key]["found"])
        stub = any(one.get("stub") for one in answer["found"].values())
        if not (alike or stub) or task.judge(answer, SEED) != task.judge(ran[key], SEED):
            wrong.append(f"{key}: read {answer}, but a run gives {ran[key]}")
    return wrong


def test_what_students_get_is_read_and_needs_the_name_of_no_answer():
    """An untouched answer would then hold what such a cell left there, and whoever answers would change what such a cell does."""
    for lesson in LESSONS:
        found = reading.read(cells(lesson), known(lesson), names(lesson))
        assert (found.open, found.why) == ((), ()), lesson
        assert not differences(lesson, cells(lesson), names(lesson))
    for lesson in LESSONS:
        needed = {name: cell for cell, one in known(lesson).items() for name in one.needs}
        met = {name: needed[name] for task in definition(lesson).tasks for name in task.names if name in needed}
        assert not met, f"{lesson}: {met}"


def test_certified_answers_are_read_as_they_run_or_declined():
    COUNTS.clear()
    wrong = []
    for lesson in LESSONS:
        for task, items in runner.answers(lesson).items():
            for answer in items:
                filled = cells(lesson, **{f"answer-{task}": answer.code})
                wrong += [f"{answer.code!r}: {line}" for line in differences(lesson, filled, names(lesson, task))]
    print(f"\ncertified answers: {COUNTS['read']} read, {COUNTS['declined']} declined")
    assert not wrong, "\n".join(wrong)
    assert COUNTS["read"] > 1_500 and COUNTS["declined"] > 400


CODE = told.cases(__file__, "reading.yaml")


def drawn(dice, name):
    """A cell that somebody might write in place of an answer, likely or not."""

    def value(depth):
        if depth == 0 or dice.random() < 0.4:
            return dice.choice(CODE["atoms"])
        return dice.choice(CODE["forms"]).format(a=value(depth - 1), b=value(depth - 1))

    if dice.random() < 0.7:  # what most people write
        return f"{name} = {value(dice.choice((0, 0, 1)))}"
    lines = [dice.choice(CODE["lines"]).format(n=name, v=value(2)) for _ in range(dice.choice((1, 1, 1, 2, 3)))]
    return "\n".join(lines)


def edited(dice, lesson):
    """A notebook as a student may leave it: some cells written over, some moved, doubled or deleted, some new."""
    found, tasks = copy.deepcopy(blank(lesson)), definition(lesson).tasks
    every = [name for task in tasks for name in task.names]
    for cell in found:
        if cell.id.startswith("answer-") and dice.random() < 0.2:
            own = next(task.names for task in tasks if f"answer-{task.id}" == cell.id)
            cell.source = drawn(dice, dice.choice([*own, *every[:2]]))
    for _ in range(dice.choice((0, 0, 1, 2))):
        place, other = dice.randrange(len(found)), dice.randrange(len(found))
        if dice.random() < 0.5:
            found.insert(other, found.pop(place))
        elif found[place].id.startswith("answer-"):
            del found[place]
    plain = [reading.Cell(cell.id, cell.source) for cell in found]
    for _ in range(dice.choice((0, 0, 1))):
        plain.insert(dice.randrange(len(plain)), reading.Cell("", drawn(dice, dice.choice(every))))
    return plain


def test_drawn_notebooks_are_read_as_they_run_or_declined():
    COUNTS.clear()
    dice, wrong = random.Random(13), []
    for number in range(700):
        lesson = LESSONS[number % len(LESSONS)]
        tried = [task.id for task in definition(lesson).tasks if task.question.kind != "function"]
        chosen = names(lesson, *dice.sample(tried, 5))
        notebook = edited(dice, lesson)
        wrong += [f"{lesson}, {number}: {line}" for line in differences(lesson, notebook, chosen)]
    print(f"\ndrawn notebooks: {COUNTS['read']} answers read, {COUNTS['declined']} declined")
    assert not wrong, "\n".join(wrong[:5])
    assert COUNTS["read"] > 1_500 and COUNTS["declined"] > 1_500


def test_canary_a_reader_that_believes_too_much_is_found(monkeypatch):
    """With a reader that goes on after what it does not know, the comparison fails."""
    monkeypatch.setattr(reading.Notebook, "stop", lambda self, why: None)
    lesson = LESSONS[1]
    filled = cells(lesson, **{"answer-denominator": 'exec("denominator = 5")'})
    assert differences(lesson, filled, names(lesson, "denominator"))


LESSON = "02-de-risking"


def asked(task, codes):
    """In its place and at the end: what is read of the one name of a task, "open", or what else a probe would find."""
    filled = {f"answer-{key}": value for key, value in codes.items()}
    found = reading.read(cells(LESSON, **filled), known(LESSON), names(LESSON, task)).answers
    (name,) = names(LESSON, task)[task]
    opened = {"found": {name: {"t": "open"}}}
    answers = [found.get((task, place), opened)["found"][name] for place in ("here", "end")]
    return [answer.get("v", answer["t"]) for answer in answers]


DOUBLED = "x = (1, 2)\n" + "x = (x, x)\n" * 60 + "y = {x: 1}"  # values cannot grow by doubling


READ = [*CODE["read"], ("denominator", {"leavers": DOUBLED}, ["open", "open"])]


@pytest.mark.parametrize(("task", "codes", "read"), READ)
def test_what_is_read_and_what_stays_open(task, codes, read):
    assert asked(task, codes) == read


LARGE = ["9" * 5000, "(" * 3000 + "1" + ")" * 3000, "-" * 15000 + "1", "+".join(["1"] * 5000)]


@pytest.mark.parametrize("source", [*LARGE, *CODE["declined"]])
def test_what_is_large_or_leads_elsewhere_is_declined(source):
    with pytest.raises(static_eval.Declined):
        [statement] = static_eval.parse(f"x = {source}")
        static_eval.evaluate(statement.value, {})
