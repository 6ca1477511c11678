"""The form of a task in the notebook: choose, check, hint. What is chosen becomes an output of the form's own cell.

The cell has two outputs, as quizzes have: the form as HTML that can be read without a kernel and comes alive with one, and
below it the answer, in our own type for `grade` and in words for people. The kernel renews the second at every click, so
JupyterLab saves the answer with the notebook.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

import traitlets

from derisking import cards, places, progress
from derisking.exercises import form_answers, form_page, panels, remembered, typed
from derisking.exercises.results import HEADINGS, Result, number
from derisking.exercises.task import Task
from derisking.questions.encoding import encode
from derisking.questions.verdict import Unreadable
from derisking.quiz.widget import kinds
from derisking.widgets import markdown
from derisking.widgets.live import Live, style

HERE = Path(__file__).parent
QUIZ = places.PACKAGE / "quiz"
WAKE = "Press ▶▶ (restart the kernel and run all cells) to answer here."


def module() -> str:
    """The script: the quizzes' own kinds, without what quizzes export, and the form around them."""
    own = (HERE / "answers.js", HERE / "form.js")
    return "\n".join([kinds(), *(file.read_text(encoding="utf-8") for file in own)])


class Desk(Protocol):
    """What a form needs of the exercise that shows it (`exercise.Exercise`)."""

    def put(self, task: Task, answers: dict) -> None: ...
    def judge(self, task: Task) -> Result: ...
    def note(self, task_id: str) -> None: ...
    def hint(self, task_id: str): ...
    def renew(self, task: Task) -> None: ...


class Form(Live):
    """The widget. form: what form_page.page gives; answers: as kept; result and hints: what was asked for so far."""

    _esm = module()
    _css = style(QUIZ / "quiz.css", HERE / "form.css")
    form = traitlets.Dict().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)
    hints = traitlets.List().tag(sync=True)


def show(exercise: Desk, task: Task) -> None:
    """Show the form in the cell that runs, with what was chosen before, which becomes the value of the task's names.

    While a notebook is graded, or outside one, there is nobody to click: nothing is shown.
    """
    from IPython import get_ipython
    from IPython.display import display

    if os.environ.get("NBGRADER_EXECUTION") or get_ipython() is None:
        return
    answers = remembered.newest(task)
    exercise.put(task, answers)
    widget = Form(form=form_page.page(task), answers=answers)
    static = cards.render(
        "exercises/form.html.jinja",
        title=cards.safe(markdown.inline(task.title)),
        points=number(task.points),
        lines=[cards.safe(line) for line in form_page.listed(task)],
        wake=WAKE,
    )
    widget.show(static, f"{task.title}: a form with {len(form_page.listed(task))} lines. {WAKE}")
    left = display(_left(task, answers), raw=True, display_id=True)
    widget.on_msg(lambda _, content, __: receive(widget, exercise, task, left, content))
    if answers and any(row["item"] == task.id for row in progress.rows("check", task.lesson)):
        exercise.judge(task)  # it was checked before the notebook was closed: the points are there again
        exercise.renew(task)


def receive(widget: Form, exercise: Desk, task: Task, left, content: object) -> None:
    """What the page asks for: keep this answer, check it, give a hint."""
    asked = content if isinstance(content, dict) else {}
    if asked.get("type") in ("answer", "check"):
        answers = typed.clean(asked.get("answers"), task)
        exercise.put(task, answers)
        said = _said(exercise.judge(task)) if asked["type"] == "check" else {}
        # Shown first of all: to write into the record takes longer than all the rest.
        widget.result = {"again": widget.result.get("again", 0) + 1, **said}
        widget.answers = answers
        left.update(_left(task, answers), raw=True)
        kept = remembered.keep(task, answers)
        widget.send({"type": "kept", "note": "" if kept else progress.message()})
    if asked.get("type") == "check":
        exercise.note(task.id)
        exercise.renew(task)
    if asked.get("type") == "hint":
        hint = exercise.hint(task.id)
        known = [one for one in widget.hints if one["step"] != hint.step]
        widget.hints = [*known, {"step": hint.step, "html": markdown.block(hint.text)}]
        widget.send({"type": "hinted", "last": hint.step == hint.steps})


def _said(result: Result) -> dict:
    """A result as the form shows it; the words are those of the panel of `check`."""
    return {
        "heading": HEADINGS[result.outcome],
        "outcome": result.outcome,
        "points": panels.points(result.points, result.max_points),
        "html": str(panels.text(result.explanation)),
        "share": result.points / result.max_points,
    }


def _left(task: Task, answers: dict) -> dict:
    """The second output: the answer for `grade`, and in words."""
    words = _in_words(task, answers)
    shown = cards.render("exercises/left.html.jinja", words=cards.safe(markdown.inline(words)))
    own = {form_answers.FORM_MIME: form_answers.bundle(task.id, answers)}
    return own | {"text/html": shown, "text/plain": f"Your answer: {markdown.plain(words)}"}


def _in_words(task: Task, answers: dict) -> str:
    """An answer as Markdown, with the texts of what was chosen where the whole answer can be read."""
    if not answers:
        return "nothing yet"
    question, missing = task.question, {"t": "missing"}
    given = {name: encode(answers[name]) if name in answers else missing for name in task.names}
    try:
        response = question.rules.typed(question, given)
        return question.rules.given(question, {"text": response.get("shown", ""), **response})
    except (Unreadable, AttributeError, KeyError, TypeError, ValueError, StopIteration):
        return ", ".join(str(value) for value in answers.values())
