"""One question or task: its record, its kind's rules, and what a variant of one's own puts into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from derisking.questions.verdict import Part


@dataclass(frozen=True)
class Question:
    """One question of a bank or one task of an exercise, as written. `place` names it in messages.

    rules: what its kind knows: parts, picks, share, verdict. compute: for a task, the function of its keys.py that gives the computed fields; called when first needed.
    """

    lesson: str
    place: str
    written: dict[str, Any] = field(repr=False)
    rules: Any = field(repr=False)  # a kinds.base.Kind, which knows this class
    compute: Callable[[], Mapping[str, Any]] | None = field(default=None, repr=False)

    id = property(lambda self: self.written["id"])
    objective = property(lambda self: self.written["objective"])
    kind = property(lambda self: self.written["kind"])
    use = property(lambda self: self.written.get("use") or [])
    text = property(lambda self: self.written["text"])
    source = property(lambda self: self.written.get("source") or [])
    pair = property(lambda self: self.written.get("pair"))
    sealed = property(lambda self: bool(self.written.get("sealed")))  # its key stayed with the teacher

    @cached_property
    def raw(self) -> dict[str, Any]:
        """The record with its computed fields in place."""
        return self.rules.filled(self.written, self.compute()) if self.compute else self.written

    @cached_property
    def answer(self) -> float:
        """The right number of a numeric question: written, computed, or from the fact it names."""
        if "answer" in self.raw:
            return float(self.raw["answer"])
        from derisking import data

        return float(data.fact(self.raw["answer_fact"]).value)

    def say(self, text: str) -> str:
        """A text with the words of the student's variant in it."""
        for name, word in (self.raw.get("fill") or {}).items():
            text = text.replace("{" + name + "}", str(word))
        return text

    def with_(self, **fields: Any) -> Question:
        """The same question with other fields."""
        return Question(self.lesson, self.place, {**self.raw, **fields}, self.rules)

    def picks(self, response: object) -> list[Part] | None:
        """The parts that a response holds; None for a response that is none to this question."""
        try:
            return list(self.rules.picks(self, response))
        except (AttributeError, KeyError, TypeError, ValueError, StopIteration, IndexError):
            return None

    def share(self, response: object) -> float:
        """What a response earns, 0 to 1; an empty or malformed one earns nothing."""
        if not response or self.picks(response) is None:
            return 0.0
        return float(self.rules.share(self, response))
