"""Predict, then look: the learner commits to a guess before the chart appears with the guess in it."""

from __future__ import annotations

import html
import math
from collections.abc import Callable

import traitlets

from derisking import cards, progress
from derisking.widgets import markdown
from derisking.widgets.live import HERE, Live, script, style


class Predict(Live):
    """The widget behind `predict`. question and picture are safe HTML; guess is {"value": number or text}."""

    _esm = script(HERE / "predict.js")
    _css = style(HERE / "predict.css")
    question = traitlets.Unicode().tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    low = traitlets.Float().tag(sync=True)
    high = traitlets.Float().tag(sync=True)
    step = traitlets.Float().tag(sync=True)
    options = traitlets.List().tag(sync=True)
    guess = traitlets.Dict().tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)
    picture = traitlets.Unicode().tag(sync=True)


def predict(
    lesson: str,
    id: str,
    question: str,
    *,
    unit: str = "%",
    low: float = 0,
    high: float = 100,
    options: list[str] | None = None,
    reveal: Callable,
) -> None:
    """Ask for a prediction; when the learner commits, show the chart with it, and keep the prediction in the record.

    lesson, id: where the prediction is kept. question: Markdown. unit, low, high: of a number; options: texts to choose
    from instead. reveal(guess): makes the chart (an object with _repr_html_); guess is a number, one of the options, or
    None for the version without a kernel. Raises ValueError for an empty range.
    """
    if options is None and not low < high:
        raise ValueError(f"widgets.predict({id!r}): low={low} must be smaller than high={high}.")
    choices = [str(option) for option in options or []]
    widget = Predict(
        question=markdown.inline(question),
        unit="" if choices else unit,
        low=low,
        high=high,
        step=_step(low, high),
        options=choices,
    )
    earlier = _earlier(lesson, id, choices, low, high)
    if earlier is not None:
        _look(widget, reveal, earlier)

    def receive(_, content, __) -> None:
        guess = _valid(content.get("value") if isinstance(content, dict) else None, choices, low, high)
        if guess is None or widget.picture:
            return
        if not progress.record("prediction", lesson, id, guess=guess):
            widget.note = progress.message()
        _look(widget, reveal, guess)

    widget.on_msg(receive)
    static = cards.render(
        "widgets/predict.html.jinja",
        question=cards.safe(markdown.block(question, "tex")),
        options=choices,
        chart=cards.safe(_chart(reveal, earlier)),
    )
    widget.show(static, markdown.plain(question))


def _step(low: float, high: float) -> float:
    """About a hundred steps, on a round number."""
    return 10 ** math.floor(math.log10((high - low) / 100 * 1.0001))


def _earlier(lesson: str, id: str, choices: list[str], low: float, high: float):
    """The prediction made before, if there is one and it still fits the question."""
    for row in progress.rows("prediction", lesson, id):
        guess = _valid(row["guess"], choices, low, high)
        if guess is not None:
            return guess
    return None


def _valid(guess, choices: list[str], low: float, high: float):
    if choices:
        return guess if guess in choices else None
    good = isinstance(guess, (int, float)) and not isinstance(guess, bool) and low <= guess <= high
    return guess if good else None


def _look(widget: Predict, reveal: Callable, guess) -> None:
    widget.guess = {"value": guess}
    widget.picture = _chart(reveal, guess)


def _chart(reveal: Callable, guess) -> str:
    """The chart's HTML, or one sentence about what went wrong: a print in a widget's callback would be lost."""
    try:
        chart = reveal(guess)
        return chart._repr_html_()
    except Exception as error:  # whatever a chart raises, the learner should see it here
        return f"<p>The chart could not be drawn: {html.escape(f'{type(error).__name__}: {error}')}</p>"
