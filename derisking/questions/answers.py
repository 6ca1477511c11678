"""Read what was typed, from the plain JSON of a probe: is it a number, a label, a list, a table with labels, and is it the value asked for?

Pure; no student object here.
"""

import contextlib
import contextvars
import math
from collections.abc import Iterator, Mapping
from typing import Any

from derisking.questions.verdict import WORDS

Plain = dict[str, Any]
_reserved = contextvars.ContextVar("reserved", default=False)


@contextlib.contextmanager
def reserved(on: bool) -> Iterator[None]:
    """While a mark is judged (on), explanations repeat nothing that came out of the student's run.

    A function sees the inputs that are kept for marks; what it hands back, or how it names a class, could carry them out.
    """
    token = _reserved.set(on)
    try:
        yield
    finally:
        _reserved.reset(token)


def is_reserved() -> bool:
    """Whether explanations may not repeat inputs and answers."""
    return _reserved.get()


def untouched(answer: Plain) -> bool:
    """True if the answer is not there, or still the three dots, or nothing at all, also inside a list or dictionary."""
    kind = answer["t"]
    if kind in ("missing", "ellipsis", "none"):
        return True
    if kind == "function":
        return bool(answer.get("stub"))
    if kind in ("list", "set"):
        return bool(answer["v"]) and all(untouched(item) for item in answer["v"])
    if kind == "dict":
        return bool(answer["v"]) and all(untouched(item) for _, item in answer["v"])
    return False


def as_number(answer: Plain) -> float | None:
    """The number in an answer (int, float, or an array or Series that holds exactly one), else None. May be nan or inf."""
    kind = answer["t"]
    if kind in ("int", "float"):
        return float(answer["v"])
    if kind == "array" and answer.get("shape") == []:
        return as_number(answer["v"][0])
    return None


def as_label(answer: Plain) -> str | None:
    """A typed word or letter in one spelling: no case, no blanks or punctuation around it; else None."""
    if answer["t"] == "list" and len(answer["v"]) == 1:
        answer = answer["v"][0]
    if answer["t"] == "int":
        return str(answer["v"])
    return fold(answer["v"]) if answer["t"] == "str" else None


def fold(text: str) -> str:
    """One spelling for labels: lower case, single blanks, hyphens as blanks, nothing around it."""
    text = text.casefold().replace("-", " ").replace("_", " ").replace("\u2011", " ")
    return " ".join(text.split()).strip(" .,;:()[]'\"“”‘’")


def as_labels(answer: Plain) -> list[str] | None:
    """Several labels: a list, tuple, set, array or Series of words, or one text with commas or blanks between letters."""
    kind = answer["t"]
    if kind == "str":
        text = answer["v"]
        if "," in text or ";" in text or "\n" in text:
            pieces = text.replace(";", ",").replace("\n", ",").split(",")
        else:
            words = text.split()
            single = all(len(word.strip(".()")) == 1 for word in words)
            pieces = words if single else [text]
            compact = text.strip()
            pieces = list(compact) if single is False and compact.isalpha() and compact.isupper() else pieces
        return [fold(piece) for piece in pieces if fold(piece)]
    if kind in ("list", "set", "array", "series"):
        labels = [as_label(item) for item in answer["v"]]
        known = [label for label in labels if label is not None]
        return known if len(known) == len(labels) else None
    return None


def as_pairs(answer: Plain) -> dict[str, Plain] | None:
    """Label -> encoded value from a dictionary, a Series, a table of one row or column, or a list of pairs; else None."""
    kind = answer["t"]
    if kind == "dict":
        pairs = answer["v"]
    elif kind == "series":
        pairs = list(zip(answer["index"], answer["v"], strict=False))
    elif kind == "frame":
        pairs = _frame_pairs(answer)
    elif kind == "list" and all(item["t"] == "list" and len(item["v"]) == 2 for item in answer["v"]):
        pairs = [item["v"] for item in answer["v"]]
    else:
        return None
    named = {label: value for key, value in pairs if (label := as_label(key)) is not None}
    return named if len(named) == len(pairs) else None


def _frame_pairs(answer: Plain) -> list[Any]:
    if len(answer["columns"]) == 1:
        return [[label, row[0]] for label, row in zip(answer["index"], answer["v"], strict=True)]
    if len(answer["columns"]) == 2 and len(answer["v"]) != 1:
        return [[row[0], row[1]] for row in answer["v"]]
    if len(answer["v"]) == 1:
        return [[label, value] for label, value in zip(answer["columns"], answer["v"][0], strict=True)]
    return [[{"t": "other"}, {"t": "other"}]]


def word(label: str) -> str:
    """A typed word as an explanation repeats it; while a mark is judged only that there is one."""
    return "Your answer" if is_reserved() else f'"{label}"'


def close(value: float | None, expected: float, tolerance: float) -> bool:
    """Equal within an absolute tolerance; nan equals nan only, infinity itself only."""
    if value is None:
        return False
    if math.isnan(expected) or math.isnan(value):
        return math.isnan(expected) and math.isnan(value)
    if math.isinf(expected) or math.isinf(value):
        return expected == value
    return abs(value - expected) <= tolerance + 1e-12


def unlike_labels(pairs: dict[str, Plain], expected: Mapping[str, object]) -> str:
    """How the labels of an answer differ from those asked for, as a sentence; "" if they are the same."""
    wanted = [fold(str(label)) for label in expected]
    lacking = [label for label in wanted if label not in pairs]
    extra = [label for label in pairs if label not in wanted]
    parts = [f"missing: {', '.join(lacking[:5])}"] if lacking else []
    parts += [f"not asked for: {len(extra) if is_reserved() else ', '.join(extra[:5])}"] if extra else []
    return f"The labels differ ({'; '.join(parts)})." if parts else ""


def matches(answer: Plain, expected: Any, tolerance: float) -> bool:
    """Does an encoded answer equal a plain expected value: bool, number, text, None, list, or dict (labelled)?"""
    if isinstance(expected, bool):
        return bool(answer["t"] == "bool" and answer["v"] == expected)
    if expected is None:
        return bool(answer["t"] == "none")
    if isinstance(expected, str):
        return as_label(answer) == fold(expected)
    if isinstance(expected, Mapping):
        pairs, wanted = as_pairs(answer), {fold(str(label)): value for label, value in expected.items()}
        if pairs is None or pairs.keys() != wanted.keys():
            return False
        return all(matches(pairs[label], value, tolerance) for label, value in wanted.items())
    if isinstance(expected, (list, tuple)):
        if answer["t"] not in ("list", "array", "series") or len(items := answer["v"]) != len(expected):
            return False
        return all(matches(item, value, tolerance) for item, value in zip(items, expected, strict=True))
    return close(as_number(answer), float(expected), tolerance)


def show(answer: Plain, limit: int = 120) -> str:
    """An encoded value as a student would write it, for messages; shortened; while a mark is judged only that it is another one."""
    if is_reserved():
        return "another value"
    text = _show(answer)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _show(answer: Plain) -> str:
    kind: str = answer["t"]
    content: Any = answer.get("v")
    if kind in ("int", "float"):
        return f"{content:.6g}" if isinstance(content, (int, float)) else str(content)
    if kind == "str":
        return f'"{content}"'
    if kind in ("list", "array", "series"):
        return "[" + ", ".join(_show(item) for item in content[:12]) + (", …]" if len(content) > 12 else "]")
    if kind == "set":
        return "{" + ", ".join(_show(item) for item in content[:12]) + "}"
    if kind == "dict":
        return "{" + ", ".join(f"{_show(key)}: {_show(item)}" for key, item in content[:12]) + "}"
    return describe(answer) if kind not in ("bool", "date") else str(content)


def describe(answer: Plain) -> str:
    """What kind of thing an answer is, in words: "a text", "a list of 3", "a function"."""
    kind, count = answer["t"], len(answer.get("v") or []) if isinstance(answer.get("v"), list) else 0
    words = WORDS["kinds"].get(kind)
    named = "another class" if is_reserved() else f"the class {answer.get('as', 'unknown')}"
    return str(words.format(count=count, value=answer.get("v"))) if words else f"an object of {named}"
