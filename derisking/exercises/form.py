"""The form of a task in the notebook: choose, check, hint; and the memo's box. What stands in them becomes an output of their cell.

The cell has two outputs, as quizzes have: the form as HTML that can be read without a kernel and comes alive with one, and
below it the answer, in our own type for `grade` and in words for people. The kernel renews the second at every click, so
JupyterLab saves the answer with the notebook.

A person marks the memo, so nothing is checked there. What its box holds counts; what is typed into the text cell below it
counts if the box is empty. `nbgrader.answers` puts the box's text into that cell before anything is graded, so that whoever
marks finds the memo in the one place where nbgrader keeps it.
"""

from __future__ import annotations

import os
from pathlib import Path

import traitlets

from derisking import cards, places, progress
from derisking.exercises import form_answers, form_page, panels, remembered, typed
from derisking.exercises.results import HEADINGS, Result, number
from derisking.exercises.task import Memo, Task
from derisking.questions.encoding import encode
from derisking.questions.verdict import Unreadable
from derisking.quiz.widget import FACES
from derisking import markdown
from derisking.widgets.live import HERE as WIDGETS
from derisking.widgets.live import Live, script, style

HERE = Path(__file__).parent
QUIZ = places.PACKAGE / "quiz"
WAKE = "Press ▶▶ (restart the kernel and run all cells) to answer here."


class Form(Live):
    """The widget. form: what form_page.page gives; answers: as kept; result and hints: what was asked for so far."""

    _esm = script(*FACES, HERE / "form.js")
    _css = style(QUIZ / "quiz.css", HERE / "form.css")
    form = traitlets.Dict().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)
    hints = traitlets.List().tag(sync=True)


def _nobody_there() -> bool:
    """While a notebook is graded, or outside one, there is nobody to click: nothing is shown."""
    from IPython import get_ipython

    return bool(os.environ.get("NBGRADER_EXECUTION")) or get_ipython() is None


def _still(asked: Task | Memo, lines: list[str]) -> str:
    """What is shown until the form is alive."""
    title, shown = cards.safe(markdown.inline(asked.title)), [cards.safe(line) for line in lines]
    return cards.render("exercises/form.html.jinja", title=title, points=number(asked.points), lines=shown, wake=WAKE)


def show(exercise, task: Task) -> None:
    """Show the form in the cell that runs, with what was chosen before, which becomes the value of the task's names.

    exercise: the `Exercise` that is open in the notebook.
    """
    from IPython.display import display

    if _nobody_there():
        return
    answers = remembered.newest(task)
    exercise.put(task, answers)
    widget = Form(form=form_page.page(task), answers=answers, result=_checked_before(exercise, task) if answers else {})
    lines = form_page.listed(task)
    widget.show(_still(task, lines), f"{task.title}: a form with {len(lines)} lines. {WAKE}")
    left = display(_left(task, answers), raw=True, display_id=True)
    widget.on_msg(lambda _, content, __: receive(widget, exercise, task, left, content))
    exercise.renew(task)


def _checked_before(exercise, task: Task) -> dict:
    """What the last check said, where there was one before the notebook was closed and its answer still earns the same."""
    checks = progress.rows("check", task.lesson, task.id)
    if not checks:
        return {}
    result, last = exercise.judge(task), checks[-1]  # the points are there again
    return _said(result) if (result.points, result.outcome) == (last["points"], last["outcome"]) else {}


def receive(widget: Form, exercise, task: Task, left, content: object) -> None:
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
        if asked["type"] == "check":
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


# --- the memo -------------------------------------------------------------------------------------------------------------


class Box(Live):
    """The widget. title: the label; text: what was written before; most: characters that it takes."""

    _esm = script(HERE / "memo_box.js", HERE / "memo.js")
    _css = style(WIDGETS / "write.css", HERE / "form.css")
    title = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    most = traitlets.Int(form_answers.MOST_MEMO).tag(sync=True)


def show_memo(memo: Memo) -> None:
    """Show the box in the cell that runs, with what was written before."""
    from IPython.display import display

    if _nobody_there():
        return
    text = remembered.newest(memo).get(memo.id, "")
    box = Box(title=memo.title, text=text)
    box.show(_still(memo, []), f"{memo.title}: a box to write in. {WAKE}")
    left = display(_written(memo, text), raw=True, display_id=True)
    box.on_msg(lambda _, content, __: receive_memo(box, memo, left, content))


def receive_memo(box: Box, memo: Memo, left, content: object) -> None:
    """Keep what the page sends: in the output, so that JupyterLab saves it with the notebook, and in the record."""
    text = content.get("text") if isinstance(content, dict) and content.get("type") == "memo" else None
    if not isinstance(text, str):
        return
    text = text[: form_answers.MOST_MEMO]
    box.text = text
    left.update(_written(memo, text), raw=True)
    kept = remembered.keep(memo, {memo.id: text})
    box.send({"type": "kept", "note": "" if kept else progress.message()})


def _written(memo: Memo, text: str) -> dict:
    """The second output: the text for whoever marks, and to be read where no box is alive."""
    lines = "<br>".join(markdown.inline(line) for line in text.splitlines())
    shown = cards.render("exercises/left.html.jinja", words=cards.safe(lines or "nothing yet"))
    own = {form_answers.FORM_MIME: form_answers.bundle(memo.id, {memo.id: text} if text else {})}
    return own | {"text/html": shown, "text/plain": text or "nothing yet"}
