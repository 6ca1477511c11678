"""What the page gets of a question: JSON for the running widget, plain HTML for everything else."""

from __future__ import annotations

import html
import random

from derisking.questions.bank import Question
from derisking.widgets import markdown as text

HOW = {
    "single": "Choose one answer.",
    "multiple": "Choose every answer that is right. Each wrong choice takes one right choice away.",
    "numeric": "Type a number.",
    "order": "Put the steps in order with the buttons, or with Alt and the arrow keys.",
    "match": "Choose a partner for each line. Every right pair counts.",
    "classify": "Sort each card. A card is right when every bin you chose for it can be defended.",
}


# --- for the widget ------------------------------------------------------------------------------------------------


def data(question: Question, seed: int, *, keys: bool = True) -> dict:
    """The question as JSON. keys=False (test mode) leaves out everything that gives the answer away."""
    raw, kind = question.raw, question.kind
    stem, _, rest = raw["text"].strip().partition("\n\n")
    found = {
        "id": question.id,
        "lesson": question.lesson,
        "kind": kind,
        "how": HOW[kind],
        "stem": text.inline(stem),
        "body": text.block(rest) if rest.strip() else "",
        "hint": text.block(raw["hint"]) if raw.get("hint") else "",
    }
    _PARTS[kind](question, found, random.Random(f"{seed}|{question.id}"))
    if keys:
        found["sources"] = sources(question)
        for name in ("feedback", "otherwise"):
            if raw.get(name):
                found[name] = text.block(raw[name])
    return found if keys else _without_keys(found)


SECRET = {"correct", "feedback", "otherwise", "answer", "tolerance", "slips", "right", "accepts", "sources"}


def _without_keys(part):
    if isinstance(part, dict):
        return {key: _without_keys(value) for key, value in part.items() if key not in SECRET}
    return [_without_keys(value) for value in part] if isinstance(part, list) else part


def _shuffled(parts: list, dice: random.Random) -> list:
    parts = list(parts)
    dice.shuffle(parts)
    return parts


def _slips(raw: dict, convert) -> list[dict]:
    return [convert(slip) | {"feedback": text.block(slip["feedback"])} for slip in raw.get("slips") or []]


def _options(question: Question, found: dict, dice: random.Random) -> None:
    found["options"] = [
        {
            "key": question.key(option["text"]),
            "html": text.inline(option["text"]),
            "correct": option.get("correct") is True,
            "feedback": text.block(option["feedback"]),
        }
        for option in _shuffled(question.raw["options"], dice)
    ]


def _numeric(question: Question, found: dict, dice: random.Random) -> None:
    raw = question.raw
    found |= {"unit": raw["unit"], "answer": question.answer, "tolerance": raw["tolerance"]}
    found["slips"] = _slips(raw, lambda s: {k: s[k] for k in ("value", "min", "max", "tolerance") if k in s})


def _order(question: Question, found: dict, dice: random.Random) -> None:
    right = [question.key(item["id"]) for item in question.raw["items"]]
    items = [{"key": key, "html": text.inline(i["text"])} for key, i in zip(right, question.raw["items"], strict=True)]
    mixed = _shuffled(items, dice)
    while [item["key"] for item in mixed] == right:  # a solved puzzle would be no question
        mixed = _shuffled(items, dice)
    found |= {"items": mixed, "right": right}
    found["slips"] = _slips(question.raw, lambda s: {k: question.key(s[k]) for k in ("before", "after")})


def _match(question: Question, found: dict, dice: random.Random) -> None:
    raw = question.raw
    rights = list(dict.fromkeys([pair["right"] for pair in raw["pairs"]])) + raw["distractors"]
    found["rows"] = [
        {
            "key": question.key(pair["left"]),
            "html": text.inline(pair["left"]),
            "right": question.key(pair["right"]),
            "feedback": text.block(pair["feedback"]),
        }
        for pair in _shuffled(raw["pairs"], dice)
    ]
    found["choices"] = [{"key": question.key(r), "text": text.plain(r)} for r in _shuffled(rights, dice)]
    found["slips"] = _slips(raw, lambda s: {k: question.key(s[k]) for k in ("left", "right")})


def _classify(question: Question, found: dict, dice: random.Random) -> None:
    raw = question.raw
    found["bins"] = [{"name": name, "html": text.inline(name)} for name in raw["bins"]]
    found["several"] = any(len(card["bins"]) > 1 for card in raw["cards"])
    found["rows"] = [
        {
            "key": question.key(card["text"]),
            "html": text.inline(card["text"]),
            "accepts": card["bins"],
            "feedback": text.block(card["feedback"]),
            "slips": _slips(card, lambda s: {"bin": s["bin"]}),
        }
        for card in _shuffled(raw["cards"], dice)
    ]


_PARTS = {
    "single": _options,
    "multiple": _options,
    "numeric": _numeric,
    "order": _order,
    "match": _match,
    "classify": _classify,
}


# --- sources -------------------------------------------------------------------------------------------------------


def sources(question: Question) -> str:
    """Links to the question's sources, as HTML; a source that is not found is named without a link."""
    return " · ".join(_source(name) for name in question.source)


def _source(name: str) -> str:
    from derisking import data as tables

    try:
        if name.startswith("table:"):
            entry = tables.resource(name.removeprefix("table:"))
            first = (entry.get("sources") or [{}])[0]
            return _anchor(first.get("title") or entry.get("title") or name, first.get("path") or "")
        fact = tables.fact(name)
        return _anchor(fact.source, fact.url)
    except Exception:  # practice must not stop at a source that is still missing; the lint insists on it
        return html.escape(name)


def _anchor(title: str, url: str) -> str:
    if not text.WEB.match(str(url)):
        return html.escape(str(title))
    return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">{html.escape(str(title))}</a>'


# --- without a kernel ----------------------------------------------------------------------------------------------

# Literal colours in style attributes: an untrusted notebook loses classes' styles, ids and roles, but keeps these.
CARD = (
    "background:#ffffff;color:#1b2733;border:1px solid #c9d3dc;border-left:4px solid #1f6391;border-radius:6px;"
    "padding:12px 16px;margin:8px 0;max-width:46rem;line-height:1.5;font-size:14px"
)
INVITE = "color:#4a5a68;margin:8px 0 0"
SUMMARY = "cursor:pointer;color:#1f6391;padding:3px 0"
# Where style elements survive (a converted page), paper shows what it cannot open.
PAPER = "<style>@media print{.dr-static details::details-content{content-visibility:visible;block-size:auto}}</style>"
WAKE = "Run this cell to answer it here (select the cell, then press Shift+Enter)."


def static(question: Question, seed: int, *, keys: bool = True) -> str:
    """The question as plain HTML with explanations to open; with keys=False without them."""
    lines = [f'<div style="{CARD}">{text.block(question.text, "tex")}']
    if question.raw.get("hint"):
        lines.append(_details("Hint", text.block(question.raw["hint"], "tex")))
    lines.append(_STATIC[question.kind](question, random.Random(f"{seed}|{question.id}"), keys))
    if keys and question.source:
        lines.append(_details("Sources", f"<p>{sources(question)}</p>"))
    lines.append(f'<p style="{INVITE}">{WAKE}</p></div>')
    return "".join(lines)


def _details(summary: str, content: str) -> str:
    return f'<details><summary style="{SUMMARY}">{summary}</summary>{content}</details>'


def _item(shown: str, verdict: str, feedback: str) -> str:
    return (
        f"<li>{shown}"
        + _details("Explanation", f"<p><strong>{verdict}</strong></p>{text.block(feedback, 'tex')}")
        + "</li>"
    )


def _static_options(question: Question, dice: random.Random, keys: bool) -> str:
    lines = []
    for option in _shuffled(question.raw["options"], dice):
        shown = text.inline(option["text"], "tex")
        verdict = "Right." if option.get("correct") else "Not right."
        lines.append(_item(shown, verdict, option["feedback"]) if keys else f"<li>{shown}</li>")
    return f"<ul>{''.join(lines)}</ul>"


def _static_numeric(question: Question, dice: random.Random, keys: bool) -> str:
    unit = f" (in {html.escape(question.raw['unit'])})" if question.raw["unit"] else ""
    if not keys:
        return f"<p>Your number{unit}: …</p>"
    shown = f"<p><strong>{question.answer:g} {html.escape(question.raw['unit'])}</strong></p>"
    slips = "".join(
        f"<li>{_number(slip)}: {text.inline(slip['feedback'], 'tex')}</li>" for slip in question.raw.get("slips") or []
    )
    slips = f"<p>Usual slips:</p><ul>{slips}</ul>" if slips else ""
    return f"<p>Your number{unit}: …</p>" + _details(
        "Answer", shown + text.block(question.raw["feedback"], "tex") + slips
    )


def _number(slip: dict) -> str:
    return f"{slip['value']:g}" if "value" in slip else f"{slip['min']:g} to {slip['max']:g}"


def _static_order(question: Question, dice: random.Random, keys: bool) -> str:
    found: dict = {}
    _order(question, found, dice)
    names = {question.key(item["id"]): text.inline(item["text"], "tex") for item in question.raw["items"]}
    mixed = "<ul>" + "".join(f"<li>{names[item['key']]}</li>" for item in found["items"]) + "</ul>"
    if not keys:
        return mixed
    right = "<ol>" + "".join(f"<li>{names[key]}</li>" for key in found["right"]) + "</ol>"
    slips = "".join(f"<li>{text.inline(slip['feedback'], 'tex')}</li>" for slip in question.raw.get("slips") or [])
    slips = f"<p>Usual slips:</p><ul>{slips}</ul>" if slips else ""
    return mixed + _details("Right order", right + text.block(question.raw["feedback"], "tex") + slips)


def _static_match(question: Question, dice: random.Random, keys: bool) -> str:
    found: dict = {}
    _match(question, found, dice)
    choices = ", ".join(html.escape(choice["text"]) for choice in found["choices"])
    lines = []
    for pair in question.raw["pairs"]:
        left, right = (text.inline(pair[side], "tex") for side in ("left", "right"))
        lines.append(_item(left, right, pair["feedback"]) if keys else f"<li>{left}</li>")
    return f"<p>Match with: {choices}.</p><ul>{''.join(lines)}</ul>"


def _static_classify(question: Question, dice: random.Random, keys: bool) -> str:
    lines = []
    for card in _shuffled(question.raw["cards"], dice):
        shown, verdict = text.inline(card["text"], "tex"), html.escape(" or ".join(card["bins"]))
        lines.append(_item(shown, verdict, card["feedback"]) if keys else f"<li>{shown}</li>")
    bins = html.escape(", ".join(question.raw["bins"]))
    return f"<p>Sort into: {bins}.</p><ul>{''.join(lines)}</ul>"


_STATIC = {
    "single": _static_options,
    "multiple": _static_options,
    "numeric": _static_numeric,
    "order": _static_order,
    "match": _static_match,
    "classify": _static_classify,
}
