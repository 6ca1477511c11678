"""What a student sees after handing in a test: thanks, or (after the post-test) the explanations of both tests."""

from __future__ import annotations

from derisking import cards, lessons
from derisking import markdown as text
from derisking.questions import bank
from derisking.questions.question import Question
from derisking.questions.verdict import number
from derisking.quiz import view
from derisking.quiz.tries import latest


def thanks() -> str:
    """What is said to a test that was handed in while the explanations are still to come."""
    said = f"{later()[3:-5].removesuffix('.')}, next to those of the post-test."
    return f"<p><strong>Handed in.</strong> Your answers are kept as they are. {said}</p>"


def later() -> str:
    """When the explanations of both tests come."""
    return f"<p>Explanations come with the post-test in lesson {lessons.facts().tests['post'].number}.</p>"


def explained(post_responses: dict[str, dict]) -> str:
    """HTML: per pair the question of the pre-test and of the post-test, with the learner's answer and its explanation."""
    pre, post = bank.used_for("pre"), bank.used_for("post")
    pre_responses = latest(pre, "pre")
    entries = []
    for question in post:
        partner = next((q for q in pre if q.pair == question.pair), None)
        entries += [_entry("Before", partner, pre_responses.get(partner.id))] if partner else []
        entries.append(_entry("After", question, post_responses.get(question.id)))
    before = f"{_points(pre, pre_responses)} before" if pre_responses else "no pre-test"
    after = f"{_points(post, post_responses, '')} after"
    return cards.render("quiz/results.html.jinja", entries=entries, before=before, after=after)


def _points(questions: list[Question], responses: dict[str, dict], unit: str = " points") -> str:
    return f"{number(sum(q.share(responses.get(q.id)) for q in questions))} of {len(questions)}{unit}"


def _entry(when: str, question: Question, response: dict | None) -> dict:
    share = question.share(response)
    return {
        "when": when,
        "answered": bool(response),
        "verdict": ("right" if share >= 1 else "partly right" if share > 0 else "not right")
        if response
        else "no answer",
        "text": cards.safe(text.block(question.text)),
        "given": cards.safe(view.given(question, response) if response else ""),
        "rest": cards.safe(view.explanations(question)),
        "sources": cards.safe(view.sources(question)),
    }
