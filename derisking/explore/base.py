"""An explorer: a question, a few controls, and a picture that follows them."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping

from derisking import cards
from derisking.charts import Chart, figure, reusing
from derisking.widgets.status import Status

_LINE = (
    "background-color:#eef4f8;color:#1b2733;border-left:4px solid #0b4f7d;padding:8px 12px;margin:8px 0px;"
    "max-width:670px;box-sizing:border-box;font-size:14px;line-height:1.45"
)


class _Picture:
    """What stands under the controls: a line of words and the chart; this is what a reopened notebook still shows."""

    def __init__(self, chart: Chart, line: str) -> None:
        self.chart, self.line = chart, line

    def _repr_html_(self) -> str:
        words = f'<p style="{_LINE}">{html.escape(self.line)}</p>' if self.line else ""
        return words + self.chart.html()

    def __repr__(self) -> str:
        return f"{self.line} {self.chart!r}".strip()


class Explorer:
    """Controls, a picture that follows them, and a line that says what changed.

    controls: {name: control}; `widgets.Range` and `widgets.Select`.
    draw: called as draw(**values); returns a Chart, or (Chart, line) with one sentence about the result.
    question: what can only be answered by moving the controls; shown above them.

    The first picture is drawn at once, and an error there is an error of the cell. Later errors appear as one sentence
    above the last good picture (a traceback from a widget's callback would vanish) and in `.error`. The front end
    keeps only the newest position of a control while a picture is being drawn, so none is drawn for stale values.
    """

    def __init__(self, controls: Mapping[str, object], draw: Callable, question: str) -> None:
        if not controls:
            raise ValueError("An explorer needs at least one control.")
        for name, control in controls.items():
            if not hasattr(
                control, "place"
            ):  # an ipywidget leaves "model not found" behind when a notebook is reopened
                raise TypeError(f"The control {name!r} of an explorer must be a widgets.Range or a widgets.Select.")
        self.controls = dict(controls)
        self.question, self.error = question, ""
        self._draw, self._handle, self._silent = draw, None, False
        self._status, (self._fig, _) = Status(), figure()
        self._drawn: dict[str, object] = self.values
        self.chart, self.line = self._result()
        for control in self.controls.values():
            control.observe(self._moved, "value")

    @property
    def values(self) -> dict[str, object]:
        """The present setting of every control."""
        return {name: control.value for name, control in self.controls.items()}

    def set(self, **values: object) -> Explorer:
        """Move several controls and draw once; returns the explorer. Raises KeyError for an unknown control."""
        self._silent = True
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            self._silent = False
        self._moved()
        return self

    def _result(self) -> tuple[Chart, str]:
        with reusing(self._fig):
            drawn = self._draw(**self.values)
            chart, line = drawn if isinstance(drawn, tuple) else (drawn, drawn.caption)
            chart.html()  # draws now, so that an error belongs to this setting
        return chart, line

    def _moved(self, _change: object = None) -> None:
        if self._silent or self.values == self._drawn:
            return
        self._drawn = self.values
        try:
            self.chart, self.line = self._result()
            self.error = ""
        except Exception as error:  # whatever a model raises, the learner should read it here
            self.error = f"No picture for this setting: {error or type(error).__name__}"
        line = self.error or self.line
        self._status.text = line
        if self._handle is not None:
            self._handle.update(_Picture(self.chart, line))

    def _controls_html(self) -> str:
        """The question and the controls; without a kernel their settings as text."""
        controls = list(self.controls.values())
        template = "explore/explorer.html.jinja"
        return cards.render(template, question=self.question, controls=controls, status=self._status)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        from derisking.widgets.live import needs_view

        words = "\n".join([self.question, *(control.words() for control in self.controls.values())])
        display({"text/html": self._controls_html(), "text/plain": words}, raw=True)
        if needs_view():
            display(*self.controls.values())
        self._handle = display(_Picture(self.chart, self.line), display_id=True)
