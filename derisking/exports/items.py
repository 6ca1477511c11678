"""What there is to export: questions of the banks and tasks of part A, each with an account of its texts.

Every text that an author wrote goes somewhere: to the place that the format has for it, or, moved, into the general
feedback. `Account` notes both, and what it never saw is lost; a test wants that to be nothing.
"""

import collections
import dataclasses
from collections.abc import Iterable, Iterator

import markupsafe

from derisking import exercises, markdown
from derisking.errors import UserError
from derisking.exports import task_tables
from derisking.questions import bank, ids
from derisking.questions.bank import BankError
from derisking.questions.kinds.base import NUMBER, SEQUENCE
from derisking.questions.kinds.single import Single
from derisking.questions.question import Question

BANK, TASKS = "questions", "tasks"
Count = collections.Counter  # of "questions" and of their texts: "placed", "moved" into the general feedback, "lost"
CHAPTERS = ("Practice", "Test before", "Test after", "Exercise, part A", "The paper on the table")
FIELDS = {"text", "feedback", "otherwise", "left", "right"}  # of a record: what an author wrote for students


@dataclasses.dataclass(frozen=True)
class Item:
    """A question on its way out. title: of a task; hints: in order; above: HTML that comes with it: a task's table, a text's address."""

    question: Question
    origin: str
    title: str = ""
    points: float = 1
    hints: tuple[str, ...] = ()
    above: str = ""

    lesson = property(lambda self: self.question.lesson)
    id = property(lambda self: self.question.id)
    kind = property(lambda self: self.question.kind)
    shape = property(lambda self: self.question.rules.shape)
    several = property(lambda self: self.question.rules.several)
    raw = property(lambda self: self.question.raw)
    fixed = property(lambda self: bool(self.raw.get("fixed")))  # whether its options keep their order

    @property
    def stable(self) -> str:
        """A name that stays the same as long as lesson and id do."""
        return f"derisking/{self.lesson}/{'task/' * (self.origin == TASKS)}{self.id}"

    @property
    def name(self) -> str:
        """What a teacher sees in the list of a platform."""
        return f"{self.lesson[:2]} {self.question.objective} {self.title or self.id}"

    @property
    def chapter(self) -> str:
        """Where it belongs: practice, the tests before and after, the exercise, or the primary text."""
        if self.origin == TASKS:
            return CHAPTERS[3]
        places = {"pre": 1, "post": 2, "primary": 4}
        return CHAPTERS[next((place for use, place in places.items() if use in self.question.use), 0)]

    @property
    def tags(self) -> list[str]:
        """Objective, level, use and misconceptions, as words without blanks."""
        written = self.question.written
        tags = [f"objective-{self.question.objective}", f"lesson-{self.lesson[:2]}"]
        tags += [f"level-{written['level']}"] if "level" in written else []
        tags += [f"use-{use}" for use in self.question.use] or ["use-exercise"]
        names = {part.misconception for part in self.question.rules.parts(self.question) if part.misconception}
        return tags + sorted(f"misconception-{name}"[:50] for name in names)


def texts(item: Item) -> list[str]:
    """Every text that an author wrote for this question, as Markdown; each once."""
    bins = [entry for entry in item.raw.get("bins") or () if isinstance(entry, str)]
    written = [*_written(item.raw), *item.hints, *bins]
    return list(dict.fromkeys(item.question.say(text).strip() for text in written))


def _written(part: object) -> Iterator[str]:
    """The texts of a part of a record."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from [value] if name in FIELDS and isinstance(value, str) and value != "*" else _written(value)
    elif isinstance(part, list):
        for value in part:
            yield from _written(value)


class Account:
    """Hands out the texts of one item as HTML and notes where each went."""

    def __init__(self, item: Item):
        self.item = item
        self.placed: set[str] = set()
        self.moved: dict[str, str] = {}  # label and text, in order -> text

    def _known(self, text: str) -> str:
        return self.item.question.say(text).strip()

    def holds(self, text: str) -> bool:
        """Whether a text has a place of its own already."""
        return self._known(text) in self.placed

    def block(self, text: str) -> str:
        """Paragraphs as HTML, for a place of their own; "" for no text."""
        return markdown.block(self._place(text)).strip() if text else ""

    def inline(self, text: str) -> str:
        """One line as HTML, for a place of its own."""
        return markdown.inline(self._place(text))

    def plain(self, text: str) -> str:
        """The words alone, for a drop-down list or a platform's plain field."""
        return markdown.plain(self._place(text))

    def _place(self, text: str) -> str:
        self.placed.add(self._known(text))
        return self._known(text)

    def move(self, label: str, text: str) -> None:
        """Keep a text for the general feedback. label: Markdown that says whom it is for."""
        self.moved.setdefault(f"**{label}** {self._known(text)}", self._known(text))

    def general(self) -> str:
        """The general feedback as HTML: what was moved, below one another; "" if nothing was."""
        return "".join(markdown.block(line) for line in self.moved).strip()

    def count(self) -> Count:
        """What became of the texts of the item."""
        written, elsewhere = texts(self.item), set(self.moved.values())
        fates = ["placed" if t in self.placed else "moved" if t in elsewhere else "lost" for t in written]
        return Count(["questions", *fates])


def report(counts: Iterable[tuple[str, Count]]) -> str:
    """A table of counts per kind, and their sum, as lines of text."""
    totals: dict[str, Count] = {}
    for kind, count in counts:
        for name in (kind, "all"):
            totals.setdefault(name, Count()).update(count)
    lines = [f"  {'kind':<10}{'questions':>10}{'in place':>10}{'moved':>8}{'lost':>6}"]
    for kind, count in sorted(totals.items(), key=lambda entry: (entry[0] == "all", entry[0])):
        lines.append(f"  {kind:<10}{count['questions']:>10}{count['placed']:>10}{count['moved']:>8}{count['lost']:>6}")
    return "\n".join(lines)


def choose(names: Iterable[str]) -> list[str]:
    """Lessons by name or number, in order; all of them for no name. Raises UserError for one that is not there."""
    return sorted({bank.called(name) for name in names}) or bank.lessons()


def by_chapter(items: Iterable[Item]) -> dict[tuple[str, str], list[Item]]:
    """Items by lesson and chapter, in the order of the course."""
    chapters: dict[tuple[str, str], list[Item]] = {}
    for item in sorted(items, key=lambda item: (item.lesson, CHAPTERS.index(item.chapter))):
        chapters.setdefault((item.lesson, item.chapter), []).append(item)
    return chapters


def of(lesson: str) -> list[Item]:
    """All items of a lesson: its bank, then part A of its exercise. Raises UserError for files that break the format."""
    try:
        return [*_questions(lesson), *_tasks(lesson)]
    except BankError as error:
        raise UserError(str(error)) from None


def _questions(lesson: str) -> Iterator[Item]:
    whole = bank.load(lesson)
    for question in whole.questions:
        hint = question.written.get("hint")
        above = _opened(whole.primary) if whole.primary and "primary" in question.use else ""
        yield Item(elsewhere(question), BANK, hints=(hint,) if hint else (), above=above)


def _opened(one: bank.Primary) -> str:
    """Where the text of a question lies, for places where the lesson is not around it."""
    title, part, language = (markupsafe.escape(words) for words in (one.title, one.part, one.language))
    return f'<p>Open the text: <a href="{markupsafe.escape(one.address)}">{title}</a> ({language}), {part}.</p>'


def _tasks(lesson: str) -> Iterator[Item]:
    if lesson not in exercises.lessons():
        return
    tables = task_tables.tables(lesson)
    for task in exercises.definition(lesson).part("A"):
        question = elsewhere(task.question)
        if question.rules.shape == NUMBER:  # without the mistakes that need a student code
            named = question.raw.get("misconceptions") or []
            common = [entry for entry in named if "value" in entry or "min" in entry]
            question = question.with_(misconceptions=common)
        yield Item(question, TASKS, task.title, task.points, tuple(task.hints), tables.get(task.id, ""))


def elsewhere(question: Question) -> Question:
    """A question as paper and platforms can ask it."""
    return single_order(question.rules.elsewhere(question))


def single_order(question: Question) -> Question:
    """An order with several right answers as a choice between whole orders: no platform marks two orders as right."""
    if question.rules.shape != SEQUENCE or not question.raw.get("also"):
        return question
    names = {item["id"]: item["text"] for item in question.raw["items"]}
    first, also = list(names), list(question.raw["also"])

    def said(order: list[str]) -> str:
        return "; ".join(f"{place}. {names[id].strip()}" for place, id in enumerate(order, 1))

    good = {"correct": True, "feedback": question.raw.get("feedback", "")}
    options = [{"text": said(order), **good} for order in (first, *also)]
    for entry in question.raw.get("misconceptions") or ():
        turned = [id for id in first if id != entry["before"]]
        turned.insert(turned.index(entry["after"]), entry["before"])
        options.append({"text": said(turned), "misconception": entry["misconception"], "feedback": entry["feedback"]})
    options.append({"text": said(first[::-1]), "feedback": question.raw.get("otherwise", "")})
    record = {**question.raw, "kind": Single.name, "options": options, "items": [], "misconceptions": []}
    return Question(question.lesson, question.place, ids.filled(record), Single())
