"""Answers as the forms of exercises leave them: right, partly right and wrong ones to any task that has a form."""

import json
import re

from derisking.exercises import form_answers
from derisking.questions.kinds.base import NUMBER


def answers(task) -> list[tuple[str, dict]]:
    """("right", "part" or "wrong", what the form leaves) for a task: its kind's examples, by the names that a notebook uses."""
    lines, choices = task.question.rules.typed_as(task.question)

    def named(value):
        if isinstance(value, dict):
            return {lines.get(key, key): named(one) for key, one in value.items()}
        return [choices[one] for one in value] if isinstance(value, list) else choices.get(value, value)

    def left(response):
        values = map(named, response.values())
        if task.question.rules.shape == NUMBER:
            values = map(float, values)
        return {name: value for name, value in zip(task.names, values, strict=True) if value != []}

    return [(fate, left(response)) for fate, response in task.question.rules.example_answers(task.question)]


def memo_cell(text: str) -> dict:
    """The cell of the memo's box with what was written in it."""
    cell = _cell("memo-form", form_answers.MEMO_LINE, form_answers.bundle(form_answers.MEMO, {form_answers.MEMO: text}))
    cell["outputs"][0]["data"]["text/plain"] = text
    return cell


def cell(task, left: dict, source: str) -> dict:
    """The cell of a form with what it left. source: the form's line as it was released."""
    return _cell(f"answer-{task.id}", source, form_answers.bundle(task.id, left))


def _cell(id: str, source: str, bundle: dict) -> dict:
    data = {form_answers.FORM_MIME: bundle, "text/plain": "Your answer"}
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    return {"cell_type": "code", "id": id, "source": source, "metadata": {}, "outputs": [output]}


def neatly(left: dict) -> str:
    """The same answer typed as Python wants it, lists of letters in one text."""
    joined = {name: ", ".join(value) if isinstance(value, list) else value for name, value in left.items()}
    return "\n".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in joined.items())


def sloppily(left: dict) -> str:
    """The same answer as people type it: a word processor's quotation marks or none, a decimal comma."""
    return "\n".join(f"{name} = {_sloppy(value)}" for name, value in left.items())


def _sloppy(value: object) -> str:
    if isinstance(value, float | int):
        text = f"{value:.6g}"
        return text if re.search(r"\.\d{3}$|e", text) else text.replace(".", ",")
    if isinstance(value, dict):
        return "{" + ", ".join(f"“{key}”: {_sloppy(entry)}" for key, entry in value.items()) + "}"
    return "[" + ", ".join(map(_sloppy, value)) + "]" if isinstance(value, list) else f"“{value}”"
