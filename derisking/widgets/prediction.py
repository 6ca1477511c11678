"""Predict, then look: the learner commits to a guess, then sees the chart with guess and truth, the gap, and what follows."""

from __future__ import annotations

import html
import math
import numbers
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import traitlets

from derisking import cards, markdown, progress
from derisking.widgets import revealing
from derisking.widgets.live import HERE, Live, script, style


@dataclass(frozen=True)
class Prediction:
    """One prediction: what is asked, and what belongs to its reveal. Raises ValueError for settings that cannot be.

    lesson, id: where the guess is kept. question: Markdown. unit, low, high, digits: of a number; options: texts to choose
    from instead. truth: the number, or the option that is right. reveal(guess): makes the chart (an object with
    _repr_html_); guess is a number, an option, or None for the version without a kernel. why: a question to think about
    and our answer, Markdown. after: what may only be read or seen later, in order, as in `revealing`.
    """

    lesson: str
    id: str
    question: str
    truth: float | str
    reveal: Callable
    why: tuple[str, str]
    after: Sequence[object] = ()
    unit: str = "%"
    low: float = 0
    high: float = 100
    digits: int = 0
    options: Sequence[str] = ()

    def __post_init__(self):
        if not self.options and not self.low < self.high:
            raise ValueError(f"widgets.predict({self.id!r}): low={self.low} must be smaller than high={self.high}.")
        if self.valid(self.truth if self.options else float(self.truth)) is None:
            raise ValueError(f"widgets.predict({self.id!r}): the truth {self.truth!r} is not among the answers.")

    @property
    def whole(self) -> bool:
        """Whether a count is asked for: where the truth is one, nobody means 27.2 of them."""
        return isinstance(self.truth, numbers.Integral)

    def asked(self) -> dict:
        """What a page needs before the learner commits; nothing of the reveal. Plain JSON."""
        step = max(_step(self.low, self.high), int(self.whole))
        number = {} if self.options else {"unit": self.unit, "step": step, "whole": self.whole}
        limits = {"low": self.low, "high": self.high, "options": [*self.options], "unit": ""}
        return {"question": markdown.inline(self.question)} | limits | number

    def told(self, *, alive: bool = True) -> dict:
        """What a page needs afterwards: the truth, and as safe HTML the question why, our answer and what follows.

        alive: as in `revealing.html`.
        """
        truth = self.truth if self.options else round(float(self.truth), self.digits)
        why, answer = (markdown.inline(text) for text in self.why)
        return {
            "truth": truth,
            "digits": self.digits,
            "why": why,
            "answer": answer,
            "after": revealing.html(self.after, alive=alive),
        }

    def valid(self, guess):
        """The guess if it is an answer to the question, else None."""
        if self.options:
            return guess if isinstance(guess, str) and guess in self.options else None
        good = isinstance(guess, (int, float)) and not isinstance(guess, bool) and self.low <= guess <= self.high
        return guess if good else None

    def chart(self, guess) -> str:
        """The chart's HTML, or one sentence about what went wrong: a print in a widget's callback would be lost."""
        try:
            return self.reveal(guess)._repr_html_()
        except Exception as error:  # whatever a chart raises, the learner should see it here
            return f"<p>The chart could not be drawn: {html.escape(f'{type(error).__name__}: {error}')}</p>"

    def static(self, chart: str, invite: str) -> str:
        """The version for a page where nothing can be committed: the question, and the reveal folded away."""
        return cards.render(
            "widgets/predict.html.jinja",
            question=cards.safe(markdown.block(self.question, "tex")),
            options=self.options,
            chart=cards.safe(chart),
            told={key: cards.safe(text) for key, text in self.told(alive=False).items() if isinstance(text, str)},
            invite=invite,
        )


def _step(low: float, high: float) -> float:
    """About a hundred steps, on a round number."""
    return 10 ** math.floor(math.log10((high - low) / 100 * 1.0001))


class Predict(Live):
    """The widget behind `predict`: what is asked, and after the commit {"value": guess}, what is told, and the picture."""

    _esm = script(HERE / "predict.js")
    _css = style(HERE / "predict.css")
    asked = traitlets.Dict().tag(sync=True)
    guess = traitlets.Dict().tag(sync=True)
    told = traitlets.Dict().tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)
    picture = traitlets.Unicode().tag(sync=True)


def predict(lesson: str, id: str, question: str, **rest) -> None:
    """Ask for a prediction; when the learner commits, keep it in the record and show what belongs to its reveal.

    The arguments are the fields of `Prediction`, which also names the errors.
    """
    one = Prediction(lesson, id, question, **rest)
    widget = Predict(asked=one.asked())

    def look(guess) -> None:
        widget.guess, widget.told = {"value": guess}, one.told()
        widget.picture = one.chart(guess)

    def receive(content: dict) -> None:
        guess = one.valid(content.get("value"))
        if guess is None or widget.picture:
            return
        if not progress.record("prediction", lesson, id, guess=guess):
            widget.note = progress.message()
        look(guess)

    earlier = _earlier(one)
    if earlier is not None:
        look(earlier)
    widget.listen(receive)
    invite = "Run this cell to commit to a prediction first."
    widget.show(one.static(widget.picture or one.chart(None), invite), markdown.plain(question))


def _earlier(one: Prediction):
    """The prediction made before, if there is one and it still fits the question."""
    guesses = (one.valid(row["guess"]) for row in progress.rows("prediction", one.lesson, one.id))
    return next((guess for guess in guesses if guess is not None), None)
