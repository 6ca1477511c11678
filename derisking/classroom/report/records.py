"""What students shared of their own records: quiz answers, tests handed in, hints seen.

One file, written by `derisking.progress` and handed in by choice: `quiz-record.json`. It is a student's file, so nothing
in it is believed: an answer counts only if its question is in
the banks and its response can be read, and it is graded again here. What is left out is counted.
"""

from __future__ import annotations

import collections
import datetime
import functools
import json
from pathlib import Path
from typing import NamedTuple

from derisking import exercises
from derisking.classroom.report import known
from derisking.questions.question import Question
from derisking.questions.verdict import Part

RECORD, FORMAT = "quiz-record.json", 2
MAX_BYTES = 5_000_000
MAX_ENTRIES = 20_000
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
        path = folder / RECORD
        if path.is_symlink() or not path.is_file():
            return
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ValueError("too large")
            self._record(student, path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError):
            self.odd[f"{RECORD} could not be read"] += 1

    def _record(self, student: str, content: str) -> None:
        record = json.loads(content)
        if not isinstance(record, dict) or record.get("format") != FORMAT:
            raise ValueError("not a record")
        lesson = record.get("lesson")
        for entry in _list(record, "answers"):
            self._answer(student, {"lesson": lesson, **entry} if isinstance(entry, dict) else entry)
        for entry in _list(record, "tests"):
            known = isinstance(entry, dict) and _pair(entry.get("lesson"), entry.get("test"))
            self._test(student, *(known or ("", "")))
        for entry in _list(record, "hints"):
            known = isinstance(entry, dict) and _pair(lesson, entry.get("task"))
            self._hint(student, *(known or ("", "")), entry.get("hints") if known else None)
        self.students.add(student)

    def _answer(self, student: str, entry: object) -> None:
        """Take in one answer."""
        pair = isinstance(entry, dict) and _pair(entry.get("lesson"), entry.get("item"))
        question = known.questions().get(pair) if pair else None
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
        score = question.share(response)
        self.tries.append(Try(student, question.lesson, question.id, mode, _seconds(entry.get("at")), score, picks))

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


def _list(record: dict, key: str) -> list:
    value = record.get(key, [])
    if not isinstance(value, list) or len(value) > MAX_ENTRIES:
        raise ValueError(f"{key} is no list of a usable length")
    return value


def _pair(first: object, second: object) -> tuple[str, str] | None:
    return (first, second) if isinstance(first, str) and isinstance(second, str) else None


def _seconds(at: object) -> float:
    try:
        return datetime.datetime.fromisoformat(at).timestamp()
    except (TypeError, ValueError, OverflowError, OSError):
        return 0.0


@functools.cache
def _tests() -> set[tuple[str, str]]:
    every = known.questions().values()
    return {(question.lesson, use) for question in every for use in question.use if use in ("pre", "post")}


@functools.cache
def _hints() -> dict[tuple[str, str], int]:
    """(lesson, task) -> how many hints there are."""
    definitions = [exercises.definition(lesson) for lesson in exercises.lessons()]
    return {(one.lesson, task.id): len(task.hints) for one in definitions for task in one.tasks}


@functools.cache
def _parts(lesson: str, item: str) -> tuple[Part, ...]:
    question = known.questions()[lesson, item]
    return tuple(question.rules.parts(question))


def parts(question: Question) -> tuple[Part, ...]:
    """What answers to a question may hold, in the order of the bank."""
    return _parts(question.lesson, question.id)


def picked(question: Question, response: object) -> tuple[int, ...] | None:
    """The places in `parts(question)` that a response holds; None for a response that is not one to this question."""
    picks = question.picks(response)
    if picks is None:
        return None
    places = {part.key: place for place, part in enumerate(parts(question))}
    return tuple(places[part.key] for part in picks if part.key in places)
