"""The end of the course on one page, on the screen and on paper: both tests by topic, the verdicts on the story, one's own sentences."""

from __future__ import annotations

import json

import traitlets

from derisking import cards, lessons, progress
from derisking.questions import bank
from derisking.quiz import view
from derisking.quiz.tries import states
from derisking.quiz.widget import FACES, HERE
from derisking.widgets.live import Live, script, style

TITLE, WAKE = "Your course on one page", "Run this cell (Shift+Enter) to see it and to print it."
STILL = f'<p>{TITLE}</p><p class="dr-invite"><span>{WAKE}</span></p>'  # as the invitations of other cards


class Ending(Live):
    """story: the question on the story's sentences, as view.data; page: what `page` gives."""

    _esm = script(*FACES, HERE / "ending.js")
    _css = style(HERE / "quiz.css")
    story = traitlets.Dict().tag(sync=True)
    page = traitlets.Dict().tag(sync=True)


def ending() -> None:
    """Show the page; it is brought up to date whenever it comes into view."""
    last = Ending(story=view.data(story(), progress.seed()), page=page())

    def receive(content: dict) -> None:
        if content.get("type") == "renew":
            last.page = page()

    last.listen(receive)
    last.show(cards.card(STILL), f"{TITLE}. {WAKE}")


def story():
    """The question with the verdicts on the story's sentences."""
    lesson, id = lessons.facts().story
    return bank.load(lesson)[id]


def page() -> dict:
    """What the record holds: {"topics": [{"title", "before", "after", "of"}], "verdicts": response or None, "sentences": [{"title", "text"}]}.

    before is None without a first test; there are no topics before the last test was handed in.
    """
    question = story()
    latest = states([question]).get(question.id, {}).get("latest", {})
    topics = [_topic(lesson, taken) for lesson, taken in sorted(progress.tests().items())]
    written = [{"title": title(one["lesson"]), "text": one["text"]} for one in progress.sentences()]
    return {"topics": topics, "verdicts": latest.get("response"), "sentences": written}


def _topic(lesson: str, taken: dict[str, tuple[float, float]]) -> dict:
    before, after = (taken.get(name, (None, None)) for name in ("pre", "post"))
    return {"title": title(lesson), "before": before[0], "after": after[0], "of": after[1] or before[1]}


def title(lesson: str) -> str:
    """A lesson's number and title, as its notebook's first cell says."""
    file = bank.folder().parent / f"{lesson}.ipynb"
    first = json.loads(file.read_text(encoding="utf-8"))["cells"][0]["source"]
    return "".join(first).split("\n")[0].lstrip("# ")
