"""Predict, then look: the learner commits to a guess, then sees the chart with guess and truth, the gap, and what follows."""

from __future__ import annotations

import math
import numbers
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from derisking import cards, edition, markdown
from derisking.charts import guessed
from derisking.learner import card
from derisking.widgets import revealing

WAKE = "Run this cell to commit to a prediction first."
UNLIKELY = 77731  # a guess to find again in a text


@dataclass(frozen=True)
class Prediction:
    """One prediction: what is asked, and what belongs to its reveal. Raises ValueError for settings that cannot be.

    lesson, id: where the guess is kept. question: Markdown. unit, low, high, digits: of a number; options: texts to choose
    from instead. truth: the number, or the option that is right. reveal(guess): makes the chart (an object with
    _repr_html_); guess is a number, an option, or None for the version without a kernel. why: a question to think about
    and our answer, Markdown. reason, others: three reasons to choose from, ours in short and two wrong ones, each with the reply
    to whoever takes it. bar: what the guess is of, in few words, beside the bar that is dragged; known: name -> number, bars to compare it with.
    line: place -> value, such as years, of a line that is drawn on; the first `given` values are known before, and truth is the next one.
    after: what may only be read or seen later, in order, as in `revealing`. see: the lesson that explains a quick guess; also: other
    counts of the same, number -> Markdown, as bars below the true one.
    """

    lesson: str
    id: str
    question: str
    truth: float | str
    reveal: Callable
    why: tuple[str, str]
    reason: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    bar: str = ""
    known: Mapping[str, float] = field(default_factory=dict)
    line: Mapping[int, float] = field(default_factory=dict)
    given: int = 0
    after: Sequence[object] = ()
    unit: str = "%"
    low: float = 0
    high: float = 100
    digits: int = 0
    options: Sequence[str] = ()
    see: str = ""
    also: Mapping[float, str] = field(default_factory=dict)

    def __post_init__(self):
        if not self.options and not self.low < self.high:
            raise ValueError(f"widgets.predict({self.id!r}): low={self.low} must be smaller than high={self.high}.")
        if self.valid(self.truth if self.options else float(self.truth)) is None:
            raise ValueError(f"widgets.predict({self.id!r}): the truth {self.truth!r} is not among the answers.")
        values = [*self.line.values()]
        goes_on = 0 < self.given < len(values) and values[self.given] == self.truth
        if values and not (goes_on and all(map(self.valid, values))):
            raise ValueError(
                f"widgets.predict({self.id!r}): a line begins with values that are known, goes on with the truth, and lies between low and high."
            )
        if bool(self.reason) != bool(self.others):
            raise ValueError(f"widgets.predict({self.id!r}): a reason needs others to choose from, and they need ours.")

    @property
    def whole(self) -> bool:
        """Whether a count is asked for: where the truth is one, nobody means 27.2 of them."""
        return isinstance(self.truth, numbers.Integral)

    def asked(self) -> dict:
        """What a page needs before the learner commits; nothing of the reveal. Plain JSON."""
        step = max(_step(self.low, self.high), int(self.whole))
        known = {name: round(float(value), 1) for name, value in self.known.items()}
        number = {} if self.options else {"unit": self.unit, "step": step, "whole": self.whole, "known": known}
        limits = {"low": self.low, "high": self.high, "options": [*self.options], "unit": "", "bar": self.bar}
        places, values = [int(place) for place in self.line], [float(value) for value in self.line.values()]
        line = {"line": {"at": places, "given": values[: self.given]}} if places else {}
        return {"question": markdown.inline(self.question)} | limits | number | line

    def told(self, *, alive: bool = True) -> dict:
        """What a page needs afterwards: the truth, and as safe HTML the question why, our answer and what follows.

        alive: as in `revealing.html`.
        """
        truth: object = self.truth if self.options else round(float(self.truth), self.digits)
        if self.line:
            truth = [round(float(value), self.digits) for value in self.line.values()][self.given :]
        why, answer = (markdown.inline(text) for text in self.why)
        after = revealing.html(self.after, alive=alive)
        told = {"truth": truth, "digits": self.digits, "why": why, "answer": answer}
        return told | {"reasons": self.reasons(), "after": after}

    def reasons(self) -> list[dict]:
        """The reasons in the order in which everybody meets them, as safe HTML. key: the place among the author's, ours first."""
        given = [(self.reason, ""), *self.others.items()] if self.others else []
        dealt = [
            {"key": str(n), "html": markdown.inline(text), "reply": markdown.inline(reply)}
            for n, (text, reply) in enumerate(given)
        ]
        random.Random(self.id).shuffle(dealt)
        return dealt

    def valid(self, guess):
        """The guess if it is an answer to the question, else None."""
        if self.options:
            return guess if guess in self.options else None
        return guess if self.low <= guess <= self.high else None

    def shown(self) -> dict:
        """What the page shows for any guess, although it can draw no chart.

        {"options": {option: html}}; or {"html", "from", "to", "edge", "narrow"}: a chart without the line of the guess,
        and where that lies at the two ends of the scale; or {"html", "number"} where `number` in the text is the guess; or
        {"html"}: the chart beside which the drawn line stands.
        """
        if self.line:
            return {"html": self.reveal(None)._repr_html_()}
        if self.options:
            return {"options": {option: self.reveal(option)._repr_html_() for option in self.options}}
        drawn = self.reveal(self.high)
        split = guessed.split(drawn, self.low, self.high) if hasattr(drawn, "fig") else None
        return split or {"html": self.reveal(UNLIKELY)._repr_html_(), "number": str(UNLIKELY)}

    def static(self, chart: str, invite: str) -> str:
        """The version for a page where nothing can be committed: the question, and the reveal folded away."""
        return cards.render(
            "widgets/predict.html.jinja",
            question=cards.safe(markdown.block(self.question, "tex")),
            options=self.options,
            line=self.line,
            known=self.known,
            chart=cards.safe(chart),
            told={key: cards.safe(text) for key, text in self.told(alive=False).items() if isinstance(text, str)},
            reasons=[{key: cards.safe(text) for key, text in one.items()} for one in self.reasons()],
            invite=invite,
        )


def _step(low: float, high: float) -> float:
    """About a hundred steps, on a round number."""
    return 10 ** math.floor(math.log10((high - low) / 100 * 1.0001))


def predict(lesson: str, id: str, question: str, **rest) -> None:
    """Ask for a prediction; when the learner commits, keep it in the record and show what belongs to its reveal.

    The arguments are the fields of `Prediction`, which also names the errors.
    """
    one = Prediction(lesson, id, question, **rest)
    shown = one.shown()
    data = {"kind": "predict", "lesson": lesson, "id": id, "asked": one.asked(), "told": one.told(), "shown": shown}
    still = shown["html"] if "from" in shown else one.reveal(None)._repr_html_()
    card.emit(data, one.static(still, card.wake(WAKE)), markdown.plain(question))


def quick(id: str, question: str, *, why: str, see: str, **rest) -> Prediction:
    """A number to guess in `five`, without a chart. why: what is known, with its link, Markdown; see: the lesson that explains it;
    rest: fields of `Prediction`, `bar` among them."""
    return Prediction("", id, question, reveal=lambda guess: None, why=("", why), see=see, **rest)


def of_five(one: Prediction) -> dict:
    """What the page gets of a quick guess: id, what is asked, what is known, and the way to the lesson that explains it."""
    told = {key: value for key, value in one.told().items() if key in ("truth", "digits", "answer")}
    told["also"] = [[markdown.inline(text), value] for value, text in one.also.items()]
    way = {"href": f"{one.see}.{'html' if edition.page else 'ipynb'}", "words": f"Lesson {int(one.see[:2])}"}
    return {"id": one.id, "asked": one.asked(), "told": told, "way": way}


def five(lesson: str, *ones: Prediction) -> None:
    """Ask for quick guesses, one after the other in one card; after the last, show each beside what is known.

    They are kept as predictions are, and the course's last page shows them again. ones: made by `quick`.
    """
    made = [replace(one, lesson=lesson) for one in ones]
    data, rows = [of_five(one) for one in made], []
    for one, page in zip(made, data, strict=True):
        link = cards.safe(f'<a href="{page["way"]["href"]}">{page["way"]["words"]}</a>')
        rows.append([one.bar, cards.safe(markdown.inline(" ".join([one.why[1], *one.also.values()]), "tex")), link])
    questions = [cards.safe(markdown.inline(one.question, "tex")) for one in made]
    static = cards.render("widgets/five.html.jinja", questions=questions, rows=rows, invite=card.wake(WAKE))
    words = "\n".join(markdown.plain(one.question) for one in made)
    card.emit({"kind": "five", "lesson": lesson, "ones": data}, static, words)


def guesses(lesson: str) -> None:
    """The last card of a lesson: its guesses and those of the lessons before it, as dots against the truth, from the record."""
    static = "<p class='dr-no-paper'>Your guesses stand here as dots against the truth.</p>"
    card.emit({"kind": "guesses", "lesson": lesson}, static, "Your guesses against the truth.")
