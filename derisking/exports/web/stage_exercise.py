"""What the page of an exercise shows: a form per task, the memo, and the notebook to hand in."""

from __future__ import annotations

import random

from derisking.exercises import form_answers, task
from derisking.exports.web import exercise, stage
from derisking.quiz import view
from derisking.widgets import markdown


def show(lesson: str, id: str) -> None:
    """The form of one task."""
    asked = task.read(task.folder(lesson)).task(id)
    question = asked.question
    letters = question.rules.letters(question)
    listed = "".join(f"<li>{letter}: {markdown.inline(text)}</li>" for letter, text in letters)
    shown = f"<ul>{listed}</ul>" if letters else view.asked(question, random.Random(id), False)
    static = f"<div class='dr-paper'>{markdown.block(exercise.said(question))}{shown}<p>{stage.WAKE}</p></div>"
    stage.emit({"kind": "exercise", "lesson": lesson, "task": exercise.form(asked)}, static)


def memo(lesson: str) -> None:
    """A box for the memo that a person marks."""
    definition = task.read(task.folder(lesson))
    data = {"kind": "memo", "lesson": lesson, "cell": "memo-form", "title": definition.memo.title}
    data["most"] = form_answers.MOST_MEMO
    stage.emit(data, f"<p>{definition.memo.title}: write it on paper, or in the notebook.</p>")


def hand_in(lesson: str) -> None:
    """The buttons that give the notebook and the record."""
    definition = task.read(task.folder(lesson))
    tasks = [
        {"id": t.id, "title": t.title, "part": t.part, "points": t.points}
        for t in definition.tasks
        if exercise.formed(t)
    ]
    data = {"kind": "hand-in", "lesson": lesson, "notebook": exercise.released(lesson), "tasks": tasks}
    stage.emit(
        data, "<p class='dr-no-paper'>Handing in needs JavaScript. Your teacher can give you the notebook itself.</p>"
    )
