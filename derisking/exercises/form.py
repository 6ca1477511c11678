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

from derisking import cards, markdown, progress
from derisking.exercises import form_answers, form_page, panels, remembered, typed
from derisking.exercises.results import number
from derisking.exercises.task import Memo, Task
from derisking.learner import card, store
from derisking.questions.encoding import encode
from derisking.questions.verdict import Unreadable
from derisking.quiz import view

WAKE = "Press ▶▶ (restart the kernel and run all cells) to answer here."
# By the key of its draft: (exercise, task, second output) of each form, (None, memo, second output) of a box.
_open: dict[str, tuple] = {}


def _nobody_there() -> bool:
    """While a notebook is graded, or outside one, there is nobody to click: nothing is shown."""
    from IPython import get_ipython

    return bool(os.environ.get("NBGRADER_EXECUTION")) or get_ipython() is None


def _still(asked: Task | Memo, lines: list[str], outline: dict) -> str:
    """What is shown until the form is alive. outline: what gives it the form's height."""
    words = {"points": number(asked.points), "lines": [cards.safe(line) for line in lines], "wake": WAKE}
    title = cards.safe(markdown.inline(asked.title))
    return cards.render("exercises/form.html.jinja", title=title, **words, **outline)


def show(exercise, task: Task) -> None:
    """Show the form in the cell that runs, with what was chosen before, which becomes the value of the task's names.

    exercise: the `Exercise` that is open in the notebook.
    """
    if _nobody_there():
        return
    answers = remembered.newest(task)
    exercise.put(task, answers)
    page = form_page.page(task)
    data = {"kind": "exercise", "lesson": task.lesson, "task": page, "answers": answers or None}
    data["result"] = (_checked_before(exercise, task) if answers else {}) or None
    lines = form_page.listed(task)
    outline = view.outline(task.question, page["question"]) | {"body": cards.safe(page["question"]["body"])}
    _show(exercise, task, data, _still(task, lines, outline), f"a form with {len(lines)} lines", _left(task, answers))
    exercise.renew(task)


def show_way(exercise) -> None:
    """Show the parts of an exercise and how far somebody has come."""
    if not _nobody_there():
        form_page.way(exercise.definition).show()


def show_memo(memo: Memo) -> None:
    """Show the box in the cell that runs, with what was written before."""
    if _nobody_there():
        return
    text = remembered.newest(memo).get(memo.id, "")
    data = {"kind": "memo", "lesson": memo.lesson, "title": memo.title, "most": form_answers.MOST_MEMO, "memo": text}
    data |= {"story": dict(memo.story)} if memo.story else {}
    still = _still(memo, [], {"kind": "memo", "how": "", "sorted": (), "body": ""})
    _show(None, memo, data, still, "a box to write in", _written(memo, text))


def _show(exercise, asked: Task | Memo, data: dict, still: str, what: str, left: dict) -> None:
    """Display the part, and below it the second output, which is renewed at every click."""
    from IPython.display import display

    card.emit(data, still, f"{asked.title}: {what}. {WAKE}")
    _open[_key(asked)] = exercise, asked, display(left, raw=True, display_id=True)


def _key(asked: Task | Memo) -> str:
    return f"{asked.lesson} {asked.id}"


def _checked_before(exercise, task: Task) -> dict:
    """What the last check said, where there was one before the notebook was closed and its answer still stands."""
    checks = progress.rows("check", task.lesson, task.id)
    if not checks or remembered.changed(task):
        return {}
    result, last = exercise.judge(task), checks[-1]  # the points are there again
    return panels.said(result) if (result.points, result.outcome) == (last["points"], last["outcome"]) else {}


# --- what the page asks for -------------------------------------------------------------------------------------------------


def keep(key: str, value: dict) -> bool:
    """Keep what a form or the memo's box holds: in the notebook's names, in the second output, and in the record; False for
    a form that this kernel has not shown."""
    if key not in _open:
        return False
    exercise, asked, left = _open[key]
    if exercise is None:
        text = value["memo"][: form_answers.MOST_MEMO]
        left.update(_written(asked, text), raw=True)
        return remembered.keep(asked, {asked.id: text})
    answers = typed.clean(value["answers"], asked)
    exercise.put(asked, answers)
    left.update(_left(asked, answers), raw=True)
    kept = remembered.keep(asked, answers, bool(value.get("checked")))
    exercise.renew(asked)
    return kept


def check(wish: dict) -> dict:
    """Keep {"key", "answers"} and say what they earn."""
    exercise, task, _ = _open[wish["key"]]
    exercise.put(task, typed.clean(wish["answers"], task))
    result = panels.said(exercise.judge(task))
    ok = keep(wish["key"], wish | {"checked": True})
    note = "" if ok else progress.message()
    exercise.note(task.id)
    return {"result": result, "ok": ok, "note": note}


def hint(wish: dict) -> dict:
    """The next hint to the task of {"key"}."""
    exercise, task, _ = _open[wish["key"]]
    return {"html": markdown.block(exercise.hint(task.id).text)}


def drafts() -> dict[str, dict]:
    """What the forms and boxes of this notebook hold, for a page that is opened again."""
    newest = {key: remembered.newest(asked) for key, (_, asked, _) in _open.items()}
    return {
        key: {"memo": kept.get(_open[key][1].id, "")} if _open[key][0] is None else {"answers": kept}
        for key, kept in newest.items()
        if kept
    }


store.answers |= {"check": check, "hint": hint}
store.drafts, store.keep_draft = drafts, keep


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


def _written(memo: Memo, text: str) -> dict:
    """The second output: the text for whoever marks, and to be read where no box is alive."""
    lines = "<br>".join(markdown.inline(line) for line in text.splitlines())
    shown = cards.render("exercises/left.html.jinja", words=cards.safe(lines or "nothing yet"))
    own = {form_answers.FORM_MIME: form_answers.bundle(memo.id, {memo.id: text} if text else {})}
    return own | {"text/html": shown, "text/plain": text or "nothing yet"}
