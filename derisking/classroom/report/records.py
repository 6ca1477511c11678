"""What students shared of their own records: quiz answers, tests handed in, hints seen.

One file, written by `derisking.progress` and handed in by choice: `quiz-record.json`. It is a student's file, so nothing
in it is believed: an answer counts only if its question is in the banks and its response can be read, and it is graded
again here. What is left out is counted.
"""

import collections
import datetime
import functools
import json
from pathlib import Path
from typing import Any, NamedTuple

from derisking import exercises, forecasts
from derisking.classroom.report import course_items
from derisking.questions.question import Question

RECORD, FORMAT = "quiz-record.json", 2
MAX_BYTES = 5_000_000
MAX_ENTRIES = 20_000
MODES = ("practice", "recall", *course_items.TESTS)


class Try(NamedTuple):
    """One answer. picks: places in `course_items.parts(question)`; score: 0 to 1, graded here; at: seconds, for the order."""

    student: str
    lesson: str
    item: str
    mode: str
    at: float
    score: float
    picks: tuple[int, ...]


class Shared:
    """All records of a class. tests: (student, lesson, "pre" or "post") handed in; hints: (lesson, task) -> student -> n.

    forecasts: (student, id) -> (seconds, probability in per cent) of the first that a record holds.
    """

    def __init__(self):
        self.tries: list[Try] = []
        self.tests: set[tuple[str, str, str]] = set()
        self.hints: dict[tuple[str, str], dict[str, int]] = {}
        self.forecasts: dict[tuple[str, str], tuple[float, float]] = {}
        self.students: set[str] = set()
        self.odd: collections.Counter = collections.Counter()
        self._seen: set[tuple] = set()

    def read(self, student: str, folder: Path) -> None:
        """Take in the record of one folder, if it holds one. Never raises for what a file holds."""
        path = folder / RECORD
        if path.is_symlink() or not path.is_file():
            return
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ValueError("too large")
            record = json.loads(path.read_text(encoding="utf-8-sig"))
            if not isinstance(record, dict) or record.get("format") != FORMAT:
                raise ValueError("not a record")
            answers, tests, hints, made = (_list(record, key) for key in ("answers", "tests", "hints", "forecasts"))
        except (OSError, ValueError, RecursionError):
            self.odd[f"{RECORD} could not be read"] += 1
            return
        for entry in answers:
            self._answer(student, entry)
        for entry in tests:
            lesson, test = _texts(entry, "lesson", "test")
            if (lesson, test) in course_items.tests():
                self.tests.add((student, lesson, test))
            else:
                self.odd["tests that do not exist"] += 1
        for entry in made:
            self._forecast(student, entry)
        for entry in hints:
            self._hint(student, _texts(record, "lesson")[0], entry)
        self.students.add(student)

    def _answer(self, student: str, entry: Any) -> None:
        """Take in one answer."""
        lesson, item, mode = _texts(entry, "lesson", "item", "mode")
        question = course_items.questions().get((lesson, item))
        if question is None or mode not in MODES or (mode in course_items.TESTS and mode not in question.use):
            self.odd["answers to unknown questions"] += 1
            return
        response, at = entry.get("response"), entry.get("at")
        picks = picked(question, response)
        if picks is None:
            self.odd["answers that could not be read"] += 1
            return
        key = (student, item, mode, str(at)[:40])
        if key in self._seen:  # the same answer in two files
            return
        self._seen.add(key)
        self.tries.append(Try(student, lesson, item, mode, _seconds(at), question.share(response), picks))

    def _forecast(self, student: str, entry: Any) -> None:
        """Take in one forecast; the first counts, since afterwards one knows."""
        (item,) = _texts(entry, "item")
        id, said = item.removeprefix(forecasts.BEFORE), entry.get("guess") if isinstance(entry, dict) else None
        if id not in forecasts.every() or type(said) not in (int, float) or not 0 <= said <= 100:
            self.odd["forecasts that could not be read"] += 1
            return
        new = (_seconds(entry.get("at")), float(said))
        self.forecasts[student, id] = min(new, self.forecasts.get((student, id), new))

    def _hint(self, student: str, lesson: str, entry: object) -> None:
        (task,) = _texts(entry, "task")
        most, count = _hints().get((lesson, task)), entry.get("hints") if isinstance(entry, dict) else None
        if most is None or type(count) is not int or not 0 <= count <= most:
            self.odd["numbers of hints that could not be read"] += 1
            return
        seen = self.hints.setdefault((lesson, task), {})
        seen[student] = max(seen.get(student, 0), count)


def _list(record: dict, key: str) -> list:
    value = record.get(key, [])
    if not isinstance(value, list) or len(value) > MAX_ENTRIES:
        raise ValueError(f"{key} is no list of a usable length")
    return value


def _texts(entry: object, *keys: str) -> list[str]:
    """The texts under some keys; "" for what is none."""
    values = [entry.get(key) if isinstance(entry, dict) else None for key in keys]
    return [value if isinstance(value, str) else "" for value in values]


def _seconds(at: Any) -> float:
    try:
        return datetime.datetime.fromisoformat(at).timestamp()
    except (TypeError, ValueError, OverflowError, OSError):
        return 0.0


@functools.cache
def _hints() -> dict[tuple[str, str], int]:
    """(lesson, task) -> how many hints there are."""
    definitions = [course_items.definition(lesson) for lesson in exercises.lessons()]
    return {(one.lesson, task.id): len(task.hints) for one in definitions for task in one.tasks}


def picked(question: Question, response: object) -> tuple[int, ...] | None:
    """The places in `course_items.parts(question)` that a response holds; None for a response that is not one to this question."""
    picks = question.picks(response)
    if picks is None:
        return None
    places = {part.key: place for place, part in enumerate(course_items.parts(question))}
    return tuple(places[part.key] for part in picks if part.key in places)
