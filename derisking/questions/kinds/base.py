"""What every kind of question has in common.

A kind says which parts an answer may hold (`parts`), which of them a response picks (`picks`) and what share of the points
that earns (`share`). A response is plain JSON, the same from the browser and from a notebook, where `typed` makes it of
what the student typed. Verdict, feedback, the report's counts and the printed solution follow from these, for all kinds.

Credit, everywhere the same: *what is right counts; where one may choose freely, what is wrong is taken off, so that
choosing everything, or any order, earns nothing on average; nothing falls below zero.* So a `single`, `numeric` or
`function` is right or not (a function loses a stated share for edge cases); `multiple` is right options chosen over all
right ones, less wrong options chosen over all wrong ones; `order` is pairs in the right order less pairs in the wrong
order, over all pairs; `match` and `classify` are rows that are right over all rows, since each row has one place and a
wrong one costs itself; `defend` is half a point-share for each piece of evidence, none for what cannot be defended; of a
`review` each slip counts the same, its sentence half, its name and its row a quarter, and a false alarm takes off half a slip.
"""

import random
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from derisking.questions import answers
from derisking.questions.question import Question
from derisking.questions.verdict import (
    MISCONCEPTION,
    NOT_ATTEMPTED,
    RIGHT,
    SEALED,
    WORDS,
    WRONG_SCALE,
    WRONG_SHAPE,
    WRONG_TYPE,
    WRONG_VALUE,
    Part,
    Unreadable,
    Verdict,
)

TODO = "There is no answer here yet: fill in the form, or run the cell with your code, then check again."
NONE_LEFT = "There is no answer in what was handed in."  # when marks are given it is too late to fill in anything
MANY = ("list", "set", "dict", "series", "array", "frame")
OPTIONS, NUMBER, SEQUENCE = "options", "number", "sequence"  # shapes of an answer
ROWS, ARGUMENT, CODE, TEXT = "rows", "argument", "code", "text"
SCALE = "wrong-scale"  # the misconception of an answer in another unit


def later(question: Question) -> str:
    """What whoever saves an answer reads where nothing here knows its key: who judges it, and what to ask of it oneself."""
    own = question.written.get("reread", ())
    return "\n- ".join([f"{WORDS['later']['judge']} {WORDS['later']['yourself'] if own else ''}".strip(), *own])


class Kind:
    """One kind of question. name: as banks write it. how, on_paper: what to do, in the browser and on paper.

    shape: of an answer, one of the names above. Whoever lays a question out (forms, paper, packages for platforms) goes by
    it and never by the name, so a new kind is at home everywhere.
    """

    name: str
    shape: str
    how: str
    on_paper = ""
    several = True  # whether an answer may hold several parts
    sorts: tuple[str, ...] = ()  # lists of a page: what is sorted by hand, and into what
    lists_parts = False  # whether a question prints all its parts, as options are
    secret: tuple[str, ...] = ()  # fields of `page` that give the answer away
    # Fields of a sealed task that a page looks for, with nothing in them.
    keyless: Mapping[str, Any] = MappingProxyType({})
    part_called = "Row"  # what the report calls a part
    example = '"…"'  # an answer as one types it

    # --- what its authors write -----------------------------------------------------------------------------------

    def check(self, raw: dict[str, Any], fail: Callable[[str, str], None]) -> None:
        """Report what the schema cannot say: fail(place, sentence) for the first thing wrong in a record."""

    def filled(self, raw: Mapping[str, Any], computed: Mapping[str, Any]) -> dict[str, Any]:
        """A record with its computed fields, as keys.py gives them. Most are put in as they are (answer, reference, cases,
        options, fill: words for `{name}` in texts); misconceptions (name -> value, (low, high) or function) by name."""
        values = computed.get("misconceptions", {})
        entries = [{**entry, **_shown_by(values.get(entry["misconception"]))} for entry in misconceptions(raw)]
        return {**raw, **computed, "misconceptions": entries}

    # --- what an answer may hold, and what it earns ---------------------------------------------------------------

    def parts(self, question: Question) -> list[Part]:
        """Everything that answers may hold, in the order of the bank."""
        raise NotImplementedError

    def picks(self, question: Question, response: dict[str, Any]) -> list[Part]:
        """The parts that a response holds. Raises ValueError, KeyError or TypeError if it is none to this question."""
        raise NotImplementedError

    def share(self, question: Question, response: dict[str, Any]) -> float:
        """The share of the points, 0 to 1, by the rule in this module's first lines; here all or nothing."""
        return float(self.picks(question, response)[0].right)

    def response(self, chosen: Any) -> dict[str, Any]:
        """The response that holds these keys: options chosen, steps in order, or for each line what was chosen for it."""
        raise NotImplementedError

    def example_answers(self, question: Question) -> list[tuple[str, dict[str, Any]]]:
        """("right", "part" or "wrong", response): a few answers to try things with, right ones first. Not for code."""
        return []

    def page(self, question: Question, dice: random.Random) -> dict[str, Any]:
        """What the browser needs beside the parts, with texts as Markdown; dice shuffles."""
        raise NotImplementedError

    def listed(self, question: Question, dice: random.Random) -> tuple[str, list[str]]:
        """What a printed question lists: words before it (plain text), and lines (Markdown)."""
        raise NotImplementedError

    def solved(self, question: Question) -> list[str]:
        """The right answer as steps in order (Markdown), where the right parts do not say it."""
        return []

    def given(self, question: Question, response: dict[str, Any]) -> str:
        """The response in words (Markdown), for "your answer, explained"."""
        return "; ".join(part.text for part in self.picks(question, response)) or "nothing"

    def usual(self, question: Question) -> list[Part]:
        """The usual mistakes, as a solution tells them."""
        return [part for part in self.parts(question) if not part.right and part.misconception]

    def elsewhere(self, question: Question) -> Question:
        """The question as paper and learning platforms can ask it."""
        return question

    def letters(self, question: Question) -> list[tuple[str, str]]:
        """(letter, Markdown) of what a notebook lists below the question."""
        return []

    def deal(self, question: Question, dice: random.Random) -> dict[str, Any]:
        """Computed fields by which a question of part B names its parts in another way, so that no letter can be copied."""
        return {}

    def in_order(self, question: Question, page: dict[str, Any]) -> dict[str, Any]:
        """What the browser needs, in the order in which a notebook lists it."""
        return page

    # --- typed in a notebook --------------------------------------------------------------------------------------

    def names(self, raw: dict[str, Any]) -> tuple[str, ...]:
        """The names in the notebook that hold the answer."""
        return (raw["name"],)

    def inputs(self, question: Question, seed: int) -> dict[str, Any]:
        """What the probe must look up or call; never a key."""
        return {"names": list(self.names(question.raw)), "calls": [], "without": []}

    def typed_as(self, question: Question) -> tuple[dict[str, str], dict[str, str]]:
        """How lines and choices are named in a notebook: (key of a line -> name, key of a choice -> name)."""
        return {}, {}

    def code(self, question: Question) -> str:
        """The answer's cell with a right answer in it."""
        return question.raw.get("code") or self.typed_right(question)

    def typed_right(self, question: Question) -> str:
        """A right answer as a student would type it."""
        raise NotImplementedError

    def typed(self, question: Question, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """A response from encoded values by name. Raises Unreadable for what is not of this kind."""
        raise NotImplementedError

    def finished(self, question: Question, found: dict[str, dict[str, Any]]) -> bool:
        """Whether an answer leaves nothing open. found: encoded values by name."""
        try:
            self.typed(question, found)
        except Unreadable:
            return False
        return True

    def credit(self, question: Question, response: dict[str, Any]) -> str:
        """Words before the explanation of a partly right answer."""
        return ""

    def judge(self, question: Question, probed: dict[str, Any], seed: int) -> Verdict:
        """The verdict on what a probe found; never raises for anything a student can send."""
        found = {name: probed["found"].get(name, {"t": "missing"}) for name in self.names(question.raw)}
        open_ = [name for name, answer in found.items() if answers.untouched(answer)]
        if open_:
            still = f"Still open: {', '.join(f'`{name}`' for name in open_)}. " if len(found) > 1 else ""
            return Verdict(0, NOT_ATTEMPTED, still + (NONE_LEFT if answers.is_reserved() else TODO))
        try:
            response = self.typed(question, found)
        except Unreadable as problem:
            return Verdict(0, problem.outcome, problem.text)
        if question.sealed:
            return Verdict(0, SEALED, later(question))
        return self.verdict(question, response)

    def verdict(self, question: Question, response: dict[str, Any]) -> Verdict:
        """Share, outcome and explanation of a readable response."""
        share, picks = self.share(question, response), self.picks(question, response)
        if share >= 1:
            said = next((part.feedback for part in picks if part.right and part.feedback), "Yes.")
            return Verdict(1, RIGHT, question.say(question.raw.get("feedback") or said))
        known = next((part for part in picks if not part.right and part.misconception), None)
        credit = self.credit(question, response)
        if known:
            outcome = WRONG_SCALE if known.misconception == SCALE else MISCONCEPTION
            text = " ".join(filter(None, (credit, self.about(known), question.say(known.feedback))))
            return Verdict(share, outcome, text, known.misconception)
        otherwise = question.say(question.raw.get("otherwise") or "Read the task again.")
        return Verdict(share, WRONG_VALUE, " ".join(filter(None, (credit, otherwise))))

    def about(self, part: Part) -> str:
        """Words that say which row a recognised misconception is about, where there are several."""
        return ""


def not_labels(answer: dict[str, Any], wanted: str, example: str) -> Unreadable:
    """The sentence for a value that is no letter or word."""
    outcome = WRONG_SHAPE if answer["t"] in MANY else WRONG_TYPE
    return Unreadable(outcome, f'You gave {answers.describe(answer)}. Type {wanted}, such as "{example}".')


def find(label: str, options: Iterable[tuple[str, str]]) -> str | None:
    """The key of an option by its letter, its text, or a letter followed by text ("b) ..."). options: (key, text).

    Several letters ("a b c", "a or b") name no option, and nothing ("", "...") names none.
    """
    options = list(options)
    for key, text in options:
        if label and label in (answers.fold(key), answers.fold(text)):
            return key
    head, *rest = label.split(" ")
    head = head.strip(").:")
    if rest and all(len(word) == 1 or word in ("or", "and") for word in rest):
        return None
    return next((key for key, _ in options if len(key) == 1 and head == answers.fold(key)), None)


def misconceptions(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The recognised misconceptions of a record or card."""
    return raw.get("misconceptions") or []


def misconception(key: str, text: str, entry: dict[str, Any]) -> Part:
    """A recognised misconception as a part."""
    return Part(key, text, False, entry.get("feedback", ""), entry.get("misconception", ""))


def _shown_by(value: object) -> dict[str, Any]:
    """What shows a misconception, if it is computed: a function, a (low, high) pair, or a number."""
    if callable(value):
        return {"like": value}
    if isinstance(value, tuple):
        return {"min": value[0], "max": value[1]}
    return {} if value is None else {"value": value}


def distinct(fail: Callable[[str, str], None], texts: list[str], what: str) -> None:
    """Report two equal texts, which no reader could tell apart."""
    if len(set(texts)) < len(texts):
        fail("", f"two {what} are the same. Change one.")


def strings(value: object) -> list[str]:
    """A list of texts out of a response. Raises ValueError for anything else."""
    if not isinstance(value, list) or len(value) > 100 or not all(isinstance(entry, str) for entry in value):
        raise ValueError("no list of texts")
    return value


def shuffled(parts: Iterable[Any], dice: random.Random) -> list[Any]:
    """The parts in an order that dice gives."""
    parts = list(parts)
    dice.shuffle(parts)
    return parts
