"""`function`: code written by the student, judged by what it does with inputs that were drawn for it."""

import builtins
import dataclasses
import random
from collections.abc import Callable, Mapping
from typing import Any

from derisking.questions import answers
from derisking.questions.kinds.base import CODE, MANY, SCALE, Kind, later, misconception, misconceptions
from derisking.questions.kinds.numeric import SHARE_SCALES
from derisking.questions.question import Question
from derisking.questions.verdict import (
    MISCONCEPTION,
    NOT_ATTEMPTED,
    RAISES,
    RIGHT,
    SEALED,
    WRONG_SCALE,
    WRONG_SHAPE,
    WRONG_TYPE,
    WRONG_VALUE,
    Part,
    Verdict,
)

NO_FUNCTION = "Write the function `{name}` in the cell above, run it, then run this one again."
YES = "Yes: right on every input we tried, and again the second time."
OTHERWISE = "Work the example out by hand and compare each step."
EDGE = CHANGES = 0.25  # share lost for a group of edge cases, and for changing an input
TOLERANCE, SECONDS = 1e-6, 2.0
# What any function may show, and what it means for whoever reads a report.
GENERAL = {
    SCALE: "The right idea in another unit, such as per cent where a fraction is asked for.",
    "package-answer": "The function hands the work to the package's own answer, which earns no marks.",
    "remembers-between-calls": "Asked the same again, it gives another answer: it keeps something between two calls.",
    "no-return": "The function gives nothing back: the line that starts with return is missing.",
    "changes-input": "The function changes the table it was given instead of working on a copy.",
}


@dataclasses.dataclass(frozen=True)
class Case:
    """One call: arguments, and a group. Group "" is what the function is for; a named group is an edge case, and its
    name completes the sentence "It does not yet handle ..."."""

    args: tuple[Any, ...]
    group: str = ""


def edge_name(group: str) -> str:
    """The misconception that failing a group of edge cases shows."""
    return answers.fold(group.split(" (")[0]).replace(" ", "-")


class Function(Kind):
    """`reference` is the function done right, `cases` draws Cases from a random.Random, so that inputs for marks differ
    from practice; a misconception is a function `like` the one that shows it. `own` names package functions
    that are the answer themselves: allowed in practice, refused for marks."""

    name = "function"
    shape = CODE
    several = False
    how = "Write the function. This needs JupyterLab."

    def check(self, raw: dict[str, Any], fail: Callable[[str, str], None]) -> None:
        if "computed" not in raw:
            fail("", "a function needs `computed`, the name in keys.py of its reference, cases and misconceptions.")

    def parts(self, question: Question) -> list[Part]:
        named = [(entry["misconception"], entry) for entry in misconceptions(question.raw)]
        made = [misconception(name, name, entry) for name, entry in named]
        general = [Part(name, name, False, text, name) for name, text in GENERAL.items()]
        edges = []
        for group in sorted({case.group for case in self.cases(question, 0) if case.group}):
            text = f"Right on ordinary inputs, but not yet for {group}."
            edges.append(Part(edge_name(group), group, False, text, edge_name(group)))
        return [Part("right", "right on every input", True, YES), *made, *general, *edges]

    def cases(self, question: Question, seed: int) -> list[Case]:
        """The cases of one seed: 0 in practice, a secret one for marks."""
        return list(question.raw["cases"](random.Random(f"{question.raw['name']}-{seed}")))

    def listed(self, question: Question, dice: random.Random) -> tuple[str, list[str]]:
        return self.how, []

    def inputs(self, question: Question, seed: int) -> dict[str, Any]:
        from derisking.questions.encoding import encode  # it needs pandas, which who asks questions alone does without

        raw = question.raw
        if question.sealed:
            return super().inputs(question, seed)
        cases = [{"args": [encode(arg) for arg in case.args]} for case in self.cases(question, seed)]
        call = {"name": raw["name"], "cases": cases, "seconds": SECONDS}
        return {"names": [raw["name"]], "calls": [call], "without": list(raw.get("own", ()))}

    def judge(self, question: Question, probed: dict[str, Any], seed: int) -> Verdict:
        name = question.raw["name"]
        answer, rounds = probed["found"].get(name, {"t": "missing"}), probed["calls"].get(name)
        if answers.untouched(answer):
            return Verdict(0, NOT_ATTEMPTED, NO_FUNCTION.format(name=name))
        if question.sealed and answer.get("t") == "function":
            return Verdict(0, SEALED, later(question))
        cases = [] if question.sealed else self.cases(question, seed)
        if not rounds or any(len(given) != len(cases) for given in rounds) or len(rounds) != 2:
            text = f"`{name}` is {answers.describe(answer)}, not a function. Keep the line that starts with def."
            return Verdict(0, WRONG_TYPE, text)
        trial = _Trial(question, cases, rounds)
        return trial.main() or trial.edges(answer)


class _Trial:
    """What a function gave, twice, for its cases."""

    def __init__(self, question: Question, cases: list[Case], rounds: list[Any]):
        self.raw, self.say = question.raw, question.say
        self.cases, self.rounds = cases, rounds

    def main(self) -> Verdict | None:
        """The first thing wrong with the main cases, or None."""
        places = [place for place, case in enumerate(self.cases) if not case.group]
        first, second = self.rounds
        if all(first[place].get("value", {}).get("t") == "ellipsis" for place in places):
            return Verdict(0, NOT_ATTEMPTED, NO_FUNCTION.format(name=self.raw["name"]))
        for given in self.rounds:
            for place in places:
                problem = self._call_problem(self.cases[place], given[place], again=given is second)
                if problem:
                    return problem
        wrong = next((place for place in places if not self._fits(self.cases[place], first[place])), None)
        if wrong is not None:
            return self._wrong(places, wrong)
        if not all(self._fits(self.cases[place], second[place]) for place in places):
            text = "The first answers were right, but asked the same again it gave others."
            return Verdict(0, MISCONCEPTION, f"{text} Keep nothing between two calls.", "remembers-between-calls")
        return None

    def _fits(self, case: Case, given: dict[str, Any]) -> bool:
        return "value" in given and answers.matches(given["value"], self.raw["reference"](*case.args), TOLERANCE)

    def _call_problem(self, case: Case, given: dict[str, Any], again: bool) -> Verdict | None:
        if "raised" not in given:
            return None
        raised, call = given["raised"], self._show(case)
        if raised.get("package"):
            text = "For marks, write the function yourself: this one hands the work to the package's own answer."
            return Verdict(0, MISCONCEPTION, text, "package-answer")
        if raised["type"] == "OutOfTime":
            return Verdict(0, RAISES, f"{call} did not finish within {SECONDS:g} seconds. Is there an endless loop?")
        when = " when it is asked a second time" if again else ""
        return Verdict(0, RAISES, f"{call} stops{when}{_stop(raised)}")

    def _wrong(self, places: list[int], wrong: int) -> Verdict:
        case, value = self.cases[wrong], self.rounds[0][wrong]["value"]
        call = self._show(case)
        if value["t"] == "none":
            text = f"{call} gives nothing back. Does the function end with a line that starts with return?"
            return Verdict(0, WRONG_TYPE, text, "no-return")
        for entry in misconceptions(self.raw):
            if self._same(entry["like"], places, 1.0):
                return Verdict(0, MISCONCEPTION, self.say(entry["feedback"]), entry["misconception"])
        shape = self._shape(value, self.raw["reference"](*case.args), call)
        if shape:
            return shape
        for factor, text in SHARE_SCALES.items() if self.raw.get("scale") == "share" else ():
            if self._same(self.raw["reference"], places, factor):
                return Verdict(0, WRONG_SCALE, text, SCALE)
        otherwise = self.say(self.raw.get("otherwise", OTHERWISE))
        return Verdict(0, WRONG_VALUE, f"{call} gives {answers.show(value)}. {otherwise}")

    def _shape(self, value: dict[str, Any], expected: object, call: str) -> Verdict | None:
        """Another kind of thing than the reference gives?"""
        seen = f"{call} gives {answers.describe(value)}."
        if isinstance(expected, bool):
            return None if value["t"] == "bool" else Verdict(0, WRONG_TYPE, f"{seen} True or False is asked for.")
        if isinstance(expected, str):
            return None if value["t"] == "str" else Verdict(0, WRONG_TYPE, f"{seen} A text is asked for.")
        if isinstance(expected, Mapping):
            pairs = answers.as_pairs(value)
            if pairs is None:
                return Verdict(0, WRONG_TYPE, f"{seen} A dictionary is asked for.")
            unlike = answers.unlike_labels(pairs, expected)
            return Verdict(0, WRONG_SHAPE, unlike) if unlike else None
        if isinstance(expected, (list, tuple)):
            good = value["t"] in ("list", "array", "series")
            return None if good else Verdict(0, WRONG_TYPE, f"{seen} A list is asked for.")
        if answers.as_number(value) is None:
            outcome = WRONG_SHAPE if value["t"] in MANY else WRONG_TYPE
            return Verdict(0, outcome, f"{seen} One number is asked for.")
        return None

    def _same(self, function: Callable[..., Any], places: list[int], factor: float) -> bool:
        """Do the values of these cases equal what another function gives, times a factor?"""
        try:
            wanted = [function(*self.cases[place].args) for place in places]
        except Exception:  # a mistaken function may not be defined for every input
            return False
        if factor != 1.0:
            if not all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in wanted):
                return False
            wanted = [value * factor for value in wanted]
        tolerance = TOLERANCE * max(factor, 1.0)
        values = [self.rounds[0][place]["value"] for place in places]
        return all(answers.matches(value, want, tolerance) for value, want in zip(values, wanted, strict=True))

    def edges(self, answer: dict[str, Any]) -> Verdict:
        """The main cases are right: take off what edge cases and changed inputs cost."""
        groups = list(dict.fromkeys(case.group for case in self.cases if case.group))
        calls = [(case, given[place]) for given in self.rounds for place, case in enumerate(self.cases)]
        missed = {case.group for case, given in calls if case.group and not self._fits(case, given)}
        failed = [group for group in groups if group in missed]
        share, texts, name = 1.0, [], ""
        if failed:
            share -= EDGE * len(failed)
            name = edge_name(failed[0])
            texts.append(f"Right on ordinary inputs. It does not yet handle {' or '.join(failed)}.")
            texts.append(self._edge_example(failed[0]))
        if any(given.get("changed") for round_ in self.rounds for given in round_):
            share, name = share - CHANGES, name or "changes-input"
            texts.append("It changes the data it was given: work on a copy, or make new names.")
        if texts:
            return Verdict(max(share, 0.0), MISCONCEPTION, " ".join(filter(None, texts)), name)
        extra = " (This is the package's own function: fine for practice, but for marks write it yourself.)"
        text = self.say(self.raw.get("feedback", YES))
        return Verdict(1, RIGHT, text + (extra if answer.get("package") else ""))

    def _edge_example(self, group: str) -> str:
        for case, given in zip(self.cases, self.rounds[0], strict=True):
            if case.group == group and not self._fits(case, given):
                problem = self._call_problem(case, given, again=False)
                return problem.explanation if problem else f"{self._show(case)} gives {answers.show(given['value'])}."
        return "Asked a second time it gave another answer."

    def _show(self, case: Case) -> str:
        from derisking.questions.encoding import encode

        if answers.is_reserved():
            return f"`{self.raw['name']}(…)`, asked with an input that is kept for marks,"
        return f"`{self.raw['name']}({', '.join(answers.show(encode(arg), 60) for arg in case.args)})`"


def _stop(raised: dict[str, Any]) -> str:
    """Where and why a function stopped; for marks only the kind of error, and only if it is one of Python's own."""
    if answers.is_reserved():
        known = isinstance(getattr(builtins, str(raised["type"]), None), type)
        return f" with the error {raised['type']}." if known else " with an error."
    where = f" in your line `{raised['text']}`" if raised["text"] else ""
    return f"{where}: {raised['type']}: {raised['message']}".rstrip()
