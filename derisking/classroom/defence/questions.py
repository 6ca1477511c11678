"""What a student is asked about her own work. Pure: the same answers and seed give the same questions."""

from __future__ import annotations

import ast
import dataclasses
import functools
import importlib.util
import random
import re
from collections.abc import Iterable, Mapping
from types import ModuleType

from derisking import lessons, places
from derisking.authoring import stated_numbers
from derisking.classroom.mark import compare, memo
from derisking.classroom.report import course_items
from derisking.classroom.report.evidence import Entry
from derisking.classroom.stories import story
from derisking.errors import UserError
from derisking.exercises import sealed
from derisking.exercises import task as tasks
from derisking.exercises.form_answers import MEMO, memo_text
from derisking.questions.encoding import encode
from derisking.questions.kinds.base import ARGUMENT, CODE, OPTIONS
from derisking.questions.verdict import Unreadable

FIGURES = 3  # of a memo, on one page
LONGEST = 20_000  # characters of a cell that is looked at
QUOTES = '“”"'
MOST = 300  # characters of an answer or of a sentence, as shown
HUGE = 1e9  # a number that no task asks for
CHOSEN = "chosen"  # among her answers: words of the option that she chose, by task of part B, as her sheet has them


@dataclasses.dataclass(frozen=True)
class Asked:
    """One question: its name, what the student reads, and what only the teacher reads."""

    title: str
    ask: str
    answer: str


Answers = dict[str, dict[str, object]]  # task -> name in the notebook -> value


def answers(notebook: Mapping, definition: tasks.Definition) -> Answers:
    """The plain values that a notebook gives to the names of its tasks; of several the last one. Nothing is run."""
    wanted = {name: task.id for task in definition.tasks for name in task.names}
    found: Answers = {}
    for cell in notebook.get("cells", []):
        source = cell.get("source", "") if cell.get("cell_type") == "code" else ""
        for name, value in _assigned("".join(source) if isinstance(source, list) else str(source)):
            if name in wanted:
                found.setdefault(wanted[name], {})[name] = value
    return found


def _assigned(source: str) -> Iterable[tuple[str, object]]:
    try:
        body = ast.parse(source).body if len(source) <= LONGEST else []
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for line in body:
        if isinstance(line, ast.Assign) and len(line.targets) == 1 and isinstance(line.targets[0], ast.Name):
            try:
                yield line.targets[0].id, ast.literal_eval(line.value)
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                continue


@functools.cache
def of_exercise(lesson: str) -> ModuleType:
    """solutions/<lesson>/defence.py, with its function `defence`. Raises UserError for an exercise that has none."""
    here = places.checkout("solutions") / "solutions"
    known = {file.parent.name: file for file in sorted(here.glob("*/defence.py"))}
    if lesson not in known:
        told = ", ".join(known) or "none"
        raise UserError(
            f"{lesson}: this exercise has no questions for a defence; those that have: {told}. Name one with --lesson."
        )
    spec = importlib.util.spec_from_file_location(f"derisking_defence_{lesson.replace('-', '_')}", known[lesson])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def on_work(
    lesson: str, notebook: Mapping, student: str, seed: str, judged: Mapping[str, list[str]]
) -> tuple[Asked, Asked]:
    """Change one thing, and the other side's case: computed from her own answers. judged: see `stories.agreement.of_classmates`."""
    definition = course_items.definition(lesson, sealed.code(_sheet(notebook)))
    given, dice = answers(notebook, definition), random.Random(f"{seed}|{student}|{lesson}")
    chosen: dict[str, object] = {one.id: _words(one, given.get(one.id, {})) for one in definition.part("B", "decide")}
    given |= {MEMO: {"text": memo_text(dict(notebook)), "judged": judged}, CHOSEN: chosen}
    made = of_exercise(lesson).defence(given, dice)
    other = made.get("other") or _other(definition, given, dice)
    return Asked("Change one thing", *made["change"]), Asked("The other side's case", *other)


def _sheet(notebook: Mapping) -> int:
    """The draw of part B that a graded notebook answers; 0, the class's, where it names none."""
    sheet = notebook.get("metadata", {}).get("derisking", {}).get("sheet")
    return sheet if type(sheet) is int else 0


def number(given: Answers, task: str, name: str) -> str:
    """The number that stands under a name, for a sentence; "no number" where none does."""
    value = given.get(task, {}).get(name)
    fits = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < HUGE
    return f"{value:.6g}" if fits else "no number"


def _cases(task: tasks.Task) -> dict[str, tuple[str, str]]:
    """The options of a task that can be defended, by id: what each says, and what speaks for it."""
    raw, rules = task.question.raw, task.question.rules
    if rules.shape == ARGUMENT:
        words = {one["id"]: one["text"].strip() for one in raw["statements"]}
        sound = (one for one in raw["options"] if len(one.get("holds", ())) > 1 and not one.get("misconception"))
        return {one["id"]: (one["text"], " ".join(words[key] for key in one["holds"])) for one in sound}
    if rules.shape == OPTIONS and not rules.several:
        return {one["id"]: (one["text"], one["feedback"]) for one in raw["options"] if one.get("correct")}
    return {}


def _other(definition: tasks.Definition, given: Answers, dice: random.Random) -> tuple[str, str]:
    """The first choice of part B that more than one answer can defend: hers, and another's."""
    task, cases = next((one, found) for one in definition.part("B", "decide") if len(found := _cases(one)) > 1)
    mine = _chosen(task, given.get(task.id, {}))
    texts = {one["id"]: one["text"] for one in task.question.raw["options"]}
    begin = f"On *{task.title}* you chose" if mine else f"You left *{task.title}* open, so suppose that you chose"
    mine = mine or min(cases)
    other = dice.choice(sorted(set(cases) - {mine}))
    told = {key: _quoted(texts[key]) for key in (mine, other)}
    ask = (
        f"{begin} {told[mine]}. Somebody defends another answer against yours: {told[other]}. Make that case in two sentences, "
        "as strong as its friends could make it. Then say what would have to be true for you to change sides."
    )
    own = f"For {told[mine]}: {cases[mine][1]}" if mine in cases else f"For {told[mine]}, hers, our key has no case."
    return ask, f"For {told[other]}: {cases[other][1]} {own}"


def _quoted(text: str) -> str:
    return f"“{text.strip().rstrip('.')}”"


def _response(task: tasks.Task, values: Mapping[str, object]) -> dict:
    """Her answer as its kind reads it; {} where that cannot be read."""
    found = {name: encode(values[name]) if name in values else {"t": "missing"} for name in task.names}
    try:
        return task.question.rules.typed(task.question, found)
    except (Unreadable, AttributeError, KeyError, TypeError, ValueError, StopIteration):
        return {}


def _chosen(task: tasks.Task, values: Mapping[str, object]) -> str:
    """The id of the option that she chose; "" where that cannot be read."""
    if task.question.rules.shape == ARGUMENT:  # her reasons may be missing: it is the choice that is read
        values = {**values, task.names[1]: [one["id"] for one in task.question.raw["statements"]][:2]}
    response = _response(task, values)
    return str(response.get("option") or response.get("choice") or "")


def _words(task: tasks.Task, values: Mapping[str, object]) -> str:
    """What the option says that she chose where several can be defended; "" where that cannot be read."""
    if task.question.rules.shape != ARGUMENT:
        return ""
    return {one["id"]: one["text"] for one in task.question.raw["options"]}.get(_chosen(task, values), "")


def first_slip(graded: Mapping[str, Mapping[str, Entry]], books: Mapping[str, Mapping]) -> Asked:
    """The first answer, in the order of the course, in which a known mistake was seen.

    graded: lesson -> task -> result, of the exercises that are closed; books: their graded notebooks.
    """
    title = "The slip you made first"
    for lesson in sorted(graded):
        for task in course_items.definition(lesson).tasks:
            entry = graded[lesson].get(task.id)
            if entry and entry.misconception:
                return Asked(title, *_slip(lesson, task, entry.misconception, books.get(lesson, {})))
    return Asked(
        title,
        "We found no slip that has a name. Which of your answers were you least sure of, and what would have shown you wrong?",
        "None was recognised. Accept any answer that names a task and a test.",
    )


def _slip(lesson: str, task: tasks.Task, name: str, book: Mapping) -> tuple[str, str]:
    where = f"In exercise {lessons.number_of(lesson)}, *{task.title}*,"
    given = answers(book, course_items.definition(lesson)).get(task.id, {})
    if task.drawn:  # the one that she was asked
        task = course_items.definition(lesson, sealed.code(_sheet(book))).task(task.id)
    parts = [part for part in task.question.rules.parts(task.question) if part.misconception == name]
    if task.question.rules.shape == CODE:
        said = f"your program `{task.names[0]}` did something else than it was to do."
    elif given:
        said = "you answered: " + "; ".join(f"`{key} = {shortened(repr(value))}`" for key, value in given.items()) + "."
        if task.question.rules.shape == OPTIONS and len(parts) == 1:  # else nobody can tell which of her answers it was
            said += f" That is to say: “{shortened(parts[0].text).strip(QUOTES)}”"
        if task.question.rules.shape == ARGUMENT and (response := _response(task, given)):  # its letters were dealt
            texts = {one["id"]: one["text"] for one in task.question.raw["statements"]}
            said += " Your reasons: " + "; ".join(_quoted(texts[key]) for key in response["reasons"]) + "."
    else:
        said = "one of your answers went astray."
    ask = f"{where} {said} Something in it does not hold. What made it tempting, how does one find out, and where else could the same mistake sit?"
    words = course_items.of_task(lesson, task.id).get(name, "")
    return ask, f"Name of the mistake: {name}. {words}"


def on_figures(lesson: str, notebook: Mapping, student: str, seed: str) -> list[Asked]:
    """Some figures of the memo, or of the story, in the order of the text: of what, from whom, which year? [] without one."""
    if not course_items.definition(lesson).memo:
        return []
    text, what = memo_text(dict(notebook)), "story" if story.asks(lesson) else "memo"
    if what == "story":
        own = story.read(text)
        text = "\n\n".join([*(claim["text"] for claim in own["claims"]), own[story.CORRECTION]])
    figures = memo.shown(text, lesson).figures
    random.Random(f"{seed}|{student}|{lesson}|figures").shuffle(order := list(range(len(figures))))
    order.sort(key=lambda n: not re.search(stated_numbers.PERCENT, figures[n].seen))  # a share first: it has a whole
    chosen = sorted(order[:FIGURES])
    none = f"Your {what} states no figure. Which one would decide your case, of what, and who counts it?"
    return [_figure(figures[n], what) for n in chosen] or [Asked("A figure", none, "No figure was found.")]


def _figure(one: compare.Figure, what: str) -> Asked:
    ask = f"Your {what} says “{one.seen}”. Of what? From whom? Which year? And who counted?"
    told = "{id}: {value} {unit}, {year}. {definition} ({source})"
    rows = " ".join(told.format(**row) for row in one.rows)
    verb = "is " * (one.verdict == compare.UNKNOWN)
    return Asked("A figure", ask, f"“{one.seen}” {verb}{memo.SAYS[one.verdict]}. {rows}".strip())


def shortened(text: str) -> str:
    """A text in one line, cut where it is long."""
    words = " ".join(str(text).split())
    return words if len(words) <= MOST else words[: MOST - 2].rsplit(" ", 1)[0] + " …"
