"""A drop-down list that mounts itself in plain HTML, so that a reopened notebook shows its setting and no error."""

from __future__ import annotations

import html

import traitlets

from derisking.widgets.live import HERE, Live, script, style


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
