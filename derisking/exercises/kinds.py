"""The kinds of answer an exercise can ask for. An author picks one and states what is right; the rest is done here.

Each kind has two halves. `inputs(seed)` says what the probe must look for (names and, for functions, arguments; never a
key). `judge(answers, seed)` reads the probe's plain JSON and returns a Verdict. Right answers are functions that compute
from the tables when an answer is judged, so no number is stored beside a question. `seed` varies the arguments that
functions are asked: one fixed seed in practice, a secret one for marks.
"""

from __future__ import annotations

import builtins
import dataclasses
import math
import random
from collections.abc import Callable, Mapping, Sequence

from derisking.exercises import reading
from derisking.exercises.probing import encode
from derisking.exercises.results import (
    NOT_ATTEMPTED,
    RAISES,
    RIGHT,
    SLIP,
    WRONG_SCALE,
    WRONG_SHAPE,
    WRONG_TYPE,
    WRONG_VALUE,
    Verdict,
)

TODO = "Put your answer in place of the three dots, run that cell, then run this one again."
NO_FUNCTION = "Write the function `{name}` in the cell above, run it, then run this one again."
PERCENT = {
    100.0: "That looks like per cent. A share is asked for as a fraction between 0 and 1: divide by 100.",
    10_000.0: "That is on the 0-10 000 scale, where shares are squared as per cents. Use fractions: 0.4, not 40.",
    0.01: "That is a hundred times too small. Did you divide by 100 although it was a fraction already?",
}


@dataclasses.dataclass(frozen=True)
class Slip:
    """A mistake that is recognised and named.

    name: kebab-case, also the column in a class report. text: one or two sentences to the student who made it.
    when: what reveals it. Number: a number, a (low, high) pair or a function giving one of them. Function: a function
    with the task's arguments. Choice: the option. MultiChoice: the option that was wrongly taken or left out.
    Classify: (card, bin). Ordering: (x, y) when x was put before y. Labelled: a function giving a dict.
    """

    name: str
    when: object
    text: str


@dataclasses.dataclass(frozen=True)
class Answer:
    """Base of all kinds. Authors use the classes below."""

    def names(self) -> tuple[str, ...]:
        """The names that the probe looks up."""
        return (self.name,)

    def inputs(self, seed: int) -> dict:
        """What the probe needs: names, calls, package functions that do not count as an answer. Never a key."""
        return {"names": list(self.names()), "calls": [], "without": []}

    def judge(self, answers: dict, seed: int) -> Verdict:
        """answers: the JSON of `probing.probe`. Returns a Verdict; never raises for anything a student can send."""
        found = answers["found"].get(self.name, {"t": "missing"})
        if reading.untouched(found):
            return Verdict(0, NOT_ATTEMPTED, TODO)
        return self._judge(found)

    def _judge(self, found: dict) -> Verdict:
        raise NotImplementedError


def _late(value: object) -> object:
    """A value, or what a function without arguments gives: keys are computed when needed."""
    return value() if callable(value) else value


# --- one number ---------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Number(Answer):
    """One number, typed or computed.

    expected: a function without arguments. tolerance: absolute, in the asked unit; state it in the task. unit: for
    messages. scales: factor -> message, for answers in another unit (PERCENT suits shares and HHIs).
    """

    name: str
    expected: Callable[[], float]
    tolerance: float
    unit: str = ""
    scales: Mapping[float, str] = dataclasses.field(default_factory=lambda: PERCENT)
    slips: Sequence[Slip] = ()
    right: str = "Yes."
    otherwise: str = "That is not the number asked for. Read the task again: what is on top, what below the line?"

    def _judge(self, found: dict) -> Verdict:
        value = reading.as_number(found)
        if value is None:
            return self._not_a_number(found)
        if not math.isfinite(value):
            return Verdict(0, WRONG_VALUE, "Your answer is not a finite number. Look for a division by zero.")
        expected = float(_late(self.expected))
        if reading.close(value, expected, self.tolerance):
            return Verdict(1, RIGHT, self.right)
        for slip in self.slips:
            if _reveals(_late(slip.when), value, self.tolerance):
                return Verdict(0, SLIP, slip.text, slip.name)
        for factor, text in self.scales.items():
            if expected and reading.close(value, expected * factor, self.tolerance * factor):
                return Verdict(0, WRONG_SCALE, text, "wrong-scale")
        return Verdict(0, WRONG_VALUE, f"You gave {reading.show(found)}. {self.otherwise}")

    def _not_a_number(self, found: dict) -> Verdict:
        kind = found["t"]
        if kind == "str":
            text = "You gave a text. Write a number without quotation marks or a % sign, with a point, such as 0.25."
            return Verdict(0, WRONG_TYPE, text)
        if kind == "list" and len(found["v"]) == 2 and all(item["t"] == "int" for item in found["v"]):
            return Verdict(
                0, WRONG_SHAPE, "You gave two numbers. A decimal comma makes two of one: write a point, 0.25."
            )
        if kind == "function":
            text = "You gave a function, not its result. Call it: add brackets with its arguments."
            return Verdict(0, WRONG_TYPE, text)
        if kind in ("list", "set", "dict", "series", "array", "frame"):
            return Verdict(0, WRONG_SHAPE, f"You gave {reading.describe(found)}. One number is asked for.")
        return Verdict(0, WRONG_TYPE, f"You gave {reading.describe(found)}. A number is asked for.")


def _reveals(when: object, value: float, tolerance: float) -> bool:
    if isinstance(when, tuple):
        low, high = when
        return low <= value <= high
    return reading.close(value, float(when), tolerance)


# --- letters and words --------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Choice(Answer):
    """One option, typed as its letter or word.

    options: letter -> text as in the notebook. accepted: letter -> feedback, one entry per defensible answer.
    slips: one per other option (when = the letter).
    """

    name: str
    options: Mapping[str, str]
    accepted: Mapping[str, str]
    slips: Sequence[Slip]

    def _judge(self, found: dict) -> Verdict:
        label = reading.as_label(found)
        if label is None:
            return _not_labels(found, "the letter of one option in quotation marks", next(iter(self.options)))
        option = _find_option(label, self.options)
        if option is None:
            return Verdict(0, WRONG_VALUE, f"{reading.word(label)} is not among the options {_list(self.options)}.")
        if option in self.accepted:
            return Verdict(1, RIGHT, self.accepted[option])
        slip = _slip_for(self.slips, option)
        return Verdict(0, SLIP, slip.text, slip.name) if slip else Verdict(0, WRONG_VALUE, "Read the options again.")


def _find_option(label: str, options: Mapping[str, str]) -> str | None:
    """The key of an option by its letter, its text, or a letter followed by text ("b) ...")."""
    for key, text in options.items():
        if label in (reading.fold(key), reading.fold(text)):
            return key
    head = label.split(" ")[0].strip(").:")
    return next((key for key in options if len(key) == 1 and head == reading.fold(key)), None)


def _slip_for(slips: Sequence[Slip], when: object) -> Slip | None:
    return next((slip for slip in slips if slip.when == when), None)


def _list(options: Mapping[str, str]) -> str:
    return ", ".join(options)


def _not_labels(found: dict, wanted: str, example: str) -> Verdict:
    kind = found["t"]
    many = kind in ("list", "set", "dict", "series", "array", "frame")
    outcome = WRONG_SHAPE if many else WRONG_TYPE
    return Verdict(0, outcome, f'You gave {reading.describe(found)}. Type {wanted}, such as "{example}".')


@dataclasses.dataclass(frozen=True)
class MultiChoice(Answer):
    """Several options: a list of letters or words, in any order.

    options and right may be functions, for lists that come from the tables: options letter -> text, right a set.
    One wrong decision (an option too many or too few) keeps `one_off` of the points, two lose all.
    slips: when = the option that was wrongly taken, or wrongly left out. texts may hold other spellings.
    """

    name: str
    options: Mapping[str, str] | Callable[[], Mapping[str, str]]
    right: set[str] | Callable[[], set[str]]
    slips: Sequence[Slip] = ()
    praise: str = "Yes, exactly these."
    one_off: float = 0.5
    otherwise: str = "Go through the options one by one and ask of each whether it belongs."

    def _judge(self, found: dict) -> Verdict:
        options = _late(self.options)
        labels = reading.as_labels(found)
        if labels is None:
            return _not_labels(
                found, "the options in quotation marks with commas between them", ", ".join(list(options)[:2])
            )
        chosen = {_find_option(label, options) for label in labels}
        if None in chosen:
            unknown = next(label for label in labels if _find_option(label, options) is None)
            return Verdict(0, WRONG_VALUE, f"{reading.word(unknown)} is not among the options: {_list(options)[:300]}.")
        right = set(_late(self.right))
        if chosen == right:
            return Verdict(1, RIGHT, self.praise)
        return self._not_all(chosen, right)

    def _not_all(self, chosen: set[str], right: set[str]) -> Verdict:
        extra, lacking = chosen - right, right - chosen
        share = self.one_off if len(extra) + len(lacking) == 1 else 0.0
        for option in sorted(extra) + sorted(lacking):
            slip = _slip_for(self.slips, option)
            if slip:
                return Verdict(share, SLIP, slip.text, slip.name)
        counts = [f"{len(extra)} that do not belong"] * bool(extra) + [f"{len(lacking)} missing"] * bool(lacking)
        return Verdict(share, WRONG_VALUE, f"Your list has {' and '.join(counts)}. {self.otherwise}")


@dataclasses.dataclass(frozen=True)
class Classify(Answer):
    """Cards into bins: a dictionary card -> bin.

    bins: key -> text (typed as either). cards: key -> set of accepted bins; accept every defensible one. A card is worth
    the same part; `free` cards may be wrong at no cost. slips: when = (card, bin); a slip for (card, None) is for any
    other bin. A card accepts a list of bins if each of them is accepted.
    """

    name: str
    bins: Mapping[str, str]
    cards: Mapping[str, set[str]]
    slips: Sequence[Slip] = ()
    praise: str = "Yes, each one can be defended where you put it."
    otherwise: str = "Ask of each what it does, not what it is called."

    def _judge(self, found: dict) -> Verdict:
        pairs = reading.as_pairs(found)
        if pairs is None:
            return Verdict(
                0, WRONG_SHAPE, f"You gave {reading.describe(found)}. Keep the dictionary and fill in its gaps."
            )
        placed = {card: self._bin(pairs.get(reading.fold(card), {"t": "missing"})) for card in self.cards}
        unknown = [card for card, bins in placed.items() if bins == {None}]
        good = [card for card, accepted in self.cards.items() if placed[card] and placed[card] <= accepted]
        share = len(good) / len(self.cards)
        if share == 1:
            return Verdict(1, RIGHT, self.praise)
        return self._explain(share, placed, unknown, [card for card in self.cards if card not in good])

    def _bin(self, answer: dict) -> set[str | None]:
        """The bins named for one card: empty if untouched, {None} if not understood."""
        if reading.untouched(answer):
            return set()
        whole = reading.as_label(answer)
        if whole is not None and _find_option(whole, self.bins):
            return {_find_option(whole, self.bins)}
        found = {_find_option(label, self.bins) for label in reading.as_labels(answer) or []}
        return found if found and None not in found else {None}

    def _explain(self, share: float, placed: dict, unknown: list[str], wrong: list[str]) -> Verdict:
        score = f"{len(self.cards) - len(wrong)} of {len(self.cards)} can be defended. "
        for card in wrong:
            for bin_ in sorted(placed[card] - {None} - self.cards[card], key=str):
                slip = _slip_for(self.slips, (card, bin_)) or _slip_for(self.slips, (card, None))
                if slip:
                    return Verdict(share, SLIP, f"{score}Look at {card} again: {slip.text}", slip.name)
        if unknown:
            text = f"{score}What you wrote for {', '.join(unknown)} is none of: {', '.join(self.bins.values())}."
            return Verdict(share, WRONG_VALUE, text)
        open_ = [card for card in wrong if not placed[card]]
        text = f"Still open: {', '.join(open_)}. " if open_ else ""
        return Verdict(share, WRONG_VALUE, f"{score}{text}{self.otherwise}")


@dataclasses.dataclass(frozen=True)
class Ordering(Answer):
    """Items in order: a list of their letters.

    items: letters in the right order; `also`: other right orders. Two neighbours swapped keep `swap` of the points.
    slips: when = (x, y): the student put x before y.
    """

    name: str
    items: Sequence[str]
    slips: Sequence[Slip] = ()
    also: Sequence[Sequence[str]] = ()
    praise: str = "Yes, in this order each step has what it needs."
    swap: float = 0.5
    otherwise: str = "Ask of each step what must be there before it."

    def _judge(self, found: dict) -> Verdict:
        labels = reading.as_labels(found)
        if labels is None or found["t"] == "set":
            return _not_labels(found, "the letters in order with commas between them", ", ".join(self.items[::-1]))
        options = {item: item for item in self.items}
        order = [_find_option(label, options) for label in labels]
        if None in order or sorted(map(str, order)) != sorted(self.items):
            return Verdict(
                0, WRONG_SHAPE, f"Each of the letters {', '.join(sorted(self.items))} must stand there once."
            )
        rights = [list(self.items), *map(list, self.also)]
        if order in rights:
            return Verdict(1, RIGHT, self.praise)
        share = self.swap if any(_one_swap(order, right) for right in rights) else 0.0
        for slip in self.slips:
            first, second = slip.when
            if order.index(first) < order.index(second):
                return Verdict(share, SLIP, slip.text, slip.name)
        return Verdict(share, WRONG_VALUE, self.otherwise)


def _one_swap(order: list, right: list) -> bool:
    places = [place for place in range(len(right)) if order[place] != right[place]]
    return len(places) == 2 and places[1] - places[0] == 1


# --- tables with labels -------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Labelled(Answer):
    """Numbers with labels: a dictionary, a Series, or a table with one column of numbers.

    expected: a function giving a dict label -> number. Labels are compared without case; order does not matter.
    """

    name: str
    expected: Callable[[], Mapping[str, float]]
    tolerance: float
    scales: Mapping[float, str] = dataclasses.field(default_factory=lambda: PERCENT)
    slips: Sequence[Slip] = ()
    right: str = "Yes."
    otherwise: str = "Check one line by hand and compare."

    def _judge(self, found: dict) -> Verdict:
        pairs = reading.as_pairs(found)
        if pairs is None:
            return Verdict(0, WRONG_TYPE, f"You gave {reading.describe(found)}. A number for each label is asked for.")
        problem = compare_labelled(pairs, dict(_late(self.expected)), self.tolerance)
        if not problem:
            return Verdict(1, RIGHT, self.right)
        if problem.outcome != WRONG_VALUE:
            return problem
        for slip in self.slips:
            if not compare_labelled(pairs, dict(_late(slip.when)), self.tolerance):
                return Verdict(0, SLIP, slip.text, slip.name)
        for factor, text in self.scales.items():
            scaled = {label: value * factor for label, value in _late(self.expected).items()}
            if not compare_labelled(pairs, scaled, self.tolerance * factor):
                return Verdict(0, WRONG_SCALE, text, "wrong-scale")
        return Verdict(0, WRONG_VALUE, f"{problem.explanation} {self.otherwise}")


def compare_labelled(pairs: dict[str, dict], expected: Mapping[str, object], tolerance: float) -> Verdict | None:
    """None if labels and values agree, else a Verdict that says where they part (never the expected value)."""
    wanted = {reading.fold(str(label)): value for label, value in expected.items()}
    lacking = [label for label in wanted if label not in pairs]
    if lacking or len(pairs) > len(wanted):
        extra = [label for label in pairs if label not in wanted]
        parts = [f"missing: {', '.join(lacking[:5])}"] * bool(lacking) + [
            f"not asked for: {len(extra) if reading.is_reserved() else ', '.join(extra[:5])}"
        ] * bool(extra)
        return Verdict(0, WRONG_SHAPE, f"The labels differ ({'; '.join(parts)}).")
    for label, value in wanted.items():
        if not matches(pairs[label], value, tolerance):
            return Verdict(0, WRONG_VALUE, f"The entry `{label}` is not right: you have {reading.show(pairs[label])}.")
    return None


def matches(answer: dict, expected: object, tolerance: float) -> bool:
    """Does an encoded answer equal a plain expected value: bool, number, text, None, list, or dict (labelled)?"""
    if isinstance(expected, bool):
        return answer["t"] == "bool" and answer["v"] == expected
    if expected is None:
        return answer["t"] == "none"
    if isinstance(expected, str):
        return reading.as_label(answer) == reading.fold(expected)
    if isinstance(expected, Mapping):
        pairs = reading.as_pairs(answer)
        return pairs is not None and compare_labelled(pairs, expected, tolerance) is None
    if isinstance(expected, (list, tuple)):
        items = answer.get("v") if answer["t"] in ("list", "array", "series") else None
        same = items is not None and len(items) == len(expected)
        return same and all(matches(item, value, tolerance) for item, value in zip(items, expected, strict=True))
    return reading.close(reading.as_number(answer), float(expected), tolerance)


# --- several answers together -------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Custom(Answer):
    """Answers that must be judged together, such as a choice and the evidence for it.

    all_names: names in the notebook. rule: a pure function that gets {name: encoded answer} and returns a Verdict.
    """

    all_names: tuple[str, ...]
    rule: Callable[[dict[str, dict]], Verdict]

    def names(self) -> tuple[str, ...]:
        return self.all_names

    def judge(self, answers: dict, seed: int) -> Verdict:
        found = {name: answers["found"].get(name, {"t": "missing"}) for name in self.all_names}
        if any(reading.untouched(answer) for answer in found.values()):
            left = [name for name, answer in found.items() if reading.untouched(answer)]
            text = f"Still open: {', '.join(f'`{name}`' for name in left)}. {TODO}"
            return Verdict(0, NOT_ATTEMPTED, text)
        return self.rule(found)


# --- functions ----------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Case:
    """One call: arguments, and a group. Group "" is what the function is for; a named group is an edge case, and its
    name completes the sentence "It does not yet handle ..."."""

    args: tuple
    group: str = ""


@dataclasses.dataclass(frozen=True)
class Function(Answer):
    """A function written by the student, judged by what it does.

    reference: the same function done right; it may raise nothing for the given cases.
    cases: function of a random.Random giving Cases; use it to draw inputs, so that those for marks differ from practice.
    tolerance: absolute. edge: part of the points that each group of edge cases is worth, lost if it fails; the rest is
    for the main cases, without which nothing counts. changes: part lost if an input is modified.
    slips: when = a function with the same arguments that makes the mistake. own: dotted names of package functions that
    are the answer themselves; allowed in practice, refused for marks.
    """

    name: str
    reference: Callable
    cases: Callable[[random.Random], Sequence[Case]]
    tolerance: float = 1e-6
    scales: Mapping[float, str] = dataclasses.field(default_factory=lambda: PERCENT)
    slips: Sequence[Slip] = ()
    edge: float = 0.25
    changes: float = 0.25
    own: Sequence[str] = ()
    seconds: float = 2.0
    right: str = "Yes: right on every input we tried, and again the second time."
    otherwise: str = "Work the example out by hand and compare each step."

    def inputs(self, seed: int) -> dict:
        cases = [{"args": [encode(arg) for arg in case.args]} for case in self._cases(seed)]
        call = {"name": self.name, "cases": cases, "seconds": self.seconds}
        return {"names": [self.name], "calls": [call], "without": list(self.own)}

    def _cases(self, seed: int) -> list[Case]:
        return list(self.cases(random.Random(f"{self.name}-{seed}")))

    def judge(self, answers: dict, seed: int) -> Verdict:
        found = answers["found"].get(self.name, {"t": "missing"})
        rounds = answers["calls"].get(self.name)
        if reading.untouched(found):
            return Verdict(0, NOT_ATTEMPTED, NO_FUNCTION.format(name=self.name))
        cases = self._cases(seed)
        if not rounds or any(len(answers) != len(cases) for answers in rounds) or len(rounds) != 2:
            text = f"`{self.name}` is {reading.describe(found)}, not a function. Keep the line that starts with def."
            return Verdict(0, WRONG_TYPE, text)
        return self._main(cases, rounds, found) or self._edges(cases, rounds, found)

    def _main(self, cases: list[Case], rounds: list, found: dict) -> Verdict | None:
        """The first thing wrong with the main cases, or None."""
        main = [place for place, case in enumerate(cases) if not case.group]
        first, second = rounds
        if all(first[place].get("value", {}).get("t") == "ellipsis" for place in main):
            return Verdict(0, NOT_ATTEMPTED, NO_FUNCTION.format(name=self.name))
        for answers in rounds:
            for place in main:
                problem = self._call_problem(cases[place], answers[place], again=answers is second)
                if problem:
                    return problem
        values = [first[place]["value"] for place in main]
        wrong = next((place for place in main if not self._fits(cases[place], first[place])), None)
        if wrong is not None:
            return self._wrong([cases[place] for place in main], values, cases[wrong], first[wrong]["value"])
        if not all(self._fits(cases[place], second[place]) for place in main):
            text = (
                "The first answers were right, but asked the same again it gave others. Keep nothing between two calls."
            )
            return Verdict(0, SLIP, text, "remembers-between-calls")
        return None

    def _fits(self, case: Case, answer: dict) -> bool:
        return "value" in answer and matches(answer["value"], self.reference(*case.args), self.tolerance)

    def _call_problem(self, case: Case, answer: dict, again: bool) -> Verdict | None:
        if "raised" not in answer:
            return None
        raised, call = answer["raised"], _show_call(self.name, case)
        if raised.get("package"):
            text = "For marks, write the function yourself: this one hands the work to the package's own answer."
            return Verdict(0, SLIP, text, "package-answer")
        if raised["type"] == "OutOfTime":
            return Verdict(
                0, RAISES, f"{call} did not finish within {self.seconds:g} seconds. Is there an endless loop?"
            )
        when = " when it is asked a second time" if again else ""
        return Verdict(0, RAISES, f"{call} stops{when}{_stop(raised)}")

    def _wrong(self, cases: list[Case], values: list[dict], case: Case, value: dict) -> Verdict:
        call = _show_call(self.name, case)
        if value["t"] == "none":
            text = f"{call} gives nothing back. Does the function end with a line that starts with return?"
            return Verdict(0, WRONG_TYPE, text, "no-return")
        for slip in self.slips:
            if self._same(slip.when, cases, values, 1.0):
                return Verdict(0, SLIP, slip.text, slip.name)
        expected = self.reference(*case.args)
        shape = self._shape(value, expected, call)
        if shape:
            return shape
        for factor, text in self.scales.items():
            if self._same(self.reference, cases, values, factor):
                return Verdict(0, WRONG_SCALE, text, "wrong-scale")
        return Verdict(0, WRONG_VALUE, f"{call} gives {reading.show(value)}. {self.otherwise}")

    def _shape(self, value: dict, expected: object, call: str) -> Verdict | None:
        """Another kind of thing than the reference gives?"""
        seen = f"{call} gives {reading.describe(value)}."
        if isinstance(expected, bool):
            return None if value["t"] == "bool" else Verdict(0, WRONG_TYPE, f"{seen} True or False is asked for.")
        if isinstance(expected, str):
            return None if value["t"] == "str" else Verdict(0, WRONG_TYPE, f"{seen} A text is asked for.")
        if isinstance(expected, Mapping):
            pairs = reading.as_pairs(value)
            if pairs is None:
                return Verdict(0, WRONG_TYPE, f"{seen} A dictionary is asked for.")
            problem = compare_labelled(pairs, expected, self.tolerance)
            return problem if problem and problem.outcome == WRONG_SHAPE else None
        if isinstance(expected, (list, tuple)):
            good = value["t"] in ("list", "array", "series")
            return None if good else Verdict(0, WRONG_TYPE, f"{seen} A list is asked for.")
        if reading.as_number(value) is None:
            many = value["t"] in ("list", "set", "dict", "series", "array", "frame")
            return Verdict(0, WRONG_SHAPE if many else WRONG_TYPE, f"{seen} One number is asked for.")
        return None

    def _same(self, function: Callable, cases: list[Case], values: list[dict], factor: float) -> bool:
        """Do all values equal what another function gives, times a factor?"""
        try:
            wanted = [function(*case.args) for case in cases]
        except Exception:  # a slip's function may not be defined for every input
            return False
        if factor != 1.0:
            if not all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in wanted):
                return False
            wanted = [value * factor for value in wanted]
        tolerance = self.tolerance * max(factor, 1.0)
        return all(matches(value, want, tolerance) for value, want in zip(values, wanted, strict=True))

    def _edges(self, cases: list[Case], rounds: list, found: dict) -> Verdict:
        """The main cases are right: take off what edge cases and changed inputs cost."""
        groups = list(dict.fromkeys(case.group for case in cases if case.group))
        failed = [group for group in groups if not self._group_fits(group, cases, rounds)]
        share, texts, slip = 1.0, [], ""
        if failed:
            share -= self.edge * len(failed)
            slip = reading.fold(failed[0].split(" (")[0]).replace(" ", "-")
            texts.append(f"Right on ordinary inputs. It does not yet handle {' or '.join(failed)}.")
            texts.append(self._edge_example(failed[0], cases, rounds[0]))
        if any(answer.get("changed") for answers in rounds for answer in answers):
            share, slip = share - self.changes, slip or "changes-input"
            texts.append("It changes the data it was given: work on a copy, or make new names.")
        if texts:
            return Verdict(max(share, 0.0), SLIP, " ".join(filter(None, texts)), slip)
        extra = " (This is the package's own function: fine for practice, but for marks write it yourself.)"
        return Verdict(1, RIGHT, self.right + (extra if found.get("package") else ""))

    def _group_fits(self, group: str, cases: list[Case], rounds: list) -> bool:
        return all(
            self._fits(case, answers[place])
            for answers in rounds
            for place, case in enumerate(cases)
            if case.group == group
        )

    def _edge_example(self, group: str, cases: list[Case], answers: list[dict]) -> str:
        for case, answer in zip(cases, answers, strict=True):
            if case.group == group and not self._fits(case, answer):
                problem = self._call_problem(case, answer, again=False)
                call = _show_call(self.name, case)
                return problem.explanation if problem else f"{call} gives {reading.show(answer['value'])}."
        return "Asked a second time it gave another answer."


def _stop(raised: dict) -> str:
    """Where and why a function stopped; for marks only the kind of error, and only if it is one of Python's own."""
    if reading.is_reserved():
        known = isinstance(getattr(builtins, str(raised["type"]), None), type)
        return f" with the error {raised['type']}." if known else " with an error."
    where = f" in your line `{raised['text']}`" if raised["text"] else ""
    return f"{where}: {raised['type']}: {raised['message']}".rstrip()


def _show_call(name: str, case: Case) -> str:
    if reading.is_reserved():
        return f"`{name}(…)`, asked with an input that is kept for marks,"
    args = ", ".join(reading.show(encode(arg), 60) for arg in case.args)
    return f"`{name}({args})`"
