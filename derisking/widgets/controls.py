"""The controls of explorers: a range, and a list to choose from. What they look like and do is the runtime's (`learner/src/controls.js`)."""

from __future__ import annotations

import html
from collections.abc import Sequence


class Range:
    """A native range input with a label and a readout.

    label: what is set, also the control's accessible name. value, min, max, step: numbers. unit: shown behind the value.
    Raises ValueError for an impossible range.
    """

    def __init__(self, label: str, value: float, min: float, max: float, step: float, unit: str = ""):
        if not min < max or step <= 0 or not min <= value <= max:
            raise ValueError(
                f"Range {label!r}: give min < max, a positive step and a value between them; "
                f"got value={value}, min={min}, max={max}, step={step}."
            )
        self.label, self.value, self.min, self.max, self.step, self.unit = label, value, min, max, step, unit

    def data(self) -> dict:
        """What the page needs of it."""
        limits = {"min": self.min, "max": self.max, "step": self.step, "unit": self.unit}
        return {"kind": "range", "label": self.label, **limits}

    def words(self, value: float) -> str:
        """A setting in words, for the still version."""
        return f"{self.label}: {value:g}" + (f" {self.unit}" if self.unit else "")


class Select:
    """A native drop-down list with its label; two to four short options stand side by side as buttons.

    label: what is chosen, also the control's accessible name. options: list of texts or numbers, or of (text, value) pairs.
    value: the chosen one. walk: True puts *Previous* and *Next* beside the list, for options that come one after the other, and a
    text *Play* too, through those that begin with it; picks: True lets a click on the explorer's picture choose what is named
    there (`data-take`), and a second click the first option. Raises ValueError for a value that is none of the options.
    """

    def __init__(self, label: str, options: Sequence, value: object, *, walk: bool | str = False, picks: bool = False):
        pairs = [option if isinstance(option, tuple) else (str(option), option) for option in options]
        self.labels, self.values = [text for text, _ in pairs], [given for _, given in pairs]
        if value not in self.values:
            raise ValueError(f"{label!r}: {value!r} is none of the options {self.values}.")
        self.label, self.value, self.walk, self.picks = label, value, walk, picks

    def data(self) -> dict:
        """What the page needs of it."""
        listed = {"labels": self.labels, "values": self.values, "walk": self.walk, "picks": self.picks}
        return {"kind": "select", "label": self.label, **listed}

    def words(self, value: object) -> str:
        """A setting in words, for the still version."""
        return f"{self.label}: {html.unescape(self.labels[self.values.index(value)])}"
