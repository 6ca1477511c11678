"""What a student sees after handing in a test: thanks, or (after the post-test) the explanations of both tests."""

from __future__ import annotations

import html

from derisking.questions.bank import Question
from derisking.questions.grade import grade, parse_number, slip_matches
from derisking.quiz import view
from derisking.widgets import markdown as text

THANKS = (
    "<p><strong>Handed in.</strong> Your answers are kept as they are. "
    "Explanations come with the post-test in lesson 7, next to those of the post-test.</p>"
)


def framed(content: str) -> str:
    """The content as a light card that stays readable without style sheets."""
    return f'<div style="{view.CARD}">{content}</div>'


def explained(post: list[Question], post_responses: dict[str, dict]) -> str:
    """HTML: per pair the question of the pre-test and of the post-test, with the learner's answer and its explanation."""
    from derisking.questions import bank
    from derisking.quiz import asking

    pre = [q for lesson in bank.lessons() for q in bank.load(lesson).used_for("pre")]
    pre_responses = {id: state["latest"]["response"] for id, state in asking._states(pre, "pre").items()}
    parts = ["<h3>Your two tests, explained</h3>", _totals(pre, pre_responses, post, post_responses)]
    for question in post:
        partner = next((q for q in pre if q.pair == question.pair), None)
        if partner:
            parts.append(_one("Before", partner, pre_responses.get(partner.id)))
        parts.append(_one("After", question, post_responses.get(question.id)))
    return "".join(parts)


def _totals(pre, pre_responses, post, post_responses) -> str:
    before = sum(grade(q, pre_responses.get(q.id)).score for q in pre)
    after = sum(grade(q, post_responses.get(q.id)).score for q in post)
    taken = f"{before:g} of {len(pre)} points before" if pre_responses else "no pre-test"
    return (
        f"<p>{taken}, {after:g} of {len(post)} after. Read the explanations: they are worth more than the points.</p>"
    )


def _one(when: str, question: Question, response: dict | None) -> str:
    graded = grade(question, response)
    verdict = "right" if graded.correct else "partly right" if graded.score > 0 else "not right"
    given = _given(question, response) if response else "<p>You gave no answer.</p>"
    verdict = f"{when}: {verdict}" if response else f"{when}: no answer"
    rest = view._STATIC[question.kind](question, view.random.Random(question.id), True)
    sources = f"<p>Sources: {view.sources(question)}</p>" if question.source else ""
    return (
        f'<div class="dr-card"><p class="dr-eyebrow">{verdict}</p>{text.block(question.text)}{given}'
        f"<details><summary>All explanations</summary>{rest}</details>{sources}</div>"
    )


def _given(question: Question, response: dict) -> str:
    """The learner's answer in words, with the explanation that answers it."""
    try:
        return _GIVEN[question.kind](question, response)
    except (AttributeError, KeyError, TypeError, ValueError, StopIteration):
        return "<p>Your answer can no longer be shown: the question has changed since.</p>"


def _choice(question: Question, response: dict) -> str:
    keys = response.get("choices") or [response["choice"]]
    chosen = [option for option in question.raw["options"] if question.key(option["text"]) in keys]
    return "".join(f"<p>You chose: {text.inline(o['text'])}</p>{text.block(o['feedback'])}" for o in chosen)


def _number(question: Question, response: dict) -> str:
    raw, number = question.raw, parse_number(response["text"])
    slips = [s for s in raw.get("slips") or [] if number is not None and slip_matches(s, number, raw["tolerance"])]
    right = grade(question, response).correct
    said = raw["feedback"] if right else slips[0]["feedback"] if slips else raw["otherwise"]
    unit = html.escape(raw["unit"])
    return f"<p>You wrote: {html.escape(response['text'])} {unit}</p>{text.block(said)}"


def _order(question: Question, response: dict) -> str:
    names = {question.key(item["id"]): text.inline(item["text"]) for item in question.raw["items"]}
    place = {key: response["order"].index(key) for key in names}
    slips = question.raw.get("slips") or []
    made = [s["feedback"] for s in slips if place[question.key(s["before"])] < place[question.key(s["after"])]]
    said = [question.raw["feedback"]] if grade(question, response).correct else made or [question.raw["otherwise"]]
    listed = "".join(f"<li>{names[key]}</li>" for key in response["order"])
    return f"<p>Your order:</p><ol>{listed}</ol>{''.join(text.block(part) for part in said)}"


def _pairs(question: Question, response: dict) -> str:
    raw, lines = question.raw, []
    rights = {question.key(r): r for r in [p["right"] for p in raw["pairs"]] + raw["distractors"]}
    for pair in raw["pairs"]:
        chosen = rights[response["pairs"][question.key(pair["left"])]]
        slip = next((s for s in raw.get("slips") or [] if (s["left"], s["right"]) == (pair["left"], chosen)), None)
        said = pair["feedback"] if chosen == pair["right"] else slip["feedback"] if slip else raw["otherwise"]
        lines.append(f"<li>{text.inline(pair['left'])}: {text.inline(chosen)}{text.block(said)}</li>")
    return f"<ul>{''.join(lines)}</ul>"


def _bins(question: Question, response: dict) -> str:
    lines = []
    for card in question.raw["cards"]:
        chosen = response["bins"][question.key(card["text"])]
        wrong = [name for name in chosen if name not in card["bins"]]
        slips = [s["feedback"] for s in card.get("slips") or [] if s["bin"] in wrong]
        said = slips or [question.raw["otherwise"]] if wrong else [card["feedback"]]
        shown = html.escape(" and ".join(chosen))
        lines.append(f"<li>{text.inline(card['text'])}: {shown}{''.join(text.block(part) for part in said)}</li>")
    return f"<ul>{''.join(lines)}</ul>"


_GIVEN = {
    "single": _choice,
    "multiple": _choice,
    "numeric": _number,
    "order": _order,
    "match": _pairs,
    "classify": _bins,
}
