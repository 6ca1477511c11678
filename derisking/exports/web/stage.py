"""What is the web edition's own in how a page shows a lesson. `install` runs in the process of each page, before its first cell.

Parts that a learner answers know the edition by themselves (`learner.card`). Here: pictures as files, explorers, and the cells of an
exercise's page, which call `task`, `memo` and `hand_in`.
"""

import contextlib
import hashlib
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from derisking import markdown
from derisking.charts import card as charts_card
from derisking.charts import svg
from derisking.exercises import form_answers, form_page
from derisking.exercises import task as tasks
from derisking.explore import base
from derisking.exports import task_tables
from derisking.exports.web import exercise, words
from derisking.learner import card
from derisking.learner.card import WAKE, emit
from derisking.questions.kinds.base import NUMBER
from derisking.quiz import view

SCRIPTS, PICTURES = "_static", "_static/charts"


def _swapped() -> list[tuple[object, str, object]]:
    """(owner, name, what stands there in the process of a page)."""
    return [
        (charts_card.Chart, "html", picture),
        (charts_card.Drawn, "html", drawn),
        (base.Explorer, "_ipython_display_", explorer),
    ]


@contextlib.contextmanager
def originals() -> Iterator[None]:
    """Around everything that calls `install`: afterwards notebooks show again what they show."""
    kept = [(owner, name, getattr(owner, name)) for owner, name, _ in _swapped()]
    try:
        yield
    finally:
        card.start_page("")
        for owner, name, value in kept:
            setattr(owner, name, value)


def install(name: str) -> None:
    """Make this process write pages. name: of the page, such as "02-de-risking"; pictures go to _static/charts."""
    card.start_page(name)
    for owner, attribute, value in _swapped():
        setattr(owner, attribute, value)


def way(lesson: str, how: str) -> None:
    """The parts of an exercise and how far somebody has come, folded with the case in full and how the page works (Markdown)."""
    told = markdown.block(words.on_a_page(how))  # which leaves addresses of pages as they are written
    told = re.sub(r"\[([^]]+)\]\(([\w-]+)\.(?:ipynb|html)\)", r'<a href="\2.html">\1</a>', told)
    form_page.way(tasks.read(tasks.folder(lesson)), told).show()


def task(lesson: str, id: str) -> None:
    """The form of one task."""
    asked = tasks.read(tasks.folder(lesson)).task(id)
    question = asked.question
    letters = question.rules.letters(question)
    listed = "".join(f"<li>{letter}: {markdown.inline(text)}</li>" for letter, text in letters)
    shown = f"<ul>{listed}</ul>" if letters else view.asked(question, random.Random(id), False)
    worth = f"{asked.points:g} {'point' if asked.points == 1 else 'points'}"
    words = markdown.block(f"**{asked.title}** · {worth}\n\n{question.say(question.text.strip())}")
    near = task_tables.tables(lesson).get(
        id, ""
    )  # below many rows the one above is out of sight, and beside a number a few are not
    near = "" if question.rules.shape == NUMBER and near.count("<tr") < 9 else near
    near = "".join(re.findall("<table.*</table>", near, re.DOTALL))
    data = {"kind": "exercise", "lesson": lesson, "task": exercise.form(asked) | {"near": near}}
    emit(data, f"<div class='dr-paper'>{words}{shown}<p>{WAKE}</p></div>")


def memo(lesson: str) -> None:
    """A box for the memo that a person marks."""
    memo = tasks.read(tasks.folder(lesson)).memo
    data = {"kind": "memo", "lesson": lesson, "cell": "memo-form", "title": memo.title, "most": form_answers.MOST_MEMO}
    data |= {"story": dict(memo.story)} if memo.story else {}
    emit(data, f"<p>{memo.title}: write it on paper, or in the file that your teacher gives you.</p>")


def hand_in(lesson: str) -> None:
    """The buttons that give the notebook and the record."""
    asked = form_page.way(tasks.read(tasks.folder(lesson))).data["tasks"]
    data = {"kind": "hand-in", "lesson": lesson, "notebook": exercise.released(lesson), "tasks": asked}
    emit(data, "<p class='dr-no-paper'>Handing in needs JavaScript. Your teacher can give you the notebook itself.</p>")


def picture(chart: charts_card.Chart) -> str:
    """The card of a chart; its pictures are files of their own, a wide one and one for phones. Drawn once."""
    if chart.kept is None:
        chart.thin = chart.thin or chart.narrow()
        wide, thin = chart.svg(), chart.thin.svg() if chart.thin else ""
        alone = svg.alone(wide, chart.title, chart.alt, chart.source)
        chart.kept = kept(wide), kept(thin) if thin else "", kept(alone)
    address, phone, file = chart.kept
    return charts_card.card(chart, address, phone, marks=charts_card.marks(chart, chart.thin), alone=file)


def drawn(chart: charts_card.Drawn) -> str:
    """The same of one that is SVG already."""
    return charts_card.card(chart, kept(chart.svg), chart.narrow and kept(chart.narrow))


def kept(text: str) -> str:
    """The address of a picture as a file in _static/charts; equal pictures are one file."""
    folder = Path.cwd() / PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{hashlib.sha1(text.encode()).hexdigest()[:16]}.svg"
    (folder / name).write_text(text, encoding="utf-8")
    return f"{PICTURES}/{name}"


def explorer(self) -> None:
    """An explorer: its declaration, its script, and a still picture for pages without JavaScript."""
    address = f"{SCRIPTS}/explorer-{self.name}.js"
    if not Path(address).exists():
        Path(SCRIPTS).mkdir(exist_ok=True)
        Path(address).write_text(script(self), encoding="utf-8")
    picture = charts_card.card(self.chart, kept(self.svg(charts_card.WIDE)), kept(self.svg(charts_card.THIN)))
    emit(self.data() | {"script": address}, self.static(picture))


def script(explorer_: base.Explorer) -> str:
    """An explorer's file: tables, model and picture, ready to be called. Raises TwinError."""
    tables = explorer_.tables and {
        name: table.whole() if hasattr(table, "whole") else table for name, table in dict(explorer_.tables).items()
    }
    return f"(globalThis.deriskingTwins ??= {{}})[{json.dumps(explorer_.name)}] = {explorer_.code(tables)};\n"
