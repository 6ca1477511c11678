"""The tasks of an exercise, read from solutions/<lesson>/tasks.yaml, and how their points add up."""

from __future__ import annotations

import dataclasses
import difflib
import functools
import importlib.util
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from derisking import places
from derisking.exercises import form_answers, sealed
from derisking.exercises.probing import probe
from derisking.exercises.results import HEADINGS, Result, number
from derisking.questions import answers, bank
from derisking.questions.bank import BankError
from derisking.questions.kinds.base import CODE, later
from derisking.questions.question import Question
from derisking.questions.verdict import NOT_ATTEMPTED, RIGHT, SEALED, WRONG_VALUE, Verdict

PRACTICE_SEED = 0
SENTENCES = 6  # of a task that is drawn
PART_B = "part-b"
ROUTES = ("code", "decide")
TASKS, KEYS = "tasks.yaml", "keys.py"
TEACHERS = "sealed.py"  # the keys of part B, which stay with the teacher


@dataclasses.dataclass(frozen=True)
class Task:
    """One task: a question of some kind, with a title, points and hints, answered under names in the notebook."""

    question: Question

    most = form_answers.MOST_CLICKED  # characters of an answer as JSON
    id = property(lambda self: self.question.id)
    lesson = property(lambda self: self.question.lesson)
    title = property(lambda self: self.question.written["title"])
    part = property(lambda self: self.question.written["part"])
    route = property(lambda self: self.question.written.get("route", ""))
    points = property(lambda self: self.question.written["points"])
    objective = property(lambda self: self.question.objective)
    sealed = property(lambda self: self.part == "B")
    formed = property(lambda self: self.is_form and self.route != "code")  # whether it is a form on a page
    away = property(lambda self: self.question.sealed)  # whether its key is with the teacher
    drawn = property(lambda self: bool(self.question.written.get("drawn")))  # whether a secret says what is asked

    @property
    def hints(self) -> list[str]:
        """The hints, in order; of a sealed task without the last, which nearly gives it away."""
        hints = [self.question.say(hint) for hint in self.question.written["hints"]]
        return hints[:-1] if self.sealed and not self.away else hints

    @property
    def is_form(self) -> bool:
        """Whether it is answered in a form: everything but code."""
        return self.question.rules.shape != CODE

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the notebook that hold the answer."""
        return self.question.rules.names(self.question.written)

    def inputs(self, seed: int = PRACTICE_SEED) -> dict:
        """What the probe needs for this task; holds no key."""
        return self.question.rules.inputs(self.question, seed)

    def probe(self, namespace: dict, inputs: dict) -> dict:
        """Ask the notebook's names; plain JSON."""
        return probe(namespace, inputs)

    def state(self, namespace: dict) -> str:
        """What a form that nobody has checked holds: "Not attempted", "Begun, not finished" or "Answered, not checked"."""
        found = self.probe(namespace, self.inputs())["found"] if self.is_form else {}
        if all(map(answers.untouched, found.values())):
            return HEADINGS[NOT_ATTEMPTED]
        return "Answered, not checked" if self.question.rules.finished(self.question, found) else "Begun, not finished"

    def filled(self) -> Result:
        """What a check says of a complete answer whose key is with the teacher."""
        return Result(self.id, self.title, 0.0, self.points, SEALED, later(self.question))

    def judge(self, probed: dict, seed: int = PRACTICE_SEED) -> Result:
        """Points, outcome and explanation for the JSON of `probe`. Pure; malformed answers earn 0 and never raise.

        With any seed but that of practice the explanation repeats neither the inputs nor the answers.
        """
        try:
            with answers.reserved(seed != PRACTICE_SEED):
                verdict = self.question.rules.judge(self.question, probed, seed)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
            verdict = Verdict(0, WRONG_VALUE, f"This answer could not be read ({type(error).__name__}).")
        points = round(self.points * min(max(verdict.share, 0.0), 1.0), 2)
        return Result(
            self.id, self.title, points, self.points, verdict.outcome, verdict.explanation, verdict.misconception
        )


@dataclasses.dataclass(frozen=True)
class Memo:
    """Written work that a person marks with the rubric in the notebook: a mark of its own beside the checks.

    story: what a story of one's own asks for (claims, traced, words, verdicts), whose form takes the place of the box; else {}.
    """

    lesson: str
    grade_id: str
    title: str
    points: float
    objective: str
    story: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    id = form_answers.MEMO
    names = (form_answers.MEMO,)
    most = form_answers.MOST_WRITTEN


@dataclasses.dataclass(frozen=True)
class Definition:
    """All tasks of one lesson. Part A is worth 12 points and each route of part B 8; the better route counts.

    variant: what a student code changes, None where it changes nothing; varied: id of the task that it changes. sheet: the
    draw of part B, 0 for that of the class. goals: part -> what it is for; you: who one is, and what is at stake; asks: who asks, and what;
    printed: the page of that role (form_page.printed); first: its guess before anything is read (form_page.first).
    """

    lesson: str
    title: str
    tasks: Sequence[Task]
    memo: Memo | None = None
    variant: Any = None  # a variants.Variant
    varied: str = ""
    sheet: int = 0
    goals: Mapping[str, str] = dataclasses.field(default_factory=dict)
    you: str = ""
    asks: Sequence[str] = ()
    printed: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    first: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def away(self) -> bool:
        """Whether the keys of part B are with the teacher."""
        return any(task.away for task in self.tasks)

    def task(self, task_id: str) -> Task:
        """The task with this id. Raises KeyError with the near ones."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        known = [task.id for task in self.tasks] + [PART_B]
        near = difflib.get_close_matches(str(task_id), known, n=3, cutoff=0.4) or known
        raise KeyError(f"There is no task {task_id!r} in {self.lesson}; near: {', '.join(near)}.")

    def part(self, part: str, route: str = "") -> list[Task]:
        """The tasks of a part, or of one route of it, in order."""
        return [task for task in self.tasks if task.part == part and (not route or task.route == route)]

    def part_b(self, results: Mapping[str, Result]) -> Result:
        """The better of the two routes as one result; results by task id, a missing one counts as not attempted."""
        totals = {route: sum(_points(results, task) for task in self.part("B", route)) for route in ROUTES}
        best = max(ROUTES, key=lambda route: totals[route])
        parts = tuple(results[task.id] for task in self.part("B") if task.id in results)
        maximum = sum(task.points for task in self.part("B", best))
        if any(part.outcome == SEALED for part in parts):
            text = "It is judged after the deadline; the better route counts."
            return Result(PART_B, "Part B, the better of two routes", 0, maximum, SEALED, text, "", parts)
        attempted = any(part.outcome != NOT_ATTEMPTED for part in parts)
        outcome = NOT_ATTEMPTED if not attempted else RIGHT if totals[best] >= maximum else WRONG_VALUE
        each = "; ".join(f"{route}: {number(totals[route])} of {number(maximum)}" for route in ROUTES)
        text = f"The better route counts ({each})."
        text = text if attempted else "Choose one of the two routes; the better one counts."
        return Result(PART_B, "Part B, the better of two routes", totals[best], maximum, outcome, text, "", parts)

    def total(self, results: Mapping[str, Result]) -> float:
        """Points of part A and the better route of part B."""
        return sum(_points(results, task) for task in self.part("A")) + self.part_b(results).points

    def maximum(self) -> float:
        """The most one can earn in the checks: 20, and 0 where a person marks the whole."""
        routes = [sum(task.points for task in self.part("B", route)) for route in ROUTES]
        return sum(task.points for task in self.part("A")) + max(routes)


def _points(results: Mapping[str, Result], task: Task) -> float:
    return results[task.id].points if task.id in results else 0.0


# --- from the files -------------------------------------------------------------------------------------------------------


def folder(lesson: str) -> Path:
    """Where the tasks of a lesson are: solutions/ of a checkout, else the package's own copy. Raises BankError."""
    for place in places.task_folders():
        if (place / lesson / TASKS).is_file():
            return place / lesson
    raise BankError(f"There is no {lesson}/{TASKS}: restore it from a fresh copy of the module.")


def lessons() -> list[str]:
    """The lessons that have tasks, in order."""
    return sorted({file.parent.name for place in places.task_folders() for file in place.glob(f"*/{TASKS}")})


@functools.cache
def keys(path: Path, name: str = KEYS) -> ModuleType | None:
    """The module keys.py (or sealed.py) beside the tasks, or None where nothing is computed."""
    file = path / name
    if not file.is_file():
        return None
    called = f"derisking_{file.stem}_{path.name.replace('-', '_')}"
    spec = importlib.util.spec_from_file_location(called, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@functools.cache
def _file(path: Path) -> tuple[dict, tuple[Question, ...]]:
    name, content = bank.name_of(path / TASKS), bank.yaml_of(path / TASKS)
    if not isinstance(content, dict) or not isinstance(content.get("tasks"), list):
        raise BankError(f"{name}: write `lesson:`, `title:` and a list `tasks:` at the top of the file.")
    if content.get("lesson") != path.name:
        raise BankError(f"{name}: `lesson` is {content.get('lesson')!r}. Write {path.name!r}, the folder's own name.")
    return content, bank.records(path.name, name, content["tasks"], "task")


def read(path: Path, student: str | None = None, secret: str | None = None) -> Definition:
    """The exercise in a folder with tasks.yaml and keys.py. student: a code for a variant and a draw of one's own; secret: of
    the draw, by default that of this process.

    Raises BankError with file, task, field and remedy for tasks that break the format, or name keys that are not there.
    """
    content, questions = _file(path)
    module = keys(path)
    chosen = getattr(module, "variant", None)
    variant = chosen(student) if chosen else None
    sheet = sealed.sheet(student)
    draw = Draw(path, secret or sealed.secret(), sheet, sealed.given(path, sheet))
    tasks = tuple(
        Task(draw.question(one) if one.written["part"] == "B" else _with_keys(one, module, variant))
        for one in questions
    )
    written = {key: value for key, value in (content.get("memo") or {}).items() if key != "id"}
    memo = Memo(content["lesson"], content["memo"]["id"], **written) if written else None
    told = {key: content[key] for key in ("varied", "goals", "you", "asks", "printed", "first") if key in content}
    return Definition(content["lesson"], content["title"], tasks, memo, variant, sheet=sheet, **told)


@dataclasses.dataclass(frozen=True)
class Draw:
    """What a sheet asks in part B: drawn here, or given as `release` drew it."""

    path: Path
    secret: str
    sheet: int
    given: Mapping[str, dict] | None = None

    def question(self, asked: Question) -> Question:
        """The question of a task of part B, as this sheet asks it."""
        if self.given is not None:
            return dataclasses.replace(asked, written={**asked.written, **self.given.get(asked.id, {})})
        dice = sealed.dice(self.secret, asked.lesson, asked.id, self.sheet)
        asked = dataclasses.replace(asked, compute=None)
        made = _with_keys(asked, keys(self.path, TEACHERS), dice)
        if self.secret == sealed.EXAMPLE and not self.sheet:  # letters as the author dealt them
            return made
        dealt = functools.cache(lambda: {**(made.compute() if made.compute else {}), **made.rules.deal(made, dice)})
        return dataclasses.replace(made, compute=dealt)


def _with_keys(question: Question, module: ModuleType | None, given_to: object) -> Question:
    name = question.written.get("computed")
    if name is None:
        return question
    function = getattr(module, name, None)
    if function is None:
        file = TEACHERS if question.written["part"] == "B" else KEYS
        raise BankError(f"{question.place}: `computed` is {name!r}, but {file} beside it has no such function.")
    given = (lambda: function) if isinstance(function, Mapping) else (lambda: function(given_to))
    return dataclasses.replace(question, compute=functools.cache(given))


# --- for keys.py ----------------------------------------------------------------------------------------------------------


def number_fields(answer: float, **misconceptions: object) -> dict:
    """The computed fields of a number: what is right, and what shows each mistake, by its name with _ for -.

    A mistake is a number or a (low, high) pair; None where it cannot be told.
    """
    known = {name: value for name, value in _named(misconceptions).items() if value is not None}
    return {"answer": answer, "misconceptions": known}


def function_fields(right: tuple[Callable, Callable], **misconceptions: Callable) -> dict:
    """The computed fields of a function. right: it done right, and what draws its cases; then a function for each mistake."""
    reference, cases = right
    return {"reference": reference, "cases": cases, "misconceptions": _named(misconceptions)}


Claim = tuple[str, bool, str, str]  # a sentence, whether it holds, the misconception of whoever misjudges it, and why


def statements(dice: random.Random, claims: Sequence[Claim], words: Mapping, written: int = 2) -> dict:
    """The computed fields of a `multiple` that is drawn: six sentences, one to five of them right.

    claims: from tables; the other `written` ones are among the options of tasks.yaml. words: for `{name}` in its text.
    """
    seed = dice.random()
    known = [dict(zip(("text", "correct", "misconception", "feedback"), claim, strict=True)) for claim in claims]

    def choose(options: list[dict]) -> list[dict]:
        own = random.Random(seed)
        while True:
            chosen = [*own.sample(known, SENTENCES - written), *own.sample(options, written)]
            if 0 < sum(bool(one.get("correct")) for one in chosen) < SENTENCES:
                return own.sample(chosen, SENTENCES)

    return {"choose": choose, "fill": dict(words)}


def drawn(rng: random.Random, low: float, high: float, digits: int = 2) -> float:
    """A number between two others, rounded: one that a student could type again."""
    return round(rng.uniform(low, high), digits)


def _named(fields: Mapping) -> dict:
    return {name.replace("_", "-"): value for name, value in fields.items()}
