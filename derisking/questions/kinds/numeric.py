"""`numeric`: one number, with named ranges for the usual misconceptions."""

import math
import random
import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from derisking.questions import answers
from derisking.questions.kinds.base import MANY, NUMBER, SCALE, Kind, misconception, misconceptions
from derisking.questions.question import Question
from derisking.questions.verdict import WRONG_SHAPE, WRONG_TYPE, WRONG_VALUE, Part, Unreadable, Verdict

MAX_TYPED = 200  # characters
# Factor -> what to say to an answer in another unit; for shares and concentration indices.
SHARE_SCALES = {
    100.0: "That looks like per cent. A share is asked for as a fraction between 0 and 1: divide by 100.",
    10_000.0: "That is on the 0-10,000 scale, where shares are squared as per cents. Use fractions: 0.4, not 40.",
    0.01: "That is a hundred times too small. Is it a fraction although per cent is asked, or did you divide by 100 twice?",
}


# Letters of full width, as Japanese keyboards write them, and other signs for the same.
_FOLDED = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | str.maketrans("\u2212。、", "-.,")
_UNIT = "[A-Za-zÀ-ÖØ-öø-ÿµμ]+[²³]?"  # a word; not \w, in which Python counts digits of all kinds
_NUMBER = re.compile(
    r"([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?)"
    rf" ?(?:[%€$£¥]|per ?cent|{_UNIT}(?: ?(?:per |/ ?){_UNIT})?)?\.?"
)


def parse(text: str) -> float | None:
    """The number a person typed: comma or point, spaces between thousands, behind it nothing but its unit or a % sign.

    Returns None if there is no number, if it goes on ("5 or 6", "3/8", "0x5"), and for `1,234`, which is one thing in English
    and another in Dutch. The page has the same rule (learner/src/live.js).
    """
    bare = re.sub(r"[\s_]+", " ", str(text).translate(_FOLDED).strip())
    found = _NUMBER.fullmatch(re.sub("([0-9])[ '](?=[0-9]{3}(?![0-9]))", r"\1", bare))
    if not found or re.match("[+-]?[1-9][0-9]{0,2},[0-9]{3}(?![0-9])", found[1]):
        return None
    number = float(found[1].replace(",", "."))
    return number if math.isfinite(number) else None


def near(number: float, value: float, tolerance: float) -> bool:
    """Equal within an absolute tolerance."""
    return abs(number - value) <= tolerance * (1 + 1e-9) + 1e-12


def covers(entry: dict[str, Any], number: float, tolerance: float) -> bool:
    """Whether a number is this recognised misconception: near its value, or within its range."""
    if "value" in entry:
        return near(number, entry["value"], entry.get("tolerance", tolerance))
    return bool(entry["min"] <= number <= entry["max"])


class Numeric(Kind):
    """One number within a tolerance."""

    name = "numeric"
    shape = NUMBER
    how = "Type a number."
    on_paper = "Write a number."
    several = False
    part_called = "Number"
    example = "0.25"
    secret = ("answer", "tolerance", "ranges")
    keyless = MappingProxyType({"answer": 0, "tolerance": 0})

    def check(self, raw: dict[str, Any], fail: Callable[[str, str], None]) -> None:
        given = [key for key in ("answer", "answer_fact", "computed") if key in raw]
        if not given or {"answer", "answer_fact"} <= set(given):
            fail("", "write either `answer` (a number) or `answer_fact` (an id of data/facts.csv).")
        for number, entry in enumerate(misconceptions(raw), 1):
            if "value" not in entry and not ("min" in entry and "max" in entry) and "computed" not in raw:
                fail(f"misconception {number}", "it has a `value`, or both `min` and `max`, which should be numbers.")

    def _entries(self, question: Question) -> list[dict[str, Any]]:
        """The recognised misconceptions, answers in another unit last."""
        raw = question.raw
        entries = [entry for entry in misconceptions(raw) if "value" in entry or "min" in entry]
        if raw.get("scale") == "share" and question.answer:
            entries += [
                {"value": question.answer * f, "tolerance": raw["tolerance"] * f, "misconception": SCALE, "feedback": t}
                for f, t in SHARE_SCALES.items()
            ]
        return entries

    def _unit(self, question: Question) -> str:
        return f" {question.raw['unit']}" if question.raw.get("unit") else ""

    def parts(self, question: Question) -> list[Part]:
        unit = self._unit(question)
        right = Part("right", f"{question.answer:g}{unit}, the right number", True, question.raw.get("feedback", ""))
        made = []
        for place, entry in enumerate(self._entries(question), 1):
            value = f"{entry['value']:g}" if "value" in entry else f"{entry['min']:g} to {entry['max']:g}"
            made.append(misconception(f"m{place}", value + unit, entry))
        other = Part("other", "another number", False, question.raw.get("otherwise", ""))
        return [right, *made, other, Part("none", "no number", False)]

    def example_answers(self, question: Question) -> list[tuple[str, dict[str, Any]]]:
        right = float(f"{question.answer:.6g}")
        numbers = [("right", right), ("wrong", right * 100), ("wrong", right + 17 * question.raw["tolerance"] + 1)]
        return [(fate, {"text": f"{number:.10g}"}) for fate, number in numbers]

    def picks(self, question: Question, response: dict[str, Any]) -> list[Part]:
        parts = self.parts(question)
        if "number" in response:
            number: float | None = float(response["number"])
        else:
            typed = response["text"]
            if not isinstance(typed, str) or not typed.strip() or len(typed) > MAX_TYPED:
                raise ValueError("no typed number")
            number = parse(typed)
        if number is None:
            return [parts[-1]]
        if near(number, question.answer, question.raw["tolerance"]):
            return [parts[0]]
        for part, entry in zip(parts[1:], self._entries(question), strict=False):
            if covers(entry, number, question.raw["tolerance"]):
                return [part]
        return [parts[-2]]

    def page(self, question: Question, dice: random.Random) -> dict[str, Any]:
        keep = ("value", "min", "max", "tolerance")
        ranges = [{key: entry[key] for key in keep if key in entry} for entry in self._entries(question)]
        raw = question.raw
        return {"unit": raw.get("unit", ""), "answer": question.answer, "tolerance": raw["tolerance"], "ranges": ranges}

    def listed(self, question: Question, dice: random.Random) -> tuple[str, list[str]]:
        unit = self._unit(question).strip()
        return f"Your number{f' (in {unit})' if unit else ''}: …", []

    def given(self, question: Question, response: dict[str, Any]) -> str:
        return f"{response['text']}{self._unit(question)}"

    def typed_right(self, question: Question) -> str:
        return f"{question.raw['name']} = {question.answer:.10g}"

    def typed(self, question: Question, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
        (answer,) = found.values()
        number = answers.as_number(answer)
        if number is None:
            raise _not_a_number(answer)
        if not math.isfinite(number):
            raise Unreadable(WRONG_VALUE, "Your answer is not a finite number. Look for a division by zero.")
        return {"number": number, "shown": answers.show(answer)}

    def verdict(self, question: Question, response: dict[str, Any]) -> Verdict:
        verdict = super().verdict(question, response)
        if verdict.outcome == WRONG_VALUE and "shown" in response:
            return Verdict(0, WRONG_VALUE, f"You gave {response['shown']}. {verdict.explanation}")
        return verdict


def _not_a_number(answer: dict[str, Any]) -> Unreadable:
    kind = answer["t"]
    if kind == "str":
        text = "You gave a text. Write a number without quotation marks or a % sign, with a point, such as 0.25."
        return Unreadable(WRONG_TYPE, text)
    if kind == "list" and len(answer["v"]) == 2 and all(item["t"] == "int" for item in answer["v"]):
        text = "You gave two numbers. A decimal comma makes two of one: write a point, 0.25."
        return Unreadable(WRONG_SHAPE, text)
    if kind == "function":
        text = "You gave a function, not its result. Call it: add brackets with its arguments."
        return Unreadable(WRONG_TYPE, text)
    if kind in MANY:
        return Unreadable(WRONG_SHAPE, f"You gave {answers.describe(answer)}. One number is asked for.")
    return Unreadable(WRONG_TYPE, f"You gave {answers.describe(answer)}. A number is asked for.")
