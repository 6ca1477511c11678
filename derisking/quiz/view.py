"""What the page gets of a question: JSON for the running widget, plain HTML for everything else."""

import random
import re

from derisking import cards, edition
from derisking import markdown as text
from derisking.learner.card import wake
from derisking.questions import bank
from derisking.questions.question import Question
from derisking.questions.verdict import Part

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
    said = text.block(otherwise) if isinstance(otherwise, str) else ""
    praise = re.sub(r"^Yes\W+", "", question.say(raw.get("feedback") or "").strip())  # the page says *Right* itself
    shown |= {"otherwise": said, "sources": sources(question), "praise": text.inline(praise[:1].upper() + praise[1:])}
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


def _html(what: str, **values) -> str:
    """A macro of question.html.jinja filled in."""
    as_safe = {
        "inline": lambda words: cards.safe(text.inline(words, "tex")),
        "block": lambda words: cards.safe(text.block(words, "tex")),
    }
    return cards.render("quiz/question.html.jinja", what=what, values=values, **as_safe)


# --- sources -------------------------------------------------------------------------------------------------------


def sources(question: Question) -> str:
    """Links to the question's sources, as HTML; a source that is not found is named without a link."""
    found = [_source(name) for name in question.source]
    if "primary" in question.use and (text_itself := bank.load(question.lesson).primary):
        found.insert(0, (f"{text_itself.title}, {text_itself.part}", text_itself.address))
    return _html(
        "sources", found=[(title, url if text.WEB.match(str(url)) else "") for title, url in dict.fromkeys(found)]
    )


def _source(name: str) -> tuple[str, str]:
    """(title, address) of a source."""
    from derisking import data as tables

    try:
        if name.startswith("table:"):
            entry = tables.resource(name.removeprefix("table:"))
            first = (entry.get("sources") or [{}])[0]
            return first.get("title") or entry.get("title") or name, first.get("path") or ""
        fact = tables.fact(name)
        producer, _, computed = fact.source.partition(" (computed from")
        return producer + (", our calculation" if computed else ""), fact.url
    except Exception:  # practice must not stop at a source that is still missing; the lint insists on it
        return name, ""


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
        "wake": wake(WAKE),
    }
    # A page of the web edition does not wait.
    waiting = (
        {"kind": "", "how": "", "sorted": ()} if edition.page else outline(question, data(question, seed, keys=False))
    )
    return cards.render("quiz/static.html.jinja", **values, **waiting)


def outline(question: Question, page: dict) -> dict:
    """What gives a card that waits for its page the height of the one that comes: what to do, and what is sorted into what.
    page: the question's data."""
    kind = question.raw.get("face", question.kind)
    lists = [
        [cards.safe(one["html"]) if "html" in one else one["text"] for one in page[name]]
        for name in ([] if "face" in question.raw else question.rules.sorts)
    ]
    return {"kind": kind, "how": page["how"], "sorted": lists}


def asked(question: Question, dice: random.Random, keys: bool) -> str:
    """What the question lists, as HTML; a kind that lists its parts explains each on the spot if keys are given."""
    intro, lines = question.rules.listed(question, dice)
    known = {part.text: part for part in question.rules.parts(question)} if keys and question.rules.lists_parts else {}
    return _html("asked", intro=intro, lines=lines, known=known)


def solution(question: Question) -> str:
    """The right answer with its reasons, then the usual mistakes with theirs, as HTML."""
    parts, steps, praise = question.rules.parts(question), question.rules.solved(question), question.raw.get("feedback")
    right = [part for part in parts if part.right]
    mistakes = question.rules.usual(question)
    if not steps and any(part.feedback == praise for part in right):
        praise = ""  # it is said beside the answer
    return _html("solution", right=right, steps=steps, praise=praise, mistakes=mistakes)


def explanations(question: Question) -> str:
    """Everything that a question explains, as HTML: each part that it lists, or its solution."""
    listed = asked(question, random.Random(question.id), True)
    return listed if question.rules.lists_parts else listed + solution(question)


def paper() -> str:
    """The style by which paper shows what it cannot open, where style elements survive."""
    return cards.render("quiz/paper.html.jinja")
