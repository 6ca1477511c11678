"""The controls of explorers: a range, a list to choose from, goals, and a line for screen readers; each lives in plain HTML."""

from __future__ import annotations

import html
from collections.abc import Sequence

import traitlets

from derisking.widgets.live import HERE, Live, script, style


class Range(Live):
    """A native range input with a label and a readout.

    label: what is set, also the control's accessible name. value, min, max, step: numbers. unit: shown behind the value.
    `.value` is the current number; watch it with `.observe(function, "value")`. Works in an explorer and inside ipywidgets
    boxes. Raises ValueError for an impossible range.
    """

    _esm = script(HERE / "range.js")
    _css = style(HERE / "controls.css")
    label = traitlets.Unicode().tag(sync=True)
    value = traitlets.Float().tag(sync=True)
    min = traitlets.Float().tag(sync=True)
    max = traitlets.Float().tag(sync=True)
    step = traitlets.Float().tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Bool(True).tag(sync=True)
    idle = traitlets.Unicode().tag(sync=True)  # why it does nothing at present, and so cannot be moved; "" otherwise

    def __init__(self, label: str, value: float, min: float, max: float, step: float, unit: str = ""):
        if not min < max or step <= 0 or not min <= value <= max:
            raise ValueError(
                f"Range {label!r}: give min < max, a positive step and a value between them; "
                f"got value={value}, min={min}, max={max}, step={step}."
            )
        super().__init__(label=label, value=value, min=min, max=max, step=step, unit=unit)

    @traitlets.validate("value")
    def _within(self, proposal):
        low, high = self.min, self.max
        return low if proposal.value < low else high if proposal.value > high > low else proposal.value

    def words(self) -> str:
        """The setting in words, for the version without a kernel."""
        return f"{self.label}: {self.value:g}" + (f" {self.unit}" if self.unit else "")


class Select(Live):
    """A native drop-down list with its label; two to four short options stand side by side as buttons.

    walk: True puts the buttons *Previous* and *Next* beside the list, for options that come one after the other; picks:
    True lets a click on the explorer's picture choose what is named there (`data-take`), and a second click the first option.

    label: what is chosen, also the control's accessible name. options: list of texts or numbers, or of (text, value) pairs.
    value: the chosen one; `.value` is the current one, watch it with `.observe(function, "value")`.
    Raises ValueError for a value that is none of the options.
    """

    _esm = script(HERE / "select.js")
    _css = style(HERE / "controls.css")
    label = traitlets.Unicode().tag(sync=True)
    labels = traitlets.List().tag(sync=True)
    index = traitlets.Int().tag(sync=True)
    value = traitlets.Any()
    shown = traitlets.Bool(True).tag(sync=True)
    idle = traitlets.Unicode().tag(sync=True)  # as in Range
    walk = traitlets.Bool(False).tag(sync=True)
    picks = traitlets.Bool(False).tag(sync=True)

    def __init__(self, label: str, options, value, *, walk: bool = False, picks: bool = False):
        pairs = [option if isinstance(option, tuple) else (str(option), option) for option in options]
        self.values = [given for _, given in pairs]
        if value not in self.values:
            raise ValueError(f"{label!r}: {value!r} is none of the options {self.values}.")
        labels = [text for text, _ in pairs]
        super().__init__(
            label=label, labels=labels, index=self.values.index(value), value=value, walk=walk, picks=picks
        )

    @traitlets.observe("index")
    def _chosen(self, change) -> None:
        if 0 <= change.new < len(self.values):
            self.value = self.values[change.new]

    @traitlets.observe("value")
    def _set(self, change) -> None:
        if change.new not in self.values:
            raise ValueError(f"{self.label!r}: {change.new!r} is none of the options {self.values}.")
        self.index = self.values.index(change.new)

    def words(self) -> str:
        """The setting in words, for the version without a kernel."""
        return f"{self.label}: {html.unescape(self.labels[self.index])}"


class Goals(Live):
    """Shows a goal, says when it is reached, and leads on.

    asks: pairs of (task, what to say when it is reached); `.stage` is the number of the present one and as large as there are
    goals when all is free; `.reached` is set from outside.
    """

    _esm = script(HERE / "goals.js")
    _css = style(HERE / "explorer.css")
    asks = traitlets.List().tag(sync=True)
    stage = traitlets.Int(0).tag(sync=True)
    reached = traitlets.Bool(False).tag(sync=True)

    def __init__(self, asks: Sequence[tuple[str, str]], stage: int = 0):
        super().__init__(asks=[list(pair) for pair in asks], stage=stage)


class Status(Live):
    """A screen reader says its `text` when it changes; nobody sees it (the picture shows the words)."""

    _esm = script(HERE / "status.js")
    text = traitlets.Unicode().tag(sync=True)
