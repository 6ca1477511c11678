"""An explorer: goals, a few controls, and a picture that follows them. One declaration for JupyterLab and for the web edition.

A model is a pure function `state(values, tables)` in plain Python: no pandas, no numpy. The page calls its translation (`twin`),
draws with that of `charts.vector` and needs no kernel for it. The function returns
{"title", "alt", "line", "later", "caption", "heads", "rows", "picture", "goals"}, all texts and numbers ready to show, or
{"error": one sentence} for a setting that cannot be. "later", if there is one, are sentences that would give a goal away: they
follow the line and the alt text once all is free. "link", if there is one, is the address of the line's source; a cell that is an
address becomes a link too. "result", if there is one, is [title, number, words] that the record keeps for the course's last page, and what that page draws of it.
"judged", if there is one, has for a goal [what to say in place of its word, whether the sources say the same]: else its box is amber.
"""

from __future__ import annotations

import dataclasses
import functools
import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from derisking import cards, edition
from derisking.charts import Drawn, sketch
from derisking.charts import card as charts_card
from derisking.explore import twin
from derisking.learner import card, store
from derisking.widgets import revealing

WAKE = "This is the picture at its start. Moving the controls needs JavaScript, which this browser has switched off."
ASLEEP = '<p class="dr-invite" style="margin:0 0 6px"><span>Run this cell to move the controls.</span></p>'
_translated = functools.cache(twin.script)
_shown: dict[str, Explorer] = {}  # those in this kernel's notebook that may be asked for more of their tables


def _short(cell: object) -> object:
    """An address as its host: a still table has no links, and what it weighs counts before the first question."""
    return urlsplit(cell).netloc.removeprefix("www.") if isinstance(cell, str) and cell.startswith("http") else cell


@dataclass(frozen=True)
class Goal:
    """Something to find. The state's list "goals" says, in the same order, which are reached.

    ask: the task; done: what to say when it is reached; controls: names of those that can be moved; start: settings with
    which it begins, beside the explorer's own; among: {choice: through how many of its options *Next* leads, if not through all};
    word: for what is done there; place: the number by which records keep it: a later goal takes the next free one, if it is not last.
    """

    ask: str
    done: str
    controls: tuple[str, ...]
    start: Mapping[str, object] = field(default_factory=dict)
    among: Mapping[str, int] = field(default_factory=dict)
    word: str = "Reached."
    place: int | None = None


@dataclass(frozen=True)
class Budget:
    """Controls that share a sum: none can be moved beyond what the others leave."""

    most: float
    names: tuple[str, ...]


@dataclass(frozen=True)
class Memory:
    """Settings that come back: for each choice of the control `by`, those of the controls `names`; the state gets them as "kept".

    anew: whether a choice that is met for the first time begins with the start's settings, and not with the last choice's;
    once: why a setting that was made cannot be made otherwise, where the first counts.
    """

    by: str
    names: tuple[str, ...]
    anew: bool = False
    once: str = ""


def _said(text: str) -> str:
    """A sentence as a reader gets it: apostrophes are curled, and no line ends between a number and its unit."""
    return cards.tied(text.replace("'", "’"))


class Explorer:
    """Controls, a picture that follows them, a line that says what changed, and goals that unlock the controls.

    name: unlike any other's; controls: {name: `widgets.Range` or `widgets.Select`}; state: see above; picture: a family of
    `charts.vector`; tables: what the state reads, plain lists and dicts; source: of the numbers; question: what the explorer is
    about; goals: in order, after them everything can be moved; when: {control: (other control, value at which it does something)}, or
    (other control, list of values, what to say elsewhere); keeps: whether the record keeps what a memory holds or, without
    one, the settings with the state's line and first row, for other parts of the page; after: lesson and id of a prediction: the state
    gets as "guessed" whether it was made.
    """

    def __init__(
        self,
        name: str,
        controls: Mapping[str, Any],
        state: Callable,
        picture: Callable,
        *,
        tables: Any = None,
        source: str,
        question: str,
        goals: Sequence[Goal] = (),
        when: Mapping[str, tuple] | None = None,
        budget: Budget | None = None,
        memory: Memory | None = None,
        keeps: bool = False,
        after: tuple[str, str] | None = None,
    ) -> None:
        self.name, self.controls, self.state, self.picture = name, dict(controls), state, picture
        self.tables, self.source, self.question, self.keeps = tables, source, question, keeps
        self.goals, self.when, self.budget, self.memory = tuple(goals), dict(when or {}), budget, memory
        self.later: tuple[object, ...] = ()
        self.after = after
        self.start = {name: control.value for name, control in self.controls.items()}
        self.first = {**self.start, **(self.goals[0].start if self.goals else {})}
        self.view = self.view_of(self.first)

    def then(self, *parts: object) -> Explorer:
        """What may be read when the last goal is reached or the goals are skipped, as in `revealing`; returns the explorer."""
        self.later = parts
        return self

    def view_of(self, values: Mapping[str, object]) -> dict:
        """The state for any settings; an explorer with a memory gets them as "kept" too, where they do not say what is kept."""
        if not self.memory:
            return self.state(dict(values), self.tables)
        kept = {values[self.memory.by]: {name: values[name] for name in self.memory.names}}
        return self.state({"kept": kept, **values}, self.tables)

    def reason(self, name: str) -> str:
        """When a control of `when` does something; "" for any other."""
        if name not in self.when:
            return ""
        other, value, *said = self.when[name]
        if said:
            return said[0]
        control = self.controls[other]
        return f"only with “{control.label}: {control.labels[control.values.index(value)]}”"

    # --- what is shown ---

    @property
    def line(self) -> str:
        """The sentence about the first setting."""
        return self.view["line"] + self._more

    @property
    def _more(self) -> str:
        later = "" if self.goals else self.view.get("later", "")
        return f" {later}" if later else ""

    @property
    def chart(self) -> Drawn:
        """The first picture as a chart."""
        words = {key: self.view[key] for key in ("title", "alt", "caption", "heads", "rows")}
        words["alt"] += self._more
        words["rows"] = [[_short(cell) for cell in row] for row in words["rows"]]
        picture = functools.partial(self.picture, self.view["picture"])
        assumes = self.view.get("assumes", "")
        return sketch(picture, charts_card.narrow_too(), source=self.source, assumes=assumes, **words)

    def svg(self, width: int) -> str:
        """The first picture in a width."""
        return self.picture(self.view["picture"], width)["svg"]

    def data(self) -> dict:
        """The declaration for the page."""
        goals = [dataclasses.asdict(one) | {"ask": _said(one.ask), "done": _said(one.done)} for one in self.goals]
        for i, goal in enumerate(goals):
            goal["place"] = i if goal["place"] is None else goal["place"]
        return {
            "kind": "explorer",
            "name": self.name,
            "question": _said(self.question),
            "source": charts_card.linked(self.source),
            "controls": [{"name": name, **one.data()} for name, one in self.controls.items()],
            "start": self.start,
            "when": {name: [*rule[:2], self.reason(name)] for name, rule in self.when.items()},
            "goals": goals,
            "budget": self.budget and dataclasses.asdict(self.budget),
            "memory": self.memory and dataclasses.asdict(self.memory),
            "keeps": self.keeps,
            "after": self.after,
            "later": revealing.html(self.later),
        }

    def code(self, tables: object = None) -> str:
        """Model and picture as a function of JavaScript that gives {state, picture, tables}. Raises TwinError."""
        numbers = json.dumps(tables, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        names = f"state: {self.state.__name__}, picture: {self.picture.__name__}"
        functions = _translated(self.state, self.picture)
        return f'($) => {{\n"use strict";\nconst tables = {numbers};\n{functions}return {{ {names}, tables }};\n}}'

    def static(self, picture: str) -> str:
        """The explorer where nothing moves. picture: the card of its chart."""
        at_first = self.goals[0].controls if self.goals else self.controls
        settings = "".join(
            f'<span class="dr-as-{"control" if name in at_first else "rest"}">{html.escape(one.words(self.first[name]))}. </span>'
            for name, one in self.controls.items()
        )
        asks = "".join(f"<li>{html.escape(_said(goal.ask))}</li>" for goal in self.goals)
        head = f'<p class="dr-ask" style="font-weight:bold">{html.escape(_said(self.question))}</p><ol>{asks}</ol><p>{settings}</p>'
        wake = f'<p class="dr-still">{WAKE}</p>' if edition.page else ASLEEP
        model = cards.tied(f"{head}{wake}<p>{html.escape(_said(self.line))}</p>") + picture
        return f'<div class="dr-model dr-of-{self.name}">{model}</div>' + revealing.still(self.later)

    def _ipython_display_(self) -> None:
        lazy = [key for key, value in dict(self.tables or {}).items() if hasattr(value, "whole")]
        key = f"{self.name}-{len(_shown)}"
        _shown[key] = self
        tables = {name: dict(value) if name in lazy else value for name, value in dict(self.tables or {}).items()}
        here = {"code": self.code(), "tables": tables, "lazy": lazy, "of": key}
        words = "\n".join(
            [self.question, *(control.words(self.first[name]) for name, control in self.controls.items())]
        )
        card.emit(self.data() | here, self.static(self.chart.html()), words)


# A table that is worked out piece by piece: the page asks for a piece that it lacks.
store.answers["table"] = lambda wish: {"value": _shown[wish["of"]].tables[wish["table"]][wish["key"]]}
