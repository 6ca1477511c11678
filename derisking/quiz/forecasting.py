"""Forecasts on a page: as data for the runtime (`learner/src/forecast.js`), and plain HTML for where nothing runs."""

import datetime

from derisking import cards, forecasts, markdown
from derisking.forecasts import Forecast
from derisking.learner.card import Part, wake

WAKE = "Run this cell to commit to a probability first."
STEPS = (10, 30, 50, 70, 90)  # probabilities whose score the still version prints


def part(lesson: str, *ids: str) -> Part:
    """One or more forecasts, one after the other. lesson: of the page, under which the record keeps them.

    Raises KeyError for an id that the table does not have.
    """
    chosen = [forecasts.every()[id] for id in ids]
    data = {"kind": "forecast", "lesson": lesson, "items": [_item(one) for one in chosen]}
    return Part(data, "".join(map(_still, chosen)), "\n\n".join(one.question for one in chosen))


def _item(one: Forecast) -> dict:
    texts = {name: markdown.inline(text) for name, text in _texts(one).items()}
    rest = {"outcome": one.outcome, "page": one.page, "day": _day(one.as_of), "closes": _day(one.closes)}
    return {"id": one.id, "base": one.counted | {"how": texts.pop("how")}} | texts | rest


def _texts(one: Forecast) -> dict[str, str]:
    """What is read of a forecast, as Markdown."""
    row = f"[Where this is recorded]({forecasts.target(one.settled_by)})." if one.settled_by else ""
    links = {"known": one.known, "settled": one.settled, "how": one.base_how}
    return {"question": one.question, "row": row} | {name: forecasts.linked(text) for name, text in links.items()}


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _still(one: Forecast) -> str:
    texts = {name: cards.safe(markdown.inline(text, "tex")) for name, text in _texts(one).items()}
    scores = [] if one.outcome is None else [(said, forecasts.score(said, one.outcome)) for said in STEPS]
    days = {"day": _day(one.as_of), "closes": _day(one.closes)}
    return cards.render(
        "quiz/forecast.html.jinja", one=one, scores=scores, coin=forecasts.COIN, wake=wake(WAKE), **texts, **days
    )
