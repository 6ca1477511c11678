"""What a lesson shows in the web edition. `install` runs in the kernel of each page, before its first cell.

It puts functions of its own in the place of those that need a kernel when somebody clicks: `quiz.ask`, `quiz.recall`,
`quiz.later`, `quiz.test`, `quiz.ending`, `widgets.predict`, `widgets.write`, `widgets.later` and an explorer's display. Each writes an element with
a readable version and data; the page's script brings it to life. The cells of an exercise's page call `task`, `memo` and `hand_in`.
"""

from __future__ import annotations

import contextlib
import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from derisking import cards, markdown, quiz, widgets
from derisking.charts import card as charts_card
from derisking.charts import svg
from derisking.exercises import form_answers
from derisking.exercises import task as tasks
from derisking.explore import base
from derisking.exports.web import exercise, explorers, items, prediction
from derisking.questions import bank
from derisking.quiz import last, results, view
from derisking.widgets import revealing
from derisking.widgets.prediction import Prediction

PAGE = {"name": "page", "count": 0}
PICTURES = "_static/charts"
IN_PAGE = markdown.block, markdown.inline
WAKE = (
    '<span class="dr-wake">Answering needs JavaScript, which this browser has switched off. '
    "What is folded opens without it.</span>"
)


def _swapped() -> list[tuple[object, str, object]]:
    """(owner, name, what stands there in the kernel of a page)."""
    import ipywidgets

    return [
        (ipywidgets.Widget, "open", lambda self: None),  # no model is kept for a page
        # A page shows MathML; a notebook's sanitiser does not.
        (markdown, "block", lambda text, math="mathml": IN_PAGE[0](text)),
        (markdown, "inline", lambda text, math="mathml": IN_PAGE[1](text)),
        (view, "WAKE", cards.safe(WAKE)),
        (charts_card.Chart, "html", picture),
        *((quiz, function.__name__, function) for function in (ask, ending, recall, test)),
        (quiz, "later", Practice),
        *((widgets, function.__name__, function) for function in (predict, write, later)),
        (base.Explorer, "_ipython_display_", explorer),
    ]


@contextlib.contextmanager
def originals() -> Iterator[None]:
    """Around everything that calls `install`: afterwards notebooks show again what they show."""
    kept = [(owner, name, getattr(owner, name)) for owner, name, _ in _swapped()]
    try:
        yield
    finally:
        for owner, name, value in kept:
            setattr(owner, name, value)


def install(name: str) -> None:
    """Make this kernel write pages. name: of the page, such as "02-de-risking"; pictures go to _static/charts."""
    PAGE.update(name=name, count=0)
    for owner, attribute, value in _swapped():
        setattr(owner, attribute, value)


def emit(data: dict, static: str, after: str = "") -> None:
    """Display one element that comes alive in the page."""
    from IPython.display import display

    display({"text/html": placed(data, static) + after, "text/plain": data["kind"]}, raw=True)


def placed(data: dict, static: str) -> str:
    """The HTML of such an element."""
    PAGE["count"] += 1
    token = "drt" + hashlib.sha1(f"{PAGE['name']}|{PAGE['count']}".encode()).hexdigest()[:10]
    return items.place(token, data, static)


# --- questions --------------------------------------------------------------------------------------------------------


class Practice:
    """Questions of a lesson, to be shown at once or as a part of something that is shown later."""

    def __init__(self, lesson: str, *ids: str) -> None:
        questions = [bank.load(lesson)[id] for id in ids]
        self.data = {"kind": "practice", "lesson": lesson, "questions": [items.asked(q) for q in questions]}
        self.static = items.statics(questions)

    def _repr_html_(self) -> str:
        return placed(self.data, self.static)

    def still(self) -> str:
        """As quiz.asking.Practice.still."""
        return self.static


def ask(lesson: str, *ids: str) -> None:
    """As quiz.ask."""
    shown = Practice(lesson, *ids)
    emit(shown.data, shown.static)


def recall(lesson: str, n: int = 3) -> None:
    """As quiz.recall; the page holds all questions that may come, and its script chooses by the same rule."""
    pool = items.recall_pool(lesson)
    data = {"kind": "recall", "lesson": lesson, "n": n, "questions": [items.asked(question) for question in pool]}
    emit(data, items.statics(pool[:n]))


def test(name: str) -> None:
    """As quiz.test; the page holds no keys."""
    questions = items.tested(name)
    data = {"kind": "test", "test": name, "questions": [items.asked(q, keys=False) for q in questions]}
    emit(data, items.statics(questions, keys=False) + results.later())


def ending() -> None:
    """As quiz.ending, from the browser's own record."""
    emit(
        {"kind": "ending", "story": items.asked(last.story())},
        cards.card("<p>Your course on one page needs JavaScript.</p>"),
    )


test.__test__ = False  # a function of the course, not a test for pytest to collect


# --- predictions, sentences -----------------------------------------------------------------------------------


def predict(lesson: str, id: str, question: str, **rest) -> None:
    """As widgets.predict; the chart is drawn now, and the page's script puts the guess into it."""
    one = Prediction(lesson, id, question, **rest)
    told = one.told()
    data = {"kind": "predict", "lesson": lesson, "id": id, "asked": one.asked()}
    data["told"] = told | {"after": _tables_here(told["after"])}
    emit(data | {"shown": prediction.states(one)}, _tables_here(one.static(one.chart(None), cards.safe(WAKE))))


def later(lesson: str, id: str, words: str, after: Sequence[object]) -> None:
    """As widgets.later."""
    data = {"kind": "later", "key": f"{lesson} {id}", "words": words, "html": _tables_here(revealing.html(after))}
    emit(data, _tables_here(revealing.html(after, alive=False)))


def _tables_here(markup: str) -> str:
    """A notebook's links to the tables, as links to the page that describes them."""
    return markup.replace('href="../data/README.md', 'href="tables.html')


def write(lesson: str, name: str, *, prompt: str, authors: str) -> None:
    """As widgets.write; the authors' sentence is shown beside the learner's own."""
    data = {"kind": "write", "lesson": lesson, "id": name, "prompt": markdown.inline(prompt)}
    data |= {"authors": markdown.inline(authors)}
    theirs = f"<details><summary>The authors' sentence</summary>{markdown.block(authors)}</details>"
    static = cards.card(f"{markdown.block(prompt)}<p>Write yours on paper first.</p>{theirs}")
    emit(data, static, '<div class="dr-compared" aria-live="polite"></div>')


# --- the page of an exercise ------------------------------------------------------------------------------------------------


def task(lesson: str, id: str) -> None:
    """The form of one task."""
    asked = tasks.read(tasks.folder(lesson)).task(id)
    question = asked.question
    letters = question.rules.letters(question)
    listed = "".join(f"<li>{letter}: {markdown.inline(text)}</li>" for letter, text in letters)
    shown = f"<ul>{listed}</ul>" if letters else view.asked(question, random.Random(id), False)
    static = f"<div class='dr-paper'>{markdown.block(question.say(question.text.strip()))}{shown}<p>{WAKE}</p></div>"
    emit({"kind": "exercise", "lesson": lesson, "task": exercise.form(asked)}, static)


def memo(lesson: str) -> None:
    """A box for the memo that a person marks."""
    title = tasks.read(tasks.folder(lesson)).memo.title
    data = {"kind": "memo", "lesson": lesson, "cell": "memo-form", "title": title, "most": form_answers.MOST_MEMO}
    emit(data, f"<p>{title}: write it on paper, or in the file that your teacher gives you.</p>")


def hand_in(lesson: str) -> None:
    """The buttons that give the notebook and the record."""
    formed = filter(exercise.formed, tasks.read(tasks.folder(lesson)).tasks)
    listed = [{"id": t.id, "title": t.title, "part": t.part, "points": t.points} for t in formed]
    data = {"kind": "hand-in", "lesson": lesson, "notebook": exercise.released(lesson), "tasks": listed}
    emit(data, "<p class='dr-no-paper'>Handing in needs JavaScript. Your teacher can give you the notebook itself.</p>")


# --- pictures -----------------------------------------------------------------------------------------------------------


def picture(chart: charts_card.Chart) -> str:
    """The card of a chart; its pictures are files of their own, a wide one and one for phones. Drawn once."""
    if not hasattr(chart, "kept"):
        chart.thin = getattr(chart, "thin", None) or chart.narrow()
        wide, thin = chart.svg(), chart.thin.svg() if chart.thin else ""
        alone = svg.alone(wide, chart.title, chart.alt, chart.source)
        chart.kept = kept(wide), kept(thin) if thin else "", kept(alone)
    address, phone, file = chart.kept
    return charts_card.card(chart, address, phone, marks=charts_card.marks(chart, chart.thin), alone=file)


def kept(text: str) -> str:
    """The address of a picture as a file in _static/charts; equal pictures are one file."""
    folder = Path.cwd() / PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{hashlib.sha1(text.encode()).hexdigest()[:16]}.svg"
    (folder / name).write_text(text, encoding="utf-8")
    return f"{PICTURES}/{name}"


def explorer(self) -> None:
    """An explorer: its declaration, its script, and a still picture for pages without JavaScript."""
    explorers.write(self, Path.cwd())
    chart = self.chart
    card = charts_card.card(chart, kept(self.svg(base.WIDE)), kept(self.svg(base.NARROW)))
    source = re.search(r"Source: (.*?)</figcaption>", card, re.DOTALL)[1]
    parts = self.later.parts if self.later else ()
    data = explorers.data(self, source) | {"later": _tables_here(revealing.html(parts))}
    emit(data, explorers.static(self, card) + _tables_here(revealing.html(parts, alive=False)))
