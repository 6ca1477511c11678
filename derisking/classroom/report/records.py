"""What students shared of their own records: quiz answers, tests handed in, hints seen.

Two kinds of file, both written by `derisking.progress` and handed in by choice: `quiz-record.json` (formats 1 and 2) and
`my-progress.csv`. Both are a student's file, so nothing in them is believed: an answer counts only if its question is in
the banks and its response can be read, and it is graded again here. What is left out is counted.
"""

from __future__ import annotations

import collections
import csv
import datetime
import functools
import io
import json
from pathlib import Path
from typing import NamedTuple

from derisking import exercises
from derisking.classroom.report import slips
from derisking.questions.grade import grade, parse_number, slip_matches
from derisking.questions.question import Question
from derisking.widgets import markdown as text

RECORD, EXPORT = "quiz-record.json", "my-progress.csv"
MAX_BYTES = 5_000_000
MAX_ENTRIES = 20_000
MAX_TYPED = 200  # characters of a typed number
MODES = ("practice", "recall", "pre", "post")


class Try(NamedTuple):
    """One answer. picks: places in `parts(question)`; score: 0 to 1, graded here; at: seconds, for the order."""

    student: str
    lesson: str
    item: str
    mode: str
    at: float
    score: float
    picks: tuple[int, ...]


class Part(NamedTuple):
    """One thing that an answer may hold: an option, a recognised slip, a row that is right."""

    label: str
    right: bool
    name: str = ""
    feedback: str = ""


class Shared:
    """All records of a class. tests: (student, lesson, "pre" or "post") handed in; hints: (lesson, task) -> student -> n."""

    def __init__(self):
        self.tries: list[Try] = []
        self.tests: set[tuple[str, str, str]] = set()
        self.hints: dict[tuple[str, str], dict[str, int]] = {}
        self.students: set[str] = set()
        self.odd: collections.Counter = collections.Counter()
        self._seen: set[tuple] = set()

    def read(self, student: str, folder: Path) -> None:
        """Take in the records of one folder, if it holds any. Never raises for what a file holds."""
        for name, reader in ((RECORD, self._record), (EXPORT, self._export)):
            path = folder / name
            if path.is_symlink() or not path.is_file():
                continue
            try:
                if path.stat().st_size > MAX_BYTES:
                    raise ValueError("too large")
                reader(student, path.read_text(encoding="utf-8-sig"))
            except (OSError, ValueError, RecursionError, csv.Error):
                self.odd[f"{name} could not be read"] += 1

    def _record(self, student: str, content: str) -> None:
        found = json.loads(content)
        if not isinstance(found, dict) or found.get("format") not in (1, 2):
            raise ValueError("not a record")
        lesson, first = found.get("lesson"), found["format"] == 1
        for entry in _list(found, "answers"):
            self._answer(student, {"lesson": lesson, **entry} if isinstance(entry, dict) else entry, first)
        for entry in _list(found, "tests"):
            known = isinstance(entry, dict) and _pair(entry.get("lesson"), entry.get("test"))
            self._test(student, *(known or ("", "")))
        for entry in _list(found, "hints"):
            known = isinstance(entry, dict) and _pair(lesson, entry.get("task"))
            self._hint(student, *(known or ("", "")), entry.get("hints") if known else None)
        self.students.add(student)

    def _export(self, student: str, content: str) -> None:
        rows = csv.DictReader(io.StringIO(content, newline=""))
        if not {"kind", "lesson", "item"} <= set(rows.fieldnames or ()):
            raise ValueError("not an export")
        for number, row in enumerate(rows):
            if number >= MAX_ENTRIES:
                self.odd["answers beyond the most that one file may hold"] += 1
                break
            kind, lesson, item = row["kind"], row["lesson"] or "", row["item"] or ""
            if kind == "answer":
                self._answer(student, {**row, "response": _decoded(row.get("response"))}, False)
            elif kind == "score":
                self._test(student, lesson, item)
            elif kind in ("check", "hint") and (row.get("hints") or "").isdigit():
                self._hint(student, lesson, item, int(row["hints"][:6]))
        self.students.add(student)

    def _answer(self, student: str, entry: object, tests_too: bool) -> None:
        """Take in one answer. tests_too: a record of format 1 does not say that a test was handed in, so it is assumed."""
        pair = isinstance(entry, dict) and _pair(entry.get("lesson"), entry.get("item"))
        question = slips.questions().get(pair) if pair else None
        mode, response = (entry.get("mode"), entry.get("response")) if pair else (None, None)
        if question is None or mode not in MODES or (mode in ("pre", "post") and mode not in question.use):
            self.odd["answers to unknown questions"] += 1
            return
        picks = picked(question, response)
        if picks is None:
            self.odd["answers that could not be read"] += 1
            return
        key = (student, question.id, mode, str(entry.get("at"))[:40])
        if key in self._seen:  # the same answer in two files
            return
        self._seen.add(key)
        score = grade(question, response).score
        self.tries.append(Try(student, question.lesson, question.id, mode, _seconds(entry.get("at")), score, picks))
        if tests_too and mode in ("pre", "post"):
            self.tests.add((student, question.lesson, mode))

    def _test(self, student: str, lesson: str, name: str) -> None:
        if (lesson, name) in _tests():
            self.tests.add((student, lesson, name))
        else:
            self.odd["tests that do not exist"] += 1

    def _hint(self, student: str, lesson: str, task: str, count: object) -> None:
        most = _hints().get((lesson, task))
        if most is None or isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= most:
            self.odd["numbers of hints that could not be read"] += 1
            return
        seen = self.hints.setdefault((lesson, task), {})
        seen[student] = max(seen.get(student, 0), count)


def which_test(question: Question) -> str:
    """The test that a question belongs to, "pre" or "post"; "" for practice."""
    return next((use for use in ("pre", "post") if use in question.use), "")


def _list(found: dict, key: str) -> list:
    value = found.get(key, [])
    if not isinstance(value, list) or len(value) > MAX_ENTRIES:
        raise ValueError(f"{key} is no list of a usable length")
    return value


def _pair(first: object, second: object) -> tuple[str, str] | None:
    return (first, second) if isinstance(first, str) and isinstance(second, str) else None


def _decoded(value: str | None) -> object:
    try:
        return json.loads(value or "null")
    except (ValueError, RecursionError):
        return None


def _seconds(at: object) -> float:
    try:
        return datetime.datetime.fromisoformat(at).timestamp()
    except (TypeError, ValueError, OverflowError, OSError):
        return 0.0


@functools.cache
def _tests() -> set[tuple[str, str]]:
    every = slips.questions().values()
    return {(question.lesson, use) for question in every for use in question.use if use in ("pre", "post")}


@functools.cache
def _hints() -> dict[tuple[str, str], int]:
    """(lesson, task) -> how many hints there are."""
    definitions = [exercises.definition(lesson) for lesson in exercises.lessons()]
    return {(one.lesson, task.id): len(task.hints) for one in definitions for task in one.tasks}


# --- what was chosen ------------------------------------------------------------------------------------------------------


@functools.cache
def _parts(lesson: str, item: str) -> tuple[Part, ...]:
    question = slips.questions()[lesson, item]
    return tuple(_PARTS[question.kind](question, question.raw))


def parts(question: Question) -> tuple[Part, ...]:
    """What answers to a question may hold, in the order of the bank."""
    return _parts(question.lesson, question.id)


def _slip_part(label: str, slip: dict) -> Part:
    return Part(label, False, slip.get("misconception", ""), str(slip["feedback"]).strip())


def _option_parts(question: Question, raw: dict) -> list[Part]:
    return [
        Part(text.plain(o["text"]), o.get("correct") is True, o.get("misconception", ""), str(o["feedback"]).strip())
        for o in raw["options"]
    ]


def _numeric_parts(question: Question, raw: dict) -> list[Part]:
    unit = f" {raw['unit']}" if raw["unit"] else ""
    found = [Part(f"{question.answer:g}{unit}, the right number", True)]
    for slip in raw.get("slips") or []:
        value = f"{slip['value']:g}" if "value" in slip else f"{slip['min']:g} to {slip['max']:g}"
        found.append(_slip_part(value + unit, slip))
    return [*found, Part("another number", False), Part("no number", False)]


def _order_parts(question: Question, raw: dict) -> list[Part]:
    names = {item["id"]: text.plain(item["text"]) for item in raw["items"]}
    made = [_slip_part(f"“{names[s['before']]}” before “{names[s['after']]}”", s) for s in raw.get("slips") or []]
    return [Part("the right order", True), *made, Part("another order", False)]


def _match_parts(question: Question, raw: dict) -> list[Part]:
    rows = [Part(f"{text.plain(pair['left'])}: {text.plain(pair['right'])}", True) for pair in raw["pairs"]]
    made = [_slip_part(f"{text.plain(s['left'])}: {text.plain(s['right'])}", s) for s in raw.get("slips") or []]
    return rows + made


def _classify_parts(question: Question, raw: dict) -> list[Part]:
    rows = [Part(f"{text.plain(card['text'])}: {' or '.join(card['bins'])}", True) for card in raw["cards"]]
    for card in raw["cards"]:
        rows += [_slip_part(f"{text.plain(card['text'])}: {s['bin']}", s) for s in card.get("slips") or []]
    return rows


_PARTS = {
    "single": _option_parts,
    "multiple": _option_parts,
    "numeric": _numeric_parts,
    "order": _order_parts,
    "match": _match_parts,
    "classify": _classify_parts,
}


def picked(question: Question, response: object) -> tuple[int, ...] | None:
    """The places in `parts(question)` that a response holds; None for a response that is not one to this question."""
    if not isinstance(response, dict):
        return None
    try:
        return _PICKED[question.kind](question, question.raw, response)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _single(question: Question, raw: dict, response: dict) -> tuple[int, ...]:
    keys = [question.key(option["text"]) for option in raw["options"]]
    return (keys.index(response["choice"]),)


def _multiple(question: Question, raw: dict, response: dict) -> tuple[int, ...] | None:
    keys = [question.key(option["text"]) for option in raw["options"]]
    chosen = set(_strings(response["choices"]))
    return tuple(place for place, key in enumerate(keys) if key in chosen) if chosen <= set(keys) else None


def _strings(value: object) -> list[str]:
    if not isinstance(value, list) or len(value) > 100 or not all(isinstance(entry, str) for entry in value):
        raise ValueError("no list of texts")
    return value


def _numeric(question: Question, raw: dict, response: dict) -> tuple[int, ...] | None:
    typed, made = response["text"], raw.get("slips") or []
    if not isinstance(typed, str) or not typed.strip() or len(typed) > MAX_TYPED:
        return None
    number = parse_number(typed)
    if number is None:
        return (len(made) + 2,)
    if slip_matches({"value": question.answer}, number, raw["tolerance"]):
        return (0,)
    places = (place for place, slip in enumerate(made, 1) if slip_matches(slip, number, raw["tolerance"]))
    return (next(places, len(made) + 1),)


def _order(question: Question, raw: dict, response: dict) -> tuple[int, ...] | None:
    right, given = [question.key(item["id"]) for item in raw["items"]], _strings(response["order"])
    if sorted(right) != sorted(given):
        return None
    if given == right:
        return (0,)
    place = {key: given.index(key) for key in right}
    made = raw.get("slips") or []
    found = [n for n, s in enumerate(made, 1) if place[question.key(s["before"])] < place[question.key(s["after"])]]
    return tuple(found) or (len(made) + 1,)


def _match(question: Question, raw: dict, response: dict) -> tuple[int, ...] | None:
    chosen, pairs = response["pairs"], raw["pairs"]
    lefts = {question.key(pair["left"]) for pair in pairs}
    rights = {question.key(right) for right in [*(pair["right"] for pair in pairs), *raw["distractors"]]}
    if not isinstance(chosen, dict) or not set(chosen) <= lefts or not set(chosen.values()) <= rights:
        return None
    wanted = [(pair["left"], pair["right"]) for pair in pairs]
    wanted += [(slip["left"], slip["right"]) for slip in raw.get("slips") or []]
    keys = [(question.key(left), question.key(right)) for left, right in wanted]
    return tuple(place for place, (left, right) in enumerate(keys) if chosen.get(left) == right)


def _classify(question: Question, raw: dict, response: dict) -> tuple[int, ...] | None:
    chosen, cards = response["bins"], raw["cards"]
    if not isinstance(chosen, dict) or not set(chosen) <= {question.key(card["text"]) for card in cards}:
        return None
    taken = [set(_strings(chosen.get(question.key(card["text"]), []))) for card in cards]
    if not all(bins <= set(raw["bins"]) for bins in taken):
        return None
    found = [place for place, card in enumerate(cards) if taken[place] and taken[place] <= set(card["bins"])]
    wrong = [(place, slip["bin"]) for place, card in enumerate(cards) for slip in card.get("slips") or []]
    return (*found, *(len(cards) + n for n, (place, bin_) in enumerate(wrong) if bin_ in taken[place]))


_PICKED = {
    "single": _single,
    "multiple": _multiple,
    "numeric": _numeric,
    "order": _order,
    "match": _match,
    "classify": _classify,
}
