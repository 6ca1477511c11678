"""What a student sees after handing in a test: thanks, or (after the post-test) the explanations of both tests."""

from __future__ import annotations

from derisking.questions import bank
from derisking.questions.question import Question
from derisking.quiz import view
from derisking.quiz.tries import latest
from derisking.widgets import markdown as text

THANKS = (
    "<p><strong>Handed in.</strong> Your answers are kept as they are. "
    "Explanations come with the post-test in lesson 7, next to those of the post-test.</p>"
)


def explained(post_responses: dict[str, dict]) -> str:
    """HTML: per pair the question of the pre-test and of the post-test, with the learner's answer and its explanation."""
    pre, post = bank.used_for("pre"), bank.used_for("post")
    pre_responses = latest(pre, "pre")
    parts = ["<h3>Your two tests, explained</h3>", _totals(pre, pre_responses, post, post_responses)]
    for question in post:
        partner = next((q for q in pre if q.pair == question.pair), None)
        if partner:
            parts.append(_one("Before", partner, pre_responses.get(partner.id)))
        parts.append(_one("After", question, post_responses.get(question.id)))
    return "".join(parts)


def _totals(pre, pre_responses, post, post_responses) -> str:
    before = sum(q.share(pre_responses.get(q.id)) for q in pre)
    after = sum(q.share(post_responses.get(q.id)) for q in post)
    taken = f"{before:g} of {len(pre)} points before" if pre_responses else "no pre-test"
    return (
        f"<p>{taken}, {after:g} of {len(post)} after. Read the explanations: they are worth more than the points.</p>"
    )


def _one(when: str, question: Question, response: dict | None) -> str:
    share = question.share(response)
    verdict = "right" if share >= 1 else "partly right" if share > 0 else "not right"
    given = view.given(question, response) if response else "<p>You gave no answer.</p>"
    verdict = f"{when}: {verdict}" if response else f"{when}: no answer"
    rest = view.explanations(question)
    sources = f"<p>Sources: {view.sources(question)}</p>" if question.source else ""
    return (
        f'<div class="dr-card"><p class="dr-eyebrow">{verdict}</p>{text.block(question.text)}{given}'
        f"<details><summary>All explanations</summary>{rest}</details>{sources}</div>"
    )
