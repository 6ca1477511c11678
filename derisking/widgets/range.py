"""The range control, and how controls are shown without an explorer around them."""

from __future__ import annotations

import html

import traitlets

from derisking.widgets.live import HERE, Live, script, style


class Range(Live):
    """A native range input with a label and a readout.

    label: what is set, also the control's accessible name. value, min, max, step: numbers. unit: shown behind the value.
    `.value` is the current number; watch it with `.observe(function, "value")`. Works inside ipywidgets boxes and,
    with `show(...)`, as HTML that stays readable without a kernel. Raises ValueError for an impossible range.
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


def show(*controls: Live) -> None:
    """Display controls (`Range`, `Select`) as one output that reads as text when no kernel runs."""
    from IPython.display import display

    look = "color:#1b2733;background:#ffffff;padding:2px 8px;margin:0"
    words = [control.words() for control in controls]
    shown = [*words[:-1], f"{words[-1]}. Run this cell to move the controls."]
    parts = [c.place(f'<p style="{look}">{html.escape(w)}</p>') for c, w in zip(controls, shown, strict=True)]
    display({"text/html": "".join(parts), "text/plain": "\n".join(words)}, raw=True)
