"""What the page gets of a question: JSON for the running widget, plain HTML for everything else."""

from __future__ import annotations

import html
import random

from derisking import cards
from derisking.questions.question import Question
from derisking.questions.verdict import Part
from derisking.widgets import markdown as text

# --- for the widget ------------------------------------------------------------------------------------------------


def data(question: Question, seed: int, *, keys: bool = True) -> dict:
    """The question as JSON. keys=False (test mode) leaves out everything that gives the answer away."""
    raw, rules = question.raw, question.rules
    stem, _, rest = raw["text"].strip().partition("\n\n")
    page = _rendered(rules.page(question, random.Random(f"{seed}|{question.id}")))
    shown = {
        "id": question.id,
        "lesson": question.lesson,
        "kind": question.kind,
        "how": rules.how,
        "stem": text.inline(stem),
        "body": text.block(rest) if rest.strip() else "",
        "hint": text.block(raw["hint"]) if raw.get("hint") else "",
        "parts": [{"key": part.key, "html": text.inline(part.text)} for part in rules.parts(question)],
    }
    if not keys:
        parts = [part for part in shown["parts"] if part["key"] in page.get("order", ())]
        return shown | _without(page, rules.secret) | {"parts": parts}
    shown["parts"] = [_part(part) for part in rules.parts(question)]
    otherwise = raw.get("otherwise")
    shown |= {"otherwise": text.block(otherwise) if otherwise else "", "sources": sources(question)}
    return shown | page


def _part(part: Part) -> dict:
    feedback = text.block(part.feedback) if part.feedback else ""
    return {"key": part.key, "html": text.inline(part.text), "right": part.right, "feedback": feedback}


def _rendered(page):
    """Markdown of a kind's page as HTML."""
    if isinstance(page, dict):
        return {
            ("html" if key == "markdown" else key): text.inline(value) if key == "markdown" else _rendered(value)
            for key, value in page.items()
        }
    return [_rendered(value) for value in page] if isinstance(page, list) else page


def _without(page, secret: tuple[str, ...]):
    if isinstance(page, dict):
        return {key: _without(value, secret) for key, value in page.items() if key not in secret}
    return [_without(value, secret) for value in page] if isinstance(page, list) else page


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

WAKE = "Run this cell to answer it here (select the cell, then press Shift+Enter)."


def static(question: Question, seed: int, *, keys: bool = True) -> str:
    """The question as plain HTML with explanations to open; with keys=False without them."""
    values = {
        "question": cards.safe(text.block(question.text, "tex")),
        "hint": cards.safe(text.block(question.raw["hint"], "tex")) if question.raw.get("hint") else "",
        "asked": cards.safe(asked(question, random.Random(f"{seed}|{question.id}"), keys)),
        "solution": cards.safe(solution(question)) if keys and not question.rules.lists_parts else "",
        "sources": cards.safe(sources(question)) if keys and question.source else "",
        "wake": WAKE,
    }
    return cards.render("quiz/static.html.jinja", **values)


def _details(summary: str, content: str) -> str:
    return cards.render("quiz/details.html.jinja", summary=summary, content=cards.safe(content))


def asked(question: Question, dice: random.Random, keys: bool) -> str:
    """What the question lists, as HTML; a kind that lists its parts explains each on the spot if keys are given."""
    intro, items = question.rules.listed(question, dice)
    known = {part.text: part for part in question.rules.parts(question)} if keys and question.rules.lists_parts else {}
    lines = "".join(f"<li>{text.inline(item, 'tex')}{_explained(known.get(item))}</li>" for item in items)
    return (f"<p>{html.escape(intro)}</p>" if intro else "") + (f"<ul>{lines}</ul>" if lines else "")


def _explained(part: Part | None) -> str:
    if part is None:
        return ""
    verdict = "Right." if part.right else "Not right."
    return _details("Explanation", f"<p><strong>{verdict}</strong></p>{text.block(part.feedback, 'tex')}")


def solution(question: Question) -> str:
    """The right answer with its reasons, then the usual mistakes with theirs, as HTML."""
    parts, raw = question.rules.parts(question), question.raw
    right = "".join(_line(part) for part in parts if part.right)
    right = question.rules.solved(question) or right
    wrong = "".join(_line(part) for part in parts if not part.right and part.misconception)
    praise = text.block(raw["feedback"], "tex") if raw.get("feedback") and not right.count(raw["feedback"][:20]) else ""
    return f"<ul>{right}</ul>{praise}" + (f"<p>Usual mistakes:</p><ul>{wrong}</ul>" if wrong else "")


def explanations(question: Question) -> str:
    """Everything that a question explains, as HTML: each part that it lists, or its solution."""
    listed = asked(question, random.Random(question.id), True)
    return listed if question.rules.lists_parts else listed + solution(question)


def _line(part: Part) -> str:
    return f"<li>{text.inline(part.text, 'tex')}{text.block(part.feedback, 'tex') if part.feedback else ''}</li>"


def given(question: Question, response: object) -> str:
    """The learner's answer in words, each part of it with the explanation that answers it, as HTML."""
    picks = question.picks(response)
    if picks is None:
        return "<p>Your answer can no longer be shown: the question has changed since.</p>"
    said = "".join(_line(part) for part in picks)
    return f"<p>Your answer: {text.inline(question.rules.given(question, response))}</p><ul>{said}</ul>"


def paper() -> str:
    """The style by which paper shows what it cannot open, where style elements survive."""
    return cards.render("quiz/paper.html.jinja")
