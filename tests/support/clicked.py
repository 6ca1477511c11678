"""Answers as the forms of exercises leave them: right, partly right and wrong ones to any task that has a form."""

from __future__ import annotations

import json
import re

from derisking.exercises import form_answers
from derisking.questions.kinds.classify import bin_names


def answers(task) -> list[tuple[str, dict]]:
    """("right", "part" or "wrong", what the form leaves) for a task. A part earns less than everything."""
    kind, name, raw = task.question.kind, task.names[0], task.question.raw
    made = globals()[f"_{kind}"](task.question, raw)
    if kind != "defend":
        return [(fate, {name: value}) for fate, value in made]
    return [(fate, dict(zip(task.names, value, strict=False))) for fate, value in made]


def _single(question, raw):
    return [("right" if option.get("correct") else "wrong", name) for name, option in question.rules.labelled(question)]


def _multiple(question, raw):
    right = [name for name, option in question.rules.labelled(question) if option.get("correct")]
    wrong = [name for name, option in question.rules.labelled(question) if not option.get("correct")]
    part = [right[:-1]] if len(right) > 1 else [[right[0], wrong[0]]]
    return [("right", right), ("right", right[::-1]), *(("part", some) for some in part), ("wrong", wrong)]


def _numeric(question, raw):
    right = float(f"{question.answer:.6g}")
    return [("right", right), ("wrong", right * 100), ("wrong", right + 17 * raw["tolerance"] + 1)]


def _order(question, raw):
    right = [item["id"] for item in raw["items"]]
    turned = ([*right[:at], right[at + 1], right[at], *right[at + 2 :]] for at in range(len(right) - 1))
    part = next(order for order in turned if order not in (raw.get("also") or []))
    return [("right", right), ("part", part), ("wrong", right[::-1])]


def _classify(question, raw):
    cards = dict(zip("abcdefghijkl", raw["cards"], strict=False))
    right = {letter: card["bins"][0] for letter, card in cards.items()}
    others = {letter: [name for name in bin_names(raw) if name not in card["bins"]] for letter, card in cards.items()}
    wrong = {letter: names[0] if names else right[letter] for letter, names in others.items()}
    both = {letter: card["bins"] if len(card["bins"]) > 1 else right[letter] for letter, card in cards.items()}
    return [
        ("right", right),
        ("right", both),
        ("part", {"a": right["a"]}),
        ("part", right | {"a": wrong["a"]}),
        ("wrong", wrong),
    ]


def _match(question, raw):
    right = {pair["left"]: pair["right"] for pair in raw["pairs"]}
    _, *rest = right
    return [("right", right), ("part", {name: right[name] for name in rest})]


def _defend(question, raw):
    good = next(one for one in raw["options"] if len(one.get("holds", ())) >= 2 and not one.get("misconception"))
    other = next(one["id"] for one in raw["statements"] if one["id"] not in good["holds"])
    return [
        ("right", (good["id"], list(good["holds"][:2]))),
        ("part", (good["id"], [good["holds"][0], other])),
        ("wrong", (good["id"],)),
    ]


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
