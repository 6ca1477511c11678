"""An explorer: goals, a few controls, and a picture that follows them. One declaration for JupyterLab and for the web edition.

A model is a pure function `state(values, tables)` in plain Python: no pandas, no numpy. JupyterLab calls it in the kernel, the
web edition calls its translation in the page (`exports.web.twin`), and both draw with `charts.vector`. It returns
{"title", "alt", "line", "later", "caption", "heads", "rows", "picture", "goals"}, all texts and numbers ready to show, or
{"error": one sentence} for a setting that cannot be. "later", if there is one, are sentences that would give a goal away: they
follow the line and the alt text once all is free.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from derisking import cards
from derisking.charts import Drawn
from derisking.charts.card import narrow_too
from derisking.widgets.controls import Goals, Status
from derisking.widgets.revealing import Later

WIDE, NARROW = 660, 328  # CSS pixels of the picture in a notebook, and on a phone
_LINE = (
    "background-color:#eef4f8;color:#1b2733;border-left:4px solid #0b4f7d;padding:8px 12px;margin:8px 0px;"
    "max-width:670px;box-sizing:border-box;font-size:14px;line-height:1.45;min-height:4.5em"
)


@dataclass(frozen=True)
class Goal:
    """Something to find. The state's list "goals" says, in the same order, which are reached.

    ask: the task; done: what to say when it is reached; controls: names of those that can be moved; start: settings with
    which it begins, beside the explorer's own.
    """

    ask: str
    done: str
    controls: tuple[str, ...]
    start: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Budget:
    """Controls that share a sum: none can be moved beyond what the others leave."""

    most: float
    names: tuple[str, ...]


@dataclass(frozen=True)
class Memory:
    """Settings that come back: for each choice of the control `by`, those of the controls `names`; the state gets them as "kept"."""

    by: str
    names: tuple[str, ...]


class _Picture:
    """What stands under the controls: the chart and a line of words; this is what a reopened notebook still shows.

    The words come second, so that the picture stays where it is when they grow.
    """

    def __init__(self, chart: Drawn | None, line: str) -> None:
        self.chart, self.line = chart, line

    def _repr_html_(self) -> str:
        words = f'<p style="{_LINE}">{html.escape(self.line)}</p>' if self.line else ""
        return (self.chart.html() if self.chart else "") + words

    def __repr__(self) -> str:
        return f"{self.line} {self.chart!r}".strip()


class Explorer:
    """Controls, a picture that follows them, a line that says what changed, and goals that unlock the controls.

    name: unlike any other's; controls: {name: `widgets.Range` or `widgets.Select`}; state: see above; picture: a family of
    `charts.vector`; tables: what the state reads, plain lists and dicts; source: of the numbers; question: what the explorer is
    about; goals: in order, after them everything can be moved; when: {control: (other control, value at which it does something)};
    kept: what a memory held before, and keep: called with what it holds, when another control is moved.
    """

    def __init__(
        self,
        name: str,
        controls: Mapping[str, object],
        state: Callable,
        picture: Callable,
        *,
        tables: object = None,
        source: str,
        question: str,
        goals: Sequence[Goal] = (),
        when: Mapping[str, tuple] | None = None,
        budget: Budget | None = None,
        memory: Memory | None = None,
        kept: Mapping[str, dict] | None = None,
        keep: Callable | None = None,
    ) -> None:
        self.name, self.controls, self.state, self.picture = name, dict(controls), state, picture
        self.tables, self.source, self.question = tables, source, question
        self.goals, self.when, self.budget, self.memory = tuple(goals), dict(when or {}), budget, memory
        self.kept: dict[str, dict] = {key: dict(values) for key, values in (kept or {}).items()}
        self._keep = keep or (lambda _kept: None)
        self.start = self.values
        self._handle, self._silent, self.later = None, False, None
        self._status = Status()
        stage = len(self.goals) if self.kept else 0  # who comes back to plans of an earlier day has been through them
        self._goals = Goals([(goal.ask, goal.done) for goal in self.goals], stage)
        if self.goals and not stage:
            self._put(self.goals[0].start)
        self._remember()
        self._drawn = self.values, self.free
        self.view: dict = {}
        self._look()
        self._show()
        for label, control in self.controls.items():
            control.observe(lambda change, label=label: self._moved(label, change), "value")
        self._goals.observe(lambda change: self._begin(change["new"]), "stage")

    def then(self, *parts: object) -> Explorer:
        """What may be read when the last goal is reached or the goals are skipped, as in `revealing`; returns the explorer."""
        self.later = Later(self.name, parts, "More follows here when you have reached the last goal.", "Show it now")
        self._judge()
        return self

    # --- settings ---

    @property
    def values(self) -> dict[str, object]:
        """The present setting of every control."""
        return {name: control.value for name, control in self.controls.items()}

    def set(self, **values: object) -> Explorer:
        """Move several controls and draw once; returns the explorer. Raises KeyError for an unknown control."""
        self._put(values)
        self._redraw()
        return self

    def _put(self, values: Mapping[str, object]) -> None:
        """Move controls without drawing; those that bring others back go first."""
        self._silent = True
        try:
            for name in sorted(values, key=lambda name: not (self.memory and name == self.memory.by)):
                self.controls[name].value = values[name]
                self._changed(name)
        finally:
            self._silent = False

    def _moved(self, name: str, _change: object) -> None:
        if not self._silent:
            self._changed(name)
            self._redraw()

    def _changed(self, name: str) -> None:
        """What follows from a move before anything is drawn: a plan comes back, a sum stays within its budget."""
        silent, self._silent = self._silent, True
        if self.memory and name not in self.memory.names:
            self._keep(self.kept)
        if self.memory and name == self.memory.by:
            for other, value in self.kept.get(self.values[name], {}).items():
                self.controls[other].value = value
        if self.budget and name in self.budget.names:
            spent = sum(self.controls[other].value for other in self.budget.names if other != name)
            self.controls[name].value = min(self.controls[name].value, max(0.0, self.budget.most - spent))
        self._remember()
        self._silent = silent

    def _remember(self) -> None:
        if self.memory:
            self.kept[self.values[self.memory.by]] = {name: self.values[name] for name in self.memory.names}

    def _begin(self, stage: int) -> None:
        """The settings and the controls of a goal; after the last one every control can be moved."""
        if stage < len(self.goals):
            self._put({**self.start, **self.goals[stage].start})
        self._redraw()
        self._show()
        self._judge()

    def _show(self) -> None:
        """A control is there if the goal unlocks it, and rests with a reason where it does nothing under the present choice."""
        stage = self._goals.stage
        unlocked = self.goals[stage].controls if stage < len(self.goals) else tuple(self.controls)
        for name, control in self.controls.items():
            other, value = self.when.get(name, ("", None))
            control.shown = name in unlocked
            control.idle = self.reason(name) if other and self.controls[other].value != value else ""

    def reason(self, name: str) -> str:
        """When a control of `when` does something; "" for any other."""
        if name not in self.when:
            return ""
        other, value = self.when[name]
        control = self.controls[other]
        return f"only with “{control.label}: {control.labels[control.values.index(value)]}”"

    # --- what is shown ---

    def view_of(self, values: Mapping[str, object]) -> dict:
        """The state for any settings, with "kept" for an explorer with a memory."""
        given = dict(values) | ({"kept": self.kept} if self.memory else {})
        return self.state(given, self.tables)

    @property
    def line(self) -> str:
        """The sentence about the present setting, or what is wrong with it."""
        return self.error or f"{self.view['line']}{self._said_later}"

    @property
    def free(self) -> bool:
        """Whether the goals are over."""
        return self._goals.stage >= len(self.goals)

    @property
    def _said_later(self) -> str:
        return f" {self.view['later']}" if self.free and self.view.get("later") else ""

    @property
    def error(self) -> str:
        """Why there is no picture for this setting, or ""."""
        return self.view.get("error", "")

    @property
    def chart(self) -> Drawn | None:
        """The present picture as a chart; None where the setting cannot be."""
        if self.error:
            return None
        words = {key: self.view[key] for key in ("title", "alt", "caption", "heads", "rows")}
        words["alt"] += self._said_later
        wide, thin = self.picture(self.view["picture"], WIDE), self.svg(NARROW) if narrow_too() else ""
        return Drawn(wide["svg"], WIDE, round(wide["height"]), source=self.source, narrow=thin, **words)

    def svg(self, width: int) -> str:
        """The present picture in a width."""
        return self.picture(self.view["picture"], width)["svg"]

    def _look(self) -> None:
        self.view = self.view_of(self.values)
        self._judge()

    def _judge(self) -> None:
        stage = self._goals.stage
        self._goals.reached = not self.free and not self.error and bool(self.view["goals"][stage])
        if self.later and (self.free or (self._goals.reached and stage + 1 == len(self.goals))):
            self.later.reveal()

    def _redraw(self) -> None:
        if (self.values, self.free) == self._drawn:
            return
        self._drawn = self.values, self.free
        self._show()
        try:
            self._look()
        except Exception as error:  # whatever a model raises, the learner should read it here
            self.view = {"error": f"No picture for this setting: {error or type(error).__name__}"}
        self._status.text = self.line
        if self._handle is not None:
            self._handle.update(_Picture(self.chart, self.line))

    def _controls_html(self) -> str:
        """The question, the goal and the controls; without a kernel their settings as text."""
        return cards.render(
            "explore/explorer.html.jinja",
            question=self.question,
            goals=self._goals,
            controls=list(self.controls.values()),
            status=self._status,
        )

    def _ipython_display_(self) -> None:
        from IPython.display import display

        from derisking.widgets.live import needs_view

        words = "\n".join([self.question, *(control.words() for control in self.controls.values())])
        display({"text/html": self._controls_html(), "text/plain": words}, raw=True)
        if needs_view():
            display(self._goals, *self.controls.values())
        self._handle = display(_Picture(self.chart, self.line), display_id=True)
        if self.later:
            self.later.display()
